//! The money side: how much there is, who decides, what it buys, who pays, and a ledger that closes to the penny.
//!
//! ```text
//!  funding ── prevention            allocation (who gets the capacity, by fifth)
//!     │   growth, steps                 │
//!  balance ── shares by service ── capacity ── Budgets ──> care pass, twelve months of services
//!     │                                 │                        │
//!  pooling · governance · payment · pfi · workforce · guarantees           │ delivered, charged
//!     (what is taken off the top, and what a pound then buys)    v
//!                                            settlement ──> ledger ──> decomposition
//! ```
//!
//! One file is one family of levers. A year is [`EconomyState::budget_year`], then [`settlement::settle`]. The room
//! knows numbers only: needs, activity and charges come in, budgets and ledger go out; it imports `world` alone.
//!
//! No side is taken: every contested effect is a lever whose neutral value is zero or centred on it, and any change of
//! structure, in either direction, pays for itself first.

pub mod access_charges;
pub mod allocation;
pub mod balance;
pub mod budgets;
pub mod capacity;
pub mod charging;
pub mod closure;
pub mod decomposition;
pub mod dentistry;
pub mod funding;
pub mod governance;
pub mod guarantees;
pub mod ledger;
pub mod payment;
pub mod pfi;
pub mod pooling;
pub mod prevention;
pub mod prices;
mod rules;
pub mod sector;
pub mod settlement;
pub mod state;
pub mod tables;
pub mod tax;
pub mod workforce;
pub mod year;

#[cfg(test)]
mod central;
#[cfg(test)]
mod signs;
#[cfg(test)]
mod tests;

pub use budgets::{Avoided, Budgets, CareNeeded, Emergencies, MoneyInput, ProgrammeCosts};
pub use ledger::Ledger;
pub use rules::RULES;
pub use settlement::{CouncilCare, Delivered, YearAccounts, settle};
pub use state::EconomyState;
pub use tables::EconomyTables;
pub use year::PLANNED;

crate::lever_bundle! {
    /// Every lever of the money side, as resolved for one draw and year.
    pub struct EconomyLevers, spans EconomySpans {
        /// What is given: money or standards.
        closure: closure::ClosureLevers,
        /// The NHS envelope.
        nhs: funding::NhsFunding,
        /// The councils' envelope for adult social care.
        council: funding::CouncilFunding,
        /// The public-health grant.
        public_health: funding::PublicHealthFunding,
        /// Years in which money departs from its path.
        money_deviation: funding::MoneyDeviation,
        /// NHS money for one service alone.
        earmarked: funding::EarmarkedMoney,
        /// Which taxes pay.
        tax: tax::TaxLevers,
        /// What users of the NHS pay.
        charges: access_charges::AccessCharges,
        /// Salaried dentists.
        dentistry: dentistry::DentistryLevers,
        /// National income, input prices, productivity.
        prices: prices::PriceLevers,
        /// Shares of the NHS envelope by service, and their shift.
        balance: balance::BalanceLevers,
        /// What part of the money does not follow activity.
        capacity: capacity::CapacityLevers,
        /// Market or plan.
        governance: governance::GovernanceLevers,
        /// Payment of planned care by activity or by block budget.
        payment: payment::PaymentLevers,
        /// Committed charges of the private finance initiative.
        pfi: pfi::PfiLevers,
        /// Pooled NHS and council budgets.
        pooling: pooling::PoolingLevers,
        /// NHS staff and care workers.
        workforce: workforce::ByStaffed<workforce::Workforce>,
        /// How care workers are employed.
        care_conditions: workforce::CareConditions,
        /// Who gets the capacity.
        allocation: allocation::AllocationLevers,
        /// Access guarantees.
        guarantees: guarantees::GuaranteeLevers,
        /// Prevention.
        prevention: prevention::PreventionLevers,
    }
}
