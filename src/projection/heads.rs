//! Money, activity and people held against one another: amounts a head that no place could have are slips of the pen.
//!
//! A county with the money of a country has £300,000 a head, and a hundred consultations for everybody. Each number is fine by
//! itself; only beside the table of people does it show. So every amount that is told for a head is held against England's.

use super::tables::{Tables, TablesError};
use crate::scenario::problem::Fault;
use crate::scenario::{Catalogue, Problem, Problems, Scenario};

/// The country whose amounts a head are the measure.
const COUNTRY: &str = "england";
/// Times England's a head, or the part of it, beyond which an amount is a slip: the least and the most of all places and of
/// England's own past lie well within.
const WIDEST: f64 = 7.0;
/// Part by which the people of a table may differ from the size of their place before it is told: years between estimates,
/// boundaries, students.
const NEAR: f64 = 0.1;
/// The same for each year between the two tables: no country grows faster for long.
const NEAR_A_YEAR: f64 = 0.01;
/// Times as many people as the place has its amounts for, or the part of it, from which the table is another's or of another
/// unit: a table whose every number is doubled or halved lies beyond.
const ANOTHER: f64 = 1.8;
/// The table of people.
const PEOPLE: &str = "population.csv";
/// Amounts that are told for a head: key, what it is, what it is counted in, and by how much the lever's unit is multiplied.
const AMOUNTS: [(&str, &str, &str, f64); 12] = [
    ("funding.nhs.envelope", "NHS money", "£", 1e6),
    ("funding.council.gross_spending", "councils' care money", "£", 1e6),
    ("funding.public_health.grant", "public-health money", "£", 1e6),
    (
        "services.base_activity.primary_care",
        "general practice",
        "appointments",
        1.0,
    ),
    (
        "services.base_activity.community_health",
        "community care",
        "contacts",
        1.0,
    ),
    (
        "services.base_activity.planned_outpatient",
        "planned care",
        "pathways",
        1.0,
    ),
    ("services.base_activity.emergency_department", "A&E", "attendances", 1.0),
    (
        "services.base_activity.emergency_admission",
        "emergencies",
        "admissions",
        1.0,
    ),
    ("services.base_activity.prescribing", "prescriptions", "items", 1.0),
    ("services.planned.start_list", "the waiting list", "pathways", 1.0),
    ("services.urgent.base_beds", "hospital beds", "beds", 1.0),
    ("people.base_births", "those born", "children", 1.0),
];

/// The people of a scenario's tables, and its levers' values in the base year.
fn base(scenario: &Scenario, tables: &Tables, catalogue: &Catalogue) -> Option<(f64, Vec<f64>)> {
    let mut values = Vec::new();
    scenario.central().values(scenario.start_year, &mut values);
    let size = values.get(catalogue.index(catalogue.size()?)?)?;
    let people: f64 = tables.people.population.iter().flatten().sum();
    Some((people * size, values))
}

/// Holds the people of a scenario's own table against the size that its amounts are for: what is to be told where they differ
/// by more than years and boundaries explain, and an error where they are another place's.
pub fn people(scenario: &Scenario, tables: &Tables, catalogue: &Catalogue) -> Result<Option<String>, TablesOrProblem> {
    let england = Scenario::load(COUNTRY, &[], catalogue)?;
    let whole = Tables::load(&england)?;
    Ok(crowd(scenario, tables, &england, &whole, catalogue)?)
}

/// Why people and size cannot be held against one another, or do not go together.
#[derive(Debug, thiserror::Error)]
pub enum TablesOrProblem {
    /// A table.
    #[error(transparent)]
    Tables(#[from] TablesError),
    /// They do not go together, or England's scenario is not as it should be.
    #[error(transparent)]
    Problems(#[from] Problems),
}

/// The same with England's scenario and tables at hand.
fn crowd(
    scenario: &Scenario,
    tables: &Tables,
    england: &Scenario,
    whole: &Tables,
    catalogue: &Catalogue,
) -> Result<Option<String>, Problems> {
    let count = |tables: &Tables| tables.people.population.iter().flatten().sum::<f64>();
    // Tables of a place are read at the size of the country, so that this is 1 where people and size go together.
    let times = count(tables) / count(whole);
    let years = f64::from(scenario.start_year.0.abs_diff(england.start_year.0));
    let near = NEAR + NEAR_A_YEAR * years;
    if times <= 1.0 + near && times >= 1.0 / (1.0 + near) {
        return Ok(None);
    }
    let size = scenario.tables_size();
    let (people, meant) = (count(tables) * size, count(whole) * size);
    let key = catalogue.size().unwrap_or_default();
    let text = format!(
        "{PEOPLE} has {people:.0} people, and {key} = {size} says that the place has the amounts (money, lists, beds) of {meant:.0}: \
         {} times as many people",
        spoken(times)
    );
    if times < ANOTHER && times > 1.0 / ANOTHER {
        return Ok(Some(format!("{}: {text}", scenario.name)));
    }
    let assumption = scenario.assumptions().iter().rfind(|one| one.key == key);
    let place = assumption.and_then(|one| scenario.place_of(one));
    let expected = format!(
        "the people of the place in {PEOPLE}, or {key} = {:.5} and amounts for as many",
        people / count(whole)
    );
    Err(Problem {
        place: place.or_else(|| scenario.data_place.clone()),
        key: key.to_owned(),
        ..Problem::new(Fault::Joint(text)).expecting(expected)
    }
    .into())
}

/// Every amount that is beyond what people of that number could have.
pub fn slips(scenario: &Scenario, tables: &Tables, catalogue: &Catalogue) -> Result<Problems, TablesError> {
    let mut found = Problems::default();
    let Ok(england) = Scenario::load(COUNTRY, &[], catalogue) else {
        return Ok(found);
    };
    let whole = Tables::load(&england)?;
    let (Some((people, values)), Some((all, usual))) =
        (base(scenario, tables, catalogue), base(&england, &whole, catalogue))
    else {
        return Ok(found);
    };
    if let Err(another) = crowd(scenario, tables, &england, &whole, catalogue) {
        found.0.extend(another.0);
    }
    for (key, what, unit, times) in AMOUNTS {
        let Some(at) = catalogue.index(key) else { continue };
        let (own, england) = (values[at] * times / people, usual[at] * times / all);
        if own <= england * WIDEST && own >= england / WIDEST {
            continue;
        }
        let assumption = scenario.assumptions().iter().rfind(|one| one.key == key);
        let fault = Fault::Joint(format!(
            "{what} comes to {} {unit} a head: {} for {people:.0} people; England has {} a head",
            spoken(own),
            spoken(values[at] * times),
            spoken(england)
        ));
        let expected = format!(
            "amounts of the place: of those that it does not set itself `care.scale` says how much of England's it has, for these people \
             {:.5}",
            people / all
        );
        found.push(Problem {
            place: assumption.and_then(|one| scenario.place_of(one)),
            key: key.to_owned(),
            ..Problem::new(fault).expecting(expected)
        });
    }
    Ok(found)
}

/// A number with three digits.
fn spoken(value: f64) -> String {
    let digits = (2.0 - value.abs().max(f64::MIN_POSITIVE).log10().floor()).clamp(0.0, 6.0) as usize;
    format!("{value:.digits$}")
}
