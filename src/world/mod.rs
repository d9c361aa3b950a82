//! The vocabulary that every other room shares: axes, units, money, groups, levers, one year's record.
//!
//! Nothing here decides anything; it only gives things their names and their exact arithmetic.

pub mod access;
pub mod axes;
pub mod bundle;
pub mod cells;
pub mod command;
pub mod deviation;
pub mod effect;
pub mod even;
pub mod event;
pub mod group;
pub mod keys;
pub mod lever;
pub mod lines;
pub mod luck;
pub mod money;
pub mod past;
pub mod plausible;
pub mod programme;
pub mod record;
pub mod rule;
pub mod service;
pub mod table;
pub mod weight;
pub mod workbook;
pub mod year;

pub use axes::{AgeBand, Dependency, Fifth, Setting, Sex};
pub use cells::Cells;
pub use deviation::Deviation;
pub use effect::Effect;
pub use even::Even;
pub use event::Event;
pub use group::{Dimension, Group};
pub use lever::{Lever, LeverKind, LeverSpec, Levers, LeversOfEach, Nature};
pub use luck::Luck;
pub use money::Pence;
pub use past::Past;
pub use programme::{Eligibility, Payer, Programme, ProgrammeEffect};
pub use record::YearRecord;
pub use rule::Rule;
pub use service::{ByService, Service};
pub use table::TableError;
pub use weight::Weight;
pub use year::Year;
