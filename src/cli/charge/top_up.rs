//! What somebody else pays on top, for a dearer place than the council would pay for.
//!
//! There is a top-up only while the council buys the place, at what it would pay: the price is that and the top-up. One who pays
//! in full pays the price, and whom the NHS pays for needs none.

use super::bill::Phase;
use super::person::{Person, Place};
use super::words::pounds;
use crate::economy::charging::Package;
use crate::economy::charging::steps::WeekTold;
use crate::world::{Pence, Setting};

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

/// What of it is paid in a week.
pub fn of_week(top_up: Pence, told: &WeekTold, care: &Package) -> Pence {
    let split = told.split;
    // Where a cap is reached and the price stays, the person pays what is above the council's rate.
    let bought_by_council = !told.in_full && split.premium == Pence::ZERO && !care.continuing_healthcare;
    if bought_by_council && care.setting == Setting::CareHome {
        top_up
    } else {
        Pence::ZERO
    }
}

/// What is to be known of it.
pub fn notes(asked: &Person, phases: &[Phase]) -> Vec<String> {
    let mut notes = Vec::new();
    let (Some(top_up), Some(price)) = (asked.top_up, asked.price) else {
        return notes;
    };
    if top_up.0 == Pence::ZERO {
        return notes;
    }
    if phases.iter().any(|phase| phase.top_up == Pence::ZERO) {
        notes.push(format!(
            "Somebody pays on top only while the council pays for the place at its rate: the {} a week are left out of the other weeks.",
            pounds(top_up.0)
        ));
    }
    if asked.council_rate.is_none() && phases.iter().any(|phase| phase.top_up > Pence::ZERO) {
        let whole = (price.0 > top_up.0).then(|| {
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
            pounds(price.0 + top_up.0),
            whole.unwrap_or_default()
        ));
    }
    notes
}
