//! From files to a checked scenario.
//!
//! Layers are laid over one another lever by lever. A value without a path replaces what is beneath; one that starts
//! or ends in some year lies over it, and what is beneath keeps its own distribution, sampled under its own name.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::believes::Own;
use super::catalogue::Catalogue;
use super::compiled::{Input, Scenario};
use super::evidence::rules::month;
use super::evidence::{Evidence, Library, Settings};
use super::joint::{self, Shares};
use super::layer::{Layer, Part};
use super::layers::{self, Over};
use super::lookup;
use super::note::Note;
use super::plan::Tabulated;
use super::problem::{Fault, Problem, Problems};
use super::programme;
use super::reading::{Meta, Reader, is_value, section_expect};
use super::size::Sizes;
use super::source::{Root, Source, sha256_hex};
use super::standing;
use super::top::Top;
use super::tree::{self, Table, Value};
use super::walk::{FILE_EVIDENCE, Walk};
use super::year_path::YearPath;
use super::{assumed, base, bound};
use crate::world::Year;

/// A size that is laid over a place, which brings its own: people and money of another number would go by the place's name.
fn size_over_place(layers: &[Layer], catalogue: &Catalogue) -> Option<Problem> {
    let placed = layers.iter().position(|layer| layer.part == Part::Place)?;
    let key = catalogue.size()?;
    let node = layers[placed + 1..]
        .iter()
        .find_map(|layer| tree::find(&layer.table, key))?;
    let name = layers[placed]
        .source
        .is_made()
        .map_or("the place", |made| made.name.as_str());
    let fault = Fault::Joint(format!("{key} is the size of the place, and {name} brings its own"));
    let expected = format!("--area without {key}, or {key} without --area");
    Some(Problem::at(fault, &node.place, key).expecting(expected))
}

/// Correlations by the names of what they tie, so that the order of files makes no other scenario.
fn in_order(mut words: Vec<(String, f64)>) -> Vec<(String, f64)> {
    words.sort_by(|one, other| one.0.cmp(&other.0));
    words
}

/// The year a scenario begins when it does not say: the base year of the shipped tables.
const BASE_YEAR: u16 = 2024;

impl Scenario {
    /// Reads a scenario by path or name, lays `--set key=value` over it, and checks everything.
    pub fn load(name_or_path: &str, overrides: &[String], catalogue: &Catalogue) -> Result<Scenario, Problems> {
        let mut problems = Problems::default();
        let over = Over {
            set: overrides,
            ..Over::default()
        };
        let layers = layers::read(name_or_path, over, &mut problems);
        Scenario::build(layers, catalogue, problems)
    }
    /// The same under assumption sets, which say what is believed and may not touch what is done.
    pub fn load_assuming(name_or_path: &str, over: Over, catalogue: &Catalogue) -> Result<Scenario, Problems> {
        let mut problems = Problems::default();
        let layers = layers::read(name_or_path, over, &mut problems);
        Scenario::build(layers, catalogue, problems)
    }
    /// As [`Scenario::load_assuming`], but levers that break what binds them are told beside the scenario, not instead of it: for
    /// whoever looks for everything that is wrong and does not run it.
    pub fn load_to_look_at(
        name_or_path: &str,
        over: Over,
        catalogue: &Catalogue,
    ) -> Result<(Scenario, Problems), Problems> {
        let mut problems = Problems::default();
        let layers = layers::read(name_or_path, over, &mut problems);
        Scenario::assemble(layers, catalogue, problems)
    }
    /// The scenario whose money this one is given, looked up beside it; nothing if it has money of its own.
    pub fn reference(&self, over: Over, catalogue: &Catalogue) -> Option<Result<Scenario, Problems>> {
        let name = self.same_money_as.as_ref()?;
        let all = self.believes.beneath(over.assume, over.set);
        let over = Over {
            assume: &all.assume,
            set: &all.set,
            ..over
        };
        let top = self.sources.get(self.top)?;
        let mut problems = Problems::default();
        Some(match lookup::beside(top, name) {
            Ok(found) => {
                let layers = layers::gather(found, over, &mut problems);
                Scenario::build(layers, catalogue, problems)
            }
            Err(problem) => Err(Problem {
                key: "same_money_as".to_string(),
                place: self.same_money_place.clone(),
                ..problem
            }
            .into()),
        })
    }
    /// The scenario that a file of another kind names, with layers of that file laid over it.
    pub fn beneath(
        from: &Source,
        name: &str,
        over: &[Layer],
        above: Over,
        catalogue: &Catalogue,
    ) -> Result<Scenario, Problems> {
        let mut problems = Problems::default();
        let layers = layers::gather_with(lookup::beside(from, name)?, over, above, &mut problems);
        Scenario::build(layers, catalogue, problems)
    }
    /// From a text, as if it were a file of that name beside the shipped scenarios.
    pub fn from_text(
        name: &str,
        text: &str,
        overrides: &[String],
        catalogue: &Catalogue,
    ) -> Result<Scenario, Problems> {
        let mut problems = Problems::default();
        let source = Source::new(name, Root::Embedded, name, text.to_string());
        let layers = layers::gather(
            source,
            Over {
                set: overrides,
                ..Over::default()
            },
            &mut problems,
        );
        Scenario::build(layers, catalogue, problems)
    }
    /// From a text, as if it were a file that stands where the one of another name does, with what lies over it.
    pub fn from_text_beside(
        base: &Source,
        name: &str,
        text: &str,
        over: Over,
        catalogue: &Catalogue,
    ) -> Result<Scenario, Problems> {
        let mut problems = Problems::default();
        let source = Source::new(name, base.root.clone(), name, text.to_string());
        let layers = layers::gather(source, over, &mut problems);
        Scenario::build(layers, catalogue, problems)
    }
    /// From the bytes of a file.
    #[cfg(test)]
    pub fn from_bytes(name: &str, bytes: &[u8], catalogue: &Catalogue) -> Result<Scenario, Problems> {
        let source = lookup::decode(
            name.to_string(),
            Root::Embedded,
            name,
            bytes.to_vec(),
            lookup::LIMIT_MIB,
        )?;
        let mut problems = Problems::default();
        let layers = layers::gather(source, Over::default(), &mut problems);
        Scenario::build(layers, catalogue, problems)
    }

    fn build(layers: Vec<Layer>, catalogue: &Catalogue, problems: Problems) -> Result<Scenario, Problems> {
        let (scenario, unbound) = Scenario::assemble(layers, catalogue, problems)?;
        if unbound.is_empty() {
            Ok(scenario)
        } else {
            Err(unbound.sorted())
        }
    }

    /// The scenario, each lever of which is fine by itself, and what breaks a rule that binds levers together.
    fn assemble(
        layers: Vec<Layer>,
        catalogue: &Catalogue,
        mut problems: Problems,
    ) -> Result<(Scenario, Problems), Problems> {
        let problems_ref = &mut problems;
        let complete = !layers.is_empty() && problems_ref.is_empty();
        let top_file = layers.iter().rev().find(|layer| layer.source.root != Root::CommandLine);
        let library = Library::load(top_file.map(|layer| layer.source.as_ref()), problems_ref);
        let settings = Settings::read(&layers, &library, problems_ref);
        let evidence = Evidence { library, settings };
        problems_ref.0.extend(size_over_place(&layers, catalogue));
        let sizes = Sizes::read(&layers, catalogue.size(), problems_ref);
        let national: Vec<bool> = layers
            .iter()
            .map(|layer| {
                let said = layer.table.get("national").map(|entry| &entry.node.value);
                matches!(said, Some(Value::Switch(true)))
            })
            .collect();
        let mut walk = Walk {
            catalogue,
            evidence: &evidence,
            problems: problems_ref,
            said: vec![Vec::new(); catalogue.len()],
            before: BTreeMap::new(),
            layer: 0,
            standing: layers.iter().map(|layer| layer.stands).collect(),
            top: layers
                .iter()
                .rposition(|layer| layer.part == Part::Scenario)
                .unwrap_or(0),
            base: base::base_year(&layers).unwrap_or(BASE_YEAR),
            sizes: sizes.clone(),
            national: national.clone(),
        };
        let mut shares: Vec<Shares> = Vec::new();
        let (mut programmes, mut defaults) = (Table::new(), Table::new());
        let mut top = Top {
            title: String::new(),
            description: String::new(),
            start: BASE_YEAR,
            data: Vec::new(),
            data_from: None,
            same_money_as: None,
            data_place: None,
            same_money_place: None,
        };
        for (index, layer) in layers.iter().enumerate() {
            walk.layer = index;
            let dated = file_evidence(layer, walk.problems);
            walk.section(&layer.table, "", YearPath::default(), &dated);
            if layer.part == Part::Assumed {
                assumed::check(layer, catalogue, walk.problems);
                assumed::programmes(layer, &mut programmes, &mut defaults);
                continue;
            }
            top.read(&layer.table, index, layer.part == Part::Place, walk.problems);
            for mut group in joint::read_shares(layer, walk.problems) {
                group.meta = dated
                    .iter()
                    .map(|(key, text)| (*key, text.clone()))
                    .chain(group.meta)
                    .collect();
                walk.share(group, &mut shares);
            }
            for (key, target) in [("programme", &mut programmes), ("programme_defaults", &mut defaults)] {
                match layer.table.get(key).map(|entry| (entry, &entry.node.value)) {
                    Some((_, Value::Table(table))) => tree::merge(target, table.clone(), &is_value),
                    Some((entry, other)) => {
                        let fault = Fault::WrongKind {
                            found: other.found(),
                            expected: "a table".to_string(),
                        };
                        walk.problems.push(Problem::at(fault, &entry.node.place, key));
                    }
                    None => {}
                }
            }
        }
        walk.shares_whole(&shares);
        if complete {
            walk.complete(&layers);
        }
        let mut notes = walk.notes(&layers);
        let said = walk.said;
        let mut readings = programme::read(&programmes, &defaults, &evidence, problems_ref);
        for layer in &layers {
            let dated = file_evidence(layer, &mut Problems::default());
            readings
                .iter_mut()
                .for_each(|reading| reading.date(&layer.source, &dated));
        }
        for reading in &mut readings {
            reading.size(|source, own| {
                let layer = layers
                    .iter()
                    .rposition(|layer| std::ptr::eq(layer.source.as_ref(), source));
                let of = |list: &[bool]| layer.is_some_and(|layer| list[layer]);
                let stands = layer.is_some_and(|layer| layers[layer].stands);
                sizes.factor(layer.unwrap_or(0), stands, own || of(&national))
            });
        }
        let correlations = joint::read_correlations(&layers, problems_ref);

        let mut plan = Tabulated {
            shares: shares
                .iter()
                .map(|shares| vec![usize::MAX; shares.keys.len()])
                .collect(),
            ..Tabulated::default()
        };
        for (index, stack) in said.iter().enumerate() {
            plan.lever(index, &catalogue.specs()[index], stack, &shares);
        }
        let start_year = Year(top.start);
        let programmes = readings
            .iter()
            .map(|reading| {
                notes.extend(standing::of_programme(reading, start_year.0));
                let stands = layers
                    .iter()
                    .any(|layer| layer.stands && Arc::ptr_eq(&layer.source, &reading.place.source));
                let first = if stands { start_year } else { start_year.plus(1) };
                if stands && reading.start.is_none_or(|start| start == start_year.0) {
                    notes.push(Note::Charged {
                        key: format!("programme.{}", reading.name),
                        base: start_year.0,
                        place: reading.place.to_string(),
                    });
                }
                // What a programme does and costs is written out, so that no fit to the base year can hold it.
                if let Some(start) = reading.start.filter(|start| *start < first.0) {
                    let fault = Fault::Path(format!(
                        "it begins in {start}, and in the base year {} the model is fitted to what was there",
                        start_year.0
                    ));
                    let key = format!("programme.{}.start_year", reading.name);
                    let problem = Problem::at(fault, &reading.place, &key);
                    problems_ref.push(problem.expecting(format!("{} or later, or no year", first.0)));
                }
                plan.programme(reading, first)
            })
            .collect();
        let known = |key: &str| catalogue.index(key).is_some() || plan.known.contains_key(key);
        let ties = joint::ties(&correlations, &plan.names, &known, problems_ref);
        plan.settings(&evidence, problems_ref);
        if !problems.is_empty() || layers.is_empty() {
            return Err(problems.sorted());
        }
        let first = layers
            .iter()
            .rposition(|layer| layer.part == Part::Scenario)
            .unwrap_or(0);
        // What a file beneath ties is no slip of whoever settles one of the two.
        let own = |one: &&joint::Correlation| {
            layers[first..]
                .iter()
                .any(|layer| Arc::ptr_eq(&layer.source, &one.place.source))
        };
        notes.extend(
            joint::idle(&correlations, &plan.names)
                .filter(own)
                .map(|one| Note::Untied {
                    keys: one.words().0,
                    place: one.place.to_string(),
                }),
        );
        let path = layers[first].source.path.as_str();
        let file = path.rsplit('/').next().unwrap_or(path);
        let made = layers.iter().find_map(|layer| layer.source.is_made());
        let mut scenario = Scenario {
            name: file.strip_suffix(".toml").unwrap_or(file).to_string(),
            file: layers[first].source.name.clone(),
            title: {
                let title = if top.title.is_empty() {
                    file.to_string()
                } else {
                    top.title
                };
                match made {
                    Some(made) => format!("{title}: {}", made.name),
                    None => title,
                }
            },
            area: made.cloned(),
            description: top.description,
            start_year,
            data: top.data,
            same_money_as: top.same_money_as,
            data_place: top.data_place,
            same_money_place: top.same_money_place,
            believes: Own::read(&layers, &mut Problems::default()).told(),
            inputs: layers
                .iter()
                .map(|layer| layer.source.as_ref())
                .chain(evidence.library.sources.iter().map(|source| source.as_ref()))
                .map(Input::of)
                .collect(),
            sources: layers.iter().map(|layer| layer.source.clone()).collect(),
            top: first,
            data_from: top.data_from,
            tables_size: sizes.at(top.data_from),
            names: plan.names.into(),
            distributions: plan.distributions,
            shares: plan
                .shares
                .into_iter()
                .map(|group| group.into_iter().filter(|index| *index != usize::MAX).collect())
                .collect(),
            ties,
            constant: plan.constant,
            courses: plan.courses,
            programmes,
            assumptions: plan.assumptions,
            correlations: in_order(correlations.iter().map(joint::Correlation::words).collect()),
            evidence,
            notes,
            hash: String::new(),
            pinned: None,
        };
        scenario.hash = scenario.content_hash();
        let mut unbound = Problems::default();
        bound::check(&scenario, catalogue, &mut unbound);
        Ok((scenario, unbound))
    }

    fn content_hash(&self) -> String {
        let mut lines: Vec<String> = vec![
            format!("start {}", self.start_year),
            format!("data {} {:?}", self.data.join(" "), self.tables_size),
        ];
        lines.extend(self.same_money_as.iter().map(|name| format!("same money as {name}")));
        for assumption in &self.assumptions {
            let value = match (&assumption.distribution, assumption.number) {
                (Some(distribution), _) => format!("{distribution:?}"),
                (None, Some(number)) => format!("{number:?}"),
                (None, None) => assumption.text.clone(),
            };
            lines.push(format!("{} {value} {}", assumption.name, assumption.years));
        }
        for plan in &self.programmes {
            let shape = &plan.shape;
            lines.push(format!(
                "programme {} {:?} {:?} {} {:?} {:?} {:?} {:?}",
                shape.name,
                shape.eligible,
                shape.payer,
                shape.start_year,
                shape.end_year,
                plan.slots.map(|slot| slot.value(&[])),
                shape.effects,
                plan.effects.len()
            ));
            if let Some(into) = shape.into {
                lines.push(format!("programme {} into {}", shape.name, into.key()));
            }
        }
        lines.extend(
            self.correlations
                .iter()
                .map(|(between, rank)| format!("correlation {between} {rank:?}")),
        );
        lines.sort();
        sha256_hex(lines.join("\n").as_bytes())
    }
}

/// What a file says at its top of the evidence for all its values: `source`, `confidence`, and `checked`, the month in
/// which they were last held against their sources.
fn file_evidence(layer: &Layer, problems: &mut Problems) -> Meta {
    let table: Table = FILE_EVIDENCE
        .iter()
        .filter_map(|key| layer.table.get(*key).map(|entry| (key.to_string(), entry.clone())))
        .collect();
    let meta = (Reader { problems }).meta(&table, &section_expect("", ""));
    if let (Some(entry), Some(text)) = (table.get("checked"), meta.get("checked"))
        && month(text).is_none()
    {
        let fault = Fault::WrongKind {
            found: entry.node.value.found(),
            expected: "a month, such as \"2026-11\"".to_string(),
        };
        problems.push(Problem::at(fault, &entry.node.place, "checked"));
    }
    meta
}
