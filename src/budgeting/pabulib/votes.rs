//! The `VOTES` section: one ballot for each voter, in any of the layouts in which people keep them (see [`super::layout`]).

use std::borrow::Cow;
use std::cell::LazyCell;
use std::collections::HashMap;

use super::again::{Known, Replaced};
use super::ballot::Ballot;
use super::ballot_limits::hold_to_limits;
use super::document::{Document, Record, Section};
use super::findings::{Findings, Severity};
use super::group_totals::tell_totals_of_groups;
use super::layout::{Layout, layout};
use super::line_by_mention::read_long;
use super::line_columns::LineByLine;
use super::mentions::Names;
use super::passed_over;
use super::persons::{Met, spelt_otherwise};
use super::points::{self, Stand};
use super::ranks_as_points::{tell_points_not_read, tell_ranks, tell_ranks_beyond};
use super::strangers::{
    BLANK_VOTER, EMPTY_BALLOT, Forms, InBallot, beyond_heading, cells_of, names_none, none_is_no_project, says_nothing,
};
use super::totals::{Running, beside_ballots, names_a_sum, tell_unlike_totals};
use super::voted::Voted;
use super::who_voted::{names_several, tell_who, tell_zeros_apart, who};
use super::wishes::{Origin, SameVoter, Wishes};
use crate::budgeting::election::Election;
use crate::budgeting::quick_hash::QuickHash;
use crate::budgeting::roll::Roll;

/// Reads every ballot; what is lost or read otherwise than it stands is told with its line. False where there are none.
pub(super) fn read_votes(
    document: &Document,
    findings: &mut Findings,
    positions: &HashMap<String, Option<u32>>,
    election: &mut Election,
    voted: &mut Voted,
    (wishes, origin): (&Wishes, Origin),
) -> bool {
    let names = Names::new(positions, &election.projects);
    let heading = document.heading_line(Section::Votes);
    let Some(layout) = layout(document, &names, election, findings, origin) else {
        return false;
    };
    if let (true, Some(line)) = (election.ballot_type.has_points(), heading)
        && matches!(
            layout,
            Layout::Listed { points: None, .. } | Layout::Long(LineByLine { points: None, .. })
        )
    {
        let message = format!(
            "{} ballots need a column `points`: every project named gets 1",
            election.ballot_type.word()
        );
        findings.doubt(Some(line), "column", message);
    }
    if !election.ballot_type.weighs() && origin != Origin::Tables {
        tell_points_not_read(document, findings);
    }
    let point_columns: Vec<usize> = match &layout {
        Layout::Listed { points, .. } | Layout::Long(LineByLine { points, .. }) => points.iter().copied().collect(),
        Layout::Table(columns) if election.ballot_type.has_points() => columns.iter().map(|(at, _)| *at).collect(),
        Layout::Table(_) | Layout::Choices(_) => Vec::new(),
    };
    let stand = match layout {
        Layout::Listed { .. } => Stand::Listed,
        _ => Stand::Alone,
    };
    election.points_scale = points::scale(document, &point_columns, (stand, origin), findings);
    if let Layout::Long(columns) = layout {
        if origin == Origin::Tables {
            passed_over::of_ballots(document, &layout, &[columns.voter], election, findings);
        }
        tell_ranks_beyond(document, &layout, election, findings);
        read_long(document, findings, &names, election, voted, (columns, origin));
        voted.line_by_line = Some(columns);
        voted.who = vec![columns.voter];
    } else {
        read_lines(
            document,
            findings,
            &names,
            positions,
            election,
            voted,
            &layout,
            (wishes, origin),
        );
    }
    hold_to_limits(document, findings, election, voted, wishes);
    tell_ranks(document, election, voted.falling, findings);
    if origin == Origin::Tables {
        tell_unlike_totals(document, election, &voted.record_of_voter, findings);
        tell_totals_of_groups(document, election, voted, findings);
        if wishes.same_voter != SameVoter::Each {
            tell_zeros_apart(document, &voted.who, findings);
        }
        if voted.line_by_line.is_none() {
            passed_over::joined_cells(document, &voted.who, election, findings);
        }
    }
    if election.ballot_of_voter.is_empty() {
        let message = "there is no ballot in it: nobody voted, so there is nothing to count";
        findings.tell(None, Severity::Fatal, "no-voters", message.to_owned());
    } else if election.ballots.iter().all(|ballot| ballot.projects.is_empty()) {
        let message = "no ballot names any project: is the ballot in another column?";
        findings.doubt(heading, "no-mentions", message.to_owned());
    }
    true
}

/// Ballots of one line each.
#[allow(clippy::too_many_arguments)]
fn read_lines(
    document: &Document,
    findings: &mut Findings,
    names: &Names,
    positions: &HashMap<String, Option<u32>>,
    election: &mut Election,
    voted: &mut Voted,
    layout: &Layout,
    (wishes, origin): (&Wishes, Origin),
) {
    use Severity::{Error, Repaired, Warning};
    let (voter_at, persons) = who(document, layout, origin);
    if origin == Origin::Tables && voter_at.is_none() && persons.is_empty() {
        let message = "no column says who voted: whether somebody stands in the table twice cannot be told";
        findings.tell(
            document.heading_line(Section::Votes),
            Warning,
            "nobody-named",
            message.to_owned(),
        );
    }
    if origin == Origin::Tables {
        let mut voters: Vec<usize> = persons.iter().flat_map(|one| one.columns.iter().copied()).collect();
        voters.extend(voter_at);
        tell_who(document, voter_at, findings);
        voted.in_table = layout.columns();
        passed_over::of_ballots(document, layout, &voters, election, findings);
        tell_ranks_beyond(document, layout, election, findings);
        voted.who = voters;
    }
    // Lines that name one project each may be parts of one ballot.
    let parts_of_a_ballot = origin == Origin::Tables && !names_several(document, layout);
    let mut met = Met::new(&persons);
    let mut running = Running::default();
    let in_ballot = layout.columns();
    let headings = document.columns(Section::Votes);
    let ballot_cells = InBallot {
        columns: &in_ballot,
        marks: matches!(layout, Layout::Table(_)),
        none: origin == Origin::Tables && !matches!(layout, Layout::Table(_)) && none_is_no_project(names),
    };
    // Who cast a line, in whatever column that stands.
    let who_of = |record: Record| -> Option<String> {
        let cells: Vec<Cow<'_, str>> = document.cells(record).collect();
        let own = voter_at.map(|at| cells.get(at).map_or("", |cell| cell.trim()).to_owned());
        let other = persons
            .iter()
            .map(|one| one.written(&cells))
            .find(|who| !who.is_empty());
        match own {
            Some(own) if own.is_empty() => other.or(Some(own)),
            None if !persons.is_empty() => other.or_else(|| Some(String::new())),
            own => own,
        }
    };
    let records = document.records(Section::Votes);
    let beside = match layout {
        Layout::Table(columns) if origin == Origin::Tables => beside_ballots(document, columns, election),
        _ => HashMap::new(),
    };
    let fast: HashMap<&str, Option<u32>, QuickHash> = positions
        .iter()
        .map(|(id, position)| (id.as_str(), *position))
        .collect();
    let voter_of = |number: u32| {
        document
            .cells(records[number as usize])
            .nth(voter_at.unwrap_or(0))
            .unwrap_or_default()
    };
    // Only lines that repeat the heading ask for it.
    let ticked_by_titles = LazyCell::new(|| ticks_by_titles(document, &headings, &in_ballot));
    let mut known = Known::default();
    let mut forms = None;
    let mut roll = Roll::default();
    let mut replaced = Replaced::default();
    let mut ballot = Ballot::default();
    // Which voter named a project last, from 1: tells a repetition without a search.
    let mut last_named = vec![0u32; election.projects.len()];
    voted.record_of_voter.reserve(records.len());
    election.ballot_of_voter.reserve(records.len());
    let columns = document.columns(Section::Votes).len();
    let (vote_at, points_at) = match layout {
        Layout::Listed { vote, points } => (*vote, *points),
        _ => (0, None),
    };
    let last = vote_at.max(points_at.unwrap_or(0)).max(voter_at.unwrap_or(0));
    for (index, record) in records.iter().enumerate() {
        let line = Some(record.line);
        let width = document.width(*record);
        let (mut voter, mut vote, mut points) = (None, None, None);
        if let Some(joined) = (width > columns)
            .then(|| rejoined(document, *record, columns, vote_at, points_at, names))
            .flatten()
        {
            let message = format!("{width} cells where the heading has {columns}: the projects are read as one list");
            findings.tell(line, Repaired, "width", message);
            let shifted = |column: usize| {
                if column > vote_at {
                    column + width - columns
                } else {
                    column
                }
            };
            voter = voter_at.and_then(|at| document.cells(*record).nth(shifted(at)));
            (vote, points) = (Some(Cow::Owned(joined.0)), joined.1.map(Cow::Owned));
        } else {
            for (column, cell) in document.cells(*record).take(last + 1).enumerate() {
                if Some(column) == voter_at {
                    voter = Some(cell);
                } else if column == vote_at {
                    vote = Some(cell);
                } else if Some(column) == points_at {
                    points = Some(cell);
                }
            }
            if width != columns {
                let message = format!("{width} cells where the heading has {columns}");
                let beyond = || {
                    document
                        .cells(*record)
                        .skip(columns)
                        .any(|cell| !cell.trim().is_empty())
                };
                if width > columns && matches!(layout, Layout::Table(_) | Layout::Choices(_)) && beyond() {
                    findings.doubt(line, "width", beyond_heading(message));
                } else if width > columns && matches!(layout, Layout::Listed { .. }) {
                    let message =
                        format!("{message}: put the list of projects in quotes (what goes beyond is ignored)");
                    findings.doubt(line, "width", message);
                } else if width <= vote_at.max(points_at.unwrap_or(0)) && matches!(layout, Layout::Listed { .. }) {
                    let message =
                        format!("{message}: the ballot itself is missing (cut off?), read as one that names nothing");
                    findings.doubt(line, "width", message);
                } else {
                    findings.tell(line, Error, "width", message);
                }
            }
        }
        let cells: Vec<Cow<'_, str>> = if origin == Origin::Tables || !persons.is_empty() {
            document.cells(*record).collect()
        } else {
            Vec::new()
        };
        if is_a_sum(voter.as_deref(), &cells, layout, &in_ballot, &mut running) {
            let message =
                "this line looks like a sum of the others and not like a ballot: take it out (it is not counted)";
            findings.doubt(line, "sum", message.to_owned());
            roll.cast_once(election, &mut [], &mut Vec::new());
            voted.record_of_voter.push(index as u32);
            replaced.out(index as u32);
            continue;
        }
        if let Some(told) = beside.get(&(index as u32)) {
            findings.doubt(line, "sum", told.message().to_owned());
            roll.cast_once(election, &mut [], &mut Vec::new());
            voted.record_of_voter.push(index as u32);
            replaced.out(index as u32);
            continue;
        }
        let mut earlier = None;
        let mut other_spelling = None;
        if let Some(voter) = &voter {
            if voter.trim().is_empty() {
                findings.tell(
                    line,
                    Warning,
                    BLANK_VOTER,
                    "a ballot without the voter's identifier: counted".to_owned(),
                );
            } else if let Some(first) = known.before(voter, index as u32, voter_of) {
                earlier = Some((first, String::new(), voter.trim().to_owned()));
                other_spelling = spelt_otherwise(&voter_of(first), voter);
            }
        }
        let other = met.before(&persons, &cells, index as u32);
        if let Some((first, column, who)) = earlier.or(other) {
            let before = records[replaced.latest(first) as usize].line;
            replaced.again(first, index as u32, wishes.same_voter);
            let column = if column.is_empty() {
                String::new()
            } else {
                format!(" (column `{column}`)")
            };
            let told = format!(
                "voter `{who}`{column} voted on line {before} already{}",
                other_spelling.unwrap_or_default()
            );
            match wishes.same_voter {
                SameVoter::Refuse => {
                    let parts = if parts_of_a_ballot {
                        "; where lines are parts of one ballot, call the columns `voter_id` and `project_id`"
                    } else {
                        ""
                    };
                    let message = format!(
                        "{told}: the later ballot counts, the earlier does not (--same-voter first or last says which counts, each that they are different people{parts})"
                    );
                    findings.doubt(line, "voter-twice", message);
                }
                SameVoter::Last => {
                    findings.tell(
                        line,
                        Repaired,
                        "voter-twice",
                        format!("{told}: the later ballot counts"),
                    );
                }
                SameVoter::First => {
                    findings.tell(
                        line,
                        Repaired,
                        "voter-twice",
                        format!("{told}: the first ballot counts"),
                    );
                }
                SameVoter::Each => {
                    findings.tell(
                        line,
                        Repaired,
                        "voter-twice",
                        format!("{told}: counted as different people"),
                    );
                }
            }
        }
        let ticks_all = || *ticked_by_titles && says_more(&cells, &headings, &in_ballot);
        if repeats_the_heading(&cells, &headings, &in_ballot) && !ticks_all() {
            let message = "this line repeats the heading and is no ballot: take it out (it is not counted)";
            findings.doubt(line, "no-ballot", message.to_owned());
            roll.cast_once(election, &mut [], &mut Vec::new());
            voted.record_of_voter.push(index as u32);
            replaced.out(index as u32);
            continue;
        }
        if says_nothing(*record, document, ballot_cells) {
            let who = who_of(*record).unwrap_or_default();
            let stranger = forms
                .get_or_insert_with(|| Forms::of(document, ballot_cells, &who_of))
                .stranger(&who, &cells_of(document, *record, &cells));
            if let Some(text) = stranger {
                let message = format!(
                    "this line holds `{text}` and names no project, and does not look like a ballot: take it out, or put it like the other lines (it is not counted)"
                );
                findings.doubt(line, "no-ballot", message);
                roll.cast_once(election, &mut [], &mut Vec::new());
                voted.record_of_voter.push(index as u32);
                replaced.out(index as u32);
                continue;
            }
            if origin == Origin::Tables {
                let whose = match who.as_str() {
                    "" => "this ballot".to_owned(),
                    who => format!("voter `{who}`"),
                };
                let said = in_ballot
                    .iter()
                    .filter_map(|at| cells.get(*at))
                    .find(|cell| names_none(cell));
                let said = said
                    .filter(|_| ballot_cells.none)
                    .map_or(String::new(), |cell| format!(" (`{}`)", cell.trim()));
                let message = format!("{whose} names no project{said}: counted as a voter who wants none of them");
                findings.tell(line, Warning, EMPTY_BALLOT, message);
            }
        }
        ballot.named.clear();
        ballot.given.clear();
        ballot.lost = false;
        match layout {
            Layout::Table(columns) => ballot.table(document, *record, columns, election, findings),
            Layout::Choices(columns) => ballot.choices(document, *record, columns, names, election, findings),
            Layout::Listed { .. } | Layout::Long(_) => {
                let vote = vote.unwrap_or_default();
                let mut listed = points.as_deref().map(|points| points.split(','));
                let mut plain = true;
                for item in vote.split(',') {
                    let point = listed.as_mut().and_then(Iterator::next);
                    match fast.get(item.trim()) {
                        Some(Some(position)) => {
                            let mark = &mut last_named[*position as usize];
                            let repeated = std::mem::replace(mark, index as u32 + 1) == index as u32 + 1;
                            ballot.name(
                                *position,
                                repeated,
                                points_at.is_some(),
                                point,
                                election,
                                findings,
                                line,
                            );
                        }
                        Some(None) => ballot.lost = true,
                        None => {
                            plain = false;
                            break;
                        }
                    }
                }
                if !plain {
                    ballot.named.clear();
                    ballot.given.clear();
                    let none = ballot_cells.none && names_none(&vote);
                    if !vote.trim().is_empty() && !none {
                        ballot.freely(
                            &vote,
                            points.as_deref(),
                            points_at.is_some(),
                            names,
                            election,
                            findings,
                            line,
                        );
                    }
                } else if listed.is_some_and(|mut listed| listed.any(|item| !item.trim().is_empty())) {
                    let message = "more points than projects: the rest is ignored".to_owned();
                    findings.doubt(line, "points", message);
                }
            }
        }
        voted.with_losses += u64::from(ballot.lost);
        let listed = matches!(layout, Layout::Listed { .. }) && ballot.given.len() >= 2;
        voted.falling += u64::from(listed && ballot.given.is_sorted_by(|one, next| one > next));
        roll.cast_once(election, &mut ballot.named, &mut ballot.given);
        voted.record_of_voter.push(index as u32);
    }
    replaced.take_out(election, &mut voted.record_of_voter);
}

/// Whether a cell is its heading once more.
fn repeats(cells: &[Cow<'_, str>], headings: &[String], at: usize) -> bool {
    let pair = cells.get(at).zip(headings.get(at));
    pair.is_some_and(|(cell, heading)| !heading.is_empty() && cell.trim().eq_ignore_ascii_case(heading))
}

/// Whether the cells of the ballot are the headings once more, as where pages of a table were joined.
fn repeats_the_heading(cells: &[Cow<'_, str>], headings: &[String], in_ballot: &[usize]) -> bool {
    !cells.is_empty() && in_ballot.iter().all(|at| repeats(cells, headings, *at))
}

/// Whether some line ticks a project by its heading and leaves another blank: then a line that repeats all of them ticks all.
fn ticks_by_titles(document: &Document, headings: &[String], in_ballot: &[usize]) -> bool {
    document.records(Section::Votes).iter().any(|record| {
        let cells: Vec<Cow<'_, str>> = document.cells(*record).collect();
        let ticked = in_ballot.iter().filter(|at| repeats(&cells, headings, **at)).count();
        let blank = |at: &usize| cells.get(*at).is_none_or(|cell| cell.trim().is_empty());
        ticked > 0 && in_ballot.iter().any(blank)
    })
}

/// Whether a line says something beside the ballot that is not its heading: who voted, or when.
fn says_more(cells: &[Cow<'_, str>], headings: &[String], in_ballot: &[usize]) -> bool {
    let mut beside = (0..cells.len()).filter(|at| !in_ballot.contains(at));
    beside.any(|at| !cells[at].trim().is_empty() && !repeats(cells, headings, at))
}

/// Whether a line adds up others: it says so in a cell beside the ballot, or its cells are the sums of those above.
fn is_a_sum(
    voter: Option<&str>,
    cells: &[Cow<'_, str>],
    layout: &Layout,
    in_ballot: &[usize],
    running: &mut Running,
) -> bool {
    if voter.is_some_and(names_a_sum) {
        return true;
    }
    let mut beside = cells
        .iter()
        .enumerate()
        .filter(|(column, _)| !in_ballot.contains(column));
    if beside.any(|(_, cell)| names_a_sum(cell)) {
        return true;
    }
    // Only a line that names nobody can be one that says nothing of what it is.
    let nameless = voter.is_none_or(|voter| voter.trim().is_empty());
    let given = in_ballot
        .iter()
        .map(|column| cells.get(*column).map_or("", |cell| cell.trim()));
    matches!(layout, Layout::Table(_)) && !cells.is_empty() && running.is_sum(&given.collect::<Vec<_>>()) && nameless
}

/// The list of projects (and that of points) of a line that has more cells than the heading because the separator of cells
/// joins its projects too; `None` where that does not explain the line.
fn rejoined(
    document: &Document,
    record: Record,
    columns: usize,
    vote: usize,
    points: Option<usize>,
    names: &Names,
) -> Option<(String, Option<String>)> {
    let cells: Vec<Cow<'_, str>> = document.cells(record).collect();
    let extra = cells.len().checked_sub(columns)?;
    let joined = |from: usize, count: usize| cells.get(from..from + count).map(|cells| cells.join(","));
    let (list, given) = match points {
        None => (joined(vote, extra + 1)?, None),
        Some(points) if points == vote + 1 && extra % 2 == 0 => {
            let each = extra / 2 + 1;
            (joined(vote, each)?, Some(joined(vote + each, each)?))
        }
        Some(_) => return None,
    };
    (names.cell(&list).unknown() == 0).then_some((list, given))
}
