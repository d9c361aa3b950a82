//! Ballots of a line for each project that a voter names, as databases of platforms keep them: put together by voter.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use super::ballot::Ballot;
use super::document::{Document, Record, Section};
use super::findings::{Findings, Severity};
use super::mentions::{Names, unknown};
use super::persons::{is_name, same_form, spelt_otherwise};
use super::strangers::{EMPTY_BALLOT, Forms, InBallot, beyond_heading, cells_of};
use super::totals::names_a_sum;
use super::voted::Voted;
use crate::budgeting::election::Election;
use crate::budgeting::roll::Roll;

/// Ballots of a line for each project named: put together by voter, in the order of their first lines.
pub(super) fn read_long(
    document: &Document,
    findings: &mut Findings,
    names: &Names,
    election: &mut Election,
    voted: &mut Voted,
    (voter, project, points): (usize, usize, Option<usize>),
) {
    let mut places: HashMap<String, (usize, String)> = HashMap::new();
    let mut ballots: Vec<(u32, Ballot)> = Vec::new();
    // Two people may have one name, and nothing else tells them apart.
    let by_name = is_name(&document.columns(Section::Votes)[voter]);
    let mut lines_of: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
    let mut forms = None;
    let columns = document.columns(Section::Votes).len();
    for (index, record) in document.records(Section::Votes).iter().enumerate() {
        let cells: Vec<Cow<'_, str>> = document.cells(*record).collect();
        let cell = |at: usize| cells.get(at).map_or("", |cell| cell.trim());
        if names_a_sum(cell(voter)) || names_a_sum(cell(project)) && names.one(cell(project)).is_none() {
            let message =
                "this line looks like a sum of the others and not like a ballot: take it out (it is not counted)";
            findings.doubt(Some(record.line), "sum", message.to_owned());
            continue;
        }
        let line = Some(record.line);
        if cells.iter().skip(columns).any(|cell| !cell.trim().is_empty()) {
            let message = format!("{} cells where the heading has {columns}", cells.len());
            findings.doubt(line, "width", beyond_heading(message));
        }
        if cell(project).is_empty() {
            let ballot_cells = InBallot {
                columns: &[project],
                marks: false,
            };
            let who_of = |record: Record| document.cells(record).nth(voter).map(|cell| cell.trim().to_owned());
            let forms = forms.get_or_insert_with(|| Forms::of(document, ballot_cells, &who_of));
            if let Some(text) = forms.stranger(cell(voter), &cells_of(document, *record, &cells)) {
                let message = format!(
                    "this line holds `{text}` and names no project, and does not look like a ballot: take it out (it is not counted)"
                );
                findings.doubt(line, "no-ballot", message);
                continue;
            }
        }
        let (place, spelling) = places.entry(same_form(cell(voter)).into_owned()).or_insert_with(|| {
            ballots.push((index as u32, Ballot::default()));
            (ballots.len() - 1, cell(voter).to_owned())
        });
        let place = *place;
        if by_name && !cell(voter).is_empty() {
            lines_of.entry(place).or_default().push(record.line);
        }
        if let Some(otherwise) = spelt_otherwise(spelling, cell(voter)) {
            let message = format!(
                "voter `{}` stands on an earlier line{otherwise}: their lines are put together; write one of the two where they are different people",
                cell(voter)
            );
            findings.doubt(line, "voter-twice", message);
            cell(voter).clone_into(spelling);
        }
        if cell(voter).is_empty() {
            findings.doubt(
                line,
                "voter-blank",
                "a line without the voter's identifier: put with the others that have none".to_owned(),
            );
        }
        let ballot = &mut ballots[place].1;
        let item = cell(project);
        match names.one(item) {
            Some((Some(position), _)) => {
                let repeated = ballot.named.contains(&position);
                ballot.name(
                    position,
                    repeated,
                    points.is_some(),
                    points.map(cell),
                    election,
                    findings,
                    line,
                );
            }
            Some((None, _)) => ballot.lost = true,
            None if item.is_empty() => {}
            None => {
                ballot.lost = true;
                let message = format!("{}: the mention is ignored", unknown(item, &election.projects));
                findings.doubt(line, "unknown-project", message);
            }
        }
    }
    for (place, lines) in lines_of.iter().filter(|(_, lines)| lines.len() > 1) {
        let first = document.records(Section::Votes)[ballots[*place].0 as usize];
        let who = document.cells(first).nth(voter).unwrap_or_default();
        let numbers: Vec<String> = lines.iter().map(u32::to_string).collect();
        let (last, others) = (&numbers[numbers.len() - 1], numbers[..numbers.len() - 1].join(", "));
        let message = format!(
            "lines {others} and {last} are put together as the ballot of one `{}`: if they are different people, write what tells them apart behind the name on each of their lines (`{} 1`, `{} 2`)",
            who.trim(),
            who.trim(),
            who.trim()
        );
        findings.tell(lines.first().copied(), Severity::Repaired, "one-name", message);
    }
    let mut roll = Roll::default();
    for (record, mut ballot) in ballots {
        voted.with_losses += u64::from(ballot.lost);
        if ballot.named.is_empty() && !ballot.lost {
            let line = document.records(Section::Votes)[record as usize].line;
            let message =
                "its voter names no project on any line: counted as a voter who wants none of them".to_owned();
            findings.tell(Some(line), Severity::Warning, EMPTY_BALLOT, message);
        }
        roll.cast_once(election, &mut ballot.named, &mut ballot.given);
        voted.record_of_voter.push(record);
    }
}
