//! Growth of money that a scenario sets for years in which published plans are followed: it is read, and acts in later years only.

use super::chosen::{Chosen, SECTIONS};
use super::{Levers, Tables};
use crate::economy::funding::open;
use crate::economy::sector::Sector;
use crate::world::Levers as _;

/// Envelopes whose growth is set for years in which the published plans set it.
pub(super) fn overruled(name: &str, chosen: &Chosen<'_>, tables: &Tables) -> Vec<String> {
    let years = chosen.years;
    let free = |year: usize| {
        let levers = Levers::of_place(&chosen.own[year]);
        open(&levers.economy, &tables.economy.growth, years[year])
    };
    let mut told = Vec::new();
    for sector in Sector::ALL {
        let section = SECTIONS[sector.index()];
        let key = format!("{section}.real_growth");
        let Some(lever) = Levers::SPECS.iter().position(|spec| spec.key == key) else {
            continue;
        };
        let set: Vec<usize> = chosen.set(lever).into_iter().filter(|year| *year > 0).collect();
        let Some(last) = set.iter().rev().find(|year| !free(**year)[sector.index()]) else {
            continue;
        };
        let planned = years[*last];
        let acts = match set.iter().find(|year| *year > last) {
            Some(year) => format!("acts from {} only", years[*year]),
            None => "acts in no year of this run".to_string(),
        };
        told.push(format!(
            "{name}: {key} {acts}: until {planned} the published plans set how this money grows. To depart from them set \
             {section}.plan_deviation (how much faster or slower than planned, a year), or {section}.follow_published = false"
        ));
    }
    told
}
