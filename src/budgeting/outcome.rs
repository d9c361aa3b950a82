//! What a rule decided and why: the same shape for all rules.

use num_traits::Zero;

use super::election::Election;
#[cfg(test)]
use super::exact::whole;
use super::exact::{Rational, approximate};
use super::limits::Barrier;
use super::price_system::PriceSystem;
use super::tie::{Tie, TieOrder};

/// Why a round ended as it did.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The project was funded.
    Funded {
        /// What the rule compared [the rule's own measure, see `Outcome::measure`].
        score: Rational,
    },
    /// The project was the best left and did not fit the money left \[currency\].
    DidNotFit {
        /// Money left when it was looked at.
        left: Rational,
    },
    /// A limit beside the budget stood in the way when its turn came.
    Barred {
        /// Which.
        barrier: Barrier,
    },
    /// It has less than a project needs: by a threshold of the rule, or at the end of a count in which votes are spent.
    TooLow {
        /// What it has [the rule's own measure].
        score: Rational,
        /// What it needs, likewise.
        needed: Rational,
    },
    /// More is said against it than for it.
    Opposed {
        /// What it adds up to, below nothing [the rule's own measure].
        score: Rational,
    },
    /// The project was eliminated (cumulative transfer).
    Eliminated {
        /// Support when it was eliminated.
        support: Rational,
    },
}

/// Why everybody's share was raised no further.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RaiseEnd {
    /// What the next rise buys costs more than the budget.
    BeyondBudget,
    /// Nothing more could be funded with what was left.
    NothingFits,
    /// However far shares had been raised, the same would have been bought.
    NothingChanges,
    /// Of all rises tried, this one spends most within the budget.
    SpendsMost,
}

/// One step of the count.
#[derive(Clone, Debug, PartialEq)]
pub struct Round {
    /// The project decided on.
    pub project: usize,
    /// What was decided.
    pub event: Event,
}

/// The decision of a rule.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The rule's name in commands.
    pub rule: &'static str,
    /// Every option that could have changed the decision, in words, in a fixed order.
    pub options: Vec<(&'static str, String)>,
    /// What `Event::Funded::score` measures, in words for people.
    pub measure: &'static str,
    /// Projects funded, in the order chosen.
    pub funded: Vec<usize>,
    /// What they cost together.
    pub cost: Rational,
    /// How equal candidates were put in order.
    pub tie_order: TieOrder,
    /// What that order decided.
    pub ties: Vec<Tie>,
    /// What it decided in counts on the way that were not kept (raised shares): no reader's concern, but another order might
    /// have led elsewhere.
    pub tried: Vec<Tie>,
    /// Step by step.
    pub rounds: Vec<Round>,
    /// Projects that get less than their cost, and how much \[currency\]: by rules that fund in part, or where it was asked
    /// for. They are not among the funded, and not in `cost`.
    pub partly: Vec<(usize, Rational)>,
    /// Why shares were raised no further, where they were raised.
    pub raised: Option<RaiseEnd>,
    /// Who paid what, for rules in which voters pay.
    pub prices: Option<PriceSystem>,
    /// What a reader should know about this count.
    pub notes: Vec<String>,
}

impl Outcome {
    /// An outcome in which these are funded, and these get so much in part.
    #[cfg(test)]
    pub fn made_up(election: &Election, funded: &[usize], partly: &[(usize, u64)]) -> Outcome {
        let mut outcome = Outcome::new("greedy", "votes", TieOrder::default());
        for project in funded {
            outcome.fund(*project, &election.projects[*project].cost, whole(1));
        }
        outcome.partly = partly
            .iter()
            .map(|(project, amount)| (*project, whole(*amount)))
            .collect();
        outcome
    }
    /// An outcome in which nothing is funded yet.
    pub fn new(rule: &'static str, measure: &'static str, tie_order: TieOrder) -> Outcome {
        Outcome {
            rule,
            options: Vec::new(),
            measure,
            funded: Vec::new(),
            cost: Rational::zero(),
            tie_order,
            ties: Vec::new(),
            tried: Vec::new(),
            rounds: Vec::new(),
            partly: Vec::new(),
            raised: None,
            prices: None,
            notes: Vec::new(),
        }
    }
    /// What all this takes of the budget, parts of projects too \[currency\].
    pub fn spent(&self) -> Rational {
        &self.cost + self.partly.iter().map(|(_, amount)| amount).sum::<Rational>()
    }

    /// What each project of an election gets \[currency\]: its cost, a part of it, or nothing.
    pub fn given(&self, election: &Election) -> Vec<Rational> {
        let mut given = vec![Rational::zero(); election.projects.len()];
        for project in &self.funded {
            given[*project].clone_from(&election.projects[*project].cost);
        }
        for (project, amount) in &self.partly {
            given[*project].clone_from(amount);
        }
        given
    }

    /// The part of each project that is funded [0–1], for measures: 1 for what is funded in full, whatever it costs.
    pub fn parts(&self, election: &Election) -> Vec<f64> {
        let mut parts = vec![0.0; election.projects.len()];
        self.funded.iter().for_each(|project| parts[*project] = 1.0);
        for (project, amount) in &self.partly {
            let cost = &election.projects[*project].cost;
            if !cost.is_zero() {
                parts[*project] = approximate(&(amount / cost));
            }
        }
        parts
    }

    /// Funds a project.
    pub fn fund(&mut self, project: usize, cost: &Rational, score: Rational) {
        self.funded.push(project);
        self.cost += cost;
        self.rounds.push(Round {
            project,
            event: Event::Funded { score },
        });
    }
    /// Notes that a limit beside the budget stood in the way.
    pub fn bar(&mut self, project: usize, barrier: Barrier) {
        self.rounds.push(Round {
            project,
            event: Event::Barred { barrier },
        });
    }
    /// Notes that a project did not fit.
    pub fn refuse(&mut self, project: usize, left: Rational) {
        self.rounds.push(Round {
            project,
            event: Event::DidNotFit { left },
        });
    }
}
