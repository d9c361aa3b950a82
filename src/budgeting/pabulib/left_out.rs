//! Columns of a table of ballots that whoever counts says are none of the ballots' (`--leave-out`): taken out before anything is read.

use super::document::Section;
use super::findings::{Problem, Severity};
use super::platforms::Row;

/// Takes columns out that nobody wants read, by their headings or their numbers from 1; a heading that is not there is an error, since
/// another column may have been meant.
pub(super) fn left_out(rows: &mut [Row], leave_out: &[String], section: Section) -> Vec<Problem> {
    let Some((line, heading)) = rows.first().cloned() else {
        return Vec::new();
    };
    let mut told = Vec::new();
    let mut gone: Vec<usize> = Vec::new();
    for wanted in leave_out {
        let wanted = wanted.trim();
        let same = |title: &String| title.trim().to_lowercase() == wanted.to_lowercase() && !wanted.is_empty();
        let mut found: Vec<usize> = (0..heading.len()).filter(|at| same(&heading[*at])).collect();
        if found.is_empty() {
            let number = wanted.parse::<usize>().ok();
            found.extend(
                number
                    .filter(|number| (1..=heading.len()).contains(number))
                    .map(|number| number - 1),
            );
        }
        let (severity, message) = if found.is_empty() {
            let message = format!(
                "no column is called `{wanted}` (--leave-out): the headings are `{}`",
                heading.join("`, `")
            );
            (Severity::Fatal, message)
        } else {
            (
                Severity::Repaired,
                format!("column `{wanted}` is left out (--leave-out)"),
            )
        };
        told.push(Problem {
            line: Some(line),
            severity,
            kind: "left-out",
            message,
            doubtful: false,
            section: Some(section),
        });
        gone.extend(found);
    }
    for (_, cells) in rows {
        let mut at = 0;
        cells.retain(|_| {
            at += 1;
            !gone.contains(&(at - 1))
        });
    }
    told
}
