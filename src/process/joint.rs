//! Sets of proposals projected together: the funded one beside those that promise most for each goal.

use super::alone::{Alone, sum_alone};
use super::best::{Allowed, Best, Item, best};
use super::effects::{columns, mean, stats};
use super::file::Process;
use super::goals::Goal;
use super::maker::{Maker, same_money};
use super::worlds::{Wanted, WorldsError};
use crate::budgeting::Rational;
use crate::budgeting::exact::approximate;
use crate::projection::Progress;
use crate::results::Stats;

/// Sets whose sums of single effects are greatest, projected together for each goal.
const CANDIDATES: usize = 3;

/// A set that was projected together.
#[derive(Clone, Debug)]
pub struct Joint {
    /// Proposals, ascending.
    pub set: Vec<usize>,
    /// Price of the set [£].
    pub price: f64,
    /// For each goal: mean sum of single effects, and what the set does together.
    pub goals: Vec<(f64, Stats)>,
    /// For each goal: median over the draws of the sum of single effects, to stand beside the median of the set.
    pub sums: Vec<f64>,
    /// Draws of these gains, goal by goal.
    draws: Vec<Vec<f64>>,
}

impl Joint {
    /// Whether what the set does together for a goal is of another sign than the sum of what its proposals do alone, or more than twice
    /// or less than half of it: the one may then not be told for the other.
    pub fn unlike_its_sum(&self, goal: usize) -> bool {
        let (sum, together) = (self.sums[goal], self.goals[goal].1.p("p50"));
        sum != together && (sum * together <= 0.0 || !(0.5..=2.0).contains(&(sum / together)))
    }
}

/// What would have done most for a goal.
#[derive(Clone, Debug)]
pub struct Gap {
    /// The goal.
    pub goal: Goal,
    /// Position in [`super::outcome::Outcome::sets`] of what does most of all sets projected.
    pub best: usize,
    /// Share of draws in which it does more than the funded set.
    pub beats: f64,
    /// What it does more than the funded set, draw by draw.
    pub more: Stats,
    /// What the funded set's money does more than this best set if services spend it as they spend theirs now, draw by draw; nothing
    /// where the set brings no new money.
    pub as_now_more: Option<Stats>,
    /// What the funded set does, as a part of what the best does; nothing where the best does nothing.
    pub reached: Option<f64>,
    /// Candidates in the order of the search: sets and sums of single effects.
    pub candidates: Vec<Best>,
}

/// What sets do together.
#[derive(Debug)]
pub(super) struct Together {
    /// Sets projected: the funded one first.
    pub(super) sets: Vec<Joint>,
    /// By goal.
    pub(super) gaps: Vec<Gap>,
    /// What the funded set's money would do for each goal if services spent it as they spend theirs now.
    pub(super) same_money: Option<Vec<Stats>>,
}

/// What may be bought together: districts' own money, alternatives, needs, and what officials took out.
fn terms(process: &Process) -> Allowed {
    let of = |district: Option<&String>| -> Vec<usize> {
        let all = process.proposals.iter().enumerate();
        all.filter(|(_, one)| one.district.as_ref() == district)
            .map(|(at, _)| at)
            .collect()
    };
    let mut purses = Vec::new();
    if !process.districts.is_empty() {
        let whole = process.of_whole_area(&process.budget);
        purses.push((super::money::pence_of(&whole), of(None)));
        for district in &process.districts {
            purses.push((super::money::pence_of(&district.budget), of(Some(&district.id))));
        }
    }
    // What one phase leaves the next may spend, and never the other way round.
    let mut money = process.carried_over.clone();
    for (at, own) in process.phases.iter().enumerate() {
        money += own;
        let all = process.proposals.iter().enumerate();
        let until = all.filter(|(_, one)| one.district.is_none() && one.phase_number() <= at + 1);
        purses.push((super::money::pence_of(&money), until.map(|(place, _)| place).collect()));
    }
    let proposals = || process.proposals.iter().enumerate();
    Allowed {
        purses,
        alternatives: process.alternatives(),
        needs: proposals()
            .flat_map(|(at, one)| {
                one.needs
                    .iter()
                    .filter_map(move |needed| Some((at, process.find(needed)?)))
            })
            .collect(),
        never: proposals()
            .filter(|(_, one)| one.vetoed.is_some())
            .map(|(at, _)| at)
            .collect(),
    }
}

/// Projects the funded set and the candidates of every goal together, and says what does most.
pub(super) fn joint(
    process: &Process,
    maker: &Maker<'_>,
    alone: &[Alone],
    (funded, in_full_or_part, partly): (&[usize], &[usize], &[(usize, Rational)]),
    from: usize,
    progress: &dyn Fn(&'static str, usize) -> Box<dyn Progress>,
) -> Result<Together, WorldsError> {
    let budget = super::money::pence_of(&process.budget);
    let terms = terms(process);
    let of_goal = |goal: usize| alone.iter().map(|one| mean(&one.draws[goal])).collect();
    let single: Vec<Vec<f64>> = (0..process.goals.len()).map(of_goal).collect();
    let candidates: Vec<Vec<Best>> = single
        .iter()
        .map(|gains| {
            let items: Vec<Item> = process
                .proposals
                .iter()
                .zip(gains)
                .map(|(proposal, gain)| Item {
                    cost: proposal.pence(),
                    gain: *gain,
                })
                .collect();
            best(&items, budget, &terms, CANDIDATES)
        })
        .collect();
    let mut sets: Vec<Vec<usize>> = vec![funded.to_vec()];
    for one in candidates.iter().flatten() {
        if !sets.contains(&one.set) {
            sets.push(one.set.clone());
        }
    }
    let mut wanted = vec![Wanted::funded("nothing", "Nothing funded", &[])];
    wanted.extend(sets.iter().enumerate().map(|(at, set)| {
        // What is chosen holds what is paid in part; other sets only what is paid in full.
        let set = if at == 0 { in_full_or_part } else { set.as_slice() };
        Wanted::funded(&format!("set-{at}"), "A set", set)
    }));
    let as_now = same_money(maker.process, in_full_or_part);
    wanted.extend(as_now.clone());
    let plans = maker.plans(&wanted)?;
    let together = maker.projected(
        "together",
        plans,
        columns(&process.goals)?,
        progress("what would have done most", maker.settings.draws).as_ref(),
    )?;
    let as_now: Option<Vec<Vec<f64>>> = as_now
        .map(|_| {
            let world = wanted.len() - 1;
            let goals = process.goals.iter();
            goals
                .map(|goal| together.gains(goal, world, from))
                .collect::<Result<_, WorldsError>>()
        })
        .transpose()?;
    let gained: Vec<Vec<Vec<f64>>> = (1..=sets.len())
        .map(|world| {
            let goals = process.goals.iter();
            goals.map(|goal| together.gains(goal, world, from)).collect()
        })
        .collect::<Result<_, WorldsError>>()?;
    let sets: Vec<Joint> = sets
        .into_iter()
        .zip(gained)
        .enumerate()
        .map(|(place, (set, draws))| {
            // Part of the money does that part of what all of it would do.
            let parts: Vec<(usize, f64)> = partly
                .iter()
                .filter(|_| place == 0)
                .map(|(at, amount)| {
                    (
                        *at,
                        approximate(amount) / process.proposals[*at].pounds().max(f64::MIN_POSITIVE),
                    )
                })
                .collect();
            let whole = set.iter().map(|at| (*at, 1.0)).chain(parts.iter().copied());
            let all: Vec<(usize, f64)> = whole.collect();
            let sum = |goal: usize| all.iter().map(|(at, part)| part * single[goal][*at]).sum::<f64>();
            let sums = |goal: usize| sum_alone(alone, goal, all.iter().copied());
            Joint {
                sums: (0..process.goals.len()).map(sums).collect(),
                price: all
                    .iter()
                    .map(|(at, part)| part * process.proposals[*at].pounds())
                    .sum(),
                goals: draws
                    .iter()
                    .enumerate()
                    .map(|(goal, draws)| (sum(goal), stats(draws)))
                    .collect(),
                set,
                draws,
            }
        })
        .collect();
    let gaps = process
        .goals
        .iter()
        .enumerate()
        .map(|(at, goal)| {
            // The median, as everything told to readers: what is said to do most has the greater number beside it.
            let gain = |set: usize| sets[set].goals[at].1.p("p50");
            let mut order: Vec<usize> = (0..sets.len()).collect();
            // Of equal sets the funded one, then the cheaper: nothing is said to be better that is not.
            order.sort_by(|a, b| {
                gain(*b)
                    .total_cmp(&gain(*a))
                    .then((*a != 0).cmp(&(*b != 0)))
                    .then(a.cmp(b))
            });
            let best = order.first().copied().unwrap_or(0);
            let beyond = |one: &[f64], other: &[f64]| -> Vec<f64> {
                one.iter().zip(other).map(|(one, other)| one - other).collect()
            };
            let more = beyond(&sets[best].draws[at], &sets[0].draws[at]);
            let as_now_more = as_now.as_ref();
            let as_now_more = as_now_more.map(|as_now| stats(&beyond(&as_now[at], &sets[best].draws[at])));
            let above = more.iter().filter(|more| **more > 0.0).count();
            Gap {
                goal: *goal,
                best,
                beats: above as f64 / more.len().max(1) as f64,
                more: stats(&more),
                as_now_more,
                reached: (gain(best) > 0.0).then(|| gain(0) / gain(best)),
                candidates: candidates[at].clone(),
            }
        })
        .collect();
    Ok(Together {
        sets,
        gaps,
        same_money: as_now.map(|goals| goals.iter().map(|draws| stats(draws)).collect()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A set whose proposals come to a sum one by one, and which does another thing together.
    fn set(sum: f64, together: f64) -> Joint {
        Joint {
            set: vec![0, 1],
            price: 1e6,
            goals: vec![(sum, stats(&[together; 4]))],
            sums: vec![sum],
            draws: vec![vec![together; 4]],
        }
    }

    #[test]
    fn a_sum_of_another_sign_or_far_from_what_the_set_does_is_not_told_for_it() {
        for (sum, together) in [
            (-0.12, 0.38),
            (0.12, -0.38),
            (0.0, 0.38),
            (0.38, 0.0),
            (0.10, 0.38),
            (0.9, 0.38),
        ] {
            assert!(set(sum, together).unlike_its_sum(0), "{sum} {together}");
        }
        for (sum, together) in [(0.38, 0.38), (0.0, 0.0), (0.3, 0.38), (-0.5, -0.38)] {
            assert!(!set(sum, together).unlike_its_sum(0), "{sum} {together}");
        }
    }
}
