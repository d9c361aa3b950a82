//! Very old people are merged two by two, so that work goes where people are.
//!
//! Death by expectation leaves everybody in the sample with an ever smaller weight; after twenty years a third of the
//! sample would be over 95 and stand for next to nobody. So at 90, 95 and 100 neighbours of one age, sex, fifth and
//! setting become one: either survives with a chance in proportion to its weight and takes the weight of both. Weights
//! of every stratum and setting are kept to the unit, and every other expectation is kept (stratified resampling;
//! Kitagawa 1996). Neighbours are fixed by id and the choice by luck of its own, so every scenario merges alike.

use super::population::{NEWBORN_IDS, Population};
use crate::world::{Event, Luck, Weight, Year};

/// Ages at which people are merged, and how many neighbours become one by then.
const MERGED: [(u8, usize); 3] = [(90, 2), (95, 4), (100, 8)];

/// Merges the people of a world who have reached an age of merging. `year` is the one that has just ended.
pub fn merge(population: &mut Population, year: Year, luck: Luck) {
    let people = &mut population.people;
    let started = people.iter().take_while(|person| person.id < NEWBORN_IDS).count();
    let mut done = 0;
    for at in 0..started {
        let person = &people[at];
        if at < done || person.weight == Weight::ZERO {
            continue;
        }
        let Some((age, block)) = MERGED.into_iter().find(|(age, _)| *age == person.age) else {
            continue;
        };
        let first = at / block * block;
        let (half, last) = ((first + block / 2).min(started), (first + block).min(started));
        done = last;
        let alive = |from: usize, to: usize| {
            let mut found = (from..to).filter(|at| people[*at].weight != Weight::ZERO);
            (found.next(), found.next())
        };
        let ((Some(one), None), (Some(other), None)) = (alive(first, half), alive(half, last)) else {
            continue;
        };
        let (a, b) = (&people[one], &people[other]);
        let alike = |x: &super::Person| (x.age, x.sex, x.fifth, x.setting);
        if alike(a) != alike(b) || a.age != age {
            continue;
        }
        let both = a.weight + b.weight;
        let chance = a.weight.raw() as f64 / both.raw() as f64;
        let first_stays = luck.person(first as u64).uniform(year, Event::Merge) < chance;
        let (stays, goes) = if first_stays { (one, other) } else { (other, one) };
        people[stays].weight = both;
        people[goes].weight = Weight::ZERO;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::fixture;

    #[test]
    fn merging_keeps_every_stratum_and_leaves_fewer_very_old_people() {
        let mut population = fixture::population(10_000);
        for person in &mut population.people {
            person.age = person.age.max(90);
        }
        let count = |population: &Population| population.people.iter().filter(|p| p.weight != Weight::ZERO).count();
        let weight = |population: &Population, sex: u8, fifth: u8, setting: u8| -> u64 {
            let alike = population
                .people
                .iter()
                .filter(|p| (p.sex, p.fifth, p.setting) == (sex, fifth, setting));
            alike.map(|person| person.weight.raw()).sum()
        };
        let before = population.clone();
        merge(&mut population, Year(2030), Luck::new(1, 0, 0));
        assert!(
            count(&population) < count(&before) * 3 / 4,
            "{} of {}",
            count(&population),
            count(&before)
        );
        for (sex, fifth, setting) in [(0, 0, 0), (0, 4, 1), (1, 2, 0)] {
            assert_eq!(
                weight(&population, sex, fifth, setting),
                weight(&before, sex, fifth, setting)
            );
        }
    }
}
