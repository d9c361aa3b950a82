//! What an election looks like from outside: how popular its favourite is, how far its projects lie apart, how long ballots
//! are, and how much two of them have in common. Simulated voters are held to what real elections look like.

use super::chance::Chance;
use crate::budgeting::election::Election;

/// The shape of an election.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shape {
    /// Part of the voters who name the project named most often [0–1].
    pub top: f64,
    /// Standard deviation over projects of the part of voters who name them [0–1].
    pub spread: f64,
    /// Mean part of the projects that a ballot names [0–1].
    pub length: f64,
    /// What two voters have in common: projects that both name as a part of those that either names, the mean of pairs [0–1].
    pub overlap: f64,
}

impl Shape {
    /// Names of the four figures, in the order of [`Shape::figures`].
    pub const NAMES: [&'static str; 4] = ["top", "spread", "length", "overlap"];
    /// The four figures.
    pub fn figures(&self) -> [f64; 4] {
        [self.top, self.spread, self.length, self.overlap]
    }
}

/// Pairs of voters compared.
const PAIRS: u64 = 20_000;

/// The shape of an election; nothing where nobody voted or there is nothing to vote on. Entries of `ballot_of_voter` count
/// alike.
pub fn shape(election: &Election) -> Option<Shape> {
    let voters = election.ballot_of_voter.len();
    let projects = election.projects.len();
    if voters == 0 || projects == 0 {
        return None;
    }
    let mut votes = vec![0u64; projects];
    let ballot = |voter: usize| &election.ballots[election.ballot_of_voter[voter] as usize].projects;
    for voter in 0..voters {
        for project in ballot(voter) {
            votes[*project as usize] += 1;
        }
    }
    let shares: Vec<f64> = votes.iter().map(|votes| *votes as f64 / voters as f64).collect();
    let mean = shares.iter().sum::<f64>() / projects as f64;
    let square = shares.iter().map(|share| (share - mean) * (share - mean)).sum::<f64>() / projects as f64;
    let pairs = Chance::new(0, 0).named("pairs of voters");
    let one = |pair: u64, side: u64| ballot(pairs.below(voters as u64, pair, side) as usize);
    let common = (0..PAIRS)
        .map(|pair| in_common(one(pair, 0), one(pair, 1)))
        .sum::<f64>()
        / PAIRS as f64;
    Some(Shape {
        top: shares.iter().copied().fold(0.0, f64::max),
        spread: libm::sqrt(square),
        length: mean,
        overlap: common,
    })
}

/// Projects on both ballots as a part of those on either; nothing in common where both are empty.
fn in_common(one: &[u32], other: &[u32]) -> f64 {
    let both = one.iter().filter(|project| other.contains(project)).count();
    let either = one.len() + other.len() - both;
    if either == 0 { 0.0 } else { both as f64 / either as f64 }
}

/// Pearson's correlation of two lists of numbers; nothing where one of them does not vary.
pub fn correlation(one: &[f64], other: &[f64]) -> Option<f64> {
    let count = one.len().min(other.len()) as f64;
    let mean = |list: &[f64]| list.iter().sum::<f64>() / count;
    let (of_one, of_other) = (mean(one), mean(other));
    let (mut both, mut first, mut second) = (0.0, 0.0, 0.0);
    for (a, b) in one.iter().zip(other) {
        both += (a - of_one) * (b - of_other);
        first += (a - of_one) * (a - of_one);
        second += (b - of_other) * (b - of_other);
    }
    (first > 0.0 && second > 0.0).then(|| both / libm::sqrt(first * second))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shape_of_a_small_election_is_what_a_hand_counts() {
        let election = Election::approval(
            1,
            &[("a", 1), ("b", 1), ("c", 1), ("d", 1)],
            &[(2, &["a", "b"]), (1, &["a"]), (1, &["c"])],
        );
        let found = shape(&election).expect("a shape");
        assert_eq!((found.top, found.length), (0.75, 1.5 / 4.0));
        // Shares ¾, ½, ¼ and 0 about ⅜.
        assert!((found.spread - (5.0f64 / 64.0).sqrt()).abs() < 1e-12);
        // Pairs with replacement: 4 of 16 of the long ballots are the same, 1 + 1 of the short, 4 share half, 6 nothing.
        assert!(
            (found.overlap - (4.0 + 2.0 + 4.0 * 0.5) / 16.0).abs() < 0.01,
            "{}",
            found.overlap
        );
        assert_eq!(shape(&Election::approval(1, &[("a", 1)], &[])), None);
    }

    #[test]
    fn correlation_is_that_of_a_line_and_nothing_where_nothing_varies() {
        let line = correlation(&[1.0, 2.0, 3.0], &[5.0, 3.0, 1.0]).expect("both vary");
        assert!((line + 1.0).abs() < 1e-12);
        assert_eq!(correlation(&[1.0, 2.0], &[4.0, 4.0]), None);
    }
}
