//! Everybody by expectation: how many people of each age, sex and fifth are in which health, household and care home.
//!
//! The tables of transition that move a simulated person by luck are applied here to shares, so there is no luck and no
//! sample: population, deaths, conditions, dependency and care homes come out the same for any number of simulated
//! people. The sample carries what shares cannot: wealth, what was paid so far, and what a law makes of both. Its moves
//! and arrivals are the cohort's, and where care is counted its weights are brought to the cohort's counts
//! ([`mod@super::weighing`]).
//!
//! Under 64 nobody lives in a care home and households do not change: an age, sex and fifth has a row of health states and
//! shares of households. From 64 on, each household and each length of stay in a care home has a row of its own.
//!
//! ```text
//!  rates ──► flows (moves, migration, births) ──► step (death, health, household, entry) ──► count ──► PeopleYear
//!                      └──────────────► the sample                                             └─► targets of care
//! ```

use super::classes::Targets;
use super::fit::{CARE_AGE, Fit};
use super::flows::{self, Flows, ROW};
use super::levers::PeopleLevers;
use super::rates::Rates;
use super::year::PeopleYear;
use super::{STRATA, stratum};
use crate::world::axes::{AGES, FIFTHS, SEXES};
use crate::world::cells::STATES;

mod count;
mod step;
#[cfg(test)]
mod tests;

/// Partner × carer.
const HOUSEHOLDS: usize = 4;
/// Bit of a household that says that somebody can care.
const CARER: usize = 1;
/// Bit of a household that says that there is a partner.
const PARTNER: usize = 2;
/// Rows from [`CARE_AGE`] on: at home by household, then residents in their first year, then those who stayed longer.
const ROWS: usize = HOUSEHOLDS + 2;
/// Residents of care homes in their first year.
const FIRST: usize = HOUSEHOLDS;
/// Residents of care homes in later years.
const LATER: usize = HOUSEHOLDS + 1;
/// Ages without rows.
const YOUNG: usize = CARE_AGE as usize;

/// People by health state.
type States = [f64; STATES];
/// People by household or stay, and health state.
type Rows = [States; ROWS];

/// Everybody of one world, in expected numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Cohort {
    /// Under [`CARE_AGE`], by stratum.
    young: Vec<States>,
    /// Shares of households under [`CARE_AGE`], by stratum.
    households: Vec<[f64; HOUSEHOLDS]>,
    /// From [`CARE_AGE`] on, by stratum.
    old: Vec<Rows>,
    /// Health of those born in a year, as shares of each sex and fifth.
    born: Vec<States>,
    /// People by stratum.
    people: Vec<f64>,
    /// What the year did alike to all of a stratum.
    flows: Flows,
    /// Those who may need care.
    targets: Targets,
}

/// Shares of households at an age and sex; a child has no partner, but may have somebody who can care.
fn households(fit: &Fit, levers: &PeopleLevers, age: usize, sex: usize) -> [f64; HOUSEHOLDS] {
    let partnered = f64::from(fit.partnered[age][sex]);
    let cared = partnered * levers.carer_if_partner;
    let cared_alone = (1.0 - partnered) * levers.carer_if_single;
    let mut shares = [0.0; HOUSEHOLDS];
    shares[CARER] = cared_alone;
    shares[0] = 1.0 - partnered - cared_alone;
    let with_partner = if super::population::adult(age) { PARTNER } else { 0 };
    shares[with_partner | CARER] += cared;
    shares[with_partner] += partnered - cared;
    shares
}

impl Cohort {
    /// The middle of the base year; `scale`: people of the place over those of the table.
    pub fn start(fit: &Fit, levers: &PeopleLevers, scale: f64) -> Cohort {
        let mut cohort = Cohort {
            young: vec![[0.0; STATES]; YOUNG * ROW],
            households: vec![[0.0; HOUSEHOLDS]; YOUNG * ROW],
            old: vec![[[0.0; STATES]; ROWS]; (AGES - YOUNG) * ROW],
            born: vec![[0.0; STATES]; ROW],
            people: vec![0.0; STRATA],
            flows: Flows::none(),
            targets: Targets::default(),
        };
        for age in 0..AGES {
            for sex in 0..SEXES {
                let shares = households(fit, levers, age, sex);
                for fifth in 0..FIFTHS {
                    let cell = stratum(age, sex, fifth);
                    let joint = fit.joint[cell].map(|states| states.map(|share| f64::from(share).max(0.0)));
                    let everybody: f64 = joint.iter().flatten().sum();
                    let each = fit.base[cell] as f64 * scale / everybody;
                    cohort.people[cell] = fit.base[cell] as f64 * scale;
                    if age == 0 {
                        cohort.born[cell] = joint[0].map(|share| share / everybody);
                    }
                    if age < YOUNG {
                        cohort.households[cell] = shares;
                        cohort.young[cell] = joint[0].map(|share| share * each);
                        continue;
                    }
                    let rows = &mut cohort.old[cell - YOUNG * ROW];
                    for (household, share) in shares.iter().enumerate() {
                        rows[household] = joint[0].map(|state| state * each * share);
                    }
                    rows[FIRST] = joint[1].map(|state| state * each);
                    rows[LATER] = joint[2].map(|state| state * each);
                }
            }
        }
        cohort
    }

    /// Everybody \[people\].
    #[cfg(test)]
    pub fn total(&self) -> f64 {
        self.people.iter().sum()
    }

    /// People of one age, sex and fifth.
    #[cfg(feature = "internals")]
    pub fn stratum(&self, age: usize, sex: usize, fifth: usize) -> f64 {
        self.people[stratum(age, sex, fifth)]
    }

    /// What the last year did alike to all of a stratum.
    pub fn flows(&self) -> &Flows {
        &self.flows
    }

    /// Those who may need care, to whom the sample's weights are brought.
    pub fn targets(&self) -> &Targets {
        &self.targets
    }

    /// Fills the record of the start: everybody as they stand, with the deaths and births that the rates foretell.
    pub fn observe(&mut self, rates: &Rates, out: &mut PeopleYear) {
        out.clear();
        flows::foretell(&self.people, rates, out);
        self.deaths(rates, out);
        self.count(out);
    }

    /// A year on, and its record.
    pub fn advance(&mut self, rates: &Rates, out: &mut PeopleYear) {
        out.clear();
        self.flows.fill(&mut self.people, rates, out);
        self.step(rates, out);
        self.count(out);
    }
}
