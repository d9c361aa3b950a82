//! Published series that the model is held against: values by year, breaks, and the scale on which each is judged.
//!
//! `history.csv` has one line per measure and year. Values of one *segment* were counted in one way: between segments of a measure lies
//! a series break, and nothing is ever compared across one. A segment is read by `level` (the published number is the
//! model's measure) or by `change` (it counts something near it, so only its movement since its first year is compared).
//! `discrepancy.csv` says on which scale errors of a measure are alike over the years, and how far the truth may drift from the model in a
//! year for reasons that the model does not know.

use super::discrepancy::Discrepancy;
use crate::measures;

/// Last year whose figures a calibration may see: the financial year that ends in March 2016.
pub const LAST_CALIBRATED: u16 = 2015;

/// Last year that is run: the next ones are those of the pandemic.
pub const LAST_RUN: u16 = 2019;

/// The scale on which errors of a measure are alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Amounts: errors are ratios.
    Log,
    /// Shares: errors are odds.
    Logit,
}

impl Scale {
    fn parse(text: &str) -> Option<Scale> {
        match text {
            "log" => Some(Scale::Log),
            "logit" => Some(Scale::Logit),
            _ => None,
        }
    }
    /// A value on the scale; values beyond what it can hold are taken at its end.
    pub fn to(self, value: f64) -> f64 {
        let least = f64::from(f32::EPSILON);
        match self {
            Scale::Log => libm::log(value.max(least)),
            Scale::Logit => {
                let share = value.clamp(least, 1.0 - least);
                libm::log(share / (1.0 - share))
            }
        }
    }
    /// Back from the scale.
    pub fn from(self, scaled: f64) -> f64 {
        match self {
            Scale::Log => libm::exp(scaled),
            Scale::Logit => 1.0 / (1.0 + libm::exp(-scaled)),
        }
    }
}

/// How a segment is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// The published number is the measure.
    Level,
    /// Only its movement since the segment's first year is.
    Change,
}

/// A published value.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// Financial year, by the year in which it begins.
    pub year: u16,
    /// Value in the measure's unit.
    pub value: f64,
    /// Name of the segment: values of one were counted in one way.
    pub segment: String,
    /// How the segment is compared.
    pub basis: Basis,
    /// verified, recalled, derived.
    pub confidence: String,
    /// Where it comes from.
    pub source: String,
}

/// A measure's published values, by year, and how its errors are read.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// Name of the measure.
    pub measure: &'static str,
    /// Position in [`measures::all`].
    pub index: usize,
    /// Values by year, years rising.
    pub points: Vec<Point>,
    /// Scale of its errors.
    pub scale: Scale,
    /// The group of measures that read one thing, and whether its errors go with the group's (1) or against them (-1).
    pub group: Option<(String, f64)>,
    /// Drift of the truth from the model, and noise, that were believed before calibration.
    pub believed: Discrepancy,
    /// The same with the drift found in the years of calibration; the believed one before any.
    pub found: Discrepancy,
}

/// All series.
#[derive(Clone, Debug, PartialEq)]
pub struct History {
    /// By measure, in the order of `discrepancy.csv`.
    pub series: Vec<Series>,
}

/// Why a table was refused.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
#[error("{file}, line {line}: {message}")]
pub struct HistoryError {
    /// Name of the table.
    pub file: &'static str,
    /// Line, from 1.
    pub line: u64,
    /// What is wrong.
    pub message: String,
}

/// Name of the table of published values in a data folder.
pub const HISTORY: &str = "history.csv";
/// Name of the table of scales and drifts.
pub const DISCREPANCY: &str = "discrepancy.csv";

fn lines(file: &'static str, text: &str, header: &[&str]) -> Result<Vec<(u64, csv::StringRecord)>, HistoryError> {
    let fail = |line, message: String| HistoryError { file, line, message };
    let mut reader = csv::ReaderBuilder::new()
        .comment(Some(b'#'))
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let found = reader.headers().map_err(|error| fail(1, error.to_string()))?.clone();
    if found.iter().ne(header.iter().copied()) {
        let found = found.iter().collect::<Vec<_>>().join(",");
        return Err(fail(
            1,
            format!("the columns must be `{}`, found `{found}`", header.join(",")),
        ));
    }
    let line_of = |error: &csv::Error| error.position().map_or(0, csv::Position::line);
    reader
        .into_records()
        .map(|record| {
            let record = record.map_err(|error| fail(line_of(&error), error.to_string()))?;
            Ok((record.position().map_or(0, csv::Position::line), record))
        })
        .collect()
}

impl History {
    /// From the texts of `history.csv` and `discrepancy.csv`.
    pub fn parse(history: &str, discrepancy: &str) -> Result<History, HistoryError> {
        let mut series = Vec::new();
        let header = ["measure", "scale", "noise", "believed_drift", "drift", "group", "why"];
        for (line, row) in lines(DISCREPANCY, discrepancy, &header)? {
            let fail = |message: String| HistoryError {
                file: DISCREPANCY,
                line,
                message,
            };
            let measure = row.get(0).unwrap_or("");
            let index = measures::index_of(measure).ok_or_else(|| fail(format!("no measure `{measure}`")))?;
            let scale = row.get(1).unwrap_or("");
            let scale = Scale::parse(scale).ok_or_else(|| fail(format!("`{scale}` is neither log nor logit")))?;
            let sd = |column: usize| -> Result<f64, HistoryError> {
                let text = row.get(column).unwrap_or("");
                match text.parse::<f64>() {
                    Ok(sd) if sd > 0.0 && sd.is_finite() => Ok(sd),
                    _ => Err(fail(format!("`{text}` is not a standard deviation above 0"))),
                }
            };
            let believed = Discrepancy {
                noise: sd(2)?,
                drift: sd(3)?,
            };
            let drift = match row.get(4) {
                Some("") => believed.drift,
                _ => sd(4)?,
            };
            series.push(Series {
                measure: measures::all()[index].name,
                index,
                points: Vec::new(),
                scale,
                group: match row.get(5).unwrap_or("") {
                    "" => None,
                    name => Some(match name.strip_prefix('-') {
                        Some(name) => (name.to_string(), -1.0),
                        None => (name.to_string(), 1.0),
                    }),
                },
                believed,
                found: Discrepancy { drift, ..believed },
            });
        }
        let header = [
            "measure",
            "year",
            "published",
            "segment",
            "basis",
            "confidence",
            "source",
        ];
        for (line, row) in lines(HISTORY, history, &header)? {
            let fail = |message: String| HistoryError {
                file: HISTORY,
                line,
                message,
            };
            let field = |column: usize| row.get(column).unwrap_or("");
            let series = series
                .iter_mut()
                .find(|series| series.measure == field(0))
                .ok_or_else(|| fail(format!("`{}` stands not in {DISCREPANCY}", field(0))))?;
            let year = field(1)
                .parse::<u16>()
                .map_err(|_| fail(format!("`{}` is not a year", field(1))))?;
            let value = field(2)
                .parse::<f64>()
                .ok()
                .filter(|value| value.is_finite() && *value > 0.0)
                .ok_or_else(|| fail(format!("`{}` is not a number above 0", field(2))))?;
            let basis = match field(4) {
                "level" => Basis::Level,
                "change" => Basis::Change,
                other => return Err(fail(format!("`{other}` is neither level nor change"))),
            };
            let clash = |point: &Point| {
                point.year == year
                    && (point.segment == field(3) || (point.basis, basis) == (Basis::Level, Basis::Level))
            };
            if series.points.iter().any(clash) {
                return Err(fail(format!("{} of {year} stands twice", field(0))));
            }
            series.points.push(Point {
                year,
                value,
                segment: field(3).to_string(),
                basis,
                confidence: field(5).to_string(),
                source: field(6).to_string(),
            });
        }
        for series in &mut series {
            series.points.sort_by_key(|point| point.year);
        }
        Ok(History { series })
    }
}

impl Series {
    /// First year from `from` on in which a segment has a value.
    pub fn first(&self, segment: &str, from: u16) -> Option<&Point> {
        self.points
            .iter()
            .find(|point| point.segment == segment && point.year >= from)
    }
    /// The level that a published value stands for, given what the model has in the first year of its segment from `from` on; nothing for that
    /// first year itself, where it holds by definition.
    pub fn level(&self, point: &Point, from: u16, modelled: impl Fn(u16) -> f64) -> Option<f64> {
        match point.basis {
            Basis::Level => Some(point.value),
            Basis::Change => {
                let first = self.first(&point.segment, from)?;
                (first.year != point.year).then(|| {
                    let moved = self.scale.to(point.value) - self.scale.to(first.value);
                    self.scale.from(self.scale.to(modelled(first.year)) + moved)
                })
            }
        }
    }
    /// Values of level segments: what a rival without a model can go on from.
    pub fn levels(&self) -> impl Iterator<Item = &Point> {
        self.points.iter().filter(|point| point.basis == Basis::Level)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCALES: &str = "measure,scale,noise,believed_drift,drift,group,why\nwaiting_list,log,0.01,0.03,,list,a\nae_four_hour,logit,0.05,0.1,0.2,,b\n";

    #[test]
    fn scales_lead_there_and_back() {
        for (scale, value) in [(Scale::Log, 2_400_000.0), (Scale::Logit, 0.93), (Scale::Logit, 0.001)] {
            assert!((scale.from(scale.to(value)) / value - 1.0).abs() < 1e-9);
        }
        assert!(Scale::Logit.to(1.0).is_finite() && Scale::Log.to(0.0).is_finite());
    }

    #[test]
    fn a_segment_read_by_change_starts_from_the_models_own_level() {
        let text = "measure,year,published,segment,basis,confidence,source\nwaiting_list,2010,200,x,change,verified,s\nwaiting_list,2011,220,x,change,verified,s\n";
        let history = History::parse(text, SCALES).unwrap();
        let series = &history.series[0];
        assert_eq!(series.level(&series.points[0], 2010, |_| 50.0), None);
        assert!((series.level(&series.points[1], 2010, |_| 50.0).unwrap() - 55.0).abs() < 1e-9);
        assert_eq!(series.found.drift, 0.03);
        assert_eq!(history.series[1].found.drift, 0.2);
    }

    #[test]
    fn errors_name_the_line() {
        let text =
            "measure,year,published,segment,basis,confidence,source\nwaiting_list,2010,many,x,level,verified,s\n";
        let error = History::parse(text, SCALES).unwrap_err();
        assert_eq!((error.line, error.file), (2, HISTORY));
        assert!(History::parse("a,b\n", SCALES).unwrap_err().message.contains("columns"));
    }
}
