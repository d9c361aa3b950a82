//! `carepool vote`: count a Pabulib file by any rule, and say why.

mod arguments;
mod bounds;
mod by_process;
mod check;
mod counted;
mod description;
mod json;
mod reading;
mod table;
mod text;
mod unused;

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use serde_json::Value;

use arguments::{Asked, with_official};
pub use arguments::{Format, PageLanguage, VoteArgs};
use counted::Counted;

use super::progress::Bar;
use crate::budgeting::Election;
use crate::budgeting::equal_shares::Completion;
use crate::budgeting::pabulib;
use crate::budgeting::page::{Shown, page, pages};
use crate::budgeting::rules::irresolute::all_outcomes;
use crate::budgeting::rules::official::official;
use crate::budgeting::rules::{Options, Rule, refusal};
use crate::projection::Progress as _;
use crate::scenario::problem::Problems;

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
    /// The file is no text.
    #[error("{path} {what}")]
    NoTable {
        /// The file.
        path: PathBuf,
        /// What it is, and what to do.
        what: &'static str,
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
        "{path} can be read in more than one way, and that may change who wins. {losses}Nothing was counted:\n{problems}\nMend these lines{leave_out}, or count as each says with --repair"
    )]
    Doubtful {
        /// The file.
        path: PathBuf,
        /// What is doubtful, one a line.
        problems: String,
        /// How a column is passed over; empty where none is asked about.
        leave_out: &'static str,
        /// How many ballots lost a mention, in words; empty where none did.
        losses: String,
    },
    /// The file names no rule that could be counted by.
    #[error("{path} {}: name one with --rule", if rule.is_empty() || rule == "unknown" { "does not say by what rule its ballots were counted (made ballots, as of `electorate`, never were)".to_owned() } else { format!("says that its city counted by `{rule}`, of which the format does not say how it counts") })]
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
    /// An option that would change nothing.
    #[error("--{option} would change nothing: {why}")]
    Unused {
        /// The option.
        option: &'static str,
        /// Why, and what would look at it.
        why: String,
    },
    /// A satisfaction that means nothing on ballots of this kind.
    #[error("--satisfaction: {0}")]
    Unsuited(String),
    /// An option that goes with one file, and several were given.
    #[error("--{option} goes with one file at a time, and {files} were given: {why}")]
    OneAtATime {
        /// The option.
        option: &'static str,
        /// How many files.
        files: usize,
        /// Why, and what to do.
        why: &'static str,
    },
    /// Projects that wait for one another.
    #[error("--requires: {0}")]
    Circle(String),
    /// A project that needs two of which one at most is funded.
    #[error("--requires and --exclusive, with what the file says: {0}")]
    Torn(String),
    /// A file that is named more than once.
    #[error(
        "{path} is given more than once, and would be counted as often: name it once (ballots and projects are two tables)"
    )]
    Twice {
        /// As typed the second time.
        path: PathBuf,
    },
    /// A word that needs another option.
    #[error("--{option} {word} needs --{other} as well, so that anyone can count again")]
    Needs {
        /// The option.
        option: &'static str,
        /// The word.
        word: &'static str,
        /// What it needs.
        other: &'static str,
    },
    /// A tie decides, and was to stop the count.
    #[error(
        "the count by {rule} stops: projects stand exactly equal and the order among them decides about {projects}. Let the officials decide (--ties list --tie-list ...) or draw a lot (--ties lot --seed ...)"
    )]
    Tied {
        /// The rule.
        rule: &'static str,
        /// The projects that hang on it.
        projects: String,
    },
    /// The rule cannot count this election as it stands.
    #[error("the rule {rule} {why}: {}{}", if others.is_empty() { "no other rule here can either".to_owned() } else { format!("choose another, such as {}", others.join(" or ")) }, if *ignorable { ", or pass over what the file states with --ignore-limits" } else { "" })]
    Cannot {
        /// The rule.
        rule: &'static str,
        /// What it cannot do.
        why: String,
        /// Others that can.
        others: Vec<&'static str>,
        /// Whether passing over the file's limits would help.
        ignorable: bool,
    },
    /// Of several files, some could not be counted.
    #[error("{failed} of {all} files could not be counted:\n{problems}")]
    Some {
        /// How many.
        failed: usize,
        /// Of how many.
        all: usize,
        /// Why, file by file.
        problems: String,
    },
    /// The process file is wrong.
    #[error("the process file cannot be used")]
    Process(Problems),
    /// The ballots are not those of the process.
    #[error("{path} cannot be counted by the process {process}: {why}")]
    NotOfProcess {
        /// The ballots.
        path: PathBuf,
        /// The process, as typed.
        process: String,
        /// Why.
        why: String,
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

/// Well-known rules that can count an election as it stands, two at most.
fn able_to_count(election: &Election, options: &Options) -> Vec<&'static str> {
    let known = [
        Rule::EqualShares,
        Rule::Greedy,
        Rule::ValueForMoney,
        Rule::GreedyThreshold,
    ];
    let able = known
        .into_iter()
        .filter(|rule| refusal(*rule, election, options).is_none());
    able.map(Rule::word).take(2).collect()
}

/// One file, counted.
struct Told {
    path: PathBuf,
    election: Election,
    counted: Vec<Counted>,
    repairs: Vec<String>,
}

/// A file that is named a second time, by whatever path.
fn named_twice(files: &[PathBuf]) -> Option<&PathBuf> {
    let real = |path: &PathBuf| path.canonicalize().unwrap_or_else(|_| path.clone());
    let all: Vec<PathBuf> = files.iter().map(real).collect();
    let again = (0..all.len()).find(|at| all[..*at].contains(&all[*at]))?;
    files.get(again)
}

/// Runs the command. 0: counted; 1: a check found errors; 2 is left to errors.
pub fn run(args: &VoteArgs, out: &mut dyn Write) -> Result<u8, VoteError> {
    let (asked, options) = arguments::options(args)?;
    let with_projects: Vec<PathBuf> = args.files.iter().chain(&args.projects).cloned().collect();
    if let Some(path) = named_twice(&with_projects) {
        return Err(VoteError::Twice { path: path.clone() });
    }
    if args.check || args.normalise || args.describe {
        unused::refuse_where_nothing_is_counted(args)?;
        return look(args, out);
    }
    if args.projects.is_some() && args.files.len() > 1 {
        return Err(VoteError::OneAtATime {
            option: "projects",
            files: args.files.len(),
            why: "each table of ballots would be given the whole budget: put the ballots of one vote into one table, or count one at a time",
        });
    }
    if args.process.is_some() && args.files.len() > 1 {
        return Err(VoteError::OneAtATime {
            option: "process",
            files: args.files.len(),
            why: "a process has its money once, and each file would be given all of it: put the ballots into one file, or count one at a time",
        });
    }
    if let [path] = args.files.as_slice() {
        let one = count(args, path, asked, &options, true)?;
        show(args, asked, &[one], out)?;
        return Ok(0);
    }
    let bar = Bar::new(args.files.len(), "files counted");
    let tried: Vec<(&PathBuf, Result<Told, VoteError>)> = args
        .files
        .par_iter()
        .map(|path| {
            let one = count(args, path, asked, &options, false);
            bar.done(1);
            (path, one)
        })
        .collect();
    bar.clear();
    let all = tried.len();
    let (mut results, mut failures) = (Vec::new(), Vec::new());
    for (path, one) in tried {
        match one {
            Ok(one) => results.push(one),
            Err(error) => failures.push(format!("{}: {error}", path.display())),
        }
    }
    show(args, asked, &results, out)?;
    if failures.is_empty() {
        return Ok(0);
    }
    Err(VoteError::Some {
        failed: failures.len(),
        all,
        problems: failures.join("\n"),
    })
}

/// What is asked about files without counting them; the worst answer of several.
fn look(args: &VoteArgs, out: &mut dyn Write) -> Result<u8, VoteError> {
    let mut worst = 0;
    if args.normalise && args.files.len() > 1 {
        return Err(VoteError::Unused {
            option: "normalise",
            why: "of several files it would write one text that no reader takes: give one at a time".to_owned(),
        });
    }
    for path in &args.files {
        if args.files.len() > 1 {
            writeln!(out, "{}", path.display())?;
        }
        let reading = reading::read(args, path)?;
        if args.check {
            worst = worst.max(check::print(args, path, &reading, out)?);
        } else if args.normalise {
            out.write_all(normalised(args, path, &reading)?.as_bytes())?;
        } else {
            let election = reading::election(args, path, &reading)?;
            description::print(args, &pabulib::describe(election), election, out)?;
        }
    }
    Ok(worst)
}

/// A file in its plainest form. Where that takes decisions about ballots, nothing is written before they are made, and what was
/// done is told.
fn normalised(args: &VoteArgs, path: &Path, reading: &pabulib::Reading) -> Result<String, VoteError> {
    let decided = args.same_voter.is_some() || args.over_limit.is_some();
    if args.projects.is_none() && !decided && !reading.is_line_by_line() {
        return Ok(pabulib::normalise(&reading.document));
    }
    if decided || reading.is_line_by_line() || args.projects.is_some() {
        reading::election(args, path, reading)?;
        for repair in reading::repairs(reading, args, path) {
            eprintln!("{repair}");
        }
    }
    let (text, dropped) = pabulib::normalise_read(reading, decided);
    if !dropped.is_empty() {
        eprintln!(
            "left out, since the lines of some voter differ in it and a ballot has one line: `{}`",
            dropped.join("`, `")
        );
    }
    Ok(text)
}

/// Reads and counts one file.
fn count(args: &VoteArgs, path: &Path, asked: Asked, options: &Options, alone: bool) -> Result<Told, VoteError> {
    let reading = reading::read(args, path)?;
    if let Some(process) = &args.process {
        return by_process::count(args, path, process, reading);
    }
    let mut election = reading::election(args, path, &reading)?.clone();
    if let Some((process, _)) = reading.document.meta(pabulib::PROCESS) {
        election.notes.push(format!(
            "These ballots were cast in the process {process}. This count knows nothing of that and may come to another result: \
             --process FILE, with that file, counts them as they were meant."
        ));
    }
    if let Some((steps, _)) = reading.document.meta(pabulib::COMPLETION_STEPS)
        && args.step.is_none()
        && matches!(asked, Asked::One(Rule::EqualShares) | Asked::All | Asked::Official)
        && matches!(options.completion, None | Some(Completion::Add1 | Completion::Add1u))
    {
        election.notes.push(format!(
            "These are ballots of simulated voters: where Equal Shares raises shares, their process doubles them in {steps} steps, and this \
             count raises them by 1 at a time; --process FILE, with the process's file, counts them as they were meant."
        ));
    }
    let repairs = reading::repairs(&reading, args, path);
    bounds::apply(args, asked == Asked::Official, &mut election)?;
    let mut options = options.clone();
    let rules = match asked {
        Asked::One(rule) => vec![rule],
        Asked::All => all_rules(&election),
        Asked::Official => {
            let Some(official) = official(&election) else {
                return Err(VoteError::NotOfficial {
                    path: path.to_owned(),
                    rule: election.official_rule.clone(),
                });
            };
            options = with_official(options, &official.options);
            vec![official.rule]
        }
    };
    unused::refuse(args, &rules, &options.clone().for_people(rules[0]))?;
    if let Some(why) = options.satisfaction.and_then(|one| one.unsuited(election.ballot_type)) {
        return Err(VoteError::Unsuited(why));
    }
    let able = |rule: &Rule| refusal(*rule, &election, &options);
    if let ([rule], Asked::One(_) | Asked::Official) = (rules.as_slice(), asked)
        && let Some(why) = able(rule)
    {
        return Err(VoteError::Cannot {
            rule: rule.word(),
            why,
            others: able_to_count(&election, &options),
            ignorable: !args.ignore_limits && !election.stated.is_empty(),
        });
    }
    for rule in rules.iter().filter(|_| alone) {
        if let Some(why) = able(rule) {
            eprintln!("{} is left out of `all`: it {why}", rule.word());
        }
    }
    if asked == Asked::All && alone {
        eprintln!(
            "{} are no part of `all`: ask for each by its name",
            Rule::BY_NAME.map(Rule::word).join(", ")
        );
    }
    if args
        .ties
        .as_deref()
        .is_some_and(|ties| ties.trim().eq_ignore_ascii_case("stop"))
    {
        for rule in rules.iter().filter(|rule| able(rule).is_none()) {
            let every = all_outcomes(*rule, &election, &options.clone().for_people(*rule));
            let hanging = every.hanging();
            if !hanging.is_empty() {
                let ids: Vec<&str> = hanging
                    .iter()
                    .map(|project| election.projects[*project].id.as_str())
                    .collect();
                return Err(VoteError::Tied {
                    rule: rule.word(),
                    projects: ids.join(", "),
                });
            }
        }
    }
    let counted: Vec<Counted> = rules
        .iter()
        .filter(|rule| able(rule).is_none())
        .map(|rule| Counted::new(*rule, &reading, &election, &options, args, asked != Asked::All))
        .collect();
    Ok(Told {
        path: path.to_owned(),
        election,
        counted,
        repairs,
    })
}

/// Prints what was counted.
fn show(args: &VoteArgs, asked: Asked, results: &[Told], out: &mut dyn Write) -> Result<(), VoteError> {
    let alone = args.files.len() == 1;
    let language = args.language.unwrap_or_default().into();
    match args.format {
        Format::Json => {
            let value = |one: &Told| {
                let rules = one
                    .counted
                    .iter()
                    .map(|rule| json::of_rule(rule, &one.election, args, &one.repairs));
                let list: Vec<Value> = rules.collect();
                if asked == Asked::All {
                    Value::Array(list)
                } else {
                    list.into_iter().next().unwrap_or_default()
                }
            };
            let all: Value = match results {
                [one] if alone => value(one),
                _ => results
                    .iter()
                    .map(|one| serde_json::json!({"file": one.path.display().to_string(), "result": value(one)}))
                    .collect(),
            };
            serde_json::to_writer_pretty(&mut *out, &all).map_err(io::Error::from)?;
            writeln!(out)?;
        }
        Format::Csv => table::print(results, alone, out)?,
        Format::Html => {
            let shown: Vec<Vec<Shown<'_>>> = results
                .iter()
                .map(|one| one.counted.iter().map(Counted::shown).collect())
                .collect();
            let text = match (results, shown.as_slice()) {
                ([one], [shown]) if alone => page(&one.election, shown, &one.repairs, language),
                _ => {
                    let parts = results
                        .iter()
                        .zip(&shown)
                        .map(|(one, shown)| (&one.election, shown.as_slice(), one.repairs.as_slice()));
                    pages(&parts.collect::<Vec<_>>(), language)
                }
            };
            out.write_all(text.as_bytes())?;
        }
        Format::Text => {
            for (place, one) in results.iter().enumerate() {
                if !alone {
                    writeln!(out, "{}== {}", if place > 0 { "\n" } else { "" }, one.path.display())?;
                }
                for (index, rule) in one.counted.iter().enumerate() {
                    if index > 0 {
                        writeln!(out)?;
                    }
                    text::print(rule, &one.election, out, one.counted.len() == 1 && alone)?;
                }
                text::print_repairs(&one.repairs, out)?;
            }
            if !alone && asked != Asked::All {
                text::print_sum(results, args.carried_over.as_deref(), out)?;
            }
        }
    }
    Ok(())
}
