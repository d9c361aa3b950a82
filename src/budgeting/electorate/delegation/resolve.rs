//! Whose ballot counts for whom, once everybody has voted, stayed away or named a delegate.
//!
//! Everybody has at most one delegate, so what people chose is a set of trees, each ending in a voter, in somebody who
//! stays away, or in a circle. Votes are handed on from the end of the chain outwards, nearest first and by id among
//! equally near ones, so that the order of the list leaves no trace.

use super::{Delegation, Fallback};
use crate::budgeting::electorate::voter::Voter;

/// What a voter does with the vote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Casts it.
    Vote,
    /// Stays away.
    Abstain,
    /// Hands it to the voter at this position.
    Delegate(u32),
}

/// Whose ballot counts for whom.
#[derive(Clone, Debug, PartialEq)]
pub struct Resolved {
    /// For each voter, the position of the one whose ballot counts for them; `None` for a vote that is not cast.
    pub caster: Vec<Option<u32>>,
    /// For each voter, the weight that their ballot carries \[people\].
    pub weight: Vec<f64>,
    /// Voters in circles.
    pub in_circles: usize,
    /// Voters whose chain ended in somebody who does not vote, or in a circle that is void.
    pub dead_ends: usize,
    /// Voters turned away by the cap.
    pub above_cap: usize,
    /// Longest chain from a voter to the one whose ballot counts \[steps\].
    pub longest_chain: usize,
}

/// Resolves chains, circles, dead ends and caps. A vote that comes back is cast if its owner `would_vote`.
pub fn resolve(voters: &[Voter], choices: &[Choice], would_vote: &[bool], delegation: &Delegation) -> Resolved {
    let (depth, in_circle) = depths(choices);
    let all: f64 = voters.iter().map(|voter| voter.weight).sum();
    let most = delegation.cap.map_or(f64::INFINITY, |cap| cap * all);
    let mut order: Vec<usize> = (0..voters.len()).collect();
    order.sort_unstable_by_key(|index| (depth[*index], voters[*index].id));
    let mut resolved = Resolved {
        caster: vec![None; voters.len()],
        weight: vec![0.0; voters.len()],
        in_circles: in_circle.iter().filter(|circle| **circle).count(),
        dead_ends: 0,
        above_cap: 0,
        longest_chain: 0,
    };
    let mut steps = vec![0usize; voters.len()];
    for index in order {
        let own = Some(index as u32);
        let comes_back = |fallback: Fallback| own.filter(|_| fallback == Fallback::OwnBallot && would_vote[index]);
        let caster = match choices[index] {
            Choice::Vote => own,
            Choice::Abstain => None,
            Choice::Delegate(_) if in_circle[index] => comes_back(delegation.on_circle),
            Choice::Delegate(delegate) => match resolved.caster[delegate as usize] {
                None => {
                    resolved.dead_ends += 1;
                    comes_back(delegation.on_dead_end)
                }
                Some(caster) if resolved.weight[caster as usize] + voters[index].weight > most => {
                    resolved.above_cap += 1;
                    comes_back(delegation.on_cap)
                }
                Some(caster) => {
                    steps[index] = steps[delegate as usize] + 1;
                    Some(caster)
                }
            },
        };
        resolved.caster[index] = caster;
        if let Some(caster) = caster {
            resolved.weight[caster as usize] += voters[index].weight;
        }
    }
    resolved.longest_chain = steps.into_iter().max().unwrap_or(0);
    resolved
}

/// Steps from each voter to the end of their chain (0 for those who do not delegate and for members of circles), and who
/// is in a circle.
fn depths(choices: &[Choice]) -> (Vec<u32>, Vec<bool>) {
    const UNSEEN: u32 = u32::MAX;
    const ON_THE_WAY: u32 = u32::MAX - 1;
    let mut depth = vec![UNSEEN; choices.len()];
    let mut in_circle = vec![false; choices.len()];
    let mut path = Vec::new();
    for start in 0..choices.len() {
        let mut here = start;
        let mut below = loop {
            match (depth[here], choices[here]) {
                (UNSEEN, Choice::Delegate(next)) => {
                    depth[here] = ON_THE_WAY;
                    path.push(here);
                    here = next as usize;
                }
                (UNSEEN, _) => {
                    depth[here] = 0;
                    break 0;
                }
                (ON_THE_WAY, _) => {
                    // The path from the first visit of `here` on is a circle.
                    while let Some(member) = path.pop() {
                        depth[member] = 0;
                        in_circle[member] = true;
                        if member == here {
                            break;
                        }
                    }
                    break 0;
                }
                (known, _) => break known,
            }
        };
        while let Some(member) = path.pop() {
            below += 1;
            depth[member] = below;
        }
    }
    (depth, in_circle)
}

#[cfg(test)]
mod tests {
    use super::super::super::participation::Participation;
    use super::super::super::voter::fixture::town;
    use super::super::Network;
    use super::*;
    use proptest::prelude::*;

    fn rules(fallback: Fallback, cap: Option<f64>) -> Delegation {
        Delegation {
            voters: Participation::even(0.5),
            abstainers: Participation::even(0.0),
            network: Network::Random,
            on_circle: fallback,
            on_dead_end: fallback,
            on_cap: fallback,
            cap,
        }
    }

    use Choice::{Abstain, Delegate, Vote};

    #[test]
    fn a_chain_ends_at_the_one_who_votes_and_carries_everybodys_weight() {
        let voters = town(4).voters;
        let resolved = resolve(
            &voters,
            &[Delegate(1), Delegate(2), Vote, Vote],
            &[true; 60],
            &rules(Fallback::Abstain, None),
        );
        assert_eq!(resolved.caster, vec![Some(2), Some(2), Some(2), Some(3)]);
        assert_eq!(resolved.weight, vec![0.0, 0.0, 3.0, 1.0]);
        assert_eq!(resolved.longest_chain, 2);
    }

    #[test]
    fn a_circle_is_void_or_falls_back_to_own_ballots_as_stated() {
        let voters = town(5).voters;
        // 0 → 1 → 2 → 0 in a circle, 3 leads into it, 4 delegates to 3.
        let choices = [Delegate(1), Delegate(2), Delegate(0), Delegate(1), Delegate(3)];
        let void = resolve(&voters, &choices, &[true; 60], &rules(Fallback::Abstain, None));
        assert_eq!(void.caster, vec![None; 5]);
        assert_eq!((void.in_circles, void.dead_ends), (3, 2));
        let own = resolve(&voters, &choices, &[true; 60], &rules(Fallback::OwnBallot, None));
        assert_eq!(own.caster, vec![Some(0), Some(1), Some(2), Some(1), Some(1)]);
        let own_at_dead_ends = Delegation {
            on_dead_end: Fallback::OwnBallot,
            ..rules(Fallback::Abstain, None)
        };
        let mixed = resolve(&voters, &choices, &[true; 60], &own_at_dead_ends);
        assert_eq!(mixed.caster, vec![None, None, None, Some(3), Some(3)]);
    }

    #[test]
    fn a_delegate_who_stays_away_is_a_dead_end() {
        let voters = town(3).voters;
        let choices = [Delegate(1), Delegate(2), Abstain];
        let lost = resolve(&voters, &choices, &[true; 60], &rules(Fallback::Abstain, None));
        assert_eq!((lost.caster, lost.dead_ends), (vec![None; 3], 2));
        let own = resolve(&voters, &choices, &[true; 60], &rules(Fallback::OwnBallot, None));
        assert_eq!(own.caster, vec![Some(1), Some(1), None]);
        // A vote that comes back to somebody who would not have voted is not cast either.
        let none = resolve(
            &voters,
            &choices,
            &[true, false, false],
            &rules(Fallback::OwnBallot, None),
        );
        assert_eq!(none.caster, vec![Some(0), None, None]);
    }

    #[test]
    fn a_cap_turns_away_the_farthest_first() {
        let voters = town(10).voters;
        let choice = |index: u32| {
            if (1..6).contains(&index) {
                Delegate(index - 1)
            } else {
                Vote
            }
        };
        let choices: Vec<Choice> = (0..10).map(choice).collect();
        let resolved = resolve(&voters, &choices, &[true; 60], &rules(Fallback::Abstain, Some(0.3)));
        assert_eq!(resolved.weight[0], 3.0);
        // 3 is turned away, and 4 and 5 find nobody who votes behind 3.
        assert_eq!((resolved.above_cap, resolved.dead_ends), (1, 2));
        let own = resolve(&voters, &choices, &[true; 60], &rules(Fallback::OwnBallot, Some(0.3)));
        assert_eq!(own.caster[..6], [Some(0), Some(0), Some(0), Some(3), Some(3), Some(3)]);
    }

    proptest! {
        #[test]
        fn no_weight_is_made_or_lost_whatever_people_choose(
            picks in prop::collection::vec(0usize..60, 40),
            cap in prop::option::of(0.03f64..0.5),
            own: bool,
        ) {
            let voters = town(40).voters;
            let choices: Vec<Choice> = picks
                .iter()
                .enumerate()
                .map(|(index, pick)| match pick {
                    pick if *pick < 40 && *pick != index => Delegate(*pick as u32),
                    pick if *pick < 50 => Vote,
                    _ => Abstain,
                })
                .collect();
            let fallback = if own { Fallback::OwnBallot } else { Fallback::Abstain };
            let resolved = resolve(&voters, &choices, &[true; 60], &rules(fallback, cap));
            let cast = resolved.caster.iter().flatten().count() as f64;
            prop_assert_eq!(resolved.weight.iter().sum::<f64>(), cast);
            for (index, caster) in resolved.caster.iter().enumerate() {
                // Whoever casts for others casts for themselves, and only then.
                if let Some(caster) = caster {
                    prop_assert_eq!(resolved.caster[*caster as usize], Some(*caster));
                }
                prop_assert_eq!(resolved.weight[index] > 0.0, *caster == Some(index as u32));
                if let Some(cap) = cap {
                    prop_assert!(resolved.weight[index] <= (cap * 40.0).max(1.0));
                }
                if own && choices[index] != Abstain {
                    prop_assert!(caster.is_some());
                }
                if choices[index] == Abstain {
                    prop_assert_eq!(*caster, None);
                }
            }
        }

        #[test]
        fn the_order_of_the_list_does_not_matter(
            picks in prop::collection::vec(0usize..40, 30),
            keys in prop::collection::vec(any::<u32>(), 30),
        ) {
            let voters = town(30).voters;
            let choice = |pick: usize, index: usize, place: &dyn Fn(usize) -> usize| match pick {
                pick if pick < 30 && pick != index => Delegate(place(pick) as u32),
                pick if pick < 36 => Vote,
                _ => Abstain,
            };
            let mut order: Vec<usize> = (0..30).collect();
            order.sort_by_key(|index| (keys[*index], *index));
            let place = |index: usize| order.iter().position(|other| *other == index).expect("a place");
            let choices: Vec<Choice> = (0..30).map(|index| choice(picks[index], index, &|other| other)).collect();
            let shuffled: Vec<Choice> = order.iter().map(|index| choice(picks[*index], *index, &place)).collect();
            let others: Vec<Voter> = order.iter().map(|index| voters[*index]).collect();
            let rules = rules(Fallback::OwnBallot, Some(0.2));
            let (one, two) = (resolve(&voters, &choices, &[true; 60], &rules), resolve(&others, &shuffled, &[true; 60], &rules));
            for index in 0..30 {
                prop_assert_eq!(one.caster[index].map(|caster| place(caster as usize) as u32), two.caster[place(index)]);
            }
        }
    }
}
