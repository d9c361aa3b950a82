//! Fan charts over the years: median, 50%, 80% and 95% intervals, a panel a scenario on one scale; and the same for
//! the differences from the first scenario, with zero marked.

use super::canvas::{BLUE, GREY, Hold, INK, PALE, PALETTE};
use super::frame::{Chart, Frame, Panel, Sign, legend_rows, made_with};
use super::scale::{Axis, Scale};
use super::{Run, findings, robustness, words};
use crate::measures::{Handle, Measure};
use crate::results::Stats;
use crate::world::past::PastPoint;
use crate::world::{Group, Past, Year};

const ROOM: f64 = 58.0;

/// Intervals as positions of their ends in the quantiles, with the opacity of their band.
const BANDS: [(usize, usize, f64); 3] = [(0, 6, 0.16), (1, 5, 0.24), (2, 4, 0.34)];

/// Part of a level that a sum in another order may miss it by.
const ROUNDING: f64 = 1e-12;

/// Width of the line along the edge of a band.
const EDGE: f64 = 0.7;

/// The years of a chart, from left to right.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    first: u16,
    /// The first year that is computed: years are named from there.
    base: u16,
    last: u16,
}

impl Span {
    /// The years of a series, from the first that was published before it.
    pub(super) fn of(series: &[(Year, Stats)], past: &[PastPoint]) -> Span {
        let computed = || series.iter().map(|(year, _)| year.0);
        let all = || computed().chain(past.iter().map(|point| point.year));
        Span {
            first: all().min().unwrap_or(0),
            base: computed().min().unwrap_or(0),
            last: all().max().unwrap_or(0),
        }
    }

    /// How far across a panel a year stands, 0 to 1; a year alone stands in the middle.
    fn place(self, year: u16) -> f64 {
        if self.last == self.first {
            return 0.5;
        }
        f64::from(year.saturating_sub(self.first)) / f64::from(self.last - self.first)
    }
}

/// A measure over the years.
pub fn fan(run: &Run<'_>, handle: Handle) -> Option<Chart> {
    let measure = handle.measure();
    let series: Vec<_> = (0..run.scenarios())
        .map(|s| run.summary.series(s, handle, Group::ALL))
        .collect();
    let scenarios: Vec<usize> = (0..series.len()).collect();
    let topic = words::title(measure);
    let title = findings::headline(run, measure);
    draw(
        run,
        measure,
        &series,
        &scenarios,
        (title, topic),
        &format!("fan-{handle}"),
        false,
    )
}

/// The difference of each scenario from the first of its place, over the years.
pub fn difference(run: &Run<'_>, handle: Handle) -> Option<Chart> {
    let measure = handle.measure();
    let compared = |scenario: &usize| !run.description.first_of_place(*scenario);
    let scenarios: Vec<usize> = (1..run.scenarios()).filter(compared).collect();
    if scenarios.is_empty() {
        return None;
    }
    let of = |scenario: &usize| run.differences.summary.series(scenario - 1, handle, Group::ALL);
    let series: Vec<_> = scenarios.iter().map(of).collect();
    let topic = if !run.description.in_several_places() {
        let first = run.description.scenario_title(0);
        format!("{}: difference from “{first}”", words::title(measure))
    } else {
        format!(
            "{}: difference from the first scenario of its place",
            words::title(measure)
        )
    };
    draw(
        run,
        measure,
        &series,
        &scenarios,
        (findings::headline_difference(run, measure), topic),
        &format!("difference-{handle}"),
        true,
    )
}

fn draw(
    run: &Run<'_>,
    measure: &Measure,
    series: &[Vec<(Year, Stats)>],
    scenarios: &[usize],
    (finding, topic): (Option<String>, String),
    file: &str,
    difference: bool,
) -> Option<Chart> {
    let name = |panel: usize| run.description.scenario_title(scenarios[panel]);
    // A difference in the last digits of what it is a difference of is none: rounding would be drawn as if it were something.
    let levels = run.summary.series(0, measure.handle, Group::ALL);
    let level = levels
        .iter()
        .map(|(_, stats)| stats.quantiles[3].abs())
        .fold(0.0, f64::max);
    let seen = |value: f64| {
        if difference && value.abs() < ROUNDING * level {
            0.0
        } else {
            value
        }
    };
    let every = || series.iter().flatten().flat_map(|(_, stats)| stats.quantiles).map(seen);
    if !every().any(f64::is_finite) {
        return None;
    }
    let largest = every()
        .filter(|value| value.is_finite())
        .fold(0.0, |most: f64, value| most.max(value.abs()));
    let scale = Scale::of(measure.unit, largest, difference);
    let (past, sources) = if difference {
        Default::default()
    } else {
        before(run, measure, &series[0])
    };
    let span = Span::of(series.first().map_or(&[], Vec::as_slice), &past);
    let standards = &run.description.standards;
    let target = standards
        .iter()
        .find(|(standard, _)| standard == measure.name && !difference)
        .map(|(_, share)| *share);
    let published = past.iter().map(|point| point.value);
    let shown = every().chain(target).chain(published);
    let axis = Axis::covering(shown.map(|value| value * scale.factor), 5, difference);
    let money = if measure.unit.starts_with('£') {
        ", prices of the base year"
    } else {
        ""
    };
    let noisy = largest > 0.0 && series.iter().flatten().any(|(_, stats)| run.marked(stats));
    // The title says what is found; what it is found of stands beneath.
    let title = finding.as_deref().unwrap_or(&topic);
    let of = if finding.is_some() {
        format!("{topic}. ")
    } else {
        String::new()
    };
    let subtitle = format!(
        "{of}{}{money}{}{}{}",
        capital(&scale.label),
        robustness::wanted(measure).map_or(String::new(), |wanted| format!("; {wanted}")),
        if axis.low > 0.0 {
            ". The axis does not start at zero"
        } else {
            ""
        },
        if noisy {
            ". Sampling noise is over a quarter of the interval in some years"
        } else {
            ""
        }
    );
    let mut legend = vec![(Sign::Line(BLUE, &[]), "Median".to_string())];
    for ((_, _, opacity), label) in BANDS.iter().rev().zip(["half of the draws", "80%", "95%"]) {
        // Bands lie over one another, so the inner ones are darker than their own opacity.
        let over = 1.0
            - BANDS
                .iter()
                .filter(|band| band.2 <= *opacity)
                .map(|band| 1.0 - band.2)
                .product::<f64>();
        legend.push((Sign::Box(BLUE, over), label.to_string()));
    }
    // Beside each, the first of its place: another place's people say nothing of what a policy does.
    let bases = run.description.bases();
    let reference = |index: usize| -> Option<usize> {
        let base = bases.get(scenarios[index]).copied().flatten().filter(|_| !difference)?;
        scenarios.iter().position(|known| *known == base)
    };
    if (0..series.len()).any(|index| reference(index).is_some()) {
        let label = if run.description.in_several_places() {
            "Median of the first of its place".to_string()
        } else {
            format!("Median of “{}”", name(0))
        };
        legend.push((Sign::Line(INK, &[5.0, 3.0]), label));
    }
    if let Some(share) = target {
        legend.push((
            Sign::Line(PALETTE[5], &[2.0, 2.5]),
            format!("The standard, {}", words::value(measure.unit, share)),
        ));
    }
    let begins = |index: usize| {
        let scenario = run.description.scenarios.get(scenarios[index]);
        scenario.and_then(|scenario| scenario.begins).map(Year)
    };
    if (0..series.len()).any(|index| begins(index).is_some()) {
        legend.push((Sign::Line(GREY, &[1.5, 3.0]), "The choice begins".to_string()));
    }
    if !past.is_empty() {
        legend.push((Sign::Line(INK, &[]), "Published figures".to_string()));
    }
    if !Past::breaks(&past).is_empty() {
        legend.push((Sign::Line(INK, &[1.0, 2.0]), "Counted otherwise from here".to_string()));
    }
    let rows = legend_rows(legend.iter().map(|(_, label)| label.as_str()));
    let mut frame = Frame::new(title, &subtitle, series.len(), ROOM, rows);
    frame.key(&legend);
    for (index, one) in series.iter().enumerate() {
        let panel = frame.panels[index];
        axes(&mut frame, panel, &axis, span, difference);
        if series.len() > 1 {
            frame.name_panel(index, ROOM, name(index));
        }
        published_line(&mut frame, panel, &axis, (span, scale.factor), &past);
        bands(&mut frame, panel, &axis, (span, scale.factor), one);
        if let Some(year) = begins(index) {
            begin(&mut frame, panel, &axis, span, year);
        }
        if let Some(target) = target {
            let (left, y) = panel.at(0.0, axis.place(target * scale.factor));
            frame
                .canvas
                .line(&[(left, y), (left + panel.width, y)], PALETTE[5], 1.6, &[2.0, 2.5]);
        }
        if let Some(base) = reference(index) {
            let points = line(panel, &axis, (span, scale.factor), &series[base]);
            frame.canvas.line(&points, INK, 1.3, &[5.0, 3.0]);
        }
    }
    let mut alt = describe(run, measure, series, scenarios, difference);
    let mut caption = format!(
        "{} Line: median; bands: the middle 50%, 80% and 95% of the draws. {}",
        measure.meaning,
        made_with(run)
    );
    if let (Some(first), Some(last)) = (past.first(), past.last()) {
        let tell = |point: &PastPoint| {
            format!(
                "{} in {}",
                words::value(measure.unit, point.value),
                Year(point.year).financial()
            )
        };
        alt.push_str(&format!(" Published: {}, {}.", tell(first), tell(last)));
        caption.push_str(&format!(" Published before: {sources}."));
        let missing = (first.year..last.year).any(|year| past.iter().all(|point| point.year != year));
        if missing {
            caption.push_str(" Years that are not drawn are not held here: the model is tested on most of them.");
        }
    }
    Some(Chart {
        name: file.to_string(),
        svg: frame.finish(&run.description.footer(), &alt),
        caption,
        alt,
    })
}

/// What was published of a measure before the first year, and by whom.
fn before(run: &Run<'_>, measure: &Measure, first: &[(Year, Stats)]) -> (Vec<PastPoint>, String) {
    let known = run.description.past.iter().find(|past| past.measure == measure.name);
    let (Some(past), Some((base, stats))) = (known, first.first()) else {
        return Default::default();
    };
    (past.before(base.0, stats.quantiles[3]), past.sources.join("; "))
}

/// What was published, as dots, joined where years follow one another and were counted alike, with a mark where they were not.
fn published_line(frame: &mut Frame, panel: Panel, axis: &Axis, (span, factor): (Span, f64), past: &[PastPoint]) {
    let at = |point: &PastPoint| panel.at(span.place(point.year), axis.place(point.value * factor));
    for run in Past::runs(past) {
        let points: Vec<(f64, f64)> = run.iter().map(at).collect();
        frame.canvas.line(&points, INK, 1.6, &[]);
        for (x, y) in points {
            frame.canvas.dot(x, y, 2.4, INK);
        }
    }
    for year in Past::breaks(past) {
        let ends = [0.0, 1.0].map(|up| panel.at(span.place(year), up));
        frame.canvas.line(&ends, INK, 0.9, &[1.0, 2.0]);
    }
}

/// Grid, tick labels and years.
fn axes(frame: &mut Frame, panel: Panel, axis: &Axis, span: Span, signed: bool) {
    for tick in axis.ticks() {
        let (x, y) = panel.at(0.0, axis.place(tick));
        let zero = tick.abs() < axis.step * 1e-6;
        let (colour, width) = if zero && signed { (INK, 1.6) } else { (PALE, 0.8) };
        frame.canvas.line(&[(x, y), (x + panel.width, y)], colour, width, &[]);
        frame
            .canvas
            .text(x - 7.0, y + 4.0, 12.0, GREY, Hold::Right, &axis.text(tick, signed));
    }
    years(frame, panel, span);
}

/// Year labels under a panel, as many as have room.
pub(super) fn years(frame: &mut Frame, panel: Panel, span: Span) {
    let last = span.last - span.first;
    let every = [1u16, 2, 5, 10, 20]
        .into_iter()
        .find(|every| panel.width / (f64::from(last) / f64::from(*every)).max(1.0) > 70.0);
    let every = every.unwrap_or(50);
    for year in (span.first..=span.last).filter(|year| year.abs_diff(span.base).is_multiple_of(every)) {
        let (x, y) = panel.at(span.place(year), 0.0);
        frame.canvas.line(&[(x, y), (x, y + 4.0)], GREY, 0.8, &[]);
        let hold = if year == span.last && last > 0 {
            Hold::Right
        } else {
            Hold::Middle
        };
        let x = if hold == Hold::Right { x + 4.0 } else { x };
        let text = Year(year).financial();
        frame.canvas.text(x, y + 17.0, 12.0, GREY, hold, &text);
    }
}

/// A line where a choice begins.
fn begin(frame: &mut Frame, panel: Panel, axis: &Axis, span: Span, year: Year) {
    if (span.first..=span.last).contains(&year.0) {
        let ends = [axis.low, axis.high].map(|value| panel.at(span.place(year.0), axis.place(value)));
        frame.canvas.line(&ends, GREY, 1.2, &[1.5, 3.0]);
    }
}

/// The points of a series' median.
fn line(panel: Panel, axis: &Axis, (span, factor): (Span, f64), series: &[(Year, Stats)]) -> Vec<(f64, f64)> {
    let known = series.iter().filter(|(_, stats)| stats.quantiles[3].is_finite());
    known
        .map(|(year, stats)| panel.at(span.place(year.0), axis.place(stats.quantiles[3] * factor)))
        .collect()
}

/// The bands and the median.
fn bands(frame: &mut Frame, panel: Panel, axis: &Axis, (span, factor): (Span, f64), series: &[(Year, Stats)]) {
    let known: Vec<&(Year, Stats)> = series.iter().filter(|(_, stats)| stats.mean.is_finite()).collect();
    for (low, high, opacity) in BANDS {
        let at = |year: Year, value: f64| panel.at(span.place(year.0), axis.place(value * factor));
        let upper = known.iter().map(|(year, stats)| at(*year, stats.quantiles[high]));
        let lower = known.iter().rev().map(|(year, stats)| at(*year, stats.quantiles[low]));
        let (upper, lower): (Vec<_>, Vec<_>) = (upper.collect(), lower.collect());
        // A pale band alone is lost on a projector and in grey print; its edges are not.
        for edge in [&upper, &lower] {
            frame.canvas.line(edge, BLUE, EDGE, &[]);
        }
        let outline: Vec<(f64, f64)> = upper.into_iter().chain(lower).collect();
        frame.canvas.area(&outline, BLUE, opacity);
    }
    let points = line(panel, axis, (span, factor), series);
    frame.canvas.line(&points, BLUE, 2.4, &[]);
    if let [point] = points.as_slice() {
        frame.canvas.dot(point.0, point.1, 4.0, BLUE);
    }
}

fn describe(
    run: &Run<'_>,
    measure: &Measure,
    series: &[Vec<(Year, Stats)>],
    scenarios: &[usize],
    difference: bool,
) -> String {
    let year = run.telling_year();
    let tell = |value: f64| {
        if difference {
            words::difference(measure.unit, value)
        } else {
            words::value(measure.unit, value)
        }
    };
    let mut text = format!("Fan chart of {} by year.", words::title(measure));
    for scenario in &run.description.scenarios {
        if let Some(begins) = scenario.begins {
            let (name, year) = (&scenario.title, Year(begins).financial());
            text.push_str(&format!(" {name} begins to differ in {year}."));
        }
    }
    for (scenario, one) in scenarios.iter().zip(series) {
        let name = run.description.scenario_title(*scenario);
        if let Some((_, stats)) = one.iter().find(|(known, _)| *known == year) {
            let (low, middle, high) = (
                tell(stats.quantiles[1]),
                tell(stats.quantiles[3]),
                tell(stats.quantiles[5]),
            );
            text.push_str(&format!(
                " In {}, {name}: median {middle}, 80% between {low} and {high}.",
                year.financial()
            ));
        }
    }
    text
}

/// With a capital letter, signs apart.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}
