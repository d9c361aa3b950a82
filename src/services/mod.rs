//! Demand, capacity, queues and access: one file per kind of service, monthly.
//!
//! ```text
//!  people counted by cell ── need ──┐                        ┌── activity by service and group
//!                                   ├── year: twelve months ─┼── stocks: the list, beds, backlogs
//!  capacity bought by the budget ───┘   of every service     └── Access ── feedback ── next year's need and rates
//! ```
//!
//! [`need_model`] turns people into activity that would meet their [`need`]; [`year`] runs the months, each service reading the
//! others' previous month; [`delivered`] is what came of it; [`feedback`] turns what people met into next year's multipliers; [`social_care`] holds pure
//! rules for the person-by-person care pass of the projection; [`required`] says what capacity would meet every
//! standard. Nothing here reads a file: tables come in as text through [`tables`], levers as plain structs.

// Loops run along an axis and index several dense tables at once; iterators over one of them would hide that.
#![allow(clippy::needless_range_loop)]

pub mod delivered;
pub mod deviation;
pub mod feedback;
pub mod levers;
pub mod need;
pub mod need_model;
pub mod planned;
pub mod primary_care;
pub mod queued;
pub mod rationing;
pub mod required;
pub mod service_queue;
pub mod signals;
pub mod social_care;
pub mod standards;
pub mod tables;
pub mod urgent;
pub mod waiting_list;
pub mod waits;
pub mod working_age;
pub mod year;

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod signs;
#[cfg(test)]
mod tests;

pub use delivered::ServicesYear;
pub use deviation::NeedDeviations;
pub use levers::{RULES, ServicesLevers};
pub use need::Need;
pub use need_model::NeedModel;
pub use signals::Asks;
pub use tables::ServiceTables;
pub use year::{Guarantee, ServicesState, YearInput};
