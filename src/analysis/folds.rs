//! How far the truth drifts from the model, found by leaving the future out.
//!
//! What a fit leaves of the years that it was fitted to says too little of the years after: a fit bends. The model is therefore calibrated to what was
//! known at the end of each earlier year, and its forecasts of the next years are held against what followed. The drift of a series is the
//! one under which those forecasts were most likely, beside what was believed of it; how far a year's step goes on into the next is found
//! from all series together, since one alone has too few years to tell. A value that is forecast from several years counts once in all.
//!
//! The drift is not all that a forecast is unsure of: early on most of it is what the assumptions leave open, and nothing says that those who believed
//! them were neither too sure nor too modest. So the spread of all of it is held against the same errors, as a rival's is against its own
//! ([`Found::spreads`]).

use nalgebra::{DMatrix, DVector};

use super::discrepancy::{BELIEF, BELIEF_IN_ERRORS, BELIEVED_PERSISTENCE, Discrepancy, Known};
use super::ensemble::{Ensemble, EnsembleError};
use super::history::{Basis, History, Point, Series};
use crate::measures::Handle;

/// Years that a fold forecasts.
pub const AHEAD: u16 = 3;
/// Drifts that are tried, against the believed one.
const TRIED: [f64; 9] = [0.25, 0.35, 0.5, 0.7, 1.0, 1.4, 2.0, 2.8, 4.0];
/// Persistences that are tried.
const PERSISTENCES: [f64; 6] = [0.0, 0.1, 0.2, 0.35, 0.5, 0.7];
/// The same of the persistence.
const BELIEF_OF_PERSISTENCE: f64 = 0.2;

/// A forecast that knows nothing later than its origin.
#[derive(Clone, Debug)]
pub struct Fold {
    /// Last year known to it.
    pub origin: u16,
    /// What the model, calibrated to that, makes of the years up to the last one known now.
    pub ensemble: Ensemble,
}

/// What the folds say.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// Drift of each series.
    pub drifts: Vec<(Handle, f64)>,
    /// Persistence, of all alike.
    pub persistence: f64,
    /// What the errors of each series' forecasts were over what the forecasts said they would be, the belief that they are as said counting as much as
    /// [`BELIEF_IN_ERRORS`] of them; 1 where there is none.
    pub spreads: Vec<(Handle, f64)>,
}

/// Values of one segment that a fold has seen, and those that it must forecast.
struct Task<'a> {
    series: &'a Series,
    /// Years of drift in each value seen and in each wanted.
    seen: Vec<u16>,
    wanted: Vec<u16>,
    changes: bool,
    /// Differences of truth and model by draw, of what was seen and of what was wanted.
    differences: Vec<(Vec<f64>, Vec<f64>)>,
    /// What each value counts, since it may be forecast from several origins.
    weight: f64,
}

/// Segments of a series whose values are read in one way: levels all together, changes by segment.
fn segments(series: &Series) -> Vec<(Vec<&Point>, bool)> {
    let levels: Vec<&Point> = series.levels().collect();
    let mut found = vec![(levels, false)];
    let mut names: Vec<&str> = Vec::new();
    for point in series.points.iter().filter(|point| point.basis == Basis::Change) {
        if !names.contains(&point.segment.as_str()) {
            names.push(&point.segment);
            let all = series.points.iter().filter(|other| other.segment == point.segment);
            found.push((all.collect(), true));
        }
    }
    found
}

fn tasks<'a>(series: &'a Series, folds: &[Fold]) -> Result<Vec<Task<'a>>, EnsembleError> {
    let mut tasks = Vec::new();
    for (points, changes) in segments(series) {
        for fold in folds {
            let start = fold.ensemble.start;
            let end = start + fold.ensemble.years as u16;
            let inside = |point: &&&Point| (start..end).contains(&point.year);
            let points: Vec<&Point> = points.iter().filter(inside).copied().collect();
            let Some(first) = points.first().map(|first| first.year) else {
                continue;
            };
            if changes && first > fold.origin {
                continue;
            }
            let drifted = |point: &Point| {
                if changes {
                    point.year - first
                } else {
                    point.year + 1 - start
                }
            };
            let told = |point: &&Point| !changes || point.year > first;
            let (seen, later): (Vec<&Point>, Vec<&Point>) = points
                .iter()
                .copied()
                .filter(told)
                .partition(|point| point.year <= fold.origin);
            let wanted: Vec<&Point> = later
                .into_iter()
                .filter(|point| point.year <= fold.origin + AHEAD)
                .collect();
            if wanted.is_empty() {
                continue;
            }
            let values = |year: u16| fold.ensemble.values(series.measure, year);
            let modelled = |point: &Point| -> Result<Vec<f64>, EnsembleError> {
                let now = values(point.year)?.into_iter().map(|value| series.scale.to(value));
                Ok(if changes {
                    let then = values(first)?;
                    now.zip(then).map(|(now, then)| now - series.scale.to(then)).collect()
                } else {
                    now.collect()
                })
            };
            let base = if changes { series.scale.to(points[0].value) } else { 0.0 };
            let of = |point: &Point| -> Result<Vec<f64>, EnsembleError> {
                let truth = series.scale.to(point.value) - base;
                Ok(modelled(point)?.into_iter().map(|value| truth - value).collect())
            };
            let all = |points: &[&Point]| {
                points
                    .iter()
                    .map(|point| of(point))
                    .collect::<Result<Vec<Vec<f64>>, _>>()
            };
            let columns = [all(&seen)?, all(&wanted)?];
            let draws = columns[1].first().map_or(0, Vec::len);
            let row = |columns: &[Vec<f64>], draw: usize| columns.iter().map(|column| column[draw]).collect();
            tasks.push(Task {
                series,
                seen: seen.iter().map(|point| drifted(point)).collect(),
                wanted: wanted.iter().map(|point| drifted(point)).collect(),
                changes,
                differences: (0..draws)
                    .map(|draw| (row(&columns[0], draw), row(&columns[1], draw)))
                    .collect(),
                weight: 1.0,
            });
        }
    }
    let forecasts: usize = tasks.iter().map(|task| task.wanted.len()).sum();
    let mut distinct: Vec<(bool, u16)> = tasks
        .iter()
        .flat_map(|task| task.wanted.iter().map(|years| (task.changes, *years)))
        .collect();
    distinct.sort_unstable();
    distinct.dedup();
    for task in &mut tasks {
        task.weight = distinct.len() as f64 / forecasts.max(1) as f64;
    }
    Ok(tasks)
}

impl Task<'_> {
    /// Mean of what was missed, and the covariance that was to be expected of it, under a drift and persistence.
    fn missed(&self, drift: f64, persistence: f64) -> (DVector<f64>, DMatrix<f64>) {
        let discrepancy = Discrepancy {
            drift,
            persistence,
            noise: self.series.believed.noise,
        };
        let known = Known::new(discrepancy, &self.seen, &self.wanted, self.changes);
        let count = self.wanted.len();
        let missed: Vec<DVector<f64>> = self
            .differences
            .iter()
            .map(|(seen, wanted)| DVector::from_column_slice(wanted) - known.guess(seen))
            .collect();
        let draws = missed.len() as f64;
        let mean = missed.iter().sum::<DVector<f64>>() / draws;
        let mut covariance = known.left.clone();
        for one in &missed {
            let apart = one - &mean;
            covariance += &apart * apart.transpose() / (draws - 1.0).max(1.0);
        }
        covariance += DMatrix::identity(count, count) * (discrepancy.noise * discrepancy.noise);
        (mean, covariance)
    }

    /// Logarithm of the likelihood of what followed, under a drift and persistence.
    fn likelihood(&self, drift: f64, persistence: f64) -> f64 {
        let (mean, covariance) = self.missed(drift, persistence);
        match covariance.cholesky() {
            Some(root) => {
                let determinant: f64 = root.l_dirty().diagonal().iter().map(|at| libm::log(*at)).sum();
                -determinant - mean.dot(&root.solve(&mean)) / 2.0
            }
            None => f64::NEG_INFINITY,
        }
    }

    /// Sum of the squares of what was missed, each error in standard deviations of what was left open once the others are known, and their number; both
    /// weighted.
    fn squares(&self, drift: f64, persistence: f64) -> (f64, f64) {
        let (mean, covariance) = self.missed(drift, persistence);
        covariance.cholesky().map_or((0.0, 0.0), |root| {
            let squares = mean.dot(&root.solve(&mean));
            (self.weight * squares, self.weight * mean.len() as f64)
        })
    }
}

/// Errors over what was said of them: the root mean square of both and of what is believed, that they are alike.
fn spread(tasks: &[Task], drift: f64, persistence: f64) -> f64 {
    let (squares, count) = tasks
        .iter()
        .map(|task| task.squares(drift, persistence))
        .fold((0.0, 0.0), |(squares, count), (more, of)| (squares + more, count + of));
    libm::sqrt((BELIEF_IN_ERRORS + squares) / (BELIEF_IN_ERRORS + count))
}

/// The drifts and the persistence under which the folds' forecasts were most likely; what was believed where there is no fold.
pub fn found(history: &History, folds: &[Fold]) -> Result<Found, EnsembleError> {
    let tasks: Vec<Vec<Task>> = history
        .series
        .iter()
        .map(|series| tasks(series, folds))
        .collect::<Result<_, _>>()?;
    let best = |persistence: f64| -> (f64, Vec<f64>) {
        let from_belief = (persistence - BELIEVED_PERSISTENCE) / BELIEF_OF_PERSISTENCE;
        let mut sum = -from_belief * from_belief / 2.0;
        let mut drifts = Vec::new();
        for (series, tasks) in history.series.iter().zip(&tasks) {
            let (mut most, mut at) = (f64::NEG_INFINITY, 1.0);
            for tried in TRIED {
                let from_belief = libm::log(tried) / BELIEF;
                let told: f64 = tasks
                    .iter()
                    .map(|task| task.weight * task.likelihood(series.believed.drift * tried, persistence))
                    .sum();
                let likely = told - from_belief * from_belief / 2.0;
                if likely > most {
                    (most, at) = (likely, tried);
                }
            }
            sum += if tasks.is_empty() { 0.0 } else { most };
            drifts.push(series.believed.drift * at);
        }
        (sum, drifts)
    };
    let mut chosen = (BELIEVED_PERSISTENCE, best(BELIEVED_PERSISTENCE));
    for persistence in PERSISTENCES.into_iter().filter(|_| !folds.is_empty()) {
        let tried = best(persistence);
        if tried.0 > chosen.1.0 {
            chosen = (persistence, tried);
        }
    }
    let (persistence, (_, drifts)) = chosen;
    let measures = || history.series.iter().map(|series| series.measure);
    let spreads = tasks
        .iter()
        .zip(&drifts)
        .map(|(tasks, drift)| spread(tasks, *drift, persistence));
    Ok(Found {
        spreads: measures().zip(spreads).collect(),
        drifts: measures().zip(drifts.iter().copied()).collect(),
        persistence,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::Group;

    const SCALES: &str =
        "measure,scale,noise,believed_drift,drift,persistence,group,why\nwaiting_list,log,0.001,0.03,,,,a\n";

    fn history(values: &[f64]) -> History {
        let mut text = "measure,year,published,segment,basis,confidence,source\n".to_string();
        for (after, value) in values.iter().enumerate() {
            text += &format!("waiting_list,{},{value},a,level,verified,s\n", 2010 + after);
        }
        History::parse(&text, SCALES).unwrap()
    }

    /// Folds of a model that always says 100, give or take a little.
    fn flat(history: &History, years: usize) -> Vec<Fold> {
        (2011..2010 + years as u16 - 1)
            .map(|origin| Fold {
                origin,
                ensemble: Ensemble {
                    start: 2010,
                    years,
                    outputs: vec![(history.series[0].measure, Group::ALL)],
                    rows: [99.9, 100.0, 100.1].map(|value| vec![value; years]).to_vec(),
                },
            })
            .collect()
    }

    #[test]
    fn a_truth_that_stays_by_the_model_finds_a_small_drift_and_one_that_leaves_it_a_large_one() {
        let near = history(&[100.0, 100.3, 99.8, 100.1, 99.9, 100.2]);
        let far = history(&[100.0, 108.0, 96.0, 107.0, 93.0, 104.0]);
        let of = |history: &History| found(history, &flat(history, 6)).unwrap().drifts[0].1;
        assert!(of(&near) < 0.015, "{}", of(&near));
        assert!(of(&far) > 0.04, "{}", of(&far));
    }

    #[test]
    fn a_steady_departure_is_found_to_persist_and_a_jagged_one_is_not() {
        let steady = history(&[100.0, 103.0, 106.1, 109.3, 112.6, 116.0]);
        let jagged = history(&[100.0, 103.0, 100.0, 103.0, 100.0, 103.0]);
        let of = |history: &History| found(history, &flat(history, 6)).unwrap().persistence;
        assert!(of(&steady) > BELIEVED_PERSISTENCE, "{}", of(&steady));
        assert!(of(&jagged) < BELIEVED_PERSISTENCE, "{}", of(&jagged));
    }

    #[test]
    fn without_a_fold_what_was_believed_stands() {
        let history = history(&[100.0, 120.0]);
        let found = found(&history, &[]).unwrap();
        assert_eq!(found.drifts[0].1, 0.03);
        assert_eq!(found.persistence, BELIEVED_PERSISTENCE);
        assert_eq!(found.spreads[0].1, 1.0);
    }

    #[test]
    fn a_forecast_that_was_less_sure_than_it_errs_is_drawn_in_and_one_that_was_surer_is_drawn_out() {
        // A model that says 100, and how unsure of it; nothing is published of the first two years, so that nothing is known of where in its spread the
        // truth lies.
        let of = |values: &[f64], apart: f64| {
            let mut history = history(&[&[100.0, 100.0], values].concat());
            history.series[0].points.retain(|point| point.year >= 2012);
            let years = values.len() + 2;
            let row = |step: i32| vec![100.0 * libm::exp(apart * f64::from(step) / 29.0); years];
            let mut fold = flat(&history, years).remove(0);
            fold.ensemble.rows = (-50..=50).map(row).collect();
            found(&history, &[fold]).unwrap().spreads[0].1
        };
        let near = of(&[100.0; 3], 0.5);
        let least = |errors: f64| libm::sqrt(BELIEF_IN_ERRORS / (BELIEF_IN_ERRORS + errors));
        assert!((near - least(3.0)).abs() < 0.01, "{near}, not {}", least(3.0));
        let far = of(&[300.0; 3], 0.1);
        assert!(far > 1.3, "{far}");
        // The less often it was told, the nearer it stays to what was believed.
        let once = of(&[100.0], 0.5);
        assert!((once - least(1.0)).abs() < 0.01, "{once}, not {}", least(1.0));
    }
}
