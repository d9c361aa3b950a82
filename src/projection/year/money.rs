//! What the year's care costs, what the economy is told of the year, and the budgets it gives.

use crate::economy::closure::{Closure, Funded};
use crate::economy::{Budgets, Emergencies, MoneyInput};
use crate::projection::care::Assessment;
use crate::projection::tables::Tables;
use crate::services::standards::capacity_for_standards;
use crate::services::working_age::WorkingAgeCare;
use crate::world::service::SERVICES;
use crate::world::{ByService, Service};

use super::need::NeedOfYear;
use super::{Now, WorldState};

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
