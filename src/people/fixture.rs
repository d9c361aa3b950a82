//! What tests start from: the shipped tables and the central values of the shipped levers.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::{Fit, HealthLevers, PeopleLevers, Population, PopulationTables};
use crate::world::{LeverSpec, Levers, Luck, Year};

/// The base year of the shipped tables.
pub const BASE_YEAR: Year = Year(2024);

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("scenarios")
}

/// The shipped table files by name.
pub fn files() -> BTreeMap<String, String> {
    PopulationTables::FILES
        .iter()
        .map(|name| {
            let text = std::fs::read_to_string(folder().join("england").join(name)).expect("a shipped table");
            ((*name).to_owned(), text)
        })
        .collect()
}

/// The shipped tables.
pub fn tables() -> PopulationTables {
    PopulationTables::parse(&files()).unwrap_or_else(|error| panic!("{error}"))
}

/// The central value of each lever in the shipped assumptions.
fn central(specs: &[LeverSpec]) -> Vec<f64> {
    let text = std::fs::read_to_string(folder().join("assumptions/people.toml")).expect("the shipped assumptions");
    let root: toml::Table = text.parse().expect("assumptions in TOML");
    specs
        .iter()
        .map(|spec| {
            let value = root[spec.section()]
                .get(spec.name())
                .unwrap_or_else(|| panic!("{} has no value", spec.key));
            let value = middle(value).unwrap_or_else(|| panic!("{} has no central value", spec.key));
            assert!(
                spec.bounds().contains(&value),
                "{} = {value} is out of bounds",
                spec.key
            );
            value
        })
        .collect()
}

fn middle(value: &toml::Value) -> Option<f64> {
    let number = |value: &toml::Value| {
        value
            .as_float()
            .or_else(|| value.as_integer().map(|whole| whole as f64))
    };
    if let Some(value) = number(value) {
        return Some(value);
    }
    let table = value.as_table()?;
    if let Some(value) = table.get("value") {
        return number(value);
    }
    [
        "interval",
        "normal",
        "truncated_normal",
        "lognormal",
        "beta",
        "triangular",
        "pert",
    ]
    .iter()
    .find_map(|family| {
        let table = table.get(*family)?.as_table()?;
        ["p50", "mean", "mode"].iter().find_map(|key| number(table.get(*key)?))
    })
}

/// The levers at their central values.
pub fn levers() -> PeopleLevers {
    PeopleLevers::read(&central(PeopleLevers::SPECS))
}

/// The levers of health measures at their central values.
pub fn health_levers() -> HealthLevers {
    HealthLevers::read(&central(HealthLevers::SPECS))
}

/// The base rates at central values.
pub fn fit() -> Fit {
    Fit::new(&tables(), &levers())
}

/// A population at central values.
pub fn population(size: usize) -> Population {
    Population::start(&tables(), &fit(), &levers(), Luck::new(1, 0, 0), size)
}
