//! The law of a year as a bill needs it: the amounts of that year, with what a council has decided in their place.

use super::bill::BillError;
use super::person::{Law, Part as Share, Person, Place, Stay, YesNo};
use crate::economy::charging::amounts::Needed;
use crate::economy::charging::{Amounts, Indices, Law as Rules, Nation, Scheme, SchemeLevers};
use crate::world::{Lever as _, LeverKind, Pence};

/// The first years in which councils ask interest on deferred payments while the resident lives: in England by the Care Act 2014,
/// in Wales by the Social Services and Well-being (Wales) Act 2014; in Scotland none runs while the agreement lasts.
const INTEREST_FROM: [(Nation, u16); 3] = [
    (Nation::England, 2015),
    (Nation::Wales, 2016),
    (Nation::Scotland, u16::MAX),
];
/// Age from which the proposal of free personal care in England is free.
pub const FREE_FROM: u8 = 65;

/// Whether personal care that a law makes free is free at that age in that year.
pub fn free_at(law: Law, amounts: &Amounts, year: u16, age: u8) -> bool {
    match law.nation {
        Nation::England => law.key != "free_personal_care" || age >= FREE_FROM,
        nation => amounts.personal_care_is_free(nation, year, age),
    }
}

/// The law of the year with what the council has decided; `nursing` says whether it is a nursing home, however it is charged.
pub fn rules(
    asked: &Person,
    nursing: bool,
    law: Law,
    year: u16,
    amounts: &Amounts,
    levers: &SchemeLevers,
) -> Result<Rules, BillError> {
    let mut levers = *levers;
    levers.charging.scheme = scheme(law);
    let some = |value: Option<super::person::Money>| value.is_some_and(|money| money.0 > Pence::ZERO);
    let at_home = asked.place == Some(Place::Home);
    let needed = Needed {
        lower_limit: asked.lower_limit.is_none(),
        upper_limit: asked.upper_limit.is_none(),
        assumed_income: some(asked.savings) || some(asked.home),
        savings_disregard: (!at_home || asked.savings_disregard_at_home == Some(YesNo::Yes))
            && (some(asked.savings_credit) || asked.savings_disregard == Some(YesNo::Yes)),
        guarantee: at_home && asked.guarantee.is_none(),
        most_at_home: at_home && asked.most_at_home.is_none(),
        allowance: asked.allowance.is_none() && asked.place != Some(Place::Home),
        nursing: nursing && asked.nursing_payment.is_none(),
    };
    let mut levers = amounts.law(law.nation, year, &levers, needed)?;
    if let Some(age) = asked.age
        && !free_at(law, amounts, year, age)
    {
        // Nursing was free at every age.
        levers.free_care.personal_payment = 0.0;
        levers.free_care.at_home = false;
    }
    let it = &mut levers.charging;
    if let Some(allowance) = asked.allowance {
        it.personal_expenses_allowance = allowance.0.pounds();
    }
    if let Some(payment) = asked.nursing_payment {
        match law.nation {
            Nation::Scotland => levers.free_care.nursing_payment = payment.0.pounds(),
            _ => it.nhs_nursing_rate = payment.0.pounds(),
        }
    }
    if let Some(Share(share)) = asked.night_part_left_out {
        it.night_rate_disregarded_pension_age = share;
        it.night_rate_disregarded_working_age = share;
    } else {
        it.night_rate_disregarded_pension_age = 0.0;
        it.night_rate_disregarded_working_age = 0.0;
    }
    if let Some(Share(share)) = asked.sale_costs {
        it.sale_costs_share = share;
    }
    match asked.interest {
        Some(Share(share)) => it.deferred_interest = share,
        None if no_interest(law.nation, year) => it.deferred_interest = 0.0,
        None => {}
    }
    if let Some(limit) = asked.lower_limit {
        (it.lower_limit_care_home, it.lower_limit_own_home) = (limit.0.pounds(), limit.0.pounds());
    }
    if let Some(limit) = asked.upper_limit {
        (it.upper_limit_care_home, it.upper_limit_own_home) = (limit.0.pounds(), limit.0.pounds());
    }
    if it.lower_limit_care_home > it.upper_limit_care_home {
        return Err(BillError::Contradiction("lower_limit is above upper_limit".to_string()));
    }
    if asked.stay == Some(Stay::Temporary) {
        it.home_counted_in_care_home = false;
    }
    Ok(Rules::compile(&levers, Indices::BASE))
}

/// Whether no interest runs on deferred payments in a nation's law of a year while the resident lives.
pub fn no_interest(nation: Nation, year: u16) -> bool {
    INTEREST_FROM.iter().any(|(of, first)| *of == nation && year < *first)
}

/// The scheme of a law; those of the other nations are means tests with terms of their own.
fn scheme(law: Law) -> Scheme {
    let LeverKind::Choice(words) = Scheme::KIND else {
        return Scheme::MeansTest;
    };
    words
        .iter()
        .position(|word| *word == law.key)
        .map_or(Scheme::MeansTest, |index| Scheme::from_value(index as f64))
}
