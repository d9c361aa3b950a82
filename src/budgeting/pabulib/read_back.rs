//! What was made of a table of one's own, said back: who is taken for the voter, what for the ballot, how many voters that makes, and
//! one ballot as it was read. Whoever knows one ballot of the table sees at once whether it was understood.

use std::borrow::Cow;
use std::collections::HashMap;

use super::document::{Document, Section};
use super::findings::{Findings, Severity};
use super::persons::same_form;
use super::voted::Voted;
use crate::budgeting::election::{Ballot, BallotType, Election};
use crate::budgeting::exact::{Rational, whole, write_exact};
use crate::budgeting::explanation::so_many;

/// The kind of problem by which a table is said back: it is no problem, and every output holds it.
pub const READ_BACK: &str = "read-as";
/// Projects and headings of one line that are named; of the rest the number is told.
const NAMED: usize = 5;

/// Tells how the ballots of a table were read.
pub(super) fn read_back(document: &Document, election: &Election, voted: &Voted, findings: &mut Findings) {
    let Some(line) = document.heading_line(Section::Votes) else {
        return;
    };
    if voted.record_of_voter.is_empty() {
        return;
    }
    let headings = document.columns(Section::Votes);
    let titles = |columns: &[usize]| {
        let titles = columns.iter().filter_map(|at| headings.get(*at));
        listed(titles.map(|title| format!("`{title}`")).collect(), "column", "columns")
    };
    let who = if voted.who.is_empty() {
        "no column says who voted".to_owned()
    } else {
        format!("{} {} who voted", titles(&voted.who), says(voted.who.len()))
    };
    let in_ballot: Vec<usize> = match &voted.line_by_line {
        Some(columns) => columns.of_ballot().collect(),
        None => voted.in_table.clone(),
    };
    let ballot = format!("{} {} the ballot", titles(&in_ballot), holds(in_ballot.len()));
    let lines = document.records(Section::Votes).len();
    let voters = so_many(voted.record_of_voter.len() as u64, "voter", "voters");
    let kind = match election.ballot_type {
        BallotType::Approval | BallotType::ChooseOne => "the projects that each names, whatever their order",
        BallotType::Ordinal => "each voter's ranking",
        BallotType::Cumulative | BallotType::Scoring => "the points that each gives",
    };
    let message = format!(
        "{who}, {ballot} ({kind}): {} below the heading, {voters}{}",
        so_many(lines as u64, "line", "lines"),
        most_lines(document, voted).unwrap_or_default()
    );
    findings.tell(Some(line), Severity::Warning, READ_BACK, message);
    if let Some((line, message)) = for_instance(document, election, voted) {
        findings.tell(Some(line), Severity::Warning, READ_BACK, message);
    }
}

fn says(columns: usize) -> &'static str {
    if columns == 1 { "says" } else { "say" }
}

fn holds(columns: usize) -> &'static str {
    if columns == 1 { "holds" } else { "hold" }
}

/// Names in one sentence, the first of them and how many more.
fn listed(all: Vec<String>, one: &str, more: &str) -> String {
    let what = if all.len() == 1 { one } else { more };
    let rest = match all.len().saturating_sub(NAMED) {
        0 => String::new(),
        rest => format!(" and {rest} more"),
    };
    format!("{what} {}{rest}", all[..all.len().min(NAMED)].join(", "))
}

/// Of a table with a line for each project, the voter of most lines: two people under one name show there.
fn most_lines(document: &Document, voted: &Voted) -> Option<String> {
    let columns = voted.line_by_line?;
    let mut lines: HashMap<String, (usize, String)> = HashMap::new();
    for record in document.records(Section::Votes) {
        let who = document.cells(*record).nth(columns.voter).unwrap_or_default();
        let of = lines
            .entry(same_form(&who).into_owned())
            .or_insert_with(|| (0, who.trim().to_owned()));
        of.0 += 1;
    }
    let (count, who) = lines
        .into_values()
        .max_by(|one, other| one.0.cmp(&other.0).then(other.1.cmp(&one.1)))?;
    Some(format!("; most lines of one voter: {count} (`{who}`)"))
}

/// The first ballot that names something, in words.
fn for_instance(document: &Document, election: &Election, voted: &Voted) -> Option<(u32, String)> {
    let place = election
        .ballot_of_voter
        .iter()
        .position(|ballot| !election.ballots[*ballot as usize].projects.is_empty())?;
    let record = *document
        .records(Section::Votes)
        .get(*voted.record_of_voter.get(place)? as usize)?;
    let cells: Vec<Cow<'_, str>> = document.cells(record).collect();
    let named = voted.who.iter().filter_map(|at| cells.get(*at));
    let who = named.map(|cell| cell.trim()).find(|cell| !cell.is_empty());
    let who = who.map_or("its voter".to_owned(), |who| format!("voter `{who}`"));
    let ballot = &election.ballots[election.ballot_of_voter[place] as usize];
    let lines = if voted.line_by_line.is_some() {
        "with the other lines of its voter, this one"
    } else {
        "this line"
    };
    Some((
        record.line,
        format!("for instance, {lines} is read as: {who} {}", in_words(ballot, election)),
    ))
}

/// A ballot in words: what it names, in which order or with which points.
fn in_words(ballot: &Ballot, election: &Election) -> String {
    let title = |project: &u32| {
        let project = &election.projects[*project as usize];
        let name = if project.name.is_empty() {
            &project.id
        } else {
            &project.name
        };
        format!("`{name}`")
    };
    let rest = match ballot.projects.len().saturating_sub(NAMED) {
        0 => String::new(),
        rest => format!(" and {rest} more"),
    };
    let some = ballot.projects.iter().take(NAMED);
    match election.ballot_type {
        BallotType::Approval | BallotType::ChooseOne => {
            format!("names {}{rest}", some.map(title).collect::<Vec<_>>().join(", "))
        }
        BallotType::Ordinal => format!(
            "puts {}{rest}",
            some.enumerate()
                .map(|(place, project)| match place {
                    0 => format!("{} first", title(project)),
                    _ => format!("then {}", title(project)),
                })
                .collect::<Vec<_>>()
                .join(", ")
        ),
        BallotType::Cumulative | BallotType::Scoring => {
            let scale = whole(election.points_scale.unsigned_abs());
            let given = |points: &i64| write_exact(&(Rational::from_integer((*points).into()) / &scale));
            let each = some
                .zip(&ballot.points)
                .map(|(project, points)| format!("{} to {}", given(points), title(project)));
            format!("gives {}{rest}", each.collect::<Vec<_>>().join(", "))
        }
    }
}
