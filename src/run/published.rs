//! The table of published figures that the base year of a run is held against.

use crate::places::{figures, gazetteer};
use crate::projection::Levers;
use crate::scenario::{Input, Scenario};

/// Name of the table in the data folder.
const TABLE: &str = "published.csv";

/// The table of published figures and where it was found; without one, nothing.
pub fn published(scenario: &Scenario) -> (String, Vec<Input>) {
    // What is published for a place of England stands in the tables of places, which are the program's own.
    if let Some(area) = &scenario.area {
        let known = gazetteer().and_then(|known| match known.find(&area.code) {
            Ok(place) => figures(known, place),
            Err(_) => Ok(String::new()),
        });
        return (known.unwrap_or_default(), Vec::new());
    }
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
