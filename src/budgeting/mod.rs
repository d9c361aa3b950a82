//! Ballots to decisions: participatory budgeting with exact arithmetic.
//!
//! ```text
//!  pabulib ── Election ──┬── rules, equal_shares ── Outcome ──┬── explanation (why was it funded, what was lacking)
//!  (.pb, CSV)     │      └── utility (who gains what)         ├── price_system (who paid what: a certificate)
//!  electorate ────┘                                          └── fairness (who is represented, who is not)
//!  (simulated voters, research models)
//! ```
//!
//! The room knows only numbers and words of the ballot file: nothing of the simulated economy, no clock; chance only where
//! voters are made up, and there by address.
//! No decision rests on floating point. Equal candidates are put in an order that is stated before and recorded after.
//! Conventions that differ between tools and elect different winners are named options.
//!
//! Sources: Lackner and Skowron, *Multi-Winner Voting with Approval Preferences* (2023); Peters, Pierczyński, Skowron,
//! *Proportional Participatory Budgeting with Additive Utilities* (2021); Rey, Schmidt, Maly, *The (Computational) Social
//! Choice Take on Indivisible Participatory Budgeting* (2023); formats and conventions as observed in their tools.

// Hash tables here are only looked up in, never walked, on ballots by the hundred thousand.
#![allow(clippy::disallowed_types)]

pub mod election;
pub mod electorate;
pub mod equal_shares;
pub mod exact;
pub mod explanation;
pub mod fairness;
pub mod gate;
pub mod limits;
#[cfg(any(test, feature = "internals"))]
pub mod lots;
pub mod margins;
pub mod newcomer;
pub mod outcome;
pub mod pabulib;
pub mod page;
pub mod price_system;
pub mod quick_hash;
pub mod recount;
pub mod remainder;
pub mod roll;
pub mod rules;
pub mod scores;
pub mod tie;
pub mod utility;

pub use election::{Ballot, BallotType, Election, Project};
pub use exact::Rational;
pub use outcome::Outcome;
pub use tie::TieOrder;
pub use utility::{Satisfaction, Utilities};
