//! What the choice would do: chosen, the same money spent as now, and nothing; each future is a dot.

use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::camps::{self, View};
use super::count::Result as Counted;
use super::folder::{FolderError, keep};
use crate::budgeting::Rational;
use crate::process::Process;
use crate::process::effects::{Kept, Projected};
use crate::process::outcome::trio;
use crate::process::worlds::{Wanted, WorldsError, engine};
use crate::projection::Shelf;
use crate::results::statistics::quantile;
use crate::scenario::Catalogue;
use crate::world::Group;

/// The program that reckoned, to its source: another may say otherwise of the same choice.
const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), "+", env!("CAREPOOL_CODE"));

/// How many futures and people the consequences are computed from.
#[derive(Clone, Copy, Debug)]
pub struct Effort {
    /// Futures: each is a dot.
    pub draws: usize,
    /// Simulated people.
    pub people: usize,
}

/// One goal over all futures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OfGoal {
    /// The goal's word: access, health or fairness.
    pub goal: String,
    /// What it is measured by.
    pub measure: String,
    /// Future by future, what the choice gains against funding nothing: more is better.
    pub chosen: Vec<f64>,
    /// The same of the same money, spent as services spend theirs now; nothing where the choice brings no new money.
    pub as_now: Option<Vec<f64>>,
}

/// What the choice of a vote would do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Consequences {
    /// Positions of the funded proposals, for which all this holds.
    pub funded: Vec<usize>,
    /// Positions of those paid in part, and how much, exactly [£].
    pub partly: Vec<(usize, String)>,
    /// Simulated people.
    pub people: usize,
    /// Futures.
    pub draws: usize,
    /// Years projected, from the first of the decision.
    pub years: (u16, u16),
    /// By goal.
    pub goals: Vec<OfGoal>,
    /// What the camps expect.
    pub camps: Vec<View>,
    /// The year about which they were asked.
    pub camps_year: u16,
    /// Version of carepool that computed it.
    pub version: String,
}

impl Consequences {
    /// Computes them.
    pub fn of(
        process: &Process,
        result: &Counted,
        effort: Effort,
        catalogue: &Catalogue,
    ) -> Result<Consequences, WorldsError> {
        let (process, chosen) = &result.chosen(process);
        let base = process.scenario(&[], &[], catalogue)?;
        let from = process.decided_from(&base);
        let worlds = trio(process, chosen);
        let plans = process.plans(&worlds, &[], &Shelf::default(), catalogue)?;
        let columns = process.goals.iter().map(|goal| Kept {
            measure: goal.measure,
            group: Group::ALL,
        });
        let engine = engine(plans, 1, effort.people, process.years);
        let projected = Projected::run(&engine, effort.draws, columns.collect(), &())?;
        let mut goals = Vec::new();
        for goal in &process.goals {
            goals.push(OfGoal {
                goal: goal.name.to_owned(),
                measure: goal.measure.name.to_owned(),
                chosen: projected.gains(goal, 1, from)?,
                as_now: (worlds.len() > 2).then(|| projected.gains(goal, 2, from)).transpose()?,
            });
        }
        let first = base.start_year.plus(from as u16).0;
        let last = base.start_year.plus(process.years.saturating_sub(1) as u16).0;
        Ok(Consequences {
            funded: result.funded.clone(),
            partly: exactly(&result.partly),
            people: effort.people,
            draws: effort.draws,
            years: (first, last),
            goals,
            camps: camps::views(process, &worlds[..2], (effort.draws, effort.people), catalogue)?,
            camps_year: base.start_year.plus(camps::asked(process) as u16).0,
            version: VERSION.to_owned(),
        })
    }

    /// What was computed before for this choice with this effort by this version; nothing if it was not, or cannot be read.
    pub fn kept(path: &Path, result: &Counted, effort: Effort) -> Option<Consequences> {
        let found: Consequences = serde_json::from_slice(&fs::read(path).ok()?).ok()?;
        let same = found.funded == result.funded
            && found.partly == exactly(&result.partly)
            && (found.draws, found.people) == (effort.draws, effort.people)
            && found.version == VERSION;
        same.then_some(found)
    }

    /// Keeps them in a file.
    pub fn keep(&self, path: &Path) -> Result<(), FolderError> {
        let bytes = serde_json::to_vec(self).unwrap_or_default();
        keep(path, &bytes)
    }
}

/// Parts of proposals with their amounts as exact numbers in words.
fn exactly(partly: &[(usize, Rational)]) -> Vec<(usize, String)> {
    partly.iter().map(|(at, amount)| (*at, amount.to_string())).collect()
}

/// One measure with nothing funded.
#[derive(Clone, Debug, PartialEq)]
pub struct Course {
    /// The goal's word: access, health or fairness.
    pub goal: String,
    /// The measure's name.
    pub measure: String,
    /// Year by year, 10%, 50% and 90% of the futures lie below.
    pub years: Vec<(u16, [f64; 3])>,
}

/// Where things go if nothing is funded.
#[derive(Clone, Debug, PartialEq)]
pub struct Baseline {
    /// By goal.
    pub courses: Vec<Course>,
}

impl Baseline {
    /// Computes it.
    pub fn of(process: &Process, effort: Effort, catalogue: &Catalogue) -> Result<Baseline, WorldsError> {
        let nothing = [Wanted::funded("nothing", "Nothing funded", &[])];
        let plans = process.plans(&nothing, &[], &Shelf::default(), catalogue)?;
        let start = process.scenario(&[], &[], catalogue)?.start_year;
        let columns: Vec<Kept> = process
            .goals
            .iter()
            .map(|goal| Kept {
                measure: goal.measure,
                group: Group::ALL,
            })
            .collect();
        let engine = engine(plans, 1, effort.people, process.years);
        let projected = Projected::run(&engine, effort.draws, columns.clone(), &())?;
        let course = |column: usize| {
            let series: Vec<Vec<f64>> = (0..effort.draws)
                .map(|draw| projected.series(draw, 0, column))
                .collect();
            let years = (0..projected.years).map(|year| {
                let mut draws: Vec<f64> = series.iter().map(|years| years[year]).collect();
                draws.sort_by(f64::total_cmp);
                let at = [0.1, 0.5, 0.9].map(|share| quantile(&draws, share));
                (start.plus(year as u16).0, at)
            });
            Course {
                goal: process.goals[column].name.to_owned(),
                measure: columns[column].measure.name.to_owned(),
                years: years.collect(),
            }
        };
        Ok(Baseline {
            courses: (0..columns.len()).map(course).collect(),
        })
    }
}
