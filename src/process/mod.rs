//! From proposals to a vote to what it does: the one place where voting meets the economy.
//!
//! ```text
//!  file ─ Process ──┬── worlds ── effects (each proposal alone) ──┬── gains ── electing ─┐
//!  (proposals,      │   (patch)                                   │   (per person)       ├── count ── funded set ─┐
//!   budget, rule)   └── ballots of a .pb file ────────────────────┼──────────────────────┘                        │
//!                                                                 ├── best (exact search) ── sets ── joint effects, gap
//!                                                                 └── frequencies (many electorates, rules, regimes)
//! ```
//!
//! Every effect is a difference from the world in which nothing is funded, under the same luck, draw by draw. The sum of
//! single effects finds candidates; what is reported of a set is what the set does together.

pub mod again;
pub mod alone;
pub mod ballot_file;
pub mod best;
pub mod cast;
pub mod contests;
pub mod count;
mod countable;
pub mod counting;
pub mod districts;
pub mod effects;
pub mod electing;
mod fields;
pub mod file;
pub mod gains;
pub mod goals;
mod in_part;
pub mod joint;
mod keys;
mod maker;
pub mod money;
pub mod outcome;
pub mod patch;
pub mod phases;
pub mod pool;
pub mod proposal;
pub mod reach;
mod side_by_side;
pub mod stages;
pub mod support;
pub mod tables;
pub mod voting;
pub mod worlds;
#[cfg(feature = "workshop")]
mod written;

pub use file::Process;
pub use maker::Settings;
pub use outcome::Outcome;
pub use proposal::Proposal;
pub use stages::Stages;
pub use voting::{Voters, Voting};
