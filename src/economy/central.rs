//! For tests: the shipped assumptions at their central values, and the check that levers and file agree.

use crate::world::{LeverKind, Levers};

use super::{EconomyLevers, EconomyTables};

/// The shipped tables.
pub fn tables() -> EconomyTables {
    EconomyTables::parse(
        include_str!("../../scenarios/england/spending.csv"),
        include_str!("../../scenarios/england/deflator.csv"),
        include_str!("../../scenarios/england/tax.csv"),
    )
    .expect("shipped tables are valid")
}

fn file() -> toml::Table {
    include_str!("../../scenarios/assumptions/economy.toml")
        .parse()
        .expect("the assumptions are TOML")
}

fn find<'a>(table: &'a toml::Table, key: &str) -> Option<&'a toml::Value> {
    let (first, rest) = key
        .split_once('.')
        .map_or((key, None), |(first, rest)| (first, Some(rest)));
    match rest {
        None => table.get(first),
        Some(rest) => find(table.get(first)?.as_table()?, rest),
    }
}

fn plain(value: &toml::Value) -> Option<f64> {
    value
        .as_float()
        .or_else(|| value.as_integer().map(|whole| whole as f64))
}

/// Whether an estimate is the default of its group.
fn is_default(id: &str) -> bool {
    let rules: toml::Table = include_str!("../../scenarios/evidence/rules.toml")
        .parse()
        .expect("the rules are TOML");
    let groups = rules["alternatives"].as_table().expect("groups of estimates");
    groups.values().any(|group| group["default"].as_str() == Some(id))
}

/// The value of a lever, or the centre of its distribution.
fn centre(value: &toml::Value, kind: LeverKind) -> Option<f64> {
    if let Some(table) = value.as_table() {
        if let Some(value) = table.get("value") {
            return centre(value, kind);
        }
        if let Some(offered) = table.get("alternatives").and_then(toml::Value::as_table) {
            return offered
                .iter()
                .find(|(id, _)| is_default(id))
                .and_then(|(_, value)| centre(table.get("shrunk_to").unwrap_or(value), kind));
        }
        // Of an effect in dispute, where the shrunk reading puts its weight: the neutral prior.
        if let Some(neutral) = table.get("shrunk_to") {
            return centre(neutral, kind);
        }
        for (name, centre) in [
            ("normal", "mean"),
            ("truncated_normal", "mean"),
            ("beta", "mean"),
            ("triangular", "mode"),
            ("pert", "mode"),
            ("interval", "p50"),
        ] {
            if let Some(found) = table.get(name).and_then(|inner| inner.get(centre)) {
                return plain(found);
            }
        }
        if let Some(uniform) = table.get("uniform") {
            return Some((plain(uniform.get("low")?)? + plain(uniform.get("high")?)?) / 2.0);
        }
        if let Some(beta) = table.get("beta") {
            let (a, b) = (plain(beta.get("a")?)?, plain(beta.get("b")?)?);
            return Some(a / (a + b));
        }
        if let Some(parts) = table.get("mixture").and_then(toml::Value::as_array) {
            return parts
                .iter()
                .map(|part| Some(plain(part.get("weight")?)? * centre(part, kind)?))
                .sum();
        }
        return None;
    }
    if let Some(flag) = value.as_bool() {
        return Some(f64::from(u8::from(flag)));
    }
    match (value.as_str(), kind) {
        (Some(word), LeverKind::Choice(words)) => words.iter().position(|known| *known == word).map(|at| at as f64),
        _ => plain(value),
    }
}

/// The shipped assumptions at their central values, in the order of the levers.
pub fn values() -> Vec<f64> {
    let file = file();
    EconomyLevers::SPECS
        .iter()
        .map(|spec| {
            let value = find(&file, spec.key).unwrap_or_else(|| panic!("no value for {}", spec.key));
            centre(value, spec.kind).unwrap_or_else(|| panic!("no centre for {}", spec.key))
        })
        .collect()
}

/// The shipped assumptions at their central values.
pub fn levers() -> EconomyLevers {
    EconomyLevers::read(&values())
}

#[test]
fn every_lever_has_a_sourced_value_in_bounds() {
    let file = file();
    for spec in EconomyLevers::SPECS {
        let value = find(&file, spec.key).unwrap_or_else(|| panic!("no value for {}", spec.key));
        let centre = centre(value, spec.kind).unwrap_or_else(|| panic!("no centre for {}", spec.key));
        assert!(spec.bounds().contains(&centre), "{} = {centre}", spec.key);
        let table = value.as_table().unwrap_or_else(|| panic!("{} has no source", spec.key));
        for field in ["source", "confidence"] {
            assert!(table.contains_key(field), "{} has no {field}", spec.key);
        }
    }
}

#[test]
fn the_file_holds_no_value_that_is_no_lever() {
    fn walk(prefix: &str, table: &toml::Table) {
        for (name, value) in table {
            let key = if prefix.is_empty() {
                name.clone()
            } else {
                format!("{prefix}.{name}")
            };
            match value.as_table() {
                Some(inner) if !(inner.contains_key("source") || inner.contains_key("alternatives")) => {
                    walk(&key, inner)
                }
                // What is said of the file, and what binds values together.
                _ if ["checked", "correlation"].contains(&key.as_str()) => {}
                _ => assert!(
                    EconomyLevers::SPECS.iter().any(|spec| spec.key == key),
                    "{key} is no lever"
                ),
            }
        }
    }
    walk("", &file());
}
