//! Which outputs an assumption moves: tried out, not declared. One draw of a small projection is run twice, with the
//! assumption at one end and at the other, everything else and all luck the same; what differs after ten years is moved by
//! it. An assumption that acts only together with another that is off here moves nothing here, and it says so.

use std::io::Write;

use super::super::format::{Failure, paragraph, short};
use super::ExplainArgs;
use crate::measures::{self, HEADLINES, Measure};
use crate::projection::tried::{STEP, around};
use crate::projection::{Money, Plans, Shelf, YearParts, draw};
use crate::report::words;
use crate::scenario::{Assumption, Catalogue, Over, Sampler, Scenario};
use crate::world::{Group, LeverKind, YearRecord};

/// Simulated people.
const PEOPLE: usize = 1200;
/// Years, the base year included.
const YEARS: usize = 11;
/// Outputs that are listed, those that move most first.
const SHOWN: usize = 8;
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
            .map(|(measure, change)| format!("{} {}", measure.name, words::difference(measure.unit, *change)))
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
        (_, None, Some(number)) => {
            let ends = spec.map_or([number * (1.0 - STEP), number * (1.0 + STEP)], |spec| {
                around(spec, number)
            });
            Some(ends.map(|end| format!("{end:?}")))
        }
        _ => None,
    }
}

/// Measures that differ between two worlds in the last year, with the change in their unit: those that open a comparison first, in
/// their order, then the others by the size of the change against their level; what would be written as nought comes last.
fn moved(plans: &Plans) -> Result<Vec<(&'static Measure, f64)>, Failure> {
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
    let pairs = measures::all().iter().zip(values[0].iter().zip(&values[1]));
    let moved = pairs.filter_map(|(measure, (before, after))| {
        let relative = (after - before) / before.abs().max(f64::MIN_POSITIVE);
        (relative.is_finite() && relative.abs() > NOTHING).then_some((measure, after - before, relative.abs()))
    });
    Ok(ordered(moved.collect()))
}

/// In the order in which they matter to a reader; each with its change, and the size of that against its level.
fn ordered(mut moved: Vec<(&'static Measure, f64, f64)>) -> Vec<(&'static Measure, f64)> {
    let headline = |measure: &Measure| HEADLINES.iter().position(|known| *known == measure.handle);
    let rank = |(measure, change, _): &(&'static Measure, f64, f64)| {
        let unseen = !words::visible(measure.unit, *change);
        (unseen, headline(measure).unwrap_or(HEADLINES.len()))
    };
    moved.sort_by(|a, b| {
        rank(a)
            .cmp(&rank(b))
            .then(b.2.total_cmp(&a.2))
            .then(a.0.name.cmp(b.0.name))
    });
    moved
        .into_iter()
        .map(|(measure, change, _)| (measure, change))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::super::format::Format;
    use super::*;
    use crate::measures::{COST_AGENCY, COST_NHS, COST_PUBLIC, Handle, NEED_MET, WAITING_LIST};

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
    fn what_opens_a_comparison_comes_first_and_what_cannot_be_seen_last() {
        let of = |handle: Handle, change: f64, relative: f64| (handle.measure(), change, relative);
        let found = ordered(vec![
            of(COST_AGENCY, 900.0, 5.0),
            of(COST_PUBLIC, 0.000_001, 1e-5),
            of(NEED_MET, 0.02, 0.02),
            of(COST_NHS, 300.0, 0.001),
            of(WAITING_LIST, -50_000.0, 0.01),
        ]);
        let names: Vec<Handle> = found.iter().map(|(measure, _)| measure.handle).collect();
        assert_eq!(names, [WAITING_LIST, NEED_MET, COST_AGENCY, COST_NHS, COST_PUBLIC]);
        assert_eq!(words::difference(found[0].0.unit, found[0].1), "−50,000 pathways");
    }

    #[test]
    fn a_comparator_is_answered_for_the_world_with_its_money() {
        // It has the rules of England and the public money of another: what answers to money moves otherwise.
        assert_ne!(said("england"), said("england-same-money"));
    }
}
