//! How far the endowment may rise before anything is bought otherwise, exactly.
//!
//! As long as the same is bought in the same order, and the same voters give all they have left for it, every price and every
//! purse is a straight line in the endowment. So one count in lines tells the endowment at which two of them meet for the
//! first time: up to there nothing changes. `Stretch` finds the same in floating point for far larger elections; but where two
//! projects stand exactly equal it cannot tell them apart at any endowment, and a rise by pennies would be counted penny by
//! penny.

use std::cmp::Ordering;

use num_bigint::BigInt;
use num_traits::{Signed, Zero};

use super::market::{Good, Market};
use crate::budgeting::exact::{Rational, whole};
use crate::budgeting::tie::break_tie;

/// What is bought with an endowment, and with all above it that are below another.
#[derive(Clone, Debug, PartialEq)]
pub struct Unchanged {
    /// Projects in the order bought; free ones first.
    pub funded: Vec<usize>,
    /// The first endowment above with which something may change [1/scale of the currency]; nothing where none does.
    pub until: Option<Rational>,
}

/// An amount as the endowment rises.
#[derive(Clone, Debug, PartialEq)]
struct Line {
    /// With the endowment from which it is looked at.
    at: Rational,
    /// By how much it grows for each unit more.
    slope: Rational,
}

impl Line {
    fn fixed(at: Rational) -> Line {
        Line {
            at,
            slope: Rational::zero(),
        }
    }

    fn times(&self, factor: &Rational) -> Line {
        Line {
            at: &self.at * factor,
            slope: &self.slope * factor,
        }
    }

    fn less(&self, other: &Line) -> Line {
        Line {
            at: &self.at - &other.at,
            slope: &self.slope - &other.slope,
        }
    }
}

/// The rise at which the first of all comparisons made so far turns.
struct Horizon(Option<Rational>);

impl Horizon {
    fn nearer(&mut self, rise: Rational) {
        if self.0.as_ref().is_none_or(|known| rise < *known) {
            self.0 = Some(rise);
        }
    }

    /// How two lines stand at and just above the endowment; how far up they stand so is remembered.
    fn compare(&mut self, one: &Line, two: &Line) -> Ordering {
        let apart = one.less(two);
        if !apart.at.is_zero() && !apart.slope.is_zero() && apart.at.is_positive() != apart.slope.is_positive() {
            self.nearer(-(&apart.at / &apart.slope));
        }
        one.at.cmp(&two.at).then_with(|| one.slope.cmp(&two.slope))
    }
}

/// Supporters of a project who hold the same and gain the same.
struct Party {
    money: Line,
    value: u64,
    weight: u64,
}

/// Counts with an endowment and tells up to where it would be the same.
pub fn unchanged_from(market: &Market<'_>, endowment: &Rational) -> Unchanged {
    let start = Line {
        at: endowment.clone(),
        slope: whole(1),
    };
    let mut money: Vec<Line> = vec![start; market.election.ballots.len()];
    let mut horizon = Horizon(None);
    let mut funded = market.free.clone();
    let mut gate = market.gate.clone();
    let mut open: Vec<usize> = market.pool.clone();
    loop {
        open.retain(|project| gate.for_good(*project).is_none());
        let waiting = |project: &&usize| gate.barrier(**project).is_none();
        let offers: Vec<(usize, Line)> = open
            .iter()
            .filter(waiting)
            .filter_map(|project| {
                let price = price(&market.goods[*project], &money, &mut horizon)?;
                Some((*project, price))
            })
            .collect();
        let score = |project: usize, price: &Line| price.times(&(whole(1) / &market.goods[project].unit));
        let scores: Vec<Line> = offers.iter().map(|(project, price)| score(*project, price)).collect();
        let Some(least) = scores.iter().map(|score| &score.at).min() else {
            break;
        };
        let tied = offers.iter().zip(&scores).filter(|(_, score)| score.at == *least);
        let tied = tied.map(|((project, _), _)| *project).collect();
        let Some(taken) = break_tie(tied, &market.ranks, 0, &mut Vec::new()) else {
            break;
        };
        let place = offers
            .iter()
            .position(|(project, _)| *project == taken)
            .unwrap_or_default();
        for (other, score) in scores.iter().enumerate() {
            let dearer = other != place && horizon.compare(&scores[place], score) == Ordering::Greater;
            // Of equals the order of ties took this one, which just above is the dearer.
            if dearer {
                horizon.nearer(Rational::zero());
            }
        }
        let good = &market.goods[taken];
        for (at, ballot) in good.ballots.iter().enumerate() {
            let share = offers[place].1.times(&value_of(good, at));
            let purse = &mut money[*ballot as usize];
            *purse = match horizon.compare(purse, &share) {
                Ordering::Greater => purse.less(&share),
                _ => Line::fixed(Rational::zero()),
            };
        }
        funded.push(taken);
        gate.fund(taken);
        open.retain(|project| *project != taken);
    }
    Unchanged {
        funded,
        until: horizon.0.map(|rise| endowment + rise),
    }
}

fn value_of(good: &Good, place: usize) -> Rational {
    whole(good.values.get(place).copied().unwrap_or(1))
}

/// The price for a value of 1; nothing where supporters cannot pay the cost.
fn price(good: &Good, money: &[Line], horizon: &mut Horizon) -> Option<Line> {
    let mut parties: Vec<Party> = Vec::new();
    for (place, ballot) in good.ballots.iter().enumerate() {
        let (money, value) = (&money[*ballot as usize], good.values.get(place).copied().unwrap_or(1));
        let weight = good.weights[place] as u64;
        match parties
            .iter_mut()
            .find(|party| party.value == value && party.money == *money)
        {
            Some(party) => party.weight += weight,
            None => parties.push(Party {
                money: money.clone(),
                value,
                weight,
            }),
        }
    }
    let cost = Line::fixed(Rational::from_integer(BigInt::from(good.cost.clone())));
    let sum = |parties: &[&Party]| {
        parties.iter().fold(Line::fixed(Rational::zero()), |sum, party| {
            let all = party.money.times(&whole(party.weight));
            Line {
                at: sum.at + all.at,
                slope: sum.slope + all.slope,
            }
        })
    };
    let all: Vec<&Party> = parties.iter().collect();
    if horizon.compare(&sum(&all), &cost) == Ordering::Less {
        return None;
    }
    // Who holds least for each unit of gain gives all first.
    let per_value = |party: &Party| party.money.times(&(whole(1) / whole(party.value)));
    let mut order = all;
    order.sort_by(|one, two| {
        let (one, two) = (per_value(one), per_value(two));
        one.at.cmp(&two.at).then_with(|| one.slope.cmp(&two.slope))
    });
    (0..order.len()).find_map(|given| {
        let (poor, others) = order.split_at(given);
        let weight = others.iter().fold(Rational::zero(), |sum, party| {
            sum + whole(party.weight) * whole(party.value)
        });
        let price = cost.less(&sum(poor)).times(&(whole(1) / weight));
        let first = per_value(others.first()?);
        if first.at.cmp(&price.at).then_with(|| first.slope.cmp(&price.slope)) == Ordering::Less {
            return None;
        }
        for party in &order {
            horizon.compare(&per_value(party), &price);
        }
        Some(price)
    })
}

#[cfg(test)]
mod tests {
    use super::super::count::count;
    use super::*;
    use crate::budgeting::election::{Election, Project};
    use crate::budgeting::lots::Lots;
    use crate::budgeting::roll::Roll;
    use crate::budgeting::tie::TieOrder;
    use crate::budgeting::utility::{Satisfaction, Utilities};

    /// Few costs and few different ballots, so that many stand equal.
    fn town(seed: u64) -> Election {
        let mut lots = Lots::new(seed);
        let mut draw = |end: u64| lots.below(end);
        let projects: Vec<Project> = (0..6)
            .map(|index| Project::new(&format!("p{index}"), whole(20 * (1 + draw(4)))))
            .collect();
        let kind = [
            crate::budgeting::BallotType::Approval,
            crate::budgeting::BallotType::Cumulative,
        ][seed as usize % 2];
        let mut election = Election::new(whole(100 + draw(100)), kind, projects);
        let mut roll = Roll::default();
        for _ in 0..7 {
            let named: Vec<u32> = (0..6).filter(|_| draw(2) == 0).collect();
            let points = named.iter().map(|_| 1 + draw(3) as i64).collect();
            roll.cast(&mut election, named, points);
        }
        if seed.is_multiple_of(3) {
            election.limits.exclusive.push(vec![0, 1]);
        }
        election
    }

    #[test]
    fn nothing_changes_below_the_endowment_that_is_told_and_plain_counts_agree() {
        let (mut ended, mut turned, mut held) = (0, 0, 0);
        for seed in 0..120u64 {
            let election = town(seed);
            let satisfaction = [Satisfaction::Cost, Satisfaction::Cardinality, Satisfaction::Points][seed as usize % 3];
            let utilities = Utilities::new(&election, satisfaction);
            let market = Market::new(&election, &utilities, TieOrder::Identifier);
            let mut endowment = &market.budget / whole(market.voters);
            for _ in 0..150 {
                let found = unchanged_from(&market, &endowment);
                let plain = |endowment: &Rational| count(&market, endowment, false).funded;
                assert_eq!(found.funded, plain(&endowment), "{seed} {endowment}");
                let Some(until) = found.until else {
                    ended += 1;
                    assert_eq!(found.funded, plain(&(&endowment * whole(1000))), "{seed}");
                    break;
                };
                for part in [1, 500, 999] {
                    let between = &endowment + (&until - &endowment) * whole(part) / whole(1000);
                    assert_eq!(found.funded, plain(&between), "{seed} {endowment} {until}");
                    held += 1;
                }
                let beyond = &until + Rational::new(1.into(), 1_000_000.into());
                turned += usize::from(plain(&until) != found.funded || plain(&beyond) != found.funded);
                endowment = until.max(&endowment + whole(1));
            }
        }
        assert!(ended > 60 && turned > 100 && held > 1000, "{ended} {turned} {held}");
    }
}
