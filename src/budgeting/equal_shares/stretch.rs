//! Stretches of endowments in which the same projects are bought in the same order.
//!
//! Shares are raised dozens or hundreds of times, and a margin asks for that a hundred times over; yet the order of purchases
//! changes at few endowments. So a stretch is looked at from both its ends at once. Who starts with more never has less
//! later, as long as the same is bought: with more money behind a project its price is lower, and what is left after it is
//! more. Hence every purse and every price in the stretch lies between those at its ends; where the project that is taken is
//! the cheapest even with its dearest price against the cheapest of the others, it is taken everywhere in between.

use super::count::{Candidate, dearer, first_candidates, least_of_plain, per_gain};
use super::market::Market;
use super::purses::{Estimate, Purses};
use crate::budgeting::gate::Gate;
use crate::budgeting::tie::break_tie;

/// Endowments, as the floating-point numbers next to them [1/scale of the currency], and what is bought with each.
#[derive(Clone, Debug, PartialEq)]
pub struct Stretch {
    /// The first.
    pub low: f64,
    /// The last.
    pub high: f64,
    /// Projects in the order bought; free ones first.
    pub funded: Vec<usize>,
}

/// Where a count stands before a purchase.
pub struct Moment<'c, 'e> {
    /// Everybody's money if the endowment is the last of the stretch: nobody has more.
    pub rich: &'c Purses,
    /// The limits.
    pub gate: &'c Gate<'e>,
    /// Price per unit of gain that what is bought next does not exceed; infinite when nothing is.
    pub dearest: f64,
}

impl Stretch {
    /// What is bought with every endowment from `low` to `high`, if that is certainly the same; `watch` is called before each
    /// purchase and at the end.
    pub fn between(market: &Market<'_>, low: f64, high: f64, mut watch: impl FnMut(Moment<'_, '_>)) -> Option<Stretch> {
        let ballots = market.election.ballots.len();
        let (mut poor, mut rich) = (Purses::new(ballots, low), Purses::new(ballots, high));
        // Endowments are known only as floating-point numbers.
        poor.error += high * 4.0 * f64::EPSILON;
        rich.error += high * 4.0 * f64::EPSILON;
        let mut left: Vec<Candidate> = first_candidates(market);
        let mut funded = market.free.clone();
        let mut gate = market.gate.clone();
        loop {
            left.retain(|candidate| gate.for_good(candidate.project).is_none());
            left.sort_by(|a, b| a.bound.total_cmp(&b.bound));
            let mut lowest_high = f64::INFINITY;
            let mut gone = Vec::new();
            let mut close: Vec<Close> = Vec::new();
            for candidate in left.iter_mut() {
                if candidate.bound > lowest_high {
                    break;
                }
                if gate.barrier(candidate.project).is_some() {
                    continue;
                }
                let good = &market.goods[candidate.project];
                if let Some(price) = dearer(&rich, good, lowest_high) {
                    candidate.raise(price, good);
                    continue;
                }
                let with_more = match rich.estimate(good, candidate.price, None) {
                    Estimate::TooDear => {
                        gone.push(candidate.project);
                        continue;
                    }
                    Estimate::Between(low, high) => (low, high),
                    Estimate::Unknown => return None,
                };
                candidate.price = with_more.0;
                candidate.bound = per_gain(with_more.0, good.float_unit) * (1.0 - 1e-15);
                // With less behind it a project is never cheaper.
                let with_less = match poor.estimate(good, with_more.0, None) {
                    Estimate::TooDear => None,
                    Estimate::Between(low, high) => Some((low, high)),
                    Estimate::Unknown => return None,
                };
                let top = with_less.map_or(f64::INFINITY, |(_, high)| {
                    per_gain(high, good.float_unit) * (1.0 + 1e-15)
                });
                lowest_high = lowest_high.min(top);
                close.push(Close {
                    project: candidate.project,
                    bound: candidate.bound,
                    with_more,
                    with_less,
                });
            }
            close.retain(|one| one.bound <= lowest_high);
            left.retain(|candidate| !gone.contains(&candidate.project));
            let taken = match close.as_slice() {
                [] if gone.is_empty() => {
                    watch(Moment {
                        rich: &rich,
                        gate: &gate,
                        dearest: f64::INFINITY,
                    });
                    return Some(Stretch { low, high, funded });
                }
                [] => continue,
                [one] => one,
                several => {
                    let near: Option<Vec<(usize, f64)>> = several
                        .iter()
                        .map(|one| one.with_less.map(|(_, high)| (one.project, high)))
                        .collect();
                    let tied = least_of_plain(market, &poor, &near?)?;
                    let first = break_tie(tied, &market.ranks, 0, &mut Vec::new())?;
                    several.iter().find(|one| one.project == first)?
                }
            };
            let with_less = taken.with_less?;
            watch(Moment {
                rich: &rich,
                gate: &gate,
                dearest: lowest_high,
            });
            let good = &market.goods[taken.project];
            rich.pay(good, taken.with_more.0, taken.with_more.1);
            poor.pay(good, with_less.0, with_less.1);
            funded.push(taken.project);
            gate.fund(taken.project);
            left.retain(|candidate| candidate.project != taken.project);
        }
    }
}

/// A candidate that may be the cheapest somewhere in a stretch.
struct Close {
    project: usize,
    /// No price per unit of gain in the stretch is below it.
    bound: f64,
    /// Bounds of the price for a value of 1 at the end with most money.
    with_more: (f64, f64),
    /// At the end with least, if it can be paid there.
    with_less: Option<(f64, f64)>,
}
