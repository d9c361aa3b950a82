//! A run as a decision: costs and health of its scenarios over the years, discounted, seen from somewhere.
//!
//! Whatever money is taken from elsewhere in the model displaces there what the model says, and is in both sums already:
//! nothing is displaced a second time here.

use super::{Decision, equity, rounding};
use crate::analysis::ranks::mean;
use crate::measures::{self, Handle};
use crate::results::{Error, Manifest, Vouched, series};
use crate::world::{Group, Year};

/// Whose costs count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Perspective {
    /// The NHS.
    Nhs,
    /// NHS, councils and public health.
    Public,
    /// Everybody's money, and unpaid care at its replacement price.
    Society,
}

impl Perspective {
    /// The measures whose sum counts.
    pub fn costs(self) -> &'static [Handle] {
        match self {
            Perspective::Nhs => &[measures::COST_NHS],
            Perspective::Public => &[measures::COST_PUBLIC],
            Perspective::Society => &[measures::COST_TOTAL, measures::COST_UNPAID_CARE],
        }
    }

    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Perspective::Nhs => "the NHS",
            Perspective::Public => "public budgets (NHS, councils, public health)",
            Perspective::Society => "society (all spending, and unpaid care at its replacement price)",
        }
    }
}

/// How a run is seen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    /// Whose costs.
    pub perspective: Perspective,
    /// Discount rate of costs a year.
    pub cost_rate: f64,
    /// Discount rate of health a year.
    pub health_rate: f64,
    /// Years counted, the base year included; nothing for all.
    pub horizon: Option<usize>,
}

/// Pounds in the unit of the tables, £ million.
const POUNDS: f64 = 1e6;
/// People in a million.
const MILLION: f64 = 1e6;

/// Why a run cannot be seen so.
#[derive(Debug, thiserror::Error)]
pub enum ViewError {
    /// It cannot be read.
    #[error(transparent)]
    Read(#[from] Error),
    /// One scenario.
    #[error("the run has one scenario only, `{0}`: there is nothing to choose between; run two or more in one command")]
    OneScenario(String),
    /// A horizon beyond the run.
    #[error("a horizon of {asked} years; expected: 1 to {years}, the years of the run")]
    Horizon {
        /// Asked.
        asked: usize,
        /// There are.
        years: usize,
    },
    /// One draw.
    #[error("the run has one draw: nothing is known of how sure it is; expected: 2 draws or more")]
    OneDraw,
    /// Numbers of another sum.
    #[error("the run's draws are incomplete: {0}")]
    Incomplete(String),
    /// Scenarios of several places.
    #[error(
        "the run is of several places, and options are compared for the same people; say which place with --area: {}",
        .0.join(", ")
    )]
    Places(Vec<String>),
    /// A place that is not in it.
    #[error("the run has nothing of `{asked}`; expected: {}", .places.join(", "))]
    NoPlace {
        /// Asked.
        asked: String,
        /// There are.
        places: Vec<String>,
    },
    /// Scenarios of other peoples.
    #[error(
        "`{other}` is of other people than `{first}` ({other_people:.1}m against {first_people:.1}m in the first year), and options are compared for the same people; run the scenarios of each by themselves"
    )]
    OtherPeople {
        /// The first scenario.
        first: String,
        /// People in it \[million\].
        first_people: f64,
        /// The other.
        other: String,
        /// People in it \[million\].
        other_people: f64,
    },
    /// Not kept by groups.
    #[error("the run kept no draws by deprivation fifth: run it again with --keep-groups")]
    NoGroups,
}

/// Discounted sum over the years of series of one scenario: year × draw, by measure, added.
fn discounted(series: &[&[Vec<f64>]], rate: f64, years: usize) -> Vec<f64> {
    let draws = series.first().and_then(|one| one.first()).map_or(0, Vec::len);
    let mut sums = vec![0.0; draws];
    for one in series {
        for (year, values) in one.iter().enumerate().take(years) {
            let weight = (1.0 + rate).powi(-(year as i32));
            sums.iter_mut()
                .zip(values)
                .for_each(|(sum, value)| *sum += weight * value);
        }
    }
    sums
}

fn years(manifest: &Manifest, view: &View) -> Result<usize, ViewError> {
    let years = manifest.request.years;
    match view.horizon {
        Some(asked) if asked == 0 || asked > years => Err(ViewError::Horizon { asked, years }),
        asked => Ok(asked.unwrap_or(years)),
    }
}

/// Part of the people of a base year by which two scenarios of the same people may differ: what is done in that year moves fewer.
const SAME_PEOPLE: f64 = 0.02;
/// The scenarios that are options for the same people: those of one place, `area` where the run has several.
pub fn compared(run: &Vouched, area: Option<&str>) -> Result<Vec<String>, ViewError> {
    let description = &run.manifest.run;
    let places = description.places();
    let told = || places.iter().map(|place| (*place).to_string()).collect();
    let chosen = match (area, places.as_slice()) {
        (None, [only]) => *only,
        (None, _) => return Err(ViewError::Places(told())),
        (Some(asked), _) => {
            let word = asked.trim().to_lowercase();
            let same = |place: &&&str| **place == word || **place == word.replace(' ', "-");
            let found = places.iter().find(same).copied();
            found.ok_or_else(|| ViewError::NoPlace {
                asked: asked.to_string(),
                places: told(),
            })?
        }
    };
    let options: Vec<String> = description
        .scenarios
        .iter()
        .filter(|one| one.whereabouts() == chosen)
        .map(|one| one.name.clone())
        .collect();
    let read = series::read(&run.path("draws.parquet")?, &[(measures::POPULATION, Group::ALL)])?;
    let people = |option: &String| {
        let year = read
            .get(option, measures::POPULATION, Group::ALL)
            .and_then(|series| series.first());
        year.map(|draws| mean(draws))
            .ok_or_else(|| ViewError::Incomplete(format!("population of {option}")))
    };
    let first = people(&options[0])?;
    for other in &options[1..] {
        let theirs = people(other)?;
        if (theirs - first).abs() > SAME_PEOPLE * first {
            return Err(ViewError::OtherPeople {
                first: options[0].clone(),
                first_people: first / MILLION,
                other: other.clone(),
                other_people: theirs / MILLION,
            });
        }
    }
    Ok(options)
}

/// The scenarios' costs in pounds and QALYs.
pub fn decision(run: &Vouched, view: &View, options: Vec<String>) -> Result<Decision, ViewError> {
    let manifest = &run.manifest;
    if let [only] = options.as_slice() {
        return Err(ViewError::OneScenario(only.clone()));
    }
    if manifest.request.draws < 2 {
        return Err(ViewError::OneDraw);
    }
    let years = years(manifest, view)?;
    let asked: Vec<(Handle, Group)> = view
        .perspective
        .costs()
        .iter()
        .chain(&[measures::QALYS])
        .map(|measure| (*measure, Group::ALL))
        .collect();
    let read = series::read(&run.path("draws.parquet")?, &asked)?;
    let mut found = Decision {
        options,
        costs: Vec::new(),
        effects: Vec::new(),
    };
    for option in &found.options {
        let of = |measure: Handle| {
            read.get(option, measure, Group::ALL)
                .filter(|series| series.len() >= years)
                .ok_or_else(|| ViewError::Incomplete(format!("{} of {option}", measure.name())))
        };
        let costs: Result<Vec<&[Vec<f64>]>, ViewError> = view.perspective.costs().iter().map(|m| of(*m)).collect();
        let costs = discounted(&costs?, view.cost_rate, years);
        found
            .costs
            .push(costs.into_iter().map(|millions| millions * POUNDS).collect());
        found
            .effects
            .push(discounted(&[of(measures::QALYS)?], view.health_rate, years));
    }
    Ok(found.levelled())
}

/// What programmes pay to people under each option over the years, discounted: means over the draws \[£\]. It is tax of some that others
/// receive, and in no sum of costs.
pub fn paid_to_people(run: &Vouched, view: &View, options: &[String]) -> Result<Vec<f64>, ViewError> {
    let years = years(&run.manifest, view)?;
    let read = series::read(&run.path("draws.parquet")?, &[(measures::TRANSFERS, Group::ALL)])?;
    let paid = |option: &String| {
        let series = read
            .get(option, measures::TRANSFERS, Group::ALL)
            .filter(|series| series.len() >= years)
            .ok_or_else(|| ViewError::Incomplete(format!("{} of {option}", measures::TRANSFERS.name())))?;
        Ok(mean(&discounted(&[series], view.cost_rate, years)) * POUNDS)
    };
    options.iter().map(paid).collect()
}

/// Health by deprivation fifth under one scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Fair {
    /// The scenario.
    pub option: String,
    /// Healthy life expectancy by fifth, the most deprived first: means over draws and years \[years\]. It is the same whatever the
    /// ages of those who live there; QALYs for each year lived are not, and are highest where the young are.
    pub levels: Vec<f64>,
    /// Discounted QALYs by fifth: means over the draws.
    pub qalys: Vec<f64>,
    /// Mean of the levels.
    pub mean: f64,
    /// Their equally distributed equivalent.
    pub equivalent: f64,
    /// Atkinson's index.
    pub inequality: f64,
    /// Health gained against the first scenario, in QALYs.
    pub gain: f64,
    /// The same with each fifth's gains counted by what it has under the first scenario ([`equity::weights`]).
    pub equal_gain: f64,
}

/// Health by deprivation fifth in every scenario, at an aversion to inequality.
pub fn fairness(run: &Vouched, view: &View, aversion: f64, options: &[String]) -> Result<Vec<Fair>, ViewError> {
    let manifest = &run.manifest;
    let years = years(manifest, view)?;
    let groups: Vec<Group> = (0..5).map(Group::imd).collect();
    let wanted = [measures::QALYS, measures::POPULATION, measures::HEALTHY_LIFE_EXPECTANCY];
    let asked: Vec<(Handle, Group)> = groups
        .iter()
        .flat_map(|group| wanted.map(|measure| (measure, *group)))
        .collect();
    let read = series::read(&run.path("draws.parquet")?, &asked)?;
    let mut found: Vec<Fair> = Vec::new();
    // QALYs of the first scenario, and what one more of them counts for, by fifth.
    let mut before: Option<(Vec<f64>, Vec<f64>)> = None;
    for scenario in options {
        let sum = |measure: Handle, rate: f64| -> Result<Vec<f64>, ViewError> {
            let of = |group: &Group| {
                let series = read.get(scenario, measure, *group).ok_or(ViewError::NoGroups)?;
                Ok(mean(&discounted(&[series], rate, years)))
            };
            groups.iter().map(of).collect()
        };
        let (qalys, people) = (sum(measures::QALYS, view.health_rate)?, sum(measures::POPULATION, 0.0)?);
        let lives = sum(measures::HEALTHY_LIFE_EXPECTANCY, 0.0)?;
        let levels: Vec<f64> = lives.into_iter().map(|sum| sum / years as f64).collect();
        let incomplete = || ViewError::Incomplete(format!("health of {scenario} is not above nought in every fifth"));
        let at = |aversion: f64| equity::equivalent(&levels, &people, aversion).ok_or_else(incomplete);
        let (mean, equivalent) = (at(0.0)?, at(aversion)?);
        let counted = equity::weights(&levels, &people, aversion).ok_or_else(incomplete)?;
        let (first, weights) = before.get_or_insert_with(|| (qalys.clone(), counted));
        let gains = qalys
            .iter()
            .zip(first.iter())
            .map(|(now, then)| rounding::more(*now, *then));
        found.push(Fair {
            option: scenario.clone(),
            gain: rounding::more(qalys.iter().sum(), first.iter().sum()),
            equal_gain: gains.zip(weights.iter()).map(|(gain, weight)| gain * weight).sum(),
            inequality: equity::inequality(&levels, &people, aversion).ok_or_else(incomplete)?,
            levels,
            qalys,
            mean,
            equivalent,
        });
    }
    Ok(found)
}

/// The years counted, in words.
pub fn span(manifest: &Manifest, view: &View) -> Result<String, ViewError> {
    let count = years(manifest, view)?;
    let first = Year(manifest.run.first_year);
    Ok(format!("{first} to {}", first.plus(count as u16 - 1)))
}
