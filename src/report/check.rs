//! The base year beside what was published: how far the model starts from the truth.

use serde::{Deserialize, Serialize};

use super::canvas::{BLUE, GREY, Hold, INK, PALE, PALETTE, fitted};
use super::frame::{Chart, Frame, Sign};
use super::scale::Axis;
use super::{Run, words};

/// One figure of the base year, published and modelled.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct BaseCheck {
    /// What it is.
    pub label: String,
    /// Unit, as of measures.
    pub unit: String,
    /// As published.
    pub published: f64,
    /// As modelled.
    pub modelled: f64,
    /// Whether the model was scaled to it, or it stands as a test.
    pub scaled_to: bool,
    /// Publisher and table.
    pub source: String,
}

impl BaseCheck {
    /// How far the model is off, as a share of the published figure.
    pub fn error(&self) -> f64 {
        self.modelled / self.published - 1.0
    }
}

/// The figures in a column, each with its error on one axis.
pub fn chart(run: &Run<'_>) -> Option<Chart> {
    let rows: Vec<&BaseCheck> = run
        .base_checks
        .iter()
        .filter(|check| check.error().is_finite())
        .collect();
    if rows.is_empty() {
        return None;
    }
    let title = format!("The base year {} against published figures", run.base_year());
    let mut frame = Frame::tall(
        &title,
        "Modelled over published, % off; band: within 2%",
        330.0,
        rows.len() as f64 * 24.0,
        1,
    );
    frame.key(&[
        (Sign::Dot(BLUE), "the model was scaled to it".to_string()),
        (Sign::Dot(PALETTE[5]), "it was not: a test".to_string()),
    ]);
    let panel = frame.panels[0];
    let axis = Axis::covering(rows.iter().map(|row| row.error() * 100.0).chain([-5.0, 5.0]), 6, true);
    let across = |percent: f64| panel.at(axis.place(percent), 0.0).0;
    frame.canvas.rectangle(
        across(-2.0),
        panel.y,
        across(2.0) - across(-2.0),
        panel.height,
        BLUE,
        0.1,
    );
    for tick in axis.ticks() {
        let colour = if tick.abs() < axis.step * 1e-6 { INK } else { PALE };
        frame.canvas.line(
            &[(across(tick), panel.y), (across(tick), panel.y + panel.height)],
            colour,
            0.9,
            &[],
        );
        let text = axis.text(tick, true);
        frame.canvas.text(
            across(tick),
            panel.y + panel.height + 17.0,
            12.0,
            GREY,
            Hold::Middle,
            &text,
        );
    }
    for (index, row) in rows.iter().enumerate() {
        let y = panel.y + (index as f64 + 0.5) * 24.0;
        let label = fitted(&row.label, 12.5, 200.0);
        frame.canvas.text(24.0, y + 4.5, 12.5, INK, Hold::Left, &label);
        frame.canvas.text(
            panel.x - 10.0,
            y + 4.5,
            11.5,
            GREY,
            Hold::Right,
            &words::value(&row.unit, row.published),
        );
        let x = across(row.error() * 100.0);
        frame.canvas.line(&[(across(0.0), y), (x, y)], GREY, 1.2, &[]);
        frame
            .canvas
            .dot(x, y, 4.5, if row.scaled_to { BLUE } else { PALETTE[5] });
    }
    let worst = rows.iter().map(|row| row.error().abs()).fold(0.0, f64::max);
    let within = rows.iter().filter(|row| row.error().abs() <= 0.02).count();
    let alt = format!(
        "{} of {} base-year figures are within 2% of those published; the largest error is {}%.",
        within,
        rows.len(),
        words::grouped(worst * 100.0, 1)
    );
    Some(Chart {
        name: "base-year".to_string(),
        caption: format!("{alt} Sources are in the table of the report."),
        svg: frame.finish(&run.description.footer(), &alt),
        alt,
    })
}
