//! `carepool schema`: the JSON Schema of scenario files, for editors.

use std::io::Write;

use clap::Args;

use super::format::Failure;
use crate::scenario::{Catalogue, template};

/// Prints the JSON Schema of scenario files, for editors.
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "Examples:\n  carepool schema > carepool.schema.json\n  taplo lint --schema file://$PWD/carepool.schema.json my.toml\n\n\
    An editor that knows taplo reads `#:schema carepool.schema.json` in the first line of a scenario."
)]
pub struct SchemaArgs {}

/// Prints it.
pub fn run(_args: &SchemaArgs, catalogue: &Catalogue, out: &mut dyn Write) -> Result<u8, Failure> {
    serde_json::to_writer_pretty(&mut *out, &template::schema(catalogue))?;
    writeln!(out)?;
    Ok(0)
}
