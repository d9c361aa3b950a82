//! `eligible` of a programme: for whom it is.

use super::problem::{Fault, Problem};
use super::programme::{DEPENDENCY, ELIGIBLE, unknown, wrong};
use super::reading::Reader;
use super::tree::{Node, Table, Value};
use crate::world::axes::{FIFTHS, MAX_AGE};
use crate::world::{Dependency, Eligibility, Sex};

/// Reads who may be reached; everybody where nothing is said.
pub(super) fn eligible(reader: &mut Reader, table: &Table, prefix: &str) -> Eligibility {
    let mut who = Eligibility::ALL;
    let Some(entry) = table.get("eligible") else { return who };
    let prefix = format!("{prefix}.eligible");
    let Value::Table(table) = &entry.node.value else {
        wrong(reader, &entry.node, &prefix, "a table");
        return who;
    };
    unknown(reader, table, &prefix, &ELIGIBLE);
    let mut whole = |name: &str, high: u8| -> Option<u8> {
        let entry = table.get(name)?;
        let key = format!("{prefix}.{name}");
        match &entry.node.value {
            Value::Number(number) if number.fract() == 0.0 && (0.0..=f64::from(high)).contains(number) => {
                Some(*number as u8)
            }
            Value::Text(word) if name == "min_dependency" && DEPENDENCY.contains(&word.as_str()) => DEPENDENCY
                .iter()
                .position(|other| other == word)
                .map(|index| index as u8),
            _ => {
                let words = if name == "min_dependency" {
                    " or one of independent, low, medium, high"
                } else {
                    ""
                };
                wrong(
                    reader,
                    &entry.node,
                    &key,
                    &format!("a whole number from 0 to {high}{words}"),
                );
                None
            }
        }
    };
    who.min_age = whole("min_age", MAX_AGE).unwrap_or(0);
    who.max_age = whole("max_age", MAX_AGE).unwrap_or(MAX_AGE);
    who.min_conditions = whole("min_conditions", 4).unwrap_or(0);
    who.min_dependency = whole("min_dependency", Dependency::High as u8).unwrap_or(0);
    if who.min_age > who.max_age {
        let fault = Fault::Joint(format!(
            "nobody is at least {} and at most {}",
            who.min_age, who.max_age
        ));
        reader.problems.push(Problem::at(fault, &entry.node.place, &prefix));
    }
    if let Some(entry) = table.get("sexes") {
        let words = Sex::ALL.map(Sex::name);
        let chosen = list(&entry.node, |value| match value {
            Value::Text(word) => words.iter().position(|other| other == word),
            _ => None,
        });
        match chosen {
            Some(chosen) => who.sexes = std::array::from_fn(|index| chosen.contains(&index)),
            None => wrong(
                reader,
                &entry.node,
                &format!("{prefix}.sexes"),
                "an array of \"female\" and \"male\"",
            ),
        }
    }
    if let Some(entry) = table.get("fifths") {
        let chosen = list(&entry.node, |value| match value {
            Value::Number(n) if n.fract() == 0.0 && (1.0..=FIFTHS as f64).contains(n) => Some(*n as usize - 1),
            _ => None,
        });
        match chosen {
            Some(chosen) => who.fifths = std::array::from_fn(|index| chosen.contains(&index)),
            None => wrong(
                reader,
                &entry.node,
                &format!("{prefix}.fifths"),
                "an array of numbers from 1 (most deprived) to 5",
            ),
        }
    }
    who
}

/// The items of an array that is not empty, if each of them is allowed.
fn list(node: &Node, allowed: impl Fn(&Value) -> Option<usize>) -> Option<Vec<usize>> {
    match &node.value {
        Value::Array(items) if !items.is_empty() => items.iter().map(|item| allowed(&item.value)).collect(),
        _ => None,
    }
}
