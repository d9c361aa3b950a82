//! Many draws, in chunks, on as many threads as asked: the same numbers whatever the number of threads.
//!
//! Chunks are independent and small; each is computed whole, in order inside, and handed to the caller to keep. What is
//! kept is never computed again, which is all that resuming and sharding need.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use rayon::prelude::*;

use crate::scenario::Sampler;
use crate::world::YearRecord;

use super::draw::draw;
use super::plans::Plans;
use super::year::{YearError, YearParts};

/// A run made ready.
#[derive(Debug)]
pub struct Engine {
    /// The scenarios.
    pub plans: Plans,
    /// Where uncertain assumptions take their numbers from.
    pub sampler: Sampler,
    /// Simulated people.
    pub people: usize,
    /// Years, the base year included.
    pub years: usize,
}

/// What a run is asked and told while it goes on.
pub trait Progress: Sync {
    /// Draws done so far in this call.
    fn done(&self, draws: usize);
    /// Whether to stop after the chunk at hand.
    fn stop(&self) -> bool;
}

/// Nobody is told, and nobody stops it.
impl Progress for () {
    fn done(&self, _draws: usize) {}
    fn stop(&self) -> bool {
        false
    }
}

/// Writes what is kept of a scenario's year: shown scenario, year index, record, the draw's numbers.
pub type Observe<'a> = dyn Fn(usize, usize, &YearRecord, &mut [f64]) + Sync + 'a;
/// Keeps a finished chunk of draws.
pub type Keep<'a, E> = dyn Fn(usize, &[Vec<f64>]) -> Result<(), E> + Sync + 'a;

/// Draws handed to a thread at a time when they are held in memory: few, so that every thread has work to the end.
const AT_A_TIME: usize = 4;

/// Why draws held in memory ended early.
pub type Unkept = RunError<Infallible>;

/// Why a run ended early.
#[derive(Debug, thiserror::Error)]
pub enum RunError<E> {
    /// The books of a year did not close.
    #[error(transparent)]
    Year(#[from] YearError),
    /// What the caller does with a chunk failed.
    #[error("{0}")]
    Keep(E),
    /// It was asked to stop.
    #[error("stopped")]
    Stopped,
}

impl Engine {
    /// Positions in [`Engine::plans`] that are in the results, in order.
    pub fn shown(&self) -> Vec<usize> {
        (0..self.plans.len()).filter(|at| self.plans[*at].shown).collect()
    }

    /// One draw as numbers: `cells` of them, written by `observe(shown scenario, year index, record, numbers)`.
    pub fn numbers(&self, number: u64, replicate: u64, cells: usize, observe: &Observe) -> Result<Vec<f64>, YearError> {
        let shown = self.shown();
        let mut numbers = vec![0.0; cells];
        let mut observer = |plan: usize, index: usize, record: &YearRecord, _: &YearParts<'_>| {
            if let Some(scenario) = shown.iter().position(|at| *at == plan) {
                observe(scenario, index, record, &mut numbers);
            }
        };
        draw(
            &self.plans,
            &self.sampler,
            number,
            replicate,
            self.people,
            self.years,
            &mut observer,
        )?;
        Ok(numbers)
    }

    /// The first `draws` draws, in order, held in memory: for questions that keep a few numbers of each.
    pub fn draws(
        &self,
        draws: usize,
        cells: usize,
        observe: &Observe,
        progress: &dyn Progress,
    ) -> Result<Vec<Vec<f64>>, Unkept> {
        let chunks: Vec<(usize, std::ops::Range<usize>)> = (0..draws.div_ceil(AT_A_TIME))
            .map(|chunk| (chunk, chunk * AT_A_TIME..((chunk + 1) * AT_A_TIME).min(draws)))
            .collect();
        let kept: Mutex<BTreeMap<usize, Vec<Vec<f64>>>> = Mutex::default();
        let keep = |chunk: usize, draws: &[Vec<f64>]| -> Result<(), Infallible> {
            let mut kept = kept.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
            kept.insert(chunk, draws.to_vec());
            Ok(())
        };
        self.run(&chunks, 0, cells, observe, &keep, progress)?;
        let kept = kept.into_inner().unwrap_or_else(|poisoned| poisoned.into_inner());
        Ok(kept.into_values().flatten().collect())
    }

    /// Runs chunks of draws in parallel and hands each to `keep`. Chunks are `(name, range of draws)`.
    pub fn run<E: Send>(
        &self,
        chunks: &[(usize, std::ops::Range<usize>)],
        replicate: u64,
        cells: usize,
        observe: &Observe,
        keep: &Keep<E>,
        progress: &dyn Progress,
    ) -> Result<(), RunError<E>> {
        let done = AtomicUsize::new(0);
        let stopped = AtomicBool::new(false);
        let failure: Mutex<Option<RunError<E>>> = Mutex::new(None);
        let one = |number: usize| -> Option<Vec<f64>> {
            if stopped.load(Ordering::Relaxed) || progress.stop() {
                stopped.store(true, Ordering::Relaxed);
                return None;
            }
            match self.numbers(number as u64, replicate, cells, observe) {
                Ok(numbers) => {
                    progress.done(done.fetch_add(1, Ordering::Relaxed) + 1);
                    Some(numbers)
                }
                Err(error) => {
                    fail(&failure, &stopped, error.into());
                    None
                }
            }
        };
        chunks.par_iter().for_each(|(chunk, range)| {
            // Draws inside a chunk are spread over threads too: a short run has fewer chunks than there are threads.
            let Some(draws) = range.clone().into_par_iter().map(one).collect::<Option<Vec<_>>>() else {
                return;
            };
            if let Err(error) = keep(*chunk, &draws) {
                fail(&failure, &stopped, RunError::Keep(error));
            }
        });
        let failed = failure.into_inner().unwrap_or_else(|poisoned| poisoned.into_inner());
        match failed {
            Some(error) => Err(error),
            None if stopped.into_inner() => Err(RunError::Stopped),
            None => Ok(()),
        }
    }
}

/// Keeps the first failure and asks everybody to stop.
fn fail<E>(failure: &Mutex<Option<RunError<E>>>, stopped: &AtomicBool, error: RunError<E>) {
    stopped.store(true, Ordering::Relaxed);
    failure
        .lock()
        .unwrap_or_else(|poisoned| poisoned.into_inner())
        .get_or_insert(error);
}
