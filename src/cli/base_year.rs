//! The base year beside published figures: a table of the scenario's data says which, the run says what came out.
//!
//! A figure is a measure for a group, a sum of such, or one over another:
//! `care_home_residents[age=85+] / care_home_residents`.

use super::format::Failure;
use crate::measures;
use crate::report::BaseCheck;
use crate::results::{Summary, cells};
use crate::world::Group;
use crate::world::lines::Lines;

/// The rows of a table `label,figure,published,unit,scaled,year,source`, each with what the first scenario's base year
/// has on average. A row that cannot be read, or asks for what the run does not tell, is an error.
pub fn checks(table: &str, summary: &Summary) -> Result<Vec<BaseCheck>, Failure> {
    let mut reader = csv::ReaderBuilder::new()
        .comment(Some(b'#'))
        .from_reader(table.as_bytes());
    let mut found = Vec::new();
    let mut lines = Lines::of(table.as_bytes());
    for row in reader.records() {
        let wrong = |line: u64, what: String| Failure::Refused(format!("published.csv: line {line}: {what}"));
        let row = row.map_err(|error| {
            let line = error
                .position()
                .map_or(0, |place| lines.record(place.byte(), Some(b'#')));
            wrong(line, error.to_string())
        })?;
        let line = row.position().map_or(0, |place| lines.record(place.byte(), Some(b'#')));
        let field = |index: usize| row.get(index).unwrap_or("").trim();
        let modelled = value(field(1), summary).map_err(|what| wrong(line, what))?;
        let published = field(2)
            .parse::<f64>()
            .map_err(|_| wrong(line, format!("expected a number as published, found `{}`", field(2))))?;
        found.push(BaseCheck {
            label: field(0).to_string(),
            unit: field(3).to_string(),
            published,
            modelled,
            scaled_to: field(4) == "yes",
            source: match field(5) {
                "" => field(6).to_string(),
                year => format!("{}, {year}", field(6)),
            },
        });
    }
    Ok(found)
}

fn value(figure: &str, summary: &Summary) -> Result<f64, String> {
    match figure.split_once('/') {
        Some((above, below)) => Ok(sum(above, summary)? / sum(below, summary)?),
        None => sum(figure, summary),
    }
}

/// Groups such as `age=85+` hold a sign of their own, so that of a sum stands between spaces.
fn sum(figure: &str, summary: &Summary) -> Result<f64, String> {
    figure.split(" + ").map(|part| mean(part, summary)).sum()
}

fn mean(name: &str, summary: &Summary) -> Result<f64, String> {
    let name = name.trim();
    let (measure, group) = match name.strip_suffix(']').and_then(|rest| rest.split_once('[')) {
        Some((measure, group)) => (
            measure,
            Group::parse(group).ok_or_else(|| format!("no group `{group}`"))?,
        ),
        None => (name, Group::ALL),
    };
    let measure = measures::find(measure).map_err(|unknown| unknown.to_string())?;
    let first = summary.shape.years.first();
    let told = first.and_then(|year| summary.get(0, *year, measure, group));
    told.map(|stats| stats.mean)
        .ok_or_else(|| format!("the run does not tell {measure} of {}", group.name()))
}

/// Writes the rows as a table, for those who make the report again.
pub fn write(checks: &[BaseCheck]) -> Result<Vec<u8>, csv::Error> {
    let mut table = csv::Writer::from_writer(Vec::new());
    for check in checks {
        table.serialize(BaseCheck {
            label: cells::inert(&check.label).into_owned(),
            source: cells::inert(&check.source).into_owned(),
            ..check.clone()
        })?;
    }
    table.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}

/// Reads them back.
pub fn read(text: &str) -> Result<Vec<BaseCheck>, Failure> {
    csv::Reader::from_reader(text.as_bytes())
        .deserialize()
        .map(|row: Result<BaseCheck, csv::Error>| {
            let check = row.map_err(|error| Failure::Refused(format!("base-year.csv: {error}")))?;
            Ok(BaseCheck {
                label: cells::restored(&check.label).to_string(),
                source: cells::restored(&check.source).to_string(),
                ..check
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::{Shape, Stats};
    use crate::scenario::source::EMBEDDED;
    use crate::world::Year;

    #[test]
    fn every_published_figure_names_measures_that_there_are_and_reads_back() {
        let text = EMBEDDED
            .get_file("england/published.csv")
            .and_then(|file| file.contents_utf8())
            .expect("shipped");
        let shape = Shape::new(vec!["england".into()], vec![Year(2024)]);
        let mut summary = Summary::empty(shape);
        summary.stats.iter_mut().for_each(|stats| {
            *stats = Stats {
                mean: 2.0,
                ..Stats::UNKNOWN
            }
        });
        let found = checks(text, &summary).expect("reads");
        let lines = text.lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(found.len(), lines - 1);
        assert!(found.iter().any(|check| check.modelled == 0.5), "one over a sum of two");
        assert_eq!(
            read(&String::from_utf8(write(&found).expect("writes")).expect("UTF-8")).expect("reads"),
            found
        );
        let refused = |figure: &str| {
            let table = format!("label,figure,published,unit,scaled,year,source\nx,{figure},1,people,no,,y\n");
            checks(&table, &summary).expect_err("not told").to_string()
        };
        assert_eq!(refused("cost_nhs[imd=9]"), "published.csv: line 2: no group `imd=9`");
        assert_eq!(
            refused("own_payments[wealth=1]"),
            "published.csv: line 2: the run does not tell own_payments of wealth=1"
        );
        assert!(refused("cost_nsh").contains("did you mean `cost_nhs`?"));
    }
}
