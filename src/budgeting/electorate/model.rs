//! What a voter thinks a project is worth: a random utility.
//!
//! *u(voter, project) = own·gain + others·(mean gain of everybody) + worse_off·(mean gain of the worse off)
//! − cost_sensitivity·(cost per head) + campaign(project) + noise(voter, project)*
//!
//! With Gumbel noise a single choice is the logit of the other terms, which the tests hold it to.

use super::chance::Chance;
use super::deliberation::Deliberation;
use super::voter::{Electorate, ElectorateError, Matrix, by_id};

/// Shape of the noise of one voter about one project.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Noise {
    /// Gumbel: choices are logit.
    #[default]
    Gumbel,
    /// Normal: choices are probit.
    Normal,
}

/// What gains are measured in when weights are applied.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scale {
    /// As the caller gives them.
    #[default]
    Given,
    /// In standard deviations: own gains over voters and projects, the others over projects. Weights and noise then have
    /// the same meaning whatever the unit of gain.
    Spread,
}

/// How voters judge. Every field is a lever.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct VoterModel {
    /// Weight of the voter's own expected gain [utility/unit of gain].
    pub own: f64,
    /// Weight of everybody's mean gain: concern for others [utility/unit of gain].
    pub others: f64,
    /// Weight of the mean gain of the worse off, beside that of everybody [utility/unit of gain].
    pub worse_off: f64,
    /// Loss of utility with cost [utility/(currency/resident)]; with [`Scale::Spread`] per standard deviation.
    pub cost_sensitivity: f64,
    /// Standard deviation of the campaign: a shock to each project that all voters share \[utility\].
    pub campaign_sd: f64,
    /// Standard deviation of a voter's own noise about each project \[utility\].
    pub noise_sd: f64,
    /// Shape of that noise.
    pub noise: Noise,
    /// What gains are measured in.
    pub scale: Scale,
}

impl VoterModel {
    /// Checks that the numbers can be used.
    pub fn check(&self) -> Result<(), ElectorateError> {
        for (what, number) in [
            ("the weight of own gain", self.own),
            ("the weight of others' gain", self.others),
            ("the weight of the worse off", self.worse_off),
            ("cost sensitivity", self.cost_sensitivity),
        ] {
            ElectorateError::bound(what, number, |_| true, "a finite number")?;
        }
        for (what, number) in [("campaign noise", self.campaign_sd), ("voters' noise", self.noise_sd)] {
            ElectorateError::bound(what, number, |sd| sd >= 0.0, "0 or more")?;
        }
        Ok(())
    }

    /// Utilities of all voters for all projects. Those who deliberate judge by the shifted model.
    pub fn utilities(&self, electorate: &Electorate, deliberation: Option<&Deliberation>, chance: Chance) -> Matrix {
        let projects = electorate.projects.len();
        let costs = electorate.cost_per_head();
        let social = &electorate.social;
        let unit = |sd: f64| {
            if self.scale == Scale::Spread && sd > 0.0 {
                1.0 / sd
            } else {
                1.0
            }
        };
        let own_unit = unit(own_spread(electorate));
        let everybody_unit = unit(spread(&social.everybody));
        let worse_off_unit = unit(spread(&social.worse_off));
        let cost_unit = unit(spread(&costs));
        let (campaign, noise) = (chance.named("campaign"), chance.named("noise"));
        let shocks: Vec<f64> = (0..projects)
            .map(|project| campaign.normal(project as u64, 0))
            .collect();
        let mut utilities = Matrix::zeros(electorate.voters.len(), projects);
        if projects == 0 {
            return utilities;
        }
        for (index, row) in utilities.values.chunks_mut(projects).enumerate() {
            let id = electorate.voters[index].id;
            let model = match deliberation {
                Some(deliberation) if deliberation.takes_part(id, chance) => deliberation.shifted(self),
                _ => *self,
            };
            let own = electorate.own.row(index);
            for (project, utility) in row.iter_mut().enumerate() {
                let shock = match model.noise {
                    Noise::Gumbel => noise.gumbel(id, project as u64),
                    Noise::Normal => noise.normal(id, project as u64),
                };
                *utility = model.own * own_unit * own[project]
                    + model.others * everybody_unit * social.everybody[project]
                    + model.worse_off * worse_off_unit * social.worse_off[project]
                    - model.cost_sensitivity * cost_unit * costs[project]
                    + model.campaign_sd * shocks[project]
                    + model.noise_sd * shock;
            }
        }
        utilities
    }
}

/// Standard deviation.
fn spread(numbers: &[f64]) -> f64 {
    let count = numbers.len().max(1) as f64;
    let mean = numbers.iter().sum::<f64>() / count;
    libm::sqrt(
        numbers
            .iter()
            .map(|number| (number - mean) * (number - mean))
            .sum::<f64>()
            / count,
    )
}

/// Weighted standard deviation of own gains. Summed in the order of ids, so that the order of voters leaves no trace.
fn own_spread(electorate: &Electorate) -> f64 {
    let order = by_id(&electorate.voters);
    let (mut people, mut sum) = (0.0, 0.0);
    for index in &order {
        let weight = electorate.voters[*index].weight;
        people += weight * electorate.own.columns as f64;
        sum += weight * electorate.own.row(*index).iter().sum::<f64>();
    }
    if people <= 0.0 {
        return 0.0;
    }
    let mean = sum / people;
    let mut squares = 0.0;
    for index in &order {
        let weight = electorate.voters[*index].weight;
        let row = electorate.own.row(*index);
        squares += weight * row.iter().map(|gain| (gain - mean) * (gain - mean)).sum::<f64>();
    }
    libm::sqrt(squares / people)
}

#[cfg(test)]
mod tests {
    use super::super::voter::fixture::town;
    use super::*;

    pub(in super::super) fn plain() -> VoterModel {
        VoterModel {
            own: 1.0,
            others: 0.0,
            worse_off: 0.0,
            cost_sensitivity: 0.0,
            campaign_sd: 0.0,
            noise_sd: 0.0,
            noise: Noise::Gumbel,
            scale: Scale::Given,
        }
    }

    #[test]
    fn with_gumbel_noise_first_choices_are_logit() {
        let mut electorate = town(8_000);
        let gains = [1.0, 0.0, -0.5, 0.3];
        for row in electorate.own.values.chunks_mut(4) {
            row.copy_from_slice(&gains);
        }
        // Standard deviation of a standard Gumbel number: then differences of utility are log odds.
        let noise_sd = std::f64::consts::PI / 6f64.sqrt();
        let model = VoterModel { noise_sd, ..plain() };
        let utilities = model.utilities(&electorate, None, Chance::new(3, 0));
        let mut firsts = [0.0; 4];
        for row in utilities.values.chunks(4) {
            let best = (0..4).max_by(|a, b| row[*a].total_cmp(&row[*b])).expect("four");
            firsts[best] += 1.0 / 8_000.0;
        }
        let total: f64 = gains.iter().map(|gain| gain.exp()).sum();
        for (found, gain) in firsts.iter().zip(gains) {
            assert!((found - gain.exp() / total).abs() < 0.02, "{firsts:?}");
        }
    }

    #[test]
    fn without_noise_utility_is_the_weighted_sum_of_gains_and_cost() {
        let electorate = town(3);
        let model = VoterModel {
            own: 2.0,
            others: 0.5,
            worse_off: 0.25,
            cost_sensitivity: 1e-4,
            ..plain()
        };
        let utilities = model.utilities(&electorate, None, Chance::new(1, 0));
        for (voter, row) in utilities.values.chunks(4).enumerate() {
            for (project, utility) in row.iter().enumerate() {
                let expected = 2.0 * electorate.own.row(voter)[project]
                    + 0.5 * electorate.social.everybody[project]
                    + 0.25 * electorate.social.worse_off[project]
                    - 1e-4 * electorate.cost_per_head()[project];
                assert!((utility - expected).abs() < 1e-12);
            }
        }
    }

    #[test]
    fn in_spreads_the_unit_of_gain_does_not_matter() {
        let electorate = town(50);
        let mut in_pence = electorate.clone();
        let numbers = [
            &mut in_pence.own.values,
            &mut in_pence.social.everybody,
            &mut in_pence.social.worse_off,
        ];
        numbers.into_iter().flatten().for_each(|gain| *gain *= 100.0);
        let model = VoterModel {
            others: 0.7,
            worse_off: 0.2,
            noise_sd: 1.0,
            campaign_sd: 0.5,
            scale: Scale::Spread,
            ..plain()
        };
        let (one, other) = (
            model.utilities(&electorate, None, Chance::new(1, 0)),
            model.utilities(&in_pence, None, Chance::new(1, 0)),
        );
        for (a, b) in one.values.iter().zip(&other.values) {
            assert!((a - b).abs() < 1e-9);
        }
    }

    #[test]
    fn a_campaign_moves_all_voters_alike_and_another_replicate_otherwise() {
        let electorate = town(20);
        let quiet = plain().utilities(&electorate, None, Chance::new(1, 0));
        let loud = VoterModel {
            campaign_sd: 2.0,
            ..plain()
        };
        let first = loud.utilities(&electorate, None, Chance::new(1, 0));
        let second = loud.utilities(&electorate, None, Chance::new(1, 1));
        let shift = |utilities: &Matrix, voter: usize| utilities.row(voter)[0] - quiet.row(voter)[0];
        assert!((shift(&first, 0) - shift(&first, 19)).abs() < 1e-12);
        assert!((shift(&first, 0) - shift(&second, 0)).abs() > 1e-6);
    }
}
