//! Draws of a process on disk, so that a vote that was broken off goes on from what is done, to the same bytes.
//!
//! A process is computed in stages (each proposal alone, what was chosen, what would have done most). Each stage keeps its
//! draws in chunk files as a run does; what hangs on a stage (ballots, the funded set) is computed again from them.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use super::effects::Kept;
use super::worlds::WorldsError;
use crate::projection::{Engine, Progress, RunError};
use crate::results::{self, Column, DrawStore, Identity, Series, Shape};
use crate::scenario::Sampler;
use crate::world::{Year, YearRecord};

/// Draws in a chunk: many worlds make a draw long, so few are lost.
const CHUNK: usize = 5;

/// Where the stages of one vote are kept.
#[derive(Debug)]
pub struct Stages {
    folder: PathBuf,
    identity: Identity,
    there: AtomicUsize,
}

impl Stages {
    /// In a folder that need not be there yet; of a vote of this identity.
    pub fn new(folder: &Path, identity: &Identity) -> Stages {
        Stages {
            folder: folder.to_path_buf(),
            identity: *identity,
            there: AtomicUsize::new(0),
        }
    }

    /// Chunks that were there from an earlier start.
    pub fn there(&self) -> usize {
        self.there.load(Ordering::Relaxed)
    }

    /// Every draw of a stage: worlds × years × columns, in the order of the draws.
    pub(super) fn draws(
        &self,
        stage: &str,
        engine: &Engine,
        draws: usize,
        columns: &[Kept],
        progress: &dyn Progress,
    ) -> Result<Vec<Vec<f64>>, WorldsError> {
        let store = self.store(stage, engine, columns)?;
        let shape = store.shape().clone();
        let missing = store.missing(Series::Run, draws)?;
        self.there
            .fetch_add(store.chunks(draws) - missing.len(), Ordering::Relaxed);
        let chunks: Vec<_> = missing
            .into_iter()
            .map(|chunk| (chunk, store.range(chunk, draws)))
            .collect();
        let observe = |world: usize, year: usize, record: &YearRecord, numbers: &mut [f64]| {
            // What a voter may expect is told by fifth, whether or not anybody lives in each.
            shape.observe_rates(world, year, record, numbers);
        };
        let keep = |chunk: usize, numbers: &[Vec<f64>]| store.write(Series::Run, chunk, numbers);
        engine
            .run(&chunks, 0, shape.cells(), &observe, &keep, progress)
            .map_err(|error| match error {
                RunError::Year(error) => WorldsError::Year(error),
                RunError::Stopped => WorldsError::Stopped,
                RunError::Keep(error) => WorldsError::Results(error),
            })?;
        Ok(read(&store, draws)?)
    }

    fn store(&self, stage: &str, engine: &Engine, columns: &[Kept]) -> Result<DrawStore, results::Error> {
        let plans = &engine.plans;
        let start = plans
            .iter()
            .next()
            .map(|plan| plan.scenario.start_year)
            .unwrap_or(Year(0));
        let shape = Shape {
            scenarios: plans.iter().map(|plan| plan.name.clone()).collect(),
            years: (0..engine.years).map(|year| start.plus(year as u16)).collect(),
            columns: columns
                .iter()
                .map(|kept| Column {
                    measure: kept.measure.handle,
                    group: kept.group,
                })
                .collect(),
        };
        let Sampler { seed, design, .. } = engine.sampler;
        let worlds: Vec<String> = plans
            .iter()
            .map(|plan| format!("{} {:?}", plan.scenario.hash(), plan.same_money_as))
            .collect();
        let identity = Identity::of(&format!(
            "{} {stage} {seed} {design:?} {} {worlds:?}",
            self.identity.hex(),
            engine.people
        ));
        DrawStore::open(&self.folder.join(stage), identity, shape, CHUNK)
    }
}

/// The draws of a store, each as the shape orders its numbers.
fn read(store: &DrawStore, draws: usize) -> Result<Vec<Vec<f64>>, results::Error> {
    let shape = store.shape();
    let mut all = vec![vec![0.0; shape.cells()]; draws];
    let of_world = shape.years.len() * shape.columns.len();
    for chunk in 0..store.chunks(draws) {
        for world in 0..shape.scenarios.len() {
            let (values, held) = store.scenario_chunk(Series::Run, world, chunk, draws)?;
            for (offset, draw) in store.range(chunk, draws).enumerate() {
                let start = shape.cell(world, 0, 0);
                for (at, target) in all[draw][start..start + of_world].iter_mut().enumerate() {
                    *target = values[at * held + offset];
                }
            }
        }
    }
    Ok(all)
}
