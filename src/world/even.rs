//! Points that fill a cube evenly, from a start that luck gives.
//!
//! Somebody's first circumstances answer several questions at once. Asked of luck alone, a small sample has by chance too
//! many of the rich, or of the rich in a care home. A Kronecker sequence spreads all answers, and all pairs of them, over the
//! whole range instead; its start is random, so every answer alone has the chances it should have.
//!
//! Points that follow each other are spread as evenly as the first ones, whatever number they begin at: a sample in which
//! people of one age, sex and fifth stand together has many short stretches, and Owen-scrambled Sobol points err two to four
//! times as much over them.

use super::luck::open_unit;
use super::{Event, Luck, Year};

/// Steps of the coordinates, in 2⁶⁴ths. The first is the golden ratio's, which is best alone. The others were looked for so that
/// no two have whole multiples up to 48 that come near a whole number together: the first dimensions have the best pairs.
const STEPS: [u64; 8] = [
    0x9E37_79B9_7F4A_7C15,
    0x6C80_3C16_47C7_E401,
    0xB3F7_80B4_1442_0801,
    0x477B_D27C_AC07_2801,
    0xA262_2A06_B177_A001,
    0x5BB7_35C5_757A_1001,
    0x9C27_A5B6_B532_9801,
    0x6F6B_CD38_61A0_1401,
];

/// Points of the unit cube of eight dimensions.
#[derive(Clone, Copy, Debug)]
pub struct Even {
    start: [u64; 8],
}

impl Even {
    /// The points of a draw for an event.
    pub fn of(luck: Luck, event: Event) -> Even {
        // Nobody has this number.
        let own = luck.person(u64::from(u32::MAX));
        Even {
            start: std::array::from_fn(|dimension| own.bits(Year(dimension as u16), event)),
        }
    }

    /// The point of a number, each coordinate strictly between 0 and 1.
    #[inline]
    pub fn point(&self, number: u64) -> [f64; 8] {
        std::array::from_fn(|at| open_unit(self.start[at].wrapping_add(number.wrapping_mul(STEPS[at]))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pair_of_coordinates_is_spread_far_better_than_luck_would() {
        let even = Even::of(Luck::new(3, 1, 0), Event::StartWealth);
        for first in [0, 1_234, 70_000] {
            let points: Vec<[f64; 8]> = (first..first + 1_600).map(|number| even.point(number)).collect();
            for a in 0..8 {
                for b in 0..a {
                    let mut boxes = [0u32; 16];
                    for point in &points {
                        boxes[(point[a] * 4.0) as usize * 4 + (point[b] * 4.0) as usize] += 1;
                    }
                    // A hundred each; by luck one of these 448 would be off by some thirty.
                    assert!(
                        boxes.iter().all(|found| found.abs_diff(100) <= 12),
                        "{a} and {b} from {first}: {boxes:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn draws_have_points_of_their_own() {
        let first = |draw| Even::of(Luck::new(3, draw, 0), Event::StartWealth).point(7);
        assert_eq!(first(1), first(1));
        assert_ne!(first(1), first(2));
    }
}
