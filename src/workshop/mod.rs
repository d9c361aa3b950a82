//! A workshop: an afternoon in which a room reads proposals, votes, sees what its choice would do, and votes again.
//!
//! ```text
//!  pages (phones, wall, desk, clerk) ── Act ─► Hall ── decide ─► Event ── Journal (SQLite, on disk before it is answered)
//!                                                                  └──── Room: the fold of all events, what pages look at
//!  Room ── ballots of a round ─► .pb ─► the count of `vote` and `budget` ─► funded set ─► consequences, hand-outs
//! ```
//!
//! Nothing here knows the web. Every act that counts is an event; a page shows nothing that is not on disk, so a machine that
//! stops at any moment goes on where it was. A voter is a numbered card with a code: the code votes by phone, the number
//! stands on the stub of the paper ballot, and in each round a card votes one way or the other. Who holds which card is
//! nowhere written down.

pub mod act;
pub mod agenda;
pub mod ballot;
pub mod camps;
pub mod codes;
pub mod consequences;
pub mod count;
pub mod event;
pub mod folder;
pub mod guesses;
pub mod hall;
pub mod hand_out;
pub mod journal;
pub mod moved;
pub mod state;
pub mod writer;

pub use act::{Act, Done, Refusal};
pub use agenda::Step;
pub use ballot::{Form, Marks};
pub use hall::{Hall, HallError};
pub use state::Stage;
