//! Tables in Parquet: how they are written, and read back a row group at a time, the one way in for whoever reads one.
//!
//! A file is taken for what it is and not for what it says of itself: its columns are held to those that are written, its
//! places and sizes to its length, before anything is read or memory taken for it.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use parquet::basic::{Compression, Type};
use parquet::column::reader::get_typed_column_reader;
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int32Type};
use parquet::file::metadata::RowGroupMetaData;
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterPropertiesPtr};
use parquet::file::reader::{FileReader, RowGroupReader, SerializedFileReader};
use parquet::schema::types::{ColumnDescPtr, ColumnPath};

use super::Error;

/// How our tables are written: packed, with the name of this version, and no dictionary of values, which are nearly all
/// different, so that it would be built only to be thrown away.
pub(super) fn written() -> WriterPropertiesPtr {
    let properties = WriterProperties::builder()
        .set_created_by(format!("carepool {}", env!("CARGO_PKG_VERSION")))
        .set_compression(Compression::SNAPPY)
        .set_column_dictionary_enabled(ColumnPath::from("value"), false)
        .set_statistics_enabled(EnabledStatistics::Chunk);
    Arc::new(properties.build())
}

/// The columns of the table, as its readers hold a file to them.
const COLUMNS: [(&str, Type); 6] = [
    ("scenario", Type::BYTE_ARRAY),
    ("draw", Type::INT32),
    ("year", Type::INT32),
    ("measure", Type::BYTE_ARRAY),
    ("group", Type::BYTE_ARRAY),
    ("value", Type::DOUBLE),
];

/// Rows that a byte of the file can stand for, at most: equal numbers are packed some twenty to one.
const MOST_PACKED: u64 = 64;

/// Rows of the table, column by column, all of one length.
pub(super) struct Rows {
    scenarios: Vec<ByteArray>,
    /// Numbers of draws.
    pub(super) draws: Vec<i32>,
    /// Years.
    pub(super) years: Vec<i32>,
    /// Names of measures.
    pub(super) measures: Vec<ByteArray>,
    /// Names of groups.
    pub(super) groups: Vec<ByteArray>,
    /// Values.
    pub(super) values: Vec<f64>,
}

impl Rows {
    /// Name of the scenario of a row.
    pub(super) fn scenario(&self, row: usize) -> String {
        String::from_utf8_lossy(self.scenarios[row].data()).into_owned()
    }

    fn read(group: &dyn RowGroupReader, rows: usize) -> Result<Rows, Error> {
        let texts = |column: usize| -> Result<Vec<ByteArray>, Error> {
            let mut values = Vec::with_capacity(rows);
            let mut reader = get_typed_column_reader::<ByteArrayType>(group.get_column_reader(column)?);
            while reader.read_records(rows, None, None, &mut values)?.0 > 0 {}
            Ok(values)
        };
        let whole = |column: usize| -> Result<Vec<i32>, Error> {
            let mut values = Vec::with_capacity(rows);
            let mut reader = get_typed_column_reader::<Int32Type>(group.get_column_reader(column)?);
            while reader.read_records(rows, None, None, &mut values)?.0 > 0 {}
            Ok(values)
        };
        let mut values = Vec::with_capacity(rows);
        let mut numbers = get_typed_column_reader::<DoubleType>(group.get_column_reader(5)?);
        while numbers.read_records(rows, None, None, &mut values)?.0 > 0 {}
        Ok(Rows {
            scenarios: texts(0)?,
            draws: whole(1)?,
            years: whole(2)?,
            measures: texts(3)?,
            groups: texts(4)?,
            values,
        })
    }

    fn complete(&self) -> bool {
        let lengths = [
            self.scenarios.len(),
            self.draws.len(),
            self.years.len(),
            self.measures.len(),
            self.groups.len(),
        ];
        lengths.iter().all(|length| *length == self.values.len())
    }
}

/// That a table of draws is damaged, and how.
pub(super) fn damaged(path: &Path, what: &str) -> Error {
    Error::Damaged {
        path: path.to_path_buf(),
        what: what.to_string(),
    }
}

/// Hands each row group of a table of draws to `take`, in the order of the file.
pub(super) fn each_row_group(path: &Path, take: &mut dyn FnMut(&Rows) -> Result<(), Error>) -> Result<(), Error> {
    each_group(path, &COLUMNS, "draws", &mut |group, count| {
        let rows = Rows::read(group, count)?;
        if !rows.complete() {
            return Err(damaged(path, "its columns differ in length"));
        }
        take(&rows)
    })
}

/// What is done with a row group of so many rows.
type Take<'a> = dyn FnMut(&dyn RowGroupReader, usize) -> Result<(), Error> + 'a;

/// Hands each row group of a table with these columns to `take`; `what` is a table of.
pub(super) fn each_group(path: &Path, columns: &[(&str, Type)], what: &str, take: &mut Take<'_>) -> Result<(), Error> {
    // The library that reads the format panics at some files that no writer makes: that is a damaged file, not our end.
    let read = std::panic::AssertUnwindSafe(|| each_unguarded(path, columns, what, take));
    std::panic::catch_unwind(read).unwrap_or_else(|_| Err(damaged(path, "its parts do not fit one another")))
}

fn each_unguarded(path: &Path, columns: &[(&str, Type)], what: &str, take: &mut Take<'_>) -> Result<(), Error> {
    let file = File::open(path).map_err(Error::io("open", path))?;
    let length = file.metadata().map_err(Error::io("read", path))?.len();
    let reader = SerializedFileReader::new(file)?;
    let told = reader.metadata().file_metadata().schema_descr();
    let kinds = told
        .columns()
        .iter()
        .map(|column| (column.name(), column.physical_type()));
    // Only a statistic may be undefined.
    let most = |column: &ColumnDescPtr| i16::from(what == "statistics" && column.name() == "value");
    let same = |column: &ColumnDescPtr| column.max_def_level() == most(column) && column.max_rep_level() == 0;
    if !kinds.eq(columns.iter().copied()) || !told.columns().iter().all(same) {
        return Err(damaged(
            path,
            &format!("its columns are not those of a table of {what} of this version"),
        ));
    }
    for at in 0..reader.num_row_groups() {
        let group = reader.get_row_group(at)?;
        if !lies_inside(group.metadata(), length) {
            return Err(damaged(path, "it points outside itself"));
        }
        // Texts repeat and are packed well, but every row has a number of its own.
        let rows = u64::try_from(group.metadata().num_rows()).unwrap_or(u64::MAX);
        if rows > length.saturating_mul(MOST_PACKED) {
            return Err(damaged(path, "it claims more rows than it has room for"));
        }
        take(group.as_ref(), rows as usize)?;
    }
    Ok(())
}

/// Whether what a row group says of its places and sizes can be, in a file of this length. The library takes a file at its
/// word.
fn lies_inside(group: &RowGroupMetaData, length: u64) -> bool {
    group.columns().iter().all(|column| {
        let starts = [Some(column.data_page_offset()), column.dictionary_page_offset()];
        let sizes = [
            column.compressed_size(),
            column.uncompressed_size(),
            column.num_values(),
        ];
        let places = starts.iter().flatten().chain(&sizes);
        places
            .map(|number| u64::try_from(*number))
            .all(|number| number.is_ok_and(|number| number <= length.saturating_mul(MOST_PACKED)))
    })
}
