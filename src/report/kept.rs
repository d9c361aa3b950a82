//! How the model has done where the truth, or another's projection, is known: tables made by commands, kept in the guides and
//! shown in every report. They are never typed: the guides' tests make them again.

use maud::{Markup, html};

/// A guide with a table that a command made.
struct Guide {
    heading: &'static str,
    about: &'static str,
    text: &'static str,
    /// What stands just before the table.
    mark: &'static str,
}

const GUIDES: [Guide; 2] = [
    Guide {
        heading: "England 2010 to 2019, against what was published",
        about: "The model started in April 2010 with the people, money and prices that followed, fitted to figures up to March 2016. Error is a share of the value, \
            for shares of the odds; CRPS skill is 1 for a perfect forecast and below 0 where the best naive rival does better. The years one by one: carepool backcast.",
        text: include_str!("../../scenarios/backcast/README.md"),
        mark: "<!-- scores -->",
    },
    Guide {
        heading: "Published projections, and what the model makes of their assumptions",
        about: "Others' projections of health and care in England, and Scotland's free personal care as it went: each run on its own baseline assumptions. It is no blind test: \
                the published figures were known, and some assumptions were settled with them in view (scenarios/projections/README.md lists which). Ours is the middle, with eight \
                in ten draws between p10 and p90. More: carepool reproduce.",
        text: include_str!("../../scenarios/projections/README.md"),
        mark: "<!-- reproduce: generated -->",
    },
];

/// The cells of the table after `mark`: heading first, the rule beneath it left out.
fn cells<'a>(text: &'a str, mark: &str) -> Vec<Vec<&'a str>> {
    let after = text.split_once(mark).map_or("", |(_, after)| after);
    after
        .lines()
        .skip_while(|line| !line.starts_with('|'))
        .take_while(|line| line.starts_with('|'))
        .filter(|line| !line.trim_start_matches(['|', ' ']).starts_with(['-', ':']))
        .map(|line| {
            line.trim_matches('|')
                .split('|')
                .map(|cell| cell.trim().trim_matches('`'))
                .collect()
        })
        .collect()
}

/// A cell as the rest of a report writes numbers: a true minus sign, and none before nought.
fn shown(cell: &str) -> String {
    let Some(rest) = cell
        .strip_prefix(['+', '-'])
        .filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    else {
        return cell.to_string();
    };
    let number = rest.split(' ').next().unwrap_or(rest);
    match cell.starts_with('-') {
        _ if !number.contains(|digit: char| ('1'..='9').contains(&digit)) => rest.to_string(),
        true => format!("−{rest}"),
        false => cell.to_string(),
    }
}

/// The section; nothing while the guides hold no table.
pub fn section() -> Markup {
    let tables: Vec<(&Guide, Vec<Vec<&str>>)> = GUIDES
        .iter()
        .map(|guide| (guide, cells(guide.text, guide.mark)))
        .filter(|(_, cells)| cells.len() > 1)
        .collect();
    html! {
        @if !tables.is_empty() { section #trust {
            h2 { "How the model has done where the answer is known" }
            p { "These tables are the same in every report: they come with the program, made by its commands, and tell how far to trust it." }
            @for (guide, cells) in &tables { details {
                summary { (guide.heading) }
                p { (guide.about) }
                div.wide tabindex="0" { table {
                    thead { tr { @for cell in &cells[0] { th scope="col" { (cell) } } } }
                    tbody { @for row in &cells[1..] { tr { @for cell in row { td { (shown(cell)) } } } } }
                } }
            } }
        } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_found_after_its_mark() {
        let text = "| no |\n<!-- here -->\n\n| a | `b` |\n|---|--:|\n| 1 | 2 |\n\n| other |\n";
        assert_eq!(cells(text, "<!-- here -->"), [["a", "b"], ["1", "2"]]);
        assert!(cells(text, "<!-- nowhere -->").is_empty());
    }

    #[test]
    fn numbers_of_a_guide_are_written_as_those_of_a_report() {
        for (cell, told) in [
            ("+0.00 points", "0.00 points"),
            ("-0%", "0%"),
            ("-0.63 points", "−0.63 points"),
            ("+6%", "+6%"),
            ("-", "-"),
            ("3.10", "3.10"),
        ] {
            assert_eq!(shown(cell), told);
        }
    }

    #[test]
    fn every_guide_holds_its_table() {
        for guide in &GUIDES {
            assert!(cells(guide.text, guide.mark).len() > 5, "{}", guide.heading);
        }
        assert!(section().into_string().contains("waiting_list"));
    }
}
