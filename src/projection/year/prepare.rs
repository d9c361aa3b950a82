//! Before people grow older: this year's levers, and what access, money and programmes do to people's rates.

use crate::people::RateFactors;
use crate::projection::chances::YearChances;
use crate::projection::levers::Levers;
use crate::projection::programmes::compile;
use crate::services::feedback::feedback;
use crate::services::need::growth;
use crate::world::axes::FIFTHS;
use crate::world::cells::STATES;
use crate::world::{Cells, Effect, Service, Year};

use super::WorldState;

impl WorldState {
    /// Reads the levers of a year, `index` years after the base year, and fills what access, money and programmes do to people's rates.
    /// `chances` are what the draw's year brings to every world.
    pub fn prepare(
        &mut self,
        year: Year,
        index: usize,
        people: &Cells,
        chances: &YearChances,
        rates: &mut RateFactors,
    ) {
        let mut values = std::mem::take(&mut self.values);
        self.world.values(year, &mut values);
        self.levers = Levers::of_place(&values);
        self.values = values;
        self.depart(index, chances);
        compile(&self.programmes, year, people, &mut self.factors);
        let (mut mortality, mut onset, mut by_fifth) = (1.0, 1.0, [1.0; FIFTHS]);
        if let (Some(base), Some(before)) = (&self.base, &self.before) {
            self.feedback = feedback(&before.access, &base.access, &self.levers.services.feedback);
            mortality = before.budgets.channels.mortality;
            onset = before.budgets.onset;
            by_fifth = before.budgets.allocation.mortality;
        }
        let fill = |target: &mut [f32], effect: Effect, factor: f64| {
            match self.factors.table(effect) {
                Some(table) => {
                    for (target, programme) in target.iter_mut().zip(table) {
                        *target = *programme * factor as f32;
                    }
                }
                None => target.fill(factor as f32),
            };
        };
        fill(
            &mut rates.mortality,
            Effect::Mortality,
            self.feedback.mortality * mortality,
        );
        if by_fifth.iter().any(|factor| *factor != 1.0) {
            for (cell, row) in rates.mortality.chunks_mut(STATES).enumerate() {
                let factor = by_fifth[cell % FIFTHS] as f32;
                row.iter_mut().for_each(|rate| *rate *= factor);
            }
        }
        fill(
            &mut rates.condition_onset,
            Effect::ConditionOnset,
            self.feedback.condition_onset * onset,
        );
        fill(
            &mut rates.dependency_onset,
            Effect::DependencyOnset,
            self.feedback.dependency_onset,
        );
        fill(&mut rates.dependency_recovery, Effect::DependencyRecovery, 1.0);
        // Need for a care home at equal dependency is who moves into one.
        let entry = growth(&self.levers.services.growth, index as f64)[Service::CareHome]
            * self.departures.factors()[Service::CareHome];
        fill(
            &mut rates.care_home_entry,
            Effect::CareHomeEntry,
            self.feedback.care_home_entry * entry,
        );
        rates.births = self.factors.births;
        rates.migration = self.levers.join.scale;
    }

    /// Need and money depart from their mean growth from the year after the base year on.
    fn depart(&mut self, index: usize, chances: &YearChances) {
        self.chances = *chances;
        if index == 0 {
            return;
        }
        self.departed[0] = self.departed[1];
        if let Some(base) = &self.base {
            let now = self.departures.factors();
            let nhs =
                |service: &Service| !matches!(service, Service::HomeCare | Service::CareHome | Service::PublicHealth);
            let money = |service: &Service| base.money[service.index()];
            let all: f64 = Service::ALL.iter().filter(|s| nhs(s)).map(money).sum();
            let weighted = Service::ALL
                .iter()
                .filter(|s| nhs(s))
                .map(|s| money(s) * now[s.index()]);
            self.departed[1] = weighted.sum::<f64>() / all.max(f64::MIN_POSITIVE);
        }
        self.departures
            .step(&self.levers.services.growth_deviation, &chances.need, chances.shared);
    }
}
