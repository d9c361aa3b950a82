//! What a run says on standard output: what was changed, the comparison, how sure it is, where the report is.
//!
//! It is made from what stands in the run's folder, so that a run that is already there gives the same answer.

use std::io::{self, Write};
use std::path::Path;

use super::believers;
use super::format::{Failure, short};
use crate::analysis::robustness::Robustness;
use crate::measures::{COST_PUBLIC, NEED_MET, WAITING_LIST};
use crate::report::{self, text, words};
use crate::results::{Differences, Manifest, RunDescription, Summary, Vouched, advice};
use crate::run::shell;

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
}

/// Reads a run's manifest and tables, each only if it is as it was written.
pub fn stored(folder: &Path) -> Result<Stored, Failure> {
    let vouched = Vouched::open(folder)?;
    let summary = vouched.summary()?;
    Ok(Stored {
        differences: vouched.differences(&summary)?,
        summary,
        robustness: believers::stored(&vouched)?,
        manifest: vouched.manifest,
    })
}

/// Prints the answer of a run that is there already.
pub fn print_stored(folder: &Path, out: &mut dyn Write) -> Result<(), Failure> {
    let stored = stored(folder)?;
    let (run, camps) = (&stored.manifest.run, stored.robustness.as_ref());
    print(run, &stored.summary, &stored.differences, camps, folder, out)?;
    Ok(())
}

/// Prints the answer; the report's path comes last.
pub fn print(
    description: &RunDescription,
    summary: &Summary,
    differences: &Differences,
    robustness: Option<&Robustness>,
    folder: &Path,
    out: &mut dyn Write,
) -> io::Result<()> {
    let run = report::Run {
        description,
        summary,
        differences,
        base_checks: &[],
        robustness,
    };
    changes(description, out)?;
    write!(out, "{}", text::summary(&run))?;
    sureness(&run, out)?;
    if description.scenarios.len() > 1 {
        let run = shell(&folder.display().to_string());
        writeln!(
            out,
            "\nAt which values does the order turn? carepool robustness --run {run}"
        )?;
    }
    writeln!(out, "\nReport: {}", folder.join("report.html").display())
}

/// What the later scenarios assume otherwise than the first.
fn changes(description: &RunDescription, out: &mut dyn Write) -> io::Result<()> {
    let Some(first) = description.scenarios.first() else {
        return Ok(());
    };
    for scenario in &description.scenarios[1..] {
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
