//! One measure over the years: as now and as chosen, with bands, in few strokes and large letters, for a phone as for a wall.

use crate::live::{Answer, Band};
use crate::measures::Handle;
use crate::report::canvas::{BLUE, Canvas, Colour, GREY, Hold, INK, PALE, PALETTE, width_of};
use crate::report::scale::{Axis, Scale};
use crate::world::past::PastPoint;
use crate::world::{Past, Year};

/// Width and height of a picture \[units\]: about the width of a phone, so that letters are no smaller there.
const SIZE: (f64, f64) = (380.0, 282.0);
/// The panel: left, top, right, bottom \[units\].
const PANEL: (f64, f64, f64, f64) = (58.0, 60.0, 368.0, 246.0);
/// Size of letters \[units\].
const LETTERS: f64 = 14.5;

/// What is drawn beside the answer itself.
#[derive(Clone, Debug)]
pub struct Around<'a> {
    /// What the dashed line is called.
    pub as_now: &'a str,
    /// What the full line is called.
    pub chosen: &'a str,
    /// What the standard is called.
    pub standard: &'a str,
    /// The standard, if the measure has one \[share\].
    pub target: Option<f64>,
    /// The year from which the choice is made, if it is another than as now.
    pub begins: Option<Year>,
    /// Whether the choice is another than as now.
    pub changed: bool,
    /// What was published before the first year.
    pub past: &'a [PastPoint],
    /// What that line is called.
    pub published: &'a str,
}

/// The unit on the axis of a picture: `£ billion`.
pub fn unit(answer: &Answer, handle: Handle) -> String {
    scale(&rows(answer, handle), handle).label
}

/// Year, as now, chosen.
fn rows(answer: &Answer, handle: Handle) -> Vec<(Year, Band, Band)> {
    let finite = |band: &Band| [band.p10, band.p50, band.p90].iter().all(|value| value.is_finite());
    let cells = answer.cells.iter().filter(|cell| cell.measure == handle);
    cells
        .filter(|cell| finite(&cell.baseline) && finite(&cell.chosen))
        .map(|cell| (cell.year, cell.baseline, cell.chosen))
        .collect()
}

fn scale(rows: &[(Year, Band, Band)], handle: Handle) -> Scale {
    let largest = rows.iter().flat_map(|(_, one, other)| [one.p90, other.p90]);
    let largest = largest.fold(0.0, |most: f64, value| most.max(value.abs()));
    Scale::of(handle.measure().unit, largest, false)
}

/// The drawing; nothing where the measure has no value.
pub fn picture(answer: &Answer, handle: Handle, title: &str, spoken: &str, around: &Around<'_>) -> Option<String> {
    let rows = rows(answer, handle);
    if rows.is_empty() {
        return None;
    }
    let scale = scale(&rows, handle);
    let bands = rows.iter().flat_map(|(_, one, other)| [*one, *other]);
    let values = bands.flat_map(|band| [band.p10, band.p50, band.p90]);
    let published = around.past.iter().map(|point| point.value);
    let values = values.chain(around.target).chain(published);
    let axis = Axis::covering(values.map(|value| value * scale.factor), 4, false);
    let computed = rows.iter().map(|(year, ..)| year.0);
    let all = || computed.clone().chain(around.past.iter().map(|point| point.year));
    let (first, last) = (all().min().unwrap_or(0), all().max().unwrap_or(0));
    let span = f64::from(last.saturating_sub(first).max(1));
    let at = |year: u16, value: f64| {
        let (left, top, right, bottom) = PANEL;
        let across = left + (right - left) * f64::from(year.saturating_sub(first)) / span;
        (across, bottom - (bottom - top) * axis.place(value * scale.factor))
    };
    let mut canvas = Canvas::new(SIZE.0, SIZE.1);
    for tick in axis.ticks() {
        let (_, y) = at(first, tick / scale.factor);
        canvas.line(&[(PANEL.0, y), (PANEL.2, y)], PALE, 0.8, &[]);
        let text = axis.text(tick, false);
        canvas.text(PANEL.0 - 7.0, y + 5.0, LETTERS, GREY, Hold::Right, &text);
    }
    let base = rows.first().map_or(first, |(year, ..)| year.0);
    years(&mut canvas, (first, base, last), &at);
    past(&mut canvas, around.past, &at);
    if let Some(begins) = around.begins.filter(|_| around.changed)
        && (first..=last).contains(&begins.0)
    {
        let (x, _) = at(begins.0, axis.low / scale.factor);
        canvas.line(&[(x, PANEL.1), (x, PANEL.3)], GREY, 1.4, &[2.0, 3.0]);
    }
    let band = |canvas: &mut Canvas, which: &dyn Fn(&(Year, Band, Band)) -> Band, colour: Colour, opacity: f64| {
        let upper = rows.iter().map(|row| at(row.0.0, which(row).p90));
        let lower = rows.iter().rev().map(|row| at(row.0.0, which(row).p10));
        canvas.area(&upper.chain(lower).collect::<Vec<_>>(), colour, opacity);
    };
    let line = |which: &dyn Fn(&(Year, Band, Band)) -> Band| -> Vec<(f64, f64)> {
        rows.iter().map(|row| at(row.0.0, which(row).p50)).collect()
    };
    band(&mut canvas, &|row| row.1, GREY, 0.22);
    if around.changed {
        band(&mut canvas, &|row| row.2, BLUE, 0.26);
    }
    if let Some(target) = around.target {
        let (_, y) = at(first, target);
        canvas.line(&[(PANEL.0, y), (PANEL.2, y)], PALETTE[5], 1.8, &[2.0, 2.5]);
        canvas.text(PANEL.0 + 4.0, y - 5.0, LETTERS, INK, Hold::Left, around.standard);
    }
    if around.changed {
        canvas.line(&line(&|row| row.2), BLUE, 3.0, &[]);
    }
    canvas.line(&line(&|row| row.1), INK, 2.2, &[6.0, 4.0]);
    key(&mut canvas, around);
    Some(canvas.finish(title, spoken))
}

/// Which line is which.
fn key(canvas: &mut Canvas, around: &Around<'_>) {
    canvas.line(&[(PANEL.0, 16.0), (PANEL.0 + 30.0, 16.0)], INK, 2.2, &[6.0, 4.0]);
    canvas.text(PANEL.0 + 36.0, 21.0, LETTERS, INK, Hold::Left, around.as_now);
    if around.changed {
        let middle = f64::midpoint(PANEL.0, PANEL.2);
        canvas.line(&[(middle, 16.0), (middle + 30.0, 16.0)], BLUE, 3.0, &[]);
        canvas.text(middle + 36.0, 21.0, LETTERS, INK, Hold::Left, around.chosen);
    }
    if !around.past.is_empty() {
        canvas.line(&[(PANEL.0, 36.0), (PANEL.0 + 30.0, 36.0)], INK, 1.4, &[]);
        canvas.dot(PANEL.0 + 15.0, 36.0, 2.2, INK);
        canvas.text(PANEL.0 + 36.0, 41.0, LETTERS, INK, Hold::Left, around.published);
    }
}

/// What was published: dots, joined where years follow one another and were counted alike; a dotted upright where they were not.
fn past(canvas: &mut Canvas, points: &[PastPoint], at: &dyn Fn(u16, f64) -> (f64, f64)) {
    for run in Past::runs(points) {
        let line: Vec<(f64, f64)> = run.iter().map(|point| at(point.year, point.value)).collect();
        canvas.line(&line, INK, 1.4, &[]);
        line.iter().for_each(|(x, y)| canvas.dot(*x, *y, 2.2, INK));
    }
    for year in Past::breaks(points) {
        let (x, _) = at(year, 0.0);
        canvas.line(&[(x, PANEL.1), (x, PANEL.3)], INK, 0.9, &[1.0, 2.5]);
    }
}

/// Year labels, as many as have room.
fn years(canvas: &mut Canvas, (first, base, last): (u16, u16, u16), at: &dyn Fn(u16, f64) -> (f64, f64)) {
    let width = PANEL.2 - PANEL.0;
    let every = [1u16, 2, 5, 10, 20]
        .into_iter()
        .find(|every| width * f64::from(*every) / f64::from((last - first).max(1)) > 76.0);
    let every = every.unwrap_or(50);
    // Named from the base year on, so that where the model begins is seen.
    for year in (first..=last).filter(|year| year.abs_diff(base).is_multiple_of(every)) {
        let (x, _) = at(year, 0.0);
        canvas.line(&[(x, PANEL.3), (x, PANEL.3 + 5.0)], GREY, 1.0, &[]);
        let text = Year(year).financial();
        canvas.text(within(x, &text), PANEL.3 + 22.0, LETTERS, GREY, Hold::Middle, &text);
    }
}

/// Where the middle of a label stands that belongs to a place across: there or, where it would reach beyond the frame, as near as it may.
fn within(x: f64, text: &str) -> f64 {
    let half = width_of(text, LETTERS) / 2.0 + 1.0;
    x.clamp(half, SIZE.0 - half)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_near_the_edge_of_a_picture_stays_within_it() {
        let half = width_of("2034/35", LETTERS) / 2.0;
        for across in [PANEL.0, 200.0, 356.7, PANEL.2, SIZE.0] {
            let middle = within(across, "2034/35");
            assert!(middle - half >= 0.0 && middle + half <= SIZE.0, "{across} {middle}");
            assert!((middle - across).abs() <= half + 1.5, "{across} {middle}");
        }
        assert_eq!(within(200.0, "2034/35"), 200.0);
    }
}
