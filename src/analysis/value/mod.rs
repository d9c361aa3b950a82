//! Is it worth it? Costs and effects of two or more options over many draws, and what knowing more would be worth.
//!
//! ```text
//!  costs, effects ─ Decision ─┬─ frontier   who is dominated, by whom, and the ratios of the rest
//!                             ├─ pair       one option against another: plane, ratio, probability
//!                             └─ curves     by what a unit of effect is worth: best option, probabilities, expected loss, EVPI
//!  (pairing, roles: which column is whose, and which table is what)
//!  parameters ────────────────┬─ partial    EVPPI of single assumptions and groups, with standard errors
//!                             └─ study      EVSI of a simple study
//!  health by deprivation fifth ─ equity     equally distributed equivalent (Atkinson)
//! ```
//!
//! Net benefit is *worth × effect − cost*; more of an effect is good. Nothing here knows whose costs they are.

pub mod answer;
pub mod curves;
pub mod decision;
pub mod equity;
pub mod frontier;
pub mod of_run;
pub mod pair;
pub mod pairing;
pub mod partial;
pub mod roles;
pub mod rounding;
pub mod study;

pub use curves::{At, Curves};
pub use decision::Decision;
pub use frontier::{Standing, Step, frontier};
pub use pair::{Pair, Ratio};
