//! Whom a tax falls on: people, each with their income and their wealth; any other ranking is those same people counted anew.
//!
//! What is known of a tax is how its yield falls on fifths of people by income, or by wealth where wealth is what is taxed.
//! A fifth by deprivation, or by wealth within an age, is not the same people: some of the poorest places' people are well
//! off. So the yield of each fifth is shared out over its own people, evenly, and those are then counted by group. One
//! ranking at a time, and the groups of each add up to the whole.

use crate::economy::tables::Incidence;
use crate::economy::tax::{BySource, TaxSource};
use crate::people::Population;
use crate::world::Group;
use crate::world::axes::FIFTHS;
use crate::world::group::{ByGroup, GROUPS};

/// Age from which people pay taxes \[years\].
const ADULT: u8 = 18;
/// Bits of an amount that tell it from a neighbour: a step of some three per cent.
const COARSE: u32 = 18;

/// Of each fifth of adults, the share in each group.
type Places = [ByGroup; FIFTHS];

/// Where the fifths by income and by wealth stand in other rankings, from the people of the base year.
#[derive(Clone, Debug)]
pub struct Taxpayers {
    by_income: Places,
    by_wealth: Places,
}

impl Taxpayers {
    /// The adults of a population.
    pub fn of(population: &Population) -> Taxpayers {
        Taxpayers {
            by_income: places(population, |person| person.income),
            by_wealth: places(population, |person| person.wealth()),
        }
    }

    /// What each group pays of the taxes paid [£m]: fifths by deprivation, and by wealth within an age.
    pub fn pay(&self, paid: &BySource, incidence: &Incidence) -> ByGroup {
        let mut by_group = [0.0; GROUPS];
        for source in TaxSource::ALL {
            let places = match source {
                TaxSource::WealthLevy => &self.by_wealth,
                _ => &self.by_income,
            };
            for (places, share) in places.iter().zip(incidence[source]) {
                for (sum, place) in by_group.iter_mut().zip(places) {
                    *sum += paid[source] * share * place;
                }
            }
        }
        by_group
    }
}

/// Ranks adults by an amount and counts each fifth by group.
fn places(population: &Population, amount: impl Fn(&crate::people::Person) -> f32) -> Places {
    let adults = || population.people.iter().filter(|person| person.age >= ADULT);
    // Bits of numbers that are not negative stand in the order of the numbers.
    let bin = |amount: f32| (amount.max(0.0).to_bits() >> COARSE) as usize;
    let mut bins = vec![0.0; bin(f32::MAX) + 1];
    for person in adults() {
        bins[bin(amount(person))] += person.weight.people();
    }
    let all: f64 = bins.iter().sum();
    // From where to where a bin reaches among all adults; what lies across a border is shared between two fifths.
    let mut below = 0.0;
    let reach: Vec<[f64; 2]> = bins
        .iter()
        .map(|people| {
            let from = below;
            below += people;
            [from, below].map(|people| people / f64::max(all, f64::MIN_POSITIVE) * FIFTHS as f64)
        })
        .collect();
    let mut places: Places = [[0.0; GROUPS]; FIFTHS];
    for person in adults() {
        let [from, to] = reach[bin(amount(person))];
        for (fifth, places) in places.iter_mut().enumerate() {
            let inside = (to.min(fifth as f64 + 1.0) - from.max(fifth as f64)).max(0.0);
            if inside > 0.0 {
                let people = person.weight.people() * inside / (to - from);
                for group in [
                    Group::ALL,
                    Group::imd(usize::from(person.fifth).min(FIFTHS - 1)),
                    Group::wealth(usize::from(person.wealth_fifth).min(FIFTHS - 1)),
                ] {
                    places[group] += people;
                }
            }
        }
    }
    for places in &mut places {
        let all = places[Group::ALL];
        places
            .iter_mut()
            .for_each(|place| *place /= f64::max(all, f64::MIN_POSITIVE));
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::economy::tax::SOURCES;
    use crate::people::fixture;

    fn paid_by(source: TaxSource) -> BySource {
        let mut paid = [0.0; SOURCES];
        paid[source] = 100.0;
        paid
    }

    fn fifths(by_group: &ByGroup, group: fn(usize) -> Group) -> [f64; FIFTHS] {
        std::array::from_fn(|fifth| by_group[group(fifth)])
    }

    #[test]
    fn every_ranking_adds_up_to_what_is_paid_and_the_well_off_pay_more() {
        let taxpayers = Taxpayers::of(&fixture::population(4_000));
        let incidence: Incidence = [[0.02, 0.07, 0.15, 0.26, 0.50]; SOURCES];
        for source in [TaxSource::IncomeTax, TaxSource::WealthLevy] {
            let by_group = taxpayers.pay(&paid_by(source), &incidence);
            assert!((by_group[Group::ALL] - 100.0).abs() < 1e-9);
            for group in [Group::imd as fn(usize) -> Group, Group::wealth] {
                let fifths = fifths(&by_group, group);
                assert!((fifths.iter().sum::<f64>() - 100.0).abs() < 1e-9, "{fifths:?}");
                assert!(fifths[0] < fifths[FIFTHS - 1], "{fifths:?}");
            }
        }
        let levy = fifths(
            &taxpayers.pay(&paid_by(TaxSource::WealthLevy), &incidence),
            Group::wealth,
        );
        let tax = fifths(
            &taxpayers.pay(&paid_by(TaxSource::IncomeTax), &incidence),
            Group::wealth,
        );
        assert!(
            levy[FIFTHS - 1] > tax[FIFTHS - 1],
            "a levy on wealth follows wealth: {levy:?} {tax:?}"
        );
    }

    #[test]
    fn a_tax_that_takes_alike_from_all_adults_falls_on_groups_as_there_are_adults() {
        let population = fixture::population(4_000);
        let taxpayers = Taxpayers::of(&population);
        let incidence: Incidence = [[1.0 / FIFTHS as f64; FIFTHS]; SOURCES];
        let by_group = taxpayers.pay(&paid_by(TaxSource::GeneralTaxation), &incidence);
        let people = |fifth: Option<u8>| -> f64 {
            let adults = population.people.iter().filter(|person| person.age >= ADULT);
            let chosen = adults.filter(|person| fifth.is_none_or(|fifth| person.fifth == fifth));
            chosen.map(|person| person.weight.people()).sum()
        };
        for fifth in 0..FIFTHS {
            let share = people(Some(fifth as u8)) / people(None);
            assert!((by_group[Group::imd(fifth)] / 100.0 - share).abs() < 1e-9);
        }
    }
}
