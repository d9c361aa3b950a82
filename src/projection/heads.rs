//! Money, activity and people held against one another: amounts a head that no place could have are slips of the pen.
//!
//! A county with the money of a country has £300,000 a head, and a hundred consultations for everybody. Each number is fine by
//! itself; only beside the table of people does it show. So every amount that is told for a head is held against England's.

use std::sync::LazyLock;

use super::tables::Tables;
use crate::scenario::problem::Fault;
use crate::scenario::unit::spoken;
use crate::scenario::{Catalogue, Problem, Problems, Scenario};
use crate::world::Year;

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
/// Of them, what a small place may have none of.
const MAY_BE_NONE: [&str; 3] = [
    "people.residents",
    "services.working_age.base_users",
    "services.working_age.base_cost",
];
/// The part of England's a head below which these are a slip: Tower Hamlets has a seventh of its care-home residents.
const FEWEST: f64 = 9.0;
/// And what was little in England's own past.
const MAY_BE_LITTLE: [&str; 1] = ["funding.nhs.transfer_to_councils"];
/// Part of a place's people by which they grow or shrink through migration in a year, at most: in Camden and Westminster it is an eighth.
const MOST_MOVED: f64 = 0.15;
/// People whom a place of whatever size may gain or lose besides: the City of London gained a fifth of its 13,000.
const MOVED_ANYWHERE: f64 = 3_000.0;
/// Levers of migration.
const MOVED: [&str; 2] = ["people.base_year_net_migration", "people.net_migration"];
/// The table of people.
const PEOPLE: &str = "population.csv";
/// Amounts that are told for a head: key, what it is, what it is counted in, and by how much the lever's unit is multiplied.
const AMOUNTS: [(&str, &str, &str, f64); 25] = [
    ("prices.gdp", "national income", "£", 1e6),
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
        "services.base_activity.mental_health",
        "mental-health care",
        "people",
        1.0,
    ),
    (
        "services.base_activity.planned_outpatient",
        "planned care",
        "pathways",
        1.0,
    ),
    (
        "services.base_activity.planned_admitted",
        "planned care in hospital",
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
    ("services.base_activity.dental_optical", "dental care", "people", 1.0),
    ("services.base_activity.home_care", "home care", "hours", 1.0),
    ("services.base_activity.care_home", "care homes", "resident-weeks", 1.0),
    ("services.base_activity.public_health", "public health", "£", 1.0),
    (
        "services.planned.base_clock_starts",
        "referrals to planned care",
        "pathways",
        1.0,
    ),
    ("services.planned.start_list", "the waiting list", "pathways", 1.0),
    ("services.urgent.base_beds", "hospital beds", "beds", 1.0),
    (
        "services.urgent.base_delayed",
        "those fit to leave but still in hospital",
        "people",
        1.0,
    ),
    ("people.base_births", "those born", "children", 1.0),
    ("people.residents", "care-home residents of 65 and over", "people", 1.0),
    (
        "services.working_age.base_users",
        "those aged 18 to 64 whom councils support",
        "people",
        1.0,
    ),
    (
        "services.working_age.base_cost",
        "councils' care of adults aged 18 to 64",
        "£",
        1e6,
    ),
    (
        "funding.nhs.transfer_to_councils",
        "NHS money passed to councils",
        "£",
        1e6,
    ),
];

/// Times England's amount, or the part of it, beyond which an amount for a head is refused; nothing where the lever is none.
#[cfg(feature = "internals")]
pub fn widest(key: &str) -> Option<f64> {
    AMOUNTS.iter().any(|(held, ..)| *held == key).then_some(WIDEST)
}

/// The country whose amounts a head are the measure.
struct Country {
    /// Its people \[people\].
    people: f64,
    /// The year that its amounts are of.
    year: Year,
    /// Its levers' values in that year, in the order of the catalogue of the rooms.
    values: Vec<f64>,
    catalogue: Catalogue,
}

/// England as it is shipped, read once for all worlds that are held against it; a file of the reader's own by that name is another.
static ENGLAND: LazyLock<Result<Country, String>> = LazyLock::new(|| {
    let catalogue = super::catalogue();
    let scenario = Scenario::from_text("measure.toml", "extends = \"england.toml\"\n", &[], &catalogue);
    let scenario = scenario.map_err(|problems| problems.to_string())?;
    let tables = Tables::load(&scenario).map_err(|error| error.to_string())?;
    Ok(Country {
        people: count(&tables),
        year: scenario.start_year,
        values: base_year(&scenario),
        catalogue,
    })
});

/// People of a table, at the size at which it is read \[people\].
fn count(tables: &Tables) -> f64 {
    tables.people.population.iter().flatten().sum()
}

/// The levers' values in the base year.
fn base_year(scenario: &Scenario) -> Vec<f64> {
    let mut values = Vec::new();
    scenario.central().values(scenario.start_year, &mut values);
    values
}

/// Holds a scenario's people and its amounts against one another and against England's: every slip is an error; what is to be told
/// where people and size differ by more than years and boundaries explain. Whoever draws a world asks this first
/// ([`super::Plans`]), and so does whoever only checks it.
pub fn fit(scenario: &Scenario, tables: &Tables, catalogue: &Catalogue) -> Result<Vec<String>, Problems> {
    let england = ENGLAND.as_ref().map_err(|text| {
        Problem::new(Fault::Joint(format!(
            "the shipped scenario england cannot be read: {text}"
        )))
    })?;
    let mut found = Problems::default();
    let told = crowd(scenario, tables, england, catalogue).unwrap_or_else(|another| {
        found.push(another);
        None
    });
    found.0.extend(slips(scenario, tables, england, catalogue));
    found.0.extend(moves(scenario, tables, catalogue));
    if found.is_empty() {
        Ok(told.into_iter().collect())
    } else {
        Err(found)
    }
}

/// Holds the people of a scenario's table against the size that its amounts are for: an error where they are another place's.
fn crowd(
    scenario: &Scenario,
    tables: &Tables,
    england: &Country,
    catalogue: &Catalogue,
) -> Result<Option<String>, Problem> {
    // Tables of a place are read at the size of the country, so that this is 1 where people and size go together.
    let times = count(tables) / england.people;
    let years = f64::from(scenario.start_year.0.abs_diff(england.year.0));
    let near = NEAR + NEAR_A_YEAR * years;
    if times <= 1.0 + near && times >= 1.0 / (1.0 + near) {
        return Ok(None);
    }
    let size = scenario.tables_size();
    let (people, meant) = (count(tables) * size, england.people * size);
    let key = catalogue.size().unwrap_or_default();
    let file = tables.people_file().unwrap_or(PEOPLE);
    let text = format!(
        "{file} has {people:.0} people, and {key} = {size} says that the place has the amounts (money, lists, beds) of {meant:.0}: \
         {} times as many people",
        spoken(times)
    );
    if times < ANOTHER && times > 1.0 / ANOTHER {
        // Shipped tables and those of `--area` are of the size that they are said to be.
        return Ok(tables.people_from_disk().then_some(text));
    }
    let assumption = scenario.assumptions().iter().rfind(|one| one.key == key);
    let place = assumption.and_then(|one| scenario.place_of(one));
    let expected = format!(
        "the people of the place in {PEOPLE}, or {key} = {:.5} and amounts for as many",
        people / england.people
    );
    Err(Problem {
        place: place.or_else(|| scenario.data_place.clone()),
        key: key.to_owned(),
        ..Problem::new(Fault::Joint(text)).expecting(expected)
    })
}

/// Net migration that no place has in a year: it may be nothing or less, so that it is held against people and not against England's.
fn moves(scenario: &Scenario, tables: &Tables, catalogue: &Catalogue) -> Vec<Problem> {
    let values = base_year(scenario);
    let of = |key: &str| catalogue.index(key).and_then(|at| values.get(at));
    let Some(size) = catalogue.size().and_then(of) else {
        return Vec::new();
    };
    let people = count(tables) * size;
    let most = MOST_MOVED * people + MOVED_ANYWHERE;
    let beyond = |key: &&'static str| of(key).is_some_and(|moved| moved.abs() > most);
    MOVED
        .into_iter()
        .filter(beyond)
        .map(|key| {
            let assumption = scenario.assumptions().iter().rfind(|one| one.key == key);
            let fault = Fault::Joint(format!(
                "{} more people come than go in a year, of {people:.0} who live there",
                spoken(of(key).copied().unwrap_or_default())
            ));
            Problem {
                place: assumption.and_then(|one| scenario.place_of(one)),
                key: key.to_owned(),
                ..Problem::new(fault).expecting(format!("people a year, at most {most:.0}"))
            }
        })
        .collect()
}

/// Every amount that is beyond what people of that number could have.
fn slips(scenario: &Scenario, tables: &Tables, england: &Country, catalogue: &Catalogue) -> Vec<Problem> {
    let values = base_year(scenario);
    let Some(size) = catalogue
        .size()
        .and_then(|key| catalogue.index(key))
        .and_then(|at| values.get(at))
    else {
        return Vec::new();
    };
    let people = count(tables) * size;
    let mut found = Vec::new();
    for (key, what, unit, times) in AMOUNTS {
        let (Some(at), Some(usual)) = (catalogue.index(key), england.catalogue.index(key)) else {
            continue;
        };
        let (own, usual) = (
            values[at] * times / people,
            england.values[usual] * times / england.people,
        );
        let none = own == 0.0 && MAY_BE_NONE.contains(&key) || MAY_BE_LITTLE.contains(&key);
        let least = if MAY_BE_NONE.contains(&key) { FEWEST } else { WIDEST };
        if own <= usual * WIDEST && (none || own >= usual / least) {
            continue;
        }
        let assumption = scenario.assumptions().iter().rfind(|one| one.key == key);
        let fault = Fault::Joint(format!(
            "{what} comes to {} {unit} a head: {} for {people:.0} people; England has {} a head",
            spoken(own),
            spoken(values[at] * times),
            spoken(usual)
        ));
        let expected = format!(
            "amounts of the place: of those that it does not set itself `care.scale` says how much of England's it has, for these people \
             {:.5}",
            people / england.people
        );
        found.push(Problem {
            place: assumption.and_then(|one| scenario.place_of(one)),
            key: key.to_owned(),
            ..Problem::new(fault).expecting(expected)
        });
    }
    found
}
