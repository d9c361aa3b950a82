//! Runs of the engine inside the test process: small, and each made once for all tests that look at it.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use carepool::measures;
use carepool::projection::{Money, Plans, Shelf, Tables, YearParts, catalogue, draw};
use carepool::scenario::{Catalogue, Over, Sampler, Scenario, layers};
use carepool::world::group::GROUPS;
use carepool::world::{Group, Pence, YearRecord};
use rayon::prelude::*;

/// Draws of a shipped scenario's run.
pub const DRAWS: u64 = 4;
/// Simulated people.
pub const PEOPLE: usize = 400;
/// Years, the base year included.
pub const YEARS: usize = 6;

/// Seed of every run.
pub const SEED: u64 = 7;

pub static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(catalogue);

/// England's tables, which every shipped scenario uses.
pub static TABLES: LazyLock<Arc<Tables>> = LazyLock::new(|| {
    let england = load("england", &[]);
    Arc::new(Tables::load(&england).expect("the shipped tables"))
});

/// What is kept of one world, draw and year.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    /// Every measure by group, as far as it is told for the group.
    pub values: Vec<f64>,
    /// The record itself.
    pub record: YearRecord,
    /// Net migrants of the year [people].
    pub migrants: f64,
    /// All accounts of the ledger together.
    pub trial_balance: Pence,
    /// What the ledger says public spending was [£m].
    pub ledger_public: f64,
    /// Whether every account through which money only passes ended at nothing.
    pub closed: bool,
}

impl Kept {
    /// A measure for a group.
    pub fn of(&self, name: &str, group: Group) -> f64 {
        self.values[measures::find(name).expect("a declared measure").index() * GROUPS + group.index()]
    }
    /// A measure for everybody.
    pub fn all(&self, name: &str) -> f64 {
        self.of(name, Group::ALL)
    }
}

/// Draws × years of one world.
pub type Run = Vec<Vec<Kept>>;

/// A shipped scenario, with values laid over it.
pub fn load(name: &str, overrides: &[String]) -> Scenario {
    Scenario::load(&format!("{name}.toml"), overrides, &CATALOGUE)
        .unwrap_or_else(|problems| panic!("{name} {overrides:?}: {}", problems.render(false)))
}

/// England with values laid over it.
pub fn england(overrides: &[&str]) -> Scenario {
    let overrides: Vec<String> = overrides.iter().map(|text| (*text).to_owned()).collect();
    load("england", &overrides)
}

/// Tables already read, for all tests.
static SHELF: LazyLock<Shelf> = LazyLock::new(Shelf::default);

/// The worlds of some scenarios; unseen and last, those whose money they are given.
pub fn lockstep(scenarios: impl IntoIterator<Item = Scenario>) -> Plans {
    let own = |scenario| (scenario, Money::AsItSays(Over::default()));
    Plans::of(scenarios.into_iter().map(own).collect(), &SHELF, &CATALOGUE).unwrap_or_else(|error| panic!("{error}"))
}

/// One draw of some plans in lockstep: worlds shown × years.
pub fn one_draw(plans: &Plans, number: u64, people: usize, years: usize) -> Vec<Vec<Kept>> {
    let mut worlds: Vec<Vec<Kept>> = vec![Vec::with_capacity(years); plans.len()];
    let mut observer = |world: usize, _: usize, record: &YearRecord, parts: &YearParts<'_>| {
        let mut values = vec![f64::NAN; measures::all().len() * GROUPS];
        for (at, measure) in measures::all().iter().enumerate() {
            for group in Group::every().filter(|group| measure.splits(*group)) {
                values[at * GROUPS + group.index()] = (measure.read)(record, group);
            }
        }
        worlds[world].push(Kept {
            values,
            record: record.clone(),
            migrants: parts.people.migrants,
            trial_balance: parts.accounts.ledger.trial_balance(),
            ledger_public: parts.accounts.ledger.cost_public(),
            closed: parts.accounts.ledger.close_year().is_ok(),
        });
    };
    draw(plans, &Sampler::plain(SEED), number, 0, people, years, &mut observer)
        .unwrap_or_else(|error| panic!("draw {number}: {error}"));
    worlds.truncate(plans.shown().count());
    worlds
}

/// Some draws of some plans in lockstep, turned to worlds × draws × years.
pub fn draws(plans: &Plans, draws: u64, people: usize, years: usize) -> Vec<Run> {
    let by_draw: Vec<Vec<Vec<Kept>>> = (0..draws)
        .into_par_iter()
        .map(|number| one_draw(plans, number, people, years))
        .collect();
    let mut worlds: Vec<Run> = vec![Vec::new(); plans.shown().count()];
    for drawn in by_draw {
        for (world, years) in worlds.iter_mut().zip(drawn) {
            world.push(years);
        }
    }
    worlds
}

/// A shipped scenario three ways, in the same draws.
pub struct Shipped {
    /// In company of England and of itself.
    pub run: Run,
    /// The second of the two, in the same lockstep.
    pub again: Run,
    /// Alone, the first draw only.
    pub alone: Run,
}

/// Every shipped scenario.
pub static SHIPPED: LazyLock<BTreeMap<String, Shipped>> = LazyLock::new(|| {
    layers::shipped()
        .into_par_iter()
        .map(|name| {
            let own = || load(&name, &[]);
            let alone = draws(&lockstep([own()]), 1, PEOPLE, YEARS).remove(0);
            // England is company for those that start when it does; others keep their own.
            let england = load("england", &[]);
            let company = if own().start_year == england.start_year {
                england
            } else {
                own()
            };
            let mut runs = draws(&lockstep([own(), company, own()]), DRAWS, PEOPLE, YEARS);
            let again = runs.remove(2);
            let run = runs.remove(0);
            (name, Shipped { run, again, alone })
        })
        .collect()
});
