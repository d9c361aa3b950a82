//! What each voter gets: funded projects named, their cost, and the voter's part of the money spent.

use crate::budgeting::election::Election;
use crate::budgeting::exact::approximate;
use crate::budgeting::outcome::Outcome;

/// Measures over voters: people, each once, however much a vote weighs. A project that is funded in part counts by its part.
#[derive(Clone, Debug, PartialEq)]
pub struct Shares {
    /// Voters \[people\].
    pub voters: u64,
    /// Voters none of whose projects gets anything \[people\].
    pub with_nothing: u64,
    /// The same among voters who named anything \[people\].
    pub with_nothing_who_voted: u64,
    /// Mean number of funded projects on a ballot.
    pub mean_projects: f64,
    /// Mean share of the ballot that is funded, empty ballots left out [0–1].
    pub mean_share_of_ballot: f64,
    /// Mean money for projects on a ballot \[currency\].
    pub mean_cost: f64,
    /// Gini coefficient of the number of funded projects [0 equal – 1 unequal].
    pub gini_projects: f64,
    /// Gini coefficient of that money [0–1].
    pub gini_cost: f64,
    /// Voters by number of projects on the ballot that get anything: 0, 1, 2 … \[people\].
    pub histogram: Vec<u64>,
    /// Gini coefficient of the money spent on each voter (a project's money divided by the votes that named it) [0–1].
    pub gini_effort: f64,
    /// Mean distance between money spent on a voter and the fair share \[currency\].
    pub fair_share_distance: f64,
    /// Mean of money spent on a voter as a part of the fair share, at most 1 [0–1].
    pub fair_share_ratio: f64,
    /// Money spent as a part of the budget [0–1].
    pub spent: f64,
}

/// Voters who cast the same ballot and weigh alike.
struct Alike {
    /// Funded projects on the ballot, those in part by their part.
    projects: f64,
    /// Money for its projects \[currency\].
    cost: f64,
    /// Money spent on each of these voters \[currency\].
    effort: f64,
    /// Voters \[people\].
    people: u64,
}

/// Ballots with the weight of each voter and how many voters cast them so.
fn cast(election: &Election) -> Vec<(usize, u64, u64)> {
    if election.strengths.is_empty() {
        let ballots = election.ballots.iter().enumerate();
        return ballots.map(|(at, ballot)| (at, 1, ballot.weight)).collect();
    }
    let voters = election.ballot_of_voter.iter().zip(&election.strengths);
    voters.map(|(at, strength)| (*at as usize, *strength, 1)).collect()
}

/// Measures an outcome. The fair share of a voter is an equal part of the budget (of a voter who weighs twice as much, twice
/// that), or all that could be spent on the ballot if that is less.
pub fn shares(election: &Election, outcome: &Outcome) -> Shares {
    let parts = outcome.parts(election);
    let costs: Vec<f64> = election
        .projects
        .iter()
        .map(|project| approximate(&project.cost))
        .collect();
    let votes = election.votes();
    // What could be spent for a vote, were the project funded in full.
    let effort: Vec<f64> = costs
        .iter()
        .zip(&votes)
        .map(|(cost, votes)| cost / (*votes).max(1) as f64)
        .collect();
    let budget = approximate(&election.budget);
    let equal = budget / election.voters().max(1) as f64;
    let mut list: Vec<Alike> = Vec::with_capacity(election.ballots.len());
    let mut histogram = vec![0u64];
    let (mut nothing, mut nothing_voted, mut ballot_share, mut voted) = (0, 0, 0.0, 0u64);
    let (mut distance, mut ratio) = (0.0, 0.0);
    for (at, strength, people) in cast(election) {
        let ballot = &election.ballots[at];
        let (many, strength) = (people as f64, strength as f64);
        let named = || ballot.supported();
        let won = named().filter(|project| parts[*project] > 0.0).count();
        let projects: f64 = named().map(|project| parts[project]).sum();
        let cost: f64 = named().map(|project| parts[project] * costs[project]).sum();
        let got = strength * named().map(|project| parts[project] * effort[project]).sum::<f64>();
        let possible = strength * named().map(|project| effort[project]).sum::<f64>();
        let fair = possible.min(strength * equal);
        distance += many * (got - fair).abs();
        ratio += many * if fair > 0.0 { (got / fair).min(1.0) } else { 1.0 };
        if histogram.len() <= won {
            histogram.resize(won + 1, 0);
        }
        histogram[won] += people;
        if won == 0 {
            nothing += people;
        }
        let supported = named().count();
        if supported > 0 {
            voted += people;
            ballot_share += many * projects / supported as f64;
            if won == 0 {
                nothing_voted += people;
            }
        }
        list.push(Alike {
            projects,
            cost,
            effort: got,
            people,
        });
    }
    let voters: u64 = list.iter().map(|alike| alike.people).sum();
    let people = voters.max(1) as f64;
    let mean =
        |part: &dyn Fn(&Alike) -> f64| list.iter().map(|alike| part(alike) * alike.people as f64).sum::<f64>() / people;
    let spread =
        |part: &dyn Fn(&Alike) -> f64| gini(&list.iter().map(|alike| (part(alike), alike.people)).collect::<Vec<_>>());
    Shares {
        voters,
        with_nothing: nothing,
        with_nothing_who_voted: nothing_voted,
        mean_projects: mean(&|alike| alike.projects),
        mean_share_of_ballot: ballot_share / voted.max(1) as f64,
        mean_cost: mean(&|alike| alike.cost),
        gini_projects: spread(&|alike| alike.projects),
        gini_cost: spread(&|alike| alike.cost),
        histogram,
        gini_effort: spread(&|alike| alike.effort),
        fair_share_distance: distance / people,
        fair_share_ratio: ratio / people,
        spent: if budget > 0.0 {
            approximate(&(outcome.spent() / &election.budget))
        } else {
            0.0
        },
    }
}

/// Gini coefficient of values with weights; 0 if all are 0.
pub fn gini(values: &[(f64, u64)]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let people: f64 = sorted.iter().map(|(_, weight)| *weight as f64).sum();
    let total: f64 = sorted.iter().map(|(value, weight)| value * *weight as f64).sum();
    if total <= 0.0 || people <= 0.0 {
        return 0.0;
    }
    // Twice the area under the Lorenz curve, by trapezia.
    let (mut below, mut area) = (0.0, 0.0);
    for (value, weight) in sorted {
        let part = value * weight as f64 / total;
        area += (2.0 * below + part) * weight as f64 / people;
        below += part;
    }
    1.0 - area
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gini_coefficient_has_its_textbook_values() {
        assert_eq!(gini(&[(0.0, 5)]), 0.0);
        assert!(gini(&[(3.0, 2), (3.0, 7)]).abs() < 1e-12);
        // One of four has all: (n − 1)/n.
        assert!((gini(&[(0.0, 3), (1.0, 1)]) - 0.75).abs() < 1e-12);
        assert!((gini(&[(1.0, 1), (2.0, 1), (3.0, 1)]) - 2.0 / 9.0).abs() < 1e-12);
    }

    #[test]
    fn voters_with_nothing_are_counted() {
        let election = Election::approval(10, &[("a", 4), ("b", 6)], &[(3, &["a"]), (2, &["b"]), (1, &[])]);
        let shares = shares(&election, &Outcome::made_up(&election, &[0], &[]));
        assert_eq!((shares.with_nothing, shares.with_nothing_who_voted), (3, 2));
        assert_eq!(shares.histogram, vec![3, 3]);
        assert!((shares.mean_projects - 0.5).abs() < 1e-12);
        assert!((shares.spent - 0.4).abs() < 1e-12);
    }

    #[test]
    fn whose_project_is_paid_in_part_does_not_have_nothing() {
        let election = Election::approval(10, &[("a", 4), ("b", 8)], &[(3, &["a"]), (2, &["b"]), (1, &[])]);
        let shares = shares(&election, &Outcome::made_up(&election, &[0], &[(1, 6)]));
        assert_eq!((shares.with_nothing, shares.with_nothing_who_voted), (1, 0));
        assert_eq!(shares.histogram, vec![1, 5]);
        assert!((shares.mean_projects - (3.0 + 2.0 * 0.75) / 6.0).abs() < 1e-12);
        assert!((shares.mean_cost - (3.0 * 4.0 + 2.0 * 6.0) / 6.0).abs() < 1e-12);
        assert!((shares.spent - 1.0).abs() < 1e-12);
    }

    #[test]
    fn people_are_counted_and_not_their_strength() {
        // Two people for a, one of them with strength 3; one for b with strength 2.
        let mut election = Election::approval(12, &[("a", 8), ("b", 6)], &[(2, &["a"]), (1, &["b"])]);
        election.ballots[0].weight = 4;
        election.ballots[1].weight = 2;
        election.strengths = vec![1, 3, 2];
        let shares = shares(&election, &Outcome::made_up(&election, &[0], &[]));
        assert_eq!((shares.voters, shares.with_nothing), (3, 1));
        assert_eq!(shares.histogram, vec![1, 2]);
        assert!((shares.mean_projects - 2.0 / 3.0).abs() < 1e-12);
        // 2 for each vote that named a: 2 and 6 of the fair 2 and 6; nothing of 4 for the third.
        assert!((shares.fair_share_distance - 4.0 / 3.0).abs() < 1e-12);
        assert!((shares.fair_share_ratio - 2.0 / 3.0).abs() < 1e-12);
    }
}
