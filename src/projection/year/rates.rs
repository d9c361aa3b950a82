//! Before people grow older: what access, money and programmes do to their rates.

use crate::economy::workforce::Staffed;
use crate::people::RateFactors;
use crate::projection::levers::Levers;
use crate::projection::programmes::ProgrammeFactors;
use crate::services::feedback::Feedback;
use crate::services::need_model::growth;
use crate::world::axes::FIFTHS;
use crate::world::cells::STATES;
use crate::world::{Effect, Service};

use super::now::Before;

/// Fills the factors on people's rates in a year `index` years after the base year, in which need for a care home has `departed` from its
/// growth.
pub(super) fn fill_rates(
    (levers, factors): (&Levers, &ProgrammeFactors),
    feedback: &Feedback,
    before: Option<&Before>,
    (index, departed): (usize, f64),
    rates: &mut RateFactors,
) {
    let (mortality, onset, by_fifth) = before.map_or((1.0, 1.0, [1.0; FIFTHS]), |before| {
        let budgets = &before.budgets;
        let unseen = 1.0 + budgets.inspection[Staffed::Nhs];
        (
            budgets.channels.mortality * unseen,
            budgets.onset,
            budgets.allocation.mortality,
        )
    });
    let neglect = before.map_or(1.0, |before| 1.0 + before.budgets.inspection[Staffed::Care]);
    let fill = |target: &mut [f32], effect: Effect, factor: f64| {
        match factors.table(effect) {
            Some(table) => {
                for (target, programme) in target.iter_mut().zip(table) {
                    *target = *programme * factor as f32;
                }
            }
            None => target.fill(factor as f32),
        };
    };
    fill(&mut rates.mortality, Effect::Mortality, feedback.mortality * mortality);
    if by_fifth.iter().any(|factor| *factor != 1.0) {
        for (cell, row) in rates.mortality.chunks_mut(STATES).enumerate() {
            let factor = by_fifth[cell % FIFTHS] as f32;
            row.iter_mut().for_each(|rate| *rate *= factor);
        }
    }
    fill(
        &mut rates.condition_onset,
        Effect::ConditionOnset,
        feedback.condition_onset * onset,
    );
    fill(
        &mut rates.dependency_onset,
        Effect::DependencyOnset,
        feedback.dependency_onset * neglect,
    );
    fill(&mut rates.dependency_recovery, Effect::DependencyRecovery, 1.0);
    // Need for a care home at equal dependency is who moves into one.
    let entry = growth(&levers.services.growth, index as f64)[Service::CareHome] * departed;
    fill(
        &mut rates.care_home_entry,
        Effect::CareHomeEntry,
        feedback.care_home_entry * entry,
    );
    rates.births = factors.births;
    rates.migration = levers.join.scale;
}
