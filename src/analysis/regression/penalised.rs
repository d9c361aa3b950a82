//! Least squares with penalties, from sums of products alone.
//!
//! Columns are in blocks; a block is free, or held towards nought with a strength of its own, which is chosen so that the
//! likelihood of what is left over is greatest. Everything is worked out from XᵀX, Xᵀy and yᵀy, so that one pass over the
//! draws serves every response.

use std::ops::Range;

use nalgebra::{Cholesky, DMatrix, DVector};

/// Most rounds of the search for the strengths.
const ROUNDS: usize = 60;
/// Change of a strength, in logs, below which it is found.
const STILL: f64 = 1e-3;
/// Strengths are looked for between these, against the size of the columns.
const BOUNDS: (f64, f64) = (1e-9, 1e9);
/// Added to the diagonal, as a share of it, so that columns which say the same do no harm.
const RIDGE: f64 = 1e-10;

/// The sums that a fit is made from.
#[derive(Clone, Debug)]
pub struct Sums {
    /// Number of draws.
    pub count: usize,
    /// XᵀX; the first column is the constant.
    pub gram: DMatrix<f64>,
    /// The blocks of columns that are held towards nought.
    pub held: Vec<Range<usize>>,
}

/// What was fitted.
#[derive(Clone, Debug)]
pub struct Fit {
    /// Coefficients.
    pub coefficients: DVector<f64>,
    /// (XᵀX + penalties)⁻¹: times the variance, how sure the coefficients are.
    pub spread: DMatrix<f64>,
    /// Variance of what is left over.
    pub variance: f64,
    /// Columns that the fit is worth after holding.
    pub freedom: f64,
}

fn inverse(matrix: &DMatrix<f64>) -> Option<DMatrix<f64>> {
    let mut ridged = matrix.clone();
    for power in 0..6 {
        // Each against its own size: beside a column held hard, one that is free would else be held too.
        let ridge = 1.0 + RIDGE * 10f64.powi(power);
        for at in 0..ridged.nrows() {
            ridged[(at, at)] = (matrix[(at, at)] * ridge).max(f64::MIN_POSITIVE);
        }
        if let Some(factor) = Cholesky::new(ridged.clone()) {
            return Some(factor.inverse());
        }
    }
    None
}

impl Sums {
    /// Fits a response from Xᵀy and yᵀy; nothing where the columns are beyond use (all of them nought).
    pub fn fit(&self, products: &DVector<f64>, squares: f64) -> Option<Fit> {
        let (count, columns) = (self.count as f64, self.gram.nrows());
        let size: Vec<f64> = self
            .held
            .iter()
            .map(|block| block.clone().map(|at| self.gram[(at, at)]).sum::<f64>() / block.len().max(1) as f64)
            .collect();
        let mut strengths: Vec<f64> = size.clone();
        let penalised = |strengths: &[f64]| {
            let mut matrix = self.gram.clone();
            for (block, strength) in self.held.iter().zip(strengths) {
                for at in block.clone() {
                    matrix[(at, at)] += strength;
                }
            }
            matrix
        };
        let mut fit = None;
        for _ in 0..ROUNDS {
            let spread = inverse(&penalised(&strengths))?;
            let coefficients = &spread * products;
            let explained = 2.0 * coefficients.dot(products) - coefficients.dot(&(&self.gram * &coefficients));
            let left = (squares - explained).max(0.0);
            let held: f64 = self
                .held
                .iter()
                .zip(&strengths)
                .map(|(block, strength)| strength * block.clone().map(|at| spread[(at, at)]).sum::<f64>())
                .sum();
            let freedom = columns as f64 - held;
            let variance = left / (count - freedom).max(1.0);
            let mut moved: f64 = 0.0;
            for ((block, strength), size) in self.held.iter().zip(&mut strengths).zip(&size) {
                let worth = block.len() as f64 - *strength * block.clone().map(|at| spread[(at, at)]).sum::<f64>();
                let length: f64 = block.clone().map(|at| coefficients[at].powi(2)).sum();
                let wanted = variance * worth / length.max(f64::MIN_POSITIVE);
                let bounded = if wanted.is_finite() { wanted } else { f64::MAX };
                let bounded = bounded.clamp(BOUNDS.0 * size, (BOUNDS.1 * size).max(f64::MIN_POSITIVE));
                moved = moved.max((bounded / *strength).ln().abs());
                *strength = bounded;
            }
            fit = Some(Fit {
                coefficients,
                spread,
                variance,
                freedom,
            });
            if moved < STILL {
                break;
            }
        }
        fit
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::ranks::chance;

    #[test]
    fn what_is_free_stays_free_beside_what_is_held_for_good() {
        // Whatever the hold on the bends comes to, a straight line under noise is the one of least squares or closer.
        for time in 0..40 {
            let x: Vec<f64> = (0..300).map(|at| chance(2 * time, at)).collect();
            let y: Vec<f64> = (0..300).map(|at| x[at] + 1.7 * chance(2 * time + 1, at)).collect();
            let middle = crate::analysis::ranks::mean(&y);
            let centred: Vec<f64> = y.iter().map(|value| value - middle).collect();
            let curve = crate::analysis::regression::Curve::new(&x);
            let found = curve.expected(&curve.fit(&centred).expect("fits").coefficients);
            let left: f64 = centred.iter().zip(&found).map(|(y, f)| (y - f).powi(2)).sum();
            let straight = 1.0 - crate::analysis::ranks::correlation(&x, &y).powi(2);
            let all: f64 = centred.iter().map(|y| y * y).sum();
            assert!(left / all < straight + 1e-6, "{time}: {} {straight}", left / all);
        }
    }

    #[test]
    fn free_columns_are_least_squares_and_held_ones_of_noise_come_to_nothing() {
        // y = 2 + 3x, and two columns that have nothing to do with it.
        let rows: Vec<[f64; 4]> = (0..200)
            .map(|at| {
                let x = at as f64 / 200.0;
                [1.0, x, chance(1, at) - 0.5, chance(2, at) - 0.5]
            })
            .collect();
        let noise = |at: usize| chance(3, at) - 0.5;
        let y: Vec<f64> = rows
            .iter()
            .enumerate()
            .map(|(at, row)| 2.0 + 3.0 * row[1] + noise(at))
            .collect();
        let x = DMatrix::from_fn(200, 4, |row, column| rows[row][column]);
        let y = DVector::from_vec(y);
        let sums = Sums {
            count: 200,
            gram: x.tr_mul(&x),
            held: std::iter::once(2..4).collect(),
        };
        let fit = sums.fit(&x.tr_mul(&y), y.dot(&y)).expect("fits");
        assert!((fit.coefficients[0] - 2.0).abs() < 0.1 && (fit.coefficients[1] - 3.0).abs() < 0.2);
        assert!(fit.coefficients[2].abs() < 0.1 && fit.coefficients[3].abs() < 0.1);
        assert!(fit.freedom < 3.9 && (fit.variance - 1.0 / 12.0).abs() < 0.02, "{fit:?}");
    }
}
