//! Money in whole pence, so that a ledger closes exactly.

use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};

/// An amount of money in pence of base-year prices.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pence(pub i64);

impl Pence {
    /// Nothing.
    pub const ZERO: Pence = Pence(0);
    /// From pounds, rounded to the nearest penny, halves away from zero.
    #[inline]
    pub fn from_pounds(pounds: f64) -> Pence {
        Pence(nearest(pounds * 100.0))
    }
    /// From £ million, rounded to the nearest penny.
    pub fn from_millions(millions: f64) -> Pence {
        Pence(nearest(millions * 100_000_000.0))
    }
    /// As pounds.
    pub fn pounds(self) -> f64 {
        self.0 as f64 / 100.0
    }
    /// As £ million.
    pub fn millions(self) -> f64 {
        self.0 as f64 / 100_000_000.0
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
        if total <= 0.0 {
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
        Pence(self.0 + other.0)
    }
}
impl Sub for Pence {
    type Output = Pence;
    fn sub(self, other: Pence) -> Pence {
        Pence(self.0 - other.0)
    }
}
impl Neg for Pence {
    type Output = Pence;
    fn neg(self) -> Pence {
        Pence(-self.0)
    }
}
impl AddAssign for Pence {
    fn add_assign(&mut self, other: Pence) {
        self.0 += other.0;
    }
}
impl SubAssign for Pence {
    fn sub_assign(&mut self, other: Pence) {
        self.0 -= other.0;
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
