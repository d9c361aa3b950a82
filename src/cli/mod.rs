//! The commands: one file each; they talk to people and compute nothing.

pub mod check;
pub mod diff;
pub mod explain;
pub mod format;
pub mod new;
pub mod schema;
