//! What the model does not know: a drift of the truth away from it, year by year.
//!
//! A model that fits its past exactly would still be wrong tomorrow. Each series therefore carries a drift on its scale (Kennedy and
//! O'Hagan 2001 call the difference *model discrepancy*): each year adds a step, and a step goes on in part into the next year, because what a model
//! lacks one year it mostly lacks the next. To it comes noise that does not last: a hard winter, the days on which a month ends. Size and
//! persistence of the steps are believed before calibration and found by leaving the future out ([`super::folds`]).
//! What published values up to a year say of the drift after it follows from both ([`Known`]).

use nalgebra::{DMatrix, DVector};

use crate::scenario::Sampler;
use crate::scenario::inverse::normal_quantile;

/// Correlation of a year's step with that of the year before, as believed where no forecast has yet been held against what followed.
pub const BELIEVED_PERSISTENCE: f64 = 0.2;

/// How sure the belief about the size of a series' movements is: standard deviation of its logarithm.
pub const BELIEF: f64 = 0.6;

/// How many errors tell as much of their size as is believed of it: the logarithm of a standard deviation that is found from n errors has a variance of
/// about 1/2n. The same for the model and its rivals.
pub const BELIEF_IN_ERRORS: f64 = 1.0 / (2.0 * BELIEF * BELIEF);

/// Drift and noise of a series, as standard deviations on its scale.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Discrepancy {
    /// What is added in a year and lasts.
    pub drift: f64,
    /// What is gone in the next.
    pub noise: f64,
    /// Correlation of what is added in a year with what was added in the year before.
    pub persistence: f64,
}

/// Covariance of two sums of steps of size one, over the first years and over the second.
pub fn steps(persistence: f64, first: u16, second: u16) -> f64 {
    (0..first)
        .flat_map(|one| (0..second).map(move |other| i32::from(one.abs_diff(other))))
        .map(|apart| libm::pow(persistence, f64::from(apart)))
        .sum()
}

impl Discrepancy {
    /// Covariance of the drift after `first` and after `second` years.
    pub fn drifted(self, first: u16, second: u16) -> f64 {
        self.drift * self.drift * steps(self.persistence, first, second)
    }
    /// Covariance of the differences after `first` and `second` years of drift.
    pub fn covariance(self, first: u16, second: u16) -> f64 {
        let noise = if first == second { self.noise * self.noise } else { 0.0 };
        self.drifted(first, second) + noise
    }
    /// Standard deviation of what is published from one year to the next: a step, and the noise of both years.
    pub fn moves(self) -> f64 {
        libm::sqrt(self.drift * self.drift + 2.0 * self.noise * self.noise)
    }
    /// Standard deviation of the difference after some years.
    pub fn spread(self, years: u16) -> f64 {
        libm::sqrt(self.covariance(years, years))
    }
}

/// What published values say of the drift after them: the best linear guess from the differences seen, and what stays open.
#[derive(Clone, Debug, PartialEq)]
pub struct Known {
    /// Years wanted × differences seen.
    weights: DMatrix<f64>,
    /// Covariance of the drift in the years wanted that stays unknown.
    pub left: DMatrix<f64>,
    /// Its lower root.
    root: DMatrix<f64>,
}

impl Known {
    /// From differences seen after so many years of drift each, about the drift after the years `wanted`. Where differences are changes since a
    /// first year (`changes`), the noise of that year is in all of them.
    pub fn new(discrepancy: Discrepancy, seen: &[u16], wanted: &[u16], changes: bool) -> Known {
        let common = if changes {
            discrepancy.noise * discrepancy.noise
        } else {
            0.0
        };
        let between = |one: &[u16], other: &[u16]| {
            DMatrix::from_fn(one.len(), other.len(), |a, b| {
                discrepancy.drifted(one[a], other[b]) + common
            })
        };
        let (own, cross) = (between(wanted, wanted), between(wanted, seen));
        let mut of_seen = between(seen, seen);
        for at in 0..seen.len() {
            of_seen[(at, at)] += discrepancy.noise * discrepancy.noise;
        }
        let weights = match of_seen.cholesky().filter(|_| !seen.is_empty()) {
            Some(of_seen) => of_seen.solve(&cross.transpose()).transpose(),
            None => DMatrix::zeros(wanted.len(), seen.len()),
        };
        let left = &own - &weights * cross.transpose();
        Known {
            root: root(&left),
            weights,
            left,
        }
    }
    /// The guess for one world, from its differences: the drift in each year wanted.
    pub fn guess(&self, differences: &[f64]) -> DVector<f64> {
        &self.weights * DVector::from_column_slice(differences)
    }
    /// What stays unknown, as standard normal numbers have it.
    pub fn open(&self, chances: &[f64]) -> DVector<f64> {
        &self.root * DVector::from_column_slice(chances)
    }
}

/// The lower root of a covariance, brought just inside the positive ones where rounding left it outside.
fn root(covariance: &DMatrix<f64>) -> DMatrix<f64> {
    let largest = covariance.diagonal().iter().copied().fold(f64::MIN_POSITIVE, f64::max);
    let jitter = DMatrix::identity(covariance.nrows(), covariance.nrows()) * (largest * f64::EPSILON.sqrt());
    (covariance + jitter).cholesky().map_or_else(
        || DMatrix::zeros(covariance.nrows(), covariance.nrows()),
        |root| root.l(),
    )
}

/// A standard normal number that belongs to a draw, a name and a year.
pub fn normal(sampler: &Sampler, name: &str, year: u16, draw: u64) -> f64 {
    normal_quantile(sampler.uniform(&format!("drift of {name} in {year}"), draw))
}

/// The drift of a draw over `years` years from `from` on, one value a year, the first after a year of drift; noise apart.
pub fn walk(sampler: &Sampler, name: &str, found: Discrepancy, from: u16, years: u16, draw: u64) -> Vec<f64> {
    let fresh = libm::sqrt(1.0 - found.persistence * found.persistence);
    let (mut sum, mut step) = (0.0, 0.0);
    (0..years)
        .map(|after| {
            let chance = found.drift * normal(sampler, name, from + after, draw);
            step = if after == 0 {
                chance
            } else {
                found.persistence * step + fresh * chance
            };
            sum += step;
            sum
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(drift: f64, noise: f64, persistence: f64) -> Discrepancy {
        Discrepancy {
            drift,
            noise,
            persistence,
        }
    }

    #[test]
    fn a_walk_spreads_as_its_covariance_says() {
        let sampler = Sampler::plain(3);
        let (years, draws) = (10, 4_000);
        for persistence in [0.0, 0.6] {
            let discrepancy = of(0.05, 0.0, persistence);
            let ends: Vec<f64> = (0..draws)
                .filter_map(|draw| walk(&sampler, "waiting_list", discrepancy, 2010, years, draw).pop())
                .collect();
            let mean = ends.iter().sum::<f64>() / draws as f64;
            let sd = libm::sqrt(ends.iter().map(|end| (end - mean) * (end - mean)).sum::<f64>() / draws as f64);
            assert!(mean.abs() < 0.02, "{mean}");
            assert!((sd / discrepancy.spread(years) - 1.0).abs() < 0.05, "{sd}");
        }
    }

    #[test]
    fn without_noise_the_last_value_says_all_and_with_much_it_says_little() {
        let seen = [1, 2, 3, 4, 5, 6];
        let differences = [0.0, 0.0, 0.0, 0.0, 0.0, 0.1];
        let known = |noise: f64| Known::new(of(0.01, noise, 0.0), &seen, &[6, 8], false);
        let guess = |noise: f64| known(noise).guess(&differences)[0];
        assert!((guess(0.0) - 0.1).abs() < 1e-9);
        assert!((0.0..0.05).contains(&guess(0.03)), "{}", guess(0.03));
        assert!(known(0.0).left[(0, 0)].abs() < 1e-12);
        assert!((known(0.0).left[(1, 1)] - 2.0 * 0.01 * 0.01).abs() < 1e-12);
        let nothing = Known::new(of(0.01, 0.0, 0.0), &[], &[4], false);
        assert!((nothing.left[(0, 0)] - 0.02 * 0.02).abs() < 1e-12 && nothing.guess(&[])[0] == 0.0);
    }

    #[test]
    fn a_drift_that_persists_goes_on_after_what_was_seen_and_one_that_does_not_stays() {
        let seen = [1, 2, 3];
        let differences = [0.01, 0.02, 0.03];
        let ahead = |persistence: f64| {
            let known = Known::new(of(0.01, 0.0, persistence), &seen, &[4, 6], false);
            let guess = known.guess(&differences);
            (guess[0], guess[1])
        };
        let (near, far) = ahead(0.6);
        assert!((near - 0.036).abs() < 1e-6 && far > near && far < 0.046, "{near} {far}");
        let (near, far) = ahead(0.0);
        assert!((near - 0.03).abs() < 1e-6 && (far - 0.03).abs() < 1e-6);
    }
}
