//! Writing `.pb` files: an unchanged document byte for byte, or a clean one that any reader takes.

use std::fmt::Write as _;

use super::document::{Document, Section};
use crate::budgeting::election::Election;
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
        let columns = document.columns(section);
        if columns.is_empty() {
            continue;
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
        for record in document.records(section) {
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
    text
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
        let ids: Vec<&str> = ballot
            .projects
            .iter()
            .map(|project| election.projects[*project as usize].id.as_str())
            .collect();
        let _ = write!(text, "{};{}", voter + 1, cell(&ids.join(","), ';'));
        if points {
            let given: Vec<String> = ballot
                .points
                .iter()
                .map(|points| {
                    write_exact(&crate::budgeting::Rational::new(
                        (*points).into(),
                        election.points_scale.into(),
                    ))
                })
                .collect();
            let _ = write!(text, ";{}", given.join(","));
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
