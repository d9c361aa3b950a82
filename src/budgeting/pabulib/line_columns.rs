//! The columns of a table with a line for each project that a voter names: who, which project, and the points or the rank that it
//! gets.

use super::choice_columns::{like_a_rank, says_a_rank, says_an_order};
use super::findings::{Findings, Severity};
use super::heading_words::says_points;
use super::layout::{Layout, Look};
use super::persons::may_be_a_person;
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
    let ranks = ranks_of_lines(look, &others, line, election, findings);
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
    others: &[usize],
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
