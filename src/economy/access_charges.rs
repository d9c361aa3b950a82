//! What users pay the NHS: prescription and dental charges, and charges not made today, such as a fee for a GP appointment.
//!
//! A charge brings money and keeps people away, the poor more than the rich. The response to a prescription charge is a
//! plain elasticity (levers J09); to a fee for what is free today, the arc elasticity of the RAND experiment (J10), scaled by
//! the share of the full cost that the user pays, since an elasticity from a price of zero has no meaning.

use crate::world::axes::FIFTHS;
use crate::world::{ByService, Service};

crate::levers! {
    /// NHS user charges and how people respond to them.
    pub struct AccessCharges in "funding.charges" {
        /// Prescription charge per item.
        choice prescription_charge: f64 = "£" in 0.0..=200.0,
        /// Prescription charge per item in the base year, against which the response is measured.
        disputed prescription_charge_base: f64 = "£" in 0.01..=200.0,
        /// Money that prescription charges bring in the base year.
        disputed prescription_income: f64 = "£m" in 0.0..=50000.0,
        /// Share of items for which somebody pays.
        disputed prescription_paying_share: f64 = "share" in 0.0..=1.0,
        /// Response of paying users' items to the prescription charge.
        disputed prescription_elasticity: f64 = "elasticity" in -2.0..=0.0,
        /// Dental patient charges against those of the base year.
        choice dental_charge_ratio: f64 = "ratio" in 0.0..=10.0,
        /// Money that dental patient charges bring in the base year.
        disputed dental_income: f64 = "£m" in 0.0..=50000.0,
        /// Share of dental patients who pay.
        disputed dental_paying_share: f64 = "share" in 0.0..=1.0,
        /// Fee for a general-practice appointment (none in the base year).
        choice gp_fee: f64 = "£" in 0.0..=500.0,
        /// Share of appointments exempt from such a fee.
        choice gp_fee_exempt_share: f64 = "share" in 0.0..=1.0,
        /// Full cost of an appointment, of which the fee is a share.
        disputed gp_full_cost: f64 = "£" in 1.0..=1000.0,
        /// Arc elasticity of use to price, as in the RAND experiment.
        disputed fee_elasticity: f64 = "elasticity" in -0.9..=0.0,
        /// How much stronger the poorest fifth responds than the mean (the richest as much weaker).
        disputed income_gradient: f64 = "share" in 0.0..=1.0,
    }
}

impl AccessCharges {
    /// Factor on need for a service in a fifth (0 = poorest) that charges cause [ratio, 1 = base year].
    pub fn demand_factor(&self, service: Service, fifth: usize) -> f64 {
        let middle = (FIFTHS - 1) as f64 / 2.0;
        let tilt = 1.0 + self.income_gradient * (middle - fifth as f64) / middle;
        let plain = |ratio: f64, paying: f64| {
            // A charge brought to nothing has the response of one brought to a hundredth: the power law ends there.
            let kept = libm::pow(ratio.max(1.0 / 100.0), self.prescription_elasticity * tilt);
            1.0 + paying * (kept - 1.0)
        };
        match service {
            Service::Prescribing => plain(
                self.prescription_charge / self.prescription_charge_base,
                self.prescription_paying_share,
            ),
            Service::DentalOptical => plain(self.dental_charge_ratio, self.dental_paying_share),
            Service::PrimaryCare => {
                let paid = (self.gp_fee / self.gp_full_cost).clamp(0.0, 1.0);
                let arc = (self.fee_elasticity * tilt * paid).max(-1.0);
                1.0 + (1.0 - self.gp_fee_exempt_share) * ((1.0 + arc) / (1.0 - arc) - 1.0)
            }
            _ => 1.0,
        }
    }

    /// Money that charges bring in the base year, by service [£m].
    pub fn base_income(&self) -> ByService {
        let mut income = [0.0; crate::world::service::SERVICES];
        income[Service::Prescribing] = self.prescription_income;
        income[Service::DentalOptical] = self.dental_income;
        income
    }

    /// Money that charges bring when activity stands at `ratio` to the base year's and appointments number `appointments`, by service [£m].
    pub fn income(&self, ratio: &ByService, appointments: f64) -> ByService {
        let base = self.base_income();
        let mut income = base;
        income[Service::Prescribing] *=
            self.prescription_charge / self.prescription_charge_base * ratio[Service::Prescribing];
        income[Service::DentalOptical] *= self.dental_charge_ratio * ratio[Service::DentalOptical];
        income[Service::PrimaryCare] =
            self.gp_fee * (1.0 - self.gp_fee_exempt_share) * appointments / super::capacity::POUNDS_PER_MILLION;
        income
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::economy::central;
    use crate::world::service::SERVICES;

    #[test]
    fn charges_as_they_are_change_nothing() {
        let charges = central::levers().charges;
        for service in Service::ALL {
            for fifth in 0..FIFTHS {
                assert_eq!(charges.demand_factor(service, fifth), 1.0);
            }
        }
        assert_eq!(charges.income(&[1.0; SERVICES], 350e6), charges.base_income());
    }

    #[test]
    fn what_costs_more_is_asked_for_less_and_what_is_free_more() {
        let plain = central::levers().charges;
        let (mut dear, mut free) = (plain, plain);
        (dear.prescription_charge, dear.dental_charge_ratio) = (2.0 * plain.prescription_charge, 2.0);
        (free.prescription_charge, free.dental_charge_ratio) = (0.0, 0.0);
        // Ryan and Birch 1991; Manning and others 1985 (dental care in the RAND experiment); Cohen and others 2010 (Wales).
        for service in [Service::Prescribing, Service::DentalOptical] {
            assert!(dear.demand_factor(service, 2) < 1.0 && free.demand_factor(service, 2) > 1.0);
        }
    }

    #[test]
    fn a_fee_keeps_the_poor_away_more_than_the_rich_and_brings_money() {
        let mut charges = central::levers().charges;
        charges.gp_fee = 20.0;
        let kept: Vec<f64> = (0..FIFTHS)
            .map(|fifth| charges.demand_factor(Service::PrimaryCare, fifth))
            .collect();
        assert!(kept.windows(2).all(|pair| pair[0] < pair[1]) && kept[0] > 0.5 && kept[4] <= 1.0);
        assert!(charges.income(&[1.0; SERVICES], 350e6)[0] > 100.0);
    }

    #[test]
    fn a_fee_is_paid_by_those_who_are_not_exempt() {
        let mut charges = central::levers().charges;
        charges.gp_fee = 20.0;
        let brings = |exempt: f64| {
            let charges = AccessCharges {
                gp_fee_exempt_share: exempt,
                ..charges
            };
            charges.income(&[1.0; SERVICES], 350e6)[Service::PrimaryCare]
        };
        assert!((brings(0.25) - 0.75 * 20.0 * 350.0).abs() < 1e-6 && brings(1.0) == 0.0);
    }
}
