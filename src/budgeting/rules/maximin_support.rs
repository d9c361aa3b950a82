//! Maximin support: costs of funded projects are shared out among their supporters so that the greatest load is as small
//! as possible; next comes the project that leaves this load smallest (Sánchez-Fernández and others, 2021, with costs).
//!
//! The least greatest load of a set W is the largest c(S)/w(N(S)) over its parts S (a part whose supporters are few for
//! its cost). It is found by Dinkelbach's method with a smallest cut for each step: whole numbers throughout, where others
//! solve a linear programme in floating point. The load never falls when projects are added, so old values are bounds.

use std::collections::HashMap;

use num_bigint::{BigInt, BigUint};
use num_traits::{Signed, ToPrimitive, Zero};

use super::flow::Network;
use super::phragmen::{cost_scale, scaled};
use crate::budgeting::election::Election;
use crate::budgeting::exact::Rational;
use crate::budgeting::outcome::Outcome;
use crate::budgeting::tie::{TieOrder, break_tie};
use crate::budgeting::utility::Utilities;

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
    let mut bounds: Vec<(Rational, usize)> = Vec::new();
    for (project, cost) in costs.iter().enumerate() {
        if utilities.supporters[project].is_empty() {
            continue;
        }
        let weight: u128 = utilities.supporters[project]
            .iter()
            .map(|supporter| u128::from(election.ballots[supporter.ballot as usize].weight))
            .sum();
        bounds.push((Rational::new(cost.clone().into(), BigInt::from(weight)), project));
    }
    let mut load = Rational::zero();
    loop {
        let left = &election.budget - &outcome.cost;
        bounds.retain(|(_, project)| election.projects[*project].cost <= left);
        bounds.sort_by(|a, b| a.0.cmp(&b.0).then(ranks[a.1].cmp(&ranks[b.1])));
        let mut best: Option<Rational> = None;
        let mut tied = Vec::new();
        for (bound, project) in bounds.iter_mut() {
            let least = bound.clone().max(load.clone());
            if best.as_ref().is_some_and(|best| least > *best) {
                // Sorted by the old bound; a later one can still be lower only if its bound is.
                if *bound > load {
                    break;
                }
                continue;
            }
            let mut set = outcome.funded.clone();
            set.push(*project);
            let value = greatest_load(election, utilities, &costs, &set, least);
            *bound = value.clone();
            match best.as_ref().map_or(std::cmp::Ordering::Less, |best| value.cmp(best)) {
                std::cmp::Ordering::Less => {
                    best = Some(value);
                    tied = vec![*project];
                }
                std::cmp::Ordering::Equal => tied.push(*project),
                std::cmp::Ordering::Greater => {}
            }
        }
        let round = outcome.funded.len() + 1;
        let (Some(value), Some(project)) = (best, break_tie(tied, &ranks, round, &mut outcome.ties)) else {
            break;
        };
        load = value.clone();
        let score = value / Rational::from_integer(BigInt::from(scale.clone()));
        outcome.fund(project, &election.projects[project].cost, score);
        bounds.retain(|(_, other)| *other != project);
    }
    outcome
}

/// The least greatest load of a set [1/scale of the currency], which is known to be at least `start`.
fn greatest_load(
    election: &Election,
    utilities: &Utilities,
    costs: &[BigUint],
    set: &[usize],
    start: Rational,
) -> Rational {
    // Ballots that support the same part of the set are one.
    let mut parts: HashMap<u32, Vec<u32>> = HashMap::new();
    for (place, project) in set.iter().enumerate() {
        for supporter in &utilities.supporters[*project] {
            parts.entry(supporter.ballot).or_default().push(place as u32);
        }
    }
    let mut merged: HashMap<Vec<u32>, u128> = HashMap::new();
    for (ballot, part) in parts {
        *merged.entry(part).or_default() += u128::from(election.ballots[ballot as usize].weight);
    }
    let mut groups: Vec<(Vec<u32>, u128)> = merged.into_iter().collect();
    groups.sort_unstable();
    let set_costs: Vec<BigUint> = set.iter().map(|project| costs[*project].clone()).collect();
    let mut load = start;
    loop {
        let part = heaviest_part(&set_costs, &groups, &load);
        let cost = part.iter().fold(BigInt::zero(), |sum, place| {
            sum + BigInt::from(set_costs[*place].clone())
        });
        let weight: u128 = groups
            .iter()
            .filter(|(group, _)| group.iter().any(|place| part.contains(&(*place as usize))))
            .map(|(_, weight)| *weight)
            .sum();
        if part.is_empty() || weight == 0 {
            return load;
        }
        let ratio = Rational::new(cost, BigInt::from(weight));
        if ratio <= load {
            return load;
        }
        load = ratio;
    }
}

/// The part S of the set with the largest c(S) − load·w(N(S)); empty if none is above 0.
fn heaviest_part(costs: &[BigUint], groups: &[(Vec<u32>, u128)], load: &Rational) -> Vec<usize> {
    let (numerator, denominator) = (load.numer().clone(), load.denom().clone());
    let all: BigInt = costs
        .iter()
        .fold(BigInt::zero(), |sum, cost| sum + BigInt::from(cost.clone()))
        * &denominator;
    let people: u128 = groups.iter().map(|(_, weight)| *weight).sum();
    let largest = (&all + &numerator * BigInt::from(people)).abs();
    if largest.bits() < 120 {
        let whole = |number: BigInt| number.to_i128().unwrap_or(i128::MAX);
        cut(
            costs,
            groups,
            |cost| whole(BigInt::from(cost.clone()) * &denominator),
            |weight| whole(&numerator * BigInt::from(weight)),
        )
    } else {
        cut(
            costs,
            groups,
            |cost| BigInt::from(cost.clone()) * &denominator,
            |weight| &numerator * BigInt::from(weight),
        )
    }
}

fn cut<T: Clone + Ord + Zero + std::ops::Add<Output = T> + std::ops::Sub<Output = T>>(
    costs: &[BigUint],
    groups: &[(Vec<u32>, u128)],
    of_cost: impl Fn(&BigUint) -> T,
    of_weight: impl Fn(u128) -> T,
) -> Vec<usize> {
    let (source, sink) = (0, 1);
    let mut network: Network<T> = Network::new(2 + costs.len() + groups.len());
    for (place, cost) in costs.iter().enumerate() {
        network.join(source, 2 + place, of_cost(cost));
    }
    for (index, (group, weight)) in groups.iter().enumerate() {
        let node = 2 + costs.len() + index;
        network.join(node, sink, of_weight(*weight));
        for place in group {
            // The project's own cost is as good as no limit.
            network.join(2 + *place as usize, node, of_cost(&costs[*place as usize]));
        }
    }
    network.send(source, sink);
    let side = network.source_side(source);
    (0..costs.len()).filter(|place| side[2 + place]).collect()
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
        let costs: Vec<BigUint> = [6u8, 4, 2].map(BigUint::from).to_vec();
        let load = |set: &[usize]| greatest_load(&election, &utilities, &costs, set, Rational::zero());
        assert_eq!(load(&[0]), whole(3));
        assert_eq!(load(&[0, 1]), whole(3));
        assert_eq!(load(&[1, 2]), whole(2));
        assert_eq!(load(&[0, 1, 2]), whole(3));
        let outcome = maximin_support(&election, &utilities, TieOrder::Identifier);
        assert_eq!(outcome.funded, vec![2, 1, 0]);
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
