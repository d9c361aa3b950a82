//! Before people grow older: this year's levers, and what access, money and programmes do to people's rates.

use crate::people::RateFactors;
use crate::projection::levers::Levers;
use crate::projection::programmes::compile;
use crate::services::feedback::feedback;
use crate::services::need::growth;
use crate::world::axes::FIFTHS;
use crate::world::cells::STATES;
use crate::world::service::QueuedService;
use crate::world::{Cells, Effect, Service, Year};

use super::WorldState;

impl WorldState {
    /// Reads the levers of a year, `index` years after the base year, and fills what access, money and programmes do to people's rates.
    pub fn prepare(&mut self, year: Year, index: usize, people: &Cells, rates: &mut RateFactors) {
        let mut values = std::mem::take(&mut self.values);
        self.world.values(year, &mut values);
        self.levers = Levers::of_place(&values);
        self.values = values;
        self.levers.services.queued[QueuedService::Dentistry].deprivation_tilt *= self.levers.economy.dentistry.tilt();
        compile(
            &self.programmes,
            year,
            people,
            &self.levers.determinants,
            &mut self.factors,
        );
        let (mut mortality, mut onset, mut by_fifth) = (1.0, 1.0, [1.0; FIFTHS]);
        let mut neglect = 1.0;
        if let (Some(base), Some(before)) = (&self.base, &self.before) {
            self.feedback = feedback(&before.access, &base.access, &self.levers.services.feedback);
            let [health, care] = before.budgets.inspection;
            mortality = before.budgets.channels.mortality * (1.0 + health);
            neglect = 1.0 + care;
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
            self.feedback.dependency_onset * neglect,
        );
        fill(&mut rates.dependency_recovery, Effect::DependencyRecovery, 1.0);
        // Need for a care home at equal dependency is who moves into one.
        let entry = growth(&self.levers.services.growth, index as f64)[Service::CareHome];
        fill(
            &mut rates.care_home_entry,
            Effect::CareHomeEntry,
            self.feedback.care_home_entry * entry,
        );
        rates.births = self.factors.births;
        rates.migration = self.levers.join.scale;
    }
}
