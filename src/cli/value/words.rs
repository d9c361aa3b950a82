//! What the table and the text say alike: a ratio, an option's standing, and how often the decision is taken.

use super::arguments::ValueArgs;
use crate::analysis::value::curves::people;
use crate::analysis::value::{Pair, Ratio, Standing};

/// How many times one decision's information is worth for all whom it concerns; one where nobody was said.
pub fn scale(args: &ValueArgs) -> Option<f64> {
    let population = args.population?;
    Some(people(population, args.decision_years as usize, args.discount_costs))
}

/// The ratio that a pair is told by; undefined where one option beats the other.
pub fn ratio(pair: &Pair) -> f64 {
    match pair.ratio() {
        Ratio::Costs(ratio) | Ratio::Saves(ratio) => ratio,
        _ => f64::NAN,
    }
}

/// An option's standing with the names of those that it is measured against.
pub fn standing(standing: Standing, options: &[String]) -> String {
    match standing {
        Standing::Frontier => "on the frontier".to_string(),
        Standing::Dominated(by) => format!("dominated by {}", options[by]),
        Standing::Extended(low, high) => format!("dominated by a mixture of {} and {}", options[low], options[high]),
        Standing::SameAs(other) => format!("the same as {}", options[other]),
    }
}
