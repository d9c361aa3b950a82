//! How much each voter's ballot weighs: a column `vote_strength` (or `weight`) of the section `VOTES`.
//!
//! How many people cast it alike is another thing (a column `ballots_cast`): they are so many voters, and each counts once.
//!
//! Rules count ballots with whole weights, as if so many voters had cast them. Strengths with decimals are therefore
//! counted in equal parts of a vote (`Election::strength_scale` of them make one), so that nothing is rounded.

use num_traits::{One, Signed, ToPrimitive, Zero};

use super::counted_numbers::{Counts, Judge};
use super::document::{Document, Record, Section};
use super::findings::{Findings, Severity};
use super::voted::Voted;
use super::wishes::Origin;
use crate::budgeting::election::Election;
use crate::budgeting::exact::{Rational, whole, write_exact};
use crate::budgeting::explanation::so_many;

/// Names of the column, the format's own first.
const NAMES: [&str; 5] = ["vote_strength", "strength", "weight", "voter_weight", "voting_power"];
/// Name of the column by which one line stands for all who voted alike.
pub(super) const CAST: &str = "ballots_cast";
/// No more people vote than so many \[people\].
const MOST_PEOPLE: u64 = 10_000_000;
/// No voter counts as more than so many.
const MOST: u64 = 100_000;
/// Strengths are counted in parts of a vote down to this one.
const FINEST: u64 = 1_000_000;

/// The column of strengths, with its name.
pub(super) fn column(document: &Document, election: &Election) -> Option<(&'static str, usize)> {
    NAMES.iter().find_map(|name| {
        let at = document.column(Section::Votes, name)?;
        election.find(name).is_none().then_some((*name, at))
    })
}

/// The column that says how many people cast each line.
pub(super) fn column_of_people(document: &Document, election: &Election) -> Option<usize> {
    let at = document.column(Section::Votes, CAST)?;
    election.find(CAST).is_none().then_some(at)
}

/// Makes of each line as many voters as cast it.
pub(super) fn read_people(
    document: &Document,
    findings: &mut Findings,
    election: &mut Election,
    voted: &mut Voted,
    origin: Origin,
) {
    let Some(at) = column_of_people(document, election) else {
        return;
    };
    if let Some(columns) = voted.line_by_line {
        agree(document, findings, (CAST, at), columns.voter);
    }
    let records = document.records(Section::Votes);
    let mut people = Vec::with_capacity(voted.record_of_voter.len());
    let mut judge = judge(document, at, Counts::People, origin);
    for record in &voted.record_of_voter {
        let record = records[*record as usize];
        let stated = strength(document, record, (CAST, at), &mut judge, findings);
        if !stated.is_integer() {
            let message = format!("{CAST} is {}: people come whole (it counts once)", write_exact(&stated));
            findings.doubt(Some(record.line), "strength", message);
        }
        people.push(
            stated
                .to_integer()
                .to_u64()
                .filter(|_| stated.is_integer())
                .unwrap_or(1),
        );
    }
    judge.tell(CAST, findings);
    if people.iter().sum::<u64>() > MOST_PEOPLE {
        let message = format!("`{CAST}` adds up to more than {MOST_PEOPLE} people (each line counts once)");
        findings.doubt(document.heading_line(Section::Votes), "strength", message);
        return;
    }
    if let Some(record) = given_together(election, &people, &voted.record_of_voter) {
        let message = format!(
            "all lines give as many points for each of the people in `{CAST}`: are these the points of all of them together? Then divide them by the people (each of them is counted as giving what stands in the line)"
        );
        findings.doubt(
            records.get(record as usize).map(|record| record.line),
            "points",
            message,
        );
    }
    tell_uncast(&people, ("was cast by nobody", "were cast by nobody"), CAST, findings);
    recast(election, voted, &people, |people| people);
}

/// The record of the first line of several people, where lines give more points the more people cast them, all in one proportion.
fn given_together(election: &Election, people: &[u64], records: &[u32]) -> Option<u32> {
    if !election.ballot_type.has_points() {
        return None;
    }
    let of = |ballot: &u32| -> i128 {
        let points = &election.ballots[*ballot as usize].points;
        points.iter().map(|points| i128::from(*points)).sum()
    };
    let totals: Vec<(i128, i128)> = election
        .ballot_of_voter
        .iter()
        .map(of)
        .zip(people.iter().map(|people| i128::from(*people)))
        .collect();
    let first = totals.iter().find(|(given, people)| *given > 0 && *people > 0)?;
    let in_proportion = totals.iter().all(|(given, people)| given * first.1 == first.0 * people);
    let differ = totals.iter().any(|(_, people)| *people != first.1 && *people > 0);
    let several = people.iter().position(|people| *people > 1)?;
    (in_proportion && differ).then(|| records[several])
}

/// Gives every voter of the election the strength that the file states.
pub(super) fn read_strengths(
    document: &Document,
    findings: &mut Findings,
    election: &mut Election,
    voted: &mut Voted,
    origin: Origin,
) {
    let Some((name, at)) = column(document, election) else {
        return;
    };
    if let Some(columns) = voted.line_by_line {
        agree(document, findings, (name, at), columns.voter);
    }
    let records = document.records(Section::Votes);
    let mut judge = judge(document, at, Counts::Votes, origin);
    let strengths: Vec<Rational> = voted
        .record_of_voter
        .iter()
        .map(|record| strength(document, records[*record as usize], (name, at), &mut judge, findings))
        .collect();
    judge.tell(name, findings);
    if strengths.iter().all(One::is_one) {
        return;
    }
    // Denominators divide the finest part of a vote, so that their least common multiple does too.
    let scale = strengths.iter().fold(1, |scale, strength| {
        least_common_multiple(scale, strength.denom().to_u64().unwrap_or(FINEST))
    });
    let units: Vec<u64> = strengths
        .iter()
        .map(|strength| (strength * whole(scale)).to_integer().to_u64().unwrap_or(0))
        .collect();
    recast(election, voted, &units, |_| 1);
    election.strengths = units.iter().copied().filter(|units| *units > 0).collect();
    election.strength_scale = scale;
    let without = tell_uncast(&units, ("has a strength of 0", "have a strength of 0"), name, findings);
    let all: Rational = strengths.iter().sum();
    election.notes.push(format!(
        "Voters differ in strength (column `{name}`): the votes of {} count as {}. Numbers of voters are people; votes are their \
         strengths added up, and what a vote pays is paid twice over by a voter of strength 2.",
        so_many((strengths.len() - without) as u64, "person", "people"),
        write_exact(&all),
    ));
}

fn least_common_multiple(one: u64, other: u64) -> u64 {
    let (mut large, mut small) = (one, other);
    while small > 0 {
        (large, small) = (small, large % small);
    }
    one / large * other
}

/// What stands in a column of numbers on one line.
fn cell_of(document: &Document, record: Record, at: usize) -> String {
    // A list of projects that is not in quotes makes a line wider: what stands after it has moved.
    let wider = document
        .width(record)
        .saturating_sub(document.columns(Section::Votes).len());
    let after = document.column(Section::Votes, "vote").is_some_and(|vote| vote < at);
    let at = if after { at + wider } else { at };
    document.cells(record).nth(at).unwrap_or_default().trim().to_owned()
}

/// Who reads the numbers of a column.
fn judge(document: &Document, at: usize, counts: Counts, origin: Origin) -> Judge {
    let records = document.records(Section::Votes).iter();
    Judge::of(counts, origin, records.map(|record| cell_of(document, *record, at)))
}

/// The strength of one record.
fn strength(
    document: &Document,
    record: Record,
    (name, at): (&str, usize),
    judge: &mut Judge,
    findings: &mut Findings,
) -> Rational {
    let text = cell_of(document, record, at);
    let line = Some(record.line);
    let read = judge
        .read(&text, name, record.line, findings)
        .unwrap_or_else(|| Rational::from_integer((-1).into()));
    if read.is_negative() || read > whole(MOST) {
        let message = format!("{name} `{text}` is no number from 0 to {MOST}: the ballot counts once");
        findings.doubt(line, "strength", message);
        return whole(1);
    }
    let parts = (&read * whole(FINEST)).floor();
    if parts != &read * whole(FINEST) {
        let message = format!("{name} `{text}` is finer than a millionth: what is finer is cut off");
        findings.doubt(line, "strength", message);
    }
    parts / whole(FINEST)
}

/// Of a file with a line for each project named, all lines of a voter must state the same strength.
fn agree(document: &Document, findings: &mut Findings, (name, at): (&str, usize), voter: usize) {
    let mut stated = std::collections::HashMap::new();
    for record in document.records(Section::Votes) {
        let cell = |at: usize| document.cells(*record).nth(at).unwrap_or_default().trim().to_owned();
        let first = stated.entry(cell(voter)).or_insert_with(|| cell(at));
        if *first != cell(at) {
            let message = format!(
                "voter `{}` has {name} `{first}` on an earlier line and `{}` here: the first counts",
                cell(voter),
                cell(at)
            );
            findings.doubt(Some(record.line), "strength", message);
        }
    }
}

/// Tells of ballots that count nothing by a column; gives how many they are.
fn tell_uncast(units: &[u64], (one, many): (&str, &str), name: &str, findings: &mut Findings) -> usize {
    let without = units.iter().filter(|units| **units == 0).count();
    if without > 0 {
        let ballots = so_many(without as u64, &format!("ballot {one}"), &format!("ballots {many}"));
        let message = format!("{ballots} (column `{name}`): not counted");
        findings.tell(None, Severity::Warning, "strength-zero", message);
    }
    without
}

/// Gives every ballot so many votes in the place of heads, cast by so many voters; who has none is taken out, as if the ballot had
/// never been cast.
fn recast(election: &mut Election, voted: &mut Voted, units: &[u64], voters: impl Fn(u64) -> u64) {
    let cast = std::mem::take(&mut election.ballot_of_voter);
    let old = std::mem::take(&mut election.ballots);
    let records = std::mem::take(&mut voted.record_of_voter);
    let mut moved: Vec<Option<u32>> = vec![None; old.len()];
    for ((ballot, record), units) in cast.into_iter().zip(records).zip(units) {
        if units.is_zero() {
            continue;
        }
        let place = *moved[ballot as usize].get_or_insert_with(|| {
            election.ballots.push(crate::budgeting::Ballot {
                weight: 0,
                ..old[ballot as usize].clone()
            });
            election.ballots.len() as u32 - 1
        });
        election.ballots[place as usize].weight += units;
        let times = voters(*units);
        election.ballot_of_voter.extend((0..times).map(|_| place));
        voted.record_of_voter.extend((0..times).map(|_| record));
    }
}
