//! The three envelopes of a year: the path, money above it, what avoided activity gives back, and entitlements that new tax pays.

use crate::economy::budgets::MoneyInput;
use crate::economy::sector::{BySector, Sector};
use crate::economy::{EconomyLevers, funding};

/// What each envelope holds this year [£m].
pub fn given(path: &BySector, levers: &EconomyLevers, input: &MoneyInput) -> BySector {
    let additions = funding::additions(levers);
    let mut envelopes: BySector = std::array::from_fn(|at| (path[at] + additions[at]).max(0.0));
    for sector in Sector::ALL {
        let released: f64 = sector.services().map(|s| input.cash_released[s]).sum();
        envelopes[sector] = (envelopes[sector] - released).max(0.0);
    }
    envelopes[Sector::Council] += input.entitlements_from_tax;
    envelopes
}
