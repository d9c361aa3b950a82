//! Prescribing in the community: items dispensed against items needed.
//!
//! Prescriptions are not queued for: what a budget does not cover falls on the next month in small part and is else not dispensed.

use super::queued::Terms;

crate::levers! {
    /// Prescribing in the community: items dispensed against items needed.
    pub struct PrescribingLevers in "services.prescribing" {
        /// Share of need met in the base year.
        belief base_share_met: f64 = "share" in 0.01..=1.0,
        /// Share of those not served who ask again next month; the others go without.
        belief ask_again: f64 = "share" in 0.0..=0.95,
        /// Chance of being served in the least against the most deprived fifth at equal need, less one.
        belief deprivation_tilt: f64 = "share" in -0.5..=1.0,
    }
}

impl From<&PrescribingLevers> for Terms {
    fn from(levers: &PrescribingLevers) -> Terms {
        Terms {
            base_share_met: levers.base_share_met,
            ask_again: levers.ask_again,
            deprivation_tilt: levers.deprivation_tilt,
        }
    }
}
