//! `[programme.NAME]`: anything done for some people at some cost with some effect.
//!
//! Any of its numbers may be a distribution. `[programme_defaults]` gives `fidelity` and `cashable` to those that do
//! not say; they are then one assumption shared by all of these programmes.

use super::change;
use super::eligible::eligible;
use super::evidence::{Backing, Evidence};
use super::problem::{Fault, Place, Problem, Problems, nearest};
use super::reading::{Expect, Given, META_KEYS, Meta, Reader};
use super::source::Source;
use super::tree::{Entry, Node, Table, Value};
use crate::world::lever::is_amount;
use crate::world::{Effect, Eligibility, LeverKind, Payer, Service};

/// Words for who pays.
pub const PAYERS: [(&str, Payer); 5] = [
    ("nhs", Payer::Nhs),
    ("council", Payer::Council),
    ("public_health", Payer::PublicHealth),
    ("tax", Payer::Tax),
    ("outside", Payer::Outside),
];
/// Words for dependency, least first.
pub const DEPENDENCY: [&str; 4] = ["independent", "low", "medium", "high"];
/// Keys of a programme besides evidence.
pub const KEYS: [&str; 16] = [
    "title",
    "description",
    "enabled",
    "eligible",
    "coverage",
    "start_year",
    "ramp_years",
    "end_year",
    "cost_per_person",
    "cost_total",
    "transfer_per_person",
    "payer",
    "into",
    "fidelity",
    "cashable",
    "effects",
];
/// Keys of `eligible`.
pub const ELIGIBLE: [&str; 6] = [
    "min_age",
    "max_age",
    "sexes",
    "fifths",
    "min_conditions",
    "min_dependency",
];
/// Numbers of a programme: key, unit, bounds, meaning.
pub const NUMBERS: [(&str, &str, f64, f64, &str); 7] = [
    (
        "coverage",
        "share",
        0.0,
        1.0,
        "Share of the eligible who are reached at full roll-out.",
    ),
    ("ramp_years", "years", 0.0, 50.0, "Years from start to full coverage."),
    ("cost_per_person", "£", -1e6, 1e7, "Yearly cost per person reached."),
    ("cost_total", "£m", -1e6, 1e6, "Yearly cost at full roll-out besides."),
    (
        "fidelity",
        "share",
        0.0,
        1.0,
        "Share of the published effect that survives outside its trial.",
    ),
    (
        "cashable",
        "share",
        0.0,
        1.0,
        "Share of the activity avoided that becomes money.",
    ),
    (
        "transfer_per_person",
        "£",
        0.0,
        1e5,
        "Money paid to each person reached, a year, out of tax: moved and not used up, so no cost of health and care.",
    ),
];
/// Most that a programme adds to the utility of those whom it reaches, or takes from it: a hip replaced adds some 0.4.
const MOST_QUALITY: f64 = 0.5;
/// Largest ratio that an effect may be.
const LARGEST_EFFECT: f64 = 20.0;

/// A number of a programme, read.
#[derive(Clone, Debug)]
pub struct Figure {
    /// Its full key.
    pub key: String,
    /// Its unit.
    pub unit: &'static str,
    /// Lowest and highest value.
    pub bounds: (f64, f64),
    /// What it is.
    pub meaning: String,
    /// What was given.
    pub given: Given,
    /// The same, in one spelling.
    pub text: String,
    /// Its evidence in words.
    pub meta: Meta,
    /// What stands behind it.
    pub backing: Backing,
    /// Where.
    pub place: Place,
    /// Whether it is an amount of the whole country.
    pub national: bool,
}

/// A programme, read and checked, not yet sampled.
#[derive(Clone, Debug)]
pub struct ProgrammeReading {
    /// Its key.
    pub name: String,
    /// Who may have it.
    pub eligible: Eligibility,
    /// Who pays.
    pub payer: Payer,
    /// The service that its money goes to.
    pub into: Option<Service>,
    /// First year, if given.
    pub start: Option<u16>,
    /// Last year, if it ends.
    pub end: Option<u16>,
    /// In the order of [`NUMBERS`]; nothing where the default holds (0 for costs and ramp).
    pub figures: [Option<Figure>; 7],
    /// Effect, size, lag, fade.
    pub effects: Vec<(Effect, Figure, Option<Figure>, Option<Figure>)>,
    /// Where it stands.
    pub place: Place,
    /// Evidence for the programme as a whole.
    pub meta: Meta,
}

impl ProgrammeReading {
    /// Brings its amounts to the size of the place; `factor` says by how much, given where an amount stands and whether it says
    /// that it is the whole country's.
    pub(super) fn size(&mut self, factor: impl Fn(&Source, bool) -> f64) {
        for figure in self
            .figures
            .iter_mut()
            .flatten()
            .filter(|figure| is_amount(figure.unit))
        {
            let factor = factor(&figure.place.source, figure.national);
            let given = std::mem::replace(&mut figure.given, Given::Number(0.0));
            figure.given = super::size::sized(given, factor);
            figure.text = super::size::words(&figure.given, &figure.text, factor);
        }
    }
    /// Dates what stands in a file by when that file was last checked, where nothing nearer does.
    pub fn date(&mut self, file: &Source, dated: &Meta) {
        let figures = self.figures.iter_mut().flatten();
        let effects = self
            .effects
            .iter_mut()
            .flat_map(|(_, size, lag, fade)| std::iter::once(size).chain(lag.as_mut()).chain(fade.as_mut()));
        // The programme's own evidence stands nearer than that of its file.
        let whole = self.meta.contains_key("source");
        for figure in figures.chain(effects).filter(|figure| same(&figure.place.source, file)) {
            let own = whole || figure.meta.contains_key("source");
            for (key, text) in dated.iter().filter(|(key, _)| **key == "checked" || !own) {
                figure.meta.entry(*key).or_insert_with(|| text.clone());
            }
        }
    }
}

/// Whether two sources are the same file.
fn same(one: &Source, other: &Source) -> bool {
    one.root == other.root && one.path == other.path
}

fn expect<'a>(key: &'a str, unit: &'a str, (low, high): (f64, f64)) -> Expect<'a> {
    Expect {
        key,
        unit,
        low,
        high,
        kind: LeverKind::Number,
        change: false,
        extra: &[],
        path: false,
    }
}

fn figure(
    (reader, evidence): (&mut Reader, &Evidence),
    entry: &Entry,
    key: String,
    unit: &'static str,
    bounds: (f64, f64),
    meaning: &str,
    extra: &[&str],
) -> Option<Figure> {
    let change = extra.contains(&"change");
    let reading = reader.assumption(
        &entry.node,
        &Expect {
            change,
            extra,
            ..expect(&key, unit, bounds)
        },
    )?;
    let resolved = evidence.resolve(reading, &key, &entry.key, reader.problems);
    let Some(given) = resolved.given else {
        reader.problems.push(Problem::at(
            Fault::Missing(format!("{key}.value")),
            &entry.node.place,
            &key,
        ));
        return None;
    };
    let national = super::size::national(&entry.node, &key, reader.problems);
    Some(Figure {
        key,
        unit,
        bounds,
        meaning: meaning.to_string(),
        given,
        text: resolved.text,
        meta: resolved.meta,
        backing: resolved.backing,
        place: entry.key.clone(),
        national,
    })
}

fn number((reader, evidence): (&mut Reader, &Evidence), table: &Table, prefix: &str, index: usize) -> Option<Figure> {
    let (name, unit, low, high, meaning) = NUMBERS[index];
    figure(
        (reader, evidence),
        table.get(name)?,
        format!("{prefix}.{name}"),
        unit,
        (low, high),
        meaning,
        &[],
    )
}

pub(super) fn unknown(reader: &mut Reader, table: &Table, prefix: &str, known: &[&str]) {
    for (name, entry) in table.iter().filter(|(name, _)| !known.contains(&name.as_str())) {
        let full = format!("{prefix}.{name}");
        reader.problems.push(
            Problem::at(Fault::UnknownKey(full.clone()), &entry.key, &full)
                .expecting(format!("one of {}", known.join(", ")))
                .near(nearest(name, known.iter().copied())),
        );
    }
}

pub(super) fn wrong(reader: &mut Reader, node: &Node, key: &str, expected: &str) {
    let fault = Fault::WrongKind {
        found: node.value.found(),
        expected: expected.to_string(),
    };
    reader.problems.push(Problem::at(fault, &node.place, key));
}

/// Whether a table says who has a programme, what it costs or what it does; one that only switches or dates it is laid over another.
fn says_what_it_is(table: &Table) -> bool {
    let keys = [
        "coverage",
        "eligible",
        "cost_per_person",
        "cost_total",
        "transfer_per_person",
        "effects",
        "into",
    ];
    keys.iter().any(|key| table.contains_key(*key))
}

/// Reads all programmes of the merged tables.
pub fn read(
    programmes: &Table,
    defaults: &Table,
    evidence: &Evidence,
    problems: &mut Problems,
) -> Vec<ProgrammeReading> {
    let mut reader = Reader { problems };
    unknown(&mut reader, defaults, "programme_defaults", &["fidelity", "cashable"]);
    let shared = [4, 5].map(|index| number((&mut reader, evidence), defaults, "programme_defaults", index));
    let mut found = Vec::new();
    for (name, entry) in programmes {
        match &entry.node.value {
            Value::Table(table) if !says_what_it_is(table) => {
                let others = programmes.iter().filter(|(_, entry)| match &entry.node.value {
                    Value::Table(table) => says_what_it_is(table),
                    _ => false,
                });
                let near = nearest(name, others.map(|(name, _)| name.as_str()));
                let key = format!("programme.{name}");
                let problem = Problem::at(Fault::UnknownKey(key.clone()), &entry.key, &key);
                let expected = "a programme of the files beneath, or all that a new one is: coverage, costs, effects";
                reader.problems.push(problem.expecting(expected).near(near));
            }
            Value::Table(table) => found.extend(programme((&mut reader, evidence), name, entry, table, &shared)),
            _ => wrong(&mut reader, &entry.node, &format!("programme.{name}"), "a table"),
        }
    }
    found
}

fn programme(
    (reader, evidence): (&mut Reader, &Evidence),
    name: &str,
    entry: &Entry,
    table: &Table,
    shared: &[Option<Figure>; 2],
) -> Option<ProgrammeReading> {
    let prefix = format!("programme.{name}");
    let before = reader.problems.0.len();
    let known: Vec<&str> = KEYS.iter().chain(&META_KEYS).copied().collect();
    unknown(reader, table, &prefix, &known);
    let meta = reader.meta(table, &expect(&prefix, "", (0.0, 0.0)));
    let mut text = |key: &str| match table.get(key).map(|entry| &entry.node) {
        None => String::new(),
        Some(Node {
            value: Value::Text(text),
            ..
        }) => text.clone(),
        Some(other) => {
            wrong(reader, other, &format!("{prefix}.{key}"), "a text");
            String::new()
        }
    };
    // Words for people: read so that another kind of value is refused.
    for key in ["title", "description"] {
        text(key);
    }
    let enabled = match table.get("enabled").map(|entry| &entry.node) {
        None => true,
        Some(Node {
            value: Value::Switch(value),
            ..
        }) => *value,
        Some(other) => {
            wrong(reader, other, &format!("{prefix}.enabled"), "true or false");
            true
        }
    };
    let mut figures: [Option<Figure>; 7] =
        std::array::from_fn(|index| number((reader, evidence), table, &prefix, index));
    for (index, default) in shared.iter().enumerate() {
        if !table.contains_key(NUMBERS[index + 4].0) {
            figures[index + 4] = default.clone();
        }
    }
    for (index, needed) in NUMBERS
        .iter()
        .enumerate()
        .filter(|(index, _)| ![1, 2, 3, 6].contains(index))
    {
        if figures[index].is_none() && !table.contains_key(needed.0) {
            let hint = if index > 3 {
                " (here or in `[programme_defaults]`)"
            } else {
                ""
            };
            reader.problems.push(
                Problem::at(Fault::Missing(format!("{prefix}.{}", needed.0)), &entry.key, &prefix).expecting(format!(
                    "{} to {} [{}]{hint}: {}",
                    needed.2, needed.3, needed.1, needed.4
                )),
            );
        }
    }
    let words: Vec<&str> = PAYERS.iter().map(|payer| payer.0).collect();
    let payer = match table.get("payer").map(|entry| (entry, &entry.node.value)) {
        Some((_, Value::Text(word))) if words.contains(&word.as_str()) => PAYERS
            .iter()
            .find(|payer| payer.0 == word)
            .map_or(Payer::Nhs, |payer| payer.1),
        Some((payer, other)) => {
            let near = if let Value::Text(word) = other {
                nearest(word, words.iter().copied())
            } else {
                None
            };
            let fault = Fault::UnknownWord(if let Value::Text(word) = other {
                word.clone()
            } else {
                other.found()
            });
            let problem = Problem::at(fault, &payer.node.place, &format!("{prefix}.payer"));
            reader
                .problems
                .push(problem.expecting(format!("one of {}", words.join(", "))).near(near));
            Payer::Nhs
        }
        None => {
            let problem = Problem::at(Fault::Missing(format!("{prefix}.payer")), &entry.key, &prefix);
            reader
                .problems
                .push(problem.expecting(format!("one of {}", words.join(", "))));
            Payer::Nhs
        }
    };
    let into = into(reader, table, &prefix, payer);
    let start = table.get("start_year").and_then(|entry| reader.year(entry, &prefix));
    let end = table.get("end_year").and_then(|entry| reader.year(entry, &prefix));
    if let (Some(start), Some(end), Some(entry)) = (start, end, table.get("end_year"))
        && end < start
    {
        let fault = Fault::Path(format!("it ends in {end}, before it starts in {start}"));
        reader.problems.push(Problem::at(fault, &entry.node.place, &prefix));
    }
    let eligible = eligible(reader, table, &prefix);
    let effects = effects((reader, evidence), table, &prefix);
    let fine = reader.problems.0.len() == before && enabled;
    fine.then(|| ProgrammeReading {
        name: name.to_string(),
        eligible,
        payer,
        into,
        start,
        end,
        figures,
        effects,
        place: entry.key.clone(),
        meta,
    })
}

/// Words for the services that a programme's money can go to: those of the NHS.
pub fn services() -> Vec<&'static str> {
    let own = [Service::HomeCare, Service::CareHome, Service::PublicHealth];
    let of_the_nhs = Service::ALL.into_iter().filter(|service| !own.contains(service));
    of_the_nhs.map(Service::key).collect()
}

/// `into`: the service that gets the money instead of the programme itself.
fn into(reader: &mut Reader, table: &Table, prefix: &str, payer: Payer) -> Option<Service> {
    let entry = table.get("into")?;
    let key = format!("{prefix}.into");
    if payer == Payer::Outside {
        let text = "money of a budget outside health and care cannot go `into` one of its services".to_string();
        reader
            .problems
            .push(Problem::at(Fault::Joint(text), &entry.node.place, &key));
    }
    let words = services();
    let word = match &entry.node.value {
        Value::Text(word) => word.clone(),
        other => other.found(),
    };
    if words.contains(&word.as_str()) {
        return Service::ALL.into_iter().find(|service| service.key() == word);
    }
    let near = nearest(&word, words.iter().copied());
    let problem = Problem::at(Fault::UnknownWord(word), &entry.node.place, &key);
    reader
        .problems
        .push(problem.expecting(format!("one of {}", words.join(", "))).near(near));
    None
}

fn effects(
    (reader, evidence): (&mut Reader, &Evidence),
    table: &Table,
    prefix: &str,
) -> Vec<(Effect, Figure, Option<Figure>, Option<Figure>)> {
    let mut found = Vec::new();
    let Some(entry) = table.get("effects") else {
        return found;
    };
    let Value::Table(table) = &entry.node.value else {
        wrong(reader, &entry.node, &format!("{prefix}.effects"), "a table of effects");
        return found;
    };
    let words: Vec<&str> = Effect::of_programmes().map(Effect::key).collect();
    unknown(reader, table, &format!("{prefix}.effects"), &words);
    for effect in Effect::of_programmes() {
        let Some(entry) = table.get(effect.key()) else { continue };
        let key = format!("{prefix}.effects.{}", effect.key());
        let quality = effect == Effect::QualityOfLife;
        let (unit, bounds, meaning): (_, _, &str) = if quality {
            (
                "utility",
                (-MOST_QUALITY, MOST_QUALITY),
                "Addition to the utility of those reached (1 is full health, 0 no change): 0.02 for two hundredths more.",
            )
        } else {
            (
                "ratio",
                (0.0, LARGEST_EFFECT),
                "Ratio on those reached, before fidelity (1 = no change).",
            )
        };
        // The mark `change` lets "-5%" stand for a ratio of 0.95; no key of that name is ever read.
        let extra: &[&str] = if quality {
            &["lag_years", "fade"]
        } else {
            &["lag_years", "fade", "change"]
        };
        if let (Value::Table(inner), false) = (&entry.node.value, quality)
            && let Some(change) = inner.get("change")
        {
            let full = format!("{key}.change");
            reader.problems.push(
                Problem::at(Fault::UnknownKey(full.clone()), &change.key, &full)
                    .expecting("`value = \"-5%\"` for a change, or a ratio"),
            );
        }
        if let Value::Table(inner) = &entry.node.value
            && let Some(none) = inner.get("no_effect")
            && !matches!(none.node.value, Value::Number(number) if number == effect.null())
        {
            let fault = Fault::Joint(format!("`{key}` does nothing at {}", effect.null()));
            let problem = Problem::at(fault, &none.node.place, &format!("{key}.no_effect"));
            reader
                .problems
                .push(problem.expecting(format!("no_effect = {}", effect.null())));
        }
        let size = figure((reader, evidence), entry, key.clone(), unit, bounds, meaning, extra);
        // A share in the place of a ratio shows in half of what it may be.
        if let (false, Some(size)) = (quality, &size)
            && let Given::Uncertain(distribution, _) = &size.given
            && distribution.quantile(0.5) < change::LEAST
        {
            let middle = distribution.quantile(0.5);
            let fault = Fault::Joint(format!("half of what `{key}` may be lies below a ratio of {middle}"));
            reader.problems.push(
                Problem::at(fault, &entry.node.place, &key)
                    .expecting("ratios that are left: 0.93 where a tenth or so is avoided"),
            );
        }
        let mut part = |name: &str, unit: &'static str, high: f64, meaning: &str| match &entry.node.value {
            Value::Table(inner) => figure(
                (reader, evidence),
                inner.get(name)?,
                format!("{key}.{name}"),
                unit,
                (0.0, high),
                meaning,
                &[],
            ),
            _ => None,
        };
        let lag = part(
            "lag_years",
            "years",
            50.0,
            "Years from reaching a person to the full effect.",
        );
        let fade = part("fade", "share", 1.0, "Share of the effect lost each further year.");
        found.extend(size.map(|size| (effect, size, lag, fade)));
    }
    found
}
