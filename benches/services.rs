//! How long one year of need and of services takes.

use std::hint::black_box;

use carepool::services::need_model::{NO_FACTORS, NeedModel};
use carepool::services::primary_care::PrimaryCare;
use carepool::services::urgent::Discharge;
use carepool::services::{ServiceTables, ServicesLevers, ServicesState, YearInput};
use carepool::world::axes::{BANDS, FIFTHS, SEXES};
use carepool::world::cells::{Cells, DEMOGRAPHIC, STATES, demographic};
use carepool::world::service::SERVICES;
use carepool::world::{LeverSpec, Levers, Weight};
use criterion::{Criterion, criterion_group, criterion_main};

/// A value for a lever: what the file says where it says a plain value, or the middle of its distribution.
fn value(file: &toml::Table, spec: &LeverSpec) -> f64 {
    let mut parts = spec.key.split('.');
    let mut found = parts.next().and_then(|part| file.get(part));
    for part in parts {
        found = found.and_then(|value| value.get(part));
    }
    number(found.expect("every lever has an assumption")).unwrap_or(0.0)
}

fn number(value: &toml::Value) -> Option<f64> {
    match value {
        toml::Value::Float(number) => Some(*number),
        toml::Value::Integer(number) => Some(*number as f64),
        toml::Value::Table(table) => ["value", "p50", "mode", "mean"]
            .iter()
            .find_map(|key| table.get(*key).and_then(number))
            .or_else(|| table.values().filter(|value| value.is_table()).find_map(number)),
        _ => None,
    }
}

fn one_year(criterion: &mut Criterion) {
    let tables = ServiceTables::parse(
        include_str!("../scenarios/england/use_profiles.csv"),
        include_str!("../scenarios/england/use_gradients.csv"),
        include_str!("../scenarios/england/seasons.csv"),
    )
    .expect("the shipped tables are sound");
    let file: toml::Table = include_str!("../scenarios/assumptions/services.toml")
        .parse()
        .expect("the shipped assumptions are sound");
    let levers = ServicesLevers::read(
        &ServicesLevers::SPECS
            .iter()
            .map(|spec| value(&file, spec))
            .collect::<Vec<f64>>(),
    );
    let mut cells = Cells::default();
    let mut deaths = vec![0.0; DEMOGRAPHIC];
    for band in 0..BANDS {
        for sex in 0..SEXES {
            for fifth in 0..FIFTHS {
                let cell = demographic(band, sex, fifth);
                deaths[cell] = 50.0 * band as f64;
                for state in 0..STATES {
                    cells.add(cell, state, Weight::from_people(14_000));
                }
            }
        }
    }
    let model = NeedModel::new(&tables, &levers, &cells, &deaths);
    let multiplier = [1.0; SERVICES];
    let need = model.need(&cells, &deaths, &multiplier, &NO_FACTORS);
    criterion.bench_function("need_of_a_year", |bench| {
        bench.iter(|| model.need(black_box(&cells), &deaths, &multiplier, &NO_FACTORS));
    });
    let input = YearInput {
        need: &need,
        asks: carepool::services::signals::AS_EVER,
        capacity: levers.base.by_service(),
        beds: levers.urgent.base_beds,
        staffing: 1.0,
        discharge: Discharge::BASE,
        care_need: 1.0,
        eligible_care: 1.0,
        care_received: 1.0,
        gp_allocation: PrimaryCare::base_allocation(&levers.primary_care),
        other_allocation: [1.0; FIFTHS],
        guarantee: None,
        four_hour_sanctions: 0.0,
        private_care: 1.0,
    };
    let mut state = ServicesState::start(&tables, &levers, &need);
    criterion.bench_function("twelve_months_of_services", |bench| {
        bench.iter(|| state.run_year(black_box(&input), &levers));
    });
    criterion.bench_function("need_model_of_a_draw", |bench| {
        bench.iter(|| NeedModel::new(&tables, &levers, black_box(&cells), &deaths));
    });
}

criterion_group!(benches, one_year);
criterion_main!(benches);
