//! The table of published figures that the base year of a run is held against.

use crate::projection::Levers;
use crate::scenario::{Input, Scenario};

/// Name of the table in the data folder.
const TABLE: &str = "published.csv";

/// The table of published figures and where it was found; without one, nothing.
pub fn published(scenario: &Scenario) -> (String, Vec<Input>) {
    // An economy of another size is not the one that was measured.
    let mut values = Vec::new();
    scenario.central().values(scenario.start_year, &mut values);
    if Levers::of_place(&values).join.scale != 1.0 {
        return (String::new(), Vec::new());
    }
    match scenario.data_file(TABLE) {
        Ok(file) => (file.text, vec![file.input]),
        Err(_) => (String::new(), Vec::new()),
    }
}
