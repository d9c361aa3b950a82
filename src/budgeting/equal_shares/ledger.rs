//! Everybody's money exactly. Voters with the same history share an account, so that numbers of a thousand digits are
//! handled once for each history; an account is brought to the common denominator only when it is touched.

use num_bigint::BigUint;
use num_traits::{One, ToPrimitive, Zero};

use super::market::Good;
use crate::budgeting::exact::{Rational, approximate_ratio};
use crate::budgeting::price_system::Payments;

/// Floating comparisons further apart than this (relative) are certain; closer ones are decided exactly.
const CLEAR: f64 = 1e-9;

/// An exact price for a value of 1: `numerator` / (`weight` × the ledger's denominator).
#[derive(Clone, Debug)]
pub struct Price {
    /// Numerator.
    pub numerator: BigUint,
    /// Weight × value of those who can pay in full.
    pub weight: BigUint,
}

/// Supporters of a project with the same account and the same value.
struct Party {
    account: u32,
    value: u64,
    weight: u128,
    /// Range in the sorted list of supporters.
    first: usize,
    last: usize,
}

/// All accounts.
pub struct VotersMoney {
    /// Common denominator at this moment.
    pub denominator: BigUint,
    /// What the denominator was multiplied with at each purchase.
    factors: Vec<BigUint>,
    amounts: Vec<BigUint>,
    stamps: Vec<u32>,
    floats: Vec<f64>,
    members: Vec<u32>,
    unused: Vec<u32>,
    account_of: Vec<u32>,
    /// Payments as they were made: project, denominator stamp, and who paid what; kept only when asked for.
    payments: Payments,
    keep_payments: bool,
}

impl VotersMoney {
    /// Everybody with the same money.
    pub fn new(ballots: usize, endowment: &Rational, keep_payments: bool) -> VotersMoney {
        let amount = endowment.numer().magnitude().clone();
        let denominator = endowment.denom().magnitude().clone();
        let float = approximate_ratio(&amount, &denominator);
        VotersMoney {
            denominator,
            factors: Vec::new(),
            amounts: vec![BigUint::zero(), amount],
            stamps: vec![0, 0],
            floats: vec![0.0, float],
            members: vec![0, ballots as u32],
            unused: Vec::new(),
            account_of: vec![1; ballots],
            payments: Vec::new(),
            keep_payments,
        }
    }

    /// Brings an account to the common denominator.
    fn refresh(&mut self, account: u32) {
        let account = account as usize;
        let stamp = self.stamps[account] as usize;
        for factor in &self.factors[stamp..] {
            if !factor.is_one() {
                match factor.to_u64() {
                    Some(small) => self.amounts[account] *= small,
                    None => self.amounts[account] *= factor,
                }
            }
        }
        self.stamps[account] = self.factors.len() as u32;
    }

    /// Supporters grouped by account and value, and the order in which they stand.
    fn parties(&mut self, good: &Good) -> (Vec<u32>, Vec<Party>) {
        let value = |place: u32| good.values.get(place as usize).copied().unwrap_or(1);
        let mut places: Vec<u32> = (0..good.ballots.len() as u32).collect();
        let account = |place: u32| self.account_of[good.ballots[place as usize] as usize];
        places.sort_by_key(|place| (account(*place), value(*place)));
        let mut parties: Vec<Party> = Vec::new();
        for (index, place) in places.iter().enumerate() {
            let (account, value) = (account(*place), value(*place));
            let weight = good.weights[*place as usize] as u128;
            match parties.last_mut() {
                Some(party) if party.account == account && party.value == value => {
                    party.weight += weight;
                    party.last = index + 1;
                }
                _ => parties.push(Party {
                    account,
                    value,
                    weight,
                    first: index,
                    last: index + 1,
                }),
            }
        }
        for party in &parties {
            self.refresh(party.account);
        }
        (places, parties)
    }

    /// Whether a party would pay all it has at a price.
    fn pays_all(&self, party: &Party, price: &Price, float_price: f64) -> bool {
        let money = self.floats[party.account as usize];
        let share = float_price * party.value as f64;
        if money.is_finite() && share.is_finite() {
            if money < share * (1.0 - CLEAR) {
                return true;
            }
            if money > share * (1.0 + CLEAR) {
                return false;
            }
        }
        &self.amounts[party.account as usize] * &price.weight < &price.numerator * party.value
    }

    /// The exact price for a value of 1, or `None` if the supporters cannot pay. `hint` is a price near it.
    pub fn price(&mut self, good: &Good, hint: f64) -> Option<Price> {
        let (_, parties) = self.parties(good);
        self.price_for(good, &parties, hint)
    }

    fn price_for(&self, good: &Good, parties: &[Party], hint: f64) -> Option<Price> {
        let cost = &good.cost * &self.denominator;
        let total = parties.iter().fold(BigUint::zero(), |sum, party| {
            sum + &self.amounts[party.account as usize] * party.weight
        });
        if total < cost {
            return None;
        }
        // Newton's method on a concave function: from any start the next point is at or below the solution, and then
        // it climbs; it ends because the set of those who pay all can only grow.
        let mut all: Vec<bool> = parties
            .iter()
            .map(|party| self.floats[party.account as usize] < hint * party.value as f64)
            .collect();
        let mut settled = false;
        loop {
            let mut left = cost.clone();
            let mut weight = BigUint::zero();
            let mut beyond = false;
            for (party, all) in parties.iter().zip(&all) {
                if *all {
                    let money = &self.amounts[party.account as usize] * party.weight;
                    beyond |= money > left;
                    left = if beyond { BigUint::zero() } else { left - money };
                } else {
                    weight += BigUint::from(party.weight) * party.value;
                }
            }
            if weight.is_zero() || beyond {
                if settled {
                    // Not reached: at or below the solution somebody always has money left.
                    return None;
                }
                all.iter_mut().for_each(|all| *all = false);
                settled = true;
                continue;
            }
            let price = Price {
                numerator: left,
                weight,
            };
            let float = self.float(&price);
            let next: Vec<bool> = parties
                .iter()
                .map(|party| self.pays_all(party, &price, float))
                .collect();
            if next == all {
                return Some(price);
            }
            all = next;
        }
    }

    /// A price in floating point.
    pub fn float(&self, price: &Price) -> f64 {
        approximate_ratio(&price.numerator, &(&price.weight * &self.denominator))
    }

    /// A price as an exact number [1/scale of the currency].
    pub fn exact(&self, price: &Price) -> Rational {
        Rational::new(
            price.numerator.clone().into(),
            (&price.weight * &self.denominator).into(),
        )
    }

    /// Buys a project at its price and takes the payments. `None` (and nothing happens) if it cannot be paid.
    pub fn buy(&mut self, project: usize, good: &Good, hint: f64) -> Option<Rational> {
        let (places, parties) = self.parties(good);
        let price = self.price_for(good, &parties, hint)?;
        let exact = self.exact(&price);
        let float = self.float(&price);
        let shared = common_divisor(&price.numerator, &price.weight);
        let factor = &price.weight / &shared;
        let share = &price.numerator / &shared;
        let all: Vec<bool> = parties
            .iter()
            .map(|party| self.pays_all(party, &price, float))
            .collect();
        self.denominator *= &factor;
        self.factors.push(factor);
        let mut paid = Vec::new();
        for (party, all) in parties.iter().zip(all) {
            if party.account == 0 {
                continue;
            }
            self.refresh(party.account);
            let before = &self.amounts[party.account as usize];
            let after = if all {
                BigUint::zero()
            } else {
                before - &share * party.value
            };
            if self.keep_payments {
                let payment = before - &after;
                for place in &places[party.first..party.last] {
                    paid.push((good.ballots[*place as usize], payment.clone()));
                }
            }
            let count = (party.last - party.first) as u32;
            let account = if after.is_zero() {
                0
            } else if self.members[party.account as usize] == count {
                party.account
            } else {
                self.open()
            };
            for place in &places[party.first..party.last] {
                self.account_of[good.ballots[*place as usize] as usize] = account;
            }
            self.members[party.account as usize] -= count;
            self.members[account as usize] += count;
            if account != party.account && self.members[party.account as usize] == 0 {
                self.unused.push(party.account);
            }
            if account != 0 {
                self.floats[account as usize] = approximate_ratio(&after, &self.denominator);
                self.stamps[account as usize] = self.factors.len() as u32;
                self.amounts[account as usize] = after;
            }
        }
        if self.keep_payments {
            paid.sort_unstable_by_key(|(ballot, _)| *ballot);
            self.payments.push((project, paid));
        }
        Some(exact)
    }

    fn open(&mut self) -> u32 {
        if let Some(account) = self.unused.pop() {
            return account;
        }
        self.amounts.push(BigUint::zero());
        self.stamps.push(0);
        self.floats.push(0.0);
        self.members.push(0);
        (self.amounts.len() - 1) as u32
    }

    /// Money behind each ballot in floating point, nearest.
    pub fn floats(&self) -> impl Iterator<Item = f64> {
        self.account_of.iter().map(|account| self.floats[*account as usize])
    }

    /// All payments kept, over the denominator as it stands now.
    pub fn into_payments(self) -> (BigUint, Payments) {
        let mut later = BigUint::one();
        let mut payments = self.payments;
        for (index, (_, list)) in payments.iter_mut().enumerate().rev() {
            // Voters with the same account pay the same: multiply once for each amount in a row.
            let mut last: Option<(BigUint, BigUint)> = None;
            for (_, amount) in list.iter_mut() {
                let product = match &last {
                    Some((from, to)) if from == amount => to.clone(),
                    _ => &*amount * &later,
                };
                last = Some((std::mem::replace(amount, product.clone()), product));
            }
            later *= &self.factors[index];
        }
        (self.denominator, payments)
    }
}

fn common_divisor(a: &BigUint, b: &BigUint) -> BigUint {
    let (mut a, mut b) = (a.clone(), b.clone());
    while !b.is_zero() {
        let rest = &a % &b;
        a = std::mem::replace(&mut b, rest);
    }
    a
}
