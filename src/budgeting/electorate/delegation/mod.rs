//! Delegation: voters who hand their vote to somebody else, who may hand it on (liquid democracy).
//!
//! ```text
//!  choose   who hands a vote on, and to whom           → for each voter: votes, abstains, or a delegate
//!  resolve  chains, circles, dead ends, caps on weight → for each voter: whose ballot counts
//!  power    how much weight gathers in how few hands
//! ```
//!
//! A vote that reaches nobody (its chain ends in a circle, in somebody who stays away, or at somebody who may carry no
//! more) either comes back to its owner or is lost: stated beforehand for each case.

mod choose;
mod power;
mod resolve;

pub use choose::choose;
pub use power::{Power, power};
pub use resolve::{Resolved, resolve};

use super::participation::Participation;
use super::voter::ElectorateError;

/// What becomes of a vote that reaches nobody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fallback {
    /// It comes back, and its owner casts it if they would have voted without delegation.
    #[default]
    OwnBallot,
    /// It is lost.
    Abstain,
}

/// Among whom and how a delegate is chosen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Network {
    /// Anybody, evenly.
    Random,
    /// The one most like the voter in age, deprivation, tenure, conditions and dependency among so many people whom the
    /// voter happens to know \[people\].
    Nearest {
        /// People known \[people\], 1 or more.
        acquaintances: usize,
    },
    /// In proportion to popularity, which follows a power law: the smaller the exponent, the fewer the stars.
    Popularity {
        /// Exponent of the Pareto distribution, above 0; near 1 a few are known to all.
        exponent: f64,
    },
}

/// How votes are handed on. Every field is a lever.
#[derive(Clone, Debug, PartialEq)]
pub struct Delegation {
    /// Who, of those who would vote, hands the vote on instead.
    pub voters: Participation,
    /// Who, of those who would stay away, hands the vote on instead.
    pub abstainers: Participation,
    /// To whom.
    pub network: Network,
    /// What becomes of votes in a circle.
    pub on_circle: Fallback,
    /// What becomes of votes whose chain ends in somebody who does not vote.
    pub on_dead_end: Fallback,
    /// What becomes of votes above the cap.
    pub on_cap: Fallback,
    /// Most weight that one ballot may carry, as a part of the whole electorate's [0–1]; a voter's own is always counted.
    pub cap: Option<f64>,
}

impl Delegation {
    /// Checks that the numbers can be used.
    pub fn check(&self) -> Result<(), ElectorateError> {
        self.voters.check("voters who delegate")?;
        self.abstainers.check("abstainers who delegate")?;
        if let Some(cap) = self.cap {
            ElectorateError::share("the cap on a delegate's weight", cap)?;
        }
        match self.network {
            Network::Random => Ok(()),
            Network::Nearest { acquaintances } => ElectorateError::bound(
                "the number of acquaintances",
                acquaintances as f64,
                |people| people >= 1.0,
                "1 or more",
            ),
            Network::Popularity { exponent } => ElectorateError::bound(
                "the exponent of popularity",
                exponent,
                |exponent| exponent > 0.0,
                "above 0",
            ),
        }
    }
}
