//! Voters from weighted people: systematic sampling with probability proportional to weight.
//!
//! People are laid end to end, each as long as their weight, and a comb with equal gaps and one random start is held
//! against them. Everybody drawn then stands for equally many; a list sorted by age and deprivation is stratified by
//! them at no cost. All in whole numbers, so that who is drawn never hangs on rounding.

use super::chance::Chance;
use crate::world::Weight;

/// Positions of the people drawn, in order; somebody heavier than a gap may be drawn more than once. Each stands for the
/// total weight divided by `count`. Nobody is drawn where nobody weighs anything.
pub fn systematic(weights: &[Weight], count: usize, chance: Chance) -> Vec<usize> {
    let total: u128 = weights.iter().map(|weight| u128::from(weight.raw())).sum();
    if total == 0 || count == 0 {
        return Vec::new();
    }
    // 128 bits hold the products for any country: 2³¹ voters in 2³² steps, times weights below 2⁶⁴. The k-th tooth stands at (k + start) · total / count with start in [0, 1) in steps of 2⁻³².
    let start = u128::from(chance.named("sample").bits(0, 0) >> 32);
    let one = 1u128 << 32;
    let mut drawn = Vec::with_capacity(count);
    let (mut person, mut end) = (0, u128::from(weights[0].raw()));
    for tooth in 0..count as u128 {
        let place = (tooth * one + start) * total / (one * count as u128);
        while place >= end {
            person += 1;
            end += u128::from(weights[person].raw());
        }
        drawn.push(person);
    }
    drawn
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people() -> Vec<Weight> {
        (0..200u64).map(|index| Weight::from_people(1 + index % 13)).collect()
    }

    #[test]
    fn everybody_is_drawn_in_proportion_to_weight_over_many_samples() {
        let weights = people();
        let total: f64 = weights.iter().map(|weight| weight.people()).sum();
        let mut times_drawn = vec![0.0; weights.len()];
        let samples = 4_000;
        for replicate in 0..samples {
            for person in systematic(&weights, 40, Chance::new(7, replicate)) {
                times_drawn[person] += 1.0 / samples as f64;
            }
        }
        for (found, weight) in times_drawn.iter().zip(&weights) {
            let expected = 40.0 * weight.people() / total;
            assert!((found - expected).abs() < 0.04, "{found} {expected}");
        }
    }

    #[test]
    fn in_each_sample_a_person_is_drawn_as_often_as_their_weight_fills_gaps_give_or_take_one() {
        let mut weights = people();
        weights[50] = Weight::from_people(1_000);
        let total: u64 = weights.iter().map(|weight| weight.raw()).sum();
        for replicate in 0..50 {
            let drawn = systematic(&weights, 37, Chance::new(1, replicate));
            assert_eq!(drawn.len(), 37);
            for (person, weight) in weights.iter().enumerate() {
                let expected = 37.0 * weight.raw() as f64 / total as f64;
                let found = drawn.iter().filter(|other| **other == person).count() as f64;
                assert!((found - expected).abs() < 1.0, "{found} {expected}");
            }
        }
    }

    #[test]
    fn people_without_weight_and_empty_lists_are_never_drawn() {
        assert!(systematic(&[], 5, Chance::new(1, 0)).is_empty());
        assert!(systematic(&[Weight::ZERO; 3], 5, Chance::new(1, 0)).is_empty());
        let drawn = systematic(
            &[Weight::ZERO, Weight::from_people(1), Weight::ZERO],
            5,
            Chance::new(1, 0),
        );
        assert_eq!(drawn, vec![1; 5]);
        // England, in units of a 65,536th of a person, a million drawn.
        let country = vec![Weight::from_people(5_650_000); 10];
        assert_eq!(systematic(&country, 1_000_000, Chance::new(1, 0)).last(), Some(&9));
    }
}
