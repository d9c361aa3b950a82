//! One layer of a scenario: a file that says something, or one setting of the command line.

use std::sync::Arc;

use super::source::Source;
use super::tree::Table;

/// What a layer belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The scenario: its file and what that extends.
    Scenario,
    /// An assumption set, which says what is believed and never what is done.
    Assumed,
    /// Typed on the command line.
    Set,
    /// The place, laid over the country and beneath what is done.
    Place,
}

/// One layer: a file, or one `--set`.
#[derive(Clone, Debug)]
pub struct Layer {
    /// What it belongs to.
    pub part: Part,
    /// Where it comes from.
    pub source: Arc<Source>,
    /// What it says, without `extends`.
    pub table: Table,
    /// Whether what it says already stood in the base year; if not, what it does begins after it.
    pub stands: bool,
}
