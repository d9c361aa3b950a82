//! Which rule looks at which option: who states one expects it to count, on a command line and in a process file alike.

use super::{Options, Rule};
use crate::budgeting::equal_shares::Completion;

/// Options with the rules that look at them; those that every rule looks at are not among them.
const TAKERS: [(&str, &[Rule]); 11] = [
    (
        "satisfaction",
        &[
            Rule::Greedy,
            Rule::ValueForMoney,
            Rule::Knapsack,
            Rule::EqualShares,
            Rule::ExactEqualShares,
            Rule::BoundedOverspending,
            Rule::FractionalEqualShares,
        ],
    ),
    ("completion", &[Rule::EqualShares]),
    ("preset", &[Rule::EqualShares]),
    ("start", &[Rule::EqualShares]),
    ("stop", &[Rule::EqualShares]),
    ("pool", &[Rule::EqualShares]),
    ("step", &[Rule::EqualShares]),
    ("comparison", &[Rule::EqualShares]),
    ("add-opt", &[Rule::ExactEqualShares]),
    ("variant", &[Rule::CumulativeTransfer]),
    (
        "partial",
        &[
            Rule::Greedy,
            Rule::GreedyThreshold,
            Rule::ValueForMoney,
            Rule::Plurality,
        ],
    ),
];

/// Why a rule does not look at an option, with the rules that would; nothing where it does. Underscores are as good as dashes.
pub fn unused(rule: Rule, option: &str, options: &Options) -> Option<String> {
    let option = option.replace('_', "-");
    let (_, takers) = TAKERS.iter().find(|(known, _)| *known == option)?;
    if !takers.contains(&rule) {
        let takers: Vec<&str> = takers.iter().map(|rule| rule.word()).collect();
        return Some(format!(
            "the rule {} does not look at it; {} would",
            rule.word(),
            takers.join(", ")
        ));
    }
    let raised = !matches!(options.completion, None | Some(Completion::None | Completion::Greedy));
    (["start", "stop", "pool", "step"].contains(&option.as_str()) && !raised)
        .then(|| "shares are raised only by the completions add1, add1u and budget-increase".to_owned())
}
