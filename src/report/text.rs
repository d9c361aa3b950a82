//! The short comparison printed in the terminal, in pounds and people.

use super::{Run, findings, robustness, surprising, words};

/// The comparison with aligned columns: medians and 80% intervals, then what differs from the first scenario.
pub fn summary(run: &Run<'_>) -> String {
    let rows = findings::comparison(run);
    let mut out = format!(
        "In {} (median; 80% of draws between; in brackets the share of draws)\n\n",
        run.telling_year().financial()
    );
    let mut lines: Vec<Vec<String>> = Vec::new();
    let mut head = vec![String::new()];
    for scenario in &run.description.scenarios {
        head.push(scenario.name.clone());
    }
    lines.push(head);
    let mut noisy = false;
    for row in &rows {
        let mut medians = vec![words::title(row.measure)];
        let wanted = robustness::wanted(row.measure).map_or(String::new(), |wanted| format!("    {wanted}"));
        let mut intervals = vec![wanted];
        let mut camps = vec!["    by what one believes".to_string()];
        let several = run.description.in_several_places();
        let against = if several {
            "    against the first of its place"
        } else {
            "    against the first"
        };
        let mut changes = vec![against.to_string()];
        let mut between = vec!["    80% of draws between".to_string()];
        for (scenario, cell) in row.cells.iter().enumerate() {
            noisy |= run.marked(&cell.stats);
            let mark = if run.marked(&cell.stats) { " ~" } else { "" };
            camps.push(robustness::strip(run.robustness, row.measure, scenario).unwrap_or_default());
            medians.push(format!("{}{mark}", words::value(row.measure.unit, cell.stats.p("p50"))));
            intervals.push(findings::interval(row.measure, &cell.stats));
            between.push(match cell.difference {
                Some(difference) if difference.p_equal < 1.0 => findings::difference_interval(row.measure, &difference),
                _ => String::new(),
            });
            changes.push(cell.difference.map_or(String::new(), |difference| {
                if let Some(none) = findings::none(row.measure, &difference) {
                    none.to_string()
                } else {
                    let mark = if run.marked(&difference) { " ~" } else { "" };
                    noisy |= run.marked(&difference);
                    let middle = words::difference(row.measure.unit, difference.p("p50"));
                    format!("{middle} ({}){mark}", findings::likelihood_short(&difference))
                }
            }));
        }
        lines.push(medians);
        lines.push(intervals);
        if row.cells.len() > 1 {
            lines.push(changes);
            if between.iter().skip(1).any(|interval| !interval.is_empty()) {
                lines.push(between);
            }
            if camps.iter().skip(1).any(|camp| !camp.is_empty()) {
                lines.push(camps);
            }
        }
    }
    out.push_str(&aligned(&lines));
    if let Some(note) = findings::places(run) {
        out.push_str(&format!("\n{note}\n"));
    }
    for sentence in surprising::sentences(run) {
        out.push_str(&format!("\n{sentence}.\n"));
    }
    if noisy {
        out.push_str("\n~ sampling noise makes over a quarter of this interval: run more people\n");
    }
    if !run.uncertain() {
        out.push_str("\nNothing in this run is uncertain: what spread there is comes of the luck of a limited number of people.\n");
    }
    if let Some(found) = run.robustness {
        out.push_str(&format!("\n{}\n", robustness::strip_key(found)));
    }
    if let Some(rough) = run.rough() {
        out.push_str(&format!("\n{rough}\n"));
    }
    out
}

/// Lines with columns as wide as their widest cell.
pub fn aligned(lines: &[Vec<String>]) -> String {
    let columns = lines.iter().map(Vec::len).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns)
        .map(|c| {
            lines
                .iter()
                .filter_map(|line| line.get(c))
                .map(|cell| cell.chars().count())
                .max()
                .unwrap_or(0)
        })
        .collect();
    let mut out = String::new();
    for line in lines {
        let cells = line.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
        out.push_str(cells.collect::<Vec<_>>().join("  ").trim_end());
        out.push('\n');
    }
    out
}
