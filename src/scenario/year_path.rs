//! When a value holds: from which year, over how many, until when; and values that are given year by year.

use super::catalogue::bounds;
use super::problem::{Fault, Problem};
use super::reading::{Expect, Given, Reader};
use super::tree::{Entry, Table, Value};

/// Keys that give the path over the years.
pub const PATH_KEYS: [&str; 4] = ["start_year", "ramp_years", "end_year", "already"];

/// When a value holds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct YearPath {
    /// First year; before it the value of the layer beneath holds.
    pub start: Option<u16>,
    /// Years over which the new value is reached: as for a programme, a first part already in the first year.
    pub ramp: f64,
    /// Last year; after it the value of the layer beneath holds again.
    pub end: Option<u16>,
    /// Whether it says that it was already so in the base year.
    pub already: bool,
}

impl YearPath {
    /// Whether it holds in all years.
    pub fn always(&self) -> bool {
        self.start.is_none() && self.end.is_none()
    }
    /// How far the new value has taken over in a year [0 to 1].
    pub fn weight(&self, year: u16) -> f64 {
        let since = self
            .start
            .map_or(f64::INFINITY, |start| f64::from(year) - f64::from(start));
        if since < 0.0 || self.end.is_some_and(|end| year > end) {
            0.0
        } else if self.ramp <= 0.0 {
            1.0
        } else {
            ((since + 1.0) / self.ramp).min(1.0)
        }
    }
    /// Years of points that act in no year: before the first year with another point up to it, after the last with another from it on.
    /// The last point before the first year acts, since what lies between it and the next is on the straight line between them.
    pub fn idle(&self, points: &[(u16, f64)]) -> Vec<u16> {
        let before = |at: usize| {
            let next = points.get(at + 1);
            self.start
                .is_some_and(|start| points[at].0 < start && next.is_some_and(|next| next.0 <= start))
        };
        let after = |at: usize| {
            let last = at.checked_sub(1).map(|last| points[last]);
            self.end
                .is_some_and(|end| points[at].0 > end && last.is_some_and(|last| last.0 >= end))
        };
        (0..points.len())
            .filter(|at| before(*at) || after(*at))
            .map(|at| points[at].0)
            .collect()
    }
    /// In words: `from 2026 over 3 years until 2030`.
    pub fn words(&self) -> String {
        let mut words = Vec::new();
        if let Some(start) = self.start {
            words.push(format!("from {start}"));
        }
        if self.ramp > 0.0 {
            words.push(format!("over {} years", self.ramp));
        }
        if let Some(end) = self.end {
            words.push(format!("until {end}"));
        }
        words.join(" ")
    }
}

impl Reader<'_> {
    pub(super) fn by_year(&mut self, entry: &Entry, expect: &Expect) -> Option<Given> {
        let key = format!("{}.by_year", expect.key);
        let Value::Table(table) = &entry.node.value else {
            let fault = Fault::WrongKind {
                found: entry.node.value.found(),
                expected: "a table of years".to_string(),
            };
            self.problems.push(Problem::at(fault, &entry.node.place, &key));
            return None;
        };
        if !expect.path || table.is_empty() {
            let what = if expect.path {
                "it names no year"
            } else {
                "this value cannot change over the years"
            };
            self.problems
                .push(Problem::at(Fault::Path(what.to_string()), &entry.node.place, &key));
            return None;
        }
        let before = self.problems.0.len();
        let mut points = Vec::new();
        for (year, entry) in table {
            match year.parse::<u16>() {
                Ok(year) if plausible(f64::from(year)) => {
                    points.extend(self.scalar(&entry.node, expect).map(|value| (year, value)));
                }
                _ => self.problems.push(Problem::at(
                    Fault::Path(format!("`{year}` is not a year, such as 2026 for 2026/27")),
                    &entry.key,
                    &key,
                )),
            }
        }
        points.sort_by_key(|point| point.0);
        (self.problems.0.len() == before).then_some(Given::ByYear(points))
    }

    /// The years over which a value holds, from a lever's table or a section's.
    pub fn path(&mut self, table: &Table, key: &str) -> YearPath {
        let start = table.get("start_year").and_then(|entry| self.year(entry, key));
        let end = table.get("end_year").and_then(|entry| self.year(entry, key));
        let mut ramp = 0.0;
        if let Some(entry) = table.get("ramp_years") {
            ramp = self
                .number(&entry.node, &format!("{key}.ramp_years"), "years", false)
                .unwrap_or(0.0);
            if !(0.0..=100.0).contains(&ramp) {
                let fault = Fault::OutOfBounds {
                    found: ramp.to_string(),
                    bounds: bounds(0.0, 100.0, "years"),
                };
                self.problems
                    .push(Problem::at(fault, &entry.node.place, &format!("{key}.ramp_years")));
                ramp = 0.0;
            }
            if !table.contains_key("start_year") {
                let fault = Fault::Path("`ramp_years` needs a `start_year`".to_string());
                self.problems.push(Problem::at(fault, &entry.key, key));
            }
        }
        if let (Some(start), Some(end), Some(entry)) = (start, end, table.get("end_year"))
            && end < start
        {
            let fault = Fault::Path(format!("it ends in {end}, before it starts in {start}"));
            self.problems.push(Problem::at(fault, &entry.node.place, key));
        }
        let mut already = false;
        if let Some(entry) = table.get("already") {
            match entry.node.value {
                Value::Switch(said) => already = said,
                ref other => self.problems.push(Problem::at(
                    Fault::WrongKind {
                        found: other.found(),
                        expected: "true or false".to_string(),
                    },
                    &entry.node.place,
                    &format!("{key}.already"),
                )),
            }
            if already && start.is_some() {
                let fault = Fault::Path(
                    "`already` says that it was so in the base year, `start_year` when it begins".to_string(),
                );
                self.problems
                    .push(Problem::at(fault, &entry.key, key).expecting("one of the two"));
            }
        }
        YearPath {
            start,
            ramp,
            end,
            already,
        }
    }

    /// A financial year.
    pub fn year(&mut self, entry: &Entry, key: &str) -> Option<u16> {
        match &entry.node.value {
            Value::Number(year) if year.fract() == 0.0 && plausible(*year) => Some(*year as u16),
            other => {
                let fault = Fault::WrongKind {
                    found: other.found(),
                    expected: "a year between 1900 and 2200, such as 2026 for 2026/27".to_string(),
                };
                self.problems.push(Problem::at(fault, &entry.node.place, key));
                None
            }
        }
    }
}

/// A plausible year.
fn plausible(year: f64) -> bool {
    (1900.0..=2200.0).contains(&year)
}
