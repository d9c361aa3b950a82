//! The base year beside published figures: a table of the scenario's data says which, the run says what came out.
//!
//! A figure is a measure for a group, or one over another: `care_home_residents[age=85+] / care_home_residents`.

use crate::report::BaseCheck;
use crate::results::Summary;
use crate::scenario::{Input, Scenario};
use crate::world::Group;

/// Name of the table in the data folder.
const TABLE: &str = "published.csv";

/// The table of published figures and where it was found; without one, nothing.
pub fn published(scenario: &Scenario) -> (String, Vec<Input>) {
    match scenario.data_file(TABLE) {
        Ok(file) => (file.text, vec![file.input]),
        Err(_) => (String::new(), Vec::new()),
    }
}

/// The rows of a table `label,figure,published,unit,scaled,year,source`, each with what the first scenario's base year
/// has on average. A row that names an unknown measure is left out.
pub fn checks(table: &str, summary: &Summary) -> Vec<BaseCheck> {
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(table.as_bytes());
    let mut found = Vec::new();
    for row in reader.records().flatten() {
        let field = |index: usize| row.get(index).unwrap_or("").trim();
        let (Some(modelled), Ok(published)) = (value(field(1), summary), field(2).parse::<f64>()) else {
            continue;
        };
        found.push(BaseCheck {
            label: field(0).to_string(),
            unit: field(3).to_string(),
            published,
            modelled,
            scaled_to: field(4) == "yes",
            source: match field(5) {
                "" => field(6).to_string(),
                year => format!("{}, {year}", field(6)),
            },
        });
    }
    found
}

fn value(figure: &str, summary: &Summary) -> Option<f64> {
    match figure.split_once('/') {
        Some((above, below)) => Some(mean(above, summary)? / mean(below, summary)?),
        None => mean(figure, summary),
    }
}

fn mean(name: &str, summary: &Summary) -> Option<f64> {
    let name = name.trim();
    let (measure, group) = match name.strip_suffix(']').and_then(|rest| rest.split_once('[')) {
        Some((measure, group)) => (measure, Group::parse(group)?),
        None => (name, Group::ALL),
    };
    Some(summary.get(0, *summary.shape.years.first()?, measure, group)?.mean)
}

/// Writes the rows as a table, for those who make the report again.
pub fn write(checks: &[BaseCheck]) -> Result<Vec<u8>, csv::Error> {
    let mut table = csv::Writer::from_writer(Vec::new());
    for check in checks {
        table.serialize(check)?;
    }
    table.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}

/// Reads them back; what cannot be read is left out.
pub fn read(text: &str) -> Vec<BaseCheck> {
    csv::Reader::from_reader(text.as_bytes()).deserialize().flatten().collect()
}
