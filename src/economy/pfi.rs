//! The private finance initiative: committed unitary charges that run off by about 2050, whoever governs.
//!
//! Charges pay for building, maintenance and services together, so buying a contract out frees the investors' return at
//! most (levers A27, A28), not the charge. New capital is not financed this way in the model.

use crate::world::Year;

crate::levers! {
    /// Committed charges and their renegotiation.
    pub struct PfiLevers in "pfi" {
        /// Unitary charges of NHS schemes in the base year.
        disputed unitary_charges: f64 = "£m" in 0.0..=100000.0,
        /// Last year in which all schemes still run.
        disputed full_until: f64 = "year" in 2000.0..=2100.0,
        /// First year in which none does; between the two the charges fall evenly.
        disputed ends: f64 = "year" in 2001.0..=2150.0,
        /// Share of the charges that is renegotiated or bought out.
        choice renegotiated_share: f64 = "share" in 0.0..=1.0,
        /// Share of a renegotiated charge that is saved: the investors' return, at most.
        disputed renegotiation_saving: f64 = "share" in 0.0..=0.5,
        /// One-off cost of renegotiating, as a share of the yearly charges renegotiated.
        disputed renegotiation_cost: f64 = "share" in 0.0..=10.0,
    }
}

impl PfiLevers {
    /// Share of the base year's charges still committed in a year [0 to 1], before renegotiation.
    pub fn committed(&self, base: Year, year: Year) -> f64 {
        let remaining = |year: Year| {
            let span = (self.ends - self.full_until).max(1.0);
            ((self.ends - f64::from(year.0)) / span).clamp(0.0, 1.0)
        };
        let first = remaining(base);
        if first > 0.0 { remaining(year) / first } else { 0.0 }
    }
    /// Charges paid in a year [£m]; `renegotiated` is the share renegotiated by then.
    pub fn charges(&self, base: Year, year: Year, renegotiated: f64) -> f64 {
        self.unitary_charges * self.committed(base, year) * (1.0 - renegotiated * self.renegotiation_saving)
    }
    /// One-off cost in the year in which the share renegotiated rises by `more` [£m].
    pub fn one_off(&self, base: Year, year: Year, more: f64) -> f64 {
        self.unitary_charges * self.committed(base, year) * more.max(0.0) * self.renegotiation_cost
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::economy::central;

    #[test]
    fn charges_run_off_whatever_is_decided() {
        let pfi = central::levers().pfi;
        let paid: Vec<f64> = (2024..2056)
            .map(|year| pfi.charges(Year(2024), Year(year), 0.0))
            .collect();
        assert_eq!(paid[0], pfi.unitary_charges);
        assert!(paid.windows(2).all(|pair| pair[1] <= pair[0]));
        assert_eq!(*paid.last().unwrap(), 0.0);
    }

    #[test]
    fn renegotiation_saves_no_more_than_the_return() {
        let pfi = central::levers().pfi;
        let saved = pfi.charges(Year(2024), Year(2024), 0.0) - pfi.charges(Year(2024), Year(2024), 1.0);
        assert!(saved >= 0.0 && saved <= pfi.unitary_charges * 0.113);
    }
}
