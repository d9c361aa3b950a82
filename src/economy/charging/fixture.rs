//! The shipped assumptions, read for tests: distributions at their middle.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::levers::*;
use super::{Circumstances, Indices, Law, Package, SavingsCredit, Told};
use crate::world::{Lever, LeverKind, Levers, Pence, Setting};

const FILE: &str = include_str!("../../../scenarios/assumptions/charging.toml");

/// A set of levers from the file.
pub fn read<L: Levers>() -> L {
    let file: toml::Value = toml::Value::Table(FILE.parse().expect("the file is TOML"));
    let mut values = Vec::new();
    for spec in L::SPECS {
        let mut entry = &file;
        for part in spec.key.split('.') {
            entry = entry.get(part).unwrap_or_else(|| panic!("no {}", spec.key));
        }
        assert!(
            entry.get("source").is_some() && entry.get("confidence").is_some(),
            "{} has no source",
            spec.key
        );
        let number = |value: &toml::Value| value.as_float().or(value.as_integer().map(|whole| whole as f64));
        let value = match entry.get("value") {
            Some(toml::Value::Boolean(on)) => f64::from(u8::from(*on)),
            Some(toml::Value::String(word)) => match spec.kind {
                LeverKind::Choice(words) => words.iter().position(|it| it == word).expect(word) as f64,
                _ => panic!("{} is no choice", spec.key),
            },
            Some(value) => number(value).expect("a number"),
            None => ["pert", "uniform"]
                .iter()
                .find_map(|kind| entry.get(kind))
                .map(|it| it.get("mode").map_or(0.5, |mode| number(mode).expect("a mode")))
                .expect("a value or a distribution"),
        };
        assert!(spec.bounds().contains(&value), "{} is out of bounds", spec.key);
        values.push(value);
    }
    L::read(&values)
}

/// All levers, with a scheme.
pub fn levers(scheme: &str) -> SchemeLevers {
    let LeverKind::Choice(words) = Scheme::KIND else {
        unreachable!()
    };
    let mut charging: Charging = read();
    charging.scheme = Scheme::from_value(words.iter().position(|it| *it == scheme).expect(scheme) as f64);
    SchemeLevers {
        charging,
        free_care: read(),
        prices: read(),
        caps: read(),
    }
}

/// The law of the base year under a scheme.
pub fn law(scheme: &str) -> Law {
    static LAWS: OnceLock<BTreeMap<&str, Law>> = OnceLock::new();
    let LeverKind::Choice(words) = Scheme::KIND else {
        unreachable!()
    };
    let compile = |word: &'static str| (word, Law::compile(&levers(word), Indices::BASE));
    LAWS.get_or_init(|| words.iter().map(|word| compile(word)).collect())[scheme]
}

/// The same with every proposal's amounts as they were printed: no uprating, so that tests can be read beside the papers.
pub fn law_as_printed(scheme: &str) -> Law {
    let mut levers = levers(scheme);
    levers.prices = Prices::read(&[100.0; 6]);
    Law::compile(&levers, Indices::BASE)
}

/// Pounds to pence.
pub fn pounds(amount: f64) -> Pence {
    Pence::from_pounds(amount)
}

/// A single person of 85 with a pension of £300 a week and no claim to a savings credit.
pub fn person(capital: f64, housing: f64) -> Circumstances {
    Circumstances {
        age: 85,
        income: pounds(300.0),
        occupational_pension: pounds(100.0),
        disability_benefit: Pence::ZERO,
        capital: pounds(capital),
        housing: pounds(housing),
        partner_at_home: false,
        relative_at_home: false,
        told: Told {
            savings_credit: SavingsCredit::None,
            ..Told::default()
        },
    }
}

/// A residential home: £1,000 to the council, £1,400 to a self-funder.
pub fn care_home() -> Package {
    Package {
        setting: Setting::CareHome,
        nursing: false,
        continuing_healthcare: false,
        council_rate: pounds(1000.0),
        self_funder_price: pounds(1400.0),
        personal_care: Pence::ZERO,
    }
}

/// Care at home: £400 to the council, £440 to a self-funder, of which £360 and £396 personal care.
pub fn home_care() -> Package {
    Package {
        setting: Setting::OwnHome,
        nursing: false,
        continuing_healthcare: false,
        council_rate: pounds(400.0),
        self_funder_price: pounds(440.0),
        personal_care: pounds(360.0),
    }
}
