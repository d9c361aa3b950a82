//! Classes of people who may need care, by which the sample is held to the cohort: age, dependency, carer, stay in a care home.

use super::flows::ROW;
use super::person::Person;
use crate::world::axes::{DEPENDENCIES, FIFTHS};

/// Age groups of classes: 65 to 74, 75 to 84, 85 and over.
pub(super) const AGES_OF_CARE: usize = 3;
/// Kinds of need: at home by dependency and carer, then residents in their first and in later years.
pub(super) const KINDS: usize = 2 * DEPENDENCIES;
/// Kinds that differ only by carer, or by how long somebody has stayed.
pub(super) const PAIRS: usize = KINDS / 2;
pub(super) const CELLS: usize = KINDS * AGES_OF_CARE * ROW;

/// A class of people who may need care.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Class(pub(super) usize);

impl Class {
    pub(super) fn of(age: usize, kind: usize) -> Class {
        Class(kind * AGES_OF_CARE + usize::from(age >= 75) + usize::from(age >= 85))
    }
    /// Somebody with dependency (1 to 3) at home.
    pub fn home(age: usize, dependency: usize, carer: bool) -> Class {
        Class::of(age, 2 * (dependency - 1) + usize::from(carer))
    }
    /// A resident of a care home.
    pub fn resident(age: usize, first_year: bool) -> Class {
        Class::of(age, 2 * (PAIRS - 1) + usize::from(!first_year))
    }
    /// The class of a person; nothing for whoever needs no care.
    pub(super) fn of_person(person: &Person) -> Option<Class> {
        let age = usize::from(person.age);
        if person.in_care_home() {
            Some(Class::resident(age, person.years_in_home == 0))
        } else if person.dependency > 0 {
            let level = usize::from(person.dependency).min(DEPENDENCIES - 1);
            Some(Class::home(age, level, person.has_carer))
        } else {
            None
        }
    }
}

/// People who may need care, by class, sex and fifth.
#[derive(Clone, Debug, PartialEq)]
pub struct Targets {
    pub(super) people: Vec<f64>,
}

impl Default for Targets {
    fn default() -> Targets {
        Targets {
            people: vec![0.0; CELLS],
        }
    }
}

impl Targets {
    pub(super) fn clear(&mut self) {
        self.people.fill(0.0);
    }
    /// Everybody who may need care \[people\].
    #[cfg(test)]
    pub(super) fn total(&self) -> f64 {
        self.people.iter().sum()
    }
    pub(super) fn add(&mut self, class: Class, sex_and_fifth: usize, people: f64) {
        self.people[class.0 * ROW + sex_and_fifth] += people;
    }
}

/// Factors on weights where care is counted, by class, sex and fifth.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Factors(pub(super) Vec<f64>);

impl Default for Factors {
    fn default() -> Factors {
        Factors(vec![1.0; CELLS])
    }
}

/// Place of a person's class, sex and fifth.
pub(super) fn cell(class: Class, person: &Person) -> usize {
    class.0 * ROW + (usize::from(person.sex) * FIFTHS + usize::from(person.fifth)) % ROW
}
