//! People counted by cell: age band × sex × fifth × conditions × dependency.
//!
//! Whole-number weights are added, so a count is the same in whatever order people are visited.

use super::axes::{BANDS, CONDITIONS, DEPENDENCIES, FIFTHS, SEXES};
#[cfg(feature = "internals")]
use super::weight::Weight;

/// Number of demographic cells (band × sex × fifth).
pub const DEMOGRAPHIC: usize = BANDS * SEXES * FIFTHS;
/// Number of health states inside a demographic cell (conditions × dependency).
pub const STATES: usize = CONDITIONS * DEPENDENCIES;

/// Index of a demographic cell.
#[inline]
pub fn demographic(band: usize, sex: usize, fifth: usize) -> usize {
    (band * SEXES + sex) * FIFTHS + fifth
}

/// Index of a health state inside a demographic cell.
#[inline]
pub fn state(conditions: usize, dependency: usize) -> usize {
    conditions * DEPENDENCIES + dependency
}

/// Weighted counts of people at the end of a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cells {
    counts: Vec<u64>,
}

impl Default for Cells {
    fn default() -> Self {
        Cells {
            counts: vec![0; DEMOGRAPHIC * STATES],
        }
    }
}

impl Cells {
    /// Adds a weight to a cell.
    #[cfg(feature = "internals")]
    pub fn add(&mut self, demographic: usize, state: usize, weight: Weight) {
        self.counts[demographic * STATES + state] += weight.raw();
    }
    /// Sets every count to zero.
    pub fn clear(&mut self) {
        self.counts.fill(0);
    }
    /// The health states of one demographic cell, as raw weights.
    pub fn states(&self, demographic: usize) -> &[u64] {
        &self.counts[demographic * STATES..][..STATES]
    }
    /// The same, to be added to.
    #[inline]
    pub fn states_mut(&mut self, demographic: usize) -> &mut [u64] {
        &mut self.counts[demographic * STATES..][..STATES]
    }
    /// Everybody \[people\].
    #[cfg(test)]
    pub fn total(&self) -> f64 {
        Weight::from_raw(self.counts.iter().sum()).people()
    }
}
