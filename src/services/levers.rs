//! The levers of demand and supply together, as one bundle that the projection reads once per draw and year.

use crate::world::Rule;
use crate::world::service::{ByQueued, ByService, Service};

use super::feedback::FeedbackLevers;
use super::planned::PlannedLevers;
use super::primary_care::PrimaryCareLevers;
use super::queued::QueuedLevers;
use super::social_care::SocialCareLevers;
use super::standards::StandardsLevers;
use super::urgent::UrgentLevers;
use super::working_age::WorkingAgeLevers;

/// What binds levers of services together.
pub const RULES: &[Rule] = &[
    Rule::SharesOf {
        keys: &[
            "services.urgent.delay_home_care",
            "services.urgent.delay_care_home",
            "services.urgent.delay_community",
        ],
        whole: "those fit to leave but still in hospital",
    },
    Rule::Ordered {
        lower: "services.working_age.base_residents",
        upper: "services.working_age.base_users",
        names: (
            "those aged 18 to 64 whom councils support in care homes",
            "all aged 18 to 64 whom councils support",
        ),
    },
    Rule::LeftBy {
        part: "services.planned.start_over_52",
        share: "services.planned.start_within_18",
        of: "services.planned.start_list",
        names: ("those who have waited more than 52 weeks", "those within 18 weeks"),
    },
];

crate::levers! {
    /// Activity delivered in the base year, by service.
    pub struct BaseActivity in "services.base_activity" {
        /// General-practice appointments attended.
        belief primary_care: f64 = "appointments/year" in 1.0..=10000000000.0,
        /// Community health contacts.
        belief community_health: f64 = "contacts/year" in 1.0..=10000000000.0,
        /// People in contact with secondary mental health services.
        belief mental_health: f64 = "people/year" in 1.0..=1000000000.0,
        /// Planned pathways completed without admission.
        belief planned_outpatient: f64 = "pathways/year" in 1.0..=1000000000.0,
        /// Planned pathways completed with admission.
        belief planned_admitted: f64 = "pathways/year" in 1.0..=1000000000.0,
        /// Accident and emergency attendances.
        belief emergency_department: f64 = "attendances/year" in 1.0..=1000000000.0,
        /// Emergency admissions.
        belief emergency_admission: f64 = "admissions/year" in 1.0..=1000000000.0,
        /// Items dispensed in the community.
        belief prescribing: f64 = "items/year" in 1.0..=100000000000.0,
        /// People seen by an NHS dentist over the year.
        belief dental_optical: f64 = "people/year" in 1.0..=1000000000.0,
        /// Paid home care, whoever pays.
        belief home_care: f64 = "hours/year" in 1.0..=10000000000.0,
        /// Care-home residence, whoever pays.
        belief care_home: f64 = "resident-weeks/year" in 1.0..=1000000000.0,
        /// Public health grant.
        belief public_health: f64 = "£/year" in 1.0..=1000000000000.0,
    }
}

crate::levers! {
    /// Growth of need besides population, ageing and health: technology, expectations, thresholds of treatment.
    pub struct Growth in "services.non_demographic_growth" {
        /// General practice.
        belief primary_care: f64 = "per year" in -0.05..=0.1,
        /// Community health.
        belief community_health: f64 = "per year" in -0.05..=0.1,
        /// Mental health.
        belief mental_health: f64 = "per year" in -0.05..=0.1,
        /// Planned care without admission.
        belief planned_outpatient: f64 = "per year" in -0.05..=0.1,
        /// Planned care with admission.
        belief planned_admitted: f64 = "per year" in -0.05..=0.1,
        /// Accident and emergency.
        belief emergency_department: f64 = "per year" in -0.05..=0.1,
        /// Emergency admissions.
        belief emergency_admission: f64 = "per year" in -0.05..=0.1,
        /// Prescribing.
        belief prescribing: f64 = "per year" in -0.05..=0.1,
        /// Dentistry and optics.
        belief dental_optical: f64 = "per year" in -0.05..=0.1,
        /// Home care.
        belief home_care: f64 = "per year" in -0.05..=0.1,
        /// Care homes: moving into one at equal dependency.
        belief care_home: f64 = "per year" in -0.05..=0.1,
        /// Public health.
        belief public_health: f64 = "per year" in -0.05..=0.1,
    }
}

macro_rules! by_service {
    ($name:ident) => {
        impl $name {
            /// In the order of services.
            pub fn by_service(&self) -> ByService {
                [
                    self.primary_care,
                    self.community_health,
                    self.mental_health,
                    self.planned_outpatient,
                    self.planned_admitted,
                    self.emergency_department,
                    self.emergency_admission,
                    self.prescribing,
                    self.dental_optical,
                    self.home_care,
                    self.care_home,
                    self.public_health,
                ]
            }
        }
    };
}
by_service!(BaseActivity);
by_service!(Growth);

crate::levers! {
    /// How far a year's growth of need departs from its mean, and for how long.
    pub struct GrowthDeviation in "services.growth_deviation" {
        /// Usual departure of a year's growth of need for planned care from its mean.
        belief planned: f64 = "per year" in 0.0..=0.1,
        /// The same for accident and emergency and emergency admissions.
        belief emergency: f64 = "per year" in 0.0..=0.1,
        /// The same for general practice, community health, mental health, prescribing and dentistry.
        belief community: f64 = "per year" in 0.0..=0.1,
        /// The same for home care and care homes.
        belief care: f64 = "per year" in 0.0..=0.1,
        /// Correlation of a year's departure with that of the year before.
        belief persistence: f64 = "correlation" in 0.0..=0.95,
        /// Share of the variance that all services have in common.
        belief shared: f64 = "share" in 0.0..=1.0,
    }
}

impl GrowthDeviation {
    /// Usual departure of a service [per year].
    pub fn of(&self, service: Service) -> f64 {
        match service {
            Service::PlannedOutpatient | Service::PlannedAdmitted => self.planned,
            Service::EmergencyDepartment | Service::EmergencyAdmission => self.emergency,
            Service::PrimaryCare
            | Service::CommunityHealth
            | Service::MentalHealth
            | Service::Prescribing
            | Service::DentalOptical => self.community,
            Service::HomeCare | Service::CareHome => self.care,
            Service::PublicHealth => 0.0,
        }
    }
}

crate::levers! {
    /// How strongly need follows health and nearness to death inside age, sex and fifth.
    pub struct NeedLevers in "services.need" {
        /// Strength of the gradient over long-term conditions: 1 as in the table of gradients, 0 none.
        belief condition_strength: f64 = "ratio" in 0.0..=2.0,
        /// Strength of the gradient over dependency: 1 as in the table of gradients, 0 none.
        belief dependency_strength: f64 = "ratio" in 0.0..=2.0,
        /// Strength of nearness to death: 1 as in the table of gradients, 0 none.
        belief last_year_strength: f64 = "ratio" in 0.0..=2.0,
    }
}

crate::lever_bundle! {
    /// Every lever of this room, read once per draw and year.
    pub struct ServicesLevers, spans ServicesSpans {
        /// Activity of the base year.
        base: BaseActivity,
        /// Growth of need besides people.
        growth: Growth,
        /// Years that depart from that growth.
        growth_deviation: GrowthDeviation,
        /// Strength of need's gradients.
        need: NeedLevers,
        /// Planned care.
        planned: PlannedLevers,
        /// Urgent care and beds.
        urgent: UrgentLevers,
        /// General practice.
        primary_care: PrimaryCareLevers,
        /// Mental health, community health, dentistry, prescribing.
        queued: ByQueued<QueuedLevers>,
        /// Care of older people.
        social_care: SocialCareLevers,
        /// Care of adults aged 18 to 64.
        working_age: WorkingAgeLevers,
        /// What access does to health and demand.
        feedback: FeedbackLevers,
        /// What counts as meeting standards.
        standards: StandardsLevers,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::Levers;
    use crate::world::service::SERVICES;

    #[test]
    fn every_key_is_unique_and_counts_by_service_agree() {
        let mut keys: Vec<&str> = ServicesLevers::SPECS.iter().map(|spec| spec.key).collect();
        let count = keys.len();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), count);
        assert_eq!(BaseActivity::SPECS.len(), SERVICES);
        assert_eq!(Growth::SPECS.len(), SERVICES);
    }
}
