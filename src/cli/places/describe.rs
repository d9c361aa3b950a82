//! One place in words: what is local, what is derived, and what is England's.

use std::io::Write;

use super::PlacesArgs;
use crate::cli::FINE;
use crate::cli::format::{Failure, Format, rows};
use crate::places::{self, Area, Gazetteer, Kind, Level, Origin, Outcome};
use crate::scenario::{Catalogue, Scenario};

/// Ages told apart in the description.
const OLD: usize = 65;
const VERY_OLD: usize = 85;

/// Tells what is known of a place.
pub(super) fn place(
    args: &PlacesArgs,
    gazetteer: &Gazetteer,
    area: &Area,
    catalogue: &Catalogue,
    out: &mut dyn Write,
) -> Result<u8, Failure> {
    let wrong = |error: crate::world::TableError| Failure::Refused(error.to_string());
    let england = Scenario::load(places::COUNTRY, &[], catalogue)?;
    let (size, levels) = places::levels(gazetteer, area, &england).map_err(wrong)?;
    if args.format != Format::Text {
        let lines: Vec<Vec<String>> = levels.iter().map(|level| line(level, catalogue)).collect();
        let header = ["key", "value", "unit", "times_england", "origin", "source", "url"];
        rows(out, args.format, &header, &lines)?;
        return Ok(FINE);
    }
    let people = gazetteer.people(area);
    let older = |from: usize| people.people[from..].iter().flatten().sum::<f64>() / people.total();
    writeln!(
        out,
        "{}: {}, {}{}",
        area.title(),
        area.kind.name(),
        area.code,
        region(area)
    )?;
    writeln!(
        out,
        "  {:.0} people at mid-2023, {:.2}% of England's; {:.1}% are 65 or older, {:.1}% 85 or older",
        people.total(),
        100.0 * size,
        100.0 * older(OLD),
        100.0 * older(VERY_OLD)
    )?;
    let fifths: Vec<String> = people
        .shares()
        .iter()
        .map(|share| format!("{:.0}%", 100.0 * share))
        .collect();
    writeln!(
        out,
        "  by deprivation of their areas, most deprived fifth of England first: {}",
        fifths.join(", ")
    )?;
    for origin in [Origin::Local, Origin::Derived] {
        writeln!(out, "\n{}", heading(origin))?;
        for level in levels.iter().filter(|level| level.origin == origin) {
            let line = line(level, catalogue);
            let times = if level.amount {
                "times England's a head"
            } else {
                "times England's"
            };
            writeln!(
                out,
                "  {:<46} {:>14} {:<18} {} {times}",
                line[0], line[1], line[2], line[3]
            )?;
        }
    }
    writeln!(out, "\nEngland's: everything else, for as many people")?;
    let published = gazetteer.outcomes().map_err(wrong)?;
    let known: Vec<(Outcome, f64)> = Outcome::of(area.kind)
        .filter_map(|outcome| Some((outcome, *published.get(outcome.column)?.get(&area.code)?)))
        .collect();
    if !known.is_empty() {
        writeln!(
            out,
            "\nPublished, and never an input (a report of a run sets the model's beside them)"
        )?;
        let errors = gazetteer.errors().map_err(wrong)?;
        for (outcome, value) in known {
            let error = errors.get(outcome.column);
            let how = match error {
                Some(error) if outcome.carries(error) => {
                    format!("; over {} places the model is off by {}", error.places, error.error)
                }
                Some(_) => "; the model does little better than to say that everywhere is England".to_owned(),
                None => String::new(),
            };
            writeln!(
                out,
                "  {}: {value:.2} {}, England {}{how}",
                outcome.label, outcome.unit, outcome.england
            )?;
        }
    }
    writeln!(
        out,
        "\ncarepool run england --area \"{0}\"; carepool places \"{0}\" --export DIR writes files to change",
        if area.kind == Kind::Board {
            area.code.clone()
        } else {
            area.name.clone()
        }
    )?;
    Ok(FINE)
}

fn region(area: &Area) -> String {
    match area.kind {
        Kind::Region => String::new(),
        _ => format!(", {}", area.region),
    }
}

fn heading(origin: Origin) -> &'static str {
    match origin {
        Origin::Local => "Local: published for the place itself",
        Origin::Derived => "Derived: worked out from its people or its neighbours",
    }
}

fn line(level: &Level, catalogue: &Catalogue) -> Vec<String> {
    let middle = level.value.get(level.value.len() / 2).copied().unwrap_or_default();
    vec![
        level.key.to_owned(),
        middle.to_string(),
        catalogue
            .get(level.key)
            .map_or(String::new(), |spec| spec.unit.to_owned()),
        format!("{:.3}", level.ratio),
        level.origin.word().to_owned(),
        level.source.to_owned(),
        level.url.to_owned(),
    ]
}
