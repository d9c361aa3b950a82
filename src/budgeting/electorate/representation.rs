//! Who takes part and who does not: turnout by group, and how far the voters are from the people.

use super::voter::{Attribute, Voter};

/// One group.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupTurnout {
    /// What voters are grouped by.
    pub attribute: Attribute,
    /// Index of the group among `attribute.levels()`.
    pub level: usize,
    /// People who may vote, registered or not \[people\].
    pub people: f64,
    /// Part of them who are registered [0–1].
    pub registered: f64,
    /// Part of them whose vote is cast, by themselves or by a delegate [0–1].
    pub turnout: f64,
    /// Part of all people [0–1].
    pub share_of_people: f64,
    /// Part of all votes cast [0–1].
    pub share_of_votes: f64,
    /// Part of the votes that members of the group cast, others' included [0–1].
    pub share_of_power: f64,
    /// Votes less people, as shares: above 0 where the group is heard more than it is large [−1 to 1].
    pub gap: f64,
}

/// Turnout and its gaps.
#[derive(Clone, Debug, PartialEq)]
pub struct Representation {
    /// Part of all people whose vote is cast [0–1].
    pub turnout: f64,
    /// Every group of every attribute that has anybody.
    pub groups: Vec<GroupTurnout>,
}

impl Representation {
    /// The groups of an attribute.
    #[cfg(test)]
    pub fn of(&self, attribute: Attribute) -> impl Iterator<Item = &GroupTurnout> {
        self.groups.iter().filter(move |group| group.attribute == attribute)
    }
    /// Half the sum of absolute gaps: the part of the votes that would have to change hands for the voters to look like
    /// the people [0–1].
    #[cfg(test)]
    pub fn dissimilarity(&self, attribute: Attribute) -> f64 {
        self.of(attribute).map(|group| group.gap.abs()).sum::<f64>() / 2.0
    }
    /// Turnout of the group that votes most less that of the group that votes least [0–1].
    #[cfg(test)]
    pub fn spread(&self, attribute: Attribute) -> f64 {
        let turnouts = || self.of(attribute).map(|group| group.turnout);
        (turnouts().fold(0.0, f64::max) - turnouts().fold(1.0, f64::min)).max(0.0)
    }
}

/// Groups voters by every attribute. `counted` says whose vote is cast, `carried` the weight of each voter's ballot.
pub fn representation(voters: &[Voter], registered: &[bool], counted: &[bool], carried: &[f64]) -> Representation {
    let sum = |of: &dyn Fn(usize) -> f64| (0..voters.len()).map(of).sum::<f64>();
    let weight = |index: usize| voters[index].weight;
    let cast = |index: usize| if counted[index] { weight(index) } else { 0.0 };
    let (people, votes, power) = (sum(&weight), sum(&cast), carried.iter().sum::<f64>());
    let part = |number: f64, of: f64| if of > 0.0 { number / of } else { 0.0 };
    let mut groups = Vec::new();
    for attribute in Attribute::ALL {
        // People, registered, votes, power.
        let mut sums = vec![[0.0; 4]; attribute.levels().len()];
        for (index, voter) in voters.iter().enumerate() {
            let sums = &mut sums[attribute.level(voter)];
            sums[0] += voter.weight;
            sums[1] += if registered[index] { voter.weight } else { 0.0 };
            sums[2] += cast(index);
            sums[3] += carried[index];
        }
        for (level, sums) in sums.into_iter().enumerate().filter(|(_, sums)| sums[0] > 0.0) {
            groups.push(GroupTurnout {
                attribute,
                level,
                people: sums[0],
                registered: sums[1] / sums[0],
                turnout: sums[2] / sums[0],
                share_of_people: part(sums[0], people),
                share_of_votes: part(sums[2], votes),
                share_of_power: part(sums[3], power),
                gap: part(sums[2], votes) - part(sums[0], people),
            });
        }
    }
    Representation {
        turnout: part(votes, people),
        groups,
    }
}

#[cfg(test)]
mod tests {
    use super::super::voter::fixture::town;
    use super::*;

    #[test]
    fn if_everybody_votes_there_is_no_gap() {
        let voters = town(100).voters;
        let all = vec![true; 100];
        let found = representation(&voters, &all, &all, &[1.0; 100]);
        assert_eq!(found.turnout, 1.0);
        for attribute in Attribute::ALL {
            assert!(found.dissimilarity(attribute) < 1e-12 && found.spread(attribute) == 0.0);
            assert!((found.of(attribute).map(|group| group.share_of_people).sum::<f64>() - 1.0).abs() < 1e-9);
        }
    }

    #[test]
    fn gaps_sum_to_zero_and_tell_who_is_missing() {
        let voters = town(400).voters;
        let owners: Vec<bool> = voters.iter().map(|voter| voter.tenure < 2).collect();
        let carried: Vec<f64> = owners.iter().map(|votes| f64::from(u8::from(*votes))).collect();
        let found = representation(&voters, &[true; 400], &owners, &carried);
        let renters: f64 = found
            .of(Attribute::Tenure)
            .skip(2)
            .map(|group| group.share_of_people)
            .sum();
        assert!((found.dissimilarity(Attribute::Tenure) - renters).abs() < 1e-9);
        assert_eq!(found.spread(Attribute::Tenure), 1.0);
        for attribute in Attribute::ALL {
            assert!(found.of(attribute).map(|group| group.gap).sum::<f64>().abs() < 1e-9);
        }
        let nobody = representation(&voters, &[false; 400], &[false; 400], &[0.0; 400]);
        assert_eq!((nobody.turnout, nobody.groups[0].registered), (0.0, 0.0));
    }
}
