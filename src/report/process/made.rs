//! How a chart of a vote was made, for its caption.

use super::Ballot;

/// Draws, people, seed.
pub(super) fn made_with(ballot: &Ballot<'_>) -> String {
    let settings = &ballot.outcome.settings;
    format!(
        "{} draws of {} simulated people, seed {}.",
        settings.draws, settings.people, settings.seed
    )
}
