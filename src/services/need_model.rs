//! Need: from people counted by cell to the activity that would meet what they need.
//!
//! *Need = base use per head × health × nearness to death × programmes × feedback × non-demographic growth.* The base
//! profile already contains age, sex and deprivation, so health factors are normalised to mean 1 inside each cell of
//! age, sex and fifth in the base year, and use in the last year of life is taken out of the profile before it is
//! added for those who die: a population that only lives longer moves part of its need to later ages (Zweifel's "red
//! herring"). Totals of the base year are levers (published activity ÷ the share of need then met).
//!
//! Limits: use is an average by cell; the health gradient is one ratio per condition and per level of dependency.

use crate::world::axes::{AgeBand, BANDS, CONDITIONS, DEPENDENCIES, FIFTHS, SEXES};
use crate::world::cells::{Cells, DEMOGRAPHIC, STATES, demographic, state};
use crate::world::group::{AGES, Group};
use crate::world::service::{ByService, QueuedService, SERVICES, Service};
use crate::world::weight::Weight;

use super::levers::{BaseActivity, Growth, NeedLevers, ServicesLevers};
use super::need::Need;
use super::tables::ServiceTables;

/// Factors on need by service, or nothing: for each, one per cell and state (`DEMOGRAPHIC × STATES`).
pub type NeedFactors<'a> = [Option<&'a [f32]>; SERVICES];

/// No programme acts on need.
pub const NO_FACTORS: NeedFactors<'static> = [None; SERVICES];

/// The need of every kind of person, ready for one draw.
#[derive(Clone, Debug)]
pub struct NeedModel {
    /// Need per head and year of those who do not die, by demographic cell, before the health gradient.
    rate: Vec<ByService>,
    /// Extra need per death, by demographic cell.
    per_death: Vec<ByService>,
    /// Health gradient, not normalised, by state (the normaliser is inside `rate`).
    gradient: [ByService; STATES],
}

/// Divides, or gives zero where there is nothing to divide by.
#[inline]
fn ratio(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

impl NeedModel {
    /// Fits the tables to the base year: its people, and the deaths expected among them over the year by demographic
    /// cell (`DEMOGRAPHIC` numbers).
    pub fn new(tables: &ServiceTables, levers: &ServicesLevers, base: &Cells, base_deaths: &[f64]) -> NeedModel {
        let need = base_need(&levers.base, levers);
        NeedModel::fit(tables, &levers.need, &need, base, base_deaths)
    }

    fn fit(
        tables: &ServiceTables,
        levers: &NeedLevers,
        need: &ByService,
        base: &Cells,
        base_deaths: &[f64],
    ) -> NeedModel {
        let gradient = gradients(tables, levers);
        let mut expected = [0.0; SERVICES];
        // A cell that is empty in the base year takes the mean gradient of everybody.
        let mut everybody = [0.0; SERVICES];
        let mut population = 0.0;
        let counted: Vec<(f64, ByService)> = (0..DEMOGRAPHIC)
            .map(|cell| {
                let states = base.states(cell);
                let people = people(states.iter().sum());
                let weighted = over_states(states, &gradient);
                population += people;
                for service in 0..SERVICES {
                    expected[service] += tables.profile[cell][service] * people;
                    everybody[service] += weighted[service];
                }
                (people, weighted)
            })
            .collect();
        let mean_of_all: ByService =
            std::array::from_fn(|service| ratio(everybody[service], population).max(f64::MIN_POSITIVE));
        let scale: ByService = std::array::from_fn(|service| ratio(need[service], expected[service]));
        let extra: [ByService; 3] = std::array::from_fn(|stage| {
            std::array::from_fn(|service| (tables.gradient[service].last_year[stage] - 1.0) * levers.last_year_strength)
        });
        let mut rate = vec![[0.0; SERVICES]; DEMOGRAPHIC];
        let mut per_death = vec![[0.0; SERVICES]; DEMOGRAPHIC];
        for (cell, (people, weighted)) in counted.iter().enumerate() {
            let age = AgeBand::from_index(cell / (SEXES * FIFTHS)).start();
            let extra = &extra[[65, 85].iter().filter(|edge| age >= **edge).count()];
            let deaths = base_deaths.get(cell).copied().unwrap_or(0.0);
            let profile = &tables.profile[cell];
            let (rate, per_death) = (&mut rate[cell], &mut per_death[cell]);
            for service in 0..SERVICES {
                // Use per head without the extra of those who die: u × (N + extra × D) = p × N.
                let with_deaths = people + extra[service] * deaths;
                let spared = if with_deaths > 0.0 { people / with_deaths } else { 1.0 };
                let survivor = profile[service] * scale[service] * spared;
                // Divided by the mean gradient of the cell.
                rate[service] = if weighted[service] > 0.0 {
                    survivor * people / weighted[service]
                } else {
                    survivor / mean_of_all[service]
                };
                per_death[service] = survivor * extra[service];
            }
        }
        NeedModel {
            rate,
            per_death,
            gradient,
        }
    }

    /// Need of a population over a year in which `deaths` are expected by demographic cell. `multiplier` holds growth
    /// and feedback by service; `factors` what programmes do to need by cell and state.
    pub fn need(&self, cells: &Cells, deaths: &[f64], multiplier: &ByService, factors: &NeedFactors) -> Need {
        let mut imd = [[0.0; SERVICES]; FIFTHS];
        let mut sexes = [[0.0; SERVICES]; SEXES];
        let mut classes = [[[0.0; SERVICES]; FIFTHS]; AGES];
        let mut ages = [[0.0; SERVICES]; AGES];
        let untouched = factors.iter().all(Option::is_none);
        for band in 0..BANDS {
            let age = Group::age(AgeBand::from_index(band).start()).index() - Group::age(0).index();
            for sex in 0..SEXES {
                let mut row = [0.0; SERVICES];
                for (fifth, imd) in imd.iter_mut().enumerate() {
                    let cell = demographic(band, sex, fifth);
                    let states = cells.states(cell);
                    let mut need = over_states(states, &self.gradient);
                    if !untouched {
                        self.apply(factors, cell, states, &mut need);
                    }
                    let died = deaths.get(cell).copied().unwrap_or(0.0);
                    let (rate, per_death) = (&self.rate[cell], &self.per_death[cell]);
                    for service in 0..SERVICES {
                        let value = (need[service] * rate[service] + died * per_death[service]).max(0.0);
                        imd[service] += value;
                        row[service] += value;
                        classes[age][fifth][service] += value;
                    }
                }
                for service in 0..SERVICES {
                    sexes[sex][service] += row[service];
                    ages[age][service] += row[service];
                }
            }
        }
        let mut result = Need::default();
        for service in 0..SERVICES {
            let multiplier = multiplier[service].max(0.0);
            let groups = &mut result.by_group[service];
            for fifth in 0..FIFTHS {
                groups[Group::imd(fifth)] = imd[fifth][service] * multiplier;
                groups[Group::ALL] += imd[fifth][service] * multiplier;
            }
            for sex in 0..SEXES {
                groups[Group::sex(sex)] = sexes[sex][service] * multiplier;
            }
            for (age, by_service) in ages.iter().enumerate() {
                groups[Group::age(0).index() + age] = by_service[service] * multiplier;
            }
            for (class, fifths) in result.by_class[service].iter_mut().zip(&classes) {
                for (value, by_service) in class.iter_mut().zip(fifths) {
                    *value = by_service[service] * multiplier;
                }
            }
            result.total[service] = groups[Group::ALL];
        }
        result
    }

    /// Replaces the need of services on which programmes act.
    fn apply(&self, factors: &NeedFactors, cell: usize, states: &[u64], need: &mut ByService) {
        for (service, table) in factors.iter().enumerate() {
            if let Some(table) = table {
                let row = &table[cell * STATES..][..STATES];
                need[service] = states
                    .iter()
                    .zip(&self.gradient)
                    .zip(row)
                    .map(|((raw, gradient), factor)| people(*raw) * gradient[service] * f64::from(*factor))
                    .sum();
            }
        }
    }
}

/// A raw weight as people. Weights stay far below the range of signed numbers, whose conversion is one instruction.
#[inline]
fn people(raw: u64) -> f64 {
    raw as i64 as f64 * (1.0 / Weight::ONE as f64)
}

/// People × gradient of one demographic cell, by service: the inmost loop, kept free of branches on services.
#[inline]
fn over_states(states: &[u64], gradient: &[ByService; STATES]) -> ByService {
    let mut sums = [0.0; SERVICES];
    for (raw, gradient) in states.iter().zip(gradient) {
        if *raw == 0 {
            continue;
        }
        let people = people(*raw);
        for service in 0..SERVICES {
            sums[service] += people * gradient[service];
        }
    }
    sums
}

/// The health gradient by state: per condition and per level of dependency, each to its strength.
fn gradients(tables: &ServiceTables, levers: &NeedLevers) -> [ByService; STATES] {
    let mut gradient = [[1.0; SERVICES]; STATES];
    for (service, by) in tables.gradient.iter().enumerate() {
        let per_condition = libm::pow(by.per_condition, levers.condition_strength);
        let per_dependency = libm::pow(by.per_dependency, levers.dependency_strength);
        let mut with_conditions = 1.0;
        for conditions in 0..CONDITIONS {
            let mut with_both = with_conditions;
            for dependency in 0..DEPENDENCIES {
                gradient[state(conditions, dependency)][service] = with_both;
                with_both *= per_dependency;
            }
            with_conditions *= per_condition;
        }
    }
    gradient
}

/// Need of the base year by service: activity delivered ÷ share of need met, in the service's unit.
pub fn base_need(base: &BaseActivity, levers: &ServicesLevers) -> ByService {
    let mut need = base.by_service();
    need[Service::PrimaryCare] /= levers.primary_care.base_share_met;
    for queued in QueuedService::ALL {
        need[queued.service()] /= levers.queued[queued].base_share_met;
    }
    // What planned care needs are clock starts; of these some end with admission.
    let starts = levers.planned.base_clock_starts;
    need[Service::PlannedAdmitted] = starts * levers.planned.admitted_share_of_starts;
    need[Service::PlannedOutpatient] = starts * (1.0 - levers.planned.admitted_share_of_starts);
    need
}

/// Non-demographic growth of need since the base year, by service \[ratio\].
pub fn growth(levers: &Growth, years: f64) -> ByService {
    levers.by_service().map(|rate| libm::pow(1.0 + rate, years))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::services::fixture;

    fn model() -> (NeedModel, Cells, Vec<f64>, ServicesLevers) {
        let levers = fixture::levers();
        let (cells, deaths) = fixture::population(1.0);
        (
            NeedModel::new(&fixture::tables(), &levers, &cells, &deaths),
            cells,
            deaths,
            levers,
        )
    }

    #[test]
    fn the_base_year_reproduces_published_activity_and_groups_add_up() {
        let (model, cells, deaths, levers) = model();
        let need = model.need(&cells, &deaths, &[1.0; SERVICES], &NO_FACTORS);
        let expected = base_need(&levers.base, &levers);
        for service in Service::ALL {
            let index = service.index();
            assert!(
                (need.total[index] / expected[index] - 1.0).abs() < 1e-9,
                "{} {} {}",
                service.key(),
                need.total[index],
                expected[index]
            );
            for range in [1..6, 6..10, 10..12] {
                let sum: f64 = need.by_group[index][range].iter().sum();
                assert!((sum / need.total[index] - 1.0).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn twice_the_people_need_twice_as_much() {
        let (model, cells, deaths, _) = model();
        let (twice, more_deaths) = fixture::population(2.0);
        let one = model.need(&cells, &deaths, &[1.0; SERVICES], &NO_FACTORS);
        let two = model.need(&twice, &more_deaths, &[1.0; SERVICES], &NO_FACTORS);
        for (one, two) in one.total.iter().zip(&two.total) {
            assert!((two / one - 2.0).abs() < 1e-6);
        }
    }

    #[test]
    fn fewer_deaths_at_the_same_ages_lower_need_for_hospital() {
        let (model, cells, deaths, _) = model();
        let fewer: Vec<f64> = deaths.iter().map(|deaths| deaths * 0.8).collect();
        let base = model.need(&cells, &deaths, &[1.0; SERVICES], &NO_FACTORS);
        let longer = model.need(&cells, &fewer, &[1.0; SERVICES], &NO_FACTORS);
        let index = Service::EmergencyAdmission.index();
        let change = longer.total[index] / base.total[index] - 1.0;
        assert!(change < -0.01 && change > -0.1, "{change}");
    }

    #[test]
    fn a_programme_acts_on_its_service_alone() {
        let (model, cells, deaths, _) = model();
        let table = vec![0.9_f32; DEMOGRAPHIC * STATES];
        let mut factors = NO_FACTORS;
        factors[Service::PrimaryCare] = Some(&table);
        let base = model.need(&cells, &deaths, &[1.0; SERVICES], &NO_FACTORS);
        let with = model.need(&cells, &deaths, &[1.0; SERVICES], &factors);
        assert!(with.total[0] < base.total[0] * 0.93);
        assert_eq!(with.total[1..], base.total[1..]);
    }

    #[test]
    fn multimorbid_adults_make_about_the_published_share_of_use() {
        let (model, cells, _, _) = model();
        for (service, published, tolerance) in [
            (Service::PrimaryCare, 0.529, 0.06),
            (Service::Prescribing, 0.787, 0.08),
            (Service::EmergencyAdmission, 0.561, 0.10),
        ] {
            let (mut all, mut multimorbid) = (0.0, 0.0);
            for cell in 0..DEMOGRAPHIC {
                if AgeBand::from_index(cell / 10).start() < 18 {
                    continue;
                }
                for (index, raw) in cells.states(cell).iter().enumerate() {
                    let used =
                        Weight::from_raw(*raw).people() * model.gradient[index][service] * model.rate[cell][service];
                    all += used;
                    if index / DEPENDENCIES >= 2 {
                        multimorbid += used;
                    }
                }
            }
            let share = multimorbid / all;
            assert!((share - published).abs() < tolerance, "{}: {share}", service.key());
        }
    }
}
