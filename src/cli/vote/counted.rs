//! One rule's answer, and all that is said about it.

use super::arguments::VoteArgs;
use crate::budgeting::equal_shares::Completion;
use crate::budgeting::exact::write_rounded;
use crate::budgeting::explanation::{Verdict, explain, money};
use crate::budgeting::fairness::{Fairness, Grouping, fairness, groupings};
use crate::budgeting::margins::{cost_to_win, votes_to_win};
use crate::budgeting::pabulib::Reading;
use crate::budgeting::page::Shown;
use crate::budgeting::remainder::{left_over, what_the_city_did};
use crate::budgeting::rules::irresolute::all_outcomes;
use crate::budgeting::rules::{Options, Rule, run as count, usual_satisfaction};
use crate::budgeting::{Election, Outcome, Utilities};

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
        let options = &options.clone().for_people(rule);
        let mut outcome = count(rule, election, options);
        outcome.notes.extend(election.notes.iter().cloned());
        if args.irresolute {
            outcome.notes.push(all_outcomes(rule, election, options).told(election));
        }
        let held = election.limits.turnout_missed(election).is_none();
        if held
            && args.completion.is_none()
            && rule == Rule::EqualShares
            && options.completion == Some(Completion::Add1u)
        {
            outcome.notes.push(without_completion(election, options, &outcome));
        }
        outcome.notes.extend(left_over(election, &outcome).filter(|_| held));
        if alone {
            outcome.notes.extend(what_the_city_did(election, &outcome));
        }
        let satisfaction = options.satisfaction.unwrap_or(usual_satisfaction(rule, election));
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

    /// For a page.
    pub(super) fn shown(&self) -> Shown<'_> {
        Shown {
            outcome: &self.outcome,
            verdicts: &self.verdicts,
            fairness: &self.fairness,
            groups: &self.groups,
        }
    }
}

/// What Equal Shares alone would have done: nobody asked for a completion, so what it adds is told.
fn without_completion(election: &Election, options: &Options, outcome: &Outcome) -> String {
    let plain = Options {
        completion: Some(Completion::None),
        ..options.clone()
    };
    let plain = count(Rule::EqualShares, election, &plain);
    let left = &election.budget - &plain.cost;
    let number = plain.funded.len();
    let same = number == outcome.funded.len() && plain.funded.iter().all(|project| outcome.funded.contains(project));
    format!(
        "Equal Shares alone funds {number} project{} and leaves {} of {} unspent{}",
        if number == 1 { "" } else { "s" },
        money(&left, election),
        money(&election.budget, election),
        if same {
            "; raising everybody's share (add1u) changes nothing here."
        } else {
            "; here everybody's share was raised step by step while the budget allowed, and what was left went to projects by votes (add1u). \
             `--completion none` shows the count without it."
        }
    )
}
