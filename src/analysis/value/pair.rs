//! One option against another: how much more it costs and does, the ratio of the two where a ratio means something, and how
//! likely it is worth it.

use super::Decision;
use crate::analysis::ranks::{correlation, mean, variance};

/// What one option is to another, by its mean cost and effect.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Ratio {
    /// More effect for more cost: what a unit of effect costs.
    Costs(f64),
    /// Less effect for less cost: what is saved for each unit given up.
    Saves(f64),
    /// At least as good in both, and better in one.
    Dominates,
    /// No better in either, and worse in one.
    Dominated,
    /// No difference.
    Same,
}

impl Ratio {
    /// From a difference in cost and in effect.
    pub fn of(cost: f64, effect: f64) -> Ratio {
        if cost == 0.0 && effect == 0.0 {
            Ratio::Same
        } else if effect >= 0.0 && cost <= 0.0 {
            Ratio::Dominates
        } else if effect <= 0.0 && cost >= 0.0 {
            Ratio::Dominated
        } else if effect > 0.0 {
            Ratio::Costs(cost / effect)
        } else {
            Ratio::Saves(cost / effect)
        }
    }

    /// The word used in files.
    pub fn word(self) -> &'static str {
        match self {
            Ratio::Costs(_) => "costs more, does more",
            Ratio::Saves(_) => "costs less, does less",
            Ratio::Dominates => "dominates",
            Ratio::Dominated => "dominated",
            Ratio::Same => "the same",
        }
    }
}

/// One option against another.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// The option.
    pub option: usize,
    /// What it is compared with.
    pub against: usize,
    /// Cost more, one number a draw.
    pub costs: Vec<f64>,
    /// Effect more, one number a draw.
    pub effects: Vec<f64>,
    /// Mean of the cost.
    pub cost: f64,
    /// Mean of the effect.
    pub effect: f64,
}

/// The ellipse that holds so much of two normal quantities of these means, spreads and correlation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ellipse {
    /// Centre: effect, cost.
    pub centre: (f64, f64),
    /// Half axes along the two directions below.
    pub axes: (f64, f64),
    /// Direction of the first axis, in the plane of effect and cost divided by their standard deviations (radians).
    pub angle: f64,
    /// Standard deviations of effect and cost.
    pub spread: (f64, f64),
}

impl Ellipse {
    /// A point of its edge, at a part of the way round from 0 to 1.
    pub fn edge(&self, part: f64) -> (f64, f64) {
        let (sin, cos) = (part * std::f64::consts::TAU).sin_cos();
        let (a, b) = (self.axes.0 * cos, self.axes.1 * sin);
        let (sin, cos) = self.angle.sin_cos();
        (
            self.centre.0 + self.spread.0 * (a * cos - b * sin),
            self.centre.1 + self.spread.1 * (a * sin + b * cos),
        )
    }
}

impl Pair {
    /// Compares two options.
    pub fn of(decision: &Decision, option: usize, against: usize) -> Pair {
        let less = |of: &[Vec<f64>]| -> Vec<f64> { of[option].iter().zip(&of[against]).map(|(a, b)| a - b).collect() };
        let (costs, effects) = (less(&decision.costs), less(&decision.effects));
        Pair {
            cost: mean(&costs),
            effect: mean(&effects),
            option,
            against,
            costs,
            effects,
        }
    }

    /// What it is by the means.
    pub fn ratio(&self) -> Ratio {
        Ratio::of(self.cost, self.effect)
    }

    /// Expected incremental net benefit.
    pub fn benefit(&self, worth: f64) -> f64 {
        worth * self.effect - self.cost
    }

    /// Share of draws in which its net benefit is greater.
    pub fn acceptability(&self, worth: f64) -> f64 {
        let better = self
            .effects
            .iter()
            .zip(&self.costs)
            .filter(|(e, c)| worth * **e - **c > 0.0);
        better.count() as f64 / self.costs.len() as f64
    }

    /// Shares of draws that do more and cost more, do more and cost no more, do no more and cost no more, do no more and cost
    /// more: the quarters of the plane, anticlockwise.
    pub fn quarters(&self) -> [f64; 4] {
        let mut found = [0usize; 4];
        for (effect, cost) in self.effects.iter().zip(&self.costs) {
            found[match (*effect > 0.0, *cost > 0.0) {
                (true, true) => 0,
                (true, false) => 1,
                (false, false) => 2,
                (false, true) => 3,
            }] += 1;
        }
        found.map(|count| count as f64 / self.costs.len() as f64)
    }

    /// The ellipse that would hold this share of the draws, were they normal.
    pub fn ellipse(&self, share: f64) -> Ellipse {
        let tie = correlation(&self.effects, &self.costs);
        // Quantile of chi-squared with two degrees of freedom.
        let radius = (-2.0 * (1.0 - share).ln()).sqrt();
        Ellipse {
            centre: (self.effect, self.cost),
            axes: (radius * (1.0 + tie).sqrt(), radius * (1.0 - tie).sqrt()),
            angle: std::f64::consts::FRAC_PI_4,
            spread: (variance(&self.effects).sqrt(), variance(&self.costs).sqrt()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ratio_is_told_only_where_it_means_something() {
        for (cost, effect, ratio) in [
            (10.0, 2.0, Ratio::Costs(5.0)),
            (-10.0, -2.0, Ratio::Saves(5.0)),
            (-1.0, 2.0, Ratio::Dominates),
            (0.0, 2.0, Ratio::Dominates),
            (-1.0, 0.0, Ratio::Dominates),
            (1.0, 0.0, Ratio::Dominated),
            (1.0, -1.0, Ratio::Dominated),
            (0.0, -1.0, Ratio::Dominated),
            (0.0, 0.0, Ratio::Same),
        ] {
            assert_eq!(Ratio::of(cost, effect), ratio, "{cost} {effect}");
        }
    }

    #[test]
    fn an_ellipse_holds_the_share_it_is_for() {
        let normal = |at: usize, step: f64| {
            let u = ((at as f64 + 0.5) * step).fract();
            crate::scenario::inverse::normal_quantile(u)
        };
        let a: Vec<f64> = (0..4000).map(|at| normal(at, 0.754_877_666)).collect();
        let b: Vec<f64> = (0..4000).map(|at| normal(at, 0.569_840_291)).collect();
        let decision = Decision {
            options: vec!["now".into(), "then".into()],
            costs: vec![
                vec![0.0; 4000],
                a.iter().zip(&b).map(|(a, b)| 100.0 * (a + b)).collect(),
            ],
            effects: vec![vec![0.0; 4000], a],
        };
        let pair = Pair::of(&decision, 1, 0);
        let ellipse = pair.ellipse(0.95);
        let edge: Vec<(f64, f64)> = (0..720).map(|at| ellipse.edge(f64::from(at) / 720.0)).collect();
        // A point is inside if the edge runs round it.
        let inside = |x: f64, y: f64| {
            let mut odd = false;
            for (one, next) in edge.iter().zip(edge.iter().cycle().skip(1)) {
                if (one.1 > y) != (next.1 > y) && x < (next.0 - one.0) * (y - one.1) / (next.1 - one.1) + one.0 {
                    odd = !odd;
                }
            }
            odd
        };
        let held = pair
            .effects
            .iter()
            .zip(&pair.costs)
            .filter(|(x, y)| inside(**x, **y))
            .count();
        assert!((held as f64 / 4000.0 - 0.95).abs() < 0.01, "{held}");
        assert!((pair.quarters().iter().sum::<f64>() - 1.0).abs() < 1e-12);
    }
}
