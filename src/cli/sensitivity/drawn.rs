//! Drivers from draws that are there.

use super::arguments::SensitivityArgs;
use super::{Part, number, per_cent, picture, subject};
use crate::analysis::sensitivity::drivers::{Driver, Partials, Undriven};
use crate::analysis::sensitivity::sentence::{HALF, acts_by_itself, sentence, together};
use crate::analysis::sensitivity::turns::{Turn, turns};
use crate::analysis::sensitivity::{Drivers, drivers};
use crate::cli::format::{Failure, short};

/// Columns for programs.
const COLUMNS: [&str; 16] = [
    "scenario",
    "against",
    "output",
    "assumption",
    "rank_correlation",
    "partial_rank_correlation",
    "first_order",
    "first_order_low",
    "first_order_high",
    "share_of_variance",
    "r_squared",
    "r_squared_left_out",
    "luck",
    "turns_at",
    "turns_below",
    "moves_with",
];

/// Finds them.
pub fn find(args: &SensitivityArgs) -> Result<Part, Failure> {
    let drawn = subject::drawn(args)?;
    let columns: Vec<&[f64]> = drawn.assumptions.iter().map(Vec::as_slice).collect();
    let mut part = Part {
        sentences: drawn.notes.clone(),
        tables: Vec::new(),
        columns: COLUMNS.to_vec(),
        rows: Vec::new(),
    };
    let mut pictures = Vec::new();
    let lone = drawn.quantities.len() == 1;
    for quantity in &drawn.quantities {
        let found = match drivers(&columns, &quantity.values, quantity.luck) {
            Ok(found) => found,
            // Of several, those that cannot be told are said and passed over.
            Err(why @ (Undriven::Constant { .. } | Undriven::Undefined { .. })) if !lone => {
                part.sentences.push(format!("Of {}: {why}.", quantity.told));
                continue;
            }
            Err(why) => return Err(Failure::Refused(format!("{}: {why}", quantity.told))),
        };
        part.sentences.push(sentence(&found, &quantity.told, &drawn.names));
        for said in together(&found, &drawn.names) {
            if !part.sentences.contains(&said) {
                part.sentences.push(said);
            }
        }
        part.tables
            .push((heading(&quantity.told, &found), lines(&found, &drawn.names, args.top)));
        let turned = turning(&found, quantity, &columns);
        if let Some(turned) = &turned {
            part.sentences.push(told(turned, &quantity.told, &drawn.names));
            if !turned.is_empty() {
                part.tables.push((
                    format!("Where the sign of {} turns, one assumption at a time", quantity.told),
                    flips(turned, &drawn.names),
                ));
            }
        }
        part.rows
            .extend(rows(&found, &quantity.key, &drawn.names, &turned.unwrap_or_default()));
        pictures.push((quantity, found));
    }
    if let Some(folder) = &args.out {
        picture::drawn(folder, &pictures, &drawn, &part)?;
    }
    Ok(part)
}

/// For each driver the values at which the sign of a quantity turns; nothing where all draws have one sign, or where luck makes
/// the most of their differences: what turns by luck turns with no assumption.
fn turning(found: &Drivers, quantity: &subject::Quantity, columns: &[&[f64]]) -> Option<Vec<(usize, Turn)>> {
    let signs = |above: bool| {
        quantity
            .values
            .iter()
            .any(|value| (*value > 0.0) == above && *value != 0.0)
    };
    let luck = quantity.luck.is_some_and(|luck| luck >= HALF);
    (signs(true) && signs(false) && !luck).then(|| {
        // Those that alone do nothing beyond their error would turn it by chance only.
        let beyond_chance = |one: &&Driver| acts_by_itself(found, one, columns.len());
        let drivers = found.drivers.iter().filter(beyond_chance);
        drivers
            .flat_map(|one| {
                let of = turns(columns[one.assumption], &quantity.values);
                of.into_iter().map(|turn| (one.assumption, turn))
            })
            .collect()
    })
}

/// Which assumption turns the sign, in a sentence.
fn told(turned: &[(usize, Turn)], what: &str, names: &[String]) -> String {
    let sign = |positive: bool| if positive { "positive" } else { "negative" };
    match turned.first() {
        None => format!("The sign of {what} depends on the draw, and on no assumption alone."),
        // It may turn back again.
        Some((assumption, first)) if turned.iter().filter(|(of, _)| of == assumption).count() > 1 => {
            let turns = turned.iter().filter(|(of, _)| of == assumption);
            let parts: Vec<String> = turns
                .map(|(_, turn)| format!("{} from {}", sign(turn.rising), short(turn.at)))
                .collect();
            format!(
                "The sign of {what} turns with {} more than once: {} below {}, {}.",
                names[*assumption],
                sign(!first.rising),
                short(first.at),
                parts.join(", ")
            )
        }
        Some((assumption, turn)) => format!(
            "The sign of {what} turns with {}: {} below {}, {} above ({:.0}% of the draws lie below).",
            names[*assumption],
            sign(!turn.rising),
            short(turn.at),
            sign(turn.rising),
            turn.below * 100.0
        ),
    }
}

fn flips(turned: &[(usize, Turn)], names: &[String]) -> Vec<Vec<String>> {
    let head = ["", "turns at", "draws below", "below it", "above it"];
    let mut lines = vec![head.map(str::to_string).to_vec()];
    for (assumption, turn) in turned {
        let (below, above) = if turn.rising {
            ("negative", "positive")
        } else {
            ("positive", "negative")
        };
        lines.push(vec![
            names[*assumption].clone(),
            short(turn.at),
            per_cent(turn.below),
            below.to_string(),
            above.to_string(),
        ]);
    }
    lines
}

fn heading(told: &str, found: &Drivers) -> String {
    let partial = match found.partials {
        Partials::Told => "",
        Partials::Few => "; too few draws for partial correlations",
        Partials::Bound => "; no partial correlations, as some assumption follows from the others in every draw",
    };
    format!(
        "What drives {told}: {} draws; sparse regression explains {} ({} out of sample){partial}",
        found.draws,
        per_cent(found.r_squared),
        per_cent(found.r_squared_left_out.max(0.0))
    )
}

fn lines(found: &Drivers, names: &[String], top: usize) -> Vec<Vec<String>> {
    let head = [
        "",
        "share of variance",
        "alone (95% interval)",
        "rank correlation",
        "partial",
    ];
    let mut lines = vec![head.map(str::to_string).to_vec()];
    for one in found.drivers.iter().take(top) {
        lines.push(vec![
            names[one.assumption].clone(),
            per_cent(one.share),
            format!(
                "{} ({} to {})",
                per_cent(one.first.value.max(0.0)),
                per_cent(one.first.low.max(0.0)),
                per_cent(one.first.high.max(0.0))
            ),
            format!("{:+.2}", one.rank).replace('-', "−"),
            one.partial
                .map(|partial| format!("{partial:+.2}").replace('-', "−"))
                .unwrap_or_default(),
        ]);
    }
    if let Some(luck) = found.luck {
        lines.push(vec![
            "luck of sampling".to_string(),
            per_cent(luck),
            String::new(),
            String::new(),
            String::new(),
        ]);
    }
    if found.drivers.len() > top {
        lines.push(vec![format!("and {} more", found.drivers.len() - top)]);
    }
    lines
}

fn rows(found: &Drivers, key: &[String; 3], names: &[String], turned: &[(usize, Turn)]) -> Vec<Vec<String>> {
    let whole = [
        number(found.r_squared),
        number(found.r_squared_left_out),
        found.luck.map(number).unwrap_or_default(),
    ];
    let mut rows: Vec<Vec<String>> = found
        .drivers
        .iter()
        .map(|one| {
            let mut row = key.to_vec();
            row.push(names[one.assumption].clone());
            row.push(number(one.rank));
            row.push(one.partial.map(number).unwrap_or_default());
            row.extend([one.first.value, one.first.low, one.first.high, one.share].map(number));
            row.extend(whole.clone());
            let turn = turned.iter().find(|(assumption, _)| *assumption == one.assumption);
            row.extend(turn.map_or([String::new(), String::new()], |(_, turn)| {
                [turn.at, turn.below].map(number)
            }));
            let with: Vec<&str> = one.with.iter().map(|other| names[*other].as_str()).collect();
            row.push(with.join("; "));
            row
        })
        .collect();
    if let Some(luck) = found.luck {
        let mut row = key.to_vec();
        row.push("luck of sampling".to_string());
        row.extend(std::iter::repeat_n(String::new(), 5));
        row.push(number(luck));
        row.extend(whole);
        row.extend([String::new(), String::new(), String::new()]);
        rows.push(row);
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_that_turns_back_is_told_with_both_turns() {
        let names = ["a", "b"].map(str::to_string);
        let turn = |at: f64, rising: bool| Turn { at, below: 0.4, rising };
        let once = told(&[(1, turn(0.5, true)), (0, turn(2.0, false))], "y", &names);
        assert_eq!(
            once,
            "The sign of y turns with b: negative below 0.5, positive above (40% of the draws lie below)."
        );
        let twice = told(
            &[(1, turn(-0.5, false)), (1, turn(0.5, true)), (0, turn(2.0, false))],
            "y",
            &names,
        );
        assert_eq!(
            twice,
            "The sign of y turns with b more than once: positive below −0.5, negative from −0.5, positive from 0.5."
        );
    }
}
