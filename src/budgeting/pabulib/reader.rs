//! From a document to an election, with every repair reported.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::hash::BuildHasher;

use num_traits::{Signed, ToPrimitive};

use super::document::{Document, Section};
use crate::budgeting::election::{BallotType, Election, Places, Project, QuickHash, Roll};
use crate::budgeting::exact::{Rational, parse_decimal, whole};

/// At most this many problems of one kind are told one by one.
const TOLD_OF_A_KIND: usize = 20;
/// Points are kept as whole multiples of 1/`scale`; a finer one than this is rounded down.
const FINEST_POINTS: i64 = 1_000_000;

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Odd, and harmless.
    Warning,
    /// Against the format: a strict reader refuses, a lenient one repairs as the message says.
    Error,
    /// No election can be made of the file.
    Fatal,
}

/// Something wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Line, from 1; `None` if it concerns the file as a whole.
    pub line: Option<u32>,
    /// How bad.
    pub severity: Severity,
    /// A stable word for the kind.
    pub kind: &'static str,
    /// What was found, what was allowed, what was done.
    pub message: String,
}

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
}

impl Reading {}

/// Problems as they are met, with a limit on how many of one kind are told.
#[derive(Default)]
pub(super) struct Findings {
    pub(super) problems: Vec<Problem>,
    counts: BTreeMap<&'static str, (usize, Severity)>,
}

impl Findings {
    pub(super) fn tell(&mut self, line: Option<u32>, severity: Severity, kind: &'static str, message: String) {
        let (count, _) = self.counts.entry(kind).or_insert((0, severity));
        *count += 1;
        if *count <= TOLD_OF_A_KIND {
            self.problems.push(Problem {
                line,
                severity,
                kind,
                message,
            });
        }
    }
    pub(super) fn finish(mut self) -> Vec<Problem> {
        let mut more: Vec<(&'static str, usize, Severity)> = self
            .counts
            .iter()
            .map(|(kind, (count, severity))| (*kind, *count, *severity))
            .collect();
        more.sort_unstable();
        for (kind, count, severity) in more {
            if count > TOLD_OF_A_KIND {
                let message = format!("{} more of the kind `{kind}`", count - TOLD_OF_A_KIND);
                self.problems.push(Problem {
                    line: None,
                    severity,
                    kind,
                    message,
                });
            }
        }
        self.problems
    }
}

/// Reads a `.pb` file. A strict reading makes no election of a file with an error; a lenient one repairs and reports.
pub fn read_bytes(bytes: Vec<u8>, strict: bool) -> Reading {
    read(Document::from_bytes(bytes), strict)
}

/// As [`read_bytes`], for a document already split.
pub fn read(document: Document, strict: bool) -> Reading {
    let mut findings = Findings::default();
    let mut record_of_voter = Vec::new();
    let mut election = read_election(&document, &mut findings, &mut record_of_voter);
    let problems = findings.finish();
    if strict && problems.iter().any(|problem| problem.severity >= Severity::Error) {
        election = None;
    }
    Reading {
        document,
        election,
        problems,
        record_of_voter,
    }
}

/// A decimal, with the decimal comma of some files repaired.
fn number(text: &str) -> Option<(Rational, bool)> {
    let text = text.trim_matches(|character: char| character.is_whitespace());
    if let Some(number) = parse_decimal(text) {
        return Some((number, false));
    }
    let repaired: String = text.chars().filter(|character| !character.is_whitespace()).collect();
    parse_decimal(&repaired.replacen(',', ".", 1)).map(|number| (number, true))
}

fn read_election(document: &Document, findings: &mut Findings, voters: &mut Vec<u32>) -> Option<Election> {
    use Severity::{Error, Fatal, Warning};
    if document.is_too_long() {
        let message = format!(
            "longer than {} bytes: split it by district",
            super::document::MOST_BYTES
        );
        findings.tell(None, Fatal, "too-long", message);
        return None;
    }
    if !document.is_utf8() {
        let message = "not valid UTF-8: characters that cannot be read are shown as �, the bytes are kept".to_owned();
        findings.tell(None, Error, "encoding", message);
    }
    for line in &document.stray {
        findings.tell(
            Some(*line),
            Error,
            "stray-line",
            "text before the first section is ignored".to_owned(),
        );
    }
    for line in &document.open_quotes {
        findings.tell(
            Some(*line),
            Error,
            "open-quote",
            "a quote is opened and never closed: read as text".to_owned(),
        );
    }
    if document.separator != b';' {
        let found = char::from(document.separator);
        let message = format!("cells are separated by {found:?}; the format wants ';'");
        findings.tell(None, Error, "separator", message);
    }
    let words: Vec<Section> = document.opened.iter().map(|(section, _)| *section).collect();
    for section in [Section::Meta, Section::Projects, Section::Votes] {
        match words.iter().filter(|word| **word == section).count() {
            1 => {}
            0 => {
                let severity = if section == Section::Projects { Fatal } else { Error };
                findings.tell(
                    None,
                    severity,
                    "section-missing",
                    format!("there is no section {}", section.word()),
                );
            }
            _ => {
                let message = format!("section {} is opened twice: read as one", section.word());
                findings.tell(None, Error, "section-twice", message);
            }
        }
    }
    if words.len() == 3 && words != [Section::Meta, Section::Projects, Section::Votes] {
        findings.tell(
            None,
            Error,
            "section-order",
            "sections are not in the order META, PROJECTS, VOTES".to_owned(),
        );
    }
    let budget = match document.meta("budget") {
        None => {
            findings.tell(None, Fatal, "budget-missing", "META has no `budget`".to_owned());
            None
        }
        Some((text, line)) => match number(&text) {
            Some((budget, repaired)) if !budget.is_negative() => {
                if repaired {
                    let message = format!(
                        "budget `{text}` is read as {}",
                        super::super::exact::write_exact(&budget)
                    );
                    findings.tell(Some(line), Error, "number", message);
                }
                Some(budget)
            }
            _ => {
                let message = format!("budget `{text}` is not a number from 0 up");
                findings.tell(Some(line), Fatal, "budget", message);
                None
            }
        },
    };
    let ballot_type = match document.meta("vote_type") {
        Some((word, line)) => BallotType::from_word(&word).unwrap_or_else(|| {
            let message = format!(
                "vote_type `{word}` is none of approval, choose-1, ordinal, cumulative, scoring: read as approval"
            );
            findings.tell(Some(line), Error, "vote-type", message);
            BallotType::Approval
        }),
        None => {
            findings.tell(
                None,
                Error,
                "vote-type",
                "META has no `vote_type`: read as approval".to_owned(),
            );
            BallotType::Approval
        }
    };
    let (projects, positions) = read_projects(document, findings);
    if projects.is_empty() {
        findings.tell(None, Fatal, "no-projects", "there is no project to vote on".to_owned());
    }
    let mut election = Election::new(budget?, ballot_type, projects);
    if election.projects.is_empty() {
        return None;
    }
    let text = |key: &str| document.meta(key).map(|(text, _)| text).unwrap_or_default();
    election.title = text("description");
    election.currency = text("currency");
    election.official_rule = text("rule");
    election.score_threshold = number(&text("min_project_score_threshold")).map(|(number, _)| number);
    read_votes(document, findings, &positions, &mut election, voters);
    for (key, counted) in [
        ("num_projects", document.records(Section::Projects).len()),
        ("num_votes", document.records(Section::Votes).len()),
    ] {
        match document.meta(key) {
            Some((text, line)) if number(&text).map(|(number, _)| number) != Some(whole(counted as u64)) => {
                let message = format!("`{key}` says {text}, the file has {counted}");
                findings.tell(Some(line), Error, "count", message);
            }
            Some(_) => {}
            None => findings.tell(None, Warning, "meta-missing", format!("META has no `{key}`")),
        }
    }
    Some(election)
}

fn read_projects(document: &Document, findings: &mut Findings) -> (Vec<Project>, HashMap<String, Option<u32>>) {
    use Severity::{Error, Warning};
    let at = |name: &str| document.column(Section::Projects, name);
    let (id_at, cost_at) = (at("project_id").unwrap_or(0), at("cost"));
    let (name_at, category_at, selected_at) = (at("name"), at("category"), at("selected"));
    let score_at = at("score").or(at("votes"));
    let columns = document.columns(Section::Projects).len();
    if document.heading_line(Section::Projects).is_some() {
        let line = document.heading_line(Section::Projects);
        if at("project_id").is_none() {
            findings.tell(
                line,
                Error,
                "column",
                "no column `project_id`: the first is taken for it".to_owned(),
            );
        }
        if cost_at.is_none() {
            findings.tell(line, Error, "column", "PROJECTS has no column `cost`".to_owned());
        }
    }
    let mut projects: Vec<Project> = Vec::new();
    let mut positions: HashMap<String, Option<u32>> = HashMap::new();
    for record in document.records(Section::Projects) {
        let cells: Vec<_> = document.cells(*record).collect();
        let line = Some(record.line);
        if cells.len() != columns {
            let message = format!("{} cells where the heading has {columns}", cells.len());
            findings.tell(line, Error, "width", message);
        }
        let cell = |column: Option<usize>| {
            column
                .and_then(|column| cells.get(column))
                .map_or("", |cell| cell.trim())
        };
        let id = cell(Some(id_at));
        if id.is_empty() {
            findings.tell(
                line,
                Error,
                "project-id",
                "a project without identifier is left out".to_owned(),
            );
            continue;
        }
        if id.contains(',') {
            let message = format!("identifier `{id}` holds a comma: no ballot can name it");
            findings.tell(line, Error, "project-id", message);
        }
        if positions.contains_key(id) {
            let message = format!("project `{id}` is there already: the first is kept");
            findings.tell(line, Error, "project-twice", message);
            continue;
        }
        let text = cell(cost_at);
        let cost = match number(text) {
            Some((cost, repaired)) if !cost.is_negative() => {
                if repaired {
                    let message = format!("cost `{text}` is read as {}", super::super::exact::write_exact(&cost));
                    findings.tell(line, Error, "number", message);
                }
                cost
            }
            Some(_) => {
                let message = format!("project `{id}` costs {text}: negative, so it is left out");
                findings.tell(line, Error, "cost", message);
                positions.insert(id.to_owned(), None);
                continue;
            }
            None => {
                let message = format!("cost `{text}` of project `{id}` is not a number: it is left out");
                findings.tell(line, Error, "cost", message);
                positions.insert(id.to_owned(), None);
                continue;
            }
        };
        if cost == whole(0) {
            findings.tell(line, Warning, "cost-zero", format!("project `{id}` costs nothing"));
        }
        let mut project = Project::new(id, cost);
        project.name = cell(name_at).to_owned();
        project.categories = list(cell(category_at));
        project.published_score = number(cell(score_at)).map(|(score, _)| score);
        project.selected = cell(selected_at).parse().ok();
        positions.insert(id.to_owned(), Some(projects.len() as u32));
        projects.push(project);
    }
    (projects, positions)
}

/// The items of a cell that lists several.
fn list(cell: &str) -> Vec<String> {
    cell.split(',')
        .map(str::trim)
        .filter(|item| !item.is_empty())
        .map(str::to_owned)
        .collect()
}

fn read_votes(
    document: &Document,
    findings: &mut Findings,
    positions: &HashMap<String, Option<u32>>,
    election: &mut Election,
    voters: &mut Vec<u32>,
) {
    use Severity::{Error, Warning};
    let at = |name: &str| document.column(Section::Votes, name);
    let vote_at = at("vote").unwrap_or(1);
    let voter_at = at("voter_id").unwrap_or(0);
    let points_at = at("points").filter(|_| election.ballot_type.has_points());
    if let (Some(line), None) = (document.heading_line(Section::Votes), at("vote")) {
        findings.tell(
            Some(line),
            Error,
            "column",
            "no column `vote`: the second is taken for it".to_owned(),
        );
    }
    if let (true, None, Some(line)) = (
        election.ballot_type.has_points(),
        points_at,
        document.heading_line(Section::Votes),
    ) {
        let message = format!(
            "{} ballots need a column `points`: every project named gets 1",
            election.ballot_type.word()
        );
        findings.tell(Some(line), Error, "column", message);
    }
    let last = vote_at.max(points_at.unwrap_or(0)).max(voter_at);
    let records = document.records(Section::Votes);
    election.points_scale = points_at.map_or(1, |column| points_scale(document, column));
    let fast: HashMap<&str, Option<u32>, QuickHash> = positions
        .iter()
        .map(|(id, position)| (id.as_str(), *position))
        .collect();
    let mut known = Known::default();
    let voter_of = |number: u32| {
        document
            .cells(records[number as usize])
            .nth(voter_at)
            .unwrap_or_default()
    };
    let mut roll = Roll::default();
    let (mut named, mut given): (Vec<u32>, Vec<i64>) = (Vec::new(), Vec::new());
    // Which voter named a project last, from 1: tells a repetition without a search.
    let mut last_named = vec![0u32; election.projects.len()];
    voters.reserve(records.len());
    election.ballot_of_voter.reserve(records.len());
    let columns = document.columns(Section::Votes).len();
    for (index, record) in records.iter().enumerate() {
        let line = Some(record.line);
        let (mut voter, mut vote, mut points) = (None, None, None);
        let width = document.width(*record);
        for (column, cell) in document.cells(*record).take(last + 1).enumerate() {
            if column == voter_at {
                voter = Some(cell);
            } else if column == vote_at {
                vote = Some(cell);
            } else if Some(column) == points_at {
                points = Some(cell);
            }
        }
        if width != columns {
            findings.tell(
                line,
                Error,
                "width",
                format!("{width} cells where the heading has {columns}"),
            );
        }
        let vote = vote.unwrap_or_default();
        if let Some(voter) = voter
            && let Some(before) = known.before(&voter, index as u32, voter_of)
        {
            let before = records[before as usize].line;
            let message = format!("voter `{voter}` voted on line {before} already: both ballots are counted");
            findings.tell(line, Error, "voter-twice", message);
        }
        named.clear();
        given.clear();
        let mut listed = points.as_deref().map(|points| points.split(','));
        if !vote.trim().is_empty() {
            for item in vote.split(',') {
                let point = listed.as_mut().and_then(Iterator::next);
                let id = item.trim();
                let position = match fast.get(id) {
                    Some(Some(position)) => *position,
                    Some(None) => continue,
                    None => {
                        let message = format!("`{id}` is no project: the mention is ignored");
                        findings.tell(line, Error, "unknown-project", message);
                        continue;
                    }
                };
                let repeated =
                    std::mem::replace(&mut last_named[position as usize], index as u32 + 1) == index as u32 + 1;
                if repeated {
                    findings.tell(
                        line,
                        Warning,
                        "project-repeated",
                        format!("project `{id}` is named twice: counts once"),
                    );
                } else {
                    named.push(position);
                }
                if election.ballot_type.has_points() {
                    let value = match point {
                        Some(text) => points_of(text, election.points_scale).unwrap_or_else(|| {
                            let message = format!("points `{text}` are not a number below 10^12: read as 0");
                            findings.tell(line, Error, "points", message);
                            0
                        }),
                        None if points_at.is_none() => election.points_scale,
                        None => {
                            findings.tell(
                                line,
                                Error,
                                "points",
                                format!("no points for project `{id}`: read as 0"),
                            );
                            0
                        }
                    };
                    match named.iter().position(|other| *other == position).filter(|_| repeated) {
                        Some(place) => given[place] = value,
                        None => given.push(value),
                    }
                }
            }
        }
        if listed.is_some_and(|mut listed| listed.any(|item| !item.trim().is_empty())) {
            findings.tell(
                line,
                Error,
                "points",
                "more points than projects: the rest is ignored".to_owned(),
            );
        }
        roll.cast_once(election, &mut named, &mut given);
        voters.push(index as u32);
    }
    if election.ballot_of_voter.is_empty() {
        findings.tell(None, Warning, "no-voters", "nobody voted".to_owned());
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
    let (number, _) = number(text)?;
    let scaled = (number * whole(scale.unsigned_abs())).floor().to_integer().to_i64()?;
    (scaled.unsigned_abs() < 1_000_000_000_000_000_000).then_some(scaled)
}

/// The smallest power of ten that makes all points whole, up to a millionth.
fn points_scale(document: &Document, column: usize) -> i64 {
    let mut scale = 1i64;
    for record in document.records(Section::Votes) {
        let Some(cell) = document.cells(*record).nth(column) else {
            continue;
        };
        if !cell.contains('.') {
            continue;
        }
        for item in cell.split(',') {
            let Some((_, fraction)) = item.trim().split_once('.') else {
                continue;
            };
            let places = fraction.trim_end_matches('0').len().min(6) as u32;
            scale = scale.max(10i64.pow(places)).min(FINEST_POINTS);
        }
    }
    scale
}
