//! The law for one week: what it takes of income and capital, what counts towards the cap, who pays the rest.
//!
//! Every scheme is the same sum of four parts, so a week has two questions only: is capital above the upper limit, and
//! has the account reached the cap?
//!
//! | | before the cap | after the cap |
//! |---|---|---|
//! | above the upper limit | price − free part | daily living costs (+ price above the council rate, if it stays) |
//! | at or below it | contribution, at most the rest of the cost | contribution, at most daily living costs |
//!
//! The week in which the account reaches the cap is charged daily living costs and what was left of the cap.

use super::law::{Law, NO_CAP, share};
use super::person::{Circumstances, Package};
use crate::world::Setting;

/// Everything about a person, a package and a law that stays the same from week to week. All in pence, or pence/week.
#[derive(Clone, Copy, Debug)]
pub(super) struct WeekTerms {
    /// Upper capital limit.
    pub upper: i64,
    /// Lower capital limit.
    pub lower: i64,
    /// Width of a tariff step [pence of capital].
    pub step: i64,
    /// Income assumed for each step or part of one.
    pub step_income: i64,
    /// Lifetime cap, or [`NO_CAP`].
    pub cap: i64,
    /// Whether care paid by the council counts towards the cap.
    pub council_counts: bool,
    /// Council rate.
    pub rate: i64,
    /// Price to one who pays in full.
    pub price: i64,
    /// The same once the cap is reached.
    pub capped_price: i64,
    /// Part of the price that is free.
    pub free: i64,
    /// Most that the means test asks: what is not free, or less where the law or the council has decided so.
    pub ceiling: i64,
    /// Whether the law's maximum for care at home is less than one who pays in full would be asked. Such a person has the
    /// council arrange the care, at its rate.
    pub maximum_binds: bool,
    /// Part of the rate that is board and lodging and so is outside the cap.
    pub daily: i64,
    /// Part of the rate that counts towards the cap: neither free nor daily living costs.
    pub care: i64,
    /// Income above allowances as the means test counts it; negative when it does not reach the allowances.
    pub tested_income: i64,
    /// Income above allowances of one who pays in full.
    pub full_income: i64,
    /// The same once the cap is reached.
    pub capped_income: i64,
    /// Disability benefit received: tested, in full, capped.
    pub benefit: [i64; 3],
    /// Of the benefit received by one who is tested, what the test counts.
    pub tested_benefit: i64,
}

/// What happens in a week. All in pence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Flow {
    /// Price of the care.
    pub gross: i64,
    /// What the person pays.
    pub own: i64,
    /// Of that, taken from capital.
    pub draw: i64,
    /// Counted towards the cap.
    pub metered: i64,
    /// Disability benefit received.
    pub benefit: i64,
    /// Of that, spent on care.
    pub benefit_used: i64,
    /// Whether capital is above the upper limit.
    pub above: bool,
    /// Whether the person pays in full: above the limit and below the cap.
    pub in_full: bool,
}

/// What happens while capital falls through the tariff zone. In pence.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Zone {
    /// Weeks spent in it.
    pub weeks: i64,
    /// Taken from capital.
    pub draw: i64,
    /// Of what is paid, out of disability benefit.
    pub benefit_used: i64,
    /// Weeks with some money from the council.
    pub supported: i64,
}

impl WeekTerms {
    /// The terms of a person with this package under this law; `home_counts` says whether the home is in the test.
    #[inline(always)]
    pub fn new(person: &Circumstances, care: &Package, law: &Law, home_counts: bool) -> WeekTerms {
        let rate = care.council_rate.0;
        let full_price = care.self_funder_price.0.max(rate);
        let benefit = person.disability_benefit.0;
        let mut income = person.income.0;
        let limits = law.limits(care.setting, home_counts);
        let (free, price, daily, allowance, savings_kept);
        let (tested_gets, tested_benefit, full_benefit, capped_benefit);
        match care.setting {
            Setting::CareHome => {
                income -= law.pension_to_partner(person);
                allowance = law.personal_expenses_allowance;
                savings_kept = law.savings_kept(person);
                free = if law.all_free {
                    rate - if law.all_free_except_daily_living {
                        law.daily_living_cost.min(rate)
                    } else {
                        0
                    }
                } else {
                    let nursing = if care.nursing { law.free_nursing_payment } else { 0 };
                    (law.free_personal_payment + nursing).min(rate)
                };
                price = if law.all_free { rate } else { full_price };
                daily = law.daily_living_cost.min(rate - free);
                let supported = if law.benefit_stops_with_council_money {
                    0
                } else {
                    benefit
                };
                tested_gets = supported;
                tested_benefit = supported;
                capped_benefit = supported;
                full_benefit = if free > 0 && law.benefit_stops_with_free_care {
                    0
                } else {
                    benefit
                };
            }
            Setting::OwnHome => {
                allowance = law.income_guarantee(person);
                savings_kept = if person.told.saver_at_home {
                    law.savings_kept(person)
                } else {
                    0
                };
                let personal = care.personal_care.0.clamp(0, rate);
                free = if law.all_free {
                    rate
                } else if law.free_personal_care_at_home {
                    personal
                } else {
                    0
                };
                // What is free the council buys at its own rate; only the rest carries the self-funder's price.
                price = if free > 0 {
                    free + part_of(full_price, rate - free, rate)
                } else {
                    full_price
                };
                daily = 0;
                tested_gets = benefit;
                tested_benefit = law.counted_benefit(person);
                capped_benefit = benefit;
                full_benefit = benefit;
            }
        }
        let maximum_binds = care.setting == Setting::OwnHome && law.most_at_home < price - free;
        let price = if maximum_binds { rate } else { price };
        let care_cost = if law.cap < NO_CAP { rate - free - daily } else { 0 };
        let spare = income - allowance;
        let (mut ceiling, mut tested_income, mut step_income) =
            (rate - free, spare - savings_kept + tested_benefit, law.tariff_income);
        if care.setting == Setting::OwnHome {
            ceiling = ceiling.min(law.most_at_home);
            if let Some(most) = person.told.most_at_home {
                ceiling = ceiling.min(most.0);
            }
            if let Some(taken) = person.told.share_taken_at_home {
                tested_income = share(tested_income, taken);
                step_income = share(step_income, taken);
            }
        }
        WeekTerms {
            upper: limits.upper,
            lower: limits.lower,
            step: law.tariff_step,
            step_income,
            cap: law.cap,
            council_counts: law.council_counts,
            rate,
            price,
            capped_price: if law.premium_ends_at_cap { rate } else { price },
            free,
            ceiling,
            maximum_binds,
            daily,
            care: care_cost,
            tested_income,
            full_income: (spare + full_benefit).max(0),
            capped_income: (spare + capped_benefit).max(0),
            benefit: [tested_gets, full_benefit, capped_benefit],
            tested_benefit,
        }
    }

    /// Number of tariff steps that capital reaches into; above the lower limit only.
    #[inline]
    pub fn steps(&self, capital: i64) -> i64 {
        if capital <= self.lower {
            0
        } else {
            (capital - self.lower + self.step - 1) / self.step
        }
    }

    /// The week that begins with this assessable capital and this account.
    #[inline]
    pub fn week(&self, capital: i64, account: i64) -> Flow {
        let room = self.cap - account;
        let above = capital > self.upper;
        let in_full = above && room > 0;
        let (gross, due, metered, income, benefit, countable);
        if in_full {
            gross = self.price;
            metered = self.care.min(room);
            due = self.at_most(self.price - self.free - (self.care - metered));
            income = self.full_income;
            benefit = self.benefit[1];
            countable = benefit;
        } else if above {
            gross = self.capped_price;
            metered = 0;
            due = self.at_most(self.daily + self.capped_price - self.rate);
            income = self.capped_income;
            benefit = self.benefit[2];
            countable = benefit;
        } else {
            gross = self.rate;
            let room = room.max(0);
            let contribution = (self.tested_income + self.steps(capital) * self.step_income).max(0);
            due = contribution.min(self.daily + room).min(self.ceiling);
            metered = if self.care == 0 {
                0
            } else if self.council_counts {
                self.care.min(room)
            } else {
                (due - self.daily).max(0).min(room)
            };
            income = self.tested_income.max(0);
            benefit = self.benefit[0];
            countable = self.tested_benefit;
        }
        let draw = (due - income).clamp(0, capital.max(0));
        let own = due.min(income + draw);
        Flow {
            gross,
            own,
            draw,
            metered,
            benefit,
            benefit_used: own.min(countable),
            above,
            in_full: in_full && !self.maximum_binds,
        }
    }

    /// What is due, or the law's maximum where that is less.
    #[inline]
    fn at_most(&self, due: i64) -> i64 {
        if self.maximum_binds { due.min(self.ceiling) } else { due }
    }

    /// Whether, without a cap and at or below the upper limit, capital is left alone week after week: no income is assumed
    /// from it, or not enough to make a contribution, or income already pays all that can be asked.
    #[inline]
    pub fn income_alone_pays(&self, capital: i64) -> bool {
        capital <= self.lower
            || self.tested_income >= self.ceiling
            || self.tested_income + self.steps(capital) * self.step_income <= 0
    }

    /// Whether capital lies in the tariff zone and nothing but the assumed income changes in it: no cap to reach, income
    /// that covers what is asked of it, a contribution below the cost, and draws that never jump a step.
    #[inline]
    pub fn only_tariff_falls(&self, capital: i64) -> bool {
        if capital <= self.lower || capital > self.upper || self.cap < NO_CAP || self.tested_income < 0 {
            return false;
        }
        let draw = self.steps(capital) * self.step_income;
        draw > 0 && draw <= self.step && draw <= self.lower && self.tested_income + draw <= self.ceiling
    }

    /// Weeks from this one, at most `left`, in which capital falls through the steps of such a zone; `each` is told what a week
    /// of a step draws, and of how many weeks it is.
    #[inline]
    pub fn through_the_zone(&self, capital: i64, left: i64, mut each: impl FnMut(i64, i64)) -> Zone {
        let mut step = self.steps(capital);
        let mut edge = self.lower + (step - 1) * self.step;
        let mut zone = Zone::default();
        let mut capital = capital;
        while step > 0 && zone.weeks < left {
            let draw = step * self.step_income;
            // Far below 2^53 pence the quotient of two whole numbers is exact down to its whole part, and quicker so.
            let whole = ((capital - edge) as f64 / draw as f64) as i64;
            let to_edge = whole + i64::from(whole * draw < capital - edge);
            let weeks = to_edge.min(left - zone.weeks);
            let own = self.tested_income + draw;
            zone.weeks += weeks;
            zone.draw += draw * weeks;
            each(draw, weeks);
            zone.benefit_used += own.min(self.tested_benefit) * weeks;
            if own < self.rate {
                zone.supported += weeks;
            }
            capital -= draw * weeks;
            edge -= self.step;
            step -= 1;
        }
        zone
    }

    /// How many weeks from this one, at most `left`, are the same to the penny.
    #[inline]
    pub fn same_weeks(&self, capital: i64, account: i64, flow: &Flow, left: i64) -> i64 {
        let mut weeks = left;
        // The limit this week is only a lower bound on what later weeks take, so both tests ask for the *first* change.
        if flow.metered > 0 {
            let room = self.cap - account;
            if flow.metered * weeks > room {
                weeks = (room / flow.metered).max(1);
            }
        }
        if flow.draw > 0 && weeks > 1 {
            let edge = if flow.above {
                self.upper
            } else {
                self.lower + (self.steps(capital) - 1) * self.step
            };
            if flow.draw * weeks > capital - edge.max(0) {
                let to_edge = (capital - edge + flow.draw - 1) / flow.draw;
                let covered = (capital / flow.draw).max(1);
                weeks = weeks.min(to_edge).min(covered);
            }
        }
        weeks
    }
}

/// The part of a price that stands to it as `part` to `whole`, in whole pence; nothing of nothing. The product of two amounts
/// can be more than an amount may be, so it is made in twice as many digits.
fn part_of(price: i64, part: i64, whole: i64) -> i64 {
    let product = i128::from(price) * i128::from(part);
    if whole > 0 {
        (product / i128::from(whole)) as i64
    } else {
        0
    }
}
