//! Which assumptions are scanned for a flip, and over what range.
//!
//! Two ways in: what is declared as disputed, and any other uncertain assumption whose draws go with the
//! difference between two scenarios. The range of one runs over the middle 98% of the widest distribution that any belief
//! or reading gives it, and over every camp's value, inside the bounds of the lever. Choices are never scanned: that would
//! be asking about another policy.

use std::collections::BTreeSet;

use crate::analysis::ranks::{correlation, ranks};
use crate::projection::Engine;
use crate::scenario::{Assumption, Catalogue};
use crate::world::{LeverKind, Nature};

use super::sample::{Question, Sampled};

/// The figures of programmes that are moved for all of them together: how far trials carry, and what is freed as money.
const OF_ALL_PROGRAMMES: [(&str, &str); 2] = [
    ("fidelity", "programme_defaults.fidelity"),
    ("cashable", "programme_defaults.cashable"),
];
/// Ends of the range, as probabilities of the widest distribution.
const RANGE: (f64, f64) = (0.01, 0.99);
/// A rank correlation below this never matters.
const LEAST: f64 = 0.3;
/// Standard deviations of chance (1/√draws) above which a rank correlation is taken for real, over hundreds of pairs.
const CHANCE: f64 = 4.5;
/// Most assumptions taken for their correlation alone.
const MOST: usize = 12;

/// An assumption to be scanned.
#[derive(Clone, Debug, PartialEq)]
pub struct Lever {
    /// Its key.
    pub key: String,
    /// Its unit.
    pub unit: String,
    /// What it is.
    pub meaning: String,
    /// Low end of the scan.
    pub low: f64,
    /// High end.
    pub high: f64,
    /// Its median in the first scenario that has it, under the neutral belief.
    pub central: f64,
    /// Where each camp has it: name and median.
    pub camps: Vec<(String, f64)>,
}

/// Everything that is assumed in an engine's scenarios.
fn assumptions(engine: &Engine) -> impl Iterator<Item = &Assumption> {
    let shown = engine.plans.iter().filter(|plan| plan.shown);
    shown.flat_map(|plan| plan.scenario.assumptions())
}

/// The key under which an assumption is scanned: figures of programmes that every programme has are moved together.
fn key(assumption: &Assumption) -> &str {
    let named = assumption
        .key
        .strip_prefix("programme.")
        .and_then(|key| key.rsplit('.').next());
    let all = OF_ALL_PROGRAMMES.iter().find(|(name, _)| named == Some(name));
    all.map_or(&assumption.key, |(_, all)| all)
}

/// Whether the camps are known to differ over a key. What is certain under every belief has no range and is passed over.
fn disputed(key: &str, catalogue: &Catalogue) -> bool {
    let of_all_programmes = OF_ALL_PROGRAMMES.iter().any(|(_, all)| *all == key);
    of_all_programmes || catalogue.nature(key) == Some(Nature::Disputed)
}

/// Whether a certain value is worth scanning past: measured where and as it is used.
fn in_use(assumption: &Assumption) -> bool {
    key(assumption) == "programme_defaults.fidelity" && assumption.number == Some(1.0)
}

/// The assumptions to scan. The first engine is the neutral one, whose draws are `sampled`; the first of them belong to the
/// `camps` of these names, which read the evidence alike, so that what differs between them is what they dispute. Where
/// `only` names some, no others are scanned.
pub fn levers(
    engines: &[&Engine],
    camps: &[&str],
    only: &[String],
    sampled: &Sampled,
    question: &Question,
    catalogue: &Catalogue,
) -> Vec<Lever> {
    let Some(neutral) = engines.first() else {
        return Vec::new();
    };
    let number = |key: &str| catalogue.get(key).is_none_or(|spec| spec.kind == LeverKind::Number);
    let may = |key: &str| !catalogue.is_settled(key) && number(key);
    let mut wanted: Vec<String> = Vec::new();
    let mut add = |key: &str| {
        if may(key) && !wanted.iter().any(|known| known == key) {
            wanted.push(key.to_string());
        }
    };
    only.iter().for_each(|key| add(key));
    let listed = assumptions(neutral).filter(|_| only.is_empty());
    for assumption in listed {
        if disputed(key(assumption), catalogue) {
            add(key(assumption));
        }
    }
    // A camp may dispute what no list foresaw.
    let known: BTreeSet<(&str, &str)> = assumptions(neutral)
        .map(|one| (one.key.as_str(), one.text.as_str()))
        .collect();
    let others = engines
        .iter()
        .take(camps.len())
        .skip(1)
        .flat_map(|engine| assumptions(engine));
    for camp in others.filter(|_| only.is_empty()) {
        if !known.contains(&(camp.key.as_str(), camp.text.as_str())) {
            add(key(camp));
        }
    }
    let moved = if only.is_empty() {
        correlated(neutral, sampled, question)
    } else {
        Vec::new()
    };
    for name in moved {
        let found = assumptions(neutral).find(|assumption| assumption.name == name);
        add(found.map_or(name.as_str(), key));
    }
    let ranged = wanted.iter().filter_map(|key| range(key, engines, camps, catalogue));
    ranged.collect()
}

/// The range of a key; nothing if no belief leaves it open.
fn range(wanted: &str, engines: &[&Engine], camps: &[&str], catalogue: &Catalogue) -> Option<Lever> {
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    let mut found: Option<&Assumption> = None;
    for assumption in engines.iter().flat_map(|engine| assumptions(engine)) {
        if key(assumption) == wanted && !in_use(assumption) {
            let ends = [assumption.quantile(RANGE.0), assumption.quantile(RANGE.1)];
            for end in ends.into_iter().flatten() {
                (low, high) = (low.min(end), high.max(end));
            }
            found = found.or(Some(assumption));
        }
    }
    let found = found?;
    if let Some(spec) = catalogue.get(wanted) {
        (low, high) = (low.max(spec.low), high.min(spec.high));
    }
    let central = found.quantile(0.5)?;
    (high - low > 1e-9 * high.abs().max(low.abs())).then(|| Lever {
        key: wanted.to_string(),
        unit: found.unit.clone(),
        meaning: found.meaning.clone(),
        low,
        high,
        central,
        camps: camps
            .iter()
            .zip(engines)
            .filter_map(|(camp, engine)| Some(((*camp).to_string(), held_by(engine, wanted)?)))
            .collect(),
    })
}

/// Where a camp has a key.
fn held_by(engine: &Engine, wanted: &str) -> Option<f64> {
    let found = assumptions(engine).find(|assumption| key(assumption) == wanted && !in_use(assumption))?;
    found.quantile(0.5)
}

/// Names of uncertain assumptions whose draws go with the difference of any two scenarios on any measure, strongest first.
fn correlated(engine: &Engine, sampled: &Sampled, question: &Question) -> Vec<String> {
    let shown: Vec<_> = engine.plans.iter().filter(|plan| plan.shown).collect();
    let threshold = LEAST.max(CHANCE / (question.draws as f64).sqrt());
    let mut differences = Vec::new();
    for (a, b) in pairs(shown.len()) {
        for measure in 0..question.measures.len() {
            let values = sampled.difference(a, b, measure);
            if values.iter().any(|value| *value != values[0]) && values.iter().all(|value| value.is_finite()) {
                differences.push(ranks(&values));
            }
        }
    }
    let mut strongest: Vec<(f64, String)> = Vec::new();
    for plan in &shown {
        let worlds: Vec<Vec<f64>> = (0..question.draws as u64)
            .map(|draw| {
                let world = plan.scenario.world(&engine.sampler, draw);
                world.sampled().map(|one| one.1).collect()
            })
            .collect();
        for (at, name) in plan.scenario.uncertain().iter().enumerate() {
            let own = ranks(&worlds.iter().map(|world| world[at]).collect::<Vec<f64>>());
            let largest = differences
                .iter()
                .map(|other| correlation(&own, other).abs())
                .fold(0.0, f64::max);
            match strongest.iter_mut().find(|(_, known)| known == name) {
                Some((known, _)) => *known = known.max(largest),
                None => strongest.push((largest, name.clone())),
            }
        }
    }
    strongest.retain(|(rank, _)| *rank >= threshold);
    strongest.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    strongest.into_iter().take(MOST).map(|(_, name)| name).collect()
}

/// Every pair of scenarios, the later one first: it is told against the earlier.
pub fn pairs(scenarios: usize) -> Vec<(usize, usize)> {
    (0..scenarios)
        .flat_map(|against| (against + 1..scenarios).map(move |scenario| (scenario, against)))
        .collect()
}
