//! What the years of a draw bring to every world alike: standard normal numbers for need and money, found by name, draw and year.
//!
//! They belong to the draw as its beliefs do, not to the luck of single people: every world of a draw meets the same years, and no split of
//! the draws over threads or machines changes one of them.

use crate::scenario::Sampler;
use crate::scenario::inverse::normal_quantile;
use crate::world::Year;
use crate::world::service::{ByService, SERVICES, Service};

/// A year's standard normal numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct YearChances {
    /// For each service's need.
    pub need: ByService,
    /// For what need of all services has in common.
    pub shared: f64,
    /// For the NHS's and councils' money.
    pub money: [f64; 2],
}

impl YearChances {
    /// Those of a draw and year.
    pub fn of(sampler: &Sampler, draw: u64, year: Year) -> YearChances {
        let chance = |what: &str| normal_quantile(sampler.uniform(&format!("{what} in {}", year.0), draw));
        let mut need = [0.0; SERVICES];
        for service in Service::ALL {
            need[service] = chance(&format!("need departs, {}", service.key()));
        }
        YearChances {
            need,
            shared: chance("need departs"),
            money: [chance("NHS money departs"), chance("council money departs")],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_brings_the_same_to_whoever_asks_and_another_to_another_draw_or_year() {
        let sampler = Sampler::plain(3);
        let one = YearChances::of(&sampler, 5, Year(2027));
        assert_eq!(one, YearChances::of(&sampler, 5, Year(2027)));
        assert_ne!(one, YearChances::of(&sampler, 6, Year(2027)));
        assert_ne!(one, YearChances::of(&sampler, 5, Year(2028)));
        assert_ne!(one.need[Service::PrimaryCare], one.need[Service::MentalHealth]);
    }
}
