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
        /// How far a service's money follows the growth of its need against that of all NHS services but emergency care, which is paid for first (0: shares stay as written, 1: as much as need).
        disputed follows_need: f64 = "ratio" in 0.0..=1.5,
        /// Share of what waits for planned care beyond the base year's weeks of referrals that money is found to treat in a year, from within the envelope; of what is missing from it, share that is no longer paid for (0: shares stay as written).
        disputed follows_waits: f64 = "share" in 0.0..=1.0,
        /// Share of that money which planned care keeps in the years after.
        disputed follows_waits_for_good: f64 = "share" in 0.0..=1.0,
        /// Response of other NHS services' money to need over what is done against the base year's (0: shares stay as written).
        disputed follows_unmet: f64 = "elasticity" in 0.0..=0.9,
        /// Most by which waits or unmet need change a service's share.
        belief most_followed: f64 = "share" in 0.0..=0.9,
        /// Share of the money that a service could not use last year, since nobody was waiting for it, that other services have this year; the rest stays with it, unused.
        disputed idle_moved: f64 = "share" in 0.0..=1.0,
    }
}

/// What tells those who share money out where it is wanted, by service.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Signs {
    /// Need of the year against the year before \[ratio\].
    pub need: ByService,
    /// How much more waited for it at the end of last year than at that of the base year \[ratio\].
    pub pressure: ByService,
    /// Of services with a list, what waited then beyond the base year's weeks of referrals, in years of referrals.
    pub excess: ByService,
    /// Capacity of last year that nobody used (share of it).
    pub idle: ByService,
}

impl Signs {
    /// Nothing asks for a change.
    pub const NONE: Signs = Signs {
        need: [1.0; SERVICES],
        pressure: [1.0; SERVICES],
        excess: [0.0; SERVICES],
        idle: [0.0; SERVICES],
    };
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

    /// What services' shares are multiplied by since more or fewer wait for them than in the base year: for this year, and for good \[ratios\].
    pub fn followed(&self, signs: &Signs) -> [ByService; 2] {
        let most = self.most_followed;
        let within = |factor: f64| factor.clamp(1.0 - most, 1.0 + most);
        let mut followed = [[1.0; SERVICES]; 2];
        for service in Service::ALL.into_iter().filter(|s| Sector::of(*s) == Sector::Nhs) {
            let [year, good] = &mut followed;
            match service {
                Service::PlannedOutpatient | Service::PlannedAdmitted => {
                    let treated = self.follows_waits * signs.excess[service];
                    year[service] = within(1.0 + treated);
                    good[service] = within(1.0 + treated * self.follows_waits_for_good);
                }
                // Whoever comes to a department or must be admitted is paid for already.
                Service::EmergencyDepartment | Service::EmergencyAdmission => {}
                _ => {
                    let pressure = signs.pressure[service].max(f64::MIN_POSITIVE);
                    year[service] = within(libm::pow(pressure, self.follows_unmet));
                }
            }
        }
        followed
    }

    /// Takes from each service what it could not use last year and gives it to those that had less to spare than all together, in proportion to
    /// their shares; emergencies are paid for already.
    fn move_idle(&self, shares: &mut ByService, idle: &ByService) {
        let nhs = |service: &Service| Sector::of(*service) == Sector::Nhs;
        let all: f64 = Service::ALL.iter().filter(|s| nhs(s)).map(|s| shares[*s]).sum();
        let spare = |service: &Service| shares[*service] * idle[*service].clamp(0.0, 1.0);
        let mean = Service::ALL.iter().filter(|s| nhs(s)).map(spare).sum::<f64>() / all.max(f64::MIN_POSITIVE);
        let paid = [Service::EmergencyDepartment, Service::EmergencyAdmission];
        let busy = |service: &Service| nhs(service) && !paid.contains(service) && idle[*service] <= mean;
        let takers: f64 = Service::ALL.iter().filter(|s| busy(s)).map(|s| shares[*s]).sum();
        if takers <= 0.0 {
            return;
        }
        let mut left = 0.0;
        for service in Service::ALL.iter().filter(|s| nhs(s)) {
            let part = shares[*service] * idle[*service].clamp(0.0, 1.0) * self.idle_moved;
            shares[*service] -= part;
            left += part;
        }
        for service in Service::ALL.iter().filter(|s| busy(s)) {
            shares[*service] += left * shares[*service] / takers;
        }
    }

    /// Share of the envelope after a year of differential growth and shift; services and other still make up the whole. `more` is what waits multiply
    /// shares by against last year \[ratio\].
    pub fn move_shares(&self, shares: &ByService, signs: &Signs, more: &ByService) -> ByService {
        let mut moved = *shares;
        self.move_idle(&mut moved, &signs.idle);
        // Emergencies are paid for at what they cost, from what hospitals have: no other service pays for them or gains by them.
        let emergencies = [Service::EmergencyDepartment, Service::EmergencyAdmission];
        let follows = |s: &Service| Sector::of(*s) == Sector::Nhs && !emergencies.contains(s);
        let followers = || Service::ALL.into_iter().filter(follows);
        let all: f64 = followers().map(|s| shares[s]).sum();
        let needed: f64 = followers().map(|s| shares[s] * signs.need[s]).sum();
        let mean = if all > 0.0 && needed > 0.0 { needed / all } else { 1.0 };
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
            moved[at] *= (1.0 + faster) * more[at];
            if follows(&service) {
                moved[at] *= libm::pow(signs.need[at] / mean, self.follows_need);
            }
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
        let moved = balance.move_shares(&shares, &Signs::NONE, &[1.0; SERVICES]);
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
        let moved = balance.move_shares(&shares, &Signs::NONE, &[1.0; SERVICES]);
        assert!((moved.iter().sum::<f64>() - shares.iter().sum::<f64>()).abs() < 1e-12);
        assert!(moved[Service::CommunityHealth] > shares[Service::CommunityHealth]);
        assert!(moved[Service::EmergencyAdmission] < shares[Service::EmergencyAdmission]);
    }

    #[test]
    fn shares_follow_waits_both_ways_within_a_limit_and_stay_as_written_where_that_is_believed() {
        let mut balance = central::levers().balance;
        balance.follows_waits = 0.5;
        balance.follows_waits_for_good = 0.25;
        balance.most_followed = 0.3;
        let shares = balance.shares();
        let (admitted, practice) = (Service::PlannedAdmitted, Service::PrimaryCare);
        let after = |balance: &BalanceLevers, years: f64| {
            let mut signs = Signs::NONE;
            signs.excess[admitted] = years;
            let [year, good] = balance.followed(&signs);
            (balance.move_shares(&shares, &Signs::NONE, &year), good)
        };
        let [shorter, same, longer, far] = [-0.1, 0.0, 0.1, 100.0].map(|years| after(&balance, years).0);
        assert!(shorter[admitted] < same[admitted] && same[admitted] < longer[admitted]);
        assert!((longer[admitted] / longer[practice] / (same[admitted] / same[practice]) - 1.05).abs() < 1e-9);
        assert!(longer[practice] < same[practice], "what one gains others lose");
        assert!(far[admitted] / same[admitted] < 1.3);
        assert!(
            (after(&balance, 0.1).1[admitted] - 1.0125).abs() < 1e-12,
            "a part stays"
        );
        balance.follows_waits = 0.0;
        assert_eq!(after(&balance, 0.0), after(&balance, 2.0));
    }

    #[test]
    fn money_that_nobody_could_use_goes_to_services_that_used_all_of_theirs() {
        let mut balance = central::levers().balance;
        let shares = balance.shares();
        let mut idle = [0.0; SERVICES];
        idle[Service::PlannedOutpatient] = 0.1;
        let empty = Signs { idle, ..Signs::NONE };
        let calm = balance.move_shares(&shares, &Signs::NONE, &[1.0; SERVICES]);
        balance.idle_moved = 1.0;
        let moved = balance.move_shares(&shares, &empty, &[1.0; SERVICES]);
        let ratio = |service: Service| moved[service] / calm[service];
        assert!((ratio(Service::PlannedOutpatient) - 0.9).abs() < 1e-3);
        assert!(ratio(Service::MentalHealth) > 1.0);
        assert!((moved.iter().sum::<f64>() - calm.iter().sum::<f64>()).abs() < 1e-3);
        balance.idle_moved = 0.0;
        assert_eq!(balance.move_shares(&shares, &empty, &[1.0; SERVICES]), calm);
    }

    #[test]
    fn money_follows_a_service_whose_need_grows_faster_than_all_and_not_one_whose_need_grows_as_all() {
        let mut balance = central::levers().balance;
        balance.follows_need = 1.0;
        let shares = balance.shares();
        let calm = balance.move_shares(&shares, &Signs::NONE, &[1.0; SERVICES]);
        let even = Signs {
            need: [1.1; SERVICES],
            ..Signs::NONE
        };
        for (one, other) in balance.move_shares(&shares, &even, &[1.0; SERVICES]).iter().zip(&calm) {
            assert!((one - other).abs() < 1e-12);
        }
        let mut one = Signs::NONE;
        one.need[Service::PlannedOutpatient] = 1.1;
        let moved = balance.move_shares(&shares, &one, &[1.0; SERVICES]);
        assert!(moved[Service::PlannedOutpatient] > calm[Service::PlannedOutpatient] * 1.05);
        assert!(moved[Service::PrimaryCare] < calm[Service::PrimaryCare]);
        balance.follows_need = 0.0;
        assert_eq!(balance.move_shares(&shares, &one, &[1.0; SERVICES]), calm);
    }
}
