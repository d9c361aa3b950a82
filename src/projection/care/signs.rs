//! Which way each step of the care pass must go, and by how much where that can be said by hand.

use super::assess::Assessment;
use super::kinds::{CareKind, Freed, MEANS, Means, kind_of, kinds};
use super::payment::{FullPayers, circumstances, live_at_home, pay, spend};
use super::tests::England;
use super::*;
use crate::economy::charging::CareAccount;
use crate::world::axes::DEPENDENCIES;
use crate::world::{Dependency, Pence};

fn near(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-6 * one.abs().max(other.abs()).max(1.0)
}

/// The kinds of a year in which care at home has become free, or has not.
fn made(england: &England, freed: Option<Freed>) -> Vec<CareKind> {
    let mut out = Vec::new();
    kinds(&england.terms(), freed, &mut out);
    out
}

/// Demand answers, and a quarter of the price falls away.
const FREED: Option<Freed> = Some(Freed {
    answer: ANSWER,
    spared: [0.25; DEPENDENCIES],
});

const ANSWER: FreeCareResponse = FreeCareResponse {
    self_funders: 0.5,
    new_users: 1.2,
    hours: 0.4,
    unpaid: 0.9,
};

#[test]
fn free_care_draws_new_users_from_all_and_part_of_those_who_paid_in_full() {
    let england = England::under("means_test");
    let (before, after) = (made(&england, None), made(&england, FREED));
    let rules = &england.levers.services.social_care;
    for carer in [false, true] {
        let usual = rules.council_user(Dependency::Medium, carer);
        let of = |kinds: &[CareKind], means: Means| kinds[kind_of(2, carer, means)].public;
        assert_eq!(of(&before, Means::Supported), usual);
        assert!(near(of(&after, Means::Supported), usual * 1.2));
        assert!(near(of(&after, Means::NewlyFree), usual * 1.2 * 0.5));
        assert_eq!((of(&before, Means::InFull), of(&after, Means::InFull)), (0.0, 0.0));
        // As far as they have free care, a tenth fewer hours are given unpaid.
        let (then, now) = (
            &before[kind_of(2, carer, Means::Supported)],
            &after[kind_of(2, carer, Means::Supported)],
        );
        assert!(near(now.unpaid, then.unpaid * (1.0 - 0.1 * usual * 1.2)));
    }
}

#[test]
fn some_of_those_turned_away_buy_the_care_and_the_others_go_without() {
    let england = England::under("means_test");
    let mut rules = england.levers.services.social_care;
    rules.rationed_buys = 0.25;
    let terms = CareTerms {
        rules: &rules,
        ..england.terms()
    };
    let mut all = Vec::new();
    kinds(&terms, None, &mut all);
    let kind = &all[kind_of(3, false, Means::Supported)];
    let (full, half) = (kind.reached(1.0, &rules), kind.reached(0.5, &rules));
    assert!(near(half.public, 0.5 * full.public) && full.bought == 0.0);
    assert!(
        near(half.bought, 0.25 * 0.5 * full.public * kind.price),
        "{}",
        half.bought
    );
    assert_eq!(all.len() % MEANS, 0);
}

#[test]
fn care_of_people_with_low_dependency_costs_what_all_of_them_have_of_it() {
    // The charges of a few are worked out, and stand for all: what councils and users pay together is the price of all
    // packages but for the luck of who those few are.
    let england = England::of("means_test", 30_000);
    let mut assessed = Assessment::default();
    assess(
        &england.population,
        &england.care,
        &england.terms(),
        None,
        &mut assessed,
    );
    for (level, tolerance) in [
        (Dependency::Low, 0.3),
        (Dependency::Medium, 1e-6),
        (Dependency::High, 1e-6),
    ] {
        let level = level as usize;
        let priced: f64 = [false, true]
            .map(|carer| {
                let at = kind_of(level, carer, Means::Supported);
                let kind = &assessed.kinds[at];
                let people: f64 = assessed.at_home.iter().map(|kinds| kinds[at]).sum();
                people / 1e6 * kind.public * kind.package * f64::from(WEEKS) * england.fees.home_care_hour
            })
            .iter()
            .sum();
        let billed = assessed.bill.home[level] + assessed.bill.charges_home[level];
        assert!(
            priced > 0.0 && (billed / priced - 1.0).abs() < tolerance,
            "{level}: {billed} of {priced}"
        );
    }
}

#[test]
fn who_dies_within_the_year_has_its_last_weeks_free_and_who_lives_has_not() {
    let england = England::under("means_test");
    let mut law = england.law;
    law.end_of_life_weeks = 12;
    let care = england.fees.care_home(false, false);
    let resident = england.population.people.iter().find(|person| person.in_care_home());
    let who = circumstances(resident.expect("a resident"), &england.terms().benefit);
    let own = |dying: f64| {
        let paid = pay(&who, &care, CareAccount::default(), &law, dying);
        paid.charge + paid.self_funded
    };
    let usual = {
        let paid = pay(&who, &care, CareAccount::default(), &england.law, 0.0);
        paid.charge + paid.self_funded
    };
    assert!(near(own(0.0), usual), "nobody dies: {} of {usual}", own(0.0));
    assert!(
        own(1.0) < 0.8 * usual,
        "all die: twelve weeks of fifty-two are free: {} of {usual}",
        own(1.0)
    );
    assert!(near(own(0.25), 0.75 * own(0.0) + 0.25 * own(1.0)));
}

#[test]
fn care_is_paid_out_of_savings_first_and_then_out_of_the_home() {
    let england = England::under("means_test");
    let mut person = england.population.people[0];
    (person.capital, person.home) = (10_000.0, 100_000.0);
    spend(&mut person, 4_000.0, 5_000.0);
    assert_eq!((person.capital, person.home), (6_000.0, 100_000.0));
    spend(&mut person, 10_000.0, 10_000.0);
    assert_eq!((person.capital, person.home), (0.0, 96_000.0));
    spend(&mut person, 200_000.0, 0.0);
    assert_eq!(
        (person.capital, person.home),
        (0.0, 0.0),
        "and nobody owes what they do not have"
    );
}

#[test]
fn purses_without_reform_grow_as_everybodys_do() {
    let mut england = England::under("free_personal_care");
    let mut shadows = Shadows::begin(&england.population);
    england.population.enrich(0.1, 0.0);
    shadows.year_on(&england.population, 0.1);
    for (at, person) in england.population.people.iter().enumerate() {
        let purse = shadows.of(at as u32, person);
        assert_eq!((purse.home, purse.capital), (person.home, person.capital));
    }
}

#[test]
fn residents_of_the_base_year_have_paid_for_the_years_they_have_lived_in_their_home() {
    let england = England::under("means_test");
    let mut after = england.population.clone();
    spend_down(&mut after, &england.levers, crate::world::Luck::new(1, 0, 0));
    let (mut stayed, mut poorer) = (0, 0);
    for (before, after) in england.population.people.iter().zip(&after.people) {
        assert!(after.wealth() <= before.wealth());
        if before.in_care_home() && before.years_in_home >= 2 && before.wealth() > 100_000.0 {
            stayed += 1;
            poorer += usize::from(after.wealth() < before.wealth() - 10_000.0);
        }
        if !before.in_care_home() || before.years_in_home == 0 {
            assert_eq!(
                after.wealth(),
                before.wealth(),
                "who has just come has paid nothing yet"
            );
        }
    }
    assert!(stayed > 10 && poorer * 2 > stayed, "{poorer} of {stayed}");
}

#[test]
fn whoever_may_die_within_the_year_has_payers_that_add_up_to_what_their_care_costs() {
    let england = England::under("means_test");
    let mut law = england.law;
    (law.end_of_life_weeks, law.nhs_pays_end_of_life) = (12, true);
    let care = england.fees.care_home(false, false);
    let resident = england.population.people.iter().find(|person| person.in_care_home());
    let who = circumstances(resident.expect("a resident"), &england.terms().benefit);
    for dying in [0.0, 0.25, 1.0] {
        let paid = pay(&who, &care, CareAccount::default(), &law, dying);
        let payers = paid.charge + paid.self_funded + paid.council + paid.nhs;
        assert!(near(payers, paid.gross), "at {dying}: {payers} of {}", paid.gross);
        assert!((paid.nhs > 0.0) == (dying > 0.0), "the NHS pays for the last weeks");
    }
}

#[test]
fn whoever_has_half_a_chance_of_council_care_spends_half_of_what_it_asks() {
    let england = England::under("means_test");
    let mut person = england.population.people[0];
    (person.capital, person.home, person.paid) = (10_000.0, 0.0, Pence::ZERO);
    let asked = (person.metered, 2_000.0, 3_000.0);
    live_at_home(&mut person, (0.5, 1_000.0), Some(asked), &england.law);
    // Half of the charge, half of what it takes of savings, and all of what is bought.
    assert_eq!(person.capital, 10_000.0 - 1_000.0 - 1_000.0);
    assert_eq!(person.paid, Pence::from_pounds(1_500.0 + 1_000.0));
}

#[test]
fn a_home_that_counts_for_care_at_home_makes_a_full_payer_of_who_lives_alone_there() {
    let england = England::under("means_test");
    let law = Law {
        home_counted_at_home: true,
        ..england.law
    };
    let full = |law: &Law, partner: bool| {
        let mut person = england.population.people[0];
        (person.home, person.has_partner) = (500_000.0, partner);
        FullPayers::under(law).include(Pence::ZERO, &person)
    };
    assert!(
        full(&law, false) && !full(&law, true),
        "a partner keeps it out of the test"
    );
    let all_homes = Law {
        household_keeps_home_out: false,
        ..law
    };
    assert!(full(&all_homes, true), "unless the law counts a couple's home as well");
    assert!(!full(&england.law, false), "and so does the law of today");
}

#[test]
fn free_care_has_longer_hours_by_the_part_of_the_price_that_falls_away_and_by_nothing_else() {
    let england = England::under("means_test");
    let (before, after) = (made(&england, None), made(&england, FREED));
    let rules = &england.levers.services.social_care;
    for (level, carer) in [(Dependency::Medium, true), (Dependency::High, false)] {
        let need = rules.home_need(level, carer, 1.0);
        let of = |kinds: &[CareKind], means: Means| kinds[kind_of(level as usize, carer, means)].package;
        for means in [Means::Supported, Means::NewlyFree] {
            // A quarter of the price falls away, and the whole of it would bring two fifths.
            let expected = (of(&before, means) * 1.1).min(need.left());
            assert!(near(of(&after, means), expected) && of(&after, means) > of(&before, means));
        }
    }
    let nothing_paid = Freed {
        spared: [0.0; DEPENDENCIES],
        ..FREED.expect("freed")
    };
    let unchanged = made(&england, Some(nothing_paid));
    let packages = |kinds: &[CareKind]| kinds.iter().map(|kind| kind.package).collect::<Vec<_>>();
    assert_eq!(
        packages(&unchanged),
        packages(&before),
        "who paid nothing asks for no more"
    );
}

/// What care comes to where hours answer so far to the price that falls away.
fn answered(hours: f64, england: &England) -> Assessment {
    let terms = CareTerms {
        free: FreeCareResponse { hours, ..ANSWER },
        ..england.terms()
    };
    let shadows = Shadows::begin(&england.population);
    let mut out = Assessment::default();
    assess(&england.population, &england.care, &terms, Some(&shadows), &mut out);
    out
}

#[test]
fn the_price_that_falls_away_is_what_users_were_charged_and_there_is_none_where_nothing_becomes_free() {
    let england = England::under("free_personal_care");
    let at = kind_of(Dependency::High as usize, false, Means::Supported);
    let longer = |out: &Assessment| out.kinds[at].package / out.kinds_without[at].package - 1.0;
    let (none, some, twice) = (
        answered(0.0, &england),
        answered(0.05, &england),
        answered(0.1, &england),
    );
    assert_eq!(longer(&none), 0.0);
    assert!(longer(&some) > 0.0 && near(longer(&twice), 2.0 * longer(&some)));
    // Users paid less than the whole price: the answer is smaller than to the whole of it.
    assert!(longer(&some) < 0.05);
    // At most what users were charged falls away, as a share of what their care cost.
    let level = Dependency::High as usize;
    let (net, charges) = (none.without.home[level], none.without.charges_home[level]);
    assert!(longer(&some) / 0.05 <= charges / (net + charges) + 1e-9);
    // Where the law makes nothing free, nothing answers.
    let today = England::under("means_test");
    let out = answered(0.4, &today);
    let usual = made(&today, None);
    for (kind, usual) in out.kinds.iter().zip(&usual) {
        assert_eq!(kind.package, usual.package);
    }
}

#[test]
fn longer_free_hours_cost_councils_as_much_more_as_there_are_more_hours() {
    let england = England::under("free_personal_care");
    let bill = |hours: f64| {
        let out = answered(hours, &england);
        let at = kind_of(Dependency::High as usize, false, Means::Supported);
        (out.home(), out.without.gross(), out.kinds[at].package)
    };
    let ((usual, without, short), (more, same, long)) = (bill(0.0), bill(0.3));
    assert!(more > usual && long > short);
    assert_eq!(without, same, "the world without reform answers to nothing");
    assert!(
        more / usual < 1.3,
        "hours rise by less than they would if users had paid the whole price"
    );
}
