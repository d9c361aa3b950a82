//! Charts and tables of `carepool sensitivity --out`.

use std::path::Path;

use super::Part;
use super::subject::{Drawn, Quantity};
use super::told::Told;
use crate::analysis::sensitivity::Drivers;
use crate::analysis::sensitivity::one_by_one::Tornado;
use crate::analysis::sensitivity::sentence::sentence;
use crate::cli::format::{Failure, Format, rows};
use crate::measures;
use crate::report::sensitivity::{Bar, scatter, shares, tornado as draw};
use crate::results::store::write_atomically;

/// Bars of a chart.
const BARS: usize = 15;
/// Assumptions drawn against a quantity.
const SCATTERS: usize = 3;

fn folder_made(folder: &Path) -> Result<(), Failure> {
    std::fs::create_dir_all(folder)
        .map_err(|error| Failure::Refused(format!("cannot write in {}: {error}", folder.display())))
}

fn table(folder: &Path, part: &Part) -> Result<(), Failure> {
    let mut bytes = Vec::new();
    rows(&mut bytes, Format::Csv, &part.columns, &part.rows)?;
    Ok(write_atomically(&folder.join("sensitivity.csv"), &bytes)?)
}

/// A file's name from a key.
fn stem(key: &[String; 3]) -> String {
    let plain = |c: char| {
        if c.is_ascii_alphanumeric() || c == '_' || c == '-' {
            c
        } else {
            '-'
        }
    };
    let parts = key.iter().filter(|part| !part.is_empty());
    parts
        .map(|part| part.chars().map(plain).collect::<String>())
        .collect::<Vec<_>>()
        .join("-")
}

/// The unit of a quantity; of a column of somebody's table none is known.
fn unit(quantity: &Quantity) -> &'static str {
    measures::find(&quantity.key[2]).map_or("value of the column", |found| found.measure().unit)
}

/// Shares as bars, and the strongest assumptions against each quantity.
pub fn drawn(folder: &Path, found: &[(&Quantity, Drivers)], drawn: &Drawn, part: &Part) -> Result<(), Failure> {
    folder_made(folder)?;
    for (quantity, drivers) in found {
        let stem = stem(&quantity.key);
        let mut bars: Vec<(String, f64)> = drivers
            .drivers
            .iter()
            .take(BARS)
            .filter(|one| one.share > 0.0)
            .map(|one| (drawn.names[one.assumption].clone(), one.share))
            .collect();
        bars.extend(drivers.luck.map(|luck| ("luck of sampling".to_string(), luck)));
        let concluded = sentence(drivers, &quantity.told, &drawn.names);
        if let Some(svg) = shares(&quantity.told, &bars, drivers.draws, &concluded) {
            write_atomically(&folder.join(format!("drivers-{stem}.svg")), svg.as_bytes())?;
        }
        for (place, one) in drivers
            .drivers
            .iter()
            .take(SCATTERS)
            .filter(|one| one.share > 0.0)
            .enumerate()
        {
            let svg = scatter(
                &quantity.told,
                &drawn.names[one.assumption],
                &drawn.assumptions[one.assumption],
                (&quantity.values, unit(quantity)),
            );
            write_atomically(
                &folder.join(format!("scatter-{stem}-{}.svg", place + 1)),
                svg.as_bytes(),
            )?;
        }
    }
    table(folder, part)
}

/// A tornado for each output.
pub fn tornado(folder: &Path, found: &Tornado, names: &[&str], told: &[Told], part: &Part) -> Result<(), Failure> {
    folder_made(folder)?;
    for (output, what) in told.iter().enumerate() {
        let bars: Vec<Bar> = found
            .ordered(output)
            .iter()
            .take(BARS)
            .map(|swing| Bar {
                label: names[swing.factor].to_string(),
                low: swing.low[output],
                high: swing.high[output],
            })
            .collect();
        if let Some(svg) = draw(
            &what.words,
            what.measure.unit,
            what.difference,
            found.centre[output],
            &bars,
        ) {
            write_atomically(&folder.join(format!("tornado-{}.svg", stem(&what.key))), svg.as_bytes())?;
        }
    }
    table(folder, part)
}
