//! Stacked bars: what the money goes to.

use super::canvas::{Colour, GREY, Hold, INK, PALE, PALETTE, in_lines};
use super::frame::{Chart, Frame, Panel, Sign, legend_rows, made_with};
use super::scale::{Axis, Scale};
use super::{Run, words};
use crate::measures::{self, Handle};
use crate::world::{Fifth, Group, Year};

/// The whole that the parts of spending make.
const WHOLE: Handle = measures::COST_TOTAL;

/// Parts of all spending, none inside another: what disability benefits buy is in charges and self-funded care already.
pub const SPENDING: [(Handle, &str); 7] = [
    (measures::COST_NHS, "NHS"),
    (measures::COST_COUNCIL, "Councils, net"),
    (measures::COST_PUBLIC_HEALTH, "Public health"),
    (measures::COST_USER_CHARGES, "User charges"),
    (measures::COST_SELF_FUNDED, "Self-funders"),
    (measures::COST_PRIVATE_CARE, "Private planned care"),
    (measures::COST_OUTSIDE, "Other budgets"),
];
/// Where among [`SPENDING`] the only part stands that most worlds do not have, and that is below 0 where programmes save money.
const OUTSIDE: usize = SPENDING.len() - 1;
/// What the mark of the whole is called.
const TOTAL: &str = "All of it";
/// Height of a bar with its gap where there are many, and of all bars at least.
const PITCH: f64 = 34.0;
const LEAST: f64 = 340.0;

/// One bar: its label and its parts.
struct Bar {
    label: String,
    parts: Vec<f64>,
    /// The whole, as the rest of the report tells it.
    total: f64,
}

impl Bar {
    /// Where it ends.
    fn end(&self) -> f64 {
        self.parts.iter().map(|part| part.max(0.0)).sum::<f64>()
    }
    /// How long it is drawn: as far as its parts or its total reach.
    fn length(&self) -> f64 {
        self.end().max(self.total)
    }
}

/// Parts of a whole and the whole, each the median of its draws as the tables tell it. Medians of parts do not add up to the median of
/// the whole: what is apart is told (`apart`) and no part is bent for it, since two scenarios that spend the same on a part must show
/// the same. None where the run lacks one.
pub fn parts_of(
    run: &Run<'_>,
    scenario: usize,
    year: Year,
    whole: Handle,
    parts: &[Handle],
) -> Option<(Vec<f64>, f64)> {
    let median = |measure: Handle| Some(run.summary.get(scenario, year, measure, Group::ALL)?.p("p50"));
    let total = median(whole)?;
    let parts: Vec<f64> = parts.iter().map(|part| median(*part)).collect::<Option<_>>()?;
    let sum: f64 = parts.iter().sum();
    (total.is_finite() && sum.is_finite() && sum > 0.0).then_some((parts, total))
}

/// That medians of parts do not add up, and by how much at most of the whole.
pub(super) fn apart<'a>(wholes: impl Iterator<Item = (&'a [f64], f64)>) -> String {
    let off = |(parts, whole): (&[f64], f64)| match whole {
        0.0 => 0.0,
        whole => (parts.iter().sum::<f64>() / whole - 1.0).abs() * 100.0,
    };
    let most = wholes.map(off).fold(0.0, f64::max);
    let by = match most {
        // What rounds to nothing.
        most if most < 0.05 => "less than 0.1%".to_string(),
        most => format!("up to {most:.1}%"),
    };
    format!(
        "Each part and the whole are medians of the draws, as in the tables; medians of parts do not add up to the median of the whole: here they miss it by {by}."
    )
}

/// What is spent in a year of a scenario: the parts, and the whole \[£m\].
pub fn spent(run: &Run<'_>, scenario: usize, year: Year) -> Option<(Vec<f64>, f64)> {
    parts_of(run, scenario, year, WHOLE, &SPENDING.map(|(measure, _)| measure))
}

/// All spending by who spends it, in the base year and in the telling year.
pub fn composition(run: &Run<'_>) -> Option<Chart> {
    let (base, year) = (run.base_year(), run.telling_year());
    let bar = |scenario: usize, year: Year| {
        let (parts, total) = spent(run, scenario, year)?;
        Some(Bar {
            label: format!("{}: {}", year.financial(), run.description.scenario_title(scenario)),
            parts,
            total,
        })
    };
    // The base year of each place, then what each scenario makes of it.
    let firsts = (0..run.scenarios()).filter(|scenario| run.description.first_of_place(*scenario));
    let mut bars: Vec<Bar> = firsts.map(|first| bar(first, base)).collect::<Option<_>>()?;
    for scenario in 0..run.scenarios() {
        bars.push(bar(scenario, year)?);
    }
    let largest = bars.iter().map(Bar::length).fold(0.0, f64::max);
    if largest <= 0.0 {
        return None;
    }
    let scale = Scale::of("£m", largest, false);
    let title = format!(
        "What is spent on health and care, {} and {}",
        base.financial(),
        year.financial()
    );
    let subtitle = format!(
        "{}, prices of the base year, median of the draws for each part and for the whole; unpaid care is not in it",
        super::fans::capital(&scale.label)
    );
    // Programmes that other budgets pay for are few: without them, no word of them.
    let outside = bars.iter().any(|bar| bar.parts[OUTSIDE] != 0.0);
    if !outside {
        bars.iter_mut().for_each(|bar| bar.parts.truncate(OUTSIDE));
    }
    let labels: Vec<&str> = SPENDING[..if outside { SPENDING.len() } else { OUTSIDE }]
        .iter()
        .map(|part| part.1)
        .collect();
    let saved = |bar: &Bar| {
        let saved = bar.parts.get(OUTSIDE).filter(|part| **part < 0.0)?;
        Some(format!(
            " {}: other budgets save {}; a bar cannot show that, and is so much longer than its total.",
            bar.label,
            words::value("£m", -saved)
        ))
    };
    let saved: String = bars.iter().filter_map(saved).collect();
    let alt = bars
        .iter()
        .fold("Bars of all spending by who spends it.".to_string(), |text, bar| {
            let parts = bar.parts.iter().zip(&labels);
            let told: Vec<String> = parts
                .map(|(part, label)| format!("{label} {}", words::value("£m", *part)))
                .collect();
            format!(
                "{text} {}: {}, of which {}.",
                bar.label,
                words::value("£m", bar.total),
                told.join(", ")
            )
        });
    let mut key = entries(&labels);
    key.push((Sign::Upright(INK), TOTAL.to_string()));
    let rows = legend_rows(key.iter().map(|(_, label)| label.as_str()));
    let height = (bars.len() as f64 * PITCH).max(LEAST);
    let mut frame = Frame::tall(&title, &subtitle, 250.0, height, rows);
    frame.key(&key);
    across(&mut frame, &bars, &scale);
    Some(Chart {
        name: "spending".to_string(),
        caption: format!(
            "No transfer is counted twice: NHS money passed to councils is in the NHS part, and what disability benefits buy is in charges and self-funded care. {}{} {}",
            apart(bars.iter().map(|bar| (bar.parts.as_slice(), bar.total))),
            saved,
            made_with(run)
        ),
        svg: frame.finish(&run.description.footer(), &alt),
        alt,
    })
}

pub(super) fn colour(index: usize) -> Colour {
    PALETTE[index % PALETTE.len()]
}

pub(super) fn entries(labels: &[&str]) -> Vec<(Sign, String)> {
    labels
        .iter()
        .enumerate()
        .map(|(i, label)| (Sign::Box(colour(i), 1.0), label.to_string()))
        .collect()
}

/// Bars across the page, one below another, their totals at the end.
fn across(frame: &mut Frame, bars: &[Bar], scale: &Scale) {
    // Room at the end for the totals.
    let panel = Panel {
        width: frame.panels[0].width - 62.0,
        ..frame.panels[0]
    };
    let most = bars.iter().map(|bar| bar.length() * scale.factor).fold(0.0, f64::max);
    let axis = Axis::covering([0.0, most].into_iter(), 6, true);
    for tick in axis.ticks() {
        let (x, y) = panel.at(axis.place(tick), 0.0);
        frame.canvas.line(&[(x, panel.y), (x, y)], PALE, 0.8, &[]);
        frame
            .canvas
            .text(x, y + 17.0, 12.0, GREY, Hold::Middle, &axis.text(tick, false));
    }
    let pitch = panel.height / bars.len() as f64;
    let thick = (pitch * 0.62).min(46.0);
    for (index, bar) in bars.iter().enumerate() {
        let y = panel.y + pitch * (index as f64 + 0.5);
        let width = panel.x - 24.0 - 12.0;
        // Of many bars a long title would stand over its neighbours.
        let label = in_lines(&bar.label, 12.5, width, (pitch / 16.0) as usize);
        for (row, text) in label.iter().enumerate() {
            let down = (row as f64 - (label.len() - 1) as f64 / 2.0) * 16.0;
            frame
                .canvas
                .text(panel.x - 10.0, y + 4.5 + down, 12.5, INK, Hold::Right, text);
        }
        let mut from = 0.0;
        for (part, value) in bar.parts.iter().enumerate() {
            let to = from + value.max(0.0) * scale.factor;
            let (left, right) = (panel.at(axis.place(from), 0.0).0, panel.at(axis.place(to), 0.0).0);
            frame
                .canvas
                .rectangle(left, y - thick / 2.0, right - left, thick, colour(part), 1.0);
            // A white edge keeps neighbours apart in grey print.
            if right - left > 2.0 {
                frame.canvas.line(
                    &[(right, y - thick / 2.0), (right, y + thick / 2.0)],
                    plotters::prelude::RGBColor(255, 255, 255),
                    1.0,
                    &[],
                );
            }
            from = to;
        }
        // Where the whole stands, which the parts' medians do not add up to.
        let whole = panel.at(axis.place(bar.total * scale.factor), 0.0).0;
        let ends = [(whole, y - thick / 2.0 - 4.0), (whole, y + thick / 2.0 + 4.0)];
        frame.canvas.line(&ends, INK, 2.0, &[]);
        let end = panel.at(axis.place(from), 0.0).0.max(whole);
        let total = words::value("£m", bar.total);
        frame.canvas.text(end + 6.0, y + 4.5, 12.5, INK, Hold::Left, &total);
    }
}

/// The label of a fifth: its number, the ends with words where there is room.
pub fn fifth_label(fifth: Fifth, first: &str, last: &str, room: f64) -> String {
    match fifth.number() {
        1 if room > 80.0 => format!("1 ({first})"),
        5 if room > 80.0 => format!("5 ({last})"),
        number => number.to_string(),
    }
}
