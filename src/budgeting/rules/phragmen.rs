//! Sequential Phragmén: money flows to all voters at the same speed; a project is bought the moment its supporters can
//! pay for it together, and their purses are then empty.
//!
//! The count stops when the next project (or one tied with it) does not fit, as in pabutools; the consequences (a tied
//! big project stops a small one) are the rule's. A voter's last payment is known from the last purchase supported, so
//! the exact state is one number for each purchase and not one for each voter.

use num_bigint::{BigInt, BigUint};
use num_integer_gcd::gcd;
use num_traits::{One, Zero};

use crate::budgeting::election::Election;
use crate::budgeting::exact::Rational;
use crate::budgeting::gate::Gate;
use crate::budgeting::outcome::Outcome;
use crate::budgeting::price_system::PriceSystem;
use crate::budgeting::tie::{TieOrder, break_tie};
use crate::budgeting::utility::Utilities;

/// Greatest common divisor by Euclid's algorithm, so that no crate is needed for it.
mod num_integer_gcd {
    use num_bigint::BigUint;
    use num_traits::Zero;

    pub fn gcd(mut a: BigUint, mut b: BigUint) -> BigUint {
        while !b.is_zero() {
            (a, b) = (b.clone(), a % b);
        }
        a
    }
}

/// The state: times of purchases as whole multiples of one over a common denominator.
struct Clock {
    /// Common denominator of all times.
    denominator: BigUint,
    /// Time of each purchase × denominator; entry 0 stands for the start.
    times: Vec<BigUint>,
    /// Last purchase supported by each ballot, 0 if none.
    last: Vec<u32>,
    /// Scratch: weight of a project's supporters by their last purchase.
    weights: Vec<u64>,
}

/// A purchase and, for each supporter's ballot, the last purchase before it.
struct Purchase {
    project: usize,
    before: Vec<(u32, u32)>,
}

/// A moment: numerator over `weight` × the common denominator.
struct Moment {
    numerator: BigUint,
    weight: BigUint,
}

impl Moment {
    fn cmp(&self, other: &Moment) -> std::cmp::Ordering {
        (&self.numerator * &other.weight).cmp(&(&other.numerator * &self.weight))
    }
}

impl Clock {
    /// When a project's supporters can pay, given what they have paid; `None` without supporters.
    fn moment(&mut self, election: &Election, supporters: &[u32], cost: &BigUint) -> Option<Moment> {
        self.weights.iter_mut().for_each(|weight| *weight = 0);
        for ballot in supporters {
            self.weights[self.last[*ballot as usize] as usize] += election.ballots[*ballot as usize].weight;
        }
        let weight: u128 = self.weights.iter().map(|weight| u128::from(*weight)).sum();
        if weight == 0 {
            return None;
        }
        let mut numerator = cost * &self.denominator;
        for (time, weight) in self.times.iter().zip(&self.weights).filter(|(_, weight)| **weight > 0) {
            numerator += time * *weight;
        }
        Some(Moment {
            numerator,
            weight: BigUint::from(weight),
        })
    }

    /// Moves the state on to a purchase at this moment.
    fn buy(&mut self, supporters: &[u32], moment: &Moment) {
        let shared = gcd(moment.numerator.clone(), moment.weight.clone());
        let factor = &moment.weight / &shared;
        if !factor.is_one() {
            self.denominator *= &factor;
            self.times.iter_mut().for_each(|time| *time *= &factor);
        }
        self.times.push(&moment.numerator / &shared);
        self.weights.push(0);
        let purchase = (self.times.len() - 1) as u32;
        for ballot in supporters {
            self.last[*ballot as usize] = purchase;
        }
    }
}

/// What one project meets at one turn of a count that goes on without it.
pub struct Turn {
    /// When the next of the others can be paid [currency each]; nothing where none has supporters.
    pub time: Option<Rational>,
    /// The others that can be paid then.
    pub tied: Vec<usize>,
    /// What is left of the budget \[currency\].
    pub left: Rational,
    /// What the project's supporters have paid until then, each as if from the start \[currency\].
    pub paid: Rational,
    /// Whether it gives way to a project that is funded.
    pub held_back: bool,
    /// What ceilings leave for it \[currency\]; nothing where none stands above it.
    pub room: Option<Rational>,
}

/// All turns of a count without one project.
pub fn turns_without(election: &Election, utilities: &Utilities, tie_order: TieOrder, project: usize) -> Vec<Turn> {
    let supporters: Vec<u32> = utilities.supporters[project].iter().map(|one| one.ballot).collect();
    let scale = cost_scale(election);
    let mut turns = Vec::new();
    let mut watch = |clock: &mut Clock, best: Option<&Moment>, tied: &[usize], left: &Rational, gate: &Gate<'_>| {
        let exact = |numerator: &BigUint, denominator: BigUint| {
            Rational::new(BigInt::from(numerator.clone()), BigInt::from(denominator * &scale))
        };
        let paid = clock.moment(election, &supporters, &BigUint::zero());
        turns.push(Turn {
            time: best.map(|best| exact(&best.numerator, &best.weight * &clock.denominator)),
            tied: tied.to_vec(),
            left: left.clone(),
            paid: paid.map_or_else(Rational::zero, |paid| exact(&paid.numerator, clock.denominator.clone())),
            held_back: gate.holds_back(project),
            room: gate.room(project).cloned(),
        });
    };
    count(election, utilities, tie_order, Some(project), &mut watch);
    turns
}

/// Sequential Phragmén on the ballots' support (points and ranks are read as approval).
pub fn phragmen(election: &Election, utilities: &Utilities, tie_order: TieOrder) -> Outcome {
    count(election, utilities, tie_order, None, &mut |_, _, _, _, _| {})
}

/// Told of each turn: the clock, when the next can be paid, who can be paid then, what is left, and the limits.
type Watch<'w> = dyn FnMut(&mut Clock, Option<&Moment>, &[usize], &Rational, &Gate<'_>) + 'w;

fn count(
    election: &Election,
    utilities: &Utilities,
    tie_order: TieOrder,
    without: Option<usize>,
    watch: &mut Watch<'_>,
) -> Outcome {
    let mut outcome = Outcome::new(
        "phragmen",
        "time at which its supporters could pay [currency each]",
        tie_order,
    );
    let ranks = tie_order.ranks(election);
    let supporters: Vec<Vec<u32>> = utilities
        .supporters
        .iter()
        .map(|list| list.iter().map(|supporter| supporter.ballot).collect())
        .collect();
    let scale = cost_scale(election);
    let costs: Vec<BigUint> = election
        .projects
        .iter()
        .map(|project| scaled(&project.cost, &scale))
        .collect();
    let mut clock = Clock {
        denominator: BigUint::one(),
        times: vec![BigUint::zero()],
        last: vec![0; election.ballots.len()],
        weights: vec![0],
    };
    let mut payments: Vec<Purchase> = Vec::new();
    // Moments never get earlier, so a stale one is a lower bound: only the front of the queue is looked at again.
    let mut stale: Vec<(Option<f64>, usize)> = Vec::new();
    for (project, cost) in costs
        .iter()
        .enumerate()
        .filter(|(project, _)| without != Some(*project))
    {
        if election.projects[project].cost > election.budget {
            outcome.refuse(project, election.budget.clone());
            continue;
        }
        let bound = clock
            .moment(election, &supporters[project], cost)
            .map(|moment| bound(&clock, &moment));
        stale.push((bound, project));
    }
    let mut gate = Gate::new(election);
    loop {
        // Its voters' money runs on by the clock, so nothing can be bought later than it could be paid: what needs another
        // project is left out, and `refusal` says so beforehand.
        stale.retain(|(_, project)| match gate.barrier(*project) {
            Some(barrier) => {
                outcome.bar(*project, barrier);
                false
            }
            None => true,
        });
        stale.sort_by(|a, b| match (a.0, b.0) {
            (Some(x), Some(y)) => x.total_cmp(&y).then(ranks[a.1].cmp(&ranks[b.1])),
            (Some(_), None) => std::cmp::Ordering::Less,
            (None, Some(_)) => std::cmp::Ordering::Greater,
            (None, None) => ranks[a.1].cmp(&ranks[b.1]),
        });
        let mut best: Option<Moment> = None;
        let mut best_bound = f64::INFINITY;
        let mut tied: Vec<usize> = Vec::new();
        for entry in stale.iter_mut() {
            let Some(lower) = entry.0 else {
                if best.is_none() {
                    tied.push(entry.1);
                }
                continue;
            };
            if lower > best_bound {
                break;
            }
            let Some(moment) = clock.moment(election, &supporters[entry.1], &costs[entry.1]) else {
                continue;
            };
            entry.0 = Some(bound(&clock, &moment));
            let order = best.as_ref().map_or(std::cmp::Ordering::Less, |best| moment.cmp(best));
            match order {
                std::cmp::Ordering::Less => {
                    // Bounds are lowered by 2⁻⁴⁰: raising them by twice that is above the true time.
                    best_bound = entry.0.unwrap_or(f64::INFINITY) * (1.0 + 4.0 * SLACK);
                    best = Some(moment);
                    tied = vec![entry.1];
                }
                std::cmp::Ordering::Equal => tied.push(entry.1),
                std::cmp::Ordering::Greater => {}
            }
        }
        let left = &election.budget - &outcome.cost;
        watch(&mut clock, best.as_ref(), &tied, &left, &gate);
        if tied.is_empty() {
            break;
        }
        if let Some(misfit) = tied
            .iter()
            .copied()
            .find(|project| election.projects[*project].cost > left)
        {
            outcome.refuse(misfit, left);
            if tied.len() > 1 {
                outcome
                    .notes
                    .push("The count stopped because a project tied for next does not fit.".into());
            }
            break;
        }
        let round = outcome.funded.len() + 1;
        let Some(project) = break_tie(tied, &ranks, round, &mut outcome.ties) else {
            break;
        };
        gate.fund(project);
        let score = match best {
            Some(moment) => {
                let score = Rational::new(
                    BigInt::from(moment.numerator.clone()),
                    BigInt::from(&moment.weight * &clock.denominator * &scale),
                );
                let before = supporters[project]
                    .iter()
                    .map(|ballot| (*ballot, clock.last[*ballot as usize]))
                    .collect();
                clock.buy(&supporters[project], &moment);
                payments.push(Purchase { project, before });
                score
            }
            None => {
                outcome.notes.push(format!(
                    "`{}` has no supporter and was bought with money that nobody could use otherwise.",
                    election.projects[project].id
                ));
                Rational::zero()
            }
        };
        outcome.fund(project, &election.projects[project].cost, score);
        stale.retain(|(_, other)| *other != project);
    }
    outcome.prices = outcome
        .funded
        .iter()
        .all(|project| !supporters[*project].is_empty())
        .then(|| {
            let mut list = Vec::new();
            for (index, purchase) in payments.iter().enumerate() {
                let time = &clock.times[index + 1];
                let paid = purchase
                    .before
                    .iter()
                    .map(|(ballot, last)| (*ballot, time - &clock.times[*last as usize]));
                list.push((purchase.project, paid.collect()));
            }
            PriceSystem {
                unit: Rational::new(BigInt::one(), BigInt::from(&clock.denominator * &scale)),
                endowment: clock.times.iter().max().cloned().unwrap_or_default(),
                payments: list,
            }
        });
    outcome
}

/// Relative room left for rounding in the floating bounds.
const SLACK: f64 = 1.0 / (1u64 << 40) as f64;

/// A floating lower bound of a moment.
fn bound(clock: &Clock, moment: &Moment) -> f64 {
    use crate::budgeting::exact::approximate_ratio;
    approximate_ratio(&moment.numerator, &(&moment.weight * &clock.denominator)) * (1.0 - SLACK)
}

/// The smallest whole number that makes all costs and the budget whole.
pub fn cost_scale(election: &Election) -> BigUint {
    let numbers = election
        .projects
        .iter()
        .map(|project| &project.cost)
        .chain(std::iter::once(&election.budget));
    numbers.fold(BigUint::one(), |scale, number| {
        let denominator = number.denom().magnitude().clone();
        let shared = gcd(scale.clone(), denominator.clone());
        scale * (denominator / shared)
    })
}

/// A cost as a whole multiple of 1/`scale`.
pub fn scaled(number: &Rational, scale: &BigUint) -> BigUint {
    (number * Rational::from_integer(BigInt::from(scale.clone())))
        .to_integer()
        .to_biguint()
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::super::price_system::verify;
    use super::*;
    use crate::budgeting::exact::whole;
    use crate::budgeting::utility::Satisfaction;

    fn run(election: &Election) -> Outcome {
        phragmen(
            election,
            &Utilities::new(election, Satisfaction::Cardinality),
            TieOrder::Identifier,
        )
    }

    #[test]
    fn a_tied_project_that_does_not_fit_stops_the_count() {
        // All three can be paid at time 1; with 4 to spend, a is bought and then b (3) stops the rest.
        let election = Election::approval(
            4,
            &[("a", 2), ("b", 3), ("c", 1)],
            &[(2, &["a"]), (3, &["b"]), (1, &["c"])],
        );
        let outcome = run(&election);
        assert_eq!(outcome.funded, vec![0]);
        assert_eq!(outcome.ties[0].among, vec![0, 1, 2]);
    }

    #[test]
    fn payments_are_exact_and_certified() {
        let election = Election::approval(
            9,
            &[("a", 3), ("b", 3), ("c", 3), ("d", 3)],
            &[(2, &["a", "b"]), (1, &["a", "c"]), (3, &["c", "d"])],
        );
        let outcome = run(&election);
        assert_eq!(outcome.funded[0], 2);
        let prices = outcome.prices.as_ref().expect("all have supporters");
        assert_eq!(verify(&election, &outcome.funded, prices, false), vec![]);
        assert_eq!(outcome.cost, whole(9));
    }

    #[test]
    fn projects_without_supporters_are_bought_in_tie_order_until_one_does_not_fit() {
        let election = Election::approval(5, &[("a", 2), ("b", 2), ("c", 1)], &[(1, &[])]);
        // All tie at infinity: a, then b; then c fits the last unit.
        assert_eq!(run(&election).funded, vec![0, 1, 2]);
    }
}
