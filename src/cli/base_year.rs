//! The base year beside published figures: a table of the scenario's data says which, the run says what came out.
//!
//! A figure is a measure for a group, a sum of such, or one over another:
//! `care_home_residents[age=85+] / care_home_residents`.

use crate::measures;
use crate::report::BaseCheck;
use crate::results::Summary;
use crate::world::Group;

/// The rows of a table `label,figure,published,unit,scaled,year,source`, each with what the first scenario's base year
/// has on average. A row that names an unknown measure is left out.
pub fn checks(table: &str, summary: &Summary) -> Vec<BaseCheck> {
    let mut reader = csv::ReaderBuilder::new()
        .comment(Some(b'#'))
        .from_reader(table.as_bytes());
    let mut found = Vec::new();
    for row in reader.records().flatten() {
        let field = |index: usize| row.get(index).unwrap_or("").trim();
        let (Some(modelled), Ok(published)) = (value(field(1), summary), field(2).parse::<f64>()) else {
            continue;
        };
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
    found
}

fn value(figure: &str, summary: &Summary) -> Option<f64> {
    match figure.split_once('/') {
        Some((above, below)) => Some(sum(above, summary)? / sum(below, summary)?),
        None => sum(figure, summary),
    }
}

/// Groups such as `age=85+` hold a sign of their own, so that of a sum stands between spaces.
fn sum(figure: &str, summary: &Summary) -> Option<f64> {
    figure.split(" + ").map(|part| mean(part, summary)).sum()
}

fn mean(name: &str, summary: &Summary) -> Option<f64> {
    let name = name.trim();
    let (measure, group) = match name.strip_suffix(']').and_then(|rest| rest.split_once('[')) {
        Some((measure, group)) => (measure, Group::parse(group)?),
        None => (name, Group::ALL),
    };
    let measure = measures::find(measure).ok()?;
    Some(summary.get(0, *summary.shape.years.first()?, measure, group)?.mean)
}

/// Writes the rows as a table, for those who make the report again.
pub fn write(checks: &[BaseCheck]) -> Result<Vec<u8>, csv::Error> {
    let mut table = csv::Writer::from_writer(Vec::new());
    for check in checks {
        table.serialize(check)?;
    }
    table.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}

/// Reads them back; what cannot be read is left out.
pub fn read(text: &str) -> Vec<BaseCheck> {
    csv::Reader::from_reader(text.as_bytes())
        .deserialize()
        .flatten()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measures;
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
        let found = checks(text, &summary);
        let lines = text.lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(found.len(), lines - 1);
        assert!(found.iter().any(|check| check.modelled == 0.5), "one over a sum of two");
        assert_eq!(
            read(&String::from_utf8(write(&found).expect("writes")).expect("UTF-8")),
            found
        );
        assert!(value("cost_nhs[imd=9]", &summary).is_none());
    }
}
