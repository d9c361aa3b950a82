//! A place in sentences, for whoever reads a report of it: what is its own, what is worked out, what is England's.

use super::gazetteer::{Area, Gazetteer};
use super::levels::{Origin, levels};
use super::outcomes::Outcome;
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
    let mut sentences = vec![format!(
        "{}: {:.0} people at mid-2023; published for the place itself are its people by age, sex and deprivation, tenure and house prices, {}; \
         worked out from its people or its neighbours are {}; everything else is England's for as many people (`carepool places` tells \
         each number and its source)",
        area.title(),
        gazetteer.people(area).total(),
        about(Origin::Local),
        about(Origin::Derived)
    )];
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
    sentences.push(
        "who pays for care homes is told for a place with little more right than to say that everywhere is England: councils differ in \
         what they pay for in ways that people, house prices and places in homes do not foretell"
            .to_owned(),
    );
    Ok(sentences)
}

/// Published outcomes of a place as a table of figures that a base year is held against.
pub fn figures(gazetteer: &Gazetteer, area: &Area) -> Result<String, TableError> {
    let published = gazetteer.outcomes()?;
    let mut text = "label,figure,published,unit,scaled,year,source\n".to_owned();
    let mut any = false;
    for outcome in Outcome::of(area.kind) {
        let (Some(figure), Some(value)) = (
            outcome.figure(),
            published.get(outcome.column).and_then(|one| one.get(&area.code)),
        ) else {
            continue;
        };
        any = true;
        text.push_str(&format!(
            "{},{figure},{},{},no,{},\"{}\"\n",
            outcome.label,
            value / outcome.shown_by(),
            outcome.unit_of_figure(),
            outcome.year,
            outcome.source
        ));
    }
    Ok(if any { text } else { String::new() })
}
