//! Luck: every person's fate, addressed instead of drawn in sequence.
//!
//! Think of a huge book of random numbers with one page per person and one line per year and event. The number at an
//! address is always the same, whoever asks, in whatever order, on whatever machine; so the same person meets the same
//! luck under every scenario, and a policy that touches nobody changes nothing. The book is a hash: a key per (seed,
//! draw, replicate) from ChaCha8, then two rounds of the 64-bit finaliser of MurmurHash3 (Appleby), which is a
//! bijection with full avalanche.
//!
//! Neighbours by number may share a pack of [`Lots`]: each still meets the luck that anybody would, but of the pack's people
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
pub const LOTS: usize = 64;
/// Bits of a lot.
const LOT_BITS: u32 = LOTS.ilog2();

/// A pack of lots, dealt to neighbours anew for each year and event: 64 people draw from 64 equal parts of the unit interval without
/// putting back (stratified sampling). Alone, everybody's number is as uniform and as independent between years as a hash;
/// together, of 64 people with a chance of a quarter in 16 it happens. Packs go by id alone, so that every scenario deals alike.
#[derive(Clone, Debug)]
pub struct Lots {
    block: Option<u64>,
    low: [u8; LOTS],
    high: [u8; LOTS],
}

impl Lots {
    /// Before any is dealt.
    pub fn none() -> Lots {
        Lots {
            block: None,
            low: [0; LOTS],
            high: [0; LOTS],
        }
    }

    /// The 64 random bits of an event in a year, of which the highest of either half are the person's lot. A pack in hand is dealt again
    /// when somebody of another block asks; one `Lots` serves one luck, year and event.
    #[inline]
    pub fn bits(&mut self, luck: Luck, id: u64, year: Year, event: Event) -> u64 {
        let (block, place) = (id / LOTS as u64, id as usize % LOTS);
        if self.block != Some(block) {
            self.deal(luck, block, year, event);
        }
        let own = luck.person(id).bits(year, event);
        let lot = |lot: u8, at: u32| u64::from(lot) << (at - LOT_BITS);
        let kept = !(lot(LOTS as u8 - 1, 32) | lot(LOTS as u8 - 1, 64));
        (own & kept) | lot(self.low[place], 32) | lot(self.high[place], 64)
    }

    /// Shuffles both halves (Fisher and Yates 1938; Durstenfeld 1964).
    fn deal(&mut self, luck: Luck, block: u64, year: Year, event: Event) {
        // No person has such a number.
        let pack = luck.person(block | 1 << 63).bits(year, event);
        self.block = Some(block);
        (self.low, self.high) = (in_order(), in_order());
        for last in (1..LOTS).rev() {
            let bits = fmix64(pack ^ (last as u64).wrapping_mul(GOLDEN));
            let any = |half: u64| (half * (last as u64 + 1) >> 32) as usize;
            self.low.swap(last, any(bits & u64::from(u32::MAX)));
            self.high.swap(last, any(bits >> 32));
        }
    }
}

/// A pack as it comes.
fn in_order() -> [u8; LOTS] {
    std::array::from_fn(|lot| lot as u8)
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
            let bits = Lots::none().bits(Luck::new(seed, 0, 0), id, Year(year), Event::Health);
            (bits >> (half * 32)) as u32 >> (32 - LOT_BITS)
        };
        for block in [0, 5, 70_000] {
            for half in [0, 1] {
                let mut seen = [false; LOTS];
                (0..LOTS as u64)
                    .for_each(|place| seen[lot(1, block * LOTS as u64 + place, 2030, half) as usize] = true);
                assert_eq!(seen, [true; LOTS]);
            }
        }
        // One person, many packs: as often in each quarter; and whoever had a high lot has any in the next year, in the other half, and
        // beside a neighbour.
        let mut quarters = [0; 4];
        let mut together = [0; 3];
        for seed in 0..4_000 {
            let high = |id, year, half| lot(seed, id, year, half) >= LOTS as u32 / 2;
            quarters[lot(seed, 7, 2030, 1) as usize * 4 / LOTS] += 1;
            let others = [high(7, 2031, 1), high(7, 2030, 0), high(8, 2030, 1)];
            for (together, other) in together.iter_mut().zip(others) {
                *together += i32::from(high(7, 2030, 1) == other);
            }
        }
        assert!(
            quarters.iter().all(|count| (count - 1_000_i32).abs() < 100),
            "{quarters:?}"
        );
        assert!(together.iter().all(|count| (count - 2_000).abs() < 130), "{together:?}");
    }

    #[test]
    fn a_pack_keeps_the_luck_below_its_lots() {
        let luck = Luck::new(3, 1, 0);
        let mut lots = Lots::none();
        for id in [0, 63, 64, 9_999] {
            let (dealt, own) = (
                lots.bits(luck, id, Year(2030), Event::CareHome),
                luck.person(id).bits(Year(2030), Event::CareHome),
            );
            assert_eq!((dealt ^ own) & 0x03FF_FFFF_03FF_FFFF, 0);
        }
        // In whatever order they ask.
        let again: Vec<u64> = [9_999, 64, 63]
            .map(|id| lots.bits(luck, id, Year(2030), Event::CareHome))
            .into();
        assert_eq!(again[2], Lots::none().bits(luck, 63, Year(2030), Event::CareHome));
    }

    const GOLDEN_BITS: u64 = 430849804251418275;
}
