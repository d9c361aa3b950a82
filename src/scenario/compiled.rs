//! A scenario, checked: what the rest of the program works with.
//!
//! Layers are laid over one another lever by lever. A value without a path replaces what is beneath; one that starts
//! or ends in some year lies over it, and what is beneath keeps its own distribution, sampled under its own name.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::catalogue::{Catalogue, allowed};
use super::design::Sampler;
use super::distribution::Distribution;
use super::joint::{self, Shares, Tie};
use super::layers::{self, Layer};
use super::problem::{Fault, Place, Problem, Problems, nearest};
use super::programme::{self, Figure, ProgrammeReading};
use super::reading::{Expect, Given, META_KEYS, Meta, PATH_KEYS, Reader, YearPath, is_value, section_expect};
use super::sampled::{Course, Slot, Target, World};
use super::source::{self, Root, Source, sha256_hex};
use super::tree::{self, Entry, Table, Value};
use crate::world::{LeverKind, LeverSpec, Programme, ProgrammeEffect, Year};

/// Keys at the top of a scenario file that are not levers.
pub const TOP_KEYS: [&str; 9] = [
    "title",
    "description",
    "extends",
    "start_year",
    "data",
    "programme",
    "programme_defaults",
    "shares",
    "correlation",
];
/// The year a scenario begins when it does not say: the base year of the shipped tables.
const BASE_YEAR: u16 = 2024;

/// One assumption as people read it.
#[derive(Clone, Debug)]
pub struct Assumption {
    /// Its key.
    pub key: String,
    /// What it is.
    pub meaning: String,
    /// Its unit.
    pub unit: String,
    /// What it may be.
    pub allowed: String,
    /// What was given, in one spelling.
    pub text: String,
    /// Whether it is uncertain.
    pub distribution: Option<Distribution>,
    /// The number, if it is certain.
    pub number: Option<f64>,
    /// When it holds, in words; empty if always.
    pub years: String,
    /// A remark on how a distribution was fitted.
    pub remark: Option<String>,
    /// Evidence: source, url, confidence, note, contrary, checked, price_year, kind.
    pub meta: Meta,
    /// The file and line that gave it.
    pub place: String,
    /// The name under which its draws are found (that of the key, but for layers over others).
    pub name: String,
}

impl Assumption {
    /// The value below which a share of it lies; of a certain one, its value.
    pub fn quantile(&self, u: f64) -> Option<f64> {
        self.distribution
            .as_ref()
            .map(|distribution| distribution.quantile(u))
            .or(self.number)
    }
    /// A piece of its evidence.
    pub fn evidence(&self, key: &str) -> &str {
        self.meta.get(key).map_or("", String::as_str)
    }
}

/// A file that a scenario is made of.
#[derive(Clone, Debug)]
pub struct Input {
    /// Its name as shown.
    pub name: String,
    /// `disk`, `embedded` or `command line`.
    pub origin: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
}

/// A table of data.
#[derive(Clone, Debug)]
pub struct DataFile {
    /// Its text.
    pub text: String,
    /// Where it was found.
    pub input: Input,
}

impl Input {
    fn of(source: &Source) -> Input {
        Input {
            name: source.name.clone(),
            origin: source.origin(),
            sha256: source.sha256.clone(),
        }
    }
}

/// How a programme is built in a world.
#[derive(Clone, Debug)]
struct ProgrammePlan {
    shape: Programme,
    slots: [Slot; 6],
    effects: Vec<[Slot; 3]>,
}

/// A scenario, merged and checked.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// The stem of the file's name.
    pub name: String,
    /// Its title.
    pub title: String,
    /// What it is about.
    pub description: String,
    /// First year.
    pub start_year: Year,
    /// The folder of its tables of data.
    pub data: String,
    /// The files it is made of, lowest layer first.
    pub inputs: Vec<Input>,
    sources: Vec<Arc<Source>>,
    data_from: Option<usize>,
    names: Arc<[String]>,
    distributions: Vec<Distribution>,
    shares: Vec<Vec<usize>>,
    ties: Vec<Tie>,
    constant: Vec<Slot>,
    courses: Vec<Course<Slot>>,
    programmes: Vec<ProgrammePlan>,
    assumptions: Vec<Assumption>,
    correlations: Vec<(String, f64)>,
    hash: String,
}

/// One layer's say about a lever.
#[derive(Clone, Debug)]
struct Said {
    given: SaidGiven,
    path: YearPath,
    meta: Meta,
    text: String,
    place: Place,
    layer: usize,
}

#[derive(Clone, Debug)]
enum SaidGiven {
    Given(Given),
    Share(usize, usize),
}

/// Collects what the layers say.
struct Walk<'a> {
    catalogue: &'a Catalogue,
    problems: &'a mut Problems,
    said: Vec<Vec<Said>>,
    layer: usize,
}

impl Scenario {
    /// Reads a scenario by path or name, lays `--set key=value` over it, and checks everything.
    pub fn load(name_or_path: &str, overrides: &[String], catalogue: &Catalogue) -> Result<Scenario, Problems> {
        let mut problems = Problems::default();
        let layers = layers::read(name_or_path, overrides, &mut problems);
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
        let layers = layers::gather(source, overrides, &mut problems);
        Scenario::build(layers, catalogue, problems)
    }
    /// From the bytes of a file.
    pub fn from_bytes(name: &str, bytes: &[u8], catalogue: &Catalogue) -> Result<Scenario, Problems> {
        let source = source::decode(
            name.to_string(),
            Root::Embedded,
            name,
            bytes.to_vec(),
            source::LIMIT_MIB,
        )?;
        let mut problems = Problems::default();
        let layers = layers::gather(source, &[], &mut problems);
        Scenario::build(layers, catalogue, problems)
    }

    fn build(layers: Vec<Layer>, catalogue: &Catalogue, mut problems: Problems) -> Result<Scenario, Problems> {
        let problems_ref = &mut problems;
        let complete = !layers.is_empty() && problems_ref.is_empty();
        let mut walk = Walk {
            catalogue,
            problems: problems_ref,
            said: vec![Vec::new(); catalogue.len()],
            layer: 0,
        };
        let mut shares: Vec<Shares> = Vec::new();
        let (mut programmes, mut defaults) = (Table::new(), Table::new());
        let mut top = Top {
            title: String::new(),
            description: String::new(),
            start: BASE_YEAR,
            data: String::new(),
            data_from: None,
        };
        for (index, layer) in layers.iter().enumerate() {
            walk.layer = index;
            walk.section(&layer.table, "", YearPath::default(), &Meta::new());
            top.read(&layer.table, index, walk.problems);
            for group in joint::read_shares(layer, index, walk.problems) {
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
        let said = walk.said;
        let readings = programme::read(&programmes, &defaults, problems_ref);
        let correlations = joint::read_correlations(&layers, problems_ref);

        let mut plan = Plan {
            shares: shares
                .iter()
                .map(|shares| vec![usize::MAX; shares.keys.len()])
                .collect(),
            ..Plan::default()
        };
        for (index, stack) in said.iter().enumerate() {
            plan.lever(index, &catalogue.specs()[index], stack, &shares);
        }
        let start_year = Year(top.start);
        let programmes = readings
            .iter()
            .map(|reading| plan.programme(reading, start_year))
            .collect();
        let known = |key: &str| catalogue.index(key).is_some() || plan.known.contains_key(key);
        let ties = joint::ties(&correlations, &plan.names, &known, problems_ref);
        if !problems.is_empty() || layers.is_empty() {
            return Err(problems.sorted());
        }
        let first = layers.iter().rev().find(|layer| layer.source.root != Root::CommandLine);
        let path = first.map_or("scenario", |layer| layer.source.path.as_str());
        let file = path.rsplit('/').next().unwrap_or(path);
        let mut scenario = Scenario {
            name: file.strip_suffix(".toml").unwrap_or(file).to_string(),
            title: if top.title.is_empty() {
                file.to_string()
            } else {
                top.title
            },
            description: top.description,
            start_year,
            data: top.data,
            inputs: layers.iter().map(|layer| Input::of(&layer.source)).collect(),
            sources: layers.iter().map(|layer| layer.source.clone()).collect(),
            data_from: top.data_from,
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
            correlations: correlations.iter().map(joint::Correlation::words).collect(),
            hash: String::new(),
        };
        scenario.hash = scenario.content_hash();
        Ok(scenario)
    }

    /// The world of a draw: every uncertain assumption sampled once.
    pub fn world(&self, sampler: &Sampler, draw: u64) -> World {
        let mut uniforms: Vec<f64> = self.names.iter().map(|name| sampler.uniform(name, draw)).collect();
        for tie in &self.ties {
            for (member, u) in tie.members.iter().zip(tie.uniforms(&self.names, sampler, draw)) {
                uniforms[*member] = u;
            }
        }
        self.world_at(&uniforms)
    }
    /// The world in which every uncertain assumption is at its median.
    pub fn central(&self) -> World {
        self.world_at(&vec![0.5; self.names.len()])
    }
    /// The world in which one uncertain assumption is at a quantile and all others at their medians; nothing if there is
    /// no such assumption.
    pub fn one_at(&self, name: &str, u: f64) -> Option<World> {
        let index = self.names.iter().position(|other| other == name)?;
        let mut uniforms = vec![0.5; self.names.len()];
        uniforms[index] = u;
        Some(self.world_at(&uniforms))
    }
    /// The names of the uncertain assumptions, in the order of [`World::sampled`].
    pub fn uncertain(&self) -> &[String] {
        &self.names
    }
    /// The world at given quantiles, one per name of [`Scenario::uncertain`].
    pub fn world_at(&self, uniforms: &[f64]) -> World {
        let draw = |(index, distribution): (usize, &Distribution)| {
            distribution.quantile(uniforms.get(index).copied().unwrap_or(0.5))
        };
        let mut parameters: Vec<f64> = self.distributions.iter().enumerate().map(draw).collect();
        for group in &self.shares {
            let total: f64 = group.iter().map(|index| parameters[*index]).sum();
            for index in group {
                parameters[*index] = if total > 0.0 {
                    parameters[*index] / total
                } else {
                    1.0 / group.len() as f64
                };
            }
        }
        let target = |target: &Target<Slot>| match target {
            Target::Value(slot) => Target::Value(slot.value(&parameters)),
            Target::ByYear(points) => Target::ByYear(points.clone()),
        };
        let courses = self.courses.iter().map(|course| Course {
            lever: course.lever,
            steps: course.steps,
            layers: course.layers.iter().map(|(to, path)| (target(to), *path)).collect(),
        });
        World {
            names: self.names.clone(),
            constant: self.constant.iter().map(|slot| slot.value(&parameters)).collect(),
            courses: courses.collect(),
            programmes: self.programmes.iter().map(|plan| plan.sampled(&parameters)).collect(),
            parameters,
        }
    }
    /// Every assumption, lowest layer first within a key.
    pub fn assumptions(&self) -> &[Assumption] {
        &self.assumptions
    }
    /// Rank correlations: the keys tied, in words, and the correlation.
    pub fn correlations(&self) -> &[(String, f64)] {
        &self.correlations
    }
    /// The programmes with every number at its median.
    pub fn programmes(&self) -> Vec<Programme> {
        self.central().programmes
    }
    /// A hash of what is assumed: values, distributions, programmes, data folder. Titles, notes, and the order and layers
    /// in which things were written do not count.
    pub fn hash(&self) -> &str {
        &self.hash
    }
    /// A table in the scenario's `data` folder: beside the scenario, beside the file that named the folder, in
    /// `./scenarios`, or embedded.
    pub fn data_file(&self, name: &str) -> Result<DataFile, Problem> {
        let path = if self.data.is_empty() {
            name.to_string()
        } else {
            format!("{}/{name}", self.data)
        };
        let top = self.sources.iter().rposition(|source| source.root != Root::CommandLine);
        let mut last = Problem::new(Fault::NotFound {
            name: path.clone(),
            looked: "no scenario".to_string(),
        });
        for index in top.into_iter().chain(self.data_from) {
            let Some(from) = self.sources.get(index) else { continue };
            match source::data(from, &path) {
                Ok(found) => {
                    return Ok(DataFile {
                        input: Input::of(&found),
                        text: found.text,
                    });
                }
                Err(problem) => last = problem,
            }
        }
        Err(last)
    }

    fn content_hash(&self) -> String {
        let mut lines: Vec<String> = vec![format!("start {}", self.start_year), format!("data {}", self.data)];
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

/// What stands at the top of a file, outside the sections.
struct Top {
    title: String,
    description: String,
    start: u16,
    data: String,
    data_from: Option<usize>,
}

impl Top {
    fn read(&mut self, table: &Table, layer: usize, problems: &mut Problems) {
        let mut text = |key: &str| -> Option<String> {
            let entry = table.get(key)?;
            if let Value::Text(text) = &entry.node.value {
                return Some(text.clone());
            }
            let fault = Fault::WrongKind {
                found: entry.node.value.found(),
                expected: "a text".to_string(),
            };
            problems.push(Problem::at(fault, &entry.node.place, key));
            None
        };
        // A title belongs to the file it stands in: that of a file beneath would be the wrong name for this one.
        (self.title, self.description) = match (text("title"), text("description")) {
            (None, None) if table.keys().all(|key| key != "title") && self.is_override(table) => {
                (std::mem::take(&mut self.title), std::mem::take(&mut self.description))
            }
            (title, description) => (title.unwrap_or_default(), description.unwrap_or_default()),
        };
        if let Some(data) = text("data") {
            self.data = data.trim_end_matches('/').to_string();
            self.data_from = Some(layer);
        }
        if let Some(entry) = table.get("start_year") {
            self.start = (Reader { problems }).year(entry, "start_year").unwrap_or(self.start);
        }
    }
    /// Whether a table comes from the command line.
    fn is_override(&self, table: &Table) -> bool {
        table.values().all(|entry| entry.key.source.root == Root::CommandLine) && !table.is_empty()
    }
}

impl Walk<'_> {
    /// Reads a section: its levers and sections, under a path and evidence that hold for all of it.
    fn section(&mut self, table: &Table, prefix: &str, path: YearPath, meta: &Meta) {
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
            } else if prefix.is_empty()
                || !(PATH_KEYS.contains(&name.as_str()) || (META_KEYS.contains(&name.as_str()) && name != "unit"))
            {
                self.unknown(&key, entry);
            }
        }
    }

    fn unknown(&mut self, key: &str, entry: &Entry) {
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
        let mut near = self.catalogue.nearest(&typed);
        if !key.contains('.') {
            near = nearest(key, TOP_KEYS).or(near);
        }
        self.problems
            .push(Problem::at(Fault::UnknownKey(key.to_string()), &entry.key, key).near(near));
    }

    fn lever(&mut self, index: usize, entry: &Entry, section: YearPath, section_meta: &Meta) {
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
                String::new(),
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
        match reading.given {
            Some(given) => {
                let mut meta = section_meta.clone();
                meta.extend(reading.meta);
                self.lay(index, SaidGiven::Given(given), path, meta, reading.text, entry);
            }
            None => match self.said[index].last_mut() {
                Some(said) => said.meta.extend(reading.meta),
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

    fn lay(&mut self, index: usize, given: SaidGiven, path: YearPath, meta: Meta, text: String, entry: &Entry) {
        let stack = &mut self.said[index];
        if path.always() {
            stack.clear();
        } else if stack.is_empty() {
            let key = self.catalogue.specs()[index].key;
            let fault = Fault::Path("nothing beneath says what holds in the other years".to_string());
            self.problems.push(Problem::at(fault, &entry.node.place, key));
        }
        stack.push(Said {
            given,
            path,
            meta,
            text,
            place: entry.key.clone(),
            layer: self.layer,
        });
    }

    fn share(&mut self, group: Shares, all: &mut Vec<Shares>) {
        let number = all.len();
        for (position, key) in group.keys.iter().enumerate() {
            let Some(index) = self.catalogue.index(key) else {
                let near = self.catalogue.nearest(key);
                self.problems
                    .push(Problem::at(Fault::UnknownKey(key.clone()), &group.place, key).near(near));
                continue;
            };
            let stack = &mut self.said[index];
            if stack.last().is_some_and(|said| said.layer == self.layer) {
                let fault = Fault::Joint(format!("`{key}` is set twice: by itself or by other shares, and here"));
                self.problems.push(Problem::at(fault, &group.place, key));
                continue;
            }
            stack.clear();
            stack.push(Said {
                given: SaidGiven::Share(number, position),
                path: YearPath::default(),
                meta: group.meta.clone(),
                text: format!("a share with mean {}", group.mean[position]),
                place: group.place.clone(),
                layer: self.layer,
            });
        }
        all.push(group);
    }

    /// A set of shares holds together or not at all: one of them changed alone would break their sum.
    fn shares_whole(&mut self, shares: &[Shares]) {
        for (number, group) in shares.iter().enumerate() {
            let belongs = |key: &String| {
                let stack = self.catalogue.index(key).map(|index| &self.said[index]);
                stack.is_none_or(|stack| {
                    stack.len() == 1 && matches!(stack[0].given, SaidGiven::Share(of, _) if of == number)
                })
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
    fn complete(&mut self, layers: &[Layer]) {
        let last = layers.iter().rev().find(|layer| layer.source.root != Root::CommandLine);
        let Some(layer) = last else { return };
        let place = Place {
            source: layer.source.clone(),
            span: 0..0,
        };
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

/// The tables from which worlds are sampled, while they are being made.
#[derive(Default)]
struct Plan {
    names: Vec<String>,
    distributions: Vec<Distribution>,
    shares: Vec<Vec<usize>>,
    constant: Vec<Slot>,
    courses: Vec<Course<Slot>>,
    assumptions: Vec<Assumption>,
    known: BTreeMap<String, Slot>,
}

impl Plan {
    fn parameter(&mut self, name: &str, distribution: Distribution) -> usize {
        self.names.push(name.to_string());
        self.distributions.push(distribution);
        self.names.len() - 1
    }

    fn lever(&mut self, lever: usize, spec: &LeverSpec, stack: &[Said], shares: &[Shares]) {
        let mut layers = Vec::new();
        for (depth, said) in stack.iter().enumerate() {
            let name = if depth == 0 {
                spec.key.to_string()
            } else {
                format!("{}#{depth}", spec.key)
            };
            let (target, distribution, number, remark) = match &said.given {
                SaidGiven::Given(Given::Number(number)) => {
                    (Target::Value(Slot::Fixed(*number)), None, Some(*number), None)
                }
                SaidGiven::Given(Given::Uncertain(Distribution::Fixed(number), remark)) => {
                    (Target::Value(Slot::Fixed(*number)), None, Some(*number), remark.clone())
                }
                SaidGiven::Given(Given::Uncertain(distribution, remark)) => {
                    let index = self.parameter(&name, distribution.clone());
                    (
                        Target::Value(Slot::Sampled(index)),
                        Some(distribution.clone()),
                        None,
                        remark.clone(),
                    )
                }
                SaidGiven::Given(Given::ByYear(points)) => (Target::ByYear(points.clone().into()), None, None, None),
                SaidGiven::Share(group, position) => self.share(&shares[*group], *group, *position, &name),
            };
            layers.push((target, said.path));
            self.assumptions.push(Assumption {
                key: spec.key.to_string(),
                meaning: spec.meaning.trim().to_string(),
                unit: spec.unit.to_string(),
                allowed: allowed(spec),
                text: said.text.clone(),
                distribution,
                number,
                years: said.path.words(),
                remark,
                meta: said.meta.clone(),
                place: said.place.to_string(),
                name,
            });
        }
        match layers.as_slice() {
            [(Target::Value(slot), path)] if path.always() => self.constant.push(*slot),
            [] => self.constant.push(Slot::Fixed(0.0)),
            _ => {
                self.constant.push(Slot::Fixed(0.0));
                self.courses.push(Course {
                    lever,
                    steps: spec.kind != LeverKind::Number,
                    layers,
                });
            }
        }
    }

    fn share(
        &mut self,
        shares: &Shares,
        group: usize,
        position: usize,
        name: &str,
    ) -> (Target<Slot>, Option<Distribution>, Option<f64>, Option<String>) {
        let mean = shares.mean[position];
        match shares.concentration {
            Some(weight) if mean > 0.0 => {
                let index = self.parameter(
                    name,
                    Distribution::Gamma {
                        shape: mean * weight,
                        scale: 1.0,
                    },
                );
                self.shares[group][position] = index;
                // Alone, each share of a Dirichlet is a beta.
                let alone = Distribution::Beta {
                    a: mean * weight,
                    b: (1.0 - mean) * weight,
                    low: 0.0,
                    high: 1.0,
                };
                let remark = format!(
                    "one of {} shares that sum to 1 (Dirichlet, concentration {weight})",
                    shares.keys.len()
                );
                (
                    Target::Value(Slot::Sampled(index)),
                    (mean < 1.0).then_some(alone),
                    Some(mean).filter(|mean| *mean >= 1.0),
                    Some(remark),
                )
            }
            _ => (Target::Value(Slot::Fixed(mean)), None, Some(mean), None),
        }
    }

    fn figure(&mut self, figure: &Figure) -> Slot {
        if let Some(slot) = self.known.get(&figure.key) {
            return *slot;
        }
        let (slot, distribution, number, remark) = match &figure.reading.given {
            Some(Given::Uncertain(Distribution::Fixed(number), remark)) => {
                (Slot::Fixed(*number), None, Some(*number), remark.clone())
            }
            Some(Given::Uncertain(distribution, remark)) => {
                let index = self.parameter(&figure.key, distribution.clone());
                (Slot::Sampled(index), Some(distribution.clone()), None, remark.clone())
            }
            Some(Given::Number(number)) => (Slot::Fixed(*number), None, Some(*number), None),
            Some(Given::ByYear(_)) | None => (Slot::Fixed(0.0), None, Some(0.0), None),
        };
        self.known.insert(figure.key.clone(), slot);
        self.assumptions.push(Assumption {
            key: figure.key.clone(),
            meaning: figure.meaning.clone(),
            unit: figure.unit.to_string(),
            allowed: super::catalogue::bounds(figure.bounds.0, figure.bounds.1, figure.unit),
            text: figure.reading.text.clone(),
            distribution,
            number,
            years: String::new(),
            remark,
            meta: figure.reading.meta.clone(),
            place: figure.place.to_string(),
            name: figure.key.clone(),
        });
        slot
    }

    fn programme(&mut self, reading: &ProgrammeReading, start_year: Year) -> ProgrammePlan {
        let optional = |plan: &mut Plan, figure: &Option<Figure>| {
            figure.as_ref().map_or(Slot::Fixed(0.0), |figure| plan.figure(figure))
        };
        let slots = std::array::from_fn(|index| optional(self, &reading.figures[index]));
        let mut effects = Vec::new();
        let mut shapes = Vec::new();
        let first = self.assumptions.len();
        for (on, size, lag, fade) in &reading.effects {
            effects.push([self.figure(size), optional(self, lag), optional(self, fade)]);
            shapes.push(ProgrammeEffect {
                on: *on,
                size: 0.0,
                lag_years: 0.0,
                fade: 0.0,
            });
        }
        // Evidence for the programme as a whole stands behind those of its figures that bring none.
        for assumption in self
            .assumptions
            .iter_mut()
            .skip(first)
            .filter(|assumption| !assumption.meta.contains_key("source"))
        {
            let own = std::mem::take(&mut assumption.meta);
            assumption.meta = reading.meta.clone();
            assumption.meta.extend(own);
        }
        let shape = Programme {
            name: reading.name.clone(),
            eligible: reading.eligible,
            coverage: 0.0,
            start_year: reading.start.map_or(start_year, Year),
            ramp_years: 0.0,
            end_year: reading.end.map(Year),
            cost_per_person: 0.0,
            cost_total: 0.0,
            payer: reading.payer,
            effects: shapes,
            fidelity: 0.0,
            cashable: 0.0,
        };
        ProgrammePlan { shape, slots, effects }
    }
}

impl ProgrammePlan {
    fn sampled(&self, parameters: &[f64]) -> Programme {
        let [coverage, ramp_years, cost_per_person, cost_total, fidelity, cashable] =
            self.slots.map(|slot| slot.value(parameters));
        let mut programme = Programme {
            coverage,
            ramp_years,
            cost_per_person,
            cost_total,
            fidelity,
            cashable,
            ..self.shape.clone()
        };
        for (effect, slots) in programme.effects.iter_mut().zip(&self.effects) {
            [effect.size, effect.lag_years, effect.fade] = slots.map(|slot| slot.value(parameters));
        }
        programme
    }
}
