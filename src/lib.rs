//! carepool: what a choice about a health-and-care economy would cost, who would get care, and how sure anyone can be.
//!
//! The way through, from a file to a chart:
//!
//! ```text
//!  scenario ──┐
//!  (files)    │   ┌ people   ┐
//!             ├── ┤ services ├── projection ── results ── report
//!  world ─────┘   └ economy  ┘   (one draw,    (tables)   (charts, html)
//!  (vocabulary)                   many draws)     analysis (against history, and against other beliefs)
//!                     measures: every output, declared once
//!
//!  budgeting: ballots, rules, fairness; knows only numbers ──┐      cli: the commands
//!                                                            └ process: proposals → vote → funded set → projection
//! ```
//!
//! Each room's own page says what it is for; `tests/it/rooms.rs` holds the table of who may import whom.
#![doc(html_no_source)]

pub mod analysis;
pub mod budgeting;
pub mod cli;
pub mod economy;
pub mod measures;
pub mod people;
pub mod process;
pub mod projection;
pub mod report;
pub mod results;
pub mod scenario;
pub mod services;
pub mod world;
