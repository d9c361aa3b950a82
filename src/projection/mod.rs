//! One draw, many draws: the only room that joins people, services and economy.
//!
//! ```text
//!  scenario ─ sampled ─► Levers of a year ─┐
//!                                          ▼
//!   people: rates from last year's access ─► a year older ─► cells, those who need care
//!                                          ▼                        │
//!   need ◄─────────────────────────────────┘                assess: law and charges
//!     │                                                             │
//!     └──────────► economy: envelopes → capacity ◄──────────────────┘
//!                                          │
//!              twelve months of services, care delivered, ledger closed ─► YearRecord ─► measures
//!                                          └─► Access, read next year
//! ```
//!
//! A draw is a pure function of scenario, seed, draw and replicate ([`mod@draw`]); worlds that are compared go through it
//! together, and each alone gives the same numbers. No file, clock or global is read below [`tables`].

pub mod care;
pub mod chances;
pub mod chosen;
pub mod decided_money;
pub mod dormant;
pub mod draw;
pub mod ended;
pub mod heads;
pub mod levers;
pub mod lifetimes;
pub mod paid_by;
pub mod past;
pub mod placement;
pub mod planned;
pub mod plans;
pub mod possible;
pub mod programmes;
pub mod purses;
pub mod record;
pub mod residents;
pub mod run;
pub mod standards;
pub mod still;
pub mod tables;
pub mod taxpayers;
pub mod tried;
pub mod year;

pub use draw::draw;
pub use levers::{Levers, catalogue};
pub use past::past;
pub use plans::{Money, Plan, Plans, PlansError, Shelf};
pub use residents::{Resident, lived, residents};
pub use run::{Engine, Progress, RunError, Unkept};
pub use standards::standards;
pub use tables::Tables;
pub use year::{Trace, YearError, YearParts};
