//! What each voter gets: funded projects named, their cost, and the voter's part of the money spent.

use crate::budgeting::election::Election;
use crate::budgeting::exact::approximate;

/// Measures over voters. Satisfaction counts funded projects on the ballot.
#[derive(Clone, Debug, PartialEq)]
pub struct Shares {
    /// Voters \[people\].
    pub voters: u64,
    /// Voters with no funded project on the ballot \[people\].
    pub with_nothing: u64,
    /// The same among voters who named anything \[people\].
    pub with_nothing_who_voted: u64,
    /// Mean number of funded projects on a ballot.
    pub mean_projects: f64,
    /// Mean share of the ballot that is funded, empty ballots left out [0–1].
    pub mean_share_of_ballot: f64,
    /// Mean cost of funded projects on a ballot \[currency\].
    pub mean_cost: f64,
    /// Gini coefficient of the number of funded projects [0 equal – 1 unequal].
    pub gini_projects: f64,
    /// Gini coefficient of their cost [0–1].
    pub gini_cost: f64,
    /// Voters by number of funded projects on the ballot: 0, 1, 2 … \[people\].
    pub histogram: Vec<u64>,
    /// Gini coefficient of the money spent on each voter (cost of a project divided by those who named it) [0–1].
    pub gini_effort: f64,
    /// Mean distance between money spent on a voter and the fair share \[currency\].
    pub fair_share_distance: f64,
    /// Mean of money spent on a voter as a part of the fair share, at most 1 [0–1].
    pub fair_share_ratio: f64,
    /// Money spent as a part of the budget [0–1].
    pub spent: f64,
}

/// Of one ballot: funded projects, their cost, money spent on the voter, voters.
type Entry = (f64, f64, f64, u64);

/// Measures an outcome. The fair share of a voter is an equal part of the budget, or all that could be spent on the
/// ballot if that is less.
pub fn shares(election: &Election, funded: &[usize]) -> Shares {
    let mut chosen = vec![false; election.projects.len()];
    funded.iter().for_each(|project| chosen[*project] = true);
    let costs: Vec<f64> = election
        .projects
        .iter()
        .map(|project| approximate(&project.cost))
        .collect();
    let votes = election.votes();
    let effort: Vec<f64> = costs
        .iter()
        .zip(&votes)
        .map(|(cost, votes)| cost / (*votes).max(1) as f64)
        .collect();
    let voters = election.voters();
    let budget = approximate(&election.budget);
    let equal = budget / voters.max(1) as f64;
    let mut list: Vec<Entry> = Vec::with_capacity(election.ballots.len());
    let mut histogram = vec![0u64];
    let (mut nothing, mut nothing_voted, mut ballot_share, mut voted) = (0, 0, 0.0, 0u64);
    let (mut distance, mut ratio) = (0.0, 0.0);
    for ballot in &election.ballots {
        let weight = ballot.weight as f64;
        let won: Vec<usize> = ballot
            .projects
            .iter()
            .map(|project| *project as usize)
            .filter(|project| chosen[*project])
            .collect();
        let cost: f64 = won.iter().map(|project| costs[*project]).sum();
        let got: f64 = won.iter().map(|project| effort[*project]).sum();
        let possible: f64 = ballot.projects.iter().map(|project| effort[*project as usize]).sum();
        let fair = possible.min(equal);
        distance += weight * (got - fair).abs();
        ratio += weight * if fair > 0.0 { (got / fair).min(1.0) } else { 1.0 };
        if histogram.len() <= won.len() {
            histogram.resize(won.len() + 1, 0);
        }
        histogram[won.len()] += ballot.weight;
        if won.is_empty() {
            nothing += ballot.weight;
        }
        if !ballot.projects.is_empty() {
            voted += ballot.weight;
            ballot_share += weight * won.len() as f64 / ballot.projects.len() as f64;
            if won.is_empty() {
                nothing_voted += ballot.weight;
            }
        }
        list.push((won.len() as f64, cost, got, ballot.weight));
    }
    let people = voters.max(1) as f64;
    let mean =
        |part: &dyn Fn(&Entry) -> f64| list.iter().map(|entry| part(entry) * entry.3 as f64).sum::<f64>() / people;
    let spread =
        |part: &dyn Fn(&Entry) -> f64| gini(&list.iter().map(|entry| (part(entry), entry.3)).collect::<Vec<_>>());
    Shares {
        voters,
        with_nothing: nothing,
        with_nothing_who_voted: nothing_voted,
        mean_projects: mean(&|entry| entry.0),
        mean_share_of_ballot: ballot_share / voted.max(1) as f64,
        mean_cost: mean(&|entry| entry.1),
        gini_projects: spread(&|entry| entry.0),
        gini_cost: spread(&|entry| entry.1),
        histogram,
        gini_effort: spread(&|entry| entry.2),
        fair_share_distance: distance / people,
        fair_share_ratio: ratio / people,
        spent: if budget > 0.0 {
            approximate(&election.cost_of(funded)) / budget
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
        let shares = shares(&election, &[0]);
        assert_eq!((shares.with_nothing, shares.with_nothing_who_voted), (3, 2));
        assert_eq!(shares.histogram, vec![3, 3]);
        assert!((shares.mean_projects - 0.5).abs() < 1e-12);
        assert!((shares.spent - 0.4).abs() < 1e-12);
    }
}
