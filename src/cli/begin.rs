//! How a run begins, whole or a shard of it: where it may go, what is said of it, and the bar while it is computed.

use std::path::Path;

use super::finish::Circumstances;
use super::format::Failure;
use super::progress::{self, Bar};
use crate::results::{DrawStore, folder};
use crate::run::{CHUNK, Error, Job, Work};

/// Runs the chunks that are missing and `mine`, with a bar; gives how many were there.
pub fn compute(
    job: &Job,
    store: &DrawStore,
    mine: &(dyn Fn(usize) -> bool + Sync),
    command: &str,
) -> Result<usize, Failure> {
    progress::listen();
    let work = Work::missing(job, store, mine)?;
    let there = work.there;
    if there > 0 {
        eprintln!("{there} chunks of draws are there from an earlier run that was interrupted; going on from them.");
    }
    let bar = Bar::new(work.draws(), "draws");
    let done = work.compute(&bar);
    bar.clear();
    done.map_err(|error| match error {
        Error::Stopped => Failure::Interrupted(format!(
            "\nInterrupted. Every finished chunk of {CHUNK} draws is kept; to go on from there:\n  {command}"
        )),
        error => error.into(),
    })?;
    Ok(there)
}

/// As many threads as asked, or as there are.
pub fn threads(asked: Option<u32>) -> usize {
    asked.map_or_else(
        || std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
        |asked| asked as usize,
    )
}

/// A folder that holds something else than a run is never replaced, nor a file.
pub fn refuse_to_replace(wanted: &Path, overwrite: bool) -> Result<(), Failure> {
    if wanted.exists() && !wanted.is_dir() {
        return Err(Failure::Refused(format!(
            "{} is a file; --out names a folder",
            wanted.display()
        )));
    }
    let empty = std::fs::read_dir(wanted).map_or(true, |mut entries| entries.next().is_none());
    if overwrite && !empty && folder::identity_of(wanted).is_none() {
        return Err(Failure::Refused(format!(
            "{} holds something that is not a run of carepool, and is not replaced; name another folder",
            wanted.display()
        )));
    }
    Ok(())
}

/// Says on standard error what is about to be run.
pub fn introduce(job: &Job, how: &Circumstances) {
    for plan in job.engine.plans.iter() {
        let money = plan.same_money_as.map(|at| job.engine.plans[at].name.as_str());
        eprintln!(
            "{}: {} ({}){}",
            plan.name,
            plan.scenario.title,
            plan.scenario.file,
            money.map_or(String::new(), |name| format!(", with the public money of {name}"))
        );
    }
    let request = &job.request;
    eprintln!(
        "{} draws of {} people over {} years, {} to {}, seed {}, {} thread{}.",
        request.draws,
        request.people,
        request.years,
        job.shape.years[0],
        job.shape.years[request.years - 1],
        request.seed,
        how.threads,
        if how.threads == 1 { "" } else { "s" }
    );
}

/// Says notes to whoever started the command.
pub fn tell(notes: &[String]) {
    for note in notes {
        eprintln!("note: {note}");
    }
}
