//! A salaried dental service beside the contractors: dentists whom the NHS employs, in clinics that it places itself.
//!
//! Contractors see whom they choose where they choose, and leave the contract when private work pays better; what they do not
//! do is not spent (G09). A salaried dentist is where the NHS puts the clinic, so that access follows need, and is paid
//! whether or not the chair is full, so that a course of care may cost more.

crate::levers! {
    /// Salaried NHS dentists.
    pub struct DentistryLevers in "dentistry" {
        /// Share of NHS dental care that salaried dentists give, above what they gave in the base year.
        choice salaried_share: f64 = "share" in 0.0..=1.0,
        /// Cost of a person seen by salaried dentists against contractors.
        disputed salaried_cost: f64 = "ratio" in 0.5..=3.0,
        /// Share of the difference of access between fifths that ends where salaried dentists give all care.
        disputed salaried_reach: f64 = "share" in 0.0..=1.0,
    }
}

impl DentistryLevers {
    /// Cost of a person seen against the base year \[ratio\].
    pub fn price(&self) -> f64 {
        1.0 + self.salaried_share * (self.salaried_cost - 1.0)
    }
    /// What is left of the difference of access between fifths \[ratio\].
    pub fn tilt(&self) -> f64 {
        1.0 - self.salaried_share * self.salaried_reach
    }
}

#[cfg(test)]
mod tests {
    use crate::economy::central;

    #[test]
    fn salaried_dentists_narrow_the_gap_and_cost_what_they_cost() {
        let mut levers = central::levers().dentistry;
        assert_eq!((levers.price(), levers.tilt()), (1.0, 1.0));
        levers.salaried_share = 0.5;
        levers.salaried_cost = 1.2;
        assert!((levers.price() - 1.1).abs() < 1e-12);
        assert!(levers.tilt() < 1.0);
    }
}
