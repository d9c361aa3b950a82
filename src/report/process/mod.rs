//! A participatory budget on paper: vote, fairness and projection in one page, readable without voting theory.

mod charts;
mod gap;
mod made;
mod page;
mod sections;
mod text;
mod tongue;
mod unit;

pub use charts::charts;
pub use page::page;
pub use text::text;
pub use unit::Unit;

use super::{Run, words};
use crate::budgeting::Election;
use crate::budgeting::explanation::Verdict;
use crate::budgeting::page::Language;
use crate::measures::{Better, Measure};
use crate::process::{Outcome, Process};

/// All that the page is made from.
pub struct Ballot<'a> {
    /// What was to be decided.
    pub process: &'a Process,
    /// What came of it.
    pub outcome: &'a Outcome,
    /// Its projection: nothing, the funded set, the same money spent as now.
    pub run: &'a Run<'a>,
    /// Language of the page.
    pub language: Language,
}

/// Position of what was chosen among the worlds of a vote; the first is nothing funded.
const CHOSEN: usize = 1;

impl Ballot<'_> {
    /// The election; a process that was carried out has one.
    fn election(&self) -> Option<&Election> {
        self.outcome.cast.reading.election.as_ref()
    }
    /// The proposal of a verdict.
    fn proposal(&self, verdict: &Verdict) -> Option<usize> {
        self.process.find(&self.election()?.projects[verdict.project].id)
    }
    fn is_funded(&self, proposal: usize) -> bool {
        self.outcome.funded.contains(&proposal)
    }
    /// What is paid for a proposal that is paid in part.
    fn paid_in_part(&self, proposal: usize) -> Option<&crate::budgeting::Rational> {
        let found = self.outcome.partly.iter().find(|(at, _)| *at == proposal);
        found.map(|(_, amount)| amount)
    }
    fn title(&self, proposal: usize) -> &str {
        &self.process.proposals[proposal].title
    }
    /// Titles of a set, or that it is empty.
    fn titles(&self, set: &[usize]) -> String {
        let titles = set
            .iter()
            .map(|at| self.process.proposals[*at].short_title().to_owned());
        let partly = self.outcome.partly.iter().filter(|_| set == self.outcome.funded);
        let partly = partly.map(|(at, _)| self.fill("part of {0}", &[self.process.proposals[*at].short_title()]));
        let all: Vec<String> = titles.chain(partly).collect();
        if all.is_empty() {
            self.say("nothing").to_owned()
        } else {
            all.join("; ")
        }
    }
}

/// About three significant digits, however small.
fn digits(value: f64) -> String {
    let size = value.abs();
    if size == 0.0 || !size.is_finite() {
        return if size.is_finite() {
            "0".to_owned()
        } else {
            "not defined".to_owned()
        };
    }
    let decimals = (2 - size.log10().floor() as i32).clamp(0, 6) as usize;
    words::grouped(value, decimals)
}

/// A sum a person in pounds, small ones with their pence: `−£2.60`.
fn pounds_each(value: f64) -> String {
    let sign = if value < 0.0 { "−" } else { "" };
    words::unsigned_if_nought(format!("{sign}£{}", digits(value.abs())))
}

/// A measure as it stands in a sentence about goals. Gains have one sign, plus for better: where less of the measure is better,
/// that is said, and `+0.4` is 0.4 less of it.
fn goal_words(measure: &Measure) -> String {
    let mut title = words::title(measure);
    if let Some(first) = title.get_mut(0..1)
        && !measure.name.starts_with("ae_")
        && !measure.name.starts_with("gp_")
    {
        first.make_ascii_lowercase();
    }
    if measure.better == Better::Lower {
        title.push_str(" – less of it is the gain");
    }
    title
}

/// A share as people say it: `3 in 10`, `nearly all`.
fn in_words(share: f64) -> String {
    words::probability(share)
}
