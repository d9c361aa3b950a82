//! `--area`, shared by every command that may be told where.

use std::sync::Arc;

use clap::Args;

use super::format::Failure;
use crate::places::{self, PlaceError};
use crate::scenario::Catalogue;
use crate::scenario::source::Source;

/// Where it happens: in the whole country, or in places of England.
#[derive(Args, Clone, Debug, Default)]
pub struct AreaArgs {
    /// A place of England: name or code of a council, a care board (icb:NAME) or a region; several with commas between them,
    /// where a command is about several (`carepool places` lists them).
    #[arg(long = "area", value_name = "PLACE")]
    pub area: Vec<String>,
}

impl From<PlaceError> for Failure {
    fn from(error: PlaceError) -> Failure {
        match error {
            PlaceError::Problems(problems) => Failure::Problems(problems),
            error => Failure::Refused(error.to_string()),
        }
    }
}

impl AreaArgs {
    /// The places, where a command may be about one only; nothing where none is named.
    pub fn one(&self, catalogue: &Catalogue) -> Result<Option<Arc<Source>>, Failure> {
        let mut layers = places::layers(&self.area, catalogue)?;
        match layers.len() {
            0 | 1 => Ok(layers.pop()),
            many => Err(Failure::Refused(format!(
                "--area names {many} places, and this command is about one"
            ))),
        }
    }
}
