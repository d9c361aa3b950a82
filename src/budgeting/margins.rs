//! How far a losing project was from winning: the cost at which it would be funded, and the voters who name only it that
//! would be needed (Boehmer and others, 2024). Found by counting again and again, so each number is one that was seen to
//! win; where a rule is not monotone a better one may exist.
//!
//! The search begins at a guess and doubles its steps away from it: a good guess saves most counts, a bad one costs a few and
//! changes nothing in what is found.

use num_traits::ToPrimitive;

use super::election::{Ballot, Election};
use super::exact::{Rational, whole};

/// Steps of the cost in which the cost to win lies.
const STEPS: u64 = 1 << 12;

/// A cost at which the project is funded, within a few thousandths of the highest; `None` if only a gift would be.
pub fn cost_to_win(
    election: &Election,
    project: usize,
    guess: Option<&Rational>,
    wins: impl Fn(&Election) -> bool,
) -> Option<Rational> {
    let cost = election.projects[project].cost.clone();
    let mut changed = election.clone();
    let mut at = |step: u64| {
        changed.projects[project].cost = &cost * whole(step) / whole(STEPS);
        wins(&changed)
    };
    let guess = guess
        .filter(|_| cost > whole(0))
        .and_then(|guess| (guess * whole(STEPS) / &cost).to_integer().to_u64());
    let start = guess.unwrap_or(STEPS / 2).clamp(1, STEPS - 1);
    let (mut low, mut high, mut stride) = (0u64, STEPS, 1u64);
    if at(start) {
        low = start;
        while high - low > 1 && high == STEPS {
            let next = (low + stride).min(STEPS - 1);
            if !at(next) {
                high = next;
            } else {
                low = next;
                stride *= 2;
            }
            if low == STEPS - 1 {
                break;
            }
        }
    } else {
        high = start;
        while high > 1 {
            let next = high.saturating_sub(stride);
            if next == 0 {
                break;
            }
            if at(next) {
                low = next;
                break;
            }
            high = next;
            stride *= 2;
        }
    }
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if at(middle) { low = middle } else { high = middle }
    }
    (low > 0).then(|| cost * whole(low) / whole(STEPS))
}

/// How many more voters naming only this project would fund it \[people\]; `None` if as many as have voted are too few. With
/// one voter fewer it was seen to lose.
pub fn votes_to_win(election: &Election, project: usize, guess: u64, wins: impl Fn(&Election) -> bool) -> Option<u64> {
    let mut changed = election.clone();
    let points = if election.ballot_type.has_points() {
        vec![election.points_scale]
    } else {
        Vec::new()
    };
    changed.ballots.push(Ballot {
        weight: 0,
        projects: vec![project as u32],
        points,
    });
    let last = changed.ballots.len() - 1;
    let published = election.projects[project].published_score.clone();
    let mut with = |more: u64| {
        changed.ballots[last].weight = more * election.strength_scale;
        changed.projects[project].published_score = published.as_ref().map(|score| score + whole(more));
        wins(&changed)
    };
    let most = election.voters().max(1);
    let first = guess.clamp(1, most);
    let mut stride = (first / 64).max(1);
    let (mut low, mut high);
    if with(first) {
        (low, high) = (0, first);
        while high > 1 {
            let next = high.saturating_sub(stride);
            if next == 0 {
                break;
            }
            if !with(next) {
                low = next;
                break;
            }
            high = next;
            stride *= 2;
        }
    } else {
        low = first;
        loop {
            if low >= most {
                return None;
            }
            let next = (low + stride).min(most);
            if with(next) {
                high = next;
                break;
            }
            low = next;
            stride *= 2;
        }
    }
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if with(middle) { high = middle } else { low = middle }
    }
    Some(high)
}

#[cfg(test)]
mod tests {
    use super::super::rules::{Options, Rule, winners};
    use super::*;

    #[test]
    fn margins_are_found_where_the_rule_turns_whatever_the_guess() {
        let election = Election::approval(10, &[("a", 8), ("b", 5)], &[(5, &["a"]), (3, &["b"])]);
        let wins = |changed: &Election| winners(Rule::Greedy, changed, &Options::default()).contains(&1);
        for guess in [0, 1, 2, 3, 4, 8, 1_000_000] {
            assert_eq!(votes_to_win(&election, 1, guess, wins), Some(3), "{guess}");
        }
        for guess in [None, Some(whole(0)), Some(whole(1)), Some(whole(2)), Some(whole(5))] {
            let cost = cost_to_win(&election, 1, guess.as_ref(), wins).expect("cheaper wins");
            assert!(
                cost <= whole(2) && cost > Rational::new(199.into(), 100.into()),
                "{cost} from {guess:?}"
            );
        }
    }

    #[test]
    fn what_never_wins_is_told_so_and_what_always_wins_needs_one() {
        let election = Election::approval(10, &[("a", 8), ("b", 5)], &[(5, &["a"]), (3, &["b"])]);
        for guess in [1, 4, 8] {
            assert_eq!(votes_to_win(&election, 1, guess, |_: &Election| false), None);
            assert_eq!(votes_to_win(&election, 1, guess, |_: &Election| true), Some(1));
        }
        for guess in [None, Some(whole(1)), Some(whole(4))] {
            assert_eq!(cost_to_win(&election, 1, guess.as_ref(), |_: &Election| false), None);
            let all = cost_to_win(&election, 1, guess.as_ref(), |_: &Election| true).expect("nearly its cost");
            assert!(all < whole(5) && all > Rational::new(499.into(), 100.into()), "{all}");
        }
    }
}
