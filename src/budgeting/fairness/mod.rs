//! Is an outcome fair? Measures of who gets what, and axioms that proportional rules are meant to satisfy.
//!
//! ```text
//!  shares      satisfaction, its inequality, money spent on each voter against a fair share
//!  categories  spending by category against what ballots ask for
//!  groups      the same by age, sex, district … of the voters, small groups left out
//!  justified   claims of groups that every instance can be checked for: JR, EJR+ up to one
//!  cohesive    claims that take exponential time (EJR, PJR, core): small instances only
//! ```
//!
//! Measures are in floating point, for reading; axioms are decided exactly.

mod categories;
mod cohesive;
mod groups;
mod justified;
mod shares;

pub use categories::{Categories, categories};
pub use cohesive::{Claims, claims};
pub use groups::{Grouping, groupings};
pub use justified::{Violation, ejr_plus_up_to_one, justified_representation};
pub use shares::{Shares, shares};

use super::election::Election;
use super::outcome::Outcome;
use super::price_system::{Fault, verify};

/// Everything that is said about an outcome's fairness.
#[derive(Clone, Debug)]
pub struct Fairness {
    /// Satisfaction and money by voter.
    pub shares: Shares,
    /// Spending by category, if projects have categories.
    pub categories: Option<Categories>,
    /// Groups with a claim to a single project who got nothing (JR).
    pub justified: Vec<Violation>,
    /// Projects whose supporters have a claim to them (EJR+ up to one project, cost satisfaction).
    pub ejr_plus: Vec<Violation>,
    /// Claims of cohesive groups; `None` where the instance is too large to look at all of them.
    pub claims: Option<Claims>,
    /// What is wrong with the payments, for rules in which voters pay.
    pub certificate: Option<Vec<Fault>>,
    /// Whether payments also leave no project that its supporters could pay for (priceability by these payments).
    pub priceable: Option<bool>,
}

/// Looks at an outcome from all sides.
pub fn fairness(election: &Election, outcome: &Outcome) -> Fairness {
    let funded = &outcome.funded;
    let paid: Vec<usize> = outcome
        .prices
        .iter()
        .flat_map(|prices| prices.payments.iter().map(|(project, _)| *project))
        .collect();
    let faults = outcome
        .prices
        .as_ref()
        .map(|prices| verify(election, &paid, prices, false));
    Fairness {
        shares: shares(election, outcome),
        categories: categories(election, outcome),
        justified: justified_representation(election, funded),
        ejr_plus: ejr_plus_up_to_one(election, funded),
        claims: claims(election, funded),
        certificate: faults,
        // A completion that spends without payments leaves projects unpaid: then these payments prove nothing.
        priceable: outcome
            .prices
            .as_ref()
            .map(|prices| verify(election, funded, prices, true).is_empty()),
    }
}
