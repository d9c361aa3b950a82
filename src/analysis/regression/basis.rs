//! The columns into which one assumption is unfolded: what is straight in it, and how it may bend.
//!
//! Cubic B-splines between knots at quantiles of the draws. A straight line stays free; what bends is turned into columns that
//! are all equally likely to matter before the draws are seen, so that one strength holds them. An assumption with only a few
//! values (a switch, a count) has a column for each value instead.

use nalgebra::{DMatrix, SymmetricEigen};

/// Degree of the splines.
const DEGREE: usize = 3;
/// Values of an assumption up to which each has its own mean.
const FEW: usize = 8;
/// Draws that each stretch between knots should have at least.
const DRAWS_A_STRETCH: usize = 15;
/// Share of the largest curvature below which a direction is straight.
const STRAIGHT: f64 = 1e-10;

/// How one assumption is unfolded.
#[derive(Clone, Debug)]
pub enum Basis {
    /// It never varies.
    Nothing,
    /// One column for each value, in rising order.
    Values(Vec<f64>),
    /// B-splines on these knots (ends repeated), and what turns them into columns: the constant, the straight line, bends.
    Splines {
        /// The knots.
        knots: Vec<f64>,
        /// B-splines × columns.
        turn: DMatrix<f64>,
    },
}

/// The B-splines that are not nought at a place: the first of them, and their four values.
type Local = (usize, [f64; DEGREE + 1]);

impl Basis {
    /// For the draws of an assumption, with at most so many stretches between knots.
    pub fn of(values: &[f64], stretches: usize) -> Basis {
        let mut sorted = values.to_vec();
        sorted.sort_unstable_by(f64::total_cmp);
        let mut distinct = sorted.clone();
        distinct.dedup();
        if distinct.len() < 2 {
            return Basis::Nothing;
        }
        if distinct.len() <= FEW && values.len() >= 3 * distinct.len() {
            return Basis::Values(distinct);
        }
        let stretches = stretches.min(sorted.len() / DRAWS_A_STRETCH).max(2);
        let mut inner: Vec<f64> = (0..=stretches)
            .map(|knot| {
                let place = knot as f64 / stretches as f64 * (sorted.len() - 1) as f64;
                let below = sorted[place.floor() as usize];
                below + (sorted[place.ceil() as usize] - below) * place.fract()
            })
            .collect();
        inner.dedup();
        let (low, high) = (inner[0], inner[inner.len() - 1]);
        let mut knots = vec![low; DEGREE];
        knots.extend(inner);
        knots.extend([high; DEGREE]);
        let turn = turn(&knots);
        Basis::Splines { knots, turn }
    }

    /// Columns, the constant apart.
    pub fn columns(&self) -> usize {
        match self {
            Basis::Nothing => 0,
            Basis::Values(values) => values.len() - 1,
            Basis::Splines { turn, .. } => turn.ncols() - 1,
        }
    }

    /// Of which free; the rest is held.
    pub fn free(&self) -> usize {
        match self {
            Basis::Nothing => 0,
            Basis::Values(values) => values.len() - 1,
            Basis::Splines { .. } => 1,
        }
    }

    /// The columns of one draw, the constant apart.
    pub fn row(&self, value: f64, out: &mut [f64]) {
        match self {
            Basis::Nothing => {}
            Basis::Values(values) => {
                out.fill(0.0);
                let place = values.partition_point(|known| *known < value);
                if place > 0 && place <= out.len() {
                    out[place - 1] = 1.0;
                }
            }
            Basis::Splines { knots, turn } => {
                let (first, local) = local(knots, value);
                for (column, out) in out.iter_mut().enumerate() {
                    *out = local
                        .iter()
                        .enumerate()
                        .map(|(at, b)| b * turn[(first + at, column + 1)])
                        .sum();
                }
            }
        }
    }
}

/// The four B-splines at a place (de Boor's recursion).
pub fn local(knots: &[f64], value: f64) -> Local {
    let last = knots.len() - DEGREE - 2;
    let value = value.clamp(knots[DEGREE], knots[last + 1]);
    let stretch = (knots.partition_point(|knot| *knot <= value).max(1) - 1).clamp(DEGREE, last);
    let mut splines = [0.0; DEGREE + 1];
    splines[0] = 1.0;
    for degree in 1..=DEGREE {
        let mut carried = 0.0;
        for at in 0..degree {
            let (left, right) = (knots[stretch + 1 + at - degree], knots[stretch + 1 + at]);
            let share = splines[at] / (right - left);
            splines[at] = carried + (right - value) * share;
            carried = (value - left) * share;
        }
        splines[degree] = carried;
    }
    (stretch - DEGREE, splines)
}

/// Turns B-splines into the constant, the straight line, and bends of equal weight.
fn turn(knots: &[f64]) -> DMatrix<f64> {
    let count = knots.len() - DEGREE - 1;
    // A straight line has these coefficients (Greville).
    let straight: Vec<f64> = (0..count)
        .map(|at| knots[at + 1..=at + DEGREE].iter().sum::<f64>() / DEGREE as f64)
        .collect();
    let span = straight[count - 1] - straight[0];
    // Changes of slope from one coefficient to the next, against the mean distance of knots.
    let mut bends = DMatrix::zeros(count - 2, count);
    for row in 0..count - 2 {
        let unit = span / (count - 1) as f64;
        let (before, after) = (
            (straight[row + 1] - straight[row]) / unit,
            (straight[row + 2] - straight[row + 1]) / unit,
        );
        bends[(row, row)] = 1.0 / before;
        bends[(row, row + 1)] = -1.0 / before - 1.0 / after;
        bends[(row, row + 2)] = 1.0 / after;
    }
    let eigen = SymmetricEigen::new(bends.tr_mul(&bends));
    let largest = eigen.eigenvalues.max();
    let mut order: Vec<usize> = (0..count)
        .filter(|at| eigen.eigenvalues[*at] > STRAIGHT * largest)
        .collect();
    order.sort_by(|a, b| eigen.eigenvalues[*a].total_cmp(&eigen.eigenvalues[*b]));
    let mut turn = DMatrix::zeros(count, 2 + order.len());
    let middle = straight.iter().sum::<f64>() / count as f64;
    for row in 0..count {
        turn[(row, 0)] = 1.0;
        turn[(row, 1)] = (straight[row] - middle) / span;
        for (column, at) in order.iter().enumerate() {
            turn[(row, 2 + column)] = eigen.eigenvectors[(row, *at)] / eigen.eigenvalues[*at].sqrt();
        }
    }
    turn
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn b_splines_sum_to_one_and_give_back_a_straight_line() {
        let values: Vec<f64> = (0..300).map(|at| (f64::from(at) / 60.0).exp()).collect();
        let Basis::Splines { knots, turn } = Basis::of(&values, 10) else {
            panic!("splines");
        };
        let at_row = |value: f64, column: usize| {
            let (first, local) = local(&knots, value);
            local
                .iter()
                .enumerate()
                .map(|(at, b)| b * turn[(first + at, column)])
                .sum::<f64>()
        };
        let slope = |a: f64, b: f64| (at_row(b, 1) - at_row(a, 1)) / (b - a);
        for value in [1.0, 2.5, 7.3, 100.0, 145.0] {
            assert!((at_row(value, 0) - 1.0).abs() < 1e-12);
            assert!((slope(value, value * 0.5 + 1.0) - slope(1.0, 145.0)).abs() < 1e-10);
        }
    }

    #[test]
    fn a_switch_has_a_column_and_what_never_varies_has_none() {
        let switch: Vec<f64> = (0..40).map(|at| f64::from(at % 2)).collect();
        let basis = Basis::of(&switch, 10);
        assert_eq!((basis.columns(), basis.free()), (1, 1));
        let mut row = [9.0];
        basis.row(1.0, &mut row);
        assert_eq!(row, [1.0]);
        basis.row(0.0, &mut row);
        assert_eq!(row, [0.0]);
        assert_eq!(Basis::of(&[2.0; 40], 10).columns(), 0);
    }
}
