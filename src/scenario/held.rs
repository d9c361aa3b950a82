//! A scenario with what is uncertain in it held still: all of it at the middle, or one assumption at a value.
//!
//! For questions of the kind "what if this one were 0.4 and all else as expected", which would otherwise mean reading
//! the files again for each value.

use super::catalogue::Catalogue;
use super::compiled::Scenario;
use super::distribution::Distribution;
use super::plan::ProgrammePlan;
use super::sampled::{Course, Slot, Target};
use super::year_path::YearPath;
use crate::world::LeverKind;

/// The fidelity, and the share that becomes money, of every programme at once.
pub const OF_PROGRAMMES: [(&str, usize); 2] = [("programme_defaults.fidelity", 4), ("programme_defaults.cashable", 5)];

impl Scenario {
    /// The same with every uncertain assumption at its median.
    pub fn at_centre(&self) -> Scenario {
        let middle = |distribution: &Distribution| Distribution::Fixed(distribution.quantile(0.5));
        let mut centred = self.clone();
        centred.distributions = self.distributions.iter().map(middle).collect();
        centred.ties.clear();
        centred
    }

    /// The same with a lever at a value in every year after the base year; in that one it is what it is, since what holds then is fitted away.
    pub fn deciding(&self, key: &str, value: f64, catalogue: &Catalogue) -> Option<Scenario> {
        let lever = catalogue.index(key)?;
        let mut decided = self.clone();
        let from = YearPath {
            start: Some(self.start_year.0.saturating_add(1)),
            ..YearPath::default()
        };
        let layer = (Target::Value(Slot::Fixed(value)), from);
        match decided.courses.iter_mut().find(|course| course.lever == lever) {
            Some(course) => course.layers.push(layer),
            None => {
                let beneath = (Target::Value(self.constant[lever]), YearPath::default());
                decided.courses.push(Course {
                    lever,
                    steps: catalogue.specs()[lever].kind != LeverKind::Number,
                    layers: vec![beneath, layer],
                });
                decided.courses.sort_by_key(|course| course.lever);
            }
        }
        Some(decided)
    }

    /// The same with one assumption at a value in every year: a lever by its key, one figure of a programme by its name,
    /// or a figure of every programme under `programme_defaults`. Nothing where there is no such assumption.
    pub fn holding(&self, name: &str, value: f64, catalogue: &Catalogue) -> Option<Scenario> {
        let mut held = self.clone();
        if let Some(lever) = catalogue.index(name) {
            held.constant[lever] = Slot::Fixed(value);
            held.courses.retain(|course| course.lever != lever);
        } else if let Some((_, slot)) = OF_PROGRAMMES.iter().find(|(known, _)| *known == name) {
            if held.programmes.is_empty() {
                return None;
            }
            let of = |plan: &mut ProgrammePlan| {
                // Measured where and as it is used: nothing is lost on the way, and nothing is assumed about it.
                if !(name.ends_with("fidelity") && plan.slots[*slot] == Slot::Fixed(1.0)) {
                    plan.slots[*slot] = Slot::Fixed(value);
                }
            };
            held.programmes.iter_mut().for_each(of);
        } else {
            let at = self.names.iter().position(|known| known == name)?;
            held.distributions[at] = Distribution::Fixed(value);
            held.ties.retain(|tie| !tie.members.contains(&at));
        }
        Some(held)
    }
}
