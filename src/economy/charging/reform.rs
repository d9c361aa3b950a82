//! Whether two sets of levers make one law.
//!
//! The particulars of a scheme that is not in force (a cap that nobody has enacted, weeks of care that are not free) may
//! differ without anything being different for anybody: a reform begins when the law does, not when its particulars are
//! first written down.

use super::law::{Indices, Law};
use super::levers::SchemeLevers;

/// Years in which laws are compared: the base year, and one in which prices and earnings have moved apart.
const COMPARED: [Indices; 2] = [
    Indices::BASE,
    Indices {
        years: 2.0,
        prices: 2.0,
        earnings: 0.5,
        price_growth: 1.0,
        earnings_growth: 0.5,
    },
];

impl SchemeLevers {
    /// Whether the law is the same in every year, whatever prices and earnings do.
    pub fn same_law(&self, other: &SchemeLevers) -> bool {
        COMPARED
            .iter()
            .all(|indices| Law::compile(self, *indices) == Law::compile(other, *indices))
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::levers;
    use super::super::levers::{Indexing, Proposal, Scheme};

    #[test]
    fn particulars_of_a_scheme_that_is_not_in_force_are_no_reform() {
        let today = levers("means_test");
        let mut other = today;
        other.free_care.end_of_life_weeks += 12.0;
        let cap = &mut other.caps[Proposal::Manifesto2017];
        cap.past_residence_counts = !cap.past_residence_counts;
        assert!(today.same_law(&other));
        other.charging.scheme = Scheme::FreeEndOfLife;
        assert!(!today.same_law(&other));
    }

    #[test]
    fn an_allowance_and_what_it_follows_are_the_law() {
        let today = levers("means_test");
        let mut more = today;
        more.charging.personal_expenses_allowance *= 2.0;
        let mut frozen = today;
        frozen.charging.allowances_indexing = match today.charging.allowances_indexing {
            Indexing::Frozen => Indexing::Prices,
            _ => Indexing::Frozen,
        };
        assert!(!today.same_law(&more) && !today.same_law(&frozen) && today.same_law(&today));
    }
}
