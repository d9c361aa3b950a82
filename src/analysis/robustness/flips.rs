//! Flips: the value of one assumption at which two scenarios change places, all other assumptions at their medians.
//!
//! The same few draws of luck are used at every value, so that what moves the difference is the assumption. Differences
//! that stay within their own sampling noise all along the range, or too small to matter, are said to be unclear and no flip
//! is told of them.

use rayon::prelude::*;

use super::levers::{Lever, pairs};
use super::rows::NEGLIGIBLE;
use super::sample::{Ended, Question, sample};
use super::turn::{Turn, turns};
use crate::measures::Handle;
use crate::projection::{Engine, Plans, Progress, RunError};
use crate::scenario::Catalogue;

/// Differences smaller than this share of the level are rounding.
const ROUNDING: f64 = 1e-7;
/// Standard errors of luck that the largest difference must exceed to be clear.
const CLEAR: f64 = 2.0;

/// What a scan found.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// The order turns at these values.
    Flips(Vec<Turn>),
    /// The order is the same all along.
    Holds,
    /// There is no difference all along.
    Same,
    /// The difference is within sampling noise, or negligible, all along.
    Unclear,
}

impl Outcome {
    /// The words used in files.
    pub fn word(&self) -> &'static str {
        match self {
            Outcome::Flips(_) => "flips",
            Outcome::Holds => "does not flip",
            Outcome::Same => "no difference",
            Outcome::Unclear => "unclear",
        }
    }
}

/// One assumption scanned for one measure and pair of scenarios.
#[derive(Clone, Debug, PartialEq)]
pub struct Flip {
    /// The measure.
    pub measure: Handle,
    /// Position of the scenario.
    pub scenario: usize,
    /// Position of the one it is compared with.
    pub against: usize,
    /// The assumption and its range.
    pub lever: Lever,
    /// Difference at the low end.
    pub at_low: f64,
    /// Difference where the assumption stands.
    pub at_central: f64,
    /// Difference at the high end.
    pub at_high: f64,
    /// What was found.
    pub outcome: Outcome,
}

/// Values and noise of every pair and measure at one value of an assumption.
struct At {
    mean: Vec<f64>,
    error: Vec<f64>,
    level: Vec<f64>,
}

/// Hands on the wish to stop, and keeps the count of draws to itself.
struct Quiet<'a>(&'a dyn Progress);

impl Progress for Quiet<'_> {
    fn done(&self, _draws: usize) {}
    fn stop(&self) -> bool {
        self.0.stop()
    }
}

/// How closely to look.
#[derive(Clone, Copy, Debug)]
pub struct Effort {
    /// Draws of luck at each value.
    pub luck: usize,
    /// Values of the first look, the ends of the range among them.
    pub grid: usize,
}

/// Scans every lever; `progress` counts levers.
pub fn flips(
    engine: &Engine,
    levers: &[Lever],
    question: &Question,
    effort: Effort,
    catalogue: &Catalogue,
    progress: &dyn Progress,
) -> Result<Vec<Flip>, Ended> {
    let centred = engine.plans.changed(|scenario| scenario.at_centre());
    let scan = Scan {
        engine,
        centred,
        question: Question {
            draws: effort.luck,
            ..question.clone()
        },
        catalogue,
        quiet: Quiet(progress),
    };
    let found: Result<Vec<Vec<Flip>>, Ended> = levers
        .par_iter()
        .enumerate()
        .map(|(done, lever)| {
            let flips = scan.lever(lever, effort.grid);
            progress.done(done);
            flips
        })
        .collect();
    let mut flips: Vec<Flip> = found?.into_iter().flatten().collect();
    // Measures in the order asked, then pairs, then levers.
    let place = |flip: &Flip| {
        question
            .measures
            .iter()
            .position(|measure| measure.handle == flip.measure)
    };
    flips.sort_by_key(|flip| (place(flip), flip.against, flip.scenario));
    Ok(flips)
}

struct Scan<'a> {
    engine: &'a Engine,
    centred: Plans,
    question: Question,
    catalogue: &'a Catalogue,
    quiet: Quiet<'a>,
}

impl Scan<'_> {
    /// Every value in one engine: worlds of one draw share what they start alike with.
    fn at(&self, lever: &Lever, values: &[f64]) -> Result<Vec<At>, Ended> {
        let plans = self.centred.copies(values.len(), |copy, scenario| {
            // A scenario without the assumption (a programme it has not) stays as it is.
            let held = scenario.holding(&lever.key, values[copy], self.catalogue);
            held.unwrap_or_else(|| scenario.clone())
        });
        let engine = Engine {
            plans,
            sampler: self.engine.sampler,
            people: self.engine.people,
            years: self.engine.years,
        };
        let sampled = sample(&engine, &self.question, &self.quiet)?;
        let scenarios = self.engine.shown().len();
        let of = |copy: usize| {
            let (mut mean, mut error, mut level) = (Vec::new(), Vec::new(), Vec::new());
            for (scenario, against) in pairs(scenarios) {
                for measure in 0..self.question.measures.len() {
                    let (a, b) = (copy * scenarios + scenario, copy * scenarios + against);
                    let differences = sampled.difference(a, b, measure);
                    let draws = differences.len() as f64;
                    let middle = differences.iter().sum::<f64>() / draws;
                    let squares: f64 = differences.iter().map(|value| (value - middle).powi(2)).sum();
                    mean.push(middle);
                    error.push(if draws > 1.0 {
                        (squares / (draws - 1.0) / draws).sqrt()
                    } else {
                        0.0
                    });
                    level.push(
                        sampled
                            .of(b, measure)
                            .iter()
                            .map(|value| value.abs())
                            .fold(0.0, f64::max),
                    );
                }
            }
            At { mean, error, level }
        };
        Ok((0..values.len()).map(of).collect())
    }

    fn lever(&self, lever: &Lever, grid: usize) -> Result<Vec<Flip>, Ended> {
        if self.quiet.stop() {
            return Err(RunError::Stopped);
        }
        let last = (grid.max(2) - 1) as f64;
        let mut values: Vec<f64> = (0..grid.max(2))
            .map(|point| lever.low + (lever.high - lever.low) * point as f64 / last)
            .collect();
        // The ends and the middle first: an assumption that these scenarios never read moves nothing, and is soon done.
        let mut first = self.at(lever, &[lever.low, lever.high, lever.central])?;
        let (Some(central), Some(high), Some(low)) = (first.pop(), first.pop(), first.pop()) else {
            return Ok(Vec::new());
        };
        let mut points = vec![low];
        if points[0].mean == central.mean && high.mean == central.mean {
            values = vec![lever.low, lever.high];
        } else {
            points.extend(self.at(lever, &values[1..values.len() - 1])?);
        }
        points.push(high);
        let series = central.mean.len();
        let largest = |of: &dyn Fn(&At) -> f64| points.iter().map(of).fold(0.0, f64::max);
        let dead: Vec<f64> = (0..series).map(|s| ROUNDING * largest(&|at| at.level[s])).collect();
        let means: Vec<Vec<f64>> = points.iter().map(|at| at.mean.clone()).collect();
        let clear: Vec<Vec<bool>> = points
            .iter()
            .map(|at| {
                (0..series)
                    .map(|s| at.mean[s].abs() > (CLEAR * at.error[s]).max(NEGLIGIBLE * at.level[s]))
                    .collect()
            })
            .collect();
        let mut evaluate = |new: &[f64]| -> Result<Vec<Vec<f64>>, Ended> {
            Ok(self.at(lever, new)?.into_iter().map(|at| at.mean).collect())
        };
        let turned = turns(&values, &means, &clear, &dead, &mut evaluate)?;
        let measures = &self.question.measures;
        let mut found = Vec::new();
        for (pair, (scenario, against)) in pairs(self.engine.shown().len()).into_iter().enumerate() {
            for (at, measure) in measures.iter().enumerate() {
                let s = pair * measures.len() + at;
                let undefined = points.iter().any(|at| at.mean[s].is_nan());
                let outcome = if points.iter().all(|at| at.mean[s].abs() <= dead[s]) {
                    Outcome::Same
                } else if undefined || clear.iter().all(|clear| !clear[s]) {
                    Outcome::Unclear
                } else if turned[s].is_empty() {
                    Outcome::Holds
                } else {
                    Outcome::Flips(turned[s].clone())
                };
                found.push(Flip {
                    measure: measure.handle,
                    scenario,
                    against,
                    lever: lever.clone(),
                    at_low: means[0][s],
                    at_central: central.mean[s],
                    at_high: means[means.len() - 1][s],
                    outcome,
                });
            }
        }
        Ok(found)
    }
}
