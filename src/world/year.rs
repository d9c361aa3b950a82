//! Financial years, named by the calendar year in which they begin.

use std::fmt;

/// A financial year: 2024 is April 2024 to March 2025.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Year(pub u16);

impl Year {
    /// Whole years since `other`; negative before it.
    pub fn since(self, other: Year) -> i32 {
        i32::from(self.0) - i32::from(other.0)
    }
    /// As people write it: `2024/25`.
    pub fn financial(self) -> String {
        format!("{}/{:02}", self.0, (self.0 + 1) % 100)
    }
    /// The year `years` later.
    pub fn plus(self, years: u16) -> Year {
        Year(self.0 + years)
    }
}

impl fmt::Display for Year {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}
