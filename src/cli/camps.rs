//! What the camps say of a run, asked beside it: whether the sign of a headline hangs on belief is part of the answer, not an
//! extra for those who ask. Fewer draws and people than the run's own do for signs; `carepool robustness --run` asks more.

use super::believers::{TOLD, ask, jobs};
use super::format::Failure;
use crate::analysis::robustness::{About, BELIEFS, Question, Robustness};
use crate::measures::{HEADLINES, Handle};
use crate::results::Request;
use crate::run::Job;
use crate::scenario::Catalogue;

/// Draws under each belief and simulated people, at most: of a run that is quoted, and of a quick one.
const FIRM: (usize, usize) = (40, 2_000);
const QUICK: (usize, usize) = (12, 800);

/// Asks every camp about the scenarios of a run; nothing where there is nothing to compare. Where a camp cannot be asked, the
/// run still has its answer, and says why this part is missing.
pub fn beside(job: &Job, catalogue: &Catalogue) -> Result<Option<Robustness>, Failure> {
    if job.shape.scenarios.len() < 2 {
        return Ok(None);
    }
    let run = &job.request;
    let firm = run.draws >= 5 * FIRM.0 && run.people >= FIRM.1;
    let (draws, people) = if firm { FIRM } else { QUICK };
    let request = Request {
        draws: run.draws.min(draws).max(2),
        people: run.people.min(people),
        years: run.years.min(TOLD + 1),
        sampling: "plain".to_string(),
        keep_groups: false,
        ..run.clone()
    };
    let jobs = match jobs(&request, &[], catalogue) {
        Ok(jobs) => jobs,
        Err(failure) => {
            eprintln!("note: the camps could not be asked about this run: {failure}");
            return Ok(None);
        }
    };
    let year = (request.years - 1).min(TOLD);
    let about = About {
        of: job.identity.hex(),
        command: format!(
            "carepool robustness --run RUN --draws {} --people {} --no-flips",
            request.draws, request.people
        ),
        scenarios: job.shape.scenarios.clone(),
        titles: job.shown().map(|plan| plan.scenario.title.clone()).collect(),
        beliefs: jobs.iter().map(|(belief, _)| belief.clone()).collect(),
        draws: request.draws,
        people: request.people,
        year: job.shape.years[year].0,
        seed: request.seed,
        version: env!("CARGO_PKG_VERSION").to_string(),
        ..About::default()
    };
    let question = Question {
        measures: HEADLINES.map(Handle::measure).to_vec(),
        year,
        draws: request.draws,
    };
    ask(&jobs, BELIEFS.len(), about, &question, None, catalogue).map(Some)
}
