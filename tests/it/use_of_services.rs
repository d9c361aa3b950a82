//! Who uses what in the base year, on the people that the projection starts from: published shares and ratios.

use carepool::people::{Cohort, Fit, PeopleYear, RateFactors, Rates};
use carepool::projection::{Levers, Tables, catalogue};
use carepool::scenario::{Sampler, Scenario};
use carepool::services::NeedModel;
use carepool::services::need_model::NO_FACTORS;
use carepool::world::axes::{AgeBand, DEPENDENCIES, FIFTHS, SEXES};
use carepool::world::cells::{Cells, DEMOGRAPHIC};
use carepool::world::service::SERVICES;
use carepool::world::{Service, Weight};

struct Start {
    model: NeedModel,
    people: PeopleYear,
}

/// England at the start with the gradients of health at their fitted strength.
fn start() -> Start {
    let sets = [
        "services.need.condition_strength=1",
        "services.need.dependency_strength=1",
    ]
    .map(String::from);
    let scenario =
        Scenario::load("england", &sets, &catalogue()).unwrap_or_else(|problems| panic!("{}", problems.render(false)));
    let tables = Tables::load(&scenario).unwrap_or_else(|error| panic!("{error}"));
    let mut values = Vec::new();
    let year = scenario.start_year;
    scenario.world(&Sampler::plain(1), 0).values(year, &mut values);
    let levers = Levers::of_place(&values);
    let fit = Fit::new(&tables.people, &levers.people);
    let rates = Rates::build(&tables.people, &fit, &levers.people, year, &RateFactors::default());
    let mut people = PeopleYear::default();
    Cohort::start(&fit, &levers.people, 1.0).observe(&rates, &mut people);
    let model = NeedModel::new(&tables.services, &levers.services, &people.cells, &people.deaths);
    Start { model, people }
}

/// Adults with at least `conditions` long-term conditions.
fn adults(people: &Cells, conditions: usize) -> Cells {
    let mut chosen = Cells::default();
    for cell in (0..DEMOGRAPHIC).filter(|cell| AgeBand::from_index(cell / (SEXES * FIFTHS)).start() >= 18) {
        for (state, raw) in people.states(cell).iter().enumerate().skip(conditions * DEPENDENCIES) {
            chosen.add(cell, state, Weight::from_raw(*raw));
        }
    }
    chosen
}

#[test]
fn adults_with_several_conditions_make_the_published_share_of_use() {
    // Cassell et al 2018, BJGP 68:e245: 52.9% of consultations, 78.7% of prescriptions, 56.1% of admissions.
    let Start { model, people } = start();
    let nobody = vec![0.0; DEMOGRAPHIC];
    let use_of = |cells: &Cells| model.need(cells, &nobody, &[1.0; SERVICES], &NO_FACTORS).total;
    let (all, several) = (use_of(&adults(&people.cells, 0)), use_of(&adults(&people.cells, 2)));
    let share = |services: &[Service]| {
        let sum = |by: &[f64; SERVICES]| services.iter().map(|service| by[service.index()]).sum::<f64>();
        sum(&several) / sum(&all)
    };
    for (services, published) in [
        (&[Service::PrimaryCare][..], 0.529),
        (&[Service::Prescribing][..], 0.787),
        (&[Service::EmergencyAdmission, Service::PlannedAdmitted][..], 0.561),
    ] {
        let share = share(services);
        eprintln!("{services:?} {share:.3} published {published}");
        assert!((share - published).abs() < 0.03, "{services:?} {share}");
    }
}

#[test]
fn the_most_deprived_fifth_is_admitted_as_emergency_about_1_7_times_as_often() {
    // HES 2011/12, crude: 190.1 against 111.2 episodes per 1,000.
    let Start { model, people } = start();
    let need = model.need(&people.cells, &people.deaths, &[1.0; SERVICES], &NO_FACTORS);
    let mut population = [0.0; FIFTHS];
    for cell in 0..DEMOGRAPHIC {
        population[cell % FIFTHS] += Weight::from_raw(people.cells.states(cell).iter().sum()).people();
    }
    let ratio = |service| {
        let by_fifth = need.by_fifth(service);
        by_fifth[0] / population[0] / (by_fifth[FIFTHS - 1] / population[FIFTHS - 1])
    };
    for service in [
        Service::EmergencyAdmission,
        Service::PlannedAdmitted,
        Service::PrimaryCare,
    ] {
        eprintln!("{service:?} {:.3}", ratio(service));
    }
    let emergency = ratio(Service::EmergencyAdmission);
    assert!((1.65..=1.75).contains(&emergency), "{emergency}");
    assert!((1.0..=1.25).contains(&ratio(Service::PlannedAdmitted)));
    assert!((1.0..=1.2).contains(&ratio(Service::PrimaryCare)));
}
