//! What a voter has near, believes in and knows: the answer of their own circumstances and convictions to what a proposal
//! says that it touches and stands for ([`super::about`]).

use super::about::{About, Near, PRINCIPLES};
use super::chance::Chance;
use super::voter::Voter;

impl Near {
    /// Whether a voter is in these circumstances.
    pub fn holds(self, voter: &Voter) -> bool {
        match self {
            Near::Ill => voter.conditions >= 1,
            Near::SeverallyIll => voter.conditions >= 2,
            Near::NeedsHelp => voter.dependency > 0,
            Near::Carer => voter.carer,
            Near::Parent => voter.parent,
            Near::Young => voter.age < 35,
            Near::Old => voter.age >= 65,
            Near::Deprived => voter.fifth < 2,
            Near::Renter => voter.tenure >= 2,
        }
    }
}

impl About {
    /// Whether a voter finds it near.
    pub fn is_near(&self, voter: &Voter) -> bool {
        self.touches.iter().any(|near| near.holds(voter)) || self.district.is_some_and(|own| own == voter.district)
    }
}

/// Where somebody stands on each principle: standard normal numbers, + for.
pub fn convictions(id: u64, chance: Chance) -> [f64; PRINCIPLES] {
    let book = chance.named("convictions");
    std::array::from_fn(|principle| book.normal(id, principle as u64))
}

/// How far convictions agree with the side that a proposal takes.
pub fn agreement(convictions: &[f64; PRINCIPLES], about: &About) -> f64 {
    let sides = about.stance.iter().zip(convictions);
    sides.map(|(stance, conviction)| stance * conviction).sum()
}

/// The part of somebody's mind that goes by what was worked out: with a mean well below a half most have read little
/// and a few nearly everything. At a mean of 0 it is 0 for all, at 1 it is 1 for all.
pub fn knowledge(id: u64, mean: f64, chance: Chance) -> f64 {
    if mean <= 0.0 {
        return 0.0;
    }
    // A uniform number to this power has the wanted mean (a beta distribution).
    libm::pow(
        chance.named("knowledge").uniform(id, 0),
        (1.0 - mean.min(1.0)) / mean.min(1.0),
    )
}

/// The camp (a party, a patients' group, a neighbourhood's page) whose word somebody takes.
pub fn camp(id: u64, camps: u64, chance: Chance) -> u64 {
    chance.named("camp").below(camps.max(1), id, 0)
}

#[cfg(test)]
mod tests {
    use super::super::voter::fixture::town;
    use super::*;

    #[test]
    fn most_have_read_little_and_the_mean_is_the_one_stated() {
        let chance = Chance::new(5, 0);
        for mean in [0.1, 0.3, 0.8] {
            let known: Vec<f64> = (0..20_000).map(|id| knowledge(id, mean, chance)).collect();
            assert!((known.iter().sum::<f64>() / 20_000.0 - mean).abs() < 0.01, "{mean}");
        }
        let little = (0..20_000).filter(|id| knowledge(*id, 0.25, chance) < 0.25).count();
        assert!(little > 12_000, "{little}");
        assert!((0..100).all(|id| knowledge(id, 0.0, chance) == 0.0 && knowledge(id, 1.0, chance) == 1.0));
    }

    #[test]
    fn a_proposal_is_near_to_those_it_touches_and_to_its_own_district() {
        let mut voter = town(1).voters[0];
        (voter.parent, voter.carer, voter.district) = (true, false, 2);
        let about = |touches: &[Near], district| About {
            touches: touches.to_vec(),
            district,
            ..About::default()
        };
        assert!(about(&[Near::Carer, Near::Parent], None).is_near(&voter));
        assert!(!about(&[Near::Carer], None).is_near(&voter));
        assert!(about(&[], Some(2)).is_near(&voter) && !about(&[], Some(1)).is_near(&voter));
    }

    #[test]
    fn who_stands_for_a_principle_agrees_with_one_side_and_not_with_the_other() {
        let side = |stance| About {
            stance,
            ..About::default()
        };
        let chance = Chance::new(1, 0);
        for id in 0..50 {
            let convictions = convictions(id, chance);
            let (with, against) = (side([0.0, 1.0, 0.0]), side([0.0, -1.0, 0.0]));
            assert_eq!(agreement(&convictions, &with), -agreement(&convictions, &against));
            assert_eq!(agreement(&convictions, &About::default()), 0.0);
        }
    }
}
