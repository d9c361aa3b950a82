//! A place as a layer of a scenario: a text of levers and three tables, made in memory or written out to be changed.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use super::area::Area;
use super::gazetteer::Gazetteer;
use super::levels::{Level, Origin, levels};
use super::people::{BAND, BANDS_OF_FIFTHS, OLDEST, People, whole};
use super::shares::housing;
use super::told::facts;
use crate::scenario::Scenario;
use crate::scenario::source::{EMBEDDED, Made, Source};
use crate::world::TableError;
use crate::world::axes::{FIFTHS, Sex};
use crate::world::table::Table;

/// When the tables of places were last held against their sources.
const CHECKED: &str = "2026-11";

/// The files of a place, to be written to a folder.
#[derive(Clone, Debug)]
pub struct Export {
    /// Name of the scenario file.
    pub file: String,
    /// Its text.
    pub text: String,
    /// Folder of the tables beside it, and their texts by name.
    pub tables: (String, BTreeMap<String, String>),
}

/// The layer of a place, to be laid over England.
pub fn layer(gazetteer: &Gazetteer, area: &Area, england: &Scenario) -> Result<Arc<Source>, TableError> {
    let folder = format!("place-{}", area.code);
    let made = text(gazetteer, area, england, &folder)?;
    let files = tables(gazetteer, area)?;
    let files = files
        .into_iter()
        .map(|(name, text)| (format!("{folder}/{name}"), text))
        .collect();
    Ok(Arc::new(Source::made(
        Made {
            name: area.title(),
            slug: area.slug(),
            code: area.code.clone(),
            facts: facts(gazetteer, area, england)?,
            files,
        },
        made,
    )))
}

/// The same as files to be changed by hand.
pub fn export(gazetteer: &Gazetteer, area: &Area, england: &Scenario) -> Result<Export, TableError> {
    let slug = area.slug();
    let body = text(gazetteer, area, england, &slug)?;
    let head = format!(
        "# Written by `carepool places`. Change what you know better: every number here is {}'s own (pounds are its pounds), and\n\
         # what is not here is England's for as many people. `carepool check {slug}.toml` says whether it holds together.\n\n\
         title = \"{} as it is\"\n\
         description = \"Things go on as they are in {}: England's tables, laws and beliefs with the place's own people and levels.\"\n\
         extends = \"england.toml\"\n",
        area.name,
        area.title(),
        area.title()
    );
    Ok(Export {
        file: format!("{slug}.toml"),
        text: head + &body,
        tables: (slug, tables(gazetteer, area)?),
    })
}

/// A text in quotation marks.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

fn text(gazetteer: &Gazetteer, area: &Area, england: &Scenario, folder: &str) -> Result<String, TableError> {
    let (size, levels) = levels(gazetteer, area, england)?;
    let people = gazetteer.people(area).total();
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = writeln!(
        text,
        "# {}: {} people at mid-2023 ({}).",
        area.title(),
        whole(people),
        area.code
    );
    let _ = writeln!(
        text,
        "data = [{}, \"england\"]\nchecked = \"{CHECKED}\"\n",
        quoted(folder)
    );
    let mut sections: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    sections.entry("care").or_default().push(format!(
        "scale = {{ value = {size}, source = \"ONS, mid-year population estimates, mid-2023: {} people, as a part of England's\", \
         url = \"https://www.ons.gov.uk/peoplepopulationandcommunity/populationandmigration/populationestimates\", confidence = \"verified\" }}",
        whole(people)
    ));
    for level in &levels {
        let (section, name) = level.key.rsplit_once('.').unwrap_or(("", level.key));
        sections
            .entry(section)
            .or_default()
            .push(format!("{name} = {}", value(level)));
    }
    for (section, lines) in sections {
        let _ = writeln!(text, "[{section}]\n{}\n", lines.join("\n"));
    }
    Ok(text)
}

/// A level with its evidence.
fn value(level: &Level) -> String {
    let given = match level.value.as_slice() {
        [p10, p50, p90] if p10 < p50 && p50 < p90 => format!("interval = {{ p10 = {p10}, p50 = {p50}, p90 = {p90} }}"),
        values => format!("value = {}", values.get(values.len() / 2).copied().unwrap_or_default()),
    };
    let times = format!("{:.3}", level.ratio);
    let against = match level.amount {
        true => format!("{}: {times} times England's a head", level.origin.word()),
        false => format!("{}: {times} times England's", level.origin.word()),
    };
    let (confidence, url) = match (level.origin, level.url) {
        (Origin::Local, url) if !url.is_empty() => ("verified", format!("url = {}, ", quoted(url))),
        _ => ("judgement", String::new()),
    };
    format!(
        "{{ {given}, source = {}, {url}confidence = \"{confidence}\", note = {} }}",
        quoted(level.source),
        quoted(&against)
    )
}

/// The tables that are the place's own.
fn tables(gazetteer: &Gazetteer, area: &Area) -> Result<BTreeMap<String, String>, TableError> {
    let people = gazetteer.people(area);
    Ok(BTreeMap::from([
        ("population.csv".to_owned(), population(area, &people)),
        ("population_fifths.csv".to_owned(), fifths(area, &people)),
        ("wealth.csv".to_owned(), wealth(gazetteer, area)?),
    ]))
}

fn population(area: &Area, people: &People) -> String {
    let mut text = format!(
        "# People of {} at mid-2023 by age (90: 90 and over) and sex. Source: ONS, mid-year population estimates.\nage,female,male\n",
        area.title()
    );
    for (age, [female, male]) in people.people.iter().enumerate() {
        let _ = writeln!(text, "{age},{female},{male}");
    }
    text
}

fn fifths(area: &Area, people: &People) -> String {
    let mut text = format!(
        "# People of {} by sex, five-year band and fifth of areas by deprivation (1 = most deprived); only shares count. Source: MHCLG,\n\
         # English indices of deprivation 2019, with ONS small-area populations; both sexes alike.\nsex,from_age,fifth1,fifth2,fifth3,fifth4,fifth5\n",
        area.title()
    );
    for sex in Sex::ALL.map(Sex::name) {
        for band in 0..BANDS_OF_FIFTHS {
            // In parts of a thousand, as the tables of places give them.
            let shares = people.fifths[band].map(|share| (share * 1e6).round() / 1e3);
            let columns: Vec<String> = shares.iter().map(f64::to_string).collect();
            let _ = writeln!(text, "{sex},{},{}", (band * BAND).min(OLDEST), columns.join(","));
        }
    }
    text
}

/// England's table of wealth with the place's house prices and tenures.
fn wealth(gazetteer: &Gazetteer, area: &Area) -> Result<String, TableError> {
    let (price, tenures) = housing(gazetteer, area);
    let names = ["outright", "mortgage", "private_rent", "social_rent"];
    let rest = [
        "home_median",
        "home_spread",
        "capital_median",
        "capital_spread",
        "income_median",
        "income_spread",
    ];
    let columns = [&["from_age", "fifth", "partner"][..], &names, &rest].concat();
    let file = EMBEDDED
        .get_file("england/wealth.csv")
        .and_then(|file| file.contents_utf8());
    let table = Table::read("wealth.csv", file.unwrap_or_default(), &columns)?;
    let mut text = format!(
        "# England's table (its source and how it was made stand in scenarios/england/wealth.csv) for {}: homes at {price:.3} of England's\n\
         # price (ONS, Housing affordability, 2024), tenures of each fifth as they are among households there (ONS, Census 2021).\n{}\n",
        area.title(),
        columns.join(",")
    );
    for row in table.rows() {
        let fifth = row.whole("fifth", 1, FIFTHS)? - 1;
        let mut shares = [0.0; 4];
        for ((share, name), factor) in shares.iter_mut().zip(names).zip(tenures[fifth]) {
            *share = row.share(name)? * factor;
        }
        let total: f64 = shares.iter().sum();
        let shares: Vec<String> = shares.iter().map(|share| format!("{:.4}", share / total)).collect();
        let home = row.amount("home_median")? * price;
        let keys = ["from_age", "fifth", "partner"].map(|key| row.text(key)).join(",");
        let others = rest[1..].iter().map(|key| row.text(key)).collect::<Vec<_>>().join(",");
        let _ = writeln!(text, "{keys},{},{home:.0},{others}", shares.join(","));
    }
    Ok(text)
}
