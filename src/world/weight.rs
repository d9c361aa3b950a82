//! How many real people a simulated person stands for, in exact fixed-point arithmetic.

use std::ops::{Add, AddAssign};

/// A number of real people, in units of 1/65,536 of a person. Sums of weights are exact in any order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Weight(u64);

impl Weight {
    /// Raw units in one person.
    pub const ONE: u64 = 1 << 16;
    /// Nobody.
    pub const ZERO: Weight = Weight(0);
    /// From raw units of 1/65,536 of a person.
    #[inline]
    pub const fn from_raw(raw: u64) -> Weight {
        Weight(raw)
    }
    /// From whole people.
    #[cfg(feature = "internals")]
    pub const fn from_people(people: u64) -> Weight {
        Weight(people * Weight::ONE)
    }
    /// Raw units of 1/65,536 of a person.
    #[inline]
    pub const fn raw(self) -> u64 {
        self.0
    }
    /// As people.
    #[inline]
    pub fn people(self) -> f64 {
        self.0 as f64 / Weight::ONE as f64
    }
    /// The part of this weight that a probability in 0 to 1 takes, rounded down to a raw unit.
    #[inline]
    pub fn share(self, probability: f64) -> Weight {
        Weight((self.0 as f64 * probability) as u64)
    }
}

impl Add for Weight {
    type Output = Weight;
    #[inline]
    fn add(self, other: Weight) -> Weight {
        Weight(self.0 + other.0)
    }
}

impl AddAssign for Weight {
    #[inline]
    fn add_assign(&mut self, other: Weight) {
        self.0 += other.0;
    }
}
