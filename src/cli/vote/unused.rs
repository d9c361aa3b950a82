//! Options that would change nothing are refused: who types one expects it to count.

use super::VoteError;
use super::arguments::{Format, VoteArgs};
use crate::budgeting::rules::looked_at::unused;
use crate::budgeting::rules::{Options, Rule};

/// Refuses an option that none of these rules looks at.
pub(super) fn refuse(args: &VoteArgs, rules: &[Rule], options: &Options) -> Result<(), VoteError> {
    let given = [
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
    ];
    for (option, _) in given.into_iter().filter(|(_, given)| *given) {
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
