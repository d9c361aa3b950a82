//! Reading and counting the reference elections (absent without ../shared) and generated ones.

use std::path::Path;

use carepool::budgeting::electorate::research::{CostRange, Culture, Generated, Near, Shape, Spread};
use carepool::budgeting::equal_shares::{Completion, Market, Preset, Terms, count, equal_shares};
use carepool::budgeting::exact::whole;
use carepool::budgeting::pabulib;
use carepool::budgeting::rules::{Options, Rule, run};
use carepool::budgeting::{BallotType, Election, Rational, Satisfaction, TieOrder, Utilities};
use criterion::{Criterion, criterion_group, criterion_main};

fn file(name: &str) -> Option<Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    ["../shared", "../../shared"].iter().find_map(|shared| {
        std::fs::read(
            root.join(shared)
                .join("reference/participatory-budgeting/ballots")
                .join(name),
        )
        .ok()
    })
}

fn reference(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("reference");
    group.sample_size(10);
    if let Some(bytes) = file("Poland_Wroclaw_2015_from_500.pb") {
        group.bench_function("read 3.8 MB (Wrocław 2015)", |bencher| {
            bencher.iter(|| pabulib::read_bytes(bytes.clone(), false).problems.len());
        });
    }
    for (short, name) in [
        ("Wieliczka", "Poland_Wieliczka_2023_Green_Budget.pb"),
        ("Amsterdam 252", "Netherlands_Amsterdam_252.pb"),
        ("Praga-Południe", "Poland_Warszawa_2020_Praga-Poludnie.pb"),
    ] {
        let Some(election) = file(name).and_then(|bytes| pabulib::read_bytes(bytes, false).election) else {
            continue;
        };
        for rule in [
            Rule::Greedy,
            Rule::Phragmen,
            Rule::MaximinSupport,
            Rule::BoundedOverspending,
        ] {
            group.bench_function(format!("{} {short}", rule.word()), |bencher| {
                bencher.iter(|| run(rule, &election, &Options::default()).funded.len());
            });
        }
        let utilities = Utilities::new(&election, Satisfaction::Cost);
        let market = Market::new(&election, &utilities, TieOrder::Identifier);
        let endowment: Rational = &market.budget / whole(market.voters);
        group.bench_function(format!("equal-shares winners {short}"), |bencher| {
            bencher.iter(|| count(&market, &endowment, false).funded.len());
        });
        group.bench_function(format!("equal-shares certified {short}"), |bencher| {
            bencher.iter(|| count(&market, &endowment, true).funded.len());
        });
        let terms = Terms::preset(Preset::Pabutools, Completion::Add1);
        group.bench_function(format!("add1 {short}"), |bencher| {
            bencher.iter(|| equal_shares(&election, &utilities, &terms, false).funded.len());
        });
    }
    group.finish();
}

/// Ninety thousand voters, 160 projects, ballots of up to five.
fn city() -> Election {
    let names: Vec<String> = (0..160).map(|index| format!("p{index:03}")).collect();
    let projects: Vec<(&str, u64)> = names
        .iter()
        .enumerate()
        .map(|(index, name)| (name.as_str(), 1000 + (index as u64 * 7919) % 50_000))
        .collect();
    let mut election = Election::approval(1_000_000, &projects, &[]);
    let mut roll = carepool::budgeting::election::Roll::default();
    let mut state = 1u64;
    for _ in 0..90_000 {
        let mut named = Vec::new();
        for _ in 0..5 {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let draw = (state >> 33) as u32 % 25_600;
            named.push((f64::from(draw).sqrt()) as u32);
        }
        roll.cast(&mut election, named, Vec::new());
    }
    election
}

fn generated(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("generated city of 90,000");
    group.sample_size(10);
    let election = city();
    for rule in [Rule::Greedy, Rule::Phragmen, Rule::EqualShares] {
        group.bench_function(rule.word(), |bencher| {
            bencher.iter(|| run(rule, &election, &Options::default()).funded.len());
        });
    }
    group.finish();
}

/// A million ballots over fifty projects, made, written and counted.
fn million(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("a million generated ballots");
    group.sample_size(10);
    let spec = |culture, ballot_type, max_length| Generated {
        culture,
        shape: Shape {
            ballot_type,
            max_length,
        },
        voters: 1_000_000,
        projects: 50,
        costs: CostRange {
            low: 1_000,
            high: 50_000,
            many_small: true,
        },
        budget: whole(300_000),
        seed: 1,
    };
    let near = Culture::Euclidean {
        dimensions: 2,
        spread: Spread::Even,
        near: Near::Number { mean: 10.0, sd: 3.0 },
    };
    let cultures = [
        spec(Culture::Impartial { share: 0.1 }, BallotType::Approval, Some(5)),
        spec(
            Culture::Urn {
                share: 0.1,
                copies: 0.001,
            },
            BallotType::Approval,
            None,
        ),
        spec(near, BallotType::Approval, None),
        spec(Culture::Mallows { dispersion: 0.8 }, BallotType::Ordinal, Some(3)),
    ];
    for made in &cultures {
        let name = made.culture.word();
        group.bench_function(format!("{name}: make and merge"), |bencher| {
            bencher.iter(|| made.election().map(|election| election.ballots.len()));
        });
        group.bench_function(format!("{name}: write as .pb"), |bencher| {
            bencher.iter(|| {
                let mut length = 0;
                let written = made.write(|piece| {
                    length += piece.len();
                    Ok(())
                });
                (length, written.is_ok())
            });
        });
        let Ok(election) = made.election() else { continue };
        for rule in [Rule::Greedy, Rule::EqualShares] {
            group.bench_function(format!("{name}: {}", rule.word()), |bencher| {
                bencher.iter(|| run(rule, &election, &Options::default()).funded.len());
            });
        }
    }
    group.finish();
}

criterion_group!(benches, reference, generated, million);
criterion_main!(benches);
