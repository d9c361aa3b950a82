//! What the year's care costs, what the economy is told of the year, and the budgets it gives.

use crate::economy::balance::Signs;
use crate::economy::closure::{Closure, Funded};
use crate::economy::funding::Chances;
use crate::economy::workforce::STAFFED;
use crate::economy::{Avoided, Budgets, CareNeeded, Emergencies, MoneyInput, ProgrammeCosts};
use crate::projection::care::{Assessment, Bill};
use crate::projection::tables::Tables;
use crate::services::standards::{Goal, capacity_for, capacity_for_standards};
use crate::services::urgent::staffed_beds;
use crate::services::working_age::WorkingAgeCare;
use crate::world::axes::DEPENDENCIES;
use crate::world::service::SERVICES;
use crate::world::{ByService, Service};

use super::need::NeedOfYear;
use super::rationing::{CareMoney, Reached};
use super::{Now, WorldState};

/// Weeks of a year, as waits are told.
const WEEKS_PER_YEAR: f64 = 52.0;

/// Passes in which the capacity that meets standards is found.
const STANDARD_PASSES: usize = 3;

/// Steps in which a comparator's money is brought to its reference's.
const SAME_MONEY_STEPS: usize = 4;

/// Cost of publicly arranged care as promised under a law, at the price it was assessed at [£m].
#[derive(Clone, Copy, Debug)]
pub(super) struct CareBill {
    /// Council care of older people at home by dependency, users' charges apart, with what longer visits cost.
    pub home: [f64; DEPENDENCIES],
    /// Council care of older people in care homes, charges apart.
    pub care_home: f64,
    /// Care of adults aged 18 to 64, charges apart.
    pub working_age_net: f64,
    /// The same before charges.
    pub working_age: f64,
    /// Older people's care before charges.
    pub older: f64,
    /// Other packages, charges apart; nothing in the base year, when they take what money is left.
    pub other: f64,
    /// Users' charges against the cost of their care [0 to 1].
    pub charge_rate: f64,
    /// People whom councils assess and support against the base year [ratio].
    pub assessed: f64,
    /// Older people's need for care and its price against the base year: what other packages follow [ratio].
    pub growth: f64,
}

/// The bill of the year, and the bill had the law of charging not been reformed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bills {
    pub now: CareBill,
    pub without: CareBill,
}

impl Bills {
    pub fn new(world: &WorldState, assessment: &Assessment, working_age: &WorkingAgeCare) -> Bills {
        Bills {
            now: CareBill::of(world, assessment, &assessment.bill, working_age),
            without: CareBill::of(world, assessment, &assessment.without, working_age),
        }
    }
}

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

impl CareBill {
    /// The bill of `law`, which is the assessment's own or the one without reform.
    fn of(world: &WorldState, assessment: &Assessment, law: &Bill, working_age: &WorkingAgeCare) -> CareBill {
        let levers = &world.levers;
        let adults: f64 = working_age.cost.iter().sum::<f64>() * world.care_price;
        let paid_by_adults = levers.services.working_age.charge_share;
        let older = law.gross();
        let charge_rate = (law.charges() + adults * paid_by_adults) / (older + adults).max(f64::MIN_POSITIVE);
        // Day care and the like grow with older people's need, not with who comes to be paid for by a reform.
        let base = world.base.as_ref();
        let growth = base.map_or(1.0, |base| assessment.without.gross() / base.older_care.max(1.0));
        let other = base.map_or(0.0, |base| base.other_support * growth);
        // Visits of half an hour instead of a quarter need more staff hours for the same care.
        let hours = levers.economy.care_conditions.home_care_hours().max(f64::MIN_POSITIVE);
        let longer = 1.0 / hours - 1.0;
        let users = |law: &Bill| law.users + working_age.users.iter().sum::<f64>();
        let newcomers = users(law) / users(&assessment.without).max(1.0) - 1.0;
        let assessed = base.map_or(1.0, |base| {
            let all = users(&assessment.without) / base.users.max(1.0);
            all * (1.0 + levers.economy.council.support_for_newcomers * newcomers)
        });
        CareBill {
            home: std::array::from_fn(|level| law.home[level] + (law.home[level] + law.charges_home[level]) * longer),
            care_home: law.care_home,
            working_age_net: adults * (1.0 - paid_by_adults),
            working_age: adults,
            older,
            other,
            charge_rate,
            assessed,
            growth,
        }
    }

    /// Care of older people at home, charges apart [£m].
    pub fn home_net(&self) -> f64 {
        self.home.iter().sum()
    }
    /// All care, charges apart [£m].
    pub fn net(&self) -> f64 {
        self.home_net() + self.care_home + self.working_age_net + self.other
    }
    /// What the shares that are reached cost, charges apart [£m].
    pub fn reached(&self, reached: &Reached) -> f64 {
        let home: f64 = self.home.iter().zip(&reached.home).map(|(cost, met)| cost * met).sum();
        home + self.care_home + self.working_age_net * reached.working_age + self.other * reached.other
    }
    /// What is delivered costs, support inside, charges apart, at the prices of the year [£m].
    pub fn delivered(&self, money: &CareMoney, reached: &Reached) -> f64 {
        self.reached(reached) * money.dearer + money.support * reached.other
    }
    /// All care before charges, what people's other charges pay apart [£m].
    pub fn gross(&self) -> f64 {
        self.net() + self.charges()
    }
    /// Users' charges, other packages' apart [£m].
    pub fn charges(&self) -> f64 {
        self.charge_rate * (self.older + self.working_age)
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
            let volume = bill.gross() / self.care_price / base.all_care.max(1.0);
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
            input.care_needed = self.care_needed(bill);
            let mut economy = self.economy.clone();
            let budgets = economy.budget_year(&input, &self.levers.economy, &tables.economy);
            let reference = self.reference(&need.need, &budgets);
            // What the NHS needs moves no money for care, so care is already as it will be; hours of help are only handed through.
            let care = CareMoney::new(&budgets, self.care_price);
            let home_met = self.reached(bill, &care).share_at_home(assessment);
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
    pub(super) fn money_input(&self, now: &Now, need: &NeedOfYear, bill: &CareBill, taken_over: f64) -> MoneyInput {
        let mut input = MoneyInput::first(now.year);
        input.year_index = now.index;
        input.programmes = self.factors.costs;
        input.turnover = self.factors.turnover;
        input.charge_rate = Some(bill.charge_rate);
        input.assessed = bill.assessed;
        input.care_taken_over = (taken_over / bill.gross().max(1.0)).clamp(0.0, 1.0);
        input.avoided = need.avoided;
        let base = &self.levers.services.base;
        input.emergencies = Emergencies {
            attendances: need.need.total[Service::EmergencyDepartment] / base.emergency_department,
            admissions: need.need.total[Service::EmergencyAdmission] / base.emergency_admission,
        };
        if let (Some(base), Some(before)) = (&self.base, &self.before) {
            input.population = now.people.people() / base.population;
            for at in 0..SERVICES {
                if base.activity[at] > 0.0 {
                    input.activity_ratio[at] = before.activity[at] / base.activity[at];
                }
            }
            input.unmet_nhs = before.unmet_nhs;
            input.unmet_council = before.unmet_council;
            let ratio = |now: f64, then: f64| if then > 0.0 { now / then } else { 1.0 };
            let against = |now: &ByService, then: &ByService| std::array::from_fn(|at| ratio(now[at], then[at]));
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
            input.chances = Chances {
                money: self.chances.money,
                need: self.departed[1] / self.departed[0],
            };
        }
        input
    }

    /// The input had the law of charging not been reformed: `bill` is what care would cost then.
    fn without_reform(&self, input: &MoneyInput, bill: &CareBill) -> MoneyInput {
        MoneyInput {
            charge_rate: Some(bill.charge_rate),
            assessed: bill.assessed,
            care_taken_over: 0.0,
            entitlements_from_tax: 0.0,
            ..input.clone()
        }
    }

    /// All care of a bill at base-year prices; not known in the base year, when other packages take what money is left.
    fn care_needed(&self, bill: &CareBill) -> Option<CareNeeded> {
        self.base.as_ref().map(|base| CareNeeded {
            net: bill.net() / self.care_price,
            charges: (bill.charges() + base.other_charges * bill.growth) / self.care_price,
        })
    }

    /// The year had the law of charging not been reformed, all else in this world as it is: money for care, and what it
    /// reaches; nothing where there is no reform.
    fn unreformed(
        &self,
        input: &MoneyInput,
        bills: &Bills,
        required: &ByService,
        tables: &Tables,
    ) -> Option<Unreformed> {
        self.shadows.as_ref()?;
        let mut input = self.without_reform(input, &bills.without);
        if self.levers.economy.closure.closure == Closure::Standards {
            input.required = Some(*required);
            input.care_needed = self.care_needed(&bills.without);
        }
        let budgets = self
            .economy
            .clone()
            .budget_year(&input, &self.levers.economy, &tables.economy);
        let money = CareMoney::new(&budgets, self.care_price);
        let reached = self.reached(&bills.without, &money);
        Some(Unreformed { money, reached })
    }

    /// Public money that would be spent without any decision of this world, national and councils' [£m]: its envelopes under
    /// the levers of the base year.
    fn anyway(&mut self, input: &MoneyInput, bills: &Bills, required: &ByService, tables: &Tables) -> [f64; 2] {
        let levers = self
            .base
            .as_ref()
            .map_or(self.levers.economy, |base| base.levers.economy);
        let mut input = self.without_reform(input, &bills.without);
        input.programmes = ProgrammeCosts::default();
        input.turnover = [1.0; STAFFED];
        input.avoided = [Avoided::default(); SERVICES];
        if levers.closure.closure == Closure::Standards {
            input.required = Some(*required);
            input.care_needed = self.care_needed(&bills.without);
        }
        let budgets = self.as_ever.budget_year(&input, &levers, &tables.economy);
        let money = CareMoney::new(&budgets, self.care_price);
        let reached = self.reached(&bills.without, &money);
        let idle = match self.base {
            Some(_) => money.given - bills.without.delivered(&money, &reached),
            None => 0.0,
        };
        let [national, councils] = budgets.spent();
        [national, councils - idle]
    }

    /// The budgets of the year; `more_money` is the public money of a comparator's reference [£m].
    pub(super) fn budgets(
        &mut self,
        mut input: MoneyInput,
        bills: &Bills,
        required: [&ByService; 2],
        more_money: Option<f64>,
        tables: &Tables,
    ) -> MoneyOfYear {
        let anyway = self.anyway(&input, bills, required[1], tables);
        let unreformed = self.unreformed(&input, bills, required[1], tables);
        let closure = &self.levers.economy.closure;
        if let Some(before) = unreformed
            .as_ref()
            .filter(|_| closure.entitlements_funded == Funded::Tax)
        {
            input.entitlements_from_tax = before.cost_of(bills);
        }
        if closure.closure == Closure::Standards {
            input.required = Some(*required[0]);
            input.care_needed = self.care_needed(&bills.now);
        }
        let mut economy_levers = self.levers.economy;
        if let Some(target) = more_money {
            // Part of an addition may stay unspent for want of staff, so what is added is found step by step.
            for _ in 0..SAME_MONEY_STEPS {
                let own = self
                    .economy
                    .clone()
                    .budget_year(&input, &economy_levers, &tables.economy);
                let more = target - own.public();
                let total: f64 = own.envelopes.iter().sum();
                economy_levers.nhs.addition += more * own.envelopes[0] / total;
                economy_levers.council.addition += more * own.envelopes[1] / total;
                economy_levers.public_health.addition += more * own.envelopes[2] / total;
            }
        }
        let budgets = self.economy.budget_year(&input, &economy_levers, &tables.economy);
        MoneyOfYear {
            budgets,
            anyway,
            unreformed,
        }
    }
}
