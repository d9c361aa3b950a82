//! What a simple study of one assumption would be worth before it is done: the expected value of sample information.
//!
//! A study of *n* people tells the assumption with an error; in each draw it is held, its result simulated, and the decision
//! regressed on the result (Strong, Oakley, Brennan and Breeze, *Medical Decision Making* 35, 2015).

use rand::SeedableRng;
use rand::distr::{Distribution, Open01};
use rand_chacha::ChaCha8Rng;
use statrs::distribution::{Binomial, DiscreteCDF};

use super::partial::{Known, Partial};
use crate::scenario::inverse::normal_quantile;

/// Seed of the studies' luck.
const SEED: u64 = 0x5eed_0f57;

/// How a study sees an assumption.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Seen {
    /// As a share: of so many people, those of whom it is true are counted.
    Share,
    /// As a mean of so many people who differ with this standard deviation.
    Mean {
        /// Standard deviation from person to person.
        spread: f64,
    },
}

/// Why a study cannot be thought of.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum StudyError {
    /// A study of nobody.
    #[error("a study of {0} people tells nothing; expected: 1 or more")]
    Nobody(usize),
    /// Not a share.
    #[error(
        "it is not a share in every draw (one is {0}), so people cannot be counted for it; expected: --study with the standard deviation from person to person, as KEY=PEOPLE/SD"
    )]
    NoShare(f64),
    /// A spread that is none.
    #[error("a standard deviation of {0} from person to person; expected: more than nought")]
    NoSpread(f64),
}

/// The result that a study of so many people would bring in each draw.
pub fn results(assumption: &[f64], people: usize, seen: Seen) -> Result<Vec<f64>, StudyError> {
    if people == 0 {
        return Err(StudyError::Nobody(people));
    }
    let mut stream = ChaCha8Rng::seed_from_u64(SEED);
    let mut luck = || -> f64 { Open01.sample(&mut stream) };
    match seen {
        Seen::Mean { spread } if !(spread > 0.0 && spread.is_finite()) => Err(StudyError::NoSpread(spread)),
        Seen::Mean { spread } => {
            let error = spread / (people as f64).sqrt();
            Ok(assumption
                .iter()
                .map(|value| value + error * normal_quantile(luck()))
                .collect())
        }
        Seen::Share => assumption
            .iter()
            .map(|share| {
                let found = Binomial::new(*share, people as u64).map_err(|_| StudyError::NoShare(*share))?;
                Ok(found.inverse_cdf(luck()) as f64 / people as f64)
            })
            .collect(),
    }
}

/// The value of such a study, from net benefits: option × draw.
pub fn value(nets: &[Vec<f64>], assumption: &[f64], people: usize, seen: Seen) -> Result<Known, StudyError> {
    let result = results(assumption, people, seen)?;
    Ok(Partial::new(&[&result]).value_of(nets))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_study_is_worth_its_closed_form_and_a_large_one_as_much_as_certainty() {
        // Net benefit of the second option is the assumption itself, normal with mean 0 and deviation 1. After a study of n
        // people who differ by 3, the expectation has deviation v = 1/sqrt(1 + 9/n); the value is v/sqrt(2π).
        let draws = 20_000;
        let x: Vec<f64> = (0..draws)
            .map(|at| normal_quantile((f64::from(at) + 0.5) / f64::from(draws)))
            .collect();
        let nets = vec![vec![0.0; draws as usize], x.clone()];
        let whole = 1.0 / (2.0 * std::f64::consts::PI).sqrt();
        for people in [3, 9, 100] {
            let truth = whole / (1.0 + 9.0 / people as f64).sqrt();
            let found = value(&nets, &x, people, Seen::Mean { spread: 3.0 }).expect("a study");
            assert!((found.value - truth).abs() < 0.01, "{people}: {found:?}, not {truth}");
        }
        let large = value(&nets, &x, 10_000_000, Seen::Mean { spread: 3.0 }).expect("a study");
        assert!((large.value - whole).abs() < 0.003);
    }

    #[test]
    fn people_are_counted_for_a_share_and_only_for_a_share() {
        let shares: Vec<f64> = (0..2000).map(|at| (f64::from(at) + 0.5) / 2000.0).collect();
        let found = results(&shares, 10, Seen::Share).expect("shares");
        let mean = found.iter().sum::<f64>() / 2000.0;
        assert!((mean - 0.5).abs() < 0.01 && found.iter().all(|share| (share * 10.0).fract().abs() < 1e-9));
        assert_eq!(results(&[1.5], 10, Seen::Share), Err(StudyError::NoShare(1.5)));
        assert_eq!(results(&[0.5], 0, Seen::Share), Err(StudyError::Nobody(0)));
    }
}
