//! Whether a file keeps to the format: beyond what a reader needs, and always with the line.

use super::document::{Document, Section};
use super::reader::{Findings, Problem, Severity, read};
use crate::budgeting::election::BallotType;
use crate::budgeting::exact::{Rational, parse_decimal, whole, write_exact};

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

/// Counting rules that the format names.
const RULES: [&str; 10] = [
    "greedy",
    "greedy-no-skip",
    "greedy-threshold",
    "greedy-exclusive",
    "greedy-custom",
    "equalshares",
    "equalshares-comparison",
    "equalshares/add1",
    "equalshares/add1-comparison",
    "unknown",
];

/// All problems of a document, those of the reader included, by line.
pub fn check(document: &Document) -> Vec<Problem> {
    let reading = read(document.clone(), false);
    let mut findings = Findings::default();
    check_meta(document, &mut findings);
    if let Some(election) = &reading.election {
        check_limits(document, election, &mut findings);
        check_columns(document, election, &mut findings);
    }
    let mut problems = reading.problems;
    problems.extend(findings.finish());
    problems.sort_by_key(|problem| (problem.line.unwrap_or(0), std::cmp::Reverse(problem.severity)));
    problems
}

fn check_meta(document: &Document, findings: &mut Findings) {
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
    let mut seen = std::collections::HashSet::new();
    for record in document.records(Section::Meta) {
        let key = document
            .cells(*record)
            .next()
            .unwrap_or_default()
            .trim()
            .to_ascii_lowercase();
        if !seen.insert(key.clone()) {
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

/// Ballots against the limits that the file sets.
fn check_limits(document: &Document, election: &crate::budgeting::Election, findings: &mut Findings) {
    use Severity::Warning;
    let limit = |key: &str| document.meta(key).and_then(|(text, _)| parse_decimal(&text));
    let (shortest, longest) = (limit("min_length"), limit("max_length"));
    let (least, most) = (limit("min_sum_cost"), limit("max_sum_cost"));
    let (fewest, greatest) = (limit("min_sum_points"), limit("max_sum_points"));
    let records = document.records(Section::Votes);
    let one = whole(1);
    let longest = if election.ballot_type == BallotType::ChooseOne {
        Some(longest.unwrap_or(one))
    } else {
        longest
    };
    for (record, ballot) in records.iter().zip(&election.ballot_of_voter) {
        let ballot = &election.ballots[*ballot as usize];
        let line = Some(record.line);
        let length = whole(ballot.projects.len() as u64);
        let mut outside =
            |value: &Rational, low: &Option<Rational>, high: &Option<Rational>, kind: &'static str, what: &str| {
                if low.as_ref().is_some_and(|low| value < low) || high.as_ref().is_some_and(|high| value > high) {
                    let bound = |bound: &Option<Rational>| bound.as_ref().map_or("any".to_owned(), write_exact);
                    let message = format!(
                        "{what} {}, allowed from {} to {}",
                        write_exact(value),
                        bound(low),
                        bound(high)
                    );
                    findings.tell(line, Warning, kind, message);
                }
            };
        outside(&length, &shortest, &longest, "length", "the ballot names");
        if least.is_some() || most.is_some() {
            let cost = ballot.projects.iter().fold(whole(0), |sum, project| {
                sum + &election.projects[*project as usize].cost
            });
            outside(&cost, &least, &most, "sum-cost", "the ballot's projects cost");
        }
        if !ballot.points.is_empty() && (fewest.is_some() || greatest.is_some()) {
            let sum: i128 = ballot.points.iter().map(|points| i128::from(*points)).sum();
            let sum = Rational::new(sum.into(), election.points_scale.into());
            outside(&sum, &fewest, &greatest, "sum-points", "the ballot gives");
        }
    }
}

/// The organiser's own tallies and dates of selection.
fn check_columns(document: &Document, election: &crate::budgeting::Election, findings: &mut Findings) {
    use Severity::Warning;
    let column = |name: &str| document.column(Section::Projects, name);
    let votes = election.votes();
    let (id_at, votes_at) = (column("project_id").unwrap_or(0), column("votes"));
    let (latitude, longitude) = (column("latitude"), column("longitude"));
    for record in document.records(Section::Projects) {
        let cells: Vec<_> = document.cells(*record).collect();
        let cell = |at: Option<usize>| at.and_then(|at| cells.get(at)).map_or("", |cell| cell.trim());
        let line = Some(record.line);
        let Some(project) = election.find(cell(Some(id_at))) else {
            continue;
        };
        if votes_at.is_some() && parse_decimal(cell(votes_at)) != Some(whole(votes[project])) {
            let message = format!("`votes` says {}, the ballots give {}", cell(votes_at), votes[project]);
            findings.tell(line, Warning, "votes", message);
        }
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
    use super::*;

    #[test]
    fn dates_have_two_forms() {
        assert!(is_date("2023") && is_date("01.12.2023"));
        assert!(!is_date("2023-01-01") && !is_date("32.01.2023") && !is_date("1.2.2023") && !is_date(""));
    }

    #[test]
    fn problems_have_lines() {
        let text = "META\nkey;value\nbudget;10\nvote_type;approval\nrule;magic\ndate_begin;tomorrow\nmax_length;1\nPROJECTS\nproject_id;cost;votes\na;4;1\nb;20;1\nVOTES\nvoter_id;vote\n1;a,b\n1;c\n";
        let problems = check(&Document::from_bytes(text.as_bytes().to_vec()));
        let at = |line: u32, kind: &str| {
            problems
                .iter()
                .any(|problem| problem.line == Some(line) && problem.kind == kind)
        };
        assert!(
            at(5, "rule") && at(6, "date") && at(14, "length") && at(15, "unknown-project"),
            "{problems:#?}"
        );
        assert!(at(15, "voter-twice") && at(11, "cost-over-budget"), "{problems:#?}");
    }
}
