//! The response of a measure to a lever, with the target and what reaches it.

use super::canvas::{BLUE, INK, PALETTE};
use super::frame::{Frame, Sign};
use super::plot::{Measured, Plot, ROOM};
use super::scale::Scale;
use super::words;
use crate::analysis::seek::Found;
use crate::measures::Measure;
use crate::results::Stats;
use crate::world::Year;

/// What is drawn.
pub struct Response<'a> {
    /// The measure.
    pub measure: &'static Measure,
    /// The lever in words.
    pub lever: &'a str,
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
    let ends = told
        .iter()
        .flat_map(|(_, stats)| [stats.p("p10"), stats.p("p90")])
        .chain([what.target]);
    let largest = ends.clone().map(f64::abs).fold(0.0, f64::max);
    let scale = Scale::of(what.measure.unit, largest, false);
    let title = format!(
        "{}, {}, by {}",
        words::title(what.measure),
        what.year.financial(),
        what.lever
    );
    let mut frame = Frame::new(&title, "Median and 80% of draws, all under the same luck", 1, ROOM, 1);
    frame.key(&[
        (Sign::Line(BLUE, &[]), "median".to_string()),
        (
            Sign::Line(PALETTE[4], &[4.0, 2.0]),
            "10th and 90th percentile".to_string(),
        ),
        (
            Sign::Line(PALETTE[5], &[7.0, 3.0]),
            format!("target: {}", words::value(what.measure.unit, what.target)),
        ),
    ]);
    let across = Measured::covering(told.iter().map(|one| one.0), 1.0, what.lever, false);
    let plot = Plot::on(
        &mut frame,
        across,
        Measured::covering(ends, scale.factor, &scale.label, false),
    );
    let line = |name: &str| -> Vec<(f64, f64)> { told.iter().map(|(at, stats)| (*at, stats.p(name))).collect() };
    for name in ["p10", "p90"] {
        plot.line(&mut frame, &line(name), PALETTE[4], 1.4, &[4.0, 2.0]);
    }
    plot.line(&mut frame, &line("p50"), BLUE, 2.2, &[]);
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
        1 => format!("The target is reached at {}.", words::grouped(found.solutions[0].at, 4)),
        count => format!("The target is reached at {count} values."),
    };
    Some(frame.finish("", &alt))
}
