//! Reading and counting the reference elections (absent without ../shared) and generated ones.
//!
//! Aims on two cores, each a row below: a file of 4 MB read in 60 ms; greedy 2 ms; exact Equal Shares on Wieliczka 3 ms, on
//! Amsterdam 252 60 ms; Phragmén with 90,000 voters 150 ms; add1 by linear scan on Amsterdam 252 0.5 s, on Wieliczka 0.15 s;
//! a million generated ballots in seconds. With `REFERENCE_PYTHON` naming a Python that has pabutools, its times for the
//! same counts are measured in the same run and printed beside ours.

use std::path::{Path, PathBuf};

use carepool::budgeting::electorate::research::{CostRange, Culture, Generated, Near, Shape, Spread};
use carepool::budgeting::equal_shares::count::count;
use carepool::budgeting::equal_shares::{Completion, Market, Preset, SharesTerms, equal_shares};
use carepool::budgeting::exact::whole;
use carepool::budgeting::explanation::explain;
use carepool::budgeting::lots::Lots;
use carepool::budgeting::pabulib;
use carepool::budgeting::recount::{Wanted, search};
use carepool::budgeting::rules::{Options, Rule, run, usual_satisfaction};
use carepool::budgeting::{BallotType, Election, Rational, Satisfaction, TieOrder, Utilities};
use criterion::{Criterion, criterion_group, criterion_main};

fn path(name: &str) -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = ["../shared", "../../shared"].map(|shared| root.join(shared));
    let mut paths = folders
        .iter()
        .map(|folder| folder.join("reference/participatory-budgeting/ballots").join(name));
    paths.find(|path| path.is_file())
}

fn file(name: &str) -> Option<Vec<u8>> {
    std::fs::read(path(name)?).ok()
}

fn reference(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("reference");
    group.sample_size(10);
    for (label, name) in [
        ("read 3.8 MB (Wrocław 2015)", "Poland_Wroclaw_2015_from_500.pb"),
        ("read 0.7 MB (Amsterdam 252)", "Netherlands_Amsterdam_252.pb"),
        ("read 0.8 MB (Praga-Południe)", "Poland_Warszawa_2020_Praga-Poludnie.pb"),
    ] {
        if let Some(bytes) = file(name) {
            group.bench_function(label, |bencher| {
                bencher.iter(|| pabulib::read_bytes(bytes.clone(), false).problems.len());
            });
        }
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
        let terms = SharesTerms::preset(Preset::Pabutools, Completion::Add1);
        group.bench_function(format!("add1 {short}"), |bencher| {
            bencher.iter(|| equal_shares(&election, &utilities, &terms, false).funded.len());
        });
    }
    group.finish();
}

/// Voters of a city, 160 projects, ballots of up to five.
fn city(voters: usize) -> Election {
    let names: Vec<String> = (0..160).map(|index| format!("p{index:03}")).collect();
    let projects: Vec<(&str, u64)> = names
        .iter()
        .enumerate()
        .map(|(index, name)| (name.as_str(), 1000 + (index as u64 * 7919) % 50_000))
        .collect();
    let mut election = Election::approval(1_000_000, &projects, &[]);
    let mut roll = carepool::budgeting::roll::Roll::default();
    let mut lots = Lots::from_state(1);
    for _ in 0..voters {
        let mut named = Vec::new();
        for _ in 0..5 {
            let draw = lots.below(25_600) as u32;
            named.push((f64::from(draw).sqrt()) as u32);
        }
        roll.cast(&mut election, named, Vec::new());
    }
    election
}

/// The same counts by the reference library, if a Python that has it is named: seconds of one run each.
const REFERENCE: &str = r#"
import sys, time
from pabutools.election import parse_pabulib, Cost_Sat
from pabutools.rules import greedy_utilitarian_welfare, method_of_equal_shares, sequential_phragmen
def timed(what, count):
    start = time.perf_counter()
    value = count()
    print(what, time.perf_counter() - start)
    return value
instance, profile = timed("read", lambda: parse_pabulib(sys.argv[1]))
profile = profile.as_multiprofile()
timed("greedy", lambda: greedy_utilitarian_welfare(instance, profile, sat_class=Cost_Sat))
timed("phragmen", lambda: sequential_phragmen(instance, profile))
timed("equal-shares", lambda: method_of_equal_shares(instance, profile, sat_class=Cost_Sat))
if len(sys.argv) > 2:
    timed("add1", lambda: method_of_equal_shares(instance, profile, sat_class=Cost_Sat, voter_budget_increment=1))
"#;

fn beside(_: &mut Criterion) {
    let Ok(python) = std::env::var("REFERENCE_PYTHON") else {
        return;
    };
    for (name, with_add1) in [
        ("Poland_Wieliczka_2023_Green_Budget.pb", true),
        ("Netherlands_Amsterdam_252.pb", true),
        ("Poland_Warszawa_2020_Praga-Poludnie.pb", false),
        ("Poland_Wroclaw_2015_from_500.pb", false),
    ] {
        let (Some(path), Some(bytes)) = (path(name), file(name)) else {
            continue;
        };
        let mut command = std::process::Command::new(&python);
        command.arg("-c").arg(REFERENCE).arg(path);
        if with_add1 {
            command.arg("add1");
        }
        let Ok(output) = command.output() else { continue };
        let Some(election) = pabulib::read_bytes(bytes.clone(), false).election else {
            continue;
        };
        let with_completion = Options {
            completion: Some(Completion::Add1),
            ..Options::default()
        };
        for line in String::from_utf8_lossy(&output.stdout).lines() {
            let Some((what, Ok(theirs))) = line.split_once(' ').map(|(what, time)| (what, time.parse::<f64>())) else {
                continue;
            };
            let ours = best_of_three(|| match what {
                "read" => pabulib::read_bytes(bytes.clone(), false).problems.len(),
                "add1" => run(Rule::EqualShares, &election, &with_completion).funded.len(),
                rule => Rule::from_word(rule).map_or(0, |rule| run(rule, &election, &Options::default()).funded.len()),
            });
            println!(
                "{name} {what}: ours {ours:.4} s, reference {theirs:.3} s, {:.0} times",
                theirs / ours
            );
        }
    }
}

/// How far losers were from winning, and the rise of shares to the next change: seconds of one run each, on all cores. Aims on
/// two: five seconds each on Amsterdam 252.
fn counted_again(_: &mut Criterion) {
    for name in ["Netherlands_Amsterdam_166.pb", "Netherlands_Amsterdam_252.pb"] {
        let Some(mut election) = file(name).and_then(|bytes| pabulib::read_bytes(bytes, false).election) else {
            continue;
        };
        election.take_stated_limits();
        for rule in [Rule::Greedy, Rule::Phragmen, Rule::EqualShares, Rule::ExactEqualShares] {
            let options = Options::default().for_people(rule);
            let outcome = run(rule, &election, &options);
            let utilities = Utilities::new(&election, usual_satisfaction(rule, &election));
            let mut verdicts = explain(&election, &utilities, &outcome);
            let start = std::time::Instant::now();
            let wanted = Wanted {
                costs: true,
                money: None,
                done: &|| (),
            };
            let found = search(rule, &election, &options, &outcome, &mut verdicts, wanted);
            let losers = found.iter().flatten().count();
            let seconds = start.elapsed().as_secs_f64();
            println!("{name} {}: margins of {losers} losers in {seconds:.2} s", rule.word());
        }
        let options = Options {
            add_opt: true,
            ..Options::default()
        };
        let start = std::time::Instant::now();
        std::hint::black_box(run(Rule::ExactEqualShares, &election, &options));
        println!("{name} add-opt: {:.2} s", start.elapsed().as_secs_f64());
    }
}

/// Seconds of the quickest of three runs.
fn best_of_three(count: impl Fn() -> usize) -> f64 {
    let time = || {
        let start = std::time::Instant::now();
        std::hint::black_box(count());
        start.elapsed().as_secs_f64()
    };
    time().min(time()).min(time())
}

fn generated(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("generated city of 90,000");
    group.sample_size(10);
    let election = city(90_000);
    for rule in [Rule::Greedy, Rule::Phragmen, Rule::EqualShares, Rule::MaximinSupport] {
        group.bench_function(rule.word(), |bencher| {
            bencher.iter(|| run(rule, &election, &Options::default()).funded.len());
        });
    }
    group.finish();
    let mut group = criterion.benchmark_group("a million ballots");
    group.sample_size(10);
    group.bench_function("cast and merged", |bencher| {
        bencher.iter(|| city(1_000_000).ballots.len())
    });
    let text = pabulib::write(&city(1_000_000)).into_bytes();
    group.bench_function(format!("read ({} MB)", text.len() / 1_000_000), |bencher| {
        bencher.iter(|| pabulib::read_bytes(text.clone(), false).problems.len());
    });
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

criterion_group!(benches, reference, generated, million, counted_again, beside);
criterion_main!(benches);
