//! The cohort against what is known without it: the balance of people, the life table, the steady state.

use super::*;
use crate::people::fixture;
use crate::people::mortality::life_expectancy;
use crate::people::{HealthSummary, PopulationTables, RateFactors};
use crate::world::Weight;
use crate::world::axes::{AgeBand, DEPENDENCIES, Sex};
use crate::world::cells::{DEMOGRAPHIC, demographic};

/// A cohort moved on for some years under the base year's rates, with its last record.
fn later(
    tables: &PopulationTables,
    levers: &PeopleLevers,
    factors: &RateFactors,
    years: u16,
) -> (Cohort, PeopleYear, Rates) {
    let fit = Fit::new(tables, levers);
    let rates = Rates::build(tables, &fit, levers, fixture::BASE_YEAR, factors);
    let mut cohort = Cohort::start(&fit, levers, 1.0);
    let mut record = PeopleYear::default();
    cohort.observe(&rates, &mut record);
    for _ in 0..years {
        cohort.advance(&rates, &mut record);
    }
    (cohort, record, rates)
}

#[test]
fn the_start_is_the_base_table_to_the_person() {
    let (cohort, record, _) = later(&fixture::tables(), &fixture::levers(), &RateFactors::default(), 0);
    let base = fixture::fit().base;
    for (cell, people) in base.iter().enumerate() {
        assert!((cohort.people[cell] - *people as f64).abs() < 1e-6);
    }
    assert_eq!(record.people(), base.iter().sum::<u64>() as f64);
    let residents = Weight::from_raw(record.residents).people();
    assert!(
        (residents / fixture::levers().residents - 1.0).abs() < 1e-3,
        "{residents}"
    );
}

#[test]
fn every_year_the_change_of_people_is_births_less_deaths_and_those_who_came() {
    let (tables, levers) = (fixture::tables(), fixture::levers());
    let (mut cohort, mut record, rates) = later(&tables, &levers, &RateFactors::default(), 0);
    for _ in 0..30 {
        let before = cohort.total();
        cohort.advance(&rates, &mut record);
        let change = record.births.iter().sum::<f64>() - record.deaths.iter().sum::<f64>() + record.migrants;
        assert!((before + change - cohort.total()).abs() < 1e-4);
        assert!((record.people() - cohort.total()).abs() < 0.01);
        let states: u64 = (0..DEMOGRAPHIC).flat_map(|cell| record.cells.states(cell)).sum();
        assert_eq!(states, record.population.iter().sum::<u64>());
    }
}

#[test]
fn those_who_come_in_a_year_have_the_ages_of_the_migration_table_at_its_end() {
    let tables = fixture::tables();
    let after = |net: f64| {
        let levers = PeopleLevers {
            net_migration: net,
            ..fixture::levers()
        };
        later(&tables, &levers, &RateFactors::default(), 1).0
    };
    let (closed, open) = (after(0.0), after(300_000.0));
    for age in 1..AGES - 1 {
        for sex in 0..SEXES {
            let people =
                |cohort: &Cohort| -> f64 { (0..FIFTHS).map(|fifth| cohort.people[stratum(age, sex, fifth)]).sum() };
            let (came, wanted) = (people(&open) - people(&closed), 300_000.0 * tables.migration[age][sex]);
            assert!((came - wanted).abs() < 1.0, "{age} {sex}: {came:.1} of {wanted:.1}");
        }
    }
}

/// Nobody arrives, nobody moves.
fn closed() -> RateFactors {
    RateFactors {
        migration: 0.0,
        ..RateFactors::default()
    }
}

#[test]
fn whoever_is_born_lives_as_long_as_the_life_table_says_at_constant_rates() {
    // After a hundred and twenty years everybody has been born into the rates: the deaths of a life make its length.
    let (tables, levers) = (fixture::tables(), fixture::levers());
    let (_, record, rates) = later(&tables, &levers, &closed(), 130);
    let summary = HealthSummary::new(&rates, &record, &fixture::health_levers());
    for sex in 0..SEXES {
        for fifth in 0..FIFTHS {
            let mut q = [0.0; AGES];
            for (age, q) in q.iter_mut().enumerate() {
                *q = rates.q[stratum(age, sex, fifth)];
            }
            let table = life_expectancy(&q, 0, rates.infant_death_age);
            let cohort = summary.at_birth[sex][fifth];
            // The rates are normalised to the table in the base year's mixture of health, which a closed cohort leaves a
            // little: two in a thousand.
            assert!(
                (cohort / table - 1.0).abs() < 0.002,
                "{sex} {fifth}: {cohort:.3} against {table:.3}"
            );
        }
    }
}

/// Share of the people of an age band for whom a health state holds.
fn share(record: &PeopleYear, band: usize, holds: impl Fn(usize) -> bool) -> f64 {
    let (mut yes, mut all) = (0.0, 0.0);
    for cell in demographic(band, 0, 0)..demographic(band + 1, 0, 0) {
        for (state, raw) in record.cells.states(cell).iter().enumerate() {
            all += *raw as f64;
            yes += if holds(state) { *raw as f64 } else { 0.0 };
        }
    }
    yes / all
}

#[test]
fn prevalence_by_age_stays_where_the_rates_were_fitted() {
    let (tables, levers) = (fixture::tables(), fixture::levers());
    let (_, before, _) = later(&tables, &levers, &RateFactors::default(), 0);
    let (_, after, _) = later(&tables, &levers, &RateFactors::default(), 40);
    for band in 6..18 {
        let age = AgeBand::from_index(band).start();
        for (what, holds) in [
            (
                "two or more conditions",
                &(|state: usize| state / DEPENDENCIES >= 2) as &dyn Fn(usize) -> bool,
            ),
            ("dependent", &|state: usize| state % DEPENDENCIES >= 1),
            ("highly dependent", &|state: usize| state % DEPENDENCIES == 3),
        ] {
            let (then, now) = (share(&before, band, holds), share(&after, band, holds));
            assert!(
                (now - then).abs() < 0.004 + 0.03 * then,
                "{age} {what}: {then:.4} -> {now:.4}"
            );
        }
    }
}

#[test]
fn residents_keep_their_share_of_each_age_sex_and_fifth() {
    let (tables, levers) = (fixture::tables(), fixture::levers());
    let (start, _, _) = later(&tables, &levers, &RateFactors::default(), 0);
    let (end, record, _) = later(&tables, &levers, &RateFactors::default(), 15);
    let mut standard = 0.0;
    for cell in 0..end.old.len() {
        let residents: f64 = end.old[cell][FIRST..].iter().flatten().sum();
        standard += residents / end.people[cell + YOUNG * ROW] * start.people[cell + YOUNG * ROW];
    }
    println!("standardised residents after fifteen years {standard:.0}");
    assert!((standard / levers.residents - 1.0).abs() < 0.03, "{standard}");
    assert!(record.entrants > 0);
}

#[test]
fn a_closed_country_keeps_everybody_in_their_fifth() {
    let (tables, levers) = (fixture::tables(), fixture::levers());
    let (mut cohort, mut record, rates) = later(&tables, &levers, &closed(), 0);
    for _ in 0..10 {
        let before: Vec<f64> = by_fifth(&cohort);
        cohort.advance(&rates, &mut record);
        assert_eq!(record.migrants, 0.0);
        for (fifth, (then, now)) in before.into_iter().zip(by_fifth(&cohort)).enumerate() {
            let mut change = record.births[fifth];
            change -= record.deaths.iter().skip(fifth).step_by(FIFTHS).sum::<f64>();
            assert!((then + change - now).abs() < 1e-4, "{fifth}");
        }
    }
}

fn by_fifth(cohort: &Cohort) -> Vec<f64> {
    let of = |fifth: usize| cohort.people.iter().skip(fifth).step_by(FIFTHS).sum();
    (0..FIFTHS).map(of).collect()
}

#[test]
fn each_rate_moves_what_it_names_and_in_its_direction() {
    let (tables, levers) = (fixture::tables(), fixture::levers());
    let base = later(&tables, &levers, &RateFactors::default(), 5).1;
    let with = |change: &dyn Fn(&mut RateFactors)| {
        let mut factors = RateFactors::default();
        change(&mut factors);
        later(&tables, &levers, &factors, 5).1
    };
    let count = |record: &PeopleYear, holds: &dyn Fn(usize) -> bool| -> f64 {
        let states = (0..DEMOGRAPHIC).flat_map(|cell| record.cells.states(cell).iter().enumerate());
        states
            .filter(|(state, _)| holds(*state))
            .map(|(_, raw)| *raw as f64)
            .sum()
    };
    let dependent = |state: usize| !state.is_multiple_of(DEPENDENCIES);
    let several = |state: usize| state / DEPENDENCIES >= 2;
    assert!(with(&|f| f.mortality.fill(0.9)).people() > base.people());
    assert!(count(&with(&|f| f.condition_onset.fill(0.5)), &several) < count(&base, &several));
    assert!(count(&with(&|f| f.dependency_onset.fill(0.5)), &dependent) < count(&base, &dependent));
    assert!(count(&with(&|f| f.dependency_recovery.fill(0.5)), &dependent) > count(&base, &dependent));
    assert!(with(&|f| f.care_home_entry.fill(0.5)).residents < base.residents);
    assert!(with(&|f| f.births = 1.1).people() > base.people());
    assert!(with(&|f| f.migration = 2.0).people() > base.people());
    // Whoever can be cared for at home moves into a care home less often.
    let mut cared = levers;
    cared.carer_if_single = 0.0;
    cared.carer_if_partner = 0.0;
    cared.entry_with_carer = 1.0;
    let mut alone = cared;
    alone.entry_with_carer = 0.5;
    // Without carers what having one does is nothing.
    let [one, other] = [cared, alone].map(|levers| later(&tables, &levers, &RateFactors::default(), 5).1.residents);
    assert_eq!(one, other);
}

#[test]
fn the_same_start_gives_the_same_bytes() {
    let (tables, levers) = (fixture::tables(), fixture::levers());
    let one = later(&tables, &levers, &RateFactors::default(), 3);
    let other = later(&tables, &levers, &RateFactors::default(), 3);
    assert_eq!(one.0, other.0);
    assert_eq!(one.1, other.1);
}

#[test]
fn a_few_more_boys_are_born_than_girls() {
    let (_, record, _) = later(&fixture::tables(), &fixture::levers(), &RateFactors::default(), 1);
    let [girls, boys] = [Sex::Female, Sex::Male].map(|sex| record.births_by_sex[sex as usize]);
    // ONS, Births in England and Wales: 105 boys to 100 girls, year after year.
    assert!((boys / girls - 1.05).abs() < 0.01, "{}", boys / girls);
}

#[test]
fn nobody_recovers_in_a_care_home() {
    let residents = |recovery: f32| {
        let factors = RateFactors {
            dependency_recovery: vec![recovery; DEMOGRAPHIC * STATES],
            ..RateFactors::default()
        };
        let cohort = later(&fixture::tables(), &fixture::levers(), &factors, 1).0;
        cohort.old.iter().map(|rows| rows[LATER]).collect::<Vec<_>>()
    };
    let (never, often) = (residents(0.0), residents(3.0));
    assert!(never == often, "who lived there a year ago is no healthier for it");
    assert!(never.iter().flatten().sum::<f64>() > 100_000.0);
}
