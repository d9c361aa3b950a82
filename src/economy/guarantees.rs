//! Access guarantees: 18 weeks, four hours, a GP appointment; with or without enforcement.
//!
//! A guarantee makes no capacity. It costs its watching, it may draw money from services without one, and with sanctions it
//! reshapes the tail of a wait (levers G01), which is the services' business: what they need is handed on in [`Guarantees`].

use crate::world::service::SERVICES;
use crate::world::{ByService, Service};

use super::sector::Sector;

crate::levers! {
    /// Access guarantees and their enforcement.
    pub struct GuaranteeLevers in "guarantees" {
        /// Whether planned care within 18 weeks is guaranteed.
        choice eighteen_weeks: bool = "" in 0.0..=1.0,
        /// Whether four hours in A&E are guaranteed.
        choice four_hours: bool = "" in 0.0..=1.0,
        /// Whether a general-practice appointment is guaranteed.
        choice gp_appointment: bool = "" in 0.0..=1.0,
        /// Whether breaches are sanctioned.
        choice enforced: bool = "" in 0.0..=1.0,
        /// Yearly cost of watching one guarantee.
        disputed monitoring_cost: f64 = "£m" in 0.0..=5000.0,
        /// Factor on that cost when breaches are sanctioned.
        disputed enforcement_cost_ratio: f64 = "ratio" in 1.0..=20.0,
        /// Share of the money of services without a guarantee that an enforced guarantee draws.
        disputed drawn_share: f64 = "share" in 0.0..=0.2,
        /// Share of waits over four hours in A&E that sanctions remove.
        belief four_hour_effect: f64 = "share" in 0.0..=0.9,
        /// Share of long waits on the list that sanctions remove, percentage points of the list as a share.
        disputed tail_effect: f64 = "share" in -0.5..=0.0,
    }
}

/// What guarantees do in a year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Guarantees {
    /// Cost of watching and enforcing them [£m].
    pub cost: f64,
    /// Change of the share of the list that waits long, under sanctions [share of list, ≤ 0].
    pub tail: f64,
    /// Share of waits in A&E over four hours that sanctions remove [0 to 1].
    pub four_hours: f64,
    /// Which services have an enforced guarantee.
    pub enforced: [bool; SERVICES],
}

impl GuaranteeLevers {
    /// Which services are guaranteed.
    fn covered(&self) -> [bool; SERVICES] {
        let mut covered = [false; SERVICES];
        for (on, services) in [
            (
                self.eighteen_weeks,
                &[Service::PlannedOutpatient, Service::PlannedAdmitted][..],
            ),
            (self.four_hours, &[Service::EmergencyDepartment][..]),
            (self.gp_appointment, &[Service::PrimaryCare][..]),
        ] {
            for service in services {
                covered[*service] |= on;
            }
        }
        covered
    }

    /// What guarantees cost and do.
    pub fn year(&self) -> Guarantees {
        let count = [self.eighteen_weeks, self.four_hours, self.gp_appointment]
            .into_iter()
            .filter(|on| *on)
            .count() as f64;
        let ratio = if self.enforced {
            self.enforcement_cost_ratio
        } else {
            1.0
        };
        Guarantees {
            cost: count * self.monitoring_cost * ratio,
            tail: if self.enforced && self.eighteen_weeks {
                self.tail_effect
            } else {
                0.0
            },
            four_hours: if self.enforced && self.four_hours {
                self.four_hour_effect
            } else {
                0.0
            },
            enforced: if self.enforced {
                self.covered()
            } else {
                [false; SERVICES]
            },
        }
    }

    /// Moves money between NHS services as enforced guarantees draw it; the sum is kept.
    pub fn draw(&self, money: &ByService) -> ByService {
        let enforced = self.year().enforced;
        let mut moved = *money;
        let guaranteed: f64 = Sector::Nhs
            .services()
            .filter(|service| enforced[*service])
            .map(|service| money[service])
            .sum();
        if guaranteed <= 0.0 {
            return moved;
        }
        let mut drawn = 0.0;
        for service in Sector::Nhs.services().filter(|service| !enforced[*service]) {
            let part = money[service] * self.drawn_share;
            moved[service] -= part;
            drawn += part;
        }
        for service in Sector::Nhs.services().filter(|service| enforced[*service]) {
            moved[service] += drawn * money[service] / guaranteed;
        }
        moved
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::economy::central;

    #[test]
    fn guarantees_move_money_and_make_none() {
        let mut levers = central::levers().guarantees;
        let money = [10.0; SERVICES];
        assert_eq!(levers.draw(&money), money);
        levers.eighteen_weeks = true;
        levers.enforced = true;
        let moved = levers.draw(&money);
        assert!((moved.iter().sum::<f64>() - money.iter().sum::<f64>()).abs() < 1e-9);
        assert!(moved[Service::PlannedAdmitted] > 10.0);
        assert!(levers.year().cost > 0.0);
    }
}
