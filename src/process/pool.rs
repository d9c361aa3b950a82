//! The people who may vote, and electorates drawn from them.
//!
//! What people may expect is a mean over draws of the model, and a mean of a few dozen draws is not sure. So the pool holds
//! several *minds*: the first goes by all draws, the others each by as many drawn anew with replacement. A vote repeated over
//! all of them tells how far the result hangs on the draws at hand.

use super::districts::District;
use super::electing::ElectorateSpec;
use super::gains::{GroupGains, GroupLevels, HealthGains, Worth, own};
use super::proposal::Proposal;
use crate::budgeting::electorate::{About, Attribute, Chance, Electorate, Matrix, Social, Voter, systematic};
use crate::budgeting::{Project, Rational};
use crate::projection::Resident;
use crate::projection::residents::Lived;

/// Somebody who may be drawn as a voter.
#[derive(Clone, Copy, Debug)]
struct Person {
    resident: Resident,
    parent: bool,
    carer: bool,
    district: u16,
}

/// What people may expect, by some draws of the model.
#[derive(Clone, Debug)]
struct Mind {
    health: HealthGains,
    groups: GroupGains,
    social: Social,
}

/// What the model says of everybody and of groups.
#[derive(Clone, Debug, PartialEq)]
pub struct Expected {
    /// Mean gain over everybody from each proposal [£/person].
    pub everybody: Vec<f64>,
    /// For each proposal the largest mean gain of any group by age, fifth, sex or need of help [£/person]: below 0 where it is
    /// worse for all.
    pub best_off: Vec<f64>,
}

/// People who may be drawn as voters, with what each may expect.
#[derive(Clone, Debug)]
pub struct Pool {
    people: Vec<Person>,
    minds: Vec<Mind>,
    worth: Worth,
    about: Vec<About>,
    expected: Expected,
    residents: f64,
}

/// What the model found about people and groups, draw by draw.
pub struct Found<'a> {
    /// Everybody in the base year.
    pub residents: &'a [Resident],
    /// What their kinds lived, in some draws.
    pub lived: &'a [Lived],
    /// What groups have and pay, in all draws.
    pub levels: &'a GroupLevels,
    /// Simulated people in a draw.
    pub simulated: usize,
}

/// Weighted means of gains over those who belong; nothing where nobody does.
fn mean(residents: &[Resident], gains: &[Vec<f64>], belongs: &dyn Fn(&Resident) -> bool) -> Option<Vec<f64>> {
    let proposals = gains.first().map_or(0, Vec::len);
    let (mut sums, mut people) = (vec![0.0; proposals], 0.0);
    for (resident, gains) in residents.iter().zip(gains).filter(|(one, _)| belongs(one)) {
        let weight = resident.weight.people();
        people += weight;
        sums.iter_mut().zip(gains).for_each(|(sum, gain)| *sum += weight * gain);
    }
    (people > 0.0).then(|| sums.into_iter().map(|sum| sum / people).collect())
}

impl Pool {
    /// From what the model found: one mind by all draws, and `minds` more by draws drawn anew.
    pub fn new(
        found: &Found<'_>,
        spec: &ElectorateSpec,
        (proposals, districts): (&[Proposal], &[District]),
        seed: u64,
        minds: usize,
    ) -> Pool {
        let worth = Worth {
            qaly: spec.qaly_value,
            access: spec.access_weight,
            payments: spec.payment_weight,
        };
        let belief = Chance::new(seed, 0).named("draws drawn anew");
        let sample = |of: usize, mind: usize, what: u64| -> Vec<usize> {
            let drawn = |at: usize| belief.below(of as u64, mind as u64, 2 * at as u64 + what) as usize;
            (0..of).map(|at| if mind == 0 { at } else { drawn(at) }).collect()
        };
        let gains = |health: &HealthGains, groups: &GroupGains| -> Vec<Vec<f64>> {
            found
                .residents
                .iter()
                .map(|one| own(one, health, groups, worth))
                .collect()
        };
        let minds: Vec<Mind> = (0..=minds)
            .map(|mind| {
                let draws: Vec<&Lived> = sample(found.lived.len(), mind, 0)
                    .into_iter()
                    .map(|at| &found.lived[at])
                    .collect();
                let health = HealthGains::new(&draws, found.simulated);
                let groups = GroupGains::new(found.levels, &sample(found.levels.draws(), mind, 1));
                let social = social(found.residents, &gains(&health, &groups));
                Mind { health, groups, social }
            })
            .collect();
        let gains = gains(&minds[0].health, &minds[0].groups);
        let people = found.residents.iter().filter(|one| one.age >= spec.min_age);
        Pool {
            people: people.map(|one| person(one, spec, districts)).collect(),
            worth,
            about: proposals.iter().map(|one| about(one, districts)).collect(),
            expected: Expected {
                best_off: best_off(found.residents, &gains),
                everybody: minds[0].social.everybody.clone(),
            },
            minds,
            residents: found.residents.iter().map(|one| one.weight.people()).sum(),
        }
    }

    /// What the model says of everybody and of groups.
    pub fn expected(&self) -> &Expected {
        &self.expected
    }

    /// Minds by draws drawn anew, besides the first.
    pub fn minds(&self) -> usize {
        self.minds.len() - 1
    }

    /// People whom each of so many voters stands for.
    pub fn people_each(&self, voters: usize) -> f64 {
        let people: f64 = self.people.iter().map(|one| one.resident.weight.people()).sum();
        people / voters.max(1) as f64
    }

    /// So many voters, drawn anew for each replicate, who expect what a mind does.
    pub(super) fn electorate(
        &self,
        projects: &[Project],
        budget: &Rational,
        voters: usize,
        mind: usize,
        chance: Chance,
    ) -> Electorate {
        let mind = &self.minds[mind.min(self.minds.len() - 1)];
        let weights: Vec<_> = self.people.iter().map(|one| one.resident.weight).collect();
        let drawn = systematic(&weights, voters, chance);
        let each = weights.iter().map(|weight| weight.people()).sum::<f64>() / drawn.len().max(1) as f64;
        let mut gains = Matrix::zeros(drawn.len(), projects.len());
        let mut list = Vec::with_capacity(drawn.len());
        for (number, at) in drawn.into_iter().enumerate() {
            let one = &self.people[at];
            // Somebody drawn twice is two voters.
            list.push(voter(one, number as u64 + 1, each));
            let row = own(&one.resident, &mind.health, &mind.groups, self.worth);
            gains.values[number * projects.len()..(number + 1) * projects.len()].copy_from_slice(&row);
        }
        Electorate {
            voters: list,
            projects: projects.to_vec(),
            budget: budget.clone(),
            own: gains,
            social: mind.social.clone(),
            about: self.about.clone(),
            residents: self.residents.max(1.0),
        }
    }
}

/// What everybody, the most deprived fifth, children and those who need help gain; those without a vote count too. A group
/// that has nobody in it is taken to gain what everybody does.
fn social(residents: &[Resident], gains: &[Vec<f64>]) -> Social {
    let everybody = mean(residents, gains, &|_| true).unwrap_or_default();
    let of = |belongs: &dyn Fn(&Resident) -> bool| mean(residents, gains, belongs).unwrap_or_else(|| everybody.clone());
    Social {
        worse_off: of(&|one| one.fifth == 0),
        children: of(&|one| one.age < 18),
        helped: of(&|one| one.dependency > 0),
        everybody,
    }
}

/// The largest mean gain of any group from each proposal.
fn best_off(residents: &[Resident], gains: &[Vec<f64>]) -> Vec<f64> {
    let mut best: Vec<f64> = mean(residents, gains, &|_| true).unwrap_or_default();
    let level = |one: &Resident, attribute: Attribute| attribute.level(&bare(one));
    for attribute in [Attribute::Age, Attribute::Fifth, Attribute::Sex, Attribute::Dependency] {
        for at in 0..attribute.levels().len() {
            let Some(found) = mean(residents, gains, &|one| level(one, attribute) == at) else {
                continue;
            };
            best.iter_mut()
                .zip(found)
                .for_each(|(best, gain)| *best = best.max(gain));
        }
    }
    best
}

/// What a proposal is about.
fn about(proposal: &Proposal, districts: &[District]) -> About {
    let place = |id: &String| districts.iter().position(|district| district.id == *id);
    About {
        touches: proposal.touches.clone(),
        district: proposal.district.as_ref().and_then(place).map(|at| at as u16),
        stance: proposal.stance,
    }
}

/// A resident with home, family and district.
fn person(one: &Resident, spec: &ElectorateSpec, districts: &[District]) -> Person {
    let chance = Chance::new(0, 0);
    let level = Attribute::Age.level(&bare(one));
    let happens = |what: &str, shares: &[f64]| {
        let share = shares.get(level);
        share.is_some_and(|share| chance.named(what).uniform(u64::from(one.id), 0) < *share)
    };
    Person {
        resident: housed(one, spec),
        parent: happens("children at home", &spec.parents),
        carer: happens("care for somebody", &spec.carers),
        district: district(one, districts, chance),
    }
}

/// Where somebody lives: by the size of the districts and how deprived they are.
fn district(one: &Resident, districts: &[District], chance: Chance) -> u16 {
    let fifth = usize::from(one.fifth).min(4);
    let weight = |district: &District| district.people * district.fifths[fifth];
    let all: f64 = districts.iter().map(weight).sum();
    let mut rank = chance.named("district").uniform(u64::from(one.id), 0) * all;
    for (at, district) in districts.iter().enumerate() {
        rank -= weight(district);
        if rank < 0.0 {
            return at as u16;
        }
    }
    0
}

/// A resident as a voter of whom nothing but the model is known.
fn bare(one: &Resident) -> Voter {
    let person = Person {
        resident: *one,
        parent: false,
        carer: false,
        district: 0,
    };
    voter(&person, 0, 1.0)
}

/// A person as a voter.
fn voter(one: &Person, id: u64, weight: f64) -> Voter {
    let resident = &one.resident;
    Voter {
        id,
        weight,
        age: resident.age,
        sex: resident.sex,
        fifth: resident.fifth,
        tenure: resident.tenure,
        conditions: resident.conditions,
        dependency: resident.dependency,
        parent: one.parent,
        carer: one.carer,
        district: one.district,
    }
}

/// Somebody with their home as people of their age hold theirs. The model knows that from 65 on; below, the shares of the
/// file are filled by wealth, the poorest as social tenants, then private ones, mortgagors, outright owners.
fn housed(one: &Resident, spec: &ElectorateSpec) -> Resident {
    let level = Attribute::Age.level(&bare(one));
    let Some((_, shares)) = spec.tenure.iter().find(|(at, _)| *at == level) else {
        return *one;
    };
    let within = Chance::new(0, 0).named("tenure").uniform(u64::from(one.id), 0);
    let mut rank = (f64::from(one.wealth_fifth) + within) / 5.0;
    // From the poorest end: social rent (3), private rent (2), mortgage (1), outright (0).
    for tenure in (1..4u8).rev() {
        let share = shares[usize::from(tenure)];
        if rank < share {
            return Resident { tenure, ..*one };
        }
        rank -= share;
    }
    Resident { tenure: 0, ..*one }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::process::electing;
    use crate::process::fields::Fields;
    use crate::scenario::Problems;
    use crate::scenario::source::{Root, Source};
    use crate::scenario::tree;
    use crate::world::Weight;

    #[test]
    fn below_65_homes_are_held_as_the_file_says_and_the_poorest_rent() {
        let text = "[tenure]\n\"25-34\" = [0.05, 0.39, 0.42, 0.14]\n".to_owned();
        let source = Arc::new(Source::new("x", Root::Embedded, "x", text));
        let mut problems = Problems::default();
        let table = tree::parse(&source, &mut problems);
        let spec = electing::read(&Fields::new(&table, ""), &mut problems);
        assert!(problems.is_empty(), "{problems}");
        let one = |id: u32, age: u8| Resident {
            id,
            weight: Weight::from_people(1),
            age,
            sex: 0,
            fifth: 0,
            wealth_fifth: (id % 5) as u8,
            tenure: 0,
            conditions: 0,
            dependency: 0,
        };
        let mut counts = [0.0f64; 4];
        for id in 0..20_000 {
            counts[usize::from(housed(&one(id, 30), &spec).tenure)] += 1.0 / 20_000.0;
        }
        for (found, wanted) in counts.iter().zip([0.05, 0.39, 0.42, 0.14]) {
            assert!((found - wanted).abs() < 0.01, "{counts:?}");
        }
        assert_eq!(housed(&one(4, 30), &spec).tenure.max(1), 1, "the wealthiest own");
        assert_eq!(housed(&one(0, 70), &spec), one(0, 70));
    }
}
