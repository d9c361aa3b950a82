//! What a reform costs: every person carries a second purse, as it would stand had the law of charging not changed.
//!
//! A reform leaves people wealth that they would have spent on care. Asked what the old law would have them pay *out of
//! that wealth*, it would ask for ever more than they would ever have had to pay, and the cost of the reform would grow
//! with the years it has been in force. So the old law is asked of the purse that it would itself have left. Purses are
//! filled when a reform begins and are kept for good, since what was spared stays spared when the reform is undone.
//!
//! What is the same with and without reform is not asked twice: who needs care, who has a carer, where people live, and
//! what share of council care at home money reaches.

use crate::economy::charging::Law;
use crate::people::{Person, Population};
use crate::world::Pence;

use super::kinds::{KindReached, Means, kind_of};
use super::payment::{FullPayers, live_at_home, live_in_care_home};

/// The purse of one person without reform.
#[derive(Clone, Copy, Debug)]
struct Purse {
    id: u32,
    home: f32,
    capital: f32,
    metered: Pence,
}

impl Purse {
    fn of(person: &Person) -> Purse {
        Purse {
            id: person.id,
            home: person.home,
            capital: person.capital,
            metered: person.metered,
        }
    }
}

/// The purses of all people of a world without reform, in the order of the people.
#[derive(Clone, Debug)]
pub struct Shadows(Vec<Purse>);

impl Shadows {
    /// Purses as people have them now: before a reform nobody's differs.
    pub fn begin(population: &Population) -> Shadows {
        Shadows(population.people.iter().map(Purse::of).collect())
    }

    /// A year on: homes and savings grow as everybody's do, whoever is new has one purse only.
    pub fn year_on(&mut self, population: &Population, wealth_growth: f64) {
        let grown = (1.0 + wealth_growth) as f32;
        for purse in &mut self.0 {
            purse.home *= grown;
            purse.capital *= grown;
        }
        let known = self.0.len().min(population.people.len());
        self.0.truncate(known);
        for (purse, person) in self.0.iter_mut().zip(&population.people) {
            if purse.id != person.id {
                *purse = Purse::of(person);
            }
        }
        self.0.extend(population.people[known..].iter().map(Purse::of));
    }

    /// A person with the purse that they would have.
    pub(super) fn of(&self, at: u32, person: &Person) -> Person {
        let purse = &self.0[at as usize];
        Person {
            home: purse.home,
            capital: purse.capital,
            metered: purse.metered,
            ..*person
        }
    }

    fn keep(&mut self, at: u32, person: &Person) {
        self.0[at as usize] = Purse::of(person);
    }
}

/// The law without reform, ready to be asked.
pub(super) struct Without<'a> {
    pub law: &'a Law,
    pub shadows: &'a Shadows,
    full_payers: FullPayers<'a>,
}

/// Somebody at home as they would be without reform.
pub(super) struct AtHome {
    pub person: Person,
    pub means: Means,
    pub kind: usize,
}

impl<'a> Without<'a> {
    pub fn new(law: &'a Law, shadows: &'a Shadows) -> Without<'a> {
        Without {
            law,
            shadows,
            full_payers: FullPayers::under(law),
        }
    }

    /// A person at home without reform.
    pub fn at_home(&self, at: u32, person: &Person, level: usize) -> AtHome {
        let person = self.shadows.of(at, person);
        let capital = Pence::from_pounds(f64::from(person.capital));
        let means = if self.full_payers.include(capital, &person) {
            Means::InFull
        } else {
            Means::Supported
        };
        AtHome {
            kind: kind_of(level, person.has_carer, means),
            person,
            means,
        }
    }
}

/// Where somebody would have had their care without reform.
#[derive(Clone, Copy, Debug)]
pub(super) enum Place {
    /// At home, in this kind.
    Home(u8),
    /// In a care home.
    CareHome,
}

/// What a year without reform would have taken from somebody.
#[derive(Clone, Copy, Debug)]
pub(super) struct ShadowCase {
    pub person: u32,
    pub place: Place,
    /// Wealth that care asks for, at home for a whole year of council care [£].
    pub wealth_spent: f64,
    /// What would then have counted towards a cap; nothing where nobody was charged.
    pub metered: Option<Pence>,
}

impl Shadows {
    /// Spends the purses as the year without reform would have.
    pub(super) fn spend(&mut self, population: &Population, cases: &[ShadowCase], kinds: &[KindReached], law: &Law) {
        for case in cases {
            let mut person = self.of(case.person, &population.people[case.person as usize]);
            match case.place {
                Place::CareHome => {
                    let metered = case.metered.unwrap_or(person.metered);
                    live_in_care_home(&mut person, metered, case.wealth_spent, 0.0);
                }
                Place::Home(kind) => {
                    let kind = &kinds[usize::from(kind)];
                    let asked = case.metered.map(|metered| (metered, case.wealth_spent, 0.0));
                    live_at_home(&mut person, (kind.public, kind.bought), asked, law);
                }
            }
            self.keep(case.person, &person);
        }
    }
}
