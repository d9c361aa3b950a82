//! A table whose heading does not stand in its first line: a title above it, two lines of headings, cells joined across columns.
//!
//! Read as it stands, the true heading would pass for a ballot that names every project, and the marks below it for names.

use super::document::{Document, Section};
use super::marks::mark;
use super::mentions::Names;
use super::points::roughly;

/// Lines at the top of a table among which a heading is looked for.
const LOOKED_AT: usize = 8;
/// Headings of the column that says who voted, and of the one that lists what they chose.
const OF_VOTERS: [&str; 6] = ["voter", "voter_id", "voter id", "name", "email", "timestamp"];
const OF_CHOICES: [&str; 8] = [
    "vote",
    "votes",
    "choice",
    "choices",
    "project",
    "projects",
    "project_id",
    "chosen projects",
];

/// The line of a heading below the first line, and what to do about it.
pub(super) fn below_the_first(document: &Document, names: &Names) -> Option<(u32, String)> {
    let records = document.records(Section::Votes);
    let rows = |count: usize| {
        let some = records.iter().take(count);
        some.map(|record| {
            let cells = document.cells(*record).map(|cell| cell.trim().to_owned());
            (record.line, cells.collect::<Vec<String>>())
        })
    };
    let first = document.columns(Section::Votes);
    // Columns under the format's own names are called otherwise in the file.
    let own = |title: &str| {
        let title = title.trim().to_lowercase();
        match title.as_str() {
            "voter_id" => "voter".to_owned(),
            "votes" | "choice" | "choices" => "vote".to_owned(),
            _ => title,
        }
    };
    let repeats = |cells: &[String]| {
        let alike = |(title, cell): (&String, &String)| own(title) == own(cell);
        first.iter().zip(cells).all(alike)
    };
    let found = rows(LOOKED_AT).find(|(_, cells)| {
        // Two lists put together repeat the heading, and that is told as what it is.
        if repeats(cells) {
            return false;
        }
        let called = |list: &[&str]| cells.iter().any(|cell| list.contains(&cell.to_lowercase().as_str()));
        let is_second = rows(1).any(|(_, top)| top == *cells);
        if is_second && second_of_two(&first, cells, names) && holds_no_other(document, names, cells) {
            return true;
        }
        called(&OF_VOTERS) && called(&OF_CHOICES) && cells.iter().all(|cell| names.one(cell).is_none())
            || of_projects(cells, names).is_some_and(|columns| holds_marks_only(document, names, cells, &columns))
    });
    found.map(|(line, _)| {
        let names_one = |cell: &String| {
            let found = names.cell(cell);
            roughly(cell).is_none() && !found.mentions.is_empty() && found.unknown() == 0
        };
        let above = rows(LOOKED_AT).take_while(|(other, _)| *other < line);
        if above.into_iter().any(|(_, cells)| cells.iter().any(names_one)) {
            let message = "this line looks like the heading of a second table, and ballots stand above it: put what stands below it under the columns of the first line, in their order, and take this line out";
            return (line, message.to_owned());
        }
        let message = "this line looks like the heading of the table, and others stand above it: take those out, so that the first line says what the columns are";
        (line, message.to_owned())
    })
}

/// Whether a line is the second of two that head a table, as survey tools write them: a question above the first of its answers and nothing
/// above the others, and below it each answer in its column and nothing else.
fn second_of_two(first: &[String], cells: &[String], names: &Names) -> bool {
    let Some(columns) = of_projects(cells, names) else {
        return false;
    };
    let blank = |text: Option<&String>| text.is_none_or(|text| text.trim().is_empty());
    let apart = (0..cells.len()).filter(|at| !columns.contains(at));
    apart.map(|at| cells.get(at)).all(blank) && columns.iter().skip(1).all(|at| blank(first.get(*at)))
}

/// Whether no other line names another project than the heading does in the same column: then each line would be a ballot.
fn holds_no_other(document: &Document, names: &Names, heading: &[String]) -> bool {
    let project = |cell: &str| {
        names
            .one(cell)
            .filter(|_| roughly(cell).is_none())
            .map(|(position, _)| position)
    };
    let records = document.records(Section::Votes).iter();
    records.skip(1).all(|record| {
        let cells: Vec<_> = document.cells(*record).collect();
        let mut pairs = heading.iter().zip(&cells);
        pairs.all(|(title, cell)| project(cell.trim()).is_none_or(|own| project(title) == Some(own)))
    })
}

/// The columns of a line whose cells name a project each, if these are several projects and each stands there once.
fn of_projects(cells: &[String], names: &Names) -> Option<Vec<usize>> {
    let mut named = Vec::new();
    let mut columns = Vec::new();
    for (at, cell) in cells.iter().enumerate() {
        // A number may be a project's, and points or a rank as well.
        if let Some((position, _)) = names.one(cell).filter(|_| roughly(cell).is_none()) {
            if named.contains(&position) {
                return None;
            }
            named.push(position);
            columns.push(at);
        }
    }
    (columns.len() >= 2).then_some(columns)
}

/// Whether the columns hold marks or numbers on all other lines: where they hold names, the line is a ballot like them.
fn holds_marks_only(document: &Document, names: &Names, heading: &[String], columns: &[usize]) -> bool {
    let mut marked = false;
    for record in document.records(Section::Votes) {
        let cells: Vec<_> = document.cells(*record).collect();
        let cell = |at: usize| cells.get(at).map_or("", |cell| cell.trim());
        if (0..heading.len()).all(|at| cell(at) == heading[at]) {
            continue;
        }
        for at in columns {
            let cell = cell(*at);
            if mark(cell).is_none() && roughly(cell).is_none() && names.one(cell).is_some() {
                return false;
            }
            marked |= mark(cell) == Some(true) || roughly(cell).is_some_and(|number| number > 0.0);
        }
    }
    marked
}
