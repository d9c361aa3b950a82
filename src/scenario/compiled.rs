//! A scenario, checked: what the rest of the program works with.
//!
//! Layers are laid over one another lever by lever. A value without a path replaces what is beneath; one that starts
//! or ends in some year lies over it, and what is beneath keeps its own distribution, sampled under its own name.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::assumption::Assumption;
use super::catalogue::Catalogue;
use super::design::Sampler;
use super::distribution::Distribution;
use super::evidence::rules::month;
use super::evidence::{Evidence, Library, Settings};
use super::joint::{self, Shares, Tie};
use super::layer::{Layer, Part};
use super::layers::{self, Over};
use super::plan::{ProgrammePlan, Tabulated};
use super::problem::{Fault, Place, Problem, Problems};
use super::programme;
use super::reading::{Meta, Reader, YearPath, is_value, section_expect};
use super::sampled::{Course, Slot, Target, World};
use super::size::Sizes;
use super::source::{self, Made, Root, Source, sha256_hex};
use super::standing::{self, Note};
use super::tree::{self, Table, Value};
use super::walk::{FILE_EVIDENCE, Top, Walk};
use super::{assumed, base, bound};
use crate::world::{Programme, Year};

/// The year a scenario begins when it does not say: the base year of the shipped tables.
const BASE_YEAR: u16 = 2024;

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

/// A scenario, merged and checked.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// The stem of the file's name.
    pub name: String,
    /// The file itself, as shown: not those beneath, nor what lies over it.
    pub file: String,
    /// Its title.
    pub title: String,
    /// What it is about.
    pub description: String,
    /// The place of England in which it happens, if it is not the country.
    pub area: Option<Made>,
    /// First year.
    pub start_year: Year,
    /// The folders of its tables of data: the first that has a table gives it.
    pub data: Vec<String>,
    /// The scenario whose public money it is given, year by year: an equal-money comparator.
    pub same_money_as: Option<String>,
    /// Where its folders of tables are named, if they are.
    pub data_place: Option<Place>,
    /// Where the scenario is named whose money it is given.
    pub same_money_place: Option<Place>,
    /// The files it is made of, lowest layer first.
    pub inputs: Vec<Input>,
    sources: Vec<Arc<Source>>,
    /// The file that was named, among the sources.
    top: usize,
    data_from: Option<usize>,
    /// Size of the place whose people the tables hold, against the country's.
    tables_size: f64,
    pub(super) names: Arc<[String]>,
    pub(super) distributions: Vec<Distribution>,
    pub(super) shares: Vec<Vec<usize>>,
    pub(super) ties: Vec<Tie>,
    pub(super) constant: Vec<Slot>,
    pub(super) courses: Vec<Course<Slot>>,
    pub(super) programmes: Vec<ProgrammePlan>,
    assumptions: Vec<Assumption>,
    correlations: Vec<(String, f64)>,
    evidence: Evidence,
    notes: Vec<Note>,
    hash: String,
    pinned: Option<Arc<Pinned>>,
}

/// Uniform numbers given from outside for some uncertain assumptions, one row a draw.
#[derive(Debug)]
struct Pinned {
    /// Positions among the uncertain assumptions.
    places: Vec<usize>,
    rows: Vec<Vec<f64>>,
}

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
        let top = self.sources.get(self.top)?;
        let mut problems = Problems::default();
        Some(match source::beside(top, name) {
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
        let layers = layers::gather_with(source::beside(from, name)?, over, above, &mut problems);
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
        let source = source::decode(
            name.to_string(),
            Root::Embedded,
            name,
            bytes.to_vec(),
            source::LIMIT_MIB,
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
            correlations: correlations.iter().map(joint::Correlation::words).collect(),
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

    /// The world of a draw: every uncertain assumption sampled once.
    pub fn world(&self, sampler: &Sampler, draw: u64) -> World {
        let mut uniforms: Vec<f64> = self.names.iter().map(|name| sampler.uniform(name, draw)).collect();
        for tie in &self.ties {
            tie.place(&self.names, sampler, draw, &mut uniforms);
        }
        if let Some(pinned) = &self.pinned
            && let Some(row) = pinned.rows.get(draw as usize)
        {
            for (place, u) in pinned.places.iter().zip(row) {
                uniforms[*place] = *u;
            }
        }
        self.world_at(&uniforms)
    }
    /// Worlds of some draws in which only the assumptions are sampled that a lever of these rests on, the others standing at their
    /// medians: of those levers they say what [`Scenario::world`] says, for a part of the work.
    pub(crate) fn worlds_for<'s>(
        &'s self,
        levers: &'s [usize],
        sampler: &'s Sampler,
        draws: u64,
    ) -> impl Iterator<Item = World> + 's {
        let mut wanted: Vec<usize> = self.rests_on(levers);
        for group in &self.shares {
            if group.iter().any(|one| wanted.contains(one)) {
                wanted.extend(group);
            }
        }
        wanted.sort_unstable();
        wanted.dedup();
        let medians: Vec<f64> = self.distributions.iter().map(|one| one.quantile(0.5)).collect();
        (0..draws).map(move |draw| {
            let mut uniforms = vec![0.5; self.names.len()];
            for at in &wanted {
                uniforms[*at] = sampler.uniform(&self.names[*at], draw);
            }
            for tie in self
                .ties
                .iter()
                .filter(|tie| tie.members.iter().any(|one| wanted.contains(one)))
            {
                tie.place(&self.names, sampler, draw, &mut uniforms);
            }
            let mut parameters = medians.clone();
            for at in &wanted {
                parameters[*at] = self.distributions[*at].quantile(uniforms[*at]);
            }
            self.world_of(parameters)
        })
    }
    /// The uncertain assumptions that the values of some levers are read from.
    fn rests_on(&self, levers: &[usize]) -> Vec<usize> {
        let sampled = |slot: &Slot| match slot {
            Slot::Sampled(index) => Some(*index),
            Slot::Fixed(_) => None,
        };
        let mut all: Vec<usize> = levers
            .iter()
            .filter_map(|at| self.constant.get(*at).and_then(sampled))
            .collect();
        for course in self.courses.iter().filter(|course| levers.contains(&course.lever)) {
            for (target, _) in &course.layers {
                if let Target::Value(slot) = target {
                    all.extend(sampled(slot));
                }
            }
        }
        all
    }
    /// Whether any of some levers has other values in other years.
    pub(super) fn changes(&self, levers: &[usize]) -> bool {
        self.courses.iter().any(|course| levers.contains(&course.lever))
    }
    /// The same scenario with the uniform numbers of some uncertain assumptions given, one row a draw: an ensemble that an analysis moves. Names that
    /// are no uncertain assumption are passed over; draws beyond the rows are sampled as ever.
    pub fn pinned(mut self, names: &[String], rows: Vec<Vec<f64>>) -> Scenario {
        let places: Vec<Option<usize>> = names
            .iter()
            .map(|name| self.names.iter().position(|known| known == name))
            .collect();
        let known = |row: Vec<f64>| row.into_iter().zip(&places).filter_map(|(u, place)| place.map(|_| u));
        let rows = rows.into_iter().map(|row| known(row).collect()).collect();
        self.pinned = Some(Arc::new(Pinned {
            places: places.iter().flatten().copied().collect(),
            rows,
        }));
        self
    }
    /// The world in which every uncertain assumption is at its median.
    pub fn central(&self) -> World {
        self.world_at(&vec![0.5; self.names.len()])
    }
    /// The names of the uncertain assumptions, in the order of `World::sampled`.
    pub fn uncertain(&self) -> &[String] {
        &self.names
    }
    /// The world at given quantiles, one per name of [`Scenario::uncertain`].
    pub fn world_at(&self, uniforms: &[f64]) -> World {
        let draw = |(index, distribution): (usize, &Distribution)| {
            distribution.quantile(uniforms.get(index).copied().unwrap_or(0.5))
        };
        self.world_of(self.distributions.iter().enumerate().map(draw).collect())
    }
    /// The world in which the uncertain assumptions have these values, before parts of a whole are made to sum to it.
    fn world_of(&self, mut parameters: Vec<f64>) -> World {
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
    /// What a reader of a run whose last year is this one should know of the file: values that act in no year, or not in those
    /// that they name.
    pub fn notes(&self, last: Year) -> Vec<String> {
        self.notes.iter().filter_map(|note| note.words(last.0)).collect()
    }
    /// The library of evidence, and what is chosen of it.
    pub fn evidence(&self) -> &Evidence {
        &self.evidence
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
    /// Size of the place whose people its tables hold against the country whose amounts it takes: 1 where the tables are the
    /// country's, that of the place where they are its own.
    pub fn tables_size(&self) -> f64 {
        self.tables_size
    }
    /// Where its tables are looked for, the same for scenarios that find the same files.
    pub fn data_place_key(&self) -> String {
        let from = std::iter::once(self.top).chain(self.data_from);
        let beside = |source: &Arc<Source>| {
            let folder = source.path.rsplit_once('/').map_or("", |(folder, _)| folder);
            format!("{:?} {folder}", source.root)
        };
        let places: Vec<String> = from.filter_map(|index| self.sources.get(index)).map(beside).collect();
        format!("{:?} {places:?} {:?}", self.data, self.tables_size)
    }
    /// A table in the scenario's `data` folders: beside the scenario, beside the file that named the folders, in
    /// `./scenarios`, or embedded; of several folders the first that has it.
    pub fn data_file(&self, name: &str) -> Result<DataFile, Problem> {
        let paths: Vec<String> = match self.data.as_slice() {
            [] => vec![name.to_string()],
            folders => folders.iter().map(|folder| format!("{folder}/{name}")).collect(),
        };
        let mut last = Problem::new(Fault::NotFound {
            name: name.to_string(),
            looked: "no scenario".to_string(),
        });
        for path in &paths {
            for from in std::iter::once(self.top)
                .chain(self.data_from)
                .filter_map(|index| self.sources.get(index))
            {
                match source::data(from, path) {
                    Ok(found) => {
                        return Ok(DataFile {
                            input: Input::of(&found),
                            text: found.text,
                        });
                    }
                    // A table that is there and cannot be read must not be passed over for one further along.
                    Err(problem) if !matches!(problem.fault, Fault::NotFound { .. }) => return Err(problem),
                    Err(problem) => last = problem,
                }
            }
        }
        Err(Problem {
            key: "data".to_string(),
            place: self.data_place.clone(),
            ..last
        })
    }
    /// Every file in the folders of data that stand beside the scenario or beside the file that names them.
    pub fn data_names(&self) -> Vec<std::path::PathBuf> {
        let froms = std::iter::once(self.top).chain(self.data_from);
        let froms: Vec<&Arc<Source>> = froms.filter_map(|index| self.sources.get(index)).collect();
        let folders = self.data.iter();
        let mut names: Vec<std::path::PathBuf> = folders
            .flat_map(|folder| froms.iter().flat_map(move |from| source::data_names(from, folder)))
            .collect();
        names.sort();
        names.dedup();
        names
    }
    /// The line that gave an assumption, for a problem that only shows once the scenario is whole.
    pub fn place_of(&self, assumption: &Assumption) -> Option<Place> {
        let (name, line) = assumption.place.rsplit_once(':')?;
        let line: usize = line.parse().ok()?;
        let source = self.sources.iter().find(|source| source.name == name)?;
        let start: usize = source
            .text
            .split_inclusive('\n')
            .take(line.saturating_sub(1))
            .map(str::len)
            .sum();
        let length = source.text.get(start..)?.lines().next().map_or(0, str::len);
        Some(Place {
            source: source.clone(),
            span: start..start + length,
        })
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
