//! `carepool merge`: shards of one run, each made by `carepool run --shard I/N`, put together to the same bytes.
//!
//! A shard's folder holds its chunks of draws and says in `shard.json` what was asked for. Merging makes the same run
//! ready again, checks that it is the same to the last input, copies the chunks and finishes as a single run would.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use clap::Args;
use serde::{Deserialize, Serialize};

use super::begin::{compute, hold, introduce, refuse_to_replace, threads};
use super::circumstances::Circumstances;
use super::finish::finish;
use super::format::Failure;
use super::{FINE, answer, camps, report};
use crate::results::description::json;
use crate::results::store::{Series, TEMPORARY, write_atomically};
use crate::results::{Destination, DrawStore, Error, Request, Staging, destination};
use crate::run::{CHUNK, Job, pool};
use crate::scenario::Catalogue;
use crate::world::command::shell;

/// Put together the shards of one run.
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "Examples:\n  for i in 1 2 3 4; do carepool run england my.toml --shard $i/4 --out shard-$i; done\n  \
    carepool merge shard-1 shard-2 shard-3 shard-4 --out outputs/all\n\n\
    Every shard must be given the same scenarios and options. The result is the same, byte for byte, as of one run."
)]
pub struct MergeArgs {
    /// Folders of the shards.
    #[arg(required = true, value_name = "DIR")]
    pub shards: Vec<PathBuf>,
    /// Folder of the results.
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// Replaces a run that is in the folder.
    #[arg(long)]
    pub overwrite: bool,
    /// The year that the answer and the page tell [default: the tenth after the base year, or the last]; the tables hold all.
    #[arg(long, value_name = "Y")]
    pub year: Option<u16>,
    /// Threads; the numbers are the same for any [default: as many as there are].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1024))]
    pub threads: Option<u32>,
    /// Draws no PNG pictures beside the SVG charts.
    #[arg(long)]
    pub no_png: bool,
}

/// `shard.json`: what a folder of chunks is a part of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Shard {
    /// Hash of all that determines the run.
    identity: String,
    /// Which shard.
    shard: usize,
    /// Of how many.
    of: usize,
    /// Draws in a chunk: no more than let every shard have some.
    #[serde(default = "usual_chunk")]
    chunk: usize,
    /// What was asked for.
    request: Request,
}

fn usual_chunk() -> usize {
    CHUNK
}

/// Draws in a chunk where so many shards share the work.
fn chunk_for(draws: usize, shards: usize) -> usize {
    CHUNK.min(draws.div_ceil(shards)).max(1)
}

fn read(folder: &Path) -> Result<Shard, Failure> {
    let path = folder.join("shard.json");
    let refused = |what: String| Failure::Refused(format!("{} is not a shard of a run: {what}", folder.display()));
    let text = std::fs::read_to_string(&path).map_err(|error| refused(format!("{}: {error}", path.display())))?;
    serde_json::from_str(&text).map_err(|error| refused(format!("{}: {error}", path.display())))
}

/// Runs one shard into its folder.
pub fn shard(
    job: &Job,
    (which, of): (usize, usize),
    folder: &Path,
    overwrite: bool,
    how: &Circumstances,
    out: &mut dyn Write,
) -> Result<u8, Failure> {
    let description = Shard {
        identity: job.identity.hex(),
        shard: which,
        of,
        chunk: chunk_for(job.request.draws, of),
        request: job.request.clone(),
    };
    refuse_to_replace(folder, false)?;
    let _held = hold(folder)?;
    let path = folder.join("shard.json");
    let parts = folder.join("parts");
    if path.exists() {
        if read(folder)? != description {
            if !overwrite {
                return Err(Error::Taken { path: folder.into() }.into());
            }
            for chunk in chunks(&parts) {
                std::fs::remove_file(&chunk).map_err(|error| cannot("remove", &chunk, &error))?;
            }
        }
    } else if std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(Error::Taken { path: folder.into() }.into());
    }
    std::fs::create_dir_all(folder).map_err(|error| cannot("make the folder", folder, &error))?;
    write_atomically(&path, json(&description).as_bytes())?;
    introduce(job, how);
    let store = DrawStore::open(&parts, job.numbers, job.shape.clone(), description.chunk)?;
    if store.chunks(job.request.draws) < which {
        writeln!(
            out,
            "Shard {which} of {of} has nothing to do: {} draws make {} shards",
            job.request.draws,
            store.chunks(job.request.draws)
        )?;
        return Ok(FINE);
    }
    pool(how.threads)?.install(|| compute(job, &store, &|chunk| chunk % of == which - 1, &how.command))?;
    writeln!(out, "Shard {which} of {of} is in {}", folder.display())?;
    Ok(FINE)
}

/// The chunk files in a shard's folder: what else is there is somebody else's.
fn chunks(parts: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(parts).into_iter().flatten().flatten();
    let ours = |path: &PathBuf| {
        let name = path
            .file_name()
            .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let chunk = [Series::Run, Series::Luck]
            .iter()
            .any(|series| name.starts_with(series.name()));
        chunk && name.ends_with(".bin") || name.starts_with(TEMPORARY)
    };
    entries.map(|entry| entry.path()).filter(ours).collect()
}

fn cannot(what: &str, path: &Path, error: &std::io::Error) -> Failure {
    Failure::Refused(format!("cannot {what} {}: {error}", path.display()))
}

/// Merges; 0 when the results are there.
pub fn run(args: &MergeArgs, catalogue: &Catalogue, out: &mut dyn Write) -> Result<u8, Failure> {
    let started = SystemTime::now();
    let mut found = Vec::new();
    for folder in &args.shards {
        found.push((folder, read(folder)?));
    }
    let Some((first_folder, first)) = found.first() else {
        return Err(Failure::Refused("no shard".to_string()));
    };
    if let Some((folder, _)) = found.iter().find(|(_, shard)| shard.identity != first.identity) {
        return Err(Failure::Refused(format!(
            "{} and {} are shards of different runs",
            first_folder.display(),
            folder.display()
        )));
    }
    let job = Job::prepare(first.request.clone(), catalogue)?;
    let year = answer::asked_year(&job.shape.years, args.year)?;
    if job.identity.hex() != first.identity {
        return Err(Failure::Refused(
            "the scenario files, their data or this program are not those that the shards were made with".to_string(),
        ));
    }
    refuse_to_replace(&args.out, args.overwrite)?;
    let _held = hold(&args.out)?;
    let target = match destination(&args.out, &job.identity, args.overwrite) {
        Destination::AlreadyThere(folder) => {
            eprintln!("{} holds this very run already.", folder.display());
            if args.year.is_some() {
                report::remake(&folder, args.year, !args.no_png)?;
            }
            answer::print_stored(&folder, args.year, out)?;
            return Ok(FINE);
        }
        Destination::Write { folder, instead_of } => {
            if let Some(taken) = instead_of {
                eprintln!(
                    "{} holds another run, so this one goes to {} (--overwrite replaces what is there).",
                    taken.display(),
                    folder.display()
                );
            }
            folder
        }
    };
    let staging = Staging::open(&target, &job.numbers)?;
    let store = DrawStore::open(&staging.parts(), job.numbers, job.shape.clone(), first.chunk)?;
    for (folder, _) in &found {
        let parts = folder.join("parts");
        let entries = std::fs::read_dir(&parts).map_err(|error| cannot("read", &parts, &error))?;
        for entry in entries.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.ends_with(".bin") {
                let bytes = std::fs::read(entry.path()).map_err(|error| cannot("read", &entry.path(), &error))?;
                write_atomically(&staging.parts().join(&name), &bytes)?;
            }
        }
    }
    for (series, draws) in [(Series::Run, job.request.draws), (Series::Luck, job.luck_draws())] {
        if let Some(chunk) = store.missing(series, draws)?.first() {
            let which = chunk % first.of + 1;
            return Err(Failure::Refused(format!(
                "draws {} to {} are missing: shard {which}/{} is not there or was interrupted",
                store.range(*chunk, draws).start,
                store.range(*chunk, draws).end - 1,
                first.of
            )));
        }
    }
    let how = Circumstances {
        started,
        threads: threads(args.threads),
        command: std::env::args().map(|word| shell(&word)).collect::<Vec<_>>().join(" "),
        resumed: 0,
        png: !args.no_png,
        year,
    };
    let pool = pool(how.threads)?;
    let camps = pool.install(|| camps::beside(&job, year, catalogue))?;
    let done = pool.install(|| finish(&job, &store, camps.as_ref(), staging, args.overwrite, &how))?;
    answer::print_finished(&done, camps.as_ref(), &target, out)?;
    Ok(FINE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_follow_the_number_of_shards_so_that_none_is_idle_that_need_not_be() {
        for (draws, shards) in [(256, 4), (256, 16), (256, 64), (25, 8), (3, 3), (1000, 7)] {
            let chunk = chunk_for(draws, shards);
            let chunks = draws.div_ceil(chunk);
            // At most the last shards are short, never half of them.
            assert!(chunk <= CHUNK && chunks * 2 > shards, "{draws} {shards}: {chunk}");
        }
        assert_eq!(chunk_for(2, 8), 1);
    }
}
