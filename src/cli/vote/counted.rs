//! One rule's answer, and all that is said about it.

use super::arguments::VoteArgs;
use crate::budgeting::exact::write_rounded;
use crate::budgeting::explanation::{Verdict, explain};
use crate::budgeting::fairness::{Fairness, Grouping, fairness, groupings};
use crate::budgeting::margins::{cost_to_win, votes_to_win};
use crate::budgeting::pabulib::Reading;
use crate::budgeting::remainder::{left_over, what_the_city_did};
use crate::budgeting::rules::{Options, Rule, run as count};
use crate::budgeting::{Election, Outcome, Satisfaction, Utilities};

/// A rule's outcome and all that is said about it.
pub(super) struct Counted {
    pub(super) outcome: Outcome,
    pub(super) verdicts: Vec<Verdict>,
    pub(super) fairness: Fairness,
    pub(super) groups: Vec<Grouping>,
    /// For each verdict of a loser: votes and cost to win.
    pub(super) margins: Vec<Option<(Option<u64>, Option<String>)>>,
}

impl Counted {
    /// Counts, explains and judges; `alone` if no other rule stands beside it.
    pub(super) fn new(
        rule: Rule,
        reading: &Reading,
        election: &Election,
        options: &Options,
        args: &VoteArgs,
        alone: bool,
    ) -> Counted {
        let mut outcome = count(rule, election, options);
        outcome.notes.extend(left_over(election, &outcome));
        if alone {
            outcome.notes.extend(what_the_city_did(election, &outcome));
        }
        let satisfaction = options.satisfaction.unwrap_or(match rule {
            Rule::ExactEqualShares | Rule::Phragmen => Satisfaction::Cardinality,
            _ => Satisfaction::Cost,
        });
        let mut verdicts = explain(election, &Utilities::new(election, satisfaction), &outcome);
        let margins = verdicts
            .iter_mut()
            .map(|verdict| {
                (args.margins && !verdict.funded).then(|| {
                    let project = verdict.project;
                    let wins = |changed: &Election| count(rule, changed, options).funded.contains(&project);
                    let votes = votes_to_win(election, verdict.project, wins);
                    let cost = cost_to_win(election, verdict.project, wins);
                    verdict.searched(election, votes, cost.as_ref());
                    (votes, cost.map(|cost| write_rounded(&cost, 2)))
                })
            })
            .collect();
        Counted {
            fairness: fairness(election, &outcome),
            groups: groupings(&reading.document, &reading.record_of_voter, election, &outcome),
            outcome,
            verdicts,
            margins,
        }
    }
}
