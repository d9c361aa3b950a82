//! Health itself: prevention, the causes of illness outside health care, programmes that put people in charge.

use carepool::world::{Group, Service};

use super::{Sign, Way, World};

/// A scenario in which a programme is the only one that runs.
macro_rules! only {
    ($scenario:literal, $($other:literal),* ; $($set:literal),*) => {
        ($scenario, &[$(concat!("programme.", $other, ".enabled=false"),)* $($set,)*])
    };
}

/// Wanless's programmes without the future he drew and without the money of the scenario.
macro_rules! prevention {
    ($($other:literal),*) => {
        only!("fully-engaged", $($other),* ; "prevention.wanless=\"off\"", "funding.public_health.addition=0")
    };
}
const NO_PREVENTION: World = prevention!(
    "tobacco_and_obesity",
    "minimum_unit_price",
    "contraception",
    "active_travel"
);
const TOBACCO: World = prevention!("minimum_unit_price", "contraception", "active_travel");
const MINIMUM_PRICE: World = prevention!("tobacco_and_obesity", "contraception", "active_travel");
const CONTRACEPTION: World = prevention!("tobacco_and_obesity", "minimum_unit_price", "active_travel");
const ACTIVE_TRAVEL: World = prevention!("tobacco_and_obesity", "minimum_unit_price", "contraception");

/// Marmot's programmes without the allocation and the money of the scenario.
macro_rules! causes {
    ($($other:literal),*) => {
        only!("marmot", $($other),* ; "allocation.need_weighting=0", "allocation.deep_end=0", "funding.public_health.addition=0")
    };
}
const NO_CAUSES: World = causes!(
    "sure_start",
    "warm_dry_homes",
    "control_at_work",
    "minimum_income",
    "debt_advice"
);
const SURE_START: World = causes!("warm_dry_homes", "control_at_work", "minimum_income", "debt_advice");
const WARM_HOMES: World = causes!("sure_start", "control_at_work", "minimum_income", "debt_advice");
const CONTROL_AT_WORK: World = causes!("sure_start", "warm_dry_homes", "minimum_income", "debt_advice");
const MINIMUM_INCOME: World = causes!("sure_start", "warm_dry_homes", "control_at_work", "debt_advice");

macro_rules! in_charge {
    ($($other:literal),*) => {
        only!("personal-budgets", $($other),* ;)
    };
}
const NOT_IN_CHARGE: World = in_charge!(
    "care_planning",
    "personal_health_budgets",
    "social_prescribing",
    "peer_support",
    "telehealth",
    "online_records",
    "decision_aids"
);
const CARE_PLANS: World = in_charge!(
    "personal_health_budgets",
    "social_prescribing",
    "peer_support",
    "telehealth",
    "online_records",
    "decision_aids"
);
const PERSONAL_BUDGETS: World = in_charge!(
    "care_planning",
    "social_prescribing",
    "peer_support",
    "telehealth",
    "online_records",
    "decision_aids"
);
// Paid from new tax: the money that it takes from the NHS otherwise brings people to A&E, which the studies do not measure.
const SOCIAL_PRESCRIBING: World = only!(
    "personal-budgets",
    "care_planning",
    "personal_health_budgets",
    "peer_support",
    "telehealth",
    "online_records",
    "decision_aids";
    "programme.social_prescribing.payer=\"tax\""
);
const TELEHEALTH: World = in_charge!(
    "care_planning",
    "personal_health_budgets",
    "social_prescribing",
    "peer_support",
    "online_records",
    "decision_aids"
);
const DECISION_AIDS: World = in_charge!(
    "care_planning",
    "personal_health_budgets",
    "social_prescribing",
    "peer_support",
    "telehealth",
    "online_records"
);

const MARMOT: World = ("marmot", &[]);
const SLOW_UPTAKE: World = (
    "england",
    &[
        "economy.closure=\"standards\"",
        "prevention.wanless={ value = \"slow_uptake\", start_year = 2026 }",
    ],
);
const FULLY_ENGAGED: World = (
    "england",
    &[
        "economy.closure=\"standards\"",
        "prevention.wanless={ value = \"fully_engaged\", start_year = 2026 }",
    ],
);

pub fn table() -> Vec<Sign> {
    use Way::{Less, More};
    vec![
        Sign::new(
            "a larger public-health grant leaves fewer people with several illnesses",
            &["funding.public_health.addition={ value = 1500, start_year = 2026 }"],
            |now| now.all("multimorbid"),
            Less,
            "E03, E05: Martin, Lomas and Claxton, BMJ Open 10, 2020",
        ),
        Sign::new(
            "a smaller public-health grant leaves more people with several illnesses",
            &["funding.public_health.addition={ value = -1000, start_year = 2026 }"],
            |now| now.all("multimorbid"),
            More,
            "E19: Health Foundation, Investing in the public health grant, 2024",
        ),
        Sign::new(
            "a larger public-health grant is followed by fewer deaths",
            &["funding.public_health.addition={ value = 1500, start_year = 2026 }"],
            |now| now.all("deaths"),
            Less,
            "E05: Martin, Longo, Lomas and Claxton, BMJ Open 11, 2021",
        ),
        Sign::new(
            "a minimum price for alcohol saves lives",
            &[],
            |now| now.all("deaths"),
            Less,
            "E01: Wyper and others, Lancet 401, 2023",
        )
        .between(NO_PREVENTION, MINIMUM_PRICE),
        Sign::new(
            "a minimum price for alcohol spares emergency admissions",
            &[],
            |now| now.all("emergency_admissions"),
            Less,
            "E02: Wyper and others, Lancet 401, 2023",
        )
        .between(NO_PREVENTION, MINIMUM_PRICE),
        Sign::new(
            "less smoking and better diets leave fewer people with several illnesses",
            &[],
            |now| now.all("multimorbid"),
            Less,
            "E15, E20: Wanless, Securing our future health, HM Treasury, 2002",
        )
        .between(NO_PREVENTION, TOBACCO),
        Sign::new(
            "less smoking and better diets save lives",
            &[],
            |now| now.all("deaths"),
            Less,
            "E15, E20: Wanless, Securing our future health, HM Treasury, 2002",
        )
        .between(NO_PREVENTION, TOBACCO),
        Sign::new(
            "contraception for all who want it leaves fewer births",
            &[],
            |now| now.all("births"),
            Less,
            "E09: Public Health England, Contraception: economic analysis, 2018",
        )
        .between(NO_PREVENTION, CONTRACEPTION),
        Sign::new(
            "walking and cycling to work save lives",
            &[],
            |now| now.all("deaths"),
            Less,
            "E18: Celis-Morales and others, British Medical Journal 357, 2017",
        )
        .between(NO_PREVENTION, ACTIVE_TRAVEL),
        Sign::new(
            "standards are met for less where people are fully engaged with their health",
            &[],
            |now| now.all("cost_public"),
            Less,
            "E15: Wanless, Securing our future health, HM Treasury, 2002 (154 against 184 billion)",
        )
        .between(SLOW_UPTAKE, FULLY_ENGAGED),
        Sign::new(
            "children's centres spare emergency admissions of children in deprived places",
            &[],
            |now| now.of("emergency_admissions", Group::age(0)),
            Less,
            "E10: Cattan, Conti and others, Institute for Fiscal Studies, 2021",
        )
        .between(NO_CAUSES, SURE_START),
        Sign::new(
            "warm and dry homes spare emergency admissions",
            &[],
            |now| now.all("emergency_admissions"),
            Less,
            "E12, E13: Building Research Establishment, The cost of poor housing to the NHS, 2021",
        )
        .between(NO_CAUSES, WARM_HOMES),
        Sign::new(
            "less strain at work leaves fewer people with several illnesses",
            &[],
            |now| now.all("multimorbid"),
            Less,
            "E16: Kivimäki and others, Lancet 380, 2012",
        )
        .between(NO_CAUSES, CONTROL_AT_WORK),
        Sign::new(
            "a minimum income leaves less need for mental health care",
            &[],
            |now| now.record.need[Service::MentalHealth],
            Less,
            "E17: Reeves, McKee, Mackenbach and others, Health Economics 26, 2017",
        )
        .between(NO_CAUSES, MINIMUM_INCOME),
        Sign::new(
            "a minimum income leaves fewer of the poorest with several illnesses",
            &[],
            |now| now.of("multimorbid", Group::imd(0)),
            Less,
            "E14: Marmot Review, Fair society, healthy lives, 2010",
        )
        .between(NO_CAUSES, MINIMUM_INCOME),
        Sign::new(
            "acting on the causes of illness narrows the gap in length of life between rich and poor places",
            &[],
            |now| now.of("life_expectancy", Group::imd(4)) - now.of("life_expectancy", Group::imd(0)),
            Less,
            "Barr, Higgerson and Whitehead, British Medical Journal 358, 2017 (English strategy 1999 to 2010)",
        )
        .between(super::AS_NOW, MARMOT),
        Sign::new(
            "care plans for people with several illnesses spare emergency admissions",
            &[],
            |now| now.all("emergency_admissions"),
            Less,
            "D05: Panagioti and others, BMC Health Services Research 14, 2014",
        )
        .between(NOT_IN_CHARGE, CARE_PLANS),
        Sign::new(
            "personal budgets better people's lives",
            &[],
            |now| now.all("qalys"),
            More,
            "D01: Forder and others, Evaluation of the personal health budget pilot programme, 2012",
        )
        .between(NOT_IN_CHARGE, PERSONAL_BUDGETS),
        Sign::new(
            "link workers keep people out of A&E, as uncontrolled studies have it",
            &[],
            |now| now.all("ae_attendances"),
            Less,
            "D08: Polley and others, University of Westminster, 2017",
        )
        .between(NOT_IN_CHARGE, SOCIAL_PRESCRIBING),
        Sign::new(
            "telehealth spares emergency admissions",
            &[],
            |now| now.all("emergency_admissions"),
            Less,
            "D10: Steventon and others, British Medical Journal 344, 2012 (in the first year: later the survivors are admitted)",
        )
        .between(NOT_IN_CHARGE, TELEHEALTH)
        .in_year(3),
        Sign::new(
            "telehealth saves lives",
            &[],
            |now| now.all("deaths"),
            Less,
            "D11: Steventon and others, British Medical Journal 344, 2012",
        )
        .between(NOT_IN_CHARGE, TELEHEALTH),
        Sign::new(
            "people who see what an operation does to them choose it less often",
            &[],
            |now| now.record.need[Service::PlannedAdmitted],
            Less,
            "D14: Stacey and others, Cochrane Database of Systematic Reviews, 2017",
        )
        .between(NOT_IN_CHARGE, DECISION_AIDS),
    ]
}
