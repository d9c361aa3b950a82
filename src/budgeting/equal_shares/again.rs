//! An election counted again that differs in one project: another cost, or new voters who name only it.
//!
//! Margins are found by counting some twenty times for each loser. All but one project stay what they are, so supporters and
//! costs are prepared once; and a search may count roughly, beginning the rise of shares shortly before it ended when nothing
//! was changed, as long as what it finds is then counted from the start.

use std::cell::RefCell;
use std::sync::Arc;

use num_traits::{ToPrimitive, Zero};

use super::completion::{decided, last_rise};
use super::market::{Good, Market};
use super::terms::SharesTerms;
use crate::budgeting::election::Election;
use crate::budgeting::exact::{approximate, whole};
use crate::budgeting::utility::{Satisfaction, Supporter, Utilities};

/// Parts of the currency, beside those of the file, in which costs are tried: the steps of a search, and pence.
const FINER: u64 = 4096 * 100;
/// Rises of everybody's share that a rough count looks back from where the last count ended.
const LOOK_BACK: u64 = 4;

/// An election prepared for counting again.
pub struct Prepared<'e> {
    election: &'e Election,
    utilities: Utilities,
    market: Market<'e>,
    terms: SharesTerms,
    /// Where the rise of shares ended \[currency\].
    ended: f64,
    /// How far each rise goes \[currency\].
    step: f64,
}

impl<'e> Prepared<'e> {
    /// Nothing where limits or the measure of satisfaction hang on more than one project.
    pub fn new(election: &'e Election, satisfaction: Satisfaction, terms: SharesTerms) -> Option<Prepared<'e>> {
        use Satisfaction::{Cardinality, Cost, Points};
        let plain = election.limits.is_empty() && matches!(satisfaction, Cost | Cardinality | Points);
        if !plain || election.ballot_type.weighs() && !election.ballot_type.has_points() {
            return None;
        }
        let utilities = Utilities::new(election, satisfaction);
        let market = Market::finer(election, &utilities, terms.tie_order, FINER);
        let (ended, step) = last_rise(&market, &terms)?;
        Some(Prepared {
            election,
            utilities,
            market,
            terms,
            ended,
            step,
        })
    }

    /// Prepared for changes of one project.
    pub fn of(&self, project: usize) -> Again<'_, 'e> {
        Again {
            prepared: self,
            project,
            utilities: RefCell::new(self.utilities.clone()),
        }
    }
}

/// One project of it that changes.
pub struct Again<'p, 'e> {
    prepared: &'p Prepared<'e>,
    project: usize,
    utilities: RefCell<Utilities>,
}

impl Again<'_, '_> {
    /// Whether the project is funded in an election that differs in its cost and in new ballots that name only it; nothing where
    /// that has to be counted plainly.
    pub fn wins(&self, changed: &Election) -> Option<bool> {
        self.funded(changed, 0)
    }

    /// The same, counted from shortly before the last rise: right as long as nothing before it would have ended the count.
    pub fn wins_roughly(&self, changed: &Election) -> Option<bool> {
        let first = approximate(&(&changed.budget / whole(changed.voters().max(1))));
        let rises = ((self.prepared.ended - first) / self.prepared.step).floor();
        let from = rises.to_u64().unwrap_or(0).saturating_sub(LOOK_BACK);
        self.funded(changed, from)
    }

    fn funded(&self, changed: &Election, from: u64) -> Option<bool> {
        let (prepared, project) = (self.prepared, self.project);
        let mut utilities = self.utilities.borrow_mut();
        let before = prepared.election.ballots.len();
        let mut supporters = prepared.utilities.supporters[project].clone();
        let mut uniform = prepared.utilities.uniform[project];
        for (at, ballot) in changed.ballots.iter().enumerate().skip(before) {
            let value = match (utilities.satisfaction, ballot.points.first()) {
                (Satisfaction::Points, Some(points)) => points.unsigned_abs(),
                _ => 1,
            };
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
        let known = prepared.market.pool.contains(&project) && !cost.is_zero();
        let good = known.then(|| Good::new(changed, &utilities, project, &prepared.market.scale))??;
        let market = prepared.market.with(changed, project, Arc::new(good));
        let outcome = decided(&market, &utilities, &prepared.terms, from, false)?;
        Some(outcome.funded.contains(&project))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budgeting::election::Ballot;
    use crate::budgeting::equal_shares::{Completion, Preset};
    use crate::budgeting::lots::Lots;
    use crate::budgeting::margins::{cost_to_win, cost_to_win_roughly, votes_to_win, votes_to_win_roughly};
    use crate::budgeting::newcomer::Newcomer;
    use crate::budgeting::rules::{Options, Rule, terms, winners};

    /// Elections of all sorts: few and many names on a ballot, cheap and dear projects.
    fn town(seed: u64) -> Election {
        let mut lots = Lots::new(seed);
        let mut draw = |end: u64| lots.below(end);
        let names: Vec<String> = (0..8).map(|index| format!("p{index}")).collect();
        let projects: Vec<(&str, u64)> = names.iter().map(|name| (name.as_str(), 20 + draw(400))).collect();
        let ballots: Vec<Vec<&str>> = (0..40)
            .map(|_| names.iter().filter(|_| draw(3) == 0).map(String::as_str).collect())
            .collect();
        let ballots: Vec<(u64, &[&str])> = ballots.iter().map(|ballot| (1, ballot.as_slice())).collect();
        Election::approval(400 + draw(300), &projects, &ballots)
    }

    fn cases() -> impl Iterator<Item = (u64, Options)> {
        let completions = [Completion::Add1, Completion::Add1u, Completion::BudgetIncrease];
        (0..18u64).flat_map(move |seed| {
            completions.into_iter().enumerate().map(move |(at, completion)| {
                let options = Options {
                    completion: Some(completion),
                    preset: Some(Preset::ALL[(seed as usize + at) % 3]),
                    satisfaction: Some([Satisfaction::Cost, Satisfaction::Cardinality][seed as usize % 2]),
                    ..Options::default()
                };
                (seed, options)
            })
        })
    }

    #[test]
    fn counting_again_with_one_project_changed_decides_as_a_plain_count_does() {
        let mut won = 0;
        let mut counted = 0;
        for (seed, options) in cases() {
            let election = town(seed);
            let measure = options.satisfaction.unwrap_or_default();
            let Some(prepared) = Prepared::new(&election, measure, terms(&options)) else {
                continue;
            };
            let funded = winners(Rule::EqualShares, &election, &options);
            for project in (0..8).filter(|project| !funded.contains(project)) {
                let again = prepared.of(project);
                let mut held = |changed: &Election| {
                    let plain = winners(Rule::EqualShares, changed, &options).contains(&project);
                    assert_eq!(again.wins(changed), Some(plain), "{seed} {project} {options:?}");
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
                    changed.ballots.push(Ballot {
                        weight: more,
                        projects: vec![project as u32],
                        points: Vec::new(),
                    });
                    held(&changed);
                }
            }
        }
        assert!(won > counted / 8 && won < counted, "{won} of {counted}");
    }

    #[test]
    fn what_a_rough_search_finds_was_counted_and_is_what_a_plain_search_finds() {
        let (mut same, mut all) = (0, 0);
        for (seed, options) in cases().filter(|(seed, _)| seed % 3 == 0) {
            let election = town(seed);
            let measure = options.satisfaction.unwrap_or_default();
            let Some(prepared) = Prepared::new(&election, measure, terms(&options)) else {
                continue;
            };
            let plain = |project: usize| {
                let options = &options;
                move |changed: &Election| winners(Rule::EqualShares, changed, options).contains(&project)
            };
            let funded = winners(Rule::EqualShares, &election, &options);
            for project in (0..8).filter(|project| !funded.contains(project)) {
                let again = prepared.of(project);
                let roughly =
                    |changed: &Election| again.wins_roughly(changed).unwrap_or_else(|| plain(project)(changed));
                let exactly = |changed: &Election| again.wins(changed).unwrap_or_else(|| plain(project)(changed));
                let votes = votes_to_win_roughly(&election, project, &Newcomer::Names, 1, roughly, exactly);
                let cost = cost_to_win_roughly(&election, project, None, roughly, exactly);
                all += 2;
                same += usize::from(votes == votes_to_win(&election, project, 1, plain(project)));
                same += usize::from(cost == cost_to_win(&election, project, None, plain(project)));
                if let Some(cost) = cost {
                    let mut changed = election.clone();
                    changed.projects[project].cost = cost;
                    assert!(plain(project)(&changed), "{seed} {project}");
                }
                if let Some(votes) = votes {
                    let with = |more: u64| {
                        let mut changed = election.clone();
                        changed.ballots.push(Ballot {
                            weight: more,
                            projects: vec![project as u32],
                            points: Vec::new(),
                        });
                        plain(project)(&changed)
                    };
                    assert!(with(votes) && (votes == 1 || !with(votes - 1)), "{seed} {project}");
                }
            }
        }
        // Where a rule is not monotone there are several such numbers, and another search may end at another.
        assert!(all > 60 && same * 100 >= all * 95, "{same} of {all}");
    }
}
