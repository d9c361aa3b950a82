//! One budget for the acute hospital: emergencies are paid first, planned care has what is left.
//!
//! Nobody who must be admitted is turned away, so their number is no choice of the year; their cost is. Emergency admissions
//! are therefore paid at what they cost, departments of accident and emergency part of the way (attendances above what their money pays for
//! also wait longer), and planned care, without and with admission, shares what then remains in the proportion in which it
//! would have shared its own money. What prevention saves arises on the same line: planned care has it the same year.
//! The same order holds for staff ([`super::staffing`]) and for beds (the room of services).

use crate::economy::budgets::Emergencies;
use crate::economy::capacity::{Exchange, OffTheTop};
use crate::economy::sector::in_hospital;
use crate::world::service::SERVICES;
use crate::world::{ByService, Service};

/// Planned care, which has what is left.
pub const PLANNED: [Service; 2] = [Service::PlannedOutpatient, Service::PlannedAdmitted];

/// Shares the hospital services' money out anew. `emergencies` are against the base year's, `activity` is the base year's, and
/// `attendances_first` how far departments are paid for what comes to them.
pub fn emergencies_first(
    money: &mut ByService,
    exchange: &[Exchange; SERVICES],
    off_the_top: &[OffTheTop; SERVICES],
    emergencies: &Emergencies,
    activity: &ByService,
    attendances_first: f64,
) {
    let needs =
        |service: Service, ratio: f64| exchange[service].money(activity[service] * ratio, &off_the_top[service]);
    let hospital: f64 = Service::ALL
        .into_iter()
        .filter(|s| in_hospital(*s))
        .map(|s| money[s])
        .sum();
    let own = money[Service::EmergencyDepartment];
    let mut department = own + attendances_first * (needs(Service::EmergencyDepartment, emergencies.attendances) - own);
    let mut admitted = needs(Service::EmergencyAdmission, emergencies.admissions);
    // Buildings and contracts of planned care are paid even when emergencies would take everything.
    let standing: f64 = PLANNED.iter().map(|s| off_the_top[*s].total()).sum();
    let most = (hospital - standing).max(0.0);
    if department + admitted > most {
        let part = most / (department + admitted);
        department *= part;
        admitted *= part;
    }
    let variable = PLANNED.map(|s| (money[s] - off_the_top[s].total()).max(0.0));
    let all: f64 = variable.iter().sum();
    let left = (hospital - department - admitted - standing).max(0.0);
    for (service, own) in PLANNED.into_iter().zip(variable) {
        let share = if all > 0.0 {
            own / all
        } else {
            1.0 / PLANNED.len() as f64
        };
        money[service] = off_the_top[service].total().min(hospital) + left * share;
    }
    money[Service::EmergencyDepartment] = department;
    money[Service::EmergencyAdmission] = admitted;
}
