//! The worlds of one run: the one place where scenarios become plans that can be drawn.
//!
//! A scenario may take its public money from another (`same_money_as`), worlds that read the same tables start alike, and
//! worlds that are compared begin in the same year; people and amounts of each must go together ([`heads`]). Whoever put plans together
//! by hand forgot one of the four; so only [`Plans`] makes a [`Plan`], and every command, analysis and process asks for its worlds here.

use std::marker::PhantomData;
use std::ops::Deref;
use std::sync::{Arc, Mutex};

use crate::scenario::problem::Fault;
use crate::scenario::source::Source;
use crate::scenario::{Believes, Catalogue, Over, Problem, Problems, Scenario};
use crate::world::{Nature, Year};

use super::heads;
use super::tables::{Tables, TablesError};

/// A scenario made ready to be drawn.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The scenario.
    pub scenario: Scenario,
    /// Its name in the results: the file's stem, `A#2` when repeated.
    pub name: String,
    /// Its tables.
    pub tables: Arc<Tables>,
    /// The plan whose public money it is given, for an equal-money comparator.
    pub same_money_as: Option<usize>,
    /// Whether it is in the results; a comparator's reference may be run unseen.
    pub shown: bool,
    /// What a reader should know of its people and amounts, which do not quite go together.
    pub told: Vec<String>,
    /// Nobody outside this file can make one.
    sealed: PhantomData<()>,
}

impl Plan {
    /// The place in which it happens, as a word for names of files; none for the country itself.
    pub fn place(&self) -> Option<&str> {
        self.scenario.area.as_ref().map(|area| area.slug.as_str())
    }
}

/// The worlds of one run, in the order asked for; those that only give their money to another come last, unseen.
#[derive(Clone, Debug, Default)]
pub struct Plans(Vec<Plan>);

/// Why scenarios do not make a run together.
#[derive(Debug, thiserror::Error)]
pub enum PlansError {
    /// A scenario is wrong.
    #[error("{0}")]
    Problems(#[from] Problems),
    /// A table of data cannot be read.
    #[error("{0}")]
    Tables(#[from] TablesError),
    /// Nothing was asked for.
    #[error("no scenario")]
    None,
    /// The comparator of a comparator.
    #[error(
        "{scenario} takes its money from {reference}, which takes its own from another scenario: name one with money of its own in same_money_as"
    )]
    MoneyOfMoney {
        /// The scenario.
        scenario: String,
        /// The one that it names.
        reference: String,
    },
    /// Scenarios that do not believe the same.
    #[error(
        "{one} believes {what} (its keys `assume` and `believe`) and {other} does not: scenarios that are compared believe the same; let both \
         files say it, or neither"
    )]
    Beliefs {
        /// The scenario that believes something.
        one: String,
        /// What, as it would be typed.
        what: String,
        /// The scenario that does not.
        other: String,
    },
    /// Scenarios that begin in different years.
    #[error(
        "{first} starts in {start} and {other} in {year}: scenarios of one run are compared year by year, so their start_year must be the same"
    )]
    StartYears {
        /// The first scenario.
        first: String,
        /// Its first year.
        start: Year,
        /// The one that differs.
        other: String,
        /// Its first year.
        year: Year,
    },
}

impl PlansError {
    /// As problems of files, for whoever lists everything that is wrong with one.
    pub fn into_problems(self) -> Problems {
        match self {
            PlansError::Problems(problems) => problems,
            PlansError::Tables(TablesError::Missing(problem)) => (*problem).into(),
            other => Problem::new(Fault::Joint(other.to_string())).into(),
        }
    }
}

/// Where a world's public money comes from.
#[derive(Clone, Copy, Debug)]
pub enum Money<'a> {
    /// As its scenario says: its own, or that of the scenario it names, over which the same words are laid.
    AsItSays(Over<'a>),
    /// That of the world at this position of those asked for.
    OfWorld(usize),
}

/// Tables already read, so that worlds which read the same share them: that tells the engine that they start alike.
#[derive(Debug, Default)]
pub struct Shelf(Mutex<Vec<(String, Arc<Tables>)>>);

impl Shelf {
    /// The tables of a scenario, read if they are not here yet.
    fn of(&self, scenario: &Scenario) -> Result<Arc<Tables>, TablesError> {
        let mut known = self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        let place = scenario.data_place_key();
        if let Some((_, found)) = known.iter().find(|(other, _)| *other == place) {
            return Ok(found.clone());
        }
        let read = Tables::load(scenario)?;
        // The same bytes in another folder are the same tables.
        let hashes = |tables: &Tables| -> Vec<String> { tables.inputs.iter().map(|one| one.sha256.clone()).collect() };
        let same = known.iter().find(|(_, other)| hashes(other) == hashes(&read));
        let tables = same.map_or_else(|| Arc::new(read), |(_, found)| found.clone());
        known.push((place, tables.clone()));
        Ok(tables)
    }
}

/// The scenarios of these names in each of some places.
fn each_in<'a>(
    areas: &'a [Arc<Source>],
    names: &[String],
    over: Over<'a>,
    catalogue: &Catalogue,
) -> Result<Vec<(Scenario, Money<'a>)>, PlansError> {
    let (mut loaded, mut problems) = (Vec::new(), Problems::default());
    let each: Vec<Option<&Arc<Source>>> = match areas {
        [] => vec![over.area],
        areas => areas.iter().map(Some).collect(),
    };
    for area in each {
        let over = Over { area, ..over };
        for name in names {
            match Scenario::load_assuming(name, over, catalogue) {
                Ok(mut scenario) => {
                    // Where several places are compared, the place is part of the name.
                    if let (Some(area), [_, _, ..]) = (&scenario.area, areas) {
                        scenario.name = format!("{}-{}", scenario.name, area.slug);
                    }
                    loaded.push((scenario, Money::AsItSays(over)));
                }
                Err(found) => problems.0.extend(found.0),
            }
        }
    }
    if problems.is_empty() {
        Ok(loaded)
    } else {
        Err(problems.into())
    }
}

/// What the files of some scenarios believe, if it is the same wherever it is anything.
pub fn together<'s>(scenarios: impl Iterator<Item = &'s Scenario>) -> Result<Believes, PlansError> {
    let mut first: Option<&Scenario> = None;
    for scenario in scenarios.filter(|scenario| !scenario.believes.is_empty()) {
        match first {
            None => first = Some(scenario),
            Some(first) if first.believes == scenario.believes => {}
            Some(first) => {
                return Err(PlansError::Beliefs {
                    one: first.name.clone(),
                    what: first.believes.words(),
                    other: scenario.name.clone(),
                });
            }
        }
    }
    Ok(first.map_or_else(Believes::default, |first| first.believes.clone()))
}

/// Refuses worlds of which one believes by its files what another does not.
fn believing_the_same(worlds: &[(Scenario, Money)]) -> Result<(), PlansError> {
    let all: Vec<(&Scenario, Believes)> = worlds
        .iter()
        .filter_map(|(scenario, money)| match money {
            Money::AsItSays(over) => Some((scenario, scenario.believes.beneath(over.assume, over.set))),
            Money::OfWorld(_) => None,
        })
        .collect();
    for (one, believed) in all.iter().filter(|(one, _)| !one.believes.is_empty()) {
        let own = Believes {
            assume: one.believes.assume.clone(),
            set: one
                .believes
                .set
                .iter()
                .filter(|set| believed.set.contains(set))
                .cloned()
                .collect(),
        };
        if let Some((other, _)) = all.iter().find(|(_, other)| !own.is_within(other)) {
            return Err(PlansError::Beliefs {
                one: one.name.clone(),
                what: own.words(),
                other: other.name.clone(),
            });
        }
    }
    Ok(())
}

impl Plans {
    /// Reads the scenarios that these names stand for, with words laid over all of them.
    pub fn load(names: &[String], over: Over, catalogue: &Catalogue) -> Result<Plans, PlansError> {
        Plans::load_in(&[], names, over, catalogue)
    }

    /// The same in each of some places, one place after the other; in the whole country if there is none.
    pub fn load_in(
        areas: &[Arc<Source>],
        names: &[String],
        over: Over,
        catalogue: &Catalogue,
    ) -> Result<Plans, PlansError> {
        let loaded = each_in(areas, names, over, catalogue)?;
        let own = together(loaded.iter().map(|(scenario, _)| scenario))?;
        if loaded.iter().all(|(scenario, _)| scenario.believes == own) {
            return Plans::of(loaded, &Shelf::default(), catalogue);
        }
        // What one of the files believes holds for all of them.
        let all = own.beneath(over.assume, over.set);
        let over = Over {
            assume: &all.assume,
            set: &all.set,
            ..over
        };
        Plans::of(each_in(areas, names, over, catalogue)?, &Shelf::default(), catalogue)
    }

    /// A scenario as its files have it, and as overrides change what is done in it; what they say is believed, or given with
    /// the place, holds in both.
    pub fn beside_base(name: &str, over: Over, catalogue: &Catalogue) -> Result<Plans, PlansError> {
        let (done, shared): (Vec<String>, Vec<String>) =
            over.set.iter().cloned().partition(|set| is_done(set, catalogue));
        let common = Over { set: &shared, ..over };
        let base = Scenario::load_assuming(name, common, catalogue)?;
        let mut changed = Scenario::load_assuming(name, over, catalogue)?;
        changed.name = format!("{}-with-set", base.name);
        changed.title = format!("{}, with {}", base.title, done.join(", "));
        let worlds = vec![(base, Money::AsItSays(common)), (changed, Money::AsItSays(over))];
        Plans::of(worlds, &Shelf::default(), catalogue)
    }

    /// The worlds of some scenarios, and those whose money they are given.
    pub fn of(worlds: Vec<(Scenario, Money)>, shelf: &Shelf, catalogue: &Catalogue) -> Result<Plans, PlansError> {
        let asked = worlds.len();
        believing_the_same(&worlds)?;
        let (mut scenarios, moneys): (Vec<Scenario>, Vec<Money>) = worlds.into_iter().unzip();
        let mut names = names(&scenarios);
        let mut same_money: Vec<Option<usize>> = Vec::new();
        for (at, money) in moneys.into_iter().enumerate() {
            same_money.push(match money {
                Money::OfWorld(world) => Some(world),
                Money::AsItSays(over) => match scenarios[at].reference(over, catalogue) {
                    None => None,
                    Some(reference) => {
                        let reference = reference?;
                        if reference.same_money_as.is_some() {
                            return Err(PlansError::MoneyOfMoney {
                                scenario: scenarios[at].name.clone(),
                                reference: reference.name,
                            });
                        }
                        let same = |other: &Scenario| other.name == reference.name && other.hash() == reference.hash();
                        Some(scenarios.iter().position(same).unwrap_or_else(|| {
                            names.push(format!("{} (unseen)", reference.name));
                            scenarios.push(reference);
                            scenarios.len() - 1
                        }))
                    }
                },
            });
        }
        same_money.resize(scenarios.len(), None);
        let first = scenarios.first().ok_or(PlansError::None)?;
        if let Some(other) = scenarios.iter().find(|other| other.start_year != first.start_year) {
            return Err(PlansError::StartYears {
                first: first.name.clone(),
                start: first.start_year,
                other: other.name.clone(),
                year: other.start_year,
            });
        }
        let plans = scenarios.into_iter().zip(names).zip(same_money).enumerate();
        plans
            .map(|(at, ((scenario, name), same_money_as))| {
                let tables = shelf.of(&scenario)?;
                Ok(Plan {
                    told: heads::fit(&scenario, &tables, catalogue)?,
                    tables,
                    scenario,
                    name,
                    same_money_as,
                    shown: at < asked,
                    sealed: PhantomData,
                })
            })
            .collect::<Result<Vec<Plan>, PlansError>>()
            .map(Plans)
    }

    /// The same worlds with something about every scenario changed that leaves its tables and its money's source alone.
    #[must_use]
    pub fn changed(&self, change: impl Fn(&Scenario) -> Scenario) -> Plans {
        self.copies(1, |_, scenario| change(scenario))
    }

    /// All worlds several times over, copy by copy, each copy with the money of its own.
    #[must_use]
    pub fn copies(&self, copies: usize, change: impl Fn(usize, &Scenario) -> Scenario) -> Plans {
        let mut plans = Vec::with_capacity(copies * self.len());
        for copy in 0..copies {
            plans.extend(self.iter().map(|plan| Plan {
                scenario: change(copy, &plan.scenario),
                same_money_as: plan.same_money_as.map(|at| at + copy * self.len()),
                ..plan.clone()
            }));
        }
        Plans(plans)
    }

    /// The first so many worlds alone, and unseen those whose money they are given.
    #[must_use]
    pub fn leading(&self, count: usize) -> Plans {
        self.only((0..count.min(self.len())).collect())
    }

    /// Worlds by their positions, and unseen those whose money they are given.
    #[must_use]
    pub fn only(&self, mut kept: Vec<usize>) -> Plans {
        let count = kept.len();
        for at in kept.clone() {
            kept.extend(self[at].same_money_as.filter(|reference| !kept.contains(reference)));
        }
        let plans = kept.iter().enumerate().map(|(place, at)| Plan {
            same_money_as: self[*at]
                .same_money_as
                .and_then(|reference| kept.iter().position(|other| *other == reference)),
            shown: self[*at].shown && place < count,
            ..self[*at].clone()
        });
        Plans(plans.collect())
    }

    /// What a reader should know of the worlds' people and amounts, each thing once.
    pub fn told(&self) -> Vec<String> {
        let mut all: Vec<String> = Vec::new();
        for told in self.iter().flat_map(|plan| &plan.told) {
            if !all.contains(told) {
                all.push(told.clone());
            }
        }
        all
    }

    /// The worlds in the results, in order.
    pub fn shown(&self) -> impl Iterator<Item = &Plan> {
        self.iter().filter(|plan| plan.shown)
    }
}

impl Deref for Plans {
    type Target = [Plan];
    fn deref(&self) -> &[Plan] {
        &self.0
    }
}

/// Whether an override says what is done: a choice, or something about a programme.
pub fn is_done(set: &str, catalogue: &Catalogue) -> bool {
    let key = set.split('=').next().unwrap_or("").trim();
    catalogue.nature(key) == Some(Nature::Choice) || key.starts_with("programme.")
}

/// Names in the results: a scenario named again is told apart by a number.
fn names(scenarios: &[Scenario]) -> Vec<String> {
    let mut names = Vec::with_capacity(scenarios.len());
    for (at, scenario) in scenarios.iter().enumerate() {
        let before = scenarios[..at]
            .iter()
            .filter(|other| other.name == scenario.name)
            .count();
        names.push(match before {
            0 => scenario.name.clone(),
            before => format!("{}#{}", scenario.name, before + 1),
        });
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::projection::catalogue;

    fn load(names: &[&str]) -> Result<Plans, PlansError> {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        Plans::load(&names, Over::default(), &catalogue())
    }

    #[test]
    fn a_comparator_brings_the_world_whose_money_it_is_given_unless_that_is_there() {
        let alone = load(&["england-same-money"]).expect("plans");
        let giver = alone[0].same_money_as.expect("money of another");
        assert!(alone[0].shown && !alone[giver].shown);
        assert_eq!(alone.shown().count(), 1);
        let given = alone[giver].scenario.name.clone();
        let company = load(&["england-same-money", &given]).expect("plans");
        assert_eq!((company.len(), company[0].same_money_as), (2, Some(1)));
        assert!(company.iter().all(|plan| plan.shown));
        // Whoever takes the first alone takes its money's source along.
        let first = company.leading(1);
        assert_eq!(
            (first.len(), first[0].same_money_as, first[1].shown),
            (2, Some(1), false)
        );
    }

    #[test]
    fn worlds_that_read_the_same_tables_share_them_and_a_repeated_name_is_told_apart() {
        let plans = load(&["england", "whole-person-care", "england"]).expect("plans");
        assert!(plans.iter().all(|plan| Arc::ptr_eq(&plan.tables, &plans[0].tables)));
        let names: Vec<&str> = plans.iter().map(|plan| plan.name.as_str()).collect();
        assert_eq!(names, ["england", "whole-person-care", "england#2"]);
    }

    #[test]
    fn worlds_that_begin_in_different_years_are_refused_and_so_is_nothing() {
        let error = load(&["england", "backcast-2010"]).map(|plans| plans.len());
        assert!(matches!(error, Err(PlansError::StartYears { .. })), "{error:?}");
        assert!(matches!(load(&[]), Err(PlansError::None)));
    }

    #[test]
    fn every_copy_is_given_the_money_of_its_own() {
        let plans = load(&["england-same-money"]).expect("plans");
        let copies = plans.copies(3, |_, scenario| scenario.clone());
        let count = plans.len();
        for (at, plan) in copies
            .iter()
            .enumerate()
            .filter(|(_, plan)| plan.same_money_as.is_some())
        {
            assert_eq!(plan.same_money_as.map(|giver| giver / count), Some(at / count));
        }
    }
}
