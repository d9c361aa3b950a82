//! The synthetic population and what happens to a person in a year.
//!
//! A weighted sample stands for everybody who lives in England; its weights add exactly to a base-year table by single
//! year of age, sex and deprivation fifth that is derived here from official tables. Each year every person ages, may
//! gain a long-term condition, become more or less dependent, lose or find a carer, or move into a care home. Death is
//! by expectation: nobody is tossed a coin, each weight shrinks by the probability of death.
//!
//! ```text
//!  tables ──► mortality ──► base ──┐
//!  (CSV)      (q by cell)  (table) ├─► fit ──► rates ──► advance ──► PeopleYear ──► health
//!  levers ─────────────────────────┘   (per    (per      (the hot     (cells, deaths,  (life expectancy,
//!  (TOML)                              draw)    year)     loop)        births)          utility)
//!                                       └────► start (the sample)
//! ```
//!
//! Transition rates are not published as tables. [`fit`] solves them by walking a synthetic cohort up the ages under
//! the curves of prevalence that the levers give, so that the base year's prevalence by age is what the rates keep.

// Tables here run along several axes at once: a loop over an axis indexes more than one of them.
#![allow(clippy::needless_range_loop)]

pub mod advance;
mod association;
pub mod base;
pub mod classes;
pub mod cohort;
mod determinants;
mod files;
pub mod fit;
pub mod flows;
pub mod health;
pub mod levers;
pub mod merge;
pub mod mortality;
pub mod moves;
pub mod person;
pub mod population;
pub mod rates;
pub mod sample;
pub mod start;
pub mod tables;
pub mod wealth;
pub mod weighing;
pub mod year;

#[cfg(test)]
pub mod fixture;
#[cfg(test)]
mod validation;

pub use advance::{advance, observe};
pub use cohort::Cohort;
pub use determinants::DeterminantLevers;
pub use fit::Fit;
pub use flows::Flows;
pub use health::{HealthLevers, HealthSummary, Utility};
pub use levers::{PeopleLevers, RULES};
pub use merge::merge;
pub use person::Person;
pub use population::Population;
pub use rates::{RateFactors, Rates};
pub use tables::PopulationTables;
pub use year::PeopleYear;

use crate::world::axes::{AGES, FIFTHS, SEXES};

/// Number of single ages × sexes × fifths.
pub const STRATA: usize = AGES * SEXES * FIFTHS;

/// Index of a single age × sex × fifth.
#[inline]
pub const fn stratum(age: usize, sex: usize, fifth: usize) -> usize {
    (age * SEXES + sex) * FIFTHS + fifth
}
