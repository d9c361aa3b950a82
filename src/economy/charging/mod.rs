//! Who pays for social care: the means test, the lifetime cap, free personal care, and all their combinations.
//!
//! Why it is here: every proposal since 2011 changes one of four orthogonal parts, and this room computes all of them
//! with one rule for a week, so that no scheme has code of its own:
//!
//! ```text
//!  levers ──> Law (whole pence, one year)        free part ─ means test ─ cap ─ end of life
//!                │
//!  Circumstances, Package, CareAccount, Spell ──> charge() ──> Split (gross = own + council + NHS, to the penny)
//!                                                   │
//!                                   Stage ──> Living ──> LifetimeSplit ──> LifetimeSummary
//! ```
//!
//! * [`levers`]: what can be set; every value stands with its source in `scenarios/assumptions/charging.toml`.
//! * [`law`]: levers compiled for a year; schemes become numbers here and nowhere else.
//! * [`person`]: what is asked (circumstances, package, account, spell) and what comes back (split).
//! * [`week`]: the law for one week.
//! * [`spell`]: many weeks in closed form, equal to the penny to one week after another.
//! * [`fees`]: council rates, self-funder prices, the cross-subsidy between them.
//! * [`mod@lifetime`]: from 65 to death under one law.
//!
//! Sources: Care Act 2014 and the Care and Support (Charging and Assessment of Resources) Regulations 2014; the annual
//! charging circular; Commission on Funding of Care and Support (2011); Care Act 2014 section 15 and its 2022
//! amendment; *Build Back Better* (2021); Community Care and Health (Scotland) Act 2002.
//!
//! * [`amounts`]: the amounts of each year and nation, as published, and the law that they make.
//! * [`steps`]: the law of one week told step by step, for a person who asks.
//!
//! Limits: the test is made once a week, so the week in which capital passes a limit is paid in full; income that is
//! left after a charge is spent, never saved; charging between couples, gifts, trusts and unpaid bills are not
//! modelled; Attendance Allowance in a home stops at once instead of after 28 days.

pub mod amounts;
pub mod countable;
pub mod fees;
pub mod law;
pub mod levers;
pub mod lifetime;
pub mod person;
pub mod spell;
pub mod steps;
pub mod week;

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod reference;
mod reform;
mod rules;
#[cfg(test)]
mod spell_tests;

pub use amounts::{Amounts, AmountsError, Nation};
pub use fees::Fees;
pub use law::{Indices, Law};
pub use levers::{FeeLevers, Scheme, SchemeLevers};
pub use lifetime::{LifetimeSummary, Living, Stage};
pub use person::{
    CareAccount, Circumstances, CoupleSaver, Package, SavingsCredit, Spell, Told, assumed_for_pension_credit,
};
pub use rules::RULES;
pub use spell::charge;
pub use steps::week_told;
