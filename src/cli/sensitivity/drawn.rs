//! Drivers from draws that are there.

use super::arguments::SensitivityArgs;
use super::{Part, number, per_cent, picture, subject};
use crate::analysis::sensitivity::drivers::Undriven;
use crate::analysis::sensitivity::sentence::sentence;
use crate::analysis::sensitivity::{Drivers, drivers};
use crate::cli::format::Failure;

/// Columns for programs.
const COLUMNS: [&str; 13] = [
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
];

/// Finds them.
pub fn find(args: &SensitivityArgs) -> Result<Part, Failure> {
    let drawn = subject::drawn(args)?;
    let columns: Vec<&[f64]> = drawn.assumptions.iter().map(Vec::as_slice).collect();
    let mut part = Part {
        sentences: Vec::new(),
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
        part.tables
            .push((heading(&quantity.told, &found), lines(&found, &drawn.names, args.top)));
        part.rows.extend(rows(&found, &quantity.key, &drawn.names));
        pictures.push((quantity, found));
    }
    if let Some(folder) = &args.out {
        picture::drawn(folder, &pictures, &drawn, &part)?;
    }
    Ok(part)
}

fn heading(told: &str, found: &Drivers) -> String {
    let partial = if found.drivers.iter().all(|one| one.partial.is_none()) {
        "; too few draws for partial correlations"
    } else {
        ""
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

fn rows(found: &Drivers, key: &[String; 3], names: &[String]) -> Vec<Vec<String>> {
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
            row
        })
        .collect();
    if let Some(luck) = found.luck {
        let mut row = key.to_vec();
        row.push("luck of sampling".to_string());
        row.extend(std::iter::repeat_n(String::new(), 5));
        row.push(number(luck));
        row.extend(whole);
        rows.push(row);
    }
    rows
}
