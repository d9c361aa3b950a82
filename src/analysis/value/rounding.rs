//! Amounts that differ by what sums are rounded by, and by nothing else, are the same.
//!
//! Costs of two options that spend alike are sums of millions of pounds added in another order: in their last digits they
//! differ, and no option is cheaper for that. A difference counts from a billionth of the amounts on.

/// Part of the larger of two amounts up to which they are the same.
const SAME: f64 = 1e-9;

/// What one amount is more than another; nothing where they are the same but for rounding.
pub fn more(amount: f64, than: f64) -> f64 {
    let difference = amount - than;
    if difference.abs() <= SAME * amount.abs().max(than.abs()) {
        0.0
    } else {
        difference
    }
}

/// Makes amounts of options, one number a draw, equal in every draw in which they are the same but for rounding: the later
/// takes the amount of the earlier.
pub fn level(options: &mut [Vec<f64>]) {
    for later in 1..options.len() {
        let (before, rest) = options.split_at_mut(later);
        for (draw, amount) in rest[0].iter_mut().enumerate() {
            let same = before.iter().find(|earlier| more(*amount, earlier[draw]) == 0.0);
            if let Some(earlier) = same {
                *amount = earlier[draw];
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_that_differ_by_rounding_are_the_same_and_by_more_they_are_not() {
        let sum = (0..1000).map(|_| 0.1).sum::<f64>();
        assert!(sum != 100.0 && more(sum, 100.0) == 0.0);
        assert_eq!(more(1e12 + 2_000.0, 1e12), 2_000.0);
        assert_eq!(more(1e12 + 500.0, 1e12), 0.0);
        assert_eq!((more(0.0, 0.0), more(1e-12, 0.0), more(-2.0, 1.0)), (0.0, 1e-12, -3.0));
        assert!(more(f64::NAN, 1.0).is_nan());
        let mut options = vec![vec![100.0, 5.0], vec![sum, 6.0], vec![sum, 5.0]];
        level(&mut options);
        assert_eq!(options, [vec![100.0, 5.0], vec![100.0, 6.0], vec![100.0, 5.0]]);
    }
}
