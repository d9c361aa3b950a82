//! The columns of a table with a line for each project that a voter names: who, which project, and the points or the rank that it
//! gets.

use std::collections::{HashMap, HashSet};

use super::choice_columns::{like_a_rank, says_a_rank, says_an_order};
use super::document::Section;
use super::findings::{Findings, Severity};
use super::heading_words::says_points;
use super::layout::{Layout, Look, PROJECT_WORDS};
use super::persons::{Identity, identities, may_be_a_person, same_form};
use super::wishes::Origin;
use crate::budgeting::BallotType;
use crate::budgeting::election::Election;

/// Columns of a layout with a line for each project named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct LineByLine {
    pub(super) voter: usize,
    pub(super) project: usize,
    pub(super) points: Option<usize>,
    /// Places in the voter's ranking, 1 the best.
    pub(super) ranks: Option<usize>,
}

impl LineByLine {
    /// Columns that hold the ballot itself.
    pub(super) fn of_ballot(&self) -> impl Iterator<Item = usize> {
        [Some(self.project), self.points, self.ranks].into_iter().flatten()
    }
}

impl Look<'_> {
    /// Whether a column holds the numbers from 1 on among the lines of each person, each once: the numbers of their choices. `who` says whose
    /// each line is. Some have several.
    pub(super) fn counts_lines_of(&self, column: usize, who: &[String]) -> bool {
        let mut of: HashMap<&str, Vec<usize>> = HashMap::new();
        for (cell, who) in self.every(column).zip(who) {
            let Ok(number) = cell.trim_end_matches('.').parse() else {
                return false;
            };
            of.entry(who).or_default().push(number);
        }
        let in_row = |numbers: &mut Vec<usize>| {
            numbers.sort_unstable();
            numbers.iter().copied().eq(1..=numbers.len())
        };
        of.values().any(|numbers| numbers.len() > 1) && of.values_mut().all(in_row)
    }

    /// Columns that say who cast a ballot as if one of them were not there: beside one that sounds like a person a name is none.
    fn persons_beside(&self, column: usize, open: &[usize], origin: Origin) -> Vec<Identity> {
        let others: Vec<usize> = open.iter().copied().filter(|at| *at != column).collect();
        identities(self.document, &others, false, origin)
    }

    /// Whether a column that might say who voted numbers each person's choices, or the projects that the lines name, while another
    /// column says who the persons are.
    pub(super) fn numbers_choices(&self, one: &Identity, persons: &[Identity], open: &[usize], origin: Origin) -> bool {
        let [column] = one.columns.as_slice() else {
            return false;
        };
        let numbers = self
            .every(*column)
            .all(|cell| cell.trim_end_matches('.').parse::<u64>().is_ok());
        if !numbers {
            return false;
        }
        let without = self.persons_beside(*column, open, origin);
        let others = || persons.iter().chain(&without).filter(|other| *other != one);
        if others().next().is_none() {
            return false;
        }
        let records = self.document.records(Section::Votes);
        let who = |other: &Identity| -> Vec<String> {
            let lines = records.iter();
            let who = lines.map(|record| other.of(&self.document.cells(*record).collect::<Vec<_>>()));
            who.collect()
        };
        let several = |who: &[String]| who.iter().collect::<HashSet<_>>().len() < who.len();
        let projects = || {
            let headed = |at: &&usize| PROJECT_WORDS.contains(&self.headings[**at].trim().to_lowercase().as_str());
            let mut said = open.iter().filter(|at| *at != column).filter(headed);
            said.any(|at| self.names_the_same(*column, *at))
        };
        others()
            .map(who)
            .any(|who| several(&who) && (self.counts_lines_of(*column, &who) || projects()))
    }
}

/// How alike two names are, from 0 to 1, that may be one spelt in two ways.
const ALIKE: f64 = 0.75;

/// Whether two names may be one person's: spelt in two ways, turned round, or with an initial in the place of a name.
fn one_spelt_twice(one: &str, other: &str) -> bool {
    if same_form(one) == same_form(other) {
        return true;
    }
    let [one, other] = [one, other].map(str::to_lowercase);
    let words = |name: &str| -> Vec<String> {
        let words = name.split([' ', ',']).map(|word| word.trim_end_matches('.').to_owned());
        words.filter(|word| !word.is_empty()).collect()
    };
    let (mut first, mut second) = (words(&one), words(&other));
    let alike = |one: &str, other: &str| strsim::normalized_damerau_levenshtein(one, other) >= ALIKE;
    if first.len() != second.len() {
        return alike(&one, &other);
    }
    // Word by word, so that two of one family are two.
    let initial = |one: &str, other: &str| one.chars().count() == 1 && other.starts_with(one);
    let one_name = |(one, other): (&String, &String)| initial(one, other) || initial(other, one) || alike(one, other);
    if first.iter().zip(&second).all(one_name) {
        return true;
    }
    first.sort_unstable();
    second.sort_unstable();
    first == second
}

/// Asks which of two columns says who voted, where lines that are put together by the one are of several people by the other. One name may be
/// spelt in two ways.
pub(super) fn tell_lumped(look: &Look<'_>, voter: usize, open: &[usize], origin: Origin, findings: &mut Findings) {
    for one in look.persons_beside(voter, open, origin) {
        let mut of: HashMap<String, String> = HashMap::new();
        for record in look.document.records(Section::Votes) {
            let cells: Vec<_> = look.document.cells(*record).collect();
            let own = same_form(cells.get(voter).map_or("", |cell| cell.trim())).into_owned();
            let (who, written) = (one.of(&cells), one.written(&cells));
            if own.is_empty() || who.is_empty() || who.trim_end_matches('.').parse::<u64>().is_ok() {
                continue;
            }
            let first = of.entry(own.clone()).or_insert_with(|| written.clone());
            if one_spelt_twice(first, &written) {
                continue;
            }
            let heading = &look.headings[voter];
            let message = format!(
                "`{own}` in column `{heading}` stands beside `{first}` on an earlier line and beside `{written}` here (column `{}`): which of the two columns says who voted? Call it `voter_id`, and leave the other out (lines of one `{heading}` are put together as one voter)",
                one.title
            );
            findings.doubt(Some(record.line), "voter", message);
            return;
        }
    }
}

/// A line for each project named: somebody must be said to name it.
pub(super) fn long(
    look: &Look<'_>,
    (voter, project, points): (Option<usize>, usize, Option<usize>),
    line: u32,
    election: &mut Election,
    findings: &mut Findings,
) -> Option<Layout> {
    let other = || {
        let people = (0..look.headings.len()).filter(|column| *column != project && Some(*column) != points);
        let mut people = people.filter(|column| may_be_a_person(look.document, *column, &look.headings[*column]));
        people.next()
    };
    let Some(voter) = voter.or_else(other) else {
        let message = "a line for each project named, and no column says by whom: add a column `voter_id`";
        findings.tell(Some(line), Severity::Fatal, "column", message.to_owned());
        return None;
    };
    let beside = |column: &usize| ![Some(voter), Some(project), points].contains(&Some(*column));
    let others: Vec<usize> = (0..look.headings.len()).filter(beside).collect();
    let ranks = ranks_of_lines(look, (voter, &others), line, election, findings);
    Some(Layout::Long(LineByLine {
        voter,
        project,
        points,
        ranks,
    }))
}

/// The column that says the place of each line's project in the voter's ranking. Ballots of which nobody said the kind are made
/// rankings by it; of rankings without one, the order of lines is all there is, and that is told.
fn ranks_of_lines(
    look: &Look<'_>,
    (voter, others): (usize, &[usize]),
    line: u32,
    election: &mut Election,
    findings: &mut Findings,
) -> Option<usize> {
    let line = Some(line);
    let title = |column: &usize| look.headings[*column].as_str();
    let numbers = |column: &usize| {
        let filled: Vec<&str> = look.cells(*column).filter(|cell| !cell.is_empty()).collect();
        2 * filled.iter().filter(|cell| like_a_rank(cell)).count() > filled.len()
    };
    let stated = look.document.meta("vote_type").is_some();
    let ordinal = election.ballot_type == BallotType::Ordinal;
    let said: Vec<usize> = others
        .iter()
        .copied()
        .filter(|column| says_a_rank(title(column)) || ordinal && says_an_order(title(column)))
        .filter(numbers)
        .collect();
    if !ordinal && (stated || said.is_empty()) {
        return None;
    }
    // Nothing else says the places: the number of each choice of a voter does.
    let said = if said.is_empty() {
        let who: Vec<String> = look.every(voter).map(|cell| same_form(&cell).into_owned()).collect();
        let counting = others.iter().copied().filter(|at| !says_points(title(at)));
        counting.filter(|at| look.counts_lines_of(*at, &who)).take(1).collect()
    } else {
        said
    };
    let titles = |columns: &[usize]| columns.iter().map(title).collect::<Vec<_>>().join("`, `");
    let (ranks, more) = match said.as_slice() {
        [] => {
            let points = others
                .iter()
                .copied()
                .filter(|at| says_points(title(at)) && numbers(at));
            let points: Vec<usize> = points.collect();
            if points.is_empty() {
                let message = "no column of ranks: the order of each voter's lines is taken for the ranking, the first of them first (a column `rank` says it for good)";
                findings.tell(line, Severity::Repaired, "ranks", message.to_owned());
            } else {
                let message = format!(
                    "ballots are said to be rankings, and column `{}` gives numbers: if they are ranks, 1 the best, call it `rank`; if they are points, say --vote-type cumulative or scoring (the order of lines is taken for the ranking)",
                    titles(&points)
                );
                findings.doubt(line, "ranks", message);
            }
            return None;
        }
        [one, more @ ..] => (*one, more),
    };
    if !more.is_empty() {
        let message = format!(
            "columns `{}` may all say the ranking: take the others out (only `{}` is read)",
            titles(&said),
            title(&ranks)
        );
        findings.doubt(line, "ranks", message);
    }
    election.ballot_type = BallotType::Ordinal;
    let message = format!(
        "column `{}` is read as the place of each project in the voter's ranking, 1 the best{}",
        title(&ranks),
        if stated {
            ""
        } else {
            "; if the order means nothing, say that ballots are `approval` (--vote-type approval)"
        }
    );
    findings.tell(line, Severity::Repaired, "ranks", message);
    Some(ranks)
}
