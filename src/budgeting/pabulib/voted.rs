//! Who voted, by the lines of the file.

use super::line_columns::LineByLine;

/// Who voted.
#[derive(Default)]
pub(super) struct Voted {
    /// For each voter, the record of the ballot.
    pub(super) record_of_voter: Vec<u32>,
    /// Ballots that lost a mention.
    pub(super) with_losses: u64,
    /// Ballots that list their projects from most points to fewest.
    pub(super) falling: u64,
    /// The columns, where each line names one project of a ballot.
    pub(super) line_by_line: Option<LineByLine>,
    /// The columns of a table that hold the ballots, where each line is one.
    pub(super) in_table: Vec<usize>,
    /// The columns of a table that say who voted.
    pub(super) who: Vec<usize>,
}
