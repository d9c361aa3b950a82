//! The base-year table: people at mid-2024 by single age, sex and deprivation fifth, which no publisher gives.
//!
//! 1. mid-2023 by age and sex (official), the open group 90+ spread to single ages in proportion to years lived in the
//!    life table;
//! 2. rolled one year: survivors age by one, births of the year less infant deaths become age 0, net migrants of the
//!    year are added by their age profile (the level is a lever: the projection's was far too low for 2023-24);
//! 3. split by fifth: shares of mid-2019 by five-year age band and sex, raked (iterative proportional fitting) to the
//!    age × sex totals and to the 2019 share of each fifth in the whole population;
//! 4. rounded to whole people.
//!
//! Limits: shares by fifth are those of 2019 and do not see that migration after it went to poorer areas; the spread
//! inside 90+ ignores past swings in births.

use super::levers::PeopleLevers;
use super::mortality::{infant_probability, probability, yearly};
use super::tables::{OPEN_AGE, PopulationTables};
use super::{STRATA, stratum};
use crate::world::axes::{AGES, FIFTHS, SEXES};

/// Rounds of raking: each is a pass over both margins; the error after so many is far below one person.
const ROUNDS: usize = 12;

/// People of the base year by stratum, whole numbers.
pub fn base_table(tables: &PopulationTables, levers: &PeopleLevers) -> Vec<u64> {
    let totals = roll(tables, levers);
    let fifths = rake(tables, &totals);
    fifths.into_iter().map(|people| (people + 0.5) as u64).collect()
}

/// People at mid-2024 by age and sex.
pub fn roll(tables: &PopulationTables, levers: &PeopleLevers) -> Vec<[f64; SEXES]> {
    let mut next = vec![[0.0; SEXES]; AGES];
    for sex in 0..SEXES {
        let mut q = [0.0; AGES];
        for (age, q) in q.iter_mut().enumerate() {
            let rate = tables.death_rate_all[age][sex] * levers.mortality_level;
            *q = if age == 0 {
                infant_probability(rate, levers.infant_death_age)
            } else {
                probability(rate)
            };
        }
        let mut die = [0.0; AGES];
        let newborn_die = yearly(&q, levers.infant_death_age, &mut die);
        let now = spread(tables, sex, &q);
        for age in 0..AGES {
            let older = (age + 1).min(AGES - 1);
            next[older][sex] += now[age] * (1.0 - die[age]);
        }
        let share = if sex == 0 {
            1.0 - levers.male_birth_share
        } else {
            levers.male_birth_share
        };
        next[0][sex] = levers.base_births * share * (1.0 - newborn_die);
        for (age, people) in next.iter_mut().enumerate() {
            people[sex] = (people[sex] + levers.base_year_net_migration * tables.migration[age][sex]).max(0.0);
        }
    }
    next
}

/// Mid-2023 by single age, the open group in proportion to years lived.
fn spread(tables: &PopulationTables, sex: usize, q: &[f64]) -> Vec<f64> {
    let mut lived = [0.0; AGES];
    let mut alive = 1.0;
    for age in OPEN_AGE..AGES {
        lived[age] = if age + 1 < AGES {
            alive * (1.0 - 0.5 * q[age])
        } else {
            alive * (1.0 / q[age] - 0.5)
        };
        alive *= 1.0 - q[age];
    }
    let total: f64 = lived.iter().sum();
    (0..AGES)
        .map(|age| {
            let people = tables.population[age.min(OPEN_AGE)][sex];
            if age < OPEN_AGE {
                people
            } else {
                people * lived[age] / total
            }
        })
        .collect()
}

/// Splits age × sex totals by fifth, keeping the 2019 size of each fifth.
fn rake(tables: &PopulationTables, totals: &[[f64; SEXES]]) -> Vec<f64> {
    let mut cells = vec![0.0; STRATA];
    let mut size = [0.0; FIFTHS];
    for age in 0..AGES {
        for sex in 0..SEXES {
            for fifth in 0..FIFTHS {
                let share = tables.fifth_shares[age][sex][fifth];
                cells[stratum(age, sex, fifth)] = totals[age][sex] * share;
                size[fifth] += tables.population[age.min(OPEN_AGE)][sex] * share * f64::from(u8::from(age <= OPEN_AGE));
            }
        }
    }
    let everybody: f64 = totals.iter().flatten().sum();
    let sized: f64 = size.iter().sum();
    for _ in 0..ROUNDS {
        let mut now = [0.0; FIFTHS];
        for row in cells.chunks_exact(FIFTHS) {
            (0..FIFTHS).for_each(|fifth| now[fifth] += row[fifth]);
        }
        let scale: [f64; FIFTHS] = std::array::from_fn(|fifth| match now[fifth] > 0.0 {
            true => size[fifth] / sized * everybody / now[fifth],
            // A place may have no area in a fifth: nobody lives there, and nothing is to be shared out.
            false => 0.0,
        });
        for (row, total) in cells.chunks_exact_mut(FIFTHS).zip(totals.iter().flatten()) {
            (0..FIFTHS).for_each(|fifth| row[fifth] *= scale[fifth]);
            let sum: f64 = row.iter().sum();
            // Nor need a small place have anybody of an age.
            if sum > 0.0 {
                row.iter_mut().for_each(|cell| *cell *= total / sum);
            }
        }
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::fixture;

    #[test]
    fn the_base_year_is_near_the_published_total_and_keeps_the_size_of_fifths() {
        let (tables, levers) = (fixture::tables(), fixture::levers());
        let table = base_table(&tables, &levers);
        let total: u64 = table.iter().sum();
        // ONS mid-2024 estimate for England: 58.6 million.
        assert!((5.80e7..5.92e7).contains(&(total as f64)), "total {total}");
        for fifth in 0..FIFTHS {
            let people: u64 = table.iter().skip(fifth).step_by(FIFTHS).sum();
            let share = people as f64 / total as f64;
            assert!((0.19..0.21).contains(&share), "fifth {fifth}: {share}");
        }
    }

    #[test]
    fn a_place_without_an_area_in_a_fifth_or_anybody_of_an_age_keeps_all_its_people() {
        let (mut tables, levers) = (fixture::tables(), fixture::levers());
        for shares in tables.fifth_shares.iter_mut().flatten() {
            shares[4] = 0.0;
            let total: f64 = shares.iter().sum();
            shares.iter_mut().for_each(|share| *share /= total);
        }
        tables.population[OPEN_AGE] = [0.0, 0.0];
        tables.population[0][0] = 0.0;
        let people: f64 = roll(&tables, &levers).iter().flatten().sum();
        let table = base_table(&tables, &levers);
        let found: u64 = table.iter().sum();
        assert!((found as f64 - people).abs() < 1e-4 * people, "{found} of {people}");
        assert_eq!(table.iter().skip(4).step_by(FIFTHS).sum::<u64>(), 0);
    }

    #[test]
    fn raking_keeps_age_and_sex_totals() {
        let (tables, levers) = (fixture::tables(), fixture::levers());
        let totals = roll(&tables, &levers);
        let table = base_table(&tables, &levers);
        for age in 0..AGES {
            for sex in 0..SEXES {
                let sum: u64 = (0..FIFTHS).map(|fifth| table[stratum(age, sex, fifth)]).sum();
                assert!((sum as f64 - totals[age][sex]).abs() < 3.0);
            }
        }
    }
}
