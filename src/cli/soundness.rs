//! What shows only once a scenario is looked at with what it names: tables that are not there, a reference that is not.
//!
//! A run stumbles over both by itself. What is wrong with the scenario's own numbers is refused wherever it is read.

use crate::projection::chosen;
use crate::projection::tables::TablesError;
use crate::projection::{Money, Plans, PlansError, Shelf, Tables, heads, tried};
use crate::scenario::problem::{Fault, Place};
use crate::scenario::{Catalogue, Over, Problem, Problems, Scenario};
use crate::world::Year;

/// Everything wrong with a scenario that is otherwise fine.
pub fn problems(scenario: &Scenario, over: Over, catalogue: &Catalogue) -> Problems {
    let mut found = Problems::default();
    found.0.extend(tables(scenario, catalogue));
    match scenario.reference(over, catalogue) {
        None => {}
        Some(Err(problems)) => found.0.extend(problems.0),
        Some(Ok(reference)) => {
            found.0.extend(tables(&reference, catalogue));
            if reference.same_money_as.is_some() {
                let text = format!("{} takes its own money from another scenario", reference.name);
                let problem = problem(Fault::Joint(text), scenario.same_money_place.as_ref(), "same_money_as");
                found.push(problem.expecting("a scenario with money of its own"));
            }
        }
    }
    found
}

/// What is to be told of a scenario that is fine: people that its amounts are not quite for, growth that acts late, and what does
/// nothing beside what else is chosen.
pub fn notes(scenario: &Scenario, over: Over, years: &[Year], catalogue: &Catalogue) -> Vec<String> {
    let plans = vec![(scenario.clone(), Money::AsItSays(over))];
    let plans = match Plans::of(plans, &Shelf::default(), catalogue) {
        Ok(plans) => plans,
        // What cannot be read was told as a problem; what cannot be run beside what gives it its money is told here.
        Err(PlansError::Tables(_)) => return Vec::new(),
        Err(other) => return vec![other.to_string()],
    };
    let mut notes = chosen::told(&scenario.name, scenario, &plans[0].tables, None, years);
    notes.extend(tried::told(&plans, years, &notes, catalogue));
    notes.extend(plans[0].told.iter().cloned());
    notes
}

fn problem(fault: Fault, place: Option<&Place>, key: &str) -> Problem {
    Problem {
        place: place.cloned(),
        key: key.to_string(),
        ..Problem::new(fault)
    }
}

/// What is wrong with the tables that a scenario names, and with its amounts for people of that number.
fn tables(scenario: &Scenario, catalogue: &Catalogue) -> Vec<Problem> {
    match Tables::load(scenario) {
        Ok(tables) => heads::fit(scenario, &tables, catalogue).map_or_else(|slips| slips.0, |_| Vec::new()),
        Err(TablesError::Missing(missing)) => {
            vec![missing.expecting("`data`: a folder of tables, such as \"england\", beside the scenario or shipped")]
        }
        Err(other) => vec![problem(
            Fault::Joint(other.to_string()),
            scenario.data_place.as_ref(),
            "data",
        )],
    }
}
