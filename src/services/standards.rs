//! What counts as meeting standards: for the closure `standards`, and for the cost of meeting them ([`super::required`]).

crate::levers! {
    /// What counts as meeting standards.
    pub struct StandardsLevers in "services.standards" {
        /// Limit of the planned-care standard.
        choice wait_weeks: f64 = "weeks" in 1.0..=104.0,
        /// Share of the list that must be within the limit.
        choice wait_share: f64 = "share" in 0.5..=0.999,
        /// Years over which the list above the standard is cleared.
        choice clear_years: f64 = "years" in 1.0..=20.0,
        /// Occupancy at which emergency patients can be admitted in time.
        choice occupancy: f64 = "share" in 0.5..=1.0,
        /// Share of attendances at accident and emergency that must be within four hours.
        choice four_hour_share: f64 = "share" in 0.5..=0.999,
        /// Share of need for dentistry that counts as met in full (some prefer private care).
        choice dental_share: f64 = "share" in 0.0..=1.0,
    }
}

/// The list that keeps the standard, in weeks of treatment.
pub fn standard_list_weeks(levers: &StandardsLevers) -> f64 {
    levers.wait_weeks / -libm::log(1.0 - levers.wait_share)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::services::fixture;

    #[test]
    fn an_exponential_list_that_keeps_the_standard_has_the_known_length() {
        let levers = fixture::levers().standards;
        assert!((standard_list_weeks(&levers) - 7.126_656_6).abs() < 1e-6);
    }
}
