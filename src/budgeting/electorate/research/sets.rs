//! Cultures that approve or not, project by project.

use super::Culture;
use crate::budgeting::electorate::chance::Chance;

/// Address of the choice that is about the whole ballot, apart from all projects.
const WHOLE: u64 = u64::MAX;

/// Central ballots.
pub(super) struct Centres {
    /// For each project, the centre on whose ballot it is, if any.
    centre: Vec<Option<u32>>,
}

impl Centres {
    /// Central ballots of ⌊share × projects⌋ projects each, chosen by lot.
    pub(super) fn new(culture: Culture, projects: usize, chance: Chance) -> Centres {
        let (share, groups) = match culture {
            Culture::Resampling { share, .. } | Culture::Noise { share, .. } => (share, 1),
            Culture::Disjoint { share, groups, .. } => (share, groups),
            _ => (0.0, 0),
        };
        // A little is added, so that 0.3 of ten projects are three.
        let size = (share * projects as f64 + 1e-9) as usize;
        let lot = chance.named("centre");
        let mut order: Vec<usize> = (0..projects).collect();
        order.sort_by_key(|project| (lot.bits(*project as u64, 0), *project));
        let mut centre = vec![None; projects];
        for (place, project) in order.into_iter().take(size * groups).enumerate() {
            centre[project] = Some((place / size) as u32);
        }
        Centres { centre }
    }

    /// The projects that a voter approves, ascending.
    pub(super) fn ballot(&self, culture: Culture, projects: usize, voter: u64, chance: Chance, ballot: &mut Vec<u32>) {
        let whole = |voter: u64| chance.uniform(voter, WHOLE);
        let anew = |voter: u64, project: u64| chance.uniform(voter, project);
        match culture {
            Culture::Impartial { share } => self.each(projects, ballot, |_, project| anew(voter, project) < share),
            Culture::Resampling { share, resample } => self.each(projects, ballot, |centre, project| {
                resampled(centre.is_some(), share, resample, anew(voter, project))
            }),
            Culture::Disjoint {
                share,
                resample,
                groups,
            } => {
                let mine = (whole(voter) * groups as f64) as u32;
                self.each(projects, ballot, |centre, project| {
                    resampled(centre == Some(mine), share, resample, anew(voter, project))
                });
            }
            Culture::Noise { factor, .. } => {
                let flip = factor / (1.0 + factor);
                self.each(projects, ballot, |centre, project| {
                    centre.is_some() != (anew(voter, project) < flip)
                });
            }
            Culture::Urn { share, copies } => {
                let source = urn(voter, copies, chance);
                self.each(projects, ballot, |_, project| anew(source, project) < share);
            }
            _ => {}
        }
    }

    fn each(&self, projects: usize, ballot: &mut Vec<u32>, approved: impl Fn(Option<u32>, u64) -> bool) {
        let all = 0..projects as u32;
        ballot.extend(all.filter(|project| approved(self.centre[*project as usize], u64::from(*project))));
    }
}

/// One number decides both: below `resample` the project is decided anew, by where below it falls.
fn resampled(on_centre: bool, share: f64, resample: f64, number: f64) -> bool {
    if number < resample {
        number < resample * share
    } else {
        on_centre
    }
}

/// The voter whose fresh ballot a voter of an urn casts. The i-th voter (from 0) draws fresh with probability 1/(1 + i·copies)
/// and else copies one of those before, evenly; since choices are addressed, nothing need be remembered.
pub(super) fn urn(mut voter: u64, copies: f64, chance: Chance) -> u64 {
    let urn = chance.named("urn");
    while urn.uniform(voter, 0) * (1.0 + voter as f64 * copies) >= 1.0 {
        voter = urn.below(voter, voter, 1);
    }
    voter
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::{Sampler, Shape};
    use super::*;
    use crate::budgeting::election::BallotType;

    pub(in super::super) fn ballots(culture: Culture, projects: usize, voters: u64, seed: u64) -> Vec<Vec<u32>> {
        let shape = Shape {
            ballot_type: BallotType::Approval,
            max_length: None,
        };
        let sampler = Sampler::new(culture, projects, shape, Chance::new(seed, 0)).expect("a culture");
        let one = |voter| {
            let mut ballot = Vec::new();
            sampler.ballot(voter, &mut ballot);
            ballot
        };
        (0..voters).map(one).collect()
    }

    /// Part of the voters who approve each project, highest first.
    fn shares(ballots: &[Vec<u32>], projects: usize) -> Vec<f64> {
        let mut shares = vec![0.0; projects];
        ballots
            .iter()
            .flatten()
            .for_each(|project| shares[*project as usize] += 1.0 / ballots.len() as f64);
        shares.sort_by(|a, b| b.total_cmp(a));
        shares
    }

    fn all_near(found: &[f64], expected: f64) -> bool {
        found.iter().all(|share| (share - expected).abs() < 0.03)
    }

    #[test]
    fn impartial_voters_approve_each_project_with_the_stated_share() {
        assert!(all_near(
            &shares(&ballots(Culture::Impartial { share: 0.3 }, 8, 5_000, 1), 8),
            0.3
        ));
        assert!(
            ballots(Culture::Impartial { share: 1.0 }, 8, 3, 1)
                .iter()
                .all(|ballot| ballot.len() == 8)
        );
        assert!(
            ballots(Culture::Impartial { share: 0.0 }, 8, 3, 1)
                .iter()
                .all(Vec::is_empty)
        );
    }

    #[test]
    fn resampling_approves_inside_the_centre_and_outside_as_its_closed_form_says() {
        let culture = Culture::Resampling {
            share: 0.3,
            resample: 0.4,
        };
        let found = shares(&ballots(culture, 10, 5_000, 2), 10);
        assert!(all_near(&found[..3], 0.6 + 0.4 * 0.3), "{found:?}");
        assert!(all_near(&found[3..], 0.4 * 0.3), "{found:?}");
        // Nothing decided anew: all cast the centre.
        let same = ballots(
            Culture::Resampling {
                share: 0.3,
                resample: 0.0,
            },
            10,
            50,
            2,
        );
        assert!(same.iter().all(|ballot| *ballot == same[0] && ballot.len() == 3));
    }

    #[test]
    fn disjoint_groups_share_the_voters_evenly_and_no_project() {
        let culture = Culture::Disjoint {
            share: 0.25,
            resample: 0.2,
            groups: 3,
        };
        let found = shares(&ballots(culture, 12, 6_000, 3), 12);
        // Inside one of three centres: (1 − φ)/3 + φp; outside all: φp.
        assert!(all_near(&found[..9], 0.8 / 3.0 + 0.2 * 0.25), "{found:?}");
        assert!(all_near(&found[9..], 0.2 * 0.25), "{found:?}");
        let apart = Culture::Disjoint {
            share: 0.25,
            resample: 0.0,
            groups: 3,
        };
        let mut distinct = ballots(apart, 12, 500, 3);
        distinct.sort();
        distinct.dedup();
        assert_eq!(distinct.iter().flatten().count(), 9);
        assert_eq!(distinct.len(), 3);
    }

    #[test]
    fn noise_flips_each_project_as_its_closed_form_says() {
        let culture = Culture::Noise {
            share: 0.5,
            factor: 0.25,
        };
        let found = shares(&ballots(culture, 10, 5_000, 4), 10);
        // A flip has probability φ/(1 + φ) = 0.2: the mean Hamming distance to the centre is 2 of 10.
        assert!(all_near(&found[..5], 0.8) && all_near(&found[5..], 0.2), "{found:?}");
    }

    #[test]
    fn an_urn_draws_as_many_fresh_ballots_as_expected_and_none_copies_a_later_one() {
        let copies = 0.1;
        let chance = Chance::new(5, 0);
        let sources: Vec<u64> = (0..20_000).map(|voter| urn(voter, copies, chance)).collect();
        assert!(
            sources
                .iter()
                .enumerate()
                .all(|(voter, source)| *source <= voter as u64)
        );
        let fresh = sources
            .iter()
            .enumerate()
            .filter(|(voter, source)| **source == *voter as u64)
            .count();
        let expected: f64 = (0..20_000).map(|i| 1.0 / (1.0 + f64::from(i) * copies)).sum();
        // The count is a sum of independent yes-or-no draws: its variance is below its mean.
        assert!(
            (fresh as f64 - expected).abs() < 4.0 * expected.sqrt(),
            "{fresh} {expected}"
        );
        assert!((0..100).all(|voter| urn(voter, 0.0, chance) == voter));
    }

    #[test]
    fn the_first_two_ballots_of_an_urn_agree_with_the_closed_form() {
        let (copies, projects) = (0.5, 3usize);
        let culture = Culture::Urn { share: 0.5, copies };
        let same = (0..4_000).filter(|seed| {
            let two = ballots(culture, projects, 2, *seed);
            two[0] == two[1]
        });
        // A copy, or a fresh one that happens to be the same.
        let expected = copies / (1.0 + copies) + 0.5f64.powi(projects as i32) / (1.0 + copies);
        assert!((same.count() as f64 / 4_000.0 - expected).abs() < 0.03);
    }

    #[test]
    fn a_cut_keeps_any_of_those_approved_evenly() {
        let shape = Shape {
            ballot_type: BallotType::Approval,
            max_length: Some(2),
        };
        let sampler = Sampler::new(Culture::Impartial { share: 1.0 }, 6, shape, Chance::new(1, 0)).expect("a culture");
        let mut all = Vec::new();
        for voter in 0..4_000 {
            let mut ballot = Vec::new();
            sampler.ballot(voter, &mut ballot);
            assert_eq!(ballot.len(), 2);
            all.push(ballot);
        }
        assert!(all_near(&shares(&all, 6), 1.0 / 3.0));
    }
}
