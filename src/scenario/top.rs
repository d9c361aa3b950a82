//! What stands at the top of a file, outside the sections: its title, its first year, where its tables are.

use super::problem::{Fault, Place, Problem, Problems};
use super::reading::Reader;
use super::source::Root;
use super::tree::{Table, Value};

/// What stands at the top of a file, outside the sections.
pub(super) struct Top {
    pub(super) title: String,
    pub(super) description: String,
    pub(super) start: u16,
    pub(super) data: Vec<String>,
    pub(super) data_from: Option<usize>,
    pub(super) same_money_as: Option<String>,
    pub(super) data_place: Option<Place>,
    pub(super) same_money_place: Option<Place>,
}

impl Top {
    pub(super) fn read(&mut self, table: &Table, layer: usize, place: bool, problems: &mut Problems) {
        if let Some(entry) = table.get("data") {
            match folders(&entry.node.value) {
                Some(data) => {
                    (self.data, self.data_from) = (data, Some(layer));
                    self.data_place = Some(entry.node.place.clone());
                }
                None => {
                    let fault = Fault::WrongKind {
                        found: entry.node.value.found(),
                        expected: "the name of a folder of tables, or a list of them".to_string(),
                    };
                    problems.push(Problem::at(fault, &entry.node.place, "data"));
                }
            }
        }
        let mut text = |key: &str| -> Option<String> {
            let entry = table.get(key)?;
            if let Value::Text(text) = &entry.node.value {
                return Some(text.clone());
            }
            let fault = Fault::WrongKind {
                found: entry.node.value.found(),
                expected: "a text".to_string(),
            };
            problems.push(Problem::at(fault, &entry.node.place, key));
            None
        };
        // A title belongs to the file it stands in: that of a file beneath would be the wrong name for this one.
        (self.title, self.description) = match (text("title"), text("description")) {
            (None, None) if place || (table.keys().all(|key| key != "title") && self.is_override(table)) => {
                (std::mem::take(&mut self.title), std::mem::take(&mut self.description))
            }
            (title, description) => (title.unwrap_or_default(), description.unwrap_or_default()),
        };
        // An empty text takes back what a file beneath asks for.
        if let Some(name) = text("same_money_as") {
            self.same_money_as = (!name.is_empty()).then_some(name);
            self.same_money_place = table.get("same_money_as").map(|entry| entry.node.place.clone());
        }
        if let Some(entry) = table.get("already")
            && !matches!(entry.node.value, Value::Switch(_))
        {
            let fault = Fault::WrongKind {
                found: entry.node.value.found(),
                expected: "true or false: whether all that the file sets was already so in the base year".to_string(),
            };
            problems.push(Problem::at(fault, &entry.node.place, "already"));
        }
        if let Some(entry) = table.get("national")
            && !matches!(entry.node.value, Value::Switch(_))
        {
            let fault = Fault::WrongKind {
                found: entry.node.value.found(),
                expected: "true or false: whether the amounts of the file are those of the whole country".to_string(),
            };
            problems.push(Problem::at(fault, &entry.node.place, "national"));
        }
        if let Some(entry) = table.get("start_year") {
            self.start = (Reader { problems }).year(entry, "start_year").unwrap_or(self.start);
        }
    }
    /// Whether a table comes from the command line.
    pub(super) fn is_override(&self, table: &Table) -> bool {
        table.values().all(|entry| entry.key.source.root == Root::CommandLine) && !table.is_empty()
    }
}

/// The folders that `data` names: one, or several of which the first that has a table gives it.
fn folders(value: &Value) -> Option<Vec<String>> {
    let name = |value: &Value| match value {
        Value::Text(text) => Some(text.trim_end_matches('/').to_string()),
        _ => None,
    };
    match value {
        Value::Array(list) => list.iter().map(|node| name(&node.value)).collect(),
        one => name(one).map(|name| vec![name]),
    }
}
