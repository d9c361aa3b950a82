//! What a programme may act on: a closed list, so that a scenario file can name it and the engine can compile it.

use super::service::{SERVICES, Service};

/// Number of [`Effect`]s.
pub const EFFECTS: usize = SERVICES + 11;

/// A rate or quantity that a programme can change. Effects are ratios (1 = no change), but for
/// [`Effect::QualityOfLife`], which is an addition to a person's utility.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Need for a service.
    Demand(Service),
    /// Onset of long-term conditions.
    ConditionOnset,
    /// Onset or worsening of dependency.
    DependencyOnset,
    /// Recovery from dependency.
    DependencyRecovery,
    /// Mortality.
    Mortality,
    /// Permanent moves into a care home.
    CareHomeEntry,
    /// Hours of unpaid care that carers can give.
    UnpaidCare,
    /// Births.
    Births,
    /// Turnover of health-care staff.
    StaffTurnover,
    /// Turnover of care workers.
    CareTurnover,
    /// Bed days of patients fit to leave.
    DelayedDischarge,
    /// Utility: added, not multiplied.
    QualityOfLife,
}

impl Effect {
    /// All, in index order.
    pub fn all() -> impl Iterator<Item = Effect> {
        Service::ALL.into_iter().map(Effect::Demand).chain([
            Effect::ConditionOnset,
            Effect::DependencyOnset,
            Effect::DependencyRecovery,
            Effect::Mortality,
            Effect::CareHomeEntry,
            Effect::UnpaidCare,
            Effect::Births,
            Effect::StaffTurnover,
            Effect::CareTurnover,
            Effect::DelayedDischarge,
            Effect::QualityOfLife,
        ])
    }
    /// Those that a programme may have: need for care at home and in homes follows dependency, unpaid care and moves into homes,
    /// and public health is money, so that nothing would come of a factor on them.
    pub fn of_programmes() -> impl Iterator<Item = Effect> {
        Effect::all().filter(|effect| !effect.has_no_need_of_its_own())
    }
    fn has_no_need_of_its_own(self) -> bool {
        matches!(
            self,
            Effect::Demand(Service::HomeCare | Service::CareHome | Service::PublicHealth)
        )
    }
    /// Whether it acts on everybody alike: what it is of is not counted by who has it.
    pub fn acts_on_all(self) -> bool {
        matches!(
            self,
            Effect::StaffTurnover | Effect::CareTurnover | Effect::DelayedDischarge | Effect::UnpaidCare
        )
    }
    /// Index 0 to [`EFFECTS`] − 1.
    pub fn index(self) -> usize {
        match self {
            Effect::Demand(service) => service.index(),
            Effect::ConditionOnset => SERVICES,
            Effect::DependencyOnset => SERVICES + 1,
            Effect::DependencyRecovery => SERVICES + 2,
            Effect::Mortality => SERVICES + 3,
            Effect::CareHomeEntry => SERVICES + 4,
            Effect::UnpaidCare => SERVICES + 5,
            Effect::Births => SERVICES + 6,
            Effect::StaffTurnover => SERVICES + 7,
            Effect::CareTurnover => SERVICES + 8,
            Effect::DelayedDischarge => SERVICES + 9,
            Effect::QualityOfLife => SERVICES + 10,
        }
    }
    /// The key used in scenario files.
    pub fn key(self) -> &'static str {
        match self {
            Effect::Demand(service) => service.key(),
            Effect::ConditionOnset => "condition_onset",
            Effect::DependencyOnset => "dependency_onset",
            Effect::DependencyRecovery => "dependency_recovery",
            Effect::Mortality => "mortality",
            Effect::CareHomeEntry => "care_home_entry",
            Effect::UnpaidCare => "unpaid_care",
            Effect::Births => "births",
            Effect::StaffTurnover => "staff_turnover",
            Effect::CareTurnover => "care_turnover",
            Effect::DelayedDischarge => "delayed_discharge",
            Effect::QualityOfLife => "quality_of_life",
        }
    }
    /// From a key used in scenario files.
    #[cfg(test)]
    pub fn parse(key: &str) -> Option<Effect> {
        Effect::all().find(|effect| effect.key() == key)
    }
    /// The value that changes nothing.
    pub fn null(self) -> f64 {
        if self == Effect::QualityOfLife { 0.0 } else { 1.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indices_and_keys_are_dense_and_unique() {
        for (index, effect) in Effect::all().enumerate() {
            assert_eq!(effect.index(), index);
            assert_eq!(Effect::parse(effect.key()), Some(effect));
        }
        assert_eq!(Effect::all().count(), EFFECTS);
    }
}
