//! Chance by address: a number for every (seed, replicate, purpose, voter, project), the same whoever asks and when.
//!
//! A key per seed and replicate comes from ChaCha8, as in [`crate::world::luck`]; a purpose (`"noise"`, `"turnout"`)
//! opens a book of its own, so that a question asked anew never changes the answer to an old one.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::world::luck::{fmix64, open_unit};

/// Odd multipliers that spread consecutive addresses over all bits (golden ratio; π as in Knuth's "nothing up my sleeve").
const SPREAD: [u64; 2] = [0x9E37_79B9_7F4A_7C15, 0x2432_6C5F_6A88_85A3];

/// A book of random numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chance {
    key: u64,
}

impl Chance {
    /// The book of a seed and replicate.
    pub fn new(seed: u64, replicate: u64) -> Chance {
        let mut generator = ChaCha8Rng::seed_from_u64(seed);
        generator.set_stream(replicate);
        // A zero key would give address (0, 0) the constant 0.
        Chance {
            key: generator.next_u64() | 1,
        }
    }
    /// The book of a purpose within this one.
    pub fn named(self, purpose: &str) -> Chance {
        let key = purpose.bytes().fold(self.key, |key, byte| {
            fmix64(key ^ u64::from(byte).wrapping_mul(SPREAD[0]))
        });
        Chance { key: key | 1 }
    }
    /// 64 random bits of an address, such as (voter, project).
    #[inline]
    pub fn bits(self, first: u64, second: u64) -> u64 {
        let page = fmix64(self.key ^ first.wrapping_mul(SPREAD[0]));
        fmix64(page ^ second.wrapping_mul(SPREAD[1]).wrapping_add(SPREAD[0]))
    }
    /// A uniform number in the open interval 0 to 1.
    #[inline]
    pub fn uniform(self, first: u64, second: u64) -> f64 {
        open_unit(self.bits(first, second))
    }
    /// A whole number below `end`, evenly; 0 if `end` is 0. The bias is below `end` / 2⁶⁴.
    #[inline]
    pub fn below(self, end: u64, first: u64, second: u64) -> u64 {
        ((u128::from(self.bits(first, second)) * u128::from(end)) >> 64) as u64
    }
    /// A standard normal number (Box and Muller, one of the pair).
    pub fn normal(self, first: u64, second: u64) -> f64 {
        let bits = self.bits(first, second);
        let radius = libm::sqrt(-2.0 * libm::log(open_unit(bits)));
        radius * libm::cos(std::f64::consts::TAU * open_unit(fmix64(bits ^ SPREAD[1])))
    }
    /// A Gumbel number brought to mean 0 and standard deviation 1: with it, choice probabilities are logit.
    pub fn gumbel(self, first: u64, second: u64) -> f64 {
        let raw = -libm::log(-libm::log(self.uniform(first, second)));
        (raw - EULER) * (libm::sqrt(6.0) / std::f64::consts::PI)
    }
}

/// Mean of a standard Gumbel number (Euler and Mascheroni's constant).
const EULER: f64 = 0.577_215_664_901_532_9;

#[cfg(test)]
mod tests {
    use super::*;

    fn moments(draw: impl Fn(u64) -> f64) -> (f64, f64) {
        let count = 40_000;
        let mean = (0..count).map(&draw).sum::<f64>() / count as f64;
        let square = (0..count).map(|i| (draw(i) - mean).powi(2)).sum::<f64>() / count as f64;
        (mean, square.sqrt())
    }

    #[test]
    fn addresses_replicates_and_purposes_are_independent_books() {
        let chance = Chance::new(1, 0);
        assert_eq!(chance.bits(3, 4), Chance::new(1, 0).bits(3, 4));
        let others = [
            chance.bits(4, 3),
            chance.named("noise").bits(3, 4),
            chance.named("turnout").bits(3, 4),
            Chance::new(1, 1).bits(3, 4),
            Chance::new(2, 0).bits(3, 4),
        ];
        for (index, bits) in others.iter().enumerate() {
            assert_ne!(*bits, chance.bits(3, 4));
            assert!(!others[..index].contains(bits));
        }
        // Neighbouring addresses are not correlated.
        let product = moments(|i| chance.normal(i, 0) * chance.normal(i, 1)).0;
        assert!(product.abs() < 0.02, "{product}");
    }

    #[test]
    fn normal_and_gumbel_numbers_have_mean_zero_and_deviation_one() {
        let chance = Chance::new(5, 2);
        for (mean, sd) in [moments(|i| chance.normal(i, 7)), moments(|i| chance.gumbel(i, 7))] {
            assert!(mean.abs() < 0.02 && (sd - 1.0).abs() < 0.02, "{mean} {sd}");
        }
        let thirds = (0..30_000).filter(|i| chance.below(3, *i, 0) == 2).count();
        assert!((thirds as f64 / 30_000.0 - 1.0 / 3.0).abs() < 0.01, "{thirds}");
    }
}
