//! What happened: the only thing that is kept. Events are appended and never changed.

use serde::{Deserialize, Serialize};

use super::agenda::Step;
use super::ballot::Marks;

/// Which of the two typings of a paper ballot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Typing {
    /// By whoever typed it first.
    First,
    /// Typed again, without looking at the first.
    Second,
}

/// Something that happened. Acts of the facilitator say when; ballots do not, since a time could tell who cast them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Event {
    /// The workshop was set up over a process file with this content.
    SetUp {
        /// What the process is called.
        process: String,
        /// SHA-256 of its file.
        sha256: String,
    },
    /// Cards were made: the salted hashes of their codes, numbered on from the last.
    Cards {
        /// Salted hashes.
        hashes: Vec<String>,
    },
    /// The room went to a step.
    Went {
        /// The step.
        step: Step,
        /// Seconds since 1970.
        at: u64,
    },
    /// The wall was blanked, or shown again.
    Blanked {
        /// Whether it is blank now.
        blank: bool,
    },
    /// A vote was opened.
    Opened {
        /// Which: 1 or 2.
        round: u8,
    },
    /// A vote was closed.
    Closed {
        /// Which.
        round: u8,
    },
    /// A closed vote was counted, and its result shown.
    Revealed {
        /// Which.
        round: u8,
    },
    /// Somebody guessed what the room will fund.
    Guessed {
        /// Salted hash of the code.
        card: String,
        /// Keys of the proposals guessed.
        named: Vec<String>,
    },
    /// A ballot came by phone.
    Voted {
        /// Which vote.
        round: u8,
        /// Salted hash of the code.
        card: String,
        /// 1 for the first of this card in this vote, and so on: the last before the close counts.
        version: u32,
        /// The ballot.
        marks: Marks,
    },
    /// A paper ballot was typed.
    Typed {
        /// Which vote.
        round: u8,
        /// The number on its stub.
        stub: u32,
        /// First or second typing.
        typing: Typing,
        /// The ballot.
        marks: Marks,
    },
    /// A paper ballot was withdrawn.
    Withdrawn {
        /// Which vote.
        round: u8,
        /// The number on its stub.
        stub: u32,
    },
    /// Levers were moved for the room.
    Moved {
        /// Where they stand, as the text of an address.
        levers: String,
    },
}

impl Event {
    /// Whether it changes what everybody sees: ballots and guesses concern whoever sent them, and the count of them.
    pub fn concerns_all(&self) -> bool {
        !matches!(
            self,
            Event::Voted { .. } | Event::Guessed { .. } | Event::Typed { .. } | Event::Withdrawn { .. }
        )
    }
}
