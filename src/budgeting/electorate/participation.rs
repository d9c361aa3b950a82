//! Who takes part: odds by age, tenure, deprivation and whatever else is observed, around an overall share.
//!
//! Used for registration, for turnout and for handing a vote on. Surveys report odds or gaps between groups; the level
//! is set by the overall share, which differs between a general election and a vote on a pot of money by a factor of
//! twenty. So the two are kept apart, and the constant of the logistic model is solved for.

use super::chance::Chance;
use super::voter::{Attribute, ElectorateError, Voter, by_id};

/// How the levels of an attribute differ.
#[derive(Clone, Debug, PartialEq)]
pub struct Odds {
    /// The attribute.
    pub attribute: Attribute,
    /// For each level the odds of taking part, as a ratio to any common reference; 0 for those who may not.
    pub ratios: Vec<f64>,
}

/// A logistic model of taking part.
#[derive(Clone, Debug, PartialEq)]
pub struct Participation {
    /// Share of people who take part, over the electorate as it is [0–1].
    pub overall: f64,
    /// Odds by attribute; they multiply.
    pub odds: Vec<Odds>,
}

impl Participation {
    /// The same probability for all.
    pub fn even(overall: f64) -> Participation {
        Participation {
            overall,
            odds: Vec::new(),
        }
    }
    /// Checks that the numbers can be used.
    pub fn check(&self, what: &str) -> Result<(), ElectorateError> {
        ElectorateError::share(&format!("the overall share of {what}"), self.overall)?;
        for odds in &self.odds {
            let (found, wanted) = (odds.ratios.len(), odds.attribute.levels().len());
            if found != wanted {
                return Err(ElectorateError::Shape {
                    what: "odds by level",
                    found,
                    wanted,
                });
            }
            for (ratio, level) in odds.ratios.iter().zip(odds.attribute.levels()) {
                let what = format!("the odds of {what} for {} {level}", odds.attribute.word());
                ElectorateError::bound(&what, *ratio, |ratio| ratio >= 0.0, "0 or more")?;
            }
        }
        Ok(())
    }

    /// The probability of each voter, their weighted mean being `overall` (or as near as those with odds above 0 allow).
    pub fn probabilities(&self, voters: &[Voter]) -> Vec<f64> {
        let odds: Vec<f64> = voters.iter().map(|voter| self.ratio(voter)).collect();
        let people: Vec<(f64, f64)> = by_id(voters)
            .into_iter()
            .map(|index| (voters[index].weight, odds[index]))
            .collect();
        let total: f64 = people.iter().map(|(weight, _)| weight).sum();
        if self.overall <= 0.0 || total <= 0.0 {
            return vec![0.0; voters.len()];
        }
        let mean = |constant: f64| {
            let sum: f64 = people
                .iter()
                .map(|(weight, odds)| weight * chance_of(constant, *odds))
                .sum();
            sum / total
        };
        // Halving the logarithm of the constant, which no odds met in practice brings near the ends.
        let (mut low, mut high) = (-80.0, 80.0);
        for _ in 0..100 {
            let middle = 0.5 * (low + high);
            if mean(libm::exp(middle)) < self.overall {
                low = middle;
            } else {
                high = middle;
            }
        }
        let constant = if self.overall >= 1.0 {
            f64::INFINITY
        } else {
            libm::exp(high)
        };
        odds.iter().map(|odds| chance_of(constant, *odds)).collect()
    }

    /// Who takes part.
    pub fn draw(&self, voters: &[Voter], chance: Chance) -> Vec<bool> {
        let probabilities = self.probabilities(voters);
        let drawn = voters.iter().zip(probabilities);
        drawn
            .map(|(voter, probability)| chance.uniform(voter.id, 0) < probability)
            .collect()
    }

    fn ratio(&self, voter: &Voter) -> f64 {
        let ratios = self
            .odds
            .iter()
            .map(|odds| odds.ratios.get(odds.attribute.level(voter)).copied());
        ratios.map(|ratio| ratio.unwrap_or(1.0)).product()
    }
}

/// Probability from odds.
fn chance_of(constant: f64, odds: f64) -> f64 {
    if odds <= 0.0 {
        return 0.0;
    }
    let odds = constant * odds;
    if odds.is_infinite() { 1.0 } else { odds / (1.0 + odds) }
}

#[cfg(test)]
mod tests {
    use super::super::voter::fixture::town;
    use super::*;

    fn by_tenure(overall: f64) -> Participation {
        Participation {
            overall,
            odds: vec![
                Odds {
                    attribute: Attribute::Tenure,
                    ratios: vec![2.0, 2.0, 1.0, 1.0],
                },
                Odds {
                    attribute: Attribute::Age,
                    ratios: vec![0.0, 1.0, 1.0, 1.0, 1.5, 2.0, 2.5, 3.0],
                },
            ],
        }
    }

    #[test]
    fn the_mean_is_the_overall_share_and_ratios_of_odds_are_as_stated() {
        let mut voters = town(500).voters;
        voters
            .iter_mut()
            .for_each(|voter| voter.weight = 1.0 + f64::from(voter.fifth));
        for overall in [0.03, 0.35, 0.67, 0.999] {
            let probabilities = by_tenure(overall).probabilities(&voters);
            let total: f64 = voters.iter().map(|voter| voter.weight).sum();
            let sum: f64 = voters
                .iter()
                .zip(&probabilities)
                .map(|(voter, p)| voter.weight * p)
                .sum();
            assert!((sum / total - overall).abs() < 1e-9, "{overall}");
            let of = |tenure: u8| {
                let same = |voter: &Voter| voter.tenure == tenure && voter.age >= 75;
                let index = voters.iter().position(same).expect("somebody");
                probabilities[index] / (1.0 - probabilities[index])
            };
            assert!((of(0) / of(3) - 2.0).abs() < 1e-6);
        }
    }

    #[test]
    fn nobody_everybody_and_those_who_may_not_vote_are_exact() {
        let mut voters = town(100).voters;
        voters[0].age = 12;
        assert!(
            by_tenure(0.0)
                .draw(&voters, Chance::new(1, 0))
                .iter()
                .all(|votes| !votes)
        );
        let all = by_tenure(1.0).draw(&voters, Chance::new(1, 0));
        assert!(!all[0] && all[1..].iter().all(|votes| *votes));
    }

    #[test]
    fn odds_with_a_level_too_few_are_refused() {
        let mut wrong = by_tenure(0.5);
        wrong.odds[0].ratios.pop();
        assert!(matches!(
            wrong.check("voters"),
            Err(ElectorateError::Shape {
                found: 3,
                wanted: 4,
                ..
            })
        ));
        let beyond = Participation::even(1.2).check("turnout").expect_err("beyond 1");
        assert_eq!(
            beyond.to_string(),
            "the overall share of turnout is 1.2; it must be from 0 to 1"
        );
    }
}
