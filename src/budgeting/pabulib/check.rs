//! Whether a file keeps to the format: beyond what a reader needs, and always with the line.

use super::ballot_limits::check_limits;
use super::document::{Document, Section};
use super::findings::{Findings, Problem, Severity};
use super::meta_keys::{META_UNKNOWN, is_refused, meta_keys};
use super::reading::Reading;
use super::wishes::Origin;
use crate::budgeting::exact::write_exact;

/// Keys that every file must have.
const REQUIRED: [&str; 12] = [
    "description",
    "country",
    "unit",
    "instance",
    "num_projects",
    "num_votes",
    "budget",
    "vote_type",
    "rule",
    "date_begin",
    "date_end",
    "currency",
];

/// Kind of the problem that sums have no currency: worth a word, but no count depends on it.
pub const NO_CURRENCY: &str = "currency-missing";

/// Counting rules that the format names, and `equalshares/add1u` of carepool's own exports.
const RULES: [&str; 11] = [
    "greedy",
    "greedy-no-skip",
    "greedy-threshold",
    "greedy-exclusive",
    "greedy-custom",
    "equalshares",
    "equalshares-comparison",
    "equalshares/add1",
    "equalshares/add1-comparison",
    "equalshares/add1u",
    "unknown",
];

/// Columns of the section `PROJECTS` that the format knows, and those of this programme.
const PROJECT_COLUMNS: [&str; 21] = [
    "project_id",
    "cost",
    "votes",
    "score",
    "name",
    "category",
    "beneficiaries",
    "target",
    "selected",
    "neighborhood",
    "neighbourhood",
    "subunit",
    "district",
    "description",
    "proposer",
    "public_id",
    "latitude",
    "longitude",
    "excludes",
    "requires",
    "exclusive_group",
];

/// All problems of what was read, those of the reader included, by line. Of tables, which say nothing of themselves, nothing is
/// asked that only a file of the format can say.
pub fn check(reading: &Reading) -> Vec<Problem> {
    let document = &reading.document;
    let of_tables = reading.origin == Origin::Tables;
    let mut findings = Findings::default();
    if !of_tables {
        findings.section = Some(Section::Meta);
        check_meta(document, &reading.problems, &mut findings);
        findings.section = Some(Section::Projects);
        check_words(document, &reading.problems, &mut findings);
    }
    if let Some(election) = &reading.election {
        findings.section = Some(Section::Votes);
        check_limits(document, election, &reading.record_of_voter, &mut findings);
        findings.section = Some(Section::Projects);
        check_columns(document, election, &mut findings);
        check_decision(document, election, &mut findings);
    }
    let mut problems = reading.problems.clone();
    // What a count tells in one line is told here key by key.
    problems.retain(|problem| problem.kind != META_UNKNOWN || problem.doubtful);
    problems.extend(findings.finish());
    problems.sort_by_key(|problem| (problem.line.unwrap_or(0), std::cmp::Reverse(problem.severity)));
    problems
}

fn check_meta(document: &Document, problems: &[Problem], findings: &mut Findings) {
    use Severity::{Error, Warning};
    for key in REQUIRED
        .iter()
        .filter(|key| !matches!(**key, "budget" | "vote_type" | "num_projects" | "num_votes"))
    {
        if document.meta(key).is_none_or(|(text, _)| text.is_empty()) {
            let (severity, kind) = if *key == "currency" {
                (Warning, NO_CURRENCY)
            } else {
                (Error, "meta-missing")
            };
            findings.tell(None, severity, kind, format!("META has no `{key}`"));
        }
    }
    if let Some((rule, line)) = document.meta("rule")
        && !RULES.contains(&rule.as_str())
    {
        findings.tell(
            Some(line),
            Error,
            "rule",
            format!("rule `{rule}` is none of {}", RULES.join(", ")),
        );
    }
    for key in ["date_begin", "date_end"] {
        if let Some((date, line)) = document.meta(key)
            && !is_date(&date)
        {
            findings.tell(
                Some(line),
                Error,
                "date",
                format!("{key} `{date}` is neither YYYY nor DD.MM.YYYY"),
            );
        }
    }
    let day = |key: &str| {
        document
            .meta(key)
            .and_then(|(date, line)| Some((day_of(&date)?, date, line)))
    };
    if let (Some((first, begin, _)), Some((last, end, line))) = (day("date_begin"), day("date_end"))
        && last < first
    {
        let message = format!("the vote ends ({end}) before it begins ({begin}): date_end is before date_begin");
        findings.tell(Some(line), Error, "date-range", message);
    }
    let mut seen = std::collections::HashSet::new();
    for record in document.records(Section::Meta) {
        let key = document
            .cells(*record)
            .next()
            .unwrap_or_default()
            .trim()
            .to_ascii_lowercase();
        let told = |problem: &&Problem| problem.kind == "meta-twice" && problem.line == Some(record.line);
        if !seen.insert(key.clone()) && !problems.iter().any(|problem| told(&problem)) {
            findings.tell(
                Some(record.line),
                Error,
                "meta-twice",
                format!("key `{key}` is there already: the first counts"),
            );
        }
    }
}

/// A year, or day, month and year with full stops.
fn is_date(date: &str) -> bool {
    let digits = |text: &str, length: usize| text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = date.split('.').collect();
    match parts.as_slice() {
        [year] => digits(year, 4),
        [day, month, year] => {
            let below = |text: &str, most: u32| text.parse::<u32>().is_ok_and(|number| (1..=most).contains(&number));
            digits(day, 2) && digits(month, 2) && digits(year, 4) && below(day, 31) && below(month, 12)
        }
        _ => false,
    }
}

/// A date as year, month and day; of a year alone, month and day are 0.
fn day_of(date: &str) -> Option<(u32, u32, u32)> {
    let parts: Vec<u32> = date.split('.').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    match parts.as_slice() {
        [year] => Some((*year, 0, 0)),
        [day, month, year] => Some((*year, *month, *day)),
        _ => None,
    }
}

/// Keys and columns that nobody knows: what stands under a misspelt one is passed over.
fn check_words(document: &Document, problems: &[Problem], findings: &mut Findings) {
    let near = |word: &str, known: &[&str]| {
        let likeness = |other: &str| strsim::jaro_winkler(other, word);
        let nearest = known.iter().copied().max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
        nearest
            .filter(|other| likeness(other) > 0.8)
            .map_or(String::new(), |other| format!(" (did you mean `{other}`?)"))
    };
    for record in document.records(Section::Meta) {
        let key = document
            .cells(*record)
            .next()
            .unwrap_or_default()
            .trim()
            .to_ascii_lowercase();
        if !meta_keys().any(|known| known == key) && !is_refused(&key) {
            let message = format!(
                "`{key}` is no key of META{}: it is passed over",
                near(&key, &meta_keys().collect::<Vec<_>>())
            );
            findings.tell(Some(record.line), Severity::Error, META_UNKNOWN, message);
        }
    }
    let line = document.heading_line(Section::Projects);
    for column in document.columns(Section::Projects) {
        let word = column.to_ascii_lowercase();
        let told =
            |problem: &&Problem| problem.doubtful && problem.message.starts_with(&format!("`{column}` is no column"));
        if !PROJECT_COLUMNS.contains(&word.as_str()) && !problems.iter().any(|problem| told(&problem)) {
            let message = format!(
                "`{column}` is no column of PROJECTS{}: it is passed over",
                near(&word, &PROJECT_COLUMNS)
            );
            findings.tell(line, Severity::Error, "column-unknown", message);
        }
    }
    let vote = document.column(Section::Votes, "vote");
    for record in document.records(Section::Votes) {
        let Some(cell) = vote.and_then(|at| document.cells(*record).nth(at)) else {
            continue;
        };
        let blank = |item: &str| !item.is_empty() && item.trim().len() != item.len();
        if cell.contains(',') && cell.trim().split(',').any(blank) {
            let message = "blanks around the commas of the list of projects: read without them".to_owned();
            findings.tell(Some(record.line), Severity::Warning, "blanks", message);
        }
    }
}

/// What the organiser decided against the money and the rule that the file names.
fn check_decision(document: &Document, election: &crate::budgeting::Election, findings: &mut Findings) {
    use Severity::{Error, Warning};
    let line = document.heading_line(Section::Projects);
    let number = election.projects.len();
    if document.column(Section::Projects, "selected").is_none() {
        return;
    }
    let selected: Vec<usize> = (0..number)
        .filter(|project| election.projects[*project].selected == Some(1))
        .collect();
    let special = election
        .projects
        .iter()
        .any(|project| project.selected.is_none_or(|selected| selected > 1));
    let said = document.meta("fully_funded").is_some_and(|(value, _)| value == "1");
    if selected.len() == number && number > 1 && !said {
        let message =
            "all projects are marked as selected: nothing was decided (`fully_funded;1` in META says that it is meant)";
        findings.tell(line, Error, "all-selected", message.to_owned());
    }
    let left = &election.budget - election.cost_of(&selected);
    let rule = election.official_rule.trim().to_ascii_lowercase();
    let fits = (0..number).find(|project| !selected.contains(project) && election.projects[*project].cost <= left);
    let takes_all = ["greedy", "equalshares/add1", "equalshares/add1-comparison"].contains(&rule.as_str());
    if let Some(project) = fits.filter(|_| takes_all && election.stated.is_empty() && !special) {
        let severity = if rule == "greedy" { Error } else { Warning };
        let message = format!(
            "{} of the budget is unused, and project `{}`, not selected, would fit",
            write_exact(&left),
            election.projects[project].id
        );
        findings.tell(line, severity, "unused-budget", message);
    }
    let Some(official) =
        crate::budgeting::rules::official::official(election).filter(|_| !special && !selected.is_empty())
    else {
        return;
    };
    let mut counted = crate::budgeting::rules::run(official.rule, election, &official.options).funded;
    counted.sort_unstable();
    if counted != selected {
        let ids = |list: Vec<usize>| {
            list.into_iter()
                .map(|project| election.projects[project].id.clone())
                .collect::<Vec<_>>()
                .join(", ")
        };
        let more: Vec<usize> = counted
            .iter()
            .copied()
            .filter(|project| !selected.contains(project))
            .collect();
        let fewer: Vec<usize> = selected
            .iter()
            .copied()
            .filter(|project| !counted.contains(project))
            .collect();
        let side = |list: Vec<usize>, words: &str| {
            if list.is_empty() {
                String::new()
            } else {
                format!("; {words}: {}", ids(list))
            }
        };
        let message = format!(
            "`selected` does not follow the rule `{rule}`{}{}",
            side(more, "by the rule also funded"),
            side(fewer, "selected, and not by the rule")
        );
        findings.tell(line, Error, "rule-not-followed", message);
    }
}

/// The organiser's own decision, costs and places.
fn check_columns(document: &Document, election: &crate::budgeting::Election, findings: &mut Findings) {
    use Severity::Warning;
    let column = |name: &str| document.column(Section::Projects, name);
    let id_at = column("project_id").unwrap_or(0);
    let (latitude, longitude) = (column("latitude"), column("longitude"));
    for record in document.records(Section::Projects) {
        let cells: Vec<_> = document.cells(*record).collect();
        let cell = |at: Option<usize>| at.and_then(|at| cells.get(at)).map_or("", |cell| cell.trim());
        let line = Some(record.line);
        let Some(project) = election.find(cell(Some(id_at))) else {
            continue;
        };
        if election.projects[project].cost > election.budget {
            findings.tell(
                line,
                Warning,
                "cost-over-budget",
                "costs more than the whole budget".to_owned(),
            );
        }
        if election.projects[project].selected.is_some_and(|selected| selected > 1) {
            let message = format!(
                "`selected` is {}: a special case of the organiser",
                cell(column("selected"))
            );
            findings.tell(line, Warning, "selected", message);
        }
        if latitude.is_some() && longitude.is_some() && cell(latitude).is_empty() != cell(longitude).is_empty() {
            findings.tell(
                line,
                Warning,
                "coordinates",
                "latitude and longitude go together".to_owned(),
            );
        }
    }
    let selected: Vec<usize> = (0..election.projects.len())
        .filter(|project| election.projects[*project].selected == Some(1))
        .collect();
    let cost = election.cost_of(&selected);
    if cost > election.budget {
        let message = format!(
            "projects marked as selected cost {}, more than the budget",
            write_exact(&cost)
        );
        findings.tell(None, Warning, "selected", message);
    }
}

#[cfg(test)]
mod tests {
    use super::super::read_bytes;
    use super::*;

    #[test]
    fn dates_have_two_forms() {
        assert!(is_date("2023") && is_date("01.12.2023"));
        assert!(!is_date("2023-01-01") && !is_date("32.01.2023") && !is_date("1.2.2023") && !is_date(""));
    }

    #[test]
    fn problems_have_lines() {
        let text = "META\nkey;value\nbudget;10\nvote_type;approval\nrule;magic\ndate_begin;tomorrow\nmax_length;1\nPROJECTS\nproject_id;cost;votes\na;4;1\nb;20;1\nVOTES\nvoter_id;vote\n0;a,b\n1;b\n1;c\n";
        let problems = check(&read_bytes(text.as_bytes().to_vec(), false));
        let at = |line: u32, kind: &str| {
            problems
                .iter()
                .any(|problem| problem.line == Some(line) && problem.kind == kind)
        };
        assert!(
            at(5, "rule") && at(6, "date") && at(14, "length") && at(16, "unknown-project"),
            "{problems:#?}"
        );
        assert!(at(16, "voter-twice") && at(11, "cost-over-budget"), "{problems:#?}");
    }
}
