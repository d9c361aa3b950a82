//! From money to capacity and back.
//!
//! Published unit costs already hold overheads, capital and PFI, so they cannot be multiplied by activity on top of those. The
//! base variable unit cost of a service is what is left of its base-year money once everything taken off the top is paid:
//!
//! ```text
//!  unit₀     = (money₀ − off the top₀) ÷ activity₀
//!  capacity  = (money − off the top) ÷ (unit₀ × relative input price) × productivity, at most what staff allow
//!  money     = capacity ÷ productivity × (unit₀ × relative input price) + off the top
//! ```
//!
//! so that the base year's money buys the base year's activity exactly.

use super::sector::in_hospital;
use crate::world::Service;

crate::levers! {
    /// What part of a service's money does not follow its activity within the year.
    pub struct CapacityLevers in "capacity" {
        /// Fixed share of hospital services' money in the base year.
        belief hospital_fixed_share: f64 = "share" in 0.0..=0.9,
        /// Fixed share of general practice, community, mental health and dental services' money in the base year.
        belief community_fixed_share: f64 = "share" in 0.0..=0.9,
        /// Fixed share of prescribing in the base year.
        belief prescribing_fixed_share: f64 = "share" in 0.0..=0.9,
        /// Fixed share of publicly arranged care in the base year.
        belief care_fixed_share: f64 = "share" in 0.0..=0.9,
        /// How far fixed costs follow the envelope each year (in the long run nothing is fixed).
        belief fixed_adjustment: f64 = "per year" in 0.0..=1.0,
        /// Share of the cost of attendances at accident and emergency, above or below what the departments' own money pays for, that the
        /// hospital bears before planned care; the rest is borne as time. Emergency admissions it bears in full.
        belief attendances_first: f64 = "share" in 0.0..=1.0,
    }
}

impl CapacityLevers {
    /// Fixed share of a service's money in the base year.
    pub fn fixed_share(&self, service: Service) -> f64 {
        match service {
            Service::Prescribing => self.prescribing_fixed_share,
            Service::HomeCare | Service::CareHome => self.care_fixed_share,
            Service::PublicHealth => 0.0,
            service if in_hospital(service) => self.hospital_fixed_share,
            _ => self.community_fixed_share,
        }
    }
}

/// Pounds in £1m.
pub const POUNDS_PER_MILLION: f64 = 1_000_000.0;

/// What is paid before the first unit of care [£m].
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct OffTheTop {
    /// Buildings, overheads and all else that does not follow activity within the year.
    pub fixed: f64,
    /// Running the market.
    pub transaction: f64,
    /// PFI unitary charges.
    pub pfi: f64,
    /// Changing the structure.
    pub reorganisation: f64,
    /// What agency staff cost above employed staff.
    pub agency: f64,
    /// Programmes, guarantees, staff support and other claims on the service's money.
    pub claims: f64,
}

impl OffTheTop {
    /// All of it [£m].
    pub fn total(&self) -> f64 {
        self.fixed + self.transaction + self.pfi + self.reorganisation + self.agency + self.claims
    }
}

/// What turns a service's money into activity in one year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Exchange {
    /// Base variable unit cost [£m per unit].
    pub unit_cost: f64,
    /// Input price above the deflator, the pay lever included [ratio, 1 = base year].
    pub price: f64,
    /// Output per unit of input [ratio, 1 = base year].
    pub productivity: f64,
}

impl Exchange {
    /// Base variable unit cost of a service [£m per unit]; nothing if it did nothing.
    pub fn base(money: f64, off_the_top: &OffTheTop, activity: f64) -> f64 {
        if activity > 0.0 {
            (money - off_the_top.total()).max(0.0) / activity
        } else {
            0.0
        }
    }
    /// What a unit costs now [£m].
    pub fn cost_per_unit(&self) -> f64 {
        self.unit_cost * self.price / self.productivity.max(f64::MIN_POSITIVE)
    }
    /// Activity that money buys once the top is paid \[units\].
    pub fn capacity(&self, money: f64, off_the_top: &OffTheTop) -> f64 {
        let unit = self.cost_per_unit();
        if unit > 0.0 {
            (money - off_the_top.total()).max(0.0) / unit
        } else {
            0.0
        }
    }
    /// Money that a capacity needs [£m].
    pub fn money(&self, capacity: f64, off_the_top: &OffTheTop) -> f64 {
        capacity * self.cost_per_unit() + off_the_top.total()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn money_and_capacity_are_inverse_and_more_money_is_never_less_capacity(
            money in 100.0..100_000.0f64, top in 0.0..90.0f64, activity in 1.0..1e9f64,
            price in 0.5..2.0f64, productivity in 0.5..2.0f64, more in 0.0..1e4f64,
        ) {
            let off = OffTheTop { fixed: top, ..OffTheTop::default() };
            let exchange = Exchange { unit_cost: Exchange::base(money, &off, activity), price, productivity };
            let capacity = exchange.capacity(money, &off);
            prop_assert!((exchange.money(capacity, &off) - money).abs() < 1e-6);
            prop_assert!(exchange.capacity(money + more, &off) >= capacity);
        }

        #[test]
        fn doubling_money_and_fixed_charges_doubles_capacity(money in 100.0..1e5f64, top in 0.0..90.0f64) {
            let exchange = Exchange { unit_cost: 0.001, price: 1.1, productivity: 1.05 };
            let (one, two) = (
                OffTheTop { fixed: top, ..OffTheTop::default() },
                OffTheTop { fixed: 2.0 * top, ..OffTheTop::default() },
            );
            let (single, double) = (exchange.capacity(money, &one), exchange.capacity(2.0 * money, &two));
            prop_assert!((double - 2.0 * single).abs() <= 1e-9 * double);
        }
    }

    #[test]
    fn the_base_years_money_buys_the_base_years_activity() {
        let off = OffTheTop {
            fixed: 10.0,
            pfi: 3.0,
            ..OffTheTop::default()
        };
        let unit_cost = Exchange::base(100.0, &off, 350e6);
        let exchange = Exchange {
            unit_cost,
            price: 1.0,
            productivity: 1.0,
        };
        assert!((exchange.capacity(100.0, &off) - 350e6).abs() < 1e-3);
    }
}
