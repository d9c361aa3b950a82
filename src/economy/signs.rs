//! Which way each lever of the money side must go, and by how much where that can be said by hand: written from what the
//! lever is for, not from how it is coded.

use super::central;
use super::decomposition::{CostLevel, decompose};
use super::ledger::{Account, Ledger};
use super::sector::Sector;
use super::tax::TaxSource;
use super::tests::{ACTIVITY, BASE};
use super::workforce::Staffed;
use super::{Budgets, EconomyLevers, EconomyState, MoneyInput, funding};
use crate::economy::balance::Signs;
use crate::world::service::SERVICES;
use crate::world::{Pence, Service};

fn near(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-9 * one.abs().max(other.abs()).max(1.0)
}

/// Years of money under levers that hold in the base year too.
fn years(number: usize, change: impl Fn(&mut EconomyLevers)) -> Vec<Budgets> {
    let mut levers = central::levers();
    change(&mut levers);
    let tables = central::tables();
    let mut state = EconomyState::start(&levers, BASE, &ACTIVITY);
    (0..number)
        .map(|index| {
            let mut input = MoneyInput::first(BASE.plus(index as u16));
            input.year_index = index;
            state.budget_year(&input, &levers, &tables)
        })
        .collect()
}

// Money and prices.

#[test]
fn outturns_differ_from_plans_by_what_is_said_and_in_its_direction() {
    let tables = central::tables();
    let into = |deviation: f64| {
        let mut levers = central::levers();
        levers.nhs.plan_deviation = deviation;
        funding::growth(&levers, &tables.growth, BASE, BASE.plus(1))[Sector::Nhs]
    };
    assert!(near(into(0.01) - into(0.0), 0.01) && near(into(-0.01) - into(0.0), -0.01));
}

#[test]
fn prices_rise_by_pay_and_other_prices_in_their_shares() {
    let mut prices = central::levers().prices;
    (prices.nhs_pay_share, prices.care_pay_share) = (0.6, 0.8);
    (prices.nhs_pay_growth, prices.care_pay_growth, prices.other_price_growth) = (0.02, 0.03, -0.01);
    let growth = prices.input_price_growth();
    assert!(near(growth[Sector::Nhs], 0.6 * 0.02 - 0.4 * 0.01));
    assert!(near(growth[Sector::Council], 0.8 * 0.03 - 0.2 * 0.01));
}

#[test]
fn fixed_costs_follow_the_envelope_as_far_as_they_are_said_to() {
    let fixed = |adjustment: f64| {
        let run = years(3, |levers| {
            levers.capacity.fixed_adjustment = adjustment;
            // The same growth every year: one that departs from it by chance is not what is asked here.
            levers.money_deviation.nhs = 0.0;
            levers.nhs.follow_published = false;
            levers.nhs.real_growth = 0.1;
        });
        let of = |year: &Budgets| year.off_the_top[Service::PlannedAdmitted.index()].fixed;
        of(&run[2]) / of(&run[0])
    };
    assert!(near(fixed(0.0), 1.0));
    assert!(near(fixed(1.0), 1.21), "two years of a tenth more: {}", fixed(1.0));
    assert!(fixed(0.5) > 1.0 && fixed(0.5) < 1.21);
}

#[test]
fn dearer_inputs_are_the_part_of_a_change_in_cost_that_prices_made() {
    let level = |cost: f64, price: f64, productivity: f64| CostLevel {
        cost,
        price,
        productivity,
    };
    // The same volume at a tenth more is a change of price; the same money at a tenth more is less volume.
    let dearer = decompose(&level(100.0, 1.0, 1.0), &level(110.0, 1.1, 1.0));
    assert!(near(dearer.price, 10.0) && dearer.volume.abs() < 1e-9);
    let less = decompose(&level(100.0, 1.0, 1.0), &level(100.0, 1.1, 1.0));
    assert!(less.price > 0.0 && less.volume < 0.0);
    let leaner = decompose(&level(110.0, 1.0, 1.0), &level(100.0, 1.0, 1.1));
    assert!(near(leaner.productivity, 10.0) && leaner.volume.abs() < 1e-9);
}

// Who pays.

#[test]
fn councils_own_money_comes_from_council_tax_in_the_share_that_is_said() {
    let mut tax = central::levers().tax;
    for share in [0.0, 0.6, 1.0] {
        tax.council_tax_share = share;
        let mix = tax.council();
        assert!(near(mix[TaxSource::CouncilTax], share) && near(mix.iter().sum::<f64>(), 1.0));
    }
    tax.council_tax_share = 0.6;
    let paid = tax.mix().paid(1_000.0, [900.0, 100.0]);
    assert!(
        near(paid[TaxSource::CouncilTax], 60.0),
        "nothing national is council tax"
    );
}

#[test]
fn prescription_charges_bring_money_in_proportion_to_charge_and_items() {
    let mut charges = central::levers().charges;
    charges.prescription_charge = 2.0 * charges.prescription_charge_base;
    let mut ratio = [1.0; SERVICES];
    ratio[Service::Prescribing] = 0.9;
    let income = charges.income(&ratio, 0.0)[Service::Prescribing];
    assert!(near(income, 1.8 * charges.prescription_income));
}

#[test]
fn unpaid_care_and_money_passed_on_are_in_no_total() {
    let mut ledger = Ledger::default();
    let millions = Pence::from_millions;
    ledger.post(
        Account::UnpaidCarers,
        Account::UnpaidCare,
        millions(100.0),
        "unpaid care",
    );
    ledger.post(
        Account::SelfFunders,
        Account::Provider(Service::HomeCare),
        millions(5.0),
        "self-funded",
    );
    ledger.post(Account::Nhs, Account::Councils, millions(3.0), "NHS money for care");
    ledger.post(
        Account::Councils,
        Account::Provider(Service::HomeCare),
        millions(3.0),
        "care",
    );
    ledger.fund(Account::Treasury, Account::Nhs, "NHS funding");
    assert!(near(ledger.cost_total(), 8.0) && near(ledger.cost_public(), 3.0));
    assert!(near(ledger.cost_nhs(), 3.0) && near(ledger.cost_council(), 0.0));
}

// Structure.

#[test]
fn contracting_costs_as_much_as_there_is_market() {
    let governance = central::levers().governance;
    let share = |intensity: f64| governance.channels(intensity, 0.0).transaction_share;
    assert_eq!(share(0.0), 0.0);
    assert!(near(share(governance.base_intensity), governance.transaction_share));
    assert!(near(
        share(1.0),
        governance.transaction_share / governance.base_intensity
    ));
}

#[test]
fn private_provision_acts_on_deaths_that_care_can_prevent_only() {
    let mut governance = central::levers().governance;
    (governance.treatable_share, governance.private_mortality) = (0.2, 0.004);
    governance.private_share = governance.private_share_base + 0.1;
    // Ten points more, four in a thousand each, of a fifth of deaths.
    let mortality = governance.channels(governance.base_intensity, 0.0).mortality;
    assert!(near(mortality, 1.008), "{mortality}");
}

#[test]
fn no_more_moves_than_a_share_of_what_is_pooled() {
    let mut pooling = central::levers().pooling;
    (
        pooling.reallocation_effectiveness,
        pooling.yearly_limit,
        pooling.total_limit,
    ) = (1.0, 0.2, 0.1);
    let share = pooling.base_share + 0.2;
    let moved = (0..50).fold(0.0, |moved, _| pooling.year(share, 1_000.0, 0.0, 1.0, moved).transfer);
    assert!(near(moved, 0.1 * 0.2 * 1_000.0), "{moved}");
}

#[test]
fn renegotiating_contracts_costs_its_share_once() {
    let mut pfi = central::levers().pfi;
    pfi.renegotiation_cost = 0.8;
    let once = |more: f64| pfi.one_off(BASE, BASE, more);
    assert!(near(once(0.5), 0.5 * 0.8 * pfi.unitary_charges));
    assert_eq!(once(-0.5), 0.0, "undoing it pays nothing back");
    let charged = years(3, |levers| levers.pfi.renegotiation_cost = 0.8);
    let bought = years(3, |levers| {
        levers.pfi.renegotiation_cost = 0.8;
        levers.pfi.renegotiated_share = 0.5;
    });
    assert!(bought[1].pfi > charged[1].pfi && bought[2].pfi < charged[2].pfi);
}

#[test]
fn sanctions_make_watching_a_guarantee_dearer() {
    let mut guarantees = central::levers().guarantees;
    guarantees.four_hours = true;
    (guarantees.monitoring_cost, guarantees.enforcement_cost_ratio) = (20.0, 3.0);
    assert_eq!(guarantees.year().cost, 20.0);
    guarantees.enforced = true;
    assert_eq!(guarantees.year().cost, 60.0);
    guarantees.gp_appointment = true;
    assert_eq!(guarantees.year().cost, 120.0);
}

#[test]
fn a_shift_from_hospital_goes_to_general_practice_in_its_share_and_to_community_services_for_the_rest() {
    let mut balance = central::levers().balance;
    balance.primary_care_growth = 0.0;
    balance.community_health_growth = 0.0;
    balance.mental_health_growth = 0.0;
    balance.hospital_growth = 0.0;
    balance.dental_growth = 0.0;
    (balance.shift_from_hospital, balance.shift_to_primary_care) = (0.01, 0.8);
    let shares = balance.shares();
    let moved = balance.move_shares(&shares, &Signs::NONE, &[1.0; SERVICES]);
    let gained = |service: Service| moved[service] - shares[service];
    let (practice, community) = (gained(Service::PrimaryCare), gained(Service::CommunityHealth));
    assert!(near(practice, 4.0 * community) && community > 0.0);
    balance.shift_from_hospital = 0.0;
    balance.admitted_to_outpatient = 0.1;
    let turned = balance.move_shares(&shares, &Signs::NONE, &[1.0; SERVICES]);
    assert!(near(
        turned[Service::PlannedAdmitted],
        0.9 * shares[Service::PlannedAdmitted]
    ));
    assert!(turned[Service::PlannedOutpatient] > shares[Service::PlannedOutpatient]);
}

#[test]
fn money_for_the_deep_end_goes_to_the_most_deprived_fifth_from_all() {
    let mut allocation = central::levers().allocation;
    allocation.primary_care_slope = 0.0;
    allocation.deep_end = 0.03;
    let each = allocation.year(0.0).primary_care;
    // Three hundredths of everybody's money is fifteen more for each hundred there, less the three that they give.
    assert!(
        near(each[0], 1.12) && each[1..].iter().all(|own| near(*own, 0.97)),
        "{each:?}"
    );
}

#[test]
fn prevention_takes_the_years_it_is_said_to_take() {
    let mut prevention = central::levers().prevention;
    prevention.lag_years = 10.0;
    assert!(near(prevention.mature(1.0, 2.0), 1.1) && near(prevention.mature(1.1, 2.0), 1.19));
    assert!(prevention.onset(1.1) < 1.0, "a larger grant, fewer illnesses");
    assert!(prevention.onset(0.9) > 1.0);
}

// Staff.

#[test]
fn higher_wages_outside_and_empty_posts_make_staff_leave() {
    for terms in Staffed::ALL.map(|of| central::levers().staff_terms(of)) {
        let start = terms.start();
        let leave = |outside: f64, filled: f64| {
            let mut before = start;
            before.filled *= filled;
            terms.year(&before, 1.0, outside, 1.0).turnover
        };
        assert!(near(leave(1.0, 1.0), terms.levers.turnover));
        assert!(leave(1.05, 1.0) > leave(1.0, 1.0) && leave(0.95, 1.0) < leave(1.0, 1.0));
        assert!(
            leave(1.0, 0.9) >= leave(1.0, 1.0),
            "work that nobody shares drives people away"
        );
        let programme = terms.year(&start, 1.0, 1.0, 0.9);
        assert!(near(programme.turnover, 0.9 * terms.levers.turnover));
    }
    assert!(
        central::levers().workforce[Staffed::Nhs].turnover_staffing_elasticity < 0.0,
        "the sign is seen above"
    );
}

#[test]
fn agency_staff_do_the_part_of_the_missing_work_that_they_cover() {
    let mut levers = central::levers();
    levers.workforce[Staffed::Nhs].vacancy_rate = 0.1;
    let kept = |cover: f64| {
        levers.workforce[Staffed::Nhs].agency_cover = cover;
        let terms = levers.staff_terms(Staffed::Nhs);
        // Money for a tenth more posts, and nobody to be hired.
        terms.year(&terms.start(), 1.1, 1.0, 1.0)
    };
    let [none, some, all] = [0.0, 0.8, 1.0].map(kept);
    assert!(none.limit < some.limit && some.limit < all.limit && near(all.limit, 1.0));
    let vacancy = some.vacancy_rate;
    assert!(near(some.limit, (1.0 - 0.2 * vacancy) / (1.0 - 0.2 * 0.1)));
    assert_eq!(none.agency, 0.0);
    assert!(near(all.agency, some.agency / 0.8));
}

#[test]
fn each_sectors_pay_stands_against_its_own_growth() {
    let leave = |nhs: f64, care: f64| {
        let last = years(4, |levers| {
            levers.prices.nhs_pay_growth = nhs;
            levers.prices.care_pay_growth = care;
            levers.prices.outside_pay_growth = 0.01;
        })
        .pop()
        .expect("four years");
        last.staff.map(|year| year.turnover)
    };
    let (even, nhs, care) = (leave(0.01, 0.01), leave(0.03, 0.01), leave(0.01, 0.03));
    assert!(
        nhs[0] < even[0] && care[1] < even[1],
        "better pay keeps those who get it"
    );
    assert!(care[1] < nhs[1] && nhs[0] < care[0], "{even:?} {nhs:?} {care:?}");
    let outside = |levers: &mut EconomyLevers| levers.prices.outside_pay_growth += 0.03;
    let (calm, pulled) = (years(4, |_| ()), years(4, outside));
    for of in Staffed::ALL {
        assert!(pulled[3].staff[of].turnover > calm[3].staff[of].turnover);
    }
}

#[test]
fn a_country_that_spends_more_than_its_income_carries_earns_more_where_spending_feeds_back() {
    let gdp = |feedback: f64, more: f64| {
        let run = years(2, |levers| {
            levers.tax.gdp_feedback = feedback;
            levers.nhs.follow_published = false;
            levers.nhs.real_growth = 0.05 + more;
        });
        run[1].gdp
    };
    assert!(
        near(gdp(0.0, 0.0), gdp(0.0, 0.05)),
        "without feedback nothing is earned by spending"
    );
    assert!(gdp(0.6, 0.05) > gdp(0.6, 0.0));
}

#[test]
fn buildings_of_care_follow_councils_money_and_not_that_of_the_nhs() {
    let fixed = |nhs: f64, councils: f64| {
        let run = years(2, |levers| {
            levers.capacity.fixed_adjustment = 1.0;
            levers.capacity.care_fixed_share = 0.2;
            (levers.money_deviation.nhs, levers.money_deviation.council) = (0.0, 0.0);
            (levers.nhs.follow_published, levers.council.follow_published) = (false, false);
            (levers.nhs.real_growth, levers.council.real_growth) = (nhs, councils);
        });
        let of = |year: &Budgets| year.off_the_top[Service::CareHome.index()].fixed;
        of(&run[1]) / of(&run[0])
    };
    assert!(near(fixed(0.1, 0.0), 1.0) && near(fixed(0.0, 0.1), 1.1));
}

#[test]
fn a_grant_that_grows_no_faster_than_people_prevents_no_more_than_before() {
    let onset = |grant: f64, people: f64| {
        let mut levers = central::levers();
        levers.public_health.follow_published = false;
        levers.public_health.real_growth = grant;
        (levers.prevention.onset_elasticity, levers.prevention.lag_years) = (-0.2, 1.0);
        let mut state = EconomyState::start(&levers, BASE, &ACTIVITY);
        let mut input = MoneyInput::first(BASE);
        state.budget_year(&input, &levers, &central::tables());
        input = MoneyInput {
            year_index: 1,
            population: people,
            ..MoneyInput::first(BASE.plus(1))
        };
        state.budget_year(&input, &levers, &central::tables()).onset
    };
    assert!(near(onset(0.05, 1.05), 1.0), "as much a head as before");
    assert!(onset(0.05, 1.0) < 1.0 && onset(0.0, 1.05) > 1.0);
}

#[test]
fn where_less_is_spent_than_there_would_be_anyway_all_taxes_that_pay_for_it_are_less_alike() {
    let mix = central::levers().tax.mix();
    let (all, less) = (mix.paid(1_000.0, [900.0, 100.0]), mix.paid(800.0, [900.0, 100.0]));
    assert!(near(less.iter().sum::<f64>(), 800.0));
    assert!(all.iter().zip(less).all(|(all, less)| near(less, 0.8 * all)));
}
