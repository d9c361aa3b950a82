//! The response of a measure to a lever, with the target and what reaches it.

use super::canvas::{BLUE, INK, PALETTE};
use super::fans::capital;
use super::frame::{Frame, Sign, legend_rows};
use super::plot::{Measured, Plot, ROOM};
use super::scale::Scale;
use super::words;
use crate::analysis::seek::Found;
use crate::measures::Measure;
use crate::results::Stats;
use crate::world::Year;

/// Height of the panel.
const HEIGHT: f64 = 340.0;

/// What is drawn.
pub struct Response<'a> {
    /// The measure.
    pub measure: &'static Measure,
    /// The lever in words.
    pub lever: &'a str,
    /// What a value of the lever is multiplied with to be told, and the unit it then has: 100 and `% a year`.
    pub lever_unit: (f64, &'a str),
    /// What the response that is held against the target is called, where it is not their median.
    pub held: Option<String>,
    /// How it was made.
    pub footer: String,
    /// The target.
    pub target: f64,
    /// The year.
    pub year: Year,
}

/// The curve: median and the middle four fifths of the draws at every value tried.
pub fn curve(what: &Response, found: &Found) -> Option<String> {
    let told: Vec<(f64, Stats)> = found
        .tried
        .iter()
        .filter(|one| !one.draws.is_empty())
        .map(|one| (one.at, Stats::of(&one.draws, &[], &mut Vec::new())))
        .collect();
    if told.len() < 2 {
        return None;
    }
    let responses = found
        .tried
        .iter()
        .filter(|one| what.held.is_some() && one.response.is_finite());
    let held: Vec<(f64, f64)> = responses.map(|one| (one.at, one.response)).collect();
    let ends = told
        .iter()
        .flat_map(|(_, stats)| [stats.p("p10"), stats.p("p50"), stats.p("p90")])
        .chain(held.iter().map(|(_, value)| *value))
        .chain([what.target]);
    let largest = ends.clone().map(f64::abs).fold(0.0, f64::max);
    let scale = Scale::of(what.measure.unit, largest, false);
    let title = format!(
        "{}, {}, by {}",
        words::title(what.measure),
        what.year.financial(),
        what.lever
    );
    let mut key = vec![
        (Sign::Line(BLUE, &[]), "median".to_string()),
        (
            Sign::Line(PALETTE[4], &[4.0, 2.0]),
            "10th and 90th percentile".to_string(),
        ),
        (
            Sign::Line(PALETTE[5], &[7.0, 3.0]),
            format!("target: {}", words::value(what.measure.unit, what.target)),
        ),
    ];
    key.extend(what.held.iter().map(|name| (Sign::Line(INK, &[]), name.clone())));
    if !found.solutions.is_empty() {
        key.push((Sign::Dot(INK), "where it is reached".to_string()));
    }
    let rows = legend_rows(key.iter().map(|(_, label)| label.as_str()));
    let subtitle = "Median and 80% of draws, all under the same luck";
    let mut frame = Frame::measured(&title, subtitle, ROOM, HEIGHT, rows);
    frame.key(&key);
    let (factor, unit) = what.lever_unit;
    let name = if unit.is_empty() {
        what.lever.to_string()
    } else {
        format!("{}, {unit}", what.lever)
    };
    let across = Measured::covering(told.iter().map(|one| one.0), factor, &name, false);
    let plot = Plot::on(
        &mut frame,
        across,
        Measured::covering(ends, scale.factor, &capital(&scale.label), false),
    );
    let line = |name: &str| -> Vec<(f64, f64)> { told.iter().map(|(at, stats)| (*at, stats.p(name))).collect() };
    for name in ["p10", "p90"] {
        plot.line(&mut frame, &line(name), PALETTE[4], 1.4, &[4.0, 2.0]);
    }
    plot.line(&mut frame, &line("p50"), BLUE, 2.2, &[]);
    plot.line(&mut frame, &held, INK, 1.8, &[]);
    let (low, high) = (plot.low().0, plot.high().0);
    plot.line(
        &mut frame,
        &[(low, what.target), (high, what.target)],
        PALETTE[5],
        1.6,
        &[7.0, 3.0],
    );
    for one in &found.solutions {
        plot.dot(&mut frame, (one.at, what.target), 4.5, INK);
    }
    let alt = match found.solutions.len() {
        0 => "The target is not reached within the bounds.".to_string(),
        1 => {
            let at = words::grouped(found.solutions[0].at * factor, if factor == 1.0 { 4 } else { 2 });
            let space = if unit.is_empty() || unit.starts_with('%') {
                ""
            } else {
                " "
            };
            format!("The target is reached at {at}{space}{unit}.")
        }
        count => format!("The target is reached at {count} values."),
    };
    Some(frame.finish(&what.footer, &alt))
}
