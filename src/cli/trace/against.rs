//! A difference between two scenarios of a run, taken apart in one draw: the same luck, the same world, two policies.

use std::io::Write;

use super::super::FINE;
use super::super::format::{Failure, Format, rows};
use super::parts::{self, Line, PARTS, Year};
use super::{Asked, TraceArgs, sampled, told};
use crate::report::{text, words};
use crate::results::Stats;
use crate::results::tables::number;
use crate::scenario::difference;
use crate::world::{Group, Year as FinancialYear};

/// Columns for programs.
const COLUMNS: [&str; 7] = ["part", "what", "value", "against", "difference", "unit", "more"];
/// The part that says in what the scenarios differ.
const CHANGE: &str = "changed";

/// A line of both scenarios.
struct Pair {
    line: Line,
    against: f64,
}

impl Pair {
    fn difference(&self) -> f64 {
        self.line.value - self.against
    }
}

/// Traces a difference.
pub fn run(args: &TraceArgs, asked: &Asked<'_>, against: &str, out: &mut dyn Write) -> Result<u8, Failure> {
    let (measure, group) = (asked.measure, asked.group);
    let first = asked.scenario(against)?;
    let name = match &args.scenario {
        Some(name) => name.clone(),
        None => {
            let others = asked.job.shape.scenarios.iter().find(|name| *name != against);
            others.cloned().ok_or_else(|| {
                Failure::Refused("the run has one scenario only: there is no difference to trace".to_string())
            })?
        }
    };
    if name == against {
        return Err(Failure::Refused(format!(
            "{name} does not differ from itself; name another with --scenario or --against"
        )));
    }
    let other = asked.scenario(&name)?;
    let paired = match (asked.drawn(&name)?, asked.drawn(against)?) {
        (Some(ours), Some(theirs)) => Some(ours.iter().zip(&theirs).map(|(a, b)| a - b).collect::<Vec<f64>>()),
        _ => None,
    };
    let which = match (args.draw, &paired) {
        (Some(number), _) => number,
        (None, Some(paired)) => nearest_to_median(paired)
            .ok_or_else(|| Failure::Refused(format!("{} is defined in no draw of {}", measure.name, args.year)))?,
        (None, None) => {
            return Err(Failure::Refused(format!(
                "the run keeps no draws of {}: name a draw with --draw, or run it again with --keep-groups",
                group.name()
            )));
        }
    };
    let mut years = asked.years(&[other, first], which)?.into_iter();
    let (Some(ours), Some(theirs)) = (years.next(), years.next()) else {
        return Err(Failure::Refused("the year was not reached".to_string()));
    };
    let values = [&ours, &theirs].map(|year| measure.told_of(&year.record, group));
    for (scenario, value) in [(name.as_str(), values[0]), (against, values[1])] {
        asked.hold(scenario, which, value)?;
    }
    let mut pairs = vec![Pair {
        line: Line::new("value", measure.name, values[0], measure.unit, measure.meaning),
        against: values[1],
    }];
    pairs.extend(parts_of(asked, &ours, &theirs));
    let plans = &asked.job.engine.plans;
    for change in difference(&plans[first].scenario, &plans[other].scenario) {
        let or = |text: Option<String>| text.unwrap_or_else(|| "not there".to_string());
        let more = format!("{} → {}", or(change.first), or(change.second));
        pairs.push(Pair {
            line: Line::new(CHANGE, change.key, f64::NAN, "", more),
            against: f64::NAN,
        });
    }
    let mut untold = None;
    if let Some(paired) = &paired {
        match sampled::driving(asked.vouched, paired, which)? {
            Ok(lines) => pairs.extend(lines.into_iter().map(|line| Pair {
                // The world is the same for both.
                against: line.value,
                line,
            })),
            Err(why) => untold = Some(why),
        }
    }
    if args.format != Format::Text {
        let table: Vec<Vec<String>> = pairs.iter().map(row).collect();
        rows(out, args.format, &COLUMNS, &table)?;
        return Ok(FINE);
    }
    let year = FinancialYear(asked.year).financial();
    writeln!(
        out,
        "{} ({}) in {year}, draw {which}: {} in {name}, {} in {against}: {}",
        words::title(measure),
        group.name(),
        words::value(measure.unit, values[0]),
        words::value(measure.unit, values[1]),
        words::difference(measure.unit, values[0] - values[1])
    )?;
    if let Some(paired) = &paired {
        let stats = Stats::of(paired, &[], &mut Vec::new());
        let tell = |quantile: &str| words::difference(measure.unit, stats.p(quantile));
        let chosen = if args.draw.is_none() {
            "; this draw is the nearest to it"
        } else {
            ""
        };
        writeln!(
            out,
            "Over all draws the median is {}{chosen}; 80% lie between {} and {}.",
            tell("p50"),
            tell("p10"),
            tell("p90")
        )?;
    }
    print(&pairs, group, (&name, against), untold, out)?;
    Ok(FINE)
}

/// The draw whose difference is nearest to the median; the first of several.
fn nearest_to_median(paired: &[f64]) -> Option<usize> {
    let middle = Stats::of(paired, &[], &mut Vec::new()).p("p50");
    let away = |value: f64| (value - middle).abs();
    let known = paired.iter().enumerate().filter(|(_, value)| !value.is_nan());
    known.min_by(|a, b| away(*a.1).total_cmp(&away(*b.1))).map(|(at, _)| at)
}

/// What stands behind both, line by line, those that differ most first within each part.
fn parts_of(asked: &Asked<'_>, ours: &Year, theirs: &Year) -> Vec<Pair> {
    let (measure, group) = (asked.measure, asked.group);
    let mut quantities = parts::read_by(measure, group, &ours.record);
    for name in parts::read_by(measure, group, &theirs.record) {
        if !quantities.contains(&name) {
            quantities.push(name);
        }
    }
    let lines = parts::lines(measure, group, &quantities, ours);
    let mut unmet = parts::lines(measure, group, &quantities, theirs);
    // Need, capacity and money stand in the words of a service's line: only the ledger's words say which line it is.
    let same = |a: &Line, b: &Line| a.part == b.part && a.what == b.what && (a.part != "ledger" || a.more == b.more);
    let mut pairs: Vec<Pair> = Vec::new();
    for mut line in lines {
        let against = match unmet.iter().position(|other| same(&line, other)) {
            Some(at) => {
                let other = unmet.remove(at);
                if line.more != other.more {
                    line.more = format!("{}; against {}", line.more, other.more);
                }
                other.value
            }
            // The books write no line for nothing.
            None => 0.0,
        };
        pairs.push(Pair { line, against });
    }
    pairs.extend(unmet.into_iter().map(|line| Pair {
        against: line.value,
        line: Line { value: 0.0, ..line },
    }));
    let order = |part: &str| PARTS.iter().position(|(known, _)| *known == part);
    pairs.sort_by(|a, b| {
        let size = |pair: &Pair| pair.difference().abs();
        order(a.line.part)
            .cmp(&order(b.line.part))
            .then(size(b).total_cmp(&size(a)))
    });
    pairs
}

/// A line for programs.
fn row(pair: &Pair) -> Vec<String> {
    let line = &pair.line;
    vec![
        line.part.to_string(),
        line.what.clone(),
        number(line.value),
        number(pair.against),
        number(pair.difference()),
        line.unit.clone(),
        line.more.clone(),
    ]
}

fn print(
    pairs: &[Pair],
    group: Group,
    (name, against): (&str, &str),
    untold: Option<String>,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let differs = |pair: &Pair| pair.difference() != 0.0;
    for (part, title) in [(CHANGE, "What the two assume differently")].into_iter().chain(PARTS) {
        let mine: Vec<&Pair> = pairs.iter().filter(|pair| pair.line.part == part).collect();
        if mine.is_empty() {
            continue;
        }
        let all = if part == CHANGE { Group::ALL } else { group };
        writeln!(out, "\n{}", parts::heading(part, title, all))?;
        if part == CHANGE {
            for pair in mine.iter().take(sampled::SHOWN) {
                writeln!(out, "  {}: {}", pair.line.what, pair.line.more)?;
            }
            if mine.len() > sampled::SHOWN {
                let more = mine.len() - sampled::SHOWN;
                writeln!(out, "  and {more} more: all of them with --format csv")?;
            }
            continue;
        }
        let mut table = vec![vec![
            String::new(),
            name.to_string(),
            against.to_string(),
            "difference".to_string(),
        ]];
        for pair in mine.iter().filter(|pair| differs(pair)) {
            let line = &pair.line;
            table.push(vec![
                format!("  {}", line.what),
                told(line.value),
                told(pair.against),
                format!("{} {}", told(pair.difference()), line.unit),
                line.more.clone(),
            ]);
        }
        let alike = mine.iter().filter(|pair| !differs(pair)).count();
        if table.len() > 1 {
            write!(out, "{}", text::aligned(&table))?;
        }
        if alike > 0 {
            writeln!(
                out,
                "  {}the same in both: {alike}",
                if table.len() > 1 { "and " } else { "" }
            )?;
        }
    }
    let drivers: Vec<&Pair> = pairs.iter().filter(|pair| pair.line.part == sampled::PART).collect();
    if let Some(why) = untold {
        writeln!(out, "\nWhich assumptions drive this difference cannot be told: {why}.")?;
    } else if !drivers.is_empty() {
        writeln!(
            out,
            "\nAssumptions that drive this difference over the draws, with this draw's values"
        )?;
        let table: Vec<Vec<String>> = drivers
            .iter()
            .take(sampled::SHOWN)
            .map(|pair| {
                vec![
                    format!("  {}", pair.line.what),
                    told(pair.line.value),
                    pair.line.more.clone(),
                ]
            })
            .collect();
        write!(out, "{}", text::aligned(&table))?;
        if drivers.len() > sampled::SHOWN {
            writeln!(
                out,
                "  and {} that drive it less (--format csv prints all)",
                drivers.len() - sampled::SHOWN
            )?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_draw_nearest_to_the_median_is_chosen_and_undefined_ones_never_are() {
        assert_eq!(nearest_to_median(&[5.0, f64::NAN, 1.0, 2.9, 9.0, 3.0]), Some(5));
        assert_eq!(nearest_to_median(&[1.0, 1.0]), Some(0));
        assert_eq!(nearest_to_median(&[f64::NAN]), None);
    }
}
