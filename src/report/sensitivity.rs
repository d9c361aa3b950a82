//! Charts of what drove it: the tornado, shares of the variance, and an assumption against a quantity.

use super::canvas::{BLUE, GREY, Hold, INK, PALETTE, fitted};
use super::frame::{Frame, Sign};
use super::plot::{Measured, Plot, ROOM};
use super::scale::{Axis, Scale};
use super::words;

/// Room for the names of assumptions.
const NAMES: f64 = 330.0;
/// Height of a bar with its gap.
const PITCH: f64 = 22.0;
/// Height of a bar.
const THICK: f64 = 14.0;
/// Height of the panel of a scatter.
const LOWER: f64 = 340.0;
/// Dots of a scatter, at most: evenly picked.
const DOTS: usize = 2_000;

/// A factor's two ends.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// The factor.
    pub label: String,
    /// With the factor at its 10th percentile.
    pub low: f64,
    /// With the factor at its 90th percentile.
    pub high: f64,
}

/// Bars from where each factor puts a quantity at its 10th percentile to where at its 90th, about all medians.
pub fn tornado(what: &str, unit: &str, difference: bool, centre: f64, bars: &[Bar]) -> Option<String> {
    let first = bars.first()?;
    let values = || bars.iter().flat_map(|bar| [bar.low, bar.high]).chain([centre]);
    let largest = values().map(f64::abs).fold(0.0, f64::max);
    let scale = Scale::of(unit, largest, difference);
    let axis = Axis::covering(values().map(|value| value * scale.factor), 6, false);
    let subtitle = format!("{}; each assumption alone, all others at their medians", scale.label);
    let title = format!("What moves {what}");
    let mut frame = Frame::tall(&title, &subtitle, NAMES, bars.len() as f64 * PITCH + 10.0, 1);
    frame.key(&[
        (Sign::Box(PALETTE[1], 0.9), "at its 10th percentile".to_string()),
        (Sign::Box(PALETTE[0], 0.9), "at its 90th percentile".to_string()),
    ]);
    let panel = frame.panels[0];
    let across = |value: f64| panel.x + axis.place(value * scale.factor) * panel.width;
    ruled(&mut frame, &axis, difference);
    for (row, bar) in bars.iter().enumerate() {
        let y = panel.y + 6.0 + row as f64 * PITCH;
        for (value, colour) in [(bar.low, PALETTE[1]), (bar.high, PALETTE[0])] {
            let (from, to) = (across(centre).min(across(value)), across(centre).max(across(value)));
            frame
                .canvas
                .rectangle(from, y, (to - from).max(0.5), THICK, colour, 0.9);
        }
        named(&mut frame, y, &bar.label);
    }
    let x = across(centre);
    frame
        .canvas
        .line(&[(x, panel.y), (x, panel.y + panel.height)], INK, 1.2, &[]);
    let alt = format!("Tornado: {} moves {what} most.", first.label);
    Some(frame.finish("", &alt))
}

/// Lines across the panel at the ticks of the axis beneath it.
fn ruled(frame: &mut Frame, axis: &Axis, difference: bool) {
    let panel = frame.panels[0];
    for tick in axis.ticks() {
        let x = panel.x + axis.place(tick) * panel.width;
        let (top, foot) = (panel.y, panel.y + panel.height);
        frame.canvas.line(&[(x, top), (x, foot)], super::canvas::PALE, 1.0, &[]);
        let text = axis.text(tick, difference);
        frame.canvas.text(x, foot + 16.0, 11.5, GREY, Hold::Middle, &text);
    }
}

/// The name of a bar, left of the panel.
fn named(frame: &mut Frame, y: f64, label: &str) {
    let label = fitted(label, 11.5, NAMES - 14.0);
    let x = frame.panels[0].x - 8.0;
    frame.canvas.text(x, y + 11.0, 11.5, INK, Hold::Right, &label);
}

/// Shares of the variance as bars, and what may be concluded from them: of few draws the longest bar may be what chance picks out.
pub fn shares(what: &str, bars: &[(String, f64)], draws: usize, concluded: &str) -> Option<String> {
    bars.first()?;
    // An estimate of a share may be beyond all of it; no share is.
    let bars: Vec<(&String, f64)> = bars.iter().map(|(label, share)| (label, share.min(1.0))).collect();
    // Where nothing makes as much as a hundredth, an axis of its own would make something of it.
    let axis = Axis::covering(bars.iter().map(|bar| bar.1 * 100.0).chain([1.0]), 6, true);
    let title = format!("What drives {what}");
    let subtitle = format!("Share of the variance over the draws, % (sparse regression). {concluded}");
    let mut frame = Frame::tall(&title, &subtitle, NAMES, bars.len() as f64 * PITCH + 10.0, 1);
    let panel = frame.panels[0];
    ruled(&mut frame, &axis, false);
    for (row, (label, share)) in bars.iter().enumerate() {
        let y = panel.y + 6.0 + row as f64 * PITCH;
        let (from, to) = (axis.place(0.0) * panel.width, axis.place(share * 100.0) * panel.width);
        frame
            .canvas
            .rectangle(panel.x + from.min(to), y, (to - from).abs().max(0.5), THICK, BLUE, 0.9);
        named(&mut frame, y, label);
    }
    Some(frame.finish(&format!("{} draws", words::count(draws)), concluded))
}

/// A dot a draw: an assumption against a quantity, whose unit is said where it is known.
pub fn scatter(what: &str, assumption: &str, values: &[f64], (quantity, unit): (&[f64], &str)) -> String {
    let title = format!("How {what} goes with {assumption}");
    let mut frame = Frame::measured(&title, "A dot a draw", ROOM, LOWER, 0);
    let across = Measured::covering(values.iter().copied(), 1.0, assumption, false);
    let up = Measured::covering(quantity.iter().copied(), 1.0, unit, false);
    let plot = Plot::on(&mut frame, across, up);
    let step = values.len().div_ceil(DOTS).max(1);
    for draw in (0..values.len()).step_by(step) {
        plot.dot(&mut frame, (values[draw], quantity[draw]), 1.6, BLUE);
    }
    frame.finish(
        &format!("{} draws", words::count(values.len())),
        &format!("Scatter of {what} against {assumption}."),
    )
}
