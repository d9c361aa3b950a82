//! The set with the greatest total satisfaction that fits the budget: exact.
//!
//! Dynamic programming over the budget where costs, divided by their common divisor, are small; otherwise branch and
//! bound with the exact fractional bound (never rounded down: gains may be fractions). Of equally good sets the one that
//! takes earlier projects of the tie order is meant; the satisfaction reached, not the set, is what defines the rule.

use num_bigint::BigUint;
use num_traits::{One, ToPrimitive, Zero};

use super::phragmen::{cost_scale, scaled};
use crate::budgeting::election::Election;
use crate::budgeting::exact::{Rational, whole};
use crate::budgeting::outcome::Outcome;
use crate::budgeting::tie::TieOrder;
use crate::budgeting::utility::Utilities;

/// Largest table: projects × steps of the budget.
const LARGEST_TABLE: u64 = 60_000_000;
/// Nodes looked at for sets as good as the best, where nobody asked for all of them.
const FEW_NODES: u64 = 20_000;
/// Nodes looked at before the search stops and says so.
const MOST_NODES: u64 = 3_000_000;

#[derive(Clone, Debug)]
struct Item {
    project: usize,
    cost: BigUint,
    gain: BigUint,
}

/// What the search is about, in whole numbers.
struct Question {
    /// Satisfaction of each project.
    gains: Vec<Rational>,
    budget: BigUint,
    /// Free projects that somebody gains from: funded by every set.
    free: Vec<usize>,
    /// The others that somebody gains from and the budget could pay, in tie order.
    items: Vec<Item>,
}

impl Question {
    fn new(election: &Election, utilities: &Utilities, ranks: &[u32]) -> Question {
        let gains: Vec<Rational> = (0..election.projects.len())
            .map(|project| Rational::from_integer(utilities.total_value(election, project)) * &utilities.unit[project])
            .collect();
        let gain_scale = gains
            .iter()
            .fold(BigUint::one(), |scale, gain| lcm(&scale, gain.denom().magnitude()));
        let scale = cost_scale(election);
        let budget = scaled(&election.budget, &scale);
        let mut order: Vec<usize> = (0..gains.len()).collect();
        order.sort_by_key(|project| ranks[*project]);
        let (mut items, mut free) = (Vec::new(), Vec::new());
        for project in order {
            let cost = scaled(&election.projects[project].cost, &scale);
            let gain = scaled(&gains[project], &gain_scale);
            let gift = cost.is_zero() && !utilities.supporters[project].is_empty();
            if gain.is_zero() && !gift || cost > budget {
                continue;
            }
            if cost.is_zero() {
                free.push(project);
            } else {
                items.push(Item { project, cost, gain });
            }
        }
        Question {
            gains,
            budget,
            free,
            items,
        }
    }
}

/// Maximum total satisfaction.
pub fn knapsack(election: &Election, utilities: &Utilities, tie_order: TieOrder) -> Outcome {
    let mut outcome = Outcome::new("knapsack", "total satisfaction", tie_order);
    let ranks = tie_order.ranks(election);
    let question = Question::new(election, utilities, &ranks);
    let mut chosen = question.free.clone();
    let table = by_table(&question.items, &question.budget);
    let proven = table.is_some() || question.items.is_empty();
    match table {
        Some(best) => chosen.extend(best),
        None => {
            let (best, finished) = by_branching(&question.items, &question.budget);
            chosen.extend(best);
            if !finished && !proven {
                outcome.notes.push(format!(
                    "The search stopped after {MOST_NODES} steps: this set is good, but not proven to be the best."
                ));
            }
        }
    }
    let gains = &question.gains;
    if as_good(&question, &chosen, 2, FEW_NODES).0.len() > 1 {
        outcome.notes.push(
            "Another set satisfies voters exactly as much in total; the order of equal projects decided between them."
                .to_owned(),
        );
    }
    // Told from the most to the least satisfying.
    chosen.sort_by(|a, b| gains[*b].cmp(&gains[*a]).then(ranks[*a].cmp(&ranks[*b])));
    for project in &chosen {
        outcome.fund(*project, &election.projects[*project].cost, gains[*project].clone());
    }
    let total = chosen.iter().fold(whole(0), |sum, project| sum + &gains[*project]);
    outcome
        .options
        .push(("total_satisfaction", crate::budgeting::exact::write_exact(&total)));
    outcome
}

/// All sets that satisfy voters as much as the best does, each ascending; and whether all were found.
pub fn equal_sets(election: &Election, utilities: &Utilities, most: usize) -> (Vec<Vec<usize>>, bool) {
    let ranks = TieOrder::File.ranks(election);
    let question = Question::new(election, utilities, &ranks);
    let best = knapsack(election, utilities, TieOrder::File).funded;
    as_good(&question, &best, most, MOST_NODES)
}

/// Sets as good as a given one, up to so many, within so many steps.
fn as_good(question: &Question, best: &[usize], most: usize, nodes: u64) -> (Vec<Vec<usize>>, bool) {
    let items = question.items.iter();
    let target: BigUint = items
        .filter(|item| best.contains(&item.project))
        .map(|item| &item.gain)
        .sum();
    let mut order: Vec<&Item> = question.items.iter().collect();
    order.sort_by(|a, b| (&b.gain * &a.cost).cmp(&(&a.gain * &b.cost)));
    let mut sets: Vec<Vec<usize>> = Vec::new();
    let mut steps = 0u64;
    let mut stack = vec![(0usize, question.budget.clone(), BigUint::zero(), question.free.clone())];
    while let Some((next, room, gain, chosen)) = stack.pop() {
        steps += 1;
        if steps > nodes || sets.len() >= most {
            return (sets, false);
        }
        if next == order.len() {
            if gain == target {
                let mut set = chosen;
                set.sort_unstable();
                sets.push(set);
            }
            continue;
        }
        if !bounds(&order[next..], &room, &gain, &target, false) {
            continue;
        }
        let item = order[next];
        if item.cost <= room {
            let mut with = chosen.clone();
            with.push(item.project);
            stack.push((next + 1, &room - &item.cost, &gain + &item.gain, with));
        }
        stack.push((next + 1, room, gain, chosen));
    }
    (sets, true)
}

fn gcd(mut a: BigUint, mut b: BigUint) -> BigUint {
    while !b.is_zero() {
        let rest = &a % &b;
        a = std::mem::replace(&mut b, rest);
    }
    a
}

fn lcm(a: &BigUint, b: &BigUint) -> BigUint {
    a / gcd(a.clone(), b.clone()) * b
}

/// Best set by dynamic programming; `None` if the table would be too large or gains do not fit 127 bits.
fn by_table(items: &[Item], budget: &BigUint) -> Option<Vec<usize>> {
    let step = items
        .iter()
        .fold(BigUint::zero(), |step, item| gcd(step, item.cost.clone()));
    if step.is_zero() {
        return Some(Vec::new());
    }
    let width = (budget / &step).to_u64()?;
    let cells = width.checked_add(1)?.checked_mul(items.len() as u64)?;
    if cells > LARGEST_TABLE {
        return None;
    }
    let gains: Option<Vec<u128>> = items
        .iter()
        .map(|item| item.gain.to_u128().filter(|gain| *gain < 1 << 110))
        .collect();
    let gains = gains?;
    let costs: Option<Vec<usize>> = items.iter().map(|item| (&item.cost / &step).to_usize()).collect();
    let costs = costs?;
    let width = width as usize;
    let mut best = vec![0u128; width + 1];
    let mut taken = vec![false; (width + 1) * items.len()];
    // Later items first, so that walking back prefers earlier ones.
    for index in (0..items.len()).rev() {
        let row = &mut taken[index * (width + 1)..(index + 1) * (width + 1)];
        for room in (costs[index]..=width).rev() {
            let with = best[room - costs[index]] + gains[index];
            if with >= best[room] {
                best[room] = with;
                row[room] = true;
            }
        }
    }
    let (mut room, mut chosen) = (width, Vec::new());
    for index in 0..items.len() {
        if taken[index * (width + 1) + room] {
            chosen.push(items[index].project);
            room -= costs[index];
        }
    }
    Some(chosen)
}

/// Best set by depth-first search with the fractional bound; and whether the search was finished.
fn by_branching(items: &[Item], budget: &BigUint) -> (Vec<usize>, bool) {
    let mut order: Vec<&Item> = items.iter().collect();
    order.sort_by(|a, b| (&b.gain * &a.cost).cmp(&(&a.gain * &b.cost)));
    let mut best = (BigUint::zero(), Vec::new());
    let mut nodes = 0u64;
    // Explicit stack, so that no number of projects can exhaust the machine's: next item, room, gain, chosen.
    let mut stack = vec![(0usize, budget.clone(), BigUint::zero(), Vec::<usize>::new())];
    while let Some((next, room, gain, chosen)) = stack.pop() {
        nodes += 1;
        if nodes > MOST_NODES {
            return (best.1, false);
        }
        if gain > best.0 {
            best = (gain.clone(), chosen.clone());
        }
        if next == order.len() || !bounds(&order[next..], &room, &gain, &best.0, true) {
            continue;
        }
        stack.push((next + 1, room.clone(), gain.clone(), chosen.clone()));
        let item = order[next];
        if item.cost <= room {
            let mut with = chosen;
            with.push(item.project);
            stack.push((next + 1, room - &item.cost, gain + &item.gain, with));
        }
    }
    (best.1, true)
}

/// Whether filling the room with fractions of the rest could beat the best set, or (not `strictly`) be as good.
fn bounds(rest: &[&Item], room: &BigUint, gain: &BigUint, best: &BigUint, strictly: bool) -> bool {
    let enough = |sum: &BigUint, best: &BigUint| if strictly { sum > best } else { sum >= best };
    let (mut room, mut sum) = (room.clone(), gain.clone());
    for item in rest {
        if enough(&sum, best) {
            return true;
        }
        if item.cost <= room {
            room -= &item.cost;
            sum += &item.gain;
        } else {
            // sum + gain·room/cost against best, without dividing
            return enough(&(&sum * &item.cost + &item.gain * room), &(best * &item.cost));
        }
    }
    enough(&sum, best)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budgeting::utility::Satisfaction;

    fn brute(election: &Election, utilities: &Utilities) -> Rational {
        let mut best = whole(0);
        for set in 0..1usize << election.projects.len() {
            let chosen: Vec<usize> = (0..election.projects.len())
                .filter(|project| set >> project & 1 == 1)
                .collect();
            if election.cost_of(&chosen) <= election.budget {
                let gains = utilities.gains(election, &chosen);
                let total = gains
                    .iter()
                    .zip(&election.ballots)
                    .fold(whole(0), |sum, (gain, ballot)| sum + gain * whole(ballot.weight));
                best = best.max(total);
            }
        }
        best
    }

    #[test]
    fn table_and_branching_reach_what_trying_all_sets_reaches() {
        let election = Election::approval(
            50,
            &[("a", 24), ("b", 13), ("c", 23), ("d", 15), ("e", 16), ("f", 2)],
            &[
                (3, &["a", "b"]),
                (2, &["c", "d", "e"]),
                (4, &["b", "f"]),
                (1, &["a", "c", "e"]),
            ],
        );
        for satisfaction in [
            Satisfaction::Cost,
            Satisfaction::Cardinality,
            Satisfaction::CostSquareRoot,
        ] {
            let utilities = Utilities::new(&election, satisfaction);
            let outcome = knapsack(&election, &utilities, TieOrder::Identifier);
            let reached = crate::budgeting::exact::write_exact(&brute(&election, &utilities));
            assert_eq!(outcome.options[0].1, reached, "{satisfaction:?}");
            let items: Vec<Item> = (0..6)
                .map(|project| Item {
                    project,
                    cost: scaled(&election.projects[project].cost, &BigUint::one()),
                    gain: scaled(
                        &(Rational::from_integer(utilities.total_value(&election, project))
                            * &utilities.unit[project]
                            * whole(1_000_000_000)),
                        &BigUint::one(),
                    ),
                })
                .collect();
            let (chosen, finished) = by_branching(&items, &BigUint::from(50u8));
            let total = chosen
                .iter()
                .fold(BigUint::zero(), |sum, project| sum + &items[*project].gain);
            assert!(finished);
            assert_eq!(
                Rational::from_integer(total.into()) / whole(1_000_000_000),
                brute(&election, &utilities)
            );
        }
    }
}
