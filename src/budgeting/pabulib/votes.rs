//! The `VOTES` section: one ballot for each voter, in any of the layouts in which people keep them.
//!
//! ```text
//!  listed   voter_id;vote          a cell names the projects (the format's own layout)
//!  table    voter_id;1;2;3         a column for each project: 1, x or yes where it is named, points, ranks
//!  long     voter_id;project_id    a line for each project that a voter names, as databases of platforms keep them
//! ```

use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::BuildHasher;

use num_traits::ToPrimitive;

use super::amounts::{Amount, read_amount};
use super::document::{Document, Record, Section};
use super::mentions::{Mention, Names};
use super::reader::{Findings, Severity};
use crate::budgeting::election::{Election, Places, QuickHash, Roll};
use crate::budgeting::exact::whole;

/// Points are kept as whole multiples of 1/`scale`; a finer one than this is rounded down.
const FINEST_POINTS: i64 = 1_000_000;
/// Records looked at to find the column that names projects.
const LOOKED_AT: usize = 40;

/// Who voted.
#[derive(Default)]
pub(super) struct Voted {
    /// For each voter, the record of the ballot.
    pub(super) record_of_voter: Vec<u32>,
    /// Ballots that lost a mention.
    pub(super) with_losses: u64,
}

/// How ballots are laid out.
enum Layout {
    /// A cell lists the projects, another the points.
    Listed { vote: usize, points: Option<usize> },
    /// Columns that are projects.
    Table(Vec<(usize, Option<u32>)>),
    /// A line for each project named.
    Long { project: usize, points: Option<usize> },
}

/// One voter's ballot while it is read.
#[derive(Default)]
struct Ballot {
    named: Vec<u32>,
    given: Vec<i64>,
    lost: bool,
}

/// Reads every ballot; what is lost or read otherwise than it stands is told with its line.
pub(super) fn read_votes(
    document: &Document,
    findings: &mut Findings,
    positions: &HashMap<String, Option<u32>>,
    election: &mut Election,
    voted: &mut Voted,
) {
    let names = Names::new(positions, &election.projects);
    let heading = document.heading_line(Section::Votes);
    let layout = layout(document, &names, election, findings);
    if let (true, Some(line)) = (election.ballot_type.has_points(), heading)
        && matches!(
            layout,
            Layout::Listed { points: None, .. } | Layout::Long { points: None, .. }
        )
    {
        let message = format!(
            "{} ballots need a column `points`: every project named gets 1",
            election.ballot_type.word()
        );
        findings.doubt(Some(line), "column", message);
    }
    let point_columns: Vec<usize> = match &layout {
        Layout::Listed { points, .. } | Layout::Long { points, .. } => points.iter().copied().collect(),
        Layout::Table(columns) if election.ballot_type.has_points() => columns.iter().map(|(at, _)| *at).collect(),
        Layout::Table(_) => Vec::new(),
    };
    election.points_scale = points_scale(document, &point_columns);
    if let Layout::Long { project, points } = layout {
        read_long(document, findings, &names, election, voted, project, points);
    } else {
        read_lines(document, findings, &names, positions, election, voted, &layout);
    }
    if election.ballot_of_voter.is_empty() {
        findings.tell(None, Severity::Warning, "no-voters", "nobody voted".to_owned());
    }
}

/// Finds out how ballots are laid out.
fn layout(document: &Document, names: &Names, election: &Election, findings: &mut Findings) -> Layout {
    let at = |name: &str| document.column(Section::Votes, name);
    let points = at("points").filter(|_| election.ballot_type.has_points());
    if let Some(vote) = at("vote") {
        return Layout::Listed { vote, points };
    }
    let line = document.heading_line(Section::Votes);
    let (Some(line), columns) = (line, document.columns(Section::Votes)) else {
        return Layout::Listed { vote: 1, points };
    };
    if let Some(project) = at("project_id") {
        return Layout::Long { project, points };
    }
    let voter = at("voter_id");
    let projects: Vec<(usize, Option<u32>)> = columns
        .iter()
        .enumerate()
        .filter(|(column, _)| Some(*column) != voter)
        .filter_map(|(column, title)| names.one(title).map(|(position, _)| (column, position)))
        .collect();
    let looked: Vec<Vec<Cow<'_, str>>> = document
        .records(Section::Votes)
        .iter()
        .take(LOOKED_AT)
        .map(|record| document.cells(*record).collect())
        .collect();
    let cell =
        |row: &Vec<Cow<'_, str>>, column: usize| row.get(column).map_or(String::new(), |cell| cell.trim().to_owned());
    let marks = |column: usize| {
        looked.iter().all(|row| mark(&cell(row, column)).is_some())
            && looked.iter().any(|row| mark(&cell(row, column)) == Some(true))
    };
    // The first line of a table without headings is a ballot: its cells then name projects, and so do those below.
    let listed = (0..columns.len())
        .filter(|column| Some(*column) != voter)
        .map(|column| {
            let named = looked
                .iter()
                .filter(|row| !cell(row, column).is_empty() && names.cell(&cell(row, column)).unknown() == 0);
            (named.count(), column)
        });
    let (most, best) = listed
        .max_by_key(|(count, column)| (*count, std::cmp::Reverse(*column)))
        .unwrap_or((0, 1));
    if !projects.is_empty() && (projects.len() > 1 || marks(projects[0].0)) {
        for (column, title) in columns.iter().enumerate() {
            if !projects.iter().any(|(other, _)| *other == column) && Some(column) != voter && marks(column) {
                let message = format!(
                    "column `{title}` holds marks like those of projects, and no project is called so: its marks are ignored"
                );
                findings.doubt(Some(line), "unknown-project", message);
            }
        }
        let message = format!(
            "a table with a column for each of {} projects: read cell by cell",
            projects.len()
        );
        findings.tell(Some(line), Severity::Error, "layout", message);
        return Layout::Table(projects);
    }
    let vote = if most > 0 { best } else { 1 };
    let title = columns.get(vote).map_or("", String::as_str);
    if most > 0 && names.cell(title).unknown() == 0 && !title.is_empty() {
        let message = "this line should say what the columns are and looks like a ballot: put `voter_id;vote` before it (it is not counted)";
        findings.doubt(Some(line), "heading-missing", message.to_owned());
    }
    let message = if most > 0 {
        format!("no column `vote`: column `{title}` names projects and is taken for it")
    } else {
        "no column `vote`: the second is taken for it".to_owned()
    };
    findings.tell(Some(line), Severity::Error, "column", message);
    Layout::Listed { vote, points }
}

/// Whether a cell of a table says yes or no; `None` for anything else.
fn mark(cell: &str) -> Option<bool> {
    let word = cell.trim().to_lowercase();
    match word.as_str() {
        "" | "0" | "0.0" | "no" | "n" | "false" | "f" | "-" | "–" | "nein" | "non" | "nie" | "na" | "nage" => {
            Some(false)
        }
        "1" | "1.0" | "x" | "yes" | "y" | "true" | "t" | "ja" | "oui" | "si" | "sí" | "tak" | "ie" | "✓" | "✔"
        | "✅" | "*" | "☒" | "☑" => Some(true),
        _ => None,
    }
}

/// Ballots of one line each.
fn read_lines(
    document: &Document,
    findings: &mut Findings,
    names: &Names,
    positions: &HashMap<String, Option<u32>>,
    election: &mut Election,
    voted: &mut Voted,
    layout: &Layout,
) {
    use Severity::{Error, Warning};
    let at = |name: &str| document.column(Section::Votes, name);
    let voter_at = match (at("voter_id"), layout) {
        (Some(at), _) => Some(at),
        (None, Layout::Listed { vote, .. }) if *vote != 0 && document.heading_line(Section::Votes).is_some() => Some(0),
        _ => None,
    };
    let records = document.records(Section::Votes);
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
    let mut known = Known::default();
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
            findings.tell(line, Error, "width", message);
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
                if width > columns && matches!(layout, Layout::Listed { .. }) {
                    let message =
                        format!("{message}: put the list of projects in quotes (what goes beyond is ignored)");
                    findings.doubt(line, "width", message);
                } else {
                    findings.tell(line, Error, "width", message);
                }
            }
        }
        if let Some(voter) = voter {
            if voter.trim().is_empty() {
                findings.tell(
                    line,
                    Warning,
                    "voter-blank",
                    "a ballot without the voter's identifier: counted".to_owned(),
                );
            } else if let Some(first) = known.before(&voter, index as u32, voter_of) {
                let earlier = replaced.latest(first, index as u32);
                let before = records[earlier as usize].line;
                let message = format!(
                    "voter `{voter}` voted on line {before} already: the later ballot counts, the earlier does not"
                );
                findings.doubt(line, "voter-twice", message);
            }
        }
        ballot.named.clear();
        ballot.given.clear();
        ballot.lost = false;
        match layout {
            Layout::Table(columns) => ballot.table(document, *record, columns, election, findings),
            _ => {
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
                    if !vote.trim().is_empty() {
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
        roll.cast_once(election, &mut ballot.named, &mut ballot.given);
        voted.record_of_voter.push(index as u32);
    }
    replaced.take_out(election, voted);
}

impl Ballot {
    /// Names one project.
    #[allow(clippy::too_many_arguments)]
    fn name(
        &mut self,
        position: u32,
        repeated: bool,
        with_points: bool,
        point: Option<&str>,
        election: &Election,
        findings: &mut Findings,
        line: Option<u32>,
    ) {
        if repeated {
            let id = &election.projects[position as usize].id;
            let message = format!("project `{id}` is named twice: counts once");
            findings.tell(line, Severity::Warning, "project-repeated", message);
        } else {
            self.named.push(position);
        }
        if !election.ballot_type.has_points() {
            return;
        }
        let value = match point {
            Some(text) => points_of(text, election.points_scale).unwrap_or_else(|| {
                let message = format!("points `{text}` are not a number below 10^12: read as 0");
                findings.doubt(line, "points", message);
                0
            }),
            None if !with_points => election.points_scale,
            None => {
                let id = &election.projects[position as usize].id;
                findings.doubt(line, "points", format!("no points for project `{id}`: read as 0"));
                0
            }
        };
        match self
            .named
            .iter()
            .position(|other| *other == position)
            .filter(|_| repeated)
        {
            Some(place) => self.given[place] = value,
            None => self.given.push(value),
        }
    }

    /// A cell that the format's own reading leaves something unknown in.
    #[allow(clippy::too_many_arguments)]
    fn freely(
        &mut self,
        vote: &str,
        points: Option<&str>,
        with_points: bool,
        names: &Names,
        election: &Election,
        findings: &mut Findings,
        line: Option<u32>,
    ) {
        let found = names.cell(vote);
        if found.mark != "," && found.unknown() < found.mentions.len() {
            let message = format!(
                "projects are joined by {:?} where the format joins them by ',': read as {} projects",
                found.mark,
                found.mentions.len()
            );
            findings.tell(line, Severity::Error, "joined", message);
        }
        if found.by_name {
            let message = "projects are named otherwise than by their identifiers: found by title or number".to_owned();
            findings.tell(line, Severity::Error, "named", message);
        }
        let joint = |text: &str| -> Vec<String> {
            let mark = if text.contains(found.mark) { found.mark } else { "," };
            text.split(mark)
                .map(|item| item.trim().to_owned())
                .filter(|item| !item.is_empty())
                .collect()
        };
        let listed: Vec<String> = points.map(joint).unwrap_or_default();
        if points.is_some() && listed.len() > found.mentions.len() {
            findings.doubt(
                line,
                "points",
                "more points than projects: the rest is ignored".to_owned(),
            );
        }
        for (place, mention) in found.mentions.into_iter().enumerate() {
            match mention {
                Mention::Known(Some(position)) => {
                    let repeated = self.named.contains(&position);
                    let point = listed.get(place).map(String::as_str);
                    self.name(position, repeated, with_points, point, election, findings, line);
                }
                Mention::Known(None) => self.lost = true,
                Mention::Unknown(text) => {
                    self.lost = true;
                    let near = election
                        .projects
                        .iter()
                        .take(2000)
                        .map(|project| (strsim::jaro_winkler(&project.id, &text), &project.id))
                        .max_by(|a, b| a.0.total_cmp(&b.0))
                        .filter(|(likeness, _)| *likeness > 0.85);
                    let near = near.map_or(String::new(), |(_, id)| format!(" (did the voter mean `{id}`?)"));
                    let message = format!("`{text}` is no project{near}: the mention is ignored");
                    findings.doubt(line, "unknown-project", message);
                }
            }
        }
    }

    /// A line of a table with a column for each project.
    fn table(
        &mut self,
        document: &Document,
        record: Record,
        columns: &[(usize, Option<u32>)],
        election: &Election,
        findings: &mut Findings,
    ) {
        let line = Some(record.line);
        let cells: Vec<Cow<'_, str>> = document.cells(record).collect();
        let mut ranked: Vec<(i64, u32)> = Vec::new();
        for (column, position) in columns {
            let cell = cells.get(*column).map_or("", |cell| cell.trim());
            let Some(position) = *position else {
                self.lost |= mark(cell) != Some(false);
                continue;
            };
            let id = &election.projects[position as usize].id;
            if election.ballot_type.has_points() {
                let points = if cell.is_empty() {
                    Some(0)
                } else {
                    points_of(cell, election.points_scale)
                };
                match points.or_else(|| mark(cell).map(|yes| i64::from(yes) * election.points_scale)) {
                    Some(0) => {}
                    Some(points) => {
                        self.named.push(position);
                        self.given.push(points);
                    }
                    None => findings.doubt(
                        line,
                        "points",
                        format!("`{cell}` for project `{id}` is no number of points: read as 0"),
                    ),
                }
            } else if election.ballot_type == crate::budgeting::BallotType::Ordinal {
                match (cell.parse::<i64>(), mark(cell)) {
                    (Ok(rank), _) if rank > 0 => ranked.push((rank, position)),
                    (_, Some(false)) => {}
                    _ => findings.doubt(
                        line,
                        "rank",
                        format!("`{cell}` for project `{id}` is no rank: the mention is ignored"),
                    ),
                }
            } else {
                match mark(cell) {
                    Some(true) => self.named.push(position),
                    Some(false) => {}
                    None => {
                        let message = format!(
                            "`{cell}` for project `{id}` is neither yes nor no (1 or 0, x or blank); for points or ranks give the kind of ballot: read as yes"
                        );
                        findings.doubt(line, "mark", message);
                        self.named.push(position);
                    }
                }
            }
        }
        ranked.sort_unstable();
        if ranked.windows(2).any(|pair| pair[0].0 == pair[1].0) {
            findings.doubt(
                line,
                "rank",
                "two projects have the same rank: the one further left goes first".to_owned(),
            );
        }
        self.named.extend(ranked.iter().map(|(_, position)| *position));
    }
}

/// Ballots of a line for each project named: put together by voter, in the order of their first lines.
fn read_long(
    document: &Document,
    findings: &mut Findings,
    names: &Names,
    election: &mut Election,
    voted: &mut Voted,
    project: usize,
    points: Option<usize>,
) {
    let voter = document.column(Section::Votes, "voter_id").unwrap_or(0);
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut ballots: Vec<(u32, Ballot)> = Vec::new();
    for (index, record) in document.records(Section::Votes).iter().enumerate() {
        let cells: Vec<Cow<'_, str>> = document.cells(*record).collect();
        let cell = |at: usize| cells.get(at).map_or("", |cell| cell.trim());
        let place = *places.entry(cell(voter).to_owned()).or_insert_with(|| {
            ballots.push((index as u32, Ballot::default()));
            ballots.len() - 1
        });
        let line = Some(record.line);
        if cell(voter).is_empty() {
            findings.doubt(
                line,
                "voter-blank",
                "a line without the voter's identifier: put with the others that have none".to_owned(),
            );
        }
        let ballot = &mut ballots[place].1;
        let item = cell(project);
        match names.one(item) {
            Some((Some(position), _)) => {
                let repeated = ballot.named.contains(&position);
                ballot.name(
                    position,
                    repeated,
                    points.is_some(),
                    points.map(cell),
                    election,
                    findings,
                    line,
                );
            }
            Some((None, _)) => ballot.lost = true,
            None if item.is_empty() => {}
            None => {
                ballot.lost = true;
                findings.doubt(
                    line,
                    "unknown-project",
                    format!("`{item}` is no project: the mention is ignored"),
                );
            }
        }
    }
    let mut roll = Roll::default();
    for (record, mut ballot) in ballots {
        voted.with_losses += u64::from(ballot.lost);
        roll.cast_once(election, &mut ballot.named, &mut ballot.given);
        voted.record_of_voter.push(record);
    }
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

/// Ballots of voters who voted again.
#[derive(Default)]
struct Replaced {
    /// For the first record of a voter, the latest so far.
    latest: HashMap<u32, u32>,
    gone: Vec<u32>,
}

impl Replaced {
    /// Puts a record in place of the voter's latest, which is returned.
    fn latest(&mut self, first: u32, record: u32) -> u32 {
        let earlier = self.latest.insert(first, record).unwrap_or(first);
        self.gone.push(earlier);
        earlier
    }

    /// Takes the ballots that were replaced out of the election: what is left is as if they had never been cast.
    fn take_out(mut self, election: &mut Election, voted: &mut Voted) {
        if self.gone.is_empty() {
            return;
        }
        self.gone.sort_unstable();
        let cast = std::mem::take(&mut election.ballot_of_voter);
        let old = std::mem::take(&mut election.ballots);
        voted
            .record_of_voter
            .retain(|record| self.gone.binary_search(record).is_err());
        let mut moved: Vec<Option<u32>> = vec![None; old.len()];
        for record in &voted.record_of_voter {
            let ballot = cast[*record as usize] as usize;
            let place = *moved[ballot].get_or_insert_with(|| {
                election.ballots.push(crate::budgeting::Ballot {
                    weight: 0,
                    ..old[ballot].clone()
                });
                election.ballots.len() as u32 - 1
            });
            election.ballots[place as usize].weight += 1;
            election.ballot_of_voter.push(place);
        }
    }
}

/// Which voters have voted. Most files number voters upwards, and then the last number is all that has to be known; from
/// the first that breaks the row on, a table of hashes is kept.
#[derive(Default)]
struct Known {
    last: Option<u64>,
    table: Option<Places>,
}

impl Known {
    /// The record of the same voter before this one.
    fn before<'a>(&mut self, voter: &str, index: u32, voter_of: impl Fn(u32) -> Cow<'a, str>) -> Option<u32> {
        let table = match &mut self.table {
            Some(table) => table,
            None => {
                if let Some(number) = plain_number(voter)
                    && self.last.is_none_or(|last| last < number)
                {
                    self.last = Some(number);
                    return None;
                }
                let table = self.table.insert(Places::default());
                for earlier in 0..index {
                    table.find_or_add(QuickHash.hash_one(&*voter_of(earlier)), earlier, |_| false);
                }
                table
            }
        };
        table.find_or_add(QuickHash.hash_one(voter), index, |held| voter_of(held) == voter)
    }
}

/// A number written in the only way in which it can be: digits without a leading zero.
fn plain_number(text: &str) -> Option<u64> {
    let bytes = text.as_bytes();
    let plain = bytes.iter().all(u8::is_ascii_digit) && (bytes.len() == 1 || bytes.first() != Some(&b'0'));
    if plain { text.parse().ok() } else { None }
}

/// Points times the scale, if they are a number of a sensible size.
fn points_of(text: &str, scale: i64) -> Option<i64> {
    let text = text.trim();
    if let Ok(whole) = text.parse::<i64>() {
        return (whole.unsigned_abs() < 1_000_000_000_000).then(|| whole * scale);
    }
    // Points have decimals, and no thousands: `2,500` is a slip.
    let number = match read_amount(text)? {
        Amount::Plain(number) | Amount::Rewritten(number) | Amount::Doubtful(number) => number,
    };
    let scaled = (number * whole(scale.unsigned_abs())).floor().to_integer().to_i64()?;
    (scaled.unsigned_abs() < 1_000_000_000_000_000_000).then_some(scaled)
}

/// The smallest power of ten that makes all points whole, up to a millionth.
fn points_scale(document: &Document, columns: &[usize]) -> i64 {
    let mut scale = 1i64;
    let Some(last) = columns.iter().max() else { return scale };
    for record in document.records(Section::Votes) {
        if !document.raw(*record).contains('.') {
            continue;
        }
        for (column, cell) in document.cells(*record).take(last + 1).enumerate() {
            if !columns.contains(&column) {
                continue;
            }
            for item in cell.split([',', ';', '|', ' ']) {
                let Some((_, fraction)) = item.trim().split_once('.') else {
                    continue;
                };
                let places = fraction.trim_end_matches('0').len().min(6) as u32;
                scale = scale.max(10i64.pow(places)).min(FINEST_POINTS);
            }
        }
    }
    scale
}
