//! Councils' money: what they have, NHS money, and users' charges at this year's rate, over support, care at home and homes.

use crate::economy::EconomyLevers;
use crate::economy::state::{care_shares, ratio_or};

/// Money for publicly arranged care in a year [£m].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CouncilMoney {
    /// Care at home, gross of charges.
    pub home: f64,
    /// Care homes, gross of charges.
    pub homes: f64,
    /// Assessment, commissioning, other support.
    pub support: f64,
    /// What users pay.
    pub charges: f64,
}

/// Charges as a share of the gross cost of care in the base year, as published; `care` is that cost, support apart.
pub fn base_charge_rate(base: &EconomyLevers, care: f64) -> f64 {
    ratio_or(base.council.gross_spending * base.council.charge_share, care, 0.0)
}

/// This year's share: the published one, moved as this year's law moves the modelled one.
pub fn charge_rate(published: f64, modelled: Option<f64>, modelled_in_base_year: Option<f64>) -> f64 {
    let against_base = match (modelled, modelled_in_base_year) {
        (Some(now), Some(before)) if before > 0.0 => now / before,
        _ => 1.0,
    };
    // No law of charging has ever taken more than the care costs; the rate stays below 1 by a hundredth.
    (published * against_base).clamp(0.0, 1.0 - 1.0 / 100.0)
}

/// Shares out councils' own money and the NHS's (`net`), with charges at `rate` on top of care. `support` follows people and
/// prices, not the money that passes through: it is paid first, as far as money goes.
pub fn council_money(net: f64, support: f64, rate: f64, levers: &EconomyLevers) -> CouncilMoney {
    let net = net.max(0.0);
    let support = support.min(net);
    let care = (net - support) / (1.0 - rate);
    let (home, homes) = parts(levers);
    CouncilMoney {
        home: care * home,
        homes: care * homes,
        support,
        charges: care * rate,
    }
}

/// Care at home and care homes as parts of all care, support apart.
pub fn parts(levers: &EconomyLevers) -> (f64, f64) {
    let (home, homes) = care_shares(levers);
    (ratio_or(home, home + homes, 1.0), ratio_or(homes, home + homes, 0.0))
}
