//! `carepool reproduce`: published projections beside what the model makes of their assumptions.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use super::begin::threads;
use super::format::{Failure, Format, rows, short};
use super::progress::{self, Bar};
use super::{FINE, NO};
use crate::analysis::reproduction::{self, Published, Reproduced, ReproductionError, Settings, markdown, parse, table};
use crate::run::pool;
use crate::scenario::Catalogue;
use crate::scenario::source::EMBEDDED;

/// The table of published figures, below the scenarios.
const TABLE: &str = "projections/published.csv";

/// Published projections beside what the model makes of their assumptions.
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "Examples:\n  carepool reproduce                               every projection, in a minute\n  \
    carepool reproduce fork-2018 cpec-2020           these two\n  carepool reproduce --list\n  \
    carepool reproduce pacsim-2018 --draws 200 --people 10000 --format csv\n  \
    carepool reproduce --markdown > table.md\n\n\
    The figures stand in scenarios/projections/published.csv, what each projection assumed in the scenarios beside it.\n\
    Answers 0 also where a figure is not reproduced: the table says so; with --strict it answers 1."
)]
pub struct ReproduceArgs {
    /// Projections to reproduce [default: all].
    #[arg(value_name = "NAME")]
    pub names: Vec<String>,
    /// Draws of the uncertain assumptions.
    #[arg(long, value_name = "N", default_value_t = 60, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub draws: u32,
    /// Simulated people.
    #[arg(long, value_name = "N", default_value_t = 8_000, value_parser = clap::value_parser!(u32).range(100..=10_000_000))]
    pub people: u32,
    /// Master seed.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Threads; the numbers are the same for any [default: as many as there are].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1024))]
    pub threads: Option<u32>,
    /// Another table of published figures.
    #[arg(long, value_name = "FILE")]
    pub table: Option<PathBuf>,
    /// Lists the projections and their figures, and runs nothing.
    #[arg(long)]
    pub list: bool,
    /// Prints the table in Markdown, for documents.
    #[arg(long, conflicts_with = "format")]
    pub markdown: bool,
    /// Answers 1 where a figure is farther off than it is held to.
    #[arg(long)]
    pub strict: bool,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// Reproduces; 0 when there is a table, with `--strict` 1 when a figure does not hold.
pub fn run(args: &ReproduceArgs, catalogue: &Catalogue, out: &mut dyn Write) -> Result<u8, Failure> {
    let (name, text) = published(args.table.as_deref())?;
    let all = parse(&name, &text).map_err(|error| Failure::Refused(error.to_string()))?;
    let chosen = choose(&all, &args.names)?;
    if args.list {
        list(&chosen, args.format, out)?;
        return Ok(FINE);
    }
    progress::listen();
    let settings = Settings {
        draws: args.draws as usize,
        people: args.people as usize,
        seed: args.seed,
    };
    let bar = Bar::new(0, "draws");
    let found = pool(threads(args.threads))?.install(|| reproduction::reproduce(&chosen, settings, catalogue, &bar));
    bar.clear();
    let found = found.map_err(|error| match error {
        ReproductionError::Scenario(problems) => Failure::Problems(problems),
        ReproductionError::Plans(error) => Failure::from(error),
        ReproductionError::Year(error) => Failure::Year(error),
        ReproductionError::Stopped => Failure::Interrupted("Interrupted; nothing is kept.".to_owned()),
        other => Failure::Refused(other.to_string()),
    })?;
    if args.markdown {
        write!(out, "{}", markdown(&table(&found)))?;
    } else {
        print(&found, args.format, out)?;
    }
    let missed = found.iter().any(|one| one.within == Some(false));
    Ok(if args.strict && missed { NO } else { FINE })
}

/// The table of published figures: the file named, `./scenarios`, or the one inside the program.
fn published(file: Option<&Path>) -> Result<(String, String), Failure> {
    let read = |path: &Path| {
        std::fs::read_to_string(path)
            .map(|text| (path.display().to_string(), text))
            .map_err(|error| Failure::Refused(format!("cannot read {}: {error}", path.display())))
    };
    let here = Path::new("scenarios").join(TABLE);
    match file {
        Some(file) => read(file),
        None if here.is_file() => read(&here),
        None => EMBEDDED
            .get_file(TABLE)
            .and_then(|file| file.contents_utf8())
            .map(|text| (format!("embedded:{TABLE}"), text.to_owned()))
            .ok_or_else(|| Failure::Refused(format!("no {TABLE} in ./scenarios or inside the program"))),
    }
}

/// The rows of the projections named; all without names.
fn choose(all: &[Published], names: &[String]) -> Result<Vec<Published>, Failure> {
    let mut known: Vec<&str> = all.iter().map(|row| row.projection.as_str()).collect();
    known.dedup();
    if let Some(unknown) = names.iter().find(|name| !known.contains(&name.as_str())) {
        return Err(Failure::Refused(format!(
            "no projection `{unknown}`; there are {}",
            known.join(", ")
        )));
    }
    let wanted = |row: &&Published| names.is_empty() || names.contains(&row.projection);
    Ok(all.iter().filter(wanted).cloned().collect())
}

fn list(chosen: &[Published], format: Format, out: &mut dyn Write) -> Result<(), Failure> {
    if format != Format::Text {
        let header = [
            "projection",
            "figure",
            "published",
            "unit",
            "source",
            "confidence",
            "baseline",
        ];
        let cells: Vec<Vec<String>> = chosen
            .iter()
            .map(|row| {
                vec![
                    row.projection.clone(),
                    row.label.clone(),
                    row.published.to_string(),
                    row.unit.clone(),
                    row.source.clone(),
                    row.confidence.clone(),
                    row.baseline.clone(),
                ]
            })
            .collect();
        return rows(out, format, &header, &cells);
    }
    let mut before = "";
    for row in chosen {
        if row.projection != before {
            writeln!(out, "{} ({})", row.projection, row.source)?;
            before = &row.projection;
        }
        writeln!(out, "  {}: {} {}", row.label, short(row.published), row.unit)?;
    }
    Ok(())
}

fn print(found: &[Reproduced], format: Format, out: &mut dyn Write) -> Result<(), Failure> {
    if format == Format::Text {
        return text(found, out);
    }
    let header = [
        "projection",
        "figure",
        "scenario",
        "from",
        "year",
        "unit",
        "price_year",
        "published",
        "published_low",
        "published_high",
        "ours_p10",
        "ours_p50",
        "ours_p90",
        "difference",
        "difference_share",
        "held_to",
        "holds",
        "source",
        "confidence",
        "note",
        "baseline",
        "why",
    ];
    let number = |value: Option<f64>| {
        value
            .filter(|value| value.is_finite())
            .map_or(String::new(), |v| v.to_string())
    };
    let cells: Vec<Vec<String>> = found
        .iter()
        .map(|one| {
            let row = &one.published;
            vec![
                row.projection.clone(),
                row.label.clone(),
                row.scenarios.join(" < "),
                row.from.map_or(String::new(), |year| year.to_string()),
                row.year.to_string(),
                row.unit.clone(),
                row.price_year.map_or(String::new(), |year| year.to_string()),
                row.published.to_string(),
                number(row.low),
                number(row.high),
                number(Some(one.ours[0])),
                number(Some(one.ours[1])),
                number(Some(one.ours[2])),
                number(Some(one.difference)),
                number(Some(one.difference / row.published)),
                row.within.map_or(String::new(), |within| within.words()),
                one.within.map_or(String::new(), |holds| holds.to_string()),
                row.source.clone(),
                row.confidence.clone(),
                row.note.clone(),
                row.baseline.clone(),
                row.why.clone(),
            ]
        })
        .collect();
    rows(out, format, &header, &cells)
}

/// For people: one projection after the other, what it assumed, its figures, why ours differ.
fn text(found: &[Reproduced], out: &mut dyn Write) -> Result<(), Failure> {
    let shown = table(found);
    writeln!(out, "{}\n", shown.title)?;
    // Projection and reason stand outside the columns.
    let columns = 1..shown.header.len() - 1;
    let width = |at: usize| {
        let cells = shown.rows.iter().map(|row| row[at].chars().count());
        cells.chain([shown.header[at].chars().count()]).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..shown.header.len()).map(width).collect();
    let line = |cells: &[String]| -> String {
        let padded: Vec<String> = columns
            .clone()
            .map(|at| format!("{:1$}", cells[at], widths[at]))
            .collect();
        padded.join("  ").trim_end().to_owned()
    };
    writeln!(out, "  {}", line(&shown.header))?;
    let (mut before, mut reason) = ("", String::new());
    for (one, cells) in found.iter().zip(&shown.rows) {
        let row = &one.published;
        if row.projection != before {
            writeln!(out, "\n{}: {}", row.projection, row.source)?;
            if !row.baseline.is_empty() {
                writeln!(out, "  assumes: {}", row.baseline)?;
            }
            (before, reason) = (&row.projection, String::new());
        }
        writeln!(out, "  {}", line(cells))?;
        if one.within != Some(true) && !row.why.is_empty() && row.why != reason {
            writeln!(out, "      why: {}", row.why)?;
            reason = row.why.clone();
        }
    }
    let held: Vec<bool> = found.iter().filter_map(|one| one.within).collect();
    let hold = held.iter().filter(|holds| **holds).count();
    writeln!(
        out,
        "\n{hold} of {} figures are within what they are held to.",
        held.len()
    )?;
    Ok(())
}
