//! What is left to somebody who has saved, where it is not the sum of one without a partner in a care home.

use super::words::pounds;
use crate::economy::charging::amounts::AmountsError;
use crate::economy::charging::{Amounts, Circumstances, CoupleSaver, Law as Rules, Nation, SavingsCredit};
use crate::world::Pence;

/// What is left for having saved to one of a couple that year; nothing where the table lacks it and it is not `needed`.
pub fn couple(nation: Nation, year: u16, amounts: &Amounts, needed: bool) -> Result<Option<CoupleSaver>, AmountsError> {
    let found = amounts.of(nation, year, "savings_disregard_couple").and_then(|most| {
        let whole_from = amounts.benefit(year, "standard_minimum_guarantee_couple")?;
        Ok(CoupleSaver { most, whole_from })
    });
    match found {
        Err(AmountsError::Year { .. }) if !needed => Ok(None),
        found => found.map(Some),
    }
}

/// What is told of a savings credit below the most that is left to a couple, whose income together is not known.
pub fn income_together(couple: Option<CoupleSaver>, told: SavingsCredit, own_income: Pence) -> Option<String> {
    let (Some(couple), SavingsCredit::Receives(credit)) = (couple, told) else {
        return None;
    };
    (credit < couple.most && own_income <= couple.whole_from).then(|| {
        format!(
            "Of a couple whose own income together is above {} a week, {} is left out in place of the savings credit of {}: the partner's income is not known here.",
            pounds(couple.whole_from),
            pounds(couple.most),
            pounds(credit)
        )
    })
}

/// What is told of a savings credit at home, where councils differ and nobody says what this one does.
pub fn left_out_at_home(rules: &Rules, person: &Circumstances, credit: Pence) -> String {
    let left = Pence(rules.savings_kept(person));
    let told = format!(
        "The whole savings credit of {} is left out at home, as many councils do.",
        pounds(credit)
    );
    if left == Pence::ZERO {
        return format!(
            "{told} Some leave out only as much as in a care home; how much that is this year is not in the table of amounts."
        );
    }
    let difference = if left <= credit {
        format!("{} a week more would count", pounds(credit - left))
    } else {
        format!("{} a week less would count", pounds(left - credit))
    };
    format!(
        "{told} Others leave out only as much as in a care home, as England's circular of 2024/25 has it, which is {} here: then {difference} (--savings-disregard-at-home yes).",
        pounds(left)
    )
}
