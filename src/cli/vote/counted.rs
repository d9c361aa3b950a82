//! One rule's answer, and all that is said about it.

use super::super::progress::Bar;
use super::arguments::VoteArgs;
use crate::budgeting::equal_shares::Completion;
use crate::budgeting::explanation::{Verdict, explain, money};
use crate::budgeting::fairness::{Fairness, Grouping, fairness, groupings};
use crate::budgeting::newcomer::Newcomer;
use crate::budgeting::pabulib::Reading;
use crate::budgeting::page::Shown;
use crate::budgeting::recount::{self, Margin, Wanted};
use crate::budgeting::remainder::{left_over, unnamed_funded, what_the_city_did};
use crate::budgeting::rules::irresolute::all_outcomes;
use crate::budgeting::rules::{Options, Rule, run as count, usual_satisfaction};
use crate::budgeting::{Election, Outcome, Utilities};
use crate::projection::Progress as _;

/// A rule's outcome and all that is said about it.
pub(super) struct Counted {
    pub(super) outcome: Outcome,
    pub(super) verdicts: Vec<Verdict>,
    pub(super) fairness: Fairness,
    pub(super) groups: Vec<Grouping>,
    /// For each verdict of a loser: votes and cost to win.
    pub(super) margins: Vec<Option<Margin>>,
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
        outcome.notes.extend(unnamed_funded(election, &outcome));
        if alone {
            outcome.notes.extend(what_the_city_did(election, &outcome));
        }
        let satisfaction = options.satisfaction.unwrap_or(usual_satisfaction(rule, election));
        let mut verdicts = explain(election, &Utilities::new(election, satisfaction), &outcome);
        let margins = margins(rule, election, options, (&mut outcome, &mut verdicts), args, alone);
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

/// How far losers were from winning: by counting again where that was asked for, or takes no time and is what the reader came
/// for; otherwise by a formula, and told as that.
fn margins(
    rule: Rule,
    election: &Election,
    options: &Options,
    (outcome, verdicts): (&mut Outcome, &mut Vec<Verdict>),
    args: &VoteArgs,
    alone: bool,
) -> Vec<Option<Margin>> {
    let one = alone && args.files.len() == 1;
    if args.margins || one && recount::is_quick(rule, election, outcome) {
        let losers = verdicts.iter().filter(|verdict| !verdict.funded).count();
        let bar = Bar::new(losers, "projects counted again");
        let wanted = Wanted {
            costs: args.margins,
            money: None,
            done: &|| bar.done(1),
        };
        let found = recount::search(rule, election, options, outcome, verdicts, wanted);
        bar.clear();
        if args.margins {
            outcome.notes.extend(recount::told(rule, &found).map(str::to_owned));
        }
        let published = recount::told_of_published(rule, election, &found);
        outcome.notes.extend(published.map(str::to_owned));
        return found;
    }
    if one {
        let newcomers = Newcomer::of(election);
        for verdict in verdicts.iter_mut().filter(|verdict| !verdict.funded) {
            let fits = election.projects[verdict.project].cost <= election.budget;
            if let Some(votes) = recount::by_shares(election, outcome, verdict).filter(|_| fits) {
                verdict.estimated(votes, &newcomers[0]);
            }
        }
        if outcome.funded.len() < election.projects.len() {
            outcome.notes.push(
                "How many more voters each project needed was not counted again, since that takes a while here: `--margins` does it."
                    .to_owned(),
            );
        }
    }
    vec![None; verdicts.len()]
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
    let satisfaction = options
        .satisfaction
        .unwrap_or(usual_satisfaction(Rule::EqualShares, election));
    format!(
        "Equal Shares alone funds {number} project{} and leaves {} of {} unspent{}",
        if number == 1 { "" } else { "s" },
        money(&left, election),
        money(&election.budget, election),
        if same {
            "; raising everybody's share (add1u) changes nothing here.".to_owned()
        } else {
            format!(
                "; here everybody's share was raised step by step while the budget allowed, and what was left went to projects by {} \
                 (add1u). `--completion none` shows the count without it.",
                satisfaction.order_of_the_rest()
            )
        }
    )
}
