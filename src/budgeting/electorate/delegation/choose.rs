//! Who hands a vote on, and to whom.

use super::resolve::Choice;
use super::{Delegation, Network};
use crate::budgeting::electorate::chance::Chance;
use crate::budgeting::electorate::voter::{Voter, by_id};

/// What each voter does with the vote. `votes` says who would vote without delegation; those who are not `registered`
/// neither vote nor delegate nor are chosen. Delegates are chosen among those who would vote: nobody hands a vote to
/// somebody who is known to stay away. A delegate may hand on in turn.
pub fn choose(
    voters: &[Voter],
    registered: &[bool],
    votes: &[bool],
    delegation: &Delegation,
    chance: Chance,
) -> Vec<Choice> {
    let of_voters = delegation.voters.draw(voters, chance.named("delegating voters"));
    let of_abstainers = delegation
        .abstainers
        .draw(voters, chance.named("delegating abstainers"));
    // Candidates in the order of ids, so that the order of the list leaves no trace.
    let mut candidates = by_id(voters);
    candidates.retain(|index| registered[*index] && votes[*index]);
    let chooser = Chooser::new(voters, &candidates, delegation.network, chance);
    (0..voters.len())
        .map(|index| {
            let hands_on = if votes[index] {
                of_voters[index]
            } else {
                of_abstainers[index]
            };
            match (registered[index], votes[index]) {
                (true, _) if hands_on => match chooser.delegate(index) {
                    Some(delegate) => Choice::Delegate(delegate as u32),
                    None if votes[index] => Choice::Vote,
                    None => Choice::Abstain,
                },
                (true, true) => Choice::Vote,
                _ => Choice::Abstain,
            }
        })
        .collect()
}

/// Draws delegates.
struct Chooser<'a> {
    voters: &'a [Voter],
    candidates: &'a [usize],
    network: Network,
    chance: Chance,
    /// Popularity summed up to and including each candidate.
    popularity: Vec<f64>,
}

/// Draws that may hit the voter before the choice is given up; only somebody alone, or almost all of a popularity, does.
const TRIES: u64 = 64;

impl<'a> Chooser<'a> {
    fn new(voters: &'a [Voter], candidates: &'a [usize], network: Network, chance: Chance) -> Chooser<'a> {
        let mut popularity = Vec::new();
        if let Network::Popularity { exponent } = network {
            let fame = chance.named("popularity");
            let mut sum = 0.0;
            for candidate in candidates {
                sum += libm::pow(fame.uniform(voters[*candidate].id, 0), -1.0 / exponent);
                popularity.push(sum);
            }
        }
        Chooser {
            voters,
            candidates,
            network,
            chance: chance.named("delegate"),
            popularity,
        }
    }

    fn delegate(&self, voter: usize) -> Option<usize> {
        if self.candidates.is_empty() {
            return None;
        }
        match self.network {
            Network::Random => (0..TRIES)
                .map(|attempt| self.anybody(voter, attempt))
                .find(|other| *other != voter),
            Network::Popularity { .. } => (0..TRIES)
                .map(|attempt| self.popular(voter, attempt))
                .find(|other| *other != voter),
            Network::Nearest { acquaintances } => (0..acquaintances as u64)
                .map(|acquaintance| self.anybody(voter, acquaintance))
                .filter(|other| *other != voter)
                .min_by(|a, b| {
                    let far = |other: usize| distance(&self.voters[voter], &self.voters[other]);
                    far(*a)
                        .total_cmp(&far(*b))
                        .then(self.voters[*a].id.cmp(&self.voters[*b].id))
                }),
        }
    }
    /// A candidate, evenly. Never called without candidates.
    fn anybody(&self, voter: usize, attempt: u64) -> usize {
        let place = self
            .chance
            .below(self.candidates.len() as u64, self.voters[voter].id, attempt);
        self.candidates[place as usize]
    }
    /// A candidate, in proportion to popularity.
    fn popular(&self, voter: usize, attempt: u64) -> usize {
        let total = self.popularity.last().copied().unwrap_or(0.0);
        let place = self.chance.uniform(self.voters[voter].id, attempt) * total;
        let index = self.popularity.partition_point(|sum| *sum <= place);
        self.candidates[index.min(self.candidates.len() - 1)]
    }
}

/// How unlike two voters are: the sum over attributes of the difference as a part of the largest possible one.
fn distance(one: &Voter, other: &Voter) -> f64 {
    let part = |a: u8, b: u8, most: f64| f64::from(a.abs_diff(b)) / most;
    part(one.age, other.age, 100.0)
        + part(one.fifth, other.fifth, 4.0)
        + part(one.conditions, other.conditions, 4.0)
        + part(one.dependency, other.dependency, 3.0)
        + f64::from(u8::from((one.tenure < 2) != (other.tenure < 2)))
}

#[cfg(test)]
mod tests {
    use super::super::super::participation::Participation;
    use super::super::super::voter::fixture::town;
    use super::super::{Fallback, power, resolve};
    use super::*;

    fn delegation(network: Network) -> Delegation {
        Delegation {
            voters: Participation::even(0.6),
            abstainers: Participation::even(0.2),
            network,
            on_circle: Fallback::OwnBallot,
            on_dead_end: Fallback::OwnBallot,
            on_cap: Fallback::OwnBallot,
            cap: None,
        }
    }

    fn chosen(count: u64, network: Network) -> (Vec<Voter>, Vec<Choice>) {
        let voters = town(count).voters;
        let all = vec![true; voters.len()];
        let choices = choose(&voters, &all, &all, &delegation(network), Chance::new(2, 0));
        (voters, choices)
    }

    #[test]
    fn the_stated_share_delegates_and_never_to_themselves() {
        for network in [
            Network::Random,
            Network::Nearest { acquaintances: 10 },
            Network::Popularity { exponent: 1.2 },
        ] {
            let (_, choices) = chosen(2_000, network);
            let handed = choices
                .iter()
                .filter(|choice| matches!(choice, Choice::Delegate(_)))
                .count();
            assert!((handed as f64 / 2_000.0 - 0.6).abs() < 0.04, "{network:?} {handed}");
            for (index, choice) in choices.iter().enumerate() {
                assert_ne!(*choice, Choice::Delegate(index as u32));
            }
        }
    }

    #[test]
    fn nearest_delegates_are_more_alike_and_popular_ones_carry_more() {
        let likeness = |network| {
            let (voters, choices) = chosen(1_500, network);
            let far = choices.iter().enumerate().filter_map(|(index, choice)| match choice {
                Choice::Delegate(other) => Some(distance(&voters[index], &voters[*other as usize])),
                _ => None,
            });
            let far: Vec<f64> = far.collect();
            far.iter().sum::<f64>() / far.len() as f64
        };
        assert!(likeness(Network::Nearest { acquaintances: 30 }) < 0.5 * likeness(Network::Random));
        let largest = |network| {
            let (voters, choices) = chosen(1_500, network);
            let resolved = resolve(&voters, &choices, &[true; 1_500], &delegation(network));
            power(&resolved.weight).largest_share
        };
        assert!(largest(Network::Popularity { exponent: 1.0 }) > 2.0 * largest(Network::Random));
    }

    #[test]
    fn the_unregistered_neither_delegate_nor_are_chosen_and_one_alone_votes() {
        let voters = town(300).voters;
        let registered: Vec<bool> = (0..300).map(|index| index % 3 > 0).collect();
        let choices = choose(
            &voters,
            &registered,
            &registered,
            &delegation(Network::Random),
            Chance::new(2, 0),
        );
        for (index, choice) in choices.iter().enumerate() {
            assert!(registered[index] || *choice == Choice::Abstain);
            if let Choice::Delegate(other) = choice {
                assert!(registered[*other as usize]);
            }
        }
        // Where half stay away, nobody hands a vote to one of them; where all do, nobody hands one on.
        let half: Vec<bool> = (0..300).map(|index| index % 2 == 0).collect();
        let all = vec![true; 300];
        for network in [
            Network::Random,
            Network::Nearest { acquaintances: 20 },
            Network::Popularity { exponent: 1.2 },
        ] {
            let choices = choose(&voters, &all, &half, &delegation(network), Chance::new(2, 0));
            for choice in &choices {
                if let Choice::Delegate(other) = choice {
                    assert!(half[*other as usize], "{network:?}");
                }
            }
            assert!(
                half.iter()
                    .zip(&choices)
                    .any(|(votes, choice)| !votes && matches!(choice, Choice::Delegate(_)))
            );
            let silent = choose(&voters, &all, &[false; 300], &delegation(network), Chance::new(2, 0));
            assert!(silent.iter().all(|choice| *choice == Choice::Abstain));
        }
        let alone = choose(
            &voters[..1],
            &[true],
            &[true],
            &delegation(Network::Random),
            Chance::new(2, 0),
        );
        assert_eq!(alone, vec![Choice::Vote]);
    }
}
