//! What `backcast` and `calibrate` share: a scenario with its tables and the published history beside them.

use std::sync::Arc;

use super::format::Failure;
use crate::analysis::ensemble::EnsembleError;
use crate::analysis::history::{DISCREPANCY, HISTORY, History};
use crate::projection::Tables;
use crate::scenario::{Catalogue, Scenario};

impl From<EnsembleError> for Failure {
    fn from(error: EnsembleError) -> Failure {
        match error {
            EnsembleError::Year(error) => Failure::Year(error),
            EnsembleError::Stopped => Failure::Interrupted("\nInterrupted; nothing is kept.".to_string()),
        }
    }
}

/// A scenario that has a history.
pub struct WithHistory {
    /// The scenario.
    pub scenario: Scenario,
    /// Its tables.
    pub tables: Arc<Tables>,
    /// Published series.
    pub history: History,
    /// The text of the table of scales and drifts.
    pub discrepancy: String,
}

impl WithHistory {
    /// Loads all three.
    pub fn load(name: &str, overrides: &[String], catalogue: &Catalogue) -> Result<WithHistory, Failure> {
        let scenario = Scenario::load(name, overrides, catalogue)?;
        let tables = Arc::new(Tables::load(&scenario)?);
        let history = scenario.data_file(HISTORY).map_err(|problem| {
            let note = format!("a backcast needs published figures: a table `{HISTORY}` in a folder that `data` names, as scenarios/england-2010 has");
            Failure::Refused(format!("{}\n{note}", problem.render(false)))
        })?;
        let discrepancy = scenario.data_file(DISCREPANCY)?.text;
        let history =
            History::parse(&history.text, &discrepancy).map_err(|error| Failure::Refused(error.to_string()))?;
        Ok(WithHistory {
            scenario,
            tables,
            history,
            discrepancy,
        })
    }
}
