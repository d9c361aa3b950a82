//! One voter's ballot, read cell by cell in whatever layout it stands.

use std::borrow::Cow;

use super::choice_columns::rank;
use super::document::{Document, Record, Section};
use super::findings::{Findings, Severity};
use super::labels::labelled;
use super::marks::{mark, speaks_for};
use super::mentions::{Mention, Names, unknown};
use super::points::{items, no_points, points_of};
use super::ranks_as_points::tell_skipped;
use super::strangers::{names_none, none_is_no_project};
use crate::budgeting::BallotType;
use crate::budgeting::election::{Election, Project};
use crate::budgeting::explanation::so_many;

/// One voter's ballot while it is read.
#[derive(Default)]
pub(super) struct Ballot {
    pub(super) named: Vec<u32>,
    pub(super) given: Vec<i64>,
    pub(super) lost: bool,
}

impl Ballot {
    /// Names one project.
    #[allow(clippy::too_many_arguments)]
    pub(super) fn name(
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
                findings.doubt(line, "points", no_points(text, ""));
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
    pub(super) fn freely(
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
                "projects are joined by {:?} where the format joins them by ',': read as {}",
                found.mark,
                so_many(found.mentions.len() as u64, "project", "projects")
            );
            findings.tell(line, Severity::Repaired, "joined", message);
        }
        if found.by_name {
            let message = "projects are named otherwise than by their identifiers: found by title or number".to_owned();
            findings.tell(line, Severity::Repaired, "named", message);
        }
        if found.numbers_beside_titles {
            let message = "numbers stand beside titles, and projects have such numbers: do they count what stands behind them, or say how much it gets? Write projects alone (the numbers are read as projects)";
            findings.doubt(line, "either", message.to_owned());
        }
        if let Some(text) = &found.either {
            let message = format!(
                "`{text}` is the title of one project, and as well those of several joined by {:?}: name projects by their identifiers (read as the one)",
                found.mark
            );
            findings.doubt(line, "either", message);
        }
        let listed: Vec<&str> = points.map(|text| items(text, found.mark)).unwrap_or_default();
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
                    let point = listed.get(place).copied();
                    self.name(position, repeated, with_points, point, election, findings, line);
                }
                Mention::Known(None) => self.lost = true,
                Mention::Unknown(text) => {
                    self.lost = true;
                    let message = format!("{}: the mention is ignored", unknown(&text, &election.projects));
                    findings.doubt(line, "unknown-project", message);
                }
            }
        }
    }

    /// A line with a column for each choice.
    pub(super) fn choices(
        &mut self,
        document: &Document,
        record: Record,
        columns: &[usize],
        names: &Names,
        election: &Election,
        findings: &mut Findings,
    ) {
        let cells: Vec<Cow<'_, str>> = document.cells(record).collect();
        let line = Some(record.line);
        let mut mentions = 0;
        let mut places = Vec::new();
        for (place, cell) in (1..).zip(columns.iter().map(|column| cells.get(*column))) {
            let Some(cell) = cell else { continue };
            let none = || names_none(cell) && none_is_no_project(names);
            if !cell.trim().is_empty() && !none() {
                mentions += 1;
                places.push(place);
                let several = names.one(cell).is_none() && names.cell(cell).mentions.len() > 1;
                if several {
                    let message = format!(
                        "`{}` names several projects in a column for one choice: which is it? (read one after the other)",
                        cell.trim()
                    );
                    findings.doubt(line, "choices", message);
                }
                self.freely(cell, None, false, names, election, findings, line);
            }
        }
        if election.ballot_type == BallotType::Ordinal {
            let called = |place: i64| {
                let at = usize::try_from(place - 1).ok().and_then(|at| columns.get(at).copied());
                let headings = document.columns(Section::Votes);
                format!("`{}`", at.and_then(|at| headings.get(at)).map_or("", String::as_str))
            };
            tell_skipped(&places, called, record.line, findings);
        }
        if self.named.len() < mentions && !self.lost {
            let message = "a project is named in two columns of choices: it counts once, where it stands first";
            findings.tell(line, Severity::Repaired, "project-repeated", message.to_owned());
        }
    }

    /// A line of a table with a column for each project.
    pub(super) fn table(
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
            if self.named.contains(&position) {
                continue;
            }
            let id = &election.projects[position as usize].id;
            if election.ballot_type.has_points() {
                let titled = || {
                    let title = |label: &str| {
                        election
                            .projects
                            .iter()
                            .any(|other| other.name.eq_ignore_ascii_case(label))
                    };
                    labelled(cell).is_some_and(|(_, label)| title(label))
                };
                let points = if cell.is_empty() {
                    Some(0)
                } else if titled() {
                    None
                } else {
                    points_of(cell, election.points_scale)
                };
                match points.or_else(|| mark(cell).map(|yes| i64::from(yes) * election.points_scale)) {
                    Some(0) => {}
                    Some(points) => {
                        self.named.push(position);
                        self.given.push(points);
                    }
                    None => findings.doubt(line, "points", no_points(cell, &format!(" for project `{id}`"))),
                }
            } else if election.ballot_type == BallotType::Ordinal {
                match (rank(cell), mark(cell)) {
                    (Some(rank), _) if rank > 0 => ranked.push((rank, position)),
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
                    // Forms write the choice itself into the column of what is ticked.
                    None if is_the_project(cell, &election.projects[position as usize]) => self.named.push(position),
                    None => {
                        // Only what plainly speaks for a project may stand for a cross.
                        let yes = speaks_for(cell);
                        let message = format!(
                            "`{cell}` for project `{id}` is neither yes nor no (1 or 0, x or blank); for points or ranks give the kind of ballot: read as {}",
                            if yes { "yes" } else { "not named" }
                        );
                        findings.doubt(line, "mark", message);
                        if yes {
                            self.named.push(position);
                        } else {
                            self.lost = true;
                        }
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
        } else if !self.lost {
            let places: Vec<i64> = ranked.iter().map(|(rank, _)| *rank).collect();
            tell_skipped(&places, |rank| format!("rank {rank}"), record.line, findings);
        }
        self.named.extend(ranked.iter().map(|(_, position)| *position));
    }
}

/// Whether a cell is the title or the identifier of a project.
fn is_the_project(cell: &str, project: &Project) -> bool {
    let plain = |text: &str| text.trim().to_lowercase();
    !cell.is_empty() && (plain(cell) == plain(&project.name) || plain(cell) == plain(&project.id))
}
