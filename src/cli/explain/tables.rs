//! A table of data: what its head says of its source, its columns, and where it was found.

use std::io::Write;

use super::super::format::{Failure, paragraph};
use crate::scenario::Scenario;

/// A table as found.
#[derive(Debug)]
pub struct Table {
    name: String,
    found: String,
    about: Vec<String>,
    columns: String,
    rows: usize,
}

/// The table meant by a key: `england/population.csv`, `population.csv` or `population`; nothing if there is none.
pub fn find(scenario: &Scenario, key: &str) -> Result<Option<Table>, Failure> {
    let last = key.rsplit('/').next().unwrap_or(key);
    if last.contains('.') && !last.ends_with(".csv") {
        return Ok(None);
    }
    let name = format!("{}.csv", last.trim_end_matches(".csv"));
    let Ok(file) = scenario.data_file(&name) else {
        return Ok(None);
    };
    let (about, rest): (Vec<&str>, Vec<&str>) = file.text.lines().partition(|line| line.starts_with('#'));
    Ok(Some(Table {
        name,
        found: file.input.name,
        about: about
            .iter()
            .map(|line| line.trim_start_matches(['#', ' ']).to_string())
            .collect(),
        columns: rest.first().unwrap_or(&"").replace(',', ", "),
        rows: rest.iter().skip(1).filter(|line| !line.trim().is_empty()).count(),
    }))
}

impl Table {
    /// What its head says.
    pub fn about(&self) -> String {
        self.about.join(" ")
    }
    /// For people.
    pub fn explain(&self, out: &mut dyn Write) -> Result<(), Failure> {
        writeln!(out, "{}", self.name)?;
        for line in &self.about {
            paragraph(out, "", line)?;
        }
        if self.about.is_empty() {
            paragraph(out, "source", "none given at its head")?;
        }
        paragraph(out, "columns", &self.columns)?;
        paragraph(out, "rows", &self.rows.to_string())?;
        paragraph(out, "found", &self.found)?;
        Ok(())
    }
    /// For programs.
    pub fn row(&self) -> Vec<String> {
        let mut row = vec![String::new(); super::HEADER.len()];
        row[0] = self.name.clone();
        row[1] = format!("{} rows: {}", self.rows, self.columns);
        row[9] = self.about();
        row[15] = self.found.clone();
        row[17] = "table".to_string();
        row
    }
}
