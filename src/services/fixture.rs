//! For this room's tests: the shipped tables and the middle of the shipped assumptions, and a made-up population.

use super::levers::ServicesLevers;
use super::tables::ServiceTables;
use crate::world::axes::{AgeBand, BANDS, CONDITIONS, DEPENDENCIES, FIFTHS, SEXES};
use crate::world::cells::{Cells, demographic, state};
use crate::world::lever::{LeverKind, LeverSpec, Levers};
use crate::world::weight::Weight;

/// The shipped tables.
pub fn tables() -> ServiceTables {
    ServiceTables::parse(
        include_str!("../../scenarios/england/use_profiles.csv"),
        include_str!("../../scenarios/england/use_gradients.csv"),
        include_str!("../../scenarios/england/seasons.csv"),
    )
    .expect("the shipped tables are sound")
}

/// The middle of every shipped assumption.
pub fn levers() -> ServicesLevers {
    let file: toml::Table = include_str!("../../scenarios/assumptions/services.toml")
        .parse()
        .expect("the shipped assumptions are sound");
    let values: Vec<f64> = ServicesLevers::SPECS.iter().map(|spec| middle(&file, spec)).collect();
    ServicesLevers::read(&values)
}

fn middle(file: &toml::Table, spec: &LeverSpec) -> f64 {
    let mut parts = spec.key.split('.');
    let mut value = parts.next().and_then(|part| file.get(part));
    for part in parts {
        value = value.and_then(|value| value.get(part));
    }
    let number = central(value.unwrap_or_else(|| panic!("no assumption for {}", spec.key)), spec);
    assert!(
        spec.bounds().contains(&number),
        "{} = {number} is out of bounds",
        spec.key
    );
    number
}

/// Whether an estimate is the default of its group.
fn is_default(id: &str) -> bool {
    let rules: toml::Table = include_str!("../../scenarios/evidence/rules.toml")
        .parse()
        .expect("the rules are sound");
    let groups = rules["alternatives"].as_table().expect("groups of estimates");
    groups.values().any(|group| group["default"].as_str() == Some(id))
}

fn central(value: &toml::Value, spec: &LeverSpec) -> f64 {
    match value {
        toml::Value::Float(number) => *number,
        toml::Value::Integer(number) => *number as f64,
        toml::Value::Boolean(yes) => f64::from(u8::from(*yes)),
        toml::Value::String(word) => match spec.kind {
            LeverKind::Choice(words) => words.iter().position(|known| known == word).expect("a known word") as f64,
            _ => panic!("{}: {word}", spec.key),
        },
        toml::Value::Table(table) => {
            if let Some(value) = table.get("value") {
                return central(value, spec);
            }
            if let Some(toml::Value::Table(offered)) = table.get("alternatives") {
                let chosen = offered.iter().find(|(id, _)| is_default(id));
                return central(chosen.expect("the default of the group").1, spec);
            }
            if let Some(middle) = table.get("lognormal").and_then(|kind| kind.get("mu")) {
                return central(middle, spec).exp();
            }
            for (kind, field) in [
                ("interval", "p50"),
                ("triangular", "mode"),
                ("pert", "mode"),
                ("normal", "mean"),
                ("truncated_normal", "mean"),
                ("beta", "mean"),
                ("lognormal", "mean"),
            ] {
                if let Some(middle) = table.get(kind).and_then(|kind| kind.get(field)) {
                    return central(middle, spec);
                }
            }
            if let Some(parts) = table.get("uniform") {
                return 0.5 * (central(&parts["low"], spec) + central(&parts["high"], spec));
            }
            panic!("{}: no middle known", spec.key)
        }
        other => panic!("{}: {other}", spec.key),
    }
}

/// A population like England's in broad strokes, with expected deaths by demographic cell.
pub fn population(scale: f64) -> (Cells, Vec<f64>) {
    let mut cells = Cells::default();
    let mut deaths = vec![0.0; BANDS * SEXES * FIFTHS];
    for band in 0..BANDS {
        let band_of = AgeBand::from_index(band);
        let age = f64::from(band_of.start()) + 2.5;
        let width = f64::from(band_of.end() - band_of.start() + 1).min(5.0);
        let alive = 57.7e6 / 82.0 * width * (1.0 - (age / 88.0).powi(6)).max(0.02);
        for sex in 0..SEXES {
            for fifth in 0..FIFTHS {
                let people = alive / 10.0 * scale;
                let deprived = 1.0 + 0.15 * (2.0 - fifth as f64);
                let hazard = (0.00035 * (0.09 * (age - 30.0)).exp() * deprived).min(0.35);
                deaths[demographic(band, sex, fifth)] = people * hazard;
                // Conditions: Poisson with a mean that gives some 27% of adults two or more; dependency from 65 on.
                let mean = (0.12 * (0.042 * age).exp() * deprived.sqrt()).min(3.2);
                let mut left = 1.0;
                let mut part = (-mean).exp();
                for conditions in 0..CONDITIONS {
                    let share = if conditions + 1 == CONDITIONS { left } else { part };
                    left -= part;
                    part *= mean / (conditions as f64 + 1.0);
                    let frail = ((age - 60.0) / 60.0).clamp(0.0, 0.5);
                    let levels = [1.0 - frail, frail * 0.65, frail * 0.2, frail * 0.15];
                    for (dependency, level) in levels.iter().enumerate().take(DEPENDENCIES) {
                        let weight = Weight::from_raw((people * share * level * Weight::ONE as f64) as u64);
                        cells.add(demographic(band, sex, fifth), state(conditions, dependency), weight);
                    }
                }
            }
        }
    }
    (cells, deaths)
}
