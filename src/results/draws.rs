//! `draws.parquet`: every draw of every measure, for those who want their own statistics.
//!
//! Columns `scenario, draw, year, measure, group, value`, sorted so (text in byte order), draws from 0. Row groups
//! follow the chunks, so memory stays flat. No time and a fixed `created_by`, so that the same run gives the same bytes.

use std::fs::File;
use std::io::BufWriter;
use std::path::Path;
use std::sync::Arc;

use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int32Type};
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;

use super::row_groups::{damaged, each_row_group, written};
use super::{DrawStore, Error, Series};
use crate::measures::Handle;
use crate::world::Group;

const SCHEMA: &str = "message draws {
    REQUIRED BYTE_ARRAY scenario (UTF8);
    REQUIRED INT32 draw;
    REQUIRED INT32 year;
    REQUIRED BYTE_ARRAY measure (UTF8);
    REQUIRED BYTE_ARRAY group (UTF8);
    REQUIRED DOUBLE value;
}";

/// Rows in a row group, at most about [the chunk that crosses it is kept whole].
const ROWS: usize = 1 << 19;

/// Writes the draws. Without `keep_groups`, everybody only.
pub fn write(store: &DrawStore, draws: usize, keep_groups: bool, path: &Path) -> Result<(), Error> {
    let shape = store.shape();
    let schema = Arc::new(parse_message_type(SCHEMA)?);
    let file = File::create(path).map_err(Error::io("write", path))?;
    let mut writer = SerializedFileWriter::new(BufWriter::new(file), schema, written())?;

    let mut columns: Vec<usize> = (0..shape.columns.len()).collect();
    columns.retain(|index| keep_groups || shape.columns[*index].group == Group::ALL);
    columns.sort_by_key(|index| (shape.columns[*index].measure().name, shape.columns[*index].group.name()));
    let mut scenarios: Vec<usize> = (0..shape.scenarios.len()).collect();
    scenarios.sort_by_key(|index| &shape.scenarios[*index]);
    let mut years: Vec<usize> = (0..shape.years.len()).collect();
    years.sort_by_key(|index| shape.years[*index]);
    let measures: Vec<ByteArray> = columns
        .iter()
        .map(|c| ByteArray::from(shape.columns[*c].measure().name))
        .collect();
    let groups: Vec<ByteArray> = columns
        .iter()
        .map(|c| ByteArray::from(shape.columns[*c].group.name()))
        .collect();

    let per_draw = years.len() * columns.len();
    let mut rows = Rows::default();
    for scenario in scenarios {
        let name = ByteArray::from(shape.scenarios[scenario].as_str());
        for chunk in 0..store.chunks(draws) {
            let (values, held) = store.scenario_chunk(Series::Run, scenario, chunk, draws)?;
            for (offset, draw) in store.range(chunk, draws).enumerate() {
                for year in &years {
                    rows.draw.extend(std::iter::repeat_n(draw as i32, columns.len()));
                    rows.year
                        .extend(std::iter::repeat_n(i32::from(shape.years[*year].0), columns.len()));
                    let start = year * shape.columns.len();
                    rows.value
                        .extend(columns.iter().map(|column| values[(start + column) * held + offset]));
                }
                if rows.value.len() + per_draw > ROWS {
                    rows.write(&name, &measures, &groups, writer.next_row_group()?)?;
                }
            }
        }
        if !rows.value.is_empty() {
            rows.write(&name, &measures, &groups, writer.next_row_group()?)?;
        }
    }
    let buffered = writer.into_inner()?;
    let file = buffered
        .into_inner()
        .map_err(|error| Error::io("write", path)(error.into_error()))?;
    file.sync_all().map_err(Error::io("write", path))
}

/// The rows of one row group.
#[derive(Default)]
struct Rows {
    draw: Vec<i32>,
    year: Vec<i32>,
    value: Vec<f64>,
}

impl Rows {
    fn write<W: std::io::Write + Send>(
        &mut self,
        scenario: &ByteArray,
        measures: &[ByteArray],
        groups: &[ByteArray],
        mut group: SerializedRowGroupWriter<'_, W>,
    ) -> Result<(), Error> {
        let times = self.value.len() / measures.len().max(1);
        let repeated = |names: &[ByteArray]| -> Vec<ByteArray> {
            let mut all = Vec::with_capacity(times * names.len());
            (0..times).for_each(|_| all.extend_from_slice(names));
            all
        };
        let mut position = 0;
        while let Some(mut column) = group.next_column()? {
            match position {
                0 => {
                    let all = vec![scenario.clone(); self.value.len()];
                    column.typed::<ByteArrayType>().write_batch(&all, None, None)?
                }
                1 => column.typed::<Int32Type>().write_batch(&self.draw, None, None)?,
                2 => column.typed::<Int32Type>().write_batch(&self.year, None, None)?,
                3 => column
                    .typed::<ByteArrayType>()
                    .write_batch(&repeated(measures), None, None)?,
                4 => column
                    .typed::<ByteArrayType>()
                    .write_batch(&repeated(groups), None, None)?,
                _ => column.typed::<DoubleType>().write_batch(&self.value, None, None)?,
            };
            column.close()?;
            position += 1;
        }
        group.close()?;
        self.draw.clear();
        self.year.clear();
        self.value.clear();
        Ok(())
    }
}

/// One value of the table of draws, for everybody.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn {
    /// Name of the scenario.
    pub scenario: String,
    /// Number of the draw.
    pub draw: usize,
    /// The measure.
    pub measure: Handle,
    /// The value.
    pub value: f64,
}

/// Reads some measures of one year for everybody back, in the order of the file.
pub fn read_year(path: &Path, year: u16, measures: &[Handle]) -> Result<Vec<Drawn>, Error> {
    let mut found = Vec::new();
    each_row_group(path, &mut |rows| {
        for (row, value) in rows.values.iter().enumerate() {
            let wanted = rows.years[row] == i32::from(year) && rows.groups[row].data() == Group::ALL.name().as_bytes();
            let measure = measures
                .iter()
                .find(|measure| wanted && measure.name().as_bytes() == rows.measures[row].data());
            if let Some(measure) = measure {
                found.push(Drawn {
                    scenario: rows.scenario(row),
                    draw: usize::try_from(rows.draws[row]).map_err(|_| damaged(path, "a draw has a number below 0"))?,
                    measure: *measure,
                    value: *value,
                });
            }
        }
        Ok(())
    })?;
    Ok(found)
}

/// Reads one measure for everybody back: `(scenario, draw, year, value)`, in the order of the file.
#[cfg(test)]
pub fn read(path: &Path, measure: &str) -> Result<Vec<(String, usize, u16, f64)>, Error> {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::RowAccessor;
    let file = File::open(path).map_err(Error::io("open", path))?;
    let reader = SerializedFileReader::new(file)?;
    let mut found = Vec::new();
    for row in reader.get_row_iter(None)? {
        let row = row?;
        if row.get_string(3)? == measure && row.get_string(4)? == Group::ALL.name() {
            found.push((
                row.get_string(0)?.clone(),
                row.get_int(1)? as usize,
                row.get_int(2)? as u16,
                row.get_double(5)?,
            ));
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measures::COST_NHS;
    use crate::results::summary::tests::made_up;

    #[test]
    fn draws_read_back_sorted_and_the_same_run_gives_the_same_bytes() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let store = made_up(&folder.path().join("parts"), 2.0, 10);
        let (one, two) = (folder.path().join("1.parquet"), folder.path().join("2.parquet"));
        write(&store, 10, false, &one).expect("writes");
        write(&store, 10, false, &two).expect("writes");
        assert!(std::fs::read(&one).expect("there") == std::fs::read(&two).expect("there"));
        let rows = read(&one, COST_NHS.name()).expect("reads");
        assert_eq!(rows.len(), 2 * 10 * 2);
        assert!(
            rows.windows(2)
                .all(|pair| (&pair[0].0, pair[0].1, pair[0].2) < (&pair[1].0, pair[1].1, pair[1].2))
        );
        assert_eq!(rows[0], ("now".to_string(), 0, 2024, 100.0));
        let year = read_year(&one, 2024, &[COST_NHS]).expect("reads");
        let old: Vec<f64> = rows.iter().filter(|row| row.2 == 2024).map(|row| row.3).collect();
        assert_eq!(year.iter().map(|row| row.value).collect::<Vec<_>>(), old);
        write(&store, 10, true, &two).expect("writes");
        assert!(std::fs::metadata(&two).expect("there").len() > std::fs::metadata(&one).expect("there").len());
    }
}
