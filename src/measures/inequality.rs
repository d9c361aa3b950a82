//! Indices of inequality over ordered groups.
//!
//! The slope index (Preston, Haines and Pamuk 1981; Mackenbach and Kunst 1997) is the slope of a regression, weighted
//! by people, of the groups' values on the mid-points of their cumulative shares: the difference between the two ends
//! of the scale that the whole gradient implies, not only its outer groups. The concentration index follows Kakwani,
//! Wagstaff and van Doorslaer (1997). Five groups give coarse ranks: comparisons between scenarios are sounder than
//! levels.

use crate::world::axes::FIFTHS;

/// A quantity over deprivation fifths, most deprived first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gradient {
    /// Value in each fifth.
    pub values: [f64; FIFTHS],
    /// People in each fifth.
    pub people: [f64; FIFTHS],
}

impl Gradient {
    /// Mid-point of each fifth's place on the scale 0 (most deprived) to 1.
    fn ranks(&self) -> [f64; FIFTHS] {
        let total: f64 = self.people.iter().sum();
        let mut before = 0.0;
        std::array::from_fn(|fifth| {
            let rank = (before + self.people[fifth] / 2.0) / total;
            before += self.people[fifth];
            rank
        })
    }

    /// Mean weighted by people.
    pub fn mean(&self) -> f64 {
        let total: f64 = self.people.iter().sum();
        self.values
            .iter()
            .zip(self.people)
            .map(|(value, people)| value * people)
            .sum::<f64>()
            / total
    }

    /// Weighted covariance of value and rank, and variance of rank.
    fn moments(&self) -> (f64, f64) {
        let (mean, ranks, total) = (self.mean(), self.ranks(), self.people.iter().sum::<f64>());
        let mut moments = (0.0, 0.0);
        for ((value, people), rank) in self.values.iter().zip(self.people).zip(ranks) {
            moments.0 += people / total * (value - mean) * (rank - 0.5);
            moments.1 += people / total * (rank - 0.5) * (rank - 0.5);
        }
        moments
    }

    /// Slope index of inequality: least deprived end less most deprived end, in the unit of the value.
    pub fn slope(&self) -> f64 {
        let (covariance, variance) = self.moments();
        covariance / variance
    }

    /// Relative index of inequality: the slope over the mean.
    pub fn relative(&self) -> f64 {
        self.slope() / self.mean()
    }

    /// Concentration index: above 0 when the less deprived have more.
    pub fn concentration(&self) -> f64 {
        2.0 * self.moments().0 / self.mean()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_straight_gradient_has_its_own_slope() {
        let gradient = Gradient {
            values: [0.5, 0.6, 0.7, 0.8, 0.9],
            people: [10.0; FIFTHS],
        };
        assert!((gradient.slope() - 0.5).abs() < 1e-12);
        assert!((gradient.relative() - 0.5 / 0.7).abs() < 1e-12);
        // For a line, the index is 2·b·var(rank)/mean with var(rank) = 0.08.
        assert!((gradient.concentration() - 2.0 * 0.5 * 0.08 / 0.7).abs() < 1e-12);
    }

    #[test]
    fn an_even_spread_has_none() {
        let gradient = Gradient {
            values: [0.7; FIFTHS],
            people: [9.0, 10.0, 11.0, 12.0, 13.0],
        };
        assert!(gradient.slope().abs() < 1e-12 && gradient.concentration().abs() < 1e-12);
    }
}
