//! Conventions of a completion: where raising shares starts and stops, by how much, and whose way of doing it is followed.

use crate::budgeting::exact::{Rational, write_exact};
use crate::budgeting::tie::TieOrder;

/// How the rest is spent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Completion {
    /// It is not.
    #[default]
    None,
    /// By the greedy rule among what fits.
    Greedy,
    /// Endowments are raised step by step and the count repeated.
    Add1,
    /// `Add1`, then the greedy rule.
    Add1u,
    /// As `Add1`, raised by 1% of the budget (or the step) at a time.
    BudgetIncrease,
}

impl Completion {
    /// All completions.
    pub const ALL: [Completion; 5] = [
        Completion::None,
        Completion::Greedy,
        Completion::Add1,
        Completion::Add1u,
        Completion::BudgetIncrease,
    ];
    /// The word for it in options and reports.
    pub fn word(self) -> &'static str {
        match self {
            Completion::None => "none",
            Completion::Greedy => "greedy",
            Completion::Add1 => "add1",
            Completion::Add1u => "add1u",
            Completion::BudgetIncrease => "budget-increase",
        }
    }
}

/// The endowment of the first count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Start {
    /// The budget divided by the voters, exactly.
    #[default]
    Exact,
    /// The same, rounded down to whole units of the currency.
    Floor,
    /// Exact for the first count, from the rounded one on for the others.
    ExactThenFloor,
}

impl Start {
    /// The word for it in options and reports.
    pub fn word(self) -> &'static str {
        match self {
            Start::Exact => "exact",
            Start::Floor => "floor",
            Start::ExactThenFloor => "exact-then-floor",
        }
    }
}

/// When raising endowments ends, apart from exceeding the budget.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stop {
    /// As soon as nothing more fits.
    #[default]
    Exhaustive,
    /// Only when the budget is exceeded (the outcome before it counts).
    Infeasible,
}

impl Stop {
    /// The word for it in options and reports.
    pub fn word(self) -> &'static str {
        match self {
            Stop::Exhaustive => "exhaustive",
            Stop::Infeasible => "infeasible",
        }
    }
}

/// Which projects are asked whether they still fit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pool {
    /// Those with supporters and a cost.
    #[default]
    Supported,
    /// All.
    All,
}

impl Pool {
    /// The word for it in options and reports.
    pub fn word(self) -> &'static str {
        match self {
            Pool::Supported => "supported",
            Pool::All => "all",
        }
    }
}

/// Conventions in use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Preset {
    /// The library pabutools.
    #[default]
    Pabutools,
    /// The tool of equalshares.net.
    EqualSharesNet,
    /// The checker of Pabulib; the only one that gives the official outcome of Wieliczka 2023.
    Pabulib,
}

impl Preset {
    /// All presets.
    pub const ALL: [Preset; 3] = [Preset::Pabutools, Preset::EqualSharesNet, Preset::Pabulib];
    /// The word for it in options and reports.
    pub fn word(self) -> &'static str {
        match self {
            Preset::Pabutools => "pabutools",
            Preset::EqualSharesNet => "equalshares.net",
            Preset::Pabulib => "pabulib",
        }
    }
}

/// By how much completions raise a voter's share at a time.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// By a sum \[currency\].
    By(Rational),
    /// By one of so many parts of an equal share of what there is to decide about: for simulated voters, of whom there are as many as one
    /// likes, a sum means nothing.
    PartOfShare(u64),
}

impl Step {
    /// As an option of the count tells it.
    pub fn words(&self) -> String {
        match self {
            Step::By(sum) => write_exact(sum),
            Step::PartOfShare(parts) => format!("1/{parts} of a share"),
        }
    }
}

/// All that decides how the rest is spent.
#[derive(Clone, Debug, PartialEq)]
pub struct SharesTerms {
    /// How.
    pub completion: Completion,
    /// First endowment.
    pub start: Start,
    /// When it ends.
    pub stop: Stop,
    /// What exhaustive means.
    pub pool: Pool,
    /// Raise at a time for each voter; `None`: 1, or 1% of the budget over all voters.
    pub step: Option<Step>,
    /// Whether shares are neither raised nor rounded down when all projects together fit the budget, nor where nothing is
    /// to be raised (equalshares.net): what everybody names and the budget just pays would be lost by the rounding.
    pub skip_if_all_fit: bool,
    /// Order of ties.
    pub tie_order: TieOrder,
}

impl SharesTerms {
    /// The conventions of a tool.
    pub fn preset(preset: Preset, completion: Completion) -> SharesTerms {
        let base = SharesTerms {
            completion,
            start: Start::Exact,
            stop: Stop::Exhaustive,
            pool: Pool::Supported,
            step: None,
            skip_if_all_fit: false,
            tie_order: TieOrder::Identifier,
        };
        match preset {
            Preset::Pabutools if completion == Completion::BudgetIncrease => SharesTerms {
                pool: Pool::All,
                ..base
            },
            Preset::Pabutools => base,
            Preset::EqualSharesNet => SharesTerms {
                start: Start::Floor,
                pool: Pool::All,
                skip_if_all_fit: true,
                ..base
            },
            Preset::Pabulib => SharesTerms {
                start: Start::ExactThenFloor,
                stop: Stop::Infeasible,
                tie_order: TieOrder::CheapestThenVotes,
                ..base
            },
        }
    }
}
