//! Market or plan: both go through the same channels, each has an overhead of its own, and the change itself is paid for.
//!
//! *Market intensity* runs from 0 (direct management, allocation to need) to 1 (tariff follows activity, open
//! competition); England in the base year stands between. A channel's effect is that of a full market against none, taken
//! in proportion to the distance from the base year's intensity, so that market and plan are mirror images under neutral
//! priors: zero, or centred on zero. What contracting costs rises with intensity, what planning costs falls with it. Camps
//! differ only in these numbers, never in the mechanism: an assumption set lays theirs over any scenario.
//!
//! | channel | acts on | evidence |
//! |---|---|---|
//! | transaction | money taken off before care, by either side | A08 (never A02 less A01: two definitions) |
//! | productivity | output per unit of input | A12, A36: none that is clean |
//! | quality | mortality | fixed price A11, A14 against A15, A16; negotiated price A10 |
//! | selection | slope of access across deprivation fifths | A17 |
//! | coordination | delayed discharge, community care | A33, B18: contrasts, no effects |
//! | wait | the list, once, as patients move to where there is room | A10, G12 |
//!
//! How hospitals are paid for planned care, by activity or by a block budget, stands apart in [`super::payment`].

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
        /// On what providers compete.
        choice price: Price = "" in 0.0..=1.0,
        /// Market intensity in the base year, between none (0) and full (1).
        disputed base_intensity: f64 = "share" in 0.01..=0.99,
        /// Years from one regime to another.
        choice transition_years: f64 = "years" in 1.0..=20.0,
        /// Transaction cost of the market at the base year's intensity: contracting, billing, competing.
        disputed transaction_share: f64 = "share" in 0.0..=0.05,
        /// What planning costs at the base year's intensity: setting targets, allocating, supervising. It goes where the
        /// market is full and is the greater the less market there is.
        disputed planning_share: f64 = "share" in 0.0..=0.05,
        /// Productivity of a full market against none.
        disputed productivity_effect: f64 = "share" in -0.1..=0.1,
        /// Mortality under a full market against none at fixed prices.
        disputed quality_effect_fixed: f64 = "share" in -0.1..=0.1,
        /// Mortality under a full market against none at negotiated prices.
        disputed quality_effect_negotiated: f64 = "share" in -0.1..=0.1,
        /// Access of the most deprived fifth under a full market against none (the least deprived mirrors it).
        disputed selection_effect: f64 = "share" in -0.1..=0.1,
        /// Delayed-discharge days under a full market against none.
        disputed coordination_effect: f64 = "share" in -0.5..=0.5,
        /// The list under a full market against none: patients move to where there is room, once, as the structure changes.
        disputed wait_effect: f64 = "share" in -0.5..=0.5,
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

/// What governance does in one year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Channels {
    /// Market intensity reached [0 to 1].
    pub intensity: f64,
    /// Cost of running the market as a share of NHS spending.
    pub transaction_share: f64,
    /// Cost of running the plan as a share of NHS spending.
    pub planning_share: f64,
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
    /// What patients' moving to where there is room does to the list this year [share of the list].
    pub wait: f64,
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

    /// Effect of a full market against none on mortality, at the prices on which providers compete.
    fn quality_effect(&self) -> f64 {
        match self.price {
            Price::Fixed => self.quality_effect_fixed,
            Price::Negotiated => self.quality_effect_negotiated,
        }
    }

    /// What governance does at an intensity reached by a year's `step`; at the base year's, with private provision as then,
    /// nothing but its standing cost.
    pub fn channels(&self, intensity: f64, step: f64) -> Channels {
        let moved = intensity - self.base_intensity;
        let points = (self.private_share - self.private_share_base) * 100.0;
        Channels {
            intensity,
            transaction_share: self.transaction_share * intensity / self.base_intensity,
            planning_share: self.planning_share * (1.0 - intensity) / (1.0 - self.base_intensity),
            productivity: 1.0 + self.productivity_effect * moved,
            mortality: (1.0 + self.quality_effect() * moved)
                * (1.0 + self.treatable_share * self.private_mortality * points).max(0.0),
            selection: self.selection_effect * moved,
            delayed_discharge: (1.0 + self.coordination_effect * moved).max(0.0),
            private_price: 1.0 + self.private_premium * (self.private_share - self.private_share_base),
            wait: self.wait_effect * step,
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
        governance.wait_effect = 0.0;
        let (market, plan) = (governance.channels(1.0, 0.1), governance.channels(0.0, -0.1));
        for (more, less) in [
            (market.productivity, plan.productivity),
            (market.mortality, plan.mortality),
            (market.delayed_discharge, plan.delayed_discharge),
        ] {
            assert!((more - 1.0).abs() < 1e-12 && (less - 1.0).abs() < 1e-12);
        }
        assert!(
            (market.transaction_share - plan.planning_share).abs() < 1e-12,
            "either side has its overhead"
        );
        governance.productivity_effect = 0.01;
        let (market, plan) = (governance.channels(1.0, 0.1), governance.channels(0.0, -0.1));
        assert!((market.productivity - 1.0 + plan.productivity - 1.0).abs() < 1e-12);
    }

    #[test]
    fn contracting_costs_more_the_more_market_there_is_and_planning_the_less() {
        let mut governance = central::levers().governance;
        governance.base_intensity = 0.4;
        (governance.transaction_share, governance.planning_share) = (0.01, 0.02);
        let at = |intensity: f64| {
            let channels = governance.channels(intensity, 0.0);
            [channels.transaction_share, channels.planning_share]
        };
        assert!(at(1.0)[0] > at(0.4)[0] && at(0.0)[0] == 0.0);
        assert!(at(0.0)[1] > at(0.4)[1] && at(1.0)[1] == 0.0);
        assert!(
            (at(0.4)[0] - 0.01).abs() < 1e-12 && (at(0.4)[1] - 0.02).abs() < 1e-12,
            "as given in the base year"
        );
    }

    #[test]
    fn a_list_is_shortened_by_choice_while_the_market_grows_and_only_then() {
        let mut governance = central::levers().governance;
        governance.wait_effect = -0.1;
        assert!(
            governance.channels(0.7, 0.1).wait < 0.0,
            "patients move to where there is room"
        );
        assert!(
            governance.channels(0.3, -0.1).wait > 0.0,
            "and back where they are assigned"
        );
        assert_eq!(governance.channels(1.0, 0.0).wait, 0.0);
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
