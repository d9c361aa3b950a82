//! What the levers would do, as far as it is computed: bands of the baseline, of the choice, and of the difference.

use statrs::distribution::{Binomial, DiscreteCDF as _};

use crate::measures::Handle;
use crate::results::statistics::quantile;
use crate::world::Year;

/// How sure a picture is of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Quality {
    /// One future, the middle of every assumption: where it goes, not how sure that is.
    First,
    /// Some futures: the spread is roughly right.
    Rough,
    /// As many futures as the baseline has, and enough of them and of people to trust the edges of the bands.
    Good,
}

/// Futures and simulated people below which the edges of a band rest on too few to be called good.
pub const FIRM: (usize, usize) = (100, 1_000);

impl Quality {
    /// The word on the picture.
    pub fn word(self) -> &'static str {
        match self {
            Quality::First => "first",
            Quality::Rough => "rough",
            Quality::Good => "good",
        }
    }
}

/// Three values of a distribution: a tenth lie below the first, half below the second, nine tenths below the third.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Band {
    /// 10th percentile.
    pub p10: f64,
    /// Median.
    pub p50: f64,
    /// 90th percentile.
    pub p90: f64,
}

impl Band {
    /// Of some numbers; nothing of none.
    pub fn of(mut numbers: Vec<f64>) -> Option<Band> {
        numbers.sort_by(f64::total_cmp);
        let at = |share: f64| quantile(&numbers, share);
        (!numbers.is_empty()).then(|| Band {
            p10: at(0.1),
            p50: at(0.5),
            p90: at(0.9),
        })
    }

    /// This band moved as the other two differ, edge by edge: the stored baseline, and what a few of its draws say of the change.
    #[must_use]
    pub fn moved(self, from: Band, to: Band) -> Band {
        Band {
            p10: self.p10 + (to.p10 - from.p10),
            p50: self.p50 + (to.p50 - from.p50),
            p90: self.p90 + (to.p90 - from.p90),
        }
    }
}

/// Between which of some numbers the median of all those lies that they were drawn from, nineteen times in twenty at least: the
/// count of numbers below it is binomial, whatever they are. Nothing of fewer than six, of which not even all are sure enough.
pub(super) fn middle_within(mut numbers: Vec<f64>) -> Option<(f64, f64)> {
    const BEYOND: f64 = 0.025;
    numbers.sort_by(f64::total_cmp);
    let below = Binomial::new(0.5, numbers.len() as u64).ok()?;
    let rank = (0..).take_while(|rank| below.cdf(*rank) <= BEYOND).count();
    let low = numbers.get(rank.checked_sub(1)?)?;
    let high = numbers.get(numbers.len() - rank)?;
    (low.is_finite() && high.is_finite()).then_some((*low, *high))
}

/// One measure in one year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell {
    /// The measure.
    pub measure: Handle,
    /// The year.
    pub year: Year,
    /// With everything as now.
    pub baseline: Band,
    /// With the levers where they stand.
    pub chosen: Band,
    /// The second less the first, future by future.
    pub difference: Band,
    /// Between what the median of the difference lies in all possible futures, nineteen times in twenty, as far as these few
    /// tell; nothing where they are too few to tell.
    pub middle: Option<(f64, f64)>,
    /// Mean of the difference, and its Monte Carlo error; the error of a single future is not known.
    pub mean: (f64, f64),
    /// Mean with the levers where they stand, of the futures compared.
    pub level: f64,
    /// Share of futures in which the measure is higher than as now.
    pub higher: f64,
    /// Share of futures in which it is lower.
    pub lower: f64,
}

/// An answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// How sure it is of itself.
    pub quality: Quality,
    /// Futures compared.
    pub draws: usize,
    /// Whether these are all that the projection has: no better answer follows.
    pub is_last: bool,
    /// Every measure and year.
    pub cells: Vec<Cell>,
}

impl Answer {
    /// A measure in a year; nothing if the projection does not tell it.
    pub fn cell(&self, measure: Handle, year: Year) -> Option<&Cell> {
        self.cells
            .iter()
            .find(|cell| cell.measure == measure && cell.year == year)
    }
}

#[cfg(test)]
mod tests {
    use super::middle_within;

    #[test]
    fn the_middle_lies_between_the_ranks_of_the_sign_test() {
        // Ranks of the 95% interval of a median, as tables of the sign test have them.
        for (count, low, high) in [
            (6, 1, 6),
            (8, 1, 8),
            (9, 2, 8),
            (10, 2, 9),
            (20, 6, 15),
            (25, 8, 18),
            (40, 14, 27),
            (100, 40, 61),
        ] {
            let numbers: Vec<f64> = (1..=count).rev().map(f64::from).collect();
            assert_eq!(
                middle_within(numbers),
                Some((f64::from(low), f64::from(high))),
                "{count}"
            );
        }
        for count in 0..6 {
            assert_eq!(middle_within(vec![1.0; count]), None, "{count}");
        }
        assert_eq!(middle_within(vec![f64::NAN; 9]), None);
        // So many that 2⁻ⁿ is no number.
        let many: Vec<f64> = (1..=10_000).map(f64::from).collect();
        let (low, high) = middle_within(many).expect("enough");
        assert!(
            (low - 4_902.0).abs() <= 1.0 && (high - 5_099.0).abs() <= 1.0,
            "{low} {high}"
        );
    }
}
