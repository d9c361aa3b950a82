//! `summary.parquet` and `differences.parquet`: every statistic of every measure and group, for programs and for the report.
//!
//! A line a number, with the columns of the tables that people open: scenario, (against,) year, measure, group, statistic, value,
//! unit. The value is null where it is undefined. The same run gives the same bytes.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use parquet::basic::Type;
use parquet::column::reader::get_typed_column_reader;
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int32Type};
use parquet::file::reader::RowGroupReader;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;

use super::row_groups::{damaged, each_group, written};
use super::tables::{self, Entry};
use super::{Error, Summary};

/// The columns of the table of levels; that of differences has `against` after the first.
const COLUMNS: [(&str, Type); 7] = [
    ("scenario", Type::BYTE_ARRAY),
    ("year", Type::INT32),
    ("measure", Type::BYTE_ARRAY),
    ("group", Type::BYTE_ARRAY),
    ("statistic", Type::BYTE_ARRAY),
    ("value", Type::DOUBLE),
    ("unit", Type::BYTE_ARRAY),
];

fn columns(differences: bool) -> Vec<(&'static str, Type)> {
    let mut columns = COLUMNS.to_vec();
    if differences {
        columns.insert(1, ("against", Type::BYTE_ARRAY));
    }
    columns
}

fn schema(differences: bool) -> String {
    let lines: Vec<String> = columns(differences)
        .into_iter()
        .map(|(name, kind)| match kind {
            Type::INT32 => format!("REQUIRED INT32 {name};"),
            Type::DOUBLE => format!("OPTIONAL DOUBLE {name};"),
            _ => format!("REQUIRED BYTE_ARRAY {name} (UTF8);"),
        })
        .collect();
    format!("message statistics {{ {} }}", lines.join(" "))
}

/// Writes the table; a row group for each scenario. With `against`, of differences.
pub fn write(summary: &Summary, against: Option<&[String]>, path: &Path) -> Result<(), Error> {
    let schema = Arc::new(parse_message_type(&schema(against.is_some()))?);
    let file = File::create(path).map_err(Error::io("write", path))?;
    let mut writer = SerializedFileWriter::new(file, schema, written())?;
    let shape = &summary.shape;
    // Each text is held once: a table has hundreds of thousands of lines and some hundred texts.
    let texts: Vec<[ByteArray; 3]> = shape
        .columns
        .iter()
        .map(|column| {
            let measure = column.measure();
            [measure.name.into(), column.group.name().into(), measure.unit.into()]
        })
        .collect();
    let mut statistics: Vec<(&str, ByteArray)> = Vec::new();
    for (s, scenario) in shape.scenarios.iter().enumerate() {
        let mut rows = Rows::default();
        for (y, year) in shape.years.iter().enumerate() {
            for (c, [measure, group, unit]) in texts.iter().enumerate() {
                for (statistic, value) in summary.stats[shape.cell(s, y, c)].named(against.is_some()) {
                    let known = statistics.iter().position(|(name, _)| *name == statistic);
                    let at = known.unwrap_or_else(|| {
                        statistics.push((statistic, statistic.into()));
                        statistics.len() - 1
                    });
                    rows.years.push(i32::from(year.0));
                    rows.measures.push(measure.clone());
                    rows.groups.push(group.clone());
                    rows.statistics.push(statistics[at].1.clone());
                    rows.units.push(unit.clone());
                    let told = value.is_finite();
                    rows.known.push(i16::from(told));
                    if told {
                        // Negative zero is zero to every reader.
                        rows.values.push(if value == 0.0 { 0.0 } else { value });
                    }
                }
            }
        }
        rows.write(
            scenario,
            against.map(|against| against[s].as_str()),
            writer.next_row_group()?,
        )?;
    }
    let file = writer.into_inner()?;
    file.sync_all().map_err(Error::io("write", path))
}

/// The rows of one row group, column by column.
#[derive(Default)]
struct Rows {
    years: Vec<i32>,
    measures: Vec<ByteArray>,
    groups: Vec<ByteArray>,
    statistics: Vec<ByteArray>,
    units: Vec<ByteArray>,
    /// Values that are defined.
    values: Vec<f64>,
    /// 1 for each row whose value is defined.
    known: Vec<i16>,
}

impl Rows {
    fn write<W: std::io::Write + Send>(
        &self,
        scenario: &str,
        against: Option<&str>,
        mut group: SerializedRowGroupWriter<'_, W>,
    ) -> Result<(), Error> {
        let count = self.years.len();
        for (name, _) in columns(against.is_some()) {
            let Some(mut column) = group.next_column()? else {
                break;
            };
            let texts = |text: &str| vec![ByteArray::from(text); count];
            match name {
                "scenario" => column
                    .typed::<ByteArrayType>()
                    .write_batch(&texts(scenario), None, None)?,
                "against" => {
                    let all = texts(against.unwrap_or_default());
                    column.typed::<ByteArrayType>().write_batch(&all, None, None)?
                }
                "year" => column.typed::<Int32Type>().write_batch(&self.years, None, None)?,
                "measure" => column
                    .typed::<ByteArrayType>()
                    .write_batch(&self.measures, None, None)?,
                "group" => column.typed::<ByteArrayType>().write_batch(&self.groups, None, None)?,
                "statistic" => column
                    .typed::<ByteArrayType>()
                    .write_batch(&self.statistics, None, None)?,
                "unit" => column.typed::<ByteArrayType>().write_batch(&self.units, None, None)?,
                _ => column
                    .typed::<DoubleType>()
                    .write_batch(&self.values, Some(&self.known), None)?,
            };
            column.close()?;
        }
        group.close()?;
        Ok(())
    }
}

/// Reads the table back. Lines of measures unknown to this version are passed over.
pub fn read(path: &Path, differences: bool) -> Result<Summary, Error> {
    let mut entries: Vec<Entry> = Vec::new();
    let skip = usize::from(differences);
    each_group(path, &columns(differences), "statistics", &mut |group, rows| {
        let texts = |column: usize| texts(group, column, rows);
        let (scenarios, measures) = (texts(0)?, texts(2 + skip)?);
        let (groups, statistics) = (texts(3 + skip)?, texts(4 + skip)?);
        let mut years = Vec::with_capacity(rows);
        let mut reader = get_typed_column_reader::<Int32Type>(group.get_column_reader(1 + skip)?);
        while reader.read_records(rows, None, None, &mut years)?.0 > 0 {}
        let (mut values, mut known) = (Vec::with_capacity(rows), Vec::with_capacity(rows));
        let mut reader = get_typed_column_reader::<DoubleType>(group.get_column_reader(5 + skip)?);
        while reader.read_records(rows, Some(&mut known), None, &mut values)?.0 > 0 {}
        let lengths = [
            scenarios.len(),
            measures.len(),
            groups.len(),
            statistics.len(),
            years.len(),
            known.len(),
        ];
        let told = known.iter().filter(|level| **level == 1).count();
        if lengths.iter().any(|length| *length != rows) || told != values.len() {
            return Err(damaged(path, "its columns differ in length"));
        }
        let mut values = values.into_iter();
        for row in 0..rows {
            let value = if known[row] == 1 {
                let value = values.next().filter(|value| value.is_finite());
                value.ok_or_else(|| damaged(path, "a value is no number"))?
            } else {
                f64::NAN
            };
            let text = |of: &[ByteArray]| String::from_utf8_lossy(of[row].data()).into_owned();
            entries.push(Entry {
                scenario: text(&scenarios),
                year: u16::try_from(years[row]).map_err(|_| damaged(path, "a year is none"))?,
                measure: text(&measures),
                group: text(&groups),
                statistic: text(&statistics),
                value,
            });
        }
        Ok(())
    })?;
    tables::assembled(path, entries)
}

fn texts(group: &dyn RowGroupReader, column: usize, rows: usize) -> Result<Vec<ByteArray>, Error> {
    let mut values = Vec::with_capacity(rows);
    let mut reader = get_typed_column_reader::<ByteArrayType>(group.get_column_reader(column)?);
    while reader.read_records(rows, None, None, &mut values)?.0 > 0 {}
    Ok(values)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::summarise;
    use crate::results::summary::tests::made_up;

    #[test]
    fn statistics_read_back_to_the_same_bits_and_the_same_run_gives_the_same_bytes() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let (summary, differences) =
            summarise(&made_up(&folder.path().join("parts"), 3.0, 9), 9, 4, &[0; 2]).expect("whole");
        let (one, two) = (folder.path().join("1.parquet"), folder.path().join("2.parquet"));
        for (table, against) in [
            (&summary, None),
            (&differences.summary, Some(differences.against.as_slice())),
        ] {
            write(table, against, &one).expect("writes");
            let back = read(&one, against.is_some()).expect("reads");
            assert_eq!(back.shape, table.shape);
            // What reads back is written the same: NaN is not equal to itself, its bytes are.
            write(&back, against, &two).expect("writes");
            assert!(std::fs::read(&one).expect("there") == std::fs::read(&two).expect("there"));
            assert!(read(&one, against.is_none()).is_err(), "levels are no differences");
        }
    }

    #[test]
    fn a_table_of_which_a_scenario_is_cut_short_is_refused() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let (mut summary, _) = summarise(&made_up(&folder.path().join("parts"), 3.0, 9), 9, 4, &[0; 2]).expect("whole");
        let path = folder.path().join("s.parquet");
        summary.shape.scenarios[1] = "now".to_string();
        write(&summary, None, &path).expect("writes");
        assert!(read(&path, false).expect_err("twice").to_string().contains("lines are"));
    }
}
