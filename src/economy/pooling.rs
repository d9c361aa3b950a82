//! Pooled NHS and council budgets: how far money can follow need across the border.
//!
//! Pooling changes who holds money, not how much there is. Pooled money moves towards the sector with more unmet need,
//! but only as far as a *reallocation effectiveness* between 0 and 1, with much of its mass near 0, and a yearly limit
//! allow: nobody is an omniscient planner, and most of the Better Care Fund was relabelled (levers B01). The
//! published effects of integration (B04, B05) are the alternative to this mechanism, never added to it. Pooling is a change
//! of structure and pays for itself like any other.

crate::choice! {
    /// Where the effect of pooling comes from.
    pub enum Mechanism {
        /// Money moves towards unmet need, as far as effectiveness allows.
        Reallocation = "reallocation",
        /// The published effects of integration on delays and admissions; no money moves.
        Published = "published_effects",
    }
}

crate::levers! {
    /// Pooled NHS and council budgets.
    pub struct PoolingLevers in "pooling" {
        /// Share of NHS and council money that is pooled (1 = full integration).
        choice share: f64 = "share" in 0.0..=1.0,
        /// The same in the base year.
        disputed base_share: f64 = "share" in 0.0..=1.0,
        /// Years in which the pooled share rises from none to everything.
        choice transition_years: f64 = "years" in 1.0..=20.0,
        /// Where the effect of pooling comes from.
        disputed mechanism: Mechanism = "" in 0.0..=1.0,
        /// How far money follows need: 0 nobody moves any, 1 as far as the limit allows.
        disputed reallocation_effectiveness: f64 = "share" in 0.0..=1.0,
        /// Largest share of the newly pooled money that can move in a year.
        disputed yearly_limit: f64 = "per year" in 0.0..=0.2,
        /// Largest share of the newly pooled money that can ever have moved.
        disputed total_limit: f64 = "share" in 0.0..=0.5,
        /// Published effect on delayed-discharge days, at the scale of the Better Care Fund.
        disputed published_delayed_discharge: f64 = "share" in -0.5..=0.5,
        /// Published effect on emergency admissions, at the scale of the Better Care Fund.
        disputed published_emergency: f64 = "share" in -0.5..=0.5,
        /// Pooled share that is the scale of the Better Care Fund; the published effects grow no further beyond it.
        disputed published_scale: f64 = "share" in 0.001..=1.0,
        /// Pooling everything, in reorganisations on the scale of the 2012 Act.
        disputed reorganisation_weight: f64 = "ratio" in 0.0..=5.0,
    }
}

/// What pooling does in one year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pooling {
    /// Pooled share reached [0 to 1].
    pub share: f64,
    /// Money moved from the NHS to councils (negative: the other way), all years together [£m per year].
    pub transfer: f64,
    /// Factor on delayed-discharge days \[ratio\].
    pub delayed_discharge: f64,
    /// Factor on emergency admissions \[ratio\].
    pub emergency: f64,
}

impl PoolingLevers {
    /// Pooled share a year after `share`.
    pub fn approach(&self, share: f64) -> f64 {
        let step = 1.0 / self.transition_years.max(1.0);
        share + (self.share - share).clamp(-step, step)
    }

    /// What pooling does when `share` of `money` [£m] is pooled, the shares of need unmet are as given, and `transfer` [£m]
    /// had moved before.
    pub fn year(&self, share: f64, money: f64, unmet_nhs: f64, unmet_council: f64, transfer: f64) -> Pooling {
        let newly = (share - self.base_share).max(0.0);
        match self.mechanism {
            Mechanism::Reallocation => {
                let pool = newly * money;
                let gap = (unmet_council - unmet_nhs).clamp(-1.0, 1.0);
                let move_now = self.reallocation_effectiveness * self.yearly_limit * pool * gap;
                let most = self.total_limit * pool;
                Pooling {
                    share,
                    transfer: (transfer + move_now).clamp(-most, most),
                    delayed_discharge: 1.0,
                    emergency: 1.0,
                }
            }
            Mechanism::Published => {
                let reach = (newly / self.published_scale).min(1.0);
                Pooling {
                    share,
                    transfer: 0.0,
                    delayed_discharge: (1.0 + self.published_delayed_discharge * reach).max(0.0),
                    emergency: (1.0 + self.published_emergency * reach).max(0.0),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::economy::central;

    #[test]
    fn without_effectiveness_no_pooled_money_moves() {
        let mut pooling = central::levers().pooling;
        pooling.reallocation_effectiveness = 0.0;
        assert_eq!(pooling.year(1.0, 230_000.0, 0.1, 0.4, 0.0).transfer, 0.0);
    }

    #[test]
    fn pooled_money_moves_towards_the_greater_need_within_its_limits() {
        let mut pooling = central::levers().pooling;
        pooling.reallocation_effectiveness = 1.0;
        let towards_care = pooling.year(1.0, 230_000.0, 0.1, 0.4, 0.0).transfer;
        assert!(towards_care > 0.0);
        assert!(pooling.year(1.0, 230_000.0, 0.4, 0.1, 0.0).transfer < 0.0);
        let mut transfer = 0.0;
        for _ in 0..1000 {
            transfer = pooling.year(1.0, 230_000.0, 0.0, 1.0, transfer).transfer;
        }
        assert!(transfer <= pooling.total_limit * 230_000.0 + 1e-6);
        assert_eq!(
            pooling.year(pooling.base_share, 230_000.0, 0.0, 1.0, 500.0).transfer,
            0.0
        );
    }

    #[test]
    fn published_effects_move_no_money() {
        let mut pooling = central::levers().pooling;
        pooling.mechanism = Mechanism::Published;
        let year = pooling.year(1.0, 230_000.0, 0.1, 0.4, 900.0);
        assert_eq!(year.transfer, 0.0);
        assert!(year.delayed_discharge < 1.0);
    }
}
