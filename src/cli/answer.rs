//! What a run says on standard output: what was changed, the comparison, how sure it is, where the report is.
//!
//! It is made from what stands in the run's folder, so that a run that is already there gives the same answer.

use std::io::{self, Write};
use std::path::Path;

use super::believers;
use super::finish::Finished;
use super::format::{Failure, short};
use crate::analysis::given::Given;
use crate::analysis::robustness::Robustness;
use crate::analysis::sensitivity::after_run::{Assumptions, TOLD};
use crate::analysis::sensitivity::{Driven, after_run};
use crate::measures::{COST_PUBLIC, Handle, NEED_MET, WAITING_LIST};
use crate::report::{self, text, words};
use crate::results::{Differences, Manifest, RunDescription, Summary, Vouched, advice, draws};
use crate::world::Year;
use crate::world::command::shell;

/// Changed assumptions that are listed for each scenario before the rest is only counted.
const SHOWN_CHANGES: usize = 10;

/// A run as it stands in its folder.
#[derive(Debug)]
pub struct Stored {
    /// What was run.
    pub manifest: Manifest,
    /// Statistics.
    pub summary: Summary,
    /// Differences from the first scenario.
    pub differences: Differences,
    /// What the camps say of it, where they were asked.
    pub robustness: Option<Robustness>,
    /// The year that is told.
    pub year: Year,
    /// What drove it in that year.
    pub driven: Vec<Driven>,
}

impl Stored {
    /// As a report is made from it.
    pub fn run(&self) -> report::Run<'_> {
        report::Run {
            robustness: self.robustness.as_ref(),
            driven: &self.driven,
            year: self.year,
            ..report::Run::of(&self.manifest.run, &self.summary, &self.differences)
        }
    }
}

/// A year that is asked for, if it is one of a run.
pub fn asked_year(years: &[Year], asked: Option<u16>) -> Result<Option<Year>, Failure> {
    let asked = asked.map(Year);
    match (asked, years.first(), years.last()) {
        (Some(year), Some(first), Some(last)) if !years.contains(&year) => Err(Failure::Refused(format!(
            "the run has no year {}; it goes from {} to {}",
            year.0, first.0, last.0
        ))),
        _ => Ok(asked),
    }
}

/// Reads a run's manifest and tables, each only if it is as it was written; told for a year, or the usual one.
pub fn stored(folder: &Path, year: Option<u16>) -> Result<Stored, Failure> {
    let vouched = Vouched::open(folder)?;
    let summary = vouched.summary()?;
    let differences = vouched.differences(&summary)?;
    let year = asked_year(&summary.shape.years, year)?.unwrap_or_else(|| report::usual_year(&summary));
    // What they say of one year is not to be read as said of another.
    let (robustness, of_another) = match believers::stored(&vouched)? {
        Some(found) if found.about.year != year.0 => (None, Some(found.about.year)),
        found => (found, None),
    };
    if let Some(asked) = of_another {
        eprintln!(
            "note: the camps were asked about {asked}, so that nothing is told of what they expect in {}: carepool robustness --run {} --year {} asks them",
            year.0,
            shell(&folder.display().to_string()),
            year.0
        );
    }
    Ok(Stored {
        driven: driven(&vouched, &summary, &differences, year)?,
        differences,
        summary,
        robustness,
        year,
        manifest: vouched.manifest,
    })
}

/// What drove a run, from its table of draws.
fn driven(vouched: &Vouched, summary: &Summary, differences: &Differences, year: Year) -> Result<Vec<Driven>, Failure> {
    let Some(table) = Given::read_if_any(&vouched.path("parameters.csv")?)? else {
        return Ok(Vec::new());
    };
    let drawn = draws::read_year(&vouched.path("draws.parquet")?, year.0, &TOLD)?;
    let assumptions = Assumptions {
        names: &table.names,
        columns: table.columns.iter().map(Vec::as_slice).collect(),
    };
    let scenarios = &summary.shape.scenarios;
    let mut of = |scenario: usize, measure: Handle| {
        let mine = drawn
            .iter()
            .filter(|one| one.measure == measure && one.scenario == scenarios[scenario]);
        let values: Vec<f64> = mine.map(|one| one.value).collect();
        Ok::<_, Failure>((!values.is_empty()).then_some(values))
    };
    after_run(
        (summary, differences),
        &vouched.manifest.run.bases(),
        year,
        &assumptions,
        &mut of,
    )
}

/// Prints the answer of a run that is there already, told for a year or the usual one.
pub fn print_stored(folder: &Path, year: Option<u16>, out: &mut dyn Write) -> Result<(), Failure> {
    Ok(print(&stored(folder, year)?.run(), folder, out)?)
}

/// Prints the answer of a run that was just made.
pub fn print_finished(
    done: &Finished,
    camps: Option<&Robustness>,
    folder: &Path,
    out: &mut dyn Write,
) -> io::Result<()> {
    let run = report::Run {
        robustness: camps,
        driven: &done.driven,
        year: done.year,
        ..report::Run::of(&done.description, &done.summary, &done.differences)
    };
    print(&run, folder, out)
}

/// Prints the answer; the report's path comes last.
pub fn print(run: &report::Run<'_>, folder: &Path, out: &mut dyn Write) -> io::Result<()> {
    let description = run.description;
    changes(description, out)?;
    write!(out, "{}", text::summary(run))?;
    drivers(run, out)?;
    sureness(run, out)?;
    if description.scenarios.len() > 1 {
        let run = shell(&folder.display().to_string());
        writeln!(
            out,
            "\nAt which values does the order turn? carepool robustness --run {run}"
        )?;
    }
    writeln!(out, "\nReport: {}", folder.join("report.html").display())
}

/// What drove it: one sentence a scenario, on the first measure of those asked that differs.
fn drivers(run: &report::Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut last = None;
    for one in run.driven {
        if last.replace(one.scenario) != Some(one.scenario) {
            writeln!(out, "\n{}", one.sentence)?;
        }
    }
    Ok(())
}

/// What the later scenarios assume otherwise than the first.
fn changes(description: &RunDescription, out: &mut dyn Write) -> io::Result<()> {
    let against = description.against();
    for (scenario, base) in description.scenarios.iter().zip(&against).skip(1) {
        let first = &description.scenarios[*base];
        if first.place != scenario.place {
            writeln!(out, "{} is another place than {}.\n", scenario.name, first.name)?;
            continue;
        }
        let found: Vec<_> = description
            .changes
            .iter()
            .filter(|change| change.scenario == scenario.name)
            .collect();
        if found.is_empty() {
            writeln!(out, "{} assumes the same as {}.\n", scenario.name, first.name)?;
            continue;
        }
        writeln!(
            out,
            "{} changes {} of {}'s assumptions:",
            scenario.name,
            found.len(),
            first.name
        )?;
        for change in found.iter().take(SHOWN_CHANGES) {
            let or = |text: &str| {
                if text.is_empty() {
                    "not there".to_string()
                } else {
                    cut(text)
                }
            };
            // What a later layer adds to a value is said without repeating the value.
            let after = change
                .after
                .strip_prefix(&format!("{}; ", change.before))
                .unwrap_or(&change.after);
            writeln!(out, "  {}: {} → {}", change.key, or(&change.before), or(after))?;
        }
        if found.len() > SHOWN_CHANGES {
            let more = found.len() - SHOWN_CHANGES;
            writeln!(out, "  and {more} more: carepool diff {} {}", first.name, scenario.name)?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// A text short enough for a line.
fn cut(text: &str) -> String {
    const LONGEST: usize = 60;
    if text.chars().count() <= LONGEST {
        return text.to_string();
    }
    let start: String = text.chars().take(LONGEST - 1).collect();
    format!("{}…", start.trim_end())
}

/// The Monte Carlo error and what would halve it.
fn sureness(run: &report::Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    let rows = advice(run.summary, run.telling_year(), run.description.draws);
    let mut said = Vec::new();
    for row in rows
        .iter()
        .filter(|row| [COST_PUBLIC, WAITING_LIST, NEED_MET].contains(&row.measure))
    {
        let of = |value: f64| words::value(row.unit, value);
        let error = if row.unit == "share" {
            format!("{} percentage points", short(row.mcse * 100.0))
        } else {
            of(row.mcse)
        };
        said.push(format!("{} ± {error}", row.measure.name()));
    }
    if let (false, Some(row)) = (said.is_empty(), rows.first()) {
        writeln!(
            out,
            "\nMonte Carlo error of the means, if draws were independent (spread evenly, as they are by default, it is smaller): {}; \
             {} draws would at least halve it.",
            said.join(", "),
            words::grouped(row.draws_to_halve as f64, 0)
        )?;
    }
    Ok(())
}
