//! One simulated person, who stands for as many real ones as their weight says.

use crate::world::axes::{BAND_OF_AGE, FIFTHS, MAX_AGE, SEXES};
use crate::world::cells::{demographic, state};
use crate::world::{Pence, Weight};

/// How a person's home is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Tenure {
    /// Owned outright.
    Outright = 0,
    /// Owned with a mortgage.
    Mortgage = 1,
    /// Rented from a private landlord.
    PrivateRent = 2,
    /// Rented from a council or housing association.
    SocialRent = 3,
}

impl Tenure {
    /// All, in the order of the wealth table.
    pub const ALL: [Tenure; 4] = [
        Tenure::Outright,
        Tenure::Mortgage,
        Tenure::PrivateRent,
        Tenure::SocialRent,
    ];
    /// Whether the home is owned.
    pub fn owned(self) -> bool {
        matches!(self, Tenure::Outright | Tenure::Mortgage)
    }
}

/// Frailty of somebody at the average risk.
const AVERAGE: f32 = 16.0;

/// A simulated person. One cache line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Person {
    /// Real people this one stands for; shrinks by the probability of death.
    pub weight: Weight,
    /// Cost that has counted towards a cap so far (kept by the care pass).
    pub metered: Pence,
    /// What the person has paid for care so far (kept by the care pass).
    pub paid: Pence,
    /// Capital spent on care so far (kept by the care pass).
    pub capital_spent: Pence,
    /// Stable, the same in every scenario: the address of the person's luck.
    pub id: u32,
    /// Net value of the person's share of the home [£].
    pub home: f32,
    /// Other capital [£].
    pub capital: f32,
    /// Own net income before disability benefits [£/week].
    pub income: f32,
    /// Age in whole years; 100 stands for 100 and over.
    pub age: u8,
    /// Index of [`crate::world::Sex`].
    pub sex: u8,
    /// Deprivation fifth, index 0 (most deprived) to 4.
    pub fifth: u8,
    /// Long-term conditions, 0 to 4 (four or more).
    pub conditions: u8,
    /// Index of [`crate::world::Dependency`].
    pub dependency: u8,
    /// Index of [`crate::world::Setting`]: 0 own home, 1 care home.
    pub setting: u8,
    /// Whole years in the care home.
    pub years_in_home: u8,
    /// Wealth fifth within the age group, fixed before care begins; index 0 (poorest) to 4.
    pub wealth_fifth: u8,
    /// Income fifth among the adults of the base year; index 0 (poorest) to 4. Who was a child then has that of their wealth.
    pub income_fifth: u8,
    /// Chance of having had paid care in the last year with a need of it, in 255ths (kept by the care pass).
    pub care_chance: u8,
    /// Risk of coming to need help against people of the same age, sex and fifth, in sixteenths: it follows wealth.
    pub frailty: u8,
    /// How the home is held.
    pub tenure: Tenure,
    /// A co-resident or near person can care.
    pub has_carer: bool,
    /// Lives with a partner (or lived, before moving into a care home).
    pub has_partner: bool,
    /// Draws Attendance Allowance or the like.
    pub disability_benefit: bool,
}

impl Person {
    /// Index of the demographic cell.
    #[inline]
    pub fn demographic(&self) -> usize {
        let band = BAND_OF_AGE[self.age.min(MAX_AGE) as usize] as usize;
        demographic(band, self.sex as usize % SEXES, self.fifth as usize % FIFTHS)
    }
    /// Index of the health state.
    #[inline]
    pub fn state(&self) -> usize {
        state(self.conditions as usize, self.dependency as usize)
    }
    /// Whether the person lives in a care home.
    #[inline]
    pub fn in_care_home(&self) -> bool {
        self.setting == 1
    }
    /// Risk of coming to need help, against people of the same age, sex and fifth.
    #[inline]
    pub fn relative_risk(&self) -> f32 {
        f32::from(self.frailty) * (1.0 / AVERAGE)
    }
    /// Sets that risk, to the nearest sixteenth.
    pub(super) fn set_relative_risk(&mut self, risk: f64) {
        self.frailty = (risk * f64::from(AVERAGE) + 0.5) as u8;
    }
    /// Home and capital [£].
    pub fn wealth(&self) -> f32 {
        self.home + self.capital
    }
    /// A baby, with nothing yet.
    pub fn newborn(id: u32, sex: usize, fifth: usize, wealth_fifth: usize, weight: Weight) -> Person {
        Person {
            weight,
            metered: Pence::ZERO,
            paid: Pence::ZERO,
            capital_spent: Pence::ZERO,
            id,
            home: 0.0,
            capital: 0.0,
            income: 0.0,
            age: 0,
            sex: sex as u8,
            fifth: fifth as u8,
            conditions: 0,
            dependency: 0,
            setting: 0,
            years_in_home: 0,
            wealth_fifth: wealth_fifth as u8,
            income_fifth: wealth_fifth as u8,
            care_chance: 0,
            frailty: AVERAGE as u8,
            tenure: Tenure::PrivateRent,
            has_carer: false,
            has_partner: false,
            disability_benefit: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_fits_a_cache_line() {
        assert!(size_of::<Person>() <= 64, "{} bytes", size_of::<Person>());
    }
}
