//! The official tables that the population is made from, parsed and checked.
//!
//! Files are our own compact layouts in `scenarios/england/`; their first lines cite the source. A country or county is
//! another set of files with the same names and columns.

use std::collections::BTreeMap;

use super::files::open;
use super::mortality;
use super::wealth::WealthTable;
use super::{STRATA, stratum};
use crate::world::axes::{AGES, FIFTHS, SEXES, Sex};
use crate::world::keys::Keys;
use crate::world::plausible::{
    DEATH_RATE, LIFE_EXPECTANCY, LONGEST_BAND, LONGEST_STEP, OLDEST_MOTHERS, YOUNGEST_MOTHERS,
};
use crate::world::table::{Row, Table, TableError};

/// Ages that the population estimates and life tables keep apart (0 to 89, and 90 and over).
pub const OPEN_AGE: usize = 90;

/// Ages in each band of the fertility table \[years\].
const FERTILITY_BAND: usize = 5;

/// Everything that official tables say about the population, before any lever.
#[derive(Clone, Debug)]
pub struct PopulationTables {
    /// People at mid-2023 by age (90 = 90 and over) and sex.
    pub population: Vec<[f64; SEXES]>,
    /// Shares by fifth, by single age and sex.
    pub fifth_shares: Vec<[[f64; FIFTHS]; SEXES]>,
    /// Central death rates by stratum [per person-year].
    pub death_rate: Vec<f64>,
    /// Central death rates of all fifths together, by age and sex [per person-year].
    pub death_rate_all: Vec<[f64; SEXES]>,
    /// Period life expectancy at birth of the source, by sex, then fifth; the last column is all \[years\].
    pub life_expectancy: [[f64; FIFTHS + 1]; SEXES],
    /// Years of [`PopulationTables::improvement`].
    pub improvement_years: Vec<f64>,
    /// Logarithm of projected mortality against the first year's, by age, sex, year.
    pub improvement: Vec<[Vec<f64>; SEXES]>,
    /// Share of net migrants by age at the end of the year and sex.
    pub migration: Vec<[f64; SEXES]>,
    /// Births per woman a year by age, level as in the source.
    pub fertility: Vec<f64>,
    /// Path of fertility: (year, index against the base year).
    pub fertility_path: Vec<(f64, f64)>,
    /// Share living with a partner by age and sex.
    pub partnered: Vec<[f64; SEXES]>,
    /// Mean utility of the general population by age and sex.
    pub utility: Vec<[f64; SEXES]>,
    /// Tenure, wealth and income.
    pub wealth: WealthTable,
}

fn table(files: &BTreeMap<String, String>, name: &str, columns: &[&str]) -> Result<Table, TableError> {
    open(files, name, |text| Table::read(name, text, columns))
}

const BY_FIFTH: [&str; FIFTHS] = ["fifth1", "fifth2", "fifth3", "fifth4", "fifth5"];
const BY_SEX: [&str; SEXES] = ["female", "male"];

fn sex(row: &Row<'_>) -> Result<usize, TableError> {
    row.one_of("sex", &Sex::ALL.map(Sex::name))
}

/// Straight lines between (age, value by sex) points, level outside them.
fn by_age(points: &[(usize, [f64; SEXES])]) -> Vec<[f64; SEXES]> {
    let mut table = vec![[0.0; SEXES]; AGES];
    for (age, row) in table.iter_mut().enumerate() {
        let after = points.iter().position(|point| point.0 > age).unwrap_or(points.len());
        let before = after.saturating_sub(1);
        let next = after.min(points.len() - 1);
        let span = points[next].0.saturating_sub(points[before].0);
        let part = if span == 0 || age < points[before].0 {
            0.0
        } else {
            (age - points[before].0) as f64 / span as f64
        };
        for sex in 0..SEXES {
            row[sex] = points[before].1[sex] + part * (points[next].1[sex] - points[before].1[sex]);
        }
    }
    table
}

impl PopulationTables {
    /// The files that [`PopulationTables::parse`] needs.
    pub const FILES: [&'static str; 10] = [
        "population.csv",
        "population_fifths.csv",
        "life_table.csv",
        "mortality_projection.csv",
        "migration.csv",
        "fertility.csv",
        "births.csv",
        "households.csv",
        "quality_of_life.csv",
        "wealth.csv",
    ];

    /// Parses and checks the files, given by name.
    pub fn parse(files: &BTreeMap<String, String>) -> Result<PopulationTables, TableError> {
        let population = population(files)?;
        let fifth_shares = fifth_shares(files)?;
        let fertility = fertility(files)?;
        let women = population.iter().map(|people| people[0]);
        if women.zip(&fertility).map(|(women, rate)| women * rate).sum::<f64>() <= 0.0 {
            let file = table(files, "population.csv", &["age", "female", "male"])?;
            return Err(file.error(
                "no woman of an age to have children",
                "mothers of those born in the place",
            ));
        }
        let (years, projected) = projection(files)?;
        let life = life_table(files)?;
        let mut death_rate = vec![0.0; STRATA];
        let mut death_rate_all = vec![[0.0; SEXES]; AGES];
        for sex in 0..SEXES {
            let shape: Vec<f64> = (OPEN_AGE..AGES).map(|age| projected[age + 1][sex][0]).collect();
            for (column, &expectancy) in life.expectancy[sex].iter().enumerate() {
                debug_assert!(expectancy >= 0.0);
                let open = mortality::spread_open_age(&shape, life.rates[OPEN_AGE][sex][column]);
                for (age, all) in death_rate_all.iter_mut().enumerate() {
                    let rate = match age.checked_sub(OPEN_AGE) {
                        Some(beyond) => open[beyond],
                        None => life.rates[age][sex][column],
                    };
                    if column < FIFTHS {
                        death_rate[stratum(age, sex, column)] = rate;
                    } else {
                        all[sex] = rate;
                    }
                }
            }
        }
        // Row 0 of the projection is the newborn's; age a stands in row a + 1.
        let improvement = (0..AGES)
            .map(|age| {
                [0, 1].map(|sex: usize| {
                    let path = &projected[age + 1][sex];
                    path.iter().map(|rate| libm::log(rate / path[0])).collect()
                })
            })
            .collect();
        Ok(PopulationTables {
            population,
            fifth_shares,
            death_rate,
            death_rate_all,
            life_expectancy: life.expectancy,
            improvement_years: years,
            improvement,
            migration: migration(files)?,
            fertility,
            fertility_path: fertility_path(files)?,
            partnered: two_sexes(files, "households.csv", true)?,
            utility: two_sexes(files, "quality_of_life.csv", false)?,
            wealth: WealthTable::parse(files)?,
        })
    }
}

impl PopulationTables {
    /// The same with as many more people: a small place as large as the country, so that rounding to whole people loses none.
    pub fn of_size(mut self, times: f64) -> PopulationTables {
        if times != 1.0 {
            self.population.iter_mut().flatten().for_each(|people| *people *= times);
        }
        self
    }
}

fn population(files: &BTreeMap<String, String>) -> Result<Vec<[f64; SEXES]>, TableError> {
    let file = table(files, "population.csv", &["age", "female", "male"])?;
    let mut people = vec![[0.0; SEXES]; OPEN_AGE + 1];
    let mut keys = Keys::new(&file, OPEN_AGE + 1);
    for row in file.rows() {
        let age = row.whole("age", 0, OPEN_AGE)?;
        keys.take(&row, age, &format!("age {age}"))?;
        people[age] = [row.amount("female")?, row.amount("male")?];
    }
    keys.complete(|age| format!("age {age}"))?;
    // A small place need not have anybody of each age, but a place has people.
    for (sex, name) in BY_SEX.iter().enumerate() {
        if people.iter().all(|row| row[sex] <= 0.0) {
            return Err(file.error(&format!("nobody in the column `{name}`"), "people of at least one age"));
        }
    }
    for row in file.rows() {
        let age = row.whole("age", 0, OPEN_AGE)?;
        for (sex, name) in BY_SEX.iter().enumerate() {
            if let Some(about) = out_of_step(|age| people[age][sex], age, A_HANDFUL) {
                let found = format!(
                    "{:.0} {name} of age {age}, where ages beside it have {about:.0}",
                    people[age][sex]
                );
                return Err(row.error_in_row(&found, "about as many as at the ages beside it"));
            }
        }
    }
    Ok(people)
}

/// People of one age below whom a handful of families makes the difference.
const A_HANDFUL: f64 = 1000.0;
/// Chance of dying in a year below which a few deaths do.
const SELDOM: f64 = 0.001;
/// Times the values beside it, beyond which one is out of step.
const OUT_OF_STEP: f64 = 4.0;

/// A value of one age that is many times more, or less, than those of every age beside it: the nearest of those. Births, students and
/// accidents make steps, but not spikes. Below `few` a handful of families makes the difference.
fn out_of_step(of: impl Fn(usize) -> f64, age: usize, few: f64) -> Option<f64> {
    // Newborns are like no other age, and those of the open age are of many.
    if age < 3 || age + 2 >= OPEN_AGE {
        return None;
    }
    let beside = [age - 2, age - 1, age + 1, age + 2].map(&of);
    let least = beside.into_iter().fold(f64::INFINITY, f64::min);
    let most = beside.into_iter().fold(0.0, f64::max);
    if of(age) > few && of(age) > OUT_OF_STEP * most {
        return Some(most);
    }
    (least > few && of(age) < least / OUT_OF_STEP).then_some(least)
}

fn fifth_shares(files: &BTreeMap<String, String>) -> Result<Vec<[[f64; FIFTHS]; SEXES]>, TableError> {
    let name = "population_fifths.csv";
    let file = table(files, name, &[&["sex", "from_age"], &BY_FIFTH[..]].concat())?;
    let mut bands: [Vec<(usize, [f64; FIFTHS])>; SEXES] = Default::default();
    let mut keys = Keys::new(&file, SEXES * AGES);
    for row in file.rows() {
        let mut people = [0.0; FIFTHS];
        for (value, column) in people.iter_mut().zip(BY_FIFTH) {
            *value = row.amount(column)?;
        }
        let total: f64 = people.iter().sum();
        if total <= 0.0 {
            return Err(row.error_in_row("nobody in any fifth", "people in at least one"));
        }
        let (sex, age) = (sex(&row)?, row.whole("from_age", 0, AGES - 1)?);
        keys.take(&row, sex * AGES + age, &format!("{}, from_age {age}", row.text("sex")))?;
        bands[sex].push((age, people.map(|value| value / total)));
    }
    // Each sex has the bands of both, so that a missing row is not made up for by the band below it.
    for sex in 0..SEXES {
        let other = &bands[1 - sex];
        if let Some((age, _)) = other.iter().find(|one| bands[sex].iter().all(|band| band.0 != one.0)) {
            let found = format!("no row for {}, from_age {age}", BY_SEX[sex]);
            return Err(file.error(&found, "the same ages for each sex"));
        }
        let last = bands[sex].iter().map(|band| band.0).max().unwrap_or(0);
        if AGES - 1 - last > LONGEST_STEP {
            let found = format!("no row for {} above age {last}", BY_SEX[sex]);
            return Err(file.error(&found, &format!("rows up to age {} or beyond", AGES - 1 - LONGEST_STEP)));
        }
    }
    bands.iter_mut().for_each(|bands| bands.sort_by_key(|band| band.0));
    let mut shares = vec![[[0.0; FIFTHS]; SEXES]; AGES];
    for sex in 0..SEXES {
        for (age, shares) in shares.iter_mut().enumerate() {
            shares[sex] = bands[sex]
                .iter()
                .rev()
                .find(|band| band.0 <= age)
                .ok_or_else(|| {
                    let found = format!("no row for {} of age {age}", BY_SEX[sex]);
                    file.error(&found, "a row for each sex with from_age 0")
                })?
                .1;
        }
    }
    Ok(shares)
}

struct LifeTable {
    rates: Vec<[[f64; FIFTHS + 1]; SEXES]>,
    expectancy: [[f64; FIFTHS + 1]; SEXES],
}

fn life_table(files: &BTreeMap<String, String>) -> Result<LifeTable, TableError> {
    let columns = [&BY_FIFTH[..], &["all"]].concat();
    let file = table(files, "life_table.csv", &[&["sex", "age"], &columns[..]].concat())?;
    let mut life = LifeTable {
        rates: vec![[[0.0; FIFTHS + 1]; SEXES]; OPEN_AGE + 1],
        expectancy: [[0.0; FIFTHS + 1]; SEXES],
    };
    // Ages, and after them the expectancy at birth.
    let per_sex = OPEN_AGE + 2;
    let words = |key: usize| match key % per_sex {
        age if age <= OPEN_AGE => format!("{}, age {age}", BY_SEX[key / per_sex]),
        _ => format!("{}, age e0 (life expectancy)", BY_SEX[key / per_sex]),
    };
    let mut keys = Keys::new(&file, SEXES * per_sex);
    for row in file.rows() {
        let sex = sex(&row)?;
        let (age, plausible) = match row.text("age") {
            "e0" => (OPEN_AGE + 1, LIFE_EXPECTANCY),
            _ => (row.whole("age", 0, OPEN_AGE)?, DEATH_RATE),
        };
        let mut values = [0.0; FIFTHS + 1];
        for (value, column) in values.iter_mut().zip(&columns) {
            *value = row.plausible(column, &plausible)?;
        }
        keys.take(&row, sex * per_sex + age, &words(sex * per_sex + age))?;
        match life.rates.get_mut(age) {
            Some(rates) => rates[sex] = values,
            None => life.expectancy[sex] = values,
        }
    }
    keys.complete(words)?;
    for row in file.rows().filter(|row| row.text("age") != "e0") {
        let (sex, age) = (sex(&row)?, row.whole("age", 0, OPEN_AGE)?);
        for (at, column) in columns.iter().enumerate() {
            if let Some(about) = out_of_step(|age| life.rates[age][sex][at], age, SELDOM) {
                let found = format!(
                    "{} at age {age}, where ages beside it have {about}",
                    life.rates[age][sex][at]
                );
                return Err(row.error_of(column, &found, "about the chance of the ages beside it"));
            }
        }
    }
    Ok(life)
}

/// Probabilities by (newborn, age 0, …, age 100), sex and year.
type Projection = (Vec<f64>, Vec<[Vec<f64>; SEXES]>);

fn projection(files: &BTreeMap<String, String>) -> Result<Projection, TableError> {
    let name = "mortality_projection.csv";
    let first = ["sex", "age"];
    let file = open(files, name, |text| Table::read_with_more(name, text, &first))?;
    let columns: Vec<&str> = file.more(&first).collect();
    let mut years: Vec<f64> = Vec::with_capacity(columns.len());
    for column in &columns {
        match column.parse::<u16>() {
            Ok(year) if years.last().is_none_or(|last| *last < f64::from(year)) => years.push(f64::from(year)),
            _ => {
                let found = format!("a column `{column}`");
                return Err(file.error_in_head(&found, "beside sex and age only years, each after the one before"));
            }
        }
    }
    if years.is_empty() {
        return Err(file.error_in_head("no year", "beside sex and age a column for each of some years"));
    }
    // Newborns stand before age 0.
    let per_sex = AGES + 1;
    let words = |key: usize| match key % per_sex {
        0 => format!("{}, age birth", BY_SEX[key / per_sex]),
        after => format!("{}, age {}", BY_SEX[key / per_sex], after - 1),
    };
    let mut keys = Keys::new(&file, SEXES * per_sex);
    let mut paths: Vec<[Vec<f64>; SEXES]> = vec![Default::default(); per_sex];
    for row in file.rows() {
        let place = match row.text("age") {
            "birth" => 0,
            _ => row.whole("age", 0, AGES - 1)? + 1,
        };
        let sex = sex(&row)?;
        keys.take(&row, sex * per_sex + place, &words(sex * per_sex + place))?;
        let per = f64::from(100_000u32);
        let mut path = Vec::with_capacity(years.len());
        for column in &columns {
            path.push(row.above_zero(column)? / per);
        }
        paths[place][sex] = path;
    }
    keys.complete(words)?;
    Ok((years, paths))
}

fn migration(files: &BTreeMap<String, String>) -> Result<Vec<[f64; SEXES]>, TableError> {
    let file = table(files, "migration.csv", &["age", "female", "male"])?;
    let mut profile = vec![[0.0; SEXES]; AGES];
    let mut keys = Keys::new(&file, AGES);
    for row in file.rows() {
        let age = row.whole("age", 0, AGES - 1)?;
        keys.take(&row, age, &format!("age {age}"))?;
        profile[age] = [row.number("female")?, row.number("male")?];
    }
    keys.complete(|age| format!("age {age}"))?;
    let total: f64 = profile.iter().flatten().sum();
    if total <= 0.0 {
        return Err(file.error(
            &format!("a profile that adds to {total}"),
            "one that adds to more than 0",
        ));
    }
    profile.iter_mut().flatten().for_each(|value| *value /= total);
    Ok(profile)
}

fn fertility(files: &BTreeMap<String, String>) -> Result<Vec<f64>, TableError> {
    let file = table(files, "fertility.csv", &["from_age", "rate"])?;
    let mut rates = vec![0.0; AGES];
    let mut keys = Keys::new(&file, AGES);
    let mut before = None;
    for row in file.rows() {
        let from = row.whole("from_age", 0, AGES - 1)?;
        keys.take(&row, from, &format!("from_age {from}"))?;
        if before.is_some_and(|before| before + FERTILITY_BAND != from) {
            return Err(row.error("from_age", "an age five years above that of the row before"));
        }
        if before.is_none() && from > YOUNGEST_MOTHERS {
            return Err(row.error(
                "from_age",
                &format!("{YOUNGEST_MOTHERS} or younger in the first row; rows are missing before it"),
            ));
        }
        before = Some(from);
        let rate = row.amount("rate")?;
        rates
            .iter_mut()
            .skip(from)
            .take(FERTILITY_BAND)
            .for_each(|value| *value = rate);
    }
    if let Some(last) = before.filter(|last| *last < OLDEST_MOTHERS) {
        let found = format!("no row above age {last}");
        return Err(file.error(&found, &format!("rows up to from_age {OLDEST_MOTHERS} or beyond")));
    }
    match rates.iter().any(|rate| *rate > 0.0) {
        true => Ok(rates),
        false => Err(file.error("every rate 0", "at least one rate above 0")),
    }
}

fn fertility_path(files: &BTreeMap<String, String>) -> Result<Vec<(f64, f64)>, TableError> {
    let columns = ["year", "fertility_index", "births", "deaths", "net_migration"];
    let file = table(files, "births.csv", &columns)?;
    let mut path: Vec<(f64, f64)> = Vec::new();
    for row in file.rows() {
        let year = f64::from(row.year("year")?.0);
        if path.last().is_some_and(|last| last.0 + 1.0 != year) {
            return Err(row.error("year", "the year after that of the row before"));
        }
        path.push((year, row.above_zero("fertility_index")?));
    }
    Ok(path)
}

/// A table by age and sex: points joined by straight lines, or steps.
fn two_sexes(files: &BTreeMap<String, String>, name: &str, lines: bool) -> Result<Vec<[f64; SEXES]>, TableError> {
    let age_column = if lines { "age" } else { "from_age" };
    let file = table(files, name, &[age_column, BY_SEX[0], BY_SEX[1]])?;
    let mut points: Vec<(usize, [f64; SEXES])> = Vec::new();
    let mut before_age = 0;
    for row in file.rows() {
        let age = row.whole(age_column, 0, AGES - 1)?;
        let values = [row.share(BY_SEX[0])?, row.share(BY_SEX[1])?];
        if points.last().is_some_and(|last| last.0 >= age) {
            return Err(row.error(age_column, "an age above that of the row before"));
        }
        let before = before_age;
        // Beyond the first step, which is that of childhood, a step holds few years.
        let longest = if lines || before == 0 {
            LONGEST_STEP
        } else {
            LONGEST_BAND
        };
        if age - before > longest || (!lines && points.is_empty() && age > 0) {
            return Err(row.error(
                age_column,
                &format!("an age at most {longest} years on; rows are missing before it"),
            ));
        }
        if !lines && let Some(last) = points.last().copied().filter(|last| last.0 + 1 < age) {
            points.push((age - 1, last.1));
        }
        before_age = age;
        points.push((age, values));
    }
    let last = points.last().map_or(0, |last| last.0);
    if AGES - 1 - last > LONGEST_STEP {
        let found = format!("no row above age {last}");
        return Err(file.error(&found, &format!("rows up to age {} or beyond", AGES - 1 - LONGEST_STEP)));
    }
    Ok(by_age(&points))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::fixture;

    #[test]
    fn the_shipped_tables_parse() {
        let tables = fixture::tables();
        assert!(tables.population.iter().flatten().sum::<f64>() > 5.7e7);
        assert!((tables.migration.iter().flatten().sum::<f64>() - 1.0).abs() < 1e-9);
    }

    #[test]
    fn an_error_names_file_line_and_field() {
        let mut files = fixture::files();
        let text = files["population.csv"].replace("\n3,", "\n3,x");
        files.insert("population.csv".to_owned(), text);
        let error = PopulationTables::parse(&files).unwrap_err();
        assert_eq!(error.file, "population.csv");
        assert!(error.line > 4 && error.expected.contains("a number"), "{error}");
        assert_eq!(error.column, "female");
        files.remove("population.csv");
        let error = PopulationTables::parse(&files).unwrap_err();
        assert!(error.found.contains("no such file"), "{error}");
    }

    #[test]
    fn one_age_far_out_of_step_with_those_beside_it_is_refused_with_its_line() {
        for (name, from, expected) in [("population.csv", 1, "of age 47"), ("life_table.csv", 2, "at age 47")] {
            for times in [10.0, 0.1] {
                let mut files = fixture::files();
                let mut lines: Vec<String> = files[name].lines().map(str::to_owned).collect();
                let of_47 = |line: &String| line.split(',').nth(from - 1) == Some("47");
                let at = lines.iter().position(of_47).expect("a row of age 47");
                let mut cells: Vec<String> = lines[at].split(',').map(str::to_owned).collect();
                let value: f64 = cells[from].parse().expect("a number");
                cells[from] = (value * times).to_string();
                lines[at] = cells.join(",");
                files.insert(name.to_owned(), lines.join("\n"));
                let error = PopulationTables::parse(&files).unwrap_err();
                assert_eq!((error.file.as_str(), error.line as usize), (name, at + 1), "{error}");
                assert!(error.found.contains(expected), "{error}");
            }
        }
    }

    #[test]
    fn a_second_area_below_the_first_is_refused_at_its_first_row() {
        let mut files = fixture::files();
        let text = files["population.csv"].clone();
        let rows = text.lines().filter(|line| !line.starts_with(['#', 'a']));
        let both = format!("{text}{}\n", rows.collect::<Vec<_>>().join("\n"));
        files.insert("population.csv".to_owned(), both);
        let error = PopulationTables::parse(&files).unwrap_err();
        assert_eq!(error.line as usize, text.lines().count() + 1, "{error}");
        assert!(error.found.contains("a second row for age 0"), "{error}");
    }

    #[test]
    fn every_table_that_lacks_its_middle_row_is_refused_where_ages_are_single() {
        for name in [
            "population.csv",
            "life_table.csv",
            "mortality_projection.csv",
            "migration.csv",
        ] {
            let mut files = fixture::files();
            let mut lines: Vec<&str> = files[name].lines().collect();
            let middle = lines.len() / 2;
            lines.remove(middle);
            let text = lines.join("\n");
            files.insert(name.to_owned(), text);
            let error = PopulationTables::parse(&files).unwrap_err();
            assert_eq!(
                (error.file.as_str(), error.line as usize),
                (name, middle + 1),
                "{error}"
            );
        }
    }
}
