//! What shows only once a scenario is whole: tables that are not there, a reference that is not, limits the wrong way round.
//!
//! A run would stumble over the first two, and over the third not at all: a means test whose lower limit lies above its
//! upper one has no band between them in which anybody could pay a part.

use crate::projection::Tables;
use crate::projection::tables::TablesError;
use crate::scenario::problem::{Fault, Place};
use crate::scenario::{Assumption, Catalogue, Over, Problem, Problems, Scenario};

/// Everything wrong with a scenario that is otherwise fine.
pub fn problems(scenario: &Scenario, over: Over, catalogue: &Catalogue) -> Problems {
    let mut found = Problems::default();
    found.0.extend(tables(scenario));
    match scenario.reference(over, catalogue) {
        None => {}
        Some(Err(problems)) => found.0.extend(problems.0),
        Some(Ok(reference)) => {
            found.0.extend(tables(&reference));
            if reference.same_money_as.is_some() {
                let text = format!("{} takes its own money from another scenario", reference.name);
                let problem = problem(Fault::Joint(text), scenario.same_money_place.as_ref(), "same_money_as");
                found.push(problem.expecting("a scenario with money of its own"));
            }
        }
    }
    limits(scenario, &mut found);
    found
}

fn problem(fault: Fault, place: Option<&Place>, key: &str) -> Problem {
    Problem {
        place: place.cloned(),
        key: key.to_string(),
        ..Problem::new(fault)
    }
}

/// What is wrong with the tables that a scenario names.
fn tables(scenario: &Scenario) -> Option<Problem> {
    match Tables::load(scenario) {
        Ok(_) => None,
        Err(TablesError::Missing(missing)) => {
            Some(missing.expecting("`data`: a folder of tables, such as \"england\", beside the scenario or shipped"))
        }
        Err(other) => Some(problem(
            Fault::Joint(other.to_string()),
            scenario.data_place.as_ref(),
            "data",
        )),
    }
}

/// Means tests whose lower limit is above the upper one, in the years to which both belong.
fn limits(scenario: &Scenario, found: &mut Problems) {
    let all = scenario.assumptions();
    for lower in all {
        let key = lower.key.replace(".lower_limit_", ".upper_limit_");
        let Some(upper) = all
            .iter()
            .find(|one| key != lower.key && one.key == key && one.years == lower.years)
        else {
            continue;
        };
        if let (Some(low), Some(high)) = (lower.quantile(0.5), upper.quantile(0.5))
            && low > high
        {
            // What was written last is more likely the slip: the file of one's own rather than that beneath it.
            let layer = |one: &Assumption| {
                let file = one.place.rsplit_once(':').map_or("", |(file, _)| file);
                scenario.inputs.iter().position(|input| input.name == file)
            };
            let last = if layer(upper) > layer(lower) { upper } else { lower };
            let text = format!("the lower limit {}, {low}, is above {}, {high}", lower.key, upper.key);
            let problem = problem(Fault::Joint(text), scenario.place_of(last).as_ref(), &last.key);
            found.push(problem.expecting("a lower limit no higher than the upper one"));
        }
    }
}
