//! Columns of a table of ballots that whoever counts says are none of the ballots' (`--leave-out`): taken out before anything is read.

use super::document::Section;
use super::findings::{Problem, Severity};
use super::letters::composed;
use super::platforms::Row;

/// Takes columns out that nobody wants read, by their headings or their numbers from 1, one after the other: a number counts what those
/// before it have left, as messages do. A heading that is not there, or stands over two columns, is an error, since another may be meant.
pub(super) fn left_out(rows: &mut [Row], leave_out: &[String], section: Section) -> Vec<Problem> {
    let mut told = Vec::new();
    for wanted in leave_out {
        let Some((line, heading)) = rows.first().cloned() else {
            break;
        };
        let wanted = composed(wanted.trim());
        let wanted = wanted.as_ref();
        let same = |title: &String| title.trim().to_lowercase() == wanted.to_lowercase() && !wanted.is_empty();
        let named: Vec<usize> = (0..heading.len()).filter(|at| same(&heading[*at])).collect();
        let number = wanted.parse::<usize>().ok();
        let numbered = number.filter(|number| (1..=heading.len()).contains(number));
        let (found, severity, message) = match (named.as_slice(), numbered) {
            ([only], _) => (
                Some(*only),
                Severity::Repaired,
                format!("column `{wanted}` is left out (--leave-out)"),
            ),
            ([], Some(number)) => (
                Some(number - 1),
                Severity::Repaired,
                format!("column {number} is left out (--leave-out)"),
            ),
            ([], None) => (
                None,
                Severity::Fatal,
                format!(
                    "no column is called `{wanted}` (--leave-out): the headings are `{}`",
                    heading.join("`, `")
                ),
            ),
            (several, _) => {
                let numbers: Vec<String> = several.iter().map(|at| (at + 1).to_string()).collect();
                (
                    None,
                    Severity::Fatal,
                    format!(
                        "columns {} are all called `{wanted}` (--leave-out): say which by its number, or give them other headings",
                        numbers.join(" and ")
                    ),
                )
            }
        };
        told.push(Problem {
            line: Some(line),
            severity,
            kind: "left-out",
            message,
            doubtful: false,
            section: Some(section),
        });
        if let Some(found) = found {
            for (_, cells) in rows.iter_mut().filter(|(_, cells)| found < cells.len()) {
                cells.remove(found);
            }
        }
    }
    told
}
