//! Keys of META, and columns of PROJECTS, that a count would pass over: one that stands there twice and says two things, one that is
//! misspelt, one that nobody here knows.

use std::collections::BTreeMap;

use super::amounts::{list, read_amount};
use super::document::{Document, Section};
use super::findings::{Findings, Severity};

/// The kind of problem by which keys are named that nobody knows.
pub const META_UNKNOWN: &str = "meta-unknown";

/// The key of META that names the process by whose rules ballots were cast, and what of it they do not hold.
pub const PROCESS: &str = "process";

/// The key of META that says in how many steps completions of Equal Shares double a voter's share: ballots of a simulated vote, of which
/// there are as many as one likes, are counted so, and a pound a voter means nothing.
pub const COMPLETION_STEPS: &str = "completion_steps";

/// Keys of the section `META` by which who wins is found out.
const DECIDING: [&str; 28] = [
    "budget",
    "vote_type",
    "rule",
    "min_length",
    "max_length",
    "min_sum_cost",
    "max_sum_cost",
    "min_points",
    "max_points",
    "min_sum_points",
    "max_sum_points",
    "default_score",
    "min_project_score_threshold",
    "neighborhoods",
    "categories",
    "leftover_budget",
    "budget_per_category",
    "budget_per_neighborhood",
    "budget_per_neighbourhood",
    "min_length_per_category",
    "max_length_per_category",
    "min_sum_cost_per_category",
    "max_sum_cost_per_category",
    "exclusive",
    "min_project_votes",
    "min_turnout",
    "over_limit",
    COMPLETION_STEPS,
];

/// Those that only describe.
const DESCRIBING: [&str; 26] = [
    "description",
    "country",
    "unit",
    "district",
    "subunit",
    "instance",
    "num_projects",
    "num_votes",
    "date_begin",
    "date_end",
    "min_project_cost",
    "max_project_cost",
    "subdistricts",
    "edition",
    "language",
    "currency",
    "fully_funded",
    "experimental",
    "comment",
    "acknowledgments",
    "budget_per_district",
    "scoring_fn",
    "max_length_unit",
    "max_length_district",
    PROCESS,
    "key",
];

/// All keys of `META` that the format knows, and those of this programme.
pub(super) fn meta_keys() -> impl Iterator<Item = &'static str> {
    DECIDING.into_iter().chain(DESCRIBING)
}

/// Words for limits that commands and process files have, with what a ballot file has in their place.
const ELSEWHERE: [(&str, &str); 14] = [
    ("threshold", "`min_project_score_threshold` in META"),
    ("min_score", "`min_project_score_threshold` in META"),
    ("least_votes", "`min_project_votes` in META"),
    ("min_votes", "`min_project_votes` in META"),
    (
        "quorum",
        "`min_turnout` (people who must vote) or `min_project_votes` (votes that a project needs) in META",
    ),
    ("turnout", "`min_turnout` in META"),
    ("least_turnout", "`min_turnout` in META"),
    ("carried_over", "--carried-over, which adds it to the budget"),
    ("ceiling", "`categories` and `budget_per_category` in META"),
    ("ceilings", "`categories` and `budget_per_category` in META"),
    ("excludes", "a column `excludes` of PROJECTS"),
    ("exclusive_group", "a column `exclusive_group` of PROJECTS"),
    ("requires", "a column `requires` of PROJECTS"),
    ("needs", "a column `requires` of PROJECTS"),
];

/// Columns of PROJECTS that say what may not be funded together.
const LIMITING_COLUMNS: [&str; 3] = ["excludes", "requires", "exclusive_group"];

/// The word that another is a slip of: but for small signs the same, or a letter or two apart.
fn slip_of(word: &str, known: &[&'static str]) -> Option<&'static str> {
    let bare = |word: &str| -> String { word.chars().filter(|letter| letter.is_alphanumeric()).collect() };
    let (found, letters) = (bare(word), word.chars().count());
    let most = match letters {
        0..6 => 0,
        6..10 => 1,
        _ => 2,
    };
    let apart = |other: &str| strsim::damerau_levenshtein(&bare(other), &found);
    let nearest = known.iter().copied().min_by_key(|other| apart(other))?;
    (apart(nearest) <= most).then_some(nearest)
}

/// A key as it is compared.
fn key_of(cell: &str) -> String {
    cell.trim().to_lowercase().replace("neighbourhood", "neighborhood")
}

/// Tells of keys that a count would pass over; what may change who wins is refused.
pub(super) fn tell_keys(document: &Document, findings: &mut Findings) {
    let mut met: BTreeMap<String, (String, u32)> = BTreeMap::new();
    let mut unknown: Vec<(u32, String)> = Vec::new();
    for record in document.records(Section::Meta) {
        let mut cells = document.cells(*record).map(|cell| cell.trim().to_owned());
        let written = cells.next().unwrap_or_default();
        let value = cells.next().unwrap_or_default();
        let key = key_of(&written);
        let line = Some(record.line);
        if key.is_empty() {
            continue;
        }
        if let Some((first, at)) = met.get(&key) {
            let same = first.eq_ignore_ascii_case(&value)
                || read_amount(first)
                    .is_some_and(|amount| read_amount(&value).is_some_and(|other| amount.number() == other.number()));
            if !same && DECIDING.iter().any(|known| key_of(known) == key) {
                let message = format!(
                    "`{written}` says `{value}`, and on line {at} it says `{first}`: take one of the two lines out (the first counts)"
                );
                findings.doubt(line, "meta-twice", message);
            }
            continue;
        }
        met.insert(key.clone(), (value.clone(), record.line));
        if meta_keys().any(|known| key_of(known) == key) || key.starts_with("budget_per_") {
            continue;
        }
        let elsewhere = ELSEWHERE.iter().find(|(word, _)| *word == key.replace(['-', ' '], "_"));
        if let Some((_, instead)) = elsewhere.filter(|_| !value.is_empty()) {
            let message = format!(
                "`{written}` is no key of META: if `{value}` is to hold, say it with {instead} (it is passed over)"
            );
            findings.doubt(line, META_UNKNOWN, message);
        } else if let Some(meant) = slip_of(&key, &DECIDING) {
            let message = format!(
                "`{written}` is no key of META (did you mean `{meant}`?): write that, or take the line out (it is passed over)"
            );
            findings.doubt(line, META_UNKNOWN, message);
        } else {
            unknown.push((record.line, written));
        }
    }
    if let Some((line, _)) = unknown.first() {
        let titles: Vec<&str> = unknown.iter().map(|(_, key)| key.as_str()).collect();
        let message = format!(
            "`{}` {} of META that {} known here: nothing in {} changed the count",
            titles.join("`, `"),
            if titles.len() == 1 { "is a key" } else { "are keys" },
            if titles.len() == 1 { "is not" } else { "are not" },
            if titles.len() == 1 { "it" } else { "them" },
        );
        findings.tell(Some(*line), Severity::Warning, META_UNKNOWN, message);
    }
}

/// Whether [`tell_keys`] refuses a key, so that nothing more need be said of it.
pub(super) fn is_refused(key: &str) -> bool {
    let key = key_of(key);
    ELSEWHERE.iter().any(|(word, _)| *word == key) || slip_of(&key, &DECIDING).is_some()
}

/// Refuses columns of PROJECTS whose heading is a slip of one that says what may not be funded together, or another word for it over
/// identifiers of projects.
pub(super) fn tell_columns(document: &Document, findings: &mut Findings) {
    let line = document.heading_line(Section::Projects);
    let id_at = document.column(Section::Projects, "project_id").unwrap_or(0);
    let said = |at: usize| -> Vec<String> {
        let records = document.records(Section::Projects).iter();
        let cells = records.map(|record| document.cells(*record).nth(at).unwrap_or_default().trim().to_owned());
        cells.filter(|cell| !cell.is_empty()).collect()
    };
    for (at, column) in document.columns(Section::Projects).into_iter().enumerate() {
        let word = column.to_lowercase();
        if LIMITING_COLUMNS.contains(&word.as_str()) {
            continue;
        }
        let names_projects = || {
            let ids = said(id_at);
            said(at)
                .iter()
                .flat_map(|cell| list(cell))
                .all(|one| ids.contains(&one))
        };
        let meant = match word.as_str() {
            "exclude" | "excluded" | "exclusive" => Some("excludes").filter(|_| names_projects()),
            "need" | "needs" | "required" => Some("requires").filter(|_| names_projects()),
            _ => slip_of(&word, &LIMITING_COLUMNS),
        };
        if let Some(meant) = meant.filter(|_| !said(at).is_empty()) {
            let message = format!(
                "`{column}` is no column of PROJECTS (did you mean `{meant}`?): write that, or call it otherwise (it is passed over)"
            );
            findings.doubt(line, "column-unknown", message);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_a_letter_or_two_from_a_key_and_other_keys_of_cities_are_none() {
        for (word, meant) in [
            ("min_project_vote", "min_project_votes"),
            ("min-project-votes", "min_project_votes"),
            ("max_lenght", "max_length"),
            ("min_project_score_treshold", "min_project_score_threshold"),
            ("vote_typ", "vote_type"),
            ("overlimit", "over_limit"),
        ] {
            assert_eq!(slip_of(word, &DECIDING), Some(meant), "{word}");
        }
        for word in [
            "num_voters",
            "eligible_voters",
            "residents",
            "area",
            "url",
            "source",
            "population",
            "website",
            "max_votes_per_voter",
            "rules",
            "license",
            "turnout_percent",
            "votes",
            "city",
            "year",
        ] {
            assert_eq!(slip_of(word, &DECIDING), None, "{word}");
        }
    }
}
