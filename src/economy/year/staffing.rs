//! Whether the staff exist whom the money would employ, and what capacity is left where they do not.

use crate::economy::EconomyLevers;
use crate::economy::budgets::MoneyInput;
use crate::economy::capacity::{Exchange, OffTheTop};
use crate::economy::sector::{Sector, in_hospital};
use crate::economy::state::{Base, EconomyState, ratio, ratio_or};
use crate::economy::workforce::{ByStaffed, StaffYear, Staffed};
use crate::world::service::SERVICES;
use crate::world::{ByService, Service};

use super::acute::PLANNED;

/// Staff of a year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Staffing {
    /// NHS staff and care workers.
    pub years: ByStaffed<StaffYear>,
    /// Share of publicly arranged care that a reform took over from people who bought it, with those who give it.
    pub taken_over: f64,
}

impl Staffing {
    /// The staff that the activity `wanted` finds.
    pub fn new(
        state: &EconomyState,
        wanted: &ByService,
        exchange: &[Exchange; SERVICES],
        input: &MoneyInput,
        levers: &EconomyLevers,
    ) -> Staffing {
        let volume = |of: Staffed| {
            let all = volume(of.sector(), &state.base.money, &state.base.activity, wanted, exchange);
            match of {
                Staffed::Nhs => all,
                Staffed::Care => all * (1.0 - input.care_taken_over),
            }
        };
        Staffing {
            years: Staffed::ALL.map(|of| {
                let (before, outside) = (&state.staff[of], state.outside_wage[of]);
                let mut terms = levers.staff_terms(of);
                terms.work = (of == Staffed::Care).then_some(input.older_in_need);
                let admissions = input.emergencies.admissions / exchange[Service::EmergencyAdmission].productivity;
                terms.needed = (of == Staffed::Nhs).then_some(admissions);
                terms.year(before, volume(of), outside, input.turnover[of])
            }),
            taken_over: input.care_taken_over,
        }
    }

    /// Capacity that the staff leave of what is wanted. In hospitals they treat emergencies first, departments of accident and
    /// emergency part of the way, and planned care has the hands that remain.
    pub(in crate::economy) fn capacity(
        &self,
        wanted: &ByService,
        base: &Base,
        exchange: &[Exchange; SERVICES],
        attendances_first: f64,
    ) -> ByService {
        let limit = self.years[Staffed::Nhs].limit;
        let work = |service: Service| {
            base.money[service] * ratio(wanted[service], base.activity[service]) / exchange[service].productivity
        };
        let department = limit + attendances_first * (1.0 - limit);
        let hospital: f64 = Service::ALL.into_iter().filter(|s| in_hospital(*s)).map(work).sum();
        let emergencies = work(Service::EmergencyAdmission) + department * work(Service::EmergencyDepartment);
        let planned: f64 = PLANNED.into_iter().map(work).sum();
        let there = limit * hospital;
        // Even emergencies cannot have more hands than there are.
        let first = if emergencies > there { there / emergencies } else { 1.0 };
        let rest = ratio_or((there - emergencies).max(0.0), planned, 0.0).min(1.0);
        Service::ALL.map(|service| {
            let limit = match service {
                Service::EmergencyAdmission => first,
                Service::EmergencyDepartment => first * department,
                Service::PlannedOutpatient | Service::PlannedAdmitted => rest,
                _ => match Sector::of(service) {
                    Sector::Nhs => limit,
                    // Who gives the care that a reform takes over is there already.
                    Sector::Council => 1.0 - (1.0 - self.years[Staffed::Care].limit) * (1.0 - self.taken_over),
                    Sector::PublicHealth => 1.0,
                },
            };
            wanted[service] * limit
        })
    }
}

/// What money does that found no staff [£m].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Overtime {
    /// Returned, by service.
    pub returned: ByService,
    /// Paid above the price of employed staff.
    pub premium: f64,
}

impl Overtime {
    /// Buys what overtime and extra shifts can do of the work for which money is there and staff are not: adds it to `capacity`, and what it costs
    /// more to what is paid off the top.
    pub fn new(
        wanted: &ByService,
        capacity: &mut ByService,
        exchange: &[Exchange; SERVICES],
        off_the_top: &mut [OffTheTop; SERVICES],
        levers: &EconomyLevers,
    ) -> Overtime {
        let mut result = Overtime {
            returned: [0.0; SERVICES],
            premium: 0.0,
        };
        for service in Service::ALL {
            let at = service.index();
            let unit = exchange[at].cost_per_unit();
            let money = (wanted[at] - capacity[at]).max(0.0) * unit;
            let terms = &levers.workforce[match Sector::of(service) {
                Sector::Council => Staffed::Care,
                _ => Staffed::Nhs,
            }];
            if money <= 0.0 {
                continue;
            }
            let spent = money * terms.overtime;
            let work = spent / (1.0 + terms.overtime_premium);
            capacity[at] += work / unit;
            off_the_top[at].agency += spent - work;
            result.premium += spent - work;
            result.returned[at] = money - spent;
        }
        result
    }
}

/// Volume of work that the activity wanted is, against the base year's [ratio].
fn volume(
    sector: Sector,
    money: &ByService,
    activity: &ByService,
    wanted: &ByService,
    exchange: &[Exchange; SERVICES],
) -> f64 {
    let weight: f64 = sector.services().map(|s| money[s]).sum();
    let sum: f64 = sector
        .services()
        .map(|s| money[s] * ratio(wanted[s], activity[s]) / exchange[s].productivity)
        .sum();
    ratio(sum, weight)
}
