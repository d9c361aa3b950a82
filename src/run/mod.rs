//! A run: what was asked for, made ready, computed, and put into words. The one way from a request to numbers, for the
//! commands and for whoever else asks.
//!
//! ```text
//!  Request ─► Job::prepare ─► engine ─► Work (chunks in a store: resumed, sharded) ─► results
//!             (plans, shape,        └─► Job::collect (a cube in memory)
//!              identities)
//! ```
//!
//! Nothing here is printed, and no argument is read: that is for the commands.

mod choices;
mod describe;
mod error;
mod job;
mod published;
mod work;

pub use describe::assumed;
pub use error::Error;
pub use job::{CHUNK, Job, VERSION, notes};
pub use work::{Work, pool};
