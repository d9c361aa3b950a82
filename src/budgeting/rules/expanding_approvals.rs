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

use num_traits::Zero;

use crate::budgeting::election::{BallotType, Election};
use crate::budgeting::exact::{Rational, whole};
use crate::budgeting::limits::Gate;
use crate::budgeting::outcome::Outcome;
use crate::budgeting::tie::{TieOrder, break_tie};

/// Counts.
pub fn expanding_approvals(election: &Election, tie_order: TieOrder) -> Outcome {
    let mut outcome = Outcome::new("pb-ear", "weight of its approvers [voters]", tie_order);
    let voters = whole(election.voters());
    let ranks = tie_order.ranks(election);
    let mut weights: Vec<Rational> = election.ballots.iter().map(|ballot| whole(ballot.weight)).collect();
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
            let reached: Vec<usize> = (0..election.projects.len())
                .filter(|project| !outcome.funded.contains(project) && !approvers[*project].is_empty())
                .filter(|project| election.projects[*project].cost <= left && gate.barrier(*project).is_none())
                .filter(|project| {
                    let cost = &election.projects[*project].cost;
                    &support(&weights, &approvers[*project]) * &election.budget >= cost * &voters
                })
                .collect();
            let round = outcome.funded.len() + 1;
            let Some(project) = break_tie(reached, &ranks, round, &mut outcome.ties) else {
                break;
            };
            let support = support(&weights, &approvers[project]);
            let cost = &election.projects[project].cost;
            gate.fund(project);
            outcome.fund(project, cost, support.clone());
            if !support.is_zero() && !election.budget.is_zero() {
                let kept = whole(1) - cost * &voters / &election.budget / support;
                for ballot in &approvers[project] {
                    weights[*ballot as usize] *= &kept;
                }
            }
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

fn support(weights: &[Rational], approvers: &[u32]) -> Rational {
    approvers
        .iter()
        .fold(Rational::zero(), |sum, ballot| sum + &weights[*ballot as usize])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budgeting::election::{Project, Roll};

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
