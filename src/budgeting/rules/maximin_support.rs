//! Maximin support: costs of funded projects are shared out among their supporters so that the greatest load is as small
//! as possible; next comes the project that leaves this load smallest (Sánchez-Fernández and others, 2021, with costs).
//!
//! The least greatest load of a set W is the largest c(S)/w(N(S)) over its parts S (a part whose supporters are few for
//! its cost). It is found by Dinkelbach's method with a smallest cut for each step: whole numbers throughout, where others
//! solve a linear programme in floating point. Any part of W and the project is a lower bound of the project's value, and
//! stays one in all later rounds. A guess at the heaviest part is nearly always right: the projects funded so far, heaviest
//! first, cut off where the ratio is greatest. So most projects of a round are passed over without a flow, and most of the
//! others need a single one, to confirm the guess.

use num_bigint::{BigInt, BigUint};
use num_traits::{ToPrimitive, Zero};

use super::phragmen::{cost_scale, scaled};
use super::spread::Spread;
use crate::budgeting::election::Election;
use crate::budgeting::exact::Rational;
use crate::budgeting::gate::Gate;
use crate::budgeting::outcome::Outcome;
use crate::budgeting::tie::{TieOrder, break_tie};
use crate::budgeting::utility::Utilities;

/// A project that may still be funded.
struct Candidate {
    project: usize,
    /// The ratio of `part`: the load of a voter is at least that once the project is funded.
    bound: Rational,
    /// The heaviest part found so far that the project belongs to.
    part: Vec<usize>,
}

/// Maximin support among projects that somebody supports and that fit the money left.
pub fn maximin_support(election: &Election, utilities: &Utilities, tie_order: TieOrder) -> Outcome {
    let mut outcome = Outcome::new(
        "maximin-support",
        "greatest load of a voter after funding it [currency]",
        tie_order,
    );
    let ranks = tie_order.ranks(election);
    let scale = cost_scale(election);
    let costs: Vec<BigUint> = election
        .projects
        .iter()
        .map(|project| scaled(&project.cost, &scale))
        .collect();
    let spread = Spread::new(election, utilities, &costs);
    let mut candidates: Vec<Candidate> = (0..costs.len())
        .filter_map(|project| {
            let part = vec![project];
            spread.ratio(&part).map(|bound| Candidate { project, bound, part })
        })
        .collect();
    let mut shares = vec![0.0; spread.edges()];
    // Funded projects, the heaviest parts first.
    let mut heaviest: Vec<usize> = Vec::new();
    let mut load = Rational::zero();
    let mut gate = Gate::new(election);
    loop {
        let left = &election.budget - &outcome.cost;
        candidates.retain(|candidate| {
            let barrier = gate.for_good(candidate.project);
            let shut = barrier.is_some();
            if let Some(barrier) = barrier {
                outcome.bar(candidate.project, barrier);
            }
            !shut && election.projects[candidate.project].cost <= left
        });
        let guess = Guess::new(&spread, &costs, &heaviest);
        for candidate in &mut candidates {
            guess.raise(candidate);
        }
        candidates.sort_by(|a, b| a.bound.cmp(&b.bound).then(ranks[a.project].cmp(&ranks[b.project])));
        let mut best: Option<Rational> = None;
        let mut tied = Vec::new();
        let mut shares_of_best = Vec::new();
        for candidate in &mut candidates {
            if gate.barrier(candidate.project).is_some() {
                continue;
            }
            let least = candidate.bound.clone().max(load.clone());
            if best.as_ref().is_some_and(|best| least > *best) {
                break;
            }
            let mut tried = shares.clone();
            let Some(value) = value(&spread, candidate, &outcome.funded, least, best.as_ref(), &mut tried) else {
                continue;
            };
            if best.as_ref().is_none_or(|best| value < *best) {
                best = Some(value);
                tied.clear();
                shares_of_best = tried;
            }
            tied.push(candidate.project);
        }
        let round = outcome.funded.len() + 1;
        let (Some(value), Some(project)) = (best, break_tie(tied, &ranks, round, &mut outcome.ties)) else {
            break;
        };
        gate.fund(project);
        load = value.clone();
        shares = shares_of_best;
        let score = value / Rational::from_integer(BigInt::from(scale.clone()));
        outcome.fund(project, &election.projects[project].cost, score);
        if let Some(place) = candidates.iter().position(|candidate| candidate.project == project) {
            let part = candidates.remove(place).part;
            heaviest.push(project);
            // Stable: within the part and behind it the old order stays.
            heaviest.sort_by_key(|project| !part.contains(project));
        }
    }
    outcome
}

/// The least greatest load once a candidate is funded, which is at least `least` (the ratio of some part); `None` as soon
/// as it is known to be above `limit`.
fn value(
    spread: &Spread<'_>,
    candidate: &mut Candidate,
    funded: &[usize],
    least: Rational,
    limit: Option<&Rational>,
    shares: &mut [f64],
) -> Option<Rational> {
    let mut set = funded.to_vec();
    set.push(candidate.project);
    let mut load = least;
    while let Some(part) = spread.too_heavy(&set, &load, shares) {
        let Some(ratio) = spread.ratio(&part).filter(|ratio| *ratio > load) else {
            break;
        };
        load = ratio;
        candidate.bound = load.clone();
        candidate.part = part;
        if limit.is_some_and(|limit| load > *limit) {
            return None;
        }
    }
    Some(load)
}

/// What is needed to guess the heaviest part around a candidate quickly.
struct Guess<'a> {
    spread: &'a Spread<'a>,
    costs: &'a [BigUint],
    heaviest: &'a [usize],
    /// For each ballot, the place of the first of `heaviest` that it supports; their number if none.
    place: Vec<u32>,
    /// Cost of the first so many, and the voters who support any of them \[people\].
    sums: Vec<(BigUint, u128)>,
}

impl<'a> Guess<'a> {
    fn new(spread: &'a Spread<'a>, costs: &'a [BigUint], heaviest: &'a [usize]) -> Guess<'a> {
        let mut place = vec![heaviest.len() as u32; spread.ballots()];
        let mut sums = vec![(BigUint::zero(), 0)];
        for (index, project) in heaviest.iter().enumerate() {
            let (mut cost, mut people) = sums[index].clone();
            cost += &costs[*project];
            for ballot in spread.ballots_of(*project) {
                let place = &mut place[*ballot as usize];
                if *place as usize == heaviest.len() {
                    *place = index as u32;
                    people += u128::from(spread.weight(*ballot));
                }
            }
            sums.push((cost, people));
        }
        Guess {
            spread,
            costs,
            heaviest,
            place,
            sums,
        }
    }

    /// Raises a candidate's bound if one of the guesses is heavier.
    fn raise(&self, candidate: &mut Candidate) {
        let mut own = vec![0u128; self.heaviest.len() + 1];
        for ballot in self.spread.ballots_of(candidate.project) {
            own[self.place[*ballot as usize] as usize] += u128::from(self.spread.weight(*ballot));
        }
        let own_people: u128 = own.iter().sum();
        let own_cost = &self.costs[candidate.project];
        let mut shared = 0;
        let mut best: (f64, usize, u128) = (-1.0, 0, 0);
        for (count, (cost, people)) in self.sums.iter().enumerate() {
            if count > 0 {
                shared += own[count - 1];
            }
            let all = people + own_people - shared;
            let ratio = (cost + own_cost).to_f64().unwrap_or(f64::MAX) / all as f64;
            if ratio > best.0 {
                best = (ratio, count, all);
            }
        }
        let (_, count, people) = best;
        if people == 0 {
            return;
        }
        let bound = Rational::new(BigInt::from(&self.sums[count].0 + own_cost), BigInt::from(people));
        if bound > candidate.bound {
            candidate.bound = bound;
            candidate.part = self.heaviest[..count].to_vec();
            candidate.part.push(candidate.project);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budgeting::exact::whole;
    use crate::budgeting::utility::Satisfaction;

    #[test]
    fn loads_are_the_least_greatest_ones() {
        let election = Election::approval(
            100,
            &[("a", 6), ("b", 4), ("c", 2)],
            &[(1, &["a"]), (1, &["a", "b"]), (2, &["b", "c"])],
        );
        let utilities = Utilities::new(&election, Satisfaction::Cardinality);
        // c: 2 for 2 voters; then b: both 6 for 3; then a: 6 for 2, as heavy as all three together.
        let outcome = maximin_support(&election, &utilities, TieOrder::Identifier);
        assert_eq!(outcome.funded, vec![2, 1, 0]);
        let scores: Vec<Rational> = outcome
            .rounds
            .iter()
            .filter_map(|round| match &round.event {
                crate::budgeting::outcome::Event::Funded { score } => Some(score.clone()),
                _ => None,
            })
            .collect();
        assert_eq!(scores, vec![whole(1), whole(2), whole(3)]);
    }

    #[test]
    fn costs_of_thirty_digits_do_not_overflow() {
        let mut election = Election::approval(1, &[("a", 1), ("b", 2)], &[(3, &["a"]), (2, &["a", "b"])]);
        let huge = crate::budgeting::exact::parse_decimal("1e36").expect("a number");
        election.projects.iter_mut().for_each(|project| project.cost *= &huge);
        election.budget = huge * whole(3);
        let utilities = Utilities::new(&election, Satisfaction::Cardinality);
        assert_eq!(
            maximin_support(&election, &utilities, TieOrder::Identifier)
                .funded
                .len(),
            2
        );
    }
}
