//! Changes of one measure side by side, in one unit: `+8.30 in 100,000` beside `+0.0174 points` sets nobody right about which
//! is more.

use super::{Ballot, digits};
use crate::process::money::spoken;
use crate::results::Stats;

/// Shares that move nobody of ten thousand are told of a hundred thousand: hundredths of a point say little to anybody.
const SMALL: f64 = 0.0001;

/// How changes of one measure are told.
#[derive(Clone, Copy, Debug)]
pub struct Unit<'a> {
    name: &'a str,
    /// Whether a share is told of a hundred thousand.
    small: bool,
}

impl<'a> Unit<'a> {
    /// The unit in which all of some changes can be told.
    pub fn of(name: &'a str, changes: impl IntoIterator<Item = f64>) -> Unit<'a> {
        let sizes = changes.into_iter().map(f64::abs).filter(|size| size.is_finite());
        let largest = sizes.fold(0.0, f64::max);
        Unit {
            name,
            small: name == "share" && largest > 0.0 && largest < SMALL,
        }
    }

    /// A change with its sign and as many digits as it needs: a neighbourhood's pot moves a health economy by hundredths of a
    /// point.
    pub fn change(self, value: f64) -> String {
        let sign = if value > 0.0 { "+" } else { "" };
        match self.name {
            "share" if self.small => format!("{sign}{} in 100,000", digits(value * 1e5)),
            "share" => match digits(value * 100.0).as_str() {
                one @ ("1" | "−1" | "-1") => format!("{sign}{one} point"),
                many => format!("{sign}{many} points"),
            },
            "£m" => format!("{sign}{}", spoken(value * 1e6)),
            "£" => format!("{sign}{}", spoken(value)),
            unit => format!("{sign}{} {unit}", digits(value)),
        }
    }

    /// The median of some draws as a change: with the interval from p10 to p90 around it, the point cannot lie outside.
    pub(super) fn middle(self, stats: &Stats) -> String {
        self.change(stats.p("p50"))
    }
}

impl Ballot<'_> {
    /// The unit in which all that is told of a goal is told: by what the chosen set, the best and the same money do for it.
    pub(super) fn unit(&self, goal: usize) -> Unit<'_> {
        let outcome = self.outcome;
        let best = outcome.gaps.get(goal).map_or(0, |gap| gap.best);
        let sets = [0, best].into_iter().filter_map(|set| outcome.sets.get(set));
        let sets = sets.map(|set| set.goals[goal].1.p("p50"));
        let as_now = outcome.same_money.iter().map(|as_now| as_now[goal].p("p50"));
        Unit::of(self.process.goals[goal].measure.unit, sets.chain(as_now))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_side_by_side_are_told_in_one_unit_however_far_apart_they_are() {
        let told = |values: [f64; 2]| {
            let unit = Unit::of("share", values);
            values.map(|value| unit.change(value))
        };
        assert_eq!(told([0.000083, 0.000174]), ["+0.00830 points", "+0.0174 points"]);
        assert_eq!(
            told([0.000083, -0.00001]),
            ["+8.30 in 100,000", "-1.00 in 100,000"].map(|one| one.replace('-', "−"))
        );
        assert_eq!(told([0.0, 0.01]), ["0 points", "+1.00 points"]);
        assert_eq!(Unit::of("share", [0.0]).change(0.0), "0 points");
    }
}
