//! What is done with the money that Equal Shares leaves over.
//!
//! "Equal Shares with add1" is at least three different rules in the wild; they elect different winners in one real
//! election of nine. So start, stop, pool and step are options, recorded in the outcome, and the conventions in use are
//! presets. Endowments are scanned and never bisected, because feasibility is not monotone: a larger endowment can
//! become affordable again.

use std::collections::HashSet;

use num_bigint::{BigInt, BigUint};
use num_traits::{Signed, ToPrimitive, Zero};

use super::count::{Count, LastPrices, count, count_after};
use super::lines::unchanged_from;
use super::market::Market;
use super::stretch::Stretch;
use super::terms::{Completion, Pool, SharesTerms, Start, Step, Stop};
use crate::budgeting::election::Election;
use crate::budgeting::exact::{Rational, approximate, whole, write_exact};
use crate::budgeting::outcome::{Outcome, RaiseEnd};
use crate::budgeting::rules::greedy::complete_greedily;
use crate::budgeting::tie::Tie;
use crate::budgeting::utility::Utilities;

/// What candidates are compared by.
const MEASURE: &str = "price per unit of satisfaction";
/// Rises counted one by one without a change after which it is looked for exactly how many more there are.
const ONE_BY_ONE: usize = 64;
/// Names on different ballots up to which that is soon done.
const SOON_DONE: usize = 3_000;

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
            terms.step.as_ref().map_or_else(|| "default".to_owned(), Step::words),
        ),
        // Of a whole vote, as in reasons.
        (
            "endowment",
            write_exact(&(&raised.endowment / scale * whole(election.strength_scale))),
        ),
        ("counts", raised.counts.to_string()),
    ];
    if !election.strengths.is_empty() {
        outcome.options.push(("endowment-of", "one-vote".to_owned()));
    }
    outcome.raised = raised.ended;
    if matches!(terms.completion, Completion::Greedy | Completion::Add1u) {
        complete_greedily(election, utilities, &mut outcome);
    }
    outcome
}

/// Where the scan stands.
struct Raised {
    endowment: Rational,
    counts: u64,
    /// Why it was raised no further; nothing where it was not raised.
    ended: Option<RaiseEnd>,
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
            ended: None,
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
            (Some(Step::By(sum)), _) => sum * &unit,
            (Some(Step::PartOfShare(parts)), _) => &exact / whole(*parts),
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
    let mut prices = LastPrices::default();
    let mut current = count_after(market, &raised.endowment, false, &mut prices);
    raised.counts = 1;
    raised.met(&current);
    let Some((base, step)) = rise.from.filter(|_| fits(market, &current.funded)) else {
        return current;
    };
    let at = |rises: u64| &base + &step * whole(rises);
    // With so much even one supporter can pay for everything: more money changes nothing.
    let enough = market.pool.iter().fold(Rational::zero(), |sum, project| {
        sum + whole_cost(&market.goods[*project])
    });
    let names: usize = market
        .pool
        .iter()
        .map(|project| market.goods[*project].ballots.len())
        .sum();
    let buyable = market.pool.len() + market.free.len();
    let mut rises: u64 = 0;
    let mut stride: u64 = 1;
    let mut one_by_one = 0;
    loop {
        let exhausted = terms.stop == Stop::Exhaustive && is_exhaustive(market, terms.pool, &current.funded);
        if exhausted || current.funded.len() == buyable || raised.endowment >= enough {
            raised.ended = (rises > 0).then_some(if exhausted {
                RaiseEnd::NothingFits
            } else {
                RaiseEnd::NothingChanges
            });
            return current;
        }
        // Try to prove that a stretch of endowments gives the same set in the same order, and pass over it.
        if stride > 1 {
            let far = at(rises + stride);
            raised.counts += 1;
            let stretch = Stretch::between(market, approximate(&at(rises + 1)), approximate(&far), |_| ());
            if stretch.is_some_and(|stretch| stretch.funded == current.funded) {
                rises += stride;
                raised.endowment = far;
                stride = stride.saturating_mul(2).min(1 << 40);
                one_by_one = 0;
                continue;
            }
            stride /= 4;
            one_by_one += 1;
        }
        if one_by_one > ONE_BY_ONE && names <= SOON_DONE {
            one_by_one = 0;
            raised.counts += 1;
            let found = unchanged_from(market, &at(rises + 1));
            if found.funded == current.funded {
                let Some(until) = found.until else {
                    raised.ended = Some(RaiseEnd::NothingChanges);
                    return current;
                };
                // The last rise below it.
                let last = ((until - &base) / &step).ceil() - whole(1);
                let last = last.to_integer().to_u64().unwrap_or(u64::MAX / 2);
                if last > rises {
                    rises = last;
                    raised.endowment = at(rises);
                    continue;
                }
            }
        }
        let endowment = at(rises + 1);
        let next = count_after(market, &endowment, false, &mut prices);
        raised.counts += 1;
        raised.met(&next);
        if !fits(market, &next.funded) {
            raised.ended = Some(RaiseEnd::BeyondBudget);
            return current;
        }
        // Worth looking ahead only while nothing changes.
        if next.funded == current.funded {
            stride = (stride * 2).max(2);
        } else {
            (stride, one_by_one) = (0, 0);
        }
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
    use crate::budgeting::tie::TieOrder;
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
        assert_eq!(outcome.raised, Some(RaiseEnd::NothingFits));
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
        assert_eq!(outcome.funded, [4, 0, 3, 1]);
        assert_eq!(told(&outcome, "endowment"), "3249999");
    }

    fn told(outcome: &Outcome, option: &str) -> String {
        let found = outcome.options.iter().find(|(name, _)| *name == option);
        found.map(|(_, word)| word.clone()).unwrap_or_default()
    }

    #[test]
    fn shares_are_raised_no_further_where_what_is_left_out_is_barred_for_good() {
        // Of twins only one is funded, and nothing else stands to be bought: any share buys the same.
        let mut election = Election::approval(100, &[("a", 10), ("b", 10), ("c", 10)], &[(5, &["a", "b", "c"])]);
        election.limits.exclusive.push(vec![0, 1]);
        let utilities = Utilities::new(&election, Satisfaction::Cost);
        for start in [10, 100] {
            election.budget = whole(start * 10);
            let mut terms = SharesTerms::preset(Preset::Pabulib, Completion::Add1);
            terms.step = Some(Step::By(Rational::new(1.into(), 1000.into())));
            let outcome = equal_shares(&election, &utilities, &terms, true);
            assert_eq!(outcome.funded.len(), 2);
            let counts: u64 = told(&outcome, "counts").parse().expect("a number");
            assert!(counts < 40, "{counts}");
            assert!(outcome.raised != Some(RaiseEnd::BeyondBudget), "{:?}", outcome.raised);
        }
    }

    #[test]
    fn a_rise_by_the_smallest_steps_ends_where_plain_counts_end_however_many_stand_equal() {
        // d pays for f and has less left than c: for a and b, twins in everything, d gives all that is left at every share, so
        // that no bound on rounding tells them apart. Everything together is bought once c and d hold (60 + 60 + 5) / 2.
        let election = Election::approval(
            124,
            &[("a", 60), ("b", 60), ("f", 5)],
            &[(1, &["a", "b"]), (1, &["a", "b", "f"]), (4, &[])],
        );
        let utilities = Utilities::new(&election, Satisfaction::Cardinality);
        let terms = |parts: u64| {
            let mut terms = SharesTerms::preset(Preset::Pabulib, Completion::Add1);
            terms.step = Some(Step::By(whole(1) / whole(parts)));
            terms
        };
        let run = |parts: u64| equal_shares(&election, &utilities, &terms(parts), true);
        let market = Market::new(&election, &utilities, TieOrder::CheapestThenVotes);
        let first_beyond = |parts: u64| {
            let at = |rise: u64| whole(20) + whole(rise) / whole(parts);
            let beyond = |rise: &u64| !fits(&market, &count(&market, &at(*rise), false).funded);
            at((1u64..).find(beyond).unwrap_or_default() - 1)
        };
        let endowment = |outcome: &Outcome| outcome.prices.as_ref().map(|prices| prices.endowment());
        assert_eq!(endowment(&run(10)), Some(first_beyond(10)));
        let fine = run(1_000_000_000);
        assert_eq!(fine.raised, Some(RaiseEnd::BeyondBudget));
        assert_eq!(
            endowment(&fine),
            Some(whole(125) / whole(2) - whole(1) / whole(1_000_000_000))
        );
        let counts: u64 = told(&fine, "counts").parse().expect("a number");
        assert!(counts < 2_000, "{counts}");
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
        assert_eq!(told(&outcome, "start"), "floor");
        assert!(outcome.cost <= election.budget);
    }

    #[test]
    fn without_voters_nothing_is_bought() {
        let election = Election::approval(10, &[("a", 1)], &[]);
        assert!(run(&election, Preset::Pabutools, Completion::Add1).funded.is_empty());
    }
}
