//! What stays the same during a count and over all the counts of a completion.

use std::sync::Arc;

use num_bigint::{BigInt, BigUint};
use num_traits::Zero;

use crate::budgeting::election::Election;
use crate::budgeting::exact::{Rational, approximate};
use crate::budgeting::gate::{Gate, free_projects};
use crate::budgeting::rules::phragmen::{cost_scale, scaled};
use crate::budgeting::tie::TieOrder;
use crate::budgeting::utility::Utilities;

/// A project as the count sees it.
#[derive(Default)]
pub struct Good {
    /// Ballots of its supporters, in the order of the election.
    pub ballots: Vec<u32>,
    /// Voters behind each of these ballots.
    pub weights: Vec<f64>,
    /// Value on each of these ballots; empty if all are 1.
    pub values: Vec<u64>,
    /// The same as floating point.
    pub float_values: Vec<f64>,
    /// Largest value.
    pub largest_value: f64,
    /// Voters who support it \[people\].
    pub total_weight: f64,
    /// Cost [1/scale of the currency].
    pub cost: BigUint,
    /// The same as floating point, nearest.
    pub float_cost: f64,
    /// Gain for a value of 1.
    pub unit: Rational,
    /// The same as floating point, nearest.
    pub float_unit: f64,
}

impl Good {
    /// A project of an election, its cost in 1/`scale` of the currency; nothing where that leaves a fraction.
    pub fn new(election: &Election, utilities: &Utilities, project: usize, scale: &BigUint) -> Option<Good> {
        let supporters = &utilities.supporters[project];
        let weight = |ballot: u32| election.ballots[ballot as usize].weight as f64;
        let uniform = utilities.uniform[project];
        let exact = &election.projects[project].cost * Rational::from_integer(BigInt::from(scale.clone()));
        if !exact.is_integer() {
            return None;
        }
        let cost = scaled(&election.projects[project].cost, scale);
        let unit = utilities.unit[project].clone();
        let values = || supporters.iter().map(|supporter| supporter.value);
        Some(Good {
            ballots: supporters.iter().map(|supporter| supporter.ballot).collect(),
            weights: supporters.iter().map(|supporter| weight(supporter.ballot)).collect(),
            values: values().filter(|_| !uniform).collect(),
            float_values: values().filter(|_| !uniform).map(|value| value as f64).collect(),
            largest_value: values().map(|value| value as f64).fold(1.0, f64::max),
            total_weight: supporters.iter().map(|supporter| weight(supporter.ballot)).sum(),
            float_cost: approximate(&exact),
            cost,
            float_unit: approximate(&unit),
            unit,
        })
    }

    /// Whether it costs something and somebody gains from it.
    pub fn is_wanted(&self) -> bool {
        !self.ballots.is_empty() && !self.unit.is_zero() && !self.cost.is_zero()
    }

    /// The price per unit of gain where all supporters pay in full: the cost by what they gain together.
    pub fn plain_price(&self) -> Rational {
        let weights = self.weights.iter().enumerate();
        let all = weights.fold(0u128, |sum, (place, weight)| {
            sum + *weight as u128 * u128::from(self.values.get(place).copied().unwrap_or(1))
        });
        let gains = Rational::from_integer(BigInt::from(all)) * &self.unit;
        Rational::from_integer(BigInt::from(self.cost.clone())) / gains
    }

    /// The same project paid by some of its supporters, all with the same value; their places in the list ascend.
    pub fn paid_at(&self, places: &[u32]) -> Good {
        let weights: Vec<f64> = places.iter().map(|place| self.weights[*place as usize]).collect();
        Good {
            ballots: places.iter().map(|place| self.ballots[*place as usize]).collect(),
            total_weight: weights.iter().sum(),
            weights,
            values: Vec::new(),
            float_values: Vec::new(),
            largest_value: 1.0,
            cost: self.cost.clone(),
            float_cost: self.float_cost,
            unit: self.unit.clone(),
            float_unit: self.float_unit,
        }
    }
}

/// Projects with supporters, and the order of ties.
pub struct Market<'a> {
    /// The election.
    pub election: &'a Election,
    /// Lower goes first.
    pub ranks: Vec<u32>,
    /// What gave these ranks.
    pub tie_order: TieOrder,
    /// Costs are counted in 1/`scale` of the currency, so that they are whole.
    pub scale: BigUint,
    /// Budget × scale.
    pub budget: Rational,
    /// All projects.
    pub goods: Vec<Arc<Good>>,
    /// Projects that cost something and that somebody gains from.
    pub pool: Vec<usize>,
    /// Projects that cost nothing and that somebody names: funded at once, in tie order.
    pub free: Vec<usize>,
    /// Voters, those with empty ballots included \[people\].
    pub voters: u64,
    /// The limits after the free projects are taken.
    pub gate: Gate<'a>,
}

impl<'a> Market<'a> {
    /// Prepares an election for counting.
    pub fn new(election: &'a Election, utilities: &'a Utilities, tie_order: TieOrder) -> Market<'a> {
        Market::finer(election, utilities, tie_order, 1)
    }

    /// The same with costs in parts so many times finer than the election's own: room for another cost of one project.
    pub fn finer(election: &'a Election, utilities: &Utilities, tie_order: TieOrder, finer: u64) -> Market<'a> {
        let scale = cost_scale(election) * finer;
        let goods: Vec<Arc<Good>> = (0..election.projects.len())
            .map(|project| Arc::new(Good::new(election, utilities, project, &scale).unwrap_or_default()))
            .collect();
        let ranks = tie_order.ranks(election);
        let before = Gate::new(election);
        let mut pool: Vec<usize> = (0..goods.len())
            .filter(|project| goods[*project].is_wanted() && before.for_good(*project).is_none())
            .collect();
        pool.sort_by_key(|project| ranks[*project]);
        let free = free_projects(election, utilities, &ranks, &before);
        Market {
            election,
            ranks,
            tie_order,
            budget: &election.budget * Rational::from_integer(BigInt::from(scale.clone())),
            scale,
            goods,
            pool,
            voters: election.voters(),
            gate: after(before, &free),
            free,
        }
    }

    /// The market of an election that differs from this one's in one project that costs something, and in voters who name only
    /// that. Nothing where a quorum that rises with the voters then shuts out another project, or lets it in.
    pub fn with<'b>(&self, changed: &'b Election, project: usize, good: Arc<Good>) -> Option<Market<'b>> {
        let before = Gate::new(changed);
        if !before.shuts_as(&self.gate, project) {
            return None;
        }
        let moved = !matches!(
            self.tie_order,
            TieOrder::Identifier | TieOrder::Natural | TieOrder::File | TieOrder::Lot(_) | TieOrder::List
        );
        let ranks = if moved {
            self.tie_order.ranks(changed)
        } else {
            self.ranks.clone()
        };
        let mut pool: Vec<usize> = self.pool.iter().copied().filter(|other| *other != project).collect();
        if good.is_wanted() && before.for_good(project).is_none() {
            pool.push(project);
        }
        pool.sort_by_key(|project| ranks[*project]);
        let mut goods = self.goods.clone();
        goods[project] = good;
        Some(Market {
            election: changed,
            ranks,
            tie_order: self.tie_order,
            scale: self.scale.clone(),
            budget: self.budget.clone(),
            goods,
            pool,
            voters: changed.voters(),
            gate: after(before, &self.free),
            free: self.free.clone(),
        })
    }
}

/// The limits after some projects are taken.
fn after<'a>(mut gate: Gate<'a>, taken: &[usize]) -> Gate<'a> {
    taken.iter().for_each(|project| gate.fund(*project));
    gate
}
