//! What the model does not know: a drift of the truth away from it, year by year.
//!
//! A model that fits its past exactly would still be wrong tomorrow. Each series therefore carries a random walk on its scale (Kennedy and
//! O'Hagan 2001 call the difference *model discrepancy*; a walk, because what a model lacks one year it mostly lacks the next), with a standard
//! deviation per year that is believed before calibration and found in it. A quarter of a year's variance stands for the counting of the
//! published figure itself.

use statrs::distribution::{ContinuousCDF, Normal};

use crate::scenario::Sampler;

/// Variance of counting, in years of drift.
pub const COUNTING: f64 = 0.25;

/// Variance of a series' drift between two times, counted from the same start [years × drift²].
pub fn covariance(drift: f64, first: u16, second: u16) -> f64 {
    let shared = f64::from(first.min(second));
    let counting = if first == second { COUNTING } else { 0.0 };
    drift * drift * (shared + counting)
}

/// Standard deviation of the drift over some years.
pub fn spread(drift: f64, years: u16) -> f64 {
    libm::sqrt(covariance(drift, years, years))
}

/// A standard normal number that belongs to a draw, a name and a year.
pub fn normal(sampler: &Sampler, name: &str, year: u16, draw: u64) -> f64 {
    standard(sampler.uniform(&format!("drift of {name} in {year}"), draw))
}

/// The standard normal quantile.
pub fn standard(u: f64) -> f64 {
    Normal::standard().inverse_cdf(u)
}

/// The drift of a draw from `from` (nothing yet) to each of `years` years after it, counting included.
pub fn walk(sampler: &Sampler, name: &str, drift: f64, from: u16, years: u16, draw: u64) -> Vec<f64> {
    let mut sum = 0.0;
    (0..=years)
        .map(|after| {
            let year = from + after;
            if after > 0 {
                sum += drift * normal(sampler, name, year, draw);
            }
            let counted = normal(sampler, &format!("{name}, counted,"), year, draw);
            sum + drift * libm::sqrt(COUNTING) * counted
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_walk_spreads_as_its_covariance_says() {
        let sampler = Sampler::plain(3);
        let (drift, years, draws) = (0.05, 9, 4_000);
        let ends: Vec<f64> = (0..draws)
            .filter_map(|draw| walk(&sampler, "waiting_list", drift, 2010, years, draw).pop())
            .collect();
        let mean = ends.iter().sum::<f64>() / draws as f64;
        let sd = libm::sqrt(ends.iter().map(|end| (end - mean) * (end - mean)).sum::<f64>() / draws as f64);
        assert!(mean.abs() < 0.01, "{mean}");
        assert!((sd / spread(drift, years) - 1.0).abs() < 0.05, "{sd}");
    }
}
