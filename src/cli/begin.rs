//! How a run begins, whole or a shard of it: where it may go, what is said of it, and the bar while it is computed.

use std::path::Path;

use super::circumstances::Circumstances;
use super::format::Failure;
use super::plain::plain;
use super::progress::{self, Bar};
use crate::budgeting::explanation::so_many;
use crate::results::folder::Placed;
use crate::results::{DrawStore, Lock, Owned, Vouched};
use crate::run::{CHUNK, Error, Job, Work};
use crate::scenario::Catalogue;

/// The comparison that is run when no scenario is named.
pub const COMPARISON: [&str; 3] = ["england", "england-same-money", "whole-person-care"];

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
        eprintln!(
            "{} there from an earlier run that was interrupted; going on from {}.",
            so_many(there as u64, "chunk of draws is", "chunks of draws are"),
            if there == 1 { "it" } else { "them" }
        );
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

/// A folder that holds something else than a run is never replaced, nor a file, nor a folder that holds all of somebody's.
pub fn refuse_to_replace(wanted: &Path, overwrite: bool) -> Result<(), Failure> {
    // `..` and `/` have no name, and what has none cannot be moved into place.
    if wanted.file_name().is_none() && !wanted.exists() {
        return Err(Failure::Refused(format!(
            "`{}` names no folder; --out names a folder of the run's own, such as outputs/mine",
            wanted.display()
        )));
    }
    if wanted.exists() && !wanted.is_dir() {
        return Err(Failure::Refused(format!(
            "{} is a file; --out names a folder",
            wanted.display()
        )));
    }
    // A run is moved into place whole; a folder that this program stands in cannot be moved out of its way.
    let real = std::fs::canonicalize(wanted);
    if let (Ok(real), Ok(here)) = (real, std::env::current_dir())
        && here.starts_with(&real)
    {
        return Err(Failure::Refused(format!(
            "{} is the folder you are in, or one above it; --out names a folder of the run's own, such as outputs/mine",
            wanted.display()
        )));
    }
    if let (Ok(real), Some(Ok(home))) = (
        std::fs::canonicalize(wanted),
        std::env::home_dir().map(std::fs::canonicalize),
    ) && home.starts_with(&real)
    {
        return Err(Failure::Refused(format!(
            "{} is your home folder, or one above it; --out names a folder of the run's own, such as outputs/mine",
            wanted.display()
        )));
    }
    let empty = std::fs::read_dir(wanted).map_or(true, |mut entries| entries.next().is_none());
    if overwrite && !empty && !Owned::is_marked(wanted) {
        return Err(Failure::Refused(format!(
            "{} holds something that is not a run of carepool (or of a version that kept no list of its files), and is not replaced; name another folder",
            wanted.display()
        )));
    }
    Ok(())
}

/// Takes a folder for this process alone; while another writes there, waits and says so.
pub fn hold(folder: &Path) -> Result<Lock, Failure> {
    progress::listen();
    let mut told = false;
    let lock = Lock::take(folder, &mut |process| {
        if !std::mem::replace(&mut told, true) {
            let by = if process.is_empty() {
                String::new()
            } else {
                format!(" (process {process})")
            };
            eprintln!(
                "Another carepool{by} is writing to {}; waiting until it is done. Ctrl-C gives up.",
                folder.display()
            );
        }
        !progress::stopped()
    })?;
    let lock =
        lock.ok_or_else(|| Failure::Interrupted("\nInterrupted while waiting; nothing was done.".to_string()))?;
    if let Some(process) = &lock.left_by {
        eprintln!(
            "note: process {process}, which was writing to {}, ended without finishing; going on from what it left.",
            folder.display()
        );
    }
    Ok(lock)
}

/// Says which files of somebody else's are still in a folder that was replaced.
pub fn tell_kept(placed: &Placed) {
    if placed.kept.is_empty() {
        return;
    }
    const SHOWN: usize = 5;
    let mut names = placed
        .kept
        .iter()
        .take(SHOWN)
        .map(|name| plain(name))
        .collect::<Vec<_>>()
        .join(", ");
    if placed.kept.len() > SHOWN {
        names.push_str(&format!(" and {} more", placed.kept.len() - SHOWN));
    }
    eprintln!(
        "note: not written by carepool, so still in {}: {names}",
        placed.folder.display()
    );
}

/// Refuses two values for one thing: which of them was meant, nobody can know. From other years on it may have others.
pub fn refuse_set_twice(sets: &[String]) -> Result<(), Failure> {
    let split = |set: &str| {
        let (key, value) = set.split_once('=').unwrap_or((set, ""));
        let year = value.rsplit_once('@').map_or("", |(_, year)| year);
        (key.trim().to_string(), year.trim().to_string())
    };
    for (at, set) in sets.iter().enumerate() {
        // From its year on the last word holds: an earlier year typed after a later one would undo it unseen.
        let (key, from) = split(set);
        let undone = |other: &&String| {
            let (same, later) = split(other);
            same == key && later > from
        };
        if let Some(other) = sets[..at].iter().find(undone) {
            return Err(Failure::Refused(format!(
                "`--set {}` comes after `--set {}` and would undo it, since from its year on the last word holds: write the values of one \
                 lever in the order of their years",
                plain(set),
                plain(other)
            )));
        }
        if let Some(other) = sets[..at].iter().find(|other| split(other) == split(set)) {
            return Err(Failure::Refused(format!(
                "`--set {}` and `--set {}` say two things of one: leave one of them out",
                plain(other),
                plain(set)
            )));
        }
    }
    Ok(())
}

/// A run in a folder, as it was written; a vote is none, and what is asked of runs cannot be asked of it.
pub fn run_in(folder: &Path) -> Result<Vouched, Failure> {
    let vouched = Vouched::open(folder)?;
    if vouched.manifest.vote.is_some() {
        return Err(Failure::Refused(format!(
            "{} holds a vote, and this is asked of runs: `carepool run` with the scenario of what was chosen makes one (`carepool compare` sets votes side by side)",
            folder.display()
        )));
    }
    Ok(vouched)
}

/// Refuses to ask again about a run whose files, or whose program, are no longer those that it was made with: the answer would be of
/// another run under this one's name.
pub fn unchanged(run: &Vouched, catalogue: &Catalogue) -> Result<(), Failure> {
    if Job::prepare(run.manifest.request.clone(), catalogue)?.identity.hex() == run.manifest.identity {
        return Ok(());
    }
    Err(Failure::Refused(format!(
        "{} was made with other files, or by another version of the program: run it again first",
        run.folder().display()
    )))
}

/// A file is never replaced unasked; said before anything is computed.
pub fn refuse_to_replace_file(path: &Path, overwrite: bool) -> Result<(), Failure> {
    match path.try_exists() {
        Ok(true) if !overwrite => Err(Failure::Refused(format!(
            "{} is there already; use --overwrite to replace it, or name another file",
            path.display()
        ))),
        Ok(_) => Ok(()),
        Err(error) => Err(Failure::Refused(format!("cannot look at {}: {error}", path.display()))),
    }
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
        "{} of {} over {}, {} to {}, seed {}, {}.",
        so_many(request.draws as u64, "draw", "draws"),
        so_many(request.people as u64, "person", "people"),
        so_many(request.years as u64, "year", "years"),
        job.shape.years[0].financial(),
        job.shape.years[request.years - 1].financial(),
        request.seed,
        so_many(how.threads as u64, "thread", "threads")
    );
}

/// Says notes to whoever started the command.
pub fn tell(notes: &[String]) {
    for note in notes {
        eprintln!("note: {}", plain(note));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_one_is_in_and_those_above_it_take_no_run() {
        for wanted in [".", "..", "/", "./", "src/.."] {
            for overwrite in [false, true] {
                let said = refuse_to_replace(Path::new(wanted), overwrite)
                    .expect_err(wanted)
                    .to_string();
                assert!(
                    said.contains("the folder you are in, or one above it"),
                    "{wanted}: {said}"
                );
            }
        }
        let place = tempfile::tempdir().expect("a folder");
        refuse_to_replace(&place.path().join("mine"), false).expect("a folder of its own");
        for nameless in ["", "nowhere/.."] {
            refuse_to_replace(Path::new(nameless), true).expect_err(nameless);
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_the_folder_one_is_in_or_to_the_home_folder_takes_no_run() {
        let place = tempfile::tempdir().expect("a folder");
        let here = std::env::current_dir().expect("somewhere");
        for (name, real) in [
            ("here", Some(here)),
            ("home", std::env::home_dir()),
            ("root", Some("/".into())),
        ] {
            let Some(real) = real else { continue };
            let link = place.path().join(name);
            std::os::unix::fs::symlink(real, &link).expect("links");
            for overwrite in [false, true] {
                let said = refuse_to_replace(&link, overwrite).expect_err(name).to_string();
                assert!(
                    said.contains("folder you are in") || said.contains("your home folder"),
                    "{said}"
                );
            }
        }
    }

    #[test]
    fn one_thing_is_set_once() {
        let asked = |sets: &[&str]| refuse_set_twice(&sets.iter().map(|set| (*set).to_string()).collect::<Vec<_>>());
        asked(&["a.b=1", "a.c=1", "a.b=2@2030", "a.b=3@2031"]).expect("each of its own");
        for twice in [["a.b=1", "a.b =2"], ["a.b=1@2030", "a.b=1@2030"], ["a.b=1", "a.b=1"]] {
            let said = asked(&twice).expect_err("twice").to_string();
            assert!(said.contains("say two things of one"), "{said}");
        }
        for undone in [["a.b=3@2027", "a.b=1@2026"], ["a.b=3@2027", "a.b=1"]] {
            let said = asked(&undone).expect_err("undone").to_string();
            assert!(said.contains("in the order of their years"), "{said}");
        }
    }

    #[test]
    fn a_file_is_replaced_only_when_asked() {
        let place = tempfile::tempdir().expect("a folder");
        let path = place.path().join("kept.toml");
        refuse_to_replace_file(&path, false).expect("nothing there");
        std::fs::write(&path, "mine").expect("written");
        let said = refuse_to_replace_file(&path, false).expect_err("there").to_string();
        assert!(said.contains("kept.toml is there already"), "{said}");
        refuse_to_replace_file(&path, true).expect("asked");
    }
}
