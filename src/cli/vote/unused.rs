//! Options that would change nothing are refused: who types one expects it to count.

use super::VoteError;
use super::arguments::{Format, VoteArgs};
use crate::budgeting::rules::looked_at::unused;
use crate::budgeting::rules::{Options, Rule};

/// Options that some rules look at and others do not, and whether each is given.
fn of_rules(args: &VoteArgs) -> [(&'static str, bool); 11] {
    [
        ("satisfaction", args.satisfaction.is_some()),
        ("completion", args.completion.is_some()),
        ("preset", args.preset.is_some()),
        ("start", args.start.is_some()),
        ("stop", args.stop.is_some()),
        ("pool", args.pool.is_some()),
        ("step", args.step.is_some()),
        ("comparison", args.comparison.is_some()),
        ("add-opt", args.add_opt),
        ("variant", args.variant.is_some()),
        ("partial", args.partial),
    ]
}

/// Refuses an option that none of these rules looks at.
pub(super) fn refuse(args: &VoteArgs, rules: &[Rule], options: &Options) -> Result<(), VoteError> {
    for (option, _) in of_rules(args).into_iter().filter(|(_, given)| *given) {
        let mut whys = rules.iter().map(|rule| unused(*rule, option, options));
        let first = whys.next().flatten();
        if let (Some(why), true) = (first, whys.all(|why| why.is_some())) {
            let why = if rules.len() == 1 {
                why
            } else {
                "none of the rules looks at it".to_owned()
            };
            return Err(VoteError::Unused { option, why });
        }
    }
    let forms = [
        (
            "language",
            args.language.is_some() && args.format != Format::Html,
            "only the page has it (--format html)",
        ),
        (
            "certificate",
            args.certificate && args.format != Format::Json,
            "only the JSON has it (--format json)",
        ),
    ];
    for (option, given, why) in forms {
        if given {
            return Err(VoteError::Unused {
                option,
                why: why.to_owned(),
            });
        }
    }
    Ok(())
}

/// Refuses what only a count looks at where nothing is counted, and decisions that a written file cannot hold.
pub(super) fn refuse_where_nothing_is_counted(args: &VoteArgs) -> Result<(), VoteError> {
    let asked = if args.check {
        "--check"
    } else if args.normalise {
        "--normalise"
    } else {
        "--describe"
    };
    let given = [
        ("process", args.process.is_some()),
        ("ties", args.ties.is_some()),
        ("irresolute", args.irresolute),
        ("threshold", args.threshold.is_some()),
        ("exclusive", !args.exclusive.is_empty()),
        ("requires", !args.requires.is_empty()),
        ("ceiling", !args.ceiling.is_empty()),
        ("least-votes", args.least_votes.is_some()),
        ("carried-over", args.carried_over.is_some()),
        ("fund-unnamed", args.fund_unnamed),
        ("ignore-limits", args.ignore_limits),
        ("margins", args.margins),
        ("certificate", args.certificate),
    ];
    if let Some((option, _)) = of_rules(args).into_iter().chain(given).find(|(_, given)| *given) {
        let why = format!("{asked} counts nothing");
        return Err(VoteError::Unused { option, why });
    }
    if !args.normalise || args.check {
        return Ok(());
    }
    let says = |given: &Option<String>, word: &str| {
        given
            .as_deref()
            .is_some_and(|given| given.trim().eq_ignore_ascii_case(word))
    };
    let forms = [
        (
            "budget",
            args.budget.is_some() && args.projects.is_none(),
            "--normalise writes the file's own budget: write another into META",
        ),
        (
            "format",
            args.format != Format::Text,
            "--normalise writes the .pb format and no other",
        ),
        (
            "same-voter",
            says(&args.same_voter, "each"),
            "--normalise writes voters under the names that they have: write what tells them apart behind each",
        ),
        (
            "over-limit",
            says(&args.over_limit, "count"),
            "--normalise writes all ballots, and `over_limit;count` in META says for good that they count",
        ),
    ];
    match forms.into_iter().find(|(_, given, _)| *given) {
        Some((option, _, why)) => Err(VoteError::Unused {
            option,
            why: why.to_owned(),
        }),
        None => Ok(()),
    }
}
