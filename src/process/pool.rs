//! The people who may vote, and electorates drawn from them.

use super::electing::ElectorateSpec;
use super::gains::{GroupGains, HealthGains, Worth, own};
use crate::budgeting::electorate::{Chance, Electorate, Matrix, Social, Voter, systematic};
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
            .map(|(one, gains)| (*one, gains))
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
            list.push(Voter {
                // Somebody drawn twice is two voters.
                id: number as u64 + 1,
                weight: each,
                age: one.age,
                sex: one.sex,
                fifth: one.fifth,
                tenure: one.tenure,
                conditions: one.conditions,
                dependency: one.dependency,
            });
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
