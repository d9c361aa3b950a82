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
//!  draws, or runs made for it ─ sensitivity: which assumptions drive a quantity, how much of it is luck, where a promise fails
//!  every set of a bundle's sections ─ attribution: where a difference comes from
//!  runs at values of a lever ─ seek: what would reach a target
//!  runs at splits of a sum ─ split: who should have how much of it
//!  draws with their costs and effects ─ value: the frontier, probabilities, what knowing more is worth
//!
//!  published projections ─ their baselines as scenarios ─ reproduction: theirs beside ours, and why they differ
//! ```
//!
//! Analyses ask the engine to run and read its numbers; the engine knows nothing of them.

pub mod attribution;
pub mod backcast;
mod calibrated;
pub mod calibration;
pub mod discrepancy;
pub mod ensemble;
pub mod folds;
pub mod given;
pub mod history;
pub mod numbering;
pub mod out_of_step;
pub mod over_a_life;
pub mod posterior;
pub mod ranks;
pub mod regression;
pub mod repeated;
pub mod reproduction;
pub mod rivals;
pub mod robustness;
pub mod rolling;
pub mod score;
pub mod seek;
pub mod sensitivity;
pub mod smoother;
pub mod split;
pub mod value;
pub mod winners;
