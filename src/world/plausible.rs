//! What is plausible in the columns of the tables of data, so that a slip of the keyboard is refused and not projected.
//!
//! A table gives a number the right form or it does not; whether 500% of growth is a slip is another question, and is
//! answered here, column by column, in the units of the table. Bounds are wide: they hold for any country, county or year, and
//! tell a figure in the wrong unit (per cent for shares, thousands for people) from one that is only unusual.

use super::Service;

/// What a column may hold.
#[derive(Clone, Copy, Debug)]
pub struct Plausible {
    /// Name of the table.
    pub table: &'static str,
    /// Its columns; none named are all.
    pub columns: &'static [&'static str],
    /// Lowest plausible value.
    pub low: f64,
    /// Highest plausible value.
    pub high: f64,
    /// What the columns hold, with an example.
    pub what: &'static str,
}

const fn row(
    table: &'static str,
    columns: &'static [&'static str],
    low: f64,
    high: f64,
    what: &'static str,
) -> Plausible {
    Plausible {
        table,
        columns,
        low,
        high,
        what,
    }
}

const FIFTHS: &[&str] = &["fifth1", "fifth2", "fifth3", "fifth4", "fifth5"];
const SEXES: &[&str] = &["female", "male"];
const TENURES: &[&str] = &["outright", "mortgage", "private_rent", "social_rent"];

/// Every column of numbers that the model reads, table by table.
pub const PLAUSIBLE: &[Plausible] = &[
    row("population.csv", SEXES, 1.0, 1e8, "people, such as 339519"),
    row("population_fifths.csv", FIFTHS, 0.0, 1e9, "people, such as 402196"),
    row(
        "mortality_projection.csv",
        &[],
        0.001,
        100_000.0,
        "deaths among 100,000, such as 39946",
    ),
    row(
        "migration.csv",
        SEXES,
        -100_000.0,
        100_000.0,
        "net migrants of this age per 100,000, such as 323.5",
    ),
    row(
        "fertility.csv",
        &["rate"],
        0.0,
        1000.0,
        "births per 1,000 women and year, such as 76.8",
    ),
    row(
        "births.csv",
        &["fertility_index"],
        0.2,
        5.0,
        "births against the fertility table, such as 1.02",
    ),
    row("households.csv", SEXES, 0.0, 1.0, "a share, such as 0.66"),
    row(
        "quality_of_life.csv",
        SEXES,
        0.1,
        1.0,
        "quality of life, 1 for full health, such as 0.85",
    ),
    row("wealth.csv", TENURES, 0.0, 1.0, "a share, such as 0.35"),
    row(
        "wealth.csv",
        &["home_median"],
        1_000.0,
        1e7,
        "pounds (not thousands), such as 240000",
    ),
    row(
        "wealth.csv",
        &["capital_median"],
        100.0,
        1e7,
        "pounds (not thousands), such as 20600",
    ),
    row(
        "wealth.csv",
        &["income_median"],
        20.0,
        3_000.0,
        "pounds a week (not a year), such as 320",
    ),
    row(
        "wealth.csv",
        &["home_spread", "capital_spread", "income_spread"],
        0.0,
        0.99,
        "a Gini coefficient, such as 0.62",
    ),
    row(
        "spending.csv",
        &["nhs", "council", "public_health"],
        -1.0,
        1.0,
        "growth in a year as a share, such as 0.03 for 3%",
    ),
    row(
        "deflator.csv",
        &["deflator", "smoothed"],
        0.01,
        100.0,
        "prices against the base year, such as 1.02",
    ),
    row(
        "deflator.csv",
        &["gdp"],
        0.1,
        1e6,
        "national income in £bn, such as 2890",
    ),
    row("tax.csv", FIFTHS, 0.0, 1.0, "a share, such as 0.2"),
    row(
        "seasons.csv",
        &["ed_attendances", "emergency_admissions", "length_of_stay"],
        0.1,
        10.0,
        "a month against the mean, such as 1.03",
    ),
    row(
        "use_gradients.csv",
        &[
            "per_condition",
            "per_dependency",
            "last_year_under_65",
            "last_year_65_84",
            "last_year_85",
        ],
        0.01,
        100.0,
        "times the use of others, such as 1.4",
    ),
    row(
        "use_profiles.csv",
        &Service::KEYS,
        0.0,
        10_000.0,
        "use a person and year, such as 4.2",
    ),
];

/// Death rates of the life table.
pub const DEATH_RATE: Plausible = row(
    "life_table.csv",
    &[],
    1e-7,
    5.0,
    "deaths per person and year, such as 0.0048",
);
/// Life expectancies of the life table, in its rows e0.
pub const LIFE_EXPECTANCY: Plausible = row("life_table.csv", &[], 20.0, 120.0, "years of life, such as 83.4");
/// Most years of age that one row may stand for, where rows begin at ages of the table's own choice: half a table leaves more out.
pub const LONGEST_STEP: usize = 25;
/// Longest band of ages of adults \[years\]: shipped tables have bands of ten.
pub const LONGEST_BAND: usize = 10;
/// Age at which the first band of mothers begins at the latest \[years\]: births are published from 15 on.
pub const YOUNGEST_MOTHERS: usize = 15;
/// Age at which the last band of mothers begins at the earliest \[years\]: births are published to 49, in bands of five.
pub const OLDEST_MOTHERS: usize = 45;

impl Plausible {
    /// Whether a value may stand there.
    pub fn holds(&self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
    }
    /// What should stand there, in words.
    pub fn words(&self) -> String {
        format!("from {} to {}: {}", self.low, self.high, self.what)
    }
}

/// What is plausible in a column of a table, which may be named with its folder; nothing where nothing is said.
pub fn of(file: &str, column: &str) -> Option<&'static Plausible> {
    let name = file.rsplit('/').next().unwrap_or(file);
    PLAUSIBLE
        .iter()
        .find(|one| one.table == name && (one.columns.is_empty() || one.columns.contains(&column)))
}
