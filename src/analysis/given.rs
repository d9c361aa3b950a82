//! A table of numbers that somebody hands in: one row a draw, one column a quantity, names in the first line.
//!
//! It comes from another program (R, Python, a spreadsheet), so everything that can be odd about it is said with file, line
//! and column instead of being read as nought. R and pandas write the number of each row before it, a run's folder the number of
//! the draw: such a column is left out, and what it numbers the first draw is kept, so that tables are not paired askew.

use crate::world::lines::Lines;
use std::path::Path;

use crate::results::psa::DRAW;
use crate::world::workbook::instead_of_text;

/// A table of numbers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Given {
    /// Where it comes from, for messages.
    pub file: String,
    /// Names of the columns.
    pub names: Vec<String>,
    /// The columns, each with one number a row.
    pub columns: Vec<Vec<f64>>,
    /// Number of the first draw, 0 or 1, where a column of the table numbers its draws.
    pub numbered: Option<u8>,
}

/// Why a table cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum GivenError {
    /// The system refused.
    #[error("cannot read {file}: {what}")]
    Unreadable {
        /// Which file.
        file: String,
        /// What the system said.
        what: String,
    },
    /// It has no line of names.
    #[error("{file}, line 1: it begins with numbers; expected: a first line that names the columns")]
    NoNames {
        /// Which file.
        file: String,
    },
    /// Names but no numbers.
    #[error("{file} has no line of numbers; expected: a first line of names and one line a draw")]
    NoRows {
        /// Which file.
        file: String,
    },
    /// A line that has other cells than there are names.
    #[error("{file}, line {line}: {found} cells; expected: {expected}, as in the first line")]
    Cells {
        /// Which file.
        file: String,
        /// Which line, the names being line 1.
        line: u64,
        /// Cells found.
        found: usize,
        /// Cells expected.
        expected: usize,
    },
    /// A cell that is no number.
    #[error(
        "{file}, line {line}, column `{column}`: `{found}` is no number; expected: a finite number with a point for decimals"
    )]
    NotANumber {
        /// Which file.
        file: String,
        /// Which line.
        line: u64,
        /// Which column.
        column: String,
        /// What stands there.
        found: String,
    },
    /// Numbers of draws that do not count.
    #[error(
        "{file}: the column `{DRAW}` does not count 0, 1, 2 … or 1, 2, 3 … line by line; expected: every draw once and in order, \
         so that the same line of two tables is the same draw"
    )]
    OutOfOrder {
        /// Which file.
        file: String,
    },
    /// Nothing but the numbers of draws.
    #[error("{file} has no column but the numbers of its draws; expected: a column for each quantity")]
    OnlyNumbers {
        /// Which file.
        file: String,
    },
    /// Two columns of one name.
    #[error("{file}, line 1: two columns are called `{name}`; expected: a name of its own for each")]
    Twice {
        /// Which file.
        file: String,
        /// The name.
        name: String,
    },
    /// A column that is not there.
    #[error("{file} has no column `{name}`{}", .nearest.as_ref().map(|near| format!("; did you mean `{near}`?")).unwrap_or_default())]
    NoColumn {
        /// Which file.
        file: String,
        /// What was asked for.
        name: String,
        /// The name most like it.
        nearest: Option<String>,
    },
    /// Too few draws to say anything.
    #[error("{file} has {rows} line{} of numbers; expected: at least {least} draws", if *.rows == 1 { "" } else { "s" })]
    TooFew {
        /// Which file.
        file: String,
        /// Lines of numbers.
        rows: usize,
        /// What is needed.
        least: usize,
    },
}

/// Likeness from which another name is taken to have been meant.
const ALIKE: f64 = 0.6;

/// From what number on a column counts its lines, if it does: 0 or 1.
pub fn counted(column: &[f64]) -> Option<u8> {
    [0, 1].into_iter().find(|first| {
        column
            .iter()
            .enumerate()
            .all(|(at, value)| *value == at as f64 + f64::from(*first))
    })
}

/// What stands between the cells: a comma, or the semicolon or the tab of spreadsheets in other tongues, if the names are parted
/// by it and by no comma.
fn parted_by(bytes: &[u8]) -> u8 {
    let mut quoted = false;
    let names = bytes
        .iter()
        .skip_while(|byte| b"\r\n".contains(byte))
        .take_while(|byte| !b"\r\n".contains(byte));
    let bare: Vec<u8> = names
        .copied()
        .filter(|byte| {
            quoted ^= *byte == b'"';
            !quoted
        })
        .collect();
    let of = |sign: u8| bare.contains(&sign);
    [b',', b';', b'\t'].into_iter().find(|sign| of(*sign)).unwrap_or(b',')
}

/// The name most like a word, if one is like it.
pub fn nearest<'a>(word: &str, names: impl Iterator<Item = &'a str>) -> Option<String> {
    let lower = word.to_lowercase();
    let likeness = |name: &str| strsim::jaro_winkler(&lower, &name.to_lowercase());
    let scored = names.map(|name| (likeness(name), name));
    let best = scored.max_by(|a, b| a.0.total_cmp(&b.0))?;
    (best.0 >= ALIKE).then(|| best.1.to_string())
}

impl Given {
    /// Reads a file.
    pub fn read(path: &Path) -> Result<Given, GivenError> {
        let file = path.display().to_string();
        match std::fs::read(path) {
            Ok(bytes) => match instead_of_text(&bytes) {
                Some(what) => Err(GivenError::Unreadable {
                    what: format!("it {what}"),
                    file,
                }),
                None => Given::parse(&file, &bytes),
            },
            Err(error) => Err(GivenError::Unreadable {
                file,
                what: error.to_string(),
            }),
        }
    }

    /// Reads a file that may hold nothing at all: no name, no number.
    pub fn read_if_any(path: &Path) -> Result<Option<Given>, GivenError> {
        let empty = |bytes: Vec<u8>| {
            let numbers_only = bytes
                .strip_prefix(DRAW.as_bytes())
                .is_some_and(|rest| !rest.starts_with(b","));
            numbers_only || bytes.iter().all(|byte| b"\"\r\n ,".contains(byte))
        };
        if std::fs::read(path).is_ok_and(empty) {
            return Ok(None);
        }
        Given::read(path).map(Some)
    }

    /// Reads text.
    pub fn parse(file: &str, bytes: &[u8]) -> Result<Given, GivenError> {
        // Spreadsheets put a mark of three bytes before the text.
        let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
        let file = file.to_string();
        let mut table = csv::ReaderBuilder::new()
            .delimiter(parted_by(bytes))
            .flexible(true)
            .has_headers(false)
            .trim(csv::Trim::All)
            .from_reader(bytes);
        let mut names: Vec<String> = Vec::new();
        let mut columns: Vec<Vec<f64>> = Vec::new();
        for (at, row) in table.records().enumerate() {
            let row = row.map_err(|error| GivenError::Unreadable {
                file: file.clone(),
                what: error.to_string(),
            })?;
            // Counted only where it is told: to count for every row would read the file once a row.
            let line = || {
                let record = |from: &csv::Position| Lines::of(bytes).record(from.byte(), None);
                row.position().map_or(at as u64 + 1, record)
            };
            if at == 0 {
                if row.iter().all(|cell| cell.parse::<f64>().is_ok()) {
                    return Err(GivenError::NoNames { file });
                }
                names = row.iter().map(str::to_string).collect();
                columns = vec![Vec::new(); names.len()];
                continue;
            }
            if row.len() != names.len() {
                return Err(GivenError::Cells {
                    file,
                    line: line(),
                    found: row.len(),
                    expected: names.len(),
                });
            }
            for ((cell, column), name) in row.iter().zip(&mut columns).zip(&names) {
                match cell.parse::<f64>() {
                    Ok(value) if value.is_finite() => column.push(value),
                    // A column of words that nobody asks for is no fault of the numbers: told when it is asked for.
                    _ => {
                        return Err(GivenError::NotANumber {
                            file,
                            line: line(),
                            column: name.clone(),
                            found: cell.to_string(),
                        });
                    }
                }
            }
        }
        if columns.first().is_none_or(Vec::is_empty) {
            return Err(GivenError::NoRows { file });
        }
        // Before the draws a program may have written the numbers of its rows, under no name.
        if names.len() > 1 && names[0].is_empty() && counted(&columns[0]).is_some() {
            names.remove(0);
            columns.remove(0);
        }
        let mut numbered = None;
        let of_draws = names.iter().position(|name| name.eq_ignore_ascii_case(DRAW));
        if let Some(at) = of_draws {
            if names.len() == 1 {
                return Err(GivenError::OnlyNumbers { file });
            }
            let Some(first) = counted(&columns[at]) else {
                return Err(GivenError::OutOfOrder { file });
            };
            numbered = Some(first);
            names.remove(at);
            columns.remove(at);
        }
        for (at, name) in names.iter().enumerate() {
            if names[..at].contains(name) {
                return Err(GivenError::Twice {
                    file,
                    name: name.clone(),
                });
            }
        }
        Ok(Given {
            file,
            names,
            columns,
            numbered,
        })
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.columns.first().map_or(0, Vec::len)
    }

    /// Refuses a table with fewer rows.
    pub fn at_least(self, least: usize) -> Result<Given, GivenError> {
        if self.rows() < least {
            return Err(GivenError::TooFew {
                rows: self.rows(),
                file: self.file,
                least,
            });
        }
        Ok(self)
    }

    /// Position of a column.
    pub fn position(&self, name: &str) -> Result<usize, GivenError> {
        let found = self.names.iter().position(|known| known == name);
        found.ok_or_else(|| GivenError::NoColumn {
            file: self.file.clone(),
            name: name.to_string(),
            nearest: nearest(name, self.names.iter().map(String::as_str)),
        })
    }

    /// The same without some columns, which are handed back in the order asked for.
    pub fn split(mut self, wanted: &[String]) -> Result<(Given, Vec<Vec<f64>>), GivenError> {
        let places: Vec<usize> = wanted
            .iter()
            .map(|name| self.position(name))
            .collect::<Result<_, _>>()?;
        let taken = places.iter().map(|at| self.columns[*at].clone()).collect();
        let mut keep = (0..self.names.len()).map(|at| !places.contains(&at));
        self.names.retain(|_| keep.next().unwrap_or(true));
        let mut keep = (0..self.columns.len()).map(|at| !places.contains(&at));
        self.columns.retain(|_| keep.next().unwrap_or(true));
        Ok((self, taken))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Given, String> {
        Given::parse("x.csv", text.as_bytes()).map_err(|error| error.to_string())
    }

    #[test]
    fn a_table_of_r_or_of_a_spreadsheet_is_read_without_its_row_numbers_and_marks() {
        let wanted = Given {
            file: "x.csv".into(),
            names: vec!["a".into(), "b".into()],
            columns: vec![vec![1.5, -2e-3], vec![3.0, 1e5]],
            numbered: None,
        };
        for (text, numbered) in [
            ("a,b\n1.5,3\n-2e-3,1e+05\n", None),
            ("\"\",\"a\",\"b\"\n\"1\",1.5,3\n\"2\",-0.002,100000\n", None),
            (",a,b\n0,1.5,3\n1,-0.002,100000\n", None),
            ("\u{feff}a , b\r\n 1.5 ,3\r\n-0.002,1e5", None),
            ("draw,a,b\n0,1.5,3.0\n1,-0.002,100000.0\n", Some(0)),
            (
                "\"\",\"draw\",\"a\",\"b\"\n\"1\",1,1.5,3\n\"2\",2,-0.002,100000\n",
                Some(1),
            ),
            ("a,b,Draw\n1.5,3.0,0\n-0.002,1e5,1\n", Some(0)),
        ] {
            let wanted = Given {
                numbered,
                ..wanted.clone()
            };
            assert_eq!(parse(text), Ok(wanted), "{text}");
        }
    }

    #[test]
    fn a_fault_is_on_the_line_of_the_file_whatever_ends_its_lines_and_however_many_are_empty() {
        for (text, line) in [
            ("a,b\n1,2\n3,x\n", 3),
            ("a,b\r\n1,2\r\n3,x\r\n", 3),
            ("a,b\r1,2\r3,x\r", 3),
            ("a,b\n\n1,2\n\n\n3,x\n", 6),
            ("\r\na,b\r\n\r\n1,2\r\n3\r\n", 5),
            ("\u{feff}\"a\nof two lines\",b\n1,2\n3,x\n", 4),
        ] {
            let found = parse(text).expect_err(text);
            assert!(found.contains(&format!("line {line}")), "{text:?}: {found}");
        }
    }

    #[test]
    fn semicolons_and_tabs_part_cells_and_a_comma_for_decimals_is_no_number() {
        for text in [
            "a,b\n1.5,2\n",
            "a;b\n1.5;2\n",
            "a\tb\n1.5\t2\n",
            "\"a\";\"b\"\r\n1.5;2\r\n",
        ] {
            let table = parse(text).expect(text);
            assert_eq!(
                (table.names.join("|"), table.columns),
                ("a|b".into(), vec![vec![1.5], vec![2.0]])
            );
        }
        let found = parse("a;b\n1,5;2\n").expect_err("decimals");
        assert!(found.contains("line 2, column `a`: `1,5` is no number") && found.contains("a point for decimals"));
        assert_eq!(parse("\"a;x\",b\n1,2\n").expect("quoted").names, ["a;x", "b"]);
    }

    #[test]
    fn whatever_is_odd_is_said_with_its_line() {
        for (text, words) in [
            ("a,b\n1,2\n3,NaN\n", "line 3, column `b`: `NaN` is no number"),
            ("a,b\n1,\n", "line 2, column `b`: `` is no number"),
            ("a,b\n1,inf\n", "`inf` is no number"),
            ("a,b\n1,2\n3\n", "line 3: 1 cells; expected: 2"),
            ("1,2\n3,4\n", "expected: a first line that names the columns"),
            ("a,b\n", "no line of numbers"),
            ("", "no line of numbers"),
            ("a,a\n1,2\n", "two columns are called `a`"),
            ("draw\n0\n1\n", "no column but the numbers"),
            ("draw,a\n0,1\n2,3\n", "the column `draw` does not count"),
            ("draw,a\n1,1\n0,3\n", "the column `draw` does not count"),
        ] {
            let found = parse(text).expect_err(text);
            assert!(found.contains(words) && found.contains("x.csv"), "{text}: {found}");
        }
    }

    #[test]
    fn a_column_that_is_not_there_is_answered_with_the_one_most_like_it() {
        let table = parse("cost,effect\n1,2\n2,3\n").expect("reads");
        let error = table.position("efect").expect_err("misspelt").to_string();
        assert!(error.contains("did you mean `effect`?"), "{error}");
        let (left, taken) = table.split(&["effect".to_string()]).expect("there");
        assert_eq!((left.names, taken), (vec!["cost".to_string()], vec![vec![2.0, 3.0]]));
    }
}
