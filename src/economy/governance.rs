//! Market or plan: both go through the same five channels, and either way the change itself is paid for.
//!
//! *Market intensity* runs from 0 (direct management, allocation to need) to 1 (tariff follows activity, open
//! competition); England in the base year stands between. A channel's effect is that of a full market against none, taken
//! in proportion to the distance from the base year's intensity, so that market and plan are mirror images under neutral
//! priors: zero, or centred on zero. Advocates differ only in these numbers, never in the mechanism:
//!
//! | channel | acts on | evidence |
//! |---|---|---|
//! | transaction | money taken off before care | levers A08 (never A02 less A01: two definitions) |
//! | productivity | output per unit of input | A12, A36: none that is clean |
//! | quality | mortality | fixed price A11, A14 against A15, A16; negotiated price A10 |
//! | selection | slope of access across deprivation fifths | A17 |
//! | coordination | delayed discharge, community care | A33, B18: contrasts, no effects |
//!
//! `stance` picks the set of numbers: `neutral`, `market_advocate`, `planning_advocate`, or `sceptic` (structure does
//! nothing but cost its own change).

use super::EconomyLevers;

crate::choice! {
    /// How the health service is governed.
    pub enum Regime {
        /// As in the base year: part market, part plan.
        AsNow = "as_now",
        /// Purchaser-provider split, tariff follows activity, competition.
        Market = "market",
        /// Direct management, allocation to need, preferred provider.
        Planned = "planned",
    }
}

crate::choice! {
    /// Which reading of the contested evidence is used.
    pub enum Stance {
        /// Centred on no effect.
        Neutral = "neutral",
        /// As an advocate of the market reads it.
        MarketAdvocate = "market_advocate",
        /// As an advocate of planning reads it.
        PlanningAdvocate = "planning_advocate",
        /// Structure does nothing but cost its own change.
        Sceptic = "sceptic",
    }
}

crate::choice! {
    /// On what providers compete.
    pub enum Price {
        /// Prices are fixed nationally, providers compete on quality.
        Fixed = "fixed",
        /// Prices are negotiated, providers compete on them too.
        Negotiated = "negotiated",
    }
}

crate::levers! {
    /// Governance: market or plan, private provision, and what changing it costs.
    pub struct GovernanceLevers in "governance" {
        /// How the service is governed.
        choice regime: Regime = "" in 0.0..=2.0,
        /// Which reading of the contested evidence is used.
        disputed stance: Stance = "" in 0.0..=3.0,
        /// On what providers compete.
        choice price: Price = "" in 0.0..=1.0,
        /// Market intensity in the base year, between none (0) and full (1).
        disputed base_intensity: f64 = "share" in 0.01..=1.0,
        /// Years from one regime to another.
        choice transition_years: f64 = "years" in 1.0..=20.0,
        /// Transaction cost of the market at the base year's intensity: contracting, billing, competing.
        disputed transaction_share: f64 = "share" in 0.0..=0.05,
        /// Productivity of a full market against none, neutral reading.
        disputed productivity_effect: f64 = "share" in -0.1..=0.1,
        /// Mortality under a full market against none at fixed prices, neutral reading.
        disputed quality_effect_fixed: f64 = "share" in -0.1..=0.1,
        /// Mortality under a full market against none at negotiated prices, neutral reading.
        disputed quality_effect_negotiated: f64 = "share" in -0.1..=0.1,
        /// Access of the most deprived fifth under a full market against none (the least deprived mirrors it), neutral reading.
        disputed selection_effect: f64 = "share" in -0.1..=0.1,
        /// Delayed-discharge days under a full market against none, neutral reading.
        disputed coordination_effect: f64 = "share" in -0.5..=0.5,
        /// Transaction cost as an advocate of the market reads it.
        disputed market_transaction_share: f64 = "share" in 0.0..=0.05,
        /// Productivity effect as an advocate of the market reads it.
        disputed market_productivity_effect: f64 = "share" in -0.1..=0.1,
        /// Mortality effect as an advocate of the market reads it.
        disputed market_quality_effect: f64 = "share" in -0.1..=0.1,
        /// Access effect on the most deprived as an advocate of the market reads it.
        disputed market_selection_effect: f64 = "share" in -0.1..=0.1,
        /// Delayed-discharge effect as an advocate of the market reads it.
        disputed market_coordination_effect: f64 = "share" in -0.5..=0.5,
        /// Transaction cost as an advocate of planning reads it.
        disputed planning_transaction_share: f64 = "share" in 0.0..=0.05,
        /// Productivity effect as an advocate of planning reads it.
        disputed planning_productivity_effect: f64 = "share" in -0.1..=0.1,
        /// Mortality effect as an advocate of planning reads it.
        disputed planning_quality_effect: f64 = "share" in -0.1..=0.1,
        /// Access effect on the most deprived as an advocate of planning reads it.
        disputed planning_selection_effect: f64 = "share" in -0.1..=0.1,
        /// Delayed-discharge effect as an advocate of planning reads it.
        disputed planning_coordination_effect: f64 = "share" in -0.5..=0.5,
        /// Share of NHS-funded planned care that private providers give.
        choice private_share: f64 = "share" in 0.0..=1.0,
        /// The same in the base year.
        disputed private_share_base: f64 = "share" in 0.0..=1.0,
        /// What private providers are paid above the cost of the same care in the NHS.
        disputed private_premium: f64 = "share" in -0.5..=0.5,
        /// Share of private providers' NHS income that is margin.
        disputed private_margin: f64 = "share" in 0.0..=0.5,
        /// Change of treatable mortality per percentage point more of private provision.
        disputed private_mortality: f64 = "share" in -0.05..=0.05,
        /// Share of all deaths that care could have prevented (treatable mortality).
        disputed treatable_share: f64 = "share" in 0.0..=1.0,
        /// NHS hospitals' income from private patients, as a share of hospital money.
        choice private_patient_share: f64 = "share" in 0.0..=0.49,
        /// The same in the base year.
        disputed private_patient_share_base: f64 = "share" in 0.0..=0.49,
        /// Share of private patients' payments that is left for NHS care after the cost of treating them.
        disputed private_patient_margin: f64 = "share" in -1.0..=1.0,
        /// One-off cost of a national reorganisation on the scale of the 2012 Act.
        disputed reorganisation_cost: f64 = "£m" in 0.0..=100000.0,
        /// Change of market intensity that is one reorganisation on that scale.
        disputed reorganisation_scale: f64 = "share" in 0.01..=1.0,
        /// Productivity lost in each year of such a reorganisation and in the next.
        disputed reorganisation_drag: f64 = "per year" in -0.1..=0.0,
    }
}

/// The five channels under one reading of the evidence, for a full market against none.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Reading {
    transaction: f64,
    productivity: f64,
    quality: f64,
    selection: f64,
    coordination: f64,
}

/// What governance does in one year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Channels {
    /// Market intensity reached [0 to 1].
    pub intensity: f64,
    /// Transaction cost as a share of NHS spending.
    pub transaction_share: f64,
    /// Factor on NHS productivity from incentives \[ratio\].
    pub productivity: f64,
    /// Factor on mortality from quality and from private provision \[ratio\].
    pub mortality: f64,
    /// Access of the most deprived fifth above the mean \[share\]; the least deprived mirrors it.
    pub selection: f64,
    /// Factor on delayed-discharge days \[ratio\].
    pub delayed_discharge: f64,
    /// Factor on the unit cost of planned care from private provision \[ratio\].
    pub private_price: f64,
    /// Share of NHS-funded planned care given privately [0 to 1].
    pub private_share: f64,
    /// Share of hospital money that private patients add, net of the cost of treating them.
    pub private_patients: f64,
}

impl GovernanceLevers {
    /// Where market intensity is heading.
    pub fn target(&self) -> f64 {
        match self.regime {
            Regime::AsNow => self.base_intensity,
            Regime::Market => 1.0,
            Regime::Planned => 0.0,
        }
    }

    /// Intensity a year after `intensity`: an even path that takes `transition_years` from the base to either end.
    pub fn approach(&self, intensity: f64) -> f64 {
        let target = self.target();
        let furthest = (1.0 - self.base_intensity).max(self.base_intensity);
        let step = furthest / self.transition_years.max(1.0);
        intensity + (target - intensity).clamp(-step, step)
    }

    fn reading(&self) -> Reading {
        match self.stance {
            Stance::Neutral => Reading {
                transaction: self.transaction_share,
                productivity: self.productivity_effect,
                quality: match self.price {
                    Price::Fixed => self.quality_effect_fixed,
                    Price::Negotiated => self.quality_effect_negotiated,
                },
                selection: self.selection_effect,
                coordination: self.coordination_effect,
            },
            Stance::MarketAdvocate => Reading {
                transaction: self.market_transaction_share,
                productivity: self.market_productivity_effect,
                quality: self.market_quality_effect,
                selection: self.market_selection_effect,
                coordination: self.market_coordination_effect,
            },
            Stance::PlanningAdvocate => Reading {
                transaction: self.planning_transaction_share,
                productivity: self.planning_productivity_effect,
                quality: self.planning_quality_effect,
                selection: self.planning_selection_effect,
                coordination: self.planning_coordination_effect,
            },
            Stance::Sceptic => Reading {
                transaction: 0.0,
                productivity: 0.0,
                quality: 0.0,
                selection: 0.0,
                coordination: 0.0,
            },
        }
    }

    /// What governance does at an intensity; at the base year's, with private provision as then, nothing but its standing cost.
    pub fn channels(&self, intensity: f64) -> Channels {
        let reading = self.reading();
        let moved = intensity - self.base_intensity;
        let points = (self.private_share - self.private_share_base) * 100.0;
        Channels {
            intensity,
            transaction_share: reading.transaction * intensity / self.base_intensity,
            productivity: 1.0 + reading.productivity * moved,
            mortality: (1.0 + reading.quality * moved)
                * (1.0 + self.treatable_share * self.private_mortality * points).max(0.0),
            selection: reading.selection * moved,
            delayed_discharge: (1.0 + reading.coordination * moved).max(0.0),
            private_price: 1.0 + self.private_premium * (self.private_share - self.private_share_base),
            private_share: self.private_share,
            private_patients: (self.private_patient_share - self.private_patient_share_base)
                * self.private_patient_margin,
        }
    }
}

/// What a year's change of structure costs, whichever way it goes.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Reorganisation {
    /// Cost in the year [£m].
    pub cost: f64,
    /// Factor on productivity this year, last year's change included \[ratio\].
    pub productivity: f64,
}

/// Cost and drag of a year's change, measured in reorganisations on the scale of the 2012 Act; `before` is last year's.
pub fn reorganisation(levers: &EconomyLevers, change: f64, before: f64) -> Reorganisation {
    let (change, before) = (change.abs(), before.abs());
    Reorganisation {
        cost: levers.governance.reorganisation_cost * change,
        productivity: (1.0 + levers.governance.reorganisation_drag * (change + before)).max(0.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::economy::central;

    #[test]
    fn market_and_plan_are_mirror_images_under_neutral_priors() {
        let mut governance = central::levers().governance;
        let (market, plan) = (governance.channels(1.0), governance.channels(0.0));
        for (more, less) in [
            (market.productivity, plan.productivity),
            (market.mortality, plan.mortality),
            (market.delayed_discharge, plan.delayed_discharge),
        ] {
            assert!((more - 1.0).abs() < 1e-12 && (less - 1.0).abs() < 1e-12);
        }
        let base = governance.channels(governance.base_intensity);
        let up = market.transaction_share - base.transaction_share;
        let down = base.transaction_share - plan.transaction_share;
        assert!((up - down).abs() < 1e-12, "the base stands in the middle");
        governance.productivity_effect = 0.01;
        assert!(
            (governance.channels(1.0).productivity - 1.0 + governance.channels(0.0).productivity - 1.0).abs() < 1e-12
        );
    }

    #[test]
    fn the_advocates_disagree_and_the_sceptic_sees_nothing() {
        let mut governance = central::levers().governance;
        let mut productivity = Vec::new();
        for stance in [Stance::MarketAdvocate, Stance::PlanningAdvocate, Stance::Sceptic] {
            governance.stance = stance;
            productivity.push(governance.channels(1.0).productivity);
        }
        assert!(productivity[0] > 1.0 && productivity[1] < 1.0 && productivity[2] == 1.0);
    }

    #[test]
    fn a_regime_is_reached_after_its_years_and_stays() {
        let mut governance = central::levers().governance;
        governance.regime = Regime::Planned;
        governance.transition_years = 3.0;
        let mut intensity = governance.base_intensity;
        for _ in 0..3 {
            intensity = governance.approach(intensity);
        }
        assert!(intensity.abs() < 1e-12);
        assert_eq!(governance.approach(intensity), 0.0);
    }

    #[test]
    fn reorganisation_is_paid_in_both_directions() {
        let levers = central::levers();
        let (up, down) = (reorganisation(&levers, 0.5, 0.0), reorganisation(&levers, -0.5, 0.0));
        assert_eq!(up, down);
        assert!(up.cost > 0.0 && up.productivity < 1.0);
        assert_eq!(reorganisation(&levers, 0.0, 0.0).productivity, 1.0);
    }
}
