//! `carepool calibrate`: moves uncertain assumptions to where published history allows them to be, and writes them as a layer.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use super::begin::{refuse_set_twice, refuse_to_replace_file, tell, threads};
use super::format::{Failure, Format, rows, short};
use super::history::WithHistory;
use super::progress::{Bar, listen};
use crate::analysis::calibration::{Calibrated, CalibrationError, Method, calibrate};
use crate::results::store::write_atomically;
use crate::run::pool;
use crate::scenario::Catalogue;
use crate::world::keys::Once;
use crate::world::table::{Table, TableError};

/// Name of the table of keys in a data folder.
const KEYS: &str = "calibrate.csv";
/// Rounds of the smoother.
pub const ROUNDS: u32 = 6;

/// Fit uncertain assumptions to published figures up to March 2016.
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "Examples:\n  carepool calibrate                                   say what the data move\n  \
    carepool calibrate --write scenarios/backcast/calibrated.toml --write-discrepancy scenarios/england-2010/discrepancy.csv --overwrite\n  \
    carepool calibrate --format csv\n\nWhat may move stands in the table calibrate.csv of the scenario's data; what it is fitted to, in history.csv."
)]
pub struct CalibrateArgs {
    /// The scenario before calibration.
    #[arg(default_value = "backcast/uncalibrated.toml")]
    pub scenario: String,
    /// Members of the ensemble.
    #[arg(long, default_value_t = 800, value_parser = clap::value_parser!(u32).range(2..=100_000))]
    pub members: u32,
    /// Rounds of the smoother.
    #[arg(long, default_value_t = ROUNDS, value_parser = clap::value_parser!(u32).range(1..=100))]
    pub rounds: u32,
    /// Simulated people of each member.
    #[arg(long, default_value_t = 1500, value_parser = clap::value_parser!(u32).range(100..=1_000_000))]
    pub people: u32,
    /// Seed.
    #[arg(long, default_value_t = 2016)]
    pub seed: u64,
    /// Threads; the numbers are the same for any [default: as many as there are].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1024))]
    pub threads: Option<u32>,
    /// Overrides an assumption, as key=value, or key=value@2027 from a year on; may be repeated.
    #[arg(long = "set", value_name = "KEY=VALUE")]
    pub set: Vec<String>,
    /// Where to write what was found, as a layer of scenario.
    #[arg(long, value_name = "FILE")]
    pub write: Option<PathBuf>,
    /// Where to write the table of drifts and spreads with those found.
    #[arg(long, value_name = "FILE")]
    pub write_discrepancy: Option<PathBuf>,
    /// Replaces these files if they are there.
    #[arg(long)]
    pub overwrite: bool,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

impl From<CalibrationError> for Failure {
    fn from(error: CalibrationError) -> Failure {
        match error {
            CalibrationError::Ensemble(error) => Failure::from(error),
            error => Failure::Refused(error.to_string()),
        }
    }
}

/// Calibrates and says what moved.
pub fn run(args: &CalibrateArgs, catalogue: &Catalogue, out: &mut dyn Write) -> Result<u8, Failure> {
    refuse_set_twice(&args.set)?;
    for path in args.write.iter().chain(&args.write_discrepancy) {
        refuse_to_replace_file(path, args.overwrite)?;
    }
    let found = WithHistory::load(&args.scenario, &args.set, catalogue)?;
    let method = Method {
        keys: keys(&found)?,
        members: args.members as usize,
        rounds: args.rounds as usize,
        people: args.people as usize,
        seed: args.seed,
    };
    listen();
    let bar = Bar::new(method.members * (method.rounds + 1), "calibrating");
    let result = pool(threads(args.threads))?.install(|| calibrate(&found.plans, &found.history, &method, &bar));
    bar.clear();
    let calibrated = result?;
    if args.format != Format::Text {
        tell(&found.told);
    }
    match args.format {
        Format::Text => {
            text(&calibrated, out)?;
            for note in &found.told {
                writeln!(out, "note: {note}")?;
            }
        }
        format => {
            let header = [
                "key",
                "before_p10",
                "before_p50",
                "before_p90",
                "after_p10",
                "after_p50",
                "after_p90",
                "spread_left",
            ];
            let table: Vec<Vec<String>> = calibrated
                .moved
                .iter()
                .map(|moved| {
                    let numbers = moved.before.iter().chain(&moved.after).chain([&moved.spread_left]);
                    std::iter::once(moved.key.clone())
                        .chain(numbers.map(f64::to_string))
                        .collect()
                })
                .collect();
            rows(out, format, &header, &table)?;
        }
    }
    if calibrated.misfit.1 >= calibrated.misfit.0 {
        eprintln!(
            "The calibration came no nearer to the data, so nothing is written: more --members or --rounds would help."
        );
        return Ok(super::NO);
    }
    if let Some(path) = &args.write {
        let layer = annotated(&calibrated.layer("carepool calibrate"), &found.told);
        write_atomically(path, layer.as_bytes())?;
        eprintln!("written: {}", path.display());
    }
    if let Some(path) = &args.write_discrepancy {
        let drifts = annotated(&calibrated.discrepancy(&found.discrepancy), &found.told);
        write_atomically(path, drifts.as_bytes())?;
        eprintln!("written: {}", path.display());
    }
    Ok(super::FINE)
}

/// What is written, with what is to be told of the history it was found from as a comment above: whoever opens the file later did not see
/// the command.
fn annotated(text: &str, told: &[String]) -> String {
    let comments = told.iter().map(|note| format!("# note: {note}\n"));
    format!("{}{text}", comments.collect::<String>())
}

/// The keys that may move.
pub fn keys(found: &WithHistory) -> Result<Vec<String>, Failure> {
    let text = found.scenario().data_file(KEYS)?.text;
    let refused = |error: TableError| Failure::Refused(error.to_string());
    let table = Table::read(KEYS, &text, &["key", "why"]).map_err(refused)?;
    let mut once = Once::default();
    let mut keys = Vec::new();
    for row in table.rows() {
        let key = row.text("key").to_owned();
        if key.is_empty() {
            return Err(refused(row.error("key", "the name of an assumption")));
        }
        once.take(&row, &key).map_err(refused)?;
        keys.push(key);
    }
    Ok(keys)
}

fn text(calibrated: &Calibrated, out: &mut dyn Write) -> Result<(), Failure> {
    writeln!(
        out,
        "{} published values up to March 2016; distance from them in standard deviations of their error: {:.2} before, {:.2} after.\n",
        calibrated.values, calibrated.misfit.0, calibrated.misfit.1
    )?;
    let width = calibrated.moved.iter().map(|moved| moved.key.len()).max().unwrap_or(0);
    writeln!(
        out,
        "{:width$}  {:>32}  {:>32}  {:>11}",
        "assumption", "believed: p10, p50, p90", "found", "spread left"
    )?;
    for moved in &calibrated.moved {
        let three = |values: &[f64; 3]| values.map(short).join(", ");
        writeln!(
            out,
            "{:width$}  {:>32}  {:>32}  {:>10.0}%{}",
            moved.key,
            three(&moved.before),
            three(&moved.after),
            moved.spread_left * 100.0,
            if moved.beyond_belief() {
                "  beyond what was believed"
            } else {
                ""
            }
        )?;
    }
    writeln!(
        out,
        "\nDrift of the truth from the model in a year, on the scale of each series, and how many times as wide as they were its forecasts ought to have been:"
    )?;
    for ((measure, drift), (_, spread)) in calibrated.found.drifts.iter().zip(&calibrated.found.spreads) {
        writeln!(out, "  {measure:28}  {drift:.4}  {spread:.2}")?;
    }
    writeln!(
        out,
        "Of a year's drift {:.0}% goes on into the next, as forecasts from earlier years say.",
        calibrated.found.persistence * 100.0
    )?;
    Ok(())
}
