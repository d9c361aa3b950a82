//! Districts: parts of the area that have a budget of their own beside that of the whole area.
//!
//! A proposal of a district is voted on by those who live there and paid from the district's budget; one that names none
//! is voted on by all and paid from the rest. People decide about both on one day, and one report tells of both.

use super::fields::Fields;
use super::money::exact_pounds;
use super::proposal::Proposal;
use crate::budgeting::Rational;
use crate::scenario::problem::{Fault, Place, Problem, Problems, nearest};
use crate::scenario::reading::META_KEYS;
use crate::scenario::tree::Value;

/// Parts of the people are written to a hundredth: each may be off by half of one.
const WRITTEN_TO: f64 = 0.005;

/// A district of the area.
#[derive(Clone, Debug, PartialEq)]
pub struct District {
    /// Its key.
    pub id: String,
    /// For readers.
    pub title: String,
    /// What it decides about a year [£]; part of the budget of the process.
    pub budget: Rational,
    /// Part of the people who live there; those of all districts are brought to 1.
    pub people: f64,
    /// For each deprivation fifth of people, how much more likely than others they are to live here \[odds\].
    pub fifths: [f64; 5],
}

/// Reads `[district.NAME]`, and checks that proposals name districts that are there.
pub(super) fn read(top: &Fields<'_>, proposals: &[Proposal], problems: &mut Problems) -> Vec<District> {
    let mut list: Vec<District> = Vec::new();
    let (mut parts, mut known_parts) = (Vec::new(), true);
    for (id, entry, fields) in top.tables("district", problems) {
        let known: Vec<&str> = ["title", "budget", "people", "fifths"]
            .iter()
            .chain(&META_KEYS)
            .copied()
            .collect();
        fields.only(&known, problems);
        let budget = fields.number("budget", "£", (0.01, 1e13), problems).map(exact_pounds);
        if budget.is_none() && fields.entry("budget").is_none() {
            fields.missing("budget", "a sum a year, such as \"£1.2m\"", Some(&entry.key), problems);
        }
        let people = fields.number("people", "share", (0.0001, 1.0), problems);
        let place = fields.entry("people").map(|entry| &entry.node.place);
        known_parts &= people.is_some();
        parts.extend(place.zip(people));
        if people.is_none() && fields.entry("people").is_none() {
            fields.missing(
                "people",
                "the part of all people who live there, from 0 to 1",
                Some(&entry.key),
                problems,
            );
        }
        let fifths = fifths(&fields, problems);
        if let (Some(budget), Some(people)) = (budget, people) {
            list.push(District {
                title: fields.text("title", problems).unwrap_or_else(|| id.replace('_', " ")),
                id: id.clone(),
                budget,
                people,
                fifths,
            });
        }
    }
    if known_parts {
        all_live_somewhere(&parts, problems);
    }
    for proposal in proposals {
        let (Some(id), Some(place)) = (&proposal.district, &proposal.district_place) else {
            continue;
        };
        if !list.iter().any(|district| district.id == *id) {
            let ids = list.iter().map(|district| district.id.as_str());
            let problem = Problem::at(
                Fault::UnknownWord(id.clone()),
                place,
                &format!("proposal.{}.district", proposal.id),
            );
            problems.push(
                problem
                    .expecting("a district of the file: `[district.NAME]`")
                    .near(nearest(id, ids)),
            );
        }
    }
    list
}

/// Refuses parts of the people that come to more than all of them: nobody lives in two districts.
fn all_live_somewhere(parts: &[(&Place, f64)], problems: &mut Problems) {
    let Some((last, _)) = parts.last() else { return };
    let sum: f64 = parts.iter().map(|(_, part)| part).sum();
    if sum <= 1.0 + WRITTEN_TO * parts.len() as f64 {
        return;
    }
    let list: Vec<String> = parts.iter().map(|(_, part)| per_cent(*part)).collect();
    let fault = Fault::Joint(format!(
        "the districts hold {} of the people together ({}), and nobody lives in two of them",
        per_cent(sum),
        list.join(" + ")
    ));
    problems.push(Problem::at(fault, last, "district").expecting("parts that come to no more than 100% of the people"));
}

/// That districts hold less than all of the people, and what becomes of the others; nothing where they hold all.
pub(super) fn told_of_the_rest(districts: &[District]) -> Option<String> {
    let sum: f64 = districts.iter().map(|district| district.people).sum();
    if districts.is_empty() || sum >= 1.0 - WRITTEN_TO * districts.len() as f64 {
        return None;
    }
    Some(format!(
        "The districts hold {} of the people together: simulated voters all live in one of them, so that the other {} are spread over the districts \
         in the same proportions. If they belong nowhere else, raise `people` of the districts to 100% together; if they live outside, \
         write a district of their own.",
        per_cent(sum),
        per_cent(1.0 - sum)
    ))
}

fn per_cent(part: f64) -> String {
    format!("{}%", (part * 1e4).round() / 1e2)
}

/// Five odds, one for each deprivation fifth from the most deprived; all alike where nothing is said.
fn fifths(fields: &Fields<'_>, problems: &mut Problems) -> [f64; 5] {
    let Some(entry) = fields.entry("fifths") else {
        return [1.0; 5];
    };
    let numbers: Vec<f64> = match &entry.node.value {
        Value::Array(items) => items
            .iter()
            .filter_map(|item| match item.value {
                Value::Number(number) if number >= 0.0 => Some(number),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    };
    <[f64; 5]>::try_from(numbers).unwrap_or_else(|_| {
        let fault = Fault::WrongKind {
            found: entry.node.value.found(),
            expected: "a list of 5 odds from 0 up, from the most deprived fifth to the least".into(),
        };
        problems.push(Problem::at(fault, &entry.node.place, &fields.key("fifths")));
        [1.0; 5]
    })
}
