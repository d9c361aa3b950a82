//! Health measures from a year of people: life expectancy, healthy life expectancy, utility.
//!
//! Period life expectancy comes from the year's probabilities by single age, times realised over expected deaths in
//! each age band: exact for the base year, and carrying whatever access, programmes and changed health do to mortality.
//! Healthy life expectancy is Sullivan's: years lived at each age × the share in good health there. Utility is the
//! EQ-5D norm for age and sex, spread over states of health by decrements that keep the norm as their mean in the base
//! year.

use super::mortality::years_lived;
use super::rates::Rates;
use super::stratum;
use super::tables::PopulationTables;
use super::year::PeopleYear;
use crate::world::axes::{AGES, AgeBand, BAND_OF_AGE, BANDS, DEPENDENCIES, FIFTHS, SEXES};
use crate::world::cells::{DEMOGRAPHIC, STATES, demographic};
use crate::world::group::{ByGroup, GROUPS};
use crate::world::{Group, Weight};

crate::levers! {
    /// Good health and quality of life by state of health.
    pub struct HealthLevers in "health" {
        /// Share in good general health among those without conditions or dependency.
        belief good_health: f64 = "share" in 0.0..=1.0,
        /// Ratio by which each long-term condition lowers that share.
        belief good_health_per_condition: f64 = "ratio" in 0.1..=1.0,
        /// Ratio by which each level of dependency lowers that share.
        belief good_health_per_dependency: f64 = "ratio" in 0.1..=1.0,
        /// Odds of good health in the most deprived fifth against the least, in the same state.
        belief good_health_gradient: f64 = "odds ratio" in 0.05..=1.0,
        /// Utility lost with each long-term condition.
        belief utility_loss_per_condition: f64 = "utility" in 0.0..=0.3,
        /// Utility lost with low dependency.
        belief utility_loss_low: f64 = "utility" in 0.0..=1.0,
        /// Utility lost with medium dependency.
        belief utility_loss_medium: f64 = "utility" in 0.0..=1.0,
        /// Utility lost with high dependency.
        belief utility_loss_high: f64 = "utility" in 0.0..=1.0,
    }
}

/// Life expectancy and healthy life expectancy of one year.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct HealthSummary {
    /// Period life expectancy at birth by sex and fifth \[years\].
    pub at_birth: [[f64; FIFTHS]; SEXES],
    /// Period life expectancy at 65 by sex and fifth \[years\].
    pub at_65: [[f64; FIFTHS]; SEXES],
    /// Healthy life expectancy at birth by sex and fifth \[years\].
    pub healthy: [[f64; FIFTHS]; SEXES],
    /// Period life expectancy at birth by sex, all fifths together \[years\].
    pub at_birth_by_sex: [f64; SEXES],
    /// Period life expectancy at 65 by sex, all fifths together \[years\].
    pub at_65_by_sex: [f64; SEXES],
    /// Healthy life expectancy at birth by sex, all fifths together \[years\].
    pub healthy_by_sex: [f64; SEXES],
}

impl HealthSummary {
    /// From a year's rates and the people they met.
    pub fn new(rates: &Rates, people: &PeopleYear, levers: &HealthLevers) -> HealthSummary {
        let mut summary = HealthSummary::default();
        let good = good_health(people, levers);
        for sex in 0..SEXES {
            let mut all = [0.0; AGES];
            let mut all_good = [0.0; BANDS];
            for fifth in 0..FIFTHS {
                let mut q = [0.0; AGES];
                for (age, q) in q.iter_mut().enumerate() {
                    *q = year_q(rates, people, age, sex, fifth);
                }
                let healthy = |age: usize| good[demographic(BAND_OF_AGE[age] as usize, sex, fifth)];
                summary.at_birth[sex][fifth] = years_lived(&q, 0, rates.infant_death_age, |_| 1.0);
                summary.at_65[sex][fifth] = years_lived(&q, RETIREMENT, rates.infant_death_age, |_| 1.0);
                summary.healthy[sex][fifth] = years_lived(&q, 0, rates.infant_death_age, healthy);
            }
            for (age, all) in all.iter_mut().enumerate() {
                let band = BAND_OF_AGE[age] as usize;
                let people_of = |fifth: usize| people.population[demographic(band, sex, fifth)] as f64;
                let total: f64 = (0..FIFTHS).map(people_of).sum();
                let mean = |value: &dyn Fn(usize) -> f64| {
                    (0..FIFTHS).map(|fifth| people_of(fifth) * value(fifth)).sum::<f64>() / total.max(1.0)
                };
                *all = mean(&|fifth| year_q(rates, people, age, sex, fifth));
                all_good[band] = mean(&|fifth| good[demographic(band, sex, fifth)]);
            }
            let healthy = |age: usize| all_good[BAND_OF_AGE[age] as usize];
            summary.at_birth_by_sex[sex] = years_lived(&all, 0, rates.infant_death_age, |_| 1.0);
            summary.at_65_by_sex[sex] = years_lived(&all, RETIREMENT, rates.infant_death_age, |_| 1.0);
            summary.healthy_by_sex[sex] = years_lived(&all, 0, rates.infant_death_age, healthy);
        }
        summary
    }

    /// Life expectancy at birth by group: everybody, fifths and sexes (mean of the sexes where both are meant); age and
    /// wealth groups have none and stay 0.
    pub fn life_expectancy(&self) -> ByGroup {
        by_group(&self.at_birth, &self.at_birth_by_sex)
    }

    /// Healthy life expectancy at birth by group, likewise.
    pub fn healthy_life_expectancy(&self) -> ByGroup {
        by_group(&self.healthy, &self.healthy_by_sex)
    }
}

/// Age of the second life expectancy.
const RETIREMENT: usize = 65;

fn by_group(cells: &[[f64; FIFTHS]; SEXES], by_sex: &[f64; SEXES]) -> ByGroup {
    let mut groups = [0.0; GROUPS];
    groups[Group::ALL.index()] = 0.5 * (by_sex[0] + by_sex[1]);
    for sex in 0..SEXES {
        groups[Group::sex(sex).index()] = by_sex[sex];
    }
    for fifth in 0..FIFTHS {
        groups[Group::imd(fifth).index()] = 0.5 * (cells[0][fifth] + cells[1][fifth]);
    }
    groups
}

/// Probability of death of the year, as it came out in the age's band.
fn year_q(rates: &Rates, people: &PeopleYear, age: usize, sex: usize, fifth: usize) -> f64 {
    let cell = demographic(BAND_OF_AGE[age] as usize, sex, fifth);
    let expected = people.deaths_expected[cell];
    let realised = if expected > 0.0 {
        people.deaths[cell] / expected
    } else {
        1.0
    };
    (rates.q[stratum(age, sex, fifth)] * realised).min(1.0)
}

/// Share in good health by demographic cell.
fn good_health(people: &PeopleYear, levers: &HealthLevers) -> Vec<f64> {
    let log_gradient = libm::log(levers.good_health_gradient);
    let mut shares = vec![0.0; DEMOGRAPHIC];
    for (cell, share) in shares.iter_mut().enumerate() {
        let fifth = cell % FIFTHS;
        let tilt = libm::exp(log_gradient * (2.0 - fifth as f64) / (FIFTHS - 1) as f64);
        let (mut good, mut all) = (0.0, 0.0);
        for (state, raw) in people.cells.states(cell).iter().enumerate() {
            let mut share = levers.good_health;
            (0..state / DEPENDENCIES).for_each(|_| share *= levers.good_health_per_condition);
            (0..state % DEPENDENCIES).for_each(|_| share *= levers.good_health_per_dependency);
            let odds = share / (1.0 - share).max(f64::MIN_POSITIVE) * tilt;
            good += *raw as f64 * odds / (1.0 + odds);
            all += *raw as f64;
        }
        *share = if all > 0.0 { good / all } else { levers.good_health };
    }
    shares
}

/// Utility by demographic cell and health state, fixed for a draw.
#[derive(Clone, Debug, PartialEq)]
pub struct Utility {
    table: Vec<f64>,
}

impl Utility {
    /// Spreads the norm of each age and sex over states, so that the base year's people have the norm on average.
    pub fn new(tables: &PopulationTables, levers: &HealthLevers, base: &PeopleYear) -> Utility {
        let dependency = [
            0.0,
            levers.utility_loss_low,
            levers.utility_loss_medium,
            levers.utility_loss_high,
        ];
        let loss: [f64; STATES] = std::array::from_fn(|state| {
            (state / DEPENDENCIES) as f64 * levers.utility_loss_per_condition + dependency[state % DEPENDENCIES]
        });
        let mut table = vec![0.0; DEMOGRAPHIC * STATES];
        for band in 0..BANDS {
            let ages = AgeBand::from_index(band);
            let middle = (usize::from(ages.start()) + usize::from(ages.end())) / 2;
            for sex in 0..SEXES {
                let (mut lost, mut all) = (0.0, 0.0);
                for fifth in 0..FIFTHS {
                    for (state, raw) in base.cells.states(demographic(band, sex, fifth)).iter().enumerate() {
                        lost += *raw as f64 * loss[state];
                        all += *raw as f64;
                    }
                }
                let mean = if all > 0.0 { lost / all } else { 0.0 };
                for fifth in 0..FIFTHS {
                    for state in 0..STATES {
                        table[demographic(band, sex, fifth) * STATES + state] =
                            (tables.utility[middle][sex] + mean - loss[state]).min(1.0);
                    }
                }
            }
        }
        Utility { table }
    }

    /// Utility of one cell and state [1 = full health].
    pub fn of(&self, demographic: usize, state: usize) -> f64 {
        self.table[demographic * STATES + state]
    }

    /// Of an addition to the utility of one cell and state, what there is room for: nobody is better than in full health.
    pub fn room_for(&self, addition: f64, demographic: usize, state: usize) -> f64 {
        addition.min(1.0 - self.of(demographic, state))
    }

    /// Quality-adjusted life years lived in a year by group; wealth fifths stay 0.
    pub fn qalys(&self, people: &PeopleYear) -> ByGroup {
        people.by_group(|cell| {
            let states = people.cells.states(cell).iter().enumerate();
            states
                .map(|(state, raw)| Weight::from_raw(*raw).people() * self.of(cell, state))
                .sum()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::{Cohort, RateFactors, fixture};
    use crate::world::axes::CONDITIONS;
    use crate::world::cells;

    fn base_year() -> PeopleYear {
        let (tables, levers, fit) = (fixture::tables(), fixture::levers(), fixture::fit());
        let rates = Rates::build(&tables, &fit, &levers, fixture::BASE_YEAR, &RateFactors::default());
        let mut record = PeopleYear::default();
        Cohort::start(&fit, &levers, 1.0).observe(&rates, &mut record);
        record
    }

    #[test]
    fn every_illness_and_every_need_of_help_lowers_utility_whose_mean_is_the_norm() {
        let (tables, base) = (fixture::tables(), base_year());
        let utility = Utility::new(&tables, &fixture::health_levers(), &base);
        for band in 0..BANDS {
            let ages = AgeBand::from_index(band);
            let middle = (usize::from(ages.start()) + usize::from(ages.end())) / 2;
            for sex in 0..SEXES {
                let (mut sum, mut people) = (0.0, 0.0);
                for fifth in 0..FIFTHS {
                    let cell = demographic(band, sex, fifth);
                    let of =
                        |conditions: usize, dependency: usize| utility.of(cell, cells::state(conditions, dependency));
                    // Nobody is better than in full health, so the oldest, whose norm is low, may stand there with an illness.
                    let lower = |worse: f64, better: f64| worse < better || worse == 1.0;
                    for conditions in 1..CONDITIONS {
                        let (worse, better) = (of(conditions, 0), of(conditions - 1, 0));
                        assert!(lower(worse, better), "{band} {conditions} conditions: {worse} {better}");
                    }
                    for dependency in 1..DEPENDENCIES {
                        let (worse, better) = (of(1, dependency), of(1, dependency - 1));
                        assert!(lower(worse, better), "{band} dependency {dependency}: {worse} {better}");
                    }
                    for (state, raw) in base.cells.states(cell).iter().enumerate() {
                        sum += *raw as f64 * utility.of(cell, state);
                        people += *raw as f64;
                    }
                }
                let norm = tables.utility[middle][sex];
                let mean = sum / people;
                assert!(
                    mean < norm + 1e-9 && mean > norm - 0.05,
                    "{band} {sex}: {mean} of {norm}"
                );
            }
        }
    }

    #[test]
    fn a_year_in_which_more_die_than_was_foretold_shortens_lives_and_one_of_fewer_lengthens_them() {
        let (tables, levers, fit) = (fixture::tables(), fixture::levers(), fixture::fit());
        let rates = Rates::build(&tables, &fit, &levers, fixture::BASE_YEAR, &RateFactors::default());
        let years = |times: f64| {
            let mut people = base_year();
            people.deaths.iter_mut().for_each(|deaths| *deaths *= times);
            let summary = HealthSummary::new(&rates, &people, &fixture::health_levers());
            [summary.life_expectancy(), summary.healthy_life_expectancy()].map(|groups| groups[Group::ALL.index()])
        };
        for (more, usual) in years(1.1).into_iter().zip(years(1.0)) {
            assert!(more < usual - 0.2, "{more} {usual}");
        }
        for (fewer, usual) in years(0.9).into_iter().zip(years(1.0)) {
            assert!(fewer > usual + 0.2, "{fewer} {usual}");
        }
    }
}
