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

/// The highest cost at which the project is funded: what the rule says was left for it, or to the whole unit of currency (of
/// costs below a thousand to a few thousandths); each was counted again. `None` if only a gift would be.
pub fn cost_to_win(
    election: &Election,
    project: usize,
    guess: Option<&Rational>,
    wins: impl Fn(&Election) -> bool,
) -> Option<Rational> {
    let cost = election.projects[project].cost.clone();
    let mut changed = election.clone();
    let mut wins_at = |lower: Rational| {
        changed.projects[project].cost = lower;
        wins(&changed)
    };
    let mut at = |step: u64| wins_at(&cost * whole(step) / whole(STEPS));
    let exact = guess.filter(|guess| **guess > whole(0) && **guess < cost).cloned();
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
    if low == 0 && cost <= whole(STEPS) {
        return None;
    }
    let value = |step: u64| &cost * whole(step) / whole(STEPS);
    let (mut sure, beyond) = (value(low), value(high));
    // What was left when its turn came is exact, pence and all.
    if let Some(exact) = exact.filter(|exact| *exact >= sure && *exact < beyond)
        && wins_at(exact.clone())
        && !wins_at(&exact + Rational::new(1.into(), 100.into()))
    {
        return Some(exact);
    }
    // Between two steps by the whole unit.
    let below = sure.floor();
    let (mut low, mut high) = (below.clone(), beyond.ceil());
    while &high - &low > whole(1) {
        let middle = ((&low + &high) / whole(2)).floor();
        if wins_at(middle.clone()) {
            low = middle
        } else {
            high = middle
        }
    }
    if low > below || cost >= whole(1000) && low > whole(0) && wins_at(low.clone()) {
        sure = low;
    }
    (sure > whole(0)).then_some(sure)
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
    fn the_cost_that_would_have_won_is_what_was_left_to_the_pound() {
        let election = Election::approval(
            2_000_000,
            &[("a", 1_500_000), ("b", 600_000)],
            &[(5, &["a"]), (3, &["b"])],
        );
        let wins = |changed: &Election| winners(Rule::Greedy, changed, &Options::default()).contains(&1);
        for guess in [None, Some(whole(1)), Some(whole(499_877)), Some(whole(500_000))] {
            let cost = cost_to_win(&election, 1, guess.as_ref(), wins);
            assert_eq!(cost, Some(whole(500_000)), "from {guess:?}");
        }
        // Pence that the rule leaves are told as they are.
        let mut election = election;
        election.budget = Rational::new(200_000_050.into(), 100.into());
        let left = Rational::new(50_000_050.into(), 100.into());
        let cost = cost_to_win(&election, 1, Some(&left), |changed: &Election| {
            winners(Rule::Greedy, changed, &Options::default()).contains(&1)
        });
        assert_eq!(cost, Some(left));
    }

    #[test]
    fn a_quorum_that_rises_with_the_voters_is_counted_with_the_new_ones() {
        // Half of 10 is 5, of 11 it is 5.5: one voter more lifts b to 5 of 11, two to 6 of 12.
        let mut election = Election::approval(10, &[("a", 5), ("b", 5)], &[(6, &["a"]), (4, &["b"])]);
        election.limits.least_share = Some(Rational::new(1.into(), 2.into()));
        let wins = |changed: &Election| winners(Rule::Greedy, changed, &Options::default()).contains(&1);
        assert!(!wins(&election));
        assert_eq!(votes_to_win(&election, 1, 1, wins), Some(2));
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
