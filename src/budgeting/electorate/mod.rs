//! Electorates that are made, not polled: who votes, what they want, what they write down, and what follows.
//!
//! ```text
//!  people's weights ── sampling ── Electorate ── model (+ deliberation) ── marking ──┐
//!                                      │                                             ├── Poll ── Election → any rule
//!                                      └── participation ── delegation ──────────────┘     │
//!                                                                                          ├── raking (weighted beside raw)
//!  research: impartial, Euclidean, resampling, noise, urn, Mallows ── Election             ├── bootstrap (how sure)
//!                                                                                          └── representation, power
//! ```
//!
//! Gains are given by the caller as numbers; nothing here knows where they come from. Chance is addressed, never drawn
//! in sequence (see [`chance`]): the same voter with the same id does the same whoever stands beside them, in whatever
//! order and on however many threads. Every weight and odds is a plain field with its unit; values and their sources
//! belong to the file that describes the process.
//!
//! Sources for the shape, not for values: random utility after McFadden (1974); raking after Deming and Stephan (1940);
//! cultures after Szufa and others, *How to Sample Approval Elections?* (2022), and Boehmer and others, *Guide to
//! Numerical Experiments on Elections* (2024).

pub mod about;
pub mod bootstrap;
pub mod chance;
pub mod delegation;
pub mod deliberation;
pub mod marking;
pub mod mind;
pub mod model;
pub mod participation;
pub mod poll;
pub mod raking;
pub mod representation;
pub mod research;
pub mod sampling;
pub mod shape;
pub mod voter;

pub use about::{About, Near, PRINCIPLES, Principle};
pub use bootstrap::{Frequency, bootstrap, frequencies};
pub use chance::Chance;
pub use delegation::{Delegation, Fallback, Network};
pub use deliberation::{Belief, DeliberationBelief};
pub use marking::{Approve, BallotForm, BallotKind, KnapsackOrder};
pub use model::{Noise, Scale, VoterModel};
pub use participation::{Odds, Participation};
pub use poll::{Poll, Regime, hold};
pub use raking::Raking;
pub use representation::Representation;
pub use sampling::systematic;
pub use shape::{Shape, correlation, shape};
pub use voter::{Attribute, Electorate, Matrix, Social, Voter};
