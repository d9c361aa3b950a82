//! One scenario in every council or board: a tidy table, a map of where it would matter most, and how well the method does.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use rayon::prelude::*;

use super::PlacesArgs;
use crate::budgeting::explanation::so_many;
use crate::cli::FINE;
use crate::cli::begin::{tell, threads};
use crate::cli::format::{Failure, Format, rows};
use crate::cli::progress::{self, Bar};
use crate::measures::{self, HEADLINES, Handle};
use crate::places::{self, Area, Gazetteer, Held, Kind, OUTCOMES, Outcome, gazetteer, held};
use crate::projection::Progress;
use crate::report::tiles::{Tile, map};
use crate::results::{Request, cells};
use crate::run::{Job, pool};
use crate::scenario::Catalogue;
use crate::world::Group;

/// What one place's run tells.
#[derive(Clone, Debug)]
struct Told {
    area: &'static Area,
    /// By scenario, then as asked: means over the draws.
    values: Vec<Vec<f64>>,
    /// What is to be told of the scenarios in it.
    notes: Vec<String>,
}

/// A measure asked for, for the whole place or for 1,000 of its people.
#[derive(Clone, Debug)]
struct Asked {
    name: String,
    measure: Handle,
    per_1000: bool,
}

const PER_1000: &str = "_per_1000";
const THOUSAND: f64 = 1000.0;

fn asked(name: &str) -> Result<Asked, Failure> {
    if let Ok(measure) = measures::find(name) {
        return Ok(Asked {
            name: name.to_owned(),
            measure,
            per_1000: false,
        });
    }
    let plain = name.strip_suffix(PER_1000).unwrap_or(name);
    let measure = measures::find(plain)?;
    let unit = measure.measure().unit;
    // A share of a place, or what each of its people has, divided by its people says how small the place is.
    if plain != name && OF_EACH.contains(&unit) {
        return Err(Failure::Refused(format!(
            "`{plain}` is told in {unit}, whatever the number of people: {PER_1000} is for amounts; ask for `{plain}`"
        )));
    }
    Ok(Asked {
        name: name.to_owned(),
        measure,
        per_1000: plain != name,
    })
}

/// Units of what does not grow with the people of a place.
const OF_EACH: [&str; 9] = [
    "share",
    "ratio",
    "index",
    "pence",
    "percentage points",
    "per thousand people",
    "weeks",
    "years",
    "£",
];

/// What is to be told of the places' runs, each thing once: numbers apart, with the places that it is told of.
fn told_of_places(notes: &[(&Area, Vec<String>)]) -> Vec<String> {
    let mut kinds: BTreeMap<String, (&str, &String, usize)> = BTreeMap::new();
    for (area, told) in notes {
        for note in told {
            let kind = note.replace(|letter: char| letter.is_ascii_digit() || ".,".contains(letter), "");
            kinds.entry(kind).or_insert((&area.name, note, 0)).2 += 1;
        }
    }
    let all = notes.len();
    kinds
        .into_values()
        .map(|(area, note, places)| match places {
            places if places == all => format!("In every place, such as {area}: {note}"),
            1 => format!("In {area}: {note}"),
            places => format!("In {places} of {all} places, such as {area}: {note}"),
        })
        .collect()
}

/// Runs scenarios in every place of a kind; means of what is asked at a year.
fn every(
    scenarios: &[String],
    kind: Kind,
    asked: &[Asked],
    after: usize,
    args: &PlacesArgs,
    catalogue: &Catalogue,
) -> Result<Vec<Told>, Failure> {
    let gazetteer = gazetteer().map_err(|error| Failure::Refused(error.to_string()))?;
    let areas: Vec<&'static Area> = gazetteer.of(kind).collect();
    progress::listen();
    let bar = Bar::new(areas.len(), "places");
    let told: Vec<Result<Told, Failure>> = areas
        .into_par_iter()
        .map(|area| {
            if bar.stop() {
                return Err(Failure::Interrupted("\nInterrupted. Nothing was written.".to_owned()));
            }
            let (values, notes) = values(scenarios, Some(area), asked, after, args, catalogue)
                .map_err(|failure| failure.in_place(&area.name))?;
            bar.done(1);
            Ok(Told { area, values, notes })
        })
        .collect();
    bar.clear();
    told.into_iter().collect()
}

/// Means of what is asked, by scenario, in a place or in the whole country; and what is to be told of the scenarios there.
fn values(
    scenarios: &[String],
    area: Option<&Area>,
    asked: &[Asked],
    after: usize,
    args: &PlacesArgs,
    catalogue: &Catalogue,
) -> Result<(Vec<Vec<f64>>, Vec<String>), Failure> {
    let job = Job::prepare(
        Request {
            scenarios: scenarios.to_vec(),
            areas: area.map(|area| area.code.clone()).into_iter().collect(),
            draws: args.draws(),
            people: args.people(),
            years: after + 1,
            seed: args.seed(),
            ..Request::default()
        },
        catalogue,
    )?;
    let cube = job.collect(&())?;
    let year = cube.shape.years[after];
    let mean = |scenario: &str, measure: Handle| {
        let values = cube.values(scenario, measure, Group::ALL, year).unwrap_or_default();
        values.iter().sum::<f64>() / values.len() as f64
    };
    let told = cube.shape.scenarios.iter().map(|scenario| {
        let one = |asked: &Asked| match asked.per_1000 {
            true => THOUSAND * mean(scenario, asked.measure) / mean(scenario, measures::POPULATION),
            false => mean(scenario, asked.measure),
        };
        asked.iter().map(one).collect()
    });
    Ok((told.collect(), job.notes_of_scenarios()))
}

/// Runs a scenario everywhere; writes the table and the map.
pub(super) fn run(
    args: &PlacesArgs,
    scenario: &str,
    catalogue: &Catalogue,
    out: &mut dyn Write,
) -> Result<u8, Failure> {
    let mut kinds = [Kind::Board, Kind::Region].into_iter();
    let kind = kinds
        .find(|kind| Some(kind.word()) == args.kind.as_deref())
        .unwrap_or(Kind::Council);
    let alone = scenario.trim_end_matches(".toml") == places::COUNTRY;
    let mut scenarios = vec![places::COUNTRY.to_owned()];
    if !alone {
        scenarios.push(scenario.to_owned());
    }
    let shown = match &args.measure {
        Some(name) => name.clone(),
        None if alone => measures::LIFE_EXPECTANCY.name().to_owned(),
        None => format!("{}{PER_1000}", measures::COST_PUBLIC.name()),
    };
    let mut wanted: Vec<Asked> = vec![asked(&shown)?, asked(measures::POPULATION.name())?];
    for headline in HEADLINES {
        if wanted.iter().all(|known| known.name != headline.name()) {
            wanted.push(asked(headline.name())?);
        }
    }
    let after = args.after();
    let pool = pool(threads(args.threads))?;
    let told = pool.install(|| every(&scenarios, kind, &wanted, after, args, catalogue))?;
    let notes: Vec<(&Area, Vec<String>)> = told.iter().map(|one| (one.area, one.notes.clone())).collect();
    tell(&told_of_places(&notes));
    let mut header = vec![
        "code".to_owned(),
        "name".to_owned(),
        "region".to_owned(),
        "scenario".to_owned(),
    ];
    header.extend(wanted.iter().map(|one| one.name.clone()));
    let mut lines = Vec::new();
    for place in &told {
        for (values, scenario) in place.values.iter().zip(&scenarios) {
            let mut line = vec![
                place.area.code.clone(),
                cells::inert(&place.area.name).into_owned(),
                place.area.region.clone(),
                scenario.clone(),
            ];
            // A table for a program: plain numbers, none rounded to be read.
            line.extend(values.iter().map(|value| number(*value)));
            lines.push(line);
        }
    }
    let change = |place: &Told| match place.values.as_slice() {
        [as_it_is, changed, ..] => changed[0] - as_it_is[0],
        [only] => only[0],
        [] => f64::NAN,
    };
    let unit = wanted[0].measure.measure().unit;
    let per = if wanted[0].per_1000 { " for 1,000 people" } else { "" };
    let label = wanted[0].measure.measure().title;
    let title = match alone {
        true => format!("{label}{per} after {}, {unit}", so_many(after as u64, "year", "years")),
        false => format!(
            "What {scenario} would change: {label}{per} after {}, {unit}",
            so_many(after as u64, "year", "years")
        ),
    };
    let tiles: Vec<Tile> = told
        .iter()
        .map(|place| Tile {
            name: place.area.name.clone(),
            region: match kind {
                Kind::Region => place.area.name.clone(),
                _ => place.area.region.clone(),
            },
            value: change(place),
        })
        .collect();
    let svg = map(&title, &tiles);
    let stem = Path::new(scenario)
        .file_stem()
        .map_or(scenario.into(), |stem| stem.to_string_lossy());
    let folder = args
        .out
        .clone()
        .unwrap_or_else(|| Path::new("outputs").join(format!("places-{stem}-{}", kind.word())));
    std::fs::create_dir_all(&folder)?;
    let table = csv_of(&header, &lines)?;
    std::fs::write(folder.join("places.csv"), table)?;
    std::fs::write(folder.join("map.svg"), svg)?;
    if args.format != Format::Text {
        let header: Vec<&str> = header.iter().map(String::as_str).collect();
        rows(out, args.format, &header, &lines)?;
        return Ok(FINE);
    }
    let mut order: Vec<(&Told, f64)> = told.iter().map(|place| (place, change(place))).collect();
    order.sort_by(|(_, one), (_, other)| other.total_cmp(one));
    writeln!(out, "{title}, {}", so_many(told.len() as u64, "place", "places"))?;
    for (words, list) in ends(&order, alone) {
        for (place, value) in list {
            writeln!(
                out,
                "  {words:<11} {:<44} {}",
                place.area.title(),
                crate::results::tables::short(*value)
            )?;
        }
    }
    writeln!(
        out,
        "{} of {} in each place: small places differ by luck too. places.csv and map.svg are in {}",
        so_many(args.draws() as u64, "draw", "draws"),
        so_many(args.people() as u64, "person", "people"),
        folder.display()
    )?;
    Ok(FINE)
}

/// The places at both ends of an order from the highest value down, and what each end is called: changes that all have one sign are
/// larger or smaller. No place stands at both ends, nor one whose value is undefined.
fn ends<T>(order: &[(T, f64)], levels: bool) -> [(&'static str, Vec<&(T, f64)>); 2] {
    const ENDS: usize = 5;
    let mut order: Vec<&(T, f64)> = order.iter().filter(|(_, value)| value.is_finite()).collect();
    let all = |sign: f64| order.iter().all(|(_, value)| *value * sign >= 0.0);
    let words = match (levels, all(1.0), all(-1.0)) {
        (true, ..) => ["highest", "lowest"],
        (_, true, true) => ["no change", "no change"],
        (_, true, _) => ["rises most", "rises least"],
        (_, _, true) => ["falls most", "falls least"],
        _ => {
            let rises = order.iter().take(ENDS).filter(|(_, value)| *value > 0.0);
            let falls = order.iter().rev().take(ENDS).filter(|(_, value)| *value < 0.0);
            return [
                ("rises most", rises.copied().collect()),
                ("falls most", falls.copied().collect()),
            ];
        }
    };
    if words[0] == "falls most" {
        order.reverse();
    }
    let (first, rest) = order.split_at(ENDS.min(order.len().div_ceil(2)));
    let last = rest.iter().rev().take(first.len());
    [(words[0], first.to_vec()), (words[1], last.copied().collect())]
}

/// A number as a program reads it; nothing where there is none.
fn number(value: f64) -> String {
    if value.is_finite() {
        value.to_string()
    } else {
        String::new()
    }
}

fn csv_of(header: &[String], lines: &[Vec<String>]) -> Result<Vec<u8>, Failure> {
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record(header)?;
    for line in lines {
        table.write_record(line)?;
    }
    table
        .into_inner()
        .map_err(|error| Failure::from(csv::Error::from(error.into_error())))
}

/// An outcome, the model's value of it by code, and the model's for England.
type Modelled = (Outcome, BTreeMap<String, f64>, f64);

/// The model's outcomes of the base year for every place of a kind.
fn outcomes(kind: Kind, args: &PlacesArgs, catalogue: &Catalogue) -> Result<Vec<Modelled>, Failure> {
    let told: Vec<Outcome> = Outcome::of(kind).collect();
    let mut wanted = vec![asked(measures::POPULATION.name())?];
    let mut at = Vec::new();
    for outcome in &told {
        let mut place = |measure: Handle| -> Result<usize, Failure> {
            wanted.push(asked(measure.name())?);
            Ok(wanted.len() - 1)
        };
        let measure = place(outcome.measure)?;
        at.push((measure, outcome.less.map(&mut place).transpose()?));
    }
    let scenarios = [places::COUNTRY.to_owned()];
    let gazetteer = gazetteer().map_err(|error| Failure::Refused(error.to_string()))?;
    let (england, _) = values(&scenarios, None, &wanted, 0, args, catalogue)?;
    let every = every(&scenarios, kind, &wanted, 0, args, catalogue)?;
    let total = |values: &[f64], index: usize| {
        let (measure, less) = at[index];
        (values[measure] - less.map_or(0.0, |less| values[less])) * told[index].times
    };
    let all = told.iter().enumerate().map(|(index, outcome)| {
        let of = |place: &Told| total(&place.values[0], index) / outcome.divisor(gazetteer, place.area);
        let places = every.iter().map(|place| (place.area.code.clone(), of(place))).collect();
        let divisors = gazetteer.of(kind).map(|area| outcome.divisor(gazetteer, area));
        let whole = match outcome.per {
            places::Per::Nothing => 1.0,
            _ => divisors.sum(),
        };
        (*outcome, places, total(&england[0], index) / whole)
    });
    Ok(all.collect())
}

/// How the method does on published outcomes, over every place that a table has.
pub(super) fn hold(
    published: &places::Published,
    args: &PlacesArgs,
    catalogue: &Catalogue,
) -> Result<Vec<Held>, Failure> {
    let mut found = Vec::new();
    for kind in [Kind::Council, Kind::Board] {
        if OUTCOMES
            .iter()
            .all(|one| one.kind != kind || !published.contains_key(one.column))
        {
            continue;
        }
        for (outcome, modelled, england) in outcomes(kind, args, catalogue)? {
            let known = published.get(outcome.column);
            found.extend(known.and_then(|known| held(outcome, known, &modelled, england)));
        }
    }
    Ok(found)
}

/// Holds the method against a table of outcomes and tells how it does.
pub(super) fn against(
    args: &PlacesArgs,
    file: &str,
    catalogue: &Catalogue,
    out: &mut dyn Write,
) -> Result<u8, Failure> {
    let wrong = |error: crate::world::TableError| Failure::Refused(error.to_string());
    let known: &Gazetteer = gazetteer().map_err(wrong)?;
    let published = match file {
        "-" => known.outcomes().map_err(wrong)?,
        path => {
            let unreadable = |why: String| Failure::Refused(format!("cannot read {path}: {why}"));
            let bytes = std::fs::read(path).map_err(|error| unreadable(error.to_string()))?;
            if let Some(what) = crate::world::workbook::instead_of_text(&bytes) {
                return Err(Failure::Refused(format!("{path} {what}")));
            }
            let text = String::from_utf8(bytes).map_err(|error| unreadable(error.to_string()))?;
            places::published(known, path, &text).map_err(wrong)?
        }
    };
    let pool = pool(threads(args.threads))?;
    let found = pool.install(|| hold(&published, args, catalogue))?;
    let lines: Vec<Vec<String>> = found.iter().map(line).collect();
    if args.format != Format::Text {
        rows(out, args.format, &places::COLUMNS_OF_ERRORS, &lines)?;
        return Ok(FINE);
    }
    for (held, line) in found.iter().zip(&lines) {
        writeln!(
            out,
            "{}: {} places, {} of the differences explained, error {} against {} if everywhere were England ({}); {}",
            held.outcome.label, line[1], line[2], line[3], line[4], line[5], line[6]
        )?;
    }
    Ok(FINE)
}

/// One line of the table of errors.
pub(super) fn line(held: &Held) -> Vec<String> {
    vec![
        held.outcome.label.to_owned(),
        held.places.to_string(),
        format!("{:.2}", held.explained),
        format!("{:.3}", held.error),
        format!("{:.3}", held.as_england),
        held.outcome.unit.to_owned(),
        if held.carries() {
            "shown with its error"
        } else {
            "with a warning"
        }
        .to_owned(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(values: &[f64], levels: bool) -> [(&'static str, Vec<f64>); 2] {
        let order: Vec<((), f64)> = values.iter().map(|value| ((), *value)).collect();
        ends(&order, levels).map(|(words, list)| (words, list.iter().map(|(_, value)| *value).collect()))
    }

    #[test]
    fn most_of_a_fall_is_the_largest_fall_and_no_place_is_both_most_and_least() {
        assert_eq!(
            told(&[-121.0, -200.0, -402.0], false),
            [("falls most", vec![-402.0, -200.0]), ("falls least", vec![-121.0])]
        );
        assert_eq!(
            told(&[9.0, 4.0, 0.0], false),
            [("rises most", vec![9.0, 4.0]), ("rises least", vec![0.0])]
        );
        assert_eq!(
            told(&[3.0, -1.0, -2.0, -5.0], false),
            [("rises most", vec![3.0]), ("falls most", vec![-5.0, -2.0, -1.0])]
        );
        assert_eq!(
            told(&[-1.0, -2.0], true),
            [("highest", vec![-1.0]), ("lowest", vec![-2.0])]
        );
        let many: Vec<f64> = (0..20).rev().map(f64::from).collect();
        assert_eq!(
            told(&many, true),
            [
                ("highest", vec![19.0, 18.0, 17.0, 16.0, 15.0]),
                ("lowest", vec![0.0, 1.0, 2.0, 3.0, 4.0])
            ]
        );
        assert_eq!(told(&[f64::NAN, 2.0, 1.0], false)[1], ("rises least", vec![1.0]));
        assert_eq!(told(&[0.0, 0.0], false)[0], ("no change", vec![0.0]));
        assert_eq!(told(&[7.0], true), [("highest", vec![7.0]), ("lowest", Vec::new())]);
    }
}
