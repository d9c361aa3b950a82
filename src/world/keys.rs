//! Rows of a table that must be there, each once.

use std::collections::BTreeMap;
use std::fmt;

use super::table::{Row, Table, TableError};

/// The rows that a table must have, each once.
#[derive(Debug)]
pub struct Keys<'a> {
    table: &'a Table,
    /// Line of the row with each key.
    lines: Vec<Option<u64>>,
}

impl<'a> Keys<'a> {
    /// So many keys, none of them seen.
    pub fn new(table: &'a Table, keys: usize) -> Keys<'a> {
        Keys {
            table,
            lines: vec![None; keys],
        }
    }

    /// Notes a row's key, named in words for the one who has given it twice.
    pub fn take(&mut self, row: &Row<'_>, key: usize, words: &str) -> Result<(), TableError> {
        match self.lines[key].replace(row.line()) {
            None => Ok(()),
            Some(first) => Err(row.error_in_row(
                &format!("a second row for {words}"),
                &format!("one only: the first is on line {first} (of two places under each other, keep one)"),
            )),
        }
    }

    /// Whether every key was there; the first that was not is named in words, at the line where its row should stand.
    pub fn complete(&self, words: impl Fn(usize) -> String) -> Result<(), TableError> {
        self.complete_up_to(self.lines.len(), words)
    }

    /// The same for the first so many keys, where only the rows tell how many there are.
    pub fn complete_up_to(&self, keys: usize, words: impl Fn(usize) -> String) -> Result<(), TableError> {
        let Some(missing) = self.lines[..keys].iter().position(Option::is_none) else {
            return Ok(());
        };
        let before = self.lines[..missing].last().copied().flatten();
        let line = before.unwrap_or(self.table.head) + 1;
        let found = format!("no row for {}", words(missing));
        Err(self.table.refuse(line, "", &found, "one here"))
    }
}

/// Rows whose keys are not known beforehand (years, figures), each allowed once.
#[derive(Debug)]
pub struct Once<K> {
    seen: BTreeMap<K, u64>,
}

impl<K: Ord> Default for Once<K> {
    fn default() -> Once<K> {
        Once {
            seen: Default::default(),
        }
    }
}

impl<K: Ord + fmt::Display + Clone> Once<K> {
    /// Notes a row's key.
    pub fn take(&mut self, row: &Row<'_>, key: &K) -> Result<(), TableError> {
        match self.seen.insert(key.clone(), row.line()) {
            None => Ok(()),
            Some(first) => Err(row.error_in_row(
                &format!("a second row for {key}"),
                &format!("one only: the first is on line {first}"),
            )),
        }
    }
}
