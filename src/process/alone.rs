//! What each proposal does alone, against nothing funded, and what several come to when that is added up.

use super::effects::{Kept, Projected, TOLD, stats};
use super::file::Process;
use super::worlds::WorldsError;
use crate::measures::COST_PUBLIC;
use crate::results::Stats;
use crate::world::{Group, Year};

/// What one proposal does alone.
#[derive(Clone, Debug)]
pub struct Alone {
    /// For each goal, gain against nothing; more is better.
    pub gains: Vec<Stats>,
    /// Draws of these gains, goal by goal.
    pub(super) draws: Vec<Vec<f64>>,
    /// For each told measure, difference from nothing.
    pub differences: Vec<(Kept, Stats)>,
    /// Share of draws in which it costs more than its price.
    pub dearer: f64,
    /// What it costs a year [£]: 10%, 50% and 90% of draws lie below.
    pub cost: [f64; 3],
    /// Where the model charges it: what public spending is more in a year of full roll-out than with nothing funded [£].
    pub charged: Option<Stats>,
}

/// What parts of proposals do for a goal, each alone, added up: the median of the draws.
pub(super) fn sum_alone(alone: &[Alone], goal: usize, parts: impl Iterator<Item = (usize, f64)> + Clone) -> f64 {
    let draws = alone.first().map_or(0, |one| one.draws[goal].len());
    let of = |draw: usize| {
        parts
            .clone()
            .map(|(at, part)| part * alone[at].draws[goal][draw])
            .sum::<f64>()
    };
    stats(&(0..draws).map(of).collect::<Vec<f64>>()).p("p50")
}

pub(super) fn alone(
    process: &Process,
    singles: &Projected,
    costs: &[Vec<f64>],
    (start, from): (Year, usize),
) -> Result<Vec<Alone>, WorldsError> {
    let told: Vec<usize> = TOLD
        .iter()
        .map(|measure| singles.told(*measure, Group::ALL))
        .collect::<Result<_, WorldsError>>()?;
    (0..process.proposals.len())
        .map(|at| {
            let proposal = &process.proposals[at];
            let price = proposal.pounds();
            let above = costs[at].iter().filter(|cost| **cost > price * (1.0 + 1e-9)).count();
            let spread = stats(&costs[at]);
            let draws: Vec<Vec<f64>> = process
                .goals
                .iter()
                .map(|goal| singles.gains(goal, at + 1, from))
                .collect::<Result<_, WorldsError>>()?;
            Ok(Alone {
                gains: draws.iter().map(|draws| stats(draws)).collect(),
                draws,
                differences: told
                    .iter()
                    .map(|column| {
                        (
                            singles.columns[*column],
                            stats(&singles.differences(at + 1, *column, from)),
                        )
                    })
                    .collect(),
                dearer: above as f64 / costs[at].len().max(1) as f64,
                cost: ["p10", "p50", "p90"].map(|name| spread.p(name)),
                charged: (!proposal.charged)
                    .then(|| charged(process, singles, at, start))
                    .transpose()?
                    .map(|draws| stats(&draws)),
            })
        })
        .collect()
}

/// What public spending is more with one proposal than with nothing, in the mean of the years of its full roll-out (the last
/// year if there is none), draw by draw [£].
pub(super) fn charged(process: &Process, singles: &Projected, at: usize, start: Year) -> Result<Vec<f64>, WorldsError> {
    let proposal = &process.proposals[at];
    let column = singles.told(COST_PUBLIC, Group::ALL)?;
    let full: Vec<usize> = (0..singles.years)
        .filter(|year| proposal.rolled_out(start.plus(*year as u16).0) >= 1.0)
        .collect();
    let last = singles.years.saturating_sub(1);
    let years = if full.is_empty() { vec![last] } else { full };
    let draws = 0..singles.draws.len();
    // Measures are in £ million.
    let pounds = draws.map(|draw| {
        let (with, without) = (singles.series(draw, at + 1, column), singles.series(draw, 0, column));
        let more: f64 = years.iter().map(|year| with[*year] - without[*year]).sum();
        1e6 * more / years.len() as f64
    });
    Ok(pounds.collect())
}
