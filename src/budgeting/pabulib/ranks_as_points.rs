//! Ranks that stand where points should: in a table of points, 1 is worst; in a table of ranks it is best. Whoever reads one as
//! the other turns the vote upside down.

use super::document::{Document, Section};
use super::findings::{Findings, Severity};
use super::layout::Layout;
use super::points::read_points;
use crate::budgeting::BallotType;
use crate::budgeting::election::{Ballot, Election};
use crate::budgeting::exact::whole;
use crate::budgeting::explanation::so_many;

/// Keys by which a file says what points may be given: whoever set them meant points.
const SAID: [&str; 5] = [
    "min_points",
    "max_points",
    "min_sum_points",
    "max_sum_points",
    "default_score",
];
/// Part of the ballots that must look like ranks: some people slip.
const NEARLY_ALL: f64 = 0.9;

/// Whether a ballot gives 1, 2, 3 … up to the number of its projects, each once.
fn is_a_row(ballot: &Ballot, scale: i64) -> bool {
    let mut given: Vec<i64> = ballot.points.iter().copied().filter(|points| *points != 0).collect();
    given.sort_unstable();
    let mut places = given.iter().enumerate();
    given.len() >= 2 && places.all(|(place, points)| *points == (place as i64 + 1) * scale)
}

/// Tells where points look like ranks. `falling` is the number of ballots that list their projects from most points to fewest,
/// as only points are listed.
pub(super) fn tell_ranks(document: &Document, election: &Election, falling: u64, findings: &mut Findings) {
    if !election.ballot_type.has_points() || SAID.iter().any(|key| document.meta(key).is_some()) {
        return;
    }
    let several = |ballot: &&Ballot| ballot.points.iter().filter(|points| **points != 0).count() >= 2;
    let (mut all, mut rows) = (0, 0);
    for ballot in election.ballots.iter().filter(several) {
        all += ballot.weight;
        rows += if is_a_row(ballot, election.points_scale) {
            ballot.weight
        } else {
            0
        };
    }
    let nearly = |part: u64| part as f64 >= NEARLY_ALL * all as f64;
    if all > 0 && nearly(rows) && !nearly(falling) {
        let message = format!(
            "of {} with two projects or more, {rows} give 1, 2, 3 and so on, each once: that is how people rank, and a rank of 1 would count least here. If 1 is the best, say that ballots are `ordinal` (--vote-type ordinal, or `vote_type;ordinal`); if more points are better, `max_points` in META says so (read as points)",
            so_many(all, "ballot", "ballots")
        );
        findings.doubt(document.heading_line(Section::Votes), "ranks", message);
    }
}

/// Tells of ranks of a table that are higher than there are projects to rank: they are points, and more of them are better.
pub(super) fn tell_ranks_beyond(document: &Document, layout: &Layout, election: &Election, findings: &mut Findings) {
    let columns: Vec<usize> = match layout {
        Layout::Table(columns) => columns.iter().map(|(at, _)| *at).collect(),
        Layout::Long(columns) => columns.ranks.into_iter().collect(),
        Layout::Listed { .. } | Layout::Choices(_) => return,
    };
    if election.ballot_type != BallotType::Ordinal {
        return;
    }
    let projects = election.projects.len() as i64;
    for record in document.records(Section::Votes) {
        let cells: Vec<_> = document.cells(*record).collect();
        let ranks = columns
            .iter()
            .filter_map(|at| cells.get(*at)?.trim().parse::<i64>().ok());
        if let Some(highest) = ranks.max().filter(|highest| *highest > projects) {
            let message = format!(
                "rank {highest} where there {}: is more better? Then these are points: say --vote-type scoring; ranks go from 1, the best, to {projects} (read as ranks)",
                match projects {
                    1 => "is 1 project".to_owned(),
                    all => format!("are {all} projects"),
                }
            );
            findings.doubt(Some(record.line), "rank", message);
        }
    }
}

/// Asks about a ballot on which no project has the first place, and tells of other places that are skipped: those behind them move up.
/// `places` are those that are given, rising from 1, and `called` what people call them; where two are the same, something else is asked.
pub(super) fn tell_skipped(places: &[i64], called: impl Fn(i64) -> String, line: u32, findings: &mut Findings) {
    let Some(first) = places
        .first()
        .filter(|_| places.windows(2).all(|pair| pair[0] < pair[1]))
    else {
        return;
    };
    if *first > 1 {
        let message = format!(
            "nothing has the first place on this ballot, and {} is given: if later places move up, write them from the first on; if not, take the line out (the first that is given counts as the first choice)",
            called(*first)
        );
        findings.doubt(Some(line), "first-blank", message);
        return;
    }
    if let Some(pair) = places.windows(2).find(|pair| pair[1] > pair[0] + 1) {
        let message = format!(
            "{} follows on {} on this ballot, and what stands between them is blank: what follows moves up",
            called(pair[1]),
            called(pair[0])
        );
        findings.tell(Some(line), Severity::Repaired, "place-skipped", message);
    }
}

/// Refuses points other than 1 on ballots of names: the file says that a name is a name.
pub(super) fn tell_points_not_read(document: &Document, findings: &mut Findings) {
    let Some(column) = document.column(Section::Votes, "points") else {
        return;
    };
    let other = document.records(Section::Votes).iter().find(|record| {
        let cell = document.cells(**record).nth(column).unwrap_or_default();
        let given = |part: &str| read_points(part).map(|amount| amount.number());
        cell.split(',')
            .any(|part| given(part).is_some_and(|points| points != whole(1)))
    });
    if let Some(record) = other {
        let message = "the ballot gives points, but `vote_type` is one of names: write `vote_type;cumulative` or `vote_type;scoring` in META if they are to count, or take the column `points` out (every name counts 1)";
        findings.doubt(Some(record.line), "points", message.to_owned());
    }
}
