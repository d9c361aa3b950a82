//! An election counted again that differs in one project: another cost, or new voters who name only it.
//!
//! Margins are found by counting some twenty times for each loser, and each of these counts raises everybody's share many
//! times. But at another cost all goes as if nothing had changed until the project is bought; so what is bought in the
//! election as it is, is kept for each rise, with the cost above which each loser is not bought there. Only where that does
//! not rule it out is there a count. New voters change everybody's share, and each number of them is counted. A search may
//! look for where to begin by counting near the end of the rise alone; what it finds is counted from the start.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use num_traits::{ToPrimitive, Zero};

use super::completion::{Rises, spent, still_fitting};
use super::count::{LastPrices, count_after};
use super::market::{Good, Market};
use super::stretch::{Moment, Stretch};
use super::terms::{Completion, Pool, SharesTerms, Stop};
use crate::budgeting::election::Election;
use crate::budgeting::exact::{Rational, approximate, whole};
use crate::budgeting::outcome::Outcome;
use crate::budgeting::rules::greedy::{by_falling, complete, density};
use crate::budgeting::utility::{Satisfaction, Supporter, Utilities};

/// Parts of the currency, beside those of the file, in which costs are tried: the steps of a search, and pence.
const FINER: u64 = 4096 * 100;
/// Room for rounding where bounds of a bound are compared (relative).
const CLEAR: f64 = 1e-9;
/// Endowments looked at after which a search is left to plain counts, which say where they end.
const MOST_LOOKED_AT: usize = 20_000;

/// An election prepared for counting again.
pub struct Prepared<'e> {
    election: &'e Election,
    utilities: Utilities,
    market: Market<'e>,
    terms: SharesTerms,
    /// Projects that may be changed.
    losers: Vec<usize>,
    /// By what the completion puts projects in order.
    scores: Vec<Option<Rational>>,
    /// What is known, by the first of the rises for which it holds.
    known: Mutex<BTreeMap<u64, Arc<Known>>>,
}

/// What is bought in the election as it is, for some rises of everybody's share one after the other.
struct Known {
    /// The last of them.
    last: u64,
    /// Nothing where rounding does not tell.
    bought: Option<Bought>,
}

struct Bought {
    funded: Vec<usize>,
    /// What that costs [1/scale of the currency].
    spent: Rational,
    /// Projects that could still be paid with what is left of the budget.
    fitting: Vec<usize>,
    /// For each loser, a cost above which it is not bought [1/scale of the currency].
    cost_above: Vec<f64>,
}

impl<'e> Prepared<'e> {
    /// Nothing where the measure of satisfaction hangs on more than one project, or where a new voter names several.
    pub fn new(
        election: &'e Election,
        satisfaction: Satisfaction,
        terms: SharesTerms,
        losers: Vec<usize>,
    ) -> Option<Prepared<'e>> {
        use Satisfaction::{Cardinality, Cost, Points};
        let plain = matches!(satisfaction, Cost | Cardinality | Points);
        if !plain || election.ballot_type.weighs() && !election.ballot_type.has_points() || election.voters() == 0 {
            return None;
        }
        let utilities = Utilities::new(election, satisfaction);
        let market = Market::finer(election, &utilities, terms.tie_order, FINER);
        let completed = matches!(terms.completion, Completion::Greedy | Completion::Add1u);
        let scores = (0..election.projects.len())
            .filter(|_| completed)
            .map(|project| density(election, &utilities, project))
            .collect();
        Some(Prepared {
            election,
            utilities,
            market,
            terms,
            losers,
            scores,
            known: Mutex::default(),
        })
    }

    /// Prepared for changes of one project.
    pub fn of(&self, project: usize) -> SharesAgain<'_, 'e> {
        SharesAgain {
            prepared: self,
            project,
            place: self.losers.iter().position(|loser| *loser == project),
            utilities: RefCell::new(self.utilities.clone()),
            ended: Cell::new(0.0),
            last: RefCell::default(),
        }
    }

    /// What is known of a rise, `endowment` telling the share after each: where the one before it bought the same as that
    /// before, more are looked at together.
    fn at(&self, rise: u64, endowment: impl Fn(u64) -> f64) -> Arc<Known> {
        let mut last = rise;
        {
            let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
            let mut before = known.range(..=rise).rev();
            if let Some((first, found)) = before.next() {
                if rise <= found.last {
                    return Arc::clone(found);
                }
                let funded = |one: &Known| one.bought.as_ref().map(|bought| bought.funded.clone());
                let same = before.next().is_some_and(|(_, other)| funded(other) == funded(found));
                if same && found.last + 1 == rise {
                    last = rise.saturating_add(2 * (found.last - first) + 1);
                }
            }
            if let Some((next, _)) = known.range(rise..).next() {
                last = last.min(next - 1);
            }
        }
        let mut bought = self.bought(endowment(rise), endowment(last));
        if bought.is_none() && last > rise {
            last = rise;
            bought = self.bought(endowment(rise), endowment(rise));
        }
        let found = Arc::new(Known { last, bought });
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(rise, Arc::clone(&found));
        found
    }

    fn bought(&self, low: f64, high: f64) -> Option<Bought> {
        let mut cost_above = vec![0.0; self.losers.len()];
        let stretch = Stretch::between(&self.market, low, high, |moment| {
            for (place, project) in self.losers.iter().enumerate() {
                self.raise(*project, &moment, &mut cost_above[place]);
            }
        })?;
        for (place, project) in self.losers.iter().enumerate() {
            if stretch.funded.contains(project) {
                cost_above[place] = f64::INFINITY;
            }
        }
        Some(Bought {
            spent: spent(&self.market, &stretch.funded),
            fitting: still_fitting(&self.market, self.terms.pool, &stretch.funded),
            funded: stretch.funded,
            cost_above,
        })
    }

    /// Takes account of a moment in which a loser might be bought in place of what is.
    fn raise(&self, project: usize, moment: &Moment<'_, '_>, cost_above: &mut f64) {
        let good = &self.market.goods[project];
        let cost = good.float_cost;
        if moment.gate.holds_back(project) || *cost_above >= cost {
            return;
        }
        let scale = self.market.scale.to_f64().unwrap_or(f64::INFINITY);
        let room = moment
            .gate
            .room(project)
            .map_or(f64::INFINITY, |room| approximate(room) * scale);
        let share = moment.dearest * good.float_unit * (1.0 + CLEAR);
        // The most that all pay at a share: a line above it, from where it is looked at.
        let (flat, slope) = moment.rich.most_paid(good, share);
        let mut most = if slope > 0.0 { flat + share * slope } else { flat }.min(cost);
        if self.utilities.satisfaction == Satisfaction::Cost && slope > 0.0 {
            // What it costs is what it gives: at a lower cost everybody's share is lower as well. A line that lies above what
            // is paid meets the cost beyond the last cost that is paid; from there again, and nearer.
            let per_cost = share / cost;
            let mut line = (flat, slope);
            most = cost;
            for _ in 0..4 {
                let less = 1.0 - per_cost * line.1;
                let meets = if less > 0.0 {
                    line.0 / less * (1.0 + CLEAR)
                } else {
                    cost
                };
                let before = most;
                most = most.min(meets);
                if meets >= before * (1.0 - 1e-6) || meets <= *cost_above {
                    break;
                }
                line = moment.rich.most_paid(good, per_cost * most);
            }
        }
        *cost_above = cost_above.max(most.min(room * (1.0 + CLEAR)) * (1.0 + CLEAR));
    }
}

/// What a ballot is worth to the project on it.
fn value_of(satisfaction: Satisfaction, points: Option<&i64>) -> u64 {
    match (satisfaction, points) {
        (Satisfaction::Points, Some(points)) => points.unsigned_abs(),
        _ => 1,
    }
}

/// One project of it that changes.
pub struct SharesAgain<'p, 'e> {
    prepared: &'p Prepared<'e>,
    project: usize,
    /// Among the losers.
    place: Option<usize>,
    utilities: RefCell<Utilities>,
    /// The endowment with which the last rise ended [1/scale of the currency].
    ended: Cell<f64>,
    /// Prices of the count before.
    last: RefCell<LastPrices>,
}

/// What is bought after one rise, and up to which other the same.
enum Counted {
    /// What is bought in the election as it is.
    AsItIs(Arc<Known>),
    /// Something else, perhaps, up to a rise.
    Anew(Vec<usize>, u64),
}

impl Counted {
    fn funded(&self) -> &[usize] {
        match self {
            Counted::AsItIs(known) => known.bought.as_ref().map_or(&[], |bought| &bought.funded),
            Counted::Anew(funded, _) => funded,
        }
    }

    fn last(&self) -> u64 {
        match self {
            Counted::AsItIs(known) => known.last,
            Counted::Anew(_, last) => *last,
        }
    }
}

impl SharesAgain<'_, '_> {
    /// Whether the project is funded in an election that differs in its cost or in new ballots that name only it; nothing where
    /// that has to be counted plainly.
    pub fn wins(&self, changed: &Election) -> Option<bool> {
        self.counted(changed, None)
    }

    /// The same from shortly before the rise ended the last time: right unless a count before it would have been the last.
    pub fn wins_likely(&self, changed: &Election) -> Option<bool> {
        self.counted(changed, Some(self.ended.get()))
    }

    fn counted(&self, changed: &Election, from: Option<f64>) -> Option<bool> {
        let (prepared, project) = (self.prepared, self.project);
        let mut utilities = self.utilities.borrow_mut();
        let before = prepared.election.ballots.len();
        let mut supporters = prepared.utilities.supporters[project].clone();
        let mut uniform = prepared.utilities.uniform[project];
        for (at, ballot) in changed.ballots.iter().enumerate().skip(before) {
            let value = value_of(utilities.satisfaction, ballot.points.first());
            uniform &= value == 1;
            supporters.push(Supporter {
                ballot: at as u32,
                value,
            });
        }
        let cost = &changed.projects[project].cost;
        if utilities.satisfaction == Satisfaction::Cost {
            utilities.unit[project].clone_from(cost);
        }
        utilities.supporters[project] = supporters;
        utilities.uniform[project] = uniform;
        if cost.is_zero() || prepared.election.projects[project].cost.is_zero() {
            return None;
        }
        let good = Good::new(changed, &utilities, project, &prepared.market.scale)?;
        let float_cost = good.float_cost;
        let market = prepared.market.with(changed, project, Arc::new(good))?;
        let never = !market.pool.contains(&project);
        // Whether it is ruled out that it is bought.
        let ruled_out = |bought: &Bought| {
            never && !bought.funded.contains(&project)
                || self.place.is_some_and(|place| float_cost > bought.cost_above[place])
        };
        let as_many = changed.ballots.len() == before;
        let funded = self.scan(&market, as_many.then_some(&ruled_out), from)?;
        if funded.contains(&project) {
            return Some(true);
        }
        if !matches!(prepared.terms.completion, Completion::Greedy | Completion::Add1u) {
            return Some(false);
        }
        let mut outcome = Outcome::new("equal-shares", "", prepared.terms.tie_order);
        for other in funded {
            outcome.fund(other, &changed.projects[other].cost, Rational::zero());
        }
        let mut scores = prepared.scores.clone();
        scores[project] = density(changed, &utilities, project);
        complete(changed, &by_falling(&scores, &market.ranks), &scores, &mut outcome);
        Some(outcome.funded.contains(&project))
    }

    /// What Equal Shares buys with the last endowment; the first rises are passed over that end well before `from`.
    fn scan(
        &self,
        market: &Market<'_>,
        ruled_out: Option<&dyn Fn(&Bought) -> bool>,
        from: Option<f64>,
    ) -> Option<Vec<usize>> {
        let terms = &self.prepared.terms;
        let fits = |now: &Counted| match now {
            Counted::AsItIs(known) => known
                .bought
                .as_ref()
                .is_some_and(|bought| bought.spent <= market.budget),
            Counted::Anew(funded, _) => spent(market, funded) <= market.budget,
        };
        let rises = Rises::of(market, terms);
        let Some((base, step)) = rises.from else {
            return Some(count_after(market, &rises.first, false, &mut self.last.borrow_mut()).funded);
        };
        // The first count may have another endowment than the others: it is the rise 0, and the base of the others no rise.
        let at = |rise: u64| {
            if rise == 0 {
                rises.first.clone()
            } else {
                &base + &step * whole(rise)
            }
        };
        let near = |rise: u64| approximate(&at(rise));
        let as_it_is = |rise: u64| {
            let ruled_out = ruled_out?;
            let known = self.prepared.at(rise, near);
            known
                .bought
                .as_ref()
                .is_some_and(ruled_out)
                .then_some(Counted::AsItIs(known))
        };
        let anew = |rise: u64| count_after(market, &at(rise), false, &mut self.last.borrow_mut()).funded;
        let counted = |rise: u64| as_it_is(rise).unwrap_or_else(|| Counted::Anew(anew(rise), rise));
        let passed = from.map_or(0.0, |from| (from - near(1)) / approximate(&step));
        let mut rise = passed.to_u64().unwrap_or(0);
        let mut current = counted(rise);
        let mut back = 2;
        while rise > 0 && !fits(&current) {
            rise = rise.saturating_sub(back);
            back *= 2;
            current = counted(rise);
        }
        let buyable = market.pool.len() + market.free.len();
        // Counts in a row that bought the same, after how many of them several rises are looked at together, and how many.
        let (mut same, mut patience, mut reach) = (0, 2, 4);
        for _ in 0..MOST_LOOKED_AT {
            let exhausted = terms.stop == Stop::Exhaustive && self.exhausted(market, &current);
            if exhausted || current.funded().len() == buyable || !fits(&current) {
                self.ended.set(near(rise));
                return Some(current.funded().to_vec());
            }
            rise = rise.max(current.last());
            let mut next = as_it_is(rise + 1);
            if next.is_none() && same >= patience {
                match Stretch::between(market, near(rise + 1), near(rise + reach), |_| ()) {
                    Some(stretch) => {
                        next = Some(Counted::Anew(stretch.funded, rise + reach));
                        reach *= 2;
                    }
                    None => (patience, reach) = (patience * 2, 4),
                }
            }
            let next = next.unwrap_or_else(|| counted(rise + 1));
            if !fits(&next) {
                self.ended.set(near(rise));
                return Some(current.funded().to_vec());
            }
            same = if next.funded() == current.funded() { same + 1 } else { 0 };
            rise += 1;
            current = next;
        }
        None
    }

    /// Whether nothing more could be paid with what is left.
    fn exhausted(&self, market: &Market<'_>, now: &Counted) -> bool {
        let terms = &self.prepared.terms;
        let Counted::AsItIs(known) = now else {
            return still_fitting(market, terms.pool, now.funded()).is_empty();
        };
        let others = known.bought.iter().flat_map(|bought| &bought.fitting);
        if others.into_iter().any(|other| *other != self.project) {
            return false;
        }
        let asked = terms.pool == Pool::All || market.pool.contains(&self.project);
        !asked || !still_fitting(market, terms.pool, now.funded()).contains(&self.project)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budgeting::BallotType;
    use crate::budgeting::election::{Ballot, Project};
    use crate::budgeting::equal_shares::Preset;
    use crate::budgeting::limits::Ceiling;
    use crate::budgeting::lots::Lots;
    use crate::budgeting::newcomer::Newcomer;
    use crate::budgeting::roll::Roll;
    use crate::budgeting::rules::{Options, Rule, terms, winners};

    /// Elections of all sorts: few and many names on a ballot, points, cheap and dear projects, every kind of limit.
    fn town(seed: u64) -> Election {
        let mut lots = Lots::new(seed);
        let mut draw = |end: u64| lots.below(end);
        let projects: Vec<Project> = (0..8)
            .map(|index| Project::new(&format!("p{index}"), whole(20 + draw(400))))
            .collect();
        let kind = if seed % 4 == 3 {
            BallotType::Cumulative
        } else {
            BallotType::Approval
        };
        let mut election = Election::new(whole(400 + draw(300)), kind, projects);
        let mut roll = Roll::default();
        for _ in 0..40 {
            let named: Vec<u32> = (0..8).filter(|_| draw(3) == 0).collect();
            let points = named.iter().map(|_| draw(6) as i64).collect();
            roll.cast(&mut election, named, points);
        }
        let limits = &mut election.limits;
        limits.only_named = seed.is_multiple_of(2);
        if seed % 5 == 1 {
            limits.ceilings.push(Ceiling {
                name: "parks".to_owned(),
                most: whole(150 + draw(200)),
                projects: vec![0, 1, 2, 3],
            });
        }
        match seed % 7 {
            2 => limits.exclusive.push(vec![2, 3, 4]),
            3 => limits.requires.push((4, 5)),
            4 => limits.least_votes = Some(whole(13)),
            5 => limits.least_share = Some(whole(3) / whole(10)),
            _ => {}
        }
        election
    }

    fn cases() -> impl Iterator<Item = (u64, Options)> {
        (0..42u64).flat_map(move |seed| {
            let two = [seed as usize % 5, (seed as usize + 2) % 5].map(|at| Completion::ALL[at]);
            two.into_iter().enumerate().map(move |(at, completion)| {
                let measures = [Satisfaction::Cost, Satisfaction::Cardinality, Satisfaction::Points];
                let options = Options {
                    completion: Some(completion),
                    preset: Some(Preset::ALL[(seed as usize + at) % 3]),
                    satisfaction: Some(measures[seed as usize % 3]),
                    ..Options::default()
                };
                (seed, options)
            })
        })
    }

    #[test]
    fn counting_again_with_one_project_changed_decides_as_a_plain_count_does() {
        let (mut won, mut counted, mut plainly) = (0, 0, 0);
        for (seed, options) in cases() {
            let election = town(seed);
            let measure = options.satisfaction.unwrap_or_default();
            let funded = winners(Rule::EqualShares, &election, &options);
            let losers: Vec<usize> = (0..8).filter(|project| !funded.contains(project)).collect();
            let prepared = Prepared::new(&election, measure, terms(&options), losers.clone());
            let prepared = prepared.expect("a measure of one project");
            for project in losers {
                let again = prepared.of(project);
                let mut held = |changed: &Election| {
                    let plain = winners(Rule::EqualShares, changed, &options).contains(&project);
                    match again.wins(changed) {
                        Some(found) => assert_eq!(found, plain, "{seed} {project} {options:?}"),
                        None => plainly += 1,
                    }
                    won += usize::from(plain);
                    counted += 1;
                };
                for part in [1, 700, 2048, 3000, 4095] {
                    let mut changed = election.clone();
                    changed.projects[project].cost = &election.projects[project].cost * whole(part) / whole(4096);
                    held(&changed);
                }
                for more in [1, 3, 10, 40] {
                    let mut changed = election.clone();
                    let ballot = Newcomer::of(&election)[0].ballot(&election, project);
                    changed.ballots.push(Ballot { weight: more, ..ballot });
                    held(&changed);
                }
            }
        }
        assert!(won > counted / 8 && won < counted, "{won} of {counted}");
        // A quorum that rises with the voters may shut out others.
        assert!(plainly * 20 < counted, "{plainly} of {counted}");
    }
}
