//! Many weeks at once: the same pence as one week after another, without visiting each.
//!
//! Between two changes every week is the same: until capital reaches the limit or the next tariff step, until the account
//! reaches the cap, until the home begins to count, until the end of life. So a year is a handful of products, seldom
//! more than three, and at most one for each tariff step.

use super::countable;
use super::law::{Law, NO_CAP};
use super::person::{CareAccount, Circumstances, Package, Spell, Split};
use super::week::{WeekTerms, Zone};
use crate::world::{Pence, Setting};

/// What a person pays over a spell of care, and everybody else. The account moves on; nothing else is changed.
#[inline]
pub fn charge(person: &Circumstances, care: &Package, account: &mut CareAccount, law: &Law, spell: Spell) -> Split {
    if !law.countable || !countable::all(person, care, account) {
        return Split::BEYOND;
    }
    if let Some(split) = tested_throughout(person, care, account, law, spell) {
        return split;
    }
    let mut split = Split {
        capital_after: person.capital,
        ..Split::default()
    };
    let at_home = care.setting == Setting::OwnHome;
    let mut owed = Owed::default();
    let free_weeks = law.free_weeks_at_the_end(spell);
    // Noted even where nobody is charged, so that later spells know who lived there.
    home_in_test(person, care, account, law);
    let mut left = spell.weeks - free_weeks;
    if care.continuing_healthcare {
        free(person, care, law, left, true, &mut split);
        owed.unchanged(account.debt, left);
        left = 0;
        if !at_home {
            account.weeks_in_home += spell.weeks - free_weeks;
        }
    }
    while left > 0 {
        let (home_counts, disregarded) = home_in_test(person, care, account, law);
        let weeks = if disregarded == 0 { left } else { left.min(disregarded) };
        let terms = WeekTerms::new(person, care, law, home_counts);
        let home = if home_counts {
            law.home_equity(person, account.debt)
        } else {
            0
        };
        ordinary(&terms, home, weeks, account, &mut split, &mut owed);
        if !at_home {
            account.weeks_in_home += weeks;
        }
        left -= weeks;
    }
    if free_weeks > 0 {
        // Whoever has continuing healthcare stays with the NHS to the end.
        let nhs_pays = law.nhs_pays_end_of_life || care.continuing_healthcare;
        free(person, care, law, free_weeks, nhs_pays, &mut split);
        owed.unchanged(account.debt, free_weeks);
        if !at_home {
            account.weeks_in_home += free_weeks;
        }
    }
    if care.nursing && law.nursing_rate > 0 {
        let nursing = Pence(law.nursing_rate * i64::from(spell.weeks));
        split.gross += nursing;
        split.nhs += nursing;
    }
    if law.deferred_interest != 0.0 && account.debt > Pence::ZERO {
        let secured = person.housing - person.told.mortgage - account.debt;
        let interest = law.interest(owed.pence_weeks);
        split.interest = Pence(interest.0.min(secured.0.max(0)).max(-account.debt.0));
        account.debt += split.interest;
    }
    split
}

/// What is owed against the home from week to week, added up for the interest on it.
#[derive(Default)]
struct Owed {
    /// Pence owed, times the weeks in which they are.
    pence_weeks: f64,
}

impl Owed {
    /// Weeks in which nothing is added to what is owed.
    #[inline]
    fn unchanged(&mut self, debt: Pence, weeks: u32) {
        self.pence_weeks += debt.0 as f64 * f64::from(weeks);
    }

    /// Weeks in which so much is drawn a week, evenly over it, by somebody who has spent so much beyond the savings (negative:
    /// has them still); gives what has been spent beyond them after it. What was owed before all of it is not in this.
    #[inline]
    fn drawn(&mut self, beyond: i64, draw: i64, weeks: i64) -> i64 {
        let after = beyond + draw * weeks;
        if beyond >= 0 {
            self.pence_weeks += (beyond + after) as f64 / 2.0 * weeks as f64;
        } else if after > 0 {
            // Only from the day on which the savings are gone.
            self.pence_weeks += after as f64 * after as f64 / (2.0 * draw as f64);
        }
        after
    }
}

/// Whether the home is in the test this week, and for how many weeks a resident's is disregarded. Notes in the account who
/// keeps it out, so that a new disregard begins when they leave.
#[inline]
pub(super) fn home_in_test(
    person: &Circumstances,
    care: &Package,
    account: &mut CareAccount,
    law: &Law,
) -> (bool, u32) {
    let disregarded = if care.setting == Setting::CareHome {
        account.note_home(law.home_protected(person), law.property_disregard_weeks);
        account.weeks_disregarded(law.property_disregard_weeks)
    } else {
        0
    };
    (law.home_counts(person, care.setting) && disregarded == 0, disregarded)
}

/// The common case at once: somebody at or below the upper limit throughout, without a cap, without a home in the test,
/// not at the end of life. `None` when it is not that case.
#[inline]
fn tested_throughout(
    person: &Circumstances,
    care: &Package,
    account: &mut CareAccount,
    law: &Law,
    spell: Spell,
) -> Option<Split> {
    let in_home = care.setting == Setting::CareHome;
    let home_counts = law.home_counts(person, care.setting);
    let dying = spell.weeks_to_death.is_some() && law.end_of_life_weeks > 0;
    let protected = in_home && law.home_protected(person);
    // A home that was kept out of the test until now begins a disregard of its own.
    let disregarding = in_home
        && (account.weeks_disregarded(law.property_disregard_weeks) > 0 || (account.home_protected && !protected));
    let special = care.continuing_healthcare || dying || disregarding || home_counts;
    if special || law.cap < NO_CAP || law.all_free || account.debt > Pence::ZERO {
        return None;
    }
    let capital = person.capital.0;
    if capital > law.limits(care.setting, home_counts).upper {
        return None;
    }
    let terms = WeekTerms::new(person, care, law, home_counts);
    let zone = if terms.income_alone_pays(capital) {
        Zone::default()
    } else if terms.only_tariff_falls(capital) {
        terms.through_the_zone(capital, i64::from(spell.weeks), |_, _| ())
    } else {
        return None;
    };
    // Below the zone income alone pays.
    let rest = i64::from(spell.weeks) - zone.weeks;
    let income = terms.tested_income.max(0);
    let weekly = income.min(terms.ceiling);
    let own = income * zone.weeks + zone.draw + weekly * rest;
    let supported = zone.supported + if weekly < terms.rate { rest } else { 0 };
    let weeks = i64::from(spell.weeks);
    let gross = terms.rate * weeks;
    let nursing = if care.nursing { law.nursing_rate * weeks } else { 0 };
    if in_home {
        account.weeks_in_home += spell.weeks;
        account.home_protected = protected;
    }
    Some(Split {
        gross: Pence(gross + nursing),
        charge: Pence(own),
        self_funded: Pence::ZERO,
        council: Pence(gross - own),
        nhs: Pence(nursing),
        premium: Pence::ZERO,
        benefit_received: Pence(terms.benefit[0] * weeks),
        benefit_used: Pence(zone.benefit_used + weekly.min(terms.tested_benefit) * rest),
        metered: Pence::ZERO,
        wealth_spent: Pence(zone.draw),
        interest: Pence::ZERO,
        capital_after: Pence(capital - zone.draw),
        weeks_self_funded: (weeks - supported) as u32,
        weeks_supported: supported as u32,
    })
}

/// Weeks under the means test and the cap; `home` is what the home adds to capital.
#[inline]
fn ordinary(terms: &WeekTerms, home: i64, weeks: u32, account: &mut CareAccount, split: &mut Split, owed: &mut Owed) {
    owed.unchanged(account.debt, weeks);
    let liquid = split.capital_after.0;
    let mut beyond = -liquid;
    let mut capital = liquid + home;
    let mut left = i64::from(weeks);
    while left > 0 {
        if terms.only_tariff_falls(capital) {
            let zone = terms.through_the_zone(capital, left, |draw, weeks| beyond = owed.drawn(beyond, draw, weeks));
            let (own, gross) = (terms.tested_income * zone.weeks + zone.draw, terms.rate * zone.weeks);
            split.gross.0 += gross;
            split.council.0 += gross - own;
            split.charge.0 += own;
            split.benefit_received.0 += terms.benefit[0] * zone.weeks;
            split.benefit_used.0 += zone.benefit_used;
            split.weeks_supported += zone.supported as u32;
            split.weeks_self_funded += (zone.weeks - zone.supported) as u32;
            capital -= zone.draw;
            left -= zone.weeks;
            continue;
        }
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
        beyond = owed.drawn(beyond, flow.draw, n);
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
