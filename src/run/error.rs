//! Why a run cannot be made, or ended early.

use crate::places::PlaceError;
use crate::projection::PlansError;
use crate::projection::year::YearError;
use crate::results;
use crate::results::description::MOST;
use crate::world::Year;

/// The last year that can be projected: the tables' rates are held after their own last year, but not for ever.
pub(super) const LAST_YEAR: u16 = 2124;

/// Why a run cannot be made, or ended early.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The scenarios are wrong, or do not go together.
    #[error(transparent)]
    Plans(#[from] PlansError),
    /// There is no such place.
    #[error(transparent)]
    Place(#[from] PlaceError),
    /// A way to spread draws that is not known.
    #[error("no sampling `{0}`")]
    Sampling(String),
    /// A run of no size.
    #[error(
        "a run has at least one draw, one person and one year; this has {draws} draws, {people} people and {years} years"
    )]
    Empty {
        /// Draws asked for.
        draws: usize,
        /// People asked for.
        people: usize,
        /// Years asked for.
        years: usize,
    },
    /// More than anything can be learnt from, or any machine holds.
    #[error(
        "{draws} draws of {people} people over {years} years are more than is possible: at most {} draws, {} people and {} years",
        MOST.0,
        MOST.1,
        MOST.2
    )]
    TooLarge {
        /// Draws asked for.
        draws: usize,
        /// People asked for.
        people: usize,
        /// Years asked for.
        years: usize,
    },
    /// It would go on beyond the tables.
    #[error(
        "{years} years from {start} end in {last}; the projection tables end before {LAST_YEAR}: ask for fewer --years"
    )]
    TooLong {
        /// Years asked for.
        years: usize,
        /// The first.
        start: Year,
        /// The last.
        last: usize,
    },
    /// The books of a year did not close.
    #[error(transparent)]
    Year(#[from] YearError),
    /// Draws cannot be kept or read.
    #[error(transparent)]
    Results(#[from] results::Error),
    /// It was asked to stop.
    #[error("stopped")]
    Stopped,
    /// No pool of threads.
    #[error("cannot start {0} threads: {1}")]
    Threads(usize, rayon::ThreadPoolBuildError),
}
