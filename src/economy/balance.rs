//! Where NHS money goes: shares by service in the base year, services that grow faster, the balance of care.
//!
//! The shares add up to the envelope because "other" is what is left: capital, education, research, ambulances, maternity,
//! specialised medicines, continuing care, national programmes, arm's-length bodies, and the money passed to councils. A
//! service may grow faster than the envelope (parity for mental health, say) only by others growing more slowly.

use crate::world::service::SERVICES;
use crate::world::{ByService, Rule, Service};

use super::sector::{Sector, in_hospital};

/// What binds the shares below.
pub const SHARES_OF_THE_ENVELOPE: Rule = Rule::SharesOf {
    keys: &[
        "balance_of_care.primary_care_share",
        "balance_of_care.community_health_share",
        "balance_of_care.mental_health_share",
        "balance_of_care.planned_outpatient_share",
        "balance_of_care.planned_admitted_share",
        "balance_of_care.emergency_department_share",
        "balance_of_care.emergency_admission_share",
        "balance_of_care.prescribing_share",
        "balance_of_care.dental_optical_share",
    ],
    whole: "the NHS envelope",
};

crate::levers! {
    /// Base-year shares of the NHS envelope, differential growth, and the balance of care.
    pub struct BalanceLevers in "balance_of_care" {
        /// Share of the NHS envelope for general practice.
        given primary_care_share: f64 = "share" in 0.0..=1.0,
        /// Share for community health services.
        given community_health_share: f64 = "share" in 0.0..=1.0,
        /// Share for secondary mental health services.
        given mental_health_share: f64 = "share" in 0.0..=1.0,
        /// Share for planned care without admission.
        given planned_outpatient_share: f64 = "share" in 0.0..=1.0,
        /// Share for planned care with admission.
        given planned_admitted_share: f64 = "share" in 0.0..=1.0,
        /// Share for accident and emergency departments.
        given emergency_department_share: f64 = "share" in 0.0..=1.0,
        /// Share for emergency admissions.
        given emergency_admission_share: f64 = "share" in 0.0..=1.0,
        /// Share for prescribing in the community.
        given prescribing_share: f64 = "share" in 0.0..=1.0,
        /// Share for dentistry and optics.
        given dental_optical_share: f64 = "share" in 0.0..=1.0,
        /// Growth of general practice above that of the envelope.
        choice primary_care_growth: f64 = "per year" in -0.1..=0.1,
        /// Growth of community health services above that of the envelope.
        choice community_health_growth: f64 = "per year" in -0.1..=0.1,
        /// Growth of mental health services above that of the envelope.
        choice mental_health_growth: f64 = "per year" in -0.1..=0.1,
        /// Growth of hospital services above that of the envelope.
        choice hospital_growth: f64 = "per year" in -0.1..=0.1,
        /// Growth of dentistry and optics above that of the envelope (a salaried public dental service, say).
        choice dental_growth: f64 = "per year" in -0.1..=0.1,
        /// Share of hospital money moved each year to general practice and community services.
        choice shift_from_hospital: f64 = "per year" in -0.1..=0.1,
        /// Share of that shift that goes to general practice; the rest to community services.
        choice shift_to_primary_care: f64 = "share" in 0.0..=1.0,
        /// Extra growth of mental health services until parity, on top of the above.
        choice mental_health_parity: f64 = "per year" in 0.0..=0.1,
        /// Share of the planned services' money that tariff or contract reform moves from admitted to outpatient care each year.
        choice admitted_to_outpatient: f64 = "per year" in -0.1..=0.1,
    }
}

impl BalanceLevers {
    /// Share of the NHS envelope by service in the base year; what is missing to 1 is "other".
    pub fn shares(&self) -> ByService {
        let mut shares = [0.0; SERVICES];
        for (service, share) in [
            (Service::PrimaryCare, self.primary_care_share),
            (Service::CommunityHealth, self.community_health_share),
            (Service::MentalHealth, self.mental_health_share),
            (Service::PlannedOutpatient, self.planned_outpatient_share),
            (Service::PlannedAdmitted, self.planned_admitted_share),
            (Service::EmergencyDepartment, self.emergency_department_share),
            (Service::EmergencyAdmission, self.emergency_admission_share),
            (Service::Prescribing, self.prescribing_share),
            (Service::DentalOptical, self.dental_optical_share),
        ] {
            shares[service] = share;
        }
        // Sampled shares may together pass 1; then there is no "other" and the services share what there is.
        let total: f64 = shares.iter().sum();
        if total > 1.0 {
            shares.map(|share| share / total)
        } else {
            shares
        }
    }

    /// Share of the envelope after a year of differential growth and shift; services and other still make up the whole.
    pub fn move_shares(&self, shares: &ByService) -> ByService {
        let mut moved = *shares;
        let mut freed = 0.0;
        for service in Sector::Nhs.services() {
            let at = service.index();
            let faster = match service {
                Service::PrimaryCare => self.primary_care_growth,
                Service::CommunityHealth => self.community_health_growth,
                Service::MentalHealth => self.mental_health_growth + self.mental_health_parity,
                Service::DentalOptical => self.dental_growth,
                service if in_hospital(service) => self.hospital_growth,
                _ => 0.0,
            };
            moved[at] *= 1.0 + faster;
            if in_hospital(service) {
                let part = moved[at] * self.shift_from_hospital;
                moved[at] -= part;
                freed += part;
            }
        }
        moved[Service::PrimaryCare] += freed * self.shift_to_primary_care;
        moved[Service::CommunityHealth] += freed * (1.0 - self.shift_to_primary_care);
        let turned = moved[Service::PlannedAdmitted] * self.admitted_to_outpatient;
        moved[Service::PlannedAdmitted] -= turned;
        moved[Service::PlannedOutpatient] += turned;
        let other = (1.0 - shares.iter().sum::<f64>()).max(0.0);
        let total = other + moved.iter().map(|share| share.max(0.0)).sum::<f64>();
        if total > 0.0 {
            moved.map(|share| share.max(0.0) / total)
        } else {
            *shares
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::economy::central;

    #[test]
    fn shares_leave_room_for_other_and_stand_still_where_nothing_grows_faster() {
        let mut balance = central::levers().balance;
        balance.community_health_growth = 0.0;
        balance.mental_health_growth = 0.0;
        balance.hospital_growth = 0.0;
        balance.dental_growth = 0.0;
        let shares = balance.shares();
        let sum: f64 = shares.iter().sum();
        assert!(sum > 0.5 && sum < 0.9);
        let moved = balance.move_shares(&shares);
        for at in 0..SERVICES {
            assert!((moved[at] - shares[at]).abs() < 1e-12);
        }
    }

    #[test]
    fn a_shift_from_hospital_is_a_gain_elsewhere_of_the_same_size() {
        let mut balance = central::levers().balance;
        balance.community_health_growth = 0.0;
        balance.mental_health_growth = 0.0;
        balance.hospital_growth = 0.0;
        balance.dental_growth = 0.0;
        balance.shift_from_hospital = 0.02;
        let shares = balance.shares();
        let moved = balance.move_shares(&shares);
        assert!((moved.iter().sum::<f64>() - shares.iter().sum::<f64>()).abs() < 1e-12);
        assert!(moved[Service::CommunityHealth] > shares[Service::CommunityHealth]);
        assert!(moved[Service::EmergencyAdmission] < shares[Service::EmergencyAdmission]);
    }
}
