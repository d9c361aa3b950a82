//! Calibration: which values of uncertain assumptions go with published history, and how far history leaves them open.
//!
//! An ensemble of worlds is drawn from what was believed, run over the years of calibration, and moved by the [`smoother`](super::smoother) in a
//! few rounds. Luck and every other assumption stay as each draw has them, so that the data are not asked to explain what they do not touch. What
//! is written is a layer of scenario: an interval for each assumption moved, and rank correlations, since data often say
//! how two assumptions go together better than what either is. No figure after March 2016 is looked at
//! ([`LAST_CALIBRATED`]).

use nalgebra::DMatrix;

use super::discrepancy::{Discrepancy, normal, steps};
use super::ensemble::{Ensemble, EnsembleError, Output};
use super::folds::{self, Fold, Found};
use super::history::{Basis, History, LAST_CALIBRATED, Series};
use super::posterior::Posterior;
use super::smoother::{NotPositive, Observed, correlations, moments, step};
use crate::projection::Plans;
use crate::projection::run::{Engine, Progress};
use crate::scenario::inverse::{normal_cdf, normal_quantile};
use crate::scenario::{Assumption, Sampler};
use crate::world::Group;

/// Correlations weaker than this are left out of what is written: an ensemble of some hundreds cannot tell them from none.
const WEAKEST: f64 = 0.08;
/// Correlation of the drifts of measures of one group: list, median and shares within limits read one list.
const TOGETHER: f64 = 0.7;

/// How to calibrate.
#[derive(Clone, Debug, PartialEq)]
pub struct Method {
    /// Keys of the assumptions that may move.
    pub keys: Vec<String>,
    /// Members of the ensemble.
    pub members: usize,
    /// Rounds of the smoother.
    pub rounds: usize,
    /// Simulated people of each member.
    pub people: usize,
    /// Seed.
    pub seed: u64,
}

/// An assumption before and after.
#[derive(Clone, Debug, PartialEq)]
pub struct Moved {
    /// Its key.
    pub key: String,
    /// What was believed: 10th, 50th, 90th percentile.
    pub before: [f64; 3],
    /// What goes with the data.
    pub after: [f64; 3],
    /// Standard deviation left, of the one believed \[share\].
    pub spread_left: f64,
}

impl Moved {
    /// Whether the data put it where hardly anybody had believed it to be: its middle is outside the 80% interval of before.
    pub fn beyond_belief(&self) -> bool {
        !(self.before[0]..=self.before[2]).contains(&self.after[1])
    }
}

/// The result.
#[derive(Clone, Debug, PartialEq)]
pub struct Calibrated {
    /// What was done.
    pub method: Method,
    /// The assumptions, in the order of the keys.
    pub moved: Vec<Moved>,
    /// Pairs of keys and their rank correlation.
    pub correlations: Vec<(String, String, f64)>,
    /// Drifts, their persistence and spreads, found by leaving the future out.
    pub found: Found,
    /// Root mean square of the standardised distance of the ensemble's mean from the data, before and after.
    pub misfit: (f64, f64),
    /// Values that were fitted to.
    pub values: usize,
    /// The ensemble itself, which the intervals and correlations sum up.
    pub posterior: Posterior,
}

/// Why a calibration could not be done.
#[derive(Debug, thiserror::Error)]
pub enum CalibrationError {
    /// A key is no uncertain assumption.
    #[error("`{0}` is not an uncertain assumption of the scenario: only such can be calibrated")]
    NotUncertain(String),
    /// There is no world.
    #[error("no scenario")]
    NoScenario,
    /// There is nothing to fit to.
    #[error("no published value lies in the years from {0} to March 2016")]
    NoData(u16),
    /// The engine failed or was stopped.
    #[error(transparent)]
    Ensemble(#[from] EnsembleError),
    /// The numbers allow no step.
    #[error(transparent)]
    NotPositive(#[from] NotPositive),
}

/// A value to fit to.
struct Target<'a> {
    series: &'a Series,
    /// Position of the series in the history.
    place: usize,
    year: u16,
    /// First year of its segment where only change is compared.
    since: Option<u16>,
    value: f64,
}

impl Target<'_> {
    /// Years of drift in it: since a year before the start, or since the first year of its segment.
    fn years(&self, start: u16) -> u16 {
        self.since.map_or(self.year + 1 - start, |since| self.year - since)
    }
}

fn targets(history: &History, start: u16) -> Vec<Target<'_>> {
    let mut targets = Vec::new();
    for (place, series) in history.series.iter().enumerate() {
        for point in &series.points {
            if !(start..=LAST_CALIBRATED).contains(&point.year) {
                continue;
            }
            let scaled = series.scale.to(point.value);
            match point.basis {
                Basis::Level => targets.push(Target {
                    series,
                    place,
                    year: point.year,
                    since: None,
                    value: scaled,
                }),
                Basis::Change => {
                    let first = series
                        .first(&point.segment, start)
                        .filter(|first| first.year < point.year);
                    targets.extend(first.map(|first| Target {
                        series,
                        place,
                        year: point.year,
                        since: Some(first.year),
                        value: scaled - series.scale.to(first.value),
                    }));
                }
            }
        }
    }
    targets
}

/// Covariance of the errors of two targets: drift shared since the start, or since the first year of a segment compared by change, whose own noise
/// is then in all of its targets.
fn shared(first: &Target, second: &Target, start: u16, errors: &[Discrepancy]) -> f64 {
    let (one, other) = (errors[first.place], errors[second.place]);
    let years = (first.years(start), second.years(start));
    if first.place == second.place {
        if first.since != second.since {
            return 0.0;
        }
        let base = if first.since.is_some() {
            one.noise * one.noise
        } else {
            0.0
        };
        return one.covariance(years.0, years.1) + base;
    }
    match (&first.series.group, &second.series.group) {
        (Some((name, sign)), Some((other_name, other_sign))) if name == other_name => {
            TOGETHER * sign * other_sign * one.drift * other.drift * steps(one.persistence, years.0, years.1)
        }
        _ => 0.0,
    }
}

/// Targets × members: what each member has for each target.
fn outputs(ensemble: &Ensemble, targets: &[Target]) -> Result<DMatrix<f64>, EnsembleError> {
    let mut outputs = DMatrix::zeros(ensemble.rows.len(), targets.len());
    for (column, target) in targets.iter().enumerate() {
        let scaled = |year: u16| -> Result<Vec<f64>, EnsembleError> {
            let values = ensemble.values(target.series.measure, year)?;
            Ok(values.into_iter().map(|value| target.series.scale.to(value)).collect())
        };
        let base = target.since.map(scaled).transpose()?;
        for (member, value) in scaled(target.year)?.into_iter().enumerate() {
            outputs[(member, column)] = value - base.as_ref().map_or(0.0, |base| base[member]);
        }
    }
    Ok(outputs)
}

fn misfit(outputs: &DMatrix<f64>, observed: &Observed) -> f64 {
    let squares: f64 = moments(outputs)
        .iter()
        .zip(&observed.values)
        .enumerate()
        .map(|(at, ((mean, _), value))| (mean - value) * (mean - value) / observed.covariance[(at, at)])
        .sum();
    libm::sqrt(squares / observed.values.len() as f64)
}

/// Calibrates the first world to all that is known, and finds how far the truth drifts from it by calibrating to less.
pub fn calibrate(
    plans: &Plans,
    history: &History,
    method: &Method,
    progress: &dyn Progress,
) -> Result<Calibrated, CalibrationError> {
    let mut calibrated = fit(plans, history, method, progress)?;
    calibrated.found = folds::found(history, &folds(plans, history, method, progress)?)?;
    Ok(calibrated)
}

/// Forecasts from the years before the last one known, each by a model that is fitted to nothing later.
fn folds(
    plans: &Plans,
    history: &History,
    method: &Method,
    progress: &dyn Progress,
) -> Result<Vec<Fold>, CalibrationError> {
    let Some(start) = plans.first().map(|plan| plan.scenario.start_year.0) else {
        return Ok(Vec::new());
    };
    let known = history.series.iter().flat_map(|series| &series.points);
    let last = known
        .map(|point| point.year)
        .filter(|year| *year <= LAST_CALIBRATED)
        .max();
    let outputs: Vec<Output> = history
        .series
        .iter()
        .map(|series| (series.measure, Group::ALL))
        .collect();
    let Some(last) = last else {
        return Ok(Vec::new());
    };
    // The first year is what all forecasts start from: those from its end are the first that can err.
    (start..last)
        .filter(|origin| !targets(&history.until(*origin), start).is_empty())
        .map(|origin| {
            let fitted = fit(plans, &history.until(origin), method, progress)?;
            let engine = Engine {
                plans: fitted.posterior.pinned(plans),
                sampler: Sampler::plain(method.seed),
                people: method.people,
                years: usize::from(last - start) + 1,
            };
            Ok(Fold {
                origin,
                ensemble: Ensemble::run(&engine, method.members, &outputs, progress)?,
            })
        })
        .collect()
}

/// Calibrates to what is known; drifts are as believed.
fn fit(
    plans: &Plans,
    history: &History,
    method: &Method,
    progress: &dyn Progress,
) -> Result<Calibrated, CalibrationError> {
    let scenario = &plans.first().ok_or(CalibrationError::NoScenario)?.scenario;
    let start = scenario.start_year.0;
    let found: Vec<&Assumption> = method
        .keys
        .iter()
        .map(|key| {
            let mut all = scenario.assumptions().iter().rev();
            all.find(|assumption| assumption.key == *key && scenario.uncertain().contains(&assumption.name))
                .ok_or_else(|| CalibrationError::NotUncertain(key.clone()))
        })
        .collect::<Result<_, _>>()?;
    let names: Vec<String> = found.iter().map(|assumption| assumption.name.clone()).collect();
    let targets = targets(history, start);
    if targets.is_empty() {
        return Err(CalibrationError::NoData(start));
    }
    let outputs_wanted: Vec<Output> = history
        .series
        .iter()
        .map(|series| (series.measure, Group::ALL))
        .collect();
    let sampler = Sampler::plain(method.seed);
    let last = targets.iter().map(|target| target.year).max().unwrap_or(start);
    let posterior = |parameters: &DMatrix<f64>| Posterior {
        names: names.clone(),
        rows: parameters
            .row_iter()
            .map(|row| row.iter().map(|z| normal_cdf(*z)).collect())
            .collect(),
    };
    let run = |parameters: &DMatrix<f64>| -> Result<DMatrix<f64>, CalibrationError> {
        let engine = Engine {
            plans: posterior(parameters).pinned(plans),
            sampler,
            people: method.people,
            years: usize::from(last - start) + 1,
        };
        let ensemble = Ensemble::run(&engine, method.members, &outputs_wanted, progress)?;
        Ok(outputs(&ensemble, &targets)?)
    };
    let believed = DMatrix::from_fn(method.members, names.len(), |member, key| {
        normal(&sampler, &format!("believed {}", names[key]), start, member as u64)
    });
    let first = run(&believed)?;
    let errors: Vec<Discrepancy> = history.series.iter().map(|series| series.believed).collect();
    let observed = Observed {
        values: targets.iter().map(|target| target.value).collect(),
        covariance: DMatrix::from_fn(targets.len(), targets.len(), |a, b| {
            shared(&targets[a], &targets[b], start, &errors)
        }),
    };
    let (mut parameters, mut produced) = (believed, first.clone());
    for round in 0..method.rounds {
        let noise = DMatrix::from_fn(method.members, targets.len(), |member, target| {
            let target = &targets[target];
            let name = format!("round {round} {} {:?}", target.series.measure, target.since);
            normal(&sampler, &name, target.year, member as u64)
        });
        parameters = step(&parameters, &produced, &observed, method.rounds as f64, &noise)?;
        produced = run(&parameters)?;
    }
    let moved = found
        .iter()
        .zip(&method.keys)
        .zip(moments(&parameters))
        .map(|((assumption, key), (mean, sd))| Moved {
            key: key.clone(),
            before: quantiles(assumption, 0.0, 1.0),
            after: quantiles(assumption, mean, sd),
            spread_left: sd,
        })
        .collect();
    Ok(Calibrated {
        method: method.clone(),
        moved,
        correlations: strong(&correlations(&parameters), &method.keys, scenario.correlations()),
        found: folds::found(history, &[])?,
        misfit: (misfit(&first, &observed), misfit(&produced, &observed)),
        values: targets.len(),
        posterior: posterior(&parameters),
    })
}

/// 10th, 50th and 90th percentile when the standard normal behind an assumption has another mean and spread.
fn quantiles(assumption: &Assumption, mean: f64, sd: f64) -> [f64; 3] {
    [0.1, 0.5, 0.9].map(|p| {
        let u = normal_cdf(mean + sd * normal_quantile(p)).clamp(f64::EPSILON, 1.0 - f64::EPSILON);
        assumption.quantile(u).unwrap_or(f64::NAN)
    })
}

/// The pairs worth writing, as rank correlations, drawn towards none until all of them can hold together. A pair that the
/// scenario beneath ties is written however weak: what is not written there would go on to hold, and contradict the rest.
fn strong(correlations: &DMatrix<f64>, keys: &[String], beneath: &[(String, f64)]) -> Vec<(String, String, f64)> {
    let tied = |one: &str, other: &str| {
        let has = |words: &str, key: &str| words.split(" and ").any(|word| word == key);
        beneath.iter().any(|(words, _)| has(words, one) && has(words, other))
    };
    let mut kept = DMatrix::from_fn(keys.len(), keys.len(), |i, j| match correlations[(i, j)] {
        _ if i == j => 1.0,
        weak if weak.abs() < WEAKEST => 0.0,
        strong => strong,
    });
    // Held to what will be read: ranks of three digits. A matrix at the edge of what can be would fall over it by rounding.
    let read = |kept: &DMatrix<f64>| kept.map(|one| if one == 1.0 { 1.0 } else { copula(rank(one)) });
    while read(&kept).cholesky().is_none() {
        kept = DMatrix::from_fn(
            keys.len(),
            keys.len(),
            |i, j| if i == j { 1.0 } else { kept[(i, j)] * 0.9 },
        );
    }
    let mut pairs = Vec::new();
    for i in 0..keys.len() {
        for j in i + 1..keys.len() {
            if kept[(i, j)] != 0.0 || tied(&keys[i], &keys[j]) {
                pairs.push((keys[i].clone(), keys[j].clone(), rank(kept[(i, j)])));
            }
        }
    }
    pairs
}

/// The rank correlation, in the three digits that are written, of a normal copula's correlation.
fn rank(normal: f64) -> f64 {
    (6.0 / std::f64::consts::PI * libm::asin(normal / 2.0) * 1e3).round() / 1e3
}

/// A normal copula's correlation that gives a rank correlation.
fn copula(rank: f64) -> f64 {
    2.0 * libm::sin(std::f64::consts::PI * rank / 6.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn correlations_that_cannot_hold_together_are_drawn_towards_none() {
        let keys: Vec<String> = ["a", "b", "c"].map(String::from).to_vec();
        let impossible = DMatrix::from_row_slice(3, 3, &[1.0, 0.9, 0.9, 0.9, 1.0, -0.9, 0.9, -0.9, 1.0]);
        let pairs = strong(&impossible, &keys, &[]);
        assert_eq!(pairs.len(), 3);
        assert!(pairs.iter().all(|(_, _, rank)| rank.abs() < 0.6), "{pairs:?}");
        assert!(strong(&DMatrix::identity(3, 3), &keys, &[]).is_empty());
        let beneath = [(format!("{} and {}", keys[0], keys[2]), 0.5)];
        let pairs = strong(&DMatrix::identity(3, 3), &keys, &beneath);
        assert_eq!(
            pairs,
            [(keys[0].clone(), keys[2].clone(), 0.0)],
            "the tie beneath is undone"
        );
    }

    #[test]
    fn errors_of_measures_that_read_one_list_go_together() {
        let scales = "measure,scale,noise,believed_drift,drift,persistence,group,why\nwaiting_list,log,0.01,0.03,,,list,a\n\
                      within_18_weeks,logit,0.05,0.1,,,-list,b\ndeaths,log,0.01,0.02,,,,c\n";
        let values = "measure,year,published,segment,basis,confidence,source\nwaiting_list,2011,5,a,level,v,s\n\
                      within_18_weeks,2012,0.9,a,level,v,s\ndeaths,2012,9,a,level,v,s\ndeaths,2010,9,b,change,v,s\n\
                      deaths,2011,9,b,change,v,s\n";
        let history = History::parse(values, scales).unwrap();
        let errors: Vec<Discrepancy> = history.series.iter().map(|series| series.believed).collect();
        let targets = targets(&history, 2010);
        let of = |a: usize, b: usize| shared(&targets[a], &targets[b], 2010, &errors);
        let [list, share, deaths, change] = [0, 1, 3, 2];
        // Two years of drift are shared by a value of 2011 and one of 2012, and a step goes on in part; more waiting goes with fewer within the limit.
        assert!(
            (of(list, share) + TOGETHER * 0.03 * 0.1 * steps(errors[list].persistence, 2, 3)).abs() < 1e-12,
            "{}",
            of(list, share)
        );
        assert_eq!(of(list, deaths), 0.0);
        assert!((of(list, list) - (0.03 * 0.03 * steps(errors[0].persistence, 2, 2) + 0.01 * 0.01)).abs() < 1e-12);
        // A change holds the noise of both of its years.
        assert!(
            (of(change, change) - (0.02 * 0.02 + 2.0 * 0.01 * 0.01)).abs() < 1e-12,
            "{}",
            of(change, change)
        );
    }
}
