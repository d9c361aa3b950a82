//! `carepool seek`: the value of a lever at which a measure reaches a target in a year.

mod arguments;
mod goal;
mod shared;
mod told;

use std::io::Write;

pub use arguments::SeekArgs;

use self::goal::Sought;
use super::begin::threads;
use super::format::{Failure, Format, rows};
use super::progress::{self, stopped};
use super::{FINE, NO};
use crate::analysis::robustness::{Question, sample};
use crate::analysis::seek::{Goal, seek};
use crate::budgeting::explanation::so_many;
use crate::measures::Handle;
use crate::projection::RunError;
use crate::report::{seek as drawn, words};
use crate::results::Request;
use crate::results::store::write_atomically;
use crate::run::{Job, pool};
use crate::scenario::{Catalogue, Problems};

/// Seeks; 0 when the target is reached, 1 when it cannot be.
pub fn run(args: &SeekArgs, catalogue: &Catalogue, out: &mut dyn Write) -> Result<u8, Failure> {
    if let Some(sum) = &args.same_money {
        return shared::run(args, sum, catalogue, out);
    }
    let sought = goal::sought(args, catalogue)?;
    progress::listen();
    eprintln!(
        "{} of {} over {} at each value of {}…",
        so_many(sought.request.draws as u64, "draw", "draws"),
        so_many(sought.request.people as u64, "simulated person", "simulated people"),
        so_many(sought.request.years as u64, "year", "years"),
        args.levers.join(", ")
    );
    let statistic = |draws: &[f64]| sought.statistic(draws);
    let goal = Goal {
        target: sought.target,
        side: sought.side,
        statistic: &statistic,
        ends: sought.ends,
        grid: args.grid as usize,
    };
    let found = pool(threads(args.threads))?.install(|| {
        seek(&goal, &mut |values: &[f64]| {
            values.iter().map(|value| at(&sought, *value, catalogue)).collect()
        })
    })?;
    if let Some(folder) = &args.out {
        let cannot = |error: std::io::Error| Failure::Refused(format!("cannot write in {}: {error}", folder.display()));
        std::fs::create_dir_all(folder).map_err(cannot)?;
        let request = &sought.request;
        let (draws, people) = (words::count(request.draws), words::count(request.people));
        let curve = drawn::Response {
            measure: sought.measure.measure(),
            lever: &sought.lever_words(),
            lever_unit: told::lever_unit(&sought),
            held: told::held(&sought),
            footer: format!(
                "{} · seed {} · {draws} draws · {people} people · carepool {}",
                request.scenarios.join(", "),
                request.seed,
                env!("CARGO_PKG_VERSION")
            ),
            target: sought.target,
            year: sought.year,
        };
        if let Some(svg) = drawn::curve(&curve, &found) {
            write_atomically(&folder.join("response.svg"), svg.as_bytes())?;
        }
        let mut bytes = Vec::new();
        rows(&mut bytes, Format::Csv, &told::COLUMNS, &told::rows(&sought, &found))?;
        write_atomically(&folder.join("response.csv"), &bytes)?;
    }
    match args.format {
        Format::Text => told::print(&sought, &found, out)?,
        Format::Csv => rows(out, Format::Csv, &told::COLUMNS, &told::rows(&sought, &found))?,
        Format::Json => {
            serde_json::to_writer_pretty(&mut *out, &told::document(&sought, &found))?;
            writeln!(out)?;
        }
    }
    Ok(if found.reached() { FINE } else { NO })
}

/// The measure in every draw with the lever at a value; nothing where the books of a year do not close with it.
fn at(sought: &Sought, value: f64, catalogue: &Catalogue) -> Result<Vec<f64>, Failure> {
    if stopped() {
        return Err(Failure::Interrupted("\nInterrupted; nothing is kept.".to_string()));
    }
    let asked = Asked {
        request: &sought.request,
        measure: sought.measure,
    };
    asked.with(sought.sets(value), &value.to_string(), catalogue)
}

/// A measure in the last year of some runs.
struct Asked<'a> {
    request: &'a Request,
    measure: Handle,
}

impl Asked<'_> {
    /// In every draw, with some levers moved; nothing where the books of a year do not close so.
    fn with(&self, sets: Vec<String>, told: &str, catalogue: &Catalogue) -> Result<Vec<f64>, Failure> {
        let mut request: Request = self.request.clone();
        request.set.extend(sets);
        let job = Job::prepare(request, catalogue)?;
        let question = Question {
            measures: vec![self.measure.measure()],
            year: job.shape.years.len() - 1,
            draws: job.request.draws,
        };
        match sample(&job.engine, &question, &()) {
            Ok(sampled) => Ok(sampled.of(0, 0)),
            Err(RunError::Year(error)) => {
                eprintln!("at {told}: {error}");
                Ok(Vec::new())
            }
            Err(RunError::Stopped) => Err(Failure::Interrupted("\nInterrupted; nothing is kept.".to_string())),
            Err(RunError::Keep(never)) => match never {},
        }
    }
}

/// The problems of a value that may not be, for a message in one line.
fn first(problems: &Problems) -> String {
    problems
        .0
        .first()
        .map_or_else(String::new, |problem| problem.fault.to_string())
}
