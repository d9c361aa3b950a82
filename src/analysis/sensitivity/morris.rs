//! Elementary effects (Morris, *Technometrics* 33, 1991; Campolongo, Cariboni and Saltelli, *Environmental Modelling &
//! Software* 22, 2007): one factor at a time is moved by a step, along paths that begin anywhere on a coarse grid.
//!
//! The mean size of the effects (mu star) says how much a factor matters; their spread (sigma), whether it acts differently
//! elsewhere: bent, or together with others.

use rand::SeedableRng;
use rand::distr::{Distribution, Open01};
use rand_chacha::ChaCha8Rng;

use super::{Index, Model};
use crate::analysis::ranks::{mean, variance};

/// The effects of one factor.
#[derive(Clone, Debug, PartialEq)]
pub struct Effects {
    /// Mean of the effects.
    pub mu: f64,
    /// Mean of their sizes, with its interval.
    pub mu_star: Index,
    /// Their standard deviation.
    pub sigma: f64,
}

/// How it is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Design {
    /// Paths.
    pub paths: usize,
    /// Levels of the grid, an even number.
    pub levels: usize,
    /// Seed of the paths.
    pub seed: u64,
}

/// The points of all paths, factors + 1 to each, and for each path the factor moved at each step.
fn paths(dimensions: usize, factors: &[Vec<usize>], design: Design) -> (Vec<Vec<f64>>, Vec<Vec<usize>>) {
    let mut stream = ChaCha8Rng::seed_from_u64(design.seed);
    let mut below = |count: usize| -> usize {
        let u: f64 = Open01.sample(&mut stream);
        ((u * count as f64) as usize).min(count - 1)
    };
    let last = (design.levels - 1) as f64;
    let jump = design.levels / 2;
    let (mut points, mut moved) = (Vec::new(), Vec::new());
    for _ in 0..design.paths {
        // From the lower half of the grid up, or from the upper half down: with the step of half the levels, each level is as
        // likely as any other.
        let mut places: Vec<usize> = (0..dimensions).map(|_| below(design.levels)).collect();
        for members in factors {
            // What is moved together begins together.
            let place = below(design.levels);
            members.iter().for_each(|member| places[*member] = place);
        }
        let mut order: Vec<usize> = (0..factors.len()).collect();
        for at in (1..order.len()).rev() {
            order.swap(at, below(at + 1));
        }
        let point = |places: &[usize]| -> Vec<f64> { places.iter().map(|place| *place as f64 / last).collect() };
        points.push(point(&places));
        for factor in &order {
            for member in &factors[*factor] {
                let place = &mut places[*member];
                *place = if *place < jump { *place + jump } else { *place - jump };
            }
            points.push(point(&places));
        }
        moved.push(order);
    }
    (points, moved)
}

/// The effects of every factor on every output: output × factor. A factor is one dimension or several moved together.
pub fn effects<M: Model>(
    model: &M,
    dimensions: usize,
    factors: &[Vec<usize>],
    design: Design,
) -> Result<Vec<Vec<Effects>>, M::Error> {
    let (points, moved) = paths(dimensions, factors, design);
    let results = model.ask(&points)?;
    let outputs = results.first().map_or(0, Vec::len);
    let step = (design.levels / 2) as f64 / (design.levels - 1) as f64;
    let mut all = vec![vec![Vec::with_capacity(design.paths); factors.len()]; outputs];
    for (path, order) in moved.iter().enumerate() {
        for (place, factor) in order.iter().enumerate() {
            let before = path * (factors.len() + 1) + place;
            let member = factors[*factor][0];
            let up = points[before + 1][member] > points[before][member];
            let width = if up { step } else { -step };
            for output in 0..outputs {
                all[output][*factor].push((results[before + 1][output] - results[before][output]) / width);
            }
        }
    }
    let summed = |effects: &Vec<f64>| {
        let sizes: Vec<f64> = effects.iter().map(|effect| effect.abs()).collect();
        let error = (variance(&sizes) / sizes.len() as f64).sqrt();
        Effects {
            mu: mean(effects),
            mu_star: Index::about(mean(&sizes), error),
            sigma: variance(effects).sqrt(),
        }
    };
    Ok(all.iter().map(|of| of.iter().map(summed).collect()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::sensitivity::Function;
    use std::f64::consts::PI;

    fn alone(count: usize) -> Vec<Vec<usize>> {
        (0..count).map(|at| vec![at]).collect()
    }

    const DESIGN: Design = Design {
        paths: 50,
        levels: 4,
        seed: 1,
    };

    #[test]
    fn the_second_of_ishigami_moves_it_by_seven_and_seven_eighths_on_four_levels() {
        let ishigami = Function(|u: &[f64]| {
            let x: Vec<f64> = u.iter().map(|u| PI * (2.0 * u - 1.0)).collect();
            x[0].sin() * (1.0 + 0.1 * x[2].powi(4)) + 7.0 * x[1].sin().powi(2)
        });
        let Ok(found) = effects(&ishigami, 3, &alone(3), DESIGN);
        let second = &found[0][1];
        assert!((second.mu_star.value - 7.875).abs() < 1e-9, "{second:?}");
        assert!(second.mu_star.high - second.mu_star.low < 1e-9 && second.sigma > 5.0);
    }

    #[test]
    fn a_straight_factor_has_no_spread_and_an_idle_one_no_effect() {
        let model = Function(|u: &[f64]| 3.0 * u[0] - 2.0 * u[2]);
        let Ok(found) = effects(&model, 4, &alone(4), DESIGN);
        let told: Vec<(f64, f64)> = found[0].iter().map(|one| (one.mu, one.sigma)).collect();
        for ((mu, sigma), truth) in told.iter().zip([3.0, 0.0, -2.0, 0.0]) {
            assert!((mu - truth).abs() < 1e-9 && *sigma < 1e-9);
        }
        // Together the two cancel in part.
        let Ok(found) = effects(&model, 4, &[vec![0, 2], vec![1], vec![3]], DESIGN);
        assert!((found[0][0].mu - 1.0).abs() < 1e-9 && found[0][0].sigma < 1e-9);
    }
}
