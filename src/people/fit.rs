//! The base rates of one draw, solved so that the base year's prevalence is what they keep.
//!
//! Nobody publishes how many people of each age gain a condition, become dependent or move into a care home in a year;
//! what is published is how many *are* so at each age. A synthetic cohort is walked up the ages, for each sex and
//! fifth. At each step it (1) loses its dead, the sick more than the healthy, normalised so that the mean is the life
//! table's; then (2) onset is solved, step by step and never below zero, so that the survivors arrive at the curve of
//! the next age; (3) recovery from dependency is given; (4) entry into care homes is solved so that residents arrive at
//! their curve. The joint distribution that emerges is the one the sample starts with: if rates never changed and ages
//! kept their sizes, it would stay (Sullivan's stationary population; cf. the DisMod family of incidence solvers).
//!
//! Curves are proportional odds: log-odds rise in a straight line with age, and fifths and sexes are shifts of it.
//! Limits: period curves are read as if they were cohort's; conditions are only gained.

use super::base::base_table;
use super::levers::PeopleLevers;
use super::mortality::{infant_probability, probability, yearly};
use super::tables::PopulationTables;
use super::{STRATA, stratum};
use crate::world::axes::{AGES, AgeBand, BANDS, CONDITIONS, DEPENDENCIES, FIFTHS, MAX_AGE, SEXES};
use crate::world::cells::STATES;

/// Where a person is, as mortality sees it: own home, first year in a care home, later years there.
pub const PLACES: usize = 3;

/// Rounds to bring the number of residents to its lever.
const ROUNDS: usize = 12;

/// Age at which the household and care-home steps begin (the year in which a person turns 65).
pub const CARE_AGE: u8 = 64;

/// Shares of a stratum by place and health state; they add to 1.
pub type Joint = [[f32; STATES]; PLACES];

/// Base rates and base population of one draw.
#[derive(Clone, Debug)]
pub struct Fit {
    /// People of the base year by stratum.
    pub base: Vec<u64>,
    /// Probability to die over the year by stratum, whatever the state.
    pub death: Vec<f32>,
    /// Probability to die by stratum and place, to be multiplied by the state's risk at home.
    pub death_by_place: Vec<[f32; PLACES]>,
    /// Life-table probability q(x) by stratum.
    pub q: Vec<f64>,
    /// Probability that a newborn dies before being counted, by sex and fifth.
    pub newborn_death: [[f64; FIFTHS]; SEXES],
    /// Relative risk of death at home by age band and state.
    pub risk: Vec<[f32; STATES]>,
    /// Onset of a further condition by stratum and conditions.
    pub condition_onset: Vec<[f32; CONDITIONS]>,
    /// Onset of further dependency by stratum and dependency, to be multiplied by the risk by conditions.
    pub dependency_onset: Vec<[f32; DEPENDENCIES]>,
    /// Relative risk of becoming more dependent, by conditions.
    pub dependency_risk: [f32; CONDITIONS],
    /// Recovery by dependency.
    pub recovery: [f32; DEPENDENCIES],
    /// Care-home entry at high dependency without a carer, by stratum.
    pub entry: Vec<f32>,
    /// Relative care-home entry by dependency.
    pub entry_risk: [f32; DEPENDENCIES],
    /// Joint distribution of place and health at the base year, by stratum.
    pub joint: Vec<Joint>,
    /// Share with a partner by age and sex.
    pub partnered: Vec<[f32; SEXES]>,
    /// Yearly chance to lose the partner, by age and sex.
    pub partner_loss: Vec<[f32; SEXES]>,
    /// Births per woman by age, at the level of the base year.
    pub fertility: Vec<f64>,
    /// Mean time lived in the first year by those who die in it \[years\].
    pub infant_death_age: f64,
}

/// Log-odds from most to least deprived, evenly spaced around 0, when the ends differ by `ratio` in odds.
fn gradient(ratio: f64) -> [f64; FIFTHS] {
    let step = libm::log(ratio) / (FIFTHS - 1) as f64;
    std::array::from_fn(|fifth| step * (2.0 - fifth as f64))
}

/// Share with odds.
fn share(odds: f64) -> f64 {
    odds / (1.0 + odds)
}

impl Fit {
    /// Solves the base rates of a draw.
    pub fn new(tables: &PopulationTables, levers: &PeopleLevers) -> Fit {
        let base = base_table(tables, levers);
        let mut fit = Fit {
            death: vec![0.0; STRATA],
            death_by_place: vec![[0.0; PLACES]; STRATA],
            q: vec![0.0; STRATA],
            newborn_death: [[0.0; FIFTHS]; SEXES],
            risk: risks(levers),
            condition_onset: vec![[0.0; CONDITIONS]; STRATA],
            dependency_onset: vec![[0.0; DEPENDENCIES]; STRATA],
            dependency_risk: powers(levers.dependency_onset_per_condition),
            recovery: [0.0, levers.recovery_low, levers.recovery_medium, levers.recovery_high].map(|rate| rate as f32),
            entry: vec![0.0; STRATA],
            entry_risk: [levers.entry_independent, levers.entry_low, levers.entry_medium, 1.0].map(|risk| risk as f32),
            joint: vec![[[0.0; STATES]; PLACES]; STRATA],
            partnered: tables
                .partnered
                .iter()
                .map(|row| row.map(|share| share as f32))
                .collect(),
            partner_loss: vec![[0.0; SEXES]; AGES],
            fertility: fertility(tables, levers, &base),
            infant_death_age: levers.infant_death_age,
            base,
        };
        for sex in 0..SEXES {
            for age in 0..AGES - 1 {
                let (now, next) = (tables.partnered[age][sex], tables.partnered[age + 1][sex]);
                fit.partner_loss[age][sex] = if now > 0.0 {
                    (1.0 - next / now).max(0.0) as f32
                } else {
                    0.0
                };
            }
            for fifth in 0..FIFTHS {
                let mut q = [0.0; AGES];
                for (age, q) in q.iter_mut().enumerate() {
                    let rate = tables.death_rate[stratum(age, sex, fifth)] * levers.mortality_level;
                    *q = if age == 0 {
                        infant_probability(rate, levers.infant_death_age)
                    } else {
                        probability(rate)
                    };
                    fit.q[stratum(age, sex, fifth)] = *q;
                }
                let mut die = [0.0; AGES];
                fit.newborn_death[sex][fifth] = yearly(&q, levers.infant_death_age, &mut die);
                for (age, die) in die.into_iter().enumerate() {
                    fit.death[stratum(age, sex, fifth)] = die as f32;
                }
            }
        }
        let residents = fit.resident_shares(levers);
        let condition_shift = gradient(libm::exp(levers.condition_slope * levers.condition_years_earlier));
        let dependency_shift = gradient(levers.dependency_gradient);
        let female = libm::log(levers.dependency_female_odds);
        for sex in 0..SEXES {
            for fifth in 0..FIFTHS {
                // Women and men are set half the difference above and below the curve.
                let sex_shift = if sex == 0 { 0.5 * female } else { -0.5 * female };
                let slope = levers.condition_slope;
                let conditions = [
                    levers.condition_half_age_1,
                    levers.condition_half_age_2,
                    levers.condition_half_age_3,
                    levers.condition_half_age_4,
                ]
                .map(|half| libm::exp(slope * (levers.condition_shift - half) + condition_shift[fifth]));
                let slope = levers.dependency_slope;
                let dependency = [
                    levers.dependency_half_age_low,
                    levers.dependency_half_age_medium,
                    levers.dependency_half_age_high,
                ]
                .map(|half| libm::exp(slope * (levers.dependency_shift - half) + dependency_shift[fifth] + sex_shift));
                fit.walk(levers, sex, fifth, conditions, dependency, &residents);
            }
        }
        fit
    }

    /// Share of each stratum that lives in a care home, scaled to the lever's number of residents.
    fn resident_shares(&self, levers: &PeopleLevers) -> Vec<f64> {
        let from = levers.residents_from_age as usize;
        let by_fifth = gradient(levers.residents_gradient).map(libm::exp);
        let rise = libm::exp(levers.residents_slope);
        let mut odds = vec![0.0; STRATA];
        let mut by_age = 1.0;
        for age in from..AGES {
            for sex in 0..SEXES {
                for fifth in 0..FIFTHS {
                    let sex_odds = if sex == 0 { levers.residents_female_odds } else { 1.0 };
                    odds[stratum(age, sex, fifth)] = by_age * by_fifth[fifth] * sex_odds;
                }
            }
            by_age *= rise;
        }
        let older: f64 = self.base[stratum(from, 0, 0)..]
            .iter()
            .map(|people| *people as f64)
            .sum();
        let mut scale = levers.residents / older / odds[stratum(AgeBand::STARTS[BANDS - 2] as usize, 0, 0)];
        for _ in 0..ROUNDS {
            let first = stratum(from, 0, 0);
            let now: f64 = (first..STRATA)
                .map(|cell| self.base[cell] as f64 * share(odds[cell] * scale))
                .sum();
            scale *= if now > 0.0 { levers.residents / now } else { 0.0 };
        }
        odds.into_iter().map(|odds| share(odds * scale)).collect()
    }

    /// Walks one synthetic cohort from birth to 100. `conditions` and `dependency` are odds at age 0 of being at or
    /// above each level.
    fn walk(
        &mut self,
        levers: &PeopleLevers,
        sex: usize,
        fifth: usize,
        mut conditions: [f64; CONDITIONS - 1],
        mut dependency: [f64; DEPENDENCIES - 1],
        residents: &[f64],
    ) {
        let condition_rise = libm::exp(levers.condition_slope);
        let dependency_rise = libm::exp(levers.dependency_slope);
        let reference = f64::from(self.death[stratum(levers.resident_mortality_age as usize, sex, fifth)]);
        let mut joint: Joint = [[0.0; STATES]; PLACES];
        let mut above = 1.0;
        for level in 0..CONDITIONS {
            let next = conditions.get(level).map_or(0.0, |odds| share(*odds));
            joint[0][level * DEPENDENCIES] = (above - next) as f32;
            above = next;
        }
        for age in 0..AGES {
            let cell = stratum(age, sex, fifth);
            self.joint[cell] = joint;
            // Nobody young lives in a care home: their walk goes through the first place alone.
            let lived_in = if age + 1 > levers.residents_from_age as usize {
                PLACES
            } else {
                1
            };
            let place = self.places(levers, cell, age, reference, &joint);
            self.death_by_place[cell] = place;
            if age + 1 == AGES {
                // The open age keeps the rates of the last single age.
                let before = stratum(age - 1, sex, fifth);
                self.condition_onset[cell] = self.condition_onset[before];
                self.dependency_onset[cell] = self.dependency_onset[before];
                self.entry[cell] = self.entry[before];
                break;
            }
            conditions.iter_mut().for_each(|odds| *odds *= condition_rise);
            dependency.iter_mut().for_each(|odds| *odds *= dependency_rise);
            survive(
                &mut joint,
                place,
                &self.risk[usize::from(crate::world::axes::BAND_OF_AGE[age])],
                lived_in,
            );
            let simulated = age + 1 >= levers.dependency_from_age as usize;
            let dependent = dependency.map(|odds| if simulated { share(odds) as f32 } else { 0.0 });
            self.dependency_onset[cell] = step_dependency(
                &mut joint[..lived_in],
                dependent,
                self.recovery,
                &self.dependency_risk,
                simulated,
            );
            self.condition_onset[cell] =
                step_conditions(&mut joint[..lived_in], conditions.map(|odds| share(odds) as f32));
            if age + 1 >= levers.residents_from_age as usize {
                let next = stratum(age + 1, sex, fifth);
                let partnered = f64::from(self.partnered[age + 1][sex]);
                let carers = partnered * levers.carer_if_partner + (1.0 - partnered) * levers.carer_if_single;
                let mean = (1.0 - carers * (1.0 - levers.entry_with_carer)) as f32;
                self.entry[cell] = step_entry(&mut joint, residents[next] as f32, self.entry_risk, mean);
            }
        }
    }

    /// Probabilities to die by place: residents' from the levers, the rest so that the mean is the life table's.
    fn places(&self, levers: &PeopleLevers, cell: usize, age: usize, reference: f64, joint: &Joint) -> [f32; PLACES] {
        let all = self.death[cell];
        let risk = &self.risk[usize::from(crate::world::axes::BAND_OF_AGE[age])];
        let at_home: f32 = (0..STATES).map(|state| joint[0][state] * risk[state]).sum();
        let in_homes: [f32; 2] = [joint[1].iter().sum(), joint[2].iter().sum()];
        let mut place = [all; PLACES];
        if age >= levers.residents_from_age as usize {
            let rise = libm::exp(levers.resident_mortality_power * libm::log(f64::from(all) / reference));
            place[1] = (levers.resident_mortality_first_year * rise).min(1.0) as f32;
            place[2] = (levers.resident_mortality_later * rise).min(1.0) as f32;
        }
        // Residents' assumed deaths leave at least half the table's to the others, in proportion to their number.
        let home_share = 1.0 - in_homes[0] - in_homes[1];
        let most = all * (1.0 - 0.5 * home_share);
        let assumed = in_homes[0] * place[1] + in_homes[1] * place[2];
        if assumed > most {
            place[1] *= most / assumed;
            place[2] *= most / assumed;
        }
        place[0] = (all - assumed.min(most)) / at_home.max(f32::MIN_POSITIVE);
        place
    }
}

/// Relative risk by conditions: a constant ratio for each.
fn powers(ratio: f64) -> [f32; CONDITIONS] {
    let mut risk = 1.0;
    std::array::from_fn(|_| {
        let now = risk;
        risk *= ratio;
        now as f32
    })
}

/// Relative risk of death at home by band and state.
fn risks(levers: &PeopleLevers) -> Vec<[f32; STATES]> {
    let dependency = [1.0, levers.death_low, levers.death_medium, levers.death_high].map(libm::log);
    let condition = libm::log(levers.death_per_condition);
    let decade = 2.0 * FIFTHS as f64;
    (0..BANDS)
        .map(|band| {
            let age = f64::from(AgeBand::from_index(band).start());
            let decades = ((age - levers.death_risks_fade_from_age) / decade).max(0.0);
            let keep = (1.0 - levers.death_risks_fade * decades).max(0.0);
            let by_dependency = dependency.map(|log| libm::exp(keep * log) as f32);
            let by_condition = powers(libm::exp(keep * condition));
            std::array::from_fn(|state| by_condition[state / DEPENDENCIES] * by_dependency[state % DEPENDENCIES])
        })
        .collect()
}

/// Fertility by age at the level that gives the base year's births to the base year's women.
fn fertility(tables: &PopulationTables, levers: &PeopleLevers, base: &[u64]) -> Vec<f64> {
    let births: f64 = (0..AGES)
        .map(|age| {
            let women: u64 = base[stratum(age, 0, 0)..][..FIFTHS].iter().sum();
            women as f64 * tables.fertility[age]
        })
        .sum();
    tables
        .fertility
        .iter()
        .map(|rate| rate * levers.base_births / births)
        .collect()
}

/// Takes the dead out and scales the survivors to 1; those in their first year in a home are in their later years next.
fn survive(joint: &mut Joint, place: [f32; PLACES], risk: &[f32; STATES], lived_in: usize) {
    let mut total = 0.0;
    for state in 0..STATES {
        joint[0][state] *= 1.0 - (place[0] * risk[state]).min(1.0);
        if lived_in == 1 {
            total += joint[0][state];
            continue;
        }
        joint[2][state] = joint[1][state] * (1.0 - place[1]) + joint[2][state] * (1.0 - place[2]);
        joint[1][state] = 0.0;
        total += joint[0][state] + joint[2][state];
    }
    let scale = 1.0 / total;
    joint[..lived_in].iter_mut().flatten().for_each(|share| *share *= scale);
}

/// Solves onset of dependency so that survivors reach `target` (shares at or above low, medium, high), and applies it.
fn step_dependency(
    joint: &mut [[f32; STATES]],
    target: [f32; DEPENDENCIES - 1],
    recovery: [f32; DEPENDENCIES],
    risk: &[f32; CONDITIONS],
    simulated: bool,
) -> [f32; DEPENDENCIES] {
    let mut onset = [0.0; DEPENDENCIES];
    if !simulated {
        return onset;
    }
    let mut level = [0.0f32; DEPENDENCIES];
    let mut at_home = [0.0f32; DEPENDENCIES];
    let mut exposed = [0.0f32; DEPENDENCIES];
    let none = [0.0; STATES];
    let residents = joint.get(2).unwrap_or(&none);
    for (state, (home, resident)) in joint[0].iter().zip(residents).enumerate() {
        let (c, d) = (state / DEPENDENCIES, state % DEPENDENCIES);
        level[d] += home + resident;
        at_home[d] += home;
        exposed[d] += (home + resident) * risk[c];
    }
    let most = risk[CONDITIONS - 1];
    let mut above = level[1] + level[2] + level[3];
    for d in 1..DEPENDENCIES {
        let needed = target[d - 1] - above + recovery[d] * at_home[d];
        let ceiling = (1.0 - recovery[d - 1]) / most;
        onset[d - 1] = (needed / exposed[d - 1].max(f32::MIN_POSITIVE)).clamp(0.0, ceiling);
        above -= level[d];
    }
    for (place, shares) in joint.iter_mut().enumerate() {
        for c in 0..CONDITIONS {
            let row = &mut shares[c * DEPENDENCIES..][..DEPENDENCIES];
            let old: [f32; DEPENDENCIES] = std::array::from_fn(|d| row[d]);
            for d in 0..DEPENDENCIES {
                let up = old[d] * onset[d] * risk[c];
                let down = if place == 0 { old[d] * recovery[d] } else { 0.0 };
                row[d] -= up + down;
                if up > 0.0 {
                    row[d + 1] += up;
                }
                if down > 0.0 {
                    row[d - 1] += down;
                }
            }
        }
    }
    onset
}

/// Solves onset of conditions so that survivors reach `target` (shares at or above one to four), and applies it.
fn step_conditions(joint: &mut [[f32; STATES]], target: [f32; CONDITIONS - 1]) -> [f32; CONDITIONS] {
    let mut level = [0.0f32; CONDITIONS];
    let none = [0.0; STATES];
    let residents = joint.get(2).unwrap_or(&none);
    for (state, (home, resident)) in joint[0].iter().zip(residents).enumerate() {
        level[state / DEPENDENCIES] += home + resident;
    }
    let mut onset = [0.0; CONDITIONS];
    let mut above: f32 = level[1..].iter().sum();
    for c in 1..CONDITIONS {
        onset[c - 1] = ((target[c - 1] - above) / level[c - 1].max(f32::MIN_POSITIVE)).clamp(0.0, 1.0);
        above -= level[c];
    }
    for shares in joint.iter_mut() {
        for c in (0..CONDITIONS - 1).rev() {
            for d in 0..DEPENDENCIES {
                let moved = shares[c * DEPENDENCIES + d] * onset[c];
                shares[c * DEPENDENCIES + d] -= moved;
                shares[(c + 1) * DEPENDENCIES + d] += moved;
            }
        }
    }
    onset
}

/// Solves care-home entry so that residents reach `target`, and applies it. `mean` is the mean effect of having a carer.
fn step_entry(joint: &mut Joint, target: f32, risk: [f32; DEPENDENCIES], mean: f32) -> f32 {
    let resident: f32 = joint[2].iter().sum();
    let exposed: f32 = (0..STATES)
        .map(|state| joint[0][state] * risk[state % DEPENDENCIES])
        .sum();
    let rate = ((target - resident) / (exposed * mean).max(f32::MIN_POSITIVE)).clamp(0.0, 1.0);
    for state in 0..STATES {
        let moved = joint[0][state] * risk[state % DEPENDENCIES] * rate * mean;
        joint[0][state] -= moved;
        joint[1][state] += moved;
    }
    rate
}

/// The band index of an age.
#[inline]
pub fn band(age: u8) -> usize {
    usize::from(crate::world::axes::BAND_OF_AGE[usize::from(age.min(MAX_AGE))])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::fixture;

    #[test]
    fn shares_add_to_one_and_rates_are_probabilities() {
        let fit = fixture::fit();
        for cell in 0..STRATA {
            let total: f32 = fit.joint[cell].iter().flatten().sum();
            assert!((total - 1.0).abs() < 1e-4, "stratum {cell}: {total}");
            assert!(fit.joint[cell].iter().flatten().all(|share| *share >= -1e-6));
            assert!(fit.condition_onset[cell].iter().all(|rate| (0.0..=1.0).contains(rate)));
            assert!((0.0..=1.0).contains(&fit.entry[cell]));
        }
    }

    #[test]
    fn deaths_by_state_add_to_the_life_table() {
        let fit = fixture::fit();
        for age in 0..AGES {
            for sex in 0..SEXES {
                for fifth in 0..FIFTHS {
                    let cell = stratum(age, sex, fifth);
                    let mut mean = 0.0;
                    for (place, shares) in fit.joint[cell].iter().enumerate() {
                        for state in 0..STATES {
                            let risk = if place == 0 {
                                fit.risk[band(age as u8)][state]
                            } else {
                                1.0
                            };
                            mean += shares[state] * (fit.death_by_place[cell][place] * risk).min(1.0);
                        }
                    }
                    assert!(
                        (mean / fit.death[cell] - 1.0).abs() < 0.02,
                        "{age} {sex} {fifth}: {mean} {}",
                        fit.death[cell]
                    );
                }
            }
        }
    }
}
