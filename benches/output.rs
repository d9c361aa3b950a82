//! What writing the results costs: observing a year, chunks, summaries, parquet, charts, the page.

use std::hint::black_box;

use carepool::results::{
    DrawStore, Identity, RunDescription, ScenarioDescription, Series, Shape, draws, summarise, tables,
};
use carepool::world::{Group, Year, YearRecord};
use criterion::{Criterion, criterion_group, criterion_main};

const DRAWS: usize = 200;

fn store(folder: &std::path::Path) -> DrawStore {
    let years: Vec<Year> = (0..20).map(|year| Year(2024).plus(year)).collect();
    let shape = Shape::new(vec!["now".into(), "then".into()], years);
    let store = DrawStore::open(folder, Identity::of("bench"), shape, 50).expect("opens");
    let cells = store.shape().cells();
    for chunk in 0..store.chunks(DRAWS) {
        let values: Vec<Vec<f64>> = store
            .range(chunk, DRAWS)
            .map(|draw| {
                (0..cells)
                    .map(|cell| ((draw * 7919 + cell * 31) % 10_007) as f64)
                    .collect()
            })
            .collect();
        store.write(Series::Run, chunk, &values).expect("writes");
    }
    store
}

fn output(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("temporary folder");
    let store = store(&folder.path().join("parts"));
    let shape = store.shape().clone();
    let mut record = YearRecord::default();
    Group::every().for_each(|group| record.population[group.index()] = 1e6);
    let mut values = vec![0.0; shape.cells()];
    let mut group = criterion.benchmark_group("output");
    group.sample_size(10);
    group.bench_function("observe one year", |b| {
        b.iter(|| shape.observe(0, 0, black_box(&record), &mut values))
    });
    group.bench_function("summarise 200 draws, 2 worlds, 20 years", |b| {
        b.iter(|| summarise(&store, DRAWS, 0, &[0; 2]).expect("whole"));
    });
    group.bench_function("draws.parquet, everybody", |b| {
        b.iter(|| draws::write(&store, DRAWS, false, &folder.path().join("draws.parquet")).expect("writes"));
    });
    let (summary, differences) = summarise(&store, DRAWS, 0, &[0; 2]).expect("whole");
    group.bench_function("summary.csv", |b| {
        b.iter(|| {
            let mut text = Vec::new();
            tables::write_summary(&summary, tables::Extent::Everything, &mut text).expect("writes");
            text
        });
    });
    let scenario = |name: &str| ScenarioDescription {
        name: name.into(),
        ..ScenarioDescription::default()
    };
    let description = RunDescription {
        scenarios: vec![scenario("now"), scenario("then")],
        draws: DRAWS,
        ..RunDescription::default()
    };
    let run = carepool::report::Run::of(&description, &summary, &differences);
    group.bench_function("charts as SVG", |b| b.iter(|| carepool::report::charts(&run)));
    let charts = carepool::report::charts(&run);
    group.bench_function("one chart as PNG", |b| {
        b.iter(|| carepool::report::png(&charts[0].svg, 2.0))
    });
    group.bench_function("report.html", |b| b.iter(|| carepool::report::page(&run, &charts, &[])));
    group.finish();
}

criterion_group!(benches, output);
criterion_main!(benches);
