//! What counting again tells of the projects that lost: how many more voters, or what cost, would have funded each.
//!
//! A number that a reader takes for true must have been counted, not worked out by a formula; but an election that is large
//! under a rule that is slow would keep the reader waiting. So the work is told beforehand from the ballots alone (never from
//! a clock: the same file gives the same page on any machine), and where it is much, a formula's number is told as an
//! estimate.

use num_traits::{Signed, ToPrimitive};
use rayon::prelude::*;

use super::election::Election;
use super::equal_shares::Prepared;
use super::exact::{Rational, whole};
use super::explanation::{Looked, Verdict};
use super::margins::{cost_to_win, cost_to_win_roughly, votes_to_win_as, votes_to_win_roughly};
use super::newcomer::Newcomer;
use super::outcome::{Event, Outcome};
use super::rules::{Options, Rule, terms, usual_satisfaction, winners};

/// Names on different ballots looked at that take about a second.
const A_SECOND: u64 = 12_000_000;
/// Counts that the search for a loser's voters takes, roughly.
const COUNTS: u64 = 10;

/// What was found for one loser.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Margin {
    /// New voters who give it as much as a voter may; nothing where as many as have voted are too few.
    pub votes: Option<u64>,
    /// The cost at which it would have been funded, if that was looked for and there is one \[currency\].
    pub cost: Option<Rational>,
}

/// Whether the losers' voters can be looked for within about a second.
pub fn is_quick(rule: Rule, election: &Election, outcome: &Outcome) -> bool {
    let names: u64 = election.ballots.iter().map(|ballot| ballot.projects.len() as u64).sum();
    let losers = (election.projects.len() - outcome.funded.len()) as u64;
    let counts = outcome.options.iter().find(|(name, _)| *name == "counts");
    let counts: u64 = counts.and_then(|(_, number)| number.parse().ok()).unwrap_or(1);
    let looks = rule.looks(counts);
    let work = names.max(1).saturating_mul(losers).saturating_mul(COUNTS);
    work.saturating_mul(looks) <= A_SECOND
}

/// Looks for what would have funded each loser and adds it to its reason; `done` is called after each. With `costs` also for
/// the cost. What no count can change (it costs more than there is, too few people voted) is left out.
pub fn search(
    rule: Rule,
    election: &Election,
    options: &Options,
    outcome: &Outcome,
    verdicts: &mut [Verdict],
    costs: bool,
    done: &(dyn Fn() + Sync),
) -> Vec<Option<Margin>> {
    let held = election.limits.turnout_missed(election).is_none();
    let prepared = prepared(rule, election, options);
    let newcomers = Newcomer::of(election);
    verdicts
        .par_iter_mut()
        .map(|verdict| {
            let project = verdict.project;
            let partly = outcome.partly.iter().any(|(other, _)| *other == project);
            if verdict.funded || partly || !held {
                return None;
            }
            let again = prepared.as_ref().map(|prepared| prepared.of(project));
            let plainly = |changed: &Election| winners(rule, changed, options).contains(&project);
            let wins = |changed: &Election| {
                let found = again.as_ref().and_then(|again| again.wins(changed));
                found.unwrap_or_else(|| plainly(changed))
            };
            let roughly = |changed: &Election| {
                let found = again.as_ref().and_then(|again| again.wins_roughly(changed));
                found.unwrap_or_else(|| wins(changed))
            };
            let fits = election.projects[project].cost <= election.budget;
            let votes = fits.then(|| guess(election, outcome, verdict).unwrap_or(1));
            let with = |newcomer: &Newcomer| {
                votes.and_then(|guess| match again {
                    Some(_) => votes_to_win_roughly(election, project, newcomer, guess, roughly, wins),
                    None => votes_to_win_as(election, project, newcomer, guess, wins),
                })
            };
            let (votes, newcomer) = fewest(&newcomers, with);
            let cost = costs.then(|| likely_cost(outcome, verdict, election));
            let cost = cost.and_then(|likely| match again {
                Some(_) => cost_to_win_roughly(election, project, likely.as_ref(), roughly, wins),
                None => cost_to_win(election, project, likely.as_ref(), wins),
            });
            if fits || costs {
                verdict.searched(
                    election,
                    votes,
                    newcomer,
                    if costs { Looked::For(cost.as_ref()) } else { Looked::Not },
                );
            }
            done();
            Some(Margin { votes, cost })
        })
        .collect()
}

/// The kind of new voters of whom fewest are enough, and how many; of equals the simplest, and where none are enough the last.
fn fewest(newcomers: &[Newcomer], with: impl Fn(&Newcomer) -> Option<u64>) -> (Option<u64>, &Newcomer) {
    let mut best = (None, newcomers.last().unwrap_or(&Newcomer::Names));
    for newcomer in newcomers {
        if let Some(votes) = with(newcomer).filter(|votes| best.0.is_none_or(|fewest| *votes < fewest)) {
            best = (Some(votes), newcomer);
        }
    }
    best
}

/// The election made ready for being counted again with one project changed, if the rule is one for which that pays.
fn prepared<'e>(rule: Rule, election: &'e Election, options: &Options) -> Option<Prepared<'e>> {
    if rule != Rule::EqualShares || options.comparison.is_some() || options.as_stated {
        return None;
    }
    let satisfaction = options
        .satisfaction
        .unwrap_or_else(|| usual_satisfaction(rule, election));
    Prepared::new(election, satisfaction, terms(options))
}

/// Where to begin: new voters whose untouched shares would make up what is lacking, or who would lift the project above the
/// one that took its money.
fn guess(election: &Election, outcome: &Outcome, verdict: &Verdict) -> Option<u64> {
    if let Some(needed) = by_shares(election, outcome, verdict) {
        return Some(needed);
    }
    let cost = &election.projects[verdict.project].cost;
    let mut left = election.budget.clone();
    let votes = election.votes();
    for round in &outcome.rounds {
        if let Event::Funded { .. } = round.event {
            left -= &election.projects[round.project].cost;
            if left < *cost {
                let above = votes[round.project].saturating_sub(verdict.votes);
                return Some(above / election.strength_scale.max(1) + 1);
            }
        }
    }
    None
}

/// New voters with a share each that would make up what a project's supporters lacked at the end, were nothing else to change:
/// everybody's share gets smaller as they come. Of rules in which voters pay from equal shares.
pub fn by_shares(election: &Election, outcome: &Outcome, verdict: &Verdict) -> Option<u64> {
    let prices = outcome.prices.as_ref().filter(|_| outcome.rule != "phragmen")?;
    let left = verdict.left_with_supporters.as_ref()?;
    let cost = &election.projects[verdict.project].cost;
    let voters = whole(election.voters());
    let all = prices.endowment() * &voters;
    let room = &all - cost;
    if !room.is_positive() {
        return None;
    }
    let needed = (voters * (cost - left) / room / whole(election.strength_scale.max(1))).ceil();
    needed.to_integer().to_u64().map(|needed| needed.max(1))
}

/// What its supporters could have paid, or what was left when its turn came.
fn likely_cost(outcome: &Outcome, verdict: &Verdict, election: &Election) -> Option<Rational> {
    let turned_away = outcome.rounds.iter().find_map(|round| match &round.event {
        Event::DidNotFit { left } if round.project == verdict.project => Some(left.clone()),
        _ => None,
    });
    let cost = &election.projects[verdict.project].cost;
    let part = verdict
        .effective_support
        .map(|support| cost * whole(support) / whole(100));
    part.or(turned_away)
}
