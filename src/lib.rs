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
//!
//!  live: levers in words, answered while they move ── room: pages that a laptop serves (feature `workshop`)
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
//!
//! # Adding to it
//!
//! One declaration feeds checking, help, schema, tables and tests, so that little has to be touched; what is left out does not
//! compile, or a test names it.
//!
//! | to add | files | what they hold |
//! |---|---|---|
//! | a lever | 2 or 3 | its declaration among its family's (`levers!`, in `people`, `services`, `economy` or `projection/levers.rs`): key, unit, bounds, meaning, and whether it is done, given or believed; the code that reads it, mostly in the same file; its value with a source in `scenarios/assumptions/` |
//! | a measure | 1 to 3 | its declaration in `measures/` (`measures!`), which gives it a handle; where the year's record lacks the quantity, its line in `world/record.rs`, and the line that fills it in `projection/record.rs` or `services/delivered.rs` |
//! | a chart | 3 | a file in `report/` that draws on a `frame`; its line among the modules of `report/mod.rs`; its place in `report/charts.rs` |
//! | a rule of counting | 3, and 1 of words | a file in `budgeting/rules/`; its names, meaning and how much work it is in `budgeting/rules/rule.rs`; its call in `budgeting/rules/mod.rs`; its plain name in Welsh in `budgeting/page/cymraeg.toml` |
//! | a service that is queued for | 6, and 4 of data | its names and what the record says of it (`world/service.rs`); its table of levers (`services/queued.rs`); its activity and growth (`services/levers.rs`); its share of the envelope and money of its own (`economy/balance.rs`, `economy/funding.rs`); its measures (`measures/access.rs`); values in `scenarios/assumptions/services.toml` and `economy.toml`, a column in `use_profiles.csv`, a row in `use_gradients.csv` |
//!
//! A lever whose ends need a setting to be felt (a cap that is not in force moves nothing) has that setting named in
//! `tests/it/levers.rs`, which moves every lever; a number in code has its reason in `tests/it/literals.rs`, or goes to a scenario.
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
mod places;
#[cfg(not(feature = "internals"))]
mod process;
#[cfg(not(feature = "internals"))]
mod projection;
#[cfg(not(feature = "internals"))]
mod report;
#[cfg(not(feature = "internals"))]
mod results;
#[cfg(all(feature = "workshop", not(feature = "internals")))]
mod room;
#[cfg(not(feature = "internals"))]
mod run;
#[cfg(not(feature = "internals"))]
mod scenario;
#[cfg(not(feature = "internals"))]
mod services;
#[cfg(all(feature = "workshop", not(feature = "internals")))]
mod workshop;
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
pub mod places;
#[cfg(feature = "internals")]
pub mod process;
#[cfg(feature = "internals")]
pub mod projection;
#[cfg(feature = "internals")]
pub mod report;
#[cfg(feature = "internals")]
pub mod results;
#[cfg(all(feature = "workshop", feature = "internals"))]
pub mod room;
#[cfg(feature = "internals")]
pub mod run;
#[cfg(feature = "internals")]
pub mod scenario;
#[cfg(feature = "internals")]
pub mod services;
#[cfg(all(feature = "workshop", feature = "internals"))]
pub mod workshop;
#[cfg(feature = "internals")]
pub mod world;

pub use budgeting::pabulib::{Reading, read_bytes as read_ballots, write as write_ballots};
pub use budgeting::rules::{Options, Rule, run as count};
pub use budgeting::{BallotType, Election, Outcome, Project, Rational, Satisfaction, TieOrder};
pub use cli::run_from;
pub use live::{
    Answer, AskError, Band, Base, Beliefs, BeliefsError, Board, Cell, Lever, LeverError, LiveProjection, Newest,
    Quality, Question, Setting, Size, State, StateError, UnknownLever,
};
pub use measures::{Handle, Measure, UnknownMeasure, all as measures_told, find as measure};
pub use projection::{Progress, catalogue};
pub use results::{Cube, Request, Shape};
pub use run::{Error as RunError, Job};
pub use scenario::{Catalogue, Design, Over, Problem, Problems, Sampler, Scenario};
pub use world::{Group, LeverSpec, Nature, Pence, Year, YearRecord};
