//! What each voter may expect from each proposal: an expected own gain in pounds, from the model.
//!
//! Three parts, each a difference between the world with only that proposal and the world with nothing, averaged over draws:
//!
//! ```text
//!  health     life years in full health that people of the voter's kind live more, from following the people of the first
//!             year through both worlds; times what such a year is worth
//!  access     change in the share of need met in the voter's deprivation fifth, times what public care costs a head at the
//!             ages at which people of the voter's kind live through these years: care that is newly reached, at its cost
//!  payments   what is paid less in charges and for care of one's own, a head at each age, over the same years; from 65 on,
//!             all of it is taken to fall on those who need help by then, the more the better off they are if savings of
//!             people like them are larger
//! ```
//!
//! A kind is age group × sex × fifth × conditions (none, one, more) × dependency (none, some). Kinds of few simulated people
//! lean on their age group and state of health: a kind's own mean counts as much as its people against `LEAN`. What
//! the model cannot tell is left out: relief of unpaid carers, peace of mind, and what somebody expects wrongly.
//!
//! All means are over a list of draws, so that the same can be asked of a sample of the draws: how sure the model is of what
//! people gain. A measure or a group that is not there is an error, never nothing.

use super::effects::Projected;
use super::worlds::WorldsError;
use crate::measures::{self, Handle};
use crate::projection::Resident;
use crate::projection::residents::{AGE_GROUPS, Exposure, Lived};
use crate::world::Group;
use crate::world::axes::FIFTHS;

/// First ages of the age groups of kinds.
const AGES: [u8; 7] = [0, 18, 35, 50, 65, 75, 85];
/// States of health: conditions none, one, more × dependency none, some.
const STATES: usize = 6;
/// Simulated people at which a kind's own mean and that of its age and state weigh the same.
const LEAN: f64 = 30.0;
/// Number of kinds.
pub const KINDS: usize = AGES.len() * 2 * FIFTHS * STATES;
/// Age groups of measures in which payments for care fall on those who need help: from 65 on.
const OLD: std::ops::Range<usize> = 2..AGE_GROUPS;
/// A fifth of wealth saves at most so many times the mean: a share of a small sum is mostly noise.
const MOST: f64 = 3.0;
/// Measures are in £ million.
const MILLION: f64 = 1e6;

fn age_group(age: u8) -> usize {
    AGES.iter().rposition(|first| *first <= age).unwrap_or(0)
}

fn health(conditions: u8, dependency: u8) -> usize {
    usize::from(conditions.min(2)) * 2 + usize::from(dependency > 0)
}

/// The kind of a resident.
pub fn kind(resident: &Resident) -> usize {
    let state = health(resident.conditions, resident.dependency);
    let place = age_group(resident.age) * 2 + usize::from(resident.sex.min(1));
    (place * FIFTHS + usize::from(resident.fifth.min(4))) * STATES + state
}

/// The age group and state of a kind, on which it leans.
fn coarse(kind: usize) -> usize {
    let state = kind % STATES;
    let age = kind / STATES / FIFTHS / 2;
    age * STATES + state
}

/// What people of each kind live, and live more.
#[derive(Clone, Debug)]
pub struct HealthGains {
    /// Proposals × kinds: life years in full health gained by a person [QALYs/person].
    per_person: Vec<Vec<f64>>,
    /// By kind: years of a person at each age, and in need of help [years/person].
    exposure: Vec<Exposure>,
}

/// A mean a person of each kind, kinds of few leaning on their like.
fn per_person(people: &[f64], sums: &[f64], lean: f64) -> Vec<f64> {
    let everybody: f64 = people.iter().sum();
    let overall = if everybody > 0.0 {
        sums.iter().sum::<f64>() / everybody
    } else {
        0.0
    };
    let mut groups = vec![(0.0, 0.0); AGES.len() * STATES];
    for kind in 0..people.len() {
        let (people_of, sum_of) = &mut groups[coarse(kind)];
        *people_of += people[kind];
        *sum_of += sums[kind];
    }
    (0..people.len())
        .map(|kind| {
            let (people_of, sum_of) = groups[coarse(kind)];
            let group = (sum_of + lean * overall) / (people_of + lean).max(f64::MIN_POSITIVE);
            (sums[kind] + lean * group) / (people[kind] + lean).max(f64::MIN_POSITIVE)
        })
        .collect()
}

impl HealthGains {
    /// From what the kinds lived in some draws: each is (people, worlds × kinds), the first world with nothing.
    pub fn new(draws: &[&Lived], simulated: usize) -> HealthGains {
        let worlds = draws.first().map_or(1, |lived| lived.qalys.len());
        let total = |of: &dyn Fn(&Lived, usize) -> f64| -> Vec<f64> {
            (0..KINDS)
                .map(|kind| draws.iter().map(|lived| of(lived, kind)).sum())
                .collect()
        };
        let people = total(&|lived, kind| lived.people[kind]);
        // Real people in a simulated one, over all draws.
        let lean = LEAN * people.iter().sum::<f64>() / (simulated * draws.len().max(1)).max(1) as f64;
        let gains = (1..worlds)
            .map(|world| {
                let gained = total(&|lived, kind| lived.qalys[world][kind] - lived.qalys[0][kind]);
                per_person(&people, &gained, lean)
            })
            .collect();
        let mut exposure = vec![Exposure::default(); KINDS];
        for group in 0..AGE_GROUPS {
            let years = per_person(&people, &total(&|lived, kind| lived.exposure[kind].years[group]), lean);
            let in_need = per_person(
                &people,
                &total(&|lived, kind| lived.exposure[kind].in_need[group]),
                lean,
            );
            for (kind, exposure) in exposure.iter_mut().enumerate() {
                (exposure.years[group], exposure.in_need[group]) = (years[kind], in_need[kind]);
            }
        }
        HealthGains {
            per_person: gains,
            exposure,
        }
    }
}

/// How gains of different kinds are weighed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Worth {
    /// Of a life year in full health [£].
    pub qaly: f64,
    /// Of access, against what care costs \[ratio\].
    pub access: f64,
    /// Of payments, against the sum paid \[ratio\].
    pub payments: f64,
}

/// What groups have and pay in one draw of one world, as means of the years of the decision.
#[derive(Clone, Copy, Debug, Default)]
struct Level {
    /// Share of need met, by deprivation fifth; nothing where none of its neighbourhoods lies in the place.
    met: [Option<f64>; FIFTHS],
    /// Public spending by age group [£].
    public: [f64; AGE_GROUPS],
    /// Charges and own payments by age group [£].
    paid: [f64; AGE_GROUPS],
    /// The same by wealth fifth [£].
    paid_by_wealth: [f64; FIFTHS],
    /// People by age group.
    people: [f64; AGE_GROUPS],
    /// Of these, in need of help; known from 65 on.
    in_need: [f64; AGE_GROUPS],
}

/// Levels of every draw and world.
#[derive(Clone, Debug)]
pub struct GroupLevels {
    /// Draws × worlds.
    draws: Vec<Vec<Level>>,
}

impl GroupLevels {
    /// From the projection of nothing and each proposal alone; `from` is the position of the decision's first year.
    pub fn new(projected: &Projected, from: usize) -> Result<GroupLevels, WorldsError> {
        let ages = [0, 18, 65, 85].map(Group::age);
        let fifths: [Group; FIFTHS] = std::array::from_fn(Group::imd);
        let wealth: [Group; FIFTHS] = std::array::from_fn(Group::wealth);
        let level = |draw: usize, world: usize, measure: Handle, group: Group| {
            projected.level(draw, world, measure, group, from)
        };
        let one = |draw: usize, world: usize| -> Result<Level, WorldsError> {
            let of = |measure: Handle, group: Group| level(draw, world, measure, group);
            let mut found = Level::default();
            for (at, group) in fifths.into_iter().enumerate() {
                found.met[at] = projected.level_if_any(draw, world, measures::NEED_MET, group, from)?;
            }
            for (at, group) in wealth.into_iter().enumerate() {
                found.paid_by_wealth[at] =
                    (of(measures::COST_USER_CHARGES, group)? + of(measures::COST_SELF_FUNDED, group)?) * MILLION;
            }
            for (at, group) in ages.into_iter().enumerate() {
                found.people[at] = of(measures::POPULATION, group)?;
                found.in_need[at] = of(measures::DEPENDENT, group)?;
                found.public[at] = of(measures::COST_PUBLIC, group)? * MILLION;
                found.paid[at] =
                    (of(measures::COST_USER_CHARGES, group)? + of(measures::COST_SELF_FUNDED, group)?) * MILLION;
            }
            Ok(found)
        };
        let draws = (0..projected.draws.len())
            .map(|draw| (0..projected.worlds).map(|world| one(draw, world)).collect())
            .collect::<Result<Vec<Vec<Level>>, WorldsError>>()?;
        Ok(GroupLevels { draws })
    }

    /// Draws at hand.
    pub fn draws(&self) -> usize {
        self.draws.len()
    }
}

/// Means over draws of what groups gain, by proposal.
#[derive(Clone, Debug)]
pub struct GroupGains {
    /// For each proposal and fifth, the change in the share of need met; nothing of a fifth in which nobody lives.
    met: Vec<[Option<f64>; FIFTHS]>,
    /// For each age group, public spending a head and year with nothing funded [£].
    spending: [f64; AGE_GROUPS],
    /// For each proposal and age group, what is paid less a year [£] a head, or from 65 on for each who needs help.
    paid_less: Vec<[f64; AGE_GROUPS]>,
    /// For each proposal, how much more or less than the mean a wealth fifth saves \[ratio\].
    by_wealth: Vec<[f64; FIFTHS]>,
}

impl GroupGains {
    /// Over the draws at these positions, each as often as it is named.
    pub fn new(levels: &GroupLevels, draws: &[usize]) -> GroupGains {
        let worlds = levels.draws.first().map_or(1, Vec::len);
        let mean = |world: usize, of: &dyn Fn(&Level) -> f64| -> f64 {
            draws.iter().map(|draw| of(&levels.draws[*draw][world])).sum::<f64>() / draws.len().max(1) as f64
        };
        let heads = |group: usize| {
            let people = mean(0, &|level| level.people[group]);
            people.max(f64::MIN_POSITIVE)
        };
        let payers = |group: usize| match OLD.contains(&group) {
            true => mean(0, &|level| level.in_need[group]),
            false => heads(group),
        };
        let proposals = 1..worlds;
        GroupGains {
            met: proposals
                .clone()
                .map(|world| {
                    std::array::from_fn(|fifth| {
                        let of = |world: usize| -> Option<f64> {
                            let levels = draws.iter().map(|draw| levels.draws[*draw][world].met[fifth]);
                            let levels: Vec<f64> = levels.collect::<Option<_>>()?;
                            Some(levels.iter().sum::<f64>() / levels.len() as f64)
                        };
                        Some(of(world)? - of(0)?)
                    })
                })
                .collect(),
            spending: std::array::from_fn(|group| mean(0, &|level| level.public[group]) / heads(group)),
            paid_less: proposals
                .clone()
                .map(|world| {
                    std::array::from_fn(|group| {
                        let less = mean(0, &|level| level.paid[group]) - mean(world, &|level| level.paid[group]);
                        // Where nobody needs help, nobody pays for it.
                        let payers = payers(group);
                        if payers > 0.0 { less / payers } else { 0.0 }
                    })
                })
                .collect(),
            by_wealth: proposals
                .map(|world| {
                    let of = |fifth: usize| {
                        let paid = |world: usize| mean(world, &|level| level.paid_by_wealth[fifth]);
                        paid(0) - paid(world)
                    };
                    let less: [f64; FIFTHS] = std::array::from_fn(of);
                    let all: f64 = less.iter().sum();
                    let one_way = less.iter().all(|less| less * all > 0.0);
                    // Fifths are equal parts of the people; where some save and others pay more, a share means nothing.
                    less.map(|less| {
                        if one_way {
                            (less * FIFTHS as f64 / all).min(MOST)
                        } else {
                            1.0
                        }
                    })
                })
                .collect(),
        }
    }
}

/// What a resident may expect from each proposal [£].
pub fn own(resident: &Resident, health: &HealthGains, groups: &GroupGains, worth: Worth) -> Vec<f64> {
    let at = kind(resident);
    let exposure = &health.exposure[at];
    let fifth = usize::from(resident.fifth).min(FIFTHS - 1);
    let wealth = usize::from(resident.wealth_fifth).min(FIFTHS - 1);
    let care: f64 = exposure
        .years
        .iter()
        .zip(groups.spending)
        .map(|(years, spending)| years * spending)
        .sum();
    (0..health.per_person.len())
        .map(|proposal| {
            let payments: f64 = (0..AGE_GROUPS)
                .map(|group| {
                    let less = groups.paid_less[proposal][group];
                    if OLD.contains(&group) {
                        exposure.in_need[group] * less * groups.by_wealth[proposal][wealth]
                    } else {
                        exposure.years[group] * less
                    }
                })
                .sum();
            // Everybody lives in a fifth that has people.
            let met = groups.met[proposal][fifth].unwrap_or(f64::NAN);
            worth.qaly * health.per_person[proposal][at] + worth.access * met * care + worth.payments * payments
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::projection::residents::Lived;
    use crate::world::Weight;

    fn resident(age: u8, conditions: u8, dependency: u8) -> Resident {
        Resident {
            id: 1,
            weight: Weight::from_people(10),
            age,
            sex: 1,
            fifth: 4,
            wealth_fifth: 0,
            tenure: 2,
            conditions,
            dependency,
        }
    }

    #[test]
    fn kinds_are_dense_and_tell_health_apart() {
        let kinds: Vec<usize> = [(0, 0, 0), (17, 0, 0), (40, 0, 0), (40, 2, 0), (40, 4, 0), (90, 4, 3)]
            .iter()
            .map(|(age, conditions, dependency)| kind(&resident(*age, *conditions, *dependency)))
            .collect();
        assert_eq!(kinds[0], kinds[1]);
        assert_eq!(kinds[3], kinds[4]);
        assert!(kinds[2] != kinds[3] && kinds.iter().all(|kind| *kind < KINDS));
        assert_eq!(*kinds.last().expect("six"), KINDS - 1);
    }

    #[test]
    fn a_kind_of_many_speaks_for_itself_and_one_of_few_leans_on_the_others() {
        let (many, few) = (
            kind(&resident(70, 2, 0)),
            kind(&Resident {
                sex: 0,
                ..resident(70, 2, 0)
            }),
        );
        let mut people = vec![0.0; KINDS];
        people[many] = 10_000.0;
        people[few] = 1.0;
        let mut with = vec![0.0; KINDS];
        with[many] = 100.0;
        with[few] = 5.0;
        let lived = Lived {
            people,
            exposure: vec![Exposure::default(); KINDS],
            qalys: vec![vec![0.0; KINDS], with],
        };
        let gains = HealthGains::new(&[&lived], 10_001);
        assert!((gains.per_person[0][many] - 0.01).abs() < 1e-3);
        // Alone, 5 life years for one person; leaning on ten thousand like them, far less.
        assert!(gains.per_person[0][few] < 0.3, "{}", gains.per_person[0][few]);
    }

    /// One proposal that meets a hundredth more of need and saves people in need some £1,000 a year.
    fn levels() -> GroupLevels {
        let now = Level {
            met: [Some(0.8); FIFTHS],
            public: [100.0, 1_000.0, 2_000.0, 800.0],
            paid: [0.0, 100.0, 600.0, 400.0],
            paid_by_wealth: [100.0, 100.0, 200.0, 300.0, 400.0],
            people: [10.0, 50.0, 20.0, 5.0],
            in_need: [0.0, 0.0, 4.0, 3.0],
        };
        let mut then = now;
        then.met[0] = Some(0.81);
        then.paid = [0.0, 50.0, 400.0, 100.0];
        then.paid_by_wealth = [90.0, 80.0, 150.0, 170.0, 110.0];
        GroupLevels {
            draws: vec![vec![now, then]],
        }
    }

    #[test]
    fn access_and_payments_are_worth_what_a_hand_reckons() {
        let groups = GroupGains::new(&levels(), &[0]);
        let at = kind(&resident(70, 0, 0));
        let mut exposure = vec![Exposure::default(); KINDS];
        // Ten more years to 84 and two after, of which three and one in need of help.
        exposure[at] = Exposure {
            years: [0.0, 0.0, 10.0, 2.0],
            in_need: [0.0, 0.0, 3.0, 1.0],
        };
        let health = HealthGains {
            per_person: vec![vec![0.5; KINDS]],
            exposure,
        };
        let poor = Resident {
            fifth: 0,
            wealth_fifth: 4,
            ..resident(70, 0, 0)
        };
        let kinds = kind(&poor);
        let health = HealthGains {
            exposure: {
                let mut all = health.exposure.clone();
                all[kinds] = health.exposure[at];
                all
            },
            ..health
        };
        let worth = |qaly, access, payments| own(&poor, &health, &groups, Worth { qaly, access, payments })[0];
        // A life year at £70,000; a hundredth more of £100 a head for ten years and £160 for two; (200/4 · 3 + 300/3 · 1) and
        // the wealthiest fifth saves 290 of the 500 that all do, held to three times the mean.
        let near = |found: f64, wanted: f64| assert!((found - wanted).abs() < 1e-9, "{found} for {wanted}");
        near(worth(70_000.0, 0.0, 0.0), 35_000.0);
        near(worth(0.0, 1.0, 0.0), 0.01 * (10.0 * 100.0 + 2.0 * 160.0));
        near(worth(0.0, 0.0, 1.0), 250.0 * (290.0 * 5.0 / 500.0));
        near(worth(70_000.0, 1.0, 1.0), 35_000.0 + 13.2 + 725.0);
    }

    #[test]
    fn who_will_need_help_expects_to_save_though_fit_today() {
        let groups = GroupGains::new(&levels(), &[0]);
        let saved = |years_in_need: f64| {
            let mut exposure = vec![Exposure::default(); KINDS];
            exposure[kind(&resident(60, 0, 0))].in_need[2] = years_in_need;
            let health = HealthGains {
                per_person: vec![vec![0.0; KINDS]],
                exposure,
            };
            let worth = Worth {
                qaly: 1.0,
                access: 1.0,
                payments: 1.0,
            };
            own(&resident(60, 0, 0), &health, &groups, worth)[0]
        };
        assert!(saved(2.0) > saved(1.0) && saved(1.0) > saved(0.0));
    }
}
