//! Ballots, counted: by the rule that decides and by others beside it.

use std::fmt::Write as _;

use rayon::prelude::*;

use super::file::{Process, Voting};
use super::pool::Pool;
use super::worlds::WorldsError;
use crate::budgeting::electorate::{Attribute, Chance, Electorate, Poll, hold};
use crate::budgeting::exact::{whole, write_exact};
use crate::budgeting::explanation::{Verdict, explain};
use crate::budgeting::fairness::{Fairness, Grouping, fairness, groupings};
use crate::budgeting::margins::{cost_to_win, votes_to_win};
use crate::budgeting::pabulib::{self, Reading};
use crate::budgeting::rules::{Options, Rule, run};
use crate::budgeting::{Election, Outcome, Project, Rational, Satisfaction, Utilities};

/// Steps in which an equal share doubles where a process does not say how far completions raise it at a time.
const STEPS: u64 = 200;
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
    pub margins: Vec<Option<(Option<u64>, Option<Rational>)>>,
    /// Its fairness.
    pub fairness: Fairness,
    /// Whom it serves.
    pub groups: Vec<Grouping>,
}

/// Counts one rule.
pub fn count(rule: Rule, options: &Options, reading: &Reading, election: &Election, margins: bool) -> Counted {
    let outcome = run(rule, election, options);
    let satisfaction = options.satisfaction.unwrap_or(match rule {
        Rule::ExactEqualShares | Rule::Phragmen => Satisfaction::Cardinality,
        _ => Satisfaction::Cost,
    });
    let mut verdicts = explain(election, &Utilities::new(election, satisfaction), &outcome);
    let few = election.ballots.len() <= MOST_BALLOTS_FOR_MARGINS;
    let margins: Vec<_> = verdicts
        .par_iter()
        .map(|verdict| {
            (margins && few && !verdict.funded).then(|| {
                let wins = |changed: &Election| run(rule, changed, options).funded.contains(&verdict.project);
                (
                    votes_to_win(election, verdict.project, wins),
                    cost_to_win(election, verdict.project, wins),
                )
            })
        })
        .collect();
    for (verdict, margin) in verdicts.iter_mut().zip(&margins) {
        if let Some((votes, cost)) = margin {
            let cost: &Option<Rational> = cost;
            verdict.searched(election, *votes, cost.as_ref());
        }
    }
    Counted {
        rule,
        fairness: fairness(election, &outcome),
        groups: groupings(&reading.document, &reading.record_of_voter, election, &outcome),
        outcome,
        verdicts,
        margins,
    }
}

/// The projects of a simulated ballot.
pub(super) fn projects(process: &Process) -> Vec<Project> {
    process
        .proposals
        .iter()
        .map(|proposal| Project {
            name: proposal.title.clone(),
            categories: if proposal.category.is_empty() {
                Vec::new()
            } else {
                vec![proposal.category.clone()]
            },
            ..Project::new(&proposal.id, proposal.price.clone().unwrap_or_else(|| whole(0)))
        })
        .collect()
}

/// Ballots ready to be counted, and who cast them.
#[derive(Clone, Debug)]
pub struct Cast {
    /// As a Pabulib file.
    pub text: Vec<u8>,
    /// Read back from it.
    pub reading: Reading,
    /// The simulated vote, if there was one.
    pub poll: Option<Box<Poll>>,
    /// People for whom each ballot stands: the election to be counted is one of people, so that sums of money and numbers of
    /// supporters are those of people; 1 where the ballots are real.
    pub each: u64,
    /// How the rule counts: the process's options, and a step for completions where it gives none.
    pub options: Options,
}

/// Ballots of the process: those of its file, or a vote held among simulated people.
pub fn cast(process: &Process, pool: Option<&Pool>, seed: u64) -> Result<Cast, WorldsError> {
    match &process.voting {
        Voting::Ballots { reading, .. } => Ok(Cast {
            text: reading.document.bytes().to_vec(),
            reading: (**reading).clone(),
            poll: None,
            each: 1,
            options: process.counting.options.clone(),
        }),
        Voting::Electorate(spec) => {
            let pool = pool.ok_or_else(|| WorldsError::Refused("no people to vote".to_owned()))?;
            let chance = Chance::new(seed, 0);
            let electorate = pool.electorate(&projects(process), &process.budget, spec.voters, 0, chance);
            let poll =
                hold(&electorate, &spec.regime, chance).map_err(|error| WorldsError::Refused(error.to_string()))?;
            let each = (pool.people_each(spec.voters).round() as u64).max(1);
            let text = write(process, &electorate, &poll, each).into_bytes();
            let mut reading = pabulib::read_bytes(text.clone(), false);
            if !reading.election.as_ref().is_some_and(|read| same(read, &poll.election)) {
                return Err(WorldsError::Refused(
                    "the simulated ballots cannot be read back as they were cast".to_owned(),
                ));
            }
            if let Some(election) = &mut reading.election {
                election.ballots.iter_mut().for_each(|ballot| ballot.weight *= each);
            }
            let counted = reading.election.as_ref().unwrap_or(&poll.election);
            let options = stepped(&process.counting.options, counted);
            Ok(Cast {
                text,
                reading,
                poll: Some(Box::new(poll)),
                each,
                options,
            })
        }
    }
}

/// Whether two elections ask and answer the same: budget, projects and prices, and every voter's ballot.
pub fn same(one: &Election, other: &Election) -> bool {
    let asked = |election: &Election| -> Vec<(String, Rational)> {
        let projects = election.projects.iter();
        projects
            .map(|project| (project.id.clone(), project.cost.clone()))
            .collect()
    };
    let answers = |election: &Election| -> Vec<Vec<(u32, Option<i64>)>> {
        let of = |ballot: &u32| {
            let ballot = &election.ballots[*ballot as usize];
            let projects = ballot.projects.iter().enumerate();
            projects
                .map(|(at, project)| (*project, ballot.points.get(at).copied()))
                .collect()
        };
        election.ballot_of_voter.iter().map(of).collect()
    };
    one.budget == other.budget
        && one.ballot_type == other.ballot_type
        && asked(one) == asked(other)
        && answers(one) == answers(other)
}

/// A step for completions in proportion to a voter's share: of simulated voters there are as many as one likes, so a pound
/// a voter means nothing.
pub(super) fn stepped(options: &Options, election: &Election) -> Options {
    let mut options = options.clone();
    if options.terms.step.is_none() && options.completion.is_some() {
        let share = &election.budget / whole(election.voters().max(1));
        options.terms.step = Some(share / whole(STEPS));
    }
    options
}

/// A cell of the ballot file.
fn cell(text: &str) -> String {
    let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if plain.contains([';', '"']) {
        format!("\"{}\"", plain.replace('"', "\"\""))
    } else {
        plain
    }
}

/// A simulated vote as a Pabulib file, so that anyone can count it again.
fn write(process: &Process, electorate: &Electorate, poll: &Poll, each: u64) -> String {
    let election = &poll.election;
    let has_points = election.ballot_type.has_points();
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = write!(
        text,
        "META\nkey;value\ndescription;{}\ncountry;United Kingdom\nunit;simulated\ninstance;{}\nnum_projects;{}\nnum_votes;{}\nbudget;{}\nvote_type;{}\nrule;unknown\ndate_begin;2026\ndate_end;2026\ncurrency;GBP\ncomment;#1: a simulated electorate: each voter stands for {each} people\nPROJECTS\nproject_id;cost;name;category\n",
        cell(&process.title),
        cell(&process.name),
        election.projects.len(),
        election.ballot_of_voter.len(),
        write_exact(&process.budget),
        election.ballot_type.word(),
    );
    for project in &election.projects {
        let _ = writeln!(
            text,
            "{};{};{};{}",
            cell(&project.id),
            write_exact(&project.cost),
            cell(&project.name),
            cell(&project.categories.join(","))
        );
    }
    let columns: Vec<&str> = Attribute::ALL.iter().map(|attribute| attribute.word()).collect();
    let _ = writeln!(
        text,
        "VOTES\nvoter_id;vote;{}{}",
        if has_points { "points;" } else { "" },
        columns.join(";")
    );
    for (ballot, at) in election.ballot_of_voter.iter().zip(&poll.voters) {
        let voter = &electorate.voters[*at as usize];
        let ballot = &election.ballots[*ballot as usize];
        let ids: Vec<String> = ballot
            .projects
            .iter()
            .map(|project| election.projects[*project as usize].id.clone())
            .collect();
        let points: Vec<String> = ballot.points.iter().map(i64::to_string).collect();
        let who: Vec<&str> = Attribute::ALL
            .iter()
            .map(|attribute| attribute.levels()[attribute.level(voter)])
            .collect();
        let points = if has_points {
            format!("{};", points.join(","))
        } else {
            String::new()
        };
        let _ = writeln!(text, "{};{};{points}{}", voter.id, ids.join(","), who.join(";"));
    }
    text
}
