//! A scenario with some sections of another: for taking a difference between two apart.
//!
//! Assumptions are sampled by name, so what is taken over keeps its draws; where both have an uncertain assumption of one name
//! and one distribution, it is one and the same.

use std::sync::Arc;

use super::catalogue::Catalogue;
use super::compiled::Scenario;
use super::joint::Tie;
use super::sampled::{Course, Slot, Target};

/// The section under which programmes stand, with what holds for all of them.
pub const PROGRAMMES: &str = "programme";

/// The section of a key: what stands before its first point; programmes and their defaults are one.
pub fn section(key: &str) -> &str {
    let first = key.split('.').next().unwrap_or(key);
    if first.starts_with(PROGRAMMES) {
        PROGRAMMES
    } else {
        first
    }
}

/// Parameters that are taken over: where each of the other's is found in the blend.
struct Taken<'a> {
    other: &'a Scenario,
    names: Vec<String>,
    places: Vec<Option<usize>>,
    /// How many there were before.
    own: usize,
}

impl Taken<'_> {
    fn place(&mut self, blend: &mut Scenario, index: usize) -> usize {
        if let Some(place) = self.places[index] {
            return place;
        }
        let name = &self.other.names[index];
        let distribution = &self.other.distributions[index];
        let same = (0..self.own).find(|at| self.names[*at] == *name && blend.distributions[*at] == *distribution);
        let place = same.unwrap_or_else(|| {
            self.names.push(name.clone());
            blend.distributions.push(distribution.clone());
            self.names.len() - 1
        });
        self.places[index] = Some(place);
        place
    }

    fn slot(&mut self, blend: &mut Scenario, slot: Slot) -> Slot {
        match slot {
            Slot::Fixed(value) => Slot::Fixed(value),
            Slot::Sampled(index) => Slot::Sampled(self.place(blend, index)),
        }
    }
}

impl Scenario {
    /// The same with the sections of another that are asked for. Both must read the same tables and begin in the same year.
    pub fn blended(&self, other: &Scenario, takes: &dyn Fn(&str) -> bool, catalogue: &Catalogue) -> Scenario {
        let mut blend = self.clone();
        let mut taken = Taken {
            other,
            names: self.names.to_vec(),
            places: vec![None; other.names.len()],
            own: self.names.len(),
        };
        for (lever, spec) in catalogue.specs().iter().enumerate() {
            if !takes(section(spec.key)) {
                continue;
            }
            blend.constant[lever] = taken.slot(&mut blend, other.constant[lever]);
            blend.courses.retain(|course| course.lever != lever);
            for course in other.courses.iter().filter(|course| course.lever == lever) {
                let layers = course.layers.iter().map(|(target, path)| {
                    let target = match target {
                        Target::Value(slot) => Target::Value(taken.slot(&mut blend, *slot)),
                        Target::ByYear(points) => Target::ByYear(points.clone()),
                    };
                    (target, *path)
                });
                let layers = layers.collect();
                blend.courses.push(Course {
                    lever,
                    steps: course.steps,
                    layers,
                });
            }
        }
        blend.courses.sort_by_key(|course| course.lever);
        if takes(PROGRAMMES) {
            let mut programmes = other.programmes.clone();
            for plan in &mut programmes {
                for slot in plan.slots.iter_mut().chain(plan.effects.iter_mut().flatten()) {
                    *slot = taken.slot(&mut blend, *slot);
                }
            }
            blend.programmes = programmes;
        }
        // Shares that sum to 1 come over whole.
        for group in &other.shares {
            if group.iter().any(|index| taken.places[*index].is_some()) {
                let group: Vec<usize> = group.iter().map(|index| taken.place(&mut blend, *index)).collect();
                if !blend.shares.contains(&group) {
                    blend.shares.push(group);
                }
            }
        }
        // What was tied stays tied, where one of the tied came over anew.
        for tie in &other.ties {
            let anew = |index: &usize| taken.places[*index].is_some_and(|place| place >= taken.own);
            if tie.members.iter().any(anew) {
                let members = tie
                    .members
                    .iter()
                    .map(|index| taken.place(&mut blend, *index))
                    .collect();
                let mut tie: Tie = tie.clone();
                tie.members = members;
                blend.ties.push(tie);
            }
        }
        blend.names = Arc::from(taken.names);
        blend
    }
}
