//! All outcomes of a rule, whatever order equal projects are put in.
//!
//! Each tie that a count meets is tried the other way as well: an order in which another of the equal projects goes first is
//! counted again, with the ties it meets, until no new one turns up. Orders are orders of all projects, as a city's list or
//! lot is; so a pair that is tied twice is decided the same way twice.

use std::collections::BTreeSet;

use super::knapsack::equal_sets;
use super::{Options, Rule, run, usual_satisfaction};
use crate::budgeting::election::Election;
use crate::budgeting::tie::TieOrder;
use crate::budgeting::utility::Utilities;

/// Orders counted at most.
const MOST_ORDERS: usize = 2_000;

/// What all orders of equal projects give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcomes {
    /// The sets funded, each ascending.
    pub sets: BTreeSet<Vec<usize>>,
    /// Whether every tie was followed up.
    pub complete: bool,
}

/// Counts all of them.
pub fn all_outcomes(rule: Rule, election: &Election, options: &Options) -> Outcomes {
    if rule == Rule::Knapsack {
        // Sets are compared and not projects: an order of projects prefers one of the best sets, and each is preferred by some.
        let satisfaction = options.satisfaction.unwrap_or(usual_satisfaction(rule, election));
        let (sets, complete) = equal_sets(election, &Utilities::new(election, satisfaction), MOST_ORDERS);
        let sets = sets.into_iter().collect();
        return Outcomes { sets, complete };
    }
    let mut listed = election.clone();
    let first = options.tie_order.unwrap_or_default().ranks(election);
    let mut start: Vec<usize> = (0..first.len()).collect();
    start.sort_by_key(|project| first[*project]);
    let options = Options {
        tie_order: Some(TieOrder::List),
        ..options.clone()
    };
    let mut waiting = vec![start.clone()];
    let mut seen: BTreeSet<Vec<usize>> = BTreeSet::from([start]);
    let mut sets = BTreeSet::new();
    let mut counted = 0;
    while let Some(order) = waiting.pop() {
        if counted >= MOST_ORDERS {
            return Outcomes { sets, complete: false };
        }
        counted += 1;
        listed.tie_list = order.clone();
        let outcome = run(rule, &listed, &options);
        let mut set = outcome.funded.clone();
        set.sort_unstable();
        sets.insert(set);
        for tie in outcome.ties.iter().chain(&outcome.tried) {
            for other in tie.among.iter().skip(1) {
                // The other goes just before all that it is equal with.
                let mut turned: Vec<usize> = order.iter().copied().filter(|project| project != other).collect();
                let place = turned
                    .iter()
                    .position(|project| tie.among.contains(project))
                    .unwrap_or(0);
                turned.insert(place, *other);
                if seen.insert(turned.clone()) {
                    waiting.push(turned);
                }
            }
        }
    }
    Outcomes { sets, complete: true }
}

impl Outcomes {
    /// Projects that are funded by some orders and not by others.
    pub fn hanging(&self) -> Vec<usize> {
        let all: BTreeSet<usize> = self.sets.iter().flatten().copied().collect();
        all.into_iter()
            .filter(|project| !self.sets.iter().all(|set| set.contains(project)))
            .collect()
    }

    /// In words.
    pub fn told(&self, election: &Election) -> String {
        let ids: Vec<&str> = self
            .hanging()
            .iter()
            .map(|project| election.projects[*project].id.as_str())
            .collect();
        let number = self.sets.len();
        let most = if self.complete { "" } else { " at least" };
        if ids.is_empty() {
            return if self.complete {
                "Whatever order equal projects are put in, the same ones are funded.".to_owned()
            } else {
                "In all orders of equal projects that were tried the same ones are funded; there are too many to try all."
                    .to_owned()
            };
        }
        format!(
            "Orders of equal projects give{most} {number} different outcomes{}; funded by some and not by others: {}.",
            if self.complete {
                ""
            } else {
                " (there are too many orders to try all)"
            },
            ids.join(", ")
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tie_of_three_for_two_places_has_three_outcomes_under_every_rule_that_counts_votes() {
        let election = Election::approval(
            20,
            &[("a", 10), ("b", 10), ("c", 10)],
            &[(2, &["a"]), (2, &["b"]), (2, &["c"])],
        );
        for rule in [Rule::Greedy, Rule::Plurality, Rule::MaximinSupport] {
            let all = all_outcomes(rule, &election, &Options::default());
            assert_eq!(all.sets.len(), 3, "{rule:?}");
            assert!(all.complete);
            assert_eq!(all.hanging(), vec![0, 1, 2]);
        }
        let clear = Election::approval(
            20,
            &[("a", 10), ("b", 10), ("c", 10)],
            &[(3, &["a"]), (2, &["b"]), (1, &["c"])],
        );
        assert!(
            all_outcomes(Rule::Greedy, &clear, &Options::default())
                .hanging()
                .is_empty()
        );
    }
}
