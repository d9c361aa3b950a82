//! Axes: round ticks, and the unit a reader would choose.

use super::words::grouped;

/// How a measure's numbers stand on an axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Scale {
    /// Multiplies a value to give the number on the axis.
    pub factor: f64,
    /// Unit on the axis.
    pub label: String,
}

impl Scale {
    /// For values up to `largest` in a measure's unit; differences of shares are percentage points.
    pub fn of(unit: &str, largest: f64, difference: bool) -> Scale {
        let (factor, label) = match unit {
            "£m" if largest >= 1000.0 => (1e-3, "£ billion".to_string()),
            "£m" => (1.0, "£ million".to_string()),
            "£" if largest >= 10_000.0 => (1e-3, "£ thousand".to_string()),
            "£" => (1.0, "£".to_string()),
            "share" if difference => (100.0, "percentage points".to_string()),
            "share" => (100.0, "%".to_string()),
            "million hours" if largest >= 1000.0 => (1e-3, "billion hours".to_string()),
            "index" | "ratio" | "years" | "weeks" | "million hours" => (1.0, unit.to_string()),
            _ if largest >= 1e6 => (1e-6, format!("million {unit}")),
            _ if largest >= 1e4 => (1e-3, format!("thousand {unit}")),
            _ => (1.0, unit.to_string()),
        };
        Scale { factor, label }
    }
}

/// Decimals of a tick, at most: as many as it takes to tell two of them apart.
const DECIMALS: i32 = 9;

/// A stretch of an axis with round ends and ticks.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// Lowest value shown.
    pub low: f64,
    /// Highest value shown.
    pub high: f64,
    /// Distance between ticks.
    pub step: f64,
}

impl Axis {
    /// Covers the values with about `ticks` ticks. Zero is included when it is near or asked for.
    pub fn covering(values: impl Iterator<Item = f64>, ticks: usize, zero: bool) -> Axis {
        let (mut low, mut high) = (f64::MAX, f64::MIN);
        for value in values.filter(|value| value.is_finite()) {
            low = low.min(value);
            high = high.max(value);
        }
        if low > high {
            (low, high) = (0.0, 1.0);
        }
        if zero || (low > 0.0 && low < 0.35 * high) {
            low = low.min(0.0);
            high = high.max(0.0);
        }
        let span = if high - low > high.abs().max(low.abs()) * 1e-9 {
            high - low
        } else {
            high.abs().max(1.0)
        };
        let rough = span / ticks as f64;
        let power = 10f64.powf(rough.log10().floor());
        let step = [1.0, 2.0, 2.5, 5.0, 10.0]
            .map(|nice| nice * power)
            .into_iter()
            .find(|step| *step >= rough * 0.999);
        let step = step.unwrap_or(power * 10.0);
        let (low, high) = ((low / step + 1e-9).floor() * step, (high / step - 1e-9).ceil() * step);
        Axis {
            low,
            high: if high > low { high } else { low + step },
            step,
        }
    }
    /// The ticks, lowest first.
    pub fn ticks(&self) -> Vec<f64> {
        let count = ((self.high - self.low) / self.step).round() as usize;
        (0..=count).map(|index| self.low + index as f64 * self.step).collect()
    }
    /// A tick's text.
    pub fn text(&self, tick: f64, signed: bool) -> String {
        let decimals = (0..=DECIMALS).find(|decimals| {
            let scaled = self.step * 10f64.powi(*decimals);
            (scaled - scaled.round()).abs() < 1e-6 * scaled
        });
        let tick = if tick.abs() < self.step * 1e-6 { 0.0 } else { tick };
        let text = grouped(tick, decimals.unwrap_or(DECIMALS) as usize);
        if signed && tick > 0.0 { format!("+{text}") } else { text }
    }
    /// Where a value stands, 0 at the low end and 1 at the high end.
    pub fn place(&self, value: f64) -> f64 {
        (value - self.low) / (self.high - self.low)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_cover_the_values() {
        let axis = Axis::covering([187.3, 241.9].into_iter(), 5, false);
        assert!(axis.low <= 187.3 && axis.high >= 241.9);
        assert_eq!(axis.text(axis.ticks()[0], false), "180");
        let difference = Axis::covering([-0.3, 1.1].into_iter(), 5, true);
        assert!(difference.ticks().iter().any(|tick| tick.abs() < 1e-12));
        assert_eq!(difference.text(0.5, true), "+0.50".trim_end_matches('0'));
        // However small the step, no two ticks read the same.
        let small = Axis::covering([-3e-7, 5e-7].into_iter(), 5, true);
        let texts: Vec<String> = small.ticks().into_iter().map(|tick| small.text(tick, true)).collect();
        assert!(texts.windows(2).all(|pair| pair[0] != pair[1]), "{texts:?}");
        let constant = Axis::covering([5.0].into_iter(), 5, false);
        assert!(constant.high > constant.low);
    }

    #[test]
    fn units_are_those_a_reader_would_choose() {
        assert_eq!(Scale::of("£m", 2e5, false).label, "£ billion");
        assert_eq!(Scale::of("pathways", 7e6, false).label, "million pathways");
        assert_eq!(Scale::of("share", 0.6, true).label, "percentage points");
    }
}
