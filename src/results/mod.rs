//! Tidy tables, summaries and differences, written to disk atomically.
//!
//! ```text
//!  projection ── DrawStore (chunk files, resumable) ──┬── Summary, Differences ── summary.parquet, differences.parquet
//!                                                     │                            └─ summary.csv, differences.csv, for a spreadsheet
//!                                                     ├── draws.parquet
//!                                                     └── costs.csv, effects.csv, parameters.csv
//!  description, hashes ── manifest.json, run-info.json, datapackage.json
//! ```
//!
//! Draws are streamed to chunk files so that memory does not grow with them, and read back one (scenario, year) at a
//! time. Every number that is written is the same for any number of threads: sums run in the order of the draws, and
//! only whole columns are spread over threads. Files appear in a staging folder that is moved into place when all is
//! written, and nothing is overwritten unasked. What is stored is checked whenever it is read: chunks end in a hash of
//! themselves, and a finished folder lists the hashes of its files.

pub mod advice;
pub mod cells;
pub mod cube;
pub mod description;
pub mod dictionary;
pub mod draws;
pub mod folder;
pub mod lock;
pub mod owned;
pub mod package;
pub mod psa;
mod row_groups;
pub mod series;
pub mod shape;
pub mod statistics;
pub mod statistics_table;
pub mod store;
pub mod summary;
pub mod tables;
pub mod vouched;

use std::path::PathBuf;

pub use advice::advice;
pub use cube::Cube;
pub use description::{
    Assumption, Change, Manifest, Request, RunDescription, RunInfo, ScenarioDescription, VoteRequest,
};
pub use folder::{Destination, Staging, destination};
pub use lock::Lock;
pub use owned::{Additions, Owned};
pub use shape::{Column, Shape};
pub use statistics::Stats;
pub use store::{DrawStore, Identity, Series};
pub use summary::{Differences, Summary, summarise};
pub use vouched::Vouched;

/// What can go wrong when results are written or read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The system refused.
    #[error("cannot {action} {}: {source}", path.display())]
    Io {
        /// What was tried.
        action: &'static str,
        /// Where.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file of draws belongs to another run.
    #[error("{} belongs to another run (other scenarios, seed, people, years or version); remove it or choose another folder", path.display())]
    OtherRun {
        /// Which file.
        path: PathBuf,
    },
    /// A file is cut short or is not what it says.
    #[error("{} is damaged: {what}", path.display())]
    Damaged {
        /// Which file.
        path: PathBuf,
        /// What is wrong with it.
        what: String,
    },
    /// The folder is taken.
    #[error("{} exists and holds another run; use --overwrite to replace it", path.display())]
    Taken {
        /// Which folder.
        path: PathBuf,
    },
    /// A folder without the list of what carepool wrote there.
    #[error(
        "{} holds no results of carepool: it has no {} as every folder has that this version finished; make it again with the command that made it",
        path.display(),
        owned::LIST
    )]
    Unmarked {
        /// Which folder.
        path: PathBuf,
    },
    /// A file that is not in the list of its folder.
    #[error("{} was not written with this folder", path.display())]
    Unlisted {
        /// Which file.
        path: PathBuf,
    },
    /// A file that was there.
    #[error("{} is gone; put it back, or make the folder again (the same command with --overwrite)", path.display())]
    Gone {
        /// Which file.
        path: PathBuf,
    },
    /// A file whose hash is another than when it was written.
    #[error(
        "{} is not what carepool wrote: it was edited, cut short or swapped since (its hash is not that of {}); put it back, or make the folder again (the same command with --overwrite)",
        path.display(),
        owned::LIST
    )]
    Changed {
        /// Which file.
        path: PathBuf,
    },
    /// A file that somebody else put where carepool would write one.
    #[error("{} is there and was not written by carepool; move it away", path.display())]
    Foreign {
        /// Which file.
        path: PathBuf,
    },
    /// Draws that are asked for have not been run.
    #[error("draw {draw} has not been run")]
    Missing {
        /// The first missing draw.
        draw: usize,
    },
    /// A measure or group that the run has no numbers of.
    #[error("the run does not tell {measure} of {group}")]
    NotTold {
        /// Name of the measure.
        measure: &'static str,
        /// Name of the group.
        group: &'static str,
    },
    /// The parquet writer refused.
    #[error("cannot write parquet: {0}")]
    Parquet(#[from] parquet::errors::ParquetError),
}

impl Error {
    /// Adds what was tried and where to a system error.
    pub(crate) fn io(action: &'static str, path: &std::path::Path) -> impl FnOnce(std::io::Error) -> Error {
        let path = path.to_path_buf();
        move |source| Error::Io { action, path, source }
    }
}
