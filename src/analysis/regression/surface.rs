//! A surface through the draws: what is expected of a response given a few assumptions together.
//!
//! A curve for each assumption, and for each pair the products of their straight lines and first bends. Each part is held by a
//! strength of its own, so that what plays no part costs little.

use nalgebra::{DMatrix, DVector};

use super::basis::Basis;
use super::penalised::{Fit, Sums};

/// Stretches between the knots of each curve.
const STRETCHES: usize = 8;
/// Columns of each assumption that enter products.
const PRODUCTS: usize = 4;
/// Assumptions beyond which a surface has too many columns.
pub const MOST: usize = 5;

/// Some assumptions, unfolded together.
#[derive(Clone, Debug)]
pub struct Surface {
    columns: DMatrix<f64>,
    sums: Sums,
}

impl Surface {
    /// Unfolds the draws of some assumptions.
    pub fn new(assumptions: &[&[f64]]) -> Surface {
        let count = assumptions.first().map_or(0, |values| values.len());
        // Few draws carry few columns.
        let stretches = STRETCHES.min(count / (40 * assumptions.len().max(1))).max(2);
        let bases: Vec<Basis> = assumptions.iter().map(|values| Basis::of(values, stretches)).collect();
        let mut names: Vec<Part> = vec![Part::Constant];
        let mut held = Vec::new();
        for (at, basis) in bases.iter().enumerate() {
            let start = names.len();
            names.extend((0..basis.columns()).map(|column| Part::Own(at, column)));
            if basis.columns() > basis.free() {
                held.push(start + basis.free()..names.len());
            }
        }
        for a in 0..bases.len() {
            for b in 0..a {
                let start = names.len();
                for one in 0..bases[a].columns().min(PRODUCTS) {
                    names.extend((0..bases[b].columns().min(PRODUCTS)).map(|other| Part::Product(a, one, b, other)));
                }
                if names.len() > start {
                    held.push(start..names.len());
                }
            }
        }
        let mut columns = DMatrix::zeros(count, names.len());
        let mut rows: Vec<Vec<f64>> = bases.iter().map(|basis| vec![0.0; basis.columns()]).collect();
        for draw in 0..count {
            for ((basis, row), values) in bases.iter().zip(&mut rows).zip(assumptions) {
                basis.row(values[draw], row);
            }
            for (column, part) in names.iter().enumerate() {
                columns[(draw, column)] = match *part {
                    Part::Constant => 1.0,
                    Part::Own(at, own) => rows[at][own],
                    Part::Product(a, one, b, other) => rows[a][one] * rows[b][other],
                };
            }
        }
        // Products are brought to one size, so that the hold on a block is even.
        for block in &held {
            for column in block.clone() {
                let is_product = matches!(names[column], Part::Product(..));
                let size = columns.column(column).norm() / (count as f64).sqrt();
                if is_product && size > 0.0 {
                    columns.column_mut(column).scale_mut(1.0 / size);
                }
            }
        }
        let gram = columns.tr_mul(&columns);
        Surface {
            columns,
            sums: Sums { count, gram, held },
        }
    }

    /// Fits a response, which should be centred.
    pub fn fit(&self, response: &[f64]) -> Option<Fit> {
        let y = DVector::from_column_slice(response);
        self.sums.fit(&self.columns.tr_mul(&y), y.dot(&y))
    }

    /// What coefficients expect in each draw.
    pub fn expected(&self, coefficients: &DVector<f64>) -> Vec<f64> {
        (&self.columns * coefficients).as_slice().to_vec()
    }

    /// The same in some of the draws.
    pub fn expected_at(&self, coefficients: &DVector<f64>, draws: &[usize]) -> Vec<f64> {
        let columns = coefficients.iter().enumerate();
        let mut told = vec![0.0; draws.len()];
        for (column, coefficient) in columns {
            let values = self.columns.column(column);
            told.iter_mut()
                .zip(draws)
                .for_each(|(told, draw)| *told += coefficient * values[*draw]);
        }
        told
    }
}

/// What a column is.
enum Part {
    Constant,
    Own(usize, usize),
    Product(usize, usize, usize, usize),
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::ranks::chance;

    #[test]
    fn a_product_of_two_is_seen_and_an_idle_third_does_no_harm() {
        let draws = |stream: u64| -> Vec<f64> { (0..3000).map(|at| chance(stream, at) * 2.0 - 1.0).collect() };
        let (a, b, idle) = (draws(1), draws(2), draws(3));
        let truth: Vec<f64> = a.iter().zip(&b).map(|(a, b)| a * b + a.powi(2)).collect();
        let y: Vec<f64> = truth
            .iter()
            .enumerate()
            .map(|(at, truth)| truth + chance(4, at) - 0.5)
            .collect();
        let surface = Surface::new(&[&a, &b, &idle]);
        let found = surface.expected(&surface.fit(&y).expect("fits").coefficients);
        let error = found.iter().zip(&truth).map(|(f, t)| (f - t).powi(2)).sum::<f64>() / 3000.0;
        assert!(error < 0.004, "{error}");
    }
}
