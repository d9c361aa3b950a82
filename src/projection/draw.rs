//! One draw: every compared world through every year, people in lockstep.
//!
//! The expected cohort goes first in a year, the sample follows with its flows and is weighed to its counts.

use std::sync::Arc;

use crate::economy::funding;
use crate::economy::sector::Sector;
use crate::people::{Cohort, Fit, Flows, PeopleYear, Population, RateFactors, Rates, Utility, advance, merge, observe};
use crate::scenario::{Sampler, World};
use crate::services::NeedModel;
use crate::world::{ByService, Levers as _, Luck, Nature, Year, YearRecord};

use super::care::spend_down;
use super::chances::YearChances;
use super::levers::Levers;
use super::lifetimes::Lives;
use super::placement::Placement;
use super::plans::{Plan, Plans};
use super::possible::possible;
use super::record::fill;
use super::tables::Tables;
use super::taxpayers::Taxpayers;
use super::year::{FromOthers, WorldStart, WorldState, YearError, YearParts};

/// Added to the replicate for luck that belongs to lifetimes, which no year of the projection shares.
const LIFETIME_LUCK: u64 = 1 << 32;

/// What is told of each world and year.
pub trait Observer {
    /// A year of a world is done.
    fn year(&mut self, plan: usize, index: usize, record: &YearRecord, parts: &YearParts<'_>);
    /// The people of a world as that year leaves them; told before the year.
    fn people(&mut self, _plan: usize, _index: usize, _people: &Population, _world: &WorldState) {}
}

impl<F: FnMut(usize, usize, &YearRecord, &YearParts<'_>)> Observer for F {
    fn year(&mut self, plan: usize, index: usize, record: &YearRecord, parts: &YearParts<'_>) {
        self(plan, index, record, parts);
    }
}

/// What worlds that start alike share.
struct Start {
    values: Vec<f64>,
    tables: *const Tables,
    fit: Fit,
    cohort: Cohort,
    population: Population,
    rates: Rates,
    people: PeopleYear,
    need: NeedModel,
    utility: Utility,
    lives: Arc<Lives>,
    taxpayers: Taxpayers,
    placement: Arc<Placement>,
}

/// A world of a draw before it starts.
struct Sampled<'a> {
    /// The plan that it is, or that it would be had nothing been decided.
    plan: &'a Plan,
    world: World,
    /// The world whose waits its NHS money follows: its own with nothing decided since the base year.
    undecided: usize,
}

/// The worlds of the plans, in their order, and after them, unseen, those with nothing decided whose waits a plan's money follows
/// where no plan is that world itself.
fn sampled<'a>(plans: &'a Plans, sampler: &Sampler, draw: u64, years: usize) -> Vec<Sampled<'a>> {
    let mut worlds: Vec<Sampled> = Vec::with_capacity(plans.len());
    for (at, plan) in plans.iter().enumerate() {
        worlds.push(Sampled {
            plan,
            world: plan.scenario.world(sampler, draw),
            undecided: at,
        });
    }
    for at in 0..plans.len() {
        let (plan, world) = (worlds[at].plan, &worlds[at].world);
        if !money_follows(plan, world, years) {
            continue;
        }
        let chosen = |lever: usize| Levers::SPECS[lever].nature == Nature::Choice;
        let undecided = world.undecided(plan.scenario.start_year, chosen);
        let same = |other: &Sampled| Arc::ptr_eq(&other.plan.tables, &plan.tables) && other.world.is_like(&undecided);
        worlds[at].undecided = if same(&worlds[at]) {
            at
        } else if let Some(found) = worlds.iter().position(same) {
            found
        } else {
            let unseen = worlds.len();
            worlds.push(Sampled {
                plan,
                world: undecided,
                undecided: unseen,
            });
            unseen
        };
    }
    worlds
}

/// Whether NHS money answers to waits in a year of this world.
fn money_follows(plan: &Plan, world: &World, years: usize) -> bool {
    let mut values = Vec::new();
    (1..years as u16).any(|index| {
        let year = plan.scenario.start_year.plus(index);
        world.values(year, &mut values);
        let levers = Levers::read(&values).economy;
        levers.nhs.follows_waits > 0.0 && funding::open(&levers, &plan.tables.economy.growth, year)[Sector::Nhs]
    })
}

/// Runs one draw of all plans over `years` years from the first plan's start year.
pub fn draw(
    plans: &Plans,
    sampler: &Sampler,
    draw: u64,
    replicate: u64,
    people: usize,
    years: usize,
    observer: &mut dyn Observer,
) -> Result<(), YearError> {
    let luck = Luck::new(sampler.seed, draw, replicate);
    let Some(first) = plans.first() else {
        return Ok(());
    };
    let start_year = first.scenario.start_year;
    let mut starts: Vec<Start> = Vec::new();
    let (mut cohorts, mut populations) = (Vec::new(), Vec::new());
    let (mut rates, mut records) = (Vec::new(), Vec::new());
    let (mut worlds, mut fits) = (Vec::new(), Vec::new());
    let sampled = sampled(plans, sampler, draw, years);
    let undecided: Vec<usize> = sampled.iter().map(|sampled| sampled.undecided).collect();
    let plan_of: Vec<&Plan> = sampled.iter().map(|sampled| sampled.plan).collect();
    for Sampled { plan, world, .. } in sampled {
        let mut values = Vec::new();
        world.values(start_year, &mut values);
        let levers = Levers::of_place(&values);
        let tables: &Tables = &plan.tables;
        let same = |start: &Start| std::ptr::eq(start.tables, tables) && start.values == start_of(&values);
        let found = match starts.iter().position(same) {
            Some(found) => found,
            None => {
                let lifetime_luck = Luck::new(sampler.seed, draw, replicate + LIFETIME_LUCK);
                starts.push(begin(&values, &levers, tables, luck, lifetime_luck, people, start_year));
                starts.len() - 1
            }
        };
        let start = &starts[found];
        worlds.push(WorldState::start(
            plan.name.clone(),
            (world, values, levers),
            &WorldStart {
                need: &start.need,
                utility: &start.utility,
                lives: &start.lives,
                taxpayers: &start.taxpayers,
                placement: &start.placement,
                people: &start.people,
            },
            start_year,
            tables,
        ));
        cohorts.push(start.cohort.clone());
        populations.push(start.population.clone());
        rates.push(start.rates.clone());
        records.push(start.people.clone());
        fits.push(found);
    }
    let mut factors = vec![RateFactors::default(); worlds.len()];
    let giver = |at: usize| plans.get(at).and_then(|plan| plan.same_money_as);
    // A comparator spends what its reference spent, so it goes last.
    let mut order: Vec<usize> = (0..worlds.len()).collect();
    order.sort_by_key(|at| giver(*at).is_some());
    let mut record = YearRecord::default();
    for index in 0..years {
        let year = start_year.plus(index as u16);
        let chances = YearChances::of(sampler, draw, year);
        for (at, plan) in plan_of.iter().enumerate() {
            worlds[at].prepare(year, index, &records[at].cells, &chances, &mut factors[at]);
            if index > 0 {
                let start = &starts[fits[at]];
                rates[at].rebuild(
                    &plan.tables.people,
                    &start.fit,
                    &worlds[at].levers().people,
                    year,
                    &factors[at],
                );
            }
        }
        if index > 0 {
            for population in &mut populations {
                merge(population, start_year.plus(index as u16 - 1), luck);
            }
            for (at, cohort) in cohorts.iter_mut().enumerate() {
                cohort.advance(&rates[at], &mut records[at]);
            }
            let flows: Vec<&Flows> = cohorts.iter().map(Cohort::flows).collect();
            advance(&mut populations, &rates, &flows, year, luck, &mut records);
            for (at, population) in populations.iter_mut().enumerate() {
                population.weigh(cohorts[at].targets(), &mut records[at]);
                let people = &worlds[at].levers().people;
                population.enrich(people.wealth_growth, people.income_growth);
            }
        }
        let pressure: Vec<ByService> = worlds.iter().map(WorldState::pressure).collect();
        for at in order.iter().copied() {
            let plan = plan_of[at];
            let others = FromOthers {
                money: giver(at).and_then(|reference| worlds[reference].public()),
                undecided_pressure: pressure[undecided[at]],
            };
            let parts = worlds[at].run(
                &mut populations[at],
                &records[at],
                &rates[at],
                year,
                index,
                luck,
                &plan.tables,
                others,
            );
            let known = |error: YearError| error.in_draw(plan, sampler, draw);
            let parts = parts.map_err(known)?;
            if at >= plans.len() {
                continue;
            }
            fill(&worlds[at], &parts, &mut record);
            possible(&mut record).map_err(|impossible| known(YearError::new(&plan.name, year, impossible.into())))?;
            observer.people(at, index, &populations[at], &worlds[at]);
            observer.year(at, index, &record, &parts);
        }
    }
    Ok(())
}

/// The values that decide how a world starts: people, health, services, and what joins them.
fn start_of(values: &[f64]) -> Vec<f64> {
    let spans = Levers::SPANS;
    [
        spans.people(),
        spans.health(),
        spans.services(),
        spans.charging(),
        spans.fees(),
        spans.join(),
    ]
    .into_iter()
    .flat_map(|span| values[span].iter().copied())
    .collect()
}

/// The start of the worlds that share these values.
fn begin(
    values: &[f64],
    levers: &Levers,
    tables: &Tables,
    luck: Luck,
    lifetime_luck: Luck,
    people: usize,
    year: Year,
) -> Start {
    let fit = Fit::new(&tables.people, &levers.people);
    let mut population = Population::start(&tables.people, &fit, &levers.people, luck, people);
    if levers.join.scale != 1.0 {
        population.scale(levers.join.scale);
    }
    spend_down(&mut population, levers, luck);
    let factors = RateFactors {
        migration: levers.join.scale,
        ..RateFactors::default()
    };
    let rates = Rates::build(&tables.people, &fit, &levers.people, year, &factors);
    let mut cohort = Cohort::start(&fit, &levers.people, levers.join.scale);
    let mut record = PeopleYear::default();
    cohort.observe(&rates, &mut record);
    observe(&population, &mut record);
    population.weigh(cohort.targets(), &mut record);
    let need = NeedModel::new(&tables.services, &levers.services, &record.cells, &record.deaths);
    let utility = Utility::new(&tables.people, &levers.health, &record);
    let lives = Arc::new(Lives::follow(
        &tables.people,
        &fit,
        &levers.people,
        lifetime_luck,
        (levers.join.lifetime_lives * people as f64) as usize,
        year,
    ));
    let taxpayers = Taxpayers::of(&population, &tables.economy.paying_ages);
    let placement = Arc::new(Placement::of(&population));
    Start {
        values: start_of(values),
        tables,
        fit,
        cohort,
        population,
        rates,
        people: record,
        need,
        utility,
        lives,
        taxpayers,
        placement,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::projection::catalogue;
    use crate::scenario::Over;

    fn worlds(names: &[&str], set: &[&str]) -> usize {
        let words = |words: &[&str]| -> Vec<String> { words.iter().map(|word| (*word).to_string()).collect() };
        let set = words(set);
        let over = Over {
            set: &set,
            ..Over::default()
        };
        let plans = Plans::load(&words(names), over, &catalogue()).expect("they load");
        sampled(&plans, &Sampler::plain(1), 0, 16).len()
    }

    #[test]
    fn a_world_is_added_only_where_money_follows_waits_that_no_world_there_is_has() {
        let follows = "funding.nhs.follows_waits=0.02";
        assert_eq!(worlds(&["england"], &[follows]), 1);
        assert_eq!(
            worlds(&["england", "whole-person-care", "market", "marmot"], &[follows]),
            4
        );
        assert_eq!(worlds(&["whole-person-care", "market"], &[follows]), 3);
        assert_eq!(worlds(&["whole-person-care"], &["funding.nhs.follows_waits=0"]), 1);
    }
}
