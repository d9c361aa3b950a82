//! Sums that are likely to be in another unit than was asked for: refused where nobody has so much, told where hardly anybody has.

use super::bill::BillError;
use super::person::{Benefit, Money, Part as Share, Person};
use super::words::pounds;
use crate::world::Pence;

/// More than anybody's state pension a week, protected payments and inherited parts included.
const MOST_STATE_PENSION: Pence = Pence(100_000);
/// A state pension a week that is more likely a month's: nearly twice the full new one of 2026.
const MUCH_STATE_PENSION: Pence = Pence(45_000);
/// An income a week that is more likely a month's or a year's.
const MUCH_A_WEEK: Pence = Pence(120_000);
/// A disability benefit a week that is more likely a month's: above both parts of the highest personal independence payment of 2026.
const MUCH_BENEFIT: Pence = Pence(20_000);
/// A price of care a week that is more likely a month's or a year's.
const MUCH_FOR_CARE: Pence = Pence(300_000);
/// A payment for nursing a week that is more likely a month's: half as much again as England's of 2026.
const MUCH_FOR_NURSING: Pence = Pence(40_000);
/// A price of a care home a week at which one asks whether it is a day's.
const LITTLE_FOR_A_HOME: Pence = Pence(20_000);

/// Interest a year beyond which another unit was meant \[share\].
const MOST_INTEREST: f64 = 0.2;
/// Part of a home's value beyond which the expenses of selling it are in another unit \[share\].
const MOST_SALE_COSTS: f64 = 0.5;

/// Refuses what nobody has a week, or a share of.
pub fn refuse(asked: &Person) -> Result<(), BillError> {
    if let Some(pension) = asked.state_pension.filter(|pension| pension.0 > MOST_STATE_PENSION) {
        let told = pounds(pension.0);
        return Err(BillError::Contradiction(format!(
            "state_pension is what comes in a week, and nobody has a state pension of {told} a week; divide a year's by 52, and what comes every four weeks by 4"
        )));
    }
    for (told, flag, most) in [
        (asked.interest, "interest", MOST_INTEREST),
        (asked.sale_costs, "sale_costs", MOST_SALE_COSTS),
    ] {
        if let Some(Share(share)) = told.filter(|share| share.0 > most) {
            return Err(BillError::Contradiction(format!(
                "{flag} is a share: {share} is {:.0}%, and nobody has more than {:.0}%; one per cent is written 1% or 0.01",
                share * 100.0,
                most * 100.0
            )));
        }
    }
    Ok(())
}

/// What the sums are taken for, where another unit is more likely.
pub fn notes(asked: &Person, in_home: bool) -> Vec<String> {
    let mut notes = Vec::new();
    let benefit_told = match asked.disability_benefit {
        Some(Benefit::Amount(amount)) => Some(Money(amount)),
        _ => None,
    };
    let weekly = [
        ("state pension", asked.state_pension, MUCH_STATE_PENSION),
        ("private pension", asked.private_pension, MUCH_A_WEEK),
        ("earnings", asked.earnings, MUCH_A_WEEK),
        ("other income", asked.other_income, MUCH_A_WEEK),
        ("disability benefit", benefit_told, MUCH_BENEFIT),
        ("price of the care", asked.price, MUCH_FOR_CARE),
        ("payment for nursing", asked.nursing_payment, MUCH_FOR_NURSING),
    ];
    for (what, amount, most) in weekly {
        if let Some(amount) = amount.filter(|amount| amount.0 > most) {
            let told = pounds(amount.0);
            notes.push(format!(
                "The {what} is taken to be {told} a week. If that is a month's, multiply it by 12 and divide by 52; if a year's, divide it by 52."
            ));
        }
    }
    if let Some(price) = asked.price.filter(|price| in_home && price.0 < LITTLE_FOR_A_HOME) {
        let told = pounds(price.0);
        notes.push(format!(
            "The care home is taken to cost {told} a week, board and lodging included, which is very little."
        ));
    }
    notes
}
