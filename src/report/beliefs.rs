//! The difference between scenarios under each belief: a dot and its interval, nothing marked.

use super::canvas::{GREY, Hold, INK, PALE, fitted};
use super::frame::{Chart, Frame, Sign, legend_rows, style};
use super::scale::{Axis, Scale};
use super::words;
use crate::analysis::robustness::{Robustness, Row};
use crate::budgeting::explanation::so_many;
use crate::measures::{self, Handle, Measure};
use crate::world::Year;

/// Room for the names of beliefs.
const ROOM: f64 = 132.0;
/// Measures that are drawn, where they were asked and differ; if none of them was, whatever was.
const DRAWN: [Handle; 6] = [
    measures::COST_PUBLIC,
    measures::WAITING_LIST,
    measures::WITHIN_18_WEEKS,
    measures::CARE_UNMET_PEOPLE,
    measures::NEED_MET,
    measures::HEALTHY_LIFE_EXPECTANCY,
];

/// Rows of a measure under which some scenario differs from the first.
fn differing(found: &Robustness, measure: Handle) -> Vec<&Row> {
    let rows = found
        .rows
        .iter()
        .filter(|row| row.measure == measure && found.about.against(row.scenario) != row.scenario);
    let rows: Vec<&Row> = rows.collect();
    if rows.iter().any(|row| row.difference.p_equal < 1.0) {
        rows
    } else {
        Vec::new()
    }
}

/// The chart; nothing if no scenario differs from the one that it is compared with.
pub fn chart(found: &Robustness) -> Option<Chart> {
    let about = &found.about;
    let asked = found.measures();
    let mut drawn: Vec<Handle> = DRAWN.into_iter().filter(|measure| asked.contains(measure)).collect();
    if drawn.is_empty() {
        drawn = asked.into_iter().take(DRAWN.len()).collect();
    }
    let panels: Vec<(&'static Measure, Vec<&Row>)> = drawn
        .into_iter()
        .map(|handle| (handle.measure(), differing(found, handle)))
        .filter(|(_, rows)| !rows.is_empty())
        .collect();
    if panels.is_empty() {
        return None;
    }
    let title = format!(
        "Does it hold whoever is right? {} under each set of beliefs",
        Year(about.year).financial()
    );
    let first = match about.titles.first() {
        Some(first) if about.against.is_empty() => format!("“{first}”"),
        _ => "the first scenario of the same place".to_string(),
    };
    let subtitle = format!("Difference from {first}: median, and 80% of the draws; the dark line is no difference");
    let labelled = about
        .compared()
        .filter_map(|at| Some((at, about.titles.get(at)?.as_str())));
    let labelled: Vec<(usize, &str)> = labelled.collect();
    let mut frame = Frame::new(
        &title,
        &subtitle,
        panels.len(),
        ROOM,
        legend_rows(labelled.iter().map(|(_, title)| *title)),
    );
    let key: Vec<(Sign, String)> = labelled
        .iter()
        .map(|(at, label)| (Sign::Dot(style(*at).0), label.to_string()))
        .collect();
    frame.key(&key);
    for (index, (measure, rows)) in panels.iter().enumerate() {
        panel(&mut frame, index, found, measure, rows);
    }
    let alt = spoken(found, &panels);
    Some(Chart {
        name: "robustness".to_string(),
        caption: format!(
            "Where dots of one colour stand on both sides of the dark line, the answer depends on what one believes. {} of {} under each belief, seed {}; the same luck in all.",
            so_many(about.draws as u64, "draw", "draws"),
            so_many(about.people as u64, "simulated person", "simulated people"),
            about.seed
        ),
        svg: frame.finish(&footer(found), &alt),
        alt,
    })
}

/// The line at the foot.
fn footer(found: &Robustness) -> String {
    let about = &found.about;
    format!(
        "{} · seed {} · {} draws · {} people · carepool {}",
        about.scenarios.join(", "),
        about.seed,
        words::count(about.draws),
        words::count(about.people),
        about.version
    )
}

fn panel(frame: &mut Frame, index: usize, found: &Robustness, measure: &Measure, rows: &[&Row]) {
    let ends = |row: &&Row| {
        let d = row.difference;
        [d.p("p50"), d.p("p10"), d.p("p90")]
    };
    let largest = rows.iter().flat_map(ends).map(f64::abs).fold(0.0, f64::max);
    let scale = Scale::of(measure.unit, largest, true);
    let axis = Axis::covering(rows.iter().flat_map(ends).map(|value| value * scale.factor), 3, true);
    frame.name_panel(index, ROOM, &format!("{} ({})", words::title(measure), scale.label));
    let panel = frame.panels[index];
    let across = |value: f64| panel.at(axis.place(value * scale.factor), 0.0).0;
    for tick in axis.ticks() {
        let x = panel.at(axis.place(tick), 0.0).0;
        let zero = tick.abs() < axis.step * 1e-6;
        let (colour, width) = if zero { (INK, 1.4) } else { (PALE, 0.8) };
        frame
            .canvas
            .line(&[(x, panel.y), (x, panel.y + panel.height)], colour, width, &[]);
        let text = axis.text(tick, true);
        frame
            .canvas
            .text(x, panel.y + panel.height + 16.0, 11.0, GREY, Hold::Middle, &text);
    }
    let beliefs = &found.about.beliefs;
    let others = found.about.scenarios.len().saturating_sub(1).max(1);
    let pitch = panel.height / beliefs.len().max(1) as f64;
    for (at, belief) in beliefs.iter().enumerate() {
        let middle = panel.y + (at as f64 + 0.5) * pitch;
        let label = fitted(&belief.label(), 10.5, ROOM - 8.0);
        frame
            .canvas
            .text(panel.x - 8.0, middle + 4.0, 10.5, INK, Hold::Right, &label);
    }
    let step = (pitch * 0.7 / others as f64).min(14.0);
    for row in rows {
        let off = (row.scenario as f64 - 1.0 - (others - 1) as f64 / 2.0) * step;
        let y = panel.y + (row.belief as f64 + 0.5) * pitch + off;
        let d = row.difference;
        let (colour, dash) = style(row.scenario);
        frame
            .canvas
            .line(&[(across(d.p("p10")), y), (across(d.p("p90")), y)], colour, 1.8, dash);
        frame.canvas.dot(across(d.p("p50")), y, 3.6, colour);
    }
}

/// The chart in words.
fn spoken(found: &Robustness, panels: &[(&'static Measure, Vec<&Row>)]) -> String {
    let mut text = String::from("Median difference under each belief.");
    for (measure, rows) in panels {
        for row in rows {
            let scenario = found.about.titles.get(row.scenario).map_or("", String::as_str);
            let belief = found
                .about
                .beliefs
                .get(row.belief)
                .map_or(String::new(), |belief| belief.label());
            text.push_str(&format!(
                " {}, {scenario}, {belief}: {}.",
                words::title(measure),
                words::difference(measure.unit, row.difference.p("p50"))
            ));
        }
    }
    text
}
