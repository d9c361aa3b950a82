//! At which value of one assumption does the sign turn?
//!
//! A curve through the draws tells what is expected of a quantity at each value of an assumption, whatever the others are; where it
//! passes nought, the sign turns. The ends of the curve rest on few draws, so only what lies between the 2.5th and the 97.5th
//! percentile of the assumption counts.

use crate::analysis::ranks::mean;
use crate::analysis::regression::Curve;

/// Share of the draws left out at each end.
const ENDS: f64 = 0.025;

/// A value at which what is expected passes nought.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Turn {
    /// The value of the assumption.
    pub at: f64,
    /// Share of the draws in which the assumption lies below it.
    pub below: f64,
    /// Whether the quantity is above nought beyond it.
    pub rising: bool,
}

/// Every turn, in rising order of the assumption.
pub fn turns(assumption: &[f64], quantity: &[f64]) -> Vec<Turn> {
    let middle = mean(quantity);
    let centred: Vec<f64> = quantity.iter().map(|value| value - middle).collect();
    let curve = Curve::new(assumption);
    let Some(fit) = curve.varies().then(|| curve.fit(&centred)).flatten() else {
        return Vec::new();
    };
    let mut points: Vec<(f64, f64)> = assumption
        .iter()
        .copied()
        .zip(
            curve
                .expected(&fit.coefficients)
                .into_iter()
                .map(|value| value + middle),
        )
        .collect();
    points.sort_by(|a, b| a.0.total_cmp(&b.0));
    let count = points.len();
    let cut = (ENDS * count as f64).floor() as usize;
    let inside = &points[cut..count - cut];
    let mut found = Vec::new();
    for pair in inside.windows(2) {
        let ((from, a), (to, b)) = (pair[0], pair[1]);
        if a != 0.0 && (a > 0.0) != (b > 0.0) && from < to {
            let at = from + (to - from) * a / (a - b);
            found.push(Turn {
                at,
                below: points.partition_point(|(value, _)| *value < at) as f64 / count as f64,
                rising: b > a,
            });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::ranks::chance;

    fn draws(at: u64) -> Vec<f64> {
        (0..2000).map(|draw| chance(at, draw)).collect()
    }

    #[test]
    fn the_value_at_which_a_difference_turns_is_found_under_the_others() {
        let (x, other) = (draws(0), draws(1));
        let y: Vec<f64> = x.iter().zip(&other).map(|(x, z)| 3.0 * (x - 0.3) + (z - 0.5)).collect();
        let found = turns(&x, &y);
        assert!(
            found.len() == 1
                && (found[0].at - 0.3).abs() < 0.02
                && found[0].rising
                && (found[0].below - 0.3).abs() < 0.03,
            "{found:?}"
        );
        // What the other does never carries the mean of y, 0.6, to nought.
        assert!(turns(&other, &y).is_empty());
    }

    #[test]
    fn a_curve_may_turn_twice_and_one_that_stays_on_a_side_never_does() {
        let x = draws(2);
        let y: Vec<f64> = x.iter().map(|x| (x - 0.25) * (x - 0.7)).collect();
        let found = turns(&x, &y);
        assert!(
            found.len() == 2 && (found[0].at - 0.25).abs() < 0.02 && (found[1].at - 0.7).abs() < 0.02,
            "{found:?}"
        );
        assert!(!found[0].rising && found[1].rising);
        let above: Vec<f64> = x.iter().map(|x| 1.0 + x).collect();
        assert!(turns(&x, &above).is_empty() && turns(&[1.0; 2000], &y).is_empty());
    }
}
