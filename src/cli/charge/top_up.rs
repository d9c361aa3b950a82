//! What somebody else pays on top, for a dearer place than the council would pay for.
//!
//! There is a top-up only while the council buys the place, at what it would pay: the price is that and the top-up. One who pays
//! in full pays the price, and whom the NHS pays for needs none. Where what the council would pay is not told, it is taken to be the
//! price that was told, with the top-up beyond it; that is a reading, and of somebody for whom the council never pays nothing says
//! which of the two prices was meant.

use super::bill::{BillError, Phase};
use super::person::{Money, Person, Place};
use super::words::pounds;
use crate::economy::charging::Package;
use crate::economy::charging::steps::WeekTold;
use crate::world::Pence;

/// What is asked for a week, if it goes with the place and the price; otherwise what does not.
pub fn a_week(asked: &Person) -> Result<Pence, String> {
    let top_up = asked.top_up.map_or(Pence::ZERO, |money| money.0);
    if top_up == Pence::ZERO {
        return Ok(top_up);
    }
    if asked.place == Some(Place::Home) {
        return Err("top_up is for a dearer care home, and place is home".to_string());
    }
    if let (Some(rate), Some(price)) = (asked.council_rate, asked.price)
        && rate.0 + top_up != price.0
    {
        return Err(format!(
            "council_rate and top_up make {}, and price is {}: what the council pays and what somebody pays on top are the price",
            pounds(rate.0 + top_up),
            pounds(price.0)
        ));
    }
    Ok(top_up)
}

/// What is asked with both prices told: without `council_rate`, the one that was told is the council's and the top-up is beyond it,
/// in every week, whoever pays.
pub fn with_both_prices(asked: &Person) -> Person {
    let mut asked = asked.clone();
    if let (Some(top_up), Some(told), None) = (asked.top_up, asked.price, asked.council_rate)
        && top_up.0 > Pence::ZERO
    {
        asked.price = Some(Money(told.0 + top_up.0));
        asked.council_rate = Some(told);
    }
    asked
}

/// What of it is paid in a week; `staying` says whether it is a stay in a care home, however it is charged.
pub fn of_week(top_up: Pence, told: &WeekTold, care: &Package, staying: bool) -> Pence {
    let split = told.split;
    // Where a cap is reached and the price stays, the person pays what is above the council's rate.
    let bought_by_council = !told.in_full && split.premium == Pence::ZERO && !care.continuing_healthcare;
    if bought_by_council && staying {
        top_up
    } else {
        Pence::ZERO
    }
}

/// What is to be known of it; an error where the council pays in no week and only one of the two prices was told.
pub fn notes(asked: &Person, care: &Package, phases: &[Phase]) -> Result<Vec<String>, BillError> {
    let mut notes = Vec::new();
    let (Some(top_up), Some(price)) = (asked.top_up, asked.price) else {
        return Ok(notes);
    };
    if top_up.0 == Pence::ZERO {
        return Ok(notes);
    }
    let untold = asked.council_rate.is_none();
    let whole = price.0 + top_up.0;
    let never = phases.iter().all(|phase| phase.top_up == Pence::ZERO);
    if untold && never && !care.continuing_healthcare {
        let other = if price.0 > top_up.0 {
            format!(
                "; one who pays {} in full needs no top_up, or --council-rate {} if the council might pay later",
                pounds(price.0),
                pounds(price.0 - top_up.0)
            )
        } else {
            String::new()
        };
        return Err(BillError::NotTold(format!(
            "top_up needs council_rate here: somebody pays on top only while the council pays for the place, which it does in none of \
             these weeks, so that the price to one who pays in full must be sure. If the home asks for {} in all, tell --price {} \
             --council-rate {}{other}",
            pounds(whole),
            pounds(whole),
            pounds(price.0)
        )));
    }
    if phases.iter().any(|phase| phase.top_up == Pence::ZERO) {
        let whole = if untold { whole } else { price.0 };
        notes.push(format!(
            "Somebody pays on top only while the council pays for the place at its rate: the {} a week are left out of the other weeks, in \
             which one who pays in full pays the whole price of {}.",
            pounds(top_up.0),
            pounds(whole)
        ));
    }
    if untold && !never {
        let less = (price.0 > top_up.0).then(|| {
            format!(
                " If the home asks for {} in all, tell what the council would pay (--council-rate {}).",
                pounds(price.0),
                pounds(price.0 - top_up.0)
            )
        });
        notes.push(format!(
            "The council is taken to pay on the whole price of {}, and {} a week to come on top of it: {} in all.{}",
            pounds(price.0),
            pounds(top_up.0),
            pounds(whole),
            less.unwrap_or_default()
        ));
    }
    Ok(notes)
}
