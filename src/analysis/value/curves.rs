//! By what a unit of effect is worth: the option to choose, how likely each is best, and what it costs not to know.
//!
//! *Expected loss* of an option is what choosing it loses on average against the best of each draw; the least of them is the
//! expected value of perfect information. Where options tie for best in a draw, its probability is shared among them, so
//! that probabilities always sum to 1.

use rayon::prelude::*;

use super::Decision;
use crate::analysis::ranks::mean;

/// Everything at one worth of the effect.
#[derive(Clone, Debug, PartialEq)]
pub struct At {
    /// What a unit of effect is worth.
    pub worth: f64,
    /// Expected net benefit by option.
    pub benefit: Vec<f64>,
    /// Probability by option that it is the best.
    pub best: Vec<f64>,
    /// Expected loss by option.
    pub loss: Vec<f64>,
    /// The option of greatest expected net benefit; of equals, the cheaper in the mean, then the first.
    pub choice: usize,
    /// Expected value of perfect information.
    pub evpi: f64,
}

/// Along a grid of worths.
#[derive(Clone, Debug, PartialEq)]
pub struct Curves {
    /// At each.
    pub points: Vec<At>,
}

impl At {
    /// Works out one worth.
    pub fn of(decision: &Decision, worth: f64) -> At {
        let options = decision.options.len();
        let draws = decision.draws();
        let (costs, effects) = (decision.mean_costs(), decision.mean_effects());
        let benefit: Vec<f64> = costs
            .iter()
            .zip(&effects)
            .map(|(cost, effect)| worth * effect - cost)
            .collect();
        let mut best = vec![0.0; options];
        let mut loss = vec![0.0; options];
        let mut nets = vec![0.0; options];
        for draw in 0..draws {
            for (option, net) in nets.iter_mut().enumerate() {
                *net = worth * decision.effects[option][draw] - decision.costs[option][draw];
            }
            let most = nets.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let tied = nets.iter().filter(|net| **net == most).count() as f64;
            for (option, net) in nets.iter().enumerate() {
                loss[option] += most - net;
                if *net == most {
                    best[option] += 1.0 / tied;
                }
            }
        }
        for value in best.iter_mut().chain(&mut loss) {
            *value /= draws as f64;
        }
        let choice = (0..options)
            .reduce(|a, b| {
                let better = benefit[b] > benefit[a] || (benefit[b] == benefit[a] && costs[b] < costs[a]);
                if better { b } else { a }
            })
            .unwrap_or(0);
        At {
            worth,
            evpi: loss[choice],
            benefit,
            best,
            loss,
            choice,
        }
    }
}

impl Curves {
    /// Along a grid in rising order.
    pub fn of(decision: &Decision, grid: &[f64]) -> Curves {
        Curves {
            points: grid.par_iter().map(|worth| At::of(decision, *worth)).collect(),
        }
    }

    /// The first worths of the grid at which the option to choose is another than before, with that option.
    pub fn turns(&self) -> Vec<(f64, usize)> {
        let pairs = self.points.windows(2).filter(|pair| pair[0].choice != pair[1].choice);
        pairs.map(|pair| (pair[1].worth, pair[1].choice)).collect()
    }
}

/// What perfect information is worth to everybody whom the decision concerns: so many people a year for some years, counted
/// from now and discounted.
pub fn people(a_year: f64, years: usize, rate: f64) -> f64 {
    (0..years).map(|year| a_year / (1.0 + rate).powi(year as i32)).sum()
}

/// Expected value of perfect information from net benefits: option × draw.
pub fn perfect(nets: &[Vec<f64>]) -> f64 {
    let draws = nets.first().map_or(0, Vec::len);
    let most = |draw: usize| nets.iter().map(|net| net[draw]).fold(f64::NEG_INFINITY, f64::max);
    let best = nets.iter().map(|net| mean(net)).fold(f64::NEG_INFINITY, f64::max);
    let gains: Vec<f64> = (0..draws).map(|draw| most(draw) - best).collect();
    mean(&gains).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decision() -> Decision {
        Decision {
            options: vec!["now".into(), "then".into()],
            costs: vec![vec![0.0; 4], vec![10.0, 10.0, 10.0, 10.0]],
            effects: vec![vec![0.0; 4], vec![0.0, 1.0, 2.0, 3.0]],
        }
    }

    #[test]
    fn probabilities_share_ties_and_losses_make_the_value_of_information() {
        let at = At::of(&decision(), 10.0);
        // Net benefits of the second: -10, 0, 10, 20.
        assert_eq!(at.best, [1.5 / 4.0, 2.5 / 4.0]);
        assert_eq!((at.choice, at.benefit[1], at.loss[0], at.evpi), (1, 5.0, 7.5, 2.5));
        assert_eq!(perfect(&[vec![0.0; 4], decision().net_benefit(1, 10.0)]), 2.5);
        let free = At::of(&decision(), 0.0);
        assert_eq!((free.choice, free.evpi, free.best[0]), (0, 0.0, 1.0));
    }

    #[test]
    fn the_choice_turns_at_the_first_worth_beyond_the_ratio() {
        let grid: Vec<f64> = (0..11).map(f64::from).collect();
        assert_eq!(Curves::of(&decision(), &grid).turns(), [(7.0, 1)]);
        // At the ratio itself both are worth the same, and the cheaper one is told.
        let at = At::of(&decision(), 20.0 / 3.0);
        assert!((at.benefit[1] - at.benefit[0]).abs() < 1e-9);
    }

    #[test]
    fn people_of_later_years_count_for_less() {
        assert_eq!(people(100.0, 3, 0.0), 300.0);
        assert_eq!(people(100.0, 2, 0.25), 180.0);
    }
}
