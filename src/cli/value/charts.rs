//! The plane and the curves of `carepool value --out`.

use super::question::Subject;
use crate::analysis::value::answer::Answer;
use crate::report::{Chart, value};

/// Charts of an answer.
pub fn charts(found: &Answer, subject: &Subject) -> Vec<Chart> {
    let worth = found.at.last().map_or(0.0, |at| at.worth);
    let unit = if subject.seen.is_some() {
        value::Unit::Qalys
    } else {
        value::Unit::Given
    };
    let seen = subject.seen.as_deref();
    [
        value::plane(&found.decision, &found.pairs, worth, unit, seen),
        value::acceptability(&found.decision, &found.curves, unit, seen),
        value::information(&found.curves, unit, seen),
    ]
    .into_iter()
    .flatten()
    .collect()
}
