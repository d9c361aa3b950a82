//! What two scenarios assume differently.

use std::collections::{BTreeMap, BTreeSet};

use super::assumption::Assumption;
use super::compiled::{Input, Scenario};
use super::evidence::WhichReading;
use super::programme::PAYERS;

/// Tables that may stand in a folder of data and are no part of what a run assumes: to hold it against, to fit to, to check.
pub const BESIDE_A_RUN: [&str; 7] = [
    "published.csv",
    "past.csv",
    "history.csv",
    "discrepancy.csv",
    "calibrate.csv",
    "projection_base.csv",
    "projection_check.csv",
];

/// One difference.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// The key.
    pub key: String,
    /// Its unit.
    pub unit: String,
    /// What it is.
    pub meaning: String,
    /// What the first assumes; nothing if it has no such key.
    pub first: Option<String>,
    /// What the second assumes.
    pub second: Option<String>,
    /// Where the first says so.
    pub first_place: String,
    /// Where the second says so.
    pub second_place: String,
}

/// What holds for a key in a scenario, in words: `18 weeks; from 2026 over 3 years: 9`.
fn words(layers: &[&Assumption]) -> String {
    let said = layers.iter().map(|assumption| {
        let read = match &assumption.backing.effect {
            Some(effect) if effect.used == WhichReading::AsPublished => " (read as published)".to_string(),
            Some(effect) if effect.weight > 0.0 => format!(" (shrunk: {} of the weight on no effect)", effect.weight),
            _ => String::new(),
        };
        match assumption.years.as_str() {
            "" => format!("{}{read}", assumption.text),
            years => format!("{years}: {}{read}", assumption.text),
        }
    });
    said.collect::<Vec<_>>().join("; ")
}

/// What holds for a key, such that two spellings of the same assumption are equal.
fn meaning(layers: &[&Assumption]) -> Vec<String> {
    let one = |assumption: &&Assumption| match (&assumption.distribution, assumption.number) {
        (Some(distribution), _) => format!("{distribution:?} {}", assumption.years),
        (None, Some(number)) => format!("{number:?} {}", assumption.years),
        (None, None) => format!("{} {}", assumption.text, assumption.years),
    };
    layers.iter().map(one).collect()
}

fn by_key(scenario: &Scenario) -> BTreeMap<&str, Vec<&Assumption>> {
    let mut found: BTreeMap<&str, Vec<&Assumption>> = BTreeMap::new();
    for assumption in scenario.assumptions() {
        found.entry(assumption.key.as_str()).or_default().push(assumption);
    }
    found
}

/// Everything that two scenarios assume differently, by key. Evidence does not count, nor another spelling.
pub fn difference(first: &Scenario, second: &Scenario) -> Vec<Difference> {
    let (a, b) = (by_key(first), by_key(second));
    let keys: BTreeSet<&str> = a.keys().chain(b.keys()).copied().collect();
    let mut found = Vec::new();
    for key in keys {
        let (left, right) = (a.get(key), b.get(key));
        if left.map(|layers| meaning(layers)) == right.map(|layers| meaning(layers)) {
            continue;
        }
        let Some(about) = left.or(right).and_then(|layers| layers.last()) else {
            continue;
        };
        let place = |layers: Option<&Vec<&Assumption>>| {
            layers
                .and_then(|layers| layers.last())
                .map_or(String::new(), |assumption| assumption.place.clone())
        };
        found.push(Difference {
            key: key.to_string(),
            unit: about.unit.clone(),
            meaning: about.meaning.clone(),
            first: left.map(|layers| words(layers)),
            second: right.map(|layers| words(layers)),
            first_place: place(left),
            second_place: place(right),
        });
    }
    found.extend(shapes(first, second));
    found.extend(tables(first, second));
    found
}

/// Tables of data of the same folder names that hold something else.
fn tables(first: &Scenario, second: &Scenario) -> Option<Difference> {
    if first.data != second.data || first.data_place_key() == second.data_place_key() {
        return None;
    }
    let both = [first, second];
    let names: BTreeSet<String> = both
        .iter()
        .flat_map(|scenario| scenario.data_names())
        .filter_map(|path| Some(path.file_name()?.to_str()?.to_string()))
        .filter(|name| name.ends_with(".csv") && !BESIDE_A_RUN.contains(&name.as_str()))
        .collect();
    let read = |name: String| {
        let inputs = both.map(|scenario| scenario.data_file(&name).ok().map(|file| file.input));
        (name, inputs)
    };
    let holds = |input: &Option<Input>| input.as_ref().map(|input| input.sha256.clone());
    let mut differing: Vec<(String, [Option<Input>; 2])> = names.into_iter().map(read).collect();
    differing.retain(|(_, [one, other])| holds(one) != holds(other));
    if differing.is_empty() {
        return None;
    }
    let said = |at: usize| {
        let each = differing.iter().map(|(name, inputs)| match &inputs[at] {
            Some(input) => {
                let start: String = input.sha256.chars().take(8).collect();
                format!("{} (contents {start})", input.name)
            }
            None => format!("no {name}"),
        });
        each.collect::<Vec<_>>().join(", ")
    };
    let place = |scenario: &Scenario| scenario.data_place.as_ref().map_or(String::new(), ToString::to_string);
    Some(Difference {
        key: "data".to_string(),
        unit: String::new(),
        meaning: "Tables of data: people, what they own, use of services, money.".to_string(),
        first: Some(said(0)),
        second: Some(said(1)),
        first_place: place(first),
        second_place: place(second),
    })
}

/// What is not a number: the first year, the data, who is eligible for a programme, who pays, when it runs, and what
/// binds assumptions together.
fn shapes(first: &Scenario, second: &Scenario) -> Vec<Difference> {
    let (a, b) = (list(first), list(second));
    let keys: BTreeSet<&String> = a.keys().chain(b.keys()).collect();
    let differing = keys.into_iter().filter(|key| a.get(*key) != b.get(*key));
    differing
        .map(|key| Difference {
            key: key.clone(),
            unit: String::new(),
            meaning: String::new(),
            first: a.get(key).cloned(),
            second: b.get(key).cloned(),
            first_place: String::new(),
            second_place: String::new(),
        })
        .collect()
}

/// What a scenario says that is not a number of a lever, by key.
pub fn list(scenario: &Scenario) -> BTreeMap<String, String> {
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    found.insert("start_year".to_string(), scenario.start_year.to_string());
    found.insert("data".to_string(), scenario.data.join(", "));
    if let Some(name) = &scenario.same_money_as {
        found.insert("same_money_as".to_string(), name.clone());
    }
    for (key, own) in [
        ("assume", &scenario.believes.assume),
        ("believe", &scenario.believes.set),
    ] {
        if !own.is_empty() {
            found.insert(key.to_string(), own.join(", "));
        }
    }
    for (between, rank) in scenario.correlations() {
        found.insert(format!("correlation of {between}"), rank.to_string());
    }
    for programme in scenario.programmes() {
        let key = |part: &str| format!("programme.{}.{part}", programme.name);
        found.insert(key("eligible"), eligible(&programme.eligible));
        let payer = PAYERS.iter().find(|payer| payer.1 == programme.payer);
        found.insert(key("payer"), payer.map_or(String::new(), |payer| payer.0.to_string()));
        if let Some(into) = programme.into {
            found.insert(key("into"), into.key().to_string());
        }
        found.insert(key("start_year"), programme.start_year.to_string());
        if let Some(end) = programme.end_year {
            found.insert(key("end_year"), end.to_string());
        }
    }
    found
}

/// Who is eligible, in words.
pub fn eligible(who: &crate::world::Eligibility) -> String {
    let chosen = |flags: &[bool], names: &dyn Fn(usize) -> String| {
        flags
            .iter()
            .enumerate()
            .filter(|(_, flag)| **flag)
            .map(|(index, _)| names(index))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let mut words = format!("ages {} to {}", who.min_age, who.max_age);
    if who.sexes.iter().any(|flag| !flag) {
        words += &format!(
            "; {}",
            chosen(&who.sexes, &|index| crate::world::Sex::ALL[index].name().to_string())
        );
    }
    if who.fifths.iter().any(|flag| !flag) {
        words += &format!(
            "; deprivation fifths {}",
            chosen(&who.fifths, &|index| (index + 1).to_string())
        );
    }
    if who.min_conditions > 0 {
        words += &format!("; {} or more long-term conditions", who.min_conditions);
    }
    if who.min_dependency > 0 {
        let level = super::programme::DEPENDENCY
            .get(usize::from(who.min_dependency))
            .copied()
            .unwrap_or("high");
        words += &format!("; dependency {level} or more");
    }
    words
}
