//! The answer of `carepool seek`, for people and for programs.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::goal::{Side, Sought};
use crate::analysis::seek::Found;
use crate::cli::format::{float, short};
use crate::report::{text, words};

/// Columns for programs: every value tried.
pub const COLUMNS: [&str; 7] = ["lever", "at", "p10", "p50", "p90", "response", "reached_in"];

/// Share of the draws on the wanted side.
fn reached(sought: &Sought, draws: &[f64]) -> f64 {
    let on = |value: &&f64| match sought.side {
        Side::AtLeast => **value >= sought.target,
        Side::AtMost => **value <= sought.target,
        // Without a side: at least as high.
        Side::Exactly => **value >= sought.target,
    };
    draws.iter().filter(on).count() as f64 / draws.len().max(1) as f64
}

/// A value of the lever in its unit.
fn lever(sought: &Sought, value: f64) -> String {
    match sought.unit.as_str() {
        unit if unit.starts_with("share") => format!("{}%", short(value * 100.0)),
        "per year" => format!("{}% a year", short(value * 100.0)),
        "" => short(value),
        unit => format!("{} {unit}", short(value)),
    }
}

/// What is said first.
pub fn sentences(sought: &Sought, found: &Found) -> Vec<String> {
    let measure = sought.measure.measure();
    let value = |number: f64| words::value(measure.unit, number);
    let (title, year) = (words::title(measure), sought.year.financial());
    let from = sought.from.map(|year| format!(" from {year} on")).unwrap_or_default();
    let whose = match sought.side {
        Side::Exactly => "in the median of the draws".to_string(),
        Side::AtLeast => format!("at least, in {:.0}% of the draws", sought.confidence * 100.0),
        Side::AtMost => format!("at most, in {:.0}% of the draws", sought.confidence * 100.0),
    };
    let mut said = Vec::new();
    let goal = format!("“{title}” of {} in {year} ({whose})", value(sought.target));
    match found.solutions.as_slice() {
        [] => {
            let (low, high) = sought.ends;
            said.push(format!(
                "{goal} cannot be reached with {} between {} and {}{from}.",
                sought.lever_words(),
                lever(sought, low),
                lever(sought, high)
            ));
            if let Some(((at_low, least), (at_high, most))) = found.reach() {
                said.push(format!(
                    "It goes from {} (at {}) to {} (at {}).",
                    value(least),
                    lever(sought, at_low),
                    value(most),
                    lever(sought, at_high)
                ));
            }
        }
        [one] => said.push(format!(
            "{goal} is reached with {} at {}{from}.",
            sought.lever_words(),
            lever(sought, one.at)
        )),
        several => {
            let all: Vec<String> = several.iter().map(|one| lever(sought, one.at)).collect();
            said.push(format!(
                "{goal} is reached with {} at {} values{from}: {}.",
                sought.lever_words(),
                several.len(),
                all.join(", ")
            ));
        }
    }
    if !found.monotone {
        said.push("The response turns: more of the lever does not always move it the same way.".to_string());
    }
    let own: Vec<Option<f64>> = found.by_draw(sought.target);
    let reaching: Vec<f64> = own.iter().copied().flatten().collect();
    if own.len() > 1 && !reaching.is_empty() {
        let stats = Sought::stats(&reaching);
        // A draw that never passes the target is on one side of it all along: the side that is wanted, or the other.
        let first = found.tried.iter().find(|one| !one.draws.is_empty());
        let there = |draw: usize| {
            first.is_some_and(|one| match sought.side {
                Side::AtLeast => one.draws[draw] >= sought.target,
                Side::AtMost => one.draws[draw] <= sought.target,
                Side::Exactly => false,
            })
        };
        let already = (0..own.len())
            .filter(|draw| own[*draw].is_none() && there(*draw))
            .count();
        let never = own.len() - reaching.len() - already;
        let mut not = String::new();
        if already > 0 {
            not.push_str(&format!("; {already} of {} draws are there at every value", own.len()));
        }
        if never > 0 {
            not.push_str(&format!(
                "; in {never} of {} draws no value within the bounds does",
                own.len()
            ));
        }
        said.push(format!(
            "Draw by draw it takes {} (80% of those that come to it: {} to {}){not}.",
            lever(sought, stats.p("p50")),
            lever(sought, stats.p("p10")),
            lever(sought, stats.p("p90"))
        ));
    }
    if !found.failed.is_empty() {
        said.push(format!(
            "At {} of the values tried the year cannot be, and they are passed over.",
            found.failed.len()
        ));
    }
    said
}

/// Prints it for people.
pub fn print(sought: &Sought, found: &Found, out: &mut dyn Write) -> io::Result<()> {
    for sentence in sentences(sought, found) {
        writeln!(out, "{sentence}")?;
    }
    let measure = sought.measure.measure();
    writeln!(
        out,
        "\n{} in {}, by {}",
        words::title(measure),
        sought.year.financial(),
        sought.lever_words()
    )?;
    let mut lines = vec![
        ["", "median", "80% of draws", "at least the target in"]
            .map(str::to_string)
            .to_vec(),
    ];
    if sought.side == Side::AtMost {
        lines[0][3] = "at most the target in".to_string();
    }
    for one in found.tried.iter().filter(|one| !one.draws.is_empty()) {
        let stats = Sought::stats(&one.draws);
        let value = |name: &str| words::value(measure.unit, stats.p(name));
        lines.push(vec![
            lever(sought, one.at),
            value("p50"),
            format!("{} to {}", value("p10"), value("p90")),
            format!("{:.0}%", reached(sought, &one.draws) * 100.0),
        ]);
    }
    write!(out, "{}", text::aligned(&lines))
}

/// Every value tried.
pub fn rows(sought: &Sought, found: &Found) -> Vec<Vec<String>> {
    let number = |value: f64| if value.is_finite() { float(value) } else { String::new() };
    found
        .tried
        .iter()
        .map(|one| {
            let stats = Sought::stats(&one.draws);
            let mut row = vec![sought.lever_words(), float(one.at)];
            row.extend(["p10", "p50", "p90"].map(|name| number(stats.p(name))));
            row.push(number(one.response));
            row.push(if one.draws.is_empty() {
                String::new()
            } else {
                float(reached(sought, &one.draws))
            });
            row
        })
        .collect()
}

/// The answer as one document.
pub fn document(sought: &Sought, found: &Found) -> Value {
    let solutions: Vec<Value> = found
        .solutions
        .iter()
        .map(|one| json!({ "at": one.at, "rising": one.rising }))
        .collect();
    let tried: Vec<Value> = found
        .tried
        .iter()
        .map(|one| {
            let stats = Sought::stats(&one.draws);
            json!({
                "at": one.at, "p10": stats.p("p10"), "p50": stats.p("p50"), "p90": stats.p("p90"), "response": one.response,
            })
        })
        .collect();
    json!({
        "sentence": sentences(sought, found).join(" "),
        "measure": sought.measure.name(),
        "target": sought.target,
        "year": sought.year.0,
        "levers": sought.levers.iter().map(|lever| json!({ "key": lever.key, "times": lever.times })).collect::<Vec<_>>(),
        "confidence": sought.confidence,
        "ends": [sought.ends.0, sought.ends.1],
        "reached": !found.solutions.is_empty(),
        "solutions": solutions,
        "monotone": found.monotone,
        "by_draw": found.by_draw(sought.target),
        "tried": tried,
    })
}
