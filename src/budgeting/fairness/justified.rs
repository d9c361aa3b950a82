//! Claims that can be checked on every instance.
//!
//! *Justified representation*: no group that could pay for a project all its members name, from equal shares of the
//! budget, is left without any funded project. *EJR+ up to one project* (Brill and Peters, 2023, with cost as
//! satisfaction): for no project left out is there a group of its supporters each of whom, even with the project, would
//! be worth less than the group's share of the budget. Sorting supporters by what they have makes this polynomial.

use num_bigint::BigInt;

use crate::budgeting::election::Election;
use crate::budgeting::exact::{Rational, whole};

/// A group with a claim that the outcome does not meet.
#[derive(Clone, Debug, PartialEq)]
pub struct Violation {
    /// The project that the group could claim.
    pub project: usize,
    /// Size of the group \[people\].
    pub group: u64,
    /// What the group's share of the budget comes to \[currency\].
    pub entitled: Rational,
    /// The most that a member would have with the project \[currency\].
    pub would_have: Rational,
}

/// Cost of the funded projects on each ballot.
fn satisfied(election: &Election, funded: &[usize]) -> Vec<Rational> {
    let mut chosen = vec![false; election.projects.len()];
    funded.iter().for_each(|project| chosen[*project] = true);
    election
        .ballots
        .iter()
        .map(|ballot| {
            let won: Vec<usize> = ballot.supported().filter(|project| chosen[*project]).collect();
            election.cost_of(&won)
        })
        .collect()
}

/// Groups that could buy one project and got nothing.
pub fn justified_representation(election: &Election, funded: &[usize]) -> Vec<Violation> {
    let mut chosen = vec![false; election.projects.len()];
    funded.iter().for_each(|project| chosen[*project] = true);
    let mut idle = vec![0u64; election.projects.len()];
    for ballot in &election.ballots {
        if !ballot.supported().any(|project| chosen[project]) {
            ballot.supported().for_each(|project| idle[project] += ballot.weight);
        }
    }
    let share = &election.budget / whole(election.voters().max(1));
    (0..election.projects.len())
        .filter(|project| idle[*project] > 0 && !chosen[*project])
        .filter(|project| &share * whole(idle[*project]) >= election.projects[*project].cost)
        .map(|project| Violation {
            project,
            group: idle[project],
            entitled: &share * whole(idle[project]),
            would_have: election.projects[project].cost.clone(),
        })
        .collect()
}

/// Projects left out to which their supporters have a claim, with the group whose claim is largest.
pub fn ejr_plus_up_to_one(election: &Election, funded: &[usize]) -> Vec<Violation> {
    let satisfied = satisfied(election, funded);
    let share = &election.budget / whole(election.voters().max(1));
    let supported = election.supported_by();
    // Whole numbers are compared, so that sorting thousands of supporters is quick.
    let scale = satisfied.iter().fold(BigInt::from(1u8), |scale, number| {
        if (&scale % number.denom()).bits() == 0 {
            scale
        } else {
            scale * number.denom()
        }
    });
    let counted: Vec<BigInt> = satisfied
        .iter()
        .map(|number| (number * Rational::from_integer(scale.clone())).to_integer())
        .collect();
    let mut violations = Vec::new();
    // What costs nothing is worth nothing where satisfaction is cost: nobody can claim it.
    let left_out = |project: &usize| !funded.contains(project) && election.projects[*project].cost > whole(0);
    for project in (0..election.projects.len()).filter(left_out) {
        let mut supporters = supported[project].clone();
        supporters.sort_by(|a, b| counted[*a as usize].cmp(&counted[*b as usize]));
        let cost = &election.projects[project].cost;
        let mut group = 0u64;
        let mut worst: Option<Violation> = None;
        let mut index = 0;
        while index < supporters.len() {
            // Equally satisfied supporters join together: a larger group has a larger claim.
            let level = &counted[supporters[index] as usize];
            let has = &satisfied[supporters[index] as usize];
            while index < supporters.len() && counted[supporters[index] as usize] == *level {
                group += election.ballots[supporters[index] as usize].weight;
                index += 1;
            }
            let entitled = &share * whole(group);
            let would_have = has + cost;
            if would_have < entitled {
                worst = Some(Violation {
                    project,
                    group,
                    entitled,
                    would_have,
                });
            }
        }
        violations.extend(worst);
    }
    violations
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budgeting::rules::{Options, Rule, run};

    #[test]
    fn a_majority_that_takes_all_violates_the_minority_s_claim() {
        let election = Election::approval(
            30,
            &[("a", 10), ("b", 10), ("c", 10), ("d", 10)],
            &[(2, &["a", "b", "c"]), (1, &["d"])],
        );
        let violations = justified_representation(&election, &[0, 1, 2]);
        assert_eq!(violations.len(), 1);
        assert_eq!((violations[0].project, violations[0].group), (3, 1));
        assert!(justified_representation(&election, &[0, 1, 3]).is_empty());
        // Up to one project nobody has a claim here, with two minority projects somebody has.
        let election = Election::approval(
            40,
            &[("a", 10), ("b", 10), ("c", 10), ("e", 10), ("d", 5), ("f", 5)],
            &[(2, &["a", "b", "c", "e"]), (2, &["d", "f"])],
        );
        assert_eq!(ejr_plus_up_to_one(&election, &[0, 1, 2, 3]).len(), 2);
        let fair = run(Rule::EqualShares, &election, &Options::default());
        assert!(ejr_plus_up_to_one(&election, &fair.funded).is_empty());
    }
}
