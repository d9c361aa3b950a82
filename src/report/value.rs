//! Charts of whether it is worth it: the plane of cost and effect, the curves of acceptability, the worth of information.

use super::canvas::{GREY, INK};
use super::frame::{Chart, Frame, Sign, legend_rows, style};
use super::plot::{Measured, Plot, ROOM};
use super::scale::Scale;
use super::words;
use crate::analysis::value::{Curves, Decision, Pair};

/// Height of the panels.
const HEIGHT: f64 = 380.0;
const LOWER: f64 = 340.0;
/// Dots drawn of each pair, at most: evenly picked.
const DOTS: usize = 1_000;
/// Share of draws inside the ellipse.
const INSIDE: f64 = 0.95;
/// Points of an ellipse's edge.
const EDGE: usize = 96;

/// What costs and effects are told in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Pounds and QALYs.
    Qalys,
    /// As given: no unit is known.
    Given,
}

impl Unit {
    fn cost(self, largest: f64) -> (f64, String) {
        match self {
            Unit::Qalys => {
                let scale = Scale::of("£m", largest / 1e6, true);
                (scale.factor / 1e6, scale.label)
            }
            Unit::Given => (1.0, "as given".to_string()),
        }
    }
    fn effect(self, largest: f64) -> (f64, String) {
        match self {
            Unit::Qalys => {
                let scale = Scale::of("QALYs", largest, true);
                (scale.factor, scale.label)
            }
            Unit::Given => (1.0, "as given".to_string()),
        }
    }
    fn worth(self, worth: f64) -> String {
        match self {
            Unit::Qalys => format!("£{} a QALY", words::grouped(worth, 0)),
            Unit::Given => format!("{} a unit of effect", words::grouped(worth, 0)),
        }
    }
    fn worths(self) -> &'static str {
        match self {
            Unit::Qalys => "What a QALY is worth, £ thousand",
            Unit::Given => "What a unit of effect is worth, thousand",
        }
    }
}

/// The ellipse of a pair, point by point.
fn edge(pair: &Pair) -> Vec<(f64, f64)> {
    let ellipse = pair.ellipse(INSIDE);
    (0..=EDGE).map(|at| ellipse.edge(at as f64 / EDGE as f64)).collect()
}

fn largest<'a>(values: impl Iterator<Item = &'a f64>) -> f64 {
    values.map(|value| value.abs()).fold(0.0, f64::max)
}

/// What a chart stands on: how many draws, and whose costs count, over which years and discounted by how much, where that is known. Of one
/// run a chart for the NHS and one for society say opposite things, and they must not look alike.
fn stands_on(decision: &Decision, seen: Option<&str>) -> String {
    let draws = format!("{} draws", words::count(decision.draws()));
    seen.map_or(draws.clone(), |seen| format!("{seen}; {draws}"))
}

/// Costs and effects more than those of another option, a dot a draw, with the ellipse that would hold 95% of them.
pub fn plane(decision: &Decision, pairs: &[Pair], worth: f64, unit: Unit, seen: Option<&str>) -> Option<Chart> {
    if pairs.is_empty() {
        return None;
    }
    let name = |pair: &Pair| {
        format!(
            "{} against {}",
            decision.options[pair.option], decision.options[pair.against]
        )
    };
    let labels: Vec<String> = pairs.iter().map(name).collect();
    let costs = || pairs.iter().flat_map(|pair| &pair.costs);
    let effects = || pairs.iter().flat_map(|pair| &pair.effects);
    let ((cost_factor, cost_label), (effect_factor, effect_label)) =
        (unit.cost(largest(costs())), unit.effect(largest(effects())));
    let title = "What more it costs and what more it does";
    let subtitle = format!(
        "A dot a draw, and a black one their mean; the ellipse would hold 95% of them; below the dashed line it is worth it at {}",
        unit.worth(worth)
    );
    let rows = legend_rows(labels.iter().map(String::as_str));
    let mut frame = Frame::measured(title, &subtitle, ROOM, HEIGHT, rows);
    let signs: Vec<(Sign, String)> = labels
        .iter()
        .enumerate()
        .map(|(at, label)| (Sign::Dot(style(at).0), label.clone()))
        .collect();
    frame.key(&signs);
    // What is drawn: the ellipses reach beyond most of the draws.
    let edges: Vec<Vec<(f64, f64)>> = pairs.iter().map(edge).collect();
    let drawn = || edges.iter().flatten();
    let across = Measured::covering(
        effects().copied().chain(drawn().map(|(effect, _)| *effect)),
        effect_factor,
        &format!("Effect more, {effect_label}"),
        true,
    );
    let up = Measured::covering(
        costs().copied().chain(drawn().map(|(_, cost)| *cost)),
        cost_factor,
        &format!("Cost more, {cost_label}"),
        true,
    );
    let plot = Plot::on(&mut frame, across, up);
    for (at, pair) in pairs.iter().enumerate() {
        let (colour, dash) = style(at);
        let step = pair.costs.len().div_ceil(DOTS);
        for draw in (0..pair.costs.len()).step_by(step) {
            plot.dot(&mut frame, (pair.effects[draw], pair.costs[draw]), 1.4, colour);
        }
        plot.line(&mut frame, &edges[at], colour, 1.5, dash);
        plot.dot(&mut frame, (pair.effect, pair.cost), 4.5, INK);
    }
    let (low, high) = (plot.low().0, plot.high().0);
    plot.line(
        &mut frame,
        &[(low, worth * low), (high, worth * high)],
        GREY,
        1.5,
        &[6.0, 4.0],
    );
    let alt = pairs
        .iter()
        .zip(&labels)
        .fold("Plane of cost and effect.".to_string(), |text, (pair, label)| {
            let (right, left) = (pair.acceptability(worth) * 100.0, unit.worth(worth));
            format!("{text} {label}: worth it in {right:.0}% of draws at {left}.")
        });
    Some(Chart {
        name: "plane".to_string(),
        caption: format!("{}.", stands_on(decision, seen)),
        svg: frame.finish(&stands_on(decision, seen), &alt),
        alt,
    })
}

/// How likely each option is the best, by what a unit of effect is worth; the frontier is the option to choose.
pub fn acceptability(decision: &Decision, curves: &Curves, unit: Unit, seen: Option<&str>) -> Option<Chart> {
    let (first, last) = (curves.points.first()?, curves.points.last()?);
    let title = "How likely each option is the best";
    let subtitle = "Share of the draws in which its net benefit is greatest; dots: the option to choose on average";
    let labels = &decision.options;
    let rows = legend_rows(labels.iter().map(String::as_str));
    let mut frame = Frame::measured(title, subtitle, ROOM, LOWER, rows);
    let sign = |(at, label): (usize, &String)| (Sign::Line(style(at).0, style(at).1), label.clone());
    frame.key(&labels.iter().enumerate().map(sign).collect::<Vec<_>>());
    let across = Measured::covering([first.worth, last.worth].into_iter(), 1e-3, unit.worths(), true);
    let up = Measured::covering([0.0, 1.0].into_iter(), 100.0, "% of draws", true);
    let plot = Plot::on(&mut frame, across, up);
    for option in 0..labels.len() {
        let (colour, dash) = style(option);
        let points: Vec<(f64, f64)> = curves.points.iter().map(|at| (at.worth, at.best[option])).collect();
        plot.line(&mut frame, &points, colour, 2.0, dash);
    }
    let step = curves.points.len().div_ceil(60);
    for at in curves.points.iter().step_by(step) {
        plot.dot(&mut frame, (at.worth, at.best[at.choice]), 2.6, INK);
    }
    let alt = format!(
        "Acceptability curves: at {} {} is chosen, best in {:.0}% of draws; at {} {}, best in {:.0}%.",
        unit.worth(first.worth),
        labels[first.choice],
        first.best[first.choice] * 100.0,
        unit.worth(last.worth),
        labels[last.choice],
        last.best[last.choice] * 100.0
    );
    Some(Chart {
        name: "acceptability".to_string(),
        caption: format!("{}.", stands_on(decision, seen)),
        svg: frame.finish(&stands_on(decision, seen), &alt),
        alt,
    })
}

/// What it would be worth to know everything, by what a unit of effect is worth.
pub fn information(curves: &Curves, unit: Unit, seen: Option<&str>) -> Option<Chart> {
    let (first, last) = (curves.points.first()?, curves.points.last()?);
    let values: Vec<f64> = curves.points.iter().map(|at| at.evpi).collect();
    let (factor, label) = unit.cost(largest(values.iter()));
    let title = "What it would be worth to know everything";
    let subtitle = "Expected value of perfect information: what choosing under uncertainty loses on average";
    let mut frame = Frame::measured(title, subtitle, ROOM, LOWER, 0);
    let across = Measured::covering([first.worth, last.worth].into_iter(), 1e-3, unit.worths(), true);
    let plot = Plot::on(
        &mut frame,
        across,
        Measured::covering(values.iter().copied(), factor, &format!("Worth, {label}"), true),
    );
    let points: Vec<(f64, f64)> = curves.points.iter().map(|at| (at.worth, at.evpi)).collect();
    plot.line(&mut frame, &points, style(0).0, 2.2, &[]);
    let most = curves.points.iter().max_by(|a, b| a.evpi.total_cmp(&b.evpi))?;
    let alt = format!(
        "The value of perfect information is greatest at {}.",
        unit.worth(most.worth)
    );
    Some(Chart {
        name: "information".to_string(),
        caption: seen.map_or(String::new(), |seen| format!("{seen}.")),
        svg: frame.finish(seen.unwrap_or_default(), &alt),
        alt,
    })
}
