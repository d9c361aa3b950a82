//! The door: what was typed goes to the command that answers it; its answer becomes the exit code.

#![forbid(unsafe_code)]

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(carepool::run_from(std::env::args_os()))
}
