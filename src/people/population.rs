//! The people of one world, and what is done to all of them alike.

use super::classes::Factors;
use super::person::Person;
use crate::world::axes::{DEPENDENCIES, FIFTHS, SEXES};

/// Ids of the newborn begin here; those of the starting sample count up from 0.
pub const NEWBORN_IDS: u32 = 1 << 31;

/// Years of newborn people for whom room is kept, so that no draw of usual length moves its people in memory.
const ROOM_YEARS: usize = 25;

/// The population of one world.
#[derive(Debug, PartialEq)]
pub struct Population {
    /// The simulated people, sorted by stratum at the start; the newborn of later years follow.
    pub people: Vec<Person>,
    /// Newborn slots by sex and fifth in a year.
    pub(super) slots: u32,
    /// Newborn people so far.
    pub(super) born: u32,
    /// Chances of a disability benefit by dependency.
    pub(super) benefit: [f32; DEPENDENCIES],
    /// How many times as often as they happen moves into a care home are drawn.
    pub(super) boost: f32,
    /// Share of the residents of care homes who are kept in the sample each year and stand for those who are not.
    pub(super) kept: f32,
    /// Factors on weights where care is counted.
    pub(super) factors: Factors,
}

impl Clone for Population {
    /// A copy with room for the newborn of later years.
    fn clone(&self) -> Population {
        let mut people = Vec::with_capacity(self.people.len() + room(self.slots));
        people.extend_from_slice(&self.people);
        Population {
            people,
            factors: self.factors.clone(),
            ..*self
        }
    }
}

/// Newborn people for whom room is kept.
pub(super) fn room(slots: u32) -> usize {
    slots as usize * SEXES * FIFTHS * ROOM_YEARS
}

impl Population {
    /// Multiplies every weight by a ratio, rounded down to a raw unit: an economy of another size and the same kind.
    pub fn scale(&mut self, ratio: f64) {
        for person in &mut self.people {
            person.weight = person.weight.share(ratio);
        }
    }

    /// Homes and other capital, and incomes, a year on, by their growth above prices [share per year].
    pub fn enrich(&mut self, wealth: f64, income: f64) {
        if wealth == 0.0 && income == 0.0 {
            return;
        }
        let (wealth, income) = ((1.0 + wealth) as f32, (1.0 + income) as f32);
        for person in &mut self.people {
            person.home *= wealth;
            person.capital *= wealth;
            person.income *= income;
        }
    }
}

/// Whether somebody of this age may hold wealth and live with a partner.
pub(super) fn adult(age: usize) -> bool {
    age >= 18
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::{Fit, fixture};
    use crate::world::Luck;

    #[test]
    fn wealth_and_income_grow_by_what_is_said_and_by_nothing_without() {
        let (tables, levers) = (fixture::tables(), fixture::levers());
        let fit = Fit::new(&tables, &levers);
        let start = Population::start(&tables, &fit, &levers, Luck::new(1, 0, 0), 500);
        let (mut same, mut richer) = (start.clone(), start.clone());
        same.enrich(0.0, 0.0);
        richer.enrich(0.5, 0.25);
        for ((before, same), after) in start.people.iter().zip(&same.people).zip(&richer.people) {
            assert_eq!(
                (before.home, before.capital, before.income),
                (same.home, same.capital, same.income)
            );
            assert_eq!((after.home, after.capital), (before.home * 1.5, before.capital * 1.5));
            assert_eq!(after.income, before.income * 1.25);
        }
    }
}
