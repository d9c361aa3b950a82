//! What was chosen beside what would have done most and the same money spent as now: a panel a goal.

use super::super::canvas::{BLUE, Colour, GREY, Hold, INK, PALETTE, fitted, in_lines};
use super::super::frame::{Chart, Frame, Sign, legend_rows};
use super::super::scale::Axis;
use super::made::made_with;
use super::{Ballot, goal_words};
use crate::process::goals::over;
use crate::results::Stats;

/// Room for the labels of the bars.
const LABELS: f64 = 112.0;
/// What the bars are called, in the order in which they stand.
const CHOSEN: &str = "chosen";
const MOST: &str = "does most";
const AS_NOW: &str = "spent as now";

/// One bar of a panel: what it is called, its colour, its draws, and the sum of single effects where it is a set.
type Bar<'a> = (&'static str, Colour, &'a Stats, Option<f64>);

/// The bars of a goal.
fn bars<'a>(ballot: &'a Ballot<'_>, goal: usize) -> Vec<Bar<'a>> {
    let outcome = ballot.outcome;
    let set = |set: usize| (&outcome.sets[set].goals[goal].1, Some(outcome.sets[set].sums[goal]));
    let sets = [(CHOSEN, BLUE, 0), (MOST, PALETTE[1], outcome.gaps[goal].best)];
    let sets = sets.into_iter().map(|(label, colour, at)| {
        let (stats, sum) = set(at);
        (label, colour, stats, sum)
    });
    let as_now = outcome
        .same_money
        .iter()
        .map(|as_now| (AS_NOW, GREY, &as_now[goal], None));
    sets.chain(as_now).collect()
}

/// Bars of the gain of the funded set, of the best set and of the same money spent as now for each goal, with the sums of single effects
/// as marks.
pub fn chart(ballot: &Ballot<'_>) -> Option<Chart> {
    let outcome = ballot.outcome;
    if outcome.gaps.is_empty() {
        return None;
    }
    let as_now = outcome.same_money.is_some();
    let title = if as_now {
        "What was chosen, the set of proposals that would have done most, and the same money spent as now"
    } else {
        "What was chosen, and the set of proposals that would have done most"
    };
    let subtitle = "Gain against funding nothing";
    let mut key = vec![
        (Sign::Box(BLUE, 1.0), "chosen".to_owned()),
        (
            Sign::Box(PALETTE[1], 1.0),
            "does most among sets of proposals".to_owned(),
        ),
    ];
    if as_now {
        key.push((
            Sign::Box(GREY, 1.0),
            "the chosen set's money, spent by services as now".to_owned(),
        ));
    }
    key.push((
        Sign::Line(INK, &[]),
        "80% of the draws (a bar is their median)".to_owned(),
    ));
    key.push((
        Sign::Cross(INK),
        "sum of what its proposals do alone (median)".to_owned(),
    ));
    let rows = legend_rows(key.iter().map(|(_, label)| label.as_str()));
    let mut frame = Frame::new(title, subtitle, outcome.gaps.len(), LABELS, rows);
    frame.key(&key);
    let mut alt = format!("{subtitle}, median of the draws and 80% of them.");
    for (at, gap) in outcome.gaps.iter().enumerate() {
        let panel = frame.panels[at];
        frame.name_panel(at, LABELS, &format!("For {}", gap.goal.name));
        let bars = bars(ballot, at);
        let numbers = bars.iter().flat_map(|(_, _, stats, sum)| {
            let spread = [stats.p("p50"), stats.p("p10"), stats.p("p90"), 0.0];
            spread.into_iter().chain(*sum)
        });
        let scale = Axis::covering(numbers, 3, true);
        let pitch = panel.height / 3.0;
        let (zero, bottom) = panel.at(scale.place(0.0), 0.0);
        frame.canvas.line(&[(zero, panel.y), (zero, bottom)], INK, 1.0, &[]);
        for (row, (label, colour, stats, sum)) in bars.into_iter().enumerate() {
            let y = panel.y + pitch * (row as f64 + 0.5);
            let x = |value: f64| panel.at(scale.place(value), 0.0).0;
            let (left, right) = (x(stats.p("p50").min(0.0)), x(stats.p("p50").max(0.0)));
            frame
                .canvas
                .rectangle(left, y - 13.0, (right - left).max(1.0), 26.0, colour, 1.0);
            let (low, high) = (x(stats.p("p10")), x(stats.p("p90")));
            frame.canvas.line(&[(low, y), (high, y)], INK, 1.4, &[]);
            if let Some(sum) = sum {
                frame.canvas.cross(x(sum), y, INK);
            }
            frame.canvas.text(panel.x - 8.0, y - 1.0, 12.0, INK, Hold::Right, label);
            let unit = ballot.unit(at);
            let told = unit.middle(stats);
            let room = LABELS - 8.0;
            frame.canvas.text(
                panel.x - 8.0,
                y + 13.0,
                11.5,
                GREY,
                Hold::Right,
                &fitted(&told, 11.5, room),
            );
            let [low, high] = ["p10", "p90"].map(|name| unit.change(stats.p(name)));
            alt.push_str(&format!(
                " {} {label}: {told}, 80% between {low} and {high} ({}, {}).",
                gap.goal.name,
                goal_words(gap.goal.measure),
                over(gap.goal.measure).words()
            ));
        }
        let name = goal_words(gap.goal.measure);
        for (row, line) in in_lines(&name, 11.0, panel.width + LABELS, 2).iter().enumerate() {
            let y = panel.y + panel.height + 14.0 + row as f64 * 13.0;
            frame.canvas.text(panel.x - LABELS, y, 11.0, GREY, Hold::Left, line);
        }
    }
    let no_money = if as_now {
        ""
    } else {
        " The chosen set brings no new money, so there is none that services could spend as now, and no bar of it."
    };
    Some(Chart {
        name: "gap".to_owned(),
        caption: format!(
            "Bars to the right are gains, whichever way the measure counts. The set that does most was searched for exactly among all sets that fit the budget, by the sum of single effects; the {} that lead for each goal were then projected together.{no_money} {}",
            outcome.gaps[0].candidates.len(),
            made_with(ballot)
        ),
        svg: frame.finish(&ballot.run.description.footer(), &alt),
        alt,
    })
}
