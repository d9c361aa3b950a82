//! The groups by which measures are split.

use std::fmt;
use std::ops::{Index, IndexMut};

use super::axes::FIFTHS;

/// Number of groups, everybody included.
pub const GROUPS: usize = 22;

/// Number of age groups.
pub const AGES: usize = 4;

/// One value per age group and deprivation fifth: those of one class are alike as far as cells of people know.
pub type ByClass = [[f64; FIFTHS]; AGES];

/// One value per [`Group`], in index order.
pub type ByGroup = [f64; GROUPS];

/// A group of people: everybody, a deprivation fifth, an age group, a sex, a wealth fifth or an income fifth. Index 0 to 21.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Group(u8);

/// Names as they stand in the files, in index order.
const NAMES: [&str; GROUPS] = [
    "all",
    "imd=1",
    "imd=2",
    "imd=3",
    "imd=4",
    "imd=5",
    "age=0-17",
    "age=18-64",
    "age=65-84",
    "age=85+",
    "sex=female",
    "sex=male",
    "wealth=1",
    "wealth=2",
    "wealth=3",
    "wealth=4",
    "wealth=5",
    "income=1",
    "income=2",
    "income=3",
    "income=4",
    "income=5",
];

impl Group {
    /// Everybody.
    pub const ALL: Group = Group(0);
    /// Every group, everybody first.
    pub fn every() -> impl Iterator<Item = Group> {
        (0..GROUPS as u8).map(Group)
    }
    /// A deprivation fifth by index 0 (most deprived) to 4.
    pub const fn imd(index: usize) -> Group {
        Group(1 + index as u8)
    }
    /// The age group of an age: 0-17, 18-64, 65-84, 85+.
    pub const fn age(age: u8) -> Group {
        Group(match age {
            0..=17 => 6,
            18..=64 => 7,
            65..=84 => 8,
            _ => 9,
        })
    }
    /// A sex by index (0 female, 1 male).
    pub const fn sex(index: usize) -> Group {
        Group(10 + index as u8)
    }
    /// A wealth fifth by index 0 (poorest) to 4.
    pub const fn wealth(index: usize) -> Group {
        Group(12 + index as u8)
    }
    /// An income fifth by index 0 (poorest) to 4.
    pub const fn income(index: usize) -> Group {
        Group(17 + index as u8)
    }
    /// The groups of a dimension, in their order.
    pub fn of(dimension: Dimension) -> impl Iterator<Item = Group> {
        Group::every().filter(move |group| group.dimension() == dimension)
    }
    /// Position in a `ByGroup`.
    #[inline]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
    /// The name used in files: `all`, `imd=1`, `age=65-84`, …
    pub fn name(self) -> &'static str {
        NAMES[self.index()]
    }
    /// From a name used in files.
    pub fn parse(name: &str) -> Option<Group> {
        NAMES
            .iter()
            .position(|known| *known == name)
            .map(|index| Group(index as u8))
    }
    /// The dimension that it is a group of.
    pub const fn dimension(self) -> Dimension {
        match self.0 {
            0 => Dimension::All,
            1..=5 => Dimension::Imd,
            6..=9 => Dimension::Age,
            10..=11 => Dimension::Sex,
            12..=16 => Dimension::Wealth,
            _ => Dimension::Income,
        }
    }
}

/// What people are grouped by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dimension {
    /// Not at all: everybody.
    All,
    /// Fifths of deprivation of the neighbourhood.
    Imd,
    /// Age groups.
    Age,
    /// Sexes.
    Sex,
    /// Fifths of wealth within age groups.
    Wealth,
    /// Fifths of adults by their own income.
    Income,
}

impl Dimension {
    /// The word used in files: `all`, `imd`, `age`, `sex`, `wealth`, `income`.
    pub const fn word(self) -> &'static str {
        match self {
            Dimension::All => "all",
            Dimension::Imd => "imd",
            Dimension::Age => "age",
            Dimension::Sex => "sex",
            Dimension::Wealth => "wealth",
            Dimension::Income => "income",
        }
    }
}

impl fmt::Display for Dimension {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.pad(self.word())
    }
}

impl<T> Index<Group> for [T; GROUPS] {
    type Output = T;
    #[inline]
    fn index(&self, at: Group) -> &T {
        &self[at.index()]
    }
}

impl<T> IndexMut<Group> for [T; GROUPS] {
    #[inline]
    fn index_mut(&mut self, at: Group) -> &mut T {
        &mut self[at.index()]
    }
}

/// Adds `value` for one person (or cell) to everybody and to each group they belong to, wealth and income apart.
#[inline]
pub fn add_to_groups(target: &mut ByGroup, age: u8, sex: usize, fifth: usize, value: f64) {
    debug_assert!(fifth < FIFTHS);
    target[0] += value;
    target[Group::imd(fifth).index()] += value;
    target[Group::age(age).index()] += value;
    target[Group::sex(sex).index()] += value;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_groups_name_begins_with_its_dimension() {
        for group in Group::every() {
            let named = group.name().split('=').next().expect("a part");
            assert_eq!(named, group.dimension().word());
        }
    }
}
