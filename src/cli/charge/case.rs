//! What is asked, put as the law asks it: circumstances, the care, the law of the year with what the council has decided.

use super::bill::{BillError, YEAR};
use super::law_of_year::{FREE_FROM, free_at, no_interest, rules};
use super::person::{Benefit, Law, LivesThere, Person, Place, Premium, Stay, YesNo};
use super::{savers, top_up, units, unused};
use crate::economy::charging::amounts::Household;
use crate::economy::charging::{
    Amounts, CareAccount, Circumstances, Law as Rules, Nation, Package, SavingsCredit, SchemeLevers, Told,
    assumed_for_pension_credit,
};
use crate::world::{Pence, Setting};

/// What is asked, put as the law asks it.
pub struct Case {
    /// The person.
    pub person: Circumstances,
    /// The care.
    pub care: Package,
    /// What went before.
    pub account: CareAccount,
    /// The law.
    pub rules: Rules,
    /// Weeks to add up.
    pub weeks: u32,
    /// What somebody else pays a week on top [pence/week].
    pub top_up: Pence,
    /// What is to be known besides.
    pub notes: Vec<String>,
}

fn needed<T: Copy>(value: Option<T>, flag: &'static str, what: &'static str) -> Result<T, BillError> {
    value.ok_or(BillError::Missing { flag, what })
}

/// Weeks in a year of charges.
pub const WEEKS_IN_YEAR: u32 = 52;
/// Age from which somebody of working age keeps more at home.
const ADULT_FROM: u8 = 25;
/// Age from which nobody is charged for home help in Northern Ireland.
const HOME_HELP_FREE_FROM: u8 = 75;

/// Longest temporary stay in a care home that Wales charges as care at home \[weeks\]: Care and Support (Charging) (Wales)
/// Regulations 2015, regulation 3.
const SHORT_STAY_WEEKS: u32 = 8;
/// What is told of it.
pub const SHORT_STAY: &str = "In Wales a stay of at most eight weeks in a care home is charged as care at home is.";
/// The year from whose April on nobody who reaches pension age comes to have savings credit: Pensions Act 2014, section 23.
const LAST_SAVINGS_CREDIT: u16 = 2016;
/// Age from which there is savings credit: State Pension Credit Act 2002, section 3 \[years\].
const SAVINGS_CREDIT_FROM: u16 = 65;
/// The youngest who had reached pension age by then, women born before 6 April 1953 \[years\].
const PENSION_AGE_2016: u16 = 63;
/// What somebody is asked as who stays in a Welsh care home for so few weeks that they are charged as at home; nothing for others.
pub fn short_welsh_stay(asked: &Person, law: Law) -> Option<Person> {
    let already = asked.weeks_already.unwrap_or(0);
    let in_all = asked.weeks.map(|weeks| weeks + already);
    let short = asked.stay == Some(Stay::Temporary) && in_all.is_some_and(|weeks| weeks <= SHORT_STAY_WEEKS);
    let away = asked.place.is_some_and(|place| place != Place::Home);
    (law.nation == Nation::Wales && short && away).then(|| Person {
        place: Some(Place::Home),
        stay: None,
        weeks_already: None,
        alone_after: None,
        deferred_before: None,
        ..asked.clone()
    })
}

/// Puts the answers together, or says which do not go together. `typed` is what was told, `asked` what it is charged as.
pub fn case(
    asked: &Person,
    typed: &Person,
    law: Law,
    amounts: &Amounts,
    levers: &SchemeLevers,
) -> Result<Case, BillError> {
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
    let top_up = top_up::a_week(typed).map_err(BillError::Contradiction)?;
    let year = asked.year.map_or(YEAR, |year| year.0);
    let free_at_this_age = free_at(law, amounts, year, age);
    let all_free = law.nation == Nation::NorthernIreland && place == Place::Home && age >= HOME_HELP_FREE_FROM;
    let personal = match asked.personal_care {
        _ if !free_at_this_age => Pence::ZERO,
        Some(_) if all_free => rate,
        Some(money) => money.0,
        None => rate,
    };
    if personal > rate {
        return refuse("personal_care is part of what the council would pay, so not more than it");
    }
    units::refuse(asked)?;
    let in_home = place != Place::Home;
    let staying = typed.place.is_some_and(|place| place != Place::Home);
    let nursing = typed.place == Some(Place::NursingHome);
    let temporary = asked.stay == Some(Stay::Temporary);
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
    let already = asked.weeks_already.unwrap_or(0);
    if temporary && weeks + already > WEEKS_IN_YEAR {
        if asked.weeks.is_some() || already >= WEEKS_IN_YEAR {
            return refuse("a temporary stay is one of at most 52 weeks, those already lived in the home included");
        }
        weeks = WEEKS_IN_YEAR - already;
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
    if asked.partner_age.is_some() && !partner && !yes(asked.partner) {
        return refuse("partner_age is told, and there is no partner: tell partner as yes");
    }
    let partner_elsewhere = in_home && !partner && yes(asked.partner) && yes(asked.pension_to_partner);
    let relative = asked.lives_there == Some(LivesThere::Relative);
    if asked.alone_after.is_some() && !partner && !relative {
        return refuse("alone_after says when a partner or relative leaves the home, and nobody lives there");
    }
    if asked.savings_credit.is_some_and(|credit| credit.0 > Pence::ZERO)
        && f64::from(age) < amounts.pension_age(year)?
    {
        return refuse("savings_credit is part of pension credit, for people over pension age");
    }
    if yes(asked.savings_disregard) && f64::from(age) < amounts.pension_age(year)? {
        return refuse("savings_disregard is for people over pension age");
    }
    let saver = yes(asked.savings_disregard) || asked.savings_credit.is_some_and(|credit| credit.0 > Pence::ZERO);
    let youngest_saver = SAVINGS_CREDIT_FROM.max(PENSION_AGE_2016 + year.saturating_sub(LAST_SAVINGS_CREDIT));
    if saver && !yes(asked.partner) && !partner && u16::from(age) < youngest_saver {
        return Err(BillError::Contradiction(format!(
            "savings credit and the savings disregard are for people of 65 and over who reached pension age before 6 April 2016: in {} nobody under {youngest_saver} has a claim",
            super::words::year(year)
        )));
    }

    let mut notes = units::notes(asked, staying);
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
    let rules = rules(asked, nursing, law, year, amounts, levers)?;
    let benefit = match asked.disability_benefit.unwrap_or(Benefit::None) {
        Benefit::None => Pence::ZERO,
        Benefit::Rate(row) => amounts.benefit(year, row)?,
        Benefit::Amount(amount) => amount,
    };
    let credits = money(asked.guarantee_credit) + money(asked.savings_credit);
    let pensions = money(asked.state_pension) + money(asked.private_pension) + money(asked.other_income);
    let housing_costs = money(asked.housing_costs);
    let saver_at_home = !in_home && yes(asked.savings_disregard_at_home);
    // What pension credit assumes of savings is income that qualifies for the savings credit, and no income for the council.
    let mut not_qualifying = credits - assumed_for_pension_credit(money(asked.savings));
    let mut income = pensions + credits;
    if !in_home {
        // The savings credit is left out altogether, or as much of it as in a care home.
        if !saver_at_home {
            income -= money(asked.savings_credit);
            not_qualifying -= money(asked.savings_credit);
        }
        income -= housing_costs;
        not_qualifying -= housing_costs;
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
    let mut guarantee_rests_on = Vec::new();
    // What is kept for a disability already, before what it is told to cost.
    let mut kept_for_disability = Pence::ZERO;
    let guarantee = match asked.guarantee {
        Some(guarantee) => guarantee.0,
        None if in_home => Pence::ZERO,
        None if law.nation == Nation::Scotland && rate > personal => {
            return Err(BillError::NotTold(if free_at_this_age {
                "councils of Scotland charge for care that is not personal care by rules of their own: tell theirs as guarantee".to_string()
            } else {
                format!(
                    "at {age} personal care is not free in Scotland in {} (it is from 65 on, and at every age from April 2019), and councils charge for it by rules of their own: tell theirs as guarantee",
                    super::words::year(year)
                )
            }));
        }
        None if law.nation == Nation::NorthernIreland && rate > personal => {
            return Err(BillError::NotTold(
                "trusts of Northern Ireland charge people under 75 for home help by rules of their own (nobody who has pension credit or \
                 income support): tell what is left to the person as guarantee"
                    .to_string(),
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
            let (kept, for_disability) = amounts.welsh_income_kept(year, partner)?;
            kept_for_disability = for_disability;
            if money(asked.disability_costs) > Pence::ZERO {
                notes.push(format!(
                    "Of it {} are for what a disability costs, at the least: only what it costs beyond that is left out besides.",
                    super::words::pounds(for_disability)
                ));
            }
            kept
        }
        None => {
            let partner_over = match asked.partner_age {
                Some(other) => f64::from(other) >= amounts.pension_age(year)?,
                None => false,
            };
            let household = household(asked, age, partner, partner_over);
            if partner && asked.partner_age.is_none() && f64::from(age) < rules.pension_age {
                notes.push("The partner is taken to be under pension age too; of a couple of whom one has reached it each keeps more (--partner-age).".to_string());
            }
            guarantee_rests_on = amounts.guarantee_parts(year, &household)?;
            amounts.guarantee(year, &household)?
        }
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
    // A permanent resident is assessed as one without a partner.
    let couple_saver = if partner && (temporary || !in_home) {
        savers::couple(law.nation, year, amounts, saver && (in_home || saver_at_home))?
    } else {
        None
    };
    let most_saved = couple_saver.map_or(Pence(rules.savings_disregard), |couple| couple.most);
    let not_asked = savings_credit == SavingsCredit::None && asked.savings_disregard.is_none();
    let nhs_pays = yes(asked.continuing_healthcare);
    if in_home && !nhs_pays && over && not_asked && own_income.0 > rules.savings_disregard_from {
        notes.push(if most_saved > Pence::ZERO {
            format!(
                "Who reached pension age before 6 April 2016 may keep up to {} a week more while the council pays (--savings-disregard yes).",
                super::words::pounds(most_saved)
            )
        } else {
            "Who reached pension age before 6 April 2016 may keep a little more a week while the council pays; how much that year is not in the table of amounts."
                .to_string()
        });
    }
    if in_home || saver_at_home {
        notes.extend(savers::income_together(couple_saver, savings_credit, own_income));
    }
    if !in_home && benefit.0 > rules.benefit_lower && asked.night_part_left_out.is_none() {
        notes.push(format!(
            "The whole disability benefit counts. Some councils leave out the {} above the lower rate where they arrange no care at night (--night-part-left-out 100%).",
            super::words::pounds(Pence(benefit.0 - rules.benefit_lower))
        ));
    }
    let mut rests_on = guarantee_rests_on;
    for (rests, amounts) in [
        (asked.lower_limit.is_none(), &["lower_limit"][..]),
        (asked.upper_limit.is_none(), &["upper_limit"]),
        (in_home && asked.allowance.is_none(), &["personal_expenses_allowance"]),
        (
            saver && couple_saver.is_none() && (in_home || saver_at_home),
            &["savings_disregard"],
        ),
        (
            saver && couple_saver.is_some() && (in_home || saver_at_home),
            &["savings_disregard_couple"],
        ),
        (
            nursing && asked.nursing_payment.is_none(),
            &["nursing_rate", "nursing_payment"],
        ),
    ] {
        if rests {
            rests_on.extend(amounts);
        }
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
    if in_home && !temporary && !nhs_pays && benefit > Pence::ZERO && rules.benefit_stops_with_council_money {
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
            disability_expenditure: Some((money(asked.disability_costs) - kept_for_disability).max(Pence::ZERO)),
            savings_credit,
            not_qualifying,
            most_at_home: asked.most_at_home.map(|money| money.0),
            share_taken_at_home: asked.share_taken.map(|share| share.0),
            housing_costs: left_to_them,
            partner_elsewhere,
            couple_saver,
            saver_at_home,
            mortgage: money(asked.mortgage),
        },
    };
    let care = Package {
        setting: if in_home { Setting::CareHome } else { Setting::OwnHome },
        nursing,
        continuing_healthcare: yes(asked.continuing_healthcare),
        council_rate: rate,
        self_funder_price: price,
        personal_care: personal,
    };
    let alone_in_time = (!partner && !relative) || asked.alone_after.is_some();
    let may_defer = in_home && !temporary && !nhs_pays && home > Pence::ZERO && alone_in_time;
    if may_defer && asked.interest.is_none() && no_interest(law.nation, year) {
        notes.push(if law.nation == Nation::Scotland {
            "In Scotland no interest runs on deferred payments while the agreement lasts, so none is reckoned (--interest tells another rate)."
                .to_string()
        } else {
            "In that year no interest ran on deferred payments while the resident lived, so none is reckoned (--interest tells another rate)."
                .to_string()
        });
    }
    let kept = amounts.benefit(year, "deferred_income_kept");
    if let (true, Nation::England, Ok(kept)) = (may_defer, law.nation, kept) {
        notes.push(format!(
            "With a deferred payment agreement a resident may keep up to {} a week of the income, and as much more is then deferred; here all of it but the allowance goes to the care.",
            super::words::pounds(kept)
        ));
    }
    let of_working_age = match law.key {
        "cap_2011" if age < 65 => Some(
            "The commission of 2011 wanted lower caps for those who come to need care before 65, and none to pay below 40: here it is the cap of older people.",
        ),
        "cap_2014" if age < 25 => Some(
            "The Care Act's cap was to be nothing for those who need care before 25: here it is the cap of older people.",
        ),
        _ => None,
    };
    notes.extend(of_working_age.map(str::to_string));
    let last = f64::from(age) + f64::from(weeks) / f64::from(WEEKS_IN_YEAR);
    let turns = |at: f64| f64::from(age) < at && last >= at;
    let kept_differs = !in_home && asked.guarantee.is_none() && law.nation == Nation::England;
    let adult = f64::from(ADULT_FROM);
    let later = [
        (kept_differs && !partner && turns(adult), adult),
        (turns(rules.pension_age), rules.pension_age),
        (
            !free_at_this_age && law.nation == Nation::England && turns(f64::from(FREE_FROM)),
            f64::from(FREE_FROM),
        ),
    ];
    if let Some((_, at)) = later.iter().find(|(reached, _)| *reached).filter(|_| !nhs_pays) {
        notes.push(format!(
            "The age is {age} in all these weeks, and {at} is reached in them, from when other amounts hold: ask for the weeks after it by themselves."
        ));
    }
    if rules.end_of_life_weeks > 0 && asked.until_death.is_none() && !nhs_pays {
        notes.push("Nothing is free here for the end of life, as no death is told (--until-death yes).".to_string());
    }
    if rules.end_of_life_weeks > 0 && yes(asked.until_death) && !nhs_pays {
        notes.push(format!(
            "Under this law care is free in the last {} weeks of life.",
            rules.end_of_life_weeks
        ));
    }
    if !free_at_this_age && law.nation == Nation::England {
        notes.push(format!(
            "Personal care is free under this proposal from the age of {FREE_FROM}: at {age} it is charged for as today."
        ));
    } else if !free_at_this_age {
        notes.push(format!(
            "In Scotland personal care was free from the age of 65 only until March 2019: at {age} in {} it is charged for.",
            super::words::year(year)
        ));
    }
    let unused = unused::notes(asked, law, &rules, &person, &care, staying);
    let credit = money(asked.savings_credit);
    if !in_home && credit > Pence::ZERO && asked.savings_disregard_at_home.is_none() && !unused::whatever(&unused) {
        notes.push(savers::left_out_at_home(&rules, &person, credit));
    }
    notes.extend(unused);
    let account = CareAccount {
        metered: money(asked.counted_before),
        debt: money(asked.deferred_before),
        weeks_in_home: asked.weeks_already.unwrap_or(0),
        // Whoever leaves at the start of these weeks has lived there until then.
        home_protected: in_home && (partner || relative),
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

/// What the year's minimum income guarantee depends on.
fn household(asked: &Person, age: u8, couple: bool, partner_over_pension_age: bool) -> Household {
    let has = |premium: Premium| asked.premiums.as_ref().is_some_and(|all| all.contains(&premium));
    Household {
        age,
        couple,
        partner_over_pension_age,
        disability: has(Premium::Disability),
        enhanced_disability: has(Premium::EnhancedDisability),
        carer: has(Premium::Carer),
        children: asked.children.unwrap_or(0),
    }
}
