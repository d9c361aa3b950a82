//! Scores as cities publish them: points, places of a ranking or votes, added up from the ballots.

use num_bigint::BigInt;
use num_traits::Zero;

use super::election::{BallotType, Election};
use super::exact::Rational;

/// Scores added up from the ballots. What has as much against it as for it, or more, is left to the end. Of rankings the last
/// place counts 1; with `whole_places` the first place of every ballot counts what that of the longest would.
pub fn counted_scores(election: &Election, whole_places: bool) -> Vec<Option<Rational>> {
    let places = election.places();
    let mut scores = vec![BigInt::zero(); election.projects.len()];
    for ballot in &election.ballots {
        for (place, project) in ballot.projects.iter().enumerate() {
            let points = match ballot.points.get(place) {
                Some(points) => BigInt::from(*points),
                None if election.ballot_type == BallotType::Ordinal => {
                    let all = if whole_places { places } else { ballot.projects.len() };
                    BigInt::from(all - place)
                }
                None => BigInt::from(election.points_scale),
            };
            scores[*project as usize] += points * ballot.weight;
        }
    }
    let scale = if election.ballot_type.has_points() {
        election.points_scale
    } else {
        1
    };
    let scale = BigInt::from(scale) * election.strength_scale;
    scores
        .into_iter()
        .map(|score| Some(Rational::new(score, scale.clone())))
        .collect()
}

/// The score that cities publish: the file's own where it has one, otherwise points, Borda or votes from the ballots.
pub fn published_scores(election: &Election) -> Vec<Rational> {
    let counted = counted_scores(election, false);
    election
        .projects
        .iter()
        .zip(counted)
        .map(|(project, counted)| {
            // A published number counts heads; where voters differ in strength the ballots are added up.
            let published = project.published_score.clone();
            published
                .filter(|_| election.strengths.is_empty())
                .or(counted)
                .unwrap_or_else(Rational::zero)
        })
        .collect()
}
