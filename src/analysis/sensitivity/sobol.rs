//! Sobol indices from runs made for them: first order by Saltelli's and total by Jansen's estimator (Saltelli and others,
//! *Computer Physics Communications* 181, 2010).
//!
//! Two tables of points A and B; for each factor a third, A with the factor's columns from B. Intervals come from drawing the
//! rows again with replacement. Each column of the tables is a latin hypercube: every factor alone is spread evenly, and any number
//! of rows will do.

use rand::SeedableRng;
use rand::distr::{Distribution, Open01};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

use super::{Index, Model};

/// Times the rows are drawn again.
const AGAIN: usize = 200;
/// Tail left outside an interval at either side.
const TAIL: f64 = 0.025;

/// Indices of one factor.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Indices {
    /// Share of the variance that it makes alone.
    pub first: Index,
    /// Share that it makes alone and together with others.
    pub total: Index,
}

/// What was found for one output.
#[derive(Clone, Debug, PartialEq)]
pub struct Sobol {
    /// Mean.
    pub mean: f64,
    /// Variance.
    pub variance: f64,
    /// By factor.
    pub factors: Vec<Indices>,
}

/// The two tables: row × dimension.
fn tables(rows: usize, dimensions: usize, seed: u64) -> (Vec<Vec<f64>>, Vec<Vec<f64>>) {
    // A stratum for each row in each dimension, in an order of chance: every column alone is even.
    let column = |dimension: u64| -> Vec<f64> {
        let mut stream = ChaCha8Rng::seed_from_u64(seed);
        stream.set_stream(dimension);
        let mut order: Vec<usize> = (0..rows).collect();
        for at in (1..rows).rev() {
            let u: f64 = Open01.sample(&mut stream);
            order.swap(at, ((u * (at + 1) as f64) as usize).min(at));
        }
        let inside = |place: usize| -> f64 {
            let u: f64 = Open01.sample(&mut stream);
            (place as f64 + u) / rows as f64
        };
        order.into_iter().map(inside).collect()
    };
    let columns: Vec<Vec<f64>> = (0..2 * dimensions as u64).into_par_iter().map(column).collect();
    let table = |from: usize| -> Vec<Vec<f64>> {
        (0..rows)
            .map(|row| (0..dimensions).map(|at| columns[from + at][row]).collect())
            .collect()
    };
    (table(0), table(dimensions))
}

/// The estimates over some rows: mean, variance, first and total by factor.
struct Estimate {
    mean: f64,
    variance: f64,
    factors: Vec<(f64, f64)>,
}

/// Results by row: of A, of B, and of each mixed table.
struct Rows {
    a: Vec<f64>,
    b: Vec<f64>,
    mixed: Vec<Vec<f64>>,
}

impl Rows {
    fn estimate(&self, rows: &[usize]) -> Estimate {
        let count = rows.len() as f64;
        let sum: f64 = rows.iter().map(|row| self.a[*row] + self.b[*row]).sum();
        let mean = sum / (2.0 * count);
        let squares: f64 = rows
            .iter()
            .map(|row| (self.a[*row] - mean).powi(2) + (self.b[*row] - mean).powi(2))
            .sum();
        let variance = squares / (2.0 * count - 1.0);
        let factors = self
            .mixed
            .iter()
            .map(|mixed| {
                let (mut first, mut total) = (0.0, 0.0);
                for row in rows {
                    let moved = mixed[*row] - self.a[*row];
                    first += (self.b[*row] - mean) * moved;
                    total += moved * moved;
                }
                (first / count / variance, total / (2.0 * count) / variance)
            })
            .collect();
        Estimate {
            mean,
            variance,
            factors,
        }
    }
}

/// Number of runs for so many rows and factors.
pub fn runs(rows: usize, factors: usize) -> usize {
    rows * (factors + 2)
}

/// The indices of every factor for every output.
pub fn indices<M: Model>(
    model: &M,
    dimensions: usize,
    factors: &[Vec<usize>],
    rows: usize,
    seed: u64,
) -> Result<Vec<Sobol>, M::Error> {
    let (a, b) = tables(rows, dimensions, seed);
    let mut points = Vec::with_capacity(runs(rows, factors.len()));
    points.extend(a.iter().cloned());
    points.extend(b.iter().cloned());
    for members in factors {
        points.extend(a.iter().zip(&b).map(|(a, b)| {
            let mut mixed = a.clone();
            members.iter().for_each(|member| mixed[*member] = b[*member]);
            mixed
        }));
    }
    let results = model.ask(&points)?;
    let outputs = results.first().map_or(0, Vec::len);
    let part = |table: usize, output: usize| -> Vec<f64> {
        results[table * rows..(table + 1) * rows]
            .iter()
            .map(|values| values[output])
            .collect()
    };
    Ok((0..outputs)
        .map(|output| {
            let told = Rows {
                a: part(0, output),
                b: part(1, output),
                mixed: (0..factors.len()).map(|factor| part(factor + 2, output)).collect(),
            };
            with_intervals(&told, rows, seed)
        })
        .collect())
}

fn with_intervals(told: &Rows, rows: usize, seed: u64) -> Sobol {
    let all: Vec<usize> = (0..rows).collect();
    let whole = told.estimate(&all);
    if whole.variance <= 0.0 {
        let nothing = Index::about(0.0, 0.0);
        let none = Indices {
            first: nothing,
            total: nothing,
        };
        return Sobol {
            mean: whole.mean,
            variance: 0.0,
            factors: vec![none; whole.factors.len()],
        };
    }
    let again: Vec<Estimate> = (0..AGAIN as u64)
        .into_par_iter()
        .map(|time| {
            let mut stream = ChaCha8Rng::seed_from_u64(seed ^ 0xb007);
            stream.set_stream(time);
            let picked: Vec<usize> = (0..rows)
                .map(|_| {
                    let u: f64 = Open01.sample(&mut stream);
                    ((u * rows as f64) as usize).min(rows - 1)
                })
                .collect();
            told.estimate(&picked)
        })
        .collect();
    let interval = |value: f64, of: &dyn Fn(&Estimate) -> f64| {
        let mut values: Vec<f64> = again.iter().map(of).collect();
        values.sort_unstable_by(f64::total_cmp);
        let at = |share: f64| values[((share * (AGAIN - 1) as f64).round() as usize).min(AGAIN - 1)];
        Index {
            value,
            low: at(TAIL),
            high: at(1.0 - TAIL),
        }
    };
    let factors = whole
        .factors
        .iter()
        .enumerate()
        .map(|(at, (first, total))| Indices {
            first: interval(*first, &|one| one.factors[at].0),
            total: interval(*total, &|one| one.factors[at].1),
        })
        .collect();
    Sobol {
        mean: whole.mean,
        variance: whole.variance,
        factors,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::sensitivity::Function;
    use std::f64::consts::PI;

    fn alone(count: usize) -> Vec<Vec<usize>> {
        (0..count).map(|at| vec![at]).collect()
    }

    fn near(index: Index, truth: f64) -> bool {
        // Three times the half width of a 95% interval is some six standard errors.
        let width = (index.high - index.low) / 2.0;
        (index.value - truth).abs() <= 1.6 * width + 1e-4 && width < 0.06
    }

    #[test]
    fn ishigami_has_its_indices() {
        let ishigami = Function(|u: &[f64]| {
            let x: Vec<f64> = u.iter().map(|u| PI * (2.0 * u - 1.0)).collect();
            x[0].sin() * (1.0 + 0.1 * x[2].powi(4)) + 7.0 * x[1].sin().powi(2)
        });
        let Ok(found) = indices(&ishigami, 3, &alone(3), 8192, 1);
        let found = &found[0];
        assert!(
            (found.mean - 3.5).abs() < 0.06 && (found.variance - 13.844_587_94).abs() < 0.3,
            "{found:?}"
        );
        let first = [0.313_905_191_1, 0.442_411_144_8, 0.0];
        let total = [0.557_588_855_2, 0.442_411_144_8, 0.243_683_664_1];
        for (at, one) in found.factors.iter().enumerate() {
            assert!(
                near(one.first, first[at]) && near(one.total, total[at]),
                "{at}: {one:?}"
            );
        }
    }

    #[test]
    fn sobols_g_has_its_indices_and_groups_sum_what_they_hold() {
        let a = [0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0];
        let g = Function(|u: &[f64]| {
            u.iter()
                .zip(a)
                .map(|(u, a)| ((4.0 * u - 2.0).abs() + a) / (1.0 + a))
                .product()
        });
        let Ok(found) = indices(&g, 8, &alone(8), 8192, 2);
        let first = [
            0.716_192, 0.179_048, 0.023_676, 0.007_162, 0.000_072, 0.000_072, 0.000_072, 0.000_072,
        ];
        let total = [
            0.787_144, 0.242_198, 0.034_317, 0.010_460, 0.000_105, 0.000_105, 0.000_105, 0.000_105,
        ];
        assert!((found[0].variance - 0.465_424_431_9).abs() < 0.02);
        for (at, one) in found[0].factors.iter().enumerate() {
            assert!(
                near(one.first, first[at]) && near(one.total, total[at]),
                "{at}: {one:?}"
            );
        }
        // All moved together explain all.
        let Ok(found) = indices(&g, 8, &[(0..8).collect()], 1024, 3);
        assert!((found[0].factors[0].first.value - 1.0).abs() < 0.1);
    }

    #[test]
    fn a_constant_has_no_indices() {
        let Ok(found) = indices(&Function(|_: &[f64]| 4.0), 2, &alone(2), 64, 1);
        assert_eq!((found[0].variance, found[0].factors[1].total.value), (0.0, 0.0));
    }
}
