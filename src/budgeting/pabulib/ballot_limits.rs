//! Ballots against the limits that the file itself sets: how many projects they name, how many points they give.
//!
//! A ballot that names too many is void in one city and counts in another. The file may say which (`over_limit`: `set_aside`
//! or `count`), or whoever counts; until somebody does, nothing is counted. A ballot that gives fewer points than it may, or
//! whose projects cost more than a voter's share of the money, has counted in every file met: it does, and that is told. Of one
//! that costs too much somebody may say otherwise.

use super::again::Replaced;
use super::amounts::{Amount, list, read_amount};
use super::document::{Document, Section};
use super::findings::{Findings, Problem, Severity};
use super::points::read_points;
use super::reading::Reading;
use super::voted::Voted;
use super::wishes::{OverLimit, Wishes};
use crate::budgeting::election::{Ballot, BallotType, Election};
use crate::budgeting::exact::{Rational, whole, write_exact};

/// The least and the most of something; nothing where the file sets no bound.
type Bounds = (Option<Rational>, Option<Rational>);

/// What the file allows.
struct Allowed {
    length: Bounds,
    cost: Bounds,
    sum_points: Bounds,
    points: Bounds,
    categories: Vec<OfCategory>,
}

/// What the file allows of one category.
struct OfCategory {
    name: String,
    /// Whether each project is of it.
    projects: Vec<bool>,
    length: Bounds,
    cost: Bounds,
}

/// How a ballot stands outside what is allowed.
struct Outside {
    kind: &'static str,
    message: String,
    /// Whether it names or gives more than it may, or its projects cost more.
    over: bool,
    /// Whether cities have counted such ballots: they are held to the limit only where somebody says so.
    counts: bool,
}

impl Allowed {
    fn of(document: &Document, election: &Election) -> Allowed {
        let limit = |key: &str| limit(document, key).map(|(amount, _)| amount.number());
        let mut length = (limit("min_length"), limit("max_length"));
        if election.ballot_type == BallotType::ChooseOne {
            length.1.get_or_insert_with(|| whole(1));
        }
        Allowed {
            length,
            cost: (limit("min_sum_cost"), limit("max_sum_cost")),
            sum_points: (limit("min_sum_points"), limit("max_sum_points")),
            points: (limit("min_points"), limit("max_points")),
            categories: of_categories(document, election),
        }
    }

    /// All that is wrong with a ballot.
    fn outside(&self, ballot: &Ballot, election: &Election) -> Vec<Outside> {
        let mut found = Vec::new();
        let mut hold = |value: Rational, (low, high): &Bounds, kind: &'static str, what: &str| {
            let over = high.as_ref().is_some_and(|high| value > *high);
            if over || low.as_ref().is_some_and(|low| value < *low) {
                let bound = |bound: &Option<Rational>| bound.as_ref().map_or("any".to_owned(), write_exact);
                let message = format!(
                    "{what} {}, allowed from {} to {}",
                    write_exact(&value),
                    bound(low),
                    bound(high)
                );
                // Where ballots are plans for the money, cities have counted those that cost more than they may.
                found.push(Outside {
                    kind,
                    message,
                    over,
                    counts: kind == "sum-cost",
                });
            }
        };
        hold(
            whole(ballot.projects.len() as u64),
            &self.length,
            "length",
            "the number of projects that the ballot names is",
        );
        if self.cost.0.is_some() || self.cost.1.is_some() {
            let projects = ballot.projects.iter();
            let cost = projects.map(|project| &election.projects[*project as usize].cost).sum();
            hold(cost, &self.cost, "sum-cost", "the ballot's projects cost");
        }
        for category in &self.categories {
            let of_it = || {
                let projects = ballot.projects.iter().map(|project| *project as usize);
                projects.filter(|project| category.projects[*project])
            };
            let name = &category.name;
            hold(
                whole(of_it().count() as u64),
                &category.length,
                "length-of-category",
                &format!("the number of projects of category {name} that the ballot names is"),
            );
            if category.cost.0.is_some() || category.cost.1.is_some() {
                let cost = of_it().map(|project| &election.projects[project].cost).sum();
                let what = format!("the ballot's projects of category {name} cost");
                hold(cost, &category.cost, "sum-cost", &what);
            }
        }
        if !ballot.points.is_empty() {
            let scaled = |points: i128| Rational::new(points.into(), election.points_scale.into());
            let sum: i128 = ballot.points.iter().map(|points| i128::from(*points)).sum();
            hold(
                scaled(sum),
                &self.sum_points,
                "sum-points",
                "the points that the ballot gives are",
            );
            let most = ballot.points.iter().max().copied().unwrap_or(0);
            hold(
                scaled(most.into()),
                &(None, self.points.1.clone()),
                "points-most",
                "the most points that the ballot gives to one project are",
            );
            let least = ballot
                .points
                .iter()
                .filter(|points| **points != 0)
                .min()
                .copied()
                .unwrap_or(0);
            if least != 0 && self.points.0.as_ref().is_some_and(|low| *low < whole(0) || least > 0) {
                hold(
                    scaled(least.into()),
                    &(self.points.0.clone(), None),
                    "points-least",
                    "the least points that the ballot gives to one project are",
                );
            }
        }
        found
    }
}

/// Keys of META that bound what a ballot holds of each category: lists beside `categories`.
const OF_CATEGORIES: [&str; 4] = [
    "min_length_per_category",
    "max_length_per_category",
    "min_sum_cost_per_category",
    "max_sum_cost_per_category",
];

/// The entries of such a key, by category; nothing where there is no such list of that length.
fn entries_of_categories(document: &Document, key: &str) -> Option<Vec<Option<Rational>>> {
    let names = list(&document.meta("categories")?.0);
    let amounts = list(&document.meta(key)?.0);
    let number = |text: &String| match read_amount(text) {
        Some(Amount::Plain(number) | Amount::Rewritten(number)) => Some(number),
        _ => None,
    };
    (names.len() == amounts.len()).then(|| amounts.iter().map(number).collect())
}

fn of_categories(document: &Document, election: &Election) -> Vec<OfCategory> {
    if OF_CATEGORIES.iter().all(|key| document.meta(key).is_none()) {
        return Vec::new();
    }
    let names = document
        .meta("categories")
        .map_or_else(Vec::new, |(text, _)| list(&text));
    let [least, most, least_cost, most_cost] = OF_CATEGORIES.map(|key| entries_of_categories(document, key));
    let entry = |entries: &Option<Vec<Option<Rational>>>, at: usize| entries.as_ref()?.get(at)?.clone();
    names
        .into_iter()
        .enumerate()
        .map(|(at, name)| OfCategory {
            projects: election
                .projects
                .iter()
                .map(|project| project.categories.contains(&name))
                .collect(),
            name,
            length: (entry(&least, at), entry(&most, at)),
            cost: (entry(&least_cost, at), entry(&most_cost, at)),
        })
        .collect()
}

/// Keys of META that bound what a ballot holds, and the votes and the score that a project needs; those of money are read as money, the others
/// as points.
const LIMITS: [&str; 10] = [
    "min_length",
    "max_length",
    "min_points",
    "max_points",
    "min_sum_points",
    "max_sum_points",
    "min_sum_cost",
    "max_sum_cost",
    "min_project_votes",
    "min_project_score_threshold",
];

/// Words that programmes write where a key has no value.
const NO_VALUE: [&str; 5] = ["", "none", "null", "nan", "-"];

/// What META says of a key; nothing where it says that there is nothing.
fn stated(document: &Document, key: &str) -> Option<(String, u32)> {
    let said = |text: &str| !NO_VALUE.contains(&text.trim().to_ascii_lowercase().as_str());
    document.meta(key).filter(|(text, _)| said(text))
}

/// A limit of META as it is read, with its line; nothing where there is none or it is no number.
pub(super) fn limit(document: &Document, key: &str) -> Option<(Amount, u32)> {
    let (text, line) = stated(document, key)?;
    let amount = if key.ends_with("_cost") {
        read_amount(&text)
    } else {
        read_points(&text)
    };
    Some((amount?, line))
}

/// Tells of limits that are written otherwise than the format writes them, and refuses those that are no numbers: a limit
/// that is not read is not held to.
pub(super) fn tell_limits(document: &Document, findings: &mut Findings) {
    tell_limits_of_categories(document, findings);
    for key in LIMITS {
        let Some((text, line)) = stated(document, key) else {
            continue;
        };
        match limit(document, key) {
            Some((Amount::Plain(_), _)) => {}
            Some((Amount::Rewritten(number), _)) => {
                let message = format!("`{key}` `{text}` is read as {}", write_exact(&number));
                findings.tell(Some(line), Severity::Repaired, "limit", message);
            }
            Some((Amount::Doubtful(number), _)) => {
                let (less, more) = (write_exact(&number), write_exact(&(&number * whole(1000))));
                let message =
                    format!("`{key}` `{text}` may mean {less} or {more}: write {less} or {more} (read as {less})");
                findings.doubt(Some(line), "limit", message);
            }
            None => {
                let message = format!(
                    "`{key}` says `{text}`, which is no number: write one with digits, such as 10, or take the line out (nothing is held to such a limit)"
                );
                findings.doubt(Some(line), "limit", message);
            }
        }
    }
}

/// Refuses lists of limits that cannot be read beside the categories.
fn tell_limits_of_categories(document: &Document, findings: &mut Findings) {
    for key in OF_CATEGORIES {
        let Some((text, line)) = stated(document, key) else {
            continue;
        };
        let read = entries_of_categories(document, key);
        if read.is_none_or(|entries| entries.iter().any(Option::is_none)) {
            let message = format!(
                "`{key}` says `{text}`: it takes one number for each entry of `categories`, with commas between (what is no number is held to no limit)"
            );
            findings.doubt(Some(line), "limit", message);
        }
    }
}

/// Refuses a score for what a ballot does not name, unless it is nothing: points are added up from what ballots name.
pub(super) fn tell_default_score(document: &Document, ballot_type: BallotType, findings: &mut Findings) {
    let Some((text, line)) = stated(document, "default_score") else {
        return;
    };
    let nothing =
        matches!(read_points(&text), Some(Amount::Plain(number) | Amount::Rewritten(number)) if number == whole(0));
    if ballot_type.has_points() && !nothing {
        let message = format!(
            "`default_score` is `{text}`: what a ballot does not name would get that; here it gets nothing, so write the points of every \
             project on each ballot, or 0"
        );
        findings.doubt(Some(line), "default-score", message);
    }
}

/// For each distinct ballot, what is wrong with it.
fn of_ballots(document: &Document, election: &Election) -> Vec<Vec<Outside>> {
    let allowed = Allowed::of(document, election);
    let ballots = election.ballots.iter();
    ballots.map(|ballot| allowed.outside(ballot, election)).collect()
}

/// Sets ballots aside that name or give more than they may, or refuses or counts them, as was decided.
pub(super) fn hold_to_limits(
    document: &Document,
    findings: &mut Findings,
    election: &mut Election,
    voted: &mut Voted,
    wishes: &Wishes,
) {
    let said = wishes.over_limit.or_else(|| {
        let (word, line) = document.meta("over_limit")?;
        Some(OverLimit::from_word(&word).unwrap_or_else(|| {
            let message = format!("`over_limit` says `{word}`: it takes set_aside, count or refuse (refuse is taken)");
            findings.doubt(Some(line), "over-limit", message);
            OverLimit::Refuse
        }))
    });
    let rule = said.unwrap_or(OverLimit::Refuse);
    let held = matches!(said, Some(OverLimit::Refuse | OverLimit::SetAside));
    let is_over = |one: &&Outside| one.over && (held || !one.counts);
    let wrong = of_ballots(document, election);
    if wrong.iter().all(|list| !list.iter().any(|one| is_over(&one))) {
        return;
    }
    let records = document.records(Section::Votes);
    let mut out = Replaced::default();
    for (record, ballot) in voted.record_of_voter.iter().zip(&election.ballot_of_voter) {
        let Some(one) = wrong[*ballot as usize].iter().find(is_over) else {
            continue;
        };
        let line = records.get(*record as usize).map(|record| record.line);
        match rule {
            OverLimit::Refuse => {
                let message = format!(
                    "{}: is such a ballot void (--over-limit set-aside), or does it count as it stands (--over-limit count)? `over_limit` in META says it for good",
                    one.message
                );
                findings.doubt(line, one.kind, message);
            }
            OverLimit::SetAside => {
                findings.tell(
                    line,
                    Severity::Repaired,
                    one.kind,
                    format!("{}: the ballot is void and not counted", one.message),
                );
                out.out(*record);
            }
            OverLimit::Count => {
                findings.tell(
                    line,
                    Severity::Repaired,
                    one.kind,
                    format!("{}: it counts as it stands", one.message),
                );
            }
        }
    }
    out.take_out(election, &mut voted.record_of_voter);
}

/// Ballots that stand outside the limits of the file and are counted all the same, since nothing in them is too much.
pub fn outside_limits(reading: &Reading) -> Vec<Problem> {
    let mut findings = Findings::default();
    if let Some(election) = &reading.election {
        findings.section = Some(Section::Votes);
        check_limits(&reading.document, election, &reading.record_of_voter, &mut findings);
    }
    findings.finish()
}

/// Ballots that give or name less than they should, or cost more.
pub(super) fn check_limits(document: &Document, election: &Election, record_of_voter: &[u32], findings: &mut Findings) {
    let wrong = of_ballots(document, election);
    if wrong.iter().all(Vec::is_empty) {
        return;
    }
    let records = document.records(Section::Votes);
    for (record, ballot) in record_of_voter.iter().zip(&election.ballot_of_voter) {
        let line = records.get(*record as usize).map(|record| record.line);
        for one in wrong[*ballot as usize].iter().filter(|one| !one.over || one.counts) {
            findings.tell(line, Severity::Warning, one.kind, one.message.clone());
        }
    }
}
