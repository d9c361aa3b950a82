//! The Method of Equal Shares: the budget is divided equally among voters, and a project is bought if its supporters can
//! pay for it, each in proportion to the gain as far as the purse allows; next comes the project with the lowest price
//! per unit of gain (Peters, Pierczyński, Skowron, 2021).
//!
//! ```text
//!  market      what never changes during the count: supporters, costs, order of ties
//!  purses      everybody's money in floating point, with a bound on its error: decides nearly every round
//!  ledger      everybody's money exactly, one account for voters with the same history: decides the rest, and certifies
//!  count       the rounds: lazy (a price never falls), filtered, exact
//!  completion  what is done with the money left: conventions differ, each is a named option
//!  stretch     endowments for which the same is bought in the same order: passed over, or counted once
//!  lines       the same exactly, where projects stand equal: up to where nothing changes
//!  again       the same with one project changed, many times over, for margins
//! ```
//!
//! No decision rests on rounding: where the bound does not separate two candidates, the ledger is brought up to date and
//! decides.

mod again;
mod comparison;
mod completion;
pub mod count;
mod ledger;
mod lines;
mod market;
mod purses;
mod stretch;
mod terms;

pub use again::{Prepared, SharesAgain};
pub use comparison::{Comparison, compare};
pub use completion::equal_shares;
pub use ledger::VotersMoney;
pub use market::Market;
pub use terms::{Completion, Pool, Preset, SharesTerms, Start, Step, Stop};
