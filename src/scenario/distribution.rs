//! Distributions of what is not known for sure, each an increasing map from a uniform number to a value.
//!
//! Sampling is by inverse CDF throughout: one uniform per parameter and draw, never a rejection sampler, because those
//! eat a varying number of random numbers and one changed parameter would then shift all others. The same map serves
//! latin hypercube, quasi-random points and copulas, and gives p10, p50 and p90 without simulation.
//!
//! # Three quantiles
//!
//! `interval = { p10, p50, p90 }` is fitted by a shifted lognormal (Johnson's S_L): *x = p50 + b (exp(g z) − 1)/g* with
//! *g = ln((p90 − p50)/(p50 − p10))/z₉₀*, which is normal when the interval is symmetric. It meets all three numbers
//! exactly, has a smooth single-peaked density and a closed form both ways; a split normal also meets them but its
//! density jumps at the median, and a metalog may turn back on itself when skewed. Where the lever has a bound that it
//! would cross, the same curve is fitted on the logarithm of the distance to the bound (on the logit between two), so
//! that nothing needs cutting and the interval stays exact. Where a quantile coincides with a bound or with another,
//! straight lines through the given points take its place.

use statrs::distribution::{ContinuousCDF, Normal};
use statrs::function::beta::beta_reg;
use statrs::function::gamma::gamma_lr;

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

/// A shifted lognormal through p10, p50, p90, on the plain scale or on the distance from one or two bounds.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantiles {
    low: Option<f64>,
    high: Option<f64>,
    middle: f64,
    b: f64,
    g: f64,
}

/// The standard normal's quantile.
pub fn normal_quantile(u: f64) -> f64 {
    if u <= 0.0 {
        f64::NEG_INFINITY
    } else if u >= 1.0 {
        f64::INFINITY
    } else if u == 0.5 {
        0.0
    } else {
        Normal::standard().inverse_cdf(u)
    }
}

/// The standard normal's CDF.
pub fn normal_cdf(z: f64) -> f64 {
    if z.is_nan() { 0.5 } else { Normal::standard().cdf(z) }
}

impl Quantiles {
    /// Fits; nothing if the numbers are not strictly between the bounds and strictly rising.
    pub fn fit(p10: f64, p50: f64, p90: f64, low: Option<f64>, high: Option<f64>) -> Option<Quantiles> {
        let mut fitted = Quantiles {
            low,
            high,
            middle: 0.0,
            b: 0.0,
            g: 0.0,
        };
        let (y10, y50, y90) = (fitted.inward(p10), fitted.inward(p50), fitted.inward(p90));
        let (down, up, z) = (y50 - y10, y90 - y50, normal_quantile(0.9));
        if !(down > 0.0 && up > 0.0 && down.is_finite() && up.is_finite()) {
            return None;
        }
        let g = (up / down).ln() / z;
        fitted.middle = y50;
        fitted.g = if g.abs() < 1e-9 { 0.0 } else { g };
        fitted.b = if fitted.g == 0.0 {
            up / z
        } else {
            up * fitted.g / (fitted.g * z).exp_m1()
        };
        (fitted.b.is_finite() && fitted.b > 0.0).then_some(fitted)
    }
    fn inward(&self, x: f64) -> f64 {
        match (self.low, self.high) {
            (None, None) => x,
            (Some(low), None) => (x - low).ln(),
            (None, Some(high)) => -(high - x).ln(),
            (Some(low), Some(high)) => ((x - low) / (high - x)).ln(),
        }
    }
    fn outward(&self, y: f64) -> f64 {
        match (self.low, self.high) {
            (None, None) => y,
            (Some(low), None) => low + y.exp(),
            (None, Some(high)) => high - (-y).exp(),
            (Some(low), Some(high)) => low + (high - low) / (1.0 + (-y).exp()),
        }
    }
    fn quantile(&self, u: f64) -> f64 {
        let z = normal_quantile(u);
        let step = if self.g == 0.0 {
            z
        } else {
            (self.g * z).exp_m1() / self.g
        };
        self.outward(self.middle + self.b * step)
    }
    fn cdf(&self, x: f64) -> f64 {
        if self.low.is_some_and(|low| x <= low) {
            return 0.0;
        }
        if self.high.is_some_and(|high| x >= high) {
            return 1.0;
        }
        let step = (self.inward(x) - self.middle) / self.b;
        if self.g == 0.0 {
            return normal_cdf(step);
        }
        let inner = 1.0 + self.g * step;
        if inner <= 0.0 {
            return if self.g > 0.0 { 0.0 } else { 1.0 };
        }
        normal_cdf(inner.ln() / self.g)
    }
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

/// The value at `u` along points that rise in both coordinates.
fn along(points: &[(f64, f64)], u: f64) -> f64 {
    let next = points
        .partition_point(|(at, _)| *at < u)
        .min(points.len().saturating_sub(1));
    let (Some(right), Some(left)) = (points.get(next), points.get(next.saturating_sub(1))) else {
        return 0.0;
    };
    if right.0 <= left.0 {
        right.1
    } else {
        left.1 + (right.1 - left.1) * ((u - left.0) / (right.0 - left.0)).clamp(0.0, 1.0)
    }
}

/// The largest u in 0 to 1 whose value is at most `x`.
fn invert_up(value: impl Fn(f64) -> f64, x: f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if value(middle) <= x {
            low = middle
        } else {
            high = middle
        }
    }
    low
}

fn beta_cdf(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 {
        0.0
    } else if x >= 1.0 {
        1.0
    } else {
        beta_reg(a, b, x)
    }
}

fn gamma_cdf(shape: f64, x: f64) -> f64 {
    if x <= 0.0 {
        0.0
    } else if x == f64::INFINITY {
        1.0
    } else {
        gamma_lr(shape, x)
    }
}

/// Quantile of a gamma with scale 1.
pub fn gamma_quantile(shape: f64, u: f64) -> f64 {
    if u <= 0.0 {
        return 0.0;
    }
    if u >= 1.0 {
        return f64::INFINITY;
    }
    let mut high = shape + 1.0;
    while gamma_cdf(shape, high) < u && high < 1e300 {
        high *= 2.0;
    }
    invert(|x| gamma_cdf(shape, x), u, 0.0, high)
}

/// Solves cdf(x) = u between two values to the last bits, by Chandrupatla's method: quadratic steps where they are safe,
/// halving where they are not, so that it can neither fail nor leave the interval (Chandrupatla 1997, "A new hybrid
/// quadratic/bisection algorithm for finding the zero of a nonlinear function").
fn invert(cdf: impl Fn(f64) -> f64, u: f64, low: f64, high: f64) -> f64 {
    let (mut x1, mut x2) = (low, high);
    let (mut f1, mut f2) = (cdf(low) - u, cdf(high) - u);
    if f1 >= 0.0 {
        return low;
    }
    if f2 <= 0.0 {
        return high;
    }
    let mut t = 0.5;
    for _ in 0..2000 {
        let x = x1 + t * (x2 - x1);
        let f = cdf(x) - u;
        let (x3, f3);
        if (f > 0.0) == (f1 > 0.0) {
            (x3, f3) = (x1, f1);
        } else {
            (x3, f3) = (x2, f2);
            (x2, f2) = (x1, f1);
        }
        (x1, f1) = (x, f);
        let best = if f2.abs() < f1.abs() { x2 } else { x1 };
        let limit = (4.0 * f64::EPSILON * best.abs() + f64::MIN_POSITIVE) / (x2 - x1).abs();
        if limit > 0.5 || f == 0.0 || limit.is_nan() {
            return best;
        }
        let (xi, phi) = ((x1 - x2) / (x3 - x2), (f1 - f2) / (f3 - f2));
        t = 0.5;
        if phi * phi < xi && (1.0 - phi) * (1.0 - phi) < 1.0 - xi {
            t = f1 / (f2 - f1) * f3 / (f2 - f3) + (x3 - x1) / (x2 - x1) * f1 / (f3 - f1) * f2 / (f3 - f2);
        }
        t = if t.is_finite() {
            t.clamp(limit, 1.0 - limit)
        } else {
            0.5
        };
    }
    x1
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
