//! Stacked bars: what the money goes to.

use super::canvas::{Colour, GREY, Hold, INK, PALE, PALETTE, fitted, wrapped};
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

/// One bar: its label and its parts.
struct Bar {
    label: String,
    parts: Vec<f64>,
    /// What the parts sum to, as the rest of the report tells it.
    total: f64,
}

impl Bar {
    /// How long it is drawn: longer than its total where a part is below nothing.
    fn length(&self) -> f64 {
        self.parts.iter().map(|part| part.max(0.0)).sum::<f64>().max(self.total)
    }
}

/// Parts of a whole in proportion to their means over the draws, summing to the median of the whole. Medians of parts do not sum
/// to the median of the whole, and a bar must be as long as the figure that the text tells. None where the run lacks one.
pub fn parts_of(
    run: &Run<'_>,
    scenario: usize,
    year: Year,
    whole: Handle,
    parts: &[Handle],
) -> Option<(Vec<f64>, f64)> {
    let stats = |measure: Handle| run.summary.get(scenario, year, measure, Group::ALL);
    let total = stats(whole)?.p("p50");
    let means: Option<Vec<f64>> = parts.iter().map(|part| Some(stats(*part)?.mean)).collect();
    let means = means?;
    let sum: f64 = means.iter().sum();
    let known = total.is_finite() && sum.is_finite() && sum > 0.0;
    known.then(|| (means.iter().map(|mean| mean * total / sum).collect(), total))
}

/// What is spent in a year of a scenario: the parts, and the whole that they sum to \[£m\].
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
        "{}, prices of the base year, median of the draws, divided as the means of its parts; unpaid care is not in it",
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
            format!("{text} {}: {}.", bar.label, words::value("£m", bar.total))
        });
    let mut frame = Frame::new(&title, &subtitle, 1, 250.0, legend_rows(labels.iter().copied()));
    frame.key(&entries(&labels));
    across(&mut frame, &bars, &scale);
    Some(Chart {
        name: "spending".to_string(),
        caption: format!(
            "No transfer is counted twice: NHS money passed to councils is in the NHS part, and what disability benefits buy is in charges and self-funded care. A bar is the median of all spending, divided as the means of its parts.{} {}",
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
        let mut label = wrapped(&bar.label, 12.5, width);
        // Of many bars a long title would stand over its neighbours.
        let rows = ((pitch / 16.0) as usize).max(1);
        if label.len() > rows {
            let rest = label.split_off(rows - 1).join(" ");
            label.push(fitted(&rest, 12.5, width));
        }
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
        let total = words::value("£m", bar.total);
        frame.canvas.text(
            panel.at(axis.place(from), 0.0).0 + 6.0,
            y + 4.5,
            12.5,
            INK,
            Hold::Left,
            &total,
        );
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
