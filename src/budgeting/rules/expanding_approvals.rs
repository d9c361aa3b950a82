//! PB-EAR (Aziz and Lee, *Proportionally Representative Participatory Budgeting with Ordinal Preferences*, AAAI 2021):
//! every voter has a weight of 1 and approves of the first j projects of the ranking, for j = 1, 2, …. As soon as the
//! weights of a project's approvers come to its quota (its part of the budget, times the voters), it is funded and that much
//! weight is used up, the same part of each approver's. Ballots without an order are approved of at once.
//!
//! Of several projects that reach their quota the first in tie order is funded; the definition leaves it open.
//!
//! Worked example: a budget of 10 and ten voters, so that a quota is the cost. Six rank a (6) before b (3), four rank c (5)
//! before b. j = 1: a has 6 of 6 and is funded, its voters' weights are used up; c has 4 of 5. j = 2: b has 4 of 3 and is
//! funded; the four have 1/4 left each, and c has 1 of 5: not funded.

//!
//! Weights are counted in tiny parts of a vote (2⁻¹⁰⁰, fewer where voters are very many) and rounded down, since exact
//! fractions double in length with every project funded. A support that falls short of a quota by less than all rounding so
//! far could explain has reached it.

use num_bigint::{BigInt, BigUint};
use num_traits::{ToPrimitive, Zero};

use crate::budgeting::election::{BallotType, Election};
use crate::budgeting::exact::{Rational, whole};
use crate::budgeting::gate::Gate;
use crate::budgeting::outcome::{Event, Outcome, Round};
use crate::budgeting::tie::{TieOrder, break_tie};

/// Binary digits of a vote's parts, where voters leave room for so many.
const DIGITS: u32 = 100;

/// Counts.
pub fn expanding_approvals(election: &Election, tie_order: TieOrder) -> Outcome {
    let mut outcome = Outcome::new("pb-ear", "votes of its approvers", tie_order);
    let voters = election.voters();
    if voters == 0 {
        return outcome;
    }
    let ranks = tie_order.ranks(election);
    // Room for the sum of all votes and a little more in one machine word.
    let digits = DIGITS.min(125 - (u64::BITS - voters.leading_zeros()));
    let vote = 1u128 << digits;
    let parts = |number: &Rational| -> Rational { number * Rational::from_integer(BigInt::from(vote)) };
    let quotas: Vec<Option<u128>> = election
        .projects
        .iter()
        .map(|project| {
            if election.budget.is_zero() {
                return project.cost.is_zero().then_some(0);
            }
            let quota = parts(&(&project.cost * whole(voters) / &election.budget)).ceil();
            // What costs more than the budget asks for more votes than there are.
            quota
                .to_integer()
                .to_u128()
                .filter(|quota| *quota <= vote * u128::from(voters))
        })
        .collect();
    let mut weights = vec![vote; election.ballots.len()];
    let places: Vec<Vec<usize>> = election.ballots.iter().map(|ballot| places(election, ballot)).collect();
    let last = places
        .iter()
        .flatten()
        .copied()
        .filter(|place| *place < usize::MAX - 1)
        .max()
        .map_or(0, |place| place + 1);
    // Support only grows with j and shrinks with purchases, which are the only times it has to be added up again.
    let mut gate = Gate::new(election);
    let mut open = vec![true; election.projects.len()];
    let mut approvers: Vec<Vec<u32>> = vec![Vec::new(); election.projects.len()];
    for place in 0..last {
        for (ballot, places) in places.iter().enumerate() {
            for (project, _) in election.ballots[ballot]
                .projects
                .iter()
                .zip(places)
                .filter(|(_, own)| **own == place)
            {
                approvers[*project as usize].push(ballot as u32);
            }
        }
        loop {
            let left = &election.budget - &outcome.cost;
            // Each purchase may have rounded every vote down by one part.
            let grace = u128::from(voters) * (outcome.funded.len() as u128 + 1);
            let reached: Vec<usize> = (0..election.projects.len())
                .filter(|project| open[*project] && !approvers[*project].is_empty())
                .filter(|project| election.projects[*project].cost <= left && gate.barrier(*project).is_none())
                .filter(|project| {
                    let support = support(election, &weights, &approvers[*project]);
                    quotas[*project].is_some_and(|quota| support + grace >= quota)
                })
                .collect();
            let round = outcome.funded.len() + 1;
            let Some(project) = break_tie(reached, &ranks, round, &mut outcome.ties) else {
                break;
            };
            let support = support(election, &weights, &approvers[project]);
            gate.fund(project);
            open[project] = false;
            let told = Rational::new(BigInt::from(support), BigInt::from(vote) * election.strength_scale);
            outcome.fund(project, &election.projects[project].cost, told);
            let kept = support.saturating_sub(quotas[project].unwrap_or(0));
            if support > 0 {
                let (kept, support) = (BigUint::from(kept), BigUint::from(support));
                for ballot in &approvers[project] {
                    let weight = &mut weights[*ballot as usize];
                    let after = BigUint::from(*weight) * &kept / &support;
                    *weight = after.to_u128().unwrap_or(0);
                }
            }
        }
    }
    // What is left unfunded lacks votes: enough votes for a quota are enough money for its cost.
    for project in (0..election.projects.len()).filter(|project| open[*project]) {
        let of = |parts: u128| Rational::new(BigInt::from(parts), BigInt::from(vote) * election.strength_scale);
        if let (Some(quota), false) = (quotas[project], approvers[project].is_empty()) {
            let score = of(support(election, &weights, &approvers[project]));
            let event = Event::TooLow {
                score,
                needed: of(quota),
            };
            outcome.rounds.push(Round { project, event });
        }
    }
    outcome
}

/// The place at which each project of a ballot is approved of, from 0.
fn places(election: &Election, ballot: &crate::budgeting::Ballot) -> Vec<usize> {
    if election.ballot_type == BallotType::Ordinal {
        return (0..ballot.projects.len()).collect();
    }
    if ballot.points.is_empty() {
        return vec![0; ballot.projects.len()];
    }
    // Points rank: more points, an earlier place; those without any are not approved of.
    ballot
        .points
        .iter()
        .map(|own| {
            if *own > 0 {
                ballot.points.iter().filter(|other| *other > own).count()
            } else {
                usize::MAX - 1
            }
        })
        .collect()
}

/// Parts of votes that the approvers of a project have left.
fn support(election: &Election, weights: &[u128], approvers: &[u32]) -> u128 {
    approvers
        .iter()
        .map(|ballot| weights[*ballot as usize] * u128::from(election.ballots[*ballot as usize].weight))
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budgeting::election::Project;
    use crate::budgeting::roll::Roll;

    #[test]
    fn the_worked_example_comes_out() {
        let projects = [("a", 6), ("b", 3), ("c", 5)].map(|(id, cost)| Project::new(id, whole(cost)));
        let mut election = Election::new(whole(10), BallotType::Ordinal, projects.to_vec());
        let mut roll = Roll::default();
        for _ in 0..6 {
            roll.cast(&mut election, vec![0, 1], Vec::new());
        }
        for _ in 0..4 {
            roll.cast(&mut election, vec![2, 1], Vec::new());
        }
        let outcome = expanding_approvals(&election, TieOrder::Identifier);
        assert_eq!(outcome.funded, vec![0, 1]);
        assert_eq!(outcome.cost, whole(9));
    }
}
