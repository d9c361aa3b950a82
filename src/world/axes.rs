//! The axes along which people are told apart.
//!
//! Every axis is a small closed set with a stable index, so that a table along it is a dense array.

/// Ages are single years 0 to [`MAX_AGE`]; the last stands for 100 and over.
pub const AGES: usize = 101;
/// The oldest age kept apart; it stands for 100 and over.
pub const MAX_AGE: u8 = 100;
/// Number of fifths of deprivation or of wealth.
pub const FIFTHS: usize = 5;
/// Number of sexes in the official tables.
pub const SEXES: usize = 2;
/// Number of [`AgeBand`]s.
pub const BANDS: usize = 20;
/// Number of conditions levels.
pub const CONDITIONS: usize = 5;
/// Number of [`Dependency`] levels.
pub const DEPENDENCIES: usize = 4;

/// Sex as in the official population and mortality tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Sex {
    /// Female.
    Female = 0,
    /// Male.
    Male = 1,
}

impl Sex {
    /// Both, in index order.
    pub const ALL: [Sex; SEXES] = [Sex::Female, Sex::Male];
    /// The name used in files (`female`, `male`).
    pub fn name(self) -> &'static str {
        match self {
            Sex::Female => "female",
            Sex::Male => "male",
        }
    }
}

/// A fifth of the population, by area deprivation (1 = most deprived) or by wealth (1 = poorest). Index 0 to 4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fifth(u8);

impl Fifth {
    /// All five, most deprived (poorest) first.
    pub const ALL: [Fifth; FIFTHS] = [Fifth(0), Fifth(1), Fifth(2), Fifth(3), Fifth(4)];
    /// Index 0 to 4.
    pub fn index(self) -> usize {
        self.0 as usize
    }
    /// The number people use: 1 (most deprived or poorest) to 5.
    pub fn number(self) -> u8 {
        self.0 + 1
    }
}

/// Age band, five years wide except where 18 must be an edge: 0-4, 5-9, 10-14, 15-17, 18-24, 25-29, …, 90-94, 95+.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AgeBand(u8);

impl AgeBand {
    /// First age of each band.
    pub const STARTS: [u8; BANDS] = [
        0, 5, 10, 15, 18, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90, 95,
    ];
    /// The band of an age.
    pub fn of(age: u8) -> AgeBand {
        AgeBand(BAND_OF_AGE[age.min(MAX_AGE) as usize])
    }
    /// From an index below [`BANDS`]; larger ones are held at the last.
    pub fn from_index(index: usize) -> AgeBand {
        AgeBand(index.min(BANDS - 1) as u8)
    }
    /// Index 0 to [`BANDS`] − 1.
    pub fn index(self) -> usize {
        self.0 as usize
    }
    /// First age in the band.
    pub fn start(self) -> u8 {
        AgeBand::STARTS[self.index()]
    }
    /// Last age in the band ([`MAX_AGE`] for the open one).
    pub fn end(self) -> u8 {
        AgeBand::STARTS.get(self.index() + 1).map_or(MAX_AGE, |next| next - 1)
    }
}

/// Index of the [`AgeBand`] of each single age.
pub const BAND_OF_AGE: [u8; AGES] = {
    let mut table = [0u8; AGES];
    let mut age = 0;
    while age < AGES {
        let mut band = 0;
        while band + 1 < BANDS && AgeBand::STARTS[band + 1] as usize <= age {
            band += 1;
        }
        table[age] = band as u8;
        age += 1;
    }
    table
};

/// Dependency by interval of need (as in PACSim): how often help is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Dependency {
    /// Needs no help.
    Independent = 0,
    /// Needs help less than daily.
    Low = 1,
    /// Needs help at regular times each day.
    Medium = 2,
    /// Needs help round the clock.
    High = 3,
}

impl Dependency {
    /// All, least dependent first.
    pub const ALL: [Dependency; DEPENDENCIES] = [
        Dependency::Independent,
        Dependency::Low,
        Dependency::Medium,
        Dependency::High,
    ];
}

/// Where a person lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Setting {
    /// In their own home, or a relative's.
    OwnHome = 0,
    /// In a residential or nursing home, permanently.
    CareHome = 1,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_cover_every_age_once_and_eighteen_is_an_edge() {
        for age in 0..=MAX_AGE {
            let band = AgeBand::of(age);
            assert!(band.start() <= age && age <= band.end());
        }
        assert_ne!(AgeBand::of(17), AgeBand::of(18));
        assert_eq!(AgeBand::of(100).start(), 95);
    }
}
