//! Luck: every person's fate, addressed instead of drawn in sequence.
//!
//! Think of a huge book of random numbers with one page per person and one line per year and event. The number at an
//! address is always the same, whoever asks, in whatever order, on whatever machine; so the same person meets the same
//! luck under every scenario, and a policy that touches nobody changes nothing. The book is a hash: a key per (seed,
//! draw, replicate) from ChaCha8, then two rounds of the 64-bit finaliser of MurmurHash3 (Appleby), which is a
//! bijection with full avalanche.
//!
//! Neighbours by number may share a pack of lots ([`Luck::dealt`]): each still meets the luck that anybody would, but of the pack's people
//! exactly one meets each part of it, so that a small sample has neither too many of the lucky nor too few.

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
    /// The 64 random bits of an event in a year for somebody who shares a pack of 64 lots with neighbours by id: of either half the highest
    /// bits are the lot.
    ///
    /// Packs are dealt anew for each year and event, and of 64 people each draws another of 64 equal parts of the unit interval
    /// (stratified sampling). Alone, everybody's number is as uniform and as independent between years as a hash; together, of 64 people
    /// with a chance of a quarter in 16 it happens. Packs go by id alone, so that every scenario deals alike.
    #[inline]
    pub fn dealt(self, id: u64, year: Year, event: Event) -> u64 {
        // No person has such a number as a pack.
        let pack = self.person((id / u64::from(LOTS)) | (1 << 63)).bits(year, event);
        let own = self.person(id).bits(year, event);
        let place = (id % u64::from(LOTS)) as u32;
        let half = |at: u32| {
            let lot = u64::from(lot((pack >> at) as u32, place));
            (lot << (32 - LOT_BITS) | (own >> at) & BELOW) << at
        };
        half(0) | half(32)
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

/// How many neighbours share a pack of lots: a power of two.
const LOTS: u32 = 64;
/// Bits of a lot.
const LOT_BITS: u32 = LOTS.ilog2();
/// What of a half is left to somebody's own luck below the lot.
const BELOW: u64 = (1 << (32 - LOT_BITS)) - 1;

/// The lot that a shuffled pack holds for a place: the key picks one of billions of orders. Each round keeps all places apart, as its
/// factor is odd; the shifts are those under which any two places are nearly unrelated (those 32 apart are a little less often alike than
/// others).
#[inline]
fn lot(key: u32, place: u32) -> u32 {
    [(0, 4), (10, 2), (20, 3)]
        .into_iter()
        .fold(place, |lot, (from, shift)| {
            let part = key >> from;
            let lot = (lot * ((part >> LOT_BITS) % 32 * 2 + 1) + part % LOTS) % LOTS;
            lot ^ (lot >> shift)
        })
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

    #[test]
    fn of_neighbours_each_has_another_lot_and_alone_everybody_any() {
        let lot = |seed: u64, id: u64, year: u16, half: u32| {
            let bits = Luck::new(seed, 0, 0).dealt(id, Year(year), Event::Health);
            (bits >> (half * 32)) as u32 >> (32 - LOT_BITS)
        };
        for block in [0, 5, 70_000] {
            for half in [0, 1] {
                let mut seen = [false; LOTS as usize];
                (0..64).for_each(|place| seen[lot(1, block * 64 + place, 2030, half) as usize] = true);
                assert_eq!(seen, [true; LOTS as usize]);
            }
        }
        // One person, many packs: as often in each quarter; and whoever had a high lot has any in the next year, in the other half, and
        // beside others of the pack.
        let mut quarters = [0; 4];
        let mut together = [0; 6];
        for seed in 0..4_000 {
            let high = |id, year, half| lot(seed, id, year, half) >= LOTS / 2;
            quarters[(lot(seed, 7, 2030, 1) * 4 / LOTS) as usize] += 1;
            let beside = [8, 6, 40, 23].map(|id| high(id, 2030, 1));
            let others = [high(7, 2031, 1), high(7, 2030, 0)].into_iter().chain(beside);
            for (together, other) in together.iter_mut().zip(others) {
                *together += i32::from(high(7, 2030, 1) == other);
            }
        }
        assert!(
            quarters.iter().all(|count| (count - 1_000_i32).abs() < 110),
            "{quarters:?}"
        );
        assert!(together.iter().all(|count| (count - 2_000).abs() < 140), "{together:?}");
    }

    #[test]
    fn below_the_lot_the_luck_is_ones_own() {
        let luck = Luck::new(3, 1, 0);
        for id in [0, 63, 64, 9_999] {
            let own = luck.person(id).bits(Year(2030), Event::CareHome);
            let dealt = luck.dealt(id, Year(2030), Event::CareHome);
            assert_eq!((dealt ^ own) & 0x03FF_FFFF_03FF_FFFF, 0);
        }
    }

    const GOLDEN_BITS: u64 = 430849804251418275;
}
