//! What worlds do: the numbers of every draw, and effects as paired differences from the first world.

use super::goals::{Goal, condensed};
use super::worlds::WorldsError;
use crate::measures::{self, Measure};
use crate::projection::{Engine, Progress, RunError};
use crate::results::Stats;
use crate::world::{Group, YearRecord};

/// What is kept of a world's year.
#[derive(Clone, Copy, Debug)]
pub struct Kept {
    /// The measure.
    pub measure: &'static Measure,
    /// The group.
    pub group: Group,
}

/// Measures told of every proposal, after the goals: access, care, health, fairness, money.
pub const TOLD: [&str; 18] = [
    "need_met",
    "waiting_list",
    "within_18_weeks",
    "ae_four_hour",
    "emergency_admissions",
    "gp_need_met",
    "mental_health_need_met",
    "community_need_met",
    "dental_access",
    "care_users_public",
    "care_unmet_people",
    "qalys",
    "deaths",
    "inequality_slope",
    "life_expectancy_slope",
    "cost_public",
    "cost_total",
    "unpaid_care_hours",
];

/// A measure that the program itself asks for.
fn known(name: &str) -> Result<&'static Measure, WorldsError> {
    measures::find(name).ok_or_else(|| WorldsError::Refused(format!("there is no measure {name}")))
}

/// The columns that are kept: goals, told measures, and what gains by person are made of. A measure that is not told, or
/// not by the groups needed, is an error here, before anything is computed.
pub fn columns(goals: &[Goal]) -> Result<Vec<Kept>, WorldsError> {
    let mut kept: Vec<Kept> = Vec::new();
    let mut keep = |measure: &'static Measure, group: Group| {
        let there = kept
            .iter()
            .any(|one| one.measure.name == measure.name && one.group == group);
        if !there {
            kept.push(Kept { measure, group });
        }
    };
    for goal in goals {
        keep(goal.measure, Group::ALL);
    }
    for name in TOLD {
        keep(known(name)?, Group::ALL);
    }
    keep(known("population")?, Group::ALL);
    for (name, dimensions) in super::gains::NEEDED {
        let measure = known(name)?;
        for dimension in dimensions {
            if !measure.groups.contains(dimension) {
                return Err(WorldsError::Refused(format!(
                    "what people gain cannot be worked out: {name} is not told by {dimension}"
                )));
            }
        }
        for group in Group::every().filter(|group| dimensions.contains(&group.dimension())) {
            keep(measure, group);
        }
    }
    Ok(kept)
}

/// Numbers of some worlds in every draw.
#[derive(Clone, Debug)]
pub struct Projected {
    /// Worlds.
    pub worlds: usize,
    /// Years.
    pub years: usize,
    /// What each number is.
    pub columns: Vec<Kept>,
    /// Draw by draw: worlds × years × columns.
    pub draws: Vec<Vec<f64>>,
}

impl Projected {
    /// Runs the engine. The numbers are the same for any number of threads.
    pub fn run(
        engine: &Engine,
        draws: usize,
        columns: Vec<Kept>,
        progress: &dyn Progress,
    ) -> Result<Projected, WorldsError> {
        let (worlds, years, width) = (engine.plans.len(), engine.years, columns.len());
        let place = |world: usize, year: usize| (world * years + year) * width;
        let observe = |world: usize, year: usize, record: &YearRecord, numbers: &mut [f64]| {
            let from = place(world, year);
            for (target, kept) in numbers[from..from + width].iter_mut().zip(&columns) {
                *target = (kept.measure.read)(record, kept.group);
            }
        };
        let draws = engine
            .draws(draws, worlds * years * width, &observe, progress)
            .map_err(|error| match error {
                RunError::Year(error) => WorldsError::Year(error),
                RunError::Stopped => WorldsError::Stopped,
                RunError::Keep(never) => match never {},
            })?;
        Ok(Projected {
            worlds,
            years,
            columns,
            draws,
        })
    }

    /// Position of a column.
    pub fn column(&self, measure: &str, group: Group) -> Option<usize> {
        self.columns
            .iter()
            .position(|kept| kept.measure.name == measure && kept.group == group)
    }

    /// Mean of a measure of a group over the years from `from` on, in one draw of one world. A measure or group that was not
    /// kept, and a number that is none, are errors.
    pub fn level(
        &self,
        draw: usize,
        world: usize,
        measure: &str,
        group: Group,
        from: usize,
    ) -> Result<f64, WorldsError> {
        let column = self
            .column(measure, group)
            .ok_or_else(|| WorldsError::Refused(format!("{measure} of {} was not computed", group.name())))?;
        let years = self.series(draw, world, column);
        let decided = &years[from.min(years.len().saturating_sub(1))..];
        let mean = decided.iter().sum::<f64>() / decided.len().max(1) as f64;
        if mean.is_finite() {
            return Ok(mean);
        }
        Err(WorldsError::Refused(format!(
            "{measure} of {} is no number in draw {draw}",
            group.name()
        )))
    }

    /// The years of one world, draw and column.
    pub fn series(&self, draw: usize, world: usize, column: usize) -> Vec<f64> {
        let width = self.columns.len();
        (0..self.years)
            .map(|year| self.draws[draw][(world * self.years + year) * width + column])
            .collect()
    }

    /// Of each draw, a measure condensed over the years from `from` on: world less first world.
    pub fn differences(&self, world: usize, column: usize, from: usize) -> Vec<f64> {
        let measure = self.columns[column].measure;
        (0..self.draws.len())
            .map(|draw| {
                let of = |world: usize| condensed(measure, &self.series(draw, world, column), from);
                of(world) - of(0)
            })
            .collect()
    }

    /// Of each draw, what a world gains for a goal against the first world: more is better.
    pub fn gains(&self, goal: &Goal, world: usize, from: usize) -> Vec<f64> {
        let Some(column) = self.column(goal.measure.name, Group::ALL) else {
            // What was not computed is not known: every number made of it says so.
            return vec![f64::NAN; self.draws.len()];
        };
        let sign = goal.sign();
        let differences = self.differences(world, column, from).into_iter();
        // An undefined difference (a share of nothing) is no gain.
        differences
            .map(|gain| if gain.is_nan() { 0.0 } else { sign * gain })
            .collect()
    }
}

/// Mean, spread and quantiles of some draws.
pub fn stats(draws: &[f64]) -> Stats {
    Stats::of(draws, &[], &mut Vec::new())
}

/// Mean of some draws, summed in their order.
pub fn mean(draws: &[f64]) -> f64 {
    if draws.is_empty() {
        0.0
    } else {
        draws.iter().sum::<f64>() / draws.len() as f64
    }
}
