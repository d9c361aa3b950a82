//! The draws of a job: those still missing in a store of chunks, or all of them in memory.

use super::error::Error;
use super::job::Job;
use crate::projection::{Progress, RunError};
use crate::results::store::Series;
use crate::results::{self, Cube, DrawStore};
use crate::world::YearRecord;

/// Chunks of draws, each with its range.
type Chunks = Vec<(usize, std::ops::Range<usize>)>;

/// A series of draws, the number of its luck, and its chunks.
type Part = (Series, u64, Chunks);

/// What is to be computed for a store.
pub struct Work<'a> {
    job: &'a Job,
    store: &'a DrawStore,
    parts: [Part; 2],
    /// Chunks that are there from an earlier run.
    pub there: usize,
}

impl<'a> Work<'a> {
    /// The chunks that are missing and `mine`: of the run, and with other luck.
    pub fn missing(job: &'a Job, store: &'a DrawStore, mine: &dyn Fn(usize) -> bool) -> Result<Work<'a>, Error> {
        let mut there = 0;
        let mut missing = |series: Series, replicate: u64, draws: usize| -> Result<Part, Error> {
            let all = (0..store.chunks(draws)).filter(|chunk| mine(*chunk)).count();
            let chunks: Chunks = store
                .missing(series, draws)?
                .into_iter()
                .filter(|chunk| mine(*chunk))
                .map(|chunk| (chunk, store.range(chunk, draws)))
                .collect();
            there += all - chunks.len();
            Ok((series, replicate, chunks))
        };
        let parts = [
            missing(Series::Run, 0, job.request.draws)?,
            missing(Series::Luck, 1, job.luck_draws())?,
        ];
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
        let compute = |(series, replicate, chunks): &Part| -> Result<(), Error> {
            let keep = |chunk: usize, draws: &[Vec<f64>]| -> Result<(), results::Error> {
                self.store.write(*series, chunk, draws)
            };
            let engine = &self.job.engine;
            engine
                .run(chunks, *replicate, shape.cells(), &observe, &keep, progress)
                .map_err(|error| match error {
                    RunError::Year(error) => Error::Year(error),
                    RunError::Keep(error) => Error::Results(error),
                    RunError::Stopped => Error::Stopped,
                })
        };
        // Draws with other luck go beside the run's own, so that no thread waits for the last of them.
        let [run, luck] = &self.parts;
        let (run, luck) = rayon::join(|| compute(run), || compute(luck));
        run.and(luck)
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
