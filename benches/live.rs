//! Cost of a moved lever: the first line, a rough band and a good one, each of a state that nobody asked for before, over a
//! baseline that is kept. The aims are 50 ms, 400 ms and 1 s on two quiet cores.

use std::cell::Cell;
use std::hint::black_box;

use carepool::catalogue;
use carepool::live::{LiveProjection, State};
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};

const PEOPLE: usize = 2_000;
const DRAWS: usize = 200;
const YEARS: usize = 12;

fn live(c: &mut Criterion) {
    let catalogue = catalogue();
    let mut group = c.benchmark_group("lever");
    group.sample_size(10);
    for (name, draws) in [("first line", 0), ("40 draws", 40), ("200 draws", 200)] {
        // A fresh room for each: what was asked before is kept, and would cost nothing.
        let fresh = || {
            let live = LiveProjection::new("england", PEOPLE, DRAWS, YEARS, 1, &catalogue).expect("a projection");
            live.warm(&|| true).expect("a baseline");
            live
        };
        let at = Cell::new(0);
        let room = fresh();
        let levers = [
            "operations",
            "mental-health",
            "general-practice",
            "dentistry",
            "money-for-the-nhs",
            "care-pay",
        ];
        group.bench_function(name, |b| {
            b.iter_batched(
                || {
                    // Another state each time: six levers of four positions or more.
                    let number = at.replace(at.get() + 1);
                    levers
                        .iter()
                        .enumerate()
                        .fold(State::default(), |state, (place, lever)| {
                            let lever = room.board().find(lever).expect("a lever");
                            state.with(lever, (number >> (2 * place)) & 3)
                        })
                },
                |state| black_box(room.ask(&state, draws, &|| true).expect("an answer")),
                BatchSize::PerIteration,
            );
        });
    }
    group.finish();
}

criterion_group!(benches, live);
criterion_main!(benches);
