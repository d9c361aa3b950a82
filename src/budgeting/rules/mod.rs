//! The rules: one file each, one shape for all: ballots in, an [`Outcome`](super::Outcome) that explains itself out.

pub mod greedy;
pub mod phragmen;
