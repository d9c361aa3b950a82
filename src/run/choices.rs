//! What charts mark of choices: the standards that the first scenario is held to, and when the others begin to differ.

use crate::measures::{AE_FOUR_HOUR, Handle, WITHIN_18_WEEKS};
use crate::projection::{Plan, Plans};
use crate::scenario::Catalogue;
use crate::world::{Nature, Year};

/// Measures that a standard is set for, with the key of the share that must be reached.
const STANDARDS: [(Handle, &str); 2] = [
    (WITHIN_18_WEEKS, "services.standards.wait_share"),
    (AE_FOUR_HOUR, "services.standards.four_hour_share"),
];
/// The wait that the first of these counts against, as a key and in the weeks that its measure is about.
const WAIT: (&str, f64) = ("services.standards.wait_weeks", 18.0);

/// What charts mark.
#[derive(Clone, Debug, Default)]
pub(crate) struct Choices {
    /// Name of a measure and the share that the first scenario's standard asks of it.
    pub(crate) standards: Vec<(String, f64)>,
    /// Of each shown scenario, the first year in which something is done otherwise than in the first.
    pub(crate) begins: Vec<Option<Year>>,
}

impl Choices {
    pub(crate) fn of(plans: &Plans, years: &[Year], catalogue: &Catalogue) -> Choices {
        let shown: Vec<&Plan> = plans.shown().collect();
        let (Some(first), Some(base)) = (shown.first(), years.first()) else {
            return Choices::default();
        };
        let now = values(first, *base);
        let of = |key: &str| catalogue.index(key).and_then(|at| now.get(at)).copied();
        let standards = STANDARDS.iter().filter(|(measure, _)| {
            // A standard of another length of wait is none of the share within eighteen weeks.
            *measure != STANDARDS[0].0 || of(WAIT.0) == Some(WAIT.1)
        });
        Choices {
            standards: standards
                .filter_map(|(measure, key)| Some((measure.name().to_string(), of(key)?)))
                .collect(),
            begins: shown.iter().map(|plan| begins(first, plan, years, catalogue)).collect(),
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
