//! The population at the start: each planned person gets health, household, wealth and care-home place.

use super::advance::boosted;
use super::association::Association;
use super::classes::Factors;
use super::fit::{Fit, Joint, PLACES, band};
use super::levers::PeopleLevers;
use super::person::Person;
use super::population::{Population, adult, room};
use super::sample::{Place, plan, plan_age};
use super::stratum;
use super::tables::PopulationTables;
use crate::world::axes::{DEPENDENCIES, FIFTHS};
use crate::world::cells::STATES;
use crate::world::{Even, Event, Luck};

/// People per pair of newborn slots by sex and fifth in a year.
const PEOPLE_PER_SLOT: usize = 5_000;

impl Population {
    /// The sample at the middle of the base year.
    pub fn start(tables: &PopulationTables, fit: &Fit, levers: &PeopleLevers, luck: Luck, size: usize) -> Population {
        let places = plan(&fit.base, levers, luck, size);
        Population::of(places, tables, fit, levers, luck, size)
    }

    /// About `size` people of one age, for lives that are followed from there.
    pub fn of_age(
        age: usize,
        tables: &PopulationTables,
        fit: &Fit,
        levers: &PeopleLevers,
        luck: Luck,
        size: usize,
    ) -> Population {
        let mut population = Population::of(plan_age(&fit.base, age, luck, size), tables, fit, levers, luck, size);
        // A life is followed for itself: nobody in it stands for fewer by where they go.
        (population.boost, population.kept) = (1.0, 1.0);
        population
    }

    fn of(
        places: Vec<Place>,
        tables: &PopulationTables,
        fit: &Fit,
        levers: &PeopleLevers,
        luck: Luck,
        size: usize,
    ) -> Population {
        let benefit = [
            levers.benefit_independent,
            levers.benefit_low,
            levers.benefit_medium,
            levers.benefit_high,
        ]
        .map(|share| share as f32);
        let slots = (size / PEOPLE_PER_SLOT).max(1) as u32;
        let mut population = Population {
            people: Vec::with_capacity(places.len() + room(slots)),
            slots,
            born: 0,
            benefit,
            boost: levers.sample_residents as f32,
            // About as many are dropped as die, so that those who are left stand for about as many as before.
            kept: (1.0 - levers.resident_mortality_later) as f32,
            factors: Factors::default(),
        };
        // Health and wealth are spread evenly within strata, not drawn independently: it takes most of the sampling noise out
        // of the base year.
        let even = Even::of(luck, Event::StartWealth);
        let association = Association::of_rank_correlation(levers.wealth_follows_health);
        let mut levels = Levels::default();
        for (index, place) in places.into_iter().enumerate() {
            let id = index as u32;
            let (age, sex, fifth) = (place.age, usize::from(place.sex), usize::from(place.fifth));
            let cell = stratum(usize::from(age), sex, fifth);
            let mut person = Person::newborn(id, sex, fifth, 0, place.weight);
            person.age = age;
            let point = even.point(index as u64);
            // Questions whose answers go together come first: those dimensions are the most even in pairs.
            let [health, wealth, tenure, household, level, stayed, income, benefit] = point.map(below_one);
            let (where_, state, factor) = pick(&fit.joint[cell], health, population.boost);
            person.weight = person.weight.share(factor);
            person.conditions = (state / DEPENDENCIES) as u8;
            person.dependency = (state % DEPENDENCIES) as u8;
            person.setting = u8::from(where_ > 0);
            if where_ == 2 {
                person.years_in_home = years_already(fit.death_by_place[cell][2], stayed);
            }
            // Those with a partner move in less often, and later, so few residents left one at home.
            let stays = if where_ > 0 {
                levers.residents_partner_ratio as f32
            } else {
                1.0
            };
            let partnered = fit.partnered[usize::from(age)][sex] * stays;
            person.has_partner = household < partnered;
            // What is left of the number after the first question answers the second.
            person.has_carer = if person.has_partner {
                household < partnered * levers.carer_if_partner as f32
            } else {
                household - partnered < (1.0 - partnered) * levers.carer_if_single as f32
            };
            person.disability_benefit = band(age) >= band(super::fit::CARE_AGE + 1)
                && benefit < population.benefit[usize::from(person.dependency)];
            let place = levels.place(&person, cell, fit, level);
            let [tenure, wealth] = [tenure, wealth].map(|even| association.other_place(place, f64::from(even)));
            person.set_relative_risk(association.relative_odds(tenure) * association.relative_odds(wealth));
            // Tenures are told from the richest on.
            let [tenure, wealth] = [1.0 - tenure, wealth].map(below_one);
            tables.wealth.endow(&mut person, levers, tenure, wealth, income);
            population.people.push(person);
        }
        rank(&mut population.people);
        // Children own nothing yet; what they were given only placed them in a wealth fifth.
        for person in population.people.iter_mut().filter(|person| !adult(person.age.into())) {
            (person.home, person.capital, person.income) = (0.0, 0.0, 0.0);
            person.has_partner = false;
        }
        population
    }
}

/// A number between 0 and 1 in 32 bits, where one nearest to 1 would become 1: an amount there has no bound.
fn below_one(at: f64) -> f32 {
    (at as f32).min(1.0 - f32::EPSILON / 2.0)
}

/// Place and state at a point of the unit interval, and the factor on the weight: residents of care homes are drawn more
/// often than they are, and stand for as many fewer.
fn pick(joint: &Joint, point: f32, boost: f32) -> (usize, usize, f64) {
    let residents: f32 = joint[1..].iter().flatten().sum();
    let (drawn, [at_home, in_home]) = boosted(residents, boost);
    let (mut point, factor) = if point < 1.0 - drawn {
        (point / (1.0 - drawn) * (1.0 - residents), at_home)
    } else {
        let within = (point - (1.0 - drawn)) / drawn;
        (1.0 - residents + within * residents, in_home)
    };
    for (place, shares) in joint.iter().enumerate().take(PLACES) {
        for (state, share) in shares.iter().enumerate().take(STATES) {
            if point < *share {
                return (place, state, factor);
            }
            point -= share;
        }
    }
    // Rounding may leave a sliver above the last share: the state before is the healthiest.
    (0, 0, factor)
}

/// Shares of a stratum by dependency, kept while people of the same stratum follow each other.
#[derive(Default)]
struct Levels {
    cell: Option<usize>,
    shares: [f32; DEPENDENCIES],
}

impl Levels {
    /// A person's place among their stratum from highly dependent (0) to independent (1), by an even number among those of
    /// their level.
    fn place(&mut self, person: &Person, cell: usize, fit: &Fit, even: f32) -> f64 {
        if self.cell != Some(cell) {
            self.cell = Some(cell);
            self.shares = [0.0; DEPENDENCIES];
            for shares in &fit.joint[cell] {
                (0..STATES).for_each(|state| self.shares[state % DEPENDENCIES] += shares[state]);
            }
        }
        let level = usize::from(person.dependency);
        let above: f32 = self.shares[level + 1..].iter().sum();
        f64::from((above + even * self.shares[level]).min(1.0))
    }
}

/// Whole years already spent in the home by somebody past the first, when a constant share dies each year.
fn years_already(death: f32, luck: f32) -> u8 {
    let mut years = 1;
    let mut reach = 1.0 - death;
    while luck < reach && years < u8::MAX {
        years += 1;
        reach *= 1.0 - death;
    }
    years
}

/// Age groups within which wealth is ranked.
fn rank_group(age: u8) -> usize {
    match age {
        0..=17 => 0,
        18..=34 => 1,
        35..=49 => 2,
        50..=64 => 3,
        65..=74 => 4,
        75..=84 => 5,
        _ => 6,
    }
}

/// Gives each person the fifth of wealth in which they stand within their age group, by weight; and each adult the fifth of
/// income in which they stand among adults.
fn rank(people: &mut [Person]) {
    let by_wealth = |person: &Person| Some((rank_group(person.age), person.wealth() as u64));
    for (index, fifth) in fifths(people, by_wealth) {
        people[index].wealth_fifth = fifth;
        people[index].income_fifth = fifth;
    }
    // In pence a week, so that few are alike.
    let by_income = |person: &Person| adult(person.age.into()).then_some((0, (person.income * 100.0) as u64));
    for (index, fifth) in fifths(people, by_income) {
        people[index].income_fifth = fifth;
    }
}

/// The fifth in which each person stands, by weight, within a group (0 to 6) and by an amount; who has neither stands in none.
fn fifths(people: &[Person], stands: impl Fn(&Person) -> Option<(usize, u64)>) -> Vec<(usize, u8)> {
    let mut groups: [Vec<u64>; 7] = Default::default();
    let mut totals = [0u128; 7];
    for (index, person) in people.iter().enumerate() {
        if let Some((group, amount)) = stands(person) {
            // The amount above, index below: ties go by index, so the order is the same everywhere.
            groups[group].push((amount << 32) | index as u64);
            totals[group] += u128::from(person.weight.raw());
        }
    }
    let mut found = Vec::with_capacity(people.len());
    for (group, order) in groups.iter_mut().enumerate() {
        order.sort_unstable();
        // Somebody stands in the fifth in which the middle of their weight lies.
        let mut twice_below = 0u128;
        let mut fifth = 0;
        for key in order.iter() {
            let index = (*key as u32) as usize;
            let weight = u128::from(people[index].weight.raw());
            while fifth + 1 < FIFTHS
                && (twice_below + weight) * FIFTHS as u128 >= 2 * totals[group] * (fifth + 1) as u128
            {
                fifth += 1;
            }
            found.push((index, fifth as u8));
            twice_below += 2 * weight;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::fixture;

    #[test]
    fn wealth_fifths_hold_a_fifth_each_within_ages() {
        let population = fixture::population(10_000);
        for (low, high) in [(65, 74), (75, 84), (85, 100)] {
            let mut by_fifth = [0.0; FIFTHS];
            for person in population
                .people
                .iter()
                .filter(|person| (low..=high).contains(&person.age))
            {
                by_fifth[usize::from(person.wealth_fifth)] += person.weight.people();
            }
            let total: f64 = by_fifth.iter().sum();
            assert!(
                by_fifth.iter().all(|part| (part / total - 0.2).abs() < 0.01),
                "{by_fifth:?}"
            );
        }
    }

    #[test]
    fn income_fifths_hold_a_fifth_of_adults_each_in_the_order_of_their_incomes() {
        let population = fixture::population(10_000);
        let adults = || population.people.iter().filter(|person| adult(person.age.into()));
        let total: f64 = adults().map(|person| person.weight.people()).sum();
        let mut above = 0.0;
        for fifth in 0..FIFTHS as u8 {
            let of = || adults().filter(move |person| person.income_fifth == fifth);
            let people: f64 = of().map(|person| person.weight.people()).sum();
            assert!((people / total - 0.2).abs() < 0.01, "{fifth}: {}", people / total);
            let ends = |end: fn(f32, f32) -> f32, from: f32| of().map(|person| person.income).fold(from, end);
            assert!(
                ends(f32::min, f32::MAX) >= above - 0.02,
                "{fifth} begins below the one before"
            );
            above = ends(f32::max, 0.0);
        }
    }

    #[test]
    fn wealth_of_older_people_is_near_its_anchors() {
        let population = fixture::population(50_000);
        let older = population.people.iter().filter(|person| person.age >= 65);
        let mut wealth: Vec<(f32, f64)> = older.clone().map(|p| (p.wealth(), p.weight.people())).collect();
        wealth.sort_by(|a, b| a.0.total_cmp(&b.0));
        let total: f64 = wealth.iter().map(|w| w.1).sum();
        let at = |share: f64| {
            let mut below = 0.0;
            wealth
                .iter()
                .find(|w| {
                    below += w.1;
                    below >= share * total
                })
                .map_or(0.0, |w| f64::from(w.0))
        };
        let mut tenure = [0.0; 4];
        older.for_each(|p| tenure[p.tenure as usize] += p.weight.people() / total);
        eprintln!(
            "P20 {:.0} P40 {:.0} P50 {:.0} P80 {:.0} tenure {tenure:.3?}",
            at(0.2),
            at(0.4),
            at(0.5),
            at(0.8)
        );
        assert!((65_000.0..90_000.0).contains(&at(0.2)), "{}", at(0.2));
        assert!((165_000.0..190_000.0).contains(&at(0.4)), "{}", at(0.4));
        assert!(
            // Published for households; couples own more and count twice among people.
            (tenure[0] - 0.74).abs() < 0.04 && (tenure[3] - 0.16).abs() < 0.04,
            "{tenure:?}"
        );
    }
}
