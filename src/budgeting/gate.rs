//! Limits asked while a count goes on: whether a project may still be bought, and whether a whole set keeps to all of them.

use num_traits::Zero;

use super::election::Election;
use super::exact::{Rational, whole};
use super::limits::{Barrier, Ceiling, Limits};
use super::scores::published_scores;
use super::utility::Utilities;

impl Limits {
    /// Votes that a project needs of those cast \[people\], as a number or as a part of all votes, whichever is more.
    pub fn votes_needed(&self, election: &Election) -> Option<Rational> {
        let part = self
            .least_share
            .as_ref()
            .map(|share| share * whole(election.voters()) / whole(election.strength_scale));
        self.least_votes.iter().cloned().chain(part).max()
    }

    /// The least turnout, where fewer have voted.
    pub fn turnout_missed(&self, election: &Election) -> Option<&Rational> {
        self.least_voters
            .as_ref()
            .filter(|least| whole(election.people()) < **least)
    }

    /// Whether a set keeps to all of them.
    pub fn allow(&self, election: &Election, funded: &[usize]) -> bool {
        let votes = election.votes_for();
        let needed = self.votes_needed(election);
        let inside = |ceiling: &Ceiling| {
            let both: Vec<usize> = funded
                .iter()
                .copied()
                .filter(|project| ceiling.projects.contains(project))
                .collect();
            election.cost_of(&both) <= ceiling.most
        };
        let alone = |group: &Vec<usize>| group.iter().filter(|project| funded.contains(project)).count() <= 1;
        let borne = |(needing, needed): &(usize, usize)| !funded.contains(needing) || funded.contains(needed);
        let enough = |project: &usize| {
            needed
                .as_ref()
                .is_none_or(|least| whole(votes[*project]) >= least * whole(election.strength_scale))
        };
        (self.leftover_beyond_ceilings || self.ceilings.iter().all(inside))
            && self.exclusive.iter().all(alone)
            && self.requires.iter().all(borne)
            && funded.iter().all(enough)
            && (!self.only_named || funded.iter().all(|project| votes[*project] > 0))
            && (funded.is_empty() || self.turnout_missed(election).is_none())
    }
}

/// The limits while a count goes on.
#[derive(Clone, Debug)]
pub struct Gate<'a> {
    limits: &'a Limits,
    costs: Vec<&'a Rational>,
    /// Ceilings of each project.
    of: Vec<Vec<usize>>,
    /// What each ceiling leaves \[currency\].
    rooms: Vec<Rational>,
    funded: Vec<bool>,
    too_few: Vec<bool>,
    empty: bool,
    /// Whether so few people voted that nothing may be funded.
    shut: bool,
}

impl<'a> Gate<'a> {
    /// Before anything is funded.
    pub fn new(election: &'a Election) -> Gate<'a> {
        let limits = &election.limits;
        let empty = limits.is_empty() && !limits.only_named;
        let count = if empty { 0 } else { election.projects.len() };
        let mut of = vec![Vec::new(); count];
        for (place, ceiling) in limits.ceilings.iter().enumerate() {
            ceiling.projects.iter().for_each(|project| of[*project].push(place));
        }
        let part = whole(election.strength_scale);
        let mut too_few: Vec<bool> = match &limits.votes_needed(election) {
            Some(least) => election
                .votes_for()
                .iter()
                .map(|votes| whole(*votes) < least * &part)
                .collect(),
            None => vec![false; count],
        };
        if let Some(least) = limits.least_score.as_ref().filter(|_| count > 0) {
            let scores = published_scores(election);
            too_few
                .iter_mut()
                .zip(scores)
                .for_each(|(few, score)| *few |= score < *least);
        }
        if limits.only_named {
            too_few
                .iter_mut()
                .zip(election.votes_for())
                .for_each(|(few, votes)| *few |= votes == 0);
        }
        Gate {
            limits,
            costs: election
                .projects
                .iter()
                .take(count)
                .map(|project| &project.cost)
                .collect(),
            of,
            rooms: limits.ceilings.iter().map(|ceiling| ceiling.most.clone()).collect(),
            funded: vec![false; count],
            too_few,
            empty,
            shut: limits.turnout_missed(election).is_some(),
        }
    }

    /// Whether the same projects have too few votes as in another gate, one project apart.
    pub fn shuts_as(&self, other: &Gate<'_>, apart: usize) -> bool {
        let both = self.too_few.iter().zip(&other.too_few).enumerate();
        self.shut == other.shut && both.into_iter().all(|(at, (one, two))| at == apart || one == two)
    }

    /// Whether a project must wait for another, or gives way to one that is funded: whatever it costs and however many name it.
    pub fn holds_back(&self, project: usize) -> bool {
        if self.empty || self.shut {
            return self.shut;
        }
        let rivals = self.limits.exclusive.iter().filter(|group| group.contains(&project));
        let needed = self.limits.requires.iter().filter(|(needing, _)| *needing == project);
        rivals.flatten().any(|rival| *rival != project && self.funded[*rival])
            || needed.into_iter().any(|(_, needed)| !self.funded[*needed])
    }

    /// What ceilings leave for a project \[currency\]; nothing where none stands above it.
    pub fn room(&self, project: usize) -> Option<&Rational> {
        self.of.get(project)?.iter().map(|ceiling| &self.rooms[*ceiling]).min()
    }

    /// Remembers what is funded.
    pub fn fund(&mut self, project: usize) {
        if self.empty {
            return;
        }
        self.funded[project] = true;
        for ceiling in &self.of[project] {
            self.rooms[*ceiling] -= self.costs[project];
        }
    }

    /// Why a project may not be funded now.
    pub fn barrier(&self, project: usize) -> Option<Barrier> {
        if self.empty || self.shut {
            return self.shut.then_some(Barrier::TooFewVoters);
        }
        self.for_good(project).or_else(|| {
            let needed = self.limits.requires.iter().filter(|(needing, _)| *needing == project);
            needed
                .map(|(_, needed)| *needed)
                .find(|needed| !self.funded[*needed])
                .map(Barrier::Requires)
        })
    }

    /// Why a project may never be funded any more: money of a ceiling only shrinks, and what is funded stays funded.
    pub fn for_good(&self, project: usize) -> Option<Barrier> {
        if self.empty || self.shut {
            return self.shut.then_some(Barrier::TooFewVoters);
        }
        if self.too_few[project] {
            return Some(Barrier::TooFewVotes);
        }
        let rivals = self
            .limits
            .exclusive
            .iter()
            .filter(|group| group.contains(&project))
            .flatten();
        if let Some(rival) = rivals.copied().find(|rival| *rival != project && self.funded[*rival]) {
            return Some(Barrier::Excluded(rival));
        }
        let full = |ceiling: &&usize| *self.costs[project] > self.rooms[**ceiling];
        self.of[project]
            .iter()
            .find(full)
            .map(|ceiling| Barrier::Ceiling(*ceiling))
    }
}

/// Projects that cost nothing and that somebody names, in tie order: every rule that buys takes them before it counts, as
/// far as limits allow.
pub fn free_projects(election: &Election, utilities: &Utilities, ranks: &[u32], gate: &Gate<'_>) -> Vec<usize> {
    let mut gate = gate.clone();
    let free =
        |project: &usize| election.projects[*project].cost.is_zero() && !utilities.supporters[*project].is_empty();
    let mut open: Vec<usize> = (0..election.projects.len()).filter(free).collect();
    open.sort_by_key(|project| ranks[*project]);
    let mut taken = Vec::new();
    while let Some(place) = open.iter().position(|project| gate.barrier(*project).is_none()) {
        let project = open.remove(place);
        gate.fund(project);
        taken.push(project);
    }
    taken
}

#[cfg(test)]
mod tests {
    use super::*;

    fn town() -> Election {
        let mut election = Election::approval(
            100,
            &[("a", 60), ("b", 40), ("c", 30)],
            &[(5, &["a"]), (4, &["b"]), (3, &["c"])],
        );
        election.limits.exclusive = vec![vec![0, 1]];
        election.limits.requires = vec![(2, 1)];
        election
    }

    #[test]
    fn a_gate_shuts_for_rivals_and_opens_for_what_was_needed() {
        let election = town();
        let mut gate = Gate::new(&election);
        assert_eq!(gate.barrier(2), Some(Barrier::Requires(1)));
        assert_eq!(gate.for_good(2), None);
        gate.fund(1);
        assert_eq!((gate.barrier(0), gate.barrier(2)), (Some(Barrier::Excluded(1)), None));
    }

    #[test]
    fn what_nobody_named_stays_out_of_money_left_over_where_that_is_asked_for() {
        use crate::budgeting::rules::{Options, Rule, refusal, run};
        let mut election = Election::approval(100, &[("a", 60), ("b", 40), ("c", 30)], &[(5, &["a"])]);
        let funded = |election: &Election, rule: Rule| {
            let options = Options::default().for_people(rule);
            assert_eq!(refusal(rule, election, &options), None, "{}", rule.word());
            run(rule, election, &options).funded
        };
        // As city halls count, the money that is left goes on down the list.
        assert_eq!(funded(&election, Rule::Greedy), [0, 1]);
        assert_eq!(funded(&election, Rule::EqualShares), [0, 1]);
        election.limits.only_named = true;
        for rule in Rule::ALL {
            assert_eq!(funded(&election, rule), [0], "{}", rule.word());
        }
        assert!(election.limits.allow(&election, &[0]) && !election.limits.allow(&election, &[0, 1]));
    }

    #[test]
    fn a_vote_against_a_project_is_none_of_those_that_it_needs() {
        let projects = vec![crate::budgeting::election::Project::new("gp", whole(10))];
        let mut election = Election::new(whole(100), crate::budgeting::BallotType::Scoring, projects);
        let mut roll = crate::budgeting::roll::Roll::default();
        roll.cast_once(&mut election, &mut [0], &mut vec![3]);
        roll.cast_once(&mut election, &mut [0], &mut vec![-1]);
        election.limits.least_votes = Some(whole(2));
        assert_eq!(Gate::new(&election).barrier(0), Some(Barrier::TooFewVotes));
        assert!(!election.limits.allow(&election, &[0]));
        roll.cast_once(&mut election, &mut [0], &mut vec![1]);
        assert_eq!(Gate::new(&election).barrier(0), None);
        assert!(election.limits.allow(&election, &[0]));
    }

    #[test]
    fn a_ceiling_shuts_when_a_project_would_break_it() {
        let mut election = town();
        election.limits = Limits {
            ceilings: vec![Ceiling {
                name: "parks".to_owned(),
                most: whole(90),
                projects: vec![0, 1, 2],
            }],
            least_votes: Some(whole(4)),
            ..Limits::default()
        };
        let mut gate = Gate::new(&election);
        assert_eq!(gate.barrier(2), Some(Barrier::TooFewVotes));
        gate.fund(0);
        assert_eq!(gate.barrier(1), Some(Barrier::Ceiling(0)));
        assert!(election.limits.allow(&election, &[0]) && !election.limits.allow(&election, &[0, 1]));
    }
}
