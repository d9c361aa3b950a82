//! What stays the same during a count and over all the counts of a completion.

use num_bigint::{BigInt, BigUint};
use num_traits::Zero;

use crate::budgeting::election::Election;
use crate::budgeting::exact::{Rational, approximate};
use crate::budgeting::gate::{Gate, free_projects};
use crate::budgeting::rules::phragmen::{cost_scale, scaled};
use crate::budgeting::tie::TieOrder;
use crate::budgeting::utility::Utilities;

/// A project as the count sees it.
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
    /// Costs are counted in 1/`scale` of the currency, so that they are whole.
    pub scale: BigUint,
    /// Budget × scale.
    pub budget: Rational,
    /// All projects.
    pub goods: Vec<Good>,
    /// Projects that cost something and that somebody gains from.
    pub pool: Vec<usize>,
    /// Projects that cost nothing and that somebody names: funded at once, in tie order.
    pub free: Vec<usize>,
    /// Voters, those with empty ballots included \[people\].
    pub voters: u64,
}

impl<'a> Market<'a> {
    /// The limits after the free projects are taken.
    pub fn gate(&self) -> Gate<'a> {
        let mut gate = Gate::new(self.election);
        self.free.iter().for_each(|project| gate.fund(*project));
        gate
    }

    /// Prepares an election for counting.
    pub fn new(election: &'a Election, utilities: &'a Utilities, tie_order: TieOrder) -> Market<'a> {
        let scale = cost_scale(election);
        let goods: Vec<Good> = (0..election.projects.len())
            .map(|project| {
                let supporters = &utilities.supporters[project];
                let weight = |ballot: u32| election.ballots[ballot as usize].weight as f64;
                let uniform = utilities.uniform[project];
                let cost = scaled(&election.projects[project].cost, &scale);
                let unit = utilities.unit[project].clone();
                Good {
                    ballots: supporters.iter().map(|supporter| supporter.ballot).collect(),
                    weights: supporters.iter().map(|supporter| weight(supporter.ballot)).collect(),
                    values: supporters
                        .iter()
                        .filter(|_| !uniform)
                        .map(|supporter| supporter.value)
                        .collect(),
                    float_values: supporters
                        .iter()
                        .filter(|_| !uniform)
                        .map(|supporter| supporter.value as f64)
                        .collect(),
                    largest_value: supporters
                        .iter()
                        .map(|supporter| supporter.value as f64)
                        .fold(1.0, f64::max),
                    total_weight: supporters.iter().map(|supporter| weight(supporter.ballot)).sum(),
                    float_cost: approximate(&Rational::from_integer(BigInt::from(cost.clone()))),
                    cost,
                    float_unit: approximate(&unit),
                    unit,
                }
            })
            .collect();
        let ranks = tie_order.ranks(election);
        let gate = Gate::new(election);
        let wanted = |project: &usize| {
            let good = &goods[*project];
            !good.ballots.is_empty()
                && !good.unit.is_zero()
                && !good.cost.is_zero()
                && gate.for_good(*project).is_none()
        };
        let mut pool: Vec<usize> = (0..goods.len()).filter(wanted).collect();
        pool.sort_by_key(|project| ranks[*project]);
        let free = free_projects(election, utilities, &ranks, &gate);
        Market {
            election,
            ranks,
            budget: &election.budget * Rational::from_integer(BigInt::from(scale.clone())),
            scale,
            goods,
            pool,
            free,
            voters: election.voters(),
        }
    }
}
