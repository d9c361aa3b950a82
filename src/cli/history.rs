//! What `backcast` and `calibrate` share: a scenario made ready and the published history beside them.

use super::format::Failure;
use crate::analysis::ensemble::EnsembleError;
use crate::analysis::history::{DISCREPANCY, HISTORY, History};
use crate::analysis::out_of_step;
use crate::projection::Plans;
use crate::scenario::{Catalogue, Over, Scenario};
use crate::world::TableError;

impl From<EnsembleError> for Failure {
    fn from(error: EnsembleError) -> Failure {
        match error {
            EnsembleError::Year(error) => Failure::Year(error),
            EnsembleError::Stopped => Failure::Interrupted("\nInterrupted; nothing is kept.".to_string()),
            missing @ (EnsembleError::NotKept { .. } | EnsembleError::NotDefined { .. }) => {
                Failure::Refused(missing.to_string())
            }
        }
    }
}

/// A scenario that has a history.
pub struct WithHistory {
    /// Its world, and unseen the one whose money it is given.
    pub plans: Plans,
    /// Published series.
    pub history: History,
    /// The text of the table of scales and drifts.
    pub discrepancy: String,
    /// Figures that are out of step with the years beside them, each with its line.
    pub told: Vec<String>,
}

impl WithHistory {
    /// Loads all of it.
    pub fn load(name: &str, overrides: &[String], catalogue: &Catalogue) -> Result<WithHistory, Failure> {
        let over = Over {
            set: overrides,
            ..Over::default()
        };
        let plans = Plans::load(&[name.to_string()], over, catalogue)?;
        let scenario = &plans[0].scenario;
        let history = scenario.data_file(HISTORY).map_err(|problem| {
            let note = format!("a backcast needs published figures: a table `{HISTORY}` in a folder that `data` names, as scenarios/england-2010 has");
            Failure::Refused(format!("{}\n{note}", problem.render(false)))
        })?;
        let scales = scenario.data_file(DISCREPANCY)?;
        // The tables know their own names; whoever has to mend one needs its folder too.
        let whole = |error: TableError| {
            let file = if error.file == DISCREPANCY {
                &scales.input.name
            } else {
                &history.input.name
            };
            Failure::Refused(error.in_file(file).to_string())
        };
        let series = History::parse(&history.text, &scales.text).map_err(whole)?;
        let told = out_of_step::told(&history.text, &series.series).map_err(whole)?;
        Ok(WithHistory {
            plans,
            history: series,
            discrepancy: scales.text,
            told,
        })
    }

    /// The scenario.
    pub fn scenario(&self) -> &Scenario {
        &self.plans[0].scenario
    }
}
