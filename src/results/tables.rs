//! The tidy tables: one line a number, so that any tool can read, filter and plot them.

use std::io::{self, Write};
use std::path::Path;

use super::cells;
use super::description::Assumption;
use super::{Differences, Error, Shape, Stats, Summary};
use crate::measures;
use crate::world::{Group, Year};

/// A number as the shortest text that reads back to the same bits; empty when undefined.
pub fn number(value: f64) -> String {
    if value.is_finite() {
        // Negative zero is zero to every reader.
        format!("{}", if value == 0.0 { 0.0 } else { value })
    } else {
        String::new()
    }
}

/// Writes `summary.csv`: `scenario,year,measure,group,statistic,value,unit`.
pub fn write_summary(summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "scenario,year,measure,group,statistic,value,unit")?;
    rows(summary, None, out)
}

/// Writes `differences.csv`: `scenario,against,year,measure,group,statistic,value,unit`.
pub fn write_differences(differences: &Differences, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "scenario,against,year,measure,group,statistic,value,unit")?;
    rows(&differences.summary, Some(&differences.against), out)
}

fn rows(summary: &Summary, against: Option<&str>, out: &mut dyn Write) -> io::Result<()> {
    let shape = &summary.shape;
    for (s, scenario) in shape.scenarios.iter().enumerate() {
        let lead = match against {
            Some(against) => format!("{},{}", quoted(scenario), quoted(against)),
            None => quoted(scenario),
        };
        for (y, year) in shape.years.iter().enumerate() {
            for (c, column) in shape.columns.iter().enumerate() {
                let (measure, group) = (column.measure(), column.group.name());
                for (statistic, value) in summary.stats[shape.cell(s, y, c)].named(against.is_some()) {
                    let value = number(value);
                    writeln!(
                        out,
                        "{lead},{year},{},{group},{statistic},{value},{}",
                        measure.name, measure.unit
                    )?;
                }
            }
        }
    }
    Ok(())
}

/// A field that may hold a comma, a quote or a line break, or look like a formula.
fn quoted(field: &str) -> String {
    let field = cells::inert(field);
    if field.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", field.replace('"', "\"\""))
    } else {
        field.to_string()
    }
}

/// Writes `assumptions.csv`: what was assumed, with its source.
pub fn write_assumptions(assumptions: &[Assumption], out: &mut dyn Write) -> io::Result<()> {
    let mut table = csv::Writer::from_writer(out);
    table.write_record([
        "scenario",
        "key",
        "value",
        "unit",
        "meaning",
        "source",
        "url",
        "confidence",
        "note",
        "contrary",
        "layer",
        "reading",
        "evidence",
        "interval",
        "checked",
        "spread",
        "claim",
    ])?;
    for a in assumptions {
        table.write_record(cells::record([
            &a.scenario,
            &a.key,
            &a.value,
            &a.unit,
            &a.meaning,
            &a.source,
            &a.url,
            &a.confidence,
            &a.note,
            &a.contrary,
            &a.layer,
            &a.reading,
            &a.evidence,
            &a.interval,
            &a.checked,
            &a.spread,
            &a.claim,
        ]))?;
    }
    table.flush()
}

/// Reads the text of a `summary.csv` (or, with `differences`, a `differences.csv`) back. Lines of measures unknown to this
/// version are passed over; a number that is none, a line twice and a cell without lines are refused.
pub fn read(path: &Path, text: &str, differences: bool) -> Result<Summary, Error> {
    let damaged = |what: String| Error::Damaged {
        path: path.to_path_buf(),
        what,
    };
    let mut table = csv::Reader::from_reader(text.as_bytes());
    let skip = usize::from(differences);
    let mut entries: Vec<(usize, usize, super::Column, String, f64)> = Vec::new();
    let (mut scenarios, mut years): (Vec<String>, Vec<Year>) = (Vec::new(), Vec::new());
    let mut columns: Vec<super::Column> = Vec::new();
    let mut known = std::collections::BTreeMap::new();
    for row in table.records() {
        let row = row.map_err(|error| damaged(error.to_string()))?;
        let field = |index: usize| row.get(index).unwrap_or("");
        let line = row.position().map_or(0, csv::Position::line);
        let year = field(1 + skip)
            .parse()
            .map(Year)
            .map_err(|_| damaged(format!("line {line} has no year")))?;
        let (Ok(measure), Some(group)) = (measures::find(field(2 + skip)), Group::parse(field(3 + skip))) else {
            continue;
        };
        let value = match field(5 + skip) {
            "" => f64::NAN,
            text => text
                .parse()
                .ok()
                .filter(|value: &f64| value.is_finite())
                .ok_or_else(|| damaged(format!("line {line} has no number")))?,
        };
        let column = super::Column { measure, group };
        if known.insert((measure, group.index()), ()).is_none() {
            columns.push(column);
        }
        let scenario = place(&mut scenarios, cells::restored(field(0)).to_string());
        entries.push((
            scenario,
            place(&mut years, year),
            column,
            field(4 + skip).to_string(),
            value,
        ));
    }
    // Every scenario has every year and column, each with one mean: fewer cells with a mean than cells leave gaps.
    let cells = [scenarios.len(), years.len(), columns.len()];
    let cells = cells.iter().try_fold(1usize, |all, part| all.checked_mul(*part));
    let told: std::collections::BTreeSet<_> = entries
        .iter()
        .filter(|(_, _, _, statistic, _)| statistic == "mean")
        .map(|(scenario, year, column, _, _)| (*scenario, *year, column.measure, column.group.index()))
        .collect();
    if cells.is_none_or(|cells| cells != told.len()) {
        return Err(damaged("lines are missing".to_string()));
    }
    let mut summary = Summary::empty(Shape {
        scenarios,
        years,
        columns,
    });
    let mut where_is = std::collections::BTreeMap::new();
    for (index, column) in summary.shape.columns.iter().enumerate() {
        where_is.insert((column.measure, column.group.index()), index);
    }
    for (scenario, year, column, statistic, value) in entries {
        let column = where_is[&(column.measure, column.group.index())];
        let cell = summary.shape.cell(scenario, year, column);
        let stats: &mut Stats = &mut summary.stats[cell];
        stats.set(&statistic, value);
    }
    Ok(summary)
}

/// Position of an entry, added at the end when new.
fn place<T: PartialEq>(list: &mut Vec<T>, entry: T) -> usize {
    // Files are written scenario by scenario and year by year, so the last entry is nearly always the one.
    if let Some(found) = list.iter().rposition(|known| *known == entry) {
        return found;
    }
    list.push(entry);
    list.len() - 1
}

/// A number in few digits for readers: four significant ones, thousands apart, a true minus sign.
pub fn short(value: f64) -> String {
    if value == 0.0 {
        return "0".to_string();
    }
    let digits = (3 - value.abs().log10().floor() as i32).clamp(0, 12) as usize;
    let text = format!("{value:.digits$}");
    // Dust of a calculation is nothing, with no sign before it.
    if !text.contains(|digit: char| ('1'..='9').contains(&digit)) && value.is_finite() {
        return "0".to_string();
    }
    let text = if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_string()
    } else {
        text
    };
    let (whole, rest) = text
        .split_once('.')
        .map_or((text.as_str(), String::new()), |(whole, rest)| {
            (whole, format!(".{rest}"))
        });
    let (sign, whole) = whole.strip_prefix('-').map_or(("", whole), |whole| ("−", whole));
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{sign}{grouped}{rest}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::summary::{summarise, tests::made_up};

    #[test]
    fn tables_read_back_to_the_same_bits() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let (summary, differences) = summarise(&made_up(&folder.path().join("parts"), 3.0, 9), 9, 4).expect("whole");
        let path = folder.path().join("summary.csv");
        let mut text = Vec::new();
        write_summary(&summary, &mut text).expect("writes");
        std::fs::write(&path, &text).expect("writes");
        let back = read(&path, &String::from_utf8(text.clone()).expect("UTF-8"), false).expect("reads");
        let wrong = |from: &str, to: &str| {
            let text = String::from_utf8(text.clone()).expect("UTF-8").replacen(from, to, 1);
            read(&path, &text, false).expect_err(to).to_string()
        };
        assert!(wrong(",mean,0,", ",mean,inf,").contains("has no number"));
        assert!(wrong(",2024,", ",2023,").contains("lines are missing"));
        assert_eq!(back.shape, summary.shape);
        let mut again = Vec::new();
        write_summary(&back, &mut again).expect("writes");
        // Probabilities are told for differences only, so a summary's text is what must come back.
        assert!(text == again);
        let mut text = Vec::new();
        write_differences(&differences, &mut text).expect("writes");
        let text = String::from_utf8(text).expect("UTF-8");
        assert!(text.starts_with(
            "scenario,against,year,measure,group,statistic,value,unit\nthen,now,2024,population,all,mean,0,people\n"
        ));
        assert!(text.contains("then,now,2025,cost_nhs,imd=1,p_lower,0,£m\n"));
    }

    #[test]
    fn numbers_are_short_and_exact() {
        assert_eq!(number(0.1), "0.1");
        assert_eq!(number(-0.0), "0");
        assert_eq!(number(f64::NAN), "");
        assert_eq!(number(1.0 / 3.0).parse::<f64>().expect("reads"), 1.0 / 3.0);
    }
}
