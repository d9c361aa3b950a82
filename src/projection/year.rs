//! One world through one year: levers, need, money, care, services, ledger.
//!
//! Nothing inside a year waits for anything of the same year that comes later: rates read last year's access, prices of
//! care are known before care is assessed, and what care a law promises is known before budgets are set.

use crate::economy::charging::{Fees, Indices, Law, Scheme, SchemeLevers};
use crate::economy::closure::{Closure, Funded};
use crate::economy::{Budgets, Delivered, EconomyState, Ledger, MoneyInput, YearAccounts, settle};
use crate::people::{HealthSummary, PeopleYear, Population, RateFactors, Rates, Utility};
use crate::scenario::World;
use crate::services::feedback::{Feedback, feedback};
use crate::services::need::{NO_FACTORS, growth};
use crate::services::rationing::ration;
use crate::services::social_care::FreeCareResponse;
use crate::services::standards::{capacity_for_standards, need_met};
use crate::services::urgent::Discharge;
use crate::services::working_age::{WorkingAge, WorkingAgeCare};
use crate::services::{Guarantee, Need, NeedModel, ServicesState, ServicesYear, YearInput};
use crate::world::access::Access;
use crate::world::axes::{DEPENDENCIES, FIFTHS, SEXES};
use crate::world::cells::STATES;
use crate::world::service::SERVICES;
use crate::world::{ByService, Cells, Effect, Luck, Service, Year};

use super::care::{Assessment, CareTerms, CareYear, assess, deliver};
use super::levers::{Levers, charging_values};
use super::lifetimes::{LifetimeYear, Lives};
use super::programmes::{Compiled, FACTORS, ProgrammeFactors, compile};
use super::tables::Tables;

/// Years between two applications of the law to lifetimes; between them the figures are held.
const LIFETIMES_EVERY: usize = 5;

/// Steps in which a comparator's money is brought to its reference's.
const SAME_MONEY_STEPS: usize = 4;

/// What a year was, beyond its record: for tracing a number to where it comes from.
#[derive(Clone, Debug)]
pub struct Trace {
    /// Every line of the ledger.
    pub ledger: Ledger,
    /// Envelopes, capacity, prices.
    pub budgets: Budgets,
    /// Need of the year.
    pub need: Need,
    /// What people met.
    pub access: Access,
    /// What last year's access put on this year.
    pub feedback: Feedback,
    /// Share of council care at home that money reached, by dependency.
    pub reached: [f64; DEPENDENCIES],
    /// Net migrants of the year [people].
    pub migrants: f64,
}

/// A year whose books do not close; it never should be seen.
#[derive(Debug, thiserror::Error)]
#[error("year {year} of {world}: {source}")]
pub struct YearError {
    /// Which world.
    pub world: String,
    /// Which year.
    pub year: Year,
    /// What is wrong.
    pub source: crate::economy::ledger::DoesNotClose,
}

/// What the base year leaves for good.
#[derive(Clone, Debug)]
struct Base {
    levers: Levers,
    access: Access,
    activity: ByService,
    money: ByService,
    need: ByService,
    /// Councils' other support, at base-year prices [£m].
    other_support: f64,
    /// Gross cost of older people's council care, at base-year prices [£m].
    older_care: f64,
    /// All publicly arranged care, at base-year prices [£m].
    all_care: f64,
    population: f64,
}

/// What last year leaves for this one.
#[derive(Clone, Debug)]
struct Before {
    access: Access,
    budgets: Budgets,
    activity: ByService,
    unmet_nhs: f64,
    unmet_council: f64,
}

/// One world between years, people and rates apart (these move in lockstep with the other worlds).
pub struct WorldState {
    name: String,
    world: World,
    values: Vec<f64>,
    base_charging: Vec<f64>,
    /// This year's levers.
    pub levers: Levers,
    programmes: Vec<Compiled>,
    factors: ProgrammeFactors,
    feedback: Feedback,
    need_model: NeedModel,
    /// Utility by cell and state.
    pub utility: Utility,
    working_age: WorkingAge,
    services: ServicesState,
    economy: EconomyState,
    lives: Lives,
    lifetime: Option<LifetimeYear>,
    law_before: Vec<f64>,
    reform_since: Option<Year>,
    base: Option<Base>,
    before: Option<Before>,
    base_allocation: Option<[f64; FIFTHS]>,
    care_price: f64,
    prices: f64,
    earnings: f64,
    assessment: Assessment,
    /// Care of older people this year.
    pub care: CareYear,
}

/// Everything a record is made of.
pub struct YearParts<'a> {
    /// The year's people.
    pub people: &'a PeopleYear,
    /// Life expectancy.
    pub health: HealthSummary,
    /// Need.
    pub need: Need,
    /// Twelve months of services.
    pub services: ServicesYear,
    /// Money given.
    pub budgets: Budgets,
    /// Money settled.
    pub accounts: YearAccounts,
    /// Care of adults aged 18 to 64, as delivered.
    pub working_age: WorkingAgeCare,
    /// Share of working-age care that money reached.
    pub working_age_met: f64,
    /// Lifetime cost under this year's law.
    pub lifetime: LifetimeYear,
    /// What it would take to meet every standard [£m].
    pub cost_of_standards: f64,
    /// Share of need met by service [0 to 1].
    pub met: ByService,
    /// Base-year money by service, the weights of need met [£m].
    pub weights: ByService,
    /// Hours of council care at home delivered, and eligible [hours].
    pub home_care: [f64; 2],
}

impl WorldState {
    /// A world at the start of the base year.
    #[allow(clippy::too_many_arguments)]
    pub fn start(
        name: String,
        world: World,
        values: Vec<f64>,
        levers: Levers,
        need_model: NeedModel,
        utility: Utility,
        lives: Lives,
        people: &PeopleYear,
        year: Year,
        tables: &Tables,
    ) -> WorldState {
        let need = need_model.need(&people.cells, &people.deaths, &[1.0; SERVICES], &NO_FACTORS);
        let activity = levers.services.base.by_service();
        let programmes = world.programmes.iter().cloned().map(Compiled::new).collect();
        let charging = values[charging_values()].to_vec();
        WorldState {
            name,
            world,
            base_charging: charging.clone(),
            law_before: Vec::new(),
            programmes,
            factors: ProgrammeFactors::default(),
            feedback: Feedback::NONE,
            utility,
            working_age: WorkingAge::new(&levers.services.working_age, &people.cells),
            services: ServicesState::start(&tables.services, &levers.services, &need),
            economy: EconomyState::start(&levers.economy, year, &activity),
            need_model,
            lives,
            lifetime: None,
            reform_since: None,
            base: None,
            before: None,
            base_allocation: None,
            care_price: 1.0,
            prices: 1.0,
            earnings: 1.0,
            assessment: Assessment::default(),
            care: CareYear::default(),
            values,
            levers,
        }
    }

    /// Reads this year's levers and fills what access, money and programmes do to people's rates.
    pub fn prepare(&mut self, year: Year, people: &Cells, rates: &mut RateFactors) {
        let mut values = std::mem::take(&mut self.values);
        self.world.values(year, &mut values);
        self.levers = Levers::read(&values);
        self.values = values;
        compile(&self.programmes, year, people, &mut self.factors);
        let (mut mortality, mut onset, mut by_fifth) = (1.0, 1.0, [1.0; FIFTHS]);
        if let (Some(base), Some(before)) = (&self.base, &self.before) {
            self.feedback = feedback(&before.access, &base.access, &self.levers.services.feedback);
            mortality = before.budgets.channels.mortality;
            onset = before.budgets.onset;
            by_fifth = before.budgets.allocation.mortality;
        }
        let fill = |target: &mut [f32], effect: Effect, factor: f64| {
            match self.factors.table(effect) {
                Some(table) => {
                    for (target, programme) in target.iter_mut().zip(table) {
                        *target = *programme * factor as f32;
                    }
                }
                None => target.fill(factor as f32),
            };
        };
        fill(
            &mut rates.mortality,
            Effect::Mortality,
            self.feedback.mortality * mortality,
        );
        if by_fifth.iter().any(|factor| *factor != 1.0) {
            for (cell, row) in rates.mortality.chunks_mut(STATES).enumerate() {
                let factor = by_fifth[cell % FIFTHS] as f32;
                row.iter_mut().for_each(|rate| *rate *= factor);
            }
        }
        fill(
            &mut rates.condition_onset,
            Effect::ConditionOnset,
            self.feedback.condition_onset * onset,
        );
        fill(
            &mut rates.dependency_onset,
            Effect::DependencyOnset,
            self.feedback.dependency_onset,
        );
        fill(&mut rates.dependency_recovery, Effect::DependencyRecovery, 1.0);
        fill(
            &mut rates.care_home_entry,
            Effect::CareHomeEntry,
            self.feedback.care_home_entry,
        );
        rates.births = self.factors.births;
        rates.migration = self.levers.join.scale;
    }

    /// What the law is this year, and what it would be without reform (nothing where there is none).
    fn laws(&mut self, year: Year, index: usize, tables: &Tables) -> (Law, Option<Law>) {
        let prices = &self.levers.economy.prices;
        let mut indices = Indices::BASE;
        if index > 0 {
            let price_growth = tables
                .economy
                .prices
                .of(year)
                .zip(tables.economy.prices.of(Year(year.0 - 1)))
                .map_or(self.levers.join.long_run_inflation, |(now, then)| {
                    now.smoothed / then.smoothed - 1.0
                });
            self.prices *= 1.0 + price_growth;
            self.earnings *= 1.0 + prices.outside_pay_growth;
            indices = Indices {
                years: index as f64,
                prices: self.prices,
                earnings: self.earnings,
                price_growth,
                earnings_growth: prices.outside_pay_growth,
            };
        }
        let now = &self.values[charging_values()];
        let law = Law::compile(&self.levers.charging, indices);
        let reformed = now != self.base_charging.as_slice();
        if !reformed {
            self.reform_since = None;
            return (law, None);
        }
        self.reform_since.get_or_insert(year);
        let without: SchemeLevers = match &self.base {
            Some(base) => base.levers.charging,
            None => {
                let mut levers = self.levers.charging;
                levers.charging.scheme = Scheme::MeansTest;
                levers.free_care.with_personal_care = false;
                levers.free_care.with_end_of_life = false;
                levers
            }
        };
        (law, Some(Law::compile(&without, indices)))
    }

    /// Runs the year and gives all that a record is made of. `more_money` is public money above this world's own path, to
    /// be shared out in proportion to envelopes [£m].
    #[allow(clippy::too_many_arguments)]
    pub fn run<'a>(
        &mut self,
        population: &mut Population,
        people: &'a PeopleYear,
        rates: &Rates,
        year: Year,
        index: usize,
        luck: Luck,
        tables: &Tables,
        more_money: Option<f64>,
    ) -> Result<(YearParts<'a>, Trace), YearError> {
        let (law, without) = self.laws(year, index, tables);
        let levers = self.levers;
        let years = index as f64;

        // Need.
        let mut multiplier = growth(&levers.services.growth, years);
        let response = self.services.referral_response();
        let _ = response;
        for service in Service::ALL {
            let at = service.index();
            multiplier[at] *= self.feedback.demand[at] * charge_response(&levers, service);
        }
        if let Some(before) = &self.before {
            multiplier.iter_mut().for_each(|m| *m *= before.budgets.demand);
            multiplier[Service::EmergencyAdmission.index()] *= before.budgets.pooling.emergency;
        }
        let tables_of_need = Service::ALL.map(|service| self.factors.need(service));
        let need = self
            .need_model
            .need(&people.cells, &people.deaths, &multiplier, &tables_of_need);
        let mut cash_released = [0.0; SERVICES];
        if tables_of_need.iter().any(Option::is_some)
            && let Some(base) = &self.base
        {
            let untouched = self
                .need_model
                .need(&people.cells, &people.deaths, &multiplier, &NO_FACTORS);
            for (at, released) in cash_released.iter_mut().enumerate() {
                if untouched.total[at] > 0.0 {
                    let avoided = 1.0 - need.total[at] / untouched.total[at];
                    *released = (avoided * base.money[at] * self.factors.cashable[at]).max(0.0);
                }
            }
        }

        // What the law promises, at this year's price of care.
        let prices = &levers.economy.prices;
        if index > 0 {
            self.care_price *= (1.0 + prices.input_price_growth()[1]) / (1.0 + prices.productivity_growth()[1]);
        }
        let mut fee_levers = levers.fees;
        fee_levers.residential *= multiplier[Service::CareHome.index()];
        fee_levers.nursing *= multiplier[Service::CareHome.index()];
        let fees = Fees::compile(
            &fee_levers,
            levers.charging.free_care.personal_share_at_home,
            self.care_price,
        );
        let benefit = [
            levers.charging.charging.attendance_allowance_lower,
            levers.charging.charging.attendance_allowance_higher,
        ];
        let free = match self.reform_since {
            Some(since) if law.free_personal_care_at_home || law.all_free => {
                levers.services.social_care.free_care(f64::from(year.since(since)))
            }
            _ => FreeCareResponse::NONE,
        };
        // Need per person grows besides people: longer hours at home, more care in each place of a home.
        let mut rules = levers.services.social_care;
        for hours in [&mut rules.hours_low, &mut rules.hours_medium, &mut rules.hours_high] {
            *hours *= multiplier[Service::HomeCare.index()];
        }
        let terms = CareTerms {
            rules: &rules,
            law: &law,
            without: without.as_ref(),
            fees: &fees,
            free,
            unpaid: self.factors.unpaid_care,
            nursing_share: levers.join.nursing_share,
            continuing_healthcare_share: levers.charging.charging.continuing_healthcare_share,
            benefit,
            dying: [levers.join.dying_at_home, levers.join.dying_in_care_home],
            year,
            luck,
        };
        let mut assessment = std::mem::take(&mut self.assessment);
        assess(population, &people.care, &terms, &mut assessment);
        let working_age = self
            .working_age
            .expected(&levers.services.working_age, &people.cells, years);
        let working_cost: f64 = working_age.cost.iter().sum::<f64>() * self.care_price;
        let older = assessment.home() + assessment.care_home;
        let charge_rate = (assessment.charges + working_cost * levers.services.working_age.charge_share)
            / (older + working_cost).max(f64::MIN_POSITIVE);
        // Assessment, day care and the like grow with older people's need, not with who comes to be paid for by a reform:
        // nobody pays councils for that.
        let other = self.base.as_ref().map_or(0.0, |base| {
            base.other_support * (assessment.without_reform / base.older_care.max(1.0))
        });
        // Visits of half an hour instead of a quarter need more staff hours for the same care.
        let hours = levers.economy.care_workforce.home_care_hours().max(f64::MIN_POSITIVE);
        let longer_visits = assessment.home() * (1.0 / hours - 1.0);
        let all_care = older + working_cost + other + longer_visits;

        // Money.
        let required = capacity_for_standards(&self.services, &need, &levers.services);
        let mut required = required;
        if let Some(base) = &self.base {
            let volume = all_care / self.care_price / base.all_care.max(1.0);
            required[Service::HomeCare.index()] = base.activity[Service::HomeCare.index()] * volume;
            required[Service::CareHome.index()] = base.activity[Service::CareHome.index()] * volume;
            required[Service::PublicHealth.index()] = base.activity[Service::PublicHealth.index()]
                * multiplier[Service::PublicHealth.index()]
                * people.people()
                / base.population;
        } else {
            required[Service::HomeCare.index()] = levers.services.base.home_care;
            required[Service::CareHome.index()] = levers.services.base.care_home;
            required[Service::PublicHealth.index()] = levers.services.base.public_health;
        }
        let mut input = MoneyInput::first(year);
        input.year_index = index;
        input.programmes = self.factors.costs;
        input.staff_turnover = self.factors.staff_turnover;
        input.care_turnover = self.factors.care_turnover;
        input.charge_rate = Some(charge_rate);
        input.care_taken_over = (assessment.taken_over / all_care.max(1.0)).clamp(0.0, 1.0);
        input.cash_released = cash_released;
        if levers.economy.closure.entitlements_funded == Funded::Tax {
            input.entitlements_from_tax = assessment.entitlement.max(0.0);
        }
        if levers.economy.closure.closure == Closure::Standards {
            input.required = Some(required);
        }
        if let (Some(base), Some(before)) = (&self.base, &self.before) {
            input.population = people.people() / base.population;
            for at in 0..SERVICES {
                if base.activity[at] > 0.0 {
                    input.activity_ratio[at] = before.activity[at] / base.activity[at];
                }
            }
            input.unmet_nhs = before.unmet_nhs;
            input.unmet_council = before.unmet_council;
        }
        let mut economy_levers = levers.economy;
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

        // What the care money reaches.
        let price = budgets.price[1] / budgets.productivity[1];
        let dearer = price / self.care_price;
        let unspent = budgets.underspend[Service::HomeCare.index()] + budgets.underspend[Service::CareHome.index()];
        let available = (budgets.care_money - unspent).max(0.0) / dearer;
        let (other, reached, working_met) = match &self.base {
            None => ((available - older - working_cost).max(0.0), [1.0; DEPENDENCIES], 1.0),
            Some(_) => {
                let (reached, working) = reach(
                    &assessment.home_by_dependency,
                    other,
                    working_cost,
                    available - all_care,
                    &levers,
                );
                (other, reached, working)
            }
        };
        let mut care = std::mem::take(&mut self.care);
        deliver(population, &assessment, &reached, &terms, &mut care);
        let eligible_home = assessment.home();
        let met_home = if eligible_home > 0.0 {
            assessment
                .home_by_dependency
                .iter()
                .zip(reached)
                .map(|(cost, met)| cost * met)
                .sum::<f64>()
                / eligible_home
        } else {
            1.0
        };

        // Twelve months.
        let weights = self.base.as_ref().map_or(budgets.money, |base| base.money);
        let base_activity = self
            .base
            .as_ref()
            .map_or(levers.services.base.by_service(), |base| base.activity);
        let base_need = self.base.as_ref().map_or(need.total, |base| base.need);
        let nhs = |service: &Service| !matches!(service, Service::HomeCare | Service::CareHome | Service::PublicHealth);
        let volume = |now: &ByService, then: &ByService| -> f64 {
            let (mut sum, mut all) = (0.0, 0.0);
            for service in Service::ALL.iter().filter(|service| nhs(service)) {
                let at = service.index();
                if then[at] > 0.0 {
                    sum += weights[at] * now[at] / then[at];
                    all += weights[at];
                }
            }
            if all > 0.0 { sum / all } else { 1.0 }
        };
        let received = volume(&budgets.capacity, &base_activity) / volume(&need.total, &base_need);
        let guaranteed = budgets.guarantees.enforced[Service::PlannedAdmitted.index()];
        let hours = (care.hours_received[0] / care.hours_needed[0].max(f64::MIN_POSITIVE)).min(1.0);
        let services_input = YearInput {
            need: &need,
            capacity: budgets.capacity,
            beds: levers.services.urgent.base_beds,
            staffing: budgets.staff.staffing,
            discharge: Discharge {
                home_care: met_home,
                care_home: (1.0 - budgets.care_staff.vacancy_rate) / (1.0 - levers.economy.care_workforce.vacancy_rate),
                factor: budgets.delayed_discharge() * self.factors.delayed_discharge,
            },
            care_need: hours,
            eligible_care: met_home.min(1.0),
            care_received: received,
            gp_allocation: budgets.allocation.primary_care,
            other_allocation: against(&budgets.allocation.other, &self.base_allocation),
            guarantee: guaranteed.then_some(Guarantee {
                weeks: levers.services.standards.wait_weeks,
                // The published effect of sanctions is a change of the share of long waits; the list's own mechanism
                // turns its size against the largest published into a degree of enforcement.
                enforcement: (budgets.guarantees.tail / levers.join.full_enforcement_tail).clamp(0.0, 1.0),
            }),
            private_care: 1.0,
        };
        let services = self.services.run_year(&services_input, &levers.services);

        // Books.
        let private: f64 = services.planned.private.iter().sum::<f64>() * levers.join.private_pathway_price / 1e6;
        let unpaid_hours = care.unpaid_hours[0] + working_age.unpaid_hours.iter().sum::<f64>();
        let delivered = Delivered {
            council_charges: None,
            self_funded_home: care.self_funded[0] - care.self_funded_homes,
            self_funded_homes: care.self_funded_homes,
            private_care: private,
            disability_benefits: care.benefits[0],
            unpaid_care: unpaid_hours * levers.join.unpaid_hour_value,
        };
        let accounts = settle(&budgets, &delivered, &tables.economy).map_err(|source| YearError {
            world: self.name.clone(),
            year,
            source,
        })?;

        let mut met = need_met(&services);
        met[Service::PlannedOutpatient.index()] = within_18(&services);
        met[Service::PlannedAdmitted.index()] = within_18(&services);
        met[Service::HomeCare.index()] = hours;
        met[Service::CareHome.index()] = 1.0;
        met[Service::PublicHealth.index()] = 1.0;
        let nhs_met = {
            let (mut sum, mut all) = (0.0, 0.0);
            for service in Service::ALL.iter().filter(|service| nhs(service)) {
                sum += weights[service.index()] * met[service.index()];
                all += weights[service.index()];
            }
            sum / f64::max(all, f64::MIN_POSITIVE)
        };
        let still_needed = (all_care * dearer - (budgets.care_money - unspent)).max(0.0);
        let mut standards = required;
        for service in [Service::HomeCare, Service::CareHome, Service::PublicHealth] {
            standards[service.index()] = 0.0;
        }
        let cost_of_standards = budgets.cost_of_standards(&standards) + still_needed;

        // Lifetimes: the law is asked again every few years, and whenever it changes.
        let changed = self.law_before != self.values[charging_values()];
        if self.lifetime.is_none() || changed || index.is_multiple_of(LIFETIMES_EVERY) {
            let rules = &levers.services.social_care;
            self.lifetime = Some(
                self.lives
                    .under(&law, &fees, rules, &benefit, levers.join.nursing_share),
            );
            self.law_before = self.values[charging_values()].to_vec();
        }

        let package_hours = |factor: &[f64; DEPENDENCIES]| -> f64 {
            let cost: f64 = assessment
                .home_by_dependency
                .iter()
                .zip(factor)
                .map(|(cost, met)| cost * met)
                .sum();
            cost * 1e6 / (levers.fees.home_care_hour * self.care_price).max(f64::MIN_POSITIVE)
        };
        let home_care = [package_hours(&reached), package_hours(&[1.0; DEPENDENCIES])];
        if self.base.is_none() {
            self.base_allocation = Some(budgets.allocation.other);
            self.base = Some(Base {
                levers,
                access: services.access,
                activity: base_activity,
                money: budgets.money,
                need: need.total,
                other_support: other,
                older_care: older,
                all_care: older + working_cost + other,
                population: people.people(),
            });
        }
        let mut activity = services.activity;
        activity[Service::HomeCare.index()] = base_activity[Service::HomeCare.index()];
        activity[Service::CareHome.index()] = base_activity[Service::CareHome.index()];
        activity[Service::PublicHealth.index()] = base_activity[Service::PublicHealth.index()];
        self.before = Some(Before {
            access: services.access,
            budgets: budgets.clone(),
            activity,
            unmet_nhs: (1.0 - nhs_met).clamp(0.0, 1.0),
            unmet_council: (1.0 - hours).clamp(0.0, 1.0),
        });
        let trace = Trace {
            ledger: accounts.ledger.clone(),
            budgets: budgets.clone(),
            need: need.clone(),
            access: services.access,
            feedback: self.feedback,
            reached,
            migrants: people.migrants,
        };
        self.care_price = price;
        self.assessment = assessment;
        self.care = care;
        let parts = YearParts {
            people,
            health: HealthSummary::new(rates, people, &levers.health),
            need,
            services,
            budgets,
            accounts,
            working_age,
            working_age_met: working_met,
            lifetime: self.lifetime.unwrap_or_else(LifetimeYear::none),
            cost_of_standards,
            met,
            weights,
            home_care,
        };
        Ok((parts, trace))
    }

    /// What programmes add to utility, by cell and state, and what last year's access adds to everybody's.
    pub fn quality_of_life(&self) -> (Option<&[f32]>, f64) {
        (self.factors.table(Effect::QualityOfLife), self.feedback.quality_of_life)
    }
    /// Public money of the year [£m].
    pub fn public(&self) -> Option<f64> {
        self.before.as_ref().map(|before| before.budgets.public())
    }
}

/// Shares by fifth against those of the base year.
fn against(now: &[f64; FIFTHS], base: &Option<[f64; FIFTHS]>) -> [f64; FIFTHS] {
    match base {
        Some(base) => std::array::from_fn(|fifth| {
            if base[fifth] > 0.0 {
                now[fifth] / base[fifth]
            } else {
                1.0
            }
        }),
        None => [1.0; FIFTHS],
    }
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

/// Demand under NHS user charges, mean of the fifths [ratio].
fn charge_response(levers: &Levers, service: Service) -> f64 {
    (0..FIFTHS)
        .map(|fifth| levers.economy.charges.demand_factor(service, fifth))
        .sum::<f64>()
        / FIFTHS as f64
}

/// What a gap of money does: a shortfall falls on care at home, and in part on other support and on adults aged 18 to
/// 64; money to spare widens access at home. Gives the share reached at home by dependency, and at working age.
fn reach(
    home: &[f64; DEPENDENCIES],
    other: f64,
    working_age: f64,
    gap: f64,
    levers: &Levers,
) -> ([f64; DEPENDENCIES], f64) {
    let join = &levers.join;
    let total: f64 = home.iter().sum();
    if total <= 0.0 {
        return ([1.0; DEPENDENCIES], 1.0);
    }
    if gap >= 0.0 {
        return ([(1.0 + gap / total).min(join.widest_threshold); DEPENDENCIES], 1.0);
    }
    let bearing = total + join.shortfall_on_other * other + join.shortfall_on_working_age * working_age;
    let cut = (-gap / bearing).min(1.0);
    let rationed = ration(
        home,
        total * (1.0 - cut),
        levers.services.social_care.rationed_from_below,
    );
    (rationed.met, 1.0 - cut * join.shortfall_on_working_age)
}

const _: () = assert!(FACTORS > SEXES);
