//! Rationing of publicly arranged care: who of the eligible is served when the money does not reach.
//!
//! Councils may not turn away an eligible person, but thresholds are judged by people who know the budget: when money
//! falls short, less dependent people are found not eligible and packages shrink for all. A lever says how much of a
//! shortfall falls on the least dependent first, the rest being spread evenly.

use crate::world::axes::DEPENDENCIES;

/// What a sum of money reaches.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rationing {
    /// Share of eligible need met, by dependency, least dependent first [0 to 1].
    pub met: [f64; DEPENDENCIES],
    /// Share of eligible need met, all together [0 to 1].
    pub share_met: f64,
    /// Money not needed, in the unit of the money given.
    pub unspent: f64,
}

/// Rations `money` over `cost`, the gross cost of all eligible care at council rates by dependency (any unit, the same for
/// both). `from_below` is the share of a shortfall that falls on the least dependent first [0 to 1].
pub fn ration(cost: &[f64; DEPENDENCIES], money: f64, from_below: f64) -> Rationing {
    let total: f64 = cost.iter().sum();
    let money = money.max(0.0);
    if total <= 0.0 {
        return Rationing {
            met: [1.0; DEPENDENCIES],
            share_met: 1.0,
            unspent: money,
        };
    }
    let share = (money / total).min(1.0);
    let from_below = from_below.clamp(0.0, 1.0);
    // Strict order: the most dependent take what they need, then the next.
    let mut left = money.min(total);
    let mut strict = [1.0; DEPENDENCIES];
    for level in (0..DEPENDENCIES).rev() {
        if cost[level] > 0.0 {
            let given = left.min(cost[level]);
            strict[level] = given / cost[level];
            left -= given;
        }
    }
    Rationing {
        met: strict.map(|strict| from_below * strict + (1.0 - from_below) * share),
        share_met: share,
        unspent: (money - total).max(0.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_money_is_spent_exactly_and_the_most_dependent_keep_most() {
        let cost = [0.0, 10.0, 30.0, 60.0];
        let mut last = 0.0;
        for step in 0..=24 {
            let money = step as f64 * 5.0;
            let result = ration(&cost, money, 0.6);
            let spent: f64 = cost.iter().zip(result.met).map(|(cost, met)| cost * met).sum();
            assert!((spent + result.unspent - money).abs() < 1e-9);
            assert!(result.met[1] <= result.met[2] && result.met[2] <= result.met[3]);
            assert!(result.share_met >= last);
            last = result.share_met;
        }
        assert_eq!(last, 1.0);
    }

    #[test]
    fn the_part_of_a_shortfall_that_falls_from_below_takes_from_the_least_dependent_and_the_rest_from_all() {
        let met = |from_below: f64| ration(&[0.0, 100.0, 100.0, 100.0], 150.0, from_below).met;
        assert_eq!(met(1.0)[1..], [0.0, 0.5, 1.0]);
        assert_eq!(met(0.0)[1..], [0.5, 0.5, 0.5]);
        assert_eq!(met(0.25)[1..], [0.375, 0.5, 0.625]);
    }
}
