//! Claims of cohesive groups, by trying every set of projects: for small instances.
//!
//! A set T of projects is claimed by a group that names all of it and whose equal shares of the budget pay for it: every such
//! group, and not only all who name T together, since one satisfied member must not speak for the others. *EJR*: some member
//! has at least the cost of T. *PJR*: the members together do. *Core*: no group can pay for a T that each member likes
//! strictly better than the outcome, whatever they name. Satisfaction is the cost of funded projects named; *up to one*: with
//! one more project of T.
//!
//! A group large enough without a satisfied member exists exactly if all members of the claim who are not satisfied are
//! enough together: that is what is looked at for EJR. For PJR the funded projects that the group may know are tried, all
//! subsets of them.

use num_traits::ToPrimitive;

use crate::budgeting::election::Election;
use crate::budgeting::rules::phragmen::{cost_scale, scaled};

/// Larger instances are not looked at.
pub const MOST_PROJECTS: usize = 14;
/// Projects and funded ones together beyond which sets of both are too many for PJR.
const MOST_PAIRS: usize = 21;

/// The first set found against each axiom, by project; `None` if it holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Claims {
    /// Extended justified representation.
    pub ejr: Option<Vec<usize>>,
    /// The same up to one project.
    pub ejr_up_to_one: Option<Vec<usize>>,
    /// Proportional justified representation.
    pub pjr: Option<Vec<usize>>,
    /// The core.
    pub core: Option<Vec<usize>>,
}

/// Looks at all sets of projects; `None` if there are too many, or costs too large for 128 bits.
pub fn claims(election: &Election, funded: &[usize]) -> Option<Claims> {
    let count = election.projects.len();
    if count > MOST_PROJECTS || count + funded.len() > MOST_PAIRS {
        return None;
    }
    let scale = cost_scale(election);
    let small = |number: &num_bigint::BigUint| number.to_u128().filter(|number| *number < 1 << 80);
    let costs: Option<Vec<u128>> = election
        .projects
        .iter()
        .map(|project| small(&scaled(&project.cost, &scale)))
        .collect();
    let costs = costs?;
    let budget = small(&scaled(&election.budget, &scale))?;
    let voters = u128::from(election.voters()).max(1);
    if voters >= 1 << 40 {
        return None;
    }
    let cost_of: Vec<u128> = (0..1usize << count)
        .map(|set| {
            (0..count)
                .filter(|project| set >> project & 1 == 1)
                .map(|project| costs[project])
                .sum()
        })
        .collect();
    let won = funded.iter().fold(0usize, |set, project| set | 1 << project);
    let places: Vec<usize> = (0..count).filter(|project| won >> project & 1 == 1).collect();
    // A set of funded projects as a number of as many bits as there are of them.
    let packed = |set: usize| {
        let bits = places.iter().enumerate();
        bits.fold(0usize, |packed, (bit, project)| packed | (set >> project & 1) << bit)
    };
    // Ballots as sets, merged.
    let mut ballots: std::collections::BTreeMap<usize, u128> = std::collections::BTreeMap::new();
    for ballot in &election.ballots {
        let set = ballot.supported().fold(0usize, |set, project| set | 1 << project);
        *ballots.entry(set).or_default() += u128::from(ballot.weight);
    }
    let mut claims = Claims::default();
    let list = |set: usize| {
        Some(
            (0..count)
                .filter(|project| set >> project & 1 == 1)
                .collect::<Vec<usize>>(),
        )
    };
    for set in 1..1usize << count {
        let cost = cost_of[set];
        if cost == 0 {
            continue;
        }
        let affordable = |people: u128| people * budget >= cost * voters;
        // Members of the claim who have less than it costs, and less even with one more project of it.
        let (mut short, mut short_with_one, mut better) = (0u128, 0u128, 0u128);
        let one = (0..count)
            .filter(|project| set & !won & 1 << project != 0)
            .map(|project| costs[project])
            .max()
            .unwrap_or(0);
        let mut known_of: Vec<u128> = vec![0; 1 << places.len()];
        for (ballot, weight) in &ballots {
            let has = cost_of[ballot & won];
            if cost_of[ballot & set] > has {
                better += weight;
            }
            if ballot & set == set {
                short += if has < cost { *weight } else { 0 };
                short_with_one += if has + one < cost { *weight } else { 0 };
                known_of[packed(ballot & won)] += weight;
            }
        }
        if short > 0 && affordable(short) && claims.ejr.is_none() {
            claims.ejr = list(set);
        }
        if short_with_one > 0 && affordable(short_with_one) && claims.ejr_up_to_one.is_none() {
            claims.ejr_up_to_one = list(set);
        }
        // Nobody can be short together who is not short alone.
        if claims.pjr.is_none() && short > 0 && affordable(short) {
            // Members whose funded projects all lie within each set of funded ones.
            for bit in 0..places.len() {
                for known in 0..known_of.len() {
                    if known >> bit & 1 == 1 {
                        known_of[known] += known_of[known & !(1 << bit)];
                    }
                }
            }
            let worth = |known: usize| -> u128 {
                let within = (0..places.len()).filter(|bit| known >> bit & 1 == 1);
                within.map(|bit| costs[places[bit]]).sum()
            };
            let short = |known: usize| known_of[known] > 0 && affordable(known_of[known]) && worth(known) < cost;
            if (0..known_of.len()).any(short) {
                claims.pjr = list(set);
            }
        }
        if better > 0 && affordable(better) && claims.core.is_none() {
            claims.core = list(set);
        }
    }
    Some(claims)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_left_out_has_claims_under_every_axiom() {
        let election = Election::approval(
            40,
            &[("a", 10), ("b", 10), ("c", 10), ("d", 10), ("e", 10), ("f", 10)],
            &[(2, &["a", "b", "c", "d"]), (2, &["e", "f"])],
        );
        let bad = claims(&election, &[0, 1, 2, 3]).expect("small");
        assert_eq!(bad.ejr, Some(vec![4]));
        assert_eq!(bad.pjr, Some(vec![4]));
        assert_eq!(bad.core, Some(vec![4]));
        assert_eq!(bad.ejr_up_to_one, Some(vec![4, 5]));
        assert_eq!(claims(&election, &[0, 1, 4, 5]), Some(Claims::default()));
    }
}
