//! Which levers a scenario sets, and in which years: beside what it is compared with, or by itself; and what is to be told of that.

use super::{Levers, Tables, decided_money, dormant, ended, paid_by, planned, still};
use crate::economy::sector::Sector;
use crate::scenario::{Assumption, Scenario};
use crate::world::{LeverSpec, Levers as _, Nature, Year};

/// The envelopes by the sections of their levers, in the order of [`Sector::ALL`].
pub(super) const SECTIONS: [&str; Sector::ALL.len()] = ["funding.nhs", "funding.council", "funding.public_health"];
/// How the places begin of what was typed on the command line.
const TYPED: &str = "--set";

/// What is to be told of the choices of a scenario, which results call by this name, beside the one that it is compared with, or by
/// itself: what moves nothing, what acts later than it says, what may not do what was meant.
pub fn told(name: &str, scenario: &Scenario, tables: &Tables, base: Option<&Scenario>, years: &[Year]) -> Vec<String> {
    let Some(chosen) = Chosen::of(scenario, base, years) else {
        return Vec::new();
    };
    let mut told = dormant::dormant(name, &chosen);
    told.extend(still::told(name, &chosen, tables));
    told.extend(planned::overruled(name, &chosen, tables));
    told.extend(decided_money::doubtful(name, &chosen, tables));
    told.extend(paid_by::bearing(name, &chosen));
    told.extend(paid_by::base_weights(name, &chosen));
    told.extend(base.and_then(|base| ended::before_the_last_year(name, &chosen, base)));
    told
}

/// A scenario's levers year by year at the middle of what is believed, beside those of what it is compared with.
pub struct Chosen<'s> {
    /// The scenario.
    pub scenario: &'s Scenario,
    /// The years.
    pub years: &'s [Year],
    own_file: String,
    /// Values of every lever, for each year.
    pub own: Vec<Vec<f64>>,
    /// The same of what it is compared with.
    pub first: Option<Vec<Vec<f64>>>,
}

impl<'s> Chosen<'s> {
    /// Of a scenario beside the one that it is compared with, if any; nothing where its catalogue is another than the model's.
    pub fn of(scenario: &'s Scenario, base: Option<&Scenario>, years: &'s [Year]) -> Option<Chosen<'s>> {
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
            years,
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

    /// The place at which a file of the reader's own, this one or one beneath it, or the command line sets a lever; nothing where a shipped
    /// file does.
    pub fn own_place(&self, key: &str) -> Option<&'s str> {
        let scenario = self.scenario;
        let is_own =
            |one: &&Assumption| one.key == key && (one.place.starts_with(TYPED) || scenario.is_own(one.place.as_str()));
        let found = scenario.assumptions().iter().find(is_own)?;
        Some(if found.place.starts_with(TYPED) {
            TYPED
        } else {
            found.place.as_str()
        })
    }

    /// Whether the scenario's own file or the command line sets a lever.
    fn said(&self, spec: &LeverSpec) -> bool {
        let mut all = self.scenario.assumptions().iter();
        all.any(|one| one.key == spec.key && (one.place.starts_with(&self.own_file) || one.place.starts_with(TYPED)))
    }
}
