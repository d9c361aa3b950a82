//! Who votes in a process: ballots of a file, which then stand beside its proposals, or a simulated electorate.

use std::sync::Arc;

use super::electing::{self, ElectorateSpec};
use super::fields::Fields;
use super::proposal::{Defaults, Proposal};
use crate::budgeting::pabulib::{self, Reading};
use crate::scenario::lookup;
use crate::scenario::problem::{Fault, Place, Problem, Problems, nearest};
use crate::scenario::source::Source;
use crate::scenario::tree::{Entry, Table, Value};

/// Whether a process file must say who votes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Voters {
    /// It must.
    OfTheFile,
    /// It need not: a room votes, or ballots of another file are counted. What it says all the same is checked.
    Elsewhere,
}

/// Who votes.
#[derive(Clone, Debug)]
pub enum Voting {
    /// Ballots of a Pabulib file.
    Ballots {
        /// The file as named.
        name: String,
        /// What was read.
        reading: Box<Reading>,
        /// SHA-256 of its bytes.
        sha256: String,
    },
    /// Ballots of a simulated electorate.
    Electorate(Box<ElectorateSpec>),
}

/// Ballots or an electorate: one of the two.
pub(super) fn read(
    file: &Arc<Source>,
    top: &Fields<'_>,
    start: &Place,
    voters: Voters,
    problems: &mut Problems,
) -> Option<Voting> {
    let electorate = top.table("electorate", problems);
    match (top.entry("ballots"), electorate) {
        (Some(entry), Some(_)) => {
            let fault = Fault::Joint("`ballots` and `[electorate]` both say who votes: one of them must go".into());
            problems.push(Problem::at(fault, &entry.key, "ballots"));
            None
        }
        (None, None) if voters == Voters::Elsewhere => {
            let nothing = Table::new();
            let spec = electing::read(&Fields::new(&nothing, "electorate"), problems);
            Some(Voting::Electorate(Box::new(spec)))
        }
        (None, None) => {
            let what = "who votes: `ballots = \"FILE.pb\"`, or a table `[electorate]` (`carepool workshop` needs neither: there the room votes)";
            top.missing("ballots", what, Some(start), problems);
            None
        }
        (None, Some(fields)) => Some(Voting::Electorate(Box::new(electing::read(&fields, problems)))),
        (Some(entry), None) => {
            let Value::Text(name) = &entry.node.value else {
                top.text("ballots", problems);
                return None;
            };
            let found = match lookup::data(file, name) {
                Ok(found) => found,
                Err(problem) => {
                    problems.push(no_ballots(problem, name, &entry.node.place));
                    return None;
                }
            };
            let sha256 = found.sha256.clone();
            let mut reading = pabulib::read_bytes(found.text.into_bytes(), false);
            if let Some(election) = reading.election.as_mut() {
                election.take_stated_limits();
            }
            // Nothing is decided on a repair that may change who wins.
            let asked_for = top.switch("repair", problems).unwrap_or(false);
            let doubts = !reading.doubts().is_empty() && !asked_for;
            if reading.document.opened.is_empty() && !reading.document.is_too_long() {
                let fault = Fault::Joint(format!(
                    "{name} is no Pabulib file: it has none of the lines META, PROJECTS and VOTES. If it is a table of ballots, make a \
                     Pabulib file of it first: `carepool vote {name} --projects PROJECTS.csv --budget AMOUNT --normalise > ballots.pb`, \
                     and name that here"
                ));
                problems.push(Problem::at(fault, &entry.node.place, "ballots"));
                return None;
            }
            if reading.is_hopeless() || doubts {
                let worst: Vec<String> = reading
                    .problems
                    .iter()
                    .filter(|problem| problem.severity >= pabulib::Severity::Error && (problem.doubtful || !doubts))
                    .map(|problem| match problem.line {
                        Some(line) => format!("line {line}: {}", problem.message),
                        None => problem.message.clone(),
                    })
                    .collect();
                let fault = Fault::Joint(format!(
                    "{name} holds no election that can be counted: {}{}",
                    worst.join("; "),
                    if doubts {
                        ". Mend these lines, or write `repair = true` beside `ballots` to count as each says"
                    } else {
                        ""
                    }
                ));
                problems.push(Problem::at(fault, &entry.node.place, "ballots"));
                return None;
            }
            Some(Voting::Ballots {
                name: name.clone(),
                reading: Box::new(reading),
                sha256,
            })
        }
    }
}

/// What was read in the ballots otherwise than it stands there, for readers of the report.
pub(super) fn repairs(voting: &Option<Voting>) -> Vec<String> {
    let Some(Voting::Ballots { name, reading, .. }) = voting else {
        return Vec::new();
    };
    let told = |problem: &&pabulib::Problem| match problem.line {
        Some(line) => format!("{name}, line {line}: {}.", problem.message),
        None => format!("{name}: {}.", problem.message),
    };
    let passed_over = [
        pabulib::NOT_READ,
        pabulib::META_UNKNOWN,
        pabulib::NO_CEILING,
        pabulib::LEFTOVER,
        pabulib::PROJECT_COST,
        pabulib::SCORING,
    ];
    let warned = |problem: &&pabulib::Problem| problem.severity == pabulib::Severity::Warning;
    let not_read = reading
        .problems
        .iter()
        .filter(warned)
        .filter(|problem| passed_over.contains(&problem.kind));
    let tallies = pabulib::tallies_told(reading);
    let all = reading.repairs().into_iter().chain(not_read).chain(&tallies);
    all.map(|problem| told(&problem)).collect()
}

/// Why a ballots file cannot be read, in terms of ballots: the words for scenario files would send a reader elsewhere.
fn no_ballots(problem: Problem, name: &str, place: &Place) -> Problem {
    let (fault, expected) = match problem.fault {
        Fault::NotFound { looked, .. } => (
            Fault::Joint(format!(
                "no ballots file {name} for the key `ballots`; looked in {looked}"
            )),
            Some("the name of a Pabulib file (.pb) beside the process file"),
        ),
        Fault::Escapes { .. } => (
            Fault::Joint(format!(
                "the ballots file {name} lies outside the folder of the process file"
            )),
            Some("a name without a leading `/` or `..`: put a copy of the file beside the process file"),
        ),
        other => (other, None),
    };
    Problem {
        fault,
        place: Some(place.clone()),
        key: "ballots".to_owned(),
        expected: expected.map(str::to_owned).or(problem.expected),
        nearest: problem.nearest,
    }
}

/// Lays proposals beside the projects of a ballot file: every proposal is on the ballot, at the ballot's price.
pub(super) fn join(
    election: &crate::budgeting::Election,
    name: &str,
    proposals: &mut Vec<Proposal>,
    defaults: Defaults,
    start: &Place,
    notes: &mut Vec<String>,
    problems: &mut Problems,
) {
    for proposal in proposals.iter_mut() {
        let Some(at) = election.find(&proposal.id) else {
            let ids = election.projects.iter().map(|project| project.id.as_str());
            let key = format!("proposal.{}", proposal.id);
            problems.push(
                Problem::at(Fault::UnknownWord(proposal.id.clone()), &proposal.place, &key)
                    .expecting(format!("the identifier of a project in {name}"))
                    .near(nearest(&proposal.id, ids)),
            );
            continue;
        };
        let cost = &election.projects[at].cost;
        match &proposal.price {
            Some(price) if price != cost => {
                let fault = Fault::Joint(format!(
                    "{name} prices it at {}: let one of the two go, or make them equal",
                    crate::budgeting::exact::write_exact(cost)
                ));
                problems.push(Problem::at(
                    fault,
                    &proposal.place,
                    &format!("proposal.{}.price", proposal.id),
                ));
            }
            _ => proposal.price = Some(cost.clone()),
        }
    }
    let mut unknown = Vec::new();
    for project in &election.projects {
        if !proposals.iter().any(|proposal| proposal.id == project.id) {
            unknown.push(project.title().to_owned());
            let proposal = Proposal::unknown(&project.id, project.title(), project.cost.clone(), defaults, start);
            proposals.push(proposal);
        }
    }
    proposals.sort_by(|a, b| a.id.cmp(&b.id));
    if !unknown.is_empty() {
        notes.push(format!(
            "Of {} project{} on the ballot the process file does not say what {} would change ({}): in the projection {} money and change nothing.",
            unknown.len(),
            if unknown.len() == 1 { "" } else { "s" },
            if unknown.len() == 1 { "it" } else { "they" },
            unknown.join("; "),
            if unknown.len() == 1 { "it costs" } else { "they cost" },
        ));
    }
}

/// Refuses votes for a proposal that is switched off: on a ballot it would win, or lose, for nothing.
pub(super) fn none_for_what_is_off(
    voting: Option<&Voting>,
    tables: &[(&String, &Entry, Fields<'_>)],
    switched_off: &[String],
    problems: &mut Problems,
) {
    let Some(Voting::Ballots { reading, name, .. }) = voting else {
        return;
    };
    let Some(election) = &reading.election else { return };
    for (id, entry, _) in tables.iter().filter(|(id, ..)| switched_off.contains(id)) {
        if election.projects.iter().any(|project| project.id == **id) {
            let fault = Fault::Joint(format!(
                "`proposal.{id}` is switched off, and {name} has votes for it: a proposal that is out of the vote is `vetoed = \"why\"`"
            ));
            problems.push(Problem::at(fault, &entry.key, &format!("proposal.{id}")));
        }
    }
}
