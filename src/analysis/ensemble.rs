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
    /// What was asked of it was not kept.
    #[error("`{measure}` of {group} in {year} was not kept of these draws")]
    NotKept {
        /// The measure.
        measure: Handle,
        /// Whose.
        group: &'static str,
        /// The year.
        year: u16,
    },
    /// What was asked of it is not defined in some draw: its middle is not known.
    #[error("`{measure}` of {group} in {year} is not defined in every draw")]
    NotDefined {
        /// The measure.
        measure: Handle,
        /// Whose.
        group: &'static str,
        /// The year.
        year: u16,
    },
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
                numbers[place * years + index] = measure.measure().told_of(record, *group);
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

    /// Values of a measure for everybody in a year, one a draw.
    pub fn values(&self, measure: Handle, year: u16) -> Result<Vec<f64>, EnsembleError> {
        self.values_of((measure, Group::ALL), year)
    }

    /// Values of an output in a year, one a draw.
    pub fn values_of(&self, output: Output, year: u16) -> Result<Vec<f64>, EnsembleError> {
        let place = self.outputs.iter().position(|known| *known == output);
        let index = year.checked_sub(self.start).map(usize::from);
        match (place, index.filter(|index| *index < self.years)) {
            (Some(place), Some(index)) => {
                let cell = place * self.years + index;
                Ok(self.rows.iter().map(|row| row[cell]).collect())
            }
            _ => Err(EnsembleError::NotKept {
                measure: output.0,
                group: output.1.name(),
                year,
            }),
        }
    }

    /// The middle value of a measure for everybody in a year.
    pub fn median(&self, measure: Handle, year: u16) -> Result<f64, EnsembleError> {
        self.median_of((measure, Group::ALL), year)
    }

    /// The middle value of an output in a year.
    pub fn median_of(&self, output: Output, year: u16) -> Result<f64, EnsembleError> {
        let mut values = self.values_of(output, year)?;
        if values.iter().any(|value| value.is_nan()) {
            return Err(EnsembleError::NotDefined {
                measure: output.0,
                group: output.1.name(),
                year,
            });
        }
        values.sort_by(f64::total_cmp);
        Ok(quantile(&values, 0.5))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measures::{COST_NHS, WAITING_LIST};

    #[test]
    fn what_was_not_kept_is_an_error_and_no_number() {
        let ensemble = Ensemble {
            start: 2015,
            years: 2,
            outputs: vec![(WAITING_LIST, Group::ALL)],
            rows: vec![vec![1.0, 2.0], vec![3.0, 6.0]],
        };
        assert_eq!(ensemble.median(WAITING_LIST, 2016).expect("kept"), 4.0);
        for (measure, year) in [(WAITING_LIST, 2014), (WAITING_LIST, 2017), (COST_NHS, 2015)] {
            let error = ensemble.values(measure, year).expect_err("not kept");
            assert!(error.to_string().contains(measure.name()), "{error}");
        }
        assert!(ensemble.values_of((WAITING_LIST, Group::imd(0)), 2015).is_err());
        // Sorted behind all numbers, a draw in which nobody is there to be told of would move the middle.
        let nobody = Ensemble {
            rows: vec![vec![1.0, f64::NAN], vec![3.0, 6.0]],
            ..ensemble
        };
        assert_eq!(nobody.median(WAITING_LIST, 2015).expect("defined"), 2.0);
        let error = nobody.median(WAITING_LIST, 2016).expect_err("undefined in one draw");
        assert!(error.to_string().contains("is not defined in every draw"), "{error}");
    }
}
