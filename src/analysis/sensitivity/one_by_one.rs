//! One factor at a time from its 10th to its 90th percentile, all others at their medians: the tornado. And two at a time.

use super::Model;

/// The two ends between which a factor is moved, as probabilities.
pub const ENDS: (f64, f64) = (0.1, 0.9);

/// A factor's two ends, output by output.
#[derive(Clone, Debug, PartialEq)]
pub struct Swing {
    /// The factor.
    pub factor: usize,
    /// Outputs with the factor at its low end.
    pub low: Vec<f64>,
    /// Outputs with the factor at its high end.
    pub high: Vec<f64>,
}

/// All factors moved one by one.
#[derive(Clone, Debug, PartialEq)]
pub struct Tornado {
    /// Outputs with everything at its median.
    pub centre: Vec<f64>,
    /// By factor.
    pub swings: Vec<Swing>,
}

fn moved(dimensions: usize, members: &[usize], to: f64, from: &[f64]) -> Vec<f64> {
    let mut point = from.to_vec();
    point.resize(dimensions, 0.5);
    members.iter().for_each(|member| point[*member] = to);
    point
}

/// Moves every factor.
pub fn tornado<M: Model>(model: &M, dimensions: usize, factors: &[Vec<usize>]) -> Result<Tornado, M::Error> {
    let middle = vec![0.5; dimensions];
    let mut points = vec![middle.clone()];
    for members in factors {
        for end in [ENDS.0, ENDS.1] {
            points.push(moved(dimensions, members, end, &middle));
        }
    }
    let mut results = model.ask(&points)?.into_iter();
    let centre = results.next().unwrap_or_default();
    let swings = (0..factors.len())
        .map(|factor| Swing {
            factor,
            low: results.next().unwrap_or_default(),
            high: results.next().unwrap_or_default(),
        })
        .collect();
    Ok(Tornado { centre, swings })
}

impl Tornado {
    /// Factors that move an output, the strongest first.
    pub fn ordered(&self, output: usize) -> Vec<&Swing> {
        let size = |swing: &Swing| {
            let away = |value: f64| (value - self.centre[output]).abs();
            let size = away(swing.low[output]).max(away(swing.high[output]));
            (swing.high[output] - swing.low[output]).abs().max(size)
        };
        let mut found: Vec<&Swing> = self.swings.iter().filter(|swing| size(swing) > 0.0).collect();
        found.sort_by(|a, b| size(b).total_cmp(&size(a)).then(a.factor.cmp(&b.factor)));
        found
    }
}

/// Two factors moved together over a grid of probabilities: outputs by place of the first, then of the second.
pub fn two_way<M: Model>(
    model: &M,
    dimensions: usize,
    first: &[usize],
    second: &[usize],
    grid: &[f64],
) -> Result<Vec<Vec<Vec<f64>>>, M::Error> {
    let middle = vec![0.5; dimensions];
    let mut points = Vec::with_capacity(grid.len() * grid.len());
    for one in grid {
        let from = moved(dimensions, first, *one, &middle);
        points.extend(grid.iter().map(|other| moved(dimensions, second, *other, &from)));
    }
    let results = model.ask(&points)?;
    Ok(results.chunks(grid.len().max(1)).map(<[Vec<f64>]>::to_vec).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::sensitivity::Function;

    #[test]
    fn each_is_moved_alone_and_the_widest_swing_is_first() {
        let model = Function(|u: &[f64]| 2.0 * u[0] - 10.0 * u[1] + (u[2] - 0.5).powi(2) + u[3]);
        let factors = [vec![0], vec![1], vec![2], vec![0, 1]];
        let Ok(found) = tornado(&model, 5, &factors);
        let order: Vec<usize> = found.ordered(0).iter().map(|swing| swing.factor).collect();
        // The third moves it the same way at both ends.
        assert_eq!(order, [1, 3, 0, 2]);
        assert!((found.swings[0].high[0] - found.swings[0].low[0] - 1.6).abs() < 1e-12);
        let Ok(none) = tornado(&model, 5, &[vec![4]]);
        assert!(none.ordered(0).is_empty());
    }

    #[test]
    fn two_at_a_time_show_what_they_do_together() {
        let model = Function(|u: &[f64]| u[0] * u[1]);
        let Ok(found) = two_way(&model, 2, &[0], &[1], &[0.1, 0.5, 0.9]);
        assert!((found[2][0][0] - 0.09).abs() < 1e-12 && (found[1][2][0] - 0.45).abs() < 1e-12);
    }
}
