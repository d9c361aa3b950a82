//! The vote held again and again: how often each proposal is funded under each rule and way to vote.

use rayon::prelude::*;

use super::cast::{Cast, STEPS, projects, stepped};
use super::contests::{Contests, Entries, contests};
use super::count::refused;
use super::electing::{AS_HELD, ElectorateSpec, Variant};
use super::file::Process;
use super::pool::Pool;
use super::voting::Voting;
use super::worlds::WorldsError;
use crate::budgeting::Election;
use crate::budgeting::electorate::bootstrap::Resample;
use crate::budgeting::electorate::delegation::power;
use crate::budgeting::electorate::{
    Chance, Electorate, Frequency, Regime, Representation, Shape, bootstrap, correlation, frequencies, hold, shape,
};
use crate::budgeting::explanation::so_many;
use crate::budgeting::rules::Rule;

/// Part of what other seeds would show that an interval holds. High, since a reader looks at a dozen of them at once.
pub const LEVEL: f64 = 0.98;

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
    /// Which proposals each count funded in full.
    pub funded: Vec<Vec<bool>>,
    /// Which it paid in part, and what share of their price [0–1].
    pub partly: Vec<Vec<(usize, f64)>>,
    /// Mean part of the budget spent, on parts of proposals too [0–1].
    pub spent: f64,
}

/// One regime, over all its votes.
#[derive(Clone, Debug)]
pub struct Held {
    /// Its key.
    pub regime: String,
    /// Mean part of all who could vote whose vote is cast [0–1].
    pub turnout: f64,
    /// Mean inequality of weight among those who cast ballots (Gini) [0–1]; 0 where all weigh the same.
    pub power_gini: f64,
    /// Mean part of all votes that the heaviest ballot carries [0–1].
    pub heaviest: f64,
    /// Turnout by group in the first vote.
    pub representation: Option<Representation>,
    /// Figures of the shape of the votes, in the order of [`Shape::NAMES`]: their 10%, 50% and 90% quantiles.
    pub shape: [[f64; 3]; 4],
    /// Median correlation over proposals of support with the mean gain that the model expects; nothing where one of them does
    /// not vary.
    pub follows_model: Option<f64>,
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
    let mut rules = rules(process);
    let Some(election) = &cast.reading.election else {
        return Ok(Frequencies::default());
    };
    let contests = contests(process, election, cast.entries())?;
    rules.retain(|rule| refused(*rule, &cast.options, &contests).is_none());
    if replicates == 0 {
        return Ok(Frequencies::default());
    }
    match (&process.voting, pool) {
        (Voting::Electorate(spec), Some(pool)) => simulated(process, spec, pool, &rules, seed, replicates),
        _ => Ok(resampled(process, cast, &contests, &rules, seed, replicates)),
    }
}

/// Real voters drawn anew from those who voted, contest by contest.
fn resampled(
    process: &Process,
    cast: &Cast,
    contests: &Contests,
    rules: &[Rule],
    seed: u64,
    replicates: usize,
) -> Frequencies {
    let Some(election) = &cast.reading.election else {
        return Frequencies::default();
    };
    let to_proposal: Vec<Option<usize>> = election
        .projects
        .iter()
        .map(|project| process.find(&project.id))
        .collect();
    let often = rules
        .iter()
        .map(|rule| {
            let mut counts = vec![set_aside(contests, election.projects.len()); replicates];
            for contest in &contests.list {
                let votes = match contest.election.strengths.as_slice() {
                    [] => vec![1; contest.election.ballot_of_voter.len()],
                    strengths => strengths.to_vec(),
                };
                let fund = |drawn: &Election| contest.bought(*rule, drawn, &cast.options);
                let drawn = bootstrap(&contest.election, &votes, replicates, Chance::new(seed, 0), fund);
                for (count, drawn) in counts.iter_mut().zip(drawn) {
                    let partly = drawn.partly.iter();
                    count
                        .partly
                        .extend(partly.map(|(place, amount)| (contest.projects[*place], *amount)));
                    for (place, project) in contest.projects.iter().enumerate() {
                        count.funded[*project] = drawn.funded[place];
                        count.support[*project] = drawn.support[place];
                    }
                }
            }
            let counts: Vec<Resample> = counts.into_iter().map(|one| by_proposal(&one, &to_proposal)).collect();
            often(
                process,
                ("resampled", "Voters drawn anew"),
                *rule,
                &counts,
                counts.len(),
            )
        })
        .collect();
    Frequencies {
        replicates,
        how: "voters drawn anew, with replacement, from those who voted".to_owned(),
        often,
        held: Vec::new(),
    }
}

/// A count in which only what officials pinned is funded.
fn set_aside(contests: &Contests, projects: usize) -> Resample {
    let mut count = Resample {
        funded: vec![false; projects],
        partly: Vec::new(),
        support: vec![0.0; projects],
    };
    for one in &contests.aside {
        count.funded[one.project] = one.funded;
    }
    count
}

/// From projects of the ballot file to proposals.
fn by_proposal(count: &Resample, to_proposal: &[Option<usize>]) -> Resample {
    let size = to_proposal.iter().flatten().max().map_or(0, |last| last + 1);
    let mut turned = Resample {
        funded: vec![false; size],
        partly: Vec::new(),
        support: vec![0.0; size],
    };
    for (project, proposal) in to_proposal.iter().enumerate() {
        if let Some(proposal) = proposal {
            turned.funded[*proposal] = count.funded[project];
            turned.support[*proposal] = count.support[project];
            let partly = count.partly.iter().filter(|(part, _)| *part == project);
            turned.partly.extend(partly.map(|(_, amount)| (*proposal, *amount)));
        }
    }
    turned
}

/// Summarises counts; `minds` of them, one after the other and again, go by the same draws of the model.
fn often(process: &Process, (regime, title): (&str, &str), rule: Rule, counts: &[Resample], minds: usize) -> Often {
    let budget = crate::budgeting::exact::approximate(&process.budget).max(f64::MIN_POSITIVE);
    let cost = |count: &Resample| -> f64 {
        let funded = count
            .funded
            .iter()
            .zip(&process.proposals)
            .filter(|(funded, _)| **funded);
        let in_part: f64 = count.partly.iter().map(|(_, amount)| amount).sum();
        (funded.map(|(_, proposal)| proposal.pounds()).sum::<f64>() + in_part) / budget
    };
    // Only what did not fit is paid in part, so it has a price.
    let shares = |count: &Resample| -> Vec<(usize, f64)> {
        let share = |(at, amount): &(usize, f64)| (*at, amount / process.proposals[*at].pounds());
        count.partly.iter().map(share).collect()
    };
    Often {
        regime: regime.to_owned(),
        title: title.to_owned(),
        rule,
        frequencies: frequencies(counts, minds, LEVEL),
        funded: counts.iter().map(|count| count.funded.clone()).collect(),
        partly: counts.iter().map(shares).collect(),
        spent: counts.iter().map(cost).sum::<f64>() / counts.len().max(1) as f64,
    }
}

/// The value below which a part of sorted numbers lies; of none, no number.
fn quantile(sorted: &[f64], part: f64) -> f64 {
    let last = sorted.len().saturating_sub(1);
    sorted
        .get((part * last as f64).round() as usize)
        .copied()
        .unwrap_or(f64::NAN)
}

/// What one simulated vote leaves.
struct Vote {
    /// What it looks like; nothing where nobody voted.
    shape: Option<Shape>,
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
            "{} drawn anew from the simulated people, with new minds, campaigns and turnout, by what {} of the model's draws let people expect",
            so_many(spec.voters as u64, "voter", "voters"),
            so_many(pool.minds() as u64, "sample", "samples")
        ),
        ..Frequencies::default()
    };
    for variant in regimes {
        let votes: Result<Vec<Vote>, WorldsError> = (0..replicates as u64)
            .into_par_iter()
            .map(|replicate| {
                let chance = Chance::new(seed, replicate);
                // The first mind, by all draws, holds the vote that is counted; the others share the repeated ones.
                let mind = 1 + replicate as usize % pool.minds().max(1);
                let electorate = pool.electorate(&projects, &process.budget, spec.voters, mind, chance);
                vote(process, &electorate, (&variant.regime, variant.weighted), rules, chance)
            })
            .collect();
        let votes = votes?;
        let mean = |of: &dyn Fn(&Vote) -> f64| votes.iter().map(of).sum::<f64>() / votes.len().max(1) as f64;
        result.held.push(Held {
            regime: variant.name.clone(),
            turnout: mean(&|vote| vote.turnout),
            power_gini: mean(&|vote| vote.gini),
            heaviest: mean(&|vote| vote.heaviest),
            representation: votes.first().map(|vote| vote.representation.clone()),
            shape: std::array::from_fn(|at| {
                let mut figures: Vec<f64> = votes
                    .iter()
                    .filter_map(|vote| Some(vote.shape?.figures()[at]))
                    .collect();
                figures.sort_by(f64::total_cmp);
                [0.1, 0.5, 0.9].map(|part| quantile(&figures, part))
            }),
            follows_model: {
                let follows = votes.iter().filter_map(|vote| {
                    let support = &vote.counts.first()?.support;
                    correlation(support, &pool.expected().everybody)
                });
                let mut follows: Vec<f64> = follows.collect();
                follows.sort_by(f64::total_cmp);
                (!follows.is_empty()).then(|| quantile(&follows, 0.5))
            },
        });
        for (at, rule) in rules.iter().enumerate() {
            let counts: Vec<Resample> = votes.iter().map(|vote| vote.counts[at].clone()).collect();
            result.often.push(often(
                process,
                (&variant.name, &variant.title),
                *rule,
                &counts,
                pool.minds(),
            ));
        }
    }
    Ok(result)
}

fn vote(
    process: &Process,
    electorate: &Electorate,
    (regime, weighted): (&Regime, bool),
    rules: &[Rule],
    chance: Chance,
) -> Result<Vote, WorldsError> {
    let poll = hold(electorate, regime, chance).map_err(|error| WorldsError::Refused(error.to_string()))?;
    let (election, votes) = match (&poll.weighted, weighted) {
        (Some((election, votes)), true) => (election, votes),
        _ => (&poll.election, &poll.votes),
    };
    // Where ballots are weighted, each carries its weight; elsewhere its own vote and what was delegated to it.
    let power = if weighted {
        power(&votes.iter().map(|votes| *votes as f64).collect::<Vec<f64>>())
    } else {
        poll.power
    };
    let options = stepped(&process.counting.options, STEPS);
    let all = election.voters().max(1) as f64;
    let support: Vec<f64> = election.votes().into_iter().map(|votes| votes as f64 / all).collect();
    let live = |at: &u32| Some(electorate.voters[*at as usize].district);
    let districts: Vec<Option<u16>> = poll.voters.iter().map(live).collect();
    let entries = Entries {
        districts: &districts,
        votes: Some(votes),
    };
    let contests = contests(process, election, entries)?;
    let counts = rules
        .iter()
        .map(|rule| {
            let mut count = set_aside(&contests, election.projects.len());
            count.support.clone_from(&support);
            for contest in &contests.list {
                let bought = contest.bought(*rule, &contest.election, &options);
                for place in bought.funded {
                    count.funded[contest.projects[place]] = true;
                }
                let partly = bought.partly.into_iter();
                count
                    .partly
                    .extend(partly.map(|(place, amount)| (contest.projects[place], amount)));
            }
            count
        })
        .collect();
    Ok(Vote {
        shape: shape(&poll.election),
        counts,
        turnout: poll.representation.turnout,
        // Everybody casts their own vote: what is left is rounding.
        gini: if regime.delegation.is_some() || weighted {
            power.gini
        } else {
            0.0
        },
        heaviest: power.largest_share,
        representation: poll.representation,
    })
}
