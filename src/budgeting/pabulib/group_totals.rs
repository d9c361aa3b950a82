//! Lines that stand for groups of people: tables of a workshop, wards, ways by which ballots came. What such a line gives are the
//! points of many, and a number beside it is how many they were.

use std::collections::HashSet;

use super::document::{Document, Section};
use super::findings::Findings;
use super::heading_words::{is_a_group, names_places};
use super::persons::is_person;
use super::voted::Voted;
use crate::budgeting::election::Election;

/// More points than this to one project few give alone.
const MOST_BY_ONE: i64 = 10;

/// Whether the lines are of groups: the column that says who voted (or, where none does, the first beside the ballot) names places, or
/// its cells do, none twice.
pub(super) fn of_groups(document: &Document, voters: &[usize], in_ballot: &[usize]) -> bool {
    let headings = document.columns(Section::Votes);
    let first = || (0..headings.len()).find(|at| !in_ballot.contains(at));
    let Some(at) = voters.first().copied().or_else(first) else {
        return false;
    };
    let mut once = HashSet::new();
    let (mut all, mut groups, mut distinct) = (0usize, 0usize, true);
    for record in document.records(Section::Votes) {
        let cell = document
            .cells(*record)
            .nth(at)
            .unwrap_or_default()
            .trim()
            .to_lowercase();
        all += 1;
        groups += usize::from(is_a_group(&cell));
        distinct &= once.insert(cell);
    }
    let by_heading = headings
        .get(at)
        .is_some_and(|title| names_places(title) && !is_person(title));
    all > 1 && distinct && (by_heading || groups == all)
}

/// Asks whether points are those of many people, where lines are of groups and give unlike sums.
pub(super) fn tell_totals_of_groups(document: &Document, election: &Election, voted: &Voted, findings: &mut Findings) {
    let told = findings.problems.iter().any(|problem| problem.kind == "totals");
    if told || !election.ballot_type.has_points() || voted.record_of_voter.len() < 2 {
        return;
    }
    let headings = document.columns(Section::Votes);
    let in_ballot: Vec<usize> = match &voted.line_by_line {
        Some(columns) => columns.of_ballot().collect(),
        None => voted.in_table.clone(),
    };
    let first = || (0..headings.len()).find(|at| !in_ballot.contains(at));
    let Some(at) = voted.who.first().copied().or_else(first) else {
        return;
    };
    let title = headings.get(at).map_or("", String::as_str);
    let records = document.records(Section::Votes);
    let label = |record: &u32| {
        let record = records.get(*record as usize)?;
        document.cells(*record).nth(at)
    };
    let by_heading = names_places(title) && !is_person(title);
    if !by_heading
        && !voted
            .record_of_voter
            .iter()
            .all(|record| label(record).is_some_and(|cell| is_a_group(&cell)))
    {
        return;
    }
    let ballots = || {
        election
            .ballot_of_voter
            .iter()
            .map(|ballot| &election.ballots[*ballot as usize].points)
    };
    let sums: HashSet<i64> = ballots().map(|points| points.iter().sum()).collect();
    let large = ballots()
        .flatten()
        .any(|points| *points > MOST_BY_ONE * election.points_scale);
    if sums.len() > 1 && large {
        let message = format!(
            "column `{title}` names groups, whose lines give unlike sums of points: are they what many people gave together? What is counted are ballots, one voter a line: write what each person gave; if each line is what one voter gave, write the voter's name or number there (each group is counted as one voter)"
        );
        findings.doubt(document.heading_line(Section::Votes), "totals", message);
    }
}
