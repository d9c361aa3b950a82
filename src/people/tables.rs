//! The official tables that the population is made from, parsed and checked.
//!
//! Files are our own compact layouts in `scenarios/england/`; their first lines cite the source. A country or county is
//! another set of files with the same names and columns.

use std::collections::BTreeMap;

use thiserror::Error;

use super::mortality;
use super::wealth::WealthTable;
use super::{STRATA, stratum};
use crate::world::axes::{AGES, FIFTHS, SEXES, Sex};

/// Ages that the population estimates and life tables keep apart (0 to 89, and 90 and over).
pub const OPEN_AGE: usize = 90;

/// What is wrong with a table, and where.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("{file}, line {line}: {message}")]
pub struct TableError {
    /// Name of the file.
    pub file: String,
    /// Line, from 1; 0 where the file as a whole is meant.
    pub line: usize,
    /// What is wrong.
    pub message: String,
}

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
    #[cfg_attr(
        not(feature = "internals"),
        expect(dead_code, reason = "tests hold the model's own to it")
    )]
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

/// One data line of a file: its number and fields.
#[derive(Clone, Debug)]
pub struct Row<'a> {
    file: &'a str,
    line: usize,
    fields: Vec<&'a str>,
}

impl Row<'_> {
    /// An error at this line.
    pub fn error(&self, message: impl Into<String>) -> TableError {
        TableError {
            file: self.file.to_owned(),
            line: self.line,
            message: message.into(),
        }
    }
    /// The text of a field.
    pub fn text(&self, column: usize) -> &str {
        self.fields[column]
    }
    /// A finite number.
    pub fn number(&self, column: usize) -> Result<f64, TableError> {
        match self.fields[column].parse::<f64>() {
            Ok(value) if value.is_finite() => Ok(value),
            _ => Err(self.error(format!(
                "column {}: `{}` is not a number",
                column + 1,
                self.fields[column]
            ))),
        }
    }
    /// A number that is not negative.
    pub fn amount(&self, column: usize) -> Result<f64, TableError> {
        match self.number(column)? {
            value if value >= 0.0 => Ok(value),
            value => Err(self.error(format!("column {}: {value} is negative", column + 1))),
        }
    }
    /// A whole number up to `largest`.
    pub fn index(&self, column: usize, largest: usize) -> Result<usize, TableError> {
        match self.fields[column].parse::<usize>() {
            Ok(value) if value <= largest => Ok(value),
            _ => Err(self.error(format!(
                "column {}: `{}` is not a whole number from 0 to {largest}",
                column + 1,
                self.fields[column]
            ))),
        }
    }
    fn sex(&self, column: usize) -> Result<usize, TableError> {
        Sex::ALL
            .into_iter()
            .find(|sex| sex.name() == self.fields[column])
            .map(|sex| sex as usize)
            .ok_or_else(|| self.error(format!("`{}` is neither female nor male", self.fields[column])))
    }
}

/// The data lines of a file, after checking its header.
pub fn rows<'a>(files: &'a BTreeMap<String, String>, name: &'a str, header: &str) -> Result<Vec<Row<'a>>, TableError> {
    let whole = |line, message: String| TableError {
        file: name.to_owned(),
        line,
        message,
    };
    let text = files
        .get(name)
        .ok_or_else(|| whole(0, "the file is missing".to_owned()))?;
    let columns = header.split(',').count();
    let mut found_header = false;
    let mut rows = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let line_number = index + 1;
        let trimmed = line.trim_start_matches('\u{feff}').trim();
        if trimmed.is_empty() || trimmed.starts_with('#') {
            continue;
        }
        if !found_header {
            if trimmed != header {
                return Err(whole(
                    line_number,
                    format!("the columns must be `{header}`, found `{trimmed}`"),
                ));
            }
            found_header = true;
            continue;
        }
        let fields: Vec<&str> = trimmed.split(',').map(str::trim).collect();
        if fields.len() != columns {
            return Err(whole(
                line_number,
                format!("{} fields, must be {columns}", fields.len()),
            ));
        }
        rows.push(Row {
            file: name,
            line: line_number,
            fields,
        });
    }
    if rows.is_empty() {
        return Err(whole(0, "no data".to_owned()));
    }
    Ok(rows)
}

fn whole_file(file: &str, message: impl Into<String>) -> TableError {
    TableError {
        file: file.to_owned(),
        line: 0,
        message: message.into(),
    }
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
            fertility: fertility(files)?,
            fertility_path: fertility_path(files)?,
            partnered: two_sexes(files, "households.csv", true)?,
            utility: two_sexes(files, "quality_of_life.csv", false)?,
            wealth: WealthTable::parse(files)?,
        })
    }
}

fn population(files: &BTreeMap<String, String>) -> Result<Vec<[f64; SEXES]>, TableError> {
    let name = "population.csv";
    let mut table = vec![[0.0; SEXES]; OPEN_AGE + 1];
    for row in rows(files, name, "age,female,male")? {
        table[row.index(0, OPEN_AGE)?] = [row.amount(1)?, row.amount(2)?];
    }
    match table.iter().position(|people| people[0] <= 0.0 || people[1] <= 0.0) {
        Some(age) => Err(whole_file(name, format!("nobody of age {age}"))),
        None => Ok(table),
    }
}

fn fifth_shares(files: &BTreeMap<String, String>) -> Result<Vec<[[f64; FIFTHS]; SEXES]>, TableError> {
    let name = "population_fifths.csv";
    let mut bands: [Vec<(usize, [f64; FIFTHS])>; SEXES] = Default::default();
    for row in rows(files, name, "sex,from_age,fifth1,fifth2,fifth3,fifth4,fifth5")? {
        let mut people = [0.0; FIFTHS];
        for (fifth, value) in people.iter_mut().enumerate() {
            *value = row.amount(2 + fifth)?;
        }
        let total: f64 = people.iter().sum();
        if total <= 0.0 {
            return Err(row.error("nobody in any fifth"));
        }
        bands[row.sex(0)?].push((row.index(1, AGES - 1)?, people.map(|value| value / total)));
    }
    let mut table = vec![[[0.0; FIFTHS]; SEXES]; AGES];
    for sex in 0..SEXES {
        for (age, shares) in table.iter_mut().enumerate() {
            shares[sex] = bands[sex]
                .iter()
                .rev()
                .find(|band| band.0 <= age)
                .ok_or_else(|| whole_file(name, format!("no band covers age {age}")))?
                .1;
        }
    }
    Ok(table)
}

struct LifeTable {
    rates: Vec<[[f64; FIFTHS + 1]; SEXES]>,
    expectancy: [[f64; FIFTHS + 1]; SEXES],
}

fn life_table(files: &BTreeMap<String, String>) -> Result<LifeTable, TableError> {
    let name = "life_table.csv";
    let mut life = LifeTable {
        rates: vec![[[0.0; FIFTHS + 1]; SEXES]; OPEN_AGE + 1],
        expectancy: [[0.0; FIFTHS + 1]; SEXES],
    };
    for row in rows(files, name, "sex,age,fifth1,fifth2,fifth3,fifth4,fifth5,all")? {
        let mut values = [0.0; FIFTHS + 1];
        for (column, value) in values.iter_mut().enumerate() {
            *value = row.amount(2 + column)?;
        }
        if row.text(1) == "e0" {
            life.expectancy[row.sex(0)?] = values;
        } else {
            life.rates[row.index(1, OPEN_AGE)?][row.sex(0)?] = values;
        }
    }
    for age in 0..=OPEN_AGE {
        if life.rates[age].iter().flatten().any(|rate| *rate <= 0.0) {
            return Err(whole_file(name, format!("a death rate at age {age} is missing")));
        }
    }
    Ok(life)
}

/// Probabilities by (newborn, age 0, …, age 100), sex and year.
type Projection = (Vec<f64>, Vec<[Vec<f64>; SEXES]>);

fn projection(files: &BTreeMap<String, String>) -> Result<Projection, TableError> {
    let name = "mortality_projection.csv";
    let text = files.get(name).ok_or_else(|| whole_file(name, "the file is missing"))?;
    let header = text.lines().map(str::trim).find(|line| line.starts_with("sex,age,"));
    let header =
        header.ok_or_else(|| whole_file(name, "the columns must begin with `sex,age,` and go on with years"))?;
    let years: Vec<f64> = header.split(',').skip(2).filter_map(|year| year.parse().ok()).collect();
    if years.is_empty() || years.windows(2).any(|pair| pair[0] >= pair[1]) {
        return Err(whole_file(name, "years must rise from column to column"));
    }
    let mut table: Vec<[Vec<f64>; SEXES]> = vec![Default::default(); AGES + 1];
    for row in rows(files, name, header)? {
        let place = if row.text(1) == "birth" {
            0
        } else {
            row.index(1, AGES - 1)? + 1
        };
        let per = f64::from(100_000u32);
        let mut path = Vec::with_capacity(years.len());
        for column in 0..years.len() {
            let rate = row.amount(2 + column)?;
            if rate <= 0.0 {
                return Err(row.error("a death rate must be above 0"));
            }
            path.push(rate / per);
        }
        table[place][row.sex(0)?] = path;
    }
    match table.iter().flatten().all(|path| path.len() == years.len()) {
        true => Ok((years, table)),
        false => Err(whole_file(
            name,
            "every age from birth to 100 must stand once for each sex",
        )),
    }
}

fn migration(files: &BTreeMap<String, String>) -> Result<Vec<[f64; SEXES]>, TableError> {
    let name = "migration.csv";
    let mut table = vec![[0.0; SEXES]; AGES];
    for row in rows(files, name, "age,female,male")? {
        table[row.index(0, AGES - 1)?] = [row.number(1)?, row.number(2)?];
    }
    let total: f64 = table.iter().flatten().sum();
    if total <= 0.0 {
        return Err(whole_file(name, "the profile must add to more than 0"));
    }
    table.iter_mut().flatten().for_each(|value| *value /= total);
    Ok(table)
}

fn fertility(files: &BTreeMap<String, String>) -> Result<Vec<f64>, TableError> {
    let name = "fertility.csv";
    let mut table = vec![0.0; AGES];
    for row in rows(files, name, "from_age,rate")? {
        let from = row.index(0, AGES - 1)?;
        let rate = row.amount(1)?;
        table.iter_mut().skip(from).take(FIFTHS).for_each(|value| *value = rate);
    }
    match table.iter().any(|rate| *rate > 0.0) {
        true => Ok(table),
        false => Err(whole_file(name, "every rate is 0")),
    }
}

fn fertility_path(files: &BTreeMap<String, String>) -> Result<Vec<(f64, f64)>, TableError> {
    rows(files, "births.csv", "year,fertility_index,births,deaths,net_migration")?
        .iter()
        .map(|row| Ok((row.amount(0)?, row.amount(1)?)))
        .collect()
}

/// A table by age and sex: points joined by straight lines, or steps.
fn two_sexes(files: &BTreeMap<String, String>, name: &str, lines: bool) -> Result<Vec<[f64; SEXES]>, TableError> {
    let header = if lines {
        "age,female,male"
    } else {
        "from_age,female,male"
    };
    let mut points: Vec<(usize, [f64; SEXES])> = Vec::new();
    for row in rows(files, name, header)? {
        let age = row.index(0, AGES - 1)?;
        let values = [row.amount(1)?, row.amount(2)?];
        if values.iter().any(|value| *value > 1.0) {
            return Err(row.error("a share or utility is at most 1"));
        }
        if points.last().is_some_and(|last| last.0 >= age) {
            return Err(row.error("ages must rise from line to line"));
        }
        if !lines && let Some(last) = points.last().copied().filter(|last| last.0 + 1 < age) {
            points.push((age - 1, last.1));
        }
        points.push((age, values));
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
        assert!(error.line > 4 && error.message.contains("is not a number"), "{error}");
        files.remove("population.csv");
        assert!(PopulationTables::parse(&files).unwrap_err().message.contains("missing"));
    }
}
