//! A person's bill under one law: what is asked becomes circumstances, the charging room answers, nothing is worked out here
//! a second time.

use super::person::{Benefit, Law, LivesThere, Part as Share, Person, Place, Premium, Stay, YesNo};
use super::{top_up, unused};
use crate::economy::charging::amounts::{Household, Needed};
use crate::economy::charging::steps::WeekTold;
use crate::economy::charging::{
    Amounts, AmountsError, CareAccount, Circumstances, Indices, Law as Rules, Nation, Package, SavingsCredit, Scheme,
    SchemeLevers, Spell, Told, charge, week_told,
};
use crate::world::{Lever as _, LeverKind, Pence, Setting};

const WEEKS_IN_YEAR: u32 = 52;
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

/// What is asked, put as the law asks it.
struct Case {
    person: Circumstances,
    care: Package,
    account: CareAccount,
    rules: Rules,
    weeks: u32,
    top_up: Pence,
    notes: Vec<String>,
}

impl Bill {
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
    let asked = &top_up::with_both_prices(asked);
    let case = case(asked, law, amounts, levers)?;
    let Case {
        person,
        care,
        account,
        rules,
        weeks,
        top_up,
        mut notes,
    } = case;
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
    // Week by week without interest, which is added once a year.
    let weekly = Rules {
        deferred_interest: 0.0,
        ..rules
    };
    let (mut who, mut so_far) = (person, account);
    let mut phases: Vec<Phase> = Vec::new();
    let mut told: Vec<(u32, WeekTold)> = Vec::new();
    let mut cap_week = None;
    let (mut always_in_full, mut never_tested) = (true, true);
    for week in 0..weeks {
        if week >= alone_after {
            alone(&mut who);
        }
        let before = so_far.metered;
        let now = week_told(&who, &care, &mut so_far, &weekly, spell(week, 1).weeks_to_death);
        let split = now.split;
        who.capital = split.capital_after;
        if cap_week.is_none() && split.metered > Pence::ZERO && so_far.metered.0 >= rules.cap && before.0 < rules.cap {
            cap_week = Some(week + 1);
        }
        let (own, council, nhs) = (split.own(), split.council, split.nhs);
        always_in_full &= now.in_full;
        never_tested &= now.above;
        let top_up = top_up::of_week(top_up, &now, &care);
        let changes = |last: &WeekTold| last.in_full != now.in_full || home_counts(last) != home_counts(&now);
        if told.len() < MOST_TOLD && told.last().is_none_or(|(_, last)| changes(last)) {
            told.push((week + 1, now));
        }
        match phases.last_mut() {
            Some(last) if (last.own, last.council, last.nhs, last.top_up) == (own, council, nhs, top_up) => {
                last.to = week + 1;
            }
            _ => phases.push(Phase {
                from: week + 1,
                to: week + 1,
                own,
                council,
                nhs,
                top_up,
            }),
        }
    }
    notes.extend(top_up::notes(as_told, &care, &phases)?);
    let mut all = Bill {
        law,
        year: asked.year.map_or(YEAR, |year| year.0),
        told,
        phases,
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
        cap_week,
        deferrable: deferrable(&person, &care, &account, &rules),
        notes,
    };
    let (mut who, mut so_far, mut at) = (person, account, 0);
    while at < weeks {
        if at >= alone_after {
            alone(&mut who);
        }
        let year_ends = (at / WEEKS_IN_YEAR + 1) * WEEKS_IN_YEAR;
        let end = if at < alone_after {
            year_ends.min(alone_after)
        } else {
            year_ends
        };
        let length = end.min(weeks) - at;
        let split = charge(&who, &care, &mut so_far, &rules, spell(at, length));
        who.capital = split.capital_after;
        all.gross += split.gross;
        all.own += split.own();
        all.interest += split.interest;
        all.council += split.council;
        all.nhs += split.nhs;
        at += length;
    }
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

fn home_counts(told: &WeekTold) -> bool {
    told.steps
        .iter()
        .any(|step| step.what == "less the expenses of selling it")
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

fn needed<T: Copy>(value: Option<T>, flag: &'static str, what: &'static str) -> Result<T, BillError> {
    value.ok_or(BillError::Missing { flag, what })
}

/// More than anybody's state pension a week, protected payments and inherited parts included.
const MOST_STATE_PENSION: Pence = Pence(100_000);
/// An income a week that is more likely a year's.
const MUCH_A_WEEK: Pence = Pence(300_000);
/// A price of care a week that is more likely a year's.
const MUCH_FOR_CARE: Pence = Pence(500_000);
/// A price of a care home a week at which one asks whether it is a day's.
const LITTLE_FOR_A_HOME: Pence = Pence(20_000);

/// Puts the answers together, or says which do not go together.
fn case(asked: &Person, law: Law, amounts: &Amounts, levers: &SchemeLevers) -> Result<Case, BillError> {
    let refuse = |text: &str| Err(BillError::Contradiction(text.to_string()));
    let age = needed(asked.age, "age", "in years, 18 to 120")?;
    let place = needed(asked.place, "place", "home, care-home or nursing-home")?;
    let price = needed(asked.price, "price", "what the care costs a week")?.0;
    let money = |value: Option<super::person::Money>| value.map_or(Pence::ZERO, |money| money.0);
    let yes = |value: Option<YesNo>| value == Some(YesNo::Yes);
    let rate = asked.council_rate.map_or(price, |money| money.0);
    if rate > price {
        return refuse("council_rate is above price: a council does not pay more than one who pays in full");
    }
    let top_up = top_up::a_week(asked).map_err(BillError::Contradiction)?;
    let personal = asked.personal_care.map_or(rate, |money| money.0);
    if personal > rate {
        return refuse("personal_care is part of what the council would pay, so not more than it");
    }
    if let Some(pension) = asked.state_pension.filter(|pension| pension.0 > MOST_STATE_PENSION) {
        let told = super::words::pounds(pension.0);
        return Err(BillError::Contradiction(format!(
            "state_pension is what comes in a week, and nobody has a state pension of {told} a week; divide a year's by 52"
        )));
    }
    let in_home = place != Place::Home;
    let temporary = asked.stay == Some(Stay::Temporary);
    let year = asked.year.map_or(YEAR, |year| year.0);
    let mut weeks = asked.weeks.unwrap_or(WEEKS_IN_YEAR);
    if !in_home {
        for (told, flag) in [
            (asked.stay.is_some(), "stay"),
            (asked.weeks_already.is_some_and(|weeks| weeks > 0), "weeks_already"),
            (asked.alone_after.is_some(), "alone_after"),
            (
                asked.deferred_before.is_some_and(|money| money.0 > Pence::ZERO),
                "deferred_before",
            ),
        ] {
            if told {
                return Err(BillError::Contradiction(format!(
                    "{flag} is about a stay in a care home, and place is home"
                )));
            }
        }
    }
    if temporary && weeks > WEEKS_IN_YEAR {
        if asked.weeks.is_some() {
            return refuse("a temporary stay is one of at most 52 weeks");
        }
        weeks = WEEKS_IN_YEAR;
    }
    let home = money(asked.home);
    if home == Pence::ZERO && (money(asked.mortgage) > Pence::ZERO || money(asked.deferred_before) > Pence::ZERO) {
        return refuse("mortgage and deferred_before are owed on a home, and home has no value");
    }
    if asked.partner == Some(YesNo::No) && asked.lives_there == Some(LivesThere::Partner) {
        return refuse("lives_there is partner, and partner is no");
    }
    let partner = match asked.lives_there {
        Some(LivesThere::Partner) => true,
        Some(LivesThere::Nobody) => false,
        Some(LivesThere::Relative | LivesThere::Other) | None => yes(asked.partner),
    };
    if in_home && asked.lives_there == Some(LivesThere::Other) && partner {
        return refuse(
            "lives_there is other, with whom the home counts, and partner is yes, with whom it does not: tell lives_there as partner, or as nobody if the partner lives elsewhere",
        );
    }
    if yes(asked.pension_to_partner) && !partner && !yes(asked.partner) {
        return refuse("pension_to_partner is yes, and there is no partner: tell partner as yes");
    }
    let partner_elsewhere = in_home && !partner && yes(asked.partner) && yes(asked.pension_to_partner);
    let relative = asked.lives_there == Some(LivesThere::Relative);
    if asked.alone_after.is_some() && !partner && !relative {
        return refuse("alone_after says when a partner or relative leaves the home, and nobody lives there");
    }
    if yes(asked.savings_disregard) && f64::from(age) < amounts.pension_age(year)? {
        return refuse("savings_disregard is for people over pension age");
    }

    let mut notes = Vec::new();
    let weekly = [
        ("private pension", asked.private_pension),
        ("earnings", asked.earnings),
        ("other income", asked.other_income),
    ];
    for (what, amount) in weekly {
        if let Some(amount) = amount.filter(|amount| amount.0 > MUCH_A_WEEK) {
            let told = super::words::pounds(amount.0);
            notes.push(format!(
                "The {what} is taken to be {told} a week: if that is a year's, divide it by 52."
            ));
        }
    }
    if in_home && price < LITTLE_FOR_A_HOME {
        let told = super::words::pounds(price);
        notes.push(format!(
            "The care home is taken to cost {told} a week, board and lodging included, which is very little."
        ));
    }
    if price > MUCH_FOR_CARE {
        let told = super::words::pounds(price);
        notes.push(format!(
            "The care is taken to cost {told} a week: if that is a year's price, divide it by 52."
        ));
    }
    let told = [
        asked.state_pension,
        asked.private_pension,
        asked.guarantee_credit,
        asked.savings_credit,
        asked.earnings,
        asked.other_income,
        asked.ignored_income,
    ];
    if told.iter().all(Option::is_none) && asked.disability_benefit.is_none() {
        notes.push(
            "No income was told, so that it is taken to be none at all; somebody of that age is likely to have a pension or benefits."
                .to_string(),
        );
    }
    let rules = rules(asked, law, year, amounts, levers, temporary)?;
    let benefit = match asked.disability_benefit.unwrap_or(Benefit::None) {
        Benefit::None => Pence::ZERO,
        Benefit::Rate(row) => amounts.benefit(year, row)?,
        Benefit::Amount(amount) => amount,
    };
    let credits = money(asked.guarantee_credit) + money(asked.savings_credit);
    let pensions = money(asked.state_pension) + money(asked.private_pension) + money(asked.other_income);
    let housing_costs = money(asked.housing_costs);
    let mut not_qualifying = credits;
    let mut income = pensions + credits;
    if !in_home {
        // The savings credit is left out altogether.
        income -= money(asked.savings_credit);
        income -= housing_costs;
    } else if temporary {
        income -= housing_costs;
        not_qualifying -= housing_costs;
    }
    let left_to_them = if in_home && !temporary {
        Pence::ZERO
    } else {
        housing_costs
    };
    if in_home
        && !partner
        && yes(asked.partner)
        && asked.pension_to_partner.is_none()
        && money(asked.private_pension) > Pence::ZERO
    {
        notes.push("The whole private pension counts: of a partner who lives elsewhere, half is left out if it goes to them (--pension-to-partner yes).".to_string());
    }
    let guarantee = match asked.guarantee {
        Some(guarantee) => guarantee.0,
        None if in_home => Pence::ZERO,
        None if law.nation == Nation::Scotland && rate > personal => {
            return Err(BillError::NotTold(
                "councils of Scotland charge for care that is not personal care by rules of their own: tell theirs as guarantee".to_string(),
            ));
        }
        None if law.nation == Nation::Scotland || law.nation == Nation::NorthernIreland => Pence::ZERO,
        None if law.nation == Nation::Wales && f64::from(age) < rules.pension_age => {
            return Err(BillError::NotTold(
                "what a person under pension age keeps in Wales rests on the benefit they have: tell it as guarantee (their benefit and 45% of it)".to_string(),
            ));
        }
        None if law.nation == Nation::Wales => {
            notes.push(format!(
                "What is kept at home in Wales is the pension credit of one like them and 45% of it, for a buffer and for what a disability costs{}.",
                if partner { "; of a couple, half of theirs" } else { "" }
            ));
            amounts.welsh_income_kept(year, partner)?
        }
        None => amounts.guarantee(year, &household(asked, age, partner))?,
    };
    let savings_credit = if money(asked.savings_credit) > Pence::ZERO {
        SavingsCredit::Receives(money(asked.savings_credit))
    } else if yes(asked.savings_disregard) {
        SavingsCredit::Entitled
    } else {
        SavingsCredit::None
    };
    let over = f64::from(age) >= rules.pension_age;
    let own_income = income - not_qualifying;
    let not_asked = savings_credit == SavingsCredit::None && asked.savings_disregard.is_none();
    if in_home && over && not_asked && own_income.0 > rules.savings_disregard_from {
        notes.push(if rules.savings_disregard > 0 {
            format!(
                "Who reached pension age before 6 April 2016 may keep up to {} a week more while the council pays (--savings-disregard yes).",
                super::words::pounds(Pence(rules.savings_disregard))
            )
        } else {
            "Who reached pension age before 6 April 2016 may keep a little more a week while the council pays; how much that year is not in the table of amounts."
                .to_string()
        });
    }
    if !in_home && benefit.0 > rules.benefit_lower && asked.night_part_left_out.is_none() {
        notes.push(format!(
            "The whole disability benefit counts. Some councils leave out the {} above the lower rate where they arrange no care at night (--night-part-left-out 100%).",
            super::words::pounds(Pence(benefit.0 - rules.benefit_lower))
        ));
    }
    let mut rests_on = vec!["lower_limit", "upper_limit"];
    rests_on.extend(if in_home {
        &["personal_expenses_allowance", "savings_disregard"][..]
    } else {
        &[
            "guarantee_single_pension_age",
            "guarantee_couple_pension_age",
            "guarantee_single_25_to_pension_age",
        ][..]
    });
    if place == Place::NursingHome {
        rests_on.extend(["nursing_rate", "nursing_payment"]);
    }
    let recalled = amounts.recalled(law.nation, year, &rests_on);
    if !recalled.is_empty() {
        notes.push(format!(
            "Recalled or reckoned from the year before, not checked against a publication of the year: {}.",
            recalled.join(", ")
        ));
    }
    if temporary && home > Pence::ZERO {
        notes.push("The home does not count while the stay is meant to be temporary.".to_string());
    }
    if in_home && benefit > Pence::ZERO && rules.benefit_stops_with_council_money {
        notes.push("A disability benefit goes on for the first four weeks of a stay that the council pays for; here it stops at once.".to_string());
    }
    let person = Circumstances {
        age,
        income,
        occupational_pension: if asked.pension_to_partner == Some(YesNo::No) {
            Pence::ZERO
        } else {
            money(asked.private_pension)
        },
        disability_benefit: benefit,
        capital: money(asked.savings),
        housing: home,
        partner_at_home: partner,
        relative_at_home: relative,
        told: Told {
            guarantee: Some(guarantee),
            disability_expenditure: Some(money(asked.disability_costs)),
            savings_credit,
            not_qualifying,
            most_at_home: asked.most_at_home.map(|money| money.0),
            share_taken_at_home: asked.share_taken.map(|share| share.0),
            housing_costs: left_to_them,
            partner_elsewhere,
            mortgage: money(asked.mortgage),
        },
    };
    let care = Package {
        setting: if in_home { Setting::CareHome } else { Setting::OwnHome },
        nursing: place == Place::NursingHome,
        continuing_healthcare: yes(asked.continuing_healthcare),
        council_rate: rate,
        self_funder_price: price,
        personal_care: personal,
    };
    notes.extend(unused::notes(asked, law, &rules, &person, &care));
    let account = CareAccount {
        metered: money(asked.counted_before),
        debt: money(asked.deferred_before),
        weeks_in_home: asked.weeks_already.unwrap_or(0),
        ..CareAccount::default()
    };
    Ok(Case {
        person,
        care,
        account,
        rules,
        weeks,
        top_up,
        notes,
    })
}

/// The law of the year with what the council has decided.
fn rules(
    asked: &Person,
    law: Law,
    year: u16,
    amounts: &Amounts,
    levers: &SchemeLevers,
    temporary: bool,
) -> Result<Rules, BillError> {
    let mut levers = *levers;
    levers.charging.scheme = scheme(law);
    let some = |value: Option<super::person::Money>| value.is_some_and(|money| money.0 > Pence::ZERO);
    let at_home = asked.place == Some(Place::Home);
    let needed = Needed {
        lower_limit: asked.lower_limit.is_none(),
        upper_limit: asked.upper_limit.is_none(),
        assumed_income: some(asked.savings) || some(asked.home),
        savings_disregard: some(asked.savings_credit) || asked.savings_disregard == Some(YesNo::Yes),
        guarantee: at_home && asked.guarantee.is_none(),
        most_at_home: at_home && asked.most_at_home.is_none(),
        allowance: asked.allowance.is_none() && asked.place != Some(Place::Home),
        nursing: asked.place == Some(Place::NursingHome),
    };
    let mut levers = amounts.law(law.nation, year, &levers, needed)?;
    let it = &mut levers.charging;
    if let Some(allowance) = asked.allowance {
        it.personal_expenses_allowance = allowance.0.pounds();
    }
    if let Some(Share(share)) = asked.night_part_left_out {
        it.night_rate_disregarded_pension_age = share;
        it.night_rate_disregarded_working_age = share;
    } else {
        it.night_rate_disregarded_pension_age = 0.0;
        it.night_rate_disregarded_working_age = 0.0;
    }
    if let Some(Share(share)) = asked.sale_costs {
        it.sale_costs_share = share;
    }
    if let Some(Share(share)) = asked.interest {
        it.deferred_interest = share;
    }
    if let Some(limit) = asked.lower_limit {
        (it.lower_limit_care_home, it.lower_limit_own_home) = (limit.0.pounds(), limit.0.pounds());
    }
    if let Some(limit) = asked.upper_limit {
        (it.upper_limit_care_home, it.upper_limit_own_home) = (limit.0.pounds(), limit.0.pounds());
    }
    if it.lower_limit_care_home > it.upper_limit_care_home {
        return Err(BillError::Contradiction("lower_limit is above upper_limit".to_string()));
    }
    if temporary {
        it.home_counted_in_care_home = false;
    }
    Ok(Rules::compile(&levers, Indices::BASE))
}

/// The scheme of a law; those of the other nations are means tests with terms of their own.
fn scheme(law: Law) -> Scheme {
    let LeverKind::Choice(words) = Scheme::KIND else {
        return Scheme::MeansTest;
    };
    words
        .iter()
        .position(|word| *word == law.key)
        .map_or(Scheme::MeansTest, |index| Scheme::from_value(index as f64))
}

/// What the year's minimum income guarantee depends on.
fn household(asked: &Person, age: u8, couple: bool) -> Household {
    let has = |premium: Premium| asked.premiums.as_ref().is_some_and(|all| all.contains(&premium));
    Household {
        age,
        couple,
        disability: has(Premium::Disability),
        enhanced_disability: has(Premium::EnhancedDisability),
        carer: has(Premium::Carer),
        children: asked.children.unwrap_or(0),
    }
}
