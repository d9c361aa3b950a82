//! The charging law of one year, compiled from levers: whole pence, no scheme names left.
//!
//! Schemes become numbers here. A cap that nobody reaches is no cap; a free part of zero is no free care; so every
//! combination is lawful, and the code that charges a person does not know which proposal it carries out.

use super::countable::{MOST, is_countable};
use super::levers::{Indexing, Scheme, SchemeLevers};
use super::lifetime::WEEKS_IN_YEAR;
use super::person::{Circumstances, SavingsCredit, Spell};
use crate::world::{Pence, Setting};

/// Stands for "no cap": far above any account, far from overflow.
pub(super) const NO_CAP: i64 = i64::MAX / 4;

/// How far the year of the law is from the base year.
#[derive(Clone, Copy, Debug)]
pub struct Indices {
    /// Years since the base year.
    pub years: f64,
    /// Prices relative to the base year.
    pub prices: f64,
    /// Average earnings relative to the base year, in real terms.
    pub earnings: f64,
    /// Rise of prices into this year [per year].
    pub price_growth: f64,
    /// Rise of real earnings into this year [per year].
    pub earnings_growth: f64,
}

impl Indices {
    /// The base year itself.
    pub const BASE: Indices = Indices {
        years: 0.0,
        prices: 1.0,
        earnings: 1.0,
        price_growth: 0.0,
        earnings_growth: 0.0,
    };
    /// Worth of an indexed pound since the base year, in base-year prices.
    fn level(&self, indexing: Indexing) -> f64 {
        match indexing {
            Indexing::Frozen => 1.0 / self.prices,
            Indexing::Prices => 1.0,
            Indexing::Earnings => self.earnings,
        }
    }
    /// Its change into this year, in real terms.
    fn step(&self, indexing: Indexing) -> f64 {
        match indexing {
            Indexing::Frozen => 1.0 / (1.0 + self.price_growth),
            Indexing::Prices => 1.0,
            Indexing::Earnings => 1.0 + self.earnings_growth,
        }
    }
}

/// Lower and upper capital limit \[pence\].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Up to it, capital yields no assumed income \[pence\].
    pub lower: i64,
    /// Above it one pays in full \[pence\].
    pub upper: i64,
}

/// The law of a year. Money in pence or pence per week, base-year prices.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Law {
    /// Capital limits in a care home when the home counts.
    pub limits_care_home: Limits,
    /// Capital limits in a care home when it does not.
    pub limits_care_home_without_home: Limits,
    /// Capital limits of a person who lives at home.
    pub limits_own_home: Limits,
    /// Capital between the limits that yields one step of assumed income \[pence\].
    pub tariff_step: i64,
    /// Assumed income of a step or part of it [pence/week].
    pub tariff_income: i64,
    /// Kept by a resident of a care home [pence/week].
    pub personal_expenses_allowance: i64,
    /// Kept at home by a single person over pension age [pence/week].
    pub guarantee_single: i64,
    /// Kept at home by each of a couple over pension age [pence/week].
    pub guarantee_couple: i64,
    /// Kept at home by a person under pension age [pence/week].
    pub guarantee_working_age: i64,
    /// State pension age \[years\].
    pub pension_age: f64,
    /// Most that anybody is charged for care at home [pence/week]; far above any price where there is no maximum.
    pub most_at_home: i64,
    /// Allowed at home to one who has a disability benefit [pence/week].
    pub disability_expenditure: i64,
    /// Share of an occupational pension left to a partner.
    pub partner_pension_share: f64,
    /// Whether the home counts in a care home.
    pub home_counted_in_care_home: bool,
    /// Whether the home counts while living in it.
    pub home_counted_at_home: bool,
    /// Whether a partner or relative in the home keeps it out of the test of care at home.
    pub household_keeps_home_out: bool,
    /// Weeks after entry in which the home does not count \[weeks\].
    pub property_disregard_weeks: u32,
    /// Real interest on deferred payments; 0 where the home is sold instead [per year].
    pub deferred_interest: f64,
    /// NHS-funded nursing care [pence/week].
    pub nursing_rate: i64,
    /// Attendance Allowance, lower rate: all of it counts at home [pence/week].
    pub benefit_lower: i64,
    /// Share of a disability benefit above the lower rate that the test at home leaves out, over pension age.
    pub night_rate_disregarded_pension_age: f64,
    /// The same under pension age.
    pub night_rate_disregarded_working_age: f64,
    /// Most that a resident with council money keeps for having saved [pence/week].
    pub savings_disregard: i64,
    /// Income of one's own above which that begins [pence/week].
    pub savings_disregard_from: i64,
    /// Income of one's own above which the most is kept [pence/week].
    pub savings_disregard_whole_from: i64,
    /// Share of the income between the two that is kept, up to the most.
    pub savings_disregard_share: f64,
    /// Age from which people have a claim to it this year \[years\].
    pub savings_disregard_age: f64,
    /// Share of a home's value taken off for the expenses of selling it.
    pub sale_costs_share: f64,
    /// Whether a disability benefit stops in a home while the council pays.
    pub benefit_stops_with_council_money: bool,
    /// Whether it stops in a home with free personal care.
    pub benefit_stops_with_free_care: bool,
    /// Lifetime cap \[pence\]; far above anything where there is none.
    pub cap: i64,
    /// Whether what the council pays counts towards the cap.
    pub council_counts: bool,
    /// Whether years lived in a care home before the cap count towards it.
    pub past_residence_counts: bool,
    /// Years in a care home that every resident is taken to have behind them when the cap is reckoned.
    pub residence_granted: u32,
    /// Whether the price falls to the council rate at the cap.
    pub premium_ends_at_cap: bool,
    /// Factor by which accounts carried into this year are uprated, in real terms.
    pub account_uprating: f64,
    /// Board and lodging in a home, outside the cap and outside free care [pence/week].
    pub daily_living_cost: i64,
    /// Free personal care in a home [pence/week].
    pub free_personal_payment: i64,
    /// Free nursing in a nursing home, on top of the NHS's [pence/week].
    pub free_nursing_payment: i64,
    /// Whether personal care at home is free.
    pub free_personal_care_at_home: bool,
    /// Whether everything is free.
    pub all_free: bool,
    /// Whether residents then still pay daily living costs.
    pub all_free_except_daily_living: bool,
    /// Weeks before death in which everything is free \[weeks\].
    pub end_of_life_weeks: u32,
    /// Whether the NHS pays for them.
    pub nhs_pays_end_of_life: bool,
    /// Own lifetime cost above which care is called catastrophic \[pence\].
    pub catastrophic_cost: i64,
    /// Whether every amount is one that a life can be worked out with (see [`super::countable`]).
    pub countable: bool,
}

impl Law {
    /// The law that these levers make in a year.
    pub fn compile(levers: &SchemeLevers, indices: Indices) -> Law {
        let it = &levers.charging;
        let free = &levers.free_care;
        let countable = std::cell::Cell::new(true);
        let pence = |pounds: f64, factor: f64| {
            let amount = Pence::from_pounds(pounds * factor).0;
            countable.set(countable.get() && is_countable(amount));
            amount.clamp(-MOST, MOST)
        };
        let limits = indices.level(it.limits_indexing) * libm::pow(1.0 + it.limits_extra_growth, indices.years);
        let allowances = indices.level(it.allowances_indexing);
        let payments = indices.level(free.payments_indexing);
        let in_home = Limits {
            lower: pence(it.lower_limit_care_home, limits),
            upper: pence(it.upper_limit_care_home, limits),
        };
        let personal_care = it.scheme == Scheme::FreePersonalCare || free.with_personal_care;
        let end_of_life = it.scheme == Scheme::FreeEndOfLife || free.with_end_of_life;
        let mut law = Law {
            limits_care_home: in_home,
            limits_care_home_without_home: in_home,
            limits_own_home: Limits {
                lower: pence(it.lower_limit_own_home, limits),
                upper: pence(it.upper_limit_own_home, limits),
            },
            tariff_step: pence(it.tariff_step, 1.0).max(1),
            tariff_income: pence(it.tariff_income, 1.0),
            personal_expenses_allowance: pence(it.personal_expenses_allowance, allowances),
            guarantee_single: pence(it.income_guarantee_single, allowances),
            guarantee_couple: pence(it.income_guarantee_couple, allowances),
            guarantee_working_age: pence(it.income_guarantee_working_age, allowances),
            pension_age: it.pension_age,
            most_at_home: pence(it.most_at_home, allowances),
            disability_expenditure: pence(it.disability_expenditure, 1.0),
            partner_pension_share: it.partner_pension_share,
            home_counted_in_care_home: it.home_counted_in_care_home,
            home_counted_at_home: it.home_counted_at_home,
            household_keeps_home_out: it.household_keeps_home_out,
            property_disregard_weeks: it.property_disregard_weeks as u32,
            deferred_interest: if it.deferred_payments {
                it.deferred_interest
            } else {
                0.0
            },
            nursing_rate: pence(it.nhs_nursing_rate, 1.0),
            benefit_lower: pence(it.attendance_allowance_lower, 1.0),
            night_rate_disregarded_pension_age: it.night_rate_disregarded_pension_age,
            night_rate_disregarded_working_age: it.night_rate_disregarded_working_age,
            savings_disregard: pence(it.savings_disregard, allowances),
            savings_disregard_from: pence(it.savings_disregard_from, allowances),
            savings_disregard_whole_from: pence(it.savings_disregard_whole_from, allowances),
            savings_disregard_share: it.savings_disregard_share,
            savings_disregard_age: it.savings_disregard_age + indices.years,
            sale_costs_share: it.sale_costs_share,
            benefit_stops_with_council_money: it.benefit_stops_with_council_money,
            benefit_stops_with_free_care: free.benefit_stops,
            cap: NO_CAP,
            council_counts: false,
            past_residence_counts: false,
            residence_granted: 0,
            premium_ends_at_cap: false,
            account_uprating: 1.0,
            daily_living_cost: 0,
            free_personal_payment: if personal_care {
                pence(free.personal_payment, payments)
            } else {
                0
            },
            free_nursing_payment: if personal_care {
                pence(free.nursing_payment, payments)
            } else {
                0
            },
            free_personal_care_at_home: personal_care && free.at_home,
            all_free: it.scheme == Scheme::FreeAll,
            all_free_except_daily_living: free.daily_living_charged,
            end_of_life_weeks: if end_of_life { free.end_of_life_weeks as u32 } else { 0 },
            nhs_pays_end_of_life: free.end_of_life_by_nhs,
            catastrophic_cost: pence(it.catastrophic_cost, 1.0),
            countable: true,
        };
        if law.all_free {
            law.daily_living_cost = pence(free.daily_living_cost, 1.0);
        }
        if let Some(cap) = levers.cap() {
            let then = levers.prices.to_base(cap.price_year) * indices.level(cap.indexing);
            law.cap = pence(cap.cap, then);
            law.council_counts = cap.council_contributions_count;
            law.past_residence_counts = cap.past_residence_counts;
            law.residence_granted = cap.residence_granted.round() as u32;
            law.premium_ends_at_cap = cap.premium_ends_at_cap;
            law.account_uprating = indices.step(cap.account_indexing);
            law.home_counted_at_home |= cap.home_counted_at_home;
            let daily = levers.prices.to_base(cap.daily_living_price_year) * indices.level(cap.indexing);
            law.daily_living_cost = pence(cap.daily_living_cost, daily);
            let lower = pence(cap.lower_limit_care_home, then);
            law.limits_care_home = Limits {
                lower,
                upper: pence(cap.upper_limit_care_home, then),
            };
            law.limits_care_home_without_home = Limits {
                lower,
                upper: pence(cap.upper_limit_without_home, then),
            };
            law.limits_own_home = Limits {
                lower: pence(cap.lower_limit_own_home, then),
                upper: pence(cap.upper_limit_own_home, then),
            };
        }
        law.countable = countable.get();
        law
    }

    /// Whether there is a home that is in the means test, the disregard of the first weeks apart.
    #[inline]
    pub fn home_counts(&self, person: &Circumstances, setting: Setting) -> bool {
        if person.housing <= Pence::ZERO {
            return false;
        }
        match setting {
            Setting::CareHome => self.home_counted_in_care_home && !self.home_protected(person),
            Setting::OwnHome => {
                self.home_counted_at_home && !(self.household_keeps_home_out && self.home_protected(person))
            }
        }
    }

    /// Whether somebody lives in the home whose presence keeps it out of the test.
    #[inline]
    pub fn home_protected(&self, person: &Circumstances) -> bool {
        person.partner_at_home || person.relative_at_home
    }

    /// Capital limits in a place, by whether the home is in the test there.
    #[inline]
    pub(super) fn limits(&self, setting: Setting, home_counts: bool) -> &Limits {
        match (setting, home_counts) {
            (Setting::OwnHome, _) => &self.limits_own_home,
            (Setting::CareHome, true) => &self.limits_care_home,
            (Setting::CareHome, false) => &self.limits_care_home_without_home,
        }
    }

    /// Whether there is a lifetime cap.
    pub fn has_cap(&self) -> bool {
        self.cap < NO_CAP
    }

    /// Whether a person is under pension age.
    #[inline]
    pub fn working_age(&self, person: &Circumstances) -> bool {
        f64::from(person.age) < self.pension_age
    }

    /// What a person at home must be left with [pence/week].
    #[inline]
    pub fn income_guarantee(&self, person: &Circumstances) -> i64 {
        self.guarantee(person) + self.allowed_expenditure(person)
    }

    /// Minimum income guarantee [pence/week]: the assessor's for this person, or the law's by age and partner.
    #[inline]
    pub fn guarantee(&self, person: &Circumstances) -> i64 {
        if let Some(told) = person.told.guarantee {
            told.0
        } else if self.working_age(person) {
            self.guarantee_working_age
        } else if person.partner_at_home {
            self.guarantee_couple
        } else {
            self.guarantee_single
        }
    }

    /// Disability-related expenditure left to a person at home [pence/week]: what the assessor found, or the standard sum
    /// of one who has a disability benefit.
    #[inline]
    pub fn allowed_expenditure(&self, person: &Circumstances) -> i64 {
        match person.told.disability_expenditure {
            Some(told) => told.0,
            None if person.disability_benefit > Pence::ZERO => self.disability_expenditure,
            None => 0,
        }
    }

    /// What a resident keeps for having saved, while the council pays [pence/week].
    ///
    /// The savings credit itself where it is received, at most the sum of the year; the whole sum for those whose income is
    /// too high for a credit; nothing below the threshold of the credit. Of a couple, whose income together nobody tells, the
    /// whole sum also for those who are known to have a claim without a credit, as only too high an income gives one.
    #[inline]
    pub fn savings_kept(&self, person: &Circumstances) -> i64 {
        let own_income = person.income.0 - person.told.not_qualifying.0;
        let old_enough = f64::from(person.age) >= self.savings_disregard_age;
        let couple = person.told.couple_saver.filter(|_| person.partner_at_home);
        let (most, whole_from) = match couple {
            Some(couple) => (couple.most.0, couple.whole_from.0),
            None => (self.savings_disregard, self.savings_disregard_whole_from),
        };
        match person.told.savings_credit {
            SavingsCredit::None => 0,
            SavingsCredit::Unknown if !old_enough => 0,
            _ if own_income > whole_from => most,
            SavingsCredit::Receives(credit) => credit.0.min(most),
            SavingsCredit::Entitled if couple.is_some() => most,
            SavingsCredit::Unknown | SavingsCredit::Entitled => {
                let above = (own_income - self.savings_disregard_from).max(0);
                share(above, self.savings_disregard_share).min(most)
            }
        }
    }

    /// What a home adds to capital where it counts \[pence\]: its value less the expenses of selling it and what is owed on it.
    #[inline]
    pub fn home_equity(&self, person: &Circumstances, debt: Pence) -> i64 {
        (person.housing.0 - self.sale_costs(person.housing).0 - person.told.mortgage.0 - debt.0).max(0)
    }

    /// Expenses of selling a home that are taken off its value.
    #[inline]
    pub fn sale_costs(&self, value: Pence) -> Pence {
        Pence(share(value.0, self.sale_costs_share))
    }

    /// Assumed income from capital [pence/week], or `None` above the upper limit, where one pays in full.
    #[cfg(test)]
    pub fn tariff(&self, capital: Pence, limits: Limits) -> Option<Pence> {
        if capital.0 > limits.upper {
            return None;
        }
        let above = (capital.0 - limits.lower).max(0);
        Some(Pence(
            (above + self.tariff_step - 1) / self.tariff_step * self.tariff_income,
        ))
    }

    /// Of a person's disability benefit, what the test at home counts [pence/week].
    #[inline]
    pub(super) fn counted_benefit(&self, person: &Circumstances) -> i64 {
        let benefit = person.disability_benefit.0;
        let above = (benefit - self.benefit_lower).max(0);
        let left_out = if self.working_age(person) {
            self.night_rate_disregarded_working_age
        } else {
            self.night_rate_disregarded_pension_age
        };
        benefit - share(above, left_out)
    }

    /// Of a resident's occupational pension, what a partner has of it, at home or elsewhere [pence/week].
    #[inline]
    pub(super) fn pension_to_partner(&self, person: &Circumstances) -> i64 {
        if person.partner_at_home || person.told.partner_elsewhere {
            share(person.occupational_pension.0, self.partner_pension_share)
        } else {
            0
        }
    }

    /// Weeks at the end of a spell in which everything is free.
    #[inline]
    pub(super) fn free_weeks_at_the_end(&self, spell: Spell) -> u32 {
        match spell.weeks_to_death {
            Some(after) => self.end_of_life_weeks.saturating_sub(after).min(spell.weeks),
            None => 0,
        }
    }

    /// Interest on what is owed, of which is told how many pence are owed for how many weeks; below zero where prices rise
    /// faster than it.
    pub(super) fn interest(&self, pence_weeks: f64) -> Pence {
        Pence((pence_weeks * self.deferred_interest / f64::from(WEEKS_IN_YEAR)).round() as i64)
    }
}

/// A share of an amount, to the nearest penny.
#[inline]
pub(super) fn share(amount: i64, share: f64) -> i64 {
    crate::world::money::nearest(amount as f64 * share)
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{law, levers};
    use super::*;

    #[test]
    fn frozen_limits_lose_their_worth_and_the_cap_of_2021_is_uprated_to_the_base_year() {
        let later = Indices {
            years: 10.0,
            prices: 1.25,
            earnings: 1.1,
            price_growth: 0.02,
            earnings_growth: 0.01,
        };
        let then = Law::compile(&levers("means_test"), later);
        assert_eq!(then.limits_care_home.upper, 2_325_000 * 4 / 5);
        assert_eq!(law("cap_2021").cap, 8_947_440);
        let cap = Law::compile(&levers("cap_2021"), later);
        assert_eq!(cap.cap, 9_842_184);
        assert_eq!(cap.account_uprating, 1.01);
        // The claim to the savings disregard ended with those who reached pension age by 2016: its age rises with the years.
        assert_eq!(then.savings_disregard_age, 84.0);
        let mut rising = levers("means_test");
        rising.charging.limits_extra_growth = 0.01;
        let risen = Law::compile(&rising, later).limits_care_home.upper as f64;
        assert!(
            (risen / 1_860_000.0 - 1.1046).abs() < 0.0001,
            "1.01 ten times over, of what prices left"
        );
    }
}
