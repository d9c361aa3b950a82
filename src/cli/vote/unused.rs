//! Options that would change nothing are refused: who types one expects it to count.

use super::VoteError;
use super::arguments::{Format, VoteArgs};
use crate::budgeting::equal_shares::Completion;
use crate::budgeting::rules::{Options, Rule};

/// Refuses an option that none of these rules looks at.
pub(super) fn refuse(args: &VoteArgs, rules: &[Rule], options: &Options) -> Result<(), VoteError> {
    use Rule::*;
    let measured: &[Rule] = &[
        Greedy,
        ValueForMoney,
        Knapsack,
        EqualShares,
        ExactEqualShares,
        BoundedOverspending,
        FractionalEqualShares,
    ];
    let raising = options
        .completion
        .is_some_and(|completion| !matches!(completion, Completion::None | Completion::Greedy));
    let table: [(&'static str, bool, &[Rule]); 13] = [
        ("satisfaction", args.satisfaction.is_some(), measured),
        ("completion", args.completion.is_some(), &[EqualShares]),
        ("preset", args.preset.is_some(), &[EqualShares]),
        ("start", args.start.is_some(), &[EqualShares]),
        ("stop", args.stop.is_some(), &[EqualShares]),
        ("pool", args.pool.is_some(), &[EqualShares]),
        ("step", args.step.is_some(), &[EqualShares]),
        ("comparison", args.comparison.is_some(), &[EqualShares]),
        ("add-opt", args.add_opt, &[ExactEqualShares]),
        ("variant", args.variant.is_some(), &[CumulativeTransfer]),
        (
            "partial",
            args.partial,
            &[Greedy, GreedyThreshold, ValueForMoney, Plurality],
        ),
        ("language", args.language.is_some() && args.format != Format::Html, &[]),
        ("certificate", args.certificate && args.format != Format::Json, &[]),
    ];
    for (option, given, takers) in table {
        if given && !rules.iter().any(|rule| takers.contains(rule)) {
            let why = match (takers, rules) {
                ([], _) if option == "language" => "only the page has it (--format html)".to_owned(),
                ([], _) => "only the JSON has it (--format json)".to_owned(),
                (_, [rule]) => format!(
                    "the rule {} does not look at it; {} would",
                    rule.word(),
                    takers.iter().map(|rule| rule.word()).collect::<Vec<_>>().join(", ")
                ),
                _ => "none of the rules looks at it".to_owned(),
            };
            return Err(VoteError::Unused { option, why });
        }
    }
    let steps = [
        ("start", args.start.is_some()),
        ("stop", args.stop.is_some()),
        ("pool", args.pool.is_some()),
        ("step", args.step.is_some()),
    ];
    for (option, given) in steps {
        if given && !raising && rules.contains(&EqualShares) {
            let why = "shares are raised only by the completions add1, add1u and budget-increase".to_owned();
            return Err(VoteError::Unused { option, why });
        }
    }
    Ok(())
}
