//! Market or plan: nothing is decided by assumption, each camp's channels go where its studies point, and payment has two sides.

use carepool::scenario::{Over, Scenario};
use carepool::world::Group;
use carepool::world::axes::FIFTHS;

use crate::runs::{self, CATALOGUE, Kept, Run, lockstep};

/// Simulated people.
const PEOPLE: usize = 200;
/// Years from the base year to 2034.
const TEN: usize = 10;

const MARKET: &str = "governance.regime={ value = \"market\", start_year = 2026 }";
const PLANNED: &str = "governance.regime={ value = \"planned\", start_year = 2026 }";
/// The change itself costs nothing.
const UNPAID: [&str; 2] = ["governance.reorganisation_cost=0", "governance.reorganisation_drag=0"];

/// What is read of a year, and what it means where it falls.
type Sign = (&'static str, fn(&Kept) -> f64);

/// England under a structure, as a camp believes.
fn world(camp: Option<&str>, set: &[&str]) -> Scenario {
    let assume: Vec<String> = camp.iter().map(|name| (*name).to_owned()).collect();
    let set: Vec<String> = set.iter().chain(&UNPAID).map(|text| (*text).to_owned()).collect();
    let over = Over {
        assume: &assume,
        set: &set,
        ..Over::default()
    };
    Scenario::load_assuming("england.toml", over, &CATALOGUE).unwrap_or_else(|found| panic!("{}", found.render(false)))
}

/// What a measure of one world is more than of another in ten years, draw by draw, least first.
fn differences(world: &Run, base: &Run, read: impl Fn(&Kept) -> f64) -> Vec<f64> {
    let each = world
        .iter()
        .zip(base)
        .map(|(world, base)| read(&world[TEN]) - read(&base[TEN]));
    let mut each: Vec<f64> = each.collect();
    each.sort_by(f64::total_cmp);
    each
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// Cost of running market and plan [£m].
fn overheads(year: &Kept) -> f64 {
    year.all("cost_transaction") + year.all("cost_planning")
}

fn waiting(year: &Kept) -> f64 {
    year.all("waiting_list")
}

#[test]
fn for_who_takes_no_side_a_change_of_structure_alone_may_go_either_way() {
    let worlds = [world(None, &[]), world(None, &[MARKET]), world(None, &[PLANNED])];
    let runs = runs::draws(&lockstep(worlds), 32, PEOPLE, TEN + 1);
    for (at, name) in [(1, "market"), (2, "planned")] {
        let list = differences(&runs[at], &runs[0], waiting);
        let (low, high) = (list[3], list[list.len() - 4]);
        let middle = (list[15] + list[16]) / 2.0;
        assert!(low <= 0.0 && high >= 0.0, "{name}: the list {low} to {high}");
        assert!(
            middle.abs() <= 0.5 * (high - low),
            "{name}: middle {middle} of {low} to {high}"
        );
    }
    let overhead = |at: usize| mean(&differences(&runs[at], &runs[0], overheads));
    assert!(
        overhead(1).abs() < 1_500.0 && overhead(2).abs() < 1_500.0,
        "neither side is cheaper to run by assumption"
    );
}

#[test]
fn under_each_camp_structure_does_what_its_studies_say() {
    for (camp, better, worse) in [("market", MARKET, PLANNED), ("planning", PLANNED, MARKET)] {
        let worlds = [
            world(Some(camp), &[]),
            world(Some(camp), &[better]),
            world(Some(camp), &[worse]),
        ];
        let runs = runs::draws(&lockstep(worlds), 3, PEOPLE, TEN + 1);
        let signs: [Sign; 3] = [
            ("fewer wait", waiting),
            ("less is spent on running it", overheads),
            ("fewer die", |year| year.all("deaths")),
        ];
        for (what, read) in signs {
            assert!(
                mean(&differences(&runs[1], &runs[0], read)) < 0.0,
                "{camp}: {what} under its own structure"
            );
            assert!(
                mean(&differences(&runs[2], &runs[0], read)) > 0.0,
                "{camp}: not {what} under the other"
            );
        }
        // Access of the most deprived against the least.
        let equity = |year: &Kept| year.all("gp_inequality_slope");
        assert!(
            mean(&differences(&runs[1], &runs[0], equity)) < 0.0,
            "{camp}: the poor are served better under its own structure"
        );
    }
    let worlds = [
        world(Some("sceptic"), &[]),
        world(Some("sceptic"), &[MARKET]),
        world(Some("sceptic"), &[PLANNED]),
    ];
    let runs = runs::draws(&lockstep(worlds), 2, PEOPLE, TEN + 1);
    for at in [1, 2] {
        for value in differences(&runs[at], &runs[0], waiting) {
            assert!(value.abs() < 1.0, "to the sceptic structure does nothing: {value}");
        }
    }
}

#[test]
fn payment_by_activity_treats_more_and_draws_on_what_has_a_budget() {
    let paid = |share: &str| {
        let set = format!("governance.payment.activity_share={{ value = {share}, start_year = 2026 }}");
        let effects = [
            "governance.payment.volume_effect=0.02",
            "governance.payment.overrun_effect=0.05",
        ];
        world(None, &[&set, effects[0], effects[1]])
    };
    let runs = runs::draws(&lockstep([paid("0.7"), paid("1"), paid("0")]), 3, PEOPLE, TEN + 1);
    let mental = |year: &Kept| year.all("mental_health_need_met");
    assert!(
        mean(&differences(&runs[1], &runs[0], waiting)) < 0.0,
        "paid by the case, fewer wait"
    );
    assert!(
        mean(&differences(&runs[2], &runs[0], waiting)) > 0.0,
        "under a block budget more do"
    );
    assert!(
        mean(&differences(&runs[1], &runs[0], mental)) < 0.0,
        "others pay for it"
    );
    assert!(
        mean(&differences(&runs[2], &runs[0], mental)) > 0.0,
        "a block budget guards the others"
    );
    let cost = mean(&differences(&runs[1], &runs[0], |year| year.all("cost_public")));
    assert!(cost.abs() < 200.0, "the envelope is given: {cost}");
}

#[test]
fn what_users_pay_keeps_the_poor_away_most_and_they_are_counted_as_in_need() {
    // The same money without a fee, so that what the fee itself does is seen.
    let paid = runs::draws(
        &lockstep(["england", "user-charges"].map(|name| runs::load(name, &[]))),
        3,
        PEOPLE,
        TEN + 1,
    );
    let charges = mean(&differences(&paid[1], &paid[0], |year| year.all("cost_user_charges")));
    assert!((500.0..6_000.0).contains(&charges), "£{charges}m");
    let given = format!("funding.earmarked.primary_care={{ value = {charges}, start_year = 2026 }}");
    let runs = runs::draws(
        &lockstep([runs::load("england", &[given]), runs::load("user-charges", &[])]),
        3,
        PEOPLE,
        TEN + 1,
    );
    for (free, fee) in runs[0].iter().zip(&runs[1]) {
        let (free, fee) = (&free[TEN], &fee[TEN]);
        let met = |year: &Kept, group: Group| year.of("gp_need_met", group);
        let lost: [f64; FIFTHS] =
            std::array::from_fn(|fifth| met(free, Group::imd(fifth)) - met(fee, Group::imd(fifth)));
        assert!(
            lost[0] > 0.01 && lost[0] > lost[FIFTHS - 1],
            "the poor stay away more: {lost:?}"
        );
        assert!(fee.all("gp_inequality_slope") > free.all("gp_inequality_slope"));
        assert!(fee.all("ae_attendances") > free.all("ae_attendances"), "A&E is free");
    }
}

#[test]
fn salaried_dentists_reach_more_of_the_poor_and_cost_new_money() {
    let worlds = ["england", "public-dentistry"].map(|name| runs::load(name, &[]));
    let runs = runs::draws(&lockstep(worlds), 3, PEOPLE, TEN + 1);
    let met = |group: Group| mean(&differences(&runs[1], &runs[0], |year| year.of("dental_access", group)));
    assert!(met(Group::ALL) > 0.05, "{}", met(Group::ALL));
    assert!(
        met(Group::imd(0)) > met(Group::imd(FIFTHS - 1)),
        "more of it where need is"
    );
    let cost = mean(&differences(&runs[1], &runs[0], |year| year.all("cost_public")));
    let charges = mean(&differences(&runs[1], &runs[0], |year| year.all("cost_user_charges")));
    assert!(
        (2_000.0..5_000.0).contains(&cost) && charges < -300.0,
        "{cost} {charges}"
    );
}

#[test]
fn each_scenario_of_the_debate_does_what_it_is_for() {
    let names = [
        "england",
        "mental-health-parity",
        "hypothecated-tax",
        "living-wage-for-care",
        "prevention-first",
        "shorter-waits-by-choice",
        "planned-at-its-best",
    ];
    let runs = runs::draws(&lockstep(names.map(|name| runs::load(name, &[]))), 4, PEOPLE, TEN + 1);
    let more = |name: &str, measure: &str| {
        let at = names.iter().position(|known| *known == name).expect("a scenario");
        mean(&differences(&runs[at], &runs[0], |year| year.all(measure)))
    };
    let costs = |name: &str| more(name, "cost_public");
    for (name, low, high) in [
        ("mental-health-parity", 4_000.0, 7_000.0),
        ("hypothecated-tax", 9_000.0, 13_000.0),
        ("living-wage-for-care", 1_000.0, 2_600.0),
        ("prevention-first", 500.0, 3_000.0),
        ("shorter-waits-by-choice", 1_000.0, 2_500.0),
        ("planned-at-its-best", 1_500.0, 3_500.0),
    ] {
        assert!((low..high).contains(&costs(name)), "{name} costs £{}m", costs(name));
    }
    assert!(more("mental-health-parity", "mental_health_need_met") > 0.05);
    assert!(more("hypothecated-tax", "waiting_list") < 0.0);
    assert!(more("living-wage-for-care", "care_vacancy_rate") < 0.0, "more stay");
    assert!(
        more("prevention-first", "life_expectancy") > 0.0 && more("prevention-first", "life_expectancy_slope") < 0.0
    );
    assert!(more("shorter-waits-by-choice", "waiting_list") < 0.0);
    assert!(
        more("planned-at-its-best", "gp_need_met") > 0.0 && more("planned-at-its-best", "gp_inequality_slope") < 0.0
    );
}
