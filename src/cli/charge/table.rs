//! Many people at once: a table whose columns are the flags of a person, a row for each.

use std::ffi::OsString;
use std::path::Path;

use clap::{Args, Command, FromArgMatches};

use super::Laws;
use super::person::Person;
use crate::cli::format::Failure;
use crate::scenario::problem::nearest;
use crate::world::lines::Lines;
use crate::world::workbook::instead_of_text;

/// Longest table \[bytes\].
const LONGEST: u64 = 256 << 20;
/// Faults told at once.
const MOST_FAULTS: usize = 30;

/// A row, with the line it stands on.
pub struct Row {
    /// Line of the file.
    pub line: u64,
    /// What it tells.
    pub person: Person,
    /// The laws that it asks for itself.
    pub laws: Option<Laws>,
}

/// The column of the laws of a row: commas, semicolons or spaces between them.
const SCHEME: &str = "scheme";

/// A command that takes a person's flags and nothing else: cells are read by the very rules of the flags.
fn flags() -> Command {
    Person::augment_args(Command::new("row").no_binary_name(true).disable_help_flag(true))
}

/// Reads a table; every bad cell is told with line and column.
pub fn read(path: &Path) -> Result<Vec<Row>, Failure> {
    let name = path.display().to_string();
    let unreadable = |why: String| Failure::Refused(format!("{name} cannot be read: {why}"));
    let length = std::fs::metadata(path)
        .map_err(|error| unreadable(error.to_string()))?
        .len();
    if length > LONGEST {
        return Err(unreadable(format!(
            "{length} bytes are more than the {LONGEST} of a table of people"
        )));
    }
    let bytes = std::fs::read(path).map_err(|error| unreadable(error.to_string()))?;
    if let Some(what) = instead_of_text(&bytes) {
        return Err(Failure::Refused(format!("{name} {what}")));
    }
    let text = String::from_utf8(bytes)
        .map_err(|_| unreadable("its letters are not UTF-8; save it as \"CSV UTF-8\"".to_owned()))?;
    read_text(&name, &text)
}

/// The same of a text at hand; `name` is the file's, for whoever has to mend it.
pub fn read_text(name: &str, text: &str) -> Result<Vec<Row>, Failure> {
    let refuse = |text: String| Failure::Refused(text);
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let header = reader
        .headers()
        .map_err(|error| refuse(format!("{name}: {error}")))?
        .clone();
    let command = flags();
    let known: Vec<String> = command
        .get_arguments()
        .map(|argument| argument.get_id().to_string())
        .chain([SCHEME.to_string()])
        .collect();
    let mut lines = Lines::of(text.as_bytes());
    let head = lines.record(0, None);
    let mut faults = Vec::new();
    let mut columns: Vec<String> = Vec::new();
    for (index, title) in header.iter().enumerate() {
        let column = title.to_lowercase().replace(['-', ' '], "_");
        if !known.contains(&column) {
            let near = nearest(&column, known.iter().map(String::as_str));
            let near = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
            faults.push(format!(
                "{name}:{head}: column {}: no column `{title}`{near} (columns are `{SCHEME}` and the flags of a person that `carepool charge --help` lists)",
                index + 1
            ));
        } else if columns.contains(&column) {
            faults.push(format!("{name}:{head}: column {}: `{title}` stands twice", index + 1));
        }
        columns.push(column);
    }
    let mut rows = Vec::new();
    if faults.is_empty() {
        for record in reader.records() {
            let record = match record {
                Ok(record) => record,
                Err(error) => {
                    faults.push(format!("{name}: {error}"));
                    break;
                }
            };
            let line = record.position().map_or(0, |place| lines.record(place.byte(), None));
            if record.len() != columns.len() {
                faults.push(format!(
                    "{name}:{line}: {} cells under {} columns",
                    record.len(),
                    columns.len()
                ));
                continue;
            }
            match row(&columns, &record) {
                Ok((person, laws)) => rows.push(Row { line, person, laws }),
                Err(cells) => faults.extend(cells.into_iter().map(|(column, what)| {
                    format!("{name}:{line}: column {} (`{}`): {what}", column + 1, columns[column])
                })),
            }
            if faults.len() >= MOST_FAULTS {
                faults.push("… and perhaps more".to_string());
                break;
            }
        }
    }
    if !faults.is_empty() {
        return Err(refuse(faults.join("\n")));
    }
    if rows.is_empty() {
        return Err(refuse(format!("{name} has no row below its header")));
    }
    Ok(rows)
}

/// What is wrong with a cell, by its column.
type BadCell = (usize, String);

/// A row's person and laws, or its bad cells.
fn row(columns: &[String], record: &csv::StringRecord) -> Result<(Person, Option<Laws>), Vec<BadCell>> {
    let scheme = columns.iter().position(|column| column == SCHEME);
    let words = scheme.and_then(|at| record.get(at).map(|cell| (at, cell)));
    let laws = words.filter(|(_, cell)| !cell.is_empty()).map(|(at, cell)| {
        let words: Vec<String> = cell
            .split([',', ';', ' '])
            .filter(|word| !word.is_empty())
            .map(str::to_string)
            .collect();
        Laws::read(&words).map_err(|what| (at, what))
    });
    let cells: Vec<(usize, OsString)> = record
        .iter()
        .enumerate()
        .filter(|(index, cell)| !cell.is_empty() && Some(*index) != scheme)
        .map(|(index, cell)| (index, format!("--{}={cell}", columns[index].replace('_', "-")).into()))
        .collect();
    let person = |cells: &mut dyn Iterator<Item = OsString>| {
        let matches = flags().try_get_matches_from(cells)?;
        Person::from_arg_matches(&matches)
    };
    match (
        person(&mut cells.iter().map(|(_, cell)| cell.clone())),
        laws.transpose(),
    ) {
        (Ok(person), Ok(laws)) => Ok((person, laws)),
        (_, laws) => {
            let alone = |(index, cell): &(usize, OsString)| {
                let error = person(&mut std::iter::once(cell.clone())).err()?;
                Some((*index, plain(&error.to_string())))
            };
            let mut faults: Vec<BadCell> = cells.iter().filter_map(alone).collect();
            faults.extend(laws.err());
            faults.sort_by_key(|(column, _)| *column);
            Err(faults)
        }
    }
}

/// What clap says of a value, in one line.
fn plain(error: &str) -> String {
    let text = error.split("\n\nUsage").next().unwrap_or(error);
    let text = text.split("\n\nFor more information").next().unwrap_or(text);
    let words: Vec<&str> = text.trim_start_matches("error: ").split_whitespace().collect();
    words.join(" ")
}
