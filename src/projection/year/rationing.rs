//! How far the money for care reaches: at home, at working age, and for councils' other support.

use crate::economy::{Budgets, CouncilCare};
use crate::projection::care::{Assessment, CareYear};
use crate::projection::levers::Levers;
use crate::services::rationing::ration;
use crate::world::Service;
use crate::world::axes::DEPENDENCIES;

use super::bill::CareBill;
use super::now::Now;

/// Councils' money for care and support, users' charges apart, and what care costs once budgets are known.
#[derive(Clone, Copy)]
pub(super) struct CareMoney {
    /// Price of care against the base year [ratio].
    pub price: f64,
    /// The same against the price that care was assessed at [ratio].
    pub dearer: f64,
    /// Money given, less what empty posts leave unspent [£m].
    pub given: f64,
    /// What assessment, commissioning and other support cost if all of it is given [£m].
    pub support: f64,
}

impl CareMoney {
    pub fn new(budgets: &Budgets, assessed_at: f64) -> CareMoney {
        let price = budgets.price[1] / budgets.productivity[1];
        let dearer = price / assessed_at;
        let unspent = budgets.underspend[Service::HomeCare] + budgets.underspend[Service::CareHome];
        CareMoney {
            price,
            dearer,
            given: budgets.care_money + budgets.council_support - budgets.council_charges - unspent,
            support: budgets.council_support,
        }
    }

    /// Money for care once support is paid, at the price that care was assessed at [£m].
    pub fn available(&self) -> f64 {
        (self.given - self.support) / self.dearer
    }
}

/// What the money reached.
pub(super) struct Reached {
    /// Share of council care at home, by dependency; above 1 where money allows a lower threshold.
    pub home: [f64; DEPENDENCIES],
    /// Share of working-age care.
    pub working_age: f64,
    /// Share of other packages and of support.
    pub other: f64,
}

impl Reached {
    /// Share of the money that council care at home would cost at the base threshold.
    pub fn share_at_home(&self, assessment: &Assessment) -> f64 {
        let eligible = assessment.home();
        if eligible > 0.0 {
            cost_reached(assessment, &self.home) / eligible
        } else {
            1.0
        }
    }
}

/// Gross cost of council care at home, as far as it is reached [£m].
fn cost_reached(assessment: &Assessment, reached: &[f64; DEPENDENCIES]) -> f64 {
    assessment
        .home_by_dependency()
        .iter()
        .zip(reached)
        .map(|(cost, met)| cost * met)
        .sum()
}

/// Share of older people's hours of help that someone gives [0 to 1].
pub(super) fn care_hours_met(care: &CareYear) -> f64 {
    (care.hours_received[0] / care.hours_needed[0].max(f64::MIN_POSITIVE)).min(1.0)
}

impl CareBill {
    /// What the shares that are reached cost, charges apart [£m].
    pub fn reached(&self, reached: &Reached) -> f64 {
        let home: f64 = self.home.iter().zip(&reached.home).map(|(cost, met)| cost * met).sum();
        home + self.care_home + self.working_age_net * reached.working_age + self.other * reached.other
    }
    /// What is delivered costs, support inside, charges apart, at the prices of the year [£m].
    pub fn delivered(&self, money: &CareMoney, reached: &Reached) -> f64 {
        self.reached(reached) * money.dearer + money.support * reached.other
    }
}

/// What the money reaches of a bill. In the base year all of it is reached, since other packages take what money is left.
pub(super) fn reached(now: &Now, bill: &CareBill, money: &CareMoney) -> Reached {
    if now.base.is_none() || bill.home_net() <= 0.0 {
        return Reached {
            home: [1.0; DEPENDENCIES],
            working_age: 1.0,
            other: 1.0,
        };
    }
    reach(bill, money, now.levers)
}

/// What councils gave and were paid for what money reached.
pub(super) fn council_care(
    now: &Now,
    bill: &CareBill,
    reached: &Reached,
    money: &CareMoney,
    (care, budgets): (&CareYear, &Budgets),
) -> CouncilCare {
    let Some(base) = now.base else {
        return CouncilCare {
            care: money.given - money.support + budgets.council_charges,
            support: money.support,
            charges: budgets.council_charges,
        };
    };
    let adults = (bill.working_age - bill.working_age_net) * reached.working_age;
    let others = base.other_charges * bill.growth * reached.other;
    let charges = (care.charges[0] + adults + others) * money.dearer;
    CouncilCare {
        care: bill.reached(reached) * money.dearer + charges,
        support: money.support * reached.other,
        charges,
    }
}

/// Hours of council care at home delivered, and eligible [hours].
pub(super) fn home_care_hours(now: &Now, assessment: &Assessment, reached: &[f64; DEPENDENCIES]) -> [f64; 2] {
    let package_hours = |reached: &[f64; DEPENDENCIES]| -> f64 {
        cost_reached(assessment, reached) * 1e6
            / (now.levers.fees.home_care_hour * now.price_of_care).max(f64::MIN_POSITIVE)
    };
    [package_hours(reached), package_hours(&[1.0; DEPENDENCIES])]
}

/// What a gap of money does: a shortfall falls on care at home, and in part on other packages, support and adults aged 18
/// to 64; money to spare widens access at home.
fn reach(bill: &CareBill, money: &CareMoney, levers: &Levers) -> Reached {
    let join = &levers.join;
    let total = bill.home_net();
    let gap = money.available() - bill.net();
    if gap >= 0.0 {
        return Reached {
            home: [(1.0 + gap / total).min(join.widest_threshold); DEPENDENCIES],
            working_age: 1.0,
            other: 1.0,
        };
    }
    let other = bill.other.max(0.0) + money.support / money.dearer;
    let bearing = total + join.shortfall_on_other * other + join.shortfall_on_working_age * bill.working_age_net;
    let cut = (-gap / bearing).min(1.0);
    let rationed = ration(
        &bill.home,
        total * (1.0 - cut),
        levers.services.social_care.rationed_from_below,
    );
    Reached {
        home: rationed.met,
        working_age: 1.0 - cut * join.shortfall_on_working_age,
        other: 1.0 - cut * join.shortfall_on_other,
    }
}
