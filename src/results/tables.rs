//! The tidy tables: one line a number, so that any tool can read, filter and plot them.

use std::io::{self, Write};
use std::path::Path;

use super::cells;
use super::description::Assumption;
use super::{Differences, Error, Shape, Stats, Summary};
use crate::measures;
use crate::world::{Group, Year};

/// A number as the shortest text with a point that reads back to the same bits; empty when undefined.
pub fn number(value: f64) -> String {
    if value.is_finite() {
        // Negative zero is zero to every reader.
        pointed(format!("{}", if value == 0.0 { 0.0 } else { value }))
    } else {
        String::new()
    }
}

/// Digits with a point: programs that take a column's type from its first lines would take `0` for a whole number, and stumble
/// over the first that is none.
pub fn pointed(digits: String) -> String {
    if digits.contains(['.', 'e']) {
        digits
    } else {
        digits + ".0"
    }
}

/// How much of the statistics stands in the tables that people open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Fit for a spreadsheet: of the measures that open a comparison every group, of all others everybody, each with the usual
    /// statistics.
    Spreadsheet,
    /// Everything.
    Everything,
}

/// Statistics of the measures that open a comparison, for everybody.
const USUAL: [&str; 5] = ["mean", "p10", "p50", "p90", "p_lower"];
/// The same of groups.
const OF_GROUPS: [&str; 3] = ["p10", "p50", "p90"];
/// Statistics of all other measures, for everybody.
const MIDDLE: [&str; 2] = ["mean", "p50"];

impl Extent {
    fn has(self, column: super::Column, statistic: &str) -> bool {
        match self {
            Extent::Everything => true,
            Extent::Spreadsheet => {
                let (headline, all) = (
                    measures::HEADLINES.contains(&column.measure),
                    column.group == Group::ALL,
                );
                match (headline, all) {
                    (true, true) => USUAL.contains(&statistic),
                    (true, false) => OF_GROUPS.contains(&statistic),
                    (false, true) => MIDDLE.contains(&statistic),
                    (false, false) => false,
                }
            }
        }
    }
}

/// Writes `summary.csv`: `scenario,year,measure,group,statistic,value,unit`.
pub fn write_summary(summary: &Summary, extent: Extent, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "scenario,year,measure,group,statistic,value,unit")?;
    rows(summary, None, extent, out)
}

/// Writes `differences.csv`: `scenario,against,year,measure,group,statistic,value,unit`.
pub fn write_differences(differences: &Differences, extent: Extent, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "scenario,against,year,measure,group,statistic,value,unit")?;
    rows(&differences.summary, Some(&differences.against), extent, out)
}

fn rows(summary: &Summary, against: Option<&[String]>, extent: Extent, out: &mut dyn Write) -> io::Result<()> {
    let shape = &summary.shape;
    for (s, scenario) in shape.scenarios.iter().enumerate() {
        let lead = match against {
            Some(against) => format!("{},{}", quoted(scenario), quoted(&against[s])),
            None => quoted(scenario),
        };
        for (y, year) in shape.years.iter().enumerate() {
            for (c, column) in shape.columns.iter().enumerate() {
                let (measure, group) = (column.measure(), column.group.name());
                let named = summary.stats[shape.cell(s, y, c)].named(against.is_some());
                for (statistic, value) in named.filter(|(statistic, _)| extent.has(*column, statistic)) {
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

/// A line of a table of statistics, read.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Name of the scenario.
    pub scenario: String,
    /// The year.
    pub year: u16,
    /// Name of the measure.
    pub measure: String,
    /// Name of the group.
    pub group: String,
    /// Name of the statistic.
    pub statistic: String,
    /// Its value; NaN where it is undefined.
    pub value: f64,
}

/// Puts the lines of a table together. Those of measures unknown to this version are passed over; a line twice and a cell without
/// lines are refused.
pub fn assembled(path: &Path, entries: Vec<Entry>) -> Result<Summary, Error> {
    let damaged = |what: &str| Error::Damaged {
        path: path.to_path_buf(),
        what: what.to_string(),
    };
    let (mut scenarios, mut years): (Vec<String>, Vec<Year>) = (Vec::new(), Vec::new());
    let mut columns: Vec<super::Column> = Vec::new();
    let mut where_is = std::collections::BTreeMap::new();
    let mut placed = Vec::with_capacity(entries.len());
    for entry in entries {
        let (Ok(measure), Some(group)) = (measures::find(&entry.measure), Group::parse(&entry.group)) else {
            continue;
        };
        let column = *where_is.entry((measure, group.index())).or_insert_with(|| {
            columns.push(super::Column { measure, group });
            columns.len() - 1
        });
        placed.push((
            place(&mut scenarios, entry.scenario),
            place(&mut years, Year(entry.year)),
            column,
            entry.statistic,
            entry.value,
        ));
    }
    let mut summary = Summary::empty(Shape {
        scenarios,
        years,
        columns,
    });
    // Every scenario has every year and column, each with one mean.
    let mut means = vec![false; summary.shape.cells()];
    for (scenario, year, column, statistic, value) in placed {
        let cell = summary.shape.cell(scenario, year, column);
        if statistic == "mean" && std::mem::replace(&mut means[cell], true) {
            return Err(damaged("lines are there twice"));
        }
        let stats: &mut Stats = &mut summary.stats[cell];
        stats.set(&statistic, value);
    }
    if means.iter().any(|there| !there) {
        return Err(damaged("lines are missing"));
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
    fn a_spreadsheet_gets_the_usual_statistics_and_all_else_is_there_for_the_asking() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let (summary, differences) =
            summarise(&made_up(&folder.path().join("parts"), 3.0, 9), 9, 4, &[0; 2]).expect("whole");
        let told = |extent: Extent| {
            let mut text = Vec::new();
            write_summary(&summary, extent, &mut text).expect("writes");
            write_differences(&differences, extent, &mut text).expect("writes");
            String::from_utf8(text).expect("UTF-8")
        };
        let (few, all) = (told(Extent::Spreadsheet), told(Extent::Everything));
        assert!(all.starts_with(
            "scenario,year,measure,group,statistic,value,unit\nnow,2024,population,all,mean,1000.0,people\n"
        ));
        assert!(all.contains("then,now,2025,cost_nhs,imd=1,p_lower,0.0,£m\n"));
        assert!(few.contains("then,now,2025,cost_nhs,all,p50,3.0,£m\n") && !few.contains("cost_nhs,imd=1"));
        assert!(few.contains("now,2025,waiting_list,imd=1,p10,") && !few.contains("waiting_list,imd=1,sd,"));
        assert!(few.len() * 5 < all.len(), "{} {}", few.len(), all.len());
        assert!(few.lines().all(|line| all.contains(line)));
        // Every number has a point, so that no column is taken for whole numbers by its first lines.
        for line in few.lines().skip(1).filter(|line| !line.contains("statistic")) {
            let value = line.rsplit(',').nth(1).expect("a value");
            assert!(value.is_empty() || value.contains('.') || value.contains('e'), "{line}");
        }
    }

    #[test]
    fn numbers_are_short_and_exact() {
        assert_eq!(number(0.1), "0.1");
        assert_eq!(number(-0.0), "0.0");
        assert_eq!(number(180.0), "180.0");
        assert_eq!(number(1e300).parse::<f64>().expect("reads"), 1e300);
        assert_eq!(number(f64::NAN), "");
        assert_eq!(number(1.0 / 3.0).parse::<f64>().expect("reads"), 1.0 / 3.0);
    }
}
