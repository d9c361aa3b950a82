//! The yearly step: everybody ages a year, in all compared worlds together.
//!
//! The order inside the year: death and net migration act on the weight; then conditions, dependency, partner and
//! carer, care-home entry act on the person; births come last. Luck is addressed by (person, year, event), so a chunk of
//! people is hashed once and every world with the same people reads the same numbers; a world alone gives the same
//! bytes, since nothing in it depends on the others.
//!
//! One hash gives two numbers of 32 bits. The second hash (household and care home) is only made for chunks that hold
//! somebody old enough to need it.

use super::fit::{CARE_AGE, PLACES};
use super::person::Person;
use super::rates::Rates;
use super::start::{NEWBORN_IDS, Population};
use super::year::PeopleYear;
use super::{STRATA, stratum};
use crate::world::axes::{AGES, BAND_OF_AGE, CONDITIONS, DEPENDENCIES, FIFTHS, MAX_AGE, SEXES};
use crate::world::cells::{DEMOGRAPHIC, STATES};
use crate::world::luck::half_unit;
use crate::world::{Event, Luck, Weight, Year};

/// People hashed at a time: two arrays of bits stay in the first-level cache.
const CHUNK: usize = 256;

/// Hashed luck of a chunk.
struct Bits {
    ids: [u32; CHUNK],
    health: [u64; CHUNK],
    home: [u64; CHUNK],
}

/// What a world adds up while its people are visited.
struct Tally {
    deaths: Vec<u64>,
    strata: Vec<u64>,
    weight_change: Vec<[f64; SEXES]>,
    migrants: i64,
}

/// Moves every world into `year` under its own rates and fills its record. All slices are as long as `worlds`.
pub fn advance(worlds: &mut [Population], rates: &[Rates], year: Year, luck: Luck, out: &mut [PeopleYear]) {
    let mut tallies: Vec<Tally> = Vec::with_capacity(worlds.len());
    for ((world, rates), out) in worlds.iter().zip(rates).zip(out.iter_mut()) {
        out.clear();
        out.deaths_expected = expected(world, rates);
        tallies.push(Tally {
            deaths: vec![0; DEMOGRAPHIC],
            strata: vec![0; STRATA],
            weight_change: migration_rates(world, rates),
            migrants: 0,
        });
        births(world, rates, out);
    }
    let mut bits = Bits {
        ids: [u32::MAX; CHUNK],
        health: [0; CHUNK],
        home: [0; CHUNK],
    };
    let longest = worlds.iter().map(|world| world.people.len()).max().unwrap_or(0);
    for from in (0..longest).step_by(CHUNK) {
        let mut hashed = 0;
        for (index, world) in worlds.iter_mut().enumerate() {
            let to = (from + CHUNK).min(world.people.len());
            let benefit = world.benefit;
            let Some(people) = world.people.get_mut(from..to) else {
                continue;
            };
            if !same(&bits, people, hashed) {
                hash(&mut bits, people, year, luck);
                hashed = people.len();
            }
            step(
                people,
                &bits,
                &rates[index],
                &benefit,
                from,
                &mut tallies[index],
                &mut out[index],
            );
        }
    }
    for (((world, rates), out), tally) in worlds.iter_mut().zip(rates).zip(out.iter_mut()).zip(tallies) {
        world.strata = tally.strata;
        out.migrants += tally.migrants as f64 / Weight::ONE as f64;
        for (deaths, raw) in out.deaths.iter_mut().zip(tally.deaths) {
            *deaths += Weight::from_raw(raw).people();
        }
        newborns(world, rates, year, out);
    }
}

/// Fills the record of the start: the population as it stands, with the deaths and births that its rates foretell.
pub fn observe(population: &Population, rates: &Rates, out: &mut PeopleYear) {
    out.clear();
    out.deaths_expected = expected(population, rates);
    births(population, rates, out);
    let mut deaths = vec![0u64; DEMOGRAPHIC];
    for (index, person) in population.people.iter().enumerate() {
        deaths[person.demographic()] += dying(person, rates);
        record(person, index as u32, out);
    }
    for (total, raw) in out.deaths.iter_mut().zip(deaths) {
        *total += Weight::from_raw(raw).people();
    }
    for sex in 0..SEXES {
        for fifth in 0..FIFTHS {
            let infants = out.births[fifth] * rates.birth_share[sex] * rates.newborn_death[sex][fifth];
            out.deaths[sex * FIFTHS + fifth] += infants;
            out.deaths_expected[sex * FIFTHS + fifth] += infants;
        }
    }
    out.migrants = rates.migrants.iter().flatten().sum::<f64>() + rates.migrant_newborn.iter().sum::<f64>();
}

/// Whether the luck in hand is that of these people.
fn same(bits: &Bits, people: &[Person], hashed: usize) -> bool {
    people.len() <= hashed && people.iter().zip(&bits.ids).all(|(person, id)| person.id == *id)
}

fn hash(bits: &mut Bits, people: &[Person], year: Year, luck: Luck) {
    let older = people.iter().any(|person| person.age >= CARE_AGE);
    for (index, person) in people.iter().enumerate() {
        let own = luck.person(u64::from(person.id));
        bits.ids[index] = person.id;
        bits.health[index] = own.bits(year, Event::Health);
        if older {
            bits.home[index] = own.bits(year, Event::CareHome);
        }
    }
}

/// Weight that dies over the year.
#[inline]
fn dying(person: &Person, rates: &Rates) -> u64 {
    let cell = stratum(person.age as usize, person.sex as usize, person.fifth as usize);
    let resident = usize::from(person.setting);
    let place = (resident * (1 + usize::from(person.years_in_home > 0))).min(PLACES - 1);
    let risk = rates.death_risk[(resident * DEMOGRAPHIC + person.demographic()) * STATES + person.state()];
    let probability = (rates.death_by_place[cell][place] * risk).min(1.0);
    (person.weight.raw() as f64 * f64::from(probability)) as i64 as u64
}

/// One year of a chunk of people in one world.
fn step(
    people: &mut [Person],
    bits: &Bits,
    rates: &Rates,
    benefit: &[f32; DEPENDENCIES],
    first: usize,
    tally: &mut Tally,
    out: &mut PeopleYear,
) {
    for (index, person) in people.iter_mut().enumerate() {
        let raw = person.weight.raw();
        if raw == 0 {
            continue;
        }
        let (age, sex, fifth) = (person.age as usize, person.sex as usize, person.fifth as usize);
        let cell = stratum(age, sex, fifth);
        let place = (BAND_OF_AGE[age] as usize * SEXES + sex) * FIFTHS + fifth;
        let (conditions, dependency) = (person.conditions as usize, person.dependency as usize);
        let resident = usize::from(person.setting);
        let now = place * STATES + conditions * DEPENDENCIES + dependency;

        let dead = dying(person, rates);
        let net = (raw as f64 * tally.weight_change[age][sex]) as i64;
        tally.deaths[place] += dead;
        tally.migrants += net;
        let left = (raw as i64 - dead as i64 + net).max(0);
        person.weight = Weight::from_raw(left as u64);
        person.age = (person.age + 1).min(MAX_AGE);

        let health = bits.health[index];
        let onset = rates.condition_onset[cell][conditions] * rates.condition_factor[now];
        person.conditions += u8::from(half_unit(health as u32) < onset && conditions + 1 < CONDITIONS);
        let luck = half_unit((health >> 32) as u32);
        let worse = rates.dependency_onset[cell][dependency] * rates.dependency_risk[now];
        // Nobody recovers in a care home: the fit assumes the same.
        let better = if resident == 0 { rates.recovery[now] } else { 0.0 };
        let up = luck < worse && dependency + 1 < DEPENDENCIES;
        let down = luck > 1.0 - better && dependency > 0 && !up;
        person.dependency = (dependency + usize::from(up) - usize::from(down)) as u8;

        if person.age > CARE_AGE {
            let entered = household(person, bits.home[index], rates, cell, place, up, benefit);
            out.entrants += u64::from(entered) * person.weight.raw();
        }
        tally.strata[stratum(person.age as usize, sex, fifth)] += person.weight.raw();
        record(person, (first + index) as u32, out);
    }
}

/// Partner, carer, disability benefit and care-home entry of an older person; whether they moved in.
#[inline]
fn household(
    person: &mut Person,
    luck: u64,
    rates: &Rates,
    cell: usize,
    place: usize,
    worse: bool,
    benefit: &[f32; DEPENDENCIES],
) -> bool {
    let carer = half_unit(luck as u32);
    let age_before = cell / (SEXES * FIFTHS);
    if person.has_partner {
        let loss = rates.partner_loss[age_before][person.sex as usize];
        if carer < loss {
            person.has_partner = false;
            person.has_carer = carer < loss * rates.carer_if_single;
        }
    } else if carer < rates.carer_change[usize::from(!person.has_carer)] {
        person.has_carer = !person.has_carer;
    }
    if worse && !person.disability_benefit {
        // The chance among those who had none, so that the share at the new level comes out; the low bits of the other
        // half are independent enough of its high ones, which decide entry.
        let before = benefit[person.dependency as usize - 1];
        let gain = (benefit[person.dependency as usize] - before) / (1.0 - before).max(f32::MIN_POSITIVE);
        person.disability_benefit = half_unit((luck as u32).rotate_left(16)) < gain;
    }
    if person.in_care_home() {
        person.years_in_home = person.years_in_home.saturating_add(1);
        return false;
    }
    let with_carer = if person.has_carer { rates.entry_with_carer } else { 1.0 };
    let state = place * STATES + person.state();
    let entered = half_unit((luck >> 32) as u32) < rates.entry[cell] * rates.entry_risk[state] * with_carer;
    person.setting = u8::from(entered);
    entered
}

/// Counts a person at the end of the year.
#[inline]
fn record(person: &Person, index: u32, out: &mut PeopleYear) {
    let demographic = person.demographic();
    let raw = person.weight.raw();
    out.cells.add(demographic, person.state(), person.weight);
    out.population[demographic] += raw;
    let age_group = usize::from(person.age >= 18) + usize::from(person.age > CARE_AGE) + usize::from(person.age >= 85);
    out.wealth[age_group][usize::from(person.wealth_fifth)] += raw;
    if person.age > CARE_AGE && (person.dependency > 0 || person.in_care_home()) {
        out.care.push(index);
        out.residents += raw * u64::from(person.setting);
    }
}

/// Deaths that the life table gives to a population, by demographic cell.
fn expected(population: &Population, rates: &Rates) -> Vec<f64> {
    let mut deaths = vec![0.0; DEMOGRAPHIC];
    for age in 0..AGES {
        for sex_fifth in 0..SEXES * FIFTHS {
            let cell = age * SEXES * FIFTHS + sex_fifth;
            let people = Weight::from_raw(population.strata[cell]).people();
            deaths[BAND_OF_AGE[age] as usize * SEXES * FIFTHS + sex_fifth] += people * rates.death[cell];
        }
    }
    deaths
}

/// Net migrants over residents, by age and sex. Where a small sample has nobody of an age, its migrants join the next.
fn migration_rates(population: &Population, rates: &Rates) -> Vec<[f64; SEXES]> {
    let mut table = vec![[0.0; SEXES]; AGES];
    for sex in 0..SEXES {
        let mut waiting = 0.0;
        for age in 0..AGES {
            let raw: u64 = population.strata[stratum(age, sex, 0)..][..FIFTHS].iter().sum();
            let people = Weight::from_raw(raw).people();
            waiting += rates.migrants[age][sex];
            if people >= 1.0 {
                // No more than half of an age leaves in a year.
                table[age][sex] = (waiting / people).max(-0.5);
                waiting = 0.0;
            }
        }
    }
    table
}

/// Live births of the year, by fifth and sex, from the women at its start.
fn births(population: &Population, rates: &Rates, out: &mut PeopleYear) {
    for (age, rate) in rates.fertility.iter().enumerate().filter(|(_, rate)| **rate > 0.0) {
        for fifth in 0..FIFTHS {
            out.births[fifth] += rate * population.stratum(age, 0, fifth).people();
        }
    }
    let total: f64 = out.births.iter().sum();
    out.births_by_sex = rates.birth_share.map(|share| share * total);
}

/// Adds the year's newborn in their fixed slots: their ids depend on the slot alone, never on a scenario.
fn newborns(population: &mut Population, rates: &Rates, year: Year, out: &mut PeopleYear) {
    let total: f64 = out.births.iter().sum();
    for sex in 0..SEXES {
        for fifth in 0..FIFTHS {
            let born = out.births[fifth] * rates.birth_share[sex];
            let dead = born * rates.newborn_death[sex][fifth];
            out.deaths[sex * FIFTHS + fifth] += dead;
            out.deaths_expected[sex * FIFTHS + fifth] += dead;
            let arrived = rates.migrant_newborn[sex] * out.births[fifth] / total.max(1.0);
            out.migrants += arrived;
            let raw = ((born - dead + arrived).max(0.0) * Weight::ONE as f64) as u64;
            for slot in 0..population.slots {
                let within = (sex * FIFTHS + fifth) as u32 * population.slots + slot;
                let id = NEWBORN_IDS + u32::from(year.0) * (SEXES * FIFTHS) as u32 * population.slots + within;
                let weight =
                    raw / u64::from(population.slots) + u64::from(u64::from(slot) < raw % u64::from(population.slots));
                // Wealth fifths take turns over slots and years, so that each gets a fifth.
                let wealth = (population.born as usize / (SEXES * FIFTHS) + fifth) % FIFTHS;
                let person = Person::newborn(id, sex, fifth, wealth, Weight::from_raw(weight));
                population.strata[stratum(0, sex, fifth)] += weight;
                record(&person, population.people.len() as u32, out);
                population.people.push(person);
                population.born += 1;
            }
        }
    }
}
