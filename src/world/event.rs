//! The events that luck decides, each with a number that never changes.
//!
//! A number is part of the address of a person's luck (seed, draw, person, year, event): renumbering one would change
//! every result. Append only.

/// A kind of event in a person's year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u16)]
pub enum Event {
    /// Conditions (low half of the bits) and dependency (high half) change.
    Health = 1,
    /// A carer is lost or found (low half); a permanent move into a care home (high half).
    CareHome = 2,
    // 3 decided the health that a person starts with, 4 the household, and 6 the time already spent in a care home.
    /// Health, household, wealth, income and time already spent in a care home that a person starts with.
    StartWealth = 5,
    /// When in the year a change happens.
    Timing = 7,
    /// A lifetime of care followed from 65 (low half: health; high half: death).
    Lifetime = 8,
    // 9 decided places of people entering the model. The numbers that are free here are not to be given again.
    /// Which of two very old neighbours goes on for both.
    Merge = 10,
    /// The age within a band that people of a small sample start with.
    StartAge = 11,
}
