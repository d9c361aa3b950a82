//! What each voter may expect from each proposal: an expected own gain in pounds, from the model.
//!
//! Three parts, each a difference between the world with only that proposal and the world with nothing, averaged over draws:
//!
//! ```text
//!  health     life years in full health that people of the voter's kind live more, from following the people of the first
//!             year through both worlds; times what such a year is worth
//!  access     change in the share of need met in the voter's deprivation fifth, times what public care for the voter's age
//!             group costs a head: care that is newly reached, at what it costs
//!  payments   what the voter's age group pays less in charges and for care of its own; from 65 on, all of it is taken to
//!             fall on those who need help
//! ```
//!
//! A kind is age group × sex × fifth × conditions (none, one, more) × dependency (none, some). Kinds of few simulated people
//! lean on their age group and state of health: a kind's own mean counts as much as its people against `LEAN`. What
//! the model cannot tell is left out: relief of unpaid carers, peace of mind, and what somebody expects wrongly.

use super::effects::Projected;
use crate::projection::Resident;
use crate::world::Group;
use crate::world::axes::FIFTHS;

/// Measures by group that gains are made of, and the dimensions needed.
pub const NEEDED: [(&str, &[&str]); 6] = [
    ("need_met", &["all", "imd"]),
    ("cost_public", &["all", "age"]),
    ("cost_user_charges", &["all", "age"]),
    ("cost_self_funded", &["all", "age"]),
    ("population", &["all", "age"]),
    ("dependent", &["all", "imd"]),
];

/// First ages of the age groups of kinds.
const AGES: [u8; 7] = [0, 18, 35, 50, 65, 75, 85];
/// States of health: conditions none, one, more × dependency none, some.
const STATES: usize = 6;
/// Simulated people at which a kind's own mean and that of its age and state weigh the same.
const LEAN: f64 = 30.0;
/// Number of kinds.
pub const KINDS: usize = AGES.len() * 2 * FIFTHS * STATES;
/// Age from which payments for care fall on those who need help.
const OLD: u8 = 65;

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

/// Life years in full health gained by a person of each kind from each proposal [QALYs/person].
#[derive(Clone, Debug)]
pub struct HealthGains {
    /// Proposals × kinds.
    per_person: Vec<Vec<f64>>,
}

impl HealthGains {
    /// From what the kinds lived in each draw: `draws[draw]` is (people, worlds × kinds), the first world with nothing.
    pub fn new(draws: &[crate::projection::residents::Lived], simulated: usize) -> HealthGains {
        let worlds = draws.first().map_or(1, |lived| lived.qalys.len());
        let mut people = vec![0.0; KINDS];
        for lived in draws {
            people.iter_mut().zip(&lived.people).for_each(|(sum, one)| *sum += one);
        }
        let everybody: f64 = people.iter().sum();
        // Real people in a simulated one, over all draws.
        let worth = everybody / (simulated * draws.len().max(1)).max(1) as f64;
        let per_person = (1..worlds)
            .map(|world| {
                let mut gained = vec![0.0; KINDS];
                for lived in draws {
                    for (kind, sum) in gained.iter_mut().enumerate() {
                        *sum += lived.qalys[world][kind] - lived.qalys[0][kind];
                    }
                }
                let mut groups = vec![(0.0, 0.0); AGES.len() * STATES];
                for kind in 0..KINDS {
                    let (people_of, gained_of) = &mut groups[coarse(kind)];
                    *people_of += people[kind];
                    *gained_of += gained[kind];
                }
                let overall = if everybody > 0.0 {
                    gained.iter().sum::<f64>() / everybody
                } else {
                    0.0
                };
                (0..KINDS)
                    .map(|kind| {
                        let lean = LEAN * worth;
                        let (people_of, gained_of) = groups[coarse(kind)];
                        let group = (gained_of + lean * overall) / (people_of + lean).max(f64::MIN_POSITIVE);
                        (gained[kind] + lean * group) / (people[kind] + lean).max(f64::MIN_POSITIVE)
                    })
                    .collect()
            })
            .collect();
        HealthGains { per_person }
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

/// Means over draws and years of what groups pay and have met, by proposal.
#[derive(Clone, Debug)]
pub struct GroupGains {
    /// For each proposal and fifth, the change in the share of need met (mean of the years).
    met: Vec<[f64; FIFTHS]>,
    /// For each age group of measures, public spending a head and year with nothing funded [£].
    spending: [f64; 4],
    /// For each proposal and age group of measures, what is paid less a head, over all years [£].
    paid_less: Vec<[f64; 4]>,
    /// People aged 65 and over, and of them those who need help \[people\].
    old: (f64, f64),
    /// Years of the decision.
    years: f64,
}

impl GroupGains {
    /// From the projection of nothing and each proposal alone.
    pub fn new(projected: &Projected, from: usize) -> GroupGains {
        let years = (projected.years - from.min(projected.years)).max(1) as f64;
        let draws = projected.draws.len().max(1) as f64;
        // Mean over draws of the mean over the years of the decision.
        let level = |world: usize, name: &str, group: Group| -> f64 {
            let Some(column) = projected.column(name, group) else {
                return 0.0;
            };
            let sum: f64 = (0..projected.draws.len())
                .map(|draw| projected.series(draw, world, column)[from..].iter().sum::<f64>())
                .sum();
            let mean = sum / draws / years;
            if mean.is_finite() { mean } else { 0.0 }
        };
        let ages = [0, 18, 65, 85].map(Group::age);
        let spending = ages.map(|group| {
            let people = level(0, "population", group).max(1.0);
            // Measures are in £ million.
            level(0, "cost_public", group) * 1e6 / people
        });
        let paid = |world: usize, group: Group| {
            (level(world, "cost_user_charges", group) + level(world, "cost_self_funded", group)) * 1e6
        };
        let proposals = 1..projected.worlds;
        let met = proposals
            .clone()
            .map(|world| {
                std::array::from_fn(|fifth| {
                    let group = Group::imd(fifth);
                    level(world, "need_met", group) - level(0, "need_met", group)
                })
            })
            .collect();
        let paid_less = proposals
            .map(|world| {
                ages.map(|group| {
                    let people = level(0, "population", group).max(1.0);
                    (paid(0, group) - paid(world, group)) * years / people
                })
            })
            .collect();
        let old = level(0, "population", ages[2]) + level(0, "population", ages[3]);
        GroupGains {
            met,
            spending,
            paid_less,
            old: (old, level(0, "dependent", Group::ALL)),
            years,
        }
    }
}

/// What a resident may expect from each proposal [£].
pub fn own(resident: &Resident, health: &HealthGains, groups: &GroupGains, worth: Worth) -> Vec<f64> {
    let age = Group::age(resident.age).index() - Group::age(0).index();
    let at = kind(resident);
    let (old, helped) = groups.old;
    // From 65 on those who need help pay; below, everybody may come to.
    let bears = match (resident.age >= OLD, resident.dependency > 0) {
        (true, true) if helped > 0.0 => old / helped,
        (true, _) => 0.0,
        (false, _) => 1.0,
    };
    (0..health.per_person.len())
        .map(|proposal| {
            let fifth = usize::from(resident.fifth.min(4));
            let access = groups.met[proposal][fifth] * groups.spending[age] * groups.years;
            worth.qaly * health.per_person[proposal][at]
                + worth.access * access
                + worth.payments * groups.paid_less[proposal][age] * bears
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
            qalys: vec![vec![0.0; KINDS], with],
        };
        let gains = HealthGains::new(&[lived], 10_001);
        assert!((gains.per_person[0][many] - 0.01).abs() < 1e-3);
        // Alone, 5 life years for one person; leaning on ten thousand like them, far less.
        assert!(gains.per_person[0][few] < 0.3, "{}", gains.per_person[0][few]);
    }
}
