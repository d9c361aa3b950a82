//! Cultures of rankings: Mallows by repeated insertion, Plackett–Luce, an urn.

use super::Culture;
use super::sets::urn;
use crate::budgeting::electorate::chance::Chance;

/// How far each project of the central ranking moves forward when it is put in its place among those before it: by d of
/// at most `place` with probability in proportion to dispersion^d.
pub(super) struct Insertion {
    /// For each place, dispersion^(place + 1) − 1; empty where all moves are equally likely.
    powers: Vec<f64>,
    /// Logarithm of the dispersion.
    fall: f64,
}

impl Insertion {
    /// Numbers for Mallows; empty for other cultures.
    pub(super) fn new(culture: Culture, projects: usize) -> Insertion {
        let fall = match culture {
            Culture::Mallows { dispersion } => libm::log(dispersion),
            _ => 0.0,
        };
        let power = |place: usize| libm::expm1((place + 1) as f64 * fall);
        let powers = if fall < 0.0 {
            (0..projects).map(power).collect()
        } else {
            Vec::new()
        };
        Insertion { powers, fall }
    }

    /// The distribution function of the move, turned round: (1 − φ^(d + 1)) / (1 − φ^(place + 1)) is the chance of d or less.
    fn forward(&self, place: usize, number: f64) -> usize {
        match self.powers.get(place) {
            Some(power) => (libm::log1p(number * power) / self.fall) as usize,
            None => (number * (place + 1) as f64) as usize,
        }
        .min(place)
    }

    /// The ranking of a voter, best first.
    pub(super) fn ranking(
        &self,
        culture: Culture,
        projects: usize,
        voter: u64,
        chance: Chance,
        ranking: &mut Vec<u32>,
    ) {
        match culture {
            Culture::Mallows { .. } => {
                for place in 0..projects {
                    let forward = self.forward(place, chance.uniform(voter, place as u64));
                    ranking.insert(place - forward, place as u32);
                }
            }
            Culture::PlackettLuce { ratio } => {
                // The order of exponential clocks whose speeds are the strengths; in logarithms, lest strengths vanish.
                let fall = libm::log(ratio);
                let clock = |project: u32| {
                    let alone = libm::log(-libm::log(chance.uniform(voter, u64::from(project))));
                    alone - f64::from(project) * fall
                };
                let mut clocks: Vec<(f64, u32)> =
                    (0..projects as u32).map(|project| (clock(project), project)).collect();
                clocks.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
                ranking.extend(clocks.into_iter().map(|(_, project)| project));
            }
            Culture::RankingUrn { copies } => {
                let source = urn(voter, copies, chance);
                ranking.extend(0..projects as u32);
                // Fisher and Yates.
                for last in (1..projects).rev() {
                    let place = chance.below(last as u64 + 1, source, last as u64);
                    ranking.swap(last, place as usize);
                }
            }
            _ => {}
        }
    }
}

/// Expected number of pairs that a Mallows ranking puts the other way round than the centre (Kendall's distance).
pub fn expected_swaps(projects: usize, dispersion: f64) -> f64 {
    let (mut power, mut sum, mut moved, mut swaps) = (1.0, 0.0, 0.0, 0.0);
    for place in 0..projects {
        // Chances of moving forward by d are dispersion^d / sum.
        sum += power;
        moved += place as f64 * power;
        power *= dispersion;
        swaps += moved / sum;
    }
    swaps
}

/// The dispersion whose expected swaps are this part of those of evenly drawn rankings: a measure of disagreement that
/// means the same for any number of projects (Boehmer and others).
pub fn dispersion_of_norm(projects: usize, norm: f64) -> f64 {
    let wanted = norm.clamp(0.0, 1.0) * expected_swaps(projects, 1.0);
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if expected_swaps(projects, middle) < wanted {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}

#[cfg(test)]
mod tests {
    use super::super::sets::tests::ballots;
    use super::*;

    fn swaps(ranking: &[u32]) -> usize {
        let later = |place: usize| {
            ranking[place + 1..]
                .iter()
                .filter(|other| **other < ranking[place])
                .count()
        };
        (0..ranking.len()).map(later).sum()
    }

    #[test]
    fn expected_swaps_agree_with_the_closed_form() {
        for (m, phi) in [(2usize, 0.5f64), (7, 0.3), (12, 0.9)] {
            // m·φ/(1 − φ) − Σ i·φ^i/(1 − φ^i).
            let sum: f64 = (1..=m)
                .map(|i| i as f64 * phi.powi(i as i32) / (1.0 - phi.powi(i as i32)))
                .sum();
            let closed = m as f64 * phi / (1.0 - phi) - sum;
            assert!((expected_swaps(m, phi) - closed).abs() < 1e-9, "{m} {phi}");
        }
        assert_eq!(expected_swaps(9, 1.0), 18.0);
        assert_eq!(expected_swaps(9, 0.0), 0.0);
        for norm in [0.1, 0.5, 0.9] {
            let phi = dispersion_of_norm(20, norm);
            assert!((expected_swaps(20, phi) - norm * 95.0).abs() < 1e-6);
        }
    }

    #[test]
    fn mallows_rankings_swap_as_many_pairs_as_expected_and_keep_the_first_first_as_often() {
        let (m, phi) = (8usize, 0.6f64);
        let found = ballots(Culture::Mallows { dispersion: phi }, m, 6_000, 1);
        let mean = found.iter().map(|ranking| swaps(ranking)).sum::<usize>() as f64 / 6_000.0;
        assert!((mean - expected_swaps(m, phi)).abs() < 0.15, "{mean}");
        // The centre's first stays first with probability (1 − φ)/(1 − φ^m).
        let first = found.iter().filter(|ranking| ranking[0] == 0).count() as f64 / 6_000.0;
        assert!(
            (first - (1.0 - phi) / (1.0 - phi.powi(m as i32))).abs() < 0.02,
            "{first}"
        );
    }

    #[test]
    fn mallows_without_dispersion_is_the_centre_and_with_all_of_it_every_ranking_alike() {
        assert_eq!(
            ballots(Culture::Mallows { dispersion: 0.0 }, 4, 2, 1),
            vec![vec![0, 1, 2, 3]; 2]
        );
        let mut even = std::collections::BTreeMap::new();
        for ranking in ballots(Culture::Mallows { dispersion: 1.0 }, 3, 6_000, 1) {
            *even.entry(ranking).or_insert(0) += 1;
        }
        assert_eq!(even.len(), 6);
        // χ² with 5 degrees of freedom stays below 20.5 in 999 of 1,000 cases.
        let chi: f64 = even
            .values()
            .map(|count| (f64::from(*count) - 1_000.0).powi(2) / 1_000.0)
            .sum();
        assert!(chi < 20.5, "{even:?}");
    }

    #[test]
    fn plackett_and_luce_rank_the_first_by_strength() {
        let ratio: f64 = 0.5;
        let found = ballots(Culture::PlackettLuce { ratio }, 4, 6_000, 1);
        let total: f64 = (0..4).map(|k| ratio.powi(k)).sum();
        for k in 0..4u32 {
            let first = found.iter().filter(|ranking| ranking[0] == k).count() as f64 / 6_000.0;
            assert!((first - ratio.powi(k as i32) / total).abs() < 0.02, "{k} {first}");
        }
    }

    #[test]
    fn an_urn_of_rankings_copies_whole_rankings() {
        let found = ballots(Culture::RankingUrn { copies: 1.0 }, 6, 400, 1);
        let mut distinct = found.clone();
        distinct.sort();
        distinct.dedup();
        // Σ 1/(1 + i) over 400 is 6.6.
        assert!(distinct.len() < 25, "{}", distinct.len());
        assert!(found.iter().all(|ranking| ranking.len() == 6));
    }
}
