//! One set of beliefs: what is believed of England of today is believed elsewhere too, or a reason stands beside it.
//!
//! `scenarios/backcast/beliefs.csv` is made by this test: `CAREPOOL_WRITE=1 cargo test --test it beliefs`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use carepool::scenario::Scenario;
use carepool::world::Nature;

use crate::runs::{CATALOGUE, load};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("scenarios")
}

/// A reason, and what it is given for.
struct Departure {
    keys: Vec<String>,
    places: Vec<String>,
    reason: String,
}

fn departures() -> Vec<Departure> {
    let text = fs::read_to_string(folder().join("backcast/departures.toml")).expect("the reasons");
    let table: toml::Table = text.parse().expect("TOML");
    let list = |entry: &toml::Value, name: &str| -> Vec<String> {
        let words = entry.get(name).and_then(toml::Value::as_array);
        words.map_or_else(Vec::new, |words| {
            words
                .iter()
                .map(|word| word.as_str().expect("a word").to_owned())
                .collect()
        })
    };
    let entries = table["departure"].as_array().expect("a list");
    entries
        .iter()
        .map(|entry| Departure {
            keys: list(entry, "keys"),
            places: list(entry, "places"),
            reason: entry["reason"].as_str().expect("a reason").to_owned(),
        })
        .collect()
}

fn fits(pattern: &str, name: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(start) => name.starts_with(start),
        None => pattern == name,
    }
}

/// The scenarios in which things are believed of other times and places: those that start by themselves.
fn elsewhere() -> Vec<String> {
    let mut names = vec!["backcast-2010".to_owned(), "scotland-2001".to_owned()];
    let files = fs::read_dir(folder().join("projections")).expect("the projections");
    let mut projections: Vec<String> = files
        .filter_map(|file| file.ok()?.file_name().into_string().ok())
        .filter_map(|name| Some(format!("projections/{}", name.strip_suffix(".toml")?)))
        .filter(|name| Scenario::load(&format!("{name}.toml"), &[], &CATALOGUE).is_ok())
        .collect();
    projections.sort();
    names.extend(projections);
    names
}

/// What is believed, by key.
fn beliefs(scenario: &Scenario) -> BTreeMap<String, String> {
    let believed = |key: &str| matches!(CATALOGUE.nature(key), Some(Nature::Belief | Nature::Disputed));
    let assumptions = scenario.assumptions().iter();
    assumptions
        .filter(|one| believed(&one.key))
        .map(|one| (one.key.clone(), format!("{}{}", one.text, one.years)))
        .collect()
}

fn cell(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "'"))
}

#[test]
fn every_belief_that_differs_from_that_of_england_says_why() {
    let england = beliefs(&load("england", &[]));
    let departures = departures();
    let mut used = BTreeSet::new();
    let mut unreasoned = Vec::new();
    // By key and what is believed there: the places, and the reason.
    let mut rows: BTreeMap<(String, String, String), Vec<String>> = BTreeMap::new();
    for place in elsewhere() {
        for (key, there) in beliefs(&load(&place, &[])) {
            if england.get(&key) == Some(&there) {
                continue;
            }
            let found = departures.iter().position(|one| {
                one.keys.iter().any(|pattern| fits(pattern, &key))
                    && (one.places.is_empty() || one.places.iter().any(|pattern| fits(pattern, &place)))
            });
            match found {
                Some(at) => {
                    used.insert(at);
                    let row = (key, there, departures[at].reason.clone());
                    rows.entry(row).or_default().push(place.clone());
                }
                None => unreasoned.push(format!("{place}: {key} = {there}, England {:?}", england.get(&key))),
            }
        }
    }
    assert!(
        unreasoned.is_empty(),
        "no reason in departures.toml:\n{}",
        unreasoned.join("\n")
    );
    let idle: Vec<&[String]> = (0..departures.len())
        .filter(|at| !used.contains(at))
        .map(|at| &departures[at].keys[..])
        .collect();
    assert!(idle.is_empty(), "reasons for what does not differ: {idle:?}");

    let mut table = String::from("key,england,there,where,reason\n");
    for ((key, there, reason), places) in &rows {
        let here = england.get(key).map_or("", String::as_str);
        let cells = [here, there, &places.join(" "), reason].map(cell);
        table.push_str(&format!("{key},{}\n", cells.join(",")));
    }
    let path = folder().join("backcast/beliefs.csv");
    if std::env::var_os("CAREPOOL_WRITE").is_some() {
        fs::write(&path, &table).expect("writes");
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == table,
        "scenarios/backcast/beliefs.csv is not what the scenarios say: CAREPOOL_WRITE=1 cargo test --test it beliefs"
    );
}
