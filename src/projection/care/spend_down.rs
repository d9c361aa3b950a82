//! Residents of the base year, who have lived in a care home for years that no run sees: what those years cost them.

use crate::economy::charging::{CareAccount, Fees, Indices, Law};
use crate::people::Population;
use crate::projection::levers::Levers;
use crate::world::event::Event;
use crate::world::{Luck, Year};

use super::WEEKS;
use super::payment::{circumstances, pay, spend};

/// Longest stay before the base year that is charged for [years].
const LONGEST_STAY: u8 = 8;

/// Lets the residents of the base year pay for the years they have already lived in their care home, under the base
/// year's law and prices: the wealth they start with is what those years have left.
pub fn spend_down(population: &mut Population, levers: &Levers, luck: Luck) {
    let law = Law::compile(&levers.charging, Indices::BASE);
    let fees = Fees::compile(&levers.fees, levers.charging.free_care.personal_share_at_home, 1.0);
    let charging = &levers.charging.charging;
    let benefit = [
        charging.attendance_allowance_lower,
        charging.attendance_allowance_higher,
    ];
    for person in population.people.iter_mut().filter(|person| person.in_care_home()) {
        let (nursing, health) = luck.person(u64::from(person.id)).pair(Year(0), Event::Timing);
        let package = fees.care_home(
            f64::from(nursing) < levers.join.nursing_share,
            f64::from(health) < charging.continuing_healthcare_share,
        );
        for year in 0..person.years_in_home.min(LONGEST_STAY) {
            let who = circumstances(person, &benefit);
            let account = CareAccount {
                weeks_in_home: u32::from(year) * WEEKS,
                ..CareAccount::default()
            };
            let paid = pay(&who, &package, account, &law, levers.join.dying_in_care_home);
            spend(person, paid.wealth_spent, 0.0);
        }
    }
}
