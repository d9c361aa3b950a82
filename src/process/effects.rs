//! What worlds do: the numbers of every draw, and effects as paired differences from the first world.

use super::goals::{Goal, condensed};
use super::worlds::WorldsError;
use crate::measures::{self, Handle, Measure};
use crate::projection::{Engine, Progress, RunError};
use crate::results::Stats;
use crate::world::{Dimension, Group, YearRecord};

/// Measures by group that gains are made of, and the dimensions needed.
const NEEDED: [(Handle, &[Dimension]); 6] = [
    (measures::NEED_MET, &[Dimension::Imd]),
    (measures::COST_PUBLIC, &[Dimension::Age]),
    (measures::COST_USER_CHARGES, &[Dimension::Age, Dimension::Wealth]),
    (measures::COST_SELF_FUNDED, &[Dimension::Age, Dimension::Wealth]),
    (measures::POPULATION, &[Dimension::Age]),
    (measures::DEPENDENT, &[Dimension::Age]),
];

/// What is kept of a world's year.
#[derive(Clone, Copy, Debug)]
pub struct Kept {
    /// The measure.
    pub measure: &'static Measure,
    /// The group.
    pub group: Group,
}

/// Measures told of every proposal, after the goals: access, care, health, fairness, money.
pub const TOLD: [Handle; 18] = [
    measures::NEED_MET,
    measures::WAITING_LIST,
    measures::WITHIN_18_WEEKS,
    measures::AE_FOUR_HOUR,
    measures::EMERGENCY_ADMISSIONS,
    measures::GP_NEED_MET,
    measures::MENTAL_HEALTH_NEED_MET,
    measures::COMMUNITY_NEED_MET,
    measures::DENTAL_ACCESS,
    measures::CARE_USERS_PUBLIC,
    measures::CARE_UNMET_PEOPLE,
    measures::QALYS,
    measures::DEATHS,
    measures::INEQUALITY_SLOPE,
    measures::LIFE_EXPECTANCY_SLOPE,
    measures::COST_PUBLIC,
    measures::COST_TOTAL,
    measures::UNPAID_CARE_HOURS,
];

/// The columns that are kept: goals, told measures, and what gains by person are made of. A measure that is not told, or
/// not by the groups needed, is an error here, before anything is computed.
pub fn columns(goals: &[Goal]) -> Result<Vec<Kept>, WorldsError> {
    let mut kept: Vec<Kept> = Vec::new();
    let mut keep = |measure: &'static Measure, group: Group| {
        let there = kept
            .iter()
            .any(|one| one.measure.handle == measure.handle && one.group == group);
        if !there {
            kept.push(Kept { measure, group });
        }
    };
    for goal in goals {
        keep(goal.measure, Group::ALL);
    }
    for told in TOLD {
        keep(told.measure(), Group::ALL);
    }
    keep(measures::POPULATION.measure(), Group::ALL);
    for (needed, dimensions) in NEEDED {
        for dimension in dimensions {
            let groups = needed
                .split(*dimension)
                .map_err(|error| WorldsError::Refused(format!("what people gain cannot be worked out: {error}")))?;
            for group in groups {
                keep(needed.measure(), group);
            }
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
    pub fn column(&self, measure: Handle, group: Group) -> Option<usize> {
        self.columns
            .iter()
            .position(|kept| kept.measure.handle == measure && kept.group == group)
    }

    /// Position of a column that must be there.
    pub fn told(&self, measure: Handle, group: Group) -> Result<usize, WorldsError> {
        self.column(measure, group)
            .ok_or_else(|| WorldsError::Refused(format!("{measure} of {} was not computed", group.name())))
    }

    /// Mean of a measure of a group over the years from `from` on, in one draw of one world. A measure or group that was not
    /// kept, and a number that is none, are errors.
    pub fn level(
        &self,
        draw: usize,
        world: usize,
        measure: Handle,
        group: Group,
        from: usize,
    ) -> Result<f64, WorldsError> {
        let column = self.told(measure, group)?;
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
    pub fn gains(&self, goal: &Goal, world: usize, from: usize) -> Result<Vec<f64>, WorldsError> {
        let column = self.told(goal.measure.handle, Group::ALL)?;
        let sign = goal.sign();
        let differences = self.differences(world, column, from).into_iter();
        // An undefined difference (a share of nothing) is no gain.
        Ok(differences
            .map(|gain| if gain.is_nan() { 0.0 } else { sign * gain })
            .collect())
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
