//! Whole years of money: the identities that every run must keep.

use std::sync::LazyLock;

use proptest::prelude::*;

use super::central;
use super::closure::Closure;
use super::governance::Regime;
use super::sector::{Sector, in_hospital};
use super::workforce::Staffed;
use super::{Budgets, CouncilCare, Delivered, EconomyLevers, EconomyState, EconomyTables, MoneyInput, settle};
use crate::world::service::SERVICES;
use crate::world::{ByService, LeverKind, Levers, Pence, Service, Year};

/// Activity of England in the base year, as it is shipped.
pub(super) static ACTIVITY: LazyLock<ByService> = LazyLock::new(|| {
    let services: toml::Table = include_str!("../../scenarios/assumptions/services.toml")
        .parse()
        .expect("the assumptions are TOML");
    let base = services["services"]["base_activity"]
        .as_table()
        .expect("activity by service");
    Service::ALL.map(|service| {
        let value = &base[service.key()]["value"];
        let whole = value.as_integer().map(|whole| whole as f64);
        whole.or_else(|| value.as_float()).expect("one number for each service")
    })
});
pub(super) const BASE: Year = Year(2024);

fn run(base: &EconomyLevers, levers: &EconomyLevers, tables: &EconomyTables, years: usize) -> Vec<Budgets> {
    let mut state = EconomyState::start(base, BASE, &ACTIVITY);
    (0..years)
        .map(|index| {
            let input = MoneyInput {
                year_index: index,
                unmet_nhs: 0.1,
                unmet_council: 0.3,
                ..MoneyInput::first(BASE.plus(index as u16))
            };
            state.budget_year(&input, levers, tables)
        })
        .collect()
}

fn close(one: f64, two: f64) -> bool {
    (one - two).abs() <= 1e-9 * one.abs().max(two.abs()).max(1.0)
}

#[test]
fn private_patients_who_bring_less_than_they_cost_are_a_loss_of_the_nhs_and_pay_no_less_than_nothing() {
    let (levers, tables) = (central::levers(), central::tables());
    let mut year = run(&levers, &levers, &tables, 1).remove(0);
    let before = settle(&year, &Delivered::default()).unwrap();
    year.private_patients = -20.0;
    let after = settle(&year, &Delivered::default()).unwrap();
    assert_eq!(after.private_care, before.private_care);
    assert!((after.cost_nhs - before.cost_nhs - 20.0).abs() < 1e-6);
    assert_eq!(after.ledger.trial_balance(), Pence::ZERO);
    year.private_patients = 20.0;
    assert!((settle(&year, &Delivered::default()).unwrap().private_care - before.private_care - 20.0).abs() < 1e-6);
}

#[test]
fn the_base_year_reproduces_its_own_envelopes_and_activity() {
    let (levers, tables) = (central::levers(), central::tables());
    let year = &run(&levers, &levers, &tables, 1)[0];
    for service in Service::ALL {
        let at = service.index();
        assert!(
            close(year.capacity[at], ACTIVITY[at]),
            "{}: {}",
            service.key(),
            year.capacity[at]
        );
    }
    assert!(close(year.envelopes[0] + year.envelopes[2], 204_704.0));
    assert!(year.tax_needed.abs() < 1e-6);
    assert_eq!(year.change.total(), 0.0);
    let accounts = settle(year, &Delivered::default()).unwrap();
    assert!(
        (accounts.cost_nhs - year.envelopes[0]).abs() < 1e-3,
        "{}",
        accounts.cost_nhs
    );
    assert!((accounts.cost_council - year.envelopes[1]).abs() < 1e-3);
    assert!((accounts.cost_public - year.public()).abs() < 1e-3);
    assert!((accounts.nhs_transfer - levers.nhs.transfer_to_councils).abs() < 1e-3);
    // Gross spending on care is met by councils, the NHS and users together.
    let care = accounts.cost_council + accounts.nhs_transfer + year.council_charges;
    assert!((care - levers.council.gross_spending - levers.nhs.transfer_to_councils).abs() < 1e-3);
}

#[test]
fn capacity_grows_about_as_fast_as_demand_did_under_the_plans() {
    let (levers, tables) = (central::levers(), central::tables());
    let years = run(&levers, &levers, &tables, 11);
    let growth = |at: usize| (years[10].capacity[at] / years[0].capacity[at]).ln() / 10.0;
    // All that hospitals can do, at what it cost in the base year: how much of it emergencies take is not money's to say.
    let volume = |year: &Budgets| -> f64 {
        let hospital = Service::ALL.into_iter().filter(|service| in_hospital(*service));
        hospital
            .map(|service| year.exchange[service].unit_cost * year.capacity[service])
            .sum()
    };
    let hospital = (volume(&years[10]) / volume(&years[0])).ln() / 10.0;
    assert!(
        (0.005..0.04).contains(&hospital),
        "hospital capacity grows {hospital} a year"
    );
    let care = growth(Service::HomeCare.index());
    assert!((0.0..0.04).contains(&care), "home care grows {care} a year");
    assert!(
        years[10].staff[Staffed::Nhs].vacancy_rate < 0.15,
        "vacancies {}",
        years[10].staff[Staffed::Nhs].vacancy_rate
    );
}

#[test]
fn the_change_in_cost_is_volume_plus_price_less_productivity() {
    let (levers, tables) = (central::levers(), central::tables());
    let years = run(&levers, &levers, &tables, 12);
    for pair in years.windows(2) {
        let change = pair[1].public() - pair[0].public();
        assert!(
            (pair[1].change.total() - change).abs() < 1e-6,
            "{change} {:?}",
            pair[1].change
        );
    }
}

#[test]
fn a_change_of_structure_is_paid_for_whichever_way_it_goes() {
    let (base, tables) = (central::levers(), central::tables());
    let mut cost = Vec::new();
    for regime in [Regime::Market, Regime::Planned] {
        let mut levers = base;
        levers.governance.regime = regime;
        let years = run(&base, &levers, &tables, 8);
        assert_eq!(years[0].reorganisation, 0.0, "the base year is as it was");
        cost.push(years.iter().map(|year| year.reorganisation).sum::<f64>());
        assert!(years[1].productivity[0] < run(&base, &base, &tables, 2)[1].productivity[0]);
        assert_eq!(years[7].reorganisation, 0.0);
    }
    assert!(close(cost[0], cost[1]));
    assert!(close(cost[0], base.governance.reorganisation_cost));
}

#[test]
fn for_the_sceptic_structure_only_costs_its_change() {
    let (mut base, tables) = (central::levers(), central::tables());
    let governance = &mut base.governance;
    (governance.transaction_share, governance.planning_share) = (0.0, 0.0);
    governance.productivity_effect = 0.0;
    let mut planned = base;
    planned.governance.regime = Regime::Planned;
    let (still, moved) = (run(&base, &base, &tables, 10), run(&base, &planned, &tables, 10));
    assert!(moved[2].capacity[4] < still[2].capacity[4]);
    assert!(close(moved[9].capacity[4], still[9].capacity[4]));
}

#[test]
fn doubling_money_fixed_charges_and_staff_doubles_totals_and_leaves_rates() {
    let (one, tables) = (central::levers(), central::tables());
    let mut two = one;
    for money in [
        &mut two.nhs.envelope,
        &mut two.nhs.transfer_to_councils,
        &mut two.council.gross_spending,
        &mut two.public_health.grant,
        &mut two.charges.prescription_income,
        &mut two.charges.dental_income,
        &mut two.pfi.unitary_charges,
        &mut two.governance.reorganisation_cost,
    ] {
        *money *= 2.0;
    }
    two.workforce.iter_mut().for_each(|staff| staff.staff *= 2.0);
    let (single, double) = (run(&one, &one, &tables, 6), run(&two, &two, &tables, 6));
    for (one, two) in single.iter().zip(&double) {
        assert!(close(2.0 * one.public(), two.public()));
        assert!(close(2.0 * one.agency, two.agency));
        for of in Staffed::ALL {
            assert!(close(one.staff[of].vacancy_rate, two.staff[of].vacancy_rate));
        }
        for at in 0..SERVICES {
            // The same activity at twice the money is twice the unit cost: capacity is unchanged.
            assert!(close(one.capacity[at], two.capacity[at]));
        }
    }
}

#[test]
fn under_standards_access_is_given_and_tax_follows() {
    let (mut levers, tables) = (central::levers(), central::tables());
    let mut state = EconomyState::start(&levers, BASE, &ACTIVITY);
    let required = ACTIVITY.map(|activity| activity * 1.1);
    let input = MoneyInput {
        required: Some(required),
        ..MoneyInput::first(BASE)
    };
    let under_budget = state.budget_year(&input, &levers, &tables);
    let cost = under_budget.cost_of_standards(&required);
    assert!(cost > 10_000.0, "{cost}");
    levers.closure.closure = Closure::Standards;
    let mut state = EconomyState::start(&levers, BASE, &ACTIVITY);
    let met = state.budget_year(&input, &levers, &tables);
    for (met, required) in met.capacity.iter().zip(&required) {
        assert!(close(*met, *required));
    }
    assert!((met.tax_needed - cost).abs() < 1e-3, "{} {cost}", met.tax_needed);
    settle(&met, &Delivered::default()).unwrap();
}

#[test]
fn lower_charges_leave_less_care_unless_tax_pays() {
    let (levers, tables) = (central::levers(), central::tables());
    let year = |rate: f64, tax: f64| {
        let mut state = EconomyState::start(&levers, BASE, &ACTIVITY);
        let first = MoneyInput {
            charge_rate: Some(0.2),
            ..MoneyInput::first(BASE)
        };
        state.budget_year(&first, &levers, &tables);
        let next = MoneyInput {
            year_index: 1,
            charge_rate: Some(rate),
            entitlements_from_tax: tax,
            ..MoneyInput::first(Year(2025))
        };
        state.budget_year(&next, &levers, &tables)
    };
    let (now, free) = (year(0.2, 0.0), year(0.0, 0.0));
    assert!(free.care_money < now.care_money && free.council_charges == 0.0);
    let paid = year(0.0, now.council_charges);
    assert!((paid.care_money - now.care_money).abs() < 1.0);
    assert!((paid.tax_needed - now.tax_needed - now.council_charges).abs() < 1e-6);
}

#[test]
fn nhs_money_grows_by_what_a_doubling_of_the_wait_brings_and_shrinks_as_much_where_it_halves() {
    let (mut levers, tables) = (central::levers(), central::tables());
    levers.nhs.follows_waits = 0.02;
    levers.nhs.most_followed = 0.03;
    levers.nhs.follow_published = false;
    let path = |times: f64| {
        let mut state = EconomyState::start(&levers, BASE, &ACTIVITY);
        state.budget_year(&MoneyInput::first(BASE), &levers, &tables);
        let next = MoneyInput {
            year_index: 1,
            undecided_pressure: [times; SERVICES],
            ..MoneyInput::first(Year(2025))
        };
        state.budget_year(&next, &levers, &tables).envelopes[0]
    };
    let as_before = path(1.0);
    for (times, more) in [(2.0, 0.02), (0.5, -0.02), (4.0, 0.03), (0.01, -0.03)] {
        assert!(
            (path(times) / as_before - 1.0 - more).abs() < 1e-9,
            "{times}: {}",
            path(times) / as_before
        );
    }
}

#[test]
fn money_paid_to_people_is_tax_to_be_raised_and_no_cost_of_care() {
    let (levers, tables) = (central::levers(), central::tables());
    let year = run(&levers, &levers, &tables, 1).remove(0);
    let settled = |transfers: f64| {
        let mut year = year.clone();
        year.programmes.transfers = transfers;
        settle(&year, &Delivered::default()).expect("the books close")
    };
    let (none, paid) = (settled(0.0), settled(150.0));
    assert!((paid.tax_needed - none.tax_needed - 150.0).abs() < 1e-6);
    assert!((paid.tax_paid.iter().sum::<f64>() - none.tax_paid.iter().sum::<f64>() - 150.0).abs() < 1e-6);
    assert_eq!((paid.cost_public, paid.transfers), (none.cost_public, 150.0));
}

/// Values of the levers, central but for those replaced.
fn values() -> Vec<f64> {
    central::values()
}

#[test]
fn every_lever_at_either_end_keeps_numbers_finite_and_the_books_closed() {
    let tables = central::tables();
    let base = central::levers();
    for (at, spec) in EconomyLevers::SPECS.iter().enumerate() {
        let ends = match spec.kind {
            LeverKind::Choice(words) => vec![0.0, words.len() as f64 - 1.0],
            _ => vec![spec.low, spec.high],
        };
        for end in ends {
            let mut values = values();
            values[at] = end;
            let levers = EconomyLevers::read(&values);
            for start in [&base, &levers] {
                for year in run(start, &levers, &tables, 5) {
                    let accounts = settle(&year, &Delivered::default())
                        .unwrap_or_else(|error| panic!("{} = {end}: {error}", spec.key));
                    assert!(accounts.cost_total.is_finite(), "{} = {end}", spec.key);
                    assert!(
                        year.capacity.iter().all(|c| c.is_finite() && *c >= 0.0),
                        "{} = {end}",
                        spec.key
                    );
                    for staff in &year.staff {
                        assert!((0.0..=1.0).contains(&staff.vacancy_rate), "{} = {end}", spec.key);
                    }
                    assert!(year.gdp.is_finite() && year.onset.is_finite() && year.delayed_discharge() >= 0.0);
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn the_ledger_closes_in_any_world(
        seeds in prop::collection::vec(0.0..1.0f64, EconomyLevers::SPECS.len()),
        money in prop::collection::vec(0.0..30_000.0f64, 6),
        unmet in (0.0..1.0f64, 0.0..1.0f64), nudge in 0.0..0.3f64,
    ) {
        let tables = central::tables();
        let mut values = values();
        for ((value, seed), spec) in values.iter_mut().zip(&seeds).zip(EconomyLevers::SPECS) {
            match spec.kind {
                LeverKind::Choice(words) => *value = (seed * words.len() as f64).floor(),
                LeverKind::Switch => *value = (seed * 2.0).floor(),
                // A bounded step towards a random point between the bounds, so that worlds stay worlds.
                LeverKind::Number => *value += nudge * (0.1 * seed) * (spec.high.min(2.0 * value.abs() + 0.01) - *value),
            }
        }
        let levers = EconomyLevers::read(&values);
        let base = central::levers();
        let mut state = EconomyState::start(&base, BASE, &ACTIVITY);
        for index in 0..6usize {
            let mut input = MoneyInput {
                year_index: index, unmet_nhs: unmet.0, unmet_council: unmet.1,
                required: Some(ACTIVITY.map(|a| a * (1.0 + nudge))),
                entitlements_from_tax: money[0],
                ..MoneyInput::first(BASE.plus(index as u16))
            };
            input.programmes.nhs = money[1] / 10.0;
            input.programmes.tax = money[2];
            input.programmes.outside = money[3];
            let year = state.budget_year(&input, &levers, &tables);
            let delivered = Delivered {
                council: Some(CouncilCare { care: money[5], support: money[0] / 10.0, charges: money[4] / 10.0 }), anyway: None,
                self_funded_home: money[5], self_funded_homes: money[0],
                private_care: money[1], disability_benefits: money[2], unpaid_care: money[3],
            };
            let accounts = settle(&year, &delivered).unwrap();
            prop_assert_eq!(accounts.ledger.trial_balance(), Pence::ZERO);
            let parts = accounts.cost_nhs + accounts.cost_council + accounts.cost_public_health + input.programmes.tax;
            prop_assert!((accounts.cost_public - parts).abs() < 1e-3);
            prop_assert!((accounts.tax_paid.iter().sum::<f64>() - accounts.cost_public).abs() < 1e-3);
        }
    }

    #[test]
    fn more_nhs_money_is_never_less_nhs_capacity(more in 0.0..40_000.0f64) {
        let (base, tables) = (central::levers(), central::tables());
        let mut richer = base;
        richer.nhs.addition = more;
        let (now, then) = (run(&base, &base, &tables, 4), run(&base, &richer, &tables, 4));
        for (one, two) in now.iter().zip(&then) {
            for service in Sector::Nhs.services() {
                let at = service.index();
                prop_assert!(two.capacity[at] >= one.capacity[at] * (1.0 - 1e-9), "{} {}", service.key(), more);
            }
        }
    }
}
