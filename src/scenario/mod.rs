//! Scenario files: read, merged with their spans, checked against a catalogue of levers, sampled into worlds.
//!
//! ```text
//!  file ─ extends ─► layers ─► tree of values ─► readings ─► Scenario ─ sampler, draw ─► World ─ year ─► one f64 per lever
//!        (source,     with their places      (units, bounds,   (merged,                  (every assumption
//!         layers)     (tree)                  distributions)    checked)                  sampled once)
//! ```
//!
//! The room knows no lever by name: whatever the [`Catalogue`] lists can be set, checked, explained and sampled. What
//! it promises: every fault in a file is reported with its line; a distribution has exactly the interval it was given
//! and is never clipped silently; draws are keyed by name, so that an assumption shared by two scenarios has one value
//! in both, and adding another changes nothing.

mod assembly;
mod assumed;
pub mod assumption;
mod base;
pub mod believes;
pub mod blended;
mod bound;
pub mod catalogue;
mod change;
pub mod compiled;
pub mod design;
pub mod difference;
pub mod distribution;
pub mod effect;
mod eligible;
pub mod evidence;
pub mod facts;
pub mod families;
pub mod fit;
mod held;
pub mod into;
pub mod inverse;
pub mod joint;
mod laid_over;
pub mod layer;
pub mod layers;
pub mod lookup;
pub mod note;
mod plan;
pub mod problem;
pub mod programme;
pub mod quantiles;
pub mod reading;
pub mod sampled;
mod size;
pub mod source;
pub mod standing;
#[cfg(test)]
mod standing_tests;
pub mod strict;
pub mod template;
#[cfg(test)]
pub mod tests;
mod top;
pub mod tree;
pub mod unit;
mod walk;
pub mod year_path;

pub use assumption::Assumption;
pub use believes::Believes;
pub use catalogue::Catalogue;
pub use compiled::{Input, Scenario};
pub use design::{Design, Sampler};
pub use difference::{Difference, difference};
pub use evidence::Library;
pub use layers::Over;
pub use problem::{Problem, Problems};
pub use sampled::World;
