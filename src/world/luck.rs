//! Luck: every person's fate, addressed instead of drawn in sequence.
//!
//! Think of a huge book of random numbers with one page per person and one line per year and event. The number at an
//! address is always the same, whoever asks, in whatever order, on whatever machine; so the same person meets the same
//! luck under every scenario, and a policy that touches nobody changes nothing. The book is a hash: a key per (seed,
//! draw, replicate) from ChaCha8, then two rounds of the 64-bit finaliser of MurmurHash3 (Appleby), which is a
//! bijection with full avalanche.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::event::Event;
use super::year::Year;

/// 2⁶⁴ divided by the golden ratio, made odd: spreads consecutive addresses over all bits.
const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

/// The 64-bit finaliser of MurmurHash3.
#[inline]
pub const fn fmix64(mut bits: u64) -> u64 {
    bits ^= bits >> 33;
    bits = bits.wrapping_mul(0xFF51_AFD7_ED55_8CCD);
    bits ^= bits >> 33;
    bits = bits.wrapping_mul(0xC4CE_B9FE_1A85_EC53);
    bits ^ (bits >> 33)
}

/// The luck of one draw and replicate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Luck {
    key: u64,
}

/// The luck of one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PersonLuck {
    page: u64,
}

impl Luck {
    /// The book for a draw. Replicate 0 is the run itself; others repeat the same world with other luck.
    pub fn new(seed: u64, draw: u64, replicate: u64) -> Luck {
        let mut generator = ChaCha8Rng::seed_from_u64(seed);
        generator.set_stream(draw);
        generator.set_word_pos(u128::from(replicate) * 2);
        // An all-zero key would leave person 0 with the constant luck of `fmix64(0) = 0`.
        Luck {
            key: generator.next_u64() | 1,
        }
    }
    /// A person's page. The id must be stable and the same in every scenario.
    #[inline]
    pub fn person(self, id: u64) -> PersonLuck {
        PersonLuck {
            page: fmix64(self.key ^ id.wrapping_mul(GOLDEN)),
        }
    }
}

impl PersonLuck {
    /// The 64 random bits of an event in a year.
    #[inline]
    pub fn bits(self, year: Year, event: Event) -> u64 {
        let address = (u64::from(year.0) << 16) | event as u64;
        fmix64(self.page ^ address.wrapping_mul(GOLDEN))
    }
    /// A uniform number in the open interval 0 to 1.
    #[inline]
    pub fn uniform(self, year: Year, event: Event) -> f64 {
        open_unit(self.bits(year, event))
    }
    /// Two independent uniform numbers from the low and high half of the bits.
    #[inline]
    pub fn pair(self, year: Year, event: Event) -> (f32, f32) {
        let bits = self.bits(year, event);
        (half_unit(bits as u32), half_unit((bits >> 32) as u32))
    }
}

/// 52 bits to the open interval (0, 1).
#[inline]
pub fn open_unit(bits: u64) -> f64 {
    ((bits >> 12) as f64 + 0.5) / (1u64 << 52) as f64
}

/// 23 bits to the open interval (0, 1).
#[inline]
pub fn half_unit(bits: u32) -> f32 {
    ((bits >> 9) as f32 + 0.5) / (1u32 << 23) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn luck_has_golden_values() {
        let luck = Luck::new(1, 2, 0);
        assert_eq!(luck, Luck::new(1, 2, 0));
        assert_ne!(luck, Luck::new(1, 3, 0));
        assert_ne!(luck, Luck::new(1, 2, 1));
        assert_eq!(luck.person(7).bits(Year(2030), Event::Health), GOLDEN_BITS);
    }

    #[test]
    fn uniforms_are_open_and_even() {
        let luck = Luck::new(9, 0, 0);
        let mean: f64 = (0..100_000)
            .map(|id| luck.person(id).uniform(Year(2024), Event::CareHome))
            .sum::<f64>()
            / 1e5;
        assert!((mean - 0.5).abs() < 0.005, "mean {mean}");
        assert!(open_unit(0) > 0.0 && open_unit(u64::MAX) < 1.0);
        assert!(half_unit(0) > 0.0 && half_unit(u32::MAX) < 1.0);
    }

    const GOLDEN_BITS: u64 = 430849804251418275;
}
