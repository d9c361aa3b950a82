//! What the choice of a vote would do, who would disagree, and where things go if nothing is funded: the same on phone, wall
//! and paper.

use maud::{Markup, html};

use super::Workshop;
use super::picture::{dots, fan};
use crate::measures;
use crate::report::words::{title, value};
use crate::room::Words;
use crate::room::explore::told::three;
use crate::workshop::camps::Expects;
use crate::workshop::consequences::Consequences;
use crate::workshop::hall::Working;
use crate::world::Year;

/// What the choice of a vote would do.
pub fn effects(workshop: &Workshop, words: Words, round: u8) -> Markup {
    let found = match workshop.hall.consequences(round) {
        Working::NotYet | Working::Computing => {
            let draws = workshop.hall.effort.draws.to_string();
            return html! { p aria-live="polite" { (words.tell("effects-working", &[("draws", &draws)])) } };
        }
        Working::Failed(why) => {
            return html! { p.alert { (words.say("effects-failed")) ": " span lang="en" { (why) } } };
        }
        Working::Ready(found) => found,
    };
    let (from, to) = (Year(found.years.0).financial(), Year(found.years.1).financial());
    let all = found.draws.to_string();
    html! {
        p { @if from == to { (words.tell("effects-in-one", &[("year", &from)])) } @else { (words.tell("effects-in", &[("from", &from), ("to", &to)])) } }
        div.columns {
            @for (at, goal) in found.goals.iter().enumerate() {
                @let better = goal.chosen.iter().filter(|gain| **gain > 0.0).count().to_string();
                @let told = words.tell("effects-better", &[("better", &better), ("all", &all)]);
                section.keep {
                    h3 { (goal_name(words, &goal.goal)) }
                    (dots(&goal.chosen, goal.as_now.as_deref(), [&words.say("effects-chosen"), &words.say("effects-as-now"), &words.say("effects-nothing")], &told))
                    p { (told)
                        @if let Some(as_now) = &goal.as_now {
                            @let beats = goal.chosen.iter().zip(as_now).filter(|(one, other)| one > other).count().to_string();
                            " " (words.tell("effects-beats", &[("better", &beats), ("all", &all)]))
                        }
                    }
                    p.strip { (strip(words, &found, at)) }
                }
            }
        }
        p.note { "● " (words.say("effects-chosen")) " · □ " (words.say("effects-as-now")) " · ┆ " (words.say("effects-nothing")) ". "
            (words.say("effects-dots")) " "
            (words.tell("effects-rough", &[("draws", &all), ("people", &found.people.to_string())])) }
    }
}

/// What the camps expect for one goal, in a line: one mark where both readings of the evidence agree, else both.
fn strip(words: Words, found: &Consequences, goal: usize) -> String {
    let mut camps: Vec<(&str, Vec<&'static str>)> = Vec::new();
    for view in &found.camps {
        let Some(shape) = view.goals.get(goal).map(|expects| shape(*expects)) else {
            continue;
        };
        match camps.iter_mut().find(|(camp, _)| *camp == view.camp) {
            Some((_, shapes)) if shapes.contains(&shape) => {}
            Some((_, shapes)) => shapes.push(shape),
            None => camps.push((&view.camp, vec![shape])),
        }
    }
    let told = camps
        .into_iter()
        .map(|(camp, shapes)| format!("{}\u{a0}{}", camp_name(words, camp), shapes.join("/")));
    told.collect::<Vec<_>>().join(" · ")
}

/// A shape for what a camp expects.
fn shape(expects: Expects) -> &'static str {
    match expects {
        Expects::Better => "▲",
        Expects::Worse => "▼",
        Expects::Same => "=",
        Expects::Unclear => "?",
        Expects::NotTold => "–",
    }
}

/// The name of a goal.
fn goal_name(words: Words, goal: &str) -> String {
    match goal {
        "access" => words.say("goal-access"),
        "health" => words.say("goal-health"),
        "fairness" => words.say("goal-fairness"),
        other => other.to_owned(),
    }
}

/// The strip of camps: what each expects, in a word and a shape.
pub fn camps(workshop: &Workshop, words: Words, round: u8) -> Markup {
    let Working::Ready(found) = workshop.hall.consequences(round) else {
        return html! {};
    };
    html! {
        p { (words.tell("camps-text", &[("year", &Year(found.camps_year).financial())])) }
        div.wide tabindex="0" role="region" aria-label=(words.say("camps-title")) {
            table {
                thead { tr { th {} @for goal in &found.goals { th scope="col" { (goal_name(words, &goal.goal)) } } } }
                tbody {
                    @for view in &found.camps {
                        tr {
                            th scope="row" { (camp_name(words, &view.camp)) @if !view.reading.is_empty() { ", " (reading_name(words, &view.reading)) } }
                            @for expects in &view.goals { td { (expected(words, *expects)) } }
                        }
                    }
                }
            }
        }
    }
}

/// A camp's name.
pub fn camp_name(words: Words, camp: &str) -> String {
    match camp {
        "neutral" => words.say("side-neutral"),
        "market" => words.say("side-market"),
        "planning" => words.say("side-planning"),
        "sceptic" => words.say("side-sceptic"),
        other => other.to_owned(),
    }
}

fn reading_name(words: Words, reading: &str) -> String {
    match reading {
        "shrunk" => words.say("reading-shrunk"),
        "as_published" => words.say("reading-published"),
        other => other.to_owned(),
    }
}

fn expected(words: Words, expects: Expects) -> Markup {
    let word = words.say(match expects {
        Expects::Better => "expects-better",
        Expects::Worse => "expects-worse",
        Expects::Same => "expects-same",
        Expects::Unclear => "expects-unclear",
        Expects::NotTold => "expects-not-told",
    });
    html! { span aria-hidden="true" { (shape(expects)) } " " (word) }
}

/// Where things go if nothing is funded.
pub fn baseline(workshop: &Workshop, words: Words) -> Markup {
    let Some(found) = workshop.hall.baseline() else {
        return html! { p aria-live="polite" { (words.say("baseline-working")) } };
    };
    html! {
        p { (words.say("baseline-text")) }
        div.columns {
            @for course in &found.courses {
                @if let (Ok(handle), Some(first), Some(last)) = (measures::find(&course.measure), course.years.first(), course.years.last()) {
                    @let measure = handle.measure();
                    @let told = |number: f64| value(measure.unit, three(number));
                    @let sentence = words.tell("baseline-line", &[
                        ("what", &title(measure)),
                        ("first", &Year(first.0).financial()), ("now", &told(first.1[1])),
                        ("last", &Year(last.0).financial()), ("then", &told(last.1[1])),
                        ("low", &told(last.1[0])), ("high", &told(last.1[2])),
                    ]);
                    section.keep {
                        h3 { (goal_name(words, &course.goal)) }
                        (fan(&course.years, &sentence))
                        p { (sentence) }
                    }
                }
            }
        }
    }
}
