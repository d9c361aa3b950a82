//! One assumption as it stands in a file: a value or a distribution, and its evidence; when it holds is read in
//! [`super::year_path`].
//!
//! Raw tree in, checked value out: afterwards no unit, bound or family can be wrong any more.

use std::collections::BTreeMap;

use super::catalogue::bounds;
use super::change;
use super::distribution::Distribution;
use super::problem::{Fault, Problem, Problems, nearest};
use super::tree::{Entry, Node, Table, Value};
use super::unit::{QuantityFault, in_hundredths, parse_quantity, same_unit, without_national};
use super::year_path::{PATH_KEYS, YearPath};
use crate::world::LeverKind;
use crate::world::lever::is_amount;

/// Words that introduce a distribution.
pub const DISTRIBUTIONS: [&str; 12] = [
    "fixed",
    "normal",
    "truncated_normal",
    "lognormal",
    "beta",
    "gamma",
    "triangular",
    "uniform",
    "pert",
    "interval",
    "mixture",
    "discrete",
];
/// Words that introduce a value; exactly one of them stands in a table. The first two are of values that are not uncertain.
pub const GIVERS: [&str; 2 + DISTRIBUTIONS.len()] = {
    let mut all = ["value"; 2 + DISTRIBUTIONS.len()];
    all[1] = "by_year";
    let mut at = 0;
    while at < DISTRIBUTIONS.len() {
        all[2 + at] = DISTRIBUTIONS[at];
        at += 1;
    }
    all
};
/// Keys that give the evidence.
pub const META_KEYS: [&str; 11] = [
    "source",
    "url",
    "confidence",
    "note",
    "contrary",
    "checked",
    "kind",
    "unit",
    "evidence",
    "design",
    "unshrunk",
];
/// Key that makes an amount the whole country's.
pub const SIZE_KEYS: [&str; 1] = ["national"];
/// Keys that make a number an effect, with two readings, or offer several values for it.
pub const EFFECT_KEYS: [&str; 5] = ["no_effect", "shrunk_to", "published", "alternatives", "claims"];
/// How sure a figure is.
pub const CONFIDENCE: [&str; 5] = [
    "verified",
    "recalled",
    "judgement",
    "published interval",
    "published range",
];
/// Largest share of a distribution that may lie outside the lever's bounds and be cut away, with a note.
const CUT_QUIETLY: f64 = 1e-3;

/// What an assumption must be.
#[derive(Clone, Debug)]
pub struct Expect<'a> {
    /// Its full key.
    pub key: &'a str,
    /// Its unit.
    pub unit: &'a str,
    /// Its lowest value.
    pub low: f64,
    /// Its highest value.
    pub high: f64,
    /// Number, switch or choice.
    pub kind: LeverKind,
    /// Whether `"-5%"` means a ratio of 0.95.
    pub change: bool,
    /// Further keys that may stand in its table.
    pub extra: &'a [&'a str],
    /// Whether it may follow a path over the years.
    pub path: bool,
}

/// What was given.
#[derive(Clone, Debug, PartialEq)]
pub enum Given {
    /// One number (of a switch, 0 or 1; of a choice, its index).
    Number(f64),
    /// A distribution, and a remark on how it was fitted.
    Uncertain(Distribution, Option<String>),
    /// Numbers at years, straight between them, flat outside.
    ByYear(Vec<(u16, f64)>),
}

/// Whether a key of a section is the path or the evidence of all that it sets.
pub fn is_shared(name: &str) -> bool {
    PATH_KEYS.contains(&name) || (META_KEYS.contains(&name) && name != "unit")
}

/// Evidence by key of [`META_KEYS`].
pub type Meta = BTreeMap<&'static str, String>;

/// One assumption, checked.
#[derive(Clone, Debug)]
pub struct Reading {
    /// What was given; nothing if only evidence was.
    pub given: Option<Given>,
    /// When it holds.
    pub path: YearPath,
    /// Its evidence.
    pub meta: Meta,
    /// What was given, in one spelling.
    pub text: String,
    /// The value that means no effect, if it is an effect.
    pub no_effect: Option<f64>,
    /// Where the weight goes that the shrunk reading takes from the effect; nothing if to no effect itself.
    pub shrunk_to: Option<Distribution>,
    /// The same, in one spelling.
    pub shrunk_to_text: Option<String>,
    /// The published range, in the unit of the assumption.
    pub range: Option<(f64, f64)>,
    /// Estimates of which a scenario chooses one, by the id of their evidence.
    pub alternatives: Vec<(String, Reading)>,
    /// Values that only a claim gives, by its id.
    pub claims: Vec<(String, Reading)>,
}

impl Reading {
    /// One number, with nothing said about it.
    fn bare(value: f64, text: String) -> Reading {
        Reading {
            given: Some(Given::Number(value)),
            path: YearPath::default(),
            meta: Meta::new(),
            text,
            no_effect: None,
            shrunk_to: None,
            shrunk_to_text: None,
            range: None,
            alternatives: Vec::new(),
            claims: Vec::new(),
        }
    }
}

/// The ids of a list as [`Meta`] keeps it.
pub fn ids(text: &str) -> Vec<String> {
    text.split(';')
        .map(str::trim)
        .filter(|id| !id.is_empty())
        .map(str::to_string)
        .collect()
}

/// Reads assumptions and collects problems.
pub struct Reader<'a> {
    /// Where problems go.
    pub problems: &'a mut Problems,
}

/// Whether a table holds a value itself (and so is not a section).
pub fn is_value(table: &Table) -> bool {
    GIVERS.iter().any(|giver| table.contains_key(*giver)) || table.contains_key("alternatives")
}

impl Reader<'_> {
    /// Reads an assumption: a bare value, or a table.
    pub fn assumption(&mut self, node: &Node, expect: &Expect) -> Option<Reading> {
        let Value::Table(table) = &node.value else {
            let value = self.scalar(node, expect)?;
            return Some(Reading::bare(value, node.value.canonical()));
        };
        let before = self.problems.0.len();
        for (name, entry) in table {
            let name = name.as_str();
            let path_key = expect.path && PATH_KEYS.contains(&name);
            let effect_key = expect.kind == LeverKind::Number && EFFECT_KEYS.contains(&name);
            let size_key = SIZE_KEYS.contains(&name) && self.is_switch(entry, expect);
            let plain = GIVERS.contains(&name) || META_KEYS.contains(&name) || expect.extra.contains(&name) || size_key;
            if !(plain || path_key || effect_key) {
                let path: &[&str] = if expect.path { &PATH_KEYS } else { &[] };
                let known = GIVERS
                    .iter()
                    .chain(&META_KEYS)
                    .chain(&EFFECT_KEYS)
                    .chain(expect.extra)
                    .chain(path)
                    .copied();
                let full = format!("{}.{name}", expect.key);
                self.problems.push(
                    Problem::at(Fault::UnknownKey(full.clone()), &entry.key, &full)
                        .expecting("`value` or a distribution, a path over the years, or evidence")
                        .near(nearest(name, known)),
                );
            }
        }
        let meta = self.meta(table, expect);
        let path = if expect.path {
            self.path(table, expect.key)
        } else {
            YearPath::default()
        };
        let effect = self.effect(table, expect);
        let givers: Vec<(&str, &Entry)> = GIVERS
            .iter()
            .filter_map(|giver| table.get(*giver).map(|entry| (*giver, entry)))
            .collect();
        let (given, text) = match givers.as_slice() {
            [] if !effect.alternatives.is_empty() => (None, String::new()),
            [(_, entry), ..] if !effect.alternatives.is_empty() => {
                let fault = Fault::WrongKind {
                    found: "a value beside `alternatives`".to_string(),
                    expected: "one or the other".to_string(),
                };
                self.problems.push(Problem::at(fault, &entry.key, expect.key));
                return None;
            }
            [] if path != YearPath::default() => {
                self.problems.push(Problem::at(
                    Fault::Missing(format!("{}.value", expect.key)),
                    &node.place,
                    expect.key,
                ));
                return None;
            }
            [] => (None, String::new()),
            [(giver, entry)] => {
                let text = match *giver {
                    "value" | "fixed" => entry.node.value.canonical(),
                    giver => format!("{giver} = {}", entry.node.value.canonical()),
                };
                (Some(self.given(giver, entry, expect)?), text)
            }
            [_, (second, entry), ..] => {
                let names: Vec<String> = givers.iter().map(|(giver, _)| format!("`{giver}`")).collect();
                let fault = Fault::WrongKind {
                    found: names.join(" and "),
                    expected: "one value".to_string(),
                };
                self.problems
                    .push(Problem::at(fault, &entry.key, &format!("{}.{second}", expect.key)));
                return None;
            }
        };
        (self.problems.0.len() == before).then_some(Reading {
            given,
            path,
            meta,
            text,
            no_effect: effect.no_effect,
            shrunk_to: effect.shrunk_to,
            shrunk_to_text: effect.shrunk_to_text,
            range: effect.range,
            alternatives: effect.alternatives,
            claims: effect.claims,
        })
    }

    pub(super) fn given(&mut self, giver: &str, entry: &Entry, expect: &Expect) -> Option<Given> {
        match giver {
            "value" | "fixed" => self.scalar(&entry.node, expect).map(Given::Number),
            "by_year" => self.by_year(entry, expect),
            giver if expect.kind == LeverKind::Number => {
                let mut note = None;
                let whole = self.distribution(giver, &entry.node, expect, &mut note)?;
                self.within(whole, entry, expect, note)
            }
            giver => {
                let fault = Fault::WrongKind {
                    found: format!("`{giver}`"),
                    expected: "a single choice".to_string(),
                };
                self.problems
                    .push(Problem::at(fault, &entry.key, expect.key).expecting(expected(expect)));
                None
            }
        }
    }

    /// Holds a distribution against the lever's bounds.
    fn within(&mut self, whole: Distribution, entry: &Entry, expect: &Expect, note: Option<String>) -> Option<Given> {
        let outside = whole.mass_outside(expect.low, expect.high);
        if outside <= 1e-12 {
            return Some(Given::Uncertain(whole, note));
        }
        let percent = format!("{:.2}%", 100.0 * outside);
        let cut = if outside <= CUT_QUIETLY {
            whole.truncated(expect.low, expect.high)
        } else {
            None
        };
        match cut {
            Some(cut) => {
                let remark = format!(
                    "{:.1e} of it lay outside {} and was cut away",
                    outside,
                    bounds(expect.low, expect.high, "")
                );
                Some(Given::Uncertain(
                    cut,
                    Some(note.map_or(remark.clone(), |note| format!("{note}; {remark}"))),
                ))
            }
            None => {
                let fault = Fault::MassOutside {
                    percent,
                    bounds: bounds(expect.low, expect.high, expect.unit),
                };
                self.problems.push(
                    Problem::at(fault, &entry.node.place, expect.key)
                        .expecting("a distribution inside the bounds; add `low` or `high` to it to cut it explicitly"),
                );
                None
            }
        }
    }

    /// A single value of the kind expected, inside its bounds.
    pub fn scalar(&mut self, node: &Node, expect: &Expect) -> Option<f64> {
        let wrong = |found: String, what: &str| {
            Problem::at(
                Fault::WrongKind {
                    found,
                    expected: what.to_string(),
                },
                &node.place,
                expect.key,
            )
            .expecting(expected(expect))
        };
        match (expect.kind, &node.value) {
            (LeverKind::Number, _) => {
                let number = self.number(node, expect.key, expect.unit, expect.change)?;
                if number < expect.low || number > expect.high {
                    let bounds = bounds(expect.low, expect.high, expect.unit);
                    let fault = Fault::OutOfBounds {
                        found: shown(&node.value, number),
                        bounds,
                    };
                    let mut problem = Problem::at(fault, &node.place, expect.key);
                    // Who writes 3 for three in a hundred is told how three in a hundred is written.
                    let hundredth = number / 100.0;
                    let bare = matches!(node.value, Value::Number(_));
                    if bare
                        && number.abs() >= 1.0
                        && (expect.low..=expect.high).contains(&hundredth)
                        && in_hundredths(expect.unit)
                    {
                        problem =
                            problem.expecting(format!("a share of one: for {number} per cent write \"{number}%\""));
                    }
                    self.problems.push(problem);
                    return None;
                }
                Some(number)
            }
            (LeverKind::Switch, Value::Switch(value)) => Some(f64::from(*value)),
            (LeverKind::Switch, other) => {
                self.problems.push(wrong(other.found(), "true or false"));
                None
            }
            (LeverKind::Choice(words), Value::Text(word)) => {
                let index = words.iter().position(|other| other == word);
                if index.is_none() {
                    self.problems.push(
                        Problem::at(Fault::UnknownWord(word.clone()), &node.place, expect.key)
                            .expecting(expected(expect))
                            .near(nearest(word, words.iter().copied())),
                    );
                }
                index.map(|index| index as f64)
            }
            (LeverKind::Choice(_), other) => {
                self.problems.push(wrong(other.found(), "a word"));
                None
            }
        }
    }

    /// Whether a key beside a value says yes or no; anything else is told.
    fn is_switch(&mut self, entry: &Entry, expect: &Expect) -> bool {
        if !matches!(entry.node.value, Value::Switch(_)) {
            let fault = Fault::WrongKind {
                found: entry.node.value.found(),
                expected: "true or false".to_string(),
            };
            self.problems.push(Problem::at(fault, &entry.node.place, expect.key));
        }
        true
    }

    /// A number, or a text with a unit.
    pub fn number(&mut self, node: &Node, key: &str, unit: &str, effect: bool) -> Option<f64> {
        let wanted = if effect {
            "a change or a ratio: `\"-7%\"`, `0.93` or `\"×0.93\"` for 7% less, `\"+7%\"` for more".to_string()
        } else if unit.is_empty() {
            "a number".to_string()
        } else {
            format!("a number in {unit}")
        };
        match &node.value {
            Value::Number(number) if effect => change::plain(*number)
                .map_err(|hint| self.problems.push(change::unclear(&node.value, hint, &node.place, key)))
                .ok(),
            Value::Number(number) => Some(*number),
            Value::Text(text) => {
                let (text, times) = match change::times(text) {
                    Some(ratio) if effect => (ratio, true),
                    _ => (text.as_str(), false),
                };
                let text = without_national(text).filter(|_| is_amount(unit)).unwrap_or(text);
                match parse_quantity(text, unit) {
                    Ok(number) if effect && !times => change::written(text, number)
                        .map_err(|hint| self.problems.push(change::unclear(&node.value, hint, &node.place, key)))
                        .ok(),
                    Ok(number) => Some(number),
                    Err(QuantityFault::WrongUnit) => {
                        let fault = Fault::WrongUnit {
                            found: format!("\"{text}\""),
                        };
                        self.problems
                            .push(Problem::at(fault, &node.place, key).expecting(wanted));
                        None
                    }
                    Err(QuantityFault::NotANumber) => {
                        let fault = Fault::WrongKind {
                            found: node.value.found(),
                            expected: wanted,
                        };
                        self.problems.push(Problem::at(fault, &node.place, key));
                        None
                    }
                }
            }
            other => {
                let fault = Fault::WrongKind {
                    found: other.found(),
                    expected: wanted,
                };
                self.problems.push(Problem::at(fault, &node.place, key));
                None
            }
        }
    }

    /// The evidence in a table.
    pub fn meta(&mut self, table: &Table, expect: &Expect) -> Meta {
        let mut meta = Meta::new();
        for name in META_KEYS {
            let Some(entry) = table.get(name) else { continue };
            let key = format!("{}.{name}", expect.key);
            let Some(text) = plain_text(&entry.node.value) else {
                let fault = Fault::WrongKind {
                    found: entry.node.value.found(),
                    expected: "a text".to_string(),
                };
                self.problems.push(Problem::at(fault, &entry.node.place, &key));
                continue;
            };
            if name == "confidence" && !CONFIDENCE.contains(&text.as_str()) {
                self.problems.push(
                    Problem::at(Fault::UnknownWord(text.clone()), &entry.node.place, &key)
                        .expecting(format!("one of {}", CONFIDENCE.join(", ")))
                        .near(nearest(&text, CONFIDENCE)),
                );
            }
            if name == "unit" && !same_unit(&text, expect.unit) {
                let fault = Fault::WrongUnit {
                    found: format!("\"{text}\""),
                };
                self.problems
                    .push(Problem::at(fault, &entry.node.place, &key).expecting(format!("the unit {}", expect.unit)));
            }
            meta.insert(name, text);
        }
        meta
    }
}

/// A number as found, with its unit where it was written.
fn shown(value: &Value, number: f64) -> String {
    match value {
        Value::Text(text) => format!("\"{text}\""),
        _ => number.to_string(),
    }
}

/// What an assumption may be, in words.
fn expected(expect: &Expect) -> String {
    match expect.kind {
        LeverKind::Switch => "true or false".to_string(),
        LeverKind::Choice(words) => format!("one of {}", words.join(", ")),
        LeverKind::Number => bounds(expect.low, expect.high, expect.unit),
    }
}

/// A text, a number, a date, or several texts.
fn plain_text(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) | Value::Date(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(items) => {
            let texts: Option<Vec<String>> = items.iter().map(|item| plain_text(&item.value)).collect();
            texts.map(|texts| texts.join("; "))
        }
        _ => None,
    }
}

/// Evidence of a section, where the place has no lever to hold it against.
pub fn section_expect<'a>(key: &'a str, unit: &'a str) -> Expect<'a> {
    Expect {
        key,
        unit,
        low: 0.0,
        high: 0.0,
        kind: LeverKind::Number,
        change: false,
        extra: &[],
        path: false,
    }
}
