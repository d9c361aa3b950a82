//! Files side by side in `extends` that speak of the same thing: the later is laid over the earlier, and takes its place.
//!
//! Whoever writes a file over another knows what it changes. Whoever names two files beside each other may not: one of them may switch off a
//! programme that the other brings, or decide a sum that the other has decided. That is told. So is a programme that a file describes anew
//! under the name of one beneath it, as far as something of that stays.

use std::sync::Arc;

use super::layer::{Layer, Part};
use super::lookup;
use super::note::Note;
use super::problem::Problems;
use super::source::Source;
use super::tree::{self, Entry, Table, Value};
use super::walk::Walk;
use crate::world::Nature;

/// What a file does that is laid over another without either knowing of it.
const LATER: &str = "of the files that `extends` names, a later one is laid over the earlier";
/// Keys of a programme without which it is none of its own.
const WHOLE: [&str; 2] = ["coverage", "payer"];
/// Words about a programme, which change nothing.
const WORDS: [&str; 7] = ["title", "description", "source", "confidence", "note", "url", "checked"];

/// A programme as one file has it.
struct Brought<'l> {
    layer: usize,
    entry: &'l Entry,
    table: &'l Table,
}

impl Brought<'_> {
    fn is_off(&self) -> bool {
        let enabled = self.table.get("enabled").map(|entry| &entry.node.value);
        matches!(enabled, Some(Value::Switch(false)))
    }

    fn is_whole(&self) -> bool {
        WHOLE.iter().all(|key| self.table.contains_key(*key))
    }
}

/// What a table says of a key whose sections are parted by points.
fn said<'t>(table: &'t Table, key: &str) -> Option<&'t Entry> {
    match key.split_once('.') {
        None => table.get(key),
        Some((section, rest)) => match &table.get(section)?.node.value {
            Value::Table(inner) => said(inner, rest),
            _ => None,
        },
    }
}

/// The programmes of a layer.
fn programmes(layer: &Layer) -> Option<&Table> {
    match &layer.table.get("programme")?.node.value {
        Value::Table(table) => Some(table),
        _ => None,
    }
}

/// What a programme has that another of its name does not say anew, with effects one by one.
fn kept(beneath: &Table, over: &Table) -> Vec<String> {
    let mut kept = Vec::new();
    for (key, entry) in beneath.iter().filter(|(key, _)| !WORDS.contains(&key.as_str())) {
        match (&entry.node.value, over.get(key).map(|entry| &entry.node.value)) {
            (_, None) => kept.push(format!("`{key}`")),
            (Value::Table(mine), Some(Value::Table(theirs))) if key == "effects" => {
                kept.extend(
                    mine.keys()
                        .filter(|on| !theirs.contains_key(*on))
                        .map(|on| format!("the effect on `{on}`")),
                );
            }
            _ => {}
        }
    }
    kept
}

/// The files that one names in `extends`.
fn named(file: &Source) -> Vec<String> {
    let table = tree::parse(&Arc::new(file.clone()), &mut Problems::default());
    match table.get("extends").map(|entry| &entry.node.value) {
        Some(Value::Text(name)) => vec![name.clone()],
        Some(Value::Array(items)) => items
            .iter()
            .filter_map(|item| match &item.value {
                Value::Text(name) => Some(name.clone()),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// Whether a file extends another, by whatever way.
fn extends(upper: &Source, lower: &Source, depth: usize) -> bool {
    depth > 0
        && named(upper).iter().any(|name| {
            lookup::beside(upper, name).is_ok_and(|found| {
                (found.root == lower.root && found.path == lower.path) || extends(&found, lower, depth - 1)
            })
        })
}

/// Files deep to which is looked.
const DEEP: usize = 16;

impl Walk<'_> {
    /// What is to be told of files that lie side by side beneath the named one, and of programmes that it describes anew.
    pub(super) fn laid_over(&self, layers: &[Layer]) -> Vec<Note> {
        let own = |at: &usize| layers[*at].part == Part::Scenario && !layers[*at].stands;
        let files: Vec<usize> = (0..layers.len().min(self.top + 1)).filter(own).collect();
        let strangers = |over: usize, beneath: usize| {
            over < self.top && !extends(&layers[over].source, &layers[beneath].source, DEEP)
        };
        let mut told = Vec::new();
        let mut names: Vec<&String> = files
            .iter()
            .filter_map(|at| programmes(&layers[*at]))
            .flat_map(Table::keys)
            .collect();
        names.sort();
        names.dedup();
        for name in names {
            let all = files.iter().filter_map(|at| {
                let entry = programmes(&layers[*at])?.get(name)?;
                match &entry.node.value {
                    Value::Table(table) => Some(Brought {
                        layer: *at,
                        entry,
                        table,
                    }),
                    _ => None,
                }
            });
            let all: Vec<Brought> = all.collect();
            let Some((over, beneath)) = all.split_last() else {
                continue;
            };
            let Some(first) = beneath.iter().rfind(|one| one.is_whole()) else {
                continue;
            };
            let (place, there) = (&over.entry.key, &first.entry.key);
            if over.is_off() {
                if strangers(over.layer, first.layer) {
                    told.push(format!(
                        "{place}: programme.{name}, which {there} brings, is switched off here (`enabled = false`), so that nobody has it: {LATER}"
                    ));
                }
            } else if strangers(over.layer, first.layer) || over.is_whole() {
                let kept = kept(first.table, over.table);
                let stays = match kept.as_slice() {
                    [] if over.layer == self.top => continue,
                    [] => "nothing of that stays".to_string(),
                    kept => format!("what is not said again stays as it is there: {}", kept.join(", ")),
                };
                told.push(format!(
                    "{place}: programme.{name} is described by {there} already, and changed here; {stays}"
                ));
            }
        }
        let choices = self
            .catalogue
            .specs()
            .iter()
            .filter(|spec| spec.nature == Nature::Choice);
        for spec in choices {
            let of: Vec<(usize, &Entry)> = files
                .iter()
                .filter_map(|at| Some((*at, said(&layers[*at].table, spec.key)?)))
                .collect();
            let [.., (beneath, before), (over, entry)] = of.as_slice() else {
                continue;
            };
            let (was, is) = (before.node.value.canonical(), entry.node.value.canonical());
            if was != is && strangers(*over, *beneath) {
                told.push(format!(
                    "{}: {} = {is} takes the place of {was} ({}): {LATER}. Say it in the file that extends both if something else is meant",
                    entry.key, spec.key, before.key
                ));
            }
        }
        told.into_iter().map(Note::LaidOver).collect()
    }
}
