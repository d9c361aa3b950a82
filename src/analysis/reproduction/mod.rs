//! Published projections as tests of reproduction: their baseline assumptions as scenarios, their figures beside ours.
//!
//! ```text
//!  scenarios/projections/published.csv ──► Published (a figure, where and how it is read, what was printed)
//!  scenarios/projections/*.toml        ──► one run per base year, every scenario under the same luck
//!                                           └──► Reproduced (ours p10, p50, p90; difference; within what was asked)
//!                                                   └──► Table (plain text, for terminal, markdown and report)
//! ```
//!
//! Nothing here is fitted: a scenario says what a projection assumed (population, rates of need, prices, productivity, law),
//! the engine says what follows. Where that differs from what was printed, the row says why.

mod figure;
pub mod published;
mod run;
mod table;

pub use published::{Published, parse};
pub use run::{Reproduced, ReproductionError, Settings, reproduce};
pub use table::{markdown, table};
