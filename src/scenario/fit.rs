//! Distributions fitted to an interval that somebody published: a low and a high end with a level, and a family.
//!
//! Each fit has exactly the interval it was given. The normal and the lognormal have closed forms; the gamma and the
//! beta are solved numerically and the result is checked.

use super::distribution::Distribution;
use super::inverse::{gamma_quantile, normal_quantile};

/// A family for an interval with a low and a high end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// Normal: any numbers.
    Normal,
    /// Lognormal: numbers above zero.
    Lognormal,
    /// Beta: numbers between 0 and 1.
    Beta,
    /// Gamma: numbers above zero.
    Gamma,
}

impl Family {
    /// Words used in files, with their families.
    pub const WORDS: [(&'static str, Family); 4] = [
        ("normal", Family::Normal),
        ("lognormal", Family::Lognormal),
        ("beta", Family::Beta),
        ("gamma", Family::Gamma),
    ];
}

/// The distribution of a family of which `level` lies between `low` and `high`, equal tails on both sides.
pub fn interval(low: f64, high: f64, level: f64, family: Family) -> Result<Distribution, String> {
    if low >= high {
        return Err(format!("low ({low}) must be below high ({high})"));
    }
    if !(level > 0.0 && level < 1.0) {
        return Err(format!("level ({level}) must be between 0 and 1"));
    }
    let tail = 0.5 * (1.0 - level);
    let z = normal_quantile(1.0 - tail);
    if family != Family::Normal && low <= 0.0 {
        return Err(format!("this family needs low ({low}) above 0"));
    }
    let fitted = match family {
        Family::Normal => Distribution::Normal {
            mean: 0.5 * (low + high),
            sd: 0.5 * (high - low) / z,
        },
        Family::Lognormal => {
            let (low, high) = (low.ln(), high.ln());
            Distribution::Lognormal {
                mu: 0.5 * (low + high),
                sigma: 0.5 * (high - low) / z,
            }
        }
        Family::Gamma => gamma(low, high, tail)?,
        Family::Beta if high >= 1.0 => return Err(format!("a beta needs high ({high}) below 1")),
        Family::Beta => beta(low, high, tail)?,
    };
    let width = high - low;
    let off = |u: f64, x: f64| (fitted.quantile(u) - x).abs() > 1e-6 * width;
    if off(tail, low) || off(1.0 - tail, high) {
        return Err(format!(
            "no distribution of this family has {low} to {high} as its interval"
        ));
    }
    Ok(fitted)
}

/// The ratio of a gamma's quantiles falls with its shape: one unknown, one root; the scale follows.
fn gamma(low: f64, high: f64, tail: f64) -> Result<Distribution, String> {
    let wanted = high / low;
    let ratio = |shape: f64| gamma_quantile(shape, 1.0 - tail) / gamma_quantile(shape, tail);
    let shape = root(|log| wanted - ratio(log.exp()), -4.0, 14.0);
    let shape = shape.exp();
    Ok(Distribution::Gamma {
        shape,
        scale: high / gamma_quantile(shape, 1.0 - tail),
    })
}

/// For a given weight of evidence (a + b), the mean that puts `tail` below `low`; then the weight that puts `tail`
/// above `high`.
fn beta(low: f64, high: f64, tail: f64) -> Result<Distribution, String> {
    let cdf = |mean: f64, weight: f64, x: f64| {
        Distribution::Beta {
            a: mean * weight,
            b: (1.0 - mean) * weight,
            low: 0.0,
            high: 1.0,
        }
        .cdf(x)
    };
    let mean_for = |weight: f64| {
        let logit = root(|logit| tail - cdf(expit(logit), weight, low), -14.0, 14.0);
        expit(logit)
    };
    let log_weight = root(
        |log| cdf(mean_for(log.exp()), log.exp(), high) - (1.0 - tail),
        -3.0,
        14.0,
    );
    let weight = log_weight.exp();
    let mean = mean_for(weight);
    Ok(Distribution::Beta {
        a: mean * weight,
        b: (1.0 - mean) * weight,
        low: 0.0,
        high: 1.0,
    })
}

fn expit(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

/// Where a rising function crosses zero, by bisection (an end of the range, if it does not).
fn root(rising: impl Fn(f64) -> f64, mut low: f64, mut high: f64) -> f64 {
    for _ in 0..70 {
        let middle = 0.5 * (low + high);
        if rising(middle) < 0.0 {
            low = middle
        } else {
            high = middle
        }
    }
    0.5 * (low + high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_family_has_the_interval_it_was_given() {
        for (low, high) in [(0.1, 0.2), (0.01, 0.5), (0.6, 0.95), (0.001, 0.002)] {
            for (_, family) in Family::WORDS {
                for level in [0.5, 0.8, 0.95] {
                    let fitted = interval(low, high, level, family).unwrap();
                    let tail = 0.5 * (1.0 - level);
                    assert!((fitted.quantile(tail) - low).abs() < 1e-6, "{fitted:?}");
                    assert!((fitted.quantile(1.0 - tail) - high).abs() < 1e-6, "{fitted:?}");
                }
            }
        }
    }

    #[test]
    fn intervals_that_cannot_be_are_refused() {
        assert!(interval(2.0, 1.0, 0.95, Family::Normal).is_err());
        assert!(interval(0.0, 1.0, 1.0, Family::Normal).is_err());
        assert!(interval(-1.0, 1.0, 0.95, Family::Lognormal).is_err());
        assert!(interval(0.1, 1.5, 0.95, Family::Beta).is_err());
    }
}
