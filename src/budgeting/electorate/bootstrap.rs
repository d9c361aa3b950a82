//! How sure an outcome is: the same count with voters drawn anew from those who voted.

use rayon::prelude::*;

use super::chance::Chance;
use crate::budgeting::election::{Ballot, Election};

/// What a count buys.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bought {
    /// Projects funded in full.
    pub funded: Vec<usize>,
    /// Others that are paid in part, and how much \[currency\].
    pub partly: Vec<(usize, f64)>,
}

/// One count of resampled voters.
#[derive(Clone, Debug, PartialEq)]
pub struct Resample {
    /// For each project, whether it is funded in full.
    pub funded: Vec<bool>,
    /// Projects that are paid in part, and how much \[currency\].
    pub partly: Vec<(usize, f64)>,
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
    fund: impl Fn(&Election) -> Bought + Sync,
) -> Vec<Resample> {
    let chance = chance.named("bootstrap");
    let one = |resample: usize| {
        let drawn = redraw(election, votes, chance, resample as u64);
        let mut funded = vec![false; election.projects.len()];
        let bought = fund(&drawn);
        bought.funded.into_iter().for_each(|project| funded[project] = true);
        let all = drawn.voters().max(1) as f64;
        let support = drawn.votes().into_iter().map(|votes| votes as f64 / all).collect();
        Resample {
            funded,
            partly: bought.partly,
            support,
        }
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
    drawn.strength_scale = election.strength_scale;
    // As many people vote, whatever those who are drawn weigh; and what may not be funded may not be in any count.
    drawn.strengths.clone_from(&election.strengths);
    drawn.limits.clone_from(&election.limits);
    drawn.tie_list.clone_from(&election.tie_list);
    drawn.ballots = ballots;
    drawn
}

/// How often a project is funded.
#[derive(Clone, Debug, PartialEq)]
pub struct Frequency {
    /// Part of the counts in which it is funded [0–1].
    pub share: f64,
    /// Lower end of the interval that holds what another sample of minds and counts would show [0–1].
    pub low: f64,
    /// Upper end [0–1].
    pub high: f64,
    /// Support: median, lower and upper percentile [0–1].
    pub support: [f64; 3],
}

/// Summarises counts, one entry per project. `level` is the part of the distribution within each interval, such as 0.95.
///
/// Counts may share what voters go by: count number *n* belongs to mind *n* modulo `minds` (as many minds as counts: none
/// is shared). What minds share does not average out over the counts, so the variance between minds, less what chance alone
/// would make of it, is added in full to that of the counts; and both count twice, for the sample at hand and for the other
/// one. The interval is Wilson's for as many independent counts as would have that variance, widened to the plain one where
/// that reaches further: what was seen once may as well not have been seen.
pub fn frequencies(counts: &[Resample], minds: usize, level: f64) -> Vec<Frequency> {
    let projects = counts.first().map_or(0, |count| count.funded.len());
    let number = counts.len() as f64;
    let tail = (1.0 - level.clamp(0.0, 1.0)) / 2.0;
    (0..projects)
        .map(|project| {
            let funded = counts.iter().filter(|count| count.funded[project]).count() as f64;
            let share = funded / number;
            let between = between_minds(counts, project, minds);
            // Half a count is added either way, so that what was never seen is not called impossible.
            let smooth = (funded + 0.5) / (number + 1.0);
            let binomial = smooth * (1.0 - smooth);
            let independent = binomial / (2.0 * (between + binomial / number));
            let normal = normal_quantile(1.0 - tail);
            let (low, high) = wilson(share, independent, normal);
            let plain = normal * libm::sqrt(share * (1.0 - share) / independent);
            let mut support: Vec<f64> = counts.iter().map(|count| count.support[project]).collect();
            support.sort_by(f64::total_cmp);
            let at = |part: f64| support[((part * (support.len() - 1) as f64).round()) as usize];
            Frequency {
                share,
                low: low.min(share - plain).max(0.0),
                high: high.max(share + plain).min(1.0),
                support: [at(0.5), at(tail), at(1.0 - tail)],
            }
        })
        .collect()
}

/// Variance between minds of the part of their counts that fund a project, beyond what chance makes of so few counts each.
fn between_minds(counts: &[Resample], project: usize, minds: usize) -> f64 {
    if minds < 2 || minds >= counts.len() {
        return 0.0;
    }
    let of = |mind: usize| {
        let funded = counts
            .iter()
            .skip(mind)
            .step_by(minds)
            .map(|count| count.funded[project]);
        let (number, yes) = funded.fold((0.0, 0.0), |(all, yes), one| {
            (all + 1.0, yes + f64::from(u8::from(one)))
        });
        (number, yes / number)
    };
    let shares: Vec<(f64, f64)> = (0..minds).map(of).collect();
    let mean = shares.iter().map(|(_, share)| share).sum::<f64>() / minds as f64;
    let squares = shares.iter().map(|(_, share)| (share - mean) * (share - mean));
    let variance = squares.sum::<f64>() / (minds as f64 - 1.0);
    let within = shares
        .iter()
        .map(|(number, _)| mean * (1.0 - mean) / number)
        .sum::<f64>()
        / minds as f64;
    (variance - within).max(0.0)
}

/// Wilson's score interval of a share of `number` independent counts.
fn wilson(share: f64, number: f64, normal: f64) -> (f64, f64) {
    let square = normal * normal;
    let centre = (share + square / (2.0 * number)) / (1.0 + square / number);
    let inner = share * (1.0 - share) / number + square / (4.0 * number * number);
    let half = normal * libm::sqrt(inner) / (1.0 + square / number);
    ((centre - half).max(0.0), (centre + half).min(1.0))
}

/// The number below which a part of a standard normal distribution lies, by halving.
fn normal_quantile(part: f64) -> f64 {
    let below = |x: f64| 0.5 * libm::erfc(-x / std::f64::consts::SQRT_2);
    let (mut low, mut high) = (-10.0, 10.0);
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if below(middle) < part {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
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

    fn count(election: &Election) -> Bought {
        Bought {
            funded: run(Rule::Greedy, election, &Options::default()).funded,
            partly: Vec::new(),
        }
    }

    #[test]
    fn sure_projects_are_always_funded_and_close_ones_share_the_frequency() {
        let election = close_race();
        let counts = bootstrap(&election, &[1; 120], 200, Chance::new(1, 0), count);
        let found = frequencies(&counts, counts.len(), 0.95);
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
        assert!(frequencies(&[], 1, 0.95).is_empty());
    }

    #[test]
    fn intervals_are_wilsons_and_the_normal_is_that_of_tables() {
        assert!((normal_quantile(0.975) - 1.959_964).abs() < 1e-5);
        assert!((normal_quantile(0.5)).abs() < 1e-9);
        // Seen in 5 of 10: 0.2366 to 0.7634; never in 10: 0 to 0.2775.
        let (low, high) = wilson(0.5, 10.0, 1.959_964);
        assert!(
            (low - 0.2366).abs() < 1e-4 && (high - 0.7634).abs() < 1e-4,
            "{low} {high}"
        );
        assert!((wilson(0.0, 10.0, 1.959_964).1 - 0.2775).abs() < 1e-4);
    }

    /// Counts of one project, funded where said so.
    fn counts(number: usize, funded: impl Fn(usize) -> bool) -> Vec<Resample> {
        let one = |at: usize| Resample {
            funded: vec![funded(at)],
            partly: Vec::new(),
            support: vec![0.5],
        };
        (0..number).map(one).collect()
    }

    #[test]
    fn what_minds_share_does_not_average_out() {
        // Half of ten minds always fund it, the others never: two hundred counts, but ten opinions.
        let divided = &frequencies(&counts(200, |at| at % 10 < 5), 10, 0.95)[0];
        // The same share, spread evenly over the minds.
        let even = &frequencies(&counts(200, |at| (at / 10) % 2 == 0), 10, 0.95)[0];
        assert_eq!((divided.share, even.share), (0.5, 0.5));
        assert!(even.high - even.low < 0.25, "{even:?}");
        assert!(divided.high - divided.low > 0.6, "{divided:?}");
    }
}
