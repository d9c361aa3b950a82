//! Access or health by deprivation fifth: the equity gradient, all scenarios on one scale.
//!
//! Scenarios stand side by side in the column of a fifth, and nothing joins one fifth with the next: on a slope, a joined line
//! that stands a little to the right looks lower than its neighbour where it is higher. What differs is written under the
//! column, in numbers.

use super::canvas::{GREY, Hold, INK, PALE, width_of};
use super::frame::{Chart, Frame, Panel, Sign, legend_rows, made_with, style};
use super::scale::{Axis, Scale};
use super::{Run, bars, findings, robustness, words};
use crate::measures::{Handle, Measure};
use crate::world::{Fifth, Group};

/// Height of a row of written differences, and how many rows there are at most.
const ROW: f64 = 15.0;
const ROWS: usize = 4;

/// A measure by deprivation fifth in the telling year, with 80% intervals.
pub fn access(run: &Run<'_>, handle: Handle) -> Option<Chart> {
    let measure = handle.measure();
    let year = run.telling_year();
    let of = |s: usize, fifth: Fifth| run.summary.get(s, year, handle, Group::imd(fifth.index())).copied();
    let mut values = Vec::new();
    for scenario in 0..run.scenarios() {
        for fifth in Fifth::ALL {
            let stats = of(scenario, fifth)?;
            // Of a fifth in which nobody of the place lives there is nothing to draw.
            values.extend(
                [stats.quantiles[1], stats.quantiles[5]]
                    .into_iter()
                    .filter(|value| value.is_finite()),
            );
        }
    }
    if !values.iter().any(|value| *value != 0.0) {
        return None;
    }
    let largest = values.iter().copied().fold(0.0, f64::max);
    let scale = Scale::of(measure.unit, largest, false);
    let axis = Axis::covering(values.iter().map(|value| value * scale.factor), 5, false);
    // Differences are written in as many rows as there are others, as far as a page has room.
    let compared = (1..run.scenarios()).filter(|scenario| !run.description.first_of_place(*scenario));
    let mut written: Vec<usize> = compared.collect();
    let unwritten = written.len().saturating_sub(ROWS);
    written.truncate(ROWS);
    let title = format!("{} by deprivation fifth, {}", words::title(measure), year.financial());
    let subtitle = format!(
        "{}; dot: median; upright: 80% of the draws{}{}{}{}",
        super::fans::capital(&scale.label),
        robustness::wanted(measure).map_or(String::new(), |wanted| format!("; {wanted}")),
        if axis.low > 0.0 {
            ". The axis does not start at zero"
        } else {
            ""
        },
        match (written.is_empty(), run.description.in_several_places()) {
            (true, _) => "",
            (false, false) => ". In numbers below: median difference from the first",
            (false, true) => ". In numbers below: median difference from the first of its place",
        },
        match unwritten {
            0 => String::new(),
            1 => format!(" (of the first {ROWS} others; the last has no room)"),
            left => format!(" (of the first {ROWS} others; {left} have no room)"),
        },
    );
    let titles: Vec<&str> = (0..run.scenarios())
        .map(|s| run.description.scenario_title(s))
        .collect();
    let mut frame = Frame::new(&title, &subtitle, 1, 58.0, legend_rows(titles.iter().copied()));
    let legend: Vec<(Sign, String)> = titles
        .iter()
        .enumerate()
        .map(|(s, title)| (Sign::Dot(style(s).0), title.to_string()))
        .collect();
    frame.key(&legend);
    let panel = Panel {
        height: frame.panels[0].height - written.len() as f64 * ROW - if written.is_empty() { 0.0 } else { 6.0 },
        ..frame.panels[0]
    };
    frame.rule(&panel, &axis);
    let pitch = panel.width / Fifth::ALL.len() as f64;
    for fifth in Fifth::ALL {
        let x = panel.x + pitch * (fifth.index() as f64 + 0.5);
        if fifth.index() > 0 {
            let edge = panel.x + pitch * fifth.index() as f64;
            let bottom = panel.y + panel.height;
            frame.canvas.line(&[(edge, panel.y), (edge, bottom)], PALE, 1.6, &[]);
        }
        let label = bars::fifth_label(fifth, "most deprived", "least deprived", pitch);
        frame
            .canvas
            .text(x, panel.y + panel.height + 18.0, 12.0, GREY, Hold::Middle, &label);
    }
    let mut alt = format!(
        "{} by deprivation fifth in {}.",
        words::title(measure),
        year.financial()
    );
    for (scenario, title) in titles.iter().enumerate() {
        let (colour, _) = style(scenario);
        let apart = (pitch * 0.7 / titles.len() as f64).min(26.0);
        let shift = (scenario as f64 - (titles.len() - 1) as f64 / 2.0) * apart;
        for fifth in Fifth::ALL {
            let stats = of(scenario, fifth)?;
            if !stats.quantiles[3].is_finite() {
                continue;
            }
            let x = panel.x + pitch * (fifth.index() as f64 + 0.5) + shift;
            let y = |value: f64| panel.at(0.0, axis.place(value * scale.factor)).1;
            frame.canvas.line(
                &[(x, y(stats.quantiles[1])), (x, y(stats.quantiles[5]))],
                colour,
                1.6,
                &[],
            );
            frame.canvas.dot(x, y(stats.quantiles[3]), 4.0, colour);
        }
        let end = |fifth: Fifth| of(scenario, fifth).map_or(f64::NAN, |stats| stats.quantiles[3]);
        let lived_in = || Fifth::ALL.into_iter().filter(|fifth| end(*fifth).is_finite());
        let (Some(most), Some(least)) = (lived_in().next(), lived_in().next_back()) else {
            continue;
        };
        let fifth = |fifth: Fifth, end: Fifth, word: &str| match fifth == end {
            true => format!("the {word} deprived fifth"),
            // Nobody of the place lives in the fifths beyond.
            false => format!("fifth {}, the {word} deprived in which anybody lives", fifth.number()),
        };
        alt.push_str(&format!(
            " {title}: {} in {}, {} in {}",
            words::value(measure.unit, end(most)),
            fifth(most, Fifth::ALL[0], "most"),
            words::value(measure.unit, end(least)),
            fifth(least, Fifth::ALL[4], "least")
        ));
        match (
            changed(run, measure, scenario, most),
            changed(run, measure, scenario, least),
        ) {
            (Some(most), Some(least)) => {
                alt.push_str(&format!(
                    "; against {}, {most} and {least}.",
                    run.description.compared_title(scenario)
                ));
            }
            _ => alt.push('.'),
        }
    }
    for (row, scenario) in written.into_iter().enumerate() {
        let y = panel.y + panel.height + 22.0 + (row + 1) as f64 * ROW;
        for fifth in Fifth::ALL {
            if let Some(told) = changed(run, measure, scenario, fifth) {
                let x = panel.x + pitch * (fifth.index() as f64 + 0.5);
                let left = x - width_of(&told, 11.5) / 2.0 - 9.0;
                frame.canvas.dot(left, y - 4.0, 4.0, style(scenario).0);
                frame.canvas.text(x, y, 11.5, INK, Hold::Middle, &told);
            }
        }
    }
    Some(Chart {
        name: format!("gradient-{handle}"),
        caption: format!(
            "{} Differences are medians of the draws, paired, so that they may be surer than the uprights look; one that is smaller than its Monte Carlo error is told as none. {}",
            measure.meaning,
            made_with(run)
        ),
        svg: frame.finish(&run.description.footer(), &alt),
        alt,
    })
}

/// The median of the paired difference of a scenario from the first of its place, in a fifth, as it is told: where it is smaller than its
/// Monte Carlo error, as none.
fn changed(run: &Run<'_>, measure: &Measure, scenario: usize, fifth: Fifth) -> Option<String> {
    let group = Group::imd(fifth.index());
    let stats = run.change(scenario, run.telling_year(), measure.handle, group)?;
    let median = Some(stats.p("p50")).filter(|median| median.is_finite())?;
    let none = findings::none(measure, stats).map(str::to_string);
    Some(none.unwrap_or_else(|| words::difference(measure.unit, median)))
}
