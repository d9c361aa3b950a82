//! `--check`: what is wrong with a file, line by line.

use std::io::{self, Write};
use std::path::Path;

use serde_json::{Value, json};

use super::VoteError;
use super::arguments::{Format, VoteArgs};
use super::reading::told;
use crate::budgeting::pabulib::{self, Reading, Severity};
use crate::results::cells::record;

/// Prints the problems; 1 if there is one that a reader of this strictness refuses.
pub(super) fn print(args: &VoteArgs, path: &Path, reading: &Reading, out: &mut dyn Write) -> Result<u8, VoteError> {
    let problems = pabulib::check(reading);
    let telling = problems.iter().filter(|problem| problem.kind != pabulib::NO_CURRENCY);
    let worst = telling.map(|problem| problem.severity).max();
    match args.format {
        Format::Json => {
            let list: Vec<Value> = problems
                .iter()
                .map(|problem| {
                    json!({
                        "line": problem.line,
                        "severity": format!("{:?}", problem.severity).to_lowercase(),
                        "kind": problem.kind,
                        "message": problem.message,
                        "may_change_who_wins": problem.doubtful,
                    })
                })
                .collect();
            serde_json::to_writer_pretty(&mut *out, &list).map_err(io::Error::from)?;
            writeln!(out)?;
        }
        Format::Csv => {
            let mut table = csv::Writer::from_writer(&mut *out);
            let failed = |error: csv::Error| VoteError::Output(error.into());
            table
                .write_record(["line", "severity", "kind", "message"])
                .map_err(failed)?;
            for problem in &problems {
                let line = problem.line.map(|line| line.to_string()).unwrap_or_default();
                let severity = format!("{:?}", problem.severity).to_lowercase();
                table
                    .write_record(record([
                        line.as_str(),
                        severity.as_str(),
                        problem.kind,
                        &problem.message,
                    ]))
                    .map_err(failed)?;
            }
            table.flush()?;
        }
        Format::Text | Format::Html => {
            for problem in &problems {
                writeln!(out, "{}", told(problem, args, path))?;
            }
            if problems.is_empty() {
                writeln!(out, "no problem found")?;
            }
        }
    }
    let no = if args.strict {
        Severity::Warning
    } else {
        Severity::Error
    };
    Ok(u8::from(worst.is_some_and(|worst| worst >= no)))
}
