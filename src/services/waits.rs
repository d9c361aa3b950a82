//! Waits of a list by weekly bin: shares, percentiles and means, and a smooth list from what is published of one.

use super::waiting_list::{BINS, ByWeek};

/// Pathways that have waited at least `from` and less than `to` weeks.
pub fn between(pooled: &ByWeek, from: usize, to: usize) -> f64 {
    pooled[from.min(BINS)..to.min(BINS)].iter().sum()
}

/// The wait that a share of the list has not exceeded \[weeks\], evenly spread inside a week; 0 for an empty list.
pub fn percentile(pooled: &ByWeek, share: f64) -> f64 {
    let target = pooled.iter().sum::<f64>() * share;
    let mut below = 0.0;
    for (week, pathways) in pooled.iter().enumerate() {
        if *pathways > 0.0 && below + pathways >= target {
            return week as f64 + (target - below) / pathways;
        }
        below += pathways;
    }
    0.0
}

/// Mean wait of those on the list \[weeks\]; 0 for an empty list.
pub fn mean_wait(pooled: &ByWeek) -> f64 {
    let total: f64 = pooled.iter().sum();
    if total <= 0.0 {
        return 0.0;
    }
    pooled
        .iter()
        .enumerate()
        .map(|(week, pathways)| (week as f64 + 0.5) * pathways)
        .sum::<f64>()
        / total
}

/// A smooth list from what is published about it: `total` pathways, of which `within_18` (share) wait under 18 weeks
/// and `over_52` (pathways) 52 or more, with `newest` pathways in the first week. Three geometric pieces, each starting
/// where the one before ends.
pub fn reconstruct(total: f64, within_18: f64, over_52: f64, newest: f64) -> ByWeek {
    const EDGES: [usize; 4] = [0, 18, 52, BINS];
    let early = total * within_18.clamp(0.0, 1.0);
    let late = over_52.clamp(0.0, total - early);
    let masses = [early, total - early - late, late];
    let mut shape = [0.0; BINS];
    let mut first = newest;
    for (piece, mass) in masses.into_iter().enumerate() {
        let bins = &mut shape[EDGES[piece]..EDGES[piece + 1]];
        let ratio = geometric_ratio(mass, first, bins.len());
        let mut level = 1.0;
        for bin in bins.iter_mut() {
            *bin = level;
            level *= ratio;
        }
        let sum: f64 = bins.iter().sum();
        for bin in bins.iter_mut() {
            *bin *= mass / sum;
        }
        first = bins[bins.len() - 1];
    }
    shape
}

/// The ratio of a geometric series of `terms` that starts at `first` and adds up to `sum`; held between 0 and 2.
fn geometric_ratio(sum: f64, first: f64, terms: usize) -> f64 {
    if first <= 0.0 {
        return 1.0;
    }
    let (mut low, mut high) = (0.0, 2.0);
    for _ in 0..60 {
        let middle: f64 = (low + high) * 0.5;
        let series = (0..terms)
            .fold((0.0, first), |(total, term), _| (total + term, term * middle))
            .0;
        if series < sum {
            low = middle;
        } else {
            high = middle;
        }
    }
    (low + high) * 0.5
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exponential_waits_with_92_per_cent_inside_18_weeks_have_the_known_size() {
        // Rate 0.1403183 a week, list 7.1266566 weeks of referrals.
        let rate: f64 = 0.140_318_3;
        let list: ByWeek = std::array::from_fn(|week| {
            let (start, end) = (week as f64, week as f64 + 1.0);
            ((-rate * start).exp() - (-rate * end).exp()) / rate
        });
        let total: f64 = list.iter().sum();
        assert!((total - 7.126_656_6).abs() < 1e-3);
        assert!((between(&list, 0, 18) / total - 0.92).abs() < 1e-4);
        assert!((percentile(&list, 0.92) - 18.0).abs() < 0.02);
    }

    #[test]
    fn a_reconstructed_list_has_the_published_figures() {
        let shape = reconstruct(7_540_000.0, 0.572, 309_300.0, 390_000.0);
        let total: f64 = shape.iter().sum();
        assert!((total - 7_540_000.0).abs() < 1.0);
        assert!((between(&shape, 0, 18) / total - 0.572).abs() < 1e-9);
        assert!((between(&shape, 52, BINS) - 309_300.0).abs() < 1e-3);
        assert!(shape.windows(2).all(|pair| pair[1] <= pair[0] * 1.02));
    }

    #[test]
    fn whoever_is_in_their_fourth_week_has_waited_three_and_a_half_on_average() {
        let mut list = [0.0; BINS];
        list[3] = 10.0;
        assert_eq!((mean_wait(&list), percentile(&list, 0.5)), (3.5, 3.5));
        list[0] = 30.0;
        assert_eq!(mean_wait(&list), 1.25);
    }
}
