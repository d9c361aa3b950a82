//! Bills of stays that are charged otherwise than as a place of one's own for good: short ones, temporary ones, of couples, of
//! people left alone; and what of a price nobody pays. Worked out by hand from the law.

use crate::charge::{answer, money, refusal};

fn notes(bill: &serde_json::Value) -> String {
    bill["notes"].to_string()
}

/// What is paid a week, by the person.
fn pays(asked: &str) -> String {
    money(&answer(asked)["pays_week"])
}

#[test]
fn the_nhs_pays_for_nursing_in_a_short_stay_that_wales_charges_as_care_at_home() {
    let stay = "--age 85 --year 2024/25 --stay temporary --place nursing-home --price 900 --scheme wales";
    // 145% of £218.15 is £316.32, which is left of £325; nursing is £201.74 a week besides the price.
    let bill = answer(&format!("{stay} --state-pension 325 --weeks 4"));
    assert_eq!(money(&bill["pays_week"]), "8.68");
    assert_eq!(money(&bill["council_week"]), "891.32");
    assert_eq!(money(&bill["nhs_week"]), "201.74");
    assert_eq!(money(&bill["nhs_weeks"]), "806.96");
    // With more than the limit, the most for care at home; and as much from the NHS as in a stay of nine weeks.
    let rich = answer(&format!("{stay} --state-pension 225 --savings 60000 --weeks 8"));
    assert_eq!(money(&rich["pays_week"]), "100.00");
    assert_eq!(money(&rich["nhs_weeks"]), "1613.92");
    let longer = answer(&format!("{stay} --state-pension 325 --weeks 9"));
    assert_eq!(money(&longer["pays_week"]), "281.10");
    assert_eq!(money(&longer["nhs_week"]), "201.74");
    let told = answer(&format!("{stay} --state-pension 325 --weeks 4 --nursing-payment 150"));
    assert_eq!(money(&told["nhs_week"]), "150.00");
    assert!(!notes(&told).contains("it is about a nursing home"), "{told}");
    let untold = refusal(&format!("{stay} --state-pension 325 --weeks 4").replace("2024/25", "2022/23"));
    assert!(untold.contains("--nursing-payment"), "{untold}");
    // A care home without nursing has none.
    let plain = answer(&format!("{stay} --state-pension 325 --weeks 4").replace("nursing-home", "care-home"));
    assert_eq!(money(&plain["nhs_week"]), "0.00");
}

#[test]
fn what_is_said_of_a_short_stay_in_wales_names_the_place_that_was_told() {
    for place in ["nursing-home", "care-home"] {
        let stay = format!(
            "--age 85 --year 2024/25 --stay temporary --place {place} --scheme wales --weeks 4 --state-pension 325"
        );
        // A dearer place has somebody who pays on top, and no error about a place at home.
        let topped = answer(&format!("{stay} --price 950 --council-rate 900 --top-up 50"));
        assert_eq!(money(&topped["top_up_week"]), "50.00");
        assert_eq!(money(&topped["pays_week"]), "8.68");
        assert!(!notes(&topped).contains("in no sum here"), "{topped}");
        let short = answer(&format!("{stay} --price 950 --council-rate 900 --allowance 50"));
        assert!(notes(&short).contains("so short a stay in a care home"), "{short}");
        assert!(notes(&short).contains("the place is one at £900.00"), "{short}");
        assert!(!notes(&short).contains("about a stay in a care home"), "{short}");
    }
    let home = refusal("--age 85 --place home --price 200 --top-up 20");
    assert!(home.contains("place is home"), "{home}");
}

#[test]
fn in_a_temporary_stay_one_of_a_couple_keeps_the_couples_savings_disregard() {
    let of = |year: &str, scheme: &str, more: &str| {
        pays(&format!(
            "--age 85 --year {year} --scheme {scheme} --place care-home --price 900 --state-pension 225 --weeks 12 {more}"
        ))
    };
    let couple = "--savings-credit 15 --partner yes --stay temporary";
    // £240 less the allowance and the couple's sum, which is half as much again as a single person's, to the 5p.
    for (year, scheme, left) in [
        ("2018/19", "means_test", "206.50"),
        ("2022/23", "means_test", "205.50"),
        ("2023/24", "means_test", "202.00"),
        ("2024/25", "means_test", "199.45"),
        ("2024/25", "scotland", "193.40"),
        ("2024/25", "wales", "187.50"),
        ("2022/23", "northern_ireland", "203.39"),
    ] {
        assert_eq!(of(year, scheme, couple), left, "{year} {scheme}");
    }
    // £6.95 to one without a partner, with one who lives elsewhere, and in a permanent stay, in which a couple is assessed apart.
    for single in [
        "--savings-credit 15 --stay temporary",
        "--savings-credit 15 --stay temporary --partner yes --lives-there nobody",
        "--savings-credit 15 --partner yes",
    ] {
        assert_eq!(of("2024/25", "means_test", single), "202.90", "{single}");
    }
    // No credit, as the income is too high: the whole sum. A small credit is left out as it is, unless the income together is
    // above the couple's guarantee of £332.95.
    let without = "--savings-disregard yes --partner yes --stay temporary";
    assert_eq!(of("2024/25", "means_test", without), "184.45");
    let small = answer(
        "--age 85 --year 2024/25 --place care-home --price 900 --state-pension 225 --savings-credit 8 --partner yes --stay temporary --weeks 4",
    );
    assert_eq!(money(&small["pays_week"]), "194.85");
    assert!(notes(&small).contains("£332.95"), "{small}");
    assert_eq!(
        pays(
            "--age 85 --year 2024/25 --place care-home --price 900 --state-pension 340 --savings-credit 2 --partner yes --stay temporary --weeks 4"
        ),
        "301.45"
    );
    // The partner dies after two weeks.
    let widowed = answer(
        "--age 85 --year 2024/25 --place care-home --price 900 --state-pension 225 --savings-credit 15 --partner yes --stay temporary --weeks 4 --alone-after 2",
    );
    assert_eq!(money(&widowed["phases"][0]["pays"]), "199.45");
    assert_eq!(money(&widowed["phases"][1]["pays"]), "202.90");
    // What was not seen in print is told to be so, and what was is not.
    let reckoned = answer(&format!(
        "--age 85 --year 2025/26 --place care-home --price 900 --state-pension 225 --weeks 4 {couple}"
    ));
    assert!(notes(&reckoned).contains("savings disregard couple"), "{reckoned}");
    let printed = answer(&format!(
        "--age 85 --year 2022/23 --place care-home --price 900 --state-pension 225 --weeks 4 {couple}"
    ));
    assert!(!notes(&printed).contains("savings disregard"), "{printed}");
}

#[test]
fn the_home_is_left_out_anew_of_whoever_is_left_alone_at_the_start_of_the_weeks() {
    let asked = "--age 85 --year 2024/25 --place care-home --price 900 --state-pension 225 --home 200000 --weeks 20";
    for (who, total, until) in [
        (
            "--lives-there partner --weeks-already 20 --alone-after 0",
            "9538.20",
            12,
        ),
        ("--partner yes --weeks-already 20 --alone-after 0", "9538.20", 12),
        (
            "--lives-there relative --weeks-already 20 --alone-after 0",
            "9538.20",
            12,
        ),
        ("--lives-there partner --weeks-already 3 --alone-after 0", "9538.20", 12),
        ("--lives-there partner --alone-after 0", "9538.20", 12),
        // 13 and 7 weeks.
        (
            "--lives-there partner --weeks-already 20 --alone-after 1",
            "8833.05",
            13,
        ),
        // Nobody lived there: 9 weeks are left of the first 12.
        ("--weeks-already 3", "11653.65", 9),
        ("--weeks-already 20", "18000.00", 20),
    ] {
        let bill = answer(&format!("{asked} {who}"));
        assert_eq!(money(&bill["pays_weeks"]), total, "{who}");
        assert_eq!(bill["phases"][0]["to"], until, "{who}");
    }
}

#[test]
fn at_home_the_savings_credit_is_left_out_in_full_or_as_in_a_care_home_and_both_are_told() {
    let asked = "--age 85 --year 2024/25 --place home --price 300 --weeks 4 --state-pension 230";
    let usual = answer(&format!("{asked} --savings-credit 17.01"));
    assert_eq!(money(&usual["pays_week"]), "1.30");
    assert!(notes(&usual).contains("£10.06 a week more would count"), "{usual}");
    let limited = format!("{asked} --savings-disregard-at-home yes");
    // 230 + 17.01 − 6.95 − 228.70.
    let bill = answer(&format!("{limited} --savings-credit 17.01"));
    assert_eq!(money(&bill["pays_week"]), "11.36");
    assert!(!notes(&bill).contains("would count"), "{bill}");
    // Of a couple £10.40: 180 + 15 − 10.40 − 174.60.
    let couple =
        "--age 85 --year 2024/25 --place home --price 300 --state-pension 180 --savings-credit 15 --partner yes";
    assert_eq!(pays(couple), "5.40");
    assert_eq!(pays(&format!("{couple} --savings-disregard-at-home yes")), "10.00");
    // Whose income is too high for a credit: 250 − 6.95 − 228.70.
    let high = "--age 85 --year 2024/25 --place home --price 300 --state-pension 250 --savings-disregard yes";
    assert_eq!(pays(high), "21.30");
    assert_eq!(pays(&format!("{high} --savings-disregard-at-home yes")), "14.35");
    let nobody = answer(&limited);
    assert!(notes(&nobody).contains("no savings credit is told"), "{nobody}");
}

#[test]
fn what_a_nursing_home_costs_above_what_is_paid_is_told_however_much_the_nhs_pays() {
    let base = "--age 85 --state-pension 250 --place nursing-home --price 1000";
    for (more, gap) in [
        ("--council-rate 770 --year 2024/25 --weeks 30 --savings 5000", "£230.00"),
        ("--council-rate 760 --year 2024/25 --weeks 30 --savings 5000", "£240.00"),
        ("--council-rate 999 --year 2024/25 --weeks 30", "£1.00"),
        ("--council-rate 801 --year 2024/25 --weeks 30 --scheme wales", "£199.00"),
        (
            "--council-rate 901 --year 2022/23 --weeks 30 --scheme northern_ireland",
            "£99.00",
        ),
        (
            "--council-rate 901 --year 2024/25 --weeks 30 --scheme scotland",
            "£99.00",
        ),
        ("--council-rate 800 --year 2024/25 --weeks 30 --home 200000", "£200.00"),
        (
            "--council-rate 800 --year 2024/25 --weeks 4 --stay temporary",
            "£200.00",
        ),
        (
            "--council-rate 800 --year 2024/25 --weeks 4 --stay temporary --scheme wales",
            "£200.00",
        ),
    ] {
        let bill = answer(&format!("{base} {more}"));
        let said = format!("the {gap} a week above that are in no sum here");
        assert!(notes(&bill).contains(&said), "{more}: {bill}");
    }
    for more in [
        "--council-rate 770 --top-up 230 --savings 5000",
        "--council-rate 770 --savings 500000",
        "--savings 5000",
    ] {
        let bill = answer(&format!("{base} --year 2024/25 --weeks 30 {more}"));
        assert!(!notes(&bill).contains("in no sum here"), "{more}: {bill}");
    }
}

#[test]
fn what_nobody_pays_of_dearer_care_is_told_with_its_reason_wherever_it_is() {
    let asked = "--age 85 --state-pension 250 --year 2024/25 --weeks 4";
    let home = answer(&format!(
        "{asked} --place home --price 300 --council-rate 250 --savings 5000"
    ));
    assert!(
        notes(&home)
            .contains("bought at £250.00 a week, the council's: the £50.00 a week above that are in no sum here"),
        "{home}"
    );
    // In Wales the maximum holds above the limit too.
    let wales = answer(&format!(
        "{asked} --place home --price 300 --council-rate 250 --savings 50000 --scheme wales"
    ));
    assert!(notes(&wales).contains("the £50.00 a week above that"), "{wales}");
    let rich = answer(&format!(
        "{asked} --place home --price 300 --council-rate 250 --savings 50000"
    ));
    assert!(!notes(&rich).contains("in no sum here"), "{rich}");
    // Where all is free no means test decides.
    for more in [
        "--place care-home --scheme free_all",
        "--place home --scheme free_all",
        "--place care-home --scheme free_end_of_life --until-death yes",
        "--place nursing-home --scheme free_end_of_life --until-death yes",
    ] {
        let bill = answer(&format!(
            "{asked} --price 1000 --council-rate 800 --savings 90000 {more}"
        ));
        let told = notes(&bill);
        assert!(told.contains("Where all of it is free"), "{more}: {told}");
        assert!(
            told.contains("the £200.00 a week above that are in no sum here"),
            "{more}: {told}"
        );
        assert!(!told.contains("means test"), "{more}: {told}");
    }
    // Before the last weeks of life one does.
    let both = answer(
        "--age 85 --state-pension 250 --year 2024/25 --place care-home --price 1000 --council-rate 800 --scheme free_end_of_life --until-death yes --weeks 100",
    );
    assert!(
        notes(&both).contains("the means test decides") && notes(&both).contains("all of it is free"),
        "{both}"
    );
    for place in ["home", "care-home", "nursing-home"] {
        let bill = answer(&format!(
            "{asked} --place {place} --price 1000 --council-rate 800 --continuing-healthcare yes"
        ));
        let told = notes(&bill);
        assert!(
            told.contains("the £200.00 a week above that are in no sum here"),
            "{place}: {told}"
        );
        assert!(!told.contains("The NHS pays for all of it"), "{place}: {told}");
        let whole = answer(&format!(
            "{asked} --place {place} --price 1000 --continuing-healthcare yes"
        ));
        assert!(notes(&whole).contains("The NHS pays for all of it"), "{whole}");
    }
}

#[test]
fn hard_cases_worked_out_by_hand_are_answered_to_the_penny() {
    for (asked, week) in [
        // One of a couple of 60 whose partner is of pension age, a carer: 163.65 + 49.05; no disability premium is told.
        (
            "--age 60 --partner yes --partner-age 70 --place home --price 500 --year 2023/24 --other-income 300 --premiums carer",
            "87.30",
        ),
        // A couple of working age with both premiums: 81.40 + 32.60 + 16.05.
        (
            "--age 40 --partner yes --place home --price 500 --year 2023/24 --other-income 300 --premiums disability,enhanced-disability",
            "169.95",
        ),
        // Temporary, couple, half of £100 to the partner, £60 for the home, savings £15,000 of which £3 are assumed: 225 + 100 − 50 − 60 + 3 − 30.15.
        (
            "--age 85 --partner yes --place care-home --price 900 --year 2024/25 --state-pension 225 --private-pension 100 --housing-costs 60 --savings 15000 --stay temporary --weeks 4",
            "187.85",
        ),
        // Respite with Attendance Allowance: it goes on and does not count. 225 − 30.15.
        (
            "--age 85 --place care-home --price 900 --year 2024/25 --state-pension 225 --disability-benefit aa-higher --stay temporary --weeks 4",
            "194.85",
        ),
        // Wales at home, one of a couple: 241.39 kept of 300, and a tenth of £166.475 is left for costs of £10 already.
        (
            "--age 80 --partner yes --place home --price 500 --year 2024/25 --state-pension 300 --disability-costs 10 --scheme wales",
            "58.61",
        ),
        // A short Welsh stay of one of a couple with a savings credit, left out whole: 300 − 241.39.
        (
            "--age 85 --partner yes --place nursing-home --price 900 --year 2024/25 --state-pension 300 --savings-credit 15 --stay temporary --weeks 8 --scheme wales",
            "58.61",
        ),
        // Scotland above £35,000 in a nursing home: 1500 − 248.70 − 111.90.
        (
            "--age 85 --place nursing-home --price 1500 --year 2024/25 --state-pension 225 --savings 60000 --scheme scotland",
            "1139.40",
        ),
        // Northern Ireland, between the limits: 225 + 12 − 28.01 (£17,250).
        (
            "--age 85 --place nursing-home --price 900 --year 2022/23 --state-pension 225 --savings 17250 --scheme northern_ireland",
            "208.99",
        ),
        // One of 24 at home keeps less than one of 25: 82.15.
        (
            "--age 24 --place home --price 500 --year 2023/24 --other-income 150 --children 0",
            "67.85",
        ),
        // A penny above £23,250 one pays in full, at it £36 are assumed.
        (
            "--age 85 --place care-home --price 900 --year 2024/25 --state-pension 225 --savings 23250.01",
            "900.00",
        ),
        (
            "--age 85 --place care-home --price 900 --year 2024/25 --state-pension 225 --savings 23250",
            "230.85",
        ),
    ] {
        assert_eq!(pays(asked), week, "{asked}");
    }
}
