//! A sampled world: every uncertain assumption of a scenario fixed at one value.
//!
//! The engine asks it for one number per lever and year, in the catalogue's order, some hundred thousand times a run:
//! so there is no text in the way, levers that do not change over the years are copied in one go, and only the few on
//! a path are worked out.

use std::sync::Arc;

use super::year_path::YearPath;
use crate::world::{Programme, Year};

/// One number of a world: certain, or the value of a sampled parameter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Slot {
    /// Certain.
    Fixed(f64),
    /// Index of a parameter.
    Sampled(usize),
}

impl Slot {
    /// The number.
    pub fn value(self, parameters: &[f64]) -> f64 {
        match self {
            Slot::Fixed(value) => value,
            Slot::Sampled(index) => parameters.get(index).copied().unwrap_or_default(),
        }
    }
}

/// What a lever moves towards.
#[derive(Clone, Debug, PartialEq)]
pub enum Target<S> {
    /// One number.
    Value(S),
    /// Numbers at years.
    ByYear(Arc<[(u16, f64)]>),
}

/// A lever whose value changes over the years: layers from the lowest up.
#[derive(Clone, Debug, PartialEq)]
pub struct Course<S> {
    /// Index of the lever in the catalogue.
    pub lever: usize,
    /// Whether values are words or switches, which step instead of sliding.
    pub steps: bool,
    /// Each layer: what it moves towards, and when.
    pub layers: Vec<(Target<S>, YearPath)>,
}

impl Course<f64> {
    /// The value in a year.
    pub fn at(&self, year: u16) -> f64 {
        self.layers.iter().fold(0.0, |below, (target, path)| {
            let weight = path.weight(year);
            if weight <= 0.0 {
                return below;
            }
            let target = match target {
                Target::Value(value) => *value,
                Target::ByYear(points) => between(points, year, self.steps),
            };
            if weight >= 1.0 || self.steps {
                target
            } else {
                below + weight * (target - below)
            }
        })
    }
}

/// Straight between the years given, flat outside; of words, the last one given.
pub(super) fn between(points: &[(u16, f64)], year: u16, steps: bool) -> f64 {
    let next = points.partition_point(|(at, _)| *at <= year);
    match (next.checked_sub(1).and_then(|last| points.get(last)), points.get(next)) {
        (Some(left), Some(right)) if !steps => {
            let share = f64::from(year - left.0) / f64::from(right.0 - left.0);
            left.1 + share * (right.1 - left.1)
        }
        (Some(left), _) => left.1,
        (None, right) => right.map_or(0.0, |right| right.1),
    }
}

/// One sampled world.
#[derive(Clone, Debug)]
pub struct World {
    pub(super) names: Arc<[String]>,
    pub(super) parameters: Vec<f64>,
    pub(super) constant: Vec<f64>,
    pub(super) courses: Vec<Course<f64>>,
    /// The programmes, in the order of their names.
    pub programmes: Vec<Programme>,
}

impl World {
    /// One number per lever of the catalogue, in its order: of choices the index of the word, of switches 0 or 1.
    /// `out` is cleared first and keeps its memory.
    pub fn values(&self, year: Year, out: &mut Vec<f64>) {
        out.clear();
        out.extend_from_slice(&self.constant);
        for course in &self.courses {
            out[course.lever] = course.at(year.0);
        }
    }
    /// The same world with nothing decided since a year: what is `chosen` (by lever) stays as it is in that year, and there are no
    /// programmes. What is believed or given goes on as it does.
    #[must_use]
    pub fn undecided(&self, since: Year, chosen: impl Fn(usize) -> bool) -> World {
        let mut world = World {
            programmes: Vec::new(),
            ..self.clone()
        };
        world.courses.retain(|course| {
            if chosen(course.lever) {
                world.constant[course.lever] = course.at(since.0);
            }
            !chosen(course.lever)
        });
        world
    }
    /// Whether every lever and programme is the same in every year, whatever they were sampled from.
    pub fn is_like(&self, other: &World) -> bool {
        let moves = |world: &World, lever: usize| world.courses.iter().any(|course| course.lever == lever);
        let constant = self.constant.iter().zip(&other.constant).enumerate();
        self.programmes == other.programmes
            && self.courses == other.courses
            && constant
                .filter(|(lever, _)| !moves(self, *lever))
                .all(|(_, (one, two))| one == two)
    }
    /// What was sampled: the name of each uncertain assumption and its value, in the order of the names' layers.
    pub fn sampled(&self) -> impl Iterator<Item = (&str, f64)> {
        self.names
            .iter()
            .map(String::as_str)
            .zip(self.parameters.iter().copied())
    }
}
