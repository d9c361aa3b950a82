//! What people need this year: growth, last year's access and money, NHS charges and programmes on top of who they are.

use crate::economy::{Avoided, EconomyLevers};
use crate::services::feedback::Feedback;
use crate::services::need_model::{NO_FACTORS, growth};
use crate::services::{Asks, Need, NeedModel};
use crate::world::service::SERVICES;
use crate::world::{ByService, Service};

use super::now::Now;

/// Need of the year and what moved it.
pub(super) struct NeedOfYear {
    /// Need.
    pub need: Need,
    /// Need per person against the base year, programmes apart, by service [ratio].
    pub multiplier: ByService,
    /// Activity that programmes avoid, by service.
    pub avoided: [Avoided; SERVICES],
}

/// What makes need of people: the use of services fitted to the base year, and what last year's access puts on this year.
pub(super) struct Needs {
    pub model: NeedModel,
    pub feedback: Feedback,
}

impl Needs {
    /// Need of the year.
    pub fn of_year(&self, now: &Now) -> NeedOfYear {
        let (levers, people) = (now.levers, now.people);
        let mut multiplier = growth(&levers.services.growth, now.index as f64);
        for service in Service::ALL {
            let at = service.index();
            multiplier[at] *= self.feedback.demand[at];
        }
        if let Some(before) = now.before {
            multiplier.iter_mut().for_each(|m| *m *= before.budgets.demand);
            multiplier[Service::EmergencyAdmission] *= before.budgets.pooling.emergency;
        }
        let tables_of_need = Service::ALL.map(|service| now.factors.need(service));
        let need = self
            .model
            .need(&people.cells, &people.deaths, &multiplier, &tables_of_need);
        let mut avoided = [Avoided::default(); SERVICES];
        if tables_of_need.iter().any(Option::is_some) && now.base.is_some() {
            let untouched = self.model.need(&people.cells, &people.deaths, &multiplier, &NO_FACTORS);
            for (at, avoided) in avoided.iter_mut().enumerate() {
                if untouched.total[at] > 0.0 {
                    avoided.share = (1.0 - need.total[at] / untouched.total[at]).max(0.0);
                    avoided.handed_back = now.factors.cashable[at];
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

/// Share of those in need who ask for it under the charges of the year, by service and fifth: who is kept away by a charge is in
/// need all the same.
pub(super) fn asks(levers: &EconomyLevers) -> Asks {
    Service::ALL.map(|service| std::array::from_fn(|fifth| levers.charges.demand_factor(service, fifth)))
}
