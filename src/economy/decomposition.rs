//! Change in cost = volume + relative input price − productivity, exactly.
//!
//! Cost is volume × price ÷ productivity by definition of volume, so the logarithmic mean of the two years' costs shares the
//! change out with nothing left over and without favouring either year's weights (the LMDI identity of index-number
//! theory: Ang, Energy Policy 2004).

/// Cost of a year with the prices and productivity it was met at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CostLevel {
    /// Cost [£m].
    pub cost: f64,
    /// Input price above the deflator \[ratio\].
    pub price: f64,
    /// Productivity \[ratio\].
    pub productivity: f64,
}

/// A change in cost and its three parts [£m]; `volume + price − productivity` is the change.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CostChange {
    /// More or less care, standing charges included.
    pub volume: f64,
    /// Dearer inputs.
    pub price: f64,
    /// Saved by productivity (a saving is positive).
    pub productivity: f64,
}

impl CostChange {
    /// Adds the parts of another sector.
    pub fn plus(self, other: CostChange) -> CostChange {
        CostChange {
            volume: self.volume + other.volume,
            price: self.price + other.price,
            productivity: self.productivity + other.productivity,
        }
    }
    /// The change itself [£m].
    #[cfg(test)]
    pub fn total(&self) -> f64 {
        self.volume + self.price - self.productivity
    }
}

/// Logarithmic mean of two positive numbers.
fn logarithmic_mean(one: f64, two: f64) -> f64 {
    let ratio = libm::log(two / one);
    if ratio == 0.0 { one } else { (two - one) / ratio }
}

/// Parts of the change from one year to the next.
pub fn decompose(before: &CostLevel, now: &CostLevel) -> CostChange {
    if before.cost <= 0.0 || now.cost <= 0.0 {
        // Without cost on one side there is no logarithm: all of it is volume.
        return CostChange {
            volume: now.cost - before.cost,
            ..CostChange::default()
        };
    }
    let weight = logarithmic_mean(before.cost, now.cost);
    let price = weight * libm::log(now.price / before.price);
    let productivity = weight * libm::log(now.productivity / before.productivity);
    CostChange {
        volume: now.cost - before.cost - price + productivity,
        price,
        productivity,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_parts_are_the_change_and_volume_is_what_volume_did(
            volume in 1.0..1e5f64, growth in 0.5..2.0f64, price in 0.5..2.0f64, productivity in 0.5..2.0f64,
        ) {
            let before = CostLevel { cost: volume, price: 1.0, productivity: 1.0 };
            let now = CostLevel { cost: volume * growth * price / productivity, price, productivity };
            let change = decompose(&before, &now);
            prop_assert!((change.total() - (now.cost - before.cost)).abs() < 1e-6);
            prop_assert!((growth - 1.0) * change.volume >= -1e-6);
        }
    }
}
