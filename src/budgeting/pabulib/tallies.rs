//! The organiser's own tallies beside the ballots: a column of projects that says how many voted for each.
//!
//! The ballots count. But a number in the file that they do not bear out is a sign that some are missing, or that the two are
//! of different votes, and whoever reads the result should know.

use std::collections::HashMap;

use super::document::{Document, Section};
use super::findings::{Findings, Problem, Severity};
use super::reading::Reading;
use crate::budgeting::election::{BallotType, Election};
use crate::budgeting::exact::{parse_decimal, whole, write_exact};
use crate::budgeting::scores::counted_scores;

/// The kind of problem by which tallies are told that the ballots do not bear out.
pub const TALLY: &str = "votes";

/// Tells of each project whose published number of votes is not that of the ballots, as people or by what they weigh.
pub(super) fn tell_tallies(
    document: &Document,
    election: &Election,
    positions: &HashMap<String, Option<u32>>,
    findings: &mut Findings,
) {
    let scored = document.column(Section::Projects, "score").is_some() && document.meta("default_score").is_none();
    // Cities add up ranks in ways of their own.
    if scored && election.ballot_type != BallotType::Ordinal {
        tell_scores(document, election, positions, findings);
    }
    let Some(votes_at) = document.column(Section::Projects, "votes") else {
        return;
    };
    let id_at = document.column(Section::Projects, "project_id").unwrap_or(0);
    let weights = election.votes();
    let mut people = vec![0u64; weights.len()];
    for (ballot, heads) in election.ballots.iter().zip(election.heads()) {
        ballot
            .projects
            .iter()
            .for_each(|project| people[*project as usize] += heads);
    }
    for record in document.records(Section::Projects) {
        let cells: Vec<_> = document.cells(*record).collect();
        let cell = |at: usize| cells.get(at).map_or("", |cell| cell.trim());
        let said = cell(votes_at);
        let Some(Some(position)) = positions.get(cell(id_at)).filter(|_| !said.is_empty()) else {
            continue;
        };
        let position = *position as usize;
        let weighed = election.whole_votes(weights[position]);
        let number = parse_decimal(said);
        if number.as_ref() != Some(&whole(people[position])) && number.as_ref() != Some(&weighed) {
            let message = format!(
                "`votes` of `{}` says {said}, the ballots give {}",
                cell(id_at),
                write_exact(&weighed)
            );
            findings.tell(Some(record.line), Severity::Warning, TALLY, message);
        }
    }
}

/// Tells of each project whose published score is not what the ballots give it.
fn tell_scores(
    document: &Document,
    election: &Election,
    positions: &HashMap<String, Option<u32>>,
    findings: &mut Findings,
) {
    let counted = counted_scores(election, false);
    let id_at = document.column(Section::Projects, "project_id").unwrap_or(0);
    for record in document.records(Section::Projects) {
        let id = document.cells(*record).nth(id_at).unwrap_or_default();
        let Some(Some(position)) = positions.get(id.trim()) else {
            continue;
        };
        let position = *position as usize;
        let (said, given) = (&election.projects[position].published_score, &counted[position]);
        if let (Some(said), Some(given)) = (said, given)
            && said != given
        {
            let message = format!(
                "`score` of `{}` says {}, the ballots give {}",
                id.trim(),
                write_exact(said),
                write_exact(given)
            );
            findings.tell(Some(record.line), Severity::Warning, TALLY, message);
        }
    }
}

/// That tallies are not borne out by the ballots, in one line for every output.
pub fn tallies_told(reading: &Reading) -> Option<Problem> {
    let mut found = reading.problems.iter().filter(|problem| problem.kind == TALLY);
    let first = found.next()?;
    let more = match found.count() {
        0 => "",
        _ => ", and of others likewise (--check lists them)",
    };
    Some(Problem {
        message: format!(
            "{}{more}: the ballots are counted (greedy-no-skip, greedy-threshold, greedy-custom and `--rule official` where it is one of them go by the number in the file)",
            first.message
        ),
        ..first.clone()
    })
}
