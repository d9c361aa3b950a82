//! Access or health by deprivation fifth: the equity gradient, all scenarios on one scale.

use super::canvas::{GREY, Hold, PALE};
use super::charts::{Chart, Frame, Sign, legend_rows, made_with, style};
use super::scale::{Axis, Scale};
use super::{Run, bars, words};
use crate::measures::Handle;
use crate::world::{Fifth, Group};

/// A measure by deprivation fifth in the telling year, with 80% intervals.
pub fn access(run: &Run<'_>, handle: Handle) -> Option<Chart> {
    let measure = handle.measure();
    let year = run.telling_year();
    let of = |s: usize, fifth: Fifth| run.summary.get(s, year, handle, Group::imd(fifth.index())).copied();
    let mut values = Vec::new();
    for scenario in 0..run.scenarios() {
        for fifth in Fifth::ALL {
            let stats = of(scenario, fifth)?;
            values.extend([stats.quantiles[1], stats.quantiles[5]]);
        }
    }
    if !values.iter().any(|value| value.is_finite() && *value != 0.0) {
        return None;
    }
    let largest = values
        .iter()
        .copied()
        .filter(|value| value.is_finite())
        .fold(0.0, f64::max);
    let scale = Scale::of(measure.unit, largest, false);
    let axis = Axis::covering(values.iter().map(|value| value * scale.factor), 5, false);
    let title = format!("{} by deprivation fifth, {year}", words::title(measure));
    let subtitle = format!(
        "{}; line and dot: median; upright: 80% of the draws. The axis need not start at zero",
        super::fans::capital(&scale.label)
    );
    let titles: Vec<&str> = (0..run.scenarios())
        .map(|s| run.description.scenario_title(s))
        .collect();
    let mut frame = Frame::new(&title, &subtitle, 1, 58.0, legend_rows(titles.iter().copied()));
    let legend: Vec<(Sign, String)> = titles
        .iter()
        .enumerate()
        .map(|(s, title)| (Sign::Line(style(s).0, style(s).1), title.to_string()))
        .collect();
    frame.key(&legend);
    let panel = frame.panels[0];
    for tick in axis.ticks() {
        let (x, y) = panel.at(0.0, axis.place(tick));
        frame.canvas.line(&[(x, y), (x + panel.width, y)], PALE, 0.8, &[]);
        frame
            .canvas
            .text(x - 7.0, y + 4.0, 12.0, GREY, Hold::Right, &axis.text(tick, false));
    }
    let pitch = panel.width / Fifth::ALL.len() as f64;
    for fifth in Fifth::ALL {
        let x = panel.x + pitch * (fifth.index() as f64 + 0.5);
        let label = bars::fifth_label(fifth, "most deprived", "least deprived", pitch);
        frame
            .canvas
            .text(x, panel.y + panel.height + 18.0, 12.0, GREY, Hold::Middle, &label);
    }
    let mut alt = format!("{} by deprivation fifth in {year}.", words::title(measure));
    for (scenario, title) in titles.iter().enumerate() {
        let (colour, dash) = style(scenario);
        // Scenarios stand side by side, so that intervals do not hide one another.
        let shift = (scenario as f64 - (titles.len() - 1) as f64 / 2.0) * (pitch * 0.5 / titles.len() as f64).min(14.0);
        let mut points = Vec::new();
        for fifth in Fifth::ALL {
            let stats = of(scenario, fifth)?;
            let x = panel.x + pitch * (fifth.index() as f64 + 0.5) + shift;
            let y = |value: f64| panel.at(0.0, axis.place(value * scale.factor)).1;
            frame.canvas.line(
                &[(x, y(stats.quantiles[1])), (x, y(stats.quantiles[5]))],
                colour,
                1.6,
                &[],
            );
            frame.canvas.dot(x, y(stats.quantiles[3]), 4.0, colour);
            points.push((x, y(stats.quantiles[3])));
        }
        frame.canvas.line(&points, colour, 1.8, dash);
        let end = |fifth: Fifth| of(scenario, fifth).map_or(f64::NAN, |stats| stats.quantiles[3]);
        alt.push_str(&format!(
            " {title}: {} in the most deprived fifth, {} in the least.",
            words::value(measure.unit, end(Fifth::ALL[0])),
            words::value(measure.unit, end(Fifth::ALL[4]))
        ));
    }
    Some(Chart {
        name: format!("gradient-{handle}"),
        caption: format!("{} {}", measure.meaning, made_with(run)),
        svg: frame.finish(&run.description.footer(), &alt),
        alt,
    })
}
