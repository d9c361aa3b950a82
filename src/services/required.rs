//! What capacity would meet every standard: for the closure `standards`, and for the cost of meeting them.
//!
//! Planned care: enough to treat all who come and to clear, over some years, what stands above a list that can keep the
//! 18-week standard. A list in balance whose waits are about exponential keeps 92% inside 18 weeks when it holds
//! −18 ÷ ln(1 − 0.92) = 7.13 weeks of referrals; longest-first order does better, so this errs on the dear side. Urgent
//! care: emergency capacity such that staffed beds are no fuller than a lever says. General practice, community, mental
//! health, dentistry and prescribing: all need.

use crate::world::service::{ByService, Service};

use super::delivered::ServicesYear;
use super::levers::ServicesLevers;
use super::need::Need;
use super::standards::standard_list_weeks;
use super::year::{ServicesState, YearInput};

/// Capacity that would meet every standard this year, by service, given the state of the queues before it; `emergency_weight` is
/// the share of emergencies in the base year's money for inpatient care, which pays for beds [0 to 1].
pub fn capacity_for_standards(
    state: &ServicesState,
    need: &Need,
    levers: &ServicesLevers,
    emergency_weight: f64,
) -> ByService {
    let mut capacity = need.total;
    let (waiting, base) = (state.waiting(), &levers.planned);
    for (kind, waiting) in [
        (Service::PlannedOutpatient, waiting[0]),
        (Service::PlannedAdmitted, waiting[1]),
    ] {
        let starts = need.total[kind] * state.referral_response();
        let treated = starts * (1.0 - base.removal_share);
        let target = treated / 52.0 * standard_list_weeks(&levers.standards);
        capacity[kind] = (treated + (waiting - target) / levers.standards.clear_years).max(0.0);
    }
    // Beds must grow until occupancy is at the standard; the volume of inpatient care reaches beds through the staffed-bed response.
    let urgent = &levers.urgent;
    let admissions = need.total[Service::EmergencyAdmission];
    let growth = admissions / levers.base.emergency_admission;
    let bed_days = urgent.base_beds * urgent.base_occupancy * 52.0 * 7.0;
    let planned_beds = levers.base.planned_admitted * urgent.planned_stay / bed_days;
    let planned = capacity[Service::PlannedAdmitted] / levers.base.planned_admitted;
    let occupied = urgent.base_occupancy * (growth * (1.0 - planned_beds) + planned * planned_beds);
    let room = (occupied / levers.standards.occupancy).max(f64::MIN_POSITIVE);
    let response = urgent.staffed_bed_response.max(0.5);
    let volume = libm::pow(room, 1.0 / response);
    // Where emergencies have no part of the money, they pay for no bed either.
    let emergencies = match emergency_weight {
        weight if weight > 0.0 => (volume - (1.0 - weight) * planned) / weight,
        _ => growth,
    };
    capacity[Service::EmergencyAdmission] = levers.base.emergency_admission * emergencies.max(growth);
    capacity[Service::DentalOptical] *= levers.standards.dental_share;
    capacity
}

/// What a year must reach.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Goal {
    /// Share of the list within the limit at the end of the year; nothing where that is not asked for.
    pub within: Option<f64>,
    /// Share of attendances within four hours over the year; nothing where that is not asked for.
    pub four_hours: Option<f64>,
}

/// Halvings of an interval in which capacity is sought, and how often both standards are sought in turn: they share beds.
const HALVINGS: usize = 12;
const TURNS: usize = 2;

/// Capacity that reaches a goal this year and no more: the year is tried with more and less until it does. `input` holds a first
/// guess; `beds` says how many a capacity staffs.
pub fn capacity_for(
    state: &ServicesState,
    input: &YearInput,
    levers: &ServicesLevers,
    goal: &Goal,
    beds: impl Fn(&ByService) -> f64,
) -> ByService {
    let planned = [Service::PlannedOutpatient, Service::PlannedAdmitted];
    let urgent = [Service::EmergencyDepartment, Service::EmergencyAdmission];
    let mut capacity = input.capacity;
    let scaled = |capacity: &ByService, services: &[Service; 2], by: f64| {
        let mut scaled = *capacity;
        services.iter().for_each(|service| scaled[*service] *= by);
        scaled
    };
    let year = |capacity: &ByService| {
        let mut trial = *input;
        trial.capacity = *capacity;
        trial.beds = beds(capacity);
        let mut after = state.clone();
        let year = after.run_year(&trial, levers);
        (after.within(levers.standards.wait_weeks), year.urgent.four_hour())
    };
    for _ in 0..TURNS {
        if let Some(goal) = goal.four_hours {
            // Whatever the standard asks for, all who must be admitted are.
            let least = input.need.total[Service::EmergencyAdmission] / capacity[Service::EmergencyAdmission];
            let by = smallest(least.min(1.0), |by| year(&scaled(&capacity, &urgent, by)).1 >= goal);
            capacity = scaled(&capacity, &urgent, by);
        }
        if let Some(goal) = goal.within {
            let by = smallest(0.0, |by| year(&scaled(&capacity, &planned, by)).0 >= goal);
            capacity = scaled(&capacity, &planned, by);
        }
    }
    capacity
}

/// The smallest factor not below `least` that is enough, to a part in thousands; as far as doubling a few times reaches.
fn smallest(least: f64, enough: impl Fn(f64) -> bool) -> f64 {
    let (mut low, mut high) = (least, least.max(1.0));
    if enough(low) {
        return low;
    }
    for _ in 0..HALVINGS {
        if enough(high) {
            break;
        }
        low = high;
        high += high;
    }
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(low, high);
        if enough(middle) {
            high = middle;
        } else {
            low = middle;
        }
    }
    high
}

/// Share of each service's need that was met, for a measure of need met over all services [0 to 1]; home care, care
/// homes and public health are the projection's.
pub fn need_met(year: &ServicesYear) -> ByService {
    let mut met = [1.0; crate::world::service::SERVICES];
    for service in Service::ALL {
        let need = year.need[service];
        if need > 0.0 {
            met[service] = (year.activity[service] / need).min(1.0);
        }
    }
    met[Service::EmergencyDepartment] = year.access.four_hour;
    met
}
