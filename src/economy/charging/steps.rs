//! The law of one week told step by step, in the order in which an assessor goes: capital, income, what is kept, who pays.
//!
//! The amounts are those that [`charge`] works with, and what it answers stands at the end: the steps are a
//! telling of it, not a second law. A test holds their sum to its answer for anybody.

use super::law::{Law, NO_CAP};
use super::person::{CareAccount, Circumstances, Package, Spell, Split};
use super::spell::{charge, home_in_test};
use super::week::WeekTerms;
use crate::world::{Pence, Setting};

/// Where a step belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// What counts as capital; the steps sum to [`WeekTold::capital`].
    Capital,
    /// The limits that capital is held against.
    Limits,
    /// What counts as income, and what is left of it; the steps sum to [`WeekTold::left_for_care`].
    Income,
    /// What the week costs and who pays it.
    Paid,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Where it belongs.
    pub part: Part,
    /// What it is.
    pub what: &'static str,
    /// How much; what is taken off is negative.
    pub amount: Pence,
    /// Why, where that is not plain.
    pub why: String,
}

/// A week, told.
#[derive(Clone, Debug)]
pub struct WeekTold {
    /// The steps.
    pub steps: Vec<Step>,
    /// Capital that counts \[pence\].
    pub capital: Pence,
    /// Income left for care, assumed income included; negative when it does not reach what is kept [pence/week].
    pub left_for_care: Pence,
    /// Whether the person pays in full.
    pub in_full: bool,
    /// Whether capital is above the upper limit.
    pub above: bool,
    /// Whether nothing is left to pay for anybody, whatever they have.
    pub free: bool,
    /// What the law says of the week.
    pub split: Split,
}

/// The next week of a person with this account, told; the account moves on. `weeks_to_death` counts from the week's end.
pub fn week_told(
    person: &Circumstances,
    care: &Package,
    account: &mut CareAccount,
    law: &Law,
    weeks_to_death: Option<u32>,
) -> WeekTold {
    let mut noted = *account;
    let before = *account;
    let spell = Spell {
        weeks: 1,
        weeks_to_death,
    };
    let split = charge(person, care, account, law, spell);
    let (home_counts, disregarded) = home_in_test(person, care, &mut noted, law);
    let terms = WeekTerms::new(person, care, law, home_counts);
    let mut steps = Vec::new();
    let mut add = |part: Part, what: &'static str, amount: i64, why: String| {
        steps.push(Step {
            part,
            what,
            amount: Pence(amount),
            why,
        });
    };
    let none = String::new;
    let in_home = care.setting == Setting::CareHome;

    add(Part::Capital, "savings and investments", person.capital.0, none());
    let mut capital = person.capital.0;
    if person.housing > Pence::ZERO {
        add(Part::Capital, "the home", person.housing.0, none());
        if home_counts {
            let equity = law.home_equity(person, before.debt);
            let owed = person.told.mortgage.0 + before.debt.0;
            let costs = law.sale_costs(person.housing).0;
            add(Part::Capital, "less the expenses of selling it", -costs, none());
            if owed > 0 {
                add(Part::Capital, "less what is owed on it", -owed, none());
            }
            let below = equity - (person.housing.0 - costs - owed);
            if below > 0 {
                add(Part::Capital, "a home is never worth less than nothing", below, none());
            }
            capital += equity;
        } else {
            let why = if law.home_protected(person) {
                "somebody lives there whose home it is too".to_string()
            } else if disregarded > 0 && law.home_counts(person, care.setting) {
                format!("left out for {disregarded} more weeks")
            } else {
                "the home does not count here".to_string()
            };
            add(
                Part::Capital,
                "less the home, which is left out",
                -person.housing.0,
                why,
            );
        }
    }
    add(
        Part::Limits,
        "upper limit: above it one pays in full",
        terms.upper,
        none(),
    );
    add(
        Part::Limits,
        "lower limit: up to it nothing is assumed",
        terms.lower,
        none(),
    );

    let above = capital > terms.upper;
    let before_cap = above && terms.cap > before.metered.0;
    let last_weeks_free = law.free_weeks_at_the_end(spell) > 0;
    // Nobody pays in full where there is nothing to pay.
    let free = care.continuing_healthcare || last_weeks_free || terms.free >= terms.price;
    let in_full = before_cap && !terms.maximum_binds && !free;
    let (benefit, why) = match (before_cap, above) {
        (true, _) => (terms.benefit[1], ""),
        (false, true) => (terms.benefit[2], ""),
        (false, false) => (
            terms.tested_benefit,
            if in_home && split.council == Pence::ZERO {
                "is not needed: other income pays for all of it"
            } else if in_home {
                if law.home_counted_in_care_home {
                    "stops while the council pays"
                } else {
                    "goes on in a temporary stay, and does not count"
                }
            } else {
                "the part for nights is left out"
            },
        ),
    };
    let mut left = person.income.0 + benefit;
    let housing_costs = person.told.housing_costs.0;
    add(Part::Income, "income", person.income.0 + housing_costs, none());
    if housing_costs > 0 {
        add(Part::Income, "less costs of the home", -housing_costs, none());
    }
    if person.disability_benefit > Pence::ZERO {
        let why = if benefit < person.disability_benefit.0 {
            why.to_string()
        } else {
            none()
        };
        add(Part::Income, "disability benefit that counts", benefit, why);
    }
    let kept = law.pension_to_partner(person);
    if in_home && kept > 0 {
        add(
            Part::Income,
            "less the partner's share of a private pension",
            -kept,
            none(),
        );
        left -= kept;
    }
    if !above {
        let slices = terms.steps(capital);
        let why = if slices > 0 {
            format!(
                "{slices} × {} above the lower limit, or part of it",
                written(Pence(terms.step))
            )
        } else {
            none()
        };
        add(
            Part::Income,
            "assumed income from capital",
            slices * law.tariff_income,
            why,
        );
        left += slices * law.tariff_income;
    }
    if in_home {
        add(
            Part::Income,
            "less personal expenses allowance",
            -law.personal_expenses_allowance,
            none(),
        );
        left -= law.personal_expenses_allowance;
        let saved = law.savings_kept(person);
        if saved > 0 && !above {
            add(Part::Income, "less savings disregard", -saved, none());
            left -= saved;
        }
    } else {
        add(
            Part::Income,
            "less minimum income guarantee",
            -law.guarantee(person),
            none(),
        );
        left -= law.guarantee(person);
        if person.told.saver_at_home && !above {
            let saved = law.savings_kept(person);
            if saved > 0 {
                add(Part::Income, "less savings disregard", -saved, none());
                left -= saved;
            }
        }
        let expenditure = law.allowed_expenditure(person);
        if expenditure > 0 {
            add(Part::Income, "less costs of the disability", -expenditure, none());
            left -= expenditure;
        }
        if !above && person.told.share_taken_at_home.is_some() {
            let taken = terms.tested_income + terms.steps(capital) * terms.step_income;
            add(
                Part::Income,
                "less the part that the council does not take",
                taken - left,
                none(),
            );
            left = taken;
        }
    }

    add(Part::Paid, "the care costs", split.gross.0, none());
    if terms.free > 0 && !care.continuing_healthcare {
        add(Part::Paid, "of which free", terms.free, none());
    }
    if terms.cap < NO_CAP {
        add(Part::Paid, "counted towards the cap this week", split.metered.0, none());
        let room = (terms.cap - before.metered.0).max(0);
        add(Part::Paid, "still to go until the cap", room, none());
    }
    if terms.ceiling < terms.rate - terms.free && (!above || terms.maximum_binds) {
        let why = if !in_home && terms.ceiling == law.most_at_home {
            "the law's maximum for care at home".to_string()
        } else {
            none()
        };
        add(Part::Paid, "the council asks no more than", terms.ceiling, why);
    }
    let why = if care.continuing_healthcare {
        "the NHS pays for all of it"
    } else if last_weeks_free {
        "the last weeks of life are free"
    } else if !in_full {
        ""
    } else if terms.free > 0 {
        "all that is not free: capital is above the upper limit"
    } else {
        "in full: capital is above the upper limit"
    };
    add(Part::Paid, "you pay", split.own().0, why.to_string());
    add(
        Part::Paid,
        "of which from savings or the home",
        split.wealth_spent.0,
        none(),
    );
    add(Part::Paid, "the council pays", split.council.0, none());
    add(Part::Paid, "the NHS pays", split.nhs.0, none());
    WeekTold {
        steps,
        capital: Pence(capital),
        left_for_care: Pence(left),
        in_full,
        above,
        free,
        split,
    }
}

/// An amount in words: `£250`, `£30.15`.
fn written(amount: Pence) -> String {
    let pounds = amount.pounds();
    if pounds.fract() == 0.0 {
        format!("£{pounds}")
    } else {
        format!("£{pounds:.2}")
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{care_home, home_care, law, person, pounds};
    use super::*;

    fn settled() -> CareAccount {
        CareAccount {
            weeks_in_home: 12,
            ..CareAccount::default()
        }
    }
    fn step(told: &WeekTold, what: &str) -> Option<Pence> {
        told.steps.iter().find(|step| step.what == what).map(|step| step.amount)
    }

    #[test]
    fn a_small_home_is_told_with_ten_per_cent_off() {
        let mut owner = person(0.0, 25_000.0);
        owner.income = pounds(200.0);
        owner.told.savings_credit = super::super::SavingsCredit::None;
        let told = week_told(&owner, &care_home(), &mut settled(), &law("means_test"), None);
        assert_eq!(told.capital, pounds(22_500.0));
        assert_eq!(step(&told, "less the expenses of selling it"), Some(pounds(-2_500.0)));
        assert_eq!(step(&told, "assumed income from capital"), Some(pounds(33.0)));
        assert_eq!(told.left_for_care, pounds(202.85));
        assert_eq!(told.split.charge, pounds(202.85));
        assert_eq!(told.split.council, pounds(1000.0 - 202.85));
    }

    #[test]
    fn the_reason_why_a_home_is_left_out_is_told() {
        let mut owner = person(0.0, 300_000.0);
        let why = |owner: &Circumstances, care: &Package, account: &CareAccount| {
            let told = week_told(owner, care, &mut { *account }, &law("means_test"), None);
            let step = told
                .steps
                .iter()
                .find(|step| step.what.contains("left out"))
                .expect("left out");
            step.why.clone()
        };
        assert_eq!(
            why(&owner, &care_home(), &CareAccount::default()),
            "left out for 12 more weeks"
        );
        assert_eq!(why(&owner, &home_care(), &settled()), "the home does not count here");
        owner.relative_at_home = true;
        assert_eq!(
            why(&owner, &care_home(), &settled()),
            "somebody lives there whose home it is too"
        );
    }
}
