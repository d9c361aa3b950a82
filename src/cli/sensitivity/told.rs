//! What is told of an output, whatever moved it.

use crate::measures::Measure;

/// Everything that is told of an output.
pub struct Told {
    /// For programs: scenario, against, measure.
    pub key: [String; 3],
    /// For sentences.
    pub words: String,
    /// The measure.
    pub measure: &'static Measure,
    /// Whether it is a difference.
    pub difference: bool,
}
