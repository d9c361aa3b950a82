//! Many draws of one scenario as a table: draw × measure × year, for everybody.

use crate::measures::Handle;
use crate::projection::run::{Engine, Progress, RunError};
use crate::projection::year::YearError;
use crate::results::statistics::quantile;
use crate::world::{Group, YearRecord};

/// A measure, for a group.
pub type Output = (Handle, Group);

/// Values of some measures in some years, draw by draw.
#[derive(Clone, Debug, PartialEq)]
pub struct Ensemble {
    /// First year.
    pub start: u16,
    /// Years.
    pub years: usize,
    /// What was kept: measures and groups.
    pub outputs: Vec<Output>,
    /// One row a draw: output by output, year by year.
    pub rows: Vec<Vec<f64>>,
}

/// Why an ensemble could not be made.
#[derive(Debug, thiserror::Error)]
pub enum EnsembleError {
    /// The books of a year did not close.
    #[error(transparent)]
    Year(#[from] YearError),
    /// It was asked to stop.
    #[error("stopped")]
    Stopped,
}

impl Ensemble {
    /// Runs the first plan of an engine and keeps the outputs named.
    pub fn run(
        engine: &Engine,
        draws: usize,
        outputs: &[Output],
        progress: &dyn Progress,
    ) -> Result<Ensemble, EnsembleError> {
        let years = engine.years;
        let cells = outputs.len() * years;
        let observe = |_: usize, index: usize, record: &YearRecord, numbers: &mut [f64]| {
            for (place, (measure, group)) in outputs.iter().enumerate() {
                numbers[place * years + index] = (measure.measure().read)(record, *group);
            }
        };
        let rows = engine
            .draws(draws, cells, &observe, progress)
            .map_err(|error| match error {
                RunError::Year(error) => EnsembleError::Year(error),
                RunError::Stopped => EnsembleError::Stopped,
                RunError::Keep(never) => match never {},
            })?;
        let start = engine.plans.first().map_or(0, |plan| plan.scenario.start_year.0);
        Ok(Ensemble {
            start,
            years,
            outputs: outputs.to_vec(),
            rows,
        })
    }

    /// Values of a measure for everybody in a year, one a draw; nothing outside the years run.
    pub fn values(&self, measure: Handle, year: u16) -> Option<Vec<f64>> {
        self.values_of((measure, Group::ALL), year)
    }

    /// Values of an output in a year, one a draw.
    pub fn values_of(&self, output: Output, year: u16) -> Option<Vec<f64>> {
        let place = self.outputs.iter().position(|known| *known == output)?;
        let index = usize::from(year.checked_sub(self.start)?);
        (index < self.years).then(|| self.rows.iter().map(|row| row[place * self.years + index]).collect())
    }

    /// The middle value of a measure for everybody in a year.
    pub fn median(&self, measure: Handle, year: u16) -> Option<f64> {
        self.median_of((measure, Group::ALL), year)
    }

    /// The middle value of an output in a year.
    pub fn median_of(&self, output: Output, year: u16) -> Option<f64> {
        let mut values = self.values_of(output, year)?;
        values.sort_by(f64::total_cmp);
        Some(quantile(&values, 0.5))
    }
}
