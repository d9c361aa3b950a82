//! The files of a place, by name.

use std::collections::BTreeMap;

use crate::world::table::{Table, TableError};

/// A file of the population, by name.
pub(super) fn open<'a>(
    files: &'a BTreeMap<String, String>,
    name: &str,
    read: impl FnOnce(&'a str) -> Result<Table, TableError>,
) -> Result<Table, TableError> {
    let text = files.get(name).ok_or_else(|| TableError {
        file: name.to_owned(),
        line: 0,
        column: String::new(),
        found: "no such file".to_owned(),
        expected: "a table".to_owned(),
    })?;
    read(text)
}
