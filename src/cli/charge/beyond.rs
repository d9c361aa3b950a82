//! What of a price is in no sum: a dearer place, or dearer care, than the one that is paid for.
//!
//! Somebody who pays in full pays the price. Where a council or the NHS buys the care it is bought at the council's rate, and what
//! the price is above that nobody pays, unless somebody does on top. That is told once for each reason that there is.

use super::words::pounds;
use crate::economy::charging::steps::WeekTold;
use crate::economy::charging::{Law as Rules, Package};
use crate::world::Pence;

/// What was missing a week where it first was, by reason [pence/week].
#[derive(Clone, Copy, Debug, Default)]
pub struct Beyond {
    /// The means test decides, or a maximum of the law.
    tested: Option<Pence>,
    /// All of it is free.
    free: Option<Pence>,
    /// The NHS pays, as continuing healthcare.
    nhs: Option<Pence>,
    /// The person pays in full what is not free.
    not_free: Option<Pence>,
}

impl Beyond {
    /// Looks at a week, in which somebody else pays `top_up` on top.
    pub fn look(&mut self, now: &WeekTold, top_up: Pence, care: &Package, rules: &Rules) {
        // The NHS pays for nursing besides the price.
        let nursing = Pence(if care.nursing { rules.nursing_rate } else { 0 });
        let paid = now.split.own() + now.split.council + now.split.nhs - nursing + top_up;
        let missing = care.self_funder_price - paid;
        if missing <= Pence::ZERO {
            return;
        }
        let reason = if care.continuing_healthcare {
            &mut self.nhs
        } else if now.free || rules.all_free {
            &mut self.free
        } else if now.in_full {
            &mut self.not_free
        } else {
            &mut self.tested
        };
        reason.get_or_insert(missing);
    }

    /// A sentence for each reason; `staying` says whether it is a stay in a care home, `on_top` whether a top-up is told.
    pub fn notes(&self, care: &Package, staying: bool, on_top: bool) -> Vec<String> {
        let bought = |missing: Pence| pounds(care.self_funder_price - missing);
        let missing = |missing: Pence| format!("the {} a week above that are in no sum here", pounds(missing));
        let (what, answer) = if staying {
            (
                "the place is one at",
                "Somebody else pays them (--top-up), or the place is another.",
            )
        } else {
            (
                "the care is bought at",
                "Somebody else pays them, or the care is bought elsewhere.",
            )
        };
        let mut notes = Vec::new();
        if let Some(gap) = self.tested {
            let decides = if staying {
                "the means test decides"
            } else {
                "the means test or a maximum decides"
            };
            notes.push(format!(
                "Where {decides}, {what} {} a week, the council's: {}. {answer}",
                bought(gap),
                missing(gap)
            ));
        }
        if let Some(gap) = self.free {
            notes.push(format!(
                "Where all of it is free, {what} {} a week, the council's: {}. {answer}",
                bought(gap),
                missing(gap)
            ));
        }
        if let Some(gap) = self.not_free {
            notes.push(format!(
                "What is free is bought at the council's rate, so that the whole comes to {} a week: {}.",
                bought(gap),
                missing(gap)
            ));
        }
        if let Some(gap) = self.nhs.filter(|_| !on_top) {
            notes.push(format!(
                "The NHS is taken to pay what the council would, {} a week: {}. Nobody pays on top of continuing healthcare: the NHS pays the whole price (then --council-rate is the price), or {}.",
                bought(gap),
                missing(gap),
                if staying { "the place is another" } else { "the care is bought elsewhere" }
            ));
        }
        notes
    }
}
