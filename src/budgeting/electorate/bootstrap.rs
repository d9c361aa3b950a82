//! How sure an outcome is: the same count with voters drawn anew from those who voted.

use rayon::prelude::*;

use super::chance::Chance;
use crate::budgeting::election::{Ballot, Election};

/// One count of resampled voters.
#[derive(Clone, Debug, PartialEq)]
pub struct Resample {
    /// For each project, whether it is funded.
    pub funded: Vec<bool>,
    /// For each project, the part of the votes that name it [0–1].
    pub support: Vec<f64>,
}

/// Draws voters with replacement, as many as there are, and counts again. `votes` is the number of votes that each entry
/// of `ballot_of_voter` stands for; `fund` counts.
pub fn bootstrap(
    election: &Election,
    votes: &[u64],
    resamples: usize,
    chance: Chance,
    fund: impl Fn(&Election) -> Vec<usize> + Sync,
) -> Vec<Resample> {
    let chance = chance.named("bootstrap");
    let one = |resample: usize| {
        let drawn = redraw(election, votes, chance, resample as u64);
        let mut funded = vec![false; election.projects.len()];
        fund(&drawn).into_iter().for_each(|project| funded[project] = true);
        let all = drawn.voters().max(1) as f64;
        let support = drawn.votes().into_iter().map(|votes| votes as f64 / all).collect();
        Resample { funded, support }
    };
    (0..resamples).into_par_iter().map(one).collect()
}

/// The election with voters drawn with replacement.
fn redraw(election: &Election, votes: &[u64], chance: Chance, resample: u64) -> Election {
    let voters = election.ballot_of_voter.len() as u64;
    let mut weights = vec![0u64; election.ballots.len()];
    for voter in 0..voters {
        let drawn = chance.below(voters, resample, voter) as usize;
        weights[election.ballot_of_voter[drawn] as usize] += votes[drawn];
    }
    let ballots: Vec<Ballot> = election
        .ballots
        .iter()
        .zip(weights)
        .filter(|(_, weight)| *weight > 0)
        .map(|(ballot, weight)| Ballot {
            weight,
            ..ballot.clone()
        })
        .collect();
    let mut drawn = Election::new(election.budget.clone(), election.ballot_type, election.projects.clone());
    drawn.points_scale = election.points_scale;
    drawn.score_threshold = election.score_threshold.clone();
    drawn.ballots = ballots;
    drawn
}

/// How often a project is funded.
#[derive(Clone, Debug, PartialEq)]
pub struct Frequency {
    /// Part of the counts in which it is funded [0–1].
    pub share: f64,
    /// Lower end of the percentile interval of that part [0–1].
    pub low: f64,
    /// Upper end [0–1].
    pub high: f64,
    /// Support: median, lower and upper percentile [0–1].
    pub support: [f64; 3],
}

/// Summarises counts, one entry per project. `level` is the part of the distribution within each interval, such as 0.95.
///
/// Resampling the counts themselves is a binomial draw, so the percentiles of the frequency are computed instead of
/// drawn; half a count is added either way, so that what was never seen is not called impossible.
pub fn frequencies(counts: &[Resample], level: f64) -> Vec<Frequency> {
    let projects = counts.first().map_or(0, |count| count.funded.len());
    let number = counts.len() as u64;
    let tail = (1.0 - level.clamp(0.0, 1.0)) / 2.0;
    (0..projects)
        .map(|project| {
            let funded = counts.iter().filter(|count| count.funded[project]).count() as f64;
            let centre = (funded + 0.5) / (number as f64 + 1.0);
            let mut support: Vec<f64> = counts.iter().map(|count| count.support[project]).collect();
            support.sort_by(f64::total_cmp);
            let at = |part: f64| support[((part * (support.len() - 1) as f64).round()) as usize];
            Frequency {
                share: funded / number as f64,
                low: binomial_quantile(number, centre, tail) as f64 / number as f64,
                high: binomial_quantile(number, centre, 1.0 - tail) as f64 / number as f64,
                support: [at(0.5), at(tail), at(1.0 - tail)],
            }
        })
        .collect()
}

/// The smallest k with P(X ≤ k) ≥ `part` for X binomial; `probability` within 0 and 1.
fn binomial_quantile(number: u64, probability: f64, part: f64) -> u64 {
    let (n, log_yes, log_no) = (number as f64, libm::log(probability), libm::log1p(-probability));
    let mut sum = 0.0;
    for k in 0..number {
        let x = k as f64;
        let choose = libm::lgamma(n + 1.0) - libm::lgamma(x + 1.0) - libm::lgamma(n - x + 1.0);
        sum += libm::exp(choose + x * log_yes + (n - x) * log_no);
        if sum >= part {
            return k;
        }
    }
    number
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budgeting::rules::{Options, Rule, run};

    fn close_race() -> Election {
        Election::approval(
            10,
            &[("sure", 4), ("likely", 6), ("close", 6), ("never", 11)],
            &[(60, &["sure", "likely"]), (55, &["close", "sure"]), (5, &["never"])],
        )
    }

    fn count(election: &Election) -> Vec<usize> {
        run(Rule::Greedy, election, &Options::default()).funded
    }

    #[test]
    fn sure_projects_are_always_funded_and_close_ones_share_the_frequency() {
        let election = close_race();
        let counts = bootstrap(&election, &[1; 120], 200, Chance::new(1, 0), count);
        let found = frequencies(&counts, 0.95);
        assert_eq!((found[0].share, found[3].share), (1.0, 0.0));
        assert!(found[1].share > 0.5 && found[1].share < 0.95, "{found:?}");
        assert!((found[1].share + found[2].share - 1.0).abs() < 1e-12);
        for one in &found {
            assert!(one.low <= one.share && one.share <= one.high);
            assert!(one.support[1] <= one.support[0] && one.support[0] <= one.support[2]);
        }
        assert!((found[1].support[0] - 0.5).abs() < 0.03);
        // A mean of 120 with variance p(1 − p) / 120.
        let half_width = (found[1].support[2] - found[1].support[1]) / 2.0;
        assert!(
            (half_width - 1.96 * (0.25f64 / 120.0).sqrt()).abs() < 0.02,
            "{half_width}"
        );
    }

    #[test]
    fn resamples_do_not_depend_on_threads_and_keep_the_number_of_votes() {
        let election = close_race();
        let pool = |threads| {
            rayon::ThreadPoolBuilder::new()
                .num_threads(threads)
                .build()
                .expect("a pool")
        };
        let of = |threads| pool(threads).install(|| bootstrap(&election, &[1; 120], 20, Chance::new(1, 0), count));
        assert_eq!(of(1), of(3));
        let drawn = redraw(&election, &[3; 120], Chance::new(1, 0), 0);
        assert_eq!(drawn.voters(), 360);
        assert!(frequencies(&[], 0.95).is_empty());
    }

    #[test]
    fn quantiles_of_the_binomial_are_those_of_tables() {
        // X ~ B(10, ½): P(X ≤ 1) = 0.0107, P(X ≤ 2) = 0.0547, P(X ≤ 7) = 0.9453, P(X ≤ 8) = 0.9893.
        assert_eq!(binomial_quantile(10, 0.5, 0.025), 2);
        assert_eq!(binomial_quantile(10, 0.5, 0.975), 8);
        assert_eq!(binomial_quantile(200, 0.5 / 201.0, 0.975), 2);
    }
}
