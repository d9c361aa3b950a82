//! A funded set as a scenario file: what a vote decided, for anybody to run without the vote.

use std::fmt::Write as _;

use super::file::Process;
use super::money::spoken;
use crate::scenario::reading::is_value;
use crate::scenario::tree::{self, Table, Value};
use crate::scenario::{Catalogue, Problems};

impl Process {
    /// The scenario file in which a set is funded: it extends the base, and lays the same over it as [`Process::scenario`].
    pub fn written(&self, set: &[usize], catalogue: &Catalogue) -> Result<String, Problems> {
        let base = self.scenario(&[], &[], catalogue)?;
        let mut problems = Problems::default();
        let mut whole = Table::new();
        for layer in self.layers(set, base.start_year.0, catalogue, &mut problems) {
            tree::merge(&mut whole, layer.table, &is_value);
        }
        if !problems.is_empty() {
            return Err(problems.sorted());
        }
        let title = |at: &usize| {
            let proposal = &self.proposals[*at];
            match proposal.part {
                Some(_) => format!("part of {} ({})", proposal.short_title(), spoken(proposal.pounds())),
                None => proposal.short_title().to_owned(),
            }
        };
        let titles: Vec<String> = set.iter().map(title).collect();
        let mut text = String::from("# What was chosen, as a scenario: `carepool run` computes it without the vote.\n");
        if let Some(code) = self.place() {
            let _ = writeln!(text, "# The vote was held in one place: add `--area {code}`.");
        }
        let _ = writeln!(
            text,
            "\ntitle = {}\ndescription = {}\nextends = [{}]",
            quoted(&format!("Chosen: {}", self.title)),
            quoted(&if titles.is_empty() {
                "Nothing was funded.".to_owned()
            } else {
                format!("Funded: {}.", titles.join("; "))
            }),
            quoted(&self.base)
        );
        for (name, entry) in &whole {
            match &entry.node.value {
                Value::Table(section) if !is_value(section) => lines(&mut text, &key(name), section),
                // A bare value would belong to the section above it, so it is written before all of them.
                value => {
                    let at = text.find("\n[").map_or(text.len(), |at| at + 1);
                    text.insert_str(at, &format!("{} = {}\n", key(name), spelt(value)));
                }
            }
        }
        Ok(text)
    }
}

/// A section: its values first, then the sections within it.
fn lines(text: &mut String, path: &str, section: &Table) {
    let inner = |value: &Value| matches!(value, Value::Table(table) if !is_value(table));
    let _ = writeln!(text, "\n[{path}]");
    for (name, entry) in section.iter().filter(|(_, entry)| !inner(&entry.node.value)) {
        let _ = writeln!(text, "{} = {}", key(name), spelt(&entry.node.value));
    }
    for (name, entry) in section {
        if let Value::Table(table) = &entry.node.value
            && !is_value(table)
        {
            lines(text, &format!("{path}.{}", key(name)), table);
        }
    }
}

/// A key, in quotes where TOML asks for them.
fn key(name: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if !name.is_empty() && name.chars().all(bare) {
        name.to_owned()
    } else {
        quoted(name)
    }
}

/// A value on one line.
fn spelt(value: &Value) -> String {
    match value {
        Value::Text(text) => quoted(text),
        Value::Number(number) => format!("{number:?}"),
        Value::Switch(value) => value.to_string(),
        Value::Date(text) => text.clone(),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(|item| spelt(&item.value)).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Table(table) => {
            let pairs: Vec<String> = table
                .iter()
                .map(|(name, entry)| format!("{} = {}", key(name), spelt(&entry.node.value)))
                .collect();
            format!("{{ {} }}", pairs.join(", "))
        }
    }
}

/// A text as TOML quotes it, on one line.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            c if c.is_control() => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
