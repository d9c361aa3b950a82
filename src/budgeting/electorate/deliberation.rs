//! Deliberation: people who meet and hear each other out look less to themselves and know better what they want.
//!
//! How much is known only roughly, so the parameters come as beliefs that are drawn once for each replicate.

use std::fmt;
use std::sync::Arc;

use super::chance::Chance;
use super::voter::ElectorateError;

/// What deliberation does to those who take part.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Deliberation {
    /// Voters who take part [0–1].
    pub share: f64,
    /// Part of the weight of own gain that moves to everybody's mean gain [0–1].
    pub shift: f64,
    /// Part of noise, campaign, loyalty and ignorance that goes [0–1].
    pub noise_reduction: f64,
}

impl Deliberation {
    /// Checks that the numbers can be used.
    pub fn check(&self) -> Result<(), ElectorateError> {
        ElectorateError::share("the share of voters who deliberate", self.share)?;
        ElectorateError::share("the shift to the common interest", self.shift)?;
        ElectorateError::share("the reduction of noise", self.noise_reduction)
    }
    /// Whether a voter takes part.
    pub fn takes_part(&self, id: u64, chance: Chance) -> bool {
        chance.named("deliberation").uniform(id, 0) < self.share
    }
    /// What somebody knows afterwards, of what was known before [0–1].
    pub fn learnt(&self, before: f64) -> f64 {
        1.0 - (1.0 - before) * (1.0 - self.noise_reduction)
    }
}

/// The value below which a share of what is believed lies; rises with the share.
type Quantile = Arc<dyn Fn(f64) -> f64 + Send + Sync>;

/// What is believed of a number. Only its quantiles are asked for, so that a distribution of any family keeps its shape.
#[derive(Clone)]
pub enum Belief {
    /// Taken as known.
    Known(f64),
    /// Known only roughly.
    Uncertain(Quantile),
}

impl Belief {
    /// A number that is taken as known.
    pub fn known(value: f64) -> Belief {
        Belief::Known(value)
    }
    /// A number of which the quantiles are known.
    pub fn uncertain(quantile: impl Fn(f64) -> f64 + Send + Sync + 'static) -> Belief {
        Belief::Uncertain(Arc::new(quantile))
    }
    /// The value below which a share of it lies.
    pub fn quantile(&self, share: f64) -> f64 {
        match self {
            Belief::Known(value) => *value,
            Belief::Uncertain(quantile) => quantile(share),
        }
    }
    /// One uniform number a draw, whatever the shape.
    fn draw(&self, chance: Chance, number: u64) -> f64 {
        self.quantile(chance.uniform(number, 0))
    }
}

impl fmt::Debug for Belief {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = |share| self.quantile(share);
        write!(out, "Belief(p10 {}, p50 {}, p90 {})", at(0.1), at(0.5), at(0.9))
    }
}

/// Deliberation of which only so much is known.
#[derive(Clone, Debug)]
pub struct DeliberationBelief {
    /// See [`Deliberation::share`].
    pub share: Belief,
    /// See [`Deliberation::shift`].
    pub shift: Belief,
    /// See [`Deliberation::noise_reduction`].
    pub noise_reduction: Belief,
}

impl DeliberationBelief {
    /// One state of the world, the same for all voters of a replicate.
    pub fn draw(&self, chance: Chance) -> Deliberation {
        let chance = chance.named("belief in deliberation");
        Deliberation {
            share: self.share.draw(chance, 0),
            shift: self.shift.draw(chance, 1),
            noise_reduction: self.noise_reduction.draw(chance, 2),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::model::VoterModel;
    use super::super::model::{Noise, Scale};
    use super::super::voter::fixture::town;
    use super::*;

    fn selfish() -> VoterModel {
        VoterModel {
            knowledge: 1.0,
            own: 1.0,
            noise_sd: 1.0,
            noise: Noise::Normal,
            scale: Scale::Given,
            ..VoterModel::neutral()
        }
    }

    #[test]
    fn who_deliberates_knows_more_and_listens_less_to_a_camp() {
        let some = Deliberation {
            share: 1.0,
            shift: 0.0,
            noise_reduction: 0.5,
        };
        assert_eq!([0.0, 0.4, 1.0].map(|before| some.learnt(before)), [0.5, 0.7, 1.0]);
        let loyal = VoterModel {
            loyalty_sd: 1.0,
            ..selfish()
        };
        assert_eq!(loyal.after(&some).loyalty_sd, 0.5);
    }

    #[test]
    fn a_full_shift_with_everybody_taking_part_leaves_only_the_common_interest() {
        let electorate = town(30);
        let all = Deliberation {
            share: 1.0,
            shift: 1.0,
            noise_reduction: 1.0,
        };
        let utilities = selfish().utilities(&electorate, Some(&all), Chance::new(1, 0));
        for row in utilities.values.chunks(4) {
            for (utility, mean) in row.iter().zip(&electorate.social.everybody) {
                assert!((utility - mean).abs() < 1e-12);
            }
        }
    }

    #[test]
    fn only_those_who_take_part_change_and_they_are_the_stated_share() {
        let electorate = town(2_000);
        let some = Deliberation {
            share: 0.3,
            shift: 0.5,
            noise_reduction: 0.0,
        };
        let chance = Chance::new(4, 0);
        let before = selfish().utilities(&electorate, None, chance);
        let after = selfish().utilities(&electorate, Some(&some), chance);
        let changed = (0..2_000)
            .filter(|voter| before.row(*voter) != after.row(*voter))
            .count();
        assert!((changed as f64 / 2_000.0 - 0.3).abs() < 0.03, "{changed}");
        for (index, voter) in electorate.voters.iter().enumerate() {
            assert_eq!(before.row(index) != after.row(index), some.takes_part(voter.id, chance));
        }
    }

    #[test]
    fn beliefs_keep_their_shape_and_a_known_number_is_itself() {
        // A rising density from 0 to 0.6: its quantile is 0.6 √u.
        let belief = DeliberationBelief {
            share: Belief::known(0.25),
            shift: Belief::uncertain(|share| 0.6 * share.sqrt()),
            noise_reduction: Belief::uncertain(|share| 0.5 * share),
        };
        let drawn: Vec<Deliberation> = (0..4_000)
            .map(|replicate| belief.draw(Chance::new(1, replicate)))
            .collect();
        assert!(drawn.iter().all(|one| one.share == 0.25 && one.check().is_ok()));
        for share in [0.1f64, 0.5, 0.9] {
            let below = |of: &dyn Fn(&Deliberation) -> f64, value: f64| {
                drawn.iter().filter(|one| of(one) < value).count() as f64 / drawn.len() as f64
            };
            assert!((below(&|one| one.shift, 0.6 * share.sqrt()) - share).abs() < 0.03);
            assert!((below(&|one| one.noise_reduction, 0.5 * share) - share).abs() < 0.03);
        }
    }
}
