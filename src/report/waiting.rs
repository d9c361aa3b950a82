//! The waiting list stacked by weeks waited.

use super::bars::{apart, parts_of};
use super::canvas::{Colour, INK};
use super::frame::{Chart, Frame, Sign, legend_rows, made_with};
use super::scale::{Axis, Scale};
use super::{Run, words};
use crate::measures::{self, Handle};
use crate::world::{Group, Year};

const ROOM: f64 = 58.0;

/// Parts of the list, shortest wait at the bottom; from pale to dark, so that the order is seen in grey too (viridis).
const PARTS: [(Handle, &str, Colour); 5] = [
    (
        measures::WAITING_0_18,
        "up to 18 weeks",
        plotters::prelude::RGBColor(189, 223, 38),
    ),
    (
        measures::WAITING_18_26,
        "18 to 26 weeks",
        plotters::prelude::RGBColor(53, 183, 121),
    ),
    (
        measures::WAITING_26_52,
        "26 to 52 weeks",
        plotters::prelude::RGBColor(33, 144, 141),
    ),
    (
        measures::WAITING_52_65,
        "52 to 65 weeks",
        plotters::prelude::RGBColor(59, 82, 139),
    ),
    (
        measures::WAITING_OVER_65,
        "over 65 weeks",
        plotters::prelude::RGBColor(68, 1, 84),
    ),
];

/// A list: its parts and the whole, each the median of the draws \[pathways\].
type List = (Vec<f64>, f64);

/// The list by weeks waited, a panel a scenario: medians over the draws of its parts, and of the whole as a line.
pub fn stack(run: &Run<'_>) -> Option<Chart> {
    let years = &run.summary.shape.years;
    let names = PARTS.map(|(part, ..)| part);
    // By scenario and year.
    let lists: Option<Vec<Vec<List>>> = (0..run.scenarios())
        .map(|scenario| {
            let of = |year: &Year| parts_of(run, scenario, *year, measures::WAITING_LIST, &names);
            years.iter().map(of).collect()
        })
        .collect();
    let lists = lists.filter(|_| years.len() >= 2)?;
    let highest = |(parts, whole): &List| whole.max(parts.iter().sum::<f64>());
    let largest = lists.iter().flatten().map(highest).fold(0.0, f64::max);
    let scale = Scale::of("pathways", largest, false);
    let axis = Axis::covering([0.0, largest * scale.factor].into_iter(), 5, true);
    let title = "Waiting list for planned care by weeks waited";
    let subtitle = format!(
        "{} on 31 March at the end of the financial year, median of the draws for each part and for the list",
        super::fans::capital(&scale.label)
    );
    let whole = (Sign::Line(INK, &[]), "The list".to_string());
    let legend: Vec<(Sign, String)> = PARTS
        .iter()
        .map(|(_, label, colour)| (Sign::Box(*colour, 1.0), label.to_string()))
        .chain([whole])
        .collect();
    let rows = legend_rows(legend.iter().map(|(_, label)| label.as_str()));
    let mut frame = Frame::new(title, &subtitle, run.scenarios(), ROOM, rows);
    frame.key(&legend);
    let last = (years.len() - 1) as f64;
    for (scenario, list) in lists.iter().enumerate() {
        let panel = frame.panels[scenario];
        if run.scenarios() > 1 {
            frame.name_panel(scenario, ROOM, run.description.scenario_title(scenario));
        }
        frame.rule(&panel, &axis);
        let mut below = vec![0.0; years.len()];
        for (part, (_, _, colour)) in PARTS.into_iter().enumerate() {
            let above: Vec<f64> = (0..years.len())
                .map(|y| below[y] + list[y].0[part] * scale.factor)
                .collect();
            let upper = (0..years.len()).map(|y| panel.at(y as f64 / last, axis.place(above[y])));
            let lower = (0..years.len())
                .rev()
                .map(|y| panel.at(y as f64 / last, axis.place(below[y])));
            let outline: Vec<(f64, f64)> = upper.chain(lower).collect();
            frame.canvas.area(&outline, colour, 1.0);
            below = above;
        }
        // The list itself, which the parts' medians do not add up to.
        let whole = (0..years.len()).map(|y| panel.at(y as f64 / last, axis.place(list[y].1 * scale.factor)));
        frame.canvas.line(&whole.collect::<Vec<_>>(), INK, 1.6, &[]);
        let series = run.summary.series(scenario, measures::WAITING_LIST, Group::ALL);
        let span = super::fans::Span::of(&series, &[]);
        super::fans::years(&mut frame, panel, span);
    }
    let year = run.telling_year();
    let at = years.iter().position(|known| *known == year).unwrap_or(0);
    let mut alt = "Stacked areas of the waiting list by weeks waited.".to_string();
    for (scenario, list) in lists.iter().enumerate() {
        let (parts, whole) = &list[at];
        alt.push_str(&format!(
            " In {}, {}: {}; up to 18 weeks {}.",
            year.financial(),
            run.description.scenario_title(scenario),
            words::value("pathways", *whole),
            words::value("pathways", parts[0])
        ));
    }
    Some(Chart {
        name: "waiting-list".to_string(),
        caption: format!(
            "Pathways, not people: one person may be on several. {} {}",
            apart(lists.iter().flatten().map(|(parts, whole)| (parts.as_slice(), *whole))),
            made_with(run)
        ),
        svg: frame.finish(&run.description.footer(), &alt),
        alt,
    })
}
