//! What is believed after the data: an ensemble of worlds that go with what was published.

use crate::projection::Plans;

/// The ensemble that goes with the data: a row of quantiles a member.
#[derive(Clone, Debug, PartialEq)]
pub struct Posterior {
    /// Names of the assumptions, in the order of the rows.
    pub names: Vec<String>,
    /// Quantiles of what was believed, 0 to 1, by member and assumption.
    pub rows: Vec<Vec<f64>>,
}

impl Posterior {
    /// Worlds in which draw and member are one; the world whose money a comparator is given believes the same.
    pub fn pinned(&self, plans: &Plans) -> Plans {
        plans.changed(|scenario| scenario.clone().pinned(&self.names, self.rows.clone()))
    }
}
