//! Growth of need that is not the same every year: each service departs from its mean, in part with all others.
//!
//! A mean that holds for fifteen years makes a draw's list grow or shrink without end. Published series do not: years of fast growth come in
//! runs and pass. What departs together (a hard winter, a new guideline, confidence in the service) and what departs alone are both here.

use crate::world::Deviation;
use crate::world::service::{ByService, SERVICES, Service};

use super::levers::GrowthDeviation;

/// Departures of all services so far.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NeedDeviations {
    services: [Deviation; SERVICES],
}

impl NeedDeviations {
    /// Moves a year on: standard normal numbers of each service, and one that all share.
    pub fn step(&mut self, levers: &GrowthDeviation, own: &ByService, shared: f64) {
        let (together, apart) = (libm::sqrt(levers.shared), libm::sqrt(1.0 - levers.shared));
        for service in Service::ALL {
            let chance = together * shared + apart * own[service];
            self.services[service.index()].step(levers.of(service), levers.persistence, chance);
        }
    }
    /// What the departures so far multiply need by \[ratio, mean 1 over the draws\].
    pub fn factors(&self) -> ByService {
        self.services.map(|service| service.factor())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEVERS: GrowthDeviation = GrowthDeviation {
        planned: 0.02,
        emergency: 0.01,
        community: 0.01,
        care: 0.01,
        persistence: 0.5,
        shared: 0.0,
    };

    #[test]
    fn what_is_shared_moves_all_services_alike_and_what_is_not_moves_one() {
        let mut own = [0.0; SERVICES];
        own[Service::PlannedOutpatient] = 1.0;
        let mut apart = NeedDeviations::default();
        apart.step(&LEVERS, &own, 1.0);
        let factors = apart.factors();
        assert!(factors[Service::PlannedOutpatient] > 1.0 && factors[Service::PrimaryCare] < 1.0);
        let mut together = NeedDeviations::default();
        together.step(&GrowthDeviation { shared: 1.0, ..LEVERS }, &own, 1.0);
        let factors = together.factors();
        assert!(factors[Service::PrimaryCare] > 1.0);
        assert_eq!(factors[Service::PrimaryCare], factors[Service::EmergencyDepartment]);
        assert_eq!(factors[Service::PublicHealth], 1.0);
    }

    #[test]
    fn what_departs_together_and_what_departs_alone_are_parts_of_one_variance() {
        let levers = GrowthDeviation { shared: 0.36, ..LEVERS };
        let departure = |own: f64, shared: f64| {
            let mut path = NeedDeviations::default();
            path.step(&levers, &[own; SERVICES], shared);
            // The level is that of a mean of 1, so half its variance is taken off.
            libm::log(path.factors()[Service::PlannedOutpatient]) + levers.planned * levers.planned / 2.0
        };
        let near = |one: f64, other: f64| (one - other).abs() < 1e-12;
        assert!(near(departure(0.0, 1.0), 0.6 * levers.planned) && near(departure(1.0, 0.0), 0.8 * levers.planned));
    }
}
