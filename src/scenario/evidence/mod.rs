//! The evidence behind the numbers: published effects and figures as data, the two readings of an effect, alternatives, claims.
//!
//! ```text
//!  evidence/*.toml ─► Library (rows, rules) ─┐
//!  `[evidence]` of a scenario ─► Settings ───┴─► resolve(what an assumption says) ─► what is sampled, and its Backing
//! ```
//!
//! An assumption that moves something because a study found so is an *effect*: it says what value would mean no effect
//! (`no_effect`) and which rows it rests on (`evidence`). The distribution written in it is the effect as published. The
//! *shrunk* reading of the same effect lays part of the weight on no effect, as much as the design of the study asks
//! for: the same rule for every side of every argument. One key, `evidence.reading`, chooses for all effects at once.

pub mod fields;
pub mod library;
pub mod resolve;
pub mod rows;
pub mod rules;
pub mod settings;

pub use library::Library;
pub use resolve::{Backing, Resolved};
pub use rows::{EffectRow, FigureRow, IntervalKind};
pub use settings::{Settings, WhichReading};

use std::sync::Arc;

/// What is known when a scenario's assumptions are read: the library, and what the scenario chooses of it.
#[derive(Clone, Debug)]
pub struct Evidence {
    /// The rows and rules.
    pub library: Arc<Library>,
    /// Reading, weights, alternatives and claims chosen.
    pub settings: Settings,
}
