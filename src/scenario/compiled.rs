//! A scenario, checked: what the rest of the program works with. How files become one is `assembly.rs`'s.

use std::sync::Arc;

use super::assumption::Assumption;
use super::believes::Believes;
use super::design::Sampler;
use super::distribution::Distribution;
use super::evidence::Evidence;
use super::joint::Tie;
use super::lookup;
use super::note::Note;
use super::plan::ProgrammePlan;
use super::problem::{Fault, Place, Problem};
use super::sampled::{Course, Slot, Target, World};
use super::source::{Made, Root, Source};
use crate::world::{Programme, Year};

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
    pub(super) fn of(source: &Source) -> Input {
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
    /// What its own files believe, which holds for whatever it is compared with too.
    pub believes: Believes,
    /// The files it is made of, lowest layer first.
    pub inputs: Vec<Input>,
    pub(super) sources: Vec<Arc<Source>>,
    /// The file that was named, among the sources.
    pub(super) top: usize,
    pub(super) data_from: Option<usize>,
    /// Size of the place whose people the tables hold, against the country's.
    pub(super) tables_size: f64,
    pub(super) names: Arc<[String]>,
    pub(super) distributions: Vec<Distribution>,
    pub(super) shares: Vec<Vec<usize>>,
    pub(super) ties: Vec<Tie>,
    pub(super) constant: Vec<Slot>,
    pub(super) courses: Vec<Course<Slot>>,
    pub(super) programmes: Vec<ProgrammePlan>,
    pub(super) assumptions: Vec<Assumption>,
    pub(super) correlations: Vec<(String, f64)>,
    pub(super) evidence: Evidence,
    pub(super) notes: Vec<Note>,
    pub(super) hash: String,
    pub(super) pinned: Option<Arc<Pinned>>,
}

/// Uniform numbers given from outside for some uncertain assumptions, one row a draw.
#[derive(Debug)]
pub(super) struct Pinned {
    /// Positions among the uncertain assumptions.
    places: Vec<usize>,
    rows: Vec<Vec<f64>>,
}

impl Scenario {
    /// Whether a place, as `file:line`, is in a file of the reader's own, and not in one of the program.
    pub fn is_own(&self, place: &str) -> bool {
        let file = place.rsplit_once(':').map_or("", |(file, _)| file);
        let own = |source: &Arc<Source>| {
            source.name == file && matches!(source.root, Root::Folder(_)) && !source.is_shipped()
        };
        self.sources.iter().any(own)
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
        self.as_one_unknown(&mut uniforms);
        self.world_at(&uniforms)
    }
    /// What a later layer says of a lever is about the same unknown as what lies beneath: both stand at one quantile, so that who
    /// writes what is there already changes nothing, and a growth of 0.03 instead of 0.027 is more in every draw.
    fn as_one_unknown(&self, uniforms: &mut [f64]) {
        for (at, name) in self.names.iter().enumerate() {
            let Some((key, _)) = name.split_once('#') else { continue };
            let beneath = |other: &String| other.split_once('#').map_or(other.as_str(), |(key, _)| key) == key;
            if let Some(first) = self.names.iter().position(beneath) {
                uniforms[at] = uniforms[first];
            }
        }
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
        // What lies beneath a layer gives its quantile.
        let keys: Vec<&str> = wanted
            .iter()
            .filter_map(|at| self.names[*at].split_once('#').map(|(key, _)| key))
            .collect();
        let beneath = |name: &String| keys.iter().any(|key| name.split('#').next() == Some(key));
        wanted.extend((0..self.names.len()).filter(|at| beneath(&self.names[*at])));
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
            self.as_one_unknown(&mut uniforms);
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
                match lookup::data(from, path) {
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
    /// A folder of data that is nowhere: neither beside the files that name it, nor in `./scenarios`, nor in the program.
    pub fn data_nowhere(&self) -> Option<&str> {
        let froms: Vec<&Arc<Source>> = self.data_sources().collect();
        let somewhere = |folder: &str| froms.iter().any(|from| lookup::has_folder(from, folder));
        self.data.iter().map(String::as_str).find(|folder| !somewhere(folder))
    }
    /// A folder of the reader's own of which no table is read, since folders named before it have them all, of tables with these names; and
    /// the first of those folders.
    pub fn data_behind(&self, known: &[&str]) -> Option<(&str, &str)> {
        let froms: Vec<&Arc<Source>> = self.data_sources().collect();
        let has = |folder: &str, name: &str| {
            froms
                .iter()
                .any(|from| lookup::data(from, &format!("{folder}/{name}")).is_ok())
        };
        for (at, folder) in self.data.iter().enumerate() {
            if froms.iter().any(|from| lookup::is_shipped(from, folder)) {
                continue;
            }
            let own = froms.iter().flat_map(|from| lookup::data_names(from, folder));
            let own: Vec<String> = own
                .filter_map(|path| Some(path.file_name()?.to_str()?.to_string()))
                .filter(|name| known.contains(&name.as_str()))
                .collect();
            let before = |name: &String| self.data[..at].iter().find(|other| has(other, name));
            if !own.is_empty() && own.iter().all(|name| before(name).is_some()) {
                return own
                    .iter()
                    .find_map(before)
                    .map(|other| (folder.as_str(), other.as_str()));
            }
        }
        None
    }
    /// The files beside which folders of data are looked for.
    fn data_sources(&self) -> impl Iterator<Item = &Arc<Source>> {
        let froms = std::iter::once(self.top).chain(self.data_from);
        froms.filter_map(|index| self.sources.get(index))
    }
    /// Every file in the folders of data that stand beside the scenario or beside the file that names them.
    pub fn data_names(&self) -> Vec<std::path::PathBuf> {
        let froms = std::iter::once(self.top).chain(self.data_from);
        let froms: Vec<&Arc<Source>> = froms.filter_map(|index| self.sources.get(index)).collect();
        let folders = self.data.iter();
        let mut names: Vec<std::path::PathBuf> = folders
            .flat_map(|folder| froms.iter().flat_map(move |from| lookup::data_names(from, folder)))
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
}
