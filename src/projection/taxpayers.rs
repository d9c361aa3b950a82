//! Whom a tax falls on: people, each with their income and their wealth; any other ranking is those same people counted anew.
//!
//! What is known of a tax is how its yield falls on fifths of people by income, or by wealth where wealth is what is taxed.
//! A fifth by deprivation, or by wealth within an age, is not the same people: some of the poorest places' people are well
//! off. So the yield of each fifth is shared out over its own people, evenly, and those are then counted by group. One
//! ranking at a time, and the groups of each add up to the whole.

use crate::economy::tables::{Incidence, PayingAges};
use crate::economy::tax::{BySource, SOURCES, TaxSource};
use crate::people::{Person, Population};
use crate::world::Group;
use crate::world::axes::{FIFTHS, SEXES};
use crate::world::group::{ByGroup, GROUPS};

/// Age from which people stand in the fifths that taxes fall on \[years\].
const ADULT: u8 = 18;
/// Bits of an amount that tell it from a neighbour: a step of some three per cent.
const COARSE: u32 = 18;

/// Of each fifth of adults, the share in each group.
type Places = [ByGroup; FIFTHS];

/// Where those who pay each tax stand in other rankings, by fifth of what the tax falls on, from the people of the base year.
#[derive(Clone, Debug)]
pub struct Taxpayers {
    by_source: [Places; SOURCES],
}

impl Taxpayers {
    /// The adults of a population; each tax is paid by those of some ages.
    pub fn of(population: &Population, ages: &PayingAges) -> Taxpayers {
        let by_income = Standing::of(population, |person| person.income, Group::income);
        // A fifth by wealth among all adults is no group that is told: groups by wealth are within an age.
        let by_wealth = Standing::of(population, Person::wealth, Group::income);
        let mut taxpayers = Taxpayers {
            by_source: [[[0.0; GROUPS]; FIFTHS]; SOURCES],
        };
        for source in TaxSource::ALL {
            let wealth = source == TaxSource::WealthLevy;
            let alike = TaxSource::ALL[..source.index()]
                .iter()
                .find(|other| ages[**other] == ages[source] && (**other == TaxSource::WealthLevy) == wealth);
            taxpayers.by_source[source] = match alike {
                Some(other) => taxpayers.by_source[*other],
                None if wealth => by_wealth.places(population, ages[source], false),
                None => by_income.places(population, ages[source], true),
            };
        }
        taxpayers
    }

    /// What each group pays of the taxes paid [£m], one ranking at a time.
    pub fn pay(&self, paid: &BySource, incidence: &Incidence) -> ByGroup {
        let mut by_group = [0.0; GROUPS];
        for source in TaxSource::ALL {
            for (places, share) in self.by_source[source].iter().zip(incidence[source]) {
                for (sum, place) in by_group.iter_mut().zip(places) {
                    *sum += paid[source] * share * place;
                }
            }
        }
        by_group
    }
}

/// How adults are ranked by an amount: from where to where each amount reaches among them, in fifths.
struct Standing<A: Fn(&Person) -> f32> {
    amount: A,
    reach: Vec<[f64; 2]>,
    group: fn(usize) -> Group,
}

/// The place of an amount among amounts: bits of numbers that are not negative stand in the order of the numbers.
fn bin(amount: f32) -> usize {
    (amount.max(0.0).to_bits() >> COARSE) as usize
}

impl<A: Fn(&Person) -> f32> Standing<A> {
    fn of(population: &Population, amount: A, group: fn(usize) -> Group) -> Standing<A> {
        let mut bins = vec![0.0; bin(f32::MAX) + 1];
        for person in population.people.iter().filter(|person| person.age >= ADULT) {
            bins[bin(amount(person))] += person.weight.people();
        }
        let all: f64 = bins.iter().sum();
        // What lies across a border is shared between two fifths.
        let mut below = 0.0;
        let reach = bins
            .iter()
            .map(|people| {
                let from = below;
                below += people;
                [from, below].map(|people| people / f64::max(all, f64::MIN_POSITIVE) * FIFTHS as f64)
            })
            .collect();
        Standing { amount, reach, group }
    }

    /// Counts those of some ages in each fifth by group; a fifth in which nobody is of these ages is counted whole. `told`
    /// says that these fifths are groups themselves.
    fn places(&self, population: &Population, ages: [u8; 2], told: bool) -> Places {
        let adults = |from: u8, to: u8| {
            let mut places: Places = [[0.0; GROUPS]; FIFTHS];
            let of_age = |person: &&Person| person.age >= ADULT && (from..=to).contains(&person.age);
            for person in population.people.iter().filter(of_age) {
                let [low, high] = self.reach[bin((self.amount)(person))];
                for (fifth, places) in places.iter_mut().enumerate() {
                    let inside = (high.min(fifth as f64 + 1.0) - low.max(fifth as f64)).max(0.0);
                    if inside > 0.0 {
                        let people = person.weight.people() * inside / (high - low);
                        let own = if told {
                            fifth
                        } else {
                            usize::from(person.income_fifth).min(FIFTHS - 1)
                        };
                        for group in [
                            Group::ALL,
                            Group::imd(usize::from(person.fifth).min(FIFTHS - 1)),
                            Group::age(person.age),
                            Group::sex(usize::from(person.sex).min(SEXES - 1)),
                            Group::wealth(usize::from(person.wealth_fifth).min(FIFTHS - 1)),
                            (self.group)(own),
                        ] {
                            places[group] += people;
                        }
                    }
                }
            }
            places
        };
        let mut places = adults(ages[0], ages[1]);
        if places.iter().any(|fifth| fifth[Group::ALL] <= 0.0) {
            let whole = adults(ADULT, u8::MAX);
            for (fifth, whole) in places.iter_mut().zip(whole) {
                if fifth[Group::ALL] <= 0.0 {
                    *fifth = whole;
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
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::fixture;

    /// Paid by adults of all ages.
    const ALL_AGES: PayingAges = [[0, 100]; SOURCES];

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
        let taxpayers = Taxpayers::of(&fixture::population(4_000), &ALL_AGES);
        let incidence: Incidence = [[0.02, 0.07, 0.15, 0.26, 0.50]; SOURCES];
        for source in [TaxSource::IncomeTax, TaxSource::WealthLevy] {
            let by_group = taxpayers.pay(&paid_by(source), &incidence);
            assert!((by_group[Group::ALL] - 100.0).abs() < 1e-9);
            for group in [Group::imd as fn(usize) -> Group, Group::wealth, Group::income] {
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
        let taxpayers = Taxpayers::of(&population, &ALL_AGES);
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

    #[test]
    fn a_tax_falls_on_income_fifths_as_the_table_says_and_on_nobody_of_other_ages() {
        let population = fixture::population(4_000);
        let shares = [0.02, 0.07, 0.15, 0.26, 0.50];
        let mut ages = ALL_AGES;
        ages[TaxSource::NationalInsurance] = [18, 65];
        let taxpayers = Taxpayers::of(&population, &ages);
        let by_group = taxpayers.pay(&paid_by(TaxSource::NationalInsurance), &[shares; SOURCES]);
        for (fifth, share) in shares.iter().enumerate() {
            assert!((by_group[Group::income(fifth)] - 100.0 * share).abs() < 1e-9);
        }
        assert_eq!(by_group[Group::age(0)] + by_group[Group::age(90)], 0.0);
        // Of those from 65 to 84 only who is 65 pays.
        let income_tax = taxpayers.pay(&paid_by(TaxSource::IncomeTax), &[shares; SOURCES]);
        assert!(by_group[Group::age(70)] < 0.2 * income_tax[Group::age(70)] && income_tax[Group::age(90)] > 0.0);
        let ages = [18, 70, 90].map(|age| income_tax[Group::age(age)]);
        assert!((ages.iter().sum::<f64>() - 100.0).abs() < 1e-9, "{ages:?}");
    }
}
