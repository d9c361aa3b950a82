//! The end of a year: accounts settled, need met counted, and what next year remembers.

use crate::economy::{Budgets, CouncilCare, Delivered, YearAccounts, settle};
use crate::projection::care::CareYear;
use crate::services::required::need_met;
use crate::services::working_age::WorkingAgeCare;
use crate::services::{Need, ServicesYear};
use crate::world::{ByService, Service};

use super::bill::CareBill;
use super::months::Reference;
use super::now::{Base, Before, Now};
use super::parts::YearFault;
use super::rationing::CareMoney;

/// The accounts of the year.
pub(super) fn settled(
    now: &Now,
    budgets: &Budgets,
    services: &ServicesYear,
    (care, working_age): (&CareYear, &WorkingAgeCare),
    (council, anyway): (&CouncilCare, [f64; 2]),
) -> Result<YearAccounts, YearFault> {
    let join = &now.levers.join;
    let private: f64 = services.planned.private.iter().sum::<f64>() * join.private_pathway_price / 1e6;
    let unpaid_hours = care.unpaid_hours[0] + working_age.unpaid_hours.iter().sum::<f64>();
    let [self_funded_home, self_funded_homes] = care.self_funded_by_place();
    let delivered = Delivered {
        council: Some(*council),
        anyway: Some(anyway),
        self_funded_home,
        self_funded_homes,
        private_care: private,
        disability_benefits: care.benefits[0],
        unpaid_care: unpaid_hours * join.unpaid_hour_value,
    };
    Ok(settle(budgets, &delivered)?)
}

impl Base {
    /// What the base year leaves; `users` are people with council care of all ages.
    pub fn left(
        now: &Now,
        need: &Need,
        (budgets, services): (&Budgets, &ServicesYear),
        (bill, money): (&CareBill, &CareMoney),
        reference: &Reference,
        users: f64,
    ) -> Base {
        // Other packages take what money is left, and pay what charges are left: what the published accounts hold and the
        // model's users do not pay.
        let other = money.available() - bill.net();
        Base {
            levers: *now.levers,
            access: services.access,
            activity: reference.activity,
            money: budgets.money,
            need: need.total,
            pressure: services.pressure,
            allocation: budgets.allocation.other,
            other_support: other,
            other_charges: (budgets.council_charges - bill.charges()).max(0.0),
            charges_collected: if bill.charges() > 0.0 {
                (budgets.council_charges / bill.charges()).min(1.0)
            } else {
                1.0
            },
            older_care: bill.older,
            all_care: bill.gross() + other,
            users,
            population: now.people.people(),
            older_in_need: now.people.older_in_need(),
        }
    }
}

impl Before {
    /// What a year leaves for the next.
    pub fn left(
        (budgets, idle): (&Budgets, f64),
        services: &ServicesYear,
        reference: &Reference,
        met: &ByService,
        hours_met: f64,
    ) -> Before {
        let mut activity = services.activity;
        for service in [Service::HomeCare, Service::CareHome, Service::PublicHealth] {
            activity[service] = reference.activity[service];
        }
        Before {
            access: services.access,
            budgets: budgets.clone(),
            activity,
            unmet_nhs: (1.0 - reference.nhs_met(met)).clamp(0.0, 1.0),
            unmet_council: (1.0 - hours_met).clamp(0.0, 1.0),
            need: services.need,
            pressure: services.pressure,
            idle_capacity: services.idle,
            idle,
        }
    }
}

/// Share of need met, by service; `hours_met` is that of older people's hours of help [0 to 1].
pub(super) fn met(services: &ServicesYear, hours_met: f64) -> ByService {
    let mut met = need_met(services);
    met[Service::PlannedOutpatient] = within_18(services);
    met[Service::PlannedAdmitted] = within_18(services);
    met[Service::HomeCare] = hours_met;
    met[Service::CareHome] = 1.0;
    met[Service::PublicHealth] = 1.0;
    met
}

/// What it would take to meet every standard, the part of the bill for care that money did not reach inside [£m].
pub(super) fn cost_of_standards(budgets: &Budgets, required: &ByService, bill: &CareBill, money: &CareMoney) -> f64 {
    let still_needed = ((bill.net() - money.available()) * money.dearer).max(0.0);
    let mut standards = *required;
    for service in [Service::HomeCare, Service::CareHome, Service::PublicHealth] {
        standards[service] = 0.0;
    }
    budgets.cost_of_standards(&standards) + still_needed
}

/// Share of the list within 18 weeks.
fn within_18(services: &ServicesYear) -> f64 {
    let all: f64 = services.planned.waiting().iter().sum();
    if all > 0.0 {
        services.planned.bands[0].iter().sum::<f64>() / all
    } else {
        1.0
    }
}
