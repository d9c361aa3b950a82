//! Levers that a file of one's own, or the command line, sets and that move nothing beside what else is set: each is tried out.
//!
//! Whoever sets how much more is paid for night shifts, in a world without night shifts, reads that it costs nothing. Which levers ask for
//! another to be switched on is written nowhere: one future is run with the lever a little lower and a little higher, everything else and
//! all luck the same. What moves no measure for anybody is told. A lever that acts beyond a threshold may do so further off, so the ends are told too.

use rayon::prelude::*;

use super::chosen::Chosen;
use super::plans::Plans;
use super::year::YearParts;
use super::{Levers, draw};
use crate::measures;
use crate::scenario::{Catalogue, Sampler};
use crate::world::{Group, LeverKind, LeverSpec, Levers as _, Nature, Year, YearRecord};

/// Part of a number by which it is moved, down and up.
pub const STEP: f64 = 0.1;
/// Units of levers that may be read as whole numbers.
const WHOLE: [&str; 5] = ["weeks", "years", "months", "days", "year"];
/// From nothing there is no tenth to go up: a tenth of the way to the bounds, and no further than this.
const FAR: f64 = 1e3;
/// Relative difference below which two values are the same: a lever that cancels out leaves the last digits of sums behind.
const ROUNDING: f64 = 1e-9;
/// Worlds that go through a draw together.
const TOGETHER: usize = 12;
/// A first look, in few people and years, which most levers do not pass: people, and years with the base year.
const GLANCE: (usize, usize) = (200, 4);
/// People of a second look at those that moved nothing, over all years of the run.
const LOOK: usize = 1200;

/// What is to be told of levers that scenarios set themselves and that moved nothing in any of those shown; `known` is what has been told
/// of them already.
pub fn told(plans: &Plans, years: &[Year], known: &[String], catalogue: &Catalogue) -> Vec<String> {
    let is_told = |key: &str| known.iter().any(|note| note.contains(&format!(": {key} ")));
    let mut still: Vec<Still> = Vec::new();
    let mut moving: Vec<(&str, &str)> = Vec::new();
    for (at, plan) in plans.iter().enumerate().filter(|(_, plan)| plan.shown) {
        let Some(chosen) = Chosen::of(&plan.scenario, None, years) else {
            continue;
        };
        let own: Vec<Tried> = Levers::SPECS
            .iter()
            .enumerate()
            .filter(|(_, spec)| !is_told(spec.key))
            .filter_map(|(lever, spec)| {
                let place = chosen.own_place(spec.key)?;
                let ends = ends(spec, chosen.own.last()?[lever]);
                // What the same words move in another world of the run is in use.
                let known = moving.contains(&(spec.key, place));
                (!known && !ends.is_empty()).then_some(Tried { spec, place, ends })
            })
            .collect();
        let quiet = silent(plans, at, &own, years.len(), catalogue);
        for (one, quiet) in own.into_iter().zip(quiet) {
            if !quiet {
                moving.push((one.spec.key, one.place));
            } else if !still.iter().any(|known| known.tried.is_as(&one)) {
                still.push(Still {
                    name: &plan.name,
                    years: years.len(),
                    tried: one,
                });
            }
        }
    }
    still.retain(|one| !moving.contains(&(one.tried.spec.key, one.tried.place)));
    still.iter().map(Still::words).collect()
}

/// A lever that moved nothing, and the scenario that sets it.
struct Still<'s> {
    name: &'s str,
    years: usize,
    tried: Tried<'s>,
}

impl Still<'_> {
    fn words(&self) -> String {
        let (spec, place) = (self.tried.spec, self.tried.place);
        let tried: Vec<String> = self.tried.ends.iter().map(|end| word(spec, *end)).collect();
        format!(
            "{}: {} ({place}) moved nothing when it was tried at {}, in one future of {LOOK} people over {} years: what it acts through is \
             off, or it is far from where it matters; `carepool explain {}` says what it is",
            self.name,
            spec.key,
            tried.join(" and "),
            self.years,
            spec.key
        )
    }
}

/// A lever, where it is set, and the values at which it is tried.
struct Tried<'s> {
    spec: &'static LeverSpec,
    place: &'s str,
    ends: Vec<f64>,
}

impl Tried<'_> {
    fn is_as(&self, other: &Tried) -> bool {
        self.spec.key == other.spec.key && self.place == other.place
    }
}

/// A number of a lever a little lower and a little higher, within its bounds: by a tenth of it, from nothing by a tenth of the way to its bounds,
/// and by one at least where it may be read as a whole number.
pub fn around(spec: &LeverSpec, value: f64) -> [f64; 2] {
    let whole = if WHOLE.contains(&spec.unit) { 1.0 } else { 0.0 };
    // A middle of nothing may be the last digits of one.
    let ends = if whole == 0.0 && value.abs() <= ROUNDING * (spec.high - spec.low) {
        [STEP * spec.low.max(-FAR), STEP * spec.high.min(FAR)]
    } else {
        let step = (STEP * value.abs()).max(whole);
        [value - step, value + step]
    };
    ends.map(|end| end.clamp(spec.low, spec.high))
}

/// Values of a lever beside the one that it has.
fn ends(spec: &LeverSpec, value: f64) -> Vec<f64> {
    match spec.kind {
        LeverKind::Switch => vec![1.0 - value],
        LeverKind::Choice(words) => (0..words.len()).map(|at| at as f64).filter(|at| *at != value).collect(),
        LeverKind::Number => around(spec, value).into_iter().filter(|end| *end != value).collect(),
    }
}

/// A value as it would be typed.
fn word(spec: &LeverSpec, value: f64) -> String {
    match spec.kind {
        LeverKind::Switch => (value != 0.0).to_string(),
        LeverKind::Choice(words) => words.get(value as usize).copied().unwrap_or_default().to_owned(),
        LeverKind::Number => {
            let text = format!("{value:.6}");
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        }
    }
}

/// Whether each moves no measure at any of its ends.
fn silent(plans: &Plans, at: usize, own: &[Tried], years: usize, catalogue: &Catalogue) -> Vec<bool> {
    let mut silent = vec![true; own.len()];
    for (people, most) in [GLANCE, (LOOK, years)] {
        let left = (0..own.len()).filter(|place| silent[*place]);
        let cases: Vec<(usize, f64)> = left
            .flat_map(|place| own[place].ends.iter().map(move |end| (place, *end)))
            .collect();
        let moved: Vec<bool> = cases
            .par_chunks(TOGETHER)
            .flat_map_iter(|some| {
                let some: Vec<_> = some.iter().map(|(place, end)| (own[*place].spec, *end)).collect();
                moves(plans, at, &some, (people, years.min(most)), catalogue)
            })
            .collect();
        for ((place, _), moved) in cases.iter().zip(moved) {
            silent[*place] &= !moved;
        }
    }
    silent
}

/// Whether each of some levers, at a value, moves a measure. One at which no world can be run counts as moving.
fn moves(
    plans: &Plans,
    at: usize,
    some: &[(&LeverSpec, f64)],
    size: (usize, usize),
    catalogue: &Catalogue,
) -> Vec<bool> {
    let together = worlds(plans, at, some, size, catalogue);
    if let Some(worlds) = together {
        return worlds;
    }
    // One of them breaks the world: each by itself.
    let alone = |one: &(&LeverSpec, f64)| {
        let alone = worlds(plans, at, std::slice::from_ref(one), size, catalogue);
        alone.is_none_or(|moved| moved[0])
    };
    some.iter().map(alone).collect()
}

/// The same, of worlds run together; nothing where one of them cannot be.
fn worlds(
    plans: &Plans,
    at: usize,
    some: &[(&LeverSpec, f64)],
    (people, years): (usize, usize),
    catalogue: &Catalogue,
) -> Option<Vec<bool>> {
    let alone = plans.only(vec![at]);
    let each = alone.len();
    // The first is the world as it is. A comparator is given the money of a world in which the lever is moved as well.
    let copies = alone.copies(some.len() + 1, |copy, scenario| {
        let moved = copy.checked_sub(1).map(|at| some[at]);
        let held = moved.and_then(|(spec, value)| match spec.nature {
            Nature::Choice => scenario.deciding(spec.key, value, catalogue),
            _ => scenario.holding(spec.key, value, catalogue),
        });
        held.unwrap_or_else(|| scenario.clone())
    });
    let mut values = vec![Vec::new(); copies.len()];
    let mut observer = |plan: usize, _: usize, record: &YearRecord, _: &YearParts<'_>| {
        if plan.is_multiple_of(each) {
            values[plan].extend(of_year(record));
        }
    };
    draw(&copies, &Sampler::plain(1), 0, 0, people, years, &mut observer).ok()?;
    let differ = |other: &Vec<f64>| values[0].iter().zip(other).any(|(one, other)| apart(*one, *other));
    Some((1..=some.len()).map(|copy| differ(&values[copy * each])).collect())
}

/// All measures of a year, for everybody and each group by which they are split.
fn of_year(record: &YearRecord) -> impl Iterator<Item = f64> + '_ {
    measures::all().iter().flat_map(move |measure| {
        let groups = Group::every().filter(|group| measure.splits(*group));
        groups.map(move |group| (measure.read)(record, group))
    })
}

/// Whether two values differ by more than rounding.
pub fn apart(one: f64, other: f64) -> bool {
    one.is_nan() != other.is_nan() || (one - other).abs() > ROUNDING * one.abs().max(other.abs())
}
