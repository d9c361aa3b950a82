//! `carepool completions SHELL`: a script that lets the shell complete commands and options.

use std::io::Write;

use clap::CommandFactory;
use clap_complete::Shell;

use super::format::Failure;
use super::{Cli, FINE};

/// Arguments of `carepool completions`.
#[derive(clap::Args)]
#[command(after_help = "Example:\n  carepool completions bash > ~/.local/share/bash-completion/completions/carepool")]
pub struct Args {
    /// The shell.
    shell: Shell,
}

/// Prints the script.
pub fn run(args: Args, out: &mut dyn Write) -> Result<u8, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "carepool", &mut script);
    out.write_all(&script)?;
    Ok(FINE)
}
