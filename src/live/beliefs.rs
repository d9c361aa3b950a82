//! What is believed while levers are moved: one of the camps, and single numbers; never what is done.

use std::collections::BTreeMap;

use super::state::list;
use crate::scenario::Catalogue;
use crate::scenario::layers::shipped_sets;
use crate::scenario::problem::nearest;

/// Began the line of a scenario file that said under which beliefs it was looked at, before files held them.
const MARK: &str = "# carepool beliefs: ";
/// Longest value of a belief \[characters\].
const LONGEST: usize = 60;

/// A camp and numbers, laid over what the scenario itself assumes. Nothing of either is the default.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Beliefs {
    camp: Option<String>,
    numbers: BTreeMap<String, String>,
}

/// Why something cannot be believed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BeliefsError {
    /// No such camp.
    #[error("there is no camp of belief `{name}`; there are {known}{}", .near.as_ref().map_or(String::new(), |near| format!("; did you mean {near}?")))]
    Camp {
        /// What was asked for.
        name: String,
        /// Those there are.
        known: String,
        /// The nearest.
        near: Option<String>,
    },
    /// No such assumption.
    #[error("there is no assumption `{key}`{}", .near.as_ref().map_or(String::new(), |near| format!("; did you mean {near}?")))]
    Key {
        /// What was asked for.
        key: String,
        /// The nearest.
        near: Option<String>,
    },
    /// It says what is done, or is given with the place.
    #[error("`{0}` says what is done, or is given with the place and its base year: it is no belief")]
    NotBelieved(String),
    /// A value that cannot be one.
    #[error("`{value}` is no value of `{key}`: a number such as 0.4 or 40%, or a word")]
    Value {
        /// Of what.
        key: String,
        /// The text.
        value: String,
    },
    /// Not `key=value`.
    #[error("`{0}` is not key=value, such as governance.transaction_share=1%")]
    Form(String),
}

impl Beliefs {
    /// The camps that the program knows, by name.
    pub fn camps() -> Vec<String> {
        shipped_sets()
    }

    /// The same as a camp believes.
    pub fn with_camp(mut self, name: &str) -> Result<Beliefs, BeliefsError> {
        let camps = Beliefs::camps();
        if !camps.iter().any(|camp| camp == name) {
            return Err(BeliefsError::Camp {
                name: name.to_string(),
                near: nearest(name, camps.iter().map(String::as_str)),
                known: camps.join(", "),
            });
        }
        self.camp = Some(name.to_string());
        Ok(self)
    }

    /// The same with one number believed.
    pub fn with(mut self, key: &str, value: &str, catalogue: &Catalogue) -> Result<Beliefs, BeliefsError> {
        let (key, value) = (key.trim(), value.trim());
        if catalogue.get(key).is_none() {
            return Err(BeliefsError::Key {
                key: key.to_string(),
                near: catalogue.nearest(key),
            });
        }
        if catalogue.is_settled(key) {
            return Err(BeliefsError::NotBelieved(key.to_string()));
        }
        // One plain value: what could open a table, a text or another line is none.
        let plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '+' | '%' | '_' | ' ' | '×' | '−');
        if value.is_empty() || value.chars().count() > LONGEST || !value.chars().all(plain) {
            return Err(BeliefsError::Value {
                key: key.to_string(),
                value: value.to_string(),
            });
        }
        self.numbers.insert(key.to_string(), value.to_string());
        Ok(self)
    }

    /// The same with the evidence read in one of its ways, by the setting that chooses between them.
    #[must_use]
    pub fn read_as(mut self, key: &str, reading: &str) -> Beliefs {
        self.numbers.insert(key.to_string(), reading.to_string());
        self
    }

    /// Whether nothing is believed but what the scenario says.
    pub fn is_empty(&self) -> bool {
        self.camp.is_none() && self.numbers.is_empty()
    }
    /// The camp, if one is believed.
    pub fn camp(&self) -> Option<&str> {
        self.camp.as_deref()
    }
    /// The numbers, by key.
    pub fn numbers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.numbers.iter().map(|(key, value)| (key.as_str(), value.as_str()))
    }

    /// As `--assume` and `--set` would have it.
    pub fn over(&self) -> (Vec<String>, Vec<String>) {
        let sets = self.numbers.iter().map(|(key, value)| format!("{key}={value}"));
        (self.camp.iter().cloned().collect(), sets.collect())
    }

    /// The keys at the top of a scenario file that hold them; nothing if there are none.
    pub(super) fn written(&self) -> String {
        let (assume, set) = self.over();
        let lines = [("assume", assume), ("believe", set)].into_iter();
        let lines: String = lines
            .filter(|(_, texts)| !texts.is_empty())
            .map(|(key, texts)| format!("{key} = [{}]\n", list(&texts)))
            .collect();
        if lines.is_empty() {
            return lines;
        }
        format!("# What is believed, here and in every scenario that this one is run beside.\n{lines}")
    }

    /// From a scenario file that holds some.
    pub(super) fn read(text: &str, catalogue: &Catalogue) -> Result<Beliefs, BeliefsError> {
        let table: toml::Table = text.parse().unwrap_or_default();
        let texts = |key: &str| -> Vec<String> {
            let list = table.get(key).and_then(toml::Value::as_array).into_iter().flatten();
            list.filter_map(|one| one.as_str().map(str::to_string)).collect()
        };
        let mut parts: Vec<String> = texts("assume").iter().map(|camp| format!("camp={camp}")).collect();
        parts.extend(texts("believe"));
        let line = text.lines().find_map(|line| line.strip_prefix(MARK));
        parts.extend(line.into_iter().flat_map(|line| line.split('&')).map(str::to_string));
        let mut beliefs = Beliefs::default();
        for part in parts.iter().filter(|part| !part.is_empty()) {
            let (key, value) = part.split_once('=').ok_or_else(|| BeliefsError::Form(part.clone()))?;
            beliefs = match key {
                "camp" => beliefs.with_camp(value)?,
                key => beliefs.with(key, value, catalogue)?,
            };
        }
        Ok(beliefs)
    }
}
