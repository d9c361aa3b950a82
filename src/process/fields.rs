//! Reading the tables of a process file, key by key, every mistake with its place and what was expected.

use super::keys;
use crate::scenario::problem::{Fault, Place, Problem, Problems, nearest};
use crate::scenario::reading::{Expect, Meta, Reader, Reading};
use crate::scenario::tree::{Entry, Node, Table, Value};
use crate::world::LeverKind;

/// A table of the file, and where what is wrong with it goes.
pub(super) struct Fields<'a> {
    /// The table.
    pub table: &'a Table,
    /// Its full key; empty for the file itself.
    pub prefix: String,
}

impl<'a> Fields<'a> {
    pub fn new(table: &'a Table, prefix: &str) -> Fields<'a> {
        Fields {
            table,
            prefix: prefix.to_owned(),
        }
    }

    /// The full key of a name in this table.
    pub fn key(&self, name: &str) -> String {
        if self.prefix.is_empty() {
            name.to_owned()
        } else {
            format!("{}.{name}", self.prefix)
        }
    }

    /// Refuses every key that is not among these.
    pub fn only(&self, known: &[&str], problems: &mut Problems) {
        for (name, entry) in self.table {
            if !known.contains(&name.as_str()) {
                let full = self.key(name);
                let problem = Problem::at(Fault::UnknownKey(full.clone()), &entry.key, &full);
                problems.push(match keys::home(name, &self.prefix) {
                    // Another table knows it: the nearest word of this one would lead astray.
                    Some(home) => problem.expecting(home),
                    None => problem
                        .expecting(format!("one of {}", known.join(", ")))
                        .near(nearest(name, known.iter().copied())),
                });
            }
        }
    }

    pub fn entry(&self, name: &str) -> Option<&'a Entry> {
        self.table.get(name)
    }

    /// Says that a key must be there.
    pub fn missing(&self, name: &str, expected: &str, at: Option<&Place>, problems: &mut Problems) {
        let full = self.key(name);
        let mut problem = Problem::new(Fault::Missing(full.clone())).expecting(expected);
        problem.place = at.cloned();
        problem.key = full;
        problems.push(problem);
    }

    fn wrong(&self, name: &str, node: &Node, expected: &str, problems: &mut Problems) {
        let fault = Fault::WrongKind {
            found: node.value.found(),
            expected: expected.to_owned(),
        };
        problems.push(Problem::at(fault, &node.place, &self.key(name)));
    }

    pub fn text(&self, name: &str, problems: &mut Problems) -> Option<String> {
        let entry = self.entry(name)?;
        match &entry.node.value {
            Value::Text(text) => Some(text.clone()),
            _ => {
                self.wrong(name, &entry.node, "a text", problems);
                None
            }
        }
    }

    /// A text that tells people why; an empty one tells them nothing.
    pub fn reason(&self, name: &str, problems: &mut Problems) -> Option<String> {
        let text = self.text(name, problems)?;
        if text.trim().is_empty()
            && let Some(entry) = self.entry(name)
        {
            self.wrong(name, &entry.node, "the reason in words, or no such line", problems);
        }
        Some(text)
    }

    /// A list of texts with their places; a single text is a list of one.
    pub fn texts(&self, name: &str, problems: &mut Problems) -> Vec<(String, &'a Place)> {
        let Some(entry) = self.entry(name) else {
            return Vec::new();
        };
        let items: Vec<&Node> = match &entry.node.value {
            Value::Array(items) => items.iter().collect(),
            _ => vec![&entry.node],
        };
        let mut found = Vec::new();
        for item in items {
            match &item.value {
                Value::Text(text) => found.push((text.clone(), &item.place)),
                _ => self.wrong(name, item, "a text", problems),
            }
        }
        found
    }

    pub fn table(&self, name: &str, problems: &mut Problems) -> Option<Fields<'a>> {
        let entry = self.entry(name)?;
        match &entry.node.value {
            Value::Table(table) => Some(Fields::new(table, &self.key(name))),
            _ => {
                self.wrong(name, &entry.node, "a table", problems);
                None
            }
        }
    }

    /// The tables of a table, by their names.
    pub fn tables(&self, name: &str, problems: &mut Problems) -> Vec<(&'a String, &'a Entry, Fields<'a>)> {
        let Some(inner) = self.table(name, problems) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for (id, entry) in inner.table {
            match &entry.node.value {
                Value::Table(table) => found.push((id, entry, Fields::new(table, &inner.key(id)))),
                _ => inner.wrong(id, &entry.node, "a table", problems),
            }
        }
        found
    }

    pub fn switch(&self, name: &str, problems: &mut Problems) -> Option<bool> {
        let entry = self.entry(name)?;
        match &entry.node.value {
            Value::Switch(value) => Some(*value),
            _ => {
                self.wrong(name, &entry.node, "true or false", problems);
                None
            }
        }
    }

    /// One of a list of words.
    pub fn word<T: Copy>(&self, name: &str, words: &[(&str, T)], problems: &mut Problems) -> Option<T> {
        let (word, place) = self.texts(name, problems).into_iter().next()?;
        find(&word, words, place, &self.key(name), problems)
    }

    /// Several of a list of words.
    pub fn words<T: Copy>(&self, name: &str, words: &[(&str, T)], problems: &mut Problems) -> Vec<T> {
        self.texts(name, problems)
            .iter()
            .filter_map(|(word, place)| find(word, words, place, &self.key(name), problems))
            .collect()
    }

    /// One number in a unit, within bounds; of a table, its `value`, so that it may carry its source.
    pub fn number(&self, name: &str, unit: &str, bounds: (f64, f64), problems: &mut Problems) -> Option<f64> {
        use crate::scenario::reading::Given;
        let reading = self.assumption(name, unit, bounds, problems)?;
        match reading.given {
            Some(Given::Number(number)) => Some(number),
            _ => {
                let entry = self.entry(name)?;
                self.wrong(name, &entry.node, "one number", problems);
                None
            }
        }
    }

    /// A whole number within bounds.
    pub fn whole(&self, name: &str, bounds: (u64, u64), problems: &mut Problems) -> Option<u64> {
        let number = self.number(name, "", (bounds.0 as f64, bounds.1 as f64), problems)?;
        if number.fract() != 0.0 {
            let entry = self.entry(name)?;
            self.wrong(name, &entry.node, "a whole number", problems);
            return None;
        }
        Some(number as u64)
    }

    /// A year.
    pub fn year(&self, name: &str, problems: &mut Problems) -> Option<u16> {
        let entry = self.entry(name)?;
        (Reader { problems }).year(entry, &self.key(name))
    }

    /// A number or distribution with its evidence.
    pub fn assumption(
        &self,
        name: &str,
        unit: &str,
        (low, high): (f64, f64),
        problems: &mut Problems,
    ) -> Option<Reading> {
        let entry = self.entry(name)?;
        let key = self.key(name);
        let expect = Expect {
            key: &key,
            unit,
            low,
            high,
            kind: LeverKind::Number,
            change: false,
            extra: &[],
            path: false,
        };
        let reading = (Reader { problems }).assumption(&entry.node, &expect)?;
        if reading.given.is_none() {
            self.missing(&format!("{name}.value"), "a number", Some(&entry.node.place), problems);
            return None;
        }
        Some(reading)
    }

    /// The evidence that stands in the table itself.
    pub fn evidence(&self, problems: &mut Problems) -> Meta {
        let expect = crate::scenario::reading::section_expect(&self.prefix, "");
        (Reader { problems }).meta(self.table, &expect)
    }
}

fn find<T: Copy>(word: &str, words: &[(&str, T)], place: &Place, key: &str, problems: &mut Problems) -> Option<T> {
    let wanted = word.trim().to_ascii_lowercase().replace('_', "-");
    let found = words.iter().find(|(known, _)| known.replace('_', "-") == wanted);
    if found.is_none() {
        let all: Vec<&str> = words.iter().map(|(known, _)| *known).collect();
        problems.push(
            Problem::at(Fault::UnknownWord(word.to_owned()), place, key)
                .expecting(format!("one of {}", all.join(", ")))
                .near(nearest(word, all.iter().copied())),
        );
    }
    found.map(|(_, value)| *value)
}
