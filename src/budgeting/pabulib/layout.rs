//! How the ballots of a file are laid out, found out from its headings and cells.
//!
//! ```text
//!  listed    voter_id;vote                  a cell names the projects (the format's own layout)
//!  choices   voter;First choice;Second …    a column for each choice
//!  table     voter_id;1;2;3                 a column for each project: 1, x or yes where it is named, points, ranks
//!  long      voter_id;project_id            a line for each project that a voter names, as databases of platforms keep them
//! ```
//!
//! A table with a line for each project and a column for each voter is known and refused: turned over, it is one of these.

use std::borrow::Cow;

use super::choice_columns::{Meaning, choices, says_an_order};
use super::document::{Document, Section};
use super::findings::{Findings, Severity};
use super::heading_words::{is_about_the_voter, most_by_heading, speaks_of_votes};
use super::late_heading::below_the_first;
use super::line_columns::{LineByLine, long};
use super::marks::{LOOKED_AT, mark};
use super::mentions::{Mention, Names};
use super::persons::{identities, is_no_person, may_be_a_person};
use super::points::read_points;
use super::project_columns::{nearly, nowhere, ordinals, ranks_or_projects, second_heading, table, totals_of_places};
use super::totals::names_a_sum;
use super::wishes::Origin;
use crate::budgeting::BallotType;
use crate::budgeting::election::Election;

/// How ballots are laid out.
pub(super) enum Layout {
    /// A cell lists the projects, another the points.
    Listed { vote: usize, points: Option<usize> },
    /// Columns that hold a choice each, in their order.
    Choices(Vec<usize>),
    /// Columns that are projects.
    Table(Vec<(usize, Option<u32>)>),
    /// A line for each project named.
    Long(LineByLine),
}

impl Layout {
    /// Columns that hold the ballot itself.
    pub(super) fn columns(&self) -> Vec<usize> {
        match self {
            Layout::Listed { vote, points } => std::iter::once(*vote).chain(*points).collect(),
            Layout::Choices(columns) => columns.clone(),
            Layout::Table(columns) => columns.iter().map(|(column, _)| *column).collect(),
            Layout::Long(columns) => columns.of_ballot().collect(),
        }
    }
}

/// More votes than this nobody gives alone.
const MOST_BY_ONE: u32 = 10;

/// Words of a heading under which a line names one project.
const PROJECT_WORDS: [&str; 13] = [
    "project",
    "projects",
    "project_id",
    "project id",
    "project_name",
    "project name",
    "project title",
    "project voted for",
    "proposal",
    "proposals",
    "proposal id",
    "prosiect",
    "idea",
];

/// The section as far as it is looked at.
pub(super) struct Look<'a> {
    pub(super) document: &'a Document,
    pub(super) names: &'a Names,
    pub(super) headings: Vec<String>,
    rows: Vec<Vec<Cow<'a, str>>>,
}

impl<'a> Look<'a> {
    fn new(document: &'a Document, names: &'a Names) -> Look<'a> {
        let records = document.records(Section::Votes).iter().take(LOOKED_AT);
        Look {
            document,
            names,
            headings: document.columns(Section::Votes),
            rows: records.map(|record| document.cells(*record).collect()).collect(),
        }
    }

    pub(super) fn cells(&self, column: usize) -> impl Iterator<Item = &str> {
        self.rows
            .iter()
            .map(move |row| row.get(column).map_or("", |cell| cell.trim()))
    }

    /// All cells of a column, beyond those that were looked at.
    pub(super) fn every(&self, column: usize) -> impl Iterator<Item = String> {
        let records = self.document.records(Section::Votes).iter();
        records.map(move |record| {
            let cell = self.document.cells(*record).nth(column).unwrap_or_default();
            cell.trim().to_owned()
        })
    }

    /// Whether a column holds crosses, and at least one.
    pub(super) fn marks(&self, column: usize) -> bool {
        self.every(column).all(|cell| mark(&cell).is_some()) && self.every(column).any(|cell| mark(&cell) == Some(true))
    }

    /// Whether a column holds nothing but crosses, points or ranks.
    pub(super) fn scores(&self, column: usize) -> bool {
        self.every(column)
            .all(|cell| mark(&cell).is_some() || read_points(&cell).is_some())
    }

    /// Whether lines are projects and columns beside them say how many votes each got: results, and no ballots.
    fn is_of_totals(&self) -> bool {
        const WORDS: [&str; 23] = [
            "likes",
            "dots",
            "hearts",
            "stickers",
            "supports",
            "responses",
            "percent",
            "respondents",
            "vote",
            "votes",
            "count",
            "counts",
            "total",
            "totals",
            "tally",
            "ballots",
            "supporters",
            "points",
            "score",
            "scores",
            "result",
            "results",
            "pleidleisiau",
        ];
        const OF_PROJECTS: [&str; 4] = ["cost", "costs", "price", "budget"];
        let counts = |column: usize| {
            let title = self.headings[column].to_lowercase();
            let mut words = title.split(|letter: char| !letter.is_alphanumeric());
            let cells = || self.cells(column).filter(|cell| !cell.is_empty());
            words.any(|word| WORDS.contains(&word))
                && cells().all(|cell| read_points(cell).is_some())
                // Identifiers of projects may be numbers too.
                && cells().any(|cell| self.names.one(cell).is_none())
        };
        let filled = |column: &usize| self.cells(*column).any(|cell| !cell.is_empty());
        let columns: Vec<usize> = (0..self.headings.len()).filter(filled).collect();
        // A column called `vote` names what a voter chose, unless what stands beside it is more than anybody gives.
        let many = (0..self.headings.len()).any(|column| {
            counts(column)
                && self.headings[column].to_lowercase() != "points"
                && self
                    .cells(column)
                    .any(|cell| cell.parse::<u32>().is_ok_and(|votes| votes > MOST_BY_ONE))
        });
        let names = |column: &usize| {
            !is_about_the_voter(&self.headings[*column])
                && self.names_each_once(*column)
                && (many || !self.headings[*column].eq_ignore_ascii_case("vote"))
        };
        let of_projects = |column: &usize| OF_PROJECTS.contains(&self.headings[*column].to_lowercase().as_str());
        let (counted, others): (Vec<usize>, Vec<usize>) = columns.into_iter().partition(|column| counts(*column));
        let mut named = others.iter().filter(|column| names(column)).peekable();
        named.peek().is_some()
            && !counted.is_empty()
            && others.iter().all(|column| names(column) || of_projects(column))
    }

    /// Whether a column names a project on each line, none twice, but for sums.
    fn names_each_once(&self, column: usize) -> bool {
        let mut named = std::collections::HashSet::new();
        let mut cells = self.cells(column).filter(|cell| !names_a_sum(cell) && !cell.is_empty());
        let once = cells.all(|cell| self.names.one(cell).is_some_and(|(position, _)| named.insert(position)));
        once && named.len() >= 2
    }

    /// Whether what a column names are numbers throughout.
    fn is_of_numbers(&self, column: usize) -> bool {
        self.cells(column).all(|cell| {
            cell.chars()
                .all(|letter| letter.is_ascii_digit() || " ,;.|".contains(letter))
        })
    }

    /// Rows of a column whose cells name projects and nothing else.
    fn naming(&self, column: usize) -> usize {
        let named = self
            .cells(column)
            .filter(|cell| !cell.is_empty() && self.names.cell(cell).unknown() == 0);
        named.count()
    }

    /// Whether a column that may say anything names projects in most of its cells.
    fn also_names_projects(&self, column: usize) -> bool {
        let filled = self.cells(column).filter(|cell| !cell.is_empty()).count();
        2 * self.naming(column) > filled && !is_no_person(&self.headings[column])
    }

    /// Whether a column that may say anything may be a ballot beside another: numbers under another heading are those of lines, tables
    /// and pages.
    fn may_be_a_second_ballot(&self, column: usize) -> bool {
        let says = speaks_of_votes(&self.headings[column]) && !is_about_the_voter(&self.headings[column]);
        self.also_names_projects(column) && (says || !self.is_of_numbers(column))
    }

    /// The first line whose list of projects differs from what is marked in columns of projects beside it, with the first column
    /// that differs.
    fn says_otherwise(&self, list: usize, projects: &[(usize, Option<u32>)]) -> Option<(u32, &str)> {
        let given = |column: usize| self.every(column).any(|cell| mark(&cell) != Some(false));
        let marked: Vec<(usize, Option<u32>)> = projects
            .iter()
            .copied()
            .filter(|(column, _)| *column != list && self.scores(*column) && given(*column))
            .collect();
        self.document.records(Section::Votes).iter().find_map(|record| {
            let cells: Vec<Cow<'_, str>> = self.document.cells(*record).collect();
            let cell = |at: usize| cells.get(at).map_or("", |cell| cell.trim());
            let named = self.names.cell(cell(list)).mentions;
            let differs = |(column, project): &&(usize, Option<u32>)| {
                named.contains(&Mention::Known(*project)) != (mark(cell(*column)) != Some(false))
            };
            let first = marked.iter().find(differs)?;
            Some((record.line, self.headings[first.0].as_str()))
        })
    }

    /// Whether two columns name the same project on each line, as its number and its title do.
    fn names_the_same(&self, one: usize, other: usize) -> bool {
        self.every(one).zip(self.every(other)).all(|(one, other)| {
            let of = |cell: &str| self.names.one(cell).map(|(position, _)| position);
            one.is_empty() && other.is_empty() || of(&one).is_some() && of(&one) == of(&other)
        })
    }

    /// The column that names one project on each line, where some voters have several lines and name another project on each:
    /// nobody then votes twice.
    fn one_project_a_line(&self, voter: usize, open: &[usize]) -> Option<usize> {
        let said = |column: &&usize| PROJECT_WORDS.contains(&self.headings[**column].trim().to_lowercase().as_str());
        let found: Vec<usize> = open.iter().filter(said).copied().collect();
        let project = *found.first()?;
        if found[1..].iter().any(|other| !self.names_the_same(project, *other)) {
            return None;
        }
        let mut pairs = std::collections::HashSet::new();
        let mut voters = std::collections::HashSet::new();
        let records = self.document.records(Section::Votes);
        for record in records {
            let cells: Vec<Cow<'_, str>> = self.document.cells(*record).collect();
            let cell = |at: usize| cells.get(at).map_or("", |cell| cell.trim());
            // More than one project in a cell is a ballot of its own, and a second of one voter a second ballot.
            if self.names.cell(cell(project)).mentions.len() > 1 && self.names.one(cell(project)).is_none() {
                return None;
            }
            voters.insert(cell(voter).to_owned());
            pairs.insert((cell(voter).to_owned(), cell(project).to_lowercase()));
        }
        // A line that stands there twice makes no second ballot of the others.
        (voters.len() < pairs.len()).then_some(project)
    }

    /// Whether projects stand in lines and voters in columns: the first column names a project on each line, none twice, and
    /// others hold marks or points.
    fn is_turned_over(&self) -> bool {
        let first = self
            .headings
            .first()
            .map_or(String::new(), |heading| heading.to_lowercase());
        let said = PROJECT_WORDS.contains(&first.as_str());
        // Voters are numbered as projects are; and where other headings end in projects' names, voters stand in lines.
        let ends_in_a_project = |heading: &String| {
            let tail = heading.rsplit(['.', ':', ')']).next().unwrap_or_default().trim();
            !tail.is_empty() && tail.len() < heading.trim().len() && self.names.one(tail).is_some()
        };
        let named_in_headings = self
            .headings
            .iter()
            .skip(1)
            .filter(|one| ends_in_a_project(one))
            .count();
        let numbers_lines = [
            "no", "no.", "nr", "number", "paper", "sheet", "ballot", "row", "line", "#",
        ]
        .contains(&first.trim())
            && self.is_of_numbers(0);
        if !said && (is_about_the_voter(&first) || numbers_lines || named_in_headings >= 2) {
            return false;
        }
        let mut named: Vec<u32> = Vec::new();
        for cell in self.cells(0).filter(|cell| !names_a_sum(cell)) {
            match self.names.one(cell) {
                Some((Some(position), _)) if !named.contains(&position) => named.push(position),
                // A line that names none may be a further heading or a sum; a second of one project is a ballot's.
                Some((Some(_), _)) => return false,
                _ if cell.is_empty() => {}
                _ => return false,
            }
        }
        let score = |cell: &str| mark(cell).is_some() || cell.parse::<u32>().is_ok_and(|points| points <= 1000);
        let scores = |column: &usize| {
            self.cells(*column).all(score)
                && self.cells(*column).any(|cell| mark(cell) != Some(false))
                && !is_no_person(&self.headings[*column])
                && (said || named_by(self.names, &self.headings[*column]).is_none())
        };
        let voters = (1..self.headings.len()).filter(scores).count();
        named.len() >= 2 && voters >= if said { 1 } else { 2 }
    }
}

/// Finds out how ballots are laid out; nothing where they cannot be read at all, which is told. A ranking that nobody called
/// one makes the election's ballots rankings.
pub(super) fn layout(
    document: &Document,
    names: &Names,
    election: &mut Election,
    findings: &mut Findings,
    origin: Origin,
) -> Option<Layout> {
    use Severity::Fatal;
    let at = |name: &str| document.column(Section::Votes, name);
    let points = at("points").filter(|_| election.ballot_type.has_points());
    let plain = Layout::Listed { vote: 1, points };
    let Some(line) = document.heading_line(Section::Votes) else {
        return Some(at("vote").map_or(plain, |vote| Layout::Listed { vote, points }));
    };
    let look = Look::new(document, names);
    let voter = at("voter_id");
    let headed = |column: &String| named_by(names, column).is_some();
    if origin == Origin::Tables
        && !look.headings.iter().any(headed)
        && let Some((line, message)) = below_the_first(document, names)
    {
        findings.tell(Some(line), Fatal, "heading", message);
        return None;
    }
    if origin == Origin::Tables && voter.is_none() && look.is_of_totals() {
        let message = "each line names a project and a number of votes: these are totals, and what is counted here are ballots, one voter a line (see `carepool vote --help` for how they may be laid out)";
        findings.tell(Some(line), Fatal, "totals", message.to_owned());
        return None;
    }
    if at("vote").is_none() && look.is_turned_over() {
        let message = "projects stand in the lines of this table and voters in its columns: turn it over, so that each voter has a line and each project a column (in a spreadsheet: copy it, Paste special, Transpose)";
        findings.tell(Some(line), Fatal, "turned-over", message.to_owned());
        return None;
    }
    let open: Vec<usize> = (0..look.headings.len())
        .filter(|column| Some(*column) != voter && Some(*column) != points)
        .collect();
    let mut projects: Vec<(usize, Option<u32>)> = open
        .iter()
        .filter_map(|column| named_by(names, &look.headings[*column]).map(|position| (*column, position)))
        .collect();
    let free: Vec<usize> = open
        .iter()
        .copied()
        .filter(|column| !projects.iter().any(|(other, _)| other == column) || at("vote") == Some(*column))
        .collect();
    if let Some(found) = choices(document, names, &free, LOOKED_AT) {
        if found.meaning == Meaning::Points {
            let message = "headings say how many points the project beneath them gets: give each project a column of its own with the points that it gets of each voter, and say --vote-type cumulative or scoring";
            findings.tell(Some(line), Severity::Fatal, "points", message.to_owned());
            return None;
        }
        ordered(&look, &found.columns, found.meaning, line, election, findings);
        let others = free.iter().filter(|column| !found.columns.contains(column));
        let others: Vec<usize> = others
            .copied()
            .filter(|column| look.may_be_a_second_ballot(*column))
            .collect();
        if origin == Origin::Tables && !others.is_empty() {
            let titles: Vec<&str> = others.iter().map(|column| look.headings[*column].as_str()).collect();
            let message = format!(
                "column `{}` names projects too: is it a choice? Then call it like the others, with its number (it is not read)",
                titles.join("`, `")
            );
            findings.doubt(Some(line), "columns", message);
        }
        return Some(Layout::Choices(found.columns));
    }
    if let Some(vote) = at("vote") {
        two_ballots(&look, vote, &projects, true, findings);
        let others = open.iter().copied().filter(|column| {
            let is_project = projects.iter().any(|(other, _)| other == column);
            *column != vote && !is_project && look.may_be_a_second_ballot(*column)
        });
        let others: Vec<&str> = others.map(|column| look.headings[column].as_str()).collect();
        if origin == Origin::Tables {
            which_is_the_ballot(&look.headings[vote], &others, line, findings);
        }
        return Some(Layout::Listed { vote, points });
    }
    if let Some(project) = at("project_id") {
        return long(&look, (voter, project, points), line, election, findings);
    }
    let person = || {
        let persons = identities(document, &open, false, origin);
        persons
            .iter()
            .find_map(|one| (one.columns.len() == 1).then(|| one.columns[0]))
    };
    if let Some(voter) = voter.or_else(person).filter(|_| origin == Origin::Tables)
        && let Some(project) = look.one_project_a_line(voter, &open)
    {
        let message = format!(
            "a line for each project named (column `{}`): the lines of a voter are put together",
            look.headings[project]
        );
        findings.tell(Some(line), Severity::Repaired, "layout", message);
        return long(&look, (Some(voter), project, points), line, election, findings);
    }
    nearly(&look, &open, &mut projects, line, findings);
    if !projects.is_empty() && (projects.len() > 1 || look.marks(projects[0].0)) {
        if origin == Origin::Tables {
            if second_heading(&look, &projects, findings) {
                return None;
            }
            ordinals(&look, &projects, line, election, findings);
            ranks_or_projects(&look, &projects, line, election, findings);
            totals_of_places(&look, &projects, line, election, findings);
        }
        table(&look, election, &projects, voter, line, findings);
        nowhere(election, &projects, line, findings);
        let lists = open
            .iter()
            .filter(|column| !projects.iter().any(|(other, _)| other == *column));
        // Numbers under another heading are rather those of lines, or sums.
        let may_be_a_ballot = |column: usize| !look.is_of_numbers(column);
        let lists = lists.filter(|column| may_be_a_ballot(**column) && !names_a_sum(&look.headings[**column]));
        for list in lists.filter(|column| look.also_names_projects(**column)) {
            two_ballots(&look, *list, &projects, false, findings);
        }
        return Some(Layout::Table(projects));
    }
    Some(listed(&look, &open, points, line, findings, origin))
}

/// Asks which column is the ballot, where others beside the one that is read name projects too.
fn which_is_the_ballot(read: &str, others: &[&str], line: u32, findings: &mut Findings) {
    if others.is_empty() {
        return;
    }
    let message = format!(
        "columns `{read}` and `{}` all name projects: which is the ballot? Call it `vote` and take out whichever is none, or, where each is a choice, call them `First choice`, `Second choice` or `Vote 1`, `Vote 2` (only `{read}` is read)",
        others.join("`, `")
    );
    findings.doubt(Some(line), "columns", message);
}

/// Asks which of two ballots counts, where a list of projects and the columns of projects beside it name different ones.
fn two_ballots(
    look: &Look<'_>,
    list: usize,
    projects: &[(usize, Option<u32>)],
    list_is_read: bool,
    findings: &mut Findings,
) {
    let Some((at, title)) = look.says_otherwise(list, projects) else {
        return;
    };
    let listed = &look.headings[list];
    let read = if list_is_read { "the list is" } else { "the columns are" };
    let message = format!(
        "column `{listed}` lists other projects here than are marked in the columns of projects (`{title}`): take out whichever shall not count ({read} read)"
    );
    findings.doubt(Some(at), "two-ballots", message);
}

/// The project that a heading names: as it stands, or in the brackets in which forms put it behind their question
/// (`Which do you support? [The pool]`).
fn named_by(names: &Names, heading: &str) -> Option<Option<u32>> {
    let inner = || {
        let (_, rest) = heading.trim_end().strip_suffix(']')?.rsplit_once('[')?;
        names.one(rest)
    };
    names.one(heading).or_else(inner).map(|(position, _)| position)
}

/// Tells how choices in columns of their own are read, and makes the ballots rankings where only an order can be meant.
fn ordered(
    look: &Look<'_>,
    columns: &[usize],
    meaning: Meaning,
    line: u32,
    election: &mut Election,
    findings: &mut Findings,
) {
    let stated = look.document.meta("vote_type").is_some();
    let titles: Vec<&str> = columns.iter().map(|column| look.headings[*column].as_str()).collect();
    let mut titles = titles.join("`, `");
    if titles.chars().count() > 120 {
        titles = titles.chars().take(120).chain("…".chars()).collect();
    }
    let line = Some(line);
    let each = format!("a column for each choice (`{titles}`)");
    if stated {
        let how = match election.ballot_type {
            BallotType::Ordinal => "read as a ranking, the first of them first",
            BallotType::Approval | BallotType::ChooseOne => {
                "read as the projects that a voter names, whatever their order"
            }
            BallotType::Cumulative | BallotType::Scoring => {
                let message = format!(
                    "{each} and no points, where the ballots are said to be {}: say `ordinal` for a ranking or `approval` for a list, or give a column of points for each project (each choice gets 1)",
                    election.ballot_type.word()
                );
                return findings.doubt(line, "choices", message);
            }
        };
        return findings.tell(line, Severity::Repaired, "choices", format!("{each}: {how}"));
    }
    match meaning {
        Meaning::Ranked => {
            election.ballot_type = BallotType::Ordinal;
            let message = format!(
                "{each}: read as a ranking, the first of them first; if the order means nothing, say that ballots are `approval` (--vote-type approval)"
            );
            findings.tell(line, Severity::Repaired, "choices", message);
        }
        Meaning::Unordered => {
            let message = format!(
                "{each}: read as the projects that a voter names, whatever their order; if the first is preferred, say that ballots are `ordinal` (--vote-type ordinal)"
            );
            findings.tell(line, Severity::Repaired, "choices", message);
        }
        // Refused before.
        Meaning::Points => {}
        Meaning::Unclear => {
            let message = format!(
                "{each}: is the first preferred to the second? Then say that ballots are `ordinal` (--vote-type ordinal); if the order means nothing, `approval` (--vote-type approval, as which they are read)"
            );
            findings.doubt(line, "choices", message);
        }
    }
}

/// One column names the projects: the one that does so most often, if it alone can be meant.
fn listed(
    look: &Look<'_>,
    open: &[usize],
    points: Option<usize>,
    line: u32,
    findings: &mut Findings,
    origin: Origin,
) -> Layout {
    // Days are parted as projects may be.
    let may_be = |column: &&usize| {
        origin != Origin::Tables
            || may_be_a_person(look.document, **column, &look.headings[**column])
            || speaks_of_votes(&look.headings[**column])
    };
    let counts: Vec<(usize, usize)> = open
        .iter()
        .filter(may_be)
        .map(|column| (look.naming(*column), *column))
        .collect();
    let said = |column: usize| origin == Origin::Tables && speaks_of_votes(&look.headings[column]);
    let best = counts
        .iter()
        .max_by_key(|(count, column)| (*count > 0 && said(*column), *count, std::cmp::Reverse(*column)));
    let (most, best) = best.copied().unwrap_or((0, 1));
    let vote = if most > 0 { best } else { 1 };
    let title = look.headings.get(vote).map_or("", String::as_str);
    let headless = most > 0 && look.names.cell(title).unknown() == 0 && !title.is_empty();
    // The first line of a table without headings is a ballot: its cells then name projects, and so do those below.
    if headless {
        let message = "this line should say what the columns are and looks like a ballot: put `voter_id;vote` before it (it is not counted)";
        findings.doubt(Some(line), "heading-missing", message.to_owned());
    }
    // Ages, pages and sizes of households are numbers of projects too.
    if most > 0
        && !headless
        && origin == Origin::Tables
        && !speaks_of_votes(title)
        && !says_an_order(title)
        && look.is_of_numbers(vote)
    {
        let message = format!(
            "column `{title}` holds numbers, and projects have such: is it the ballot? Then call it `vote`; if it is not, no column names projects by which their votes could be found"
        );
        findings.tell(Some(line), Severity::Fatal, "column", message);
    }
    let also: Vec<&str> = counts
        .iter()
        .filter(|(_, column)| *column != vote && look.may_be_a_second_ballot(*column))
        .map(|(_, column)| look.headings[*column].as_str())
        .collect();
    let unstated = look.document.meta("vote_type").is_none();
    let several = || look.cells(vote).any(|cell| look.names.cell(cell).mentions.len() > 1);
    if most > 0 && origin == Origin::Tables && unstated && says_an_order(title) && several() {
        let message = format!(
            "column `{title}` says that projects stand in an order: is the first preferred? Then say that ballots are `ordinal` (--vote-type ordinal); if the order means nothing, `approval` (--vote-type approval, as which they are read)"
        );
        findings.doubt(Some(line), "choices", message);
    }
    if most > 0 && !headless && origin == Origin::Tables {
        which_is_the_ballot(title, &also, line, findings);
    }
    if most == 0 && origin == Origin::Tables && look.headings.len() > 1 {
        let message = format!(
            "no column names projects: which is the ballot? Call it `vote`, and write projects as the table of projects does (`{title}` is taken for it)"
        );
        findings.doubt(Some(line), "column", message);
        return Layout::Listed { vote, points };
    }
    if let Some(limit) = most_by_heading(title).filter(|_| most > 0 && origin == Origin::Tables) {
        let beyond = look.document.records(Section::Votes).iter().find(|record| {
            let cell = look.document.cells(**record).nth(vote).unwrap_or_default();
            look.names.cell(&cell).mentions.len() > limit
        });
        if let Some(record) = beyond {
            let message = format!(
                "column `{title}` lets a voter name {limit} and this ballot names more: take it out, or what is too much of it, or call the column `vote` (all of it is counted)"
            );
            findings.doubt(Some(record.line), "length", message);
        }
    }
    let message = if most > 0 {
        format!("no column `vote`: column `{title}` names projects and is taken for it")
    } else {
        "no column `vote`: the second is taken for it".to_owned()
    };
    findings.tell(Some(line), Severity::Repaired, "column", message);
    Layout::Listed { vote, points }
}
