//! What the camps say of a result, asked beside it: whether the sign of a headline hangs on belief is part of the answer, not
//! an extra for those who ask. Fewer draws and people than the result's own do for signs; `carepool robustness --run` asks
//! more of a run.

use super::believers::{TOLD, jobs, sampled};
use super::format::Failure;
use crate::analysis::robustness::{About, BELIEFS, Belief, Question, READING_KEY, Robustness, readings};
use crate::measures::{HEADLINES, Handle, Measure};
use crate::process::worlds::engine;
use crate::process::{Outcome, Process};
use crate::projection::{Engine, Plan, Shelf};
use crate::results::Request;
use crate::run::Job;
use crate::scenario::Catalogue;
use crate::world::Year;

/// Draws under each belief and simulated people, at most: of a run that is quoted, and of a quick one.
const FIRM: (usize, usize) = (32, 1_000);
const QUICK: (usize, usize) = (12, 800);

/// Draws and people for the camps of a result made of so many.
fn effort(draws: usize, people: usize) -> (usize, usize) {
    let firm = draws >= 5 * FIRM.0 && people >= FIRM.1;
    let most = if firm { FIRM } else { QUICK };
    (draws.min(most.0).max(2), people.min(most.1))
}

/// A request for the camps of a run.
fn fewer(run: &Request, years: usize) -> Request {
    let (draws, people) = effort(run.draws, run.people);
    Request {
        draws,
        people,
        years,
        sampling: "sobol".to_string(),
        keep_groups: false,
        ..run.clone()
    }
}

/// Asks every camp about the scenarios of a run, in the year that is told or the usual one; nothing where there is nothing to
/// compare, as in the base year. Where a camp cannot be asked, the run still has its answer, and says why this part is missing.
pub fn beside(job: &Job, told: Option<Year>, catalogue: &Catalogue) -> Result<Option<Robustness>, Failure> {
    let told = told.and_then(|told| job.shape.years.iter().position(|year| *year == told));
    if job.shape.scenarios.len() < 2 || told == Some(0) {
        return Ok(None);
    }
    let year = told.unwrap_or((job.request.years - 1).min(TOLD));
    let request = fewer(&job.request, year + 1);
    let about = About {
        of: job.identity.hex(),
        command: format!(
            "carepool robustness --run RUN --draws {} --people {} --no-flips",
            request.draws, request.people
        ),
        scenarios: job.shape.scenarios.clone(),
        titles: job.titles(),
        fixed: job.fixed_beliefs(),
        against: About::within(&job.shown().map(Plan::place).collect::<Vec<_>>()),
        year: job.shape.years[year].0,
        ..about(request.draws, request.people, request.seed)
    };
    let question = Question {
        measures: HEADLINES.map(Handle::measure).to_vec(),
        year,
        draws: request.draws,
    };
    answered(of_requests(&[request], about, &question, catalogue), "this run")
}

/// Asks every camp about the scenarios of several runs that share their luck, each compared with the first of its place; `year`
/// counts from the base year.
pub fn across(
    runs: &[Request],
    (labels, places): (&[String], &[Option<&str>]),
    measures: &[Handle],
    (base, year): (u16, usize),
    catalogue: &Catalogue,
) -> Result<Option<Robustness>, Failure> {
    let Some(first) = runs.first() else { return Ok(None) };
    let (draws, people) = effort(first.draws, first.people);
    let requests: Vec<Request> = runs
        .iter()
        .map(|run| Request {
            draws,
            people,
            ..fewer(run, year + 1)
        })
        .collect();
    let about = About {
        scenarios: labels.to_vec(),
        titles: labels.to_vec(),
        against: About::within(places),
        year: base + year as u16,
        ..about(draws, people, first.seed)
    };
    let question = Question {
        measures: measures.iter().map(|handle| handle.measure()).collect(),
        year,
        draws,
    };
    answered(of_requests(&requests, about, &question, catalogue), "this comparison")
}

/// Asks every camp about what was chosen in a vote, against nothing funded.
pub fn of_vote(
    process: &Process,
    outcome: &Outcome,
    identity: &str,
    catalogue: &Catalogue,
) -> Result<Option<Robustness>, Failure> {
    let settings = &outcome.settings;
    let (draws, people) = effort(settings.draws, settings.people);
    let year = (settings.years - 1).min(TOLD);
    let years = year + 1;
    let lasting = process.lasting(settings.years);
    let asked = || -> Result<Robustness, Failure> {
        let mut beliefs = Vec::new();
        let mut engines: Vec<Engine> = Vec::new();
        for reading in readings(&|set| process.scenario(&[], set, catalogue).map(drop)) {
            for (name, set) in BELIEFS {
                let assume: Vec<String> = set.iter().map(|set| (*set).to_string()).collect();
                let mut overrides = settings.overrides.clone();
                if !reading.is_empty() {
                    overrides.push(format!("{READING_KEY}={reading}"));
                }
                let believing = lasting.believing(&assume);
                let plans = believing.plans(&outcome.worlds, &overrides, &Shelf::default(), catalogue)?;
                engines.push(engine(plans, settings.seed, people, years));
                beliefs.push(Belief {
                    name: name.to_string(),
                    reading: (*reading).to_string(),
                });
            }
        }
        let about = About {
            of: identity.to_string(),
            scenarios: outcome.worlds.iter().map(|world| world.name.clone()).collect(),
            titles: outcome.worlds.iter().map(|world| world.title.clone()).collect(),
            beliefs,
            year: outcome.start.plus(year as u16).0,
            ..about(draws, people, settings.seed)
        };
        let mut measures: Vec<&'static Measure> = process.goals.iter().map(|goal| goal.measure).collect();
        for headline in HEADLINES.map(Handle::measure) {
            if !measures.iter().any(|known| known.handle == headline.handle) {
                measures.push(headline);
            }
        }
        let question = Question { measures, year, draws };
        let each: Vec<Vec<&Engine>> = engines.iter().map(|engine| vec![engine]).collect();
        Ok(sampled(&each, about, &question)?.0)
    };
    answered(asked(), "this vote")
}

/// The same beliefs about each of some requests, side by side.
fn of_requests(
    requests: &[Request],
    about: About,
    question: &Question,
    catalogue: &Catalogue,
) -> Result<Robustness, Failure> {
    let each = requests.iter().map(|request| jobs(request, &[], catalogue));
    let each = each.collect::<Result<Vec<_>, _>>()?;
    let Some(first) = each.first() else {
        return Err(Failure::Refused("there is no run to ask about".to_string()));
    };
    if each.iter().any(|jobs| jobs.len() != first.len()) {
        return Err(Failure::Refused(
            "one of the runs knows one reading of the evidence only, another both".to_string(),
        ));
    }
    let about = About {
        beliefs: first.iter().map(|(belief, _)| belief.clone()).collect(),
        ..about
    };
    let engines: Vec<Vec<&Engine>> = (0..first.len())
        .map(|belief| each.iter().map(|jobs| &jobs[belief].1.engine).collect())
        .collect();
    Ok(sampled(&engines, about, question)?.0)
}

fn about(draws: usize, people: usize, seed: u64) -> About {
    About {
        draws,
        people,
        seed,
        version: env!("CARGO_PKG_VERSION").to_string(),
        ..About::default()
    }
}

/// The answer; where the camps cannot be asked, none, and why. An interruption stays one.
fn answered(asked: Result<Robustness, Failure>, what: &str) -> Result<Option<Robustness>, Failure> {
    match asked {
        Ok(found) => Ok(Some(found)),
        Err(interrupted @ Failure::Interrupted(_)) => Err(interrupted),
        Err(failure) => {
            eprintln!("note: the camps could not be asked about {what}: {failure}");
            Ok(None)
        }
    }
}
