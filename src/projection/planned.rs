//! Growth of money that a scenario sets for years in which published plans are followed: it is read, and acts in later years only.

use std::cell::LazyCell;

use super::{Levers, Tables};
use crate::economy::EconomyLevers;
use crate::economy::funding::open;
use crate::economy::sector::Sector;
use crate::scenario::Scenario;
use crate::world::Year;

/// The envelopes by the sections of their levers, in the order of [`Sector::ALL`].
const SECTIONS: [&str; Sector::ALL.len()] = ["funding.nhs", "funding.council", "funding.public_health"];

/// How the places begin of what was typed on the command line.
const TYPED: &str = "--set";

/// What is to be told of a scenario, which results call by this name, beside the one that it is compared with, or by itself:
/// envelopes whose growth it sets for years in which the published plans set it.
pub fn overruled(
    name: &str,
    scenario: &Scenario,
    tables: &Tables,
    base: Option<&Scenario>,
    years: &[Year],
) -> Vec<String> {
    let levers = |scenario: &Scenario| -> Vec<EconomyLevers> {
        let (world, mut values) = (scenario.central(), Vec::new());
        let of = |year: &Year| {
            world.values(*year, &mut values);
            Levers::of_place(&values).economy
        };
        years.iter().map(of).collect()
    };
    let growth = |levers: &EconomyLevers| {
        [
            levers.nhs.real_growth,
            levers.council.real_growth,
            levers.public_health.real_growth,
        ]
    };
    // A scenario by itself that sets no growth has nothing to be read.
    let own = LazyCell::new(|| levers(scenario));
    let first = base.map(levers);
    let free = |at: usize| open(&own[at], &tables.economy.growth, years[at]);
    let own_file = format!("{}:", scenario.file);
    let mut told = Vec::new();
    for sector in Sector::ALL {
        let (at, section) = (sector.index(), SECTIONS[sector.index()]);
        let key = format!("{section}.real_growth");
        let said = || {
            let mut all = scenario.assumptions().iter();
            all.any(|one| one.key == key && (one.place.starts_with(&own_file) || one.place.starts_with(TYPED)))
        };
        let differs = |year: &usize| match &first {
            Some(first) => growth(&own[*year])[at] != growth(&first[*year])[at],
            None => said(),
        };
        let set: Vec<usize> = (1..years.len()).filter(differs).collect();
        let Some(last) = set.iter().rev().find(|year| !free(**year)[at]) else {
            continue;
        };
        let planned = years[*last];
        let acts = match set.iter().find(|year| *year > last) {
            Some(year) => format!("acts from {} only", years[*year]),
            None => "acts in no year of this run".to_string(),
        };
        told.push(format!(
            "{name}: {key} {acts}: until {planned} the published plans set how this money grows. To depart from them set \
             {section}.plan_deviation (how much faster or slower than planned, a year), or {section}.follow_published = false"
        ));
    }
    told
}
