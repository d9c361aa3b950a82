//! The limits that a file states beside the budget: ceilings by category and neighbourhood, least scores, projects that
//! exclude or need each other.
//!
//! The format knows lists that run side by side (`categories` and `budget_per_category`, `neighborhoods` and
//! `budget_per_neighborhood`), `min_project_score_threshold` and a sentence about `leftover_budget`. Columns of projects
//! `exclusive_group`, `excludes` and `requires`, and the keys `exclusive` (`A,B|C,D`) and `min_project_votes`, are ours: the
//! format has no words for what cities ask so often.

use std::cmp::Ordering;

use num_traits::{Signed, Zero};

use super::amounts::{Amount, list, read_amount};
use super::ballot_limits::limit;
use super::document::{Document, Record, Section};
use super::findings::{Findings, Severity};
use crate::budgeting::election::Election;
use crate::budgeting::exact::{Rational, whole};
use crate::budgeting::limits::{Ceiling, Limits, told_of_circle, told_of_torn};

/// The kind of problem by which ceilings are named that are not set.
pub const NO_CEILING: &str = "ceiling";
/// The kind of problem by which money left over is named that is not spent as the file says.
pub const LEFTOVER: &str = "leftover";

/// The kind of problem by which projects are named that cost otherwise than the file says.
pub const PROJECT_COST: &str = "project-cost";
/// The kind of problem by which a scoring of rankings is named that is not known here.
pub const SCORING: &str = "scoring";

/// What cities write where money left over goes to further projects by score.
const FURTHER_BY_SCORE: &str = "fund additional projects that fit";

/// Reads all limits; what cannot be honoured as it stands is told.
pub(super) fn read_limits(document: &Document, findings: &mut Findings, election: &Election) -> Limits {
    let stated = |key: &str| limit(document, key).map(|(amount, _)| amount.number());
    let least_votes = least_votes(document, findings);
    // A least of one vote is what every rule keeps that buys for its supporters: it refuses none.
    let one = |least: &Rational| least.is_positive() && *least <= whole(1);
    let mut limits = Limits {
        least_score: stated("min_project_score_threshold"),
        only_named: least_votes.as_ref().is_some_and(one),
        least_votes: least_votes.filter(|least| !one(least)),
        ..Limits::default()
    };
    let of_category = |project: usize, name: &str| election.projects[project].categories.iter().any(|own| own == name);
    let of_neighbourhood = |project: usize, name: &str| election.projects[project].neighbourhood == name;
    ceilings(
        document,
        findings,
        "category",
        "categories",
        &["budget_per_category"],
        &of_category,
        election,
        &mut limits,
    );
    let keys = ["budget_per_neighborhood", "budget_per_neighbourhood"];
    ceilings(
        document,
        findings,
        "neighbourhood",
        "neighborhoods",
        &keys,
        &of_neighbourhood,
        election,
        &mut limits,
    );
    unknown_ceilings(document, findings);
    if let Some((text, line)) = document.meta("leftover_budget") {
        if text.to_lowercase().starts_with(FURTHER_BY_SCORE) {
            limits.leftover_beyond_ceilings = !limits.ceilings.is_empty();
        } else if read_amount(&text).is_some() {
            let message = format!(
                "`leftover_budget` is {text}: it is not added to the budget; if it is money carried over to be spent, give --carried-over {text}"
            );
            findings.tell(Some(line), Severity::Warning, LEFTOVER, message);
        } else if !text.is_empty() {
            let message = format!("`leftover_budget` says `{text}`, which is no rule known here: it is not followed");
            findings.doubt(Some(line), LEFTOVER, message);
        }
    }
    limits.least_voters = least_voters(document, findings);
    columns(document, findings, election, &mut limits);
    described_otherwise(document, findings, election);
    if let Some(torn) = limits.torn() {
        findings.doubt(None, "torn", told_of_torn(election, torn));
    }
    limits
}

/// What a file says of its projects' costs and of its count, and what is not so here: nothing is left out for it.
fn described_otherwise(document: &Document, findings: &mut Findings, election: &Election) {
    for (key, beyond) in [
        ("min_project_cost", Ordering::Less),
        ("max_project_cost", Ordering::Greater),
    ] {
        let Some((limit, (text, line))) = limit(document, key)
            .map(|(amount, _)| amount.number())
            .zip(document.meta(key))
        else {
            continue;
        };
        let mut others = election
            .projects
            .iter()
            .filter(|project| project.cost.cmp(&limit) == beyond);
        if let Some(first) = others.next() {
            let message = format!(
                "`{key}` is {text}, and project `{}`{} costs otherwise: projects are on the ballot whatever they cost (take them out if they shall not be)",
                first.id,
                match others.count() {
                    0 => String::new(),
                    more => format!(", with {more} more,"),
                }
            );
            findings.tell(Some(line), Severity::Warning, PROJECT_COST, message);
        }
    }
    if let Some((text, line)) = document.meta("scoring_fn")
        && !["", "borda"].contains(&text.trim().to_lowercase().as_str())
    {
        let message = format!(
            "`scoring_fn` is {text}, which is no scoring of rankings here: where a rule adds up scores of ranks, they are counted by Borda's"
        );
        findings.tell(Some(line), Severity::Warning, SCORING, message);
    }
}

/// Keys of ceilings that are read.
const CEILINGS: [&str; 3] = [
    "budget_per_category",
    "budget_per_neighborhood",
    "budget_per_neighbourhood",
];

/// Ceilings of other kinds than those that are read, which would be broken without a word.
fn unknown_ceilings(document: &Document, findings: &mut Findings) {
    for record in document.records(Section::Meta) {
        let key = document.cells(*record).next().unwrap_or_default().trim().to_lowercase();
        if key.starts_with("budget_per_") && !CEILINGS.contains(&key.as_str()) {
            let message = format!(
                "`{key}` sets ceilings of a kind that is not read: put what it is about into the column `category` or `neighborhood` of the projects, and the amounts into `budget_per_category` or `budget_per_neighborhood` (no ceiling is set)"
            );
            findings.doubt(Some(record.line), NO_CEILING, message);
        }
    }
}

/// How many votes a project needs: votes come whole, and a part of the voters is said otherwise.
fn least_votes(document: &Document, findings: &mut Findings) -> Option<Rational> {
    let least = limit(document, "min_project_votes").map(|(amount, _)| amount.number())?;
    if least.is_positive()
        && least < whole(1)
        && let Some((text, line)) = document.meta("min_project_votes")
    {
        let message = format!(
            "`min_project_votes` says `{text}`: it is a number of votes; for a part of the voters write how many that is ({text} of a vote is asked for)"
        );
        findings.doubt(Some(line), "turnout", message);
    }
    Some(least)
}

/// How many people must vote: a number of them, since the format does not say how many could have voted.
fn least_voters(document: &Document, findings: &mut Findings) -> Option<Rational> {
    let (text, line) = document.meta("min_turnout")?;
    if text.trim().is_empty() {
        return None;
    }
    let read = match read_amount(&text) {
        Some(Amount::Plain(least) | Amount::Rewritten(least)) => Some(least),
        _ => None,
    };
    let people = read.filter(|least| least.is_zero() || *least >= whole(1));
    if people.is_none() {
        let message = format!(
            "`min_turnout` says `{text}`: a part of those who may vote cannot be held, since no key says how many they are; write the number of people who must vote, such as 500 (no turnout is asked for)"
        );
        findings.doubt(Some(line), "turnout", message);
    }
    people
}

/// Ceilings of two lists that run side by side.
#[allow(clippy::too_many_arguments)]
fn ceilings(
    document: &Document,
    findings: &mut Findings,
    kind: &str,
    names: &str,
    keys: &[&str],
    belongs: &dyn Fn(usize, &str) -> bool,
    election: &Election,
    limits: &mut Limits,
) {
    let Some((amounts, line)) = keys.iter().find_map(|key| document.meta(key)) else {
        return;
    };
    let key = keys[0];
    let other = format!(
        "{}s",
        names.trim_end_matches('s').replace("neighborhood", "neighbourhood")
    );
    let Some((listed, _)) = document.meta(names).or_else(|| document.meta(&other)) else {
        let message = format!("`{key}` needs `{names}`, a list of the same length: no ceiling is set");
        findings.doubt(Some(line), NO_CEILING, message);
        return;
    };
    let (listed, amounts) = (list(&listed), list(&amounts));
    if listed.len() != amounts.len() {
        let message = format!(
            "`{names}` has {} entries and `{key}` {}: no ceiling is set",
            listed.len(),
            amounts.len()
        );
        findings.doubt(Some(line), NO_CEILING, message);
        return;
    }
    for (name, amount) in listed.iter().zip(amounts) {
        let Some(Amount::Plain(most) | Amount::Rewritten(most)) = read_amount(&amount) else {
            findings.doubt(
                Some(line),
                NO_CEILING,
                format!("`{amount}` of `{key}` is no amount: no ceiling for {name}"),
            );
            continue;
        };
        let projects: Vec<usize> = (0..election.projects.len())
            .filter(|project| belongs(*project, name))
            .collect();
        if projects.is_empty() {
            let message = format!("no project is of {kind} `{name}`, which has a ceiling");
            match spelt_otherwise(election, name) {
                Some(own) => {
                    let message =
                        format!("{message}: projects say `{own}`; write both alike (no ceiling is set for it)");
                    findings.doubt(Some(line), NO_CEILING, message);
                }
                None => findings.tell(Some(line), Severity::Warning, NO_CEILING, message),
            }
            continue;
        }
        if let Some(own) = spelt_otherwise(election, name) {
            let message = format!(
                "projects are of {kind} `{own}` as well as of `{name}`, which has a ceiling: write them alike if they are one (`{own}` is left outside it)"
            );
            findings.doubt(Some(line), NO_CEILING, message);
        }
        limits.ceilings.push(Ceiling {
            name: format!("{kind} {name}"),
            most,
            projects,
        });
    }
}

/// A category or neighbourhood of projects that is another's word but for capitals, blanks and small signs.
pub fn spelt_otherwise<'a>(election: &'a Election, name: &str) -> Option<&'a String> {
    let plain = |text: &str| -> String {
        let letters = text.chars().filter(|letter| letter.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect()
    };
    let own = election
        .projects
        .iter()
        .flat_map(|project| project.categories.iter().chain(std::iter::once(&project.neighbourhood)));
    own.into_iter()
        .find(|own| *own != name && !plain(own).is_empty() && plain(own) == plain(name))
}

/// Which projects exclude or need each other.
fn columns(document: &Document, findings: &mut Findings, election: &Election, limits: &mut Limits) {
    let at = |name: &str| document.column(Section::Projects, name);
    let id_at = at("project_id").unwrap_or(0);
    let mut groups: Vec<(String, Vec<usize>)> = Vec::new();
    findings.section = Some(Section::Projects);
    for record in document.records(Section::Projects) {
        let cells: Vec<_> = document.cells(*record).collect();
        let cell = |at: Option<usize>| at.and_then(|at| cells.get(at)).map_or("", |cell| cell.trim());
        let Some(project) = election.find(cell(Some(id_at))) else {
            continue;
        };
        let group = cell(at("exclusive_group"));
        if !group.is_empty() {
            match groups.iter_mut().find(|(name, _)| name == group) {
                Some((_, members)) => members.push(project),
                None => groups.push((group.to_owned(), vec![project])),
            }
        }
        for (column, excludes) in [("excludes", true), ("requires", false)] {
            for id in list(cell(at(column))) {
                match election.find(&id).filter(|other| *other != project) {
                    Some(other) if excludes => {
                        let pair = vec![project.min(other), project.max(other)];
                        if !limits.exclusive.contains(&pair) {
                            limits.exclusive.push(pair);
                        }
                    }
                    Some(other) => limits.requires.push((project, other)),
                    None => findings.doubt(
                        Some(record.line),
                        "limit",
                        format!("`{column}` names `{id}`, which is no other project: it is ignored"),
                    ),
                }
            }
        }
    }
    if let Some(circle) = limits.circle() {
        let first = &election.projects[circle[0]].id;
        let line_of = |record: &&Record| {
            document
                .cells(**record)
                .nth(id_at)
                .is_some_and(|cell| cell.trim() == first)
        };
        let line = document.records(Section::Projects).iter().find(line_of);
        let message = format!("{} (none of them can be funded)", told_of_circle(election, &circle));
        findings.doubt(line.map(|record| record.line), "circle", message);
    }
    findings.section = Some(Section::Meta);
    limits.exclusive.extend(
        groups
            .into_iter()
            .map(|(_, members)| members)
            .filter(|members| members.len() > 1),
    );
    let Some((text, line)) = document.meta("exclusive") else {
        return;
    };
    for group in text.split('|').filter(|group| !group.trim().is_empty()) {
        let members: Option<Vec<usize>> = list(group).iter().map(|id| election.find(id)).collect();
        match members.filter(|members| members.len() > 1) {
            Some(members) => limits.exclusive.push(members),
            None => findings.doubt(
                Some(line),
                "limit",
                format!(
                    "`{}` of `exclusive` should name two or more projects: it is ignored",
                    group.trim()
                ),
            ),
        }
    }
}
