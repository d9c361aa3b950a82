//! Which levers a scenario sets, and in which years: beside what it is compared with, or by itself.

use super::Levers;
use crate::scenario::Scenario;
use crate::world::{LeverSpec, Levers as _, Nature, Year};

/// How the places begin of what was typed on the command line.
const TYPED: &str = "--set";

/// A scenario's levers year by year at the middle of what is believed, beside those of what it is compared with.
pub struct Chosen<'s> {
    scenario: &'s Scenario,
    own_file: String,
    /// Values of every lever, for each year.
    pub own: Vec<Vec<f64>>,
    /// The same of what it is compared with.
    first: Option<Vec<Vec<f64>>>,
}

impl<'s> Chosen<'s> {
    /// Of a scenario beside the one that it is compared with, if any; nothing where its catalogue is another than the model's.
    pub fn of(scenario: &'s Scenario, base: Option<&Scenario>, years: &[Year]) -> Option<Chosen<'s>> {
        let values = |scenario: &Scenario| -> Vec<Vec<f64>> {
            let world = scenario.central();
            let of = |year: &Year| {
                let mut values = Vec::new();
                world.values(*year, &mut values);
                values
            };
            years.iter().map(of).collect()
        };
        let own = values(scenario);
        let known = own.iter().all(|values| values.len() == Levers::SPECS.len());
        known.then(|| Chosen {
            scenario,
            own_file: format!("{}:", scenario.file),
            own,
            first: base.map(values),
        })
    }

    /// Years, by their position, in which a choice is other than in what the scenario is compared with; without that, than in the
    /// base year, of keys that the file or the command line sets.
    pub fn set(&self, at: usize) -> Vec<usize> {
        let spec = &Levers::SPECS[at];
        if spec.nature != Nature::Choice || !(self.first.is_some() || self.said(spec)) {
            return Vec::new();
        }
        // Before it begins the key is what it was, whatever the other levers of those years ask for.
        let before = |year: usize| self.first.as_ref().map_or(self.own[0][at], |first| first[year][at]);
        (0..self.own.len())
            .filter(|year| self.own[*year][at] != before(*year))
            .collect()
    }

    /// Whether the scenario's own file or the command line sets a lever.
    fn said(&self, spec: &LeverSpec) -> bool {
        let mut all = self.scenario.assumptions().iter();
        all.any(|one| one.key == spec.key && (one.place.starts_with(&self.own_file) || one.place.starts_with(TYPED)))
    }
}
