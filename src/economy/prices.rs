//! What a pound buys: national income, input prices above the deflator, productivity.
//!
//! All money is in base-year pounds through one deflator (`scenarios/england/deflator.csv`, the smoothed column). Wages
//! rise with the economy, so a health service whose productivity does not must pay more for the same volume each year; the
//! identity *change in cost = volume + relative input price − productivity* is kept by [`super::decomposition`].
//! Productivity is stated once, net of the drag of reorganisation and without adjustment for quality.

use crate::world::Year;

use super::sector::{BySector, Sector};
use super::tables::PriceTable;

crate::levers! {
    /// National income, input prices relative to the deflator, and productivity.
    pub struct PriceLevers in "prices" {
        /// National income of the United Kingdom in the base year.
        belief gdp: f64 = "£m" in 0.1..=100000000.0,
        /// Yearly real growth of national income where no forecast is followed.
        belief gdp_growth: f64 = "per year" in -0.1..=0.1,
        /// Whether the published forecast of national income is followed while it lasts.
        belief follow_forecast: bool = "" in 0.0..=1.0,
        /// Yearly growth of NHS pay above the deflator.
        belief nhs_pay_growth: f64 = "per year" in -0.1..=0.1,
        /// Yearly growth of care workers' pay above the deflator.
        belief care_pay_growth: f64 = "per year" in -0.1..=0.1,
        /// Yearly growth of other input prices above the deflator.
        belief other_price_growth: f64 = "per year" in -0.1..=0.1,
        /// Share of NHS spending that is pay.
        belief nhs_pay_share: f64 = "share" in 0.0..=1.0,
        /// Share of spending on care that is pay.
        belief care_pay_share: f64 = "share" in 0.0..=1.0,
        /// Yearly growth of NHS productivity: output per unit of input.
        belief nhs_productivity: f64 = "per year" in -0.1..=0.1,
        /// Yearly growth of productivity in social care.
        belief care_productivity: f64 = "per year" in -0.1..=0.1,
        /// Yearly growth of pay outside health and care above the deflator.
        belief outside_pay_growth: f64 = "per year" in -0.1..=0.1,
    }
}

impl PriceLevers {
    /// Growth of input prices above the deflator, by sector [share per year]; the grant buys care-like services.
    pub fn input_price_growth(&self) -> BySector {
        Sector::ALL.map(|sector| match sector {
            Sector::Nhs => {
                self.nhs_pay_share * self.nhs_pay_growth + (1.0 - self.nhs_pay_share) * self.other_price_growth
            }
            _ => self.care_pay_share * self.care_pay_growth + (1.0 - self.care_pay_share) * self.other_price_growth,
        })
    }
    /// Growth of productivity, by sector [share per year].
    pub fn productivity_growth(&self) -> BySector {
        [self.nhs_productivity, self.care_productivity, self.care_productivity]
    }
    /// Real growth of national income into a year \[share\].
    pub fn income_growth(&self, table: &PriceTable, year: Year) -> f64 {
        table
            .real_gdp_growth(year)
            .filter(|_| self.follow_forecast)
            .unwrap_or(self.gdp_growth)
    }
}
