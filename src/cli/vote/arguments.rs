//! What may be typed after `carepool vote`, and what it means.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use num_traits::Signed as _;

use super::VoteError;
use crate::budgeting::equal_shares::{Comparison, Completion, Pool, Preset, Start, Step, Stop};
use crate::budgeting::pabulib::{Amount, OverLimit, SameVoter, Wishes, read_amount};
use crate::budgeting::page::Language;
use crate::budgeting::rules::cumulative_transfer::VARIANTS;
use crate::budgeting::rules::{Changes, Options, Rule};
use crate::budgeting::{Satisfaction, TieOrder};

/// How results are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people, in the terminal.
    #[default]
    Text,
    /// For programmes.
    Json,
    /// For spreadsheets: one line for each project and rule.
    Csv,
    /// One self-contained page for people.
    Html,
}

/// Language of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum PageLanguage {
    /// English.
    #[default]
    En,
    /// Welsh.
    Cy,
}

impl From<PageLanguage> for Language {
    fn from(language: PageLanguage) -> Language {
        match language {
            PageLanguage::En => Language::English,
            PageLanguage::Cy => Language::Welsh,
        }
    }
}

/// Count ballots by a participatory-budgeting rule and explain the result.
#[derive(Args, Clone, Debug)]
#[command(after_help = "Examples:
  carepool vote town.pb                                   Equal Shares, explained
  carepool vote town.pb --rule all --format csv           all rules side by side
  carepool vote town.pb --completion add1 --preset pabulib
  carepool vote town.pb --rule official                   as the file says the city counted
  carepool vote ballots.pb --process my.budget.toml       as the process file says, like `carepool budget`
  carepool vote town.pb --rule greedy --format html > why.html
  carepool vote town.pb --describe
  carepool vote town.pb --check --strict                  problems of the file, with lines
  carepool vote ballots.csv --projects projects.csv --budget 50000")]
pub struct VoteArgs {
    /// Pabulib files (.pb), or a CSV table of ballots with --projects; `-` reads standard input. Of several files each is
    /// counted on its own (city-wide and district votes, or years), and one report holds all
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Rule: greedy, greedy-no-skip, greedy-threshold, greedy-custom (Poznań), value-for-money, knapsack, phragmen,
    /// equal-shares, exact-equal-shares, bos, fres (funds in part), maximin-support, cstv, pb-ear, ordered-relax, plurality, all, or
    /// official (the one that the file names)
    #[arg(long, default_value = "equal-shares")]
    pub rule: String,
    /// Count as this process file (or shipped process) says: its rule, completion, ties, alternatives, districts and quorum;
    /// the result is that of `carepool budget`
    #[arg(long, value_name = "PROCESS", conflicts_with_all = ["rule", "satisfaction", "completion", "preset", "start", "stop", "pool", "step", "ties", "seed", "tie_list", "irresolute", "threshold", "comparison", "add_opt", "variant", "partial", "exclusive", "requires", "ceiling", "least_votes", "carried_over", "ignore_limits", "fund_unnamed", "budget"])]
    pub process: Option<String>,
    /// What a voter gains from a project: cost, cardinality, points (of ballots with points), borda, borda-from-one, borda-full (of rankings: the
    /// first place counts the same on every ballot, however many it ranks), effort, cost-sqrt, cost-log, share
    #[arg(long)]
    pub satisfaction: Option<String>,
    /// How Equal Shares spends what is left: none, greedy, add1, add1u (unless you say otherwise), budget-increase
    #[arg(long)]
    pub completion: Option<String>,
    /// Whose conventions the completion follows: pabutools, equalshares.net, pabulib
    #[arg(long)]
    pub preset: Option<String>,
    /// First endowment: exact, floor, exact-then-floor
    #[arg(long)]
    pub start: Option<String>,
    /// When raising endowments ends: exhaustive, infeasible
    #[arg(long)]
    pub stop: Option<String>,
    /// Projects asked whether they still fit: supported, all
    #[arg(long)]
    pub pool: Option<String>,
    /// Rise of the endowment at a time, in the currency: more than 0
    #[arg(long)]
    pub step: Option<String>,
    /// Order of equal projects: identifier (as text), natural (numbers as numbers), file, cheapest-then-votes,
    /// votes-then-cheapest, lot (with --seed), list (with --tie-list), or stop (no winner where a tie decides)
    #[arg(long)]
    pub ties: Option<String>,
    /// Seed of the lot among equal projects: with the same seed anyone draws the same
    #[arg(long)]
    pub seed: Option<u64>,
    /// The officials' order of equal projects, such as B,A,C
    #[arg(long, value_name = "IDS")]
    pub tie_list: Option<String>,
    /// Count every outcome that some order of equal projects gives, and say which projects hang on it
    #[arg(long)]
    pub irresolute: bool,
    /// Score that a project needs to be funded, by whatever rule
    #[arg(long)]
    pub threshold: Option<String>,
    /// Keep Equal Shares only if voters prefer it to greedy: satisfaction, exclusion-ratio
    #[arg(long)]
    pub comparison: Option<String>,
    /// Exact Equal Shares: raise endowments to where something changes
    #[arg(long)]
    pub add_opt: bool,
    /// Variant of cstv: ewt, ewtc, ewts (the weakest is eliminated), mt, mtc, mts (minimal transfers)
    #[arg(long)]
    pub variant: Option<String>,
    /// Fund the first project that does not fit with what is left of the budget
    #[arg(long)]
    pub partial: bool,
    /// Projects of which at most one may be funded, such as A,B (may be given several times)
    #[arg(long, value_name = "IDS")]
    pub exclusive: Vec<String>,
    /// A project that may be funded only with another, such as B:A (may be given several times)
    #[arg(long, value_name = "B:A")]
    pub requires: Vec<String>,
    /// The most that a category or neighbourhood may get, such as parks=50000 (may be given several times)
    #[arg(long, value_name = "NAME=AMOUNT")]
    pub ceiling: Vec<String>,
    /// Votes that a project needs to be funded
    #[arg(long, value_name = "VOTES")]
    pub least_votes: Option<String>,
    /// Money carried over from earlier, added to the budget (of each file, where there are several)
    #[arg(long, value_name = "AMOUNT")]
    pub carried_over: Option<String>,
    /// Fund what nobody named too where money is left, as some cities do (and as --rule official does of itself)
    #[arg(long)]
    pub fund_unnamed: bool,
    /// Pass over the ceilings, thresholds and exclusions that the file states, as tools that know none do
    #[arg(long)]
    pub ignore_limits: bool,
    /// Say what the file holds, and count nothing
    #[arg(long)]
    pub describe: bool,
    /// List the file's problems with their lines, and count nothing
    #[arg(long)]
    pub check: bool,
    /// Refuse a file with errors instead of repairing it
    #[arg(long)]
    pub strict: bool,
    /// Count even where a repair may change who wins (ballots that name no project, a voter who voted twice, costs that can
    /// be read in two ways): each repair is told with its line
    #[arg(long, alias = "force")]
    pub repair: bool,
    /// Of a person who stands in the file twice: refuse (nothing is counted), first or last (the ballot that counts), or each
    /// (they are different people of one name)
    #[arg(long, value_name = "WHICH")]
    pub same_voter: Option<String>,
    /// Of ballots that name more projects or give more points than the file allows: refuse (nothing is counted), set-aside (they
    /// are void) or count (they count as they stand); otherwise as the file's own key `over_limit` says. Ballots whose projects
    /// cost more than `max_sum_cost` count unless one of the first two is said
    #[arg(long, value_name = "WHICH")]
    pub over_limit: Option<String>,
    /// A column of a table of ballots that is not to be read, by its heading, or by its number from 1 (of those that are left): as if it
    /// were not there. It answers questions about columns that say nothing of the ballots
    #[arg(long, value_name = "HEADING")]
    pub leave_out: Vec<String>,
    /// Print the file in its plainest form, one line a voter, and count nothing; with --same-voter first or last, or --over-limit
    /// set-aside, only the ballots that count then
    #[arg(long)]
    pub normalise: bool,
    /// Add the cost at which each losing project would have won, and how many more voters it needed, however long counting again
    /// takes: each is counted, and one voter fewer or a little dearer would not do; under rules in which voters share the money
    /// still fewer voters, or a still higher cost, may
    #[arg(long)]
    pub margins: bool,
    /// Add every payment to the JSON, so that others can check it
    #[arg(long)]
    pub certificate: bool,
    /// CSV table of projects, when FILE is a CSV table of ballots
    ///
    /// Projects have columns project_id, cost and, if they have titles, name. Ballots have one line for each voter, and either a cell that
    /// lists the projects (`voter_id,vote`), a column for each choice (`Name,First choice,Second choice`) or a column for each project
    /// with x, points or ranks (`Name,The pool,The park`); or a line for each project that a voter names (`voter_id,project_id`, with
    /// `points` or `rank`). Every output says how the table was read, with one line of it as an example.
    #[arg(long)]
    pub projects: Option<PathBuf>,
    /// Budget, when FILE is a CSV table, or in place of the file's own
    #[arg(long)]
    pub budget: Option<String>,
    /// Kind of ballots, when FILE is a CSV table (a file of the format says it itself): approval, choose-1, ordinal, cumulative or scoring [default: approval, or
    /// ordinal where columns say first choice, second choice]
    #[arg(long)]
    pub vote_type: Option<String>,
    /// Refuse files of more megabytes than this: a count with payments takes up to 40 times the file in memory, --describe
    /// and --check about 7 times
    #[arg(long, value_name = "MEGABYTES", default_value_t = 300)]
    pub largest_file: u64,
    /// Language of the page (--format html): en or cy
    #[arg(long, value_enum)]
    pub language: Option<PageLanguage>,
    /// How results are printed
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// Looks a word up among those that an option takes.
fn choose<T: Copy>(option: &'static str, given: Option<&str>, all: &[(&str, T)]) -> Result<Option<T>, VoteError> {
    let Some(given) = given else { return Ok(None) };
    let wanted = given.trim().to_ascii_lowercase().replace('_', "-");
    if let Some((_, found)) = all.iter().find(|(word, _)| *word == wanted) {
        return Ok(Some(*found));
    }
    let near = all
        .iter()
        .map(|(word, _)| *word)
        .max_by(|a, b| strsim::jaro_winkler(a, &wanted).total_cmp(&strsim::jaro_winkler(b, &wanted)));
    Err(VoteError::Word {
        option,
        found: given.to_owned(),
        nearest: near
            .filter(|word| strsim::jaro_winkler(word, &wanted) > 0.75)
            .map(str::to_owned),
        allowed: all.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(", "),
    })
}

pub(super) fn number(
    option: &'static str,
    given: Option<&str>,
) -> Result<Option<crate::budgeting::Rational>, VoteError> {
    match given {
        None => Ok(None),
        Some(text) => match read_amount(text) {
            Some(Amount::Plain(number) | Amount::Rewritten(number)) if !number.is_negative() => Ok(Some(number)),
            _ => Err(VoteError::Word {
                option,
                found: text.to_owned(),
                nearest: None,
                allowed: "a number from 0 up, such as 1, 0.5 or 60000".to_owned(),
            }),
        },
    }
}

/// By how much shares rise at a time: by nothing they would not.
fn step(args: &VoteArgs) -> Result<Option<Step>, VoteError> {
    match number("step", args.step.as_deref())? {
        Some(step) if !step.is_positive() => Err(VoteError::Word {
            option: "step",
            found: args.step.clone().unwrap_or_default(),
            nearest: None,
            allowed: "a number above 0, such as 1 or 0.5 (shares are not raised with --completion none or greedy)"
                .to_owned(),
        }),
        step => Ok(step.map(Step::By)),
    }
}

/// Which rules are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// One.
    One(Rule),
    /// All, side by side.
    All,
    /// The one that the file names.
    Official,
}

/// Options of the city's rule, where nothing else was typed.
pub(super) fn with_official(typed: Options, official: &Options) -> Options {
    Options {
        completion: typed.completion.or(official.completion),
        preset: typed.preset.or(official.preset),
        comparison: typed.comparison.or(official.comparison),
        tie_order: typed.tie_order.or(official.tie_order),
        threshold: typed.threshold.or_else(|| official.threshold.clone()),
        terms: Changes {
            step: typed.terms.step.or_else(|| official.terms.step.clone()),
            ..typed.terms
        },
        ..typed
    }
}

/// What was decided about ballots that may be read in more than one way.
pub(super) fn wishes(args: &VoteArgs) -> Result<Wishes, VoteError> {
    Ok(Wishes {
        strict: args.strict,
        same_voter: choose("same-voter", args.same_voter.as_deref(), &SameVoter::ALL)?.unwrap_or_default(),
        over_limit: choose("over-limit", args.over_limit.as_deref(), &OverLimit::ALL)?,
        leave_out: args.leave_out.clone(),
    })
}

/// What was typed, checked.
pub(super) fn options(args: &VoteArgs) -> Result<(Asked, Options), VoteError> {
    let every = Rule::ALL.iter().chain(&Rule::BY_NAME);
    let mut names: Vec<(&str, Asked)> = every.map(|rule| (rule.word(), Asked::One(*rule))).collect();
    names.extend([("all", Asked::All), ("official", Asked::Official)]);
    // Other names in use for the same rules.
    names.extend([
        ("mes", Asked::One(Rule::EqualShares)),
        ("ees", Asked::One(Rule::ExactEqualShares)),
        ("sequential-phragmen", Asked::One(Rule::Phragmen)),
    ]);
    let asked = choose("rule", Some(&args.rule), &names)?.unwrap_or(Asked::All);
    let satisfactions = Satisfaction::ALL.map(|measure| (measure.word(), measure));
    let completions = Completion::ALL.map(|completion| (completion.word(), completion));
    let presets = Preset::ALL.map(|preset| (preset.word(), preset));
    let mut orders: Vec<(&str, TieOrder)> = TieOrder::ALL.iter().map(|order| (order.word(), *order)).collect();
    orders.push(("lot", TieOrder::Lot(args.seed.unwrap_or_default())));
    orders.push(("list", TieOrder::List));
    // Where the count is to stop at a tie, any order finds it.
    orders.push(("stop", TieOrder::Natural));
    let asked_for = |word: &str| {
        args.ties
            .as_deref()
            .is_some_and(|ties| ties.trim().eq_ignore_ascii_case(word))
    };
    for (option, given, order) in [
        ("seed", args.seed.is_some(), "lot"),
        ("tie-list", args.tie_list.is_some(), "list"),
    ] {
        if given && !asked_for(order) {
            let why = format!("only --ties {order} looks at it");
            return Err(VoteError::Unused { option, why });
        }
        if !given && asked_for(order) {
            return Err(VoteError::Needs {
                option: "ties",
                word: order,
                other: option,
            });
        }
    }
    let (strength, shortfall) = choose("variant", args.variant.as_deref(), &VARIANTS)?.unwrap_or_default();
    let options = Options {
        satisfaction: choose("satisfaction", args.satisfaction.as_deref(), &satisfactions)?,
        completion: choose("completion", args.completion.as_deref(), &completions)?,
        preset: choose("preset", args.preset.as_deref(), &presets)?,
        terms: Changes {
            start: choose(
                "start",
                args.start.as_deref(),
                &[Start::Exact, Start::Floor, Start::ExactThenFloor].map(|start| (start.word(), start)),
            )?,
            stop: choose(
                "stop",
                args.stop.as_deref(),
                &[Stop::Exhaustive, Stop::Infeasible].map(|stop| (stop.word(), stop)),
            )?,
            pool: choose(
                "pool",
                args.pool.as_deref(),
                &[Pool::Supported, Pool::All].map(|pool| (pool.word(), pool)),
            )?,
            step: step(args)?,
        },
        tie_order: choose("ties", args.ties.as_deref(), &orders)?,
        threshold: number("threshold", args.threshold.as_deref())?,
        comparison: choose(
            "comparison",
            args.comparison.as_deref(),
            &[
                ("satisfaction", Comparison::Satisfaction),
                ("exclusion-ratio", Comparison::ExclusionRatio),
            ],
        )?,
        add_opt: args.add_opt,
        partial: args.partial,
        as_stated: false,
        strength,
        shortfall,
    };
    Ok((asked, options))
}
