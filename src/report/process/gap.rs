//! What was chosen beside what would have done most with the same money: a panel a goal.

use super::super::canvas::{BLUE, GREY, Hold, INK, PALETTE};
use super::super::frame::{Chart, Frame, Sign};
use super::super::scale::Axis;
use super::made::made_with;
use super::{Ballot, goal_words};
use crate::process::goals::over;

/// Room for the labels of the two bars.
const LABELS: f64 = 96.0;

/// Bars of the gain of the funded set and of the best set for each goal, with the sums of single effects as marks.
pub fn chart(ballot: &Ballot<'_>) -> Option<Chart> {
    let outcome = ballot.outcome;
    if outcome.gaps.is_empty() {
        return None;
    }
    let title = "What was chosen, and the set of proposals that would have done most".to_owned();
    let subtitle = "Gain against funding nothing, median of the draws with 80% of them; a cross marks the sum of the single effects";
    let mut frame = Frame::new(&title, subtitle, outcome.gaps.len(), LABELS, 1);
    frame.key(&[
        (Sign::Box(BLUE, 1.0), "chosen".to_owned()),
        (Sign::Box(PALETTE[1], 1.0), "does most".to_owned()),
    ]);
    let mut alt = subtitle.to_owned();
    for (at, gap) in outcome.gaps.iter().enumerate() {
        let panel = frame.panels[at];
        frame.name_panel(at, LABELS, &format!("For {}", gap.goal.name));
        let bars = [(0usize, "chosen", BLUE), (gap.best, "does most", PALETTE[1])];
        let numbers = bars.iter().flat_map(|(set, ..)| {
            let (sum, stats) = (outcome.sets[*set].sums[at], &outcome.sets[*set].goals[at].1);
            [sum, stats.p("p50"), stats.p("p10"), stats.p("p90"), 0.0]
        });
        let scale = Axis::covering(numbers, 3, true);
        let pitch = panel.height / 3.0;
        let (zero, bottom) = panel.at(scale.place(0.0), 0.0);
        frame.canvas.line(&[(zero, panel.y), (zero, bottom)], INK, 1.0, &[]);
        for (row, (set, label, colour)) in bars.into_iter().enumerate() {
            let (sum, stats) = (outcome.sets[set].sums[at], &outcome.sets[set].goals[at].1);
            let y = panel.y + pitch * (row as f64 + 0.7);
            let x = |value: f64| panel.at(scale.place(value), 0.0).0;
            let (left, right) = (x(stats.p("p50").min(0.0)), x(stats.p("p50").max(0.0)));
            frame
                .canvas
                .rectangle(left, y - 13.0, (right - left).max(1.0), 26.0, colour, 1.0);
            let (low, high) = (x(stats.p("p10")), x(stats.p("p90")));
            frame.canvas.line(&[(low, y), (high, y)], INK, 1.4, &[]);
            let cross = x(sum);
            frame
                .canvas
                .line(&[(cross - 4.0, y - 4.0), (cross + 4.0, y + 4.0)], INK, 1.6, &[]);
            frame
                .canvas
                .line(&[(cross - 4.0, y + 4.0), (cross + 4.0, y - 4.0)], INK, 1.6, &[]);
            frame.canvas.text(panel.x - 8.0, y - 1.0, 12.0, INK, Hold::Right, label);
            let told = ballot.unit(at).middle(stats);
            frame
                .canvas
                .text(panel.x - 8.0, y + 13.0, 11.5, GREY, Hold::Right, &told);
            alt.push_str(&format!(
                " {} {label}: {told} ({}, {}).",
                gap.goal.name,
                goal_words(gap.goal.measure),
                over(gap.goal.measure).words()
            ));
        }
        let name = goal_words(gap.goal.measure);
        let under = super::super::canvas::fitted(&name, 11.0, panel.width + LABELS);
        frame.canvas.text(
            panel.x - LABELS,
            panel.y + panel.height + 6.0,
            11.0,
            GREY,
            Hold::Left,
            &under,
        );
    }
    Some(Chart {
        name: "gap".to_owned(),
        caption: format!(
            "Bars to the right are gains, whichever way the measure counts. The set that does most was searched for exactly among all sets that fit the budget, by the sum of single effects; the {} that lead for each goal were then projected together. {}",
            outcome.gaps[0].candidates.len(),
            made_with(ballot)
        ),
        svg: frame.finish(&ballot.run.description.footer(), &alt),
        alt,
    })
}
