//! Which way each step of the money year must go, as anybody who knows health care would say before reading the code.

use super::council::{CouncilMoney, charge_rate, council_money};
use super::envelopes::given;
use super::exchange::WhatAPoundBuys;
use super::nhs::nhs_money;
use super::public::PublicMoney;
use super::staffing::{Overtime, Staffing};
use crate::economy::budgets::{Budgets, MoneyInput};
use crate::economy::capacity::OffTheTop;
use crate::economy::governance::Regime;
use crate::economy::sector::{SECTORS, Sector};
use crate::economy::tests::{ACTIVITY, BASE};
use crate::economy::workforce::Staffed;
use crate::economy::{EconomyLevers, EconomyState, central};
use crate::world::service::SERVICES;
use crate::world::{ByService, Service, Year};

const PATH: [f64; SECTORS] = [100_000.0, 20_000.0, 4_000.0];

fn first() -> MoneyInput {
    MoneyInput::first(BASE)
}

/// The year after the base year, under levers that differ from the base's.
fn next(change: impl Fn(&mut EconomyLevers, &mut MoneyInput)) -> Budgets {
    let (base, tables) = (central::levers(), central::tables());
    let mut state = EconomyState::start(&base, BASE, &ACTIVITY);
    state.budget_year(&first(), &base, &tables);
    let (mut levers, mut input) = (base, MoneyInput::first(Year(BASE.0 + 1)));
    input.year_index = 1;
    change(&mut levers, &mut input);
    state.budget_year(&input, &levers, &tables)
}

fn buys(change: impl Fn(&mut EconomyLevers), price: f64, productivity: f64) -> WhatAPoundBuys {
    let mut levers = central::levers();
    change(&mut levers);
    let channels = levers.governance.channels(levers.governance.base_intensity, 0.0);
    let payment = levers
        .payment
        .year(levers.governance.private_share, levers.governance.private_share_base);
    WhatAPoundBuys::new(
        &[1.0; SERVICES],
        &[price; SECTORS],
        &[productivity; SECTORS],
        &levers,
        &channels,
        &payment,
        1.0,
    )
}

#[test]
fn money_above_the_path_adds_and_money_given_back_takes_away_from_its_own_envelope() {
    let mut levers = central::levers();
    let base = levers;
    let plain = given(&PATH, &levers, &base, &first());
    levers.nhs.addition += 500.0;
    let richer = given(&PATH, &levers, &base, &first());
    assert!((richer[Sector::Nhs] - plain[Sector::Nhs] - 500.0).abs() < 1e-9);
    assert_eq!(richer[Sector::Council], plain[Sector::Council]);
    let mut input = first();
    input.entitlements_from_tax = 300.0;
    let entitled = given(&PATH, &levers, &base, &input);
    assert!((entitled[Sector::Council] - plain[Sector::Council] - 300.0).abs() < 1e-9);
}

/// Two years under levers that are as they are in the base year already, then others.
fn already(first_years: impl Fn(&mut EconomyLevers), then: impl Fn(&mut EconomyLevers)) -> [Budgets; 2] {
    let (mut base, tables) = (central::levers(), central::tables());
    first_years(&mut base);
    let mut state = EconomyState::start(&base, BASE, &ACTIVITY);
    let now = state.budget_year(&first(), &base, &tables);
    let (mut levers, mut input) = (base, MoneyInput::first(Year(BASE.0 + 1)));
    input.year_index = 1;
    then(&mut levers);
    [now, state.budget_year(&input, &levers, &tables)]
}

#[test]
fn money_that_stood_above_the_path_in_the_base_year_is_in_its_envelope_and_missing_when_it_ends() {
    let none = already(|_| (), |_| ());
    for (set, unset, sector) in [
        (
            (|levers: &mut EconomyLevers| levers.nhs.addition = 10_000.0) as fn(&mut EconomyLevers),
            (|levers: &mut EconomyLevers| levers.nhs.addition = 0.0) as fn(&mut EconomyLevers),
            Sector::Nhs,
        ),
        (
            |levers| levers.council.addition = 1_000.0,
            |levers| levers.council.addition = 0.0,
            Sector::Council,
        ),
        (
            |levers| levers.earmarked.mental_health = 1_000.0,
            |levers| levers.earmarked.mental_health = 0.0,
            Sector::Nhs,
        ),
    ] {
        let going_on = already(set, |_| ());
        for (one, other) in none.iter().zip(&going_on) {
            assert_eq!(one.envelopes, other.envelopes);
            assert_eq!(one.capacity, other.capacity);
        }
        let ended = already(set, unset);
        assert!(ended[1].envelopes[sector] < none[1].envelopes[sector] - 999.0);
    }
}

#[test]
fn what_a_service_cannot_use_of_money_of_its_own_stays_there_and_of_other_money_goes_to_others() {
    let after = |earmarked: f64| {
        let (base, tables) = (central::levers(), central::tables());
        let mut state = EconomyState::start(&base, BASE, &ACTIVITY);
        state.budget_year(&first(), &base, &tables);
        let mut levers = base;
        levers.balance.idle_moved = 1.0;
        levers.earmarked.planned_admitted = earmarked;
        let mut input = MoneyInput::first(Year(BASE.0 + 1));
        input.year_index = 1;
        state.budget_year(&input, &levers, &tables);
        input.year = Year(BASE.0 + 2);
        input.year_index = 2;
        input.signs.idle[Service::PlannedAdmitted] = 0.2;
        state.budget_year(&input, &levers, &tables).money
    };
    let (own, none) = (after(20_000.0), after(0.0));
    let calm = next(|_, _| ());
    let part = |money: &ByService| money[Service::MentalHealth] / money[Service::CommunityHealth];
    assert!((part(&own) / part(&none) - 1.0).abs() < 1e-9, "the busy share alike");
    assert!(own[Service::MentalHealth] < none[Service::MentalHealth] * 0.999);
    assert!(own[Service::MentalHealth] < calm.money[Service::MentalHealth] * 1.05);
}

#[test]
fn a_larger_share_or_envelope_is_more_money_and_what_pooling_moves_leaves_the_nhs_for_councils() {
    let levers = central::levers();
    let mut shares = [0.0; SERVICES];
    shares[Service::PrimaryCare] = 0.1;
    shares[Service::PlannedAdmitted] = 0.1;
    let of = |envelope: f64, shares: &ByService, pooled: f64| {
        nhs_money(envelope, 100_000.0, shares, pooled, 0.0, &levers, &[0.0; SERVICES])
    };
    let plain = of(100_000.0, &shares, 0.0);
    assert!(of(110_000.0, &shares, 0.0).services[Service::PrimaryCare] > plain.services[Service::PrimaryCare]);
    assert!(
        of(110_000.0, &shares, 0.0).transfer > plain.transfer,
        "the fund for care grows with the NHS"
    );
    let pooled = of(100_000.0, &shares, 1_000.0);
    assert!(pooled.services[Service::PlannedAdmitted] < plain.services[Service::PlannedAdmitted]);
    assert!((pooled.transfer - plain.transfer - 1_000.0).abs() < 1e-9);
    shares[Service::PrimaryCare] = 0.2;
    let larger = of(100_000.0, &shares, 0.0);
    assert!(larger.services[Service::PrimaryCare] > plain.services[Service::PrimaryCare]);
    assert!(
        larger.other < plain.other,
        "what one service gains is no longer for other things"
    );
}

#[test]
fn higher_charges_bring_councils_money_and_a_law_that_takes_less_brings_less() {
    let levers = central::levers();
    let (low, high) = (
        council_money(20_000.0, 3_000.0, 0.1, &levers),
        council_money(20_000.0, 3_000.0, 0.2, &levers),
    );
    assert!(high.charges > low.charges && high.home > low.home && high.homes > low.homes);
    assert!(council_money(21_000.0, 3_000.0, 0.1, &levers).home > low.home);
    let all = low.home + low.homes + low.support;
    assert!(
        (all - low.charges - 20_000.0).abs() < 1e-6,
        "charges and own money are all there is"
    );
    assert!(charge_rate(0.15, Some(0.1), Some(0.2)) < charge_rate(0.15, Some(0.2), Some(0.2)));
    assert_eq!(charge_rate(0.15, None, None), 0.15);
}

#[test]
fn dearer_inputs_pay_staffing_ratios_and_inspection_buy_less_and_productivity_buys_more() {
    let plain = buys(|_| (), 1.0, 1.0);
    let cost = |one: &WhatAPoundBuys, service: Service| one.exchange[service].cost_per_unit();
    let dearer = [
        buys(|_| (), 1.1, 1.0),
        buys(|levers| levers.workforce[Staffed::Nhs].pay_uplift += 0.1, 1.0, 1.0),
        buys(|levers| levers.workforce[Staffed::Nhs].staffing_ratio += 0.1, 1.0, 1.0),
        buys(
            |levers| levers.workforce[Staffed::Nhs].inspection_weight += 1.0,
            1.0,
            1.0,
        ),
        buys(|_| (), 1.0, 0.9),
    ];
    for (at, one) in dearer.iter().enumerate() {
        assert!(
            cost(one, Service::PlannedAdmitted) > cost(&plain, Service::PlannedAdmitted),
            "{at}"
        );
    }
    let care = buys(|levers| levers.care_conditions.short_visits_ended = true, 1.0, 1.0);
    assert!(cost(&care, Service::HomeCare) > cost(&plain, Service::HomeCare));
    assert_eq!(
        cost(&care, Service::PlannedAdmitted),
        cost(&plain, Service::PlannedAdmitted)
    );
    let private = buys(
        |levers| {
            levers.governance.private_premium = 0.1;
            levers.governance.private_share = levers.governance.private_share_base + 0.2;
        },
        1.0,
        1.0,
    );
    assert!(cost(&private, Service::PlannedOutpatient) > cost(&plain, Service::PlannedOutpatient));
    assert_eq!(cost(&private, Service::PrimaryCare), cost(&plain, Service::PrimaryCare));
}

#[test]
fn fewer_staff_are_less_capacity_and_agency_staff_are_dearer() {
    let base = central::levers();
    let state = EconomyState::start(&base, BASE, &ACTIVITY);
    let exchange = buys(|_| (), 1.0, 1.0).exchange;
    let find = |levers: &EconomyLevers, scale: f64| {
        Staffing::new(&state, &ACTIVITY.map(|a| a * scale), &exchange, &first(), levers)
    };
    let mut leaving = base;
    leaving.workforce[Staffed::Nhs].retention_effect = 0.5;
    let (calm, short) = (find(&base, 1.0), find(&leaving, 1.0));
    assert!(
        short.years[Staffed::Nhs].vacancy_rate > calm.years[Staffed::Nhs].vacancy_rate
            && short.years[Staffed::Nhs].agency > calm.years[Staffed::Nhs].agency
    );
    let capacity = |one: &Staffing, service: Service| one.capacity(&ACTIVITY, &state.base, &exchange, 0.5)[service];
    for service in [
        Service::PlannedAdmitted,
        Service::MentalHealth,
        Service::EmergencyDepartment,
    ] {
        assert!(
            capacity(&short, service) < capacity(&calm, service),
            "{}",
            service.key()
        );
    }
    let kept = |service: Service| capacity(&short, service) / capacity(&calm, service);
    assert_eq!(
        kept(Service::EmergencyAdmission),
        1.0,
        "those who are left treat emergencies first"
    );
    assert!(
        kept(Service::PlannedAdmitted) < kept(Service::MentalHealth),
        "so planned care lacks more of them"
    );
    assert!(kept(Service::EmergencyDepartment) > kept(Service::MentalHealth));
    // Care that a reform takes over is given by those who gave it before: no post is empty for it.
    let care = |taken_over: f64| {
        let busy = Staffing {
            taken_over,
            ..find(&base, 1.5)
        };
        busy.capacity(&ACTIVITY, &state.base, &exchange, 0.5)[Service::CareHome]
    };
    assert!(care(0.0) < care(0.5) && care(1.0) == ACTIVITY[Service::CareHome]);
    assert_eq!(
        short.years[Staffed::Care],
        calm.years[Staffed::Care],
        "nurses who leave are no care workers"
    );
    assert!(
        find(&base, 1.5).years[Staffed::Nhs].vacancy_rate > calm.years[Staffed::Nhs].vacancy_rate,
        "posts without people"
    );
}

#[test]
fn money_above_the_base_years_is_tax_to_be_raised_and_money_unspent_is_not() {
    let levers = central::levers();
    let base = crate::economy::funding::base_envelopes(&levers);
    let tax = |more: f64, unspent: f64, programmes: f64| {
        let mut envelopes = base;
        envelopes[Sector::Nhs] += more;
        let mut underspend = [0.0; SERVICES];
        underspend[Service::MentalHealth] = unspent;
        let gdp = levers.prices.gdp;
        PublicMoney::new(&envelopes, &underspend, programmes, &base, gdp, gdp, &levers)
    };
    assert!(tax(0.0, 0.0, 0.0).tax_needed.abs() < 1e-6);
    assert!((tax(100.0, 0.0, 0.0).tax_needed - 100.0).abs() < 1e-6);
    assert!((tax(100.0, 40.0, 0.0).tax_needed - 60.0).abs() < 1e-6);
    assert!((tax(0.0, 0.0, 25.0).tax_needed - 25.0).abs() < 1e-6);
}

#[test]
fn a_programme_paid_by_the_nhs_leaves_less_for_care_and_one_paid_by_tax_leaves_it_alone() {
    let plain = next(|_, _| ());
    let from_nhs = next(|_, input| input.programmes.nhs = 1_000.0);
    let from_tax = next(|_, input| input.programmes.tax = 1_000.0);
    assert!(from_nhs.capacity[Service::MentalHealth] < plain.capacity[Service::MentalHealth]);
    assert_eq!(from_tax.capacity, plain.capacity);
    assert!(from_tax.tax_needed > plain.tax_needed + 999.0);
}

#[test]
fn what_a_programme_takes_of_the_public_health_grant_no_longer_prevents_illness() {
    let plain = next(|_, _| ());
    let taken = next(|_, input| input.programmes.public_health = 400.0);
    let given = next(|_, input| {
        input
            .programmes
            .give(Service::PublicHealth, crate::world::Payer::PublicHealth, 0.0)
    });
    let cut = next(|levers, _| levers.public_health.addition = -400.0);
    let from_tax = next(|_, input| input.programmes.tax = 400.0);
    assert!(taken.onset > plain.onset + 1e-5, "{} {}", taken.onset, plain.onset);
    assert!((taken.onset - cut.onset).abs() < 1e-12, "{} {}", taken.onset, cut.onset);
    assert_eq!(from_tax.onset, plain.onset);
    assert_eq!(given.onset, plain.onset);
}

#[test]
fn a_year_of_growth_dearer_inputs_and_more_productive_work_move_capacity_the_way_they_should() {
    let plain = next(|_, _| ());
    let capacity = |budgets: &Budgets| budgets.capacity[Service::CommunityHealth];
    let changed = |change: fn(&mut EconomyLevers)| next(|levers, _| change(levers));
    let more = [
        changed(|levers| levers.nhs.addition = 5_000.0),
        changed(|levers| levers.prices.nhs_productivity += 0.02),
        changed(|levers| levers.balance.community_health_growth += 0.05),
    ];
    for (at, one) in more.iter().enumerate() {
        assert!(capacity(one) > capacity(&plain), "more {at}");
    }
    let less = [
        changed(|levers| levers.nhs.addition = -5_000.0),
        changed(|levers| levers.prices.nhs_pay_growth += 0.05),
        changed(|levers| levers.governance.regime = Regime::Planned),
        changed(|levers| levers.pfi.unitary_charges *= 2.0),
        changed(|levers| levers.workforce[Staffed::Nhs].retention_cost += 2_000.0),
    ];
    for (at, one) in less.iter().enumerate().filter(|(at, _)| *at != 3) {
        assert!(capacity(one) < capacity(&plain), "less {at}");
    }
    let hospital = Service::PlannedAdmitted;
    assert!(
        less[3].capacity[hospital] < plain.capacity[hospital],
        "buildings are paid before care"
    );
}

#[test]
fn support_follows_people_and_prices_and_no_entitlement_leaks_into_it() {
    let levers = central::levers();
    let (now, more) = (
        council_money(20_000.0, 3_000.0, 0.1, &levers),
        council_money(21_000.0, 3_000.0, 0.1, &levers),
    );
    assert_eq!(now.support, more.support);
    let care = |money: &CouncilMoney| money.home + money.homes - money.charges;
    assert!((care(&more) - care(&now) - 1_000.0).abs() < 1e-6);
    assert!(council_money(20_000.0, 3_500.0, 0.1, &levers).home < now.home);
    assert_eq!(council_money(2_000.0, 3_000.0, 0.1, &levers).support, 2_000.0);
}

#[test]
fn dearer_or_more_emergencies_leave_planned_care_less_and_fewer_leave_it_more() {
    let plain = next(|_, _| ());
    let planned = |budgets: &Budgets| {
        [Service::PlannedOutpatient, Service::PlannedAdmitted].map(|service| budgets.capacity[service])
    };
    let emergencies = |admissions: f64, attendances: f64| {
        next(|_, input| {
            input.emergencies.admissions = admissions;
            input.emergencies.attendances = attendances;
        })
    };
    for (more, fewer) in [
        (emergencies(1.1, 1.0), emergencies(0.9, 1.0)),
        (emergencies(1.0, 1.1), emergencies(1.0, 0.9)),
    ] {
        for at in 0..2 {
            assert!(planned(&more)[at] < planned(&plain)[at] && planned(&fewer)[at] > planned(&plain)[at]);
        }
        assert!(
            (more.envelopes[Sector::Nhs] - plain.envelopes[Sector::Nhs]).abs() < 1e-6,
            "nobody gives more"
        );
        assert!((more.capacity[Service::MentalHealth] / plain.capacity[Service::MentalHealth] - 1.0).abs() < 0.02);
    }
    let flood = emergencies(10.0, 10.0);
    assert!(
        planned(&flood).iter().all(|capacity| *capacity <= 1e-6),
        "nothing is left"
    );
    assert!(flood.money.iter().all(|money| *money >= 0.0 && money.is_finite()));
}

#[test]
fn earmarked_money_stays_with_its_service_whatever_emergencies_come() {
    let busy = |earmarked: f64| {
        next(move |levers, input| {
            levers.earmarked.planned_admitted = earmarked;
            input.emergencies.admissions = 1.2;
        })
    };
    let (none, some) = (busy(0.0), busy(500.0));
    let more = |service: Service| some.money[service] - none.money[service];
    assert!((more(Service::PlannedAdmitted) - 500.0).abs() < 1e-6);
    assert!(more(Service::EmergencyAdmission).abs() < 1e-6);
}

#[test]
fn care_is_priced_at_its_own_share_of_pay_and_inspection_takes_time_from_it() {
    let raised = |levers: &mut EconomyLevers| levers.workforce[Staffed::Care].pay_uplift = 0.1;
    let levers = central::levers();
    let (plain, dear) = (buys(|_| (), 1.0, 1.0), buys(raised, 1.0, 1.0));
    let rise = dear.price[Sector::Council] / plain.price[Sector::Council] - 1.0;
    assert!((rise - 0.1 * levers.prices.care_pay_share).abs() < 1e-9, "{rise}");
    assert_eq!(dear.price[Sector::Nhs], plain.price[Sector::Nhs]);
    let inspected = buys(
        |levers| {
            levers.workforce[Staffed::Care].inspection_time = 0.05;
            levers.workforce[Staffed::Care].inspection_weight = 2.0;
        },
        1.0,
        1.0,
    );
    // A tenth of the time where the base year had a twentieth.
    let left = inspected.productivity[Sector::Council];
    assert!((left - 0.90 / 0.95).abs() < 1e-9, "{left}");
}

#[test]
fn private_patients_add_to_hospitals_money_alone() {
    let levers = central::levers();
    let mut shares = [0.0; SERVICES];
    shares[Service::PrimaryCare] = 0.1;
    shares[Service::PlannedAdmitted] = 0.1;
    let of = |patients: f64| nhs_money(100_000.0, 100_000.0, &shares, 0.0, patients, &levers, &[0.0; SERVICES]);
    let (none, some) = (of(0.0), of(0.01));
    let more = |service: Service| some.services[service] - none.services[service];
    assert!((more(Service::PlannedAdmitted) - 100.0).abs() < 1e-6 && (some.private_patients - 100.0).abs() < 1e-6);
    assert_eq!(more(Service::PrimaryCare), 0.0);
}

#[test]
fn more_productive_staff_are_fewer_staff_for_the_same_work_and_care_taken_over_brings_its_own() {
    let levers = central::levers();
    let state = EconomyState::start(&levers, BASE, &ACTIVITY);
    let posts = |productivity: f64, taken_over: f64| {
        let exchange = buys(|_| (), 1.0, productivity).exchange;
        let mut input = first();
        input.care_taken_over = taken_over;
        let staff = Staffing::new(&state, &ACTIVITY, &exchange, &input, &levers);
        (
            staff.years[Staffed::Nhs].staff.posts,
            staff.years[Staffed::Care].staff.posts,
        )
    };
    let (plain, lean, reform) = (posts(1.0, 0.0), posts(1.25, 0.0), posts(1.0, 0.25));
    assert!((lean.0 / plain.0 - 0.8).abs() < 1e-9 && (lean.1 / plain.1 - 0.8).abs() < 1e-9);
    assert!((reform.1 / plain.1 - 0.75).abs() < 1e-9 && reform.0 == plain.0);
}

#[test]
fn prevented_emergencies_hand_back_the_share_of_what_they_would_have_cost() {
    let back = |handed_back: f64| {
        next(move |_, input| {
            input.emergencies.admissions = 0.9;
            let avoided = &mut input.avoided[Service::EmergencyAdmission.index()];
            (avoided.share, avoided.handed_back) = (0.1, handed_back);
        })
    };
    let (kept, half, all) = (back(0.0), back(0.5), back(1.0));
    let given = |one: &Budgets| kept.envelopes[Sector::Nhs] - one.envelopes[Sector::Nhs];
    let unit = kept.exchange[Service::EmergencyAdmission].cost_per_unit();
    let saved = 0.1 * ACTIVITY[Service::EmergencyAdmission] * unit;
    assert!((given(&all) - saved).abs() < 1e-6 * saved, "{} of {saved}", given(&all));
    assert!((given(&half) - 0.5 * saved).abs() < 1e-6 * saved);
}

#[test]
fn money_that_finds_nobody_buys_dearer_hours_and_what_it_does_not_buy_is_given_back() {
    let mut levers = central::levers();
    let nhs = &mut levers.workforce[Staffed::Nhs];
    (nhs.overtime, nhs.overtime_premium) = (0.5, 0.25);
    let exchange = buys(|_| (), 1.0, 1.0).exchange;
    let (mut wanted, mut capacity) = ([50.0; SERVICES], [50.0; SERVICES]);
    (wanted[Service::MentalHealth], capacity[Service::MentalHealth]) = (100.0, 90.0);
    let mut off_the_top = [OffTheTop::default(); SERVICES];
    let found = Overtime::new(&wanted, &mut capacity, &exchange, &mut off_the_top, &levers);
    let missing = 10.0 * exchange[Service::MentalHealth].cost_per_unit();
    let near = |one: f64, other: f64| (one - other).abs() < 1e-9;
    // Half of it is spent on hours that cost a quarter more, so they are four fifths as many; the other half comes back.
    assert!(near(capacity[Service::MentalHealth], 94.0));
    assert!(near(found.premium, missing * 0.5 / 5.0));
    assert!(near(off_the_top[Service::MentalHealth].agency, found.premium));
    assert!(near(found.returned[Service::MentalHealth], missing * 0.5));
    assert!(
        near(found.returned.iter().sum::<f64>(), missing * 0.5),
        "nobody else had too much"
    );
}

#[test]
fn spending_that_keeps_its_share_of_a_grown_income_feeds_nothing_back() {
    let mut levers = central::levers();
    levers.tax.gdp_feedback = 0.6;
    let base = crate::economy::funding::base_envelopes(&levers);
    let income = |spending: f64| {
        let envelopes = base.map(|money| money * spending);
        let income = 1.1 * levers.prices.gdp;
        PublicMoney::new(
            &envelopes,
            &[0.0; SERVICES],
            0.0,
            &base,
            income,
            levers.prices.gdp,
            &levers,
        )
        .gdp / income
    };
    assert!((income(1.1) - 1.0).abs() < 1e-9, "{}", income(1.1));
    let more = 0.1 * base.iter().sum::<f64>() / (1.1 * levers.prices.gdp);
    assert!((income(1.2) - 1.0 - 0.6 * more).abs() < 1e-9);
}
