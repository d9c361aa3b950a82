//! The catalogue: every lever that the rooms declare, in one order, found by key.

use std::collections::BTreeMap;

use super::problem::nearest;
use crate::world::{LeverKind, LeverSpec, Nature, Rule};

/// All levers; the order they were given in is the order of the values in a world.
#[derive(Clone, Debug)]
pub struct Catalogue {
    specs: Vec<LeverSpec>,
    rules: Vec<Rule>,
    by_key: BTreeMap<&'static str, usize>,
    size: Option<&'static str>,
}

impl Catalogue {
    /// From the rooms' declarations, one after the other.
    pub fn new(rooms: &[&'static [LeverSpec]]) -> Catalogue {
        let specs: Vec<LeverSpec> = rooms.iter().flat_map(|room| room.iter().copied()).collect();
        let by_key = specs
            .iter()
            .enumerate()
            .map(|(index, spec)| (spec.key, index))
            .collect();
        Catalogue {
            specs,
            rules: Vec::new(),
            by_key,
            size: None,
        }
    }
    /// The same, with the lever that says how large the place is against the country whose amounts it takes.
    pub fn sized_by(mut self, key: &'static str) -> Catalogue {
        assert!(self.index(key).is_some(), "the size is `{key}`, which is no lever");
        self.size = Some(key);
        self
    }
    /// The lever that says how large the place is, if there is one.
    pub fn size(&self) -> Option<&'static str> {
        self.size
    }
    /// The same, held to rules that bind several levers together.
    pub fn bound_by(mut self, rules: &[&[Rule]]) -> Catalogue {
        self.rules = rules.concat();
        for key in self.rules.iter().flat_map(Rule::keys) {
            assert!(self.index(key).is_some(), "a rule binds `{key}`, which is no lever");
        }
        self
    }
    /// What binds several levers together.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }
    /// What kind of thing a key says, if it is a lever.
    pub fn nature(&self, key: &str) -> Option<Nature> {
        self.get(key).map(|spec| spec.nature)
    }
    /// Whether a key says what is done or what is given, not what is believed.
    pub fn is_settled(&self, key: &str) -> bool {
        self.nature(key).is_some_and(|nature| !nature.is_believed())
    }
    /// The levers, in order.
    pub fn specs(&self) -> &[LeverSpec] {
        &self.specs
    }
    /// Number of levers.
    pub fn len(&self) -> usize {
        self.specs.len()
    }
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.specs.is_empty()
    }
    /// Index of a key.
    pub fn index(&self, key: &str) -> Option<usize> {
        self.by_key.get(key).copied()
    }
    /// The lever of a key.
    pub fn get(&self, key: &str) -> Option<&LeverSpec> {
        self.specs.get(self.index(key)?)
    }
    /// Whether some lever stands below a section (`a` and `a.b` are sections of `a.b.c`).
    pub fn is_section(&self, section: &str) -> bool {
        let prefix = format!("{section}.");
        self.by_key
            .range(prefix.as_str()..)
            .next()
            .is_some_and(|(key, _)| key.starts_with(&prefix))
    }
    /// The nearest key to one that is not there; a key or a section that differs only in capitals, hyphens or blanks is meant.
    pub fn nearest(&self, typed: &str) -> Option<String> {
        let plain = typed.trim().to_lowercase().replace(['-', ' '], "_");
        if plain != typed && (self.get(&plain).is_some() || self.is_section(&plain)) {
            return Some(plain);
        }
        nearest(typed, self.by_key.keys().copied())
    }
}

/// Bounds with their unit, for messages: `0 to 1 share`, one of the words, `true or false`.
pub fn allowed(spec: &LeverSpec) -> String {
    match spec.kind {
        LeverKind::Switch => "true or false".to_string(),
        LeverKind::Choice(words) => format!("one of {}", words.join(", ")),
        LeverKind::Number => bounds(spec.low, spec.high, spec.unit),
    }
}

/// Bounds with a unit.
pub fn bounds(low: f64, high: f64, unit: &str) -> String {
    let unit = if unit.is_empty() {
        String::new()
    } else {
        format!(" [{unit}]")
    };
    format!("{low} to {high}{unit}")
}
