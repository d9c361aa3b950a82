//! Asking for a measure by what it is, not by a word that may be mistyped.
//!
//! Every declaration makes a constant such as [`COST_PUBLIC`](super::COST_PUBLIC). The program asks by these, so that a
//! measure that does not exist does not compile; words from outside (command line, process file, run folder) are looked
//! up once, by [`find`]. A split that a measure does not have is an error too, never nought.

use std::fmt;

use super::{Measure, all};
use crate::world::{Dimension, Group};

/// A declared measure: its position in [`all`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Handle(pub(super) usize);

impl Handle {
    /// Position in [`all`].
    pub const fn index(self) -> usize {
        self.0
    }
    /// The declaration.
    pub fn measure(self) -> &'static Measure {
        &all()[self.0]
    }
    /// Name used in files.
    pub fn name(self) -> &'static str {
        self.measure().name
    }
    /// The groups of a dimension, in their order.
    pub fn split(self, dimension: Dimension) -> Result<impl Iterator<Item = Group>, NotSplit> {
        let measure = self.measure();
        if dimension == Dimension::All || measure.groups.contains(&dimension) {
            return Ok(Group::every().filter(move |group| group.dimension() == dimension));
        }
        Err(NotSplit {
            measure: measure.name,
            dimension,
        })
    }
}

impl fmt::Display for Handle {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.pad(self.name())
    }
}

/// A measure was asked for by a dimension that it does not split by.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{measure} is not told by {dimension}")]
pub struct NotSplit {
    /// Name of the measure.
    pub measure: &'static str,
    /// What it was to be split by.
    pub dimension: Dimension,
}

/// A word that names no measure.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no measure `{name}`; {}`carepool measures` lists them", .nearest.map(|near| format!("did you mean `{near}`? ")).unwrap_or_default())]
pub struct UnknownMeasure {
    /// What was written.
    pub name: String,
    /// The name most like it, if one is.
    pub nearest: Option<&'static str>,
}

/// Likeness from which another name is taken to have been meant.
const ALIKE: f64 = 0.6;

/// A measure by the name that somebody wrote, or the nearest that there is.
pub fn find(name: &str) -> Result<Handle, UnknownMeasure> {
    if let Some(measure) = all().iter().find(|measure| measure.name == name) {
        return Ok(measure.handle);
    }
    Err(UnknownMeasure {
        name: name.to_owned(),
        nearest: nearest(name, all().iter()),
    })
}

/// The name most like what was written, of some measures.
pub fn nearest<'a>(written: &str, among: impl Iterator<Item = &'a Measure>) -> Option<&'static str> {
    among
        .map(|measure| {
            (
                strsim::normalized_damerau_levenshtein(written, measure.name),
                measure.name,
            )
        })
        .filter(|(likeness, _)| *likeness > ALIKE)
        .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1)))
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measures::{COST_PUBLIC, NEED_MET, OWN_PAYMENTS};

    #[test]
    fn a_handle_stands_where_its_measure_does() {
        for (at, measure) in all().iter().enumerate() {
            assert_eq!(measure.handle.index(), at, "{}", measure.name);
            assert_eq!(find(measure.name), Ok(measure.handle));
        }
    }

    #[test]
    fn a_measure_is_split_only_by_what_it_is_told_by() {
        let fifths: Vec<Group> = NEED_MET.split(Dimension::Imd).expect("told").collect();
        assert_eq!(fifths, [0, 1, 2, 3, 4].map(Group::imd));
        assert_eq!(COST_PUBLIC.split(Dimension::All).expect("told").count(), 1);
        let error = OWN_PAYMENTS.split(Dimension::Wealth).err().expect("not told");
        assert_eq!(error.to_string(), "own_payments is not told by wealth");
    }

    #[test]
    fn an_unknown_name_is_answered_with_the_nearest() {
        let error = find("waiting_lst").expect_err("unknown");
        assert_eq!(error.nearest, Some("waiting_list"));
        assert!(error.to_string().contains("did you mean `waiting_list`?"));
        assert_eq!(find("zzzz").expect_err("unknown").nearest, None);
    }
}
