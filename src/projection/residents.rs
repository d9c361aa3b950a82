//! The people of the model as individuals: who lives there at the start, and how a policy changes the lives of each kind.
//!
//! Measures tell groups; whoever asks what somebody stands to gain needs finer kinds than those. Here the people of the
//! first year are followed through every world under the same luck, and the life years in full health that they live are
//! added up by kind as they were at the start. Those born or arriving later belong to no kind.

use super::draw::{Observer, draw};
use super::plans::Plans;
use super::year::{WorldState, YearError, YearParts};
use crate::people::Population;
use crate::scenario::Sampler;
use crate::world::axes::{FIFTHS, SEXES};
use crate::world::{Group, Weight, YearRecord};

/// Somebody who lives there in the base year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Resident {
    /// Stable, the same in every world of a draw.
    pub id: u32,
    /// Real people they stand for.
    pub weight: Weight,
    /// Age \[years\].
    pub age: u8,
    /// Index of the sex: 0 female, 1 male.
    pub sex: u8,
    /// Deprivation fifth, index 0 (most deprived) to 4.
    pub fifth: u8,
    /// Wealth fifth within the age group, index 0 (poorest) to 4.
    pub wealth_fifth: u8,
    /// How the home is held: 0 outright, 1 mortgage, 2 private rent, 3 social rent.
    pub tenure: u8,
    /// Long-term conditions, 4 for four and more.
    pub conditions: u8,
    /// Index of dependency: 0 independent to 3 high.
    pub dependency: u8,
}

fn of(people: &Population) -> Vec<Resident> {
    people
        .people
        .iter()
        .map(|person| Resident {
            id: person.id,
            weight: person.weight,
            age: person.age,
            sex: person.sex % SEXES as u8,
            fifth: person.fifth % FIFTHS as u8,
            wealth_fifth: person.wealth_fifth % FIFTHS as u8,
            tenure: person.tenure as u8,
            conditions: person.conditions,
            dependency: person.dependency,
        })
        .collect()
}

/// Gathers the first year's people.
struct Roll(Vec<Resident>);

impl Observer for Roll {
    fn year(&mut self, _: usize, _: usize, _: &YearRecord, _: &YearParts<'_>) {}
    fn people(&mut self, _plan: usize, index: usize, people: &Population, _world: &WorldState) {
        if index == 0 {
            self.0 = of(people);
        }
    }
}

/// Everybody in the base year of a draw, as the first world begins.
pub fn residents(plans: &Plans, sampler: &Sampler, number: u64, people: usize) -> Result<Vec<Resident>, YearError> {
    let mut roll = Roll(Vec::new());
    draw(&plans.leading(1), sampler, number, 0, people, 1, &mut roll)?;
    Ok(roll.0)
}

/// Age groups of measures: 0 to 17, 18 to 64, 65 to 84, 85 and over.
pub const AGE_GROUPS: usize = 4;

/// Years that people of a kind live while a policy may touch them, as long as nothing changes.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Exposure {
    /// Person-years in each age group.
    pub years: [f64; AGE_GROUPS],
    /// Of these, person-years with a need of help.
    pub in_need: [f64; AGE_GROUPS],
}

/// Life years in full health by kind and world, from the base year on.
#[derive(Clone, Debug, PartialEq)]
pub struct Lived {
    /// People of each kind in the base year \[people\].
    pub people: Vec<f64>,
    /// For each kind, the years that its people live in the first world from the first year of the policy on.
    pub exposure: Vec<Exposure>,
    /// For each world, the life years in full health that the people of each kind live \[QALYs\].
    pub qalys: Vec<Vec<f64>>,
}

/// Follows the first year's people.
struct Lives<'a> {
    kind: &'a dyn Fn(&Resident) -> usize,
    /// Kind by id, for those of the first year; one past the last kind for all others.
    of_id: Vec<u32>,
    /// Position of the policy's first year.
    from: usize,
    lived: Lived,
}

impl Observer for Lives<'_> {
    fn year(&mut self, _: usize, _: usize, _: &YearRecord, _: &YearParts<'_>) {}
    fn people(&mut self, plan: usize, index: usize, people: &Population, world: &WorldState) {
        let kinds = self.lived.people.len();
        if index == 0 && self.of_id.is_empty() {
            for resident in of(people) {
                let at = resident.id as usize;
                if self.of_id.len() <= at {
                    self.of_id.resize(at + 1, kinds as u32);
                }
                let kind = (self.kind)(&resident).min(kinds);
                self.of_id[at] = kind as u32;
                if kind < kinds {
                    self.lived.people[kind] += resident.weight.people();
                }
            }
        }
        let (added, everybody) = world.quality_of_life();
        for person in &people.people {
            let kind = self.of_id.get(person.id as usize).map_or(kinds, |kind| *kind as usize);
            if kind >= kinds {
                continue;
            }
            let (cell, state) = (person.demographic(), person.state());
            let more = added.map_or(0.0, |table| {
                let addition = f64::from(table[cell * crate::world::cells::STATES + state]);
                world.utility.room_for(addition, cell, state)
            });
            let utility = world.utility.of(cell, state) + more + everybody;
            let weight = person.weight.people();
            self.lived.qalys[plan][kind] += weight * utility;
            if plan == 0 && index >= self.from {
                let group = Group::age(person.age).index() - Group::age(0).index();
                let exposure = &mut self.lived.exposure[kind];
                exposure.years[group] += weight;
                if person.dependency > 0 {
                    exposure.in_need[group] += weight;
                }
            }
        }
    }
}

/// What the people of each kind live in each world of a draw; `from` is the position of the policy's first year.
pub fn lived(
    plans: &Plans,
    sampler: &Sampler,
    number: u64,
    (people, years, from): (usize, usize, usize),
    kinds: usize,
    kind: &dyn Fn(&Resident) -> usize,
) -> Result<Lived, YearError> {
    let mut lives = Lives {
        kind,
        of_id: Vec::new(),
        from,
        lived: Lived {
            people: vec![0.0; kinds],
            exposure: vec![Exposure::default(); kinds],
            qalys: vec![vec![0.0; kinds]; plans.len()],
        },
    };
    draw(plans, sampler, number, 0, people, years, &mut lives)?;
    Ok(lives.lived)
}
