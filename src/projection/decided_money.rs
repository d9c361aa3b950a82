//! Money that a scenario decides and that may not do what was meant: an amount too small to show or too large for the place, money
//! where standards decide, money beside that of another scenario.

use super::chosen::Chosen;
use super::{Levers, Tables};
use crate::economy::closure::Closure;
use crate::scenario::Scenario;
use crate::world::{LeverSpec, Levers as _, Service, Year};

/// The sections of the envelopes.
const ENVELOPES: [&str; 3] = ["funding.nhs.", "funding.council.", "funding.public_health."];
/// Money above the path of an envelope.
const ADDITION: &str = "addition";
/// The unit of money.
const MILLIONS: &str = "£m";
/// Pounds in a million.
const POUNDS: f64 = 1e6;
/// Part of an envelope of the base year beyond which an addition to it is one of another place.
const BEYOND: f64 = 0.5;
/// The base year's money of each section of [`ENVELOPES`].
const MONEY: [&str; 3] = [
    "funding.nhs.envelope",
    "funding.council.gross_spending",
    "funding.public_health.grant",
];
/// An addition for each person and year below which another unit may have been meant \[£\].
const HARDLY: f64 = 0.5;

/// What is to be told of a scenario, which results call by this name, beside the one that it is compared with, or by itself.
pub fn doubtful(
    name: &str,
    scenario: &Scenario,
    tables: &Tables,
    base: Option<&Scenario>,
    years: &[Year],
) -> Vec<String> {
    let Some(chosen) = Chosen::of(scenario, base, years) else {
        return Vec::new();
    };
    let people: f64 = tables.people.population.iter().flatten().sum::<f64>() * scenario.tables_size();
    let mut told = Vec::new();
    let mut superseded: Vec<(&LeverSpec, Year)> = Vec::new();
    for (at, spec) in Levers::SPECS.iter().enumerate() {
        if !ENVELOPES.iter().any(|section| spec.key.starts_with(section)) {
            continue;
        }
        let set = chosen.set(at);
        if is_addition(spec) {
            let amounts = set.iter().map(|year| chosen.own[*year][at]);
            told.extend(little(name, spec, amounts.clone(), people));
            let envelope = ENVELOPES.iter().position(|section| spec.key.starts_with(section));
            let envelope = envelope.and_then(|place| Levers::SPECS.iter().position(|other| other.key == MONEY[place]));
            told.extend(envelope.and_then(|envelope| large(name, spec, amounts, chosen.own[0][envelope])));
            if let (Some(other), false) = (&scenario.same_money_as, set.is_empty()) {
                told.push(format!(
                    "{name}: {} decides no sum here: `same_money_as` gives {name} the money of {other}, in all; what is added to one \
                     envelope comes out of the others",
                    spec.key
                ));
            }
        }
        let given = set.into_iter().find(|year| {
            let closure = Levers::of_place(&chosen.own[*year]).economy.closure;
            closure.closure == Closure::Standards && Service::ALL.into_iter().any(|service| closure.given(service))
        });
        superseded.extend(given.map(|year| (spec, years[year])));
    }
    if let Some(first) = superseded.iter().map(|(_, year)| *year).min() {
        let keys: Vec<&str> = superseded.iter().map(|(spec, _)| spec.key).collect();
        told.push(format!(
            "{name}: {} {} only what no standard asks for: from {first} access is given (economy.closure = \"standards\"), and a \
             service with a standard gets what meeting it takes, whatever money is decided. Under economy.closure = \"budget\" all \
             of it is spent",
            keys.join(", "),
            if keys.len() == 1 { "reaches" } else { "reach" }
        ));
    }
    told
}

/// Money that a scenario adds to the envelopes beyond another, year by year, at the middle of what is believed \[£m\]; empty where it
/// adds none.
pub fn added(scenario: &Scenario, base: &Scenario, years: &[Year]) -> Vec<f64> {
    let levers = |scenario: &Scenario| -> Vec<f64> {
        let world = scenario.central();
        let of = |year: &Year| {
            let mut values = Vec::new();
            world.values(*year, &mut values);
            let specs = Levers::SPECS.iter().zip(&values);
            let added = specs.filter(|(spec, _)| is_addition(spec));
            added.map(|(_, value)| *value).sum()
        };
        years.iter().map(of).collect()
    };
    let more: Vec<f64> = levers(scenario)
        .into_iter()
        .zip(levers(base))
        .map(|(own, base)| own - base)
        .collect();
    if more.iter().all(|more| *more == 0.0) {
        Vec::new()
    } else {
        more
    }
}

/// Whether a lever is money above the path of an envelope.
fn is_addition(spec: &LeverSpec) -> bool {
    ENVELOPES.iter().any(|section| spec.key.starts_with(section))
        && spec.key.ends_with(ADDITION)
        && spec.unit == MILLIONS
}

/// That an addition is a large part of the envelope that it goes to.
fn large(name: &str, spec: &LeverSpec, amounts: impl Iterator<Item = f64>, envelope: f64) -> Option<String> {
    let most = amounts.max_by(|one, other| one.abs().total_cmp(&other.abs()))?;
    (envelope > 0.0 && most.abs() > BEYOND * envelope).then(|| {
        format!(
            "{name}: {} comes to {most:.0} million pounds a year, and the whole budget that it is added to had {envelope:.0} million in \
             the base year: is it in the unit that was meant? The country's sum in a place is written `\"£3bn national\"`",
            spec.key
        )
    })
}

/// That an addition is next to nothing for each person.
fn little(name: &str, spec: &LeverSpec, amounts: impl Iterator<Item = f64>, people: f64) -> Option<String> {
    let most = amounts.max_by(|one, other| one.abs().total_cmp(&other.abs()))?;
    let a_head = most * POUNDS / people;
    (most != 0.0 && a_head.abs() < HARDLY).then(|| {
        format!(
            "{name}: {} is {most} million pounds a year at most, {:.1}p for each of {people:.0} people: \"£3bn\" is three thousand \
             million, a bare 3 is three million",
            spec.key,
            a_head * 100.0
        )
    })
}
