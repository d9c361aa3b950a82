//! What voters hold where all who pay for a project pay the same part: the endowment less the parts, so that it need not be kept
//! as a number. Voters who paid for the same projects share an account; what stands in it is known in floating point with a
//! bound on its error, and worked out exactly only where that does not decide.

use num_bigint::BigInt;
use num_traits::Signed;

use crate::budgeting::exact::{Rational, approximate, whole};

/// Everybody's account.
pub(super) struct Accounts {
    endowment: Rational,
    /// The same in floating point.
    float_endowment: f64,
    /// Account of each ballot.
    of: Vec<u32>,
    accounts: Vec<Account>,
    /// What each payer paid, by purchase [1/scale of the currency].
    parts: Vec<Rational>,
    /// Where those of an account go in the purchase under way; `NOWHERE` as long as none has.
    moved: Vec<u32>,
}

/// Of an account from which nobody has paid yet.
const NOWHERE: u32 = u32::MAX;

struct Account {
    /// Near what is in it [1/scale of the currency].
    float: f64,
    /// The account that its holders had before, and the purchase that they paid.
    before: Option<(u32, u32)>,
    exact: Option<Rational>,
}

impl Accounts {
    pub fn new(ballots: usize, endowment: &Rational) -> Accounts {
        let float = approximate(endowment);
        Accounts {
            endowment: endowment.clone(),
            float_endowment: float,
            of: vec![0; ballots],
            accounts: vec![Account {
                float,
                before: None,
                exact: Some(endowment.clone()),
            }],
            parts: Vec::new(),
            moved: Vec::new(),
        }
    }

    /// Takes an equal part of a cost from each of these.
    pub fn pay(&mut self, payers: &[u32], part: Rational) {
        let float = approximate(&part);
        let purchase = self.parts.len() as u32;
        self.parts.push(part);
        self.moved.clear();
        self.moved.resize(self.accounts.len(), NOWHERE);
        for ballot in payers {
            let old = self.of[*ballot as usize];
            let new = &mut self.moved[old as usize];
            if *new == NOWHERE {
                *new = self.accounts.len() as u32;
                self.accounts.push(Account {
                    float: self.accounts[old as usize].float - float,
                    before: Some((old, purchase)),
                    exact: None,
                });
            }
            self.of[*ballot as usize] = *new;
        }
    }

    /// How far from the truth floating amounts may be [1/scale of the currency].
    pub fn doubt(&self) -> f64 {
        2.0 * f64::EPSILON * self.float_endowment * (self.parts.len() + 2) as f64
    }

    /// The account of a ballot: those of one account hold the same.
    pub fn account(&self, ballot: u32) -> u32 {
        self.of[ballot as usize]
    }

    /// Near what the voters of a ballot hold [1/scale of the currency].
    pub fn float(&self, ballot: u32) -> f64 {
        self.accounts[self.of[ballot as usize] as usize].float
    }

    /// The same of all ballots.
    pub fn floats(&self) -> impl Iterator<Item = f64> {
        self.of.iter().map(|account| self.accounts[*account as usize].float)
    }

    /// Exactly what the voters of a ballot hold [1/scale of the currency].
    pub fn exact(&mut self, ballot: u32) -> Rational {
        let account = self.of[ballot as usize];
        let mut chain = Vec::new();
        let mut at = account;
        let mut amount = loop {
            let here = &self.accounts[at as usize];
            match (&here.exact, here.before) {
                (Some(exact), _) => break exact.clone(),
                (None, Some((before, purchase))) => {
                    chain.push((at, purchase));
                    at = before;
                }
                (None, None) => break self.endowment.clone(),
            }
        };
        for (at, purchase) in chain.into_iter().rev() {
            amount -= &self.parts[purchase as usize];
            self.accounts[at as usize].exact = Some(amount.clone());
        }
        amount
    }

    /// Whether the voters of a ballot hold at least an equal part of a cost that `people` share.
    pub fn covers(&mut self, ballot: u32, cost: &BigInt, people: u64) -> bool {
        !(self.exact(ballot) * whole(people) - Rational::from_integer(cost.clone())).is_negative()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_who_paid_for_the_same_hold_the_same_and_exactly_the_endowment_less_their_parts() {
        let third = Rational::new(1.into(), 3.into());
        let mut accounts = Accounts::new(4, &whole(1));
        accounts.pay(&[0, 1, 2], third.clone());
        accounts.pay(&[0, 1, 3], third.clone());
        accounts.pay(&[0, 1], third.clone());
        assert_eq!(accounts.account(0), accounts.account(1));
        assert_ne!(accounts.account(2), accounts.account(3));
        assert_eq!(accounts.exact(2), accounts.exact(3));
        // In floating point a third thrice leaves something, or too little.
        assert_eq!(accounts.exact(0), whole(0));
        assert!(accounts.float(0).abs() <= accounts.doubt());
        assert!(accounts.covers(2, &2.into(), 3) && !accounts.covers(0, &1.into(), 1_000_000));
        assert_eq!(accounts.floats().count(), 4);
    }
}
