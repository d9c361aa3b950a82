//! What the economy is told of the year, and the budgets it gives.

use crate::economy::balance::Signs;
use crate::economy::closure::{Closure, Funded};
use crate::economy::workforce::STAFFED;
use crate::economy::{Avoided, Budgets, CareNeeded, EconomyState, Emergencies, MoneyInput, ProgrammeCosts};
use crate::projection::care::Assessment;
use crate::services::ServicesState;
use crate::services::required::{Goal, capacity_for, capacity_for_standards};
use crate::services::urgent::staffed_beds;
use crate::world::service::SERVICES;
use crate::world::{ByService, Service};

use super::bill::{Bills, CareBill};
use super::months::{Reference, services_input};
use super::need::NeedOfYear;
use super::now::Now;
use super::rationing::{CareMoney, Reached, reached};

/// Weeks of a year, as waits are told.
const WEEKS_PER_YEAR: f64 = 52.0;

/// Passes in which the capacity that meets standards is found.
const STANDARD_PASSES: usize = 3;

/// Steps in which a comparator's money is brought to its reference's.
const SAME_MONEY_STEPS: usize = 4;

/// Money for care had the law of charging not been reformed, and what it reaches.
pub(super) struct Unreformed {
    money: CareMoney,
    reached: Reached,
}

impl Unreformed {
    /// New money that the entitlements of a reform cost [£m] where care is reached as far as without them: nobody else's care
    /// pays for them, and they pay for nobody else's.
    fn cost_of(&self, bills: &Bills) -> f64 {
        let assessed = bills.now.assessed / bills.without.assessed.max(f64::MIN_POSITIVE);
        let money = CareMoney {
            support: self.money.support * assessed,
            ..self.money
        };
        bills.now.delivered(&money, &self.reached) - bills.without.delivered(&self.money, &self.reached)
    }

    /// What councils' care would have cost, users' charges apart [£m].
    pub fn delivered(&self, bills: &Bills) -> f64 {
        bills.without.delivered(&self.money, &self.reached)
    }
}

/// The money of a year.
pub(super) struct MoneyOfYear {
    pub budgets: Budgets,
    /// Public money that would be spent without the decisions of this world, national and councils' [£m].
    pub anyway: [f64; 2],
    pub unreformed: Option<Unreformed>,
}

/// The money side between years, and the same had nothing been decided since the base year.
pub(super) struct MoneySide {
    economy: EconomyState,
    /// What taxes would raise anyway.
    as_ever: EconomyState,
    /// Years in which standards have been given so far.
    years_of_standards: u32,
}

impl MoneySide {
    /// At the start of the base year.
    pub fn new(economy: EconomyState) -> MoneySide {
        MoneySide {
            as_ever: economy.clone(),
            economy,
            years_of_standards: 0,
        }
    }

    /// Where standards are given: the capacity that meets them this year, found by trying the year.
    /// What is far from a standard comes nearer to it year by year.
    pub fn capacity_that_meets(
        &mut self,
        now: &Now,
        state: &ServicesState,
        need: &NeedOfYear,
        input: &MoneyInput,
        required: &ByService,
        (assessment, bill): (&Assessment, &CareBill),
    ) -> ByService {
        let closure = now.levers.economy.closure;
        if closure.closure != Closure::Standards {
            self.years_of_standards = 0;
            return *required;
        }
        let (services, standards) = (&now.levers.services, &now.levers.services.standards);
        let left = (standards.clear_years - f64::from(self.years_of_standards)).max(1.0);
        let nearer = |now: f64, goal: f64| now + (goal - now) / left;
        let four_hours = now
            .before
            .map_or(services.urgent.base_four_hour, |before| before.access.four_hour);
        let goal = Goal {
            within: closure
                .given(Service::PlannedAdmitted)
                .then(|| nearer(state.within(standards.wait_weeks), standards.wait_share)),
            four_hours: closure
                .given(Service::EmergencyDepartment)
                .then(|| nearer(four_hours, standards.four_hour_share)),
        };
        let mut input = input.clone();
        let mut required = *required;
        // What a standard buys takes staff from services that stay under a budget, and with them beds: hence more than one pass.
        for _ in 0..STANDARD_PASSES {
            input.required = Some(required);
            input.care_needed = care_needed(now, bill);
            let mut economy = self.economy.clone();
            let budgets = economy.budget_year(&input, &now.levers.economy, &now.tables.economy);
            let reference = Reference::of(now, &need.need, &budgets);
            // What the NHS needs moves no money for care, so care is already as it will be; hours of help are only handed through.
            let care = CareMoney::new(&budgets, now.price_of_care);
            let home_met = reached(now, bill, &care).share_at_home(assessment);
            let trial = services_input(
                now,
                (&need.need, state.waiting()),
                &budgets,
                home_met,
                home_met,
                &reference,
            );
            let found = capacity_for(state, &trial, services, &goal, |capacity| {
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

    /// The year had the law of charging not been reformed, all else in this world as it is: money for care, and what it
    /// reaches.
    fn unreformed(&self, now: &Now, input: &MoneyInput, bills: &Bills, required: &ByService) -> Unreformed {
        let mut input = without_reform(input, &bills.without);
        if now.levers.economy.closure.closure == Closure::Standards {
            input.required = Some(*required);
            input.care_needed = care_needed(now, &bills.without);
        }
        let budgets = self
            .economy
            .clone()
            .budget_year(&input, &now.levers.economy, &now.tables.economy);
        let money = CareMoney::new(&budgets, now.price_of_care);
        let reached = reached(now, &bills.without, &money);
        Unreformed { money, reached }
    }

    /// Public money that would be spent without any decision of this world, national and councils' [£m]: its envelopes under
    /// the levers of the base year.
    fn anyway(&mut self, now: &Now, input: &MoneyInput, bills: &Bills, required: &ByService) -> [f64; 2] {
        let levers = now.base.map_or(now.levers.economy, |base| base.levers.economy);
        let mut input = without_reform(input, &bills.without);
        input.programmes = ProgrammeCosts::default();
        input.turnover = [1.0; STAFFED];
        input.avoided = [Avoided::default(); SERVICES];
        if levers.closure.closure == Closure::Standards {
            input.required = Some(*required);
            input.care_needed = care_needed(now, &bills.without);
        }
        let budgets = self.as_ever.budget_year(&input, &levers, &now.tables.economy);
        let money = CareMoney::new(&budgets, now.price_of_care);
        let reached = reached(now, &bills.without, &money);
        let idle = match now.base {
            Some(_) => money.given - bills.without.delivered(&money, &reached),
            None => 0.0,
        };
        let [national, councils] = budgets.spent();
        [national, councils - idle]
    }

    /// The budgets of the year; `reform` says whether charging has been reformed, `more_money` is the public money of a
    /// comparator's reference [£m].
    pub fn budgets(
        &mut self,
        now: &Now,
        mut input: MoneyInput,
        bills: &Bills,
        required: [&ByService; 2],
        reform: bool,
        more_money: Option<f64>,
    ) -> MoneyOfYear {
        let anyway = self.anyway(now, &input, bills, required[1]);
        let unreformed = reform.then(|| self.unreformed(now, &input, bills, required[1]));
        let closure = &now.levers.economy.closure;
        if let Some(before) = unreformed
            .as_ref()
            .filter(|_| closure.entitlements_funded == Funded::Tax)
        {
            input.entitlements_from_tax = before.cost_of(bills);
        }
        if closure.closure == Closure::Standards {
            input.required = Some(*required[0]);
            input.care_needed = care_needed(now, &bills.now);
        }
        let mut economy_levers = now.levers.economy;
        if let Some(target) = more_money {
            // Part of an addition may stay unspent for want of staff, so what is added is found step by step.
            for _ in 0..SAME_MONEY_STEPS {
                let own = self
                    .economy
                    .clone()
                    .budget_year(&input, &economy_levers, &now.tables.economy);
                let more = target - own.public();
                let total: f64 = own.envelopes.iter().sum();
                economy_levers.nhs.addition += more * own.envelopes[0] / total;
                economy_levers.council.addition += more * own.envelopes[1] / total;
                economy_levers.public_health.addition += more * own.envelopes[2] / total;
            }
        }
        let budgets = self.economy.budget_year(&input, &economy_levers, &now.tables.economy);
        MoneyOfYear {
            budgets,
            anyway,
            unreformed,
        }
    }
}

/// Capacity that would meet every standard, by service [units].
pub(super) fn required_capacity(now: &Now, services: &ServicesState, need: &NeedOfYear, bill: &CareBill) -> ByService {
    let shares = now.levers.economy.balance.shares();
    let emergencies = shares[Service::EmergencyAdmission];
    let inpatient = emergencies + shares[Service::PlannedAdmitted];
    let weight = if inpatient > 0.0 { emergencies / inpatient } else { 1.0 };
    let mut required = capacity_for_standards(services, &need.need, &now.levers.services, weight);
    if let Some(base) = now.base {
        let volume = bill.gross() / now.price_of_care / base.all_care.max(1.0);
        required[Service::HomeCare] = base.activity[Service::HomeCare] * volume;
        required[Service::CareHome] = base.activity[Service::CareHome] * volume;
        required[Service::PublicHealth] =
            base.activity[Service::PublicHealth] * need.multiplier[Service::PublicHealth] * now.people.people()
                / base.population;
    } else {
        required[Service::HomeCare] = now.levers.services.base.home_care;
        required[Service::CareHome] = now.levers.services.base.care_home;
        required[Service::PublicHealth] = now.levers.services.base.public_health;
    }
    required
}

/// What the economy is told of the year.
pub(super) fn money_input(
    now: &Now,
    need: &NeedOfYear,
    bill: &CareBill,
    taken_over: f64,
    undecided_pressure: ByService,
) -> MoneyInput {
    let mut input = MoneyInput::first(now.year);
    input.undecided_pressure = undecided_pressure;
    input.year_index = now.index;
    input.programmes = now.factors.costs;
    input.turnover = now.factors.turnover;
    input.charge_rate = Some(bill.charge_rate);
    input.assessed = bill.assessed;
    input.care_taken_over = (taken_over / bill.gross().max(1.0)).clamp(0.0, 1.0);
    input.avoided = need.avoided;
    let base = &now.levers.services.base;
    input.emergencies = Emergencies {
        attendances: need.need.total[Service::EmergencyDepartment] / base.emergency_department,
        admissions: need.need.total[Service::EmergencyAdmission] / base.emergency_admission,
    };
    if let (Some(base), Some(before)) = (now.base, now.before) {
        input.population = now.people.people() / base.population;
        input.older_in_need = now.people.older_in_need() / base.older_in_need.max(1.0);
        for at in 0..SERVICES {
            if base.activity[at] > 0.0 {
                input.activity_ratio[at] = before.activity[at] / base.activity[at];
            }
        }
        input.unmet_nhs = before.unmet_nhs;
        input.unmet_council = before.unmet_council;
        input.signs = Signs {
            need: against(&need.need.total, &before.need),
            pressure: against(&before.pressure, &base.pressure),
            excess: std::array::from_fn(|at| match Service::ALL[at] {
                Service::PlannedOutpatient | Service::PlannedAdmitted => {
                    (before.pressure[at] - base.pressure[at]) / WEEKS_PER_YEAR
                }
                _ => 0.0,
            }),
            idle: before.idle_capacity,
        };
        input.chances = need.chances;
    }
    input
}

/// One year against another, by service; 1 where there was nothing.
pub(super) fn against(now: &ByService, then: &ByService) -> ByService {
    std::array::from_fn(|at| if then[at] > 0.0 { now[at] / then[at] } else { 1.0 })
}

/// The input had the law of charging not been reformed: `bill` is what care would cost then.
fn without_reform(input: &MoneyInput, bill: &CareBill) -> MoneyInput {
    MoneyInput {
        charge_rate: Some(bill.charge_rate),
        assessed: bill.assessed,
        care_taken_over: 0.0,
        entitlements_from_tax: 0.0,
        ..input.clone()
    }
}

/// All care of a bill at base-year prices; not known in the base year, when other packages take what money is left.
fn care_needed(now: &Now, bill: &CareBill) -> Option<CareNeeded> {
    now.base.map(|base| CareNeeded {
        net: bill.net() / now.price_of_care,
        charges: (bill.charges() * base.charges_collected + base.other_charges * bill.growth) / now.price_of_care,
    })
}
