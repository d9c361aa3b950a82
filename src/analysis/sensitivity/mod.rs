//! What drove it? Which assumptions, and how much of it luck.
//!
//! ```text
//!  draws that are there ── drivers   rank and partial correlations, shares of the variance, first-order indices, luck
//!                          after_run the sentences that stand after every run
//!                          turns     at which value of an assumption the sign turns
//!                          boxes     in which corner of the assumptions a promise fails (PRIM)
//!  new runs ─┬─ one_by_one           each assumption from p10 to p90, all else at the middle; two at a time
//!            ├─ morris               elementary effects: which do nothing, which act alone, which with others
//!            └─ sobol                first-order and total indices with intervals
//! ```
//!
//! New runs are asked for through [`Model`]: points of the unit cube in, numbers out. A factor is one assumption or several that
//! are moved together, as those are that were sampled together.

pub mod after_run;
pub mod boxes;
pub mod drivers;
pub mod engine;
pub mod given;
pub mod morris;
pub mod one_by_one;
pub mod sentence;
pub mod sobol;
pub mod together;
pub mod turns;

pub use after_run::{Driven, after_run};
pub use drivers::{Drivers, drivers};

/// Something that can be asked for its results at points of the unit cube: one number for each point and output.
pub trait Model {
    /// Why it may fail.
    type Error;
    /// Its results: point × output.
    fn ask(&self, points: &[Vec<f64>]) -> Result<Vec<Vec<f64>>, Self::Error>;
}

/// A function is a model that cannot fail, of one output.
#[cfg(any(test, feature = "internals"))]
pub struct Function<F>(pub F);

#[cfg(any(test, feature = "internals"))]
impl<F: Fn(&[f64]) -> f64> Model for Function<F> {
    type Error = std::convert::Infallible;
    fn ask(&self, points: &[Vec<f64>]) -> Result<Vec<Vec<f64>>, Self::Error> {
        Ok(points.iter().map(|point| vec![(self.0)(point)]).collect())
    }
}

/// A value with the ends of its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Index {
    /// The value.
    pub value: f64,
    /// Low end of its 95% interval.
    pub low: f64,
    /// High end.
    pub high: f64,
}

/// Standard errors to either side of an interval that holds 95%.
pub const SIDES: f64 = 1.959_963_984_540_054;

impl Index {
    /// From a value and its standard error.
    pub fn about(value: f64, error: f64) -> Index {
        Index {
            value,
            low: value - SIDES * error,
            high: value + SIDES * error,
        }
    }
}
