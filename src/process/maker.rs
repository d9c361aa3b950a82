//! What makes a vote's worlds and runs them: each proposal alone, what was chosen, sets that might have been.

use rayon::prelude::*;

use super::effects::{Kept, Projected, stats};
use super::file::Process;
use super::gains::{KINDS, kind};
use super::proposal::Purse;
use super::stages::Stages;
use super::worlds::{Wanted, WorldsError, engine};
use crate::projection::residents::Lived;
use crate::projection::{Plans, Progress, Shelf, lived, residents};
use crate::results::{Differences, Shape, Stats, Summary};
use crate::scenario::{Catalogue, Sampler};
use crate::world::Year;

/// How a process is computed.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Draws of the uncertain assumptions.
    pub draws: usize,
    /// Simulated people.
    pub people: usize,
    /// Years, the base year included.
    pub years: usize,
    /// Master seed.
    pub seed: u64,
    /// Electorates (or samples of real voters) over which the vote is repeated.
    pub electorates: usize,
    /// `key=value` laid over every world.
    pub overrides: Vec<String>,
    /// Whether to look for the votes and costs that would have won.
    pub margins: bool,
}

/// Draws in which people are followed one by one: enough for means, at a fraction of the time.
const FOLLOWED: usize = 24;

/// What makes worlds and runs them.
pub(super) struct Maker<'a> {
    pub(super) process: &'a Process,
    pub(super) settings: &'a Settings,
    pub(super) shelf: Shelf,
    pub(super) catalogue: &'a Catalogue,
    pub(super) stages: Option<&'a Stages>,
}

impl Maker<'_> {
    pub(super) fn plans(&self, wanted: &[Wanted]) -> Result<Plans, WorldsError> {
        self.process
            .plans(wanted, &self.settings.overrides, &self.shelf, self.catalogue)
    }

    /// Some worlds in every draw; kept on disk under the name of the stage, where that was asked for.
    pub(super) fn projected(
        &self,
        stage: &str,
        plans: Plans,
        columns: Vec<Kept>,
        progress: &dyn Progress,
    ) -> Result<Projected, WorldsError> {
        let engine = engine(plans, self.settings.seed, self.settings.people, self.settings.years);
        let draws = self.settings.draws;
        let Some(stages) = self.stages else {
            return Projected::run(&engine, draws, columns, progress);
        };
        Ok(Projected {
            worlds: engine.plans.len(),
            years: engine.years,
            draws: stages.draws(stage, &engine, draws, &columns, progress)?,
            columns,
        })
    }

    pub(super) fn followed(&self) -> usize {
        self.settings.draws.min(FOLLOWED)
    }

    /// The people of the first draw, and what people of each kind live in each world of some draws.
    pub(super) fn people(
        &self,
        plans: &Plans,
        from: usize,
        progress: &dyn Progress,
    ) -> Result<(Vec<crate::projection::Resident>, Vec<Lived>), WorldsError> {
        let sampler = Sampler::plain(self.settings.seed);
        let (people, years) = (self.settings.people, self.settings.years);
        let roll = residents(plans, &sampler, 0, people)?;
        let draws: Result<Vec<_>, _> = (0..self.followed() as u64)
            .into_par_iter()
            .map(|draw| {
                let one = lived(plans, &sampler, draw, (people, years, from), KINDS, &kind);
                progress.done(draw as usize);
                one
            })
            .collect();
        if progress.stop() {
            return Err(WorldsError::Stopped);
        }
        Ok((roll, draws?))
    }

    /// Every measure of some worlds, summarised.
    pub(super) fn summary(
        &self,
        plans: Plans,
        worlds: &[Wanted],
        start: Year,
        progress: &dyn Progress,
    ) -> Result<(Summary, Differences), WorldsError> {
        let years = (0..self.settings.years).map(|index| start.plus(index as u16)).collect();
        let shape = Shape::new(worlds.iter().map(|world| world.name.clone()).collect(), years);
        let kept: Vec<Kept> = shape
            .columns
            .iter()
            .map(|column| Kept {
                measure: column.measure(),
                group: column.group,
            })
            .collect();
        let projected = self.projected("chosen", plans, kept, progress)?;
        let of = |cell: usize| -> Vec<f64> { projected.draws.iter().map(|draw| draw[cell]).collect() };
        let stats_of: Vec<Stats> = (0..shape.cells())
            .into_par_iter()
            .map(|cell| stats(&of(cell)))
            .collect();
        let mut later = shape.clone();
        let first_world = later.scenarios.remove(0);
        let against = vec![first_world; later.scenarios.len()];
        let first = shape.years.len() * shape.columns.len();
        let differences: Vec<Stats> = (0..later.cells())
            .into_par_iter()
            .map(|cell| {
                let (one, other) = (of(cell + first), of(cell % first));
                stats(
                    &one.iter()
                        .zip(&other)
                        .map(|(one, other)| one - other)
                        .collect::<Vec<f64>>(),
                )
            })
            .collect();
        let summary = Summary { shape, stats: stats_of };
        let summary_of_differences = Summary {
            shape: later,
            stats: differences,
        };
        Ok((
            summary,
            Differences {
                against,
                summary: summary_of_differences,
            },
        ))
    }
}

/// Nothing funded, but the public money of the second world.
pub(super) fn same_money(process: &Process, funded: &[usize]) -> Option<Wanted> {
    let new_money = funded
        .iter()
        .any(|at| process.proposals[*at].payer == Purse::Tax && process.proposals[*at].pounds() > 0.0);
    new_money.then(|| Wanted {
        same_money_as: Some(1),
        ..Wanted::funded("same-money", "The same money, spent as now", &[])
    })
}
