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
