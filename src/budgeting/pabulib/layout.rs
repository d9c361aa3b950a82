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

use super::beside_choices::{choices_beside, tell_missing};
use super::choice_columns::{Meaning, begins_an_order, choices, says_an_order};
use super::document::{Document, Section};
use super::findings::{Findings, Severity};
use super::heading_words::{is_about_the_voter, most_by_heading, speaks_of_votes, words};
use super::labels::labelled;
use super::late_heading::below_the_first;
use super::line_columns::{LineByLine, long, tell_lumped};
use super::marks::{LOOKED_AT, mark};
use super::mentions::{Mention, Names};
use super::persons::{Identity, identities, is_a_sheet, is_no_person, may_be_a_person, numbers_papers};
use super::points::read_points;
use super::project_columns::{
    by_tails, nearly, nowhere, ordinals, ranks_or_projects, second_heading, table, totals_of_places,
};
use super::strengths;
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

/// Words of a heading under which a line names one project.
pub(super) const PROJECT_WORDS: [&str; 22] = [
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
    "projekt",
    "projet",
    "proyecto",
    "projets",
    "proyectos",
    "projekte",
    "projekty",
    "prosiectau",
    "scheme",
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

    /// Whether a cell is a point of a scale with words beside it, and no project's title.
    fn is_of_a_scale(&self, cell: &str) -> bool {
        labelled(cell).is_some() && self.names.one(cell).is_none()
    }

    /// Whether a column holds nothing but crosses, points or ranks.
    pub(super) fn scores(&self, column: usize) -> bool {
        self.every(column)
            .all(|cell| mark(&cell).is_some() || read_points(&cell).is_some() || self.is_of_a_scale(&cell))
    }

    /// Whether what a column names are numbers throughout.
    pub(super) fn is_of_numbers(&self, column: usize) -> bool {
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

    /// Whether a column says on every line how many projects another lists.
    fn counts(&self, column: usize, list: usize) -> bool {
        let mut pairs = self.cells(column).zip(self.cells(list));
        pairs.all(|(number, list)| number.parse() == Ok(self.names.cell(list).mentions.len()))
    }

    /// Whether a column that may say anything names projects in most of its cells.
    fn also_names_projects(&self, column: usize) -> bool {
        let filled = self.cells(column).filter(|cell| !cell.is_empty()).count();
        2 * self.naming(column) > filled
            && !is_no_person(&self.headings[column])
            && !(numbers_papers(&self.headings[column]) && self.is_of_numbers(column))
    }

    /// Whether a column that may say anything may be a ballot beside another: numbers under another heading are those of lines, tables
    /// and pages.
    pub(super) fn may_be_a_second_ballot(&self, column: usize) -> bool {
        let says = speaks_of_votes(&self.headings[column]) && !is_about_the_voter(&self.headings[column]);
        let how = words(&self.headings[column])
            .first()
            .is_some_and(|word| word == "how" || word == "rate");
        self.also_names_projects(column) && (says && !how || !self.is_of_numbers(column))
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

    /// Whether headings that are numbers of projects stand over titles of others: they number choices (`Rank [1]`, `2`).
    fn numbers_over_titles(&self, projects: &[(usize, Option<u32>)]) -> bool {
        let numbered = |column: usize| {
            let inner = self.headings[column].rsplit(['[', '#', '.']).next().unwrap_or_default();
            inner.trim_end_matches(']').trim().parse::<u32>().is_ok()
        };
        let titles = |column: usize| {
            let (mut all, mut titled) = (0, 0);
            for cell in self.cells(column).filter(|cell| !cell.is_empty()) {
                all += 1;
                titled +=
                    usize::from(read_points(cell).is_none() && mark(cell).is_none() && self.names.one(cell).is_some());
            }
            (all, titled)
        };
        let counts: Vec<(usize, usize)> = projects.iter().map(|(column, _)| titles(*column)).collect();
        let (all, titled) = counts
            .iter()
            .fold((0, 0), |sum, count| (sum.0 + count.0, sum.1 + count.1));
        projects.len() > 1 && projects.iter().all(|(column, _)| numbered(*column)) && 2 * titled > all
    }

    /// Whether two columns name the same project on each line, as its number and its title do.
    pub(super) fn names_the_same(&self, one: usize, other: usize) -> bool {
        self.every(one).zip(self.every(other)).all(|(one, other)| {
            let of = |cell: &str| self.names.one(cell).map(|(position, _)| position);
            one.is_empty() && other.is_empty() || of(&one).is_some() && of(&one) == of(&other)
        })
    }

    /// The column that tells voters apart whose lines are put together. A sheet may hold the lines of several people: whatever tells more
    /// of them apart says who voted; nothing where that takes more columns than one.
    fn finest_person(&self, open: &[usize], origin: Origin) -> Option<usize> {
        let mut persons = identities(self.document, open, false, origin);
        let no_numbers = |one: &&Identity| !self.numbers_choices(one, &persons, open, origin);
        let others: Vec<Identity> = persons.iter().filter(no_numbers).cloned().collect();
        if !others.is_empty() {
            persons = others;
        }
        let first = persons.iter().find(|one| one.columns.len() == 1)?;
        let may_hold_several = self
            .document
            .columns(Section::Votes)
            .get(first.columns[0])
            .is_some_and(|heading| is_a_sheet(heading));
        if persons.len() == 1 || !may_hold_several || self.one_project_a_line(first.columns[0], open).is_none() {
            return Some(first.columns[0]);
        }
        let different = |one: &Identity| {
            let records = self.document.records(Section::Votes).iter();
            let who = records.map(|record| one.of(&self.document.cells(*record).collect::<Vec<_>>()));
            who.collect::<std::collections::HashSet<String>>().len()
        };
        let mut finest = (different(first), first);
        for one in &persons {
            let apart = different(one);
            let together = || {
                one.columns
                    .iter()
                    .any(|at| self.one_project_a_line(*at, open).is_some())
            };
            if apart > finest.0 && together() {
                finest = (apart, one);
            }
        }
        (finest.1.columns.len() == 1).then(|| finest.1.columns[0])
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
    let strengths = [
        strengths::column(document, election).map(|(_, at)| at),
        strengths::column_of_people(document, election),
    ];
    let open: Vec<usize> = (0..look.headings.len())
        .filter(|column| Some(*column) != voter && Some(*column) != points && !strengths.contains(&Some(*column)))
        .collect();
    let mut projects: Vec<(usize, Option<u32>)> = open
        .iter()
        .filter_map(|column| named_by(names, &look.headings[*column]).map(|position| (*column, position)))
        .collect();
    if origin == Origin::Tables && look.numbers_over_titles(&projects) {
        projects.clear();
    }
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
        if found.falling && origin == Origin::Tables {
            let message = "numbers in the headings of choices fall from left to right, as points would: if they are points, give each project a column of its own with what it gets, and say --vote-type cumulative or scoring; if 1 is the first choice, put the columns in that order (1 is taken for the first)";
            findings.doubt(Some(line), "choices", message.to_owned());
        }
        if origin == Origin::Tables && election.ballot_type == BallotType::Ordinal && found.meaning != Meaning::Ranked {
            numbers_of_either(&look, &found.columns, line, findings);
        }
        ordered(&look, &found.columns, found.meaning, line, election, findings);
        if origin == Origin::Tables {
            tell_missing(&look, &found, line, election, findings);
            choices_beside(&look, &found.columns, &open, line, findings);
        }
        return Some(Layout::Choices(found.columns));
    }
    if let Some(vote) = at("vote") {
        two_ballots(&look, vote, &projects, true, findings);
        let others = open.iter().copied().filter(|column| {
            let is_project = projects.iter().any(|(other, _)| other == column);
            let second = look.may_be_a_second_ballot(*column) || look.may_be_another_choice(*column, vote);
            *column != vote && !is_project && second && !look.counts(*column, vote)
        });
        let others: Vec<&str> = others.map(|column| look.headings[column].as_str()).collect();
        if origin == Origin::Tables {
            which_is_the_ballot(&look.headings[vote], &others, line, findings);
        }
        return Some(Layout::Listed { vote, points });
    }
    if let Some(project) = at("project_id") {
        let voter = voter.or_else(|| {
            let found = look.finest_person(&open, origin).filter(|_| origin == Origin::Tables)?;
            tell_lumped(&look, found, &open, origin, findings);
            Some(found)
        });
        return long(&look, (voter, project, points), line, election, findings);
    }
    if let Some(voter) = voter
        .or_else(|| look.finest_person(&open, origin))
        .filter(|_| origin == Origin::Tables)
        && let Some(project) = look.one_project_a_line(voter, &open)
    {
        let message = format!(
            "a line for each project named (column `{}`): the lines of a voter are put together",
            look.headings[project]
        );
        findings.tell(Some(line), Severity::Repaired, "layout", message);
        tell_lumped(&look, voter, &open, origin, findings);
        return long(&look, (Some(voter), project, points), line, election, findings);
    }
    if projects.len() < 2 && origin == Origin::Tables {
        by_tails(&look, &open, &mut projects, line, findings);
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

/// Asks about choices that are numbers from 1 to as many as there are columns, each once on each line: as well the ranks of so many projects.
fn numbers_of_either(look: &Look<'_>, columns: &[usize], line: u32, findings: &mut Findings) {
    let lines = look.cells(columns[0]).count();
    let ranks = (0..lines).all(|at| {
        let mut numbers: Vec<usize> = columns
            .iter()
            .filter_map(|column| look.cells(*column).nth(at)?.parse().ok())
            .collect();
        numbers.sort_unstable();
        numbers.into_iter().eq(1..=columns.len())
    });
    if ranks && lines > 0 && columns.len() > 2 {
        let message = "each line holds the numbers from 1 on, each once: is a column a choice and its number a project? Then call the columns `Rank 1`, `Rank 2`; is a column a project and its number the place? Then write the projects' titles into the heading (each column is read as a choice)";
        findings.doubt(Some(line), "ranks", message.to_owned());
    }
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
pub(super) fn named_by(names: &Names, heading: &str) -> Option<Option<u32>> {
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
        .filter(|(_, column)| {
            let second = look.may_be_a_second_ballot(*column) || look.may_be_another_choice(*column, vote);
            *column != vote && second && !look.counts(*column, vote)
        })
        .map(|(_, column)| look.headings[*column].as_str())
        .collect();
    let unstated = look.document.meta("vote_type").is_none();
    let several = || look.cells(vote).any(|cell| look.names.cell(cell).mentions.len() > 1);
    let in_order = says_an_order(title) || begins_an_order(title);
    if most > 0 && origin == Origin::Tables && unstated && in_order && several() {
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
