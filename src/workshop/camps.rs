//! Who would disagree: what each camp of belief expects of the room's choice, under both readings of the evidence.

use serde::{Deserialize, Serialize};

use crate::analysis::robustness::{BELIEFS, Belief, Question, READING_KEY, Sign, readings, rows, sample};
use crate::measures::{Better, Measure};
use crate::process::Process;
use crate::process::worlds::{Wanted, WorldsError, engine};
use crate::projection::{RunError, Shelf};
use crate::scenario::Catalogue;

/// The year that is told, counted from the base year: the tenth, as in reports.
const TOLD: usize = 10;
/// Draws under each belief, at most.
const DRAWS: usize = 12;
/// Simulated people, at most.
const PEOPLE: usize = 800;

/// What a camp expects for one goal, of the choice against funding nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Expects {
    /// It gets better.
    Better,
    /// It gets worse.
    Worse,
    /// No difference that anybody would see.
    Same,
    /// Too close to the noise of the computation to say.
    Unclear,
    /// Not defined under this belief.
    NotTold,
}

/// A camp's view.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct View {
    /// The camp's name: `neutral`, `market`, …
    pub camp: String,
    /// Its reading of the evidence; empty where there is only one.
    pub reading: String,
    /// By goal.
    pub goals: Vec<Expects>,
}

/// The year about which camps are asked, counted from the base year.
pub fn asked(process: &Process) -> usize {
    process.years.saturating_sub(1).min(TOLD)
}

/// The view of every camp on the second of some worlds against the first.
pub fn views(
    process: &Process,
    worlds: &[Wanted],
    (draws, people): (usize, usize),
    catalogue: &Catalogue,
) -> Result<Vec<View>, WorldsError> {
    let (draws, people) = (draws.clamp(2, DRAWS), people.min(PEOPLE));
    let year = asked(process);
    let lasting = process.lasting(process.years);
    let measures: Vec<&'static Measure> = process.goals.iter().map(|goal| goal.measure).collect();
    let question = Question {
        measures: measures.clone(),
        year,
        draws,
    };
    let mut found = Vec::new();
    for reading in readings(&|set| process.scenario(&[], set, catalogue).map(drop)) {
        for (name, set) in BELIEFS {
            let assume: Vec<String> = set.iter().map(|set| (*set).to_string()).collect();
            let overrides: Vec<String> = (!reading.is_empty())
                .then(|| format!("{READING_KEY}={reading}"))
                .into_iter()
                .collect();
            let plans = lasting
                .believing(&assume)
                .plans(worlds, &overrides, &Shelf::default(), catalogue)?;
            let sampled = sample(&engine(plans, 1, people, year + 1), &question, &()).map_err(|ended| match ended {
                RunError::Year(error) => WorldsError::Year(error),
                RunError::Stopped => WorldsError::Stopped,
                RunError::Keep(never) => match never {},
            })?;
            let rows = rows(0, &vec![0; worlds.len()], &measures, &sampled);
            let expects = |measure: &&'static Measure| {
                let row = rows
                    .iter()
                    .find(|row| row.measure == measure.handle && row.scenario == 1);
                row.map_or(Expects::NotTold, |row| expects(measure, row.sign()))
            };
            let belief = Belief {
                name: name.to_owned(),
                reading: (*reading).to_owned(),
            };
            found.push(View {
                goals: measures.iter().map(expects).collect(),
                camp: belief.name,
                reading: belief.reading,
            });
        }
    }
    Ok(found)
}

fn expects(measure: &Measure, sign: Sign) -> Expects {
    let up_is_better = measure.better != Better::Lower;
    match sign {
        Sign::Same => Expects::Same,
        Sign::Unclear => Expects::Unclear,
        Sign::Higher if up_is_better => Expects::Better,
        Sign::Lower if !up_is_better => Expects::Better,
        Sign::Higher | Sign::Lower => Expects::Worse,
    }
}
