//! What twelve months of services are given, and the base year they are held against.

use crate::economy::workforce::Staffed;
use crate::economy::{Budgets, PLANNED};
use crate::services::urgent::{Discharge, staffed_beds};
use crate::services::{Guarantee, Need, YearInput};
use crate::world::axes::FIFTHS;
use crate::world::{ByService, Service};

use super::need::asks;
use super::now::Now;

/// The base year by service, as later years are held against it; in the base year, that year itself.
pub(super) struct Reference {
    /// Money, the weight of a service [£m].
    pub money: ByService,
    /// Activity, in its unit.
    pub activity: ByService,
    /// Need, in its unit.
    pub need: ByService,
}

/// Whether the NHS gives it: all services but care and public health.
fn nhs(service: &Service) -> bool {
    !matches!(service, Service::HomeCare | Service::CareHome | Service::PublicHealth)
}

impl Reference {
    /// The base year by service.
    pub fn of(now: &Now, need: &Need, budgets: &Budgets) -> Reference {
        match now.base {
            Some(base) => Reference {
                money: base.money,
                activity: base.activity,
                need: base.need,
            },
            None => Reference {
                money: budgets.money,
                activity: now.levers.services.base.by_service(),
                need: need.total,
            },
        }
    }

    /// Mean over the NHS's services of what is now against what was then, weighted by base-year money [ratio].
    fn volume(&self, now: &ByService, then: &ByService) -> f64 {
        let (mut sum, mut all) = (0.0, 0.0);
        for service in Service::ALL.iter().filter(|service| nhs(service)) {
            let at = service.index();
            if then[at] > 0.0 {
                sum += self.money[at] * now[at] / then[at];
                all += self.money[at];
            }
        }
        if all > 0.0 { sum / all } else { 1.0 }
    }

    /// Volume of inpatient care, emergency and planned, that a capacity is, weighted by base-year money [ratio].
    pub fn inpatient(&self, capacity: &ByService) -> f64 {
        let both = [Service::EmergencyAdmission, Service::PlannedAdmitted];
        let all: f64 = both.iter().map(|service| self.money[*service]).sum();
        let volume = |service: &Service| match self.activity[*service] {
            done if done > 0.0 => self.money[*service] * capacity[*service] / done,
            _ => 0.0,
        };
        if all > 0.0 {
            both.iter().map(volume).sum::<f64>() / all
        } else {
            1.0
        }
    }

    /// Share of need met over the NHS's services, weighted by base-year money.
    pub fn nhs_met(&self, met: &ByService) -> f64 {
        let (mut sum, mut all) = (0.0, 0.0);
        for service in Service::ALL.iter().filter(|service| nhs(service)) {
            sum += self.money[*service] * met[*service];
            all += self.money[*service];
        }
        sum / f64::max(all, f64::MIN_POSITIVE)
    }
}

/// What services are given; `waiting` is the list at the start of the year, without and with admission, `home_met` is the share of council care at home that money reached, `hours_met` the share
/// of older people's hours of help that someone gives [0 to 1].
pub(super) fn services_input<'n>(
    now: &Now,
    (need, waiting): (&'n Need, [f64; 2]),
    budgets: &Budgets,
    home_met: f64,
    hours_met: f64,
    reference: &Reference,
) -> YearInput<'n> {
    let levers = now.levers;
    let received =
        reference.volume(&budgets.capacity, &reference.activity) / reference.volume(&need.total, &reference.need);
    let guaranteed = budgets.guarantees.enforced[Service::PlannedAdmitted];
    // Patients who may choose move to where there is room, which shortens the list as the structure changes.
    let mut capacity = budgets.capacity;
    for (service, waiting) in PLANNED.into_iter().zip(waiting) {
        capacity[service] = (capacity[service] - budgets.channels.wait * waiting).max(0.0);
    }
    YearInput {
        need,
        asks: asks(&levers.economy),
        capacity,
        beds: staffed_beds(&levers.services.urgent, reference.inpatient(&budgets.capacity)),
        staffing: budgets.staff[Staffed::Nhs].staffing,
        discharge: Discharge {
            home_care: home_met,
            care_home: places_staffed(now, budgets),
            factor: budgets.delayed_discharge() * now.factors.delayed_discharge,
        },
        care_need: hours_met,
        eligible_care: home_met.min(1.0),
        care_received: received,
        gp_allocation: budgets.allocation.primary_care,
        other_allocation: against(&budgets.allocation.other, now.base.map(|base| &base.allocation)),
        guarantee: guaranteed.then_some(Guarantee {
            weeks: levers.services.standards.wait_weeks,
            share: levers.services.standards.wait_share,
            // The published effect of sanctions is a change of the share of long waits; the list's own mechanism
            // turns its size against the largest published into a degree of enforcement.
            enforcement: (budgets.guarantees.tail / levers.join.full_enforcement_tail).clamp(0.0, 1.0),
        }),
        four_hour_sanctions: budgets.guarantees.four_hours,
        private_care: 1.0,
    }
}

/// Care workers in post for those who need help, against the base year: places in homes are open as far as there are people to staff them. Posts that
/// money would pay for and nobody fills neither open nor close one.
fn places_staffed(now: &Now, budgets: &Budgets) -> f64 {
    let Some(base) = now.base else {
        return 1.0;
    };
    let workforce = &now.levers.economy.workforce[Staffed::Care];
    let wanted = workforce.staff * workforce.staffing_ratio * now.people.older_in_need() / base.older_in_need.max(1.0);
    budgets.staff[Staffed::Care].staff.filled / wanted.max(1.0)
}

/// Shares by fifth against those of the base year.
fn against(now: &[f64; FIFTHS], base: Option<&[f64; FIFTHS]>) -> [f64; FIFTHS] {
    match base {
        Some(base) => std::array::from_fn(|fifth| {
            if base[fifth] > 0.0 {
                now[fifth] / base[fifth]
            } else {
                1.0
            }
        }),
        None => [1.0; FIFTHS],
    }
}
