//! Two columns of one heading that say different things: only one of them is read, and the other may be the one that was meant.

use super::document::{Document, Section};
use super::findings::Findings;

/// Columns of ballots that are read by their headings; others of one name may be choices, each of which is read.
const OF_BALLOTS: [&str; 12] = [
    "voter_id",
    "points",
    "project_id",
    "vote_strength",
    "strength",
    "weight",
    "voter_weight",
    "voting_power",
    "ballots_cast",
    "neighborhood",
    "neighbourhood",
    "district",
];
/// Columns of projects that are read.
pub(super) const READ_OF_PROJECTS: [&str; 9] = [
    "project_id",
    "cost",
    "name",
    "category",
    "neighborhood",
    "neighbourhood",
    "votes",
    "score",
    "selected",
];

/// Asks which of two columns counts.
pub(super) fn tell_doubled(document: &Document, section: Section, findings: &mut Findings) {
    let columns = document.columns(section);
    for (at, title) in columns.iter().enumerate() {
        let read: &[&str] = match section {
            Section::Projects => &READ_OF_PROJECTS,
            _ => &OF_BALLOTS,
        };
        if !read.iter().any(|known| known.eq_ignore_ascii_case(title)) {
            continue;
        }
        let again = |other: &usize| columns[*other].eq_ignore_ascii_case(title);
        let Some(first) = (0..at).find(again) else {
            continue;
        };
        let differs = document.records(section).iter().find(|record| {
            let cells: Vec<_> = document.cells(**record).collect();
            let cell = |at: usize| cells.get(at).map_or("", |cell| cell.trim()).to_owned();
            cell(first) != cell(at)
        });
        if let Some(record) = differs {
            let message = format!(
                "two columns are called `{title}`, and they differ here: take one out, or call it otherwise (the first is read)"
            );
            findings.doubt(Some(record.line), "column-twice", message);
        }
    }
}
