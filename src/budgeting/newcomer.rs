//! One more voter for a project: what such a voter writes down so that it counts for the project as much as a ballot may.
//!
//! On a ballot of approvals that is the project and nothing else. Who may give ten points gives it all ten: a voter with one
//! point would tell of a project that it needs ten times the friends it needs. On a ranking it stands first; whether others
//! stand behind it makes a difference where places are added up, so both are tried.

use num_traits::{Signed, ToPrimitive};

use super::election::{Ballot, BallotType, Election};
use super::exact::{Rational, whole};
use super::scores::counted_scores;

/// What a new voter for a project writes down.
#[derive(Clone, Debug, PartialEq)]
pub enum Newcomer {
    /// It, and nothing else.
    Names,
    /// It, with so many points, and nothing else.
    Gives(Rational),
    /// It first, and behind it as many others as a ballot may rank, those with least first.
    RanksFirst,
}

impl Newcomer {
    /// The ballots that may count most for a project, simplest first.
    pub fn of(election: &Election) -> Vec<Newcomer> {
        match election.ballot_type {
            BallotType::Approval | BallotType::ChooseOne => vec![Newcomer::Names],
            BallotType::Ordinal => vec![Newcomer::Names, Newcomer::RanksFirst],
            BallotType::Cumulative | BallotType::Scoring => vec![Newcomer::Gives(most_to_one(election))],
        }
    }

    /// The ballot, cast by nobody yet.
    pub(super) fn ballot(&self, election: &Election, project: usize) -> Ballot {
        let (mut projects, mut points) = (vec![project as u32], Vec::new());
        match self {
            Newcomer::Names => {}
            Newcomer::Gives(most) => {
                let scaled = (most * whole(election.points_scale.unsigned_abs())).to_integer();
                points.push(scaled.to_i64().unwrap_or(election.points_scale));
            }
            Newcomer::RanksFirst => {
                let scores = counted_scores(election, false);
                let mut others: Vec<usize> = (0..election.projects.len()).filter(|other| *other != project).collect();
                others.sort_by(|one, other| scores[*one].cmp(&scores[*other]));
                projects.extend(others.into_iter().map(|other| other as u32));
                projects.truncate(election.places().max(1));
            }
        }
        Ballot {
            weight: 0,
            projects,
            points,
        }
    }
}

/// The most points that a voter may give to one project: as the file says, or as much as anybody gave; where points are to be
/// spread, all that anybody had.
fn most_to_one(election: &Election) -> Rational {
    if let Some(most) = election.most_given.as_ref().filter(|most| most.is_positive()) {
        return most.clone();
    }
    let given = |ballot: &Ballot| -> i64 {
        let points = ballot.points.iter().copied().filter(|points| *points > 0);
        match election.ballot_type {
            BallotType::Cumulative => points.sum(),
            _ => points.max().unwrap_or(0),
        }
    };
    let most = election.ballots.iter().map(given).max().filter(|most| *most > 0);
    let scale = election.points_scale.max(1);
    Rational::new(most.unwrap_or(scale).into(), scale.into())
}

/// What one such ballot adds to the score that a file publishes of each project on it: as much as one ballot adds to the count,
/// or a head where heads were published.
pub(super) fn published_by_one(election: &Election, ballot: &Ballot) -> Vec<(usize, Rational)> {
    let heads = election.votes();
    let scale = whole(election.points_scale.unsigned_abs().max(1));
    let places = ballot.projects.iter().enumerate();
    places
        .map(|(place, project)| {
            let project = *project as usize;
            let counted = match ballot.points.get(place) {
                Some(points) => Rational::from_integer((*points).into()) / &scale,
                None if election.ballot_type == BallotType::Ordinal => whole((ballot.projects.len() - place) as u64),
                None => whole(1),
            };
            let published = election.projects[project].published_score.as_ref();
            let of_heads = published.is_some_and(|score| *score == election.whole_votes(heads[project]));
            (project, if of_heads { whole(1) } else { counted })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::margins::{votes_to_win, votes_to_win_as};
    use super::super::roll::Roll;
    use super::super::rules::{Options, Rule, winners};
    use super::*;
    use crate::budgeting::election::Project;

    fn town(kind: BallotType, ballots: &[(&[u32], &[i64])]) -> Election {
        let projects = ["a", "b", "c"].map(|id| Project::new(id, whole(1))).to_vec();
        let mut election = Election::new(whole(1), kind, projects);
        let mut roll = Roll::default();
        for (projects, points) in ballots {
            roll.cast(&mut election, projects.to_vec(), points.to_vec());
        }
        election
    }

    #[test]
    fn a_new_voter_gives_all_points_that_a_voter_may_and_so_few_are_enough() {
        // 18 points against 2: two voters with ten each lift b to 22.
        let spread = town(BallotType::Cumulative, &[(&[0], &[10]), (&[0, 1], &[8, 2])]);
        assert_eq!(Newcomer::of(&spread), [Newcomer::Gives(whole(10))]);
        let wins = |changed: &Election| winners(Rule::Greedy, changed, &Options::default()) == [1];
        assert_eq!(votes_to_win(&spread, 1, 1, wins), Some(2));
        // Scores are for each project by itself: the largest that anybody gave, or what the file allows.
        let mut scored = town(BallotType::Scoring, &[(&[0, 1], &[5, 3]), (&[0, 2], &[5, 4])]);
        assert_eq!(Newcomer::of(&scored), [Newcomer::Gives(whole(5))]);
        scored.most_given = Some(whole(8));
        assert_eq!(votes_to_win(&scored, 1, 1, wins), Some(1));
    }

    #[test]
    fn a_new_voter_ranks_it_first_with_the_weakest_behind_it_where_places_are_added_up() {
        // b 9, c 7, a 2: alone on a ballot a gets 1, before c and b it gets 3.
        let ranked = town(
            BallotType::Ordinal,
            &[(&[1, 2, 0], &[]), (&[1, 2, 0], &[]), (&[1, 2], &[]), (&[2], &[])],
        );
        let ballot = Newcomer::RanksFirst.ballot(&ranked, 0);
        assert_eq!(ballot.projects, [0, 2, 1]);
        let wins = |changed: &Election| winners(Rule::Greedy, changed, &Options::default()) == [0];
        let with = |newcomer: &Newcomer| votes_to_win_as(&ranked, 0, newcomer, 1, wins);
        assert_eq!(with(&Newcomer::Names), None);
        assert_eq!(with(&Newcomer::RanksFirst), Some(4));
    }

    #[test]
    fn a_published_number_of_heads_rises_by_heads_and_one_of_points_by_points() {
        let mut spread = town(BallotType::Cumulative, &[(&[0], &[10]), (&[0, 1], &[8, 2])]);
        let ballot = Newcomer::Gives(whole(10)).ballot(&spread, 1);
        spread.projects[1].published_score = Some(whole(2));
        assert_eq!(published_by_one(&spread, &ballot), [(1, whole(10))]);
        spread.projects[1].published_score = Some(whole(1));
        assert_eq!(published_by_one(&spread, &ballot), [(1, whole(1))]);
    }
}
