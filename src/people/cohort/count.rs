//! Counting the cohort: by cell for the record, by kind of care for the sample.

use super::super::classes::{Class, Targets};
use super::super::year::PeopleYear;
use super::{CARER, Cohort, FIRST, HOUSEHOLDS, LATER, ROW, ROWS, States, YOUNG};
use crate::world::Weight;
use crate::world::axes::{BAND_OF_AGE, DEPENDENCIES};
use crate::world::cells::{DEMOGRAPHIC, STATES};

/// People as raw units of weight, to the nearest.
pub(super) fn raw(people: f64) -> u64 {
    (people * Weight::ONE as f64 + 0.5) as u64
}

impl Cohort {
    /// Counts everybody into the record, by stratum, and by kind of care.
    pub(super) fn count(&mut self, out: &mut PeopleYear) {
        let mut cells = [[0.0; STATES]; DEMOGRAPHIC];
        for (cell, states) in self.young.iter().enumerate() {
            self.people[cell] = states.iter().sum();
            add(
                &mut cells[usize::from(BAND_OF_AGE[cell / ROW]) * ROW + cell % ROW],
                states,
            );
        }
        self.targets.clear();
        let mut residents = 0.0;
        for (cell, rows) in self.old.iter().enumerate() {
            let age = YOUNG + cell / ROW;
            let mut all = [0.0; STATES];
            rows.iter().for_each(|row| add(&mut all, row));
            self.people[cell + YOUNG * ROW] = all.iter().sum();
            add(&mut cells[usize::from(BAND_OF_AGE[age]) * ROW + cell % ROW], &all);
            if age > YOUNG {
                residents += targets(&mut self.targets, age, cell % ROW, rows);
            }
        }
        for (place, states) in cells.iter().enumerate() {
            // Rounded as they add up, so that states add to the people of their cell to the unit.
            let (mut below, mut counted) = (0.0, 0);
            for (raw_state, people) in out.cells.states_mut(place).iter_mut().zip(states) {
                below += people;
                let reached = raw(below);
                *raw_state = reached - counted;
                counted = reached;
            }
            out.population[place] = counted;
        }
        out.residents = raw(residents);
    }
}

fn add(to: &mut States, states: &States) {
    for state in 0..STATES {
        to[state] += states[state];
    }
}

/// Adds one stratum's people who may need care; gives its residents.
fn targets(targets: &mut Targets, age: usize, sex_and_fifth: usize, rows: &[States; ROWS]) -> f64 {
    for (household, states) in rows.iter().enumerate().take(HOUSEHOLDS) {
        let mut levels = [0.0; DEPENDENCIES];
        for row in states.as_chunks::<DEPENDENCIES>().0 {
            for level in 0..DEPENDENCIES {
                levels[level] += row[level];
            }
        }
        for (level, people) in levels.into_iter().enumerate().skip(1) {
            targets.add(Class::home(age, level, household & CARER > 0), sex_and_fifth, people);
        }
    }
    let mut all = 0.0;
    for (row, first_year) in [(FIRST, true), (LATER, false)] {
        let people: f64 = rows[row].iter().sum();
        targets.add(Class::resident(age, first_year), sex_and_fifth, people);
        all += people;
    }
    all
}
