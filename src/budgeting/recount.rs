//! What counting again tells of the projects that lost: how many more voters, or what cost, would have funded each.
//!
//! A number that a reader takes for true must have been counted, not worked out by a formula; but an election that is large
//! under a rule that is slow would keep the reader waiting. So the work is told beforehand from the ballots alone (never from
//! a clock: the same file gives the same page on any machine), and where it is much, a formula's number is told as an
//! estimate.

use num_traits::{Signed, ToPrimitive};
use rayon::prelude::*;

use super::election::Election;
use super::equal_shares::{Prepared, SharesAgain};
use super::exact::{Rational, whole};
use super::explanation::{Looked, Verdict};
use super::margins::{cost_to_win, cost_to_win_from, votes_to_win_as, votes_to_win_from};
use super::newcomer::Newcomer;
use super::outcome::{Event, Outcome};
use super::rules::phragmen_again::PhragmenAgain;
use super::rules::{Options, Rule, terms, usual_satisfaction, winners};
use super::scores::{counted_scores, published_scores};
use super::tie::TieOrder;
use super::utility::{Satisfaction, Utilities};

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

/// Ways to count again with one project changed that are quicker than a count.
enum Shortcut<'e> {
    /// None is known for the rule.
    None,
    /// That of Equal Shares.
    Shares(Box<Prepared<'e>>),
    /// That of Phragmén.
    Phragmen(Box<Utilities>, TieOrder),
}

impl<'e> Shortcut<'e> {
    fn of(rule: Rule, election: &'e Election, options: &Options, losers: Vec<usize>) -> Shortcut<'e> {
        let satisfaction = options.satisfaction.unwrap_or(usual_satisfaction(rule, election));
        match rule {
            Rule::EqualShares if options.comparison.is_none() => {
                let prepared = Prepared::new(election, satisfaction, terms(options), losers);
                prepared.map_or(Shortcut::None, |prepared| Shortcut::Shares(Box::new(prepared)))
            }
            // Where a ballot says more, what it is worth to a project may be nothing.
            Rule::Phragmen if satisfaction == Satisfaction::Cardinality => {
                let utilities = Utilities::new(election, satisfaction);
                Shortcut::Phragmen(Box::new(utilities), options.tie_order.unwrap_or_default())
            }
            _ => Shortcut::None,
        }
    }
}

/// The same for one project.
enum Again<'p, 'e> {
    None,
    Shares(SharesAgain<'p, 'e>),
    Phragmen(PhragmenAgain<'e>),
}

impl Again<'_, '_> {
    fn wins(&self, changed: &Election) -> Option<bool> {
        match self {
            Again::None => None,
            Again::Shares(again) => again.wins(changed),
            Again::Phragmen(again) => again.wins(changed),
        }
    }
}

/// What there is to decide about when so many more have voted, in the parts that make a vote \[currency\].
pub type MoneyWith<'a> = dyn Fn(u64) -> Rational + Sync + 'a;

/// What is looked for, and how.
#[derive(Clone, Copy)]
pub struct Wanted<'a> {
    /// Whether the cost is looked for as well.
    pub costs: bool,
    /// What there is to decide about, where those who vote change that: in a later phase, which has what an earlier one left.
    pub money: Option<&'a MoneyWith<'a>>,
    /// Called after each loser.
    pub done: &'a (dyn Fn() + Sync),
}

/// What to know of the numbers found; nothing where none was.
pub fn told(rule: Rule, found: &[Option<Margin>]) -> Option<&'static str> {
    let any = found
        .iter()
        .flatten()
        .any(|one| one.votes.is_some() || one.cost.is_some());
    let by_score = rule.goes_down_a_list() || rule == Rule::Knapsack;
    any.then_some(if by_score {
        "Each margin was counted: with so many more voters, or at that cost, the project is funded; with one voter fewer, or at a cost a little higher, it is not."
    } else {
        "Each margin was counted: with so many more voters, or at that cost, the project is funded; with one voter fewer, or at a cost a little higher, it is not. \
         More money or more voters do not always help under this rule: still fewer voters, or a still higher cost, may do as well."
    })
}

/// What to know of numbers of voters where a file's own scores decide and are not what its ballots give: the scores were let rise.
pub fn told_of_published(rule: Rule, election: &Election, found: &[Option<Margin>]) -> Option<&'static str> {
    if !rule.goes_by_published_scores() || !found.iter().flatten().any(|one| one.votes.is_some()) {
        return None;
    }
    let counted = counted_scores(election, false);
    let differ = published_scores(election)
        .into_iter()
        .zip(counted)
        .any(|(published, counted)| Some(published) != counted);
    differ.then_some(
        "Scores that the file publishes decide here, and they are not what its ballots give: where more voters are told, those scores \
         are taken to rise by what these voters give. More lines of votes in the file change nothing as long as its scores stay.",
    )
}

/// Looks for what would have funded each loser and adds it to its reason. What no count can change (it costs more than there
/// is, too few people voted) is left out.
pub fn search(
    rule: Rule,
    election: &Election,
    options: &Options,
    outcome: &Outcome,
    verdicts: &mut [Verdict],
    wanted: Wanted<'_>,
) -> Vec<Option<Margin>> {
    let held = election.limits.turnout_missed(election).is_none();
    let mut stated = None;
    let mut options = options.clone();
    if std::mem::take(&mut options.as_stated) {
        let mut taken = election.clone();
        taken.take_stated_limits();
        stated = Some(taken);
    }
    let election = stated.as_ref().unwrap_or(election);
    let losers = verdicts
        .iter()
        .filter(|verdict| !verdict.funded)
        .map(|verdict| verdict.project);
    let shortcut = Shortcut::of(rule, election, &options, losers.collect());
    let asked = Asked {
        rule,
        election,
        options: &options,
        outcome,
        wanted,
        held,
    };
    search_by(&asked, verdicts, &shortcut)
}

/// What is looked for.
struct Asked<'a> {
    rule: Rule,
    election: &'a Election,
    options: &'a Options,
    outcome: &'a Outcome,
    wanted: Wanted<'a>,
    held: bool,
}

impl Asked<'_> {
    /// A changed election with the money that there is then, where that is another.
    fn with_money(&self, changed: &Election) -> Option<Election> {
        let before = self.election.ballots.len();
        let more: u64 = changed.ballots.get(before..)?.iter().map(|ballot| ballot.weight).sum();
        let money = self.wanted.money.filter(|_| more > 0)?(more);
        (money != changed.budget).then(|| Election {
            budget: money,
            ..changed.clone()
        })
    }
}

fn search_by(asked: &Asked<'_>, verdicts: &mut [Verdict], shortcut: &Shortcut<'_>) -> Vec<Option<Margin>> {
    let Asked {
        rule,
        election,
        options,
        outcome,
        wanted: Wanted { costs, done, .. },
        held,
    } = *asked;
    let newcomers = Newcomer::of(election);
    verdicts
        .par_iter_mut()
        .map(|verdict| {
            let project = verdict.project;
            let partly = outcome.partly.iter().any(|(other, _)| *other == project);
            if verdict.funded || partly || !held {
                return None;
            }
            let again = match shortcut {
                Shortcut::None => Again::None,
                Shortcut::Shares(prepared) => Again::Shares(prepared.of(project)),
                Shortcut::Phragmen(utilities, tie_order) => {
                    Again::Phragmen(PhragmenAgain::new(election, utilities, *tie_order, project))
                }
            };
            let plainly = |changed: &Election| winners(rule, changed, options).contains(&project);
            let wins = |changed: &Election| match asked.with_money(changed) {
                Some(other) => plainly(&other),
                None => again.wins(changed).unwrap_or_else(|| plainly(changed)),
            };
            let likely = |changed: &Election| {
                if asked.with_money(changed).is_some() {
                    return wins(changed);
                }
                let found = match &again {
                    Again::Shares(again) => again.wins_likely(changed),
                    _ => None,
                };
                found.unwrap_or_else(|| wins(changed))
            };
            let fits = election.projects[project].cost <= election.budget;
            let votes = fits.then(|| guess(election, outcome, verdict).unwrap_or(1));
            let with = |newcomer: &Newcomer| {
                votes.and_then(|guess| match again {
                    Again::Shares(_) => votes_to_win_from(election, project, newcomer, guess, likely, wins),
                    _ => votes_to_win_as(election, project, newcomer, guess, wins),
                })
            };
            let (votes, newcomer) = fewest(&newcomers, with);
            let cost = costs.then(|| likely_cost(outcome, verdict, election));
            let cost = cost.and_then(|guess| match again {
                Again::Shares(_) => cost_to_win_from(election, project, guess.as_ref(), likely, wins),
                _ => cost_to_win(election, project, guess.as_ref(), wins),
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

#[cfg(test)]
mod tests {
    use super::super::explanation::explain;
    use super::super::limits::Ceiling;
    use super::super::lots::Lots;
    use super::super::roll::Roll;
    use super::super::rules::{refusal, run};
    use super::*;
    use crate::budgeting::BallotType;
    use crate::budgeting::election::Project;
    use crate::budgeting::equal_shares::Completion;

    /// Elections of every kind of ballot, some with limits, many with projects that stand equal.
    fn town(seed: u64) -> Election {
        let mut lots = Lots::new(seed);
        let mut draw = |end: u64| lots.below(end);
        let unit = [10, 300][seed as usize % 2];
        let projects: Vec<Project> = (0..6)
            .map(|index| Project::new(&format!("p{index}"), whole(unit * (1 + draw(9)))))
            .collect();
        let kind = [
            BallotType::Approval,
            BallotType::Cumulative,
            BallotType::Approval,
            BallotType::Ordinal,
            BallotType::Scoring,
        ][seed as usize % 5];
        let mut election = Election::new(whole(unit * (6 + draw(9))), kind, projects);
        let mut roll = Roll::default();
        for _ in 0..15 {
            let named: Vec<u32> = (0..6).filter(|_| draw(5) < 2).collect();
            let points = named.iter().map(|_| 1 + draw(5) as i64).collect();
            roll.cast(&mut election, named, points);
        }
        let limits = &mut election.limits;
        limits.only_named = !seed.is_multiple_of(3);
        match seed % 6 {
            1 => limits.ceilings.push(Ceiling {
                name: "parks".to_owned(),
                most: whole(unit * (4 + draw(5))),
                projects: vec![0, 1, 2],
            }),
            2 => limits.exclusive.push(vec![1, 2, 3]),
            3 => limits.requires.push((4, 0)),
            4 => limits.least_votes = Some(whole(4)),
            5 => limits.least_share = Some(whole(1) / whole(3)),
            _ => {}
        }
        election
    }

    /// Every rule with the options that concern it.
    fn ways() -> Vec<(Rule, Options)> {
        let mut list = Vec::new();
        for rule in Rule::ALL.into_iter().chain(Rule::BY_NAME) {
            let shares = rule == Rule::EqualShares;
            let completions: &[Completion] = if shares { &Completion::ALL } else { &[Completion::None] };
            for (completion, other) in completions.iter().flat_map(|one| [(one, false), (one, true)]) {
                let options = Options {
                    completion: Some(*completion),
                    tie_order: other.then_some(TieOrder::CheapestThenVotes),
                    partial: other && rule == Rule::Greedy,
                    add_opt: other && rule == Rule::ExactEqualShares,
                    ..Options::default()
                };
                list.push((rule, options));
            }
        }
        list
    }

    const EVERYTHING: Wanted = Wanted {
        costs: true,
        money: None,
        done: &|| (),
    };

    /// An outcome, and what is said of each project.
    fn explained(rule: Rule, election: &Election, options: &Options) -> (Outcome, Vec<Verdict>) {
        let outcome = run(rule, election, options);
        let utilities = Utilities::new(election, usual_satisfaction(rule, election));
        let verdicts = explain(election, &utilities, &outcome);
        (outcome, verdicts)
    }

    #[test]
    fn margins_found_quickly_are_those_of_plain_counts_under_every_rule() {
        let (mut same, mut all, mut some) = (0, 0, 0);
        for (seed, (rule, options)) in (0..12u64).flat_map(|seed| ways().into_iter().map(move |way| (seed, way))) {
            let election = town(seed);
            if refusal(rule, &election, &options).is_some() || rule == Rule::OrderedRelaxation {
                continue;
            }
            let (outcome, mut verdicts) = explained(rule, &election, &options);
            let found = search(rule, &election, &options, &outcome, &mut verdicts.clone(), EVERYTHING);
            let asked = Asked {
                rule,
                election: &election,
                options: &options,
                outcome: &outcome,
                wanted: EVERYTHING,
                held: true,
            };
            let plain = search_by(&asked, &mut verdicts, &Shortcut::None);
            for (verdict, (found, plain)) in verdicts.iter().zip(found.iter().zip(&plain)) {
                let (Some(found), Some(plain)) = (found, plain) else {
                    assert_eq!(found, plain);
                    continue;
                };
                all += 1;
                same += usize::from(found == plain);
                some += usize::from(found.votes.is_some() || found.cost.is_some());
                let wins = |changed: &Election| winners(rule, changed, &options).contains(&verdict.project);
                if let Some(cost) = &found.cost {
                    let mut changed = election.clone();
                    changed.projects[verdict.project].cost.clone_from(cost);
                    assert!(wins(&changed), "{seed} {rule:?} {options:?} {cost}");
                }
                if let (Some(votes), [newcomer]) = (found.votes, Newcomer::of(&election).as_slice()) {
                    let there = votes_to_win_as(&election, verdict.project, newcomer, votes, wins);
                    assert_eq!(there, Some(votes), "{seed} {rule:?} {options:?}");
                }
            }
        }
        // Where a rule is not monotone there are several such numbers, and another beginning may end at another.
        assert!(
            all > 600 && some > all / 2 && same * 100 >= all * 99,
            "{same} and {some} of {all}"
        );
    }

    #[test]
    fn every_margin_of_thousands_of_elections_turns_the_outcome_and_one_less_does_not() {
        let ways = ways();
        let (mut votes_turn, mut costs_turn, mut fewer) = (0, 0, 0);
        // Thousands in release builds.
        let elections = if cfg!(debug_assertions) { 600 } else { 6_000 };
        for seed in 0..elections {
            let election = town(seed);
            // Every way comes with several kinds of ballots and limits.
            let (rule, options) = &ways[(seed / 7) as usize % ways.len()];
            let (rule, options) = (*rule, options);
            if refusal(rule, &election, options).is_some() || rule == Rule::OrderedRelaxation {
                continue;
            }
            let (outcome, mut verdicts) = explained(rule, &election, options);
            let found = search(rule, &election, options, &outcome, &mut verdicts, EVERYTHING);
            let newcomers = Newcomer::of(&election);
            for (verdict, margin) in verdicts.iter().zip(&found) {
                let Some(margin) = margin else { continue };
                let project = verdict.project;
                let wins = |changed: &Election| winners(rule, changed, options).contains(&project);
                let with = |newcomer: &Newcomer, more: u64| {
                    let mut changed = election.clone();
                    let ballot = newcomer.ballot(&election, project);
                    changed.ballots.push(crate::budgeting::Ballot {
                        weight: more * election.strength_scale,
                        ..ballot
                    });
                    wins(&changed)
                };
                if let Some(votes) = margin.votes {
                    let turns = |one: &&Newcomer| with(one, votes) && (votes == 1 || !with(one, votes - 1));
                    let turning = newcomers.iter().find(turns);
                    assert!(turning.is_some(), "{seed} {rule:?} {options:?} {project} {votes}");
                    votes_turn += 1;
                    fewer += usize::from((1..votes.saturating_sub(1)).any(|less| with(&newcomers[0], less)));
                }
                if let Some(cost) = &margin.cost {
                    let at = |cost: &Rational| {
                        let mut changed = election.clone();
                        changed.projects[project].cost.clone_from(cost);
                        wins(&changed)
                    };
                    let full = &election.projects[project].cost;
                    // A penny, a step of a cost below a thousand, or a pound where only whole ones are looked at.
                    let next = [whole(1) / whole(100), full / whole(4096), whole(1)];
                    let turns = at(cost) && next.iter().any(|more| cost + more <= *full && !at(&(cost + more)));
                    assert!(turns, "{seed} {rule:?} {options:?} {project} {cost}");
                    costs_turn += 1;
                }
            }
        }
        let least = elections as usize / 2;
        assert!(votes_turn > least && costs_turn > least, "{votes_turn} {costs_turn}");
        // Where a rule is not monotone a smaller number may do as well: seldom.
        assert!(fewer * 50 < votes_turn, "{fewer} of {votes_turn}");
    }
}
