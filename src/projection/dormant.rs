//! Particulars of a law that a scenario sets beside a law in which they are not asked for: they are read, and nobody pays more or less.
//!
//! A cap has capital limits of its own, so whoever raises the limits of today's test beside it reads "no change" and learns that
//! higher limits cost nothing. Each key is tried at its bounds: where the law stays what it is in every year, the key moves nothing.

use super::Levers;
use super::chosen::Chosen;
use crate::economy::charging::SchemeLevers;
use crate::world::{LeverKind, LeverSpec, Levers as _};

/// The section of a scenario.
const SECTION: &str = "social_care.charging";
/// The key that says which law is in force.
const SCHEME: &str = "social_care.charging.scheme";

/// Choices about who pays for care that move nothing under the law in force.
pub(super) fn dormant(name: &str, chosen: &Chosen<'_>) -> Vec<String> {
    let scheme = Levers::SPANS.charging().find(|at| Levers::SPECS[*at].key == SCHEME);
    let mut told = Vec::new();
    for at in Levers::SPANS.charging() {
        let spec = &Levers::SPECS[at];
        let set: Vec<&Vec<f64>> = chosen.set(at).into_iter().map(|year| &chosen.own[year]).collect();
        let (Some(last), Some(scheme)) = (set.last(), scheme) else {
            continue;
        };
        if !is_of_a_law(at, last, scheme) || !set.iter().all(|values| moves_nothing(at, values)) {
            continue;
        }
        let word = match Levers::SPECS[scheme].kind {
            LeverKind::Choice(words) => words.get(last[scheme] as usize).copied().unwrap_or_default(),
            LeverKind::Number | LeverKind::Switch => "",
        };
        let particular = spec.key.trim_start_matches(SECTION).trim_start_matches('.');
        let instead = format!("{SECTION}.{word}.{particular}");
        let why = if Levers::SPECS.iter().any(|spec| spec.key == instead) {
            format!("under `{word}` it is {instead} that counts")
        } else {
            format!("the law in force, `{word}`, does not ask for it")
        };
        told.push(format!("{name}: {} changes nothing here: {why}", spec.key));
    }
    told
}

fn law(values: &[f64]) -> SchemeLevers {
    SchemeLevers::read(&values[Levers::SPANS.charging()])
}

/// Values at which a key is tried.
fn tried(spec: &LeverSpec) -> Vec<f64> {
    match spec.kind {
        LeverKind::Choice(words) => (0..words.len()).map(|at| at as f64).collect(),
        LeverKind::Number | LeverKind::Switch => vec![spec.low, spec.high],
    }
}

/// Whether a key moves nothing of the law of a year, wherever it stands.
fn moves_nothing(at: usize, values: &[f64]) -> bool {
    let now = law(values);
    tried(&Levers::SPECS[at]).into_iter().all(|value| {
        let mut other = values.to_vec();
        other[at] = value;
        now.same_law(&law(&other))
    })
}

/// Whether a key moves some law: what none asks for acts elsewhere, if anywhere.
fn is_of_a_law(at: usize, values: &[f64], scheme: usize) -> bool {
    tried(&Levers::SPECS[scheme]).into_iter().any(|chosen| {
        let mut under = values.to_vec();
        under[scheme] = chosen;
        !moves_nothing(at, &under)
    })
}
