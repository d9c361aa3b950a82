//! In which corner of the assumptions does something happen? The patient rule induction method (Friedman and Fisher,
//! *Statistics and Computing* 9, 1999; Bryant and Lempert, *Technological Forecasting & Social Change* 77, 2010).
//!
//! A box that holds all draws is peeled: each time the thin slice goes whose loss leaves the cases densest. Then edges are
//! pasted back where that does no harm. Of the boxes on the way the one is told that is best in *coverage* (cases inside) and
//! *density* (inside that are cases) together. A limit that chance could have set as well is lifted.

use statrs::distribution::{Binomial, DiscreteCDF};

/// Share of the draws inside that a peel takes, about.
const PEEL: f64 = 0.05;
/// Draws that a box must keep, as a share of all.
const SMALLEST: f64 = 0.02;
/// Draws below which no box is looked for.
const LEAST_INSIDE: usize = 8;
/// Chance below which a limit is believed.
const BELIEVED: f64 = 0.05;
/// Boxes told at most.
const MOST_BOXES: usize = 3;

/// A limit of a box.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limit {
    /// The assumption.
    pub assumption: usize,
    /// At least this; nothing where there is no lower limit.
    pub low: Option<f64>,
    /// At most this.
    pub high: Option<f64>,
    /// Chance that it helps as much by accident.
    pub chance: f64,
}

/// A box.
#[derive(Clone, Debug, PartialEq)]
pub struct Corner {
    /// Its limits, the most telling first.
    pub limits: Vec<Limit>,
    /// Share of all cases that are inside.
    pub coverage: f64,
    /// Share of the draws inside that are cases.
    pub density: f64,
    /// Share of all draws inside.
    pub mass: f64,
}

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Corners {
    /// Share of all draws that are cases.
    pub share: f64,
    /// Boxes, each looked for among the draws outside those before; coverage and density are of all draws in it that are new.
    pub boxes: Vec<Corner>,
}

/// A peel: the assumption, its new limits, and the draws that stay.
type Peel = (usize, (f64, f64), Vec<usize>);

/// The limits of every assumption, closed.
type Limits = Vec<(f64, f64)>;

struct Hunt<'a> {
    assumptions: &'a [&'a [f64]],
    cases: &'a [bool],
    /// Draws not in an earlier box.
    draws: Vec<usize>,
    /// Ends of each assumption.
    whole: Limits,
}

impl Hunt<'_> {
    fn inside(&self, limits: &Limits, draws: &[usize]) -> Vec<usize> {
        let holds = |draw: usize| {
            self.assumptions
                .iter()
                .zip(limits)
                .all(|(values, (low, high))| values[draw] >= *low && values[draw] <= *high)
        };
        draws.iter().copied().filter(|draw| holds(*draw)).collect()
    }

    fn count(&self, draws: &[usize]) -> usize {
        draws.iter().filter(|draw| self.cases[**draw]).count()
    }

    fn density(&self, draws: &[usize]) -> f64 {
        if draws.is_empty() {
            0.0
        } else {
            self.count(draws) as f64 / draws.len() as f64
        }
    }

    /// The best peel of a box: the assumption, its new limits, and the draws that stay.
    fn peel(&self, limits: &Limits, inside: &[usize], least: usize) -> Option<Peel> {
        let mut best: Option<(f64, Peel)> = None;
        for (at, values) in self.assumptions.iter().enumerate() {
            let mut sorted: Vec<f64> = inside.iter().map(|draw| values[*draw]).collect();
            sorted.sort_unstable_by(f64::total_cmp);
            let (first, last) = (sorted[0], sorted[sorted.len() - 1]);
            if first == last {
                continue;
            }
            let cut = ((sorted.len() as f64 * PEEL).ceil() as usize).clamp(1, sorted.len() - 1);
            // The value after the slice; of an assumption with few values a whole value goes.
            let from_below = sorted[cut..].iter().copied().find(|value| *value > first);
            let from_above = sorted[..sorted.len() - cut]
                .iter()
                .rev()
                .copied()
                .find(|value| *value < last);
            for (low, high) in [(from_below, None), (None, from_above)] {
                let (Some(low), Some(high)) = (low.or(Some(limits[at].0)), high.or(Some(limits[at].1))) else {
                    continue;
                };
                if (low, high) == limits[at] {
                    continue;
                }
                let stay: Vec<usize> = inside
                    .iter()
                    .copied()
                    .filter(|draw| values[*draw] >= low && values[*draw] <= high)
                    .collect();
                if stay.len() < least || stay.len() == inside.len() {
                    continue;
                }
                // What is gained for each draw given up, so that a coarse assumption is not favoured.
                let given_up = (inside.len() - stay.len()) as f64;
                let gain = (self.density(&stay) - self.density(inside)) / given_up;
                if best.as_ref().is_none_or(|known| gain > known.0) {
                    best = Some((gain, (at, (low, high), stay)));
                }
            }
        }
        best.map(|(_, peel)| peel)
    }

    /// Moves each limit out again while the density inside does not fall.
    fn paste(&self, mut limits: Limits) -> Limits {
        loop {
            let inside = self.inside(&limits, &self.draws);
            let density = self.density(&inside);
            let add = ((inside.len() as f64 * PEEL).ceil() as usize).max(1);
            let mut best: Option<(f64, Limits)> = None;
            for at in 0..limits.len() {
                for lower in [true, false] {
                    let mut open = limits.clone();
                    if lower {
                        open[at].0 = self.whole[at].0;
                    } else {
                        open[at].1 = self.whole[at].1;
                    }
                    if open == limits {
                        continue;
                    }
                    let values = self.assumptions[at];
                    let mut beyond: Vec<f64> = self
                        .inside(&open, &self.draws)
                        .into_iter()
                        .map(|draw| values[draw])
                        .filter(|value| {
                            if lower {
                                *value < limits[at].0
                            } else {
                                *value > limits[at].1
                            }
                        })
                        .collect();
                    if beyond.is_empty() {
                        continue;
                    }
                    beyond.sort_unstable_by(f64::total_cmp);
                    let mut wider = limits.clone();
                    if lower {
                        wider[at].0 = beyond[beyond.len().saturating_sub(add)];
                    } else {
                        wider[at].1 = beyond[(add - 1).min(beyond.len() - 1)];
                    }
                    let found = self.density(&self.inside(&wider, &self.draws));
                    if found >= density && best.as_ref().is_none_or(|known| found > known.0) {
                        best = Some((found, wider));
                    }
                }
            }
            match best {
                Some((_, wider)) => limits = wider,
                None => return limits,
            }
        }
    }

    /// The chance that a box without a limit holds as many cases among as many draws by accident.
    fn chance(&self, limits: &Limits, at: usize) -> f64 {
        let inside = self.inside(limits, &self.draws);
        let mut open = limits.clone();
        open[at] = self.whole[at];
        let share = self.density(&self.inside(&open, &self.draws));
        let cases = self.count(&inside) as u64;
        match Binomial::new(share, inside.len() as u64) {
            Ok(law) if cases > 0 => 1.0 - law.cdf(cases - 1),
            _ => 1.0,
        }
    }

    fn hunt(&self, all_cases: usize) -> Option<Corner> {
        let least = ((self.cases.len() as f64 * SMALLEST) as usize).max(LEAST_INSIDE);
        let mut limits = self.whole.clone();
        let mut inside = self.draws.clone();
        // Of coverage and density the harmonic mean.
        let worth = |inside: &[usize]| 2.0 * self.count(inside) as f64 / (inside.len() + all_cases).max(1) as f64;
        let mut best = (worth(&inside), limits.clone());
        while let Some((at, ends, stay)) = self.peel(&limits, &inside, least) {
            limits[at] = ends;
            inside = stay;
            if worth(&inside) > best.0 {
                best = (worth(&inside), limits.clone());
            }
            if self.count(&inside) == inside.len() {
                break;
            }
        }
        let mut limits = self.paste(best.1);
        // A limit that tells nothing is lifted, the weakest first.
        loop {
            let set: Vec<usize> = (0..limits.len()).filter(|at| limits[*at] != self.whole[*at]).collect();
            let weakest = set
                .iter()
                .map(|at| (self.chance(&limits, *at), *at))
                .max_by(|a, b| a.0.total_cmp(&b.0));
            match weakest {
                Some((chance, at)) if chance > BELIEVED => limits[at] = self.whole[at],
                _ => break,
            }
        }
        let inside = self.inside(&limits, &self.draws);
        let mut told: Vec<Limit> = (0..limits.len())
            .filter(|at| limits[*at] != self.whole[*at])
            .map(|at| Limit {
                assumption: at,
                low: (limits[at].0 != self.whole[at].0).then_some(limits[at].0),
                high: (limits[at].1 != self.whole[at].1).then_some(limits[at].1),
                chance: self.chance(&limits, at),
            })
            .collect();
        told.sort_by(|a, b| a.chance.total_cmp(&b.chance).then(a.assumption.cmp(&b.assumption)));
        (!told.is_empty()).then(|| Corner {
            limits: told,
            coverage: self.count(&inside) as f64 / all_cases as f64,
            density: self.density(&inside),
            mass: inside.len() as f64 / self.cases.len() as f64,
        })
    }
}

/// Looks for the corners in which the cases are.
pub fn corners(assumptions: &[&[f64]], cases: &[bool]) -> Corners {
    let all_cases = cases.iter().filter(|case| **case).count();
    let ends = |values: &&[f64]| {
        let low = values.iter().copied().fold(f64::INFINITY, f64::min);
        (low, values.iter().copied().fold(f64::NEG_INFINITY, f64::max))
    };
    let mut found = Corners {
        share: all_cases as f64 / cases.len().max(1) as f64,
        boxes: Vec::new(),
    };
    if all_cases == 0 || all_cases == cases.len() {
        return found;
    }
    let mut hunt = Hunt {
        assumptions,
        cases,
        draws: (0..cases.len()).collect(),
        whole: assumptions.iter().map(ends).collect(),
    };
    while found.boxes.len() < MOST_BOXES && hunt.count(&hunt.draws) > LEAST_INSIDE {
        let Some(corner) = hunt.hunt(all_cases) else { break };
        // A later box must be denser than the whole and tell a fair part.
        if corner.density <= found.share || (corner.coverage < 0.1 && !found.boxes.is_empty()) {
            break;
        }
        let mut limits = hunt.whole.clone();
        for limit in &corner.limits {
            let whole = limits[limit.assumption];
            limits[limit.assumption] = (limit.low.unwrap_or(whole.0), limit.high.unwrap_or(whole.1));
        }
        let inside = hunt.inside(&limits, &hunt.draws);
        hunt.draws.retain(|draw| !inside.contains(draw));
        found.boxes.push(corner);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::ranks::chance;

    #[test]
    fn a_corner_of_two_assumptions_is_found_and_idle_ones_are_not_named() {
        let x: Vec<Vec<f64>> = (0..6)
            .map(|at| (0..1000).map(|draw| chance(at, draw)).collect())
            .collect();
        let columns: Vec<&[f64]> = x.iter().map(Vec::as_slice).collect();
        let cases: Vec<bool> = (0..1000).map(|at| x[1][at] > 0.6 && x[4][at] < 0.5).collect();
        let found = corners(&columns, &cases);
        let first = &found.boxes[0];
        let mut named: Vec<usize> = first.limits.iter().map(|limit| limit.assumption).collect();
        named.sort_unstable();
        assert_eq!(named, [1, 4], "{found:?}");
        assert!(first.coverage > 0.9 && first.density > 0.9, "{first:?}");
        for limit in &first.limits {
            match limit.assumption {
                1 => assert!(limit.high.is_none() && (limit.low.expect("a limit") - 0.6).abs() < 0.05),
                _ => assert!(limit.low.is_none() && (limit.high.expect("a limit") - 0.5).abs() < 0.05),
            }
        }
    }

    #[test]
    fn two_corners_apart_are_both_told_and_chance_has_none() {
        let x: Vec<Vec<f64>> = (0..4)
            .map(|at| (0..2000).map(|draw| chance(at, draw)).collect())
            .collect();
        let columns: Vec<&[f64]> = x.iter().map(Vec::as_slice).collect();
        let cases: Vec<bool> = (0..2000).map(|at| x[0][at] < 0.15 || x[2][at] > 0.85).collect();
        let found = corners(&columns, &cases);
        let told: f64 = found.boxes.iter().map(|one| one.coverage).sum();
        assert!(found.boxes.len() >= 2 && told > 0.8, "{found:?}");
        let never = vec![false; 2000];
        assert!(corners(&columns, &never).boxes.is_empty());
    }
}
