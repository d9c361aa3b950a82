//! The rules by name: what each is called in commands and by people, and how much work it is.

/// A rule, by its name in commands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// By votes (or another satisfaction per cost), skipping what does not fit.
    Greedy,
    /// By published score, stopping at the first misfit.
    GreedyNoSkip,
    /// By published score above a threshold.
    GreedyThreshold,
    /// By published score until one does not fit, which is funded too if four fifths of its cost are left (Poznań).
    GreedyCustom,
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
    /// Fractional Equal Shares: projects may be funded in part.
    FractionalEqualShares,
    /// Maximin support.
    MaximinSupport,
    /// Cumulative single transferable vote.
    CumulativeTransfer,
    /// Expanding approvals (PB-EAR).
    ExpandingApprovals,
    /// Ordered relaxation: as much as possible for whoever gets least.
    OrderedRelaxation,
    /// First choices.
    Plurality,
}

impl Rule {
    /// All rules, in the order in which they are shown side by side.
    pub const ALL: [Rule; 13] = [
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
        Rule::ExpandingApprovals,
        Rule::Plurality,
    ];
    /// Rules that are counted only when named: a by-law of one city that may go beyond the budget, one that funds projects in
    /// part, and one that is exact only where different ballots are few.
    pub const BY_NAME: [Rule; 3] = [Rule::GreedyCustom, Rule::FractionalEqualShares, Rule::OrderedRelaxation];
    /// Whether it takes projects from a list, each by a score of its own whatever else is bought.
    pub fn goes_down_a_list(self) -> bool {
        matches!(
            self,
            Rule::Greedy
                | Rule::GreedyNoSkip
                | Rule::GreedyThreshold
                | Rule::GreedyCustom
                | Rule::ValueForMoney
                | Rule::Plurality
        )
    }

    /// Whether it orders by the scores that a file publishes, where it publishes some.
    pub fn goes_by_published_scores(self) -> bool {
        matches!(self, Rule::GreedyNoSkip | Rule::GreedyThreshold | Rule::GreedyCustom)
    }

    /// The name in commands and files.
    pub fn word(self) -> &'static str {
        match self {
            Rule::Greedy => "greedy",
            Rule::GreedyNoSkip => "greedy-no-skip",
            Rule::GreedyThreshold => "greedy-threshold",
            Rule::GreedyCustom => "greedy-custom",
            Rule::ValueForMoney => "value-for-money",
            Rule::Knapsack => "knapsack",
            Rule::Phragmen => "phragmen",
            Rule::EqualShares => "equal-shares",
            Rule::ExactEqualShares => "exact-equal-shares",
            Rule::BoundedOverspending => "bos",
            Rule::FractionalEqualShares => "fres",
            Rule::ExpandingApprovals => "pb-ear",
            Rule::MaximinSupport => "maximin-support",
            Rule::CumulativeTransfer => "cstv",
            Rule::OrderedRelaxation => "ordered-relax",
            Rule::Plurality => "plurality",
        }
    }
    /// One sentence for people who have never heard of it.
    pub fn meaning(self) -> &'static str {
        match self {
            Rule::Greedy => "Projects are taken by number of votes; what no longer fits the budget is skipped.",
            Rule::GreedyNoSkip => "Projects are taken by score until one does not fit the budget; then the count ends.",
            Rule::GreedyThreshold => {
                "Projects that reach a least score (of votes or points) are taken by score; what does not fit is skipped."
            }
            Rule::GreedyCustom => {
                "Projects are taken by score until one does not fit the budget; that one is funded too if at least 80% of its cost is left."
            }
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
            Rule::FractionalEqualShares => {
                "As Equal Shares, but a project may be paid in part: supporters pay until it is paid in full or their shares are used up."
            }
            Rule::ExpandingApprovals => {
                "First choices count first, then second ones as well, and so on: a project is funded as soon as enough voters stand behind it for its cost."
            }
            Rule::OrderedRelaxation => {
                "The budget is shared out so that the voter who gets least gets as much as possible; projects are taken by the money that falls to them, until one does not fit."
            }
            Rule::Plurality => "Projects are taken by number of first choices.",
        }
    }
    /// The rule of a name.
    pub fn from_word(word: &str) -> Option<Rule> {
        Rule::ALL
            .into_iter()
            .chain(Rule::BY_NAME)
            .find(|rule| rule.word().eq_ignore_ascii_case(word))
    }
    /// A name for people who have never heard of it.
    pub fn plain_name(self) -> &'static str {
        match self {
            Rule::Greedy => "Most votes first",
            Rule::GreedyNoSkip => "Most votes first, ending at the first that does not fit",
            Rule::GreedyThreshold => "Highest score first, with a least score",
            Rule::GreedyCustom => "Most votes first, the last one helped out",
            Rule::ValueForMoney => "Most votes for the money",
            Rule::Knapsack => "The set that pleases most in total",
            Rule::Phragmen => "Earning together",
            Rule::EqualShares => "An equal share for everyone",
            Rule::ExactEqualShares => "An equal share for everyone, equal parts for each project",
            Rule::BoundedOverspending => "An equal share for everyone, with some credit",
            Rule::FractionalEqualShares => "An equal share for everyone, projects in part",
            Rule::MaximinSupport => "The lightest load",
            Rule::CumulativeTransfer => "Money that moves on",
            Rule::ExpandingApprovals => "First choices, then second ones",
            Rule::OrderedRelaxation => "As much as possible for whoever gets least",
            Rule::Plurality => "First choices only",
        }
    }
    /// How many times it looks at every name on the ballots until it has counted, where it counts a number of times.
    pub fn looks(self, counts: u64) -> u64 {
        match self {
            Rule::Greedy
            | Rule::GreedyNoSkip
            | Rule::GreedyThreshold
            | Rule::GreedyCustom
            | Rule::ValueForMoney
            | Rule::Plurality => 1,
            Rule::Phragmen | Rule::EqualShares | Rule::ExactEqualShares => 8 * counts,
            Rule::ExpandingApprovals | Rule::CumulativeTransfer | Rule::BoundedOverspending => 40,
            Rule::Knapsack | Rule::MaximinSupport | Rule::FractionalEqualShares | Rule::OrderedRelaxation => 400,
        }
    }
}
