//! Ballots, counted: by the rule that decides, by others beside it, and over many electorates.

use std::fmt::Write as _;

use rayon::prelude::*;

use super::electing::{AS_HELD, ElectorateSpec, Variant};
use super::file::{Process, Voting};
use super::gains::{GroupGains, HealthGains, Worth, own};
use super::worlds::WorldsError;
use crate::budgeting::electorate::bootstrap::Resample;
use crate::budgeting::electorate::{
    Attribute, Chance, Electorate, Frequency, Matrix, Poll, Regime, Representation, Social, Voter, bootstrap,
    frequencies, hold, systematic,
};
use crate::budgeting::exact::{whole, write_exact};
use crate::budgeting::explanation::{Verdict, explain};
use crate::budgeting::fairness::{Fairness, Grouping, fairness, groupings};
use crate::budgeting::margins::{cost_to_win, votes_to_win};
use crate::budgeting::pabulib::{self, Reading};
use crate::budgeting::rules::{Options, Rule, run};
use crate::budgeting::{Election, Outcome, Project, Rational, Satisfaction, Utilities};
use crate::projection::Resident;

/// Part of the counts that an interval holds.
const LEVEL: f64 = 0.9;
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
    let verdicts = explain(election, &Utilities::new(election, satisfaction), &outcome);
    let few = election.ballots.len() <= MOST_BALLOTS_FOR_MARGINS;
    let margins = verdicts
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
    Counted {
        rule,
        fairness: fairness(election, &outcome),
        groups: groupings(&reading.document, &reading.record_of_voter, election, &outcome),
        outcome,
        verdicts,
        margins,
    }
}

/// People who may be drawn as voters, with what each may expect.
#[derive(Clone, Debug)]
pub struct Pool {
    people: Vec<Resident>,
    /// People × proposals [£].
    own: Vec<Vec<f64>>,
    social: Social,
    residents: f64,
}

impl Pool {
    /// From the residents of the model and what they gain.
    pub fn new(residents: &[Resident], spec: &ElectorateSpec, health: &HealthGains, groups: &GroupGains) -> Pool {
        let worth = Worth {
            qaly: spec.qaly_value,
            access: spec.access_weight,
            payments: spec.payment_weight,
        };
        // Children count among everybody, but do not vote.
        let gains: Vec<Vec<f64>> = residents.iter().map(|one| own(one, health, groups, worth)).collect();
        let proposals = gains.first().map_or(0, Vec::len);
        let mean = |belongs: &dyn Fn(&Resident) -> bool| {
            let (mut sums, mut people) = (vec![0.0; proposals], 0.0);
            for (resident, gains) in residents.iter().zip(&gains).filter(|(one, _)| belongs(one)) {
                let weight = resident.weight.people();
                people += weight;
                sums.iter_mut().zip(gains).for_each(|(sum, gain)| *sum += weight * gain);
            }
            sums.iter()
                .map(|sum| if people > 0.0 { sum / people } else { 0.0 })
                .collect::<Vec<f64>>()
        };
        let social = Social {
            everybody: mean(&|_| true),
            worse_off: mean(&|one| one.fifth == 0),
        };
        let (people, own) = residents
            .iter()
            .zip(gains)
            .filter(|(one, _)| one.age >= spec.min_age)
            .map(|(one, gains)| (*one, gains))
            .unzip();
        Pool {
            people,
            own,
            social,
            residents: residents.iter().map(|one| one.weight.people()).sum(),
        }
    }

    /// What everybody gains on average from each proposal [£/person].
    pub fn everybody(&self) -> &[f64] {
        &self.social.everybody
    }

    /// So many voters, drawn anew for each replicate.
    fn electorate(&self, projects: &[Project], budget: &Rational, voters: usize, chance: Chance) -> Electorate {
        let weights: Vec<_> = self.people.iter().map(|one| one.weight).collect();
        let drawn = systematic(&weights, voters, chance);
        let each = weights.iter().map(|weight| weight.people()).sum::<f64>() / drawn.len().max(1) as f64;
        let mut own = Matrix::zeros(drawn.len(), projects.len());
        let mut list = Vec::with_capacity(drawn.len());
        for (number, at) in drawn.into_iter().enumerate() {
            let one = &self.people[at];
            list.push(Voter {
                // Somebody drawn twice is two voters.
                id: number as u64 + 1,
                weight: each,
                age: one.age,
                sex: one.sex,
                fifth: one.fifth,
                tenure: one.tenure,
                conditions: one.conditions,
                dependency: one.dependency,
            });
            own.values[number * projects.len()..(number + 1) * projects.len()].copy_from_slice(&self.own[at]);
        }
        Electorate {
            voters: list,
            projects: projects.to_vec(),
            budget: budget.clone(),
            own,
            social: self.social.clone(),
            residents: self.residents.max(1.0),
        }
    }
}

/// The projects of a simulated ballot.
fn projects(process: &Process) -> Vec<Project> {
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
            options: process.counting.options.clone(),
        }),
        Voting::Electorate(spec) => {
            let pool = pool.ok_or_else(|| WorldsError::Refused("no people to vote".to_owned()))?;
            let chance = Chance::new(seed, 0);
            let electorate = pool.electorate(&projects(process), &process.budget, spec.voters, chance);
            let poll =
                hold(&electorate, &spec.regime, chance).map_err(|error| WorldsError::Refused(error.to_string()))?;
            let text = write(process, &electorate, &poll).into_bytes();
            let reading = pabulib::read_bytes(text.clone(), false);
            if reading.election.is_none() {
                return Err(WorldsError::Refused(
                    "the simulated ballots cannot be read back".to_owned(),
                ));
            }
            let options = stepped(&process.counting.options, &poll.election);
            Ok(Cast {
                text,
                reading,
                poll: Some(Box::new(poll)),
                options,
            })
        }
    }
}

/// A step for completions in proportion to a voter's share: of simulated voters there are as many as one likes, so a pound
/// a voter means nothing.
fn stepped(options: &Options, election: &Election) -> Options {
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
fn write(process: &Process, electorate: &Electorate, poll: &Poll) -> String {
    let election = &poll.election;
    let has_points = election.ballot_type.has_points();
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = write!(
        text,
        "META\nkey;value\ndescription;{}\ncountry;United Kingdom\nunit;simulated\ninstance;{}\nnum_projects;{}\nnum_votes;{}\nbudget;{}\nvote_type;{}\nrule;unknown\ndate_begin;2026\ndate_end;2026\ncurrency;GBP\ncomment;#1: a simulated electorate, not people\nPROJECTS\nproject_id;cost;name;category\n",
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

/// How often each project is funded by one rule under one regime.
#[derive(Clone, Debug)]
pub struct Often {
    /// The regime's key.
    pub regime: String,
    /// For readers.
    pub title: String,
    /// The rule.
    pub rule: Rule,
    /// By proposal.
    pub frequencies: Vec<Frequency>,
    /// Which proposals each count funded.
    pub funded: Vec<Vec<bool>>,
    /// Mean part of the budget spent [0–1].
    pub spent: f64,
}

/// One regime, over all its votes.
#[derive(Clone, Debug)]
pub struct Held {
    /// Its key.
    pub regime: String,
    /// For readers.
    pub title: String,
    /// Mean part of all who could vote whose vote is cast [0–1].
    pub turnout: f64,
    /// Mean inequality of weight among those who cast ballots (Gini) [0–1]; 0 without delegation.
    pub power_gini: f64,
    /// Mean part of all votes that the heaviest ballot carries [0–1].
    pub heaviest: f64,
    /// Turnout by group in the first vote.
    pub representation: Option<Representation>,
}

/// How votes come out over many electorates.
#[derive(Clone, Debug, Default)]
pub struct Frequencies {
    /// Votes held (or counts of resampled voters) in each regime.
    pub replicates: usize,
    /// What was drawn anew, in words.
    pub how: String,
    /// By regime and rule.
    pub often: Vec<Often>,
    /// By regime.
    pub held: Vec<Held>,
}

/// The rules counted: the one that decides first, each once.
pub fn rules(process: &Process) -> Vec<Rule> {
    let mut rules = vec![process.counting.rule];
    rules.extend(process.compare.iter().copied());
    let mut seen = Vec::new();
    rules.retain(|rule| {
        !seen.contains(rule) && {
            seen.push(*rule);
            true
        }
    });
    rules
}

/// Holds the vote again and again. Same seed, same result, whatever the number of threads.
pub fn again(
    process: &Process,
    pool: Option<&Pool>,
    cast: &Cast,
    seed: u64,
    replicates: usize,
) -> Result<Frequencies, WorldsError> {
    let rules = rules(process);
    if replicates == 0 {
        return Ok(Frequencies::default());
    }
    match (&process.voting, pool) {
        (Voting::Electorate(spec), Some(pool)) => simulated(process, spec, pool, &rules, seed, replicates),
        _ => Ok(resampled(process, cast, &rules, seed, replicates)),
    }
}

/// Real voters drawn anew from those who voted.
fn resampled(process: &Process, cast: &Cast, rules: &[Rule], seed: u64, replicates: usize) -> Frequencies {
    let Some(election) = &cast.reading.election else {
        return Frequencies::default();
    };
    let votes = vec![1; election.ballot_of_voter.len()];
    let to_proposal: Vec<Option<usize>> = election
        .projects
        .iter()
        .map(|project| process.find(&project.id))
        .collect();
    let often = rules
        .iter()
        .map(|rule| {
            let fund = |drawn: &Election| run(*rule, drawn, &cast.options).funded;
            let counts = bootstrap(election, &votes, replicates, Chance::new(seed, 0), fund);
            let counts: Vec<Resample> = counts.into_iter().map(|one| by_proposal(&one, &to_proposal)).collect();
            often(process, "resampled", "Voters drawn anew", *rule, &counts)
        })
        .collect();
    Frequencies {
        replicates,
        how: "voters drawn anew, with replacement, from those who voted".to_owned(),
        often,
        held: Vec::new(),
    }
}

/// From projects of the ballot file to proposals.
fn by_proposal(count: &Resample, to_proposal: &[Option<usize>]) -> Resample {
    let size = to_proposal.iter().flatten().max().map_or(0, |last| last + 1);
    let mut turned = Resample {
        funded: vec![false; size],
        support: vec![0.0; size],
    };
    for (project, proposal) in to_proposal.iter().enumerate() {
        if let Some(proposal) = proposal {
            turned.funded[*proposal] = count.funded[project];
            turned.support[*proposal] = count.support[project];
        }
    }
    turned
}

fn often(process: &Process, regime: &str, title: &str, rule: Rule, counts: &[Resample]) -> Often {
    let budget = crate::budgeting::exact::approximate(&process.budget).max(f64::MIN_POSITIVE);
    let cost = |count: &Resample| -> f64 {
        let funded = count
            .funded
            .iter()
            .zip(&process.proposals)
            .filter(|(funded, _)| **funded);
        funded.map(|(_, proposal)| proposal.pounds()).sum::<f64>() / budget
    };
    Often {
        regime: regime.to_owned(),
        title: title.to_owned(),
        rule,
        frequencies: frequencies(counts, LEVEL),
        funded: counts.iter().map(|count| count.funded.clone()).collect(),
        spent: counts.iter().map(cost).sum::<f64>() / counts.len().max(1) as f64,
    }
}

/// What one simulated vote leaves.
struct Vote {
    /// By rule.
    counts: Vec<Resample>,
    turnout: f64,
    gini: f64,
    heaviest: f64,
    representation: Representation,
}

fn simulated(
    process: &Process,
    spec: &ElectorateSpec,
    pool: &Pool,
    rules: &[Rule],
    seed: u64,
    replicates: usize,
) -> Result<Frequencies, WorldsError> {
    let projects = projects(process);
    let held = Variant {
        name: AS_HELD.to_owned(),
        title: "As the vote is held".to_owned(),
        regime: spec.regime.clone(),
        weighted: false,
    };
    let regimes: Vec<&Variant> = std::iter::once(&held).chain(&spec.variants).collect();
    let mut result = Frequencies {
        replicates,
        how: format!(
            "{} voters drawn anew from the simulated people, with new minds, campaigns and turnout",
            spec.voters
        ),
        ..Frequencies::default()
    };
    for variant in regimes {
        let votes: Result<Vec<Vote>, WorldsError> = (0..replicates as u64)
            .into_par_iter()
            .map(|replicate| {
                let chance = Chance::new(seed, replicate);
                let electorate = pool.electorate(&projects, &process.budget, spec.voters, chance);
                vote(
                    &electorate,
                    &variant.regime,
                    variant.weighted,
                    &process.counting.options,
                    rules,
                    chance,
                )
            })
            .collect();
        let votes = votes?;
        let mean = |of: &dyn Fn(&Vote) -> f64| votes.iter().map(of).sum::<f64>() / votes.len().max(1) as f64;
        result.held.push(Held {
            regime: variant.name.clone(),
            title: variant.title.clone(),
            turnout: mean(&|vote| vote.turnout),
            power_gini: mean(&|vote| vote.gini),
            heaviest: mean(&|vote| vote.heaviest),
            representation: votes.first().map(|vote| vote.representation.clone()),
        });
        for (at, rule) in rules.iter().enumerate() {
            let counts: Vec<Resample> = votes.iter().map(|vote| vote.counts[at].clone()).collect();
            result
                .often
                .push(often(process, &variant.name, &variant.title, *rule, &counts));
        }
    }
    Ok(result)
}

fn vote(
    electorate: &Electorate,
    regime: &Regime,
    weighted: bool,
    options: &Options,
    rules: &[Rule],
    chance: Chance,
) -> Result<Vote, WorldsError> {
    let poll = hold(electorate, regime, chance).map_err(|error| WorldsError::Refused(error.to_string()))?;
    let election = match (&poll.weighted, weighted) {
        (Some((election, _)), true) => election,
        _ => &poll.election,
    };
    let options = stepped(options, election);
    let all = election.voters().max(1) as f64;
    let support: Vec<f64> = election.votes().into_iter().map(|votes| votes as f64 / all).collect();
    let counts = rules
        .iter()
        .map(|rule| {
            let mut funded = vec![false; election.projects.len()];
            run(*rule, election, &options)
                .funded
                .into_iter()
                .for_each(|project| funded[project] = true);
            Resample {
                funded,
                support: support.clone(),
            }
        })
        .collect();
    Ok(Vote {
        counts,
        turnout: poll.representation.turnout,
        // Everybody casts their own vote: what is left is rounding.
        gini: if regime.delegation.is_some() {
            poll.power.gini
        } else {
            0.0
        },
        heaviest: poll.power.largest_share,
        representation: poll.representation,
    })
}
