//! Questions that one projection does not answer: many are asked for, and what they say together is judged.
//!
//! Projection knows nothing of this room. What is asked of it goes through [`robustness::sample`]: an engine made ready,
//! a handful of measures in one year, so many draws.

pub mod robustness;
