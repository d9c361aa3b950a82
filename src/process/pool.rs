//! The people who may vote, and electorates drawn from them.

use super::electing::ElectorateSpec;
use super::gains::{GroupGains, HealthGains, Worth, own};
use crate::budgeting::electorate::{Attribute, Chance, Electorate, Matrix, Social, Voter, systematic};
use crate::budgeting::{Project, Rational};
use crate::projection::Resident;

/// People who may be drawn as voters, with what each may expect.
#[derive(Clone, Debug)]
pub struct Pool {
    people: Vec<Resident>,
    /// People × proposals [£].
    own: Vec<Vec<f64>>,
    social: Social,
    residents: f64,
}

impl Pool {
    /// From the residents of the model and what they gain.
    pub fn new(residents: &[Resident], spec: &ElectorateSpec, health: &HealthGains, groups: &GroupGains) -> Pool {
        let worth = Worth {
            qaly: spec.qaly_value,
            access: spec.access_weight,
            payments: spec.payment_weight,
        };
        // Children count among everybody, but do not vote.
        let gains: Vec<Vec<f64>> = residents.iter().map(|one| own(one, health, groups, worth)).collect();
        let proposals = gains.first().map_or(0, Vec::len);
        let mean = |belongs: &dyn Fn(&Resident) -> bool| {
            let (mut sums, mut people) = (vec![0.0; proposals], 0.0);
            for (resident, gains) in residents.iter().zip(&gains).filter(|(one, _)| belongs(one)) {
                let weight = resident.weight.people();
                people += weight;
                sums.iter_mut().zip(gains).for_each(|(sum, gain)| *sum += weight * gain);
            }
            sums.iter()
                .map(|sum| if people > 0.0 { sum / people } else { 0.0 })
                .collect::<Vec<f64>>()
        };
        let social = Social {
            everybody: mean(&|_| true),
            worse_off: mean(&|one| one.fifth == 0),
        };
        let (people, own) = residents
            .iter()
            .zip(gains)
            .filter(|(one, _)| one.age >= spec.min_age)
            .map(|(one, gains)| (housed(one, spec), gains))
            .unzip();
        Pool {
            people,
            own,
            social,
            residents: residents.iter().map(|one| one.weight.people()).sum(),
        }
    }

    /// What everybody gains on average from each proposal [£/person].
    pub fn everybody(&self) -> &[f64] {
        &self.social.everybody
    }

    /// So many voters, drawn anew for each replicate.
    pub(super) fn electorate(
        &self,
        projects: &[Project],
        budget: &Rational,
        voters: usize,
        chance: Chance,
    ) -> Electorate {
        let weights: Vec<_> = self.people.iter().map(|one| one.weight).collect();
        let drawn = systematic(&weights, voters, chance);
        let each = weights.iter().map(|weight| weight.people()).sum::<f64>() / drawn.len().max(1) as f64;
        let mut own = Matrix::zeros(drawn.len(), projects.len());
        let mut list = Vec::with_capacity(drawn.len());
        for (number, at) in drawn.into_iter().enumerate() {
            let one = &self.people[at];
            // Somebody drawn twice is two voters.
            list.push(voter(one, number as u64 + 1, each));
            own.values[number * projects.len()..(number + 1) * projects.len()].copy_from_slice(&self.own[at]);
        }
        Electorate {
            voters: list,
            projects: projects.to_vec(),
            budget: budget.clone(),
            own,
            social: self.social.clone(),
            residents: self.residents.max(1.0),
        }
    }
}

/// A resident as a voter.
fn voter(one: &Resident, id: u64, weight: f64) -> Voter {
    Voter {
        id,
        weight,
        age: one.age,
        sex: one.sex,
        fifth: one.fifth,
        tenure: one.tenure,
        conditions: one.conditions,
        dependency: one.dependency,
    }
}

/// Somebody with their home as people of their age hold theirs. The model knows that from 65 on; below, the shares of the
/// file are filled by wealth, the poorest as social tenants, then private ones, mortgagors, outright owners.
fn housed(one: &Resident, spec: &ElectorateSpec) -> Resident {
    let level = Attribute::Age.level(&voter(one, 0, 1.0));
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
