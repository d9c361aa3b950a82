//! Guessing at codes and PINs: so many misses from one address, and so many in all, then a wait.
//!
//! Addresses are held in memory only, as salted hashes, and forgotten after the window: nothing of them is written anywhere.

use std::collections::VecDeque;
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long a miss is remembered.
const WINDOW: Duration = Duration::from_secs(600);

/// Misses at one door.
#[derive(Debug)]
pub struct Guesses {
    /// Misses allowed from one address in the window.
    each: usize,
    /// Misses allowed from all addresses together.
    all: usize,
    salt: RandomState,
    misses: Mutex<VecDeque<(Instant, u64)>>,
}

impl Guesses {
    /// For codes of cards: a whole room may sit behind one address, and mistypes.
    pub fn at_codes() -> Guesses {
        Guesses::new(20, 200)
    }

    /// For the PIN, which few people type.
    pub fn at_pin() -> Guesses {
        Guesses::new(8, 24)
    }

    fn new(each: usize, all: usize) -> Guesses {
        Guesses {
            each,
            all,
            salt: RandomState::new(),
            misses: Mutex::default(),
        }
    }

    /// How long somebody must wait before a further guess; nothing if it may be made now.
    pub fn wait(&self, from: &str, now: Instant) -> Option<Duration> {
        let mut misses = self.misses.lock().unwrap_or_else(PoisonError::into_inner);
        while misses.front().is_some_and(|(at, _)| now.duration_since(*at) >= WINDOW) {
            misses.pop_front();
        }
        let who = self.salt.hash_one(from);
        let until = |at: &Instant| WINDOW.saturating_sub(now.duration_since(*at));
        let own: Vec<&Instant> = misses
            .iter()
            .filter(|(_, other)| *other == who)
            .map(|(at, _)| at)
            .collect();
        let oldest = |list: usize, most: usize| list.checked_sub(most);
        let mine = oldest(own.len(), self.each).map(|at| until(own[at]));
        let everybody = oldest(misses.len(), self.all).map(|at| until(&misses[at].0));
        mine.max(everybody)
    }

    /// Remembers a miss.
    pub fn missed(&self, from: &str, now: Instant) {
        let who = self.salt.hash_one(from);
        self.misses
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push_back((now, who));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn misses_from_one_address_close_the_door_to_it_alone_until_they_are_forgotten() {
        let (guesses, start) = (Guesses::new(3, 5), Instant::now());
        for second in 0..3 {
            let now = start + Duration::from_secs(second);
            assert_eq!(guesses.wait("10.0.0.7", now), None);
            guesses.missed("10.0.0.7", now);
        }
        let now = start + Duration::from_secs(3);
        assert_eq!(guesses.wait("10.0.0.7", now), Some(Duration::from_secs(597)));
        assert_eq!(guesses.wait("10.0.0.8", now), None);
        assert_eq!(guesses.wait("10.0.0.7", start + WINDOW), None);
    }

    #[test]
    fn misses_from_many_addresses_close_the_door_to_all() {
        let (guesses, now) = (Guesses::new(3, 5), Instant::now());
        for address in 0..5 {
            assert_eq!(guesses.wait(&format!("10.0.0.{address}"), now), None);
            guesses.missed(&format!("10.0.0.{address}"), now);
        }
        assert!(guesses.wait("10.0.0.99", now).is_some());
        assert_eq!(guesses.wait("10.0.0.99", now + WINDOW), None);
    }
}
