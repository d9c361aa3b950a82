//! Ranks, and how two quantities go together.

/// Ranks from 0, equals sharing their mean.
pub fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_unstable_by(|a, b| values[*a].total_cmp(&values[*b]).then(a.cmp(b)));
    let mut ranks = vec![0.0; values.len()];
    let mut from = 0;
    while from < order.len() {
        let first = values[order[from]];
        let same = order[from..].iter().take_while(|at| values[**at] == first).count();
        for at in &order[from..from + same] {
            ranks[*at] = from as f64 + (same - 1) as f64 / 2.0;
        }
        from += same;
    }
    ranks
}

/// Mean of some numbers.
pub fn mean(values: &[f64]) -> f64 {
    // Summed about the first, so that constants give themselves.
    let origin = values.first().copied().unwrap_or(f64::NAN);
    origin + values.iter().map(|value| value - origin).sum::<f64>() / values.len() as f64
}

/// Variance over the number of values less one; nought for one value or constants.
pub fn variance(values: &[f64]) -> f64 {
    covariance(values, values)
}

/// Covariance over the number of values less one.
pub fn covariance(a: &[f64], b: &[f64]) -> f64 {
    if a.len() < 2 {
        return 0.0;
    }
    let (mean_a, mean_b) = (mean(a), mean(b));
    let products: f64 = a.iter().zip(b).map(|(x, y)| (x - mean_a) * (y - mean_b)).sum();
    products / (a.len() as f64 - 1.0)
}

/// Correlation; nought where one of the two never varies.
pub fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let (aa, bb) = (variance(a), variance(b));
    if aa > 0.0 && bb > 0.0 {
        (covariance(a, b) / (aa * bb).sqrt()).clamp(-1.0, 1.0)
    } else {
        0.0
    }
}

/// Whether all values are the same.
pub fn constant(values: &[f64]) -> bool {
    values.iter().all(|value| *value == values[0])
}

/// Numbers of chance between 0 and 1 for tests: the same for the same place and stream.
#[cfg(test)]
pub fn chance(stream: u64, at: usize) -> f64 {
    let mut x = (at as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ stream.wrapping_mul(0xd1b5_4a32_d192_ed03);
    for _ in 0..2 {
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        x ^= x >> 31;
    }
    ((x >> 11) as f64 + 0.5) / (1u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_share_ties_and_a_monotone_curve_correlates_fully() {
        assert_eq!(ranks(&[3.0, 1.0, 3.0, 2.0]), [2.5, 0.0, 2.5, 1.0]);
        let x: Vec<f64> = (0..20).map(f64::from).collect();
        let y: Vec<f64> = x.iter().map(|x| -x.powi(3)).collect();
        assert!((correlation(&ranks(&x), &ranks(&y)) + 1.0).abs() < 1e-12);
    }

    #[test]
    fn constants_have_no_variance_and_go_with_nothing() {
        let constant = [0.1; 7];
        assert_eq!((mean(&constant), variance(&constant)), (0.1, 0.0));
        assert_eq!(correlation(&constant, &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]), 0.0);
    }
}
