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
    let charges = ((care.charges[0] + adults) * base.charges_collected + others) * money.dearer;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::economy::{EconomyState, MoneyInput};
    use crate::projection::Tables;
    use crate::scenario::Scenario;

    /// England's levers at their medians, and its first budget.
    fn england() -> (Levers, Budgets) {
        let scenario = Scenario::load("england", &[], &crate::projection::catalogue()).expect("England loads");
        let tables = Tables::load(&scenario).expect("its tables load");
        let mut values = Vec::new();
        scenario.central().values(scenario.start_year, &mut values);
        let levers = Levers::of_place(&values);
        let activity = levers.services.base.by_service();
        let mut state = EconomyState::start(&levers.economy, scenario.start_year, &activity);
        let input = MoneyInput::first(scenario.start_year);
        let budgets = state.budget_year(&input, &levers.economy, &tables.economy);
        (levers, budgets)
    }

    fn bill() -> CareBill {
        CareBill {
            home: [0.0, 1_000.0, 2_000.0, 3_000.0],
            care_home: 4_000.0,
            working_age_net: 5_000.0,
            working_age: 5_500.0,
            older: 12_000.0,
            other: 2_000.0,
            charge_rate: 0.1,
            assessed: 1.0,
            growth: 1.0,
        }
    }

    fn money(given: f64) -> CareMoney {
        CareMoney {
            price: 1.1,
            dearer: 1.05,
            given,
            support: 1_500.0,
        }
    }

    #[test]
    fn what_empty_posts_in_care_leave_unspent_is_no_money_for_care() {
        let (_, mut budgets) = england();
        let full = CareMoney::new(&budgets, 1.0).given;
        budgets.underspend[Service::HomeCare] = 100.0;
        budgets.underspend[Service::CareHome] = 50.0;
        budgets.underspend[Service::PlannedAdmitted] = 1_000.0;
        assert!((full - CareMoney::new(&budgets, 1.0).given - 150.0).abs() < 1e-9);
    }

    #[test]
    fn a_shortfall_is_shared_as_it_is_said_and_the_money_is_spent_to_the_pound() {
        let (mut levers, _) = england();
        (levers.join.shortfall_on_other, levers.join.shortfall_on_working_age) = (0.6, 0.25);
        let bill = bill();
        let all = bill.net() * 1.05 + 1_500.0;
        let (exact, short) = (money(all), money(all - 2_000.0));
        let whole = reach(&bill, &exact, &levers);
        assert!((whole.other - 1.0).abs() < 1e-9 && (whole.working_age - 1.0).abs() < 1e-9);
        let reached = reach(&bill, &short, &levers);
        let (other, adults) = (1.0 - reached.other, 1.0 - reached.working_age);
        assert!(
            other > 0.0 && (adults / other - 0.25 / 0.6).abs() < 1e-9,
            "{other} {adults}"
        );
        let spent = bill.delivered(&short, &reached);
        assert!((spent - short.given).abs() < 1e-6, "{spent} of {}", short.given);
        assert!(
            reached.home[1] <= reached.home[2] && reached.home[2] <= reached.home[3],
            "who needs least loses first"
        );
    }

    #[test]
    fn money_to_spare_widens_care_at_home_and_nothing_else() {
        let (mut levers, _) = england();
        levers.join.widest_threshold = 1.5;
        let bill = bill();
        let all = bill.net() * 1.05 + 1_500.0;
        let wider = |more: f64| reach(&bill, &money(all + more * 1.05), &levers);
        assert!((wider(600.0).home[1] - 1.1).abs() < 1e-9 && wider(600.0).working_age == 1.0);
        assert_eq!(wider(1e6).home[1], 1.5);
    }
}
