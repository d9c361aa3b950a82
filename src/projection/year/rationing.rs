//! How far the money for care reaches: at home, at working age, and for councils' other support.

use crate::economy::Budgets;
use crate::projection::care::{Assessment, CareYear};
use crate::projection::levers::Levers;
use crate::services::rationing::ration;
use crate::world::Service;
use crate::world::axes::DEPENDENCIES;

use super::WorldState;
use super::money::CareBill;

/// Councils' money for care, and what care costs once budgets are known.
pub(super) struct CareMoney {
    /// Price of care against the base year [ratio].
    pub price: f64,
    /// The same against the price that care was assessed at [ratio].
    pub dearer: f64,
    /// Money given and spent [£m].
    pub spent: f64,
}

impl CareMoney {
    pub fn new(budgets: &Budgets, assessed_at: f64) -> CareMoney {
        let price = budgets.price[1] / budgets.productivity[1];
        let dearer = price / assessed_at;
        let unspent = budgets.underspend[Service::HomeCare] + budgets.underspend[Service::CareHome];
        CareMoney {
            price,
            dearer,
            spent: budgets.care_money - unspent,
        }
    }
}

/// What the money reached.
pub(super) struct Reached {
    /// Share of council care at home, by dependency; above 1 where money allows a lower threshold.
    pub home: [f64; DEPENDENCIES],
    /// Share of working-age care.
    pub working_age: f64,
    /// Councils' other support [£m, at the price that care was assessed at].
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
        .home_by_dependency
        .iter()
        .zip(reached)
        .map(|(cost, met)| cost * met)
        .sum()
}

/// Share of older people's hours of help that someone gives [0 to 1].
pub(super) fn care_hours_met(care: &CareYear) -> f64 {
    (care.hours_received[0] / care.hours_needed[0].max(f64::MIN_POSITIVE)).min(1.0)
}

impl WorldState {
    /// What the money reaches. In the base year all care is reached and other support takes what is left; later, other
    /// support is part of the bill.
    pub(super) fn reached(&self, assessment: &Assessment, bill: &CareBill, money: &CareMoney) -> Reached {
        let available = money.spent.max(0.0) / money.dearer;
        match &self.base {
            None => Reached {
                home: [1.0; DEPENDENCIES],
                working_age: 1.0,
                other: (available - bill.older - bill.working_age).max(0.0),
            },
            Some(_) => {
                let (home, working_age) = reach(
                    &assessment.home_by_dependency,
                    bill.other,
                    bill.working_age,
                    available - bill.all,
                    &self.levers,
                );
                Reached {
                    home,
                    working_age,
                    other: bill.other,
                }
            }
        }
    }

    /// Hours of council care at home delivered, and eligible [hours].
    pub(super) fn home_care_hours(&self, assessment: &Assessment, reached: &[f64; DEPENDENCIES]) -> [f64; 2] {
        let package_hours = |reached: &[f64; DEPENDENCIES]| -> f64 {
            cost_reached(assessment, reached) * 1e6
                / (self.levers.fees.home_care_hour * self.care_price).max(f64::MIN_POSITIVE)
        };
        [package_hours(reached), package_hours(&[1.0; DEPENDENCIES])]
    }
}

/// What a gap of money does: a shortfall falls on care at home, and in part on other support and on adults aged 18 to
/// 64; money to spare widens access at home. Gives the share reached at home by dependency, and at working age.
fn reach(
    home: &[f64; DEPENDENCIES],
    other: f64,
    working_age: f64,
    gap: f64,
    levers: &Levers,
) -> ([f64; DEPENDENCIES], f64) {
    let join = &levers.join;
    let total: f64 = home.iter().sum();
    if total <= 0.0 {
        return ([1.0; DEPENDENCIES], 1.0);
    }
    if gap >= 0.0 {
        return ([(1.0 + gap / total).min(join.widest_threshold); DEPENDENCIES], 1.0);
    }
    let bearing = total + join.shortfall_on_other * other + join.shortfall_on_working_age * working_age;
    let cut = (-gap / bearing).min(1.0);
    let rationed = ration(
        home,
        total * (1.0 - cut),
        levers.services.social_care.rationed_from_below,
    );
    (rationed.met, 1.0 - cut * join.shortfall_on_working_age)
}
