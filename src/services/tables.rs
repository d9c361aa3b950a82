//! The tables that services read: use per head, how use varies with health, and seasons.
//!
//! They come in as the text of the three small files in `scenarios/<place>/` and go out checked, as dense arrays, so
//! that another country's figures need no code. Each file says on top where its figures come from.

use crate::world::axes::{AgeBand, BANDS, FIFTHS, SEXES, Sex};
use crate::world::cells::{DEMOGRAPHIC, demographic};
use crate::world::keys::Keys;
use crate::world::service::{ByService, SERVICES, Service};
use crate::world::table::{Table, TableError};

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

fn parse_profiles(text: &str) -> Result<Vec<ByService>, TableError> {
    let services = Service::ALL.map(Service::key);
    let columns: Vec<&str> = ["age_from", "sex", "fifth"].into_iter().chain(services).collect();
    let table = Table::read("use_profiles.csv", text, &columns)?;
    let ages: Vec<String> = AgeBand::STARTS.iter().map(u8::to_string).collect();
    let ages: Vec<&str> = ages.iter().map(String::as_str).collect();
    let sexes = Sex::ALL.map(Sex::name);
    debug_assert!(ages.len() == BANDS && sexes.len() == SEXES);
    let words =
        |band: usize, sex: usize, fifth: usize| format!("age_from {}, {}, fifth {}", ages[band], sexes[sex], fifth + 1);
    let mut profile = vec![[0.0; SERVICES]; DEMOGRAPHIC];
    let mut keys = Keys::new(&table, DEMOGRAPHIC);
    for row in table.rows() {
        let band = row.one_of("age_from", &ages)?;
        let sex = row.one_of("sex", &sexes)?;
        let fifth = row.whole("fifth", 1, FIFTHS)? - 1;
        let cell = demographic(band, sex, fifth);
        keys.take(&row, cell, &words(band, sex, fifth))?;
        for (use_of, column) in profile[cell].iter_mut().zip(services) {
            *use_of = row.amount(column)?;
        }
    }
    keys.complete(|cell| {
        let of = |(band, sex, fifth)| demographic(band, sex, fifth) == cell;
        let all = (0..BANDS)
            .flat_map(|band| (0..SEXES).flat_map(move |sex| (0..FIFTHS).map(move |fifth| (band, sex, fifth))));
        all.into_iter()
            .find(|one| of(*one))
            .map_or(String::new(), |(band, sex, fifth)| words(band, sex, fifth))
    })?;
    Ok(profile)
}

fn parse_gradients(text: &str) -> Result<[Gradient; SERVICES], TableError> {
    let last_year = ["last_year_under_65", "last_year_65_84", "last_year_85"];
    let columns = [&["service", "per_condition", "per_dependency"], &last_year[..]].concat();
    let table = Table::read("use_gradients.csv", text, &columns)?;
    let names = Service::ALL.map(Service::key);
    let mut gradient = [Gradient::default(); SERVICES];
    let mut keys = Keys::new(&table, SERVICES);
    for row in table.rows() {
        let service = row.one_of("service", &names)?;
        keys.take(&row, service, names[service])?;
        let target = &mut gradient[service];
        target.per_condition = row.amount("per_condition")?;
        target.per_dependency = row.amount("per_dependency")?;
        for (value, column) in target.last_year.iter_mut().zip(last_year) {
            *value = row.amount(column)?;
        }
    }
    keys.complete(|service| names[service].to_owned())?;
    Ok(gradient)
}

fn parse_seasons(text: &str) -> Result<Seasons, TableError> {
    let columns = ["ed_attendances", "emergency_admissions", "length_of_stay"];
    let table = Table::read("seasons.csv", text, &[&["month"], &columns[..]].concat())?;
    let mut values = [[0.0; MONTHS]; 3];
    let mut keys = Keys::new(&table, MONTHS);
    for row in table.rows() {
        let month = row.whole("month", 1, MONTHS)? - 1;
        keys.take(&row, month, &format!("month {}", month + 1))?;
        for (series, column) in values.iter_mut().zip(columns) {
            series[month] = row.amount(column)?;
        }
    }
    keys.complete(|month| format!("month {}", month + 1))?;
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
            parse_seasons(text).unwrap_err().to_string(),
            "seasons.csv, line 2, column `emergency_admissions`: found `x`, expected a number"
        );
        let missing = parse_seasons("month,ed_attendances,emergency_admissions\n").unwrap_err();
        assert!(missing.to_string().contains("length_of_stay"), "{missing}");
        let half = "month,ed_attendances,emergency_admissions,length_of_stay\n1,1,1,1\n";
        let half = parse_seasons(half).unwrap_err();
        assert!(half.line == 3 && half.found.contains("month 2"), "{half}");
    }
}
