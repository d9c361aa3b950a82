//! Community health: contacts against need.
//!
//! Some 73 million contacts in 2021/22 (King's Fund). Need met is a judgement, as lists hold over a million people; community care that falls
//! short keeps patients who could leave in hospital ([`super::urgent`]).

use super::queued::Terms;

crate::levers! {
    /// Community health: contacts against need.
    pub struct CommunityLevers in "services.community" {
        /// Share of need met in the base year.
        belief base_share_met: f64 = "share" in 0.01..=1.0,
        /// Share of those not served who ask again next month; the others go without.
        belief ask_again: f64 = "share" in 0.0..=0.95,
        /// Chance of being served in the least against the most deprived fifth at equal need, less one.
        belief deprivation_tilt: f64 = "share" in -0.5..=1.0,
    }
}

impl From<&CommunityLevers> for Terms {
    fn from(levers: &CommunityLevers) -> Terms {
        Terms {
            base_share_met: levers.base_share_met,
            ask_again: levers.ask_again,
            deprivation_tilt: levers.deprivation_tilt,
        }
    }
}
