//! Income and health: what money in people's hands does to illness and death.
//!
//! Poorer people die sooner, but how far that is because they are poor is disputed. What areas gained in income and what they
//! gained in years of life (Barr and others, BMJ 2012) is the reading as published; that much of the gradient has other
//! causes, and that lottery prizes moved no deaths, the reason to shrink it (evidence F09, F10). A programme that pays people
//! money ([`crate::world::Programme::transfer_per_person`]) acts through this and needs no effect of its own.

use crate::world::{Programme, Year};

crate::levers! {
    /// What income does to health.
    pub struct DeterminantLevers in "determinants" {
        /// Change of mortality for £1,000 a year more for each person of a household.
        disputed income_mortality: f64 = "share" in -0.1..=0.05,
        /// Change of the onset of long-term conditions for £1,000 a year more for each person of a household.
        disputed income_onset: f64 = "share" in -0.1..=0.05,
        /// Years until most of that is there.
        disputed income_lag_years: f64 = "years" in 0.0..=40.0,
    }
}

/// Pounds for which the responses are stated.
const THOUSAND: f64 = 1000.0;

impl DeterminantLevers {
    /// What a programme's payments do in a year to mortality and to onset among the eligible \[ratio\].
    pub fn of_payments(&self, programme: &Programme, year: Year) -> [f64; 2] {
        let matured = programme.matured(self.income_lag_years, year);
        let thousands = programme.transfer_per_person / THOUSAND;
        [self.income_mortality, self.income_onset].map(|response| {
            let reached = libm::pow(1.0 + response, thousands);
            1.0 + matured * (reached - 1.0)
        })
    }
}
