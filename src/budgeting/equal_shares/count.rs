//! The rounds of one count with a given endowment.

use num_bigint::BigInt;

use super::ledger::VotersMoney;
use super::market::{Good, Market};
use super::purses::{Estimate, Purses};
use crate::budgeting::exact::{Rational, approximate};
use crate::budgeting::price_system::PriceSystem;
use crate::budgeting::tie::{Tie, break_tie};

/// What one count decided.
#[derive(Clone, Debug, Default)]
pub struct Count {
    /// Projects in the order bought; free ones first.
    pub funded: Vec<usize>,
    /// What the tie order decided.
    pub ties: Vec<Tie>,
    /// Price per unit of gain of each project bought; empty unless asked for.
    pub prices: Vec<Rational>,
    /// All payments, if asked for.
    pub certificate: Option<PriceSystem>,
    /// Evaluations of a price, and those that had to be exact.
    pub evaluations: (usize, usize),
}

/// A candidate with the lower bounds found last: of the price per unit of gain, and of that for a value of 1.
pub(super) struct Candidate {
    pub bound: f64,
    pub price: f64,
    pub project: usize,
}

impl Candidate {
    /// Remembers that a value of 1 costs more than this.
    pub fn raise(&mut self, price: f64, good: &Good) {
        self.price = self.price.max(price);
        self.bound = self.bound.max(per_gain(price, good.float_unit) * (1.0 - 1e-15));
    }
}

/// A price for a value of 1 not above that of a project, if one look shows that its price per unit of gain is certainly above
/// `lowest`: most candidates need no closer look.
pub(super) fn dearer(purses: &Purses, good: &Good, lowest: f64) -> Option<f64> {
    let price = lowest * good.float_unit * (1.0 + 2e-15);
    if price.is_finite() {
        purses.dearer_than(good, price)
    } else {
        None
    }
}

/// Of candidates so near each other that rounding cannot tell, those with the least price, if in none of them anybody runs out of
/// money: then each price is the cost by the weight of all supporters, the same whatever they hold. `near` has each project
/// with a price not below its own.
pub(super) fn least_of_plain(market: &Market<'_>, purses: &Purses, near: &[(usize, f64)]) -> Option<Vec<usize>> {
    let mut best: Option<(Rational, Vec<usize>)> = None;
    for (project, high) in near {
        let good = &market.goods[*project];
        if !purses.nobody_runs_out(good, *high) {
            return None;
        }
        let price = good.plain_price();
        match &mut best {
            Some((least, _)) if price > *least => {}
            Some((least, tied)) if price == *least => tied.push(*project),
            _ => best = Some((price, vec![*project])),
        }
    }
    best.map(|(_, tied)| tied)
}

/// Brings the ledger up to date with purchases that only the purses know.
struct Books<'m, 'e> {
    market: &'m Market<'e>,
    ledger: VotersMoney,
    /// Purchases booked so far.
    booked: usize,
    prices: Vec<Rational>,
}

impl Books<'_, '_> {
    fn catch_up(&mut self, bought: &[(usize, f64)]) {
        for (project, hint) in &bought[self.booked..] {
            let good = &self.market.goods[*project];
            let price = self.ledger.buy(*project, good, *hint).unwrap_or_default();
            self.prices
                .push(price / &good.unit / Rational::from_integer(BigInt::from(self.market.scale.clone())));
        }
        self.booked = bought.len();
    }
}

/// What projects were bought for in the last of several counts that are much alike, for a value of 1: it spares the next one
/// looks, and decides nothing.
#[derive(Clone, Debug, Default)]
pub struct LastPrices(Vec<f64>);

impl LastPrices {
    fn of(&self, project: usize) -> Option<f64> {
        self.0.get(project).copied()
    }

    fn bought(&mut self, project: usize, price: f64) {
        if self.0.len() <= project {
            self.0.resize(project + 1, 0.0);
        }
        self.0[project] = price;
    }
}

/// Counts with `endowment` for each voter [1/scale of the currency]. `certify`: also price and payments, exactly.
pub fn count(market: &Market<'_>, endowment: &Rational, certify: bool) -> Count {
    count_after(market, endowment, certify, &mut LastPrices::default())
}

/// The same after another much like it.
pub fn count_after(market: &Market<'_>, endowment: &Rational, certify: bool, last: &mut LastPrices) -> Count {
    let ballots = market.election.ballots.len();
    let mut result = Count {
        funded: market.free.clone(),
        ..Count::default()
    };
    let mut purses = Purses::new(ballots, approximate(endowment));
    let mut books = Books {
        market,
        ledger: VotersMoney::new(ballots, endowment, certify),
        booked: 0,
        prices: Vec::new(),
    };
    let mut bought: Vec<(usize, f64)> = Vec::new();
    let mut candidates = first_candidates(market);
    let mut gate = market.gate.clone();
    loop {
        candidates.retain(|candidate| gate.for_good(candidate.project).is_none());
        candidates.sort_by(|a, b| {
            a.bound
                .total_cmp(&b.bound)
                .then(market.ranks[a.project].cmp(&market.ranks[b.project]))
        });
        let mut lowest_high = f64::INFINITY;
        let mut gone = Vec::new();
        let mut unknown: Vec<(usize, f64)> = Vec::new();
        let mut close: Vec<(usize, f64, f64, f64)> = Vec::new();
        for candidate in candidates.iter_mut() {
            if candidate.bound > lowest_high {
                break;
            }
            // What needs another project waits; it may never come.
            if gate.barrier(candidate.project).is_some() {
                continue;
            }
            let good = &market.goods[candidate.project];
            result.evaluations.0 += 1;
            if let Some(price) = dearer(&purses, good, lowest_high) {
                candidate.raise(price, good);
                continue;
            }
            match purses.estimate(good, candidate.price, last.of(candidate.project)) {
                Estimate::TooDear => gone.push(candidate.project),
                Estimate::Between(low, high) => {
                    candidate.price = low;
                    candidate.bound = per_gain(low, good.float_unit) * (1.0 - 1e-15);
                    let top = per_gain(high, good.float_unit) * (1.0 + 1e-15);
                    lowest_high = lowest_high.min(top);
                    close.push((candidate.project, candidate.bound, low, high));
                }
                Estimate::Unknown => unknown.push((candidate.project, candidate.price)),
            }
        }
        close.retain(|(_, bound, ..)| *bound <= lowest_high);
        let round = result.funded.len() + 1;
        let near = || close.iter().map(|(project, _, _, high)| (*project, *high));
        let plain = if close.len() > 1 && unknown.is_empty() {
            least_of_plain(market, &purses, &near().collect::<Vec<_>>())
        } else {
            None
        };
        let chosen = match (close.as_slice(), unknown.is_empty()) {
            ([], true) => None,
            ([(project, _, low, high)], true) => Some((*project, *low, *high)),
            _ if plain.is_some() => break_tie(plain.unwrap_or_default(), &market.ranks, round, &mut result.ties)
                .and_then(|taken| close.iter().find(|(project, ..)| *project == taken))
                .map(|(project, _, low, high)| (*project, *low, *high)),
            _ => {
                books.catch_up(&bought);
                purses.money.clear();
                purses.money.extend(books.ledger.floats());
                purses.error = approximate(endowment) * 8.0 * f64::EPSILON;
                let hints = close.iter().map(|(project, _, low, _)| (*project, *low)).chain(unknown);
                let mut best: Option<(Rational, Vec<usize>, f64)> = None;
                for (project, hint) in hints {
                    result.evaluations.1 += 1;
                    let good = &market.goods[project];
                    let Some(price) = books.ledger.price(good, hint) else {
                        gone.push(project);
                        continue;
                    };
                    let exact = books.ledger.exact(&price) / &good.unit;
                    let float = books.ledger.float(&price);
                    match &mut best {
                        Some((lowest, _, _)) if exact > *lowest => {}
                        Some((lowest, tied, _)) if exact == *lowest => tied.push(project),
                        _ => best = Some((exact, vec![project], float)),
                    }
                }
                best.and_then(|(_, tied, _)| break_tie(tied, &market.ranks, round, &mut result.ties))
                    .and_then(|project| {
                        let price = books.ledger.price(&market.goods[project], 0.0)?;
                        let float = books.ledger.float(&price);
                        Some((
                            project,
                            float * (1.0 - 4.0 * f64::EPSILON),
                            float * (1.0 + 4.0 * f64::EPSILON),
                        ))
                    })
            }
        };
        candidates.retain(|candidate| !gone.contains(&candidate.project));
        match chosen {
            Some((project, low, high)) => {
                purses.pay(&market.goods[project], low, high);
                last.bought(project, high);
                bought.push((project, low));
                result.funded.push(project);
                gate.fund(project);
                candidates.retain(|candidate| candidate.project != project);
            }
            // Candidates that proved too dear may have hidden others behind them; end when none is left.
            None if candidates.is_empty() => break,
            None if gone.is_empty() => break,
            None => {}
        }
    }
    if certify {
        books.catch_up(&bought);
        result.prices = books.prices;
        let (denominator, payments) = books.ledger.into_payments();
        let unit = Rational::new(BigInt::from(1u8), BigInt::from(&denominator * &market.scale));
        let units = endowment * Rational::from_integer(BigInt::from(denominator));
        result.certificate = Some(PriceSystem {
            unit,
            endowment: units.to_integer().to_biguint().unwrap_or_default(),
            payments,
        });
    }
    result
}

/// Everything that can be bought, with lower bounds of its price.
pub(super) fn first_candidates(market: &Market<'_>) -> Vec<Candidate> {
    let candidate = |project: &usize| {
        // Nobody pays less than the cost divided by all values, so this is a lower bound of the price.
        let good = &market.goods[*project];
        let value: f64 = if good.values.is_empty() {
            good.total_weight
        } else {
            good.weights
                .iter()
                .zip(&good.float_values)
                .map(|(weight, value)| weight * value)
                .sum()
        };
        let price = good.float_cost / value * (1.0 - 1e-9);
        Candidate {
            bound: per_gain(price, good.float_unit) * (1.0 - 1e-9),
            price,
            project: *project,
        }
    };
    market.pool.iter().map(candidate).collect()
}

/// A price for a value of 1, per unit of gain.
pub(super) fn per_gain(price: f64, unit: f64) -> f64 {
    price / unit
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budgeting::election::Election;
    use crate::budgeting::exact::whole;
    use crate::budgeting::price_system::verify;
    use crate::budgeting::tie::TieOrder;
    use crate::budgeting::utility::{Satisfaction, Utilities};

    fn run(election: &Election, satisfaction: Satisfaction) -> Count {
        let utilities = Utilities::new(election, satisfaction);
        let market = Market::new(election, &utilities, TieOrder::Identifier);
        let endowment = &market.budget / whole(market.voters.max(1));
        count(&market, &endowment, true)
    }

    #[test]
    fn a_project_that_costs_exactly_what_its_supporters_own_is_bought() {
        // 10 / 3 has no finite decimal: a floating-point count loses the only winner.
        let election = Election::approval(10, &[("a", 10)], &[(3, &["a"])]);
        assert_eq!(run(&election, Satisfaction::Cost).funded, vec![0]);
    }

    #[test]
    fn each_group_decides_over_its_share() {
        let election = Election::approval(
            90,
            &[("n1", 30), ("n2", 30), ("n3", 30), ("s1", 30)],
            &[(6, &["n1", "n2", "n3"]), (3, &["s1"])],
        );
        let result = run(&election, Satisfaction::Cost);
        assert_eq!(result.funded, vec![0, 1, 3]);
        let certificate = result.certificate.expect("asked for");
        assert_eq!(verify(&election, &result.funded, &certificate, true), vec![]);
        assert_eq!(result.prices[0], Rational::new(1.into(), 6.into()));
        assert_eq!(result.ties[0].among, vec![0, 1, 2]);
    }

    #[test]
    fn the_poor_pay_what_they_have_and_the_others_the_rest() {
        let election = Election::approval(
            40,
            &[("a", 9), ("b", 12)],
            &[(1, &["a", "b"]), (1, &["b"]), (1, &["a"]), (1, &[])],
        );
        let result = run(&election, Satisfaction::Cardinality);
        assert_eq!(result.funded, vec![0, 1]);
        let certificate = result.certificate.expect("asked for");
        assert_eq!(verify(&election, &result.funded, &certificate, true), vec![]);
        assert_eq!(result.prices[1], Rational::new(13.into(), 2.into()));
    }
}
