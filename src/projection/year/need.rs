//! What people need this year: growth, last year's access and money, NHS charges and programmes on top of who they are.

use crate::economy::funding::Chances;
use crate::economy::{Avoided, EconomyLevers};
use crate::projection::chances::YearChances;
use crate::projection::levers::Levers;
use crate::services::feedback::Feedback;
use crate::services::need_model::{NO_FACTORS, growth};
use crate::services::{Asks, Need, NeedDeviations, NeedModel};
use crate::world::service::SERVICES;
use crate::world::{ByService, Service};

use super::now::{Base, Now};

/// Need of the year and what moved it.
pub(super) struct NeedOfYear {
    /// Need.
    pub need: Need,
    /// Need per person against the base year, programmes apart, by service [ratio].
    pub multiplier: ByService,
    /// Activity that programmes avoid, by service.
    pub avoided: [Avoided; SERVICES],
    /// What the year brings to money, and what last year's need departed by.
    pub chances: Chances,
}

/// What makes need of people: the use of services fitted to the base year, and what last year's access puts on this year.
pub(super) struct Needs {
    pub model: NeedModel,
    pub feedback: Feedback,
    pub departures: Departures,
}

/// Need that departs from its mean growth, the same in every world of a draw.
#[derive(Default)]
pub(super) struct Departures {
    need: NeedDeviations,
    /// By how much NHS need departed in the year before last and in the last, weighted by money [ratios].
    past: [Option<f64>; 2],
    chances: YearChances,
}

impl Departures {
    /// Moves a year on, from the year after the base year on.
    pub fn step(&mut self, levers: &Levers, index: usize, base: Option<&Base>, chances: &YearChances) {
        self.chances = *chances;
        if index == 0 {
            return;
        }
        self.past[0] = self.past[1];
        self.past[1] = base.map(|base| {
            let now = self.need.factors();
            let nhs =
                |service: &Service| !matches!(service, Service::HomeCare | Service::CareHome | Service::PublicHealth);
            let money = |service: &Service| base.money[service.index()];
            let all: f64 = Service::ALL.iter().filter(|s| nhs(s)).map(money).sum();
            let weighted = Service::ALL
                .iter()
                .filter(|s| nhs(s))
                .map(|s| money(s) * now[s.index()]);
            weighted.sum::<f64>() / all.max(f64::MIN_POSITIVE)
        });
        self.need
            .step(&levers.services.growth_deviation, &chances.need, chances.shared);
    }
    /// What need is multiplied by, by service \[ratio\].
    pub fn factors(&self) -> ByService {
        self.need.factors()
    }
    /// What the year's money meets.
    fn of_money(&self) -> Chances {
        let [before, last] = self.past.map(|past| past.unwrap_or(1.0));
        Chances {
            money: self.chances.money,
            need: last / before,
        }
    }
}

impl Needs {
    /// Need of the year.
    pub fn of_year(&self, now: &Now) -> NeedOfYear {
        let (levers, people) = (now.levers, now.people);
        let mut multiplier = growth(&levers.services.growth, now.index as f64);
        let departed = self.departures.factors();
        for service in Service::ALL {
            let at = service.index();
            multiplier[at] *= departed[at];
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
            chances: self.departures.of_money(),
        }
    }
}

/// Share of those in need who ask for it under the charges of the year, by service and fifth: who is kept away by a charge is in
/// need all the same.
pub(super) fn asks(levers: &EconomyLevers) -> Asks {
    Service::ALL.map(|service| std::array::from_fn(|fifth| levers.charges.demand_factor(service, fifth)))
}
