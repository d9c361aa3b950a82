//! The draws of a job: those still missing in a store of chunks, or all of them in memory.

use super::error::Error;
use super::job::Job;
use crate::projection::{Progress, RunError};
use crate::results::store::Series;
use crate::results::{self, Cube, DrawStore};
use crate::world::YearRecord;

/// Chunks of draws, each with its range.
type Chunks = Vec<(usize, std::ops::Range<usize>)>;

/// What is to be computed for a store.
pub struct Work<'a> {
    job: &'a Job,
    store: &'a DrawStore,
    parts: Vec<(Series, u64, Chunks)>,
    /// Chunks that are there from an earlier run.
    pub there: usize,
}

impl<'a> Work<'a> {
    /// The chunks that are missing and `mine`: first of the run, then with other luck.
    pub fn missing(job: &'a Job, store: &'a DrawStore, mine: &dyn Fn(usize) -> bool) -> Result<Work<'a>, Error> {
        let (mut parts, mut there) = (Vec::new(), 0);
        for (series, replicate, draws) in [(Series::Run, 0, job.request.draws), (Series::Luck, 1, job.luck_draws())] {
            let all = (0..store.chunks(draws)).filter(|chunk| mine(*chunk)).count();
            let missing: Chunks = store
                .missing(series, draws)?
                .into_iter()
                .filter(|chunk| mine(*chunk))
                .map(|chunk| (chunk, store.range(chunk, draws)))
                .collect();
            there += all - missing.len();
            parts.push((series, replicate, missing));
        }
        Ok(Work {
            job,
            store,
            parts,
            there,
        })
    }

    /// Draws to be computed.
    pub fn draws(&self) -> usize {
        let chunks = self.parts.iter().flat_map(|(_, _, chunks)| chunks);
        chunks.map(|(_, range)| range.len()).sum()
    }

    /// Computes them and keeps each chunk as soon as it is done.
    pub fn compute(self, progress: &dyn Progress) -> Result<(), Error> {
        let shape = &self.job.shape;
        let observe = |scenario: usize, year: usize, record: &YearRecord, draw: &mut [f64]| {
            shape.observe(scenario, year, record, draw);
        };
        for (series, replicate, chunks) in self.parts {
            let keep = |chunk: usize, draws: &[Vec<f64>]| -> Result<(), results::Error> {
                self.store.write(series, chunk, draws)
            };
            self.job
                .engine
                .run(&chunks, replicate, shape.cells(), &observe, &keep, progress)
                .map_err(|error| match error {
                    RunError::Year(error) => Error::Year(error),
                    RunError::Keep(error) => Error::Results(error),
                    RunError::Stopped => Error::Stopped,
                })?;
        }
        Ok(())
    }
}

impl Job {
    /// All draws in memory: for small runs that are read at once.
    pub fn collect(&self, progress: &dyn Progress) -> Result<Cube, Error> {
        let observe = |scenario: usize, year: usize, record: &YearRecord, draw: &mut [f64]| {
            self.shape.observe(scenario, year, record, draw);
        };
        let draws = self
            .engine
            .draws(self.request.draws, self.shape.cells(), &observe, progress)
            .map_err(|error| match error {
                RunError::Year(error) => Error::Year(error),
                RunError::Stopped => Error::Stopped,
                RunError::Keep(never) => match never {},
            })?;
        Ok(Cube::new(self.shape.clone(), draws))
    }
}

/// A pool of so many threads, on which draws are computed.
pub fn pool(threads: usize) -> Result<rayon::ThreadPool, Error> {
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .map_err(|error| Error::Threads(threads, error))
}
