//! How far a losing project was from winning: the cost at which it would be funded, and the voters who name only it that
//! would be needed (Boehmer and others, 2024). Found by counting again and again, so each number is one that was seen to
//! win; where a rule is not monotone a better one may exist.

use super::election::{Ballot, Election};
use super::exact::{Rational, whole};

/// Halvings of the interval in which the cost to win lies.
const HALVINGS: usize = 12;

/// A cost at which the project is funded, within a few thousandths of the highest; `None` if only a gift would be.
pub fn cost_to_win(election: &Election, project: usize, wins: impl Fn(&Election) -> bool) -> Option<Rational> {
    let cost = election.projects[project].cost.clone();
    let at = |cost: &Rational| {
        let mut changed = election.clone();
        changed.projects[project].cost = cost.clone();
        wins(&changed)
    };
    let steps = whole(1 << HALVINGS);
    let (mut low, mut high) = (0u64, 1u64 << HALVINGS);
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if at(&(&cost * whole(middle) / &steps)) {
            low = middle
        } else {
            high = middle
        }
    }
    (low > 0).then(|| cost * whole(low) / steps)
}

/// How many more voters naming only this project would fund it \[people\]; `None` if as many as have voted are too few.
pub fn votes_to_win(election: &Election, project: usize, wins: impl Fn(&Election) -> bool) -> Option<u64> {
    let with = |more: u64| {
        let mut changed = election.clone();
        let points = if election.ballot_type.has_points() {
            vec![election.points_scale]
        } else {
            Vec::new()
        };
        changed.ballots.push(Ballot {
            weight: more * election.strength_scale,
            projects: vec![project as u32],
            points,
        });
        changed.projects[project].published_score = election.projects[project]
            .published_score
            .as_ref()
            .map(|score| score + whole(more));
        wins(&changed)
    };
    let most = election.voters().max(1);
    let mut high = 1u64;
    while !with(high) {
        if high >= most {
            return None;
        }
        high = (high * 2).min(most);
    }
    let mut low = high / 2;
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if with(middle) { high = middle } else { low = middle }
    }
    Some(high)
}

#[cfg(test)]
mod tests {
    use super::super::rules::{Options, Rule, run};
    use super::*;

    #[test]
    fn margins_are_found_where_the_rule_turns() {
        let election = Election::approval(10, &[("a", 8), ("b", 5)], &[(5, &["a"]), (3, &["b"])]);
        let wins = |changed: &Election| run(Rule::Greedy, changed, &Options::default()).funded.contains(&1);
        assert_eq!(votes_to_win(&election, 1, wins), Some(3));
        let cost = cost_to_win(&election, 1, wins).expect("cheaper wins");
        assert!(
            cost <= whole(2) && cost > Rational::new(199.into(), 100.into()),
            "{cost}"
        );
    }
}
