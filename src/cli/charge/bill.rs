//! A person's bill under one law: what is asked becomes circumstances, the charging room answers, nothing is worked out here
//! a second time.

use super::beyond::Beyond;
use super::case::{Case, SHORT_STAY, WEEKS_IN_YEAR, case, short_welsh_stay};
use super::person::{Law, Person, Place, YesNo};
use super::{top_up, unused};
use crate::economy::charging::steps::WeekTold;
use crate::economy::charging::{
    Amounts, AmountsError, CareAccount, Circumstances, Law as Rules, Package, SchemeLevers, Spell, charge, week_told,
};
use crate::world::{Pence, Setting};

/// The financial year that is meant when none is told: the base year of the shipped economy.
pub const YEAR: u16 = 2024;

/// Why there is no bill.
#[derive(Debug, thiserror::Error)]
pub enum BillError {
    /// Something needed was not told.
    #[error("{flag} is needed: {what}")]
    Missing {
        /// The flag, which is a column too.
        flag: &'static str,
        /// What it is.
        what: &'static str,
    },
    /// Under this law more has to be told than under the others.
    #[error("{0}")]
    NotTold(String),
    /// Two answers do not go together.
    #[error("{0}")]
    Contradiction(String),
    /// No amounts for that year.
    #[error("{_0}{answer}", answer = answer_to(.0))]
    Amounts(#[from] AmountsError),
}

/// What can be told in the place of an amount that the table does not hold.
fn answer_to(missing: &AmountsError) -> String {
    let AmountsError::Year { amount, .. } = missing else {
        return String::new();
    };
    let flag = match amount.as_str() {
        "personal_expenses_allowance" => "--allowance",
        "nursing_rate" | "nursing_payment" => "--nursing-payment",
        "lower_limit" => "--lower-limit",
        "upper_limit" | "upper_limit_at_home" => "--upper-limit",
        "child" | "buffer_percent" | "disability_percent" | "standard_minimum_guarantee_couple" => "--guarantee",
        "most_at_home" => "--most-at-home",
        other if other.starts_with("guarantee_") || other.starts_with("premium_") => "--guarantee",
        _ => return String::new(),
    };
    format!("; if you know it, tell it with {flag}")
}

/// Weeks in a row that are the same to the penny.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Phase {
    /// First week, from 1.
    pub from: u32,
    /// Last week.
    pub to: u32,
    /// The person pays a week.
    pub own: Pence,
    /// The council pays a week.
    pub council: Pence,
    /// The NHS pays a week.
    pub nhs: Pence,
    /// Somebody else pays a week on top.
    pub top_up: Pence,
}

/// A person's bill.
#[derive(Clone, Debug)]
pub struct Bill {
    /// The law.
    pub law: Law,
    /// The financial year.
    pub year: u16,
    /// Weeks told step by step, with their number: the first, and those in which something else begins to count.
    pub told: Vec<(u32, WeekTold)>,
    /// The weeks.
    pub phases: Vec<Phase>,
    /// Weeks added up.
    pub weeks: u32,
    /// Price of them all, top-ups apart.
    pub gross: Pence,
    /// Paid by the person, interest apart.
    pub own: Pence,
    /// Interest on deferred payments.
    pub interest: Pence,
    /// Paid by the council.
    pub council: Pence,
    /// Paid by the NHS.
    pub nhs: Pence,
    /// Paid by somebody else on top.
    pub top_up: Pence,
    /// Of what the person paid and owes, from savings.
    pub from_savings: Pence,
    /// From the home, interest included.
    pub from_home: Pence,
    /// Savings left.
    pub savings_left: Pence,
    /// Value of the home less all debts on it.
    pub home_left: Pence,
    /// Counted towards the cap, if there is one.
    pub metered: Option<Pence>,
    /// Week in which the cap is reached.
    pub cap_week: Option<u32>,
    /// What can be deferred against the home in all.
    pub deferrable: Option<Pence>,
    /// What is to be known besides.
    pub notes: Vec<String>,
}

impl Bill {
    /// Adds a week to the weeks that are alike, and tells it step by step where something has changed.
    fn tell(&mut self, week: u32, now: WeekTold, top_up: Pence) {
        let (own, council, nhs) = (now.split.own(), now.split.council, now.split.nhs);
        let changes = |last: &WeekTold| {
            last.in_full != now.in_full || HOME_AND_PENSION.iter().any(|what| has(last, what) != has(&now, what))
        };
        if self.told.len() < MOST_TOLD && self.told.last().is_none_or(|(_, last)| changes(last)) {
            self.told.push((week + 1, now));
        }
        match self.phases.last_mut() {
            Some(last) if (last.own, last.council, last.nhs, last.top_up) == (own, council, nhs, top_up) => {
                last.to = week + 1;
            }
            _ => self.phases.push(Phase {
                from: week + 1,
                to: week + 1,
                own,
                council,
                nhs,
                top_up,
            }),
        }
    }

    /// Whether both say the same of who pays how much and of what is left, whatever else they tell.
    fn comes_to_the_same(&self, other: &Bill) -> bool {
        let sums = |bill: &Bill| {
            [
                bill.own,
                bill.interest,
                bill.council,
                bill.nhs,
                bill.top_up,
                bill.from_savings,
                bill.from_home,
                bill.savings_left,
                bill.home_left,
            ]
        };
        let first = |bill: &Bill| {
            let told = bill.told.first();
            told.map(|(_, told)| (told.capital, told.left_for_care, told.in_full))
        };
        sums(self) == sums(other)
            && self.weeks == other.weeks
            && (self.metered, self.cap_week, self.deferrable) == (other.metered, other.cap_week, other.deferrable)
            && first(self) == first(other)
            && self.phases == other.phases
    }
}

/// The bill of a person under a law, with the levers of the shipped economy for what no year's table says. Every answer that moves
/// nothing is told in its notes: where no reason is known, because the bill is the same without it.
pub fn bill(asked: &Person, law: Law, amounts: &Amounts, levers: &SchemeLevers) -> Result<Bill, BillError> {
    let mut bill = worked_out(asked, law, amounts, levers)?;
    let same = |other: &Person| {
        let other = worked_out(other, law, amounts, levers);
        other.is_ok_and(|other| other.comes_to_the_same(&bill))
    };
    let found = unused::by_trying(asked, &bill.notes, &same);
    bill.notes.extend(found);
    Ok(bill)
}

fn worked_out(asked: &Person, law: Law, amounts: &Amounts, levers: &SchemeLevers) -> Result<Bill, BillError> {
    top_up::a_week(asked).map_err(BillError::Contradiction)?;
    let as_told = asked;
    let typed = &top_up::with_both_prices(asked);
    let staying = typed.place.is_some_and(|place| place != Place::Home);
    let short = short_welsh_stay(typed, law);
    let asked = short.as_ref().unwrap_or(typed);
    let case = case(asked, typed, law, amounts, levers)?;
    let Case {
        person,
        care,
        account,
        rules,
        weeks,
        top_up,
        mut notes,
    } = case;
    if short.is_some() {
        notes.insert(0, SHORT_STAY.to_string());
    }
    let dies = asked.until_death == Some(YesNo::Yes);
    let spell = |at: u32, length: u32| Spell {
        weeks: length,
        weeks_to_death: dies.then(|| weeks - at - length),
    };
    let alone_after = asked.alone_after.unwrap_or(weeks);
    let alone = |person: &mut Circumstances| {
        person.partner_at_home = false;
        person.relative_at_home = false;
    };
    // Week by week without interest, which is added at the end of each year, and when the person is left alone.
    let weekly = Rules {
        deferred_interest: 0.0,
        ..rules
    };
    let mut all = Bill {
        law,
        year: asked.year.map_or(YEAR, |year| year.0),
        told: Vec::new(),
        phases: Vec::new(),
        weeks,
        gross: Pence::ZERO,
        own: Pence::ZERO,
        interest: Pence::ZERO,
        council: Pence::ZERO,
        nhs: Pence::ZERO,
        top_up: Pence::ZERO,
        from_savings: Pence::ZERO,
        from_home: Pence::ZERO,
        savings_left: Pence::ZERO,
        home_left: Pence::ZERO,
        metered: None,
        cap_week: None,
        deferrable: None,
        notes: Vec::new(),
    };
    let (mut who, mut so_far, mut at) = (person, account, 0);
    let (mut always_in_full, mut never_tested) = (true, true);
    let mut beyond = Beyond::default();
    while at < weeks {
        if at >= alone_after {
            alone(&mut who);
        }
        if at == 0 {
            all.deferrable = deferrable(&who, &care, &account, &rules);
        }
        let year_ends = (at / WEEKS_IN_YEAR + 1) * WEEKS_IN_YEAR;
        let end = if at < alone_after {
            year_ends.min(alone_after)
        } else {
            year_ends
        };
        let length = end.min(weeks) - at;
        let (mut in_week, mut account_in_week) = (who, so_far);
        for week in at..at + length {
            let before = account_in_week.metered;
            let to_death = spell(week, 1).weeks_to_death;
            let now = week_told(&in_week, &care, &mut account_in_week, &weekly, to_death);
            in_week.capital = now.split.capital_after;
            if all.cap_week.is_none()
                && now.split.metered > Pence::ZERO
                && account_in_week.metered.0 >= rules.cap
                && before.0 < rules.cap
            {
                all.cap_week = Some(week + 1);
            }
            always_in_full &= now.in_full;
            never_tested &= now.above;
            let top_up = top_up::of_week(top_up, &now, &care, staying);
            beyond.look(&now, top_up, &care, &rules);
            all.tell(week, now, top_up);
        }
        let split = charge(&who, &care, &mut so_far, &rules, spell(at, length));
        who.capital = split.capital_after;
        all.gross += split.gross;
        all.own += split.own();
        all.interest += split.interest;
        all.council += split.council;
        all.nhs += split.nhs;
        at += length;
    }
    notes.extend(top_up::notes(as_told, &care, &all.phases)?);
    let on_top = as_told.top_up.is_some_and(|money| money.0 > Pence::ZERO);
    notes.extend(beyond.notes(&care, staying, on_top));
    all.notes = notes;
    if all.gross.is_beyond() || all.own.is_beyond() {
        let beyond = "these amounts are beyond those that a bill can be worked out with";
        return Err(BillError::Contradiction(beyond.to_string()));
    }
    let shown = unused::Shown {
        always_in_full,
        never_tested,
        owed: so_far.debt > Pence::ZERO,
    };
    // Who pays nothing at all was told so.
    if !care.continuing_healthcare {
        all.notes.extend(unused::in_these_weeks(asked, &rules, shown));
    }
    for phase in &all.phases {
        all.top_up.0 += phase.top_up.0 * i64::from(phase.to + 1 - phase.from);
    }
    all.from_savings = person.capital - who.capital;
    all.from_home = so_far.debt - account.debt;
    all.savings_left = who.capital;
    all.home_left = person.housing - person.told.mortgage - so_far.debt;
    all.metered = rules.has_cap().then_some(so_far.metered);
    Ok(all)
}

/// Weeks told step by step, at most.
const MOST_TOLD: usize = 4;

/// Steps that are there while the home counts, and while half of a pension goes to a partner.
const HOME_AND_PENSION: [&str; 2] = [
    "less the expenses of selling it",
    "less the partner's share of a private pension",
];

fn has(told: &WeekTold, what: &str) -> bool {
    told.steps.iter().any(|step| step.what == what)
}

/// The equity limit of a deferred payment agreement: the home less the expenses of selling it, what is owed on it, and the
/// lower capital limit, which is left to the person.
fn deferrable(person: &Circumstances, care: &Package, account: &CareAccount, rules: &Rules) -> Option<Pence> {
    let in_home = care.setting == Setting::CareHome;
    (in_home && person.housing > Pence::ZERO && rules.home_counts(person, care.setting)).then(|| {
        let equity = rules.home_equity(person, account.debt);
        Pence((equity - rules.limits_care_home.lower).max(0))
    })
}
