//! The analyst's answers, and Python's standard packages beside them.
//!
//! Aims on two quiet cores: first-order indices from 10,000 draws × 300 assumptions under 1 s; 65,536 evaluations of the Ishigami
//! function with all indices and intervals not slower than SALib; what one of 10,000 draws' assumptions is worth knowing under 1 s.
//! With `ANALYSIS_PYTHON` naming a Python that has SALib and SciPy, `benches/analysis.py` does the same work on the same numbers in
//! the same run, and the ratio stands beside; without, our own times are printed alone. README.md says how to repeat it.

use std::convert::Infallible;
use std::f64::consts::PI;
use std::fmt::Write as _;
use std::hint::black_box;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use carepool::analysis::sensitivity::given::first_order;
use carepool::analysis::sensitivity::{Function, sobol};
use carepool::analysis::value::partial::Partial;
use criterion::{Criterion, criterion_group, criterion_main};
use rand::SeedableRng;
use rand::distr::{Distribution, Open01};
use rand_chacha::ChaCha8Rng;

const DRAWS: usize = 10_000;
const ASSUMPTIONS: usize = 300;
/// Rows × (factors + 2) runs: as many as five tables of a power of four, less one run.
const ROWS: usize = 13_107;
const FACTORS: usize = 3;

/// Columns of numbers of chance between 0 and 1.
fn columns() -> Vec<Vec<f64>> {
    (0..ASSUMPTIONS as u64)
        .map(|column| {
            let mut stream = ChaCha8Rng::seed_from_u64(7);
            stream.set_stream(column);
            (0..DRAWS).map(|_| Open01.sample(&mut stream)).collect()
        })
        .collect()
}

fn ishigami(u: &[f64]) -> f64 {
    let x: Vec<f64> = u.iter().map(|u| PI * (2.0 * u - 1.0)).collect();
    x[0].sin() * (1.0 + 0.1 * x[2].powi(4)) + 7.0 * x[1].sin().powi(2)
}

/// The quantity that the draws drive: the Ishigami function of the first three and a little of each other.
fn quantity(columns: &[Vec<f64>]) -> Vec<f64> {
    (0..DRAWS)
        .map(|draw| {
            let three: Vec<f64> = columns[..FACTORS].iter().map(|column| column[draw]).collect();
            ishigami(&three) + columns[FACTORS..].iter().map(|column| 0.02 * column[draw]).sum::<f64>()
        })
        .collect()
}

/// Net benefits of two options, the second worth more the more the first assumption is.
fn nets(columns: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let gain = |draw: usize| 3.0 * (columns[0][draw] - 0.5) + 2.0 * (columns[1][draw] - 0.45);
    vec![vec![0.0; DRAWS], (0..DRAWS).map(gain).collect()]
}

fn indices() -> f64 {
    let factors: Vec<Vec<usize>> = (0..FACTORS).map(|at| vec![at]).collect();
    let Ok::<_, Infallible>(found) = sobol::indices(&Function(ishigami), FACTORS, &factors, ROWS, 1);
    found[0].factors[0].first.value
}

fn ours(criterion: &mut Criterion) {
    let columns = columns();
    let borrowed: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let (driven, nets) = (quantity(&columns), nets(&columns));
    let mut group = criterion.benchmark_group("analysis");
    group.sample_size(10);
    group.bench_function("first-order indices, 10,000 draws × 300 assumptions", |bencher| {
        bencher.iter(|| first_order(black_box(&borrowed), black_box(&driven)));
    });
    group.bench_function("Ishigami, 65,535 runs and all indices", |bencher| bencher.iter(indices));
    group.bench_function("EVPPI of one assumption, 10,000 draws", |bencher| {
        bencher.iter(|| Partial::new(black_box(&borrowed[..1])).value_of(black_box(&nets)));
    });
    group.finish();
}

/// Seconds of the quickest of three.
fn seconds(work: impl Fn() -> f64) -> f64 {
    let time = || {
        let start = Instant::now();
        black_box(work());
        start.elapsed().as_secs_f64()
    };
    time().min(time()).min(time())
}

/// The same in Python, on the same numbers, where there is one.
fn beside(_: &mut Criterion) {
    let Ok(python) = std::env::var("ANALYSIS_PYTHON") else {
        println!("ANALYSIS_PYTHON names no Python with SALib and SciPy: nothing is set beside");
        return;
    };
    let columns = columns();
    let (driven, nets) = (quantity(&columns), nets(&columns));
    let folder = std::env::temp_dir().join(format!("carepool-analysis-{}", std::process::id()));
    let mut table = String::new();
    for draw in 0..DRAWS {
        let _ = write!(table, "{:?},{:?}", driven[draw], nets[1][draw]);
        for column in &columns {
            let _ = write!(table, ",{:?}", column[draw]);
        }
        table.push('\n');
    }
    let file = folder.join("draws.csv");
    if let Err(error) = std::fs::create_dir_all(&folder).and_then(|()| std::fs::write(&file, table)) {
        println!("cannot write {}: {error}", file.display());
        return;
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/analysis.py");
    let told = Command::new(&python)
        .arg(script)
        .arg(&file)
        .arg(ROWS.to_string())
        .output();
    let _ = std::fs::remove_dir_all(&folder);
    let told = match told {
        Ok(told) if told.status.success() => String::from_utf8_lossy(&told.stdout).into_owned(),
        Ok(told) => {
            println!("{python}: {}", String::from_utf8_lossy(&told.stderr));
            return;
        }
        Err(error) => {
            println!("{python}: {error}");
            return;
        }
    };
    let borrowed: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    for line in told.lines() {
        let mut words = line.split('\t');
        let (Some(what), Some(Ok(theirs)), Some(Ok(value))) = (
            words.next(),
            words.next().map(str::parse::<f64>),
            words.next().map(str::parse::<f64>),
        ) else {
            continue;
        };
        let (mine, own): (f64, f64) = match what {
            "given" => {
                let work = || first_order(&borrowed, &driven)[1].value;
                (seconds(work), work())
            }
            "ishigami" => (seconds(indices), indices()),
            _ => {
                let work = || Partial::new(&borrowed[..1]).value_of(&nets).value;
                (seconds(work), work())
            }
        };
        println!(
            "{what}: ours {mine:.4} s ({own:.4}), Python's {theirs:.4} s ({value:.4}), {:.1} times",
            theirs / mine
        );
    }
}

criterion_group!(benches, ours, beside);
criterion_main!(benches);
