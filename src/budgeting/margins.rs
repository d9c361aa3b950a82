//! How far a losing project was from winning: the cost at which it would be funded, and the voters for it (see `newcomer`) that
//! would be needed (Boehmer and others, 2024). Found by counting again and again, so each number is one that was seen to
//! win; where a rule is not monotone a better one may exist.
//!
//! The search begins at a guess and doubles its steps away from it: a good guess saves most counts and a bad one costs a few.
//! What is found turns the outcome, and its neighbour does not. Under a rule that is monotone there is one such number; under
//! the others there may be several, and which is found hangs on the guess. The reader is told so.

use num_traits::ToPrimitive;

use super::election::Election;
use super::exact::{Rational, whole};
use super::newcomer::{Newcomer, published_by_one};

/// Steps of the cost in which the cost to win lies.
const STEPS: u64 = 1 << 12;

/// The highest cost at which the project is funded: what the rule says was left for it, or to the whole unit of currency (of
/// costs below a thousand to the penny); each was counted again. `None` if only a gift would be.
pub fn cost_to_win(
    election: &Election,
    project: usize,
    guess: Option<&Rational>,
    wins: impl Fn(&Election) -> bool,
) -> Option<Rational> {
    Cheaper::new(election, project, wins).search(guess)
}

/// [`cost_to_win`] where a rough count, which is nearly always right, is there to find where to begin.
pub fn cost_to_win_from(
    election: &Election,
    project: usize,
    guess: Option<&Rational>,
    likely: impl Fn(&Election) -> bool,
    wins: impl Fn(&Election) -> bool,
) -> Option<Rational> {
    let found = Cheaper::new(election, project, likely).search(guess);
    let mut cheaper = Cheaper::new(election, project, wins);
    // If nothing was found, from the lowest cost on.
    let begin = found.unwrap_or_else(|| cheaper.value(1));
    if cheaper.turns_at(&begin) {
        return Some(begin);
    }
    cheaper.search(Some(&begin))
}

/// An election in which one project gets cheaper.
struct Cheaper<W> {
    changed: Election,
    project: usize,
    cost: Rational,
    wins: W,
}

impl<W: Fn(&Election) -> bool> Cheaper<W> {
    fn new(election: &Election, project: usize, wins: W) -> Cheaper<W> {
        Cheaper {
            cost: election.projects[project].cost.clone(),
            changed: election.clone(),
            project,
            wins,
        }
    }

    fn wins_at(&mut self, lower: Rational) -> bool {
        self.changed.projects[self.project].cost = lower;
        (self.wins)(&self.changed)
    }

    fn at(&mut self, step: u64) -> bool {
        let lower = self.value(step);
        self.wins_at(lower)
    }

    fn value(&self, step: u64) -> Rational {
        &self.cost * whole(step) / whole(STEPS)
    }

    /// Whether it wins at a cost and loses at the next one that a search looks at.
    fn turns_at(&mut self, cost: &Rational) -> bool {
        let next = if self.cost >= whole(1000) && cost.is_integer() {
            cost + whole(1)
        } else {
            cost + penny()
        };
        next <= self.cost && self.wins_at(cost.clone()) && !self.wins_at(next)
    }

    /// The cost at which it wins, next to one at which it loses.
    fn search(&mut self, guess: Option<&Rational>) -> Option<Rational> {
        let cost = self.cost.clone();
        let exact = guess.filter(|guess| **guess > whole(0) && **guess < cost).cloned();
        let guess = guess
            .filter(|_| cost > whole(0))
            .and_then(|guess| (guess * whole(STEPS) / &cost).to_integer().to_u64());
        let start = guess.unwrap_or(STEPS / 2).clamp(1, STEPS - 1);
        let (low, high) = self.between_steps(start);
        // A small sum may be won at a few pence.
        if low == 0 && cost <= whole(STEPS) && cost >= whole(1000) {
            return None;
        }
        let (mut sure, beyond) = (self.value(low), self.value(high));
        // What was left when its turn came is exact, pence and all.
        if let Some(exact) = exact.filter(|exact| *exact >= sure && *exact < beyond)
            && self.wins_at(exact.clone())
            && !self.wins_at(&exact + penny())
        {
            return Some(exact);
        }
        // Between two steps by the whole unit.
        let below = sure.floor();
        let (mut low, mut high) = (below.clone(), beyond.ceil());
        while &high - &low > whole(1) {
            let middle = ((&low + &high) / whole(2)).floor();
            if self.wins_at(middle.clone()) {
                low = middle
            } else {
                high = middle
            }
        }
        if low > below || cost >= whole(1000) && low > whole(0) && self.wins_at(low.clone()) {
            sure = low;
        }
        if cost < whole(1000) {
            sure = self.by_the_penny(sure, &beyond);
        }
        (sure > whole(0)).then_some(sure)
    }

    /// The last penny at which it wins, between a cost at which it does and one at which it does not.
    fn by_the_penny(&mut self, sure: Rational, beyond: &Rational) -> Rational {
        let first = (&sure / penny()).floor();
        let (mut low, mut high) = (first.clone(), (beyond / penny()).ceil());
        while &high - &low > whole(1) {
            let middle = ((&low + &high) / whole(2)).floor();
            if self.wins_at(&middle * penny()) {
                low = middle
            } else {
                high = middle
            }
        }
        let found = low * penny();
        if found > sure || found > whole(0) && self.wins_at(found.clone()) {
            found
        } else {
            sure
        }
    }

    /// The last step at which it wins and the first at which it loses, looked for from a start on.
    fn between_steps(&mut self, start: u64) -> (u64, u64) {
        let (mut low, mut high, mut stride) = (0u64, STEPS, 1u64);
        if self.at(start) {
            low = start;
            while high - low > 1 && high == STEPS {
                let next = (low + stride).min(STEPS - 1);
                if !self.at(next) {
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
                if self.at(next) {
                    low = next;
                    break;
                }
                high = next;
                stride *= 2;
            }
        }
        halved(low, high, |middle| self.at(middle))
    }
}

/// The smallest coin \[currency\].
fn penny() -> Rational {
    Rational::new(1.into(), 100.into())
}

/// Two neighbours between which it turns: up to the first of them `before` holds, from the second on it does not.
fn halved(mut low: u64, mut high: u64, mut before: impl FnMut(u64) -> bool) -> (u64, u64) {
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if before(middle) { low = middle } else { high = middle }
    }
    (low, high)
}

/// How many more voters for this project would fund it \[people\], each giving it as much as a voter may; `None` if as many as
/// have voted are too few. With one voter fewer it was seen to lose.
#[cfg(feature = "internals")]
pub fn votes_to_win(election: &Election, project: usize, guess: u64, wins: impl Fn(&Election) -> bool) -> Option<u64> {
    let ways = Newcomer::of(election);
    let found = ways
        .iter()
        .filter_map(|one| votes_to_win_as(election, project, one, guess, &wins));
    found.min()
}

/// How many more voters of one kind would fund this project.
pub fn votes_to_win_as(
    election: &Election,
    project: usize,
    newcomer: &Newcomer,
    guess: u64,
    wins: impl Fn(&Election) -> bool,
) -> Option<u64> {
    MoreVoters::new(election, project, newcomer, wins).search(guess, guess / 64)
}

/// [`votes_to_win_as`] where a rough count, which is nearly always right, is there to find where to begin.
pub fn votes_to_win_from(
    election: &Election,
    project: usize,
    newcomer: &Newcomer,
    guess: u64,
    likely: impl Fn(&Election) -> bool,
    wins: impl Fn(&Election) -> bool,
) -> Option<u64> {
    let found = votes_to_win_as(election, project, newcomer, guess, likely);
    MoreVoters::new(election, project, newcomer, wins).search(found.unwrap_or(u64::MAX), 1)
}

/// An election in which more and more voters come for one project.
struct MoreVoters<W> {
    changed: Election,
    /// Projects with a score that the file publishes, that score, and what each new voter adds to it.
    published: Vec<(usize, Rational, Rational)>,
    most: u64,
    wins: W,
}

impl<W: Fn(&Election) -> bool> MoreVoters<W> {
    fn new(election: &Election, project: usize, newcomer: &Newcomer, wins: W) -> MoreVoters<W> {
        let mut changed = election.clone();
        let ballot = newcomer.ballot(election, project);
        let published = published_by_one(election, &ballot).into_iter();
        let published =
            published.filter_map(|(at, each)| Some((at, changed.projects[at].published_score.clone()?, each)));
        let published = published.collect();
        changed.ballots.push(ballot);
        MoreVoters {
            published,
            most: election.voters().max(1),
            changed,
            wins,
        }
    }

    fn wins_with(&mut self, more: u64) -> bool {
        let scale = self.changed.strength_scale;
        if let Some(last) = self.changed.ballots.last_mut() {
            last.weight = more * scale;
        }
        for (project, before, each) in &self.published {
            self.changed.projects[*project].published_score = Some(before + each * whole(more));
        }
        (self.wins)(&self.changed)
    }

    /// From a guess on, by steps that double.
    fn search(&mut self, guess: u64, stride: u64) -> Option<u64> {
        let most = self.most;
        let first = guess.clamp(1, most);
        let mut stride = stride.clamp(1, most);
        let (mut low, mut high);
        if self.wins_with(first) {
            (low, high) = (0, first);
            while high > 1 {
                let next = high.saturating_sub(stride);
                if next == 0 {
                    break;
                }
                if !self.wins_with(next) {
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
                if self.wins_with(next) {
                    high = next;
                    break;
                }
                low = next;
                stride *= 2;
            }
        }
        Some(halved(low, high, |middle| !self.wins_with(middle)).1)
    }
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
    fn of_a_small_sum_the_cost_that_would_have_won_is_told_by_the_penny() {
        // Two voters of 111.25 each want it, and the rule buys it at up to what they have together.
        let election = Election::approval(445, &[("a", 300), ("b", 200)], &[(2, &["a"]), (2, &["b"])]);
        let options = Options {
            completion: Some(crate::budgeting::equal_shares::Completion::None),
            ..Options::default()
        };
        let wins = |changed: &Election| winners(Rule::EqualShares, changed, &options).contains(&0);
        for guess in [None, Some(whole(1)), Some(whole(222)), Some(whole(250))] {
            let cost = cost_to_win(&election, 0, guess.as_ref(), wins);
            assert_eq!(cost, Some(Rational::new(22_250.into(), 100.into())), "from {guess:?}");
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
            assert_eq!(all, Rational::new(499.into(), 100.into()), "a penny less than its cost");
        }
    }
}
