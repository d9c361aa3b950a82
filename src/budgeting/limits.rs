//! What may not be funded together, whatever the ballots say: ceilings on the money of a category or neighbourhood, projects
//! that exclude each other, projects that need another, how many votes a project must have, and how many people must vote.
//!
//! Cities set such limits beside the rule. A gate (see `gate`) follows a count and says of each project whether it may still be
//! bought; every rule that buys one project after the other asks it, and a rule that cannot is refused by name.

use super::exact::Rational;

/// The most that may be spent on some of the projects.
#[derive(Clone, Debug, PartialEq)]
pub struct Ceiling {
    /// What the projects have in common, in the words of the file: `category parks`.
    pub name: String,
    /// The most that they may cost together \[currency\].
    pub most: Rational,
    /// The projects, by position.
    pub projects: Vec<usize>,
}

/// All limits of an election.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Limits {
    /// Ceilings of categories and neighbourhoods.
    pub ceilings: Vec<Ceiling>,
    /// Sets of projects of which at most one may be funded.
    pub exclusive: Vec<Vec<usize>>,
    /// Pairs: the first may be funded only after the second.
    pub requires: Vec<(usize, usize)>,
    /// Votes that a project needs \[people\].
    pub least_votes: Option<Rational>,
    /// Part of all votes that a project needs; who comes to vote raises it \[share\].
    pub least_share: Option<Rational>,
    /// Score that a project needs: points where ballots carry points, votes otherwise.
    pub least_score: Option<Rational>,
    /// People who must have voted for anything to be funded.
    pub least_voters: Option<Rational>,
    /// Whether what nobody named stays out even where money is left. Every rule that buys for its supporters keeps to it
    /// by itself; those that go down a list, and the completion of the others, do not.
    pub only_named: bool,
    /// Whether money that is left over goes, by score, to projects that a ceiling had turned away.
    pub leftover_beyond_ceilings: bool,
}

/// Why a project may not be funded now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Barrier {
    /// A ceiling would be exceeded (by its place in the list).
    Ceiling(usize),
    /// A project that excludes it is funded.
    Excluded(usize),
    /// A project that it needs is not funded.
    Requires(usize),
    /// It has fewer votes than it needs.
    TooFewVotes,
    /// Fewer people voted than must for anything to be funded.
    TooFewVoters,
}

impl Limits {
    /// Whether there are none that a rule must look at while it counts: a least turnout is met by the whole vote or not, and
    /// that a project be named at all is kept by every rule that cannot look.
    pub fn is_empty(&self) -> bool {
        self.ceilings.is_empty()
            && self.exclusive.is_empty()
            && self.requires.is_empty()
            && self.least_votes.is_none()
            && self.least_share.is_none()
            && self.least_score.is_none()
    }

    /// What they are, for a refusal.
    pub fn told(&self) -> String {
        let kinds = [
            (!self.ceilings.is_empty(), "ceilings of categories or neighbourhoods"),
            (!self.exclusive.is_empty(), "projects that exclude each other"),
            (!self.requires.is_empty(), "projects that need another"),
            (
                self.least_votes.is_some() || self.least_share.is_some() || self.least_score.is_some(),
                "a least number of votes",
            ),
        ];
        kinds
            .iter()
            .filter(|(there, _)| *there)
            .map(|(_, words)| *words)
            .collect::<Vec<_>>()
            .join(", ")
    }
}
