//! What the year's care costs, what the economy is told of the year, and the budgets it gives.

use crate::economy::closure::{Closure, Funded};
use crate::economy::{Budgets, Emergencies, MoneyInput};
use crate::projection::care::Assessment;
use crate::projection::tables::Tables;
use crate::services::standards::{Goal, capacity_for, capacity_for_standards};
use crate::services::urgent::staffed_beds;
use crate::services::working_age::WorkingAgeCare;
use crate::world::service::SERVICES;
use crate::world::{ByService, Service};

use super::need::NeedOfYear;
use super::rationing::CareMoney;
use super::{Now, WorldState};

/// Passes in which the capacity that meets standards is found.
const STANDARD_PASSES: usize = 3;

/// Steps in which a comparator's money is brought to its reference's.
const SAME_MONEY_STEPS: usize = 4;

/// Gross cost of publicly arranged care as promised, at the price it was assessed at [£m].
pub(super) struct CareBill {
    /// Council care of older people, at home and in care homes.
    pub older: f64,
    /// Care of adults aged 18 to 64.
    pub working_age: f64,
    /// Councils' other support; nothing in the base year, when it takes what money is left.
    pub other: f64,
    /// All of it, with what longer visits cost.
    pub all: f64,
    /// Users' charges against the cost of their care [0 to 1].
    pub charge_rate: f64,
}

impl CareBill {
    pub fn new(world: &WorldState, assessment: &Assessment, working_age: &WorkingAgeCare) -> CareBill {
        let levers = &world.levers;
        let working_cost: f64 = working_age.cost.iter().sum::<f64>() * world.care_price;
        let older = assessment.home() + assessment.care_home;
        let charge_rate = (assessment.charges + working_cost * levers.services.working_age.charge_share)
            / (older + working_cost).max(f64::MIN_POSITIVE);
        // Assessment, day care and the like grow with older people's need, not with who comes to be paid for by a reform:
        // nobody pays councils for that.
        let other = world.base.as_ref().map_or(0.0, |base| {
            base.other_support * (assessment.without_reform / base.older_care.max(1.0))
        });
        // Visits of half an hour instead of a quarter need more staff hours for the same care.
        let hours = levers.economy.care_workforce.home_care_hours().max(f64::MIN_POSITIVE);
        let longer_visits = assessment.home() * (1.0 / hours - 1.0);
        CareBill {
            older,
            working_age: working_cost,
            other,
            all: older + working_cost + other + longer_visits,
            charge_rate,
        }
    }
}

impl WorldState {
    /// Capacity that would meet every standard, by service [units].
    pub(super) fn required_capacity(&self, now: &Now, need: &NeedOfYear, bill: &CareBill) -> ByService {
        let shares = self.levers.economy.balance.shares();
        let emergencies = shares[Service::EmergencyAdmission];
        let inpatient = emergencies + shares[Service::PlannedAdmitted];
        let weight = if inpatient > 0.0 { emergencies / inpatient } else { 1.0 };
        let mut required = capacity_for_standards(&self.services, &need.need, &self.levers.services, weight);
        if let Some(base) = &self.base {
            let volume = bill.all / self.care_price / base.all_care.max(1.0);
            required[Service::HomeCare] = base.activity[Service::HomeCare] * volume;
            required[Service::CareHome] = base.activity[Service::CareHome] * volume;
            required[Service::PublicHealth] =
                base.activity[Service::PublicHealth] * need.multiplier[Service::PublicHealth] * now.people.people()
                    / base.population;
        } else {
            required[Service::HomeCare] = self.levers.services.base.home_care;
            required[Service::CareHome] = self.levers.services.base.care_home;
            required[Service::PublicHealth] = self.levers.services.base.public_health;
        }
        required
    }

    /// Where standards are given: the capacity that meets them this year, found by trying the year.
    /// What is far from a standard comes nearer to it year by year.
    pub(super) fn capacity_that_meets(
        &mut self,
        need: &NeedOfYear,
        input: &MoneyInput,
        required: &ByService,
        (assessment, bill): (&Assessment, &CareBill),
        tables: &Tables,
    ) -> ByService {
        let closure = self.levers.economy.closure;
        if closure.closure != Closure::Standards {
            self.years_of_standards = 0;
            return *required;
        }
        let (services, standards) = (&self.levers.services, &self.levers.services.standards);
        let left = (standards.clear_years - f64::from(self.years_of_standards)).max(1.0);
        let nearer = |now: f64, goal: f64| now + (goal - now) / left;
        let four_hours = self
            .before
            .as_ref()
            .map_or(services.urgent.base_four_hour, |before| before.access.four_hour);
        let goal = Goal {
            within: closure
                .given(Service::PlannedAdmitted)
                .then(|| nearer(self.services.within(standards.wait_weeks), standards.wait_share)),
            four_hours: closure
                .given(Service::EmergencyDepartment)
                .then(|| nearer(four_hours, standards.four_hour_share)),
        };
        let mut input = input.clone();
        let mut required = *required;
        // What a standard buys takes staff from services that stay under a budget, and with them beds: hence more than one pass.
        for _ in 0..STANDARD_PASSES {
            input.required = Some(required);
            let mut economy = self.economy.clone();
            let budgets = economy.budget_year(&input, &self.levers.economy, &tables.economy);
            let reference = self.reference(&need.need, &budgets);
            // What the NHS needs moves no money for care, so care is already as it will be; hours of help are only handed through.
            let care = CareMoney::new(&budgets, self.care_price);
            let home_met = self.reached(assessment, bill, &care).share_at_home(assessment);
            let trial = self.services_input(&need.need, &budgets, home_met, home_met, &reference);
            let found = capacity_for(&self.services, &trial, services, &goal, |capacity| {
                staffed_beds(&services.urgent, reference.inpatient(capacity))
            });
            for service in [
                Service::PlannedOutpatient,
                Service::PlannedAdmitted,
                Service::EmergencyDepartment,
                Service::EmergencyAdmission,
            ] {
                required[service] = found[service];
            }
        }
        self.years_of_standards += 1;
        required
    }

    /// What the economy is told of the year.
    pub(super) fn money_input(
        &self,
        now: &Now,
        need: &NeedOfYear,
        bill: &CareBill,
        assessment: &Assessment,
        required: &ByService,
    ) -> MoneyInput {
        let mut input = MoneyInput::first(now.year);
        input.year_index = now.index;
        input.programmes = self.factors.costs;
        input.staff_turnover = self.factors.staff_turnover;
        input.care_turnover = self.factors.care_turnover;
        input.charge_rate = Some(bill.charge_rate);
        input.care_taken_over = (assessment.taken_over / bill.all.max(1.0)).clamp(0.0, 1.0);
        input.avoided = need.avoided;
        let base = &self.levers.services.base;
        input.emergencies = Emergencies {
            attendances: need.need.total[Service::EmergencyDepartment] / base.emergency_department,
            admissions: need.need.total[Service::EmergencyAdmission] / base.emergency_admission,
        };
        if self.levers.economy.closure.entitlements_funded == Funded::Tax {
            input.entitlements_from_tax = assessment.entitlement.max(0.0);
        }
        if self.levers.economy.closure.closure == Closure::Standards {
            input.required = Some(*required);
        }
        if let (Some(base), Some(before)) = (&self.base, &self.before) {
            input.population = now.people.people() / base.population;
            for at in 0..SERVICES {
                if base.activity[at] > 0.0 {
                    input.activity_ratio[at] = before.activity[at] / base.activity[at];
                }
            }
            input.unmet_nhs = before.unmet_nhs;
            input.unmet_council = before.unmet_council;
        }
        input
    }

    /// The budgets of the year; `more_money` is the public money of a comparator's reference [£m].
    pub(super) fn budgets(&mut self, input: &MoneyInput, more_money: Option<f64>, tables: &Tables) -> Budgets {
        let mut economy_levers = self.levers.economy;
        if let Some(target) = more_money {
            // Part of an addition may stay unspent for want of staff, so what is added is found step by step.
            for _ in 0..SAME_MONEY_STEPS {
                let own = self
                    .economy
                    .clone()
                    .budget_year(input, &economy_levers, &tables.economy);
                let more = target - own.public();
                let total: f64 = own.envelopes.iter().sum();
                economy_levers.nhs.addition += more * own.envelopes[0] / total;
                economy_levers.council.addition += more * own.envelopes[1] / total;
                economy_levers.public_health.addition += more * own.envelopes[2] / total;
            }
        }
        self.economy.budget_year(input, &economy_levers, &tables.economy)
    }
}
