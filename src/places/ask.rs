//! From what somebody types after `--area` to layers of scenarios.

use std::sync::Arc;

use super::area::Area;
use super::gazetteer::{NotFound, gazetteer};
use super::layer::layer;
use super::told::told;
use crate::scenario::source::Source;
use crate::scenario::{Catalogue, Problems, Scenario};
use crate::world::TableError;

/// The country of which places are made.
pub const COUNTRY: &str = "england";

/// Why there is no such place.
#[derive(Debug, thiserror::Error)]
pub enum PlaceError {
    /// Nothing is called so.
    #[error("{0}")]
    NotFound(#[from] NotFound),
    /// The same place twice.
    #[error("{0} is named twice: once is enough")]
    Twice(String),
    /// A table of places is not as it should be.
    #[error("{0}")]
    Table(#[from] TableError),
    /// England itself cannot be read.
    #[error("{0}")]
    Problems(#[from] Problems),
}

/// The places that are typed: each word may hold several, with commas between them, and names have commas of their own.
pub fn areas(typed: &[String]) -> Result<Vec<&'static Area>, PlaceError> {
    let gazetteer = gazetteer()?;
    let mut found: Vec<&'static Area> = Vec::new();
    for word in typed {
        let parts: Vec<&str> = word.split(',').collect();
        let mut from = 0;
        while from < parts.len() {
            // The longest stretch that is a name: "Bournemouth, Christchurch and Poole" is one place.
            let longest = (from + 1..=parts.len())
                .rev()
                .find_map(|to| Some((to, gazetteer.find(&parts[from..to].join(",")).ok()?)));
            let (to, area) = match longest {
                Some(longest) => longest,
                // Two names that are both wrong are told by the first; a whole that is nearly a name, as a whole.
                None if from == 0 => (
                    parts.len(),
                    gazetteer.find(word).or_else(|whole| {
                        gazetteer
                            .find(parts[0])
                            .map_err(|part| if parts.len() > 1 { part } else { whole })
                    })?,
                ),
                None => (parts.len(), gazetteer.find(parts[from])?),
            };
            if found.contains(&area) {
                return Err(PlaceError::Twice(area.title()));
            }
            found.push(area);
            from = to;
        }
    }
    Ok(found)
}

/// Their layers.
pub fn layers(typed: &[String], catalogue: &Catalogue) -> Result<Vec<Arc<Source>>, PlaceError> {
    if typed.is_empty() {
        return Ok(Vec::new());
    }
    let areas = areas(typed)?;
    let england = Scenario::load(COUNTRY, &[], catalogue)?;
    let gazetteer = gazetteer()?;
    areas
        .into_iter()
        .map(|area| Ok(layer(gazetteer, area, &england)?))
        .collect()
}

/// What a reader of results in these places should know of them.
pub fn sentences(typed: &[String], catalogue: &Catalogue) -> Result<Vec<String>, PlaceError> {
    if typed.is_empty() {
        return Ok(Vec::new());
    }
    let england = Scenario::load(COUNTRY, &[], catalogue)?;
    let gazetteer = gazetteer()?;
    let each = areas(typed)?.into_iter().map(|area| told(gazetteer, area, &england));
    let all = each.collect::<Result<Vec<_>, TableError>>()?.concat();
    // What holds for all places is said once.
    let mut once: Vec<String> = Vec::new();
    for sentence in all {
        if !once.contains(&sentence) {
            once.push(sentence);
        }
    }
    Ok(once)
}
