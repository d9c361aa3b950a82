//! From a document to an election, with every repair reported.

use std::collections::{HashMap, HashSet};

use num_traits::{Signed, ToPrimitive};

use super::amounts::{Amount, has_decimal_comma, list, number, read_amount};
use super::ballot_limits::{limit, tell_default_score, tell_limits};
use super::bounds::read_limits;
use super::document::{Document, Section};
use super::doubled::tell_doubled;
use super::findings::{Findings, Severity};
use super::meta_keys::{tell_columns, tell_keys};
use super::odd_points::tell_odd_points;
use super::read_back::read_back;
use super::reading::Reading;
use super::strengths::{column_of_people, read_people, read_strengths};
use super::tallies::tell_tallies;
use super::totals::names_a_sum;
use super::voted::Voted;
use super::votes::read_votes;
use super::wishes::{Origin, Wishes};
use crate::budgeting::election::{BallotType, Election, Project};
use crate::budgeting::exact::{Rational, whole, write_exact};

/// Reads a `.pb` file. A strict reading makes no election of a file with an error; a lenient one repairs and reports.
pub fn read_bytes(bytes: Vec<u8>, strict: bool) -> Reading {
    let wishes = Wishes {
        strict,
        ..Wishes::default()
    };
    read_as(bytes, &wishes)
}

/// As [`read_bytes`], with what was decided about ballots that may be read in more than one way.
pub fn read_as(bytes: Vec<u8>, wishes: &Wishes) -> Reading {
    read(Document::from_bytes(bytes), wishes, Origin::File)
}

/// The same for a document already split.
pub(super) fn read(document: Document, wishes: &Wishes, origin: Origin) -> Reading {
    let mut findings = Findings::default();
    let mut roll = Voted::default();
    let mut election = read_election(&document, &mut findings, &mut roll, (wishes, origin));
    let problems = findings.finish();
    if wishes.strict && problems.iter().any(|problem| problem.severity >= Severity::Repaired) {
        election = None;
    }
    Reading {
        document,
        election,
        problems,
        record_of_voter: roll.record_of_voter,
        ballots_with_losses: roll.with_losses,
        line_by_line: roll.line_by_line,
        in_table: roll.in_table,
        origin,
    }
}

/// An amount of the file: what is read otherwise than it is written is told. `what` names it in a message.
fn amount(text: &str, what: &str, line: u32, findings: &mut Findings) -> Option<Rational> {
    match read_amount(text)? {
        Amount::Plain(number) => Some(number),
        Amount::Rewritten(number) => {
            let message = format!("{what} `{text}` is read as {}", write_exact(&number));
            findings.tell(Some(line), Severity::Repaired, "number", message);
            Some(number)
        }
        Amount::Doubtful(number) => {
            let thousands = write_exact(&(&number * whole(1000)));
            let message = format!(
                "{what} `{text}` may mean {} or {thousands}: write {thousands} or {} (read as {})",
                write_exact(&number),
                write_exact(&number),
                write_exact(&number)
            );
            findings.doubt(Some(line), "number", message);
            Some(number)
        }
    }
}

fn read_election(
    document: &Document,
    findings: &mut Findings,
    voters: &mut Voted,
    how: (&Wishes, Origin),
) -> Option<Election> {
    use Severity::{Error, Fatal, Repaired, Warning};
    let of_tables = how.1 == Origin::Tables;
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
    if document.utf16 {
        let message = "the file is in UTF-16, as spreadsheets save Unicode text; the format wants UTF-8".to_owned();
        findings.tell(None, Repaired, "encoding", message);
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
        findings.tell(None, Repaired, "separator", message);
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
    super::currencies::tell_mixed(document, findings);
    findings.section = Some(Section::Meta);
    let budget = match document.meta("budget") {
        None => {
            findings.tell(None, Fatal, "budget-missing", "META has no `budget`".to_owned());
            None
        }
        Some((text, line)) => match amount(&text, "budget", line, findings) {
            Some(budget) if !budget.is_negative() => Some(budget),
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
            findings.doubt(Some(line), "vote-type", message);
            BallotType::Approval
        }),
        // Whoever gives tables and says nothing of the kind of ballots has said `approval`.
        None if of_tables => BallotType::Approval,
        // Points that nobody counts may change who wins.
        None if document.column(Section::Votes, "points").is_some() => {
            let message = "META has no `vote_type`, and ballots have points: write `vote_type;cumulative` (points to be shared out), \
                           `vote_type;scoring` (a score for each project) or `vote_type;ordinal` (ranked) in META (read as approval, the \
                           points left out)";
            findings.doubt(document.heading_line(Section::Meta), "vote-type", message.to_owned());
            BallotType::Approval
        }
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
    if !of_tables {
        tell_keys(document, findings);
    }
    tell_limits(document, findings);
    tell_default_score(document, ballot_type, findings);
    findings.section = Some(Section::Projects);
    tell_columns(document, findings);
    tell_doubled(document, Section::Projects, findings);
    let (projects, positions) = read_projects(document, of_tables, findings);
    if of_tables {
        super::passed_over::of_projects(document, findings);
    }
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
    election.score_threshold = limit(document, "min_project_score_threshold").map(|(amount, _)| amount.number());
    election.most_ranked = number(&text("max_length")).and_then(|most| most.to_integer().to_usize());
    let most = |keys: &[&str]| keys.iter().filter_map(|key| number(&text(key))).min();
    election.most_given = match ballot_type {
        BallotType::Cumulative => most(&["max_points", "max_sum_points"]),
        BallotType::Scoring => most(&["max_points"]),
        _ => None,
    };
    election.place = text("unit");
    election.stated = read_limits(document, findings, &election);
    findings.section = Some(Section::Votes);
    tell_doubled(document, Section::Votes, findings);
    let voted = read_votes(document, findings, &positions, &mut election, voters, how);
    tell_odd_points(document, &election, voters, findings);
    read_people(document, findings, &mut election, voters, how.1);
    read_strengths(document, findings, &mut election, voters, how.1);
    if of_tables {
        read_back(document, &election, voters, findings);
    }
    findings.section = Some(Section::Projects);
    tell_tallies(document, &election, &positions, findings);
    findings.section = Some(Section::Meta);
    for (key, counted) in [
        ("num_projects", document.records(Section::Projects).len()),
        ("num_votes", document.records(Section::Votes).len()),
    ] {
        match document.meta(key) {
            Some((text, line)) => match number(&text) {
                Some(said) if said == whole(counted as u64) => {}
                // Where lines stand for all who cast them, people may be counted as well as lines.
                Some(said)
                    if key == "num_votes"
                        && column_of_people(document, &election).is_some()
                        && said == whole(voters.record_of_voter.len() as u64) => {}
                said => {
                    let cut = if said.is_some_and(|said| said > whole(counted as u64)) {
                        "part of it is missing: was it cut off?"
                    } else {
                        "has something been added?"
                    };
                    let message =
                        format!("`{key}` says {text}, the file has {counted}: {cut} (what is there is counted)");
                    findings.doubt(Some(line), "count", message);
                }
            },
            None if of_tables => {}
            None => findings.tell(None, Warning, "meta-missing", format!("META has no `{key}`")),
        }
    }
    voted.then_some(election)
}

/// Why a column of projects may not be the one by which ballots name them: another numbers them too, with the same numbers, or it
/// speaks of something else and was only taken for it.
fn other_identifiers(document: &Document, id_at: usize, said: bool) -> Option<String> {
    const NUMBERS: [&str; 8] = ["id", "no", "nr", "number", "ref", "reference", "code", "#"];
    const PROJECTS: [&str; 9] = [
        "project", "proposal", "title", "name", "idea", "option", "scheme", "prosiect", "cynnig",
    ];
    let columns = document.columns(Section::Projects);
    let has = |title: &str, words: &[&str]| {
        let lower = title.to_lowercase();
        let mut parts = lower.split(|letter: char| !letter.is_alphanumeric() && letter != '#');
        parts.any(|part| words.contains(&part))
    };
    let cells = |at: usize| -> Vec<String> {
        let records = document.records(Section::Projects).iter();
        let cells = records.map(|record| document.cells(*record).nth(at).unwrap_or_default().trim().to_owned());
        cells.collect()
    };
    let first = columns.get(id_at)?;
    let own = cells(id_at);
    let other = columns
        .iter()
        .enumerate()
        .filter(|(at, _)| *at != id_at)
        .find(|(at, title)| {
            let others = cells(*at);
            let known: HashSet<&String> = own.iter().collect();
            let same = others.iter().filter(|cell| known.contains(cell)).count();
            let amounts = ["cost", "price", "amount", "budget", "votes", "score", "total"];
            let numbers = others
                .iter()
                .all(|cell| !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_digit()));
            let once = || others.iter().collect::<HashSet<_>>().len() == others.len();
            (has(title, &NUMBERS) || numbers && once() && !has(title, &amounts))
                && 2 * same > own.len()
                && others != own
        });
    if let Some((_, other)) = other {
        return Some(format!(
            "column `{other}` numbers them too: call the one by which ballots name them `project_id`"
        ));
    }
    (!said && !has(first, &NUMBERS) && !has(first, &PROJECTS)).then(|| {
        format!("`{first}` may be something else: call the column by which ballots name projects `project_id`")
    })
}

fn read_projects(
    document: &Document,
    of_tables: bool,
    findings: &mut Findings,
) -> (Vec<Project>, HashMap<String, Option<u32>>) {
    use Severity::{Error, Warning};
    let at = |name: &str| document.column(Section::Projects, name);
    let (id_at, cost_at) = (at("project_id").unwrap_or(0), at("cost"));
    let (name_at, category_at, selected_at) = (at("name"), at("category"), at("selected"));
    let neighbourhood_at = at("neighborhood").or(at("neighbourhood"));
    let score_at = at("score").or(at("votes"));
    let columns = document.columns(Section::Projects).len();
    if document.heading_line(Section::Projects).is_some() {
        let line = document.heading_line(Section::Projects);
        let other = if of_tables {
            other_identifiers(document, id_at, at("project_id").is_some())
        } else {
            None
        };
        let message = "no column `project_id`: the first is taken for it";
        match (other, at("project_id")) {
            (Some(other), None) => findings.doubt(line, "column", format!("{message}, and {other}")),
            (Some(other), Some(_)) => findings.doubt(line, "column", other),
            (None, None) => findings.tell(line, Error, "column", message.to_owned()),
            (None, Some(_)) => {}
        }
        if cost_at.is_none() {
            findings.tell(line, Error, "column", "PROJECTS has no column `cost`".to_owned());
        }
    }
    let mut projects: Vec<Project> = Vec::new();
    let mut positions: HashMap<String, Option<u32>> = HashMap::new();
    let mut comma: [Option<String>; 2] = [None, None];
    for record in document.records(Section::Projects) {
        let cells: Vec<_> = document.cells(*record).collect();
        let line = Some(record.line);
        let beyond = cells.iter().skip(columns).any(|cell| !cell.trim().is_empty());
        // In files of the format identifier and cost stand before all that people write freely.
        let moves_the_cost = of_tables || cost_at > name_at;
        if beyond && moves_the_cost {
            // A comma in a price or a name that nobody quoted: every cell behind it stands under another heading.
            let message = format!(
                "{} cells where the heading has {columns}: a name or an amount may hold the mark that parts cells; put it in quotes, or write the amount without it (cells are read as they stand)",
                cells.len()
            );
            findings.doubt(line, "width", message);
        } else if cells.len() != columns {
            let message = format!("{} cells where the heading has {columns}", cells.len());
            findings.tell(line, Error, "width", message);
        }
        let cell = |column: Option<usize>| {
            column
                .and_then(|column| cells.get(column))
                .map_or("", |cell| cell.trim())
        };
        let id = cell(Some(id_at));
        let called = cell(name_at);
        if names_a_sum(id) || names_a_sum(called) && (id.is_empty() || called == id) {
            let message =
                "this line looks like a sum of the others and not like a project: take it out (it is left out)";
            findings.doubt(line, "sum", message.to_owned());
            continue;
        }
        if id.is_empty() {
            let message = "a project without identifier is left out".to_owned();
            findings.doubt(line, "project-id", message);
            continue;
        }
        if id.contains(',') {
            let message = format!("identifier `{id}` holds a comma, which joins the projects of a ballot");
            findings.tell(line, Error, "project-id", message);
        }
        if positions.contains_key(id) {
            let message = format!("project `{id}` is there already: the first is kept");
            findings.doubt(line, "project-twice", message);
            continue;
        }
        let text = cell(cost_at);
        if let Some(decimal) = has_decimal_comma(text) {
            if comma[usize::from(decimal)].is_none()
                && let Some(other) = &comma[usize::from(!decimal)]
            {
                let message = format!(
                    "the comma of cost `{text}` and that of `{other}` cannot mean the same: write both without marks between thousands, and pence behind a point (one is read as thousands, the other as pence)"
                );
                findings.doubt(line, "number", message);
            }
            comma[usize::from(decimal)].get_or_insert_with(|| text.to_owned());
        }
        let cost = match amount(text, "cost", record.line, findings) {
            Some(cost) if !cost.is_negative() => cost,
            Some(_) => {
                let message = format!("project `{id}` costs {text}: negative, so it is left out");
                findings.doubt(line, "cost", message);
                positions.insert(id.to_owned(), None);
                continue;
            }
            None => {
                let message = format!("cost `{text}` of project `{id}` is not a number: it is left out");
                findings.doubt(line, "cost", message);
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
        project.neighbourhood = cell(neighbourhood_at).to_owned();
        project.published_score = number(cell(score_at));
        project.selected = cell(selected_at).parse().ok();
        positions.insert(id.to_owned(), Some(projects.len() as u32));
        projects.push(project);
    }
    (projects, positions)
}
