//! Questions to the writer of a table with a column for each project: which columns are projects, what stands in them, and whether its
//! lines are ballots at all.

use std::collections::HashSet;

use super::choice_columns::ordinal;
use super::document::{Record, Section};
use super::findings::{Findings, Severity};
use super::heading_words::{FREE, asks_the_voter, names_places, words};
use super::layout::Look;
use super::marks::mark;
use super::mentions::unknown;
use super::near_headings::nearly_named;
use super::persons::{is_a_moment, is_no_person, is_person};
use super::points::read_points;
use super::totals::names_a_sum;
use crate::budgeting::BallotType;
use crate::budgeting::election::Election;

/// Adds the columns that hold marks or points and whose headings name a project with nothing besides but what is given to it
/// (`A (points)`), and tells which project each is taken for.
pub(super) fn nearly(
    look: &Look<'_>,
    open: &[usize],
    projects: &mut Vec<(usize, Option<u32>)>,
    line: u32,
    findings: &mut Findings,
) {
    for column in open {
        let title = &look.headings[*column];
        let known = |position: Option<u32>| projects.iter().any(|(_, other)| *other == position);
        if projects.iter().any(|(other, _)| other == column) || !look.scores(*column) {
            continue;
        }
        if let Some((name, position)) = nearly_named(look.names, title).filter(|(_, position)| !known(*position)) {
            let message = format!("column `{title}` is read as that of project `{name}`");
            findings.tell(Some(line), Severity::Repaired, "heading", message);
            projects.push((*column, position));
        }
    }
    projects.sort_unstable();
}

/// Adds the columns that hold marks or points and whose headings end in a project's title behind a question or a number of it
/// (`Which? - Park`, `Q4: Park`, `A. Park`), where there are several of different projects.
pub(super) fn by_tails(
    look: &Look<'_>,
    open: &[usize],
    projects: &mut Vec<(usize, Option<u32>)>,
    line: u32,
    findings: &mut Findings,
) {
    let tail = |title: &str| {
        let marks = [" - ", ": ", ". ", ") ", "? "];
        let mut rests = marks
            .iter()
            .filter_map(|mark| Some(title.rsplit_once(mark)?.1.trim().to_owned()));
        rests.find_map(|rest| Some((look.names.one(&rest).filter(|_| read_points(&rest).is_none())?.0, rest)))
    };
    let mut found: Vec<(usize, Option<u32>, String)> = Vec::new();
    for column in open {
        if let Some((position, rest)) = tail(&look.headings[*column]).filter(|_| look.scores(*column)) {
            if found.iter().any(|(_, other, _)| *other == position) {
                return;
            }
            found.push((*column, position, rest));
        }
    }
    if found.len() < 2 {
        return;
    }
    found.retain(|(column, ..)| !projects.iter().any(|(other, _)| other == column));
    for (column, position, rest) in found {
        let message = format!("column `{}` is read as that of project `{rest}`", look.headings[column]);
        findings.tell(Some(line), Severity::Repaired, "heading", message);
        projects.push((column, position));
    }
    projects.sort_unstable();
}

/// Columns of projects by which it is known how they are ticked.
const TICKS_OF: usize = 100;

/// Tells what a table with a column for each project holds besides.
pub(super) fn table(
    look: &Look<'_>,
    election: &Election,
    projects: &[(usize, Option<u32>)],
    voter: Option<usize>,
    line: u32,
    findings: &mut Findings,
) {
    // Answers to another question say yes in another way than projects are ticked.
    let yes = |column: usize| -> HashSet<String> {
        let cells = look.every(column).filter(|cell| mark(cell) == Some(true));
        cells.map(|cell| cell.to_lowercase()).collect()
    };
    let ticks: HashSet<String> = projects
        .iter()
        .take(TICKS_OF)
        .flat_map(|(column, _)| yes(*column))
        .collect();
    // Where each project has its column, a further question is none.
    let complete = every_project(election, projects);
    let stem = stem_of_all(look, projects);
    for (column, title) in look.headings.iter().enumerate() {
        if complete && asks_the_voter(title) || stem.is_some_and(|stem| question(title) != Some(stem)) {
            continue;
        }
        let other = !projects.iter().any(|(known, _)| *known == column) && Some(column) != voter;
        let alike = || ticks.is_empty() || !ticks.is_disjoint(&yes(column));
        let of_a_project = || look.marks(column) && alike() || may_be_missing(look, column, election, projects);
        if other && !names_a_sum(title) && !is_no_person(title) && of_a_project() {
            let message = format!(
                "column `{title}` holds marks like those of projects: {}; write the project's identifier over it, or take the column out if it is none (its marks are ignored)",
                unknown(title, &election.projects)
            );
            findings.doubt(Some(line), "unknown-project", message);
        }
    }
    for (place, (column, position)) in projects.iter().enumerate() {
        if let Some((earlier, _)) = projects[..place]
            .iter()
            .find(|(_, other)| position.is_some() && other == position)
        {
            let message = format!(
                "columns `{}` and `{}` are of one project: it counts where either names it",
                look.headings[*earlier], look.headings[*column]
            );
            findings.doubt(Some(line), "project-twice", message);
        }
    }
    let message = format!(
        "a table with a column for each of {} projects: read cell by cell",
        projects.len()
    );
    findings.tell(Some(line), Severity::Repaired, "layout", message);
}

/// Whether a column is filled as that of a project may be that has none: its heading is nearly the project's, or its cells name it and
/// nothing else.
fn may_be_missing(look: &Look<'_>, column: usize, election: &Election, projects: &[(usize, Option<u32>)]) -> bool {
    /// How alike a heading and a title are, from 0 to 1, of which one may be the other misspelt.
    const ALIKE: f64 = 0.7;
    let has_column = |at: usize| projects.iter().any(|(_, position)| *position == Some(at as u32));
    let missing: Vec<usize> = (0..election.projects.len()).filter(|at| !has_column(*at)).collect();
    let filled: Vec<String> = look.every(column).filter(|cell| !cell.is_empty()).collect();
    if missing.is_empty() || filled.is_empty() {
        return false;
    }
    let title = &look.headings[column];
    let bracketed = title
        .trim_end()
        .strip_suffix(']')
        .and_then(|rest| rest.rsplit_once('['));
    let title = bracketed.map_or(title.as_str(), |(_, inner)| inner.trim());
    let (lower, free) = (
        title.to_lowercase(),
        words(title).iter().any(|word| FREE.contains(&word.as_str())),
    );
    let like = |name: &str| {
        name.chars().count() > 2 && strsim::normalized_damerau_levenshtein(&lower, &name.to_lowercase()) >= ALIKE
    };
    let headed = || {
        let mut named = missing.iter().map(|at| &election.projects[*at]);
        named.any(|project| like(&project.name) || like(&project.id))
    };
    let of_one = || {
        let of = |cell: &String| look.names.one(cell).and_then(|(position, _)| position);
        let text = |cell: &String| read_points(cell).is_none() && mark(cell).is_none();
        let first = of(&filled[0]).filter(|first| missing.contains(&(*first as usize)));
        first.is_some() && filled.iter().all(|cell| text(cell) && of(cell) == first)
    };
    !free && (headed() || of_one())
}

/// Whether each project has a column.
pub(super) fn every_project(election: &Election, columns: &[(usize, Option<u32>)]) -> bool {
    let there = |at: usize| columns.iter().any(|(_, position)| *position == Some(at as u32));
    (0..election.projects.len()).all(there)
}

/// The question of a grid's column, before the brackets in which the answer stands.
pub(super) fn question(title: &str) -> Option<&str> {
    let (question, _) = title.trim_end().strip_suffix(']')?.rsplit_once('[')?;
    Some(question.trim()).filter(|question| !question.is_empty())
}

/// The question that all columns of projects share, where they are those of one grid.
fn stem_of_all<'a>(look: &'a Look<'_>, projects: &[(usize, Option<u32>)]) -> Option<&'a str> {
    let mut stems = projects.iter().map(|(column, _)| question(&look.headings[*column]));
    let first = stems.next()??;
    (projects.len() > 1 && stems.all(|stem| stem == Some(first))).then_some(first)
}

/// Tells of projects that have no column in a table of them: nobody could name them.
pub(super) fn nowhere(election: &Election, columns: &[(usize, Option<u32>)], line: u32, findings: &mut Findings) {
    let there = |at: usize| columns.iter().any(|(_, position)| *position == Some(at as u32));
    let missing: Vec<&str> = (0..election.projects.len())
        .filter(|at| !there(*at))
        .map(|at| election.projects[at].id.as_str())
        .collect();
    if !missing.is_empty() {
        let message = format!(
            "the table of ballots has no column for project{} `{}`: nobody could name {}",
            if missing.len() == 1 { "" } else { "s" },
            missing.iter().take(20).copied().collect::<Vec<_>>().join("`, `"),
            if missing.len() == 1 { "it" } else { "them" },
        );
        findings.tell(Some(line), Severity::Repaired, "no-column", message);
    }
}

/// A line below the heading that names projects over other columns than the heading does: a second table, whose marks would be
/// counted for other projects than they were made for. Nothing can be counted.
pub(super) fn second_heading(look: &Look<'_>, projects: &[(usize, Option<u32>)], findings: &mut Findings) -> bool {
    let records = look.document.records(Section::Votes);
    let is_heading = |record: &&Record| {
        let cells: Vec<_> = look.document.cells(**record).collect();
        let elsewhere = projects.iter().filter(|(column, project)| {
            let cell = cells.get(*column).map_or("", |cell| cell.trim());
            // A number may be a project's, and points or a rank as well.
            let other = || look.names.one(cell).is_some_and(|(other, _)| other != *project);
            mark(cell).is_none() && read_points(cell).is_none() && other()
        });
        elsewhere.count() >= 2
    };
    let found: Vec<&Record> = records.iter().filter(is_heading).collect();
    let Some(first) = found.first() else {
        return false;
    };
    if found.len() > 1 && 2 * found.len() > records.len() {
        let message = "columns are headed as projects and their cells name other projects: if each column is a choice, call the columns `First choice`, `Second choice`, or `Vote 1`, `Vote 2` where the order means nothing";
        findings.tell(
            look.document.heading_line(Section::Votes),
            Severity::Fatal,
            "heading",
            message.to_owned(),
        );
    } else {
        let message = "this line names projects over other columns than the heading does, as the heading of a second table would: put what stands below it under the columns of the heading, in their order, and take this line out";
        findings.tell(Some(first.line), Severity::Fatal, "heading", message.to_owned());
    }
    true
}

/// Makes the ballots rankings where each cell says a place in so many letters (`1st`, `2nd`).
pub(super) fn ordinals(
    look: &Look<'_>,
    projects: &[(usize, Option<u32>)],
    line: u32,
    election: &mut Election,
    findings: &mut Findings,
) {
    if look.document.meta("vote_type").is_some() {
        return;
    }
    let cells = || projects.iter().flat_map(|(column, _)| look.every(*column));
    let mut filled = cells().filter(|cell| mark(cell) != Some(false)).peekable();
    if filled.peek().is_some() && filled.all(|cell| ordinal(&cell).is_some()) {
        election.ballot_type = BallotType::Ordinal;
        let message = "columns of projects say a place in each voter's ranking (`1st`, `2nd`): read as rankings; if the order means nothing, write x instead";
        findings.tell(Some(line), Severity::Repaired, "ranks", message.to_owned());
    }
}

/// Asks about a table of rankings in which headings and cells are numbers, and both may be projects or both places.
pub(super) fn ranks_or_projects(
    look: &Look<'_>,
    projects: &[(usize, Option<u32>)],
    line: u32,
    election: &Election,
    findings: &mut Findings,
) {
    if election.ballot_type != BallotType::Ordinal {
        return;
    }
    let number = |text: &str| {
        text.trim()
            .parse::<usize>()
            .is_ok_and(|number| (1..=projects.len()).contains(&number))
    };
    let headings = projects.iter().all(|(column, _)| number(&look.headings[*column]));
    let every = |column: usize| look.every(column).all(|cell| cell.is_empty() || number(&cell));
    if headings && projects.len() > 1 && projects.iter().all(|(column, _)| every(*column)) {
        let message = "headings and cells are numbers of projects and of places alike: is each column a project, and the cell its place? Then write titles of projects into the heading; is each column a place, and the cell a project? Then call them `Rank 1`, `Rank 2` (each column is read as a project)";
        findings.doubt(Some(line), "ranks", message.to_owned());
    }
}

/// Asks whether lines that bear a name each, and that no column says to be of voters, are what several people gave together: those of a
/// polling station, a hall, a day.
pub(super) fn totals_of_places(
    look: &Look<'_>,
    projects: &[(usize, Option<u32>)],
    line: u32,
    election: &Election,
    findings: &mut Findings,
) {
    // One person has one of each: that they differ says nothing of places.
    const OF_ONE: [&str; 6] = ["postcode", "post", "zip", "address", "age", "born"];
    if !election.ballot_type.has_points() || (0..look.headings.len()).any(|column| is_person(&look.headings[column])) {
        return;
    }
    let of_projects: HashSet<usize> = projects.iter().map(|(column, _)| *column).collect();
    let place = (0..look.headings.len()).find(|column| {
        let free = words(&look.headings[*column])
            .iter()
            .any(|word| FREE.contains(&word.as_str()));
        let of_one = words(&look.headings[*column])
            .iter()
            .any(|word| OF_ONE.contains(&word.as_str()));
        if free || of_one || of_projects.contains(column) {
            return false;
        }
        let cells: Vec<String> = look.every(*column).filter(|cell| !cell.is_empty()).collect();
        let mut once = HashSet::new();
        let text = |cell: &String| read_points(cell).is_none() && mark(cell).is_none() && !is_a_moment(cell);
        let place = names_places(&look.headings[*column]);
        cells.len() >= 2
            && cells
                .iter()
                .all(|cell| (place || text(cell)) && once.insert(cell.to_lowercase()))
    });
    if let Some(column) = place {
        let message = format!(
            "{} names each line, and no column says who voted: are these the points that many people gave together, in one place or on one day? What is counted are ballots, one voter a line; if each line is one ballot, call the column `voter_id` (each line is counted as one voter)",
            match look.headings[column].as_str() {
                "" => "a column without a heading".to_owned(),
                title => format!("column `{title}`"),
            }
        );
        findings.doubt(Some(line), "totals", message);
    }
}
