//! Ballots from a file, from two tables or from standard input.

use std::fs;
use std::io::{self, Read};
use std::path::Path;

use super::VoteError;
use super::arguments::{VoteArgs, number};
use crate::budgeting::pabulib::{self, Problem, Reading, Severity};

/// A file's bytes, refused before they are read where there are more than the machine was said to bear.
fn bytes(path: &Path, megabytes: u64) -> Result<Vec<u8>, VoteError> {
    let unreadable = |source| VoteError::Unreadable {
        path: path.to_owned(),
        source,
    };
    let most = megabytes.saturating_mul(1_000_000);
    let too_large = || VoteError::TooLarge {
        path: path.to_owned(),
        megabytes,
    };
    let from: Box<dyn Read> = if path == Path::new("-") {
        Box::new(io::stdin().lock())
    } else {
        let file = fs::File::open(path).map_err(unreadable)?;
        if file.metadata().is_ok_and(|facts| facts.len() > most) {
            return Err(too_large());
        }
        Box::new(file)
    };
    let mut all = Vec::new();
    from.take(most.saturating_add(1))
        .read_to_end(&mut all)
        .map_err(unreadable)?;
    if all.len() as u64 > most {
        return Err(too_large());
    }
    Ok(all)
}

pub(super) fn read(args: &VoteArgs) -> Result<Reading, VoteError> {
    let content = bytes(&args.file, args.largest_file)?;
    let mut reading = match &args.projects {
        Some(projects) => {
            let projects = String::from_utf8_lossy(&bytes(projects, args.largest_file)?).into_owned();
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
