//! What care costs: council rates, and the higher prices of those who pay for themselves.
//!
//! In the same home self-funders pay some two fifths more than councils (Competition and Markets Authority, 2017), which
//! keeps council rates below cost. Whenever councils arrange self-funders' care at their own rate, as section 18(3) of
//! the Care Act foresees, that cross-subsidy goes, and a lever says how much of it councils make good.

use super::levers::FeeLevers;
use super::person::Package;
use crate::world::{Pence, Setting};

/// Prices of care in a year [base-year £].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fees {
    /// Council rate for residential care [£/week].
    pub residential: f64,
    /// Council rate for nursing care, NHS-funded nursing care apart [£/week].
    pub nursing: f64,
    /// Council rate for home care [£/hour].
    pub home_care_hour: f64,
    /// Self-funder's price relative to the council rate, in care homes.
    pub care_home_ratio: f64,
    /// Self-funder's price relative to the council rate, at home.
    pub home_care_ratio: f64,
    /// Share of care at home that is personal care.
    pub personal_share: f64,
}

impl Fees {
    /// The prices of a year in which care costs `relative_price` times the base year's, in real terms.
    pub fn compile(levers: &FeeLevers, personal_share: f64, relative_price: f64) -> Fees {
        let lost = levers.care_home_premium * levers.arranged_by_council * levers.self_funder_weeks;
        let council = relative_price * (1.0 + lost * levers.lost_subsidy_on_councils);
        let kept = 1.0 - levers.arranged_by_council;
        // What councils come to pay is no longer charged on top to the self-funders who remain.
        let self_funder = relative_price * (1.0 + levers.care_home_premium * kept);
        Fees {
            residential: levers.residential * council,
            nursing: levers.nursing * council,
            home_care_hour: levers.home_care_hour * relative_price,
            care_home_ratio: (self_funder / council).max(1.0),
            home_care_ratio: 1.0 + levers.home_care_premium * kept,
            personal_share,
        }
    }

    /// A permanent place in a care home.
    pub fn care_home(&self, nursing: bool, continuing_healthcare: bool) -> Package {
        let rate = if nursing { self.nursing } else { self.residential };
        Package {
            setting: Setting::CareHome,
            nursing,
            continuing_healthcare,
            council_rate: Pence::from_pounds(rate),
            self_funder_price: Pence::from_pounds(rate * self.care_home_ratio),
            personal_care: Pence::ZERO,
        }
    }

    /// Care at home of so many hours a week.
    pub fn home_care(&self, hours_per_week: f64) -> Package {
        let rate = hours_per_week.max(0.0) * self.home_care_hour;
        Package {
            setting: Setting::OwnHome,
            nursing: false,
            continuing_healthcare: false,
            council_rate: Pence::from_pounds(rate),
            self_funder_price: Pence::from_pounds(rate * self.home_care_ratio),
            personal_care: Pence::from_pounds(rate * self.personal_share),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::pounds;
    use super::*;

    fn levers() -> FeeLevers {
        FeeLevers {
            residential: 1000.0,
            nursing: 1100.0,
            home_care_hour: 25.0,
            care_home_premium: 0.4,
            home_care_premium: 0.1,
            arranged_by_council: 0.0,
            self_funder_weeks: 0.5,
            lost_subsidy_on_councils: 0.5,
        }
    }

    #[test]
    fn self_funders_pay_the_premium_and_hours_cost_their_rate() {
        let fees = Fees::compile(&levers(), 0.9, 1.1);
        let place = fees.care_home(false, false);
        assert_eq!(
            (place.council_rate, place.self_funder_price),
            (pounds(1100.0), pounds(1540.0))
        );
        assert_eq!(fees.care_home(true, false).council_rate, pounds(1210.0));
        let home = fees.home_care(10.0);
        assert_eq!(
            (home.council_rate, home.self_funder_price),
            (pounds(275.0), pounds(302.5))
        );
        assert_eq!(home.personal_care, pounds(247.5));
        assert_eq!(fees.home_care(-1.0).council_rate, Pence::ZERO);
    }

    #[test]
    fn what_self_funders_no_longer_pay_on_top_raises_the_councils_rate_by_the_share_it_makes_good() {
        let arranged = FeeLevers {
            arranged_by_council: 0.5,
            ..levers()
        };
        let fees = Fees::compile(&arranged, 0.9, 1.0);
        // Lost for each council week: 0.4 × 0.5 × 0.5 = 0.1, half of it on councils.
        let place = fees.care_home(false, false);
        assert_eq!(place.council_rate, pounds(1050.0));
        assert_eq!(place.self_funder_price, pounds(1200.0), "half the premium is left");
    }
}
