//! Distributions of what is not known for sure, each an increasing map from a uniform number to a value.
//!
//! Sampling is by inverse CDF throughout: one uniform per parameter and draw, never a rejection sampler, because those
//! eat a varying number of random numbers and one changed parameter would then shift all others. The same map serves
//! latin hypercube, quasi-random points and copulas, and gives p10, p50 and p90 without simulation.

use super::inverse::{along, beta_cdf, gamma_cdf, gamma_quantile, invert, invert_up, normal_cdf, normal_quantile};
use super::quantiles::Quantiles;

/// A distribution with valid parameters.
#[derive(Clone, Debug, PartialEq)]
pub enum Distribution {
    /// One value.
    Fixed(f64),
    /// Every value between two alike.
    Uniform {
        /// Lowest value.
        low: f64,
        /// Highest value.
        high: f64,
    },
    /// Triangular density.
    Triangular {
        /// Lowest value.
        low: f64,
        /// Most likely value.
        mode: f64,
        /// Highest value.
        high: f64,
    },
    /// Normal.
    Normal {
        /// Mean.
        mean: f64,
        /// Standard deviation.
        sd: f64,
    },
    /// Lognormal.
    Lognormal {
        /// Mean of the logarithm.
        mu: f64,
        /// Standard deviation of the logarithm.
        sigma: f64,
    },
    /// Beta, stretched over an interval (PERT is one).
    Beta {
        /// First shape.
        a: f64,
        /// Second shape.
        b: f64,
        /// Lowest value.
        low: f64,
        /// Highest value.
        high: f64,
    },
    /// Gamma.
    Gamma {
        /// Shape.
        shape: f64,
        /// Scale.
        scale: f64,
    },
    /// Three quantiles met exactly.
    Quantiles(Quantiles),
    /// Straight lines through points (u, value), rising in both.
    Polyline(Vec<(f64, f64)>),
    /// One of several distributions, with weights that sum to 1.
    Mixture(Vec<(f64, Distribution)>),
    /// One of several values in rising order, with cumulative weights.
    Discrete(Vec<(f64, f64)>),
    /// A part of a distribution, its CDF renormalised.
    Truncated {
        /// The whole.
        of: Box<Distribution>,
        /// Lowest value kept.
        low: f64,
        /// Highest value kept.
        high: f64,
        /// CDF at `low`.
        from: f64,
        /// CDF at `high`.
        to: f64,
    },
    /// A distribution with every value multiplied by a number above 0.
    Times {
        /// What is multiplied.
        of: Box<Distribution>,
        /// By what.
        factor: f64,
    },
}

impl Distribution {
    /// The value below which a share `u` of the distribution lies; rises with `u`.
    pub fn quantile(&self, u: f64) -> f64 {
        let u = u.clamp(0.0, 1.0);
        match self {
            Distribution::Fixed(value) => *value,
            Distribution::Uniform { low, high } => low + u * (high - low),
            Distribution::Triangular { low, mode, high } => {
                let (width, left) = (high - low, mode - low);
                if u * width < left {
                    low + (u * width * left).sqrt()
                } else {
                    high - ((1.0 - u) * width * (high - mode)).sqrt()
                }
            }
            Distribution::Normal { mean, sd } => mean + sd * normal_quantile(u),
            Distribution::Lognormal { mu, sigma } => (mu + sigma * normal_quantile(u)).exp(),
            Distribution::Beta { a, b, low, high } => low + (high - low) * invert(|x| beta_cdf(*a, *b, x), u, 0.0, 1.0),
            Distribution::Gamma { shape, scale } => scale * gamma_quantile(*shape, u),
            Distribution::Quantiles(fitted) => fitted.quantile(u),
            Distribution::Polyline(points) => along(points, u),
            Distribution::Mixture(parts) => {
                let ends = |of: fn(f64, f64) -> f64, start: f64| {
                    parts.iter().map(|(_, part)| part.quantile(u)).fold(start, of)
                };
                let (low, high) = (ends(f64::min, f64::INFINITY), ends(f64::max, f64::NEG_INFINITY));
                // The weight on a point is met exactly: searching would end beside it.
                let on_point = parts.iter().find_map(|(weight, part)| match part {
                    Distribution::Fixed(point) => {
                        let upto = self.cdf(*point);
                        (u <= upto && u > upto - weight).then_some(*point)
                    }
                    _ => None,
                });
                if let Some(point) = on_point {
                    point
                } else if low == high || !low.is_finite() || !high.is_finite() {
                    low
                } else {
                    invert(|x| self.cdf(x), u, low, high)
                }
            }
            Distribution::Discrete(points) => points
                .iter()
                .find(|(upto, _)| u <= *upto)
                .or(points.last())
                .map_or(0.0, |(_, value)| *value),
            Distribution::Truncated {
                of,
                low,
                high,
                from,
                to,
            } => of.quantile(from + u * (to - from)).clamp(*low, *high),
            Distribution::Times { of, factor } => of.quantile(u) * factor,
        }
    }
    /// The share of the distribution at or below a value.
    pub fn cdf(&self, x: f64) -> f64 {
        match self {
            Distribution::Fixed(value) => f64::from(x >= *value),
            Distribution::Uniform { low, high } => ((x - low) / (high - low)).clamp(0.0, 1.0),
            Distribution::Triangular { low, mode, high } => {
                if x <= *low {
                    0.0
                } else if x >= *high {
                    1.0
                } else if x < *mode {
                    (x - low) * (x - low) / ((high - low) * (mode - low))
                } else {
                    1.0 - (high - x) * (high - x) / ((high - low) * (high - mode))
                }
            }
            Distribution::Normal { mean, sd } => normal_cdf((x - mean) / sd),
            Distribution::Lognormal { mu, sigma } => {
                if x <= 0.0 {
                    0.0
                } else {
                    normal_cdf((x.ln() - mu) / sigma)
                }
            }
            Distribution::Beta { a, b, low, high } => beta_cdf(*a, *b, (x - low) / (high - low)),
            Distribution::Gamma { shape, scale } => gamma_cdf(*shape, x / scale),
            Distribution::Quantiles(fitted) => fitted.cdf(x),
            Distribution::Polyline(points) => {
                if points.first().is_some_and(|first| x < first.1) {
                    0.0
                } else if points.last().is_none_or(|last| x >= last.1) {
                    1.0
                } else {
                    invert_up(|u| along(points, u), x)
                }
            }
            Distribution::Mixture(parts) => parts
                .iter()
                .map(|(weight, part)| weight * part.cdf(x))
                .sum::<f64>()
                .min(1.0),
            Distribution::Discrete(points) => points
                .iter()
                .take_while(|(_, value)| *value <= x)
                .last()
                .map_or(0.0, |(upto, _)| *upto),
            Distribution::Truncated {
                of,
                low,
                high,
                from,
                to,
            } => {
                if x < *low {
                    0.0
                } else if x >= *high {
                    1.0
                } else {
                    ((of.cdf(x) - from) / (to - from)).clamp(0.0, 1.0)
                }
            }
            Distribution::Times { of, factor } => of.cdf(x / factor),
        }
    }
    /// The same with every value multiplied by a number above 0.
    pub fn times(self, factor: f64) -> Distribution {
        debug_assert!(factor > 0.0);
        match self {
            Distribution::Fixed(value) => Distribution::Fixed(value * factor),
            of => Distribution::Times {
                of: Box::new(of),
                factor,
            },
        }
    }
    /// The share below `low` or above `high`.
    pub fn mass_outside(&self, low: f64, high: f64) -> f64 {
        let slack = 1e-12 * (high - low).abs().max(f64::MIN_POSITIVE);
        // Ends that are reached exactly are inside, also for distributions that have mass on a point.
        let below = if self.quantile(0.0) >= low - slack {
            0.0
        } else {
            self.cdf(low - slack)
        };
        let above = if self.quantile(1.0) <= high + slack {
            0.0
        } else {
            1.0 - self.cdf(high + slack)
        };
        below.max(0.0) + above.max(0.0)
    }
    /// The part between two values, renormalised; nothing if there is none.
    pub fn truncated(self, low: f64, high: f64) -> Option<Distribution> {
        let (from, to) = (
            if low == f64::NEG_INFINITY { 0.0 } else { self.cdf(low) },
            if high == f64::INFINITY { 1.0 } else { self.cdf(high) },
        );
        (low < high && to - from > 1e-9).then(|| Distribution::Truncated {
            of: Box::new(self),
            low,
            high,
            from,
            to,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn every() -> Vec<Distribution> {
        vec![
            Distribution::Uniform { low: -1.0, high: 3.0 },
            Distribution::Triangular {
                low: 0.0,
                mode: 0.2,
                high: 1.0,
            },
            Distribution::Triangular {
                low: 0.0,
                mode: 0.0,
                high: 1.0,
            },
            Distribution::Normal { mean: 0.03, sd: 0.004 },
            Distribution::Lognormal { mu: 1.0, sigma: 0.5 },
            Distribution::Beta {
                a: 2.0,
                b: 30.0,
                low: 0.0,
                high: 1.0,
            },
            Distribution::Beta {
                a: 0.3,
                b: 0.4,
                low: -1.0,
                high: 2.0,
            },
            Distribution::Gamma { shape: 0.5, scale: 3.0 },
            Distribution::Gamma {
                shape: 40.0,
                scale: 0.1,
            },
            Distribution::Quantiles(Quantiles::fit(0.02, 0.05, 0.2, None, None).unwrap()),
            Distribution::Quantiles(Quantiles::fit(0.02, 0.05, 0.2, Some(0.0), Some(1.0)).unwrap()),
            Distribution::Quantiles(Quantiles::fit(-0.24, -0.15, -0.05, None, Some(0.0)).unwrap()),
            Distribution::Mixture(vec![
                (0.3, Distribution::Normal { mean: 0.0, sd: 1.0 }),
                (0.7, Distribution::Normal { mean: 5.0, sd: 0.5 }),
            ]),
            Distribution::Normal { mean: 0.0, sd: 1.0 }
                .truncated(-0.5, 2.0)
                .unwrap(),
        ]
    }

    #[test]
    fn the_quantile_undoes_the_cdf_and_rises() {
        for distribution in every() {
            let mut last = f64::NEG_INFINITY;
            for step in 1..200 {
                let u = f64::from(step) / 200.0;
                let x = distribution.quantile(u);
                assert!(x >= last, "{distribution:?} falls at {u}");
                assert!(
                    (distribution.cdf(x) - u).abs() < 1e-9,
                    "{distribution:?} at {u}: {x}, {}",
                    distribution.cdf(x)
                );
                last = x;
            }
        }
    }

    #[test]
    fn three_quantiles_are_met_exactly_whatever_the_skew_and_the_bounds() {
        for (p10, p50, p90) in [(1.0, 2.0, 3.0), (1.0, 1.1, 5.0), (-5.0, -1.1, -1.0), (0.3, 0.3001, 0.9)] {
            for (low, high) in [
                (None, None),
                (Some(p10 - 0.1), None),
                (None, Some(p90 + 0.1)),
                (Some(-6.0), Some(6.0)),
            ] {
                let fitted = Distribution::Quantiles(Quantiles::fit(p10, p50, p90, low, high).unwrap());
                for (u, x) in [(0.1, p10), (0.5, p50), (0.9, p90)] {
                    assert!(
                        (fitted.quantile(u) - x).abs() < 1e-9 * (1.0 + x.abs()),
                        "{fitted:?} {u}"
                    );
                }
                assert!(fitted.quantile(1e-9) >= low.unwrap_or(f64::NEG_INFINITY));
                assert!(fitted.quantile(1.0 - 1e-9) <= high.unwrap_or(f64::INFINITY));
            }
        }
    }

    #[test]
    fn a_truncated_distribution_stays_inside_and_keeps_its_shape() {
        let cut = Distribution::Normal { mean: 0.0, sd: 1.0 }
            .truncated(0.0, f64::INFINITY)
            .unwrap();
        assert!((cut.quantile(0.5) - 0.674_489_750_196).abs() < 1e-9);
        assert_eq!(cut.quantile(0.0), 0.0);
    }

    #[test]
    fn discrete_values_have_their_weights() {
        let coin = Distribution::Discrete(vec![(0.25, 1.0), (1.0, 4.0)]);
        assert_eq!((coin.quantile(0.2), coin.quantile(0.3)), (1.0, 4.0));
        assert_eq!(coin.mass_outside(1.0, 4.0), 0.0);
        assert_eq!(coin.mass_outside(1.5, 4.0), 0.25);
    }
}
