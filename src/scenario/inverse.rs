//! Distribution functions and their inverses: the normal, beta and gamma, points joined by lines, and the search for what has no
//! closed form.

use statrs::distribution::{ContinuousCDF, Normal};
use statrs::function::beta::beta_reg;
use statrs::function::gamma::gamma_lr;

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

/// The value at `u` along points that rise in both coordinates.
pub(super) fn along(points: &[(f64, f64)], u: f64) -> f64 {
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
pub(super) fn invert_up(value: impl Fn(f64) -> f64, x: f64) -> f64 {
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

pub(super) fn beta_cdf(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 {
        0.0
    } else if x >= 1.0 {
        1.0
    } else {
        beta_reg(a, b, x)
    }
}

pub(super) fn gamma_cdf(shape: f64, x: f64) -> f64 {
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
pub(super) fn invert(cdf: impl Fn(f64) -> f64, u: f64, low: f64, high: f64) -> f64 {
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
