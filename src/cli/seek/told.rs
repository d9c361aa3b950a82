//! The answer of `carepool seek`, for people and for programs.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::goal::Sought;
use crate::analysis::seek::{Found, Own, Side};
use crate::cli::format::{float, short};
use crate::measures::Better;
use crate::report::{text, words};

/// Columns for programs: every value tried.
pub const COLUMNS: [&str; 7] = ["lever", "at", "p10", "p50", "p90", "response", "reached_in"];

/// Share of the draws on the wanted side.
fn reached(sought: &Sought, draws: &[f64]) -> f64 {
    let side = match sought.side {
        // Without a side: at least as high.
        Side::Exactly => Side::AtLeast,
        side => side,
    };
    let there = draws.iter().filter(|value| side.holds(**value - sought.target));
    there.count() as f64 / draws.len().max(1) as f64
}

/// What a value of the lever is multiplied with to be told, and the unit that it then has.
pub fn lever_unit(sought: &Sought) -> (f64, &str) {
    match sought.unit.as_str() {
        unit if unit.starts_with("share") => (100.0, "%"),
        "per year" => (100.0, "% a year"),
        unit => (1.0, unit),
    }
}

/// A value of the lever in its unit.
fn lever(sought: &Sought, value: f64) -> String {
    let (factor, unit) = lever_unit(sought);
    let space = if unit.is_empty() || unit.starts_with('%') {
        ""
    } else {
        " "
    };
    format!("{}{space}{unit}", short(value * factor))
}

/// What of the draws is held against the target, where it is not their median.
pub fn held(sought: &Sought) -> Option<String> {
    let asked = sought.confidence.is_some() && sought.side != Side::Exactly;
    asked.then(|| response_word(sought))
}

/// What is said first.
pub fn sentences(sought: &Sought, found: &Found) -> Vec<String> {
    let measure = sought.measure.measure();
    let value = |number: f64| words::value(measure.unit, number);
    let (title, year) = (words::title(measure), sought.year.financial());
    let from = sought.from.map(|year| format!(" from {year} on")).unwrap_or_default();
    let goal = format!("“{title}” of {} in {year} ({})", value(sought.target), whose(sought));
    let with = sought.lever_words();
    let mut said = Vec::new();
    let at: Vec<String> = match sought.side {
        Side::Exactly => found.solutions.iter().map(|one| lever(sought, one.at)).collect(),
        _ => found
            .met
            .iter()
            .map(|stretch| stretch_words(sought, *stretch))
            .collect(),
    };
    match at.as_slice() {
        [] => said.push(format!(
            "{goal} cannot be reached with {with} between {} and {}{from}.",
            lever(sought, sought.ends.0),
            lever(sought, sought.ends.1)
        )),
        [one] => said.push(format!("{goal} is reached with {with} {}{one}{from}.", at_word(sought))),
        several => said.push(format!(
            "{goal} is reached with {with} {}{}{from}.",
            match sought.side {
                Side::Exactly => format!("at {} values: ", several.len()),
                _ => String::new(),
            },
            several.join(" and ")
        )),
    }
    let everywhere = found.met.first() == Some(&sought.ends);
    if (at.is_empty() || everywhere)
        && let Some(((at_low, least), (at_high, most))) = found.reach()
    {
        let mut goes = format!(
            "It goes from {} (at {}) to {} (at {})",
            value(least),
            lever(sought, at_low),
            value(most),
            lever(sought, at_high)
        );
        // Whoever asks for a figure is told where it is surpassed all along.
        let better = match measure.better {
            Better::Higher => least > sought.target,
            Better::Lower => most < sought.target,
            Better::Neither => false,
        };
        if better && sought.side == Side::Exactly {
            goes.push_str(": it is better at every value");
        }
        if sought.side != Side::Exactly {
            goes.push_str(&format!(", {}", response_word(sought)));
        }
        said.push(format!("{goes}."));
    }
    if !found.monotone {
        said.push("The response turns: more of the lever does not always move it the same way.".to_string());
    }
    if let Some(sentence) = draw_by_draw(sought, found) {
        said.push(sentence);
    }
    if !found.failed.is_empty() {
        said.push(format!(
            "At {} of the values tried the year cannot be, and they are passed over.",
            found.failed.len()
        ));
    }
    said
}

/// Whose coming to the target is meant.
fn whose(sought: &Sought) -> String {
    let side = match sought.side {
        Side::Exactly => return "in the median of the draws".to_string(),
        Side::AtLeast => "at least",
        Side::AtMost => "at most",
    };
    let (Some(share), Some(needed)) = (sought.confidence, sought.needed()) else {
        return format!("{side}, in the median of the draws");
    };
    let draws = sought.request.draws;
    let of = words::count(draws);
    if needed * 100 == share * draws {
        format!("{side}, in {share}% of the draws")
    } else {
        // So few draws cannot be parted at the share: the next larger part that there is.
        format!(
            "{side}, in {share}% of the draws: {} of {of}, the fewest that are as many",
            words::count(needed)
        )
    }
}

/// What of the draws is held against the target, as the sentence and the table call it.
fn response_word(sought: &Sought) -> String {
    match (sought.confidence, sought.side) {
        (None, _) | (_, Side::Exactly) => "the median".to_string(),
        (Some(share), Side::AtLeast) => format!("what {share}% of the draws reach"),
        (Some(share), Side::AtMost) => format!("what {share}% of the draws keep to"),
    }
}

/// What stands before the values: of stretches nothing.
fn at_word(sought: &Sought) -> &'static str {
    match sought.side {
        Side::Exactly => "at ",
        _ => "",
    }
}

/// A stretch of the lever in words. What is written has few digits: it is rounded into the stretch, not out of it.
fn stretch_words(sought: &Sought, (from, to): (f64, f64)) -> String {
    let (low, high) = sought.ends;
    let up = |value: f64| lever(sought, inward(value, true));
    let down = |value: f64| lever(sought, inward(value, false));
    match (from == low, to == high) {
        (true, true) => format!(
            "at every value between {} and {}",
            lever(sought, low),
            lever(sought, high)
        ),
        (true, false) => format!("at {} or less", down(to)),
        (false, true) => format!("at {} or more", up(from)),
        (false, false) if inward(from, true) < inward(to, false) => format!("between {} and {}", up(from), down(to)),
        (false, false) => format!("at {from:?}"),
    }
}

/// Rounded up or down to the four digits that are written.
fn inward(value: f64, up: bool) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return value;
    }
    let places = 3 - value.abs().log10().floor() as i32;
    let scaled = value * 10f64.powi(places);
    // A value that has no more digits stays what it is.
    if (scaled - scaled.round()).abs() < 1e-9 * scaled.abs() {
        return value;
    }
    let rounded = if up { scaled.ceil() } else { scaled.floor() };
    rounded / 10f64.powi(places)
}

/// What it takes in each draw alone.
fn draw_by_draw(sought: &Sought, found: &Found) -> Option<String> {
    let own = found.by_draw(sought.target);
    let values = beyond(&own);
    if own.len() < 2 || !values.iter().any(|value| value.is_finite()) {
        return None;
    }
    let count = |word: &str| own.iter().filter(|one| state(sought, one) == word).count();
    let of = |count: usize| format!("{count} of {} draws", own.len());
    let mut not = String::new();
    for (word, told) in [
        (ALWAYS, "are there at every value"),
        (ABOVE, "are above it at every value"),
        (BELOW, "are below it at every value"),
        (UNDEFINED, "are undefined at some value"),
    ] {
        if count(word) > 0 {
            not.push_str(&format!("; {} {told}", of(count(word))));
        }
    }
    if count(NEVER) > 0 {
        not.push_str(&format!("; in {} no value within the bounds does", of(count(NEVER))));
    }
    let (low, high) = sought.ends;
    let at = |share: f64| match quantile(&values, share) {
        value if value == f64::INFINITY => format!("more than {}", lever(sought, high)),
        value if value == f64::NEG_INFINITY => format!("less than {}", lever(sought, low)),
        value => lever(sought, value),
    };
    Some(format!(
        "Draw by draw, read off straight lines between the values tried, it takes {} (80% of the draws: {} to {}){not}.",
        at(0.5),
        at(0.1),
        at(0.9)
    ))
}

/// What each draw takes, those that come to the target nowhere counted beyond the end towards which they would: infinite. The
/// way that most draws go tells which end. Draws in which the measure is undefined have no value.
fn beyond(own: &[Own]) -> Vec<f64> {
    let ways = own.iter().map(|own| match own {
        Own::At { rising: true, .. } => 1,
        Own::At { rising: false, .. } => -1,
        _ => 0,
    });
    let rising = ways.sum::<i64>() >= 0;
    let value = |own: &Own| match own {
        Own::At { at, .. } => Some(*at),
        Own::Below if rising => Some(f64::INFINITY),
        Own::Above if !rising => Some(f64::INFINITY),
        Own::Above | Own::Below => Some(f64::NEG_INFINITY),
        Own::Undefined => None,
    };
    own.iter().filter_map(value).collect()
}

/// A quantile of values some of which are infinite, straight between two finite ones.
fn quantile(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let place = share * (sorted.len() - 1) as f64;
    let (low, high) = (sorted[place.floor() as usize], sorted[place.ceil() as usize]);
    let part = place.fract();
    match (low.is_finite(), high.is_finite()) {
        (true, true) => low + (high - low) * part,
        // Nothing lies half way to what is beyond: the nearer of the two.
        _ if part < 0.5 => low,
        _ => high,
    }
}

/// It comes to the target at a value.
const PASSES: &str = "at";
/// It is on the side wanted at every value tried.
const ALWAYS: &str = "always";
/// It is on the other side at every value tried.
const NEVER: &str = "never";
/// It is above the target at every value tried, and no side is wanted.
const ABOVE: &str = "always_above";
/// It is below the target at every value tried, and no side is wanted.
const BELOW: &str = "always_below";
/// It is undefined at some value.
const UNDEFINED: &str = "undefined";

/// Where a draw alone stands to the target, in a word of files.
fn state(sought: &Sought, own: &Own) -> &'static str {
    match (own, sought.side) {
        (Own::At { .. }, _) => PASSES,
        (Own::Above, Side::AtLeast) | (Own::Below, Side::AtMost) => ALWAYS,
        (Own::Above, Side::AtMost) | (Own::Below, Side::AtLeast) => NEVER,
        (Own::Above, Side::Exactly) => ABOVE,
        (Own::Below, Side::Exactly) => BELOW,
        (Own::Undefined, _) => UNDEFINED,
    }
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
    // What the first sentence is about stands in the table, under the same name.
    let other = sought.confidence.is_some();
    if other {
        lines[0].insert(2, response_word(sought));
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
        if let Some(line) = lines.last_mut().filter(|_| other) {
            let response = if one.response.is_finite() {
                words::value(measure.unit, one.response)
            } else {
                "undefined".to_string()
            };
            line.insert(2, response);
        }
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
        .map(|one| {
            let mut told = json!({ "at": one.at, "rising": one.rising });
            if let Some(tried) = found.tried.iter().find(|tried| tried.at == one.at) {
                told["reached_in"] = json!(reached(sought, &tried.draws));
            }
            told
        })
        .collect();
    let by_draw: Vec<Value> = found
        .by_draw(sought.target)
        .iter()
        .map(|own| match own {
            Own::At { at, rising } => json!({ "state": state(sought, own), "at": at, "rising": rising }),
            _ => json!({ "state": state(sought, own) }),
        })
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
        "confidence": sought.confidence.map(|share| share as f64 / 100.0),
        "response_is": response_word(sought),
        "draws": sought.request.draws,
        "draws_needed": sought.needed(),
        "ends": [sought.ends.0, sought.ends.1],
        "reached": found.reached(),
        "solutions": solutions,
        "reached_between": found.met,
        "monotone": found.monotone,
        "by_draw": by_draw,
        "tried": tried,
    })
}

#[cfg(test)]
mod tests {
    use super::{Own, beyond, inward, quantile};

    #[test]
    fn draws_that_come_to_it_nowhere_count_as_beyond_and_move_the_middle() {
        let at = |at: f64, rising: bool| Own::At { at, rising };
        let own = [
            at(1.0, true),
            at(2.0, true),
            at(3.0, true),
            Own::Below,
            Own::Below,
            Own::Below,
            Own::Undefined,
        ];
        let values = beyond(&own);
        // Six have a value; of those that pass alone the middle would be 2.
        assert_eq!(values.len(), 6);
        assert_eq!((quantile(&values, 0.0), quantile(&values, 0.2)), (1.0, 2.0));
        assert_eq!(quantile(&values, 0.9), f64::INFINITY);
        assert_eq!(beyond(&[at(1.0, true), Own::Above])[1], f64::NEG_INFINITY);
        assert_eq!(beyond(&[at(1.0, false), Own::Above])[1], f64::INFINITY);
        assert_eq!(beyond(&[at(1.0, false), Own::Below])[1], f64::NEG_INFINITY);
        assert_eq!(quantile(&[1.0, 2.0, 4.0], 0.75), 3.0);
    }

    #[test]
    fn what_is_written_in_four_digits_lies_within_the_stretch() {
        assert_eq!((inward(0.032181, true), inward(0.032189, false)), (0.03219, 0.03218));
        assert_eq!((inward(-1.23451, true), inward(-1.23451, false)), (-1.234, -1.235));
        for whole in [0.0, 0.05, 4e6, -2.0, 0.1234] {
            assert_eq!((inward(whole, true), inward(whole, false)), (whole, whole));
        }
        assert_eq!(inward(123_456.7, true), 123_500.0);
    }
}
