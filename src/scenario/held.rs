//! A scenario with what is uncertain in it held still: all of it at the middle, or one assumption at a value.
//!
//! For questions of the kind "what if this one were 0.4 and all else as expected", which would otherwise mean reading
//! the files again for each value.

use super::catalogue::Catalogue;
use super::compiled::Scenario;
use super::distribution::Distribution;
use super::plan::ProgrammePlan;
use super::sampled::Slot;

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

#[cfg(test)]
mod tests {
    use crate::projection::catalogue;
    use crate::scenario::{Sampler, Scenario};
    use crate::world::Year;

    #[test]
    fn what_is_held_is_the_same_in_every_draw_and_nothing_else_moves() {
        let catalogue = catalogue();
        let care = Scenario::load("whole-person-care", &[], &catalogue).unwrap();
        let key = "pooling.reallocation_effectiveness";
        let held = care.holding(key, 0.25, &catalogue).unwrap();
        let (mut before, mut after) = (Vec::new(), Vec::new());
        for draw in 0..3 {
            care.world(&Sampler::plain(1), draw).values(Year(2030), &mut before);
            held.world(&Sampler::plain(1), draw).values(Year(2030), &mut after);
            let at = catalogue.index(key).unwrap();
            assert_eq!(after[at], 0.25);
            before[at] = after[at];
            assert_eq!(before, after);
        }
        let name = "programme_defaults.fidelity";
        let all = care.holding(name, 0.5, &catalogue).unwrap();
        assert!(all.programmes().iter().all(|programme| programme.fidelity == 0.5));
        let england = Scenario::load("england", &[], &catalogue).unwrap();
        assert!(england.holding(name, 0.5, &catalogue).is_none() && england.holding("x.y", 1.0, &catalogue).is_none());
        // At the centre one draw is like another.
        let centre = care.at_centre();
        centre.world(&Sampler::plain(1), 0).values(Year(2030), &mut before);
        centre.world(&Sampler::plain(2), 7).values(Year(2030), &mut after);
        assert_eq!(before, after);
    }
}
