//! Secondary mental health care: people in contact against people in need.
//!
//! Some 3.3 million people were in contact in 2021/22 (NHS Digital, Mental Health Bulletin). Need counts those waiting or turned away besides;
//! how many is contested, so the share met in the base year is an uncertain lever.

use super::queued::Terms;

crate::levers! {
    /// Secondary mental health care: people in contact against people in need.
    pub struct MentalHealthLevers in "services.mental_health" {
        /// Share of need met in the base year.
        belief base_share_met: f64 = "share" in 0.01..=1.0,
        /// Share of those not served who ask again next month; the others go without.
        belief ask_again: f64 = "share" in 0.0..=0.95,
        /// Chance of being served in the least against the most deprived fifth at equal need, less one.
        belief deprivation_tilt: f64 = "share" in -0.5..=1.0,
    }
}

impl From<&MentalHealthLevers> for Terms {
    fn from(levers: &MentalHealthLevers) -> Terms {
        Terms {
            base_share_met: levers.base_share_met,
            ask_again: levers.ask_again,
            deprivation_tilt: levers.deprivation_tilt,
        }
    }
}
