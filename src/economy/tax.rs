//! Who pays: the taxes behind the envelopes, what a penny raises, and on which fifth each tax falls.
//!
//! Money that there would be without the decisions of a scenario is borne by the base mix, its growth inside; what is decided
//! besides by the taxes chosen for it. Yield
//! per penny is close to static: behaviour is not modelled, and an analyst who wants a feedback on national income has
//! `gdp_feedback`, off by default (levers J07; J06 and J13 are not offered because they estimate the same thing).

use std::ops::{Index, IndexMut};

/// Number of [`TaxSource`]s.
pub const SOURCES: usize = 6;

/// One value per [`TaxSource`], in index order.
pub type BySource = [f64; SOURCES];

/// A tax that pays for health and care.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum TaxSource {
    /// Income tax.
    IncomeTax = 0,
    /// National Insurance contributions.
    NationalInsurance = 1,
    /// All other national taxes, mostly on spending.
    GeneralTaxation = 2,
    /// A tax earmarked for health and care, on earnings.
    Hypothecated = 3,
    /// A levy on wealth or inheritance.
    WealthLevy = 4,
    /// Council tax.
    CouncilTax = 5,
}

impl TaxSource {
    /// All, in index order.
    pub const ALL: [TaxSource; SOURCES] = [
        TaxSource::IncomeTax,
        TaxSource::NationalInsurance,
        TaxSource::GeneralTaxation,
        TaxSource::Hypothecated,
        TaxSource::WealthLevy,
        TaxSource::CouncilTax,
    ];
    /// Index 0 to 5.
    #[inline]
    pub const fn index(self) -> usize {
        self as usize
    }
    /// The key used in files.
    pub const fn key(self) -> &'static str {
        match self {
            TaxSource::IncomeTax => "income_tax",
            TaxSource::NationalInsurance => "national_insurance",
            TaxSource::GeneralTaxation => "general_taxation",
            TaxSource::Hypothecated => "hypothecated",
            TaxSource::WealthLevy => "wealth_levy",
            TaxSource::CouncilTax => "council_tax",
        }
    }
}

impl<T> Index<TaxSource> for [T; SOURCES] {
    type Output = T;
    #[inline]
    fn index(&self, at: TaxSource) -> &T {
        &self[at.index()]
    }
}

impl<T> IndexMut<TaxSource> for [T; SOURCES] {
    #[inline]
    fn index_mut(&mut self, at: TaxSource) -> &mut T {
        &mut self[at.index()]
    }
}

crate::levers! {
    /// Which taxes pay, now and for anything more; weights, brought to a sum of 1.
    pub struct TaxLevers in "funding.tax" {
        /// Weight of income tax in what pays for the NHS and public health in the base year.
        disputed base_income_tax: f64 = "share" in 0.0..=1.0,
        /// Weight of National Insurance in the base year.
        disputed base_national_insurance: f64 = "share" in 0.0..=1.0,
        /// Weight of other national taxes in the base year.
        disputed base_general_taxation: f64 = "share" in 0.0..=1.0,
        /// Share of the councils' own money that comes from council tax (the rest is national).
        disputed council_tax_share: f64 = "share" in 0.0..=1.0,
        /// Weight of income tax in what is decided besides, above the money that there would be anyway.
        choice extra_income_tax: f64 = "share" in 0.0..=1.0,
        /// Weight of National Insurance in what is decided besides, above the money that there would be anyway.
        choice extra_national_insurance: f64 = "share" in 0.0..=1.0,
        /// Weight of other national taxes in what is decided besides, above the money that there would be anyway.
        choice extra_general_taxation: f64 = "share" in 0.0..=1.0,
        /// Weight of a hypothecated health-and-care tax in what is decided besides, above the money that there would be anyway.
        choice extra_hypothecated: f64 = "share" in 0.0..=1.0,
        /// Weight of a wealth or inheritance levy in what is decided besides, above the money that there would be anyway.
        choice extra_wealth_levy: f64 = "share" in 0.0..=1.0,
        /// Weight of council tax in what is decided besides, above the money that there would be anyway.
        choice extra_council_tax: f64 = "share" in 0.0..=1.0,
        /// Full-year yield of one penny on the basic rate of income tax.
        disputed penny_on_basic_rate: f64 = "£m" in 0.001..=100000.0,
        /// Full-year yield of one percentage point on employees' and self-employed National Insurance.
        disputed point_on_national_insurance: f64 = "£m" in 0.001..=100000.0,
        /// Change of national income per pound of public spending on health and care above, or below, what keeps the base
        /// year's share of national income, in the same year (0 = no feedback).
        disputed gdp_feedback: f64 = "ratio" in -1.0..=6.1,
    }
}

/// Weights brought to a sum of 1; with no weight at all, other national taxes pay.
fn shares(weights: BySource) -> BySource {
    let total: f64 = weights.iter().sum();
    if total > 0.0 {
        weights.map(|weight| weight / total)
    } else {
        let mut general = [0.0; SOURCES];
        general[TaxSource::GeneralTaxation] = 1.0;
        general
    }
}

impl TaxLevers {
    /// Shares of what pays national money (NHS and grant) in the base year.
    pub fn national(&self) -> BySource {
        shares([
            self.base_income_tax,
            self.base_national_insurance,
            self.base_general_taxation,
            0.0,
            0.0,
            0.0,
        ])
    }
    /// Shares of what pays the councils' own money in the base year.
    pub fn council(&self) -> BySource {
        let mut mix = self.national().map(|share| share * (1.0 - self.council_tax_share));
        mix[TaxSource::CouncilTax] += self.council_tax_share;
        mix
    }
    /// Shares of what pays for what is decided besides.
    pub fn extra(&self) -> BySource {
        shares([
            self.extra_income_tax,
            self.extra_national_insurance,
            self.extra_general_taxation,
            self.extra_hypothecated,
            self.extra_wealth_levy,
            self.extra_council_tax,
        ])
    }
    /// Pence on the basic rate that would raise an amount \[pence\].
    pub fn pence_on_basic_rate(&self, amount: f64) -> f64 {
        amount / self.penny_on_basic_rate
    }
    /// Points on National Insurance that would raise an amount [percentage points].
    pub fn points_on_national_insurance(&self, amount: f64) -> f64 {
        amount / self.point_on_national_insurance
    }
    /// Which taxes pay, as shares.
    pub fn mix(&self) -> TaxMix {
        TaxMix {
            national: self.national(),
            council: self.council(),
            decided: self.extra(),
        }
    }
}

/// Which taxes pay, as shares: for money that there would be anyway, and for what is decided besides.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TaxMix {
    /// National money that there would be anyway.
    pub national: BySource,
    /// Councils' own money that there would be anyway.
    pub council: BySource,
    /// What is decided besides.
    pub decided: BySource,
}

impl TaxMix {
    /// What each tax pays of `spent`, the public money of the year [£m]. `anyway` is what would be spent without the
    /// decisions of this world, national money and councils': it is paid as ever. Only what is decided besides is paid by
    /// the taxes chosen for it; what a decision saves is relief from all taxes as they are.
    pub fn paid(&self, spent: f64, anyway: [f64; 2]) -> BySource {
        let decided = spent - anyway[0] - anyway[1];
        let as_ever = if decided < 0.0 && spent > decided {
            spent / (spent - decided)
        } else {
            1.0
        };
        std::array::from_fn(|at| {
            as_ever * (anyway[0] * self.national[at] + anyway[1] * self.council[at])
                + decided.max(0.0) * self.decided[at]
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::economy::central;
    use crate::world::axes::FIFTHS;

    #[test]
    fn every_pound_of_tax_is_borne_by_some_fifth() {
        let levers = central::levers();
        let paid = levers.tax.mix().paid(246_000.0, [204_704.0, 24_738.0]);
        assert!((paid.iter().sum::<f64>() - 246_000.0).abs() < 1e-6);
        let incidence = central::tables().incidence;
        let borne: [f64; FIFTHS] = std::array::from_fn(|fifth| {
            TaxSource::ALL
                .into_iter()
                .map(|tax| paid[tax] * incidence[tax][fifth])
                .sum()
        });
        assert!((borne.iter().sum::<f64>() - 246_000.0).abs() < 1e-6);
        assert!(borne.windows(2).all(|pair| pair[0] < pair[1]), "{borne:?}");
    }

    #[test]
    fn a_wealth_levy_falls_on_the_richest_fifth() {
        let mut levers = central::levers().tax;
        levers.extra_wealth_levy = 1.0;
        levers.extra_income_tax = 0.0;
        levers.extra_national_insurance = 0.0;
        levers.extra_general_taxation = 0.0;
        levers.extra_council_tax = 0.0;
        let paid = levers.mix().paid(110.0, [100.0, 0.0]);
        assert!((paid[TaxSource::WealthLevy] - 10.0).abs() < 1e-9);
        // What was paid before is paid as before: a levy chosen for the new money refinances nothing.
        let before = levers.mix().paid(100.0, [100.0, 0.0]);
        for at in 0..SOURCES {
            assert!(at == TaxSource::WealthLevy.index() || (paid[at] - before[at]).abs() < 1e-9);
        }
    }
}
