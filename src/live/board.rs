//! All levers, as they stand beside one another on a page.

use crate::scenario::Catalogue;
use crate::scenario::problem::nearest;
use crate::scenario::source::EMBEDDED;

use super::lever::{Lever, LeverError};

/// Folder of the levers among the shipped scenarios.
const FOLDER: &str = "levers";

/// Groups in the order in which a room asks: what care costs whom, money, services, health, rules, people who work.
const GROUPS: [&str; 6] = ["care", "money", "services", "prevention", "rules", "staff"];

/// The levers.
#[derive(Clone, Debug)]
pub struct Board {
    levers: Vec<Lever>,
}

/// No lever is called so.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no lever `{name}`{}", .near.as_ref().map_or(String::new(), |near| format!("; did you mean {near}?")))]
pub struct UnknownLever {
    /// What was asked for.
    pub name: String,
    /// The nearest name.
    pub near: Option<String>,
}

impl Board {
    /// The levers inside the program.
    pub fn shipped(catalogue: &Catalogue) -> Result<Board, LeverError> {
        let mut levers = Vec::new();
        let files = EMBEDDED.get_dir(FOLDER).into_iter().flat_map(|folder| folder.files());
        for file in files {
            let path = file.path().display().to_string();
            let Some(name) = file.path().file_stem().and_then(|stem| stem.to_str()) else {
                continue;
            };
            if file.path().extension().is_none_or(|ending| ending != "toml") {
                continue;
            }
            let text = file.contents_utf8().ok_or_else(|| LeverError {
                file: path.clone(),
                what: "not a text file in UTF-8".to_string(),
            })?;
            levers.push(Lever::read(name, &path, text, catalogue)?);
        }
        Board::of(levers)
    }

    /// From levers already read.
    pub fn of(mut levers: Vec<Lever>) -> Result<Board, LeverError> {
        let group = |lever: &Lever| GROUPS.iter().position(|group| *group == lever.group);
        if let Some(stray) = levers.iter().find(|lever| group(lever).is_none()) {
            return Err(LeverError {
                file: format!("{FOLDER}/{}.toml", stray.name),
                what: format!("group `{}` is none of {}", stray.group, GROUPS.join(", ")),
            });
        }
        levers.sort_by(|one, other| (group(one), &one.name).cmp(&(group(other), &other.name)));
        Ok(Board { levers })
    }

    /// The levers, group by group.
    pub fn levers(&self) -> &[Lever] {
        &self.levers
    }

    /// The lever of a name; spaces and underscores stand for hyphens.
    pub fn find(&self, name: &str) -> Result<&Lever, UnknownLever> {
        let wanted = name.trim().to_lowercase().replace([' ', '_'], "-");
        self.levers
            .iter()
            .find(|lever| lever.name == wanted)
            .ok_or_else(|| UnknownLever {
                name: name.to_string(),
                near: nearest(&wanted, self.levers.iter().map(|lever| lever.name.as_str())),
            })
    }
}
