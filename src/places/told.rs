//! A place in sentences, for whoever reads a report of it: what is its own, what is worked out, what is England's.

use super::area::{Area, Kind};
use super::gazetteer::Gazetteer;
use super::levels::{Origin, levels};
use super::outcomes::Outcome;
use super::people::{People, whole};
use crate::scenario::Scenario;
use crate::world::TableError;

/// What the sections of levers are about, for people.
const SECTIONS: [(&str, &str); 9] = [
    ("people.base_births", "children born"),
    ("people.net_migration", "migration"),
    ("people.residents", "places in care homes"),
    ("people.mortality_level", "mortality"),
    ("funding", "money"),
    ("services.planned", "the waiting list"),
    ("services.urgent", "beds, delays and four hours"),
    ("services.base_activity", "activity"),
    ("workforce", "people who work in care"),
];

/// Age from which people are told apart as old \[years\].
const OLD: usize = 65;
/// Parts in a hundred.
const PERCENT: f64 = 100.0;

/// What somebody who lives there would look up first: people, money, the list, beds, each beside England's.
pub(super) fn facts(gazetteer: &Gazetteer, area: &Area, england: &Scenario) -> Result<Vec<String>, TableError> {
    let (size, levels) = levels(gazetteer, area, england)?;
    let people = gazetteer.people(area);
    let all = gazetteer.everybody();
    let old = |people: &People| PERCENT * people.people[OLD..].iter().flatten().sum::<f64>() / people.total();
    let poorest = |people: &People| PERCENT * people.shares()[0];
    // The value, and how many times England's a head it is; what has no line is England's for as many people.
    let level = |key: &str| -> (f64, f64) {
        let own = levels.iter().find(|level| level.key == key);
        let usual = england
            .assumptions()
            .iter()
            .find(|one| one.key == key)
            .and_then(|one| one.number.or(one.quantile(0.5)));
        match own {
            Some(level) => (level.value[level.value.len() / 2], level.ratio),
            None => (usual.unwrap_or_default() * size, 1.0),
        }
    };
    let (nhs, nhs_times) = level("funding.nhs.envelope");
    let (care, care_times) = level("funding.council.gross_spending");
    let (list, list_times) = level("services.planned.start_list");
    let (beds, beds_times) = level("services.urgent.base_beds");
    let (delayed, _) = level("services.urgent.base_delayed");
    let (residents, residents_times) = level("people.residents");
    let hospitals = match area.kind {
        Kind::Board => "of the hospitals in it",
        _ => {
            "the part of its care boards' hospitals that falls to it by people, since hospitals serve more than one council"
        }
    };
    Ok(vec![
        format!(
            "{}: {} people at mid-2023; {:.0}% are 65 or older (England {:.0}%), {:.0}% live in the fifth of England's areas that is \
             most deprived.",
            area.title(),
            whole(people.total()),
            old(&people),
            old(&all),
            poorest(&people)
        ),
        format!(
            "Money a year: {} for its NHS care ({nhs_times:.2} times England's a head, by the need of its people) and {} for adult \
             social care ({care_times:.2} times).",
            pounds(nhs),
            pounds(care)
        ),
        format!(
            "Hospitals at the start: {} on the waiting list ({list_times:.2} times England's a head), {} beds ({beds_times:.2} times), \
             {} patients a day fit to leave: {hospitals}.",
            whole(list),
            whole(beds),
            whole(delayed)
        ),
        format!(
            "Care homes: {} residents of 65 and over ({residents_times:.2} times England's a head), by places in homes there.",
            whole(residents)
        ),
    ])
}

/// A number with two digits.
fn short(value: f64) -> String {
    let digits = (1.0 - value.abs().max(f64::MIN_POSITIVE).log10().floor()).clamp(0.0, 6.0) as usize;
    format!("{value:.digits$}")
}

/// £ million as people say it.
fn pounds(millions: f64) -> String {
    match millions {
        billions if billions >= 1000.0 => format!("£{:.2} billion", billions / 1000.0),
        millions if millions >= 10.0 => format!("£{millions:.0} million"),
        millions => format!("£{millions:.1} million"),
    }
}

/// What a report of a place opens with.
pub fn told(gazetteer: &Gazetteer, area: &Area, england: &Scenario) -> Result<Vec<String>, TableError> {
    let (_, levels) = levels(gazetteer, area, england)?;
    let about = |origin: Origin| {
        let of = |(key, _): &&(&str, &str)| {
            levels
                .iter()
                .any(|level| level.origin == origin && level.key.starts_with(key))
        };
        let words: Vec<&str> = SECTIONS.iter().filter(of).map(|one| one.1).collect();
        words.join(", ")
    };
    // Notes of a run end without a full stop.
    let facts = facts(gazetteer, area, england)?.into_iter();
    let mut sentences: Vec<String> = facts.map(|fact| fact.trim_end_matches('.').to_owned()).collect();
    sentences.push(format!(
        "Published for {} itself are its people by age, sex and deprivation, tenure and house prices, {}; worked out from its people or \
         its neighbours are {}; everything else is England's for as many people (`carepool places` tells each number and its source)",
        area.title(),
        about(Origin::Local),
        about(Origin::Derived)
    ));
    let published = gazetteer.outcomes()?;
    let none = Outcome::of(area.kind).all(|outcome| {
        published
            .get(outcome.column)
            .is_none_or(|one| !one.contains_key(&area.code))
    });
    if none {
        sentences.push(format!(
            "no published outcome of {} is at hand to set beside the model's: how well the method does elsewhere stands in \
             scenarios/places/README.md",
            area.title()
        ));
    }
    let errors = gazetteer.errors()?;
    for outcome in Outcome::of(area.kind) {
        let Some(error) = errors.get(outcome.column) else {
            continue;
        };
        let all = format!(
            "{} {}",
            error.places,
            if area.kind == Kind::Board {
                "care boards"
            } else {
                "councils"
            }
        );
        sentences.push(match outcome.carries(error) {
            true => format!(
                "{}: over {all} the method is off by {} {} and explains {:.0}% of how they differ from England, so read it with that error",
                outcome.label,
                short(error.error),
                outcome.unit,
                PERCENT * error.explained
            ),
            false => format!(
                "{}: told with little more right than to say that everywhere is England, since over {all} the method explains {:.0}% of \
                 how they differ; so is all that hangs on it, such as who pays for care homes",
                outcome.label,
                PERCENT * error.explained.max(0.0)
            ),
        });
    }
    Ok(sentences)
}

/// Published outcomes of a place as a table of figures that a base year is held against.
pub fn figures(gazetteer: &Gazetteer, area: &Area) -> Result<String, TableError> {
    let published = gazetteer.outcomes()?;
    let errors = gazetteer.errors()?;
    let mut rows: Vec<[String; 7]> = Vec::new();
    for outcome in Outcome::of(area.kind) {
        let (Some(figure), Some(value)) = (
            outcome.figure(),
            published.get(outcome.column).and_then(|one| one.get(&area.code)),
        ) else {
            continue;
        };
        // What the method does not carry is not set beside what was published.
        let Some(error) = errors.get(outcome.column).filter(|error| outcome.carries(error)) else {
            continue;
        };
        rows.push([
            outcome.label.to_string(),
            figure.to_string(),
            (value / outcome.shown_by()).to_string(),
            outcome.unit_of_figure().to_string(),
            "no".to_string(),
            outcome.year.to_string(),
            format!(
                "{}; over {} places the method is off by {} {}",
                outcome.source,
                error.places,
                short(error.error),
                outcome.unit
            ),
        ]);
    }
    if rows.is_empty() {
        return Ok(String::new());
    }
    // Labels and sources hold commas: the writer of the format quotes what has to be.
    let mut table = csv::Writer::from_writer(Vec::new());
    let header = ["label", "figure", "published", "unit", "scaled", "year", "source"].map(String::from);
    for row in std::iter::once(&header).chain(&rows) {
        table.write_record(row).expect("memory takes what is written");
    }
    let bytes = table.into_inner().expect("memory takes what is written");
    Ok(String::from_utf8(bytes).expect("made of text"))
}
