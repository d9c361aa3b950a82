//! The sample's yearly step: everybody simulated ages a year, in all compared worlds together.
//!
//! Moves between fifths, death and net migration act on the weight, with the factors of the expected cohort; then
//! conditions, dependency, partner and carer, care-home entry act on the person by luck; births come last. Luck is
//! addressed by (person, year, event), so a chunk of people is hashed once and every world with the same people reads the
//! same numbers; a world alone gives the same bytes, since nothing in it depends on the others.
//!
//! One hash gives two numbers of 32 bits, each from a pack of lots that neighbours share. The second hash (household and care
//! home) is only made for chunks that hold somebody old enough to need it. People of one age, sex and fifth stand next to each other and stay together as they
//! age, so the loop goes by such runs: tables are looked up once for a run, and inside it hardly anything branches.
//!
//! Few people live in a care home, and who pays for it is what the sample is for: moves into one are drawn more often
//! than they happen, and each then stands for as many fewer (importance sampling). Residents die soon, and would fill the
//! sample with people who stand for next to nobody: each year some are dropped and the others stand for them. Both keep
//! every expectation, and both go by luck alone, never by a world's own rates, so worlds keep the same people.

use super::fit::{CARE_AGE, PLACES};
use super::flows::Flows;
use super::person::Person;
use super::population::{NEWBORN_IDS, Population};
use super::rates::Rates;
use super::stratum;
use super::year::PeopleYear;
use crate::world::axes::{BAND_OF_AGE, BANDS, CONDITIONS, DEPENDENCIES, FIFTHS, MAX_AGE, SEXES};
use crate::world::cells::{DEMOGRAPHIC, STATES, demographic, state};
use crate::world::luck::half_unit;
use crate::world::{Event, Luck, Weight, Year};

/// Largest chance with which a move into a care home is drawn for being rare: more often, and those who stay would come to
/// stand for too many.
const DRAWN_AT_MOST: f32 = 0.3;

/// How much of somebody's relative risk of coming to need help is left in the steps from one level of need to the next. Odds
/// of every level are to be that many times as high: of those already in need, a share that is itself higher among the poor,
/// the next step then needs little more.
const GOES_ON: f32 = 0.2;

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

/// Moves the sample of every world into `year` under its own rates and flows, and tells who may need care and how wealth
/// fifths stand. All slices are as long as `worlds`.
pub fn advance(
    worlds: &mut [Population],
    rates: &[Rates],
    flows: &[&Flows],
    year: Year,
    luck: Luck,
    out: &mut [PeopleYear],
) {
    out.iter_mut().for_each(PeopleYear::clear_sample);
    let mut bits = Bits {
        ids: [u32::MAX; CHUNK],
        health: [0; CHUNK],
        home: [0; CHUNK],
        care: [0; CHUNK],
    };
    let longest = worlds.iter().map(|world| world.people.len()).max().unwrap_or(0);
    let means: Vec<Means> = worlds
        .iter()
        .zip(rates)
        .map(|(world, rates)| Means::of(&world.people, rates))
        .collect();
    for from in (0..longest).step_by(CHUNK) {
        let mut hashed = 0;
        for (index, world) in worlds.iter_mut().enumerate() {
            let to = (from + CHUNK).min(world.people.len());
            let (benefit, boost, kept) = (world.benefit, world.boost, world.kept);
            let Some(people) = world.people.get_mut(from..to) else {
                continue;
            };
            if !same(&bits, people, hashed) {
                hash(&mut bits, people, year, luck);
                hashed = people.len();
            }
            let of_year = OfYear {
                rates: &rates[index],
                flows: flows[index],
                benefit: &benefit,
                boost,
                kept,
                means: &means[index],
            };
            step(people, &mut bits, &of_year, from, &mut out[index]);
        }
    }
    for ((world, flows), out) in worlds.iter_mut().zip(flows).zip(out) {
        newborns(world, flows, year, out);
    }
}

/// Tells who of the sample may need care at the start, and how wealth fifths stand.
pub fn observe(population: &Population, out: &mut PeopleYear) {
    out.clear_sample();
    for (index, person) in population.people.iter().enumerate() {
        record(person, index as u32, out);
    }
}

/// What a year is to the sample of a world.
#[derive(Clone, Copy)]
struct OfYear<'a> {
    rates: &'a Rates,
    flows: &'a Flows,
    benefit: &'a [f32; DEPENDENCIES],
    /// How many times as often as they happen moves into a care home are drawn.
    boost: f32,
    /// Share of residents who are kept in the sample.
    kept: f32,
    /// What risks of one's own are held against.
    means: &'a Means,
}

/// Chance with which a rare event is drawn, and the factors on the weight of whom it meets and of whom it does not.
#[inline]
pub(super) fn boosted(chance: f32, boost: f32) -> (f32, [f64; 2]) {
    let drawn = (chance * boost).min(chance.max(DRAWN_AT_MOST)).min(1.0);
    if drawn <= 0.0 {
        return (0.0, [1.0; 2]);
    }
    let (chance, often) = (f64::from(chance).min(1.0), f64::from(drawn));
    let stays = if drawn < 1.0 {
        (1.0 - chance) / (1.0 - often)
    } else {
        0.0
    };
    (drawn, [stays, chance / often])
}

/// Whether the luck in hand is that of these people.
fn same(bits: &Bits, people: &[Person], hashed: usize) -> bool {
    people.len() <= hashed && people.iter().zip(&bits.ids).all(|(person, id)| person.id == *id)
}

fn hash(bits: &mut Bits, people: &[Person], year: Year, luck: Luck) {
    let older = people.iter().any(|person| person.age >= CARE_AGE);
    for (index, person) in people.iter().enumerate() {
        let id = u64::from(person.id);
        bits.ids[index] = person.id;
        bits.health[index] = luck.dealt(id, year, Event::Health);
        if older {
            bits.home[index] = luck.dealt(id, year, Event::CareHome);
        }
    }
}

/// One year of a chunk of people in one world, run by run.
fn step(people: &mut [Person], bits: &mut Bits, of_year: &OfYear, first: usize, out: &mut PeopleYear) {
    let mut from = 0;
    let mut care = 0;
    while let Some(head) = people.get(from) {
        let key = (head.age, head.sex, head.fifth);
        let alike = |person: &&Person| (person.age, person.sex, person.fifth) == key;
        let to = from + people[from..].iter().take_while(alike).count();
        let run = Run::new(key, of_year);
        if key.0 >= CARE_AGE {
            run.step::<true>(&mut people[from..to], bits, (from, first), &mut care, out);
        } else {
            run.step::<false>(&mut people[from..to], bits, (from, first), &mut care, out);
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
    of_year: &'a OfYear<'a>,
    age: u8,
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
    entry_by_partner: [f32; 2],
    /// Risk of the next step of need by level: what everybody has of it, and what of it goes with somebody's own relative risk.
    own_risk: [[f32; 2]; DEPENDENCIES],
    entry_risk: &'a [f32; STATES],
}

/// What a risk of one's own is held against, by age band: the mean over the people alive, 1 where there is nobody. The frail come
/// to need help and die before others of their age, and singles move into homes before those with a partner: risks are relative
/// to those who are left, so that as many are met as the cohort expects.
struct Means {
    /// Relative risk of coming to need help, by level of need.
    risk: [[f32; DEPENDENCIES]; BANDS],
    /// Risk of moving into a care home by whether there is a partner, among those who may.
    by_partner: [f32; BANDS],
}

impl Means {
    fn of(people: &[Person], rates: &Rates) -> Means {
        let mut risks = [[[0.0f64; 2]; DEPENDENCIES]; BANDS];
        let mut partners = [[0.0f64; 2]; BANDS];
        for person in people {
            let band = usize::from(BAND_OF_AGE[usize::from(person.age)]);
            let weight = person.weight.raw() as f64;
            let here = &mut risks[band][usize::from(person.dependency)];
            here[0] += weight;
            here[1] += weight * f64::from(person.relative_risk());
            if person.age >= CARE_AGE && person.dependency > 0 && !person.in_care_home() {
                let (sex, fifth) = (usize::from(person.sex), usize::from(person.fifth));
                let cell = stratum(usize::from(person.age), sex, fifth);
                let risk = row(&rates.entry_risk, person.demographic())[person.state()];
                let moving = weight * f64::from(rates.entry[cell] * risk * with_carer(rates, person));
                partners[band][0] += moving;
                partners[band][1] += moving * f64::from(rates.entry_by_partner[cell][usize::from(person.has_partner)]);
            }
        }
        let mean = |[all, risks]: [f64; 2]| if risks > 0.0 { (risks / all) as f32 } else { 1.0 };
        Means {
            risk: risks.map(|band| band.map(mean)),
            by_partner: partners.map(mean),
        }
    }
}

/// Effect on a move into a care home of having a carer or none.
#[inline]
fn with_carer(rates: &Rates, person: &Person) -> f32 {
    [1.0, rates.entry_with_carer][usize::from(person.has_carer)]
}

/// What of the risk of the next step of need everybody has, and what goes with their own relative risk, by level of need:
/// on average over those at the level it is 1.
fn own_risk(mean: &[f32; DEPENDENCIES]) -> [[f32; 2]; DEPENDENCIES] {
    std::array::from_fn(|level| {
        let follows = if level == 0 { 1.0 } else { GOES_ON };
        let all = 1.0 + follows * (mean[level] - 1.0);
        [(1.0 - follows) / all, follows / all]
    })
}

/// Nobody recovers.
const NEVER: [f32; STATES] = [0.0; STATES];

impl<'a> Run<'a> {
    #[inline]
    fn new(key: (u8, u8, u8), of_year: &'a OfYear<'a>) -> Run<'a> {
        let (age, sex, fifth) = (usize::from(key.0), usize::from(key.1), usize::from(key.2));
        let cell = stratum(age, sex, fifth);
        let band = usize::from(BAND_OF_AGE[age]);
        let place = demographic(band, sex, fifth);
        let OfYear { rates, flows, .. } = *of_year;
        Run {
            of_year,
            age: key.0,
            moved: flows.moved[cell],
            net: flows.net[age][sex],
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
            entry_by_partner: rates.entry_by_partner[cell].map(|risk| risk / of_year.means.by_partner[band]),
            own_risk: own_risk(&of_year.means.risk[band]),
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
        out: &mut PeopleYear,
    ) {
        let age_after = (self.age + 1).min(MAX_AGE);
        let wealth = &mut out.wealth[age_group(age_after)];
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

            let moved = person.weight.raw() as i64 as f64 * self.moved;
            let risk = self.death_by_place[stay] * self.death_risk[resident][state];
            let dead = moved * f64::from(if risk < 1.0 { risk } else { 1.0 });
            let mut left = (moved * grown - dead).max(0.0);
            person.age = age_after;

            // At the highest levels the fit has no onset, and without dependency there is no recovery.
            let onset = self.condition_onset[conditions] * self.condition_factor[state];
            person.conditions += u8::from(half_unit(health as u32) < onset);
            let luck = half_unit((health >> 32) as u32);
            let [common, of_own] = self.own_risk[dependency];
            let own = common + of_own * person.relative_risk();
            let up = luck < self.dependency_onset[dependency] * self.dependency_risk[state] * own;
            let down = (luck > 1.0 - self.recovery[resident][state]) & !up;
            person.dependency = (dependency + usize::from(up) - usize::from(down)) as u8;

            if OLDER {
                left *= self.household(person, bits.home[(at.0 + index) % CHUNK], up);
            }
            // One rounding for all that happens to a weight.
            let left = left as i64 as u64;
            if OLDER {
                bits.care[*care % CHUNK] = (at.0 + at.1 + index) as u32;
                *care += usize::from(((person.dependency > 0) | person.in_care_home()) & (left > 0));
            }
            person.weight = Weight::from_raw(left);
            wealth[usize::from(person.wealth_fifth)] += left;
        }
    }

    /// Partner, carer, disability benefit and care-home entry of an older person; the factor on the weight from how often
    /// entry is drawn.
    #[inline]
    fn household(&self, person: &mut Person, luck: u64, worse: bool) -> f64 {
        let OfYear { rates, benefit, .. } = *self.of_year;
        let carer = half_unit(luck as u32);
        let lost = person.has_partner & (carer < self.partner_loss);
        let flips = !person.has_partner & (carer < rates.carer_change[usize::from(!person.has_carer)]);
        let found = carer < self.partner_loss * rates.carer_if_single;
        person.has_carer = (lost & found) | (!lost & (person.has_carer ^ flips));
        person.has_partner &= !lost;
        if worse && !person.disability_benefit {
            // The chance among those who had none, so that the share at the new level comes out; the low bits of the
            // other half are independent enough of its high ones, which decide entry.
            let before = benefit[usize::from(person.dependency) - 1];
            let gain = (benefit[usize::from(person.dependency)] - before) / (1.0 - before).max(f32::MIN_POSITIVE);
            person.disability_benefit = half_unit((luck as u32).rotate_left(16)) < gain;
        }
        person.years_in_home = person.years_in_home.saturating_add(person.setting);
        if person.in_care_home() {
            let kept = self.of_year.kept;
            return if half_unit((luck >> 32) as u32) < kept {
                1.0 / f64::from(kept)
            } else {
                0.0
            };
        }
        let with_partner = self.entry_by_partner[usize::from(person.has_partner)];
        let chance = self.entry * self.entry_risk[person.state()] * with_carer(rates, person) * with_partner;
        let (drawn, [stays, enters]) = boosted(chance, self.of_year.boost);
        let entered = half_unit((luck >> 32) as u32) < drawn;
        person.setting |= u8::from(entered);
        if entered { enters } else { stays }
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
    out.wealth[age_group(person.age)][usize::from(person.wealth_fifth)] += person.weight.raw();
    if person.age > CARE_AGE && (person.dependency > 0 || person.in_care_home()) {
        out.care.push(index);
    }
}

/// Adds the year's newborn in their fixed slots: their ids depend on the slot alone, never on a scenario.
fn newborns(population: &mut Population, flows: &Flows, year: Year, out: &mut PeopleYear) {
    for sex in 0..SEXES {
        for fifth in 0..FIFTHS {
            let raw = (flows.newborn[sex][fifth] * Weight::ONE as f64) as u64;
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
                record(&person, population.people.len() as u32, out);
                population.people.push(person);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::{PeopleLevers, RateFactors, fixture};

    #[test]
    fn drawing_a_rare_event_more_often_keeps_its_expectation() {
        for chance in [0.0, 1e-4, 0.02, 0.2, 0.5, 0.7, 1.0] {
            for boost in [1.0, 4.0, 50.0] {
                let (drawn, [stays, meets]) = boosted(chance, boost);
                let (drawn, chance) = (f64::from(drawn), f64::from(chance));
                assert!((drawn * meets - chance).abs() < 1e-9, "{chance} {boost}");
                assert!(
                    (drawn * meets + (1.0 - drawn) * stays - 1.0).abs() < 1e-9,
                    "{chance} {boost}"
                );
                assert!(drawn >= chance - 1e-9 && (boost > 1.0 || (drawn - chance).abs() < 1e-9));
            }
        }
    }

    #[test]
    fn who_comes_to_need_more_help_draws_the_benefit_as_often_as_all_at_that_need_do() {
        let tables = fixture::tables();
        let levers = PeopleLevers {
            benefit_low: 0.4,
            benefit_medium: 0.8,
            ..fixture::levers()
        };
        let (fit, luck) = (fixture::fit(), Luck::new(1, 0, 0));
        let mut people = Population::of_age(75, &tables, &fit, &levers, luck, 4_000);
        for (index, person) in people.people.iter_mut().enumerate() {
            (person.dependency, person.setting) = (1, 0);
            person.disability_benefit = index % 5 < 2;
        }
        // Everybody comes to need more.
        let factors = RateFactors {
            dependency_onset: vec![1e6; DEMOGRAPHIC * STATES],
            ..RateFactors::default()
        };
        let rates = [Rates::build(&tables, &fit, &levers, fixture::BASE_YEAR, &factors)];
        let (mut worlds, mut out) = ([people], [PeopleYear::default()]);
        advance(&mut worlds, &rates, &[&Flows::none()], Year(2025), luck, &mut out);
        let worse: Vec<&Person> = worlds[0]
            .people
            .iter()
            .filter(|person| person.dependency == 2)
            .collect();
        assert!(worse.len() > 3_000, "{}", worse.len());
        let with = worse.iter().filter(|person| person.disability_benefit).count() as f64 / worse.len() as f64;
        assert!((with - 0.8).abs() < 0.03, "{with}");
    }
}
