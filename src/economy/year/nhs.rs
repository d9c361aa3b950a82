//! The NHS envelope by service: shares, pooled money moved to councils, guarantees, private patients, charges.

use crate::economy::EconomyLevers;
use crate::economy::sector::{Sector, in_hospital, spread};
use crate::economy::state::ratio;
use crate::world::{ByService, Service};

/// NHS money of a year [£m].
#[derive(Clone, Debug, PartialEq)]
pub struct NhsMoney {
    /// By service, charges and private patients' contribution inside; nothing for care and public health.
    pub services: ByService,
    /// All that the modelled services do not hold, money for councils apart.
    pub other: f64,
    /// Passed to councils, the pooled transfer inside.
    pub transfer: f64,
    /// What private patients add to hospitals.
    pub private_patients: f64,
    /// What users pay, by service.
    pub charges: ByService,
}

/// Shares an envelope out. `pooled` is what pooling moves to councils, `private_patients` their part of hospital money,
/// `charges` what users pay.
pub fn nhs_money(
    envelope: f64,
    base_envelope: f64,
    shares: &ByService,
    pooled: f64,
    private_patients: f64,
    levers: &EconomyLevers,
    charges: &ByService,
) -> NhsMoney {
    let standing_transfer = levers.nhs.transfer_to_councils * ratio(envelope, base_envelope);
    let other_share = (1.0 - shares.iter().sum::<f64>()).max(0.0);
    let other = (envelope * other_share - standing_transfer).max(0.0);
    let mut money: ByService = std::array::from_fn(|at| envelope * shares[at]);
    let moved = spread(pooled, &money, |s| Sector::of(s) == Sector::Nhs);
    for (money, moved) in money.iter_mut().zip(moved) {
        *money = (*money - moved).max(0.0);
    }
    let mut money = levers.guarantees.draw(&money);
    let hospital: f64 = Service::ALL
        .into_iter()
        .filter(|s| in_hospital(*s))
        .map(|s| money[s])
        .sum();
    let private_patients = private_patients * hospital;
    let extra = spread(private_patients, &money, in_hospital);
    for ((money, extra), charges) in money.iter_mut().zip(extra).zip(charges) {
        *money += extra + charges;
    }
    NhsMoney {
        services: money,
        other,
        transfer: standing_transfer + pooled,
        private_patients,
        charges: *charges,
    }
}
