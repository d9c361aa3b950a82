//! Whether the staff exist whom the money would employ, and what capacity is left where they do not.

use crate::economy::EconomyLevers;
use crate::economy::budgets::MoneyInput;
use crate::economy::capacity::Exchange;
use crate::economy::sector::Sector;
use crate::economy::state::{EconomyState, ratio};
use crate::economy::workforce::StaffYear;
use crate::world::service::SERVICES;
use crate::world::{ByService, Service};

/// Staff of a year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Staffing {
    /// NHS staff.
    pub nhs: StaffYear,
    /// Care workers.
    pub care: StaffYear,
}

impl Staffing {
    /// The staff that the activity `wanted` finds.
    pub fn new(
        state: &EconomyState,
        wanted: &ByService,
        exchange: &[Exchange; SERVICES],
        input: &MoneyInput,
        levers: &EconomyLevers,
    ) -> Staffing {
        let volume = |sector| volume(sector, &state.base.money, &state.base.activity, wanted, exchange);
        Staffing {
            nhs: levers.workforce.terms().year(
                &state.staff[0],
                volume(Sector::Nhs),
                state.outside_wage[0],
                input.staff_turnover,
            ),
            care: levers.care_workforce.terms().year(
                &state.staff[1],
                volume(Sector::Council) * (1.0 - input.care_taken_over),
                state.outside_wage[1],
                input.care_turnover,
            ),
        }
    }

    /// Capacity of what is wanted. Where standards are given, agency staff meet them if need be, who are paid for next
    /// year; under a budget posts stay empty.
    pub fn capacity(&self, wanted: &ByService, standards: bool) -> ByService {
        Service::ALL.map(|service| {
            let limit = match Sector::of(service) {
                _ if standards => 1.0,
                Sector::Nhs => self.nhs.limit,
                Sector::Council => self.care.limit,
                Sector::PublicHealth => 1.0,
            };
            wanted[service] * limit
        })
    }
}

/// Volume of work that the activity wanted is, against the base year's [ratio].
fn volume(
    sector: Sector,
    money: &ByService,
    activity: &ByService,
    wanted: &ByService,
    exchange: &[Exchange; SERVICES],
) -> f64 {
    let weight: f64 = sector.services().map(|s| money[s]).sum();
    let sum: f64 = sector
        .services()
        .map(|s| money[s] * ratio(wanted[s], activity[s]) / exchange[s].productivity)
        .sum();
    ratio(sum, weight)
}
