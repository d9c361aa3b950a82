//! The plan of the sample: who is simulated, and how many real people each stands for.
//!
//! Stratified by age × sex × fifth, with more people where care is concentrated. Where there are enough, every single
//! year of age has its own stratum; small samples use age bands, whose people take ages evenly spread over the band's
//! population. Within a stratum everybody stands for equally many; what does not divide goes to the first ones, so
//! that weights add exactly to the table. The order is by stratum, which keeps tables in the cache.

use super::levers::PeopleLevers;
use super::{STRATA, stratum};
use crate::world::axes::{AGES, AgeBand, BANDS, FIFTHS, SEXES};
use crate::world::{Event, Luck, Weight, Year};

/// Age groups that get a share of the sample each: under 45, 45-64, 65-84, 85 and over.
const GROUP_ENDS: [usize; 4] = [45, 65, 85, AGES];

/// The year whose luck decides how people start.
const START: Year = Year(0);

/// One person to be simulated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Age in years.
    pub age: u8,
    /// Index of the sex.
    pub sex: u8,
    /// Deprivation fifth, index 0 to 4.
    pub fifth: u8,
    /// Real people represented.
    pub weight: Weight,
}

/// One cell of the plan: ages `from..to` of one sex and fifth.
struct Cell {
    from: usize,
    to: usize,
    sex: usize,
    fifth: usize,
    people: u64,
}

/// Plans a sample of about `size` people (never fewer than one in each cell that has anybody). Luck gives the ages within a
/// band.
pub fn plan(base: &[u64], levers: &PeopleLevers, luck: Luck, size: usize) -> Vec<Place> {
    let shares = [
        levers.sample_share_young,
        levers.sample_share_middle,
        levers.sample_share_older,
        (1.0 - levers.sample_share_young - levers.sample_share_middle - levers.sample_share_older).max(0.0),
    ];
    let total: f64 = shares.iter().sum();
    let mut places = Vec::with_capacity(size + STRATA);
    let mut from = 0;
    for (group, to) in GROUP_ENDS.into_iter().enumerate() {
        let wanted = (shares[group] / total * size as f64 + 0.5) as usize;
        let mut cells = cells(base, from, to, true);
        if cells.len() > wanted {
            cells = self::cells(base, from, to, false);
        }
        for (cell, count) in cells.iter().zip(allot(&cells, wanted)) {
            fill(base, cell, count, luck, &mut places);
        }
        from = to;
    }
    places
}

/// Plans about `size` people of one age.
pub fn plan_age(base: &[u64], age: usize, luck: Luck, size: usize) -> Vec<Place> {
    let cells = cells(base, age, age + 1, true);
    let mut places = Vec::with_capacity(size + cells.len());
    for (cell, count) in cells.iter().zip(allot(&cells, size)) {
        fill(base, cell, count, luck, &mut places);
    }
    places
}

/// The cells of a group that have anybody, by single year or by band.
fn cells(base: &[u64], from: usize, to: usize, single: bool) -> Vec<Cell> {
    let ranges: Vec<(usize, usize)> = if single {
        (from..to).map(|age| (age, age + 1)).collect()
    } else {
        (0..BANDS)
            .map(AgeBand::from_index)
            .map(|band| (usize::from(band.start()), usize::from(band.end()) + 1))
            .filter(|range| range.0 >= from && range.1 <= to)
            .collect()
    };
    let mut cells = Vec::new();
    for (from, to) in ranges {
        for sex in 0..SEXES {
            for fifth in 0..FIFTHS {
                let people = (from..to).map(|age| base[stratum(age, sex, fifth)]).sum();
                if people > 0 {
                    cells.push(Cell {
                        from,
                        to,
                        sex,
                        fifth,
                        people,
                    });
                }
            }
        }
    }
    cells
}

/// One for each cell, the rest in proportion to people by largest remainder.
fn allot(cells: &[Cell], wanted: usize) -> Vec<usize> {
    let spare = wanted.saturating_sub(cells.len()) as u64;
    let total: u64 = cells.iter().map(|cell| cell.people).sum();
    let mut counts = Vec::with_capacity(cells.len());
    let mut remainders = Vec::with_capacity(cells.len());
    for (index, cell) in cells.iter().enumerate() {
        // Up to a hundred billion people in the sample, this does not overflow.
        let exact = spare * cell.people;
        counts.push(1 + (exact / total.max(1)) as usize);
        remainders.push((exact % total.max(1), index));
    }
    let given: usize = counts.iter().sum();
    remainders.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    for (_, index) in remainders.into_iter().take(wanted.saturating_sub(given)) {
        counts[index] += 1;
    }
    counts
}

/// Adds the people of one cell.
fn fill(base: &[u64], cell: &Cell, count: usize, luck: Luck, places: &mut Vec<Place>) {
    let raw = cell.people * Weight::ONE;
    let (each, left) = (raw / count as u64, raw % count as u64);
    let id = stratum(cell.from, cell.sex, cell.fifth) as u64;
    let part = luck.person(id).uniform(START, Event::StartAge);
    let mut age = cell.from;
    let mut below = 0;
    for index in 0..count as u64 {
        // Somebody in this one's share of the cell gives the age, at the same place in each share: every age comes as often
        // as there are people of it.
        let there = ((index as f64 + part) * cell.people as f64 / count as f64) as u64;
        while age + 1 < cell.to && below + base[stratum(age, cell.sex, cell.fifth)] <= there {
            below += base[stratum(age, cell.sex, cell.fifth)];
            age += 1;
        }
        places.push(Place {
            age: age as u8,
            sex: cell.sex as u8,
            fifth: cell.fifth as u8,
            weight: Weight::from_raw(each + u64::from(index < left)),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::fixture;

    #[test]
    fn weights_add_exactly_to_the_table_at_every_size() {
        let (fit, levers) = (fixture::fit(), fixture::levers());
        for size in [300, 1_000, 10_000, 50_000] {
            let places = plan(&fit.base, &levers, Luck::new(1, 0, 0), size);
            assert!(
                places.len() >= size && places.len() <= size + 300,
                "{size}: {}",
                places.len()
            );
            let mut by_band = vec![0u64; BANDS * SEXES * FIFTHS];
            let mut by_age = vec![0u64; STRATA];
            let demographic =
                |age: usize, sex: usize, fifth: usize| (AgeBand::of(age as u8).index() * SEXES + sex) * FIFTHS + fifth;
            for place in &places {
                let (age, sex, fifth) = (place.age as usize, place.sex as usize, place.fifth as usize);
                by_band[demographic(age, sex, fifth)] += place.weight.raw();
                by_age[stratum(age, sex, fifth)] += place.weight.raw();
            }
            for age in 0..AGES {
                for sex in 0..SEXES {
                    for fifth in 0..FIFTHS {
                        let cell = stratum(age, sex, fifth);
                        by_band[demographic(age, sex, fifth)] =
                            by_band[demographic(age, sex, fifth)].wrapping_sub(fit.base[cell] * Weight::ONE);
                        if size >= 10_000 {
                            assert_eq!(by_age[cell], fit.base[cell] * Weight::ONE);
                        }
                    }
                }
            }
            assert!(by_band.iter().all(|left| *left == 0), "size {size}");
        }
    }
}
