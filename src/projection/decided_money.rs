//! Money that a scenario decides and that may not do what was meant: an amount too small to show or too large for the place, money
//! where standards decide, money beside that of another scenario.

use super::chosen::{Chosen, SECTIONS};
use super::{Levers, Tables};
use crate::economy::closure::Closure;
use crate::scenario::Scenario;
use crate::world::{LeverSpec, Levers as _, Service, Year};

/// Money above the path of an envelope.
const ADDITION: &str = ".addition";
/// Pounds in a million.
const POUNDS: f64 = 1e6;
/// Part of an envelope of the base year beyond which an addition to it is one of another place.
const BEYOND: f64 = 0.5;
/// Money for one service alone.
const EARMARKED: &str = "funding.earmarked";
/// Part of the NHS's money of the base year beyond which what one service is given takes the staff of others.
const CROWDS: f64 = 0.05;
/// The base year's money of each of [`SECTIONS`].
const MONEY: [&str; 3] = [
    "funding.nhs.envelope",
    "funding.council.gross_spending",
    "funding.public_health.grant",
];
/// An addition for each person and year below which another unit may have been meant \[£\].
const HARDLY: f64 = 0.5;

/// Sums that may not do what was meant.
pub(super) fn doubtful(name: &str, chosen: &Chosen<'_>, tables: &Tables) -> Vec<String> {
    let (scenario, years) = (chosen.scenario, chosen.years);
    // Tables are read at the size of the country, of which the place is this part.
    let part = Levers::of_place(&chosen.own[0]).join.scale;
    let people: f64 = tables.people.population.iter().flatten().sum::<f64>() * part;
    let mut told = Vec::new();
    let mut superseded: Vec<(&LeverSpec, Year)> = Vec::new();
    for (at, spec) in Levers::SPECS.iter().enumerate() {
        let Some(envelope) = envelope_of(spec) else {
            if spec.section() == EARMARKED {
                let amounts = chosen.set(at).into_iter().map(|year| chosen.own[year][at]);
                let nhs = Levers::SPECS.iter().position(|other| other.key == MONEY[0]);
                told.extend(nhs.and_then(|nhs| crowding(name, spec, amounts, chosen.own[0][nhs])));
            }
            continue;
        };
        let set = chosen.set(at);
        if spec.key.ends_with(ADDITION) {
            let amounts = set.iter().map(|year| chosen.own[*year][at]);
            told.extend(little(name, spec, amounts.clone(), people));
            let envelope = Levers::SPECS.iter().position(|other| other.key == MONEY[envelope]);
            told.extend(envelope.and_then(|envelope| large(name, spec, amounts, chosen.own[0][envelope])));
            if let (Some(other), false) = (&scenario.same_money_as, set.is_empty()) {
                told.push(format!(
                    "{name}: {} decides no sum here: `same_money_as` gives {name} the money of {other}, in all; what is added to one \
                     envelope comes out of the others",
                    spec.key
                ));
            }
        }
        let given = set.into_iter().find(|year| access_is_given(&chosen.own[*year]));
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
/// adds none, nothing in years in which standards decide the money, and none where another scenario's money is its own.
pub fn added(scenario: &Scenario, base: &Scenario, years: &[Year]) -> Vec<f64> {
    let chosen = Chosen::of(scenario, Some(base), years).filter(|_| scenario.same_money_as.is_none());
    let Some((chosen, first)) = chosen
        .as_ref()
        .and_then(|chosen| Some((chosen, chosen.first.as_ref()?)))
    else {
        return Vec::new();
    };
    let sum = |values: &[f64]| -> f64 {
        let all = Levers::SPECS.iter().zip(values);
        let additions = all.filter(|(spec, _)| envelope_of(spec).is_some() && spec.key.ends_with(ADDITION));
        additions.map(|(_, value)| *value).sum()
    };
    let years = chosen.own.iter().zip(first);
    let more = years.map(|(own, base)| {
        if access_is_given(own) {
            0.0
        } else {
            sum(own) - sum(base)
        }
    });
    let more: Vec<f64> = more.collect();
    if more.iter().all(|more| *more == 0.0) {
        Vec::new()
    } else {
        more
    }
}

/// The envelope that a lever is of, by its position in [`SECTIONS`].
fn envelope_of(spec: &LeverSpec) -> Option<usize> {
    SECTIONS.iter().position(|section| *section == spec.section())
}

/// Whether in a year of these values some standard is given, and money follows.
fn access_is_given(values: &[f64]) -> bool {
    let closure = Levers::of_place(values).economy.closure;
    closure.closure == Closure::Standards && Service::ALL.into_iter().any(|service| closure.given(service))
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

/// That money for one service is a large part of what all of the NHS has.
fn crowding(name: &str, spec: &LeverSpec, amounts: impl Iterator<Item = f64>, nhs: f64) -> Option<String> {
    let most = amounts.max_by(f64::total_cmp)?;
    (nhs > 0.0 && most > CROWDS * nhs).then(|| {
        format!(
            "{name}: {} gives one service {most:.0} million pounds a year, and the whole NHS had {nhs:.0} million in the base year: there are \
             not so many people to do the work, so that other services lose theirs to it, and what finds nobody is not spent",
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
            "{name}: {} is {} million pounds a year at most, {:.1}p for each of {people:.0} people: \"£3bn\" is three thousand \
             million, a bare 3 is three million",
            spec.key,
            (most * 100.0).round() / 100.0,
            a_head * 100.0
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::projection::catalogue;

    #[test]
    fn added_money_is_that_of_years_in_which_the_scenario_itself_decides_it() {
        let catalogue = catalogue();
        let load = |text: &str| {
            let text = format!("extends = \"england.toml\"\n{text}");
            Scenario::from_text("mine.toml", &text, &[], &catalogue).expect("a scenario")
        };
        let years = [2024, 2025, 2026].map(Year);
        let base = load("");
        let of = |text: &str| added(&load(text), &base, &years);
        let both = "[funding.nhs]\naddition = \"£2bn\"\n[funding.council]\naddition = \"-£500m\"\n";
        assert_eq!(of(both), [0.0, 1500.0, 1500.0]);
        assert_eq!(of(""), Vec::<f64>::new());
        assert_eq!(
            of(&format!("same_money_as = \"whole-person-care\"\n{both}")),
            Vec::<f64>::new()
        );
        let given = "[economy]\nclosure = { value = \"standards\", start_year = 2026 }\n";
        assert_eq!(of(&format!("{both}{given}")), [0.0, 1500.0, 0.0]);
    }

    #[test]
    fn what_is_next_to_nothing_for_each_person_goes_by_the_people_of_the_place() {
        let catalogue = catalogue();
        let told = |base: &str, amount: &str| {
            let read = |more: &str| {
                let text = format!("title = \"A\"\nextends = \"{base}.toml\"\n{more}");
                Scenario::from_text("mine.toml", &text, &[], &catalogue).expect("a scenario")
            };
            let (base, own) = (read(""), read(&format!("[funding.nhs]\naddition = \"{amount}\"\n")));
            let tables = Tables::load(&own).expect("tables");
            let years = [0, 1].map(|after| own.start_year.plus(after));
            let chosen = Chosen::of(&own, Some(&base), &years).expect("chosen");
            let all = doubtful("mine", &chosen, &tables).join("\n");
            all.contains("for each of")
        };
        // £4m are £69 for each of Smallshire's 57,690 people, and 7p for each of England's 57.7 million.
        assert!(!told("smallshire", "£4m"));
        assert!(told("england", "£4m"));
        assert!(told("smallshire", "£20,000"));
    }

    #[test]
    fn money_for_one_service_that_is_a_large_part_of_the_nhs_is_told_to_take_the_staff_of_others() {
        let catalogue = catalogue();
        let told = |amount: &str| {
            let read = |more: &str| {
                let text = format!("title = \"A\"\nextends = \"england.toml\"\n{more}");
                Scenario::from_text("mine.toml", &text, &[], &catalogue).expect("a scenario")
            };
            let own = read(&format!("[funding.earmarked]\nplanned_admitted = \"{amount}\"\n"));
            let (base, tables) = (read(""), Tables::load(&own).expect("tables"));
            let years = [0, 1].map(|after| own.start_year.plus(after));
            let chosen = Chosen::of(&own, Some(&base), &years).expect("chosen");
            doubtful("mine", &chosen, &tables).join("\n")
        };
        assert_eq!(told("£6bn"), "");
        assert!(
            told("£60bn").contains("gives one service 60000 million"),
            "{}",
            told("£60bn")
        );
    }
}
