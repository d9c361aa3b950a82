//! The compact tables beside the levers: published growth of the envelopes, deflator and national income, who bears taxes.
//!
//! Text comes in (this room does no I/O), checked numbers come out. Lines starting with `#` say where the figures come from.

use crate::world::axes::{FIFTHS, MAX_AGE};
use crate::world::keys::{Keys, Once};
use crate::world::table::Table;
use crate::world::{TableError, Year};

use super::sector::{SECTORS, Sector};
use super::tax::{SOURCES, TaxSource};

/// Real growth of each envelope in years for which it is published [share per year].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PublishedGrowth {
    rows: Vec<(Year, [Option<f64>; SECTORS])>,
}

impl PublishedGrowth {
    /// Growth of an envelope on the year before, if published.
    pub fn of(&self, sector: Sector, year: Year) -> Option<f64> {
        let at = self.rows.binary_search_by_key(&year, |row| row.0).ok()?;
        self.rows[at].1[sector]
    }
}

/// One year of the deflator and of national income.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prices {
    /// GDP deflator as published [2024 = 1].
    pub deflator: f64,
    /// The same with the pandemic jump smoothed [2024 = 1].
    pub smoothed: f64,
    /// National income of the United Kingdom [£ billion, nominal].
    pub gdp: f64,
}

/// The deflator and national income by year.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PriceTable {
    rows: Vec<(Year, Prices)>,
}

impl PriceTable {
    /// A year's row, if published or forecast.
    pub fn of(&self, year: Year) -> Option<Prices> {
        let at = self.rows.binary_search_by_key(&year, |row| row.0).ok()?;
        Some(self.rows[at].1)
    }
    /// Real growth of national income on the year before, if both years stand in the table \[share\].
    pub fn real_gdp_growth(&self, year: Year) -> Option<f64> {
        let before = self.of(Year(year.0.checked_sub(1)?))?;
        let now = self.of(year)?;
        Some((now.gdp / now.smoothed) / (before.gdp / before.smoothed) - 1.0)
    }
}

/// Share of each tax that each fifth of households bears, poorest first.
pub type Incidence = [[f64; FIFTHS]; SOURCES];

/// First and last age of those who pay each tax \[years\].
pub type PayingAges = [[u8; 2]; SOURCES];

/// All tables of the money side.
#[derive(Clone, Debug, PartialEq)]
pub struct EconomyTables {
    /// Published growth of the envelopes.
    pub growth: PublishedGrowth,
    /// Deflator and national income.
    pub prices: PriceTable,
    /// Who bears each tax.
    pub incidence: Incidence,
    /// Of what ages those are.
    pub paying_ages: PayingAges,
}

impl EconomyTables {
    /// From the text of `spending.csv`, `deflator.csv` and `tax.csv`.
    pub fn parse(spending: &str, deflator: &str, tax: &str) -> Result<EconomyTables, TableError> {
        let (growth, prices) = (published_growth(spending)?, prices(deflator)?);
        let (incidence, paying_ages) = incidence(tax)?;
        Ok(EconomyTables {
            growth,
            prices,
            incidence,
            paying_ages,
        })
    }
}

fn published_growth(text: &str) -> Result<PublishedGrowth, TableError> {
    let envelopes = ["nhs", "council", "public_health"];
    let table = Table::read("spending.csv", text, &["year", "nhs", "council", "public_health"])?;
    let mut growth = PublishedGrowth::default();
    let mut once = Once::default();
    for row in table.rows() {
        let year = row.year("year")?;
        once.take(&row, &year)?;
        let mut rates: [Option<f64>; SECTORS] = Default::default();
        for (column, rate) in envelopes.into_iter().zip(&mut rates) {
            *rate = row.optional_number(column)?;
        }
        growth.rows.push((year, rates));
    }
    growth.rows.sort_by_key(|row| row.0);
    no_gap(&table, growth.rows.iter().map(|row| row.0))?;
    Ok(growth)
}

fn prices(text: &str) -> Result<PriceTable, TableError> {
    let table = Table::read("deflator.csv", text, &["year", "deflator", "smoothed", "gdp"])?;
    let mut prices = PriceTable::default();
    let mut once = Once::default();
    for row in table.rows() {
        let year = row.year("year")?;
        once.take(&row, &year)?;
        prices.rows.push((
            year,
            Prices {
                deflator: row.above_zero("deflator")?,
                smoothed: row.above_zero("smoothed")?,
                gdp: row.above_zero("gdp")?,
            },
        ));
    }
    prices.rows.sort_by_key(|row| row.0);
    no_gap(&table, prices.rows.iter().map(|row| row.0))?;
    Ok(prices)
}

/// Refuses a table of years that leaves one out: what it does not tell would be taken for what the levers say.
fn no_gap(table: &Table, years: impl Iterator<Item = Year>) -> Result<(), TableError> {
    let years: Vec<Year> = years.collect();
    match years.windows(2).find(|pair| pair[0].plus(1) != pair[1]) {
        Some(pair) => Err(table.error(
            &format!("no row for {}", pair[0].plus(1)),
            "every year from the first to the last",
        )),
        None => Ok(()),
    }
}

fn incidence(text: &str) -> Result<(Incidence, PayingAges), TableError> {
    let fifths = ["fifth1", "fifth2", "fifth3", "fifth4", "fifth5"];
    let table = Table::read(
        "tax.csv",
        text,
        &[
            "source", "fifth1", "fifth2", "fifth3", "fifth4", "fifth5", "from_age", "to_age",
        ],
    )?;
    let names = TaxSource::ALL.map(TaxSource::key);
    let mut incidence = [[0.0; FIFTHS]; SOURCES];
    let mut ages = [[0; 2]; SOURCES];
    let mut keys = Keys::new(&table, SOURCES);
    for row in table.rows() {
        let source = row.one_of("source", &names)?;
        keys.take(&row, source, names[source])?;
        for (column, share) in fifths.into_iter().zip(&mut incidence[source]) {
            *share = row.share(column)?;
        }
        let from = row.whole("from_age", 0, usize::from(MAX_AGE))?;
        let to = row.whole("to_age", from, usize::from(MAX_AGE))?;
        ages[source] = [from as u8, to as u8];
        let total: f64 = incidence[source].iter().sum();
        // Half of a hundredth: the table gives two places.
        if (total - 1.0).abs() * 100.0 > 0.5 {
            return Err(row.error_in_row(
                &format!("shares of {} that add to {total}", names[source]),
                "shares that add to 1",
            ));
        }
    }
    keys.complete(|source| names[source].to_owned())?;
    Ok((incidence, ages))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::economy::central;

    #[test]
    fn the_shipped_tables_are_read_and_england_grows_three_percent_in_2025() {
        let tables = central::tables();
        let growth = tables.growth.of(Sector::Nhs, Year(2025)).unwrap();
        assert!((growth - 0.032).abs() < 0.001);
        assert_eq!(tables.growth.of(Sector::PublicHealth, Year(2025)), None);
        assert!(tables.prices.real_gdp_growth(Year(2025)).unwrap() > 0.0);
        assert!((tables.prices.of(Year(2024)).unwrap().smoothed - 1.0).abs() < 1e-9);
    }

    #[test]
    fn a_wrong_cell_is_named_with_its_line() {
        let wrong = EconomyTables::parse("year,nhs,council,public_health\n2025,much,,\n", "", "").unwrap_err();
        assert_eq!((wrong.line, wrong.column.as_str()), (2, "nhs"));
    }

    #[test]
    fn growth_in_per_cent_a_year_twice_and_shares_that_do_not_add_up_are_refused() {
        let growth = |rows: &str| published_growth(&format!("year,nhs,council,public_health\n{rows}")).map(|_| ());
        assert_eq!(growth("2025,-5,,\n").unwrap_err().line, 2);
        assert_eq!(growth("2025,0.1,,\n2026,,,\n2025,0.1,,\n").unwrap_err().line, 4);
        assert!(growth("2025,-0.05,,0.02\n").is_ok());
        let text = "source,fifth1,fifth2,fifth3,fifth4,fifth5,from_age,to_age\nincome_tax,0.1,0.1,0.1,0.1,0.1,18,100\n";
        let error = incidence(text).unwrap_err();
        assert!(error.line == 2 && error.to_string().contains("add to 0.5"), "{error}");
        let error = incidence(&text.replace("0.1,0.1,18", "0.1,0.6,18")).unwrap_err();
        assert!(error.to_string().contains("no row for"), "{error}");
        let error = incidence(&text.replace("18,100", "66,18")).unwrap_err();
        assert_eq!((error.line, error.column.as_str()), (2, "to_age"));
    }
}
