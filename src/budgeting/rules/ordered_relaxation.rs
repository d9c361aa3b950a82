//! Ordered relaxation (Sreedurga, Ratan Bhardwaj, Narahari, *Maxmin Participatory Budgeting*, IJCAI 2022,
//! <https://arxiv.org/abs/2204.13923>): what would be best for the voter who gets least, made into whole projects.
//!
//! Were projects divisible, the budget could be shared out among them so that the least money on any voter's projects is as
//! great as possible. That is a linear programme. Projects are then taken by the money that falls to them, from the most, until
//! one does not fit.
//!
//! The definition leaves open which of several best sharings-out is meant, and solvers differ by the luck of their pivots.
//! Here it is the one that also gives all voters together most, and of those the one that gives most to projects early in the
//! tie order. Nothing can be done for a voter who names nothing that the budget could pay: such voters are no part of the
//! least. Ballots that name all that another names say nothing about the least, so only the others are looked at.
//!
//! Worked example: a budget of 4, one voter for a (4) and one for b (3). Each gets 2 of it; a and b are equal, a goes first
//! and is funded, b does not fit. With a second voter for b nothing changes: the least counts, not the number.

use num_traits::{One, Signed, Zero};

use super::greedy::in_order;
use crate::budgeting::election::Election;
use crate::budgeting::exact::{Rational, whole};
use crate::budgeting::outcome::Outcome;
use crate::budgeting::tie::{Tie, TieOrder};

/// Size of the programme (projects × ballots) beyond which exact numbers would take long.
const MOST_CELLS: usize = 12_000;

/// Why an election is too large to be counted exactly; nothing if it is not.
pub fn too_large(election: &Election) -> Option<String> {
    let programme = Programme::new(election);
    let cells = programme.goods.len() * (programme.demands.len() + programme.goods.len());
    (cells > MOST_CELLS).then(|| {
        format!(
            "counts exactly only up to some hundred different ballots ({} projects and {} ballots here)",
            programme.goods.len(),
            programme.demands.len()
        )
    })
}

/// Counts.
pub fn ordered_relaxation(election: &Election, tie_order: TieOrder) -> Outcome {
    let mut outcome = Outcome::new("ordered-relax", "of the budget falling to it", tie_order);
    let named = election.votes();
    let ranks = tie_order.ranks(election);
    let programme = Programme::new(election);
    let (least, money, open) = programme.solve(&ranks);
    if !open.is_empty() {
        // Ways of sharing out that are equally good differ in what falls to these.
        outcome.ties.push(Tie { round: 1, among: open });
    }
    outcome
        .options
        .push(("least", crate::budgeting::exact::write_exact(&least)));
    let mut scores: Vec<Option<Rational>> = vec![Some(Rational::zero()); election.projects.len()];
    for (good, money) in programme.goods.iter().zip(money) {
        scores[good.project] = Some(money);
    }
    // What costs nothing and is named goes first, as under every rule that buys.
    let free = |project: usize| election.projects[project].cost.is_zero() && named[project] > 0;
    let mut order: Vec<usize> = (0..scores.len()).filter(|project| free(*project)).collect();
    order.sort_by_key(|project| ranks[*project]);
    let by_money = in_order(election, &scores, tie_order, &mut outcome.ties);
    order.extend(
        by_money
            .into_iter()
            .filter(|project| !free(*project) && named[*project] > 0),
    );
    outcome
        .ties
        .retain(|tie| tie.among.iter().any(|project| named[*project] > 0));
    for project in order {
        let cost = &election.projects[project].cost;
        let left = &election.budget - &outcome.cost;
        if *cost > election.budget {
            // It could never be paid: no misfit that ends the count.
            outcome.refuse(project, left);
        } else if *cost > left {
            outcome.refuse(project, left);
            break;
        } else {
            outcome.fund(project, cost, scores[project].clone().unwrap_or_default());
        }
    }
    outcome
}

/// A project that money may fall to.
struct Good {
    project: usize,
    cost: Rational,
    votes: u64,
}

/// The linear programme: money `y` on each good, at most its cost and together at most the budget; each demand's goods get at
/// least `q`, and `q` is as great as possible.
struct Programme {
    goods: Vec<Good>,
    /// Goods (by position) of the ballots that decide about the least.
    demands: Vec<Vec<usize>>,
    budget: Rational,
}

impl Programme {
    fn new(election: &Election) -> Programme {
        let votes = election.votes();
        let mut place = vec![usize::MAX; election.projects.len()];
        let mut goods = Vec::new();
        for (project, one) in election.projects.iter().enumerate() {
            if votes[project] > 0 && one.cost.is_positive() && one.cost <= election.budget {
                place[project] = goods.len();
                goods.push(Good {
                    project,
                    cost: one.cost.clone(),
                    votes: votes[project],
                });
            }
        }
        let mut sets: Vec<Vec<usize>> = election
            .ballots
            .iter()
            .map(|ballot| {
                let liked = ballot.projects.iter().enumerate();
                let mut set: Vec<usize> = liked
                    .filter(|(at, _)| ballot.points.get(*at).is_none_or(|points| *points > 0))
                    .map(|(_, project)| place[*project as usize])
                    .filter(|good| *good != usize::MAX)
                    .collect();
                set.sort_unstable();
                set
            })
            .filter(|set| !set.is_empty())
            .collect();
        sets.sort_by(|a, b| a.len().cmp(&b.len()).then_with(|| a.cmp(b)));
        sets.dedup();
        let mut demands: Vec<Vec<usize>> = Vec::new();
        for set in sets {
            let inside = |other: &Vec<usize>| other.iter().all(|good| set.binary_search(good).is_ok());
            // Beyond what is counted at all it does not matter which are left out.
            if demands.len() > MOST_CELLS || !demands.iter().any(inside) {
                demands.push(set);
            }
        }
        Programme {
            goods,
            demands,
            budget: election.budget.clone(),
        }
    }

    /// The greatest least, the money on each good, and the projects (in tie order) to which more or less could fall just as well.
    fn solve(&self, ranks: &[u32]) -> (Rational, Vec<Rational>, Vec<usize>) {
        let goods = self.goods.len();
        if goods == 0 {
            return (Rational::zero(), Vec::new(), Vec::new());
        }
        // Unknowns: the money on each good, then the least. Rows: unknowns are at most what stands on the right.
        let mut rows: Vec<(Vec<Rational>, Rational)> = Vec::new();
        let row = |of: &dyn Fn(usize) -> i64| -> Vec<Rational> {
            (0..=goods).map(|at| Rational::from_integer(of(at).into())).collect()
        };
        rows.push((row(&|at| i64::from(at < goods)), self.budget.clone()));
        for (good, one) in self.goods.iter().enumerate() {
            rows.push((row(&|at| i64::from(at == good)), one.cost.clone()));
        }
        for set in &self.demands {
            let of = |at: usize| match at {
                at if at == goods => 1,
                at if set.contains(&at) => -1,
                _ => 0,
            };
            rows.push((row(&of), Rational::zero()));
        }
        let mut table = Table::new(rows);
        let only = |wanted: usize| -> Vec<Rational> { row(&|at| i64::from(at == wanted)) };
        table.raise(&only(goods));
        let mut all: Vec<Rational> = self.goods.iter().map(|good| whole(good.votes)).collect();
        all.push(Rational::zero());
        table.raise(&all);
        let mut order: Vec<usize> = (0..goods).collect();
        order.sort_by_key(|good| ranks[self.goods[*good].project]);
        let mut open = Vec::new();
        if table.fixed.iter().any(|fixed| !fixed) {
            let money = |table: &Table, good: usize| table.values(goods)[good].clone();
            for good in order.iter().copied() {
                let (mut most, mut least) = (table.clone(), table.clone());
                most.raise(&only(good));
                least.raise(&row(&|at| -i64::from(at == good)));
                if money(&most, good) != money(&least, good) {
                    open.push(self.goods[good].project);
                }
            }
        }
        for good in order {
            table.raise(&only(good));
        }
        let mut values = table.values(goods + 1);
        let least = values.pop().unwrap_or_default();
        (least, values, open)
    }
}

/// The simplex method in exact numbers, one objective after the other: what an objective fixes, the next may not move.
#[derive(Clone)]
struct Table {
    /// Coefficients of the unknowns outside the basis, for each row.
    rows: Vec<Vec<Rational>>,
    right: Vec<Rational>,
    /// Unknown (or slack, after the unknowns) in the basis of each row.
    basis: Vec<usize>,
    /// Unknown outside the basis in each column.
    outside: Vec<usize>,
    /// Columns that would lower an earlier objective.
    fixed: Vec<bool>,
}

impl Table {
    fn new(rows: Vec<(Vec<Rational>, Rational)>) -> Table {
        let unknowns = rows.first().map_or(0, |(row, _)| row.len());
        let (rows, right): (Vec<_>, Vec<_>) = rows.into_iter().unzip();
        Table {
            basis: (0..rows.len()).map(|row| unknowns + row).collect(),
            outside: (0..unknowns).collect(),
            fixed: vec![false; unknowns],
            rows,
            right,
        }
    }

    /// Makes an objective as great as it can be without lowering earlier ones, and fixes what it needs.
    fn raise(&mut self, objective: &[Rational]) {
        // What one more of each outside unknown adds to the objective.
        let mut gains: Vec<Rational> = self
            .outside
            .iter()
            .map(|unknown| objective.get(*unknown).cloned().unwrap_or_default())
            .collect();
        for (row, unknown) in self.basis.iter().enumerate() {
            if let Some(worth) = objective.get(*unknown).filter(|worth| !worth.is_zero()) {
                for (gain, coefficient) in gains.iter_mut().zip(&self.rows[row]) {
                    if !coefficient.is_zero() {
                        *gain -= worth * coefficient;
                    }
                }
            }
        }
        // The first column that helps (Bland), so that no round of equal steps can go on for ever.
        loop {
            let helps = (0..gains.len()).filter(|column| !self.fixed[*column] && gains[*column].is_positive());
            let Some(column) = helps.min_by_key(|column| self.outside[*column]) else {
                break;
            };
            let mut tightest: Option<(Rational, usize)> = None;
            for (row, coefficients) in self.rows.iter().enumerate() {
                if coefficients[column].is_positive() {
                    let room = &self.right[row] / &coefficients[column];
                    let better = tightest.as_ref().is_none_or(|(least, other)| {
                        room < *least || room == *least && self.basis[row] < self.basis[*other]
                    });
                    if better {
                        tightest = Some((room, row));
                    }
                }
            }
            // Money is bounded by the budget, so there always is such a row.
            let Some((_, row)) = tightest else { break };
            self.pivot(row, column, &mut gains);
        }
        for (fixed, gain) in self.fixed.iter_mut().zip(&gains) {
            *fixed |= gain.is_negative();
        }
    }

    /// Brings the unknown of a column into the basis in place of that of a row.
    fn pivot(&mut self, row: usize, column: usize, gains: &mut [Rational]) {
        let pivot = self.rows[row][column].clone();
        let factor = Rational::one() / &pivot;
        let mut own = std::mem::take(&mut self.rows[row]);
        own.iter_mut()
            .filter(|one| !one.is_zero())
            .for_each(|one| *one *= &factor);
        own[column] = factor;
        self.right[row] *= &own[column];
        let right = self.right[row].clone();
        let subtract = |line: &mut [Rational]| -> Rational {
            let times = std::mem::take(&mut line[column]);
            if !times.is_zero() {
                for (cell, coefficient) in line.iter_mut().zip(&own) {
                    if !coefficient.is_zero() {
                        *cell -= &times * coefficient;
                    }
                }
            }
            times
        };
        for (other, line) in self.rows.iter_mut().enumerate().filter(|(other, _)| *other != row) {
            let times = subtract(line);
            if !times.is_zero() {
                self.right[other] -= times * &right;
            }
        }
        subtract(gains);
        self.rows[row] = own;
        std::mem::swap(&mut self.basis[row], &mut self.outside[column]);
        // What left the basis is free to come back: only objectives fix.
        self.fixed[column] = false;
    }

    /// The unknowns' values.
    fn values(&self, unknowns: usize) -> Vec<Rational> {
        let mut values = vec![Rational::zero(); unknowns];
        for (unknown, right) in self.basis.iter().zip(&self.right) {
            if let Some(value) = values.get_mut(*unknown) {
                *value = right.clone();
            }
        }
        values
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worked_example_comes_out() {
        for more in [1, 5] {
            let election = Election::approval(4, &[("a", 4), ("b", 3)], &[(1, &["a"]), (more, &["b"])]);
            let outcome = ordered_relaxation(&election, TieOrder::Identifier);
            assert_eq!(outcome.funded, vec![0]);
            assert_eq!(outcome.options[0], ("least", "2".to_owned()));
        }
    }

    #[test]
    fn the_one_voter_who_would_get_nothing_comes_before_the_second_wish_of_many() {
        // Greedy spends all on a and b. Here half of it falls to c, so that nobody has less than 5.
        let election = Election::approval(10, &[("a", 5), ("b", 5), ("c", 5)], &[(9, &["a", "b"]), (1, &["c"])]);
        let outcome = ordered_relaxation(&election, TieOrder::Identifier);
        assert_eq!(outcome.options[0], ("least", "5".to_owned()));
        assert_eq!(outcome.funded, vec![0, 2]);
    }

    #[test]
    fn what_nobody_can_have_is_no_part_of_the_least() {
        let election = Election::approval(
            10,
            &[("a", 6), ("gold", 11), ("free", 0), ("unloved", 1)],
            &[(1, &["a"]), (1, &["gold"]), (1, &["free"]), (1, &[])],
        );
        let outcome = ordered_relaxation(&election, TieOrder::Identifier);
        assert_eq!(outcome.funded, vec![2, 0]);
        assert_eq!(outcome.options[0], ("least", "6".to_owned()));
    }
}
