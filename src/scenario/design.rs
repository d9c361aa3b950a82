//! Where uniform numbers come from: keyed by the *name* of a parameter, never by its position.
//!
//! Imagine a drawer for each parameter, labelled with its name, holding its numbers for draws 0, 1, 2, … Another
//! drawer in the cabinet changes nothing in this one. So an unused parameter, or another order of keys, changes no
//! other parameter's draws, and two scenarios that share an assumption share its value in every draw (common random
//! numbers).
//!
//! Three designs: plain (ChaCha8 keyed by SHA-256 of seed and name, position = draw), latin hypercube (a keyed
//! permutation of strata, worked out for one draw at a time), and scrambled Sobol points. The last is *padded*: each
//! name has its own Owen-scrambled van der Corput sequence in its own shuffled order (Burley 2020, "Practical
//! hash-based Owen scrambling"), so that every parameter alone is spread evenly over any 2ᵏ draws, while pairs are
//! as independent as random ones. A joint Sobol sequence would be more even in pairs, but a parameter's dimension would
//! then depend on which others there are.

use rand::SeedableRng;
use rand::distr::{Distribution, Open01};
use rand_chacha::ChaCha8Rng;
use sha2::{Digest, Sha256};

/// How the draws are spread.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Design {
    /// Independent draws.
    #[default]
    Plain,
    /// One draw in each of as many equal strata as there are draws.
    LatinHypercube,
    /// Padded scrambled Sobol points; best with a power of two draws.
    Sobol,
}

/// Gives the uniform number of a parameter in a draw.
#[derive(Clone, Copy, Debug)]
pub struct Sampler {
    /// The run's seed.
    pub seed: u64,
    /// How the draws are spread.
    pub design: Design,
    /// Number of draws planned; only the latin hypercube depends on it.
    pub draws: u64,
}

impl Sampler {
    /// Independent draws.
    pub fn plain(seed: u64) -> Sampler {
        Sampler {
            seed,
            design: Design::Plain,
            draws: 0,
        }
    }
    /// The number, strictly between 0 and 1.
    pub fn uniform(&self, name: &str, draw: u64) -> f64 {
        let seed: [u8; 32] = Sha256::new()
            .chain_update(self.seed.to_le_bytes())
            .chain_update(name)
            .finalize()
            .into();
        let mut stream = ChaCha8Rng::from_seed(seed);
        let mut key = [0u64; 4];
        for (part, bytes) in key.iter_mut().zip(seed.chunks_exact(8)) {
            *part = bytes.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte));
        }
        stream.set_word_pos(u128::from(draw) * 2);
        let jitter: f64 = Open01.sample(&mut stream);
        match self.design {
            Design::Plain => jitter,
            Design::LatinHypercube if self.draws > 1 => {
                // Draws beyond those planned fill a second hypercube, and so on.
                let (block, within) = (draw / self.draws, draw % self.draws);
                let stratum = permuted(within, self.draws, key[0] ^ mix(block), key[1]);
                inside((stratum as f64 + jitter) / self.draws as f64)
            }
            Design::LatinHypercube => jitter,
            Design::Sobol => {
                // Each bit of the index is flipped by a hash of those above it: draws are shuffled inside every aligned
                // block of 2ᵏ, and blocks stay whole.
                let index = owen(draw as u32, key[0] ^ mix(draw >> 32));
                let point = owen(index.reverse_bits(), key[1]);
                // The 32 bits of the point are its stratum; a random place inside it keeps the mean unbiased.
                inside((f64::from(point) + jitter) / 4_294_967_296.0)
            }
        }
    }
}

/// Keeps a rounded number strictly between 0 and 1.
fn inside(u: f64) -> f64 {
    u.clamp(f64::EPSILON, 1.0 - f64::EPSILON)
}

/// The splitmix64 finaliser.
fn mix(mut x: u64) -> u64 {
    x = x.wrapping_add(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// The place of an item in a keyed permutation of `count` items, without building it: a four-round Feistel network on
/// the next even number of bits, walked until it lands below `count`.
fn permuted(item: u64, count: u64, key: u64, second: u64) -> u64 {
    let bits = (u64::BITS - (count - 1).leading_zeros()).max(2);
    let half = bits.div_ceil(2);
    let mask = (1u64 << half) - 1;
    let mut at = item;
    loop {
        let (mut left, mut right) = (at >> half, at & mask);
        for round in 0..4u64 {
            let hashed = mix(right ^ mix(key.wrapping_add(round)) ^ second.rotate_left(round as u32 * 16)) & mask;
            (left, right) = (right, left ^ hashed);
        }
        at = left << half | right;
        if at < count {
            return at;
        }
    }
}

/// Owen scrambling of a binary fraction: each bit is flipped or not by a hash of the bits above it.
fn owen(fraction: u32, key: u64) -> u32 {
    (0..32).fold(0, |scrambled, place| {
        let above = if place == 0 {
            0
        } else {
            u64::from(fraction >> (32 - place))
        };
        let flip = mix(key ^ mix(above << 6 | place)) >> 63;
        let bit = u64::from(fraction >> (31 - place) & 1) ^ flip;
        scrambled << 1 | bit as u32
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const DESIGNS: [Design; 3] = [Design::Plain, Design::LatinHypercube, Design::Sobol];

    #[test]
    fn numbers_depend_on_seed_name_and_draw_alone_and_have_golden_values() {
        let sampler = Sampler::plain(7);
        assert_eq!(sampler.uniform("a", 3), sampler.uniform("a", 3));
        assert_ne!(sampler.uniform("a", 3), sampler.uniform("b", 3));
        assert_ne!(sampler.uniform("a", 3), sampler.uniform("a", 4));
        assert_ne!(sampler.uniform("a", 3), Sampler::plain(8).uniform("a", 3));
    }

    #[test]
    fn strata_hold_one_draw_each() {
        for draws in [2u64, 3, 10, 64, 100, 1000] {
            let sampler = Sampler {
                seed: 1,
                design: Design::LatinHypercube,
                draws,
            };
            for block in 0..2 {
                let mut seen = vec![0; draws as usize];
                for draw in 0..draws {
                    seen[(sampler.uniform("a.b", block * draws + draw) * draws as f64) as usize] += 1;
                }
                assert!(seen.iter().all(|count| *count == 1), "{draws}: {seen:?}");
            }
        }
        for draws in [8u64, 256] {
            let sampler = Sampler {
                seed: 1,
                design: Design::Sobol,
                draws,
            };
            let mut seen = vec![0; draws as usize];
            (0..draws).for_each(|draw| seen[(sampler.uniform("a.b", draw) * draws as f64) as usize] += 1);
            assert!(seen.iter().all(|count| *count == 1), "{draws}: {seen:?}");
        }
    }

    #[test]
    fn every_design_is_uniform_and_two_names_are_independent() {
        for design in DESIGNS {
            let draws = 4096;
            let sampler = Sampler { seed: 3, design, draws };
            let pairs: Vec<(f64, f64)> = (0..draws)
                .map(|draw| (sampler.uniform("x", draw) - 0.5, sampler.uniform("y", draw) - 0.5))
                .collect();
            let mean = pairs.iter().map(|pair| pair.0).sum::<f64>() / draws as f64;
            let product = pairs.iter().map(|pair| pair.0 * pair.1).sum::<f64>() / draws as f64;
            assert!(mean.abs() < 0.015, "{design:?} {mean}");
            assert!((product * 12.0).abs() < 0.05, "{design:?} {product}");
        }
    }
}
