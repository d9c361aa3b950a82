//! What is done with the money that Equal Shares leaves over.
//!
//! "Equal Shares with add1" is at least three different rules in the wild; they elect different winners in one real
//! election of nine. So start, stop, pool and step are options, recorded in the outcome, and the conventions in use are
//! presets. Endowments are scanned and never bisected, because feasibility is not monotone: a larger endowment can
//! become affordable again.

use std::collections::HashSet;

use num_bigint::{BigInt, BigUint};
use num_traits::{Signed, Zero};

use super::count::{Count, count};
use super::market::Market;
use super::stretch::Stretch;
use super::terms::{Completion, Pool, SharesTerms, Start, Stop};
use crate::budgeting::election::Election;
use crate::budgeting::exact::{Rational, approximate, whole, write_exact};
use crate::budgeting::outcome::Outcome;
use crate::budgeting::rules::greedy::complete_greedily;
use crate::budgeting::tie::Tie;
use crate::budgeting::utility::Utilities;

/// What candidates are compared by.
const MEASURE: &str = "price per unit of satisfaction";
/// More endowments than this are not tried; the outcome says so.
const MOST_COUNTS: u64 = 200_000;

/// Equal Shares with its completion.
pub fn equal_shares(election: &Election, utilities: &Utilities, terms: &SharesTerms, certify: bool) -> Outcome {
    let market = Market::new(election, utilities, terms.tie_order);
    decided(&market, utilities, terms, certify)
}

fn decided(market: &Market<'_>, utilities: &Utilities, terms: &SharesTerms, certify: bool) -> Outcome {
    let election = market.election;
    let mut outcome = Outcome::new("equal-shares", MEASURE, terms.tie_order);
    let mut raised = Raised::new(terms.start);
    let result = scan(market, terms, &mut raised);
    let last = if certify {
        count(market, &raised.endowment, true)
    } else {
        result
    };
    for (index, project) in last.funded.iter().enumerate() {
        let paid = index
            .checked_sub(market.free.len())
            .and_then(|place| last.prices.get(place));
        outcome.fund(
            *project,
            &election.projects[*project].cost,
            paid.cloned().unwrap_or_default(),
        );
    }
    outcome.ties = last.ties;
    outcome.tried = raised.ties;
    outcome.prices = last.certificate;
    let scale = Rational::from_integer(BigInt::from(market.scale.clone()));
    outcome.options = vec![
        ("satisfaction", utilities.satisfaction.word().to_owned()),
        ("completion", terms.completion.word().to_owned()),
        ("start", raised.start.word().to_owned()),
        ("stop", terms.stop.word().to_owned()),
        ("pool", terms.pool.word().to_owned()),
        (
            "step",
            terms.step.as_ref().map_or_else(|| "default".to_owned(), write_exact),
        ),
        ("endowment", write_exact(&(&raised.endowment / scale))),
        ("counts", raised.counts.to_string()),
    ];
    if raised.limit {
        outcome.notes.push(format!(
            "Endowments were raised {MOST_COUNTS} times; the step is too small to go on."
        ));
    }
    if matches!(terms.completion, Completion::Greedy | Completion::Add1u) {
        complete_greedily(election, utilities, &mut outcome);
    }
    outcome
}

/// Where the scan stands.
struct Raised {
    endowment: Rational,
    counts: u64,
    limit: bool,
    /// How the first endowment was found.
    start: Start,
    /// What the order of ties decided in any count, each set of equal projects once.
    ties: Vec<Tie>,
}

impl Raised {
    fn new(start: Start) -> Raised {
        Raised {
            endowment: Rational::zero(),
            counts: 0,
            limit: false,
            start,
            ties: Vec::new(),
        }
    }

    fn met(&mut self, count: &Count) {
        for tie in &count.ties {
            if !self.ties.iter().any(|known| known.among == tie.among) {
                self.ties.push(tie.clone());
            }
        }
    }
}

/// The endowments that are tried, one after the other [1/scale of the currency].
pub(super) struct Rises {
    /// Of the first count.
    pub first: Rational,
    /// How that was found.
    pub start: Start,
    /// What the rises are added to, and how far each goes; nothing where shares are not raised.
    pub from: Option<(Rational, Rational)>,
}

impl Rises {
    /// In a market with voters.
    pub fn of(market: &Market<'_>, terms: &SharesTerms) -> Rises {
        let voters = whole(market.voters.max(1));
        let scale = Rational::from_integer(BigInt::from(market.scale.clone()));
        let exact = &market.budget / &voters;
        // A whole unit of the currency for each vote, in the scaled form of money, for each of the parts that make a vote.
        let unit = &scale / whole(market.election.strength_scale);
        let floor = (&exact / &unit).floor() * &unit;
        let all_cost = market
            .goods
            .iter()
            .fold(Rational::zero(), |sum, good| sum + whole_cost(good));
        let raising = matches!(
            terms.completion,
            Completion::Add1 | Completion::Add1u | Completion::BudgetIncrease
        );
        let raising = raising && !(terms.skip_if_all_fit && all_cost <= market.budget);
        let start = if terms.skip_if_all_fit && !raising {
            Start::Exact
        } else {
            terms.start
        };
        let base = if terms.start == Start::Exact { &exact } else { &floor };
        let step = match (&terms.step, terms.completion) {
            (Some(step), _) => step * &unit,
            (None, Completion::BudgetIncrease) => &market.budget / whole(100) / &voters,
            (None, _) => unit,
        };
        Rises {
            from: (raising && step.is_positive()).then(|| (base.clone(), step)),
            first: if start == Start::Floor { floor } else { exact },
            start,
        }
    }
}

fn scan(market: &Market<'_>, terms: &SharesTerms, raised: &mut Raised) -> Count {
    if market.voters == 0 {
        return Count {
            funded: market.free.clone(),
            ..Count::default()
        };
    }
    let rise = Rises::of(market, terms);
    raised.start = rise.start;
    raised.endowment = rise.first;
    let mut current = count(market, &raised.endowment, false);
    raised.counts = 1;
    raised.met(&current);
    let Some((base, step)) = rise.from.filter(|_| fits(market, &current.funded)) else {
        return current;
    };
    let buyable = market.pool.len() + market.free.len();
    let mut rises: u64 = 0;
    let mut stride: u64 = 1;
    loop {
        let exhausted = terms.stop == Stop::Exhaustive && is_exhaustive(market, terms.pool, &current.funded);
        // Everything that anybody supports is bought: more money changes nothing.
        if exhausted || current.funded.len() == buyable {
            return current;
        }
        if raised.counts >= MOST_COUNTS {
            raised.limit = true;
            return current;
        }
        // Try to prove that a stretch of endowments gives the same set in the same order, and pass over it.
        if stride > 1 {
            let far = &base + &step * whole(rises + stride);
            let near = &base + &step * whole(rises + 1);
            raised.counts += 1;
            let stretch = Stretch::between(market, approximate(&near), approximate(&far), |_| ());
            if stretch.is_some_and(|stretch| stretch.funded == current.funded) {
                rises += stride;
                raised.endowment = far;
                stride = stride.saturating_mul(2).min(1 << 40);
                continue;
            }
            stride /= 4;
        }
        let endowment = &base + &step * whole(rises + 1);
        let next = count(market, &endowment, false);
        raised.counts += 1;
        raised.met(&next);
        if !fits(market, &next.funded) {
            return current;
        }
        // Worth looking ahead only while nothing changes.
        stride = if next.funded == current.funded {
            (stride * 2).max(2)
        } else {
            0
        };
        rises += 1;
        raised.endowment = endowment;
        current = next;
    }
}

fn whole_cost(good: &super::market::Good) -> Rational {
    Rational::from_integer(BigInt::from(good.cost.clone()))
}

/// What projects cost [1/scale of the currency].
pub(super) fn spent(market: &Market<'_>, funded: &[usize]) -> Rational {
    let costs = funded.iter().map(|project| &market.goods[*project].cost);
    Rational::from_integer(BigInt::from(costs.sum::<BigUint>()))
}

fn fits(market: &Market<'_>, funded: &[usize]) -> bool {
    spent(market, funded) <= market.budget
}

fn is_exhaustive(market: &Market<'_>, pool: Pool, funded: &[usize]) -> bool {
    still_fitting(market, pool, funded).is_empty()
}

/// Projects that could be paid with what is left, of those that are asked.
pub(super) fn still_fitting(market: &Market<'_>, pool: Pool, funded: &[usize]) -> Vec<usize> {
    let left = &market.budget - spent(market, funded);
    let taken: HashSet<usize> = funded.iter().copied().collect();
    let mut gate = market.gate.clone();
    funded.iter().for_each(|project| gate.fund(*project));
    let still_fits = |project: &usize| {
        !taken.contains(project) && whole_cost(&market.goods[*project]) <= left && gate.barrier(*project).is_none()
    };
    match pool {
        Pool::Supported => market.pool.iter().copied().filter(still_fits).collect(),
        Pool::All => (0..market.goods.len()).filter(still_fits).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::terms::Preset;
    use super::*;
    use crate::budgeting::utility::Satisfaction;

    fn run(election: &Election, preset: Preset, completion: Completion) -> Outcome {
        let utilities = Utilities::new(election, Satisfaction::Cost);
        equal_shares(election, &utilities, &SharesTerms::preset(preset, completion), true)
    }

    #[test]
    fn raising_endowments_ends_when_everything_is_affordable() {
        let election = Election::approval(1000, &[("a", 10), ("b", 20), ("c", 5)], &[(1, &["a"]), (9, &["b"])]);
        for preset in Preset::ALL {
            for completion in Completion::ALL {
                let outcome = run(&election, preset, completion);
                assert!(outcome.cost <= election.budget, "{preset:?} {completion:?}");
            }
        }
    }

    #[test]
    fn a_step_of_one_in_a_budget_of_thousands_of_millions_still_ends() {
        let election = Election::approval(
            9_000_000_000,
            &[("a", 8_000_000_000), ("b", 900_000_000), ("c", 5_000_000_000)],
            &[(3, &["a"]), (1, &["b"]), (2, &["c", "b"])],
        );
        let outcome = run(&election, Preset::Pabutools, Completion::Add1);
        assert!(outcome.cost <= election.budget);
        assert!(outcome.notes.is_empty(), "{:?}", outcome.notes);
    }

    #[test]
    fn two_projects_exactly_equal_in_price_do_not_end_the_rise_before_the_budget_does() {
        // Shares go on to one pound below those at which the wing would be bought and everything cost more than there is.
        let costs = [
            ("damp", 2_400_000),
            ("nurses", 2_200_000),
            ("wing", 6_500_000),
            ("start", 2_600_000),
            ("telehealth", 1_000_000),
        ];
        let ballots: [(u64, &[&str]); 4] = [
            (1, &["start", "telehealth"]),
            (1, &["telehealth"]),
            (2, &["wing"]),
            (1, &["damp", "nurses", "telehealth"]),
        ];
        let outcome = run(
            &Election::approval(12_000_000, &costs, &ballots),
            Preset::Pabutools,
            Completion::Add1u,
        );
        assert!(
            !outcome.notes.iter().any(|note| note.contains("too small")),
            "{:?}",
            outcome.notes
        );
        assert_eq!(outcome.funded, [4, 0, 3, 1]);
        let endowment = outcome.options.iter().find(|(name, _)| *name == "endowment");
        assert_eq!(endowment.map(|(_, word)| word.as_str()), Some("3249999"));
    }

    #[test]
    fn a_single_project_that_everybody_names_and_the_budget_pays_is_funded_under_every_preset() {
        for (budget, voters) in [(10, 3), (100, 7), (7, 7), (3, 11)] {
            let election = Election::approval(budget, &[("a", budget)], &[(voters, &["a"])]);
            for preset in Preset::ALL {
                for completion in Completion::ALL {
                    let outcome = run(&election, preset, completion);
                    assert_eq!(outcome.funded, [0], "{budget} {voters} {preset:?} {completion:?}");
                }
            }
        }
    }

    #[test]
    fn what_costs_more_than_the_rounded_share_waits_for_add1_only_where_not_everything_fits() {
        // A share of 10/3; rounded to 3 it would pay for 9 of the 10, and a rise to 4 for both projects, beyond the budget.
        let election = Election::approval(10, &[("a", 10), ("b", 2)], &[(3, &["a", "b"])]);
        let outcome = run(&election, Preset::EqualSharesNet, Completion::Add1);
        assert_eq!(
            outcome
                .options
                .iter()
                .find(|(name, _)| *name == "start")
                .map(|(_, word)| word.as_str()),
            Some("floor")
        );
        assert!(outcome.cost <= election.budget);
    }

    #[test]
    fn without_voters_nothing_is_bought() {
        let election = Election::approval(10, &[("a", 1)], &[]);
        assert!(run(&election, Preset::Pabutools, Completion::Add1).funded.is_empty());
    }
}
