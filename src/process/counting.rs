//! `[rule]` and `[compare]`: which rule decides, under which conventions, and which are set beside it.

use super::fields::Fields;
use super::keys;
use super::money::exact_pounds;
use crate::budgeting::equal_shares::{Comparison, Completion, Pool, Preset, Start, Step, Stop};
use crate::budgeting::rules::cumulative_transfer::VARIANTS;
use crate::budgeting::rules::looked_at::unused;
use crate::budgeting::rules::{Changes, Options, Rule};
use crate::budgeting::{Rational, Satisfaction, TieOrder};
use crate::scenario::problem::{Fault, Place, Problem, Problems};

/// The rule that decides.
#[derive(Clone, Debug)]
pub struct Counting {
    /// The rule.
    pub rule: Rule,
    /// Its options.
    pub options: Options,
    /// Where the rule is named, if it is.
    pub place: Option<Place>,
    /// Part of the voters of a contest who must name a project for it to be funded; nothing where one is enough.
    pub quorum: Option<Rational>,
    /// Whether money that is left goes on to proposals that nobody named.
    pub fund_unnamed: bool,
}

/// Rules set side by side unless the file says otherwise: what councils do, and three that give minorities their share.
const USUAL: [Rule; 4] = [Rule::Greedy, Rule::EqualShares, Rule::Phragmen, Rule::Knapsack];

/// Names of the rules, with others in use.
pub fn rules() -> Vec<(&'static str, Rule)> {
    let mut words: Vec<(&str, Rule)> = Rule::ALL.iter().map(|rule| (rule.word(), *rule)).collect();
    words.extend([
        ("mes", Rule::EqualShares),
        ("ees", Rule::ExactEqualShares),
        ("sequential-phragmen", Rule::Phragmen),
    ]);
    words
}

/// Reads `[rule]`; without it, Equal Shares that spends what is left as the tool of equalshares.net does.
pub(super) fn read(top: &Fields<'_>, problems: &mut Problems) -> Counting {
    let mut counting = Counting {
        rule: Rule::EqualShares,
        options: Options {
            completion: Some(Completion::Add1u),
            ..Options::default()
        },
        place: None,
        quorum: None,
        fund_unnamed: false,
    };
    let Some(fields) = top.table("rule", problems) else {
        return counting;
    };
    fields.only(&keys::RULE, problems);
    counting.rule = fields.word("name", &rules(), problems).unwrap_or(counting.rule);
    let step = fields.number("step", "£", (0.01, 1e12), problems);
    let step = step.map(|sum| Step::By(exact_pounds(sum)));
    let threshold = fields.number("threshold", "", (0.0, 1e15), problems).map(exact_pounds);
    // Shares are told to a millionth.
    counting.quorum = fields
        .number("quorum", "share", (0.0, 1.0), problems)
        .map(|share| Rational::new(((share * 1e6).round() as i64).into(), 1_000_000.into()));
    counting.fund_unnamed = fields.switch("fund_unnamed", problems).unwrap_or(false);
    let (strength, shortfall) = fields.word("variant", &VARIANTS, problems).unwrap_or_default();
    counting.options = Options {
        satisfaction: fields.word(
            "satisfaction",
            &Satisfaction::ALL.map(|one| (one.word(), one)),
            problems,
        ),
        completion: fields.word("completion", &Completion::ALL.map(|one| (one.word(), one)), problems),
        preset: fields.word("preset", &Preset::ALL.map(|one| (one.word(), one)), problems),
        terms: Changes {
            start: fields.word(
                "start",
                &[Start::Exact, Start::Floor, Start::ExactThenFloor].map(|one| (one.word(), one)),
                problems,
            ),
            stop: fields.word(
                "stop",
                &[Stop::Exhaustive, Stop::Infeasible].map(|one| (one.word(), one)),
                problems,
            ),
            pool: fields.word(
                "pool",
                &[Pool::Supported, Pool::All].map(|one| (one.word(), one)),
                problems,
            ),
            step,
        },
        tie_order: fields.word("ties", &TieOrder::ALL.map(|one| (one.word(), one)), problems),
        threshold,
        comparison: fields.word(
            "comparison",
            &[
                ("satisfaction", Comparison::Satisfaction),
                ("exclusion-ratio", Comparison::ExclusionRatio),
            ],
            problems,
        ),
        add_opt: fields.switch("add_opt", problems).unwrap_or(false),
        partial: fields.switch("partial", problems).unwrap_or(false),
        strength,
        shortfall,
        ..Options::default()
    }
    .for_people(counting.rule);
    counting.place = fields.entry("name").map(|entry| entry.node.place.clone());
    for (option, entry) in fields.table {
        if let Some(why) = unused(counting.rule, option, &counting.options) {
            let fault = Fault::Joint(format!("`{option}` would change nothing: {why}"));
            problems.push(Problem::at(fault, &entry.key, &fields.key(option)));
        }
    }
    // The rule of that name spends what is left wherever it is counted, beside another rule too.
    counting.options = counting.options.for_people(Rule::EqualShares);
    counting
}

/// Reads the rules of `[compare]`.
pub(super) fn compared(top: &Fields<'_>, problems: &mut Problems) -> Vec<Rule> {
    let Some(fields) = top.table("compare", problems) else {
        return USUAL.to_vec();
    };
    fields.only(&["rules", "note"], problems);
    if fields.entry("rules").is_none() {
        return USUAL.to_vec();
    }
    let mut words = rules();
    words.push(("all", Rule::Greedy));
    let all = fields.texts("rules", problems).iter().any(|(word, _)| word == "all");
    let found = fields.words("rules", &words, problems);
    let mut list = if all { Rule::ALL.to_vec() } else { found };
    let mut seen = Vec::new();
    list.retain(|rule| {
        !seen.contains(rule) && {
            seen.push(*rule);
            true
        }
    });
    list
}
