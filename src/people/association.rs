//! Wealth and need of help: the poorer are more often in need, and go on to be.
//!
//! Among people of one age, sex and fifth, the order by wealth and the order by health are joined by Plackett's
//! distribution (Plackett 1965), the one in which the odds of being in need are as many times higher below any line of
//! wealth as above it. It is drawn from as Johnson (1987) gives it.
//!
//! What holds among those alive at the start must hold among those who come after them, or the wealth of people in need
//! would drift to that of everybody. As long as the rich and the poor spend as long in need, whose odds of being in need are
//! higher falls into need that much more often: [`Association::relative_odds`] goes with a person for life.

/// Odds ratio beyond which two orders are as good as one.
const ONE_ORDER: f64 = 1e4;

/// How strongly two orders of the same people go together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Association {
    /// Odds of being below a line of one order, below any line of the other, against above it.
    odds_ratio: f64,
}

impl Association {
    /// The association of a rank correlation (Spearman's), 0 to 1.
    pub fn of_rank_correlation(wanted: f64) -> Association {
        let (mut low, mut high) = (0.0, libm::log(ONE_ORDER));
        for _ in 0..60 {
            let middle = 0.5 * (low + high);
            if rank_correlation(libm::exp(middle)) < wanted {
                low = middle;
            } else {
                high = middle;
            }
        }
        Association {
            odds_ratio: if wanted > 0.0 { libm::exp(low) } else { 1.0 },
        }
    }

    /// Somebody's place in one order, where they stand at `place` in the other, by an even number.
    #[inline]
    pub fn other_place(self, place: f64, even: f64) -> f64 {
        let odds = self.odds_ratio;
        let spread = even * (1.0 - even);
        let less = (odds - 1.0) * (odds - 1.0);
        let below = odds + spread * less;
        let middle = 2.0 * spread * (place * odds * odds + 1.0 - place) + odds * (1.0 - 2.0 * spread);
        let root = (odds * (odds + 4.0 * spread * place * (1.0 - place) * less)).sqrt();
        ((middle - (1.0 - 2.0 * even) * root) / (2.0 * below)).clamp(0.0, 1.0)
    }

    /// Odds of being near the low end of one order at a place in the other, against everybody's: the ratio at the lowest
    /// place, one over it at the highest, 1 on average.
    #[inline]
    pub fn relative_odds(self, place: f64) -> f64 {
        let reach = 1.0 + (self.odds_ratio - 1.0) * place;
        self.odds_ratio / (reach * reach)
    }
}

/// Spearman's rank correlation of Plackett's distribution.
fn rank_correlation(odds: f64) -> f64 {
    let more = odds - 1.0;
    if more.abs() < 1e-4 {
        // The closed form loses all digits here.
        return more / 3.0;
    }
    (odds + 1.0) / more - 2.0 * odds * libm::log(odds) / (more * more)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pairs of places, evenly over all.
    fn pairs(association: Association) -> Vec<(f64, f64)> {
        let at = |number: usize| (number as f64 + 0.5) / 300.0;
        (0..300)
            .flat_map(|place| (0..300).map(move |even| (at(place), association.other_place(at(place), at(even)))))
            .collect()
    }

    #[test]
    fn both_orders_stay_even_and_correlate_as_asked() {
        for wanted in [0.0, 0.1, 0.25, 0.6, 0.9] {
            let pairs = pairs(Association::of_rank_correlation(wanted));
            let many = pairs.len() as f64;
            for line in [0.1, 0.4, 0.8] {
                let below = pairs.iter().filter(|pair| pair.1 < line).count() as f64 / many;
                assert!((below - line).abs() < 0.005, "{wanted}: {below} below {line}");
            }
            let found: f64 = pairs.iter().map(|(a, b)| 12.0 * (a - 0.5) * (b - 0.5)).sum::<f64>() / many;
            assert!((found - wanted).abs() < 0.005, "{found}, not {wanted}");
        }
    }

    #[test]
    fn the_odds_ratio_is_one_at_every_pair_of_lines() {
        let association = Association::of_rank_correlation(0.25);
        let pairs = pairs(association);
        for (a, b) in [(0.1, 0.1), (0.1, 0.5), (0.4, 0.7), (0.9, 0.3)] {
            let share = |holds: &dyn Fn(&(f64, f64)) -> bool| pairs.iter().filter(|pair| holds(pair)).count() as f64;
            let ratio = share(&|p| p.0 < a && p.1 < b) * share(&|p| p.0 >= a && p.1 >= b)
                / (share(&|p| p.0 < a && p.1 >= b) * share(&|p| p.0 >= a && p.1 < b));
            assert!(
                (ratio / association.odds_ratio - 1.0).abs() < 0.03,
                "{ratio} at {a}, {b}"
            );
        }
    }

    #[test]
    fn relative_odds_are_one_on_average_and_fall_with_the_place() {
        let association = Association::of_rank_correlation(0.4);
        let mean: f64 = (0..1_000)
            .map(|at| association.relative_odds((f64::from(at) + 0.5) / 1e3))
            .sum::<f64>()
            / 1e3;
        assert!((mean - 1.0).abs() < 1e-4, "{mean}");
        assert!((association.relative_odds(0.0) - association.odds_ratio).abs() < 1e-9);
        assert!((association.relative_odds(1.0) * association.odds_ratio - 1.0).abs() < 1e-9);
        let none = Association::of_rank_correlation(0.0);
        assert_eq!(none.relative_odds(0.3), 1.0);
        assert!((none.other_place(0.7, 0.3) - 0.3).abs() < 1e-12);
    }
}
