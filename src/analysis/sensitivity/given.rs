//! First-order indices from given data: how much of the variance would be gone if one assumption were known.
//!
//! A penalised spline tells what is expected at each value of the assumption; the index is one less the variance about it,
//! corrected for the freedom of the curve. The standard error follows from the influence of each draw on the ratio of the two
//! variances, which needs no repetition.

use rayon::prelude::*;

use super::Index;
use crate::analysis::ranks::mean;
use crate::analysis::regression::Curve;

/// The index of each assumption for one quantity.
pub fn first_order(assumptions: &[&[f64]], quantity: &[f64]) -> Vec<Index> {
    let middle = mean(quantity);
    let centred: Vec<f64> = quantity.iter().map(|value| value - middle).collect();
    assumptions.par_iter().map(|values| one(values, &centred)).collect()
}

fn one(values: &[f64], centred: &[f64]) -> Index {
    let count = centred.len() as f64;
    let curve = Curve::new(values);
    let total = centred.iter().map(|value| value * value).sum::<f64>() / count;
    let fit = if curve.varies() && total > 0.0 {
        curve.fit(centred)
    } else {
        None
    };
    let Some(fit) = fit else {
        return Index::about(0.0, 0.0);
    };
    let expected = curve.expected(&fit.coefficients);
    let squares = |(value, expected): (&f64, &f64)| (value - expected).powi(2);
    let left = centred.iter().zip(&expected).map(squares).sum::<f64>() / count;
    // Both variances with what they cost in freedom.
    let value = 1.0 - left / (count - fit.freedom).max(1.0) / (total / (count - 1.0));
    let influence = |pair: (&f64, &f64)| {
        let own = *pair.0;
        (left * own * own / total - squares(pair)) / total
    };
    let spread = centred
        .iter()
        .zip(&expected)
        .map(|pair| influence(pair).powi(2))
        .sum::<f64>()
        / count;
    Index::about(value, (spread / count).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::ranks::chance;
    use std::f64::consts::PI;

    #[test]
    fn ishigami_has_its_first_order_indices_within_their_intervals() {
        let draws = 10_000;
        let x: Vec<Vec<f64>> = (0..3u64)
            .map(|at| (0..draws).map(|draw| PI * (2.0 * chance(at, draw) - 1.0)).collect())
            .collect();
        let y: Vec<f64> = (0..draws)
            .map(|at| x[0][at].sin() * (1.0 + 0.1 * x[2][at].powi(4)) + 7.0 * x[1][at].sin().powi(2))
            .collect();
        let columns: Vec<&[f64]> = x.iter().map(Vec::as_slice).collect();
        for (index, truth) in first_order(&columns, &y)
            .iter()
            .zip([0.313_905_191_1, 0.442_411_144_8, 0.0])
        {
            let error = (index.high - index.low) / 4.0;
            assert!(
                (index.value - truth).abs() < 3.0 * error && error < 0.02,
                "{index:?}, not {truth}"
            );
        }
    }

    #[test]
    fn intervals_hold_the_truth_about_as_often_as_they_say() {
        // y = x + noise of three times the variance: an index of a quarter.
        let held = (0..200u64)
            .filter(|time| {
                let x: Vec<f64> = (0..300).map(|at| chance(2 * time, at) - 0.5).collect();
                let y: Vec<f64> = (0..300)
                    .map(|at| x[at] + 3f64.sqrt() * (chance(2 * time + 1, at) - 0.5))
                    .collect();
                let index = first_order(&[&x], &y)[0];
                index.low <= 0.25 && 0.25 <= index.high
            })
            .count();
        assert!((176..=200).contains(&held), "{held} of 200");
    }
}
