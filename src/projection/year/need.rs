//! What people need this year: growth, last year's access and money, NHS charges and programmes on top of who they are.

use crate::economy::{Avoided, EconomyLevers};
use crate::services::Need;
use crate::services::need::{NO_FACTORS, growth};
use crate::world::axes::FIFTHS;
use crate::world::service::SERVICES;
use crate::world::{ByService, Service};

use super::{Now, WorldState};

/// Need of the year and what moved it.
pub(super) struct NeedOfYear {
    /// Need.
    pub need: Need,
    /// Need per person against the base year, programmes apart, by service [ratio].
    pub multiplier: ByService,
    /// Activity that programmes avoid, by service.
    pub avoided: [Avoided; SERVICES],
}

impl WorldState {
    /// Need of the year.
    pub(super) fn need_of_year(&self, now: &Now) -> NeedOfYear {
        let (levers, people) = (&self.levers, now.people);
        let mut multiplier = growth(&levers.services.growth, now.index as f64);
        let departed = self.departures.factors();
        for service in Service::ALL {
            let at = service.index();
            multiplier[at] *= departed[at];
            multiplier[at] *= self.feedback.demand[at] * charge_response(&levers.economy, service);
        }
        if let Some(before) = &self.before {
            multiplier.iter_mut().for_each(|m| *m *= before.budgets.demand);
            multiplier[Service::EmergencyAdmission] *= before.budgets.pooling.emergency;
        }
        let tables_of_need = Service::ALL.map(|service| self.factors.need(service));
        let need = self
            .need_model
            .need(&people.cells, &people.deaths, &multiplier, &tables_of_need);
        let mut avoided = [Avoided::default(); SERVICES];
        if tables_of_need.iter().any(Option::is_some) && self.base.is_some() {
            let untouched = self
                .need_model
                .need(&people.cells, &people.deaths, &multiplier, &NO_FACTORS);
            for (at, avoided) in avoided.iter_mut().enumerate() {
                if untouched.total[at] > 0.0 {
                    avoided.share = (1.0 - need.total[at] / untouched.total[at]).max(0.0);
                    avoided.handed_back = self.factors.cashable[at];
                }
            }
        }
        NeedOfYear {
            need,
            multiplier,
            avoided,
        }
    }
}

/// Demand under NHS user charges, mean of the fifths [ratio].
fn charge_response(levers: &EconomyLevers, service: Service) -> f64 {
    (0..FIFTHS)
        .map(|fifth| levers.charges.demand_factor(service, fifth))
        .sum::<f64>()
        / FIFTHS as f64
}
