//! A vote from beginning to end: what people want, who takes part, who hands on, what is written down, and the election
//! that any rule can count.

use super::chance::Chance;
use super::delegation::{Delegation, Power, Resolved, choose, power, resolve};
use super::deliberation::DeliberationBelief;
use super::marking::{BallotForm, Mark, mark};
use super::model::VoterModel;
use super::participation::Participation;
use super::raking::{Raking, rake, whole_weights};
use super::representation::{Representation, representation};
use super::voter::{Electorate, ElectorateError, Voter, by_id};
use crate::budgeting::election::Election;
use crate::budgeting::roll::Roll;

/// Everything about a vote but the people and the projects.
#[derive(Clone, Debug)]
pub struct Regime {
    /// How voters judge.
    pub model: VoterModel,
    /// Deliberation before the vote, if any.
    pub deliberation: Option<DeliberationBelief>,
    /// Who may vote and is on the register.
    pub registration: Participation,
    /// Who of the registered votes.
    pub turnout: Participation,
    /// Delegation, if votes may be handed on.
    pub delegation: Option<Delegation>,
    /// The form of the ballot.
    pub form: BallotForm,
    /// Post-stratified weights, if the weighted election is wanted beside the one as voted.
    pub raking: Option<Raking>,
}

impl Regime {
    /// Checks that the numbers can be used.
    pub fn check(&self) -> Result<(), ElectorateError> {
        self.model.check()?;
        self.registration.check("registration")?;
        self.turnout.check("turnout")?;
        self.form.check()?;
        if let Some(delegation) = &self.delegation {
            delegation.check()?;
        }
        self.raking.as_ref().map_or(Ok(()), Raking::check)
    }
}

/// A vote that was held.
#[derive(Clone, Debug)]
pub struct Poll {
    /// What each voter would write down, whether they vote or not.
    #[cfg_attr(not(feature = "internals"), expect(dead_code, reason = "tests hold votes to it"))]
    pub marks: Vec<Mark>,
    /// Whose ballot counts for whom, with the weights carried.
    #[cfg_attr(not(feature = "internals"), expect(dead_code, reason = "tests hold votes to it"))]
    pub resolved: Resolved,
    /// Concentration of weight.
    pub power: Power,
    /// Turnout by group.
    pub representation: Representation,
    /// The election as voted. One entry of `ballot_of_voter` for each vote cast, delegates' ballots standing in for those
    /// who handed on.
    pub election: Election,
    /// For each entry of `ballot_of_voter`, the voter's position in the electorate.
    pub voters: Vec<u32>,
    /// For each entry of `ballot_of_voter`, the whole votes it stands for: 1 where all voters weigh the same, else people.
    pub votes: Vec<u64>,
    /// The election with those weights, and the whole votes of each entry.
    pub weighted: Option<(Election, Vec<u64>)>,
}

/// Holds a vote. The same electorate, regime and chance give the same vote, whatever the order of voters.
pub fn hold(electorate: &Electorate, regime: &Regime, chance: Chance) -> Result<Poll, ElectorateError> {
    electorate.check()?;
    regime.check()?;
    let people = &electorate.voters;
    let deliberation = regime.deliberation.as_ref().map(|belief| belief.draw(chance));
    if let Some(deliberation) = &deliberation {
        deliberation.check()?;
    }
    let utilities = regime.model.utilities(electorate, deliberation.as_ref(), chance);
    let strictness = regime.model.strictness(people, chance);
    let marks = mark(electorate, &utilities, &regime.form, &strictness);
    let registered = regime.registration.draw(people, chance.named("registration"));
    let votes = turnout(people, &registered, &regime.turnout, chance);
    let resolved = match &regime.delegation {
        Some(delegation) => {
            let choices = choose(people, &registered, &votes, delegation, chance);
            resolve(people, &choices, &votes, delegation)
        }
        None => undelegated(people, &votes),
    };
    let counted: Vec<bool> = resolved.caster.iter().map(Option::is_some).collect();
    let voters: Vec<usize> = by_id(people).into_iter().filter(|index| counted[*index]).collect();
    let ballots = || {
        voters
            .iter()
            .filter_map(|index| resolved.caster[*index])
            .map(|caster| &marks[caster as usize])
    };
    let weights: Vec<f64> = voters.iter().map(|index| people[*index].weight).collect();
    let whole = whole(&weights);
    let election = elect(electorate, &regime.form, ballots(), &whole);
    let respondents: Vec<Voter> = voters.iter().map(|index| people[*index]).collect();
    let population: Vec<Voter> = by_id(people).into_iter().map(|index| people[index]).collect();
    let raked = regime
        .raking
        .as_ref()
        .map(|raking| rake(&respondents, &population, raking));
    let weighted = regime.raking.as_ref().zip(raked.as_ref()).map(|(raking, raked)| {
        let total = raking.votes_per_voter * voters.len() as u64;
        let votes = whole_weights(&raked.weights, total);
        (elect(electorate, &regime.form, ballots(), &votes), votes)
    });
    Ok(Poll {
        power: power(&resolved.weight),
        representation: representation(people, &registered, &counted, &resolved.weight),
        voters: voters.iter().map(|index| *index as u32).collect(),
        votes: whole,
        resolved,
        election,
        weighted,
        marks,
    })
}

/// Who of the registered votes. The overall share is one of the registered.
fn turnout(people: &[Voter], registered: &[bool], model: &Participation, chance: Chance) -> Vec<bool> {
    let on_register: Vec<usize> = (0..people.len()).filter(|index| registered[*index]).collect();
    let those: Vec<Voter> = on_register.iter().map(|index| people[*index]).collect();
    let mut votes = vec![false; people.len()];
    for (index, vote) in on_register.into_iter().zip(model.draw(&those, chance.named("turnout"))) {
        votes[index] = vote;
    }
    votes
}

/// Everybody who votes casts their own vote.
fn undelegated(people: &[Voter], votes: &[bool]) -> Resolved {
    let caster = |(index, vote): (usize, &bool)| vote.then_some(index as u32);
    let weight = |(voter, vote): (&Voter, &bool)| if *vote { voter.weight } else { 0.0 };
    Resolved {
        caster: votes.iter().enumerate().map(caster).collect(),
        weight: people.iter().zip(votes).map(weight).collect(),
        in_circles: 0,
        dead_ends: 0,
        above_cap: 0,
        longest_chain: 0,
    }
}

/// Weights as whole votes: one each where all are equal, else whole people.
fn whole(weights: &[f64]) -> Vec<u64> {
    let first = weights.first().copied().unwrap_or(1.0);
    if weights.iter().all(|weight| (weight - first).abs() <= first * 1e-9) {
        return vec![1; weights.len()];
    }
    let people = weights.iter().sum::<f64>().round();
    whole_weights(weights, (people as u64).max(weights.len() as u64))
}

/// An election of weighted ballots. Entries without a whole vote keep their place in `ballot_of_voter`.
fn elect<'a>(
    electorate: &Electorate,
    form: &BallotForm,
    ballots: impl Iterator<Item = &'a Mark>,
    votes: &[u64],
) -> Election {
    let (budget, projects) = (electorate.budget.clone(), electorate.projects.clone());
    let mut election = Election::new(budget, form.kind.ballot_type(), projects);
    let mut roll = Roll::default();
    for (mark, votes) in ballots.zip(votes) {
        roll.cast(&mut election, mark.projects.clone(), mark.points.clone());
        // The roll counts one vote for a ballot; the others are added.
        if let Some(index) = election.ballot_of_voter.last() {
            let weight = &mut election.ballots[*index as usize].weight;
            *weight = *weight + votes - 1;
        }
    }
    election
}

#[cfg(test)]
mod tests {
    use super::super::delegation::{Fallback, Network};
    use super::super::deliberation::Belief;
    use super::super::marking::{Approve, BallotKind, KnapsackOrder};
    use super::super::model::Scale;
    use super::super::participation::Odds;
    use super::super::voter::Attribute;
    use super::super::voter::fixture::town;
    use super::*;
    use crate::budgeting::rules::{Options, Rule, run};

    fn regime(kind: BallotKind) -> Regime {
        Regime {
            model: VoterModel {
                knowledge: 0.6,
                own: 1.0,
                others: 0.5,
                worse_off: 0.2,
                cost_sensitivity: 0.1,
                campaign_sd: 0.3,
                noise_sd: 0.5,
                ..VoterModel::neutral()
            },
            deliberation: Some(DeliberationBelief {
                share: Belief::known(0.2),
                shift: Belief::known(0.3),
                noise_reduction: Belief::known(0.5),
            }),
            registration: Participation::even(0.9),
            turnout: Participation {
                overall: 0.4,
                odds: vec![Odds {
                    attribute: Attribute::Tenure,
                    ratios: vec![3.0, 3.0, 1.0, 1.0],
                }],
            },
            delegation: Some(Delegation {
                voters: Participation::even(0.3),
                abstainers: Participation::even(0.2),
                network: Network::Popularity { exponent: 1.2 },
                on_circle: Fallback::OwnBallot,
                on_dead_end: Fallback::Abstain,
                on_cap: Fallback::OwnBallot,
                cap: Some(0.05),
            }),
            form: BallotForm {
                kind,
                approve: Approve::AboveMean(0.0),
                min_length: 1,
                max_length: Some(3),
                points: 10,
                knapsack_order: KnapsackOrder::Utility,
            },
            raking: Some(Raking {
                attributes: vec![Attribute::Fifth, Attribute::Tenure],
                rounds: 100,
                tolerance: 1e-9,
                cap: None,
                votes_per_voter: 100,
            }),
        }
    }

    #[test]
    fn every_ballot_kind_gives_an_election_that_every_rule_counts() {
        let electorate = town(150);
        for kind in BallotKind::ALL {
            let poll = hold(&electorate, &regime(kind), Chance::new(1, 0)).expect("a vote");
            assert_eq!(poll.election.ballot_type, kind.ballot_type());
            for rule in Rule::ALL {
                let outcome = run(rule, &poll.election, &Options::default());
                assert!(outcome.cost <= electorate.budget, "{} {}", kind.word(), rule.word());
            }
            for ballot in &poll.election.ballots {
                assert!(ballot.projects.len() <= 3 && !ballot.projects.is_empty());
                assert_eq!(ballot.points.is_empty(), !kind.ballot_type().has_points());
            }
        }
    }

    #[test]
    fn shuffling_the_voters_changes_nothing() {
        let electorate = town(200);
        let mut shuffled = electorate.clone();
        let chance = Chance::new(99, 0);
        let mut order: Vec<usize> = (0..200).collect();
        order.sort_by_key(|index| chance.bits(*index as u64, 0));
        shuffled.voters = order.iter().map(|index| electorate.voters[*index]).collect();
        shuffled.own.values = order
            .iter()
            .flat_map(|index| electorate.own.row(*index).to_vec())
            .collect();
        let one = hold(&electorate, &regime(BallotKind::Cumulative), Chance::new(1, 0)).expect("a vote");
        let two = hold(&shuffled, &regime(BallotKind::Cumulative), Chance::new(1, 0)).expect("a vote");
        assert_eq!(one.election.ballots, two.election.ballots);
        assert_eq!(one.election.ballot_of_voter, two.election.ballot_of_voter);
        let (weighted, others) = (one.weighted.expect("weighted"), two.weighted.expect("weighted"));
        assert_eq!((weighted.0.ballots, weighted.1), (others.0.ballots, others.1));
        assert_eq!(one.power, two.power);
        for (place, index) in order.iter().enumerate() {
            // The caster is told by position: the same person, wherever they now stand.
            let moved = two.resolved.caster[place].map(|caster| order[caster as usize] as u32);
            assert_eq!(one.resolved.caster[*index], moved);
        }
    }

    #[test]
    fn renaming_projects_changes_no_vote() {
        let electorate = town(80);
        let mut renamed = electorate.clone();
        for (index, project) in renamed.projects.iter_mut().enumerate() {
            project.id = format!("other-{}", 9 - index);
        }
        let one = hold(&electorate, &regime(BallotKind::Approval), Chance::new(1, 0)).expect("a vote");
        let two = hold(&renamed, &regime(BallotKind::Approval), Chance::new(1, 0)).expect("a vote");
        assert_eq!(one.election.ballots, two.election.ballots);
    }

    #[test]
    fn a_voter_who_joins_changes_nobody_elses_mind() {
        let (small, large) = (town(100), town(101));
        let mut given = regime(BallotKind::Ordinal);
        given.model.scale = Scale::Given;
        given.model.others = 0.0;
        given.model.worse_off = 0.0;
        given.model.cost_sensitivity = 0.0;
        given.deliberation = None;
        let one = hold(&small, &given, Chance::new(1, 0)).expect("a vote");
        let two = hold(&large, &given, Chance::new(1, 0)).expect("a vote");
        assert_eq!(one.marks, two.marks[..100]);
    }

    #[test]
    fn weight_is_conserved_from_people_to_votes() {
        let mut electorate = town(300);
        electorate
            .voters
            .iter_mut()
            .for_each(|voter| voter.weight = 2.0 + f64::from(voter.fifth));
        let poll = hold(&electorate, &regime(BallotKind::Approval), Chance::new(3, 0)).expect("a vote");
        let cast: f64 = poll
            .voters
            .iter()
            .map(|index| electorate.voters[*index as usize].weight)
            .sum();
        assert_eq!(poll.resolved.weight.iter().sum::<f64>(), cast);
        assert_eq!(poll.election.voters() as f64, cast);
        assert_eq!(poll.votes.iter().sum::<u64>() as f64, cast);
        assert_eq!(poll.election.ballot_of_voter.len(), poll.voters.len());
        let people: f64 = electorate.voters.iter().map(|voter| voter.weight).sum();
        assert!(poll.power.largest_share * cast <= (0.05 * people).max(6.0) + 1e-9);
        assert!((poll.representation.turnout - cast / people).abs() < 1e-12);
        let (weighted, votes) = poll.weighted.expect("weighted");
        assert_eq!(weighted.voters(), 100 * poll.voters.len() as u64);
        for (election, votes) in [(&poll.election, &poll.votes), (&weighted, &votes)] {
            let mut sums = vec![0; election.ballots.len()];
            for (ballot, votes) in election.ballot_of_voter.iter().zip(votes) {
                sums[*ballot as usize] += votes;
            }
            assert!(
                election
                    .ballots
                    .iter()
                    .zip(sums)
                    .all(|(ballot, sum)| ballot.weight == sum)
            );
        }
        assert_eq!(votes.iter().sum::<u64>(), weighted.voters());
    }

    #[test]
    fn raking_brings_renters_back_to_their_share_of_the_vote() {
        let electorate = town(1_000);
        let mut plain = regime(BallotKind::Approval);
        plain.delegation = None;
        let poll = hold(&electorate, &plain, Chance::new(3, 0)).expect("a vote");
        let renters = |votes: &[u64]| {
            let mine = poll.voters.iter().zip(votes);
            let sum: u64 = mine
                .filter(|(index, _)| electorate.voters[**index as usize].tenure >= 2)
                .map(|(_, v)| v)
                .sum();
            sum as f64 / votes.iter().sum::<u64>() as f64
        };
        let people = electorate.voters.iter().filter(|voter| voter.tenure >= 2).count() as f64 / 1_000.0;
        assert!(renters(&poll.votes) < people - 0.1);
        assert!((renters(&poll.weighted.as_ref().expect("weighted").1) - people).abs() < 0.001);
        assert!(poll.representation.spread(Attribute::Tenure) > 0.1);
    }

    #[test]
    fn delegation_lets_those_who_stay_away_be_heard() {
        let electorate = town(1_000);
        let mut handed_on = regime(BallotKind::Approval);
        // Without a cap or circles that lose votes, every vote handed on is cast by somebody.
        let delegation = handed_on.delegation.as_mut().expect("delegation");
        (delegation.cap, delegation.on_circle) = (None, Fallback::OwnBallot);
        let with = hold(&electorate, &handed_on, Chance::new(3, 0)).expect("a vote");
        let mut alone = regime(BallotKind::Approval);
        alone.delegation = None;
        let without = hold(&electorate, &alone, Chance::new(3, 0)).expect("a vote");
        // A fifth of those who would have stayed away hand on instead.
        let (before, after) = (without.representation.turnout, with.representation.turnout);
        assert!((after - before - 0.2 * (0.9 - before)).abs() < 0.03, "{before} {after}");
        assert!(with.power.gini > 0.1 && without.power.gini.abs() < 1e-12);
        let handed = |poll: &Poll| {
            let casters = poll.resolved.caster.iter().enumerate();
            casters
                .filter(|(voter, caster)| caster.is_some_and(|caster| caster as usize != *voter))
                .count()
        };
        assert!(handed(&with) > 0 && handed(&without) == 0);
        assert_eq!(with.marks, without.marks);
    }

    #[test]
    fn delegation_changes_the_outcome_where_delegates_are_not_like_voters() {
        // Renters want one project, owners the other; owners vote, and renters hand on to somebody like them.
        let mut electorate = town(2_000);
        electorate.budget = crate::budgeting::exact::whole(40_000);
        for (index, voter) in electorate.voters.iter().enumerate() {
            let renter = voter.tenure >= 2;
            let gains = if renter {
                [1.0, 0.0, 0.0, 0.0]
            } else {
                [0.0, 0.0, 0.0, 1.0]
            };
            electorate.own.values[index * 4..index * 4 + 4].copy_from_slice(&gains);
        }
        electorate.projects[3].cost = crate::budgeting::exact::whole(40_000);
        let mut owners = regime(BallotKind::ChooseOne);
        owners.model = VoterModel {
            knowledge: 1.0,
            own: 1.0,
            scale: Scale::Given,
            ..VoterModel::neutral()
        };
        owners.deliberation = None;
        owners.raking = None;
        owners.turnout.odds[0].ratios = vec![3.0, 3.0, 1.0, 1.0];
        let with = Delegation {
            voters: Participation::even(0.0),
            abstainers: Participation {
                overall: 0.5,
                odds: vec![Odds {
                    attribute: Attribute::Tenure,
                    ratios: vec![0.0, 0.0, 1.0, 1.0],
                }],
            },
            network: Network::Nearest { acquaintances: 100 },
            on_circle: Fallback::OwnBallot,
            on_dead_end: Fallback::OwnBallot,
            on_cap: Fallback::OwnBallot,
            cap: None,
        };
        let funded = |delegation: Option<Delegation>| {
            let held = Regime {
                delegation,
                ..owners.clone()
            };
            let poll = hold(&electorate, &held, Chance::new(6, 0)).expect("a vote");
            let outcome = run(Rule::Greedy, &poll.election, &Options::default());
            (outcome.funded, poll.representation.turnout)
        };
        let (alone, few) = funded(None);
        let (handed_on, many) = funded(Some(with));
        assert!(many > few + 0.1);
        assert_eq!((alone, handed_on), (vec![3], vec![0]));
    }

    #[test]
    fn if_all_voters_stand_for_twice_as_many_nothing_but_their_number_changes() {
        let electorate = town(200);
        let mut doubled = electorate.clone();
        doubled.voters.iter_mut().for_each(|voter| voter.weight *= 2.0);
        let one = hold(&electorate, &regime(BallotKind::Knapsack), Chance::new(8, 0)).expect("a vote");
        let two = hold(&doubled, &regime(BallotKind::Knapsack), Chance::new(8, 0)).expect("a vote");
        assert_eq!(one.resolved.caster, two.resolved.caster);
        assert_eq!(one.election.ballots, two.election.ballots);
        assert_eq!(
            one.weighted.map(|(_, votes)| votes),
            two.weighted.map(|(_, votes)| votes)
        );
        assert_eq!(2.0 * one.power.weight, two.power.weight);
    }

    #[test]
    fn nobody_voting_leaves_an_election_without_ballots() {
        let mut silent = regime(BallotKind::Approval);
        silent.turnout.overall = 0.0;
        silent.delegation = None;
        let poll = hold(&town(20), &silent, Chance::new(1, 0)).expect("a vote");
        assert_eq!(poll.election.voters(), 0);
        assert!(poll.weighted.is_some_and(|(election, _)| election.ballots.is_empty()));
    }

    #[test]
    fn a_regime_out_of_bounds_is_refused_by_name() {
        let mut wrong = regime(BallotKind::Approval);
        wrong.model.noise_sd = -1.0;
        let error = hold(&town(5), &wrong, Chance::new(1, 0)).expect_err("refused");
        assert_eq!(error.to_string(), "voters' noise is -1; it must be 0 or more");
    }
}
