//! Ballots from a file, from two tables or from standard input.

use std::fs;
use std::io::{self, Read};
use std::path::Path;

use super::VoteError;
use super::arguments::{VoteArgs, number};
use crate::budgeting::pabulib::{self, Problem, Reading, Severity};

fn bytes(path: &Path) -> Result<Vec<u8>, VoteError> {
    let unreadable = |source| VoteError::Unreadable {
        path: path.to_owned(),
        source,
    };
    if path == Path::new("-") {
        let mut all = Vec::new();
        io::stdin().lock().read_to_end(&mut all).map_err(unreadable)?;
        return Ok(all);
    }
    fs::read(path).map_err(unreadable)
}

pub(super) fn read(args: &VoteArgs) -> Result<Reading, VoteError> {
    let content = bytes(&args.file)?;
    let mut reading = match &args.projects {
        Some(projects) => {
            let projects = String::from_utf8_lossy(&bytes(projects)?).into_owned();
            let ballots = String::from_utf8_lossy(&content).into_owned();
            let budget = args.budget.as_deref().unwrap_or("");
            pabulib::from_csv(&projects, &ballots, budget, &args.vote_type, args.strict)
        }
        None => pabulib::read_bytes(content, args.strict),
    };
    if let (Some(budget), Some(election)) = (number("budget", args.budget.as_deref())?, reading.election.as_mut()) {
        election.budget = budget;
    }
    Ok(reading)
}

/// A problem in one line.
pub(super) fn told(problem: &Problem) -> String {
    let severity = match problem.severity {
        Severity::Warning => "warning",
        Severity::Error => "error",
        Severity::Fatal => "fatal",
    };
    match problem.line {
        Some(line) => format!("line {line}: {severity} [{}] {}", problem.kind, problem.message),
        None => format!("{severity} [{}] {}", problem.kind, problem.message),
    }
}
