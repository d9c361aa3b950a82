//! Some measures of every draw and year, read back from `draws.parquet`.

use std::collections::BTreeMap;
use std::path::Path;

use super::Error;
use super::row_groups::{damaged, each_row_group};
use crate::measures::Handle;
use crate::world::Group;

/// Some measures of some groups: by scenario, year after year, one number a draw.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    years: Vec<u16>,
    series: BTreeMap<(String, Handle, Group), Vec<Vec<f64>>>,
}

impl Table {
    /// A measure of a group in a scenario: year × draw. Nothing if the run did not keep it.
    pub fn get(&self, scenario: &str, measure: Handle, group: Group) -> Option<&[Vec<f64>]> {
        self.series
            .get(&(scenario.to_string(), measure, group))
            .map(Vec::as_slice)
    }
}

/// Reads measures of groups.
pub fn read(path: &Path, wanted: &[(Handle, Group)]) -> Result<Table, Error> {
    let names: Vec<(&[u8], &[u8])> = wanted
        .iter()
        .map(|(measure, group)| (measure.name().as_bytes(), group.name().as_bytes()))
        .collect();
    let mut found: BTreeMap<(String, usize), BTreeMap<u16, Vec<f64>>> = BTreeMap::new();
    each_row_group(path, &mut |rows| {
        for (row, value) in rows.values.iter().enumerate() {
            let (measure, of) = (rows.measures[row].data(), rows.groups[row].data());
            let Some(place) = names.iter().position(|(name, group)| *name == measure && *group == of) else {
                continue;
            };
            let year = u16::try_from(rows.years[row]).map_err(|_| damaged(path, "a year is none"))?;
            let of_place = found.entry((rows.scenario(row), place)).or_default();
            let column = of_place.entry(year).or_default();
            // Draws stand in order: what comes next has the number of those there.
            if usize::try_from(rows.draws[row]) != Ok(column.len()) {
                return Err(damaged(path, "a draw is missing"));
            }
            column.push(*value);
        }
        Ok(())
    })?;
    let mut table = Table::default();
    for ((scenario, place), by_year) in found {
        let years: Vec<u16> = by_year.keys().copied().collect();
        if table.years.is_empty() {
            table.years = years;
        } else if table.years != years {
            return Err(damaged(path, "a year is missing"));
        }
        let (measure, group) = wanted[place];
        table
            .series
            .insert((scenario, measure, group), by_year.into_values().collect());
    }
    Ok(table)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measures::{COST_NHS, POPULATION};
    use crate::results::draws;
    use crate::results::summary::tests::made_up;

    #[test]
    fn series_read_back_are_the_draws_by_year_and_group() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let store = made_up(&folder.path().join("parts"), 2.0, 10);
        let path = folder.path().join("draws.parquet");
        draws::write(&store, 10, true, &path).expect("writes");
        let wanted = [(COST_NHS, Group::ALL), (POPULATION, Group::imd(1))];
        let table = read(&path, &wanted).expect("reads");
        assert_eq!(table.years, [2024, 2025]);
        let then = table.get("then", COST_NHS, Group::ALL).expect("kept");
        let now = table.get("now", COST_NHS, Group::ALL).expect("kept");
        assert_eq!((then.len(), then[1].len()), (2, 10));
        assert!(
            then.iter()
                .flatten()
                .zip(now.iter().flatten())
                .all(|(then, now)| (then - now - 2.0).abs() < 1e-9)
        );
        assert_eq!(table.get("now", POPULATION, Group::imd(1)).expect("kept")[0][3], 1000.0);
        assert_eq!(table.get("now", POPULATION, Group::ALL), None);
    }
}
