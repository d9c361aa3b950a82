//! From a set of funded proposals to the layers of a scenario: what each adopts, and what all of them cost.
//!
//! ```text
//!  base ─ [scenario] of the process file ─ patch of each funded proposal ─ money ─ --set
//! ```
//!
//! Three things are done for the author of a proposal. Levers and programmes that name no year begin when the proposal
//! does and grow with it. A programme's own cost is left out, because the proposal's is charged: voters decide about one
//! price, and the model charges that one. And money is added up over proposals, year by year, whichever service or purse
//! it concerns, so that two proposals for one service bring it both sums.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::money::{Cost, number};
use super::proposal::{Proposal, Purse};
use crate::scenario::Catalogue;
use crate::scenario::layer::{Layer, Part};
use crate::scenario::lookup;
use crate::scenario::problem::{Fault, Place, Problem, Problems, nearest};
use crate::scenario::reading::is_value;
use crate::scenario::source::Source;
use crate::scenario::tree::{self, Entry, Node, Table, Value};
use crate::world::LeverKind;

/// Pounds in the £ million of scenario files.
const MILLION: f64 = 1e6;

/// Name of the programme that carries a proposal's cost. Projects of ballot files may be called `BO.D1/22`: what a key of a
/// scenario cannot hold is written as its number, so that two projects never share a name.
pub fn carrier(id: &str) -> String {
    let mut name = "cost_of_".to_owned();
    for c in id.chars() {
        if c.is_ascii_alphanumeric() || c == '_' || c == '-' {
            name.push(c);
        } else {
            name.push_str(&format!("-x{:x}-", u32::from(c)));
        }
    }
    name
}

fn entry(place: &Place, value: Value) -> Entry {
    Entry {
        key: place.clone(),
        node: Node {
            place: place.clone(),
            value,
        },
    }
}

/// Puts a value at a dotted key, making tables on the way.
fn put(table: &mut Table, key: &str, place: &Place, node: Node) {
    match key.split_once('.') {
        None => {
            let key_place = place.clone();
            table.insert(key.to_owned(), Entry { key: key_place, node });
        }
        Some((first, rest)) => {
            let inner = table
                .entry(first.to_owned())
                .or_insert_with(|| entry(place, Value::Table(Table::new())));
            if let Value::Table(inner) = &mut inner.node.value {
                put(inner, rest, place, node);
            }
        }
    }
}

/// What one proposal adopts, as a layer; nothing if it changes only money.
pub(super) fn adopted(
    file: &Arc<Source>,
    proposal: &Proposal,
    catalogue: &Catalogue,
    problems: &mut Problems,
) -> Option<Layer> {
    let mut table = Table::new();
    if let Some(from) = &proposal.adopted {
        let programme = shipped(file, proposal, problems)?;
        let mut named = Table::new();
        named.insert(from.programme.clone(), entry(&from.place, Value::Table(programme)));
        table.insert("programme".to_owned(), entry(&from.place, Value::Table(named)));
    }
    let own = |inner: &Table| is_value(inner);
    tree::merge(&mut table, proposal.patch.clone(), &own);
    if table.is_empty() {
        return None;
    }
    let mut dated = Table::new();
    for (name, mut entry) in table {
        if name == "programme" {
            if let Value::Table(programmes) = &mut entry.node.value {
                for programme in programmes.values_mut() {
                    programme_of(proposal, programme, problems);
                }
            }
        } else if name == "programme_defaults" {
            // It has no year.
        } else {
            date(&mut entry, &name, proposal, catalogue);
        }
        dated.insert(name, entry);
    }
    Some(Layer {
        part: Part::Scenario,
        source: file.clone(),
        table: dated,
        stands: false,
    })
}

/// The programme that a proposal takes from a file, without its cost and its years.
fn shipped(file: &Arc<Source>, proposal: &Proposal, problems: &mut Problems) -> Option<Table> {
    let from = proposal.adopted.as_ref()?;
    let found = match lookup::beside(file, &from.file) {
        Ok(found) => Arc::new(found),
        Err(problem) => {
            problems.push(Problem {
                place: Some(from.place.clone()),
                key: format!("proposal.{}.from", proposal.id),
                ..problem
            });
            return None;
        }
    };
    let whole = tree::parse(&found, problems);
    let programmes = match whole.get("programme").map(|entry| &entry.node.value) {
        Some(Value::Table(programmes)) => programmes.clone(),
        _ => Table::new(),
    };
    let Some(Value::Table(programme)) = programmes.get(&from.programme).map(|entry| &entry.node.value) else {
        let key = format!("proposal.{}.programme", proposal.id);
        problems.push(
            Problem::at(Fault::UnknownWord(from.programme.clone()), &from.place, &key)
                .expecting(format!("a programme of {}", from.file))
                .near(nearest(&from.programme, programmes.keys().map(String::as_str))),
        );
        return None;
    };
    let mut programme = programme.clone();
    for left_out in [
        "cost_per_person",
        "cost_total",
        "start_year",
        "ramp_years",
        "end_year",
        "payer",
        "title",
    ] {
        programme.remove(left_out);
    }
    Some(programme)
}

/// Years, payer and no cost of its own for a programme that a proposal adopts.
fn programme_of(proposal: &Proposal, programme: &mut Entry, problems: &mut Problems) {
    let place = programme.key.clone();
    let Value::Table(table) = &mut programme.node.value else {
        return;
    };
    for name in ["cost_per_person", "cost_total"] {
        if let Some(entry) = table.get(name) {
            let key = format!("proposal.{}.patch.programme.{name}", proposal.id);
            let fault = Fault::Joint(format!(
                "`{name}` is not read here: the proposal's own `cost` is charged, and nothing besides"
            ));
            problems.push(Problem::at(fault, &entry.key, &key));
        }
    }
    let mut or = |name: &str, value: Value| {
        table.entry(name.to_owned()).or_insert_with(|| entry(&place, value));
    };
    or("start_year", Value::Number(f64::from(proposal.start_year)));
    or("ramp_years", Value::Number(proposal.ramp_years));
    or("title", Value::Text(proposal.title.clone()));
    // It costs nothing, so it does not matter whose envelope pays.
    or("payer", Value::Text("nhs".to_owned()));
}

/// Gives every lever that names no year the years of the proposal.
fn date(entry: &mut Entry, key: &str, proposal: &Proposal, catalogue: &Catalogue) {
    let place = entry.key.clone();
    let start = || self::entry(&place, Value::Number(f64::from(proposal.start_year)));
    let ramp = || self::entry(&place, Value::Number(proposal.ramp_years));
    let node = &mut entry.node;
    if let Some(spec) = catalogue.get(key) {
        // A word or a switch holds or does not; only numbers grow.
        let grows = proposal.ramp_years > 0.0 && spec.kind == LeverKind::Number;
        match &mut node.value {
            Value::Table(table) => {
                if ["start_year", "by_year"].iter().all(|name| !table.contains_key(*name)) {
                    table.insert("start_year".to_owned(), start());
                    if grows && !table.contains_key("ramp_years") {
                        table.insert("ramp_years".to_owned(), ramp());
                    }
                }
            }
            value => {
                let mut table = Table::new();
                let given = Node {
                    place: node.place.clone(),
                    value: std::mem::replace(value, Value::Switch(false)),
                };
                table.insert(
                    "value".to_owned(),
                    Entry {
                        key: place.clone(),
                        node: given,
                    },
                );
                table.insert("start_year".to_owned(), start());
                if grows {
                    table.insert("ramp_years".to_owned(), ramp());
                }
                *value = Value::Table(table);
            }
        }
    } else if let Value::Table(table) = &mut node.value {
        // A section with years of its own has said when.
        if !table.contains_key("start_year") {
            for (name, inner) in table.iter_mut() {
                date(inner, &format!("{key}.{name}"), proposal, catalogue);
            }
        }
    }
}

/// What the funded proposals cost, as a layer: pounds of the place, as every sum in a file is.
pub(super) fn money(file: &Arc<Source>, funded: &[&Proposal], years: std::ops::RangeInclusive<u16>) -> Option<Layer> {
    let mut table = Table::new();
    let mut sums: BTreeMap<String, (Place, BTreeMap<u16, f64>)> = BTreeMap::new();
    let factor = 1.0 / MILLION;
    for proposal in funded.iter().filter(|proposal| proposal.charged) {
        let known = Cost::Known(proposal.pounds());
        let cost = proposal.cost.as_ref().unwrap_or(&known);
        match proposal.into {
            None => put(
                &mut table,
                &format!("programme.{}", carrier(&proposal.id)),
                &proposal.place,
                charge(proposal, cost, factor),
            ),
            Some(into) => {
                let pounds = cost.quantile(0.5);
                let mut add = |lever: String, sign: f64| {
                    let (_, by_year) = sums
                        .entry(lever)
                        .or_insert_with(|| (proposal.place.clone(), BTreeMap::new()));
                    for year in years.clone() {
                        *by_year.entry(year).or_default() += sign * pounds * factor * proposal.rolled_out(year);
                    }
                };
                add(into.lever(), 1.0);
                if let Some(lever) = proposal.payer.lever() {
                    add(lever.to_owned(), -1.0);
                }
            }
        }
    }
    for (lever, (place, by_year)) in sums {
        let like = Node {
            place: place.clone(),
            value: Value::Switch(false),
        };
        let points = by_year.into_iter().map(|(year, millions)| {
            let key = place.clone();
            (
                year.to_string(),
                Entry {
                    key,
                    node: number(millions, &like),
                },
            )
        });
        let mut given = Table::new();
        given.insert("by_year".to_owned(), entry(&place, Value::Table(points.collect())));
        let node = Node {
            place: place.clone(),
            value: Value::Table(given),
        };
        put(&mut table, &lever, &place, node);
    }
    (!table.is_empty()).then(|| Layer {
        part: Part::Scenario,
        source: file.clone(),
        table,
        stands: false,
    })
}

/// The programme that charges a proposal's cost and does nothing else.
fn charge(proposal: &Proposal, cost: &Cost, factor: f64) -> Node {
    let place = &proposal.place;
    let like = Node {
        place: place.clone(),
        value: Value::Switch(false),
    };
    let mut table = Table::new();
    let mut set = |name: &str, value: Value| {
        table.insert(name.to_owned(), entry(place, value));
    };
    set("title", Value::Text(format!("Cost of: {}", proposal.title)));
    set("coverage", Value::Number(1.0));
    set("fidelity", Value::Number(1.0));
    set("cashable", Value::Number(0.0));
    set("start_year", Value::Number(f64::from(proposal.start_year)));
    set("ramp_years", Value::Number(proposal.ramp_years));
    set("payer", Value::Text(payer(proposal.payer).to_owned()));
    set("cost_total", cost.node(factor, &like).value);
    Node {
        place: place.clone(),
        value: Value::Table(table),
    }
}

/// The word for a purse in a programme.
fn payer(purse: Purse) -> &'static str {
    purse.word()
}
