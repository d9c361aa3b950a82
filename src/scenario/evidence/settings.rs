//! `[evidence]` of a scenario: which reading of all effects, which estimate of each group, which claims, which weights.

use std::collections::BTreeMap;

use super::super::layer::Layer;
use super::super::problem::{Fault, Place, Problem, Problems, nearest};
use super::super::tree::{Entry, Table, Value};
use super::library::Library;
use super::rules::typed;

/// How effects are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WhichReading {
    /// Part of the weight on no effect, as the design of the study asks for.
    #[default]
    Shrunk,
    /// As the study published it.
    AsPublished,
}

impl WhichReading {
    /// The words in scenario files.
    pub const WORDS: [&'static str; 2] = ["shrunk", "as_published"];
    /// The word in scenario files.
    pub fn word(self) -> &'static str {
        match self {
            WhichReading::Shrunk => Self::WORDS[0],
            WhichReading::AsPublished => Self::WORDS[1],
        }
    }
}

/// What a scenario chooses of the evidence; what it does not say, the rules do.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// How all effects are read.
    pub reading: WhichReading,
    /// Weight on no effect, by design.
    pub weights: BTreeMap<String, f64>,
    /// The estimate chosen of each group.
    pub chosen: BTreeMap<String, String>,
    /// Claims switched on, and where.
    pub claims: BTreeMap<String, Place>,
    /// What each key says: key, text, where it was said (nothing where the rules say it).
    pub said: Vec<(String, String, Option<Place>)>,
}

/// Keys of `[evidence]`.
pub const KEYS: [&str; 4] = ["reading", "shrink", "alternatives", "claims"];

impl Settings {
    /// The settings of a scenario's layers over the rules of the library.
    pub fn read(layers: &[Layer], library: &Library, problems: &mut Problems) -> Settings {
        let rules = &library.rules;
        let mut settings = Settings {
            weights: rules
                .designs
                .iter()
                .map(|(word, design)| (word.clone(), design.weight))
                .collect(),
            chosen: rules
                .groups
                .iter()
                .filter(|(_, group)| !group.default.is_empty())
                .map(|(name, group)| (name.clone(), group.default.clone()))
                .collect(),
            ..Settings::default()
        };
        let mut places: BTreeMap<String, Place> = BTreeMap::new();
        for entry in layers.iter().filter_map(|layer| layer.table.get("evidence")) {
            let Value::Table(table) = &entry.node.value else {
                problems.push(wrong(entry, "evidence", "a table"));
                continue;
            };
            for (name, entry) in table {
                let key = format!("evidence.{name}");
                match name.as_str() {
                    "reading" => settings.reading(entry, &key, problems),
                    "shrink" => settings.weights(entry, &key, &mut places, problems),
                    "alternatives" => settings.alternatives(entry, &key, library, &mut places, problems),
                    "claims" => settings.claims(entry, &key, library, problems),
                    _ => problems.push(
                        Problem::at(Fault::UnknownKey(key.clone()), &entry.key, &key)
                            .expecting(format!("one of {}", KEYS.join(", ")))
                            .near(nearest(name, KEYS)),
                    ),
                }
                places.insert(key, entry.key.clone());
            }
        }
        settings.say(&places);
        settings
    }

    fn reading(&mut self, entry: &Entry, key: &str, problems: &mut Problems) {
        self.reading = match &entry.node.value {
            Value::Text(word) if word == WhichReading::WORDS[0] => WhichReading::Shrunk,
            Value::Text(word) if word == WhichReading::WORDS[1] => WhichReading::AsPublished,
            Value::Text(word) => {
                let expected = format!("one of {}", WhichReading::WORDS.join(", "));
                problems.push(
                    Problem::at(Fault::UnknownWord(word.clone()), &entry.node.place, key)
                        .expecting(expected)
                        .near(nearest(word, WhichReading::WORDS)),
                );
                self.reading
            }
            _ => {
                problems.push(wrong(entry, key, "\"shrunk\" or \"as_published\""));
                self.reading
            }
        };
    }

    fn weights(&mut self, entry: &Entry, key: &str, places: &mut BTreeMap<String, Place>, problems: &mut Problems) {
        for (word, entry) in inner(entry, key, problems).into_iter().flatten() {
            let full = format!("{key}.{}", typed(word));
            let Some(word) = self.weights.keys().find(|known| typed(known) == typed(word)).cloned() else {
                let words: Vec<String> = self.weights.keys().map(|word| typed(word)).collect();
                problems.push(
                    Problem::at(Fault::UnknownKey(full.clone()), &entry.key, &full)
                        .expecting(format!("a kind of study: one of {}", words.join(", ")))
                        .near(nearest(word, words.iter().map(String::as_str))),
                );
                continue;
            };
            match &entry.node.value {
                Value::Number(weight) if (0.0..=1.0).contains(weight) => {
                    self.weights.insert(word, *weight);
                    places.insert(full, entry.key.clone());
                }
                _ => problems.push(wrong(entry, &full, "a weight from 0 to 1")),
            }
        }
    }

    fn alternatives(
        &mut self,
        entry: &Entry,
        key: &str,
        library: &Library,
        places: &mut BTreeMap<String, Place>,
        problems: &mut Problems,
    ) {
        for (group, entry) in inner(entry, key, problems).into_iter().flatten() {
            let full = format!("{key}.{}", typed(group));
            let groups = &library.rules.groups;
            let Some(group) = groups.keys().find(|known| typed(known) == typed(group)) else {
                let words: Vec<String> = groups.keys().map(|name| typed(name)).collect();
                problems.push(
                    Problem::at(Fault::UnknownKey(full.clone()), &entry.key, &full)
                        .expecting(format!("a group of estimates: one of {}", words.join(", ")))
                        .near(nearest(group, words.iter().map(String::as_str))),
                );
                continue;
            };
            let members = || {
                library
                    .effects
                    .values()
                    .filter(|row| row.alternatives == *group)
                    .map(|row| row.id.as_str())
            };
            match &entry.node.value {
                Value::Text(id) if members().any(|member| member == id) => {
                    self.chosen.insert(group.clone(), id.clone());
                    places.insert(full, entry.key.clone());
                }
                Value::Text(id) => problems.push(
                    Problem::at(Fault::UnknownWord(id.clone()), &entry.node.place, &full)
                        .expecting(format!("one of {}", members().collect::<Vec<_>>().join(", "))),
                ),
                _ => problems.push(wrong(entry, &full, "the id of an estimate")),
            }
        }
    }

    fn claims(&mut self, entry: &Entry, key: &str, library: &Library, problems: &mut Problems) {
        let nodes = match &entry.node.value {
            Value::Array(items) => items.iter().collect(),
            _ => vec![&entry.node],
        };
        self.claims.clear();
        for node in nodes {
            let Value::Text(id) = &node.value else {
                problems.push(wrong(entry, key, "an array of ids, as [\"A04\"]"));
                continue;
            };
            let claims = || {
                library
                    .effects
                    .values()
                    .filter(|row| row.claim)
                    .map(|row| row.id.as_str())
            };
            if claims().any(|claim| claim == id) {
                self.claims.insert(id.clone(), node.place.clone());
            } else {
                problems.push(
                    Problem::at(Fault::UnknownWord(id.clone()), &node.place, key).expecting(format!(
                        "one of the claims: {}",
                        claims().collect::<Vec<_>>().join(", ")
                    )),
                );
            }
        }
    }

    /// Puts into words what holds, for `explain`, `diff` and the hash.
    fn say(&mut self, places: &BTreeMap<String, Place>) {
        let mut said = vec![("evidence.reading".to_string(), format!("{:?}", self.reading.word()))];
        let weights = self.weights.iter();
        said.extend(weights.map(|(word, weight)| (format!("evidence.shrink.{}", typed(word)), format!("{weight:?}"))));
        let chosen = self.chosen.iter();
        said.extend(chosen.map(|(group, id)| (format!("evidence.alternatives.{}", typed(group)), format!("{id:?}"))));
        let claims: Vec<String> = self.claims.keys().map(|id| format!("{id:?}")).collect();
        said.push(("evidence.claims".to_string(), format!("[{}]", claims.join(", "))));
        self.said = said
            .into_iter()
            .map(|(key, text)| {
                let place = places.get(&key).cloned();
                (key, text, place)
            })
            .collect();
    }
}

fn inner<'a>(entry: &'a Entry, key: &str, problems: &mut Problems) -> Option<&'a Table> {
    match &entry.node.value {
        Value::Table(table) => Some(table),
        _ => {
            problems.push(wrong(entry, key, "a table"));
            None
        }
    }
}

fn wrong(entry: &Entry, key: &str, expected: &str) -> Problem {
    let fault = Fault::WrongKind {
        found: entry.node.value.found(),
        expected: expected.to_string(),
    };
    Problem::at(fault, &entry.node.place, key)
}
