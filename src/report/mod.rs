//! Charts, tables and the self-contained page.
//!
//! A [`Run`] (description, summary, differences) becomes [`Chart`]s (SVG, and a PNG from each), one HTML page that
//! loads nothing from anywhere, and a short text for the terminal. Charts are drawn with plotters' SVG backend on a
//! fine grid and scaled by `viewBox`; PNGs are rendered from that same SVG with an embedded font, so that they look alike
//! on a machine without fonts. Colours are those of Okabe and Ito (2008), always with a second sign: line style or label.

pub mod bars;
pub mod beliefs;
pub mod canvas;
pub mod charts;
pub mod check;
pub mod evidence;
pub mod fans;
pub mod findings;
pub mod frame;
pub mod glossary;
pub mod gradient;
pub mod html;
pub mod kept;
pub mod lettering;
pub mod plot;
pub mod png;
pub mod process;
pub mod robustness;
pub mod robustness_page;
pub mod scale;
pub mod seek;
pub mod sensitivity;
pub mod sheet;
pub mod surprising;
pub mod text;
pub mod tiles;
pub mod value;
pub mod waiting;
pub mod who_pays;
pub mod words;

pub use charts::charts;
pub use check::BaseCheck;
pub use frame::Chart;
pub use html::page;
pub use png::png;

use crate::analysis::robustness::Robustness;
use crate::analysis::sensitivity::Driven;
use crate::budgeting::explanation::so_many;
use crate::measures::Handle;
use crate::results::{Differences, RunDescription, Stats, Summary};
use crate::world::{Group, Year};

/// Draws and simulated people below which a run is called rough.
const FIRM: (usize, usize) = (200, 5_000);

/// All that a report is made from.
#[derive(Clone, Debug)]
pub struct Run<'a> {
    /// What was run.
    pub description: &'a RunDescription,
    /// Statistics of every measure.
    pub summary: &'a Summary,
    /// Differences from the first scenario.
    pub differences: &'a Differences,
    /// Published and modelled figures of the base year; may be empty.
    pub base_checks: &'a [BaseCheck],
    /// What other beliefs make of it, if that was asked.
    pub robustness: Option<&'a Robustness>,
    /// What drove it, scenario by scenario; empty where there are too few draws to tell.
    pub driven: &'a [Driven],
    /// The year that comparisons are told for.
    pub year: Year,
}

/// The year that is told unless another is asked for: the tenth after the base year, or the last if the run is shorter.
pub fn usual_year(summary: &Summary) -> Year {
    let years = &summary.shape.years;
    years.get(10).or(years.last()).copied().unwrap_or(Year(0))
}

impl<'a> Run<'a> {
    /// A run with nothing beside its numbers, told for the usual year.
    pub fn of(description: &'a RunDescription, summary: &'a Summary, differences: &'a Differences) -> Run<'a> {
        Run {
            description,
            summary,
            differences,
            base_checks: &[],
            robustness: None,
            driven: &[],
            year: usual_year(summary),
        }
    }
}

impl Run<'_> {
    /// Number of scenarios.
    pub fn scenarios(&self) -> usize {
        self.summary.shape.scenarios.len()
    }
    /// The year that comparisons are told for.
    pub fn telling_year(&self) -> Year {
        self.year
    }
    /// Whether anything is uncertain. If nothing is, all spread is luck, which is said once instead of at every figure.
    pub fn uncertain(&self) -> bool {
        let rows = &self.description.assumptions;
        rows.is_empty() || rows.iter().any(|row| !row.spread.is_empty())
    }
    /// Whether a figure is marked as one whose spread sampling noise makes over a quarter of.
    pub fn marked(&self, stats: &Stats) -> bool {
        self.uncertain() && stats.noisy()
    }
    /// What is said of a run too small to be quoted; nothing of one that is not.
    pub fn rough(&self) -> Option<String> {
        let d = self.description;
        (d.draws < FIRM.0 || d.people < FIRM.1).then(|| {
            format!(
                "Rough: {} of {}. A run with more of both may give other figures, also beyond these intervals: \
                 they tell what is uncertain, not how few people were followed.",
                so_many(d.draws as u64, "draw", "draws"),
                so_many(d.people as u64, "simulated person", "simulated people")
            )
        })
    }
    /// What a scenario changes of a measure: its paired difference from the first of its own place, none for that first one.
    pub fn change(&self, scenario: usize, year: Year, measure: Handle, group: Group) -> Option<&Stats> {
        let told = !self.description.first_of_place(scenario);
        told.then(|| self.differences.get(scenario, year, measure, group))?
    }
    /// The base year.
    pub fn base_year(&self) -> Year {
        self.summary.shape.years.first().copied().unwrap_or(Year(0))
    }
}

#[cfg(test)]
mod tests;
