//! How a chart of a vote was made, for its caption.

use super::Ballot;
use crate::budgeting::explanation::so_many;

/// Draws, people, seed.
pub(super) fn made_with(ballot: &Ballot<'_>) -> String {
    let settings = &ballot.outcome.settings;
    format!(
        "{} of {}, seed {}.",
        so_many(settings.draws as u64, "draw", "draws"),
        so_many(settings.people as u64, "simulated person", "simulated people"),
        settings.seed
    )
}
