//! Writing `.pb` files: an unchanged document byte for byte, or a clean one that any reader takes.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::document::{Document, Record, Section};
use super::persons::same_form;
use super::reading::Reading;
use super::strengths;
use super::wishes::Origin;
use crate::budgeting::election::{Ballot, Election};
use crate::budgeting::exact::write_exact;

/// A cell with quotes where the format needs them.
pub(super) fn cell(text: &str, separator: char) -> String {
    let plain = !text.contains([separator, '"', '\n', '\r']);
    if plain {
        text.to_owned()
    } else {
        format!("\"{}\"", text.replace('"', "\"\""))
    }
}

/// The same content in the plainest form: no byte-order mark, `\n`, `;`, sections in order, cells trimmed, no spaces in
/// lists of votes. Unknown columns and keys are kept.
pub fn normalise(document: &Document) -> String {
    let mut text = String::with_capacity(document.bytes().len());
    for section in [Section::Meta, Section::Projects, Section::Votes] {
        plain_section(document, section, document.records(section), &mut text);
    }
    text
}

/// A section in the plainest form, with these of its records.
fn plain_section(document: &Document, section: Section, records: &[Record], text: &mut String) {
    let columns = document.columns(section);
    if columns.is_empty() {
        return;
    }
    text.push_str(section.word());
    text.push('\n');
    let lists: Vec<bool> = columns
        .iter()
        .map(|name| section == Section::Votes && (name == "vote" || name == "points"))
        .collect();
    let heading: Vec<String> = columns.iter().map(|name| cell(name, ';')).collect();
    text.push_str(&heading.join(";"));
    text.push('\n');
    for record in records {
        for (column, content) in document.cells(*record).enumerate() {
            if column > 0 {
                text.push(';');
            }
            let content = content.trim();
            if lists.get(column).copied().unwrap_or(false) {
                let items: Vec<&str> = content.split(',').map(str::trim).collect();
                text.push_str(&cell(&items.join(","), ';'));
            } else {
                text.push_str(&cell(content, ';'));
            }
        }
        text.push('\n');
    }
}

/// What was read as a file that counts the same, and the columns that have no place in it. Tables become a file of the format, with
/// projects by their identifiers; ballots with a line for each project become one line a voter; with `decided`, ballots that do not
/// count, by what was decided about them, are left out.
pub fn normalise_read(reading: &Reading, decided: bool) -> (String, Vec<String>) {
    let document = &reading.document;
    let Some(election) = &reading.election else {
        return (normalise(document), Vec::new());
    };
    let records = document.records(Section::Votes);
    let table = reading.origin == Origin::Tables;
    let all = reading.line_by_line.is_none() && !decided && !table;
    // A line stands for all who cast it.
    let mut counted = reading.record_of_voter.clone();
    counted.dedup();
    let written = if all { records.len() } else { counted.len() };
    let mut text = String::with_capacity(document.bytes().len());
    text.push_str("META\nkey;value\n");
    for record in document.records(Section::Meta) {
        let mut cells: Vec<String> = document.cells(*record).map(|cell| cell.trim().to_owned()).collect();
        if cells[0].eq_ignore_ascii_case("num_votes") && cells.len() > 1 && !all {
            cells[1] = written.to_string();
        }
        let cells: Vec<String> = cells.iter().map(|text| cell(text, ';')).collect();
        text.push_str(&cells.join(";"));
        text.push('\n');
    }
    if document.meta("vote_type").is_none() {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "vote_type;{}", election.ballot_type.word());
    }
    if table {
        projects_of_table(document, election, &mut text);
    } else {
        plain_section(
            document,
            Section::Projects,
            document.records(Section::Projects),
            &mut text,
        );
    }
    let mut dropped = Vec::new();
    match reading.line_by_line {
        Some(columns) => {
            let of_ballot: Vec<usize> = columns.of_ballot().collect();
            dropped = one_line_a_voter(reading, election, (Some(columns.voter), &of_ballot, true), &mut text);
        }
        None if table => {
            let voter = document.column(Section::Votes, "voter_id");
            dropped = one_line_a_voter(reading, election, (voter, &reading.in_table, false), &mut text);
        }
        None if all => plain_section(document, Section::Votes, records, &mut text),
        None => {
            let counted: Vec<Record> = counted.into_iter().map(|record| records[record as usize]).collect();
            plain_section(document, Section::Votes, &counted, &mut text);
        }
    }
    (text, dropped)
}

/// Projects of a table as the format writes them; what it says beside is kept under its own heading.
fn projects_of_table(document: &Document, election: &Election, text: &mut String) {
    let at = |name: &str| document.column(Section::Projects, name);
    let id_at = at("project_id").unwrap_or(0);
    let told = [at("cost"), at("name"), at("category"), at("neighborhood"), Some(id_at)];
    let titles = document.columns(Section::Projects);
    let beside: Vec<usize> = (0..titles.len()).filter(|at| !told.contains(&Some(*at))).collect();
    text.push_str("PROJECTS\nproject_id;cost;name;category;neighborhood");
    beside.iter().for_each(|at| {
        let _ = write!(text, ";{}", cell(&titles[*at], ';'));
    });
    text.push('\n');
    for record in document.records(Section::Projects) {
        let cells: Vec<String> = document.cells(*record).map(|cell| cell.trim().to_owned()).collect();
        let said = |at: usize| cells.get(at).map_or("", String::as_str);
        let Some(project) = election.find(said(id_at)).map(|at| &election.projects[at]) else {
            continue;
        };
        let _ = write!(
            text,
            "{};{};{};{};{}",
            cell(&project.id, ';'),
            write_exact(&project.cost),
            cell(&project.name, ';'),
            cell(&project.categories.join(","), ';'),
            cell(&project.neighbourhood, ';')
        );
        beside.iter().for_each(|at| {
            let _ = write!(text, ";{}", cell(said(*at), ';'));
        });
        text.push('\n');
    }
}

/// Ballots as one line a voter, with the columns that name the voter and hold the ballot, and whether a voter may have several lines.
/// What stands beside them is kept where all lines of each voter say the same; the titles of the other columns are given back.
fn one_line_a_voter(
    reading: &Reading,
    election: &Election,
    (voter, of_ballot, several): (Option<usize>, &[usize], bool),
    text: &mut String,
) -> Vec<String> {
    let document = &reading.document;
    let records = document.records(Section::Votes);
    let titles = document.columns(Section::Votes);
    let cells_of = |record: Record| -> Vec<String> {
        let cells = document.cells(record).map(|cell| cell.trim().to_owned());
        let mut cells: Vec<String> = cells.take(titles.len()).collect();
        cells.resize(titles.len(), String::new());
        cells
    };
    let mut said: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut same = vec![true; titles.len()];
    for record in records.iter().filter(|_| several) {
        let cells = cells_of(*record);
        let name = voter.map_or("", |voter| cells[voter].as_str());
        let first = said
            .entry(same_form(name).into_owned())
            .or_insert_with(|| cells.clone());
        for (same, (one, other)) in same.iter_mut().zip(first.iter().zip(&cells)) {
            *same &= one == other;
        }
    }
    let beside = |at: &usize| Some(*at) != voter && !of_ballot.contains(at);
    // What a voter's lines weigh is read from the first of them.
    let strength = strengths::column(document, election).map(|(_, at)| at);
    let (kept, dropped): (Vec<usize>, Vec<usize>) = (0..titles.len())
        .filter(beside)
        .partition(|at| same[*at] || Some(*at) == strength);
    let points = election.ballot_type.has_points();
    text.push_str(if points {
        "VOTES\nvoter_id;vote;points"
    } else {
        "VOTES\nvoter_id;vote"
    });
    for at in &kept {
        let _ = write!(text, ";{}", cell(&titles[*at], ';'));
    }
    text.push('\n');
    let mut before = None;
    let mut line = 0;
    for (record, ballot) in reading.record_of_voter.iter().zip(&election.ballot_of_voter) {
        // A line stands for all who cast it.
        if before.replace(record) == Some(record) {
            continue;
        }
        line += 1;
        let cells = cells_of(records[*record as usize]);
        let (ids, given) = listed(election, &election.ballots[*ballot as usize]);
        let name = voter.map_or_else(|| line.to_string(), |voter| cells[voter].clone());
        let _ = write!(text, "{};{}", cell(&name, ';'), cell(&ids, ';'));
        if points {
            let _ = write!(text, ";{given}");
        }
        for at in &kept {
            let _ = write!(text, ";{}", cell(&cells[*at], ';'));
        }
        text.push('\n');
    }
    dropped.into_iter().map(|at| titles[at].clone()).collect()
}

/// The projects of a ballot and the points that it gives them, joined by commas.
fn listed(election: &Election, ballot: &Ballot) -> (String, String) {
    let ids = ballot
        .projects
        .iter()
        .map(|project| election.projects[*project as usize].id.as_str());
    let given = ballot.points.iter().map(|points| {
        write_exact(&crate::budgeting::Rational::new(
            (*points).into(),
            election.points_scale.into(),
        ))
    });
    (ids.collect::<Vec<_>>().join(","), given.collect::<Vec<_>>().join(","))
}

/// A `.pb` file from an election, voters numbered from 1.
pub fn write(election: &Election) -> String {
    let mut text = String::from("META\nkey;value\n");
    let title = if election.title.is_empty() {
        "carepool"
    } else {
        &election.title
    };
    let mut pair = |key: &str, value: &str| {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{key};{}", cell(value, ';'));
    };
    pair("description", title);
    pair("num_projects", &election.projects.len().to_string());
    pair("num_votes", &election.ballot_of_voter.len().to_string());
    pair("budget", &write_exact(&election.budget));
    pair("vote_type", election.ballot_type.word());
    pair("rule", "unknown");
    if !election.currency.is_empty() {
        pair("currency", &election.currency);
    }
    if let Some(threshold) = &election.score_threshold {
        pair("min_project_score_threshold", &write_exact(threshold));
    }
    text.push_str("PROJECTS\nproject_id;cost;votes;name;category\n");
    let votes = election.votes();
    let parts = |parts: u64| {
        write_exact(&crate::budgeting::Rational::new(
            parts.into(),
            election.strength_scale.into(),
        ))
    };
    for (project, votes) in election.projects.iter().zip(votes.into_iter().map(parts)) {
        let categories = cell(&project.categories.join(","), ';');
        let (id, cost, name) = (
            cell(&project.id, ';'),
            write_exact(&project.cost),
            cell(&project.name, ';'),
        );
        let _ = writeln!(text, "{id};{cost};{votes};{name};{categories}");
    }
    let points = election.ballot_type.has_points();
    text.push_str("VOTES\nvoter_id;vote");
    text.push_str(if points { ";points" } else { "" });
    text.push_str(if election.strengths.is_empty() {
        "\n"
    } else {
        ";vote_strength\n"
    });
    for (voter, ballot) in election.ballot_of_voter.iter().enumerate() {
        let ballot = &election.ballots[*ballot as usize];
        let (ids, given) = listed(election, ballot);
        let _ = write!(text, "{};{}", voter + 1, cell(&ids, ';'));
        if points {
            let _ = write!(text, ";{given}");
        }
        if let Some(strength) = election.strengths.get(voter) {
            let _ = write!(text, ";{}", parts(*strength));
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::read_bytes;
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        let mut election = Election::approval(
            10,
            &[("a", 4), ("b;\"", 5)],
            &[(2, &["a"]), (1, &["b;\"", "a"]), (1, &[])],
        );
        election.projects[1].name = "say \"hi\"; now".to_owned();
        let reading = read_bytes(write(&election).into_bytes(), false);
        let back = reading.election.expect("an election");
        assert_eq!(back.ballots, election.ballots);
        assert_eq!(back.projects[1].name, election.projects[1].name);
        assert_eq!(back.budget, election.budget);
    }

    #[test]
    fn normalising_keeps_the_content_and_is_its_own_normal_form() {
        let messy = "\u{feff}meta\r\nkey,value\r\nbudget,10\r\nvote_type,approval\r\nprojects\r\nproject_id,cost,mood\r\n a ,4,\"x,y\"\r\nvotes\r\nvoter_id,vote\r\n1,\"a, a\"\r\n";
        let clean = normalise(&Document::from_bytes(messy.as_bytes().to_vec()));
        assert_eq!(
            clean,
            "META\nkey;value\nbudget;10\nvote_type;approval\nPROJECTS\nproject_id;cost;mood\na;4;x,y\nVOTES\nvoter_id;vote\n1;a,a\n"
        );
        assert_eq!(normalise(&Document::from_bytes(clean.clone().into_bytes())), clean);
    }
}
