//! Which way each step of a world's year must go, and by how much where that can be said by hand.

use super::bill::{Bills, CareBill};
use super::books::cost_of_standards;
use super::law::Laws;
use super::money::{money_input, required_capacity};
use super::months::{Reference, services_input};
use super::need::NeedOfYear;
use super::now::{Base, Before, Now};
use super::rates::fill_rates;
use super::rationing::CareMoney;
use crate::economy::funding::Chances;
use crate::economy::workforce::Staffed;
use crate::economy::{Avoided, Budgets, EconomyState, MoneyInput};
use crate::people::{Cohort, Fit, PeopleYear, RateFactors, Rates};
use crate::projection::care::Assessment;
use crate::projection::levers::Levers;
use crate::projection::programmes::ProgrammeFactors;
use crate::projection::tables::Tables;
use crate::scenario::Scenario;
use crate::services::feedback::Feedback;
use crate::services::need_model::{NO_FACTORS, NeedModel};
use crate::services::working_age::WorkingAgeCare;
use crate::services::{Need, ServicesState};
use crate::world::access::Access;
use crate::world::axes::{DEPENDENCIES, FIFTHS};
use crate::world::service::SERVICES;
use crate::world::{ByService, Service, Year};

fn near(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-9 * one.abs().max(other.abs()).max(1.0)
}

/// England at its medians in the year after its base year, with what the base year left.
struct England {
    year: Year,
    tables: Tables,
    levers: Levers,
    factors: ProgrammeFactors,
    people: PeopleYear,
    need: Need,
    budgets: Budgets,
    base: Base,
    before: Before,
}

impl England {
    fn new() -> England {
        let scenario = Scenario::load("england", &[], &crate::projection::catalogue()).expect("England loads");
        let tables = Tables::load(&scenario).expect("its tables load");
        let (year, mut values) = (scenario.start_year, Vec::new());
        scenario.central().values(year, &mut values);
        let levers = Levers::of_place(&values);
        let fit = Fit::new(&tables.people, &levers.people);
        let rates = Rates::build(&tables.people, &fit, &levers.people, year, &RateFactors::default());
        let mut people = PeopleYear::default();
        Cohort::start(&fit, &levers.people, 1.0).observe(&rates, &mut people);
        let model = NeedModel::new(&tables.services, &levers.services, &people.cells, &people.deaths);
        let need = model.need(&people.cells, &people.deaths, &[1.0; SERVICES], &NO_FACTORS);
        let activity = levers.services.base.by_service();
        let budgets = EconomyState::start(&levers.economy, year, &activity).budget_year(
            &MoneyInput::first(year),
            &levers.economy,
            &tables.economy,
        );
        let access = Access {
            primary_care: [0.9; FIFTHS],
            community_health: 0.9,
            mental_health: 0.7,
            care_need: 0.8,
            eligible_care: 1.0,
            wait_weeks: 15.0,
            four_hour: 0.7,
            staffing: 0.9,
            care_received: 1.0,
        };
        let base = Base {
            levers,
            access,
            activity,
            money: budgets.money,
            need: need.total,
            pressure: [20.0; SERVICES],
            allocation: budgets.allocation.other,
            other_support: 0.0,
            other_charges: 0.0,
            charges_collected: 1.0,
            users: 1_000.0,
            older_care: 10_000.0,
            all_care: 20_000.0,
            population: people.people(),
            older_in_need: people.older_in_need(),
        };
        let before = Before {
            access,
            budgets: budgets.clone(),
            activity,
            unmet_nhs: 0.1,
            unmet_council: 0.2,
            need: need.total,
            pressure: [20.0; SERVICES],
            idle_capacity: [0.0; SERVICES],
            idle: 0.0,
        };
        England {
            year: year.plus(1),
            tables,
            levers,
            factors: ProgrammeFactors::default(),
            people,
            need,
            budgets,
            base,
            before,
        }
    }

    fn now(&self) -> Now<'_> {
        Now {
            people: &self.people,
            year: self.year,
            index: 1,
            tables: &self.tables,
            levers: &self.levers,
            factors: &self.factors,
            base: Some(&self.base),
            before: Some(&self.before),
            price_of_care: 1.0,
        }
    }

    fn need(&self) -> NeedOfYear {
        NeedOfYear {
            need: self.need.clone(),
            multiplier: [1.0; SERVICES],
            avoided: [Avoided::default(); SERVICES],
            chances: Chances::NONE,
        }
    }
}

/// Care of older people in homes for £60 million net and £40 million of charges, and nothing else.
fn bill() -> CareBill {
    CareBill {
        home: [0.0; DEPENDENCIES],
        care_home: 60.0,
        working_age_net: 0.0,
        working_age: 0.0,
        older: 100.0,
        other: 0.0,
        charge_rate: 0.4,
        assessed: 1.0,
        growth: 1.0,
    }
}

#[test]
fn a_list_thirteen_weeks_too_long_is_a_quarter_of_a_years_work_too_much() {
    let mut england = England::new();
    england.before.pressure[Service::PlannedAdmitted] += 13.0;
    england.before.pressure[Service::PrimaryCare] += 13.0;
    let excess = money_input(&england.now(), &england.need(), &bill(), 0.0, [1.0; SERVICES])
        .signs
        .excess;
    assert!(near(excess[Service::PlannedAdmitted], 0.25) && near(excess[Service::PlannedOutpatient], 0.0));
    assert_eq!(excess[Service::PrimaryCare], 0.0, "nothing else is told by a list");
}

#[test]
fn care_that_a_reform_takes_over_is_a_share_of_all_that_care_costs() {
    let england = England::new();
    let taken =
        |over: f64| money_input(&england.now(), &england.need(), &bill(), over, [1.0; SERVICES]).care_taken_over;
    assert!(near(taken(25.0), 0.25) && taken(500.0) == 1.0);
}

#[test]
fn the_same_care_at_a_higher_price_is_no_more_care() {
    let england = England::new();
    let state = ServicesState::start(&england.tables.services, &england.levers.services, &england.need);
    let required = |price: f64, times: f64| {
        let now = Now {
            price_of_care: price,
            ..england.now()
        };
        let cost = price * times * england.base.all_care / bill().gross();
        let bill = CareBill {
            care_home: bill().care_home * cost,
            older: bill().older * cost,
            ..bill()
        };
        required_capacity(&now, &state, &england.need(), &bill)[Service::HomeCare]
            / england.base.activity[Service::HomeCare]
    };
    assert!(near(required(1.0, 1.0), 1.0) && near(required(1.25, 1.0), 1.0));
    assert!(near(required(1.25, 1.1), 1.1));
}

#[test]
fn newcomers_to_care_are_assessed_and_supported_as_far_as_they_are_said_to_be() {
    let mut england = England::new();
    let assessment = |users: f64| {
        let mut assessment = Assessment::default();
        (assessment.without.users, assessment.bill.users) = (1_000.0, users);
        assessment
    };
    for (support, assessed) in [(0.0, 1.0), (0.25, 1.05), (1.0, 1.2)] {
        england.levers.economy.council.support_for_newcomers = support;
        let bills = Bills::new(&england.now(), &assessment(1_200.0), &WorkingAgeCare::default());
        assert!(near(bills.now.assessed, assessed), "{support}: {}", bills.now.assessed);
        assert!(near(bills.without.assessed, 1.0));
    }
}

#[test]
fn longer_visits_make_all_care_at_home_dearer_whoever_pays_for_it() {
    let mut england = England::new();
    let mut assessment = Assessment::default();
    (assessment.bill.home[2], assessment.bill.charges_home[2]) = (60.0, 40.0);
    let home = |england: &England| {
        let bills = Bills::new(&england.now(), &assessment, &WorkingAgeCare::default());
        bills.now.home[2]
    };
    assert!(near(home(&england), 60.0));
    // A fifth less care for the hours paid is a quarter more hours for the same care; what users pay stays.
    let conditions = &mut england.levers.economy.care_conditions;
    (conditions.short_visits_ended, conditions.short_visits_cost) = (true, 0.2);
    assert!(near(home(&england), 60.0 + 0.25 * 100.0));
}

#[test]
fn what_is_missing_of_care_costs_what_care_has_come_to_cost() {
    let england = England::new();
    let money = CareMoney {
        price: 1.1,
        dearer: 1.1,
        given: 65.0,
        support: 10.0,
    };
    assert!(near(money.available(), 50.0), "£55 million buy what £50 million did");
    // The NHS needs nothing that it has not got.
    let cost = cost_of_standards(&england.budgets, &england.budgets.capacity, &bill(), &money);
    assert!(near(cost, 1.1 * (bill().net() - 50.0)), "{cost}");
}

#[test]
fn more_need_in_a_care_home_makes_a_place_dearer_and_more_need_at_home_hours_longer() {
    let england = England::new();
    let of = |multiplier: &ByService| {
        let law = Laws::new(england.levers.charging).of_year(&england.now(), multiplier, false);
        (law.fees.residential, law.fees.nursing, law.rules.hours_high)
    };
    let plain = of(&[1.0; SERVICES]);
    let (mut homes, mut at_home) = ([1.0; SERVICES], [1.0; SERVICES]);
    (homes[Service::CareHome], at_home[Service::HomeCare]) = (1.2, 1.5);
    let deeper = of(&homes);
    assert!(near(deeper.0, 1.2 * plain.0) && near(deeper.1, 1.2 * plain.1) && deeper.2 == plain.2);
    let longer = of(&at_home);
    assert!(longer.0 == plain.0 && longer.1 == plain.1 && near(longer.2, 1.5 * plain.2));
}

#[test]
fn care_grows_dearer_by_the_prices_of_its_inputs_and_cheaper_by_what_is_done_with_them() {
    let mut england = England::new();
    let prices = &mut england.levers.economy.prices;
    (prices.care_pay_share, prices.care_pay_growth) = (1.0, 0.03);
    let mut price = |productivity: f64| {
        england.levers.economy.prices.care_productivity = productivity;
        let mut laws = Laws::new(england.levers.charging);
        laws.move_price(&england.levers, 0);
        assert_eq!(laws.price_of_care, 1.0, "the base year is what prices are held against");
        laws.move_price(&england.levers, 1);
        laws.price_of_care
    };
    assert!(near(price(0.0), 1.03) && near(price(0.01), 1.03 / 1.01));
}

#[test]
fn patients_who_move_to_where_there_is_room_are_treated_besides_and_homes_without_staff_keep_patients_in_hospital() {
    let mut england = England::new();
    let reference = Reference::of(&england.now(), &england.need, &england.budgets);
    let given = |england: &England, wait: f64| {
        let mut budgets = england.budgets.clone();
        budgets.channels.wait = wait;
        let input = services_input(
            &england.now(),
            (&england.need, [1_000.0, 500.0]),
            &budgets,
            1.0,
            1.0,
            &reference,
        );
        (input.capacity, input.discharge.care_home)
    };
    let (usual, shorter) = (given(&england, 0.0), given(&england, -0.1));
    let more = |service: Service| shorter.0[service] - usual.0[service];
    assert!(near(more(Service::PlannedOutpatient), 100.0) && near(more(Service::PlannedAdmitted), 50.0));
    assert_eq!(more(Service::MentalHealth), 0.0);
    // As many carers for a quarter more people in need.
    england.base.older_in_need /= 1.25;
    let fewer = given(&england, 0.0).1;
    assert!(near(fewer, usual.1 / 1.25), "{fewer} {}", usual.1);
}

#[test]
fn what_inspection_no_longer_sees_in_hospitals_costs_lives_and_in_care_it_costs_health() {
    let mut england = England::new();
    let mut rates = |nhs: f64, care: f64| {
        england.before.budgets.inspection[Staffed::Nhs] = nhs;
        england.before.budgets.inspection[Staffed::Care] = care;
        england.before.budgets.channels.mortality = 1.0;
        england.before.budgets.allocation.mortality = [1.0; FIFTHS];
        let mut rates = RateFactors::default();
        fill_rates(
            (&england.levers, &england.factors),
            &Feedback::NONE,
            Some(&england.before),
            (1, 1.0),
            &mut rates,
        );
        [rates.mortality[0], rates.dependency_onset[0]].map(f64::from)
    };
    let close = |found: [f64; 2], wanted: [f64; 2]| found.iter().zip(wanted).all(|(one, two)| (one - two).abs() < 1e-6);
    assert!(close(rates(0.0, 0.0), [1.0, 1.0]));
    assert!(close(rates(0.1, 0.0), [1.1, 1.0]) && close(rates(0.0, 0.1), [1.0, 1.1]));
}

#[test]
fn need_for_care_homes_grows_from_the_base_year_on() {
    let mut england = England::new();
    england.levers.services.growth.care_home = 0.02;
    let entry = |index: usize| {
        let mut rates = RateFactors::default();
        fill_rates(
            (&england.levers, &england.factors),
            &Feedback::NONE,
            None,
            (index, 1.0),
            &mut rates,
        );
        f64::from(rates.care_home_entry[0])
    };
    assert!((entry(0) - 1.0).abs() < 1e-6 && (entry(1) - 1.02).abs() < 1e-6);
    assert!((entry(10) - libm::pow(1.02, 10.0)).abs() < 1e-6);
}
