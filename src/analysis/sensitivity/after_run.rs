//! What drove the answer of a run: the sentences that stand after it and at the top of its report.
//!
//! A run of several scenarios is asked about the differences from the first, a run of one about its levels. Nothing is said where
//! there are too few draws, and what is the same in every draw is passed over.

use super::drivers::{Undriven, drivers};
use super::sentence::sentence;
use crate::measures::{COST_PUBLIC, Handle, NEED_MET, WAITING_LIST};
use crate::results::{Differences, Stats, Summary};
use crate::world::{Group, Year};

/// What is asked: money, access, need.
pub const TOLD: [Handle; 3] = [COST_PUBLIC, WAITING_LIST, NEED_MET];

/// A spread below this share of the size is rounding: whoever the draws are, the answer is the same.
const ROUNDING: f64 = 1e-9;

/// A sentence on what drove one quantity.
#[derive(Clone, Debug, PartialEq)]
pub struct Driven {
    /// Position of the scenario in the run.
    pub scenario: usize,
    /// The measure.
    pub measure: Handle,
    /// What drove it.
    pub sentence: String,
}

/// The uncertain assumptions of a run: names, and one column of draws each.
pub struct Assumptions<'a> {
    /// Names.
    pub names: &'a [String],
    /// By assumption, one number a draw.
    pub columns: Vec<&'a [f64]>,
}

/// The draws of a measure in a scenario, by its position in the run; none where the run does not tell it.
pub type Draws<'a, E> = dyn FnMut(usize, Handle) -> Result<Option<Vec<f64>>, E> + 'a;

/// Tells what drove a run in a year: its differences, and the levels of what has no base to differ from.
pub fn after_run<E>(
    (summary, differences): (&Summary, &Differences),
    bases: &[Option<usize>],
    year: Year,
    assumptions: &Assumptions<'_>,
    draws: &mut Draws<'_, E>,
) -> Result<Vec<Driven>, E> {
    let scenarios = &summary.shape.scenarios;
    let mut found = Vec::new();
    for measure in TOLD {
        let title = measure.measure().title;
        let mut known: Vec<Option<Vec<f64>>> = Vec::new();
        let mut tell = |scenario: usize, values: &[f64], stats: Option<&Stats>, told: String| {
            let luck = stats.map(|stats| stats.noise_share).filter(|share| share.is_finite());
            if same(values) {
                return;
            }
            match drivers(&assumptions.columns, values, luck) {
                Ok(drivers) => found.push(Driven {
                    scenario,
                    measure,
                    sentence: sentence(&drivers, &told, assumptions.names),
                }),
                // A run of few draws, or one in which nothing is uncertain, says so elsewhere.
                Err(
                    Undriven::Few { .. } | Undriven::Constant { .. } | Undriven::Undefined { .. } | Undriven::Certain,
                ) => {}
            }
        };
        let several = bases.iter().any(Option::is_some);
        for (at, scenario) in scenarios.iter().enumerate() {
            let own = draws(at, measure)?;
            let base = bases.get(at).copied().flatten();
            match (&own, base.and_then(|base| known.get(base)?.as_ref())) {
                (Some(own), Some(base)) => {
                    let paired: Vec<f64> = own.iter().zip(base).map(|(own, base)| own - base).collect();
                    let told = format!(
                        "the difference that {scenario} makes to “{title}”, {}",
                        year.financial()
                    );
                    tell(at, &paired, differences.get(at, year, measure, Group::ALL), told);
                }
                // Where something is compared, the levels beneath are not what is asked for.
                (Some(own), None) if base.is_none() && !several => {
                    let told = format!("“{title}” in {scenario}, {}", year.financial());
                    tell(at, own, summary.get(at, year, measure, Group::ALL), told);
                }
                _ => {}
            }
            known.push(own);
        }
    }
    found.sort_by_key(|one| one.scenario);
    Ok(found)
}

/// Whether all draws say the same but for their last digits.
fn same(values: &[f64]) -> bool {
    let known = || values.iter().copied().filter(|value| !value.is_nan());
    let (low, high) = (known().fold(f64::MAX, f64::min), known().fold(f64::MIN, f64::max));
    high - low <= ROUNDING * low.abs().max(high.abs())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::ranks::chance;
    use crate::results::Shape;
    use std::convert::Infallible;

    fn told(scenarios: &[&str], draws: usize) -> Vec<Driven> {
        let shape = Shape::new(
            scenarios.iter().map(|name| (*name).to_string()).collect(),
            vec![Year(2034)],
        );
        let mut later = shape.clone();
        later.scenarios.remove(0);
        let differences = Differences {
            against: vec![scenarios[0].to_string(); scenarios.len() - 1],
            summary: Summary::empty(later),
        };
        let bases: Vec<Option<usize>> = (0..scenarios.len()).map(|at| (at > 0).then_some(0)).collect();
        let names = ["growth", "prices"].map(str::to_string);
        let columns: Vec<Vec<f64>> = (0..2)
            .map(|at| (0..draws).map(|draw| chance(at, draw)).collect())
            .collect();
        let assumptions = Assumptions {
            names: &names,
            columns: columns.iter().map(Vec::as_slice).collect(),
        };
        let mut asked = |scenario: usize, measure: Handle| {
            // Cost follows prices, the list of the second scenario growth; need is met alike everywhere.
            let one = |draw: usize| match (measure, scenario) {
                (COST_PUBLIC, _) => 100.0 + (1.0 + scenario as f64) * columns[1][draw],
                (WAITING_LIST, 0) => 7e6,
                (WAITING_LIST, _) => 7e6 + 1e6 * columns[0][draw],
                _ => 0.9,
            };
            Ok::<_, Infallible>(Some((0..draws).map(one).collect()))
        };
        let Ok(found) = after_run(
            (&Summary::empty(shape), &differences),
            &bases,
            Year(2034),
            &assumptions,
            &mut asked,
        );
        found
    }

    #[test]
    fn each_difference_has_its_own_driver_and_what_never_differs_has_none() {
        let found = told(&["now", "then"], 200);
        let of: Vec<Handle> = found.iter().map(|one| one.measure).collect();
        assert_eq!(of, [COST_PUBLIC, WAITING_LIST]);
        assert!(found[0].sentence.contains("prices (100%)"), "{}", found[0].sentence);
        assert!(
            found[1].sentence.contains("growth (100%)") && found[1].sentence.contains("the difference that then makes"),
            "{}",
            found[1].sentence
        );
    }

    #[test]
    fn a_run_of_one_scenario_is_told_by_its_levels_and_one_of_few_draws_not_at_all() {
        let found = told(&["now"], 200);
        assert!(
            found.len() == 1
                && found[0]
                    .sentence
                    .contains("“Public spending on health and care” in now"),
            "{found:?}"
        );
        assert!(told(&["now", "then"], 5).is_empty());
    }
}
