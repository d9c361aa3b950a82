//! The commands: one file each; they talk to people and compute nothing.

pub mod vote;
