//! The best way to split a sum: what share of it each of several takers should have.
//!
//! All splits of a lattice are asked for first, so that several hills are seen; each hilltop is then climbed by moving ever smaller
//! parts from one taker to another. Every split is tried under the same luck. A split whose draws, paired with the best one's,
//! differ by no more than two standard errors of their mean is as good, and is told beside it.

/// The numbers of every draw at some splits: split × draw. What cannot be run has none.
pub type Ask<'a, E> = dyn FnMut(&[Vec<f64>]) -> Result<Vec<Vec<f64>>, E> + 'a;

/// Most takers.
pub const MOST: usize = 6;
/// Steps of the lattice by the number of takers, from two on: some dozens of splits.
const STEPS: [usize; MOST - 1] = [10, 6, 4, 3, 3];
/// Share of the sum below which nothing more is moved.
const FINEST: f64 = 0.01;
/// Rounds of moving from one hilltop, at most.
const ROUNDS: usize = 24;
/// Hilltops that are climbed.
const TOPS: usize = 3;
/// Standard errors within which two splits are as good as each other.
const ERRORS: f64 = 2.0;

/// What is looked for.
pub struct Aim<'a> {
    /// Takers, 2 to [`MOST`].
    pub takers: usize,
    /// What of the draws is to be as large as can be.
    pub score: &'a (dyn Fn(&[f64]) -> f64 + Sync),
}

/// A split that was tried.
#[derive(Clone, Debug, PartialEq)]
pub struct Tried {
    /// Share of each taker; together 1.
    pub shares: Vec<f64>,
    /// The quantity in every draw; empty where it could not be run.
    pub draws: Vec<f64>,
    /// What of them is to be large.
    pub score: f64,
}

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// Every split tried, in the order of trying.
    pub tried: Vec<Tried>,
    /// Hilltops among them, the best first: the others differ from it by more than a step of the lattice and are as good.
    pub best: Vec<usize>,
}

/// Every way to give `steps` parts to so many takers.
fn lattice(takers: usize, steps: usize) -> Vec<Vec<usize>> {
    if takers == 1 {
        return vec![vec![steps]];
    }
    (0..=steps)
        .rev()
        .flat_map(|first| {
            lattice(takers - 1, steps - first).into_iter().map(move |rest| {
                let mut all = vec![first];
                all.extend(rest);
                all
            })
        })
        .collect()
}

/// Looks for the best split.
pub fn split<E>(aim: &Aim<'_>, ask: &mut Ask<'_, E>) -> Result<Found, E> {
    let takers = aim.takers.clamp(2, MOST);
    let steps = STEPS[takers - 2];
    let share = |parts: &Vec<usize>| {
        parts
            .iter()
            .map(|part| *part as f64 / steps as f64)
            .collect::<Vec<f64>>()
    };
    let mut found = Found {
        tried: Vec::new(),
        best: Vec::new(),
    };
    let first = lattice(takers, steps).iter().map(share).collect();
    found.ask(aim, first, ask)?;
    let tops = found.tops(1.0 / steps as f64);
    let mut ends = Vec::new();
    for top in tops.into_iter().take(TOPS) {
        ends.push(found.climb(aim, top, 0.5 / steps as f64, ask)?);
    }
    ends.sort_by(|a, b| found.tried[*b].score.total_cmp(&found.tried[*a].score).then(a.cmp(b)));
    let mut best: Vec<usize> = Vec::new();
    for end in ends {
        let apart = |other: &usize| {
            let pairs = found.tried[*other].shares.iter().zip(&found.tried[end].shares);
            pairs.map(|(a, b)| (a - b).abs()).fold(0.0, f64::max) > 1.0 / steps as f64
        };
        let new = best.iter().all(apart);
        if best.is_empty() || (new && found.as_good(best[0], end)) {
            best.push(end);
        }
    }
    found.best = best;
    Ok(found)
}

impl Found {
    /// Tries splits that were not tried before.
    fn ask<E>(&mut self, aim: &Aim<'_>, splits: Vec<Vec<f64>>, ask: &mut Ask<'_, E>) -> Result<(), E> {
        let new: Vec<Vec<f64>> = splits.into_iter().filter(|split| self.place(split).is_none()).collect();
        if new.is_empty() {
            return Ok(());
        }
        for (shares, draws) in new.iter().cloned().zip(ask(&new)?) {
            let score = if draws.is_empty() {
                f64::NEG_INFINITY
            } else {
                (aim.score)(&draws)
            };
            self.tried.push(Tried {
                shares,
                score: if score.is_nan() { f64::NEG_INFINITY } else { score },
                draws,
            });
        }
        Ok(())
    }

    fn place(&self, split: &[f64]) -> Option<usize> {
        let close = |one: &Tried| one.shares.iter().zip(split).all(|(a, b)| (a - b).abs() < FINEST / 10.0);
        self.tried.iter().position(close)
    }

    /// Splits none of whose neighbours is better, the best first.
    fn tops(&self, step: f64) -> Vec<usize> {
        let beside = |a: &Tried, b: &Tried| {
            let moved: f64 = a.shares.iter().zip(&b.shares).map(|(a, b)| (a - b).abs()).sum();
            moved < 2.0 * step + FINEST / 10.0
        };
        let top = |at: &usize| {
            let own = &self.tried[*at];
            // Of neighbours that are equal the first stands for all.
            let higher = |(other, one): (usize, &Tried)| {
                other != *at && beside(own, one) && (one.score > own.score || (one.score == own.score && other < *at))
            };
            own.score.is_finite() && !self.tried.iter().enumerate().any(higher)
        };
        let mut tops: Vec<usize> = (0..self.tried.len()).filter(top).collect();
        tops.sort_by(|a, b| self.tried[*b].score.total_cmp(&self.tried[*a].score).then(a.cmp(b)));
        tops
    }

    /// Climbs from a split by moving parts from one taker to another, smaller ones when none helps.
    fn climb<E>(&mut self, aim: &Aim<'_>, from: usize, mut step: f64, ask: &mut Ask<'_, E>) -> Result<usize, E> {
        let mut here = from;
        for _ in 0..ROUNDS {
            if step < FINEST {
                break;
            }
            let shares = self.tried[here].shares.clone();
            let mut moves = Vec::new();
            for giver in 0..shares.len() {
                for taker in (0..shares.len()).filter(|taker| *taker != giver) {
                    let part = step.min(shares[giver]);
                    if part > FINEST / 10.0 {
                        let mut moved = shares.clone();
                        moved[giver] -= part;
                        moved[taker] += part;
                        moves.push(moved);
                    }
                }
            }
            self.ask(aim, moves.clone(), ask)?;
            let next = moves
                .iter()
                .filter_map(|split| self.place(split))
                .max_by(|a, b| self.tried[*a].score.total_cmp(&self.tried[*b].score).then(b.cmp(a)));
            match next {
                Some(next) if self.tried[next].score > self.tried[here].score => here = next,
                _ => step /= 2.0,
            }
        }
        Ok(here)
    }

    /// Whether the draws of two splits, paired, differ by no more than chance may.
    pub fn as_good(&self, one: usize, other: usize) -> bool {
        let pairs = self.tried[one].draws.iter().zip(&self.tried[other].draws);
        let apart: Vec<f64> = pairs.map(|(a, b)| a - b).filter(|apart| apart.is_finite()).collect();
        let count = apart.len() as f64;
        if apart.is_empty() {
            return false;
        }
        let mean = apart.iter().sum::<f64>() / count;
        let squares: f64 = apart.iter().map(|apart| (apart - mean).powi(2)).sum();
        let error = if count > 1.0 {
            (squares / (count - 1.0) / count).sqrt()
        } else {
            0.0
        };
        mean.abs() <= ERRORS * error
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::convert::Infallible;

    fn mean(draws: &[f64]) -> f64 {
        draws.iter().sum::<f64>() / draws.len() as f64
    }

    fn best(takers: usize, function: &dyn Fn(&[f64], f64) -> f64) -> (Found, usize) {
        let aim = Aim { takers, score: &mean };
        let mut asked = 0;
        let mut ask = |splits: &[Vec<f64>]| {
            asked += splits.len();
            Ok::<_, Infallible>(
                splits
                    .iter()
                    .map(|shares| [-0.1, 0.0, 0.1].map(|luck| function(shares, luck)).to_vec())
                    .collect(),
            )
        };
        let Ok(found) = split(&aim, &mut ask);
        (found, asked)
    }

    #[test]
    fn falling_returns_are_split_as_calculus_splits_them() {
        // The root of each share times a weight: shares go with the squares of the weights.
        for weights in [vec![1.0, 2.0], vec![3.0, 2.0, 1.0], vec![1.0, 1.0, 2.0, 1.0]] {
            let (found, asked) = best(weights.len(), &|shares, luck| {
                luck + shares.iter().zip(&weights).map(|(x, a)| a * x.sqrt()).sum::<f64>()
            });
            let whole: f64 = weights.iter().map(|a| a * a).sum();
            let at = &found.tried[found.best[0]];
            for (share, weight) in at.shares.iter().zip(&weights) {
                assert!(
                    (share - weight * weight / whole).abs() < 0.03,
                    "{:?} of {weights:?}",
                    at.shares
                );
            }
            assert!((at.shares.iter().sum::<f64>() - 1.0).abs() < 1e-12);
            assert!(found.best.len() == 1 && asked < 200, "{asked}");
        }
    }

    #[test]
    fn one_that_gives_most_for_every_pound_takes_all() {
        let (found, _) = best(3, &|shares, luck| luck + shares[0] + 3.0 * shares[1] + 2.0 * shares[2]);
        assert_eq!(found.tried[found.best[0]].shares, [0.0, 1.0, 0.0]);
    }

    #[test]
    fn two_hilltops_as_high_are_both_told_and_a_lower_one_is_not() {
        let (found, _) = best(2, &|shares, luck| luck + (shares[0] - 0.5).powi(2));
        let mut firsts: Vec<f64> = found.best.iter().map(|at| found.tried[*at].shares[0]).collect();
        firsts.sort_by(f64::total_cmp);
        assert_eq!(firsts, [0.0, 1.0]);
        let (found, _) = best(2, &|shares, luck| luck + (shares[0] - 0.4).powi(2));
        assert_eq!(found.best.len(), 1);
        assert_eq!(found.tried[found.best[0]].shares, [1.0, 0.0]);
    }

    #[test]
    fn what_cannot_be_run_is_never_best() {
        let aim = Aim {
            takers: 2,
            score: &mean,
        };
        let mut ask = |splits: &[Vec<f64>]| {
            let one = |shares: &Vec<f64>| if shares[0] > 0.6 { Vec::new() } else { vec![shares[0]] };
            Ok::<_, Infallible>(splits.iter().map(one).collect())
        };
        let Ok(found) = split(&aim, &mut ask);
        assert!((found.tried[found.best[0]].shares[0] - 0.6).abs() < 0.02);
    }
}
