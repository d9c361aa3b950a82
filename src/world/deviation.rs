//! Years that depart from a mean: growth is not the same every year, and a good year is often followed by another.
//!
//! ```text
//!  departure of a year   x = persistence · x of the year before + √(1 − persistence²) · spread · chance
//!  level after it        the departures so far, added up
//! ```
//!
//! The chance is a standard normal number that belongs to a draw and a year, so that all worlds of a draw meet the same years. What is
//! multiplied by [`Deviation::factor`] keeps its mean: half of the variance of the level is taken off.

/// One quantity's departures so far.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Deviation {
    started: bool,
    /// Departure of the year, on the logarithmic scale.
    now: f64,
    /// Sum of departures so far.
    level: f64,
    /// Variance of the year's departure.
    now_variance: f64,
    /// Variance of the level.
    level_variance: f64,
    /// Covariance of level and departure.
    together: f64,
}

impl Deviation {
    /// Moves a year on: `spread` is the standard deviation of a year's departure, `persistence` its correlation with the year before.
    pub fn step(&mut self, spread: f64, persistence: f64, chance: f64) {
        let carried = if self.started { persistence } else { 0.0 };
        let fresh = 1.0 - carried * carried;
        self.started = true;
        self.now = carried * self.now + libm::sqrt(fresh) * spread * chance;
        self.now_variance = carried * carried * self.now_variance + fresh * spread * spread;
        self.level += self.now;
        self.level_variance += 2.0 * carried * self.together + self.now_variance;
        self.together = carried * self.together + self.now_variance;
    }
    /// What the departures so far multiply a quantity by \[ratio, mean 1 over the draws\].
    pub fn factor(&self) -> f64 {
        libm::exp(self.level - self.level_variance / 2.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::luck::{fmix64, open_unit};

    /// A standard normal number by the sum of twelve uniform ones, which is near enough for these tests.
    fn chance(draw: u64, year: u64) -> f64 {
        (0..12)
            .map(|part| open_unit(fmix64(draw * 1_000 + year * 12 + part + 1)))
            .sum::<f64>()
            - 6.0
    }

    fn paths(spread: f64, persistence: f64, years: u64) -> Vec<Vec<f64>> {
        (0..4_000)
            .map(|draw| {
                let mut path = Deviation::default();
                (0..years)
                    .map(|year| {
                        path.step(spread, persistence, chance(draw, year));
                        path.factor()
                    })
                    .collect()
            })
            .collect()
    }

    #[test]
    fn the_mean_level_stays_where_it_was_and_the_spread_grows_with_the_years() {
        let paths = paths(0.02, 0.5, 10);
        let spread = |year: usize| {
            let logs: Vec<f64> = paths.iter().map(|path| path[year].ln()).collect();
            let mean = logs.iter().sum::<f64>() / logs.len() as f64;
            (logs.iter().map(|log| (log - mean) * (log - mean)).sum::<f64>() / logs.len() as f64).sqrt()
        };
        for year in 0..10 {
            let mean = paths.iter().map(|path| path[year]).sum::<f64>() / paths.len() as f64;
            assert!((mean - 1.0).abs() < 0.005, "{year}: {mean}");
        }
        assert!((spread(0) / 0.02 - 1.0).abs() < 0.05, "{}", spread(0));
        assert!(spread(9) > 3.0 * spread(0) && spread(9) < 10.0 * spread(0));
    }

    #[test]
    fn persistent_departures_go_together_from_year_to_year_and_others_do_not() {
        let correlation = |persistence: f64| {
            let (mut both, mut one) = (0.0, 0.0);
            for path in paths(0.02, persistence, 3) {
                let [first, second] = [path[1] / path[0], path[2] / path[1]].map(f64::ln);
                both += first * second;
                one += (first * first + second * second) / 2.0;
            }
            both / one
        };
        assert!((correlation(0.6) - 0.6).abs() < 0.05, "{}", correlation(0.6));
        assert!(correlation(0.0).abs() < 0.05, "{}", correlation(0.0));
    }

    #[test]
    fn without_spread_nothing_departs() {
        let mut path = Deviation::default();
        path.step(0.0, 0.5, 3.0);
        assert_eq!(path.factor(), 1.0);
    }
}
