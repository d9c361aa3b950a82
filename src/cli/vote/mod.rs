//! `carepool vote`: count a Pabulib file by any rule, and say why.

mod arguments;
mod check;
mod counted;
mod description;
mod json;
mod reading;
mod table;
mod text;

use std::io::{self, Write};
use std::path::PathBuf;

use serde_json::Value;

use arguments::{Asked, with_official};
pub use arguments::{Format, VoteArgs};
use counted::Counted;

use crate::budgeting::Election;
use crate::budgeting::pabulib;
use crate::budgeting::page::{Shown, page};
use crate::budgeting::rules::Rule;
use crate::budgeting::rules::official::official;

/// Why nothing could be counted.
#[derive(Debug, thiserror::Error)]
pub enum VoteError {
    /// The file cannot be read.
    #[error("cannot read {path}: {source}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The file is larger than allowed.
    #[error(
        "{path} has more than {megabytes} MB, and a count may take 40 times as much memory: split it by district, or give --largest-file a number of megabytes that this machine can bear"
    )]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// What is allowed \[megabytes\].
        megabytes: u64,
    },
    /// The file has problems that leave no election.
    #[error("{path} holds no election that can be counted:\n{problems}{hint}")]
    Refused {
        /// The file.
        path: PathBuf,
        /// Its problems, one a line.
        problems: String,
        /// What may help; empty where nothing is known.
        hint: &'static str,
    },
    /// The file could be read only by repairs that may change who wins.
    #[error(
        "{path} can be read in more than one way, and that may change who wins. {losses}Nothing was counted:\n{problems}\nMend these lines, or count as each says with --repair"
    )]
    Doubtful {
        /// The file.
        path: PathBuf,
        /// What is doubtful, one a line.
        problems: String,
        /// How many ballots lost a mention, in words; empty where none did.
        losses: String,
    },
    /// The file names no rule that could be counted by.
    #[error("{path} {}: name one with --rule", if rule.is_empty() || rule == "unknown" { "does not say by what rule its ballots were counted (made ballots, as of `electorate`, never were)".to_owned() } else { format!("says that its city counted by `{rule}`, which is none of the rules here") })]
    NotOfficial {
        /// The file.
        path: PathBuf,
        /// What it says.
        rule: String,
    },
    /// A word that an option does not know.
    #[error("--{option} does not know `{found}`{}; it takes {allowed}", nearest.as_ref().map(|word| format!(" (did you mean `{word}`?)")).unwrap_or_default())]
    Word {
        /// The option.
        option: &'static str,
        /// What was given.
        found: String,
        /// The nearest word it knows.
        nearest: Option<String>,
        /// All words it knows.
        allowed: String,
    },
    /// The result cannot be written.
    #[error("cannot write the result: {0}")]
    Output(#[from] io::Error),
}

/// Approvals on distinct ballots × projects above which `all` leaves maximin support out: some seconds of work.
const SLOW_FOR_FLOWS: u64 = 500_000_000;

/// All rules, but for one whose flows would take long on a large electorate: there it is counted when asked for by name.
fn all_rules(election: &Election) -> Vec<Rule> {
    let approvals: u64 = election.ballots.iter().map(|ballot| ballot.projects.len() as u64).sum();
    let mut rules = Rule::ALL.to_vec();
    if approvals.saturating_mul(election.projects.len() as u64) > SLOW_FOR_FLOWS {
        rules.retain(|rule| *rule != Rule::MaximinSupport);
        eprintln!("maximin-support is left out of `all` on an electorate of this size; ask for it by name");
    }
    rules
}

/// Runs the command. 0: counted; 1: a check found errors; 2 is left to errors.
pub fn run(args: &VoteArgs, out: &mut dyn Write) -> Result<u8, VoteError> {
    let (asked, mut options) = arguments::options(args)?;
    let path = args.file.as_path();
    let reading = reading::read(args, path)?;
    if args.check {
        return check::print(args, path, &reading, out);
    }
    if args.normalise {
        out.write_all(pabulib::normalise(&reading.document).as_bytes())?;
        return Ok(0);
    }
    let election = reading::election(args, path, &reading)?;
    let repairs = reading::repairs(&reading, args, path);
    if args.describe {
        description::print(args, &pabulib::describe(election), election, out)?;
        return Ok(0);
    }
    let rules = match asked {
        Asked::One(rule) => vec![rule],
        Asked::All => all_rules(election),
        Asked::Official => {
            let Some(official) = official(election) else {
                return Err(VoteError::NotOfficial {
                    path: args.file.clone(),
                    rule: election.official_rule.clone(),
                });
            };
            options = with_official(options, &official.options);
            vec![official.rule]
        }
    };
    let counted: Vec<Counted> = rules
        .iter()
        .map(|rule| Counted::new(*rule, &reading, election, &options, args, asked != Asked::All))
        .collect();
    match args.format {
        Format::Json => {
            let list: Vec<Value> = counted
                .iter()
                .map(|one| json::of_rule(one, election, args, &repairs))
                .collect();
            let value = if asked == Asked::All {
                Value::Array(list)
            } else {
                list.into_iter().next().unwrap_or_default()
            };
            serde_json::to_writer_pretty(&mut *out, &value).map_err(io::Error::from)?;
            writeln!(out)?;
        }
        Format::Csv => table::print(&counted, election, &repairs, out)?,
        Format::Html => {
            let shown: Vec<Shown<'_>> = counted
                .iter()
                .map(|one| Shown {
                    outcome: &one.outcome,
                    verdicts: &one.verdicts,
                    fairness: &one.fairness,
                    groups: &one.groups,
                })
                .collect();
            out.write_all(page(election, &shown, &repairs).as_bytes())?;
        }
        Format::Text => {
            for (index, one) in counted.iter().enumerate() {
                if index > 0 {
                    writeln!(out)?;
                }
                text::print(one, election, out, counted.len() == 1)?;
            }
            text::print_repairs(&repairs, out)?;
        }
    }
    Ok(0)
}
