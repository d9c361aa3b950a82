//! Lots for tests and benches: numbers of a fixed formula, so that an election that was made up once is made up alike for ever.

/// Numbers drawn one after the other.
#[derive(Clone, Debug)]
pub struct Lots(u64);

impl Lots {
    /// From a seed; neighbours have nothing in common.
    pub fn new(seed: u64) -> Lots {
        Lots(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }
    /// From a state that is given.
    pub fn from_state(state: u64) -> Lots {
        Lots(state)
    }
    /// The next number from 0 up to `end`, which is left out.
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}
