//! What donors pay for a project that is funded: from a surplus, or by as small a transfer as will do.

use num_bigint::{BigInt, BigUint};
use num_traits::Zero;

use super::UNITS;
use super::state::{Donor, State};
use crate::budgeting::exact::{Rational, whole};
use crate::budgeting::utility::Utilities;

/// What part of their money on a project its donors pay for it.
pub(super) struct Shares {
    /// Of those with no other wish.
    bound: Rational,
    /// Of the others.
    others: Rational,
}

impl Shares {
    /// Donors pay in proportion to what they gave; those with no other wish first, and in full.
    pub(super) fn new(state: &State<'_>, project: usize, cost: &Rational, collected: &Rational) -> Shares {
        let mut bound = BigUint::zero();
        for supporter in &state.utilities.supporters[project] {
            let donor = &state.donors[supporter.ballot as usize];
            if donor.wishes.len() == 1 {
                bound += &donor.money * donor.weight;
            }
        }
        let bound = Rational::from_integer(BigInt::from(bound)) / &state.unit;
        let (rest, others) = (cost - &bound, collected - &bound);
        // Either the bound money is not enough and others pay a share, or it is and only a share of it is used.
        let (bound, others) = if rest > Rational::zero() && others > Rational::zero() {
            (whole(1), (rest / others).min(whole(1)))
        } else if bound > Rational::zero() {
            ((cost / &bound).min(whole(1)), Rational::zero())
        } else {
            (whole(1), whole(1))
        };
        Shares { bound, others }
    }

    pub(super) fn pay(&self, donor: &mut Donor, value: u64) {
        let share = if donor.wishes.len() == 1 {
            &self.bound
        } else {
            &self.others
        };
        let given = &donor.money * value / donor.total;
        let (up, down) = (share.numer().magnitude(), share.denom().magnitude());
        let paid = (given * up / down).min(donor.money.clone());
        donor.money -= paid;
    }
}

/// What each supporter's voters pay for a project that has collected too little: each the same multiple of what was given to
/// it, as far as the money reaches, and the multiple is as small as it can be. In the order of the supporters \[units\].
pub(super) fn draw(donors: &[Donor], utilities: &Utilities, project: usize, cost: &Rational) -> Vec<BigUint> {
    let list = &utilities.supporters[project];
    let mut paid = vec![BigUint::zero(); list.len()];
    let mut supporters: Vec<(usize, usize, BigUint)> = list
        .iter()
        .enumerate()
        .map(|(place, supporter)| {
            let donor = &donors[supporter.ballot as usize];
            let given = &donor.money * supporter.value / donor.total;
            (place, supporter.ballot as usize, given)
        })
        .filter(|(.., given)| !given.is_zero())
        .collect();
    // Those who run out of money at the smallest multiple first.
    supporters.sort_by(|a, b| (&donors[a.1].money * &b.2).cmp(&(&donors[b.1].money * &a.2)));
    let mut rest = cost * Rational::from_integer(BigInt::from(UNITS));
    let mut given: BigUint = supporters
        .iter()
        .map(|(_, donor, given)| given * donors[*donor].weight)
        .sum();
    let mut emptied = 0;
    for (_, index, own) in &supporters {
        let donor = &donors[*index];
        let whole = |number: &BigUint| Rational::from_integer(BigInt::from(number.clone()));
        if &rest * whole(own) <= whole(&donor.money) * whole(&given) {
            break;
        }
        rest -= whole(&(&donor.money * donor.weight));
        given -= own * donor.weight;
        emptied += 1;
    }
    let rest = rest.max(Rational::zero());
    for (order, (place, index, own)) in supporters.into_iter().enumerate() {
        let money = &donors[index].money;
        let amount = if order < emptied || given.is_zero() {
            money.clone()
        } else {
            own * rest.numer().magnitude() / (rest.denom().magnitude() * &given)
        };
        paid[place] = amount.min(money.clone());
    }
    paid
}
