//! The model as something that answers while people move levers: a board of levers in plain words, where each stands, and
//! a live projection of what that would do.
//!
//! ```text
//!  scenarios/levers/*.toml ─► Board ─┐
//!                                    ├─► State ─► a scenario file ─► LiveProjection ─► Answer
//!  where each lever stands ──────────┘   (also text of an address)    (baseline kept, paired differences)
//! ```
//!
//! What is believed is kept apart from what is done ([`Beliefs`]): a camp of belief or single numbers, under which both the
//! choice and the baseline are computed. A lever is nothing but keys of a scenario: whatever is moved here, a scenario file can do, and [`State::scenario`]
//! writes that file. Nothing here knows the web: pages and commands ask this room.

mod answer;
mod beliefs;
mod board;
mod kept;
mod lever;
mod projection;
mod state;

pub use answer::{Answer, Band, Cell, Quality};
pub use beliefs::{Beliefs, BeliefsError};
pub use board::{Board, UnknownLever};
pub use lever::{Lever, LeverError, Setting, replaced};
pub use projection::{AskError, Base, LiveProjection, Newest, Question, Size};
pub use state::{State, StateError};
