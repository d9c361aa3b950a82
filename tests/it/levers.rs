//! Every lever at its ends: nothing breaks, and every lever moves something.
//!
//! The ends are the bounds that a scenario file may use, so that nothing a person can write leads out of what measures
//! declare; where a bound is only there to catch slips of the pen, [`SENSIBLE`] has narrower ends with the reason.

use std::sync::LazyLock;

use carepool::measures;
use carepool::scenario::Scenario;
use carepool::world::group::GROUPS;
use carepool::world::lever::LeverKind;
use carepool::world::{Group, LeverSpec};
use rayon::prelude::*;

use crate::runs::{CATALOGUE, Kept, england, one_draw, plan};

const PEOPLE: usize = 200;
const YEARS: usize = 4;
/// Worlds that go through a draw together.
const TOGETHER: usize = 24;

/// Ends narrower than a lever's bounds, and why.
const SENSIBLE: &[(&str, f64, f64, &str)] = &[(
    "care.scale",
    0.001,
    10.0,
    "an economy of six people has no list to speak of",
)];

/// Levers that act only together with others: the key, or the section that ends in a dot, and what has to be set too.
const TOGETHER_WITH: &[(&str, &[&str])] = &[];

/// Levers that move no measure in four years of England, and why.
const STILL: &[(&str, &str)] = &[];

/// The values of a lever that are tried.
fn ends(spec: &LeverSpec) -> Vec<String> {
    match spec.kind {
        LeverKind::Switch => vec!["false".to_owned(), "true".to_owned()],
        LeverKind::Choice(words) => words.iter().map(|word| format!("\"{word}\"")).collect(),
        LeverKind::Number => {
            let (low, high) = SENSIBLE
                .iter()
                .find(|(key, ..)| *key == spec.key)
                .map_or((spec.low, spec.high), |(_, low, high, _)| (*low, *high));
            vec![format!("{low:?}"), format!("{high:?}")]
        }
    }
}

/// What has to be set for a lever to act.
fn company(key: &str) -> &'static [&'static str] {
    TOGETHER_WITH
        .iter()
        .find(|(prefix, _)| key == *prefix || prefix.ends_with('.') && key.starts_with(prefix))
        .map_or(&[], |(_, sets)| sets)
}

/// One world to run: the lever, its value (nothing for the world without it), and what else is set.
struct Case {
    key: &'static str,
    value: Option<String>,
    with: &'static [&'static str],
}

impl Case {
    fn scenario(&self) -> Result<Scenario, String> {
        let mut sets: Vec<String> = self.with.iter().map(|set| (*set).to_owned()).collect();
        sets.extend(self.value.as_ref().map(|value| format!("{}={value}", self.key)));
        Scenario::from_text("central.toml", &CENTRAL, &sets, &CATALOGUE).map_err(|problems| problems.render(false))
    }
}

/// England with every lever a plain number: its central value of the base year. A thousand of these are read in no time.
static CENTRAL: LazyLock<String> = LazyLock::new(|| {
    let england = england(&[]);
    let mut values = Vec::new();
    england.central().values(england.start_year, &mut values);
    let mut text = format!("start_year = {}\ndata = \"england\"\n", england.start_year.0);
    for (spec, value) in CATALOGUE.specs().iter().zip(&values) {
        let value = match spec.kind {
            LeverKind::Number => format!("{value:?}"),
            LeverKind::Switch => (*value != 0.0).to_string(),
            LeverKind::Choice(words) => format!("\"{}\"", words[*value as usize]),
        };
        text += &format!("{} = {value}\n", spec.key);
    }
    text
});

/// The first measure of a world that is not finite or out of its bounds.
fn broken(years: &[Kept]) -> Option<String> {
    for (year, kept) in years.iter().enumerate() {
        for (at, measure) in measures::all().iter().enumerate() {
            for group in Group::every().filter(|group| measure.splits(*group)) {
                let value = kept.values[at * GROUPS + group.index()];
                let (low, high) = measure.bounds;
                if !(low..=high).contains(&value) {
                    return Some(format!("year {year}: {} for {} is {value}", measure.name, group.name()));
                }
            }
        }
        if !kept.closed {
            return Some(format!("year {year}: the ledger is open"));
        }
    }
    None
}

/// Whether two worlds tell apart in any measure.
fn differ(one: &[Kept], other: &[Kept]) -> bool {
    one.iter().zip(other).any(|(one, other)| {
        one.values
            .iter()
            .zip(&other.values)
            .any(|(a, b)| a.to_bits() != b.to_bits() && !(a.is_nan() && b.is_nan()))
    })
}

#[test]
fn every_lever_at_its_ends_keeps_every_measure_in_bounds_and_moves_some() {
    let mut cases: Vec<Case> = Vec::new();
    for spec in CATALOGUE.specs() {
        let with = company(spec.key);
        let values = ends(spec).into_iter().map(Some);
        cases.extend(values.map(|value| Case {
            key: spec.key,
            value,
            with,
        }));
    }
    // Worlds without the lever, to tell whether it moved anything.
    let mut companies: Vec<&'static [&'static str]> = cases.iter().map(|case| case.with).collect();
    companies.sort_unstable();
    companies.dedup();
    cases.extend(companies.iter().map(|with| Case {
        key: "",
        value: None,
        with,
    }));

    let mut worlds: Vec<Result<Vec<Kept>, String>> = cases
        .par_chunks(TOGETHER)
        .flat_map_iter(|chunk| {
            let scenarios: Vec<Result<Scenario, String>> = chunk.iter().map(Case::scenario).collect();
            let plans: Vec<_> = scenarios.iter().flatten().cloned().map(plan).collect();
            let mut runs = one_draw(&plans, 3, PEOPLE, YEARS).into_iter();
            let results: Vec<_> = scenarios
                .into_iter()
                .map(|scenario| scenario.map(|_| runs.next().expect("a run")))
                .collect();
            results
        })
        .collect();

    let without: Vec<Vec<Kept>> = worlds
        .split_off(worlds.len() - companies.len())
        .into_iter()
        .map(|world| world.unwrap_or_else(|error| panic!("{error}")))
        .collect();
    let (mut bad, mut moved) = (Vec::new(), std::collections::BTreeSet::new());
    for (case, world) in cases.iter().zip(&worlds) {
        let value = case.value.as_deref().unwrap_or_default();
        match world {
            Err(problems) => bad.push(format!("{}={value}: {problems}", case.key)),
            Ok(years) => {
                let reference = companies.iter().position(|with| *with == case.with).expect("listed");
                if differ(years, &without[reference]) {
                    moved.insert(case.key);
                }
                bad.extend(broken(years).map(|what| format!("{}={value}: {what}", case.key)));
            }
        }
    }
    let still: Vec<&str> = CATALOGUE
        .specs()
        .iter()
        .map(|spec| spec.key)
        .filter(|key| !moved.contains(key) && !STILL.iter().any(|(still, _)| still == key))
        .collect();
    assert!(
        bad.is_empty(),
        "{} broken:\n{}\nstill: {still:#?}",
        bad.len(),
        bad.join("\n")
    );
    assert!(still.is_empty(), "levers that move nothing: {still:#?}");
    for (key, reason) in STILL {
        assert!(!moved.contains(key), "{key} moves something after all ({reason})");
    }
}
