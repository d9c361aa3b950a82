//! Worlds in which a set of proposals is funded, made ready for the engine.

use std::sync::Arc;

use super::file::Process;
use super::in_part;
use super::patch;
use super::proposal::Proposal;
use super::reach::Reach;
use crate::projection::{Engine, Money, Plans, PlansError, Shelf};
use crate::scenario::layer::Layer;
use crate::scenario::problem::{Fault, Problem, Problems};
use crate::scenario::source::Source;
use crate::scenario::tree::Value;
use crate::scenario::{Catalogue, Over, Sampler, Scenario};

/// Why worlds cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum WorldsError {
    /// The scenario is wrong.
    #[error("{0}")]
    Problems(#[from] Problems),
    /// The worlds do not make a run together.
    #[error("{0}")]
    Plans(#[from] PlansError),
    /// A year's books do not close.
    #[error("{0}")]
    Year(#[from] crate::projection::year::YearError),
    /// The caller asked to stop.
    #[error("stopped")]
    Stopped,
    /// Draws cannot be kept or read.
    #[error("{0}")]
    Results(#[from] crate::results::Error),
    /// Something that cannot be done.
    #[error("{0}")]
    Refused(String),
}

/// A world to be projected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Its name in tables.
    pub name: String,
    /// Its title for readers.
    pub title: String,
    /// Proposals funded, ascending.
    pub set: Vec<usize>,
    /// Nothing funded, and the public money of the world at this position spent as services are now.
    pub same_money_as: Option<usize>,
}

impl Wanted {
    /// A world in which a set is funded.
    pub fn funded(name: &str, title: &str, set: &[usize]) -> Wanted {
        let mut set = set.to_vec();
        set.sort_unstable();
        Wanted {
            name: name.to_owned(),
            title: title.to_owned(),
            set,
            same_money_as: None,
        }
    }
}

impl Process {
    /// The layers that a funded set lays over the base.
    pub(super) fn layers(
        &self,
        set: &[usize],
        start: u16,
        catalogue: &Catalogue,
        problems: &mut Problems,
    ) -> Vec<Layer> {
        let mut layers: Vec<Layer> = self.place_settings();
        let funded: Vec<&Proposal> = set.iter().filter_map(|index| self.proposals.get(*index)).collect();
        for proposal in &funded {
            let mut adopted = patch::adopted(&self.file, proposal, catalogue, problems);
            if let (Some(reach), Some(layer)) = (&self.reach, &mut adopted) {
                reach.bring(proposal, &mut layer.table, problems);
            }
            if let (Some(share), Some(layer)) = (proposal.part, &mut adopted) {
                in_part::scale(proposal, share, &mut layer.table, problems);
            }
            layers.extend(adopted);
        }
        let first = self
            .proposals
            .iter()
            .map(|proposal| proposal.start_year)
            .min()
            .unwrap_or(0);
        // A year before anything starts, so that what is flat outside the years named is flat at nothing.
        let years = first.saturating_sub(1)..=first.max(start) + self.years as u16 + 1;
        layers.extend(patch::money(&self.file, &funded, years));
        layers
    }

    /// The further settings of the base. A place brings its own size, so that of the file gives way.
    fn place_settings(&self) -> Vec<Layer> {
        let mut layers: Vec<Layer> = self.settings.iter().cloned().collect();
        if self.area.is_some() {
            for layer in &mut layers {
                if let Some(Value::Table(care)) = layer.table.get_mut("care").map(|entry| &mut entry.node.value) {
                    care.remove("scale");
                }
            }
        }
        layers
    }

    /// The code of the place in which it happens, if it is a place of England.
    pub fn place(&self) -> Option<&str> {
        self.area.as_ref()?.is_made().map(|made| made.code.as_str())
    }

    /// The same process in a place of England: the same proposals, prices and budget, put to the people of that place.
    pub fn in_area(mut self, area: &Arc<Source>, catalogue: &Catalogue) -> Result<Process, Problems> {
        let name = area
            .is_made()
            .map_or_else(|| area.name.clone(), |made| made.name.clone());
        if self.national {
            let fault = Fault::Joint(format!(
                "{} decides about money of the whole country (`national = true`), so it cannot be held in {name}",
                self.title
            ));
            return Err(Problem::new(fault).into());
        }
        let own = self.scenario(&[], &[], catalogue)?;
        self.title = format!("{}: {name}", self.title);
        self.description = format!(
            "Held in {name}, with its own people, services and money; the proposals, their prices and the budget are those of the \
             file {}, which was written for another place.",
            self.name
        );
        self.told = area.is_made().map_or_else(Vec::new, |made| made.facts.clone());
        self.area = Some(area.clone());
        // What is wrong only there is told before anything is computed.
        let there = self.scenario(&[], &[], catalogue)?;
        let reach = Reach::between(&own, &there, catalogue)?;
        self.notes.extend(self.reached(&reach, catalogue)?);
        self.reach = Some(Arc::new(reach));
        Ok(self)
    }

    /// What prices buy in a place of another size, in a sentence.
    fn reached(&self, reach: &Reach, catalogue: &Catalogue) -> Result<Option<String>, Problems> {
        let mut problems = Problems::default();
        let mut list = Vec::new();
        for proposal in &self.proposals {
            let adopted = patch::adopted(&self.file, proposal, catalogue, &mut problems);
            let told = adopted.map(|mut layer| reach.bring(proposal, &mut layer.table, &mut problems));
            for (own, there) in told.into_iter().flatten() {
                let reached = if there > 0.0 {
                    percent(there)
                } else {
                    "nobody (nobody of those who may have it lives here)".to_owned()
                };
                list.push(format!("{} {reached} instead of {}", proposal.title, percent(own)));
            }
        }
        if !problems.0.is_empty() {
            return Err(problems.sorted());
        }
        Ok((!list.is_empty()).then(|| {
            format!(
                "A price buys as many here as in the place that the file was written for, so that another share of those who may \
                 have it is reached: {}.",
                list.join("; ")
            )
        }))
    }

    /// The same process over so many years: money given year by year is written for as long as the model is run.
    #[must_use]
    pub fn lasting(&self, years: usize) -> Process {
        Process { years, ..self.clone() }
    }

    /// The same process as somebody sees it who believes these assumption sets.
    #[must_use]
    pub fn believing(&self, assume: &[String]) -> Process {
        Process {
            assume: assume.to_vec(),
            ..self.clone()
        }
    }

    /// The scenario in which a set is funded; `overrides` are laid over everything.
    pub fn scenario(&self, set: &[usize], overrides: &[String], catalogue: &Catalogue) -> Result<Scenario, Problems> {
        let above = Over {
            assume: &self.assume,
            set: overrides,
            area: self.area.as_ref(),
        };
        let plain = self.place_settings();
        let mut base = Scenario::beneath(&self.file, &self.base, &plain, above, catalogue)?;
        if let Some(name) = &base.same_money_as {
            let fault = Fault::Joint(format!(
                "{} takes its money from {name}: a process needs a base with money of its own",
                self.base
            ));
            return Err(Problem::new(fault).into());
        }
        base.name = "nothing".to_owned();
        base.title = "Nothing funded".to_owned();
        if set.is_empty() {
            return Ok(base);
        }
        self.own_money(&base, set, catalogue)?;
        let mut problems = Problems::default();
        let layers = self.layers(set, base.start_year.0, catalogue, &mut problems);
        if !problems.is_empty() {
            return Err(problems.sorted());
        }
        let mut scenario = Scenario::beneath(&self.file, &self.base, &layers, above, catalogue)?;
        scenario.title = "Funded".to_owned();
        Ok(scenario)
    }

    /// Refuses a base that gives money by the very levers which proposals add to: the two could not be added up.
    fn own_money(&self, base: &Scenario, set: &[usize], catalogue: &Catalogue) -> Result<(), Problems> {
        let world = base.central();
        let mut problems = Problems::default();
        let mut values = Vec::new();
        for proposal in set.iter().filter_map(|index| self.proposals.get(*index)) {
            let Some(into) = proposal.into else { continue };
            for lever in std::iter::once(into.lever()).chain(proposal.payer.lever().map(str::to_owned)) {
                let Some(index) = catalogue.index(&lever) else { continue };
                let set = (0..self.years as u16).any(|year| {
                    world.values(base.start_year.plus(year), &mut values);
                    values.get(index).is_some_and(|value| *value != 0.0)
                });
                if set {
                    let fault = Fault::Joint(format!(
                        "{} already sets {lever}, to which this proposal's money would be added: choose another base, or `into` another service",
                        self.base
                    ));
                    let key = format!("proposal.{}.into", proposal.id);
                    problems.push(Problem::at(fault, &proposal.place, &key));
                }
            }
        }
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }

    /// Plans of some worlds, all shown.
    pub fn plans(
        &self,
        wanted: &[Wanted],
        overrides: &[String],
        shelf: &Shelf,
        catalogue: &Catalogue,
    ) -> Result<Plans, WorldsError> {
        let mut worlds = Vec::with_capacity(wanted.len());
        for world in wanted {
            let mut scenario = self.scenario(&world.set, overrides, catalogue)?;
            scenario.name.clone_from(&world.name);
            scenario.title.clone_from(&world.title);
            let own = Money::AsItSays(Over::default());
            worlds.push((scenario, world.same_money_as.map_or(own, Money::OfWorld)));
        }
        Ok(Plans::of(worlds, shelf, catalogue)?)
    }

    /// What is to be told of the people and amounts of the base before anything is decided; an error where they do not go together.
    pub fn told_of_people(&self, overrides: &[String], catalogue: &Catalogue) -> Result<Vec<String>, Problems> {
        let base = self.scenario(&[], overrides, catalogue)?;
        let worlds = vec![(base, Money::AsItSays(Over::default()))];
        let plans = Plans::of(worlds, &Shelf::default(), catalogue).map_err(PlansError::into_problems)?;
        Ok(plans.told())
    }

    /// Position of the first year of the decision among the projected years.
    pub fn decided_from(&self, base: &Scenario) -> usize {
        let first = self.proposals.iter().map(|proposal| proposal.start_year).min();
        let first = first.unwrap_or(base.start_year.0);
        usize::from(first.saturating_sub(base.start_year.0)).min(self.years.saturating_sub(1))
    }
}

/// An engine for some worlds.
pub fn engine(plans: Plans, seed: u64, people: usize, years: usize) -> Engine {
    Engine {
        plans,
        sampler: Sampler::plain(seed),
        people,
        years,
    }
}

/// A share as people say it, with two digits.
fn percent(share: f64) -> String {
    let percent = share * 100.0;
    let digits = (1.0 - percent.abs().max(f64::MIN_POSITIVE).log10().floor()).clamp(0.0, 6.0) as usize;
    format!("{percent:.digits$}%")
}
