//! Tables of data: comma-separated text with named columns, read in one way and refused in one way.
//!
//! A table says in lines that begin with `#` where its figures come from, then names its columns, then gives one row a
//! line. Whoever reads a table names the columns it needs and asks each row for what a column holds; what is not so is
//! refused with the file, the line, the column, what stands there and what should. Nothing is passed over: a column that nobody
//! asked for, a row twice and a row too few are errors, because each of them has once moved a result without a word.

use std::fmt;

use super::plausible::{self, Plausible};
use super::year::Year;

/// What is wrong with a table, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableError {
    /// The table, as the reader was told.
    pub file: String,
    /// Line, from 1 and comments included; 0 where the table as a whole is meant.
    pub line: u64,
    /// Column; empty where the row as a whole is meant.
    pub column: String,
    /// What is there, in words or between backquotes.
    pub found: String,
    /// What should be there.
    pub expected: String,
}

impl fmt::Display for TableError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.file)?;
        if self.line > 0 {
            write!(out, ", line {}", self.line)?;
        }
        if !self.column.is_empty() {
            write!(out, ", column `{}`", self.column)?;
        }
        write!(out, ": found {}, expected {}", self.found, self.expected)
    }
}

impl std::error::Error for TableError {}

impl TableError {
    /// The same, for a table that was found under a longer name.
    pub fn in_file(self, file: &str) -> TableError {
        TableError {
            file: file.to_owned(),
            ..self
        }
    }
}

/// Names of columns that tell places apart, in tables of several.
const PLACES: [&str; 8] = [
    "code",
    "area",
    "area_code",
    "place",
    "name",
    "council",
    "region",
    "geography",
];

/// A table whose columns are as they should be and whose rows are all of full length.
#[derive(Clone, Debug)]
pub struct Table {
    file: String,
    columns: Vec<String>,
    /// Line of the names of columns.
    pub(super) head: u64,
    /// Line and cells of each row.
    rows: Vec<(u64, Vec<String>)>,
}

impl Table {
    /// Reads a table that has these columns, in any order, and no others.
    pub fn read(file: &str, text: &str, columns: &[&str]) -> Result<Table, TableError> {
        Table::read_with_optional(file, text, columns, &[])
    }

    /// Reads a table that has these columns, may have the optional ones, and has no others.
    pub fn read_with_optional(
        file: &str,
        text: &str,
        columns: &[&str],
        optional: &[&str],
    ) -> Result<Table, TableError> {
        let table = Table::read_with_more(file, text, columns)?;
        let known = [columns, optional].concat();
        if let Some(other) = table.more(&known).next() {
            let near = match PLACES.contains(&other.to_lowercase().as_str()) {
                true => "; a table is of one place: keep its rows and leave this column out".to_owned(),
                false => {
                    let near = nearest(other, &known);
                    near.map_or(String::new(), |near| format!("; did you mean `{near}`?"))
                }
            };
            let expected = format!("only the columns {}{near}", list(&known));
            return Err(table.refuse(table.head, "", &format!("a column `{other}`"), &expected));
        }
        Ok(table)
    }

    /// Reads a table that has these columns and may have more.
    pub fn read_with_more(file: &str, text: &str, columns: &[&str]) -> Result<Table, TableError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut table = Table {
            file: file.to_owned(),
            columns: Vec::new(),
            head: 0,
            rows: Vec::new(),
        };
        let mut reader = csv::ReaderBuilder::new()
            .comment(Some(b'#'))
            .has_headers(false)
            .flexible(true)
            .trim(csv::Trim::All)
            .from_reader(text.as_bytes());
        for record in reader.records() {
            let record = record.map_err(|error| {
                let line = error.position().map_or(0, |position| line_of(text, position));
                table.refuse(line, "", "text that is no table", "comma-separated values in UTF-8")
            })?;
            let line = record.position().map_or(0, |position| line_of(text, position));
            let cells: Vec<String> = record.iter().map(str::to_owned).collect();
            if cells.iter().all(String::is_empty) && cells.len() == 1 {
                continue;
            }
            if table.head == 0 {
                table.head = line;
                table.columns = cells;
                table.check_columns(columns)?;
            } else if cells.len() == table.columns.len() {
                table.rows.push((line, cells));
            } else {
                let expected = format!("{}: {}", table.columns.len(), table.columns.join(","));
                return Err(table.refuse(line, "", &format!("{} values", cells.len()), &expected));
            }
        }
        if table.head == 0 {
            return Err(table.refuse(0, "", "nothing", &format!("the columns {}", list(columns))));
        }
        if table.rows.is_empty() {
            return Err(table.refuse(table.head, "", "no row below the names of columns", "at least one"));
        }
        Ok(table)
    }

    /// Whether it has a column.
    pub fn has(&self, column: &str) -> bool {
        self.columns.iter().any(|known| known == column)
    }

    fn check_columns(&self, columns: &[&str]) -> Result<(), TableError> {
        if self
            .columns
            .first()
            .is_some_and(|first| first.to_lowercase().starts_with("sep="))
        {
            let expected = format!(
                "the columns {}: only Excel reads a line that says what sets them apart",
                list(columns)
            );
            return Err(self.refuse(self.head, "", &format!("`{}`", self.columns.join(",")), &expected));
        }
        // What a spreadsheet saves where a comma is the decimal point.
        for (mark, name) in [(';', "semicolons"), ('\t', "tabs")] {
            if let [only] = self.columns.as_slice()
                && columns.len() > 1
                && only.contains(mark)
            {
                let found = format!("columns set apart by {name}");
                let expected = format!(
                    "commas between the columns {}, and a full stop in decimals (a spreadsheet saves that as `CSV UTF-8, comma delimited`)",
                    list(columns)
                );
                return Err(self.refuse(self.head, "", &found, &expected));
            }
        }
        for (at, column) in self.columns.iter().enumerate() {
            if self.columns[..at].contains(column) {
                return Err(self.refuse(self.head, column, "the column twice", "it once"));
            }
        }
        for column in columns {
            if !self.columns.iter().any(|known| known == column) {
                let found = format!("`{}`", self.columns.join(","));
                return Err(self.refuse(self.head, "", &found, &format!("the columns {}", list(columns))));
            }
        }
        Ok(())
    }

    /// Names of the columns beside these, in the order of the table.
    pub fn more<'a>(&'a self, columns: &'a [&str]) -> impl Iterator<Item = &'a str> {
        self.columns
            .iter()
            .map(String::as_str)
            .filter(|known| !columns.contains(known))
    }

    /// The rows, from the top.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        (0..self.rows.len()).map(|at| Row { table: self, at })
    }

    /// An error about the table as a whole.
    pub fn error(&self, found: &str, expected: &str) -> TableError {
        self.refuse(0, "", found, expected)
    }

    /// An error about the names of columns.
    pub fn error_in_head(&self, found: &str, expected: &str) -> TableError {
        self.refuse(self.head, "", found, expected)
    }

    pub(super) fn refuse(&self, line: u64, column: &str, found: &str, expected: &str) -> TableError {
        TableError {
            file: self.file.clone(),
            line,
            column: column.to_owned(),
            found: found.to_owned(),
            expected: expected.to_owned(),
        }
    }
}

/// Line on which a record begins. The reader's own position lies before the comments and empty lines above the record.
fn line_of(text: &str, position: &csv::Position) -> u64 {
    let start = usize::try_from(position.byte()).unwrap_or(usize::MAX);
    let above = text.get(start..).unwrap_or("").lines();
    let passed = above
        .take_while(|line| line.is_empty() || line.starts_with('#'))
        .count();
    position.line() + passed as u64
}

fn list(names: &[&str]) -> String {
    format!("`{}`", names.join(","))
}

/// The name most like what was written, if any is.
fn nearest<'a>(written: &str, names: &[&'a str]) -> Option<&'a str> {
    let likeness = |name: &str| strsim::jaro_winkler(written, name);
    let best = names
        .iter()
        .copied()
        .max_by(|one, other| likeness(one).total_cmp(&likeness(other)))?;
    // A third of the letters may be wrong before a hint misleads more than it helps.
    (likeness(best) * 3.0 > 2.0).then_some(best)
}

/// One row of a table.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    table: &'a Table,
    at: usize,
}

impl<'a> Row<'a> {
    /// Line of the row, from 1 and comments included.
    pub fn line(&self) -> u64 {
        self.table.rows[self.at].0
    }

    /// What stands in a column, without the blanks around it.
    pub fn text(&self, column: &str) -> &'a str {
        let at = self.table.columns.iter().position(|known| known == column);
        // Columns are checked when the table is read: to ask for another is a fault of the code that asks.
        let at = at.unwrap_or_else(|| panic!("{} was not read for a column `{column}`", self.table.file));
        &self.table.rows[self.at].1[at]
    }

    /// An error at a column of this row.
    pub fn error(&self, column: &str, expected: &str) -> TableError {
        let found = match self.text(column) {
            "" => "nothing".to_owned(),
            text => format!("`{text}`"),
        };
        self.table.refuse(self.line(), column, &found, expected)
    }

    /// An error about the row as a whole.
    pub fn error_in_row(&self, found: &str, expected: &str) -> TableError {
        self.table.refuse(self.line(), "", found, expected)
    }

    /// An error about one cell of this row, told otherwise than by what stands in it.
    pub fn error_of(&self, column: &str, found: &str, expected: &str) -> TableError {
        self.table.refuse(self.line(), column, found, expected)
    }

    /// A finite number. Thousands may be set off by commas, between quotation marks.
    pub fn number(&self, column: &str) -> Result<f64, TableError> {
        let value = number(self.text(column)).ok_or_else(|| self.error(column, "a number"))?;
        match plausible::of(&self.table.file, column) {
            Some(plausible) => self.held_to(column, value, plausible),
            None => Ok(value),
        }
    }

    /// A number that is plausible where the column alone does not say what is.
    pub fn plausible(&self, column: &str, plausible: &Plausible) -> Result<f64, TableError> {
        self.held_to(column, self.number(column)?, plausible)
    }

    fn held_to(&self, column: &str, value: f64, plausible: &Plausible) -> Result<f64, TableError> {
        match plausible.holds(value) {
            true => Ok(value),
            false => Err(self.error(column, &plausible.words())),
        }
    }

    /// A number that is not negative.
    pub fn amount(&self, column: &str) -> Result<f64, TableError> {
        let value = self.number(column)?;
        if value < 0.0 {
            return Err(self.error(column, "a number not below 0"));
        }
        Ok(value)
    }

    /// A number above 0.
    pub fn above_zero(&self, column: &str) -> Result<f64, TableError> {
        let value = self.number(column)?;
        if value <= 0.0 {
            return Err(self.error(column, "a number above 0"));
        }
        Ok(value)
    }

    /// A share, 0 to 1.
    pub fn share(&self, column: &str) -> Result<f64, TableError> {
        let value = self.number(column)?;
        if !(0.0..=1.0).contains(&value) {
            return Err(self.error(column, "a number from 0 to 1"));
        }
        Ok(value)
    }

    /// A number, or nothing where the column is empty.
    pub fn optional_number(&self, column: &str) -> Result<Option<f64>, TableError> {
        match self.text(column) {
            "" => Ok(None),
            _ => self.number(column).map(Some),
        }
    }

    /// A whole number from one to another.
    pub fn whole(&self, column: &str, smallest: usize, largest: usize) -> Result<usize, TableError> {
        match self.text(column).parse::<usize>() {
            Ok(value) if (smallest..=largest).contains(&value) => Ok(value),
            _ => Err(self.error(column, &format!("a whole number from {smallest} to {largest}"))),
        }
    }

    /// A year.
    pub fn year(&self, column: &str) -> Result<Year, TableError> {
        // Four digits: anything else is an age, an amount or a slip of the keyboard.
        let text = self.text(column);
        let year = text.parse().ok().filter(|_| text.len() == "2024".len());
        year.map(Year)
            .ok_or_else(|| self.error(column, "a year in four digits, such as 2024"))
    }

    /// A year, or nothing where the column is empty.
    pub fn optional_year(&self, column: &str) -> Result<Option<Year>, TableError> {
        match self.text(column) {
            "" => Ok(None),
            _ => self.year(column).map(Some),
        }
    }

    /// Place of the name among those that the column may hold.
    pub fn one_of(&self, column: &str, names: &[&str]) -> Result<usize, TableError> {
        let written = self.text(column);
        names.iter().position(|name| *name == written).ok_or_else(|| {
            let near = nearest(written, names).map_or(String::new(), |near| format!("; did you mean `{near}`?"));
            self.error(column, &format!("one of {}{near}", names.join(", ")))
        })
    }
}

fn number(text: &str) -> Option<f64> {
    let value = match text.split_once(',') {
        None => text.parse::<f64>(),
        Some(_) if grouped(text) => text.replace(',', "").parse::<f64>(),
        Some(_) => return None,
    };
    value.ok().filter(|value| value.is_finite())
}

/// Whether the commas of a number set off its thousands: `339,519`, and not `0,5`.
fn grouped(text: &str) -> bool {
    let whole = text.split('.').next().unwrap_or("");
    let mut groups = whole.trim_start_matches('-').split(',');
    let digits = |group: &str| group.chars().all(|letter| letter.is_ascii_digit());
    let first = groups
        .next()
        .is_some_and(|group| digits(group) && !group.starts_with('0') && (1..=3).contains(&group.len()));
    first && groups.all(|group| digits(group) && group.len() == 3)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::keys::{Keys, Once};

    const TEXT: &str = "\u{feff}# where it is from\n\nage,people\n# the young\n0,\"339,519\"\n\n1, 300 \n2,7\n";

    fn ages(text: &str) -> Result<Vec<f64>, TableError> {
        let table = Table::read("p.csv", text, &["age", "people"])?;
        let mut keys = Keys::new(&table, 3);
        let mut people = vec![0.0; 3];
        for row in table.rows() {
            let age = row.whole("age", 0, 2)?;
            keys.take(&row, age, &format!("age {age}"))?;
            people[age] = row.above_zero("people")?;
        }
        keys.complete(|age| format!("age {age}"))?;
        Ok(people)
    }

    fn refused(text: &str) -> String {
        ages(text).expect_err(text).to_string()
    }

    #[test]
    fn quotation_marks_comments_blanks_and_a_mark_of_byte_order_are_understood() {
        assert_eq!(ages(TEXT), Ok(vec![339_519.0, 300.0, 7.0]));
        assert_eq!(ages("people,age\r\n1,0\r\n2,1\r\n3,2\r\n"), Ok(vec![1.0, 2.0, 3.0]));
    }

    #[test]
    fn a_wrong_cell_is_named_with_file_line_column_what_stands_there_and_what_should() {
        let error = ages(&TEXT.replace("300", "many")).unwrap_err();
        assert_eq!((error.line, error.column.as_str()), (7, "people"));
        assert_eq!(
            error.to_string(),
            "p.csv, line 7, column `people`: found `many`, expected a number"
        );
        assert!(refused(&TEXT.replace("300", "")).contains("found nothing, expected a number"));
        assert!(refused(&TEXT.replace("300", "-3")).contains("above 0"));
        assert!(refused(&TEXT.replace("2,7", "3,7")).contains("line 8, column `age`: found `3`"));
    }

    #[test]
    fn commas_that_set_off_no_thousands_are_no_number() {
        for text in ["0,5", "1,23", "1,2345", ",300", "1,,300", "1,300,5"] {
            assert_eq!(number(text), None, "{text}");
        }
        for (text, value) in [("1,300", 1300.0), ("-1,300.5", -1300.5), ("12,345,678", 12_345_678.0)] {
            assert_eq!(number(text), Some(value));
        }
        for text in ["", "nan", "inf", "1e999"] {
            assert_eq!(number(text), None, "{text}");
        }
    }

    #[test]
    fn a_row_twice_is_refused_at_the_line_of_the_second() {
        let text = refused(&format!("{TEXT}# again\n1,5\n"));
        assert!(
            text.starts_with("p.csv, line 10: found a second row for age 1") && text.contains("line 7"),
            "{text}"
        );
    }

    #[test]
    fn a_missing_row_is_named_at_the_line_where_it_should_stand() {
        assert!(refused(&TEXT.replace("1, 300 \n", "")).starts_with("p.csv, line 6: found no row for age 1"));
        assert!(refused(&TEXT.replace("2,7\n", "")).starts_with("p.csv, line 8: found no row for age 2"));
    }

    #[test]
    fn wrong_columns_rows_of_another_length_and_empty_tables_are_refused() {
        assert!(refused("age,poeple\n0,1\n").contains("line 1: found `age,poeple`, expected the columns `age,people`"));
        let text = refused("age,people,peopel\n0,1,1\n");
        assert!(
            text.contains("a column `peopel`") && text.contains("did you mean `people`"),
            "{text}"
        );
        assert!(refused("age,age,people\n0,1,1\n").contains("twice"));
        assert!(refused("age,people\n0,1\n1\n").contains("line 3: found 1 values, expected 2"));
        assert!(refused("age,people\n").contains("no row"));
        assert!(refused("# only a comment\n").contains("found nothing"));
    }

    #[test]
    fn a_year_has_four_digits_and_comes_once() {
        let table = Table::read("y.csv", "year\n2024\n204\n2024\n", &["year"]).unwrap();
        let rows: Vec<Row<'_>> = table.rows().collect();
        assert_eq!(rows[0].year("year"), Ok(Year(2024)));
        assert!(rows[1].year("year").is_err());
        let mut once = Once::default();
        assert!(once.take(&rows[0], &Year(2024)).is_ok());
        assert_eq!(once.take(&rows[2], &Year(2024)).unwrap_err().line, 4);
    }
}
