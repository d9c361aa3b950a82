//! Ballots ready to be counted: of a file, or of a vote held among simulated people.

use super::ballot_file::write;
use super::contests::Entries;
use super::file::Process;
use super::pool::Pool;
use super::voting::Voting;
use super::worlds::WorldsError;
use crate::budgeting::electorate::{Chance, Poll, hold};
use crate::budgeting::equal_shares::Step;
use crate::budgeting::exact::whole;
use crate::budgeting::pabulib::{self, Reading, Record, Section};
use crate::budgeting::rules::Options;
use crate::budgeting::{Election, Project, Rational};

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
    /// For each entry of `ballot_of_voter`, the voter's district; empty where there are none.
    pub districts: Vec<Option<u16>>,
    /// How the rule counts: the process's options, and a step for completions where it gives none.
    pub options: Options,
}

impl Cast {
    /// Ballots of a file that were cast in this process, here or elsewhere, read with what may not be funded together.
    pub fn of_file(process: &Process, mut reading: Reading) -> Result<Cast, WorldsError> {
        // The file knows the year's own money; what was carried over from an earlier vote is the process's to add.
        if let Some(election) = &mut reading.election {
            election.budget.clone_from(&process.budget);
        }
        // Whoever voted decides how shares are raised, and not whether the process names the file: real ballots by a pound at a time.
        let options = match steps_said(&reading)? {
            Some(steps) => stepped(&process.counting.options, steps),
            None => process.counting.options.clone(),
        };
        Ok(Cast {
            text: reading.document.bytes().to_vec(),
            districts: districts_of(process, &reading)?,
            reading,
            poll: None,
            each: 1,
            options,
        })
    }

    /// What is known of each entry of the ballots.
    pub fn entries(&self) -> Entries<'_> {
        Entries {
            districts: &self.districts,
            votes: None,
        }
    }
}

/// Ballots of the process: those of its file, or a vote held among simulated people.
pub fn cast(process: &Process, pool: Option<&Pool>, seed: u64) -> Result<Cast, WorldsError> {
    match &process.voting {
        Voting::Ballots { reading, .. } => Cast::of_file(process, (**reading).clone()),
        Voting::Electorate(spec) => {
            let pool = pool.ok_or_else(|| WorldsError::Refused("no people to vote".to_owned()))?;
            let chance = Chance::new(seed, 0);
            let electorate = pool.electorate(&projects(process), &process.budget, spec.voters, 0, chance);
            let poll =
                hold(&electorate, &spec.regime, chance).map_err(|error| WorldsError::Refused(error.to_string()))?;
            let each = (pool.people_each(spec.voters).round() as u64).max(1);
            let options = stepped(&process.counting.options, STEPS);
            let text = write(process, (&electorate, each), &poll, &options).into_bytes();
            let mut reading = pabulib::read_bytes(text.clone(), false);
            if !reading.election.as_ref().is_some_and(|read| same(read, &poll.election)) {
                return Err(WorldsError::Refused(
                    "the simulated ballots cannot be read back as they were cast".to_owned(),
                ));
            }
            if let Some(election) = &mut reading.election {
                election.ballots.iter_mut().for_each(|ballot| ballot.weight *= each);
            }
            Ok(Cast {
                districts: districts_of(process, &reading)?,
                text,
                reading,
                poll: Some(Box::new(poll)),
                each,
                options,
            })
        }
    }
}

/// The district of each voter, from the column `district` of the ballots: its key or its title.
fn districts_of(process: &Process, reading: &Reading) -> Result<Vec<Option<u16>>, WorldsError> {
    if process.districts.is_empty() {
        return Ok(Vec::new());
    }
    let document = &reading.document;
    let records = document.records(Section::Votes);
    let known = |said: &str| {
        let said = said.trim().to_lowercase();
        let mut known = process.districts.iter();
        known.position(|one| one.id.to_lowercase() == said || one.title.to_lowercase() == said)
    };
    let cell = |record: &Record, column: usize| document.cells(*record).nth(column).unwrap_or_default();
    let Some(column) = document.column(Section::Votes, "district") else {
        let names = |column: &usize| {
            let mut cells = records.iter().map(|record| cell(record, *column));
            !records.is_empty()
                && cells.all(|cell| cell.trim().is_empty() || known(&cell).is_some())
                && records.iter().any(|record| known(&cell(record, *column)).is_some())
        };
        let columns = document.columns(Section::Votes);
        let other = (0..columns.len()).find(names).map_or(String::new(), |other| {
            format!(": `{}` names them, so call it `district`", columns[other])
        });
        return Err(WorldsError::Refused(format!(
            "line {}: the process has districts, but the ballots have no column `district` that says where voters live{other}",
            document.heading_line(Section::Votes).unwrap_or(1)
        )));
    };
    let mut found = Vec::with_capacity(reading.record_of_voter.len());
    for record in &reading.record_of_voter {
        let record = records.get(*record as usize);
        let said = record.map(|record| cell(record, column)).unwrap_or_default();
        let at = known(&said);
        if let (None, false, Some(record)) = (at, said.trim().is_empty(), record) {
            let ids: Vec<&str> = process.districts.iter().map(|one| one.id.as_str()).collect();
            return Err(WorldsError::Refused(format!(
                "line {}: the ballot names the district `{}`; the process knows {}",
                record.line,
                said.trim(),
                ids.join(", ")
            )));
        }
        found.push(at.map(|at| at as u16));
    }
    Ok(found)
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

/// Steps in which the equal share of a simulated voter doubles where nothing says how far completions raise it at a time.
pub(super) const STEPS: u64 = 200;

/// In how many steps a file says that a voter's share doubles: one of simulated ballots does.
fn steps_said(reading: &Reading) -> Result<Option<u64>, WorldsError> {
    let Some((word, line)) = reading.document.meta(pabulib::COMPLETION_STEPS) else {
        return Ok(None);
    };
    match word.trim().parse::<u64>() {
        Ok(steps) if steps > 0 => Ok(Some(steps)),
        _ => Err(WorldsError::Refused(format!(
            "line {line} of the ballots: `{}` says `{}`, and takes a whole number from 1, the steps in which a voter's share doubles",
            pabulib::COMPLETION_STEPS,
            word.trim()
        ))),
    }
}

/// A step for completions in proportion to a voter's share: of simulated voters there are as many as one likes, so a pound
/// a voter means nothing.
pub(super) fn stepped(options: &Options, steps: u64) -> Options {
    let mut options = options.clone();
    if options.completion.is_some() {
        options.terms.step.get_or_insert(Step::PartOfShare(steps));
    }
    options
}
