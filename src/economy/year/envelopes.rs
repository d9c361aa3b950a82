//! The three envelopes of a year: the path, money above it, entitlements that new tax pays, and what avoided activity hands back.

use crate::economy::budgets::MoneyInput;
use crate::economy::capacity::{Exchange, OffTheTop};
use crate::economy::sector::{BySector, Sector};
use crate::economy::{EconomyLevers, funding};
use crate::world::service::SERVICES;
use crate::world::{ByService, Service};

/// What each envelope holds this year [£m].
pub fn given(path: &BySector, levers: &EconomyLevers, base: &EconomyLevers, input: &MoneyInput) -> BySector {
    let additions = funding::additions(levers, base);
    let mut envelopes: BySector =
        std::array::from_fn(|at| (path[at] + additions[at] - input.programmes.taken[at]).max(0.0));
    envelopes[Sector::Council] += input.entitlements_from_tax;
    envelopes
}

/// Takes from each service's money what its avoided activity hands back [£m]; from its own line alone, so that no other service pays for
/// prevention that works.
pub fn hand_back(
    money: &mut ByService,
    envelopes: &mut BySector,
    exchange: &[Exchange; SERVICES],
    off_the_top: &[OffTheTop; SERVICES],
    input: &MoneyInput,
    activity: &ByService,
) {
    for service in Service::ALL {
        let avoided = input.avoided[service];
        if avoided.share * avoided.handed_back <= 0.0 {
            continue;
        }
        // Emergency admissions are paid by what is needed after avoidance, the others by their share of the envelope.
        let unavoided = match service {
            Service::EmergencyAdmission => {
                let now = activity[service] * input.emergencies.admissions * exchange[service].cost_per_unit();
                now / (1.0 - avoided.share).max(f64::EPSILON)
            }
            _ => (money[service] - off_the_top[service].total()).max(0.0),
        };
        let back = unavoided * avoided.share * avoided.handed_back;
        // What an emergency line no longer costs has already gone to planned care: it is taken back there.
        let lines: &[Service] = match service {
            Service::EmergencyAdmission => &super::acute::PLANNED,
            _ => std::slice::from_ref(&Service::ALL[service.index()]),
        };
        let all: f64 = lines.iter().map(|line| money[line.index()]).sum();
        if all > 0.0 {
            let back = back.min(all);
            for line in lines {
                money[*line] -= back * money[*line] / all;
            }
            let envelope = &mut envelopes[Sector::of(service)];
            *envelope = (*envelope - back).max(0.0);
        }
    }
}
