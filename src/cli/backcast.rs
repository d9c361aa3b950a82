//! `carepool backcast`: the model against published history, with errors, coverage and rivals.

use std::io::Write;

use clap::Args;

use super::begin::{tell, threads};
use super::calibrate::{ROUNDS, keys};
use super::format::{Failure, Format, rows, short};
use super::history::WithHistory;
use super::progress::{Bar, listen};
use crate::analysis::backcast::{Backcast, Period, Row, backcast};
use crate::analysis::calibration::Method;
use crate::analysis::ensemble::{Ensemble, Output};
use crate::analysis::history::{LAST_CALIBRATED, LAST_RUN};
use crate::analysis::rivals::Rival;
use crate::analysis::rolling::{Origin, known_by, origins};
use crate::measures::{Handle, POPULATION};
use crate::projection::Engine;
use crate::run::pool;
use crate::scenario::{Catalogue, Sampler};
use crate::world::Group;

/// Hold the model against published history: error, coverage, and skill against naive rivals.
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "Examples:\n  carepool backcast\n  carepool backcast --format csv > backcast.csv\n  carepool backcast --scores --format csv\n  \
    carepool backcast --set prices.nhs_productivity=0\n  carepool backcast --origin 2013 --scores    a forecast that knows nothing later than March 2014\n\nYears are financial: 2015 is April 2015 to March 2016, the last that the model was fitted to."
)]
pub struct BackcastArgs {
    /// A scenario whose data hold published history [default: backcast-2010.toml; with --origin backcast/uncalibrated.toml].
    pub scenario: Option<String>,
    /// Draws.
    #[arg(long, default_value_t = 400, value_parser = clap::value_parser!(u32).range(10..=100_000))]
    pub draws: u32,
    /// Simulated people of each draw.
    #[arg(long, default_value_t = 2000, value_parser = clap::value_parser!(u32).range(100..=1_000_000))]
    pub people: u32,
    /// Years, the first included.
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u16).range(2..=40))]
    pub years: u16,
    /// Forecast from what was known at the end of this financial year: calibrate anew to the figures up to it, and score those from then to
    /// March 2016. 2013 is April 2013 to March 2014.
    #[arg(long, value_name = "YEAR", conflicts_with = "years")]
    pub origin: Option<u16>,
    /// Seed.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Threads; the numbers are the same for any [default: as many as there are].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1024))]
    pub threads: Option<u32>,
    /// Overrides an assumption, as key=value, or key=value@2027 from a year on; may be repeated.
    #[arg(long = "set", value_name = "KEY=VALUE")]
    pub set: Vec<String>,
    /// Print the scores by measure instead of the years.
    #[arg(long)]
    pub scores: bool,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// Groups of the people aged 65 and over.
const OLDER: [Group; 2] = [Group::age(65), Group::age(85)];

/// Columns of the table of years.
const YEARS: [&str; 14] = [
    "measure",
    "year",
    "published",
    "p50",
    "p10",
    "p90",
    "error",
    "relative_error",
    "inside_80",
    "period",
    "segment",
    "last_value",
    "growth",
    "older_population",
];

/// Columns of the table of scores.
const SCORES: [&str; 21] = [
    "measure",
    "period",
    "values",
    "error",
    "best_rival",
    "rival_error",
    "error_skill",
    "crps",
    "rival_crps",
    "crps_skill",
    "coverage_80",
    "width_ratio",
    "right_direction",
    "change_ratio",
    "width",
    "last_value_crps",
    "last_value_width",
    "growth_crps",
    "growth_width",
    "older_population_crps",
    "older_population_width",
];

/// Runs the backcast of a scenario; and what is to be told of its history.
fn held(args: &BackcastArgs, catalogue: &Catalogue) -> Result<(Backcast, Vec<String>), Failure> {
    let name = args.scenario.as_deref().unwrap_or(match args.origin {
        None => "backcast-2010.toml",
        Some(_) => "backcast/uncalibrated.toml",
    });
    let mut found = WithHistory::load(name, &args.set, catalogue)?;
    let start = found.scenario().start_year.0;
    // A few series reach further back than the tables of the start; the start is where nearly all of them are given.
    let given = |year: u16| {
        let series = found.history.series.iter();
        series
            .filter(|series| series.points.iter().any(|point| point.year == year))
            .count()
    };
    let fullest = (0..LAST_CALIBRATED).map(given).max().unwrap_or(0);
    let given = fullest > 0 && 10 * given(start) >= 9 * fullest;
    if start >= LAST_CALIBRATED || !given {
        return Err(Failure::Refused(format!(
            "the scenario starts in {start}, for which its history holds no figure, or too few: a backcast starts where its tables and its history do (2010 for backcast-2010.toml)"
        )));
    }
    let years = match args.origin {
        None => args.years,
        Some(_) => LAST_CALIBRATED + 1 - start,
    };
    if start + years - 1 > LAST_RUN {
        return Err(Failure::Refused(format!(
            "{years} years from {start} end in {}, and the pandemic years from {} on are not run: at most --years {}",
            start + years - 1,
            LAST_RUN + 1,
            LAST_RUN + 1 - start
        )));
    }
    let threads = threads(args.threads);
    listen();
    if let Some(origin) = args.origin {
        let known = at_origin(&found, origin, args, threads)?;
        (found.plans, found.history) = (known.plans, known.history);
    }
    let sampler = Sampler::plain(args.seed);
    let mut wanted: Vec<Output> = found
        .history
        .series
        .iter()
        .map(|series| (series.measure, Group::ALL))
        .collect();
    let older = OLDER.map(|group| (POPULATION, group));
    wanted.extend(&older);
    let engine = Engine {
        plans: found.plans,
        sampler,
        people: args.people as usize,
        years: usize::from(years),
    };
    let bar = Bar::new(args.draws as usize, "backcasting");
    let result = pool(threads)?.install(|| Ensemble::run(&engine, args.draws as usize, &wanted, &bar));
    bar.clear();
    let ensemble = result?;
    let origin = args.origin.unwrap_or(LAST_CALIBRATED);
    // Years in which the old were not counted have no rival that multiplies them.
    let of_age = |year| older.iter().map(|output| ensemble.median_of(*output, year).ok()).sum();
    let result = backcast(&ensemble, &found.history, origin, &sampler, &of_age)?;
    Ok((result, found.told))
}

/// The scenario calibrated to what was known at an origin, and to nothing later.
fn at_origin(found: &WithHistory, origin: u16, args: &BackcastArgs, threads: usize) -> Result<Origin, Failure> {
    let start = found.scenario().start_year.0;
    let possible = origins(start);
    if !possible.contains(&origin) {
        return Err(Failure::Refused(format!(
            "--origin {origin}: a forecast can start in {} to {}, since the first year holds by definition and nothing after March {} is scored",
            possible.start(),
            possible.end(),
            LAST_CALIBRATED + 1
        )));
    }
    let mut assumptions = found.scenario().assumptions().iter();
    if let Some(one) = assumptions.find(|one| one.evidence("kind") == "calibrated") {
        return Err(Failure::Refused(format!(
            "--origin {origin}: `{}` was calibrated to figures up to March {}, which nobody had then; start from a scenario before calibration, such as backcast/uncalibrated.toml",
            one.key,
            LAST_CALIBRATED + 1
        )));
    }
    let method = Method {
        keys: keys(found)?,
        members: args.draws as usize,
        rounds: ROUNDS as usize,
        people: args.people as usize,
        seed: args.seed,
    };
    let bar = Bar::new(method.members * (method.rounds + 1), "calibrating");
    let known = pool(threads)?.install(|| known_by(&found.plans, &found.history, origin, &method, &bar));
    bar.clear();
    Ok(known?)
}

/// Prints the table asked for.
pub fn run(args: &BackcastArgs, catalogue: &Catalogue, out: &mut dyn Write) -> Result<u8, Failure> {
    let (result, told) = held(args, catalogue)?;
    if args.format != Format::Text {
        tell(&told);
    }
    match (args.format, args.scores) {
        (Format::Text, scores) => {
            text(&result, args.origin.unwrap_or(LAST_CALIBRATED), !scores, out)?;
            for note in &told {
                writeln!(out, "note: {note}")?;
            }
        }
        (format, false) => rows(out, format, &YEARS, &years(&result))?,
        (format, true) => rows(out, format, &SCORES, &scores(&result))?,
    }
    Ok(super::FINE)
}

fn number(value: Option<f64>) -> String {
    value.map_or(String::new(), |value| value.to_string())
}

/// The table of years.
pub fn years(result: &Backcast) -> Vec<Vec<String>> {
    let cells = |row: &Row| {
        let mut cells = vec![
            row.measure.to_string(),
            row.year.to_string(),
            number(row.published),
            row.p50.to_string(),
            row.p10.to_string(),
            row.p90.to_string(),
            number(row.error()),
            number(row.relative_error()),
            row.held().map_or(String::new(), |held| u8::from(held).to_string()),
            row.period.word().to_string(),
            row.segment.clone(),
        ];
        cells.extend(row.rivals.iter().map(|rival| number(rival.map(|rival| rival[0]))));
        cells
    };
    result.rows.iter().map(cells).collect()
}

/// The table of scores.
pub fn scores(result: &Backcast) -> Vec<Vec<String>> {
    result
        .scores
        .iter()
        .map(|score| {
            let mut cells = vec![
                score.measure.to_string(),
                score.period.word().to_string(),
                score.values.to_string(),
                score.error.to_string(),
                score.rival.map_or(String::new(), |rival| rival.name().to_string()),
                score.rival_error.to_string(),
                score.error_skill().to_string(),
                score.crps.to_string(),
                score.rival_crps.to_string(),
                score.skill().to_string(),
                score.coverage.to_string(),
                score.width_ratio.to_string(),
                score.direction.to_string(),
                number(score.change_ratio),
                score.width.to_string(),
            ];
            for rival in score.rivals {
                cells.push(number(rival.map(|(crps, _)| crps)));
                cells.push(number(rival.map(|(_, width)| width)));
            }
            cells
        })
        .collect()
}

/// A value for people: shares in per cent, amounts thousands apart.
fn shown(measure: Handle, value: f64) -> String {
    match measure.measure().unit {
        "share" => format!("{:.1}%", value * 100.0),
        _ => short(value),
    }
}

fn text(result: &Backcast, origin: u16, years: bool, out: &mut dyn Write) -> Result<(), Failure> {
    if years {
        let mut last = None;
        for row in &result.rows {
            if last != Some(row.measure) {
                let meaning = row.measure.measure().meaning;
                writeln!(out, "\n{}: {meaning}", row.measure)?;
                writeln!(
                    out,
                    "  {:>4}  {:>12}  {:>12}  {:>27}  {:>7}",
                    "year", "published", "modelled", "80% interval", "error"
                )?;
                last = Some(row.measure);
            }
            let value = |value| shown(row.measure, value);
            let error = row
                .relative_error()
                .map_or(String::new(), |error| format!("{:+.1}%", error * 100.0));
            let outside = if row.held() == Some(false) { "  outside" } else { "" };
            let test = if row.period == Period::Test { "  forecast" } else { "" };
            writeln!(
                out,
                "  {:>4}  {:>12}  {:>12}  {:>27}  {:>7}{outside}{test}",
                row.year,
                row.published.map_or("–".to_string(), value),
                value(row.p50),
                format!("{} to {}", value(row.p10), value(row.p90)),
                error
            )?;
        }
        writeln!(out)?;
    }
    for period in [Period::Calibration, Period::Test] {
        let scores: Vec<_> = result.scores.iter().filter(|score| score.period == period).collect();
        if scores.is_empty() {
            continue;
        }
        match period {
            Period::Calibration => writeln!(out, "Years to March {}, which the model was fitted to", origin + 1)?,
            Period::Test if origin < LAST_CALIBRATED => writeln!(
                out,
                "\nYears from April {} to March {}, forecast from what was known before",
                origin + 1,
                LAST_CALIBRATED + 1
            )?,
            Period::Test => writeln!(
                out,
                "\nYears after March {}, which it was not (figures of services after it are kept out of this program: none is tested here)",
                LAST_CALIBRATED + 1
            )?,
        }
        writeln!(
            out,
            "{:28}  {:>6}  {:>9}  {:>9}  {:>10}  {:>8}  {:>6}  best naive rival",
            "measure", "values", "error", "rival's", "CRPS skill", "in 80%", "width"
        )?;
        for score in &scores {
            writeln!(
                out,
                "{:28}  {:>6}  {:>9.4}  {:>9.4}  {:>10}  {:>8}  {:>6.2}  {}{}",
                score.measure,
                score.values,
                score.error,
                score.rival_error,
                format!("{:+.2}", score.skill()),
                format!("{:.0}%", score.coverage * 100.0),
                score.width_ratio,
                score.rival.map_or("", Rival::name),
                if score.skill() < 0.0 { "  (the model loses)" } else { "" }
            )?;
        }
        if let Some((coverage, values)) = result.coverage(period) {
            writeln!(
                out,
                "All {values} values: {:.0}% inside the 80% interval.",
                coverage * 100.0
            )?;
        }
    }
    writeln!(
        out,
        "\nerror: mean distance of the middle on the scale of the series (0.03 is 3%; for shares, of the odds). CRPS skill: 1 is perfect, 0 as good as the\n\
         rival, below 0 worse; it also rewards an honest interval, so a model with the larger error may score higher. width: of the 80% interval over the rival's.\n\
         The first year of each segment, where rivals start, is not scored. Series breaks are kept apart; the pandemic years are not run."
    )?;
    Ok(())
}
