//! What a voter thinks a project is worth: a random utility.
//!
//! ```text
//!  utility = knowledge · reasons + (1 − knowledge) · impression + noise(voter, project)
//!
//!  reasons      own · (own gain) + others · (mean gain of everybody) + worse_off · (mean gain of the worse off)
//!               + family · (mean gain of children, of people who need help, for those who have one at home)
//!  impression   near · (it touches the voter's circumstances or district) + principle · (agreement with its side)
//!               + loyalty(camp, project) + campaign(project) − cost_sensitivity · (cost per head)
//! ```
//!
//! Knowledge is a voter's own, 0 to 1 (see [`super::mind::knowledge`]). With Gumbel noise a single choice is the logit of
//! the other terms, which the tests hold it to.

use super::chance::Chance;
use super::deliberation::Deliberation;
use super::mind::{agreement, camp, convictions, knowledge};
use super::voter::{Electorate, ElectorateError, Matrix, Voter, by_id};

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
    /// Mean part of a voter's mind that goes by reasons, the rest by impression [0–1].
    pub knowledge: f64,
    /// Weight of the voter's own expected gain [utility/unit of gain].
    pub own: f64,
    /// Weight of everybody's mean gain: concern for others [utility/unit of gain].
    pub others: f64,
    /// Weight of the mean gain of the worse off, beside that of everybody [utility/unit of gain].
    pub worse_off: f64,
    /// Weight of the gain of children and of people who need help, for who has them at home [utility/unit of gain].
    pub family: f64,
    /// Power to which a gain counts: 1 in proportion; at a half, a hundredfold gain counts tenfold.
    pub curvature: f64,
    /// What a project is worth more to who finds it near \[utility\].
    pub near: f64,
    /// Standard deviation of what the side that a project takes adds or takes away, per unit of its stance \[utility\].
    pub principle: f64,
    /// Camps among which voters are divided.
    pub camps: u64,
    /// Standard deviation of what each camp tells its own about each project \[utility\].
    pub loyalty_sd: f64,
    /// Standard deviation of the campaign: a shock to each project that all voters share \[utility\].
    pub campaign_sd: f64,
    /// Loss of utility with cost [utility/(currency/resident)]; with [`Scale::Spread`] per standard deviation.
    pub cost_sensitivity: f64,
    /// Standard deviation of a voter's own noise about each project \[utility\].
    pub noise_sd: f64,
    /// How differently voters draw the line above which they name a project: standard deviation of the line, in the
    /// unit in which the ballot's threshold is told.
    pub strictness_sd: f64,
    /// Shape of the noise.
    pub noise: Noise,
    /// What gains are measured in.
    pub scale: Scale,
}

impl VoterModel {
    /// Voters who know nothing and want nothing in particular: the start of a description.
    pub fn neutral() -> VoterModel {
        VoterModel {
            knowledge: 0.0,
            own: 0.0,
            others: 0.0,
            worse_off: 0.0,
            family: 0.0,
            curvature: 1.0,
            near: 0.0,
            principle: 0.0,
            camps: 1,
            loyalty_sd: 0.0,
            campaign_sd: 0.0,
            cost_sensitivity: 0.0,
            noise_sd: 0.0,
            strictness_sd: 0.0,
            noise: Noise::Gumbel,
            scale: Scale::Spread,
        }
    }
    /// The model by which those who took part in a deliberation judge afterwards.
    pub fn after(&self, met: &Deliberation) -> VoterModel {
        VoterModel {
            own: self.own * (1.0 - met.shift),
            others: self.others + self.own * met.shift,
            noise_sd: self.noise_sd * (1.0 - met.noise_reduction),
            campaign_sd: self.campaign_sd * (1.0 - met.noise_reduction),
            loyalty_sd: self.loyalty_sd * (1.0 - met.noise_reduction),
            ..*self
        }
    }
    /// Checks that the numbers can be used.
    pub fn check(&self) -> Result<(), ElectorateError> {
        for (what, number) in [
            ("the weight of own gain", self.own),
            ("the weight of others' gain", self.others),
            ("the weight of the worse off", self.worse_off),
            ("the weight of the family's gain", self.family),
            ("the weight of what is near", self.near),
            ("cost sensitivity", self.cost_sensitivity),
        ] {
            ElectorateError::bound(what, number, |_| true, "a finite number")?;
        }
        ElectorateError::share("voters' knowledge", self.knowledge)?;
        ElectorateError::bound(
            "the power of gains",
            self.curvature,
            |power| power > 0.0 && power <= 1.0,
            "above 0, up to 1",
        )?;
        ElectorateError::bound(
            "the number of camps",
            self.camps as f64,
            |camps| camps >= 1.0,
            "1 or more",
        )?;
        for (what, number) in [
            ("principles", self.principle),
            ("loyalty", self.loyalty_sd),
            ("campaign noise", self.campaign_sd),
            ("voters' noise", self.noise_sd),
            ("strictness", self.strictness_sd),
        ] {
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
        // What a gain counts, in its unit.
        let counts = |gain: f64, unit: f64| {
            let gain = gain * unit;
            libm::copysign(libm::pow(gain.abs(), self.curvature), gain)
        };
        let of_group = |gains: &[f64]| -> Vec<f64> {
            let unit = unit(spread(gains));
            gains.iter().map(|gain| counts(*gain, unit)).collect()
        };
        let own_unit = unit(own_spread(electorate));
        let [everybody, worse_off, children, helped] =
            [&social.everybody, &social.worse_off, &social.children, &social.helped].map(|gains| of_group(gains));
        let cost_unit = unit(spread(&costs));
        let (campaign, noise, loyalty) = (chance.named("campaign"), chance.named("noise"), chance.named("loyalty"));
        let shocks: Vec<f64> = (0..projects)
            .map(|project| campaign.normal(project as u64, 0))
            .collect();
        let mut camps: Vec<Vec<f64>> = Vec::new();
        if self.loyalty_sd > 0.0 {
            let of = |camp: u64| {
                (0..projects)
                    .map(|project| loyalty.normal(camp, project as u64))
                    .collect()
            };
            camps = (0..self.camps).map(of).collect();
        }
        let mut utilities = Matrix::zeros(electorate.voters.len(), projects);
        if projects == 0 {
            return utilities;
        }
        for (index, row) in utilities.values.chunks_mut(projects).enumerate() {
            let voter = &electorate.voters[index];
            let id = voter.id;
            let informed = deliberation.filter(|deliberation| deliberation.takes_part(id, chance));
            let model = informed.map_or(*self, |deliberation| self.after(deliberation));
            let own_knowledge = knowledge(id, self.knowledge, chance);
            let knows = informed.map_or(own_knowledge, |deliberation| deliberation.learnt(own_knowledge));
            let word = camps.get(camp(id, model.camps, chance) as usize);
            let convictions = convictions(id, chance);
            let (parent, carer) = (f64::from(u8::from(voter.parent)), f64::from(u8::from(voter.carer)));
            let own = electorate.own.row(index);
            for (project, utility) in row.iter_mut().enumerate() {
                let about = &electorate.about[project];
                let shock = match model.noise {
                    Noise::Gumbel => noise.gumbel(id, project as u64),
                    Noise::Normal => noise.normal(id, project as u64),
                };
                let reasons = model.own * counts(own[project], own_unit)
                    + model.others * everybody[project]
                    + model.worse_off * worse_off[project]
                    + model.family * (parent * children[project] + carer * helped[project]);
                let impression = model.near * f64::from(u8::from(about.is_near(voter)))
                    + model.principle * agreement(&convictions, about)
                    + model.loyalty_sd * word.map_or(0.0, |word| word[project])
                    + model.campaign_sd * shocks[project]
                    - model.cost_sensitivity * cost_unit * costs[project];
                *utility = knows * reasons + (1.0 - knows) * impression + model.noise_sd * shock;
            }
        }
        utilities
    }

    /// How much higher or lower than the ballot's threshold each voter draws the line.
    pub fn strictness(&self, voters: &[Voter], chance: Chance) -> Vec<f64> {
        let lines = chance.named("strictness");
        let of = |voter: &Voter| self.strictness_sd * lines.normal(voter.id, 0);
        voters.iter().map(of).collect()
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
    use super::super::about::Near;
    use super::super::voter::fixture::town;
    use super::*;

    /// Voters who know everything and think of themselves alone.
    pub(in super::super) fn plain() -> VoterModel {
        VoterModel {
            knowledge: 1.0,
            own: 1.0,
            scale: Scale::Given,
            ..VoterModel::neutral()
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
    fn without_noise_utility_is_the_mixture_of_reasons_and_impression() {
        let mut electorate = town(40);
        electorate.about[1].touches = vec![Near::Parent];
        electorate.about[2].stance = [0.5, 0.0, -1.0];
        let chance = Chance::new(1, 0);
        let model = VoterModel {
            knowledge: 0.4,
            own: 2.0,
            others: 0.5,
            worse_off: 0.25,
            family: 0.3,
            near: 0.7,
            principle: 0.6,
            cost_sensitivity: 1e-4,
            ..plain()
        };
        let utilities = model.utilities(&electorate, None, chance);
        for (index, row) in utilities.values.chunks(4).enumerate() {
            let voter = &electorate.voters[index];
            let knows = knowledge(voter.id, 0.4, chance);
            let social = &electorate.social;
            for (project, utility) in row.iter().enumerate() {
                let at_home = |yes: bool, gain: f64| if yes { gain } else { 0.0 };
                let reasons = 2.0 * electorate.own.row(index)[project]
                    + 0.5 * social.everybody[project]
                    + 0.25 * social.worse_off[project]
                    + 0.3 * at_home(voter.parent, social.children[project])
                    + 0.3 * at_home(voter.carer, social.helped[project]);
                let impression = at_home(project == 1 && voter.parent, 0.7)
                    + 0.6 * agreement(&convictions(voter.id, chance), &electorate.about[project])
                    - 1e-4 * electorate.cost_per_head()[project];
                let expected = knows * reasons + (1.0 - knows) * impression;
                assert!((utility - expected).abs() < 1e-12);
            }
        }
    }

    /// Ballots of a model, for asking whether they differ.
    fn marks(electorate: &Electorate, model: &VoterModel) -> Vec<crate::budgeting::electorate::marking::Mark> {
        let chance = Chance::new(2, 0);
        let utilities = model.utilities(electorate, None, chance);
        let strictness = model.strictness(&electorate.voters, chance);
        let form = crate::budgeting::electorate::BallotForm::approval();
        crate::budgeting::electorate::marking::mark(electorate, &utilities, &form, &strictness)
    }

    #[test]
    fn every_weight_moves_ballots() {
        let mut electorate = town(400);
        electorate.about[0].touches = vec![Near::Ill];
        electorate.about[1].stance = [1.0, 0.0, 0.0];
        // What helps children is not what helps everybody.
        electorate.social.children = vec![0.0, 5.0, 0.0, -5.0];
        electorate.social.helped = vec![0.0, 0.0, 5.0, 0.0];
        let model = VoterModel {
            knowledge: 0.4,
            own: 1.0,
            others: 0.5,
            worse_off: 0.5,
            family: 0.5,
            curvature: 0.5,
            near: 0.5,
            principle: 0.5,
            camps: 3,
            loyalty_sd: 0.5,
            campaign_sd: 0.5,
            cost_sensitivity: 0.5,
            noise_sd: 0.5,
            strictness_sd: 0.3,
            ..VoterModel::neutral()
        };
        let held = marks(&electorate, &model);
        type Change = fn(&mut VoterModel);
        let changes: [(&str, Change); 14] = [
            ("knowledge", |model| model.knowledge = 0.9),
            ("own", |model| model.own = 4.0),
            ("others", |model| model.others = 4.0),
            ("worse_off", |model| model.worse_off = 4.0),
            ("family", |model| model.family = 4.0),
            ("curvature", |model| model.curvature = 1.0),
            ("near", |model| model.near = 4.0),
            ("principle", |model| model.principle = 4.0),
            ("camps", |model| model.camps = 1),
            ("loyalty_sd", |model| model.loyalty_sd = 4.0),
            ("campaign_sd", |model| model.campaign_sd = 4.0),
            ("cost_sensitivity", |model| model.cost_sensitivity = 4.0),
            ("noise_sd", |model| model.noise_sd = 4.0),
            ("strictness_sd", |model| model.strictness_sd = 2.0),
        ];
        for (name, change) in changes {
            let mut other = model;
            change(&mut other);
            assert_ne!(marks(&electorate, &other), held, "{name} moves nothing");
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
            &mut in_pence.social.children,
            &mut in_pence.social.helped,
        ];
        numbers.into_iter().flatten().for_each(|gain| *gain *= 100.0);
        let model = VoterModel {
            knowledge: 0.5,
            others: 0.7,
            worse_off: 0.2,
            family: 0.4,
            curvature: 0.6,
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
        let ignorant = VoterModel {
            knowledge: 0.0,
            ..plain()
        };
        let quiet = ignorant.utilities(&electorate, None, Chance::new(1, 0));
        let loud = VoterModel {
            campaign_sd: 2.0,
            ..ignorant
        };
        let first = loud.utilities(&electorate, None, Chance::new(1, 0));
        let second = loud.utilities(&electorate, None, Chance::new(1, 1));
        let shift = |utilities: &Matrix, voter: usize| utilities.row(voter)[0] - quiet.row(voter)[0];
        assert!((shift(&first, 0) - shift(&first, 19)).abs() < 1e-12);
        assert!((shift(&first, 0) - shift(&second, 0)).abs() > 1e-6);
    }
}
