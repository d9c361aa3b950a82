//! Many weeks at once: the same pence as one week after another, without visiting each.
//!
//! Between two changes every week is the same: until capital reaches the limit or the next tariff step, until the account
//! reaches the cap, until the home begins to count, until the end of life. So a year is a handful of products, seldom
//! more than three, and at most one for each tariff step.

use super::law::Law;
use super::person::{CareAccount, Circumstances, Package, Spell, Split};
use super::week::Terms;
use crate::world::{Pence, Setting};

/// What a person pays over a spell of care, and everybody else. The account moves on; nothing else is changed.
#[inline]
pub fn charge(person: &Circumstances, care: &Package, account: &mut CareAccount, law: &Law, spell: Spell) -> Split {
    let mut split = Split {
        capital_after: person.capital,
        ..Split::default()
    };
    let at_home = care.setting == Setting::OwnHome;
    let opening_debt = account.debt;
    let free_weeks = law.free_weeks_at_the_end(spell);
    let mut left = spell.weeks - free_weeks;
    if care.continuing_healthcare {
        free(person, care, law, left, true, &mut split);
        left = 0;
        if !at_home {
            account.weeks_in_home += spell.weeks - free_weeks;
        }
    }
    while left > 0 {
        let disregarded = if at_home { 0 } else { law.property_disregard_weeks.saturating_sub(account.weeks_in_home) };
        let home_counts = law.home_counts(person, care.setting) && disregarded == 0;
        let weeks = if disregarded == 0 { left } else { left.min(disregarded) };
        let terms = Terms::new(person, care, law, home_counts);
        ordinary(person, &terms, home_counts, weeks, account, &mut split);
        if !at_home {
            account.weeks_in_home += weeks;
        }
        left -= weeks;
    }
    if free_weeks > 0 {
        free(person, care, law, free_weeks, law.nhs_pays_end_of_life, &mut split);
        if !at_home {
            account.weeks_in_home += free_weeks;
        }
    }
    if care.nursing && !at_home && law.nursing_rate > 0 {
        let nursing = Pence(law.nursing_rate * i64::from(spell.weeks));
        split.gross += nursing;
        split.nhs += nursing;
    }
    if law.deferred_interest > 0.0 && account.debt > Pence::ZERO {
        let interest = law.interest(opening_debt, account.debt, spell.weeks);
        split.interest = Pence(interest.0.min((person.housing - account.debt).0.max(0)));
        account.debt += split.interest;
    }
    split
}

/// Weeks under the means test and the cap.
#[inline]
fn ordinary(
    person: &Circumstances,
    terms: &Terms,
    home_counts: bool,
    weeks: u32,
    account: &mut CareAccount,
    split: &mut Split,
) {
    let liquid = split.capital_after.0;
    let home = if home_counts { (person.housing - account.debt).0.max(0) } else { 0 };
    let mut capital = liquid + home;
    let mut left = i64::from(weeks);
    while left > 0 {
        let flow = terms.week(capital, account.metered.0);
        let n = terms.same_weeks(capital, account.metered.0, &flow, left);
        let (own, gross) = (Pence(flow.own * n), Pence(flow.gross * n));
        split.gross += gross;
        split.council += gross - own;
        split.premium.0 += (flow.gross - terms.rate) * n;
        split.benefit_received.0 += flow.benefit * n;
        split.benefit_used.0 += flow.benefit_used * n;
        split.metered.0 += flow.metered * n;
        if flow.in_full {
            split.self_funded += own;
        } else {
            split.charge += own;
        }
        if flow.own < flow.gross {
            split.weeks_supported += n as u32;
        } else {
            split.weeks_self_funded += n as u32;
        }
        account.metered.0 += flow.metered * n;
        capital -= flow.draw * n;
        left -= n;
    }
    let spent = liquid + home - capital;
    let from_liquid = spent.min(liquid);
    split.wealth_spent.0 += spent;
    split.capital_after.0 -= from_liquid;
    account.debt.0 += spent - from_liquid;
}

/// Weeks in which the person pays nothing at all.
fn free(person: &Circumstances, care: &Package, law: &Law, weeks: u32, nhs_pays: bool, split: &mut Split) {
    let weeks_paid = i64::from(weeks);
    let cost = Pence(care.council_rate.0 * weeks_paid);
    split.gross += cost;
    if nhs_pays {
        split.nhs += cost;
    } else {
        split.council += cost;
        split.weeks_supported += weeks;
    }
    if care.setting == Setting::OwnHome || !law.benefit_stops_with_council_money {
        split.benefit_received.0 += person.disability_benefit.0 * weeks_paid;
    }
}
