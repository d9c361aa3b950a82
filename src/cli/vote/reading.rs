//! Ballots from a file, from two tables or from standard input.

use std::fs;
use std::io::{self, Read};
use std::path::Path;

use super::VoteError;
use super::arguments::{VoteArgs, number, wishes};
use crate::budgeting::Election;
use crate::budgeting::explanation::so_many;
use crate::budgeting::pabulib::{self, Problem, Reading, Section, Severity, outside_limits};
use crate::world::workbook::instead_of_text;

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
    match instead_of_text(&all) {
        Some(what) => Err(VoteError::NoTable {
            path: path.to_owned(),
            what,
        }),
        None => Ok(all),
    }
}

/// The election of the command line; what must be repaired first, if its repair may change who wins, is refused unless asked
/// for.
pub(super) fn read(args: &VoteArgs, path: &Path) -> Result<Reading, VoteError> {
    let content = bytes(path, args.largest_file)?;
    let wishes = wishes(args)?;
    let mut reading = match &args.projects {
        Some(projects) => {
            let projects = pabulib::text_of(&bytes(projects, args.largest_file)?);
            let ballots = pabulib::text_of(&content);
            let budget = args.budget.as_deref().unwrap_or("");
            pabulib::from_csv(&projects, &ballots, budget, args.vote_type.as_deref(), &wishes)
        }
        None => pabulib::read_as(content, &wishes),
    };
    if !args.leave_out.is_empty() && args.projects.is_none() {
        return Err(VoteError::Unused {
            option: "leave-out",
            why: "only a CSV table of ballots, with --projects, is read by its headings".to_owned(),
        });
    }
    if args.vote_type.is_some() && args.projects.is_none() && !reading.document.opened.is_empty() {
        return Err(VoteError::Unused {
            option: "vote-type",
            why: "a file of the format says it itself (`vote_type` in META), and only a CSV table of ballots, with --projects, is asked for it"
                .to_owned(),
        });
    }
    if let (Some(budget), Some(election)) = (number("budget", args.budget.as_deref())?, reading.election.as_mut()) {
        election.budget = budget;
    }
    Ok(reading)
}

/// Refuses an election that cannot be made, or only by repairs that may change who wins and were not asked for.
pub(super) fn election<'a>(args: &VoteArgs, path: &Path, reading: &'a Reading) -> Result<&'a Election, VoteError> {
    let Some(election) = reading.election.as_ref().filter(|_| !reading.is_hopeless()) else {
        let refused = if args.strict {
            Severity::Repaired
        } else {
            Severity::Error
        };
        let problems = reading.problems.iter().filter(|problem| problem.severity >= refused);
        let table = args.projects.is_none() && !reading.document.is_too_long() && reading.document.opened.is_empty();
        return Err(VoteError::Refused {
            path: path.to_owned(),
            problems: lines(problems, args, path),
            hint: if table && args.process.is_some() {
                "\nA table of ballots (.csv) cannot be counted by a process as it stands: make a Pabulib file of it first (carepool vote TABLE.csv --projects PROJECTS.csv --budget AMOUNT --normalise > ballots.pb), and count that"
            } else if table {
                "\nA table of ballots (.csv) needs a table of projects and a budget: --projects PROJECTS.csv --budget AMOUNT"
            } else {
                ""
            },
        });
    };
    let doubts = reading.doubts();
    if doubts.is_empty() || args.repair {
        return Ok(election);
    }
    // Of columns that are passed over; leaving out one that is read would lose votes.
    const PASSED_OVER: [&str; 5] = ["counted-together", "against", "validity", "unknown-project", "points"];
    let of_columns = doubts
        .iter()
        .any(|problem| PASSED_OVER.contains(&problem.kind) && problem.message.contains("column"));
    Err(VoteError::Doubtful {
        path: path.to_owned(),
        leave_out: if of_columns && args.projects.is_some() {
            ", pass over a column that says nothing of the ballots with --leave-out HEADING"
        } else {
            ""
        },
        problems: lines(doubts.into_iter(), args, path),
        losses: match reading.ballots_with_losses {
            0 => String::new(),
            lost => format!(
                "{lost} of {} {} something that is no project. ",
                so_many(election.ballot_of_voter.len() as u64, "ballot", "ballots"),
                if lost == 1 { "names" } else { "name" }
            ),
        },
    })
}

fn lines<'a>(problems: impl Iterator<Item = &'a Problem>, args: &VoteArgs, path: &Path) -> String {
    problems
        .map(|problem| format!("  {}", told(problem, args, path)))
        .collect::<Vec<_>>()
        .join("\n")
}

/// A problem in one line, with the file where there are two.
pub(super) fn told(problem: &Problem, args: &VoteArgs, path: &Path) -> String {
    let severity = match problem.severity {
        _ if problem.kind == pabulib::READ_BACK => "note",
        Severity::Warning => "warning",
        Severity::Repaired => "repaired",
        Severity::Error => "error",
        Severity::Fatal => "fatal",
    };
    let file = match (&args.projects, problem.section) {
        (Some(projects), Some(Section::Projects)) => format!("{} ", projects.display()),
        (Some(_), Some(Section::Votes)) => format!("{} ", path.display()),
        _ => String::new(),
    };
    match problem.line {
        Some(line) => format!("{file}line {line}: {severity} [{}] {}", problem.kind, problem.message),
        None => format!("{file}{severity} [{}] {}", problem.kind, problem.message),
    }
}

/// What was read otherwise than it stands, one line each.
pub(super) fn repairs(reading: &Reading, args: &VoteArgs, path: &Path) -> Vec<String> {
    // What was passed over and ballots that name nothing change nothing in what stands, and a reader should know.
    let known = [
        pabulib::NOT_READ,
        pabulib::EMPTY_BALLOT,
        pabulib::BLANK_VOTER,
        pabulib::META_UNKNOWN,
        pabulib::NO_CEILING,
        pabulib::LEFTOVER,
        pabulib::PROJECT_COST,
        pabulib::SCORING,
    ];
    let named = |problem: &&Problem| problem.severity == Severity::Warning && known.contains(&problem.kind);
    let read_back = reading
        .problems
        .iter()
        .filter(|problem| problem.kind == pabulib::READ_BACK);
    read_back
        .chain(reading.repairs())
        .chain(reading.problems.iter().filter(named))
        .map(|problem| told(problem, args, path))
        .chain(pabulib::tallies_told(reading).map(|problem| told(&problem, args, path)))
        .chain(outside(reading))
        .collect()
}

/// That ballots break the file's own limits and are counted all the same, in one line.
fn outside(reading: &Reading) -> Option<String> {
    let outside = outside_limits(reading);
    let first = outside.first()?;
    Some(format!(
        "ballots outside the limits that the file itself sets count as they stand: {}{}; --check lists them",
        first.line.map_or_else(String::new, |line| format!("on line {line} ")),
        first.message
    ))
}
