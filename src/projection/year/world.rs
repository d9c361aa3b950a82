//! One world between years, and its year: the steps in their order, each with what it needs of those before.

use std::sync::Arc;

use crate::economy::EconomyState;
use crate::people::{HealthSummary, PeopleYear, Population, RateFactors, Rates, Utility};
use crate::projection::care::{Assessment, CareYear, Shadows, assess, deliver};
use crate::projection::chances::YearChances;
use crate::projection::levers::Levers;
use crate::projection::lifetimes::Lives;
use crate::projection::placement::Placement;
use crate::projection::tables::Tables;
use crate::projection::taxpayers::Taxpayers;
use crate::scenario;
use crate::services::feedback::{Feedback, feedback};
use crate::services::need_model::NO_FACTORS;
use crate::services::working_age::WorkingAge;
use crate::services::{NeedModel, ServicesState};
use crate::world::group::{ByClass, ByGroup};
use crate::world::service::SERVICES;
use crate::world::{ByService, Cells, Effect, Luck, Service, Year};

use super::bill::Bills;
use super::books::{cost_of_standards, met, settled};
use super::given::Given;
use super::law::Laws;
use super::lifetimes::LifetimesHeld;
use super::money::{MoneySide, against, money_input, required_capacity};
use super::months::{Reference, services_input};
use super::need::{Departures, Needs};
use super::now::{Base, Before, Now};
use super::parts::{YearError, YearParts, within_their_purses};
use super::rates::fill_rates;
use super::rationing::{CareMoney, care_hours_met, council_care, home_care_hours, reached};

/// What a world's year takes from other worlds of its draw.
#[derive(Clone, Copy, Debug)]
pub struct FromOthers {
    /// Public money of a comparator's reference [£m]: what it is above this world's own path is shared out in proportion to
    /// envelopes.
    pub money: Option<f64>,
    /// Pressure of waits where nothing is decided, at the end of last year against that of the base year, by service \[ratio\].
    pub undecided_pressure: ByService,
}

/// One world between years, people and rates apart (these move in lockstep with the other worlds).
pub struct WorldState {
    name: String,
    given: Given,
    needs: Needs,
    /// Utility by cell and state.
    pub utility: Utility,
    laws: Laws,
    lifetimes: LifetimesHeld,
    care: CareSide,
    services: ServicesState,
    money: MoneySide,
    taxpayers: Taxpayers,
    placement: Arc<Placement>,
    base: Option<Base>,
    before: Option<Before>,
}

/// Care between years: who was promised what, who got it, and what people would own had there been no reform.
struct CareSide {
    assessment: Assessment,
    delivered: CareYear,
    working_age: WorkingAge,
    /// What people would own without reform, since one began.
    shadows: Option<Shadows>,
}

impl CareSide {
    /// Moves the purses that people would have without reform a year on; they are filled when a reform begins.
    fn move_shadows(&mut self, population: &Population, reformed: bool, wealth_growth: f64) {
        if let Some(shadows) = &mut self.shadows {
            shadows.year_on(population, wealth_growth);
        } else if reformed {
            self.shadows = Some(Shadows::begin(population));
        }
    }
}

/// What worlds that start alike share, and each takes for itself.
pub struct WorldStart<'a> {
    /// Use of services, fitted to the base year.
    pub need: &'a NeedModel,
    /// Utility by cell and state.
    pub utility: &'a Utility,
    /// Lives that the law is applied to.
    pub lives: &'a Arc<Lives>,
    /// Who bears which tax.
    pub taxpayers: &'a Taxpayers,
    /// How those stand by wealth and income whom cells know by age and deprivation.
    pub placement: &'a Arc<Placement>,
    /// The people.
    pub people: &'a PeopleYear,
}

impl WorldState {
    /// A world at the start of the base year; `values` are those of its levers.
    pub fn start(
        name: String,
        (world, values, levers): (scenario::World, Vec<f64>, Levers),
        start: &WorldStart<'_>,
        year: Year,
        tables: &Tables,
    ) -> WorldState {
        let people = start.people;
        let need = start
            .need
            .need(&people.cells, &people.deaths, &[1.0; SERVICES], &NO_FACTORS);
        let activity = levers.services.base.by_service();
        WorldState {
            name,
            needs: Needs {
                model: start.need.clone(),
                feedback: Feedback::NONE,
                departures: Departures::default(),
            },
            utility: start.utility.clone(),
            laws: Laws::new(levers.charging),
            lifetimes: LifetimesHeld::new(start.lives.clone()),
            care: CareSide {
                assessment: Assessment::default(),
                delivered: CareYear::default(),
                working_age: WorkingAge::new(&levers.services.working_age, &people.cells),
                shadows: None,
            },
            services: ServicesState::start(&tables.services, &levers.services, &need),
            money: MoneySide::new(EconomyState::start(&levers.economy, year, &activity)),
            taxpayers: start.taxpayers.clone(),
            placement: start.placement.clone(),
            base: None,
            before: None,
            given: Given::new(world, values, levers),
        }
    }

    /// Reads the levers of a year, `index` years after the base year, and fills what access, money and programmes do to people's rates.
    /// `chances` are what the draw's year brings to every world.
    pub fn prepare(
        &mut self,
        year: Year,
        index: usize,
        people: &Cells,
        chances: &YearChances,
        rates: &mut RateFactors,
    ) {
        self.given.read(year, people);
        let (levers, factors) = (&self.given.levers, &self.given.factors);
        if let (Some(base), Some(before)) = (&self.base, &self.before) {
            self.needs.feedback = feedback(&before.access, &base.access, &levers.services.feedback);
        }
        self.needs.departures.step(levers, index, self.base.as_ref(), chances);
        fill_rates(
            (levers, factors),
            &self.needs.feedback,
            self.before.as_ref(),
            (index, self.needs.departures.factors()[Service::CareHome]),
            rates,
        );
    }

    /// Runs the year and gives all that a record is made of.
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
        others: FromOthers,
    ) -> Result<YearParts<'a>, YearError> {
        let levers = &self.given.levers;
        self.laws.move_price(levers, index);
        let now = Now {
            people,
            year,
            index,
            tables,
            levers,
            factors: &self.given.factors,
            base: self.base.as_ref(),
            before: self.before.as_ref(),
            price_of_care: self.laws.price_of_care,
        };
        let need = self.needs.of_year(&now);

        // What the law promises.
        let care = &mut self.care;
        care.move_shadows(population, self.laws.reformed(levers), levers.people.wealth_growth);
        let law = self.laws.of_year(&now, &need.multiplier, care.shadows.is_some());
        let terms = law.care_terms(&now, luck);
        assess(
            population,
            &people.care,
            &terms,
            care.shadows.as_ref(),
            &mut care.assessment,
        );
        let assessment = &care.assessment;
        let working_age = care
            .working_age
            .expected(&levers.services.working_age, &people.cells, index as f64);

        // What it costs, and what money there is.
        let bills = Bills::new(&now, assessment, &working_age);
        let bill = bills.now;
        let required = required_capacity(&now, &self.services, &need, &bill);
        let as_ever = required_capacity(&now, &self.services, &need, &bills.without);
        let input = money_input(&now, &need, &bill, assessment.taken_over, others.undecided_pressure);
        let required =
            self.money
                .capacity_that_meets(&now, &self.services, &need, &input, &required, (assessment, &bill));
        let of_year = self.money.budgets(
            &now,
            input,
            &bills,
            [&required, &as_ever],
            care.shadows.is_some(),
            others.money,
        );
        let mut budgets = of_year.budgets;
        within_their_purses(&budgets).map_err(|fault| YearError::new(&self.name, year, fault))?;

        // What the money reaches.
        let money = CareMoney::new(&budgets, now.price_of_care);
        let reached = reached(&now, &bill, &money);
        deliver(
            population,
            assessment,
            &reached.home,
            &terms,
            care.shadows.as_mut(),
            &mut care.delivered,
        );
        let delivered = &care.delivered;
        let hours_met = care_hours_met(delivered);

        // Twelve months.
        let reference = Reference::of(&now, &need.need, &budgets);
        let home_met = reached.share_at_home(assessment);
        let input = services_input(
            &now,
            (&need.need, self.services.waiting()),
            &budgets,
            home_met,
            hours_met,
            &reference,
        );
        let services = self.services.run_year(&input, &levers.services);

        // Books.
        let council = council_care(&now, &bill, &reached, &money, (delivered, &budgets));
        let accounts = settled(
            &now,
            &budgets,
            &services,
            (delivered, &working_age),
            (&council, of_year.anyway),
        )
        .map_err(|fault| YearError::new(&self.name, year, fault))?;
        // Money that nobody could use is no volume of care.
        let idle = budgets.public() - accounts.cost_public;
        budgets.change.volume -= idle - now.before.map_or(idle, |before| before.idle);
        let met = met(&services, hours_met);
        let cost_of_standards = cost_of_standards(&budgets, &required, &bill, &money);
        let lifetime = self.lifetimes.under(&now, &law);
        let home_care = home_care_hours(&now, assessment, &reached.home);
        let taxes = self.taxpayers.pay(&accounts.tax_paid, &tables.economy.incidence);
        let reform = of_year.unreformed.map_or(0.0, |before| {
            bill.delivered(&money, &reached) - before.delivered(&bills)
        });
        let health = HealthSummary::new(rates, people, &levers.health);

        // What later years remember.
        if now.base.is_none() {
            let users = assessment.bill.users + working_age.users.iter().sum::<f64>();
            self.base = Some(Base::left(
                &now,
                &need.need,
                (&budgets, &services),
                (&bill, &money),
                &reference,
                users,
            ));
        }
        self.before = Some(Before::left((&budgets, idle), &services, &reference, &met, hours_met));
        self.laws.price_of_care = money.price;

        Ok(YearParts {
            people,
            health,
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
            feedback: self.needs.feedback,
        })
    }

    /// How much more waits for each service at the end of last year than at that of the base year \[ratio\].
    pub fn pressure(&self) -> ByService {
        match (&self.base, &self.before) {
            (Some(base), Some(before)) => against(&before.pressure, &base.pressure),
            _ => [1.0; SERVICES],
        }
    }
    /// This year's levers.
    pub fn levers(&self) -> &Levers {
        &self.given.levers
    }
    /// Care of older people this year.
    pub fn care(&self) -> &CareYear {
        &self.care.delivered
    }
    /// What programmes add to utility, by cell and state, and what last year's access adds to everybody's.
    pub fn quality_of_life(&self) -> (Option<&[f32]>, f64) {
        (
            self.given.factors.table(Effect::QualityOfLife),
            self.needs.feedback.quality_of_life,
        )
    }
    /// Money that programmes pay to people, by group [£m].
    pub fn transfers(&self) -> ByGroup {
        let factors = &self.given.factors;
        let mut groups = factors.transfers;
        self.placement.place(&factors.transfers_by_class, &mut groups);
        groups
    }
    /// The same by age group and deprivation fifth together [£m].
    pub fn transfers_by_class(&self) -> ByClass {
        self.given.factors.transfers_by_class
    }
    /// How those stand by wealth and income whom cells know by age and deprivation.
    pub fn placement(&self) -> &Placement {
        &self.placement
    }
    /// Price of care against the base year's \[ratio\].
    pub fn price_of_care(&self) -> f64 {
        self.laws.price_of_care
    }
    /// Public money of the year [£m].
    pub fn public(&self) -> Option<f64> {
        self.before.as_ref().map(|before| before.budgets.public())
    }
}
