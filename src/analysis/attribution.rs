//! Where does a difference come from? A bundle of changes split over its sections.
//!
//! Every set of sections is run, all in lockstep under the same luck, and each section is given its Shapley value: what it adds
//! on average over all orders in which the sections could be put in. The values sum to the whole; what a section adds first (alone)
//! and last (to all others) stands beside it, and how far the orders are apart.

use crate::measures::Handle;

/// Sections beyond which there are too many sets.
pub const MOST: usize = 10;

/// What a section adds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// On average over all orders.
    pub shapley: f64,
    /// Put in first, alone.
    pub first: f64,
    /// Put in last, to all others.
    pub last: f64,
    /// Least that it adds in any order.
    pub least: f64,
    /// Most that it adds in any order.
    pub most: f64,
}

/// Splits the value of all sections over them; `values` is by set, section 0 being the lowest bit.
pub fn split(sections: usize, values: &[f64]) -> Vec<Part> {
    let all = (1usize << sections) - 1;
    // How many of all orders put a section in just after so many others, as a share: 1 / (n × C(n−1, k)).
    let mut weight = vec![0.0; sections];
    let mut choose = 1.0;
    for (before, weight) in weight.iter_mut().enumerate() {
        *weight = 1.0 / (sections as f64 * choose);
        choose = choose * (sections as f64 - 1.0 - before as f64) / (before as f64 + 1.0);
    }
    (0..sections)
        .map(|section| {
            let bit = 1usize << section;
            let mut part = Part {
                shapley: 0.0,
                first: values[bit] - values[0],
                last: values[all] - values[all ^ bit],
                least: f64::INFINITY,
                most: f64::NEG_INFINITY,
            };
            for set in (0..=all).filter(|set| set & bit == 0) {
                let added = values[set | bit] - values[set];
                part.shapley += weight[set.count_ones() as usize] * added;
                part.least = part.least.min(added);
                part.most = part.most.max(added);
            }
            part
        })
        .collect()
}

/// The smallest amount that a unit is told in: a penny of money, of others a part of the whole too small to see.
pub fn quantum(measure: Handle, whole: f64) -> f64 {
    match measure.measure().unit {
        "£m" => 1e-8,
        "£" | "£/week" => 1e-2,
        _ => 10f64.powf(whole.abs().max(f64::MIN_POSITIVE).log10().floor() - 9.0),
    }
}

/// Rounds parts so that they sum to the rounded whole exactly: what rounding leaves goes to those it took most from. Counts of the
/// quantum.
pub fn rounded(parts: &[f64], whole: f64, quantum: f64) -> (Vec<i64>, i64) {
    let whole = (whole / quantum).round() as i64;
    let mut counts: Vec<i64> = parts.iter().map(|part| (part / quantum).floor() as i64).collect();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    let rest = |at: &usize| parts[*at] / quantum - (parts[*at] / quantum).floor();
    order.sort_by(|a, b| rest(b).total_cmp(&rest(a)).then(a.cmp(b)));
    let mut left = whole - counts.iter().sum::<i64>();
    while left != 0 && !order.is_empty() {
        for at in &order {
            if left == 0 {
                break;
            }
            let step = left.signum();
            counts[*at] += step;
            left -= step;
        }
    }
    (counts, whole)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measures::{COST_NHS, WAITING_LIST};

    #[test]
    fn a_joint_effect_is_shared_and_the_parts_sum_to_the_whole() {
        // 10 for the first, 4 for the second, 6 more for both together; the third does nothing.
        let value = |set: usize| {
            let (one, two) = (set & 1, (set >> 1) & 1);
            10.0 * one as f64 + 4.0 * two as f64 + 6.0 * (one * two) as f64
        };
        let values: Vec<f64> = (0..8).map(value).collect();
        let parts = split(3, &values);
        assert_eq!((parts[0].shapley, parts[0].first, parts[0].last), (13.0, 10.0, 16.0));
        assert_eq!((parts[1].shapley, parts[1].least, parts[1].most), (7.0, 4.0, 10.0));
        assert_eq!((parts[2].shapley, parts[2].most), (0.0, 0.0));
        assert_eq!(parts.iter().map(|part| part.shapley).sum::<f64>(), values[7]);
    }

    #[test]
    fn of_five_sections_in_any_order_the_values_sum() {
        let values: Vec<f64> = (0..32).map(|set| ((set * 7919) % 101) as f64 / 7.0).collect();
        let parts = split(5, &values);
        let sum: f64 = parts.iter().map(|part| part.shapley).sum();
        assert!((sum - (values[31] - values[0])).abs() < 1e-9);
    }

    #[test]
    fn rounded_parts_sum_to_the_penny() {
        assert_eq!(quantum(COST_NHS, 1234.5), 1e-8);
        assert!(quantum(WAITING_LIST, 7e6) < 0.01);
        let parts = [1.0 / 3.0, 1.0 / 3.0, 1.0 / 3.0, -2.0 / 7.0, 2.0 / 7.0];
        let (counts, whole) = rounded(&parts, 1.0, 1e-2);
        assert_eq!((counts.iter().sum::<i64>(), whole), (100, 100));
        assert!(
            counts
                .iter()
                .zip(parts)
                .all(|(count, part)| (*count as f64 / 100.0 - part).abs() < 0.0101)
        );
    }
}
