//! Assumption sets: what somebody believes, laid over any scenario without touching what is done in it.
//!
//! A set is a file like any other, but for two things. It may hold levers that say what *follows* from a choice, never the
//! choice itself, so that two people who disagree can be asked about the same policy. And what it says of programmes
//! holds for those that the scenario has: `[programme.NAME]` changes a programme that is there and brings none, and
//! `[programme_defaults]` holds for every programme, whatever each says of itself, but one whose `fidelity` is plainly
//! 1: its effect was measured where and as it is used.

use super::believes;
use super::catalogue::Catalogue;
use super::layer::Layer;
use super::problem::{Fault, Problem, Problems};
use super::reading::{META_KEYS, is_value};
use super::tree::{self, Entry, Table, Value};
use crate::world::Nature;

/// Keys at the top of a set that are no levers.
const TOP: [&str; 4] = ["title", "description", "programme_defaults", "correlation"];
/// What a set may say of a programme besides evidence.
const OF_PROGRAMME: [&str; 5] = ["cost_per_person", "cost_total", "fidelity", "cashable", "effects"];

/// Refuses what is a choice.
pub(super) fn check(layer: &Layer, catalogue: &Catalogue, problems: &mut Problems) {
    for (name, entry) in &layer.table {
        match (name.as_str(), &entry.node.value) {
            ("programme", Value::Table(programmes)) => {
                for (programme, entry) in programmes {
                    let Value::Table(table) = &entry.node.value else {
                        continue;
                    };
                    for (key, entry) in table {
                        if !OF_PROGRAMME.contains(&key.as_str()) && !META_KEYS.contains(&key.as_str()) {
                            refuse(&format!("programme.{programme}.{key}"), Nature::Choice, entry, problems);
                        }
                    }
                }
            }
            (name, _) if TOP.contains(&name) => {}
            (name, _) if believes::KEYS.contains(&name) => {
                let fault = Fault::Joint(format!(
                    "`{name}` belongs into a scenario: this is itself what is believed"
                ));
                let expected = "the values themselves, or `extends` with the name of another set";
                problems.push(Problem::at(fault, &entry.key, name).expecting(expected));
            }
            // Keys that are no lever are reported by the walk, but for those that only a scenario has.
            ("start_year" | "data" | "same_money_as" | "shares", _) => refuse(name, Nature::Choice, entry, problems),
            _ => section(name, entry, catalogue, problems),
        }
    }
}

fn section(key: &str, entry: &Entry, catalogue: &Catalogue, problems: &mut Problems) {
    match (catalogue.nature(key), &entry.node.value) {
        (Some(nature), _) if !nature.is_believed() => refuse(key, nature, entry, problems),
        (None, Value::Table(table)) => {
            for (name, entry) in table {
                section(&format!("{key}.{name}"), entry, catalogue, problems);
            }
        }
        _ => {}
    }
}

fn refuse(key: &str, nature: Nature, entry: &Entry, problems: &mut Problems) {
    let fault = match nature {
        Nature::Given => Fault::Given(key.to_string()),
        _ => Fault::Choice(key.to_string()),
    };
    problems.push(
        Problem::at(fault, &entry.key, key)
            .expecting("what follows from a choice: effects, responses, prices, fidelity"),
    );
}

/// Lays what a set says of programmes over those that are there.
pub(super) fn programmes(layer: &Layer, programmes: &mut Table, defaults: &mut Table) {
    let table = |key: &str| match layer.table.get(key).map(|entry| &entry.node.value) {
        Some(Value::Table(table)) => table.clone(),
        _ => Table::new(),
    };
    let mut named = table("programme");
    named.retain(|name, _| programmes.contains_key(name));
    tree::merge(programmes, named.clone(), &is_value);
    let all = table("programme_defaults");
    for (name, entry) in programmes.iter_mut() {
        let Value::Table(programme) = &mut entry.node.value else {
            continue;
        };
        // What the set itself says of one programme counts for more than what it says of all.
        let own = match named.get(name).map(|entry| &entry.node.value) {
            Some(Value::Table(own)) => own.clone(),
            _ => Table::new(),
        };
        programme.retain(|key, entry| {
            let measured_in_use = key == "fidelity" && matches!(entry.node.value, Value::Number(1.0));
            !all.contains_key(key) || own.contains_key(key) || measured_in_use
        });
    }
    tree::merge(defaults, all, &is_value);
}
