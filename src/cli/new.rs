//! `carepool new`: a commented scenario to start from.

use std::io::{ErrorKind, Write};
use std::path::PathBuf;

use clap::Args;

use super::area::AreaArgs;
use super::format::Failure;
use super::places::write_place;
use crate::places;
use crate::scenario::problem::Fault;
use crate::scenario::{Catalogue, Problem, Scenario, layers, template};

/// Writes a commented scenario to start from.
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "Examples:\n  carepool new my-plan\n  carepool new my-plan --extends whole-person-care.toml\n  \
    carepool new plans/kent.toml --schema\n  carepool new mine --area Leeds        (also writes leeds.toml and its tables, to be changed)"
)]
pub struct NewArgs {
    /// Name of the scenario, or path of its file.
    pub name: String,
    /// The scenario it changes.
    #[arg(long, default_value = "england.toml")]
    pub extends: String,
    #[command(flatten)]
    pub place: AreaArgs,
    /// Also writes the schema for editors beside it, as carepool.schema.json (unless it is there).
    #[arg(long)]
    pub schema: bool,
}

/// Writes the file; refuses to overwrite one.
pub fn run(args: &NewArgs, catalogue: &Catalogue, out: &mut dyn Write) -> Result<u8, Failure> {
    let wrong = |text: String| Problem::new(Fault::Write(text));
    let path = PathBuf::from(if args.name.ends_with(".toml") {
        args.name.clone()
    } else {
        format!("{}.toml", args.name)
    });
    let stem = path
        .file_stem()
        .map(|stem| stem.to_string_lossy().into_owned())
        .unwrap_or_default();
    if stem.is_empty() || stem.starts_with('.') || stem.chars().any(char::is_control) {
        return Err(wrong(format!("`{}` is not a name for a scenario", args.name)).into());
    }
    if layers::shipped().contains(&stem) {
        return Err(wrong(format!(
            "`{stem}` is the name of a shipped scenario: a file of that name would stand in its place wherever {stem} is \
             asked for; choose another name, such as my-{stem}"
        ))
        .into());
    }
    let mut extends = args.extends.clone();
    let base = match places::areas(&args.place.area)?.as_slice() {
        [] => Scenario::load(&extends, &[], catalogue)?,
        [area] => {
            if extends.trim_end_matches(".toml") != places::COUNTRY {
                return Err(Failure::Refused(format!(
                    "--area makes a place of England as it is, and {extends} is something else: write the place first (`carepool new \
                     mine --area \"{}\"`), then add {extends} to its `extends`",
                    area.name
                )));
            }
            let folder = path.parent().map(std::path::Path::to_path_buf).unwrap_or_default();
            let file = write_place(area, &folder, catalogue, out)?;
            extends = file;
            Scenario::load(&folder.join(&extends).display().to_string(), &[], catalogue)?
        }
        many => {
            return Err(Failure::Refused(format!(
                "--area names {} places, and a scenario is of one",
                many.len()
            )));
        }
    };
    let text = template::new_scenario(&stem, &extends, catalogue, Some(&base));
    match std::fs::File::options().write(true).create_new(true).open(&path) {
        Ok(mut file) => file.write_all(text.as_bytes())?,
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            return Err(wrong(format!("{} is already there and is not overwritten", path.display())).into());
        }
        Err(error) => return Err(wrong(format!("cannot write {}: {error}", path.display())).into()),
    }
    writeln!(
        out,
        "{} written; it changes nothing of {} yet. Next: carepool check {}",
        path.display(),
        extends,
        path.display()
    )?;
    if args.schema {
        let beside = path.with_file_name("carepool.schema.json");
        match std::fs::File::options().write(true).create_new(true).open(&beside) {
            Ok(mut file) => {
                serde_json::to_writer_pretty(&mut file, &template::schema(catalogue))?;
                writeln!(out, "{} written", beside.display())?;
            }
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(wrong(format!("cannot write {}: {error}", beside.display())).into()),
        }
    }
    Ok(0)
}
