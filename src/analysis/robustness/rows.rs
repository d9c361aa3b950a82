//! The table of beliefs: what each makes of every scenario, and whether they agree.

use super::sample::Sampled;
use crate::measures::{Handle, Measure};
use crate::results::Stats;

/// Differences smaller than this share of the level are none that a reader would see, and no ground for a judgement.
pub(super) const NEGLIGIBLE: f64 = 1e-6;
/// Levels closer than this share of each other share a place.
const ROUNDING: f64 = 1e-9;
/// Standard errors of the mean that a difference must exceed before it is said to have a sign.
const CLEAR: f64 = 2.0;

/// Which way a scenario differs from the one that it is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// It is lower.
    Lower,
    /// It is the same, to a millionth of the level.
    Same,
    /// It is higher.
    Higher,
    /// The mean is within twice its Monte Carlo error of nothing.
    Unclear,
}

impl Sign {
    /// Of a mean difference with its Monte Carlo error, beside a level; `equal` where no draw differs.
    pub fn of(mean: f64, error: f64, level: f64, equal: bool) -> Sign {
        if equal || mean.abs() <= NEGLIGIBLE * level.abs() {
            Sign::Same
        } else if mean.is_nan() || mean.abs() <= CLEAR * error {
            Sign::Unclear
        } else if mean > 0.0 {
            Sign::Higher
        } else {
            Sign::Lower
        }
    }

    /// The word used in files.
    pub fn word(self) -> &'static str {
        match self {
            Sign::Lower => "lower",
            Sign::Same => "same",
            Sign::Higher => "higher",
            Sign::Unclear => "unclear",
        }
    }
}

/// What all beliefs together say of a scenario on a measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It makes no difference under any.
    Same,
    /// It is lower under every one.
    Lower,
    /// It is higher under every one.
    Higher,
    /// It depends on what one believes, or is unclear under some belief.
    Depends,
}

impl Verdict {
    /// Of the signs under every belief.
    pub fn of(signs: impl Iterator<Item = Sign>) -> Verdict {
        let mut verdict = None;
        for sign in signs {
            let this = match sign {
                Sign::Lower => Verdict::Lower,
                Sign::Same => Verdict::Same,
                Sign::Higher => Verdict::Higher,
                Sign::Unclear => return Verdict::Depends,
            };
            match verdict {
                Some(before) if before != this => return Verdict::Depends,
                _ => verdict = Some(this),
            }
        }
        verdict.unwrap_or(Verdict::Depends)
    }
}

/// One measure of one scenario under one belief.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The measure.
    pub measure: Handle,
    /// Position of the scenario.
    pub scenario: usize,
    /// Position of the belief.
    pub belief: usize,
    /// Mean of the measure.
    pub level: f64,
    /// Its difference from the scenario that it is compared with, paired by draw; all zero for the first of a place.
    pub difference: Stats,
    /// Place among the scenarios, from the lowest mean (1) to the highest; equals share a place.
    pub rank: usize,
}

impl Row {
    /// Which way it differs from the scenario that it is compared with.
    pub fn sign(&self) -> Sign {
        let d = &self.difference;
        Sign::of(d.mean, d.mcse, self.level, d.p_equal == 1.0)
    }

    /// Share of draws with the sign of the mean.
    pub fn probability(&self) -> f64 {
        let d = &self.difference;
        if d.p_equal == 1.0 {
            1.0
        } else if d.mean > 0.0 {
            1.0 - d.p_lower - d.p_equal
        } else {
            d.p_lower
        }
    }
}

/// The rows of one belief; `against` says by position with which scenario each is compared. Measures that are not defined under it are left out, and no verdict is passed on them.
pub fn rows(belief: usize, against: &[usize], measures: &[&'static Measure], sampled: &Sampled) -> Vec<Row> {
    let scenarios = against.len();
    let mut found = Vec::new();
    let mut scratch = Vec::new();
    for (at, measure) in measures.iter().enumerate() {
        let levels: Vec<f64> = (0..scenarios)
            .map(|scenario| Stats::of(&sampled.of(scenario, at), &[], &mut scratch).mean)
            .collect();
        if levels.iter().any(|level| level.is_nan()) {
            continue;
        }
        for scenario in 0..scenarios {
            let below = |level: &&f64| **level < levels[scenario] - ROUNDING * levels[scenario].abs();
            found.push(Row {
                measure: measure.handle,
                scenario,
                belief,
                level: levels[scenario],
                difference: Stats::of(&sampled.difference(scenario, against[scenario], at), &[], &mut scratch),
                rank: 1 + levels.iter().filter(below).count(),
            });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measures::WAITING_LIST;

    #[test]
    fn a_verdict_needs_every_belief() {
        use Sign::{Higher, Lower, Same, Unclear};
        for (signs, verdict) in [
            (vec![Higher, Higher], Verdict::Higher),
            (vec![Lower, Lower, Lower], Verdict::Lower),
            (vec![Same, Same], Verdict::Same),
            (vec![Higher, Lower], Verdict::Depends),
            (vec![Higher, Same], Verdict::Depends),
            (vec![Higher, Unclear], Verdict::Depends),
            (vec![], Verdict::Depends),
        ] {
            assert_eq!(Verdict::of(signs.into_iter()), verdict);
        }
    }

    #[test]
    fn ranks_count_from_the_lowest_and_equals_share_a_place() {
        let measure = WAITING_LIST.measure();
        let draws = vec![vec![5.0, 3.0, 5.0], vec![6.0, 4.0, 6.0]];
        let rows = rows(0, &[0; 3], &[measure], &Sampled::from_draws(1, draws));
        let ranks: Vec<usize> = rows.iter().map(|row| row.rank).collect();
        assert_eq!(ranks, [2, 1, 2]);
        assert_eq!(rows[1].sign(), Sign::Lower);
        assert_eq!(rows[1].probability(), 1.0);
        assert_eq!(rows[2].sign(), Sign::Same);
    }
}
