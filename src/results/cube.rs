//! The draws of a run in memory: for small runs, and for questions about a few numbers of each draw.

use super::Shape;
use crate::measures::Handle;
use crate::world::{Group, Year};

/// Every number of every draw: draws × (scenarios × years × columns).
#[derive(Clone, Debug)]
pub struct Cube {
    /// What the numbers of a draw are.
    pub shape: Shape,
    /// Draw by draw, the numbers that the shape places.
    pub draws: Vec<Vec<f64>>,
}

impl Cube {
    /// The draws of a run of this shape.
    pub fn new(shape: Shape, draws: Vec<Vec<f64>>) -> Cube {
        Cube { shape, draws }
    }

    /// A measure for a group in a year, one number a draw; nothing if the run does not tell it.
    pub fn values(&self, scenario: &str, measure: Handle, group: Group, year: Year) -> Option<Vec<f64>> {
        let scenario = self.shape.scenarios.iter().position(|known| known == scenario)?;
        let year = self.shape.years.iter().position(|known| *known == year)?;
        let cell = self.shape.cell(scenario, year, self.shape.column(measure, group)?);
        Some(self.draws.iter().map(|draw| draw[cell]).collect())
    }
}
