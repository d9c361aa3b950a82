//! What a law makes one person pay over a year, and what paying leaves of wealth and care accounts.

use crate::economy::charging::{
    CareAccount, Circumstances, Law, Package, Spell, Told, assumed_for_pension_credit, charge,
};
use crate::people::Person;
use crate::world::{Dependency, Pence};

use super::WEEKS;

/// What the law sees in a person.
pub fn circumstances(person: &Person, benefit: &[f64; 2]) -> Circumstances {
    let high = person.dependency as usize >= Dependency::High as usize;
    let rate = if person.disability_benefit {
        benefit[usize::from(high)]
    } else {
        0.0
    };
    let capital = Pence::from_pounds(f64::from(person.capital));
    Circumstances {
        age: person.age,
        income: Pence::from_pounds(f64::from(person.income)),
        occupational_pension: Pence::ZERO,
        disability_benefit: Pence::from_pounds(rate),
        capital,
        housing: Pence::from_pounds(f64::from(person.home)),
        partner_at_home: person.has_partner,
        relative_at_home: false,
        told: Told {
            not_qualifying: Pence::ZERO - assumed_for_pension_credit(capital),
            ..Told::default()
        },
    }
}

/// What counts towards a cap so far, in this year's money, and the time in a care home.
pub(super) fn account_of(person: &Person, law: &Law) -> CareAccount {
    CareAccount {
        metered: uprated(person.metered, law),
        debt: Pence::ZERO,
        weeks_in_home: u32::from(person.years_in_home) * WEEKS,
        ..CareAccount::default()
    }
}

/// The account of a resident when a cap that counts the years before it begins, or grants some: what those would have metered.
pub(super) fn account_of_resident(person: &Person, care: &Package, law: &Law) -> CareAccount {
    let mut account = account_of(person, law);
    let lived = if law.past_residence_counts {
        account.weeks_in_home
    } else {
        0
    };
    let weeks = lived.max(law.residence_granted * WEEKS);
    if weeks > 0 {
        let weekly = (care.council_rate.0 - law.daily_living_cost).max(0);
        let metered = Pence(weekly * i64::from(weeks));
        account.metered = account.metered.max(metered);
    }
    account
}

/// What counted towards a cap, in this year's money.
fn uprated(metered: Pence, law: &Law) -> Pence {
    if metered == Pence::ZERO {
        return metered;
    }
    let account = CareAccount {
        metered,
        ..CareAccount::default()
    };
    account.uprated(law.account_uprating).metered
}

/// Who pays what over a year [£], averaged over those who die in it and those who do not when the law asks.
pub(super) struct Paid {
    pub gross: f64,
    pub council: f64,
    pub nhs: f64,
    pub charge: f64,
    pub self_funded: f64,
    pub wealth_spent: f64,
    pub benefit_used: f64,
    pub metered: Pence,
    /// Share of the year paid in full.
    pub in_full: f64,
}

/// Asks the law for a year in which a care user dies with the chance `dying`.
pub(super) fn pay(who: &Circumstances, care: &Package, account: CareAccount, law: &Law, dying: f64) -> Paid {
    let once = |spell: Spell| {
        let mut account = account;
        let split = charge(who, care, &mut account, law, spell);
        Paid {
            gross: split.gross.pounds(),
            council: split.council.pounds(),
            nhs: split.nhs.pounds(),
            charge: split.charge.pounds(),
            self_funded: split.self_funded.pounds(),
            wealth_spent: split.wealth_spent.pounds(),
            benefit_used: split.benefit_used.pounds(),
            metered: account.metered,
            in_full: f64::from(split.weeks_self_funded) / f64::from(WEEKS),
        }
    };
    let living = once(Spell::of(WEEKS));
    if law.end_of_life_weeks == 0 {
        return living;
    }
    let last = once(Spell::until_death(WEEKS));
    let mix = |a: f64, b: f64| a + (b - a) * dying;
    Paid {
        gross: mix(living.gross, last.gross),
        council: mix(living.council, last.council),
        nhs: mix(living.nhs, last.nhs),
        charge: mix(living.charge, last.charge),
        self_funded: mix(living.self_funded, last.self_funded),
        wealth_spent: mix(living.wealth_spent, last.wealth_spent),
        benefit_used: mix(living.benefit_used, last.benefit_used),
        metered: living.metered,
        in_full: mix(living.in_full, last.in_full),
    }
}

/// Who pays in full for care at home under a law, in whole pence as [`charge`] counts.
#[derive(Clone, Copy)]
pub(super) struct FullPayers<'a> {
    /// Nobody does: care at home is free.
    pub free: bool,
    law: &'a Law,
}

impl FullPayers<'_> {
    pub fn under(law: &Law) -> FullPayers<'_> {
        FullPayers {
            free: law.free_personal_care_at_home || law.all_free,
            law,
        }
    }
    #[inline]
    pub fn include(&self, capital: Pence, person: &Person) -> bool {
        let kept_out = person.has_partner && self.law.household_keeps_home_out;
        let home = if self.law.home_counted_at_home && !kept_out {
            let value = Pence::from_pounds(f64::from(person.home));
            value.0 - self.law.sale_costs(value).0
        } else {
            0
        };
        !self.free && capital.0 + home > self.law.limits_own_home.upper
    }
}

/// Moves the account as far as the share of the year with council care.
fn move_account(person: &mut Person, metered: Pence, public: f64) {
    if metered != person.metered {
        let before = person.metered;
        person.metered = Pence(before.0 + ((metered.0 - before.0) as f64 * public) as i64);
    }
}

/// Buys care at home out of savings as far as they go.
fn buy(person: &mut Person, price: f64) {
    if price > 0.0 {
        let from_savings = price.min(f64::from(person.capital)).max(0.0);
        person.capital -= from_savings as f32;
        person.capital_spent += Pence::from_pounds(from_savings);
        person.paid += Pence::from_pounds(price);
    }
}

/// What a year at home takes: of what council care asks all year long, the share of the year that it was there for; and
/// what care one bought oneself. `metered` is nothing where nobody was charged.
pub(super) fn live_at_home(
    person: &mut Person,
    (public, bought): (f64, f64),
    asked: Option<(Pence, f64, f64)>,
    law: &Law,
) {
    let Some((metered, wealth_spent, paid)) = asked else {
        if law.account_uprating != 1.0 {
            move_account(person, uprated(person.metered, law), public);
        }
        return buy(person, bought);
    };
    move_account(person, metered, public);
    // What one buys comes out of savings; what income covers is not followed at home.
    let saved = f64::from(person.capital).max(0.0);
    spend(
        person,
        public * wealth_spent + bought.min(saved),
        public * paid + bought,
    );
}

/// What a year in a care home takes.
pub(super) fn live_in_care_home(person: &mut Person, metered: Pence, wealth_spent: f64, paid: f64) {
    person.metered = metered;
    spend(person, wealth_spent, paid);
}

/// Takes what was spent from savings first, then from the home.
pub(super) fn spend(person: &mut Person, wealth: f64, paid: f64) {
    let from_capital = wealth.min(f64::from(person.capital)).max(0.0);
    let from_home = (wealth - from_capital).clamp(0.0, f64::from(person.home).max(0.0));
    person.capital -= from_capital as f32;
    person.home -= from_home as f32;
    person.capital_spent += Pence::from_pounds(from_capital + from_home);
    person.paid += Pence::from_pounds(paid);
}
