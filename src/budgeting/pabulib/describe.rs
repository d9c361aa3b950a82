//! What a file holds, before any rule is applied.

use crate::budgeting::election::Election;
use crate::budgeting::exact::{Rational, approximate, whole};

/// A summary of an election.
#[derive(Clone, Debug, PartialEq)]
pub struct Description {
    /// Name of the election.
    pub title: String,
    /// Kind of ballot, as the format calls it.
    pub ballot_type: &'static str,
    /// Money to spend \[currency\].
    pub budget: Rational,
    /// Currency code, empty if unknown.
    pub currency: String,
    /// Number of projects.
    pub projects: usize,
    /// Voters \[people\].
    pub voters: u64,
    /// Their strengths added up: the same number where all weigh alike.
    pub summed_strength: Rational,
    /// Voters with empty ballots \[people\].
    pub empty_ballots: u64,
    /// Distinct ballots.
    pub distinct_ballots: usize,
    /// Projects named on all ballots together.
    pub approvals: u64,
    /// Mean number of projects on a ballot.
    pub mean_length: f64,
    /// Cost of all projects \[currency\].
    pub total_cost: Rational,
    /// The budget divided by the voters, or by their strengths added up where they differ \[currency\].
    pub share: Rational,
    /// Cheapest and dearest project \[currency\].
    pub cost_range: Option<(Rational, Rational)>,
    /// Projects that nobody names.
    pub unsupported: usize,
    /// Projects that cost more than the budget.
    pub too_dear: usize,
    /// What the organiser selected, if the file says so.
    pub selected: Vec<usize>,
}

/// Summarises an election.
pub fn describe(election: &Election) -> Description {
    let votes = election.votes();
    let voters = election.people();
    let heads = election.heads();
    let cast = || election.ballots.iter().zip(&heads);
    let approvals: u64 = cast().map(|(ballot, heads)| heads * ballot.projects.len() as u64).sum();
    let costs = || election.projects.iter().map(|project| &project.cost);
    Description {
        title: election.title.clone(),
        ballot_type: election.ballot_type.word(),
        budget: election.budget.clone(),
        currency: election.currency.clone(),
        projects: election.projects.len(),
        voters,
        summed_strength: election.whole_votes(election.voters()),
        empty_ballots: cast()
            .filter(|(ballot, _)| ballot.projects.is_empty())
            .map(|(_, heads)| heads)
            .sum(),
        distinct_ballots: election.ballots.len(),
        approvals,
        mean_length: approximate(&(whole(approvals) / whole(voters.max(1)))),
        total_cost: costs().fold(whole(0), |sum, cost| sum + cost),
        share: &election.budget / election.whole_votes(election.voters().max(1)),
        cost_range: costs().min().cloned().zip(costs().max().cloned()),
        unsupported: votes.iter().filter(|votes| **votes == 0).count(),
        too_dear: costs().filter(|cost| **cost > election.budget).count(),
        selected: (0..election.projects.len())
            .filter(|project| election.projects[*project].selected == Some(1))
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_counts_what_is_there() {
        let election = Election::approval(10, &[("a", 4), ("b", 50)], &[(3, &["a"]), (1, &[])]);
        let description = describe(&election);
        assert_eq!(
            (
                description.voters,
                description.empty_ballots,
                description.distinct_ballots
            ),
            (4, 1, 2)
        );
        assert_eq!(
            (description.unsupported, description.too_dear, description.approvals),
            (1, 1, 3)
        );
    }
}
