//! A curve through the draws: what is expected of a response at each value of one assumption.

use nalgebra::{DMatrix, DVector};

use super::basis::{Basis, local};
use super::penalised::{Fit, Sums};

/// Stretches between knots, draws permitting.
const STRETCHES: usize = 16;

/// Where a draw lies: the first B-spline that is not nought, and the four.
type Place = (u32, [f64; 4]);

/// One assumption, unfolded: serves any number of responses.
#[derive(Clone, Debug)]
pub struct Curve {
    basis: Basis,
    /// Of each draw: the first B-spline that is not nought, and the four; or the place of its value.
    places: Vec<Place>,
    sums: Sums,
}

impl Curve {
    /// Unfolds the draws of an assumption.
    pub fn new(values: &[f64]) -> Curve {
        let basis = Basis::of(values, STRETCHES);
        let width = match &basis {
            Basis::Nothing => 1,
            Basis::Values(known) => known.len(),
            Basis::Splines { turn, .. } => turn.nrows(),
        };
        let places: Vec<Place> = values
            .iter()
            .map(|value| match &basis {
                Basis::Nothing => (0, [1.0, 0.0, 0.0, 0.0]),
                Basis::Values(known) => (
                    known.partition_point(|other| other < value) as u32,
                    [1.0, 0.0, 0.0, 0.0],
                ),
                Basis::Splines { knots, .. } => {
                    let (first, splines) = local(knots, *value);
                    (first as u32, splines)
                }
            })
            .collect();
        let mut raw = DMatrix::zeros(width, width);
        for (first, splines) in &places {
            let first = *first as usize;
            for a in 0..4.min(width - first) {
                for b in 0..=a {
                    raw[(first + a, first + b)] += splines[a] * splines[b];
                }
            }
        }
        raw.fill_upper_triangle_with_lower_triangle();
        let (gram, held) = match &basis {
            Basis::Splines { turn, .. } => (turn.tr_mul(&raw) * turn, std::iter::once(2..turn.ncols()).collect()),
            // A mean for each value: nothing is turned, nothing held.
            _ => (raw, Vec::new()),
        };
        Curve {
            basis,
            places,
            sums: Sums {
                count: values.len(),
                gram,
                held,
            },
        }
    }

    /// Whether the assumption varies at all.
    pub fn varies(&self) -> bool {
        !matches!(self.basis, Basis::Nothing)
    }

    /// Fits a response, which should be centred: then nothing is lost in the sums. Nothing where it cannot be.
    pub fn fit(&self, response: &[f64]) -> Option<Fit> {
        let width = match &self.basis {
            Basis::Splines { turn, .. } => turn.nrows(),
            _ => self.sums.gram.nrows(),
        };
        let mut raw = DVector::zeros(width);
        let mut squares = 0.0;
        for ((first, splines), y) in self.places.iter().zip(response) {
            let first = *first as usize;
            for (at, spline) in splines.iter().enumerate().take(width - first) {
                raw[first + at] += spline * y;
            }
            squares += y * y;
        }
        let products = match &self.basis {
            Basis::Splines { turn, .. } => turn.tr_mul(&raw),
            _ => raw,
        };
        self.sums.fit(&products, squares)
    }

    /// What coefficients expect in each draw.
    pub fn expected(&self, coefficients: &DVector<f64>) -> Vec<f64> {
        self.told(coefficients, self.places.iter())
    }

    /// The same in some of the draws.
    pub fn expected_at(&self, coefficients: &DVector<f64>, draws: &[usize]) -> Vec<f64> {
        self.told(coefficients, draws.iter().map(|draw| &self.places[*draw]))
    }

    fn told<'a>(&self, coefficients: &DVector<f64>, places: impl Iterator<Item = &'a Place>) -> Vec<f64> {
        let turned = match &self.basis {
            Basis::Splines { turn, .. } => turn * coefficients,
            _ => coefficients.clone(),
        };
        let width = turned.len();
        let one = |(first, splines): &Place| {
            let first = *first as usize;
            (0..4.min(width - first))
                .map(|at| splines[at] * turned[first + at])
                .sum()
        };
        places.map(one).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::ranks::chance;

    #[test]
    fn a_bent_curve_is_found_under_noise_and_a_straight_one_stays_straight() {
        let x: Vec<f64> = (0..2000).map(|at| (f64::from(at) * 0.618_033_988_75).fract()).collect();
        let noise = |at: usize| 2.0 * chance(1, at) - 1.0;
        for truth in [|x: f64| (6.0 * x).sin(), |x: f64| 2.0 * x - 1.0] {
            let y: Vec<f64> = x.iter().enumerate().map(|(at, x)| truth(*x) + noise(at)).collect();
            let curve = Curve::new(&x);
            let fit = curve.fit(&y).expect("fits");
            let found = curve.expected(&fit.coefficients);
            let error: f64 = found.iter().zip(&x).map(|(f, x)| (f - truth(*x)).powi(2)).sum::<f64>() / 2000.0;
            assert!(error < 0.01, "{error}");
        }
        let straight: Vec<f64> = x.iter().map(|x| 2.0 * x).collect();
        let fit = Curve::new(&x).fit(&straight).expect("fits");
        assert!(fit.variance < 1e-9, "{}", fit.variance);
    }

    #[test]
    fn a_switch_gets_the_mean_of_each_side() {
        let x: Vec<f64> = (0..100).map(|at| f64::from(at % 2)).collect();
        let y: Vec<f64> = (0..100)
            .map(|at| f64::from(at % 2) * 5.0 + f64::from(at % 4 / 2))
            .collect();
        let curve = Curve::new(&x);
        let found = curve.expected(&curve.fit(&y).expect("fits").coefficients);
        assert!((found[0] - 0.5).abs() < 1e-6 && (found[1] - 5.5).abs() < 1e-6);
    }
}
