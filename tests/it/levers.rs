//! Every lever at its ends: nothing breaks, and every lever moves something.
//!
//! The ends are the bounds that a scenario file may use, so that nothing a person can write leads out of what measures
//! declare; where a bound is only there to catch slips of the pen, [`SENSIBLE`] has narrower ends with the reason.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use carepool::measures;
use carepool::projection::heads::widest;
use carepool::projection::{Money, Plans, Shelf, tried};
use carepool::scenario::{Over, Scenario};
use carepool::world::group::GROUPS;
use carepool::world::lever::LeverKind;
use carepool::world::{Group, LeverSpec, Year};
use rayon::prelude::*;

use crate::runs::{CATALOGUE, Kept, england, one_draw};

const PEOPLE: usize = 200;
const YEARS: usize = 4;
/// For levers that few people or years do not show.
const MORE_PEOPLE: usize = 1200;
const MORE_YEARS: usize = 12;
/// Worlds that go through a draw together.
const TOGETHER: usize = 24;

/// Ends narrower than a lever's bounds, and why.
const SENSIBLE: &[(&str, f64, f64, &str)] = &[
    (
        "care.scale",
        0.001,
        10.0,
        "the bounds of measures are those of an economy of England's size",
    ),
    ("health.good_health", 0.05, 0.98, "odds of 1 are infinite"),
    ("services.base_activity.primary_care", 1e7, 1e9, BOUND),
    ("services.base_activity.community_health", 1e6, 5e8, BOUND),
    ("services.base_activity.mental_health", 1e5, 5e7, BOUND),
    (
        "services.base_activity.planned_outpatient",
        1e6,
        1e8,
        "money over one pathway prices the list beyond all money",
    ),
    (
        "services.base_activity.planned_admitted",
        1e5,
        1e8,
        "money over one pathway prices the list beyond all money",
    ),
    ("services.base_activity.emergency_department", 1e6, 5e8, BOUND),
    ("services.base_activity.emergency_admission", 1e5, 1e7, BOUND),
    ("services.base_activity.prescribing", 1e7, 1e10, BOUND),
    ("services.base_activity.dental_optical", 1e5, 5e7, BOUND),
    ("services.planned.base_clock_starts", 1e6, 1e8, BOUND),
    (
        "services.urgent.base_beds",
        1e4,
        1e6,
        "a hospital service without beds has no cost per bed",
    ),
    ("services.working_age.unpaid_hours_under_65", 0.0, 1e5, BOUND),
    ("prices.gdp", 5e5, 5e7, "spending is below national income"),
    (
        "funding.council.gross_spending",
        1e4,
        1e5,
        "councils that spend less than the NHS gives them pay it back",
    ),
    (
        "funding.council.charge_share",
        0.0,
        0.5,
        "nobody charges nearly all that care costs",
    ),
    (
        "funding.council.addition",
        -15e3,
        1e5,
        "councils that spend less than the NHS gives them pay it back",
    ),
    (
        "funding.charges.prescription_charge_base",
        5.0,
        20.0,
        "income moves with the ratio to this charge",
    ),
    (
        "governance.private_patient_margin",
        -0.1,
        1.0,
        "no hospital treats private patients for nothing",
    ),
    (
        "governance.private_patient_share_base",
        0.0,
        0.03,
        "what private patients no longer pay in would exceed what they pay",
    ),
];

/// A reason of [`SENSIBLE`].
const BOUND: &str = "the bound of the lever is the bound of the measure";

const GUARANTEED: &[&str] = &["guarantees.eighteen_weeks=true", "guarantees.enforced=true"];
const FOUR_HOURS: &[&str] = &["guarantees.four_hours=true", "guarantees.enforced=true"];
const STANDARDS: &[&str] = &["economy.closure=\"standards\""];
const FREE: &[&str] = &["social_care.charging.scheme={ value = \"free_personal_care\", start_year = 2025 }"];
const LAST_MONTHS: &[&str] = &["social_care.charging.scheme={ value = \"free_end_of_life\", start_year = 2025 }"];
const MARKET: &[&str] = &[
    "governance.regime=\"market\"",
    "governance.private_share=0.3",
    "governance.private_patient_share=0.03",
];
const QUALITY: &[&str] = &["governance.regime=\"market\"", "governance.quality_effect_fixed=-0.01"];
const BLOCK: &[&str] = &["governance.payment.activity_share={ value = 0, start_year = 2025 }"];
const SALARIED: &[&str] = &["dentistry.salaried_share={ value = 0.5, start_year = 2025 }"];
const PAID_OUT: &[&str] = &[
    "programme.cash={ coverage = 1.0, start_year = 2025, cost_per_person = 1, transfer_per_person = 2000, payer = \"tax\", fidelity = 1.0, cashable = 0.0 }",
];
const POOLED: &[&str] = &["pooling.share={ value = 0.5, start_year = 2025 }"];
const POOLED_PUBLISHED: &[&str] = &[
    "pooling.share={ value = 0.5, start_year = 2025 }",
    "pooling.mechanism=\"published_effects\"",
];
const PREVENTING: &[&str] = &["funding.public_health.addition=3000"];
const FEE: &[&str] = &["funding.charges.gp_fee=25"];
const DEARER_PRESCRIPTIONS: &[&str] = &["funding.charges.prescription_charge=19"];
const DEARER_DENTISTS: &[&str] = &["funding.charges.dental_charge_ratio=2"];
const RENEGOTIATED: &[&str] = &["pfi.renegotiated_share={ value = 0.5, start_year = 2025 }"];
const BY_NEED: &[&str] = &["allocation.need_weighting=1", "allocation.direct_mortality=true"];
const OWN_PATHS: &[&str] = &[
    "funding.nhs.follow_published=false",
    "funding.council.follow_published=false",
    "funding.public_health.follow_published=false",
];
const CARE_CUT: &[&str] = &["funding.council.addition=-4000"];

/// Levers that act only together with others: the key, or the section that ends in a dot, and what has to be set too.
/// The first that fits is taken.
const TOGETHER_WITH: &[(&str, &[&str])] = &[
    ("funding.nhs.most_followed", &["funding.nhs.follows_waits=0.2"]),
    ("services.planned.guarantee_strength", GUARANTEED),
    ("services.planned.guarantee_lead", GUARANTEED),
    ("guarantees.enforced", &["guarantees.eighteen_weeks=true"]),
    ("guarantees.four_hour_effect", FOUR_HOURS),
    ("guarantees.", GUARANTEED),
    ("care.full_enforcement_tail", GUARANTEED),
    ("economy.standard_eighteen_weeks", STANDARDS),
    ("economy.standard_four_hours", STANDARDS),
    ("economy.standard_other_need", STANDARDS),
    ("economy.standard_care", STANDARDS),
    ("services.standards.four_hour_share", STANDARDS),
    // Planned patients lack a bed only where emergencies fill them all, and it shows only where a full hospital does not
    // already cancel as many for want of theatres and staff.
    (
        "services.urgent.planned_overnight",
        &[
            "services.non_demographic_growth.emergency_admission=0.1",
            "services.urgent.cancel_slope=0",
        ],
    ),
    ("services.social_care.free_take_up", FREE),
    ("services.social_care.free_new_users", FREE),
    ("services.social_care.free_more_hours", FREE),
    ("services.social_care.free_unpaid_change", FREE),
    ("services.social_care.free_ramp", FREE),
    ("economy.entitlements_funded", FREE),
    // Only a reform brings councils people whom they did not support before.
    ("funding.council.support_for_newcomers", FREE),
    // Of the people modelled one by one all are 65 or older: under pension age are only those of 65, unless it is higher.
    (
        "social_care.charging.night_rate_disregarded_working_age",
        &["social_care.charging.pension_age=70"],
    ),
    // Already so where the scheme itself is free personal care.
    ("social_care.charging.free_care.with_personal_care", LAST_MONTHS),
    ("social_care.charging.free_care.end_of_life_weeks", LAST_MONTHS),
    ("social_care.charging.free_care.end_of_life_by_nhs", LAST_MONTHS),
    ("care.dying_at_home", LAST_MONTHS),
    ("care.dying_in_care_home", LAST_MONTHS),
    (
        "social_care.charging.free_care.daily_living_charged",
        &["social_care.charging.scheme=\"free_all\""],
    ),
    (
        "social_care.charging.free_care.daily_living_cost",
        &[
            "social_care.charging.scheme=\"free_all\"",
            "social_care.charging.free_care.daily_living_charged=true",
        ],
    ),
    ("social_care.charging.free_care.", FREE),
    (
        "social_care.charging.household_keeps_home_out",
        &["social_care.charging.scheme=\"cap_2017\""],
    ),
    (
        "social_care.charging.cap_2011.",
        &["social_care.charging.scheme=\"cap_2011\""],
    ),
    (
        "social_care.charging.cap_2014.",
        &["social_care.charging.scheme=\"cap_2014\""],
    ),
    (
        "social_care.charging.cap_2017.",
        &["social_care.charging.scheme=\"cap_2017\""],
    ),
    (
        "social_care.charging.cap_2021.",
        &["social_care.charging.scheme=\"cap_2021\""],
    ),
    (
        "social_care.charging.prices.deflator_2010",
        &["social_care.charging.scheme=\"cap_2011\""],
    ),
    (
        "social_care.charging.prices.deflator_2016",
        &["social_care.charging.scheme=\"cap_2014\""],
    ),
    (
        "social_care.charging.prices.deflator_2017",
        &["social_care.charging.scheme=\"cap_2017\""],
    ),
    (
        "social_care.charging.prices.",
        &["social_care.charging.scheme=\"cap_2021\""],
    ),
    (
        "social_care.charging.fees.",
        &["social_care.charging.fees.arranged_by_council=0.5"],
    ),
    (
        "services.feedback.mortality_elasticity",
        &[
            "services.feedback.health_link=\"elasticity\"",
            "funding.nhs.addition=20000",
        ],
    ),
    (
        "services.feedback.elasticity_range",
        &[
            "services.feedback.health_link=\"elasticity\"",
            "funding.nhs.addition=60000",
        ],
    ),
    // Where the NHS has as many of its own staff for the work as it had, nobody dies for want of them.
    (
        "services.feedback.staffing_to_mortality",
        &["workforce.staffing_ratio=1.1"],
    ),
    ("services.feedback.", CARE_CUT),
    ("funding.tax.gdp_feedback", &["funding.nhs.addition=5000"]),
    ("funding.nhs.real_growth", OWN_PATHS),
    ("funding.charges.prescription_", DEARER_PRESCRIPTIONS),
    ("funding.charges.dental_", DEARER_DENTISTS),
    ("funding.charges.gp_", FEE),
    ("funding.charges.fee_elasticity", FEE),
    ("funding.charges.income_gradient", FEE),
    (
        "balance_of_care.shift_to_primary_care",
        &["balance_of_care.shift_from_hospital=0.02"],
    ),
    ("governance.payment.", BLOCK),
    ("dentistry.", SALARIED),
    ("determinants.", PAID_OUT),
    ("governance.price", QUALITY),
    ("governance.quality_effect_fixed", QUALITY),
    (
        "governance.quality_effect_negotiated",
        &["governance.regime=\"market\"", "governance.price=\"negotiated\""],
    ),
    (
        "governance.treatable_share",
        &["governance.private_share=0.3", "governance.private_mortality=0.01"],
    ),
    ("governance.regime", &[]),
    ("governance.", MARKET),
    ("pfi.renegotiation_", RENEGOTIATED),
    ("pooling.mechanism", POOLED),
    ("pooling.published_", POOLED_PUBLISHED),
    ("pooling.", POOLED),
    (
        "workforce.turnover_staffing_elasticity",
        &["workforce.staffing_ratio=1.1"],
    ),
    (
        "workforce.training_cost",
        &["workforce.training_inflow={ value = 0.06, start_year = 2025 }"],
    ),
    (
        "workforce.care.training_cost",
        &["workforce.care.training_inflow={ value = 0.06, start_year = 2025 }"],
    ),
    ("workforce.inspection_time", &["workforce.inspection_weight=0"]),
    ("workforce.inspection_quality", &["workforce.inspection_weight=0"]),
    (
        "workforce.care.inspection_quality",
        &["workforce.care.inspection_weight=0"],
    ),
    (
        "workforce.care.inspection_time",
        &["workforce.care.inspection_weight=0"],
    ),
    ("workforce.care.zero_hours_ended", &[]),
    ("workforce.care.zero_hours_", &["workforce.care.zero_hours_ended=true"]),
    ("workforce.care.short_visits_ended", &[]),
    (
        "workforce.care.short_visits_",
        &["workforce.care.short_visits_ended=true"],
    ),
    (
        "allocation.other_slope",
        &["allocation.need_weighting={ value = 1, start_year = 2025 }"],
    ),
    ("allocation.", BY_NEED),
    ("prevention.slow_", &["prevention.wanless=\"slow_uptake\""]),
    ("prevention.solid_", &["prevention.wanless=\"solid_progress\""]),
    ("prevention.engaged_", &["prevention.wanless=\"fully_engaged\""]),
    ("prevention.wanless", &[]),
    ("prevention.", PREVENTING),
    (
        "care.widest_threshold",
        &["funding.council.addition={ value = 20000, start_year = 2025 }"],
    ),
    // How more tax is raised shows where more is.
    (
        "funding.tax.extra_",
        &["funding.public_health.addition={ value = 6000, start_year = 2025 }"],
    ),
];

/// Levers that move no measure of England for want of a plan, and why; what moves none whatever is set stands in the program, which tells it.
const PLANLESS: [(&str, &str); 4] = [
    (
        "funding.council.follow_published",
        "spending.csv has no plan for councils after the base year",
    ),
    (
        "funding.council.plan_deviation",
        "spending.csv has no plan for councils after the base year",
    ),
    (
        "funding.public_health.follow_published",
        "spending.csv has no plan for public health after the base year",
    ),
    (
        "funding.public_health.plan_deviation",
        "spending.csv has no plan for public health after the base year",
    ),
];

/// Levers that move nothing in England, for want of a plan or whatever is set.
fn known_still() -> BTreeSet<&'static str> {
    PLANLESS
        .iter()
        .chain(&carepool::projection::still::STILL)
        .map(|(key, _)| *key)
        .collect()
}

/// The values of a lever that are tried.
fn ends(spec: &LeverSpec) -> Vec<String> {
    match spec.kind {
        LeverKind::Switch => vec!["false".to_owned(), "true".to_owned()],
        LeverKind::Choice(words) => words.iter().map(|word| format!("\"{word}\"")).collect(),
        LeverKind::Number => {
            let (low, high) = SENSIBLE
                .iter()
                .find(|(key, ..)| *key == spec.key)
                .map_or((spec.low, spec.high), |(_, low, high, _)| (*low, *high));
            // Amounts a head that no place has are refused.
            let (low, high) = match widest(spec.key) {
                Some(times) => {
                    let (england, times) = (central(spec.key), 0.9 * times);
                    (low.max(england / times), high.min(england * times))
                }
                None => (low, high),
            };
            vec![format!("{low:?}"), format!("{high:?}")]
        }
    }
}

/// What has to be set for a lever to act.
fn company(key: &str) -> &'static [&'static str] {
    TOGETHER_WITH
        .iter()
        .find(|(prefix, _)| key == *prefix || prefix.ends_with(['.', '_']) && key.starts_with(prefix))
        .map_or(&[], |(_, sets)| sets)
}

/// One world to run: the lever, its value (nothing for the world without it), and what else is set.
struct Case {
    key: &'static str,
    value: Option<String>,
    with: &'static [&'static str],
}

impl Case {
    fn scenario(&self) -> Result<Scenario, String> {
        let mut sets: Vec<String> = self.with.iter().map(|set| (*set).to_owned()).collect();
        sets.extend(self.value.as_ref().map(|value| format!("{}={value}", self.key)));
        Scenario::from_text("central.toml", &CENTRAL, &sets, &CATALOGUE).map_err(|problems| problems.render(false))
    }
}

/// England's central values of the base year, in the order of the catalogue.
static VALUES: LazyLock<Vec<f64>> = LazyLock::new(|| {
    let england = england(&[]);
    let mut values = Vec::new();
    england.central().values(england.start_year, &mut values);
    values
});

fn central(key: &str) -> f64 {
    VALUES[CATALOGUE.index(key).expect("a lever")]
}

/// England with every lever a plain number: its central value of the base year. A thousand of these are read in no time.
static CENTRAL: LazyLock<String> = LazyLock::new(|| {
    let england = england(&[]);
    let mut text = format!("start_year = {}\ndata = \"england\"\n", england.start_year.0);
    for (spec, value) in CATALOGUE.specs().iter().zip(VALUES.iter()) {
        let value = match spec.kind {
            LeverKind::Number => format!("{value:?}"),
            LeverKind::Switch => (*value != 0.0).to_string(),
            LeverKind::Choice(words) => format!("\"{}\"", words[*value as usize]),
        };
        text += &format!("{} = {value}\n", spec.key);
    }
    text
});

/// The first measure of a world that is not finite or out of its bounds.
fn broken(years: &[Kept]) -> Option<String> {
    for (year, kept) in years.iter().enumerate() {
        for (at, measure) in measures::all().iter().enumerate() {
            for group in Group::every().filter(|group| measure.splits(*group)) {
                let value = kept.values[at * GROUPS + group.index()];
                let (low, high) = measure.bounds;
                // Parts of a sum of money are floating point: what they leave is under a penny.
                let rounding = if measure.unit.starts_with('£') { 1e-8 } else { 0.0 };
                if !(low - rounding..=high + rounding).contains(&value) {
                    return Some(format!("year {year}: {} for {} is {value}", measure.name, group.name()));
                }
            }
        }
        if !kept.closed {
            return Some(format!("year {year}: the ledger is open"));
        }
    }
    None
}

/// Whether two worlds tell apart in any measure by more than rounding, as the program itself holds levers that were set against one another.
fn differ(one: &[Kept], other: &[Kept]) -> bool {
    one.iter()
        .zip(other)
        .any(|(one, other)| one.values.iter().zip(&other.values).any(|(a, b)| tried::apart(*a, *b)))
}

/// The worlds of some cases, as many people and years as given; a fault is told in words.
fn worlds(cases: &[Case], people: usize, years: usize) -> Vec<Result<Vec<Kept>, String>> {
    cases
        .par_chunks(TOGETHER)
        .flat_map_iter(|chunk| {
            let scenarios: Vec<Result<Scenario, String>> = chunk.iter().map(Case::scenario).collect();
            let plans = crate::runs::lockstep(scenarios.iter().flatten().cloned());
            let mut runs = one_draw(&plans, 3, people, years).into_iter();
            let results: Vec<_> = scenarios
                .into_iter()
                .map(|scenario| scenario.map(|_| runs.next().expect("a run")))
                .collect();
            results
        })
        .collect()
}

/// Tries every end of some levers: what breaks, and which of them move something.
fn try_out<'a>(levers: &[&'a LeverSpec], people: usize, years: usize) -> (Vec<String>, BTreeSet<&'a str>) {
    let mut cases: Vec<Case> = Vec::new();
    for spec in levers {
        let with = company(spec.key);
        let values = ends(spec).into_iter().map(Some);
        cases.extend(values.map(|value| Case {
            key: spec.key,
            value,
            with,
        }));
    }
    // Worlds without the lever, to tell whether it moved anything.
    let mut companies: Vec<&'static [&'static str]> = cases.iter().map(|case| case.with).collect();
    companies.sort_unstable();
    companies.dedup();
    let none: Vec<Case> = companies
        .iter()
        .map(|with| Case {
            key: "",
            value: None,
            with,
        })
        .collect();
    let without: Vec<Vec<Kept>> = worlds(&none, people, years)
        .into_iter()
        .map(|world| world.unwrap_or_else(|error| panic!("{error}")))
        .collect();
    let (mut bad, mut moved) = (Vec::new(), BTreeSet::new());
    for ((case, world), at) in cases.iter().zip(worlds(&cases, people, years)).zip(0..) {
        let value = case.value.as_deref().unwrap_or_default();
        let key = levers
            .iter()
            .map(|spec| spec.key)
            .find(|key| *key == case.key)
            .expect("listed");
        match world {
            // An end that another lever forbids is refused, as it should be.
            Err(problems) if problems.contains("is above") || problems.contains("add up to") => {}
            Err(problems) => bad.push(format!("{at} {key}={value}: {problems}")),
            Ok(years) => {
                let reference = companies.iter().position(|with| *with == case.with).expect("listed");
                if differ(&years, &without[reference]) {
                    moved.insert(key);
                }
                bad.extend(broken(&years).map(|what| format!("{key}={value}: {what}")));
            }
        }
    }
    (bad, moved)
}

#[test]
fn every_lever_at_its_ends_keeps_every_measure_in_bounds_and_moves_some() {
    let all: Vec<&LeverSpec> = CATALOGUE.specs().iter().collect();
    let (mut bad, moved) = try_out(&all, PEOPLE, YEARS);
    // What moves nothing in so few people and years has another chance with more of both.
    let still: Vec<&LeverSpec> = all.into_iter().filter(|spec| !moved.contains(spec.key)).collect();
    let (more_bad, moved) = try_out(&still, MORE_PEOPLE, MORE_YEARS);
    bad.extend(more_bad);
    let still: BTreeSet<&str> = still
        .iter()
        .map(|spec| spec.key)
        .filter(|key| !moved.contains(key))
        .collect();
    assert!(
        bad.is_empty(),
        "{} broken:\n{}\nstill: {still:#?}",
        bad.len(),
        bad.join("\n")
    );
    assert_eq!(still, known_still(), "levers that move nothing, beside those known to");
}

/// Every lever set by somebody's own file over England as it is: what asks for another that is off is told, and nothing that acts.
#[test]
fn who_sets_a_lever_that_asks_for_another_that_is_off_is_told() {
    let catalogue = carepool::projection::catalogue();
    let years: Vec<Year> = (0..16).map(|index| Year(england(&[]).start_year.0 + index)).collect();
    let told = |sets: &[&str]| {
        let sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
        let scenario =
            Scenario::from_text("central.toml", &CENTRAL, &sets, &CATALOGUE).unwrap_or_else(|wrong| panic!("{wrong}"));
        let plans = Plans::of(
            vec![(scenario, Money::AsItSays(Over::default()))],
            &Shelf::default(),
            &catalogue,
        );
        tried::told(&plans.expect("a world"), &years, &[], &catalogue)
    };
    // Typed beside all others, each as England has it: they are tried around that.
    let all: Vec<String> = CATALOGUE
        .specs()
        .iter()
        .map(|spec| {
            CENTRAL
                .lines()
                .find(|line| line.starts_with(&format!("{} =", spec.key)))
                .expect("a line")
        })
        .map(|line| line.replace(" = ", "="))
        .collect();
    let still = told(&all.iter().map(String::as_str).collect::<Vec<_>>());
    let names = |key: &str| still.iter().any(|note| note.contains(&format!(": {key} ")));
    // Limits that nobody comes near, or as few as one in a thousand.
    let far_off = [
        "people.benefit_independent",
        "people.wealth_ceiling",
        "balance_of_care.most_followed",
        "social_care.charging.most_at_home",
        "social_care.charging.partner_pension_share",
    ];
    // Whatever else is told asks for another, or moves nothing at all.
    let alone: Vec<&str> = CATALOGUE
        .specs()
        .iter()
        .map(|spec| spec.key)
        .filter(|key| names(key) && company(key).is_empty() && !far_off.contains(key))
        .filter(|key| !known_still().contains(key))
        .collect();
    assert_eq!(alone, Vec::<&str>::new(), "act alone, and are told to do nothing");
    // Of those that ask for another, these are off as England is.
    for key in [
        "services.planned.guarantee_lead",
        "services.social_care.free_take_up",
        "services.social_care.free_new_users",
        "governance.treatable_share",
    ] {
        assert!(
            CATALOGUE.index(key).is_some() && names(key),
            "{key} is not told: {still:#?}"
        );
    }
    // What is read in whole weeks is tried a week further.
    let weeks = told(&["services.planned.urgent_weeks=1"]);
    assert!(!weeks.iter().any(|note| note.contains("urgent_weeks")), "{weeks:?}");
    // Beside what it asks for, it acts.
    assert_eq!(
        told(&["governance.regime=\"market\"", "governance.private_share=0.3"]),
        Vec::<String>::new()
    );
}

#[test]
fn a_part_of_councils_care_may_cost_what_all_of_it_costs_and_not_more() {
    let world = |value: &str| Case {
        key: "services.working_age.base_cost",
        value: Some(value.to_owned()),
        with: &["funding.council.gross_spending=29400"],
    };
    let refused = world("29401").scenario().err().unwrap_or_default();
    assert!(
        refused.contains("services.working_age.base_cost = 29401, is above councils' gross spending"),
        "{refused}"
    );
    for years in worlds(&[world("29400")], PEOPLE, YEARS) {
        let years = years.unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(broken(&years), None);
    }
}

#[test]
fn starting_waits_that_contradict_each_other_and_shares_of_delays_beyond_all_of_them_are_refused() {
    let refused = |sets: &'static [&'static str]| {
        let case = Case {
            key: "services.planned.start_within_18",
            value: None,
            with: sets,
        };
        case.scenario().err().unwrap_or_default()
    };
    // Of 7.54m pathways 57.2% are within 18 weeks, so that 3.23m at most have waited for more than 52.
    assert_eq!(refused(&["services.planned.start_over_52=3200000"]), "");
    let told = refused(&["services.planned.start_over_52=3300000"]);
    assert!(told.contains("is above what those within 18 weeks"), "{told}");
    let told = refused(&["services.planned.start_within_18=0.99"]);
    assert!(told.contains("is above what"), "{told}");
    // 0.24 + 0.16 + 0.2 of the delays are for care; 0.9 for one of them makes delays out of nothing.
    let told = refused(&["services.urgent.delay_home_care=0.9"]);
    assert!(told.contains("add up to 126%"), "{told}");
    assert_eq!(refused(&["services.urgent.delay_home_care=0.64"]), "");
}
