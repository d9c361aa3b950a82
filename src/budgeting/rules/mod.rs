//! The rules: one file each, one shape for all: ballots in, an [`Outcome`] that explains itself out.

pub mod bounded_overspending;
pub mod cumulative_transfer;
pub mod exact_equal_shares;

pub mod greedy;
pub mod knapsack;
pub mod maximin_support;
pub mod official;
pub mod phragmen;
pub mod spread;

use cumulative_transfer::{Shortfall, Strength};

use super::election::Election;
use super::equal_shares::{Comparison, Completion, Preset, Terms, compare, equal_shares};
use super::exact::Rational;
use super::outcome::Outcome;
use super::tie::TieOrder;
use super::utility::{Satisfaction, Utilities};

/// A rule, by its name in commands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// By votes (or another satisfaction per cost), skipping what does not fit.
    Greedy,
    /// By published score, stopping at the first misfit.
    GreedyNoSkip,
    /// By published score above a threshold.
    GreedyThreshold,
    /// By votes per unit of cost.
    ValueForMoney,
    /// The most total satisfaction.
    Knapsack,
    /// Sequential Phragmén.
    Phragmen,
    /// Method of Equal Shares.
    EqualShares,
    /// Exact Equal Shares.
    ExactEqualShares,
    /// Bounded overspending.
    BoundedOverspending,
    /// Maximin support.
    MaximinSupport,
    /// Cumulative single transferable vote.
    CumulativeTransfer,
    /// First choices.
    Plurality,
}

impl Rule {
    /// All rules, in the order in which they are shown side by side.
    pub const ALL: [Rule; 12] = [
        Rule::Greedy,
        Rule::GreedyNoSkip,
        Rule::GreedyThreshold,
        Rule::ValueForMoney,
        Rule::Knapsack,
        Rule::Phragmen,
        Rule::EqualShares,
        Rule::ExactEqualShares,
        Rule::BoundedOverspending,
        Rule::MaximinSupport,
        Rule::CumulativeTransfer,
        Rule::Plurality,
    ];
    /// The name in commands and files.
    pub fn word(self) -> &'static str {
        match self {
            Rule::Greedy => "greedy",
            Rule::GreedyNoSkip => "greedy-no-skip",
            Rule::GreedyThreshold => "greedy-threshold",
            Rule::ValueForMoney => "value-for-money",
            Rule::Knapsack => "knapsack",
            Rule::Phragmen => "phragmen",
            Rule::EqualShares => "equal-shares",
            Rule::ExactEqualShares => "exact-equal-shares",
            Rule::BoundedOverspending => "bos",
            Rule::MaximinSupport => "maximin-support",
            Rule::CumulativeTransfer => "cstv",
            Rule::Plurality => "plurality",
        }
    }
    /// One sentence for people who have never heard of it.
    pub fn meaning(self) -> &'static str {
        match self {
            Rule::Greedy => "Projects are taken by number of votes; what no longer fits the budget is skipped.",
            Rule::GreedyNoSkip => "Projects are taken by score until one does not fit the budget; then the count ends.",
            Rule::GreedyThreshold => "Projects with enough votes are taken by score; what does not fit is skipped.",
            Rule::ValueForMoney => "Projects are taken by votes for each unit of cost.",
            Rule::Knapsack => "Of all sets that fit the budget, the one that satisfies voters most in total is taken.",
            Rule::Phragmen => {
                "Every voter earns money at the same speed; a project is bought as soon as its supporters can pay for it."
            }
            Rule::EqualShares => {
                "Every voter gets an equal share of the budget, and supporters of a project buy it together."
            }
            Rule::ExactEqualShares => {
                "Every voter gets an equal share of the budget, and a project's payers all pay the same."
            }
            Rule::BoundedOverspending => {
                "As Equal Shares, but a project may be bought when its supporters can pay most of it, at a higher price."
            }
            Rule::MaximinSupport => {
                "Costs are spread over supporters so that nobody bears much; the lightest addition comes next."
            }
            Rule::CumulativeTransfer => {
                "Voters' money goes to their projects; what is too much or too little moves on to their next choices."
            }
            Rule::Plurality => "Projects are taken by number of first choices.",
        }
    }
    /// The rule of a name.
    pub fn from_word(word: &str) -> Option<Rule> {
        Rule::ALL
            .into_iter()
            .find(|rule| rule.word().eq_ignore_ascii_case(word))
    }
}

/// What a count may be asked for beside the rule; `None` is the rule's own default.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Satisfaction measure.
    pub satisfaction: Option<Satisfaction>,
    /// Completion of Equal Shares.
    pub completion: Option<Completion>,
    /// Convention of the completion.
    pub preset: Option<Preset>,
    /// Changes to the convention.
    pub terms: Changes,
    /// Order of ties.
    pub tie_order: Option<TieOrder>,
    /// Score for `greedy-threshold`.
    pub threshold: Option<Rational>,
    /// Whether Equal Shares is compared with the greedy rule and replaced by it if voters prefer that.
    pub comparison: Option<Comparison>,
    /// Whether exact Equal Shares raises endowments.
    pub add_opt: bool,
    /// Variant of the cumulative transfer: what is compared.
    pub strength: Strength,
    /// Variant of the cumulative transfer: what is done when nothing has collected enough.
    pub shortfall: Shortfall,
}

/// Single options of a completion that replace those of the preset.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    /// First endowment.
    pub start: Option<super::equal_shares::Start>,
    /// When raising ends.
    pub stop: Option<super::equal_shares::Stop>,
    /// What exhaustive means.
    pub pool: Option<super::equal_shares::Pool>,
    /// Raise for each voter \[currency\].
    pub step: Option<Rational>,
}

/// Counts an election.
pub fn run(rule: Rule, election: &Election, options: &Options) -> Outcome {
    let tie_order = options.tie_order.unwrap_or_default();
    let municipal = options.tie_order.unwrap_or(TieOrder::File);
    let default = if rule == Rule::ValueForMoney || rule == Rule::ExactEqualShares || rule == Rule::Phragmen {
        Satisfaction::Cardinality
    } else {
        Satisfaction::Cost
    };
    let satisfaction = options.satisfaction.unwrap_or(default);
    let utilities = Utilities::new(election, satisfaction);
    let mut outcome = match rule {
        Rule::Greedy | Rule::ValueForMoney => greedy::greedy(election, &utilities, tie_order, rule.word()),
        Rule::GreedyNoSkip => greedy::greedy_no_skip(election, municipal),
        Rule::GreedyThreshold => greedy::greedy_threshold(election, options.threshold.as_ref(), municipal),
        Rule::Knapsack => knapsack::knapsack(election, &utilities, tie_order),
        Rule::Phragmen => phragmen::phragmen(election, &utilities, tie_order),
        Rule::EqualShares => return with_comparison(election, &utilities, options),
        Rule::ExactEqualShares => {
            exact_equal_shares::exact_equal_shares(election, &utilities, tie_order, options.add_opt)
        }
        Rule::BoundedOverspending => bounded_overspending::bounded_overspending(election, &utilities, tie_order),
        Rule::MaximinSupport => maximin_support::maximin_support(election, &utilities, tie_order),
        Rule::CumulativeTransfer => {
            cumulative_transfer::cumulative_transfer(election, tie_order, options.strength, options.shortfall)
        }
        Rule::Plurality => greedy::plurality(election, municipal),
    };
    let uses_satisfaction = matches!(
        rule,
        Rule::Greedy
            | Rule::ValueForMoney
            | Rule::Knapsack
            | Rule::Phragmen
            | Rule::BoundedOverspending
            | Rule::MaximinSupport
    );
    if uses_satisfaction {
        outcome
            .options
            .insert(0, ("satisfaction", satisfaction.word().to_owned()));
    }
    outcome
}

/// The terms of Equal Shares that these options ask for.
pub fn terms(options: &Options) -> Terms {
    let completion = options.completion.unwrap_or_default();
    let mut terms = Terms::preset(options.preset.unwrap_or_default(), completion);
    let Changes {
        start,
        stop,
        pool,
        step,
    } = options.terms.clone();
    terms.start = start.unwrap_or(terms.start);
    terms.stop = stop.unwrap_or(terms.stop);
    terms.pool = pool.unwrap_or(terms.pool);
    terms.step = step.or(terms.step);
    terms.tie_order = options.tie_order.unwrap_or(terms.tie_order);
    terms
}

fn with_comparison(election: &Election, utilities: &Utilities, options: &Options) -> Outcome {
    let terms = terms(options);
    let mut shares = equal_shares(election, utilities, &terms, true);
    shares
        .options
        .insert(1, ("preset", options.preset.unwrap_or_default().word().to_owned()));
    let Some(comparison) = options.comparison else {
        return shares;
    };
    let by_votes = Utilities::new(election, Satisfaction::Cost);
    let mut greedy = greedy::greedy(election, &by_votes, terms.tie_order, "equal-shares");
    let (for_shares, for_greedy) = compare(election, &shares.funded, &greedy.funded, comparison);
    let told = format!(
        "Comparison step: {for_shares} voters are better off with Equal Shares, {for_greedy} with the greedy rule."
    );
    if for_greedy > for_shares {
        greedy.options = shares.options;
        greedy.options.push(("comparison", "greedy".to_owned()));
        greedy.notes.push(told);
        return greedy;
    }
    shares.options.push(("comparison", "equal-shares".to_owned()));
    shares.notes.push(told);
    shares
}
