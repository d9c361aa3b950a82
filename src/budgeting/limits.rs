//! What may not be funded together, whatever the ballots say: ceilings on the money of a category or neighbourhood, projects
//! that exclude each other, projects that need another, how many votes a project must have, and how many people must vote.
//!
//! Cities set such limits beside the rule. A gate (see `gate`) follows a count and says of each project whether it may still be
//! bought; every rule that buys one project after the other asks it, and a rule that cannot is refused by name.

use super::election::Election;
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

    /// Projects of which each may be funded only after the next, and the last only after the first: none of them ever can be.
    pub fn circle(&self) -> Option<Vec<usize>> {
        circle_of(&self.requires)
    }

    /// A project that can never be funded, since it needs, by itself or through others, two that exclude each other; these are told after it.
    pub fn torn(&self) -> Option<[usize; 3]> {
        torn_of(&self.requires, &self.exclusive)
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

/// A circle among pairs of which the first waits for the second.
pub fn circle_of(pairs: &[(usize, usize)]) -> Option<Vec<usize>> {
    // Who waits for nobody is taken away until all who are left wait for one another.
    let mut waiting: Vec<(usize, usize)> = pairs.to_vec();
    loop {
        let firsts: Vec<usize> = waiting.iter().map(|(first, _)| *first).collect();
        let before = waiting.len();
        waiting.retain(|(_, second)| firsts.contains(second));
        if waiting.len() == before {
            break;
        }
    }
    let mut path = vec![waiting.first()?.0];
    loop {
        let last = path.last().copied()?;
        let next = waiting.iter().find(|(first, _)| *first == last)?.1;
        if let Some(start) = path.iter().position(|one| *one == next) {
            path.drain(..start);
            return Some(path);
        }
        path.push(next);
    }
}

/// A project that waits for two of a set of which at most one is funded, itself among what it waits for; and those two.
pub fn torn_of(requires: &[(usize, usize)], exclusive: &[Vec<usize>]) -> Option<[usize; 3]> {
    let mut firsts: Vec<usize> = requires.iter().map(|(first, _)| *first).collect();
    firsts.sort_unstable();
    firsts.dedup();
    firsts.into_iter().find_map(|first| {
        let mut all = vec![first];
        let mut at = 0;
        while let Some(one) = all.get(at).copied() {
            at += 1;
            for (_, needed) in requires.iter().filter(|(needing, _)| *needing == one) {
                if !all.contains(needed) {
                    all.push(*needed);
                }
            }
        }
        let two = |set: &Vec<usize>| {
            let mut both = all.iter().filter(|one| set.contains(one)).copied();
            Some([first, both.next()?, both.next()?])
        };
        exclusive.iter().find_map(two)
    })
}

/// Why such a project can never be funded.
pub fn told_of_torn(election: &Election, torn: [usize; 3]) -> String {
    torn_told(torn.map(|project| election.projects[project].id.as_str()))
}

/// The same of identifiers.
pub fn torn_told([project, one, other]: [&str; 3]) -> String {
    let what = if project == one {
        format!("`{project}` needs `{other}`, and excludes it")
    } else {
        format!("`{project}` needs both `{one}` and `{other}`, which exclude each other")
    };
    format!("{what}: it can never be funded")
}

/// Why nothing of a circle can be funded, and what to do.
pub fn told_of_circle(election: &Election, circle: &[usize]) -> String {
    let id = |project: &usize| election.projects[*project].id.as_str();
    circle_told(&circle.iter().map(id).collect::<Vec<_>>())
}

/// The same of identifiers.
pub fn circle_told(ids: &[&str]) -> String {
    if let [one] = ids {
        return format!("`{one}` may be funded only after itself, and so never: take that out");
    }
    let ring = ids.iter().chain(ids.first());
    format!(
        "`{}`: each of these may be funded only after the next, so none ever can be: where all are to be funded or none, put them into one project",
        ring.copied().collect::<Vec<_>>().join("` needs `")
    )
}

#[cfg(test)]
mod tests {
    use super::{circle_of, torn_of};

    #[test]
    fn what_needs_two_that_exclude_each_other_is_found_through_others_too() {
        assert_eq!(torn_of(&[(0, 1), (0, 2)], &[vec![1, 2]]), Some([0, 1, 2]));
        assert_eq!(torn_of(&[(3, 0), (0, 1), (3, 2)], &[vec![4, 2, 1]]), Some([3, 2, 1]));
        assert_eq!(torn_of(&[(0, 1)], &[vec![0, 1]]), Some([0, 0, 1]));
        assert_eq!(torn_of(&[(0, 1), (2, 3)], &[vec![1, 3]]), None);
    }

    #[test]
    fn a_circle_is_found_wherever_it_lies_and_a_chain_is_none() {
        assert_eq!(circle_of(&[(0, 1), (1, 2), (0, 2), (3, 2)]), None);
        assert_eq!(circle_of(&[(0, 1), (1, 2), (2, 1)]), Some(vec![1, 2]));
        assert_eq!(circle_of(&[(4, 4)]), Some(vec![4]));
        let found = circle_of(&[(5, 0), (0, 1), (1, 2), (2, 0), (3, 4)]).expect("a circle");
        assert_eq!(found.len(), 3);
    }
}
