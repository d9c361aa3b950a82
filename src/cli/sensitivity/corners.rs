//! In which corner of the assumptions a condition holds.

use super::arguments::SensitivityArgs;
use super::subject::{self, Drawn};
use super::{Part, number, per_cent};
use crate::analysis::sensitivity::boxes::{Corner, Limit, corners};
use crate::cli::amount::{AmountFault, amount, of_measure};
use crate::cli::begin::run_in;
use crate::cli::format::{Failure, short};
use crate::measures;
use crate::report::words;

/// Columns for programs.
const COLUMNS: [&str; 8] = [
    "box",
    "coverage",
    "density",
    "mass",
    "assumption",
    "low",
    "high",
    "chance",
];

/// A condition as typed.
struct Condition {
    name: String,
    holds: fn(f64, f64) -> bool,
    word: &'static str,
    /// The amount as written; what it means depends on the unit of what is named.
    written: String,
}

type Compare = fn(f64, f64) -> bool;

fn read(text: &str) -> Result<Condition, Failure> {
    let wrong = || {
        Failure::Refused(format!(
            "--where \"{text}\"; expected: a measure (or a column), one of < <= > >=, and a number, such as \"within_18_weeks < 92%\""
        ))
    };
    let words: [(&str, &'static str, Compare); 4] = [
        ("<=", "is at most", |a, b| a <= b),
        (">=", "is at least", |a, b| a >= b),
        ("<", "is below", |a, b| a < b),
        (">", "is above", |a, b| a > b),
    ];
    let found = words.into_iter().find_map(|(sign, word, holds)| {
        let (name, value) = text.split_once(sign)?;
        Some((name, word, holds, value))
    });
    let (name, word, holds, value) = found.ok_or_else(wrong)?;
    let (name, value) = (name.trim(), value.trim());
    if name.is_empty() || value.is_empty() {
        return Err(wrong());
    }
    Ok(Condition {
        name: name.to_string(),
        holds,
        word,
        written: value.to_string(),
    })
}

/// Looks for it.
pub fn find(args: &SensitivityArgs, text: &str) -> Result<Part, Failure> {
    let condition = read(text)?;
    let Asked {
        drawn,
        values,
        told,
        limit,
        written,
    } = match &args.table {
        Some(file) => {
            let limit = amount(&condition.written, "").map_err(|fault| refused(text, &fault))?;
            let mut outputs = args.outputs.clone();
            if !outputs.contains(&condition.name) {
                outputs.push(condition.name.clone());
            }
            let drawn = subject::of_table(args, file, &outputs)?;
            let of = drawn.quantities.iter().find(|one| one.told == condition.name);
            let values = of.map(|one| one.values.clone()).unwrap_or_default();
            Asked {
                drawn,
                values,
                told: condition.name.clone(),
                limit,
                written: condition.written.clone(),
            }
        }
        None => of_run(args, &condition)?,
    };
    if let Some(draw) = values.iter().position(|value| !value.is_finite()) {
        return Err(Failure::Refused(format!("{told} is undefined in draw {draw}")));
    }
    let cases: Vec<bool> = values.iter().map(|value| (condition.holds)(*value, limit)).collect();
    let columns: Vec<&[f64]> = drawn.assumptions.iter().map(Vec::as_slice).collect();
    let found = corners(&columns, &cases);
    let holds = format!("{told} {} {}", condition.word, written);
    let first = format!("In {} of {} draws {holds}.", per_cent(found.share), cases.len());
    let mut part = Part {
        sentences: std::iter::once(first).chain(drawn.notes.clone()).collect(),
        tables: Vec::new(),
        columns: COLUMNS.to_vec(),
        rows: Vec::new(),
    };
    if found.boxes.is_empty() {
        part.sentences.push(if found.share == 0.0 || found.share == 1.0 {
            "So there is no corner to look for.".to_string()
        } else {
            "No corner of the assumptions holds more of these draws than chance would put there.".to_string()
        });
    }
    for (at, corner) in found.boxes.iter().enumerate() {
        part.sentences.push(sentence(at, corner, &drawn.names));
        for limit in &corner.limits {
            let mut row = vec![(at + 1).to_string()];
            row.extend([corner.coverage, corner.density, corner.mass].map(number));
            row.push(drawn.names[limit.assumption].clone());
            row.extend([limit.low, limit.high].map(|end| end.map(number).unwrap_or_default()));
            row.push(number(limit.chance));
            part.rows.push(row);
        }
    }
    Ok(part)
}

/// An amount that cannot be.
fn refused(text: &str, fault: &AmountFault) -> Failure {
    Failure::Refused(format!("--where \"{text}\": {fault}"))
}

/// What a condition is asked about.
struct Asked {
    drawn: Drawn,
    values: Vec<f64>,
    /// What is told of it.
    told: String,
    limit: f64,
    /// The limit as it is told.
    written: String,
}

fn of_run(args: &SensitivityArgs, condition: &Condition) -> Result<Asked, Failure> {
    let folder = subject::needed(args)?;
    let manifest = run_in(folder)?.manifest;
    let year = subject::year(&manifest, args.year)?;
    let measure = measures::find(&condition.name)?;
    let limit = of_measure(measure, &condition.written)?;
    // A bare number is told with the unit that it is read in.
    let bare = condition.written.parse::<f64>().is_ok();
    let written = match words::value(measure.measure().unit, limit) {
        told if bare && told != condition.written => format!("{} ({told})", condition.written),
        _ => condition.written.clone(),
    };
    let scenario = subject::scenario(&manifest, args.scenario.as_ref())?;
    let drawn = subject::of_run(folder, year, &[measure])?;
    // Others are told against the first; a condition is on the level.
    let first = drawn
        .quantities
        .first()
        .map(|one| one.values.clone())
        .unwrap_or_default();
    let own = drawn.quantities.iter().find(|one| one.key[0] == scenario);
    let values = own.map_or_else(Vec::new, |own| {
        if own.key[1].is_empty() {
            own.values.clone()
        } else {
            own.values
                .iter()
                .zip(&first)
                .map(|(less, first)| less + first)
                .collect()
        }
    });
    Ok(Asked {
        drawn,
        values,
        told: format!("{measure} of {scenario} in {year}"),
        limit,
        written,
    })
}

fn limit(limit: &Limit, names: &[String]) -> String {
    let name = &names[limit.assumption];
    match (limit.low, limit.high) {
        (Some(low), Some(high)) => format!("{name} is between {} and {}", short(low), short(high)),
        (Some(low), None) => format!("{name} is {} or more", short(low)),
        (None, Some(high)) => format!("{name} is {} or less", short(high)),
        (None, None) => name.clone(),
    }
}

fn sentence(at: usize, corner: &Corner, names: &[String]) -> String {
    let limits: Vec<String> = corner.limits.iter().map(|one| limit(one, names)).collect();
    let count = match limits.len() {
        1 => "one assumption".to_string(),
        count => format!("{count} assumptions"),
    };
    let begin = if at == 0 { "Of these draws" } else { "Apart from them," };
    format!(
        "{begin} {} lie where {} ({count}); it holds in {} of all draws there.",
        per_cent(corner.coverage),
        limits.join(" and "),
        per_cent(corner.density)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_condition_is_read_with_its_sign_and_its_amount_as_written() {
        let read_as = |text: &str| {
            let found = read(text).expect(text);
            ((found.holds)(0.9, 0.92), found.name, found.written)
        };
        let told = |holds: bool, name: &str, written: &str| (holds, name.to_string(), written.to_string());
        assert_eq!(read_as("within_18_weeks < 92%"), told(true, "within_18_weeks", "92%"));
        assert_eq!(read_as("a>=0.9"), told(false, "a", "0.9"));
        assert_eq!(read_as("b <= £1,000"), told(true, "b", "£1,000"));
        for wrong in ["a = 3", "< 3", "a <", "a"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
