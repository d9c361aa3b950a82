//! Ballots, counted: by the rule that decides and by others beside it.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use super::cast::Cast;
use super::contests::{Contest, Contests};
use super::phases::Decided;
use super::worlds::WorldsError;
use crate::budgeting::explanation::{Said, Verdict, explain, money, naming, phrase};
use crate::budgeting::fairness::{
    Fairness, Grouping, Violation, ejr_plus_up_to_one, fairness, groupings, justified_representation,
};
use crate::budgeting::recount::{self, Margin, MoneyWith, Wanted};
use crate::budgeting::rules::{Options, Rule, refusal, usual_satisfaction};
use crate::budgeting::{Election, Outcome, Rational, Utilities};

/// Simulated voters may be many, and few of them tell what more would: margins are looked for among so many ballots.
const MOST_BALLOTS_FOR_MARGINS: usize = 20_000;

/// A rule's outcome and all that is said about it.
#[derive(Clone, Debug)]
pub struct Counted {
    /// The rule.
    pub rule: Rule,
    /// The decision.
    pub outcome: Outcome,
    /// One verdict for each project: funded first.
    pub verdicts: Vec<Verdict>,
    /// For each verdict of a loser: more voters of its own that would have won it, and the cost at which it would have won.
    pub margins: Vec<Option<Margin>>,
    /// Its fairness.
    pub fairness: Fairness,
    /// Whom it serves.
    pub groups: Vec<Grouping>,
    /// Purses that were decided about one by one.
    pub contests: Vec<Told>,
}

/// What one contest, or one phase of it, decided, its projects told by their position in the whole vote.
struct Part {
    /// For readers; empty where there is only one.
    title: String,
    /// What there was to decide about, with what was carried over, and who voted.
    election: Election,
    outcome: Outcome,
    /// Positions in the whole vote of the contest's projects.
    projects: Vec<usize>,
    verdicts: Vec<Verdict>,
    margins: Vec<Option<Margin>>,
}

/// Counts one contest, phase by phase.
fn decided(rule: Rule, options: &Options, contest: &Contest, margins: bool) -> Vec<Part> {
    let decided = contest.decide(rule, &contest.election, options).into_iter();
    decided.map(|one| part(rule, options, contest, one, margins)).collect()
}

/// Explains what was decided, and how far losers were from winning.
fn part(rule: Rule, options: &Options, contest: &Contest, decided: Decided, margins: bool) -> Part {
    let election = &decided.election;
    let mut outcome = decided.outcome;
    outcome.notes.extend(election.notes.iter().cloned());
    let satisfaction = options
        .satisfaction
        .unwrap_or_else(|| usual_satisfaction(rule, election));
    let mut verdicts = explain(election, &Utilities::new(election, satisfaction), &outcome);
    // There is more money in the whole vote than here.
    let of_a_part = decided.number > 0 || contest.of_a_part;
    let beyond = |verdict: &&mut Verdict| !verdict.funded && election.projects[verdict.project].cost > election.budget;
    for verdict in verdicts.iter_mut().filter(|_| of_a_part).filter(beyond) {
        let cost = money(&election.projects[verdict.project].cost, election).into();
        let there = money(&election.budget, election).into();
        verdict.tell(if decided.number > 0 {
            phrase(
                "Not funded: it costs {0}, more than the {1} of this phase.",
                [cost, there],
            )
        } else {
            phrase(
                "Not funded: it costs {0}, more than the {1} of this purse.",
                [cost, there],
            )
        });
    }
    let few = election.ballots.len() <= MOST_BALLOTS_FOR_MARGINS;
    let margins = if margins && few {
        // Who comes for a project of a later phase votes in the earlier ones as well.
        let known = Mutex::new(BTreeMap::new());
        let money: &MoneyWith<'_> = &|more| {
            let held = || known.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(money) = held().get(&more) {
                return Rational::clone(money);
            }
            let money = contest.money_with(decided.number, rule, options, more);
            held().insert(more, money.clone());
            money
        };
        let wanted = Wanted {
            costs: true,
            money: (decided.number > 1).then_some(money),
            done: &|| {},
        };
        recount::search(rule, election, options, &outcome, &mut verdicts, wanted)
    } else {
        vec![None; verdicts.len()]
    };
    Part {
        title: match (contest.title.as_str(), decided.number) {
            (title, 0) => title.to_owned(),
            ("", number) => format!("Phase {number}"),
            (title, number) => format!("{title}, phase {number}"),
        },
        outcome,
        projects: decided.places.iter().map(|place| contest.projects[*place]).collect(),
        verdicts,
        margins,
        election: decided.election,
    }
}

/// What one contest came to, for readers.
#[derive(Clone, Debug)]
pub struct Told {
    /// Its title; empty where there is only one.
    pub title: String,
    /// What there was to decide about [£].
    pub budget: Rational,
    /// What its funded projects cost [£].
    pub cost: Rational,
    /// People who voted in it.
    pub voters: u64,
    /// Its projects, as positions in the whole vote.
    pub projects: Vec<usize>,
}

/// Counts all contests of a vote by one rule.
pub fn count(rule: Rule, cast: &Cast, contests: &Contests, margins: bool) -> Result<Counted, WorldsError> {
    let whole = cast
        .reading
        .election
        .as_ref()
        .ok_or_else(|| WorldsError::Refused("there are no ballots".to_owned()))?;
    if let Some(why) = refused(rule, &cast.options, contests) {
        return Err(WorldsError::Refused(why));
    }
    let parts: Vec<Part> = contests
        .list
        .iter()
        .flat_map(|contest| decided(rule, &cast.options, contest, margins))
        .collect();
    let told = parts
        .iter()
        .map(|part| Told {
            title: part.title.clone(),
            budget: part.election.budget.clone(),
            cost: part.outcome.spent(),
            voters: part.election.people(),
            projects: part.projects.clone(),
        })
        .collect();
    let mut outcome = together(rule, whole, contests, &parts);
    let mut found = parts.iter().map(|part| recount::told(rule, &part.margins));
    outcome.notes.extend(found.find_map(|note| note).map(str::to_owned));
    let mut published = parts
        .iter()
        .map(|part| recount::told_of_published(rule, &part.election, &part.margins));
    outcome.notes.extend(published.find_map(|note| note).map(str::to_owned));
    let (mut verdicts, mut shown) = (Vec::new(), Vec::new());
    // The funded of all contests first, then the others; what is set aside with its own kind.
    let votes = whole.votes();
    let people = naming(whole, &whole.heads());
    for funded in [true, false] {
        for one in contests.aside.iter().filter(|one| one.funded == funded) {
            let mut verdict = Verdict {
                funded,
                votes: votes[one.project],
                people: people[one.project],
                ..Verdict::of(one.project)
            };
            verdict.tell(one.reason.clone());
            verdicts.push(verdict);
            shown.push(None);
        }
        for part in &parts {
            let of = part.verdicts.iter().zip(&part.margins);
            for (verdict, margin) in of.filter(|(verdict, _)| verdict.funded == funded) {
                let mut verdict = verdict.clone();
                verdict.project = part.projects[verdict.project];
                let taken = verdict.taken.iter_mut();
                taken.for_each(|(project, _)| *project = part.projects[*project]);
                if !part.title.is_empty() {
                    let said = std::mem::replace(&mut verdict.said, Said::Row(Vec::new()));
                    verdict.tell(phrase("{0}: {1}", [part.title.as_str().into(), said]));
                }
                verdicts.push(verdict);
                shown.push(margin.clone());
            }
        }
    }
    // Nobody is served by what the voters of another district decide.
    let heard = contests.elsewhere.as_ref().map_or(whole, |elsewhere| &elsewhere.heard);
    let mut fairness = fairness(heard, &outcome);
    if !contests.is_whole() {
        // A claim is one to the money of a purse, by those who vote about it.
        fairness.justified = claimed(&parts, justified_representation);
        fairness.ejr_plus = claimed(&parts, ejr_plus_up_to_one);
        fairness.claims = None;
    }
    Ok(Counted {
        rule,
        fairness,
        groups: groupings(&cast.reading.document, &cast.reading.record_of_voter, heard, &outcome),
        outcome,
        verdicts,
        margins: shown,
        contests: told,
    })
}

/// Claims that parts of a vote do not meet, of projects by their position in the whole vote.
fn claimed(parts: &[Part], unmet: impl Fn(&Election, &[usize]) -> Vec<Violation>) -> Vec<Violation> {
    let claims = parts.iter().flat_map(|part| {
        let of_part = unmet(&part.election, &part.outcome.funded).into_iter();
        of_part.map(|claim| Violation {
            project: part.projects[claim.project],
            ..claim
        })
    });
    claims.collect()
}

/// Why a rule cannot count some contest, for people; nothing if it can.
pub fn refused(rule: Rule, options: &Options, contests: &Contests) -> Option<String> {
    let mut why = contests
        .list
        .iter()
        .flat_map(Contest::parts)
        .filter_map(|one| refusal(rule, &one, options));
    why.next().map(|why| format!("{} {why}", rule.word()))
}

/// One decision from those of all contests.
fn together(rule: Rule, whole: &Election, contests: &Contests, parts: &[Part]) -> Outcome {
    if let ([part], true) = (parts, contests.aside.is_empty()) {
        // Nothing is split: the count says it all, prices included.
        return part.outcome.clone();
    }
    let first = parts.first().map(|part| &part.outcome);
    let mut outcome = Outcome::new(
        rule.word(),
        first.map_or("", |first| first.measure),
        first.map_or_else(Default::default, |first| first.tie_order),
    );
    if let Some(first) = first {
        outcome.options.clone_from(&first.options);
    }
    outcome
        .notes
        .extend(contests.elsewhere.as_ref().map(|elsewhere| elsewhere.told.clone()));
    for one in contests.aside.iter().filter(|one| one.funded) {
        outcome.funded.push(one.project);
        outcome.cost += &whole.projects[one.project].cost;
    }
    for part in parts {
        let of = |project: &usize| part.projects[*project];
        outcome.funded.extend(part.outcome.funded.iter().map(of));
        outcome.cost += &part.outcome.cost;
        let partly = part.outcome.partly.iter();
        outcome
            .partly
            .extend(partly.map(|(project, amount)| (of(project), amount.clone())));
        outcome.ties.extend(part.outcome.ties.iter().map(|tie| {
            let mut tie = tie.clone();
            tie.among
                .iter_mut()
                .for_each(|project| *project = part.projects[*project]);
            tie
        }));
        let notes = part.outcome.notes.iter();
        outcome.notes.extend(notes.map(|note| match part.title.as_str() {
            "" => note.clone(),
            title => format!("{title}: {note}"),
        }));
    }
    outcome
}

#[cfg(test)]
mod tests {
    use super::super::phases::Phase;
    use super::*;
    use crate::budgeting::equal_shares::Completion;
    use crate::budgeting::exact::whole;
    use crate::budgeting::lots::Lots;
    use crate::budgeting::roll::Roll;
    use crate::budgeting::{Ballot, BallotType, Project};

    /// Six proposals, the last three in a second phase.
    fn contest(seed: u64) -> Contest {
        let mut lots = Lots::new(seed);
        let mut draw = |end: u64| lots.below(end);
        let projects = (0..6).map(|at| Project::new(&format!("p{at}"), whole(1000 + draw(4000))));
        let mut election = Election::new(whole(9000), BallotType::Approval, projects.collect());
        let mut roll = Roll::default();
        for _ in 0..30 {
            let named = (0..6).filter(|_| draw(3) == 0).collect();
            roll.cast(&mut election, named, Vec::new());
        }
        election.limits.only_named = true;
        let phase = |number: usize, places: [usize; 3], money: u64| Phase {
            number,
            places: places.to_vec(),
            money: whole(money),
        };
        Contest {
            title: String::new(),
            projects: (0..6).collect(),
            phases: vec![phase(1, [0, 1, 2], 5000), phase(2, [3, 4, 5], 4000)],
            election,
            of_a_part: false,
        }
    }

    #[test]
    fn margins_of_a_later_phase_count_what_those_who_come_leave_of_the_earlier_ones() {
        let (mut held, mut other_money) = (0, 0);
        for seed in 0..60u64 {
            let rule = [Rule::EqualShares, Rule::Phragmen, Rule::Greedy][seed as usize % 3];
            let contest = contest(seed);
            let options = Options {
                completion: Some([Completion::None, Completion::Add1][seed as usize / 3 % 2]),
                ..Options::default()
            };
            let funded = |election: &Election| contest.bought(rule, election, &options).funded;
            for part in decided(rule, &options, &contest, true) {
                for (verdict, margin) in part.verdicts.iter().zip(&part.margins) {
                    let project = part.projects[verdict.project];
                    let Some(votes) = margin.as_ref().and_then(|margin| margin.votes) else {
                        continue;
                    };
                    let with = |more: u64| {
                        let mut changed = contest.election.clone();
                        changed.ballots.push(Ballot {
                            weight: more,
                            projects: vec![project as u32],
                            points: Vec::new(),
                        });
                        funded(&changed).contains(&project)
                    };
                    assert!(
                        with(votes) && (votes == 1 || !with(votes - 1)),
                        "{seed} {rule:?} {project} {votes}"
                    );
                    held += 1;
                    let later = project > 2 && contest.money_with(2, rule, &options, votes) != part.election.budget;
                    other_money += usize::from(later);
                    let Some(cost) = margin.as_ref().and_then(|margin| margin.cost.clone()) else {
                        continue;
                    };
                    let at = |cost: Rational| {
                        let mut changed = contest.election.clone();
                        changed.projects[project].cost = cost;
                        funded(&changed).contains(&project)
                    };
                    assert!(at(cost.clone()) && !at(cost + whole(1)), "{seed} {rule:?} {project}");
                }
            }
        }
        assert!(held > 60 && other_money > 3, "{held} {other_money}");
    }
}
