//! The rates of one world and year: the draw's base rates × improvement × what services and programmes change.

use super::fit::{Fit, PLACES};
use super::levers::PeopleLevers;
use super::tables::PopulationTables;
use super::{STRATA, stratum};
use crate::world::Year;
use crate::world::axes::{AGES, CONDITIONS, DEPENDENCIES, FIFTHS, SEXES};
use crate::world::cells::{DEMOGRAPHIC, STATES};

/// Ratios by which access and programmes change the rates of a year; 1 = no change. Vectors are indexed by demographic
/// cell × health state.
#[derive(Clone, Debug, PartialEq)]
pub struct RateFactors {
    /// Mortality.
    pub mortality: Vec<f32>,
    /// Onset of long-term conditions.
    pub condition_onset: Vec<f32>,
    /// Onset or worsening of dependency.
    pub dependency_onset: Vec<f32>,
    /// Recovery from dependency.
    pub dependency_recovery: Vec<f32>,
    /// Permanent moves into a care home.
    pub care_home_entry: Vec<f32>,
    /// Births.
    pub births: f64,
    /// Net migration. At 0 the country is closed to moves altogether, between fifths too: a cohort is followed for itself.
    pub migration: f64,
}

impl Default for RateFactors {
    fn default() -> Self {
        let none = vec![1.0; DEMOGRAPHIC * STATES];
        RateFactors {
            mortality: none.clone(),
            condition_onset: none.clone(),
            dependency_onset: none.clone(),
            dependency_recovery: none.clone(),
            care_home_entry: none,
            births: 1.0,
            migration: 1.0,
        }
    }
}

/// Dense tables that the yearly loop reads: no string, no policy, no branch.
#[derive(Clone, Debug, PartialEq)]
pub struct Rates {
    /// Life-table probability q(x) of the year by stratum, before factors.
    pub q: Vec<f64>,
    /// Probability to die over the year by stratum, before factors and states.
    pub death: Vec<f64>,
    /// Probability to die by stratum and place.
    pub(super) death_by_place: Vec<[f32; PLACES]>,
    /// Risk of death by (own home, care home), demographic cell and state, factor included.
    pub(super) death_risk: Vec<f32>,
    /// Onset of conditions by stratum.
    pub(super) condition_onset: Vec<[f32; CONDITIONS]>,
    /// Factor on it by demographic cell and state.
    pub(super) condition_factor: Vec<f32>,
    /// Onset of dependency by stratum.
    pub(super) dependency_onset: Vec<[f32; DEPENDENCIES]>,
    /// Risk of it by demographic cell and state.
    pub(super) dependency_risk: Vec<f32>,
    /// Recovery at home by demographic cell and state.
    pub(super) recovery: Vec<f32>,
    /// Care-home entry by stratum.
    pub(super) entry: Vec<f32>,
    /// Risk of it by demographic cell and state.
    pub(super) entry_risk: Vec<f32>,
    /// Effect of having a carer on it.
    pub(super) entry_with_carer: f32,
    /// Effect of having no partner, and of having one, by stratum: so that few of those who move in leave one at home.
    pub(super) entry_by_partner: Vec<[f32; 2]>,
    /// Chance to lose a partner, by age and sex.
    pub(super) partner_loss: Vec<[f32; SEXES]>,
    /// Share of singles with a carer.
    pub(super) carer_if_single: f32,
    /// Chance that a single person loses the carer, and that one without finds one.
    pub(super) carer_change: [f32; 2],
    /// Net migrants by age at the start of the year and sex [people].
    pub(super) migrants: Vec<[f64; SEXES]>,
    /// Net migrants among those born in the year, by sex [people].
    pub(super) migrant_newborn: [f64; SEXES],
    /// Strength of moves between fifths.
    pub(super) moves: f64,
    /// Share of each fifth in its age and sex in the base year, by stratum.
    pub(super) fifth_share: Vec<f64>,
    /// Births per woman by age.
    pub(super) fertility: Vec<f64>,
    /// Share of births by sex.
    pub(super) birth_share: [f64; SEXES],
    /// Probability that a newborn dies in the year of birth, by sex and fifth.
    pub(super) newborn_death: [[f64; FIFTHS]; SEXES],
    /// Mean time lived in the first year by those who die in it [years].
    pub(super) infant_death_age: f64,
}

impl Rates {
    /// The rates of a year.
    pub fn build(
        tables: &PopulationTables,
        fit: &Fit,
        levers: &PeopleLevers,
        year: Year,
        factors: &RateFactors,
    ) -> Rates {
        let mut rates = Rates {
            q: vec![0.0; STRATA],
            death: vec![0.0; STRATA],
            death_by_place: vec![[0.0; PLACES]; STRATA],
            death_risk: vec![0.0; 2 * DEMOGRAPHIC * STATES],
            condition_onset: fit.condition_onset.clone(),
            condition_factor: vec![0.0; DEMOGRAPHIC * STATES],
            dependency_onset: fit.dependency_onset.clone(),
            dependency_risk: vec![0.0; DEMOGRAPHIC * STATES],
            recovery: vec![0.0; DEMOGRAPHIC * STATES],
            entry: fit.entry.clone(),
            entry_risk: vec![0.0; DEMOGRAPHIC * STATES],
            entry_with_carer: 0.0,
            entry_by_partner: vec![[1.0; 2]; STRATA],
            partner_loss: fit.partner_loss.clone(),
            carer_if_single: 0.0,
            carer_change: [0.0; 2],
            migrants: vec![[0.0; SEXES]; AGES],
            migrant_newborn: [0.0; SEXES],
            moves: 0.0,
            fifth_share: fifth_shares(&fit.base),
            fertility: vec![0.0; AGES],
            birth_share: [0.0; SEXES],
            newborn_death: [[0.0; FIFTHS]; SEXES],
            infant_death_age: fit.infant_death_age,
        };
        for sex in 0..SEXES {
            for (age, by_sex) in fit.partnered.iter().enumerate() {
                for fifth in 0..FIFTHS {
                    let cell = stratum(age, sex, fifth);
                    let residents: f32 = fit.joint[cell][1..].iter().flatten().sum();
                    rates.entry_by_partner[cell] = entry_by_partner(f64::from(by_sex[sex]), residents.into(), levers);
                }
            }
        }
        rates.rebuild(tables, fit, levers, year, factors);
        rates
    }

    /// The same, in the buffers of an earlier year of the same draw and fit: what depends on these alone is left as it is.
    pub fn rebuild(
        &mut self,
        tables: &PopulationTables,
        fit: &Fit,
        levers: &PeopleLevers,
        year: Year,
        factors: &RateFactors,
    ) {
        self.mortality(tables, fit, levers, year);
        self.states(fit, factors);
        self.entry_with_carer = levers.entry_with_carer as f32;
        self.carer_if_single = levers.carer_if_single as f32;
        // As many carers are found as are lost, so the share holds.
        let found = levers.carer_loss * levers.carer_if_single / (1.0 - levers.carer_if_single);
        self.carer_change = [levers.carer_loss as f32, found as f32];
        let net = levers.net_migration * factors.migration;
        for sex in 0..SEXES {
            for age in 0..AGES {
                let arriving = if age + 1 < AGES {
                    tables.migration[age + 1][sex]
                } else {
                    0.0
                };
                self.migrants[age][sex] = net * arriving;
            }
            self.migrant_newborn[sex] = net * tables.migration[0][sex];
        }
        self.moves = if factors.migration == 0.0 {
            0.0
        } else {
            levers.moves_between_fifths
        };
        let path = fertility_index(&tables.fertility_path, f64::from(year.0)) * factors.births;
        for (rate, base) in self.fertility.iter_mut().zip(&fit.fertility) {
            *rate = base * path;
        }
        self.birth_share = [1.0 - levers.male_birth_share, levers.male_birth_share];
    }

    /// Mortality of the year: the base year's along the projected path, at the pace of the lever.
    fn mortality(&mut self, tables: &PopulationTables, fit: &Fit, levers: &PeopleLevers, year: Year) {
        let (before, after, part) = between(&tables.improvement_years, f64::from(year.0));
        let follows = levers.need_follows_mortality;
        for age in 0..AGES {
            for sex in 0..SEXES {
                let path = &tables.improvement[age][sex];
                let log = path[before] + part * (path[after] - path[before]);
                let ratio = libm::exp(levers.mortality_improvement * log);
                let need = if follows == 0.0 {
                    1.0
                } else {
                    libm::pow(ratio, follows) as f32
                };
                for fifth in 0..FIFTHS {
                    let cell = stratum(age, sex, fifth);
                    self.q[cell] = (fit.q[cell] * ratio).min(1.0);
                    self.death[cell] = (f64::from(fit.death[cell]) * ratio).min(1.0);
                    self.death_by_place[cell] = fit.death_by_place[cell].map(|p| p * ratio as f32);
                    self.dependency_onset[cell] = fit.dependency_onset[cell].map(|p| p * need);
                    self.entry[cell] = fit.entry[cell] * need;
                    if age == 0 {
                        self.newborn_death[sex][fifth] = fit.newborn_death[sex][fifth] * ratio;
                    }
                }
            }
        }
    }

    /// Risks by health state with the year's factors.
    fn states(&mut self, fit: &Fit, factors: &RateFactors) {
        let (home, care_home) = self.death_risk.split_at_mut(DEMOGRAPHIC * STATES);
        care_home.copy_from_slice(&factors.mortality);
        let by_conditions: [f32; STATES] = std::array::from_fn(|state| fit.dependency_risk[state / DEPENDENCIES]);
        let recovery: [f32; STATES] = std::array::from_fn(|state| fit.recovery[state % DEPENDENCIES]);
        let entry: [f32; STATES] = std::array::from_fn(|state| fit.entry_risk[state % DEPENDENCIES]);
        scale(home, &factors.mortality, |place| &fit.risk[place / (SEXES * FIFTHS)]);
        scale(&mut self.dependency_risk, &factors.dependency_onset, |_| &by_conditions);
        scale(&mut self.recovery, &factors.dependency_recovery, |_| &recovery);
        scale(&mut self.entry_risk, &factors.care_home_entry, |_| &entry);
        self.condition_factor.copy_from_slice(&factors.condition_onset);
    }
}

/// Risk of moving in without and with a partner, against all at home: where `partnered` of all have one, of those who move in
/// as many do as the ratio of residents says, whatever a carer does. `residents` is the share who live in a home already.
fn entry_by_partner(partnered: f64, residents: f64, levers: &PeopleLevers) -> [f32; 2] {
    let with_carers = |carers: f64| 1.0 - carers * (1.0 - levers.entry_with_carer);
    let (single, paired) = (
        with_carers(levers.carer_if_single),
        with_carers(levers.carer_if_partner),
    );
    let mean = partnered * paired + (1.0 - partnered) * single;
    let moving = partnered * levers.residents_partner_ratio;
    let at_home = ((partnered - residents * moving) / (1.0 - residents)).clamp(1e-9, 1.0 - 1e-9);
    [
        ((1.0 - moving) * mean / ((1.0 - at_home) * single)) as f32,
        (moving * mean / (at_home * paired)) as f32,
    ]
}

/// Rows of risks by state × rows of factors, demographic cell by cell.
fn scale<'a>(table: &mut [f32], factors: &[f32], risk: impl Fn(usize) -> &'a [f32; STATES]) {
    let rows = table.as_chunks_mut::<STATES>().0.iter_mut();
    for (place, (row, factors)) in rows.zip(factors.as_chunks::<STATES>().0).enumerate() {
        let risk = risk(place);
        for state in 0..STATES {
            row[state] = risk[state] * factors[state];
        }
    }
}

/// Share of each fifth in its age and sex.
fn fifth_shares(base: &[u64]) -> Vec<f64> {
    let mut shares = vec![0.0; STRATA];
    for (row, people) in shares
        .as_chunks_mut::<FIFTHS>()
        .0
        .iter_mut()
        .zip(base.as_chunks::<FIFTHS>().0)
    {
        let all: u64 = people.iter().sum();
        for fifth in 0..FIFTHS {
            row[fifth] = people[fifth] as f64 / (all as f64).max(1.0);
        }
    }
    shares
}

/// Where a year stands between the years of a table: the columns before and after, and the part of the way.
fn between(years: &[f64], year: f64) -> (usize, usize, f64) {
    let last = years.len() - 1;
    match years.iter().position(|known| *known > year) {
        Some(0) => (0, 0, 0.0),
        Some(after) => (
            after - 1,
            after,
            (year - years[after - 1]) / (years[after] - years[after - 1]),
        ),
        None => (last, last, 0.0),
    }
}

fn fertility_index(path: &[(f64, f64)], year: f64) -> f64 {
    let years: Vec<f64> = path.iter().map(|point| point.0).collect();
    let (before, after, part) = between(&years, year);
    path[before].1 + part * (path[after].1 - path[before].1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_is_placed_between_its_neighbours() {
        let years = [2024.0, 2026.0, 2031.0];
        assert_eq!(between(&years, 2020.0), (0, 0, 0.0));
        assert_eq!(between(&years, 2025.0), (0, 1, 0.5));
        assert_eq!(between(&years, 2050.0), (2, 2, 0.0));
    }

    #[test]
    fn need_follows_mortality_as_far_as_it_is_told_to() {
        use crate::people::fixture;
        let (tables, mut levers) = (fixture::tables(), fixture::levers());
        let fit = Fit::new(&tables, &levers);
        let factors = RateFactors::default();
        let later = Year(2034);
        let onset = |levers: &PeopleLevers| Rates::build(&tables, &fit, levers, later, &factors).dependency_onset;
        levers.need_follows_mortality = 0.0;
        assert_eq!(onset(&levers), fit.dependency_onset);
        levers.need_follows_mortality = 1.0;
        let rates = Rates::build(&tables, &fit, &levers, later, &factors);
        let cell = stratum(80, 0, 2);
        let fall = rates.q[cell] / fit.q[cell];
        assert!(fall < 0.99, "mortality falls to {fall}");
        let ratio = f64::from(rates.dependency_onset[cell][0] / fit.dependency_onset[cell][0]);
        assert!((ratio - fall).abs() < 1e-4, "{ratio} against {fall}");
        assert!((f64::from(rates.entry[cell] / fit.entry[cell]) - fall).abs() < 1e-4);
    }
}
