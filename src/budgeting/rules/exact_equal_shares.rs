//! Exact Equal Shares (Kraiczy, Robinson, Elkind, 2025): those who pay for a project all pay the same. Simpler to explain
//! than Equal Shares, and the next endowment at which anything changes can be computed (*add-opt*) in place of a scan.
//!
//! For a project take its supporters and drop the poorest as long as they cannot pay an equal part of the cost; the
//! project with the most gain for the cost by those who are left is bought.

use num_bigint::BigInt;
use num_traits::{Signed, Zero};

use crate::budgeting::election::Election;
use crate::budgeting::equal_shares::{Market, VotersMoney};
use crate::budgeting::exact::{Rational, whole, write_exact};
use crate::budgeting::outcome::Outcome;
use crate::budgeting::price_system::PriceSystem;
use crate::budgeting::tie::{Tie, TieOrder, break_tie};
use crate::budgeting::utility::Utilities;

/// Endowments tried by add-opt at most; the outcome says so if it was not enough.
const MOST_COUNTS: usize = 400;
/// Floating comparisons further apart than this (relative) are certain.
const CLEAR: f64 = 1e-9;

/// One count.
struct Count {
    /// Money of each voter at the start [1/scale of the currency].
    endowment: Rational,
    /// Free projects first, then in the order bought.
    funded: Vec<usize>,
    /// Those who pay for each project bought: ballots, and how many voters they are.
    payers: Vec<(usize, Vec<u32>, u64)>,
    ties: Vec<Tie>,
    ledger: VotersMoney,
}

/// Exact Equal Shares; with `add_opt`, endowments are raised to where something changes, and the feasible outcome that
/// spends most is kept.
pub fn exact_equal_shares(election: &Election, utilities: &Utilities, tie_order: TieOrder, add_opt: bool) -> Outcome {
    let mut outcome = Outcome::new("exact-equal-shares", "what each payer pays [currency]", tie_order);
    outcome
        .options
        .push(("satisfaction", utilities.satisfaction.word().to_owned()));
    outcome
        .options
        .push(("completion", if add_opt { "add-opt" } else { "none" }.to_owned()));
    let market = Market::new(election, utilities, tie_order);
    if market.voters == 0 {
        return outcome;
    }
    let first = &market.budget / whole(market.voters);
    let mut best = run(&market, &first);
    let mut counts = 1;
    if add_opt {
        let mut endowment = first;
        let mut rise = next_change(&market, &mut best);
        while let Some(step) = rise {
            if counts >= MOST_COUNTS {
                outcome.notes.push(format!(
                    "Endowments were raised {MOST_COUNTS} times and could be raised further."
                ));
                break;
            }
            counts += 1;
            endowment += step;
            let mut current = run(&market, &endowment);
            rise = next_change(&market, &mut current);
            outcome.tried.extend(current.ties.iter().cloned());
            let now = spending(&market, &current);
            if now <= market.budget && now > spending(&market, &best) {
                best = current;
            }
        }
    }
    let scale = Rational::from_integer(BigInt::from(market.scale.clone()));
    outcome
        .options
        .push(("endowment", write_exact(&(&best.endowment / scale))));
    outcome.options.push(("counts", counts.to_string()));
    for project in &best.funded {
        let cost = &election.projects[*project].cost;
        let payers = best
            .payers
            .iter()
            .find(|(other, ..)| other == project)
            .map_or(1, |(_, _, people)| *people);
        outcome.fund(*project, cost, cost / whole(payers.max(1)));
    }
    outcome.ties = best.ties;
    let (denominator, payments) = best.ledger.into_payments();
    let units = &best.endowment * Rational::from_integer(BigInt::from(denominator.clone()));
    outcome.prices = Some(PriceSystem {
        unit: Rational::new(BigInt::from(1u8), BigInt::from(&denominator * &market.scale)),
        endowment: units.to_integer().to_biguint().unwrap_or_default(),
        payments,
    });
    outcome
}

fn spending(market: &Market<'_>, count: &Count) -> Rational {
    let cost = |project: &usize| Rational::from_integer(BigInt::from(market.goods[*project].cost.clone()));
    count
        .funded
        .iter()
        .fold(Rational::zero(), |sum, project| sum + cost(project))
}

/// The rounds of one count.
fn run(market: &Market<'_>, endowment: &Rational) -> Count {
    let ballots = market.election.ballots.len();
    let mut count = Count {
        endowment: endowment.clone(),
        funded: market.free.clone(),
        payers: Vec::new(),
        ties: Vec::new(),
        ledger: VotersMoney::new(ballots, endowment, true),
    };
    let mut floats: Vec<f64> = count.ledger.floats().collect();
    // Gain for the cost if one voter paid all; money only falls, so the number of payers does too: old scores are bounds.
    let per_payer = |project: usize| {
        let good = &market.goods[project];
        &good.unit / Rational::from_integer(BigInt::from(good.cost.clone()))
    };
    let mut bounds: Vec<(Rational, usize)> = market
        .pool
        .iter()
        .map(|project| {
            (
                per_payer(*project) * whole(market.goods[*project].total_weight as u64),
                *project,
            )
        })
        .collect();
    let mut gate = market.gate();
    loop {
        bounds.retain(|(_, project)| gate.for_good(*project).is_none());
        bounds.sort_by(|a, b| b.0.cmp(&a.0).then(market.ranks[a.1].cmp(&market.ranks[b.1])));
        let mut best: Option<Rational> = None;
        let mut tied: Vec<(usize, Vec<u32>, u64)> = Vec::new();
        for (bound, project) in bounds.iter_mut() {
            if gate.barrier(*project).is_some() {
                continue;
            }
            if best.as_ref().is_some_and(|best| *bound < *best) {
                break;
            }
            let (payers, people) = payers(market, &mut count.ledger, &floats, *project);
            *bound = per_payer(*project) * whole(people);
            if people == 0 {
                continue;
            }
            match best
                .as_ref()
                .map_or(std::cmp::Ordering::Greater, |best| (*bound).cmp(best))
            {
                std::cmp::Ordering::Greater => {
                    best = Some(bound.clone());
                    tied = vec![(*project, payers, people)];
                }
                std::cmp::Ordering::Equal => tied.push((*project, payers, people)),
                std::cmp::Ordering::Less => {}
            }
        }
        bounds.retain(|(bound, _)| bound.is_positive());
        let round = count.funded.len() + 1;
        let among = tied.iter().map(|(project, ..)| *project).collect();
        let Some(project) = break_tie(among, &market.ranks, round, &mut count.ties) else {
            break;
        };
        bounds.retain(|(_, other)| *other != project);
        let Some(entry) = tied.into_iter().find(|(other, ..)| *other == project) else {
            break;
        };
        let part = market.goods[project].paid_by(&entry.1);
        let share = market.goods[project].float_cost / entry.2 as f64;
        if count.ledger.buy(project, &part, share * (1.0 - CLEAR)).is_none() {
            continue;
        }
        let after: Vec<f64> = count.ledger.floats().collect();
        floats = after;
        gate.fund(project);
        count.funded.push(project);
        count.payers.push(entry);
    }
    count
}

/// Those who can pay equal parts of a project's cost: the poorest are dropped as long as they cannot.
fn payers(market: &Market<'_>, ledger: &mut VotersMoney, floats: &[f64], project: usize) -> (Vec<u32>, u64) {
    let good = &market.goods[project];
    let mut places: Vec<usize> = (0..good.ballots.len()).collect();
    let money = |place: usize| floats[good.ballots[place] as usize];
    places.sort_by(|a, b| money(*b).total_cmp(&money(*a)));
    let mut people = good.total_weight as u64;
    while let Some(poorest) = places.last().copied() {
        let share = good.float_cost / people.max(1) as f64;
        let able = if (money(poorest) - share).abs() > CLEAR * share {
            money(poorest) > share
        } else {
            ledger.covers(good.ballots[poorest], &good.cost, people)
        };
        if able {
            break;
        }
        places.pop();
        people -= good.weights[poorest] as u64;
    }
    let mut ballots: Vec<u32> = places.into_iter().map(|place| good.ballots[place]).collect();
    ballots.sort_unstable();
    (ballots, people)
}

/// The smallest rise of everybody's endowment with which some project could win (more) payers: those who hold enough, or
/// who would rather pay for it than for a project that gives them less for their money. `None` if there is none.
fn next_change(market: &Market<'_>, count: &mut Count) -> Option<Rational> {
    let floats: Vec<f64> = count.ledger.floats().collect();
    // The worst bargain of each ballot: price per unit of gain, and what giving it up would free.
    let mut worst = vec![(0.0f64, 0.0f64); floats.len()];
    for (project, payers, people) in &count.payers {
        let share = market.goods[*project].float_cost / *people as f64;
        let price = share / market.goods[*project].float_unit;
        for ballot in payers {
            if price > worst[*ballot as usize].0 {
                worst[*ballot as usize] = (price, share);
            }
        }
    }
    let mut candidates: Vec<(f64, usize, u64, u32)> = Vec::new();
    for project in &market.pool {
        let good = &market.goods[*project];
        let already = count.payers.iter().find(|(other, ..)| other == project);
        let mut people = already.map_or(0, |(_, _, people)| *people);
        let mut outside: Vec<usize> = (0..good.ballots.len())
            .filter(|place| already.is_none_or(|(_, payers, _)| payers.binary_search(&good.ballots[*place]).is_err()))
            .collect();
        let ballot = |place: usize| good.ballots[place] as usize;
        outside.sort_by(|a, b| floats[ballot(*b)].total_cmp(&floats[ballot(*a)]));
        let mut by_bargain = outside.clone();
        by_bargain.sort_by(|a, b| worst[ballot(*b)].0.total_cmp(&worst[ballot(*a)].0));
        let mut joined = vec![false; good.ballots.len()];
        let mut next = 0;
        let mut best: Option<(f64, u64, u32)> = None;
        for place in outside {
            if !std::mem::replace(&mut joined[place], true) {
                people += good.weights[place] as u64;
            }
            while let Some(first) = by_bargain.get(next).copied() {
                // Voters with the same bargain switch together or not at all: so it does not matter how ballots are merged.
                let price = worst[ballot(first)].0;
                let block = by_bargain[next..]
                    .iter()
                    .take_while(|place| worst[ballot(**place)].0 == price)
                    .count();
                let block = &by_bargain[next..next + block];
                let weight: u64 = block
                    .iter()
                    .filter(|place| !joined[**place])
                    .map(|place| good.weights[*place] as u64)
                    .sum();
                let share = good.float_cost / (people + weight) as f64;
                let able = |place: &usize| worst[ballot(*place)].1 + floats[ballot(*place)] >= share;
                if price <= share / good.float_unit * (1.0 + CLEAR) || !block.iter().all(able) {
                    break;
                }
                block.iter().for_each(|place| joined[*place] = true);
                people += weight;
                next += block.len();
            }
            let share = good.float_cost / people as f64;
            let (price, freed) = worst[ballot(place)];
            let free = price > share / good.float_unit * (1.0 + CLEAR) && freed + floats[ballot(place)] >= share;
            let rise = share - floats[ballot(place)];
            if !free && rise > CLEAR * share && best.is_none_or(|(least, ..)| rise < least) {
                best = Some((rise, people, good.ballots[place]));
            }
        }
        if let Some((rise, people, ballot)) = best {
            candidates.push((rise, *project, people, ballot));
        }
    }
    let least = candidates.iter().map(|(rise, ..)| *rise).fold(f64::INFINITY, f64::min);
    candidates
        .into_iter()
        .filter(|(rise, ..)| *rise <= least * (1.0 + CLEAR))
        .map(|(_, project, people, ballot)| {
            let cost = Rational::from_integer(BigInt::from(market.goods[project].cost.clone()));
            cost / whole(people) - count.ledger.amount(ballot)
        })
        .filter(Signed::is_positive)
        .min()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budgeting::price_system::verify;
    use crate::budgeting::utility::Satisfaction;

    fn run_on(election: &Election, add_opt: bool) -> Outcome {
        let utilities = Utilities::new(election, Satisfaction::Cardinality);
        exact_equal_shares(election, &utilities, TieOrder::Identifier, add_opt)
    }

    #[test]
    fn payers_pay_equal_parts_and_the_poorest_are_left_out() {
        let election = Election::approval(
            30,
            &[("a", 9), ("b", 18)],
            &[(1, &["a", "b"]), (1, &["a", "b"]), (1, &["b"])],
        );
        let outcome = run_on(&election, false);
        // a: 2 payers at 4.5; then b: 18 among three is 6 > 5.5 of the first two, who are dropped; one cannot pay 18.
        assert_eq!(outcome.funded, vec![0]);
        assert_eq!(
            verify(
                &election,
                &outcome.funded,
                outcome.prices.as_ref().expect("prices"),
                false
            ),
            vec![]
        );
    }

    #[test]
    fn raising_endowments_to_the_next_change_spends_more() {
        let election = Election::approval(
            30,
            &[("a", 9), ("b", 18)],
            &[(1, &["a", "b"]), (1, &["a", "b"]), (1, &["b"])],
        );
        let outcome = run_on(&election, true);
        assert_eq!(outcome.funded, vec![0, 1]);
        // 6 for b and 4.5 for a.
        assert!(
            outcome.options.contains(&("endowment", "10.5".to_owned())),
            "{:?}",
            outcome.options
        );
    }
}
