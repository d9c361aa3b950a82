//! How much weight gathers in how few hands.

#[cfg(test)]
use std::collections::BTreeMap;

/// Concentration of weight among those who cast a ballot.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Power {
    /// Ballots cast.
    pub casters: usize,
    /// Weight cast \[people\].
    pub weight: f64,
    /// Gini coefficient of weight among casters [0 equal – 1 one has all].
    pub gini: f64,
    /// Part of the weight that the heaviest ballot carries [0–1].
    pub largest_share: f64,
    /// Herfindahl index: the sum of squared shares [0–1].
    pub herfindahl: f64,
    /// Voters of equal weight who would be as concentrated \[voters\]: 1 / Herfindahl.
    pub effective_voters: f64,
    /// Fewest ballots that together carry more than half of the weight.
    pub majority: usize,
    /// Chance that the heaviest ballot decides a yes-no question by simple majority when all others toss coins
    /// (Banzhaf) [0–1]; `None` where weights are no small whole numbers.
    pub swing: Option<f64>,
}

/// Measures concentration; people with no weight are left out.
pub fn power(weights: &[f64]) -> Power {
    let mut cast: Vec<f64> = weights.iter().copied().filter(|weight| *weight > 0.0).collect();
    cast.sort_by(f64::total_cmp);
    let weight: f64 = cast.iter().sum();
    let casters = cast.len();
    if casters == 0 {
        return Power::default();
    }
    let count = casters as f64;
    // Sorted upwards, with ranks from 1: Σ (2·rank − n − 1)·w / (n·Σw).
    let ranked = cast
        .iter()
        .enumerate()
        .map(|(rank, weight)| (2.0 * (rank as f64 + 1.0) - count - 1.0) * weight);
    let herfindahl = cast.iter().map(|one| (one / weight) * (one / weight)).sum();
    let mut sum = 0.0;
    let majority = cast.iter().rev().take_while(|one| {
        let more = sum <= weight / 2.0;
        sum += **one;
        more
    });
    Power {
        casters,
        weight,
        majority: majority.count(),
        gini: (ranked.sum::<f64>() / (count * weight)).max(0.0),
        largest_share: cast[casters - 1] / weight,
        herfindahl,
        effective_voters: 1.0 / herfindahl,
        swing: swing(&cast, cast[casters - 1]),
    }
}

/// Casters × total weight above which the heaviest ballot's swing is not computed.
const MOST_STEPS: f64 = 3e6;

/// For each ballot the probability that it decides a majority question when all others toss coins, in the order given;
/// `None` where weights are not whole or too large for that.
#[cfg(test)]
pub fn banzhaf(weights: &[f64]) -> Option<Vec<f64>> {
    let mut known: BTreeMap<u64, f64> = BTreeMap::new();
    let mut swings = Vec::with_capacity(weights.len());
    for own in weights {
        // Bits of numbers that are not below 0 are in the order of the numbers.
        let swing = match known.get(&own.to_bits()) {
            Some(swing) => *swing,
            None => swing(weights, *own)?,
        };
        known.insert(own.to_bits(), swing);
        swings.push(swing);
    }
    Some(swings)
}

/// The swing of a ballot of weight `own`, which must be one of `weights`: exact up to rounding, from the distribution of the
/// others' weight.
fn swing(weights: &[f64], own: f64) -> Option<f64> {
    let total: f64 = weights.iter().sum();
    let whole = weights.iter().all(|weight| weight.fract() == 0.0 && *weight >= 0.0);
    if !whole || total * weights.len() as f64 > MOST_STEPS {
        return None;
    }
    let total = total as usize;
    let mut probability = vec![0.0; total + 1];
    probability[0] = 1.0;
    let mut reach = 0;
    let mut left_out = false;
    for weight in weights {
        if *weight == own && !left_out {
            left_out = true;
            continue;
        }
        let weight = *weight as usize;
        reach += weight;
        for sum in (0..=reach).rev() {
            let with = if sum >= weight { probability[sum - weight] } else { 0.0 };
            probability[sum] = 0.5 * (probability[sum] + with);
        }
    }
    // Decisive: the others reach no majority (more than half of all), but do with this ballot.
    let own = own as usize;
    let decisive = (0..=reach).filter(|sum| 2 * sum <= total && 2 * (sum + own) > total);
    Some(decisive.map(|sum| probability[sum]).sum())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_weights_are_not_concentrated_and_one_who_has_all_is_alone() {
        let equal = power(&[2.0; 10]);
        assert!(equal.gini.abs() < 1e-12 && (equal.effective_voters - 10.0).abs() < 1e-9);
        assert_eq!((equal.casters, equal.majority), (10, 6));
        let one = power(&[0.0, 5.0, 0.0]);
        assert_eq!(
            (one.casters, one.majority, one.largest_share, one.swing),
            (1, 1, 1.0, Some(1.0))
        );
        assert_eq!(power(&[]), Power::default());
    }

    #[test]
    fn gini_and_herfindahl_have_their_closed_forms() {
        // One of weight k beside n − 1 of weight 1: Gini = (k − 1)(n − 1) / (n (n − 1 + k)).
        let (n, k) = (5.0, 6.0);
        let found = power(&[1.0, 1.0, 6.0, 1.0, 1.0]);
        assert!((found.gini - (k - 1.0) * (n - 1.0) / (n * (n - 1.0 + k))).abs() < 1e-12);
        assert!((found.herfindahl - (36.0 + 4.0) / 100.0).abs() < 1e-12);
        assert!((found.largest_share - 0.6).abs() < 1e-12);
    }

    #[test]
    fn banzhaf_gives_a_dictator_everything_and_equal_voters_the_binomial() {
        assert_eq!(banzhaf(&[3.0, 1.0, 1.0]), Some(vec![1.0, 0.0, 0.0]));
        // Three of equal weight: decisive if the two others differ.
        assert_eq!(banzhaf(&[1.0, 1.0, 1.0]), Some(vec![0.5; 3]));
        // 21 of equal weight: C(20, 10) / 2²⁰.
        let many = banzhaf(&[1.0; 21]).expect("small");
        assert!((many[0] - 184_756.0 / 1_048_576.0).abs() < 1e-12);
        // The textbook game of weights 49, 49 and 2: all are equally powerful.
        assert_eq!(banzhaf(&[49.0, 49.0, 2.0]), Some(vec![0.5; 3]));
        assert_eq!(banzhaf(&[0.5, 1.0]), None);
    }
}
