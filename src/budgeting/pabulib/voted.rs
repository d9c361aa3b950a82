//! Who voted, by the lines of the file.

/// Who voted.
#[derive(Default)]
pub(super) struct Voted {
    /// For each voter, the record of the ballot.
    pub(super) record_of_voter: Vec<u32>,
    /// Ballots that lost a mention.
    pub(super) with_losses: u64,
    /// Ballots that list their projects from most points to fewest.
    pub(super) falling: u64,
}
