//! The compact tables beside the levers: published growth of the envelopes, deflator and national income, who bears taxes.
//!
//! Text comes in (this room does no I/O), checked numbers come out. Lines starting with `#` say where the figures come from.

use crate::world::Year;
use crate::world::axes::FIFTHS;

use super::sector::{SECTORS, Sector};
use super::tax::{SOURCES, TaxSource};

/// Why a table was refused.
#[derive(Debug, thiserror::Error, PartialEq)]
pub enum TableError {
    /// The header is not the one expected.
    #[error("table `{table}` starts with `{found}`, expected `{expected}`")]
    Header {
        /// Name of the table.
        table: &'static str,
        /// Header found.
        found: String,
        /// Header expected.
        expected: &'static str,
    },
    /// A cell is not what its column holds.
    #[error("table `{table}`, line {line}: `{cell}` is not a {wanted}")]
    Cell {
        /// Name of the table.
        table: &'static str,
        /// Line, counted from 1.
        line: usize,
        /// What stands there.
        cell: String,
        /// What should.
        wanted: &'static str,
    },
    /// Shares of a tax do not add to 1, or a tax is missing.
    #[error("table `tax`: the shares of `{source_name}` add to {total}, not 1")]
    Shares {
        /// The tax.
        source_name: &'static str,
        /// What its shares add to.
        total: f64,
    },
}

/// Real growth of each envelope in years for which it is published [share per year].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PublishedGrowth {
    rows: Vec<(Year, [Option<f64>; SECTORS])>,
}

impl PublishedGrowth {
    /// Growth of an envelope on the year before, if published.
    pub fn of(&self, sector: Sector, year: Year) -> Option<f64> {
        let at = self.rows.binary_search_by_key(&year, |row| row.0).ok()?;
        self.rows[at].1[sector.index()]
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

/// All tables of the money side.
#[derive(Clone, Debug, PartialEq)]
pub struct EconomyTables {
    /// Published growth of the envelopes.
    pub growth: PublishedGrowth,
    /// Deflator and national income.
    pub prices: PriceTable,
    /// Who bears each tax.
    pub incidence: Incidence,
}

impl EconomyTables {
    /// From the text of `spending.csv`, `deflator.csv` and `tax.csv`.
    pub fn parse(spending: &str, deflator: &str, tax: &str) -> Result<EconomyTables, TableError> {
        let mut growth = PublishedGrowth::default();
        for (line, cells) in lines("spending", spending, "year,nhs,council,public_health")? {
            let mut row: [Option<f64>; SECTORS] = Default::default();
            for (cell, slot) in cells.iter().skip(1).zip(&mut row) {
                *slot = if cell.is_empty() {
                    None
                } else {
                    Some(number("spending", line, cell)?)
                };
            }
            growth.rows.push((year("spending", line, cells[0])?, row));
        }
        growth.rows.sort_by_key(|row| row.0);
        let mut prices = PriceTable::default();
        for (line, cells) in lines("deflator", deflator, "year,deflator,smoothed,gdp")? {
            prices.rows.push((
                year("deflator", line, cells[0])?,
                Prices {
                    deflator: number("deflator", line, cells[1])?,
                    smoothed: number("deflator", line, cells[2])?,
                    gdp: number("deflator", line, cells[3])?,
                },
            ));
        }
        prices.rows.sort_by_key(|row| row.0);
        let mut incidence = [[0.0; FIFTHS]; SOURCES];
        for (line, cells) in lines("tax", tax, "source,fifth1,fifth2,fifth3,fifth4,fifth5")? {
            let source = TaxSource::parse(cells[0]).ok_or_else(|| TableError::Cell {
                table: "tax",
                line,
                cell: cells[0].to_owned(),
                wanted: "known tax",
            })?;
            for (cell, slot) in cells.iter().skip(1).zip(&mut incidence[source.index()]) {
                *slot = number("tax", line, cell)?;
            }
        }
        for source in TaxSource::ALL {
            let total: f64 = incidence[source.index()].iter().sum();
            // Half of a hundredth: the table gives two places.
            if (total - 1.0).abs() * 100.0 > 0.5 {
                return Err(TableError::Shares {
                    source_name: source.key(),
                    total,
                });
            }
        }
        Ok(EconomyTables {
            growth,
            prices,
            incidence,
        })
    }
}

/// The data lines of a table with their numbers, cells trimmed and as many as the header has.
fn lines<'a>(
    table: &'static str,
    text: &'a str,
    header: &'static str,
) -> Result<Vec<(usize, Vec<&'a str>)>, TableError> {
    let mut rows = text
        .lines()
        .enumerate()
        .map(|(index, line)| (index + 1, line.trim()))
        .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    let found = rows.next().map_or("", |(_, line)| line);
    if found != header {
        return Err(TableError::Header {
            table,
            found: found.to_owned(),
            expected: header,
        });
    }
    let width = header.split(',').count();
    rows.map(|(line, text)| {
        let cells: Vec<&str> = text.split(',').map(str::trim).collect();
        if cells.len() == width {
            Ok((line, cells))
        } else {
            Err(TableError::Cell {
                table,
                line,
                cell: text.to_owned(),
                wanted: "full row",
            })
        }
    })
    .collect()
}

fn number(table: &'static str, line: usize, cell: &str) -> Result<f64, TableError> {
    match cell.parse::<f64>() {
        Ok(value) if value.is_finite() => Ok(value),
        _ => Err(TableError::Cell {
            table,
            line,
            cell: cell.to_owned(),
            wanted: "number",
        }),
    }
}

fn year(table: &'static str, line: usize, cell: &str) -> Result<Year, TableError> {
    cell.parse().map(Year).map_err(|_| TableError::Cell {
        table,
        line,
        cell: cell.to_owned(),
        wanted: "year",
    })
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
        let wrong = EconomyTables::parse("year,nhs,council,public_health\n2025,much,,\n", "", "");
        assert!(matches!(wrong, Err(TableError::Cell { line: 2, .. })));
    }
}
