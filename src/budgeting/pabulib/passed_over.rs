//! Columns of a table that nobody asked for, and that are not read: some would change what a line counts for.
//!
//! How many people cast a ballot, whether it is valid, whether it speaks for or against, how many points it gives: who writes
//! such a column expects it to count. It is refused with what to do. Every other column is named, whatever it is about, so that nobody
//! believes it counted; of projects, but for where they are and who asked for them.

use std::cell::LazyCell;

use super::amounts::{Amount, read_amount};
use super::document::{Document, Record, Section};
use super::doubled::READ_OF_PROJECTS;
use super::findings::{Findings, Severity};
use super::group_totals::of_groups;
use super::heading_words::{ABOUT_THE_VOTER, FREE, asks_against, asks_the_voter, best_end, speaks_of_points};
use super::labels::low_is_good;
use super::layout::Layout;
use super::marks::{LOOKED_AT, mark};
use super::mentions::unknown;
use super::odd_voters::{odd_voter, unnamed};
use super::passed_column::Column;
use super::persons::{is_ditto, same_form};
use super::points::roughly;
use super::project_columns::{every_project, question};
use super::strangers::BLANK_VOTER;
use super::strengths;
use crate::budgeting::election::{BallotType, Election};

/// The kind of problem by which columns are named that were not read.
pub const NOT_READ: &str = "not-read";

fn named(titles: &[String], findings: &mut Findings, line: Option<u32>) {
    if titles.is_empty() {
        return;
    }
    let message = format!(
        "{} `{}` {} not read: nothing in {} changed the count",
        if titles.len() == 1 { "column" } else { "columns" },
        titles.join("`, `"),
        if titles.len() == 1 { "is" } else { "are" },
        if titles.len() == 1 { "it" } else { "them" },
    );
    findings.tell(line, Severity::Warning, NOT_READ, message);
}

/// What each line adds up to, where several things may be counted: of a table of projects its crosses and its points, of a list how many it
/// names.
fn sums_of_lines(document: &Document, layout: &Layout) -> Option<Vec<Vec<u64>>> {
    let crosses_and_points = |record: &Record, columns: &[(usize, Option<u32>)]| {
        let cells: Vec<_> = document.cells(*record).collect();
        let (mut crosses, mut points) = (0, 0);
        for cell in columns.iter().filter_map(|(at, _)| Some(cells.get(*at)?.trim())) {
            let number = cell.parse().ok().or(mark(cell).map(u64::from)).unwrap_or(0);
            crosses += u64::from(number > 0);
            points += number;
        }
        vec![crosses, points]
    };
    let named = |record: &Record, vote: usize| {
        let cell = document.cells(*record).nth(vote).unwrap_or_default();
        let named = cell.split([',', ';', '|', '\n']).filter(|part| !part.trim().is_empty());
        vec![named.count() as u64]
    };
    let records = document.records(Section::Votes).iter();
    match layout {
        Layout::Table(columns) => Some(records.map(|record| crosses_and_points(record, columns)).collect()),
        Layout::Listed { vote, .. } => Some(records.map(|record| named(record, *vote)).collect()),
        Layout::Choices(_) | Layout::Long(_) => None,
    }
}

/// What each line gives to all projects together, roughly.
fn given_on_lines(document: &Document, in_ballot: &[usize]) -> Vec<f64> {
    let records = document.records(Section::Votes).iter();
    let given = records.map(|record| {
        let cells: Vec<_> = document.cells(*record).collect();
        let given = in_ballot.iter().filter_map(|at| cells.get(*at));
        given.filter_map(|cell| roughly(cell.trim())).sum()
    });
    given.collect()
}

/// Asks about questions over the ballot by which it may be the other way round: what is not wanted, and a scale whose good end is the low one.
fn tell_questions(document: &Document, layout: &Layout, election: &Election, findings: &mut Findings) {
    let in_ballot = &layout.columns();
    let table = matches!(layout, Layout::Table(_));
    let line = document.heading_line(Section::Votes);
    let records = document.records(Section::Votes);
    let headings = document.columns(Section::Votes);
    // Of a column for each project the heading is the project's title.
    let against = in_ballot.iter().filter(|_| !table).filter_map(|at| headings.get(*at));
    if let Some(question) = against.into_iter().find(|title| asks_against(title)) {
        let message = format!(
            "column `{question}` may ask what voters do not want: what stands in it is counted as votes for it; if it is against, it is no ballot here; if not, put another question over it, such as `Vote` (or `Vote 1`, `Vote 2` for several)"
        );
        findings.doubt(line, "against", message);
    }
    let by_heading = in_ballot
        .iter()
        .find_map(|at| Some((at, best_end(headings.get(*at)?)?)));
    // Or the points themselves say what they are called: `1 - Strongly support`.
    let by_cells = || {
        if !table || !(election.ballot_type.has_points() || election.ballot_type == BallotType::Ordinal) {
            return None;
        }
        let mut cells: Vec<String> = Vec::new();
        for record in records.iter().take(LOOKED_AT) {
            let all: Vec<_> = document.cells(*record).collect();
            cells.extend(in_ballot.iter().filter_map(|at| Some(all.get(*at)?.trim().to_owned())));
        }
        Some((in_ballot.first()?, low_is_good(cells.iter().map(String::as_str))?))
    };
    let scale = by_heading.or_else(by_cells);
    if let (Layout::Table(columns), None, BallotType::Ordinal) = (layout, scale, election.ballot_type)
        && let Some(title) = columns.iter().find_map(|(at, position)| {
            let title = headings.get(*at)?;
            let project = position.map(|position| &election.projects[position as usize])?;
            speaks_of_points(title, &project.name).then_some(title)
        })
    {
        let message = format!(
            "column `{title}` speaks of points, of which more is better, and ballots that are ordinal count the other way: if they are points, say --vote-type scoring or cumulative; if 1 is the best, call the columns by their projects alone, or `Rank [...]` (they are read as places, 1 the best)"
        );
        findings.doubt(line, "scale", message);
    }
    if let Some((at, one_is_best)) = scale
        && (one_is_best && election.ballot_type.has_points()
            || !one_is_best && election.ballot_type == BallotType::Ordinal)
    {
        let message = format!(
            "column `{}` says which end of its scale is the good one, and ballots that are {} count the other way: turn the numbers round, or say --vote-type {} (they are counted as they stand)",
            headings[*at],
            election.ballot_type.word(),
            if one_is_best { "ordinal" } else { "scoring" }
        );
        findings.doubt(line, "scale", message);
    }
}

/// Tells of the columns of a table of ballots that were not read; `voters` are those that say who voted.
pub(super) fn of_ballots(
    document: &Document,
    layout: &Layout,
    voters: &[usize],
    election: &Election,
    findings: &mut Findings,
) {
    let line = document.heading_line(Section::Votes);
    let records = document.records(Section::Votes);
    let in_ballot = layout.columns();
    let mut read = in_ballot.clone();
    read.extend(document.column(Section::Votes, "voter_id"));
    read.extend(strengths::column(document, election).map(|(_, at)| at));
    read.extend(strengths::column_of_people(document, election));
    let table = matches!(layout, Layout::Table(_));
    // Only some headings ask for these, and a table may have a million lines.
    let sums = LazyCell::new(|| sums_of_lines(document, layout));
    let sums = || sums.as_deref();
    let given = LazyCell::new(|| given_on_lines(document, &in_ballot));
    tell_questions(document, layout, election, findings);
    // Where each project has its column, or all are of one grid, another question is none of a project.
    let another_question = {
        let headings = document.columns(Section::Votes);
        let projects: &[(usize, Option<u32>)] = match layout {
            Layout::Table(columns) => columns,
            _ => &[],
        };
        let complete = table && every_project(election, projects);
        let mut stems = projects.iter().map(|(at, _)| question(headings.get(*at)?));
        let first = stems.next().flatten().map(str::to_owned);
        let stem = first.filter(|first| stems.all(|stem| stem == Some(first)));
        move |title: &str| {
            complete && asks_the_voter(title)
                || stem.as_ref().is_some_and(|stem| question(title) != Some(stem.as_str()))
        }
    };
    let groups = of_groups(document, voters, &in_ballot);
    let stated = document.meta("vote_type").is_some();
    let line_by_line: Option<Vec<String>> = match layout {
        Layout::Long(columns) => {
            let cell = |record: &Record| {
                document
                    .cells(*record)
                    .nth(columns.voter)
                    .unwrap_or_default()
                    .trim()
                    .to_owned()
            };
            Some(records.iter().map(cell).collect())
        }
        _ => None,
    };
    let projects_of_lines: Vec<String> = match layout {
        Layout::Long(columns) => {
            let cell = |record: &Record| document.cells(*record).nth(columns.project).unwrap_or_default();
            records
                .iter()
                .map(|record| cell(record).trim().to_lowercase())
                .collect()
        }
        _ => Vec::new(),
    };
    let mut passed = Vec::new();
    for (at, title) in document.columns(Section::Votes).iter().enumerate() {
        if read.contains(&at) && !voters.contains(&at) {
            continue;
        }
        let column = Column::of(document, Section::Votes, at, title);
        let place = |place: usize| records.get(place).map(|record| record.line);
        let keyed = line_by_line.is_some() && voters.contains(&at);
        let counts_together = !keyed && !read.contains(&at) && column.counts_together(sums);
        if voters.contains(&at) && !counts_together {
            if let Some(first) = column.is_no_voter().or_else(|| odd_voter(&column.cells)) {
                let message = format!(
                    "`{}` stands where others say who voted, and looks like no voter: take the line out if it is none; if it is one, write a name or a number like the others' (it is counted)",
                    column.cells[first]
                );
                findings.doubt(place(first), "validity", message);
            }
            if !keyed {
                for nobody in unnamed(&column.cells) {
                    let message = format!(
                        "`{}` stands where others say who voted: counted as a voter whose name is not known",
                        column.cells[nobody]
                    );
                    findings.tell(place(nobody), Severity::Warning, BLANK_VOTER, message);
                }
            }
            continue;
        }
        if counts_together {
            let message = format!(
                "column `{title}` may say how many people cast each ballot: call it `{}`, and each line is so many voters; `weight`, if one voter counts so many times; `voter_id`, if it says who voted; or take it out (each line is counted once)",
                strengths::CAST
            );
            findings.doubt(line, "counted-together", message);
        } else if let Some(why) = heads(&column, groups, layout) {
            let message = format!(
                "{why} holds numbers that may say how many people cast each ballot: call it `{}`, and each line is so many voters; if it says something else, take it out (each line is counted once)",
                strengths::CAST
            );
            findings.doubt(line, "counted-together", message);
        } else if let Some(first) = column.is_unfinished() {
            let message = format!(
                "column `{title}` holds a day or an hour in other lines and none here, which may mean that this ballot was not handed in and does not count: take its line out, or the column (every line is counted)"
            );
            findings.doubt(place(first), "validity", message);
        } else if let Some(first) = column.voids_a_ballot() {
            let message = format!(
                "column `{title}` says `{}` here, which may mean that this ballot does not count: take out the lines that do not count, and then the column (every line is counted)",
                column.cells[first]
            );
            findings.doubt(place(first), "validity", message);
        } else if let Some(first) = line_by_line.as_ref().and_then(|voters| column.declines(voters)) {
            let message = format!(
                "column `{title}` says `{}` here, which may mean that this voter does not want what the line names: take out the lines that say so, and then the column (every line is counted as a vote for its project)",
                column.cells[first]
            );
            findings.doubt(place(first), "against", message);
        } else if let Some(first) = line_by_line
            .as_ref()
            .and_then(|voters| column.answers_apart(voters, &projects_of_lines))
        {
            let message = format!(
                "column `{title}` says `{}` here and something else on an earlier line of this voter: does it say whether the voter wants the project, or how much? Then take out the lines of projects that are not wanted, and then the column (every line is counted as a vote for its project)",
                column.cells[first]
            );
            findings.doubt(place(first), "against", message);
        } else if let Some(first) = column.opposes() {
            let message = format!(
                "column `{title}` says `{}` here, which may mean that this ballot speaks against what it names: take out such lines, or give them points below 0 (--vote-type scoring) in a column for each project (read as a ballot for them)",
                column.cells[first]
            );
            findings.doubt(place(first), "against", message);
        } else if !stated && !election.ballot_type.has_points() && column.gives_points(sums) {
            let message = format!(
                "column `{title}` gives numbers to what is named, and ballots are read as {}: say --vote-type cumulative or scoring with a column `points`, and they count; --vote-type {} if they shall not (they are not read)",
                election.ballot_type.word(),
                election.ballot_type.word()
            );
            findings.doubt(line, "points", message);
        } else if table
            && election.ballot_type.weighs()
            && !another_question(title)
            && column.holds_points()
            && !column.adds_up(&given)
        {
            let message = format!(
                "column `{title}` holds numbers like those given to projects: {}; write the project's identifier over it, or take the column out (it is not read)",
                unknown(title, &election.projects)
            );
            findings.doubt(line, "unknown-project", message);
        } else if column.said().next().is_some() && (!table || !super::totals::names_a_sum(title)) {
            passed.push(if column.title.is_empty() {
                format!("column {}, without a heading", at + 1)
            } else {
                column.title
            });
        }
    }
    named(&passed, findings, line);
}

/// How a column is called that may say how many people cast each line, though its heading does not say so: numbers beside groups of
/// people, or under no heading beside the ballot.
fn heads(column: &Column, groups: bool, layout: &Layout) -> Option<String> {
    const OF_ONE: [&str; 22] = [
        "age", "aged", "year", "years", "born", "seat", "no", "nr", "number", "id", "ref", "postcode", "cost", "room",
        "floor", "hours", "seats", "minutes", "distance", "points", "score", "total",
    ];
    let nameless = column.title.is_empty() && matches!(layout, Layout::Listed { .. } | Layout::Choices(_));
    let beside_groups = groups && !column.has(&OF_ONE) && !column.has(&FREE);
    if !column.counts_something() || !beside_groups && !nameless {
        return None;
    }
    Some(match column.title.as_str() {
        "" => format!("column {}, without a heading,", column.number()),
        title => format!("column `{title}`, beside groups of people,"),
    })
}

/// Asks whose a ballot is of which no column says who cast it, where each ballot names one project and others say so, or where a
/// sign says that what stands above goes on: cells of one voter may have been joined over several lines.
pub(super) fn joined_cells(document: &Document, voters: &[usize], election: &Election, findings: &mut Findings) {
    let several = election.ballots.iter().any(|ballot| ballot.supported().count() > 1);
    let headings = document.columns(Section::Votes);
    for at in voters {
        let title = headings.get(*at).map_or("", String::as_str);
        let column = Column::of(document, Section::Votes, *at, title);
        let goes_on = |cell: &String| is_ditto(&same_form(cell));
        let ditto = column.cells.iter().position(goes_on);
        let Some(first) = ditto.or_else(|| column.cells.iter().position(String::is_empty)) else {
            continue;
        };
        if column.said().next().is_some() && (ditto.is_some() || !several) {
            let line = document.records(Section::Votes).get(first).map(|record| record.line);
            let message = format!(
                "column `{title}` says who voted in other lines and nobody here: if the line goes on with the voter above, write the name again; if nobody is known, take the column out (it is counted as a voter of its own)"
            );
            findings.doubt(line, "voter", message);
        }
    }
}

/// Tells of columns of a table of projects by which some may not be on the ballot at all.
pub(super) fn of_projects(document: &Document, findings: &mut Findings) {
    const KNOWN: [&str; 2] = ["description", "district"];
    const WHERE_AND_WHO: [&str; 14] = [
        "url",
        "link",
        "website",
        "latitude",
        "longitude",
        "lat",
        "lon",
        "lng",
        "location",
        "image",
        "photo",
        "author",
        "contact",
        "summary",
    ];
    const COSTS: [&str; 9] = [
        "cost", "costs", "price", "prices", "amount", "total", "capital", "running", "expense",
    ];
    let records = document.records(Section::Projects);
    for at in ["name", "project_id"].map(|name| document.column(Section::Projects, name)) {
        let Some(at) = at.filter(|at| *at < document.columns(Section::Projects).len()) else {
            continue;
        };
        let column = Column::of(document, Section::Projects, at, "");
        let line = |first: usize| records.get(first).map(|record| record.line);
        if let Some(first) = column.is_withdrawn() {
            let message = format!(
                "the title `{}` says that this project is not on the ballot: take its line out, or these words (it is counted)",
                column.cells[first]
            );
            findings.doubt(line(first), "validity", message);
        }
        if let Some(first) = column.is_no_project() {
            let message = format!(
                "`{}` is no project that could be funded: take its line out of the table of projects, and leave ballots that name it empty (it is counted as a project)",
                column.cells[first]
            );
            findings.doubt(line(first), "no-project", message);
        }
    }
    let read = document.column(Section::Projects, "cost");
    let costs = read.map(|at| Column::of(document, Section::Projects, at, "cost").cells);
    let mut passed = Vec::new();
    for (at, title) in document.columns(Section::Projects).iter().enumerate() {
        let lower = title.to_lowercase();
        if READ_OF_PROJECTS.contains(&lower.as_str()) || KNOWN.contains(&lower.as_str()) {
            continue;
        }
        let column = Column::of(document, Section::Projects, at, title);
        let of_limits = ["excludes", "requires", "exclusive_group"].contains(&title.to_lowercase().as_str());
        let plain = column.has(&WHERE_AND_WHO) || column.has(&FREE) || column.has(&ABOUT_THE_VOTER);
        if at > 0 && !of_limits && !plain && !title.is_empty() && column.said().next().is_some() {
            passed.push(title.clone());
        }
        if let Some(first) = column.voids_a_project() {
            let message = format!(
                "column `{title}` says `{}` here, which may mean that this project is not on the ballot: take out the lines of such projects, and then the column (every project is counted)",
                column.cells[first]
            );
            findings.doubt(records.get(first).map(|record| record.line), "validity", message);
        }
        // Amounts that are not those that count, under a heading that might mean what a project costs.
        let number = |cell: &str| read_amount(cell).map(Amount::number);
        let otherwise = |costs: &Vec<String>| {
            let mut both = column.cells.iter().zip(costs);
            both.any(|(other, cost)| number(other).is_some_and(|other| Some(other) != number(cost)))
        };
        if column.has(&COSTS) && costs.as_ref().is_some_and(otherwise) {
            let message = format!(
                "column `{title}` holds amounts too, other than those of `cost`: which of them does a project cost? Call that one `cost`, and take the other out (`cost` is read)"
            );
            findings.doubt(document.heading_line(Section::Projects), "two-costs", message);
        }
    }
    named(&passed, findings, document.heading_line(Section::Projects));
}
