//! Casting ballots: identical ones are merged while they come in.

use std::hash::{BuildHasher, Hasher};

use super::election::{Ballot, BallotType, Election};
use super::quick_hash::{Places, QuickHash};

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

#[cfg(feature = "internals")]
impl Election {
    /// An approval election from identifiers, costs and ballots in words: for examples and tests.
    pub fn approval(budget: u64, projects: &[(&str, u64)], ballots: &[(u64, &[&str])]) -> Election {
        let list = projects
            .iter()
            .map(|(id, cost)| super::election::Project::new(id, super::exact::whole(*cost)))
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
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budgeting::election::Project;
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
