//! Questions asked of many runs: how well the model does where the truth is known, what would have to be true for it to do
//! so, and whether what it says of two choices holds whoever is right.
//!
//! ```text
//!  history  (published series, breaks, scales) ─┐
//!  ensemble (many draws, measures by year) ─────┼─ backcast: error, coverage, skill against naive rivals
//!  rivals   (what needs no model) ──────────────┘
//!                                ├── calibration: an ensemble smoother moves what the data can tell about
//!                                └── rolling: the forecast of an earlier year, by a model that knows nothing later
//!
//!  beliefs × scenarios ── robustness: signs, ranks, and the values at which two scenarios change places
//!  published projections ─ their baselines as scenarios ─ reproduction: theirs beside ours, and why they differ
//! ```
//!
//! Analyses ask the engine to run and read its numbers; the engine knows nothing of them.

pub mod backcast;
pub mod calibration;
pub mod discrepancy;
pub mod ensemble;
pub mod folds;
pub mod history;
pub mod reproduction;
pub mod rivals;
pub mod robustness;
pub mod rolling;
pub mod score;
pub mod smoother;
