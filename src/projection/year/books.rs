//! The end of a year: accounts settled, need met counted, lifetimes under the law, and what next year remembers.

use crate::economy::{Budgets, CouncilCare, Delivered, YearAccounts, settle};
use crate::projection::care::CareYear;
use crate::projection::lifetimes::LifetimeYear;
use crate::services::standards::need_met;
use crate::services::working_age::WorkingAgeCare;
use crate::services::{Need, ServicesYear};
use crate::world::{ByService, Service, Year};

use super::law::LawOfYear;
use super::money::CareBill;
use super::months::Reference;
use super::rationing::CareMoney;
use super::{Base, Before, Now, WorldState, YearError};

/// Years between two applications of the law to lifetimes; between them the figures are held.
const LIFETIMES_EVERY: usize = 5;

impl WorldState {
    /// The accounts of the year.
    pub(super) fn settled(
        &self,
        year: Year,
        budgets: &Budgets,
        services: &ServicesYear,
        (care, working_age): (&CareYear, &WorkingAgeCare),
        (council, anyway): (&CouncilCare, [f64; 2]),
    ) -> Result<YearAccounts, YearError> {
        let private: f64 = services.planned.private.iter().sum::<f64>() * self.levers.join.private_pathway_price / 1e6;
        let unpaid_hours = care.unpaid_hours[0] + working_age.unpaid_hours.iter().sum::<f64>();
        let delivered = Delivered {
            council: Some(*council),
            anyway: Some(anyway),
            self_funded_home: care.self_funded[0] - care.self_funded_homes,
            self_funded_homes: care.self_funded_homes,
            private_care: private,
            disability_benefits: care.benefits[0],
            unpaid_care: unpaid_hours * self.levers.join.unpaid_hour_value,
        };
        settle(budgets, &delivered).map_err(|source| YearError::new(&self.name, year, source.into()))
    }

    /// Lifetimes: the law is asked again every few years, and whenever it changes.
    pub(super) fn lifetime_under(&mut self, law: &LawOfYear, index: usize) -> LifetimeYear {
        let scheme = self.levers.charging;
        let changed = !self.law_before.is_some_and(|before| before.same_law(&scheme));
        match self.lifetime {
            Some(held) if !changed && !index.is_multiple_of(LIFETIMES_EVERY) => held,
            _ => {
                let rules = &self.levers.services.social_care;
                let nursing_share = self.levers.join.nursing_share;
                let lifetime = self
                    .lives
                    .under(&law.law, &law.fees, rules, &law.benefit, nursing_share);
                self.law_before = Some(scheme);
                self.lifetime = Some(lifetime);
                lifetime
            }
        }
    }

    /// Keeps, at the end of the base year, what it leaves for good; `users` are older people with council care.
    #[allow(clippy::too_many_arguments)]
    pub(super) fn remember_base(
        &mut self,
        now: &Now,
        need: &Need,
        budgets: &Budgets,
        services: &ServicesYear,
        bill: &CareBill,
        money: &CareMoney,
        working_age: &WorkingAgeCare,
        users: f64,
        reference: &Reference,
    ) {
        if self.base.is_none() {
            self.base_allocation = Some(budgets.allocation.other);
            // Other packages take what money is left, and pay what charges are left: what the published accounts hold and
            // the model's users do not pay.
            let other = money.available() - bill.net();
            let charges = bill.charges();
            self.base = Some(Base {
                levers: self.levers,
                access: services.access,
                activity: reference.activity,
                money: budgets.money,
                need: need.total,
                pressure: services.pressure,
                other_support: other,
                other_charges: budgets.council_charges - charges,
                older_care: bill.older,
                all_care: bill.gross() + other,
                users: users + working_age.users.iter().sum::<f64>(),
                population: now.people.people(),
            });
        }
    }

    /// Keeps what this year leaves for the next.
    pub(super) fn remember(
        &mut self,
        (budgets, idle): (&Budgets, f64),
        services: &ServicesYear,
        reference: &Reference,
        met: &ByService,
        hours_met: f64,
    ) {
        let mut activity = services.activity;
        activity[Service::HomeCare] = reference.activity[Service::HomeCare];
        activity[Service::CareHome] = reference.activity[Service::CareHome];
        activity[Service::PublicHealth] = reference.activity[Service::PublicHealth];
        self.before = Some(Before {
            access: services.access,
            budgets: budgets.clone(),
            activity,
            unmet_nhs: (1.0 - reference.nhs_met(met)).clamp(0.0, 1.0),
            unmet_council: (1.0 - hours_met).clamp(0.0, 1.0),
            need: services.need,
            pressure: services.pressure,
            idle_capacity: services.idle,
            idle,
        });
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
