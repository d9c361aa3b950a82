//! What a service sees in a month, and the shape that all services share.
//!
//! A month reads only what the others did the month before ([`Signals`]), so no fixed point is sought inside a month,
//! and the order in which services are stepped changes nothing.

use crate::world::axes::FIFTHS;
use crate::world::service::{ByService, SERVICES};

use super::need::Need;
use super::tables::month_share;

/// Share of those in need who ask for it, by service and fifth, against the base year's: below 1 where a charge keeps people
/// away, who stay in need.
pub type Asks = [[f64; FIFTHS]; SERVICES];

/// Everybody asks as in the base year.
pub const AS_EVER: Asks = [[1.0; FIFTHS]; SERVICES];

/// What the services told one another at the end of a month, as ratios or shares that need no unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Signals {
    /// Planned admissions completed in the month.
    pub planned_admissions: f64,
    /// Share of planned admitted capacity lost to cancellations [0 to 1].
    pub cancelled: f64,
    /// Attendances above (below) the base year's, by people whom general practice could not see \[attendances\].
    pub diverted: f64,
    /// Share of community need met, against the base year \[ratio\].
    pub community_met: f64,
}

/// One month, as a service sees it.
#[derive(Clone, Copy, Debug)]
pub struct Month<'a> {
    /// 0 = April to 11 = March.
    pub index: usize,
    /// Need over the whole year.
    pub need: &'a Need,
    /// Share of those in need who ask for it, by service and fifth, against the base year's \[ratio\].
    pub asks: &'a Asks,
    /// Capacity over the whole year, by service.
    pub capacity: &'a ByService,
    /// The others' previous month.
    pub before: Signals,
}

impl Month<'_> {
    /// Share of the year that this month is.
    pub fn share(&self) -> f64 {
        month_share(self.index)
    }
}

/// A service that is stepped monthly and closes each year.
pub trait Monthly {
    /// What the service reports for a year.
    type Year;
    /// Steps one month and updates what the others will see next month.
    fn month(&mut self, month: &Month, after: &mut Signals);
    /// Reports the year and starts the next.
    fn close_year(&mut self) -> Self::Year;
}

/// Splits a total by fifth in proportion to weights, evenly when there are none.
pub fn shares(weights: &[f64; FIFTHS]) -> [f64; FIFTHS] {
    let total: f64 = weights.iter().sum();
    if total > 0.0 {
        weights.map(|weight| weight / total)
    } else {
        [1.0 / FIFTHS as f64; FIFTHS]
    }
}
