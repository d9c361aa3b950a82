//! One place, and the tables that are shipped of all of them.

use super::names::plain;
use crate::scenario::source::EMBEDDED;
use crate::world::TableError;
use crate::world::table::Table;

/// Folder of the tables inside the shipped scenarios.
const FOLDER: &str = "places";

/// What sort of place it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A council with social-care duties.
    Council,
    /// An integrated care board.
    Board,
    /// A region of England.
    Region,
    /// Scotland, Wales or Northern Ireland: scenarios of their own.
    Nation,
}

impl Kind {
    pub(super) const WORDS: [&'static str; 4] = ["council", "icb", "region", "nation"];
    pub(super) const ALL: [Kind; 4] = [Kind::Council, Kind::Board, Kind::Region, Kind::Nation];

    /// The word in the table and before the colon of a name.
    pub fn word(self) -> &'static str {
        Kind::WORDS[self as usize]
    }
    /// What it is, for people.
    pub fn name(self) -> &'static str {
        ["council", "care board", "region", "nation"][self as usize]
    }
}

/// One place.
#[derive(Clone, Debug, PartialEq)]
pub struct Area {
    /// Its code: of nine characters, of a board the three of the NHS.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// The nine-character code of a board; empty for the others.
    pub ons_code: String,
    /// The region it lies in.
    pub region: String,
    /// The board that holds most of a council's people.
    pub board: String,
}

impl Area {
    /// Its name where it might be taken for another kind of place: `Devon (care board)`.
    pub fn title(&self) -> String {
        match self.kind {
            Kind::Board => format!("{} (care board)", self.name),
            _ => self.name.clone(),
        }
    }
    /// A word for names of files and scenarios: `leeds`, `icb-devon`.
    pub fn slug(&self) -> String {
        let name: String = plain(&self.name).split(' ').collect::<Vec<_>>().join("-");
        match self.kind {
            Kind::Board => format!("icb-{name}"),
            _ => name,
        }
    }
}

/// A shipped table of places.
pub(super) fn shipped(name: &str, columns: &[&str]) -> Result<Table, TableError> {
    let path = format!("{FOLDER}/{name}");
    let text = EMBEDDED.get_file(&path).and_then(|file| file.contents_utf8());
    Table::read(&path, text.unwrap_or_default(), columns)
}
