//! Putting a question to every camp: a job for each belief and reading of the evidence, projected one after the other.

use std::path::Path;

use rayon::prelude::*;

use super::format::Failure;
use super::progress::{self, Bar};
use crate::analysis::robustness::flips::Effort;
use crate::analysis::robustness::{
    self, About, BELIEFS, Belief, Ended, Question, READING_KEY, Robustness, Sampled, files, readings,
};
use crate::measures::Handle;
use crate::projection::{Engine, RunError};
use crate::results::{Request, Vouched};
use crate::run::Job;
use crate::scenario::{Catalogue, Over, Scenario};
use crate::world::Nature;

/// The year that is told: the tenth after the base year, as in reports.
pub const TOLD: usize = 10;
/// How closely a flip is looked for.
pub const EFFORT: Effort = Effort { luck: 4, grid: 7 };
/// Every belief made ready: the readings one after the other, the neutral belief first in each.
pub fn jobs(request: &Request, more: &[String], catalogue: &Catalogue) -> Result<Vec<(Belief, Job)>, Failure> {
    let first = request.scenarios.first();
    let known = |set: &[String]| match first {
        Some(name) => Scenario::load_assuming(name, Over { set, ..Over::default() }, catalogue).map(drop),
        None => Ok(()),
    };
    let mut labels: Vec<String> = BELIEFS.iter().map(|(name, _)| (*name).to_string()).collect();
    for set in more {
        // Two of one name could not be told apart: such a one is called by its path.
        let short = stem(set);
        let label = if labels.contains(&short) { set.clone() } else { short };
        if labels.contains(&label) {
            return Err(Failure::Refused(format!(
                "{set} is asked for twice, or is one of the camps that are asked anyway"
            )));
        }
        labels.push(label);
    }
    let own = labels.split_off(BELIEFS.len());
    let mut asked = Vec::new();
    for reading in readings(&known) {
        let camps = BELIEFS.iter().map(|(name, set)| ((*name).to_string(), *set));
        for (name, set) in camps.chain(own.iter().cloned().zip(more.iter().map(|set| Some(set.as_str())))) {
            let mut request = request.clone();
            request.assume.extend(set.map(str::to_string));
            if !reading.is_empty() {
                request.set.push(format!("{READING_KEY}={reading}"));
            }
            let belief = Belief {
                name,
                reading: (*reading).to_string(),
            };
            asked.push((belief, request));
        }
    }
    // Each reads the same files for itself: side by side, and of several that are wrong the first is told.
    let jobs: Vec<Result<(Belief, Job), Failure>> = asked
        .into_par_iter()
        .map(|(belief, request)| Ok((belief, Job::prepare(request, catalogue)?)))
        .collect();
    jobs.into_iter().collect()
}

/// A file's name without folder and ending.
fn stem(path: &str) -> String {
    let path = Path::new(path);
    path.file_stem()
        .map_or_else(String::new, |stem| stem.to_string_lossy().into_owned())
}

/// Projects every belief, and looks for turns where `scan` says in which assumptions.
pub fn ask(
    jobs: &[(Belief, Job)],
    camps: usize,
    about: About,
    question: &Question,
    scan: Option<&[String]>,
    catalogue: &Catalogue,
) -> Result<Robustness, Failure> {
    let engines: Vec<&Engine> = jobs.iter().map(|(_, job)| &job.engine).collect();
    let each: Vec<Vec<&Engine>> = engines.iter().map(|engine| vec![*engine]).collect();
    let (mut found, neutral) = sampled(&each, about, question)?;
    if let (Some(only), Some(sampled)) = (scan, neutral) {
        let names: Vec<&str> = jobs
            .iter()
            .take(camps)
            .map(|(belief, _)| belief.name.as_str())
            .collect();
        let levers = robustness::levers(&engines, &names, only, &sampled, question, catalogue);
        if let Some(missing) = only.iter().find(|key| !levers.iter().any(|lever| lever.key == **key)) {
            return Err(not_scanned(missing, catalogue));
        }
        let bar = Bar::new(levers.len(), "assumptions");
        found.flips = robustness::flips(engines[0], &levers, question, EFFORT, catalogue, &bar)
            .map_err(|ended| stopped(ended, &bar))?;
        bar.clear();
    }
    Ok(found)
}

/// What each belief says: for each of them engines that share their luck, whose scenarios stand one after the other. Gives
/// the draws of the first belief too.
pub fn sampled(
    beliefs: &[Vec<&Engine>],
    about: About,
    question: &Question,
) -> Result<(Robustness, Option<Sampled>), Failure> {
    progress::listen();
    let mut found = Robustness {
        about,
        ..Robustness::default()
    };
    let against: Vec<usize> = (0..found.about.scenarios.len())
        .map(|scenario| found.about.against(scenario))
        .collect();
    let engines: usize = beliefs.iter().map(Vec::len).sum();
    let bar = Bar::new(engines * question.draws, "beliefs");
    let mut neutral = None;
    for (at, engines) in beliefs.iter().enumerate() {
        let parts = engines.iter().map(|engine| robustness::sample(engine, question, &bar));
        let parts = parts
            .collect::<Result<Vec<_>, _>>()
            .map_err(|ended| stopped(ended, &bar))?;
        let sampled = Sampled::side_by_side(&parts);
        found
            .rows
            .extend(robustness::rows(at, &against, &question.measures, &sampled));
        neutral.get_or_insert(sampled);
    }
    bar.clear();
    // Measure by measure, as people read it.
    let place = |asked: Handle| question.measures.iter().position(|measure| measure.handle == asked);
    found
        .rows
        .sort_by_key(|row| (place(row.measure), row.scenario, row.belief));
    Ok((found, neutral))
}

/// Why an assumption that was asked for cannot be moved.
fn not_scanned(key: &str, catalogue: &Catalogue) -> Failure {
    let of_programmes = key.starts_with("programme");
    Failure::Refused(if catalogue.is_settled(key) {
        let what = match catalogue.nature(key) {
            Some(Nature::Given) => "given with the place and its base year",
            _ => "what is done",
        };
        format!("{key} is {what}, not what is believed: write it into a scenario and compare that")
    } else if catalogue.index(key).is_some() || of_programmes {
        format!("{key} has no range: it is certain under every set of beliefs, or in none of these scenarios")
    } else {
        match catalogue.nearest(key) {
            Some(near) => format!("no assumption `{key}`; did you mean `{near}`?"),
            None => format!("no assumption `{key}`"),
        }
    })
}

fn stopped(ended: Ended, bar: &Bar) -> Failure {
    bar.clear();
    match ended {
        RunError::Year(error) => Failure::Year(error),
        RunError::Keep(never) => match never {},
        RunError::Stopped => Failure::Interrupted("\nInterrupted; nothing is kept.".to_string()),
    }
}

/// The answer in the folder of a run, if there is one that belongs to it.
pub fn stored(vouched: &Vouched) -> Result<Option<Robustness>, Failure> {
    let Some(about) = vouched.text_if_written(files::ABOUT)? else {
        return Ok(None);
    };
    let (rows, flips) = (vouched.text(files::ROWS)?, vouched.text(files::FLIPS)?);
    let found = Robustness::read(&about, &rows, &flips).ok_or_else(|| {
        let folder = vouched.folder().display();
        Failure::Refused(format!(
            "what {folder} holds on beliefs cannot be read; `carepool robustness --run {folder} --overwrite` asks again"
        ))
    })?;
    Ok((found.about.of == vouched.manifest.identity).then_some(found))
}
