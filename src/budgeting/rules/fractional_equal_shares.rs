//! Fractional Equal Shares (FrES, Papasotiropoulos and others, *Method of Equal Shares with Bounded Overspending*, EC 2025):
//! projects may be funded in part. Again and again the project whose supporters get most for their money, those who have
//! some left, is paid by them in proportion to what they gain, until it is paid in full or one of them has nothing left.
//!
//! Worked example: a budget of 12 and three voters with 4 each; a costs 9 and is named by two, b costs 6 and is named by the
//! second and the third. a is the better bargain by number of supporters for the same satisfaction (cost): the two are equal
//! (two supporters each), a goes first by name: its supporters pay 4 each, 8 of 9. Then only the third can pay for b: 4 of 6.

use num_traits::{One, Zero};

use crate::budgeting::election::Election;
use crate::budgeting::exact::{Rational, whole};
use crate::budgeting::outcome::Outcome;
use crate::budgeting::tie::{TieOrder, break_tie};
use crate::budgeting::utility::Utilities;

/// Distinct ballots beyond which exact shares would take too long.
pub const MOST_BALLOTS: usize = 4_000;
/// Longest denominator that a purse keeps [binary digits], and how many are kept of a longer one.
const LONGEST: u64 = 900;
const KEPT: u32 = 400;

/// Counts; what is paid in full is funded, the rest in part.
pub fn fractional_equal_shares(election: &Election, utilities: &Utilities, tie_order: TieOrder) -> Outcome {
    let mut outcome = Outcome::new("fres", "price per unit of satisfaction", tie_order);
    let voters = election.voters();
    if voters == 0 {
        return outcome;
    }
    let ranks = tie_order.ranks(election);
    let mut purses = vec![&election.budget / whole(voters); election.ballots.len()];
    let count = election.projects.len();
    let mut paid = vec![Rational::zero(); count];
    let mut open: Vec<usize> = (0..count)
        .filter(|project| !utilities.supporters[*project].is_empty())
        .collect();
    let free: Vec<usize> = open
        .iter()
        .copied()
        .filter(|project| election.projects[*project].cost.is_zero())
        .collect();
    for project in free {
        outcome.fund(project, &Rational::zero(), Rational::zero());
    }
    open.retain(|project| !election.projects[*project].cost.is_zero());
    let mut rounded = false;
    loop {
        // The gain of all supporters with money, for each project still open.
        let mut best: Option<(Rational, Vec<usize>)> = None;
        open.retain(|project| {
            let gain = utilities.supporters[*project]
                .iter()
                .fold(Rational::zero(), |sum, supporter| {
                    let ballot = supporter.ballot as usize;
                    if purses[ballot].is_zero() {
                        sum
                    } else {
                        sum + whole(election.ballots[ballot].weight) * whole(supporter.value)
                    }
                });
            if gain.is_zero() {
                return false;
            }
            let price = &election.projects[*project].cost / (gain * &utilities.unit[*project]);
            match &mut best {
                Some((least, tied)) if price == *least => tied.push(*project),
                Some((least, _)) if price > *least => {}
                _ => best = Some((price, vec![*project])),
            }
            true
        });
        let Some((price, tied)) = best else { break };
        let mut ties = Vec::new();
        let Some(project) = break_tie(tied, &ranks, outcome.rounds.len() + 1, &mut ties) else {
            break;
        };
        outcome.ties.append(&mut ties);
        let cost = &election.projects[project].cost;
        let each = |value: u64| &price * &utilities.unit[project] * whole(value);
        let mut part = Rational::one() - &paid[project] / cost;
        for supporter in &utilities.supporters[project] {
            let purse = &purses[supporter.ballot as usize];
            if !purse.is_zero() {
                part = part.min(purse / each(supporter.value));
            }
        }
        for supporter in &utilities.supporters[project] {
            let purse = &mut purses[supporter.ballot as usize];
            if purse.is_zero() {
                continue;
            }
            *purse -= &part * each(supporter.value);
            if purse.denom().bits() > LONGEST {
                let grain = Rational::from_integer(num_bigint::BigInt::one() << KEPT);
                *purse = (&*purse * &grain).floor() / grain;
                rounded = true;
            }
        }
        paid[project] += cost * part;
        if paid[project] >= *cost {
            outcome.fund(project, cost, price);
            open.retain(|other| *other != project);
        }
    }
    for (project, paid) in paid.into_iter().enumerate() {
        if !paid.is_zero() && !outcome.funded.contains(&project) {
            outcome.partly.push((project, paid));
        }
    }
    if rounded {
        outcome.notes.push(format!(
            "Purses were rounded down to 2^-{KEPT} of the currency where they grew longer."
        ));
    }
    outcome
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budgeting::utility::Satisfaction;

    #[test]
    fn projects_are_paid_in_part_until_purses_are_empty() {
        let election = Election::approval(12, &[("a", 9), ("b", 6)], &[(1, &["a"]), (1, &["a", "b"]), (1, &["b"])]);
        let utilities = Utilities::new(&election, Satisfaction::Cost);
        let outcome = fractional_equal_shares(&election, &utilities, TieOrder::Identifier);
        assert!(outcome.funded.is_empty());
        assert_eq!(outcome.partly, vec![(0, whole(8)), (1, whole(4))]);
    }

    #[test]
    fn nothing_beyond_the_budget_is_ever_paid() {
        let election = Election::approval(
            20,
            &[("park", 8), ("pool", 9), ("path", 3)],
            &[(6, &["park", "path"]), (3, &["pool"]), (1, &["pool", "park"])],
        );
        let utilities = Utilities::new(&election, Satisfaction::Cost);
        let outcome = fractional_equal_shares(&election, &utilities, TieOrder::Identifier);
        // park: 7 supporters of 2 each pay 8/7; path: 6 pay 1/2; pool: three pay 2 and the fourth what is left, 6/7.
        assert_eq!(outcome.funded, vec![0, 2]);
        assert_eq!(outcome.partly, vec![(1, Rational::new(48.into(), 7.into()))]);
    }
}
