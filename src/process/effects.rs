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
    (measures::POPULATION, &[Dimension::Age, Dimension::Imd]),
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
                *target = kept.measure.told_of(record, kept.group);
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
        a_number(mean, measure, group, draw)
    }

    /// The same of a group in which nobody may live: the mean of the years in which somebody does; nothing where nobody does in any of
    /// them, nor did in the base year. A group whose people are all gone by the decision is an error: who votes expects something of them.
    pub fn level_if_any(
        &self,
        draw: usize,
        world: usize,
        measure: Handle,
        group: Group,
        from: usize,
    ) -> Result<Option<f64>, WorldsError> {
        let people = self.series(draw, world, self.told(measures::POPULATION, group)?);
        let values = self.series(draw, world, self.told(measure, group)?);
        let from = from.min(people.len().saturating_sub(1));
        let lived = || (from..people.len()).filter(|year| people[*year] > 0.0);
        let years = lived().count();
        if years == 0 {
            return match people.first() {
                Some(people) if *people > 0.0 => Err(WorldsError::Refused(format!(
                    "nobody is left in {} in the years of the decision in draw {draw}, so that {measure} is not told of them: \
                     simulate more people",
                    group.name()
                ))),
                _ => Ok(None),
            };
        }
        let mean = lived().map(|year| values[year]).sum::<f64>() / years as f64;
        a_number(mean, measure, group, draw).map(Some)
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

    /// Of each draw, what a world gains for a goal against the first world: more is better. A goal whose measure is not defined, as a
    /// share of a list on which nobody stands, is an error.
    pub fn gains(&self, goal: &Goal, world: usize, from: usize) -> Result<Vec<f64>, WorldsError> {
        let column = self.told(goal.measure.handle, Group::ALL)?;
        let sign = goal.sign();
        let differences = self.differences(world, column, from).into_iter().enumerate();
        differences
            .map(|(draw, gain)| match gain {
                gain if gain.is_finite() => Ok(sign * gain),
                _ => Err(WorldsError::Refused(format!(
                    "what is gained for {} cannot be told: {} is not defined in draw {draw}; tell the goal by another measure \
                     (`[goals]` in the process file)",
                    goal.name, goal.measure.name
                ))),
            })
            .collect()
    }
}

/// A mean that is a number, or which one is none.
fn a_number(mean: f64, measure: Handle, group: Group, draw: usize) -> Result<f64, WorldsError> {
    if mean.is_finite() {
        return Ok(mean);
    }
    let group = group.name();
    Err(WorldsError::Refused(format!(
        "{measure} of {group} is no number in draw {draw}"
    )))
}

/// Mean, spread and quantiles of some draws.
pub fn stats(draws: &[f64]) -> Stats {
    Stats::of(draws, &[], &mut Vec::new())
}

/// Mean of some draws, summed in their order; of none, no number.
pub fn mean(draws: &[f64]) -> f64 {
    draws.iter().sum::<f64>() / draws.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measures::{NEED_MET, POPULATION, WITHIN_18_WEEKS};

    /// Two worlds of two draws and three years: people of a fifth, what of their need is met, and the list of everybody.
    fn projected(people: [f64; 3], met: [f64; 3]) -> Projected {
        let kept = |measure: Handle, group: Group| Kept {
            measure: measure.measure(),
            group,
        };
        let years = (0..3).flat_map(|year| [people[year], met[year], if year == 2 { f64::NAN } else { 0.5 }]);
        let world: Vec<f64> = years.collect();
        Projected {
            worlds: 2,
            years: 3,
            columns: vec![
                kept(POPULATION, Group::imd(0)),
                kept(NEED_MET, Group::imd(0)),
                kept(WITHIN_18_WEEKS, Group::ALL),
            ],
            draws: vec![[world.clone(), world].concat(); 2],
        }
    }

    #[test]
    fn a_group_of_nobody_has_no_level_and_one_whose_people_are_gone_is_an_error() {
        let level =
            |people: [f64; 3], met: [f64; 3]| projected(people, met).level_if_any(1, 1, NEED_MET, Group::imd(0), 1);
        let nobody = level([0.0; 3], [f64::NAN; 3]).expect("a place without such neighbourhoods");
        assert_eq!(nobody, None);
        assert_eq!(level([9.0; 3], [0.9, 0.5, 0.7]).expect("people"), Some(0.6));
        // Of the years in which somebody lives there.
        assert_eq!(level([9.0, 9.0, 0.0], [0.9, 0.5, f64::NAN]).expect("people"), Some(0.5));
        let gone = level([9.0, 0.0, 0.0], [0.9, f64::NAN, f64::NAN]).expect_err("nobody is left");
        assert!(gone.to_string().contains("nobody is left in imd=1"), "{gone}");
        let no_number = level([9.0; 3], [0.9, f64::NAN, 0.7]).expect_err("people without a number");
        assert!(
            no_number
                .to_string()
                .contains("need_met of imd=1 is no number in draw 1"),
            "{no_number}"
        );
    }

    #[test]
    fn a_goal_that_is_not_defined_is_an_error_and_no_gain_of_nothing() {
        let goal = Goal {
            name: "access",
            measure: WITHIN_18_WEEKS.measure(),
        };
        let error = projected([9.0; 3], [0.9; 3])
            .gains(&goal, 1, 0)
            .expect_err("no list in the last year");
        assert!(
            error.to_string().contains("within_18_weeks is not defined in draw 0"),
            "{error}"
        );
        assert!(mean(&[]).is_nan());
    }
}
