//! What a pound buys of each service: unit cost of the base year, dearer inputs, productivity.

use crate::economy::EconomyLevers;
use crate::economy::capacity::Exchange;
use crate::economy::governance::Channels;
use crate::economy::payment::Payment;
use crate::economy::sector::{BySector, Sector};
use crate::economy::workforce::{StaffTerms, Staffed};
use crate::world::service::SERVICES;
use crate::world::{ByService, Service};

use super::PLANNED;

/// How money turns into activity in a year.
#[derive(Clone, Debug, PartialEq)]
pub struct WhatAPoundBuys {
    /// Input price above the deflator, pay levers inside \[ratio\].
    pub price: BySector,
    /// Productivity, all channels inside \[ratio\].
    pub productivity: BySector,
    /// By service.
    pub exchange: [Exchange; SERVICES],
}

impl WhatAPoundBuys {
    /// `price` and `productivity` are the paths' by envelope; `upheaval` is what changing the structure does to productivity [ratio].
    #[allow(clippy::too_many_arguments)]
    pub fn new(
        unit_cost: &ByService,
        price: &BySector,
        productivity: &BySector,
        levers: &EconomyLevers,
        channels: &Channels,
        payment: &Payment,
        upheaval: f64,
    ) -> WhatAPoundBuys {
        let [health, care] = Staffed::ALL.map(|of| levers.staff_terms(of));
        let mut dearer = *price;
        dearer[Sector::Nhs] *= staff_price(&health, levers.prices.nhs_pay_share);
        dearer[Sector::Council] *= staff_price(&care, levers.prices.care_pay_share);
        let mut productive = *productivity;
        productive[Sector::Nhs] = productivity[Sector::Nhs] * channels.productivity * upheaval * health.time;
        productive[Sector::Council] = productivity[Sector::Council] * care.time;
        productive[Sector::PublicHealth] = 1.0;
        let exchange = Service::ALL.map(|service| {
            let sector = Sector::of(service);
            let planned = PLANNED.contains(&service);
            let (dearer_case, volume) = if planned {
                (channels.private_price * payment.case_mix, payment.volume)
            } else if service == Service::DentalOptical {
                (levers.dentistry.price(), 1.0)
            } else {
                (1.0, 1.0)
            };
            let hours = match service {
                Service::HomeCare => levers.care_conditions.home_care_hours(),
                _ => 1.0,
            };
            Exchange {
                unit_cost: unit_cost[service],
                price: dearer[sector] * dearer_case,
                productivity: productive[sector] * hours * volume,
            }
        });
        WhatAPoundBuys {
            price: dearer,
            productivity: productive,
            exchange,
        }
    }
}

/// What pay and staffing levers do to the price of a unit of care.
fn staff_price(terms: &StaffTerms, pay_share: f64) -> f64 {
    let pay = (1.0 + terms.levers.pay_uplift) * terms.levers.staffing_ratio * (1.0 + terms.conditions_cost);
    1.0 + pay_share * (pay - 1.0)
}
