//! Bounded overspending (BOS Equal Shares, Papasotiropoulos and others, 2024): as Equal Shares, but a project may be
//! bought even if its supporters cannot quite pay for it, at a price that grows with what is missing. Little money is
//! left over, without a completion.
//!
//! For a project of cost c and a price λ per unit of gain, supporters collect Σ w·min(b, λ·u); α is the share of the cost
//! that this covers (at most 1). The project and λ with the least λ/α² are chosen, and all pay λ/α·u or what they have.
//! Between the points where a purse runs empty the objective has no minimum (its only stationary point is a maximum), so
//! looking at those points, and at the λ that collects exactly c, decides.
//!
//! Prices divide by what was collected, so exact numbers would double in length with every project bought short. Purses
//! are exact up to 600 binary digits below the unit and rounded down to 300 beyond, which is part of this rule as counted
//! here (a note says when it happened); candidates are filtered in floating point and compared exactly in these numbers.

use std::collections::BTreeMap;

use num_bigint::BigInt;
use num_traits::{One, Signed, Zero};

use crate::budgeting::election::Election;
use crate::budgeting::exact::{Rational, approximate, whole};
use crate::budgeting::gate::{Gate, free_projects};
use crate::budgeting::outcome::Outcome;
use crate::budgeting::tie::{TieOrder, break_tie};
use crate::budgeting::utility::Utilities;

/// Floating values further apart than this (relative) are certainly different.
const CLEAR: f64 = 1e-9;
/// Longest denominator that is kept [binary digits].
const LONGEST: u64 = 600;
/// Digits kept of a longer one.
const KEPT: u32 = 300;

/// The best price for a project: objective λ/α², the share α of the cost that is covered, and ρ = λ/α.
struct Offer {
    objective: Rational,
    covered: Rational,
    price: Rational,
}

/// Purses of voters with the same history.
struct Purses {
    money: Vec<Rational>,
    floats: Vec<f64>,
    /// Purse of each ballot; purse 0 is empty.
    of: Vec<u32>,
}

/// Supporters with the same purse and value, by the price at which they run empty.
struct Party {
    purse: u32,
    value: u64,
    weight: u128,
    empty_at: f64,
}

/// A candidate: the project, its supporters, and the objective at each point worth looking at.
type Looked = (usize, Vec<Party>, Vec<(f64, usize)>);

/// Bounded overspending with gains of the chosen satisfaction.
pub fn bounded_overspending(election: &Election, utilities: &Utilities, tie_order: TieOrder) -> Outcome {
    let mut outcome = Outcome::new(
        "bos",
        "price per unit of satisfaction, raised by what was missing",
        tie_order,
    );
    let voters = election.voters();
    if voters == 0 || election.budget.is_zero() {
        return outcome;
    }
    let ranks = tie_order.ranks(election);
    let endowment = &election.budget / whole(voters);
    let mut purses = Purses {
        floats: vec![0.0, approximate(&endowment)],
        money: vec![Rational::zero(), endowment],
        of: vec![1; election.ballots.len()],
    };
    let mut rounded = false;
    let mut open: Vec<usize> = (0..election.projects.len())
        .filter(|project| !utilities.supporters[*project].is_empty() && !election.projects[*project].cost.is_zero())
        .collect();
    let mut gate = Gate::new(election);
    for project in free_projects(election, utilities, &ranks, &gate) {
        gate.fund(project);
        outcome.fund(project, &election.projects[project].cost, Rational::zero());
    }
    loop {
        let left = &election.budget - &outcome.cost;
        open.retain(|project| {
            let barrier = gate.for_good(*project);
            let shut = barrier.is_some();
            if let Some(barrier) = barrier {
                outcome.bar(*project, barrier);
            }
            !shut && election.projects[*project].cost <= left
        });
        let looked: Vec<Looked> = open
            .iter()
            .filter(|project| gate.barrier(**project).is_none())
            .filter_map(|project| {
                let parties = purses.parties(election, utilities, *project);
                let objectives = objectives(election, utilities, *project, &parties, &purses);
                (!objectives.is_empty()).then_some((*project, parties, objectives))
            })
            .collect();
        let least = looked
            .iter()
            .flat_map(|(_, _, list)| list)
            .map(|(objective, _)| *objective)
            .fold(f64::INFINITY, f64::min);
        let mut best: Option<Rational> = None;
        let mut tied: Vec<(usize, Offer)> = Vec::new();
        for (project, parties, objectives) in &looked {
            let near: Vec<usize> = objectives
                .iter()
                .filter(|(objective, _)| *objective <= least * (1.0 + CLEAR))
                .map(|(_, at)| *at)
                .collect();
            let Some(offer) = offer(election, utilities, *project, parties, &purses, &near) else {
                continue;
            };
            match best
                .as_ref()
                .map_or(std::cmp::Ordering::Less, |best| offer.objective.cmp(best))
            {
                std::cmp::Ordering::Less => {
                    best = Some(offer.objective.clone());
                    tied = vec![(*project, offer)];
                }
                std::cmp::Ordering::Equal => tied.push((*project, offer)),
                std::cmp::Ordering::Greater => {}
            }
        }
        let round = outcome.funded.len() + 1;
        let among = tied.iter().map(|(project, _)| *project).collect();
        let Some(project) = break_tie(among, &ranks, round, &mut outcome.ties) else {
            break;
        };
        let Some((_, offer)) = tied.into_iter().find(|(other, _)| *other == project) else {
            break;
        };
        if !offer.covered.is_one() {
            outcome.notes.push(format!(
                "`{}` was bought although its supporters could pay only {}% of its cost.",
                election.projects[project].id,
                crate::budgeting::exact::write_rounded(&(&offer.covered * whole(100)), 1)
            ));
        }
        rounded |= purses.pay(utilities, project, &(&offer.price * &utilities.unit[project]));
        gate.fund(project);
        outcome.fund(project, &election.projects[project].cost, offer.price);
        open.retain(|other| *other != project);
    }
    if rounded {
        outcome.notes.push(format!(
            "Purses were rounded down to 2^-{KEPT} of the currency where they grew longer."
        ));
    }
    outcome
}

impl Purses {
    /// A project's supporters who have money, the first to run empty first.
    fn parties(&self, election: &Election, utilities: &Utilities, project: usize) -> Vec<Party> {
        let mut weights: BTreeMap<(u32, u64), u128> = BTreeMap::new();
        for supporter in &utilities.supporters[project] {
            let purse = self.of[supporter.ballot as usize];
            if purse != 0 {
                let weight = u128::from(election.ballots[supporter.ballot as usize].weight);
                *weights.entry((purse, supporter.value)).or_default() += weight;
            }
        }
        let party = |((purse, value), weight): ((u32, u64), u128)| Party {
            purse,
            value,
            weight,
            empty_at: self.floats[purse as usize] / value as f64,
        };
        let mut parties: Vec<Party> = weights.into_iter().map(party).collect();
        parties.sort_by(|a, b| {
            if (a.empty_at - b.empty_at).abs() > 1e-12 * a.empty_at.max(b.empty_at) {
                return a.empty_at.total_cmp(&b.empty_at);
            }
            let (a_money, b_money) = (&self.money[a.purse as usize], &self.money[b.purse as usize]);
            (a_money * whole(b.value)).cmp(&(b_money * whole(a.value)))
        });
        parties
    }

    /// Takes what each supporter owes at `share` for a value of 1, or all; tells whether a purse was rounded.
    fn pay(&mut self, utilities: &Utilities, project: usize, share: &Rational) -> bool {
        let mut rounded = false;
        let mut moved: BTreeMap<(u32, u64), u32> = BTreeMap::new();
        for supporter in &utilities.supporters[project] {
            let purse = self.of[supporter.ballot as usize];
            if purse == 0 {
                continue;
            }
            let next = *moved.entry((purse, supporter.value)).or_insert_with(|| {
                let mut after = &self.money[purse as usize] - share * whole(supporter.value);
                if after.denom().bits() > LONGEST {
                    let digits = Rational::from_integer(BigInt::one() << KEPT);
                    after = (after * &digits).floor() / digits;
                    rounded = true;
                }
                if !after.is_positive() {
                    return 0;
                }
                self.floats.push(approximate(&after));
                self.money.push(after);
                (self.money.len() - 1) as u32
            });
            self.of[supporter.ballot as usize] = next;
        }
        rounded
    }
}

/// λ/α² in floating point where each party runs empty, and where the cost is collected (told as the party reached then).
fn objectives(
    election: &Election,
    utilities: &Utilities,
    project: usize,
    parties: &[Party],
    purses: &Purses,
) -> Vec<(f64, usize)> {
    let (cost, unit) = (
        approximate(&election.projects[project].cost),
        approximate(&utilities.unit[project]),
    );
    let mut slope: f64 = parties
        .iter()
        .map(|party| party.weight as f64 * party.value as f64)
        .sum();
    let mut emptied = 0.0;
    let mut list = Vec::with_capacity(parties.len());
    for (at, party) in parties.iter().enumerate() {
        let collected = emptied + party.empty_at * slope;
        let (share, covered) = if collected >= cost {
            ((cost - emptied) / slope, 1.0)
        } else {
            (party.empty_at, collected / cost)
        };
        list.push((share / unit / (covered * covered), at));
        // A little beyond, so that rounding cannot hide the point where the cost is just collected.
        if collected >= cost * (1.0 + CLEAR) {
            break;
        }
        emptied += purses.floats[party.purse as usize] * party.weight as f64;
        slope -= party.weight as f64 * party.value as f64;
    }
    list
}

/// The best exact price for one project among the points named.
fn offer(
    election: &Election,
    utilities: &Utilities,
    project: usize,
    parties: &[Party],
    purses: &Purses,
    near: &[usize],
) -> Option<Offer> {
    let last = *near.last()?;
    let (cost, unit) = (&election.projects[project].cost, &utilities.unit[project]);
    let mut slope = parties.iter().fold(BigInt::zero(), |sum, party| {
        sum + BigInt::from(party.weight) * party.value
    });
    let mut emptied = Rational::zero();
    let mut best: Option<Offer> = None;
    let mut before = Rational::zero();
    for (at, party) in parties.iter().enumerate().take(last + 1) {
        let money = &purses.money[party.purse as usize];
        // The cost was collected before this party's part begins: the points from here on are no prices.
        if before >= *cost {
            break;
        }
        if near.contains(&at) || near.contains(&(at + 1)) {
            before = &emptied + money / whole(party.value) * Rational::from_integer(slope.clone());
        }
        if near.contains(&at) {
            let share = money / whole(party.value);
            let all = Rational::from_integer(slope.clone());
            let collected = &emptied + &share * &all;
            let (share, covered) = if collected >= *cost {
                // The cost may have been collected before this party runs empty, never before the one before it did.
                (((cost - &emptied) / all).max(Rational::zero()), Rational::one())
            } else {
                (share, collected / cost)
            };
            let price = share / unit / &covered;
            let objective = &price / &covered;
            let better = best
                .as_ref()
                .is_none_or(|best| objective < best.objective || objective == best.objective && covered > best.covered);
            if better && price.is_positive() {
                best = Some(Offer {
                    objective,
                    covered,
                    price,
                });
            }
        }
        emptied += money * Rational::from_integer(BigInt::from(party.weight));
        slope -= BigInt::from(party.weight) * party.value;
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budgeting::utility::Satisfaction;

    #[test]
    fn it_overspends_a_little_where_equal_shares_leaves_money() {
        // Two groups of five with 10 each to spend together; both projects cost 11 and 9.
        let election = Election::approval(20, &[("a", 11), ("b", 9)], &[(5, &["a"]), (5, &["b"])]);
        let utilities = Utilities::new(&election, Satisfaction::Cost);
        let outcome = bounded_overspending(&election, &utilities, TieOrder::Identifier);
        assert_eq!(outcome.funded.len(), 2);
        assert_eq!(outcome.cost, whole(20));
        assert_eq!(outcome.notes.len(), 1);
    }
}
