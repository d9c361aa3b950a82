//! Care of older people, person by person: who needs help, who gives it, who pays.
//!
//! The only place where people, the rules of social care and the law of charging meet. It goes in two halves, because
//! what a law costs must be known before budgets are set, and how much care a budget buys only after:
//!
//! ```text
//!  assess   for each person who needs care: hours, carer, chance of council care, charge under this year's law
//!           (and under the law without reform, for the purse it would have left them)    ── Assessment
//!     │
//!  budgets and rationing
//!     │
//!  deliver  the same people again with the share that money reaches; wealth is spent, accounts move on  ── CareYear
//! ```
//!
//! People at home fare alike by *kind* (dependency, carer, how they stand to the law): need, chances and hours are worked
//! out once for each of a few kinds a year, people are counted by cell and kind, and only those whom the council charges
//! are visited with money.
//!
//! Care at home is by expectation: a person has it with a probability, and all amounts are that share of a year's. Care
//! homes are by place: somebody lives in one or not. A year's stock stands for the person-years of that year.
//!
//! ```text
//!  kinds       what the year's rules make of people at home who fare alike
//!  payment     what a law makes one person pay, and what paying leaves
//!  assess      the first half
//!  deliver     the second half
//!  shadow      what people would own without reform, so that a reform has one cost whenever it began
//!  sums        where a year's care is added up
//!  spend_down  the years that residents of the base year have already lived in their care home, and paid for
//! ```

use crate::economy::charging::{Fees, Law};
use crate::services::social_care::{FreeCareResponse, SocialCareLevers};
use crate::world::Luck;

mod assess;
mod deliver;
mod kinds;
mod payment;
mod shadow;
#[cfg(test)]
mod signs;
mod spend_down;
mod sums;
#[cfg(test)]
mod tests;

pub use assess::{Assessment, Bill, assess};
pub use deliver::deliver;
pub use payment::circumstances;
pub use shadow::Shadows;
pub use spend_down::spend_down;
pub use sums::CareYear;

/// Weeks of a year.
const WEEKS: u32 = 52;

/// What the care pass needs to know of a year.
#[derive(Clone, Copy)]
pub struct CareTerms<'a> {
    /// Rules of need, eligibility and response.
    pub rules: &'a SocialCareLevers,
    /// The law in force.
    pub law: &'a Law,
    /// The law without any reform, for the cost of the entitlement; `None` where there is no reform.
    pub without: Option<&'a Law>,
    /// Prices of care.
    pub fees: &'a Fees,
    /// Response of demand to free care.
    pub free: FreeCareResponse,
    /// Factor on unpaid hours from programmes.
    pub unpaid: f64,
    /// Share of care-home residents in nursing homes.
    pub nursing_share: f64,
    /// Share of care-home residents with NHS continuing healthcare.
    pub continuing_healthcare_share: f64,
    /// Attendance Allowance, lower and higher rate [£/week].
    pub benefit: [f64; 2],
    /// Chance to die within the year of a care user at home and in a care home.
    pub dying: [f64; 2],
    /// The luck of the draw.
    pub luck: Luck,
}
