//! The strict check: not whether a scenario can be run, but whether each of its numbers can be defended.
//!
//! A number without a source, a judgement without a reason, a figure last checked too long ago, a value outside the
//! range that its source published, an effect that names nobody who found otherwise: each is a finding with its line.

use super::assumption::Assumption;
use super::compiled::Scenario;
use super::evidence::library::Library;
use super::evidence::rows::IntervalKind;
use super::evidence::rules::month;

/// Something that cannot be defended.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// File and line.
    pub place: String,
    /// Key of the assumption, or id of the row of evidence.
    pub key: String,
    /// What is missing or wrong.
    pub what: String,
}

/// Everything that cannot be defended in a scenario; `today` is a month (`2026-11`), that of the release if nothing.
pub fn findings(scenario: &Scenario, today: Option<&str>) -> Vec<Finding> {
    let library = &scenario.evidence().library;
    let now = month(today.unwrap_or(&library.rules.release)).unwrap_or(0);
    let strict = Strict {
        library,
        now,
        stale_after: library.rules.stale_after,
    };
    let mut found: Vec<Finding> = Vec::new();
    for assumption in scenario.assumptions() {
        for what in strict.assumption(assumption) {
            found.push(Finding {
                place: assumption.place.clone(),
                key: assumption.key.clone(),
                what,
            });
        }
    }
    found.sort();
    found.dedup();
    found
}

/// Everything that cannot be defended in the library itself.
pub fn library_findings(library: &Library, today: Option<&str>) -> Vec<Finding> {
    let strict = Strict {
        library,
        now: month(today.unwrap_or(&library.rules.release)).unwrap_or(0),
        stale_after: library.rules.stale_after,
    };
    let origins = library
        .effects
        .values()
        .map(|row| (&row.id, &row.place, &row.origin))
        .chain(library.figures.values().map(|row| (&row.id, &row.place, &row.origin)));
    let mut found = Vec::new();
    for (id, place, origin) in origins {
        let mut say = |what: String| {
            found.push(Finding {
                place: place.to_string(),
                key: id.clone(),
                what,
            });
        };
        if let Some(what) = strict.stale(&origin.checked) {
            say(what);
        }
        if origin.confidence == "verified" && origin.url.is_empty() {
            say("is called verified but has no address".to_string());
        }
        if origin.confidence.is_empty() {
            say("does not say how sure it is (`confidence`)".to_string());
        }
    }
    found
}

struct Strict<'a> {
    library: &'a Library,
    now: u32,
    stale_after: u32,
}

impl Strict<'_> {
    fn assumption(&self, assumption: &Assumption) -> Vec<String> {
        let mut found = Vec::new();
        let (ids, confidence) = (&assumption.backing.ids, assumption.evidence("confidence"));
        let rows = || ids.iter().filter_map(|id| self.library.effects.get(id));
        if assumption.evidence("source").is_empty() && ids.is_empty() {
            found.push("has no source".to_string());
        }
        if confidence.is_empty() {
            found.push("does not say how sure it is (`confidence`)".to_string());
        }
        if confidence == "judgement"
            && bare(assumption.evidence("source"))
            && assumption.evidence("note").is_empty()
            && ids.is_empty()
        {
            found.push("is a judgement without a reason (in `source` or `note`)".to_string());
        }
        // What was calibrated is as old as the data that its source names.
        if assumption.evidence("kind") != "calibrated" {
            found.extend(self.stale(assumption.evidence("checked")));
        }
        for id in ids {
            if let Some(origin) = self.library.origin(id)
                && let Some(what) = self.stale(&origin.checked)
            {
                found.push(format!("rests on {id}, which {what}"));
            }
        }
        if let (Some((low, high)), Some(middle)) = (assumption.backing.range, middle(assumption))
            && (middle < low || middle > high)
        {
            found.push(format!(
                "has its middle, {middle}, outside the published range {low} to {high}"
            ));
        }
        let published = confidence.starts_with("published");
        let row_range = || rows().any(|row| row.low.is_some() && row.interval != Some(IntervalKind::OurJudgement));
        let figure_range = || {
            ids.iter()
                .any(|id| self.library.figures.get(id).is_some_and(|row| row.low.is_some()))
        };
        if published && assumption.backing.range.is_none() && !row_range() && !figure_range() {
            found.push(format!(
                "is called a {confidence} but gives none (`published = [low, high]`, or evidence with one)"
            ));
        }
        let is_effect = assumption.backing.effect.is_some() || !assumption.evidence("unshrunk").is_empty();
        if is_effect && assumption.evidence("contrary").is_empty() && rows().all(|row| row.contrary.is_empty()) {
            found.push("is an effect without contrary evidence (say \"none found\" if there is none)".to_string());
        }
        let address = ids
            .iter()
            .any(|id| self.library.origin(id).is_some_and(|origin| !origin.url.is_empty()));
        if confidence == "verified" && assumption.evidence("url").is_empty() && !address {
            found.push("is called verified but has no address (`url`, or evidence with one)".to_string());
        }
        found
    }

    /// What is wrong with the date of a check.
    fn stale(&self, checked: &str) -> Option<String> {
        let Some(then) = month(checked) else {
            return Some("does not say when it was last checked (`checked = \"2026-11\"`)".to_string());
        };
        let age = self.now.saturating_sub(then);
        (age > self.stale_after).then(|| {
            format!(
                "was last checked in {checked}, {age} months ago (at most {})",
                self.stale_after
            )
        })
    }
}

/// The middle of what was published, or the value.
fn middle(assumption: &Assumption) -> Option<f64> {
    match &assumption.backing.effect {
        Some(effect) => Some(effect.as_published.quantile(0.5)),
        None => assumption.quantile(0.5),
    }
}

/// Whether a source says no more than that it is a judgement.
fn bare(source: &str) -> bool {
    let words = source.trim().trim_end_matches('.').to_lowercase();
    [
        "our judgement",
        "judgement",
        "our assumption",
        "assumption",
        "own judgement",
        "",
    ]
    .contains(&words.as_str())
}
