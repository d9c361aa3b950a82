//! What would have done most: the sets of proposals with the greatest sum of single effects that the budget can pay for.
//!
//! Exact, by branch and bound with the fractional bound of the knapsack problem, costs in whole pence. Effects are means of
//! draws, so that equal ones are rare; among sets of the same sum the cheaper is better, then the one of earlier
//! proposals. A proposal that helps nothing is never taken. How far the sum is from what a set does together is for the
//! caller to find out by projecting it.

/// Something that may be bought.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Item {
    /// Cost \[pence\].
    pub cost: u64,
    /// Effect, more is better.
    pub gain: f64,
}

/// A set that fits.
#[derive(Clone, Debug, PartialEq)]
pub struct Best {
    /// Positions, ascending.
    pub set: Vec<usize>,
    /// Sum of effects.
    pub gain: f64,
    /// Sum of costs \[pence\].
    pub cost: u64,
}

impl Best {
    fn before(&self, other: &Best) -> bool {
        let by_gain = other.gain.total_cmp(&self.gain);
        by_gain
            .then(self.cost.cmp(&other.cost))
            .then_with(|| self.set.cmp(&other.set))
            .is_lt()
    }
}

/// What may be bought together, beside the whole budget.
#[derive(Clone, Debug, Default)]
pub struct Allowed {
    /// Purses of their own: money \[pence\], and the items that are paid from it.
    pub purses: Vec<(u64, Vec<usize>)>,
    /// Of each of these at most one.
    pub alternatives: Vec<Vec<usize>>,
    /// The first only with the second.
    pub needs: Vec<(usize, usize)>,
    /// Never.
    pub never: Vec<usize>,
}

impl Allowed {
    /// Whether an item may join a set that is being made: what it needs may come later.
    fn may_join(&self, set: &[usize], item: usize, items: &[Item]) -> bool {
        let alone = |group: &&Vec<usize>| group.contains(&item) && set.iter().any(|other| group.contains(other));
        let too_dear = |(money, of): &&(u64, Vec<usize>)| {
            let spent: u64 = set
                .iter()
                .filter(|other| of.contains(other))
                .map(|other| items[*other].cost)
                .sum();
            of.contains(&item) && spent + items[item].cost > *money
        };
        !self.alternatives.iter().any(|group| alone(&group)) && !self.purses.iter().any(|purse| too_dear(&purse))
    }
    /// Whether everything that is needed is there.
    fn complete(&self, set: &[usize]) -> bool {
        self.needs
            .iter()
            .all(|(one, other)| !set.contains(one) || set.contains(other))
    }
}

/// The best `count` sets within the budget \[pence\] and the terms, best first. The empty set is one of them if nothing helps.
pub fn best(items: &[Item], budget: u64, terms: &Allowed, count: usize) -> Vec<Best> {
    // What helps nothing itself may be needed by what does.
    let needed = |at: &usize| terms.needs.iter().any(|(_, other)| other == at);
    let mut order: Vec<usize> = (0..items.len())
        .filter(|at| items[*at].gain > 0.0 || needed(at))
        .filter(|at| items[*at].cost <= budget && !terms.never.contains(at))
        .collect();
    let density = |at: usize| items[at].gain / (items[at].cost as f64).max(f64::MIN_POSITIVE);
    order.sort_by(|a, b| density(*b).total_cmp(&density(*a)).then(a.cmp(b)));
    let mut search = Search {
        items,
        terms,
        order,
        count: count.max(1),
        found: Vec::new(),
        taken: Vec::new(),
    };
    search.branch(0, budget, 0.0, 0);
    search.found
}

struct Search<'a> {
    items: &'a [Item],
    terms: &'a Allowed,
    order: Vec<usize>,
    count: usize,
    found: Vec<Best>,
    taken: Vec<usize>,
}

impl Search<'_> {
    /// Keeps the set at hand, then tries every further item of the order.
    fn branch(&mut self, from: usize, left: u64, gain: f64, cost: u64) {
        self.keep(gain, cost);
        for place in from..self.order.len() {
            if self.found.len() >= self.count && self.hopeless(place, left, gain) {
                return;
            }
            let at = self.order[place];
            let item = self.items[at];
            if item.cost <= left && self.terms.may_join(&self.taken, at, self.items) {
                self.taken.push(at);
                self.branch(place + 1, left - item.cost, gain + item.gain, cost + item.cost);
                self.taken.pop();
            }
        }
    }

    fn keep(&mut self, gain: f64, cost: u64) {
        if !self.terms.complete(&self.taken) {
            return;
        }
        let mut set = self.taken.clone();
        set.sort_unstable();
        // Summed in one order, so that the same set has the same sum however it was reached.
        let gain = if set.is_empty() {
            gain
        } else {
            set.iter().map(|at| self.items[*at].gain).sum()
        };
        let one = Best { set, gain, cost };
        let place = self.found.partition_point(|other| other.before(&one));
        if place < self.count {
            self.found.insert(place, one);
            self.found.truncate(self.count);
        }
    }

    /// Whether even a fraction of an item on top could not reach the worst set kept.
    fn hopeless(&self, from: usize, left: u64, gain: f64) -> bool {
        let (mut left, mut bound) = (left as f64, gain);
        for at in &self.order[from..] {
            let item = self.items[*at];
            let cost = item.cost as f64;
            if cost <= left {
                left -= cost;
                bound += item.gain.max(0.0);
            } else {
                bound += item.gain.max(0.0) * left / cost;
                break;
            }
        }
        let worst = self.found.last().map_or(f64::NEG_INFINITY, |worst| worst.gain);
        // A rounding error must not cut off a set that is as good.
        bound + bound.abs() * 1e-12 < worst
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn by_trying_all(items: &[Item], budget: u64) -> Vec<Best> {
        let mut all: Vec<Best> = (0..1u32 << items.len())
            .map(|bits| {
                let set: Vec<usize> = (0..items.len()).filter(|at| bits >> at & 1 == 1).collect();
                Best {
                    gain: set.iter().map(|at| items[*at].gain).sum(),
                    cost: set.iter().map(|at| items[*at].cost).sum(),
                    set,
                }
            })
            .filter(|one| one.cost <= budget && one.set.iter().all(|at| items[*at].gain > 0.0))
            .collect();
        all.sort_by(|a, b| {
            if a.before(b) {
                std::cmp::Ordering::Less
            } else {
                std::cmp::Ordering::Greater
            }
        });
        all
    }

    proptest! {
        #[test]
        fn the_search_finds_what_trying_every_set_finds(
            list in prop::collection::vec((0u64..40, -3i32..12), 0..11), budget in 0u64..120, count in 1usize..5
        ) {
            let items: Vec<Item> = list.iter().map(|(cost, gain)| Item { cost: *cost, gain: f64::from(*gain) }).collect();
            let wanted: Vec<Best> = by_trying_all(&items, budget).into_iter().take(count).collect();
            let found = best(&items, budget, &Allowed::default(), count);
            prop_assert_eq!(found.len(), wanted.len());
            for (one, two) in found.iter().zip(&wanted) {
                prop_assert_eq!(one.gain, two.gain);
                prop_assert_eq!(one.cost, two.cost);
            }
        }
    }

    #[test]
    fn a_hundred_proposals_are_no_trouble() {
        let items: Vec<Item> = (0..100)
            .map(|at| Item {
                cost: 100_000 + 7_919 * at * at % 400_000,
                gain: 1.0 + (at * 37 % 101) as f64 / 10.0,
            })
            .collect();
        let found = best(&items, 3_000_000, &Allowed::default(), 3);
        assert!(found[0].gain >= found[1].gain && found[0].cost <= 3_000_000);
    }
}
