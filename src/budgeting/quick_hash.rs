//! Looking up identifiers and ballots by the hundred thousand.

/// Which of many things was seen before, by a hash and a comparison that the caller makes: eight bytes for each thing,
/// where a table of the things themselves would hold them twice.
#[derive(Default)]
pub(crate) struct Places {
    /// Upper half: part of the hash; lower half: the thing's number plus one; 0 where empty.
    slots: Vec<u64>,
    held: usize,
}

impl Places {
    /// The number of an equal thing added before; otherwise adds `number` and returns `None`.
    pub(crate) fn find_or_add(&mut self, hash: u64, number: u32, same: impl Fn(u32) -> bool) -> Option<u32> {
        if 2 * (self.held + 1) > self.slots.len() {
            self.grow();
        }
        let mask = self.slots.len() - 1;
        let mark = hash & !u64::from(u32::MAX);
        let mut slot = (hash >> 32) as usize & mask;
        loop {
            let entry = self.slots[slot];
            if entry == 0 {
                self.slots[slot] = mark | (u64::from(number) + 1);
                self.held += 1;
                return None;
            }
            let held = (entry & u64::from(u32::MAX)) as u32 - 1;
            if entry & !u64::from(u32::MAX) == mark && same(held) {
                return Some(held);
            }
            slot = (slot + 1) & mask;
        }
    }

    /// Twice the room. Slots are chosen by the upper half of the hash, so that what is kept of it is enough.
    fn grow(&mut self) {
        let mask = (2 * self.slots.len()).max(64) - 1;
        let old = std::mem::replace(&mut self.slots, vec![0; mask + 1]);
        for entry in old.into_iter().filter(|entry| *entry != 0) {
            let mut slot = (entry >> 32) as usize & mask;
            while self.slots[slot] != 0 {
                slot = (slot + 1) & mask;
            }
            self.slots[slot] = entry;
        }
    }
}

/// A quick hash for identifiers and ballots. Only ever used for looking up, never for an order, so that no result can
/// depend on it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct QuickHash;

impl std::hash::BuildHasher for QuickHash {
    type Hasher = QuickHasher;
    fn build_hasher(&self) -> QuickHasher {
        QuickHasher(0xcbf2_9ce4_8422_2325)
    }
}

/// The state of [`QuickHash`].
pub(crate) struct QuickHasher(u64);

impl std::hash::Hasher for QuickHasher {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0u8; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.write_u64(u64::from_le_bytes(word));
        }
    }
    fn write_u64(&mut self, word: u64) {
        self.0 = (self.0 ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 ^= self.0 >> 32;
    }
    fn write_usize(&mut self, word: usize) {
        self.write_u64(word as u64);
    }
    fn finish(&self) -> u64 {
        self.0
    }
}
