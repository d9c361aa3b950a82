//! Post-stratified weights: those who voted, weighted so that they look like those who could have.
//!
//! Raking fits one margin after the other until all fit. What it cannot mend is said: groups of whom nobody voted, the
//! gap that is left, and how many equal votes the weighted ones are worth (Kish).

use super::voter::{Attribute, ElectorateError, Voter};

/// How weights are fitted.
#[derive(Clone, Debug, PartialEq)]
pub struct Raking {
    /// Attributes whose margins are fitted.
    pub attributes: Vec<Attribute>,
    /// Most rounds over all attributes.
    pub rounds: usize,
    /// Largest relative gap at which fitting ends [0–1].
    pub tolerance: f64,
    /// Most that a weight may be, as a multiple of the mean one; `None` for no limit.
    pub cap: Option<f64>,
    /// Votes that the mean respondent gets, since rules count whole votes \[votes\], 1 or more: 100 keeps two decimals of a
    /// weight. Completions that raise endowments by a sum for each vote then take steps so many times larger.
    pub votes_per_voter: u64,
}

impl Raking {
    /// Checks that the numbers can be used.
    pub fn check(&self) -> Result<(), ElectorateError> {
        let fine = |votes| votes >= 1.0;
        ElectorateError::bound(
            "votes for each weighted voter",
            self.votes_per_voter as f64,
            fine,
            "1 or more",
        )?;
        ElectorateError::share("the tolerance of raking", self.tolerance)?;
        self.cap.map_or(Ok(()), |cap| {
            ElectorateError::bound("the cap on weights", cap, |cap| cap >= 1.0, "1 or more")
        })
    }
}

/// Fitted weights and what they leave.
#[derive(Clone, Debug, PartialEq)]
pub struct Raked {
    /// Weight of each respondent \[people\]; they sum to the population.
    pub weights: Vec<f64>,
    /// Rounds taken.
    pub rounds: usize,
    /// Largest relative gap left between a level's weight and its population [0–1].
    pub gap: f64,
    /// How many equal votes the weighted ones are worth \[voters\]: (Σw)² / Σw².
    pub effective_voters: f64,
    /// Groups of the population of whom nobody responded.
    pub unreached: Vec<(Attribute, usize)>,
}

/// People of each level \[people\].
pub fn margin(voters: &[Voter], attribute: Attribute) -> Vec<f64> {
    let mut totals = vec![0.0; attribute.levels().len()];
    for voter in voters {
        totals[attribute.level(voter)] += voter.weight;
    }
    totals
}

/// Weights the respondents to the population's margins, starting from their own weights.
pub fn rake(respondents: &[Voter], population: &[Voter], raking: &Raking) -> Raked {
    let people: f64 = population.iter().map(|voter| voter.weight).sum();
    let start: f64 = respondents.iter().map(|voter| voter.weight).sum();
    let mut weights: Vec<f64> = respondents.iter().map(|voter| voter.weight * people / start).collect();
    let mut unreached = Vec::new();
    let targets: Vec<(Attribute, Vec<f64>)> = raking
        .attributes
        .iter()
        .map(|attribute| {
            let found = margin(respondents, *attribute);
            let mut target = margin(population, *attribute);
            for (level, total) in target.iter_mut().enumerate() {
                if found[level] <= 0.0 && *total > 0.0 {
                    unreached.push((*attribute, level));
                    *total = 0.0;
                }
            }
            let reached: f64 = target.iter().sum();
            target.iter_mut().for_each(|total| *total *= people / reached);
            (*attribute, target)
        })
        .collect();
    let mut rounds = 0;
    let mut gap = largest_gap(respondents, &weights, &targets);
    while !respondents.is_empty() && rounds < raking.rounds && gap > raking.tolerance {
        for (attribute, target) in &targets {
            let sums = sums(respondents, &weights, *attribute);
            for (voter, weight) in respondents.iter().zip(&mut weights) {
                let level = attribute.level(voter);
                *weight *= target[level] / sums[level];
            }
        }
        if let Some(cap) = raking.cap {
            hold(&mut weights, cap * people / respondents.len() as f64, people);
        }
        gap = largest_gap(respondents, &weights, &targets);
        rounds += 1;
    }
    let squares: f64 = weights.iter().map(|weight| weight * weight).sum();
    Raked {
        rounds,
        gap,
        effective_voters: if squares > 0.0 { people * people / squares } else { 0.0 },
        unreached,
        weights,
    }
}

fn sums(voters: &[Voter], weights: &[f64], attribute: Attribute) -> Vec<f64> {
    let mut sums = vec![0.0; attribute.levels().len()];
    for (voter, weight) in voters.iter().zip(weights) {
        sums[attribute.level(voter)] += weight;
    }
    sums
}

fn largest_gap(voters: &[Voter], weights: &[f64], targets: &[(Attribute, Vec<f64>)]) -> f64 {
    let mut gap = 0.0f64;
    for (attribute, target) in targets {
        for (sum, target) in sums(voters, weights, *attribute).iter().zip(target) {
            if *target > 0.0 {
                gap = gap.max((sum / target - 1.0).abs());
            }
        }
    }
    gap
}

/// Cuts weights at `most` and spreads what was cut over the others, until nothing is above.
fn hold(weights: &mut [f64], most: f64, total: f64) {
    for _ in 0..weights.len() {
        let mut cut = 0.0;
        for weight in weights.iter_mut().filter(|weight| **weight > most) {
            cut += *weight - most;
            *weight = most;
        }
        let free: f64 = weights.iter().filter(|weight| **weight < most).sum();
        if cut <= total * 1e-12 || free <= 0.0 {
            return;
        }
        let factor = 1.0 + cut / free;
        weights
            .iter_mut()
            .filter(|weight| **weight < most)
            .for_each(|weight| *weight *= factor);
    }
}

/// Weights as whole votes that sum to `total`, by largest remainder; equal remainders go to the first.
pub fn whole_weights(weights: &[f64], total: u64) -> Vec<u64> {
    let sum: f64 = weights.iter().sum();
    if sum <= 0.0 {
        return vec![0; weights.len()];
    }
    let exact: Vec<f64> = weights.iter().map(|weight| weight / sum * total as f64).collect();
    let mut whole: Vec<u64> = exact.iter().map(|weight| *weight as u64).collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    let remainder = |index: usize| exact[index] - exact[index].floor();
    order.sort_by(|a, b| remainder(*b).total_cmp(&remainder(*a)).then(a.cmp(b)));
    let given: u64 = whole.iter().sum();
    if given > total {
        // Rounding of the division can only ever give a vote too many in sums beyond 2⁵²; take it from the largest.
        if let Some(largest) = (0..whole.len()).max_by_key(|index| whole[*index]) {
            whole[largest] -= (given - total).min(whole[largest]);
        }
    }
    for index in order.into_iter().cycle().take(total.saturating_sub(given) as usize) {
        whole[index] += 1;
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::super::voter::fixture::town;
    use super::*;

    fn raking() -> Raking {
        Raking {
            attributes: vec![Attribute::Age, Attribute::Fifth, Attribute::Tenure],
            rounds: 200,
            tolerance: 1e-10,
            cap: None,
            votes_per_voter: 100,
        }
    }

    #[test]
    fn raked_weights_reproduce_every_margin_of_the_population() {
        let mut population = town(600).voters;
        population
            .iter_mut()
            .for_each(|voter| voter.weight = 1.0 + f64::from(voter.sex));
        let respondents: Vec<Voter> = population
            .iter()
            .enumerate()
            .filter(|(index, voter)| index % 2 == 0 && (voter.tenure < 2 || index % 6 == 0))
            .map(|(_, voter)| *voter)
            .collect();
        let raked = rake(&respondents, &population, &raking());
        assert!(raked.gap <= 1e-10 && raked.unreached.is_empty(), "{raked:?}");
        for attribute in raking().attributes {
            let target = margin(&population, attribute);
            for (sum, target) in sums(&respondents, &raked.weights, attribute).iter().zip(target) {
                assert!((sum - target).abs() < 1e-6 * target.max(1.0));
            }
        }
        assert!(raked.effective_voters < respondents.len() as f64);
    }

    #[test]
    fn one_margin_has_the_closed_form_of_post_stratification() {
        let population = town(300).voters;
        let respondents: Vec<Voter> = population.iter().take(90).copied().collect();
        let one = Raking {
            attributes: vec![Attribute::Sex],
            ..raking()
        };
        let raked = rake(&respondents, &population, &one);
        let (of, asked) = (
            margin(&population, Attribute::Sex),
            margin(&respondents, Attribute::Sex),
        );
        for (voter, weight) in respondents.iter().zip(&raked.weights) {
            let level = Attribute::Sex.level(voter);
            assert!((weight - of[level] / asked[level]).abs() < 1e-9);
        }
    }

    #[test]
    fn a_cap_holds_weights_and_keeps_their_sum() {
        let population = town(400).voters;
        let respondents: Vec<Voter> = population
            .iter()
            .enumerate()
            .filter(|(index, voter)| voter.fifth == 4 || index % 20 == 0)
            .map(|(_, voter)| *voter)
            .collect();
        let free = rake(&respondents, &population, &raking());
        let capped = rake(
            &respondents,
            &population,
            &Raking {
                cap: Some(2.0),
                ..raking()
            },
        );
        let most = 2.0 * 400.0 / respondents.len() as f64;
        assert!(free.weights.iter().any(|weight| *weight > most));
        assert!(capped.weights.iter().all(|weight| *weight <= most * (1.0 + 1e-9)));
        assert!((capped.weights.iter().sum::<f64>() - 400.0).abs() < 1e-6);
        assert!(capped.effective_voters > free.effective_voters && capped.gap > free.gap);
    }

    #[test]
    fn groups_of_whom_nobody_voted_are_named() {
        let population = town(200).voters;
        let respondents: Vec<Voter> = population.iter().filter(|voter| voter.tenure != 3).copied().collect();
        let raked = rake(&respondents, &population, &raking());
        assert_eq!(raked.unreached, vec![(Attribute::Tenure, 3)]);
        assert!((raked.weights.iter().sum::<f64>() - 200.0).abs() < 1e-6);
        assert!(rake(&[], &population, &raking()).weights.is_empty());
    }

    #[test]
    fn whole_votes_sum_to_the_total_and_are_within_one_of_the_weight() {
        let weights: Vec<f64> = (0..97).map(|index| 0.1 + f64::from(index % 7)).collect();
        let sum: f64 = weights.iter().sum();
        for total in [0, 1, 96, 1_000, 123_457] {
            let whole = whole_weights(&weights, total);
            assert_eq!(whole.iter().sum::<u64>(), total);
            for (whole, weight) in whole.iter().zip(&weights) {
                assert!((*whole as f64 - weight / sum * total as f64).abs() < 1.0);
            }
        }
        assert_eq!(whole_weights(&[1.0; 5], 5), vec![1; 5]);
    }
}
