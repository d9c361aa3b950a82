//! The Pabulib `.pb` format: the common language of participatory-budgeting data.
//!
//! A file has three sections (`META`, `PROJECTS`, `VOTES`), each a `;`-separated table. Real files depart from the
//! description in many small ways, so reading has two layers: a [`Document`] keeps every byte and finds the cells, and
//! `read` makes an [`Election`](super::Election) of it with a list of [`Problem`]s, each with its line. Nothing here
//! panics on any bytes, and a document that is not changed is written back byte for byte.
//!
//! Sources: the format description of pabulib.org and the counts over its 1,746 files; the reader is our own.

mod again;
mod amounts;
mod ballot;
mod ballot_limits;
mod beside_choices;
mod bounds;
mod check;
mod choice_columns;
mod counted_numbers;
mod csv_table;
mod currencies;
mod describe;
mod document;
mod doubled;
mod findings;
mod group_totals;
mod heading_words;
mod joined_headings;
mod labels;
mod late_heading;
mod layout;
mod left_out;
mod letters;
mod line_by_mention;
mod line_columns;
mod marks;
mod mentions;
mod meta_keys;
mod near_headings;
mod no_ballots;
mod odd_points;
mod odd_voters;
mod ordinals;
mod passed_column;
mod passed_over;
mod persons;
mod platforms;
mod points;
mod project_columns;
mod ranks_as_points;
mod read_back;
mod reader;
mod reading;
mod strangers;
mod strengths;
mod tallies;
mod telling_words;
mod totals;
mod voted;
mod votes;
mod who_voted;
mod wishes;
mod writer;

pub use amounts::{Amount, read_amount};
pub use ballot_limits::outside_limits;
pub use bounds::{LEFTOVER, NO_CEILING, PROJECT_COST, SCORING, spelt_otherwise};
pub use check::{NO_CURRENCY, check};
pub use csv_table::{from_csv, text_of};
pub use describe::{Description, describe};
pub use document::{Document, Record, Section};
pub use findings::{Problem, Severity};
pub use meta_keys::{COMPLETION_STEPS, META_UNKNOWN, PROCESS};
pub use passed_over::NOT_READ;
pub use read_back::READ_BACK;
pub use reader::{read_as, read_bytes};
pub use reading::Reading;
pub use strangers::{BLANK_VOTER, EMPTY_BALLOT};
pub use tallies::tallies_told;
pub use wishes::{OverLimit, SameVoter, Wishes};
pub use writer::{normalise, normalise_read, write};
