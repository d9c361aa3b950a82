//! The walk through the layers: what each says about each lever, lowest first.

use std::collections::BTreeMap;

use super::catalogue::{Catalogue, allowed};
use super::evidence::{Backing, Evidence, Resolved};
use super::joint::Shares;
use super::layer::{Layer, Part};
use super::problem::{Fault, Place, Problem, Problems, nearest};
use super::reading::{Expect, Given, Meta, Reader, is_shared, is_value, section_expect};
use super::size::{self, Sizes};
use super::tree::{Entry, Table, Value};
use super::year_path::{PATH_KEYS, YearPath};
use crate::world::{LeverKind, Nature};

/// Keys at the top of a scenario file that are not levers.
pub const TOP_KEYS: [&str; 18] = [
    "title",
    "description",
    "extends",
    "start_year",
    "already",
    "national",
    "data",
    "same_money_as",
    "assume",
    "believe",
    "programme",
    "programme_defaults",
    "shares",
    "correlation",
    "evidence",
    "source",
    "confidence",
    "checked",
];
/// Keys at the top of a file that hold for all its values, where they do not say otherwise.
pub(super) const FILE_EVIDENCE: [&str; 3] = ["source", "confidence", "checked"];

/// One layer's say about a lever.
#[derive(Clone, Debug)]
pub(super) struct Said {
    pub(super) given: SaidGiven,
    pub(super) path: YearPath,
    pub(super) meta: Meta,
    pub(super) text: String,
    pub(super) backing: Backing,
    pub(super) place: Place,
    pub(super) layer: usize,
}

#[derive(Clone, Debug)]
pub(super) enum SaidGiven {
    Given(Given),
    Share(usize, usize),
}

/// Collects what the layers say.
pub(super) struct Walk<'a> {
    pub(super) catalogue: &'a Catalogue,
    pub(super) evidence: &'a Evidence,
    pub(super) problems: &'a mut Problems,
    pub(super) said: Vec<Vec<Said>>,
    /// Of each lever that the named file or the command line sets: the last layer that does, and what was said beneath it.
    pub(super) before: BTreeMap<usize, (usize, Vec<Said>)>,
    pub(super) layer: usize,
    /// Of each layer, whether what it says already stood in the base year.
    pub(super) standing: Vec<bool>,
    /// The named file among the layers.
    pub(super) top: usize,
    /// The base year.
    pub(super) base: u16,
    /// How large the place is, layer by layer.
    pub(super) sizes: Sizes,
    /// Of each layer, whether it says at its top that its amounts are the whole country's.
    pub(super) national: Vec<bool>,
}

/// A file that stands alone and lacks more than so many assumptions has forgotten its `extends`.
const MANY_MISSING: usize = 20;

impl Walk<'_> {
    /// Reads a section: its levers and sections, under a path and evidence that hold for all of it.
    pub(super) fn section(&mut self, table: &Table, prefix: &str, path: YearPath, meta: &Meta) {
        let full = |name: &str| {
            if prefix.is_empty() {
                name.to_string()
            } else {
                format!("{prefix}.{name}")
            }
        };
        let free = |name: &str| !prefix.is_empty() && self.catalogue.index(&full(name)).is_none();
        let (mut path, mut meta) = (path, meta.clone());
        let own: Table = table
            .iter()
            .filter(|(name, _)| free(name))
            .map(|(name, entry)| (name.clone(), entry.clone()))
            .collect();
        if PATH_KEYS.iter().any(|key| own.contains_key(*key)) {
            path = (Reader {
                problems: self.problems,
            })
            .path(&own, prefix);
            let sets =
                |name: &str| self.catalogue.index(&full(name)).is_some() || self.catalogue.is_section(&full(name));
            if let Some((name, entry)) = own.iter().find(|(name, _)| PATH_KEYS.contains(&name.as_str()))
                && !table.keys().any(|name| sets(name))
            {
                let text = format!("`{name}` is of what this section sets, and it sets nothing");
                let problem = Problem::at(Fault::Path(text), &entry.key, prefix);
                self.problems
                    .push(problem.expecting("the values that the years are of, written here once more"));
            }
        }
        if !prefix.is_empty() {
            let mut evidence = own.clone();
            evidence.remove("unit");
            meta.extend(
                (Reader {
                    problems: self.problems,
                })
                .meta(&evidence, &section_expect(prefix, "")),
            );
        }
        for (name, entry) in table {
            let key = full(name);
            if prefix.is_empty() && TOP_KEYS.contains(&name.as_str()) {
                continue;
            }
            if let Some(index) = self.catalogue.index(&key) {
                self.lever(index, entry, path, &meta);
            } else if let (true, Value::Table(inner)) = (self.catalogue.is_section(&key), &entry.node.value) {
                self.section(inner, &key, path, &meta);
            } else if self.catalogue.is_section(&key) {
                let fault = Fault::WrongKind {
                    found: entry.node.value.found(),
                    expected: "a table of levers".to_string(),
                };
                self.problems.push(Problem::at(fault, &entry.node.place, &key));
            } else if prefix.is_empty() || !is_shared(name) {
                self.unknown(&key, entry);
            }
        }
    }

    pub(super) fn unknown(&mut self, key: &str, entry: &Entry) {
        // Of an unknown section every key is unknown; one message with the first of them says it best.
        let mut typed = key.to_string();
        let mut table = &entry.node.value;
        while let Value::Table(inner) = table {
            match inner.iter().next() {
                Some((name, entry)) if !is_value(inner) => {
                    typed = format!("{typed}.{name}");
                    table = &entry.node.value;
                }
                _ => break,
            }
        }
        let mut near = None;
        if !self.problems.are_many() {
            near = self.catalogue.nearest(&typed);
            if !key.contains('.') {
                near = nearest(key, TOP_KEYS).or(near);
            }
        }
        self.problems
            .push(Problem::at(Fault::UnknownKey(key.to_string()), &entry.key, key).near(near));
    }

    pub(super) fn lever(&mut self, index: usize, entry: &Entry, section: YearPath, section_meta: &Meta) {
        let spec = &self.catalogue.specs()[index];
        let expect = Expect {
            key: spec.key,
            unit: spec.unit,
            low: spec.low,
            high: spec.high,
            kind: spec.kind,
            change: false,
            extra: &[],
            path: true,
        };
        let Some(reading) = (Reader {
            problems: self.problems,
        })
        .assumption(&entry.node, &expect) else {
            // Reported already; a mark keeps it from being reported as missing too.
            self.lay(
                index,
                SaidGiven::Given(Given::Number(spec.low)),
                YearPath::default(),
                Meta::new(),
                (String::new(), Backing::default()),
                entry,
            );
            return;
        };
        let mut path = if reading.path == YearPath::default() {
            section
        } else {
            reading.path
        };
        if spec.kind != LeverKind::Number {
            if reading.path.ramp > 0.0 {
                let fault = Fault::Path("a choice cannot slide: leave out `ramp_years`".to_string());
                self.problems.push(Problem::at(fault, &entry.node.place, spec.key));
            }
            path.ramp = 0.0;
        }
        let mut reading = reading;
        if reading.given.is_some() || !reading.alternatives.is_empty() {
            let own = std::mem::replace(&mut reading.meta, section_meta.clone());
            reading.meta.extend(own);
        }
        let factor = self.amount_factor(index, entry);
        match self.evidence.resolve(reading, spec.key, &entry.key, self.problems) {
            Resolved {
                given: Some(given),
                text,
                meta,
                backing,
            } => {
                let given = size::sized(given, factor);
                let mut meta = meta;
                if factor != 1.0 {
                    let told = size::remark(&text, factor);
                    let note = meta.entry("note").or_default();
                    *note = if note.is_empty() {
                        told
                    } else {
                        format!("{note}; {told}")
                    };
                }
                let text = size::words(&given, &text, factor);
                let range = backing.range.map(|(low, high)| (low * factor, high * factor));
                let backing = Backing { range, ..backing };
                self.lay(index, SaidGiven::Given(given), path, meta, (text, backing), entry);
            }
            Resolved { meta, backing, .. } => match self.said[index].last_mut() {
                Some(said) => {
                    if !backing.ids.is_empty() {
                        said.backing.ids = backing.ids;
                    }
                    said.meta.extend(meta);
                }
                None => self.problems.push(
                    Problem::at(
                        Fault::Missing(format!("{}.value", spec.key)),
                        &entry.node.place,
                        spec.key,
                    )
                    .expecting(allowed(spec)),
                ),
            },
        }
    }

    /// What the amount that this layer says is multiplied by to be one of the place; refuses to call national what is no amount.
    fn amount_factor(&mut self, index: usize, entry: &Entry) -> f64 {
        let spec = &self.catalogue.specs()[index];
        let own = size::national(&entry.node, spec.key, self.problems);
        if !spec.grows {
            if own {
                let text = format!(
                    "`{}` is the same in a place of any size [{}], so it cannot be national: only amounts can",
                    spec.key, spec.unit
                );
                self.problems
                    .push(Problem::at(Fault::Joint(text), &entry.node.place, spec.key));
            }
            return 1.0;
        }
        let of = |list: &[bool]| list.get(self.layer).copied().unwrap_or(false);
        self.sizes
            .factor(self.layer, of(&self.standing), own || of(&self.national))
    }

    /// What is done without a year is done from the first year after the base year, unless it already stood in it; what is
    /// given for several years from the first of them.
    fn begins(&self, index: usize, given: &SaidGiven, path: YearPath) -> YearPath {
        let standing = self.standing.get(self.layer).is_none_or(|stands| *stands);
        let done = self.catalogue.specs()[index].nature == Nature::Choice;
        let named = match given {
            SaidGiven::Given(Given::ByYear(points)) => points.first().map(|(year, _)| *year),
            _ => None,
        };
        let told = named.is_some_and(|year| year <= self.base);
        if standing || !done || told || path.already || path.start.is_some() || self.said[index].is_empty() {
            return path;
        }
        YearPath {
            start: Some(named.unwrap_or(0).max(self.base.saturating_add(1))),
            ..path
        }
    }

    pub(super) fn lay(
        &mut self,
        index: usize,
        given: SaidGiven,
        path: YearPath,
        meta: Meta,
        (text, backing): (String, Backing),
        entry: &Entry,
    ) {
        if self.layer >= self.top {
            let before = (self.layer, self.said[index].clone());
            let kept = self.before.entry(index).or_insert_with(|| before.clone());
            if kept.0 != self.layer {
                *kept = before;
            }
        }
        let begins = self.begins(index, &given, path);
        let none = |backing: &Backing| backing.effect.as_ref().map(|effect| effect.no_effect);
        let before = self.said[index].last().and_then(|said| none(&said.backing));
        if let (Some(before), Some(own)) = (before, none(&backing))
            && before != own
        {
            let key = self.catalogue.specs()[index].key;
            let fault = Fault::Joint(format!(
                "`{key}` does nothing at {before}, as the file beneath says, and not at {own}"
            ));
            let problem = Problem::at(fault, &entry.node.place, &format!("{key}.no_effect"));
            self.problems.push(problem.expecting(format!("no_effect = {before}")));
        }
        let standing = &self.standing;
        let stack = &mut self.said[index];
        if path.always() && begins != path {
            // It takes the place of all that was done before it, not of what stood in the base year.
            stack.retain(|said| standing.get(said.layer).is_none_or(|stands| *stands) || said.path.always());
        } else if path.always() {
            stack.clear();
        } else if stack.is_empty() {
            let key = self.catalogue.specs()[index].key;
            let fault = Fault::Path("nothing beneath says what holds in the other years".to_string());
            self.problems.push(Problem::at(fault, &entry.node.place, key));
        }
        // What is said anew of the same years takes the place of what was said of them, and does not begin from it.
        if !begins.always() && stack.len() > 1 && stack.last().is_some_and(|said| said.path == begins) {
            stack.pop();
        }
        stack.push(Said {
            given,
            path: begins,
            meta,
            text,
            backing,
            place: entry.key.clone(),
            layer: self.layer,
        });
    }

    pub(super) fn share(&mut self, group: Shares, all: &mut Vec<Shares>) {
        let number = all.len();
        for (position, key) in group.keys.iter().enumerate() {
            let Some(index) = self.catalogue.index(key) else {
                let near = self.catalogue.nearest(key);
                self.problems
                    .push(Problem::at(Fault::UnknownKey(key.clone()), &group.place, key).near(near));
                continue;
            };
            let given = SaidGiven::Share(number, position);
            let path = self.begins(index, &given, YearPath::default());
            let stack = &mut self.said[index];
            if stack.last().is_some_and(|said| said.layer == self.layer) {
                let fault = Fault::Joint(format!("`{key}` is set twice: by itself or by other shares, and here"));
                self.problems.push(Problem::at(fault, &group.place, key));
                continue;
            }
            if path.always() {
                stack.clear();
            } else {
                let standing = &self.standing;
                stack.retain(|said| standing.get(said.layer).is_none_or(|stands| *stands) || said.path.always());
            }
            stack.push(Said {
                given,
                path,
                meta: group.meta.clone(),
                text: match group.concentration {
                    Some(weight) => format!("a share with mean {} (concentration {weight})", group.mean[position]),
                    None => format!("a share of {}", group.mean[position]),
                },
                backing: Backing::default(),
                place: group.place.clone(),
                layer: self.layer,
            });
        }
        all.push(group);
    }

    /// A set of shares holds together or not at all: one of them changed alone would break their sum.
    pub(super) fn shares_whole(&mut self, shares: &[Shares]) {
        for (number, group) in shares.iter().enumerate() {
            let belongs = |key: &String| {
                let stack = self.catalogue.index(key).map(|index| &self.said[index]);
                let mine = |said: &Said| matches!(said.given, SaidGiven::Share(of, _) if of == number);
                let share = |said: &Said| matches!(said.given, SaidGiven::Share(..));
                stack.is_none_or(|stack| stack.iter().any(mine) && stack.last().is_some_and(share))
            };
            let kept = group.keys.iter().filter(|key| belongs(key)).count();
            if let (true, Some(odd)) = (kept > 0, group.keys.iter().find(|key| !belongs(key))) {
                let place = self
                    .catalogue
                    .index(odd)
                    .and_then(|index| self.said[index].last())
                    .map_or(&group.place, |said| &said.place);
                let text = format!(
                    "`{odd}` is one of the shares that sum to 1 in {}: set all of {} together",
                    group.place,
                    group.keys.join(", ")
                );
                self.problems.push(Problem::at(Fault::Joint(text), place, odd));
            }
        }
    }

    /// Every lever of the catalogue has a value.
    pub(super) fn complete(&mut self, layers: &[Layer]) {
        let last = layers.iter().rev().find(|layer| layer.part == Part::Scenario);
        let Some(layer) = last else { return };
        let place = Place {
            source: layer.source.clone(),
            span: 0..0,
        };
        let missing = self.said.iter().filter(|said| said.is_empty()).count();
        if missing > MANY_MISSING {
            let alone = layers.iter().filter(|layer| layer.part == Part::Scenario).count() == 1;
            let expected = if alone {
                "a first line `extends = \"england.toml\"`, which brings all that this file does not say"
            } else {
                "`extends` to name a whole scenario too, such as \"england.toml\"; what is only believed is laid over one: \
                 `carepool check england --assume` and this file"
            };
            self.problems.push(
                Problem::at(Fault::Missing(format!("{missing} assumptions")), &place, "extends").expecting(expected),
            );
            return;
        }
        for (spec, _) in self
            .catalogue
            .specs()
            .iter()
            .zip(&self.said)
            .filter(|(_, said)| said.is_empty())
        {
            self.problems.push(
                Problem::at(Fault::Missing(spec.key.to_string()), &place, spec.key).expecting(format!(
                    "{}: {}",
                    allowed(spec),
                    spec.meaning.trim()
                )),
            );
        }
    }
}
