//! `carepool value`: whether one option is worth it against another, and what knowing more would be worth.

mod arguments;
mod charts;
mod question;
mod table;
mod text;
mod words;

use std::io::Write;

pub use arguments::ValueArgs;

use super::FINE;
use super::begin::tell;
use super::format::{Failure, Format, rows};
use crate::analysis::given::GivenError;
use crate::analysis::value::answer::{StudyFailed, answer};
use crate::analysis::value::decision::DecisionError;
use crate::analysis::value::of_run::ViewError;
use crate::analysis::value::pairing::Shuffled;
use crate::analysis::value::roles::OutOfPlace;
use crate::results::store::write_atomically;

impl From<GivenError> for Failure {
    fn from(error: GivenError) -> Failure {
        Failure::Refused(error.to_string())
    }
}

impl From<DecisionError> for Failure {
    fn from(error: DecisionError) -> Failure {
        Failure::Refused(error.to_string())
    }
}

impl From<Shuffled> for Failure {
    fn from(error: Shuffled) -> Failure {
        Failure::Refused(error.to_string())
    }
}

impl From<OutOfPlace> for Failure {
    fn from(error: OutOfPlace) -> Failure {
        Failure::Refused(error.to_string())
    }
}

impl From<StudyFailed> for Failure {
    fn from(error: StudyFailed) -> Failure {
        Failure::Refused(error.to_string())
    }
}

impl From<ViewError> for Failure {
    fn from(error: ViewError) -> Failure {
        match error {
            ViewError::Read(error) => Failure::Results(error),
            other => Failure::Refused(other.to_string()),
        }
    }
}

/// Answers; 0 when there is an answer.
pub fn run(args: &ValueArgs, out: &mut dyn Write) -> Result<u8, Failure> {
    let subject = question::subject(args)?;
    let asked = question::question(args, &subject)?;
    let found = answer(subject.decision.clone(), subject.parameters.as_ref(), &asked)?;
    if let Some(folder) = &args.out {
        let cannot = |error: std::io::Error| Failure::Refused(format!("cannot write in {}: {error}", folder.display()));
        std::fs::create_dir_all(folder).map_err(cannot)?;
        for chart in charts::charts(&found, &subject) {
            write_atomically(&folder.join(format!("{}.svg", chart.name)), chart.svg.as_bytes())?;
        }
        let mut bytes = Vec::new();
        rows(
            &mut bytes,
            Format::Csv,
            &table::COLUMNS,
            &table::rows(&found, &subject, args),
        )?;
        write_atomically(&folder.join("value.csv"), &bytes)?;
    }
    match args.format {
        Format::Text => text::print(&found, &subject, args, out)?,
        Format::Csv => {
            tell(&subject.notes);
            rows(out, Format::Csv, &table::COLUMNS, &table::rows(&found, &subject, args))?;
        }
        Format::Json => {
            serde_json::to_writer_pretty(&mut *out, &table::document(&found, &subject, args))?;
            writeln!(out)?;
        }
    }
    Ok(FINE)
}
