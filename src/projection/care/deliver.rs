//! The second half of the care pass: what money reaches is delivered, wealth is spent, accounts move on.

use crate::people::Population;
use crate::world::axes::DEPENDENCIES;

use super::CareTerms;
use super::assess::Assessment;
use super::kinds::{CareKind, KindReached, MEANS};
use super::payment::{live_at_home, live_in_care_home};
use super::shadow::Shadows;
use super::sums::*;

/// A chance in 255ths, rounded up: what may happen never becomes impossible.
fn in_255ths(chance: f64) -> u8 {
    (chance.clamp(0.0, 1.0) * f64::from(u8::MAX)).ceil() as u8
}

/// Delivers what money reaches: `reached` is the share of need at the base threshold that is met, by dependency, and may
/// pass 1 where money allows a lower threshold. People's wealth and accounts move on, and so do the purses without reform.
#[inline(never)]
pub fn deliver(
    population: &mut Population,
    assessed: &Assessment,
    reached: &[f64; DEPENDENCIES],
    terms: &CareTerms,
    shadows: Option<&mut Shadows>,
    out: &mut CareYear,
) {
    let meet = |kinds: &[CareKind]| -> Vec<KindReached> {
        let by_level = kinds.chunks(2 * MEANS).zip(reached);
        by_level
            .flat_map(|(kinds, share)| kinds.iter().map(|kind| kind.reached(*share, terms.rules)))
            .collect()
    };
    let kinds = meet(&assessed.kinds);
    if let (Some(shadows), Some(law)) = (shadows, terms.without) {
        shadows.spend(population, &assessed.shadows, &meet(&assessed.kinds_without), law);
    }
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
        person.care_chance = u8::MAX;
        live_in_care_home(person, case.metered, case.wealth_spent, case.paid);
    }
    for (index, kind) in &assessed.uncharged {
        let kind = &kinds[usize::from(*kind)];
        let person = &mut population.people[*index as usize];
        person.care_chance = in_255ths(kind.public + kind.buying);
        live_at_home(person, (kind.public, kind.bought), None, terms.law);
    }
    for case in &assessed.charged {
        let person = &mut population.people[case.person as usize];
        let kind = &kinds[usize::from(case.kind)];
        let public = kind.public;
        person.care_chance = in_255ths(public + kind.buying);
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
        let asked = (case.metered, case.wealth_spent, case.charge + case.own);
        live_at_home(person, (public, kind.bought), Some(asked), terms.law);
    }
    *out = CareYear::from_cells(&sums, totals);
}
