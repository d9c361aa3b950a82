//! How wide the waiting list of `england` in 2034 is, and why: its spread against that of lists seen, how often it lies on its floor, and a kept
//! table of what each group of beliefs adds.
//!
//! `UPDATE_GOLDEN=1 cargo test --release --test it list_width -- --include-ignored` writes the table anew.

use std::fmt::Write as _;
use std::fs;
use std::sync::LazyLock;

use carepool::scenario::Scenario;

use crate::backcast::{between, root, rows};
use crate::runs::{Kept, draws, england, lockstep};

/// Years from the base year on, the last of them 2034.
const YEARS: usize = 11;

/// Lists in balance and without any wait for capacity hold this many weeks of referrals (services.planned.working_list); one within a tenth
/// of it is on its floor.
static WORKING: LazyLock<f64> = LazyLock::new(|| {
    let england = england(&[]);
    let working = england
        .assumptions()
        .iter()
        .find(|one| one.key == "services.planned.working_list");
    working.and_then(|one| one.number).expect("a number")
});

fn on_the_floor(year: &Kept) -> bool {
    year.all("waiting_list") < 1.1 * *WORKING * year.all("clock_starts") / 52.0
}

fn quantile(values: &[f64], p: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[((sorted.len() - 1) as f64 * p).round() as usize]
}

/// The list of 2034 in each draw, its logarithm's change over ten years, and the share of draws on the floor.
fn lists(scenario: Scenario, count: u64, people: usize) -> (Vec<f64>, Vec<f64>, f64) {
    let run = draws(&lockstep([scenario]), count, people, YEARS).remove(0);
    let last: Vec<f64> = run.iter().map(|years| years[YEARS - 1].all("waiting_list")).collect();
    let changes = run
        .iter()
        .map(|years| (years[YEARS - 1].all("waiting_list") / years[0].all("waiting_list")).ln())
        .collect();
    let floor = run.iter().filter(|years| on_the_floor(&years[YEARS - 1])).count();
    (last, changes, floor as f64 / count as f64)
}

fn spread(values: &[f64]) -> f64 {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    (values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / values.len() as f64).sqrt()
}

/// Lists for admission in England at both ends of ten years, thousands: Department of Health, memorandum to the Health Committee, Public
/// Expenditure 2009, answer 46 (June 1987, March 1997; April 1998, March 2008), the widest windows that it tells.
const SEEN: [(f64, f64); 2] = [(826.0, 1_158.0), (1_313.0, 532.0)];

#[test]
fn the_list_changes_in_ten_years_about_as_much_as_lists_have_and_seldom_ends_on_its_floor() {
    let (_, changes, floor) = lists(england(&[]), 192, 300);
    let seen: Vec<f64> = SEEN.iter().map(|(then, now)| (now / then).ln()).collect();
    let usual = (seen.iter().map(|change| change * change).sum::<f64>() / seen.len() as f64).sqrt();
    let found = spread(&changes);
    eprintln!("spread of ten-year changes {found:.3}, seen {usual:.3}; on the floor {floor:.3}");
    assert!(found > 0.4 * usual && found < 1.1 * usual, "{found} against {usual}");
    assert!(floor < 0.02, "{floor}");
}

/// Groups of beliefs, and what of each is set where they are held at their middle: keys that begin so, or values laid over.
const GROUPS: [(&str, &[&str], &[&str]); 12] = [
    ("as believed", &[], &[]),
    ("mean growth of need", &["services.non_demographic_growth."], &[]),
    (
        "years in which need departs from it",
        &[],
        &[
            "services.growth_deviation.planned=0",
            "services.growth_deviation.emergency=0",
            "services.growth_deviation.community=0",
            "services.growth_deviation.care=0",
        ],
    ),
    (
        "mean growth of NHS money",
        &["funding.nhs.real_growth", "funding.nhs.plan_deviation"],
        &[],
    ),
    (
        "years in which money departs from it",
        &["funding.deviation."],
        &["funding.deviation.nhs=0"],
    ),
    ("how NHS money follows waits", &["funding.nhs.follows_waits"], &[]),
    ("pay, prices and productivity", &["prices."], &[]),
    (
        "how shares follow need and waits",
        &[
            "balance_of_care.follows_need",
            "balance_of_care.follows_waits",
            "balance_of_care.follows_waits_for_good",
            "balance_of_care.follows_unmet",
        ],
        &[],
    ),
    (
        "hospitals' part of the money",
        &["balance_of_care.hospital_growth"],
        &[],
    ),
    ("staff", &["workforce."], &[]),
    ("people: migration, deaths, illness", &["people."], &[]),
    (
        "beds, waits and access",
        &["services.urgent.", "services.planned.", "services.feedback."],
        &[],
    ),
];

/// Other readings, laid over.
const READINGS: [(&str, &[&str]); 4] = [
    (
        "shares as written",
        &[
            "balance_of_care.follows_need=0",
            "balance_of_care.follows_waits=0",
            "balance_of_care.follows_unmet=0",
        ],
    ),
    ("idle money stays where it is", &["balance_of_care.idle_moved=0"]),
    ("NHS money as written", &["funding.nhs.follows_waits=0"]),
    (
        "NHS money follows waits as far as it did",
        &["funding.nhs.follows_waits=0.045"],
    ),
];

const COUNT: u64 = 512;
const PEOPLE: usize = 500;

fn made() -> String {
    let mut text = String::from("held,p10,p50,p90,spread_of_ten_year_change,on_the_floor\n");
    let mut line = |name: &str, scenario: Scenario| {
        let (last, changes, floor) = lists(scenario, COUNT, PEOPLE);
        let [low, middle, high] = [0.1, 0.5, 0.9].map(|p| quantile(&last, p) / 1e6);
        writeln!(
            text,
            "\"{name}\",{low:.2},{middle:.2},{high:.2},{:.3},{floor:.3}",
            spread(&changes)
        )
        .expect("text");
    };
    for (name, starts, laid) in GROUPS {
        let scenario = england(laid);
        let names: Vec<String> = scenario
            .assumptions()
            .iter()
            .filter(|one| starts.iter().any(|start| one.key.starts_with(start)))
            .map(|one| one.name.clone())
            .collect();
        let rows = vec![vec![0.5; names.len()]; COUNT as usize];
        line(name, scenario.pinned(&names, rows));
    }
    for (name, laid) in READINGS {
        line(name, england(laid));
    }
    text
}

const BEGIN: &str = "<!-- width -->\n";

fn table(kept: &str) -> String {
    let mut text = String::from(
        "| held at its middle, or read otherwise | 80% of draws, millions | middle | spread of ten-year change | on the floor |\n|---|--:|--:|--:|--:|\n",
    );
    for row in rows(kept) {
        let floor = row["on_the_floor"].parse::<f64>().expect("a number") * 100.0;
        writeln!(
            text,
            "| {} | {} to {} | {} | {} | {floor:.1}% |",
            row["held"], row["p10"], row["p90"], row["p50"], row["spread_of_ten_year_change"]
        )
        .expect("text");
    }
    text
}

#[test]
fn the_guide_shows_what_makes_the_list_wide() {
    let kept = fs::read_to_string(root().join("scenarios/golden/list-width.csv")).expect("the kept table");
    let guide = fs::read_to_string(root().join("scenarios/backcast/README.md")).expect("the guide");
    assert_eq!(between(&guide, BEGIN), table(&kept));
}

#[test]
#[ignore = "many runs of england; writes the kept table and the guide when UPDATE_GOLDEN is set"]
fn what_makes_the_list_wide_can_be_found_again() {
    let path = root().join("scenarios/golden/list-width.csv");
    let found = made();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, &found).expect("written");
        let readme = root().join("scenarios/backcast/README.md");
        let guide = fs::read_to_string(&readme).expect("the guide");
        let old = format!("{BEGIN}{}", between(&guide, BEGIN));
        fs::write(&readme, guide.replace(&old, &format!("{BEGIN}{}", table(&found)))).expect("written");
    }
    assert_eq!(fs::read_to_string(path).expect("a kept table"), found);
}
