//! Statistics of one quantity over the draws.
//!
//! Quantiles are type 7 of Hyndman and Fan (1996), the default of R and NumPy. Where the same worlds were run twice
//! with other luck, the variance splits: sampling noise is half the mean squared difference of the pairs, and the
//! noise-free quantiles shrink every deviation from the mean by √(1 − noise share). That is exact for normal
//! quantities and a good approximation elsewhere; the raw quantiles always stand beside them.

/// Quantiles that are told, with their names in the files.
pub const QUANTILES: [(&str, f64); 7] = [
    ("p2.5", 0.025),
    ("p10", 0.10),
    ("p25", 0.25),
    ("p50", 0.50),
    ("p75", 0.75),
    ("p90", 0.90),
    ("p97.5", 0.975),
];

/// Of which, told again without noise.
const NOISE_FREE: [usize; 5] = [0, 1, 3, 5, 6];

/// Statistics of one quantity over the draws.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stats {
    /// Mean.
    pub mean: f64,
    /// Standard deviation over the draws.
    pub sd: f64,
    /// Monte Carlo standard error of the mean.
    pub mcse: f64,
    /// The quantiles, in the order of [`QUANTILES`].
    pub quantiles: [f64; 7],
    /// Share of the variance that is sampling noise, not uncertainty; undefined without a second series.
    pub noise_share: f64,
    /// Share of draws below zero; told for differences.
    pub p_lower: f64,
    /// Share of draws exactly zero; told for differences.
    pub p_equal: f64,
}

impl Stats {
    /// Nothing is known.
    pub const UNKNOWN: Stats = Stats {
        mean: f64::NAN,
        sd: f64::NAN,
        mcse: f64::NAN,
        quantiles: [f64::NAN; 7],
        noise_share: f64::NAN,
        p_lower: f64::NAN,
        p_equal: f64::NAN,
    };

    /// Of some draws, with as many of them run again under other luck as `again` holds. Draws in which the quantity is
    /// undefined are left out. `sorted` is scratch.
    pub fn of(values: &[f64], again: &[f64], sorted: &mut Vec<f64>) -> Stats {
        sorted.clear();
        sorted.extend(values.iter().copied().filter(|value| !value.is_nan()));
        let count = sorted.len() as f64;
        if sorted.is_empty() {
            return Stats::UNKNOWN;
        }
        // Summed about the first value, in the order of the draws: constants give themselves and a variance of zero.
        let origin = sorted[0];
        let mean = origin + sorted.iter().map(|value| value - origin).sum::<f64>() / count;
        let squares: f64 = sorted.iter().map(|value| (value - mean) * (value - mean)).sum();
        let constant = sorted.iter().all(|value| *value == origin);
        let variance = if constant || count < 2.0 {
            0.0
        } else {
            squares / (count - 1.0)
        };
        let p_lower = sorted.iter().filter(|value| **value < 0.0).count() as f64 / count;
        let p_equal = sorted.iter().filter(|value| **value == 0.0).count() as f64 / count;
        sorted.sort_unstable_by(f64::total_cmp);
        Stats {
            mean: if constant { origin } else { mean },
            sd: variance.sqrt(),
            mcse: (variance / count).sqrt(),
            quantiles: QUANTILES.map(|(_, probability)| quantile(sorted, probability)),
            noise_share: noise_share(values, again, variance),
            p_lower,
            p_equal,
        }
    }

    /// The quantile of a name such as `p10`.
    pub fn p(&self, name: &str) -> f64 {
        let index = QUANTILES.iter().position(|(known, _)| *known == name);
        index.map_or(f64::NAN, |index| self.quantiles[index])
    }

    /// A quantile without sampling noise, by its position in [`QUANTILES`].
    pub fn noise_free(&self, index: usize) -> f64 {
        self.mean + (self.quantiles[index] - self.mean) * (1.0 - self.noise_share).max(0.0).sqrt()
    }

    /// Whether its mean and its median are both within the Monte Carlo error of nothing: another set of draws might turn the
    /// sign, so a difference like this is told as none.
    pub fn within_error(&self) -> bool {
        self.mean.abs() <= self.mcse && self.p("p50").abs() <= self.mcse
    }

    /// Whether noise makes over a quarter of the variance: such a figure is marked.
    pub fn noisy(&self) -> bool {
        // A difference that is the same in every draw varies in its last digits only: that is rounding, not noise.
        self.noise_share > 0.25 && self.sd > self.mean.abs() * 1e-9
    }

    /// Every statistic with its name, in the order of the tables; `difference` adds the probabilities.
    pub fn named(&self, difference: bool) -> impl Iterator<Item = (&'static str, f64)> {
        let mut rows: Vec<(&'static str, f64)> = vec![("mean", self.mean), ("sd", self.sd), ("mcse", self.mcse)];
        rows.extend(
            QUANTILES
                .iter()
                .zip(self.quantiles)
                .map(|((name, _), value)| (*name, value)),
        );
        if difference {
            rows.extend([("p_lower", self.p_lower), ("p_equal", self.p_equal)]);
        }
        rows.push(("noise_share", self.noise_share));
        if !self.noise_share.is_nan() {
            const NAMES: [&str; 7] = ["nf_p2.5", "nf_p10", "nf_p25", "nf_p50", "nf_p75", "nf_p90", "nf_p97.5"];
            rows.extend(NOISE_FREE.map(|index| (NAMES[index], self.noise_free(index))));
        }
        rows.into_iter()
    }

    /// Puts a named statistic in its place; what is derived or unknown is passed over.
    pub fn set(&mut self, name: &str, value: f64) {
        match name {
            "mean" => self.mean = value,
            "sd" => self.sd = value,
            "mcse" => self.mcse = value,
            "noise_share" => self.noise_share = value,
            "p_lower" => self.p_lower = value,
            "p_equal" => self.p_equal = value,
            _ => {
                if let Some(index) = QUANTILES.iter().position(|(known, _)| *known == name) {
                    self.quantiles[index] = value;
                }
            }
        }
    }
}

/// Half the mean squared difference of pairs with the same world and other luck, over the whole variance [0 to 1].
fn noise_share(values: &[f64], again: &[f64], variance: f64) -> f64 {
    let (mut sum, mut pairs) = (0.0, 0.0);
    for (first, second) in values.iter().zip(again).filter(|(a, b)| !a.is_nan() && !b.is_nan()) {
        sum += (first - second) * (first - second);
        pairs += 1.0;
    }
    if pairs == 0.0 {
        f64::NAN
    } else if variance <= 0.0 {
        0.0
    } else {
        (sum / (2.0 * pairs) / variance).min(1.0)
    }
}

/// The type-7 quantile of sorted values.
pub fn quantile(sorted: &[f64], probability: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else {
        return f64::NAN;
    };
    let place = probability * last as f64;
    let below = (place.floor() as usize).min(last);
    let above = (below + 1).min(last);
    let between = place - below as f64;
    if between == 0.0 || sorted[below] == sorted[above] {
        sorted[below]
    } else {
        sorted[below] + (sorted[above] - sorted[below]) * between
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn quantiles_lie_between_neighbours() {
        let sorted = [1.0, 2.0, 4.0];
        assert_eq!(quantile(&sorted, 0.5), 2.0);
        assert_eq!(quantile(&sorted, 0.75), 3.0);
        assert!(quantile(&[], 0.5).is_nan());
    }

    #[test]
    fn quantiles_are_those_of_r() {
        let stats = Stats::of(&[3.0, 1.0, 2.0, 5.0], &[], &mut Vec::new());
        // quantile(c(3, 1, 2, 5), c(.1, .5, .9)) in R: 1.3, 2.5, 4.4
        assert!((stats.p("p10") - 1.3).abs() < 1e-12);
        assert!((stats.p("p50") - 2.5).abs() < 1e-12);
        assert!((stats.p("p90") - 4.4).abs() < 1e-12);
        assert!((stats.mean - 2.75).abs() < 1e-12);
        assert!(stats.noise_share.is_nan());
    }

    #[test]
    fn a_difference_within_its_monte_carlo_error_is_known_from_one_beyond_it() {
        let stats = |values: &[f64]| Stats::of(values, &[], &mut Vec::new());
        assert!(stats(&[-1.0, 1.0, -1.0, 1.1]).within_error());
        assert!(!stats(&[0.9, 1.0, 1.0, 1.1]).within_error());
        // A mean that one wild draw blurs does not hide what nearly all draws say.
        assert!(!stats(&[-5.0, -5.0, -5.0, -5.0, -5.0, -5.0, -5.0, -5.0, -5.0, 30.0]).within_error());
        // The same in every draw is no error at all, unless it is nothing.
        assert!(!stats(&[2.0; 5]).within_error() && stats(&[0.0; 5]).within_error());
    }

    #[test]
    fn a_constant_has_no_spread_and_no_noise() {
        let stats = Stats::of(&[0.1; 7], &[0.1; 7], &mut Vec::new());
        assert_eq!((stats.mean, stats.sd, stats.noise_share), (0.1, 0.0, 0.0));
        assert!(stats.quantiles.iter().all(|value| *value == 0.1));
    }

    #[test]
    fn pure_luck_is_all_noise_and_pure_uncertainty_none() {
        let world: Vec<f64> = (0..2000).map(|i| f64::from(i % 101)).collect();
        let same = Stats::of(&world, &world, &mut Vec::new());
        assert_eq!(same.noise_share, 0.0);
        let luck: Vec<f64> = (0..2000).map(|i| f64::from((i * 37) % 101)).collect();
        let other = Stats::of(&world, &luck, &mut Vec::new());
        assert!(other.noise_share > 0.9 && other.noisy());
        assert!(other.noise_free(5) - other.noise_free(1) < other.p("p90") - other.p("p10"));
    }

    proptest! {
        #[test]
        fn quantiles_are_ordered_and_within_the_values(values in prop::collection::vec(-1e9f64..1e9, 1..60)) {
            let stats = Stats::of(&values, &[], &mut Vec::new());
            prop_assert!(stats.quantiles.windows(2).all(|pair| pair[0] <= pair[1]));
            let (low, high) = (values.iter().copied().fold(f64::MAX, f64::min), values.iter().copied().fold(f64::MIN, f64::max));
            prop_assert!(stats.quantiles[0] >= low && stats.quantiles[6] <= high);
        }
    }
}
