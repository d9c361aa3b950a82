//! Care of adults aged 18 to 64: as expected numbers by age band and fifth, not person by person.
//!
//! Half of councils' long-term spending is on them, mostly people with a learning disability, whose number does not
//! follow the dependency of the sample. So users and cost are shares of people by band and fifth, scaled to the base
//! year, with their own growth (more survive childhood disability, and packages grow: CPEC projects +29% users
//! 2018-38 and cost per user growing 1.9% a year). Unpaid care of people under 65 is treated the same way.

use crate::world::axes::{AgeBand, BANDS, FIFTHS, SEXES};
use crate::world::cells::{Cells, demographic};
use crate::world::weight::Weight;

crate::levers! {
    /// Care of adults aged 18 to 64, and unpaid care of people under 65.
    pub struct WorkingAgeLevers in "services.working_age" {
        /// Adults aged 18 to 64 with council-funded long-term care at the end of the base year.
        belief base_users: f64 = "people" in 0.0..=100000000.0,
        /// Councils' long-term spending on them in the base year, gross of charges.
        belief base_cost: f64 = "£m/year" in 0.0..=100000.0,
        /// Of these users, those living in care homes.
        belief base_residents: f64 = "people" in 0.0..=100000000.0,
        /// Paid hours of care at home they receive, per user not in a care home.
        belief hours_per_user: f64 = "hours/week" in 0.0..=168.0,
        /// Users per head in the most against the least deprived fifth.
        belief deprivation_ratio: f64 = "ratio" in 0.2..=5.0,
        /// Users per head at 55 to 64 against 18 to 24.
        belief age_ratio: f64 = "ratio" in 0.2..=5.0,
        /// Growth of users per head.
        belief user_growth: f64 = "per year" in -0.05..=0.1,
        /// Growth of need (hours, complexity) per user.
        belief intensity_growth: f64 = "per year" in -0.05..=0.1,
        /// Unpaid hours of care given to people under 65 in the base year.
        belief unpaid_hours_under_65: f64 = "million hours/year" in 0.0..=1000000.0,
        /// Share of wealth held by those who pay charges: charges they pay as a share of gross cost.
        belief charge_share: f64 = "share" in 0.0..=1.0,
    }
}

/// Care of adults aged 18 to 64 in a year, if every eligible need is met.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct WorkingAgeCare {
    /// Users with council-funded long-term care, by fifth (stock).
    pub users: [f64; FIFTHS],
    /// Of them, in care homes, by fifth (stock).
    pub residents: [f64; FIFTHS],
    /// Gross cost at base-year unit costs [£m], by fifth (flow).
    pub cost: [f64; FIFTHS],
    /// Paid hours of care at home [million hours], by fifth (flow).
    pub hours: [f64; FIFTHS],
    /// Unpaid hours for people under 65 [million hours], by fifth (flow).
    pub unpaid_hours: [f64; FIFTHS],
}

/// Users per head relative to the youngest adults in the least deprived fifth.
fn relative(levers: &WorkingAgeLevers, band: usize, fifth: usize) -> f64 {
    let start = AgeBand::from_index(band).start();
    if !(18..65).contains(&start) {
        return 0.0;
    }
    let first = AgeBand::of(18).index();
    let last = AgeBand::of(64).index();
    let age = (band - first) as f64 / (last - first) as f64;
    let deprived = (FIFTHS - 1 - fifth) as f64 / (FIFTHS - 1) as f64;
    libm::pow(levers.age_ratio, age) * libm::pow(levers.deprivation_ratio, deprived)
}

/// People under 65 and relative users, by fifth.
fn weigh(levers: &WorkingAgeLevers, cells: &Cells) -> ([f64; FIFTHS], [f64; FIFTHS]) {
    let (mut users, mut people) = ([0.0; FIFTHS], [0.0; FIFTHS]);
    for band in (0..BANDS).filter(|band| AgeBand::from_index(*band).start() < 65) {
        for sex in 0..SEXES {
            for fifth in 0..FIFTHS {
                let count: u64 = cells.states(demographic(band, sex, fifth)).iter().sum();
                let count = Weight::from_raw(count).people();
                users[fifth] += count * relative(levers, band, fifth);
                people[fifth] += count;
            }
        }
    }
    (users, people)
}

/// The base year's weights, against which later years are measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WorkingAge {
    users: f64,
    people: f64,
}

impl WorkingAge {
    /// From the base year's people.
    pub fn new(levers: &WorkingAgeLevers, base: &Cells) -> WorkingAge {
        let (users, people) = weigh(levers, base);
        WorkingAge {
            users: users.iter().sum::<f64>().max(f64::MIN_POSITIVE),
            people: people.iter().sum::<f64>().max(f64::MIN_POSITIVE),
        }
    }
    /// Expected care `years` after the base year.
    pub fn expected(&self, levers: &WorkingAgeLevers, cells: &Cells, years: f64) -> WorkingAgeCare {
        let (users, people) = weigh(levers, cells);
        let more = libm::pow(1.0 + levers.user_growth, years);
        let deeper = libm::pow(1.0 + levers.intensity_growth, years);
        let share = users.map(|users| users / self.users * more);
        let at_home = (levers.base_users - levers.base_residents).max(0.0);
        WorkingAgeCare {
            users: share.map(|share| share * levers.base_users),
            residents: share.map(|share| share * levers.base_residents),
            cost: share.map(|share| share * levers.base_cost * deeper),
            hours: share.map(|share| share * at_home * levers.hours_per_user * deeper * 52.0 / MILLION),
            unpaid_hours: people.map(|people| people / self.people * levers.unpaid_hours_under_65),
        }
    }
}

/// Hours in a million hours.
const MILLION: f64 = 100.0 * 100.0 * 100.0;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::services::fixture;

    #[test]
    fn the_base_year_has_the_published_users_and_cost() {
        let levers = fixture::levers().working_age;
        let (cells, _) = fixture::population(1.0);
        let base = WorkingAge::new(&levers, &cells);
        let care = base.expected(&levers, &cells, 0.0);
        assert!((care.users.iter().sum::<f64>() / levers.base_users - 1.0).abs() < 1e-9);
        assert!((care.cost.iter().sum::<f64>() / levers.base_cost - 1.0).abs() < 1e-9);
        assert!(care.users[0] > care.users[4]);
        let later = base.expected(&levers, &cells, 10.0);
        assert!(later.cost.iter().sum::<f64>() > care.cost.iter().sum::<f64>());
    }
}
