//! Who gains and who loses by a change, in money: shares of people and what it comes to, by group.
//!
//! An adult gains what they pay less for health and care: in tax, in charges and in care that they buy, after what programmes pay
//! them. The care they have is not in it.

use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::over_a_life::{Life, LifeSums};
use crate::projection::purses::{Purse, purses};
use crate::projection::{Engine, Progress, RunError, Unkept};
use crate::world::group::GROUPS;
use crate::world::{Dimension, Group};

/// How a group fares in one draw.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Fared {
    /// Adults \[people\].
    pub people: f64,
    /// Of them, those who gain more than the limit \[people\].
    pub gaining: f64,
    /// Those who lose more than the limit \[people\].
    pub losing: f64,
    /// What those who gain more than the limit gain, together [£ a year].
    pub gains: f64,
    /// What those who lose more than the limit lose, together [£ a year].
    pub losses: f64,
    /// What all gain, less what they lose [£ a year].
    pub all: f64,
}

impl Fared {
    fn add(&mut self, people: f64, gain: f64, limit: f64) {
        self.people += people;
        self.all += people * gain;
        if gain > limit {
            self.gaining += people;
            self.gains += people * gain;
        } else if -gain > limit {
            self.losing += people;
            self.losses -= people * gain;
        }
    }
}

/// How a group fares over the draws.
#[derive(Clone, Debug, PartialEq)]
pub struct Fate {
    /// The group.
    pub group: Group,
    /// By draw.
    pub draws: Vec<Fared>,
}

impl Fate {
    /// One sum over the draws as a part of another; undefined where there is nothing to divide by.
    fn part(&self, of: impl Fn(&Fared) -> f64, whole: impl Fn(&Fared) -> f64) -> f64 {
        let (of, whole): (f64, f64) = (self.draws.iter().map(of).sum(), self.draws.iter().map(whole).sum());
        if whole > 0.0 { of / whole } else { f64::NAN }
    }
    /// Adults, on average over the draws \[people\].
    pub fn people(&self) -> f64 {
        self.part(|one| one.people, |_| 1.0)
    }
    /// Share of them who gain more than the limit.
    pub fn gaining(&self) -> f64 {
        self.part(|one| one.gaining, |one| one.people)
    }
    /// Share who lose more than the limit.
    pub fn losing(&self) -> f64 {
        self.part(|one| one.losing, |one| one.people)
    }
    /// What each of those who gain gains [£ a year].
    pub fn gain_of_gainers(&self) -> f64 {
        self.part(|one| one.gains, |one| one.gaining)
    }
    /// What each of those who lose loses [£ a year].
    pub fn loss_of_losers(&self) -> f64 {
        self.part(|one| one.losses, |one| one.losing)
    }
    /// What an adult of the group gains on average [£ a year].
    pub fn gain(&self) -> f64 {
        self.part(|one| one.all, |one| one.people)
    }
}

/// What a scenario does to people's money.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// In one year, group by group.
    pub fates: Vec<Fate>,
    /// Over a life, of the groups that have one.
    pub lives: Vec<Life>,
}

/// Rankings and groups that are told, everybody first.
pub const TOLD: [Dimension; 5] = [
    Dimension::All,
    Dimension::Imd,
    Dimension::Income,
    Dimension::Wealth,
    Dimension::Age,
];

/// How each group fares in a world against the first, in one draw.
fn fared(purses: &[Purse], world: usize, limit: f64) -> [Fared; GROUPS] {
    let mut groups = [Fared::default(); GROUPS];
    for purse in purses {
        let gain = purse.pays(0) - purse.pays(world);
        for group in purse.groups.iter().chain(&[Group::ALL]) {
            groups[group.index()].add(purse.people, gain, limit);
        }
    }
    groups
}

/// For each shown scenario but the first, how the groups fare against it in a year; `year` is its place among the years of the
/// engine, after the base year, and `limit` what a gain must be more than to count [£ a year].
pub fn winners(
    engine: &Engine,
    year: usize,
    draws: usize,
    limit: f64,
    progress: &dyn Progress,
) -> Result<Vec<Told>, Unkept> {
    let shown = engine.shown();
    let done = AtomicUsize::new(0);
    let one = |number: usize| -> Result<Vec<([Fared; GROUPS], LifeSums)>, Unkept> {
        if progress.stop() {
            return Err(RunError::Stopped);
        }
        let purses = purses(&engine.plans, &engine.sampler, number as u64, engine.people, year)?;
        progress.done(done.fetch_add(1, Ordering::Relaxed) + 1);
        let of = |world: &usize| {
            let lives = LifeSums::of(&purses.all, *world, &purses.adult_years);
            (fared(&purses.all, *world, limit), lives)
        };
        Ok(shown[1..].iter().map(of).collect())
    };
    let found = (0..draws).into_par_iter().map(one).collect::<Result<Vec<_>, _>>()?;
    let fate = |scenario: usize, group: Group| Fate {
        group,
        draws: found.iter().map(|draw| draw[scenario].0[group.index()]).collect(),
    };
    let groups: Vec<Group> = TOLD.into_iter().flat_map(Group::of).collect();
    let lives = |scenario: usize| {
        let mut draws = found.iter().map(|draw| &draw[scenario].1);
        let Some(mut sums) = draws.next().cloned() else {
            return Vec::new();
        };
        draws.for_each(|draw| sums.add(draw));
        sums.lives()
    };
    Ok((0..shown.len() - 1)
        .map(|scenario| Told {
            fates: groups
                .iter()
                .map(|group| fate(scenario, *group))
                .filter(|fate| fate.people() > 0.0)
                .collect(),
            lives: lives(scenario),
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn purse(people: f64, fifth: usize, pays: [f64; 2]) -> Purse {
        Purse {
            people,
            band: 8,
            taxed: pays.to_vec(),
            care: vec![0.0; 2],
            groups: [Group::imd(fifth), Group::age(40), Group::wealth(4), Group::income(0)],
            given: vec![0.0; 2],
        }
    }

    #[test]
    fn those_beyond_the_limit_are_counted_and_all_are_averaged() {
        let purses = [
            purse(10.0, 0, [500.0, 300.0]),
            purse(20.0, 0, [100.0, 100.0]),
            purse(30.0, 4, [0.0, 150.0]),
            purse(40.0, 4, [0.0, 100.0]),
        ];
        let found = fared(&purses, 1, 100.0);
        let fate = |group: Group| Fate {
            group,
            draws: vec![found[group.index()]; 3],
        };
        let all = fate(Group::ALL);
        assert_eq!((all.people(), all.gaining(), all.losing()), (100.0, 0.1, 0.3));
        assert_eq!((all.gain_of_gainers(), all.loss_of_losers()), (200.0, 150.0));
        assert_eq!(all.gain(), (10.0 * 200.0 - 30.0 * 150.0 - 40.0 * 100.0) / 100.0);
        let poorest = fate(Group::imd(0));
        assert!((poorest.gaining() - 1.0 / 3.0).abs() < 1e-12 && poorest.loss_of_losers().is_nan());
        assert_eq!(fate(Group::wealth(4)).draws, all.draws);
    }
}
