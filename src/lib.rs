//! carepool: what a choice about a health-and-care economy would cost, who would get care, and how sure anyone can be.
//!
//! The way through, from a file to a chart:
//!
//! ```text
//!  scenario ──┐
//!  (files)    │   ┌ people   ┐
//!             ├── ┤ services ├── projection ─┬─ run ── results ── report
//!  world ─────┘   └ economy  ┘   (plans, one  │ (a request   (tables)   (charts, html)
//!  (vocabulary)                   draw, many  │  made ready)
//!                                 draws)      └─ analysis (against history, and against other beliefs)
//!                     measures: every output, declared once
//!
//!  budgeting: ballots, rules, fairness; knows only numbers ──┐      cli: the commands
//!                                                            └ process: proposals → vote → funded set → projection
//! ```
//!
//! Each room's own page says what it is for (`cargo doc --features internals` prints them all); `tests/it/rooms.rs` holds
//! the table of who may import whom. What other programs may use is named below; the rest is this crate's own, so that
//! the compiler finds what nothing uses.
//!
//! # Examples
//!
//! A scenario is run, and a measure read from every draw:
//!
//! ```
//! use carepool::{Group, Job, Request, Year};
//! let request = Request { scenarios: vec!["england".into()], draws: 2, people: 300, years: 2, ..Request::default() };
//! let cube = Job::prepare(request, &carepool::catalogue())?.collect(&())?;
//! let spending = cube.values("england", carepool::measure("cost_public")?, Group::ALL, Year(2025)).expect("the run tells it");
//! assert!(spending.iter().all(|millions| *millions > 100_000.0));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A vote is counted: two people want the garden and the hall, one the garden and the bench; 100 buys two of the three.
//!
//! ```
//! let file = "META\nkey;value\nnum_projects;3\nnum_votes;3\nbudget;100\nvote_type;approval\n\
//!             PROJECTS\nproject_id;cost\ngarden;40\nhall;60\nbench;50\n\
//!             VOTES\nvoter_id;vote\n1;garden,hall\n2;garden,hall\n3;garden,bench\n";
//! let election = carepool::read_ballots(file.into(), false).election.expect("nothing is wrong with it");
//! let outcome = carepool::count(carepool::Rule::Greedy, &election, &carepool::Options::default());
//! assert_eq!(outcome.funded, [0, 1]);
//! ```
#![doc(html_no_source)]
#![forbid(unsafe_code)]

// The rooms: this crate's own, and open to its tests and benches (the feature `internals`, see `Cargo.toml`).
#[cfg(not(feature = "internals"))]
mod analysis;
#[cfg(not(feature = "internals"))]
mod budgeting;
#[cfg(not(feature = "internals"))]
mod cli;
#[cfg(not(feature = "internals"))]
mod economy;
#[cfg(not(feature = "internals"))]
mod live;
#[cfg(not(feature = "internals"))]
mod measures;
#[cfg(not(feature = "internals"))]
mod people;
#[cfg(not(feature = "internals"))]
mod process;
#[cfg(not(feature = "internals"))]
mod projection;
#[cfg(not(feature = "internals"))]
mod report;
#[cfg(not(feature = "internals"))]
mod results;
#[cfg(not(feature = "internals"))]
mod run;
#[cfg(not(feature = "internals"))]
mod scenario;
#[cfg(not(feature = "internals"))]
mod services;
#[cfg(not(feature = "internals"))]
mod world;

#[cfg(feature = "internals")]
pub mod analysis;
#[cfg(feature = "internals")]
pub mod budgeting;
#[cfg(feature = "internals")]
pub mod cli;
#[cfg(feature = "internals")]
pub mod economy;
#[cfg(feature = "internals")]
pub mod live;
#[cfg(feature = "internals")]
pub mod measures;
#[cfg(feature = "internals")]
pub mod people;
#[cfg(feature = "internals")]
pub mod process;
#[cfg(feature = "internals")]
pub mod projection;
#[cfg(feature = "internals")]
pub mod report;
#[cfg(feature = "internals")]
pub mod results;
#[cfg(feature = "internals")]
pub mod run;
#[cfg(feature = "internals")]
pub mod scenario;
#[cfg(feature = "internals")]
pub mod services;
#[cfg(feature = "internals")]
pub mod world;

pub use budgeting::pabulib::{Reading, read_bytes as read_ballots, write as write_ballots};
pub use budgeting::rules::{Options, Rule, run as count};
pub use budgeting::{BallotType, Election, Outcome, Project, Rational, Satisfaction, TieOrder};
pub use cli::run_from;
pub use measures::{Handle, Measure, UnknownMeasure, all as measures_told, find as measure};
pub use projection::{Progress, catalogue};
pub use results::{Cube, Request, Shape};
pub use run::{Error as RunError, Job};
pub use scenario::{Catalogue, Design, Over, Problem, Problems, Sampler, Scenario};
pub use world::{Group, LeverSpec, Nature, Pence, Year, YearRecord};
