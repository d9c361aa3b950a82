//! The law week by week, rule by rule, as the papers print it.

use super::fixture::{care_home, home_care, law, law_as_printed, person, pounds};
use super::law::Law;
use super::person::{CareAccount, Circumstances, Package, Spell, Split};
use super::spell::charge;
use super::{SavingsCredit, Told};
use crate::world::Pence;

fn settled() -> CareAccount {
    CareAccount {
        weeks_in_home: 12,
        ..CareAccount::default()
    }
}
fn week(person: &Circumstances, care: &Package, law: &Law) -> Split {
    charge(person, care, &mut settled(), law, Spell::of(1))
}

#[test]
fn assumed_income_is_a_pound_for_each_250_or_part_between_the_limits() {
    let law = law("means_test");
    let table = [
        (14_250, 0),
        (14_251, 1),
        (14_500, 1),
        (14_501, 2),
        (20_000, 23),
        (23_250, 36),
    ];
    for (capital, income) in table {
        let tariff = law.tariff(pounds(f64::from(capital)), law.limits_care_home);
        assert_eq!(tariff, Some(pounds(f64::from(income))), "£{capital}");
        let split = week(&person(f64::from(capital), 0.0), &care_home(), &law);
        assert_eq!(split.own(), pounds(300.0 + f64::from(income) - 30.15));
    }
    assert_eq!(law.tariff(pounds(23_251.0), law.limits_care_home), None);
    assert_eq!(
        week(&person(23_251.0, 0.0), &care_home(), &law).self_funded,
        pounds(1400.0)
    );
}

#[test]
fn allowances_are_left_in_homes_and_at_home() {
    let law = law("means_test");
    let mut poor = person(0.0, 0.0);
    assert_eq!(week(&poor, &care_home(), &law).charge, pounds(300.0 - 30.15));
    assert_eq!(week(&poor, &home_care(), &law).charge, pounds(300.0 - 228.70));
    poor.income = pounds(25.0);
    assert_eq!(week(&poor, &care_home(), &law).charge, Pence::ZERO);
    assert_eq!(week(&poor, &home_care(), &law).charge, Pence::ZERO);
}

#[test]
fn a_partner_keeps_half_the_pension_and_keeps_the_home_out_of_the_test() {
    let law = law("means_test");
    let mut rich = person(10_000.0, 300_000.0);
    assert_eq!(week(&rich, &care_home(), &law).self_funded, pounds(1400.0));
    rich.partner_at_home = true;
    assert_eq!(week(&rich, &care_home(), &law).charge, pounds(300.0 - 50.0 - 30.15));
}

#[test]
fn the_home_does_not_count_for_twelve_weeks_and_then_is_paid_out_of_by_deferral() {
    let law = law("means_test");
    let mut account = CareAccount::default();
    let split = charge(
        &person(10_000.0, 300_000.0),
        &care_home(),
        &mut account,
        &law,
        Spell::of(52),
    );
    assert_eq!(split.charge, pounds(12.0 * 269.85));
    assert_eq!(split.self_funded, pounds(40.0 * 1400.0));
    let drawn = 40.0 * (1400.0 - 269.85);
    assert_eq!(split.capital_after, Pence::ZERO);
    assert_eq!(account.debt, pounds(drawn - 10_000.0) + split.interest);
    // Nothing is owed until the savings are gone, in the ninth of the forty weeks: a mean of half over the weeks left.
    let weeks_owing = (drawn - 10_000.0) / (1400.0 - 269.85);
    assert_eq!(
        split.interest,
        pounds((drawn - 10_000.0) / 2.0 * 0.02 * weeks_owing / 52.0)
    );
}

#[test]
fn a_home_counts_less_a_tenth_for_the_expenses_of_selling_it_and_less_what_is_owed_on_it() {
    let law = law("means_test");
    let mut owner = person(0.0, 25_000.0);
    owner.income = pounds(200.0);
    owner.told.savings_credit = SavingsCredit::None;
    // 22,500 counts: 33 steps above 14,250.
    assert_eq!(week(&owner, &care_home(), &law).own(), pounds(200.0 - 30.15 + 33.0));
    owner.housing = pounds(25_834.0);
    assert_eq!(
        week(&owner, &care_home(), &law).self_funded,
        pounds(1400.0),
        "23,250.60 counts"
    );
    owner.told.mortgage = pounds(8_000.0);
    assert_eq!(
        week(&owner, &care_home(), &law).own(),
        pounds(200.0 - 30.15 + 5.0),
        "15,250.60 counts"
    );
    owner.told.mortgage = pounds(90_000.0);
    assert_eq!(
        week(&owner, &care_home(), &law).own(),
        pounds(200.0 - 30.15),
        "nothing counts"
    );
}

#[test]
fn a_resident_who_saved_keeps_up_to_the_disregard_and_a_younger_one_nothing() {
    let law = law("means_test");
    let charged = |age: u8, income: f64, credit: SavingsCredit, not_qualifying: f64| {
        let mut saver = person(0.0, 0.0);
        (saver.age, saver.income) = (age, pounds(income));
        (saver.told.savings_credit, saver.told.not_qualifying) = (credit, pounds(not_qualifying));
        week(&saver, &care_home(), &law).charge
    };
    let kept = |age, income: f64, credit, not| pounds(income - 30.15) - charged(age, income, credit, not);
    use SavingsCredit::{Entitled, None, Receives, Unknown};
    assert_eq!(kept(85, 235.48, Unknown, 0.0), pounds(6.95));
    assert_eq!(kept(73, 235.48, Unknown, 0.0), Pence::ZERO);
    assert_eq!(kept(74, 235.48, Unknown, 0.0), pounds(6.95));
    assert_eq!(kept(70, 235.48, Entitled, 0.0), pounds(6.95));
    assert_eq!(kept(85, 235.48, None, 0.0), Pence::ZERO);
    // Between threshold and guarantee three fifths of what is above the threshold: 0.6 × 5.20.
    assert_eq!(kept(85, 195.0, Unknown, 0.0), pounds(3.12));
    assert_eq!(kept(85, 189.80, Unknown, 0.0), Pence::ZERO);
    assert_eq!(kept(85, 218.15, Unknown, 0.0), pounds(6.95));
    // A credit received is kept as far as the disregard goes, whatever the rest of the income is.
    assert_eq!(kept(85, 195.01, Receives(pounds(1.86)), 27.11), pounds(1.86));
    assert_eq!(kept(85, 195.01, Receives(pounds(9.00)), 27.11), pounds(6.95));
    assert_eq!(kept(85, 240.0, Receives(pounds(1.86)), 1.86), pounds(6.95));
    // A guarantee credit is no income of one's own.
    assert_eq!(kept(85, 235.48, Unknown, 60.0), Pence::ZERO);
}

#[test]
fn the_part_of_a_benefit_for_nights_is_left_out_by_age_at_home_only() {
    let law = Law {
        night_rate_disregarded_pension_age: 1.0,
        night_rate_disregarded_working_age: 0.0,
        ..law("means_test")
    };
    let charged = |age: u8| {
        let mut ill = person(0.0, 0.0);
        (ill.age, ill.disability_benefit) = (age, pounds(108.55));
        ill.told.disability_expenditure = Some(Pence::ZERO);
        week(&ill, &home_care(), &law).charge
    };
    assert_eq!(charged(66), pounds(300.0 + 72.65 - 228.70));
    assert_eq!(charged(65), pounds(300.0 + 108.55 - 183.25));
}

#[test]
fn what_an_assessor_found_stands_in_place_of_the_standard_sums() {
    let law = law("means_test");
    let mut told = person(0.0, 0.0);
    told.disability_benefit = pounds(72.65);
    assert_eq!(week(&told, &home_care(), &law).charge, pounds(372.65 - 228.70 - 20.0));
    told.told.disability_expenditure = Some(pounds(28.08));
    told.told.guarantee = Some(pounds(171.75));
    assert_eq!(week(&told, &home_care(), &law).charge, pounds(372.65 - 171.75 - 28.08));
    told.disability_benefit = Pence::ZERO;
    told.told = Told::default();
    assert_eq!(
        week(&told, &home_care(), &law).charge,
        pounds(300.0 - 228.70),
        "no benefit, no sum"
    );
}

#[test]
fn a_council_that_takes_a_part_or_no_more_than_so_much_takes_that_at_home_only() {
    let law = law("means_test");
    let mut told = person(15_000.0, 0.0);
    // 300 + 3 assumed - 228.70 = 74.30.
    assert_eq!(week(&told, &home_care(), &law).charge, pounds(74.30));
    told.told.share_taken_at_home = Some(0.9);
    assert_eq!(week(&told, &home_care(), &law).charge, pounds(66.87));
    assert_eq!(week(&told, &care_home(), &law).charge, pounds(300.0 + 3.0 - 30.15));
    told.told.most_at_home = Some(pounds(50.0));
    assert_eq!(week(&told, &home_care(), &law).charge, pounds(50.0));
    assert_eq!(week(&told, &care_home(), &law).charge, pounds(300.0 + 3.0 - 30.15));
}

#[test]
fn when_a_partner_dies_the_home_is_left_out_for_twelve_weeks_more_and_then_counts() {
    let law = law("means_test");
    let mut resident = person(10_000.0, 300_000.0);
    resident.occupational_pension = Pence::ZERO;
    resident.told.savings_credit = SavingsCredit::None;
    let mut account = CareAccount::default();
    resident.partner_at_home = true;
    let together = charge(&resident, &care_home(), &mut account, &law, Spell::of(40));
    assert_eq!(together.own(), pounds(40.0 * 269.85));
    resident.partner_at_home = false;
    let mut weeks = Vec::new();
    for _ in 0..13 {
        weeks.push(charge(&resident, &care_home(), &mut account, &law, Spell::of(1)).own());
    }
    assert_eq!(weeks[..12], [pounds(269.85); 12]);
    assert_eq!(weeks[12], pounds(1400.0));
    // Nobody who never lived there begins one.
    let mut alone = settled();
    assert_eq!(
        charge(&resident, &care_home(), &mut alone, &law, Spell::of(1)).own(),
        pounds(1400.0)
    );
}

#[test]
fn interest_is_the_rate_on_the_mean_debt_and_never_more_than_the_home_holds() {
    let law = Law {
        deferred_interest: 0.04,
        ..law("means_test")
    };
    let mut account = CareAccount {
        debt: pounds(100_000.0),
        ..settled()
    };
    let owner = person(0.0, 400_000.0);
    let split = charge(&owner, &care_home(), &mut account, &law, Spell::of(26));
    let drawn = 26.0 * (1400.0 - 269.85);
    assert_eq!(split.interest, pounds((100_000.0 + drawn / 2.0) * 0.04 / 2.0));
    let mut full = CareAccount {
        debt: pounds(99_990.0),
        ..settled()
    };
    let owner = person(0.0, 100_000.0);
    assert_eq!(
        charge(&owner, &care_home(), &mut full, &law, Spell::of(52)).interest,
        pounds(10.0)
    );
}

/// A year from the first day, of which the home is left out for twelve weeks, is forty weeks of somebody who came twelve weeks ago.
#[test]
fn weeks_in_which_nothing_is_deferred_bear_no_interest() {
    let law = law("means_test");
    let owner = person(0.0, 200_000.0);
    let year = charge(&owner, &care_home(), &mut CareAccount::default(), &law, Spell::of(52));
    let later = charge(&owner, &care_home(), &mut settled(), &law, Spell::of(40));
    assert_eq!(year.interest, later.interest);
    // By hand: 40 weeks × £1,130.15, owed for half of 40/52 of a year on average, at 2%.
    assert_eq!(year.interest, pounds(40.0 * 1130.15 / 2.0 * 0.02 * 40.0 / 52.0));
}

/// Where prices rise faster than interest, what is owed shrinks in real terms; it is not taken for no interest.
#[test]
fn interest_below_inflation_lowers_what_is_owed() {
    let law = Law {
        deferred_interest: -0.03,
        ..law("means_test")
    };
    let mut account = CareAccount {
        debt: pounds(50_000.0),
        ..settled()
    };
    let owner = person(0.0, 400_000.0);
    let split = charge(&owner, &care_home(), &mut account, &law, Spell::of(52));
    let drawn = 52.0 * 1130.15;
    assert_eq!(split.interest, pounds(-0.03 * (50_000.0 + drawn / 2.0)));
    assert_eq!(account.debt, pounds(50_000.0 + drawn) + split.interest);
}

#[test]
fn at_the_upper_limit_itself_one_is_tested_and_a_penny_above_it_one_pays_in_full() {
    let law = law_as_printed("cap_2021");
    let mut saver = person(100_000.0, 0.0);
    assert_eq!(week(&saver, &care_home(), &law).charge, pounds(300.0 - 30.15 + 320.0));
    saver.capital.0 += 1;
    assert_eq!(week(&saver, &care_home(), &law).self_funded, pounds(1400.0));
}

#[test]
fn the_week_of_the_cap_is_charged_what_is_left_of_it() {
    let law = law_as_printed("cap_2021");
    let mut account = CareAccount {
        metered: pounds(86_000.0 - 2_000.0),
        ..settled()
    };
    // £800 a week counts: two weeks in full, one of £400, then £200 daily living and the £400 above the council rate.
    let split = charge(&person(500_000.0, 0.0), &care_home(), &mut account, &law, Spell::of(4));
    assert_eq!(split.metered, pounds(2_000.0));
    assert_eq!(split.self_funded, pounds(1_400.0 + 1_400.0 + 1_000.0));
    assert_eq!(split.charge, pounds(600.0));
}

#[test]
fn council_money_counts_under_the_act_of_2014_and_not_under_the_plan_of_2021() {
    let poor = person(5_000.0, 0.0);
    assert_eq!(
        week(&poor, &care_home(), &law_as_printed("cap_2014")).metered,
        pounds(1000.0 - 230.0)
    );
    assert_eq!(
        week(&poor, &care_home(), &law_as_printed("cap_2021")).metered,
        pounds(269.85 - 200.0)
    );
}

#[test]
fn the_scottish_payment_lowers_a_self_funders_fee_and_takes_the_allowance() {
    let mut rich = person(200_000.0, 0.0);
    rich.disability_benefit = pounds(108.55);
    let before = week(&rich, &care_home(), &law("means_test"));
    let after = week(&rich, &care_home(), &law("free_personal_care"));
    assert_eq!(before.benefit_received, pounds(108.55));
    assert_eq!(after.benefit_received, Pence::ZERO);
    assert_eq!(after.own(), before.own() - pounds(248.70));
    // At home personal care is free, the rest is not, and the allowance stays.
    let home = week(&rich, &home_care(), &law("free_personal_care"));
    assert_eq!((home.own(), home.benefit_received), (pounds(44.0), pounds(108.55)));
}

#[test]
fn the_last_weeks_of_life_are_free_under_that_law() {
    let rich = person(500_000.0, 0.0);
    let split = charge(
        &rich,
        &care_home(),
        &mut settled(),
        &law("free_end_of_life"),
        Spell::until_death(30),
    );
    assert_eq!(
        (split.own(), split.council),
        (pounds(4.0 * 1400.0), pounds(26.0 * 1000.0))
    );
}

#[test]
fn the_home_counts_everywhere_under_the_manifesto_of_2017_down_to_its_floor() {
    let law = law_as_printed("cap_2017");
    assert_eq!(
        week(&person(0.0, 250_000.0), &home_care(), &law).self_funded,
        pounds(440.0)
    );
    assert_eq!(
        week(&person(0.0, 100_000.0), &home_care(), &law).charge,
        pounds(300.0 - 228.70)
    );
}

#[test]
fn nursing_is_paid_by_the_nhs_and_continuing_healthcare_entirely() {
    let mut care = care_home();
    care.nursing = true;
    let split = week(&person(5_000.0, 0.0), &care, &law("means_test"));
    assert_eq!((split.nhs, split.gross), (pounds(235.88), pounds(1235.88)));
    care.continuing_healthcare = true;
    let split = week(&person(500_000.0, 0.0), &care, &law("means_test"));
    assert_eq!((split.nhs, split.own()), (split.gross, Pence::ZERO));
}

#[test]
fn whoever_has_continuing_healthcare_stays_with_the_nhs_in_the_last_weeks_of_life() {
    let mut care = care_home();
    care.continuing_healthcare = true;
    let law = Law {
        nhs_pays_end_of_life: false,
        ..law("free_end_of_life")
    };
    let rich = person(500_000.0, 0.0);
    let split = charge(&rich, &care, &mut settled(), &law, Spell::until_death(30));
    assert_eq!((split.nhs, split.council), (pounds(30.0 * 1000.0), Pence::ZERO));
}
