//! Which fifth gets the capacity: inverse care law, need-weighted money, deep-end practices.
//!
//! Capacity per unit of need falls on a straight line across deprivation fifths. In general practice the most deprived
//! get less for their need (levers F03, F04); a need-weighted formula closes the slope, deep-end money adds to the most
//! deprived fifth. Inside a given envelope this only moves capacity: the mean over fifths stays 1.

use crate::world::axes::FIFTHS;

crate::levers! {
    /// Who gets the capacity, by deprivation fifth.
    pub struct AllocationLevers in "allocation" {
        /// General-practice money per need of the most deprived fifth less that of the least, relative to the mean, in the base year.
        disputed primary_care_slope: f64 = "share" in -0.5..=0.5,
        /// The same for all other services.
        disputed other_slope: f64 = "share" in -0.5..=0.5,
        /// How far a need-weighted formula closes the slope (0 as now, 1 money equal to need, above 1 favours the deprived).
        choice need_weighting: f64 = "share" in 0.0..=3.0,
        /// Money for deep-end practices in the most deprived fifth, from the same envelope, as a share of general-practice money.
        choice deep_end: f64 = "share" in 0.0..=0.5,
        /// Whether money for deprived areas acts on mortality directly (then not through access as well).
        disputed direct_mortality: bool = "" in 0.0..=1.0,
        /// Response of a fifth's mortality to its share of money, if it acts directly.
        disputed mortality_elasticity: f64 = "elasticity" in -1.0..=0.0,
    }
}

/// Who gets the capacity in a year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Allocation {
    /// General-practice capacity per need by fifth, most deprived first [ratio to the mean, mean 1].
    pub primary_care: [f64; FIFTHS],
    /// Capacity per need of other services by fifth [ratio to the mean, mean 1].
    pub other: [f64; FIFTHS],
    /// Factor on mortality by fifth, if money acts on it directly \[ratio\].
    pub mortality: [f64; FIFTHS],
}

/// A straight line over the fifths with mean 1 whose ends differ by `slope`, plus `extra` for the first, from all.
fn line(slope: f64, extra: f64) -> [f64; FIFTHS] {
    let steps = (FIFTHS - 1) as f64;
    std::array::from_fn(|fifth| {
        let own = if fifth == 0 { extra * FIFTHS as f64 } else { 0.0 };
        ((1.0 - extra) * (1.0 + slope * (0.5 - fifth as f64 / steps)) + own).max(0.0)
    })
}

impl AllocationLevers {
    /// Who gets the capacity; `selection` is what governance adds to the most deprived fifth (taken from the least).
    pub fn year(&self, selection: f64) -> Allocation {
        let open = 1.0 - self.need_weighting;
        let span = 2.0 * selection;
        let primary_care = line(self.primary_care_slope * open + span, self.deep_end);
        let other = line(self.other_slope * open + span, 0.0);
        let base = line(self.primary_care_slope, 0.0);
        let mortality = std::array::from_fn(|fifth| {
            let ratio = if base[fifth] > 0.0 {
                primary_care[fifth] / base[fifth]
            } else {
                1.0
            };
            if self.direct_mortality && ratio > 0.0 {
                libm::pow(ratio, self.mortality_elasticity)
            } else {
                1.0
            }
        });
        Allocation {
            primary_care,
            other,
            mortality,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::economy::central;

    #[test]
    fn allocation_moves_capacity_and_makes_none() {
        let mut levers = central::levers().allocation;
        for (weighting, deep_end) in [(0.0, 0.0), (1.0, 0.0), (2.0, 0.05)] {
            levers.need_weighting = weighting;
            levers.deep_end = deep_end;
            let year = levers.year(0.01);
            for shares in [year.primary_care, year.other] {
                assert!((shares.iter().sum::<f64>() - 5.0).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn the_inverse_care_law_holds_until_money_follows_need() {
        let mut levers = central::levers().allocation;
        let now = levers.year(0.0).primary_care;
        assert!(now[0] < now[4]);
        levers.need_weighting = 1.0;
        let even = levers.year(0.0).primary_care;
        assert!((even[0] - even[4]).abs() < 1e-12);
    }
}
