//! Public money of a year: the tax that pays for it, what it does to national income, and why it changed.

use crate::economy::EconomyLevers;
use crate::economy::decomposition::{CostChange, CostLevel, decompose};
use crate::economy::sector::{BySector, SECTORS, Sector};
use crate::world::ByService;

/// Tax and national income of a year [£m].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PublicMoney {
    /// What the base year's real revenue raises: national and councils'.
    pub base_revenue: [f64; 2],
    /// Tax to be raised above it.
    pub tax_needed: f64,
    /// National income.
    pub gdp: f64,
}

impl PublicMoney {
    /// From envelopes and what of them stays unspent; `programmes` is what new tax pays for programmes, `gdp` national
    /// income before any feedback, `base_gdp` that of the base year.
    pub fn new(
        envelopes: &BySector,
        underspend: &ByService,
        programmes: f64,
        base: &BySector,
        gdp: f64,
        base_gdp: f64,
        levers: &EconomyLevers,
    ) -> PublicMoney {
        let national = envelopes[Sector::Nhs] + envelopes[Sector::PublicHealth] + programmes;
        let national = national - unspent(Sector::Nhs, underspend) - unspent(Sector::PublicHealth, underspend);
        let council = envelopes[Sector::Council] - unspent(Sector::Council, underspend);
        let base_national = base[Sector::Nhs] + base[Sector::PublicHealth];
        let base_council = base[Sector::Council];
        // The growth of income that is given already holds spending that grows with it; only what departs from that acts.
        let public_share = (base_national + base_council) / base_gdp;
        PublicMoney {
            base_revenue: [base_national, base_council],
            tax_needed: national + council - base_national - base_council,
            gdp: gdp + levers.tax.gdp_feedback * (national + council - public_share * gdp),
        }
    }
}

/// Cost of the year by envelope, with the prices and productivity it was met at.
pub fn cost_levels(
    envelopes: &BySector,
    underspend: &ByService,
    price: &BySector,
    productivity: &BySector,
) -> [CostLevel; SECTORS] {
    Sector::ALL.map(|sector| CostLevel {
        cost: envelopes[sector] - unspent(sector, underspend),
        price: price[sector],
        productivity: productivity[sector],
    })
}

/// Why cost changed from one year to the next; nothing where there is no year before.
pub fn change(before: Option<&[CostLevel; SECTORS]>, now: &[CostLevel; SECTORS]) -> CostChange {
    before.map_or(CostChange::default(), |before| {
        before
            .iter()
            .zip(now)
            .fold(CostChange::default(), |sum, (before, now)| {
                sum.plus(decompose(before, now))
            })
    })
}

/// What posts left empty keep unspent in an envelope [£m].
fn unspent(sector: Sector, underspend: &ByService) -> f64 {
    sector.services().map(|s| underspend[s]).sum()
}
