//! What a year does alike to everybody of one age, sex and fifth: moves between fifths, net migration, and who is born.
//!
//! All of it is worked out from the expected cohort, never from the sample: a sample that lost a frail person would
//! otherwise be filled up again by giving the loss to the frail who are left, and the fewer people it has, the more.

use super::moves::moves;
use super::rates::Rates;
use super::year::PeopleYear;
use super::{STRATA, stratum};
use crate::world::axes::{AGES, BAND_OF_AGE, FIFTHS, SEXES};

/// Cells of one age: sex × fifth.
pub(super) const ROW: usize = SEXES * FIFTHS;

/// Factors of a year on the people of each age, sex and fifth.
#[derive(Clone, Debug, PartialEq)]
pub struct Flows {
    /// Factor on weights from moves between fifths, by stratum.
    pub(super) moved: Vec<f64>,
    /// Net migrants over residents, by age and sex.
    pub(super) net: Vec<[f64; SEXES]>,
    /// Born in the year, or arrived newborn, and alive at its end, by sex and fifth \[people\].
    pub(super) newborn: [[f64; FIFTHS]; SEXES],
}

impl Flows {
    /// Nobody moves, arrives or is born: some people are followed for themselves.
    pub fn none() -> Flows {
        Flows {
            moved: vec![1.0; STRATA],
            net: vec![[0.0; SEXES]; AGES],
            newborn: [[0.0; FIFTHS]; SEXES],
        }
    }

    /// The flows of a year from `people` by stratum at its start, who are moved; births, deaths that the life table
    /// expects, infants and newborn migrants go into the record.
    pub(super) fn fill(&mut self, people: &mut [f64], rates: &Rates, out: &mut PeopleYear) {
        moves(people, rates, &mut self.moved);
        expected(people, rates, &mut out.deaths_expected);
        births(people, rates, out);
        migration(people, rates, &mut self.net);
        let died = infants(rates, out);
        let total: f64 = out.births.iter().sum();
        for sex in 0..SEXES {
            for fifth in 0..FIFTHS {
                let alive = out.births[fifth] * rates.birth_share[sex] - died[sex][fifth];
                // Nobody is taken from where nobody is born.
                let arrived = (rates.migrant_newborn[sex] * out.births[fifth] / total.max(1.0)).max(-alive);
                out.migrants += arrived;
                self.newborn[sex][fifth] = alive + arrived;
            }
        }
    }
}

/// Births, deaths that the life table expects, infants and net migrants that the rates foretell of people as they stand.
pub(super) fn foretell(people: &[f64], rates: &Rates, out: &mut PeopleYear) {
    expected(people, rates, &mut out.deaths_expected);
    births(people, rates, out);
    infants(rates, out);
    out.migrants = rates.migrants.iter().flatten().sum::<f64>() + rates.migrant_newborn.iter().sum::<f64>();
}

/// Those born in the year who die in it, by sex and fifth, added to the record's deaths.
fn infants(rates: &Rates, out: &mut PeopleYear) -> [[f64; FIFTHS]; SEXES] {
    let mut died = [[0.0; FIFTHS]; SEXES];
    for sex in 0..SEXES {
        for fifth in 0..FIFTHS {
            let dead = out.births[fifth] * rates.birth_share[sex] * rates.newborn_death[sex][fifth];
            out.deaths[sex * FIFTHS + fifth] += dead;
            out.deaths_expected[sex * FIFTHS + fifth] += dead;
            died[sex][fifth] = dead;
        }
    }
    died
}

/// Deaths that the life table gives to people by stratum, by demographic cell.
fn expected(people: &[f64], rates: &Rates, deaths: &mut [f64]) {
    let rows = people.as_chunks::<ROW>().0.iter().zip(rates.death.as_chunks::<ROW>().0);
    for (age, (people, death)) in rows.enumerate() {
        let row = &mut deaths[usize::from(BAND_OF_AGE[age]) * ROW..][..ROW];
        for cell in 0..ROW {
            row[cell] += people[cell] * death[cell];
        }
    }
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

/// Net migrants over residents, by age and sex. Where nobody is of an age, its migrants join the next.
fn migration(people: &[f64], rates: &Rates, net: &mut [[f64; SEXES]]) {
    for sex in 0..SEXES {
        let mut waiting = 0.0;
        for age in 0..AGES {
            let people: f64 = people[stratum(age, sex, 0)..][..FIFTHS].iter().sum();
            waiting += rates.migrants[age][sex];
            net[age][sex] = 0.0;
            if people >= 1.0 {
                // No more than half of an age leaves in a year.
                net[age][sex] = (waiting / people).max(-0.5);
                waiting = 0.0;
            }
        }
    }
}
