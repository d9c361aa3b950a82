//! Places: every council with social-care duties, every integrated care board and every region of England.
//!
//! A scenario says what is done; a place says where. What is known of a place stands in a handful of tables
//! (`scenarios/places/`, shipped inside the program); everything else is England's. A place is made as one more layer of
//! a scenario, above England and below what is done:
//!
//! ```text
//!  england.toml ─ its files ─► [layer of the place] ─► policy ─► --assume ─► --set
//!                                │  care.scale = its people over England's
//!                                │  population.csv, population_fifths.csv, wealth.csv
//!                                └  level = England's level × ratio per head × its people
//! ```
//!
//! Because every level is England's times a share of something that adds up over places, all levels are right by default,
//! and only ratios need data. A council takes its hospital figures from its boards, weighted by who lives in both; a board
//! takes councils' money the other way round. Published outcomes are never an input: they stand beside the model's
//! results, with how well the method does on all places where they are known.

mod area;
mod ask;
mod gazetteer;
mod known;
mod layer;
mod levels;
mod names;
mod outcomes;
mod people;
mod shares;
mod sums;
mod told;

pub use area::{Area, Kind};
pub use ask::{COUNTRY, PlaceError, areas, layers, sentences};
pub use gazetteer::{Gazetteer, gazetteer};
pub use layer::export;
pub use levels::{Level, Origin, levels};
pub use outcomes::{COLUMNS_OF_ERRORS, Held, OUTCOMES, Outcome, Per, Published, held, published};
pub use told::figures;
