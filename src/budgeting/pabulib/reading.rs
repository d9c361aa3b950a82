//! A file that was read: the document, the election made of it, and what was repaired on the way.

use super::document::Document;
use super::findings::{Problem, Severity};
use super::line_columns::LineByLine;
use super::wishes::Origin;
use crate::budgeting::election::Election;

/// What was read.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The file itself.
    pub document: Document,
    /// The election, unless a problem is fatal (or, in a strict reading, an error).
    pub election: Option<Election>,
    /// All problems, in the order in which they were met.
    pub problems: Vec<Problem>,
    /// For each voter of the election, the index of the record in the `VOTES` section.
    pub record_of_voter: Vec<u32>,
    /// Ballots from which a mention was lost because it names no project \[people\].
    pub ballots_with_losses: u64,
    /// The columns of its ballots, where each line names one project of a ballot.
    pub(super) line_by_line: Option<LineByLine>,
    /// The columns of a table that hold the ballots, where each line is one.
    pub(super) in_table: Vec<usize>,
    /// Where its sections come from.
    pub origin: Origin,
}

impl Reading {
    /// Problems whose repair may change who wins.
    pub fn doubts(&self) -> Vec<&Problem> {
        self.problems.iter().filter(|problem| problem.doubtful).collect()
    }

    /// Repairs, of whatever kind: what stands in the file is not what was counted word for word.
    pub fn repairs(&self) -> Vec<&Problem> {
        let repaired = |problem: &&Problem| problem.severity >= Severity::Repaired;
        self.problems.iter().filter(repaired).collect()
    }

    /// Whether each line of its ballots names one project of a voter.
    pub fn is_line_by_line(&self) -> bool {
        self.line_by_line.is_some()
    }

    /// Whether nothing can be counted, whatever is repaired.
    pub fn is_hopeless(&self) -> bool {
        self.election.is_none() || self.worst() == Some(Severity::Fatal)
    }

    /// The worst problem.
    pub fn worst(&self) -> Option<Severity> {
        self.problems.iter().map(|problem| problem.severity).max()
    }
}
