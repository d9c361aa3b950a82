//! How hospitals are paid for planned care: by activity, or by a block budget.
//!
//! Who is paid for each patient treats more patients for the same money (shorter stays, more day cases), and also draws
//! money to what is paid for: what is done above plan must be found in services that have a block budget. Who has a block
//! budget keeps to it, so that the cost is known and nobody else's money goes. Where cases of one price differ, those who are
//! paid by the case and may choose take the lighter ones, and those left to the others cost more than the price.
//!
//! | channel | acts on | evidence |
//! |---|---|---|
//! | volume | planned care per pound | A37 |
//! | overrun | money drawn from other NHS services to planned care | A38 |
//! | cream-skimming | unit cost of planned care, by private share paid by the case | A39 |

use crate::world::{ByService, Service};

use super::sector::Sector;
use super::year::PLANNED;

crate::levers! {
    /// Payment of planned care, and what hospitals do about it.
    pub struct PaymentLevers in "governance.payment" {
        /// Share of the money for planned care that follows activity; the rest is a block budget.
        choice activity_share: f64 = "share" in 0.0..=1.0,
        /// The same in the base year.
        disputed activity_share_base: f64 = "share" in 0.0..=1.0,
        /// Planned care for the same money where all of it follows activity, against none.
        disputed volume_effect: f64 = "share" in -0.2..=0.3,
        /// Money that planned care draws from the NHS's other services where all of it follows activity, against none, as a share
        /// of its own.
        disputed overrun_effect: f64 = "share" in -0.1..=0.3,
        /// Cost of planned care left to NHS hospitals, for each point of it that private providers do for the same price a case
        /// (1 = all of them lighter by their whole cost).
        disputed cream_skimming: f64 = "ratio" in -0.5..=1.0,
    }
}

/// What payment does in a year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Payment {
    /// Factor on planned care per pound \[ratio\].
    pub volume: f64,
    /// Money drawn from other services, as a share of planned care's own.
    pub overrun: f64,
    /// Factor on the unit cost of planned care from lighter cases going elsewhere \[ratio\].
    pub case_mix: f64,
}

impl PaymentLevers {
    /// What payment does, as private providers have so much of planned care now and had in the base year.
    pub fn year(&self, private: f64, private_base: f64) -> Payment {
        let moved = self.activity_share - self.activity_share_base;
        let chosen = private * self.activity_share - private_base * self.activity_share_base;
        Payment {
            volume: 1.0 + self.volume_effect * moved,
            overrun: self.overrun_effect * moved,
            case_mix: 1.0 + self.cream_skimming * chosen,
        }
    }
}

impl Payment {
    /// Moves what planned care draws from the NHS's other services (or leaves to them, where it is brought under a block budget),
    /// each in proportion to what it has. Emergencies are paid first in any case, so they are not drawn upon.
    pub fn draw(&self, money: &mut ByService) {
        let planned: f64 = PLANNED.iter().map(|service| money[*service]).sum();
        let emergencies = [Service::EmergencyDepartment, Service::EmergencyAdmission];
        let others = |service: &Service| {
            Sector::of(*service) == Sector::Nhs && !PLANNED.contains(service) && !emergencies.contains(service)
        };
        let rest: f64 = Service::ALL
            .iter()
            .filter(|service| others(service))
            .map(|service| money[*service])
            .sum();
        if planned <= 0.0 || rest <= 0.0 {
            return;
        }
        let drawn = (self.overrun * planned).min(rest);
        for service in Service::ALL {
            if PLANNED.contains(&service) {
                money[service] += drawn * money[service] / planned;
            } else if others(&service) {
                money[service] -= drawn * money[service] / rest;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::economy::central;

    fn levers() -> PaymentLevers {
        PaymentLevers {
            volume_effect: 0.02,
            overrun_effect: 0.05,
            cream_skimming: 0.1,
            ..central::levers().payment
        }
    }

    #[test]
    fn payment_as_in_the_base_year_changes_nothing() {
        let year = levers().year(0.08, 0.08);
        assert_eq!(
            year,
            Payment {
                volume: 1.0,
                overrun: 0.0,
                case_mix: 1.0
            }
        );
    }

    #[test]
    fn paid_by_the_case_more_is_done_for_the_money_and_other_services_pay_for_what_is_above_plan() {
        let mut by_case = levers();
        by_case.activity_share = 1.0;
        let mut block = levers();
        block.activity_share = 0.0;
        let (by_case, block) = (by_case.year(0.08, 0.08), block.year(0.08, 0.08));
        assert!(by_case.volume > 1.0 && block.volume < 1.0);
        let before: ByService = std::array::from_fn(|at| 100.0 + at as f64);
        let (mut more, mut less) = (before, before);
        by_case.draw(&mut more);
        block.draw(&mut less);
        for service in PLANNED {
            assert!(more[service] > before[service] && less[service] < before[service]);
        }
        assert!(more[Service::MentalHealth] < before[Service::MentalHealth]);
        assert!(
            less[Service::MentalHealth] > before[Service::MentalHealth],
            "a block budget guards the others"
        );
        for service in [Service::EmergencyAdmission, Service::HomeCare, Service::PublicHealth] {
            assert_eq!(more[service], before[service], "{}", service.key());
        }
        assert!(
            (more.iter().sum::<f64>() - before.iter().sum::<f64>()).abs() < 1e-9,
            "no money is made"
        );
    }

    #[test]
    fn lighter_cases_taken_by_others_make_those_left_dearer() {
        let levers = levers();
        assert!(levers.year(0.2, 0.08).case_mix > 1.0);
        let mut block = levers;
        block.activity_share = 0.0;
        assert!(
            block.year(0.2, 0.08).case_mix <= 1.0,
            "nobody chooses by price where there is none"
        );
    }
}
