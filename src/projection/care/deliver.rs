//! The second half of the care pass: what money reaches is delivered, wealth is spent, accounts move on.

use crate::people::Population;
use crate::world::Pence;
use crate::world::axes::DEPENDENCIES;

use super::CareTerms;
use super::assess::Assessment;
use super::kinds::{MEANS, Reached};
use super::payment::{buy, move_account, spend, uprated};
use super::sums::*;

/// Delivers what money reaches: `reached` is the share of need at the base threshold that is met, by dependency, and may
/// pass 1 where money allows a lower threshold. People's wealth and accounts move on.
#[inline(never)]
pub fn deliver(
    population: &mut Population,
    assessed: &Assessment,
    reached: &[f64; DEPENDENCIES],
    terms: &CareTerms,
    out: &mut CareYear,
) {
    let by_level = assessed.kinds.chunks(2 * MEANS).zip(reached);
    let kinds: Vec<Reached> = by_level
        .flat_map(|(kinds, share)| kinds.iter().map(|kind| kind.reached(*share, terms.rules)))
        .collect();
    let mut sums = assessed.homes.clone();
    let mut totals = assessed.totals;
    for (cell, at_home) in sums.iter_mut().zip(&assessed.at_home) {
        for (people, kind) in at_home.iter().zip(&kinds).filter(|(people, _)| **people > 0.0) {
            for (sum, each) in cell.iter_mut().zip(&kind.adds) {
                *sum += people * each;
            }
        }
    }
    for case in &assessed.residents {
        let person = &mut population.people[case.person as usize];
        person.metered = case.metered;
        spend(person, case.wealth_spent, case.paid);
    }
    let uprating = terms.law.account_uprating != 1.0;
    for (index, kind) in &assessed.uncharged {
        let kind = &kinds[usize::from(*kind)];
        let person = &mut population.people[*index as usize];
        if uprating && person.metered > Pence::ZERO {
            move_account(person, uprated(person.metered, terms.law), kind.public);
        }
        buy(person, kind.bought);
    }
    for case in &assessed.charged {
        let person = &mut population.people[case.person as usize];
        let kind = &kinds[usize::from(case.kind)];
        let public = kind.public;
        let cell = &mut sums[usize::from(case.cell)];
        let in_full = case.people * public * case.self_funding;
        cell[USERS_PUBLIC] -= in_full;
        cell[USERS_SELF_FUNDED] += in_full;
        let money = case.money * public;
        cell[CHARGES] += money * case.charge;
        cell[SELF_FUNDED] += money * case.own;
        cell[BENEFITS] += money * case.benefit_used;
        cell[COUNCIL] += money * case.council;
        totals.nhs += money * case.nhs;
        totals.gross += money * (case.council + case.charge);
        move_account(person, case.metered, public);
        // What one buys comes out of savings; what income covers is not followed at home.
        let saved = f64::from(person.capital).max(0.0);
        let own = public * case.wealth_spent + kind.bought.min(saved);
        spend(person, own, public * (case.charge + case.own) + kind.bought);
    }
    *out = CareYear::from_cells(&sums, totals);
}
