//! A panel with two axes of numbers: for planes, curves and scatters of analyses.

use super::canvas::{Colour, GREY, Hold, PALE, fitted};
use super::frame::{Frame, Panel};
use super::scale::Axis;

/// Room left of a panel for the labels of its vertical axis.
pub const ROOM: f64 = 70.0;
/// Size of the labels.
const SMALL: f64 = 11.5;

/// An axis with what it measures.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// The stretch shown.
    pub axis: Axis,
    /// Multiplies a value to give the number on the axis.
    pub factor: f64,
    /// What it measures.
    pub label: String,
}

impl Measured {
    /// Covers the values, with nought if asked for.
    pub fn covering(values: impl Iterator<Item = f64>, factor: f64, label: &str, zero: bool) -> Measured {
        Measured {
            axis: Axis::covering(values.map(|value| value * factor), 6, zero),
            factor,
            label: label.to_string(),
        }
    }

    fn place(&self, value: f64) -> f64 {
        self.axis.place(value * self.factor)
    }
}

/// A panel with its two axes.
pub struct Plot {
    panel: Panel,
    across: Measured,
    up: Measured,
}

impl Plot {
    /// Draws grid and labels on the first panel of a page.
    pub fn on(frame: &mut Frame, across: Measured, up: Measured) -> Plot {
        let panel = frame.panels[0];
        for tick in across.axis.ticks() {
            let (x, y) = panel.at(across.axis.place(tick), 0.0);
            frame.canvas.line(&[(x, panel.y), (x, y)], PALE, 1.0, &[]);
            let text = across.axis.text(tick, false);
            frame.canvas.text(x, y + 16.0, SMALL, GREY, Hold::Middle, &text);
        }
        for tick in up.axis.ticks() {
            let (x, y) = panel.at(0.0, up.axis.place(tick));
            frame.canvas.line(&[(x, y), (panel.x + panel.width, y)], PALE, 1.0, &[]);
            frame
                .canvas
                .text(x - 8.0, y + 4.0, SMALL, GREY, Hold::Right, &up.axis.text(tick, false));
        }
        let plot = Plot { panel, across, up };
        // Where nothing is, a darker line.
        for (from, to) in [
            ((0.0, plot.low().1), (0.0, plot.high().1)),
            ((plot.low().0, 0.0), (plot.high().0, 0.0)),
        ] {
            if plot.holds(from) && plot.holds(to) {
                plot.line(frame, &[from, to], GREY, 1.0, &[]);
            }
        }
        let (middle, width) = (plot.panel.x + plot.panel.width / 2.0, plot.panel.width);
        let below = plot.panel.y + plot.panel.height + 34.0;
        let across = fitted(&plot.across.label, 12.0, width);
        frame.canvas.text(middle, below, 12.0, GREY, Hold::Middle, &across);
        let up = fitted(&plot.up.label, 12.0, width);
        let (x, y) = (plot.panel.x - ROOM + 10.0, plot.panel.y - 12.0);
        frame.canvas.text(x, y, 12.0, GREY, Hold::Left, &up);
        plot
    }

    /// The values at the low ends.
    pub fn low(&self) -> (f64, f64) {
        (
            self.across.axis.low / self.across.factor,
            self.up.axis.low / self.up.factor,
        )
    }

    /// The values at the high ends.
    pub fn high(&self) -> (f64, f64) {
        (
            self.across.axis.high / self.across.factor,
            self.up.axis.high / self.up.factor,
        )
    }

    fn holds(&self, (x, y): (f64, f64)) -> bool {
        let inside = |share: f64| (-1e-9..=1.0 + 1e-9).contains(&share);
        inside(self.across.place(x)) && inside(self.up.place(y))
    }

    /// Where a pair of values stands on the page.
    pub fn at(&self, (x, y): (f64, f64)) -> (f64, f64) {
        self.panel.at(self.across.place(x), self.up.place(y))
    }

    /// A line through values, cut at the panel's edge.
    pub fn line(&self, frame: &mut Frame, points: &[(f64, f64)], colour: Colour, width: f64, dash: &[f64]) {
        let mut piece: Vec<(f64, f64)> = Vec::new();
        for pair in points.windows(2) {
            match self.inside(pair[0], pair[1]) {
                Some((from, to)) => {
                    if piece.last() != Some(&from) {
                        flush(frame, &mut piece, colour, width, dash);
                        piece.push(from);
                    }
                    piece.push(to);
                }
                None => flush(frame, &mut piece, colour, width, dash),
            }
        }
        flush(frame, &mut piece, colour, width, dash);
    }

    /// The part of a stretch that is inside the panel, on the page.
    fn inside(&self, from: (f64, f64), to: (f64, f64)) -> Option<((f64, f64), (f64, f64))> {
        let share = |(x, y): (f64, f64)| (self.across.place(x), self.up.place(y));
        let (a, b) = (share(from), share(to));
        let (mut start, mut end) = (0.0f64, 1.0f64);
        for (from, step) in [(a.0, b.0 - a.0), (a.1, b.1 - a.1)] {
            if step == 0.0 {
                if !(0.0..=1.0).contains(&from) {
                    return None;
                }
                continue;
            }
            let (one, two) = ((0.0 - from) / step, (1.0 - from) / step);
            start = start.max(one.min(two));
            end = end.min(one.max(two));
        }
        let point = |part: f64| self.panel.at(a.0 + (b.0 - a.0) * part, a.1 + (b.1 - a.1) * part);
        (start <= end).then(|| (point(start), point(end)))
    }

    /// A dot, if it is inside.
    pub fn dot(&self, frame: &mut Frame, point: (f64, f64), radius: f64, colour: Colour) {
        if self.holds(point) {
            let (x, y) = self.at(point);
            frame.canvas.dot(x, y, radius, colour);
        }
    }
}

fn flush(frame: &mut Frame, piece: &mut Vec<(f64, f64)>, colour: Colour, width: f64, dash: &[f64]) {
    if piece.len() > 1 {
        frame.canvas.line(piece, colour, width, dash);
    }
    piece.clear();
}
