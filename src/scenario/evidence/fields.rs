//! Fields of a row of evidence, taken one by one: each of the kind it must be, none unknown.

use super::super::distribution::Distribution;
use super::super::problem::{Fault, Problem, Problems, nearest};
use super::super::reading::{Expect, GIVERS, Reader};
use super::super::tree::{Entry, Table, Value};
use crate::world::LeverKind;

/// The table of one row, and where its problems go.
pub struct Fields<'a> {
    /// Its full key, such as `effect.A11`.
    pub key: String,
    /// Where the row stands.
    pub entry: &'a Entry,
    /// Its fields.
    pub table: &'a Table,
    /// Where problems go.
    pub problems: &'a mut Problems,
}

impl<'a> Fields<'a> {
    /// The fields of a row, all of them known; nothing if it is no table.
    pub fn of(key: String, entry: &'a Entry, known: &[&str], problems: &'a mut Problems) -> Option<Fields<'a>> {
        let Value::Table(table) = &entry.node.value else {
            let fault = Fault::WrongKind {
                found: entry.node.value.found(),
                expected: "a table".to_string(),
            };
            problems.push(Problem::at(fault, &entry.node.place, &key));
            return None;
        };
        for (name, field) in table.iter().filter(|(name, _)| !known.contains(&name.as_str())) {
            let full = format!("{key}.{name}");
            problems.push(
                Problem::at(Fault::UnknownKey(full.clone()), &field.key, &full)
                    .expecting(format!("one of {}", known.join(", ")))
                    .near(nearest(name, known.iter().copied())),
            );
        }
        Some(Fields {
            key,
            entry,
            table,
            problems,
        })
    }
    fn wrong(&mut self, name: &str, expected: &str) {
        let Some(field) = self.table.get(name) else { return };
        let fault = Fault::WrongKind {
            found: field.node.value.found(),
            expected: expected.to_string(),
        };
        let key = format!("{}.{name}", self.key);
        self.problems.push(Problem::at(fault, &field.node.place, &key));
    }
    /// Says that a field must be there.
    pub fn missing(&mut self, name: &str, expected: &str) {
        let fault = Fault::Missing(format!("{}.{name}", self.key));
        self.problems
            .push(Problem::at(fault, &self.entry.key, &self.key).expecting(expected));
    }
    /// Says what is wrong with a field.
    pub fn complain(&mut self, name: &str, text: String) {
        let place = self.table.get(name).map_or(&self.entry.key, |field| &field.node.place);
        let key = format!("{}.{name}", self.key);
        self.problems.push(Problem::at(Fault::Joint(text), place, &key));
    }
    /// A text; a number or date is taken as it stands. Empty if it is not there.
    pub fn text(&mut self, name: &str) -> String {
        match self.table.get(name).map(|field| &field.node.value) {
            None => String::new(),
            Some(Value::Text(text) | Value::Date(text)) => text.clone(),
            Some(Value::Number(number)) => number.to_string(),
            Some(_) => {
                self.wrong(name, "a text");
                String::new()
            }
        }
    }
    /// A text that must be there.
    pub fn needed(&mut self, name: &str, expected: &str) -> String {
        if !self.table.contains_key(name) {
            self.missing(name, expected);
        }
        self.text(name)
    }
    /// One of a closed list of words; nothing if it is not there.
    pub fn word(&mut self, name: &str, words: &[&str]) -> Option<String> {
        if !self.table.contains_key(name) {
            return None;
        }
        let text = self.text(name);
        if words.contains(&text.as_str()) {
            return Some(text);
        }
        if let Some(field) = self.table.get(name) {
            let key = format!("{}.{name}", self.key);
            self.problems.push(
                Problem::at(Fault::UnknownWord(text.clone()), &field.node.place, &key)
                    .expecting(format!("one of {}", words.join(", ")))
                    .near(nearest(&text, words.iter().copied())),
            );
        }
        None
    }
    /// A number, if it is there.
    pub fn number(&mut self, name: &str) -> Option<f64> {
        match self.table.get(name).map(|field| &field.node.value) {
            Some(Value::Number(number)) if number.is_finite() => Some(*number),
            Some(_) => {
                self.wrong(name, "a number");
                None
            }
            None => None,
        }
    }
    /// A switch; off if it is not there.
    pub fn switch(&mut self, name: &str) -> bool {
        match self.table.get(name).map(|field| &field.node.value) {
            Some(Value::Switch(value)) => *value,
            Some(_) => {
                self.wrong(name, "true or false");
                false
            }
            None => false,
        }
    }
    /// Texts: one, several or none.
    pub fn texts(&mut self, name: &str) -> Vec<String> {
        match self.table.get(name).map(|field| &field.node.value) {
            None => Vec::new(),
            Some(Value::Text(text)) => vec![text.clone()],
            Some(Value::Array(items)) => {
                let texts: Option<Vec<String>> = items
                    .iter()
                    .map(|item| match &item.value {
                        Value::Text(text) => Some(text.clone()),
                        _ => None,
                    })
                    .collect();
                texts.unwrap_or_else(|| {
                    self.wrong(name, "an array of texts");
                    Vec::new()
                })
            }
            Some(_) => {
                self.wrong(name, "a text or an array of texts");
                Vec::new()
            }
        }
    }
    /// A distribution, as a table with the one word that introduces it.
    pub fn distribution(&mut self, name: &str) -> Option<Distribution> {
        let field = self.table.get(name)?;
        if let Value::Number(number) = &field.node.value {
            return Some(Distribution::Fixed(*number));
        }
        let found = match &field.node.value {
            Value::Table(table) => match table.iter().collect::<Vec<_>>().as_slice() {
                [(word, inner)] if GIVERS.contains(&word.as_str()) && *word != "by_year" => Some((*word, *inner)),
                _ => None,
            },
            _ => None,
        };
        let Some((word, inner)) = found else {
            self.wrong(
                name,
                "a table with one distribution, such as { normal = { mean = 0, sd = 1 } }",
            );
            return None;
        };
        let key = format!("{}.{name}", self.key);
        let expect = Expect {
            key: &key,
            unit: "",
            low: f64::NEG_INFINITY,
            high: f64::INFINITY,
            kind: LeverKind::Number,
            change: false,
            extra: &[],
            path: false,
        };
        let mut reader = Reader {
            problems: self.problems,
        };
        reader.distribution(word, &inner.node, &expect, &mut None)
    }
}
