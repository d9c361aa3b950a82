//! An election as the rules see it: projects with costs, ballots merged where they are identical.
//!
//! Merging is worth a factor of a thousand where people choose one project, and nothing where ballots are long; it never
//! changes an outcome, because every rule here counts a ballot with its weight.

use std::hash::{BuildHasher, Hasher};

use num_traits::Zero;

use super::exact::Rational;
use super::limits::Limits;

/// What a voter was asked to write down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BallotType {
    /// Any number of projects.
    Approval,
    /// One project.
    ChooseOne,
    /// Points to spread over projects.
    Cumulative,
    /// A score for each project.
    Scoring,
    /// Projects in order of preference.
    Ordinal,
}

impl BallotType {
    /// The word of the Pabulib format.
    pub fn word(self) -> &'static str {
        match self {
            BallotType::Approval => "approval",
            BallotType::ChooseOne => "choose-1",
            BallotType::Cumulative => "cumulative",
            BallotType::Scoring => "scoring",
            BallotType::Ordinal => "ordinal",
        }
    }
    /// Reads the word of the Pabulib format, whatever its case.
    pub fn from_word(word: &str) -> Option<BallotType> {
        let kinds = [
            Self::Approval,
            Self::ChooseOne,
            Self::Cumulative,
            Self::Scoring,
            Self::Ordinal,
        ];
        kinds
            .into_iter()
            .find(|kind| kind.word().eq_ignore_ascii_case(word.trim()))
    }
    /// Whether ballots say more than whom they name: points or ranks.
    pub fn weighs(self) -> bool {
        self.has_points() || self == BallotType::Ordinal
    }
    /// Whether ballots carry points.
    pub fn has_points(self) -> bool {
        matches!(self, BallotType::Cumulative | BallotType::Scoring)
    }
}

/// Something that may be funded.
#[derive(Clone, Debug, PartialEq)]
pub struct Project {
    /// Identifier, always text: `01` is not `1`.
    pub id: String,
    /// Name for people; empty if the file gives none.
    pub name: String,
    /// Cost [currency of the budget], not negative.
    pub cost: Rational,
    /// Categories, as written.
    pub categories: Vec<String>,
    /// Neighbourhood, as written; empty if the file gives none.
    pub neighbourhood: String,
    /// Score that the organiser published (points or, without points, votes), if any.
    pub published_score: Option<Rational>,
    /// What the organiser did: 1 funded, 0 not, 2 and 3 special cases.
    pub selected: Option<u8>,
}

impl Project {
    /// A project with nothing but an identifier and a cost.
    pub fn new(id: &str, cost: Rational) -> Project {
        Project {
            id: id.to_owned(),
            name: String::new(),
            cost,
            categories: Vec::new(),
            neighbourhood: String::new(),
            published_score: None,
            selected: None,
        }
    }
    /// The name, or the identifier where there is none.
    pub fn title(&self) -> &str {
        if self.name.is_empty() { &self.id } else { &self.name }
    }
}

/// A ballot and how many voters cast it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Ballot {
    /// Voters who cast it \[people\]; where voters differ in strength, the parts of a vote that they weigh together.
    pub weight: u64,
    /// Projects named, by position in the election: in order of preference for ordinal ballots, ascending otherwise.
    pub projects: Vec<u32>,
    /// Points for each of `projects`, times the election's `points_scale`; empty where ballots carry none.
    pub points: Vec<i64>,
}

/// Projects, a budget and ballots: all that a rule needs.
#[derive(Clone, Debug)]
pub struct Election {
    /// What it is called.
    pub title: String,
    /// Currency code, empty if unknown.
    pub currency: String,
    /// Money to spend \[currency\].
    pub budget: Rational,
    /// Kind of ballot.
    pub ballot_type: BallotType,
    /// Projects in the order of the file.
    pub projects: Vec<Project>,
    /// Distinct ballots in the order of their first appearance.
    pub ballots: Vec<Ballot>,
    /// For each voter in the order of the file, the ballot cast.
    pub ballot_of_voter: Vec<u32>,
    /// For each entry of `ballot_of_voter`, the parts of a vote that it weighs; empty where all voters weigh alike.
    pub strengths: Vec<u64>,
    /// Parts that make one vote: weights of ballots count them. 1 unless strengths have decimals.
    pub strength_scale: u64,
    /// What points are multiplied with to be whole (1, 10, 100 …).
    pub points_scale: i64,
    /// Score that a project needs in `greedy-threshold`.
    pub score_threshold: Option<Rational>,
    /// The rule that the file says the organiser counted by, in the format's words; empty if it does not say.
    pub official_rule: String,
    /// What may not be funded together: every rule that can keeps to it, others are refused by name.
    pub limits: Limits,
    /// The limits that the file states. A count for people takes them over ([`Election::take_stated_limits`]); one that is to
    /// be compared with a tool that knows none does not.
    pub stated: Limits,
    /// Where it was held, in the words of the file; empty if it does not say.
    pub place: String,
    /// The officials' order of equal projects, by position; only `TieOrder::List` looks at it.
    pub tie_list: Vec<usize>,
    /// What is to be told about the ballots: weights of voters.
    pub notes: Vec<String>,
}

impl Election {
    /// An empty electorate over these projects.
    pub fn new(budget: Rational, ballot_type: BallotType, projects: Vec<Project>) -> Election {
        Election {
            title: String::new(),
            currency: String::new(),
            budget,
            ballot_type,
            projects,
            ballots: Vec::new(),
            ballot_of_voter: Vec::new(),
            strengths: Vec::new(),
            strength_scale: 1,
            points_scale: 1,
            score_threshold: None,
            official_rule: String::new(),
            limits: Limits::default(),
            stated: Limits::default(),
            place: String::new(),
            tie_list: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// An approval election from identifiers, costs and ballots in words: for examples and tests.
    #[cfg(feature = "internals")]
    pub fn approval(budget: u64, projects: &[(&str, u64)], ballots: &[(u64, &[&str])]) -> Election {
        let list = projects
            .iter()
            .map(|(id, cost)| Project::new(id, super::exact::whole(*cost)))
            .collect();
        let mut election = Election::new(super::exact::whole(budget), BallotType::Approval, list);
        let position = |id: &str| projects.iter().position(|(other, _)| *other == id);
        let mut roll = Roll::default();
        for (weight, ids) in ballots {
            let chosen: Vec<u32> = ids
                .iter()
                .filter_map(|id| position(id))
                .map(|index| index as u32)
                .collect();
            for _ in 0..*weight {
                roll.cast(&mut election, chosen.clone(), Vec::new());
            }
        }
        election
    }

    /// Makes the limits that the file states those of the count.
    pub fn take_stated_limits(&mut self) {
        self.limits = self.stated.clone();
    }

    /// Whether a ballot gives a project less than nothing.
    pub fn has_negative_points(&self) -> bool {
        self.ballots
            .iter()
            .any(|ballot| ballot.points.iter().any(|points| *points < 0))
    }

    /// Voters, those with empty ballots included \[people\].
    pub fn voters(&self) -> u64 {
        self.ballots.iter().map(|ballot| ballot.weight).sum()
    }

    /// People who voted, however much each ballot weighs.
    pub fn people(&self) -> u64 {
        if self.strengths.is_empty() {
            self.voters()
        } else {
            self.strengths.len() as u64
        }
    }

    /// For each project, the ballots that name it.
    pub fn named_by(&self) -> Vec<Vec<u32>> {
        let mut lists = vec![Vec::new(); self.projects.len()];
        for (index, ballot) in self.ballots.iter().enumerate() {
            for project in &ballot.projects {
                lists[*project as usize].push(index as u32);
            }
        }
        lists
    }

    /// For each project, the voters who name it \[people\].
    pub fn votes(&self) -> Vec<u64> {
        let mut votes = vec![0; self.projects.len()];
        for ballot in &self.ballots {
            for project in &ballot.projects {
                votes[*project as usize] += ballot.weight;
            }
        }
        votes
    }

    /// What a set of projects costs.
    pub fn cost_of(&self, projects: &[usize]) -> Rational {
        projects
            .iter()
            .fold(Rational::zero(), |sum, project| sum + &self.projects[*project].cost)
    }

    /// The position of a project by its identifier.
    pub fn find(&self, id: &str) -> Option<usize> {
        self.projects.iter().position(|project| project.id == id)
    }
}

/// Merges identical ballots while they are cast.
#[derive(Default)]
pub struct Roll {
    seen: Places,
}

impl Roll {
    /// Casts one voter's ballot. Order is kept for ordinal ballots and irrelevant for others; a project named twice
    /// counts once (the last points count).
    pub fn cast(&mut self, election: &mut Election, mut projects: Vec<u32>, mut points: Vec<i64>) {
        if election.ballot_type.has_points() {
            points.resize(projects.len(), 0);
            let mut pairs: Vec<(u32, i64)> = projects.iter().copied().zip(points).collect();
            pairs.sort_by_key(|(project, _)| *project);
            pairs.reverse();
            // Stable sort then reversal leaves the last mention of a project first among its mentions.
            pairs.dedup_by_key(|(project, _)| *project);
            pairs.reverse();
            (projects, points) = pairs.into_iter().unzip();
        } else if election.ballot_type == BallotType::Ordinal {
            points.clear();
            let mut kept: Vec<u32> = Vec::with_capacity(projects.len());
            for project in projects {
                if !kept.contains(&project) {
                    kept.push(project);
                }
            }
            projects = kept;
        } else {
            points.clear();
            projects.sort_unstable();
            projects.dedup();
        }
        self.merge(election, &projects, &points);
    }

    /// As [`Roll::cast`] for a ballot that names no project twice; the lists are left in the order in which they count.
    pub(crate) fn cast_once(&mut self, election: &mut Election, projects: &mut [u32], points: &mut Vec<i64>) {
        if election.ballot_type.has_points() {
            if !projects.is_sorted() {
                points.resize(projects.len(), 0);
                let mut pairs: Vec<(u32, i64)> = projects.iter().copied().zip(points.iter().copied()).collect();
                pairs.sort_unstable_by_key(|(project, _)| *project);
                for (place, (project, given)) in pairs.into_iter().enumerate() {
                    (projects[place], points[place]) = (project, given);
                }
            }
        } else {
            points.clear();
            if election.ballot_type != BallotType::Ordinal {
                projects.sort_unstable();
            }
        }
        self.merge(election, projects, points);
    }

    fn merge(&mut self, election: &mut Election, projects: &[u32], points: &[i64]) {
        let mut hasher = QuickHash.build_hasher();
        for project in projects {
            hasher.write_u64(u64::from(*project));
        }
        for given in points {
            hasher.write_u64(given.unsigned_abs());
        }
        let ballots = &mut election.ballots;
        let next = ballots.len() as u32;
        let same = |index: u32| {
            let ballot = &ballots[index as usize];
            ballot.projects == projects && ballot.points == points
        };
        let index = match self.seen.find_or_add(hasher.finish(), next, same) {
            Some(index) => index,
            None => {
                ballots.push(Ballot {
                    weight: 0,
                    projects: projects.to_vec(),
                    points: points.to_vec(),
                });
                next
            }
        };
        ballots[index as usize].weight += 1;
        election.ballot_of_voter.push(index);
    }
}

/// Which of many things was seen before, by a hash and a comparison that the caller makes: eight bytes for each thing,
/// where a table of the things themselves would hold them twice.
#[derive(Default)]
pub(crate) struct Places {
    /// Upper half: part of the hash; lower half: the thing's number plus one; 0 where empty.
    slots: Vec<u64>,
    held: usize,
}

impl Places {
    /// The number of an equal thing added before; otherwise adds `number` and returns `None`.
    pub(crate) fn find_or_add(&mut self, hash: u64, number: u32, same: impl Fn(u32) -> bool) -> Option<u32> {
        if 2 * (self.held + 1) > self.slots.len() {
            self.grow();
        }
        let mask = self.slots.len() - 1;
        let mark = hash & !u64::from(u32::MAX);
        let mut slot = (hash >> 32) as usize & mask;
        loop {
            let entry = self.slots[slot];
            if entry == 0 {
                self.slots[slot] = mark | (u64::from(number) + 1);
                self.held += 1;
                return None;
            }
            let held = (entry & u64::from(u32::MAX)) as u32 - 1;
            if entry & !u64::from(u32::MAX) == mark && same(held) {
                return Some(held);
            }
            slot = (slot + 1) & mask;
        }
    }

    /// Twice the room. Slots are chosen by the upper half of the hash, so that what is kept of it is enough.
    fn grow(&mut self) {
        let mask = (2 * self.slots.len()).max(64) - 1;
        let old = std::mem::replace(&mut self.slots, vec![0; mask + 1]);
        for entry in old.into_iter().filter(|entry| *entry != 0) {
            let mut slot = (entry >> 32) as usize & mask;
            while self.slots[slot] != 0 {
                slot = (slot + 1) & mask;
            }
            self.slots[slot] = entry;
        }
    }
}

/// A quick hash for identifiers and ballots. Only ever used for looking up, never for an order, so that no result can
/// depend on it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct QuickHash;

impl std::hash::BuildHasher for QuickHash {
    type Hasher = QuickHasher;
    fn build_hasher(&self) -> QuickHasher {
        QuickHasher(0xcbf2_9ce4_8422_2325)
    }
}

/// The state of [`QuickHash`].
pub(crate) struct QuickHasher(u64);

impl std::hash::Hasher for QuickHasher {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0u8; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.write_u64(u64::from_le_bytes(word));
        }
    }
    fn write_u64(&mut self, word: u64) {
        self.0 = (self.0 ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 ^= self.0 >> 32;
    }
    fn write_usize(&mut self, word: usize) {
        self.write_u64(word as u64);
    }
    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budgeting::exact::whole;

    #[test]
    fn identical_ballots_are_merged_and_repeated_projects_count_once() {
        let election = Election::approval(
            10,
            &[("a", 4), ("b", 5)],
            &[(2, &["a", "b"]), (1, &["b", "a", "b"]), (1, &[])],
        );
        assert_eq!(election.ballots.len(), 2);
        assert_eq!(election.voters(), 4);
        assert_eq!(election.votes(), vec![3, 3]);
        assert_eq!(election.ballot_of_voter, vec![0, 0, 0, 1]);
    }

    #[test]
    fn the_last_points_for_a_repeated_project_count() {
        let projects = vec![Project::new("a", whole(1)), Project::new("b", whole(1))];
        let mut election = Election::new(whole(2), BallotType::Cumulative, projects);
        Roll::default().cast(&mut election, vec![1, 0, 1], vec![5, 3, 2]);
        assert_eq!(election.ballots[0].projects, vec![0, 1]);
        assert_eq!(election.ballots[0].points, vec![3, 2]);
    }
}
