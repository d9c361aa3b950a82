//! One vote, several purses: what is counted together, by whom, with what money and under which limits.
//!
//! ```text
//!  ballots ─┬─ whole area: all voters, its own budget ─┐
//!           ├─ district north: those who live there ───┼── one funded set, one report
//!           └─ district south: … ──────────────────────┘
//!  set aside beforehand: what officials pinned (paid first) or took out, with their reasons
//! ```
//!
//! Within a contest at most one of several alternatives is funded, and what needs another only after it.

use std::collections::BTreeMap;

use super::file::Process;
use super::phases::Phase;
use super::worlds::WorldsError;
use crate::budgeting::exact::{approximate, whole};
use crate::budgeting::explanation::{Said, phrase};
use crate::budgeting::limits::{Limits, told_of_circle, told_of_torn};
use crate::budgeting::{Ballot, Election, Rational};

/// What is counted together.
#[derive(Clone, Debug)]
pub struct Contest {
    /// For readers; empty where there is only one.
    pub title: String,
    /// Its projects, as positions in the whole election.
    pub projects: Vec<usize>,
    /// Its ballots, budget and limits.
    pub election: Election,
    /// Phases in which it is decided, one after the other; empty where in one go.
    pub phases: Vec<Phase>,
    /// Whether there is more money in the whole vote than is decided about here.
    pub of_a_part: bool,
}

/// A project that is not voted on.
#[derive(Clone, Debug, PartialEq)]
pub struct Aside {
    /// Its position in the whole election.
    pub project: usize,
    /// Whether it is funded all the same.
    pub funded: bool,
    /// Why, for readers.
    pub reason: Said,
}

/// The contests of a vote, and what is not voted on.
#[derive(Clone, Debug)]
pub struct Contests {
    /// The whole area first.
    pub list: Vec<Contest>,
    /// Pinned or taken out.
    pub aside: Vec<Aside>,
    /// Votes for proposals that the voter's district does not decide about; nothing where all votes count.
    pub elsewhere: Option<Elsewhere>,
}

/// Votes that do not count where they were cast.
#[derive(Clone, Debug)]
pub struct Elsewhere {
    /// What is to be told of them.
    pub told: String,
    /// The whole vote without them.
    pub heard: Election,
}

impl Contests {
    /// Whether all voters decide about all projects with all the money at once.
    pub fn is_whole(&self) -> bool {
        let [one] = self.list.as_slice() else { return false };
        one.title.is_empty() && one.phases.len() < 2 && self.aside.is_empty()
    }
}

/// What is known of each entry of `ballot_of_voter`.
#[derive(Clone, Copy, Debug)]
pub struct Entries<'a> {
    /// The voter's district; asked only where the process has districts.
    pub districts: &'a [Option<u16>],
    /// Votes that the entry stands for; nothing where all of one ballot weigh alike.
    pub votes: Option<&'a [u64]>,
}

/// Splits a vote.
pub fn contests(process: &Process, election: &Election, entries: Entries<'_>) -> Result<Contests, WorldsError> {
    let proposal: Vec<Option<usize>> = election.projects.iter().map(|one| process.find(&one.id)).collect();
    let aside = set_aside(process, election, &proposal);
    let gone = |project: usize| aside.iter().any(|one| one.project == project);
    if process.districts.is_empty() && process.phases.is_empty() && aside.is_empty() {
        let mut all = election.clone();
        let projects: Vec<usize> = (0..election.projects.len()).collect();
        add_limits(process, &projects, &proposal, &mut all)?;
        let list = vec![Contest {
            title: String::new(),
            projects,
            election: all,
            phases: Vec::new(),
            of_a_part: false,
        }];
        return Ok(Contests {
            list,
            aside,
            elsewhere: None,
        });
    }
    if !election.limits.is_empty() || election.limits.least_voters.is_some() {
        let what = match election.limits.told() {
            told if told.is_empty() => "a least turnout".to_owned(),
            told => told,
        };
        return Err(WorldsError::Refused(format!(
            "the ballot file states {what}, which cannot be held where districts, phases or officials divide the vote: say it in the process file instead"
        )));
    }
    let own = |project: usize| proposal[project].and_then(|at| process.proposals[at].district.as_ref());
    let mut list = Vec::new();
    let districts = process
        .districts
        .iter()
        .enumerate()
        .map(|(at, one)| (Some(at as u16), Some(one)));
    for (at, district) in std::iter::once((None, None)).chain(districts) {
        let here = |project: usize| own(project) == district.map(|one| &one.id);
        let budget = match district {
            Some(district) => district.budget.clone(),
            None => process.of_whole_area(&election.budget),
        };
        let pinned = aside.iter().filter(|one| one.funded && here(one.project));
        let spent: Rational = pinned.map(|one| &election.projects[one.project].cost).sum();
        let projects: Vec<usize> = (0..election.projects.len())
            .filter(|one| here(*one) && !gone(*one))
            .collect();
        let left = budget - spent;
        if left < whole(0) {
            return Err(WorldsError::Refused(format!(
                "what officials pinned costs {} more than there is",
                super::money::spoken(-approximate(&left))
            )));
        }
        if projects.is_empty() {
            continue;
        }
        let votes_here = |entry| at.is_none() || entries.districts.get(entry).copied().flatten() == at;
        let mut part = restricted(election, &projects, left, entries.votes, votes_here, |_, _| true)?;
        add_limits(process, &projects, &proposal, &mut part)?;
        let phases = match district {
            None => phases(process, election, &projects, &proposal, &aside)?,
            Some(_) => Vec::new(),
        };
        list.push(Contest {
            title: match district {
                Some(district) => district.title.clone(),
                // Phases have titles of their own, and without districts there is one contest.
                None if process.districts.is_empty() => String::new(),
                None => "The whole area".to_owned(),
            },
            projects,
            of_a_part: part.budget < election.budget,
            election: part,
            phases,
        });
    }
    let district = |project: usize| {
        let id = own(project)?;
        process.districts.iter().position(|one| one.id == *id)
    };
    let counts = |entry: usize, project: usize| {
        let lives = entries.districts.get(entry).copied().flatten().map(usize::from);
        district(project).is_none_or(|at| lives == Some(at))
    };
    let elsewhere = match elsewhere(election, entries, counts) {
        None => None,
        Some(told) => {
            let all: Vec<usize> = (0..election.projects.len()).collect();
            let budget = election.budget.clone();
            let heard = restricted(election, &all, budget, entries.votes, |_| true, counts)?;
            Some(Elsewhere { told, heard })
        }
    };
    Ok(Contests { list, aside, elsewhere })
}

/// That some voters named what another district decides about, or told no district and named what one decides about: there it does
/// not count.
fn elsewhere(election: &Election, entries: Entries<'_>, counts: impl Fn(usize, usize) -> bool) -> Option<String> {
    let (mut foreign, mut homeless) = (0u64, 0u64);
    for (entry, ballot) in election.ballot_of_voter.iter().enumerate() {
        let own = entries.districts.get(entry).copied().flatten();
        let mut named = election.ballots[*ballot as usize].named();
        let lost = named.any(|project| !counts(entry, project));
        let votes = entries.votes.map_or(1, |votes| votes.get(entry).copied().unwrap_or(1));
        *(if own.is_none() { &mut homeless } else { &mut foreign }) += if lost { votes } else { 0 };
    }
    let told = [
        (foreign, "named proposals of a district that is not theirs"),
        (homeless, "told no district and named proposals of one"),
    ];
    let told: Vec<String> = told
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{count} voter{} {what}", if count == 1 { "" } else { "s" }))
        .collect();
    (!told.is_empty()).then(|| format!("{}: what they named there does not count.", told.join(", and ")))
}

/// The phases of the whole area's vote: what officials pinned is paid from the money of its own phase, and what was carried over
/// from an earlier vote is money of the first.
fn phases(
    process: &Process,
    election: &Election,
    projects: &[usize],
    proposal: &[Option<usize>],
    aside: &[Aside],
) -> Result<Vec<Phase>, WorldsError> {
    let of = |project: usize| proposal[project].map(|at| &process.proposals[at]);
    let mut list = Vec::new();
    for (at, money) in process.phases.iter().enumerate() {
        let here = |project: usize| of(project).map_or(1, |one| one.phase_number()) == at + 1;
        let pinned = aside
            .iter()
            .filter(|one| one.funded && here(one.project) && of(one.project).is_some_and(|one| one.district.is_none()));
        let pinned: Rational = pinned.map(|one| &election.projects[one.project].cost).sum();
        let more = if at == 0 {
            process.carried_over.clone()
        } else {
            whole(0)
        };
        let money = money + more - pinned;
        if money < whole(0) {
            return Err(WorldsError::Refused(format!(
                "what officials pinned in phase {} costs {} more than it has",
                at + 1,
                super::money::spoken(-approximate(&money))
            )));
        }
        list.push(Phase {
            number: at + 1,
            places: (0..projects.len()).filter(|place| here(projects[*place])).collect(),
            money,
        });
    }
    Ok(list)
}

/// What officials pinned or took out, and what a pinned alternative leaves no room for.
fn set_aside(process: &Process, election: &Election, proposal: &[Option<usize>]) -> Vec<Aside> {
    let mut list = Vec::new();
    for (project, at) in proposal.iter().enumerate() {
        let Some(one) = at.map(|at| &process.proposals[at]) else {
            continue;
        };
        let decided = match (&one.pinned, &one.vetoed) {
            (Some(reason), _) => Some((
                true,
                phrase(
                    "Funded outside the vote, by decision of the officials: {0}",
                    [reason.as_str().into()],
                ),
            )),
            (_, Some(reason)) => Some((
                false,
                phrase(
                    "Not funded: taken out of the vote by the officials: {0}",
                    [reason.as_str().into()],
                ),
            )),
            _ => None,
        };
        if let Some((funded, reason)) = decided {
            list.push(Aside {
                project,
                funded,
                reason,
            });
        }
    }
    let pinned: Vec<(usize, &String)> = list
        .iter()
        .filter(|one: &&Aside| one.funded)
        .filter_map(|one| Some((one.project, process.proposals[proposal[one.project]?].one_of.as_ref()?)))
        .collect();
    let mut shut = Vec::new();
    for (project, at) in proposal.iter().enumerate() {
        let group = at.and_then(|at| process.proposals[at].one_of.as_ref());
        let winner = pinned.iter().find(|(_, other)| Some(*other) == group);
        if let Some((winner, _)) = winner.filter(|(winner, _)| *winner != project) {
            let title = election.projects[*winner].title();
            let reason = phrase(
                "Not funded: of these alternatives the officials have pinned {0}.",
                [title.into()],
            );
            shut.push(Aside {
                project,
                funded: false,
                reason,
            });
        }
    }
    shut.retain(|one| !list.iter().any(|other| other.project == one.project));
    list.extend(shut);
    // What needs something that cannot be funded cannot be either, and so on.
    loop {
        let lost = proposal.iter().enumerate().find_map(|(project, at)| {
            let gone = |id: &str| {
                let mut out = list.iter().filter(|one| !one.funded);
                out.find(|one| election.projects[one.project].id == id)
            };
            if list.iter().any(|one| one.project == project) {
                return None;
            }
            let needs = &process.proposals[(*at)?].needs;
            let missing = needs.iter().find_map(|id| gone(id))?;
            Some(Aside {
                project,
                funded: false,
                reason: phrase(
                    "Not funded: it needs {0}, which is out of the vote.",
                    [election.projects[missing.project].title().into()],
                ),
            })
        });
        match lost {
            Some(one) => list.push(one),
            None => return list,
        }
    }
}

/// Alternatives, needs, the quorum of the process, and that somebody must name what is funded, beside what the ballot file states.
fn add_limits(
    process: &Process,
    projects: &[usize],
    proposal: &[Option<usize>],
    election: &mut Election,
) -> Result<(), WorldsError> {
    let of = |place: usize| proposal[projects[place]].map(|at| &process.proposals[at]);
    let mut groups: BTreeMap<&String, Vec<usize>> = BTreeMap::new();
    let mut requires = Vec::new();
    for place in 0..projects.len() {
        let Some(one) = of(place) else { continue };
        if let Some(group) = &one.one_of {
            groups.entry(group).or_default().push(place);
        }
        for needed in &one.needs {
            if let Some(other) = (0..projects.len()).find(|other| of(*other).is_some_and(|two| two.id == *needed)) {
                requires.push((place, other));
            }
        }
    }
    let limits: &mut Limits = &mut election.limits;
    limits
        .exclusive
        .extend(groups.into_values().filter(|group| group.len() > 1));
    limits.requires.extend(requires);
    // Nobody would say that a room decided for what nobody in it named, unless the process says so itself.
    limits.only_named |= !process.counting.fund_unnamed;
    // As `carepool vote --threshold`: asked of every project, by whatever rule.
    if let Some(least) = &process.counting.options.threshold {
        limits.least_score = Some(least.clone());
    }
    if let Some(quorum) = &process.counting.quorum {
        election.limits.least_share = Some(quorum.clone());
    }
    // What the process and the ballot file say may be a circle only together.
    if let Some(circle) = election.limits.circle() {
        return Err(WorldsError::Refused(told_of_circle(election, &circle)));
    }
    match election.limits.torn() {
        Some(torn) => Err(WorldsError::Refused(told_of_torn(election, torn))),
        None => Ok(()),
    }
}

/// The ballots of some voters, with what they say of some projects, as far as a voter's word counts there.
fn restricted(
    election: &Election,
    projects: &[usize],
    budget: Rational,
    weights: Option<&[u64]>,
    votes: impl Fn(usize) -> bool,
    counts: impl Fn(usize, usize) -> bool,
) -> Result<Election, WorldsError> {
    let list = projects
        .iter()
        .map(|project| election.projects[*project].clone())
        .collect();
    let mut part = Election::new(budget, election.ballot_type, list);
    part.currency.clone_from(&election.currency);
    part.title.clone_from(&election.title);
    part.points_scale = election.points_scale;
    part.most_ranked = election.most_ranked;
    part.most_given.clone_from(&election.most_given);
    part.strength_scale = election.strength_scale;
    part.notes.clone_from(&election.notes);
    let place: BTreeMap<usize, u32> = projects
        .iter()
        .enumerate()
        .map(|(at, project)| (*project, at as u32))
        .collect();
    let mut entries = vec![0u64; election.ballots.len()];
    election
        .ballot_of_voter
        .iter()
        .for_each(|ballot| entries[*ballot as usize] += 1);
    let mut known: BTreeMap<(Vec<u32>, Vec<i64>), u32> = BTreeMap::new();
    for (entry, ballot) in election.ballot_of_voter.iter().enumerate() {
        if !votes(entry) {
            continue;
        }
        let whole = &election.ballots[*ballot as usize];
        if let Some(strength) = election.strengths.get(entry) {
            part.strengths.push(*strength);
        }
        let strengths = Some(election.strengths.as_slice()).filter(|strengths| !strengths.is_empty());
        let each = match weights.or(strengths).and_then(|weights| weights.get(entry)) {
            Some(each) => *each,
            // Voters of the same ballot weigh alike, or nobody can tell whose weight is whose.
            None => whole.weight / entries[*ballot as usize],
        };
        if weights.or(strengths).is_none() && each * entries[*ballot as usize] != whole.weight {
            return Err(WorldsError::Refused(
                "votes of different weight cannot be divided among districts".to_owned(),
            ));
        }
        let (mut named, mut points) = (Vec::new(), Vec::new());
        for (at, project) in whole.projects.iter().enumerate() {
            if let Some(place) = place
                .get(&(*project as usize))
                .filter(|_| counts(entry, *project as usize))
            {
                named.push(*place);
                points.extend(whole.points.get(at));
            }
        }
        let next = part.ballots.len() as u32;
        let index = *known.entry((named.clone(), points.clone())).or_insert(next);
        if index == next {
            part.ballots.push(Ballot {
                weight: 0,
                projects: named,
                points,
            });
        }
        part.ballots[index as usize].weight += each;
        part.ballot_of_voter.push(index);
    }
    Ok(part)
}

impl Process {
    /// What the whole area decides about: the budget less what districts have of their own.
    pub fn of_whole_area(&self, budget: &Rational) -> Rational {
        let districts: Rational = self.districts.iter().map(|district| &district.budget).sum();
        budget - districts
    }

    /// Positions of alternatives of which at most one may be funded.
    pub fn alternatives(&self) -> Vec<Vec<usize>> {
        let mut groups: BTreeMap<&String, Vec<usize>> = BTreeMap::new();
        for (at, proposal) in self.proposals.iter().enumerate() {
            if let Some(group) = &proposal.one_of {
                groups.entry(group).or_default().push(at);
            }
        }
        groups.into_values().collect()
    }

    /// Sets that together hold every proposal, of alternatives one at a time: what must be able to stand together.
    pub fn trial_sets(&self) -> Vec<Vec<usize>> {
        let groups = self.alternatives();
        let most = groups.iter().map(Vec::len).max().unwrap_or(1);
        (0..most)
            .map(|round| {
                let chosen = |at: usize| match groups.iter().find(|group| group.contains(&at)) {
                    Some(group) => group[round % group.len()] == at,
                    None => true,
                };
                (0..self.proposals.len()).filter(|at| chosen(*at)).collect()
            })
            .collect()
    }
}
