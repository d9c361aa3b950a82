//! The people of a place by age, sex and deprivation fifth of its areas.

use std::collections::BTreeMap;

use super::area::shipped;
use crate::world::TableError;
use crate::world::axes::{FIFTHS, SEXES, Sex};

/// Single years of age that the tables keep apart (0 to 89, and 90 and over).
pub const OLDEST: usize = 90;
/// Years of age in a band of the table of fifths.
pub const BAND: usize = 5;
/// Bands of the table of fifths.
pub const BANDS_OF_FIFTHS: usize = OLDEST / BAND + 1;

/// The people of one place.
#[derive(Clone, Debug, PartialEq)]
pub struct People {
    /// By age and sex.
    pub people: Vec<[f64; SEXES]>,
    /// Share of each fifth, by five-year band.
    pub fifths: Vec<[f64; FIFTHS]>,
}

impl People {
    /// Nobody.
    pub(super) fn none() -> People {
        People {
            people: vec![[0.0; SEXES]; OLDEST + 1],
            fifths: vec![[0.0; FIFTHS]; BANDS_OF_FIFTHS],
        }
    }
    /// Everybody.
    pub fn total(&self) -> f64 {
        self.people.iter().flatten().sum()
    }
    /// People of one age, sex and fifth.
    pub fn cell(&self, age: usize, sex: usize, fifth: usize) -> f64 {
        self.people[age][sex] * self.fifths[age / BAND][fifth]
    }
    /// The sum over all people of something that depends on age, sex and fifth.
    pub fn sum(&self, of: impl Fn(usize, usize, usize) -> f64) -> f64 {
        let mut sum = 0.0;
        for age in 0..=OLDEST {
            for sex in 0..SEXES {
                for fifth in 0..FIFTHS {
                    sum += self.cell(age, sex, fifth) * of(age, sex, fifth);
                }
            }
        }
        sum
    }
    /// Share of everybody who lives in each fifth.
    pub fn shares(&self) -> [f64; FIFTHS] {
        let mut shares = [0.0; FIFTHS];
        let total = self.total();
        for (fifth, share) in shares.iter_mut().enumerate() {
            *share = self.sum(|_, _, other| f64::from(u8::from(other == fifth))) / total;
        }
        shares
    }
    /// Adds the people of another place.
    fn add(&mut self, other: &People) {
        for band in 0..BANDS_OF_FIFTHS {
            let ages = band * BAND..((band + 1) * BAND).min(OLDEST + 1);
            let count = |people: &People| ages.clone().flat_map(|age| people.people[age]).sum::<f64>();
            let (mine, theirs) = (count(self), count(other));
            for fifth in 0..FIFTHS {
                let both = mine * self.fifths[band][fifth] + theirs * other.fifths[band][fifth];
                self.fifths[band][fifth] = if mine + theirs > 0.0 {
                    both / (mine + theirs)
                } else {
                    other.fifths[band][fifth]
                };
            }
        }
        for (mine, theirs) in self.people.iter_mut().zip(&other.people) {
            (0..SEXES).for_each(|sex| mine[sex] += theirs[sex]);
        }
    }
    /// The people of several places together.
    fn together<'a>(all: impl Iterator<Item = &'a People>) -> People {
        all.fold(People::none(), |mut sum, one| {
            sum.add(one);
            sum
        })
    }
}

/// The people of every council, board and nation.
#[derive(Debug)]
pub(super) struct All(BTreeMap<String, People>);

impl All {
    pub(super) fn load() -> Result<All, TableError> {
        let mut all: BTreeMap<String, People> = BTreeMap::new();
        let ages: Vec<String> = (0..=OLDEST).map(|age| age.to_string()).collect();
        let ages: Vec<&str> = ages.iter().map(String::as_str).collect();
        let table = shipped("people.csv", &[&["code", "sex"], &ages[..]].concat())?;
        for row in table.rows() {
            let people = all.entry(row.text("code").to_owned()).or_insert_with(People::none);
            let sex = row.one_of("sex", &Sex::ALL.map(Sex::name))?;
            for (age, column) in ages.iter().enumerate() {
                people.people[age][sex] = row.amount(column)?;
            }
        }
        let columns = ["fifth1", "fifth2", "fifth3", "fifth4", "fifth5"];
        let table = shipped("fifths.csv", &[&["code", "from_age"], &columns[..]].concat())?;
        for row in table.rows() {
            let Some(people) = all.get_mut(row.text("code")) else {
                return Err(row.error("code", "a place of people.csv"));
            };
            let band = row.whole("from_age", 0, OLDEST)? / BAND;
            let mut shares = [0.0; FIFTHS];
            for (share, column) in shares.iter_mut().zip(columns) {
                *share = row.amount(column)?;
            }
            let total: f64 = shares.iter().sum();
            if total <= 0.0 {
                return Err(row.error_in_row("nobody in any fifth", "people in at least one"));
            }
            people.fifths[band] = shares.map(|share| share / total);
        }
        Ok(All(all))
    }

    /// The people of one place of the tables.
    pub(super) fn of(&self, code: &str) -> Option<&People> {
        self.0.get(code)
    }

    /// The people of several places of the tables together.
    pub(super) fn together<'a>(&self, codes: impl Iterator<Item = &'a str>) -> People {
        People::together(codes.filter_map(|code| self.of(code)))
    }
}

/// A number of people with commas at the thousands.
pub(super) fn whole(people: f64) -> String {
    let digits = format!("{people:.0}");
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
