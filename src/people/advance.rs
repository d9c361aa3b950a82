//! The yearly step: everybody ages a year, in all compared worlds together.
//!
//! The order inside the year: moves between fifths, death and net migration act on the weight; then conditions,
//! dependency, partner and carer, care-home entry act on the person; births come last. Luck is addressed by (person,
//! year, event), so a chunk of people is hashed once and every world with the same people reads the same numbers; a
//! world alone gives the same bytes, since nothing in it depends on the others.
//!
//! One hash gives two numbers of 32 bits. The second hash (household and care home) is only made for chunks that hold
//! somebody old enough to need it. People of one age, sex and fifth stand next to each other and stay together as they
//! age, so the loop goes by such runs: tables are looked up once for a run, and inside it hardly anything branches.

use super::fit::{CARE_AGE, PLACES};
use super::moves::moves;
use super::person::Person;
use super::rates::Rates;
use super::start::{NEWBORN_IDS, Population};
use super::year::PeopleYear;
use super::{STRATA, stratum};
use crate::world::axes::{AGES, BAND_OF_AGE, CONDITIONS, DEPENDENCIES, FIFTHS, MAX_AGE, SEXES};
use crate::world::cells::{DEMOGRAPHIC, STATES, demographic, state};
use crate::world::luck::half_unit;
use crate::world::{Event, Luck, Weight, Year};

/// People hashed at a time: two arrays of bits stay in the first-level cache.
const CHUNK: usize = 256;

/// Hashed luck of a chunk.
struct Bits {
    ids: [u32; CHUNK],
    health: [u64; CHUNK],
    home: [u64; CHUNK],
    /// Those of the chunk who may need care; kept here to be filled without a branch.
    care: [u32; CHUNK],
}

/// What a world adds up while its people are visited.
struct Tally {
    deaths: Vec<f64>,
    strata: Vec<u64>,
    /// Factor on weights from moves between fifths, by stratum.
    moved: Vec<f64>,
    /// Net migrants over residents, by age and sex.
    net: Vec<[f64; SEXES]>,
    migrants: f64,
}

/// Moves every world into `year` under its own rates and fills its record. All slices are as long as `worlds`.
pub fn advance(worlds: &mut [Population], rates: &[Rates], year: Year, luck: Luck, out: &mut [PeopleYear]) {
    let mut tallies: Vec<Tally> = Vec::with_capacity(worlds.len());
    for ((world, rates), out) in worlds.iter().zip(rates).zip(out.iter_mut()) {
        out.clear();
        let mut people: Vec<f64> = world.strata.iter().map(|raw| Weight::from_raw(*raw).people()).collect();
        let moved = moves(&mut people, rates);
        expected(&people, rates, &mut out.deaths_expected);
        births(&people, rates, out);
        tallies.push(Tally {
            deaths: vec![0.0; DEMOGRAPHIC],
            strata: vec![0; STRATA],
            moved,
            net: migration_rates(&people, rates),
            migrants: 0.0,
        });
    }
    let mut bits = Bits {
        ids: [u32::MAX; CHUNK],
        health: [0; CHUNK],
        home: [0; CHUNK],
        care: [0; CHUNK],
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
                &mut bits,
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
        out.migrants += tally.migrants / Weight::ONE as f64;
        for (deaths, raw) in out.deaths.iter_mut().zip(tally.deaths) {
            *deaths += raw / Weight::ONE as f64;
        }
        newborns(world, rates, year, out);
    }
}

/// Fills the record of the start: the population as it stands, with the deaths and births that its rates foretell.
pub fn observe(population: &Population, rates: &Rates, out: &mut PeopleYear) {
    out.clear();
    let people: Vec<f64> = population
        .strata
        .iter()
        .map(|raw| Weight::from_raw(*raw).people())
        .collect();
    expected(&people, rates, &mut out.deaths_expected);
    births(&people, rates, out);
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

/// One year of a chunk of people in one world, run by run.
fn step(
    people: &mut [Person],
    bits: &mut Bits,
    rates: &Rates,
    benefit: &[f32; DEPENDENCIES],
    first: usize,
    tally: &mut Tally,
    out: &mut PeopleYear,
) {
    let mut from = 0;
    let mut care = 0;
    while let Some(head) = people.get(from) {
        let key = (head.age, head.sex, head.fifth);
        let alike = |person: &&Person| (person.age, person.sex, person.fifth) == key;
        let to = from + people[from..].iter().take_while(alike).count();
        let run = Run::new(key, rates, benefit, tally);
        if key.0 >= CARE_AGE {
            run.step::<true>(&mut people[from..to], bits, (from, first), &mut care, tally, out);
        } else {
            run.step::<false>(&mut people[from..to], bits, (from, first), &mut care, tally, out);
        }
        from = to;
    }
    out.care.extend_from_slice(&bits.care[..care]);
}

/// Row of a table by demographic cell and state.
#[inline]
fn row(table: &[f32], place: usize) -> &[f32; STATES] {
    &table.as_chunks::<STATES>().0[place]
}

/// What people of one age, sex and fifth have in common in a year.
struct Run<'a> {
    rates: &'a Rates,
    benefit: &'a [f32; DEPENDENCIES],
    age: u8,
    /// Demographic cell at the start and at the end of the year, stratum at the end.
    place: usize,
    place_after: usize,
    stratum_after: usize,
    moved: f64,
    net: f64,
    death_by_place: [f32; PLACES],
    /// Risk of death in the own home and in a care home.
    death_risk: [&'a [f32; STATES]; 2],
    condition_onset: [f32; CONDITIONS],
    condition_factor: &'a [f32; STATES],
    dependency_onset: [f32; DEPENDENCIES],
    dependency_risk: &'a [f32; STATES],
    /// In the own home and in a care home, where the fit assumes that nobody recovers.
    recovery: [&'a [f32; STATES]; 2],
    partner_loss: f32,
    entry: f32,
    entry_risk: &'a [f32; STATES],
}

/// Nobody recovers.
const NEVER: [f32; STATES] = [0.0; STATES];

impl<'a> Run<'a> {
    #[inline]
    fn new(key: (u8, u8, u8), rates: &'a Rates, benefit: &'a [f32; DEPENDENCIES], tally: &Tally) -> Run<'a> {
        let (age, sex, fifth) = (usize::from(key.0), usize::from(key.1), usize::from(key.2));
        let after = (age + 1).min(AGES - 1);
        let cell = stratum(age, sex, fifth);
        let place = demographic(usize::from(BAND_OF_AGE[age]), sex, fifth);
        Run {
            rates,
            benefit,
            age: key.0,
            place,
            place_after: demographic(usize::from(BAND_OF_AGE[after]), sex, fifth),
            stratum_after: stratum(after, sex, fifth),
            moved: tally.moved[cell],
            net: tally.net[age][sex],
            death_by_place: rates.death_by_place[cell],
            death_risk: [
                row(&rates.death_risk, place),
                row(&rates.death_risk, DEMOGRAPHIC + place),
            ],
            condition_onset: rates.condition_onset[cell],
            condition_factor: row(&rates.condition_factor, place),
            dependency_onset: rates.dependency_onset[cell],
            dependency_risk: row(&rates.dependency_risk, place),
            recovery: [row(&rates.recovery, place), &NEVER],
            partner_loss: rates.partner_loss[age][sex],
            entry: rates.entry[cell],
            entry_risk: row(&rates.entry_risk, place),
        }
    }

    /// One year of the run. `OLDER`: the household and care-home steps are made. `at`: where the run begins in the chunk,
    /// and the chunk among the people.
    fn step<const OLDER: bool>(
        &self,
        people: &mut [Person],
        bits: &mut Bits,
        at: (usize, usize),
        care: &mut usize,
        tally: &mut Tally,
        out: &mut PeopleYear,
    ) {
        let age_after = (self.age + 1).min(MAX_AGE);
        let wealth = &mut out.wealth[age_group(age_after)];
        let states = out.cells.states_mut(self.place_after);
        let (mut all, mut residents, mut entrants) = (0, 0, 0);
        let (mut exposed, mut deaths) = (0.0, 0.0);
        let grown = 1.0 + self.net;
        for (index, person) in people.iter_mut().enumerate() {
            let health = bits.health[(at.0 + index) % CHUNK];
            let (conditions, dependency) = (usize::from(person.conditions), usize::from(person.dependency));
            let state = state(conditions, dependency);
            // Nobody younger lives in a care home.
            let resident = if OLDER { usize::from(person.setting & 1) } else { 0 };
            let stay = if OLDER {
                resident << u8::from(person.years_in_home > 0)
            } else {
                0
            };

            // One rounding for all that happens to a weight; what is added up is what happened before it.
            let moved = person.weight.raw() as i64 as f64 * self.moved;
            let risk = self.death_by_place[stay] * self.death_risk[resident][state];
            let dead = moved * f64::from(if risk < 1.0 { risk } else { 1.0 });
            let left = (moved * grown - dead).max(0.0) as i64 as u64;
            exposed += moved;
            deaths += dead;
            person.weight = Weight::from_raw(left);
            person.age = age_after;

            // At the highest levels the fit has no onset, and without dependency there is no recovery.
            let onset = self.condition_onset[conditions] * self.condition_factor[state];
            person.conditions += u8::from(half_unit(health as u32) < onset);
            let luck = half_unit((health >> 32) as u32);
            let up = luck < self.dependency_onset[dependency] * self.dependency_risk[state];
            let down = (luck > 1.0 - self.recovery[resident][state]) & !up;
            person.dependency = (dependency + usize::from(up) - usize::from(down)) as u8;

            if OLDER {
                let entered = self.household(person, bits.home[(at.0 + index) % CHUNK], up);
                entrants += left * u64::from(entered);
                residents += left * u64::from(person.setting);
                bits.care[*care % CHUNK] = (at.0 + at.1 + index) as u32;
                *care += usize::from((person.dependency > 0) | person.in_care_home());
            }
            all += left;
            states[person.state()] += left;
            wealth[usize::from(person.wealth_fifth)] += left;
        }
        tally.deaths[self.place] += deaths;
        tally.migrants += exposed * self.net;
        tally.strata[self.stratum_after] += all;
        out.population[self.place_after] += all;
        out.residents += residents;
        out.entrants += entrants;
    }

    /// Partner, carer, disability benefit and care-home entry of an older person; whether they moved in.
    #[inline]
    fn household(&self, person: &mut Person, luck: u64, worse: bool) -> bool {
        let rates = self.rates;
        let carer = half_unit(luck as u32);
        let lost = person.has_partner & (carer < self.partner_loss);
        let flips = !person.has_partner & (carer < rates.carer_change[usize::from(!person.has_carer)]);
        let found = carer < self.partner_loss * rates.carer_if_single;
        person.has_carer = (lost & found) | (!lost & (person.has_carer ^ flips));
        person.has_partner &= !lost;
        if worse && !person.disability_benefit {
            // The chance among those who had none, so that the share at the new level comes out; the low bits of the
            // other half are independent enough of its high ones, which decide entry.
            let before = self.benefit[usize::from(person.dependency) - 1];
            let gain = (self.benefit[usize::from(person.dependency)] - before) / (1.0 - before).max(f32::MIN_POSITIVE);
            person.disability_benefit = half_unit((luck as u32).rotate_left(16)) < gain;
        }
        person.years_in_home = person.years_in_home.saturating_add(person.setting);
        let with_carer = [1.0, rates.entry_with_carer][usize::from(person.has_carer)];
        let chance = self.entry * self.entry_risk[person.state()] * with_carer;
        let entered = !person.in_care_home() & (half_unit((luck >> 32) as u32) < chance);
        person.setting |= u8::from(entered);
        entered
    }
}

/// Index of the age group in which wealth fifths are counted.
#[inline]
fn age_group(age: u8) -> usize {
    usize::from(age >= 18) + usize::from(age > CARE_AGE) + usize::from(age >= 85)
}

/// Counts a person at the end of the year.
#[inline]
fn record(person: &Person, index: u32, out: &mut PeopleYear) {
    let demographic = person.demographic();
    let raw = person.weight.raw();
    out.cells.add(demographic, person.state(), person.weight);
    out.population[demographic] += raw;
    out.wealth[age_group(person.age)][usize::from(person.wealth_fifth)] += raw;
    if person.age > CARE_AGE && (person.dependency > 0 || person.in_care_home()) {
        out.care.push(index);
        out.residents += raw * u64::from(person.setting);
    }
}

/// Deaths that the life table gives to people by stratum, by demographic cell.
fn expected(people: &[f64], rates: &Rates, deaths: &mut [f64]) {
    const ROW: usize = SEXES * FIFTHS;
    let rows = people.as_chunks::<ROW>().0.iter().zip(rates.death.as_chunks::<ROW>().0);
    for (age, (people, death)) in rows.enumerate() {
        let row = &mut deaths[usize::from(BAND_OF_AGE[age]) * ROW..][..ROW];
        for cell in 0..ROW {
            row[cell] += people[cell] * death[cell];
        }
    }
}

/// Net migrants over residents, by age and sex. Where a small sample has nobody of an age, its migrants join the next.
fn migration_rates(people: &[f64], rates: &Rates) -> Vec<[f64; SEXES]> {
    let mut table = vec![[0.0; SEXES]; AGES];
    for sex in 0..SEXES {
        let mut waiting = 0.0;
        for age in 0..AGES {
            let people: f64 = people[stratum(age, sex, 0)..][..FIFTHS].iter().sum();
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
fn births(people: &[f64], rates: &Rates, out: &mut PeopleYear) {
    for (age, rate) in rates.fertility.iter().enumerate().filter(|(_, rate)| **rate > 0.0) {
        for fifth in 0..FIFTHS {
            out.births[fifth] += rate * people[stratum(age, 0, fifth)];
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
                population.born += 1;
                if weight == 0 {
                    continue;
                }
                let person = Person::newborn(id, sex, fifth, wealth, Weight::from_raw(weight));
                population.strata[stratum(0, sex, fifth)] += weight;
                record(&person, population.people.len() as u32, out);
                population.people.push(person);
            }
        }
    }
}
