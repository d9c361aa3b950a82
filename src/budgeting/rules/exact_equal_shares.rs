//! Exact Equal Shares (Kraiczy, Robinson, Elkind, 2025): those who pay for a project all pay the same. Simpler to explain
//! than Equal Shares, and the next endowment at which anything changes can be computed (*add-opt*) in place of a scan.
//!
//! For a project take its supporters and drop the poorest as long as they cannot pay an equal part of the cost; the
//! project with the most gain for the cost by those who are left is bought.

use std::cmp::Ordering;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering::Relaxed;

use num_bigint::BigInt;
use num_traits::{Signed, Zero};
use rayon::prelude::*;

use crate::budgeting::election::Election;
use crate::budgeting::equal_shares::{Market, VotersMoney};
use crate::budgeting::exact::{Rational, approximate, whole, write_exact};
use crate::budgeting::outcome::{Outcome, RaiseEnd};
use crate::budgeting::price_system::PriceSystem;
use crate::budgeting::tie::{Tie, TieOrder, break_tie};
use crate::budgeting::utility::Utilities;

use super::equal_parts::Accounts;

/// Endowments tried by add-opt at most; the outcome says so if it was not enough.
const MOST_COUNTS: usize = 400;
/// Floating comparisons further apart than this (relative) are certain.
const CLEAR: f64 = 1e-9;

/// One count.
struct Count {
    /// Money of each voter at the start [1/scale of the currency].
    endowment: Rational,
    /// Free projects first, then in the order bought.
    funded: Vec<usize>,
    payers: Vec<Payers>,
    ties: Vec<Tie>,
    accounts: Accounts,
}

/// Those who pay for a project.
struct Payers {
    project: usize,
    /// Their places among its supporters, ascending.
    places: Vec<u32>,
    /// How many voters they are \[people\].
    people: u64,
}

impl Payers {
    fn ballots<'m>(&'m self, market: &'m Market<'_>) -> impl Iterator<Item = u32> + 'm {
        let good = &market.goods[self.project];
        self.places.iter().map(|place| good.ballots[*place as usize])
    }
}

/// Exact Equal Shares; with `add_opt`, endowments are raised to where something changes, and the feasible outcome that
/// spends most is kept. Who paid what is kept only if `certify`.
pub fn exact_equal_shares(
    election: &Election,
    utilities: &Utilities,
    tie_order: TieOrder,
    add_opt: bool,
    certify: bool,
) -> Outcome {
    let mut outcome = Outcome::new("exact-equal-shares", "what each payer pays [currency]", tie_order);
    outcome
        .options
        .push(("satisfaction", utilities.satisfaction.word().to_owned()));
    outcome
        .options
        .push(("completion", if add_opt { "add-opt" } else { "none" }.to_owned()));
    let market = Market::new(election, utilities, tie_order);
    if market.voters == 0 {
        return outcome;
    }
    let bargains = Bargain::of(&market);
    let first = &market.budget / whole(market.voters);
    let mut best = run(&market, &bargains, &first);
    let mut counts = 1;
    if add_opt {
        let mut endowment = first;
        let mut rise = next_change(&market, &mut best);
        while let Some(step) = rise {
            if counts >= MOST_COUNTS {
                outcome.notes.push(format!(
                    "Endowments were raised {MOST_COUNTS} times and could be raised further."
                ));
                break;
            }
            counts += 1;
            endowment += step;
            let mut current = run(&market, &bargains, &endowment);
            rise = next_change(&market, &mut current);
            outcome.tried.extend(current.ties.iter().cloned());
            let now = spending(&market, &current);
            if now <= market.budget && now > spending(&market, &best) {
                best = current;
            }
        }
    }
    outcome.raised = (counts > 1).then_some(RaiseEnd::SpendsMost);
    let scale = Rational::from_integer(BigInt::from(market.scale.clone()));
    outcome.options.push((
        "endowment",
        write_exact(&(&best.endowment / scale * whole(election.strength_scale))),
    ));
    if !election.strengths.is_empty() {
        outcome.options.push(("endowment-of", "one-vote".to_owned()));
    }
    outcome.options.push(("counts", counts.to_string()));
    for project in &best.funded {
        let cost = &election.projects[*project].cost;
        let payers = best
            .payers
            .iter()
            .find(|payers| payers.project == *project)
            .map_or(1, |payers| payers.people);
        outcome.fund(*project, cost, cost / whole(payers.max(1)));
    }
    if certify {
        let (denominator, payments) = booked(&market, &best).into_payments();
        let units = &best.endowment * Rational::from_integer(BigInt::from(denominator.clone()));
        outcome.prices = Some(PriceSystem {
            unit: Rational::new(BigInt::from(1u8), BigInt::from(&denominator * &market.scale)),
            endowment: units.to_integer().to_biguint().unwrap_or_default(),
            payments,
        });
    }
    outcome.ties = best.ties;
    outcome
}

/// All payments of a count, exactly. Kept of one count only: of all those on the way they would take longer than the counts.
fn booked(market: &Market<'_>, count: &Count) -> VotersMoney {
    let mut ledger = VotersMoney::new(market.election.ballots.len(), &count.endowment, true);
    for payers in &count.payers {
        let good = &market.goods[payers.project];
        let part = good.float_cost / payers.people as f64;
        ledger.buy(payers.project, &good.paid_at(&payers.places), part * (1.0 - CLEAR));
    }
    ledger
}

fn spending(market: &Market<'_>, count: &Count) -> Rational {
    let cost = |project: &usize| Rational::from_integer(BigInt::from(market.goods[*project].cost.clone()));
    count
        .funded
        .iter()
        .fold(Rational::zero(), |sum, project| sum + cost(project))
}

/// What one payer gains for the cost of a project: the same in every count.
struct Bargain {
    project: usize,
    exact: Rational,
    float: f64,
}

impl Bargain {
    fn of(market: &Market<'_>) -> Vec<Bargain> {
        let bargain = |project: &usize| {
            let good = &market.goods[*project];
            let exact = &good.unit / Rational::from_integer(BigInt::from(good.cost.clone()));
            Bargain {
                project: *project,
                float: approximate(&exact),
                exact,
            }
        };
        market.pool.iter().map(bargain).collect()
    }
}

/// A project that may still be bought. Money only falls and parts only rise: who cannot pay now never can again in this count,
/// so that the list of payers only shrinks, and old scores are bounds.
struct Open<'b> {
    bargain: &'b Bargain,
    /// Places among the supporters of those who could still pay when it was looked at last.
    places: Vec<u32>,
    /// Voters behind them \[people\].
    people: u64,
}

impl Open<'_> {
    /// Gain for the cost by those who would pay, against another: exactly where floating point cannot tell.
    fn against(&self, other: &Open<'_>) -> Ordering {
        let (one, two) = (self.score(), other.score());
        if (one - two).abs() > CLEAR * one.max(two) {
            return one.total_cmp(&two);
        }
        (&self.bargain.exact * whole(self.people)).cmp(&(&other.bargain.exact * whole(other.people)))
    }

    fn score(&self) -> f64 {
        self.bargain.float * self.people as f64
    }

    /// Drops those who cannot pay an equal part of the cost, as long as there are any: the part rises as they go.
    fn drop_the_poor(&mut self, market: &Market<'_>, accounts: &mut Accounts, floats: &[f64]) {
        let doubt = accounts.doubt();
        let good = &market.goods[self.bargain.project];
        let mut cost = None;
        while self.people > 0 {
            let people = self.people;
            let share = good.float_cost / people as f64;
            let (low, high) = (share * (1.0 - CLEAR) - doubt, share * (1.0 + CLEAR) + doubt);
            // Voters of one account hold the same: asked exactly once.
            let mut asked: Vec<(u32, bool)> = Vec::new();
            let mut gone = 0;
            self.places.retain(|place| {
                let ballot = good.ballots[*place as usize];
                let money = floats[ballot as usize];
                let able = if money < low || money > high {
                    money > share
                } else {
                    let account = accounts.account(ballot);
                    match asked.iter().find(|(known, _)| *known == account) {
                        Some((_, able)) => *able,
                        None => {
                            let able = accounts.covers(
                                ballot,
                                cost.get_or_insert_with(|| BigInt::from(good.cost.clone())),
                                people,
                            );
                            asked.push((account, able));
                            able
                        }
                    }
                };
                if !able {
                    gone += good.weights[*place as usize] as u64;
                }
                able
            });
            if gone == 0 {
                break;
            }
            self.people -= gone;
        }
    }
}

/// The rounds of one count.
fn run(market: &Market<'_>, bargains: &[Bargain], endowment: &Rational) -> Count {
    let ballots = market.election.ballots.len();
    let mut count = Count {
        endowment: endowment.clone(),
        funded: market.free.clone(),
        payers: Vec::new(),
        ties: Vec::new(),
        accounts: Accounts::new(ballots, endowment),
    };
    let mut floats: Vec<f64> = count.accounts.floats().collect();
    let mut open: Vec<Open<'_>> = bargains
        .iter()
        .map(|bargain| {
            let good = &market.goods[bargain.project];
            Open {
                bargain,
                places: (0..good.ballots.len() as u32).collect(),
                people: good.total_weight as u64,
            }
        })
        .collect();
    let mut gate = market.gate.clone();
    loop {
        open.retain(|one| gate.for_good(one.bargain.project).is_none());
        open.sort_by(|a, b| {
            let ranks = || market.ranks[a.bargain.project].cmp(&market.ranks[b.bargain.project]);
            b.against(a).then_with(ranks)
        });
        // Places in the list of the best so far, all equal.
        let mut tied: Vec<usize> = Vec::new();
        for at in 0..open.len() {
            if gate.barrier(open[at].bargain.project).is_some() {
                continue;
            }
            if let Some(best) = tied.first()
                && open[at].against(&open[*best]) == Ordering::Less
            {
                break;
            }
            open[at].drop_the_poor(market, &mut count.accounts, &floats);
            if open[at].people == 0 {
                continue;
            }
            match tied
                .first()
                .map_or(Ordering::Greater, |best| open[at].against(&open[*best]))
            {
                Ordering::Greater => tied = vec![at],
                Ordering::Equal => tied.push(at),
                Ordering::Less => {}
            }
        }
        let round = count.funded.len() + 1;
        let among = tied.iter().map(|at| open[*at].bargain.project).collect();
        let chosen = break_tie(among, &market.ranks, round, &mut count.ties);
        let Some(at) = chosen.and_then(|project| open.iter().position(|one| one.bargain.project == project)) else {
            break;
        };
        let bought = open.remove(at);
        open.retain(|one| one.people > 0);
        let project = bought.bargain.project;
        let good = &market.goods[project];
        let payers = Payers {
            project,
            places: bought.places,
            people: bought.people,
        };
        let ballots: Vec<u32> = payers.ballots(market).collect();
        let part = Rational::new(BigInt::from(good.cost.clone()), BigInt::from(payers.people));
        count.accounts.pay(&ballots, part);
        for ballot in ballots {
            floats[ballot as usize] = count.accounts.float(ballot);
        }
        gate.fund(project);
        count.funded.push(project);
        count.payers.push(payers);
    }
    count
}

/// The smallest rise of everybody's endowment with which some project could win (more) payers: those who hold enough, or
/// who would rather pay for it than for a project that gives them less for their money. `None` if there is none.
fn next_change(market: &Market<'_>, count: &mut Count) -> Option<Rational> {
    let floats: Vec<f64> = count.accounts.floats().collect();
    // The worst bargain of each ballot: price per unit of gain, and what giving it up would free.
    let mut worst = vec![(0.0f64, 0.0f64); floats.len()];
    for payers in &count.payers {
        let share = market.goods[payers.project].float_cost / payers.people as f64;
        let price = share / market.goods[payers.project].float_unit;
        for ballot in payers.ballots(market) {
            if price > worst[ballot as usize].0 {
                worst[ballot as usize] = (price, share);
            }
        }
    }
    // One order of all ballots, from the rich to the poor, in place of one for each project.
    let mut order: Vec<u32> = (0..floats.len() as u32).collect();
    order.sort_by(|a, b| floats[*b as usize].total_cmp(&floats[*a as usize]));
    let mut rank = vec![0u32; order.len()];
    for (place, ballot) in order.iter().enumerate() {
        rank[*ballot as usize] = place as u32;
    }
    // The least rise found yet, by whichever core: it only spares work, what is found is the same.
    let least = AtomicU64::new(f64::INFINITY.to_bits());
    let so_far = || f64::from_bits(least.load(Relaxed));
    let candidates: Vec<(f64, usize, u64, u32)> = market
        .pool
        .par_iter()
        .with_min_len(4)
        .filter_map(|project| {
            let already = count.payers.iter().find(|payers| payers.project == *project);
            let money = Held {
                floats: &floats,
                worst: &worst,
                rank: &rank,
                doubt: count.accounts.doubt(),
            };
            let (rise, people, ballot) = first_rise(market, *project, already, &money, so_far())?;
            // Rises are positive: their bits are in the order of the numbers.
            least.fetch_min(rise.to_bits(), Relaxed);
            Some((rise, *project, people, ballot))
        })
        .collect();
    let (least, doubt) = (so_far(), count.accounts.doubt());
    candidates
        .into_iter()
        .filter(|(rise, ..)| *rise <= least * (1.0 + CLEAR) + 2.0 * doubt)
        .map(|(_, project, people, ballot)| {
            let cost = Rational::from_integer(BigInt::from(market.goods[project].cost.clone()));
            cost / whole(people) - count.accounts.exact(ballot)
        })
        .filter(Signed::is_positive)
        .min()
}

/// What voters hold after a count, by ballot.
struct Held<'c> {
    /// Near what they hold [1/scale of the currency].
    floats: &'c [f64],
    /// Their worst bargain: price per unit of gain, and what giving it up would free.
    worst: &'c [(f64, f64)],
    /// Their place from the rich to the poor.
    rank: &'c [u32],
    /// How far from the truth what they hold may be.
    doubt: f64,
}

/// The smallest rise with which one project could win more payers, with how many they are and the poorest of them; nothing where
/// there is none, or none as small as `least`.
fn first_rise(
    market: &Market<'_>,
    project: usize,
    already: Option<&Payers>,
    money: &Held<'_>,
    least: f64,
) -> Option<(f64, u64, u32)> {
    let Held {
        floats,
        worst,
        rank,
        doubt,
    } = *money;
    let good = &market.goods[project];
    let ballot = |place: u32| good.ballots[place as usize] as usize;
    let mut people = already.map_or(0, |payers| payers.people);
    // Both lists ascend.
    let mut paying = already.map_or(&[][..], |payers| &payers.places).iter().peekable();
    let mut outside: Vec<u32> = (0..good.ballots.len() as u32)
        .filter(|place| paying.next_if_eq(&place).is_none())
        .collect();
    // The part cannot fall below this: whoever pays no more for anything does not switch.
    let smallest = good.float_cost / good.total_weight;
    let mut by_bargain: Vec<u32> = outside
        .iter()
        .copied()
        .filter(|place| worst[ballot(*place)].0 > smallest / good.float_unit * (1.0 + CLEAR))
        .collect();
    let mut block = worst_block(&mut by_bargain, |place| worst[ballot(place)].0);
    // Nobody else is rich enough for a rise as small as one that is known.
    outside.retain(|place| smallest - floats[ballot(*place)] <= least * (1.0 + CLEAR) + 2.0 * doubt);
    outside.sort_unstable_by_key(|place| rank[ballot(*place)]);
    let mut joined = vec![false; good.ballots.len()];
    let mut best: Option<(f64, u64, u32)> = None;
    for place in outside {
        // Those who come after are poorer, and no part is smaller.
        let bound = smallest - floats[ballot(place)];
        if best.is_some_and(|(least, ..)| bound >= least) || bound > least * (1.0 + CLEAR) + 2.0 * doubt {
            break;
        }
        if !std::mem::replace(&mut joined[place as usize], true) {
            people += good.weights[place as usize] as u64;
        }
        while let Some(first) = block.first().copied() {
            // Voters with the same bargain switch together or not at all: so it does not matter how ballots are merged.
            let price = worst[ballot(first)].0;
            let weight: u64 = block
                .iter()
                .filter(|place| !joined[**place as usize])
                .map(|place| good.weights[*place as usize] as u64)
                .sum();
            let share = good.float_cost / (people + weight) as f64;
            let able = |place: &u32| worst[ballot(*place)].1 + floats[ballot(*place)] >= share * (1.0 - CLEAR) - doubt;
            if price <= share / good.float_unit * (1.0 + CLEAR) || !block.iter().all(able) {
                break;
            }
            block.iter().for_each(|place| joined[*place as usize] = true);
            people += weight;
            block = worst_block(&mut by_bargain, |place| worst[ballot(place)].0);
        }
        let share = good.float_cost / people as f64;
        let (price, freed) = worst[ballot(place)];
        let free = price > share / good.float_unit * (1.0 + CLEAR)
            && freed + floats[ballot(place)] >= share * (1.0 - CLEAR) - doubt;
        let rise = share - floats[ballot(place)];
        if !free && rise > CLEAR * share + doubt && best.is_none_or(|(least, ..)| rise < least) {
            best = Some((rise, people, good.ballots[place as usize]));
        }
    }
    best
}

/// Takes those with the worst bargain, all with the same, from a list.
fn worst_block(list: &mut Vec<u32>, price: impl Fn(u32) -> f64) -> Vec<u32> {
    let worst = list.iter().map(|place| price(*place)).fold(0.0, f64::max);
    list.extract_if(.., |place| price(*place) == worst).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budgeting::lots::Lots;
    use crate::budgeting::price_system::verify;
    use crate::budgeting::utility::Satisfaction;

    fn run_on(election: &Election, add_opt: bool) -> Outcome {
        let utilities = Utilities::new(election, Satisfaction::Cardinality);
        exact_equal_shares(election, &utilities, TieOrder::Identifier, add_opt, true)
    }

    #[test]
    fn payers_pay_equal_parts_and_the_poorest_are_left_out() {
        let election = Election::approval(
            30,
            &[("a", 9), ("b", 18)],
            &[(1, &["a", "b"]), (1, &["a", "b"]), (1, &["b"])],
        );
        let outcome = run_on(&election, false);
        // a: 2 payers at 4.5; then b: 18 among three is 6 > 5.5 of the first two, who are dropped; one cannot pay 18.
        assert_eq!(outcome.funded, vec![0]);
        assert_eq!(
            verify(
                &election,
                &outcome.funded,
                outcome.prices.as_ref().expect("prices"),
                false
            ),
            vec![]
        );
    }

    #[test]
    fn raising_endowments_to_the_next_change_spends_more() {
        let election = Election::approval(
            30,
            &[("a", 9), ("b", 18)],
            &[(1, &["a", "b"]), (1, &["a", "b"]), (1, &["b"])],
        );
        let outcome = run_on(&election, true);
        assert_eq!(outcome.funded, vec![0, 1]);
        // 6 for b and 4.5 for a.
        assert!(
            outcome.options.contains(&("endowment", "10.5".to_owned())),
            "{:?}",
            outcome.options
        );
    }

    /// The rule as its paper states it, in exact numbers and without any structure.
    fn by_definition(election: &Election, endowment: &Rational) -> Vec<usize> {
        let mut money: Vec<Rational> = vec![endowment.clone(); election.ballots.len()];
        let mut funded = Vec::new();
        loop {
            let mut best: Option<(Rational, String, usize, Vec<usize>)> = None;
            for (project, one) in election
                .projects
                .iter()
                .enumerate()
                .filter(|(at, _)| !funded.contains(at))
            {
                let named = |at: &usize| election.ballots[*at].projects.contains(&(project as u32));
                let mut payers: Vec<usize> = (0..money.len()).filter(named).collect();
                let people = |payers: &[usize]| payers.iter().map(|at| election.ballots[*at].weight).sum::<u64>();
                while let Some(poorest) = payers.iter().copied().min_by(|a, b| money[*a].cmp(&money[*b])) {
                    if &money[poorest] * whole(people(&payers)) >= one.cost {
                        break;
                    }
                    payers.retain(|at| *at != poorest);
                }
                if payers.is_empty() {
                    continue;
                }
                let score = whole(people(&payers)) / &one.cost;
                let better = best
                    .as_ref()
                    .is_none_or(|(known, id, ..)| score > *known || score == *known && one.id < *id);
                if better {
                    best = Some((score, one.id.clone(), project, payers));
                }
            }
            let Some((_, _, project, payers)) = best else {
                return funded;
            };
            let people: u64 = payers.iter().map(|at| election.ballots[*at].weight).sum();
            let part = &election.projects[project].cost / whole(people);
            payers.iter().for_each(|at| money[*at] -= &part);
            funded.push(project);
        }
    }

    #[test]
    fn a_count_buys_what_the_definition_buys_in_the_same_order() {
        let mut bought = 0;
        for seed in 0..300u64 {
            let mut lots = Lots::new(seed);
            let mut draw = |end: u64| lots.below(end);
            let names: Vec<String> = (0..7).map(|index| format!("p{index}")).collect();
            // Few costs, so that there are ties.
            let projects: Vec<(&str, u64)> = names.iter().map(|name| (name.as_str(), 6 * (1 + draw(5)))).collect();
            let ballots: Vec<(u64, Vec<&str>)> = (0..9)
                .map(|_| {
                    let named = names.iter().filter(|_| draw(5) < 2).map(String::as_str).collect();
                    (1 + draw(3), named)
                })
                .collect();
            let ballots: Vec<(u64, &[&str])> = ballots
                .iter()
                .map(|(weight, ballot)| (*weight, ballot.as_slice()))
                .collect();
            let election = Election::approval(30 + draw(60), &projects, &ballots);
            let endowment = &election.budget / whole(election.voters().max(1));
            let outcome = run_on(&election, false);
            assert_eq!(outcome.funded, by_definition(&election, &endowment), "{seed}");
            bought += outcome.funded.len();
            let raised = run_on(&election, true);
            let prices = raised.prices.as_ref().expect("prices");
            assert_eq!(raised.funded, by_definition(&election, &prices.endowment()), "{seed}");
            assert_eq!(verify(&election, &raised.funded, prices, false), vec![], "{seed}");
            assert!(raised.cost >= outcome.cost && raised.cost <= election.budget, "{seed}");
        }
        assert!(bought > 500, "{bought}");
    }
}
