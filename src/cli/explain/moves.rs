//! Which outputs an assumption moves: tried out, not declared. One draw of a small projection is run twice, with the
//! assumption at one end and at the other, everything else and all luck the same; what differs after ten years is moved by
//! it. An assumption that acts only together with another that is off here moves nothing here, and it says so.

use std::io::Write;
use std::sync::Arc;

use super::super::format::{Failure, paragraph, short};
use super::ExplainArgs;
use crate::measures;
use crate::projection::{Plan, Tables, YearParts, draw};
use crate::scenario::{Assumption, Catalogue, Sampler, Scenario};
use crate::world::{Group, LeverKind, YearRecord};

/// Simulated people.
const PEOPLE: usize = 1200;
/// Years, the base year included.
const YEARS: usize = 11;
/// Outputs that are listed, those that move most first.
const SHOWN: usize = 8;
/// A share that a certain number is moved by, up and down.
const STEP: f64 = 0.1;
/// Relative change below which an output counts as unmoved.
const NOTHING: f64 = 1e-6;

/// Says what moves.
pub fn explain(
    args: &ExplainArgs,
    assumption: &Assumption,
    catalogue: &Catalogue,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let Some([low, high]) = ends(assumption, catalogue) else {
        return Ok(());
    };
    let shown = |end: &str| end.parse().map_or(end.to_string(), short);
    let label = if assumption.distribution.is_some() {
        format!("from p10 ({}) to p90 ({})", shown(&low), shown(&high))
    } else {
        format!("from {} to {}", shown(&low), shown(&high))
    };
    let worlds = [low, high].map(|end| {
        let mut set = args.set.clone();
        set.push(format!("{}={end}", assumption.key));
        Scenario::load(&args.scenario, &set, catalogue)
    });
    // Shares that hold together, or a value that others forbid: nothing to try.
    let [Ok(first), Ok(second)] = worlds else {
        paragraph(
            out,
            "moves",
            "cannot be tried out alone: it is bound to other assumptions",
        )?;
        return Ok(());
    };
    let moved = moved(first, second)?;
    let text = if moved.is_empty() {
        format!("nothing in this scenario, {label}: what it acts through is off or not in use here")
    } else {
        let shown: Vec<String> = moved
            .iter()
            .take(SHOWN)
            .map(|(name, change)| format!("{name} {change:+.2}%"))
            .collect();
        let more = match moved.len().saturating_sub(SHOWN) {
            0 => String::new(),
            more => format!("; {more} more"),
        };
        format!(
            "{label}, after {} years, in one draw of {PEOPLE} people: {}{more}",
            YEARS - 1,
            shown.join(", ")
        )
    };
    paragraph(out, "moves", &text)?;
    Ok(())
}

/// The two ends between which an assumption is moved, as they would be typed.
fn ends(assumption: &Assumption, catalogue: &Catalogue) -> Option<[String; 2]> {
    if assumption.key.starts_with("evidence.") || assumption.allowed.is_empty() {
        return None;
    }
    let spec = catalogue.get(&assumption.key);
    match (spec.map(|spec| spec.kind), &assumption.distribution, assumption.number) {
        (Some(LeverKind::Switch), ..) => Some(["false".to_string(), "true".to_string()]),
        (Some(LeverKind::Choice(words)), ..) => Some([format!("{:?}", words.first()?), format!("{:?}", words.last()?)]),
        (_, Some(distribution), _) => Some([0.1, 0.9].map(|u| format!("{:?}", distribution.quantile(u)))),
        (spec_kind, None, Some(number)) => {
            let mut ends = [number * (1.0 - STEP), number * (1.0 + STEP)];
            if let (Some(_), Some(spec)) = (spec_kind, spec) {
                if number == 0.0 {
                    // From nothing there is no tenth to go up: a tenth of the way to the bounds.
                    ends = [STEP * spec.low.max(-1e3), STEP * spec.high.min(1e3)];
                }
                ends = ends.map(|end| end.clamp(spec.low, spec.high));
            }
            Some(ends.map(|end| format!("{end:?}")))
        }
        _ => None,
    }
}

/// Measures that differ between two worlds in the last year, with the change in per cent, largest first.
fn moved(first: Scenario, second: Scenario) -> Result<Vec<(&'static str, f64)>, Failure> {
    let tables = Arc::new(Tables::load(&first)?);
    let plans: Vec<Plan> = [first, second]
        .into_iter()
        .map(|scenario| Plan {
            name: scenario.name.clone(),
            scenario,
            tables: tables.clone(),
            same_money_as: None,
            shown: true,
        })
        .collect();
    let mut values = vec![Vec::new(); plans.len()];
    let mut observer = |plan: usize, index: usize, record: &YearRecord, _: &YearParts<'_>| {
        if index + 1 == YEARS {
            values[plan] = measures::all()
                .iter()
                .map(|measure| (measure.read)(record, Group::ALL))
                .collect();
        }
    };
    draw(&plans, &Sampler::plain(1), 0, 0, PEOPLE, YEARS, &mut observer)?;
    let mut moved: Vec<(&'static str, f64)> = measures::all()
        .iter()
        .zip(values[0].iter().zip(&values[1]))
        .filter_map(|(measure, (before, after))| {
            let change = (after - before) / before.abs().max(f64::MIN_POSITIVE);
            (change.is_finite() && change.abs() > NOTHING).then_some((measure.name, 100.0 * change))
        })
        .collect();
    moved.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()).then(a.0.cmp(b.0)));
    Ok(moved)
}
