//! One world through one year: levers, need, money, care, services, ledger.
//!
//! Nothing inside a year waits for anything of the same year that comes later: rates read last year's access, prices of
//! care are known before care is assessed, and what care a law promises is known before budgets are set.
//!
//! ```text
//!  prepare    levers of the year, rates of people          (people grow older, outside)
//!  need       what people need, what programmes avoid
//!  law        what the law promises, at this year's price of care
//!  money      what that costs, what the economy is told, what it gives
//!  rationing  how far the money for care reaches
//!  months     twelve months of services
//!  books      accounts settled, need met counted, lifetimes, what is remembered for next year
//!  parts      what the year gives away
//! ```

use crate::economy::charging::SchemeLevers;
use crate::economy::{Budgets, EconomyState};
use crate::people::{HealthSummary, PeopleYear, Population, Rates, Utility};
use crate::scenario::World;
use crate::services::feedback::Feedback;
use crate::services::need::NO_FACTORS;
use crate::services::working_age::WorkingAge;
use crate::services::{NeedDeviations, NeedModel, ServicesState};
use crate::world::access::Access;
use crate::world::axes::FIFTHS;
use crate::world::service::SERVICES;
use crate::world::{ByService, Effect, Luck, Year};

use super::care::{Assessment, CareYear, Shadows, assess, deliver};
use super::chances::YearChances;
use super::levers::Levers;
use super::lifetimes::{LifetimeYear, Lives};
use super::programmes::{Compiled, ProgrammeFactors};
use super::tables::Tables;
use super::taxpayers::Taxpayers;
use books::{cost_of_standards, met};
use money::Bills;
use rationing::{CareMoney, care_hours_met};

mod books;
mod law;
mod money;
mod months;
mod need;
mod parts;
mod prepare;
mod rationing;

pub use parts::{Trace, YearError, YearParts};

/// The year that is run, as all its steps see it.
#[derive(Clone, Copy)]
struct Now<'a> {
    people: &'a PeopleYear,
    year: Year,
    /// Years since the base year.
    index: usize,
    tables: &'a Tables,
}

/// What the base year leaves for good.
#[derive(Clone, Debug)]
struct Base {
    levers: Levers,
    access: Access,
    activity: ByService,
    money: ByService,
    need: ByService,
    /// What waited for each service.
    pressure: ByService,
    /// Councils' other packages, charges apart, at base-year prices [£m].
    other_support: f64,
    /// Charges of the published accounts besides those that the model's users pay [£m].
    other_charges: f64,
    /// People with council care of all ages.
    users: f64,
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
    /// Need for each service, what waited for it, and what of its capacity nobody used.
    need: ByService,
    pressure: ByService,
    idle_capacity: ByService,
    /// Public money given that was not spent, empty posts apart [£m].
    idle: f64,
}

/// One world between years, people and rates apart (these move in lockstep with the other worlds).
pub struct WorldState {
    name: String,
    world: World,
    values: Vec<f64>,
    base_charging: SchemeLevers,
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
    /// The money side had nothing been decided since the base year: what taxes would raise anyway.
    as_ever: EconomyState,
    lives: std::sync::Arc<Lives>,
    taxpayers: Taxpayers,
    lifetime: Option<LifetimeYear>,
    law_before: Option<SchemeLevers>,
    reform_since: Option<Year>,
    /// What people would own without reform, since one began.
    shadows: Option<Shadows>,
    base: Option<Base>,
    before: Option<Before>,
    base_allocation: Option<[f64; FIFTHS]>,
    /// Need that departs from its mean growth, and by how much it did in the years before.
    departures: NeedDeviations,
    departed: [f64; 2],
    chances: YearChances,
    /// Years in which standards have been given so far.
    years_of_standards: u32,
    care_price: f64,
    prices: f64,
    earnings: f64,
    assessment: Assessment,
    /// Care of older people this year.
    pub care: CareYear,
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
        lives: std::sync::Arc<Lives>,
        taxpayers: Taxpayers,
        people: &PeopleYear,
        year: Year,
        tables: &Tables,
    ) -> WorldState {
        let need = need_model.need(&people.cells, &people.deaths, &[1.0; SERVICES], &NO_FACTORS);
        let activity = levers.services.base.by_service();
        let programmes = world
            .programmes
            .iter()
            .cloned()
            .map(|mut programme| {
                programme.cost_total *= levers.join.scale;
                Compiled::new(programme)
            })
            .collect();
        let economy = EconomyState::start(&levers.economy, year, &activity);
        WorldState {
            name,
            world,
            base_charging: levers.charging,
            law_before: None,
            programmes,
            factors: ProgrammeFactors::default(),
            feedback: Feedback::NONE,
            utility,
            working_age: WorkingAge::new(&levers.services.working_age, &people.cells),
            services: ServicesState::start(&tables.services, &levers.services, &need),
            as_ever: economy.clone(),
            economy,
            need_model,
            lives,
            taxpayers,
            lifetime: None,
            reform_since: None,
            shadows: None,
            base: None,
            before: None,
            base_allocation: None,
            departures: NeedDeviations::default(),
            departed: [1.0; 2],
            chances: YearChances::default(),
            years_of_standards: 0,
            care_price: 1.0,
            prices: 1.0,
            earnings: 1.0,
            assessment: Assessment::default(),
            care: CareYear::default(),
            values,
            levers,
        }
    }

    /// Runs the year and gives all that a record is made of. `more_money` is the public money of a comparator's reference
    /// [£m]: what it is above this world's own path is shared out in proportion to envelopes.
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
    ) -> Result<YearParts<'a>, YearError> {
        let now = Now {
            people,
            year,
            index,
            tables,
        };
        let need = self.need_of_year(&now);

        // What the law promises.
        self.move_shadows(population);
        let law = self.law_of_year(&now, &need.multiplier);
        let terms = self.care_terms(&law, year, luck);
        let mut assessment = std::mem::take(&mut self.assessment);
        assess(population, &people.care, &terms, self.shadows.as_ref(), &mut assessment);
        let adults = &self.levers.services.working_age;
        let working_age = self.working_age.expected(adults, &people.cells, index as f64);

        // What it costs, and what money there is.
        let bills = Bills::new(self, &assessment, &working_age);
        let bill = bills.now;
        let required = self.required_capacity(&now, &need, &bill);
        let as_ever = self.required_capacity(&now, &need, &bills.without);
        let input = self.money_input(&now, &need, &bill, assessment.taken_over);
        let required = self.capacity_that_meets(&need, &input, &required, (&assessment, &bill), tables);
        let of_year = self.budgets(input, &bills, [&required, &as_ever], more_money, tables);
        let mut budgets = of_year.budgets;

        // What the money reaches.
        let money = CareMoney::new(&budgets, self.care_price);
        let reached = self.reached(&bill, &money);
        let mut care = std::mem::take(&mut self.care);
        deliver(
            population,
            &assessment,
            &reached.home,
            &terms,
            self.shadows.as_mut(),
            &mut care,
        );
        let hours_met = care_hours_met(&care);

        // Twelve months.
        let reference = self.reference(&need.need, &budgets);
        let home_met = reached.share_at_home(&assessment);
        let input = self.services_input(&need.need, &budgets, home_met, hours_met, &reference);
        let services = self.services.run_year(&input, &self.levers.services);

        // Books.
        let council = self.council_care(&bill, &reached, &money, (&care, &budgets));
        let accounts = self.settled(
            year,
            &budgets,
            &services,
            (&care, &working_age),
            (&council, of_year.anyway),
        )?;
        // Money that nobody could use is no volume of care.
        let idle = budgets.public() - accounts.cost_public;
        budgets.change.volume -= idle - self.before.as_ref().map_or(idle, |before| before.idle);
        let met = met(&services, hours_met);
        let cost_of_standards = cost_of_standards(&budgets, &required, &bill, &money);
        let lifetime = self.lifetime_under(&law, index);
        let home_care = self.home_care_hours(&assessment, &reached.home);
        let users = assessment.bill.users;
        self.remember_base(
            &now,
            &need.need,
            &budgets,
            &services,
            &bill,
            &money,
            &working_age,
            users,
            &reference,
        );
        self.remember((&budgets, idle), &services, &reference, &met, hours_met);
        self.care_price = money.price;
        self.assessment = assessment;
        self.care = care;

        let taxes = self.taxpayers.pay(&accounts.tax_paid, &tables.economy.incidence);
        let reform = of_year.unreformed.map_or(0.0, |before| {
            bill.delivered(&money, &reached) - before.delivered(&bills)
        });
        Ok(YearParts {
            people,
            health: HealthSummary::new(rates, people, &self.levers.health),
            need: need.need,
            services,
            budgets,
            accounts,
            working_age,
            working_age_met: reached.working_age,
            council,
            reform,
            taxes,
            dearer: money.dearer,
            lifetime,
            cost_of_standards,
            met,
            weights: reference.money,
            home_care,
            feedback: self.feedback,
        })
    }

    /// What programmes add to utility, by cell and state, and what last year's access adds to everybody's.
    pub fn quality_of_life(&self) -> (Option<&[f32]>, f64) {
        (self.factors.table(Effect::QualityOfLife), self.feedback.quality_of_life)
    }
    /// Price of care against the base year's \[ratio\].
    pub fn price_of_care(&self) -> f64 {
        self.care_price
    }
    /// Public money of the year [£m].
    pub fn public(&self) -> Option<f64> {
        self.before.as_ref().map(|before| before.budgets.public())
    }
}
