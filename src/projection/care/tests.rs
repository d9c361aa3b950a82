//! The care pass on England at its medians: sums add up, money agrees between the halves, reform has a price.

use super::payment::{account_of, account_of_resident};
use super::*;
use crate::economy::charging::{Indices, Spell, charge};
use crate::people::{Fit, PeopleYear, Population, observe};
use crate::projection::{Levers, Tables};
use crate::scenario::Scenario;
use crate::world::axes::{DEPENDENCIES, FIFTHS, SEXES};
use crate::world::group::Group;

/// England at its medians under a charging scheme: the assessment and what is delivered of it.
pub(super) struct England {
    pub levers: Levers,
    pub population: Population,
    pub care: Vec<u32>,
    pub law: Law,
    pub without: Option<Law>,
    pub fees: Fees,
}

impl England {
    pub fn under(scheme: &str) -> England {
        England::of(scheme, 3_000)
    }

    /// The same with so many simulated people.
    pub fn of(scheme: &str, people: usize) -> England {
        let scenario = Scenario::load("england", &[], &crate::projection::catalogue()).expect("England loads");
        let tables = Tables::load(&scenario).expect("its tables load");
        let mut values = Vec::new();
        scenario.central().values(scenario.start_year, &mut values);
        let mut levers = Levers::of_place(&values);
        let base = Law::compile(&levers.charging, Indices::BASE);
        if scheme == "free_personal_care" {
            levers.charging.charging.scheme = crate::economy::charging::Scheme::FreePersonalCare;
        }
        let luck = Luck::new(1, 0, 0);
        let fit = Fit::new(&tables.people, &levers.people);
        let population = Population::start(&tables.people, &fit, &levers.people, luck, people);
        let mut people = PeopleYear::default();
        observe(&population, &mut people);
        England {
            law: Law::compile(&levers.charging, Indices::BASE),
            without: (scheme != "means_test").then_some(base),
            fees: Fees::compile(&levers.fees, levers.charging.free_care.personal_share_at_home, 1.0),
            care: people.care,
            population,
            levers,
        }
    }

    pub fn terms(&self) -> CareTerms<'_> {
        let charging = &self.levers.charging.charging;
        CareTerms {
            rules: &self.levers.services.social_care,
            law: &self.law,
            without: self.without.as_ref(),
            fees: &self.fees,
            free: FreeCareResponse::NONE,
            unpaid: 1.0,
            nursing_share: self.levers.join.nursing_share,
            continuing_healthcare_share: charging.continuing_healthcare_share,
            benefit: [
                charging.attendance_allowance_lower,
                charging.attendance_allowance_higher,
            ],
            dying: [self.levers.join.dying_at_home, self.levers.join.dying_in_care_home],
            luck: Luck::new(1, 0, 0),
        }
    }

    fn assessed(&self) -> Assessment {
        let mut out = Assessment::default();
        let shadows = Shadows::begin(&self.population);
        assess(&self.population, &self.care, &self.terms(), Some(&shadows), &mut out);
        out
    }

    fn delivered(&self, reached: f64) -> (CareYear, Population) {
        let (mut population, mut out) = (self.population.clone(), CareYear::default());
        let assessed = self.assessed();
        deliver(
            &mut population,
            &assessed,
            &[reached; DEPENDENCIES],
            &self.terms(),
            None,
            &mut out,
        );
        (out, population)
    }
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0)
}

#[test]
fn users_charges_and_hours_add_up_over_groups() {
    let (care, _) = England::under("means_test").delivered(0.8);
    for quantity in [
        &care.users_public,
        &care.users_self_funded,
        &care.residents,
        &care.unmet,
        &care.unpaid_hours,
        &care.home_hours,
        &care.hours_needed,
        &care.charges,
        &care.self_funded,
        &care.council,
    ] {
        let all = quantity[Group::ALL.index()];
        let over = |groups: &mut dyn Iterator<Item = Group>| groups.map(|group| quantity[group.index()]).sum::<f64>();
        assert!(all > 0.0);
        assert!(near(all, over(&mut (0..FIFTHS).map(Group::imd))));
        assert!(near(all, over(&mut (0..FIFTHS).map(Group::wealth))));
        assert!(near(all, over(&mut [65, 85].into_iter().map(Group::age))));
        assert!(near(all, over(&mut (0..SEXES).map(Group::sex))));
    }
    let all = Group::ALL.index();
    assert!(care.hours_received[all] <= care.hours_needed[all]);
    assert!(care.residents[all] <= care.users_public[all] + care.users_self_funded[all]);
}

#[test]
fn delivering_all_that_was_assessed_costs_what_was_assessed() {
    let england = England::under("means_test");
    let assessed = england.assessed();
    let (care, _) = england.delivered(1.0);
    let all = Group::ALL.index();
    assert!(near(care.gross, assessed.home() + assessed.care_home()));
    assert!(near(care.charges[all], assessed.bill.charges()));
    assert!(near(care.council[all] + care.charges[all], care.gross));
}

#[test]
fn the_share_that_is_reached_scales_the_money_of_care_at_home() {
    let england = England::under("means_test");
    let assessed = england.assessed();
    for share in [0.0, 0.25, 0.5] {
        let (care, _) = england.delivered(share);
        assert!(near(care.gross, share * assessed.home() + assessed.care_home()));
    }
    let all = Group::ALL.index();
    let (none, some) = (england.delivered(0.0).0, england.delivered(0.5).0);
    assert!(none.unmet[all] > some.unmet[all] && none.self_funded[all] > some.self_funded[all]);
}

#[test]
fn without_reform_there_is_no_entitlement_and_free_personal_care_has_a_price() {
    let cost = |england: &England| {
        let assessed = england.assessed();
        let all = [1.0; DEPENDENCIES];
        assessed.bill.reached(&all) - assessed.without.reached(&all)
    };
    let mut unchanged = England::under("means_test");
    assert_eq!(cost(&unchanged), 0.0);
    unchanged.without = Some(unchanged.law);
    assert_eq!(cost(&unchanged), 0.0);
    assert!(cost(&England::under("free_personal_care")) > 0.0);
}

#[test]
fn a_reform_that_changes_nothing_leaves_both_purses_alike_year_after_year() {
    let mut england = England::under("means_test");
    england.without = Some(england.law);
    let mut shadows = Shadows::begin(&england.population);
    for _ in 0..3 {
        let mut assessed = Assessment::default();
        assess(
            &england.population,
            &england.care,
            &england.terms(),
            Some(&shadows),
            &mut assessed,
        );
        assert_eq!(assessed.bill, assessed.without);
        let (mut population, mut out) = (england.population.clone(), CareYear::default());
        let reached = [0.7; DEPENDENCIES];
        deliver(
            &mut population,
            &assessed,
            &reached,
            &england.terms(),
            Some(&mut shadows),
            &mut out,
        );
        england.population = population;
        for (at, person) in england.population.people.iter().enumerate() {
            let spared = shadows.of(at as u32, person);
            assert_eq!(
                (spared.home, spared.capital, spared.metered),
                (person.home, person.capital, person.metered)
            );
        }
        shadows.year_on(&england.population, 0.0);
    }
}

#[test]
fn what_a_reform_spares_people_is_no_cost_of_the_reform() {
    // Free care leaves people wealth; asked of that wealth, the old law would take more than it ever would have had.
    let mut england = England::under("free_personal_care");
    let mut shadows = Shadows::begin(&england.population);
    let all = [1.0; DEPENDENCIES];
    for _ in 0..4 {
        let mut assessed = Assessment::default();
        assess(
            &england.population,
            &england.care,
            &england.terms(),
            Some(&shadows),
            &mut assessed,
        );
        let (mut population, mut out) = (england.population.clone(), CareYear::default());
        deliver(
            &mut population,
            &assessed,
            &all,
            &england.terms(),
            Some(&mut shadows),
            &mut out,
        );
        england.population = population;
    }
    let cost = |shadows: &Shadows| {
        let mut assessed = Assessment::default();
        assess(
            &england.population,
            &england.care,
            &england.terms(),
            Some(shadows),
            &mut assessed,
        );
        assessed.bill.reached(&all) - assessed.without.reached(&all)
    };
    let (real, phantom) = (cost(&shadows), cost(&Shadows::begin(&england.population)));
    assert!(real < phantom * 0.95, "{real} {phantom}");
}

#[test]
fn free_personal_care_raises_nobodys_payment_for_the_same_care() {
    // What differs is the law alone: nobody's wealth has moved yet and demand does not answer.
    let (before, after) = (England::under("means_test"), England::under("free_personal_care"));
    for index in &before.care {
        let person = &before.population.people[*index as usize];
        let who = circumstances(person, &before.terms().benefit);
        let care = if person.in_care_home() {
            before.fees.care_home(false, false)
        } else {
            before.fees.home_care(f64::from(person.id % 40))
        };
        let own = |law: &Law| charge(&who, &care, &mut account_of(person, law), law, Spell::of(1)).own();
        assert!(own(&after.law) <= own(&before.law));
    }
    let all = Group::ALL.index();
    let (dear, free) = (before.delivered(1.0).0, after.delivered(1.0).0);
    assert!(free.charges[all] + free.self_funded[all] < dear.charges[all] + dear.self_funded[all]);
    assert!(free.council[all] > dear.council[all]);
}

#[test]
fn what_people_pay_in_a_year_never_makes_their_wealth_grow_or_negative() {
    let england = England::under("means_test");
    let (_, after) = england.delivered(0.7);
    for (before, after) in england.population.people.iter().zip(&after.people) {
        assert!(after.capital <= before.capital && after.home <= before.home);
        assert!(after.capital >= before.capital.min(0.0) && after.home >= 0.0);
        assert!(after.paid >= before.paid && after.capital_spent >= before.capital_spent);
    }
}

#[test]
fn a_cap_that_counts_past_residence_finds_the_years_already_lived_in_a_home() {
    let england = England::under("means_test");
    let care = england.fees.care_home(false, false);
    let mut counts = england.law;
    counts.past_residence_counts = true;
    let mut residents = 0;
    for person in england.population.people.iter().filter(|person| person.in_care_home()) {
        assert_eq!(account_of_resident(person, &care, &england.law).metered, person.metered);
        let weeks = i64::from(person.years_in_home) * i64::from(WEEKS);
        let expected = weeks * (care.council_rate.0 - counts.daily_living_cost).max(0);
        assert_eq!(
            account_of_resident(person, &care, &counts).metered.0,
            expected.max(person.metered.0)
        );
        let granted = Law {
            residence_granted: 6,
            ..counts
        };
        // Six years are granted to those who have lived there for fewer, and to nobody on top of more.
        let at_least = i64::from(WEEKS) * 6 * (care.council_rate.0 - granted.daily_living_cost).max(0);
        assert_eq!(
            account_of_resident(person, &care, &granted).metered.0,
            expected.max(person.metered.0).max(at_least)
        );
        residents += usize::from(expected > 0);
    }
    assert!(residents > 10);
}
