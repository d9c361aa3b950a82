//! What charts mark of choices: the standards that the first scenario is held to, and when the others begin to differ.

use crate::projection::{Plan, Plans, standards};
use crate::results::description::against;
use crate::scenario::Catalogue;
use crate::world::{Nature, Year};

/// What charts mark.
#[derive(Clone, Debug, Default)]
pub(crate) struct Choices {
    /// Name of a measure and the share that the first scenario's standard asks of it.
    pub(crate) standards: Vec<(String, f64)>,
    /// Of each shown scenario, the first year in which something is done otherwise than in the one it is compared with.
    pub(crate) begins: Vec<Option<Year>>,
}

impl Choices {
    pub(crate) fn of(plans: &Plans, years: &[Year], catalogue: &Catalogue) -> Choices {
        let shown: Vec<&Plan> = plans.shown().collect();
        let (Some(first), Some(base)) = (shown.first(), years.first()) else {
            return Choices::default();
        };
        let places: Vec<Option<&str>> = shown.iter().map(|plan| plan.place()).collect();
        let compared = against(&places).into_iter().zip(&shown);
        let begins = compared.map(|(base, plan)| {
            let base = shown[base];
            // Between two places nothing begins: they differ from the start.
            (base.place() == plan.place())
                .then(|| begins(base, plan, years, catalogue))
                .flatten()
        });
        let begins = begins.collect();
        let standards = standards(&first.scenario, *base, catalogue).into_iter();
        Choices {
            standards: standards
                .map(|(measure, share)| (measure.name().to_string(), share))
                .collect(),
            begins,
        }
    }
}

/// The levers of a scenario in a year, all uncertain ones at their medians.
fn values(plan: &Plan, year: Year) -> Vec<f64> {
    let mut values = Vec::new();
    plan.scenario.central().values(year, &mut values);
    values
}

fn begins(first: &Plan, other: &Plan, years: &[Year], catalogue: &Catalogue) -> Option<Year> {
    let chosen: Vec<usize> = catalogue
        .specs()
        .iter()
        .enumerate()
        .filter(|(_, spec)| spec.nature == Nature::Choice)
        .map(|(at, _)| at)
        .collect();
    let base = years.first()?;
    let differs = |year: Year| {
        let (a, b) = (values(first, year), values(other, year));
        chosen.iter().any(|at| a.get(*at) != b.get(*at))
    };
    // Only the programmes that one of the two has and the other has not, or has otherwise.
    let (known, own) = (first.scenario.programmes(), other.scenario.programmes());
    let changed = own
        .iter()
        .filter(|one| !known.contains(one))
        .chain(known.iter().filter(|one| !own.contains(one)));
    let programme = changed.map(|programme| programme.start_year).min();
    let lever = years.iter().copied().find(|year| differs(*year));
    let earliest = match (lever, programme) {
        (Some(lever), Some(programme)) => lever.min(programme),
        (lever, programme) => lever.or(programme)?,
    };
    (earliest > *base && years.contains(&earliest)).then_some(earliest)
}
