//! `carepool sensitivity`: what drove it, from draws that are there or by runs made for the question.

mod arguments;
mod corners;
mod designs;
mod drawn;
mod picture;
mod subject;
mod told;

use std::io::Write;

pub use arguments::SensitivityArgs;

use self::arguments::Method;
use super::format::{Failure, Format, rows};
use super::{FINE, plain};
use crate::scenario::Catalogue;

/// What a part of the answer is: sentences, a table for people, and rows for programs.
struct Part {
    /// Said first.
    sentences: Vec<String>,
    /// For people, with a heading.
    tables: Vec<(String, Vec<Vec<String>>)>,
    /// Columns of the rows.
    columns: Vec<&'static str>,
    /// For programs.
    rows: Vec<Vec<String>>,
}

/// Answers; 0 when there is an answer.
pub fn run(args: &SensitivityArgs, catalogue: &Catalogue, out: &mut dyn Write) -> Result<u8, Failure> {
    let part = match (&args.condition, args.method) {
        (Some(condition), None) => corners::find(args, condition)?,
        (Some(_), Some(_)) => {
            return Err(Failure::Refused(
                "--where looks for a corner among draws that are there: it goes without --method".to_string(),
            ));
        }
        (None, None) => drawn::find(args)?,
        (None, Some(method)) => {
            if args.table.is_some() {
                return Err(Failure::Refused(
                    "a table cannot be run anew: --method needs a run's folder or scenarios".to_string(),
                ));
            }
            designs::find(args, method, catalogue)?
        }
    };
    match args.format {
        Format::Text => {
            for sentence in &part.sentences {
                writeln!(out, "{sentence}")?;
            }
            for (heading, lines) in &part.tables {
                writeln!(out, "\n{heading}")?;
                write!(out, "{}", crate::report::text::aligned(lines))?;
            }
        }
        Format::Csv => rows(out, Format::Csv, &part.columns, &part.rows)?,
        Format::Json => {
            let table: Vec<serde_json::Value> = part.rows.iter().map(|row| object(&part.columns, row)).collect();
            let document = serde_json::json!({ "sentence": part.sentences.join(" "), "rows": table });
            serde_json::to_writer_pretty(&mut *out, &document)?;
            writeln!(out)?;
        }
    }
    if args.format == Format::Text && args.method.is_some_and(|method| method == Method::Morris) {
        writeln!(
            out,
            "\nEffects are of the way from the 5th to the 95th percentile; a spread as large as the effect says that it acts\n\
             otherwise elsewhere, or together with others."
        )?;
    }
    Ok(FINE)
}

/// A row as an object; what is a number is one.
fn object(columns: &[&str], row: &[String]) -> serde_json::Value {
    let cells = columns.iter().zip(row).map(|(name, cell)| {
        let value = match cell.parse::<f64>() {
            Ok(number) if number.is_finite() => number.into(),
            _ if cell.is_empty() => serde_json::Value::Null,
            _ => plain::plain(cell).into(),
        };
        ((*name).to_string(), value)
    });
    serde_json::Value::Object(cells.collect())
}

/// A number for programs; nothing where it is undefined.
fn number(value: f64) -> String {
    if value.is_finite() {
        super::format::float(value)
    } else {
        String::new()
    }
}

/// A share in per cent for people.
fn per_cent(share: f64) -> String {
    format!("{:.1}%", share * 100.0).replace('-', "−")
}
