//! The comparison step: is the outcome of Equal Shares liked better than that of the greedy rule?

use crate::budgeting::election::Election;

/// What is compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Comparison {
    /// Voters with more funded projects on their ballot in one outcome than in the other.
    #[default]
    Satisfaction,
    /// Voters with at least one funded project in one outcome and none in the other.
    ExclusionRatio,
}

/// Voters who are better off with the first outcome, and with the second.
pub fn compare(election: &Election, first: &[usize], second: &[usize], comparison: Comparison) -> (u64, u64) {
    let mut in_first = vec![false; election.projects.len()];
    let mut in_second = vec![false; election.projects.len()];
    first.iter().for_each(|project| in_first[*project] = true);
    second.iter().for_each(|project| in_second[*project] = true);
    let (mut for_first, mut for_second) = (0, 0);
    for ballot in &election.ballots {
        let won = |list: &[bool]| {
            ballot
                .projects
                .iter()
                .filter(|project| list[**project as usize])
                .count()
        };
        let (mut a, mut b) = (won(&in_first), won(&in_second));
        if comparison == Comparison::ExclusionRatio {
            (a, b) = (a.min(1), b.min(1));
        }
        match a.cmp(&b) {
            std::cmp::Ordering::Greater => for_first += ballot.weight,
            std::cmp::Ordering::Less => for_second += ballot.weight,
            std::cmp::Ordering::Equal => {}
        }
    }
    (for_first, for_second)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn voters_without_any_winner_are_counted_too() {
        let election = Election::approval(2, &[("a", 1), ("b", 1)], &[(3, &["a"]), (2, &["b"])]);
        assert_eq!(compare(&election, &[0], &[1], Comparison::Satisfaction), (3, 2));
        assert_eq!(compare(&election, &[0, 1], &[0], Comparison::ExclusionRatio), (2, 0));
    }
}
