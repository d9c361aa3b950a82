//! Published series that the model is held against: values by year, breaks, and the scale on which each is judged.
//!
//! `history.csv` has one line per measure and year. Values of one *segment* were counted in one way: between segments of a measure lies
//! a series break, and nothing is ever compared across one. A segment is read by `level` (the published number is the
//! model's measure) or by `change` (it counts something near it, so only its movement since its first year is compared).
//! `discrepancy.csv` says on which scale errors of a measure are alike over the years, and how far the truth may drift from the model in a
//! year for reasons that the model does not know.

use super::discrepancy::{BELIEVED_PERSISTENCE, Discrepancy};
use super::folds::Found;
use crate::measures::{self, Handle};
use crate::world::keys::Keys;
use crate::world::table::{Row, Table, TableError};

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
    /// The measure.
    pub measure: Handle,
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
    /// How much wider a forecast is than drift, noise and assumptions make it, as errors of earlier ones say; 1 before any.
    pub spread: f64,
}

/// Times the figure of another year of its segment, or the part of it, beyond which a figure is in another unit: thousands, per cent.
const ANOTHER_UNIT: f64 = 30.0;

impl Series {
    /// Refuses a row whose figure its measure cannot have, or that is in another unit than the figure before it in its segment.
    fn refuse_another_unit(&self, row: &Row<'_>) -> Result<(), TableError> {
        let (low, high) = self.measure.measure().bounds;
        let (year, value) = (row.year("year")?.0, row.above_zero("published")?);
        let by_level = self.points.iter().any(|point| {
            (point.year, point.value, point.basis) == (year, value, Basis::Level)
                && point.segment == row.text("segment")
        });
        if by_level && (value < low || value > high) {
            let unit = self.measure.measure().unit;
            return Err(row.error(
                "published",
                &format!("between {low} and {high} {unit}, as {} is told", self.measure),
            ));
        }
        let mut of_segment = self.points.iter().filter(|point| point.segment == row.text("segment"));
        let before = of_segment.rfind(|point| point.year < year);
        if let Some(before) = before
            && !(1.0 / ANOTHER_UNIT..=ANOTHER_UNIT).contains(&(value / before.value))
        {
            return Err(row.error(
                "published",
                &format!(
                    "a figure in the unit of the one before it, which is {} in {}, or another segment",
                    before.value, before.year
                ),
            ));
        }
        Ok(())
    }
}

/// All series.
#[derive(Clone, Debug, PartialEq)]
pub struct History {
    /// By measure, in the order of `discrepancy.csv`.
    pub series: Vec<Series>,
}

/// Name of the table of published values in a data folder.
pub const HISTORY: &str = "history.csv";
/// Name of the table of scales and drifts.
pub const DISCREPANCY: &str = "discrepancy.csv";

impl History {
    /// From the texts of `history.csv` and `discrepancy.csv`.
    pub fn parse(history: &str, discrepancy: &str) -> Result<History, TableError> {
        let mut all = scales(discrepancy)?;
        let table = Table::read(
            HISTORY,
            history,
            &[
                "measure",
                "year",
                "published",
                "segment",
                "basis",
                "confidence",
                "source",
            ],
        )?;
        let names: Vec<&str> = all.iter().map(|series| series.measure.name()).collect();
        for row in table.rows() {
            let series = row
                .one_of("measure", &names)
                .map(|at| &mut all[at])
                .map_err(|_| row.error("measure", &format!("a measure that stands in {DISCREPANCY}")))?;
            let point = Point {
                year: row.year("year")?.0,
                value: row.above_zero("published")?,
                segment: row.text("segment").to_owned(),
                basis: [Basis::Level, Basis::Change][row.one_of("basis", &["level", "change"])?],
                confidence: row.text("confidence").to_owned(),
                source: row.text("source").to_owned(),
            };
            let clash = |other: &Point| {
                other.year == point.year
                    && (other.segment == point.segment || (other.basis, point.basis) == (Basis::Level, Basis::Level))
            };
            if series.points.iter().any(clash) {
                let found = format!("{} of {} a second time", series.measure, point.year);
                return Err(row.error_in_row(&found, "it once in each segment, and one segment by level"));
            }
            series.points.push(point);
        }
        for series in &mut all {
            series.points.sort_by_key(|point| point.year);
            for row in table.rows() {
                if row.text("measure") == series.measure.name() {
                    series.refuse_another_unit(&row)?;
                }
            }
        }
        Ok(History { series: all })
    }
}

/// Columns of `discrepancy.csv`.
const SCALES: [&str; 8] = [
    "measure",
    "scale",
    "noise",
    "believed_drift",
    "drift",
    "persistence",
    "group",
    "why",
];
/// One that it has once a calibration wrote it.
pub const SPREAD: &str = "spread";

/// Every measure of `discrepancy.csv`, without its points.
fn scales(text: &str) -> Result<Vec<Series>, TableError> {
    let table = Table::read_with_optional(DISCREPANCY, text, &SCALES, &[SPREAD])?;
    let known: Vec<&str> = measures::all().iter().map(|measure| measure.name).collect();
    let mut keys = Keys::new(&table, known.len());
    let mut series = Vec::new();
    for row in table.rows() {
        let index = row.one_of("measure", &known)?;
        keys.take(&row, index, known[index])?;
        let believed = Discrepancy {
            noise: row.above_zero("noise")?,
            drift: row.above_zero("believed_drift")?,
            persistence: BELIEVED_PERSISTENCE,
        };
        let drift = match row.text("drift") {
            "" => believed.drift,
            _ => row.above_zero("drift")?,
        };
        series.push(Series {
            measure: measures::all()[index].handle,
            points: Vec::new(),
            scale: [Scale::Log, Scale::Logit][row.one_of("scale", &["log", "logit"])?],
            group: match row.text("group") {
                "" => None,
                name => Some(match name.strip_prefix('-') {
                    Some(name) => (name.to_owned(), -1.0),
                    None => (name.to_owned(), 1.0),
                }),
            },
            believed,
            found: Discrepancy {
                drift,
                persistence: match row.text("persistence") {
                    "" => believed.persistence,
                    _ => row.share("persistence")?,
                },
                ..believed
            },
            spread: match table.has(SPREAD) && !row.text(SPREAD).is_empty() {
                true => row.above_zero(SPREAD)?,
                false => 1.0,
            },
        });
    }
    Ok(series)
}

impl History {
    /// What was known of it at the end of a year.
    pub fn until(&self, last: u16) -> History {
        let mut known = self.clone();
        for series in &mut known.series {
            series.points.retain(|point| point.year <= last);
        }
        known
    }
    /// The same with the drifts, persistence and spreads that a calibration found.
    pub fn drifting(&self, found: &Found) -> History {
        let mut history = self.clone();
        for series in &mut history.series {
            let of = |all: &[(Handle, f64)]| {
                all.iter()
                    .find(|(measure, _)| *measure == series.measure)
                    .map(|one| one.1)
            };
            let (drift, spread) = (of(&found.drifts), of(&found.spreads));
            series.found.persistence = found.persistence;
            series.found.drift = drift.unwrap_or(series.found.drift);
            series.spread = spread.unwrap_or(series.spread);
        }
        history
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
    pub fn level<E>(
        &self,
        point: &Point,
        from: u16,
        modelled: impl Fn(u16) -> Result<f64, E>,
    ) -> Result<Option<f64>, E> {
        if point.basis == Basis::Level {
            return Ok(Some(point.value));
        }
        match self.first(&point.segment, from) {
            Some(first) if first.year != point.year => {
                let moved = self.scale.to(point.value) - self.scale.to(first.value);
                Ok(Some(self.scale.from(self.scale.to(modelled(first.year)?) + moved)))
            }
            _ => Ok(None),
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

    const TWO: &str = "measure,scale,noise,believed_drift,drift,persistence,group,why\nwaiting_list,log,0.01,0.03,,,list,a\nae_four_hour,logit,0.05,0.1,0.2,0.7,,b\n";

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
        let history = History::parse(text, TWO).unwrap();
        let series = &history.series[0];
        let fifty = |_: u16| Ok::<f64, ()>(50.0);
        assert_eq!(series.level(&series.points[0], 2010, fifty), Ok(None));
        assert!(
            series
                .level(&series.points[1], 2010, fifty)
                .is_ok_and(|level| level.is_some_and(|level| (level - 55.0).abs() < 1e-9))
        );
        assert_eq!(series.found.drift, 0.03);
        assert_eq!(history.series[1].found.drift, 0.2);
        assert_eq!(history.series[1].found.persistence, 0.7);
        assert_eq!(history.series[1].spread, 1.0);
    }

    #[test]
    fn a_table_may_say_how_wide_forecasts_are_and_of_each_series_or_not() {
        let text = "measure,year,published,segment,basis,confidence,source\nwaiting_list,2010,200,x,level,verified,s\n";
        let with = |cell: &str| {
            let (head, rows) = TWO.split_once('\n').unwrap();
            let head = head.replace(",group", ",spread,group");
            let rows = rows
                .replace(",,list", &format!(",,{cell},list"))
                .replace("0.7,", "0.7,,");
            History::parse(text, &format!("{head}\n{rows}"))
        };
        let read = with("0.8").unwrap();
        assert_eq!((read.series[0].spread, read.series[1].spread), (0.8, 1.0));
        let error = with("wide").unwrap_err();
        assert_eq!((error.line, error.file.as_str()), (2, DISCREPANCY));
    }

    #[test]
    fn errors_name_the_line() {
        let text =
            "measure,year,published,segment,basis,confidence,source\nwaiting_list,2010,many,x,level,verified,s\n";
        let error = History::parse(text, TWO).unwrap_err();
        assert_eq!((error.line, error.file.as_str()), (2, HISTORY));
        assert!(History::parse("a,b\n", TWO).unwrap_err().expected.contains("columns"));
    }
}
