//! What it would be worth to know some of the assumptions: the expected value of partial perfect information.
//!
//! Given draws, the net benefit of each option over the first is regressed on the assumptions (Strong, Oakley and Brennan,
//! *Medical Decision Making* 34, 2014): what the regression expects is what one would believe knowing them. The standard error
//! has two parts: how sure the regression's coefficients are (they are drawn again and again), and how many draws the mean of
//! the best is taken over.

use nalgebra::{Cholesky, DMatrix, DVector};
use rand::SeedableRng;
use rand::distr::{Distribution, Open01};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

use super::curves::perfect;
use crate::analysis::ranks::{mean, variance};
use crate::analysis::regression::{Curve, Fit, Sparse, Surface, surface};
use crate::scenario::inverse::normal_quantile;

/// Times the coefficients are drawn again.
const AGAIN: usize = 200;
/// Draws of which the coefficients' sureness is worked out, at most: evenly picked.
const SEEN: usize = 2_000;

/// What would be known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Known {
    /// Expected value of knowing it.
    pub value: f64,
    /// Its standard error.
    pub error: f64,
}

/// Some assumptions, unfolded for any number of questions.
#[derive(Clone, Debug)]
pub enum Partial<'a> {
    /// One.
    One(Box<Curve>),
    /// A few.
    Few(Box<Surface>),
    /// Many.
    Many(Vec<&'a [f64]>),
}

/// What is expected, and how sure it is: the expectation in some other fits as likely.
struct Expected {
    draws: Vec<f64>,
    /// At the draws seen: fits drawn again less the fit.
    others: Vec<Vec<f64>>,
}

fn normals(seed: u64, count: usize) -> Vec<f64> {
    let mut stream = ChaCha8Rng::seed_from_u64(seed);
    (0..count)
        .map(|_| normal_quantile(Open01.sample(&mut stream)))
        .collect()
}

/// Fits drawn again: coefficients with the spread of the fit, told at the draws seen.
fn drawn_again(fit: &Fit, seed: u64, tell: &dyn Fn(&DVector<f64>) -> Vec<f64>) -> Vec<Vec<f64>> {
    let size = fit.coefficients.len();
    let Some(factor) = Cholesky::new(&fit.spread * fit.variance.max(f64::MIN_POSITIVE)) else {
        return Vec::new();
    };
    let lower: DMatrix<f64> = factor.l();
    let numbers = normals(seed, size * AGAIN);
    (0..AGAIN)
        .map(|time| {
            let away = &lower * DVector::from_column_slice(&numbers[time * size..(time + 1) * size]);
            tell(&away)
        })
        .collect()
}

/// The draws at which sureness is worked out, evenly picked.
fn seen(draws: usize) -> Vec<usize> {
    let count = SEEN.min(draws);
    (0..count).map(|at| at * draws / count).collect()
}

fn picked(values: &[f64]) -> Vec<f64> {
    seen(values.len()).into_iter().map(|at| values[at]).collect()
}

impl<'a> Partial<'a> {
    /// Unfolds some assumptions.
    pub fn new(assumptions: &[&'a [f64]]) -> Partial<'a> {
        match assumptions {
            [one] => Partial::One(Box::new(Curve::new(one))),
            few if few.len() <= surface::MOST => Partial::Few(Box::new(Surface::new(few))),
            many => Partial::Many(many.to_vec()),
        }
    }

    fn expected(&self, response: &[f64], seed: u64) -> Expected {
        let middle = mean(response);
        let centred: Vec<f64> = response.iter().map(|value| value - middle).collect();
        let about = |draws: Vec<f64>| -> Vec<f64> {
            // A fit has the mean of what it fits; what a ridge took from it is given back.
            let off = mean(&draws);
            draws.into_iter().map(|value| value - off + middle).collect()
        };
        let nothing = || Expected {
            draws: vec![middle; response.len()],
            others: Vec::new(),
        };
        let places = seen(response.len());
        match self {
            Partial::One(curve) if !curve.varies() => nothing(),
            Partial::One(curve) => curve.fit(&centred).map_or_else(nothing, |fit| Expected {
                draws: about(curve.expected(&fit.coefficients)),
                others: drawn_again(&fit, seed, &|away| curve.expected_at(away, &places)),
            }),
            Partial::Few(surface) => surface.fit(&centred).map_or_else(nothing, |fit| Expected {
                draws: about(surface.expected(&fit.coefficients)),
                others: drawn_again(&fit, seed, &|away| surface.expected_at(away, &places)),
            }),
            Partial::Many(columns) => {
                let sparse = Sparse::new(columns, &centred);
                let spread = sparse.variance.sqrt();
                let size = sparse.directions.len();
                let numbers = normals(seed, size * AGAIN);
                let directions: Vec<Vec<f64>> = sparse.directions.iter().map(|along| picked(along)).collect();
                let others = (0..AGAIN)
                    .map(|time| {
                        let mut away = vec![0.0; places.len()];
                        for (along, number) in directions.iter().zip(&numbers[time * size..]) {
                            away.iter_mut()
                                .zip(along)
                                .for_each(|(value, along)| *value += spread * number * along);
                        }
                        away
                    })
                    .collect();
                Expected {
                    draws: about(sparse.expected),
                    others,
                }
            }
        }
    }

    /// The value of knowing them, from net benefits: option × draw.
    pub fn value_of(&self, nets: &[Vec<f64>]) -> Known {
        let Some((first, rest)) = nets.split_first() else {
            return Known { value: 0.0, error: 0.0 };
        };
        // Of the first option nothing is regressed: only differences decide.
        let fits: Vec<Expected> = rest
            .iter()
            .enumerate()
            .map(|(at, net)| {
                let less: Vec<f64> = net.iter().zip(first).map(|(net, first)| net - first).collect();
                self.expected(&less, at as u64 + 1)
            })
            .collect();
        let all = perfect(nets);
        let draws: Vec<&[f64]> = fits.iter().map(|fit| fit.draws.as_slice()).collect();
        let (value, sampling) = worth_knowing(&draws);
        let seen: Vec<Vec<f64>> = fits.iter().map(|fit| picked(&fit.draws)).collect();
        let values: Vec<f64> = (0..AGAIN)
            .filter(|_| fits.iter().all(|fit| fit.others.len() == AGAIN))
            .collect::<Vec<_>>()
            .into_par_iter()
            .map(|time| {
                let other: Vec<Vec<f64>> = fits
                    .iter()
                    .zip(&seen)
                    .map(|(fit, seen)| {
                        seen.iter()
                            .zip(&fit.others[time])
                            .map(|(draw, away)| draw + away)
                            .collect()
                    })
                    .collect();
                let other: Vec<&[f64]> = other.iter().map(Vec::as_slice).collect();
                worth_knowing(&other).0
            })
            .collect();
        Known {
            // Nobody can learn more than all there is to know, or be harmed by it.
            value: value.clamp(0.0, all.max(0.0)),
            error: (variance(&values) + sampling * sampling).sqrt(),
        }
    }
}

/// Mean of the best in each draw, less the best of the means, of expected net benefits over the first option (nought); with the
/// standard error of the mean.
fn worth_knowing(nets: &[&[f64]]) -> (f64, f64) {
    let draws = nets.first().map_or(0, |net| net.len());
    let means: Vec<f64> = nets.iter().map(|net| mean(net)).collect();
    let (mut choice, mut best) = (None, 0.0);
    for (option, mean) in means.iter().enumerate() {
        if *mean > best {
            (choice, best) = (Some(option), *mean);
        }
    }
    let gains: Vec<f64> = (0..draws)
        .map(|draw| {
            let most = nets.iter().map(|net| net[draw]).fold(0.0, f64::max);
            most - choice.map_or(0.0, |option| nets[option][draw])
        })
        .collect();
    if gains.is_empty() {
        return (0.0, 0.0);
    }
    (mean(&gains), (variance(&gains) / draws as f64).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::ranks::chance;

    /// Two normal assumptions of means 1 and 0 and standard deviations 1 and 2.
    fn two_normals(draws: usize) -> [Vec<f64>; 2] {
        let one = |stream: u64, mean: f64, spread: f64| -> Vec<f64> {
            (0..draws)
                .map(|at| mean + spread * normal_quantile(chance(stream, at)))
                .collect()
        };
        [one(1, 1.0, 1.0), one(2, 0.0, 2.0)]
    }

    #[test]
    fn two_normal_assumptions_have_the_values_of_the_closed_form() {
        let [p1, p2] = two_normals(20_000);
        for (k, evpi, first, second) in [
            (1.0, 0.479_810_706_3, 0.083_315_470_6, 0.395_593_114_8),
            (2.0, 0.399_282_456_7, 0.166_630_941_2, 0.166_630_941_2),
            (3.0, 0.409_463_416_0, 0.249_946_411_8, 0.058_613_587_5),
        ] {
            let nets = vec![
                vec![0.0; p1.len()],
                p1.iter().zip(&p2).map(|(a, b)| k * a - b).collect(),
            ];
            assert!((perfect(&nets) - evpi).abs() < 0.03, "k = {k}: {}", perfect(&nets));
            for (assumption, truth) in [(&p1, first), (&p2, second)] {
                let known = Partial::new(&[assumption]).value_of(&nets);
                assert!(
                    (known.value - truth).abs() < 3.0 * known.error && known.error < 0.02,
                    "k = {k}: {known:?}, not {truth}"
                );
            }
            let both = Partial::new(&[&p1, &p2]).value_of(&nets);
            assert!(
                (both.value - perfect(&nets)).abs() < 0.002,
                "k = {k}: {both:?}, not {evpi}"
            );
        }
    }

    #[test]
    fn many_together_are_worth_what_matters_among_them_and_what_never_varies_nothing() {
        let [p1, p2] = two_normals(4_000);
        let idle: Vec<Vec<f64>> = [2f64, 3.0, 5.0, 7.0, 11.0]
            .iter()
            .map(|root| (0..4_000).map(|at| (f64::from(at) * root.sqrt()).fract()).collect())
            .collect();
        let nets = vec![vec![0.0; 4_000], p1.iter().zip(&p2).map(|(a, b)| a - b).collect()];
        let mut columns: Vec<&[f64]> = idle.iter().map(Vec::as_slice).collect();
        assert!(Partial::new(&columns).value_of(&nets).value < 0.02);
        columns.push(&p2);
        let known = Partial::new(&columns).value_of(&nets);
        assert!((known.value - 0.395_593).abs() < 0.05, "{known:?}");
        let constant = vec![3.0; 4_000];
        assert_eq!(Partial::new(&[&constant]).value_of(&nets).value, 0.0);
    }
}
