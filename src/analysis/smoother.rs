//! An ensemble smoother with multiple data assimilation (Emerick and Reynolds 2013): moves an ensemble of standard normal
//! parameters towards what the data say, in a few cautious steps, and keeps the spread that the data leave open.
//!
//! Each step compares every member with the data plus noise of inflated variance and corrects its parameters by their covariance with the
//! outputs over the ensemble: a Kalman gain from a sample. The inflations' inverses add to 1, so that a linear model would end at
//! the exact posterior. Nothing is tuned by hand and nothing is rejected, which is what makes it fit for twenty parameters where rejection would
//! keep nobody.

use nalgebra::DMatrix;

/// What is known: one value per output and how its error goes with the others'.
#[derive(Clone, Debug, PartialEq)]
pub struct Observed {
    /// Values, on the scales of their series.
    pub values: Vec<f64>,
    /// Covariance of their errors.
    pub covariance: DMatrix<f64>,
}

/// The errors' covariance is not positive definite, or an ensemble has not two members.
#[derive(Clone, Copy, Debug, thiserror::Error, PartialEq, Eq)]
#[error("the smoother needs two or more members and errors whose covariance is positive definite")]
pub struct NotPositive;

/// Means of columns taken away, divided by the root of (rows − 1): the product of two such is a covariance.
fn centred(rows: &DMatrix<f64>) -> DMatrix<f64> {
    let mut centred = rows.clone();
    let scale = 1.0 / libm::sqrt((rows.nrows() as f64 - 1.0).max(1.0));
    for mut column in centred.column_iter_mut() {
        let mean = column.mean();
        column.apply(|value| *value = (*value - mean) * scale);
    }
    centred
}

/// One step: parameters (members × parameters) moved by outputs (members × values); `noise` (members × values) is standard normal.
pub fn step(
    parameters: &DMatrix<f64>,
    outputs: &DMatrix<f64>,
    observed: &Observed,
    inflation: f64,
    noise: &DMatrix<f64>,
) -> Result<DMatrix<f64>, NotPositive> {
    if parameters.nrows() < 2 || outputs.nrows() != parameters.nrows() {
        return Err(NotPositive);
    }
    let errors = observed.covariance.clone().cholesky().ok_or(NotPositive)?;
    let (by_parameter, by_output) = (centred(parameters), centred(outputs));
    let cross = by_parameter.transpose() * &by_output;
    let total = by_output.transpose() * &by_output + &observed.covariance * inflation;
    let total = total.cholesky().ok_or(NotPositive)?;
    let perturbed = noise * errors.l().transpose() * libm::sqrt(inflation);
    let mut missed = perturbed - outputs;
    for (column, value) in observed.values.iter().enumerate() {
        missed.column_mut(column).add_scalar_mut(*value);
    }
    // members × parameters: (missed · total⁻¹) · crossᵀ
    let weighted = total.solve(&missed.transpose());
    Ok(parameters + weighted.transpose() * cross.transpose())
}

/// Mean and standard deviation of each column.
pub fn moments(rows: &DMatrix<f64>) -> Vec<(f64, f64)> {
    let centred = centred(rows);
    rows.column_iter()
        .zip(centred.column_iter())
        .map(|(column, centred)| (column.mean(), libm::sqrt(centred.dot(&centred))))
        .collect()
}

/// Correlations between columns.
pub fn correlations(rows: &DMatrix<f64>) -> DMatrix<f64> {
    let centred = centred(rows);
    let covariance = centred.transpose() * &centred;
    let sd: Vec<f64> = (0..covariance.nrows())
        .map(|i| libm::sqrt(covariance[(i, i)]))
        .collect();
    DMatrix::from_fn(covariance.nrows(), covariance.ncols(), |i, j| {
        covariance[(i, j)] / (sd[i] * sd[j]).max(f64::MIN_POSITIVE)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::discrepancy::normal;
    use crate::scenario::Sampler;

    fn standard(name: &str, members: usize, columns: usize) -> DMatrix<f64> {
        let sampler = Sampler::plain(5);
        DMatrix::from_fn(members, columns, |member, column| {
            normal(&sampler, name, column as u16, member as u64)
        })
    }

    #[test]
    fn a_linear_model_ends_at_its_exact_posterior() {
        // y = 2x with error variance 0.5 and observed 3, x standard normal: posterior variance 1 / (1 + 4 / 0.5), mean 2 · 3 / 0.5 of it.
        let members = 4_000;
        let mut x = standard("prior", members, 1);
        let observed = Observed {
            values: vec![3.0],
            covariance: DMatrix::from_element(1, 1, 0.5),
        };
        for round in 0..4 {
            let y = &x * 2.0;
            x = step(&x, &y, &observed, 4.0, &standard(&format!("noise {round}"), members, 1)).unwrap();
        }
        let (mean, sd) = moments(&x)[0];
        let variance = 1.0 / (1.0 + 4.0 / 0.5);
        assert!((mean - variance * 2.0 * 3.0 / 0.5).abs() < 0.03, "{mean}");
        assert!((sd * sd / variance - 1.0).abs() < 0.1, "{}", sd * sd);
    }

    #[test]
    fn what_the_data_do_not_touch_keeps_its_spread() {
        let members = 2_000;
        let x = standard("prior", members, 2);
        let y = DMatrix::from_fn(members, 1, |member, _| x[(member, 0)]);
        let observed = Observed {
            values: vec![1.0],
            covariance: DMatrix::from_element(1, 1, 0.01),
        };
        let moved = step(&x, &y, &observed, 1.0, &standard("noise", members, 1)).unwrap();
        let found = moments(&moved);
        assert!((found[0].0 - 1.0).abs() < 0.03 && found[0].1 < 0.15, "{found:?}");
        assert!(found[1].0.abs() < 0.1 && (found[1].1 - 1.0).abs() < 0.1, "{found:?}");
        assert!(correlations(&x)[(0, 1)].abs() < 0.1);
    }

    #[test]
    fn an_impossible_error_is_refused() {
        let observed = Observed {
            values: vec![1.0],
            covariance: DMatrix::from_element(1, 1, -1.0),
        };
        let one = DMatrix::from_element(3, 1, 1.0);
        assert_eq!(step(&one, &one, &observed, 1.0, &one), Err(NotPositive));
    }
}
