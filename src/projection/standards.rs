//! The standards that a scenario is held to, for whoever draws a measure that has one.

use crate::measures::{AE_FOUR_HOUR, Handle, WITHIN_18_WEEKS};
use crate::scenario::{Catalogue, Scenario};
use crate::world::Year;

/// Measures that a standard is set for, with the key of the share that must be reached.
const STANDARDS: [(Handle, &str); 2] = [
    (WITHIN_18_WEEKS, "services.standards.wait_share"),
    (AE_FOUR_HOUR, "services.standards.four_hour_share"),
];
/// The wait that the first of these counts against, as a key and in the weeks that its measure is about.
const WAIT: (&str, f64) = ("services.standards.wait_weeks", 18.0);

/// Measures and the share that the scenario's standard asks of each, in a year, at the middle of what is uncertain.
pub fn standards(scenario: &Scenario, year: Year, catalogue: &Catalogue) -> Vec<(Handle, f64)> {
    let mut values = Vec::new();
    scenario.central().values(year, &mut values);
    let of = |key: &str| catalogue.index(key).and_then(|at| values.get(at)).copied();
    STANDARDS
        .iter()
        // A standard of another length of wait is none of the share within eighteen weeks.
        .filter(|(measure, _)| *measure != STANDARDS[0].0 || of(WAIT.0) == Some(WAIT.1))
        .filter_map(|(measure, key)| Some((*measure, of(key)?)))
        .collect()
}
