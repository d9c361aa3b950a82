//! Which outputs an assumption moves: tried out, not declared. One draw of a small projection is run twice, with the
//! assumption at one end and at the other, everything else and all luck the same; what differs after ten years is moved by
//! it. An assumption that acts only together with another that is off here moves nothing here, and it says so.

use std::io::Write;

use super::super::format::{Failure, paragraph, short};
use super::ExplainArgs;
use crate::measures;
use crate::projection::{Money, Plans, Shelf, YearParts, draw};
use crate::scenario::{Assumption, Catalogue, Over, Sampler, Scenario};
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
    let sets = [low, high].map(|end| {
        let mut set = args.set.clone();
        set.push(format!("{}={end}", assumption.key));
        set
    });
    // A comparator is given the money of a world in which the assumption is moved as well.
    let mut worlds = Vec::new();
    let area = args.place.one(catalogue)?;
    for set in &sets {
        let over = Over {
            set,
            area: area.as_ref(),
            ..Over::default()
        };
        // Shares that hold together, or a value that others forbid: nothing to try.
        let Ok(scenario) = Scenario::load_assuming(&args.scenario, over, catalogue) else {
            paragraph(
                out,
                "moves",
                "cannot be tried out alone: it is bound to other assumptions",
            )?;
            return Ok(());
        };
        worlds.push((scenario, Money::AsItSays(over)));
    }
    let moved = moved(&Plans::of(worlds, &Shelf::default(), catalogue)?)?;
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
fn moved(plans: &Plans) -> Result<Vec<(&'static str, f64)>, Failure> {
    let mut values = vec![Vec::new(); plans.len()];
    let mut observer = |plan: usize, index: usize, record: &YearRecord, _: &YearParts<'_>| {
        if index + 1 == YEARS {
            values[plan] = measures::all()
                .iter()
                .map(|measure| (measure.read)(record, Group::ALL))
                .collect();
        }
    };
    draw(plans, &Sampler::plain(1), 0, 0, PEOPLE, YEARS, &mut observer)?;
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

#[cfg(test)]
mod tests {
    use super::super::super::format::Format;
    use super::*;

    /// What `explain` says a key moves in a scenario.
    fn said(scenario: &str) -> String {
        let args = ExplainArgs {
            key: Some("funding.tax.gdp_feedback".to_string()),
            search: None,
            scenario: scenario.to_string(),
            set: Vec::new(),
            place: crate::cli::area::AreaArgs::default(),
            no_moves: false,
            format: Format::Text,
        };
        let mut out = Vec::new();
        super::super::run(&args, &crate::projection::catalogue(), &mut out).expect("an answer");
        let text = String::from_utf8(out).expect("text");
        text.split_once("moves").expect("what it moves").1.to_string()
    }

    #[test]
    fn a_comparator_is_answered_for_the_world_with_its_money() {
        // It has the rules of England and the public money of another: what answers to money moves otherwise.
        assert_ne!(said("england"), said("england-same-money"));
    }
}
