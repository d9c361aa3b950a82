//! The commands: one file each; they talk to people and compute nothing.
//!
//! Results go to standard output, talk to standard error. A command answers 0 (fine), 1 (the run says no), 2 (bad
//! input) or 130 (interrupted, with what is done kept).

use std::ffi::OsString;
use std::io::{self, Write};

use clap::{Parser, Subcommand};

use self::format::Failure;
use crate::projection;

// Talk to standard error that ends nothing where nobody can hear it (a full disk, a closed pipe): the results are on
// standard output and in files. In the commands these stand for the macros of the same name, which panic then.
macro_rules! eprint {
    ($($said:tt)*) => {{
        use std::io::Write as _;
        let _ = write!(std::io::stderr(), $($said)*);
    }};
}
macro_rules! eprintln {
    () => { eprint!("\n") };
    ($($said:tt)*) => { eprint!("{}\n", format_args!($($said)*)) };
}

pub mod amount;
pub mod answer;
pub mod area;
pub mod attribute;
pub mod backcast;
pub mod base_year;
pub mod begin;
pub mod believers;
pub mod budget;
pub mod budget_folder;
pub mod calibrate;
pub mod camps;
pub mod charge;
pub mod check;
mod circumstances;
pub mod cluster;
pub mod compare;
mod compare_arguments;
mod compare_votes;
pub mod completions;
pub mod diff;
pub mod electorate;
pub mod explain;
#[cfg(feature = "workshop")]
pub mod explore;
pub mod finish;
pub mod format;
pub mod history;
pub mod levers;
pub mod measures;
pub mod memory;
pub mod merge;
pub mod new;
pub mod places;
pub mod plain;
pub mod progress;
pub mod report;
pub mod reproduce;
pub mod robustness;
pub mod run;
pub mod schema;
pub mod seek;
pub mod sensitivity;
pub mod soundness;
pub mod trace;
pub mod value;
pub mod vote;
mod winners;
#[cfg(feature = "workshop")]
mod workshop;

/// Fine.
pub const FINE: u8 = 0;
/// The run says no.
pub const NO: u8 = 1;
/// Bad input.
pub const BAD_INPUT: u8 = 2;
/// Interrupted; what is done is kept.
pub const INTERRUPTED: u8 = 130;

/// What a choice about a health-and-care economy would cost, who would get care, and how sure anyone can be.
#[derive(Parser)]
#[command(
    name = "carepool",
    version,
    about,
    long_about = None,
    after_help = "First steps:\n  carepool run                      project the shipped comparison and say where the report is\n  carepool new mine                 a commented scenario to start from\n  carepool run mine.toml            project it\n  carepool explain funding.nhs       what an assumption is and where it comes from\n  carepool budget neighbourhood     a participatory budget from the ballot to what it would do"
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

// Parsed once, so that its size does not matter.
#[allow(clippy::large_enum_variant)]
#[derive(Subcommand)]
enum Command {
    /// Project one or several scenarios; several are compared under the same luck.
    Run(run::RunArgs),
    /// Differences between runs, paired draw by draw.
    Compare(compare_arguments::CompareArgs),
    /// Whether a comparison holds whoever is right, and the values at which it turns.
    Robustness(robustness::RobustnessArgs),
    /// The value of a lever at which a measure reaches a target in a year.
    Seek(Box<seek::SeekArgs>),
    /// What drove it: which assumptions, and how much of it is luck; or in which corner of them a promise fails.
    Sensitivity(Box<sensitivity::SensitivityArgs>),
    /// Whether it is worth it: costs and health of options, their frontier, and what knowing more would be worth.
    Value(Box<value::ValueArgs>),
    /// Validate scenario files.
    Check(check::CheckArgs),
    /// What a person pays for care, and who pays the rest, with every step.
    Charge(Box<charge::ChargeArgs>),
    /// Explain an assumption: meaning, value, source, contrary evidence.
    Explain(explain::ExplainArgs),
    /// List, search and describe the places of England that `--area` knows, write one out, or run a scenario in all of them.
    Places(places::PlacesArgs),
    /// What two scenarios assume differently.
    Diff(diff::DiffArgs),
    /// Where a number of a run comes from.
    Trace(trace::TraceArgs),
    /// Write a commented scenario to start from.
    New(new::NewArgs),
    /// List the measures.
    Measures(measures::Measures),
    /// Levers of the debate in plain words, and the scenario file that moves them.
    Levers(levers::LeversArgs),
    /// Open a page of levers in the browser: move one and see what it would do.
    #[cfg(feature = "workshop")]
    Explore(explore::ExploreArgs),
    /// Print the JSON Schema of scenario files, for editors.
    Schema(schema::SchemaArgs),
    /// Hold the model against published history.
    Backcast(backcast::BackcastArgs),
    /// Fit uncertain assumptions to published history.
    Calibrate(calibrate::CalibrateArgs),
    /// Make the report and charts of a run again.
    Report(report::ReportArgs),
    /// Published projections beside what the model makes of their assumptions.
    Reproduce(reproduce::ReproduceArgs),
    /// Put together the shards of one run.
    Merge(merge::MergeArgs),
    /// Write the job that runs a large run's shards on a cluster and merges them.
    Cluster(cluster::ClusterArgs),
    /// Apply participatory-budgeting rules to a Pabulib file, with reasons and a fairness report.
    Vote(vote::VoteArgs),
    /// Hold a participatory budget: proposals, a vote, the funded set, and what it would do.
    Budget(budget::BudgetArgs),
    /// Hold a workshop: phones and paper vote, the wall shows what the room decides and what it would do.
    #[cfg(feature = "workshop")]
    Workshop(workshop::WorkshopArgs),
    /// Make ballots by a model of voting research: a Pabulib file of any size, or counted at once.
    Electorate(electorate::ElectorateArgs),
    /// Print a completion script for a shell.
    Completions(completions::Args),
}

/// Runs the command in `arguments` and gives the exit code.
pub fn run_from(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            let _ = error.print();
            return if error.use_stderr() { BAD_INPUT } else { FINE };
        }
    };
    let out = &mut plain::Plain::new(io::stdout().lock());
    let catalogue = projection::catalogue();
    let answer = match cli.command {
        Command::Run(args) => run::run(&args, &catalogue, out),
        Command::Compare(args) => compare::run(&args, &catalogue, out),
        Command::Robustness(args) => robustness::run(&args, &catalogue, out),
        Command::Seek(args) => seek::run(&args, &catalogue, out),
        Command::Sensitivity(args) => sensitivity::run(&args, &catalogue, out),
        Command::Value(args) => value::run(&args, out),
        Command::Check(args) => check::run(&args, &catalogue, out),
        Command::Charge(args) => charge::run(&args, &catalogue, out),
        Command::Explain(args) => explain::run(&args, &catalogue, out),
        Command::Places(args) => places::run(&args, &catalogue, out),
        Command::Diff(args) => diff::run(&args, &catalogue, out),
        Command::Trace(args) => trace::run(&args, &catalogue, out),
        Command::New(args) => new::run(&args, &catalogue, out),
        Command::Levers(args) => levers::run(&args, &catalogue, out),
        #[cfg(feature = "workshop")]
        Command::Explore(args) => explore::run(&args, &catalogue, out),
        Command::Measures(args) => args.run(out).map(|()| FINE).map_err(Failure::from),
        Command::Schema(args) => schema::run(&args, &catalogue, out),
        Command::Backcast(args) => backcast::run(&args, &catalogue, out),
        Command::Calibrate(args) => calibrate::run(&args, &catalogue, out),
        Command::Report(args) => report::run(&args, &catalogue, out),
        Command::Reproduce(args) => reproduce::run(&args, &catalogue, out),
        Command::Merge(args) => merge::run(&args, &catalogue, out),
        Command::Cluster(args) => cluster::run(&args, &catalogue, out),
        Command::Vote(args) => vote::run(&args, out).map_err(|error| match error {
            vote::VoteError::Output(error) => Failure::from(error),
            vote::VoteError::Process(problems) => Failure::Problems(problems),
            error => Failure::Refused(error.to_string()),
        }),
        Command::Budget(args) => budget::run(&args, &catalogue, out),
        #[cfg(feature = "workshop")]
        Command::Workshop(args) => workshop::run(&args, &catalogue, out),
        Command::Electorate(args) => electorate::run(&args, out),
        Command::Completions(args) => completions::run(args, out),
    };
    match answer.and_then(|code| out.flush().map(|()| code).map_err(Failure::from)) {
        Ok(code) => code,
        Err(failure) => failure.report(),
    }
}
