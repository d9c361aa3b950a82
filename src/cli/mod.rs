//! The commands: one file each; they talk to people and compute nothing.
//!
//! Results go to standard output, talk to standard error. A command answers 0 (fine), 1 (the run says no), 2 (bad
//! input) or 130 (interrupted, with what is done kept).

use std::ffi::OsString;
use std::io::{self, Write};

use clap::{Parser, Subcommand};

use crate::projection;

pub mod check;
pub mod completions;
pub mod diff;
pub mod explain;
pub mod format;
pub mod measures;
pub mod merge;
pub mod new;
pub mod report;
pub mod run;
pub mod schema;
pub mod trace;

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
    after_help = "First steps:\n  carepool run                      project the shipped comparison and say where the report is\n  carepool new mine                 a commented scenario to start from\n  carepool run mine.toml            project it\n  carepool explain funding.nhs      what an assumption is and where it comes from"
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Project one or several scenarios; several are compared under the same luck.
    Run(run::Args),
    /// Validate scenario files.
    Check(check::Args),
    /// Explain an assumption: meaning, value, source, contrary evidence.
    Explain(explain::Args),
    /// What two scenarios assume differently.
    Diff(diff::Args),
    /// Where a number of a run comes from.
    Trace(trace::Args),
    /// Write a commented scenario to start from.
    New(new::Args),
    /// List the measures.
    Measures(measures::Args),
    /// Print the JSON Schema of scenario files, for editors.
    Schema(schema::Args),
    /// Make the report of a run again.
    Report(report::Args),
    /// Put together the shards of one run.
    Merge(merge::Args),
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
    let out = &mut io::stdout().lock();
    let catalogue = projection::catalogue();
    let answer = match cli.command {
        Command::Run(args) => run::run(args, &catalogue, out),
        Command::Check(args) => check::run(args, &catalogue, out),
        Command::Explain(args) => explain::run(args, &catalogue, out),
        Command::Diff(args) => diff::run(args, &catalogue, out),
        Command::Trace(args) => trace::run(args, &catalogue, out),
        Command::New(args) => new::run(args, &catalogue, out),
        Command::Measures(args) => measures::run(args, out),
        Command::Schema(args) => schema::run(args, &catalogue, out),
        Command::Report(args) => report::run(args, out),
        Command::Merge(args) => merge::run(args, &catalogue, out),
        Command::Completions(args) => completions::run(args, out),
    };
    match answer {
        Ok(code) => code,
        Err(error) => {
            let _ = writeln!(io::stderr(), "{error}");
            BAD_INPUT
        }
    }
}
