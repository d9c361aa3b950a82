//! How the commands that print a table print it, and how they say what went wrong.

use std::io::{self, IsTerminal, Write};

use super::plain::plain;
use crate::measures::UnknownMeasure;
use crate::projection::tables::TablesError;
use crate::projection::{self, PlansError};
use crate::results;
use crate::results::cells::record;
use crate::results::tables::pointed;
pub use crate::results::tables::short;
use crate::run;
use crate::scenario::{Problem, Problems};

/// Form of a printed table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For people.
    #[default]
    Text,
    /// JSON.
    Json,
    /// Comma-separated values with a header.
    Csv,
}

/// Why a command could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The scenario, or what was asked of it, is wrong.
    #[error("{0}")]
    Problems(#[from] Problems),
    /// The result could not be written.
    #[error("cannot write: {0}")]
    Write(#[from] io::Error),
    /// A folder of results cannot be read or written, or is another run's.
    #[error("{0}")]
    Results(#[from] results::Error),
    /// The books of a year did not close, or a result of it cannot be.
    #[error("{0}")]
    Year(#[from] projection::year::YearError),
    /// What was asked cannot be done.
    #[error("{0}")]
    Refused(String),
    /// Ctrl-C; the text says how to go on.
    #[error("{0}")]
    Interrupted(String),
}

impl From<PlansError> for Failure {
    fn from(error: PlansError) -> Failure {
        match error {
            PlansError::Problems(problems) => Failure::Problems(problems),
            PlansError::Tables(TablesError::Missing(problem)) => Failure::from(*problem),
            other => Failure::Refused(other.to_string()),
        }
    }
}

impl From<run::Error> for Failure {
    fn from(error: run::Error) -> Failure {
        match error {
            run::Error::Plans(error) => error.into(),
            run::Error::Year(error) => Failure::Year(error),
            run::Error::Results(error) => Failure::Results(error),
            run::Error::Stopped => Failure::Interrupted("\nInterrupted; nothing is kept.".to_string()),
            other => Failure::Refused(other.to_string()),
        }
    }
}

impl From<UnknownMeasure> for Failure {
    fn from(unknown: UnknownMeasure) -> Failure {
        Failure::Refused(unknown.to_string())
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Failure {
        Failure::Problems(problem.into())
    }
}

impl From<csv::Error> for Failure {
    fn from(error: csv::Error) -> Failure {
        match error.into_kind() {
            csv::ErrorKind::Io(error) => Failure::Write(error),
            other => Failure::Write(io::Error::other(format!("{other:?}"))),
        }
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Failure {
        Failure::Write(error.into())
    }
}

impl Failure {
    /// The same, told with the place in which it happened.
    #[must_use]
    pub fn in_place(self, place: &str) -> Failure {
        match self {
            Failure::Year(error) => Failure::Refused(format!("in {place}: {error}")),
            Failure::Refused(text) => Failure::Refused(format!("in {place}: {text}")),
            other => other,
        }
    }

    /// Says it on stderr and gives the exit code: 2 for bad input, 1 for a result that could not be written, 0 when the
    /// reader of a pipe has had enough.
    pub fn report(&self) -> u8 {
        match self {
            Failure::Problems(problems) => {
                eprint!("{}", problems.render(colour()));
                2
            }
            Failure::Write(error) if error.kind() == io::ErrorKind::BrokenPipe => 0,
            Failure::Interrupted(_) => {
                eprintln!("{}", plain(&self.to_string()));
                super::INTERRUPTED
            }
            // A year that cannot be comes of what was assumed.
            Failure::Results(_) | Failure::Refused(_) | Failure::Year(_) => {
                eprintln!("{}", as_error(&plain(&self.to_string())));
                super::BAD_INPUT
            }
            Failure::Write(_) => {
                eprintln!("{}", as_error(&plain(&self.to_string())));
                super::NO
            }
        }
    }
}

/// Says that a text is an error, once: what was rendered with its place in a file says so already.
fn as_error(text: &str) -> String {
    const WORD: &str = "error: ";
    format!("{WORD}{}", text.strip_prefix(WORD).unwrap_or(text))
}

/// Whether stderr is a terminal that wants colour (`NO_COLOR` is respected).
pub fn colour() -> bool {
    io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// Prints rows as CSV or as an array of JSON objects; of texts, empty ones become null in JSON.
pub fn rows(out: &mut dyn Write, format: Format, header: &[&str], rows: &[Vec<String>]) -> Result<(), Failure> {
    match format {
        Format::Json => {
            let objects: Vec<serde_json::Value> = rows
                .iter()
                .map(|row| {
                    let cells = header.iter().zip(row).map(|(name, cell)| {
                        let value = if cell.is_empty() {
                            serde_json::Value::Null
                        } else {
                            cell.clone().into()
                        };
                        (name.to_string(), value)
                    });
                    serde_json::Value::Object(cells.collect())
                })
                .collect();
            serde_json::to_writer_pretty(&mut *out, &objects)?;
            writeln!(out)?;
        }
        _ => {
            let mut table = csv::Writer::from_writer(out);
            table.write_record(header)?;
            for row in rows {
                table.write_record(record(row))?;
            }
            table.flush()?;
        }
    }
    Ok(())
}

/// Below this a number in a table for programs is dust of a calculation.
const DUST: f64 = 1e-12;

/// A number for programs, with a point: a column of which the first are whole is still one of numbers.
pub fn float(value: f64) -> String {
    pointed(exact(value))
}

/// A number for programs: the shortest digits that give back twelve significant ones, more than a quantile
/// that was searched for holds; dust is 0.
pub fn exact(value: f64) -> String {
    if value.abs() < DUST {
        return "0".to_string();
    }
    format!("{value:.11e}").parse().unwrap_or(value).to_string()
}

/// A problem of a file as a row: what was checked, file, line, column, key, message, expected, nearest.
pub fn problem_row(name: &str, problem: &Problem) -> Vec<String> {
    let place = problem.place.as_ref();
    vec![
        name.to_string(),
        place.map_or(String::new(), |place| place.source.name.clone()),
        place.map_or(String::new(), |place| place.line().to_string()),
        place.map_or(String::new(), |place| place.column().to_string()),
        problem.key.clone(),
        problem.fault.to_string(),
        problem.expected.clone().unwrap_or_default(),
        problem.nearest.clone().unwrap_or_default(),
    ]
}

/// Prints a paragraph under a label, broken at words.
pub fn paragraph(out: &mut dyn Write, label: &str, text: &str) -> io::Result<()> {
    const WIDTH: usize = 84;
    let mut line = format!("  {label:<10} ");
    let mut length = line.chars().count();
    let indent = length;
    for word in text.split_whitespace() {
        let word_length = word.chars().count();
        if length + word_length > WIDTH && length > indent {
            writeln!(out, "{}", line.trim_end())?;
            line = " ".repeat(indent);
            length = indent;
        }
        line.push_str(word);
        line.push(' ');
        length += word_length + 1;
    }
    writeln!(out, "{}", line.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_for_programs_are_without_dust() {
        for (value, text) in [
            (-8.67e-18, "0"),
            (0.1 + 0.2, "0.3"),
            (0.006000000000000001, "0.006"),
            (-1.5e9, "-1500000000"),
            (0.12345678901, "0.12345678901"),
            (0.00499999999999999, "0.005"),
        ] {
            assert_eq!(exact(value), text);
        }
    }

    #[test]
    fn numbers_are_shown_in_few_digits() {
        for (value, text) in [
            (0.0, "0"),
            (23250.0, "23,250"),
            (-0.0512345, "−0.05123"),
            (1.5e9, "1,500,000,000"),
            (3.0, "3"),
            (1e-7, "0.0000001"),
            (-1e-17, "0"),
        ] {
            assert_eq!(short(value), text);
        }
    }
}
