//! How sure the means are, and how many draws would make them surer.

use super::Summary;
use crate::measures::{HEADLINES, Handle};
use crate::world::{Group, Year};

/// Monte Carlo error of one headline measure.
#[derive(Clone, Debug, PartialEq)]
pub struct Advice {
    /// The measure.
    pub measure: Handle,
    /// Unit.
    pub unit: &'static str,
    /// Mean.
    pub mean: f64,
    /// Monte Carlo standard error of the mean, as if draws were independent.
    pub mcse: f64,
    /// Draws that would at least halve it: of independent draws the error falls with the square root, of evenly spread ones
    /// faster.
    pub draws_to_halve: usize,
    /// Share of the variance that is sampling noise.
    pub noise_share: f64,
}

/// The Monte Carlo error of the headline measures of the first scenario in a year.
pub fn advice(summary: &Summary, year: Year, draws: usize) -> Vec<Advice> {
    let mut rows = Vec::new();
    for handle in HEADLINES {
        // A run of another version may not tell it.
        let Some(stats) = summary.get(0, year, handle, Group::ALL) else {
            continue;
        };
        if stats.mean.is_nan() {
            continue;
        }
        rows.push(Advice {
            measure: handle,
            unit: handle.measure().unit,
            mean: stats.mean,
            mcse: stats.mcse,
            draws_to_halve: draws * 4,
            noise_share: stats.noise_share,
        });
    }
    rows
}
