//! NHS dentistry: people seen over the year against people who need to be.
//!
//! 40% of adults were seen in the 24 months to March 2024 against 49% before the pandemic (NAO 2024), and one adult in four has unmet need
//! (BDA 2024). Those not seen mostly pay privately or go without.

use super::queued::Terms;

crate::levers! {
    /// NHS dentistry: people seen over the year against people who need to be.
    pub struct DentalLevers in "services.dental" {
        /// Share of need met in the base year.
        belief base_share_met: f64 = "share" in 0.01..=1.0,
        /// Share of those not served who ask again next month; the others go without.
        belief ask_again: f64 = "share" in 0.0..=0.95,
        /// Chance of being served in the least against the most deprived fifth at equal need, less one.
        belief deprivation_tilt: f64 = "share" in -0.5..=1.0,
    }
}

impl From<&DentalLevers> for Terms {
    fn from(levers: &DentalLevers) -> Terms {
        Terms {
            base_share_met: levers.base_share_met,
            ask_again: levers.ask_again,
            deprivation_tilt: levers.deprivation_tilt,
        }
    }
}
