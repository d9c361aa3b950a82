//! Cost of the people step: solving a draw's rates, drawing the sample, a year's rates, a year of the expected cohort, and
//! the sample's yearly loop by size and number of worlds. `advance` reports time per iteration; divide by people × worlds.

use std::collections::BTreeMap;
use std::hint::black_box;

use carepool::people::{
    Cohort, Fit, Flows, PeopleLevers, PeopleYear, Population, PopulationTables, RateFactors, Rates, advance,
};
use carepool::world::{Levers, Luck, Year};
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};

fn tables() -> PopulationTables {
    let files: BTreeMap<String, String> = PopulationTables::FILES
        .iter()
        .map(|name| {
            let path = format!("{}/scenarios/england/{name}", env!("CARGO_MANIFEST_DIR"));
            (
                (*name).to_owned(),
                std::fs::read_to_string(path).expect("a shipped table"),
            )
        })
        .collect();
    PopulationTables::parse(&files).expect("tables that parse")
}

/// The central value of each lever, as written in the shipped assumptions.
fn levers() -> PeopleLevers {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/assumptions/people.toml");
    let root: toml::Table = std::fs::read_to_string(path)
        .expect("assumptions")
        .parse()
        .expect("TOML");
    let number = |value: &toml::Value| {
        value
            .as_float()
            .or_else(|| value.as_integer().map(|whole| whole as f64))
    };
    let values: Vec<f64> = PeopleLevers::SPECS
        .iter()
        .map(|spec| {
            let entry = root[spec.section()][spec.name()].as_table().expect("a table");
            let central = entry.get("value").and_then(number);
            let of = |family: &str, key: &str| entry.get(family).and_then(|table| table.get(key)).and_then(number);
            central
                .or(of("interval", "p50"))
                .or(of("normal", "mean"))
                .expect("a central value")
        })
        .collect();
    PeopleLevers::read(&values)
}

fn people(c: &mut Criterion) {
    let (tables, levers) = (tables(), levers());
    let fit = Fit::new(&tables, &levers);
    let luck = Luck::new(1, 0, 0);
    let factors = RateFactors::default();
    c.bench_function("fit", |b| b.iter(|| Fit::new(black_box(&tables), black_box(&levers))));
    c.bench_function("start 10000", |b| {
        b.iter(|| Population::start(&tables, &fit, &levers, luck, 10_000))
    });
    let mut rates = Rates::build(&tables, &fit, &levers, Year(2025), &factors);
    c.bench_function("rates", |b| {
        b.iter(|| rates.rebuild(&tables, &fit, &levers, Year(2030), black_box(&factors)))
    });
    let mut record = PeopleYear::default();
    let start = Cohort::start(&fit, &levers, 1.0);
    c.bench_function("cohort", |b| {
        b.iter_batched_ref(
            || start.clone(),
            |cohort| cohort.advance(&rates, &mut record),
            BatchSize::SmallInput,
        );
    });
    let mut moved = start.clone();
    moved.advance(&rates, &mut record);
    let mut group = c.benchmark_group("advance");
    for (size, worlds) in [(1_000, 1), (10_000, 1), (10_000, 2), (10_000, 4), (100_000, 1)] {
        let start = Population::start(&tables, &fit, &levers, luck, size);
        let all = vec![rates.clone(); worlds];
        let mut out = vec![PeopleYear::default(); worlds];
        let flows: Vec<&Flows> = vec![moved.flows(); worlds];
        group.throughput(Throughput::Elements((start.people.len() * worlds) as u64));
        group.bench_function(format!("{size} people, {worlds} worlds"), |b| {
            b.iter_batched_ref(
                || vec![start.clone(); worlds],
                |population| advance(population, &all, &flows, Year(2025), luck, &mut out),
                BatchSize::SmallInput,
            );
        });
    }
    group.finish();
}

criterion_group!(benches, people);
criterion_main!(benches);
