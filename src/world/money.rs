//! Money in whole pence, so that a ledger closes exactly.
//!
//! Pence hold some £92,000 trillion either way. A sum beyond that is no amount any more and stays so whatever is added
//! or taken away afterwards; as pounds it is no number, so that whoever reads it cannot take it for one.

use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};

/// An amount of money in pence of base-year prices.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pence(pub i64);

impl Pence {
    /// Nothing.
    pub const ZERO: Pence = Pence(0);
    /// More than can be held, or no number at all.
    pub const BEYOND: Pence = Pence(i64::MIN);
    /// Whether this is no amount any more.
    #[inline]
    pub fn is_beyond(self) -> bool {
        self.0 == i64::MIN || self.0 == i64::MAX
    }
    /// From pounds, rounded to the nearest penny, halves away from zero.
    #[inline]
    pub fn from_pounds(pounds: f64) -> Pence {
        Pence::of(pounds * 100.0)
    }
    /// From £ million, rounded to the nearest penny.
    pub fn from_millions(millions: f64) -> Pence {
        Pence::of(millions * 100_000_000.0)
    }
    /// From pence, rounded; what is no number is no amount, where a conversion would make it nothing.
    #[inline]
    fn of(pence: f64) -> Pence {
        if pence.is_nan() {
            return Pence::BEYOND;
        }
        Pence(nearest(pence))
    }
    /// As pounds.
    pub fn pounds(self) -> f64 {
        self.or_no_number() / 100.0
    }
    /// As £ million.
    pub fn millions(self) -> f64 {
        self.or_no_number() / 100_000_000.0
    }
    fn or_no_number(self) -> f64 {
        if self.is_beyond() { f64::NAN } else { self.0 as f64 }
    }
    /// What a sum or a difference comes to, given what the processor makes of it.
    #[inline]
    fn sum_of(self, other: Pence, sum: Option<i64>) -> Pence {
        match sum {
            Some(sum) if !self.is_beyond() && !other.is_beyond() => Pence(sum),
            _ => Pence::BEYOND,
        }
    }
    /// Splits this amount in proportion to `shares` so that the parts add up to it exactly: each part is rounded down
    /// and the pennies left over go to the largest remainders, the first of equal ones first. With no positive share,
    /// the first part takes all.
    pub fn split(self, shares: &[f64]) -> Vec<Pence> {
        if shares.is_empty() {
            return Vec::new();
        }
        let total: f64 = shares.iter().map(|share| share.max(0.0)).sum();
        let mut parts = vec![Pence::ZERO; shares.len()];
        if total <= 0.0 || self.is_beyond() {
            parts[0] = self;
            return parts;
        }
        let (sign, amount) = (self.0.signum(), self.0.abs());
        let mut order: Vec<(f64, usize)> = Vec::with_capacity(shares.len());
        let mut given = 0;
        for (index, share) in shares.iter().enumerate() {
            let exact = amount as f64 * (share.max(0.0) / total);
            let whole = (exact.floor() as i64).min(amount - given);
            given += whole;
            parts[index] = Pence(sign * whole);
            order.push((exact - exact.floor(), index));
        }
        order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut left = amount - given;
        for (_, index) in order.iter().cycle() {
            if left == 0 {
                break;
            }
            parts[*index].0 += sign;
            left -= 1;
        }
        parts
    }
}

/// The nearest whole number, halves away from zero. Adding a half and cutting off compiles to two instructions, where
/// `f64::round` is a call on processors without a rounding instruction; money is charged millions of times a second.
#[inline]
pub fn nearest(value: f64) -> i64 {
    (value + 0.5f64.copysign(value)) as i64
}

impl Add for Pence {
    type Output = Pence;
    fn add(self, other: Pence) -> Pence {
        self.sum_of(other, self.0.checked_add(other.0))
    }
}
impl Sub for Pence {
    type Output = Pence;
    fn sub(self, other: Pence) -> Pence {
        self.sum_of(other, self.0.checked_sub(other.0))
    }
}
impl Neg for Pence {
    type Output = Pence;
    fn neg(self) -> Pence {
        self.0.checked_neg().map_or(Pence::BEYOND, Pence)
    }
}
impl AddAssign for Pence {
    fn add_assign(&mut self, other: Pence) {
        *self = *self + other;
    }
}
impl SubAssign for Pence {
    fn sub_assign(&mut self, other: Pence) {
        *self = *self - other;
    }
}
impl Sum for Pence {
    fn sum<I: Iterator<Item = Pence>>(items: I) -> Pence {
        items.fold(Pence::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_that_cannot_be_held_is_no_amount_and_never_becomes_one_again() {
        let most = Pence(i64::MAX - 1);
        for sum in [
            most + Pence(2),
            -most - Pence(3),
            most - -most,
            [most, most].into_iter().sum(),
        ] {
            assert!(sum.is_beyond(), "{sum:?}");
            assert!((sum - most - most).is_beyond() && (-sum).is_beyond());
            assert!((sum + -sum).millions().is_nan() && sum.pounds().is_nan());
        }
        let mut kept = most;
        kept += Pence(1);
        kept -= Pence(1);
        assert!(
            kept.is_beyond(),
            "the largest number stands for what may have been more"
        );
        for pounds in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e18, -1e18] {
            assert!(Pence::from_pounds(pounds).pounds().is_nan(), "{pounds}");
        }
        assert_eq!(Pence::from_millions(4e10).millions(), 4e10, "what can be held is");
        let parts = Pence::BEYOND.split(&[1.0, 2.0]);
        assert!(parts.into_iter().sum::<Pence>().is_beyond());
    }

    #[test]
    fn a_split_adds_up_to_the_penny() {
        for (amount, shares) in [
            (100, vec![1.0, 1.0, 1.0]),
            (-7, vec![0.2, 0.8]),
            (5, vec![0.0, 0.0]),
            (1, vec![3.0]),
        ] {
            let parts = Pence(amount).split(&shares);
            assert_eq!(parts.iter().copied().sum::<Pence>(), Pence(amount));
        }
        assert_eq!(
            Pence(100).split(&[1.0, 1.0, 1.0]),
            vec![Pence(34), Pence(33), Pence(33)]
        );
    }
}
