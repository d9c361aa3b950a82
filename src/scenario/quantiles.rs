//! A curve through three quantiles.
//!
//! `interval = { p10, p50, p90 }` is fitted by a shifted lognormal (Johnson's S_L): *x = p50 + b (exp(g z) − 1)/g* with
//! *g = ln((p90 − p50)/(p50 − p10))/z₉₀*, which is normal when the interval is symmetric. It meets all three numbers
//! exactly, has a smooth single-peaked density and a closed form both ways; a split normal also meets them but its
//! density jumps at the median, and a metalog may turn back on itself when skewed. Where the lever has a bound that it
//! would cross, the same curve is fitted on the logarithm of the distance to the bound (on the logit between two), so
//! that nothing needs cutting and the interval stays exact. Where a quantile coincides with a bound or with another,
//! straight lines through the given points take its place.

use super::inverse::{normal_cdf, normal_quantile};

/// A shifted lognormal through p10, p50, p90, on the plain scale or on the distance from one or two bounds.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantiles {
    low: Option<f64>,
    high: Option<f64>,
    middle: f64,
    b: f64,
    g: f64,
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
    pub(super) fn quantile(&self, u: f64) -> f64 {
        let z = normal_quantile(u);
        let step = if self.g == 0.0 {
            z
        } else {
            (self.g * z).exp_m1() / self.g
        };
        self.outward(self.middle + self.b * step)
    }
    pub(super) fn cdf(&self, x: f64) -> f64 {
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
