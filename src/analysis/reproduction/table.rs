//! The figures as a plain table, which a terminal, a page of documentation and the report print alike.

use std::fmt::Write as _;

use super::run::Reproduced;

/// A table of text: a heading for each column, and rows of as many cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// What it shows.
    pub title: String,
    /// Headings.
    pub header: Vec<String>,
    /// Rows.
    pub rows: Vec<Vec<String>>,
}

/// The figures beside each other: published, ours with its interval, difference, whether it holds, why.
pub fn table(reproduced: &[Reproduced]) -> Table {
    let header = [
        "projection",
        "figure",
        "published",
        "ours",
        "p10 to p90",
        "difference",
        "held to",
        "holds",
        "why",
    ];
    Table {
        title: "Published projections, and what the model makes of their assumptions".to_owned(),
        header: header.map(str::to_owned).to_vec(),
        rows: reproduced.iter().map(row).collect(),
    }
}

fn row(one: &Reproduced) -> Vec<String> {
    let row = &one.published;
    let unit = match row.price_year {
        Some(year) => format!("{} ({}/{:02} prices)", row.unit, year.0, (year.0 + 1) % 100),
        None => row.unit.clone(),
    };
    let published = match (row.low, row.high) {
        (Some(low), Some(high)) => format!("{} ({} to {}) {unit}", number(row.published), number(low), number(high)),
        _ => format!("{} {unit}", number(row.published)),
    };
    let share = 100.0 * one.difference / row.published;
    let difference = if row.unit.starts_with('%') || row.published == 0.0 {
        format!("{:+.2} points", one.difference)
    } else {
        format!("{share:+.0}%")
    };
    vec![
        row.projection.clone(),
        row.label.clone(),
        published,
        number(one.ours[1]),
        format!("{} to {}", number(one.ours[0]), number(one.ours[2])),
        difference,
        row.within.map_or(String::new(), |within| within.words()),
        match one.within {
            Some(true) => "yes",
            Some(false) => "no",
            None => "",
        }
        .to_owned(),
        // Where a figure holds there is nothing to explain.
        match one.within {
            Some(true) => String::new(),
            _ => row.why.clone(),
        },
    ]
}

/// A number in the digits that a projection is worth.
fn number(value: f64) -> String {
    match value.abs() {
        size if size >= 100.0 => format!("{value:.0}"),
        size if size >= 10.0 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}

/// The table in Markdown.
pub fn markdown(table: &Table) -> String {
    let mut text = String::new();
    let mut line = |cells: &[String]| {
        let escaped: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
        // Writing to a string cannot fail.
        let _ = writeln!(text, "| {} |", escaped.join(" | "));
    };
    line(&table.header);
    line(&vec!["---".to_owned(); table.header.len()]);
    table.rows.iter().for_each(|row| line(row));
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::reproduction::parse;

    #[test]
    fn a_row_tells_price_year_interval_and_whether_it_holds() {
        let head = "projection,label,scenario,against,figure,how,from,year,budget,published,low,high,unit,price_year,within,source,confidence,note,baseline,why";
        let line = "fork,\"Extra | cost\",a,b,cost_council,extra,,2030,,4.0,,,£bn,2018,15%,s,verified,,,because";
        let published = parse("t", &format!("{head}\n{line}\n")).expect("reads").remove(0);
        let one = Reproduced {
            published,
            ours: [3.0, 3.6, 5.0],
            difference: -0.4,
            within: Some(false),
        };
        let table = table(&[one]);
        let text = markdown(&table);
        let row = text.lines().nth(2).expect("a row");
        assert_eq!(
            row,
            "| fork | Extra \\| cost | 4.00 £bn (2018/19 prices) | 3.60 | 3.00 to 5.00 | -10% | 15% | no | because |"
        );
        assert!(table.rows.iter().all(|row| row.len() == table.header.len()));
    }
}
