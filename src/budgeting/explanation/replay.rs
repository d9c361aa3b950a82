//! The count once more from its certificate: who paid, what was left, who took whose money.

use num_traits::Zero;

use super::Paid;
use crate::budgeting::election::Election;
use crate::budgeting::exact::{Rational, approximate, whole};
use crate::budgeting::outcome::Outcome;
use crate::budgeting::price_system::PriceSystem;
use crate::budgeting::utility::Utilities;

/// The count once more from its certificate, in floating point, for the percentages.
pub(super) struct Replay {
    pub(super) support: Vec<u64>,
    /// Money that supporters had left at the end \[currency\], for losers.
    pub(super) left: Vec<Rational>,
    /// What supporters of a loser paid for each winner \[currency\], in the order bought; winners that took nothing left out.
    pub(super) taken: Vec<Vec<(usize, Rational)>>,
    /// What the ballots that support each project weigh together.
    pub(super) weight: Vec<u64>,
    pub(super) paid: Vec<Option<Paid>>,
}

impl Replay {
    pub(super) fn new(election: &Election, utilities: &Utilities, outcome: &Outcome) -> Option<Replay> {
        let prices = outcome.prices.as_ref()?;
        let unit = approximate(&prices.unit);
        let count = election.projects.len();
        let heads = election.heads();
        let scale = whole(election.strength_scale.max(1));
        let mut money = vec![approximate(&prices.endowment()); election.ballots.len()];
        let mut support = vec![0.0f64; count];
        let mut paid: Vec<Option<Paid>> = vec![None; count];
        let open = |project: usize| !outcome.funded.contains(&project);
        for (bought, list) in &prices.payments {
            // Terms of the round: the most that anybody paid for one unit of gain.
            let amounts: Vec<f64> = list
                .iter()
                .map(|(_, units)| {
                    crate::budgeting::exact::approximate_ratio(units, &num_bigint::BigUint::from(1u8)) * unit
                })
                .collect();
            let gain = approximate(&utilities.unit[*bought]);
            let values = &utilities.supporters[*bought];
            let terms = amounts
                .iter()
                .zip(list)
                .map(|(amount, (ballot, _))| {
                    let value = values
                        .binary_search_by_key(ballot, |supporter| supporter.ballot)
                        .map_or(1, |place| values[place].value);
                    amount / (value as f64 * gain)
                })
                .fold(0.0f64, f64::max);
            for project in (0..count).filter(|project| open(*project)) {
                let unit = approximate(&utilities.unit[project]);
                let could: f64 = utilities.supporters[project]
                    .iter()
                    .map(|supporter| {
                        let weight = election.ballots[supporter.ballot as usize].weight as f64;
                        weight * money[supporter.ballot as usize].min(terms * unit * supporter.value as f64)
                    })
                    .sum();
                support[project] = support[project].max(could / approximate(&election.projects[project].cost));
            }
            for ((ballot, _), amount) in list.iter().zip(&amounts) {
                let purse = &mut money[*ballot as usize];
                *purse = (*purse - amount).max(0.0);
            }
            let most = list.iter().map(|(_, units)| units).max();
            let least = list
                .iter()
                .map(|(_, units)| units)
                .filter(|units| !units.is_zero())
                .min();
            if let (Some(most), Some(least)) = (most, least) {
                let weight = |(ballot, _): &&(u32, num_bigint::BigUint)| heads[*ballot as usize];
                paid[*bought] = Some(Paid {
                    voters: list
                        .iter()
                        .filter(|(_, units)| !units.is_zero())
                        .map(|entry| weight(&entry))
                        .sum(),
                    in_full: list
                        .iter()
                        .filter(|(_, units)| units == most)
                        .map(|entry| weight(&entry))
                        .sum(),
                    most: Rational::from_integer(most.clone().into()) * &prices.unit * &scale,
                    least: Rational::from_integer(least.clone().into()) * &prices.unit * &scale,
                });
            }
        }
        let leftovers = prices.leftovers(election);
        let mut left = vec![Rational::zero(); count];
        for project in (0..count).filter(|project| open(*project)) {
            let sum = utilities.supporters[project]
                .iter()
                .fold(num_bigint::BigUint::zero(), |sum, supporter| {
                    sum + &leftovers[supporter.ballot as usize] * election.ballots[supporter.ballot as usize].weight
                });
            left[project] = Rational::from_integer(sum.into()) * &prices.unit;
            let cost = &election.projects[project].cost;
            if !cost.is_zero() {
                support[project] = support[project].max(approximate(&(&left[project] / cost)));
            }
        }
        let support = (0..count)
            .map(|project| {
                if open(project) {
                    (support[project] * 100.0 + 1e-9).floor().clamp(0.0, 1e9) as u64
                } else {
                    100
                }
            })
            .collect();
        let weight = |project: usize| -> u64 {
            let supporters = utilities.supporters[project].iter();
            supporters
                .map(|supporter| election.ballots[supporter.ballot as usize].weight)
                .sum()
        };
        Some(Replay {
            support,
            left,
            taken: (0..count)
                .map(|project| {
                    if open(project) {
                        taken(election, utilities, prices, project)
                    } else {
                        Vec::new()
                    }
                })
                .collect(),
            weight: (0..count).map(weight).collect(),
            paid,
        })
    }
}

/// What the supporters of a project paid for each of the funded ones.
fn taken(election: &Election, utilities: &Utilities, prices: &PriceSystem, project: usize) -> Vec<(usize, Rational)> {
    let supporters = &utilities.supporters[project];
    let mut list = Vec::new();
    for (bought, payments) in &prices.payments {
        let mut sum = num_bigint::BigUint::zero();
        let mut place = 0;
        // Both lists ascend by ballot.
        for (ballot, units) in payments {
            while supporters
                .get(place)
                .is_some_and(|supporter| supporter.ballot < *ballot)
            {
                place += 1;
            }
            if supporters
                .get(place)
                .is_some_and(|supporter| supporter.ballot == *ballot)
            {
                sum += units * election.ballots[*ballot as usize].weight;
            }
        }
        if !sum.is_zero() {
            list.push((*bought, Rational::from_integer(sum.into()) * &prices.unit));
        }
    }
    list
}
