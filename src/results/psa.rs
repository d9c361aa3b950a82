//! Matrices for probabilistic sensitivity analysis, in the layout that BCEA, dampack, voi and SAVI read: `costs.csv`
//! and `effects.csv` with one column a scenario, `parameters.csv` with one column a parameter, one row a draw each, its number
//! before it.
//!
//! Cost and effect are sums over the years, discounted to the first. The Green Book discounts both at 3.5%, health at
//! 1.5% as the option; the rates come from the caller.

use std::io::{self, Write};

use super::cells;
use super::tables::number;
use super::{DrawStore, Error, Series};
use crate::measures::Handle;
use crate::world::Group;

/// Name of the column with the number of the draw, from 0.
pub const DRAW: &str = "draw";

/// Discounted sums of a measure over the years: one row a draw, one column a scenario.
pub fn discounted(store: &DrawStore, draws: usize, measure: Handle, rate: f64) -> Result<Vec<Vec<f64>>, Error> {
    let shape = store.shape();
    let mut sums = vec![vec![0.0; shape.scenarios.len()]; draws];
    let column = shape.column(measure, Group::ALL).ok_or(Error::NotTold {
        measure: measure.name(),
        group: Group::ALL.name(),
    })?;
    for (year, when) in shape.years.iter().enumerate() {
        let weight = (1.0 + rate).powi(-when.since(shape.years[0]));
        for scenario in 0..shape.scenarios.len() {
            let values = store.column(Series::Run, scenario, year, column, draws)?;
            for (row, value) in sums.iter_mut().zip(values) {
                row[scenario] += value * weight;
            }
        }
    }
    Ok(sums)
}

/// Writes a matrix with a header, one row a draw.
pub fn write_matrix(names: &[String], rows: &[Vec<f64>], out: &mut dyn Write) -> io::Result<()> {
    let mut table = csv::Writer::from_writer(out);
    let head = std::iter::once(DRAW).chain(names.iter().map(String::as_str));
    table.write_record(cells::record(head))?;
    for (draw, row) in rows.iter().enumerate() {
        table.write_record(std::iter::once(draw.to_string()).chain(row.iter().map(|value| number(*value))))?;
    }
    table.flush()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measures::COST_NHS;
    use crate::results::summary::tests::made_up;
    use crate::results::{Identity, Shape};
    use crate::world::Year;

    #[test]
    fn a_measure_that_a_run_does_not_tell_is_no_sum_of_nothing() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let told = Shape::new(vec!["now".into()], vec![Year(2024)]);
        let columns = told.columns.iter().copied().filter(|column| column.measure != COST_NHS);
        let shape = Shape {
            columns: columns.collect(),
            ..told
        };
        let store = DrawStore::open(folder.path(), Identity::of("made up"), shape, 7).expect("opens");
        let refused = discounted(&store, 0, COST_NHS, 0.25).expect_err("not told");
        assert_eq!(refused.to_string(), "the run does not tell cost_nhs of all");
    }

    #[test]
    fn sums_are_discounted_to_the_first_year() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let store = made_up(folder.path(), 5.0, 3);
        let sums = discounted(&store, 3, COST_NHS, 0.25).expect("whole");
        assert_eq!(sums.len(), 3);
        // Draw 0: 100 in both years, the second worth 1/1.25.
        assert!((sums[0][0] - 180.0).abs() < 1e-9 && (sums[0][1] - 189.0).abs() < 1e-9);
        let mut out = Vec::new();
        write_matrix(&["now".into(), "then".into()], &sums[..1], &mut out).expect("writes");
        assert_eq!(String::from_utf8(out).expect("UTF-8"), "draw,now,then\n0,180.0,189.0\n");
    }
}
