//! Cumulative single transferable vote (Skowron, Slinko, Szufa, Talmon, 2020): voters give their share of the budget to
//! projects in proportion to their points; a project that collects its cost is funded and the surplus goes back to be
//! given to the donors' other projects; when none collects enough, either the weakest is eliminated and its money goes on,
//! or the strongest whose supporters could pay for it draws what it lacks from their other wishes, each giving the same
//! multiple of what was given (minimal transfers).
//!
//! Each voter has the same share of the budget, whatever the points add up to, and a donor's money always lies on the
//! projects still in the count in proportion to the points: so the state is one amount for each ballot. Amounts are kept
//! in 10⁻¹² of the currency and rounded down, as paper counts of transferable votes round, which bounds the work; what a
//! whole electorate loses so is below a millionth of a penny. Comparisons are exact in these units.

mod payments;
mod state;

use std::cmp::Reverse;

use num_traits::Zero;

use crate::budgeting::election::Election;
use crate::budgeting::exact::Rational;
use crate::budgeting::outcome::{Event, Outcome, Round};
use crate::budgeting::tie::{TieOrder, break_tie};
use crate::budgeting::utility::{Satisfaction, Utilities};
use payments::{Shares, draw};
use state::State;

/// Units of money for each unit of currency.
const UNITS: u64 = 1_000_000_000_000;

/// How the strongest (to fund) and the weakest (to eliminate) are found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Strength {
    /// Money collected less the cost (EWT, MT).
    #[default]
    Excess,
    /// Money collected for each unit of the cost (EWTC, MTC).
    Ratio,
    /// Money collected (EWTS, MTS).
    Support,
}

impl Strength {
    fn of(self, collected: &Rational, cost: &Rational) -> Rational {
        match self {
            Strength::Excess => collected - cost,
            Strength::Ratio if cost.is_zero() => collected.clone(),
            Strength::Ratio => collected / cost,
            Strength::Support => collected.clone(),
        }
    }
}

/// What is done when no project has collected its cost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shortfall {
    /// The weakest is eliminated and its money goes to its donors' other projects; at the end the eliminated come back in
    /// reverse order while the money left lasts.
    #[default]
    Eliminate,
    /// The strongest project that its supporters could pay for is paid, by as little transfer as possible; at the end
    /// under-supported projects are accepted by strength while the money left lasts.
    Transfer,
}

/// The six variants by name.
pub const VARIANTS: [(&str, (Strength, Shortfall)); 6] = [
    ("ewt", (Strength::Excess, Shortfall::Eliminate)),
    ("ewtc", (Strength::Ratio, Shortfall::Eliminate)),
    ("ewts", (Strength::Support, Shortfall::Eliminate)),
    ("mt", (Strength::Excess, Shortfall::Transfer)),
    ("mtc", (Strength::Ratio, Shortfall::Transfer)),
    ("mts", (Strength::Support, Shortfall::Transfer)),
];

/// The name of a variant.
pub fn variant(strength: Strength, shortfall: Shortfall) -> &'static str {
    VARIANTS
        .iter()
        .find(|(_, pair)| *pair == (strength, shortfall))
        .map_or("ewt", |(word, _)| word)
}

/// Counts by a variant; what money is left at the end goes to projects that fit.
pub fn cumulative_transfer(
    election: &Election,
    tie_order: TieOrder,
    strength: Strength,
    shortfall: Shortfall,
) -> Outcome {
    let mut outcome = Outcome::new("cstv", "money collected [currency]", tie_order);
    outcome
        .options
        .push(("variant", variant(strength, shortfall).to_owned()));
    if election.voters() == 0 {
        return outcome;
    }
    let utilities = Utilities::new(
        election,
        match election.ballot_type {
            crate::budgeting::election::BallotType::Ordinal => Satisfaction::BordaFromOne,
            _ => Satisfaction::Points,
        },
    );
    let mut state = State::new(election, &utilities, strength, tie_order);
    let ranks = state.ranks.clone();
    let mut eliminated = Vec::new();
    let mut last_tie: Vec<usize> = Vec::new();
    loop {
        let left = &election.budget - &outcome.cost;
        let round = outcome.rounds.len() + 1;
        let best = state.strongest(&left, false);
        if let Some(strongest) = break_tie(best, &ranks, round, &mut outcome.ties) {
            let cost = &election.projects[strongest].cost;
            let collected = state.amount(strongest);
            outcome.fund(strongest, cost, collected.clone());
            let shares = Shares::new(&state, strongest, cost, &collected);
            state.withdraw(strongest, |donor, value| shares.pay(donor, value));
            continue;
        }
        if shortfall == Shortfall::Transfer {
            let best = state.strongest(&left, true);
            let Some(strongest) = break_tie(best, &ranks, round, &mut outcome.ties) else {
                break;
            };
            let cost = &election.projects[strongest].cost;
            outcome.fund(strongest, cost, state.amount(strongest));
            let mut paid = draw(&state.donors, &utilities, strongest, cost).into_iter();
            state.withdraw(strongest, |donor, _| {
                let paid = paid.next().unwrap_or_default();
                donor.money -= paid.min(donor.money.clone());
            });
            continue;
        }
        let Some((weakest, mut among)) = state.weakest() else {
            break;
        };
        // Of equally weak ones the last in tie order goes. Those left over from a tie that is told already are told once.
        if among.len() > 1 && !among.iter().all(|project| last_tie.binary_search(project).is_ok()) {
            last_tie.clone_from(&among);
            last_tie.sort_unstable();
            among.sort_by_key(|project| ranks[*project]);
            outcome.ties.push(crate::budgeting::tie::Tie { round, among });
        }
        outcome.rounds.push(Round {
            project: weakest,
            event: Event::Eliminated {
                support: state.amount(weakest),
            },
        });
        eliminated.push(weakest);
        state.withdraw(weakest, |_, _| {});
    }
    // Reverse eliminations: the last eliminated were the strongest of those that failed. Where nothing was eliminated, the
    // projects still open, by strength.
    let before = outcome.funded.len();
    let mut failed: Vec<usize> = (0..election.projects.len())
        .filter(|project| !utilities.supporters[*project].is_empty())
        .filter(|project| shortfall == Shortfall::Transfer && !outcome.funded.contains(project))
        .collect();
    failed.sort_by_cached_key(|project| Reverse(state.key(*project)));
    for project in eliminated.into_iter().rev().chain(failed.iter().copied()) {
        let cost = &election.projects[project].cost;
        if *cost <= &election.budget - &outcome.cost {
            outcome.fund(project, cost, Rational::zero());
        }
    }
    // Of equally strong ones those that not all fitted: there the order decided.
    for equal in failed.chunk_by(|a, b| state.key(*a).0 == state.key(*b).0) {
        let funded = |project: &usize| outcome.funded.contains(project);
        if equal.iter().any(funded) && !equal.iter().all(funded) {
            let (round, among) = (before + 1, equal.to_vec());
            outcome.ties.push(crate::budgeting::tie::Tie { round, among });
        }
    }
    if outcome.funded.len() > before {
        let added = outcome.funded.len() - before;
        outcome.notes.push(format!(
            "The last {added} {} the money left.",
            match shortfall {
                Shortfall::Eliminate => "were eliminated in the count and brought back by",
                Shortfall::Transfer => "had too little support and were accepted with",
            }
        ));
    }
    outcome
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budgeting::exact::whole;

    #[test]
    fn parties_get_their_share_and_money_of_the_eliminated_goes_on() {
        let election = Election::approval(
            6,
            &[("a1", 2), ("a2", 2), ("b1", 2), ("b2", 2)],
            &[(4, &["a1", "a2"]), (2, &["b1", "b2"])],
        );
        for (word, (strength, shortfall)) in VARIANTS {
            let mut funded = cumulative_transfer(&election, TieOrder::Identifier, strength, shortfall).funded;
            funded.sort_unstable();
            assert_eq!(funded, vec![0, 1, 2], "{word}");
        }
    }

    #[test]
    fn minimal_transfers_draw_what_is_lacking_from_the_same_voters_other_wishes() {
        // Each voter has 3 and gives a 2 of it, and 1 to a project of their own.
        let projects = [("a", 5), ("b", 1), ("c", 2)].map(|(id, cost)| crate::budgeting::Project::new(id, whole(cost)));
        let kind = crate::budgeting::BallotType::Cumulative;
        let mut election = Election::new(whole(6), kind, projects.to_vec());
        let mut roll = crate::budgeting::roll::Roll::default();
        roll.cast(&mut election, vec![0, 1], vec![2, 1]);
        roll.cast(&mut election, vec![0, 2], vec![2, 1]);
        let outcome = cumulative_transfer(&election, TieOrder::Identifier, Strength::Ratio, Shortfall::Transfer);
        // b was paid for first: its single donor's 1 is its cost. Then a: 2 of the 2 left to one voter, 3 of the other.
        assert_eq!(outcome.funded, vec![1, 0]);
        assert_eq!(outcome.cost, whole(6));
    }

    #[test]
    fn every_count_ends_within_the_budget() {
        let election = Election::approval(
            7,
            &[("a", 3), ("b", 0), ("c", 9), ("d", 5)],
            &[(2, &["a", "b", "c"]), (1, &[])],
        );
        let outcome = cumulative_transfer(&election, TieOrder::File, Strength::Excess, Shortfall::Eliminate);
        assert!(outcome.cost <= election.budget);
        assert!(outcome.funded.contains(&0));
    }
}
