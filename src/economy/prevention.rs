//! Prevention: what the public-health grant does to the onset of illness, or Wanless's three futures instead.
//!
//! Returns reported for public health run from a loss to a hundredfold, so no ratio of pounds is used (levers E06, E07). The
//! grant acts on onset with an elasticity per head, and slowly: the effective level follows the real one with a lag. The
//! Wanless switch replaces that path by three bundles of productivity, onset and demand growth whose distance is his (E15: 184 against
//! 154 billion after twenty years); it is a scenario, not an estimate, and never added to the other.

crate::choice! {
    /// Wanless's futures.
    pub enum Wanless {
        /// None of them: the grant acts through its elasticity.
        Off = "off",
        /// Slow uptake: little change in engagement, low productivity.
        SlowUptake = "slow_uptake",
        /// Solid progress.
        SolidProgress = "solid_progress",
        /// Fully engaged.
        FullyEngaged = "fully_engaged",
    }
}

crate::levers! {
    /// Prevention through the public-health grant, or as Wanless imagined it.
    pub struct PreventionLevers in "prevention" {
        /// Response of the onset of long-term conditions to the real public-health grant per head.
        disputed onset_elasticity: f64 = "elasticity" in -0.5..=0.0,
        /// Years until most of the response is there.
        disputed lag_years: f64 = "years" in 1.0..=40.0,
        /// Largest reduction or rise of onset that the grant can bring.
        disputed onset_limit: f64 = "share" in 0.0..=0.5,
        /// Which of Wanless's futures replaces the grant's response.
        choice wanless: Wanless = "" in 0.0..=3.0,
        /// Productivity growth added under slow uptake.
        choice slow_productivity: f64 = "per year" in -0.05..=0.05,
        /// Growth of onset under slow uptake.
        choice slow_onset: f64 = "per year" in -0.05..=0.05,
        /// Demand growth added under slow uptake.
        choice slow_demand: f64 = "per year" in -0.05..=0.05,
        /// Productivity growth added under solid progress.
        choice solid_productivity: f64 = "per year" in -0.05..=0.05,
        /// Growth of onset under solid progress.
        choice solid_onset: f64 = "per year" in -0.05..=0.05,
        /// Demand growth added under solid progress.
        choice solid_demand: f64 = "per year" in -0.05..=0.05,
        /// Productivity growth added when fully engaged.
        choice engaged_productivity: f64 = "per year" in -0.05..=0.05,
        /// Growth of onset when fully engaged.
        choice engaged_onset: f64 = "per year" in -0.05..=0.05,
        /// Demand growth added when fully engaged.
        choice engaged_demand: f64 = "per year" in -0.05..=0.05,
    }
}

/// Wanless's additions to growth in one year.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Future {
    /// Added to productivity growth [per year].
    pub productivity: f64,
    /// Growth of onset [per year].
    pub onset: f64,
    /// Added to demand growth [per year].
    pub demand: f64,
}

impl PreventionLevers {
    /// The additions of the chosen future; none without one.
    pub fn future(&self) -> Future {
        let (productivity, onset, demand) = match self.wanless {
            Wanless::Off => (0.0, 0.0, 0.0),
            Wanless::SlowUptake => (self.slow_productivity, self.slow_onset, self.slow_demand),
            Wanless::SolidProgress => (self.solid_productivity, self.solid_onset, self.solid_demand),
            Wanless::FullyEngaged => (self.engaged_productivity, self.engaged_onset, self.engaged_demand),
        };
        Future {
            productivity,
            onset,
            demand,
        }
    }
    /// The effective level of the grant a year later [ratio to the base year's per head], given the real one.
    pub fn mature(&self, effective: f64, real: f64) -> f64 {
        effective + (real - effective) / self.lag_years.max(1.0)
    }
    /// Factor on onset at an effective level of the grant \[ratio\].
    pub fn onset(&self, effective: f64) -> f64 {
        if self.wanless != Wanless::Off {
            return 1.0;
        }
        libm::pow(effective.max(f64::MIN_POSITIVE), self.onset_elasticity)
            .clamp(1.0 - self.onset_limit, 1.0 + self.onset_limit)
    }
}

#[cfg(test)]
mod tests {
    use crate::economy::central;

    #[test]
    fn more_grant_lowers_onset_slowly_and_within_its_limit() {
        let levers = central::levers().prevention;
        let mut effective = 1.0;
        let mut last = 1.0;
        for _ in 0..50 {
            effective = levers.mature(effective, 2.0);
            let onset = levers.onset(effective);
            assert!(onset <= last && onset >= 1.0 - levers.onset_limit);
            last = onset;
        }
        assert!(levers.onset(levers.mature(1.0, 2.0)) > last);
        assert_eq!(levers.onset(1.0), 1.0);
    }
}
