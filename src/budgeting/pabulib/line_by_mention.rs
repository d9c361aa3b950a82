//! Ballots of a line for each project that a voter names, as databases of platforms keep them: put together by voter.

use std::borrow::Cow;
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};

use super::ballot::Ballot;
use super::choice_columns::rank;
use super::document::{Document, Record, Section};
use super::findings::{Findings, Severity};
use super::heading_words::words;
use super::line_columns::LineByLine;
use super::mentions::{Names, unknown};
use super::persons::{is_a_moment, is_ditto, is_name, is_nobody, same_form, spelt_otherwise};
use super::ranks_as_points::tell_skipped;
use super::strangers::{
    BLANK_VOTER, EMPTY_BALLOT, Forms, InBallot, beyond_heading, cells_of, names_none, none_is_no_project,
};
use super::totals::names_a_sum;
use super::voted::Voted;
use super::wishes::Origin;
use crate::budgeting::election::Election;
use crate::budgeting::roll::Roll;

/// A line that ranks a project.
struct Ranked {
    rank: i64,
    line: u32,
    project: u32,
}

/// Names the projects of a ballot by their ranks.
fn in_order(mut list: Vec<Ranked>, ballot: &mut Ballot, election: &Election, findings: &mut Findings) {
    list.sort_by_key(|one| (one.rank, one.line));
    for pair in list.windows(2).filter(|pair| pair[0].rank == pair[1].rank) {
        let message = format!(
            "project `{}` has the same rank {} as `{}` on line {}: the one on the earlier line goes first",
            election.projects[pair[1].project as usize].id,
            pair[1].rank,
            election.projects[pair[0].project as usize].id,
            pair[0].line
        );
        findings.doubt(Some(pair[1].line), "rank", message);
    }
    if let Some(first) = list.first().filter(|_| !ballot.lost) {
        let places: Vec<i64> = list.iter().map(|one| one.rank).collect();
        tell_skipped(&places, |rank| format!("rank {rank}"), first.line, findings);
    }
    ballot.named.extend(list.iter().map(|one| one.project));
}

/// Tells of a line that names a project which its voter named already; `before` and `given` are what the two lines give to it.
fn again(
    (who, id): (&str, &str),
    (first, before): (u32, &str),
    given: &str,
    findings: &mut Findings,
    line: Option<u32>,
) {
    let told = format!("voter `{who}` names project `{id}` on line {first} already");
    let kind = "project-repeated";
    if given.is_empty() && before.is_empty() {
        let message = format!("{told}: it counts once");
        findings.tell(line, Severity::Repaired, kind, message);
        return;
    }
    let otherwise = if before == given {
        format!("with the same `{given}`")
    } else {
        format!("with `{before}`, and here with `{given}`")
    };
    let message = format!("{told}, {otherwise}: take one of the two lines out (the first counts)");
    findings.doubt(line, kind, message);
}

/// Tells of lines of one voter that differ in what is the same on all lines of a person: paper 11 of one ward is not paper 11 of another.
/// What goes with the project named, when a line was written and what is answered may differ.
fn apart_by(document: &Document, columns: LineByLine, names: &Names) -> Option<(u32, String)> {
    let headings = document.columns(Section::Votes);
    let in_ballot: Vec<usize> = columns.of_ballot().collect();
    let others = (0..headings.len()).filter(|at| *at != columns.voter && !in_ballot.contains(at));
    let asked =
        |at: &usize| is_of_a_person(&headings[*at]) || is_of_one_vote(&headings[*at]) || holds_days(document, *at);
    others.filter(asked).find_map(|at| {
        let of_one_vote = !is_of_a_person(&headings[at]);
        if names_the_project(document, columns, names, at) {
            return None;
        }
        let mut of_voter: HashMap<String, String> = HashMap::new();
        let mut of_project: HashMap<String, String> = HashMap::new();
        let (mut differs, mut goes_with_project, mut again) = (None, true, false);
        for record in document.records(Section::Votes) {
            let cells: Vec<Cow<'_, str>> = document.cells(*record).collect();
            let cell = |at: usize| cells.get(at).map_or("", |cell| cell.trim()).to_owned();
            let own = day_of(&cell(at));
            if own.is_empty() {
                continue;
            }
            let first = of_voter.entry(same_form(&cell(columns.voter)).into_owned()).or_insert_with(|| own.clone());
            if *first != own && differs.is_none() {
                differs = Some((record.line, cell(columns.voter), first.clone(), own.clone()));
            }
            match of_project.entry(cell(columns.project).to_lowercase()) {
                Entry::Occupied(with) => {
                    again = true;
                    goes_with_project &= *with.get() == own;
                }
                Entry::Vacant(free) => {
                    free.insert(own.clone());
                }
            }
        }
        let (line, who, first, own) = differs.filter(|_| !goes_with_project || !again)?;
        let title = &headings[at];
        if of_one_vote {
            let message = format!(
                "voter `{who}` has `{first}` in column `{title}` on an earlier line and `{own}` here: two ballots of one voter? Then take out the lines of the one that does not count; two people? Then write what tells them apart into the voter's column; if it is one ballot, take the column out (the lines are put together)"
            );
            return Some((line, message));
        }
        Some((
            line,
            format!(
                "voter `{who}` has `{first}` in column `{title}` on an earlier line and `{own}` here: two people whom nothing else tells apart? Then write both into the voter's column (`{who} {first}`, `{who} {own}`); if it is one, write the same on both lines or take the column out (their lines are put together)"
            ),
        ))
    })
}

/// Whether what stands under a heading is the same for all that one person says.
fn is_of_a_person(heading: &str) -> bool {
    const WORDS: [&str; 22] = [
        "district",
        "ward",
        "area",
        "neighbourhood",
        "neighborhood",
        "parish",
        "town",
        "village",
        "station",
        "school",
        "class",
        "venue",
        "box",
        "session",
        "table",
        "volunteer",
        "age",
        "gender",
        "sex",
        "postcode",
        "surname",
        "book",
    ];
    words(heading).iter().any(|word| WORDS.contains(&word.as_str()))
}

/// Whether a column names the project of each line once more, by its number or title.
fn names_the_project(document: &Document, columns: LineByLine, names: &Names, at: usize) -> bool {
    let project = |cell: &str| names.one(cell.trim()).map(|(position, _)| position);
    document.records(Section::Votes).iter().all(|record| {
        let cells: Vec<Cow<'_, str>> = document.cells(*record).collect();
        let of = |at: usize| cells.get(at).and_then(|cell| project(cell));
        cells.get(at).is_none_or(|cell| cell.trim().is_empty()) || of(at).is_some() && of(at) == of(columns.project)
    })
}

/// Whether what stands under a heading is the same for all lines of one ballot.
fn is_of_one_vote(heading: &str) -> bool {
    const WORDS: [&str; 12] = [
        "round", "wave", "day", "date", "week", "month", "meeting", "event", "visit", "runde", "rownd", "tura",
    ];
    words(heading).iter().any(|word| WORDS.contains(&word.as_str()))
}

/// Whether a column holds days on which lines came, but for those in which a programme notes when each line was made or changed.
fn holds_days(document: &Document, at: usize) -> bool {
    const OF_LINES: [&str; 4] = ["created_at", "updated_at", "inserted_at", "modified_at"];
    let headings = document.columns(Section::Votes);
    let mut said = document.records(Section::Votes).iter().filter_map(|record| {
        let cell = document.cells(*record).nth(at)?.trim().to_owned();
        (!cell.is_empty()).then_some(cell)
    });
    let of_lines = headings
        .get(at)
        .is_some_and(|title| OF_LINES.contains(&title.to_lowercase().as_str()));
    let first = said.next();
    !of_lines && first.is_some_and(|first| is_a_moment(&first)) && said.all(|cell| is_a_moment(&cell))
}

/// The day of a moment, nothing of an hour alone; any other cell as it stands.
fn day_of(cell: &str) -> String {
    if !is_a_moment(cell) {
        return cell.to_owned();
    }
    // The hour may stand first.
    let day: Vec<&str> = cell.split([' ', 'T']).filter(|part| !part.contains(':')).collect();
    day.join(" ")
}

/// Ballots of a line for each project named: put together by voter, in the order of their first lines.
pub(super) fn read_long(
    document: &Document,
    findings: &mut Findings,
    names: &Names,
    election: &mut Election,
    voted: &mut Voted,
    (columns_of, origin): (LineByLine, Origin),
) {
    let LineByLine {
        voter,
        project,
        points,
        ranks,
    } = columns_of;
    if origin == Origin::Tables
        && let Some((line, message)) = apart_by(document, columns_of, names)
    {
        findings.doubt(Some(line), "voter-twice", message);
    }
    let mut places: HashMap<String, (usize, String)> = HashMap::new();
    let mut ballots: Vec<(u32, Ballot)> = Vec::new();
    // Two people may have one name, and nothing else tells them apart.
    let by_name = is_name(&document.columns(Section::Votes)[voter]);
    let mut lines_of: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
    // Where each voter named each project first, with what was given to it there.
    let mut named: BTreeMap<(usize, u32), (u32, String)> = BTreeMap::new();
    let mut ranked: Vec<Vec<Ranked>> = Vec::new();
    let mut forms = None;
    let columns = document.columns(Section::Votes).len();
    let none = origin == Origin::Tables && none_is_no_project(names);
    for (index, record) in document.records(Section::Votes).iter().enumerate() {
        let cells: Vec<Cow<'_, str>> = document.cells(*record).collect();
        let cell = |at: usize| cells.get(at).map_or("", |cell| cell.trim());
        if names_a_sum(cell(voter)) || names_a_sum(cell(project)) && names.one(cell(project)).is_none() {
            let message =
                "this line looks like a sum of the others and not like a ballot: take it out (it is not counted)";
            findings.doubt(Some(record.line), "sum", message.to_owned());
            continue;
        }
        let line = Some(record.line);
        if cells.iter().skip(columns).any(|cell| !cell.trim().is_empty()) {
            let message = format!("{} cells where the heading has {columns}", cells.len());
            findings.doubt(line, "width", beyond_heading(message));
        }
        if cell(project).is_empty() {
            let ballot_cells = InBallot {
                columns: &[project],
                marks: false,
                none: false,
            };
            let who_of = |record: Record| document.cells(record).nth(voter).map(|cell| cell.trim().to_owned());
            let forms = forms.get_or_insert_with(|| Forms::of(document, ballot_cells, &who_of));
            if let Some(text) = forms.stranger(cell(voter), &cells_of(document, *record, &cells)) {
                let message = format!(
                    "this line holds `{text}` and names no project, and does not look like a ballot: take it out (it is not counted)"
                );
                findings.doubt(line, "no-ballot", message);
                continue;
            }
        }
        let (place, spelling) = places.entry(same_form(cell(voter)).into_owned()).or_insert_with(|| {
            ballots.push((index as u32, Ballot::default()));
            (ballots.len() - 1, cell(voter).to_owned())
        });
        let place = *place;
        if by_name && !cell(voter).is_empty() {
            lines_of.entry(place).or_default().push(record.line);
        }
        if let Some(otherwise) = spelt_otherwise(spelling, cell(voter)) {
            let message = format!(
                "voter `{}` stands on an earlier line{otherwise}: their lines are put together; write one of the two where they are different people",
                cell(voter)
            );
            findings.doubt(line, "voter-twice", message);
            cell(voter).clone_into(spelling);
        }
        if is_nobody(&same_form(cell(voter))) {
            let message = match cell(voter) {
                "" => "a line without the voter's identifier: if it goes on with the voter above, write the name again (put with the others that have none)".to_owned(),
                goes_on if is_ditto(&same_form(goes_on)) => format!(
                    "`{goes_on}` stands where others say who voted: if the line goes on with the voter above, write the name again (such lines are put together as one voter)"
                ),
                nobody => format!(
                    "`{nobody}` stands where others say who voted, and may be several people: write for each line whose it is (`{nobody} 1`, `{nobody} 2`), or take the lines out (put together as the ballot of one voter)"
                ),
            };
            findings.doubt(line, BLANK_VOTER, message);
        }
        let cast = ballots.len();
        let ballot = &mut ballots[place].1;
        let item = cell(project);
        match names.one(item) {
            Some((Some(position), _)) => {
                let given = points.or(ranks).map_or("", cell);
                if let Some((first, before)) = named.get(&(place, position)) {
                    let (who, id) = (cell(voter), &election.projects[position as usize].id);
                    again((who, id), (*first, before), given, findings, line);
                    continue;
                }
                named.insert((place, position), (record.line, given.to_owned()));
                if ranks.is_some() {
                    ranked.resize_with(cast, Vec::new);
                    match rank(given) {
                        Some(rank) if rank > 0 => ranked[place].push(Ranked {
                            rank,
                            line: record.line,
                            project: position,
                        }),
                        _ => {
                            ballot.lost = true;
                            let id = &election.projects[position as usize].id;
                            let what = match given {
                                "" => format!("project `{id}` has no rank"),
                                given => format!("`{given}` for project `{id}` is no rank"),
                            };
                            let message = format!("{what} (1, the best, and so on): the mention is ignored");
                            findings.doubt(line, "rank", message);
                        }
                    }
                    continue;
                }
                ballot.name(
                    position,
                    false,
                    points.is_some(),
                    points.map(cell),
                    election,
                    findings,
                    line,
                );
            }
            Some((None, _)) => ballot.lost = true,
            None if item.is_empty() || none && names_none(item) => {}
            None => {
                ballot.lost = true;
                let message = format!("{}: the mention is ignored", unknown(item, &election.projects));
                findings.doubt(line, "unknown-project", message);
            }
        }
    }
    for (place, list) in ranked.into_iter().enumerate() {
        in_order(list, &mut ballots[place].1, election, findings);
    }
    for (place, lines) in lines_of.iter().filter(|(_, lines)| lines.len() > 1) {
        let first = document.records(Section::Votes)[ballots[*place].0 as usize];
        let who = document.cells(first).nth(voter).unwrap_or_default();
        let numbers: Vec<String> = lines.iter().map(u32::to_string).collect();
        let (last, others) = (&numbers[numbers.len() - 1], numbers[..numbers.len() - 1].join(", "));
        let message = format!(
            "lines {others} and {last} are put together as the ballot of one `{}`: if they are different people, write what tells them apart behind the name on each of their lines (`{} 1`, `{} 2`)",
            who.trim(),
            who.trim(),
            who.trim()
        );
        findings.tell(lines.first().copied(), Severity::Repaired, "one-name", message);
    }
    let mut roll = Roll::default();
    for (record, mut ballot) in ballots {
        voted.with_losses += u64::from(ballot.lost);
        if ballot.named.is_empty() && !ballot.lost {
            let line = document.records(Section::Votes)[record as usize].line;
            let message =
                "its voter names no project on any line: counted as a voter who wants none of them".to_owned();
            findings.tell(Some(line), Severity::Warning, EMPTY_BALLOT, message);
        }
        roll.cast_once(election, &mut ballot.named, &mut ballot.given);
        voted.record_of_voter.push(record);
    }
}
