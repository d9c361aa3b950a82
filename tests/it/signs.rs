//! What each lever of the debate must do, as studies and accounts say it does: one sentence, one small experiment, one
//! direction.
//!
//! The direction of each row is taken from what it cites, never from the code, and the evidence is read as published: how
//! far a finding is to be believed is another question, asked elsewhere (`evidence.reading`). Two worlds of the same draws
//! differ in what the row sets and in nothing else; the median of their differences must have the sign, whatever its size.

use std::collections::BTreeMap;

use carepool::projection::{YearParts, draw};
use carepool::scenario::Sampler;
use carepool::world::YearRecord;

use crate::runs::{Kept, Run, SEED, draws, england, load, lockstep};

mod care;
mod health;
mod money;
mod services;

/// Draws of each experiment.
const DRAWS: u64 = 4;
/// Simulated people.
const PEOPLE: usize = 400;
/// Years, the base year 2024/25 included.
const YEARS: usize = 8;
/// Worlds that go through a draw together.
const TOGETHER: usize = 24;
/// Relative difference that is rounding and no effect.
const ROUNDING: f64 = 1e-10;

/// Which way a measure must go.
#[derive(Clone, Copy, PartialEq)]
enum Way {
    More,
    Less,
}

/// A shipped scenario and what is set in it.
type World = (&'static str, &'static [&'static str]);

/// Things as they are.
const AS_NOW: World = ("england", &[]);

/// One lever, one sentence.
struct Sign {
    says: &'static str,
    without: World,
    with: World,
    reads: fn(&Kept) -> f64,
    way: Way,
    source: &'static str,
    year: usize,
}

impl Sign {
    /// England with something set, against England as it is, in the last year.
    fn new(
        says: &'static str,
        set: &'static [&'static str],
        reads: fn(&Kept) -> f64,
        way: Way,
        source: &'static str,
    ) -> Sign {
        Sign {
            says,
            without: AS_NOW,
            with: ("england", set),
            reads,
            way,
            source,
            year: YEARS - 1,
        }
    }
    /// Two worlds of one's own.
    fn between(self, without: World, with: World) -> Sign {
        Sign { without, with, ..self }
    }
    /// Against England with something set.
    fn against(self, set: &'static [&'static str]) -> Sign {
        Sign {
            without: ("england", set),
            ..self
        }
    }
    /// In another year, counted from the base year.
    fn in_year(self, year: usize) -> Sign {
        Sign { year, ..self }
    }
    /// Median over the draws of what the measure is more in one world than in the other, and the size of the measure.
    fn found(&self, runs: &BTreeMap<World, Run>) -> (f64, f64) {
        let (without, with) = (&runs[&self.without], &runs[&self.with]);
        let mut size: f64 = 0.0;
        let mut each: Vec<f64> = without
            .iter()
            .zip(with)
            .map(|(without, with)| {
                let (before, after) = ((self.reads)(&without[self.year]), (self.reads)(&with[self.year]));
                assert!(
                    before.is_finite() && after.is_finite(),
                    "{}: {before} {after}",
                    self.says
                );
                size = size.max(before.abs()).max(after.abs());
                after - before
            })
            .collect();
        each.sort_by(f64::total_cmp);
        let middle = each.len() / 2;
        (f64::midpoint(each[middle - 1], each[middle]), size)
    }
    /// Whether the model agrees, and what it found.
    fn holds(&self, runs: &BTreeMap<World, Run>) -> (bool, String) {
        let (more, size) = self.found(runs);
        let holds = match self.way {
            Way::More => more > size * ROUNDING,
            Way::Less => more < -size * ROUNDING,
        };
        (
            holds,
            format!("{} [{more:+.6} of {size:.6}; {}]", self.says, self.source),
        )
    }
}

fn table() -> Vec<Sign> {
    [money::table(), care::table(), services::table(), health::table()]
        .into_iter()
        .flatten()
        .collect()
}

/// Every world of the table, run once.
fn worlds(table: &[Sign]) -> BTreeMap<World, Run> {
    let mut wanted: Vec<World> = table.iter().flat_map(|row| [row.without, row.with]).collect();
    wanted.sort_unstable();
    wanted.dedup();
    let mut runs = BTreeMap::new();
    for part in wanted.chunks(TOGETHER) {
        let scenarios = part.iter().map(|(name, set)| {
            let mut overrides = vec!["evidence.reading=as_published".to_owned()];
            overrides.extend(set.iter().map(|text| (*text).to_owned()));
            load(name, &overrides)
        });
        let found = draws(&lockstep(scenarios), DRAWS, PEOPLE, YEARS);
        runs.extend(part.iter().copied().zip(found));
    }
    runs
}

#[test]
fn every_lever_of_the_debate_has_the_sign_of_its_evidence() {
    let table = table();
    let runs = worlds(&table);
    let wrong: Vec<String> = table
        .iter()
        .map(|row| row.holds(&runs))
        .filter_map(|(holds, line)| (!holds).then_some(line))
        .collect();
    assert!(
        wrong.is_empty(),
        "{} of {} signs are wrong:\n{}",
        wrong.len(),
        table.len(),
        wrong.join("\n")
    );
}

/// What one draw of some worlds of England tells of each year, worlds × years.
fn told(worlds: &[&[&str]], of: impl Fn(&YearParts<'_>) -> f64) -> Vec<Vec<f64>> {
    let plans = lockstep(worlds.iter().map(|set| england(set)));
    let mut told = vec![Vec::new(); plans.len()];
    let mut observer = |world: usize, _: usize, _: &YearRecord, parts: &YearParts<'_>| told[world].push(of(parts));
    draw(&plans, &Sampler::plain(SEED), 0, 0, PEOPLE, YEARS, &mut observer).expect("a draw");
    told
}

#[test]
fn care_costs_what_it_was_assessed_at_as_long_as_nobodys_pay_or_time_is_changed() {
    let years = told(
        &[&["prices.care_productivity=0.02", "prices.care_pay_growth=0.03"]],
        |parts| parts.dearer,
    );
    assert!(
        years[0].iter().all(|dearer| (dearer - 1.0).abs() < 1e-9),
        "{:?}",
        years[0]
    );
}

#[test]
fn a_grant_shared_by_more_people_prevents_less_for_each() {
    let worlds: [&[&str]; 2] = [&["people.net_migration=0"], &["people.net_migration=600000"]];
    let years = told(&worlds, |parts| parts.budgets.onset);
    assert!(years[1][YEARS - 1] > years[0][YEARS - 1], "{years:?}");
}

#[test]
fn every_sign_says_one_thing_once_and_names_its_source() {
    let table = table();
    for (at, row) in table.iter().enumerate() {
        assert!(row.source.len() > 12, "{}: a source that can be found", row.says);
        assert!(row.without != row.with && row.year < YEARS, "{}", row.says);
        assert!(
            table[..at].iter().all(|other| other.says != row.says),
            "twice: {}",
            row.says
        );
    }
}
