//! Cost of the whole engine: one draw by number of people, worlds and years. Throughput is in person-years and worlds, so
//! that the time of an element is the figure that the design aims at (at most 25 ns on one core).

use std::hint::black_box;

use carepool::projection::{Money, Plans, Shelf, YearParts, catalogue, draw};
use carepool::scenario::{Over, Sampler, Scenario};
use carepool::world::{Group, YearRecord};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};

/// England, the same with more money, and a scenario with programmes and another law.
fn plans() -> Plans {
    let catalogue = catalogue();
    let more = ["funding.nhs.addition=5000".to_owned()];
    let load = |name: &str, sets: &[String]| Scenario::load(name, sets, &catalogue).expect("a shipped scenario");
    let own = |scenario| (scenario, Money::AsItSays(Over::default()));
    let scenarios = [
        load("england.toml", &[]),
        load("whole-person-care.toml", &[]),
        load("england.toml", &more),
    ];
    Plans::of(scenarios.map(own).into(), &Shelf::default(), &catalogue).expect("the shipped tables")
}

fn engine(c: &mut Criterion) {
    let plans = plans();
    let sampler = Sampler::plain(1);
    let mut group = c.benchmark_group("draw");
    group.sample_size(10);
    for years in [10, 20] {
        for worlds in [1, 2, 3] {
            let plans = plans.leading(worlds);
            for people in [2_500, 10_000, 40_000] {
                group.throughput(Throughput::Elements((people * years * worlds) as u64));
                let name = format!("{worlds} worlds, {years} years");
                group.bench_with_input(BenchmarkId::new(name, people), &people, |b, people| {
                    b.iter(|| {
                        let mut sum = 0.0;
                        let mut observer = |_: usize, _: usize, record: &YearRecord, _: &YearParts<'_>| {
                            sum += record.waiting_list[Group::ALL.index()];
                        };
                        draw(&plans, &sampler, 0, 0, *people, years, &mut observer).expect("closed books");
                        black_box(sum)
                    });
                });
            }
        }
    }
    group.finish();
}

criterion_group!(benches, engine);
criterion_main!(benches);
