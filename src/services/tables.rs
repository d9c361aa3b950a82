//! The tables that services read: use per head, how use varies with health, and seasons.
//!
//! They come in as the text of the three small files in `scenarios/<place>/` and go out checked, as dense arrays, so
//! that another country's figures need no code. Each file says on top where its figures come from.

use thiserror::Error;

use crate::world::axes::{AgeBand, BANDS, FIFTHS, SEXES, Sex};
use crate::world::cells::{DEMOGRAPHIC, demographic};
use crate::world::service::{ByService, SERVICES, Service};

/// Months in a year.
pub const MONTHS: usize = 12;
/// Weeks in each month: quarters of 4, 4 and 5 weeks, as planned-care statistics are counted.
pub const WEEKS: [f64; MONTHS] = {
    let quarter = [4.0, 4.0, 5.0];
    let mut weeks = [0.0; MONTHS];
    let mut month = 0;
    while month < MONTHS {
        weeks[month] = quarter[month % 3];
        month += 1;
    }
    weeks
};
/// Share of the year in a month.
#[inline]
pub fn month_share(month: usize) -> f64 {
    WEEKS[month % MONTHS] / 52.0
}

/// Why a table cannot be used.
#[derive(Debug, Error, PartialEq)]
pub enum TableError {
    /// The text is not a table of comma-separated values.
    #[error("{file}: {reason}")]
    Unreadable {
        /// Which table.
        file: &'static str,
        /// What the reader said.
        reason: String,
    },
    /// A column is not there.
    #[error("{file}: column `{column}` is missing")]
    NoColumn {
        /// Which table.
        file: &'static str,
        /// The column's name.
        column: String,
    },
    /// A value is not what the column holds.
    #[error("{file}, line {line}, column `{column}`: found `{found}`, expected {expected}")]
    BadValue {
        /// Which table.
        file: &'static str,
        /// Line of the file, comments included.
        line: u64,
        /// The column's name.
        column: String,
        /// What stands there.
        found: String,
        /// What may stand there.
        expected: &'static str,
    },
    /// Rows are missing or given twice.
    #[error("{file}: {what}")]
    Incomplete {
        /// Which table.
        file: &'static str,
        /// What is missing or doubled.
        what: String,
    },
}

/// How use of one service varies inside a cell of age, sex and fifth.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Gradient {
    /// Ratio of use per further long-term condition.
    pub per_condition: f64,
    /// Ratio of use per further level of dependency.
    pub per_dependency: f64,
    /// Ratio of use in the last year of life, under 65, 65 to 84, 85 and over.
    pub last_year: [f64; 3],
}

/// Seasons of urgent care: rates per day against the year's mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Seasons {
    /// Accident and emergency attendances.
    pub attendances: [f64; MONTHS],
    /// Emergency admissions.
    pub admissions: [f64; MONTHS],
    /// Length of an emergency stay.
    pub stay: [f64; MONTHS],
}

/// Everything that services read from files, checked.
#[derive(Clone, Debug)]
pub struct ServiceTables {
    /// Relative use per head and year, by demographic cell and service.
    pub profile: Vec<ByService>,
    /// Variation with health, by service.
    pub gradient: [Gradient; SERVICES],
    /// Seasons of urgent care.
    pub seasons: Seasons,
}

impl ServiceTables {
    /// Reads the texts of `use_profiles.csv`, `use_gradients.csv` and `seasons.csv`.
    pub fn parse(profiles: &str, gradients: &str, seasons: &str) -> Result<ServiceTables, TableError> {
        Ok(ServiceTables {
            profile: parse_profiles(profiles)?,
            gradient: parse_gradients(gradients)?,
            seasons: parse_seasons(seasons)?,
        })
    }
}

/// One table being read: its rows and the place of its columns.
struct Sheet {
    file: &'static str,
    header: csv::StringRecord,
    rows: Vec<csv::StringRecord>,
}

impl Sheet {
    fn read(file: &'static str, text: &str) -> Result<Sheet, TableError> {
        let unreadable = |error: csv::Error| TableError::Unreadable {
            file,
            reason: error.to_string(),
        };
        let mut reader = csv::ReaderBuilder::new()
            .comment(Some(b'#'))
            .trim(csv::Trim::All)
            .from_reader(text.as_bytes());
        let header = reader.headers().map_err(unreadable)?.clone();
        let rows = reader.records().collect::<Result<_, _>>().map_err(unreadable)?;
        Ok(Sheet { file, header, rows })
    }
    fn column(&self, name: &str) -> Result<usize, TableError> {
        self.header
            .iter()
            .position(|known| known == name)
            .ok_or_else(|| TableError::NoColumn {
                file: self.file,
                column: name.to_string(),
            })
    }
    fn bad(&self, row: &csv::StringRecord, column: usize, expected: &'static str) -> TableError {
        TableError::BadValue {
            file: self.file,
            line: row.position().map_or(0, csv::Position::line),
            column: self.header.get(column).unwrap_or_default().to_string(),
            found: row.get(column).unwrap_or_default().to_string(),
            expected,
        }
    }
    /// A finite number, not negative.
    fn number(&self, row: &csv::StringRecord, column: usize) -> Result<f64, TableError> {
        row.get(column)
            .and_then(|text| text.parse::<f64>().ok())
            .filter(|value| value.is_finite() && *value >= 0.0)
            .ok_or_else(|| self.bad(row, column, "a number not below zero"))
    }
    fn index_of(&self, row: &csv::StringRecord, column: usize, names: &[String]) -> Result<usize, TableError> {
        let found = row.get(column).unwrap_or_default();
        names
            .iter()
            .position(|name| name == found)
            .ok_or_else(|| self.bad(row, column, "one of the names this column lists"))
    }
    fn complete(&self, seen: &[bool], what: &str) -> Result<(), TableError> {
        match seen.iter().position(|seen| !seen) {
            None => Ok(()),
            Some(missing) => Err(TableError::Incomplete {
                file: self.file,
                what: format!("{what} number {missing} is missing"),
            }),
        }
    }
    fn once(&self, seen: &mut [bool], index: usize, what: &str) -> Result<(), TableError> {
        if std::mem::replace(&mut seen[index], true) {
            return Err(TableError::Incomplete {
                file: self.file,
                what: format!("{what} number {index} is given twice"),
            });
        }
        Ok(())
    }
}

fn parse_profiles(text: &str) -> Result<Vec<ByService>, TableError> {
    let sheet = Sheet::read("use_profiles.csv", text)?;
    let (age, sex, fifth) = (sheet.column("age_from")?, sheet.column("sex")?, sheet.column("fifth")?);
    let mut columns = [0; SERVICES];
    for service in Service::ALL {
        columns[service.index()] = sheet.column(service.key())?;
    }
    let ages: Vec<String> = AgeBand::STARTS.iter().map(u8::to_string).collect();
    let sexes: Vec<String> = Sex::ALL.iter().map(|sex| sex.name().to_string()).collect();
    let fifths: Vec<String> = (1..=FIFTHS).map(|number| number.to_string()).collect();
    debug_assert!(ages.len() == BANDS && sexes.len() == SEXES);
    let mut profile = vec![[0.0; SERVICES]; DEMOGRAPHIC];
    let mut seen = vec![false; DEMOGRAPHIC];
    for row in &sheet.rows {
        let cell = demographic(
            sheet.index_of(row, age, &ages)?,
            sheet.index_of(row, sex, &sexes)?,
            sheet.index_of(row, fifth, &fifths)?,
        );
        sheet.once(&mut seen, cell, "cell")?;
        for (use_of, column) in profile[cell].iter_mut().zip(columns) {
            *use_of = sheet.number(row, column)?;
        }
    }
    sheet.complete(&seen, "cell")?;
    Ok(profile)
}

fn parse_gradients(text: &str) -> Result<[Gradient; SERVICES], TableError> {
    let sheet = Sheet::read("use_gradients.csv", text)?;
    let service = sheet.column("service")?;
    let condition = sheet.column("per_condition")?;
    let dependency = sheet.column("per_dependency")?;
    let last_year = [
        sheet.column("last_year_under_65")?,
        sheet.column("last_year_65_84")?,
        sheet.column("last_year_85")?,
    ];
    let names: Vec<String> = Service::ALL.iter().map(|service| service.key().to_string()).collect();
    let mut gradient = [Gradient::default(); SERVICES];
    let mut seen = [false; SERVICES];
    for row in &sheet.rows {
        let index = sheet.index_of(row, service, &names)?;
        sheet.once(&mut seen, index, "service")?;
        let target = &mut gradient[index];
        target.per_condition = sheet.number(row, condition)?;
        target.per_dependency = sheet.number(row, dependency)?;
        for (value, column) in target.last_year.iter_mut().zip(last_year) {
            *value = sheet.number(row, column)?;
        }
    }
    sheet.complete(&seen, "service")?;
    Ok(gradient)
}

fn parse_seasons(text: &str) -> Result<Seasons, TableError> {
    let sheet = Sheet::read("seasons.csv", text)?;
    let month = sheet.column("month")?;
    let columns = [
        sheet.column("ed_attendances")?,
        sheet.column("emergency_admissions")?,
        sheet.column("length_of_stay")?,
    ];
    let months: Vec<String> = (1..=MONTHS).map(|month| month.to_string()).collect();
    let mut values = [[0.0; MONTHS]; 3];
    let mut seen = [false; MONTHS];
    for row in &sheet.rows {
        let index = sheet.index_of(row, month, &months)?;
        sheet.once(&mut seen, index, "month")?;
        for (series, column) in values.iter_mut().zip(columns) {
            series[index] = sheet.number(row, column)?;
        }
    }
    sheet.complete(&seen, "month")?;
    let [attendances, admissions, stay] = values.map(|series| {
        // Rates per day must average to 1 over the weeks, or the year's total would move with the season.
        let mean: f64 = series
            .iter()
            .enumerate()
            .map(|(month, value)| month_share(month) * value)
            .sum();
        if mean > 0.0 {
            series.map(|value| value / mean)
        } else {
            [1.0; MONTHS]
        }
    });
    Ok(Seasons {
        attendances,
        admissions,
        stay,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::services::fixture;

    #[test]
    fn the_shipped_tables_are_complete() {
        let tables = fixture::tables();
        assert_eq!(tables.profile.len(), DEMOGRAPHIC);
        let weeks: f64 = WEEKS.iter().sum();
        assert_eq!(weeks, 52.0);
        let mean: f64 = (0..MONTHS).map(|m| month_share(m) * tables.seasons.admissions[m]).sum();
        assert!((mean - 1.0).abs() < 1e-12);
    }

    #[test]
    fn emergency_admissions_fall_from_the_most_to_the_least_deprived_fifth() {
        let tables = fixture::tables();
        let service = Service::EmergencyAdmission.index();
        for band in 0..BANDS {
            let most = tables.profile[demographic(band, 0, 0)][service];
            let least = tables.profile[demographic(band, 0, 4)][service];
            assert!(most > least, "band {band}");
        }
    }

    #[test]
    fn a_bad_value_is_named_with_its_place() {
        let text = "month,ed_attendances,emergency_admissions,length_of_stay\n1,1,x,1\n";
        assert_eq!(
            parse_seasons(text),
            Err(TableError::BadValue {
                file: "seasons.csv",
                line: 2,
                column: "emergency_admissions".into(),
                found: "x".into(),
                expected: "a number not below zero",
            })
        );
        assert!(matches!(
            parse_seasons("month,ed_attendances,emergency_admissions\n"),
            Err(TableError::NoColumn { .. })
        ));
        assert!(matches!(
            parse_seasons("month,ed_attendances,emergency_admissions,length_of_stay\n1,1,1,1\n"),
            Err(TableError::Incomplete { .. })
        ));
    }
}
