//! What the model does not know: a drift of the truth away from it, year by year.
//!
//! A model that fits its past exactly would still be wrong tomorrow. Each series therefore carries a random walk on its scale (Kennedy and
//! O'Hagan 2001 call the difference *model discrepancy*; a walk, because what a model lacks one year it mostly lacks the next), with a standard
//! deviation per year that is believed before calibration and found in it, and noise that does not last: a hard winter, the days on which a month ends.
//! What published values up to a year say of the drift by then follows from the two ([`Known`]).

use nalgebra::{DMatrix, DVector};

use crate::scenario::Sampler;
use crate::scenario::inverse::normal_quantile;

/// Drift and noise of a series, as standard deviations on its scale.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Discrepancy {
    /// What is added in a year and lasts.
    pub drift: f64,
    /// What is gone in the next.
    pub noise: f64,
}

impl Discrepancy {
    /// Covariance of the differences after `first` and `second` years of drift.
    pub fn covariance(self, first: u16, second: u16) -> f64 {
        let noise = if first == second { self.noise * self.noise } else { 0.0 };
        self.drift * self.drift * f64::from(first.min(second)) + noise
    }
    /// Standard deviation of the difference after some years.
    pub fn spread(self, years: u16) -> f64 {
        libm::sqrt(self.covariance(years, years))
    }
}

/// What published values say of the drift at their end: the best linear guess from the differences seen.
#[derive(Clone, Debug, PartialEq)]
pub struct Known {
    weights: Vec<f64>,
    /// Standard deviation of what stays unknown.
    pub left: f64,
}

impl Known {
    /// From differences seen after so many years of drift each, about the drift after `end` years.
    pub fn new(discrepancy: Discrepancy, seen: &[u16], end: u16) -> Known {
        let drift = discrepancy.drift * discrepancy.drift;
        let own = drift * f64::from(end);
        let covariance = DMatrix::from_fn(seen.len(), seen.len(), |a, b| discrepancy.covariance(seen[a], seen[b]));
        let with_end = DVector::from_fn(seen.len(), |at, _| drift * f64::from(seen[at].min(end)));
        match covariance.cholesky().filter(|_| !seen.is_empty()) {
            Some(covariance) => {
                let weights = covariance.solve(&with_end);
                Known {
                    left: libm::sqrt((own - weights.dot(&with_end)).max(0.0)),
                    weights: weights.iter().copied().collect(),
                }
            }
            None => Known {
                weights: vec![0.0; seen.len()],
                left: libm::sqrt(own),
            },
        }
    }
    /// The guess for one world, from its differences.
    pub fn guess(&self, differences: &[f64]) -> f64 {
        self.weights
            .iter()
            .zip(differences)
            .map(|(weight, seen)| weight * seen)
            .sum()
    }
}

/// A standard normal number that belongs to a draw, a name and a year.
pub fn normal(sampler: &Sampler, name: &str, year: u16, draw: u64) -> f64 {
    normal_quantile(sampler.uniform(&format!("drift of {name} in {year}"), draw))
}

/// The drift of a draw over `years` years from `from` on, one value a year, the first after a year of drift; noise apart.
pub fn walk(sampler: &Sampler, name: &str, drift: f64, from: u16, years: u16, draw: u64) -> Vec<f64> {
    let mut sum = 0.0;
    (0..years)
        .map(|after| {
            sum += drift * normal(sampler, name, from + after, draw);
            sum
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_walk_spreads_as_its_covariance_says() {
        let sampler = Sampler::plain(3);
        let (years, draws) = (10, 4_000);
        let discrepancy = Discrepancy {
            drift: 0.05,
            noise: 0.0,
        };
        let ends: Vec<f64> = (0..draws)
            .filter_map(|draw| walk(&sampler, "waiting_list", discrepancy.drift, 2010, years, draw).pop())
            .collect();
        let mean = ends.iter().sum::<f64>() / draws as f64;
        let sd = libm::sqrt(ends.iter().map(|end| (end - mean) * (end - mean)).sum::<f64>() / draws as f64);
        assert!(mean.abs() < 0.01, "{mean}");
        assert!((sd / discrepancy.spread(years) - 1.0).abs() < 0.05, "{sd}");
    }

    #[test]
    fn without_noise_the_last_value_says_all_and_with_much_it_says_little() {
        let seen = [1, 2, 3, 4, 5, 6];
        let differences = [0.0, 0.0, 0.0, 0.0, 0.0, 0.1];
        let guess = |noise| Known::new(Discrepancy { drift: 0.01, noise }, &seen, 6).guess(&differences);
        assert!((guess(0.0) - 0.1).abs() < 1e-9);
        assert!((0.0..0.05).contains(&guess(0.03)), "{}", guess(0.03));
        assert_eq!(
            Known::new(
                Discrepancy {
                    drift: 0.01,
                    noise: 0.0
                },
                &seen,
                6
            )
            .left,
            0.0
        );
        let nothing = Known::new(
            Discrepancy {
                drift: 0.01,
                noise: 0.0,
            },
            &[],
            4,
        );
        assert!((nothing.left - 0.02).abs() < 1e-12 && nothing.guess(&[]) == 0.0);
    }
}
