//! What access does to health and to demand a year later.
//!
//! Every path is a lever that can be zero, reads last year's [`Access`] as a deviation from the base year's, and is
//! bounded. Paths and their evidence: general practice and continuity → emergency admissions (Barker et al 2017;
//! Hetlevik 2021 much smaller); waits → emergency use and lost quality of life (Gibbs et al 2024); care shortfalls →
//! emergency admissions (Seamer et al 2019: null), dependency, care-home entry; four hours → deaths (Jones et al 2022,
//! Gruber et al 2023); staffing → deaths; mental health care → conditions.
//!
//! Elasticities of mortality to spending estimate the same thing, so `health_link` is one or the other, never both; an
//! elasticity holds for changes of 10 to 15% and is cut there. With both off, access changes no one's health.

use crate::world::access::Access;
use crate::world::service::{ByService, SERVICES, Service};

crate::choice! {
    /// What links care received to health.
    pub enum HealthLink {
        /// Separate paths from each kind of access.
        Structural = "structural",
        /// One elasticity of mortality to care received.
        Elasticity = "elasticity",
        /// Nothing.
        None = "none",
    }
}

crate::levers! {
    /// What access does to health and demand.
    pub struct FeedbackLevers in "services.feedback" {
        /// What links care received to health: separate paths, one elasticity, or nothing.
        disputed health_link: HealthLink = "" in 0.0..=2.0,
        /// Elasticity of mortality to care received (used by `health_link = "elasticity"`).
        disputed mortality_elasticity: f64 = "elasticity" in -2.0..=0.5,
        /// Largest change of care received over which the elasticity is believed.
        disputed elasticity_range: f64 = "share" in 0.0..=0.5,
        /// Rise of emergency admissions per relative fall of the share of general-practice need met.
        disputed primary_care_to_admissions: f64 = "elasticity" in -0.2..=1.0,
        /// Rise of emergency attendances and admissions per relative rise of the mean planned wait.
        disputed wait_to_emergency: f64 = "elasticity" in -0.1..=0.5,
        /// Utility that a person on the list loses per further week of waiting.
        disputed wait_utility: f64 = "utility/week" in 0.0..=0.05,
        /// Share of the population on the planned-care list.
        disputed share_waiting: f64 = "share" in 0.0..=1.0,
        /// Rise of mortality per relative rise of the mean planned wait.
        disputed wait_to_mortality: f64 = "elasticity" in -0.1..=0.5,
        /// Rise of emergency admissions per relative fall of hours of help met.
        disputed care_to_admissions: f64 = "elasticity" in -0.3..=1.0,
        /// Rise of onset of dependency per relative fall of hours of help met.
        disputed care_to_dependency: f64 = "elasticity" in -0.2..=1.0,
        /// Rise of care-home entry per relative fall of hours of help met.
        disputed care_to_care_home: f64 = "elasticity" in -0.5..=2.0,
        /// Rise of mortality per relative fall of hours of help met.
        disputed care_to_mortality: f64 = "elasticity" in -0.2..=1.0,
        /// Rise of emergency admissions per relative fall of the share of community need met.
        disputed community_to_admissions: f64 = "elasticity" in -0.2..=1.0,
        /// Rise of emergency attendances per relative fall of the share of mental health need met.
        disputed mental_health_to_emergency: f64 = "elasticity" in -0.2..=1.0,
        /// Rise of onset of conditions per relative fall of the share of mental health need met.
        disputed mental_health_to_conditions: f64 = "elasticity" in -0.2..=0.5,
        /// Rise of mortality per point (1 = all) by which the share within four hours falls.
        disputed four_hour_to_mortality: f64 = "ratio" in -0.2..=1.0,
        /// Rise of mortality per relative fall of employed staff for the work done; what agencies do beyond what the sick need leaves it as it is.
        disputed staffing_to_mortality: f64 = "elasticity" in -0.2..=1.0,
        /// Largest change that any feedback may make to any rate.
        disputed limit: f64 = "share" in 0.0..=0.5,
    }
}

/// Multipliers that last year's access puts on this year's need and rates.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Feedback {
    /// On need, by service \[ratio\].
    pub demand: ByService,
    /// On mortality \[ratio\].
    pub mortality: f64,
    /// On onset of dependency \[ratio\].
    pub dependency_onset: f64,
    /// On onset of long-term conditions \[ratio\].
    pub condition_onset: f64,
    /// On permanent moves into care homes \[ratio\].
    pub care_home_entry: f64,
    /// Added to everyone's utility, on average.
    pub quality_of_life: f64,
}

impl Feedback {
    /// Access as in the base year.
    pub const NONE: Feedback = Feedback {
        demand: [1.0; SERVICES],
        mortality: 1.0,
        dependency_onset: 1.0,
        condition_onset: 1.0,
        care_home_entry: 1.0,
        quality_of_life: 0.0,
    };
}

/// Relative fall from the base, 0 where the base is nothing.
fn fall(base: f64, now: f64) -> f64 {
    if base > 0.0 { (base - now) / base } else { 0.0 }
}

/// Multipliers from last year's access against the base year's.
pub fn feedback(access: &Access, base: &Access, levers: &FeedbackLevers) -> Feedback {
    let mut result = Feedback::NONE;
    let bounded = |change: f64| 1.0 + change.clamp(-levers.limit, levers.limit);
    let mean = |fifths: &[f64]| fifths.iter().sum::<f64>() / fifths.len() as f64;
    match levers.health_link {
        HealthLink::None => return result,
        HealthLink::Elasticity => {
            let ratio = if base.care_received > 0.0 {
                access.care_received / base.care_received
            } else {
                1.0
            };
            let change = (ratio - 1.0).clamp(-levers.elasticity_range, levers.elasticity_range);
            result.mortality = bounded(libm::pow(1.0 + change, levers.mortality_elasticity) - 1.0);
            return result;
        }
        HealthLink::Structural => {}
    }
    let primary = fall(mean(&base.primary_care), mean(&access.primary_care));
    let community = fall(base.community_health, access.community_health);
    let mental = fall(base.mental_health, access.mental_health);
    let care = fall(base.care_need, access.care_need);
    let wait = -fall(base.wait_weeks, access.wait_weeks);
    let staffing = fall(base.staffing, access.staffing);
    let late = base.four_hour - access.four_hour;

    result.demand[Service::EmergencyAdmission] = bounded(
        levers.primary_care_to_admissions * primary
            + levers.wait_to_emergency * wait
            + levers.care_to_admissions * care
            + levers.community_to_admissions * community,
    );
    result.demand[Service::EmergencyDepartment] =
        bounded(levers.wait_to_emergency * wait + levers.mental_health_to_emergency * mental);
    result.mortality = bounded(
        levers.wait_to_mortality * wait
            + levers.care_to_mortality * care
            + levers.four_hour_to_mortality * late
            + levers.staffing_to_mortality * staffing,
    );
    result.dependency_onset = bounded(levers.care_to_dependency * care);
    result.condition_onset = bounded(levers.mental_health_to_conditions * mental);
    result.care_home_entry = bounded(levers.care_to_care_home * care);
    let weeks = access.wait_weeks - base.wait_weeks;
    result.quality_of_life = (-levers.wait_utility * weeks * levers.share_waiting).clamp(-levers.limit, levers.limit);
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::services::fixture;
    use crate::world::axes::FIFTHS;

    fn access(scale: f64) -> Access {
        Access {
            primary_care: [0.92 * scale; FIFTHS],
            community_health: 0.85 * scale,
            mental_health: 0.7 * scale,
            care_need: 0.8 * scale,
            eligible_care: 0.95 * scale,
            wait_weeks: 17.0 / scale,
            four_hour: 0.74 * scale,
            staffing: 0.93 * scale,
            care_received: scale,
        }
    }

    #[test]
    fn nothing_changes_while_access_is_as_in_the_base_year() {
        let levers = fixture::levers().feedback;
        assert_eq!(feedback(&access(1.0), &access(1.0), &levers), Feedback::NONE);
    }

    #[test]
    fn worse_access_never_helps_and_all_is_bounded() {
        let levers = fixture::levers().feedback;
        for scale in [0.01, 0.5, 0.9] {
            let result = feedback(&access(scale), &access(1.0), &levers);
            for ratio in result.demand.into_iter().chain([
                result.mortality,
                result.dependency_onset,
                result.condition_onset,
                result.care_home_entry,
            ]) {
                assert!(ratio >= 1.0 && ratio <= 1.0 + levers.limit + 1e-12, "{ratio}");
            }
            assert!(result.quality_of_life <= 0.0);
        }
    }

    #[test]
    fn the_two_readings_of_spending_and_mortality_exclude_each_other() {
        let mut levers = fixture::levers().feedback;
        levers.health_link = HealthLink::Elasticity;
        let result = feedback(&access(0.9), &access(1.0), &levers);
        assert!(result.mortality > 1.0);
        assert_eq!(result.demand, [1.0; SERVICES]);
        assert_eq!(result.dependency_onset, 1.0);
        levers.health_link = HealthLink::None;
        assert_eq!(feedback(&access(0.5), &access(1.0), &levers), Feedback::NONE);
    }
}
